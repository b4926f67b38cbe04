//! A clerk's spreadsheets, in and out: encodings, header search, cell damage, typed rows.
//! This room knows no SQL and nobody by name: who a name means is decided by the store.
//!
//! [`open`] finds out what each file is and what its sheets are; [`Sheet::read`] streams a sheet's
//! typed rows, or every fault of a row at once; [`template`] and [`rejects`] write workbooks.

pub mod field;
pub mod layout;
pub mod row;

mod build;
mod cell;
mod clerk;
mod mapping;
mod mend;
mod open;
mod parse;
mod recognise;
mod refusal;
mod rejects;
mod sheet;
mod skip;
mod source;
mod template;
mod title;

#[cfg(test)]
mod qinghe;
#[cfg(test)]
mod tests;

pub use mapping::Mapping;
pub use mend::{Mended, Rule};
pub use open::{Opened, Options, Passed, SheetFault, open};
pub use recognise::Bound;
pub use rejects::{REASON, rejects};
pub use sheet::{Sheet, Summary};
pub use skip::Skip;
pub use source::Input;
pub use template::template;

use crate::lang::Text;

/// A cell that cannot be taken as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The row number that the spreadsheet shows.
    pub line: u32,
    /// The header of the column, as the sheet has it; empty where the whole row is meant.
    pub column: String,
    /// What the cell holds.
    pub value: String,
    /// A stable code for scripts (`bad_date`, `phone_damaged` …).
    pub code: &'static str,
    /// Why it cannot be taken.
    pub reason: Text,
    /// What to do.
    pub fix: Text,
}
