//! `proposal`: the proposals of all sessions, who stands on them and who handles them.

mod body;
mod details;
mod due;
mod figures;
mod heed;
mod key;
mod letter;
mod number;
mod promises;
mod sheet;
mod similar;
mod steps;
mod take;

pub(super) use take::all_or_none;

use super::app::{App, Writing};
use super::quoted;
use super::typed::{SEPARATORS, day, filled, names};
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::model::code::{Dict, ProposalForm, ProposalState, UnitPart};
use crate::model::filter;
use crate::model::proposal::feedback::awaited;
use crate::model::proposal::{Assignment, Handling, Proposal, Who};
use crate::out::proposal as view;
use crate::store::proposal::Taking;
use crate::store::{Read, Tx};
use crate::text;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use details::Details;
pub(super) use number::session;

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Verb {
    /// List proposals
    List(List),
    /// Show one proposal with its history and deadlines
    Show(Show),
    /// Find proposals of all years that speak of the same matter
    Similar(similar::Similar),
    /// Add a proposal
    Add(Add),
    /// Change a proposal
    Edit(Edit),
    /// Cancel a proposal that was entered by mistake
    Remove(Remove),
    /// Write the papers of proposals: assignment slips, urging letters, reply and opinion forms
    Letter(letter::Letter),
    /// Write the brief of a session's key proposals
    Brief(letter::Brief),
    #[command(flatten)]
    Step(steps::Verb),
    /// Start the deadlines of proposals that the ledger says were assigned, where it has no due day
    Due(due::Due),
    /// Number a session's proposals, or publish their numbers
    Number(number::Number),
    /// Choose key proposals and the leaders who take them in hand
    Key(key::Key),
    /// Choose excellent proposals
    Excellent(key::Excellent),
    /// Record a visit, a talk, a progress meeting or a joint inspection
    Act(key::ActArgs),
    /// The figures of the plenary's report on the review of proposals
    Figures(figures::Figures),
    /// Take the steps that a spreadsheet lists, all or none
    Steps(sheet::Steps),
    /// List what replies promised, over all years, until it is kept
    Promises(promises::Promises),
    /// Record that a promise was kept
    Kept(promises::Kept),
}

#[derive(Debug, Args)]
#[command(after_help = "yishi proposal list 'state=assigned due<2026-05-06'
yishi proposal list lead=县教育局 session=十届五次
yishi proposal list key=yes 校门 --format csv")]
pub struct List {
    /// Terms such as state=assigned lead=县教育局 due<2026-05-06, or words to search for
    #[arg(value_name = "TERM")]
    terms: Vec<String>,
    /// The same, as one argument
    #[arg(long = "where", value_name = "TERMS")]
    r#where: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Show {
    /// Case number, 流水7, 暂编9, 十届五次-12 or the whole title
    #[arg(value_name = "PROPOSAL")]
    proposal: String,
}

#[derive(Debug, Args)]
#[command(
    after_help = "yishi proposal add 关于优化公交线路的建议 --proposer 王伟,李娜 --no 12 --submitted 2026-01-14
