//! Objections to published scores.

use super::columns::Columns;
use super::publication::not_published;
use super::table::OBJECTION;
use super::value::{code, number, text};
use super::{Read, Tx};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::score::Score;
use crate::model::score::publication::{Decision, Objection, Publication, Published, Untimely};
use crate::model::score::rules::Whose;
use crate::model::when::When;
use crate::text;
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, named_params};

const LIST: &str = "SELECT o.no, p.year, p.subject, p.edition, p.as_of, s.no, s.name, o.what, o.raised_on, p.closes_on, o.decision, o.reason, o.decided_on, c.edition
 FROM objection o JOIN published_score s ON s.id = o.score_id JOIN publication p ON p.id = s.publication_id
 LEFT JOIN publication c ON c.id = o.corrected_id WHERE :year IS NULL OR p.year = :year ORDER BY o.no";
const NEXT: &str = "SELECT coalesce(max(no), 0) + 1 FROM objection";
const ROW: &str = "SELECT id FROM objection WHERE no = :no";

impl Read<'_> {
    /// The objections to a year's scores, or all, in the order in which they came.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn objections(&self, year: Option<i32>) -> Result<Vec<Objection>> {
        let mut statement = self.conn.prepare_cached(LIST)?;
        let rows = statement.query_map(named_params! { ":year": year }, objection)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The published score that a word means: a member, or a body by its name.
    ///
    /// # Errors
    /// `not_found`, `ambiguous`; the database's own failures.
    pub fn find_published(&self, publication: &Publication, word: &str) -> Result<Published> {
        let scores = self.published_scores(publication.id)?;
        let of_bodies = scores.iter().all(|s| s.member.is_none());
        let member = if of_bodies {
            None
        } else {
            Some(self.find_member(word)?)
        };
        let found = scores.into_iter().find(|s| match member {
            Some(id) => s.member == Some(id),
            None => s.score.name == word.trim(),
        });
        let (year, of, Text { zh, en }) =
            (publication.year, publication.option(), publication.called());
        found.ok_or_else(|| {
            Error::refused(
                "not_found",
                text!(
                    "公布的得分里没有“{word}”",
                    "`{word}` is not among the published scores"
                ),
            )
            .hint(text!(
                "看 {year} 年度{zh}：yishi score published --year {year}{of}",
                "see {en} of {year}: yishi score published --year {year}{of}"
            ))
        })
    }
}

fn objection(r: &Row<'_>) -> rusqlite::Result<Objection> {
    let mut c = Columns::of(r);
    Ok(Objection {
        no: c.take()?,
        year: c.take()?,
        whose: c.code()?,
        edition: c.take()?,
        as_of: c.maybe_when()?.and_then(When::day),
        member: c.take()?,
        name: c.take()?,
        what: c.take()?,
        raised_on: c.day()?,
        closes_on: c.day()?,
        decision: c.maybe_code()?,
        reason: c.take()?,
        decided_on: c.maybe_when()?.and_then(When::day),
        corrected_in: c.take()?,
    })
}

impl Tx<'_> {
    /// Takes an objection to what holds for a year, and gives it with its number.
    ///
    /// # Errors
    /// `not_published`, `not_found`, `ambiguous`, `too_early`, `too_late`, `objected_already`; the
    /// database's own.
    pub fn object(
        &mut self,
        (year, whose): (i32, Whose),
        word: &str,
        what: &str,
        on: NaiveDate,
    ) -> Result<Objection> {
        let read = self.read();
        let last = read
            .published(year, whose)?
            .ok_or_else(|| not_published(year))?;
        let score = read.find_published(&last, word)?.score;
        last.takes(on).map_err(|u| untimely(&last, on, u))?;
        let row = read.published_row(last.id, &score.no)?;
        let same = |o: &&Objection| {
            (o.whose, o.as_of, o.edition) == (whose, last.as_of, last.edition)
                && o.raised_on == on
                && (o.member.as_str(), o.what.as_str()) == (score.no.as_str(), what)
        };
        if let Some(earlier) = read.objections(Some(year))?.iter().find(same) {
            return Err(objected_already(earlier));
        }
        let no: i64 = self.query_row(NEXT, [], |r| r.get(0))?;
        let values = [
            Value::Integer(no),
            row.map_or(Value::Null, Value::Integer),
            text(what),
            text(&on.to_string()),
            text(self.by()),
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Null,
        ];
        self.insert(&OBJECTION, &values)?;
        self.read().objection_of(no)
    }

    /// Decides an objection, once.
    ///
    /// # Errors
    /// `not_found`, `decided_already`, `day_out_of_order`; the database's own failures.
    pub fn decide_objection(
        &mut self,
        no: i64,
        decision: Decision,
        reason: &str,
        on: NaiveDate,
    ) -> Result<Objection> {
        let stands = self.read().objection_of(no)?;
        if let Some(was) = stands.decision {
            return Err(decided_already(&stands, was));
        }
        if on < stands.raised_on {
            return Err(before_it_came(&stands, on));
        }
        let row: Option<i64> = self
            .query_row(ROW, named_params! { ":no": no }, |r| r.get(0))
            .optional()?;
        let corrected = match decision {
            Decision::Accepted => self.read().corrected_since(&stands)?,
            Decision::Rejected => None,
        };
        let fields = [
            ("decision", code(decision)),
            ("reason", text(reason)),
            ("decided_on", text(&on.to_string())),
            ("corrected_id", number(corrected)),
        ];
        self.set(&OBJECTION, row.unwrap_or_default(), &fields)?;
        self.read().objection_of(no)
    }
}

