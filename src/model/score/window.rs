//! Which days a score counts: the year of duty, and spans of tenure and posts.

use crate::model::when::When;
use chrono::{Datelike, NaiveDate};

/// The days of the year between which duty is counted. Where the first day comes after the last
/// in the calendar, the span begins in the year before: 1 December to 30 November (E25).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Season {
    /// Month and day of the first day.
    pub from: (u32, u32),
    /// Month and day of the last day.
    pub to: (u32, u32),
    /// A year that begins on a day of its own, longer or shorter than the others: the first one
    /// after the office changed its window.
    pub turn: Option<(i32, NaiveDate)>,
}

impl Default for Season {
    fn default() -> Season {
        Season {
            from: (1, 1),
            to: (12, 31),
            turn: None,
        }
    }
}

impl Season {
    /// First and last month and day of what belongs to no year: a year of duty begins on the day
    /// after the last one ended.
    pub fn between(self) -> Option<((u32, u32), (u32, u32))> {
        let day = |(month, day): (u32, u32)| NaiveDate::from_ymd_opt(2000, month, day);
        let next = day(self.to)?.succ_opt()?;
        let before = day(self.from)?.pred_opt()?;
        let after = |d: NaiveDate| (d.month(), d.day());
        // The 29th of February is no day of most years.
        let leap = (2, 29);
        let begins = if after(next) == leap {
            (3, 1)
        } else {
            after(next)
        };
        (begins != self.from && after(next) != self.from).then(|| (begins, after(before)))
    }
}

/// A span of days, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl Season {
    /// The span of the year of duty called `year`; `None` for a year that no calendar has.
    pub fn of(self, year: i32) -> Option<Window> {
        let before = i32::from(self.from > self.to);
        let day = |year: i32, (month, day): (u32, u32)| {
            NaiveDate::from_ymd_opt(year, month, day)
                .or_else(|| NaiveDate::from_ymd_opt(year, month, day - 1))
        };
        let own = self.turn.filter(|(turn, _)| *turn == year);
        let window = Window {
            from: match own {
                Some((_, first)) => first,
                None => day(year.checked_sub(before)?, self.from)?,
            },
            to: day(year, self.to)?,
        };
        (1900..2200).contains(&year).then_some(window)
    }
}

impl Window {
    /// What is left of the span between `from` and `until`; `None` where nothing is.
    pub fn within(self, from: Option<NaiveDate>, until: Option<NaiveDate>) -> Option<Window> {
        let window = Window {
            from: from.map_or(self.from, |d| d.max(self.from)),
            to: until.map_or(self.to, |d| d.min(self.to)),
        };
        (window.from <= window.to).then_some(window)
    }

    /// Whether the span holds a date. A month or a year without a day counts by its first day,
    /// so that it lies in exactly one of the spans that follow each other.
    pub fn holds(self, on: When) -> bool {
        Bounds::of(self).holds(on)
    }
}

/// The span in the order of [`When`], so that one comparison of each end decides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    from: When,
    to: When,
}

impl Bounds {
    pub(super) fn of(window: Window) -> Bounds {
        let (y, m, d) = (window.from.year(), window.from.month(), window.from.day());
        // The least exact date that begins on the first day sorts before all that begin on it.
        let from = match (m, d) {
            (1, 1) => When::new(y, None, None),
            (_, 1) => When::new(y, Some(m), None),
            _ => When::new(y, Some(m), Some(d)),
        };
        Bounds {
            from: from.unwrap_or(When::year_only(1900)),
            to: When::from(window.to),
        }
    }

    pub(super) fn holds(self, on: When) -> bool {
        self.from <= on && on <= self.to
    }
}

/// Days as numbers that order like days: year, month, day in decimal places.
type Key = u32;

fn first_key(on: When) -> Key {
    key(on.first_day())
}

fn last_key(on: When) -> Key {
    key(on.last_day())
}

fn key(day: NaiveDate) -> Key {
    let year = u32::try_from(day.year()).unwrap_or(0);
    year * 10_000 + day.month() * 100 + day.day()
}

