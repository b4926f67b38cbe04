//! Cells that are merged over several rows: what the first row says, it says for all of them.

use super::cell::Cell;
use super::field::Field;
use super::recognise::Bound;
use crate::model::code::Ledger;
use std::collections::BTreeMap;

/// A cell over several rows, by lines as the spreadsheet shows them; of a block over several
/// columns, the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tall {
    /// The first line.
    pub top: u32,
    /// The last line.
    pub bottom: u32,
    /// The column, from 0.
    pub at: usize,
}

/// Fills the rows below the first of each merged cell, row after row.
#[derive(Default)]
pub(super) struct Merged {
    spans: Vec<Tall>,
    next: usize,
    held: BTreeMap<usize, (u32, Cell<'static>)>,
}

/// A row with what merged cells say of it, and the columns that they filled.
pub(super) struct Filled<'c> {
    pub cells: Vec<Cell<'c>>,
    pub columns: Vec<usize>,
}

impl Merged {
    /// The merged cells below the header, in columns that may say one thing of several rows.
    pub fn new(mut spans: Vec<Tall>, ledger: Ledger, columns: &[Bound], header_row: u32) -> Merged {
        let shared = |at: usize| {
            let bound = columns.iter().find(|bound| bound.at == at);
            bound.is_some_and(|bound| !is_own(ledger, bound.field))
        };
        spans.retain(|span| span.top > header_row && span.bottom > span.top && shared(span.at));
        spans.sort_unstable();
        Merged {
            spans,
            ..Merged::default()
        }
    }

    /// Comes to a line: cells that begin there are held, those that ended before are let go.
    pub fn turn_to(&mut self, line: u32, cells: &[Cell<'_>]) {
        self.held.retain(|_, (bottom, _)| *bottom >= line);
        while let Some(span) = self.spans.get(self.next).filter(|span| span.top <= line) {
            let cell = cells.get(span.at).filter(|cell| !cell.is_empty());
            if let Some(cell) = cell.filter(|_| span.top == line) {
                let cell = cell.clone().into_owned();
                self.held.insert(span.at, (span.bottom, cell));
            }
            self.next += 1;
        }
    }

    /// The row with the held cells in it; none where it has nothing to gain.
    pub fn fill<'c>(&self, cells: &[Cell<'c>]) -> Option<Filled<'c>> {
        let blank = |at: usize| cells.get(at).is_none_or(Cell::is_empty);
        let columns: Vec<usize> = self.held.keys().copied().filter(|at| blank(*at)).collect();
        let last = *columns.last()?;
        let mut cells = cells.to_vec();
        if cells.len() <= last {
            cells.resize(last + 1, Cell::Empty);
        }
        for at in &columns {
            if let Some((_, cell)) = self.held.get(at) {
                cells[*at] = cell.clone();
            }
        }
        Some(Filled { cells, columns })
    }
}

/// Whether a column names the row's own thing: one member, meeting or unit cannot be two rows.
fn is_own(ledger: Ledger, field: Field) -> bool {
    let own = matches!(ledger, Ledger::Member | Ledger::Meeting | Ledger::Unit);
    own && matches!(field, Field::No | Field::Name | Field::Title)
}
