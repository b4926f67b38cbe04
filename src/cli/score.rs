//! `score`: the year's duty scores, and where each point comes from.

use super::app::{App, Writing};
use super::import::read_text;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::fact::Symbols;
use crate::model::filter;
use crate::model::score::{Engine, Mistake, Rules, Window, rank};
use crate::out::{Grid, score as view};
use crate::store::{Read, Store};
use crate::text;
use clap::{Args, Subcommand};
use std::collections::HashSet;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Verb {
    /// Score all members and rank them
    Run(Run),
    /// Show where each point of one member comes from
    Explain(Explain),
    /// Adopt rules for a year
    Adopt(Adopt),
    /// Check a rule file
    Check(Check),
}

#[derive(Debug, Args)]
pub struct Basis {
    /// The year (else the office's)
    #[arg(long)]
    year: Option<i32>,
    /// A rule file (else the rules adopted for the year)
    #[arg(long, value_name = "FILE.toml")]
    rules: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Run {
    /// Only members that fit, ranked among all: sector=教育界, or words
    #[arg(value_name = "TERM")]
    terms: Vec<String>,
    /// The same, as one argument
    #[arg(long = "where", value_name = "TERMS")]
    r#where: Vec<String>,
    #[command(flatten)]
    basis: Basis,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// Number, name, other name or pinyin initials
    #[arg(value_name = "MEMBER")]
    member: String,
    #[command(flatten)]
    basis: Basis,
}

#[derive(Debug, Args)]
pub struct Adopt {
    /// The rule file
    #[arg(value_name = "FILE.toml")]
    file: PathBuf,
    /// The year (else the office's)
    #[arg(long)]
    year: Option<i32>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Check {
    /// The rule file
    #[arg(value_name = "FILE.toml")]
    file: PathBuf,
}

pub fn run(app: &mut App, verb: Verb) -> Result<u8> {
    match verb {
        Verb::Run(args) => all(app, &args),
        Verb::Explain(args) => explain(app, &args),
        Verb::Adopt(args) => adopt(app, &args),
        Verb::Check(args) => check(app, &args),
    }
}

/// The rules of a run: where they stand, and the year they are used for.
struct Chosen {
    engine: Engine,
    symbols: Symbols,
    window: Window,
    year: i32,
}

fn year(store: &Store, asked: Option<i32>) -> Result<i32> {
    match asked {
        Some(year) => Ok(year),
        None => store.read().year()?.ok_or_else(|| {
            Error::usage("no_year", text!("没有说明年度", "no year was given")).hint(text!(
                "用 --year 写明，或用 yishi config year 2026 设定",
                "give --year, or set it with yishi config year 2026"
            ))
        }),
    }
}

fn wrong(mistakes: &[Mistake], name: &str) -> Error {
    let n = mistakes.len();
    let mut error = Error::refused(
        "bad_rules",
        text!(
            "考核办法 {name} 有 {n} 处错误",
            "the rules {name} have {n} mistakes"
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

fn chosen(store: &Store, basis: &Basis) -> Result<Chosen> {
    let year = year(store, basis.year)?;
    let (name, body) = match &basis.rules {
        Some(path) => (path.display().to_string(), read_text(path)?),
        None => store.read().adopted(year)?.ok_or_else(|| {
            Error::refused(
                "no_rules",
                text!(
                    "{year} 年还没有采用考核办法",
                    "no rules are adopted for {year}"
                ),
            )
            .hint(text!(
                "试用一份：--rules examples/rules/tongcheng-2019.toml",
                "try a set: --rules examples/rules/tongcheng-2019.toml"
            ))
            .hint(text!(
                "正式采用：yishi score adopt 办法.toml --year {year}",
                "adopt one: yishi score adopt FILE.toml --year {year}"
            ))
        })?,
    };
    let rules = Rules::parse(&body, None).map_err(|m| wrong(&m, &name))?;
    let mut symbols = Symbols::default();
    let engine = rules.compile(&mut symbols);
    let window = engine.window(year).ok_or_else(|| {
        Error::refused(
            "rules_not_in_force",
            text!(
                "{name} 在 {year} 年不适用",
                "{name} does not apply in {year}"
            ),
        )
        .hint(text!(
            "查看办法中的 from 与 until，或换一个 --year",
            "see from and until in the rules, or take another --year"
        ))
    })?;
    Ok(Chosen {
        engine,
        symbols,
        window,
        year,
    })
}

impl Basis {
    /// The rules adopted for a year.
    pub fn adopted(year: i32) -> Basis {
        Basis {
            year: Some(year),
            rules: None,
        }
    }
}

/// The ranking of all members, or of those who fit.
pub fn ranking(store: &Store, basis: &Basis, typed: &[&String]) -> Result<Grid> {
    let mut chosen = chosen(store, basis)?;
    let scores = tallied(store.read(), &mut chosen)?;
    Ok(view::run(
        &scores,
        chosen.engine.rules(),
        chosen.year,
        typed,
    ))
}

fn all(app: &mut App, args: &Run) -> Result<u8> {
    let store = app.open()?;
    let typed: Vec<&String> = args.terms.iter().chain(&args.r#where).collect();
    let terms = filter::parse(&typed);
    let mut chosen = chosen(&store, &args.basis)?;
    let read = store.read();
    let mut scores = tallied(read, &mut chosen)?;
    if !terms.is_empty() {
        let kept: HashSet<String> = read.members(&terms)?.into_iter().map(|m| m.no).collect();
        scores.retain(|s| kept.contains(&s.no));
    }
    let rules = chosen.engine.rules();
    if app.printer.format() == crate::out::Format::Json {
        app.printer.json(&view::run_json(&scores))?;
    } else {
        app.printer
            .grid(&view::run(&scores, rules, chosen.year, &typed))?;
        if let Some(first) = scores.first() {
            let (no, year) = (&first.no, chosen.year);
            let rules = args
                .basis
                .rules
                .as_ref()
                .map(|r| format!(" --rules {}", r.display()));
            let rules = rules.unwrap_or_default();
            app.printer
                .next(&[format!("yishi score explain {no} --year {year}{rules}")])?;
        }
    }
    Ok(0)
}

/// Every member's score, best first; who is not ranked comes last.
fn tallied(read: Read<'_>, chosen: &mut Chosen) -> Result<Vec<view::Score>> {
    let mut scores = Vec::new();
    let mut totals = Vec::new();
    let engine = &chosen.engine;
    let mut run = engine.run(chosen.window);
    read.facts(&mut chosen.symbols, |subject, facts| {
        let tally = run
            .tally(subject, facts)
            .map_err(|fine| Error::refused("too_fine", fine.text()))?;
        totals.push(tally.in_office.then_some(tally.total));
        scores.push(view::Score {
            no: subject.no.clone(),
            name: subject.name.clone(),
            rank: None,
            total: tally.total,
            grade: tally
                .in_office
                .then(|| engine.grade(tally.total).map(|g| g.name.clone()))
                .flatten(),
            parts: engine
                .part_points(&tally)
                .map(|(code, points)| (code.to_owned(), points))
                .collect(),
        });
        Ok(())
    })?;
    for (score, rank) in scores.iter_mut().zip(rank(&totals)) {
        score.rank = rank;
    }
    scores.sort_by_key(|a| (a.rank.is_none(), a.rank));
    Ok(scores)
}

fn explain(app: &mut App, args: &Explain) -> Result<u8> {
    let store = app.open()?;
    explained(app, &store, &args.member, &args.basis)?;
    Ok(0)
}

/// Prints where each point of one member comes from.
pub fn explained(app: &mut App, store: &Store, member: &str, basis: &Basis) -> Result<()> {
    let read = store.read();
    let id = read.find_member(member)?;
    let mut chosen = chosen(store, basis)?;
    let Some((subject, facts)) = read.facts_of(id, &mut chosen.symbols)? else {
        return Ok(());
    };
    let explanation = chosen
        .engine
        .run(chosen.window)
        .explain(&subject, &facts)
        .map_err(|fine| Error::refused("too_fine", fine.text()))?;
    let mut places = view::Places::new();
    for fact in explanation
        .parts
        .iter()
        .flat_map(|p| &p.lines)
        .flat_map(|l| &l.facts)
    {
        let place = read.place(fact.what, fact.row)?;
        places.insert(
            (fact.what, fact.row),
            view::place(
                fact.what,
                &place.reference,
                &place.title,
                &place.state,
                place.source,
            ),
        );
    }
    app.printer
        .page(&view::explain(&explanation, chosen.year, &places), || {
            view::explain_json(&explanation, &places)
        })
}

fn adopt(app: &mut App, args: &Adopt) -> Result<u8> {
    let mut store = app.open()?;
    let year = year(&store, args.year)?;
    let (name, body) = (args.file.display().to_string(), read_text(&args.file)?);
    let rules = Rules::parse(&body, None).map_err(|m| wrong(&m, &name))?;
    doubts(app, &store, &body)?;
    let title = rules.title.clone();
    let said = text!("{year} 年采用《{title}》", "adopted “{title}” for {year}");
    let outcome = store.write(
        &app.command(&args.writing),
        |tx| tx.adopt(year, &title, &body),
        |_| said.clone(),
    )?;
    app.told(
        &args.writing,
        &outcome,
        &said,
        &[format!("yishi score run --year {year}")],
    )
}

/// Words of a rule file that the office's dictionaries do not have: they can never count.
fn doubts(app: &mut App, store: &Store, body: &str) -> Result<()> {
    if let Err(mistakes) = Rules::parse(body, Some(&store.read().known()?)) {
        for m in mistakes {
            let (line, zh, en) = (m.line, m.message.zh, m.message.en);
            app.printer
                .warn(&text!("第 {line} 行：{zh}", "line {line}: {en}"))?;
        }
    }
    Ok(())
}

fn check(app: &mut App, args: &Check) -> Result<u8> {
    let (name, body) = (args.file.display().to_string(), read_text(&args.file)?);
    let rules = Rules::parse(&body, None).map_err(|m| wrong(&m, &name))?;
    if app.path().exists() {
        let store = app.open()?;
        doubts(app, &store, &body)?;
    }
    let (title, parts, items) = (&rules.title, rules.parts.len(), rules.items().count());
    let said: Text = text!(
        "《{title}》没有错误：{parts} 个部分，{items} 项",
        "“{title}” has no mistakes: {parts} parts, {items} items"
    );
    app.printer.done(
        &said,
        || serde_json::json!({ "title": title, "parts": parts, "items": items, "mistakes": [] }),
    )?;
    Ok(0)
}
