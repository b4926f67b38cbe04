//! What the journal tells people: an entry, and its changes in words.

use crate::lang::Text;
use std::fmt::Write as _;

/// One entry, without its changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number, from 1.
    pub seq: i64,
    /// When, with the zone.
    pub at: String,
    /// Who.
    pub by: String,
    /// The command line.
    pub command: String,
    /// What it did.
    pub summary: Text,
    /// Rows added, changed and taken away by table: `member +72 ~0 -0` as `member:72:0:0`.
    pub touched: String,
    /// How many rows changed.
    pub changes: i64,
    /// The entry that this one undoes.
    pub undoes: Option<i64>,
    /// The hash of the entry before.
    pub prev: Vec<u8>,
    /// This entry's hash.
    pub hash: Vec<u8>,
}

/// A change in words for people: names instead of ids, labels instead of columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// What kind of row.
    pub table: Text,
    /// The table's name, for scripts.
    pub ledger: &'static str,
    /// `insert`, `update` or `delete`.
    pub op: &'static str,
    /// The words by which the row is known.
    pub label: String,
    /// Column label, old, new; an empty word where there is none.
    pub fields: Vec<(Text, String, String)>,
}

/// A hash in hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    })
}
