//! Meetings come, change and are cancelled; none is erased.

use super::read::maybe_when;
use super::refuse::reason_given;
use super::{Read, Tx};
use crate::error::{Error, Result};
use crate::lang::so_many;
use crate::model::code::{Code, Dict};
use crate::model::meeting::word::Class;
use crate::model::meeting::{Draft, usual_duty, usual_half_days};
use crate::model::when::When;
use crate::store::table::MEETING;
use crate::store::value::{code, maybe, number, text, when};
use crate::text;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, named_params};

const CLASS: &str = "SELECT class FROM word WHERE id = :id";
const TAKEN: &str = "SELECT title FROM meeting WHERE no = :no";
const LAST_NO: &str = "SELECT max(no) FROM meeting WHERE no GLOB :pattern";
const KEPT: &str = "SELECT count(*) AS sittings, min(held_on) AS first, max(held_on) AS last,
 (SELECT max(halves) FROM attendance WHERE meeting_id = :meeting) AS halves FROM sitting WHERE meeting_id = :meeting";

impl Read<'_> {
    /// The next free number of a year, `HY2026001` and so on.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn next_meeting_no(&self, year: i32) -> Result<String> {
        let pattern = format!("HY{year:04}[0-9][0-9][0-9]");
        let last: Option<String> = self
            .conn
            .prepare_cached(LAST_NO)?
            .query_row(named_params! { ":pattern": pattern }, |r| r.get(0))?;
        let last = last
            .and_then(|no| no.get(6..)?.parse::<u32>().ok())
            .unwrap_or(0);
        Ok(format!("HY{year:04}{:03}", last + 1))
    }
}

impl Tx<'_> {
    /// Adds a meeting; what is not said is told from the rest: the number, the last day, the
    /// half-days, the duty to come.
    ///
    /// # Errors
    /// `missing_field`, `number_taken`, `bad_days`, `bad_half_days`, `unknown_word`; the
    /// database's own failures.
    pub fn add_meeting(
        &mut self,
        draft: &Draft,
        source: (Option<i64>, Option<i64>),
    ) -> Result<i64> {
        let title = said(draft.title.as_deref()).ok_or_else(|| missing("会议名称", "title"))?;
        let kind = said(draft.kind.as_deref()).ok_or_else(|| missing("会议类型", "kind"))?;
        let start = draft.start.ok_or_else(|| missing("开始日期", "start"))?;
        let end = draft.end.unwrap_or(start);
        in_order(start, end)?;
        let half_days = draft.half_days.unwrap_or(usual_half_days(start, end));
        some_half_days(half_days)?;
        let no = match said(draft.no.as_deref()) {
            Some(no) => no.to_owned(),
            None => self.read().next_meeting_no(start.year())?,
        };
        self.free_number(&no)?;
        let kind = self.read().known_word(Dict::MeetingKind, kind)?;
        let duty = match draft.duty {
            Some(duty) => duty,
            None => usual_duty(self.class_of(kind)?),
        };
        let id = self.insert(
            &MEETING,
            &[
                text(&no),
                text(title),
                Value::Integer(kind),
                when(Some(start)),
                when(Some(end)),
                Value::Integer(i64::from(half_days)),
                maybe(draft.place.as_deref()),
                code(duty),
                maybe(draft.note.as_deref()),
                Value::Null,
                number(source.0),
                number(source.1),
            ],
        )?;
        if self.is_plenary(id)? {
            self.follow_plenaries()?;
        }
        Ok(id)
    }

    /// Changes what a draft says of a meeting and leaves the rest; tells whether anything differs.
    ///
    /// # Errors
    /// `not_found`, `cancelled_meeting`, `number_taken`, `bad_days`, `bad_half_days`,
    /// `sitting_outside`, `unknown_word`; the database's own failures.
    pub fn edit_meeting(&mut self, id: i64, draft: &Draft) -> Result<bool> {
        let old = self.open_meeting(id)?;
        let mut fields: Vec<(&str, Value)> = Vec::new();
        if let Some(no) = said(draft.no.as_deref()).filter(|no| *no != old.no) {
            self.free_number(no)?;
            fields.push(("no", text(no)));
        }
        fields.extend(said(draft.title.as_deref()).map(|t| ("title", text(t))));
        if let Some(kind) = said(draft.kind.as_deref()) {
            let kind = self.read().known_word(Dict::MeetingKind, kind)?;
            fields.push(("kind_id", Value::Integer(kind)));
        }
        let single = old.start == old.end;
        let start = draft.start.unwrap_or(old.start);
        // A meeting of one day that is put off stays a meeting of one day.
        let end = draft.end.unwrap_or(if single { start } else { old.end });
        let half_days = draft.half_days.unwrap_or(old.half_days);
        in_order(start, end)?;
        self.keeps(id, start, end, half_days)?;
        fields.extend([
            ("start_on", when(Some(start))),
            ("end_on", when(Some(end))),
            ("half_days", Value::Integer(i64::from(half_days))),
        ]);
        fields.extend(draft.duty.map(|d| ("duty", code(d))));
        let texts = [("place", &draft.place), ("note", &draft.note)];
        fields.extend(
            texts
                .into_iter()
                .filter_map(|(name, value)| value.as_deref().map(|v| (name, maybe(Some(v))))),
        );
        let was = self.is_plenary(id)?;
        let changed = self.set(&MEETING, id, &fields)?;
        if changed && (was || self.is_plenary(id)?) {
            self.follow_plenaries()?;
        }
        Ok(changed)
    }

    /// Cancels a meeting: lists and counts leave it out, its roll stays in the file.
    ///
    /// # Errors
    /// `reason_needed`, `not_found`, `cancelled_meeting`; the database's own failures.
    pub fn cancel_meeting(&mut self, id: i64, reason: &str) -> Result<()> {
        let reason = reason_given(reason)?;
        self.open_meeting(id)?;
        self.set(&MEETING, id, &[("cancelled", text(reason))])?;
        if self.is_plenary(id)? {
            self.follow_plenaries()?;
        }
        Ok(())
    }

    fn class_of(&self, kind: i64) -> Result<Class> {
        let class: Option<String> = self
            .prepare_cached(CLASS)?
            .query_row(named_params! { ":id": kind }, |r| r.get(0))?;
        Ok(class
            .as_deref()
            .and_then(Class::parse)
            .unwrap_or(Class::Meeting))
    }

    fn free_number(&self, no: &str) -> Result<()> {
        let taken: Option<String> = self
            .prepare_cached(TAKEN)?
            .query_row(named_params! { ":no": no }, |r| r.get(0))
            .optional()?;
        match taken {
            None => Ok(()),
            Some(title) => Err(Error::refused(
                "number_taken",
                text!(
                    "会议编号 {no} 已经有了：{title}",
                    "the meeting number {no} is taken: {title}"
                ),
            )
            .hint(text!(
                "用 yishi meeting show {no} 查看",
                "yishi meeting show {no} shows it"
            ))),
        }
    }

    /// Whether the sittings and half-days recorded so far still fit.
    fn keeps(&self, id: i64, start: When, end: When, half_days: u16) -> Result<()> {
        some_half_days(half_days)?;
        let (first, last, recorded) =
            self.prepare_cached(KEPT)?
                .query_row(named_params! { ":meeting": id }, |r| {
                    let sittings: u16 = r.get("sittings")?;
                    let attended: Option<u16> = r.get("halves")?;
                    let recorded = sittings.max(attended.unwrap_or(0));
                    Ok((maybe_when(r, "first")?, maybe_when(r, "last")?, recorded))
                })?;
        let before = first.filter(|d| d.first_day() < start.first_day());
        let after = last.filter(|d| d.last_day() > end.last_day());
        match before.or(after) {
            Some(day) => Err(sitting_outside(day, start, end)),
            None if half_days < recorded => Err(fewer_than_recorded(half_days, recorded)),
            None => Ok(()),
        }
    }
}

