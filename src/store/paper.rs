//! What papers need of the file: the office's own templates, and what is overdue.

use super::columns::Columns;
use super::table::TEMPLATE;
use super::value::{code, text};
use super::{Read, Tx};
use crate::error::Result;
use crate::model::code::Code;
use crate::model::paper::{LeftOut, Overdue, Paper};
use crate::model::when::When;
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, named_params};

const BODY: &str = "SELECT body FROM template WHERE paper = ?1";
const NAME: &str = "SELECT name FROM template WHERE paper = ?1";
const ID: &str = "SELECT id FROM template WHERE paper = ?1";

/// Of each unit that leads or handles a part and has not answered: its own due day of this round
/// where steps gave one, else the day of the ledger. Of each that co-handles and has not given its
/// opinion: the due day that steps gave. The states of the index stand as it has them.
const UNANSWERED: &str = "SELECT p.id, a.unit_id, u.name, a.part, p.session, p.no, p.serial, p.title, p.assigned_on,
 CASE WHEN a.part = 'co' THEN (SELECT min(d.due_on) FROM deadline d WHERE d.proposal_id = p.id AND d.unit_id = a.unit_id
  AND d.met_on IS NULL AND d.step = 'co_opinion')
 ELSE coalesce((SELECT min(d.due_on) FROM deadline d WHERE d.proposal_id = p.id AND (d.unit_id = a.unit_id OR d.unit_id IS NULL)
  AND d.met_on IS NULL AND d.step IN ('reply_main', 'reply_hard', 'rehandle')), p.due) END AS due_on
 FROM proposal p JOIN assignment a ON a.proposal_id = p.id JOIN unit u ON u.id = a.unit_id
 WHERE p.state IN ('draft', 'submitted', 'registered', 'filed', 'returned', 'assigned', 'replied', 'rated', 'tracking')
 AND p.state = 'assigned' AND p.cancelled IS NULL
 AND (a.handling IS NULL OR a.handling NOT IN ('answered', 'advised', 'moved', 'declining')) AND due_on < :today
 ORDER BY u.no IS NULL, u.no, u.source_id IS NULL, u.source_id, u.line, u.id, due_on, p.id";

/// What a unit has to answer by no day, and what is overdue while its objection waits for a decision.
const LEFT_OUT: &str = "SELECT count(*) FILTER (WHERE due_on IS NULL AND handling IS NOT 'declining'),
 count(*) FILTER (WHERE due_on < :today AND handling = 'declining') FROM (SELECT a.handling,
 coalesce((SELECT min(d.due_on) FROM deadline d WHERE d.proposal_id = p.id AND (d.unit_id = a.unit_id OR d.unit_id IS NULL)
  AND d.met_on IS NULL AND d.step IN ('reply_main', 'reply_hard', 'rehandle')), p.due) AS due_on
 FROM proposal p JOIN assignment a ON a.proposal_id = p.id
 WHERE p.state = 'assigned' AND p.cancelled IS NULL AND a.part IN ('lead', 'split')
 AND (a.handling IS NULL OR a.handling NOT IN ('answered', 'moved')) AND (:unit IS NULL OR a.unit_id = :unit))";

/// The texts of key proposals, by session.
const KEY_BODIES: &str =
    "SELECT id, body FROM proposal WHERE key AND cancelled IS NULL AND body IS NOT NULL";

impl Read<'_> {
    /// The office's own template of a paper.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn template(&self, paper: Paper) -> Result<Option<Vec<u8>>> {
        let mut statement = self.conn.prepare_cached(BODY)?;
        let body = statement.query_row([paper.code()], |r| r.get(0));
        Ok(body.optional()?)
    }

    /// The name of the file that the office's own template came from.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn template_name(&self, paper: Paper) -> Result<Option<String>> {
        let mut statement = self.conn.prepare_cached(NAME)?;
        let name = statement.query_row([paper.code()], |r| r.get(0));
        Ok(name.optional()?)
    }

    /// The replies and co-units' opinions that are overdue on a day, unit by unit, the oldest first.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn overdue_replies(&self, today: NaiveDate) -> Result<Vec<Overdue>> {
        let mut statement = self.conn.prepare_cached(UNANSWERED)?;
        let today_said = today.to_string();
        let rows = statement.query_map(named_params! { ":today": today_said }, overdue)?;
        let mut all = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        // A month counts until its last day, which its text does not say.
        all.retain(|o| o.due.last_day() < today);
        Ok(all)
    }

    /// What urging letters of a day leave out, of one unit or of all.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn left_out(&self, today: NaiveDate, unit: Option<i64>) -> Result<LeftOut> {
        let mut statement = self.conn.prepare_cached(LEFT_OUT)?;
        let today = today.to_string();
        let keys = named_params! { ":today": today, ":unit": unit };
        let left_out = statement.query_row(keys, |r| {
            Ok(LeftOut {
                undated: r.get(0)?,
                undecided: r.get(1)?,
            })
        })?;
        Ok(left_out)
    }

    /// The texts of key proposals by the rows of the proposals.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn key_bodies(&self) -> Result<Vec<(i64, String)>> {
        let mut statement = self.conn.prepare_cached(KEY_BODIES)?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

fn overdue(r: &Row<'_>) -> rusqlite::Result<Overdue> {
    let mut c = Columns::of(r);
    Ok(Overdue {
        proposal: c.take()?,
        unit: c.take()?,
        unit_name: c.take()?,
        part: c.code()?,
        session: c.take()?,
        no: c.take()?,
        serial: c.take()?,
        title: c.take()?,
        assigned: c.maybe_when()?,
        due: c.maybe_when()?.unwrap_or(When::year_only(2199)),
    })
}

impl Tx<'_> {
    /// Works by a template of the office's own; tells whether anything differs.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn set_template(&mut self, paper: Paper, name: &str, body: &[u8]) -> Result<bool> {
        let body = Value::Blob(body.to_owned());
        if let Some(id) = self.template_id(paper)? {
            self.set(&TEMPLATE, id, &[("name", text(name)), ("body", body)])
        } else {
            self.insert(&TEMPLATE, &[code(paper), text(name), body])?;
            Ok(true)
        }
    }

    /// Works by the program's template again; tells whether there was one of the office's own.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn reset_template(&mut self, paper: Paper) -> Result<bool> {
        let Some(id) = self.template_id(paper)? else {
            return Ok(false);
        };
        self.delete(&TEMPLATE, id)?;
        Ok(true)
    }

    fn template_id(&self, paper: Paper) -> Result<Option<i64>> {
        let id = self.query_row(ID, [paper.code()], |r| r.get(0));
        Ok(id.optional()?)
    }
}
