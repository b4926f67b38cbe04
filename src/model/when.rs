//! Days as clerks write them. A month without a day stays a month: no date is invented.

use chrono::{Datelike, NaiveDate};

/// A day, a month or a year, as exact as the source was. Stored and shown as an ISO 8601 prefix:
/// `2026`, `2026-03`, `2026-03-05`. Orders by time, the less exact before the more exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct When {
    year: u16,
    /// 0 where the source gave none.
    month: u8,
    /// 0 where the source gave none.
    day: u8,
}

impl When {
    /// A whole year.
    pub const fn year_only(year: u16) -> When {
        When {
            year,
            month: 0,
            day: 0,
        }
    }

    /// From parts that must exist in the calendar; years outside 1900 to 2199 are refused.
    pub fn new(year: i32, month: Option<u32>, day: Option<u32>) -> Option<When> {
        let y = u16::try_from(year)
            .ok()
            .filter(|y| (1900..2200).contains(y))?;
        let (m, d) = match (month, day) {
            (None, None) => (0, 0),
            (Some(m @ 1..=12), None) => (m, 0),
            (Some(m), Some(d)) => {
                NaiveDate::from_ymd_opt(year, m, d)?;
                (m, d)
            }
            _ => return None,
        };
        Some(When {
            year: y,
            month: u8::try_from(m).ok()?,
            day: u8::try_from(d).ok()?,
        })
    }

    /// Reads the stored form.
    pub fn from_iso(text: &str) -> Option<When> {
        let mut parts = text.splitn(3, '-');
        let year = parts.next()?;
        if year.len() != 4 {
            return None;
        }
        let two = |p: Option<&str>| match p {
            None => Some(None),
            Some(s) if s.len() == 2 => s.parse().ok().map(Some),
            Some(_) => None,
        };
        When::new(year.parse().ok()?, two(parts.next())?, two(parts.next())?)
    }

    /// Reads a day as people type it: `2026-03-05`, `2026/3/5`, `2026.3.5`, `20260305`,
    /// `2026年3月5日`, and months and years of the same forms.
    pub fn read(text: &str) -> Option<When> {
        let text = text.trim().trim_end_matches(['日', '号']);
        let text = text.replace(['年', '月'], "-").replace(['/', '.'], "-");
        let text = text.trim_end_matches('-');
        if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
            return When::new(
                text[..4].parse().ok()?,
                text[4..6].parse().ok(),
                text[6..].parse().ok(),
            );
        }
        let parts = text
            .split('-')
            .map(|p| p.parse::<u32>().ok())
            .collect::<Option<Vec<u32>>>()?;
        match parts.as_slice() {
            [y] => When::new(i32::try_from(*y).ok()?, None, None),
            [y, m] => When::new(i32::try_from(*y).ok()?, Some(*m), None),
            [y, m, d] => When::new(i32::try_from(*y).ok()?, Some(*m), Some(*d)),
            _ => None,
        }
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        i32::from(self.year)
    }

    /// The month, 1 to 12, where known.
    pub fn month(self) -> Option<u32> {
        (self.month > 0).then_some(u32::from(self.month))
    }

    /// The full day, where known.
    pub fn day(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year(), u32::from(self.month), u32::from(self.day))
    }

    /// The first day that this may mean.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(
            self.year(),
            u32::from(self.month.max(1)),
            u32::from(self.day.max(1)),
        )
        .unwrap_or_default()
    }

    /// The last day that this may mean.
    pub fn last_day(self) -> NaiveDate {
        let next = match (self.month, self.day) {
            (0, _) | (12, 0) => NaiveDate::from_ymd_opt(self.year() + 1, 1, 1),
            (m, 0) => NaiveDate::from_ymd_opt(self.year(), u32::from(m) + 1, 1),
            _ => return self.first_day(),
        };
        next.and_then(|d| d.pred_opt()).unwrap_or_default()
    }
}

impl From<NaiveDate> for When {
    fn from(day: NaiveDate) -> When {
        When::new(day.year(), Some(day.month()), Some(day.day())).unwrap_or(When::year_only(1900))
    }
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.month, self.day) {
            (0, _) => write!(f, "{:04}", self.year),
            (m, 0) => write!(f, "{:04}-{m:02}", self.year),
            (m, d) => write!(f, "{:04}-{m:02}-{d:02}", self.year),
        }
    }
}
