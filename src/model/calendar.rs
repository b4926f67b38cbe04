//! Working days: weekends, the State Council's holidays, and the weekends worked in exchange.
//! The years 2004 to 2026 are in the program; an office lays its own years over them. A year that
//! is not there is never guessed.

pub mod notice;

use super::code::{Code, codes};
use crate::lang::Text;
use crate::text;
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::BTreeMap;

/// The published arrangements, one day a line: `date,day,festival`.
const BUILT_IN: &str = include_str!("calendar/holidays.csv");

codes! {
    /// What a notice makes of a day.
    DayKind {
        Off "off" "放假" "off",
        Work "work" "上班" "worked",
    }
}

codes! {
    /// Where a year's arrangement comes from.
    Origin {
        BuiltIn "built_in" "内置" "built in",
        Office "office" "导入" "imported",
    }
}

/// A day that a notice names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Special {
    /// The day.
    pub day: NaiveDate,
    /// Holiday, or a weekend worked in exchange.
    pub kind: DayKind,
    /// The festival for which it is so.
    pub festival: String,
}

/// One year's notice. Its last days of December belong to the next year's notice, since New Year's
/// holiday may begin in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// The days, in order.
    pub days: Vec<Special>,
}

impl Year {
    /// How many days the notice names of a kind.
    pub fn count(&self, kind: DayKind) -> usize {
        self.days.iter().filter(|d| d.kind == kind).count()
    }
}

/// What a day is, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Monday to Friday.
    Weekday,
    /// Saturday or Sunday.
    Weekend,
    /// A holiday, with its festival.
    Holiday(String),
    /// A weekend worked in exchange, with its festival.
    MakeUp(String),
}

impl Standing {
    /// Whether the offices work.
    pub fn is_working(&self) -> bool {
        matches!(self, Standing::Weekday | Standing::MakeUp(_))
    }

    /// The reason in words: `周末`, `春节放假`, `春节调休上班`.
    pub fn text(&self) -> Text {
        match self {
            Standing::Weekday => text!("工作日", "working day"),
            Standing::Weekend => text!("周末", "weekend"),
            Standing::Holiday(festival) => text!("{festival}放假", "holiday ({festival})"),
            Standing::MakeUp(festival) => {
                text!("{festival}调休上班", "worked in exchange ({festival})")
            }
        }
    }
}

/// A year whose arrangement is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingYear(pub i32);

/// The years that are known.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    years: BTreeMap<i32, (Origin, Year)>,
    days: BTreeMap<NaiveDate, (DayKind, String)>,
}

impl Calendar {
    /// The years in the program. Source: the notices of 国务院办公厅, 2004 to 2026.
    pub fn built_in() -> Calendar {
        let mut years: BTreeMap<i32, (Origin, Year)> = BTreeMap::new();
        for special in BUILT_IN.lines().filter_map(special) {
            let year = of_notice(&special);
            let entry = years.entry(year).or_insert_with(|| {
                let days = Vec::new();
                (Origin::BuiltIn, Year { year, days })
            });
            entry.1.days.push(special);
        }
        let mut calendar = Calendar {
            years,
            days: BTreeMap::new(),
        };
        calendar.spread();
        calendar
    }

    /// Lays an office's year over what is there: the notice counts in place of an earlier one.
    pub fn lay(&mut self, year: Year) {
        self.years.insert(year.year, (Origin::Office, year));
        self.spread();
    }

    /// The days of all years, a later notice over an earlier one.
    fn spread(&mut self) {
        let named = self.years.values().flat_map(|(_, year)| &year.days);
        self.days = named
            .map(|s| (s.day, (s.kind, s.festival.clone())))
            .collect();
    }

    /// The years that are known, in order, with where they come from.
    pub fn years(&self) -> impl Iterator<Item = (&Year, Origin)> {
        self.years.values().map(|(origin, year)| (year, *origin))
    }

    /// One year's notice, where it is known.
    pub fn year(&self, year: i32) -> Option<&Year> {
        self.years.get(&year).map(|(_, year)| year)
    }

    /// Whether a year's notice is known.
    pub fn knows(&self, year: i32) -> bool {
        self.years.contains_key(&year)
    }

    /// What a day is.
    ///
    /// # Errors
    /// The year of the day, where its notice is not known.
    pub fn standing(&self, day: NaiveDate) -> Result<Standing, MissingYear> {
        if !self.knows(day.year()) {
            return Err(MissingYear(day.year()));
        }
        Ok(match self.days.get(&day) {
            Some((DayKind::Off, festival)) => Standing::Holiday(festival.clone()),
            Some((DayKind::Work, festival)) => Standing::MakeUp(festival.clone()),
            None if is_weekend(day) => Standing::Weekend,
            None => Standing::Weekday,
        })
    }

    /// Whether the next year's notice, which is not known, may still change this day: New Year's
    /// holiday has reached back to 29 December.
    pub fn may_change(&self, day: NaiveDate) -> bool {
        day.month() == 12 && day.day() >= 29 && !self.knows(day.year() + 1)
    }
}

/// Saturday or Sunday.
pub fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The day of the week in words.
pub fn weekday(day: NaiveDate) -> Text {
    let zh = match day.weekday() {
        Weekday::Mon => "星期一",
        Weekday::Tue => "星期二",
        Weekday::Wed => "星期三",
        Weekday::Thu => "星期四",
        Weekday::Fri => "星期五",
        Weekday::Sat => "星期六",
        Weekday::Sun => "星期日",
    };
    let en = day.weekday();
    text!("{zh}", "{en}")
}

/// The year whose notice names a day: New Year's days in December are the next year's.
pub fn of_notice(special: &Special) -> i32 {
    let early = special.day.month() == 12 && special.festival.contains("元旦");
    special.day.year() + i32::from(early)
}

/// One line of the built-in years; the header is none.
fn special(line: &str) -> Option<Special> {
    let mut parts = line.trim().splitn(3, ',');
    Some(Special {
        day: parts.next()?.parse().ok()?,
        kind: DayKind::parse(parts.next()?)?,
        festival: parts.next()?.to_owned(),
    })
}

#[cfg(test)]
mod tests;
