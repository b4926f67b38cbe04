//! Rows of the meeting ledger.

use super::{Batch, Fate, Refused};
use crate::error::Result;
use crate::model::code::Dict;
use crate::model::meeting::Draft;
use crate::model::row::MeetingRow;
use crate::store::Tx;
use crate::store::table::MEETING;
use crate::store::value::number;
use rusqlite::OptionalExtension;

const BY_NO: &str = "SELECT id FROM meeting WHERE no = ?1";
const BY_TITLE: &str =
    "SELECT id FROM meeting WHERE title = ?1 AND start_on = ?2 AND cancelled IS NULL";

impl Batch {
    pub(super) fn meeting(
        &mut self,
        tx: &mut Tx<'_>,
        row: MeetingRow,
    ) -> Result<Result<Fate, Refused>> {
        let start = row.start.map(|s| s.to_string());
        let stands: Option<i64> = match &row.no {
            Some(no) => tx
                .prepare_cached(BY_NO)?
                .query_row([no], |r| r.get(0))
                .optional()?,
            None => tx
                .prepare_cached(BY_TITLE)?
                .query_row((&row.title, &start), |r| r.get(0))
                .optional()?,
        };
        if let Some(fault) = self.twice(stands, "title", &row.title) {
            return Ok(Err(vec![fault]));
        }
        if let Some(kind) = &row.kind {
            self.word(tx, Dict::MeetingKind, kind)?;
        }
        let (title, span) = (row.title.clone(), start.unwrap_or_default());
        let draft = Draft {
            no: row.no,
            title: Some(row.title),
            kind: row.kind,
            start: row.start,
            end: row.end,
            half_days: row.half_days,
            place: row.place,
            duty: row.duty,
            note: row.note,
        };
        let written = match stands {
            Some(id) => self.edit_held(tx, id, &draft),
            None => self
                .source_id(tx)
                .and_then(|source| tx.add_meeting(&draft, source))
                .map(|id| {
                    self.seen(id);
                    Fate::Added
                }),
        };
        match written {
            Ok(fate) => Ok(Ok(fate)),
            Err(error) if error.code == "bad_days" => Ok(Err(self.refusal("end", &span, error)?)),
            Err(error) if error.code == "bad_half_days" => {
                Ok(Err(self.refusal("half_days", "", error)?))
            }
            Err(error) => Ok(Err(self.refusal("title", &title, error)?)),
        }
    }

    fn edit_held(&mut self, tx: &mut Tx<'_>, id: i64, draft: &Draft) -> Result<Fate> {
        self.seen(id);
        if !tx.edit_meeting(id, draft)? {
            return Ok(Fate::Same);
        }
        let (source, line) = self.source_id(tx)?;
        tx.set(
            &MEETING,
            id,
            &[("source_id", number(source)), ("line", number(line))],
        )?;
        Ok(Fate::Changed)
    }
}
