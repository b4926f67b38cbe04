//! `unit`: the units that handle proposals, and how much each has.

mod stats;

use super::app::{App, Writing};
use super::quoted;
use super::typed::{filled, names};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::filter::{self, Compare, Term};
use crate::model::unit::{Draft, Unit};
use crate::out::member::Phones;
use crate::out::unit as view;
use crate::store::{Read, Tx};
use crate::text;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Verb {
    /// List units and how many proposals each has
    List(List),
    /// Show one unit with its proposals
    Show(Show),
    /// Statistics: load, replies in time, working days, classes and ratings by unit
    Stats(stats::Stats),
    /// Add a unit
    Add(Add),
    /// Change a unit
    Edit(Edit),
    /// Cancel a unit that was entered by mistake
    Remove(Remove),
    /// Remember another name of a unit, or forget it
    Alias(AliasArgs),
}

#[derive(Debug, Args)]
pub struct List {
    /// Terms such as short=教育局 parent=县政府办, or words to search for
    #[arg(value_name = "TERM")]
    terms: Vec<String>,
    /// The same, as one argument
    #[arg(long = "where", value_name = "TERMS")]
    r#where: Vec<String>,
    /// Show telephone numbers in full
    #[arg(long)]
    reveal: bool,
}

#[derive(Debug, Args)]
pub struct Show {
    /// Name, short name, other name or number
    #[arg(value_name = "UNIT")]
    unit: String,
    /// Show the telephone number in full
    #[arg(long)]
    reveal: bool,
}

#[derive(Debug, Args)]
pub struct Details {
    /// Number
    #[arg(long)]
    no: Option<String>,
    /// Short name
    #[arg(long, value_name = "NAME")]
    short: Option<String>,
    /// Other names
    #[arg(long, value_name = "NAME")]
    alias: Vec<String>,
    /// The unit above it
    #[arg(long, value_name = "UNIT")]
    parent: Option<String>,
    /// Who to turn to
    #[arg(long, value_name = "NAME")]
    contact: Option<String>,
    /// Telephone
    #[arg(long)]
    phone: Option<String>,
}

impl Details {
    fn draft(&self, name: &str) -> Draft {
        Draft {
            no: self.no.clone(),
            name: name.to_owned(),
            short: self.short.clone(),
            aliases: names(&self.alias),
            parent: self.parent.clone(),
            contact: self.contact.clone(),
            phone: self.phone.clone(),
        }
    }
}

