//! The clerk who reads cells for the builders of rows: takes what is clear, notes every fault with
//! its column, counts every mending.

use super::Fault;
use super::cell::Cell;
use super::field::Field;
use super::mend::{Mended, Rule, bare, is_ordinary, plain, unguarded};
use super::parse::name::Who;
use super::parse::{Refusal, date, name, phone, word};
use super::recognise::{Bound, letters};
use super::refusal::{
    below_nothing, beyond, blank, broken, damaged, mojibake, named_twice, no_count,
    number_for_text, too_long, unknown_word, unvalued, wrong_season, wrong_year,
};
use crate::model::when::When;
use chrono::Datelike;
use num_rational::Ratio;
use std::borrow::Cow;

/// The longest title.
const LONG_TITLE: usize = 300;
/// The longest text of any other kind.
const LONG_TEXT: usize = 4000;
/// The longest body: three sections of 3,000 characters as forms have them, and some room.
const LONG_BODY: usize = 20_000;

/// Years that a sheet's dates may lie in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Years {
    /// For dates without a year.
    pub of_sheet: Option<i32>,
    /// The only year allowed, where the caller named one.
    pub only: Option<i32>,
}

/// Reads the cells of one row after another.
pub(super) struct Clerk {
    years: Years,
    line: u32,
    pub(super) faults: Vec<Fault>,
    pub(super) mended: Mended,
    /// Cells of a grid without a mark: they say nothing.
    pub(super) blank_marks: u32,
    /// Lines of proposals whose units were not taken for an assignment.
    pub(super) unassigned: Vec<u32>,
}

impl Clerk {
    pub(super) fn new(years: Years) -> Clerk {
        Clerk {
            years,
            line: 0,
            faults: Vec::new(),
            mended: Mended::default(),
            blank_marks: 0,
            unassigned: Vec::new(),
        }
    }

    /// Notes a proposal with units of which nothing says that it was assigned.
    pub(super) fn not_assigned(&mut self) {
        self.unassigned.push(self.line);
    }

    /// Starts a row.
    pub(super) fn turn_to(&mut self, line: u32) {
        self.line = line;
    }

    /// Notes a fault.
    pub(super) fn refuse(&mut self, bound: &Bound, cell: &Cell<'_>, refusal: Refusal) {
        let Refusal { code, reason, fix } = refusal;
        self.faults.push(Fault {
            line: self.line,
            column: bound.header.clone(),
            value: cell.shown(),
            code,
            reason,
            fix,
        });
    }

    /// Notes a cell that stands in a column without a header.
    pub(super) fn refuse_beyond(&mut self, at: usize, cell: &Cell<'_>) {
        let Refusal { code, reason, fix } = beyond(&letters(at));
        self.faults.push(Fault {
            line: self.line,
            column: String::new(),
            value: cell.shown(),
            code,
            reason,
            fix,
        });
    }

    fn kept<T>(&mut self, bound: &Bound, cell: &Cell<'_>, read: Result<T, Refusal>) -> Option<T> {
        read.map_err(|refusal| self.refuse(bound, cell, refusal))
            .ok()
    }

