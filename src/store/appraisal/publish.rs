//! Published results: an edition is written whole and never changed; a correction is a further one.

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::appraisal::Stage;
use crate::model::appraisal::book::{Appraisal, Edition, Standing};
use crate::model::score::rules::Whose;
use crate::store::codec::{Change, Op};
use crate::store::table::{APPRAISAL_PUBLICATION, APPRAISAL_RESULT};
use crate::store::value::{maybe, number, text};
use crate::store::{Read, Tx};
use crate::text;
use chrono::{Datelike, NaiveDate};
use rusqlite::named_params;
use rusqlite::types::Value;

impl Tx<'_> {
    /// Publishes the results as the ballots give them, the first time or as a correction, and
    /// gives the edition. A correction may come with another scheme.
    ///
    /// # Errors
    /// `not_counted`, `published_already`, `not_published`, `nothing_to_correct`, `day_out_of_order`;
    /// as [`Tx::edit_appraisal`].
    pub fn publish_appraisal(
        &mut self,
        appraisal: &Appraisal,
        on: NaiveDate,
        reason: Option<&str>,
        rules: Option<&str>,
    ) -> Result<i64> {
        match rules {
            Some(rules) => {
                self.take_scheme(appraisal, rules)?;
                let now = self.read().find_appraisal(&appraisal.no)?;
                self.issue(&now, on, reason)
            }
            None => self.issue(appraisal, on, reason),
        }
    }

    fn issue(&mut self, appraisal: &Appraisal, on: NaiveDate, reason: Option<&str>) -> Result<i64> {
        all_complete(appraisal)?;
        may_publish(appraisal, reason)?;
        in_order(appraisal, on)?;
        let edition = appraisal.published().map_or(1, |e| e.edition + 1);
        let row = [
            Value::Integer(appraisal.id),
            Value::Integer(edition),
            text(&on.to_string()),
            Value::Integer(self.seq()),
            text(&self.read().head()?.unwrap_or_default()),
            text(&appraisal.rules),
            maybe(reason),
            text(self.by()),
        ];
        let id = self.insert(&APPRAISAL_PUBLICATION, &row)?;
        for standing in appraisal.ranking() {
            let outcome = standing.outcome();
            let row = [
                Value::Integer(id),
                Value::Integer(outcome.appraised),
                number(standing.one.counts.last().map(|t| t.id)),
                text(&outcome.name),
                number(outcome.rank.map(i64::from)),
                outcome.points.map_or(Value::Null, |p| text(&p.to_string())),
                maybe(outcome.level.as_deref()),
            ];
            self.insert(&APPRAISAL_RESULT, &row)?;
        }
        Ok(edition)
    }
}

/// The first publication after an entry, by the appraisal, by whom it is about, by a group.
const OF_APPRAISAL: &str =
    "SELECT min(id) FROM appraisal_publication WHERE entry > :seq AND appraisal_id = :id";
const OF_APPRAISED: &str = "SELECT min(id) FROM appraisal_publication WHERE entry > :seq
 AND appraisal_id = (SELECT appraisal_id FROM appraised WHERE id = :id)";
const OF_GROUP: &str = "SELECT min(id) FROM appraisal_publication WHERE entry > :seq
 AND appraisal_id = (SELECT appraisal_id FROM appraisal_group WHERE id = :id)";
const OF_EDITION: &str = "SELECT min(id) FROM appraisal_publication WHERE entry > :seq
 AND appraisal_id = (SELECT appraisal_id FROM appraisal_publication WHERE id = :id)";