yishi proposal add 关于古树保护的建议 --proposer 王伟,李娜 --draft --on 2026-01-05"
)]
pub struct Add {
    /// Title
    title: String,
    /// Proposers in order: members, or bodies of a collective proposal
    #[arg(long, value_name = "NAME", required = true)]
    proposer: Vec<String>,
    /// Begin a draft: the joint signers are asked for their signatures
    #[arg(long, conflicts_with_all = ["submitted", "filed", "assigned", "replied", "review"])]
    draft: bool,
    /// The day of the draft, on which the signatures are asked for (else today)
    #[arg(long, value_name = "DAY", requires = "draft", value_parser = day)]
    on: Option<NaiveDate>,
    #[command(flatten)]
    details: Details,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
#[command(
    after_help = "yishi proposal edit 12 --lead 县教育局 --assigned 2026-02-06 --due 2026-05-06
yishi proposal edit 12 --replied 2026-04-20 --rating 满意
yishi proposal edit 12 --replied '' --rating ''
yishi proposal edit 十届五次-流水7 --no 12 --review filed"
)]
pub struct Edit {
    /// Case number, 流水7, 暂编9, 十届五次-12 or the whole title
    #[arg(value_name = "PROPOSAL")]
    proposal: String,
    /// New title
    #[arg(long, value_parser = filled)]
    title: Option<String>,
    /// All proposers in order, in place of those that stand
    #[arg(long, value_name = "NAME")]
    proposer: Vec<String>,
    #[command(flatten)]
    details: Details,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Remove {
    /// Case number, 流水7, 暂编9, 十届五次-12 or the whole title
    #[arg(value_name = "PROPOSAL")]
    proposal: String,
    /// Why
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(app: &mut App, verb: Verb) -> Result<u8> {
    match verb {
        Verb::List(args) => list(app, &args),
        Verb::Show(args) => show(app, &args),
        Verb::Similar(args) => similar::run(app, &args),
        Verb::Add(args) => add(app, &args),
        Verb::Edit(args) => edit(app, &args),
        Verb::Remove(args) => remove(app, &args),
        Verb::Letter(args) => letter::run(app, &args),
        Verb::Brief(args) => letter::brief(app, &args),
        Verb::Step(verb) => steps::run(app, &verb),
        Verb::Due(args) => due::run(app, &args),
        Verb::Number(args) => number::run(app, &args),
        Verb::Key(args) => key::run(app, &args),
        Verb::Excellent(args) => key::excellent(app, &args),
        Verb::Act(args) => key::act(app, &args),
        Verb::Figures(args) => figures::run(app, &args),
        Verb::Steps(args) => sheet::run(app, &args),
        Verb::Promises(args) => promises::list(app, &args),
        Verb::Kept(args) => promises::kept(app, &args),
    }
}

fn list(app: &mut App, args: &List) -> Result<u8> {
    let store = app.open()?;
    let typed: Vec<&String> = args.terms.iter().chain(&args.r#where).collect();
    let proposals = store.read().proposals(&filter::parse(&typed))?;
    if app.printer.format() == crate::out::Format::Json {
        let lang = app.printer.lang();
        let all = view::list_json(&proposals, app.today, lang);
        app.printer.json(&all)?;
    } else {
        app.printer
            .grid(&view::list(&proposals, app.today, &typed))?;
    }
    Ok(0)
}

fn show(app: &mut App, args: &Show) -> Result<u8> {
    let store = app.open()?;
    let read = store.read();
    let id = match find(read, &args.proposal) {
        Err(e) if e.code == "not_found" => read.find_proposal(&args.proposal, None)?,
        found => found?,
    };
    let proposal = stored(read, id)?;
    let (today, lang) = (app.today, app.printer.lang());
    let body = read.proposal_body(id)?;
    let opinion = read.opinion_of_proposal(id)?;
    let merged = read.merged_into(id)?;
    let marks = read.marks(&[id])?.remove(&id).unwrap_or_default();
    let page = view::with_opinion(view::page(&proposal, today), opinion.as_deref());
    let page = view::with_merged(page, &merged);
    let page = view::with_body(view::with_marks(page, &marks), body.as_deref());
    app.printer.page(&page, || {
        let json = view::json_with_marks(view::json(&proposal, today, lang), &marks);
        let json = view::json_with_body(json, body.as_deref());
        let json = view::json_with_merged(json, &merged);
        view::json_with_opinion(json, opinion.as_deref())
    })?;
    let step = next_step(&proposal, lang);
    app.printer.next(&Vec::from_iter(step))?;
    Ok(0)
}

fn add(app: &mut App, args: &Add) -> Result<u8> {
    let body = body::read(args.details.body.as_deref())?;
    let today = app.today;
    let work = |tx: &mut Tx<'_>| {
        let mut draft = args.details.draft(&args.title);
        draft.body.clone_from(&body);
        if args.draft {
            draft.review = Some(ProposalState::Draft);
        }
        if draft.session.is_empty() {
            draft.session = tx.read().session()?.ok_or_else(no_session)?.to_string();
        }
        draft.proposers = proposers(tx.read(), &args.proposer, draft.form)?;
        let id = tx.enter_proposal(&draft)?;
        if args.draft {
            let books = tx.read().books()?;
            tx.begin_draft(id, args.on.unwrap_or(today), &books)?;
        }
        let new = stored(tx.read(), id)?;
        let namesakes = tx.read().namesakes(&new)?;
        Ok((new, namesakes))
    };
    let mut namesakes = Vec::new();
    let said = |(new, _): &(Proposal, Vec<Proposal>)| added(new);
    let next = |app: &App, (new, earlier): &(Proposal, Vec<Proposal>)| {
        namesakes.clone_from(earlier);
        then(app, new)
    };
    let code = app.change(&args.writing, work, said, next)?;
    if let Some(warning) = view::namesakes(&namesakes) {
        app.printer.warn(&warning)?;
    }
    Ok(code)
}

fn edit(app: &mut App, args: &Edit) -> Result<u8> {
    let title = args.title.as_deref().unwrap_or_default();
    let today = app.today;
    let body = body::read(args.details.body.as_deref())?;
    let work = |tx: &mut Tx<'_>| {
        let mut draft = args.details.draft(title);
        draft.body.clone_from(&body);
        let id = find(tx.read(), &args.proposal)?;
        let form = draft.form.unwrap_or(stored(tx.read(), id)?.form);
        draft.proposers = proposers(tx.read(), &args.proposer, Some(form))?;
        let (parts, days) = (args.details.cleared(), args.details.emptied());
        let taking = Taking {
            parts: &parts,
            days: &days,
        };
        tx.correct_proposal(id, &draft, taking, today)?;
        stored(tx.read(), id)
    };
    app.change(&args.writing, work, changed, then)
}

fn remove(app: &mut App, args: &Remove) -> Result<u8> {
    let reason = &args.reason;
    let work = |tx: &mut Tx<'_>| {
        let proposal = stored(tx.read(), find(tx.read(), &args.proposal)?)?;
        tx.cancel_proposal(proposal.id, reason)?;
        Ok(proposal)
    };
    let said = |p: &Proposal| {
        let what = view::called(p);
        let (zh, en) = (&what.zh, &what.en);
        text!("取消提案：{zh}，{reason}", "cancelled {en}: {reason}")
    };
    let next = |_: &App, p: &Proposal| vec![format!("yishi proposal list session={}", p.session)];
    app.change(&args.writing, work, said, next)
}

