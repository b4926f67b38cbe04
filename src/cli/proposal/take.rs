//! How a step is taken: what was said, for which proposals, all of them or none.

use super::super::app::{App, Writing};
use super::super::quoted;
use super::super::typed::names;
use super::heed::Heeds;
use super::steps::{Units, Which};
use super::{find, similar, stored, then};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::ProposalStep;
use crate::model::deadline::Step;
use crate::model::filter;
use crate::model::proposal::{Assignment, Handling, Proposal, Taken};
use crate::out::proposal as view;
use crate::store::proposal::Books;
use crate::store::{Read, Tx};
use crate::text;
use chrono::NaiveDate;
use std::fmt::Write as _;

/// What a verb says besides which proposals: the step, and what it was given.
pub(super) struct Said {
    pub step: ProposalStep,
    pub unit: Unit,
    pub units: [Vec<String>; 3],
    pub member: Option<String>,
    pub into: Option<String>,
    pub word: Option<String>,
    pub points: Vec<(String, String)>,
    pub length: Option<String>,
    pub reason: Option<String>,
}

/// Which unit a step is about where none is named.
pub(super) enum Unit {
    /// None.
    Nobody,
    /// This one; where none is named, the only one that has the proposal.
    Only(Option<String>),
    /// This one; where none is named, all of them.
    All(Option<String>),
}

impl Said {
    pub fn of(step: ProposalStep) -> Said {
        Said {
            step,
            unit: Unit::Nobody,
            units: [const { Vec::new() }; 3],
            member: None,
            into: None,
            word: None,
            points: Vec::new(),
            length: None,
            reason: None,
        }
    }

    pub fn reason(step: ProposalStep, reason: &str) -> Said {
        Said {
            reason: Some(reason.to_owned()),
            ..Said::of(step)
        }
    }

    pub fn unit(mut self, unit: Unit) -> Said {
        self.unit = unit;
        self
    }

    pub fn word(mut self, word: &str) -> Said {
        self.word = Some(word.to_owned());
        self
    }

    pub fn units(mut self, units: &Units) -> Said {
        self.units = [names(&units.lead), names(&units.co), names(&units.split)];
        self
    }
}

/// Takes one step with all of them, or with none.
pub(super) fn take(app: &mut App, which: &Which, writing: &Writing, said: &Said) -> Result<u8> {
    let on = which.on.unwrap_or(app.today);
    let work = |tx: &mut Tx<'_>| {
        let ids = which.ids(tx.read())?;
        let books = tx.read().books()?;
        // Names are looked up once, however many proposals are meant.
        let taken = given(tx.read(), which.note.as_deref(), said, on)?;
        let mut heeds = Heeds::default();
        let (mut moved, mut refused) = (Vec::new(), Vec::new());
        for id in ids {
            let step = with_unit(tx.read(), id, said, &taken)
                .and_then(|taken| heeds.advance(tx, id, &taken, &books));
            match step {
                Ok(()) => moved.push(id),
                Err(error) => refused.push(error.only_refused()?),
            }
        }
        let moved = Moved::of(tx.read(), all_or_none(moved, refused)?, heeds)?;
        moved.clocked(tx.read(), &taken, &books)
    };
    let (mut ids, mut heeds) = (Vec::new(), Heeds::default());
    let next = |app: &App, moved: &Moved| {
        ids.extend(&moved.ids);
        heeds.clone_from(&moved.heeds);
        match moved.named.as_slice() {
            [one] if moved.on_receipt => receipts(one),
            [one] => then(app, one),
            _ => Vec::new(),
        }
    };
    let sentence = |moved: &Moved| {
        let mut told = view::moved(said.step, &moved.named, moved.ids.len());
        let receipt = moved
            .on_receipt
            .then(|| view::heed::on_receipt(&moved.named));
        let plenary = moved.no_plenary.then(view::heed::no_plenary);
        for Text { zh, en } in receipt.into_iter().chain(plenary) {
            told.zh.extend(["；", &zh]);
            told.en.extend(["; ", &en]);
        }
        told
    };
    let code = app.change(writing, work, sentence, next)?;
    heeds.tell(app)?;
    if said.step == ProposalStep::File {
        similar::warn(app, &ids)?;
    }
    Ok(code)
}

/// What was moved: all of them, and as many as a sentence names.
struct Moved {
    ids: Vec<i64>,
    named: Vec<Proposal>,
    heeds: Heeds,
    /// Whether it was given to units whose terms count from receipt.
    on_receipt: bool,
    /// Whether its follow-up waits for a plenary that is not in the ledger.
    no_plenary: bool,
}

impl Moved {
    fn of(read: Read<'_>, ids: Vec<i64>, heeds: Heeds) -> Result<Moved> {
        let named = ids.iter().take(view::LISTED).map(|id| stored(read, *id));
        Ok(Moved {
            named: named.collect::<Result<_>>()?,
            ids,
            heeds,
            on_receipt: false,
            no_plenary: false,
        })
    }