impl Read<'_> {
    /// The publication, later than an entry, that would say something else once a change of the
    /// entry was taken back: of scheme, subjects, groups and days.
    ///
    /// # Errors
    /// The database's own failures.
    pub(in crate::store) fn published_since(
        &self,
        change: &Change,
        seq: i64,
    ) -> Result<Option<i64>> {
        let touches = |names: &[&str]| match &change.op {
            Op::Update(fields) => fields
                .iter()
                .any(|(at, ..)| names.contains(&change.table.columns[*at].name)),
            Op::Insert(_) | Op::Delete(_) => true,
        };
        let sql = match change.table.name {
            "appraisal" if touches(&["rules", "year", "kind_id"]) => OF_APPRAISAL,
            "appraised" if touches(&["group_id", "form", "held_on", "cancelled"]) => OF_APPRAISED,
            "appraisal_group" => OF_GROUP,
            "appraisal_publication" => OF_EDITION,
            _ => return Ok(None),
        };
        let mut statement = self.conn.prepare_cached(sql)?;
        let key = named_params! { ":seq": seq, ":id": change.id };
        Ok(statement.query_row(key, |r| r.get(0))?)
    }
}

/// Refuses what would change a published appraisal by the back door.
pub(super) fn unchanged(appraisal: &Appraisal) -> Result<()> {
    let Some(held) = appraisal.published() else {
        return Ok(());
    };
    let (no, on) = (&appraisal.no, held.published_on);
    Err(Error::refused(
        "published_already",
        text!(
            "评议 {no} 的结果已于 {on} 公布，对象、分组、日期和办法不再变动",
            "the results of {no} were published on {on}: subjects, groups, days and scheme do not change any more"
        ),
    )
    .hint(text!(
        "计票有误的，更正计票后公布更正版：yishi appraisal publish {no} --correct --reason 原因",
        "where a count is wrong, correct it and publish a corrected edition: yishi appraisal publish {no} --correct --reason WHY"
    ))
    .hint(text!(
        "用错办法的，公布更正版时写新的办法：yishi appraisal publish {no} --correct --reason 原因 --rules 办法.toml",
        "where the scheme is wrong, name another one with the correction: yishi appraisal publish {no} --correct --reason WHY --rules SCHEME.toml"
    )))
}

/// Nobody is left to be held or counted, and somebody was voted on.
fn all_complete(appraisal: &Appraisal) -> Result<()> {
    let no = &appraisal.no;
    let ranking = appraisal.ranking();
    let open: Vec<&Standing<'_>> = ranking.iter().filter(|s| !s.stage.is_complete()).collect();
    if open.is_empty() {
        let voted = |s: &Standing<'_>| s.count.is_some();
        return if ranking.iter().any(voted) {
            Ok(())
        } else {
            Err(nothing_to_publish(no, ranking.is_empty()))
        };
    }
    let names: Vec<&str> = open.iter().map(|s| s.one.who.name.as_str()).collect();
    let Text { zh, en } = Text::listed(&names);
    let is_report = appraisal.scheme.subject == Whose::Member;
    let message = if is_report {
        text!(
            "还没有完成，不能公布：{zh}",
            "these are open, and nothing is published: {en}"
        )
    } else {
        text!(
            "还没有有效的计票，不能公布：{zh}",
            "these have no ballots that count: {en}"
        )
    };
    let best = appraisal.scheme.choices.first();
    let best = best.map_or("满意", |c| c.name.as_str());
    let mut error = Error::refused("not_counted", message).hint(text!(
        "录入计票：yishi appraisal ballot {no} 对象 --issued 50 --returned 48 --valid 48 --vote {best}=48",
        "enter a count: yishi appraisal ballot {no} SUBJECT --issued 50 --returned 48 --valid 48 --vote {best}=48"
    ));
    if is_report {
        error = error.hint(text!(
            "书面述职的，登记了就算完成：yishi appraisal hold {no} 对象 --form 书面",
            "a report in writing is whole once it is recorded: yishi appraisal hold {no} SUBJECT --form written"
        ));
    }
    if open.iter().any(|s| s.stage == Stage::Waiting) {
        error = error.hint(text!(
            "还没有进行、也不再评议的，移出：yishi appraisal drop {no} 对象 --reason 原因",
            "take out who was not appraised and will not be: yishi appraisal drop {no} SUBJECT --reason WHY"
        ));
    }
    Err(error)
}

