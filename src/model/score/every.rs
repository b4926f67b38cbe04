//! Spans within the year of duty by which acts may be counted: each month, quarter, half-year.

use super::window::Window;
use crate::lang::Text;
use crate::model::when::When;
use crate::text;
use chrono::{Datelike, NaiveDate};

/// A span of the calendar. A month or a year without a day lies in the span of its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// 每月.
    Month,
    /// 每季度.
    Quarter,
    /// 每半年.
    HalfYear,
}

impl Every {
    fn months(self) -> u32 {
        match self {
            Every::Month => 1,
            Every::Quarter => 3,
            Every::HalfYear => 6,
        }
    }

    /// The number of the span that holds a date; they follow each other from year to year.
    pub fn of(self, on: When) -> u32 {
        let day = on.first_day();
        let months = u32::try_from(day.year()).unwrap_or(0) * 12 + day.month0();
        months / self.months()
    }

    /// The first and the last day of a span; `None` outside of all calendars.
    pub fn days(self, span: u32) -> Option<(NaiveDate, NaiveDate)> {
        let first = |span: u32| {
            let month = span.checked_mul(self.months())?;
            let year = i32::try_from(month / 12).ok()?;
            NaiveDate::from_ymd_opt(year, month % 12 + 1, 1)
        };
        Some((first(span)?, first(span.checked_add(1)?)?.pred_opt()?))
    }

    /// What a span is called in the year of duty `year`: 3 月, 第 2 季度, 上半年.
    pub fn name(self, span: u32, year: i32) -> Text {
        let Some((first, _)) = self.days(span) else {
            return Text::default();
        };
        let (own, month) = (first.year(), first.month());
        let name = match self {
            Every::Month => text!("{month}月", "{own}-{month:02}"),
            Every::Quarter => {
                let nth = month.div_ceil(3);
                text!("第{nth}季度", "{own} Q{nth}")
            }
            Every::HalfYear if month == 1 => text!("上半年", "first half of {own}"),
            Every::HalfYear => text!("下半年", "second half of {own}"),
        };
        if own == year {
            name
        } else {
            let Text { zh, en } = name;
            text!("{own}年{zh}", "{en}")
        }
    }

    /// The first and the last day of each span that a window touches, as far as it does.
    pub(super) fn within(self, window: Window) -> Vec<(When, When)> {
        let mut all: Vec<(When, When)> = Vec::new();
        for day in window.from.iter_days().take_while(|d| *d <= window.to) {
            let day = When::from(day);
            match all
                .last_mut()
                .filter(|(_, last)| self.of(*last) == self.of(day))
            {
                Some((_, last)) => *last = day,
                None => all.push((day, day)),
            }
        }
        all
    }

    /// No year of duty touches more spans than this.
    pub(super) fn most(self) -> u32 {
        12 / self.months() + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_days_and_names() {
        let of = |every: Every, on: &str| every.of(When::from_iso(on).unwrap());
        let span = of(Every::Quarter, "2026-05-03");
        let days = Every::Quarter.days(span).unwrap();
        assert_eq!(
            (days.0.to_string(), days.1.to_string()),
            ("2026-04-01".to_owned(), "2026-06-30".to_owned())
        );
        assert_eq!(Every::Quarter.name(span, 2026).zh, "第2季度");
        let december = of(Every::Month, "2025-12");
        assert_eq!(
            Every::Month.days(december).unwrap().1.to_string(),
            "2025-12-31"
        );
        assert_eq!(Every::Month.name(december, 2026).zh, "2025年12月");
        assert_eq!(
            Every::HalfYear
                .name(of(Every::HalfYear, "2026-07"), 2026)
                .zh,
            "下半年"
        );
    }

    #[test]
    fn spans_follow_each_other() {
        let of = |every: Every, on: &str| every.of(When::from_iso(on).unwrap());
        let first = of(Every::Quarter, "2026");
        assert_eq!(of(Every::Quarter, "2026-03-31"), first);
        assert_eq!(of(Every::Quarter, "2026-04"), first + 1);
        assert_eq!(of(Every::Quarter, "2025-12-31"), first - 1);
        assert_eq!(of(Every::Month, "2026-12"), of(Every::Month, "2027") - 1);
        assert_eq!(
            of(Every::HalfYear, "2026-07"),
            of(Every::HalfYear, "2026-06") + 1
        );
    }
}
