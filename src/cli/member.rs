//! `member`: the roster and what a member did.

mod details;
mod dossier;
mod edit;

use super::app::{App, Writing, usage};
use super::typed::{Said, code, day, emptied, filled, name, or_nothing, when};
use crate::error::Result;
use crate::lang::Text;
use crate::model::code::{Code, Dict, StatusKind};
use crate::model::filter;
use crate::model::member::Blank;
use crate::model::when::When;
use crate::out::member as view;
use crate::store::{Read, Tx};
use crate::text;
use chrono::{Datelike, NaiveDate};
use clap::{Args, Subcommand};
use details::Details;

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Verb {
    /// List members
    List(List),
    /// Show one member's duty dossier
    Show(Show),
    /// Write members' duty dossiers as Word documents
    Dossier(dossier::Dossier),
    /// Add a member
    Add(Add),
    /// Change a member, or several alike
    Edit(edit::Edit),
    /// Cancel a member that was entered by mistake
    Remove(Remove),
    /// Remember another name of a member
    Alias(AliasArgs),
    /// Give or end a post
    Post(Belong),
    /// Give or end a tag
    Tag(Belong),
    /// Set the days of the term of office
    Tenure(Tenure),
    /// Record what happened to a membership
    Status(Status),
}

#[derive(Debug, Args)]
pub struct List {
    /// Terms such as sector=教育界 post=常委 since>=2026-01-01, or words to search for
    #[arg(value_name = "TERM")]
    terms: Vec<String>,
    /// The same, as one argument
    #[arg(long = "where", value_name = "TERMS")]
    r#where: Vec<String>,
    /// As they stood on this day; who had left before as on the last day in office
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<NaiveDate>,
    /// Show telephone numbers in full
    #[arg(long)]
    reveal: bool,
}

#[derive(Debug, Args)]
pub struct Show {
    /// Number, name, other name or pinyin initials
    #[arg(value_name = "MEMBER")]
    member: String,
    /// The year (else the office's)
    #[arg(long)]
    year: Option<i32>,
    /// Show the telephone number in full
    #[arg(long)]
    reveal: bool,
}