/// The proposal that a word means, of the office's session where the word names none.
fn find(read: Read<'_>, word: &str) -> Result<i64> {
    read.find_proposal(word, read.session()?)
}

fn stored(read: Read<'_>, id: i64) -> Result<Proposal> {
    read.proposal(id)?.ok_or_else(|| {
        Error::refused(
            "not_found",
            text!("没有这件提案", "there is no such proposal"),
        )
        .hint(text!(
            "用 yishi proposal list 查看",
            "yishi proposal list shows what there is"
        ))
    })
}

/// Who stands on it, in the order typed; a body may have a comma in its name.
fn proposers(read: Read<'_>, typed: &[String], form: Option<ProposalForm>) -> Result<Vec<Who>> {
    let mut found = Vec::new();
    for typed in typed {
        let whole = typed.contains(SEPARATORS) && read.word(Dict::Body, typed)?.is_some();
        let each = if whole {
            vec![typed.clone()]
        } else {
            names(std::slice::from_ref(typed))
        };
        for name in each {
            found.push(read.find_proposer(&name, form)?);
        }
    }
    Ok(found)
}

fn added(p: &Proposal) -> Text {
    let what = view::called(p);
    let (zh, en) = (&what.zh, &what.en);
    text!("新增提案：{zh}", "added {en}")
}

