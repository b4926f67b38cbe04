//! `import`: the office's spreadsheets, as they are.

mod input;
mod trial;

pub use input::{inputs, read_rules, read_text};

use super::app::{App, Writing, usage};
use super::typed::day;
use crate::error::{Error, Result};
use crate::lang::so_many;
use crate::ledger::{self, Mapping, Opened, Options};
use crate::model::code::{Code, Ledger};
use crate::model::import::Report;
use crate::out::import as view;
use crate::store::Store;
use crate::text;
use chrono::NaiveDate;
use clap::Args;
use std::path::PathBuf;
use trial::{Approved, Trial, trial};

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools)] // each is a flag of its own on the command line
pub struct Import {
    /// Spreadsheets: XLSX, XLS, ODS, CSV; a folder; - for standard input
    #[arg(value_name = "FILE", required_unless_present = "template")]
    files: Vec<PathBuf>,
    /// Take the sheets for this ledger
    #[arg(long = "as", value_name = "LEDGER", value_parser = ledger_word)]
    ledger: Option<Ledger>,
    /// Only the sheet of this name
    #[arg(long)]
    sheet: Option<String>,
    /// The line of the header
    #[arg(long, value_name = "LINE")]
    header_row: Option<u32>,
    /// A mapping file: "header" = "field" under [columns], "local word" = "known word" under
    /// [values.FIELD], and a list of headers to ignore
    #[arg(long, value_name = "MAP.toml")]
    map: Option<PathBuf>,
    /// The session of the proposals, such as 十届五次
    #[arg(long)]
    session: Option<String>,
    /// The year; dates and titles of another year are refused
    #[arg(long)]
    year: Option<i32>,
    /// The meeting of a roll that does not name it
    #[arg(long)]
    meeting: Option<String>,
    /// The day from which holds what a roster changes of members on record (else a column of the roster, else today)
    #[arg(long, value_name = "DAY", value_parser = day)]
    since: Option<NaiveDate>,
    /// Take the good rows where others are refused
    #[arg(long)]
    keep_going: bool,
    /// Write the refused rows to this workbook, with the reasons
    #[arg(long, value_name = "OUT.xlsx")]
    rejects: Option<PathBuf>,
    /// Write an empty workbook with the right headers instead
    #[arg(long, value_name = "LEDGER", value_parser = ledger_word)]
    template: Option<Ledger>,
    /// Where the template goes (else LEDGER.xlsx here)
    #[arg(short, long, value_name = "OUT.xlsx")]
    output: Option<PathBuf>,
    #[command(flatten)]
    writing: Writing,
}

fn ledger_word(word: &str) -> std::result::Result<Ledger, Error> {
    Ledger::parse(word).ok_or_else(|| {
        let all = Ledger::ALL
            .iter()
            .map(|l| format!("{}（{}）", l.code(), l.zh()))
            .collect::<Vec<_>>()
            .join("、");
        let codes = Ledger::ALL
            .iter()
            .map(|l| l.code())
            .collect::<Vec<_>>()
            .join(", ");
        usage(text!("没有台账「{word}」", "there is no ledger “{word}”"))
            .hint(text!("可用：{all}", "ledgers: {codes}"))
    })
}

pub fn run(app: &mut App, args: &Import) -> Result<u8> {
    if let Some(ledger) = args.template {
        return template(app, args, ledger);
    }
    let mut store = app.open()?;
    rejects_are_new(args)?;
    let options = options(args, &store)?;
    let mut opened = ledger::open(&inputs(&args.files)?, &options)?;
    // Parents before children: the order of the files does not matter.
    opened.sheets.sort_by_key(|s| s.ledger);
    since_fits(app, args, &opened)?;
    let trial = asked(app, args, &mut store, &mut opened)?;
    write_rejects(app, args, &mut opened, &trial.report)?;
    tell(app, args, &opened, trial)
}

/// A day of moves is one that has come, and means a roster.
fn since_fits(app: &App, args: &Import, opened: &Opened) -> Result<()> {
    let Some(since) = args.since else {
        return Ok(());
    };
    if opened.sheets.iter().all(|s| s.ledger != Ledger::Member) {
        return Err(usage(text!(
            "--since 是委员名册里调整的日期，这些表里没有委员名册",
            "--since is the day of moves on a roster, and no sheet here is one"
        )));
    }
    let today = app.today;
    if since > today {
        return Err(Error::refused(
            "day_in_future",
            text!(
                "{since} 还没有到，今天是 {today}",
                "{since} has not come: today is {today}"
            ),
        )
        .hint(text!(
            "到那天再导入；核对 --since",
            "import on that day; check --since"
        )));
    }
    Ok(())
}

