//! Proposals, as far as the facts of their persons need them.

use super::by_id::ById;
use super::context::{Codes, Sql, Whom, Words, Years, named, small};
use super::damage::{PROPOSAL, day};
use crate::error::Result;
use crate::model::code::{Code, ProposalForm, ProposalState};
use crate::model::fact::{Sym, Symbols, mark};
use crate::model::when::When;
use rusqlite::types::ValueRef;
use std::collections::HashMap;

/// A proposal that was turned into an opinion of the ledger counts as that opinion.
const PROPOSALS: Sql = [
    "SELECT id, form, state, submitted_on, filed_on, key, excellent, category_id, session,
 state = 'to_opinion' AND EXISTS (SELECT 1 FROM opinion o WHERE o.proposal_id = proposal.id AND o.cancelled IS NULL)
 FROM proposal WHERE cancelled IS NULL",
    " AND id IN (SELECT proposal_id FROM proposer WHERE member_id = ?1)",
    " ORDER BY id",
];
/// Bodies that propose are no persons: places and shares go by the persons among the proposers.
const PERSONS: Sql = [
    "SELECT proposal_id, ord FROM proposer WHERE member_id IS NOT NULL",
    " AND proposal_id IN (SELECT proposal_id FROM proposer WHERE member_id = ?1)",
    "",
];

/// A proposal.
pub(super) struct Paper {
    pub(super) on: When,
    pub(super) kind: Sym,
    pub(super) state: Sym,
    pub(super) level: Sym,
    pub(super) marks: u16,
    /// How many persons propose it.
    pub(super) persons: u16,
    /// The last of their numbers in the list.
    last: u16,
    pub(super) turned: Turned,
}

/// What became of a proposal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Turned {
    No,
    /// Into an opinion that the ledger may have.
    Opinion,
    /// Into an opinion that counts in its place.
    Gone,
}

/// The proposals that the facts refer to.
pub(super) struct Proposals {
    papers: ById<Paper>,
    /// The numbers of the persons in lists in which bodies stand too.
    among_bodies: HashMap<i64, Vec<u16>>,
    /// Whether any was turned into an opinion.
    pub(super) any_turned: bool,
}

impl Proposals {
    pub(super) fn read(
        whom: Whom<'_>,
        words: &Words,
        years: Years,
        symbols: &mut Symbols,
    ) -> Result<Proposals> {
        let forms = Codes::of::<ProposalForm>(symbols);
        let states = States::of(symbols);
        let mut all = Proposals {
            papers: ById::new(),
            among_bodies: HashMap::new(),
            any_turned: false,
        };
        whom.each(PROPOSALS, |r| {
            let on = match (r.get_ref(3)?, r.get_ref(4)?) {
                (ValueRef::Null, ValueRef::Null) => years.of(r.get_ref(8)?.as_str()?),
                (ValueRef::Null, _) => day(r, 4, (PROPOSAL, 0))?,
                _ => day(r, 3, (PROPOSAL, 0))?,
            };
            let (state, filed) = states.read(r.get_ref(2)?.as_str()?, symbols);
            let marks = [
                (filed, mark::FILED),
                (r.get(5)?, mark::KEY),
                (r.get(6)?, mark::EXCELLENT),
            ];
            let turned = match (state == states.to_opinion, r.get(9)?) {
                (_, true) => Turned::Gone,
                (true, false) => Turned::Opinion,
                (false, false) => Turned::No,
            };
            all.any_turned |= turned != Turned::No;
            let paper = Paper {
                on,
                kind: forms.sym(r.get_ref(1)?, symbols)?,
                state,
                level: named(words, r.get(7)?),
                marks: marks
                    .into_iter()
                    .filter(|(on, _)| *on)
                    .map(|(_, bit)| bit)
                    .sum(),
                persons: 0,
                last: 0,
                turned,
            };
            all.papers.push(r.get(0)?, paper);
            Ok(())
        })?;
        all.read_persons(whom)?;
        Ok(all)
    }

    fn read_persons(&mut self, whom: Whom<'_>) -> Result<()> {
        whom.each(PERSONS, |r| {
            if let Some(paper) = self.papers.get_mut(r.get(0)?) {
                paper.persons = paper.persons.saturating_add(1);
                paper.last = paper.last.max(small(r.get(1)?));
            }
            Ok(())
        })?;
        let mixed = self.papers.iter().filter(|(_, paper)| !paper.is_plain());
        self.among_bodies = mixed.map(|(id, _)| (id, Vec::new())).collect();
        if self.among_bodies.is_empty() {
            return Ok(());
        }
        whom.each(PERSONS, |r| {
            if let Some(numbers) = self.among_bodies.get_mut(&r.get(0)?) {
                numbers.push(small(r.get(1)?));
            }
            Ok(())
        })
    }

    /// A proposal that counts, and which place among its persons the one of that number has.
    #[inline]
    pub(super) fn counting(&self, id: i64, number: u16) -> Option<(&Paper, u16)> {
        let paper = self.papers.get(id).filter(|p| p.turned != Turned::Gone)?;
        if paper.is_plain() {
            return Some((paper, number));
        }
        let numbers = self.among_bodies.get(&id)?;
        let before = numbers.iter().filter(|n| **n <= number).count();
        Some((paper, u16::try_from(before).unwrap_or(u16::MAX)))
    }
}

impl Paper {
    /// Whether the persons have the numbers from 1 to so many.
    #[inline]
    fn is_plain(&self) -> bool {
        self.last == self.persons
    }
}

/// The states of proposals, with what the engine has to know of them.
struct States {
    all: Vec<(&'static str, Sym, bool)>,
    to_opinion: Sym,
}

impl States {
    fn of(symbols: &mut Symbols) -> States {
        let all = ProposalState::ALL.iter();
        States {
            all: all
                .map(|s| (s.code(), symbols.intern(s.code()), s.is_filed()))
                .collect(),
            to_opinion: symbols.intern(ProposalState::ToOpinion.code()),
        }
    }

    /// The symbol of a state, and whether who reached it was filed.
    fn read(&self, word: &str, symbols: &mut Symbols) -> (Sym, bool) {
        let known = self.all.iter().find(|(code, ..)| *code == word);
        known.map_or_else(
            || (symbols.intern(word), false),
            |(_, sym, filed)| (*sym, *filed),
        )
    }
}
