//! The deadlines that steps start, move and meet. The due day is computed at the step and stored
//! with its reason; overdue is never stored.

use super::refusal;
use super::refusal::term as refusal_term;
use crate::error::Result;
use crate::lang::Text;
use crate::model::calendar::Calendar;
use crate::model::code::{Code, ProposalForm, ProposalState, ProposalStep, UnitPart};
use crate::model::deadline::{self, Case, Due, Event, Facts, Late, Profile, Step};
use crate::model::proposal::feedback::{Raters, unrated};
use crate::model::proposal::lifecycle::{Starts, Way};
use crate::model::proposal::{Assignment, Proposal, Taken};
use crate::model::when::When;
use crate::store::columns::Columns;
use crate::store::table::DEADLINE;
use crate::store::value::{code, number, text, when};
use crate::store::{Read, Tx};
use chrono::{Months, NaiveDate};
use rusqlite::named_params;
use rusqlite::types::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

const OWED: &str = "SELECT id, step, unit_id, base_on, given_on, given_after FROM deadline WHERE proposal_id = :proposal AND met_on IS NULL";
const PLENARIES: &str = "SELECT g.start_on, g.end_on FROM meeting g JOIN word k ON k.id = g.kind_id
 WHERE k.dict = 'meeting_kind' AND k.name = '全体会议' AND g.cancelled IS NULL ORDER BY g.start_on";
const REPLY_DUE: &str = "SELECT coalesce(min(CASE WHEN met_on IS NULL THEN due_on END), min(due_on)) FROM deadline WHERE proposal_id = :proposal AND round = :round AND step IN ('reply_main', 'reply_hard', 'rehandle')";

/// What due days are counted by: the calendar of working days, and the profile of each day. Read
/// once for a command, however many proposals it moves.
#[derive(Debug)]
pub struct Books {
    pub(super) calendar: Calendar,
    level: Option<Case>,
    /// The plenaries in the ledger, each with its first and last day.
    pub(super) plenaries: Vec<(When, When)>,
    profiles: RefCell<BTreeMap<NaiveDate, Rc<Profile>>>,
    told: RefCell<BTreeMap<Start, Rc<(NaiveDate, Text)>>>,
}

/// What a term that starts is told from: its step, the day, what the proposal is.
type Start = (Step, NaiveDate, Vec<Case>);

impl Read<'_> {
    /// What due days are counted by.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn books(&self) -> Result<Books> {
        Ok(Books {
            calendar: self.calendar()?,
            level: self.setting("level")?.as_deref().and_then(Case::parse),
            plenaries: self.plenaries()?,
            profiles: RefCell::default(),
            told: RefCell::default(),
        })
    }
}

impl Read<'_> {
    fn plenaries(self) -> Result<Vec<(When, When)>> {
        let mut statement = self.conn.prepare_cached(PLENARIES)?;
        let days = statement.query_map([], |r| {
            let mut c = Columns::of(r);
            Ok((c.when()?, c.when()?))
        })?;
        Ok(days.collect::<rusqlite::Result<_>>()?)
    }
}

impl Books {
    pub(super) fn profile(&self, read: Read<'_>, day: NaiveDate) -> Result<Rc<Profile>> {
        if let Some(known) = self.profiles.borrow().get(&day) {
            return Ok(known.clone());
        }
        let profile = Rc::new(read.profile_on(day)?);
        self.profiles.borrow_mut().insert(day, profile.clone());
        Ok(profile)
    }

    /// The due day of a step counted from an event's day; none where the profile of that day has
    /// no such term.
    ///
    /// # Errors
    /// A calendar that lacks the year; the database's own failures.
    pub(in crate::store) fn due(
        &self,
        read: Read<'_>,
        step: Step,
        base: NaiveDate,
    ) -> Result<Option<Due>> {
        let profile = self.profile(read, base)?;
        let facts = Facts::default();
        if profile.term(step, &facts.cases).is_none() {
            return Ok(None);
        }
        let due = deadline::due(&profile, step, base, &facts, &self.calendar)?;
        Ok(Some(due))
    }

    /// The due day of a term that starts on a day, with its reason; none where the profile has no
    /// such term, or counts it from another event. Counted once, however many proposals it is for.
    fn starts(
        &self,
        read: Read<'_>,
        step: Step,
        on: NaiveDate,
        from: &[Event],
        cases: Vec<Case>,
    ) -> Result<Option<Rc<(NaiveDate, Text)>>> {
        let profile = self.profile(read, on)?;
        let counted = |t: &deadline::Term| from.contains(&t.from);
        if !profile.term(step, &cases).is_some_and(counted) {
            return Ok(None);
        }
        let start = (step, on, cases);
        if let Some(known) = self.told.borrow().get(&start) {
            return Ok(Some(known.clone()));
        }
        let facts = Facts {
            cases: start.2.clone(),
            ..Facts::default()
        };
        let due = deadline::due(&profile, step, on, &facts, &self.calendar)?;
        let told = Rc::new((due.on, due.why()));
        self.told.borrow_mut().insert(start, told.clone());
        Ok(Some(told))
    }

