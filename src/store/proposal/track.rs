//! Follow-up 跟踪办理 by the profile's own term: it starts when tracking begins. Where it counts from
//! the next plenary and that is not in the ledger, nothing is due until it is: no day is guessed.

use super::term::Books;
use crate::error::Result;
use crate::model::code::{ProposalState, ProposalStep};
use crate::model::deadline::{self, Event, Facts, Step};
use crate::model::proposal::{Proposal, Taken};
use crate::model::when::When;
use crate::store::columns::Columns;
use crate::store::table::DEADLINE;
use crate::store::value::{code, number, text, when};
use crate::store::{Read, Tx};
use chrono::NaiveDate;
use rusqlite::types::Value;

/// Proposals that are followed without a day of their own: since when, and of which unit's reply.
const FOLLOWED: &str = "SELECT p.id, s.happened_on, s.unit_id FROM proposal p JOIN proposal_step s ON s.proposal_id = p.id
 WHERE p.state = 'tracking' AND p.cancelled IS NULL AND s.step = 'track' AND s.length IS NULL
 AND NOT EXISTS (SELECT 1 FROM proposal_step x WHERE x.proposal_id = p.id AND x.id > s.id AND x.step IN ('track', 'fulfil')
  AND (x.unit_id IS NULL OR s.unit_id IS NULL OR x.unit_id = s.unit_id)) ORDER BY p.id, s.id";
const IS_PLENARY: &str = "SELECT EXISTS (SELECT 1 FROM meeting g JOIN word k ON k.id = g.kind_id WHERE g.id = ?1 AND k.dict = 'meeting_kind' AND k.name = '全体会议')";

/// What is followed: since when, of which unit's reply, and the term that runs already.
#[derive(Clone, Copy)]
struct Follow {
    on: NaiveDate,
    unit: Option<i64>,
    term: Option<i64>,
}

impl Books {
    /// The opening of the first plenary in the ledger after a day; none where there is none, or its
    /// day is not known.
    fn plenary_after(&self, day: NaiveDate) -> Option<NaiveDate> {
        let opens = self.plenaries.iter().map(|(first, _)| *first);
        opens
            .into_iter()
            .find(|first| first.first_day() > day)
            .and_then(When::day)
    }

    /// From what the follow-up of a proposal counts by the profile of a day.
    fn followed_from(&self, read: Read<'_>, p: &Proposal, on: NaiveDate) -> Result<Option<Event>> {
        let profile = self.profile(read, on)?;
        let term = profile.term(Step::Track, &self.cases(p));
        Ok(term.map(|t| t.from))
    }

    /// Whether the follow-up of a proposal that begins on a day waits for a plenary that is not in the
    /// ledger.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn awaits_plenary(&self, read: Read<'_>, p: &Proposal, on: NaiveDate) -> Result<bool> {
        let from = self.followed_from(read, p, on)?;
        Ok(from == Some(Event::NextPlenary) && self.plenary_after(on).is_none())
    }
}

impl Tx<'_> {
    /// Starts the profile's term for follow-up when tracking begins and no day is promised.
    pub(super) fn start_track(
        &mut self,
        old: &Proposal,
        taken: &Taken,
        books: &Books,
    ) -> Result<()> {
        let begins = taken.step == ProposalStep::Track && old.state != ProposalState::Tracking;
        let mine = |unit: Option<i64>| taken.unit.is_none() || unit == taken.unit;
        let standing = self.owed(old)?;
        let promised = standing
            .iter()
            .any(|o| o.step == Step::Track && mine(o.unit));
        if !begins || taken.length.is_some() || promised {
            return Ok(());
        }
        let Some(from) = books.followed_from(self.read(), old, taken.on)? else {
            return Ok(());
        };
        let base = match from {
            Event::NextPlenary => books.plenary_after(taken.on),
            Event::Reply | Event::ReplyReceived => old.replied.and_then(When::day),
            Event::Assign => old.assigned.and_then(When::day),
            _ => None,
        };
        match base {
            Some(base) => {
                let follow = Follow {
                    on: taken.on,
                    unit: taken.unit,
                    term: None,
                };
                self.count_track(old, follow, base, books)
            }
            None => Ok(()),
        }
    }

    /// Starts the term, or counts one that runs from another day, by the profile of the day on which
    /// tracking began.
    fn count_track(
        &mut self,
        old: &Proposal,
        follow: Follow,
        base: NaiveDate,
        books: &Books,
    ) -> Result<()> {
        let profile = books.profile(self.read(), follow.on)?;
        let facts = Facts {
            cases: books.cases(old),
            ..Facts::default()
        };
        let due = deadline::due(&profile, Step::Track, base, &facts, &books.calendar)?;
        let (base, why) = (when(Some(When::from(base))), due.why());
        let due = when(Some(When::from(due.on)));
        let (zh, en) = (text(&why.zh), text(&why.en));
        if let Some(term) = follow.term {
            let fields = [
                ("base_on", base),
                ("due_on", due),
                ("why", zh),
                ("why_en", en),
            ];
            return self.set(&DEADLINE, term, &fields).map(|_| ());
        }
        let row = [
            Value::Integer(old.id),
            number(follow.unit),
            code(Step::Track),
            Value::Integer(old.round()),
            base,
            due,
            zh,
            en,
            Value::Null,
            Value::Null,
            Value::Null,
        ];
        self.insert(&DEADLINE, &row).map(|_| ())
    }

    /// Whether a meeting is a plenary.
    pub(in crate::store) fn is_plenary(&self, meeting: i64) -> Result<bool> {
        let mut statement = self.prepare_cached(IS_PLENARY)?;
        Ok(statement.query_row([meeting], |r| r.get(0))?)
    }

    /// Starts, moves or takes back the terms for follow-up that count from the next plenary, once the
    /// plenaries in the ledger are others.
    pub(in crate::store) fn follow_plenaries(&mut self) -> Result<()> {
        let followed: Vec<(i64, NaiveDate, Option<i64>)> = {
            let mut statement = self.prepare_cached(FOLLOWED)?;
            let rows = statement.query_map([], |r| {
                let mut c = Columns::of(r);
                Ok((c.take()?, c.day()?, c.take()?))
            })?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        if followed.is_empty() {
            return Ok(());
        }
        let books = self.read().books()?;
        for (id, on, unit) in followed {
            match self.follow(id, on, unit, &books) {
                // The term starts with the plenary's year; until its notice is there nothing is told.
                Err(error) if error.code == "calendar_missing" => {}
                other => other?,
            }
        }
        Ok(())
    }

    fn follow(&mut self, id: i64, on: NaiveDate, unit: Option<i64>, books: &Books) -> Result<()> {
        let Some(old) = self.read().proposal_with_steps(id)? else {
            return Ok(());
        };
        let from = books.followed_from(self.read(), &old, on)?;
        let owed = self.owed(&old)?;
        let mut owed = owed
            .iter()
            .filter(|o| o.step == Step::Track && o.unit == unit);
        let standing = owed.next();
        // A day that a reply promised counts from before tracking began.
        if from != Some(Event::NextPlenary) || standing.is_some_and(|o| o.base <= on) {
            return Ok(());
        }
        let term = standing.map(|o| o.id);
        match (term, books.plenary_after(on)) {
            (_, Some(base)) => self.count_track(&old, Follow { on, unit, term }, base, books),
            (Some(term), None) => self.delete(&DEADLINE, term),
            (None, None) => Ok(()),
        }
    }
}