#[derive(Debug, Args)]
#[command(
    after_help = "yishi unit add 县教育体育局 --short 教体局 --alias 县教育局 --contact 张三 --phone 13800000000"
)]
pub struct Add {
    /// Name
    name: String,
    #[command(flatten)]
    details: Details,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Edit {
    /// Name, short name, other name or number
    #[arg(value_name = "UNIT")]
    unit: String,
    /// New name
    #[arg(long, value_parser = filled)]
    name: Option<String>,
    #[command(flatten)]
    details: Details,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Remove {
    /// Name, short name, other name or number
    #[arg(value_name = "UNIT")]
    unit: String,
    /// Why
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct AliasArgs {
    /// Name, short name, other name or number
    #[arg(value_name = "UNIT")]
    unit: String,
    /// The other name
    name: String,
    /// Forget this name
    #[arg(long)]
    remove: bool,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(app: &mut App, verb: Verb) -> Result<u8> {
    match verb {
        Verb::List(args) => list(app, &args),
        Verb::Show(args) => show(app, &args),
        Verb::Stats(args) => stats::run(app, &args),
        Verb::Add(args) => add(app, &args),
        Verb::Edit(args) => edit(app, &args),
        Verb::Remove(args) => remove(app, &args),
        Verb::Alias(args) => alias(app, &args),
    }
}

fn list(app: &mut App, args: &List) -> Result<u8> {
    let store = app.open()?;
    let typed: Vec<&String> = args.terms.iter().chain(&args.r#where).collect();
    let units = store.read().units(&filter::parse(&typed))?;
    let phones = Phones::from(args.reveal);
    app.printer.grid(&view::list(&units, phones, &typed))?;
    Ok(0)
}

fn show(app: &mut App, args: &Show) -> Result<u8> {
    let store = app.open()?;
    let read = store.read();
    let unit = stored(read, read.find_unit(&args.unit)?)?;
    let proposals = read.proposals(&[Term::Field {
        field: "unit".to_owned(),
        compare: Compare::Is,
        values: vec![unit.name.clone()],
    }])?;
    let (phones, lang) = (Phones::from(args.reveal), app.printer.lang());
    let page = view::page(&unit, &proposals, app.today, phones);
    app.printer
        .page(&page, || view::json(&unit, &proposals, phones, lang))?;
    if unit.load.open > 0 {
        let which = quoted(&format!("unit={}", unit.name));
        let open = "state=submitted,filed,assigned";
        app.printer
            .next(&[format!("yishi proposal list {which} {open}")])?;
    }
    Ok(0)
}

fn add(app: &mut App, args: &Add) -> Result<u8> {
    let draft = args.details.draft(&args.name);
    let work = |tx: &mut Tx<'_>| tx.add_unit(&draft, (None, None));
    write(app, &args.writing, work, |name| {
        text!("新增承办单位「{name}」", "added the unit “{name}”")
    })
}

fn edit(app: &mut App, args: &Edit) -> Result<u8> {
    let draft = args.details.draft(args.name.as_deref().unwrap_or_default());
    let work = |tx: &mut Tx<'_>| {
        let id = tx.read().find_unit(&args.unit)?;
        tx.edit_unit(id, &draft, (None, None)).map(|_| id)
    };
    write(app, &args.writing, work, |name| {
        text!("更改承办单位「{name}」", "changed the unit “{name}”")
    })
}

fn alias(app: &mut App, args: &AliasArgs) -> Result<u8> {
    let other = &args.name;
    let work = |tx: &mut Tx<'_>| {
        let id = tx.read().find_unit(&args.unit)?;
        if args.remove {
            tx.remove_unit_alias(id, other)?;
        } else {
            tx.add_unit_aliases(id, std::slice::from_ref(other))?;
        }
        Ok(id)
    };
    write(app, &args.writing, work, |name| {
        if args.remove {
            return text!(
                "「{name}」不再又名「{other}」",
                "“{name}” is no more known as “{other}”"
            );
        }
        text!(
            "记住「{name}」又名「{other}」",
            "“{name}” is also known as “{other}”"
        )
    })
}

fn remove(app: &mut App, args: &Remove) -> Result<u8> {
    let reason = &args.reason;
    let work = |tx: &mut Tx<'_>| {
        let unit = stored(tx.read(), tx.read().find_unit(&args.unit)?)?;
        tx.cancel_unit(unit.id, reason)?;
        Ok(unit.name)
    };
    let said = |name: &String| {
        text!(
            "取消承办单位「{name}」：{reason}",
            "cancelled the unit “{name}”: {reason}"
        )
    };
    let next = |_: &App, _: &String| vec!["yishi unit list".to_owned()];
    app.change(&args.writing, work, said, next)
}

/// Writes one unit and tells it by its name as it then stands.
fn write(
    app: &mut App,
    writing: &Writing,
    work: impl FnOnce(&mut Tx<'_>) -> Result<i64>,
    said: impl Fn(&str) -> Text,
) -> Result<u8> {
    let work = |tx: &mut Tx<'_>| {
        let id = work(tx)?;
        Ok(stored(tx.read(), id)?.name)
    };
    let next = |_: &App, name: &String| vec![format!("yishi unit show {}", quoted(name))];
    app.change(writing, work, |name: &String| said(name), next)
}

fn stored(read: Read<'_>, id: i64) -> Result<Unit> {
    read.unit(id)?.ok_or_else(|| {
        Error::refused(
            "not_found",
            text!("没有这个承办单位", "there is no such unit"),
        )
        .hint(text!(
            "用 yishi unit list 查看",
            "yishi unit list shows what there is"
        ))
    })
}
