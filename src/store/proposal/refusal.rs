//! Why a proposal is not written as it was said.

use crate::error::{Error, Result};
use crate::model::proposal::number::Series;
use crate::model::proposal::{Course, Misfit, Who};
use crate::store::Read;
use crate::text;

/// A step dated before one that it follows.
pub(super) fn in_order(course: &Course) -> Result<()> {
    let Some(found) = course.disorder() else {
        return Ok(());
    };
    let ((_, step, step_en), (_, after, after_en)) = (found.step.words(), found.after.words());
    let (on, earliest) = (found.on, found.after_on);
    Err(Error::refused(
        "day_out_of_order",
        text!(
            "{step}日期 {on} 早于{after}日期 {earliest}",
            "the {step_en} ({on}) is dated before the {after_en} ({earliest})"
        ),
    )
    .hint(text!(
        "核对两个日期，用 yishi proposal edit 更正写错的那一个",
        "check the two days and correct the wrong one with yishi proposal edit"
    )))
}

/// A form that does not fit its proposers.
pub(super) fn misfit(read: Read<'_>, misfit: Misfit, proposers: &[Who]) -> Result<Error> {
    let (code, message) = match misfit {
        Misfit::Nobody => (
            "no_proposer",
            text!("没有提案者", "the proposal has no proposer"),
        ),
        Misfit::MoreThanOne(n) => (
            "form_misfit",
            text!(
                "个人提案只能有一位提案者，这里有 {n} 位",
                "an individual proposal has one proposer, not {n}"
            ),
        ),
        Misfit::OnlyOne => (
            "form_misfit",
            text!(
                "联名提案至少要有两位提案者，这里只有一位",
                "a joint proposal has two proposers or more, not one"
            ),
        ),
        Misfit::Body(body) => (
            "form_misfit",
            text!(
                "「{body}」是团体，只能提集体提案",
                "“{body}” is a body and can stand on collective proposals only"
            ),
        ),
        Misfit::Twice(at) => {
            let name = match proposers.get(at.saturating_sub(1)) {
                Some(Who::Member(id)) => read.member(*id)?.map(|m| m.name).unwrap_or_default(),
                Some(Who::Body(name)) => name.clone(),
                None => String::new(),
            };
            (
                "proposer_twice",
                text!(
                    "提案者「{name}」写了两次",
                    "the proposer “{name}” is named twice"
                ),
            )
        }
    };
    Ok(Error::refused(code, message).hint(text!(
        "改正性质或提案者：--form 个人|联名|集体 --proposer 姓名",
        "correct form or proposers: --form individual|joint|collective --proposer NAME"
    )))
}

/// A session that cannot be read.
pub(super) fn bad_session(word: &str) -> Error {
    Error::refused(
        "bad_session",
        text!("「{word}」不是届次", "“{word}” is no session"),
    )
    .hint(text!(
        "写成 十届五次，例如 --session 十届五次",
        "write it as 十届五次, such as --session 十届五次"
    ))
}

/// A proposal without a title.
pub(super) fn no_title() -> Error {
    Error::refused("no_title", text!("没有案由", "the proposal has no title")).hint(text!(
        "写上案由：yishi proposal add 案由 --proposer 姓名",
        "give one: yishi proposal add TITLE --proposer NAME"
    ))
}

/// A proposal that is not there, or was cancelled.
pub(super) fn no_such() -> Error {
    Error::refused(
        "not_found",
        text!(
            "没有这件提案，或者它已被取消",
            "there is no such proposal, or it was cancelled"
        ),
    )
    .hint(text!(
        "用 yishi proposal list 查看",
        "yishi proposal list shows what there is"
    ))
}

/// A number that another proposal of the session has.
pub(super) fn number_taken(series: Series, no: &str, holder: &Holder) -> Error {
    let (zh, en, mark) = match series {
        Series::Either => ("案号", "number", ""),
        Series::Serial => ("流水号", "serial number", "流水"),
    };
    let (session, title) = (&holder.session, &holder.title);
    match &holder.cancelled {
        None => Error::refused(
            "number_taken",
            text!(
                "{session}的{zh} {no} 已经是《{title}》的",
                "the {en} {no} of {session} is taken by “{title}”"
            ),
        )
        .hint(text!(
            "用 yishi proposal show {session}-{mark}{no} 查看，或者换一个号",
            "yishi proposal show {session}-{mark}{no} shows it; or choose another number"
        )),
        Some(reason) => Error::refused(
            "number_taken",
            text!(
                "{session}的{zh} {no} 是已取消的《{title}》的（{reason}）",
                "the {en} {no} of {session} is that of “{title}”, which was cancelled ({reason})"
            ),
        )
        .hint(text!(
            "用 yishi log 找到取消它的操作，可以 yishi undo 撤销；或者换一个号",
            "yishi log names the command that cancelled it, and yishi undo takes it back; or choose another number"
        )),
    }
}

/// Who has a number.
#[derive(Debug)]
pub(super) struct Holder {
    /// Its session.
    pub session: String,
    /// Its title.
    pub title: String,
    /// Why it was cancelled, where it was.
    pub cancelled: Option<String>,
}

/// A unit named twice on one proposal.
pub(super) fn unit_twice(name: &str) -> Error {
    Error::refused(
        "unit_twice",
        text!(
            "「{name}」在主办、会办、分办单位里出现了两次",
            "the unit “{name}” is named twice among lead, co-handling and split units"
        ),
    )
    .hint(text!(
        "每个单位只留一种承办方式；写空就是去掉：--co ''",
        "leave each unit one part; an empty one takes all out: --co ''"
    ))
}
