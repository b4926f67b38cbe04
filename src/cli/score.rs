//! `score`: the year's duty scores, and where each point comes from.

mod compare;
mod object;
mod publish;

use super::app::{App, Writing};
use super::import::read_text;
use super::typed::day;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::fact::{Fact, Subject, Symbols};
use crate::model::filter;
use crate::model::score::rules::Whose;
use crate::model::score::{
    Engine, Mistake, Ranking, Reading, Rules, Score, Strange, TooFine, Window,
};
use crate::out::{Format, Grid, score as view};
use crate::store::{Read, Store};
use crate::text;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::json;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

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
    /// Try a rule file by the cases in it
    Test(Check),
    /// Compare two rule sets, years, days, or published figures with today's
    Compare(compare::Compare),
    /// Publish a year's scores: from then on they stand
    Publish(publish::Publish),
    /// Show the published scores
    Published(publish::Published),
    /// Tell what differs from the published scores, and by which commands
    Changes(publish::Changes),
    /// Take an objection to a published score
    Object(object::Object),
    /// Decide an objection
    Decide(object::Decide),
    /// List the objections
    Objections(object::Objections),
}

#[derive(Debug, Clone, Default, Args)]
pub struct Basis {
    /// The year (else the office's)
    #[arg(long)]
    year: Option<i32>,
    /// A rule file (else the rules adopted for the year)
    #[arg(long, value_name = "FILE.toml")]
    rules: Option<PathBuf>,
    /// Only what happened up to this day, as for a half-year
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<NaiveDate>,
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
        Verb::Test(args) => test(app, &args),
        Verb::Compare(args) => compare::run(app, &args),
        Verb::Publish(args) => publish::publish(app, &args),
        Verb::Published(args) => publish::published(app, &args),
        Verb::Changes(args) => publish::changes(app, &args),
        Verb::Object(args) => object::object(app, &args),
        Verb::Decide(args) => object::decide(app, &args),
        Verb::Objections(args) => object::list(app, &args),
    }
}

/// The rules of a run: where they stand, and the year they are used for.
struct Chosen {
    engine: Engine,
    /// The rules as written.
    body: String,
    symbols: Symbols,
    window: Window,
    year: i32,
    /// The year of duty in which the term began, where the office says its session.
    term: Option<i32>,
    strange: Vec<Strange>,
    /// Attendances of which the rules want the half-days and nobody wrote them down.
    guessed: HashSet<i64>,
}

fn year(read: Read<'_>, asked: Option<i32>) -> Result<i32> {
    match asked {
        Some(year) => Ok(year),
        None => read.year()?.ok_or_else(|| {
            Error::usage("no_year", text!("没有说明年度", "no year was given")).hint(text!(
                "用 --year 写明，或用 yishi config year 2026 设定",
                "give --year, or set it with yishi config year 2026"
            ))
        }),
    }
}

fn wrong(mistakes: &[Mistake], name: &str) -> Error {
    let n = mistakes.len();
    let message = text!(
        "考核办法 {name} 有 {n} 处错误",
        "the rules {name} have {n} mistakes"
    );
    Error::refused("bad_rules", message).mistaken(mistakes)
}

