//! A recognised sheet and the reading of its rows.

use super::Fault;
use super::build::{self, Given};
use super::cell::Cell;
use super::clerk::{Clerk, Years};
use super::field::Field;
use super::layout::Layout;
use super::mend::{Mended, Rule};
use super::merged::Merged;
use super::recognise::Bound;
use super::refusal::merged_quantity;
use super::row::Row;
use super::skip::{self, Skip};
use super::source::Source;
use crate::error::Result;
use crate::model::code::{Code, Ledger};
use std::collections::HashMap;
use std::ops::ControlFlow;

/// A sheet whose header is understood.
pub struct Sheet {
    /// The file, as the caller named it.
    pub file: String,
    /// The sheet's name; text files have none.
    pub sheet: Option<String>,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub sha256: String,
    /// How the file is written: `XLSX`, `CSV gb18030`.
    pub form: String,
    /// The ledger.
    pub ledger: Ledger,
    /// The header's line, as the spreadsheet shows it.
    pub header_row: u32,
    /// What each column fills.
    pub columns: Vec<Bound>,
    /// Headers that no ledger knows: their columns are left out.
    pub ignored: Vec<String>,
    /// Columns that the ledger knows but does not store, with their places.
    pub unused: Vec<(usize, String)>,
    /// 届次, from the command or the title.
    pub session: Option<String>,
    /// The year of dates without one, from the command, the title or the office.
    pub year: Option<i32>,
    /// The texts above the header.
    pub titles: Vec<String>,
    pub(super) headers: Vec<String>,
    pub(super) years: Years,
    pub(super) given: Given,
    pub(super) source: Source,
}

/// What became of a sheet's rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows that hold entries, good and refused.
    pub rows: u32,
    /// Rows that cannot be taken.
    pub refused: u32,
    /// Rows passed over, by reason.
    pub skipped: Vec<(Skip, u32)>,
    /// Cells mended, by rule.
    pub mended: Mended,
    /// Columns with content that the ledger knows but does not store.
    pub unused: Vec<String>,
    /// Cells of a grid without a mark, from which nothing was taken.
    pub blank_marks: u32,
    /// Lines of proposals with units that the sheet does not say to have been assigned.
    pub unassigned: Vec<u32>,
    /// Numbers and names on refused rows of a roster.
    pub refused_people: Vec<String>,
}

/// Who takes the rows: the line that the spreadsheet shows, and the row or all its faults.
pub type Take<'t> = dyn FnMut(u32, Result<Row, Vec<Fault>>) -> Result<()> + 't;

impl Sheet {
    /// The header of the column that a field's code means, as the sheet has it, else as templates
    /// write it; anything else as it is.
    pub fn header_of(&self, code: &str) -> String {
        let Some(field) = Field::parse(code) else {
            return code.to_owned();
        };
        let bound = self.columns.iter().find(|bound| bound.field == field);
        bound.map_or_else(
            || {
                Layout::of(self.ledger)
                    .column(field)
                    .map_or(code, |c| c.header)
                    .to_owned()
            },
            |bound| bound.header.clone(),
        )
    }