fn changed(p: &Proposal) -> Text {
    let what = view::called(p);
    let (zh, en, state, state_en) = (&what.zh, &what.en, view::state(p).zh, view::state(p).en);
    text!("更改提案：{zh}，{state}", "changed {en} ({state_en})")
}

/// What usually follows a change.
fn then(app: &App, proposal: &Proposal) -> Vec<String> {
    let step = next_step(proposal, app.printer.lang());
    let show = format!("yishi proposal show {}", quoted(&proposal.cite()));
    step.into_iter().chain([show]).collect()
}

/// The command that usually moves it on.
fn next_step(p: &Proposal, lang: Lang) -> Option<String> {
    let (unit, class, rating, reason, file) = match lang {
        Lang::Zh => ("单位", "类别", "满意", "理由", "立案"),
        Lang::En => ("UNIT", "CLASS", "RATING", "REASON", "file"),
    };
    let cite = quoted(&p.cite());
    let dissatisfied = p.rating.as_deref().is_some_and(|r| r.contains('不'));
    let declining = p
        .units
        .iter()
        .find(|u| u.handling == Some(Handling::Declining));
    if let (ProposalState::Assigned, Some(declining)) = (p.state, declining) {
        let from = quoted(&declining.name);
        let as_part = match declining.part {
            UnitPart::Lead => "--to",
            UnitPart::Co => "--co",
            UnitPart::Split => "--split",
        };
        return Some(format!(
            "yishi proposal reassign {cite} --from {from} {as_part} {unit}"
        ));
    }
    Some(match p.state {
        ProposalState::Draft | ProposalState::Returned => format!("yishi proposal submit {cite}"),
        ProposalState::Submitted | ProposalState::Registered => {
            format!("yishi proposal review {cite} --as {file}")
        }
        ProposalState::Filed => format!("yishi proposal assign {cite} --to {unit}"),
        ProposalState::Assigned => {
            let owes = |u: &&Assignment| p.handling(u) != Handling::Answered;
            let owing = p.handlers().find(owes).filter(|_| p.handlers().count() > 1);
            let unit = owing.map(|u| format!(" --unit {}", quoted(&u.name)));
            let unit = unit.unwrap_or_default();
            format!("yishi proposal reply {cite}{unit} --class {class}")
        }
        ProposalState::Replied => {
            let (member, unit) = awaited(p).unwrap_or_default();
            let member = member.map(|m| format!(" --member {}", quoted(&m.no)));
            let unit = unit.map(|u| format!(" --unit {}", quoted(&u.name)));
            let (member, unit) = (member.unwrap_or_default(), unit.unwrap_or_default());
            format!("yishi proposal rate {cite} --as {rating}{member}{unit}")
        }
        ProposalState::Rated if dissatisfied => {
            let bad = |u: &&Assignment| u.rating.as_deref().is_some_and(|r| r.contains('不'));
            let unit = p.handlers().find(bad);
            let unit = unit.map(|u| format!(" --unit {}", quoted(&u.name)));
            let unit = unit.unwrap_or_default();
            format!("yishi proposal redo {cite}{unit} --reason {reason}")
        }
        ProposalState::Tracking if p.promises_open() => format!("yishi proposal kept {cite}"),
        ProposalState::Rated | ProposalState::Tracking => format!("yishi proposal close {cite}"),
        ProposalState::Closed => format!("yishi proposal archive {cite}"),
        _ => return None,
    })
}

fn no_session() -> Error {
    Error::usage("no_session", text!("没有说明届次", "no session was given")).hint(text!(
        "用 --session 写明，或用 yishi config session 十届五次 设定",
        "give --session, or set it with yishi config session 10-5"
    ))
}
