//! `score rules`: start a rule set, check it, try it; list and show those adopted.

mod answers;
pub(super) mod merge;
mod new;

use super::{quoted, subject, too_fine, wrong, year};
use crate::cli::app::App;
use crate::cli::import::read_rules;
use crate::cli::typed::code;
use crate::error::{Error, Result};
use crate::lang::{Text, so_many};
use crate::model::code::Code;
use crate::model::near::nearest;
use crate::model::score::coverage::{Lapse, lapses, told_of, unheld};
use crate::model::score::example::{EXAMPLES, example};
use crate::model::score::guide;
use crate::model::score::rules::Whose;
use crate::model::score::{Known, Mistake, Reading, Rules};
use crate::out::{Format, score as view};
use crate::store::{Read, Store};
use crate::text;
use clap::{Args, Subcommand};
use serde_json::json;
use std::ops::RangeInclusive;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Verb {
    /// Start a rule set from questions, or from a published one
    New(Box<new::New>),
    /// Put rules amended in the middle of a year together with those in force until then
    Merge(merge::Merge),
    /// Check a rule file, or all rules adopted
    Check(Check),
    /// Try a rule file by the cases in it
    Test(Test),
    /// Tell how clauses and keys of a rule file are written
    Guide(Guide),
    /// List the rules adopted, year by year
    List(List),
    /// Show the text of rules adopted, or of a published set
    Show(Show),
}

