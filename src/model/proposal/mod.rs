//! A proposal 提案: who proposes what, who handles it, and where it stands.

pub mod act;
pub mod course;
pub mod feedback;
pub mod figures;
pub mod form;
pub mod handing;
pub mod kind;
pub mod lifecycle;
pub mod number;
pub mod numbering;
pub mod order;
pub mod part;
mod pause;
pub mod promise;
pub mod trail;

pub use course::{Course, Disorder, is_verdict, state};
pub use feedback::Answer;
pub use form::{Misfit, settle_form};
pub use handing::{Misshare, misshared};
pub use lifecycle::{Handling, Signing, Taken};
pub use part::Part;
pub use promise::{Promise, Promises, is_planned};
pub use trail::{Deadline, DeadlineState, Event, Term};

use super::code::{ProposalForm, ProposalState, ProposalStep, UnitPart};
use super::when::When;
use number::PROVISIONAL;

/// A day of a proposal that can be emptied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// 提交日期.
    Submitted,
    /// 立案日期.
    Filed,
    /// 交办日期.
    Assigned,
    /// 办结时限.
    Due,
    /// 答复日期.
    Replied,
}

/// A member as other ledgers name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The row of the member ledger.
    pub id: i64,
    /// 委员编号.
    pub no: String,
    /// 姓名.
    pub name: String,
}

/// Who stands on a proposal, in the order of the proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposer {
    /// A member.
    Member(Person),
    /// A party, people's body, sector or committee.
    Body(String),
}

impl Proposer {
    /// The name that lists show.
    pub fn name(&self) -> &str {
        match self {
            Proposer::Member(person) => &person.name,
            Proposer::Body(name) => name,
        }
    }
}

/// A unit's part in a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The row of the unit ledger.
    pub unit: i64,
    /// The unit's name.
    pub name: String,
    /// Lead, co-handling or split.
    pub part: UnitPart,
    /// How the unit stands with it, where steps tell.
    pub handling: Option<Handling>,
    /// 答复类别 of its own part, where each unit handles a part.
    pub class: Option<String>,
    /// What the proposer says of its own part.
    pub rating: Option<String>,
}

/// One proposal as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are those of ledger::row::ProposalRow
pub struct Proposal {
    pub id: i64,
    pub session: String,
    pub serial: Option<String>,
    pub no: Option<String>,
    pub title: String,
    pub form: ProposalForm,
    pub proposers: Vec<Proposer>,
    pub category: Option<String>,
    pub state: ProposalState,
    pub submitted: Option<When>,
    pub filed: Option<When>,
    pub assigned: Option<When>,
    pub due: Option<When>,
    pub replied: Option<When>,
    pub units: Vec<Assignment>,
    pub reply_class: Option<String>,
    pub rating: Option<String>,
    pub key: bool,
    pub excellent: bool,
    pub note: Option<String>,
    /// File, sheet and line that the row came from.
    pub source: Option<String>,
    /// Who of the proposers was asked for a signature, and whether it came.
    pub signings: Vec<(i64, Signing)>,
    /// The proposal that it was merged into.
    pub main: Option<i64>,
    /// What was done with it, where one proposal is read.
    pub taken: Vec<Event>,
    /// The due days that steps started, where one proposal is read.
    pub terms: Vec<Term>,
    /// What proposers said of the replies, where one proposal is read.
    pub feedback: Vec<Answer>,
}

impl Proposal {
    /// Which time it is being handled: 1, and one more for each 重新办理.
    pub fn round(&self) -> i64 {
        let again = self.taken.iter().filter(|e| e.step == ProposalStep::Redo);
        1 + i64::try_from(again.count()).unwrap_or(i64::MAX - 1)
    }

    /// Which time a unit is handling its part: what was given back to another one is none of its.
    pub fn round_of(&self, unit: &Assignment) -> i64 {
        let again = self.taken.iter().filter(|e| e.step == ProposalStep::Redo);
        let mine = |e: &Event| e.whose.as_ref().is_none_or(|name| *name == unit.name);
        let last = again.zip(2..).filter(|(e, _)| mine(e)).last();
        last.map_or(1, |(_, round)| round)
    }

    /// The part that a unit has; where it had another one that was moved away, not that one.
    pub fn part_of(&self, unit: i64) -> Option<&Assignment> {
        let mine = self.units.iter().filter(|u| u.unit == unit);
        mine.min_by_key(|u| u.handling == Some(Handling::Moved))
    }

