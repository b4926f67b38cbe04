//! Values that are taken out: an edit that says that nothing is known any more.

use super::Tx;
use super::table::{AFFILIATION, MEMBER, TENURE};
use crate::error::Result;
use crate::model::code::Dict;
use crate::model::member::Blank;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, named_params};

const LATEST: &str = "SELECT id FROM tenure WHERE member_id = :member ORDER BY since DESC LIMIT 1";
const LINE: &str = "SELECT id FROM affiliation WHERE member_id = :member AND word_id = :word ORDER BY ord, id LIMIT 1";

impl Tx<'_> {
    /// Empties fields of a member; tells whether anything differs.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn empty_member(&mut self, id: i64, fields: &[Blank]) -> Result<bool> {
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
                changed |= self.set_affiliations(id, *dict, &[])?;
            }
        }
        Ok(changed)
    }

    /// Opens the ends of a post, tag, committee or group; tells whether anything differs.
    ///
    /// # Errors
    /// An unknown word; the database's own failures.
    pub fn open_affiliation(
        &mut self,
        member: i64,
        dict: Dict,
        word: &str,
        ends: &[Blank],
    ) -> Result<bool> {
        let fields = nulls(ends, end);
        if fields.is_empty() {
            return Ok(false);
        }
        let word = self.read().known_word(dict, word)?;
        let line: Option<i64> = self
            .prepare_cached(LINE)?
            .query_row(named_params! { ":member": member, ":word": word }, |r| {
                r.get(0)
            })
            .optional()?;
        match line {
            Some(line) => self.set(&AFFILIATION, line, &fields),
            None => Ok(false),
        }
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
        Blank::Sector => Some("sector_id"),
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
