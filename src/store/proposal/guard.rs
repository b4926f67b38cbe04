//! What is said on a command line must not step round the table of a proposal's life: steps move
//! a proposal, corrections correct it. Ledgers come as they are and do not pass here.

use super::numbering::filed;
use super::refusal;
use crate::error::{Error, Result};
use crate::model::code::{Code, ProposalState, ProposalStep, UnitPart};
use crate::model::proposal::{Day, Draft, Proposal, cite, is_verdict};
use crate::store::{Read, Tx};
use crate::text;
use chrono::NaiveDate;
use rusqlite::named_params;

/// What a correction says beside its draft: parts whose units all go, and days that go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taking<'t> {
    /// The parts whose units all go.
    pub parts: &'t [UnitPart],
    /// The days that go.
    pub days: &'t [Day],
}

const MERGED_INTO: &str = "SELECT id, session, no, serial FROM proposal
 WHERE main_id = :main AND state = 'merged' AND cancelled IS NULL ORDER BY id";

impl Read<'_> {
    /// Refuses to end a proposal that others were merged into: they would be part of nothing.
    pub(super) fn nothing_merged_into(self, main: &Proposal) -> Result<()> {
        let mut statement = self.conn.prepare_cached(MERGED_INTO)?;
        let rows = statement.query_map(named_params! { ":main": main.id }, |r| {
            let (id, session): (i64, String) = (r.get("id")?, r.get("session")?);
            let (no, serial): (Option<String>, Option<String>) = (r.get("no")?, r.get("serial")?);
            Ok(cite(&session, no.as_deref(), serial.as_deref(), id))
        })?;
        let merged: Vec<String> = rows.collect::<rusqlite::Result<_>>()?;
        if merged.is_empty() {
            return Ok(());
        }
        let (cite, zh, en) = (main.cite(), merged.join("、"), merged.join(", "));
        Err(Error::refused(
            "has_merged",
            text!(
                "{zh} 已并入 {cite}，主案不能就此去掉",
                "{en} went into {cite}, which cannot go while they are part of it"
            ),
        )
        .hint(text!(
            "先撤销并案：yishi log 找到并案那一次，yishi undo 撤销",
            "take the merging back first: yishi log names the command and yishi undo takes it back"
        )))
    }
}

impl Tx<'_> {
    /// Adds one proposal as a person says it.
    ///
    /// # Errors
    /// As [`Tx::add_proposal`], and `no_lead`, `no_reply`, `not_filed`, `day_out_of_order`.
    pub fn enter_proposal(&mut self, draft: &Draft) -> Result<i64> {
        let id = self.add_proposal(draft, (None, None))?;
        let new = self.read().proposal(id)?.ok_or_else(refusal::no_such)?;
        let assigned = new.assigned.is_some() || new.state == ProposalState::Assigned;
        if assigned && new.handlers().count() == 0 {
            return Err(no_lead(&new));
        }
        if draft.reply_class.is_some() && new.replied.is_none() {
            return Err(no_reply(&new));
        }
        hangs_together(&new, draft)?;
        Ok(id)
    }

    /// Corrects one proposal as a person says it; what only a step may do is refused. Joint signers
    /// added to a draft are asked for their signatures.
    ///
    /// # Errors
    /// As [`Tx::edit_proposal`], and `step_not_open`, `merge_without_main`, `has_merged`,
    /// `units_by_steps`, `no_lead`, `no_reply`, `not_filed`, `day_out_of_order`.
    pub fn correct_proposal(
        &mut self,
        id: i64,
        draft: &Draft,
        taking: Taking<'_>,
        today: NaiveDate,
    ) -> Result<()> {
        let old = self.read().proposal(id)?.ok_or_else(refusal::no_such)?;
        for part in taking.parts {
            self.set_units(id, *part, &[])?;
        }
        self.empty_days(id, taking.days)?;
        self.edit_proposal(id, draft, (None, None))?;
        if !draft.proposers.is_empty() {
            let books = self.read().books()?;
            self.ask_added(&old, today, &books)?;
        }
        let new = self.read().proposal(id)?.ok_or_else(refusal::no_such)?;
        moved_by_steps(&old, &new, draft, taking)?;
        if new.state != old.state && is_verdict(new.state) {
            self.read().nothing_merged_into(&old)?;
        }
        keeps_units(&old, &new, taking)?;
        hangs_together(&new, draft)
    }
}

/// A proposal that steps have moved is moved by steps alone. Emptying a day that was entered by
/// mistake takes it back; what became an opinion has no other way back.
fn moved_by_steps(old: &Proposal, new: &Proposal, draft: &Draft, taking: Taking<'_>) -> Result<()> {
    if new.state == old.state {
        return Ok(());
    }
    if draft.review == Some(ProposalState::Merged) && old.main.is_none() {
        return Err(merge_without_main(old));
    }
    let back = draft.review.is_none() && !taking.days.is_empty();
    let only_begun = old.taken.iter().all(|e| e.step == ProposalStep::Draft);
    if only_begun || back || old.state == ProposalState::ToOpinion {
        return Ok(());
    }
    let (cite, state, state_en) = (old.cite(), old.state.zh(), old.state.en());
    let (to, to_en) = (new.state.zh(), new.state.en());
    let command = format!("proposal {}", verb(new.state));
    Err(Error::refused(
        "step_not_open",
        text!(
            "{cite} 现在是「{state}」，是按环节办的，不能用更改把它改成「{to}」",
            "{cite} is {state_en} by steps that were taken; an edit does not make it {to_en}"
        ),
    )
    .hint(text!(
        "按环节办：yishi {command} {cite}；走错了一步用 yishi log 找到那一次，yishi undo 撤销",
        "take the step: yishi {command} {cite}; a step taken by mistake yishi log names and yishi undo takes back"
    )))
}

