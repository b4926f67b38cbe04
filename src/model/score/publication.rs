//! A year's scores as published, and the objections to them.

use super::ranking::Score;
use super::rules::Whose;
use crate::lang::Text;
use crate::model::code::{Code, codes};
use crate::text;
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
    /// Whose scores.
    pub whose: Whose,
    /// 1, and one more for each correction of the same time: the whole year, or up to a day.
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
    /// The edition in words, with the day up to which it goes.
    pub fn called(&self) -> Text {
        called(self.edition, self.as_of)
    }

    /// The options that name its scores in a command to type, besides the year.
    pub fn option(&self) -> String {
        option(self.whose, self.as_of)
    }

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

/// An edition in words, with the day up to which it goes.
pub fn called(edition: i64, as_of: Option<NaiveDate>) -> Text {
    match as_of {
        None => text!("第 {edition} 版", "edition {edition}"),
        Some(day) => text!(
            "第 {edition} 版（截至 {day}）",
            "edition {edition} (up to {day})"
        ),
    }
}

/// The options that name whose scores of a year, and up to when, in a command to type.
pub fn option(whose: Whose, as_of: Option<NaiveDate>) -> String {
    let subject = match whose {
        Whose::Member => String::new(),
        other => format!(" --subject {}", other.zh()),
    };
    let day = as_of.map_or(String::new(), |d| format!(" --as-of {d}"));
    format!("{subject}{day}")
}

/// Whether figures correct what was published of one: points, conditions or the name differ, or a
/// quota gives another grade without a worse rank. Who is only passed by others is not corrected.
pub fn corrects(was: &Score, is: &Score) -> bool {
    let own = |s: &Score| (s.total, s.parts.clone(), s.unmet.clone(), s.name.clone());
    let fell = match (was.rank, is.rank) {
        (Some(was), Some(is)) => is > was,
        (was, is) => was.is_some() && is.is_none(),
    };
    own(was) != own(is) || (was.grade != is.grade && !fell)
}

/// An objection to a published score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// Its number in the file.
    pub no: i64,
    /// The year of the scores.
    pub year: i32,
    /// Whose scores.
    pub whose: Whose,
    /// The edition objected to …
    pub edition: i64,
    /// … and the day up to which it goes; `None` for the whole year.
    pub as_of: Option<NaiveDate>,
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
    use crate::model::score::Points;

    #[test]
    fn who_is_only_passed_by_others_is_not_corrected() {
        let score = |total, rank, grade: &str| Score {
            no: "1".into(),
            name: "王伟".into(),
            rank: Some(rank),
            in_office: true,
            total: Points::from_integer(total),
            grade: Some(grade.into()),
            band: None,
            unmet: Vec::new(),
            parts: Vec::new(),
            closed: Vec::new(),
            items: Vec::new(),
        };
        let was = score(7, 2, "优秀");
        let told = [
            score(7, 3, "合格"),
            score(7, 1, "优秀"),
            score(8, 2, "优秀"),
            score(7, 2, "合格"),
        ]
        .map(|is| corrects(&was, &is));
        assert_eq!(told, [false, false, true, true]);
        let renamed = Score {
            name: "王玮".into(),
            ..was.clone()
        };
        assert!(corrects(&was, &renamed));
    }

    #[test]
    fn objections_are_taken_from_publication_to_the_last_day() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        let published = Publication {
            id: 1,
            year: 2026,
            whose: Whose::Member,
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
