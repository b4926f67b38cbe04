//! A year's scores as published, and the objections to them.

use super::ranking::Score;
use crate::lang::Text;
use crate::model::code::{Code, codes};
use chrono::NaiveDate;

codes! {
    /// What was decided on an objection.
    Decision {
        Accepted "accepted" "采纳" "accepted",
        Rejected "rejected" "不采纳" "rejected",
    }
}

codes! {
    /// How an objection stands.
    ObjectionState {
        Open "open" "待处理" "open",
        Waiting "waiting" "采纳，待更正" "accepted, to be corrected",
        Corrected "corrected" "已更正" "corrected",
        Rejected "rejected" "不采纳" "rejected",
    }
}

/// One edition of a year's published scores. No edition ever changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The row.
    pub id: i64,
    /// The year of duty.
    pub year: i32,
    /// 1, and one more for each correction.
    pub edition: i64,
    /// When it was published.
    pub published_on: NaiveDate,
    /// Where only what happened up to a day counts.
    pub as_of: Option<NaiveDate>,
    /// The title of the rules.
    pub title: String,
    /// The rules as written.
    pub rules: String,
    /// The number of the journal's entry that published it.
    pub entry: i64,
    /// The journal's head before that entry, in hex: the state of every fact.
    pub head: String,
    /// The last day for objections.
    pub closes_on: NaiveDate,
    /// How that day was counted.
    pub why: Text,
    /// Why it corrects the edition before.
    pub reason: Option<String>,
    /// Who published it.
    pub by: String,
}

/// Why an objection is not taken on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untimely {
    /// Nothing was published yet.
    Early,
    /// The last day is over.
    Late,
}

impl Publication {
    /// Whether objections are taken on a day: from publication to the last day, both included.
    ///
    /// # Errors
    /// On which side of that time the day lies.
    pub fn takes(&self, on: NaiveDate) -> Result<(), Untimely> {
        if on < self.published_on {
            Err(Untimely::Early)
        } else if on > self.closes_on {
            Err(Untimely::Late)
        } else {
            Ok(())
        }
    }
}

/// A published score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The member's row; `None` where a body was scored.
    pub member: Option<i64>,
    /// The number that the member has now.
    pub no_now: String,
    /// The figures, under the number of then.
    pub score: Score,
}

/// An objection to a published score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// Its number in the file.
    pub no: i64,
    /// The year of the scores.
    pub year: i32,
    /// The edition objected to.
    pub edition: i64,
    /// The number of whom it concerns, as published.
    pub member: String,
    /// The name.
    pub name: String,
    /// What is objected to.
    pub what: String,
    /// When it came.
    pub raised_on: NaiveDate,
    /// The last day on which it could come.
    pub closes_on: NaiveDate,
    /// What was decided.
    pub decision: Option<Decision>,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub decided_on: Option<NaiveDate>,
    /// The edition that corrected it.
    pub corrected_in: Option<i64>,
}

impl Objection {
    /// How it stands.
    pub fn state(&self) -> ObjectionState {
        match (self.decision, self.corrected_in) {
            (None, _) => ObjectionState::Open,
            (Some(Decision::Rejected), _) => ObjectionState::Rejected,
            (Some(Decision::Accepted), None) => ObjectionState::Waiting,
            (Some(Decision::Accepted), Some(_)) => ObjectionState::Corrected,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objections_are_taken_from_publication_to_the_last_day() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        let published = Publication {
            id: 1,
            year: 2026,
            edition: 1,
            published_on: day(20),
            as_of: None,
            title: "办法".into(),
            rules: String::new(),
            entry: 3,
            head: String::new(),
            closes_on: day(27),
            why: Text::default(),
            reason: None,
            by: "王芳".into(),
        };
        let taken = [19, 20, 27, 28].map(|d| published.takes(day(d)));
        assert_eq!(
            taken,
            [Err(Untimely::Early), Ok(()), Ok(()), Err(Untimely::Late)]
        );
    }
}
