//! Time granted and paused: the replies that are owed are counted again, from the day of their
//! event or from the due day that the ledger gave.

use super::refusal::term as refusal_term;
use super::term::{Books, Owed};
use crate::error::Result;
use crate::lang::Text;
use crate::model::code::ProposalStep;
use crate::model::deadline::{
    self, Case, Extension, Facts, LastDay, Length, Rule, Span, Step, Unit,
};
use crate::model::proposal::{Proposal, Taken};
use crate::model::when::When;
use crate::store::Tx;
use crate::store::table::DEADLINE;
use crate::store::value::{code, number, text, when};
use crate::text;
use chrono::NaiveDate;
use rusqlite::types::Value;

/// The terms by which a unit owes its reply.
pub(super) const REPLIES: [Step; 3] = [Step::ReplyMain, Step::ReplyHard, Step::Rehandle];

impl Tx<'_> {
    /// Sees to it that there is a term to move: the one that runs, else the due day that the ledger
    /// gave.
    ///
    /// # Errors
    /// `no_due` where there is neither; the database's own failures.
    pub(super) fn term_to_move(&mut self, old: &Proposal, taken: &Taken) -> Result<()> {
        let owed = self.owed(old)?;
        let mine =
            |o: &Owed| REPLIES.contains(&o.step) && (taken.unit.is_none() || o.unit == taken.unit);
        if owed.iter().any(mine) {
            return Ok(());
        }
        let runs = self.read().terms_of(old.id)?;
        let round = old.round();
        let started =
            |t: &crate::model::proposal::Term| t.round == round && REPLIES.contains(&t.step);
        match old.due.and_then(When::day) {
            Some(due) if !runs.iter().any(started) => self.give_due(old, due, taken.on),
            _ => Err(refusal_term::no_due(old, taken.step)),
        }
    }

    /// The due day that the ledger gave, as a term of each unit that owes the reply. Where the day
    /// of the assignment is not known, pauses count from the day before the step.
    fn give_due(&mut self, old: &Proposal, due: NaiveDate, on: NaiveDate) -> Result<()> {
        let assigned = old.assigned.and_then(When::day);
        let base = assigned.or(on.pred_opt()).unwrap_or(on).min(due);
        let step = if old.round() > 1 {
            Step::Rehandle
        } else {
            Step::ReplyMain
        };
        let why = given_why(due);
        let owing: Vec<i64> = old.owing().map(|u| u.unit).collect();
        for unit in owing {
            let row = [
                Value::Integer(old.id),
                number(Some(unit)),
                code(step),
                Value::Integer(old.round()),
                when(Some(When::from(base))),
                when(Some(When::from(due))),
                text(&why.zh),
                text(&why.en),
                Value::Null,
                when(Some(When::from(due))),
                count(old.taken.len()),
            ];
            self.insert(&DEADLINE, &row)?;
        }
        Ok(())
    }

    /// Puts the due day that someone gives in place of those that run.
    ///
    /// # Errors
    /// `due_not_a_day`; the database's own failures.
    pub(super) fn give_running(&mut self, old: &Proposal, due: When) -> Result<()> {
        for owed in self.running(old)? {
            let given = due
                .day()
                .ok_or_else(|| refusal_term::due_not_a_day(old, due))?;
            let why = given_why(given);
            let fields = [
                ("base_on", when(Some(When::from(owed.base.min(given))))),
                ("due_on", when(Some(When::from(given)))),
                ("why", text(&why.zh)),
                ("why_en", text(&why.en)),
                ("given_on", when(Some(When::from(given)))),
                ("given_after", count(old.taken.len())),
            ];
            self.set(&DEADLINE, owed.id, &fields)?;
        }
        Ok(())
    }

    /// Takes out the terms of the replies that are owed, where the due day is taken out.
    ///
    /// # Errors
    /// The database's own failures.
    pub(super) fn forget_running(&mut self, old: &Proposal) -> Result<()> {
        for owed in self.running(old)? {
            self.delete(&DEADLINE, owed.id)?;
        }
        Ok(())
    }

    fn running(&self, old: &Proposal) -> Result<Vec<Owed>> {
        let mut owed = self.owed(old)?;
        owed.retain(|o| REPLIES.contains(&o.step));
        Ok(owed)
    }

    /// Counts the replies that are owed again, with all that was granted and paused in this round.
    pub(super) fn move_replies(
        &mut self,
        old: &Proposal,
        taken: &Taken,
        books: &Books,
    ) -> Result<()> {
        let granted = self.read().proposal(old.id)?;
        let granted = granted.as_ref().unwrap_or(old);
        for owed in self.owed(old)? {
            let whose = taken.unit.is_none() || owed.unit == taken.unit;
            if !whose || !REPLIES.contains(&owed.step) {
                continue;
            }
            let profile = books.profile(self.read(), owed.base)?;
            let facts = facts(books.cases(old), granted, &owed);
            let (due_on, why) = if let Some(given) = owed.given {
                let term = profile.term(owed.step, &facts.cases);
                from_given(&owed, given, &facts, term, books)?
            } else {
                let due = deadline::due(&profile, owed.step, owed.base, &facts, &books.calendar)?;
                (due.on, due.why())
            };
            let fields = [
                ("due_on", when(Some(When::from(due_on)))),
                ("why", text(&why.zh)),
                ("why_en", text(&why.en)),
            ];
            self.set(&DEADLINE, owed.id, &fields)?;
        }
        Ok(())
    }
}