    /// How a unit stands with its part: what steps tell, else what the state does.
    pub fn handling(&self, unit: &Assignment) -> Handling {
        unit.handling
            .unwrap_or_else(|| handling_in(self.state, unit.part))
    }

    /// The units that have to answer, each for the whole or for a part.
    pub fn handlers(&self) -> impl Iterator<Item = &Assignment> {
        self.units
            .iter()
            .filter(|u| u.part != UnitPart::Co && u.handling != Some(Handling::Moved))
    }

    /// The units that still owe their reply.
    pub fn owing(&self) -> impl Iterator<Item = &Assignment> {
        self.handlers()
            .filter(|u| self.handling(u) != Handling::Answered)
    }

    /// The names of the units with a part, in order; those that it was moved away from are not among them.
    pub fn units(&self, part: UnitPart) -> Vec<&str> {
        self.units
            .iter()
            .filter(|u| u.part == part && u.handling != Some(Handling::Moved))
            .map(|u| u.name.as_str())
            .collect()
    }

    /// The words by which commands find it: `十届五次-0012`, `十届五次-流水7`, else by its place in
    /// the ledger: `十届五次-暂编94`.
    pub fn cite(&self) -> String {
        cite(
            &self.session,
            self.no.as_deref(),
            self.serial.as_deref(),
            self.id,
        )
    }

    /// Its place in the ledger, by which it is told apart while it has no number: `暂编94`.
    pub fn provisional(&self) -> Option<String> {
        let has_none = self.no.is_none() && self.serial.is_none();
        has_none.then(|| format!("{PROVISIONAL}{}", self.id))
    }

    /// What is known of its course.
    pub fn course(&self) -> Course {
        Course {
            submitted: self.submitted,
            filed: self.filed,
            assigned: self.assigned,
            replied: self.replied,
            handlers: self.handlers().count(),
            reply_class: self.reply_class.clone(),
            rating: self.rating.clone(),
        }
    }
}

/// How a unit stands with its part, as far as the proposal's state tells.
pub fn handling_in(state: ProposalState, part: UnitPart) -> Handling {
    match state {
        ProposalState::Replied
        | ProposalState::Rated
        | ProposalState::Tracking
        | ProposalState::Closed
        | ProposalState::Archived => match part {
            UnitPart::Co => Handling::Advised,
            UnitPart::Lead | UnitPart::Split => Handling::Answered,
        },
        _ => Handling::Received,
    }
}

/// The words by which commands find a proposal.
pub fn cite(session: &str, no: Option<&str>, serial: Option<&str>, id: i64) -> String {
    match (no, serial) {
        (Some(no), _) => format!("{session}-{no}"),
        (None, Some(serial)) => format!("{session}-流水{serial}"),
        (None, None) => format!("{session}-{PROVISIONAL}{id}"),
    }
}

/// Who someone says stands on a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Who {
    /// The row of a member.
    Member(i64),
    /// A word of the dictionary of proposing bodies.
    Body(String),
}

/// What someone says of a proposal; `None` and empty lists say nothing, `Some("")` takes a word out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)] // as in ledger::row::ProposalRow
pub struct Draft {
    pub session: String,
    pub serial: Option<String>,
    pub no: Option<String>,
    pub title: String,
    pub form: Option<ProposalForm>,
    pub proposers: Vec<Who>,
    pub category: Option<String>,
    /// What the review or the office says of its state, against what the days would say.
    pub review: Option<ProposalState>,
    pub submitted: Option<When>,
    pub filed: Option<When>,
    pub assigned: Option<When>,
    pub due: Option<When>,
    pub replied: Option<When>,
    pub leads: Vec<String>,
    pub cos: Vec<String>,
    pub splits: Vec<String>,
    pub reply_class: Option<String>,
    pub rating: Option<String>,
    pub key: Option<bool>,
    pub excellent: Option<bool>,
    pub note: Option<String>,
    /// 正文.
    pub body: Option<String>,
}

impl Draft {
    /// The units said, by part.
    pub fn parts(&self) -> [(UnitPart, &[String]); 3] {
        [
            (UnitPart::Lead, &self.leads),
            (UnitPart::Co, &self.cos),
            (UnitPart::Split, &self.splits),
        ]
    }
}
