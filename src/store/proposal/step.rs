//! The steps of a proposal: what the table of its life allows, and what each does to the row.

use super::feedback::OfPart;
use super::refusal;
use super::refusal::term as refusal_term;
use super::term::Books;
use crate::error::Result;
use crate::model::code::{Code, Dict, ProposalForm, ProposalState, ProposalStep, UnitPart};
use crate::model::proposal::lifecycle::{To, Way, turn_of, way_of};
use crate::model::proposal::{
    Assignment, Handling, Proposal, Proposer, Signing, Taken, is_verdict,
};
use crate::model::when::When;
use crate::store::Tx;
use crate::store::table::{ASSIGNMENT, PROPOSAL, PROPOSAL_STEP, PROPOSER};
use crate::store::value::{code, maybe, number, text, when};
use chrono::NaiveDate;
use rusqlite::named_params;
use rusqlite::types::Value;

const LINE: &str =
    "SELECT id FROM assignment WHERE proposal_id = :proposal AND part = :part AND unit_id = :unit";
const SIGNERS: &str = "SELECT id FROM proposer WHERE proposal_id = :proposal AND ord > 1 AND (member_id = :member OR (:member IS NULL AND signing = 'asked'))";
const JOINT: &str = "SELECT id FROM proposer WHERE proposal_id = ?1 AND ord > 1 AND member_id IS NOT NULL ORDER BY ord";
const UNSIGNED: &str = "SELECT id FROM proposer WHERE proposal_id = ?1 AND ord > 1 AND member_id IS NOT NULL AND signing IS NOT 'signed' ORDER BY ord";
const UNIT_NAME: &str = "SELECT name FROM unit WHERE id = ?1";
const MAIN: &str = "SELECT main_id FROM proposal WHERE id = ?1";

