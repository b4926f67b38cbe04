//! The attendance of members over a year.

use super::day;
use crate::cli::app::{App, usage};
use crate::error::{Error, Result};
use crate::model::filter;
use crate::out::meeting as view;
use crate::store::Read;
use crate::text;
use chrono::{Datelike, NaiveDate};
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "yishi meeting table sector=教育界\n\
yishi meeting table post=常委 --year 2025\n\
yishi meeting table --from 2026-01-01 --to 2026-06-30 --format csv > half-year.csv")]
pub struct Table {
    /// Only members that fit: sector=教育界, post=常委, or words
    #[arg(value_name = "TERM")]
    terms: Vec<String>,
    /// The same, as one argument
    #[arg(long = "where", value_name = "TERMS")]
    r#where: Vec<String>,
    /// The year (else the office's)
    #[arg(long, conflicts_with_all = ["from", "to"])]
    year: Option<i32>,
    /// Count from this day (else the year's first)
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<NaiveDate>,
    /// Count to this day (else today, at most the year's last)
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<NaiveDate>,
}

pub(super) fn table(app: &mut App, args: &Table) -> Result<u8> {
    let store = app.open()?;
    let read = store.read();
    let span = span(read, args, app.today)?;
    let typed: Vec<&String> = args.terms.iter().chain(&args.r#where).collect();
    let lines = read.attendance_table(&filter::parse(&typed), span.from, span.to)?;
    app.printer
        .grid(&view::attendance_table(&lines, span, &typed))?;
    if let Some(first) = lines.first() {
        let next = format!("yishi member show {}", first.no);
        app.printer.next(&[next])?;
    }
    Ok(0)
}

/// What was held: up to today, unless a last day is given.
fn span(read: Read<'_>, args: &Table, today: NaiveDate) -> Result<view::Span> {
    let edge = |year: i32, month, day| {
        NaiveDate::from_ymd_opt(year, month, day)
            .ok_or_else(|| usage(text!("没有 {year} 年", "there is no year {year}")))
    };
    let year = match (args.year, args.from) {
        (Some(year), _) => year,
        (None, Some(from)) => from.year(),
        (None, None) => match read.year()? {
            Some(year) => year,
            None => today.year(),
        },
    };
    let from = match args.from {
        Some(from) => from,
        None => edge(year, 1, 1)?,
    };
    let to = match args.to {
        Some(to) => to,
        None => today.min(edge(year, 12, 31)?),
    };
    if from > to {
        return Err(empty_span(from, to));
    }
    Ok(view::Span { from, to })
}

fn empty_span(from: NaiveDate, to: NaiveDate) -> Error {
    usage(text!(
        "从 {from} 到 {to} 没有一天可以统计",
        "there is no day from {from} to {to}"
    ))
    .hint(text!(
        "改 --year、--from 或 --to；统计到今天为止，要算未来的会议写明 --to",
        "change --year, --from or --to; the count ends today unless --to says otherwise"
    ))
}
