//! The life of a proposal as data: which step leads from where to where, what it needs, which
//! terms it starts. What is not in the table is refused.
//!
//! Source: the steps of the national 提案工作条例 (2018) and its local copies, and the states of
//! the systems that offices use.

use crate::model::code::{Code, ProposalState, ProposalStep, UnitPart, codes};
use crate::model::lifecycle::{self, way};
use ProposalState::{
    Archived, Assigned, Closed, Draft, Filed, Merged, NotFiled, Rated, Registered, Replied,
    Returned, Submitted, ToLetter, ToOpinion, Tracking, Withdrawn,
};
use chrono::NaiveDate;

/// What a step has to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A unit that leads, or units that each handle a part.
    Handler,
    /// The unit that it goes to, with whatever part.
    Taker,
    /// Which unit it is about.
    Unit,
    /// A reason in words.
    Reason,
    /// One of the office's listed reasons.
    Listed,
    /// The proposal that it is merged into.
    Main,
    /// 答复类别.
    Class,
    /// The proposer's word on the reply.
    Rating,
    /// The joint signer.
    Signer,
    /// How it was done: face to face, by telephone …
    Means,
    /// How far the term is moved.
    Length,
}

/// Where a step leads.
pub type To = lifecycle::To<ProposalState>;

/// Which terms of the deadline profile a step starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Starts {
    /// None.
    Nothing,
    /// The signatures of those who were asked.
    Signing,
    /// Objection, first contact, co-unit's opinion, reply.
    Handling,
    /// The proposer's feedback on the reply.
    Feedback,
    /// Handling once more.
    Again,
    /// The decision on a unit's objection.
    Decision,
    /// What a reply of a planned class promises.
    Promise,
}

/// One row of the table.
pub type Way = lifecycle::Way<ProposalState, ProposalStep, Need, Starts>;

use ProposalStep as S;

/// The whole life. No step stands twice for a state.
#[rustfmt::skip]
pub const WAYS: &[Way] = &[
    way(&[Draft, Returned],                S::Ask,       To::Stay,             &[],                         Starts::Signing),
    way(&[Draft, Returned],                S::Sign,      To::Stay,             &[Need::Signer],             Starts::Nothing),
    way(&[Draft, Returned],                S::Submit,    To::State(Submitted), &[],                         Starts::Nothing),
    way(&[Submitted],                      S::Register,  To::State(Registered),&[],                         Starts::Nothing),
    way(&[Submitted, Registered],          S::File,      To::State(Filed),     &[],                         Starts::Nothing),
    way(&[Submitted, Registered, Filed],   S::Merge,     To::State(Merged),    &[Need::Main],               Starts::Nothing),
    way(&[Submitted, Registered, Filed],   S::ToOpinion, To::State(ToOpinion), &[],                         Starts::Nothing),
    way(&[Submitted, Registered, Filed],   S::ToLetter,  To::State(ToLetter),  &[],                         Starts::Nothing),
    way(&[Submitted, Registered],          S::Return,    To::State(Returned),  &[Need::Reason],             Starts::Nothing),
    way(&[Submitted, Registered],          S::Refuse,    To::State(NotFiled),  &[Need::Listed],             Starts::Nothing),
    way(&[Draft, Submitted, Registered, Returned, Filed, Assigned],
                                           S::Withdraw,  To::State(Withdrawn), &[Need::Reason],             Starts::Nothing),
    way(&[Filed],                          S::Assign,    To::State(Assigned),  &[Need::Handler],            Starts::Handling),
    way(&[Assigned],                       S::Receive,   To::Stay,             &[Need::Unit],               Starts::Handling),
    way(&[Assigned],                       S::Decline,   To::Stay,             &[Need::Unit, Need::Reason], Starts::Decision),
    way(&[Assigned],                       S::Keep,      To::Stay,             &[Need::Unit, Need::Reason], Starts::Nothing),
    way(&[Assigned],                       S::Reassign,  To::Stay,             &[Need::Unit, Need::Taker],  Starts::Handling),
    way(&[Assigned, Replied, Tracking],    S::Contact,   To::Stay,             &[Need::Unit, Need::Means],  Starts::Nothing),
    way(&[Assigned, Replied, Rated, Tracking],
                                           S::Advise,    To::Stay,             &[Need::Unit],               Starts::Nothing),
    way(&[Assigned],                       S::Extend,    To::Stay,             &[Need::Length, Need::Reason], Starts::Nothing),
    way(&[Assigned],                       S::Pause,     To::Stay,             &[Need::Length, Need::Reason], Starts::Nothing),
    way(&[Assigned],                       S::Resume,    To::Stay,             &[],                         Starts::Nothing),
    way(&[Assigned],                       S::Reply,     To::Last(Replied),    &[Need::Unit, Need::Class],  Starts::Feedback),
    way(&[Replied, Rated],                 S::Rate,      To::Last(Rated),      &[Need::Rating],             Starts::Nothing),
    way(&[Replied, Rated],                 S::Redo,      To::State(Assigned),  &[Need::Reason],             Starts::Again),
    way(&[Replied, Rated],                 S::Track,     To::State(Tracking),  &[],                         Starts::Promise),
    way(&[Tracking],                       S::Track,     To::Stay,             &[Need::Length],             Starts::Promise),
    way(&[Replied, Rated, Tracking, Closed, Archived],
                                           S::Fulfil,    To::Stay,             &[],                         Starts::Nothing),
    way(&[Replied, Rated, Tracking],       S::Close,     To::State(Closed),    &[],                         Starts::Nothing),
    way(&[Closed, Archived],               S::Track,     To::State(Tracking),  &[],                         Starts::Promise),
    way(&[Closed],                         S::Archive,   To::State(Archived),  &[],                         Starts::Nothing),
];

