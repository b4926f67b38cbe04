//! Rows of rolls: many, so they are written in sorted runs without asking for each whether it
//! stands already; those that do are compared one by one.

use super::{Batch, Fate, Naming, Refused};
use crate::error::Result;
use crate::model::code::{Code, Dict, LeaveState, Part, Presence, SpeechForm};
use crate::model::row::{AttendanceRow, Fault};
use crate::model::when::When;
use crate::store::table::{ATTENDANCE, LEAVE, SPEECH};
use crate::store::value::{code, flag, maybe, number, text};
use crate::store::{Read, Tx};
use crate::text;
use rusqlite::OptionalExtension;
use rusqlite::types::Value;
use std::collections::HashMap;

/// Rows are written in runs of this many.
const RUN: usize = 65_536;

const MEETINGS: &str =
    "SELECT id, no, title, start_on, end_on FROM meeting WHERE cancelled IS NULL";
const SPOKEN: &str = "SELECT count(*) FROM speech WHERE attendance_id = ?1 AND form = ?2";
const LEFT: &str = "SELECT id FROM leave WHERE attendance_id = ?1";

/// A meeting that a roll may name.
#[derive(Debug)]
struct Meeting {
    id: i64,
    title: String,
    start: Option<When>,
    end: Option<When>,
}

/// The meetings of the file, by number and by title.
#[derive(Debug, Default)]
pub(super) struct Meetings {
    loaded: bool,
    list: Vec<Meeting>,
    by_no: HashMap<String, usize>,
    by_title: HashMap<String, Vec<usize>>,
}

impl Meetings {
    fn load(&mut self, read: Read<'_>) -> Result<()> {
        if std::mem::replace(&mut self.loaded, true) {
            return Ok(());
        }
        let mut statement = read.conn.prepare(MEETINGS)?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let (no, title): (String, String) = (r.get(1)?, r.get(2)?);
            let day = |at: usize| -> Result<Option<When>> {
                Ok(When::from_iso(&r.get::<_, String>(at)?))
            };
            let at = self.list.len();
            self.by_no.insert(no, at);
            self.by_title.entry(title.clone()).or_default().push(at);
            self.list.push(Meeting {
                id: r.get(0)?,
                title,
                start: day(3)?,
                end: day(4)?,
            });
        }
        Ok(())
    }
}

/// One line of a roll, ready to be written.
pub(super) struct Pending {
    id: i64,
    member: i64,
    meeting: i64,
    presence: Option<Presence>,
    part: Option<Part>,
    halves: Option<u16>,
    walk_in: bool,
    note: Option<String>,
    line: u32,
    extra: Option<Box<Extra>>,
}

/// What few lines have.
struct Extra {
    speeches: Vec<SpeechForm>,
    leave: Option<LeaveState>,
    leave_kind: Option<String>,
    leave_reason: Option<String>,
}

/// The run that is being gathered.
#[derive(Default)]
pub(super) struct Rolls {
    run: Vec<Pending>,
}