pub(super) fn given_why(due: NaiveDate) -> Text {
    text!(
        "台账所记的办结时限 {due}",
        "the due day as the ledger has it, {due}"
    )
}

/// The due day that was given, moved by the days paused before it and by the time granted.
fn from_given(
    owed: &Owed,
    given: NaiveDate,
    facts: &Facts,
    term: Option<&deadline::Term>,
    books: &Books,
) -> Result<(NaiveDate, Text)> {
    let mut why = given_why(given);
    if facts.extensions.is_empty() && facts.pauses.is_empty() {
        return Ok((given, why));
    }
    let days = (given - owed.base).num_days();
    let days = u16::try_from(days).map_err(|_| deadline::Refusal::OutOfRange)?;
    let rule = Rule {
        span: Span::After(Length::new(days, Unit::Day)),
        last_day: term.map_or(LastDay::Stays, |t| t.rule.last_day),
    };
    let extended: Vec<Length> = facts.extensions.iter().map(|e| e.length).collect();
    let due = deadline::count(owed.base, rule, &extended, &facts.pauses, &books.calendar)?;
    if !extended.is_empty() {
        let pauses = &facts.pauses;
        deadline::within_limit(&due, owed.step, term, pauses, &books.calendar)?;
    }
    for length in &extended {
        let Text { zh, en } = length.text();
        why.zh.extend(["，延长 ", &zh]);
        why.en.extend([", extended by ", &en]);
    }
    for note in due.notes() {
        why.zh.extend(["；", &note.zh]);
        why.en.extend(["; ", &note.en]);
    }
    Ok((due.on, why))
}

fn count(steps: usize) -> Value {
    Value::Integer(i64::try_from(steps).unwrap_or(i64::MAX))
}

/// What was granted to a unit, or to all, and paused since the proposal was last handed out, and
/// since its due day was given where one was.
fn facts(cases: Vec<Case>, p: &Proposal, owed: &Owed) -> Facts {
    let mine = |u: &&crate::model::proposal::Assignment| Some(u.unit) == owed.unit;
    let name = p.units.iter().find(mine).map(|u| &u.name);
    let granted = p.since(owed.after).iter().filter(|e| {
        e.step == ProposalStep::Extend && (e.whose.is_none() || e.whose.as_ref() == name)
    });
    let extension = |e: &crate::model::proposal::Event| {
        let length = Length::parse(e.length.as_deref().unwrap_or_default())?;
        let reason = e.note.as_ref().map(|n| n.zh.clone()).unwrap_or_default();
        Some(Extension { length, reason })
    };
    Facts {
        cases,
        extensions: granted.filter_map(extension).collect(),
        pauses: p.pauses_since(owed.after),
    }
}
