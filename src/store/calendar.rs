//! The office's own years of working days, laid over those in the program.

use super::check::Finding;
use super::table::HOLIDAY;
use super::value::{code, text};
use super::{Read, Tx};
use crate::error::{Error, Result};
use crate::model::calendar::{Calendar, DayKind, Special, Year};
use crate::model::code::Code;
use crate::model::deadline::Refusal;
use crate::text;
use chrono::{Datelike, NaiveDate};
use rusqlite::Row;
use rusqlite::types::Value;
use std::collections::BTreeMap;

const DAYS: &str = "SELECT year, day, kind, festival FROM holiday ORDER BY year, day";
const ROWS: &str = "SELECT id, year, day, kind, festival FROM holiday WHERE year = ?1 ORDER BY day";

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        Error::refused(refusal.code(), refusal.text()).hint(refusal.hint())
    }
}

impl Read<'_> {
    /// The working days that are known: the years in the program, and over them the office's own.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn calendar(&self) -> Result<Calendar> {
        let mut years: BTreeMap<i32, Vec<Special>> = BTreeMap::new();
        let mut statement = self.conn.prepare_cached(DAYS)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let (year, Some(special)) = special(row)? {
                years.entry(year).or_default().push(special);
            }
        }
        let mut calendar = Calendar::built_in();
        for (year, days) in years {
            calendar.lay(Year { year, days });
        }
        Ok(calendar)
    }

    /// Years without a notice that are needed soon: this year's, and from December the next one's.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn check_calendar(&self, today: NaiveDate) -> Result<Vec<Finding>> {
        let calendar = self.calendar()?;
        let year = today.year();
        let mut needed = vec![year];
        if today.month() == 12 {
            needed.push(year + 1);
        }
        let missing = needed.into_iter().filter(|y| !calendar.knows(*y));
        Ok(missing
            .map(|year| Finding {
                check: "calendar",
                thing: year.to_string(),
                problem: text!(
                    "还没有 {year} 年的放假安排，推算不了那一年的工作日",
                    "the holidays of {year} are not there: its working days cannot be counted"
                ),
                fix: text!(
                    "导入放假通知：yishi config calendar import {year}.csv",
                    "import the notice: yishi config calendar import {year}.csv"
                ),
            })
            .collect())
    }
}

fn special(row: &Row<'_>) -> Result<(i32, Option<Special>)> {
    let (day, kind): (String, String) = (row.get("day")?, row.get("kind")?);
    let special = day.parse().ok().zip(DayKind::parse(&kind));
    let festival: String = row.get("festival")?;
    let special = special.map(|(day, kind)| Special {
        day,
        kind,
        festival,
    });
    Ok((row.get("year")?, special))
}

impl Tx<'_> {
    /// Takes a year's notice in, in place of the one that stood; tells whether anything differs.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn adopt_calendar(&mut self, year: &Year) -> Result<bool> {
        let mut held = self.holidays(year.year)?;
        if held.is_empty() && Calendar::built_in().year(year.year) == Some(year) {
            return Ok(false);
        }
        let mut differs = false;
        for special in &year.days {
            let row = [
                Value::Integer(i64::from(year.year)),
                text(&special.day.to_string()),
                code(special.kind),
                text(&special.festival),
            ];
            differs |= match held.remove(&special.day) {
                Some((id, old)) if old != *special => {
                    let fields = [("kind", row[2].clone()), ("festival", row[3].clone())];
                    self.set(&HOLIDAY, id, &fields)?
                }
                Some(_) => false,
                None => self.insert(&HOLIDAY, &row).map(|_| true)?,
            };
        }
        for (id, _) in held.into_values() {
            self.delete(&HOLIDAY, id)?;
            differs = true;
        }
        Ok(differs)
    }

    /// The rows of a year's notice.
    fn holidays(&self, year: i32) -> Result<BTreeMap<NaiveDate, (i64, Special)>> {
        let mut statement = self.prepare_cached(ROWS)?;
        let mut rows = statement.query([year])?;
        let mut held = BTreeMap::new();
        while let Some(row) = rows.next()? {
            if let (_, Some(special)) = special(row)? {
                held.insert(special.day, (row.get("id")?, special));
            }
        }
        Ok(held)
    }
}
