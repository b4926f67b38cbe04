//! The rule set that the office adopted for a year.

use super::columns::Columns;
use super::table::RULES;
use super::value::{code, text};
use super::{Read, Tx};
use crate::error::Result;
use crate::model::code::{Code, Dict};
use crate::model::score::Known;
use crate::model::score::rules::Whose;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, named_params};

const ADOPTED: &str = "SELECT title, body FROM rules WHERE year = :year AND subject = :subject";
const ADOPTED_ID: &str = "SELECT id FROM rules WHERE year = :year AND subject = :subject";
const SUBJECTS: &str = "SELECT subject FROM rules WHERE year = :year";
const ALL_ADOPTED: &str = "SELECT year, subject, title, body FROM rules ORDER BY year, subject";

impl Read<'_> {
    /// Title and text of the rules adopted for a kind of subject in a year.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn adopted(&self, year: i32, whose: Whose) -> Result<Option<(String, String)>> {
        let key = named_params! { ":year": year, ":subject": whose.code() };
        let mut statement = self.conn.prepare_cached(ADOPTED)?;
        Ok(statement
            .query_row(key, |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?)
    }

    /// The kinds of subject for which rules are adopted in a year, members first.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn adopted_subjects(&self, year: i32) -> Result<Vec<Whose>> {
        let mut statement = self.conn.prepare_cached(SUBJECTS)?;
        let codes = statement.query_map(named_params! { ":year": year }, |r| r.get(0))?;
        let codes: Vec<String> = codes.collect::<rusqlite::Result<_>>()?;
        let all = Whose::ALL.iter().copied();
        Ok(all
            .filter(|w| codes.iter().any(|c| c == w.code()))
            .collect())
    }

    /// Year, subject, title and text of all rules adopted, in the order of years.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn all_adopted(&self) -> Result<Vec<(i32, Whose, String, String)>> {
        let mut statement = self.conn.prepare_cached(ALL_ADOPTED)?;
        let rows = statement.query_map([], |r| {
            let mut c = Columns::of(r);
            Ok((c.take()?, c.code()?, c.take()?, c.take()?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The office's words, against which a rule file is checked.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn known(&self) -> Result<Known> {
        Ok(Known {
            meeting_kinds: self.word_names(Dict::MeetingKind)?,
            record_kinds: self.word_names(Dict::RecordKind)?,
            categories: self.word_names(Dict::Category)?,
            levels: self.word_names(Dict::Level)?,
            posts: self.word_names(Dict::Post)?,
            sectors: self.word_names(Dict::Sector)?,
            appraisal_kinds: self.word_names(Dict::AppraisalKind)?,
            reply_classes: self.word_names(Dict::ReplyClass)?,
            ratings: self.word_names(Dict::Rating)?,
            leave_kinds: self.word_names(Dict::LeaveKind)?,
            tags: self.word_names(Dict::Tag)?,
            committees: self.word_names(Dict::Committee)?,
            groups: self.word_names(Dict::Group)?,
        })
    }
}

impl Tx<'_> {
    /// Adopts rules for a kind of subject in a year, in place of those adopted before; tells whether anything differs.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn adopt(&mut self, year: i32, whose: Whose, title: &str, body: &str) -> Result<bool> {
        let id: Option<i64> = self
            .query_row(
                ADOPTED_ID,
                named_params! { ":year": year, ":subject": whose.code() },
                |r| r.get(0),
            )
            .optional()?;
        if let Some(id) = id {
            self.set(&RULES, id, &[("title", text(title)), ("body", text(body))])
        } else {
            self.insert(
                &RULES,
                &[
                    Value::Integer(i64::from(year)),
                    text(title),
                    text(body),
                    code(whose),
                ],
            )?;
            Ok(true)
        }
    }
}
