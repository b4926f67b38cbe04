//! An opinion 社情民意信息: who sent it in, who adopted it, which leaders left an instruction.

pub mod lifecycle;

pub use lifecycle::{Manner, OpinionState, OpinionStep, Taken};

use super::proposal::{DeadlineState, Person};
use super::when::When;
use crate::lang::Text;
use chrono::NaiveDate;

/// What became of an opinion at one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// 采用.
    Adoption,
    /// 批示.
    Instruction,
}

impl Act {
    /// Stored code, Chinese, English.
    pub fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Act::Adoption => ("adoption", "采用", "adoption"),
            Act::Instruction => ("instruction", "批示", "instruction"),
        }
    }
}

/// One adoption or instruction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The level, as the office writes it; none where the ledger names none.
    pub level: Option<String>,
    /// What the ledger says.
    pub wording: String,
    /// Whether it was adopted by itself or in a digest, where known.
    pub manner: Option<Manner>,
    /// The body that adopted it, or the leader.
    pub who: Option<String>,
    /// The day, where known.
    pub on: Option<When>,
    /// By when an instruction is to be answered in writing, where a rule or the leader says.
    pub due: Option<Owed>,
    /// The day of the written feedback.
    pub answered: Option<When>,
    /// What the feedback says, or its document number.
    pub answer: Option<String>,
}

/// A day by which something is owed, and how it was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// The last day.
    pub on: NaiveDate,
    /// How it was counted.
    pub why: Text,
}

impl Outcome {
    /// How an instruction's written feedback stands on a day; none where no day was set for it.
    pub fn standing(&self, today: NaiveDate) -> Option<DeadlineState> {
        let due = self.due.as_ref()?.on;
        Some(match self.answered {
            Some(on) if on.first_day() > due => DeadlineState::Late,
            Some(_) => DeadlineState::Met,
            None if due < today => DeadlineState::Overdue,
            None => DeadlineState::Open,
        })
    }
}

/// The proposal that an opinion came from or went on as: the two are one matter, counted once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The row of the proposal.
    pub id: i64,
    /// The words by which commands find it.
    pub cite: String,
    /// Which of the two the matter is now.
    pub now: Side,
}

/// Which of two linked papers a matter is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The opinion: the proposal was turned into it.
    Opinion,
    /// The proposal: the opinion went on as one.
    Proposal,
}

/// One opinion as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are those of model::row::OpinionRow
pub struct Opinion {
    pub id: i64,
    pub no: String,
    pub title: String,
    pub authors: Vec<Person>,
    pub submitted: Option<When>,
    /// What the editors decided: issued or declined.
    pub stage: Option<OpinionState>,
    pub adoptions: Vec<Outcome>,
    pub instructions: Vec<Outcome>,
    pub note: Option<String>,
    /// File, sheet and line that the row came from.
    pub source: Option<String>,
    /// The proposal that it came from or went on as.
    pub link: Option<Link>,
    /// What was done with it, where one opinion is read.
    pub taken: Vec<Event>,
}

impl Opinion {
    /// Where it stands: what is recorded tells, and what went furthest goes before. Nothing else
    /// keeps a state, so an adoption that is recorded, changed or taken out is followed at once.
    pub fn state(&self) -> OpinionState {
        let went_on = |l: &Link| l.now == Side::Proposal;
        if self.link.as_ref().is_some_and(went_on) {
            OpinionState::Converted
        } else if self.instructions.iter().any(|i| i.answered.is_none()) {
            OpinionState::Instructed
        } else if !self.instructions.is_empty() {
            OpinionState::Answered
        } else if !self.adoptions.is_empty() {
            OpinionState::Adopted
        } else {
            self.stage.unwrap_or(OpinionState::Submitted)
        }
    }

    /// The next day by which written feedback is owed.
    pub fn due(&self) -> Option<NaiveDate> {
        let owed = self.instructions.iter().filter(|i| i.answered.is_none());
        owed.filter_map(|i| i.due.as_ref()).map(|d| d.on).min()
    }

    /// Its arrival and the steps taken, by day.
    pub fn history(&self) -> Vec<Event> {
        let arrival = self.submitted.map(|on| Event {
            on,
            by: None,
            step: OpinionStep::Submit,
            from: None,
            to: OpinionState::Submitted,
            note: None,
        });
        let mut told: Vec<Event> = arrival.into_iter().chain(self.taken.clone()).collect();
        // Stable: steps of one day stay in the order in which they were taken.
        told.sort_by_key(|e| e.on.first_day());
        told
    }
}

/// One step of an opinion's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When, as exact as it is known.
    pub on: When,
    /// Who entered it, where known.
    pub by: Option<String>,
    /// The step.
    pub step: OpinionStep,
    /// Where it stood before.
    pub from: Option<OpinionState>,
    /// Where it stood after.
    pub to: OpinionState,
    /// Level, who, wording, reason.
    pub note: Option<String>,
}

/// What someone says of an opinion; `None` and empty lists say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// 编号; without one a new opinion takes the next free number of its year.
    pub no: Option<String>,
    /// 标题.
    pub title: String,
    /// The rows of the members who sent it in, the first author first.
    pub authors: Vec<i64>,
    /// 来稿时间.
    pub submitted: Option<When>,
    /// 采用情况.
    pub adoptions: Vec<Outcome>,
    /// 批示.
    pub instructions: Vec<Outcome>,
    /// 备注.
    pub note: Option<String>,
}

impl Draft {
    /// What became of it, by act.
    pub fn outcomes(&self) -> [(Act, &[Outcome]); 2] {
        [
            (Act::Adoption, &self.adoptions),
            (Act::Instruction, &self.instructions),
        ]
    }
}

/// The level that a wording names by itself (全国政协采用), where it names just one of the office's.
pub fn level_in<'l>(wording: &str, levels: &'l [String]) -> Option<&'l str> {
    let national = ["国家", "中央"].iter().any(|w| wording.contains(w));
    let mut named = levels
        .iter()
        .filter(|l| wording.contains(l.as_str()) || (national && l.as_str() == "全国"));
    let one = named.next()?;
    named.next().is_none().then_some(one)
}

/// The number that follows `last` in a year: `2026-001`, `2026-002` …
pub fn next_number(year: i32, last: i64) -> String {
    format!("{year}-{:03}", last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wording_names_a_level_where_it_names_just_one() {
        let levels = ["县", "市", "省", "全国"].map(str::to_owned);
        assert_eq!(level_in("省政协采用", &levels), Some("省"));
        assert_eq!(level_in("中央办公厅采用", &levels), Some("全国"));
        assert_eq!(level_in("市、省采用", &levels), None);
        assert_eq!(level_in("单篇采用", &levels), None);
    }

    #[test]
    fn numbers_run_through_the_year() {
        assert_eq!(next_number(2026, 0), "2026-001");
        assert_eq!(next_number(2026, 999), "2026-1000");
    }
}
