//! What is refused about terms: there is none to move, none to start, nothing is paused.

use crate::error::Error;
use crate::model::code::{Code, ProposalState, ProposalStep};
use crate::model::proposal::{Proposal, Term};
use crate::model::when::When;
use crate::text;
use chrono::NaiveDate;

/// Time is granted on a due day, and there is none.
pub(in crate::store::proposal) fn no_due(p: &Proposal, step: ProposalStep) -> Error {
    let (cite, zh, en) = (p.cite(), step.zh(), step.en());
    let error = match p.due.filter(|due| due.day().is_none()) {
        Some(due) => Error::refused(
            "no_due",
            text!(
                "{cite} 的办结时限只记到 {due}，没有到日，不能{zh}",
                "{cite} is due in {due}, which is no day: {en} has nothing to move"
            ),
        ),
        None => Error::refused(
            "no_due",
            text!(
                "{cite} 没有正在计算的答复期限，不能{zh}",
                "{cite} has no term for a reply that runs: {en} has nothing to move"
            ),
        ),
    };
    error
        .hint(text!(
            "按期限方案起算：yishi proposal due {cite}",
            "start it by the office's profile: yishi proposal due {cite}"
        ))
        .hint(text!(
            "台账另有时限的，写明：yishi proposal edit {cite} --due 日期",
            "where the ledger has another day: yishi proposal edit {cite} --due DAY"
        ))
}

/// A term that runs to a day cannot end in a month.
pub(in crate::store::proposal) fn due_not_a_day(p: &Proposal, due: When) -> Error {
    let cite = p.cite();
    Error::refused(
        "due_not_a_day",
        text!(
            "{cite} 的答复期限正在计算，办结时限要写到日，不能只写 {due}",
            "the term of {cite} runs: it ends on a day, and {due} is none"
        ),
    )
    .hint(text!(
        "写作 yishi proposal edit {cite} --due 2026-06-30",
        "write it as yishi proposal edit {cite} --due 2026-06-30"
    ))
}

/// Nothing is paused on the day.
pub(in crate::store::proposal) fn not_paused(p: &Proposal, on: NaiveDate) -> Error {
    let cite = p.cite();
    let told = match p.pauses().last() {
        Some(last) => {
            let to = last.to;
            text!(
                "{cite} 在 {on} 没有暂停：上一次暂停到 {to} 为止，已经恢复计时",
                "{cite} is not paused on {on}: the last pause ended on {to}"
            )
        }
        None => text!(
            "{cite} 没有暂停过，不用恢复计时",
            "{cite} was never paused: there is nothing to resume"
        ),
    };
    Error::refused("not_paused", told).hint(text!(
        "用 yishi proposal show {cite} 查看期限",
        "yishi proposal show {cite} tells its deadlines"
    ))
}

/// Terms are started for what is assigned and not answered.
pub(in crate::store::proposal) fn not_assigned_now(p: &Proposal) -> Error {
    let (cite, zh, en) = (p.cite(), p.state.zh(), p.state.en());
    let error = Error::refused(
        "not_assigned",
        text!(
            "{cite} 现在是「{zh}」，没有在办的答复期限可以起算",
            "{cite} is {en}: no term for a reply is to be started"
        ),
    );
    match p.state {
        ProposalState::Filed => error.hint(text!(
            "先交办，期限随之起算：yishi proposal assign {cite} --to 单位",
            "assign it, which starts them: yishi proposal assign {cite} --to UNIT"
        )),
        _ => error.hint(text!(
            "用 yishi proposal show {cite} 查看",
            "yishi proposal show {cite} tells more"
        )),
    }
}

/// A due day that stands is not counted over.
pub(in crate::store::proposal) fn due_stands(p: &Proposal, term: Option<&Term>) -> Error {
    let cite = p.cite();
    let due = match (p.due, term) {
        (Some(due), _) => due.to_string(),
        (None, Some(term)) => term.due.to_string(),
        (None, None) => String::new(),
    };
    Error::refused(
        "due_stands",
        text!(
            "{cite} 已有办结时限 {due}，以它为准",
            "{cite} is due on {due} already, and that stands"
        ),
    )
    .hint(text!(
        "要按期限方案另算，先去掉：yishi proposal edit {cite} --due ''",
        "to count it by the profile take it out first: yishi proposal edit {cite} --due ''"
    ))
}

/// A term is counted from the day of the assignment.
pub(in crate::store::proposal) fn no_day_of_assignment(p: &Proposal) -> Error {
    let cite = p.cite();
    Error::refused(
        "no_day",
        match p.assigned {
            Some(assigned) => text!(
                "{cite} 的交办日期只记到 {assigned}，没有到日，期限无从起算",
                "{cite} was assigned in {assigned}, which is no day to count from"
            ),
            None => text!(
                "{cite} 没有交办日期，期限无从起算",
                "{cite} has no day of assignment to count from"
            ),
        },
    )
    .hint(text!(
        "补上：yishi proposal edit {cite} --assigned 日期；只起算日期齐全的：--where 'state=已交办 due= assigned>1900'",
        "add it: yishi proposal edit {cite} --assigned DAY; for those that have one: --where 'state=assigned due= assigned>1900'"
    ))
}

/// The profile counts no reply from the assignment.
pub(in crate::store::proposal) fn not_from_assignment(p: &Proposal) -> Error {
    let cite = p.cite();
    Error::refused(
        "no_term",
        text!(
            "按现行期限方案，{cite} 的答复期限不从交办起算",
            "by the office's profile the reply to {cite} is not counted from the assignment"
        ),
    )
    .hint(text!(
        "自签收起算的，登记签收：yishi proposal receive {cite}",
        "where it counts from receipt, record that: yishi proposal receive {cite}"
    ))
    .hint(text!(
        "用 yishi config profile show 查看方案；也可以写明时限：yishi proposal edit {cite} --due 日期",
        "yishi config profile show tells the profile; or give the day: yishi proposal edit {cite} --due DAY"
    ))
}

/// A promise kept where none is open.
pub(in crate::store::proposal) fn no_promise(p: &Proposal) -> Error {
    let cite = p.cite();
    Error::refused(
        "no_promise",
        text!(
            "{cite} 没有未兑现的承诺",
            "{cite} has no promise that is still to be kept"
        ),
    )
    .hint(text!(
        "登记承诺：yishi proposal track {cite} --until 日期",
        "record one: yishi proposal track {cite} --until DAY"
    ))
}