    /// Who has to rate a reply, by the profile of a day.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn raters(&self, read: Read<'_>, day: NaiveDate) -> Result<Raters> {
        Ok(self.profile(read, day)?.feedback.raters)
    }

    /// Whether the term of the reply to a proposal that is assigned on a day starts with its receipt.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn counts_from_receipt(&self, read: Read<'_>, p: &Proposal, on: NaiveDate) -> Result<bool> {
        let profile = self.profile(read, on)?;
        let reply = profile.term(Step::ReplyMain, &self.cases(p));
        Ok(reply.is_some_and(|t| t.from == Event::Receipt))
    }

    /// Whether a proposal is one of the plenary 大会提案, submitted from three months before it opened
    /// to its last day, or of the recess 平时提案 (after the rules of Fuyang); what nobody wrote down
    /// tells neither.
    fn season(&self, p: &Proposal) -> Option<Case> {
        let on = p.submitted?;
        let within = |(first, last): &(When, When)| {
            let opens = first.first_day().checked_sub_months(Months::new(3));
            opens.is_some_and(|opens| opens <= on.first_day()) && on.last_day() <= last.last_day()
        };
        if self.plenaries.iter().any(within) {
            return Some(Case::Plenary);
        }
        // Only a year whose plenary is in the ledger tells what came outside it.
        let known = |(first, _): &(When, When)| first.year() == on.year();
        self.plenaries.iter().any(known).then_some(Case::Recess)
    }

    pub(super) fn cases(&self, p: &Proposal) -> Vec<Case> {
        let whose = match p.form {
            ProposalForm::Collective => Case::Party,
            ProposalForm::Individual | ProposalForm::Joint => Case::Member,
        };
        let key = p.key.then_some(Case::Key);
        [self.season(p), Some(whose), key, self.level]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// A deadline that is not met yet.
pub(super) struct Owed {
    pub(super) id: i64,
    pub(super) step: Step,
    pub(super) unit: Option<i64>,
    pub(super) base: NaiveDate,
    /// The day that the ledger or the office gave in place of a counted one.
    pub(super) given: Option<NaiveDate>,
    /// After how many steps it was given.
    pub(super) after: usize,
}

impl Tx<'_> {
    /// Meets, starts and moves the deadlines of a proposal as a step does; gives the next due day of
    /// a reply, as lists show it, where it may be another one.
    pub(super) fn settle_terms(
        &mut self,
        old: &Proposal,
        way: &Way,
        to: ProposalState,
        taken: &Taken,
        books: &Books,
    ) -> Result<Option<String>> {
        // What others still owe is not met by one rating or one signature.
        let met = match taken.step {
            ProposalStep::Rate => to == ProposalState::Rated,
            ProposalStep::Close | ProposalStep::Redo if !self.was_rated(old, taken, books)? => {
                self.leave_unrated(old, taken)?;
                false
            }
            ProposalStep::Sign => self.signer_lines(old.id, None)?.is_empty(),
            _ => true,
        };
        if met {
            self.meet(old, taken)?;
        }
        match way.starts {
            Starts::Nothing => {}
            Starts::Signing => self.start_signing(old.id, taken.on, books)?,
            Starts::Handling => self.start_handling(old, taken, books)?,
            Starts::Feedback => {
                if to != old.state {
                    let reply = [Event::Reply, Event::ReplyReceived];
                    let on = old.last(ProposalStep::Reply, taken.on);
                    let whole = Taken {
                        on,
                        ..taken.clone()
                    };
                    self.start(old, Step::MemberFeedback, None, &reply, &whole, books)?;
                }
            }
            Starts::Again => {
                let mine = |u: &&Assignment| taken.unit.is_none_or(|unit| unit == u.unit);
                for unit in old.handlers().filter(mine) {
                    let again = [Event::Dissatisfied];
                    self.start(old, Step::Rehandle, Some(unit.unit), &again, taken, books)?;
                }
            }
            Starts::Decision => {
                let objection = [Event::Objection];
                self.start(old, Step::Reassign, taken.unit, &objection, taken, books)?;
            }
            Starts::Promise => {
                self.promise(old, taken)?;
                self.start_track(old, taken, books)?;
            }
        }
        if taken.step == ProposalStep::Reply {
            self.forget_promises(old, taken)?;
            self.promise(old, taken)?;
        }
        let moves = matches!(
            taken.step,
            ProposalStep::Extend | ProposalStep::Pause | ProposalStep::Resume
        );
        if moves {
            self.move_replies(old, taken, books)?;
        }
        let partly = taken.step == ProposalStep::Reply && to == old.state;
        if !moves && !partly && !matches!(way.starts, Starts::Handling | Starts::Again) {
            return Ok(None);
        }
        let round = old.round() + i64::from(taken.step == ProposalStep::Redo);
        self.reply_due(old.id, round)
    }

    /// The day by which the next reply of a round is due; the first one's where all are given.
    pub(super) fn reply_due(&self, proposal: i64, round: i64) -> Result<Option<String>> {
        let keys = named_params! { ":proposal": proposal, ":round": round };
        let mut due = self.prepare_cached(REPLY_DUE)?;
        Ok(due.query_row(keys, |r| r.get(0))?)
    }

    fn meet(&mut self, old: &Proposal, taken: &Taken) -> Result<()> {
        let met: &[Step] = match taken.step {
            ProposalStep::Sign | ProposalStep::Submit | ProposalStep::Withdraw => {
                &[Step::Countersign]
            }
            ProposalStep::Contact => &[Step::FirstContact],
            ProposalStep::Advise => &[Step::CoOpinion],
            ProposalStep::Decline => &[Step::ReturnObjection],
            ProposalStep::Keep | ProposalStep::Reassign => &[Step::Reassign],
            ProposalStep::Reply => &[Step::ReplyMain, Step::ReplyHard, Step::Rehandle],
            ProposalStep::Rate | ProposalStep::Redo | ProposalStep::Close => {
                &[Step::MemberFeedback]
            }
            ProposalStep::Fulfil => &[Step::Track],
            _ => &[],
        };
        if met.is_empty() {
            return Ok(());
        }
        let fulfils = taken.step == ProposalStep::Fulfil;
        // Whoever rates first may be the last to be written down.
        let on = match taken.step {
            ProposalStep::Rate => old.last(ProposalStep::Rate, taken.on),
            _ => taken.on,
        };
        let mut any = false;
        for owed in self.owed(old)? {
            let all = owed.unit.is_none() || (fulfils && taken.unit.is_none());
            let whose = all || owed.unit == taken.unit;
            let decided = owed.step == Step::Reassign;
            let moved = taken.step == ProposalStep::Reassign && owed.unit.is_some() && !decided;
            if whose && moved {
                self.delete(&DEADLINE, owed.id)?;
            } else if whose && met.contains(&owed.step) {
                let on = when(Some(When::from(on)));
                any |= self.set(&DEADLINE, owed.id, &[("met_on", on)])?;
            }
        }
        if fulfils && !any {
            return Err(refusal_term::no_promise(old));
        }
        Ok(())
    }

    /// Whether everybody whose feedback is waited for gave it.
    fn was_rated(&self, old: &Proposal, taken: &Taken, books: &Books) -> Result<bool> {
        let raters = books.raters(self.read(), taken.on)?;
        let answers = self.read().feedback_on(old.id)?;
        Ok(unrated(old, &answers, raters).is_empty())
    }

    /// What is handled again is rated anew; feedback that never came to what is closed is not met.
    fn leave_unrated(&mut self, old: &Proposal, taken: &Taken) -> Result<()> {
        for owed in self.owed(old)? {
            if taken.step == ProposalStep::Redo && owed.step == Step::MemberFeedback {
                self.delete(&DEADLINE, owed.id)?;
            }
        }
        Ok(())
    }

    /// Refuses an extension after the last day, where the profile of that term does.
    pub(super) fn in_time_to_extend(
        &self,
        old: &Proposal,
        taken: &Taken,
        books: &Books,
    ) -> Result<()> {
        if taken.step != ProposalStep::Extend {
            return Ok(());
        }
        for term in old.overdue_replies(taken.unit, taken.on) {
            let profile = books.profile(self.read(), term.base)?;
            let extend = profile.term(term.step, &books.cases(old));
            let extend = extend.and_then(|t| t.extend);
            if extend.is_some_and(|e| e.late == Late::Refused) {
                return Err(refusal::extended_late(old, term, taken.on));
            }
        }
        Ok(())
    }

    /// Starts the term for signing, anew where it ran already.
    pub(super) fn start_signing(&mut self, id: i64, on: NaiveDate, books: &Books) -> Result<()> {
        let asked = self.read().proposal(id)?.ok_or_else(refusal::no_such)?;
        for owed in self.owed(&asked)? {
            if owed.step == Step::Countersign {
                self.delete(&DEADLINE, owed.id)?;
            }
        }
        let taken = Taken::new(ProposalStep::Ask, on);
        let from = [Event::Ask];
        self.start(&asked, Step::Countersign, None, &from, &taken, books)
            .map(|_| ())
    }

    pub(super) fn owed(&self, old: &Proposal) -> Result<Vec<Owed>> {
        let mut statement = self.prepare_cached(OWED)?;
        let mut rows = statement.query(named_params! { ":proposal": old.id })?;
        let mut owed = Vec::new();
        while let Some(r) = rows.next()? {
            let mut c = crate::store::columns::Columns::of(r);
            owed.push(Owed {
                id: c.take()?,
                step: c.code()?,
                unit: c.take()?,
                base: c.day()?,
                given: c.maybe_when()?.and_then(When::day),
                after: c
                    .take::<Option<i64>>()?
                    .unwrap_or(0)
                    .try_into()
                    .unwrap_or(0),
            });
        }
        Ok(owed)
    }

    fn start_handling(&mut self, old: &Proposal, taken: &Taken, books: &Books) -> Result<()> {
        let received = taken.step == ProposalStep::Receive;
        let from = if received {
            Event::Receipt
        } else {
            Event::Assign
        };
        let units: Vec<(UnitPart, i64)> = if received {
            let mine = taken.unit.and_then(|unit| old.part_of(unit));
            mine.map(|u| (u.part, u.unit)).into_iter().collect()
        } else {
            let parts = [UnitPart::Lead, UnitPart::Co, UnitPart::Split];
            let given = parts.into_iter().zip(&taken.units);
            given
                .flat_map(|(part, units)| units.iter().map(move |u| (part, *u)))
                .collect()
        };
        for (part, unit) in units {
            let steps: &[Step] = match part {
                UnitPart::Co => &[Step::ReturnObjection, Step::CoOpinion],
                _ => &[Step::ReturnObjection, Step::FirstContact, Step::ReplyMain],
            };
            for step in steps {
                self.start(old, *step, Some(unit), &[from], taken, books)?;
            }
        }
        Ok(())
    }

    /// Starts one term where the profile has it and counts it from one of these events; tells
    /// whether it does.
    pub(super) fn start(
        &mut self,
        old: &Proposal,
        step: Step,
        unit: Option<i64>,
        from: &[Event],
        taken: &Taken,
        books: &Books,
    ) -> Result<bool> {
        let Some(told) = books.starts(self.read(), step, taken.on, from, books.cases(old))? else {
            return Ok(false);
        };
        let (due_on, why) = &*told;
        let round = old.round() + i64::from(taken.step == ProposalStep::Redo);
        let row = [
            Value::Integer(old.id),
            number(unit),
            code(step),
            Value::Integer(round),
            when(Some(When::from(taken.on))),
            when(Some(When::from(*due_on))),
            text(&why.zh),
            text(&why.en),
            Value::Null,
            Value::Null,
            Value::Null,
        ];
        self.insert(&DEADLINE, &row).map(|_| true)
    }

    /// What a reply promised that was handled again is not promised any more, unless the new one
    /// promises anew.
    fn forget_promises(&mut self, old: &Proposal, taken: &Taken) -> Result<()> {
        if taken.length.is_some() {
            return Ok(());
        }
        for owed in self.owed(old)? {
            let mine = owed.unit.is_none() || owed.unit == taken.unit;
            if owed.step == Step::Track && mine {
                self.delete(&DEADLINE, owed.id)?;
            }
        }
        Ok(())
    }

    /// A reply of a planned class promises something by a day; it is due until it is kept. A day
    /// that is promised anew takes the place of the one that stood.
    fn promise(&mut self, old: &Proposal, taken: &Taken) -> Result<()> {
        let Some(due) = taken
            .length
            .as_deref()
            .and_then(When::read)
            .and_then(When::day)
        else {
            return Ok(());
        };
        // What is followed was promised by the reply, maybe long before it is written down.
        let replied = old.replied.filter(|_| taken.step != ProposalStep::Reply);
        let replied = replied.map_or(taken.on, When::first_day);
        if due < replied {
            return Err(refusal::promised_before(old, due, replied));
        }
        let stands =
            |o: &Owed| o.step == Step::Track && (taken.unit.is_none() || o.unit == taken.unit);
        let standing: Vec<Owed> = self.owed(old)?.into_iter().filter(stands).collect();
        if let [one] = standing.as_slice() {
            let moved = [
                ("base_on", when(Some(When::from(taken.on)))),
                ("due_on", when(Some(When::from(due)))),
                ("why", text("改定的承诺日期")),
                ("why_en", text("the day promised anew")),
            ];
            return self.set(&DEADLINE, one.id, &moved).map(|_| ());
        }
        let row = [
            Value::Integer(old.id),
            number(taken.unit),
            code(Step::Track),
            Value::Integer(old.round()),
            when(Some(When::from(taken.on))),
            when(Some(When::from(due))),
            text("答复中承诺的日期"),
            text("the day promised in the reply"),
            Value::Null,
            Value::Null,
            Value::Null,
        ];
        self.insert(&DEADLINE, &row).map(|_| ())
    }
}
