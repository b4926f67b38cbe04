//! Published scores: an edition is written whole and never changed; a correction is a further one.

use super::columns::Columns;
use super::table::{OBJECTION, PUBLICATION, PUBLISHED_SCORE};
use super::value::{code, maybe, number, text};
use super::{Read, Tx};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::Code;
use crate::model::deadline::{Due, Length};
use crate::model::score::publication::{Publication, Published, corrects};
use crate::model::score::rules::Whose;
use crate::model::score::{Points, Score};
use crate::text;
use chrono::NaiveDate;
use rusqlite::types::{Type, Value};
use rusqlite::{OptionalExtension, Row, named_params};
use serde_json::Map;
use std::collections::HashMap;

const EDITIONS: &str = "SELECT id, year, subject, edition, published_on, as_of, title, rules, entry, head, closes_on, why, why_en, reason, by
 FROM publication WHERE year = :year AND subject = :subject ORDER BY id";
const YEARS: &str = "SELECT DISTINCT year FROM publication ORDER BY year";
const SCORES: &str = "SELECT s.member_id, coalesce(m.no, s.no), s.no, s.name, s.rank, s.total, s.grade, s.band, s.parts, s.unmet
 FROM published_score s LEFT JOIN member m ON m.id = s.member_id WHERE s.publication_id = :publication ORDER BY s.id";
const SCORE_ID: &str =
    "SELECT id FROM published_score WHERE publication_id = :publication AND no = :no";
const MEMBERS: &str = "SELECT no, id FROM member WHERE cancelled IS NULL";
const WAITING: &str = "SELECT o.id, p.id, s.no, p.as_of FROM objection o JOIN published_score s ON s.id = o.score_id JOIN publication p ON p.id = s.publication_id
 WHERE p.year = :year AND p.subject = :subject AND o.decision = 'accepted' AND o.corrected_id IS NULL
 AND (:as_of IS NULL OR p.as_of = :as_of) ORDER BY o.id";

/// The scores as of an earlier day, under the rules of now.
pub type AsOf = (Option<NaiveDate>, Vec<Score>);

/// An accepted objection that no edition corrected yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    id: i64,
    publication: i64,
    no: String,
    /// The day up to which the edition goes that it objects to.
    pub as_of: Option<NaiveDate>,
}

/// What is published besides the figures.
#[derive(Debug, Clone, Copy)]
pub struct Issue<'a> {
    /// The year of duty.
    pub year: i32,
    /// Whose scores they are.
    pub whose: Whose,
    /// Where only what happened up to a day counts.
    pub as_of: Option<NaiveDate>,
    /// The title of the rules.
    pub title: &'a str,
    /// The rules as written.
    pub rules: &'a str,
    /// When.
    pub on: NaiveDate,
    /// The first day of the year of duty: nothing of it is published earlier.
    pub opens: Option<NaiveDate>,
    /// How long objections are taken.
    pub term: Length,
    /// Their last day and how it is counted.
    pub due: &'a Due,
    /// Why an earlier edition is corrected; `None` for the first one.
    pub reason: Option<&'a str>,
}