impl Batch {
    pub(super) fn line_of_roll(
        &mut self,
        read: Read<'_>,
        row: &AttendanceRow,
    ) -> Result<Result<Pending, Refused>> {
        self.meetings.load(read)?;
        if row.presence == Some(Presence::Absent) && row.speeches.contains(&SpeechForm::Oral) {
            let fault = self.fault(
                "speech",
                SpeechForm::Oral.zh(),
                "absent_speaker",
                text!("缺席的人不能有口头发言", "who is absent cannot have spoken"),
                text!(
                    "更正出席状态，或去掉发言（书面发言可以保留）",
                    "correct the state, or take the speech out (a written one may stay)"
                ),
            );
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
        let person = self.person(read, naming, ("member_no", "name"))?;
        let (at, member) = match (meeting, person) {
            (Ok(at), Ok(member)) => (at, member),
            (Err(fault), Ok(_)) | (Ok(_), Err(fault)) => return Ok(Err(fault)),
            (Err(mut one), Err(two)) => {
                one.extend(two);
                return Ok(Err(one));
            }
        };
        let meeting = self.meetings.list[at].id;
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
        Ok(Ok(Pending {
            id: (member << 32) + meeting,
            member,
            meeting,
            presence: row.presence,
            part: row.part,
            halves: row.halves,
            walk_in: row.walk_in,
            note: row.note.clone(),
            line: self.line,
            extra,
        }))
    }

    fn which_meeting(&self, row: &AttendanceRow) -> std::result::Result<usize, Refused> {
        let found = match (&row.meeting, &row.meeting_title) {
            (Some(no), _) => self.meetings.by_no.get(no).copied().ok_or(("meeting", no)),
            (None, Some(title)) => match self.meetings.by_title.get(title).map(Vec::as_slice) {
                Some([one]) => Ok(*one),
                Some(several) => several
                    .iter()
                    .copied()
                    .find(|at| {
                        row.meeting_on.is_some() && self.meetings.list[*at].start == row.meeting_on
                    })
                    .ok_or(("meeting_title", title)),
                None => Err(("meeting_title", title)),
            },
            (None, None) => {
                let fault = self.fault(
                    "meeting",
                    "",
                    "meeting_blank",
                    text!("没有写是哪次会议", "no meeting is named"),
                    text!("填写会议编号", "fill in the meeting's number"),
                );
                return Err(vec![fault]);
            }
        };
        let found = found.map_err(|(field, value)| vec![self.no_meeting(field, value)])?;
        self.agreed(row, found)
    }

    /// Why a number or a title names no meeting: none has it, or several have.
    fn no_meeting(&self, field: &str, value: &str) -> Fault {
        let bearers = self.meetings.by_title.get(value).map_or(0, Vec::len);
        if bearers > 1 {
            return self.fault(
                field,
                value,
                "ambiguous_meeting",
                text!(
                    "有 {bearers} 次会议叫「{value}」",
                    "{bearers} meetings are called “{value}”"
                ),
                text!(
                    "改写会议编号，或加一列会议日期",
                    "write the meeting's number, or add a column with its day"
                ),
            );
        }
        let known = self
            .meetings
            .by_no
            .keys()
            .chain(self.meetings.by_title.keys())
            .map(String::as_str);
        let near = crate::model::near::nearest(value, known, 3).join("、");
        let fix = if near.is_empty() {
            text!(
                "先导入会议活动台账，或更正编号",
                "import the meeting ledger first, or correct the number"
            )
        } else {
            text!(
                "先导入会议活动台账，或更正：是不是 {near}",
                "import the meeting ledger first, or correct it: did you mean {near}"
            )
        };
        self.fault(
            field,
            value,
            "unknown_meeting",
            text!("没有会议「{value}」", "there is no meeting “{value}”"),
            fix,
        )
    }

    /// The meeting, where number and title of the row agree.
    fn agreed(&self, row: &AttendanceRow, at: usize) -> std::result::Result<usize, Refused> {
        let meeting = &self.meetings.list[at];
        match (&row.meeting_title, meeting.end) {
            (Some(title), _) if row.meeting.is_some() && *title != meeting.title => {
                let no = row.meeting.as_deref().unwrap_or_default();
                let stands = &meeting.title;
                let reason = text!(
                    "会议 {no} 是「{stands}」，不是「{title}」",
                    "meeting {no} is “{stands}”, not “{title}”"
                );
                Err(vec![self.fault(
                    "meeting_title",
                    title,
                    "meeting_mismatch",
                    reason,
                    text!("更正会议编号或名称", "correct the number or the title"),
                )])
            }
            _ => Ok(at),
        }
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
        self.line = run[0].line;
        let (source, _) = self.source_id_if_new(tx, &run)?;
        let mut stood = Vec::new();
        let mut added = 0;
        {
            let mut bulk = tx.bulk_new(&ATTENDANCE)?;
            let mut row = [const { Value::Null }; 9];
            for (at, p) in run.iter().enumerate() {
                fill(&mut row, p, source);
                if bulk.insert_if_new(p.id, &row)? {
                    added += 1;
                } else {
                    stood.push(at);
                }
            }
        }
        self.now().added += added;
        let mut standing = stood.iter().peekable();
        for (at, p) in run.iter().enumerate() {
            self.line = p.line;
            if standing.next_if(|s| **s == at).is_some() {
                let fate = self.compare(tx, p)?;
                self.fare(fate);
            } else if let Some(extra) = &p.extra {
                self.write_extra(tx, p.id, extra)?;
            }
        }
        run.clear();
        rolls.run = run;
        Ok(())
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
            let stands: bool = tx
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM attendance WHERE id = ?1)")?
                .query_row([p.id], |r| r.get(0))?;
            if !stands {
                return self.source_id(tx);
            }
        }
        Ok((None, None))
    }

    /// A line that stood already: the same, changed, or a second line for one person in this sheet.
    fn compare(&mut self, tx: &mut Tx<'_>, p: &Pending) -> Result<Result<Fate, Refused>> {
        let Some(old) = tx.row(&ATTENDANCE, p.id)? else {
            return Ok(Ok(Fate::Same));
        };
        let ours = self
            .source
            .as_ref()
            .and_then(crate::store::source::Source::written);
        let mut new = old.clone();
        if let Some(presence) = p.presence {
            new[2] = code(presence);
        }
        if let Some(part) = p.part {
            new[3] = code(part);
        }
        if p.halves.is_some() {
            new[4] = number(p.halves.map(i64::from));
        }
        if p.walk_in {
            new[5] = flag(true);
        }
        if p.note.is_some() {
            new[6] = maybe(p.note.as_deref());
        }
        let changed = new != old;
        // A line that this call wrote, from this sheet or another.
        if let (true, Value::Integer(source), Value::Integer(line)) = (changed, &old[7], &old[8])
            && self.sources.contains(source)
            && (Some(*source) != ours || *line != i64::from(p.line))
        {
            let was = match &old[2] {
                Value::Text(t) => Presence::parse(t),
                _ => None,
            };
            let (was, was_en) = was.map_or(("", ""), |p| (p.zh(), p.en()));
            let fault = self.fault(
                    "presence",
                    p.presence.map_or("", Code::zh),
                    "roll_twice",
                    text!("第 {line} 行已登记同一人同一次会议，状态不同（{was}）", "line {line} already has this person at this meeting, with another state ({was_en})"),
                    text!("保留正确的一行，删去另一行", "keep the right line and take the other out"),
                );
            return Ok(Err(vec![fault]));
        }
        let mut differs = false;
        if changed {
            let (source, line) = self.source_id(tx)?;
            new[7] = number(source);
            new[8] = number(line);
            differs |= tx.put(&ATTENDANCE, p.id, &old, &new)?;
        }
        if let Some(extra) = &p.extra {
            differs |= self.write_extra(tx, p.id, extra)?;
        }
        Ok(Ok(if differs { Fate::Changed } else { Fate::Same }))
    }

    fn write_extra(&mut self, tx: &mut Tx<'_>, id: i64, extra: &Extra) -> Result<bool> {
        let mut differs = false;
        for form in &extra.speeches {
            let known: i64 = tx
                .prepare_cached(SPOKEN)?
                .query_row((id, Code::code(*form)), |r| r.get(0))?;
            if known == 0 {
                tx.insert(&SPEECH, &[Value::Integer(id), code(*form), Value::Null])?;
                differs = true;
            }
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
