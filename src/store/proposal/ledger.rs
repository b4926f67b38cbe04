//! What only the ledger tells of a proposal, written down as steps would have it: the terms of what
//! was assigned, and the reply that is handled again.

use super::refusal;
use super::refusal::term as refusal_term;
use super::term::Books;
use crate::error::Result;
use crate::model::code::{ProposalState, ProposalStep, UnitPart};
use crate::model::deadline::{Event, Step};
use crate::model::proposal::{Handling, Proposal, Proposer, Taken};
use crate::model::when::When;
use crate::store::Tx;
use crate::store::table::{DEADLINE, FEEDBACK, PROPOSAL, PROPOSAL_STEP};
use crate::store::value::{code, maybe, number, text, when};
use chrono::NaiveDate;
use rusqlite::types::Value;

impl Tx<'_> {
    /// Starts the terms of a proposal that the ledger says was assigned, by the profile of that
    /// day: the reply of each unit that owes one, the opinion of each co-unit. What units may have
    /// done unrecorded — first contact, objection — is not started.
    ///
    /// # Errors
    /// `not_found`; `not_assigned`; `due_stands`: a due day that is there goes before one that is
    /// counted; `no_day`; `no_term`; a deadline that cannot be told; the database's own failures.
    pub fn start_terms(&mut self, id: i64, books: &Books) -> Result<()> {
        let old = self.read().proposal(id)?.ok_or_else(refusal::no_such)?;
        if old.state != ProposalState::Assigned {
            return Err(refusal_term::not_assigned_now(&old));
        }
        let runs = |t: &&crate::model::proposal::Term| {
            super::grant::REPLIES.contains(&t.step) && t.met.is_none()
        };
        let running = old.terms.iter().find(runs);
        if old.due.is_some() || running.is_some() {
            return Err(refusal_term::due_stands(&old, running));
        }
        let again = old.taken.iter().rfind(|e| e.step == ProposalStep::Redo);
        let day = again
            .map_or(old.assigned, |e| Some(e.on))
            .and_then(When::day);
        let day = day.ok_or_else(|| refusal_term::no_day_of_assignment(&old))?;
        let (reply, from) = match again {
            Some(_) => (Step::Rehandle, Event::Dissatisfied),
            None => (Step::ReplyMain, Event::Assign),
        };
        let taken = Taken::new(ProposalStep::Assign, day);
        let mut any = false;
        for unit in &old.units {
            let step = match (unit.part, old.handling(unit)) {
                (_, Handling::Moved | Handling::Answered | Handling::Advised) => continue,
                (UnitPart::Co, _) if again.is_some() => continue,
                (UnitPart::Co, _) => Step::CoOpinion,
                (UnitPart::Lead | UnitPart::Split, _) => reply,
            };
            let started = self.start(&old, step, Some(unit.unit), &[from], &taken, books)?;
            any |= started && step == reply;
        }
        if !any {
            return Err(refusal_term::not_from_assignment(&old));
        }
        // What was granted before stands.
        self.move_replies(&old, &taken, books)?;
        let due = self.reply_due(id, old.round())?;
        self.set(&PROPOSAL, id, &[("due", maybe(due.as_deref()))])
            .map(|_| ())
    }

    /// Writes the reply that only the ledger has down as steps would have: who replied when with
    /// which class, when it was due, and what the proposer said. Nothing where steps tell a reply.
    ///
    /// # Errors
    /// The database's own failures.
    pub(super) fn keep_first_reply(&mut self, old: &Proposal) -> Result<()> {
        if old
            .this_round()
            .iter()
            .any(|e| e.step == ProposalStep::Reply)
        {
            return Ok(());
        }
        let answered: Vec<i64> = old
            .handlers()
            .filter(|u| old.handling(u) == Handling::Answered)
            .map(|u| u.unit)
            .collect();
        let p = self.read().proposal(old.id)?.ok_or_else(refusal::no_such)?;
        if let Some(on) = old.replied {
            for unit in &answered {
                self.keep_reply(&p, *unit, on)?;
            }
        }
        if let (Some(rating), true) = (&old.rating, p.feedback.is_empty()) {
            let rater = match old.proposers.first() {
                Some(Proposer::Member(person)) => Some(person.id),
                _ => None,
            };
            let row = [
                Value::Integer(old.id),
                Value::Integer(old.round()),
                number(rater),
                Value::Null,
                Value::Null,
                text(rating),
            ];
            self.insert(&FEEDBACK, &row)?;
        }
        Ok(())
    }

    fn keep_reply(&mut self, old: &Proposal, unit: i64, on: When) -> Result<()> {
        let step = [
            Value::Integer(old.id),
            code(ProposalStep::Reply),
            when(Some(on)),
            Value::Integer(old.round()),
            code(ProposalState::Assigned),
            code(ProposalState::Replied),
            number(Some(unit)),
            Value::Null,
            Value::Null,
            Value::Null,
            maybe(old.reply_class.as_deref()),
            // Nobody in the office took the step.
            text(""),
        ];
        self.insert(&PROPOSAL_STEP, &step)?;
        let days: (Option<NaiveDate>, Option<NaiveDate>) = (on.day(), old.due.and_then(When::day));
        let runs = old.terms.iter().any(|t| t.unit == Some(unit));
        let ((Some(met), Some(due)), false) = (days, runs) else {
            return Ok(());
        };
        let base = old.assigned.and_then(When::day).unwrap_or(due).min(due);
        let why = super::grant::given_why(due);
        let row = [
            Value::Integer(old.id),
            number(Some(unit)),
            code(Step::ReplyMain),
            Value::Integer(old.round()),
            when(Some(When::from(base))),
            when(Some(When::from(due))),
            text(&why.zh),
            text(&why.en),
            when(Some(When::from(met))),
            when(Some(When::from(due))),
            Value::Integer(0),
        ];
        self.insert(&DEADLINE, &row).map(|_| ())
    }
}

#[cfg(test)]
mod tests;
