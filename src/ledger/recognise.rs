//! Which row is the header, which ledger it heads, and what each column fills.

use super::Fault;
use super::cell::Cell;
use super::field::Field;
use super::layout::{Column, LAYOUTS, Layout, Need, QUIET, STATISTICS};
use super::mapping::Mapping;
use super::mend::bare;
use crate::lang::Text;
use crate::model::code::{Code, Ledger};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

/// How many of the first rows may be the header.
pub const SEARCHED: usize = 20;
/// A row that scores less is no header.
const ENOUGH: i32 = 4;

/// The first rows of a sheet, with their lines.
pub type Sample = [(u32, Vec<Cell<'static>>)];

/// A column of a sheet and what it fills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The column's place, from 0.
    pub at: usize,
    /// What it fills.
    pub field: Field,
    /// The header as the sheet has it.
    pub header: String,
    /// The level that the header names (区政协采用情况), else empty.
    pub level: String,
    /// Words that the mapping file explains.
    pub values: BTreeMap<String, String>,
}

/// What was made of a sheet.
#[derive(Debug)]
pub struct Recognised {
    /// The ledger.
    pub ledger: Ledger,
    /// The header's line; the lower one of two.
    pub header_row: u32,
    /// The columns that fill something.
    pub columns: Vec<Bound>,
    /// Headers that no ledger knows.
    pub ignored: Vec<String>,
    /// The headers of all columns, as the sheet has them.
    pub headers: Vec<String>,
    /// How well its columns fit.
    worth: i32,
    /// The same less the headers that the ledger does not know: tells ledgers apart.
    score: i32,
    twice: Vec<(Bound, String)>,
    missing: Vec<&'static Column>,
    lost: Vec<(String, &'static str)>,
}

/// What the caller said about the sheet.
#[derive(Debug, Default, Clone, Copy)]
pub struct Told<'t> {
    /// `--as`.
    pub ledger: Option<Ledger>,
    /// `--header-row`.
    pub header_row: Option<u32>,
    /// `--map`.
    pub map: Option<&'t Mapping>,
}

/// Finds header and ledger, or says why not; all faults of the header at once.
pub fn recognise(sample: &Sample, told: Told<'_>) -> Result<Recognised, Vec<Fault>> {
    let ledger = told.ledger.or(told.map.and_then(|map| map.ledger));
    let layouts: Vec<&Layout> = LAYOUTS
        .into_iter()
        .filter(|l| ledger.is_none_or(|told| told == l.ledger))
        .collect();
    let rows = candidates(sample, told.header_row);
    let mut fits: Vec<Recognised> = Vec::new();
    for (line, headers) in &rows {
        fits.extend(
            layouts
                .iter()
                .map(|layout| bind(layout, *line, headers, told.map)),
        );
    }
    let best = fits.iter().map(|fit| fit.score).max().unwrap_or(i32::MIN);
    let first = fits.iter().position(|fit| fit.score == best).unwrap_or(0);
    let enough = if ledger.is_some() { 1 } else { ENOUGH };
    let sure = fits
        .get(first)
        .filter(|fit| fit.worth >= enough)
        .map(|fit| fit.header_row);
    if let Some(fault) = statistics(&rows, sure).filter(|_| ledger.is_none()) {
        return Err(vec![fault]);
    }
    let told_all = ledger.is_some() && told.header_row.is_some() && !fits.is_empty();
    let Some(line) = sure.or_else(|| told_all.then(|| fits[first].header_row)) else {
        return Err(vec![unknown(&rows, ledger)]);
    };
    let tied = fits
        .iter()
        .filter(|fit| fit.score == best && fit.header_row == line);
    let ties: BTreeSet<Ledger> = tied.map(|fit| fit.ledger).collect();
    if ties.len() > 1 {
        return Err(vec![ambiguous(line, &ties)]);
    }
    let found = fits.swap_remove(first);
    let faults = found.faults(sample);
    if faults.is_empty() {
        Ok(found)
    } else {
        Err(faults)
    }
}

/// Rows that may be headers; after them each row joined with the next one, as a header of two rows.
fn candidates(sample: &Sample, told: Option<u32>) -> Vec<(u32, Vec<String>)> {
    let (mut rows, mut joined) = (Vec::new(), Vec::new());
    let searched = if told.is_some() {
        sample.len()
    } else {
        SEARCHED
    };
    for (i, (line, cells)) in sample.iter().take(searched).enumerate() {
        let texts = cells
            .iter()
            .filter(|cell| matches!(cell, Cell::Text(_)) && !cell.is_empty())
            .count();
        if texts < 2 && told.is_none() {
            continue;
        }
        let top: Vec<String> = cells.iter().map(Cell::shown).collect();
        let next = sample.get(i + 1).filter(|next| next.0 == line + 1);
        if let Some((below, both)) = next.and_then(|next| Some((next.0, two_rows(&top, &next.1)?)))
        {
            joined.push((below, both));
        }
        rows.push((*line, top));
    }
    rows.append(&mut joined);
    rows.retain(|(line, _)| told.is_none_or(|told| told == *line));
    rows
}

/// A header of two rows as one, where the lower row's cells are headers too.
fn two_rows(top: &[String], below: &[Cell<'_>]) -> Option<Vec<String>> {
    let sub: Vec<String> = below.iter().map(Cell::shown).collect();
    let known = |h: &String| {
        LAYOUTS
            .iter()
            .any(|layout| !fields_of(layout, &bare(h)).is_empty())
    };
    let filled: Vec<&String> = sub.iter().filter(|h| !bare(h).is_empty()).collect();
    let clash = top
        .iter()
        .zip(&sub)
        .filter(|(t, s)| known(t) && !bare(s).is_empty())
        .count();
    if filled.is_empty()
        || clash > 0
        || filled.iter().filter(|h| known(h)).count() * 2 < filled.len()
    {
        return None;
    }
    let wide = top.len().max(sub.len());
    let at = |row: &[String], i: usize| row.get(i).cloned().unwrap_or_default();
    let pick = |i| {
        if bare(&at(&sub, i)).is_empty() {
            at(top, i)
        } else {
            at(&sub, i)
        }
    };
    Some((0..wide).map(pick).collect())
}

/// The columns of a layout that a bare header may fill, canonical ones first.
fn fields_of(layout: &Layout, header: &str) -> Vec<&'static Column> {
    if header.is_empty() {
        return Vec::new();
    }
    let spelt = |name: &str| bare(name) == header;
    let mut found: Vec<&Column> = layout.columns.iter().filter(|c| spelt(c.header)).collect();
    found.extend(
        layout
            .columns
            .iter()
            .filter(|c| c.aliases.iter().any(|alias| spelt(alias))),
    );
    if found.is_empty() && layout.ledger == Ledger::Opinion {
        let field = if header.contains("采用") || header.contains("采纳") {
            Some(Field::Adoption)
        } else if header.contains("批示") {
            Some(Field::Instruction)
        } else {
            None
        };
        found.extend(field.and_then(|field| layout.column(field)));
    }
    found
}

/// The level before 采用, 采纳 or 批示 in a header: `区政协采用情况` → `区政协`.
fn level(field: Field, header: &str) -> String {
    let marks: &[&str] = match field {
        Field::Adoption => &["采用", "采纳", "录用"],
        Field::Instruction => &["领导批示", "批示"],
        _ => return String::new(),
    };
    let cut = marks.iter().filter_map(|mark| header.find(mark)).min();
    cut.map(|at| header[..at].to_owned()).unwrap_or_default()
}

/// A header as tables spell it: no spaces, no star, no `(必填)`.
fn key(header: &str) -> String {
    let bare = bare(header);
    let bare = bare.trim_matches('*').trim_end_matches(['：', ':']);
    bare.strip_suffix("(必填)").unwrap_or(bare).to_owned()
}

/// The fields of a header; without what stands in brackets at its end, if the whole is unknown.
fn meanings(layout: &Layout, key: &str) -> Vec<&'static Column> {
    let whole = fields_of(layout, key);
    match key.find('(') {
        Some(at) if whole.is_empty() && key.ends_with(')') => fields_of(layout, &key[..at]),
        _ => whole,
    }
}

