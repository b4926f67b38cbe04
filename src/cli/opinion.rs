//! `opinion`: what members reported, who adopted it, which leaders left an instruction.

mod steps;

use super::app::{App, Writing};
use super::typed::{Said, filled, is_cleared, names, or_nothing, when};
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::model::code::Dict;
use crate::model::filter;
use crate::model::opinion::{Act, Draft, Opinion, OpinionState, Outcome, level_in};
use crate::model::when::When;
use crate::out::opinion as view;
use crate::store::{Read, Tx};
use crate::text;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Verb {
    /// List opinions
    List(List),
    /// Show one opinion with its adoptions and instructions
    Show(Show),
    /// Add an opinion
    Add(Add),
    /// Change an opinion, or record an adoption or instruction
    Edit(Edit),
    /// Cancel an opinion that was entered by mistake
    Remove(Remove),
    #[command(flatten)]
    Step(steps::Verb),
}

#[derive(Debug, Args)]
#[command(after_help = "yishi opinion list adopted=yes submitted=2026
yishi opinion list level=省 sector=教育界")]
pub struct List {
    /// Terms such as adopted=yes level=省 submitted>=2026-03, or words to search for
    #[arg(value_name = "TERM")]
    terms: Vec<String>,
    /// The same, as one argument
    #[arg(long = "where", value_name = "TERMS")]
    r#where: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Show {
    /// Number or whole title
    #[arg(value_name = "OPINION")]
    opinion: String,
}

#[derive(Debug, Args)]
pub struct Details {
    /// Number (add: else the next free one of its year)
    #[arg(long)]
    no: Option<String>,
    /// Day on which it came in
    #[arg(long, value_name = "DAY", value_parser = or_nothing(when))]
    on: Option<Said<When>>,
    /// Adopted at a level: 省=单篇采用, or a level alone; may be repeated
    #[arg(long, value_name = "LEVEL=WORDING")]
    adopted: Vec<String>,
    /// Instruction of a leader at a level: 市=请市教育局研究; may be repeated
    #[arg(long, value_name = "LEVEL=WORDING")]
    instruction: Vec<String>,
    /// Note
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "yishi opinion add --author 王伟 --title 关于校门口拥堵的反映 --on 2026-03-05
yishi opinion add --author 王伟,李娜 --title 关于校门口拥堵的反映 --on 2026-03 --adopted 县=单篇采用"
)]
pub struct Add {
    /// Title
    #[arg(long)]
    title: String,
    /// Authors in order
    #[arg(long, value_name = "NAME", required = true)]
    author: Vec<String>,
    #[command(flatten)]
    details: Details,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
#[command(
    after_help = "yishi opinion edit 2026-001 --adopted 省=综合采用 --instruction 市=请市教育局研究
yishi opinion edit 2026-001 --adopted ''"
)]
pub struct Edit {
    /// Number or whole title
    #[arg(value_name = "OPINION")]
    opinion: String,
    /// New title
    #[arg(long, value_parser = filled)]
    title: Option<String>,
    /// All authors in order, in place of those that stand
    #[arg(long, value_name = "NAME")]
    author: Vec<String>,
    #[command(flatten)]
    details: Details,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Remove {
    /// Number or whole title
    #[arg(value_name = "OPINION")]
    opinion: String,
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
        Verb::Add(args) => add(app, &args),
        Verb::Edit(args) => edit(app, &args),
        Verb::Remove(args) => remove(app, &args),
        Verb::Step(verb) => steps::run(app, &verb),
    }
}

fn list(app: &mut App, args: &List) -> Result<u8> {
    let store = app.open()?;
    let typed: Vec<&String> = args.terms.iter().chain(&args.r#where).collect();
    let opinions = store.read().opinions(&filter::parse(&typed))?;
    if app.printer.format() == crate::out::Format::Json {
        let all = opinions.iter().map(view::brief_json).collect();
        app.printer.json(&all)?;
    } else {
        app.printer
            .grid(&view::list(&opinions, app.today, &typed))?;
    }
    Ok(0)
}

fn show(app: &mut App, args: &Show) -> Result<u8> {
    let store = app.open()?;
    let read = store.read();
    let opinion = stored(read, read.find_opinion(&args.opinion)?)?;
    let (today, lang) = (app.today, app.printer.lang());
    app.printer.page(&view::page(&opinion, today), || {
        view::json(&opinion, today, lang)
    })?;
    let step = next_step(&opinion, lang);
    app.printer.next(&Vec::from_iter(step))?;
    Ok(0)
}

fn add(app: &mut App, args: &Add) -> Result<u8> {
    let work = |tx: &mut Tx<'_>| {
        let draft = draft(tx.read(), &args.title, &args.author, &args.details)?;
        let id = tx.add_opinion(&draft, (None, None))?;
        stored(tx.read(), id)
    };
    let said = |o: &Opinion| {
        let (no, title) = (&o.no, &o.title);
        text!("新增社情民意 {no}《{title}》", "added {no} “{title}”")
    };
    app.change(&args.writing, work, said, then)
}

