//! The half-days of a meeting that keeps a roll for each; the whole meeting is told from them.

use super::read::day;
use super::refuse::not_begun;
use super::{Tx, line_id};
use crate::error::{Error, Result};
use crate::model::code::{Code, Presence};
use crate::model::meeting::Meeting;
use crate::model::meeting::roll::{Mark, Rest};
use crate::model::meeting::tally::{came, whole};
use crate::model::meeting::word::Half;
use crate::store::table::{ATTENDANCE, SITTING, SITTING_PRESENCE};
use crate::store::value::{code, maybe, when};
use crate::text;
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, named_params};

const HALF_DAYS: &str =
    "SELECT id, ord, held_on, half FROM sitting WHERE meeting_id = :meeting ORDER BY ord DESC";
const BY_ORD: &str = "SELECT id FROM sitting WHERE meeting_id = :meeting AND ord = :ord";
const HELD: &str = "SELECT meeting_id, held_on FROM sitting WHERE id = :sitting";
const MARKED: &str =
    "SELECT id FROM sitting_presence WHERE attendance_id = :line AND sitting_id = :sitting";
const REST: &str = "SELECT a.id, m.name, (SELECT state FROM leave l WHERE l.attendance_id = a.id) = 'asked' AS waiting
 FROM attendance a JOIN member m ON m.id = a.member_id LEFT JOIN sitting_presence p ON p.attendance_id = a.id AND p.sitting_id = :sitting
 WHERE a.meeting_id = :meeting AND a.walk_in = 0 AND m.cancelled IS NULL AND ifnull(p.presence, 'unrecorded') = 'unrecorded' ORDER BY a.id";

/// A half-day that keeps a roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SittingDraft {
    /// The day, within the meeting.
    pub on: NaiveDate,
    /// Morning or afternoon.
    pub half: Half,
    /// What takes place.
    pub title: Option<String>,
}

/// A sitting's meeting and day.
struct Held {
    meeting: Meeting,
    on: NaiveDate,
}

impl super::Read<'_> {
    /// The sitting of a number within its meeting.
    ///
    /// # Errors
    /// `not_found`; the database's own failures.
    pub fn find_sitting(&self, meeting: &Meeting, ord: u16) -> Result<i64> {
        let found = self
            .conn
            .prepare_cached(BY_ORD)?
            .query_row(named_params! { ":meeting": meeting.id, ":ord": ord }, |r| {
                r.get(0)
            })
            .optional()?;
        let no = &meeting.no;
        found.ok_or_else(|| {
            Error::refused(
                "not_found",
                text!("{no} 没有第 {ord} 场", "{no} has no sitting {ord}"),
            )
            .hint(text!(
                "用 yishi meeting show {no} 查看场次，用 yishi meeting sitting {no} --on 日期 --half 上午 添加",
                "yishi meeting show {no} lists the sittings, yishi meeting sitting {no} --on DAY --half am adds one"
            ))
        })
    }
}

