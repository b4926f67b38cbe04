//! `appraisal`: democratic appraisal of units (民主评议) and reports on duty (述职评议).

mod ballot;
mod choose;
mod publish;
mod tally;

use super::app::{App, Writing};
use super::import::read_text;
use super::quoted;
use super::score::year;
use super::typed::filled;
use crate::error::{Error, Result};
use crate::lang::{Lang, Text, so_many};
use crate::model::appraisal::book::Appraisal;
use crate::model::appraisal::{DUTY, DUTY_EN, Scheme, UNIT, UNIT_EN};
use crate::model::when::When;
use crate::out::{Format, appraisal as view};
use crate::store::Tx;
use crate::store::appraisal::Draft;
use crate::text;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Verb {
    /// List the appraisals
    List(List),
    /// Show one with groups, subjects, ballots and results
    Show(Show),
    /// Add an appraisal of a year
    Add(Add),
    /// Change title, scheme or note
    Edit(Edit),
    /// Cancel an appraisal that was entered by mistake
    Remove(Remove),
    /// Print a scheme: of an appraisal, or one that comes with the program
    Scheme(SchemeArgs),
    /// Propose whom to appraise: who never was, then who was longest ago
    Draw(choose::Draw),
    /// Choose whom it is about
    Choose(choose::Choose),
    /// Take someone out
    Drop(choose::Drop),
    /// Make a group, its leader, and whom it goes to
    Group(choose::Group),
    /// Record that a report was given or an appraisal held
    Hold(choose::Hold),
    /// Enter the count of ballots
    Ballot(ballot::BallotArgs),
    /// Rank by the ballots, with the numbers that decide
    Rank(Rank),
    /// Publish the results: from then on they stand
    Publish(publish::Publish),
}

#[derive(Debug, Args)]
pub struct List {
    /// Only of this year
    #[arg(long)]
    year: Option<i32>,
}

#[derive(Debug, Args)]
pub struct Show {
    /// Number of the appraisal
    #[arg(value_name = "NO")]
    appraisal: String,
    /// Only who has not reported or been counted yet
    #[arg(long)]
    open: bool,
    /// An edition of the results as it was published
    #[arg(long, value_name = "N", conflicts_with = "open")]
    edition: Option<i64>,
}

