//! The counting itself, one day at a time, away from the day of the event.

use super::due::{Day, Due, Reason};
use super::length::{Length, Span, Unit};
use super::word::{LastDay, Refusal};
use crate::model::calendar::Calendar;
use chrono::{Datelike, Days, Months, NaiveDate};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Where the term lies from its event.
    pub span: Span,
    /// What becomes of a last day that is a day off.
    pub last_day: LastDay,
}

/// More time, granted with an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// How much.
    pub length: Length,
    /// Why.
    pub reason: String,
}

/// Days that do not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Why.
    pub reason: String,
}

/// The due day of a term that starts with an event on `base`.
///
/// # Errors
/// [`Refusal::MissingYear`] where a day of a year without a notice has to be judged,
/// [`Refusal::Backwards`], [`Refusal::OutOfRange`].
pub fn count(
    base: NaiveDate,
    rule: Rule,
    extended: &[Length],
    pauses: &[Pause],
    calendar: &Calendar,
) -> Result<Due, Refusal> {
    if let Some(p) = pauses.iter().find(|p| p.to < p.from) {
        return Err(Refusal::Backwards {
            from: p.from,
            to: p.to,
        });
    }
    let onward = !matches!(rule.span, Span::Before(_));
    let mut walk = Walk {
        at: base,
        step: if onward { Step::On } else { Step::Back },
        counted: 0,
        days: Vec::new(),
        clamped: None,
        pauses,
        calendar,
    };
    let mut lengths = extended.to_vec();
    match rule.span {
        Span::After(length) | Span::Before(length) => lengths.insert(0, length),
        Span::Fixed(month, day) => walk.to(fixed_after(base, month, day)?)?,
    }
    for length in merged(&lengths) {
        walk.length(length)?;
    }
    let last = walk.at;
    // A term of working days ends on one.
    let sure = lengths.last().is_some_and(|l| l.unit == Unit::WorkingDay);
    if rule.last_day == LastDay::Moves && !sure {
        walk.off_days_off()?;
    }
    let judged = |d: &Day| !matches!(d.reason, Reason::EveryDay | Reason::Paused(_));
    let may_change = walk
        .days
        .iter()
        .filter(|d| judged(d))
        .any(|d| calendar.may_change(d.on))
        || (rule.last_day == LastDay::Moves && calendar.may_change(walk.at));
    Ok(Due {
        on: walk.at,
        base,
        event: None,
        span: rule.span,
        extended: extended.to_vec(),
        last,
        last_day: rule.last_day,
        clamped: walk.clamped,
        days: walk.days,
        may_change,
    })
}

/// The first such day on or after another.
fn fixed_after(base: NaiveDate, month: u32, day: u32) -> Result<NaiveDate, Refusal> {
    [base.year(), base.year() + 1]
        .into_iter()
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .find(|fixed| *fixed >= base)
        .ok_or(Refusal::OutOfRange)
}

/// Lengths that follow each other as one where their sum has one meaning: months and months.
fn merged(lengths: &[Length]) -> Vec<Length> {
    let mut out: Vec<Length> = Vec::new();
    for length in lengths {
        let months = |l: &Length| match l.unit {
            Unit::Month => Some(l.count),
            Unit::Year => l.count.checked_mul(12),
            _ => None,
        };
        let sum = out
            .last()
            .and_then(months)
            .zip(months(length))
            .and_then(|(a, b)| a.checked_add(b));
        match sum {
            Some(sum) => {
                out.pop();
                out.push(Length::new(sum, Unit::Month));
            }
            None => out.push(*length),
        }
    }
    out
}

/// Which way the counting goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    On,
    Back,
}

struct Walk<'a> {
    at: NaiveDate,
    step: Step,
    counted: u32,
    days: Vec<Day>,
    clamped: Option<u32>,
    pauses: &'a [Pause],
    calendar: &'a Calendar,
}

impl Walk<'_> {
    fn length(&mut self, length: Length) -> Result<(), Refusal> {
        let n = u32::from(length.count);
        match length.unit {
            Unit::Day => self.days(n),
            Unit::Week => self.days(n * 7),
            Unit::WorkingDay => self.working_days(n),
            Unit::Month => self.months(n),
            Unit::Year => self.months(n * 12),
        }
    }

    fn next(&mut self) -> Result<NaiveDate, Refusal> {
        let next = match self.step {
            Step::On => self.at.checked_add_days(Days::new(1)),
            Step::Back => self.at.checked_sub_days(Days::new(1)),
        };
        self.at = next
            .filter(|d| (1900..2200).contains(&d.year()))
            .ok_or(Refusal::OutOfRange)?;
        Ok(self.at)
    }

    fn pause(&self) -> Option<Reason> {
        let pause = self
            .pauses
            .iter()
            .find(|p| (p.from..=p.to).contains(&self.at))?;
        Some(Reason::Paused(pause.reason.clone()))
    }

    fn count(&mut self, reason: Reason) {
        self.counted += 1;
        let place = Some(self.counted);
        self.days.push(Day {
            on: self.at,
            place,
            reason,
        });
    }

    fn skip(&mut self, reason: Reason) {
        self.days.push(Day {
            on: self.at,
            place: None,
            reason,
        });
    }

    fn days(&mut self, n: u32) -> Result<(), Refusal> {
        let mut left = n;
        while left > 0 {
            self.next()?;
            if let Some(paused) = self.pause() {
                self.skip(paused);
            } else {
                self.count(Reason::EveryDay);
                left -= 1;
            }
        }
        Ok(())
    }

    fn working_days(&mut self, n: u32) -> Result<(), Refusal> {
        let mut left = n;
        while left > 0 {
            let day = self.next()?;
            if let Some(paused) = self.pause() {
                self.skip(paused);
                continue;
            }
            let standing = self.calendar.standing(day)?;
            if standing.is_working() {
                self.count(Reason::Standing(standing));
                left -= 1;
            } else {
                self.skip(Reason::Standing(standing));
            }
        }
        Ok(())
    }

    fn months(&mut self, n: u32) -> Result<(), Refusal> {
        let end = match self.step {
            Step::On => self.at.checked_add_months(Months::new(n)),
            Step::Back => self.at.checked_sub_months(Months::new(n)),
        }
        .filter(|d| (1900..2200).contains(&d.year()))
        .ok_or(Refusal::OutOfRange)?;
        self.clamped = Some(self.at.day()).filter(|day| *day != end.day());
        self.to(end)
    }

    /// Every day to a last one, and as many more as were paused.
    fn to(&mut self, end: NaiveDate) -> Result<(), Refusal> {
        let mut lag = 0;
        while self.at != end {
            self.next()?;
            if let Some(paused) = self.pause() {
                self.skip(paused);
                lag += 1;
            } else {
                self.count(Reason::EveryDay);
            }
        }
        self.days(lag)
    }

    /// Moves over days off to a working day.
    fn off_days_off(&mut self) -> Result<(), Refusal> {
        let mut standing = self.calendar.standing(self.at)?;
        let moved = match self.step {
            Step::On => Reason::Moved,
            Step::Back => Reason::MovedBack,
        };
        let mut first = true;
        while !standing.is_working() {
            if first {
                // The last day of the term counted; that it is a day off is told with it.
                match self.days.last_mut() {
                    Some(day) => day.reason = moved(standing),
                    None => self.skip(moved(standing)),
                }
                first = false;
            } else {
                self.skip(moved(standing));
            }
            let day = self.next()?;
            standing = self.calendar.standing(day)?;
        }
        Ok(())
    }
}
