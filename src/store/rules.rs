//! The rule set that the office adopted for a year, and the places that facts come from.

use super::columns::Columns;
use super::table::RULES;
use super::value::{code, text};
use super::{Read, Tx};
use crate::error::Result;
use crate::model::code::{Code, Dict};
use crate::model::fact::FactKind;
use crate::model::score::Known;
use crate::model::score::rules::Whose;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, named_params};

const ADOPTED: &str = "SELECT title, body FROM rules WHERE year = :year AND subject = :subject";
const ADOPTED_ID: &str = "SELECT id FROM rules WHERE year = :year AND subject = :subject";
const SUBJECTS: &str = "SELECT subject FROM rules WHERE year = :year";
const ALL_ADOPTED: &str = "SELECT year, subject, title, body FROM rules ORDER BY year, subject";

const OF_ATTENDANCE: &str = "SELECT g.no, g.title, a.presence, f.file, f.sheet, a.line, m.name FROM attendance a JOIN meeting g ON g.id = a.meeting_id
 JOIN member m ON m.id = a.member_id LEFT JOIN source f ON f.id = a.source_id WHERE a.id = ?1";
const OF_SPEECH: &str = "SELECT g.no, coalesce(p.title, g.title), p.form, f.file, f.sheet, a.line, m.name FROM speech p JOIN attendance a ON a.id = p.attendance_id
 JOIN member m ON m.id = a.member_id JOIN meeting g ON g.id = a.meeting_id LEFT JOIN source f ON f.id = a.source_id WHERE p.id = ?1";
const OF_PROPOSAL: &str = "SELECT p.session || coalesce(' 第' || p.no || '号', ' 流水' || p.serial, ''), p.title, p.state, f.file, f.sheet, p.line, NULL
 FROM proposal p LEFT JOIN source f ON f.id = p.source_id WHERE p.id = ?1";
const OF_OPINION: &str = "SELECT o.no, o.title, '', f.file, f.sheet, o.line, NULL FROM opinion o LEFT JOIN source f ON f.id = o.source_id WHERE o.id = ?1";
const OF_ADOPTION: &str = "SELECT o.no, o.title, coalesce(l.name || '：', '') || d.wording, f.file, f.sheet, o.line, NULL FROM adoption d JOIN opinion o ON o.id = d.opinion_id
 LEFT JOIN word l ON l.id = d.level_id LEFT JOIN source f ON f.id = o.source_id WHERE d.id = ?1";
const OF_RECORD: &str = "SELECT k.name, r.title, coalesce(l.name, ''), f.file, f.sheet, r.line, m.name FROM record r JOIN word k ON k.id = r.kind_id
 LEFT JOIN member m ON m.id = r.member_id LEFT JOIN word l ON l.id = r.level_id LEFT JOIN source f ON f.id = r.source_id WHERE r.id = ?1";
const OF_APPRAISAL: &str = "SELECT a.no, a.title, k.name, NULL, NULL, NULL, coalesce(m.name, b.name, u.name) FROM appraised x JOIN appraisal a ON a.id = x.appraisal_id
 JOIN word k ON k.id = a.kind_id LEFT JOIN member m ON m.id = x.member_id LEFT JOIN word b ON b.id = x.body_id LEFT JOIN unit u ON u.id = x.unit_id WHERE x.id = ?1";
const OF_HANDLING: &str = "SELECT p.session || coalesce(' 第' || p.no || '号', ' 流水' || p.serial, ''), p.title, p.state, f.file, f.sheet, p.line, NULL
 FROM assignment a JOIN proposal p ON p.id = a.proposal_id LEFT JOIN source f ON f.id = p.source_id WHERE a.id = ?1";
const OF_SCORE: &str = "SELECT no, name, '', NULL, NULL, NULL, NULL FROM member WHERE id = ?1";
const OF_STATUS: &str = "SELECT s.kind, s.reason, coalesce(s.basis, ''), NULL, NULL, NULL, m.name FROM status_event s JOIN member m ON m.id = s.member_id WHERE s.id = ?1";

/// Where a fact stands: what a clerk looks up to check a point by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The number of the meeting, proposal, opinion; the kind of a record.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Whose act it is, where it is one person's: not of proposals and opinions, which are shared.
    pub who: Option<String>,
    /// Its state: a code of a closed vocabulary, or the office's own words.
    pub state: String,
    /// File, sheet and line that it came from.
    pub source: Option<String>,
    /// The file alone, with its sheet …
    pub file: Option<String>,
    /// … and the line that the spreadsheet shows.
    pub line: Option<i64>,
}

impl Read<'_> {
    /// Where a fact stands.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn place(&self, what: FactKind, row: i64) -> Result<Place> {
        let sql = match what {
            FactKind::Attendance => OF_ATTENDANCE,
            FactKind::Speech => OF_SPEECH,
            FactKind::Proposal => OF_PROPOSAL,
            FactKind::Opinion => OF_OPINION,
            FactKind::Adoption | FactKind::Instruction => OF_ADOPTION,
            FactKind::Record => OF_RECORD,
            FactKind::Status => OF_STATUS,
            FactKind::Appraisal => OF_APPRAISAL,
            FactKind::Handling => OF_HANDLING,
            FactKind::Score => OF_SCORE,
        };
        let read = |r: &Row<'_>| {
            Ok(Place {
                reference: r.get(0)?,
                title: r.get(1)?,
                state: r.get(2)?,
                source: super::source::place(r.get(3)?, r.get(4)?, r.get(5)?),
                file: super::source::place(r.get(3)?, r.get(4)?, None),
                line: r.get(5)?,
                who: r.get(6)?,
            })
        };
        Ok(self
            .conn
            .prepare_cached(sql)?
            .query_row([row], read)
            .optional()?
            .unwrap_or_default())
    }

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