#[derive(Debug, Args)]
#[command(after_help = "yishi appraisal add --kind 民主评议 --year 2026
yishi appraisal add --kind 述职评议 --rules 述职办法.toml")]
pub struct Add {
    /// Kind, such as 民主评议 or 述职评议
    #[arg(long, value_name = "WORD")]
    kind: String,
    /// The year (else the office's)
    #[arg(long)]
    year: Option<i32>,
    /// Number (else year and count, such as 2026-1)
    #[arg(long, value_parser = filled)]
    no: Option<String>,
    #[command(flatten)]
    details: Details,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Details {
    /// Title
    #[arg(long, value_parser = filled)]
    title: Option<String>,
    /// The scheme: options, criteria, ties, quorum (add: else one that comes with the program)
    #[arg(long, value_name = "FILE.toml")]
    rules: Option<PathBuf>,
    /// Note
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

#[derive(Debug, Args)]
pub struct Edit {
    /// Number of the appraisal
    #[arg(value_name = "NO")]
    appraisal: String,
    #[command(flatten)]
    details: Details,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Remove {
    /// Number of the appraisal
    #[arg(value_name = "NO")]
    appraisal: String,
    /// Why
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct SchemeArgs {
    /// Number of the appraisal, or unit, duty: those of the program
    #[arg(value_name = "NO", default_value = "unit")]
    appraisal: String,
}

#[derive(Debug, Args)]
pub struct Rank {
    /// Number of the appraisal
    #[arg(value_name = "NO")]
    appraisal: String,
}

pub fn run(app: &mut App, verb: Verb) -> Result<u8> {
    match verb {
        Verb::List(args) => list(app, &args),
        Verb::Show(args) => show(app, &args),
        Verb::Add(args) => add(app, &args),
        Verb::Edit(args) => edit(app, &args),
        Verb::Remove(args) => remove(app, &args),
        Verb::Scheme(args) => scheme(app, &args),
        Verb::Draw(args) => choose::draw(app, &args),
        Verb::Choose(args) => choose::choose(app, &args),
        Verb::Drop(args) => choose::drop(app, &args),
        Verb::Group(args) => choose::group(app, &args),
        Verb::Hold(args) => choose::hold(app, &args),
        Verb::Ballot(args) => ballot::run(app, &args),
        Verb::Rank(args) => rank(app, &args),
        Verb::Publish(args) => publish::run(app, &args),
    }
}

fn list(app: &mut App, args: &List) -> Result<u8> {
    let store = app.open()?;
    let all = store.read().appraisals(args.year)?;
    app.printer.grid(&view::list(&all))?;
    Ok(0)
}

fn show(app: &mut App, args: &Show) -> Result<u8> {
    let store = app.open()?;
    let appraisal = store.read().find_appraisal(&args.appraisal)?;
    if let Some(n) = args.edition {
        let edition = appraisal.editions.iter().find(|e| e.edition == n);
        let edition = edition.ok_or_else(|| no_edition(&appraisal, n))?;
        app.printer.page(&view::edition(&appraisal, edition), || {
            view::edition_json(edition)
        })?;
        return Ok(0);
    }
    if args.open {
        if app.printer.format() == Format::Json {
            app.printer.json(&view::open_json(&appraisal))?;
        } else {
            app.printer.grid(&view::open(&appraisal))?;
        }
        return Ok(0);
    }
    app.printer
        .page(&view::page(&appraisal), || view::json(&appraisal))?;
    if appraisal.differs() {
        app.printer.remark(&view::differing(&appraisal))?;
    }
    Ok(0)
}

fn rank(app: &mut App, args: &Rank) -> Result<u8> {
    let store = app.open()?;
    let appraisal = store.read().find_appraisal(&args.appraisal)?;
    if app.printer.format() == Format::Json {
        app.printer.json(&view::ranking_json(&appraisal))?;
    } else {
        app.printer.grid(&view::ranking(&appraisal))?;
    }
    if appraisal.differs() {
        app.printer.remark(&view::differing(&appraisal))?;
    } else if appraisal.published().is_none() && !appraisal.subjects.is_empty() {
        let no = quoted(&appraisal.no);
        app.printer.remark(&text!(
            "结果还没有公布，公布以后才计入考核得分",
            "the results are not published; scores count them once they are"
        ))?;
        let next = if appraisal.is_ready() {
            format!("yishi appraisal publish {no}")
        } else {
            format!("yishi appraisal show {no} --open")
        };
        app.printer.next(&[next])?;
    }
    Ok(0)
}

fn no_edition(a: &Appraisal, n: i64) -> Error {
    let (no, have) = (&a.no, a.editions.len());
    if have == 0 {
        return crate::store::appraisal::not_published(no);
    }
    Error::refused(
        "not_found",
        text!(
            "评议 {no} 没有第 {n} 版，公布过 {have} 版",
            "appraisal {no} has no edition {n}: {have} were published"
        ),
    )
    .hint(text!(
        "看公布过的：yishi appraisal show {no}",
        "see what was published: yishi appraisal show {no}"
    ))
}

/// Refuses the day of an appraisal that has not come or lies before its year.
fn in_its_time(a: &Appraisal, on: When, today: NaiveDate) -> Result<()> {
    let (no, year) = (&a.no, a.year);
    let (code, message) = if on.first_day() > today {
        let message = text!(
            "日期 {on} 还没有到，今天是 {today}",
            "the day {on} has not come: today is {today}"
        );
        ("day_in_future", message)
    } else if on.year() < year {
        let message = text!(
            "日期 {on} 在评议 {no} 的 {year} 年度之前",
            "the day {on} is before {year}, the year of appraisal {no}"
        );
        ("day_out_of_order", message)
    } else {
        return Ok(());
    };
    Err(Error::refused(code, message).hint(text!(
        "核对 --on；年度写错的，取消后重立：yishi appraisal remove {no} --reason 原因",
        "check --on; where the year is wrong, cancel it and add another: yishi appraisal remove {no} --reason WHY"
    )))
}

/// The text of a scheme that reads.
fn scheme_text(path: &Path) -> Result<String> {
    let (name, body) = (path.display().to_string(), read_text(path)?);
    match Scheme::parse(&body) {
        Ok(_) => Ok(body),
        Err(mistakes) => {
            let n = mistakes.len();
            let message = text!(
                "评议办法 {name} 有 {n} 处错误",
                "the scheme {name} has {many}",
                many = so_many(&n, "mistake", "mistakes")
            );
            Err(Error::refused("bad_scheme", message).mistaken(&mistakes))
        }
    }
}

impl Details {
    fn draft(&self) -> Result<Draft> {
        Ok(Draft {
            no: None,
            title: self.title.clone(),
            rules: self.rules.as_deref().map(scheme_text).transpose()?,
            note: self.note.clone(),
        })
    }
}

fn add(app: &mut App, args: &Add) -> Result<u8> {
    let mut draft = args.details.draft()?;
    draft.no.clone_from(&args.no);
    let lang = app.printer.lang();
    draft.rules.get_or_insert_with(|| {
        let own = if args.kind.contains("述职") {
            lang.pick(DUTY, DUTY_EN)
        } else {
            lang.pick(UNIT, UNIT_EN)
        };
        own.to_owned()
    });
    let mut doubt = None;
    let work = |tx: &mut Tx<'_>| {
        let year = year(tx.read(), args.year)?;
        let kind = &args.kind;
        draft.title.get_or_insert_with(|| match lang {
            Lang::Zh => format!("{year} 年{kind}"),
            Lang::En => format!("{kind} {year}"),
        });
        let no = tx.add_appraisal(year, kind, &draft)?;
        let added = tx.read().find_appraisal(&no)?;
        doubt = added.scheme.doubt();
        Ok(added)
    };
    let code = app.change(
        &args.writing,
        work,
        |a| {
            let (no, title, scheme) = (&a.no, &a.title, &a.scheme.title);
            text!(
                "新增评议 {no}「{title}」，按《{scheme}》",
                "added appraisal {no} “{title}” under “{scheme}”"
            )
        },
        |_, a| {
            let no = quoted(&a.no);
            vec![
                format!("yishi appraisal draw {no}"),
                format!("yishi appraisal scheme {no}"),
            ]
        },
    )?;
    doubted(app, doubt.as_ref())?;
    Ok(code)
}

/// Says what of a scheme is likely a slip.
fn doubted(app: &mut App, doubt: Option<&Text>) -> Result<()> {
    doubt.map_or(Ok(()), |doubt| app.printer.warn(doubt))
}

fn edit(app: &mut App, args: &Edit) -> Result<u8> {
    let draft = args.details.draft()?;
    let mut doubt = None;
    let work = |tx: &mut Tx<'_>| {
        let old = tx.read().find_appraisal(&args.appraisal)?;
        tx.edit_appraisal(&old, &draft)?;
        let now = tx.read().find_appraisal(&old.no)?;
        doubt = now.scheme.doubt().filter(|_| draft.rules.is_some());
        Ok(now)
    };
    let code = app.change(
        &args.writing,
        work,
        |a| {
            let (no, title) = (&a.no, &a.title);
            text!(
                "更改评议 {no}「{title}」",
                "changed appraisal {no} “{title}”"
            )
        },
        |_, a| vec![format!("yishi appraisal show {}", quoted(&a.no))],
    )?;
    doubted(app, doubt.as_ref())?;
    Ok(code)
}

fn remove(app: &mut App, args: &Remove) -> Result<u8> {
    let reason = &args.reason;
    let work = |tx: &mut Tx<'_>| {
        let old = tx.read().find_appraisal(&args.appraisal)?;
        tx.cancel_appraisal(&old, reason)?;
        Ok(old)
    };
    app.change(
        &args.writing,
        work,
        |a| {
            let (no, title) = (&a.no, &a.title);
            text!(
                "取消评议 {no}「{title}」：{reason}",
                "cancelled appraisal {no} “{title}”: {reason}"
            )
        },
        |_, _| vec!["yishi appraisal list".to_owned()],
    )
}

fn scheme(app: &mut App, args: &SchemeArgs) -> Result<u8> {
    let lang = app.printer.lang();
    let text = match args.appraisal.as_str() {
        "unit" | "民主评议" => lang.pick(UNIT, UNIT_EN).to_owned(),
        "duty" | "述职评议" => lang.pick(DUTY, DUTY_EN).to_owned(),
        no => app.open()?.read().find_appraisal(no)?.rules,
    };
    app.printer.raw(text.as_bytes())?;
    Ok(0)
}

/// A list of names as a sentence has it: a few, and how many more.
fn some_names(names: &[String]) -> Text {
    const NAMED: usize = 6;
    let Text { zh, en } = Text::listed(&names[..names.len().min(NAMED)]);
    match names.len().saturating_sub(NAMED) {
        0 => Text { zh, en },
        more => text!("{zh}等，另有 {more} 个", "{en} and {more} more"),
    }
}
