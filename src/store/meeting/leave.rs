//! Leave: asked for, granted or refused, by whom and when.

use super::read::{coded, maybe_when};
use super::{Tx, line_id};
use crate::error::{Error, Result};
use crate::model::code::{Code, Dict, LeaveState, Part, Presence};
use crate::model::meeting::roll::{Arrival, Ask};
use crate::model::meeting::tally::came;
use crate::model::meeting::{Call, Meeting};
use crate::model::when::When;
use crate::store::table::{ATTENDANCE, LEAVE};
use crate::store::value::{code, maybe, number, text, when};
use crate::text;
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, named_params};

const OF_LINE: &str = "SELECT l.id, l.state, l.asked_on, l.decided_on, l.decided_by, a.presence
 FROM leave l JOIN attendance a ON a.id = l.attendance_id WHERE l.attendance_id = :line";

/// A request as far as a decision needs it.
struct Request {
    id: i64,
    state: LeaveState,
    asked_on: Option<When>,
    decided_on: Option<When>,
    decided_by: Option<String>,
    presence: Presence,
}

impl Tx<'_> {
    /// Records a request for leave, or mends one that is not decided; a refused one may be asked
    /// again. Someone whom a required plenary calls is put on its roll. Tells whether anything
    /// differs.
    ///
    /// # Errors
    /// `not_on_roll`, `leave_decided`, `unknown_word`, `cancelled_meeting`; the database's own
    /// failures.
    pub fn ask_leave(&mut self, meeting: i64, member: i64, ask: &Ask) -> Result<bool> {
        let held = self.open_meeting(meeting)?;
        let line = self.line_or_call(&held, member)?;
        let kind = ask
            .kind
            .as_deref()
            .map(|k| self.read().known_word(Dict::LeaveKind, k))
            .transpose()?;
        let row = [
            Value::Integer(line),
            code(LeaveState::Asked),
            number(kind),
            maybe(ask.reason.as_deref()),
            when(Some(ask.asked_on.into())),
            Value::Null,
            Value::Null,
        ];
        match self.leave_of(line)? {
            None => {
                self.insert(&LEAVE, &row)?;
                Ok(true)
            }
            Some(asked) if asked.state == LeaveState::Granted => Err(decided(&held, &asked)),
            Some(asked) => {
                let old = self.row(&LEAVE, asked.id)?.unwrap_or_default();
                self.put(&LEAVE, asked.id, &old, &row)
            }
        }
    }

    /// Grants a request; the roll says “on leave” then, unless the person came after all.
    ///
    /// # Errors
    /// `not_on_roll`, `no_leave`, `leave_decided`, `decided_before_asked`, `who_decided`,
    /// `cancelled_meeting`; the database's own failures.
    pub fn grant_leave(
        &mut self,
        meeting: i64,
        member: i64,
        by: &str,
        on: NaiveDate,
    ) -> Result<()> {
        let held = self.open_meeting(meeting)?;
        let asked = self.decide(&held, member, LeaveState::Granted, by, on)?;
        let line = line_id(member, meeting);
        if !came(asked.presence) && self.sittings_of(line)?.is_empty() {
            self.set(&ATTENDANCE, line, &[("presence", code(Presence::Leave))])?;
        }
        Ok(())
    }

    /// Refuses a request; what the roll says stays as it is.
    ///
    /// # Errors
    /// As [`Tx::grant_leave`].
    pub fn refuse_leave(
        &mut self,
        meeting: i64,
        member: i64,
        by: &str,
        on: NaiveDate,
    ) -> Result<()> {
        let held = self.open_meeting(meeting)?;
        self.decide(&held, member, LeaveState::Refused, by, on)?;
        Ok(())
    }

    fn decide(
        &mut self,
        held: &Meeting,
        member: i64,
        state: LeaveState,
        by: &str,
        on: NaiveDate,
    ) -> Result<Request> {
        let line = self.line(held, member)?;
        let asked = self.leave_of(line)?.ok_or_else(|| no_leave(held))?;
        if asked.state != LeaveState::Asked {
            return Err(decided(held, &asked));
        }
        if let Some(asked_on) = asked.asked_on.filter(|a| on < a.first_day()) {
            return Err(too_soon(held, asked_on, on));
        }
        if by.trim().is_empty() {
            return Err(Error::refused(
                "who_decided",
                text!("请假要写明审批人", "a decision on leave needs who decided"),
            )
            .hint(text!(
                "写明是谁：--grant 审批人 或 --refuse 审批人",
                "say who: --grant WHO or --refuse WHO"
            )));
        }
        self.set(
            &LEAVE,
            asked.id,
            &[
                ("state", code(state)),
                ("decided_on", when(Some(on.into()))),
                ("decided_by", text(by.trim())),
            ],
        )?;
        Ok(asked)
    }

    fn line_or_call(&mut self, held: &Meeting, member: i64) -> Result<i64> {
        let line = line_id(member, held.id);
        if held.call() == Call::Everyone
            && self.row(&ATTENDANCE, line)?.is_none()
            && self.known_member(member)?.serves(held.start)
        {
            return self.seat(held, member, Part::Attendee, Arrival::Listed);
        }
        self.line(held, member)
    }

    fn leave_of(&self, line: i64) -> Result<Option<Request>> {
        let asked = self
            .prepare_cached(OF_LINE)?
            .query_row(named_params! { ":line": line }, |r| {
                Ok(Request {
                    id: r.get("id")?,
                    state: coded(r, "state")?,
                    asked_on: maybe_when(r, "asked_on")?,
                    decided_on: maybe_when(r, "decided_on")?,
                    decided_by: r.get("decided_by")?,
                    presence: coded(r, "presence")?,
                })
            })
            .optional()?;
        Ok(asked)
    }
}

fn no_leave(held: &Meeting) -> Error {
    let no = &held.no;
    Error::refused(
        "no_leave",
        text!("在 {no} 没有请假申请", "no leave was asked for at {no}"),
    )
    .hint(text!(
        "先登记申请：yishi meeting leave {no} 委员 --reason 原因",
        "record the request first: yishi meeting leave {no} MEMBER --reason WHY"
    ))
}

fn decided(held: &Meeting, asked: &Request) -> Error {
    let (no, zh, en) = (&held.no, asked.state.zh(), asked.state.en());
    let by = asked.decided_by.as_deref().unwrap_or("");
    let on = asked.decided_on.map(|d| d.to_string()).unwrap_or_default();
    Error::refused(
        "leave_decided",
        text!(
            "{no} 的这个请假已有结果：{zh}（{by} {on}）",
            "this request at {no} was decided: {en} ({by} {on})"
        ),
    )
    .hint(text!(
        "结果有误，用 yishi log 找到那次操作再撤销；不同意的可以重新申请：yishi meeting leave {no} 委员",
        "if that is wrong, find the command with yishi log and undo it; a refused request may be asked again: yishi meeting leave {no} MEMBER"
    ))
}

fn too_soon(held: &Meeting, asked_on: When, on: NaiveDate) -> Error {
    let no = &held.no;
    Error::refused(
        "decided_before_asked",
        text!(
            "审批日期 {on} 早于申请日期 {asked_on}",
            "the leave would be decided ({on}) before it was asked for ({asked_on})"
        ),
    )
    .hint(text!(
        "改 --on 日期；申请日期有误：yishi meeting leave {no} 委员 --asked 日期",
        "change --on DAY; if the request's day is wrong: yishi meeting leave {no} MEMBER --asked DAY"
    ))
}
