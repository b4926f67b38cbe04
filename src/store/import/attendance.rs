//! Rows of rolls: many, so they are written in sorted runs without asking for each whether it
//! stands already; those that do are compared one by one.

use super::{Batch, Fate, Naming, Refused};
use crate::error::Result;
use crate::model::code::{Code, Dict, LeaveState, Part, Presence, SpeechForm};
use crate::model::row::{AttendanceRow, Fault, Spoken};
use crate::store::table::{ATTENDANCE, LEAVE, SPEECH};
use crate::store::value::{code, flag, maybe, number, text};
use crate::store::{Read, Tx};
use crate::text;
use rusqlite::OptionalExtension;
use rusqlite::types::Value;

/// Rows are written in runs of this many.
const RUN: usize = 65_536;

const SPOKEN: &str =
    "SELECT id, title FROM speech WHERE attendance_id = ?1 AND form = ?2 ORDER BY id";
const STANDS: &str = "SELECT EXISTS (SELECT 1 FROM attendance WHERE id = ?1)";
const LEFT: &str = "SELECT id FROM leave WHERE attendance_id = ?1";

/// One line of a roll, ready to be written.
pub(super) struct Pending {
    pub(super) id: i64,
    member: i64,
    meeting: i64,
    pub(super) presence: Option<Presence>,
    part: Option<Part>,
    halves: Option<u16>,
    walk_in: bool,
    note: Option<String>,
    pub(super) line: u32,
    extra: Option<Box<Extra>>,
}

impl Pending {
    fn new(row: &AttendanceRow, member: i64, meeting: i64, line: u32) -> Pending {
        let extra = (!row.speeches.is_empty()
            || row.leave.is_some()
            || row.leave_kind.is_some()
            || row.leave_reason.is_some())
        .then(|| {
            Box::new(Extra {
                speeches: row.speeches.clone(),
                leave: row.leave,
                leave_kind: row.leave_kind.clone(),
                leave_reason: row.leave_reason.clone(),
            })
        });
        Pending {
            id: (member << 32) + meeting,
            member,
            meeting,
            presence: row.presence,
            part: row.part,
            halves: row.halves,
            walk_in: row.walk_in,
            note: row.note.clone(),
            line,
            extra,
        }
    }

    /// A row that stands, with what this line says of it.
    fn over(&self, old: &[Value]) -> Vec<Value> {
        let mut new = old.to_vec();
        if let Some(presence) = self.presence {
            new[2] = code(presence);
        }
        if let Some(part) = self.part {
            new[3] = code(part);
        }
        if self.halves.is_some() {
            new[4] = number(self.halves.map(i64::from));
        }
        if self.walk_in {
            new[5] = flag(true);
        }
        if self.note.is_some() {
            new[6] = maybe(self.note.as_deref());
        }
        new
    }

    /// Whether two lines for one person at one meeting say different things.
    pub(super) fn contradicts(&self, other: &Pending) -> bool {
        fn differ<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
            one.zip(other).is_some_and(|(one, other)| one != other)
        }
        differ(self.presence.as_ref(), other.presence.as_ref())
            || differ(self.part.as_ref(), other.part.as_ref())
            || differ(self.halves.as_ref(), other.halves.as_ref())
            || differ(self.note.as_ref(), other.note.as_ref())
    }
}

/// What few lines have.
struct Extra {
    speeches: Vec<Spoken>,
    leave: Option<LeaveState>,
    leave_kind: Option<String>,
    leave_reason: Option<String>,
}

/// The run that is being gathered.
#[derive(Default)]
pub(super) struct Rolls {
    run: Vec<Pending>,
}

impl Read<'_> {
    /// Whether someone stands on the roll of a meeting.
    fn is_on_roll(self, meeting: i64, member: i64) -> Result<bool> {
        let mut statement = self.conn.prepare_cached(STANDS)?;
        Ok(statement.query_row([(member << 32) + meeting], |r| r.get(0))?)
    }
}

