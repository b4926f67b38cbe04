//! Who is put on a roll, and who is taken off it.

use super::refuse::{no_such_member, outside_tenure};
use super::{Tx, line_id};
use crate::error::{Error, Result};
use crate::model::code::{Part, Presence};
use crate::model::meeting::Meeting;
use crate::model::meeting::roll::{Arrival, Invited};
use crate::model::member::Member;
use crate::store::table::ATTENDANCE;
use crate::store::value::{code, flag};
use crate::text;
use rusqlite::named_params;
use rusqlite::types::Value;
use std::collections::HashMap;

const HELD: &str = "SELECT (SELECT presence FROM attendance WHERE id = :line) AS presence,
 (SELECT count(*) FROM sitting_presence WHERE attendance_id = :line) AS sittings,
 (SELECT count(*) FROM speech WHERE attendance_id = :line) AS speeches,
 (SELECT count(*) FROM leave WHERE attendance_id = :line) AS leaves";

impl Tx<'_> {
    /// Puts members on a meeting's roll; those who stand there already stay as they are. One who
    /// is refused refuses all.
    ///
    /// # Errors
    /// `not_found`, `cancelled_meeting`, `outside_tenure` with every such person and their terms;
    /// the database's own failures.
    pub fn invite(&mut self, meeting: i64, members: &[i64], part: Part) -> Result<Invited> {
        let held = self.open_meeting(meeting)?;
        let all: HashMap<i64, Member> = match members {
            [one] => [(*one, self.known_member(*one)?)].into(),
            _ => self
                .read()
                .members(&[])?
                .into_iter()
                .map(|m| (m.id, m))
                .collect(),
        };
        let mut called = Vec::with_capacity(members.len());
        for id in members {
            called.push(all.get(id).ok_or_else(|| no_such_member(*id))?);
        }
        let mut done = Invited::default();
        let (new, old): (Vec<&Member>, Vec<&Member>) =
            split(called, |m| self.row(&ATTENDANCE, line_id(m.id, meeting)))?;
        done.already = old.len();
        let outside: Vec<&Member> = new
            .iter()
            .copied()
            .filter(|m| !held.admits(&m.tenure))
            .collect();
        if !outside.is_empty() {
            return Err(outside_tenure(&held, &outside));
        }
        for member in new {
            let line = line_id(member.id, meeting);
            // The same person may be named twice in one call.
            if self.row(&ATTENDANCE, line)?.is_none() {
                self.seat(&held, member.id, part, Arrival::Listed)?;
                done.added += 1;
            }
        }
        Ok(done)
    }

    /// Takes a member off a roll on which nothing is recorded of them yet; the journal keeps it.
    ///
    /// # Errors
    /// `not_on_roll`, `recorded_already`, `cancelled_meeting`; the database's own failures.
    pub fn uninvite(&mut self, meeting: i64, member: i64) -> Result<()> {
        let held = self.open_meeting(meeting)?;
        let line = self.line(&held, member)?;
        let bare: bool =
            self.prepare_cached(HELD)?
                .query_row(named_params! { ":line": line }, |r| {
                    let presence: Presence = super::read::coded(r, "presence")?;
                    let lines = r.get::<_, i64>("sittings")?
                        + r.get::<_, i64>("speeches")?
                        + r.get::<_, i64>("leaves")?;
                    Ok(presence == Presence::Unrecorded && lines == 0)
                })?;
        if bare {
            return self.delete(&ATTENDANCE, line);
        }
        let person = self.known_member(member)?;
        let (no, who, name) = (&held.no, &person.no, &person.name);
        Err(Error::refused(
            "recorded_already",
            text!(
                "{name}（{who}）在 {no} 已有出席、发言或请假记录，不能移出名单",
                "{name} ({who}) has attendance, speech or leave recorded at {no} and stays on its roll"
            ),
        )
        .hint(text!(
            "登记有误：yishi meeting attend {no} {who} --status 未登记，或用 yishi log 找到那次操作再撤销",
            "if that is wrong: yishi meeting attend {no} {who} --status unrecorded, or find the command with yishi log and undo it"
        )))
    }

    /// Writes a new line on a roll.
    pub(super) fn seat(
        &mut self,
        meeting: &Meeting,
        member: i64,
        part: Part,
        arrival: Arrival,
    ) -> Result<i64> {
        let line = line_id(member, meeting.id);
        self.insert_at(
            &ATTENDANCE,
            line,
            &[
                Value::Integer(member),
                Value::Integer(meeting.id),
                code(Presence::Unrecorded),
                code(part),
                Value::Null,
                flag(arrival == Arrival::WalkIn),
                Value::Null,
                Value::Null,
                Value::Null,
            ],
        )?;
        Ok(line)
    }
}

/// Those without a line, and those with one.
fn split(
    members: Vec<&Member>,
    line: impl Fn(&Member) -> Result<Option<Vec<Value>>>,
) -> Result<(Vec<&Member>, Vec<&Member>)> {
    let (mut new, mut old) = (Vec::new(), Vec::new());
    for member in members {
        if line(member)?.is_some() {
            old.push(member);
        } else {
            new.push(member);
        }
    }
    Ok((new, old))
}