/// A span of tenure or of a post: from the first day it may mean to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    first: Key,
    last: Key,
}

impl Span {
    pub(super) fn of(since: Option<When>, until: Option<When>) -> Span {
        Span {
            first: since.map_or(0, first_key),
            last: until.map_or(Key::MAX, last_key),
        }
    }

    /// Whether any day that `on` may mean lies in the span.
    pub(super) fn touches(self, on: When) -> bool {
        self.first <= last_key(on) && first_key(on) <= self.last
    }

    /// Whether the whole window lies in the span, with every month and year it touches.
    pub(super) fn covers(self, window: Window) -> bool {
        self.first <= key(window.from) && key(window.to) <= self.last
    }

    /// The days of the window that lie in the span.
    pub(super) fn within(self, window: Window) -> Option<Window> {
        let day = |key: Key| {
            let part = |n: Key| n % 100;
            let year = i32::try_from(key / 10_000).ok()?;
            NaiveDate::from_ymd_opt(year, part(key / 100), part(key))
        };
        let from = if self.first > key(window.from) {
            day(self.first)?
        } else {
            window.from
        };
        let to = if self.last < key(window.to) {
            day(self.last)?
        } else {
            window.to
        };
        (from <= to).then_some(Window { from, to })
    }

    /// Whether any day of the window lies in the span.
    pub(super) fn meets(self, window: Window) -> bool {
        self.first <= key(window.to) && key(window.from) <= self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> When {
        When::from_iso(text).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        on(text).day().unwrap()
    }

    #[test]
    fn a_season_over_new_year_begins_in_the_year_before() {
        let season = Season {
            from: (12, 1),
            to: (11, 30),
            turn: None,
        };
        let window = season.of(2026).unwrap();
        assert_eq!(
            (window.from, window.to),
            (day("2025-12-01"), day("2026-11-30"))
        );
        assert!(
            window.holds(on("2025-12")) && window.holds(on("2026-11")) && window.holds(on("2026"))
        );
        assert!(
            !window.holds(on("2025-11-30"))
                && !window.holds(on("2026-12"))
                && !window.holds(on("2025"))
        );
    }

    #[test]
    fn a_season_that_ends_on_the_29th_of_february_ends_on_the_28th_of_a_common_year() {
        let season = Season {
            from: (3, 1),
            to: (2, 29),
            turn: None,
        };
        assert_eq!(season.of(2026).unwrap().to, day("2026-02-28"));
        assert_eq!(season.of(2028).unwrap().to, day("2028-02-29"));
        assert_eq!(season.of(20_260), None);
    }

    #[test]
    fn the_first_year_of_another_window_may_be_longer_or_shorter() {
        let season = |from, to, turn: &str| Season {
            from,
            to,
            turn: Some((2027, day(turn))),
        };
        let short = season((12, 1), (11, 30), "2027-01-01");
        let long = season((1, 1), (12, 31), "2026-12-01");
        for (season, first, next) in [
            (short, "2027-01-01", "2027-12-01"),
            (long, "2026-12-01", "2028-01-01"),
        ] {
            assert_eq!(season.of(2027).unwrap().from, day(first));
            assert_eq!(season.of(2028).unwrap().from, day(next));
        }
    }

    #[test]
    fn a_month_lies_in_one_window_only_even_where_the_year_turns_in_mid_month() {
        let season = Season {
            from: (12, 16),
            to: (12, 15),
            turn: None,
        };
        let (a, b) = (season.of(2026).unwrap(), season.of(2027).unwrap());
        assert!(a.holds(on("2026-12")) && !b.holds(on("2026-12")));
    }

    #[test]
    fn a_month_touches_a_tenure_that_covers_part_of_it() {
        let span = Span::of(Some(on("2026-03-15")), None);
        assert!(
            span.touches(on("2026-03"))
                && span.touches(on("2026"))
                && !span.touches(on("2026-03-14"))
        );
        assert!(!span.touches(on("2026-02")));
    }
}