impl Batch {
    pub(super) fn line_of_roll(
        &mut self,
        read: Read<'_>,
        row: &AttendanceRow,
    ) -> Result<Result<Pending, Refused>> {
        self.meetings.load(read)?;
        if let Some(fault) = self.silent_speaker(row) {
            return Ok(Err(vec![fault]));
        }
        let meeting = self.which_meeting(row);
        let on = meeting
            .as_ref()
            .ok()
            .and_then(|at| self.meetings.list[*at].start);
        let naming = Naming {
            no: row.no.as_deref(),
            name: row.name.as_deref(),
            sector: None,
            on,
        };
        let held = meeting.as_ref().ok().map(|at| self.meetings.list[*at].id);
        let person = self.person_on_file(read, naming, |id| match held {
            Some(held) => read.is_on_roll(held, id),
            None => Ok(false),
        })?;
        Ok(match (meeting, person) {
            (Ok(at), Ok(member)) => {
                let meeting = self.meetings.list[at].id;
                Ok(Pending::new(row, member, meeting, self.line))
            }
            (Err(fault), Ok(_)) | (Ok(_), Err(fault)) => Err(fault),
            (Err(mut one), Err(two)) => {
                one.extend(two);
                Err(one)
            }
        })
    }

    fn silent_speaker(&self, row: &AttendanceRow) -> Option<Fault> {
        let spoke = row.speeches.iter().any(|s| s.form == SpeechForm::Oral);
        (row.presence == Some(Presence::Absent) && spoke).then(|| {
            self.fault(
                "speech",
                SpeechForm::Oral.zh(),
                "absent_speaker",
                text!("缺席的人不能有口头发言", "who is absent cannot have spoken"),
                text!(
                    "更正出席状态，或去掉发言（书面发言可以保留）",
                    "correct the state, or take the speech out (a written one may stay)"
                ),
            )
        })
    }

    pub(super) fn pend(
        &mut self,
        tx: &mut Tx<'_>,
        rolls: &mut Rolls,
        pending: Pending,
    ) -> Result<()> {
        rolls.run.push(pending);
        if rolls.run.len() >= RUN {
            self.write_rolls(tx, rolls)
        } else {
            Ok(())
        }
    }

    /// Writes the gathered run: new lines in one sweep, then those that stood already.
    pub(super) fn write_rolls(&mut self, tx: &mut Tx<'_>, rolls: &mut Rolls) -> Result<()> {
        if rolls.run.is_empty() {
            return Ok(());
        }
        let mut run = std::mem::take(&mut rolls.run);
        // Stable: of two lines for one person the earlier in the sheet comes first.
        run.sort_by_key(|p| p.id);
        self.refuse_contradictions(&mut run);
        if run.is_empty() {
            rolls.run = run;
            return Ok(());
        }
        self.line = run[0].line;
        let (source, _) = self.source_id_if_new(tx, &run)?;
        let stood = self.insert_new(tx, &run, source)?;
        let mut standing = stood.iter().peekable();
        for (at, p) in run.iter().enumerate() {
            self.line = p.line;
            if standing.next_if(|s| **s == at).is_some() {
                let fate = self.compare(tx, p)?;
                self.fare(fate);
            } else if let (Some(extra), false) = (&p.extra, self.disputes.holds(p.id)) {
                self.write_extra(tx, p.id, extra)?;
            }
        }
        run.clear();
        rolls.run = run;
        Ok(())
    }

    /// Writes the lines of a run that are new; gives the places of those that stood already.
    fn insert_new(
        &mut self,
        tx: &mut Tx<'_>,
        run: &[Pending],
        source: Option<i64>,
    ) -> Result<Vec<usize>> {
        let (mut stood, mut added) = (Vec::new(), 0);
        let mut bulk = tx.bulk_new(&ATTENDANCE)?;
        let mut row = [const { Value::Null }; 9];
        for (at, p) in run.iter().enumerate() {
            if self.disputes.holds(p.id) {
                stood.push(at);
                continue;
            }
            fill(&mut row, p, source);
            if bulk.insert_if_new(p.id, &row)? {
                added += 1;
            } else {
                stood.push(at);
            }
        }
        self.now().added += added;
        Ok(stood)
    }

    /// The source's row is needed only where a line of the run is new.
    fn source_id_if_new(
        &mut self,
        tx: &mut Tx<'_>,
        run: &[Pending],
    ) -> Result<(Option<i64>, Option<i64>)> {
        if let Some(id) = self
            .source
            .as_ref()
            .and_then(crate::store::source::Source::written)
        {
            return Ok((Some(id), None));
        }
        for p in run {
            let stands: bool = tx.prepare_cached(STANDS)?.query_row([p.id], |r| r.get(0))?;
            if !stands {
                return self.source_id(tx);
            }
        }
        Ok((None, None))
    }