#[derive(Debug, Args)]
pub struct Check {
    /// The rule file (else all rules adopted, and the years between them)
    #[arg(value_name = "FILE.toml")]
    file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Test {
    /// The rule file (else the rules adopted)
    #[arg(value_name = "FILE.toml")]
    file: Option<PathBuf>,
    /// The year whose adopted rules are tried (else the office's)
    #[arg(long, conflicts_with = "file")]
    year: Option<i32>,
}

#[derive(Debug, Args)]
pub struct Guide {
    /// Only what speaks of this word
    #[arg(value_name = "WORD")]
    word: Option<String>,
    /// The keys alone, as a list
    #[arg(long)]
    keys: bool,
}

#[derive(Debug, Args)]
pub struct List {
    /// List the published sets that come with the program
    #[arg(long)]
    examples: bool,
}

#[derive(Debug, Args)]
pub struct Show {
    /// A year, or the name of a published set (else the office's year)
    #[arg(value_name = "YEAR|NAME")]
    which: Option<String>,
    /// For whom: member, group, township, unit … (else the members')
    #[arg(long, value_parser = code::<Whose>)]
    subject: Option<Whose>,
}

pub fn run(app: &mut App, verb: Verb) -> Result<u8> {
    match verb {
        Verb::New(args) => new::run(app, &args),
        Verb::Merge(args) => merge::run(app, &args),
        Verb::Check(args) => check(app, &args),
        Verb::Test(args) => test(app, &args),
        Verb::Guide(args) => guide(app, &args),
        Verb::List(args) => list(app, &args),
        Verb::Show(args) => show(app, &args),
    }
}

/// The rules of a file, read against the office's words where there is an office.
pub(super) fn reading(name: &str, body: &str, store: Option<&Store>) -> Result<Reading> {
    let known = store.map(|s| s.read().known()).transpose()?;
    Rules::read(body, known.as_ref()).map_err(|m| wrong(&m, name))
}

/// The office's file, where there is one.
fn office(app: &mut App) -> Result<Option<Store>> {
    if app.path().exists() {
        app.open().map(Some)
    } else {
        Ok(None)
    }
}

/// What is amiss between the rules of a year and those adopted for the years before and after it:
/// days that no year counts, days that two count. Adopted rules that cannot be read say so elsewhere.
pub(super) fn beside(read: Read<'_>, (year, made): (i32, &Rules)) -> Result<Vec<Lapse>> {
    let mut kept = Vec::new();
    for near in [year - 1, year + 1] {
        let body = read.adopted(near, made.subject)?.map(|(_, body)| body);
        let rules = body.and_then(|body| Rules::parse(&body, None).ok());
        kept.extend(rules.map(|rules| (near, rules)));
    }
    let mut all: Vec<(i32, &Rules)> = kept.iter().map(|(year, rules)| (*year, rules)).collect();
    all.push((year, made));
    all.sort_by_key(|(year, _)| *year);
    let mut lapses = lapses(&all, RangeInclusive::new(1, 0));
    lapses.retain(|l| l.year >= year && l.code != "rules_not_in_force");
    Ok(lapses)
}

/// Warns of what changes nothing, and of words that the office's dictionaries do not have.
pub(super) fn doubts(app: &mut App, doubts: &[Mistake]) -> Result<()> {
    for doubt in doubts {
        app.printer.warn(&doubt.told())?;
    }
    Ok(())
}

/// The words of the dictionaries that doubts point to.
pub(super) fn listed(app: &mut App, words: &[Text]) -> Result<()> {
    words.iter().try_for_each(|words| app.printer.remark(words))
}

pub fn check(app: &mut App, args: &Check) -> Result<u8> {
    let Some(file) = &args.file else {
        return check_adopted(app);
    };
    let (name, body) = (file.display().to_string(), read_rules(file)?);
    let store = office(app)?;
    let reading = reading(&name, &body, store.as_ref())?;
    let found = reading.all_doubts();
    if app.printer.format() != Format::Json {
        let (found, words) = reading.doubts_told();
        doubts(app, &found)?;
        listed(app, &words)?;
    }
    let rules = &reading.rules;
    let (title, parts, items) = (&rules.title, rules.parts.len(), rules.items().count());
    let said: Text = text!(
        "《{title}》没有错误：{parts} 个部分，{items} 项",
        "“{title}” has no mistakes: {parts_en}, {items_en}",
        parts_en = so_many(&parts, "part", "parts"),
        items_en = so_many(&items, "item", "items")
    );
    let lang = app.printer.lang();
    app.printer.done(&said, || {
        let doubts = view::mistakes_json(&found, lang);
        json!({ "title": title, "parts": parts, "items": items, "mistakes": [], "doubts": doubts })
    })?;
    Ok(0)
}

/// The rules adopted for a year, as far as they can be read.
struct Edition {
    year: i32,
    whose: Whose,
    title: String,
    reading: std::result::Result<Reading, Vec<Mistake>>,
}

fn editions(read: Read<'_>) -> Result<Vec<Edition>> {
    let known: Known = read.known()?;
    let all = read.all_adopted()?.into_iter();
    let edition = |(year, whose, title, body): (i32, Whose, String, String)| Edition {
        year,
        whose,
        title,
        reading: Rules::read(&body, Some(&known)),
    };
    Ok(all.map(edition).collect())
}

/// The years that should have rules: from the first of the term, or from the first that has any, up
/// to the office's own.
fn wanted(read: Read<'_>, editions: &[Edition]) -> Result<RangeInclusive<i32>> {
    let first = editions.first().map(|e| e.year);
    let now = read.year()?.or(editions.last().map(|e| e.year));
    let Some(now) = now else {
        return Ok(RangeInclusive::new(1, 0));
    };
    let term = super::term(read, now)?;
    Ok(term.or(first).unwrap_or(now).min(now)..=now)
}

fn check_adopted(app: &mut App) -> Result<u8> {
    let store = app.open()?;
    let read = store.read();
    let editions = editions(read)?;
    // Members need rules in each year; what bodies have may come and go, but not overlap.
    let mut amiss = Vec::new();
    for whose in Whose::ALL {
        let sound: Vec<(i32, &Rules)> = editions
            .iter()
            .filter(|e| e.whose == *whose)
            .filter_map(|e| Some((e.year, &e.reading.as_ref().ok()?.rules)))
            .collect();
        let years = match whose {
            Whose::Member => wanted(read, &editions)?,
            _ => RangeInclusive::new(1, 0),
        };
        amiss.extend(lapses(&sound, years));
        for (year, rules) in &sound {
            if let Some(days) = rules.days_of(*year) {
                let held = read.meetings_held(days.from, days.to)?;
                amiss.extend(unheld(*year, rules, &held, app.today));
            }
        }
    }
    let lapses = amiss;
    let lang = app.printer.lang();
    let found = |e: &Edition| match &e.reading {
        Ok(reading) => (Vec::new(), reading.all_doubts()),
        Err(mistakes) => (mistakes.clone(), Vec::new()),
    };
    let mistaken = editions.iter().filter(|e| e.reading.is_err()).count();
    if app.printer.format() == Format::Json {
        let one = |e: &Edition| {
            let (mistakes, doubts) = found(e);
            let [mistakes, doubts] = [mistakes, doubts].map(|m| view::mistakes_json(&m, lang));
            json!({ "year": e.year, "title": e.title, "mistakes": mistakes, "doubts": doubts })
        };
        let years = lapses.iter().map(|l| {
            json!({ "code": l.code, "year": l.year, "message": l.message.pick(lang), "fix": l.fix.pick(lang) })
        });
        let years: Vec<_> = years.collect();
        let all: Vec<_> = editions.iter().map(one).collect();
        app.printer
            .json(&json!({ "editions": all, "years": years }))?;
    } else {
        let mut words: Vec<Text> = Vec::new();
        for edition in &editions {
            let (found, listed) = match &edition.reading {
                Ok(reading) => reading.doubts_told(),
                Err(mistakes) => (mistakes.clone(), Vec::new()),
            };
            for one in &found {
                app.printer.warn(&told_of(edition.year, one))?;
            }
            words.extend(listed);
        }
        words.dedup();
        listed(app, &words)?;
        for lapse in &lapses {
            app.printer.warn(&lapse.told())?;
        }
        let (all, amiss) = (editions.len(), lapses.len());
        app.printer.say(&text!(
            "采用的办法 {all} 份，有错误的 {mistaken} 份；年度之间的问题 {amiss} 处",
            "rules adopted: {all}, with mistakes: {mistaken}; amiss between the years: {amiss}"
        ))?;
    }
    Ok(u8::from(mistaken + lapses.len() > 0))
}

pub fn test(app: &mut App, args: &Test) -> Result<u8> {
    let (name, body) = match &args.file {
        Some(file) => (file.display().to_string(), read_rules(file)?),
        None => adopted(app, args.year, None)?,
    };
    let rules = reading(&name, &body, None)?.rules;
    let tried = rules.try_cases().map_err(too_fine)?;
    let failed = tried
        .iter()
        .filter(|(_, misses)| !misses.is_empty())
        .count();
    let all = tried.len();
    if app.printer.format() == Format::Json {
        app.printer.json(&view::cases_json(&tried))?;
    } else if all == 0 {
        app.printer.say(&text!(
            "{name} 里没有例子（[[case]]）",
            "{name} has no cases ([[case]])"
        ))?;
    } else {
        app.printer.grid(&view::cases(&rules.title, &tried))?;
    }
    app.printer.remark(&text!(
        "{all} 个例子，{failed} 个不符",
        "{many}, {failed} of them with another result",
        many = so_many(&all, "case", "cases")
    ))?;
    Ok(u8::from(failed > 0))
}

/// Title and text of the rules adopted for a year.
fn adopted(app: &mut App, asked: Option<i32>, asked_of: Option<Whose>) -> Result<(String, String)> {
    let store = app.open()?;
    let year = year(store.read(), asked)?;
    let read = store.read();
    let whose = subject(read, year, asked_of)?;
    read.adopted(year, whose)?
        .ok_or_else(|| no_rules(year, asked_of))
}

fn no_rules(year: i32, asked: Option<Whose>) -> Error {
    let message = super::subject::none_adopted(year, asked);
    Error::refused("no_rules", message).hint(text!(
        "看有哪些：yishi score rules list",
        "see which there are: yishi score rules list"
    ))
}

fn guide(app: &mut App, args: &Guide) -> Result<u8> {
    let lang = app.printer.lang();
    let guide = guide::Guide::about(args.word.as_deref());
    if guide.clauses.is_empty() && guide.keys.is_empty() {
        let word = args.word.as_deref().unwrap_or_default();
        let message = text!("没有讲到“{word}”的条文", "nothing speaks of `{word}`");
        return Err(Error::refused("not_found", message).hint(text!(
            "全部：yishi score rules guide",
            "all of it: yishi score rules guide"
        )));
    }
    match app.printer.format() {
        Format::Json => app.printer.json(&view::guide::json(&guide, lang))?,
        Format::Table if !args.keys => {
            app.printer
                .raw(view::guide::clauses(&guide, lang).as_bytes())?;
            if args.word.is_some() && !guide.keys.is_empty() {
                app.printer.raw(b"\n")?;
                app.printer.grid(&view::guide::keys(&guide.keys))?;
            }
        }
        _ => app.printer.grid(&view::guide::keys(&guide.keys))?,
    }
    let next = if args.keys {
        "yishi score rules check 办法.toml"
    } else {
        "yishi score rules guide --keys"
    };
    app.printer.next(&[next.to_owned()])?;
    Ok(0)
}

fn list(app: &mut App, args: &List) -> Result<u8> {
    if args.examples {
        let read =
            |(name, text): (&'static str, &str)| Some((name, Rules::parse(text, None).ok()?));
        let all: Vec<_> = EXAMPLES.into_iter().filter_map(read).collect();
        app.printer.grid(&view::rules::examples(&all))?;
        let next = "yishi score rules new --from tongcheng-2019";
        app.printer.next(&[next.to_owned()])?;
        return Ok(0);
    }
    let store = app.open()?;
    let editions = editions(store.read())?;
    let rows: Vec<_> = editions
        .iter()
        .map(|e| {
            let rules = e.reading.as_ref().ok().map(|r| &r.rules);
            (e.year, e.whose, e.title.as_str(), rules)
        })
        .collect();
    app.printer.grid(&view::rules::adopted(&rows))?;
    let next = match editions.last() {
        Some(last) => format!(
            "yishi score rules show {}{}",
            last.year,
            super::named(last.whose)
        ),
        None => "yishi score rules list --examples".to_owned(),
    };
    app.printer.next(&[next])?;
    Ok(0)
}

fn show(app: &mut App, args: &Show) -> Result<u8> {
    let which = args.which.as_deref().map(str::trim);
    let year = match which.map(str::parse::<i32>) {
        None => None,
        Some(Ok(year)) => Some(year),
        Some(Err(_)) => {
            let name = which.unwrap_or_default();
            let body = example(name).ok_or_else(|| no_example(name))?;
            return told(app, None, name, body);
        }
    };
    let (title, body) = adopted(app, year, args.subject)?;
    told(app, year, &title, &body)
}

fn told(app: &mut App, year: Option<i32>, title: &str, body: &str) -> Result<u8> {
    if app.printer.format() == Format::Json {
        app.printer
            .json(&json!({ "year": year, "title": title, "body": body }))?;
    } else {
        app.printer.raw(body.as_bytes())?;
    }
    Ok(0)
}

fn no_example(name: &str) -> Error {
    let names = EXAMPLES.map(|(n, _)| n);
    let near = nearest(name, names.iter().copied(), 1);
    let shown = near.first().map_or(names.join("、"), |n| (*n).to_owned());
    Error::refused(
        "not_found",
        text!(
            "没有名为“{name}”的公开办法",
            "there is no published set `{name}`"
        ),
    )
    .hint(text!("现有：{shown}", "there are: {shown}"))
    .hint(text!(
        "全部：yishi score rules list --examples",
        "all of them: yishi score rules list --examples"
    ))
}
