//! `score adopt`: the rules of a year.

use super::rules::merge::{decision, merged};
use super::{named, no_rules, rules, wrong, year};
use crate::cli::app::{App, Writing};
use crate::cli::import::read_rules;
use crate::cli::typed::day;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::Code;
use crate::model::score::Rules;
use crate::model::score::coverage::{Lapse, beside};
use crate::model::score::merge::Decision;
use crate::model::score::rules::Whose;
use crate::store::Read;
use crate::text;
use chrono::NaiveDate;
use clap::Args;
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
    /// In force from this day of the year; until then the rules that the year has stay
    #[arg(long, value_name = "DAY", value_parser = day, conflicts_with = "replace")]
    from: Option<NaiveDate>,
    /// With --from, which of the two holds where the year can have only one: old or new for all, grade=old for one
    #[arg(long, value_name = "[KEY=]old|new", value_parser = decision, requires = "from")]
    take: Vec<Decision>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(app: &mut App, args: &Adopt) -> Result<u8> {
    let mut store = app.open()?;
    let year = year(store.read(), args.year)?;
    let (name, mut body) = (args.file.display().to_string(), read_rules(&args.file)?);
    if let Some(from) = args.from {
        body = amended(app, store.read(), (&name, &body), (year, from), &args.take)?;
    }
    let reading = rules::reading(&name, &body, Some(&store))?;
    let (doubts, words) = reading.doubts_told();
    let made = reading.rules;
    if made.days_of(year).is_none() {
        return Err(not_in_force(&made, year));
    }
    let bare = rules::beside(store.read(), (year, &made))?;
    let (subject, title) = (made.subject, &made.title);
    let before = store.read().adopted(year, subject)?;
    let before = before.filter(|(_, had)| *had != body).map(|(t, _)| t);
    let kept = args.replace || args.from.is_some();
    if let Some(had) = before.as_deref().filter(|_| !kept) {
        return Err(has_rules((had, title), year, subject, &bare));
    }
    rules::doubts(app, &doubts)?;
    rules::listed(app, &words)?;
    warn_of_bare(app, &bare, before.is_some() && args.from.is_none())?;
    for lapse in around(store.read(), year, &made)? {
        if !bare.iter().any(|l| l.message == lapse.message) {
            app.printer.warn(&lapse.told())?;
        }
    }
    let said = match &before {
        Some(had) if args.from.is_some() => {
            let from = args.from.unwrap_or_default();
            text!(
                "{year} 年自 {from} 起采用《{title}》，此前仍按《{had}》",
                "adopted “{title}” for {year} from {from} on, “{had}” until then"
            )
        }
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

/// The rules of the year until a day, and those of a file from then on.
fn amended(
    app: &mut App,
    read: Read<'_>,
    (name, body): (&str, &str),
    (year, from): (i32, NaiveDate),
    decisions: &[Decision],
) -> Result<String> {
    let new = Rules::parse(body, None).map_err(|m| wrong(&m, name))?;
    let Some((title, old)) = read.adopted(year, new.subject)? else {
        return Err(no_rules(read, year, Some(new.subject))?);
    };
    let had = Rules::parse(&old, None).map_err(|m| wrong(&m, &title))?;
    let season = had.season.of(year);
    if let Some(days) = season.filter(|w| from <= w.from || w.to < from) {
        let (first, last) = (days.from, days.to);
        return Err(Error::refused(
            "not_in_the_year",
            text!(
                "{from} 不在 {year} 年的考核期 {first} 至 {last} 之中",
                "{from} does not divide {year}, which counts {first} to {last}"
            ),
        )
        .hint(text!(
            "全年适用的新办法不用写 --from；或换一个 --year",
            "rules for a whole year need no --from; or take another --year"
        )));
    }
    let merged = merged(app, [&title, name], (&old, body), from, decisions)?;
    Ok(merged.text)
}

/// The rules end before the year of duty begins, or begin after it.
pub(super) fn not_in_force(made: &Rules, year: i32) -> Error {
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
fn has_rules((had, title): (&str, &str), year: i32, whose: Whose, bare: &[Lapse]) -> Error {
    let (of, of_en) = (whose.zh(), whose.en());
    let mut error = Error::refused(
        "has_rules",
        text!(
            "{year} 年考核{of}已采用《{had}》；每类对象一年只有一份，《{title}》会在全年取代它",
            "{year} has “{had}” already for subjects of kind {of_en}; each kind has one rule set a year, and “{title}” would take its place for the whole year"
        ),
    );
    for lapse in bare {
        let (zh, en) = (&lapse.message.zh, &lapse.message.en);
        error = error.hint(text!("取代后 {zh}", "then {en}"));
    }
    if bare.iter().any(within) {
        error = error.hint(one_file());
    }
    error.hint(text!(
        "确要取代就加 --replace；先比较：yishi score compare --rules 办法.toml",
        "--replace takes its place; compare them first: yishi score compare --rules FILE.toml"
    ))
}

/// Days that neither the rules of a year nor those adopted for the years beside it count, and days
/// that two of them count: where the office changes its window.
pub(super) fn around(read: Read<'_>, year: i32, rules: &Rules) -> Result<Vec<Lapse>> {
    let adopted = |year: i32| -> Result<Option<Rules>> {
        let body = read.adopted(year, rules.subject)?;
        Ok(body.and_then(|(_, body)| Rules::parse(&body, None).ok()))
    };
    let (before, after) = (adopted(year - 1)?, adopted(year + 1)?);
    let before = before.iter().map(|r| (year - 1, r));
    let after = after.iter().map(|r| (year + 1, r));
    let all: Vec<(i32, &Rules)> = before.chain([(year, rules)]).chain(after).collect();
    Ok(beside(&all, year))
}

/// How clauses that change in the middle of a year are written.
fn one_file() -> Text {
    text!(
        "年中修订的，自施行之日采用：加 --from 2026-07-01",
        "rules amended in the middle of a year are adopted from their day on: --from 2026-07-01"
    )
}

/// Warns of days of the year on which the rules do not apply, and of those that two years count. The
/// rules that the year has can keep the days before; what lies between two years they cannot mend.
fn warn_of_bare(app: &mut App, bare: &[Lapse], has_rules: bool) -> Result<()> {
    let (mendable, other): (Vec<&Lapse>, Vec<&Lapse>) =
        bare.iter().partition(|l| has_rules && within(l));
    for lapse in &mendable {
        app.printer.warn(&lapse.message)?;
    }
    if !mendable.is_empty() {
        app.printer.warn(&one_file())?;
    }
    for lapse in other {
        app.printer.warn(&lapse.told())?;
    }
    Ok(())
}

/// Whether days of the year are left without rules, rather than counted by two years.
fn within(lapse: &Lapse) -> bool {
    lapse.code == "days_without_rules"
}
