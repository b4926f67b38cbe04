//! `import`: the office's spreadsheets, as they are.

use super::app::{App, Writing, usage};
use crate::error::{Error, Result};
use crate::ledger::{self, Input, Mapping, Options, Sheet};
use crate::model::code::{Code, Ledger};
use crate::out::import as view;
use crate::store::import::{Batch, Head, Report};
use crate::store::{Outcome, Store};
use crate::text;
use clap::Args;
use std::io::Read;
use std::path::{Path, PathBuf};

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
    /// A mapping file for headers and words
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
    if let Some(path) = args.rejects.as_ref().filter(|p| p.exists()) {
        let shown = path.display();
        return Err(Error::refused(
            "file_exists",
            text!(
                "{shown} 已经存在，不会覆盖；没有导入",
                "{shown} exists and is not written over; nothing was imported"
            ),
        )
        .hint(text!(
            "给 --rejects 换一个文件名",
            "give --rejects another name"
        )));
    }
    let inputs = inputs(&args.files)?;
    let options = options(args, &store)?;
    let mut opened = ledger::open(&inputs, &options)?;
    // Parents before children: the order of the files does not matter.
    opened.sheets.sort_by_key(|s| s.ledger);
    let mut trial = trial(
        app,
        args,
        &mut store,
        &mut opened,
        Approved::from(args.writing.dry_run),
    )?;
    if trial.wants_words() && app.printer.can_ask() {
        app.printer.grid(&view::new_words(&trial.report))?;
        let n = trial.report.new_words.len();
        if app.printer.confirm(&text!(
            "以上 {n} 个新词是否加入？",
            "add these {n} new words?"
        ))? {
            trial = self::trial(app, args, &mut store, &mut opened, Approved::Yes)?;
        }
    }
    write_rejects(app, args, &mut opened, &trial.report)?;
    let end = view::End {
        notes: trial.notes.clone(),
        report: trial.headed(&opened.sheets),
        sheet_faults: opened
            .faults
            .iter()
            .map(|f| {
                (
                    f.file.clone(),
                    f.sheet.clone().unwrap_or_default(),
                    f.fault.clone(),
                )
            })
            .collect(),
        passed: opened
            .passed
            .iter()
            .map(|p| (p.file.clone(), p.sheet.clone(), p.why.clone()))
            .collect(),
        batch: trial
            .outcome
            .as_ref()
            .and_then(|o| o.entry.as_ref())
            .map(|e| e.seq),
        stands: trial.outcome.is_some(),
        dry_run: args.writing.dry_run,
        words_wanted: trial.wants_words,
    };
    let code = end.exit_code();
    view::tell(&mut app.printer, &end)?;
    if let (true, Some(outcome)) = (args.writing.dry_run, &trial.outcome) {
        app.preview(outcome)?;
    }
    Ok(code)
}

/// Whether words that the dictionaries lack may come in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Approved {
    Yes,
    No,
}

impl From<bool> for Approved {
    fn from(yes: bool) -> Approved {
        if yes { Approved::Yes } else { Approved::No }
    }
}

/// One run over all sheets in a transaction.
struct Trial {
    report: Report,
    notes: Vec<crate::lang::Text>,
    outcome: Option<Outcome<()>>,
    wants_words: bool,
}

impl Trial {
    fn wants_words(&self) -> bool {
        self.wants_words
    }

    /// The report with the columns' headers instead of their fields' codes.
    fn headed(&self, sheets: &[Sheet]) -> Report {
        let mut report = self.report.clone();
        for (at, fault) in &mut report.faults {
            let bound = sheets
                .get(*at)
                .and_then(|s| s.columns.iter().find(|c| c.field.code() == fault.column));
            if let Some(bound) = bound {
                fault.column.clone_from(&bound.header);
            }
        }
        report
    }
}

