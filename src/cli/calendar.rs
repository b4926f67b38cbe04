//! `config calendar`: the years of working days.

use super::app::{App, Writing};
use super::due::calendar;
use super::import::inputs;
use crate::error::{Error, Result};
use crate::lang::so_many;
use crate::ledger::read_notice;
use crate::model::calendar::notice::{Fault, years};
use crate::model::calendar::{DayKind, Year};
use crate::model::deadline::Refusal;
use crate::out::calendar as view;
use crate::text;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// List the years whose working days are known
    List,
    /// List a year's holidays and weekends worked in exchange
    Show(Show),
    /// Bring a year's published notice in: CSV, XLSX or iCal
    Import(Import),
}

#[derive(Debug, Args)]
pub struct Show {
    /// The year
    #[arg(value_name = "YEAR")]
    year: i32,
}

#[derive(Debug, Args)]
pub struct Import {
    /// The notice (- for standard input)
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Take only this year of the file
    #[arg(long)]
    year: Option<i32>,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(app: &mut App, verb: &Verb) -> Result<u8> {
    match verb {
        Verb::List => {
            let calendar = calendar(app)?;
            app.printer.grid(&view::years(&calendar))?;
            Ok(0)
        }
        Verb::Show(args) => show(app, args),
        Verb::Import(args) => import(app, args),
    }
}

fn show(app: &mut App, args: &Show) -> Result<u8> {
    let calendar = calendar(app)?;
    let year = calendar
        .year(args.year)
        .ok_or_else(|| Error::from(Refusal::MissingYear(args.year)))?;
    app.printer.grid(&view::year(year))?;
    Ok(0)
}

fn import(app: &mut App, args: &Import) -> Result<u8> {
    let mut store = app.open()?;
    let name = args.file.display().to_string();
    let (years, passed_over) = read(args, &name)?;
    if passed_over > 0 {
        app.printer.remark(&text!(
            "{name}：跳过 {passed_over} 个既非放假也非上班的日程",
            "{name}: {passed_over} events passed over that are neither off nor worked"
        ))?;
    }
    let said: Vec<_> = years.iter().map(told).collect();
    let zh = said
        .iter()
        .map(|t| t.zh.as_str())
        .collect::<Vec<_>>()
        .join("；");
    let en = said
        .iter()
        .map(|t| t.en.as_str())
        .collect::<Vec<_>>()
        .join("; ");
    let sentence = text!("导入放假安排：{zh}", "holidays brought in: {en}");
    let outcome = store.write(
        &app.command(&args.writing),
        |tx| {
            years
                .iter()
                .try_for_each(|y| tx.adopt_calendar(y).map(|_| ()))
        },
        |()| sentence.clone(),
    )?;
    let next = years
        .iter()
        .map(|y| format!("yishi config calendar show {}", y.year))
        .take(1)
        .collect::<Vec<_>>();
    app.told(&args.writing, &outcome, &sentence, &next)
}

fn told(year: &Year) -> crate::lang::Text {
    let (number, off, work) = (
        year.year,
        year.count(DayKind::Off),
        year.count(DayKind::Work),
    );
    text!(
        "{number} 年放假 {off} 天、调休上班 {work} 天",
        "{number}: {many} off, {work} worked in exchange",
        many = so_many(&off, "day", "days")
    )
}

/// The whole years of a file, and how many events say nothing of days off.
fn read(args: &Import, name: &str) -> Result<(Vec<Year>, usize)> {
    let files = inputs(std::slice::from_ref(&args.file))?;
    let Some(input) = files.first() else {
        return Err(Error::machine(
            "no_file",
            text!("没有文件 {name}", "no file {name}"),
        ));
    };
    let mut notice = read_notice(input)?;
    if !notice.faults.is_empty() {
        return Err(wrong(&notice.faults, name));
    }
    if let Some(year) = args.year {
        notice
            .entries
            .retain(|e| crate::model::calendar::of_notice(&e.special) == year);
    }
    let years = years(&notice.entries).map_err(|faults| wrong(&faults, name))?;
    Ok((years, notice.passed_over))
}

fn wrong(faults: &[Fault], name: &str) -> Error {
    let n = faults.len();
    let mut error = Error::refused(
        "bad_notice",
        text!(
            "放假安排 {name} 有 {n} 处问题，没有导入",
            "the notice {name} has {many} and was not taken in",
            many = so_many(&n, "fault", "faults")
        ),
    );
    for fault in faults {
        let (zh, en) = (&fault.problem.zh, &fault.problem.en);
        let (fix, fix_en) = (&fault.fix.zh, &fault.fix.en);
        error = error.hint(match fault.line {
            Some(line) => text!("第 {line} 行：{zh}。{fix}", "line {line}: {en}. {fix_en}"),
            None => text!("{zh}。{fix}", "{en}. {fix_en}"),
        });
    }
    error
}
