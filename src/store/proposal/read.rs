//! Reading proposals: one query for the rows, one for all their proposers, one for all their units.

use super::field::{FIELDS, WORDS, spelled};
use super::lines::ids;
use crate::error::Result;
use crate::model::code::{Code, ProposalForm, ProposalState};
use crate::model::filter::Term;
use crate::model::proposal::number::place;
use crate::model::proposal::{Assignment, Person, Proposal, Proposer};
use crate::model::session::Session;
use crate::model::when::When;
use crate::store::Read;
use crate::store::filter::clause;
use rusqlite::types::Type;
use rusqlite::{Params, Row, named_params, params_from_iter};
use std::collections::HashMap;

const SELECT: &str = "SELECT p.id, p.session, p.serial, p.no, p.title, p.form, c.name AS category, p.state, p.submitted_on, p.filed_on,
 p.assigned_on, p.due, p.replied_on, k.name AS reply_class, g.name AS rating, p.key, p.excellent, p.note, f.file, f.sheet, p.line
 FROM proposal p LEFT JOIN word c ON c.id = p.category_id LEFT JOIN word k ON k.id = p.reply_class_id
 LEFT JOIN word g ON g.id = p.rating_id LEFT JOIN source f ON f.id = p.source_id WHERE p.cancelled IS NULL";
const OF_MEMBER: &str = " AND p.id IN (SELECT proposal_id FROM proposer WHERE member_id = ?1)";
const ONE: &str = " AND p.id = ?1";
const PROPOSERS: &str =
    "SELECT r.proposal_id, r.member_id, m.no, m.name, b.name AS body FROM proposer r
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
            if let Some(at) = at.get(&r.get(0)?) {
                proposals[*at].proposers.push(proposer(r)?);
            }
        }
        let mut statement = self.conn.prepare_cached(UNITS)?;
        let mut rows = statement.query(named_params! { ":ids": ids })?;
        while let Some(r) = rows.next()? {
            if let Some(at) = at.get(&r.get(0)?) {
                proposals[*at].units.push(Assignment {
                    unit: r.get(1)?,
                    name: r.get(2)?,
                    part: coded(r, 3)?,
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

fn day(r: &Row<'_>, column: &str) -> rusqlite::Result<Option<When>> {
    let text: Option<String> = r.get(column)?;
    Ok(text.as_deref().and_then(When::from_iso))
}

/// A code of a closed vocabulary; the file's own checks keep others out.
fn coded<C: Code>(r: &Row<'_>, at: usize) -> rusqlite::Result<C> {
    let code: String = r.get(at)?;
    C::parse(&code).ok_or_else(|| {
        let cause = format!("unknown code {code}");
        rusqlite::Error::FromSqlConversionFailure(at, Type::Text, cause.into())
    })
}

fn base(r: &Row<'_>) -> rusqlite::Result<Proposal> {
    Ok(Proposal {
        id: r.get("id")?,
        session: r.get("session")?,
        serial: r.get("serial")?,
        no: r.get("no")?,
        title: r.get("title")?,
        form: coded::<ProposalForm>(r, 5)?,
        proposers: Vec::new(),
        category: r.get("category")?,
        state: coded::<ProposalState>(r, 7)?,
        submitted: day(r, "submitted_on")?,
        filed: day(r, "filed_on")?,
        assigned: day(r, "assigned_on")?,
        due: day(r, "due")?,
        replied: day(r, "replied_on")?,
        units: Vec::new(),
        reply_class: r.get("reply_class")?,
        rating: r.get("rating")?,
        key: r.get("key")?,
        excellent: r.get("excellent")?,
        note: r.get("note")?,
        source: crate::store::source::place(r.get("file")?, r.get("sheet")?, r.get("line")?),
    })
}

fn proposer(r: &Row<'_>) -> rusqlite::Result<Proposer> {
    Ok(match r.get("body")? {
        Some(body) => Proposer::Body(body),
        None => Proposer::Member(person(r)?),
    })
}

/// The member of a line with `member_id`, `no` and `name`.
pub(in crate::store) fn person(r: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: r.get("member_id")?,
        no: r.get("no")?,
        name: r.get("name")?,
    })
}
