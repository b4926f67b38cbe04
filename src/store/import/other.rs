//! Rows of opinions, units and other duty acts.

use super::{Batch, Fate, Naming, Refused};
use crate::error::Result;
use crate::lang::Text;
use crate::model::code::Dict;
use crate::model::record::Confirmation;
use crate::model::row::{Fault, NamedBody, OpinionRow, OutcomeCell, RecordRow, UnitRow};
use crate::model::score::rules::Whose;
use crate::model::when::When;
use crate::model::{opinion, record, unit};
use crate::store::Tx;
use crate::store::table::{OPINION, RECORD, UNIT};
use crate::store::value::number;
use crate::text;

impl Batch {
    pub(super) fn opinion(
        &mut self,
        tx: &mut Tx<'_>,
        mut row: OpinionRow,
    ) -> Result<Result<Fate, Refused>> {
        let submitted = row
            .submitted
            .or_else(|| self.year.and_then(|y| When::new(y, None, None)));
        let authors = match self.authors(tx, &row, submitted)? {
            Ok(authors) => authors,
            Err(faults) => return Ok(Err(faults)),
        };
        let levels = self.levels(tx, &mut row)?;
        let stands = tx.read().find_opinion_key(
            row.no.as_deref(),
            &row.title,
            authors.first().copied(),
            submitted,
        )?;
        if let Some(fault) = self.twice(stands, "title", &row.title) {
            return Ok(Err(vec![fault]));
        }
        let outcomes = |list| outcomes(list, &levels);
        let title = row.title.clone();
        let draft = opinion::Draft {
            no: row.no,
            title: row.title,
            authors,
            submitted,
            adoptions: outcomes(row.adoptions),
            instructions: outcomes(row.instructions),
            note: row.note,
        };
        let mut told = draft.adoptions.iter().chain(&draft.instructions);
        if told.any(|outcome| outcome.level.is_none()) {
            let line = self.line;
            self.now().no_level.push(line);
        }
        let written = match stands {
            Some(id) => tx
                .edit_opinion(id, &draft, (None, None))
                .map(|changed| (id, changed)),
            None => self
                .source_id(tx)
                .and_then(|place| tx.add_opinion(&draft, place))
                .map(|id| (id, true)),
        };
        self.settled(tx, &OPINION, stands, written, ("title", &title))
    }

    /// The office's levels, once those that the headers name are known.
    fn levels(&mut self, tx: &mut Tx<'_>, row: &mut OpinionRow) -> Result<Vec<String>> {
        let named = row.adoptions.iter_mut().chain(&mut row.instructions);
        for cell in named.filter(|cell| !cell.level.is_empty()) {
            self.level(tx, &mut cell.level)?;
        }
        tx.read().word_names(Dict::Level)
    }

    /// A level by the office's word for it (省级 is 省), or as a new word.
    fn level(&mut self, tx: &mut Tx<'_>, level: &mut String) -> Result<()> {
        if tx.read().word(Dict::Level, level)?.is_none() {
            let known = tx.read().word_names(Dict::Level)?;
            if let Some(word) = opinion::level_called(level, &known) {
                word.clone_into(level);
            }
        }
        self.word(tx, Dict::Level, level)?;
        Ok(())
    }

    /// Who wrote an opinion; all who cannot be found are named at once.
    fn authors(
        &mut self,
        tx: &Tx<'_>,
        row: &OpinionRow,
        submitted: Option<When>,
    ) -> Result<Result<Vec<i64>, Refused>> {
        let numbered = row.member_no.as_deref().filter(|_| row.authors.len() <= 1);
        let names: Vec<Option<&String>> = if row.authors.is_empty() {
            vec![None]
        } else {
            row.authors.iter().map(Some).collect()
        };
        let (mut authors, mut faults) = (Vec::new(), Vec::new());
        for name in names {
            let naming = Naming {
                no: numbered,
                name: name.map(String::as_str),
                sector: row.sector.as_deref(),
                on: submitted,
            };
            let read = tx.read();
            let stands = |id| {
                let no = row.no.as_deref();
                let stands = read.find_opinion_key(no, &row.title, Some(id), submitted)?;
                Ok(stands.is_some())
            };
            match self.person_on_file(read, naming, stands)? {
                Ok(id) => authors.push(id),
                Err(more) => faults.push(more),
            }
        }
        Ok(if faults.is_empty() {
            Ok(authors)
        } else {
            Err(faults.into_iter().flatten().collect())
        })
    }

