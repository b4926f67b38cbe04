//! Why a step cannot have its day: what it follows is later, or its time is over.

use super::not_a_signer;
use crate::error::{Error, Result};
use crate::model::code::{Code, ProposalStep};
use crate::model::deadline::Step;
use crate::model::proposal::{Assignment, Proposal, Proposer, Taken, Term};
use crate::text;
use chrono::NaiveDate;

/// A step dated before what was done already.
pub(in crate::store::proposal) fn after_what_stands(p: &Proposal, taken: &Taken) -> Result<()> {
    let Some(last) = p.follows(taken).filter(|e| e.on.first_day() > taken.on) else {
        return Ok(());
    };
    let (on, since, cite) = (taken.on, last.on, p.cite());
    let (zh, en) = (taken.step.zh(), taken.step.en());
    let (before, before_en) = (last.step.zh(), last.step.en());
    Err(Error::refused(
        "day_out_of_order",
        text!(
            "{cite}：{zh}日期 {on} 早于{before}日期 {since}",
            "{cite}: the {en} ({on}) is dated before the {before_en} ({since})"
        ),
    )
    .hint(text!(
        "核对日期：--on {since} 或更晚",
        "check the day: --on {since} or later"
    )))
}

/// After its term a unit can no longer object; it has the proposal.
pub(in crate::store::proposal) fn in_time_to_object(
    p: &Proposal,
    unit: &Assignment,
    taken: &Taken,
) -> Result<()> {
    let objects = taken.step == ProposalStep::Decline;
    let term = p
        .terms
        .iter()
        .rev()
        .find(|t| t.unit == Some(unit.unit) && t.step == Step::ReturnObjection);
    let Some(term) = term.filter(|t| objects && taken.on > t.due) else {
        return Ok(());
    };
    let (name, due, on) = (&unit.name, term.due, taken.on);
    let (why, why_en) = (&term.why.zh, &term.why.en);
    Err(Error::refused(
        "objection_too_late",
        text!(
            "「{name}」申请退办的期限是 {due}（{why}），{on} 已过",
            "“{name}” could object until {due} ({why_en}); {on} is later"
        ),
    )
    .hint(text!(
        "仍要换单位，由交办方改派：yishi proposal reassign",
        "the office itself can move it: yishi proposal reassign"
    )))
}

/// A signature that comes after the last day for signing.
pub(in crate::store::proposal) fn in_time_to_sign(p: &Proposal, taken: &Taken) -> Result<()> {
    let Some(over) = p
        .signing_over(taken.on)
        .filter(|_| taken.step == ProposalStep::Sign)
    else {
        return Ok(());
    };
    let stands = |id: i64| {
        let mine = |who: &Proposer| matches!(who, Proposer::Member(m) if m.id == id);
        p.proposers.iter().skip(1).any(mine)
    };
    if taken.member.is_some_and(|id| !stands(id)) {
        return Err(not_a_signer(p));
    }
    let (cite, due, why, why_en) = (p.cite(), over.due, &over.why.zh, &over.why.en);
    Err(Error::refused(
        "signing_expired",
        text!(
            "{cite} 的会签已在 {due} 截止（{why}）",
            "the time for signing {cite} was over on {due} ({why_en})"
        ),
    )
    .hint(text!(
        "重新邀请：yishi proposal ask {cite}",
        "ask once more: yishi proposal ask {cite}"
    )))
}

/// An extension after the last day, where the office grants none.
pub(in crate::store::proposal) fn extended_late(p: &Proposal, term: &Term, on: NaiveDate) -> Error {
    let (cite, due, step, step_en) = (p.cite(), term.due, term.step.zh(), term.step.en());
    let name = term.name.as_deref().unwrap_or_default();
    Error::refused(
        "extension_too_late",
        text!(
            "{cite}：{name}的{step}期限 {due} 已过，{on} 不能再延期",
            "{cite}: the {step_en} of {name} was due on {due}; {on} is too late for an extension"
        ),
    )
    .hint(text!(
        "在期限内提出的，用 --on 写提出的日期；期限方案另有规定的，改 extend 的 late：yishi config profile import 方案.toml",
        "where it was asked in time give that day with --on; where the office grants late ones change `late` of `extend`: yishi config profile import FILE.toml"
    ))
}

/// A promise by a day before it was made.
pub(in crate::store::proposal) fn promised_before(
    p: &Proposal,
    due: NaiveDate,
    on: NaiveDate,
) -> Error {
    let cite = p.cite();
    Error::refused(
        "day_out_of_order",
        text!(
            "{cite}：承诺日期 {due} 早于答复日期 {on}",
            "{cite}: the promised day {due} lies before the reply ({on})"
        ),
    )
    .hint(text!(
        "核对日期：{on} 或更晚；yishi proposal show {cite} 看答复日期",
        "check the day: {on} or later; yishi proposal show {cite} tells the day of the reply"
    ))
}

/// A signature dated before the day on which signatures were asked for.
pub(in crate::store::proposal) fn after_the_invitation(p: &Proposal, taken: &Taken) -> Result<()> {
    let asked = p
        .terms
        .iter()
        .filter(|t| t.step == Step::Countersign && t.base > taken.on)
        .max_by_key(|t| t.base)
        .filter(|_| taken.step == ProposalStep::Sign);
    let Some(asked) = asked else { return Ok(()) };
    let (cite, on, since) = (p.cite(), taken.on, asked.base);
    Err(Error::refused(
        "day_out_of_order",
        text!(
            "{cite}：会签日期 {on} 早于邀请会签日期 {since}",
            "{cite}: the signature ({on}) is dated before the invitation ({since})"
        ),
    )
    .hint(text!(
        "核对日期：--on {since} 或更晚；邀请其实更早，就重新记：yishi proposal ask {cite} --on {on}",
        "check the day: --on {since} or later; if they were asked earlier, note that: yishi proposal ask {cite} --on {on}"
    )))
}
