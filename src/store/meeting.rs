//! The meeting ledger: meetings and activities, who was called, who came.

mod attend;
mod guest;
mod invite;
mod leave;
mod read;
mod refuse;
mod roll;
mod sitting;
mod speech;
mod stats;
#[cfg(test)]
mod tests;
mod write;

use super::filter::{Clause, Field, Kind, clause, codes};
use super::{Read, Tx};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::{Code, Duty};
use crate::model::filter::Term;
use crate::model::meeting::Meeting;
use crate::model::meeting::word::Class;
use crate::model::near;
use crate::text;
use read::{coded, maybe_coded, when};
use rusqlite::{Row, named_params, params_from_iter};

pub use guest::GuestDraft;
pub use sitting::SittingDraft;

const SELECT: &str = "SELECT k.id, k.no, k.title, w.name AS kind, w.class, k.start_on, k.end_on, k.half_days, k.place, k.duty, k.note, k.cancelled,
 f.file, f.sheet, k.line FROM meeting k JOIN word w ON w.id = k.kind_id LEFT JOIN source f ON f.id = k.source_id";
const STANDING: &str = " WHERE k.cancelled IS NULL";
const ONE: &str = " WHERE k.id = ?1";
const ORDER: &str = " ORDER BY k.start_on, k.no";
const BY_NO: &str = "SELECT id FROM meeting WHERE no = :no";
const BY_TITLE: &str =
    "SELECT id FROM meeting WHERE title = :title AND cancelled IS NULL ORDER BY start_on, no";
const WORDS: &str =
    "k.no LIKE {} ESCAPE '\\' OR k.title LIKE {} ESCAPE '\\' OR k.place LIKE {} ESCAPE '\\'";

fn class_code(word: &str) -> Option<&'static str> {
    Class::parse(word).map(Code::code)
}

fn duty_code(word: &str) -> Option<&'static str> {
    Duty::parse(word).map(Code::code)
}

/// What meeting lists can be cut by.
pub const FIELDS: &[Field] = &[
    Field::plain(&["no", "编号", "会议编号"], Kind::Label, "k.no"),
    Field::plain(&["title", "名称", "会议名称"], Kind::Text, "k.title"),
    Field::plain(&["kind", "类型", "会议类型"], Kind::Text, "w.name"),
    Field::plain(
        &["class", "类别"],
        Kind::Code(class_code, codes::<Class>),
        "ifnull(w.class, 'meeting')",
    ),
    Field::plain(&["start", "开始", "开始日期"], Kind::Day, "k.start_on"),
    Field::plain(&["end", "结束", "结束日期"], Kind::Day, "k.end_on"),
    Field::plain(&["half_days", "半天数"], Kind::Number, "k.half_days"),
    Field::plain(&["place", "地点"], Kind::Text, "k.place"),
    Field::plain(
        &["duty", "参加要求"],
        Kind::Code(duty_code, codes::<Duty>),
        "k.duty",
    ),
    Field::plain(
        &["required", "必须", "是否必须参加"],
        Kind::Flag,
        "(k.duty = 'required')",
    ),
    Field::lines(
        &["member", "委员"],
        Kind::Text,
        "EXISTS (SELECT 1 FROM attendance a JOIN member m ON m.id = a.member_id WHERE a.meeting_id = k.id AND ",
        "m.name",
    ),
];

fn base(r: &Row<'_>) -> rusqlite::Result<Meeting> {
    let place = super::source::place(r.get("file")?, r.get("sheet")?, r.get("line")?);
    Ok(Meeting {
        id: r.get("id")?,
        no: r.get("no")?,
        title: r.get("title")?,
        kind: r.get("kind")?,
        class: maybe_coded(r, "class")?.unwrap_or(Class::Meeting),
        start: when(r, "start_on")?,
        end: when(r, "end_on")?,
        half_days: r.get("half_days")?,
        place: r.get("place")?,
        duty: coded(r, "duty")?,
        note: r.get("note")?,
        cancelled: r.get("cancelled")?,
        source: place,
    })
}

impl Read<'_> {
    /// The meetings that fit all terms, by first day and number; cancelled ones are left out.
    ///
    /// # Errors
    /// `unknown_field`, `bad_value`; the database's own failures.
    pub fn meetings(&self, terms: &[Term]) -> Result<Vec<Meeting>> {
        let Clause { sql, values } = clause(terms, FIELDS, WORDS)?;
        let mut statement = self
            .conn
            .prepare(&[SELECT, STANDING, &sql, ORDER].concat())?;
        let meetings = statement
            .query_map(params_from_iter(values), base)?
            .collect::<rusqlite::Result<_>>()?;
        Ok(meetings)
    }

    /// One meeting, cancelled or not.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn meeting(&self, id: i64) -> Result<Option<Meeting>> {
        let mut statement = self.conn.prepare_cached(&[SELECT, ONE].concat())?;
        let mut rows = statement.query_map([id], base)?;
        Ok(rows.next().transpose()?)
    }

    /// The meeting that a word means: a number (of a cancelled meeting too), else a whole title.
    ///
    /// # Errors
    /// `not_found` with the nearest ones, `ambiguous` with the candidates; the database's own
    /// failures.
    pub fn find_meeting(&self, word: &str) -> Result<i64> {
        let word = word.trim();
        let mut by_no = self.conn.prepare_cached(BY_NO)?;
        let mut found = by_no.query_map(named_params! { ":no": word }, |r| r.get(0))?;
        if let Some(id) = found.next() {
            return Ok(id?);
        }
        let mut by_title = self.conn.prepare_cached(BY_TITLE)?;
        let ids: Vec<i64> = by_title
            .query_map(named_params! { ":title": word }, |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        match ids.as_slice() {
            [one] => Ok(*one),
            [] => Err(self.no_meeting(word)?),
            many => Err(self.several_meetings(word, many)?),
        }
    }

    fn no_meeting(self, word: &str) -> Result<Error> {
        let meetings = self.meetings(&[])?;
        let known = meetings
            .iter()
            .flat_map(|m| [m.no.as_str(), m.title.as_str()]);
        let near = near::nearest(word, known, 3);
        let holding = |m: &&Meeting| {
            near.contains(&m.no.as_str())
                || near.contains(&m.title.as_str())
                || (!word.is_empty() && m.title.contains(word))
        };
        let likely = meetings.iter().rev().filter(holding).take(3);
        let likely: Vec<String> = likely.map(named).collect();
        let error = Error::refused(
            "not_found",
            text!("没有会议活动「{word}」", "there is no meeting “{word}”"),
        );
        Ok(error.did_you_mean(&likely).hint(text!(
            "用 yishi meeting list {word} 查找",
            "yishi meeting list {word} searches"
        )))
    }

    fn several_meetings(self, word: &str, ids: &[i64]) -> Result<Error> {
        let mut which = Vec::new();
        for id in ids {
            which.extend(self.meeting(*id)?.as_ref().map(named));
        }
        let Text { zh, en } = Text::listed(&which);
        Ok(Error::refused(
            "ambiguous",
            text!(
                "「{word}」不止一场：{zh}",
                "“{word}” fits more than one meeting: {en}"
            ),
        )
        .hint(text!("请改用会议编号", "use the meeting's number")))
    }
}

/// A meeting in the words that tell two of one title apart.
fn named(meeting: &Meeting) -> String {
    format!("{} {} {}", meeting.no, meeting.title, meeting.start)
}

/// The row of a member's line on a meeting's roll.
fn line_id(member: i64, meeting: i64) -> i64 {
    (member << 32) | meeting
}
