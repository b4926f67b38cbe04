//! People at a meeting who are no members: resource persons, experts, officials.

use super::Tx;
use super::refuse::reason_given;
use crate::error::{Error, Result};
use crate::model::code::Code;
use crate::model::meeting::word::GuestPart;
use crate::store::table::GUEST;
use crate::store::value::{code, maybe, text};
use crate::text;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, named_params};

const SAME: &str = "SELECT id FROM guest WHERE meeting_id = :meeting AND name = :name AND unit IS :unit AND part = :part AND cancelled IS NULL";
const HOLDER: &str = "SELECT meeting_id FROM guest WHERE id = :id AND cancelled IS NULL";

/// A guest as they are named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestDraft {
    /// Name.
    pub name: String,
    /// Unit and job.
    pub unit: Option<String>,
    /// What they do there.
    pub part: GuestPart,
    /// 备注.
    pub note: Option<String>,
}

impl Tx<'_> {
    /// Adds a guest and gives their row; the same person in the same part again changes nothing.
    ///
    /// # Errors
    /// `missing_field`, `cancelled_meeting`; the database's own failures.
    pub fn add_guest(&mut self, meeting: i64, draft: &GuestDraft) -> Result<i64> {
        let held = self.open_meeting(meeting)?;
        let name = draft.name.trim();
        if name.is_empty() {
            let no = &held.no;
            return Err(Error::refused(
                "missing_field",
                text!("来宾要有姓名", "a guest needs a name"),
            )
            .hint(text!(
                "yishi meeting guest {no} 姓名 --unit 单位",
                "yishi meeting guest {no} NAME --unit UNIT"
            )));
        }
        let unit = draft.unit.as_deref().filter(|u| !u.is_empty());
        let keys = named_params! { ":meeting": meeting, ":name": name, ":unit": unit, ":part": draft.part.code() };
        let same: Option<i64> = self
            .prepare_cached(SAME)?
            .query_row(keys, |r| r.get(0))
            .optional()?;
        if let Some(id) = same {
            return Ok(id);
        }
        self.insert(
            &GUEST,
            &[
                Value::Integer(meeting),
                text(name),
                maybe(unit),
                code(draft.part),
                maybe(draft.note.as_deref()),
                Value::Null,
            ],
        )
    }

    /// Cancels a guest with a reason.
    ///
    /// # Errors
    /// `reason_needed`, `not_found`, `cancelled_meeting`; the database's own failures.
    pub fn cancel_guest(&mut self, id: i64, reason: &str) -> Result<()> {
        let reason = reason_given(reason)?;
        let meeting: Option<i64> = self
            .prepare_cached(HOLDER)?
            .query_row(named_params! { ":id": id }, |r| r.get(0))
            .optional()?;
        let meeting = meeting.ok_or_else(|| {
            Error::refused(
                "not_found",
                text!("没有这位来宾（{id}）", "there is no such guest ({id})"),
            )
            .hint(text!(
                "用 yishi meeting show 查看来宾",
                "yishi meeting show lists the guests"
            ))
        })?;
        self.open_meeting(meeting)?;
        self.set(&GUEST, id, &[("cancelled", text(reason))])?;
        Ok(())
    }
}