fn sitting_outside(day: When, start: When, end: When) -> Error {
    Error::refused(
        "sitting_outside",
        text!(
            "{day} 的场次不在 {start} 至 {end} 之内",
            "the sitting on {day} would lie outside {start} to {end}"
        ),
    )
    .hint(text!(
        "会期要包含已有的场次，用 yishi meeting show 查看",
        "the days have to include the sittings; yishi meeting show lists them"
    ))
}

fn fewer_than_recorded(half_days: u16, least: u16) -> Error {
    Error::refused(
        "bad_half_days",
        text!(
            "已登记到 {least} 个半天，半天数不能是 {half_days}",
            "{many} recorded already; the meeting cannot take {half_days}",
            many = so_many(&least, "half-day is", "half-days are")
        ),
    )
    .hint(text!("加上 --half-days {least}", "add --half-days {least}"))
}

fn said(word: Option<&str>) -> Option<&str> {
    word.map(str::trim).filter(|w| !w.is_empty())
}

fn missing(zh: &str, en: &str) -> Error {
    Error::refused(
        "missing_field",
        text!("缺「{zh}」", "the meeting needs a {en}"),
    )
    .hint(text!("加上 --{en}", "add --{en}"))
}

fn in_order(start: When, end: When) -> Result<()> {
    if start <= end {
        return Ok(());
    }
    Err(Error::refused(
        "bad_days",
        text!(
            "结束日期 {end} 早于开始日期 {start}",
            "the meeting ends ({end}) before it begins ({start})"
        ),
    )
    .hint(text!(
        "改 --start 或 --end；不知道哪一天时两个都只写到月",
        "change --start or --end; where the day is not known give only the month for both"
    )))
}

fn some_half_days(half_days: u16) -> Result<()> {
    if half_days > 0 {
        return Ok(());
    }
    Err(Error::refused(
        "bad_half_days",
        text!("半天数至少是 1", "a meeting takes at least one half-day"),
    )
    .hint(text!("加上 --half-days 1", "add --half-days 1")))
}