/// A step as someone takes it, with what it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The step.
    pub step: ProposalStep,
    /// Its day.
    pub on: NaiveDate,
    /// The unit that it is about.
    pub unit: Option<i64>,
    /// The units that are to lead, co-handle, or handle a part each.
    pub units: [Vec<i64>; 3],
    /// The joint signer or the rating member.
    pub member: Option<i64>,
    /// The proposal that it is merged into.
    pub main: Option<i64>,
    /// Class of the reply, rating, means of contact: a word of the office.
    pub word: Option<String>,
    /// What was said of points of the office's form for feedback, each with its answer.
    pub points: Vec<(String, String)>,
    /// How far a term is moved, or the promised day, as typed.
    pub length: Option<String>,
    /// Reason, document number, anything else.
    pub note: Option<String>,
}

impl Taken {
    /// A step on a day, with nothing given yet.
    pub fn new(step: ProposalStep, on: NaiveDate) -> Taken {
        Taken {
            step,
            on,
            unit: None,
            units: [const { Vec::new() }; 3],
            member: None,
            main: None,
            word: None,
            points: Vec::new(),
            length: None,
            note: None,
        }
    }

    /// What the row of the table needs and was not given.
    pub fn lacks(&self, way: &Way) -> Option<Need> {
        way.needs.iter().copied().find(|need| match need {
            Need::Handler => self.units[0].is_empty() && self.units[2].is_empty(),
            Need::Taker => self.units.iter().all(Vec::is_empty),
            Need::Unit => self.unit.is_none(),
            Need::Reason => self.note.is_none(),
            Need::Main => self.main.is_none(),
            Need::Class | Need::Rating | Need::Means | Need::Listed => self.word.is_none(),
            Need::Signer => self.member.is_none(),
            Need::Length => self.length.is_none(),
        })
    }
}

/// The row for a step from a state.
pub fn way_of(from: ProposalState, step: ProposalStep) -> Option<&'static Way> {
    lifecycle::way_of(WAYS, from, step)
}

/// Whether a step is one that people take, and not noted by itself.
pub fn is_taken(step: ProposalStep) -> bool {
    WAYS.iter().any(|way| way.step == step)
}

/// The steps that are open from a state, in the order of the table.
pub fn open_steps(from: ProposalState) -> Vec<ProposalStep> {
    lifecycle::open_steps(WAYS, from)
}

/// Whether something is still to be done about a proposal in this state.
pub fn is_open(state: ProposalState) -> bool {
    matches!(
        state,
        Draft | Submitted | Registered | Filed | Returned | Assigned | Replied | Rated | Tracking
    )
}

codes! {
    /// Whether a joint signer's signature came. Expired is never stored: it is asked, and the last
    /// day for signing is over.
    Signing {
        Asked "asked" "待会签" "asked",
        Signed "signed" "已会签" "signed",
        Expired "expired" "会签过期" "expired",
    }
}