impl Read<'_> {
    /// The years of which scores are published, whosever they are.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn years_published(&self) -> Result<Vec<i32>> {
        let mut statement = self.conn.prepare_cached(YEARS)?;
        let years = statement.query_map([], |r| r.get(0))?;
        Ok(years.collect::<rusqlite::Result<_>>()?)
    }

    /// Every edition of a year's scores of a kind of subject, the first one first.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn editions(&self, year: i32, whose: Whose) -> Result<Vec<Publication>> {
        let mut statement = self.conn.prepare_cached(EDITIONS)?;
        let rows = statement.query_map(
            named_params! { ":year": year, ":subject": whose.code() },
            edition,
        )?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The edition that holds for a year: the last one of the whole year, else the last of those
    /// that go furthest into it. A half-year corrected later never takes the whole year's place.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn published(&self, year: i32, whose: Whose) -> Result<Option<Publication>> {
        let editions = self.editions(year, whose)?.into_iter();
        Ok(editions.max_by_key(|e| (e.as_of.is_none(), e.as_of, e.edition)))
    }

    /// The last edition of the whole year, or of what happened up to a day.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn published_as_of(
        &self,
        year: i32,
        whose: Whose,
        as_of: Option<NaiveDate>,
    ) -> Result<Option<Publication>> {
        let mut editions = self.editions(year, whose)?.into_iter();
        Ok(editions.rfind(|e| e.as_of == as_of))
    }

    /// The figures of an edition, as they were ranked.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn published_scores(&self, publication: i64) -> Result<Vec<Published>> {
        let mut statement = self.conn.prepare_cached(SCORES)?;
        let rows = statement.query_map(named_params! { ":publication": publication }, published)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The accepted objections that an edition may correct: those to its own time, and with the whole
    /// year those to shorter times too.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn waiting(
        &self,
        year: i32,
        whose: Whose,
        as_of: Option<NaiveDate>,
    ) -> Result<Vec<Waiting>> {
        let mut statement = self.conn.prepare_cached(WAITING)?;
        let as_of = as_of.map(|d| d.to_string());
        let key = named_params! { ":year": year, ":subject": whose.code(), ":as_of": as_of };
        let rows = statement.query_map(key, |r| {
            let mut c = Columns::of(r);
            Ok(Waiting {
                id: c.take()?,
                publication: c.take()?,
                no: c.take()?,
                as_of: c.maybe_when()?.and_then(crate::model::when::When::day),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether figures differ from those published of one; who is not among them is corrected too.
    pub(super) fn is_corrected(
        self,
        (publication, no): (i64, &str),
        scores: &[Score],
    ) -> Result<bool> {
        let mut was = self.published_scores(publication)?.into_iter();
        let Some(was) = was.find(|p| p.score.no == no) else {
            return Ok(false);
        };
        let is = scores.iter().find(|s| s.no == was.no_now);
        Ok(is.is_none_or(|is| corrects(&was.score, is)))
    }

    /// The row of a published score by the number of then.
    pub(super) fn published_row(&self, publication: i64, no: &str) -> Result<Option<i64>> {
        let mut statement = self.conn.prepare_cached(SCORE_ID)?;
        let values = named_params! { ":publication": publication, ":no": no };
        Ok(statement.query_row(values, |r| r.get(0)).optional()?)
    }
}

fn edition(r: &Row<'_>) -> rusqlite::Result<Publication> {
    let mut c = Columns::of(r);
    Ok(Publication {
        id: c.take()?,
        year: c.take()?,
        whose: c.code()?,
        edition: c.take()?,
        published_on: c.day()?,
        as_of: c.maybe_when()?.and_then(crate::model::when::When::day),
        title: c.take()?,
        rules: c.take()?,
        entry: c.take()?,
        head: c.take()?,
        closes_on: c.day()?,
        why: Text {
            zh: c.take()?,
            en: c.take()?,
        },
        reason: c.take()?,
        by: c.take()?,
    })
}

fn published(r: &Row<'_>) -> rusqlite::Result<Published> {
    let mut c = Columns::of(r);
    let (member, no_now) = (c.take()?, c.take()?);
    let (no, name, rank): (String, String, Option<u32>) = (c.take()?, c.take()?, c.take()?);
    let total: String = c.take()?;
    let grade: Option<String> = c.take()?;
    let band: Option<String> = c.take()?;
    let (parts, unmet): (String, String) = (c.take()?, c.take()?);
    let odd =
        |at: usize, name: &str| rusqlite::Error::InvalidColumnType(at, name.into(), Type::Text);
    let parts: Map<String, serde_json::Value> =
        serde_json::from_str(&parts).map_err(|_| odd(8, "parts"))?;
    let closed = parts.iter().filter(|(_, points)| points.is_null());
    let closed = closed.map(|(code, _)| code.clone()).collect();
    let part = |(code, points): (String, serde_json::Value)| {
        if points.is_null() {
            return Ok((code, Points::from_integer(0)));
        }
        let points = points.as_str().and_then(|p| p.parse().ok());
        Ok((code, points.ok_or_else(|| odd(8, "parts"))?))
    };
    Ok(Published {
        member,
        no_now,
        score: Score {
            no,
            name,
            // Who was not in office got no grade; who is not ranked for a post got one.
            in_office: rank.is_some() || grade.is_some(),
            rank,
            total: total.parse().map_err(|_| odd(5, "total"))?,
            grade,
            band,
            unmet: serde_json::from_str(&unmet).map_err(|_| odd(9, "unmet"))?,
            parts: parts
                .into_iter()
                .map(part)
                .collect::<rusqlite::Result<Vec<(String, Points)>>>()?,
            closed,
            items: Vec::new(),
        },
    })
}

impl Tx<'_> {
    /// Publishes a year's scores, the first time, for a longer time than before (half a year, then the
    /// whole one) or as a correction, and gives the edition. An accepted objection counts as corrected
    /// with it where the figures of who objected differ; to one against a shorter time belong the
    /// scores as of that day, in `earlier`.
    ///
    /// # Errors
    /// `published_already`, `not_published`, `nothing_to_correct`, `day_out_of_order`; the
    /// database's own failures.
    pub fn publish(
        &mut self,
        issue: &Issue<'_>,
        scores: &[Score],
        earlier: &[AsOf],
    ) -> Result<i64> {
        let held = self.read().published(issue.year, issue.whose)?;
        self.may_publish(issue, held.as_ref(), scores)?;
        let last = self
            .read()
            .published_as_of(issue.year, issue.whose, issue.as_of)?;
        let edition = last.map_or(1, |l| l.edition + 1);
        let (why, day) = (issue.due.why(), |d: NaiveDate| text(&d.to_string()));
        let row = [
            Value::Integer(issue.year.into()),
            Value::Integer(edition),
            day(issue.on),
            issue.as_of.map_or(Value::Null, day),
            text(issue.title),
            text(issue.rules),
            Value::Integer(self.seq()),
            text(&self.read().head()?.unwrap_or_default()),
            text(&issue.term.to_string()),
            day(issue.due.on),
            text(&why.zh),
            text(&why.en),
            maybe(issue.reason),
            text(self.by()),
            code(issue.whose),
        ];
        let id = self.insert(&PUBLICATION, &row)?;
        self.publish_scores(id, scores)?;
        for one in self.read().waiting(issue.year, issue.whose, issue.as_of)? {
            let of_day = earlier.iter().find(|(day, _)| *day == one.as_of);
            let now = if one.as_of == issue.as_of {
                Some(scores)
            } else {
                of_day.map(|(_, scores)| &scores[..])
            };
            if let Some(now) = now
                && self.read().is_corrected((one.publication, &one.no), now)?
            {
                self.set(&OBJECTION, one.id, &[("corrected_id", Value::Integer(id))])?;
            }
        }
        Ok(edition)
    }

    fn publish_scores(&mut self, publication: i64, scores: &[Score]) -> Result<()> {
        let members: HashMap<String, i64> = {
            let mut statement = self.prepare_cached(MEMBERS)?;
            let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        for s in scores {
            // A part for other posts has no points, not 0.
            let worth = |(code, points): &(String, Points)| {
                let open = (!s.closed.contains(code)).then(|| points.to_string());
                (code.clone(), open.into())
            };
            let parts: Map<String, serde_json::Value> = s.parts.iter().map(worth).collect();
            let row = [
                Value::Integer(publication),
                number(members.get(&s.no).copied()),
                text(&s.no),
                text(&s.name),
                number(s.rank.map(i64::from)),
                text(&s.total.to_string()),
                maybe(s.grade.as_deref()),
                maybe(s.band.as_deref()),
                text(&serde_json::Value::from(parts).to_string()),
                text(&serde_json::Value::from(s.unmet.clone()).to_string()),
            ];
            self.insert(&PUBLISHED_SCORE, &row)?;
        }
        Ok(())
    }

    fn may_publish(
        &self,
        issue: &Issue<'_>,
        held: Option<&Publication>,
        scores: &[Score],
    ) -> Result<()> {
        let year = issue.year;
        let own = self
            .read()
            .published_as_of(year, issue.whose, issue.as_of)?;
        match (own.as_ref().or(held), issue.reason) {
            (None, None) => match issue.opens.filter(|first| issue.on < *first) {
                Some(first) => Err(before_the_year(issue, first)),
                None => Ok(()),
            },
            (None, Some(_)) => Err(not_published(year)),
            (Some(last), None) if is_further(issue, last) => {
                if issue.on < last.published_on {
                    return Err(before_the_last(issue, last));
                }
                Ok(())
            }
            (Some(last), None) => Err(published_already(last)),
            (Some(held), Some(_)) if own.is_none() => Err(other_series(issue, held)),
            (Some(last), Some(_)) if issue.on < last.published_on => {
                Err(before_the_last(issue, last))
            }
            (Some(last), Some(_)) => {
                let stood = self.read().published_scores(last.id)?;
                let stood = stood.iter().map(|p| (&p.no_now, figures(&p.score)));
                let same = stood.eq(scores.iter().map(|s| (&s.no, figures(s))));
                if same && last.rules == issue.rules && last.as_of == issue.as_of {
                    return Err(nothing_to_correct(last));
                }
                Ok(())
            }
        }
    }
}

/// Whether figures that were published up to a day are no obstacle to those of a longer time: half a
/// year, then the whole one. Nothing was wrong with them.
fn is_further(issue: &Issue<'_>, last: &Publication) -> bool {
    match (last.as_of, issue.as_of) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(stood), Some(day)) => day > stood,
    }
}

type Figures<'s> = (
    Option<u32>,
    Points,
    &'s Option<String>,
    &'s [(String, Points)],
);

fn figures(score: &Score) -> Figures<'_> {
    (score.rank, score.total, &score.grade, &score.parts)
}