    /// A line that stood already: the same, changed, or at odds with one of this call.
    fn compare(&mut self, tx: &mut Tx<'_>, p: &Pending) -> Result<Result<Fate, Refused>> {
        if self.disputes.holds(p.id) {
            return Ok(Err(vec![self.at_odds(p, None)]));
        }
        let Some(old) = tx.row(&ATTENDANCE, p.id)? else {
            return Ok(Ok(Fate::Same));
        };
        let new = p.over(&old);
        let changed = new != old;
        // A line that this call wrote, from this sheet or another.
        if let (true, Value::Integer(source), Value::Integer(line)) = (changed, &old[7], &old[8])
            && let Some(place) = self.place_of(*source, *line, p.line)
        {
            let earlier = self.withdraw(tx, p.id, &old, &place, p)?;
            return Ok(Err(vec![self.at_odds(p, Some(&earlier))]));
        }
        let mut differs = false;
        if changed {
            let mut new = new;
            let (source, line) = self.source_id(tx)?;
            new[7] = number(source);
            new[8] = number(line);
            differs |= tx.put(&ATTENDANCE, p.id, &old, &new)?;
            self.disputes.overwritten.insert(p.id, old);
        }
        if let Some(extra) = &p.extra {
            differs |= self.write_extra(tx, p.id, extra)?;
        }
        Ok(Ok(if differs { Fate::Changed } else { Fate::Same }))
    }

    fn write_extra(&mut self, tx: &mut Tx<'_>, id: i64, extra: &Extra) -> Result<bool> {
        let mut differs = false;
        for spoken in &extra.speeches {
            differs |= write_speech(tx, id, spoken)?;
        }
        if extra.leave.is_none() && extra.leave_kind.is_none() && extra.leave_reason.is_none() {
            return Ok(differs);
        }
        let kind = match &extra.leave_kind {
            Some(kind) => Some(self.word(tx, Dict::LeaveKind, kind)?),
            None => None,
        };
        let known: Option<i64> = tx
            .prepare_cached(LEFT)?
            .query_row([id], |r| r.get(0))
            .optional()?;
        if let Some(leave) = known {
            let mut fields = Vec::new();
            fields.extend(extra.leave.map(|s| ("state", code(s))));
            fields.extend(kind.map(|k| ("kind_id", Value::Integer(k))));
            fields.extend(extra.leave_reason.as_deref().map(|r| ("reason", text(r))));
            differs |= tx.set(&LEAVE, leave, &fields)?;
        } else {
            let state = code(extra.leave.unwrap_or(LeaveState::Granted));
            let nothing = [Value::Null, Value::Null, Value::Null];
            let row: Vec<Value> = [
                Value::Integer(id),
                state,
                number(kind),
                maybe(extra.leave_reason.as_deref()),
            ]
            .into_iter()
            .chain(nothing)
            .collect();
            tx.insert(&LEAVE, &row)?;
            differs = true;
        }
        Ok(differs)
    }
}

/// A speech of a line. Without a title it is any of its form that stands already; with one it is
/// that of the same title, or else one whose title was not known yet.
fn write_speech(tx: &mut Tx<'_>, line: i64, spoken: &Spoken) -> Result<bool> {
    let stand: Vec<(i64, Option<String>)> = tx
        .prepare_cached(SPOKEN)?
        .query_map((line, Code::code(spoken.form)), |r| {
            Ok((r.get(0)?, r.get(1)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let title = spoken.title.as_deref();
    let known = match title {
        None => !stand.is_empty(),
        Some(_) => stand.iter().any(|(_, t)| t.as_deref() == title),
    };
    if known {
        return Ok(false);
    }
    if let Some((untitled, _)) = stand.iter().find(|(_, t)| t.is_none()) {
        return tx.set(&SPEECH, *untitled, &[("title", maybe(title))]);
    }
    let row = [Value::Integer(line), code(spoken.form), maybe(title)];
    tx.insert(&SPEECH, &row)?;
    Ok(true)
}

/// A new line as it stands in the file. The texts' memory is used again from line to line.
fn fill(row: &mut [Value; 9], p: &Pending, source: Option<i64>) {
    let put = |slot: &mut Value, word: &str| match slot {
        Value::Text(t) => {
            t.clear();
            t.push_str(word);
        }
        other => *other = Value::Text(word.to_owned()),
    };
    row[0] = Value::Integer(p.member);
    row[1] = Value::Integer(p.meeting);
    put(
        &mut row[2],
        p.presence.unwrap_or(Presence::Unrecorded).code(),
    );
    put(&mut row[3], p.part.unwrap_or(Part::Attendee).code());
    row[4] = number(p.halves.map(i64::from));
    row[5] = flag(p.walk_in);
    row[6] = maybe(p.note.as_deref());
    row[7] = number(source);
    row[8] = Value::Integer(i64::from(p.line));
}
