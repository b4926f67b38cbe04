//! Reading the promises of all years: one query.

use super::field::{FIELDS, WORDS, spelled};
use super::lines::ids;
use crate::error::Result;
use crate::model::code::Dict;
use crate::model::filter::Term;
use crate::model::proposal::{Promise, Promises, cite, is_planned};
use crate::model::when::When;
use crate::store::Read;
use crate::store::columns::Columns;
use crate::store::filter::clause;
use chrono::NaiveDate;
use rusqlite::{Row, params_from_iter};

const SELECT: &str = "SELECT p.session, p.no, p.serial, p.title, p.state, k.name, u.name, d.base_on, d.due_on, d.met_on,
 (SELECT s.note FROM proposal_step s WHERE s.proposal_id = p.id AND s.step = 'fulfil' AND s.happened_on = d.met_on
  AND (s.unit_id IS NULL OR s.unit_id IS d.unit_id) ORDER BY s.id DESC LIMIT 1)
 FROM deadline d JOIN proposal p ON p.id = d.proposal_id LEFT JOIN unit u ON u.id = d.unit_id
 LEFT JOIN word c ON c.id = p.category_id LEFT JOIN word k ON k.id = p.reply_class_id LEFT JOIN word g ON g.id = p.rating_id
 WHERE d.step = 'track' AND p.cancelled IS NULL";
const OPEN: &str = " AND d.met_on IS NULL";
const KEPT: &str = " AND d.met_on IS NOT NULL";
const ORDER: &str = " ORDER BY d.met_on IS NOT NULL, d.due_on, d.id";
const DATELESS: &str = "SELECT count(*) FROM proposal p WHERE p.cancelled IS NULL AND p.state IN ('replied', 'rated', 'tracking', 'closed')
 AND p.reply_class_id IN (SELECT value FROM json_each(?1))
 AND NOT EXISTS (SELECT 1 FROM deadline d WHERE d.proposal_id = p.id AND d.step = 'track')";

impl Read<'_> {
    /// The promises that replies made, the open ones first, by their days. `today` tells which
    /// are due.
    ///
    /// # Errors
    /// `unknown_field`, `bad_value`; the database's own failures.
    pub fn promises(
        &self,
        which: Promises,
        today: NaiveDate,
        terms: &[Term],
    ) -> Result<Vec<Promise>> {
        let mut clause = clause(&spelled(*self, terms)?, FIELDS, WORDS)?;
        clause.sql.push_str(match which {
            Promises::Open | Promises::Due => OPEN,
            Promises::Kept => KEPT,
            Promises::All => "",
        });
        let sql = [SELECT, &clause.sql, ORDER].concat();
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(clause.values), promise)?;
        let mut promises: Vec<Promise> = rows.collect::<rusqlite::Result<_>>()?;
        if which == Promises::Due {
            promises.retain(|p| p.due <= today);
        }
        Ok(promises)
    }

    /// How many replies of a planned class have no promised day.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn promises_without_day(&self) -> Result<i64> {
        let classes = self.words(Dict::ReplyClass)?;
        let planned = classes.iter().filter(|w| is_planned(&w.name));
        let planned = ids(planned.map(|w| w.id));
        let mut statement = self.conn.prepare_cached(DATELESS)?;
        Ok(statement.query_row([planned], |r| r.get(0))?)
    }
}

fn promise(r: &Row<'_>) -> rusqlite::Result<Promise> {
    let mut c = Columns::of(r);
    let session: String = c.take()?;
    let (no, serial): (Option<String>, Option<String>) = (c.take()?, c.take()?);
    let title: String = c.take()?;
    Ok(Promise {
        cite: cite(&session, no.as_deref(), serial.as_deref(), &title),
        session,
        no,
        serial,
        title,
        state: c.code()?,
        class: c.take()?,
        unit: c.take()?,
        made: c.day()?,
        due: c.day()?,
        kept: c.maybe_when()?.and_then(When::day),
        note: c.take()?,
    })
}