/// Nothing is published for a year.
pub fn not_published(year: i32) -> Error {
    Error::refused(
        "not_published",
        text!(
            "{year} 年度的得分还没有公布",
            "the scores of {year} are not published"
        ),
    )
    .hint(text!(
        "公布：yishi score publish --year {year}",
        "publish them: yishi score publish --year {year}"
    ))
}

fn published_already(last: &Publication) -> Error {
    let (year, on, of) = (last.year, last.published_on, last.option());
    let Text { zh, en } = last.called();
    Error::refused(
        "published_already",
        text!(
            "{year} 年度的得分已于 {on} 公布，{zh}，不能再次公布",
            "the scores of {year} were published on {on} already ({en})"
        ),
    )
    .hint(text!(
        "看公布之后的变化：yishi score changes --year {year}{of}",
        "see what changed since: yishi score changes --year {year}{of}"
    ))
    .hint(text!(
        "公布更正版，旧版保留：yishi score publish --year {year}{of} --correct --reason 原因",
        "publish a corrected edition, the old one stays: yishi score publish --year {year}{of} --correct --reason WHY"
    ))
}

/// A correction of what was never published: the year is, up to another day.
fn other_series(issue: &Issue<'_>, held: &Publication) -> Error {
    let year = issue.year;
    let Text {
        zh: held_zh,
        en: held_en,
    } = held.called();
    let time = |as_of: Option<NaiveDate>| match as_of {
        None => text!("全年", "the whole year"),
        Some(day) => text!("截至 {day}", "up to {day}"),
    };
    let Text { zh, en } = time(issue.as_of);
    let error = Error::refused(
        "not_published",
        text!(
            "{year} 年度{zh}的得分还没有公布，没有可更正的；公布过的是{held_zh}",
            "the scores of {year} ({en}) are not published: there is nothing to correct; {held_en} is"
        ),
    );
    match held.as_of {
        None => error.hint(text!(
            "更正全年的，去掉 --as-of",
            "leave --as-of out to correct the whole year"
        )),
        Some(day) => error
            .hint(text!(
                "更正已公布的，写 --as-of {day}",
                "give --as-of {day} to correct what is published"
            ))
            .hint(text!(
                "首次公布的，去掉 --correct 和 --reason",
                "leave --correct and --reason out to publish for the first time"
            )),
    }
}

