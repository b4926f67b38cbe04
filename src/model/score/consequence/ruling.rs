//! What the office decided on a consequence, and what was done to members before.

use super::Measure;
use crate::model::code::{Code, StatusKind, codes};
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
    /// The member's row.
    pub member: i64,
    /// The member's number.
    pub no: String,
    /// The member's name.
    pub name: String,
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

/// An event of a membership that was a measure, decided on a consequence or recorded by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The member's row.
    pub member: i64,
    /// What.
    pub kind: StatusKind,
    /// When.
    pub on: String,
    /// Why.
    pub reason: String,
    /// On what basis.
    pub basis: Option<String>,
}
