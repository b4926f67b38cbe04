//! What is said after a step.

use super::called;
use crate::lang::{Text, so_many};
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
    let each = told_terms(step, one);
    if let [first, .., last] = each.as_slice()
        && first.due != last.due
    {
        let (zh, en) = (first.step.zh(), first.step.en());
        let name = |t: &Term| t.name.clone().unwrap_or_default();
        let days = each.iter().map(|t| format!("{} {}", name(t), t.due));
        let days: Vec<String> = days.collect();
        let _ = write!(said.zh, "；{zh}期限 {}", days.join("、"));
        let _ = write!(said.en, "; {en} due on {}", days.join(", "));
    } else if let Some(term) = each.first() {
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

/// Terms that were started for what the ledger says was assigned: the due day of one with its
/// reason, how many there are of more with the first and the last day.
pub fn started(all: &[Proposal]) -> Text {
    let n = all.len();
    let reply = |p: &Proposal| {
        let runs = |t: &&Term| t.met.is_none() && t.step == Step::ReplyMain;
        p.terms.iter().filter(runs).min_by_key(|t| t.due).cloned()
    };
    if let [one] = all
        && let Some(term) = reply(one)
    {
        let (what, due) = (called(one), term.due);
        let (zh, en, why, why_en) = (&what.zh, &what.en, &term.why.zh, &term.why.en);
        return text!(
            "起算期限：{zh}；答复期限 {due}（{why}）",
            "deadlines started: {en}; reply due on {due} ({why_en})"
        );
    }
    let days = all.iter().filter_map(|p| reply(p).map(|t| t.due));
    let (first, last) = (days.clone().min(), days.max());
    let told = first.zip(last).map_or_else(Text::default, |(first, last)| {
        text!(
            "；答复期限 {first} 至 {last}",
            "; replies due from {first} to {last}"
        )
    });
    let cites: Vec<String> = all.iter().take(LISTED).map(Proposal::cite).collect();
    let (list, list_en, zh, en) = (cites.join("、"), cites.join(", "), told.zh, told.en);
    let more = n.saturating_sub(LISTED);
    if more == 0 {
        text!(
            "起算期限 {n} 件：{list}{zh}",
            "deadlines started for {n}: {list_en}{en}"
        )
    } else {
        text!(
            "起算期限 {n} 件：{list}，另有 {more} 件{zh}",
            "deadlines started for {n}: {list_en} and {more} more{en}"
        )
    }
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
    text!(
        "按 {file} 办理 {n} 步：{zh}",
        "{many} of {file}: {en}",
        many = so_many(&n, "step", "steps")
    )
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

/// The deadlines that the step started or moved, where people want to hear of them, by day.
fn told_terms(step: ProposalStep, p: &Proposal) -> Vec<&Term> {
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
    let its = |t: &&Term| t.met.is_none() && wanted.contains(&t.step) && is_its(t, step, p);
    let mut told: Vec<&Term> = p.terms.iter().filter(its).collect();
    told.sort_by_key(|t| (t.step == Step::CoOpinion, t.due));
    // A reply starts the term of the feedback and may promise something: one is told.
    let first = told.first().map(|t| t.step);
    told.retain(|t| Some(t.step) == first);
    told
}
