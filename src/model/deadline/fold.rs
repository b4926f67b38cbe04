//! Days of a term as people read them: neighbours with one reason become one line.

use super::due::{Day, Reason};
use chrono::NaiveDate;

/// Neighbouring days with one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The first day, in the order of counting.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// The places of the first and the last among the counted days, where they count.
    pub places: Option<(u32, u32)>,
    /// How many days.
    pub days: u32,
    /// Why.
    pub reason: Reason,
}

/// The days in runs.
pub fn runs(days: &[Day]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some(run)
                if run.reason == day.reason && run.places.is_some() == day.place.is_some() =>
            {
                run.last = day.on;
                run.days += 1;
                run.places = run
                    .places
                    .zip(day.place)
                    .map(|((first, _), last)| (first, last));
            }
            _ => runs.push(Run {
                first: day.on,
                last: day.on,
                places: day.place.map(|p| (p, p)),
                days: 1,
                reason: day.reason.clone(),
            }),
        }
    }
    runs
}
