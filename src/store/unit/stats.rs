//! What units did with what they were given, in one query however many units there are.

use crate::error::Result;
use crate::model::unit::stats::Line;
use crate::store::Read;
use crate::store::columns::Columns;
use rusqlite::named_params;

/// A unit's day of assignment is its own where the proposal was moved to it; its due day and its
/// day of reply are its own where steps tell, else those of the ledger.
const LINES: &str = "SELECT u.id, u.no, u.name, a.id, p.id, p.key, p.excellent, a.part, p.state, a.handling,
 EXISTS (SELECT 1 FROM proposal_step s WHERE s.proposal_id = p.id AND s.unit_id = u.id AND s.step = 'decline'),
 CASE WHEN EXISTS (SELECT 1 FROM proposal_step s WHERE s.proposal_id = p.id AND s.step = 'reassign')
  THEN coalesce((SELECT min(d.base_on) FROM deadline d WHERE d.proposal_id = p.id AND d.unit_id = u.id), p.assigned_on) ELSE p.assigned_on END,
 coalesce((SELECT d.due_on FROM deadline d WHERE d.proposal_id = p.id AND d.unit_id = u.id
  AND d.step IN ('reply_main', 'reply_hard', 'rehandle') ORDER BY d.round DESC, d.id DESC LIMIT 1), p.due),
 coalesce((SELECT max(s.happened_on) FROM proposal_step s WHERE s.proposal_id = p.id AND s.unit_id = u.id AND s.step = 'reply'), p.replied_on),
 k.name, g.name
 FROM assignment a JOIN proposal p ON p.id = a.proposal_id JOIN unit u ON u.id = a.unit_id
 LEFT JOIN word k ON k.id = p.reply_class_id LEFT JOIN word g ON g.id = p.rating_id
 WHERE p.cancelled IS NULL AND p.state IN ('filed', 'assigned', 'replied', 'rated', 'tracking', 'closed', 'archived')
 AND (:session IS NULL OR p.session = :session)
 AND (:year IS NULL OR substr(coalesce(p.assigned_on, p.submitted_on), 1, 4) = :year)
 ORDER BY u.no IS NULL, u.no, u.name, a.id";

/// Of which proposals figures are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Period {
    /// All that the file has.
    All,
    /// Those of a session.
    Session(String),
    /// Those assigned (else submitted) in a year.
    Year(i32),
}

/// What units were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitLines {
    /// The units that were given anything: row, number and name, in the order of their list.
    pub units: Vec<(i64, Option<String>, String)>,
    /// What they were given.
    pub lines: Vec<Line>,
}

impl Read<'_> {
    /// What units were given of the proposals of a period that were filed.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn unit_lines(&self, period: &Period) -> Result<UnitLines> {
        let (session, year) = match period {
            Period::All => (None, None),
            Period::Session(session) => (Some(session), None),
            Period::Year(year) => (None, Some(year.to_string())),
        };
        let mut statement = self.conn.prepare_cached(LINES)?;
        let mut rows = statement.query(named_params! { ":session": session, ":year": year })?;
        let mut told = UnitLines::default();
        while let Some(r) = rows.next()? {
            let mut c = Columns::of(r);
            let (unit, no, name) = (c.take()?, c.take()?, c.take()?);
            if told.units.last().is_none_or(|(id, ..)| *id != unit) {
                told.units.push((unit, no, name));
            }
            told.lines.push(Line {
                unit,
                assignment: c.take()?,
                proposal: c.take()?,
                key: c.take()?,
                excellent: c.take()?,
                part: c.code()?,
                state: c.code()?,
                handling: c.maybe_code()?,
                declined: c.take()?,
                assigned: c.maybe_when()?,
                due: c.maybe_when()?,
                replied: c.maybe_when()?,
                class: c.take()?,
                rating: c.take()?,
            });
        }
        Ok(told)
    }
}

#[cfg(test)]
mod tests;