    /// Reads every row from the first; can be called again. Stops at the first error of `each`.
    pub fn read(&mut self, each: &mut Take<'_>) -> Result<Summary> {
        let merged = Merged::new(
            self.source.merged(),
            self.ledger,
            &self.columns,
            self.header_row,
        );
        let mut reading = Reading {
            merged,
            ledger: self.ledger,
            columns: &self.columns,
            given: &self.given,
            clerk: Clerk::new(self.years),
            seen: HashMap::new(),
            built: Vec::new(),
            unnamed: (0..self.headers.len())
                .filter(|at| self.headers[*at].trim().is_empty())
                .collect(),
            wide: self.headers.len(),
            unused: self.unused.iter().map(|column| (column, false)).collect(),
            rows: 0,
            refused: 0,
            refused_people: Vec::new(),
            blank: 0,
            skipped: [0; Skip::ALL.len()],
        };
        let header_row = self.header_row;
        let mut failed = None;
        self.source.each_row(&mut |line, cells| {
            if line <= header_row {
                return ControlFlow::Continue(());
            }
            match reading.row(line, cells, each) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        match failed {
            Some(error) => Err(error),
            None => Ok(reading.summary()),
        }
    }
}

struct Reading<'s> {
    merged: Merged,
    ledger: Ledger,
    columns: &'s [Bound],
    given: &'s Given,
    clerk: Clerk,
    seen: HashMap<String, u32>,
    /// The rows of the line at hand; its memory is used again.
    built: Vec<Row>,
    /// Columns whose header is blank, and how many columns have a header row's cell at all.
    unnamed: Vec<usize>,
    wide: usize,
    /// Columns that are not stored, and whether any of their cells is filled.
    unused: Vec<(&'s (usize, String), bool)>,
    rows: u32,
    refused: u32,
    refused_people: Vec<String>,
    /// Blank rows since the last entry; those after the last one are not counted.
    blank: u32,
    skipped: [u32; Skip::ALL.len()],
}

impl Reading<'_> {
    fn row(&mut self, line: u32, cells: &[Cell<'_>], each: &mut Take<'_>) -> Result<()> {
        self.merged.turn_to(line, cells);
        match skip::why(cells, self.columns) {
            Some(Skip::Blank) => {
                self.blank += 1;
                return Ok(());
            }
            Some(why) => {
                self.skipped[why as usize] += 1;
                return Ok(());
            }
            None => {}
        }
        self.skipped[Skip::Blank as usize] += std::mem::take(&mut self.blank);
        self.clerk.turn_to(line);
        let filled = self.merged.fill(cells);
        let cells = filled.as_ref().map_or(cells, |filled| &filled.cells);
        for at in filled.iter().flat_map(|filled| &filled.columns) {
            self.filled(*at, &cells[*at]);
        }
        self.beyond(cells);
        for (column, filled) in &mut self.unused {
            *filled |= cells.get(column.0).is_some_and(|cell| !cell.is_empty());
        }
        let mut built = std::mem::take(&mut self.built);
        build::build(
            self.ledger,
            &mut self.clerk,
            self.columns,
            cells,
            self.given,
            &mut built,
        );
        for row in &built {
            self.unique(line, row);
        }
        let told = self.tell(line, &mut built, each);
        built.clear();
        self.built = built;
        told
    }

    /// Counts a cell that a merged one filled. What is counted cannot be one for several rows.
    fn filled(&mut self, at: usize, cell: &Cell<'_>) {
        self.clerk.mended.count(Rule::Merged);
        let counts = [Field::Quantity, Field::HalfDays, Field::Headcount];
        let bound = self.columns.iter().find(|bound| bound.at == at);
        if let Some(bound) = bound.filter(|bound| counts.contains(&bound.field)) {
            self.clerk.refuse(bound, cell, merged_quantity());
        }
    }

    /// Hands the rows of a line on, or all its faults.
    fn tell(&mut self, line: u32, built: &mut Vec<Row>, each: &mut Take<'_>) -> Result<()> {
        if !self.clerk.faults.is_empty() {
            self.rows += 1;
            self.refused += 1;
            for row in built.iter() {
                if let Row::Member(member) = row {
                    self.refused_people.extend(member.no.clone());
                    self.refused_people.push(member.name.clone());
                }
            }
            return each(line, Err(std::mem::take(&mut self.clerk.faults)));
        }
        for row in built.drain(..) {
            self.rows += 1;
            each(line, Ok(row))?;
        }
        Ok(())
    }

    /// Cells without a header above them would be lost: they are refused.
    fn beyond(&mut self, cells: &[Cell<'_>]) {
        let unnamed = self.unnamed.iter().copied();
        for at in unnamed.chain(self.wide..cells.len()) {
            if let Some(cell) = cells.get(at).filter(|cell| !cell.is_empty()) {
                self.clerk.refuse_beyond(at, cell);
            }
        }
    }

    fn unique(&mut self, line: u32, row: &Row) {
        let Some(number) = build::own_number(row) else {
            return;
        };
        let Some(first) = self.seen.get(number).copied() else {
            self.seen.insert(number.to_owned(), line);
            return;
        };
        if let Some(bound) = self.columns.iter().find(|bound| bound.field == Field::No) {
            self.clerk
                .faults
                .push(build::taken(line, bound, number, first));
        }
    }

    fn summary(self) -> Summary {
        let skipped = Skip::ALL
            .iter()
            .copied()
            .zip(self.skipped)
            .filter(|(_, n)| *n > 0)
            .collect();
        Summary {
            rows: self.rows,
            refused: self.refused,
            skipped,
            mended: self.clerk.mended,
            unused: self
                .unused
                .into_iter()
                .filter(|(_, filled)| *filled)
                .map(|((_, header), _)| header.clone())
                .collect(),
            blank_marks: self.clerk.blank_marks,
            unassigned: self.clerk.unassigned,
            refused_people: self.refused_people,
        }
    }
}
