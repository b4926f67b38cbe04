//! The lines of a proposal: proposers and units in order. Lines that stay are not written again.

use crate::error::Result;
use crate::model::code::{Code, Dict, UnitPart};
use crate::model::proposal::Who;
use crate::store::Tx;
use crate::store::table::{ASSIGNMENT, PROPOSER};
use crate::store::value::{code, number};
use rusqlite::named_params;
use rusqlite::types::Value;

const PROPOSERS: &str =
    "SELECT id, ord, member_id, body_id FROM proposer WHERE proposal_id = :proposal ORDER BY ord";
const UNITS: &str = "SELECT id, unit_id, ord FROM assignment WHERE proposal_id = :proposal AND part = :part ORDER BY ord, id";

/// Ids as the JSON array that `json_each` reads.
pub(in crate::store) fn ids(ids: impl Iterator<Item = i64>) -> String {
    ids.collect::<serde_json::Value>().to_string()
}

/// A line's place, its member and its body.
type Line = (i64, Option<i64>, Option<i64>);

fn ord(at: usize) -> i64 {
    i64::try_from(at + 1).unwrap_or(i64::MAX)
}

impl Tx<'_> {
    /// Makes the proposers exactly these, in this order; tells whether any line differs.
    pub(super) fn put_proposers(&mut self, proposal: i64, proposers: &[Who]) -> Result<bool> {
        let mut wanted = Vec::new();
        for (at, who) in proposers.iter().enumerate() {
            wanted.push(match who {
                Who::Member(id) => (ord(at), Some(*id), None),
                Who::Body(name) => (
                    ord(at),
                    None,
                    Some(self.read().known_word(Dict::Body, name)?),
                ),
            });
        }
        let now: Vec<(i64, Line)> = {
            let mut statement = self.prepare_cached(PROPOSERS)?;
            let rows = statement.query_map(named_params! { ":proposal": proposal }, |r| {
                Ok((r.get(0)?, (r.get(1)?, r.get(2)?, r.get(3)?)))
            })?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        if now.iter().map(|(_, line)| line).eq(&wanted) {
            return Ok(false);
        }
        for (id, _) in now.iter().filter(|(_, line)| !wanted.contains(line)) {
            self.delete(&PROPOSER, *id)?;
        }
        for line @ (ord, member, body) in &wanted {
            if !now.iter().any(|(_, l)| l == line) {
                let row = [
                    Value::Integer(proposal),
                    Value::Integer(*ord),
                    number(*member),
                    number(*body),
                    Value::Null,
                ];
                self.insert(&PROPOSER, &row)?;
            }
        }
        Ok(true)
    }

    /// Makes the units with one part exactly these, in this order; tells whether any line differs.
    pub(super) fn put_units(
        &mut self,
        proposal: i64,
        part: UnitPart,
        units: &[i64],
    ) -> Result<bool> {
        let now: Vec<(i64, i64, i64)> = {
            let mut statement = self.prepare_cached(UNITS)?;
            let rows = statement.query_map(
                named_params! { ":proposal": proposal, ":part": part.code() },
                |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
            )?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        let mut changed = false;
        for (id, unit, _) in &now {
            if !units.contains(unit) {
                self.delete(&ASSIGNMENT, *id)?;
                changed = true;
            }
        }
        for (at, unit) in units.iter().enumerate() {
            let place = Value::Integer(ord(at));
            if let Some((id, ..)) = now.iter().find(|(_, u, _)| u == unit) {
                changed |= self.set(&ASSIGNMENT, *id, &[("ord", place)])?;
            } else {
                let (proposal, unit) = (Value::Integer(proposal), Value::Integer(*unit));
                self.insert(
                    &ASSIGNMENT,
                    &[
                        proposal,
                        unit,
                        code(part),
                        place,
                        Value::Null,
                        Value::Null,
                        Value::Null,
                    ],
                )?;
                changed = true;
            }
        }
        Ok(changed)
    }
}
