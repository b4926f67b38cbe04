//! Reading proposals: one query for the rows, one for all their proposers, one for all their units.

use super::field::{FIELDS, WORDS, spelled};
use super::lines::ids;
use crate::error::Result;
use crate::model::filter::Term;
use crate::model::proposal::number::place;
use crate::model::proposal::{Assignment, Person, Proposal, Proposer};
use crate::model::session::Session;
use crate::store::Read;
use crate::store::columns::Columns;
use crate::store::filter::clause;
use rusqlite::{Params, Row, named_params, params_from_iter};
use std::collections::HashMap;

const SELECT: &str = "SELECT p.id, p.session, p.serial, p.no, p.title, p.form, c.name AS category, p.state, p.submitted_on, p.filed_on,
 p.assigned_on, p.due, p.replied_on, k.name AS reply_class, g.name AS rating, p.key, p.excellent, p.note, f.file, f.sheet, p.line
 FROM proposal p LEFT JOIN word c ON c.id = p.category_id LEFT JOIN word k ON k.id = p.reply_class_id
 LEFT JOIN word g ON g.id = p.rating_id LEFT JOIN source f ON f.id = p.source_id WHERE p.cancelled IS NULL";
const OF_MEMBER: &str = " AND p.id IN (SELECT proposal_id FROM proposer WHERE member_id = ?1)";
const ONE: &str = " AND p.id = ?1";
const PROPOSERS: &str = "SELECT r.proposal_id, b.name, r.member_id, m.no, m.name FROM proposer r
 LEFT JOIN member m ON m.id = r.member_id LEFT JOIN word b ON b.id = r.body_id
 WHERE r.proposal_id IN (SELECT value FROM json_each(:ids)) ORDER BY r.proposal_id, r.ord";
const UNITS: &str = "SELECT a.proposal_id, a.unit_id, u.name, a.part FROM assignment a JOIN unit u ON u.id = a.unit_id
 WHERE a.proposal_id IN (SELECT value FROM json_each(:ids)) ORDER BY a.proposal_id, a.part, a.ord, a.id";

impl Read<'_> {
    /// The proposals that fit all terms, by session, number and serial number.
    ///
    /// # Errors
    /// `unknown_field`, `bad_value`; the database's own failures.
    pub fn proposals(&self, terms: &[Term]) -> Result<Vec<Proposal>> {
        let clause = clause(&spelled(*self, terms)?, FIELDS, WORDS)?;
        self.proposals_where(&clause.sql, params_from_iter(clause.values))
    }

    /// The proposals that a member stands on, first or joint.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn proposals_of(&self, member: i64) -> Result<Vec<Proposal>> {
        self.proposals_where(OF_MEMBER, [member])
    }

    /// One proposal, unless it was cancelled.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn proposal(&self, id: i64) -> Result<Option<Proposal>> {
        Ok(self.proposals_where(ONE, [id])?.pop())
    }

    fn proposals_where(self, sql: &str, values: impl Params) -> Result<Vec<Proposal>> {
        let mut statement = self.conn.prepare_cached(&[SELECT, sql].concat())?;
        let mut proposals = statement
            .query_map(values, base)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        proposals.sort_by(|a, b| order(a).cmp(&order(b)));
        self.fill_proposals(&mut proposals)?;
        Ok(proposals)
    }

    fn fill_proposals(self, proposals: &mut [Proposal]) -> Result<()> {
        let at: HashMap<i64, usize> = proposals
            .iter()
            .enumerate()
            .map(|(at, p)| (p.id, at))
            .collect();
        let ids = ids(proposals.iter().map(|p| p.id));
        let mut statement = self.conn.prepare_cached(PROPOSERS)?;
        let mut rows = statement.query(named_params! { ":ids": ids })?;
        while let Some(r) = rows.next()? {
            let mut c = Columns::of(r);
            if let Some(at) = at.get(&c.take()?) {
                proposals[*at].proposers.push(match c.take()? {
                    Some(body) => Proposer::Body(body),
                    None => Proposer::Member(person(&mut c)?),
                });
            }
        }
        let mut statement = self.conn.prepare_cached(UNITS)?;
        let mut rows = statement.query(named_params! { ":ids": ids })?;
        while let Some(r) = rows.next()? {
            let mut c = Columns::of(r);
            if let Some(at) = at.get(&c.take()?) {
                proposals[*at].units.push(Assignment {
                    unit: c.take()?,
                    name: c.take()?,
                    part: c.code()?,
                });
            }
        }
        Ok(())
    }
}

/// Sessions stand by term and number, not by their Chinese spelling; what has no number yet
/// stands after what has one.
fn order(p: &Proposal) -> impl Ord + '_ {
    let number = |n: &Option<String>| n.is_none();
    (
        Session::parse(&p.session),
        number(&p.no),
        p.no.as_deref().map(place),
        number(&p.serial),
        p.serial.as_deref().map(place),
        p.id,
    )
}

fn base(r: &Row<'_>) -> rusqlite::Result<Proposal> {
    let mut c = Columns::of(r);
    Ok(Proposal {
        id: c.take()?,
        session: c.take()?,
        serial: c.take()?,
        no: c.take()?,
        title: c.take()?,
        form: c.code()?,
        category: c.take()?,
        state: c.code()?,
        submitted: c.maybe_when()?,
        filed: c.maybe_when()?,
        assigned: c.maybe_when()?,
        due: c.maybe_when()?,
        replied: c.maybe_when()?,
        reply_class: c.take()?,
        rating: c.take()?,
        key: c.take()?,
        excellent: c.take()?,
        note: c.take()?,
        source: c.place()?,
        proposers: Vec::new(),
        units: Vec::new(),
    })
}

/// The member of the next three columns: id, number and name.
pub(in crate::store) fn person(c: &mut Columns<'_, '_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: c.take()?,
        no: c.take()?,
        name: c.take()?,
    })
}
