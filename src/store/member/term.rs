//! When a member was in office, and what happened to the membership.

use crate::error::{Error, Result};
use crate::model::code::StatusKind;
use crate::model::when::When;
use crate::store::Tx;
use crate::store::table::{STATUS_EVENT, TENURE};
use crate::store::value::{code, maybe, text, when};
use crate::text;
use chrono::NaiveDate;
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

    /// Records what happened to a membership; events that end it end the term of office.
    ///
    /// # Errors
    /// `bad_term`; the database's own failures.
    pub fn add_status(
        &mut self,
        member: i64,
        kind: StatusKind,
        on: NaiveDate,
        reason: &str,
        basis: Option<&str>,
    ) -> Result<i64> {
        let day = When::from(on);
        match kind {
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
            | StatusKind::Sanctioned => {}
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