fn is_quiet(layout: &Layout, key: &str) -> bool {
    layout
        .quiet
        .iter()
        .chain(QUIET)
        .any(|quiet| bare(quiet) == key)
}

/// Binds each header to the first of its fields that is free.
fn bind(
    layout: &'static Layout,
    line: u32,
    headers: &[String],
    map: Option<&Mapping>,
) -> Recognised {
    let mut found = Recognised {
        ledger: layout.ledger,
        header_row: line,
        columns: Vec::new(),
        ignored: Vec::new(),
        headers: headers.to_vec(),
        worth: 0,
        score: 0,
        twice: Vec::new(),
        missing: Vec::new(),
        lost: Vec::new(),
    };
    let keys: Vec<String> = headers.iter().map(|header| key(header)).collect();
    let mut order: Vec<(usize, Vec<&'static Column>)> = Vec::new();
    for (at, key) in keys.iter().enumerate() {
        let mapped = map
            .and_then(|map| map.columns.get(key))
            .and_then(|field| layout.column(*field));
        let ignored = key.is_empty() || map.is_some_and(|map| map.ignore.contains(key));
        let columns = match mapped {
            Some(column) => vec![column],
            None if ignored => continue,
            None => meanings(layout, key),
        };
        if columns.is_empty() && !is_quiet(layout, key) {
            found.ignored.push(headers[at].trim().to_owned());
        } else if !columns.is_empty() {
            order.push((at, columns));
        }
    }
    // Headers with one meaning take their field before those with several.
    order.sort_by_key(|(_, columns)| columns.len() > 1);
    for (at, columns) in order {
        found.take(at, &columns, &keys[at], map);
    }
    found.columns.sort_by_key(|bound| bound.at);
    found.weigh(layout);
    found
}

impl Recognised {
    fn take(&mut self, at: usize, columns: &[&'static Column], key: &str, map: Option<&Mapping>) {
        let held = |field: Field| self.columns.iter().find(|bound| bound.field == field);
        let free = columns
            .iter()
            .find(|column| column.need == Need::List || held(column.field).is_none());
        let field = free.unwrap_or(&columns[0]).field;
        let values = map
            .and_then(|map| map.values.get(&field))
            .cloned()
            .unwrap_or_default();
        let header = self.headers[at].trim().to_owned();
        let bound = Bound {
            at,
            field,
            header,
            level: level(field, key),
            values,
        };
        match held(field)
            .filter(|_| free.is_none())
            .map(|other| other.header.clone())
        {
            Some(other) => self.twice.push((bound, other)),
            None => self.columns.push(bound),
        }
    }

    fn weigh(&mut self, layout: &'static Layout) {
        let held = |field: Field| self.columns.iter().any(|bound| bound.field == field);
        let weights = layout
            .columns
            .iter()
            .filter(|c| held(c.field))
            .map(|c| i32::from(c.weight));
        let few = self.columns.len() < 2;
        let mut worth = if few { 0 } else { weights.sum::<i32>() };
        self.missing = layout
            .columns
            .iter()
            .filter(|c| c.need == Need::Must && !held(c.field))
            .collect();
        worth -= 3 * i32::try_from(self.missing.len()).unwrap_or(0);
        if !layout.telling.iter().any(|field| held(*field)) {
            worth -= 4;
        }
        self.worth = worth;
        self.score = worth - 2 * i32::try_from(self.ignored.len()).unwrap_or(0);
        self.lost = self
            .ignored
            .iter()
            .filter_map(|header| {
                Some((
                    header.clone(),
                    nearest(layout, &key(header), &self.columns)?,
                ))
            })
            .collect();
    }

    /// Everything wrong with the header.
    fn faults(&self, sample: &Sample) -> Vec<Fault> {
        let line = self.header_row;
        let at = |column: &str, code, reason, fix| Fault {
            line,
            column: column.to_owned(),
            value: column.to_owned(),
            code,
            reason,
            fix,
        };
        let ledger = self.ledger;
        let (zh, en) = (ledger.zh(), ledger.en());
        let mut faults = Vec::new();
        for (bound, other) in &self.twice {
            let header = &bound.header;
            faults.push(at(
                header,
                "double_header",
                text!(
                    "“{header}”与“{other}”是同一项，重复了",
                    "\"{header}\" and \"{other}\" mean the same field twice"
                ),
                text!(
                    "删去或改名其中一列，或在 --map 里忽略它",
                    "remove or rename one, or ignore it in a --map file"
                ),
            ));
        }
        for column in &self.missing {
            let header = column.header;
            let accepted = column
                .aliases
                .iter()
                .take(4)
                .copied()
                .collect::<Vec<_>>()
                .join("、");
            faults.push(at(
                header,
                "missing_column",
                text!(
                    "识别为{zh}，但缺少“{header}”列",
                    "this looks like {en}, but has no column \"{header}\""
                ),
                text!(
                    "补上该列（也可写作 {accepted}）",
                    "add the column (also spelt {accepted})"
                ),
            ));
        }
        for (header, near) in &self.lost {
            faults.push(at(
                header,
                "unknown_header",
                text!("不认识表头“{header}”", "unknown header \"{header}\""),
                text!(
                    "是不是“{near}”？不是的话在 --map 里忽略它",
                    "did you mean \"{near}\"? If not, ignore it in a --map file"
                ),
            ));
        }
        faults.extend(self.blank_headers(sample).into_iter().map(|column| {
            at(
                "",
                "blank_header",
                text!(
                    "第 {column} 列有内容但没有表头",
                    "column {column} has data but no header"
                ),
                text!(
                    "给这一列写上表头，或清空它",
                    "give the column a header, or clear it"
                ),
            )
        }));
        faults
    }

    /// Columns, as letters, that have no header above the data of the sample.
    fn blank_headers(&self, sample: &Sample) -> Vec<String> {
        let filled =
            |cells: &[Cell<'_>], at: usize| cells.get(at).is_some_and(|cell| !cell.is_empty());
        let data = |cells: &[Cell<'_>]| {
            self.columns
                .iter()
                .filter(|bound| filled(cells, bound.at))
                .count()
                >= 2
        };
        let below: Vec<_> = sample
            .iter()
            .filter(|(line, cells)| *line > self.header_row && data(cells))
            .collect();
        let wide = below
            .iter()
            .map(|(_, cells)| cells.len())
            .max()
            .unwrap_or(0);
        let named = |at: usize| {
            self.headers
                .get(at)
                .is_some_and(|header| !key(header).is_empty())
        };
        (0..wide)
            .filter(|at| !named(*at) && below.iter().any(|(_, cells)| filled(cells, *at)))
            .map(letters)
            .collect()
    }
}

/// A column's letters: 0 is `A`, 26 is `AA`.
fn letters(at: usize) -> String {
    let last = char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    if at < 26 {
        last.to_string()
    } else {
        letters(at / 26 - 1) + &last.to_string()
    }
}

/// A known header of a free column that differs by one character.
fn nearest(layout: &'static Layout, header: &str, held: &[Bound]) -> Option<&'static str> {
    let length = header.chars().count();
    if !(2..=8).contains(&length) {
        return None;
    }
    layout
        .columns
        .iter()
        .filter(|column| {
            column.need == Need::List || !held.iter().any(|bound| bound.field == column.field)
        })
        .flat_map(|column| column.aliases.iter().chain([&column.header]))
        .find(|name| name.chars().count() >= 2 && one_apart(header, name))
        .copied()
}

/// Whether one insertion, removal, replacement or swap of neighbours makes one of the other.
fn one_apart(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let same = one
        .iter()
        .zip(&other)
        .take_while(|(left, right)| left == right)
        .count();
    let (one, other) = (&one[same..], &other[same..]);
    let after = |tail: &'_ [char], skip: usize| tail.get(skip..).unwrap_or_default().to_vec();
    let swapped = one.len() > 1 && other.len() > 1 && one[0] == other[1] && one[1] == other[0];
    let different = one != other;
    different
        && ((swapped && after(one, 2) == after(other, 2))
            || after(one, 1) == after(other, 1)
            || after(one, 1) == other
            || one == after(other, 1))
}

fn whole(line: u32, code: &'static str, value: String, reason: Text, fix: Text) -> Fault {
    Fault {
        line,
        column: String::new(),
        value,
        code,
        reason,
        fix,
    }
}

fn unknown(rows: &[(u32, Vec<String>)], told: Option<Ledger>) -> Fault {
    let widest = rows
        .iter()
        .max_by_key(|(_, headers)| headers.iter().filter(|h| !bare(h).is_empty()).count());
    let line = widest.map_or(1, |(line, _)| *line);
    let seen = widest.map(|(_, headers)| {
        headers
            .iter()
            .map(|h| h.trim())
            .filter(|h| !h.is_empty())
            .take(12)
            .collect::<Vec<_>>()
    });
    let reason = match told {
        None => text!(
            "前 20 行里没有认得的表头",
            "no header of any ledger is within the first 20 rows"
        ),
        Some(l) => {
            let (zh, en) = (l.zh(), l.en());
            text!(
                "前 20 行里没有{zh}的表头",
                "no header of {en} is within the first 20 rows"
            )
        }
    };
    let fix = text!(
        "用 --as 指定台账、--header-row 指定表头行、--map 给出对照，或用 import --template 得到样表",
        "name the ledger with --as, the header with --header-row, the columns with --map, or see import --template"
    );
    whole(
        line,
        "unknown_ledger",
        seen.unwrap_or_default().join(" "),
        reason,
        fix,
    )
}

fn ambiguous(line: u32, ledgers: &BTreeSet<Ledger>) -> Fault {
    let join = |word: fn(Ledger) -> &'static str| {
        ledgers
            .iter()
            .map(|l| word(*l))
            .collect::<Vec<_>>()
            .join(" / ")
    };
    let (zh, codes) = (join(Code::zh), join(Code::code));
    whole(
        line,
        "ambiguous_ledger",
        codes.clone(),
        text!("表头同样像{zh}", "the header fits several ledgers: {codes}"),
        text!(
            "用 --as 指定其中一个：{codes}",
            "name one of them with --as: {codes}"
        ),
    )
}

/// A table of numbers counted from ledgers, which is none itself.
fn statistics(rows: &[(u32, Vec<String>)], header_row: Option<u32>) -> Option<Fault> {
    let counted = |header: &&String| STATISTICS.contains(&key(header).as_str());
    let mut looked_at = rows
        .iter()
        .filter(|(line, _)| header_row.is_none_or(|row| row == *line));
    let (line, header) =
        looked_at.find_map(|(line, headers)| Some((*line, headers.iter().find(counted)?)))?;
    let header = header.trim();
    Some(Fault {
        column: header.to_owned(),
        ..whole(
            line,
            "statistics",
            header.to_owned(),
            text!(
                "这是统计表（有“{header}”列），不是台账",
                "this is a table of statistics (it has \"{header}\"), not a ledger"
            ),
            text!(
                "导入原始台账；确要导入时用 --as",
                "import the ledger itself, or insist with --as"
            ),
        )
    })
}