fn trial(
    app: &App,
    args: &Import,
    store: &mut Store,
    opened: &mut ledger::Opened,
    approved: Approved,
) -> Result<Trial> {
    let yes = approved == Approved::Yes || app.says_yes();
    let mut kept: Option<(Report, Vec<crate::lang::Text>)> = None;
    let file_faults = opened.faults.len();
    let session = store.read().session()?.map(|s| s.to_string());
    let mut wants_words = false;
    let outcome = store.write(
        &app.command(&args.writing),
        |tx| {
            tx.pragma_update(None, "cache_size", -65_536)?;
            let mut batch = Batch::new();
            let mut notes = Vec::new();
            for sheet in &mut opened.sheets {
                let head = head(sheet, session.as_deref());
                let mut summary = None;
                batch.sheet(tx, &head, |each| {
                    summary = Some(sheet.read(each)?);
                    Ok(())
                })?;
                let office = tx.read().year()?;
                if let (None, Some(year), Some(ours)) = (args.year, sheet.year, office)
                    && year != ours
                {
                    let file = &head.file;
                    notes.push(text!("注意：{file} 写的是 {year} 年，单位的年度是 {ours}；加 --year {ours} 则别的年度一律拒收", "note: {file} is of {year}, the office's year is {ours}; --year {ours} refuses other years"));
                }
                if let Some(summary) = summary {
                    notes.extend(sheet_notes(&head.file, &sheet.ignored, &summary));
                }
            }
            let report = batch.into_report();
            let refused = report.refused() > 0 || file_faults > 0;
            wants_words = !report.new_words.is_empty() && !yes;
            kept = Some((report, notes));
            if (refused && !args.keep_going) || wants_words {
                return Err(dropped());
            }
            Ok(())
        },
        |()| {
            text!(
                "导入 {files}",
                "import of {files}",
                files = args
                    .files
                    .iter()
                    .map(|f| f
                        .file_name()
                        .unwrap_or(f.as_os_str())
                        .to_string_lossy()
                        .into_owned())
                    .collect::<Vec<_>>()
                    .join("、")
            )
        },
    );
    let outcome = match outcome {
        Ok(outcome) => Some(outcome),
        Err(error) if error.code == DROPPED => None,
        Err(error) => return Err(error),
    };
    let (report, notes) = kept.unwrap_or_default();
    Ok(Trial {
        report,
        notes,
        outcome,
        wants_words,
    })
}

const DROPPED: &str = "batch_dropped";

/// Ends the transaction of a refused batch; never shown.
fn dropped() -> Error {
    Error::refused(DROPPED, text!("整批没有写入", "the batch was not written"))
}

fn head(sheet: &Sheet, session: Option<&str>) -> Head {
    Head {
        file: Path::new(&sheet.file)
            .file_name()
            .map_or(sheet.file.clone(), |n| n.to_string_lossy().into_owned()),
        sheet: sheet.sheet.clone().unwrap_or_default(),
        ledger: sheet.ledger,
        header_row: sheet.header_row,
        sha256: sheet.sha256.clone(),
        year: sheet.year,
        session: sheet.session.clone().or_else(|| session.map(str::to_owned)),
    }
}

fn options(args: &Import, store: &Store) -> Result<Options> {
    let map = match &args.map {
        Some(path) => Some(Mapping::parse(&read_text(path)?)?),
        None => None,
    };
    let session = match &args.session {
        None => None,
        Some(word) => {
            let read = crate::model::session::Session::parse(word);
            Some(
                read.ok_or_else(|| {
                    usage(text!(
                        "届次写作「十届五次」，不是「{word}」",
                        "write the session as 十届五次, not “{word}”"
                    ))
                })?
                .to_string(),
            )
        }
    };
    Ok(Options {
        ledger: args.ledger,
        header_row: args.header_row,
        sheet: args.sheet.clone(),
        map,
        session,
        year: args.year,
        default_year: store.read().year()?,
        meeting: args.meeting.clone(),
    })
}

fn unreadable(path: &Path, error: std::io::Error) -> Error {
    let shown = path.display();
    Error::machine(
        "cannot_read",
        text!("读不到文件 {shown}", "cannot read {shown}"),
    )
    .because(error)
    .hint(text!("检查文件名和权限", "check its name and rights"))
}

