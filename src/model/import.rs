//! What became of an import.

use super::code::Dict;
use super::row::Fault;

/// What became of one sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetReport {
    /// The file as named.
    pub file: String,
    /// The sheet's name.
    pub sheet: String,
    /// The ledger's code.
    pub ledger: &'static str,
    /// The line of its header.
    pub header_row: u32,
    /// Rows that hold entries.
    pub rows: u64,
    /// New entries.
    pub added: u64,
    /// Entries that changed.
    pub changed: u64,
    /// Entries that stood already.
    pub same: u64,
    /// Rows that cannot be taken.
    pub refused: u64,
    /// Refused rows whose name fits more than one member.
    pub ambiguous: u64,
    /// Refused rows that only name people whose own row was refused in this batch.
    pub follow_on: u64,
    /// Lines of opinions that were adopted or instructed on at a level that the sheet does not tell.
    pub no_level: Vec<u32>,
    /// Lines of members who belong to something else from the day of the import on, since the roster
    /// named no other.
    pub moved: Vec<u32>,
    /// Lines of members whose record is ahead of the roster, and stayed.
    pub behind: Vec<u32>,
}

/// A word that the office's dictionaries do not have yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWord {
    /// Which dictionary; `None` for a unit.
    pub dict: Option<Dict>,
    /// The word.
    pub name: String,
    /// The known words that it may be a slip of.
    pub near: Vec<String>,
    /// Where it was first met.
    pub place: String,
}

/// What became of a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Sheet by sheet.
    pub sheets: Vec<SheetReport>,
    /// Every fault, with the place of its sheet in `sheets`. The column is the field's code.
    pub faults: Vec<(usize, Fault)>,
    /// Rows refused for a fault that was told with another line: a header's, or that of a missing
    /// person's first row.
    pub repeats: Vec<(usize, Fault)>,
    /// Words and units that the file did not have.
    pub new_words: Vec<NewWord>,
}

impl Report {
    /// Whether any row was refused.
    pub fn refused(&self) -> u64 {
        self.sheets.iter().map(|s| s.refused).sum()
    }
}
