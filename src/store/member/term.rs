//! When a member was in office, and what happened to the membership.

use crate::error::{Error, Result};
use crate::model::code::StatusKind;
use crate::model::member::Member;
use crate::model::when::When;
use crate::store::table::{STATUS_EVENT, TENURE};
use crate::store::value::{code, maybe, text, when};
use crate::store::{Read, Tx};
use crate::text;
use chrono::NaiveDate;
use rusqlite::OptionalExtension;
use rusqlite::types::Value;

impl Tx<'_> {
    /// Sets the days of the current term of office.
    ///
    /// # Errors
    /// `bad_term` where it would end before it begins; the database's own failures.
    pub fn set_tenure(
        &mut self,
        member: i64,
        since: Option<When>,
        until: Option<When>,
    ) -> Result<bool> {
        let last: Option<(i64, Option<String>, Option<String>)> = {
            let mut statement = self.prepare_cached("SELECT id, since, until FROM tenure WHERE member_id = ?1 ORDER BY since DESC LIMIT 1")?;
            let mut rows =
                statement.query_map([member], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
            rows.next().transpose()?
        };
        let begun = since.or_else(|| {
            last.as_ref()
                .and_then(|(_, s, _)| s.as_deref().and_then(When::from_iso))
        });
        in_order(begun, until)?;
        match last {
            // A new term begins where the last one has ended before it.
            Some((id, s, u))
                if !ended_before(u.as_deref(), since) || since.map(|w| w.to_string()) == s =>
            {
                let mut fields = Vec::new();
                fields.extend(since.map(|s| ("since", when(Some(s)))));
                fields.extend(until.map(|u| ("until", when(Some(u)))));
                self.set(&TENURE, id, &fields)
            }
            _ => {
                self.insert(&TENURE, &[Value::Integer(member), when(since), when(until)])?;
                Ok(true)
            }
        }
    }

    /// Records what happened to a membership; events that end it end the term of office. A term
    /// that ended is not made longer: a death after it is recorded and leaves it as it is.
    ///
    /// # Errors
    /// `bad_term`, `ended_already`, `deceased`; the database's own failures.
    pub fn add_status(
        &mut self,
        member: i64,
        kind: StatusKind,
        on: NaiveDate,
        reason: &str,
        basis: Option<&str>,
    ) -> Result<i64> {
        let day = When::from(on);
        let ended = self.read().may_happen(member, kind, on)?;
        match kind {
            StatusKind::Died if ended => {}
            StatusKind::Joined | StatusKind::Reappointed => {
                self.set_tenure(member, Some(day), None)?;
            }
            StatusKind::Resigned
            | StatusKind::Persuaded
            | StatusKind::Dismissed
            | StatusKind::Transferred
            | StatusKind::Died
            | StatusKind::Left => {
                self.set_tenure(member, None, Some(day))?;
            }
            StatusKind::Reminded
            | StatusKind::Warned
            | StatusKind::Talked
            | StatusKind::Criticised
            | StatusKind::Sanctioned
            | StatusKind::Punished => {}
        }
        self.insert(
            &STATUS_EVENT,
            &[
                Value::Integer(member),
                code(kind),
                when(Some(day)),
                text(reason),
                maybe(basis),
                Value::Null,
            ],
        )
    }
}

const DIED: &str = "SELECT happened_on FROM status_event WHERE member_id = ?1 AND kind = 'died' AND cancelled IS NULL ORDER BY id LIMIT 1";

impl Read<'_> {
    /// Whether the latest term of office had ended before a day on which something happens.
    ///
    /// # Errors
    /// `ended_already`, `deceased` where it cannot happen to who is no more in office.
    fn may_happen(self, id: i64, kind: StatusKind, on: NaiveDate) -> Result<bool> {
        let Some(member) = self.member(id)? else {
            return Ok(false);
        };
        let died: Option<String> = self.conn.query_row(DIED, [id], |r| r.get(0)).optional()?;
        if let Some(died) = died.filter(|d| *d <= on.to_string()) {
            return Err(deceased(&member, &died));
        }
        let ended = member.until().filter(|until| until.last_day() < on);
        match (ended, kind) {
            (None, _) => Ok(false),
            (Some(_), StatusKind::Died | StatusKind::Joined | StatusKind::Reappointed) => Ok(true),
            (Some(until), _) => Err(ended_already(&member, until, kind)),
        }
    }
}