/// A workbook of refused rows is never written over another file.
fn rejects_are_new(args: &Import) -> Result<()> {
    let Some(path) = args.rejects.as_ref().filter(|p| p.exists()) else {
        return Ok(());
    };
    let shown = path.display();
    Err(Error::refused(
        "file_exists",
        text!(
            "{shown} 已经存在，不会覆盖；没有导入",
            "{shown} exists and is not written over; nothing was imported"
        ),
    )
    .hint(text!(
        "给 --rejects 换一个文件名",
        "give --rejects another name"
    )))
}

/// Runs the import; where only new words stand in its way and someone can be asked, asks.
fn asked(app: &mut App, args: &Import, store: &mut Store, opened: &mut Opened) -> Result<Trial> {
    let approved = if args.writing.dry_run {
        Approved::Yes
    } else {
        Approved::No
    };
    let first = trial(app, args, store, opened, approved)?;
    if !first.wants_words || !app.printer.can_ask() {
        return Ok(first);
    }
    app.printer.grid(&view::new_words(&first.report))?;
    let n = first.report.new_words.len();
    let question = text!(
        "以上 {n} 个新词是否加入？",
        "add {many}?",
        many = so_many(&n, "new word", "new words")
    );
    if app.printer.confirm(&question)? {
        trial(app, args, store, opened, Approved::Yes)
    } else {
        Ok(first)
    }
}

/// Tells how it ended; 1 where anything was refused or waits for an answer.
fn tell(app: &mut App, args: &Import, opened: &Opened, trial: Trial) -> Result<u8> {
    let Trial {
        report,
        notes,
        outcome,
        wants_words,
    } = trial;
    let sheet_faults = opened.faults.iter().map(|f| {
        let sheet = f.sheet.clone().unwrap_or_default();
        (f.file.clone(), sheet, f.fault.clone())
    });
    let passed = opened
        .passed
        .iter()
        .map(|p| (p.file.clone(), p.sheet.clone(), p.why.clone()));
    let entry = outcome.as_ref().and_then(|o| o.entry.as_ref());
    let end = view::End {
        notes,
        report,
        sheet_faults: sheet_faults.collect(),
        passed: passed.collect(),
        batch: entry.map(|e| e.seq),
        stands: outcome.is_some(),
        dry_run: args.writing.dry_run,
        words_wanted: wants_words,
    };
    view::tell(&mut app.printer, &end)?;
    if let (true, Some(outcome)) = (args.writing.dry_run, &outcome) {
        app.preview(outcome)?;
    }
    Ok(end.exit_code())
}

fn options(args: &Import, store: &Store) -> Result<Options> {
    let map = match &args.map {
        Some(path) => {
            let name = path.display().to_string();
            Some(Mapping::parse(&name, &read_text(path)?)?)
        }
        None => None,
    };
    Ok(Options {
        ledger: args.ledger,
        header_row: args.header_row,
        sheet: args.sheet.clone(),
        map,
        session: args.session.as_deref().map(session).transpose()?,
        year: args.year,
        default_year: store.read().year()?,
        meeting: args.meeting.clone(),
    })
}

fn session(word: &str) -> Result<String> {
    let read = crate::model::session::Session::parse(word);
    let session = read.ok_or_else(|| {
        usage(text!(
            "届次写作「十届五次」，不是「{word}」",
            "write the session as 十届五次, not “{word}”"
        ))
    })?;
    Ok(session.to_string())
}

fn write_rejects(app: &mut App, args: &Import, opened: &mut Opened, report: &Report) -> Result<()> {
    let refused: Vec<_> = report
        .faults
        .iter()
        .chain(&report.repeats)
        .cloned()
        .collect();
    let Some(path) = args.rejects.as_ref().filter(|_| !refused.is_empty()) else {
        return Ok(());
    };
    let bytes = ledger::rejects(&mut opened.sheets, &refused, app.printer.lang())?;
    super::file::write_whole(path, &bytes)?;
    let shown = path.display();
    app.printer.remark(&text!(
        "被拒的行已写入 {shown}，改好后可直接再导入",
        "the refused rows are in {shown}; mend them and import that file"
    ))
}

fn template(app: &mut App, args: &Import, ledger: Ledger) -> Result<u8> {
    let path = args
        .output
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("{}.xlsx", ledger.code())));
    super::file::write_whole(&path, &ledger::template(ledger)?)?;
    let (shown, zh, en) = (path.display(), ledger.zh(), ledger.en());
    app.printer.say(&text!(
        "已写出{zh}空表 {shown}",
        "wrote an empty workbook for {en}: {shown}"
    ))?;
    app.printer.next(&[format!("yishi import {shown}")])?;
    Ok(0)
}
