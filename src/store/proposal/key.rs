//! Which stored proposal a spreadsheet's row means.

use crate::error::{Error, Result};
use crate::model::proposal::number::{bare, spellings};
use crate::model::session::Session;
use crate::store::Read;
use crate::text;
use rusqlite::{OptionalExtension, named_params};

const SERIAL: &str =
    "SELECT id FROM proposal WHERE session = :session AND serial = :serial AND cancelled IS NULL";
const NUMBER: &str = "SELECT id FROM proposal WHERE session = :session AND no IN (SELECT value FROM json_each(:nos)) AND cancelled IS NULL";
const TITLE: &str =
    "SELECT id FROM proposal WHERE session = :session AND title = :title AND cancelled IS NULL";
const TITLE_NO_SERIAL: &str = "SELECT id FROM proposal WHERE session = :session AND serial IS NULL AND title = :title AND cancelled IS NULL";
const TITLE_NO_NUMBER: &str = "SELECT id FROM proposal WHERE session = :session AND no IS NULL AND title = :title AND cancelled IS NULL";
const TITLE_NEITHER: &str = "SELECT id FROM proposal WHERE session = :session AND serial IS NULL AND no IS NULL AND title = :title AND cancelled IS NULL";

impl Read<'_> {
    /// The proposal that a row of a ledger means: of its serial number, else of its number, else
    /// the one of its title that has no other serial number and no other number. None where the
    /// row is new.
    ///
    /// # Errors
    /// `keys_disagree` where serial number and number are those of two proposals; `ambiguous`
    /// where several share the title; the database's own failures.
    pub fn find_proposal_key(
        &self,
        session: &str,
        serial: Option<&str>,
        no: Option<&str>,
        title: &str,
    ) -> Result<Option<i64>> {
        let session = Session::parse(session).map_or_else(|| session.to_owned(), |s| s.to_string());
        let serial = serial.map(str::trim).filter(|s| !s.is_empty());
        let no = no.map(bare).filter(|n| !n.is_empty());
        let by_serial = match serial {
            Some(serial) => self.by_serial(&session, serial)?,
            None => None,
        };
        let by_no = match &no {
            Some(no) => self.by_number(&session, no)?,
            None => None,
        };
        match (by_serial, by_no) {
            (Some(a), Some(b)) if a != b => Err(self.keys_disagree(a, b)?),
            (Some(id), _) | (None, Some(id)) => Ok(Some(id)),
            (None, None) => {
                let sql = match (serial, &no) {
                    (Some(_), Some(_)) => TITLE_NEITHER,
                    (Some(_), None) => TITLE_NO_SERIAL,
                    (None, Some(_)) => TITLE_NO_NUMBER,
                    (None, None) => TITLE,
                };
                self.by_title(sql, &session, title)
            }
        }
    }

    fn by_serial(self, session: &str, serial: &str) -> Result<Option<i64>> {
        let mut statement = self.conn.prepare_cached(SERIAL)?;
        let found = statement.query_row(
            named_params! { ":session": session, ":serial": serial },
            |r| r.get(0),
        );
        Ok(found.optional()?)
    }

    fn by_number(self, session: &str, no: &str) -> Result<Option<i64>> {
        let nos = serde_json::Value::from(spellings(no)).to_string();
        let mut statement = self.conn.prepare_cached(NUMBER)?;
        let found = statement.query_row(named_params! { ":session": session, ":nos": nos }, |r| {
            r.get(0)
        });
        Ok(found.optional()?)
    }

    fn by_title(self, sql: &str, session: &str, title: &str) -> Result<Option<i64>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let found: Vec<i64> = statement
            .query_map(
                named_params! { ":session": session, ":title": title },
                |r| r.get(0),
            )?
            .collect::<rusqlite::Result<_>>()?;
        match found.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            _ => Err(self.several_proposals(title, &found)?),
        }
    }

    fn keys_disagree(self, by_serial: i64, by_no: i64) -> Result<Error> {
        let cite = |id| -> Result<String> {
            Ok(self
                .proposal(id)?
                .map_or_else(String::new, |p| format!("{}（{}）", p.cite(), p.title)))
        };
        let (a, b) = (cite(by_serial)?, cite(by_no)?);
        Ok(Error::refused(
            "keys_disagree",
            text!(
                "流水号是 {a} 的，案号却是 {b} 的",
                "the serial number is that of {a}, the number that of {b}"
            ),
        )
        .hint(text!(
            "用 yishi proposal show 核对两件提案，改正流水号或案号",
            "compare the two with yishi proposal show and correct one of the numbers"
        )))
    }
}
