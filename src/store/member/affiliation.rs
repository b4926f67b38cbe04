//! What a member belongs to: parties, committees, groups, posts, tags.

use super::term::in_order;
use crate::error::Result;
use crate::model::code::{Code, Dict};
use crate::model::when::When;
use crate::store::Tx;
use crate::store::table::AFFILIATION;
use crate::store::value::when;
use rusqlite::named_params;
use rusqlite::types::Value;

const LINES_OF: &str = "SELECT a.id, w.id, w.dict FROM affiliation a JOIN word w ON w.id = a.word_id WHERE a.member_id = :member AND w.dict = :dict ORDER BY a.ord, a.id";

impl Tx<'_> {
    /// Makes the words of one dictionary exactly these, keeping the lines that stay.
    ///
    /// # Errors
    /// An unknown word; the database's own failures.
    pub fn set_affiliations(&mut self, member: i64, dict: Dict, words: &[String]) -> Result<bool> {
        let wanted = words
            .iter()
            .map(|w| self.read().known_word(dict, w))
            .collect::<Result<Vec<_>>>()?;
        let now: Vec<(i64, i64)> = {
            let mut statement = self.prepare_cached(LINES_OF)?;
            let rows = statement.query_map(
                named_params! { ":member": member, ":dict": dict.code() },
                |r| Ok((r.get(0)?, r.get(1)?)),
            )?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        if now.iter().map(|(_, w)| *w).eq(wanted.iter().copied()) {
            return Ok(false);
        }
        for (id, _) in now.iter().filter(|(_, w)| !wanted.contains(w)) {
            self.delete(&AFFILIATION, *id)?;
        }
        for (ord, word) in wanted.iter().enumerate() {
            let ord = Value::Integer(i64::try_from(ord + 1).unwrap_or(i64::MAX));
            match now.iter().find(|(_, w)| w == word) {
                Some((id, _)) => {
                    self.set(&AFFILIATION, *id, &[("ord", ord)])?;
                }
                None => {
                    self.insert(
                        &AFFILIATION,
                        &[
                            Value::Integer(member),
                            Value::Integer(*word),
                            ord,
                            Value::Null,
                            Value::Null,
                        ],
                    )?;
                }
            }
        }
        Ok(true)
    }

    /// Gives a member a post, committee, group or tag from a day, or ends one.
    ///
    /// # Errors
    /// `not_found` where there is none to end; an unknown word; the database's own failures.
    pub fn affiliate(
        &mut self,
        member: i64,
        dict: Dict,
        word: &str,
        since: Option<When>,
        until: Option<When>,
    ) -> Result<bool> {
        let word_id = self.read().known_word(dict, word)?;
        let line: Option<i64> = {
            let mut statement = self.prepare_cached(LINES_OF)?;
            let rows = statement.query_map(
                named_params! { ":member": member, ":dict": dict.code() },
                |r| Ok((r.get(0)?, r.get(1)?)),
            )?;
            rows.collect::<rusqlite::Result<Vec<(i64, i64)>>>()?
                .into_iter()
                .find(|(_, w)| *w == word_id)
                .map(|(id, _)| id)
        };
        let begun = match (since, line) {
            (None, Some(id)) => {
                let begun: Option<String> =
                    self.query_row("SELECT since FROM affiliation WHERE id = ?1", [id], |r| {
                        r.get(0)
                    })?;
                begun.as_deref().and_then(When::from_iso)
            }
            _ => since,
        };
        in_order(begun, until)?;
        if let Some(id) = line {
            let mut fields = Vec::new();
            fields.extend(since.map(|s| ("since", when(Some(s)))));
            fields.extend(until.map(|u| ("until", when(Some(u)))));
            self.set(&AFFILIATION, id, &fields)
        } else {
            self.insert(
                &AFFILIATION,
                &[
                    Value::Integer(member),
                    Value::Integer(word_id),
                    Value::Integer(99),
                    when(since),
                    when(until),
                ],
            )?;
            Ok(true)
        }
    }
}
