//! Published results: an edition is written whole and never changed; a correction is a further one.

use crate::error::{Error, Result};
use crate::model::appraisal::Stage;
use crate::model::appraisal::book::{Appraisal, Edition};
use crate::store::Tx;
use crate::store::table::{APPRAISAL_PUBLICATION, APPRAISAL_RESULT};
use crate::store::value::{maybe, number, text};
use crate::text;
use chrono::NaiveDate;
use rusqlite::types::Value;

impl Tx<'_> {
    /// Publishes the results as the ballots give them, the first time or as a correction, and
    /// gives the edition.
    ///
    /// # Errors
    /// `not_counted`, `published_already`, `not_published`, `nothing_to_correct`; the database's own.
    pub fn publish_appraisal(
        &mut self,
        appraisal: &Appraisal,
        on: NaiveDate,
        reason: Option<&str>,
    ) -> Result<i64> {
        may_publish(appraisal, reason)?;
        if let Some(last) = appraisal.published().filter(|e| on < e.published_on) {
            return Err(before_the_last(&appraisal.no, on, last));
        }
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
        for outcome in appraisal.outcomes() {
            let row = [
                Value::Integer(id),
                Value::Integer(outcome.appraised),
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

fn may_publish(appraisal: &Appraisal, reason: Option<&str>) -> Result<()> {
    let no = &appraisal.no;
    let ranking = appraisal.ranking();
    let open: Vec<&str> = ranking
        .iter()
        .filter(|s| s.stage != Stage::Counted)
        .map(|s| s.one.who.name.as_str())
        .collect();
    if !open.is_empty() || ranking.is_empty() {
        let names = open.join("、");
        let best = appraisal.scheme.choices.first();
        let best = best.map_or("满意", |c| c.name.as_str());
        let message = if ranking.is_empty() {
            text!("评议 {no} 还没有对象", "appraisal {no} is about nobody yet")
        } else {
            text!(
                "还没有有效的计票，不能公布：{names}",
                "these have no ballots that count: {names}"
            )
        };
        return Err(Error::refused("not_counted", message)
            .hint(text!(
                "录入计票：yishi appraisal ballot {no} 对象 --issued 50 --returned 48 --valid 48 --vote {best}=48",
                "enter a count: yishi appraisal ballot {no} SUBJECT --issued 50 --returned 48 --valid 48 --vote {best}=48"
            ))
            .hint(text!(
                "不再评议的，移出：yishi appraisal drop {no} 对象 --reason 原因",
                "take out who is not appraised: yishi appraisal drop {no} SUBJECT --reason WHY"
            )));
    }
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
