//! Deadlines by known facts, by properties, and the language of profiles.

mod counting;
mod profiles;
mod random;

use super::*;
use crate::model::calendar::Calendar;
use chrono::NaiveDate;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn after(base: &str, length: &str) -> Result<Due, Refusal> {
    let span = Span::After(Length::parse(length).unwrap());
    let last_day = LastDay::Moves;
    count(
        day(base),
        Rule { span, last_day },
        &[],
        &[],
        &Calendar::built_in(),
    )
}

pub fn before(base: &str, length: &str, last_day: LastDay) -> Result<Due, Refusal> {
    let span = Span::Before(Length::parse(length).unwrap());
    count(
        day(base),
        Rule { span, last_day },
        &[],
        &[],
        &Calendar::built_in(),
    )
}