    fn clocked(self, read: Read<'_>, taken: &Taken, books: &Books) -> Result<Moved> {
        let gives = matches!(taken.step, ProposalStep::Assign | ProposalStep::Reassign);
        let on_receipt = match self.named.first() {
            Some(first) if gives => books.counts_from_receipt(read, first, taken.on)?,
            _ => false,
        };
        let dayless = |p: &&Proposal| {
            let tracks = p
                .terms
                .iter()
                .any(|t| t.step == Step::Track && t.met.is_none());
            taken.step == ProposalStep::Track && !tracks
        };
        let no_plenary = match self.named.iter().find(dayless) {
            Some(one) => books.awaits_plenary(read, one, taken.on)?,
            None => false,
        };
        Ok(Moved {
            on_receipt,
            no_plenary,
            ..self
        })
    }
}

/// The commands that record the receipts of a proposal's units, and start their terms.
fn receipts(p: &Proposal) -> Vec<String> {
    let waits = |u: &&Assignment| u.handling == Some(Handling::Waiting);
    let cite = quoted(&p.cite());
    let receipt = |u: &Assignment| {
        let name = quoted(&u.name);
        format!("yishi proposal receive {cite} --unit {name}")
    };
    p.units.iter().filter(waits).map(receipt).collect()
}

/// The proposals that are named and those that fit the terms, each once.
pub(super) fn meant(read: Read<'_>, proposals: &[String], terms: &[String]) -> Result<Vec<i64>> {
    let mut ids = Vec::new();
    for word in proposals {
        ids.push(find(read, word)?);
    }
    if !terms.is_empty() {
        let typed: Vec<&String> = terms.iter().collect();
        let found = read.proposals(&filter::parse(&typed))?;
        if found.is_empty() {
            return Err(Error::refused(
                "not_found",
                text!("没有符合条件的提案", "no proposal fits these terms"),
            )
            .hint(text!(
                "用 yishi proposal list 加同样的条件查看",
                "yishi proposal list with the same terms shows what there is"
            )));
        }
        ids.extend(found.iter().map(|p| p.id));
    }
    let mut once = std::collections::HashSet::new();
    ids.retain(|id| once.insert(*id));
    Ok(ids)
}

/// What is said, with its names found in the file.
pub(super) fn given(
    read: Read<'_>,
    note: Option<&str>,
    said: &Said,
    on: NaiveDate,
) -> Result<Taken> {
    let mut taken = Taken::new(said.step, on);
    taken.unit = match &said.unit {
        Unit::Nobody | Unit::All(None) | Unit::Only(None) => None,
        Unit::Only(Some(name)) | Unit::All(Some(name)) => Some(read.find_unit(name)?),
    };
    for (found, names) in taken.units.iter_mut().zip(&said.units) {
        *found = names
            .iter()
            .map(|name| read.find_unit(name))
            .collect::<Result<_>>()?;
    }
    let member = |word: &String| read.find_member(word);
    taken.member = said.member.as_ref().map(member).transpose()?;
    taken.main = said
        .into
        .as_ref()
        .map(|word| find(read, word))
        .transpose()?;
    taken.word.clone_from(&said.word);
    taken.points.clone_from(&said.points);
    taken.length.clone_from(&said.length);
    let words = [said.reason.as_deref(), note];
    let words: Vec<&str> = words.into_iter().flatten().collect();
    taken.note = (!words.is_empty()).then(|| words.join("；"));
    Ok(taken)
}

/// The same for one proposal: where no unit is named, the one whose turn it can only be.
pub(super) fn with_unit(read: Read<'_>, id: i64, said: &Said, taken: &Taken) -> Result<Taken> {
    let mut taken = taken.clone();
    if matches!(said.unit, Unit::Only(None)) {
        taken.unit = only_unit(&stored(read, id)?, said.step);
    }
    Ok(taken)
}

/// The one unit whose turn this step can be, where there is only one.
fn only_unit(p: &Proposal, step: ProposalStep) -> Option<i64> {
    let mut able = p.units.iter().filter(|u| {
        crate::model::proposal::lifecycle::turn_of(u.part, p.handling(u), step).is_some()
    });
    match (able.next(), able.next()) {
        (Some(one), None) => Some(one.unit),
        _ => None,
    }
}

/// As many refusals as are told one by one.
const TOLD: usize = 20;

/// One refusal refuses them all, and they are told together.
pub fn all_or_none<T>(moved: Vec<T>, mut refused: Vec<Error>) -> Result<Vec<T>> {
    let all = moved.len() + refused.len();
    match refused.len() {
        0 => Ok(moved),
        1 => Err(refused.remove(0)),
        n => {
            let told = |pick: fn(&Text) -> &str, gap: &str| {
                let each = refused.iter().take(TOLD).map(|e| pick(&e.message));
                each.collect::<Vec<_>>().join(gap)
            };
            let (mut zh, mut en) = (told(|t| &t.zh, "\n"), told(|t| &t.en, "\n"));
            if let Some(more) = n.checked_sub(TOLD).filter(|more| *more > 0) {
                let _ = write!(zh, "\n……另有 {more} 件");
                let _ = write!(en, "\n… and {more} more");
            }
            let mut error = Error::refused(
                "several_refused",
                text!(
                    "{all} 件里有 {n} 件不能这样办，全部没有写入：\n{zh}",
                    "{n} of {all} are refused, and nothing was written:\n{en}"
                ),
            );
            for hint in refused.iter().flat_map(|e| &e.hints).take(1) {
                error = error.hint(hint.clone());
            }
            Err(error)
        }
    }
}