#[derive(Debug, Args)]
pub struct Add {
    /// Number
    #[arg(value_parser = filled)]
    no: String,
    /// Name
    #[arg(value_parser = name)]
    name: String,
    #[command(flatten)]
    details: Details,
    /// First day in office
    #[arg(long, value_name = "DAY", value_parser = or_nothing(when))]
    since: Option<Said<When>>,
    /// Last day in office
    #[arg(long, value_name = "DAY", value_parser = or_nothing(when))]
    until: Option<Said<When>>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Remove {
    /// Number or name
    #[arg(value_name = "MEMBER")]
    member: String,
    /// Why
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct AliasArgs {
    /// Number or name
    #[arg(value_name = "MEMBER")]
    member: String,
    /// The other name
    #[arg(value_parser = filled)]
    name: String,
    /// It is a former name
    #[arg(long)]
    former: bool,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Belong {
    /// Number or name
    #[arg(value_name = "MEMBER")]
    member: String,
    /// The post or tag
    word: String,
    /// From this day
    #[arg(long, value_name = "DAY", value_parser = or_nothing(when))]
    since: Option<Said<When>>,
    /// Until this day
    #[arg(long, value_name = "DAY", value_parser = or_nothing(when))]
    until: Option<Said<When>>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Tenure {
    /// Number or name
    #[arg(value_name = "MEMBER")]
    member: String,
    /// First day in office
    #[arg(long, value_name = "DAY", value_parser = or_nothing(when))]
    since: Option<Said<When>>,
    /// Last day in office
    #[arg(long, value_name = "DAY", value_parser = or_nothing(when))]
    until: Option<Said<When>>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Status {
    /// Number or name
    #[arg(value_name = "MEMBER")]
    member: String,
    /// What happened: 任职, 连任, 辞职, 劝辞, 提醒, 约谈, 通报批评, 警告, 撤销资格, 调离, 去世, 离任, 其他处理, 党纪政务处分
    #[arg(value_parser = code::<StatusKind>)]
    kind: StatusKind,
    /// When (else today)
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<NaiveDate>,
    /// Why
    #[arg(long)]
    reason: String,
    /// On what basis
    #[arg(long)]
    basis: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(app: &mut App, verb: Verb) -> Result<u8> {
    match verb {
        Verb::List(args) => list(app, &args),
        Verb::Show(args) => show(app, &args),
        Verb::Dossier(args) => dossier::run(app, &args),
        Verb::Add(args) => add(app, args),
        Verb::Edit(args) => edit::run(app, args),
        Verb::Remove(args) => remove(app, &args),
        Verb::Alias(args) => alias(app, &args),
        Verb::Post(args) => belong(app, &args, Dict::Post),
        Verb::Tag(args) => belong(app, &args, Dict::Tag),
        Verb::Tenure(args) => tenure(app, &args),
        Verb::Status(args) => happened(app, &args),
    }
}

fn list(app: &mut App, args: &List) -> Result<u8> {
    let store = app.open()?;
    let typed: Vec<&String> = args.terms.iter().chain(&args.r#where).collect();
    let (read, terms) = (store.read(), filter::parse(&typed));
    let mut members = match args.on {
        Some(on) => read.members_on(&terms, on)?,
        None => read.members(&terms)?,
    };
    read.add_dismissals(&mut members)?;
    app.printer.grid(&view::list(
        &members,
        args.on.unwrap_or(app.today),
        view::Phones::from(args.reveal),
        &typed,
    ))?;
    Ok(0)
}

fn show(app: &mut App, args: &Show) -> Result<u8> {
    let store = app.open()?;
    let today = app.today;
    let dossier = store.at_once(|read| {
        let id = read.find_member(&args.member)?;
        let member = read.member(id)?.unwrap_or_default();
        let year = match args.year {
            Some(year) => year,
            None => read.year()?.unwrap_or_else(|| today.year()),
        };
        let (from, to) = days(year)?;
        Ok(view::Dossier {
            attendance: read.attendance_of(&member, from, to.min(today).max(from))?,
            proposals: read.proposals_of(id)?,
            opinions: read.opinions_of(id)?,
            records: read.records_of(id)?,
            reports: read.reports_of(id)?,
            member,
            year,
            today,
            phones: view::Phones::from(args.reveal),
        })
    })?;
    // The process ends after this page: closing the file would only give its memory back.
    std::mem::forget(store);
    app.printer.page(&dossier.page(), || dossier.json())?;
    Ok(0)
}

/// The first and the last day of a year.
pub(super) fn days(year: i32) -> Result<(NaiveDate, NaiveDate)> {
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let span = day(1, 1)
        .zip(day(12, 31))
        .filter(|_| (1900..2200).contains(&year));
    span.ok_or_else(|| usage(text!("没有 {year} 年", "there is no year {year}")))
}

fn add(app: &mut App, args: Add) -> Result<u8> {
    let ends = [args.since, args.until];
    let draft = args.details.draft(&args.no, &args.name, ends);
    let (no, name) = (&draft.no, &draft.name);
    app.change(
        &args.writing,
        |tx| tx.add_member(&draft, (None, None)),
        |_| text!("新增委员 {no} {name}", "added member {no} {name}"),
        |_, _| vec![look(no)],
    )
}

/// What stays to be done with a member after a change.
fn look(no: &str) -> String {
    format!("yishi member show {}", super::quoted(no))
}

/// Runs a change of one member and tells it.
fn change(
    app: &mut App,
    who: &str,
    writing: &Writing,
    said: impl Fn(&str) -> Text,
    work: impl FnOnce(&mut Tx<'_>, i64) -> Result<()>,
) -> Result<u8> {
    let work = |tx: &mut Tx<'_>| {
        let (id, no, name) = known(tx.read(), who)?;
        work(tx, id)?;
        Ok((no.clone(), format!("{no} {name}")))
    };
    let said = |(_, label): &(String, String)| said(label);
    app.change(writing, work, said, |_, (no, _)| vec![look(no)])
}

/// The member whom a word means: row, number, name.
fn known(read: Read<'_>, who: &str) -> Result<(i64, String, String)> {
    let id = read.find_member(who)?;
    let member = read.member(id)?.unwrap_or_default();
    Ok((id, member.no, member.name))
}

fn remove(app: &mut App, args: &Remove) -> Result<u8> {
    let reason = &args.reason;
    let work = |tx: &mut Tx<'_>| {
        let (id, no, name) = known(tx.read(), &args.member)?;
        tx.cancel_member(id, reason)?;
        Ok(format!("{no} {name}"))
    };
    let said = |who: &String| {
        text!(
            "取消委员 {who}：{reason}",
            "cancelled member {who}: {reason}"
        )
    };
    // Who was cancelled is on no list any more; what helps then is the way back.
    let next = |_: &App, _: &String| vec!["yishi undo".to_owned()];
    app.change(&args.writing, work, said, next)
}

fn alias(app: &mut App, args: &AliasArgs) -> Result<u8> {
    let name = &args.name;
    // A name with a remark is an answer to an import's question: it means this one person.
    let kind = match (args.former, name.contains(['（', '('])) {
        (true, _) => "former",
        (false, true) => "answer",
        (false, false) => "alias",
    };
    let said = |who: &str| {
        text!(
            "记住 {who} 又名「{name}」",
            "{who} is also known as “{name}”"
        )
    };
    change(app, &args.member, &args.writing, said, |tx, id| {
        tx.read().alias_fits(id, name)?;
        tx.add_alias(id, name, kind, None).map(|_| ())
    })
}

/// What was said of the two ends of a span.
type Ends = [Option<Said<When>>; 2];

/// The ends of a span that are to be open.
fn opened([since, until]: Ends) -> Vec<Blank> {
    emptied(&[(Blank::Since, since), (Blank::Until, until)])
}

fn belong(app: &mut App, args: &Belong, dict: Dict) -> Result<u8> {
    let (word, ends) = (&args.word, [args.since, args.until]);
    let (zh, en) = (dict.zh(), dict.en());
    let said = |who: &str| match args.until {
        Some(Said::Is(until)) => text!(
            "{who} 的{zh}「{word}」到 {until} 为止",
            "{who}: {en} “{word}” until {until}"
        ),
        Some(Said::Nothing) => text!(
            "{who} 的{zh}「{word}」没有止日",
            "{who}: {en} “{word}” without a last day"
        ),
        None => text!("{who} 的{zh}增加「{word}」", "{who}: {en} “{word}”"),
    };
    let work = |tx: &mut Tx<'_>, id| {
        tx.open_affiliation(id, dict, word, &opened(ends))?;
        let [since, until] = ends.map(|end| end.and_then(Said::value));
        tx.affiliate(id, dict, word, since, until).map(|_| ())
    };
    change(app, &args.member, &args.writing, said, work)
}

fn tenure(app: &mut App, args: &Tenure) -> Result<u8> {
    let ends = [args.since, args.until];
    let side = |end: Option<Said<When>>| end.and_then(Said::value).map(|w| w.to_string());
    let [since, until] = ends.map(|end| side(end).unwrap_or_default());
    let said = |who: &str| {
        text!(
            "{who} 的任期：{since}—{until}",
            "the term of {who}: {since}—{until}"
        )
    };
    change(app, &args.member, &args.writing, said, |tx, id| {
        tx.empty_member(id, &opened(ends), None)?;
        let [since, until] = ends.map(|end| end.and_then(Said::value));
        if since.is_some() || until.is_some() {
            tx.set_tenure(id, since, until)?;
        }
        Ok(())
    })
}

fn happened(app: &mut App, args: &Status) -> Result<u8> {
    let on = args.on.unwrap_or(app.today);
    let (zh, en) = (args.kind.zh(), args.kind.en());
    let said = |who: &str| text!("{who}：{on} {zh}", "{who}: {en} on {on}");
    let work = |tx: &mut Tx<'_>, id| {
        tx.add_status(id, args.kind, on, &args.reason, args.basis.as_deref())
            .map(|_| ())
    };
    change(app, &args.member, &args.writing, said, work)
}