fn edit(app: &mut App, args: &Edit) -> Result<u8> {
    let details = &args.details;
    let title = args.title.as_deref().unwrap_or_default();
    let work = |tx: &mut Tx<'_>| {
        let id = tx.read().find_opinion(&args.opinion)?;
        for (act, typed) in [
            (Act::Adoption, &details.adopted),
            (Act::Instruction, &details.instruction),
        ] {
            if is_cleared(typed) {
                tx.set_outcomes(id, act, &[])?;
            }
        }
        if details.on == Some(Said::Nothing) {
            tx.empty_opinion_day(id)?;
        }
        let draft = draft(tx.read(), title, &args.author, details)?;
        tx.edit_opinion(id, &draft, (None, None))?;
        stored(tx.read(), id)
    };
    let said = |o: &Opinion| {
        let (no, title) = (&o.no, &o.title);
        text!("更改社情民意 {no}《{title}》", "changed {no} “{title}”")
    };
    app.change(&args.writing, work, said, then)
}

fn remove(app: &mut App, args: &Remove) -> Result<u8> {
    let reason = &args.reason;
    let work = |tx: &mut Tx<'_>| {
        let opinion = stored(tx.read(), tx.read().find_opinion(&args.opinion)?)?;
        tx.cancel_opinion(opinion.id, reason)?;
        Ok(opinion)
    };
    let said = |o: &Opinion| {
        let (no, title) = (&o.no, &o.title);
        text!(
            "取消社情民意 {no}《{title}》：{reason}",
            "cancelled {no} “{title}”: {reason}"
        )
    };
    let next = |_: &App, _: &Opinion| vec!["yishi opinion list".to_owned()];
    app.change(&args.writing, work, said, next)
}

/// What usually follows a change.
fn then(app: &App, opinion: &Opinion) -> Vec<String> {
    let no = super::quoted(&opinion.no);
    let step = next_step(opinion, app.printer.lang());
    let show = format!("yishi opinion show {no}");
    step.into_iter().chain([show]).collect()
}

/// The command that usually moves it on.
fn next_step(o: &Opinion, lang: Lang) -> Option<String> {
    let no = super::quoted(&o.no);
    let level = match lang {
        Lang::Zh => "级别",
        Lang::En => "LEVEL",
    };
    Some(match o.state() {
        OpinionState::Submitted => format!("yishi opinion issue {no}"),
        OpinionState::Issued => format!("yishi opinion adopt {no} --level {level}"),
        OpinionState::Instructed => format!("yishi opinion feedback {no}"),
        OpinionState::Converted => {
            let cite = super::quoted(&o.link.as_ref()?.cite);
            format!("yishi proposal show {cite}")
        }
        OpinionState::Declined | OpinionState::Adopted | OpinionState::Answered => return None,
    })
}

fn stored(read: Read<'_>, id: i64) -> Result<Opinion> {
    read.opinion(id)?.ok_or_else(|| {
        Error::refused(
            "not_found",
            text!("没有这件社情民意", "there is no such opinion"),
        )
        .hint(text!(
            "用 yishi opinion list 查看",
            "yishi opinion list shows what there is"
        ))
    })
}

fn draft(read: Read<'_>, title: &str, authors: &[String], d: &Details) -> Result<Draft> {
    let authors = names(authors);
    Ok(Draft {
        no: d.no.clone(),
        title: title.to_owned(),
        authors: authors
            .iter()
            .map(|name| read.find_member(name))
            .collect::<Result<_>>()?,
        submitted: d.on.and_then(Said::value),
        adoptions: outcomes(read, &d.adopted)?,
        instructions: outcomes(read, &d.instruction)?,
        note: d.note.clone(),
    })
}

/// Each as typed: `省=单篇采用`; a level alone; a wording that names its level (全国政协采用), as in
/// a spreadsheet. `=单篇采用` leaves the level open.
fn outcomes(read: Read<'_>, typed: &[String]) -> Result<Vec<Outcome>> {
    let levels = read.word_names(Dict::Level)?;
    let typed = typed.iter().map(|t| t.trim()).filter(|t| !t.is_empty());
    typed.map(|t| outcome(read, &levels, t)).collect()
}

fn outcome(read: Read<'_>, levels: &[String], typed: &str) -> Result<Outcome> {
    let (level, wording) = match typed.split_once(['=', '＝']) {
        Some((level, wording)) => (level.trim(), wording.trim()),
        None if read.word(Dict::Level, typed)?.is_some() => (typed, ""),
        None => match level_in(typed, levels) {
            Some(level) => (level, typed),
            None => return Err(no_level(typed, levels)),
        },
    };
    Ok(Outcome {
        level: Some(level.to_owned()).filter(|l| !l.is_empty()),
        wording: wording.to_owned(),
        ..Outcome::default()
    })
}

fn no_level(typed: &str, levels: &[String]) -> Error {
    let known = levels.join(" ");
    Error::refused(
        "unknown_level",
        text!(
            "「{typed}」不是级别，也没有写明哪一级",
            "“{typed}” is no level, nor does it name one"
        ),
    )
    .hint(text!(
        "写成 级别=内容，如 县={typed}；级别有：{known}",
        "write LEVEL=WORDING, such as 县={typed}; levels: {known}"
    ))
    .hint(text!(
        "不知道哪一级就写 ={typed}",
        "where the level is not known write ={typed}"
    ))
}