    pub(super) fn unit(&mut self, tx: &mut Tx<'_>, row: UnitRow) -> Result<Result<Fate, Refused>> {
        let stands = tx.read().find_unit(&row.name).ok();
        if let Some(fault) = self.twice(stands, "name", &row.name) {
            return Ok(Err(vec![fault]));
        }
        if let Some(parent) = &row.parent {
            self.unit_named(tx, parent)?;
        }
        let name = row.name.clone();
        let draft = unit::Draft {
            no: row.no,
            name: row.name,
            short: row.short,
            aliases: row.aliases,
            parent: row.parent,
            contact: row.contact,
            phone: row.phone,
        };
        let written = match stands {
            Some(id) => tx
                .edit_unit(id, &draft, (None, None))
                .map(|changed| (id, changed)),
            None => self
                .source_id(tx)
                .and_then(|place| tx.add_unit(&draft, place))
                .map(|id| (id, true)),
        };
        self.settled(tx, &UNIT, stands, written, ("name", &name))
    }

    pub(super) fn record(
        &mut self,
        tx: &mut Tx<'_>,
        mut row: RecordRow,
    ) -> Result<Result<Fate, Refused>> {
        let on = row
            .on
            .or_else(|| self.year.and_then(|y| When::new(y, None, None)));
        let (whose, row_of) = match self.whose(tx, &row, on)? {
            Ok(whose) => whose,
            Err(faults) => return Ok(Err(faults)),
        };
        if let Some(kind) = &row.kind {
            self.word(tx, Dict::RecordKind, kind)?;
        }
        if let Some(level) = &mut row.level {
            self.level(tx, level)?;
        }
        let stands = match (&row.kind, on) {
            (Some(kind), Some(on)) => {
                let whom = (whose, row_of);
                tx.read().find_record_key(whom, kind, on, &row.title)?
            }
            _ => None,
        };
        if let Some(fault) = self.twice(stands, "title", &row.title) {
            return Ok(Err(vec![fault]));
        }
        let confirmed = match (row.confirmed_by.take(), row.confirmed_on) {
            (Some(by), Some(on)) => Some(Confirmation { by, on }),
            (None, None) => None,
            (by, _) => return Ok(Err(vec![self.half_confirmed(by.as_deref())])),
        };
        let title = row.title.clone();
        let draft = record::Draft {
            member: Some(row_of),
            whose,
            kind: row.kind,
            on,
            title: Some(row.title),
            level: row.level,
            quantity: row.quantity,
            note: row.note,
            organizer: row.organizer,
            reason: row.reason,
            evidence: row.evidence,
            approver: row.approver,
            confirmed,
        };
        let written = match stands {
            Some(id) => tx
                .edit_record(id, &draft, (None, None))
                .map(|changed| (id, changed)),
            None => self
                .source_id(tx)
                .and_then(|place| tx.add_record(&draft, place))
                .map(|id| (id, true)),
        };
        self.settled(tx, &RECORD, stands, written, ("title", &title))
    }

    /// Whose act a row tells of: what kind of row, and its id.
    fn whose(
        &mut self,
        tx: &mut Tx<'_>,
        row: &RecordRow,
        on: Option<When>,
    ) -> Result<Result<(Whose, i64), Refused>> {
        if let Some(body) = &row.body {
            return self.body(tx, body);
        }
        let naming = Naming {
            no: row.member_no.as_deref(),
            name: row.name.as_deref(),
            sector: None,
            on,
        };
        let read = tx.read();
        let found = self.person_on_file(read, naming, |id| {
            let Some((kind, on)) = row.kind.as_deref().zip(on) else {
                return Ok(false);
            };
            let stands = read.find_record_key((Whose::Member, id), kind, on, &row.title)?;
            Ok(stands.is_some())
        })?;
        Ok(found.map(|id| (Whose::Member, id)))
    }

    /// A body by its name. What a dictionary or the ledger of units does not have yet is added and
    /// listed, to be approved; a name that may be of any kind has to be known.
    fn body(&mut self, tx: &mut Tx<'_>, body: &NamedBody) -> Result<Result<(Whose, i64), Refused>> {
        let found = match body.whose {
            Some(whose) => {
                if let Some(dict) = whose.dict() {
                    return Ok(Ok((whose, self.word(tx, dict, &body.name)?)));
                }
                self.unit_named(tx, &body.name)?;
                tx.read().find_unit(&body.name).map(|id| (whose, id))
            }
            None => tx.read().find_body(&body.name).map(|w| (w.whose, w.id)),
        };
        match found {
            Ok(found) => Ok(Ok(found)),
            Err(error) => Ok(Err(self.refusal(body.field, &body.name, error)?)),
        }
    }

    /// A confirmation without its day, or without who confirmed.
    fn half_confirmed(&self, by: Option<&str>) -> Fault {
        let (field, value) = match by {
            Some(by) => ("confirmed_on", by),
            None => ("confirmed_by", ""),
        };
        self.fault(
            field,
            value,
            "half_confirmed",
            text!(
                "确认人与确认日期要么都写，要么都不写",
                "a confirmation has both: by whom and on which day"
            ),
            text!(
                "补上缺的一项；或都留空，导入后用 yishi record confirm 确认",
                "fill in the other; or leave both empty and confirm with yishi record confirm"
            ),
        )
    }

