//! `unit stats`: how units handle what they were given.

use super::super::app::App;
use super::super::proposal::session;
use crate::error::Result;
use crate::lang::Text;
use crate::model::session::Session;
use crate::model::unit::stats::{Stats as Figures, tally};
use crate::out::unit::stats as view;
use crate::store::Read;
use crate::store::unit::Period;
use crate::text;
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "yishi unit stats
yishi unit stats --session 十届四次 --format csv
yishi unit stats 教育局 --year 2026")]
pub struct Stats {
    /// Only this unit: name, short name, other name or number
    #[arg(value_name = "UNIT")]
    unit: Option<String>,
    /// The session (else the office's; else all)
    #[arg(long, value_parser = session)]
    session: Option<Session>,
    /// What was assigned in a year
    #[arg(long, conflicts_with = "session", value_parser = clap::value_parser!(i32).range(1949..=2999))]
    year: Option<i32>,
}

fn period(read: Read<'_>, args: &Stats) -> Result<Period> {
    Ok(match (args.year, args.session) {
        (Some(year), _) => Period::Year(year),
        (None, Some(session)) => Period::Session(session.to_string()),
        (None, None) => read
            .session()?
            .map_or(Period::All, |s| Period::Session(s.to_string())),
    })
}

pub fn run(app: &mut App, args: &Stats) -> Result<u8> {
    let store = app.open()?;
    let read = store.read();
    let period = period(read, args)?;
    let only = args
        .unit
        .as_deref()
        .map(|u| read.find_unit(u))
        .transpose()?;
    let given = read.unit_lines(&period)?;
    let tally = tally(&given.lines, &read.calendar()?, app.today);
    let none = Figures::default();
    let wanted = given
        .units
        .iter()
        .filter(|u| only.is_none_or(|id| id == u.0));
    let rows: Vec<view::Row<'_>> = wanted
        .map(|(id, no, name)| view::Row {
            no: no.as_deref(),
            name,
            stats: tally.units.get(id).unwrap_or(&none),
        })
        .collect();
    if app.printer.format() == crate::out::Format::Json {
        let (session, year) = match &period {
            Period::All => (None, None),
            Period::Session(session) => (Some(session.as_str()), None),
            Period::Year(year) => (None, Some(*year)),
        };
        app.printer
            .json(&view::json(session, year, &rows, &tally))?;
    } else {
        app.printer
            .grid(&view::grid(&called(&period), &rows, &tally))?;
    }
    Ok(0)
}

fn called(period: &Period) -> Text {
    match period {
        Period::All => text!("全部", "all sessions"),
        Period::Session(session) => text!("{session}", "{session}"),
        Period::Year(year) => text!("{year} 年交办", "assigned in {year}"),
    }
}