/// A text file that the command line names is at most this long.
const LONGEST_TEXT: u64 = 16 << 20;

/// Reads a small text file that the command line names.
pub fn read_text(path: &Path) -> Result<String> {
    let file = std::fs::File::open(path).map_err(|e| unreadable(path, e))?;
    let mut bytes = Vec::new();
    file.take(LONGEST_TEXT + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| unreadable(path, e))?;
    let shown = path.display();
    if bytes.len() as u64 > LONGEST_TEXT {
        return Err(Error::refused(
            "too_large",
            text!(
                "{shown} 太大，不像是办法或对照文件",
                "{shown} is too large for rules or a mapping"
            ),
        ));
    }
    String::from_utf8(bytes).map_err(|_| {
        Error::refused(
            "not_utf8",
            text!("{shown} 不是 UTF-8 文本", "{shown} is not UTF-8 text"),
        )
    })
}

/// Files as named, the spreadsheets of folders in the order of their names, standard input for `-`.
pub fn inputs(files: &[PathBuf]) -> Result<Vec<Input>> {
    let mut inputs = Vec::new();
    for path in files {
        if path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            std::io::stdin()
                .lock()
                .read_to_end(&mut bytes)
                .map_err(|e| unreadable(path, e))?;
            inputs.push(Input::Bytes {
                name: "-".into(),
                bytes,
            });
        } else if path.is_dir() {
            let entries = std::fs::read_dir(path).map_err(|e| unreadable(path, e))?;
            let mut inside: Vec<PathBuf> = entries
                .filter_map(|e| e.ok().map(|e| e.path()))
                .filter(|p| is_spreadsheet(p))
                .collect();
            inside.sort();
            inputs.extend(inside.into_iter().map(Input::Path));
        } else {
            inputs.push(Input::Path(path.clone()));
        }
    }
    Ok(inputs)
}

fn is_spreadsheet(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let known = ["xlsx", "xls", "ods", "csv", "tsv"]
        .iter()
        .any(|e| path.extension().is_some_and(|x| x.eq_ignore_ascii_case(e)));
    // Excel's lock files begin with ~$.
    known && !name.starts_with("~$") && !name.starts_with('.')
}

fn write_rejects(
    app: &mut App,
    args: &Import,
    opened: &mut ledger::Opened,
    report: &Report,
) -> Result<()> {
    let Some(path) = args.rejects.as_ref().filter(|_| !report.faults.is_empty()) else {
        return Ok(());
    };
    let bytes = ledger::rejects(&mut opened.sheets, &report.faults, app.printer.lang())?;
    super::file::write_whole(path, &bytes)?;
    let shown = path.display();
    app.printer.remark(&text!(
        "被拒的行已写入 {shown}，改好后可直接再导入",
        "the refused rows are in {shown}; mend them and import that file"
    ))
}

/// What was passed over or mended in a sheet: nothing is left out silently.
fn sheet_notes(
    file: &str,
    ignored: &[String],
    summary: &ledger::Summary,
) -> Vec<crate::lang::Text> {
    let mut notes = Vec::new();
    if !ignored.is_empty() {
        let columns = ignored.join("、");
        notes.push(text!(
            "{file}：没有用到的列：{columns}",
            "{file}: columns left out: {columns}"
        ));
    }
    for (skip, n) in summary.skipped.iter().filter(|(_, n)| *n > 0) {
        let (zh, en) = (skip.zh(), skip.en());
        notes.push(text!(
            "{file}：跳过 {n} 行（{zh}）",
            "{file}: {n} rows passed over ({en})"
        ));
    }
    for (rule, n) in summary.mended.iter().filter(|(_, n)| *n > 0) {
        let (zh, en) = (rule.zh(), rule.en());
        notes.push(text!(
            "{file}：整理 {n} 格（{zh}）",
            "{file}: {n} cells mended ({en})"
        ));
    }
    notes
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
