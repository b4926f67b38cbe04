//! Where imported rows came from.

use super::Tx;
use super::table::SOURCE;
use super::value::text;
use crate::error::Result;
use rusqlite::types::Value;

/// A sheet that rows are imported from; its row is written when the first change needs it, so
/// that importing the same file again writes nothing.
#[derive(Debug, Clone)]
pub struct Source {
    id: Option<i64>,
    file: String,
    sheet: String,
    ledger: &'static str,
    header_row: u32,
    sha256: String,
}

impl Source {
    /// A sheet of a file, not written yet.
    pub fn new(
        file: &str,
        sheet: &str,
        ledger: &'static str,
        header_row: u32,
        sha256: &str,
    ) -> Source {
        Source {
            id: None,
            file: file.to_owned(),
            sheet: sheet.to_owned(),
            ledger,
            header_row,
            sha256: sha256.to_owned(),
        }
    }

    /// The row of this source, written at the first call.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn id(&mut self, tx: &mut Tx<'_>) -> Result<i64> {
        if let Some(id) = self.id {
            return Ok(id);
        }
        let entry = Value::Integer(tx.seq());
        let row = [
            entry,
            text(&self.file),
            text(&self.sheet),
            text(self.ledger),
            Value::Integer(i64::from(self.header_row)),
            text(&self.sha256),
        ];
        let id = tx.insert(&SOURCE, &row)?;
        self.id = Some(id);
        Ok(id)
    }

    /// The sheet's name, empty for text files.
    pub fn sheet(&self) -> &str {
        &self.sheet
    }

    /// The file's SHA-256 in hex.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The row, where it was written.
    pub fn written(&self) -> Option<i64> {
        self.id
    }
}

/// A source in words: `委员名册.xlsx [委员名册] 行 4`.
pub fn place(file: Option<String>, sheet: Option<String>, line: Option<i64>) -> Option<String> {
    let file = file?;
    let sheet = sheet
        .filter(|s| !s.is_empty())
        .map(|s| format!(" [{s}]"))
        .unwrap_or_default();
    Some(match line {
        Some(line) => format!("{file}{sheet}:{line}"),
        None => format!("{file}{sheet}"),
    })
}
