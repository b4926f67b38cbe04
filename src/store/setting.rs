//! The office's own settings: name, level, session, year, language.

use super::table::SETTING;
use super::value::text;
use super::{Read, Tx};
use crate::error::Result;
use crate::model::session::Session;
use rusqlite::OptionalExtension;

const VALUE: &str = "SELECT value FROM setting WHERE key = ?1";
const ID: &str = "SELECT id FROM setting WHERE key = ?1";

impl Read<'_> {
    /// A setting, where it was made.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        Ok(self
            .conn
            .prepare_cached(VALUE)?
            .query_row([key], |r| r.get(0))
            .optional()?)
    }

    /// The year that the office works in.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn year(&self) -> Result<Option<i32>> {
        Ok(self.setting("year")?.and_then(|y| y.parse().ok()))
    }

    /// The session of the office's year.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn session(&self) -> Result<Option<Session>> {
        Ok(self.setting("session")?.as_deref().and_then(Session::parse))
    }
}

impl Tx<'_> {
    /// Makes a setting; tells whether anything differs.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn set_setting(&mut self, key: &str, value: &str) -> Result<bool> {
        let id: Option<i64> = self.query_row(ID, [key], |r| r.get(0)).optional()?;
        if let Some(id) = id {
            self.set(&SETTING, id, &[("value", text(value))])
        } else {
            self.insert(&SETTING, &[text(key), text(value)])?;
            Ok(true)
        }
    }
}
