//! Spans within the year of duty by which acts may be counted: each month, quarter, half-year.

use super::window::Window;
use crate::model::when::When;
use chrono::Datelike;

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
