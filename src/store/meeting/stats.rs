//! Attendance over many meetings: of one member, and of all in one pass.

use super::Read;
use crate::error::Result;
use crate::model::code::{Part, Presence};
use crate::model::filter::Term;
use crate::model::meeting::roll::{AttendanceLine, AttendanceOf, Attended};
use crate::model::meeting::tally::{Seat, Standing, Tally};
use crate::model::meeting::word::Class;
use crate::model::meeting::{Call, Held};
use crate::model::member::{Member, Span};
use crate::model::when::When;
use crate::store::columns::Columns;
use chrono::{Datelike, NaiveDate};
use rusqlite::{Row, named_params};
use std::collections::{HashMap, HashSet};

// :from is a year here: `2026` and `2026-03` sort before the days inside them, and only the
// reader can tell whether they lie in the span.
const OF_MEMBER: &str = "SELECT a.presence, a.part, a.walk_in, w.name, k.start_on, k.duty,
 k.id, k.no, k.title, w.class, k.half_days, a.halves
 FROM meeting k JOIN word w ON w.id = k.kind_id LEFT JOIN attendance a ON a.id = (:member << 32) + k.id
 WHERE k.cancelled IS NULL AND k.start_on BETWEEN :from AND :to AND (a.id IS NOT NULL OR k.duty = 'required') ORDER BY k.start_on, k.no";
const MEETINGS: &str =
    "SELECT k.id, w.name, k.start_on, k.duty FROM meeting k JOIN word w ON w.id = k.kind_id
 WHERE k.cancelled IS NULL AND k.start_on BETWEEN :from AND :to";
const SEATS: &str = "SELECT a.member_id, a.meeting_id, a.presence, a.part, a.walk_in FROM attendance a JOIN meeting k ON k.id = a.meeting_id
 WHERE k.cancelled IS NULL AND k.start_on BETWEEN :from AND :to";

const HELD: &str =
    "SELECT w.name, k.start_on, k.end_on FROM meeting k JOIN word w ON w.id = k.kind_id
 WHERE k.cancelled IS NULL AND k.start_on BETWEEN :from AND :to ORDER BY k.start_on, k.no";

/// The days that are asked about.
#[derive(Clone, Copy)]
struct Window {
    from: NaiveDate,
    to: NaiveDate,
}

impl Window {
    fn keys(self) -> (String, String) {
        (
            format!("{:04}", self.from.year()),
            When::from(self.to).to_string(),
        )
    }

    fn holds(self, start: When) -> bool {
        (self.from..=self.to).contains(&start.first_day())
    }
}

