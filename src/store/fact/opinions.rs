//! Opinions with their adoptions and instructions, as far as the facts of their authors need them.

use super::by_id::ById;
use super::context::{Sql, Whom, Words, named};
use super::damage::{OPINION, day};
use crate::error::Result;
use crate::model::code::Code;
use crate::model::fact::{FactKind, Sym, UNDATED, mark};
use crate::model::opinion::Manner;
use crate::model::when::When;
use std::collections::HashMap;

/// An opinion that is one matter with a proposal counts as that proposal, unless the proposal was
/// turned into it.
const OPINIONS: Sql = [
    "SELECT id, submitted_on, proposal_id IS NOT NULL
 AND EXISTS (SELECT 1 FROM proposal q WHERE q.id = opinion.proposal_id AND q.cancelled IS NULL AND q.state <> 'to_opinion')
 FROM opinion WHERE cancelled IS NULL",
    " AND id IN (SELECT opinion_id FROM author WHERE member_id = ?1)",
    " ORDER BY id",
];
const AUTHORS: Sql = [
    "SELECT opinion_id FROM author WHERE TRUE",
    " AND opinion_id IN (SELECT opinion_id FROM author WHERE member_id = ?1)",
    "",
];
const ADOPTIONS: Sql = [
    "SELECT opinion_id, id, act, level_id, happened_on, manner FROM adoption WHERE TRUE",
    " AND opinion_id IN (SELECT opinion_id FROM author WHERE member_id = ?1)",
    "",
];
/// Opinions and the proposals of the same title and person that were turned into one.
const CAME_FROM: Sql = [
    "SELECT x.member_id, o.id, min(p.id) FROM proposal p CROSS JOIN proposer x ON x.proposal_id = p.id
 CROSS JOIN author r ON r.member_id = x.member_id CROSS JOIN opinion o ON o.id = r.opinion_id
 WHERE p.state = 'to_opinion' AND p.cancelled IS NULL AND o.title = p.title",
    " AND p.id IN (SELECT proposal_id FROM proposer WHERE member_id = ?1)",
    " GROUP BY x.member_id, o.id",
];

/// An opinion.
pub(super) struct Piece {
    pub(super) on: When,
    /// How many authors it has.
    pub(super) persons: u16,
    /// Bits of [`mark`].
    pub(super) marks: u16,
    /// Whether the proposal that it is one matter with counts in its place.
    pub(super) proposed: bool,
    /// Its adoptions: where the first lies, and how many there are.
    adoptions: (u32, u32),
}

/// An adoption of an opinion, or an instruction on it.
pub(super) struct Adopted {
    opinion: i64,
    pub(super) row: i64,
    pub(super) what: FactKind,
    pub(super) level: Sym,
    /// Its own day, where the ledger has it.
    pub(super) on: Option<When>,
    /// Whether by itself or in a digest, where known.
    pub(super) manner: Option<Manner>,
}

/// The opinions that the facts refer to.
pub(super) struct Opinions {
    pieces: ById<Piece>,
    adoptions: Vec<Adopted>,
    came_from: HashMap<(i64, i64), i64>,
}

impl Opinions {
    pub(super) fn read(whom: Whom<'_>, words: &Words) -> Result<Opinions> {
        let mut all = Opinions {
            pieces: ById::new(),
            adoptions: Vec::new(),
            came_from: HashMap::new(),
        };
        whom.each(OPINIONS, |r| {
            let piece = Piece {
                on: day(r, 1, (OPINION, 0))?,
                persons: 0,
                marks: 0,
                proposed: r.get(2)?,
                adoptions: (0, 0),
            };
            all.pieces.push(r.get(0)?, piece);
            Ok(())
        })?;
        whom.each(AUTHORS, |r| {
            if let Some(piece) = all.pieces.get_mut(r.get(0)?) {
                piece.persons = piece.persons.saturating_add(1);
            }
            Ok(())
        })?;
        whom.each(ADOPTIONS, |r| {
            let what = match r.get_ref(2)?.as_str()? {
                "instruction" => FactKind::Instruction,
                _ => FactKind::Adoption,
            };
            all.adoptions.push(Adopted {
                opinion: r.get(0)?,
                row: r.get(1)?,
                what,
                level: named(words, r.get(3)?),
                on: Some(day(r, 4, (OPINION, 0))?).filter(|on| *on != UNDATED),
                manner: r.get_ref(5)?.as_str_or_null()?.and_then(Manner::parse),
            });
            Ok(())
        })?;
        all.place_adoptions();
        Ok(all)
    }

    /// Reads from which proposals opinions came, where proposals were turned into opinions.
    pub(super) fn read_origins(&mut self, whom: Whom<'_>) -> Result<()> {
        whom.each(CAME_FROM, |r| {
            self.came_from.insert((r.get(0)?, r.get(1)?), r.get(2)?);
            Ok(())
        })
    }

    /// Tells each opinion where its adoptions lie.
    fn place_adoptions(&mut self) {
        self.adoptions.sort_unstable_by_key(|a| (a.opinion, a.row));
        let mut at = 0;
        for same in self.adoptions.chunk_by(|a, b| a.opinion == b.opinion) {
            let number = u32::try_from(same.len()).unwrap_or(u32::MAX);
            if let Some(piece) = self.pieces.get_mut(same[0].opinion) {
                piece.adoptions = (at, number);
                piece.marks = same.iter().map(|a| a.what.mark()).fold(0, |all, m| all | m);
            }
            at = at.saturating_add(number);
        }
    }

    #[inline]
    pub(super) fn get(&self, id: i64) -> Option<&Piece> {
        self.pieces.get(id)
    }

    /// The adoptions of an opinion and the instructions on it.
    pub(super) fn adoptions(&self, piece: &Piece) -> &[Adopted] {
        let (first, number) = piece.adoptions;
        let first = first as usize;
        self.adoptions
            .get(first..first + number as usize)
            .unwrap_or_default()
    }

    /// The proposal of a member that went on as an opinion.
    #[inline]
    pub(super) fn came_from(&self, member: i64, opinion: i64) -> Option<i64> {
        if self.came_from.is_empty() {
            return None;
        }
        self.came_from.get(&(member, opinion)).copied()
    }
}

impl FactKind {
    /// What an adoption or instruction makes of its opinion.
    fn mark(self) -> u16 {
        match self {
            FactKind::Adoption => mark::ADOPTED,
            FactKind::Instruction => mark::INSTRUCTED,
            _ => 0,
        }
    }
}
