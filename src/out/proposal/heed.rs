//! What a clerk should look at after steps that were taken as they were said.

use super::{LISTED, called};
use crate::lang::Text;
use crate::model::code::Code;
use crate::model::proposal::{Proposal, Term};
use crate::text;
use chrono::NaiveDate;

/// An extension that was asked or granted after the day on which the reply was due.
pub fn extended_late(p: &Proposal, term: &Term, on: NaiveDate) -> Text {
    let (cite, due, step, step_en) = (p.cite(), term.due, term.step.zh(), term.step.en());
    let name = term.name.as_deref().unwrap_or_default();
    let of = term.name.as_ref().map(|n| [" of ", n].concat());
    let of = of.unwrap_or_default();
    text!(
        "{cite}：{name}的{step}期限 {due} 已过，{on} 才延期；延期应在期限内提出",
        "{cite}: the {step_en}{of} was due on {due}, and the extension is of {on}; it belongs before that day"
    )
}

/// Who has not rated a reply that is closed all the same.
pub fn closed_unrated(p: &Proposal, names: &[String]) -> Text {
    let (Text { zh, en }, cite) = (called(p), p.cite());
    let (who, who_en) = (names.join("、"), names.join(", "));
    text!(
        "{zh}已办结，还没有评价的：{who}；提案者反馈不算按期。要等评价，用 yishi undo 撤销办结，再用 yishi proposal rate {cite} 登记",
        "{en} is closed, not rated by {who_en}; the feedback is not met. To wait for it take the closing back with yishi undo, then yishi proposal rate {cite}"
    )
}

/// The same matter about more proposals than are told one by one.
pub fn and_more(n: usize) -> Text {
    text!("另有 {n} 件同样如此", "and {n} more")
}

/// Where the profile counts from receipt: what starts the clock of what was assigned.
pub fn on_receipt(first: &[Proposal]) -> Text {
    let cite = match first {
        [one] => one.cite(),
        _ => {
            return text!(
                "期限自签收起算，单位签收后登记：yishi proposal receive 案号 --unit 单位",
                "the terms count from receipt; once a unit received it: yishi proposal receive NO --unit UNIT"
            );
        }
    };
    text!(
        "期限自签收起算，单位签收后登记：yishi proposal receive {cite} --unit 单位",
        "the terms count from receipt; once a unit received it: yishi proposal receive {cite} --unit UNIT"
    )
}

/// Where follow-up counts from the next plenary, which is not in the ledger.
pub fn no_plenary() -> Text {
    text!(
        "跟踪期限到下次全会，会议台账里还没有，期限没有起算；登记全会（yishi meeting add 会议名称 --kind 全体会议 --start 日期）后自动起算，或写明承诺日期：--until 日期",
        "the follow-up is due by the next plenary, which is not in the ledger: no day is set. It is once the plenary is there (yishi meeting add TITLE --kind 全体会议 --start DAY); or give the promised day with --until DAY"
    )
}

/// At most so many are told one by one.
pub const TOLD: usize = LISTED;