impl Read<'_> {
    /// The edition of the same time that corrected what is objected to before it was decided.
    fn corrected_since(self, objection: &Objection) -> Result<Option<i64>> {
        let editions = self.editions(objection.year, objection.whose)?.into_iter();
        let own: Vec<Publication> = editions.filter(|e| e.as_of == objection.as_of).collect();
        let first = own.iter().find(|e| e.edition == objection.edition);
        let (Some(first), Some(last)) =
            (first, own.last().filter(|e| e.edition > objection.edition))
        else {
            return Ok(None);
        };
        let now = self.published_scores(last.id)?.into_iter();
        let now: Vec<Score> = now
            .map(|p| Score {
                no: p.no_now,
                ..p.score
            })
            .collect();
        let corrected = self.is_corrected((first.id, &objection.member), &now)?;
        Ok(corrected.then_some(last.id))
    }

    fn objection_of(self, no: i64) -> Result<Objection> {
        let mut all = self.objections(None)?.into_iter();
        all.find(|o| o.no == no).ok_or_else(|| {
            Error::refused(
                "not_found",
                text!("没有第 {no} 号异议", "there is no objection {no}"),
            )
            .hint(text!(
                "看全部异议：yishi score objections",
                "see them all: yishi score objections"
            ))
        })
    }
}

fn objected_already(earlier: &Objection) -> Error {
    let (no, name, on, year) = (earlier.no, &earlier.name, earlier.raised_on, earlier.year);
    Error::refused(
        "objected_already",
        text!(
            "{name} 的同一项异议已于 {on} 登记（第 {no} 号）",
            "{name} raised the same on {on} already (objection {no})"
        ),
    )
    .hint(text!(
        "看全部异议：yishi score objections --year {year}",
        "see them all: yishi score objections --year {year}"
    ))
}

fn decided_already(stands: &Objection, was: Decision) -> Error {
    use crate::model::code::Code;
    let (no, zh, en) = (stands.no, was.zh(), was.en());
    let on = stands.decided_on.map_or(String::new(), |d| d.to_string());
    Error::refused(
        "decided_already",
        text!(
            "第 {no} 号异议已于 {on} 处理：{zh}",
            "objection {no} was decided on {on}: {en}"
        ),
    )
    .hint(text!(
        "处理有误就先撤销那一步：yishi log --ledger objection，再 yishi undo 序号",
        "undo that step first where it was wrong: yishi log --ledger objection, then yishi undo SEQ"
    ))
}

fn before_it_came(stands: &Objection, on: NaiveDate) -> Error {
    let (no, raised) = (stands.no, stands.raised_on);
    Error::refused(
        "day_out_of_order",
        text!(
            "处理日期 {on} 早于第 {no} 号异议的提出日期 {raised}",
            "the decision ({on}) is dated before objection {no} came ({raised})"
        ),
    )
    .hint(text!(
        "核对 --on；看全部异议：yishi score objections",
        "check --on; see them all: yishi score objections"
    ))
}

fn untimely(last: &Publication, on: NaiveDate, untimely: Untimely) -> Error {
    let (year, of, published) = (last.year, last.option(), last.published_on);
    match untimely {
        Untimely::Early => Error::refused(
            "too_early",
            text!(
                "{on} 早于公布日期 {published}",
                "{on} is before the publication on {published}"
            ),
        )
        .hint(text!("核对 --on", "check --on")),
        Untimely::Late => {
            let (end, zh, en) = (last.closes_on, &last.why.zh, &last.why.en);
            Error::refused(
                "too_late",
                text!(
                    "异议期已过：最后一日是 {end}（{zh}）",
                    "the time for objections is over: {end} was its last day ({en})"
                ),
            )
            .hint(text!(
                "确有错误的，更正数据后公布更正版：yishi score publish --year {year}{of} --correct --reason 原因",
                "where it is a mistake, correct the data and publish again: yishi score publish --year {year}{of} --correct --reason WHY"
            ))
        }
    }
}
