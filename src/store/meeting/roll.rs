//! A meeting's roll as a whole: who was due, who came, who spoke, who asked for leave.

use super::Read;
use super::read::{coded, day, maybe_when};
use super::refuse::no_such_meeting;
use crate::error::Result;
use crate::model::code::{Part, Presence};
use crate::model::meeting::Meeting;
use crate::model::meeting::roll::{Guest, Leave, Line, Roll, Sitting, Speech};
use crate::model::meeting::tally::{Seat, Standing, Tally};
use crate::model::member::Member;
use crate::store::source;
use rusqlite::{Row, named_params};
use std::collections::HashMap;

const LINES: &str =
    "SELECT a.member_id, a.presence, a.part, a.halves, a.walk_in, a.note, f.file, f.sheet, a.line
 FROM attendance a LEFT JOIN source f ON f.id = a.source_id WHERE a.meeting_id = :meeting";
const SPEECHES: &str =
    "SELECT a.member_id, s.form, s.title FROM attendance a JOIN speech s ON s.attendance_id = a.id
 WHERE a.meeting_id = :meeting ORDER BY s.id";
const LEAVES: &str = "SELECT a.member_id, l.state, w.name AS kind, l.reason, l.asked_on, l.decided_on, l.decided_by
 FROM attendance a JOIN leave l ON l.attendance_id = a.id LEFT JOIN word w ON w.id = l.kind_id WHERE a.meeting_id = :meeting";
const SITTINGS: &str =
    "SELECT id, ord, held_on, half, title FROM sitting WHERE meeting_id = :meeting ORDER BY ord";
const AT_SITTINGS: &str = "SELECT a.member_id, p.sitting_id, p.presence FROM attendance a JOIN sitting_presence p ON p.attendance_id = a.id
 WHERE a.meeting_id = :meeting";
const GUESTS: &str = "SELECT id, name, unit, part, note FROM guest WHERE meeting_id = :meeting AND cancelled IS NULL ORDER BY id";

/// What the roll's own row says, before the member is known.
struct Written {
    seat: Seat,
    halves: Option<u16>,
    note: Option<String>,
    source: Option<String>,
}

fn written(r: &Row<'_>) -> rusqlite::Result<(i64, Written)> {
    let written = Written {
        seat: Seat {
            presence: coded(r, "presence")?,
            part: coded(r, "part")?,
            walk_in: r.get("walk_in")?,
        },
        halves: r.get("halves")?,
        note: r.get("note")?,
        source: source::place(r.get("file")?, r.get("sheet")?, r.get("line")?),
    };
    Ok((r.get("member_id")?, written))
}

fn speech(r: &Row<'_>) -> rusqlite::Result<(i64, Speech)> {
    let speech = Speech {
        form: coded(r, "form")?,
        title: r.get("title")?,
    };
    Ok((r.get("member_id")?, speech))
}

fn leave(r: &Row<'_>) -> rusqlite::Result<(i64, Leave)> {
    let leave = Leave {
        state: coded(r, "state")?,
        kind: r.get("kind")?,
        reason: r.get("reason")?,
        asked_on: maybe_when(r, "asked_on")?,
        decided_on: maybe_when(r, "decided_on")?,
        decided_by: r.get("decided_by")?,
    };
    Ok((r.get("member_id")?, leave))
}

fn sitting(r: &Row<'_>) -> rusqlite::Result<Sitting> {
    Ok(Sitting {
        id: r.get("id")?,
        ord: r.get("ord")?,
        on: day(r, "held_on")?,
        half: coded(r, "half")?,
        title: r.get("title")?,
        tally: Tally::default(),
    })
}

fn guest(r: &Row<'_>) -> rusqlite::Result<Guest> {
    Ok(Guest {
        id: r.get("id")?,
        name: r.get("name")?,
        unit: r.get("unit")?,
        part: coded(r, "part")?,
        note: r.get("note")?,
    })
}

/// Everything that hangs on a roll, by member.
struct Sheets {
    lines: HashMap<i64, Written>,
    speeches: HashMap<i64, Vec<Speech>>,
    leaves: HashMap<i64, Leave>,
    at_sittings: HashMap<(i64, i64), Presence>,
    sittings: Vec<Sitting>,
}

impl Read<'_> {
    /// The roll of a meeting, in the official order of members.
    ///
    /// # Errors
    /// `not_found`; the database's own failures.
    pub fn roll(&self, meeting: i64) -> Result<Roll> {
        let held = self
            .meeting(meeting)?
            .ok_or_else(|| no_such_meeting(meeting))?;
        let mut sheets = self.sheets(meeting)?;
        let (mut lines, mut tally) = (Vec::new(), Tally::default());
        for member in self.members(&[])? {
            let seat = sheets.lines.get(&member.id).map(|w| w.seat);
            let standing = Standing::of(held.call(), held.start, &member.tenure, seat);
            if standing == Standing::Outside {
                continue;
            }
            tally.add(standing);
            lines.push(sheets.line(member, &held, standing));
        }
        let guests = self.rows(GUESTS, meeting, guest)?;
        let sittings = sheets.sittings;
        Ok(Roll {
            meeting: held,
            lines,
            tally,
            sittings,
            guests,
        })
    }

    fn sheets(self, meeting: i64) -> Result<Sheets> {
        let mut speeches: HashMap<i64, Vec<Speech>> = HashMap::new();
        for (member, speech) in self.rows(SPEECHES, meeting, speech)? {
            speeches.entry(member).or_default().push(speech);
        }
        let at = |r: &Row<'_>| {
            let key = (r.get("member_id")?, r.get("sitting_id")?);
            Ok((key, coded(r, "presence")?))
        };
        Ok(Sheets {
            lines: self.rows(LINES, meeting, written)?.into_iter().collect(),
            speeches,
            leaves: self.rows(LEAVES, meeting, leave)?.into_iter().collect(),
            at_sittings: self.rows(AT_SITTINGS, meeting, at)?.into_iter().collect(),
            sittings: self.rows(SITTINGS, meeting, sitting)?,
        })
    }

    fn rows<T>(
        self,
        sql: &str,
        meeting: i64,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(named_params! { ":meeting": meeting }, read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Sheets {
    /// One member's line, counted at each sitting too.
    fn line(&mut self, member: Member, held: &Meeting, standing: Standing) -> Line {
        let written = self.lines.remove(&member.id);
        let seat = written.as_ref().map(|w| w.seat);
        let mut at = Vec::with_capacity(self.sittings.len());
        for sitting in &mut self.sittings {
            let key = (member.id, sitting.id);
            let says = self.at_sittings.get(&key);
            let presence = says.copied().unwrap_or(Presence::Unrecorded);
            let there = seat.map(|s| Seat { presence, ..s });
            sitting
                .tally
                .add(Standing::of(held.call(), held.start, &member.tenure, there));
            at.push(presence);
        }
        Line {
            member: member.id,
            on_roll: seat.is_some(),
            due: standing.is_due(),
            presence: seat.map_or(Presence::Unrecorded, |s| s.presence),
            part: seat.map_or(Part::Attendee, |s| s.part),
            halves: written.as_ref().and_then(|w| w.halves),
            walk_in: seat.is_some_and(|s| s.walk_in),
            speeches: self.speeches.remove(&member.id).unwrap_or_default(),
            leave: self.leaves.remove(&member.id),
            sittings: at,
            source: written.as_ref().and_then(|w| w.source.clone()),
            note: written.and_then(|w| w.note),
            no: member.no,
            name: member.name,
            sector: member.sector,
        }
    }
}
