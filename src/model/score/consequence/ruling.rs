//! What the office decided on a consequence, and what was done to its subjects before.

use super::Measure;
use crate::model::code::{Code, StatusKind, codes};
use crate::model::fact::Subject;
use crate::model::score::rules::Whose;
use crate::model::who::Who;
use chrono::NaiveDate;

codes! {
    /// What became of a consequence.
    Outcome {
        Imposed "imposed" "已处理" "imposed",
        Waived "waived" "免予处理" "waived",
    }
}

/// A decision of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
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

    /// The measure that it took; `None` where it waived one.
    pub fn taken(&self) -> Option<Taken> {
        let document = self.document.as_deref().unwrap_or_default();
        let basis = format!("{} {document}", self.decided_by);
        (self.outcome == Outcome::Imposed).then(|| Taken {
            who: self.who.clone(),
            kind: self.measure.status(),
            on: self.decided_on.to_string(),
            reason: self.reason.clone(),
            basis: Some(basis.trim().to_owned()),
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
