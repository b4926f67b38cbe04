//! `opinion`: what members reported, who adopted it, which leaders left an instruction.

use super::app::{App, Writing};
use super::typed::{is_cleared, names, when};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::Dict;
use crate::model::filter;
use crate::model::opinion::{Act, Draft, Opinion, Outcome};
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
    #[arg(long, value_name = "DAY", value_parser = when)]
    on: Option<When>,
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
    #[arg(long)]
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
        app.printer.grid(&view::list(&opinions, &typed))?;
    }
    Ok(0)
}

fn show(app: &mut App, args: &Show) -> Result<u8> {
    let store = app.open()?;
    let read = store.read();
    let opinion = stored(read, read.find_opinion(&args.opinion)?)?;
    app.printer
        .page(&view::page(&opinion), || view::json(&opinion))?;
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
    write(app, &args.writing, work, said)
}

fn edit(app: &mut App, args: &Edit) -> Result<u8> {
    let work = |tx: &mut Tx<'_>| {
        let id = tx.read().find_opinion(&args.opinion)?;
        let details = &args.details;
        for (act, typed) in [
            (Act::Adoption, &details.adopted),
            (Act::Instruction, &details.instruction),
        ] {
            if is_cleared(typed) {
                tx.set_outcomes(id, act, &[])?;
            }
        }
        let title = args.title.as_deref().unwrap_or_default();
        let draft = draft(tx.read(), title, &args.author, details)?;
        tx.edit_opinion(id, &draft, (None, None))?;
        stored(tx.read(), id)
    };
    let said = |o: &Opinion| {
        let (no, title) = (&o.no, &o.title);
        text!("更改社情民意 {no}《{title}》", "changed {no} “{title}”")
    };
    write(app, &args.writing, work, said)
}

fn remove(app: &mut App, args: &Remove) -> Result<u8> {
    let mut store = app.open()?;
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
    let outcome = store.write(&app.command(&args.writing), work, said)?;
    let next = ["yishi opinion list".to_owned()];
    app.told(&args.writing, &outcome, &said(&outcome.value), &next)
}

/// Writes one opinion and tells it.
fn write(
    app: &mut App,
    writing: &Writing,
    work: impl FnOnce(&mut Tx<'_>) -> Result<Opinion>,
    said: impl Fn(&Opinion) -> Text,
) -> Result<u8> {
    let mut store = app.open()?;
    let outcome = store.write(&app.command(writing), work, &said)?;
    let no = super::quoted(&outcome.value.no);
    let mut next = vec![format!("yishi opinion show {no}")];
    if outcome.value.adoptions.is_empty() {
        let adopted = text!("县=单篇采用", "LEVEL=WORDING");
        let adopted = adopted.pick(app.printer.lang());
        next.push(format!("yishi opinion edit {no} --adopted {adopted}"));
    }
    app.told(writing, &outcome, &said(&outcome.value), &next)
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
        submitted: d.on,
        adoptions: outcomes(read, &d.adopted)?,
        instructions: outcomes(read, &d.instruction)?,
        note: d.note.clone(),
    })
}

/// `省=单篇采用`; a known level alone, or a wording alone.
fn outcomes(read: Read<'_>, typed: &[String]) -> Result<Vec<Outcome>> {
    let mut outcomes = Vec::new();
    for typed in typed.iter().map(|t| t.trim()).filter(|t| !t.is_empty()) {
        outcomes.push(match typed.split_once(['=', '＝']) {
            Some((level, wording)) => Outcome {
                level: Some(level.trim().to_owned()).filter(|l| !l.is_empty()),
                wording: wording.trim().to_owned(),
            },
            None if read.word(Dict::Level, typed)?.is_some() => Outcome {
                level: Some(typed.to_owned()),
                wording: String::new(),
            },
            None => Outcome {
                level: None,
                wording: typed.to_owned(),
            },
        });
    }
    Ok(outcomes)
}