fn before_the_year(issue: &Issue<'_>, first: NaiveDate) -> Error {
    let (year, on) = (issue.year, issue.on);
    Error::refused(
        "day_out_of_order",
        text!(
            "公布日期 {on} 早于 {year} 年度的第一日 {first}",
            "the publication ({on}) is dated before the first day of {year} ({first})"
        ),
    )
    .hint(text!("核对 --on 和 --year", "check --on and --year"))
}

fn before_the_last(issue: &Issue<'_>, last: &Publication) -> Error {
    let (year, on) = (issue.year, issue.on);
    let (Text { zh, en }, earliest) = (last.called(), last.published_on);
    Error::refused(
        "day_out_of_order",
        text!(
            "公布日期 {on} 早于{zh}的公布日期 {earliest}",
            "the publication ({on}) is dated before {en} ({earliest})"
        ),
    )
    .hint(text!(
        "核对 --on；看公布过的各版：yishi score published --year {year}",
        "check --on; see what was published: yishi score published --year {year}"
    ))
}

fn nothing_to_correct(last: &Publication) -> Error {
    let (year, of, Text { zh, en }) = (last.year, last.option(), last.called());
    Error::refused(
        "nothing_to_correct",
        text!(
            "现在的得分与公布的{zh}相同，没有可更正的",
            "the scores are those of {en}: there is nothing to correct"
        ),
    )
    .hint(text!(
        "先更正数据，再看变化：yishi score changes --year {year}{of}",
        "correct the data first, then see what changed: yishi score changes --year {year}{of}"
    ))
}

#[cfg(test)]
mod tests;
