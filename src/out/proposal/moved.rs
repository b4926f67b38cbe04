//! What is said after a step.

use super::called;
use crate::lang::Text;
use crate::model::code::{Code, ProposalState, ProposalStep};
use crate::model::deadline::Step;
use crate::model::proposal::feedback::awaited;
use crate::model::proposal::{Assignment, Handling, Proposal, Term};
use crate::text;
use std::fmt::Write as _;

/// As many numbers as a sentence lists.
pub const LISTED: usize = 8;

/// What a step did with so many: of one proposal with its note and what is due now, of more with
/// the numbers of the first ones.
pub fn moved(step: ProposalStep, first: &[Proposal], n: usize) -> Text {
    let mut said = taken(step, first, n);
    let dateless = |p: &&Proposal| step == ProposalStep::Close && p.promises_no_day();
    let dateless: Vec<String> = first.iter().filter(dateless).map(Proposal::cite).collect();
    if !dateless.is_empty() {
        let (zh, en) = (dateless.join("、"), dateless.join(", "));
        let _ = write!(
            said.zh,
            "；注意：{zh} 的答复列入计划，没有承诺日期，仍列在 yishi proposal promises 里"
        );
        let _ = write!(
            said.en,
            "; mind that {en} was answered with a plan and no day: yishi proposal promises goes on listing it"
        );
    }
    said
}

fn taken(step: ProposalStep, first: &[Proposal], n: usize) -> Text {
    let (zh, en) = (step.zh(), step.en());
    let [one] = first else {
        let cites: Vec<String> = first.iter().take(LISTED).map(Proposal::cite).collect();
        let more = n.saturating_sub(LISTED);
        let (list, list_en) = (cites.join("、"), cites.join(", "));
        return if more == 0 {
            text!("{zh} {n} 件：{list}", "{en} of {n}: {list_en}")
        } else {
            text!(
                "{zh} {n} 件：{list}，另有 {more} 件",
                "{en} of {n}: {list_en} and {more} more"
            )
        };
    };
    let what = called(one);
    let (what, what_en) = (&what.zh, &what.en);
    let mut said = text!("{zh}：{what}", "{en}: {what_en}");
    if let Some(note) = one.taken.last().and_then(|e| e.note.as_ref()) {
        said.zh.extend(["，", &note.zh]);
        said.en.extend([", ", &note.en]);
    }
    if let Some(term) = told_term(step, one) {
        let (due, why, why_en) = (term.due, &term.why.zh, &term.why.en);
        let (zh, en) = (term.step.zh(), term.step.en());
        let _ = write!(said.zh, "；{zh}期限 {due}（{why}）");
        let _ = write!(said.en, "; {en} due on {due} ({why_en})");
    }
    let waiting = (step == ProposalStep::Rate && one.state == ProposalState::Replied)
        .then(|| awaited(one))
        .flatten();
    if let Some((member, unit)) = waiting {
        let member = member.map_or("", |m| m.name.as_str());
        let of = unit.map_or_else(Text::default, |u| {
            let unit = &u.name;
            text!("对{unit}答复的", " on the reply of {unit}")
        });
        let (zh, en) = (&of.zh, &of.en);
        let _ = write!(said.zh, "；还等{member}{zh}评价");
        let _ = write!(said.en, "; waiting for the rating of {member}{en}");
    }
    said
}

/// What a spreadsheet's steps did: how many, by step.
pub fn listed(file: &str, steps: &[ProposalStep]) -> Text {
    let n = steps.len();
    let count = |s: &ProposalStep| steps.iter().filter(|t| *t == s).count();
    let counts = ProposalStep::ALL.iter().map(|s| (s, count(s)));
    let counts: Vec<_> = counts.filter(|(_, n)| *n > 0).collect();
    let zh: Vec<String> = counts
        .iter()
        .map(|(s, n)| format!("{} {n}", s.zh()))
        .collect();
    let en: Vec<String> = counts
        .iter()
        .map(|(s, n)| format!("{} {n}", s.en()))
        .collect();
    let (zh, en) = (zh.join("、"), en.join(", "));
    text!("按 {file} 办理 {n} 步：{zh}", "{n} steps of {file}: {en}")
}

/// Whether a deadline is that of the unit that the step was about, or of one that it went to.
fn is_its(term: &Term, step: ProposalStep, p: &Proposal) -> bool {
    let Some(taken) = p.taken.last() else {
        return true;
    };
    if step == ProposalStep::Reassign {
        let waits = |u: &Assignment| u.handling == Some(Handling::Waiting);
        let given = |u: &Assignment| Some(u.unit) == term.unit && waits(u);
        return Some(term.base) == taken.on.day() && p.units.iter().any(given);
    }
    term.name.is_none() || taken.whose.is_none() || term.name == taken.whose
}

/// The deadline that the step started or moved, where people want to hear of it.
fn told_term(step: ProposalStep, p: &Proposal) -> Option<&Term> {
    use ProposalStep as S;
    let wanted: &[Step] = match step {
        S::Receive | S::Reassign => &[
            Step::ReplyMain,
            Step::ReplyHard,
            Step::Rehandle,
            Step::CoOpinion,
        ],
        S::Assign | S::Extend | S::Pause | S::Resume | S::Redo => {
            &[Step::ReplyMain, Step::ReplyHard, Step::Rehandle]
        }
        S::Decline => &[Step::Reassign],
        S::Reply => &[Step::MemberFeedback, Step::Track],
        S::Track => &[Step::Track],
        _ => &[],
    };
    p.terms
        .iter()
        .filter(|t| t.met.is_none() && wanted.contains(&t.step) && is_its(t, step, p))
        .min_by_key(|t| (t.step == Step::CoOpinion, t.due))
}