fn nothing_to_publish(no: &str, is_empty: bool) -> Error {
    if is_empty {
        return Error::refused(
            "not_counted",
            text!("评议 {no} 还没有对象", "appraisal {no} is about nobody yet"),
        )
        .hint(text!(
            "确定对象：yishi appraisal choose {no} 对象",
            "choose whom: yishi appraisal choose {no} SUBJECT"
        ));
    }
    Error::refused(
        "not_counted",
        text!(
            "评议 {no} 都是书面述职，没有投票，没有可公布的结果",
            "all reports of {no} were in writing and nobody voted: there are no results to publish"
        ),
    )
    .hint(text!(
        "述职已经登记在册：yishi appraisal show {no}",
        "the reports are on record: yishi appraisal show {no}"
    ))
}

/// Results are published after the votes, not before the year and not before an earlier edition.
fn in_order(appraisal: &Appraisal, on: NaiveDate) -> Result<()> {
    let no = &appraisal.no;
    if let Some(last) = appraisal.published().filter(|e| on < e.published_on) {
        return Err(before_the_last(no, on, last));
    }
    let held = appraisal.subjects.iter().filter_map(|s| s.held_on).max();
    let message = if let Some(held) = held.filter(|h| on < h.first_day()) {
        text!(
            "公布日期 {on} 早于评议的日期 {held}",
            "the publication ({on}) is dated before the vote ({held})"
        )
    } else if on.year() < appraisal.year {
        let year = appraisal.year;
        text!(
            "公布日期 {on} 在 {year} 年度之前",
            "the publication ({on}) is dated before the year {year}"
        )
    } else {
        return Ok(());
    };
    Err(Error::refused("day_out_of_order", message).hint(text!(
        "核对 --on；评议的日期见 yishi appraisal show {no}",
        "check --on; yishi appraisal show {no} has the days of the votes"
    )))
}

fn may_publish(appraisal: &Appraisal, reason: Option<&str>) -> Result<()> {
    let no = &appraisal.no;
    match (appraisal.published(), reason) {
        (None, Some(_)) => Err(not_published(no)),
        (Some(held), None) => {
            let on = held.published_on;
            Err(Error::refused(
                "published_already",
                text!(
                    "评议 {no} 的结果已于 {on} 公布",
                    "the results of {no} were published on {on}"
                ),
            )
            .hint(text!(
                "公布更正版，旧版保留：yishi appraisal publish {no} --correct --reason 原因",
                "publish a corrected edition, the old one stays: yishi appraisal publish {no} --correct --reason WHY"
            )))
        }
        (Some(_), Some(_)) if !appraisal.differs() => Err(Error::refused(
            "nothing_to_correct",
            text!(
                "现在的结果与公布的相同，没有可更正的",
                "the results are those that were published: there is nothing to correct"
            ),
        )
        .hint(text!(
            "看公布的结果：yishi appraisal show {no}",
            "see what was published: yishi appraisal show {no}"
        ))),
        (None, None) | (Some(_), Some(_)) => Ok(()),
    }
}

fn before_the_last(no: &str, on: NaiveDate, last: &Edition) -> Error {
    let (edition, earliest) = (last.edition, last.published_on);
    Error::refused(
        "day_out_of_order",
        text!(
            "公布日期 {on} 早于第 {edition} 版的公布日期 {earliest}",
            "the publication ({on}) is dated before edition {edition} ({earliest})"
        ),
    )
    .hint(text!(
        "核对 --on；看公布过的：yishi appraisal show {no}",
        "check --on; see what was published: yishi appraisal show {no}"
    ))
}

/// Nothing was published of an appraisal.
pub fn not_published(no: &str) -> Error {
    Error::refused(
        "not_published",
        text!(
            "评议 {no} 的结果还没有公布",
            "the results of {no} are not published"
        ),
    )
    .hint(text!(
        "公布：yishi appraisal publish {no}",
        "publish them: yishi appraisal publish {no}"
    ))
}
