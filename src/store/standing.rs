//! How members stand on a day, and by which names they may be known.

use super::columns::Columns;
use super::filter::{Field, Kind};
use super::{Read, Store};
use crate::error::{Error, Result};
use crate::model::filter::{Compare, Term};
use crate::model::member::{Member, Serving, StatusEvent};
use crate::text;
use chrono::NaiveDate;
use rusqlite::functions::FunctionFlags;

/// Whom a remark behind a name means already.
const ANSWERED: &str = "SELECT m.id FROM member_alias a JOIN member m ON m.id = a.member_id
 WHERE a.name = ?1 AND a.kind = 'answer' AND m.id <> ?2 AND m.cancelled IS NULL ORDER BY m.id LIMIT 1";

/// [`Member::status`] in SQL, on the day of [`Store::stand_on`]; ends are compared as far as they
/// are exact.
const STANDS: &str = "CASE
 WHEN NOT EXISTS (SELECT 1 FROM tenure t WHERE t.member_id = m.id) THEN 'serving'
 WHEN EXISTS (SELECT 1 FROM tenure t WHERE t.member_id = m.id AND (t.since IS NULL OR t.since <= substr(today(), 1, length(t.since)))
   AND (t.until IS NULL OR t.until >= substr(today(), 1, length(t.until)))) THEN 'serving'
 WHEN (SELECT max(t.since) FROM tenure t WHERE t.member_id = m.id) > today() THEN 'coming'
 WHEN EXISTS (SELECT 1 FROM status_event e WHERE e.member_id = m.id AND e.kind = 'dismissed' AND e.cancelled IS NULL) THEN 'dismissed'
 ELSE 'left' END";
const DISMISSALS: &str = "SELECT member_id, kind, happened_on, reason, basis FROM status_event WHERE kind IN ('dismissed', 'died') AND cancelled IS NULL ORDER BY happened_on, id";

/// The field `status` of member lists.
pub const STATUS: Field = Field::plain(
    &["status", "状态"],
    Kind::Words(&[
        Serving::Serving.words(),
        Serving::Coming.words(),
        Serving::Left.words(),
        Serving::Dismissed.words(),
    ]),
    STANDS,
);

impl Store {
    /// Fixes the day on which lists tell who is in office.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn stand_on(&self, today: NaiveDate) -> Result<()> {
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        let day = today.to_string();
        Ok(self
            .conn
            .create_scalar_function("today", 0, flags, move |_| Ok(day.clone()))?)
    }
}

impl Read<'_> {
    /// The day of [`Store::stand_on`].
    ///
    /// # Errors
    /// The database's own failures, as where no day was fixed.
    pub fn today(&self) -> Result<NaiveDate> {
        Ok(self
            .conn
            .query_row("SELECT today()", [], |r| Columns::of(r).day())?)
    }

    /// Adds to the members of a list the events that tell who left from who was dismissed or died.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn add_dismissals(&self, members: &mut [Member]) -> Result<()> {
        let mut statement = self.conn.prepare_cached(DISMISSALS)?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let id: i64 = r.get("member_id")?;
            if let Some(member) = members.iter_mut().find(|m| m.id == id) {
                member.events.push(StatusEvent {
                    kind: r.get("kind")?,
                    on: r.get("happened_on")?,
                    reason: r.get("reason")?,
                    basis: r.get("basis")?,
                });
            }
        }
        Ok(())
    }

    /// Refuses as another name what is a member's real name: their own says nothing new, and that
    /// of someone else would never mean one person; and an answer that means somebody else already.
    ///
    /// # Errors
    /// `own_name`, `name_taken`; the database's own failures.
    pub fn alias_fits(&self, id: i64, name: &str) -> Result<()> {
        let named = self.members(&[Term::Field {
            field: "name".to_owned(),
            compare: Compare::Is,
            values: vec![name.to_owned()],
        }])?;
        if named.iter().any(|m| m.id == id) {
            return Err(Error::refused(
                "own_name",
                text!(
                    "「{name}」就是本人的姓名，不用再记",
                    "“{name}” is the member's own name already"
                ),
            )
            .hint(text!(
                "同名的几个人，用带编号的写法分清：'{name}（编号）'",
                "tell namesakes apart by a remark: '{name}（NUMBER）'"
            )));
        }
        let Some(other) = named.first().map(Member::candidate) else {
            return self.answer_is_free(id, name);
        };
        Err(Error::refused(
            "name_taken",
            text!(
                "「{name}」是另一名委员的姓名：{other}",
                "“{name}” is the name of another member: {other}"
            ),
        )
        .hint(text!(
            "加上能分清的说明：'{name}（界别或单位）'；登记错了人就换一个委员编号",
            "add a remark that tells them apart: '{name}（SECTOR）'; or give the other member's number"
        )))
    }

    fn answer_is_free(&self, id: i64, name: &str) -> Result<()> {
        let mut statement = self.conn.prepare_cached(ANSWERED)?;
        let others = statement.query_map((name, id), |r| r.get::<_, i64>(0))?;
        let Some(other) = others
            .collect::<rusqlite::Result<Vec<_>>>()?
            .first()
            .copied()
        else {
            return Ok(());
        };
        let other = self.member(other)?.map(|m| m.candidate());
        let other = other.unwrap_or_default();
        Err(Error::refused(
            "name_taken",
            text!(
                "「{name}」已经记作另一名委员：{other}",
                "“{name}” is remembered as another member: {other}"
            ),
        )
        .hint(text!(
            "换一个能分清的说明：'姓名（界别或单位）'；原来记错了的先用 yishi undo 撤销",
            "use another remark: 'NAME（SECTOR）'; what was remembered by mistake is taken back with yishi undo"
        )))
    }
}