    /// Counts what was written, and notes where a changed row came from.
    fn settled(
        &mut self,
        tx: &mut Tx<'_>,
        table: &'static crate::store::table::Table,
        stood: Option<i64>,
        written: Result<(i64, bool)>,
        (field, value): (&str, &str),
    ) -> Result<Result<Fate, Refused>> {
        let (id, changed) = match written {
            Ok(written) => written,
            Err(error) => {
                return Ok(Err(match at_fault(error.code) {
                    Some((field, fix)) => {
                        vec![self.fault(field, "", error.code, error.message, fix)]
                    }
                    None => self.refusal(field, value, error)?,
                }));
            }
        };
        self.seen(id);
        Ok(Ok(match (stood, changed) {
            (None, _) => Fate::Added,
            (Some(_), false) => Fate::Same,
            (Some(_), true) => {
                let (source, line) = self.source_id(tx)?;
                tx.set(
                    table,
                    id,
                    &[("source_id", number(source)), ("line", number(line))],
                )?;
                Fate::Changed
            }
        }))
    }

    /// A unit that other ledgers name; one that is not there yet is added and listed, to be approved.
    pub(super) fn unit_named(&mut self, tx: &mut Tx<'_>, name: &str) -> Result<()> {
        if self.units.contains(name) {
            return Ok(());
        }
        match tx.read().find_unit(name) {
            Ok(_) => {}
            Err(error) if error.code == "unknown_unit" || error.code == "not_found" => {
                let known: Vec<String> =
                    tx.read().units(&[])?.into_iter().map(|u| u.name).collect();
                self.note_new(None, name, known.iter().map(String::as_str));
                let place = self.source_id(tx)?;
                tx.add_unit(
                    &unit::Draft {
                        name: name.to_owned(),
                        ..unit::Draft::default()
                    },
                    place,
                )?;
            }
            // A name that fits two units is refused where the row is written.
            Err(error) if error.kind != crate::error::Kind::Machine => return Ok(()),
            Err(error) => return Err(error),
        }
        self.units.insert(name.to_owned());
        Ok(())
    }

    /// A second row of this call for an entry that an earlier row already gave.
    pub(super) fn twice(
        &self,
        stands: Option<i64>,
        field: &str,
        value: &str,
    ) -> Option<crate::model::row::Fault> {
        let place = self.rows_seen.get(&(self.ledger?, stands?))?;
        Some(self.fault(
            field,
            value,
            "row_twice",
            text!("与 {place} 行是同一条", "the same entry as {place}"),
            text!(
                "保留一行；确是两件事的，让编号、标题或日期有所区别",
                "keep one of them; if they are two things, tell them apart by number, title or day"
            ),
        ))
    }

    pub(super) fn seen(&mut self, id: i64) {
        let line = self.line;
        let place = self
            .report
            .sheets
            .last()
            .map(|s| format!("{}:{line}", s.file))
            .unwrap_or_default();
        if let Some(ledger) = self.ledger {
            self.rows_seen.entry((ledger, id)).or_insert(place);
        }
    }
}

/// What became of an opinion: at the level that the sheet's header names, else at each that the
/// wording does.
fn outcomes(list: Vec<OutcomeCell>, levels: &[String]) -> Vec<opinion::Outcome> {
    let mut told: Vec<opinion::Outcome> = Vec::new();
    for OutcomeCell { level, wording, on } in list {
        let each = if level.is_empty() {
            opinion::outcomes_in(&wording, levels)
        } else {
            vec![(Some(level), wording)]
        };
        told.extend(each.into_iter().map(|(level, wording)| opinion::Outcome {
            level,
            wording,
            on,
            ..opinion::Outcome::default()
        }));
    }
    told
}

/// Which column of a record's row is at fault, and what to do about it in the ledger.
fn at_fault(code: &str) -> Option<(&'static str, Text)> {
    let grounds = text!(
        "人工计分逐行写明理由、证明材料和审批人",
        "points by hand name reason, evidence and approver in each row"
    );
    let approver = text!(
        "审批人写另一个人：不是导入、组织的人，也不是得分的人",
        "name another approver: not who imports or organised it, nor who earns the points"
    );
    let confirmer = text!(
        "谁组织谁记录，另由他人确认：确认人写另一个人",
        "who organised it records it, someone else confirms it: name another one"
    );
    let day = text!(
        "核对日期和确认日期：确认不早于履职",
        "check both days: a confirmation is not earlier than the act"
    );
    Some(match code {
        "no_reason" => ("reason", grounds),
        "no_evidence" => ("evidence", grounds),
        "no_approver" => ("approver", grounds),
        "own_approval" | "approval_stale" => ("approver", approver),
        "same_person" => ("confirmed_by", confirmer),
        "too_early" => ("confirmed_on", day),
        _ => return None,
    })
}
