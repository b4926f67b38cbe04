//! How closed vocabularies and days are read from a row: what no version of the program could
//! have written is a failure of the file, not a guess.

use crate::model::code::Code;
use crate::model::when::When;
use chrono::NaiveDate;
use rusqlite::Row;
use rusqlite::types::Type;

fn odd(column: &str) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(0, column.to_owned(), Type::Text)
}

/// A stored code that may be missing.
pub fn maybe_coded<C: Code>(r: &Row<'_>, column: &str) -> rusqlite::Result<Option<C>> {
    let Some(word) = r.get_ref(column)?.as_str_or_null()? else {
        return Ok(None);
    };
    C::ALL
        .iter()
        .copied()
        .find(|c| c.code() == word)
        .map(Some)
        .ok_or_else(|| odd(column))
}

/// A stored code.
pub fn coded<C: Code>(r: &Row<'_>, column: &str) -> rusqlite::Result<C> {
    maybe_coded(r, column)?.ok_or_else(|| odd(column))
}

/// A day, month or year that may be missing.
pub fn maybe_when(r: &Row<'_>, column: &str) -> rusqlite::Result<Option<When>> {
    r.get_ref(column)?
        .as_str_or_null()?
        .map(|text| When::from_iso(text).ok_or_else(|| odd(column)))
        .transpose()
}

/// A day, month or year.
pub fn when(r: &Row<'_>, column: &str) -> rusqlite::Result<When> {
    maybe_when(r, column)?.ok_or_else(|| odd(column))
}

/// A whole day.
pub fn day(r: &Row<'_>, column: &str) -> rusqlite::Result<NaiveDate> {
    when(r, column)?.day().ok_or_else(|| odd(column))
}