    /// A cell's plain text, however it is typed; the mapping file's word for it.
    fn spelt<'c>(&mut self, bound: &'c Bound, cell: &'c Cell<'_>) -> Option<Cow<'c, str>> {
        let text = match cell {
            Cell::Empty => return None,
            Cell::Text(text) if is_ordinary(text) => return Some(bound.explained(text)),
            Cell::Text(text) if text.starts_with(['=', '\'']) => {
                let text = unguarded(text.trim(), &mut self.mended);
                plain(text, &mut self.mended)
            }
            Cell::Text(text) => plain(text, &mut self.mended),
            Cell::Truth(truth) => Cow::Borrowed(if *truth { "是" } else { "否" }),
            Cell::Number(number) if number.abs() >= 1e15 => {
                self.refuse(bound, cell, damaged());
                return None;
            }
            Cell::Number(_) | Cell::Day(_) => Cow::Owned(cell.shown()),
            Cell::Broken(_) => {
                self.refuse(bound, cell, broken());
                return None;
            }
            Cell::Unvalued(_) => {
                self.refuse(bound, cell, unvalued());
                return None;
            }
        };
        if text.is_empty() {
            return None;
        }
        if let Some(word) = bound.word(&text) {
            return Some(Cow::Borrowed(word));
        }
        if text.contains('\u{fffd}') || text.contains("锟斤拷") {
            self.refuse(bound, cell, mojibake());
            return None;
        }
        Some(text)
    }

    fn limited(
        &mut self,
        bound: &Bound,
        cell: &Cell<'_>,
        text: Cow<'_, str>,
        limit: usize,
    ) -> Option<String> {
        if text.len() > limit && text.chars().count() > limit {
            self.refuse(bound, cell, too_long(limit));
            return None;
        }
        Some(text.into_owned())
    }

    /// Any text: a remark, a place.
    pub(super) fn text(&mut self, bound: &Bound, cell: &Cell<'_>) -> Option<String> {
        let text = self.spelt(bound, cell)?;
        self.limited(bound, cell, text, LONG_TEXT)
    }

    /// The body of a proposal.
    pub(super) fn long(&mut self, bound: &Bound, cell: &Cell<'_>) -> Option<String> {
        let text = self.spelt(bound, cell)?;
        self.limited(bound, cell, text, LONG_BODY)
    }

    /// Words: a text that cannot be a bare number.
    pub(super) fn words(&mut self, bound: &Bound, cell: &Cell<'_>) -> Option<String> {
        let text = self.spelt(bound, cell)?;
        if matches!(cell, Cell::Number(_) | Cell::Day(_)) || is_numeric(&text) {
            self.refuse(bound, cell, number_for_text());
            return None;
        }
        let text = if text == "其它" {
            self.mended.count(Rule::OtherWord);
            Cow::Borrowed("其他")
        } else {
            text
        };
        self.limited(bound, cell, text, LONG_TITLE)
    }

    /// Words that have to be there.
    pub(super) fn title(&mut self, bound: &Bound, cell: &Cell<'_>) -> String {
        if cell.is_empty() {
            self.refuse(bound, cell, blank("title_blank"));
        }
        self.words(bound, cell).unwrap_or_default()
    }

    /// Several words in a cell, parted by list signs.
    pub(super) fn list(&mut self, bound: &Bound, cell: &Cell<'_>, into: &mut Vec<String>) {
        let Some(words) = self.words(bound, cell) else {
            return;
        };
        for piece in words
            .split(['、', '，', ',', ';', '；', '\n', '\r'])
            .map(str::trim)
            .filter(|p| !p.is_empty())
        {
            if !into.iter().any(|held| held == piece) {
                into.push(piece.to_owned());
            }
        }
    }

    /// A number that names something: 委员编号, 案号. Never arithmetic.
    pub(super) fn number(&mut self, bound: &Bound, cell: &Cell<'_>) -> Option<String> {
        if let Cell::Number(number) = cell
            && (number.fract() != 0.0 || *number < 0.0 || *number >= 1e15)
        {
            self.refuse(bound, cell, damaged());
            return None;
        }
        let text = self.spelt(bound, cell)?;
        if text.contains('+') && (text.contains("E+") || text.contains("e+")) {
            self.refuse(bound, cell, damaged());
            return None;
        }
        if text.len() > 40 && text.chars().count() > 40 {
            self.refuse(bound, cell, too_long(40));
            return None;
        }
        Some(match text {
            Cow::Borrowed(text) if !text.contains(' ') => text.to_owned(),
            text => text.split_whitespace().collect(),
        })
    }

    /// A number that has to be there, if the sheet has its column.
    pub(super) fn own_number(&mut self, bound: &Bound, cell: &Cell<'_>) -> Option<String> {
        if cell.is_empty() {
            self.refuse(bound, cell, blank("no_blank"));
        }
        self.number(bound, cell)
    }

    /// One person's name, which may be blank.
    pub(super) fn name(&mut self, bound: &Bound, cell: &Cell<'_>) -> Option<String> {
        let text = self.person(bound, cell)?;
        let read = name::name(&text, &mut self.mended);
        self.kept(bound, cell, read)
    }

    /// One person's name, which has to be there.
    pub(super) fn own_name(&mut self, bound: &Bound, cell: &Cell<'_>) -> String {
        if cell.is_empty() {
            self.refuse(bound, cell, blank("name_blank"));
        }
        self.name(bound, cell).unwrap_or_default()
    }

    /// Several names in a cell.
    pub(super) fn names(
        &mut self,
        bound: &Bound,
        cell: &Cell<'_>,
        who: Who,
        into: &mut Vec<String>,
    ) {
        let Some(text) = self.person(bound, cell) else {
            return;
        };
        let read = name::names(&text, who, &mut self.mended);
        for name in self.kept(bound, cell, read).unwrap_or_default() {
            if into.contains(&name) {
                self.refuse(bound, cell, named_twice(&name));
            } else {
                into.push(name);
            }
        }
    }

    fn person<'c>(&mut self, bound: &'c Bound, cell: &'c Cell<'_>) -> Option<Cow<'c, str>> {
        if matches!(cell, Cell::Number(_) | Cell::Day(_) | Cell::Truth(_)) {
            self.refuse(bound, cell, number_for_text());
            return None;
        }
        self.spelt(bound, cell)
    }

    /// A date.
    pub(super) fn date(&mut self, bound: &Bound, cell: &Cell<'_>) -> Option<When> {
        let read = match cell {
            Cell::Day(time) => self.by_calendar(time),
            Cell::Number(number) => date::number(*number, &mut self.mended).map(Some),
            _ => {
                let text = self.spelt(bound, cell)?;
                date::date(&text, self.years.of_sheet, &mut self.mended)
            }
        };
        self.kept(bound, cell, read).flatten()
    }

    /// The first and the last day of something that may last; the last where the cell has it.
    pub(super) fn span_in_year(
        &mut self,
        bound: &Bound,
        cell: &Cell<'_>,
    ) -> Option<(When, Option<When>)> {
        if !matches!(cell, Cell::Text(_)) {
            return self.date_in_year(bound, cell).map(|first| (first, None));
        }
        let text = self.spelt(bound, cell)?;
        let read = date::span(&text, self.years.of_sheet, &mut self.mended);
        let (first, last) = self.kept(bound, cell, read).flatten()?;
        let first = self.of_year(bound, cell, first)?;
        Some((first, last))
    }

    /// A date cell; its year is checked like any other.
    fn by_calendar(&mut self, time: &chrono::NaiveDateTime) -> Result<Option<When>, Refusal> {
        date::date(&time.format("%Y-%m-%d").to_string(), None, &mut self.mended)
    }

    /// A date in the year that the caller named.
    pub(super) fn date_in_year(&mut self, bound: &Bound, cell: &Cell<'_>) -> Option<When> {
        let when = self.date(bound, cell)?;
        self.of_year(bound, cell, when)
    }

    fn of_year(&mut self, bound: &Bound, cell: &Cell<'_>, when: When) -> Option<When> {
        match self.years.only {
            Some(year) if when.year() != year => {
                self.refuse(bound, cell, wrong_year(when.year(), year));
                None
            }
            _ => Some(when),
        }
    }

    /// A day on which a proposal was handed in for the year that the caller named: proposals for a
    /// plenary in January come in from October of the year before.
    pub(super) fn date_for_plenary(&mut self, bound: &Bound, cell: &Cell<'_>) -> Option<When> {
        let when = self.date(bound, cell)?;
        match self.years.only {
            Some(year) if when.year() != year && !is_late(when, year - 1) => {
                self.refuse(bound, cell, wrong_season(when.year(), year));
                None
            }
            _ => Some(when),
        }
    }

    /// A telephone number.
    pub(super) fn phone(&mut self, bound: &Bound, cell: &Cell<'_>) -> Option<String> {
        let read = if let Cell::Number(number) = cell {
            phone::number(*number, &mut self.mended)
        } else {
            let text = self.spelt(bound, cell)?;
            phone::phone(&text, &mut self.mended)
        };
        self.kept(bound, cell, read)
    }

    /// A whole number from 0.
    pub(super) fn count(&mut self, bound: &Bound, cell: &Cell<'_>) -> Option<i64> {
        let quantity = self.quantity(bound, cell)?;
        if !quantity.is_integer() {
            self.refuse(bound, cell, no_count());
            return None;
        }
        Some(quantity.to_integer())
    }

    /// Half-days: `3`, `半天`, `1天`.
    pub(super) fn half_days(&mut self, bound: &Bound, cell: &Cell<'_>) -> Option<u16> {
        if let Cell::Text(text) = cell {
            match bare(text).as_str() {
                "半天" | "半日" | "上午" | "下午" => return Some(1),
                "一天" | "全天" | "1天" => return Some(2),
                _ => {}
            }
        }
        let count = self.count(bound, cell)?;
        let fits = u16::try_from(count).ok().filter(|n| *n <= 400);
        if fits.is_none() {
            self.refuse(bound, cell, no_count());
        }
        fits
    }

    /// A quantity from 0, exact.
    pub(super) fn quantity(&mut self, bound: &Bound, cell: &Cell<'_>) -> Option<Ratio<i64>> {
        let text = self.spelt(bound, cell)?;
        let plain = text.trim_end_matches(['次', '篇', '件', '个', '条', '天']);
        let read = decimal(plain);
        if read.is_none() {
            let positive = plain.trim().strip_prefix(['-', '－', '−', '–']);
            let below = positive.and_then(|n| decimal(n.trim()));
            let refusal = match below {
                Some(_) if bound.field == Field::Quantity => below_nothing(),
                _ => no_count(),
            };
            self.refuse(bound, cell, refusal);
        }
        read
    }

    /// A closed word.
    pub(super) fn word<T>(
        &mut self,
        bound: &Bound,
        cell: &Cell<'_>,
        read: fn(&str) -> Option<T>,
        accepted: &'static str,
    ) -> Option<T> {
        let text = self.spelt(bound, cell)?;
        let found = read(&text);
        if found.is_none() {
            self.refuse(bound, cell, unknown_word(accepted));
        }
        found
    }

    /// Yes or no.
    pub(super) fn yes(&mut self, bound: &Bound, cell: &Cell<'_>) -> Option<bool> {
        self.word(bound, cell, word::yes, "是、否、√")
    }
}

/// Whether something is, or may be, in the last three months of a year.
fn is_late(when: When, year: i32) -> bool {
    when.year() == year && when.last_day().month() >= 10
}

/// `12`, `0.5`; nothing else.
fn decimal(text: &str) -> Option<Ratio<i64>> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let plain = |part: &str| part.len() <= 9 && part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(fraction) {
        return None;
    }
    let scale = 10_i64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    Some(Ratio::new(
        format!("{whole}{fraction}").parse().ok()?,
        scale,
    ))
}

fn is_numeric(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || b"+-.,:/ Ee".contains(&b))
}
