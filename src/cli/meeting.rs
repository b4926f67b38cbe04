//! `meeting`: meetings and activities, their rolls, the attendance of members.

mod attend;
mod edit;
mod guest;
mod invite;
mod leave;
mod show;
mod sitting;
mod speech;
mod table;
#[cfg(test)]
mod tests;

use super::app::{App, Writing};
use super::typed::{code as word, day, when};
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::model::code::LeaveState;
use crate::model::meeting::Meeting;
use crate::model::meeting::roll::{Line, Roll, Sitting};
use crate::store::{Read, Tx};
use crate::text;
use chrono::NaiveDate;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Verb {
    /// List meetings and activities
    List(show::List),
    /// Show one meeting with its roll, sittings and guests
    Show(show::Show),
    /// Add a meeting or activity
    Add(edit::Add),
    /// Change a meeting
    Edit(edit::Edit),
    /// Cancel a meeting; its roll stays in the file
    Remove(edit::Remove),
    /// Put members on the roll
    Invite(invite::Invite),
    /// Take members off the roll of whom nothing is recorded
    Uninvite(invite::Uninvite),
    /// Record who came, who was late, on leave, absent
    Attend(attend::Attend),
    /// Add a half-day that keeps a roll of its own
    Sitting(sitting::Sitting),
    /// Record a speech, or take one away
    Speech(speech::Speech),
    /// Record a request for leave, grant or refuse it
    Leave(leave::Leave),
    /// Name a guest who is no member: expert, official, speaker …
    Guest(guest::Guest),
    /// The attendance of members over a year
    Table(table::Table),
}

pub fn run(app: &mut App, verb: Verb) -> Result<u8> {
    match verb {
        Verb::List(args) => show::list(app, &args),
        Verb::Show(args) => show::show(app, &args),
        Verb::Add(args) => edit::add(app, args),
        Verb::Edit(args) => edit::edit(app, args),
        Verb::Remove(args) => edit::remove(app, &args),
        Verb::Invite(args) => invite::invite(app, &args),
        Verb::Uninvite(args) => invite::uninvite(app, &args),
        Verb::Attend(args) => attend::attend(app, &args),
        Verb::Sitting(args) => sitting::sitting(app, &args),
        Verb::Speech(args) => speech::speech(app, &args),
        Verb::Leave(args) => leave::leave(app, &args),
        Verb::Guest(args) => guest::guest(app, &args),
        Verb::Table(args) => table::table(app, &args),
    }
}

/// The meeting that a word means.
fn find(read: Read<'_>, word: &str) -> Result<Meeting> {
    let id = read.find_meeting(word)?;
    read.meeting(id)?.ok_or_else(|| {
        Error::refused(
            "not_found",
            text!("没有会议活动「{word}」", "there is no meeting “{word}”"),
        )
    })
}

/// What a change says of itself once it is done.
struct Told {
    said: Text,
    next: String,
    warning: Option<Text>,
}

impl Told {
    fn new(said: Text, next: String) -> Told {
        Told {
            said,
            next,
            warning: None,
        }
    }

    /// A change after which one looks at the meeting.
    fn shown(said: Text, no: &str) -> Told {
        Told::new(said, format!("yishi meeting show {no}"))
    }
}

/// Runs a change of one meeting and tells it.
fn change(
    app: &mut App,
    meeting: &str,
    writing: &Writing,
    work: impl FnOnce(&mut Tx<'_>, &Meeting) -> Result<Told>,
) -> Result<u8> {
    let mut store = app.open()?;
    let work = |tx: &mut Tx<'_>| {
        let held = find(tx.read(), meeting)?;
        work(tx, &held)
    };
    let outcome = store.write(&app.command(writing), work, |told| told.said.clone())?;
    let told = &outcome.value;
    let code = app.told(writing, &outcome, &told.said, &[])?;
    if let Some(warning) = &told.warning {
        app.printer.warn(warning)?;
    }
    if outcome.entry.is_some() && !writing.dry_run {
        app.printer.next(std::slice::from_ref(&told.next))?;
    }
    Ok(code)
}

/// A word of a command to type, in the language of the run.
fn typed(app: &App, zh: &str, en: &str) -> String {
    match app.printer.lang() {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
    }
}

/// The command that comes next on a roll: decide who waits for leave, record the rest, or look.
struct Next {
    present: String,
    decider: String,
}

impl Next {
    fn new(app: &App) -> Next {
        Next {
            present: typed(app, "出席", "present"),
            decider: typed(app, "审批人", "WHO"),
        }
    }

    /// For a roll as it stands on a day.
    fn of(&self, roll: &Roll, today: NaiveDate) -> String {
        let (no, present) = (&roll.meeting.no, &self.present);
        let asked = |l: &&Line| {
            l.leave
                .as_ref()
                .is_some_and(|l| l.state == LeaveState::Asked)
        };
        if let Some(line) = roll.lines.iter().find(asked) {
            return self.decide(no, &line.no);
        }
        let begun = roll.meeting.start.first_day() <= today;
        let open = |s: &&Sitting| s.on <= today && s.tally.unrecorded > 0;
        if let Some(sitting) = roll.sittings.iter().find(open) {
            return self.rest_of(no, sitting.ord);
        }
        if begun && roll.tally.unrecorded > 0 {
            return format!("yishi meeting attend {no} --rest --status {present}");
        }
        format!("yishi meeting show {no}")
    }

    /// The rest of one sitting.
    fn rest_of(&self, no: &str, sitting: u16) -> String {
        let present = &self.present;
        format!("yishi meeting attend {no} --sitting {sitting} --rest --status {present}")
    }

    /// The decision on a request for leave.
    fn decide(&self, no: &str, member: &str) -> String {
        let decider = &self.decider;
        format!("yishi meeting leave {no} {member} --grant {decider}")
    }
}
