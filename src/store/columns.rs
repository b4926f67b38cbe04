//! The columns of a row one after another, in the order of its statement. A search by name costs
//! as much as the reading itself (7 % of the instructions of `member show`).

use crate::model::code::Code;
use crate::model::when::When;
use chrono::NaiveDate;
use rusqlite::Row;
use rusqlite::types::{FromSql, Type, ValueRef};

/// A row that is read from the left to the right.
pub(super) struct Columns<'r, 's> {
    row: &'r Row<'s>,
    at: usize,
}

impl<'r, 's> Columns<'r, 's> {
    /// From the first column.
    pub fn of(row: &'r Row<'s>) -> Columns<'r, 's> {
        Columns { row, at: 0 }
    }

    /// From a column on.
    pub fn from(row: &'r Row<'s>, at: usize) -> Columns<'r, 's> {
        Columns { row, at }
    }

    /// The next column.
    pub fn take<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        self.at += 1;
        self.row.get(self.at - 1)
    }

    /// The next column, a code of a closed vocabulary that may be missing.
    pub fn maybe_code<C: Code>(&mut self) -> rusqlite::Result<Option<C>> {
        let Some(word) = self.word()? else {
            return Ok(None);
        };
        let known = C::ALL.iter().copied().find(|c| c.code() == word);
        known.map(Some).ok_or_else(|| self.odd())
    }

    /// The next column, a code of a closed vocabulary.
    pub fn code<C: Code>(&mut self) -> rusqlite::Result<C> {
        self.maybe_code()?.ok_or_else(|| self.odd())
    }

    /// The next column, a day, month or year that may be missing.
    pub fn maybe_when(&mut self) -> rusqlite::Result<Option<When>> {
        let Some(word) = self.word()? else {
            return Ok(None);
        };
        When::from_iso(word).map(Some).ok_or_else(|| self.odd())
    }

    /// The next column, a day, month or year.
    pub fn when(&mut self) -> rusqlite::Result<When> {
        self.maybe_when()?.ok_or_else(|| self.odd())
    }

    /// The next column, a whole day.
    pub fn day(&mut self) -> rusqlite::Result<NaiveDate> {
        self.when()?.day().ok_or_else(|| self.odd())
    }

    /// The next three columns, where the row was imported from.
    pub fn place(&mut self) -> rusqlite::Result<Option<String>> {
        Ok(super::source::place(
            self.take()?,
            self.take()?,
            self.take()?,
        ))
    }

    fn word(&mut self) -> rusqlite::Result<Option<&'r str>> {
        self.at += 1;
        match self.row.get_ref(self.at - 1)? {
            ValueRef::Null => Ok(None),
            value => value.as_str().map(Some).map_err(|_| self.odd()),
        }
    }

    /// What no version of the program could have written is a failure of the file, not a guess.
    fn odd(&self) -> rusqlite::Error {
        let at = self.at - 1;
        let name = self.row.as_ref().column_name(at).unwrap_or_default();
        rusqlite::Error::InvalidColumnType(at, name.to_owned(), Type::Text)
    }
}
