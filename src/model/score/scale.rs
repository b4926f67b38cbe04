//! What a part or the whole is multiplied by: a number, a number by post (E40), or the time in
//! office (E24).

use super::amount::{Factor, factor};
use super::known::Known;
use super::lexicon::Lexicon;
use super::points::Points;
use super::read::{Reader, Sheet, Value};
use super::window::Window;
use super::words::{Open, Word, code_of};
use crate::model::fact::{Subject, Sym, Symbols};
use crate::text;
use chrono::NaiveDate;
use toml::de::DeValue;

/// A factor of a part or of the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scale {
    /// The same for everyone.
    By(Points),
    /// By the post held at the end of the year of duty; who holds none of them has `rest`, else 1.
    Post {
        /// Post and factor; the first one held decides.
        table: Vec<(String, Points)>,
        /// The factor of all others.
        rest: Option<Points>,
    },
    /// The days of the window for each day in office: who joined in mid-year is not behind.
    Tenure,
    /// The days in office for each day of the window: who joined or left in mid-year has his part of
    /// what is given for a whole year.
    Served,
    /// By the year of duty, such as the weight that the subject has in the targets of that year.
    Year {
        /// Year and factor.
        table: Vec<(i32, Points)>,
        /// The factor of all other years; without it the rules do not say what they count for.
        rest: Option<Points>,
    },
}

const BY_DAYS: [Word; 2] = [
    ("tenure", "任职时间", "tenure"),
    ("served", "按任职天数", "served"),
];
const ELSE: [&str; 2] = ["else", "其余"];

/// Reads `scale = "5/6"`, `{ by = "post", "常委" = "5/6", else = 1 }`, `"任职时间"`, or a list.
pub(super) fn read<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    known: Option<&Known>,
) -> Vec<Scale> {
    let Some(value) = Reader::value(sheet, "scale") else {
        return Vec::new();
    };
    match value.get_ref() {
        DeValue::Array(list) if list.is_empty() => {
            reader.empty_list(value, "scale");
            Vec::new()
        }
        DeValue::Array(list) => list
            .iter()
            .filter_map(|v| read_one(reader, v, known))
            .collect(),
        _ => read_one(reader, value, known).into_iter().collect(),
    }
}

fn read_one<'t>(reader: &mut Reader<'t>, value: Value<'t>, known: Option<&Known>) -> Option<Scale> {
    match value.get_ref() {
        DeValue::Table(_) => read_table(reader, value, known),
        DeValue::String(word) if code_of(word, &BY_DAYS).is_some() => {
            Some(match code_of(word, &BY_DAYS) {
                Some("served") => Scale::Served,
                _ => Scale::Tenure,
            })
        }
        _ => {
            let number = reader.number_of(value)?;
            positive(reader, value, number);
            Some(Scale::By(number))
        }
    }
}

fn positive<'t>(reader: &mut Reader<'t>, value: Value<'t>, number: Points) {
    if number <= Points::from_integer(0) {
        let message = text!("折算系数应大于 0", "a scale is above 0");
        let fix = text!("如 scale = \"5/6\"", "such as scale = \"5/6\"");
        reader.wrong(reader.at(value), message, fix);
    }
}

const BY: [Word; 2] = [("post", "职务", "post"), ("year", "年度", "year")];

