//! A published notice, as a file gives it, into whole years: what contradicts itself or lacks a
//! statutory festival is refused, since half a year would make wrong deadlines.

use super::{DayKind, Special, Year, is_weekend, of_notice};
use crate::lang::Text;
use crate::text;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// A day as a line of a file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The line of the file, from 1.
    pub line: u32,
    /// The day.
    pub special: Special,
}

/// What is wrong with a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, where one is to blame.
    pub line: Option<u32>,
    /// What is wrong.
    pub problem: Text,
    /// What helps.
    pub fix: Text,
}

/// The festivals of every notice since 2008, and the part of their names by which they are known.
/// Source: 全国年节及纪念日放假办法; before 2008 only the first four had days off.
const FESTIVALS: [&str; 7] = ["元旦", "春节", "劳动", "国庆", "清明", "端午", "中秋"];

/// The whole years that the entries give, in order.
///
/// # Errors
/// Every contradiction and every festival that is missing.
pub fn years(entries: &[Entry]) -> Result<Vec<Year>, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut days: BTreeMap<NaiveDate, &Entry> = BTreeMap::new();
    for entry in entries {
        let special = &entry.special;
        match days.get(&special.day) {
            Some(first) if first.special.kind != special.kind => faults.push(twice(first, entry)),
            Some(_) => {}
            None => {
                if special.kind == DayKind::Work && !is_weekend(special.day) {
                    faults.push(idle(entry));
                }
                days.insert(special.day, entry);
            }
        }
    }
    let years = grouped(days.values().map(|e| &e.special));
    if years.is_empty() {
        faults.push(Fault {
            line: None,
            problem: text!("没有一天放假或调休", "it names no holiday"),
            fix: text!(
                "给国务院办公厅放假通知的 CSV 或 iCal",
                "give the published notice as CSV or iCal"
            ),
        });
    }
    faults.extend(years.iter().filter_map(gap));
    if faults.is_empty() {
        Ok(years)
    } else {
        Err(faults)
    }
}

/// The days by notice. New Year's days in December stay with their own year where the file has
/// nothing else of the next one.
fn grouped<'s>(days: impl Iterator<Item = &'s Special>) -> Vec<Year> {
    let mut years: BTreeMap<i32, Vec<Special>> = BTreeMap::new();
    let mut early: Vec<&Special> = Vec::new();
    for special in days {
        if of_notice(special) == special.day.year() {
            let year = years.entry(special.day.year()).or_default();
            year.push(special.clone());
        } else {
            early.push(special);
        }
    }
    for special in early {
        let next = of_notice(special);
        let year = if years.contains_key(&next) {
            next
        } else {
            special.day.year()
        };
        years.entry(year).or_default().push(special.clone());
    }
    let whole = |(year, mut days): (i32, Vec<Special>)| {
        days.sort();
        Year { year, days }
    };
    years.into_iter().map(whole).collect()
}

fn twice(first: &Entry, second: &Entry) -> Fault {
    let (day, line) = (second.special.day, first.line);
    Fault {
        line: Some(second.line),
        problem: text!(
            "{day} 在第 {line} 行另有说法：一处放假，一处上班",
            "{day} is off in one line and worked in another (line {line})"
        ),
        fix: text!(
            "与通知核对，删去错的一行",
            "compare with the notice and drop the wrong line"
        ),
    }
}

fn idle(entry: &Entry) -> Fault {
    let day = entry.special.day;
    let weekday = super::weekday(day);
    let (zh, en) = (weekday.zh, weekday.en);
    Fault {
        line: Some(entry.line),
        problem: text!(
            "{day} 是{zh}，本来就上班",
            "{day} is a {en}, which is worked anyway"
        ),
        fix: text!(
            "调休上班只在周六、周日；核对日期",
            "only Saturdays and Sundays are worked in exchange; check the date"
        ),
    }
}

/// What a year lacks: a festival by name, or a fixed festival's own day.
fn gap(year: &Year) -> Option<Fault> {
    let off: Vec<&Special> = year
        .days
        .iter()
        .filter(|s| s.kind == DayKind::Off)
        .collect();
    let named = |festival: &str| off.iter().filter(|s| s.festival.contains(festival)).count();
    // Where Mid-Autumn falls into the National Day week, the notice makes one holiday of both.
    let merged = |festival: &str| festival == "中秋" && named("国庆") >= 8;
    let wanted = if year.year < 2008 {
        &FESTIVALS[..4]
    } else {
        &FESTIVALS[..]
    };
    let mut lacking: Vec<String> = wanted
        .iter()
        .filter(|f| named(f) == 0 && !merged(f))
        .map(|f| (*f).to_owned())
        .collect();
    let number = year.year;
    for (month, day) in [(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)] {
        let fixed = NaiveDate::from_ymd_opt(number, month, day)?;
        if !off.iter().any(|s| s.day == fixed) {
            lacking.push(fixed.to_string());
        }
    }
    if lacking.is_empty() {
        return None;
    }
    let (zh, en) = (lacking.join("、"), lacking.join(", "));
    Some(Fault {
        line: None,
        problem: text!(
            "{number} 年不全，缺：{zh} 的放假",
            "{number} is not whole; days off that are missing: {en}"
        ),
        fix: text!(
            "一年要一次给全；文件里有别的年份时用 --year 只取一年",
            "a year comes whole; where the file has other years too, take one with --year"
        ),
    })
}
