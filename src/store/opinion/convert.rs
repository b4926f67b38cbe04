//! From proposal to opinion and back. The two are one matter: the link stands in the opinion, and
//! which of them the matter is now is told by the proposal's state alone, so it is scored once
//! whatever is undone or edited (store/fact.rs).

use super::refusal;
use super::write::no_such;
use crate::error::{Error, Result};
use crate::model::code::ProposalState;
use crate::model::opinion::{Opinion, OpinionState, OpinionStep, Taken};
use crate::model::proposal::{self, Proposal, Proposer, Who};
use crate::model::when::When;
use crate::store::Tx;
use crate::store::table::OPINION;
use crate::store::value::{maybe, text, when};
use crate::text;
use chrono::NaiveDate;
use rusqlite::OptionalExtension;
use rusqlite::types::Value;

const LINKED: &str = "SELECT id FROM opinion WHERE proposal_id = ?1 AND cancelled IS NULL";

impl Tx<'_> {
    /// Makes the opinion that a proposal goes on as, with its proposers as authors, and gives its
    /// number; bodies among them are named in its note. An opinion that the proposal came from is
    /// taken up again instead.
    ///
    /// # Errors
    /// The database's own failures.
    pub(in crate::store) fn opinion_from(&mut self, p: &Proposal, on: NaiveDate) -> Result<String> {
        let linked: Option<i64> = self
            .prepare_cached(LINKED)?
            .query_row([p.id], |r| r.get(0))
            .optional()?;
        if let Some(id) = linked {
            return self.take_up_again(id, on);
        }
        let no = self.read().next_opinion_number(Some(When::from(on)))?;
        let (mut authors, mut bodies) = (Vec::new(), Vec::new());
        for proposer in &p.proposers {
            match proposer {
                Proposer::Member(person) => authors.push(person.id),
                Proposer::Body(name) => bodies.push(name.as_str()),
            }
        }
        let note = (!bodies.is_empty()).then(|| format!("集体提案者：{}", bodies.join("、")));
        let row = [
            text(&no),
            text(&p.title),
            when(Some(p.submitted.unwrap_or(When::from(on)))),
            maybe(note.as_deref()),
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Integer(p.id),
        ];
        let id = self.insert(&OPINION, &row)?;
        self.put_authors(id, &authors)?;
        Ok(no)
    }

    /// The opinion that went on as a proposal is an opinion again.
    fn take_up_again(&mut self, id: i64, on: NaiveDate) -> Result<String> {
        let old = self.read().opinion(id)?.ok_or_else(no_such)?;
        let taken = Taken::new(OpinionStep::Return, on);
        let cite = old.link.as_ref().map(|l| l.cite.clone());
        self.note_opinion_step(&old, OpinionState::Submitted, &taken, cite.as_deref())?;
        Ok(old.no)
    }

    /// Makes the proposal that an opinion goes on as, with its authors as proposers, and gives the
    /// words by which it is found.
    pub(super) fn proposal_from(&mut self, old: &Opinion, taken: &Taken) -> Result<String> {
        if old.link.is_some() {
            return Err(refusal::came_from(old));
        }
        let session = self.read().session()?.ok_or_else(no_session)?;
        let draft = proposal::Draft {
            session: session.to_string(),
            title: old.title.clone(),
            proposers: old.authors.iter().map(|a| Who::Member(a.id)).collect(),
            review: Some(ProposalState::Submitted),
            submitted: Some(When::from(taken.on)),
            note: taken.note.clone(),
            ..proposal::Draft::default()
        };
        let id = self.add_proposal(&draft, (None, None))?;
        self.set_stage(old.id, None)?;
        self.set(&OPINION, old.id, &[("proposal_id", Value::Integer(id))])?;
        let made = self.read().proposal(id)?;
        Ok(made.map(|p| p.cite()).unwrap_or_default())
    }
}

fn no_session() -> Error {
    Error::usage("no_session", text!("没有说明届次", "no session was given")).hint(text!(
        "用 yishi config session 十届五次 设定",
        "set it with yishi config session 10-5"
    ))
}
