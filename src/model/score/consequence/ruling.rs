//! What the office decided on a consequence, and what was done to its subjects before.

use super::{Condition, Consequence, Finding, Measure, Runs};
use crate::model::code::{Code, StatusKind, codes};
use crate::model::fact::Subject;
use crate::model::score::rules::Whose;
use crate::model::score::window::Season;
use crate::model::who::Who;
use chrono::NaiveDate;

codes! {
    /// What became of a consequence.
    Outcome {
        Imposed "imposed" "已处理" "imposed",
        Waived "waived" "免予处理" "waived",
    }
}

/// A decision that ended another one (撤销原处理决定).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lift {
    /// Which body decided.
    pub decided_by: String,
    /// When.
    pub on: NaiveDate,
    /// 文号.
    pub document: Option<String>,
    /// Why.
    pub reason: String,
}

/// A decision of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// Its row; 0 where it is not written down yet.
    pub id: i64,
    /// Whom it is about.
    pub who: Who,
    /// The year of duty.
    pub year: i32,
    /// The heading of the clause.
    pub clause: String,
    /// Its article; empty where none is known.
    pub article: String,
    /// What was decided.
    pub outcome: Outcome,
    /// The measure, whether it was taken or waived.
    pub measure: Measure,
    /// The same in the regulation's words.
    pub words: String,
    /// Which body decided (主席会议, 常委会).
    pub decided_by: String,
    /// When.
    pub decided_on: NaiveDate,
    /// 文号.
    pub document: Option<String>,
    /// Why: the clause and the history that leads to it, or why it is waived.
    pub reason: String,
    /// What ended it, where something did.
    pub lifted: Option<Lift>,
}

/// Whether someone on record is a subject of the score: a member by the row, a body by its name.
fn is(who: &Who, whose: Whose, subject: &Subject) -> bool {
    who.whose == whose
        && match whose {
            Whose::Member => who.id == subject.id,
            _ => who.name == subject.name,
        }
}

impl Ruling {
    /// Whether it is about a subject of the score.
    pub fn is_of(&self, whose: Whose, subject: &Subject) -> bool {
        is(&self.who, whose, subject)
    }

    /// Whether it took a measure that still stands.
    pub fn stands(&self) -> bool {
        self.outcome == Outcome::Imposed && self.lifted.is_none()
    }

    /// Whether it dealt with a clause on what led to it up to a year: it decided on the clause
    /// itself, or took a measure on another rung of its ladder, and nothing counts toward it since.
    pub fn settles(
        &self,
        all: &[Consequence],
        finding: &Finding,
        (year, season): (i32, Season),
    ) -> bool {
        let Some(one) = all.get(finding.consequence) else {
            return false;
        };
        let same = self.clause == one.title;
        if self.year > year || (same && self.year == year) {
            return false; // What was decided of the year itself is told as that.
        }
        let other = all.iter().find(|c| c.title == self.clause);
        let rung = other.is_some_and(|c| c.ladder.is_some() && c.ladder == one.ladder);
        let meant = same || (rung && self.stands());
        let until = season
            .of(self.year)
            .map_or(self.decided_on, |w| w.to.min(self.decided_on));
        meant && !finding.is_new(one, (self.year, year), until)
    }

    /// The measure that it took; `None` where it waived one or was lifted.
    pub fn taken(&self) -> Option<Taken> {
        let document = self.document.as_deref().unwrap_or_default();
        let basis = format!("{} {document}", self.decided_by);
        self.stands().then(|| Taken {
            who: self.who.clone(),
            kind: self.measure.status(),
            on: self.decided_on.to_string(),
            reason: self.reason.clone(),
            basis: Some(basis.trim().to_owned()),
        })
    }
}

impl Finding {
    /// Whether anything counts toward a consequence in the year judged (`this`) that did not when
    /// it was decided on for the year `decided`, with what had happened by `until`. Where too
    /// little is what counts, a further year of it is new by itself.
    fn is_new(&self, one: &Consequence, (decided, this): (i32, i32), until: NaiveDate) -> bool {
        let falls = |c: &Condition| !c.rises() || c.runs == Runs::Yearly;
        let mut judged = one.conditions.iter().zip(&self.evidence);
        judged.any(|(condition, evidence)| {
            let fact = evidence.facts.iter().any(|f| f.on.first_day() > until);
            let year = evidence.years.iter().any(|h| h.counts && h.year > decided);
            fact || year || (falls(condition) && this > decided)
        })
    }
}

/// A measure that was taken: an event of a membership, decided on a consequence or recorded by
/// hand, or a decision on a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Against whom.
    pub who: Who,
    /// What.
    pub kind: StatusKind,
    /// When.
    pub on: String,
    /// Why.
    pub reason: String,
    /// On what basis.
    pub basis: Option<String>,
}

impl Taken {
    /// Whether it was taken against a subject of the score.
    pub fn is_of(&self, whose: Whose, subject: &Subject) -> bool {
        is(&self.who, whose, subject)
    }
}