impl Read<'_> {
    /// The meetings that begin from one day to another, both included: held, and to come as far as
    /// they are in the ledger.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn meetings_held(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<Held>> {
        let window = Window { from, to };
        let (first, last) = window.keys();
        let mut statement = self.conn.prepare_cached(HELD)?;
        let mut rows = statement.query(named_params! { ":from": first, ":to": last })?;
        let mut held = Vec::new();
        while let Some(r) = rows.next()? {
            let mut c = Columns::of(r);
            let (kind, start, end) = (c.take()?, c.when()?, c.when()?);
            if window.holds(start) {
                held.push(Held { kind, start, end });
            }
        }
        Ok(held)
    }

    /// A member's attendance at the meetings that begin from one day to another, both included,
    /// with the terms of office that say what was due. Meetings to come count too: end at today
    /// where only what was held matters.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn attendance_of(
        &self,
        member: &Member,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<AttendanceOf> {
        let window = Window { from, to };
        let (first, last) = window.keys();
        let mut statement = self.conn.prepare_cached(OF_MEMBER)?;
        let keys = named_params! { ":member": member.id, ":from": first, ":to": last };
        let mut rows = statement.query(keys)?;
        let mut of = AttendanceOf::default();
        while let Some(r) = rows.next()? {
            let (meeting, standing) = attended(r, &member.tenure)?;
            if standing != Standing::Outside && window.holds(meeting.start) {
                of.tally.add(standing);
                of.meetings.push(meeting);
            }
        }
        Ok(of)
    }

    /// The attendance of every member that fits the terms on the last day, in the official order, at the meetings
    /// that begin from one day to another: one pass over the rolls.
    ///
    /// # Errors
    /// `unknown_field`, `bad_value`; the database's own failures.
    pub fn attendance_table(
        &self,
        terms: &[Term],
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<AttendanceLine>> {
        let window = Window { from, to };
        let meetings = self.called(window)?;
        let members = self.members_on(terms, to)?;
        let place: HashMap<i64, usize> = members
            .iter()
            .enumerate()
            .map(|(at, m)| (m.id, at))
            .collect();
        let mut tallies = vec![Tally::default(); members.len()];
        let mut seen: HashSet<(usize, i64)> = HashSet::new();
        let (first, last) = window.keys();
        let mut statement = self.conn.prepare_cached(SEATS)?;
        let mut rows = statement.query(named_params! { ":from": first, ":to": last })?;
        while let Some(r) = rows.next()? {
            let mut c = Columns::of(r);
            let (member, meeting): (i64, i64) = (c.take()?, c.take()?);
            let (Some(at), Some((start, call))) = (place.get(&member), meetings.get(&meeting))
            else {
                continue;
            };
            let seat = seat(&mut c)?;
            tallies[*at].add(Standing::of(*call, *start, &members[*at].tenure, seat));
            if *call == Call::Everyone {
                seen.insert((*at, meeting));
            }
        }
        for (meeting, (start, call)) in meetings.iter().filter(|(_, m)| m.1 == Call::Everyone) {
            for (at, member) in members.iter().enumerate() {
                if !seen.contains(&(at, *meeting)) {
                    tallies[at].add(Standing::of(*call, *start, &member.tenure, None));
                }
            }
        }
        let line = |(member, tally): (Member, Tally)| AttendanceLine {
            member: member.id,
            no: member.no,
            name: member.name,
            sector: member.sector,
            tally,
        };
        Ok(members.into_iter().zip(tallies).map(line).collect())
    }

    fn called(self, window: Window) -> Result<HashMap<i64, (When, Call)>> {
        let (first, last) = window.keys();
        let mut statement = self.conn.prepare_cached(MEETINGS)?;
        let rows = statement.query_map(named_params! { ":from": first, ":to": last }, |r| {
            let mut c = Columns::of(r);
            let (id, kind, start): (_, String, _) = (c.take()?, c.take()?, c.when()?);
            Ok((id, (start, Call::of(&kind, c.code()?))))
        })?;
        let mut meetings = rows.collect::<rusqlite::Result<HashMap<i64, (When, Call)>>>()?;
        meetings.retain(|_, (start, _)| window.holds(*start));
        Ok(meetings)
    }
}

/// The line on the roll of the next three columns, where the row has one.
fn seat(c: &mut Columns<'_, '_>) -> rusqlite::Result<Option<Seat>> {
    let (presence, part, walk_in) = (c.maybe_code()?, c.maybe_code()?, c.take::<Option<bool>>()?);
    let whole = presence.zip(part).zip(walk_in);
    Ok(whole.map(|((presence, part), walk_in)| Seat {
        presence,
        part,
        walk_in,
    }))
}

fn attended(r: &Row<'_>, tenure: &[Span]) -> rusqlite::Result<(Attended, Standing)> {
    let mut c = Columns::of(r);
    let seat = seat(&mut c)?;
    let (kind, start, duty): (String, When, _) = (c.take()?, c.when()?, c.code()?);
    let standing = Standing::of(Call::of(&kind, duty), start, tenure, seat);
    let meeting = Attended {
        meeting: c.take()?,
        no: c.take()?,
        title: c.take()?,
        class: c.maybe_code()?.unwrap_or(Class::Meeting),
        half_days: c.take()?,
        halves: c.take()?,
        kind,
        start,
        duty,
        on_roll: seat.is_some(),
        due: standing.is_due(),
        presence: seat.map_or(Presence::Unrecorded, |s| s.presence),
        part: seat.map_or(Part::Attendee, |s| s.part),
        walk_in: seat.is_some_and(|s| s.walk_in),
    };
    Ok((meeting, standing))
}
