//! The life of an opinion as data: which step leads from where to where, and what it needs. What
//! is not in the table is refused.
//!
//! Where an opinion stands is told by what is recorded of it ([`super::Opinion::state`]); the table
//! says what may be recorded next, and where that leads.
//!
//! Source: the ledgers of 社情民意 that offices keep (来稿, 编发 with 期数, 采用 at each level, 批示),
//! and the rule that a leader's instruction is answered in writing.

use crate::model::code::{Code, codes};
use crate::model::lifecycle;
use OpinionState::{Adopted, Answered, Converted, Declined, Instructed, Issued, Submitted};
use chrono::NaiveDate;

codes! {
    /// Where an opinion stands.
    OpinionState {
        Submitted "submitted" "已来稿" "submitted",
        Issued "issued" "已编发" "issued",
        Declined "declined" "不采用" "not used",
        Adopted "adopted" "已采用" "adopted",
        Instructed "instructed" "已批示" "instructed",
        Answered "answered" "已反馈" "answered",
        Converted "converted" "转提案" "turned into a proposal",
    }
}

codes! {
    /// What can be done with an opinion.
    OpinionStep {
        Submit "submit" "来稿" "arrival",
        Issue "issue" "编发" "issue",
        Adopt "adopt" "采用" "adoption",
        Instruct "instruct" "批示" "instruction",
        Feedback "feedback" "反馈" "feedback",
        Decline "decline" "不采用" "rejection",
        Convert "convert" "转提案" "turning into a proposal",
        Return "return" "转回社情民意" "return from a proposal",
    }
}

codes! {
    /// How an opinion was adopted: by itself or as a part of a digest.
    Manner {
        Single "single" "单篇" "by itself",
        Combined "combined" "综合" "in a digest",
    }
}

impl Manner {
    /// The manner that a ledger's wording names: 单篇采用, 综合采用.
    pub fn in_wording(wording: &str) -> Option<Manner> {
        let named = |m: &Manner| wording.contains(m.zh());
        let mut all = Manner::ALL.iter().copied().filter(named);
        all.next().filter(|_| all.next().is_none())
    }

    /// What the ledger says of an adoption of this manner.
    pub fn wording(self) -> String {
        format!("{}采用", self.zh())
    }
}

/// What a step has to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The level.
    Level,
    /// A reason in words.
    Reason,
}

/// Where a step leads.
pub type To = lifecycle::To<OpinionState>;

/// One row of the table.
pub type Way = lifecycle::Way<OpinionState, OpinionStep, Need, ()>;

const fn way(
    from: &'static [OpinionState],
    step: OpinionStep,
    to: To,
    needs: &'static [Need],
) -> Way {
    lifecycle::way(from, step, to, needs, ())
}

use OpinionStep as S;

/// The whole life. No step stands twice for a state.
#[rustfmt::skip]
pub const WAYS: &[Way] = &[
    way(&[Submitted, Declined],                    S::Issue,    To::State(Issued),     &[]),
    way(&[Submitted, Issued, Declined, Adopted],   S::Adopt,    To::State(Adopted),    &[Need::Level]),
    way(&[Instructed, Answered],                   S::Adopt,    To::Stay,              &[Need::Level]),
    way(&[Submitted, Issued, Declined, Adopted, Instructed, Answered],
                                                   S::Instruct, To::State(Instructed), &[Need::Level]),
    way(&[Instructed],                             S::Feedback, To::Last(Answered),    &[]),
    way(&[Submitted, Issued],                      S::Decline,  To::State(Declined),   &[Need::Reason]),
    way(&[Submitted, Issued, Declined],            S::Convert,  To::State(Converted),  &[]),
    way(&[Converted],                              S::Return,   To::State(Submitted),  &[]),
];

/// A step as someone takes it, with what it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The step.
    pub step: OpinionStep,
    /// Its day.
    pub on: NaiveDate,
    /// The level.
    pub level: Option<String>,
    /// The body that adopts it, or the leader.
    pub who: Option<String>,
    /// Whether it was adopted by itself or in a digest.
    pub manner: Option<Manner>,
    /// What the ledger is to say of the adoption, or the words of the instruction.
    pub words: Option<String>,
    /// The day that the instruction itself sets for the feedback.
    pub due: Option<NaiveDate>,
    /// Reason, issue, document number, anything else.
    pub note: Option<String>,
}

impl Taken {
    /// A step on a day, with nothing given yet.
    pub fn new(step: OpinionStep, on: NaiveDate) -> Taken {
        Taken {
            step,
            on,
            level: None,
            who: None,
            manner: None,
            words: None,
            due: None,
            note: None,
        }
    }

    /// What the row of the table needs and was not given.
    pub fn lacks(&self, way: &Way) -> Option<Need> {
        way.needs.iter().copied().find(|need| match need {
            Need::Level => self.level.is_none(),
            Need::Reason => self.note.is_none(),
        })
    }

    /// What the history says of it: level, who, wording, note.
    pub fn told(&self) -> Option<String> {
        let wording = self.words.clone().or(self.manner.map(Manner::wording));
        let said = [&self.level, &self.who, &wording, &self.note];
        let said: Vec<&str> = said.into_iter().flatten().map(String::as_str).collect();
        (!said.is_empty()).then(|| said.join("，"))
    }
}

/// The row for a step from a state.
pub fn way_of(from: OpinionState, step: OpinionStep) -> Option<&'static Way> {
    lifecycle::way_of(WAYS, from, step)
}

/// The steps that are open from a state, in the order of the table.
pub fn open_steps(from: OpinionState) -> Vec<OpinionStep> {
    lifecycle::open_steps(WAYS, from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lifecycle::tests::{is_plain, is_whole, matrix};

    #[test]
    fn no_step_leads_two_ways_from_one_state() {
        is_plain(WAYS);
    }

    #[test]
    fn every_state_is_reached_from_what_came_in_and_every_step_is_in_the_table() {
        is_whole(WAYS, Submitted);
        for step in OpinionStep::ALL.iter().filter(|s| **s != S::Submit) {
            assert!(WAYS.iter().any(|w| w.step == *step), "{step:?}");
        }
    }

    #[test]
    fn the_whole_matrix_is_this() {
        assert_eq!(
            matrix(WAYS),
            "submitted: issue adopt instruct decline convert
issued: adopt instruct decline convert
declined: issue adopt instruct convert
adopted: adopt instruct
instructed: adopt instruct feedback
answered: adopt instruct
converted: return
"
        );
    }

    #[test]
    fn a_wording_names_a_manner_where_it_names_just_one() {
        assert_eq!(Manner::in_wording("省政协单篇采用"), Some(Manner::Single));
        assert_eq!(Manner::in_wording("综合采用"), Some(Manner::Combined));
        assert_eq!(Manner::in_wording("采用"), None);
        assert_eq!(Manner::in_wording("单篇、综合"), None);
    }
}