/// The command that leads to a state.
fn verb(state: ProposalState) -> &'static str {
    match state {
        ProposalState::Draft => "show",
        ProposalState::Submitted => "submit",
        ProposalState::Registered => "register",
        ProposalState::Filed | ProposalState::Returned | ProposalState::NotFiled => "review",
        ProposalState::Merged => "merge",
        ProposalState::ToOpinion | ProposalState::ToLetter => "convert",
        ProposalState::Withdrawn => "withdraw",
        ProposalState::Assigned => "assign",
        ProposalState::Replied => "reply",
        ProposalState::Rated => "rate",
        ProposalState::Tracking => "track",
        ProposalState::Closed => "close",
        ProposalState::Archived => "archive",
    }
}

/// Units whose terms run are moved by a step; the last one that handles it does not go.
fn keeps_units(old: &Proposal, new: &Proposal, taking: Taking<'_>) -> Result<()> {
    let units =
        |p: &Proposal| -> Vec<(UnitPart, i64)> { p.handlers().map(|u| (u.part, u.unit)).collect() };
    let (before, after) = (units(old), units(new));
    let runs = old.terms.iter().any(|t| t.unit.is_some());
    let given = |e: &crate::model::proposal::Event| {
        matches!(e.step, ProposalStep::Assign | ProposalStep::Reassign)
    };
    if before != after && (runs || old.taken.iter().any(given)) {
        return Err(units_by_steps(old));
    }
    let unassigned = taking.days.contains(&Day::Assigned);
    let was = old.state >= ProposalState::Assigned && !is_verdict(old.state) && !unassigned;
    let touched = before != after || old.assigned != new.assigned || old.state != new.state;
    let stands = was || new.state == ProposalState::Assigned || new.assigned.is_some();
    if touched && after.is_empty() && stands && !is_verdict(new.state) {
        return Err(no_lead(new));
    }
    Ok(())
}

/// What is said fits what stands: marks stand on filed ones, a rating on a reply, the last day
/// after the assignment.
fn hangs_together(new: &Proposal, draft: &Draft) -> Result<()> {
    if draft.key == Some(true) || draft.excellent == Some(true) {
        filed(new)?;
    }
    let rated = draft
        .rating
        .as_deref()
        .is_some_and(|r| !r.trim().is_empty());
    if rated && new.replied.is_none() && new.reply_class.is_none() {
        return Err(no_reply(new));
    }
    let said = draft.due.is_some() || draft.assigned.is_some();
    match (new.due, new.assigned) {
        (Some(due), Some(assigned)) if said && due.last_day() < assigned.first_day() => {
            Err(Error::refused(
                "day_out_of_order",
                text!(
                    "办结时限 {due} 早于交办日期 {assigned}",
                    "the last day for the reply ({due}) is before the assignment ({assigned})"
                ),
            )
            .hint(text!(
                "核对两个日期：--due 写 {assigned} 或更晚",
                "check the two days: --due {assigned} or later"
            )))
        }
        _ => Ok(()),
    }
}

fn merge_without_main(p: &Proposal) -> Error {
    let cite = p.cite();
    Error::refused(
        "merge_without_main",
        text!(
            "{cite}：并案要写明并入哪一件",
            "{cite}: merging needs the proposal that it goes into"
        ),
    )
    .hint(text!(
        "用 yishi proposal merge {cite} --into 主案",
        "use yishi proposal merge {cite} --into PROPOSAL"
    ))
}

fn units_by_steps(p: &Proposal) -> Error {
    let cite = p.cite();
    Error::refused(
        "units_by_steps",
        text!(
            "{cite} 的承办单位是交办的，期限已经起算，不能用更改换单位",
            "the units of {cite} were assigned and their terms run; an edit does not replace them"
        ),
    )
    .hint(text!(
        "改派：yishi proposal reassign {cite} --from 原单位 --to 新单位",
        "move it: yishi proposal reassign {cite} --from UNIT --to UNIT"
    ))
}

fn no_lead(p: &Proposal) -> Error {
    let cite = p.cite();
    Error::refused(
        "no_lead",
        text!(
            "{cite}：交办要有主办或分办单位",
            "{cite}: an assignment needs a unit that leads or handles a part"
        ),
    )
    .hint(text!(
        "写明单位：--lead 单位，或 --split 单位,单位；还没有交办的，交办日期留空：--assigned ''",
        "name one: --lead UNIT, or --split UNIT,UNIT; where nothing was assigned leave the day out: --assigned ''"
    ))
}

fn no_reply(p: &Proposal) -> Error {
    let cite = p.cite();
    Error::refused(
        "no_reply",
        text!(
            "{cite} 还没有答复，不能有答复类别或提案人意见",
            "{cite} has no reply yet, so it has neither a class nor a rating"
        ),
    )
    .hint(text!(
        "写上答复日期：--replied 日期",
        "give the day of the reply: --replied DAY"
    ))
}