fn chosen(read: Read<'_>, basis: &Basis) -> Result<Chosen> {
    let year = year(read, basis.year)?;
    let (name, body) = match &basis.rules {
        Some(path) => (path.display().to_string(), read_text(path)?),
        None => read.adopted(year)?.ok_or_else(|| {
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
    let known = read.known()?;
    let reading = Rules::read(&body, Some(&known)).map_err(|m| wrong(&m, &name))?;
    let mut symbols = Symbols::default();
    let engine = reading.rules.compile(&mut symbols);
    let window = engine.window(year);
    let window = window.and_then(|w| w.within(None, basis.as_of));
    let window = window.ok_or_else(|| {
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
        body,
        symbols,
        window,
        year,
        term: term(read, year)?,
        strange: reading.strange,
        guessed: HashSet::new(),
    })
}

/// The year in which the term of `year` began: sessions of a term follow each other year by year.
fn term(read: Read<'_>, year: i32) -> Result<Option<i32>> {
    let now = read.session()?.zip(read.year()?);
    Ok(now.map(|(session, office_year)| {
        let first = office_year - i32::from(session.session) + 1;
        if year < first { year } else { first }
    }))
}

/// How many strange words a warning names.
const NAMED: usize = 6;

/// Warns of words that the office does not have: what asks for them never counts.
fn warn_of(app: &mut App, strange: &[Strange]) -> Result<()> {
    let mut told: Vec<Text> = Vec::new();
    for text in strange.iter().map(Strange::told) {
        if !told.contains(&text) {
            told.push(text);
        }
    }
    if told.is_empty() {
        return Ok(());
    }
    let more = told.len().saturating_sub(NAMED);
    let list = |side: fn(&Text) -> &str, comma: &str| {
        told.iter()
            .take(NAMED)
            .map(side)
            .collect::<Vec<_>>()
            .join(comma)
    };
    let (zh, en) = (list(|t| &t.zh, "、"), list(|t| &t.en, ", "));
    let (more_zh, more_en) = if more == 0 {
        (String::new(), String::new())
    } else {
        (format!("等，另有 {more} 个"), format!(" and {more} more"))
    };
    app.printer.remark(&text!(
        "注意：办法用到本机关没有的词，有关条款不会计分：{zh}{more_zh}",
        "warning: the rules use words that the office does not have, which never count: {en}{more_en}"
    ))
}

/// Warns of part attendance that counts as the whole meeting because nobody wrote its half-days down.
fn warn_of_guesses(app: &mut App, n: usize) -> Result<()> {
    if n == 0 {
        return Ok(());
    }
    app.printer.remark(&text!(
        "注意：{n} 条“部分出席”没有登记半天数，按全程计；补登：yishi meeting attend 会议 委员 --status 部分出席 --halves 1",
        "warning: {n} attended in part with no half-days recorded, counted as the whole meeting; record them: yishi meeting attend MEETING MEMBER --status partial --halves 1"
    ))
}

impl Basis {
    /// The options that name the same year and rules in a command to type next.
    fn options(&self, year: i32) -> String {
        let file = self.rules.as_ref();
        let rules = file.map_or(String::new(), |f| format!(" --rules {}", quoted(f)));
        let day = self
            .as_of
            .map_or(String::new(), |d| format!(" --as-of {d}"));
        format!("--year {year}{rules}{day}")
    }

    /// The rules adopted for a year.
    pub fn adopted(year: i32) -> Basis {
        Basis {
            year: Some(year),
            ..Basis::default()
        }
    }
}

/// The ranking of all members, or of those who fit.
pub fn ranking(store: &Store, basis: &Basis, typed: &[&String]) -> Result<Grid> {
    let mut chosen = chosen(store.read(), basis)?;
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
    let mut chosen = chosen(store.read(), &args.basis)?;
    warn_of(app, &chosen.strange)?;
    let read = store.read();
    let mut scores = tallied(read, &mut chosen)?;
    let differing = publish::differing(read, &args.basis, chosen.year, &scores)?;
    warn_of_guesses(app, chosen.guessed.len())?;
    if !terms.is_empty() && chosen.engine.rules().subject != Whose::Member {
        let fits = |s: &Score| typed.iter().all(|t| s.name.contains(t.as_str()));
        scores.retain(fits);
    } else if !terms.is_empty() {
        let kept: HashSet<String> = read.members(&terms)?.into_iter().map(|m| m.no).collect();
        scores.retain(|s| kept.contains(&s.no));
    }
    let rules = chosen.engine.rules();
    if app.printer.format() == Format::Json {
        app.printer.json(&view::run_json(&scores))?;
    } else {
        app.printer
            .grid(&view::run(&scores, rules, chosen.year, &typed))?;
        if let Some(first) = scores.first() {
            let no = super::quoted(&first.no);
            let options = args.basis.options(chosen.year);
            let mut next = vec![format!("yishi score explain {no} {options}")];
            if let Some(file) = &args.basis.rules {
                let (file, year) = (quoted(file), chosen.year);
                next.push(format!("yishi score adopt {file} --year {year}"));
            }
            app.printer.next(&next)?;
        }
    }
    publish::remark(app, differing.as_ref())?;
    Ok(0)
}

/// Every member's score, best first; who is not ranked comes last.
fn tallied(read: Read<'_>, chosen: &mut Chosen) -> Result<Vec<Score>> {
    let Chosen {
        engine, symbols, ..
    } = chosen;
    let whose = engine.rules().subject;
    let begin = || Ranking::new(engine, chosen.window, chosen.term);
    let add = |ranking: &mut Ranking<'_>, subject: &Subject, facts: &[Fact]| {
        ranking.add(subject, facts).map_err(too_fine)
    };
    let ranking = if whose == Whose::Member {
        let made = read.facts_apart(symbols, begin, add)?;
        made.into_iter().fold(begin(), Ranking::and)
    } else {
        let mut ranking = begin();
        for body in read.pooled(whose, symbols)? {
            add(&mut ranking, &body.subject, &body.facts)?;
        }
        ranking
    };
    chosen.guessed.extend(ranking.guessed());
    Ok(ranking.settle())
}

fn too_fine(fine: TooFine) -> Error {
    Error::refused("too_fine", fine.text())
}

/// Runs over all whom a rule set scores, each with the facts that count.
fn scored(
    read: Read<'_>,
    whose: Whose,
    symbols: &mut Symbols,
    mut each: impl FnMut(&Subject, &[Fact]) -> Result<()>,
) -> Result<()> {
    if whose == Whose::Member {
        return read.facts(symbols, each);
    }
    for body in read.pooled(whose, symbols)? {
        each(&body.subject, &body.facts)?;
    }
    Ok(())
}

fn explain(app: &mut App, args: &Explain) -> Result<u8> {
    let store = app.open()?;
    explained(app, &store, &args.member, &args.basis)?;
    let year = year(store.read(), args.basis.year)?;
    let options = args.basis.options(year);
    app.printer.next(&[format!("yishi score run {options}")])?;
    Ok(0)
}

/// Prints where each point of one member comes from.
pub fn explained(app: &mut App, store: &Store, member: &str, basis: &Basis) -> Result<()> {
    let read = store.read();
    let mut chosen = chosen(store.read(), basis)?;
    let whose = chosen.engine.rules().subject;
    let (subject, facts) = if whose == Whose::Member {
        let id = read.find_member(member)?;
        let Some(found) = read.facts_of(id, &mut chosen.symbols)? else {
            return Ok(());
        };
        found
    } else {
        let body = read.body(whose, member, &mut chosen.symbols)?;
        (body.subject, body.facts)
    };
    warn_of(app, &chosen.strange)?;
    let mut explanation = chosen
        .engine
        .run(chosen.window)
        .of_term(chosen.term)
        .explain(&subject, &facts)
        .map_err(too_fine)?;
    let quotas = chosen
        .engine
        .rules()
        .grades
        .iter()
        .any(|g| g.quota.is_some());
    if quotas && !explanation.tally.unranked {
        // Who has a grade of which there are only so many is decided among all.
        let all = tallied(read, &mut chosen)?;
        let mine = all.into_iter().find(|s| s.no == explanation.no);
        explanation.award(mine.and_then(|s| s.grade));
    }
    let published = publish::published_of(read, basis, chosen.year, &explanation)?;
    if let Some(told) = published {
        app.printer.remark(&told)?;
    }
    let mut places = view::Places::new();
    for fact in explanation
        .parts
        .iter()
        .flat_map(|p| &p.lines)
        .flat_map(|l| &l.facts)
    {
        let place = read.place(fact.what, fact.row)?;
        let (no, title, state) = (&place.reference, &place.title, &place.state);
        let mut shown = view::place(fact.what, no, title, state, place.source);
        shown.who = place.who.filter(|_| whose != Whose::Member);
        places.insert((fact.what, fact.row), shown);
    }
    app.printer
        .page(&view::explain(&explanation, chosen.year, &places), || {
            view::explain_json(&explanation, &places)
        })
}

/// The rules of a file, read against the office's words where there is an office.
fn reading(name: &str, body: &str, store: Option<&Store>) -> Result<Reading> {
    let known = store.map(|s| s.read().known()).transpose()?;
    Rules::read(body, known.as_ref()).map_err(|m| wrong(&m, name))
}

fn adopt(app: &mut App, args: &Adopt) -> Result<u8> {
    let mut store = app.open()?;
    let year = year(store.read(), args.year)?;
    let (name, body) = (args.file.display().to_string(), read_text(&args.file)?);
    let reading = reading(&name, &body, Some(&store))?;
    doubts(app, &reading.all_doubts())?;
    let title = reading.rules.title;
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

/// Warns of what changes nothing, and of words that the office's dictionaries do not have.
fn doubts(app: &mut App, doubts: &[Mistake]) -> Result<()> {
    for doubt in doubts {
        app.printer.warn(&doubt.told())?;
    }
    Ok(())
}

fn check(app: &mut App, args: &Check) -> Result<u8> {
    let (name, body) = (args.file.display().to_string(), read_text(&args.file)?);
    let store = if app.path().exists() {
        Some(app.open()?)
    } else {
        None
    };
    let reading = reading(&name, &body, store.as_ref())?;
    let found = reading.all_doubts();
    if app.printer.format() != Format::Json {
        doubts(app, &found)?;
    }
    let rules = &reading.rules;
    let (title, parts, items) = (&rules.title, rules.parts.len(), rules.items().count());
    let said: Text = text!(
        "《{title}》没有错误：{parts} 个部分，{items} 项",
        "“{title}” has no mistakes: {parts} parts, {items} items"
    );
    let lang = app.printer.lang();
    app.printer.done(&said, || {
        let doubts = view::mistakes_json(&found, lang);
        json!({ "title": title, "parts": parts, "items": items, "mistakes": [], "doubts": doubts })
    })?;
    Ok(0)
}

fn test(app: &mut App, args: &Check) -> Result<u8> {
    let (name, body) = (args.file.display().to_string(), read_text(&args.file)?);
    let rules = reading(&name, &body, None)?.rules;
    let mut tried = Vec::new();
    for case in &rules.cases {
        let misses = case.misses(&rules);
        let misses = misses.map_err(too_fine)?;
        tried.push((case, misses));
    }
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
        "{all} cases, {failed} come out otherwise"
    ))?;
    Ok(u8::from(failed > 0))
}

/// A file's name as a shell takes it.
fn quoted(file: &Path) -> String {
    super::quoted(&file.display().to_string())
}
