//! `score`: the year's duty scores, and where each point comes from.

mod adopt;
mod changes;
mod commend;
mod compare;
mod consequence;
mod copies;
mod days;
mod dossier;
mod explain;
mod ground;
mod history;
mod letter;
mod lift;
mod object;
pub(in crate::cli) mod publish;
mod rules;
mod ruling;
mod subject;

use explain::ahead;
pub use explain::explained;
pub use letter::Figures;
use subject::{members_scored, named, no_rules, no_weight, subject};

use super::app::App;
use super::import::read_rules;
use super::typed::{code, day};
use crate::error::{Error, Result};
use crate::lang::{Text, so_many};
use crate::model::fact::{Fact, Subject, Symbols};
use crate::model::filter;
use crate::model::score::contest::Contest;
use crate::model::score::rules::Whose;
use crate::model::score::{
    Belongs, Engine, Mistake, Ranking, Rules, Score, Strange, TooFine, Window,
};
use crate::out::{Format, Grid, score as view};
use crate::store::pool::MemberScores;
use crate::store::{Read, Store};
use crate::text;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Verb {
    /// Score all members and rank them
    Run(Run),
    /// Show where each point of one member comes from
    Explain(explain::Explain),
    /// Adopt rules for a year
    Adopt(adopt::Adopt),
    /// Rule sets: start one, check it, try it, list and show those adopted
    #[command(subcommand)]
    Rules(rules::Verb),
    /// Check a rule file
    #[command(hide = true)]
    Check(rules::Check),
    /// Try a rule file by the cases in it
    #[command(hide = true)]
    Test(rules::Test),
    /// Write the letters of result, as Word documents
    Letter(letter::Letter),
    /// Compare two rule sets, years, days, or published figures with today's
    Compare(compare::Compare),
    /// Publish a year's scores: from then on they stand
    Publish(publish::Publish),
    /// Show the published scores
    Published(publish::Published),
    /// Tell what differs from the published scores, and by which commands
    Changes(changes::Changes),
    /// Take an objection to a published score
    Object(object::Object),
    /// Decide an objection
    Decide(object::Decide),
    /// List the objections
    Objections(object::Objections),
    /// List what follows from scores and facts, and draft the letters
    Consequences(consequence::Consequences),
    /// Write down that the office takes a measure
    Impose(ruling::Impose),
    /// Write down that the office waives a measure
    Waive(ruling::Waive),
    /// Lift what the office decided, as after a review
    Lift(lift::Lifting),
    /// List what the office decided
    Rulings(ruling::Rulings),
    /// Write the lists for other departments and the members' units
    Copies(copies::Copies),
    /// List whom to commend, with the numbers that decide
    Commend(commend::Commend),
}

