//! 谁组织谁记录: who organised an act records it, someone else confirms it (E43).

use crate::error::{Error, Result};
use crate::model::record::{Confirmation, Record};
use crate::model::when::When;
use crate::store::Tx;
use crate::store::table::RECORD;
use crate::store::value::{maybe, when};
use crate::text;
use rusqlite::types::Value;

impl Tx<'_> {
    /// Confirms acts; neither who organised one nor who entered it confirms it.
    ///
    /// # Errors
    /// `confirmed_already`, `same_person`, `too_early`; damaged bytes; the database's own failures.
    pub fn confirm_records(
        &mut self,
        records: &[Record],
        confirmation: &Confirmation,
    ) -> Result<()> {
        let by = confirmation.by.trim();
        let own = self.read().inserted_by(by, &RECORD)?;
        for record in records {
            if let Some(earlier) = &record.confirmed {
                return Err(confirmed_already(record.id, earlier));
            }
            may_confirm(record.organizer.as_deref(), record.on, confirmation)?;
            if own.contains(&record.id) {
                return Err(same_person(by));
            }
            self.set(&RECORD, record.id, &confirmed(Some(confirmation)))?;
        }
        Ok(())
    }

    /// Takes the confirmation of an act back.
    ///
    /// # Errors
    /// `not_confirmed`; the database's own failures.
    pub fn withdraw_confirmation(&mut self, record: &Record) -> Result<()> {
        if record.confirmed.is_none() {
            let id = record.id;
            return Err(Error::refused(
                "not_confirmed",
                text!("履职记录 {id} 还没有确认", "record {id} is not confirmed"),
            )
            .hint(text!(
                "确认：yishi record confirm {id}",
                "confirm it: yishi record confirm {id}"
            )));
        }
        self.set(&RECORD, record.id, &confirmed(None))?;
        Ok(())
    }
}

/// The columns of a confirmation, or of none.
pub(super) fn confirmed(confirmation: Option<&Confirmation>) -> [(&'static str, Value); 2] {
    [
        ("confirmed_by", maybe(confirmation.map(|c| c.by.as_str()))),
        ("confirmed_on", when(confirmation.map(|c| c.on))),
    ]
}

/// Refuses a confirmation by who recorded the act, and one from before it.
pub(super) fn may_confirm(
    organizer: Option<&str>,
    on: When,
    confirmation: &Confirmation,
) -> Result<()> {
    let (by, day) = (confirmation.by.trim(), confirmation.on);
    if organizer.is_some_and(|o| o.trim() == by) {
        return Err(same_person(by));
    }
    if day.last_day() < on.first_day() {
        return Err(Error::refused(
            "too_early",
            text!(
                "确认日期 {day} 早于履职日期 {on}",
                "confirmed on {day}, before the act itself ({on})"
            ),
        )
        .hint(text!(
            "写明确认的日子：yishi record confirm 序号 --on {on}",
            "name the day: yishi record confirm ID --on {on}"
        )));
    }
    Ok(())
}

fn same_person(by: &str) -> Error {
    Error::refused(
        "same_person",
        text!(
            "「{by}」记录的，不能由「{by}」自己确认",
            "“{by}” recorded it and cannot confirm it"
        ),
    )
    .hint(text!(
        "谁组织谁记录，另由他人确认：yishi record confirm 序号 --confirmer 姓名",
        "someone else confirms: yishi record confirm ID --confirmer NAME"
    ))
}

fn confirmed_already(id: i64, earlier: &Confirmation) -> Error {
    let (by, on) = (&earlier.by, earlier.on);
    Error::refused(
        "confirmed_already",
        text!(
            "履职记录 {id} 已由{by}于 {on} 确认",
            "record {id} was confirmed by {by} on {on}"
        ),
    )
    .hint(text!(
        "要收回确认：yishi record confirm {id} --withdraw",
        "take it back: yishi record confirm {id} --withdraw"
    ))
}