codes! {
    /// How one unit stands with its part of a proposal.
    Handling {
        Waiting "waiting" "待签收" "not received yet",
        Received "received" "办理中" "in hand",
        Declining "declining" "申请退办" "objected to",
        Moved "moved" "已改派" "moved to another unit",
        Advised "advised" "已报会办意见" "advised",
        Answered "answered" "已答复" "answered",
    }
}

/// One row of a unit's table: which part, from where, by which step, to where.
#[derive(Debug, Clone, Copy)]
pub struct Turn {
    /// The parts that it is for.
    pub part: &'static [UnitPart],
    /// From where.
    pub from: &'static [Handling],
    /// By which step.
    pub step: ProposalStep,
    /// To where; `None` stays.
    pub to: Option<Handling>,
}

const ANY: &[UnitPart] = &[UnitPart::Lead, UnitPart::Co, UnitPart::Split];
const HANDLER: &[UnitPart] = &[UnitPart::Lead, UnitPart::Split];
const CO: &[UnitPart] = &[UnitPart::Co];

/// What a unit may do with its part. A sub-unit or co-unit never answers the proposer: the
/// leading unit alone replies, or each unit that handles a part of its own.
#[rustfmt::skip]
pub const TURNS: &[Turn] = &[
    Turn { part: ANY,     from: &[Handling::Waiting],                     step: S::Receive,  to: Some(Handling::Received) },
    Turn { part: ANY,     from: &[Handling::Waiting, Handling::Received], step: S::Decline,  to: Some(Handling::Declining) },
    Turn { part: ANY,     from: &[Handling::Declining],                   step: S::Keep,     to: Some(Handling::Received) },
    Turn { part: ANY,     from: &[Handling::Waiting, Handling::Received, Handling::Declining],
                                                                          step: S::Reassign, to: Some(Handling::Moved) },
    Turn { part: ANY,     from: &[Handling::Waiting, Handling::Received, Handling::Advised, Handling::Answered],
                                                                          step: S::Contact,  to: None },
    Turn { part: CO,      from: &[Handling::Waiting, Handling::Received], step: S::Advise,   to: Some(Handling::Advised) },
    Turn { part: HANDLER, from: &[Handling::Waiting, Handling::Received], step: S::Reply,    to: Some(Handling::Answered) },
    Turn { part: HANDLER, from: &[Handling::Waiting, Handling::Received, Handling::Declining],
                                                                          step: S::Extend,   to: None },
    Turn { part: HANDLER, from: &[Handling::Answered],                    step: S::Rate,     to: None },
    Turn { part: HANDLER, from: &[Handling::Answered],                    step: S::Redo,     to: Some(Handling::Received) },
    Turn { part: HANDLER, from: &[Handling::Answered],                    step: S::Track,    to: None },
];

/// Where a unit's part goes by a step; `None` where the table has no such row.
pub fn turn_of(part: UnitPart, from: Handling, step: ProposalStep) -> Option<&'static Turn> {
    TURNS
        .iter()
        .find(|t| t.step == step && t.part.contains(&part) && t.from.contains(&from))
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
    fn every_state_is_reached_from_a_draft() {
        is_whole(WAYS, Draft);
    }

    #[test]
    fn what_is_over_has_no_way_on_and_what_is_open_has_one() {
        for state in ProposalState::ALL {
            let ways = open_steps(*state);
            if is_open(*state) {
                assert!(!ways.is_empty(), "{state:?}");
            } else if *state != Closed {
                // A promise is reported until it is kept, whatever was archived.
                let kept: &[S] = if *state == Archived {
                    &[S::Fulfil, S::Track]
                } else {
                    &[]
                };
                assert_eq!(ways, kept, "{state:?}");
            }
        }
    }

    #[test]
    fn the_whole_matrix_is_this() {
        assert_eq!(
            matrix(WAYS),
            "draft: ask sign submit withdraw
submitted: register file merge to_opinion to_letter return refuse withdraw
registered: file merge to_opinion to_letter return refuse withdraw
filed: merge to_opinion to_letter withdraw assign
merged: 
to_opinion: 
to_letter: 
returned: ask sign submit withdraw
not_filed: 
withdrawn: 
assigned: withdraw receive decline keep reassign contact advise extend pause resume reply
replied: contact advise rate redo track fulfil close
rated: advise rate redo track fulfil close
tracking: contact advise track fulfil close
closed: fulfil track archive
archived: fulfil track
"
        );
    }
}
