//! The roll of a meeting, and a person's attendance over many.

use super::Meeting;
use super::tally::Tally;
use super::word::{Class, GuestPart, Half};
use crate::model::code::{Duty, LeaveState, Part, Presence, SpeechForm};
use crate::model::when::When;
use chrono::NaiveDate;

/// A roll: who was due, who came, who spoke, who asked for leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roll {
    /// The meeting.
    pub meeting: Meeting,
    /// Everyone on the roll or due, in the official order of members.
    pub lines: Vec<Line>,
    /// The lines counted.
    pub tally: Tally,
    /// The half-days that keep a roll of their own, by time.
    pub sittings: Vec<Sitting>,
    /// People who are no members.
    pub guests: Vec<Guest>,
}

/// One member on a roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The member's row.
    pub member: i64,
    /// 委员编号.
    pub no: String,
    /// 姓名.
    pub name: String,
    /// 界别.
    pub sector: Option<String>,
    /// Whether the roll has the person, or the meeting only calls them.
    pub on_roll: bool,
    /// Whether the person counts as due.
    pub due: bool,
    /// What the roll says.
    pub presence: Presence,
    /// What the person does there.
    pub part: Part,
    /// Half-days attended, where recorded.
    pub halves: Option<u16>,
    /// Whether the person came without having been invited.
    pub walk_in: bool,
    /// Speeches.
    pub speeches: Vec<Speech>,
    /// The request for leave.
    pub leave: Option<Leave>,
    /// Presence at each of [`Roll::sittings`], in the same order.
    pub sittings: Vec<Presence>,
    /// 备注.
    pub note: Option<String>,
    /// File, sheet and line that the row came from.
    pub source: Option<String>,
}

/// One speech.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speech {
    /// Oral or written.
    pub form: SpeechForm,
    /// What about.
    pub title: Option<String>,
}

/// A request for leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leave {
    /// How it stands.
    pub state: LeaveState,
    /// 请假类型, as the office writes it.
    pub kind: Option<String>,
    /// 请假原因.
    pub reason: Option<String>,
    /// When it was asked for.
    pub asked_on: Option<When>,
    /// When it was decided.
    pub decided_on: Option<When>,
    /// By whom.
    pub decided_by: Option<String>,
}

/// One half-day of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting {
    /// Its row.
    pub id: i64,
    /// Its number, from 1, by time.
    pub ord: u16,
    /// The day.
    pub on: NaiveDate,
    /// Morning or afternoon.
    pub half: Half,
    /// What takes place.
    pub title: Option<String>,
    /// Those due at the meeting, counted at this sitting.
    pub tally: Tally,
}

/// Someone at a meeting who is no member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    /// Their row.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Unit and job.
    pub unit: Option<String>,
    /// What they do there.
    pub part: GuestPart,
    /// 备注.
    pub note: Option<String>,
}

/// A member's attendance in a span of days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AttendanceOf {
    /// The meetings counted.
    pub tally: Tally,
    /// The meetings, by time.
    pub meetings: Vec<Attended>,
}

/// One meeting in a member's attendance.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are those of Meeting and Line
pub struct Attended {
    pub meeting: i64,
    pub no: String,
    pub title: String,
    pub kind: String,
    pub class: Class,
    pub start: When,
    pub duty: Duty,
    pub half_days: u16,
    pub on_roll: bool,
    pub due: bool,
    pub presence: Presence,
    pub part: Part,
    pub halves: Option<u16>,
    pub walk_in: bool,
}

/// One member's line in the table of attendance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttendanceLine {
    /// The member's row.
    pub member: i64,
    /// 委员编号.
    pub no: String,
    /// 姓名.
    pub name: String,
    /// 界别.
    pub sector: Option<String>,
    /// The meetings counted.
    pub tally: Tally,
}

/// What someone records of one person at a meeting; `None` leaves what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What the roll shall say.
    pub presence: Presence,
    /// What the person does there.
    pub part: Option<Part>,
    /// Half-days attended.
    pub halves: Option<u16>,
    /// 备注.
    pub note: Option<String>,
    /// Whether someone who is not on the roll is meant to be put there.
    pub arrival: Arrival,
}

impl Mark {
    /// Only a presence.
    pub fn new(presence: Presence) -> Mark {
        Mark {
            presence,
            part: None,
            halves: None,
            note: None,
            arrival: Arrival::Listed,
        }
    }
}

/// How someone comes to be at a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Stands on the roll; unless coming is required, whoever comes is put on it as a walk-in.
    Listed,
    /// Came without having been invited, whatever the meeting's rule.
    WalkIn,
}

/// A request for leave as it comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// 请假类型, a word of the dictionary.
    pub kind: Option<String>,
    /// 请假原因.
    pub reason: Option<String>,
    /// When it was asked for.
    pub asked_on: NaiveDate,
}

/// What came of marking all the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rest {
    /// How many were marked.
    pub marked: usize,
    /// Who was left out, their request for leave being undecided.
    pub waiting: Vec<String>,
}

/// What came of an invitation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Invited {
    /// How many came onto the roll.
    pub added: usize,
    /// How many stood there already.
    pub already: usize,
}
