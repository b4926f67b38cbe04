//! Why a step of an opinion is not taken.

use crate::error::{Error, Result};
use crate::model::code::Code;
use crate::model::opinion::lifecycle::{Need, open_steps};
use crate::model::opinion::{Opinion, OpinionStep, Taken};
use crate::text;

/// A step that the state does not allow, with those that it does.
pub(super) fn step_not_open(o: &Opinion, step: OpinionStep) -> Error {
    let (no, state, state_en) = (&o.no, o.state().zh(), o.state().en());
    let (zh, en) = (step.zh(), step.en());
    let error = Error::refused(
        "step_not_open",
        text!(
            "{no} 现在是「{state}」，不能「{zh}」",
            "{no} is {state_en}: no {en} from there"
        ),
    );
    if let Some(link) = o.link.as_ref().filter(|_| step != OpinionStep::Return) {
        let cite = &link.cite;
        return error.hint(text!(
            "与它是同一件事的提案：yishi proposal show {cite}",
            "the proposal that it is one matter with: yishi proposal show {cite}"
        ));
    }
    let open = open_steps(o.state());
    let names: Vec<&str> = open.iter().map(|s| s.zh()).collect();
    let codes: Vec<&str> = open.iter().map(|s| s.code()).collect();
    let (names, codes) = (names.join("、"), codes.join(", "));
    error.hint(text!(
        "现在可以：{names}；yishi opinion show {no} 看经过",
        "open now: {codes}; yishi opinion show {no} tells its history"
    ))
}

/// An opinion that came from a proposal is not turned into another one.
pub(super) fn came_from(o: &Opinion) -> Error {
    let no = &o.no;
    let cite = o.link.as_ref().map(|l| l.cite.clone()).unwrap_or_default();
    Error::refused(
        "came_from_proposal",
        text!(
            "{no} 是由提案 {cite} 转来的，不再另转提案",
            "{no} came from the proposal {cite} and is not turned into another one"
        ),
    )
    .hint(text!(
        "要重新按提案办，更改审查结果：yishi proposal edit {cite} --review 立案",
        "to handle it as a proposal after all: yishi proposal edit {cite} --review filed"
    ))
}

/// A step without what it needs.
pub(super) fn lacks(step: OpinionStep, need: Need) -> Error {
    let (zh, en) = (step.zh(), step.en());
    let (what, what_en, option) = match need {
        Need::Level => ("级别", "the level", "--level LEVEL"),
        Need::Reason => ("理由", "the reason", "--reason WORDS"),
    };
    Error::usage(
        "step_lacks",
        text!("「{zh}」要写明{what}", "the {en} needs {what_en}"),
    )
    .hint(text!("加上 {option}", "add {option}"))
}

/// A step dated before the opinion came in.
pub(super) fn after_arrival(o: &Opinion, taken: &Taken) -> Result<()> {
    let Some(came) = o.submitted.filter(|s| s.first_day() > taken.on) else {
        return Ok(());
    };
    let (no, on, zh, en) = (&o.no, taken.on, taken.step.zh(), taken.step.en());
    Err(Error::refused(
        "day_out_of_order",
        text!(
            "{no}：{zh}日期 {on} 早于来稿时间 {came}",
            "{no}: the {en} ({on}) is dated before it came in ({came})"
        ),
    )
    .hint(text!(
        "核对日期：--on {came} 或更晚",
        "check the day: --on {came} or later"
    )))
}

/// A day for the feedback before the instruction, or feedback before it.
pub(super) fn before_instruction(o: &Opinion, given: &str, asked: &str) -> Error {
    let no = &o.no;
    Error::refused(
        "day_out_of_order",
        text!(
            "{no}：反馈日期 {given} 早于批示日期 {asked}",
            "{no}: the feedback ({given}) is dated before the instruction ({asked})"
        ),
    )
    .hint(text!("核对日期", "check the days"))
}

/// Feedback where no instruction of that level or leader waits for it.
pub(super) fn nothing_owed(o: &Opinion) -> Error {
    let no = &o.no;
    let waiting = o.instructions.iter().filter(|i| i.answered.is_none());
    let named = waiting.map(|i| {
        let level = i.level.clone().unwrap_or_default();
        let who = i.who.clone().unwrap_or_default();
        format!("{level} {who}").trim().to_owned()
    });
    let named: Vec<String> = named.collect();
    let (zh, en) = (named.join("、"), named.join(", "));
    Error::refused(
        "nothing_owed",
        text!(
            "{no} 没有这一级或这位领导的批示在等反馈",
            "{no} has no instruction of that level or leader that waits for feedback"
        ),
    )
    .hint(text!("等反馈的：{zh}", "waiting: {en}"))
}
