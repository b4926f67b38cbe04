//! The steps of an opinion: what the table of its life allows, and what each records.

use super::refusal;
use super::write::no_such;
use crate::error::Result;
use crate::model::code::Code;
use crate::model::deadline::Step;
use crate::model::opinion::lifecycle::way_of;
use crate::model::opinion::{
    Act, Manner, Opinion, OpinionState, OpinionStep, Outcome, Owed, Taken,
};
use crate::model::when::When;
use crate::store::Tx;
use crate::store::proposal::Books;
use crate::store::table::{OPINION, OPINION_STEP};
use crate::store::value::{code, maybe, text, when};
use crate::text;
use rusqlite::types::Value;

impl Tx<'_> {
    /// Takes a step with an opinion and gives it as it stands then.
    ///
    /// # Errors
    /// `not_found`; `step_not_open` with the steps that are; `step_lacks`; `day_out_of_order`;
    /// `nothing_owed`; an unknown level; what adding the proposal refuses; the database's failures.
    pub fn take_opinion_step(&mut self, id: i64, taken: &Taken, books: &Books) -> Result<Opinion> {
        let old = self.read().opinion(id)?.ok_or_else(no_such)?;
        let way = way_of(old.state(), taken.step)
            .ok_or_else(|| refusal::step_not_open(&old, taken.step))?;
        if let Some(need) = taken.lacks(way) {
            return Err(refusal::lacks(taken.step, need));
        }
        refusal::after_arrival(&old, taken)?;
        let told = if taken.step == OpinionStep::Convert {
            Some(self.proposal_from(&old, taken)?)
        } else {
            self.record_step(&old, taken, books)?;
            taken.told()
        };
        let now = self.read().opinion(id)?.ok_or_else(no_such)?;
        let told = match (told, replaced(&old, &now)) {
            (Some(told), Some(was)) => Some(format!("{told}，{was}")),
            (told, was) => told.or(was),
        };
        self.note_opinion_step(&old, now.state(), taken, told.as_deref())?;
        self.read().opinion(id)?.ok_or_else(no_such)
    }

    /// Records what the step says.
    fn record_step(&mut self, old: &Opinion, taken: &Taken, books: &Books) -> Result<()> {
        match taken.step {
            OpinionStep::Issue => self.set_stage(old.id, Some(OpinionState::Issued)),
            OpinionStep::Decline => self.set_stage(old.id, Some(OpinionState::Declined)),
            OpinionStep::Adopt => {
                let adopted = adopted(taken);
                self.adopt_opinion(old.id, Act::Adoption, &adopted)
                    .map(|_| ())
            }
            OpinionStep::Instruct => {
                let instructed = self.instructed(old, taken, books)?;
                self.adopt_opinion(old.id, Act::Instruction, &instructed)
                    .map(|_| ())
            }
            OpinionStep::Feedback => self.answer(old, taken),
            OpinionStep::Submit | OpinionStep::Convert | OpinionStep::Return => Ok(()),
        }
    }

    pub(super) fn set_stage(&mut self, id: i64, stage: Option<OpinionState>) -> Result<()> {
        let stage = maybe(stage.map(Code::code));
        self.set(&OPINION, id, &[("stage", stage)]).map(|_| ())
    }

    /// An instruction with the day by which it is to be answered: the one that it sets itself,
    /// else the one that the office's profile counts from it, where it has such a term.
    fn instructed(&self, old: &Opinion, taken: &Taken, books: &Books) -> Result<Outcome> {
        let due = match taken.due {
            Some(due) if due < taken.on => {
                let (due, on) = (due.to_string(), taken.on.to_string());
                return Err(refusal::before_instruction(old, &due, &on));
            }
            Some(on) => Some(Owed {
                on,
                why: text!("批示所定的日期", "the day that the instruction sets"),
            }),
            None => books
                .due(self.read(), Step::OpinionFeedback, taken.on)?
                .map(|due| Owed {
                    on: due.on,
                    why: due.why(),
                }),
        };
        Ok(Outcome {
            due,
            wording: taken.words.clone().unwrap_or_default(),
            ..adopted(taken)
        })
    }

    /// The written feedback on the instruction of a level or leader; where neither is named, on
    /// all that wait for it.
    fn answer(&mut self, old: &Opinion, taken: &Taken) -> Result<()> {
        let meant = |i: &&Outcome| {
            i.answered.is_none()
                && (taken.level.is_none() || taken.level == i.level)
                && (taken.who.is_none() || taken.who == i.who)
        };
        let meant: Vec<&Outcome> = old.instructions.iter().filter(meant).collect();
        if meant.is_empty() {
            return Err(refusal::nothing_owed(old));
        }
        for instruction in meant {
            if let Some(asked) = instruction.on.filter(|on| on.first_day() > taken.on) {
                let (given, asked) = (taken.on.to_string(), asked.to_string());
                return Err(refusal::before_instruction(old, &given, &asked));
            }
            let answered = Outcome {
                answered: Some(When::from(taken.on)),
                answer: taken.words.clone().or_else(|| taken.note.clone()),
                ..instruction.clone()
            };
            self.adopt_opinion(old.id, Act::Instruction, &answered)?;
        }
        Ok(())
    }

    pub(super) fn note_opinion_step(
        &mut self,
        old: &Opinion,
        to: OpinionState,
        taken: &Taken,
        told: Option<&str>,
    ) -> Result<()> {
        let row = [
            Value::Integer(old.id),
            code(taken.step),
            when(Some(When::from(taken.on))),
            code(old.state()),
            code(to),
            maybe(told),
            text(self.by()),
        ];
        self.insert(&OPINION_STEP, &row).map(|_| ())
    }
}

/// What stood in place of what the step recorded.
fn replaced(old: &Opinion, new: &Opinion) -> Option<String> {
    let kept = |now: &[Outcome], was: &Outcome| {
        let same = |o: &Outcome| (&o.wording, o.manner, o.on) == (&was.wording, was.manner, was.on);
        let its = |o: &&Outcome| o.level == was.level && o.who == was.who;
        !now.iter().any(|o| its(&o)) || now.iter().filter(its).any(same)
    };
    let adoptions = old.adoptions.iter().filter(|o| !kept(&new.adoptions, o));
    let instructions = old
        .instructions
        .iter()
        .filter(|o| !kept(&new.instructions, o));
    let was: Vec<String> = adoptions
        .chain(instructions)
        .map(|o| {
            let on = o.on.map(|on| on.to_string()).unwrap_or_default();
            format!("{on} {}", o.wording).trim().to_owned()
        })
        .filter(|was| !was.is_empty())
        .collect();
    (!was.is_empty()).then(|| format!("改了原来的记录：{}", was.join("；")))
}

fn adopted(taken: &Taken) -> Outcome {
    let wording = taken.words.clone().or(taken.manner.map(Manner::wording));
    Outcome {
        level: taken.level.clone(),
        wording: wording.unwrap_or_default(),
        manner: taken.manner,
        who: taken.who.clone(),
        on: Some(When::from(taken.on)),
        ..Outcome::default()
    }
}
