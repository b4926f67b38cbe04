//! `config profile`: the deadlines that the office works by, as data with a day from which they
//! apply.

use super::app::{App, Writing};
use super::import::read_text;
use super::typed::day;
use crate::error::{Error, Result};
use crate::lang::so_many;
use crate::model::deadline::Profile;
use crate::model::score::Mistake;
use crate::out::profile as view;
use crate::store::profile::profile_text;
use crate::text;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// List the profiles with the days from which they apply
    List,
    /// Show the terms of a profile
    Show(Show),
    /// Work by a profile from a day on
    Set(Set),
    /// Work by a profile of the office's own from a day on
    Import(Import),
}

#[derive(Debug, Args)]
pub struct Show {
    /// Its name (else the one that applies today)
    #[arg(value_name = "PROFILE")]
    name: Option<String>,
    /// Print its text, to be edited and imported
    #[arg(long)]
    text: bool,
}

#[derive(Debug, Args)]
pub struct Set {
    /// Its name: three-month, fixed-date, two-plus-one, or one of the office's own
    #[arg(value_name = "PROFILE")]
    name: String,
    /// The day of the event from which it applies (else today)
    #[arg(long, value_name = "DAY", value_parser = day)]
    since: Option<NaiveDate>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Import {
    /// The profile as TOML
    #[arg(value_name = "FILE.toml")]
    file: PathBuf,
    /// The day of the event from which it applies (else today)
    #[arg(long, value_name = "DAY", value_parser = day)]
    since: Option<NaiveDate>,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(app: &mut App, verb: &Verb) -> Result<u8> {
    match verb {
        Verb::List => list(app),
        Verb::Show(args) => show(app, args),
        Verb::Set(args) => {
            let body = app.open()?.read().profile_text(&args.name)?;
            adopt(app, &body, &args.name, args.since, &args.writing)
        }
        Verb::Import(args) => {
            let (name, body) = (args.file.display().to_string(), read_text(&args.file)?);
            adopt(app, &body, &name, args.since, &args.writing)
        }
    }
}

fn list(app: &mut App) -> Result<u8> {
    let store = app.open()?;
    let held = store.read().profiles()?;
    let rows = held.iter().map(|h| (h.since, &h.profile));
    app.printer.grid(&view::list(rows))?;
    Ok(0)
}

fn show(app: &mut App, args: &Show) -> Result<u8> {
    let body = if app.path().exists() {
        let store = app.open()?;
        match &args.name {
            Some(name) => store.read().profile_text(name)?,
            None => store.read().profile_text_on(app.today)?,
        }
    } else {
        let first = Profile::built_in_names().next().unwrap_or_default();
        profile_text(args.name.as_deref().unwrap_or(first))?
    };
    if args.text {
        app.printer.raw(body.as_bytes())?;
        return Ok(0);
    }
    let profile = read(&body, args.name.as_deref().unwrap_or_default())?;
    let lang = app.printer.lang();
    app.printer
        .page(&view::page(&profile), || view::json(&profile, lang))?;
    Ok(0)
}

fn adopt(
    app: &mut App,
    body: &str,
    name: &str,
    since: Option<NaiveDate>,
    writing: &Writing,
) -> Result<u8> {
    let mut store = app.open()?;
    let profile = read(body, name)?;
    let since = since.unwrap_or(app.today);
    let (name, title) = (&profile.name, &profile.title);
    let said = text!(
        "{since} 起的期限按方案 {name}（{title}）",
        "deadlines from {since} on are by the profile {name} ({title})"
    );
    let outcome = store.write(
        &app.command(writing),
        |tx| tx.adopt_profile(Some(since), &profile, body),
        |_| said.clone(),
    )?;
    let next = ["yishi config profile show".to_owned()];
    app.told(writing, &outcome, &said, &next)
}

/// A profile, or every mistake with its line and column.
pub fn read(body: &str, name: &str) -> Result<Profile> {
    Profile::parse(body).map_err(|mistakes| wrong(&mistakes, name))
}

fn wrong(mistakes: &[Mistake], name: &str) -> Error {
    let n = mistakes.len();
    let mut error = Error::refused(
        "bad_profile",
        text!(
            "期限方案 {name} 有 {n} 处错误",
            "the profile {name} has {many}",
            many = so_many(&n, "mistake", "mistakes")
        ),
    );
    for m in mistakes {
        let (line, column, zh, en) = (m.line, m.column, &m.message.zh, &m.message.en);
        let (fix, fix_en) = (&m.fix.zh, &m.fix.en);
        error = error.hint(text!(
            "第 {line} 行第 {column} 列：{zh}。{fix}",
            "line {line}, column {column}: {en}. {fix_en}"
        ));
    }
    error
}
