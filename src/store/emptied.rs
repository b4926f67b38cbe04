//! Values that are taken out: an edit that says that nothing is known any more.

use super::Tx;
use super::table::{MEMBER, TENURE};
use crate::error::Result;
use crate::model::member::Blank;
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, named_params};

const LATEST: &str = "SELECT id FROM tenure WHERE member_id = :member ORDER BY since DESC LIMIT 1";

impl Tx<'_> {
    /// Empties fields of a member; what a member belongs to ends before the day of a move. Tells
    /// whether anything differs.
    ///
    /// # Errors
    /// `moved_later`; the database's own failures.
    pub fn empty_member(
        &mut self,
        id: i64,
        fields: &[Blank],
        moved: Option<NaiveDate>,
    ) -> Result<bool> {
        let mut changed = self.set(&MEMBER, id, &nulls(fields, own_column))?;
        let ends = nulls(fields, end);
        if !ends.is_empty() {
            let latest: Option<i64> = self
                .prepare_cached(LATEST)?
                .query_row(named_params! { ":member": id }, |r| r.get(0))
                .optional()?;
            if let Some(latest) = latest {
                changed |= self.set(&TENURE, latest, &ends)?;
            }
        }
        for field in fields {
            if let Blank::Words(dict) = field {
                changed |= self.belong(id, *dict, &[], moved)?;
            }
        }
        Ok(changed)
    }
}

fn nulls(
    fields: &[Blank],
    column: fn(Blank) -> Option<&'static str>,
) -> Vec<(&'static str, Value)> {
    let columns = fields.iter().filter_map(|field| column(*field));
    columns.map(|column| (column, Value::Null)).collect()
}

fn own_column(field: Blank) -> Option<&'static str> {
    match field {
        Blank::Sex => Some("sex"),
        Blank::Birth => Some("birth"),
        Blank::Rank => Some("rank"),
        Blank::Since | Blank::Until | Blank::Words(_) => None,
    }
}

fn end(field: Blank) -> Option<&'static str> {
    match field {
        Blank::Since => Some("since"),
        Blank::Until => Some("until"),
        _ => None,
    }
}
