//! Reading proposals: one query for the rows, one for all their proposers, one for all their units.

use super::field::{FIELDS, WORDS, spelled};
use super::lines::ids;
use crate::error::Result;
use crate::lang::Text;
use crate::model::code::{Code, UnitPart};
use crate::model::filter::Term;
use crate::model::proposal::number::place;
use crate::model::proposal::trail;
use crate::model::proposal::{Assignment, Event, Person, Proposal, Proposer};
use crate::model::session::Session;
use crate::model::when::When;
use crate::store::Read;
use crate::store::columns::Columns;
use crate::store::filter::clause;
use crate::text;
use rusqlite::{Params, Row, named_params, params_from_iter};
use std::collections::HashMap;

const SELECT: &str = "SELECT p.id, p.session, p.serial, p.no, p.title, p.form, c.name AS category, p.state, p.submitted_on, p.filed_on,
 p.assigned_on, p.due, p.replied_on, k.name AS reply_class, g.name AS rating, p.key, p.excellent, p.note, f.file, f.sheet, p.line, p.main_id
 FROM proposal p LEFT JOIN word c ON c.id = p.category_id LEFT JOIN word k ON k.id = p.reply_class_id
 LEFT JOIN word g ON g.id = p.rating_id LEFT JOIN source f ON f.id = p.source_id WHERE p.cancelled IS NULL";
const OF_MEMBER: &str = " AND p.id IN (SELECT proposal_id FROM proposer WHERE member_id = ?1)";
const INTO: &str = " AND p.main_id = ?1";
const ONE: &str = " AND p.id = ?1";
const PROPOSERS: &str =
    "SELECT r.proposal_id, r.signing, b.name, r.member_id, m.no, m.name FROM proposer r
 LEFT JOIN member m ON m.id = r.member_id LEFT JOIN word b ON b.id = r.body_id
 WHERE r.proposal_id IN (SELECT value FROM json_each(:ids)) ORDER BY r.proposal_id, r.ord";
const UNITS: &str = "SELECT a.proposal_id, a.unit_id, u.name, a.part, a.handling, k.name, g.name FROM assignment a JOIN unit u ON u.id = a.unit_id
 LEFT JOIN word k ON k.id = a.reply_class_id LEFT JOIN word g ON g.id = a.rating_id
 WHERE a.proposal_id IN (SELECT value FROM json_each(:ids)) ORDER BY a.proposal_id, a.part, a.ord, a.id";

const STEPS: &str = "SELECT s.happened_on, s.by, s.step, s.from_state, s.to_state, coalesce(u.name, m.name), s.length, s.units, s.note FROM proposal_step s
 LEFT JOIN unit u ON u.id = s.unit_id LEFT JOIN member m ON m.id = s.member_id WHERE s.proposal_id = ?1 ORDER BY s.id";
const TERMS: &str =
    "SELECT d.step, d.unit_id, u.name, d.round, d.base_on, d.due_on, d.why, d.why_en, d.met_on FROM deadline d
 LEFT JOIN unit u ON u.id = d.unit_id WHERE d.proposal_id = ?1 ORDER BY d.due_on, d.id";

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

    /// The proposals that were merged into one.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn merged_into(&self, main: i64) -> Result<Vec<Proposal>> {
        self.proposals_where(INTO, [main])
    }

    /// One proposal, unless it was cancelled.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn proposal(&self, id: i64) -> Result<Option<Proposal>> {
        let Some(mut proposal) = self.proposal_with_steps(id)? else {
            return Ok(None);
        };
        proposal.terms = self.terms_of(id)?;
        proposal.feedback = self.feedback_on(id)?;
        Ok(Some(proposal))
    }

    /// The same without deadlines and feedback: what most steps ask for.
    pub(super) fn proposal_with_steps(self, id: i64) -> Result<Option<Proposal>> {
        let Some(mut proposal) = self.proposals_where(ONE, [id])?.pop() else {
            return Ok(None);
        };
        proposal.taken = self.steps_of(id)?;
        Ok(Some(proposal))
    }

    fn steps_of(self, id: i64) -> Result<Vec<Event>> {
        let mut statement = self.conn.prepare_cached(STEPS)?;
        let event = |r: &Row<'_>| {
            let mut c = Columns::of(r);
            let event = Event {
                on: c.when()?,
                by: c.take::<Option<String>>()?.filter(|by| !by.is_empty()),
                step: c.code()?,
                from: c.maybe_code()?,
                to: c.code()?,
                whose: c.take()?,
                given: Vec::new(),
                length: c.take()?,
                note: None,
            };
            let units: Option<String> = c.take()?;
            Ok(Event {
                given: units.as_deref().map(given).unwrap_or_default(),
                note: noted(units, c.take()?),
                ..event
            })
        };
        let rows = statement.query_map([id], event)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn terms_of(self, id: i64) -> Result<Vec<trail::Term>> {
        let mut statement = self.conn.prepare_cached(TERMS)?;
        let term = |r: &Row<'_>| {
            let mut c = Columns::of(r);
            Ok(trail::Term {
                step: c.code()?,
                unit: c.take()?,
                name: c.take()?,
                round: c.take()?,
                base: c.day()?,
                due: c.day()?,
                why: Text {
                    zh: c.take()?,
                    en: c.take()?,
                },
                met: c.maybe_when()?.and_then(When::day),
            })
        };
        let rows = statement.query_map([id], term)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
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
                let signing = c.maybe_code()?;
                let who = if let Some(body) = c.take()? {
                    Proposer::Body(body)
                } else {
                    Proposer::Member(person(&mut c)?)
                };
                if let (Some(signing), Proposer::Member(person)) = (signing, &who) {
                    proposals[*at].signings.push((person.id, signing));
                }
                proposals[*at].proposers.push(who);
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
                    handling: c.maybe_code()?,
                    class: c.take()?,
                    rating: c.take()?,
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
        main: c.take()?,
        proposers: Vec::new(),
        units: Vec::new(),
        signings: Vec::new(),
        taken: Vec::new(),
        terms: Vec::new(),
        feedback: Vec::new(),
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

/// The names of the units that a step gave it to.
fn given(units: &str) -> Vec<String> {
    let names = units
        .lines()
        .filter_map(|line| Some(line.split_once(' ')?.1));
    names
        .flat_map(|names| names.split('、'))
        .map(str::to_owned)
        .collect()
}

/// To whom a step gave it, and what else was said.
fn noted(units: Option<String>, note: Option<String>) -> Option<Text> {
    let units = units.unwrap_or_default();
    let given = units.lines().filter_map(|line| {
        let (part, names) = line.split_once(' ')?;
        let part = UnitPart::parse(part)?;
        let (zh, en, listed) = (part.zh(), part.en(), names.replace('、', ", "));
        Some(text!("{zh}：{names}", "{en}: {listed}"))
    });
    let all: Vec<Text> = given.chain(note.map(Text::same)).collect();
    let joined =
        |pick: fn(&Text) -> &str, mark| all.iter().map(pick).collect::<Vec<_>>().join(mark);
    (!all.is_empty()).then(|| Text {
        zh: joined(|t| &t.zh, "；"),
        en: joined(|t| &t.en, "; "),
    })
}
