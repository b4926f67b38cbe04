//! `score adopt`: the rules of a year.

use super::{named, rules, year};
use crate::cli::app::{App, Writing};
use crate::cli::import::read_rules;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::score::Rules;
use crate::model::score::coverage::{Lapse, lapses};
use crate::text;
use clap::Args;
use std::ops::RangeInclusive;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Adopt {
    /// The rule file
    #[arg(value_name = "FILE.toml")]
    file: PathBuf,
    /// The year (else the office's)
    #[arg(long)]
    year: Option<i32>,
    /// Replace the rules that the year has
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(app: &mut App, args: &Adopt) -> Result<u8> {
    let mut store = app.open()?;
    let year = year(store.read(), args.year)?;
    let (name, body) = (args.file.display().to_string(), read_rules(&args.file)?);
    let reading = rules::reading(&name, &body, Some(&store))?;
    let doubts = reading.all_doubts();
    let made = reading.rules;
    if made.days_of(year).is_none() {
        return Err(not_in_force(&made, year));
    }
    let bare = lapses(&[(year, &made)], RangeInclusive::new(1, 0));
    let (subject, title) = (made.subject, &made.title);
    let before = store.read().adopted(year, subject)?;
    let before = before.filter(|(_, had)| *had != body).map(|(t, _)| t);
    if let Some(had) = before.as_deref().filter(|_| !args.replace) {
        return Err(has_rules(had, title, year, &bare));
    }
    rules::doubts(app, &doubts)?;
    warn_of_bare(app, &bare)?;
    let said = match &before {
        Some(had) => text!(
            "{year} 年采用《{title}》，取代《{had}》",
            "adopted “{title}” for {year} in place of “{had}”"
        ),
        None => text!("{year} 年采用《{title}》", "adopted “{title}” for {year}"),
    };
    let next = format!("yishi score run --year {year}{}", named(subject));
    let outcome = store.write(
        &app.command(&args.writing),
        |tx| tx.adopt(year, subject, title, &body),
        |_| said.clone(),
    )?;
    app.told(&args.writing, &outcome, &said, &[next])
}

/// The rules end before the year of duty begins, or begin after it.
fn not_in_force(made: &Rules, year: i32) -> Error {
    let title = &made.title;
    let Some(season) = made.season.of(year) else {
        let message = text!("没有 {year} 年", "there is no year {year}");
        return Error::refused("rules_not_in_force", message);
    };
    let (from, to) = (season.from, season.to);
    let (zh, en) = match (made.from, made.until) {
        (Some(begins), _) if begins > to => (format!("{begins} 起"), format!("from {begins}")),
        (_, Some(ends)) => (format!("{ends} 止"), format!("until {ends}")),
        _ => (String::new(), String::new()),
    };
    Error::refused(
        "rules_not_in_force",
        text!(
            "《{title}》的适用期（{zh}）不在 {year} 年的考核期 {from} 至 {to} 之内",
            "“{title}” applies {en}, on none of the days of {year}, {from} to {to}"
        ),
    )
    .hint(text!(
        "改正办法中的 from、until，或换一个 --year",
        "mend `from` and `until` in the rules, or take another --year"
    ))
}

/// A year has one rule set: another would take the place of the first for the whole year.
fn has_rules(had: &str, title: &str, year: i32, bare: &[Lapse]) -> Error {
    let mut error = Error::refused(
        "has_rules",
        text!(
            "{year} 年已采用《{had}》；一年只有一份，《{title}》会在全年取代它",
            "{year} has “{had}” already; a year has one rule set, and “{title}” would take its place for the whole year"
        ),
    );
    for lapse in bare {
        let (zh, en) = (&lapse.message.zh, &lapse.message.en);
        error = error.hint(text!("取代后 {zh}", "then {en}"));
    }
    if !bare.is_empty() {
        error = error.hint(one_file());
    }
    error.hint(text!(
        "确要取代就加 --replace；先比较：yishi score compare --rules 办法.toml",
        "--replace takes its place; compare them first: yishi score compare --rules FILE.toml"
    ))
}

/// How clauses that change in the middle of a year are written.
fn one_file() -> Text {
    text!(
        "年中修订的条款在同一份文件里写成两项，一项写 until，一项写 from",
        "a clause amended in the middle of a year is two items of one file, one with `until`, one with `from`"
    )
}

/// Warns of days of the year on which the rules do not apply.
fn warn_of_bare(app: &mut App, bare: &[Lapse]) -> Result<()> {
    for lapse in bare {
        app.printer.warn(&lapse.message)?;
    }
    if bare.is_empty() {
        return Ok(());
    }
    app.printer.warn(&one_file())
}
