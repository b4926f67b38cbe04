//! Which row is the header, which ledger it heads, and what each column fills.

mod bind;
mod fault;
mod grid;
mod header;

use super::Fault;
use super::cell::Cell;
use super::field::Field;
use super::layout::{Column, LAYOUTS, Layout};
use super::mapping::Mapping;
use super::mend::bare;
use crate::model::code::Ledger;
use bind::bind;
use fault::{ambiguous, statistics, unknown};
use header::two_rows;
pub(super) use header::{known_headers, letters};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// How many of the first rows may be the header.
pub const SEARCHED: usize = 20;
/// A row that scores less is no header.
const ENOUGH: i32 = 4;

/// The first rows of a sheet, with their lines.
pub type Sample = [(u32, Vec<Cell<'static>>)];

/// A column of a sheet and what it fills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The column's place, from 0.
    pub at: usize,
    /// What it fills.
    pub field: Field,
    /// The header as the sheet has it.
    pub header: String,
    /// The level that the header names (区政协采用情况), else empty.
    pub level: String,
    /// Words that the mapping file explains.
    pub values: BTreeMap<String, String>,
}

impl Bound {
    /// The mapping file's word for a text of this column.
    pub(super) fn word(&self, text: &str) -> Option<&str> {
        if self.values.is_empty() {
            return None;
        }
        self.values.get(&bare(text)).map(String::as_str)
    }

    /// A text, or the mapping file's word for it.
    pub(super) fn explained<'c>(&'c self, text: &'c str) -> Cow<'c, str> {
        Cow::Borrowed(self.word(text).unwrap_or(text))
    }
}

/// What was made of a sheet.
#[derive(Debug)]
pub struct Recognised {
    /// The ledger.
    pub ledger: Ledger,
    /// The header's line; the lower one of two.
    pub header_row: u32,
    /// The columns that fill something.
    pub columns: Vec<Bound>,
    /// Headers that no ledger knows.
    pub ignored: Vec<String>,
    /// Columns that the ledger knows but does not store, with their places.
    pub unused: Vec<(usize, String)>,
    /// The headers of all columns, as the sheet has them.
    pub headers: Vec<String>,
    /// How well its columns fit.
    worth: i32,
    /// The same less the headers that the ledger does not know: tells ledgers apart.
    score: i32,
    twice: Vec<(String, String)>,
    missing: Vec<&'static Column>,
    lost: Vec<(String, &'static str)>,
}

/// Why a sheet cannot be taken.
#[derive(Debug)]
pub struct Unfit {
    /// Its ledger, where that much is plain.
    pub ledger: Option<Ledger>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

impl Unfit {
    fn of(fault: Fault) -> Unfit {
        Unfit {
            ledger: None,
            faults: vec![fault],
        }
    }
}

/// What the caller said about the sheet.
#[derive(Debug, Default, Clone, Copy)]
pub struct Told<'t> {
    /// `--as`.
    pub ledger: Option<Ledger>,
    /// `--header-row`.
    pub header_row: Option<u32>,
    /// `--map`.
    pub map: Option<&'t Mapping>,
}

/// Finds header and ledger, or says why not; all faults of the header at once.
pub fn recognise(sample: &Sample, told: Told<'_>) -> Result<Recognised, Unfit> {
    let ledger = told.ledger.or(told.map.and_then(|map| map.ledger));
    let layouts: Vec<&Layout> = LAYOUTS
        .into_iter()
        .filter(|l| ledger.is_none_or(|told| told == l.ledger))
        .collect();
    let rows = candidates(sample, told.header_row);
    let told = Told { ledger, ..told };
    let mut fits: Vec<Recognised> = Vec::new();
    for (line, headers) in &rows {
        fits.extend(
            layouts
                .iter()
                .map(|layout| bind(layout, *line, headers, sample, told)),
        );
    }
    let best = fits.iter().map(|fit| fit.score).max().unwrap_or(i32::MIN);
    let first = fits.iter().position(|fit| fit.score == best).unwrap_or(0);
    let enough = if ledger.is_some() { 1 } else { ENOUGH };
    let sure = fits
        .get(first)
        .filter(|fit| fit.worth >= enough)
        .map(|fit| fit.header_row);
    if let Some(fault) = statistics(&rows, sure).filter(|_| ledger.is_none()) {
        return Err(Unfit::of(fault));
    }
    let told_all = ledger.is_some() && told.header_row.is_some() && !fits.is_empty();
    let Some(line) = sure.or_else(|| told_all.then(|| fits[first].header_row)) else {
        return Err(Unfit::of(unknown(&rows, ledger)));
    };
    let tied = fits
        .iter()
        .filter(|fit| fit.score == best && fit.header_row == line);
    let rivals: BTreeSet<Ledger> = tied.map(|fit| fit.ledger).collect();
    if rivals.len() > 1 {
        return Err(Unfit::of(ambiguous(line, &rivals)));
    }
    let found = fits.swap_remove(first);
    let faults = found.faults(sample);
    if faults.is_empty() {
        Ok(found)
    } else {
        let ledger = Some(found.ledger);
        Err(Unfit { ledger, faults })
    }
}

/// Rows that may be headers; after them each row joined with the next one, as a header of two rows.
fn candidates(sample: &Sample, told: Option<u32>) -> Vec<(u32, Vec<String>)> {
    let (mut rows, mut joined) = (Vec::new(), Vec::new());
    let searched = if told.is_some() {
        sample.len()
    } else {
        SEARCHED
    };
    for (i, (line, cells)) in sample.iter().take(searched).enumerate() {
        let texts = cells
            .iter()
            .filter(|cell| matches!(cell, Cell::Text(_)) && !cell.is_empty())
            .count();
        if texts < 2 && told.is_none() {
            continue;
        }
        let top: Vec<String> = cells.iter().map(Cell::shown).collect();
        let next = sample.get(i + 1).filter(|next| next.0 == line + 1);
        if let Some((below, both)) = next.and_then(|next| Some((next.0, two_rows(&top, &next.1)?)))
        {
            joined.push((below, both));
        }
        rows.push((*line, top));
    }
    rows.append(&mut joined);
    rows.retain(|(line, _)| told.is_none_or(|told| told == *line));
    rows
}