fn read_table<'t>(
    reader: &mut Reader<'t>,
    value: Value<'t>,
    known: Option<&Known>,
) -> Option<Scale> {
    let sheet = reader.sheet_of(value)?;
    let by = reader.text(sheet, "by");
    let Some(by) = by.and_then(|(by, _)| code_of(&by, &BY)) else {
        let message = text!(
            "表里的折算只能按职务或年度",
            "a table of a scale goes by post or by year"
        );
        let fix = text!(
            "如 {{ by = \"职务\", \"常委\" = \"5/6\", else = 1 }}；任职不满一年的写 scale = \"按任职天数\"（得分按在任天数打折）或 \"任职时间\"（按在任天数补足）",
            "such as {{ by = \"post\", \"常委\" = \"5/6\", else = 1 }}; for part of a year `scale = \"served\"` (less by the days in office) or \"tenure\" (made up for)"
        );
        reader.wrong(reader.place_of(sheet, "by"), message, fix);
        return None;
    };
    let (mut table, mut rest, mut years) = (Vec::new(), None, Vec::new());
    for (key, at, value) in reader.entries(sheet) {
        if key == "by" {
            continue;
        }
        let Some(number) = reader.number_of(value) else {
            continue;
        };
        positive(reader, value, number);
        if ELSE.contains(&key) {
            rest = Some(number);
        } else if by == "post" {
            let post = Lexicon::new(Vec::new(), known).entry(reader, Open::Post, key, at);
            table.push((post, number));
        } else if let Some(year) = key.parse().ok().filter(|y| (1949..=9999).contains(y)) {
            years.push((year, number));
        } else {
            let key = super::read::clipped(key);
            let message = text!("“{key}”不是年度", "`{key}` is no year");
            let fix = text!(
                "如 {{ by = \"年度\", 2025 = \"5/100\", 2026 = \"3/100\" }}",
                "such as {{ by = \"year\", 2025 = \"5/100\", 2026 = \"3/100\" }}"
            );
            reader.wrong(at, message, fix);
        }
    }
    Some(if by == "post" {
        Scale::Post { table, rest }
    } else {
        Scale::Year { table: years, rest }
    })
}

/// Whether scales say what they come to in a year: a table by year without `else` is silent of
/// the years that it does not name.
pub(super) fn says(scales: &[Scale], year: i32) -> bool {
    scales.iter().all(|scale| match scale {
        Scale::Year { table, rest } => rest.is_some() || table.iter().any(|(y, _)| *y == year),
        _ => true,
    })
}

/// A factor made ready for a run.
#[derive(Debug, Clone)]
pub(super) enum Lever {
    By(Factor),
    Post(Vec<(Sym, Factor)>, Factor),
    Tenure,
    Served,
    Year(Vec<(i32, Factor)>, Factor),
}

impl Lever {
    pub(super) fn of(scale: &Scale, symbols: &mut Symbols) -> Lever {
        let one = Factor::new_raw(1, 1);
        let made = |p: Points| factor(p).unwrap_or(one);
        match scale {
            Scale::By(points) => Lever::By(made(*points)),
            Scale::Post { table, rest } => Lever::Post(
                table
                    .iter()
                    .map(|(w, p)| (symbols.intern(w), made(*p)))
                    .collect(),
                rest.map_or(one, made),
            ),
            Scale::Tenure => Lever::Tenure,
            Scale::Served => Lever::Served,
            Scale::Year { table, rest } => Lever::Year(
                table.iter().map(|(y, p)| (*y, made(*p))).collect(),
                rest.map_or(one, made),
            ),
        }
    }

    /// The factor in a year of duty for who holds `posts` and has been in office for so many of so
    /// many days.
    pub(super) fn factor(&self, year: i32, posts: &[Sym], (served, days): (i64, i64)) -> Factor {
        match self {
            Lever::By(factor) => *factor,
            Lever::Post(table, rest) => table
                .iter()
                .find(|(post, _)| posts.contains(post))
                .map_or(*rest, |(_, f)| *f),
            Lever::Tenure if served > 0 => Factor::new(days, served),
            Lever::Tenure => Factor::new_raw(1, 1),
            Lever::Served => Factor::new(served, days),
            Lever::Year(table, rest) => table
                .iter()
                .find(|(y, _)| *y == year)
                .map_or(*rest, |(_, f)| *f),
        }
    }
}

/// The days of a window on which the member was in office, and the days of the window. Without any
/// tenure on record all of them.
pub(super) fn days_served(subject: &Subject, window: Window) -> (i64, i64) {
    let days = |from: NaiveDate, to: NaiveDate| (to - from).num_days() + 1;
    let all = days(window.from, window.to);
    if subject.tenure.is_empty() {
        return (all, all);
    }
    let mut spans: Vec<(NaiveDate, NaiveDate)> = subject
        .tenure
        .iter()
        .map(|(since, until)| {
            let from = since.map_or(window.from, |s| s.first_day().max(window.from));
            let to = until.map_or(window.to, |u| u.last_day().min(window.to));
            (from, to)
        })
        .filter(|(from, to)| from <= to)
        .collect();
    spans.sort_unstable();
    let (mut served, mut next) = (0, window.from);
    for (from, to) in spans {
        let from = from.max(next);
        if from <= to {
            served += days(from, to);
            next = to.succ_opt().unwrap_or(to);
        }
    }
    (served, all)
}
