//! What a roll says of a person: one at a time, or all the rest at once.

use super::read::coded;
use super::refuse::{not_begun, not_on_roll, outside_tenure};
use super::{Tx, line_id};
use crate::error::{Error, Result};
use crate::model::code::{Code, Duty, Part, Presence};
use crate::model::meeting::roll::{Arrival, Mark, Rest};
use crate::model::meeting::tally::{came, whole};
use crate::model::meeting::{Call, Meeting};
use crate::store::table::ATTENDANCE;
use crate::store::value::{code, flag, maybe};
use crate::text;
use chrono::NaiveDate;
use rusqlite::named_params;
use rusqlite::types::Value;

const NOW: &str =
    "SELECT a.walk_in, (SELECT count(*) FROM speech s WHERE s.attendance_id = a.id) AS speeches,
 (SELECT count(*) FROM speech s WHERE s.attendance_id = a.id AND s.form = 'oral') AS oral
 FROM attendance a WHERE a.id = :line";
const KEPT_BY_SITTING: &str =
    "SELECT presence FROM sitting_presence WHERE attendance_id = :line ORDER BY sitting_id";
const REST: &str = "SELECT a.id, m.name, (SELECT state FROM leave l WHERE l.attendance_id = a.id) = 'asked' AS waiting
 FROM attendance a JOIN member m ON m.id = a.member_id
 WHERE a.meeting_id = :meeting AND a.presence = 'unrecorded' AND a.walk_in = 0 AND m.cancelled IS NULL ORDER BY a.id";