fn deceased(member: &Member, died: &str) -> Error {
    let (no, name) = (&member.no, &member.name);
    Error::refused(
        "deceased",
        text!("{name} 已于 {died} 去世", "{name} died on {died}"),
    )
    .hint(text!(
        "看经过：yishi member show {no}",
        "see what happened: yishi member show {no}"
    ))
}

fn ended_already(member: &Member, until: When, kind: StatusKind) -> Error {
    use crate::model::code::Code;
    let (no, name, zh, en) = (&member.no, &member.name, kind.zh(), kind.en());
    Error::refused(
        "ended_already",
        text!(
            "{name} 已于 {until} 离任，不能再记{zh}",
            "{name} left office on {until}: `{en}` cannot follow"
        ),
    )
    .hint(text!(
        "离任日期有误的，更正任期：yishi member tenure {no} --until 日期",
        "where that day is wrong, correct the term: yishi member tenure {no} --until DAY"
    ))
    .hint(text!(
        "又任职的，先记连任：yishi member status {no} 连任 --on 日期 --reason 原因",
        "who came back is recorded first: yishi member status {no} 连任 --on DAY --reason WHY"
    ))
}

/// A span begins before it ends, as far as both ends are exact.
pub(super) fn in_order(since: Option<When>, until: Option<When>) -> Result<()> {
    match (since, until) {
        (Some(since), Some(until)) if since.first_day() > until.last_day() => Err(Error::refused(
            "bad_term",
            text!(
                "止于 {until}，早于开始的 {since}",
                "it ends ({until}) before it begins ({since})"
            ),
        )
        .hint(text!("核对起止日期", "check both days"))),
        _ => Ok(()),
    }
}

fn ended_before(until: Option<&str>, since: Option<When>) -> bool {
    match (until.and_then(When::from_iso), since) {
        (Some(until), Some(since)) => until.last_day() < since.first_day(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::proposal::sample::{Office, write};

    fn happens(office: &mut Office, kind: StatusKind, on: &str) -> Result<(), &'static str> {
        let (who, on) = (office.wang, on.parse().unwrap());
        let done = write(&mut office.store, |tx| {
            tx.add_status(who, kind, on, "会议决定", None)
        });
        done.map(|_| ()).map_err(|e| e.code)
    }

    #[test]
    fn a_term_that_ended_is_not_made_longer() {
        let mut office = Office::new();
        let until = |office: &Office| {
            let member = office.store.read().member(office.wang).unwrap().unwrap();
            member.until().map(|w| w.to_string())
        };
        happens(&mut office, StatusKind::Resigned, "2026-05-31").unwrap();
        for kind in [StatusKind::Dismissed, StatusKind::Left, StatusKind::Talked] {
            assert_eq!(
                happens(&mut office, kind, "2026-09-01"),
                Err("ended_already")
            );
        }
        assert_eq!(until(&office).as_deref(), Some("2026-05-31"));
        happens(&mut office, StatusKind::Died, "2026-10-01").unwrap();
        assert_eq!(until(&office).as_deref(), Some("2026-05-31"));
        let back = happens(&mut office, StatusKind::Reappointed, "2026-11-01");
        assert_eq!(back, Err("deceased"));
        let found = office
            .store
            .read()
            .check_ledgers("2026-11-20".parse().unwrap());
        assert!(found.unwrap().iter().all(|f| f.check != "ended"));
        let who = office.wang;
        let longer = When::from_iso("2026-12-31");
        write(&mut office.store, |tx| tx.set_tenure(who, None, longer)).unwrap();
        let found = office
            .store
            .read()
            .check_ledgers("2026-11-20".parse().unwrap());
        assert_eq!(
            found.unwrap().iter().filter(|f| f.check == "ended").count(),
            1
        );
    }

    #[test]
    fn who_came_back_may_leave_again() {
        let mut office = Office::new();
        happens(&mut office, StatusKind::Resigned, "2025-05-31").unwrap();
        happens(&mut office, StatusKind::Reappointed, "2026-01-10").unwrap();
        happens(&mut office, StatusKind::Warned, "2026-03-01").unwrap();
        happens(&mut office, StatusKind::Left, "2026-06-30").unwrap();
    }
}
