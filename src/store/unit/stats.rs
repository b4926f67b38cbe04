//! What units did with what they were given, in one query however many units there are.

use crate::error::Result;
use crate::model::unit::stats::{Line, Reply};
use crate::store::Read;
use crate::store::columns::Columns;
use rusqlite::named_params;
use std::collections::HashMap;

/// A unit's day of assignment is its own where the proposal was moved to it; its due day is its own
/// where steps tell, else those of the ledger.
const LINES: &str = "SELECT u.id, u.no, u.name, a.id, p.id, p.key, p.excellent, a.part, p.state, a.handling,
 EXISTS (SELECT 1 FROM proposal_step s WHERE s.proposal_id = p.id AND s.unit_id = u.id AND s.step = 'decline'),
 CASE WHEN EXISTS (SELECT 1 FROM proposal_step s WHERE s.proposal_id = p.id AND s.step = 'reassign')
  THEN coalesce((SELECT min(d.base_on) FROM deadline d WHERE d.proposal_id = p.id AND d.unit_id = u.id), p.assigned_on) ELSE p.assigned_on END,
 coalesce((SELECT d.due_on FROM deadline d WHERE d.proposal_id = p.id AND d.unit_id = u.id
  AND d.step IN ('reply_main', 'reply_hard', 'rehandle') ORDER BY d.round DESC, d.id DESC LIMIT 1), p.due),
 p.replied_on,
 coalesce(ka.name, k.name), coalesce(ga.name, g.name), coalesce(p.filed_on, p.submitted_on), p.session
 FROM assignment a JOIN proposal p ON p.id = a.proposal_id JOIN unit u ON u.id = a.unit_id
 LEFT JOIN word k ON k.id = p.reply_class_id LEFT JOIN word g ON g.id = p.rating_id
 LEFT JOIN word ka ON ka.id = a.reply_class_id LEFT JOIN word ga ON ga.id = a.rating_id
 WHERE p.cancelled IS NULL AND p.state IN ('filed', 'assigned', 'replied', 'rated', 'tracking', 'closed', 'archived')
 AND (:session IS NULL OR p.session = :session)
 AND (:year IS NULL OR substr(coalesce(p.assigned_on, p.submitted_on), 1, 4) = :year)
 ORDER BY u.no IS NULL, u.no, u.name, a.id";

/// Replies that steps tell, the last one of each time of handling: since when the unit had it, until
/// when it was to reply, when it did, and whether it was not told to handle it again since.
const REPLIES: &str = "SELECT a.id,
 coalesce(CASE WHEN EXISTS (SELECT 1 FROM proposal_step m WHERE m.proposal_id = p.id AND m.step = 'reassign')
  THEN (SELECT min(d.base_on) FROM deadline d WHERE d.proposal_id = p.id AND d.unit_id = s.unit_id AND d.round = s.round) END,
  (SELECT max(r.happened_on) FROM proposal_step r WHERE r.proposal_id = p.id AND r.step = 'redo' AND r.round < s.round), p.assigned_on),
 (SELECT d.due_on FROM deadline d WHERE d.proposal_id = p.id AND d.unit_id = s.unit_id AND d.round = s.round
  AND d.step IN ('reply_main', 'reply_hard', 'rehandle') ORDER BY d.id DESC LIMIT 1),
 s.happened_on,
 NOT EXISTS (SELECT 1 FROM proposal_step r WHERE r.proposal_id = p.id AND r.step = 'redo' AND r.round >= s.round AND (r.unit_id IS NULL OR r.unit_id = s.unit_id))
 FROM proposal_step s JOIN proposal p ON p.id = s.proposal_id
 JOIN assignment a ON a.proposal_id = p.id AND a.unit_id = s.unit_id AND a.part <> 'co'
 WHERE s.step = 'reply' AND s.id = (SELECT max(l.id) FROM proposal_step l
  WHERE l.proposal_id = p.id AND l.step = 'reply' AND l.unit_id = s.unit_id AND l.round = s.round)
 ORDER BY s.id";

/// Points of the form since it was handled last, of the reply as a whole or of that unit's.
const POINTS: &str = "SELECT a.id, f.point, f.answer FROM feedback f JOIN assignment a ON a.proposal_id = f.proposal_id
 WHERE f.point IS NOT NULL AND a.part <> 'co' AND (f.unit_id IS NULL OR f.unit_id = a.unit_id)
 AND f.round >= (SELECT 1 + coalesce(max(s.round), 0) FROM proposal_step s
  WHERE s.proposal_id = f.proposal_id AND s.step = 'redo' AND (s.unit_id IS NULL OR s.unit_id = a.unit_id)) ORDER BY f.id";

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
        let mut points = self.points_by_line()?;
        let mut replies = self.replies_by_line()?;
        let mut told = UnitLines::default();
        while let Some(r) = rows.next()? {
            let mut c = Columns::of(r);
            let (unit, no, name) = (c.take()?, c.take()?, c.take()?);
            if told.units.last().is_none_or(|(id, ..)| *id != unit) {
                told.units.push((unit, no, name));
            }
            let assignment = c.take()?;
            let mut line = Line {
                unit,
                assignment,
                proposal: c.take()?,
                key: c.take()?,
                excellent: c.take()?,
                part: c.code()?,
                state: c.code()?,
                handling: c.maybe_code()?,
                declined: c.take()?,
                assigned: c.maybe_when()?,
                due: c.maybe_when()?,
                replies: replies.remove(&assignment).unwrap_or_default(),
                class: None,
                rating: None,
                earlier: None,
                session: String::new(),
                points: points.remove(&assignment).unwrap_or_default(),
            };
            line.told_by_ledger(c.maybe_when()?);
            (line.class, line.rating) = (c.take()?, c.take()?);
            (line.earlier, line.session) = (c.maybe_when()?, c.take()?);
            told.lines.push(line);
        }
        Ok(told)
    }

    fn replies_by_line(self) -> Result<HashMap<i64, Vec<Reply>>> {
        let mut statement = self.conn.prepare_cached(REPLIES)?;
        let mut rows = statement.query([])?;
        let mut replies: HashMap<i64, Vec<Reply>> = HashMap::new();
        while let Some(r) = rows.next()? {
            let mut c = Columns::of(r);
            let line = c.take()?;
            replies.entry(line).or_default().push(Reply {
                from: c.maybe_when()?,
                due: c.maybe_when()?,
                on: c.when()?,
                present: c.take()?,
            });
        }
        Ok(replies)
    }

    fn points_by_line(self) -> Result<HashMap<i64, Vec<(String, String)>>> {
        let mut statement = self.conn.prepare_cached(POINTS)?;
        let mut rows = statement.query([])?;
        let mut points: HashMap<i64, Vec<_>> = HashMap::new();
        while let Some(r) = rows.next()? {
            let mut c = Columns::of(r);
            let line = c.take()?;
            points.entry(line).or_default().push((c.take()?, c.take()?));
        }
        Ok(points)
    }
}

#[cfg(test)]
mod tests;