#[derive(Debug, Clone, Default, Args)]
pub struct Basis {
    /// The year (else the office's)
    #[arg(long)]
    year: Option<i32>,
    /// Whose scores, of the rules adopted: member, group, township, unit … (else the members')
    #[arg(long, value_parser = code::<Whose>, conflicts_with = "rules")]
    subject: Option<Whose>,
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

pub fn run(app: &mut App, verb: Verb) -> Result<u8> {
    match verb {
        Verb::Run(args) => all(app, &args),
        Verb::Explain(args) => explain::run(app, &args),
        Verb::Adopt(args) => adopt::run(app, &args),
        Verb::Rules(verb) => rules::run(app, verb),
        Verb::Check(args) => rules::check(app, &args),
        Verb::Test(args) => rules::test(app, &args),
        Verb::Letter(args) => letter::run(app, &args),
        Verb::Compare(args) => compare::run(app, &args),
        Verb::Publish(args) => publish::publish(app, &args),
        Verb::Published(args) => publish::published(app, &args),
        Verb::Changes(args) => changes::changes(app, &args),
        Verb::Object(args) => object::object(app, &args),
        Verb::Decide(args) => object::decide(app, &args),
        Verb::Objections(args) => object::list(app, &args),
        Verb::Consequences(args) => consequence::run(app, &args),
        Verb::Impose(args) => ruling::impose(app, &args),
        Verb::Waive(args) => ruling::waive(app, &args),
        Verb::Lift(args) => lift::run(app, &args),
        Verb::Rulings(args) => ruling::list(app, &args),
        Verb::Copies(args) => copies::run(app, &args),
        Verb::Commend(args) => commend::run(app, &args),
    }
}

/// The rules of a run: where they stand, and the year they are used for.
struct Chosen {
    engine: Engine,
    /// The rules as written.
    body: String,
    symbols: Symbols,
    window: Window,
    /// The day as of which is judged what is due: today, or an earlier day that is asked for.
    day: NaiveDate,
    year: i32,
    /// The year of duty in which the term began, where the office says its session.
    term: Option<i32>,
    strange: Vec<Strange>,
    /// The members' scores, where the rules of bodies count them.
    members: Option<MemberScores>,
    /// Attendances of which the rules want the half-days and nobody wrote them down.
    guessed: HashSet<i64>,
    /// Those who are ranked, once they are, where the rules have quotas.
    contest: Option<Contest>,
}

/// The year asked for, else the office's.
///
/// # Errors
/// `no_year`; the database's own failures.
pub fn year(read: Read<'_>, asked: Option<i32>) -> Result<i32> {
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
    let listed = mistakes.iter().filter(|m| m.code != "more").count();
    let over = listed < mistakes.len();
    let n = if over {
        format!("至少 {listed}")
    } else {
        listed.to_string()
    };
    let at_least = if over { "at least " } else { "" };
    let many = so_many(&listed, "mistake", "mistakes");
    let message = text!(
        "考核办法 {name} 有 {n} 处错误",
        "the rules {name} have {at_least}{many}"
    );
    Error::refused("bad_rules", message).mistaken(mistakes)
}

fn chosen(read: Read<'_>, basis: &Basis, today: NaiveDate) -> Result<Chosen> {
    let year = year(read, basis.year)?;
    let (name, body) = if let Some(path) = &basis.rules {
        (path.display().to_string(), read_rules(path)?)
    } else {
        let whose = subject(read, year, basis.subject)?;
        match read.adopted(year, whose)? {
            Some(adopted) => adopted,
            None => return Err(no_rules(read, year, basis.subject)?),
        }
    };
    let known = read.known()?;
    let reading = Rules::read(&body, Some(&known)).map_err(|m| wrong(&m, &name))?;
    let mut symbols = Symbols::default();
    let engine = reading.rules.compile(&mut symbols);
    let window = days::counted(engine.rules(), year, basis.as_of)?;
    if !engine.rules().weighs(year) {
        return Err(no_weight(&name, year));
    }
    let members = members_scored(read, (basis, today), engine.rules(), (year, window))?;
    Ok(Chosen {
        members,
        engine,
        body,
        symbols,
        window,
        day: basis.as_of.map_or(today, |day| day.min(today)),
        year,
        term: term(read, year)?,
        strange: reading.strange,
        guessed: HashSet::new(),
        contest: None,
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

/// Warns of records that do not count before someone confirms them.
fn warn_of_unconfirmed(app: &mut App, read: Read<'_>, window: Window) -> Result<()> {
    let open = read.records(&filter::parse(&["confirmed=no"]))?;
    let n = open.iter().filter(|r| window.holds(r.on)).count();
    if n == 0 {
        return Ok(());
    }
    app.printer.remark(&text!(
        "注意：{n} 条其他履职还没有确认，不计分；查看：yishi record list confirmed=no",
        "warning: {many} not confirmed and left out; see yishi record list confirmed=no",
        many = so_many(&n, "record is", "records are")
    ))
}

impl Basis {
    /// The options that name the same year and rules in a command to type next.
    fn options(&self, year: i32) -> String {
        let file = self.rules.as_ref();
        let subject = self.subject.map_or(String::new(), named);
        let rules = file.map_or(String::new(), |f| format!(" --rules {}", quoted(f)));
        let day = self
            .as_of
            .map_or(String::new(), |d| format!(" --as-of {d}"));
        format!("--year {year}{subject}{rules}{day}")
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
pub fn ranking(
    store: &Store,
    (basis, today): (&Basis, NaiveDate),
    typed: &[&String],
) -> Result<Grid> {
    let mut chosen = chosen(store.read(), basis, today)?;
    let scores = tallied(store.read(), &mut chosen)?;
    let rules = chosen.engine.rules();
    let mut grid = view::run(&scores, rules, chosen.year, typed);
    for note in view::quota::notes(rules, &scores, chosen.contest.as_ref()) {
        grid.note(note);
    }
    Ok(grid)
}

fn all(app: &mut App, args: &Run) -> Result<u8> {
    let store = app.open()?;
    let typed: Vec<&String> = args.terms.iter().chain(&args.r#where).collect();
    let terms = filter::parse(&typed);
    let mut chosen = chosen(store.read(), &args.basis, app.today)?;
    warn_of(app, &chosen.strange)?;
    days::remark(app, &chosen)?;
    let read = store.read();
    let mut scores = tallied(read, &mut chosen)?;
    let differing = changes::differing(
        read,
        &args.basis,
        (chosen.year, chosen.engine.rules().subject),
        &scores,
    )?;
    warn_of_guesses(app, chosen.guessed.len())?;
    if chosen.engine.rules().confirmed {
        warn_of_unconfirmed(app, read, chosen.window)?;
    }
    if !terms.is_empty() && chosen.engine.rules().subject != Whose::Member {
        let fits = |s: &Score| typed.iter().all(|t| s.name.contains(t.as_str()));
        scores.retain(fits);
    } else if !terms.is_empty() {
        let kept: HashSet<String> = read
            .members_on(&terms, chosen.window.to)?
            .into_iter()
            .map(|m| m.no)
            .collect();
        scores.retain(|s| kept.contains(&s.no));
    }
    let rules = chosen.engine.rules();
    days::bare(app, read, &chosen, &args.basis)?;
    if app.printer.format() == Format::Json {
        let mut list = view::run_json(&scores);
        view::quota::told(&mut list, rules, &scores, chosen.contest.as_ref());
        app.printer.json(&list)?;
    } else {
        let mut grid = view::run(&scores, rules, chosen.year, &typed);
        for note in view::quota::notes(rules, &scores, chosen.contest.as_ref()) {
            grid.note(note);
        }
        app.printer.grid(&grid)?;
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
    changes::remark(app, differing.as_ref())?;
    Ok(0)
}

/// Every member's score, best first; who is not ranked comes last.
fn tallied(read: Read<'_>, chosen: &mut Chosen) -> Result<Vec<Score>> {
    let bodies = bodies(read, &chosen.engine, &mut chosen.symbols)?;
    let (engine, window, term) = (&chosen.engine, chosen.window, chosen.term);
    let day = chosen.day;
    let whose = engine.rules().subject;
    let begin = || Ranking::new(engine, window, term).on(day).among(&bodies);
    let add = |ranking: &mut Ranking<'_>, subject: &Subject, facts: &[Fact]| {
        ranking.add(subject, facts).map_err(too_fine)
    };
    let ranking = if whose == Whose::Member {
        let made = read.facts_apart(&mut chosen.symbols, begin, add)?;
        made.into_iter().fold(begin(), Ranking::and)
    } else {
        let mut ranking = begin();
        for body in read.pooled(whose, chosen.members.as_ref(), &mut chosen.symbols)? {
            add(&mut ranking, &body.subject, &body.facts)?;
        }
        ranking
    };
    chosen.guessed.extend(ranking.guessed());
    let asked = engine.rules().bodies_asked();
    let contest = ranking.contest();
    chosen.contest = contest.map(|c| c.named(&asked, &chosen.symbols));
    Ok(ranking.settle())
}

/// The bodies within which quotas and bands of the rules are reckoned.
fn bodies(read: Read<'_>, engine: &Engine, symbols: &mut Symbols) -> Result<Belongs> {
    let mut belongs = Belongs::default();
    if engine.rules().subject == Whose::Member {
        for of in engine.rules().bodies_asked() {
            if let Some(dict) = of.dict() {
                belongs.add(of, read.belongs(dict, symbols)?);
            }
        }
    }
    Ok(belongs)
}

fn too_fine(fine: TooFine) -> Error {
    Error::refused("too_fine", fine.text())
}

/// Runs over all whom a rule set scores, each with the facts that count.
fn scored(
    read: Read<'_>,
    whose: Whose,
    members: Option<&MemberScores>,
    symbols: &mut Symbols,
    mut each: impl FnMut(&Subject, &[Fact]) -> Result<()>,
) -> Result<()> {
    if whose == Whose::Member {
        return read.facts(symbols, each);
    }
    for body in read.pooled(whose, members, symbols)? {
        each(&body.subject, &body.facts)?;
    }
    Ok(())
}

/// A file's name as a shell takes it.
fn quoted(file: &Path) -> String {
    super::quoted(&file.display().to_string())
}
