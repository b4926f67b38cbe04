//! A clerk's spreadsheets, in and out: encodings, header search, cell damage, typed rows.
//! This room knows no SQL and nobody by name: who a name means is decided by the store.

pub mod row;

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