impl Tx<'_> {
    /// Records what the roll says of a person; tells whether anything differs. Someone who is not
    /// on the roll is put there as a walk-in where coming is free, or where the mark says so; a
    /// required plenary takes every member in office without more.
    ///
    /// # Errors
    /// `not_begun`, `not_on_roll`, `outside_tenure`, `too_many_halves`, `walk_in_away`, `due_to_come`,
    /// `has_speech`, `kept_by_sitting`, `cancelled_meeting`; the database's own failures.
    pub fn attend(
        &mut self,
        meeting: i64,
        member: i64,
        mark: &Mark,
        today: NaiveDate,
    ) -> Result<bool> {
        let held = self.open_meeting(meeting)?;
        not_begun(&held.no, held.start.first_day(), mark.presence, today)?;
        fitting_halves(&held, mark)?;
        let line = line_id(member, meeting);
        let fresh = self.row(&ATTENDANCE, line)?.is_none();
        if fresh {
            self.come(&held, member, mark)?;
        }
        self.consistent(&held, line, mark)?;
        let mut fields = vec![("presence", code(mark.presence))];
        if mark.arrival == Arrival::WalkIn {
            if held.call() == Call::Everyone {
                return Err(due_to_come(&held));
            }
            fields.push(("walk_in", flag(true)));
        }
        fields.extend(mark.part.map(|p| ("part", code(p))));
        match mark.halves {
            Some(halves) => fields.push(("halves", Value::Integer(i64::from(halves)))),
            None if !came(mark.presence) => fields.push(("halves", Value::Null)),
            None => {}
        }
        fields.extend(mark.note.as_deref().map(|n| ("note", maybe(Some(n)))));
        Ok(self.set(&ATTENDANCE, line, &fields)? || fresh)
    }

    /// Marks everyone on the roll of whom nothing is recorded; those whose request for leave is
    /// undecided are left out and named. At a required plenary everyone due is on the roll then.
    ///
    /// # Errors
    /// `not_begun`, `cancelled_meeting`; the database's own failures.
    pub fn attend_rest(
        &mut self,
        meeting: i64,
        presence: Presence,
        today: NaiveDate,
    ) -> Result<Rest> {
        let held = self.open_meeting(meeting)?;
        not_begun(&held.no, held.start.first_day(), presence, today)?;
        self.call_everyone(&held)?;
        let mut rest = Rest::default();
        for (line, name, waiting) in self.unrecorded(meeting)? {
            if waiting {
                rest.waiting.push(name);
            } else if self.set(&ATTENDANCE, line, &[("presence", code(presence))])? {
                rest.marked += 1;
            }
        }
        Ok(rest)
    }

    /// Puts everyone whom a required plenary calls on its roll.
    pub(super) fn call_everyone(&mut self, held: &Meeting) -> Result<()> {
        if held.call() == Call::Listed {
            return Ok(());
        }
        for member in self.read().members(&[])? {
            let line = line_id(member.id, held.id);
            if member.serves(held.start) && self.row(&ATTENDANCE, line)?.is_none() {
                self.seat(held, member.id, Part::Attendee, Arrival::Listed)?;
            }
        }
        Ok(())
    }

    fn unrecorded(&self, meeting: i64) -> Result<Vec<(i64, String, bool)>> {
        let mut statement = self.prepare_cached(REST)?;
        let rows = statement.query_map(named_params! { ":meeting": meeting }, |r| {
            Ok((
                r.get("id")?,
                r.get("name")?,
                r.get::<_, Option<bool>>("waiting")?.unwrap_or(false),
            ))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Puts someone on the roll who turns out to be there, or refuses.
    pub(super) fn come(&mut self, held: &Meeting, member: i64, mark: &Mark) -> Result<()> {
        let person = self.known_member(member)?;
        if !held.admits(&person.tenure) {
            return Err(outside_tenure(held, &[&person]));
        }
        let free = held.duty != Duty::Required || mark.arrival == Arrival::WalkIn;
        let arrival = match held.call() {
            Call::Everyone => Arrival::Listed,
            Call::Listed if came(mark.presence) && free => Arrival::WalkIn,
            Call::Listed => return Err(not_on_roll(held, &person)),
        };
        self.seat(held, member, mark.part.unwrap_or(Part::Attendee), arrival)?;
        Ok(())
    }

    /// Refuses a presence that the rest of the line contradicts.
    fn consistent(&self, held: &Meeting, line: i64, mark: &Mark) -> Result<()> {
        let (walk_in, speeches, oral) =
            self.prepare_cached(NOW)?
                .query_row(named_params! { ":line": line }, |r| {
                    Ok((
                        r.get::<_, bool>("walk_in")?,
                        r.get::<_, i64>("speeches")?,
                        r.get::<_, i64>("oral")?,
                    ))
                })?;
        let away = matches!(mark.presence, Presence::Absent | Presence::Leave);
        if (walk_in || mark.arrival == Arrival::WalkIn) && away {
            return Err(walk_in_away(held, mark.presence));
        }
        let spoken = match mark.presence {
            Presence::Absent => speeches,
            Presence::Leave => oral,
            _ => 0,
        };
        if spoken > 0 {
            return Err(has_speech(held, mark.presence));
        }
        match whole(&self.sittings_of(line)?) {
            Some((told, halves)) if !agrees(mark, told, halves) => {
                Err(kept_by_sitting(held, told, halves))
            }
            _ => Ok(()),
        }
    }

    /// What the sittings say of a line so far.
    pub(super) fn sittings_of(&self, line: i64) -> Result<Vec<Presence>> {
        let mut statement = self.prepare_cached(KEPT_BY_SITTING)?;
        let rows =
            statement.query_map(named_params! { ":line": line }, |r| coded(r, "presence"))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// The same, or a closer word for having been there.
fn agrees(mark: &Mark, told: Presence, halves: u16) -> bool {
    let closer = came(told) && came(mark.presence) && mark.presence != Presence::Present;
    (mark.presence == told || closer) && mark.halves.is_none_or(|h| h == halves)
}

fn fitting_halves(held: &Meeting, mark: &Mark) -> Result<()> {
    let (no, all) = (&held.no, held.half_days);
    let most = if came(mark.presence) { all } else { 0 };
    match mark.halves {
        Some(halves) if halves > most => {
            let (zh, en) = (mark.presence.zh(), mark.presence.en());
            Err(Error::refused(
                "too_many_halves",
                text!(
                    "「{zh}」最多记 {most} 个半天，不能是 {halves}（{no} 共 {all} 个半天）",
                    "“{en}” takes at most {most} half-days, not {halves} ({no} has {all})"
                ),
            )
            .hint(text!(
                "会议半天数有误：yishi meeting edit {no} --half-days 数",
                "if the meeting is longer: yishi meeting edit {no} --half-days N"
            )))
        }
        _ => Ok(()),
    }
}

fn walk_in_away(held: &Meeting, presence: Presence) -> Error {
    let (no, zh, en) = (&held.no, presence.zh(), presence.en());
    Error::refused(
        "walk_in_away",
        text!(
            "未报名到会的人不能登记为「{zh}」",
            "someone who came without an invitation cannot be “{en}”"
        ),
    )
    .hint(text!(
        "没有来的，先改为未登记，再移出名单：yishi meeting uninvite {no} 委员",
        "if they did not come, mark them unrecorded and take them off: yishi meeting uninvite {no} MEMBER"
    ))
}

fn due_to_come(held: &Meeting) -> Error {
    let no = &held.no;
    Error::refused(
        "due_to_come",
        text!(
            "{no} 是在任委员都应到的会议，没有临时到会的",
            "everyone in office is due at {no}: nobody just comes"
        ),
    )
    .hint(text!(
        "登记出席：yishi meeting attend {no} 委员 --status 出席；会议不是人人应到的：yishi meeting edit {no} --duty open",
        "record them as present: yishi meeting attend {no} MEMBER --status present; if not everyone is due: yishi meeting edit {no} --duty open"
    ))
}

fn has_speech(held: &Meeting, presence: Presence) -> Error {
    let (no, zh, en) = (&held.no, presence.zh(), presence.en());
    Error::refused(
        "has_speech",
        text!(
            "已登记发言，不能改为「{zh}」",
            "a speech is recorded; the line cannot become “{en}”"
        ),
    )
    .hint(text!(
        "先去掉发言：yishi meeting speech {no} 委员 --remove",
        "take the speech away first: yishi meeting speech {no} MEMBER --remove"
    ))
}

fn kept_by_sitting(held: &Meeting, told: Presence, halves: u16) -> Error {
    let (no, zh, en) = (&held.no, told.zh(), told.en());
    Error::refused(
        "kept_by_sitting",
        text!(
            "{no} 按场次登记，各场合计为「{zh}」，出席 {halves} 个半天",
            "{no} keeps a roll for each sitting; together they say “{en}”, {halves} half-days"
        ),
    )
    .hint(text!(
        "改那一场的登记：yishi meeting attend {no} 委员 --sitting 场次 --status 状态",
        "change it at the sitting: yishi meeting attend {no} MEMBER --sitting N --status STATE"
    ))
}