impl Tx<'_> {
    /// Takes a step, as [`Tx::advance`], and gives the proposal as it stands then.
    ///
    /// # Errors
    /// As [`Tx::advance`].
    pub fn take_step(&mut self, id: i64, taken: &Taken, books: &Books) -> Result<Proposal> {
        self.advance(id, taken, books)?;
        self.read().proposal(id)?.ok_or_else(refusal::no_such)
    }

    /// Takes a step: the only way by which a proposal moves on.
    ///
    /// # Errors
    /// `not_found`; `step_not_open` with the steps that are; `step_lacks`; `no_length`;
    /// `day_out_of_order`; `unit_not_assigned`, `unit_step_not_open`, `objection_too_late`;
    /// `merge_circle`, `has_merged`;
    /// `not_a_signer`, `unknown_point`, `unknown_answer`, `point_twice`; an unknown word; a deadline
    /// that cannot be told; the database's failures.
    pub fn advance(&mut self, id: i64, taken: &Taken, books: &Books) -> Result<()> {
        let mut old = self
            .read()
            .proposal_with_steps(id)?
            .ok_or_else(refusal::no_such)?;
        // Only objections, signatures and extensions are held against a deadline.
        if matches!(
            taken.step,
            ProposalStep::Decline | ProposalStep::Sign | ProposalStep::Extend
        ) {
            old.terms = self.read().terms_of(id)?;
        }
        let way = way_of(old.state, taken.step)
            .ok_or_else(|| refusal::step_not_open(&old, taken.step))?;
        if let Some(need) = taken.lacks(way) {
            return Err(refusal::lacks(&old, taken.step, need));
        }
        refusal::real_length(taken)?;
        refusal::after_what_stands(&old, taken)?;
        refusal::after_the_invitation(&old, taken)?;
        refusal::in_time_to_sign(&old, taken)?;
        self.in_time_to_extend(&old, taken, books)?;
        if let To::State(to) = way.to
            && to != ProposalState::Merged
            && is_verdict(to)
        {
            self.read().nothing_merged_into(&old)?;
        }
        self.before_step(&old, taken)?;
        let to = self.move_units(&old, way, taken)?;
        let to = match taken.step {
            ProposalStep::Rate => self.rate(&old, taken, books)?,
            _ => to,
        };
        let mut fields = self.changes(&old, to, taken)?;
        let handed = self.hand_over(&old, taken)?;
        let taken = handed.as_ref().unwrap_or(taken);
        self.note_step(&old, to, taken)?;
        let due = self.settle_terms(&old, way, to, taken, books)?;
        fields.extend(due.map(|due| ("due", text(&due))));
        self.set(&PROPOSAL, id, &fields).map(|_| ())
    }

    /// What only the ledger told is written down before a step that goes on from it.
    fn before_step(&mut self, old: &Proposal, taken: &Taken) -> Result<()> {
        match taken.step {
            ProposalStep::Resume if old.paused_on(taken.on).is_none() => {
                Err(refusal_term::not_paused(old, taken.on))
            }
            ProposalStep::Extend | ProposalStep::Pause | ProposalStep::Resume => {
                self.term_to_move(old, taken)
            }
            ProposalStep::Redo => self.keep_first_reply(old),
            _ => Ok(()),
        }
    }

    /// The opinion that it goes on as, whose number the history tells.
    fn hand_over(&mut self, old: &Proposal, taken: &Taken) -> Result<Option<Taken>> {
        if taken.step != ProposalStep::ToOpinion {
            return Ok(None);
        }
        let no = self.opinion_from(old, taken.on)?;
        Ok(Some(Taken {
            word: Some(no),
            ..taken.clone()
        }))
    }

    /// What the step does to the units, and where the proposal stands then.
    fn move_units(&mut self, old: &Proposal, way: &Way, taken: &Taken) -> Result<ProposalState> {
        match taken.step {
            ProposalStep::Assign => self.hand_out(old, taken)?,
            ProposalStep::Redo => self.give_back(old, taken)?,
            _ => {
                if let Some(unit) = taken.unit {
                    self.turn(old, unit, taken)?;
                }
            }
        }
        Ok(match way.to {
            To::Last(_) if owed_by_others(old, taken.unit) => old.state,
            To::State(state) | To::Last(state) => state,
            To::Stay => old.state,
        })
    }

    /// Gives a part back to its unit, or all parts to all; what was said of it counts no more.
    fn give_back(&mut self, old: &Proposal, taken: &Taken) -> Result<()> {
        if let Some(unit) = taken.unit {
            self.turn(old, unit, taken)?;
            let mine = old.part_of(unit);
            if let Some(mine) = mine
                && let Some(line) = self.unit_line(old.id, mine.part, unit)?
            {
                self.clear_part(line, OfPart::Class)?;
                self.clear_part(line, OfPart::Rating)?;
            }
            // What only the state told of the others is told by their rows now.
            for other in old.handlers().filter(|u| u.unit != unit) {
                self.set_handling(old, other, old.handling(other))?;
            }
            return Ok(());
        }
        for unit in &old.units {
            if old.handling(unit) == Handling::Answered {
                self.set_handling(old, unit, Handling::Received)?;
            }
        }
        self.clear_parts(old.id, OfPart::Class)?;
        self.clear_parts(old.id, OfPart::Rating)
    }

    /// One unit's turn.
    fn turn(&mut self, old: &Proposal, unit: i64, taken: &Taken) -> Result<()> {
        let Some(mine) = old.part_of(unit) else {
            let name = self.read().unit(unit)?.map(|u| u.name).unwrap_or_default();
            return Err(refusal::not_assigned(old, &name));
        };
        let stands = old.handling(mine);
        let turn = turn_of(mine.part, stands, taken.step)
            .ok_or_else(|| refusal::not_the_units_turn(mine, stands, taken.step))?;
        refusal::in_time_to_object(old, mine, taken)?;
        if taken.step == ProposalStep::Reassign {
            refusal::whole(old, mine, &taken.units)?;
        }
        if let Some(to) = turn.to {
            self.set_handling(old, mine, to)?;
        }
        if taken.step == ProposalStep::Reassign {
            self.hand_out(old, taken)?;
        }
        Ok(())
    }

    /// Gives the proposal to units that do not have it yet.
    fn hand_out(&mut self, old: &Proposal, taken: &Taken) -> Result<()> {
        let parts = [UnitPart::Lead, UnitPart::Co, UnitPart::Split];
        let mut given = Vec::new();
        for (part, units) in parts.into_iter().zip(&taken.units) {
            for unit in units {
                let has = old
                    .units
                    .iter()
                    .any(|u| u.unit == *unit && old.handling(u) != Handling::Moved);
                let back = taken.step == ProposalStep::Reassign && taken.unit == Some(*unit);
                if given.contains(unit) || back || (has && taken.step == ProposalStep::Reassign) {
                    let name = self.read().unit(*unit)?.map(|u| u.name).unwrap_or_default();
                    return Err(refusal::unit_twice(&name));
                }
                given.push(*unit);
                self.give(old, part, *unit, given.len())?;
            }
        }
        Ok(())
    }

    fn give(&mut self, old: &Proposal, part: UnitPart, unit: i64, at: usize) -> Result<()> {
        let waiting = code(Handling::Waiting);
        let had = old.units.iter().any(|u| u.unit == unit && u.part == part);
        if had && let Some(line) = self.unit_line(old.id, part, unit)? {
            return self
                .set(&ASSIGNMENT, line, &[("handling", waiting)])
                .map(|_| ());
        }
        let ord = i64::try_from(old.units.len() + at).unwrap_or(i64::MAX);
        let row = [
            Value::Integer(old.id),
            Value::Integer(unit),
            code(part),
            Value::Integer(ord),
            waiting,
            Value::Null,
            Value::Null,
        ];
        self.insert(&ASSIGNMENT, &row).map(|_| ())
    }

    fn set_handling(&mut self, old: &Proposal, unit: &Assignment, to: Handling) -> Result<()> {
        if let Some(line) = self.unit_line(old.id, unit.part, unit.unit)? {
            self.set(&ASSIGNMENT, line, &[("handling", code(to))])?;
        }
        Ok(())
    }

    pub(super) fn unit_line(
        &self,
        proposal: i64,
        part: UnitPart,
        unit: i64,
    ) -> Result<Option<i64>> {
        let mut statement = self.prepare_cached(LINE)?;
        let keys = named_params! { ":proposal": proposal, ":part": part.code(), ":unit": unit };
        let found = statement
            .query_map(keys, |r| r.get(0))?
            .next()
            .transpose()?;
        Ok(found)
    }

    /// What the step does to proposers and parts, and what it changes of the proposal itself.
    fn changes(
        &mut self,
        old: &Proposal,
        to: ProposalState,
        taken: &Taken,
    ) -> Result<Vec<(&'static str, Value)>> {
        let on = when(Some(When::from(taken.on)));
        let mut fields = vec![("state", code(to))];
        match taken.step {
            ProposalStep::Ask => self.ask_again(old, taken)?,
            ProposalStep::Sign => self.sign(old, taken)?,
            ProposalStep::Submit => {
                self.drop_unsigned(old)?;
                fields.push(("submitted_on", on));
                if old.proposers.len() == unsigned(old).len() + 1 {
                    fields.push(("form", code(alone(old))));
                }
            }
            ProposalStep::File => fields.push(("filed_on", on)),
            ProposalStep::Merge => {
                let main = self.main_of(old, taken)?;
                fields.push(("main_id", Value::Integer(main)));
            }
            ProposalStep::Refuse => {
                self.word_id(Dict::RefusalReason, taken)?;
            }
            ProposalStep::Contact => {
                self.word_id(Dict::ContactMeans, taken)?;
            }
            ProposalStep::Assign => fields.push(("assigned_on", on)),
            ProposalStep::Reply => {
                let class = self.word_id(Dict::ReplyClass, taken)?;
                let class = self.word_of_part(old, taken.unit, OfPart::Class, class)?;
                fields.push(("reply_class_id", class));
                if to == ProposalState::Replied {
                    let last = When::from(old.last(ProposalStep::Reply, taken.on));
                    fields.push(("replied_on", when(Some(last))));
                }
            }
            ProposalStep::Rate => {
                let word = self.word_id(Dict::Rating, taken)?;
                fields.extend(self.rating_of(old, taken, word)?);
            }
            ProposalStep::Redo => fields.extend([
                ("replied_on", Value::Null),
                ("reply_class_id", Value::Null),
                ("rating_id", Value::Null),
            ]),
            _ => {}
        }
        Ok(fields)
    }

    fn word_id(&self, dict: Dict, taken: &Taken) -> Result<Value> {
        let word = taken.word.as_deref();
        let id = word.map(|w| self.read().known_word(dict, w)).transpose()?;
        Ok(number(id))
    }

    fn sign(&mut self, old: &Proposal, taken: &Taken) -> Result<()> {
        let lines = self.signer_lines(old.id, taken.member)?;
        let first = match old.proposers.first() {
            Some(Proposer::Member(person)) => Some(person.id),
            _ => None,
        };
        if lines.is_empty() && taken.member == first && first.is_some() {
            return Err(refusal::first_signs(old));
        }
        let Some(line) = lines.first() else {
            return Err(refusal::not_a_signer(old));
        };
        let signed = [("signing", code(Signing::Signed))];
        if self.set(&PROPOSER, *line, &signed)? {
            return Ok(());
        }
        Err(refusal::signed_already(old))
    }

    /// Joint signers who were asked and did not sign are not on what is submitted.
    fn drop_unsigned(&mut self, old: &Proposal) -> Result<()> {
        for line in self.signer_lines(old.id, None)? {
            self.delete(&PROPOSER, line)?;
        }
        Ok(())
    }

    /// Notes the day of a draft, and asks everyone behind the first proposer for a signature; the
    /// term for signing starts.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn begin_draft(&mut self, proposal: i64, on: NaiveDate, books: &Books) -> Result<()> {
        let new = self
            .read()
            .proposal(proposal)?
            .ok_or_else(refusal::no_such)?;
        let begun = Taken::new(ProposalStep::Draft, on);
        self.note_step(&new, new.state, &begun)?;
        let lines = self.lines_of(JOINT, proposal)?;
        if lines.is_empty() {
            return Ok(());
        }
        self.ask_lines(&lines)?;
        self.start_signing(proposal, on, books)
    }

    /// Asks the joint signers whom an edit added, where signatures are asked for; who signed before
    /// keeps the signature.
    pub(super) fn ask_added(&mut self, old: &Proposal, on: NaiveDate, books: &Books) -> Result<()> {
        let draft = ProposalState::Draft;
        let asks = old.state == draft
            || !old.signings.is_empty()
            || old.taken.iter().any(|e| e.from == Some(draft));
        if !asks || !matches!(old.state, ProposalState::Draft | ProposalState::Returned) {
            return Ok(());
        }
        let now = self.read().proposal(old.id)?.ok_or_else(refusal::no_such)?;
        let mut new = Vec::new();
        for who in now.proposers.iter().skip(1) {
            let Proposer::Member(person) = who else {
                continue;
            };
            let lines = self.signer_lines(old.id, Some(person.id))?;
            let stood = old.signings.iter().find(|(id, _)| *id == person.id);
            if let (Some((_, signing)), Some(line)) = (stood, lines.first()) {
                self.set(&PROPOSER, *line, &[("signing", code(*signing))])?;
            } else if !old.proposers.contains(who) {
                new.extend(lines);
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        self.ask_lines(&new)?;
        self.start_signing(old.id, on, books)
    }

    /// Asks one joint signer, or all who did not sign, once more.
    fn ask_again(&mut self, old: &Proposal, taken: &Taken) -> Result<()> {
        let mut lines = self.lines_of(UNSIGNED, old.id)?;
        if taken.member.is_some() {
            let mine = self.signer_lines(old.id, taken.member)?;
            if mine.is_empty() {
                return Err(refusal::not_a_signer(old));
            }
            lines.retain(|line| mine.contains(line));
        }
        if lines.is_empty() {
            return Err(refusal::nobody_to_ask(old));
        }
        self.ask_lines(&lines)
    }

    fn ask_lines(&mut self, lines: &[i64]) -> Result<()> {
        for line in lines {
            self.set(&PROPOSER, *line, &[("signing", code(Signing::Asked))])?;
        }
        Ok(())
    }

    fn lines_of(&self, sql: &str, proposal: i64) -> Result<Vec<i64>> {
        let mut statement = self.prepare_cached(sql)?;
        let lines = statement.query_map([proposal], |r| r.get(0))?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn signer_lines(&self, proposal: i64, member: Option<i64>) -> Result<Vec<i64>> {
        let mut statement = self.prepare_cached(SIGNERS)?;
        let keys = named_params! { ":proposal": proposal, ":member": member };
        let lines = statement.query_map(keys, |r| r.get(0))?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }

    /// The proposal that it is merged into, which is not itself and was not merged into it.
    fn main_of(&self, old: &Proposal, taken: &Taken) -> Result<i64> {
        let main = taken.main.unwrap_or(old.id);
        let target = self.read().proposal(main)?.ok_or_else(refusal::no_such)?;
        if main == old.id || self.leads_to(main, old.id)? {
            return Err(refusal::merge_circle(old, &target));
        }
        if !target.state.is_filed() {
            let into = match target.main {
                Some(id) => self.read().proposal(id)?,
                None => None,
            };
            return Err(refusal::main_not_filed(&target, into.as_ref()));
        }
        Ok(main)
    }

    fn leads_to(&self, from: i64, to: i64) -> Result<bool> {
        let mut at = Some(from);
        while let Some(id) = at {
            if id == to {
                return Ok(true);
            }
            at = self.query_row(MAIN, [id], |r| r.get(0))?;
        }
        Ok(false)
    }

    fn note_step(&mut self, old: &Proposal, to: ProposalState, taken: &Taken) -> Result<()> {
        let dropped = match taken.step {
            ProposalStep::Submit => unsigned(old).join("、"),
            _ => String::new(),
        };
        let dropped = (!dropped.is_empty()).then(|| format!("未会签，不再列名：{dropped}"));
        let main = match taken.main {
            Some(id) => self
                .read()
                .proposal(id)?
                .map(|main| format!("→ {}", main.cite())),
            None => None,
        };
        let points: Vec<String> = taken
            .points
            .iter()
            .map(|(name, answer)| format!("{name}：{answer}"))
            .collect();
        let said: Vec<&str> = main
            .iter()
            .chain(&taken.word)
            .chain(&points)
            .chain(&taken.note)
            .chain(&dropped)
            .map(String::as_str)
            .collect();
        let said = (!said.is_empty()).then(|| said.join("，"));
        let units = self.given_to(taken)?;
        let row = [
            Value::Integer(old.id),
            code(taken.step),
            when(Some(When::from(taken.on))),
            Value::Integer(old.round()),
            code(old.state),
            code(to),
            number(taken.unit),
            number(taken.member),
            maybe(taken.length.as_deref()),
            maybe(units.as_deref()),
            maybe(said.as_deref()),
            text(self.by()),
        ];
        self.insert(&PROPOSAL_STEP, &row).map(|_| ())
    }

    /// The units that the step gave it to, a part with its units on each line:
    /// `lead 县教育局、县财政局`.
    fn given_to(&self, taken: &Taken) -> Result<Option<String>> {
        let parts = [UnitPart::Lead, UnitPart::Co, UnitPart::Split];
        let mut told = Vec::new();
        for (part, units) in parts.into_iter().zip(&taken.units) {
            let mut names = Vec::new();
            for unit in units {
                // The whole unit with what it handles would be read anew for every proposal.
                let mut name = self.prepare_cached(UNIT_NAME)?;
                names.push(name.query_row([unit], |r| r.get::<_, String>(0))?);
            }
            if !names.is_empty() {
                told.push(format!("{} {}", part.code(), names.join("、")));
            }
        }
        Ok((!told.is_empty()).then(|| told.join("\n")))
    }
}

/// The joint signers who were asked and did not sign.
fn unsigned(p: &Proposal) -> Vec<&str> {
    let asked = |who: &&Proposer| match who {
        Proposer::Member(person) => p.signings.contains(&(person.id, Signing::Asked)),
        Proposer::Body(_) => false,
    };
    p.proposers
        .iter()
        .filter(asked)
        .map(Proposer::name)
        .collect()
}

/// The form of a proposal on which one proposer is left.
fn alone(p: &Proposal) -> ProposalForm {
    match p.form {
        ProposalForm::Joint => ProposalForm::Individual,
        form => form,
    }
}

/// Whether a unit other than this one still owes its reply.
fn owed_by_others(old: &Proposal, unit: Option<i64>) -> bool {
    old.units.iter().any(|u| {
        u.part != UnitPart::Co
            && Some(u.unit) != unit
            && !matches!(old.handling(u), Handling::Answered | Handling::Moved)
    })
}
