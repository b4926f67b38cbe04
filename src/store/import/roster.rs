//! What a roster says of members on record: their sector, committees, groups, posts and the like are
//! compared with what holds today, and what differs is a move, never another past.

use super::Batch;
use crate::error::Result;
use crate::model::code::{Code, Dict, Ledger};
use crate::model::member::Draft;
use crate::store::member::{Roster, Stood};
use crate::store::{Read, Tx};
use chrono::NaiveDate;
use rusqlite::named_params;

/// Whether this sheet was taken in by an earlier entry.
const TAKEN_IN: &str = "SELECT EXISTS (SELECT 1 FROM source WHERE ledger = :ledger AND sheet = :sheet AND sha256 = :sha256 AND entry < :entry)";
const ON_RECORD: &str = "SELECT EXISTS (SELECT 1 FROM affiliation a JOIN word w ON w.id = a.word_id WHERE w.dict = :dict)";

/// The lists of what members belong to.
const LISTS: [Dict; 5] = [
    Dict::Party,
    Dict::Committee,
    Dict::Group,
    Dict::Post,
    Dict::Tag,
];

/// What is known before the first row of a roster.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// The dictionaries that no member's record had a word of when the call began.
    first: Option<Vec<Dict>>,
    /// Whether the sheet at hand was taken in before.
    again: Option<bool>,
}

impl Before {
    /// Another sheet begins.
    pub(super) fn next_sheet(&mut self) {
        self.again = None;
    }
}

impl Batch {
    /// Looks at the record before anything of a roster is written.
    pub(super) fn look_before(&mut self, tx: &Tx<'_>) -> Result<()> {
        if self.before.first.is_none() {
            let mut first = Vec::new();
            for dict in LISTS {
                if !on_record(tx.read(), dict)? {
                    first.push(dict);
                }
            }
            self.before.first = Some(first);
        }
        if self.before.again.is_none() {
            let again = match &self.source {
                Some(source) => tx.query_row(
                    TAKEN_IN,
                    named_params! {
                        ":ledger": Ledger::Member.code(), ":sheet": source.sheet(),
                        ":sha256": source.sha256(), ":entry": tx.seq(),
                    },
                    |r| r.get(0),
                )?,
                None => false,
            };
            self.before.again = Some(again);
        }
        Ok(())
    }

    /// Enters what a row without a day of its own says that a member on record belongs to; what the
    /// office records for the first time holds as if it had always done so. Takes it out of the draft.
    pub(super) fn restate(&mut self, tx: &mut Tx<'_>, id: i64, draft: &mut Draft) -> Result<bool> {
        let roster = Roster {
            today: tx.read().today()?,
            since: self.since,
            again: self.before.again == Some(true),
        };
        let mut said: Vec<(Dict, Vec<String>)> = Vec::new();
        let first = self.before.first.as_deref().unwrap_or_default();
        let lists = [
            (Dict::Party, &mut draft.parties),
            (Dict::Committee, &mut draft.committees),
            (Dict::Group, &mut draft.groups),
            (Dict::Post, &mut draft.posts),
            (Dict::Tag, &mut draft.tags),
        ];
        for (dict, words) in lists {
            if !words.is_empty() && !first.contains(&dict) {
                said.push((dict, std::mem::take(words)));
            }
        }
        said.extend(draft.sector.take().map(|s| (Dict::Sector, vec![s])));
        let mut stood = Vec::new();
        for (dict, words) in said {
            stood.push(tx.belong_by_roster(id, dict, &words, roster)?);
        }
        let line = self.line;
        if stood.contains(&Stood::FromToday) {
            self.now().moved.push(line);
        }
        if stood.contains(&Stood::Behind) {
            self.now().behind.push(line);
        }
        let changed = |s: &Stood| matches!(s, Stood::Entered | Stood::FromToday);
        Ok(stood.iter().any(changed))
    }

    /// The day from which changes of members on record hold, where the roster names none.
    #[must_use]
    pub fn since(mut self, since: Option<NaiveDate>) -> Batch {
        self.since = since;
        self
    }
}

fn on_record(read: Read<'_>, dict: Dict) -> Result<bool> {
    let values = named_params! { ":dict": dict.code() };
    let mut statement = read.conn.prepare_cached(ON_RECORD)?;
    Ok(statement.query_row(values, |r| r.get(0))?)
}
