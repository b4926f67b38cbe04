//! What is gathered while steps are taken, and told once they are written.

use super::super::app::App;
use super::super::later;
use super::stored;
use crate::error::Result;
use crate::lang::Text;
use crate::model::code::ProposalStep;
use crate::model::proposal::feedback::{Raters, unrated};
use crate::model::proposal::{Proposal, Taken};
use crate::out::proposal::heed as view;
use crate::store::proposal::Books;
use crate::store::{Read, Tx};
use chrono::NaiveDate;

/// Days and warnings of the steps of one command.
#[derive(Clone, Default)]
pub(super) struct Heeds {
    days: Vec<NaiveDate>,
    said: Vec<Text>,
}

impl Heeds {
    /// Takes a step, and keeps what should be looked at.
    pub fn advance(
        &mut self,
        tx: &mut Tx<'_>,
        id: i64,
        taken: &Taken,
        books: &Books,
    ) -> Result<()> {
        let late = match taken.step {
            ProposalStep::Extend => late(&stored(tx.read(), id)?, taken),
            _ => Vec::new(),
        };
        tx.advance(id, taken, books)?;
        self.said.extend(late);
        self.days.push(taken.on);
        if taken.step == ProposalStep::Close {
            self.said.extend(waited(tx.read(), id, taken, books)?);
        }
        Ok(())
    }

    /// Tells it, on standard error.
    pub fn tell(&self, app: &mut App) -> Result<()> {
        later::warn(app, &self.days)?;
        for said in self.said.iter().take(view::TOLD) {
            app.printer.warn(said)?;
        }
        match self.said.len().saturating_sub(view::TOLD) {
            0 => Ok(()),
            more => app.printer.warn(&view::and_more(more)),
        }
    }
}

/// The replies for which an extension comes after their last day.
fn late(p: &Proposal, taken: &Taken) -> Vec<Text> {
    let late = p.overdue_replies(taken.unit, taken.on);
    late.map(|term| view::extended_late(p, term, taken.on))
        .collect()
}

/// Who has not rated what was closed, where each proposer rates.
fn waited(read: Read<'_>, id: i64, taken: &Taken, books: &Books) -> Result<Option<Text>> {
    if books.raters(read, taken.on)? == Raters::First {
        return Ok(None);
    }
    let p = stored(read, id)?;
    let names = unrated(&p, &p.feedback, Raters::Each);
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    Ok((!names.is_empty()).then(|| view::closed_unrated(&p, &names)))
}