impl Tx<'_> {
    /// Adds a half-day; sittings are numbered by time, so later ones move up. Gives its row.
    ///
    /// # Errors
    /// `sitting_outside`, `sitting_taken`, `bad_half_days`, `cancelled_meeting`; the database's
    /// own failures.
    pub fn add_sitting(&mut self, meeting: i64, draft: &SittingDraft) -> Result<i64> {
        let held = self.open_meeting(meeting)?;
        if !held.holds(draft.on) {
            return Err(outside(&held, draft.on));
        }
        let known: Vec<(i64, i64, NaiveDate, Half)> = {
            let mut statement = self.prepare_cached(HALF_DAYS)?;
            let rows = statement.query_map(named_params! { ":meeting": meeting }, |r| {
                Ok((
                    r.get("id")?,
                    r.get("ord")?,
                    day(r, "held_on")?,
                    super::read::coded(r, "half")?,
                ))
            })?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        let new = (draft.on, draft.half);
        if known.iter().any(|(_, _, on, half)| (*on, *half) == new) {
            return Err(taken(&held, draft));
        }
        if known.len() >= usize::from(held.half_days) {
            return Err(full(&held));
        }
        let mut ord = 1;
        for (id, at, on, half) in known {
            if (on, half) < new {
                ord = at + 1;
                break;
            }
            self.set(&SITTING, id, &[("ord", Value::Integer(at + 1))])?;
        }
        self.insert(
            &SITTING,
            &[
                Value::Integer(meeting),
                Value::Integer(ord),
                when(Some(draft.on.into())),
                code(draft.half),
                maybe(draft.title.as_deref()),
            ],
        )
    }

    /// Records what the roll of one sitting says of a person, and so of the whole meeting. Who is
    /// not on the meeting's roll is put there under the same rules as with [`Tx::attend`].
    ///
    /// # Errors
    /// `not_found`, `not_begun`, `one_half`, `not_on_roll`, `outside_tenure`, `cancelled_meeting`; the
    /// database's own failures.
    pub fn attend_sitting(
        &mut self,
        sitting: i64,
        member: i64,
        mark: &Mark,
        today: NaiveDate,
    ) -> Result<bool> {
        let held = self.sitting_held(sitting)?;
        not_begun(&held.meeting.no, held.on, mark.presence, today)?;
        if mark.halves.is_some() {
            return Err(one_half());
        }
        let line = line_id(member, held.meeting.id);
        if self.row(&ATTENDANCE, line)?.is_none() {
            self.come(&held.meeting, member, mark)?;
        }
        let changed = self.mark_sitting(line, sitting, mark.presence)?;
        let mut fields = Vec::new();
        fields.extend(mark.part.map(|p| ("part", code(p))));
        fields.extend(mark.note.as_deref().map(|n| ("note", maybe(Some(n)))));
        Ok(self.set(&ATTENDANCE, line, &fields)? || changed)
    }

    /// Marks everyone on the roll of whom nothing is recorded at a sitting; those whose request
    /// for leave is undecided are left out and named, those on leave stay on leave.
    ///
    /// # Errors
    /// `not_found`, `not_begun`, `cancelled_meeting`; the database's own failures.
    pub fn attend_sitting_rest(
        &mut self,
        sitting: i64,
        presence: Presence,
        today: NaiveDate,
    ) -> Result<Rest> {
        let held = self.sitting_held(sitting)?;
        not_begun(&held.meeting.no, held.on, presence, today)?;
        self.call_everyone(&held.meeting)?;
        let lines: Vec<(i64, String, bool)> = {
            let mut statement = self.prepare_cached(REST)?;
            let keys = named_params! { ":meeting": held.meeting.id, ":sitting": sitting };
            let rows = statement.query_map(keys, |r| {
                let waiting: Option<bool> = r.get("waiting")?;
                Ok((r.get("id")?, r.get("name")?, waiting.unwrap_or(false)))
            })?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        let mut rest = Rest::default();
        for (line, name, waiting) in lines {
            if waiting {
                rest.waiting.push(name);
                continue;
            }
            let says = self.on_leave(line)?.unwrap_or(presence);
            rest.marked += usize::from(self.mark_sitting(line, sitting, says)?);
        }
        Ok(rest)
    }

    /// Leave granted for the whole meeting, while no sitting says otherwise.
    fn on_leave(&self, line: i64) -> Result<Option<Presence>> {
        let whole_leave = self.row(&ATTENDANCE, line)?.is_some_and(|row| {
            ATTENDANCE
                .column("presence")
                .is_some_and(|at| row[at] == code(Presence::Leave))
        });
        let kept = self.sittings_of(line)?;
        let all_leave = kept.iter().all(|p| !came(*p) && *p != Presence::Absent);
        Ok((whole_leave && all_leave).then_some(Presence::Leave))
    }

    fn mark_sitting(&mut self, line: i64, sitting: i64, presence: Presence) -> Result<bool> {
        let marked: Option<i64> = self
            .prepare_cached(MARKED)?
            .query_row(named_params! { ":line": line, ":sitting": sitting }, |r| {
                r.get(0)
            })
            .optional()?;
        let changed = if let Some(id) = marked {
            self.set(&SITTING_PRESENCE, id, &[("presence", code(presence))])?
        } else {
            let keys = [Value::Integer(line), Value::Integer(sitting)];
            let row: Vec<Value> = keys.into_iter().chain([code(presence)]).collect();
            self.insert(&SITTING_PRESENCE, &row)?;
            true
        };
        self.tell_whole(line)?;
        Ok(changed)
    }

    /// Writes what the sittings say of the whole meeting.
    fn tell_whole(&mut self, line: i64) -> Result<bool> {
        let fields = match whole(&self.sittings_of(line)?) {
            Some((presence, halves)) => [
                ("presence", code(presence)),
                ("halves", Value::Integer(i64::from(halves))),
            ],
            None => [
                ("presence", code(Presence::Unrecorded)),
                ("halves", Value::Null),
            ],
        };
        self.set(&ATTENDANCE, line, &fields)
    }

    fn sitting_held(&self, sitting: i64) -> Result<Held> {
        let found: Option<(i64, NaiveDate)> = self
            .prepare_cached(HELD)?
            .query_row(named_params! { ":sitting": sitting }, |r| {
                Ok((r.get("meeting_id")?, day(r, "held_on")?))
            })
            .optional()?;
        let (meeting, on) = found.ok_or_else(|| {
            Error::refused(
                "not_found",
                text!(
                    "没有这一场（{sitting}）",
                    "there is no such sitting ({sitting})"
                ),
            )
            .hint(text!(
                "用 yishi meeting show 查看场次",
                "yishi meeting show lists the sittings"
            ))
        })?;
        let meeting = self.open_meeting(meeting)?;
        Ok(Held { meeting, on })
    }
}

fn one_half() -> Error {
    Error::refused(
        "one_half",
        text!(
            "一场就是半天，不另记半天数",
            "a sitting is one half-day; its half-days are not given apart"
        ),
    )
    .hint(text!("去掉 --halves", "leave out --halves"))
}

fn outside(held: &Meeting, on: NaiveDate) -> Error {
    let (no, start, end) = (&held.no, held.start, held.end);
    Error::refused(
        "sitting_outside",
        text!(
            "{on} 不在 {no} 的日期之内（{start} 至 {end}）",
            "{on} lies outside {no} ({start} to {end})"
        ),
    )
    .hint(text!(
        "会期有误：yishi meeting edit {no} --end 日期",
        "if the meeting is longer: yishi meeting edit {no} --end DAY"
    ))
}

fn taken(held: &Meeting, draft: &SittingDraft) -> Error {
    let (no, on, zh, en) = (&held.no, draft.on, draft.half.zh(), draft.half.en());
    Error::refused(
        "sitting_taken",
        text!(
            "{no} 已有 {on} {zh}这一场",
            "{no} has a sitting on {on}, {en}, already"
        ),
    )
    .hint(text!(
        "用 yishi meeting show {no} 查看",
        "yishi meeting show {no} lists them"
    ))
}

fn full(held: &Meeting) -> Error {
    let (no, all) = (&held.no, held.half_days);
    Error::refused(
        "bad_half_days",
        text!(
            "{no} 只有 {all} 个半天，场次已满",
            "{no} takes {all} half-days, and each has its sitting"
        ),
    )
    .hint(text!(
        "会议更长：yishi meeting edit {no} --half-days 数",
        "if it is longer: yishi meeting edit {no} --half-days N"
    ))
}
