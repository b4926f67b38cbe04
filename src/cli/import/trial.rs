//! One run of an import over all sheets in a transaction, which stands or is dropped as a whole.

use super::Import;
use crate::cli::app::App;
use crate::error::{Error, Result};
use crate::lang::{Text, so_many};
use crate::ledger::{Opened, Sheet, Summary};
use crate::model::code::Code;
use crate::model::import::{Report, SheetReport};
use crate::store::import::{Batch, Head};
use crate::store::{Outcome, Store, Tx};
use crate::text;
use chrono::NaiveDate;
use std::path::Path;

/// Whether words that the dictionaries lack may come in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Approved {
    Yes,
    No,
}

/// How a run ended.
pub(super) struct Trial {
    /// What became of the rows; columns have the sheets' own headers.
    pub report: Report,
    /// What was passed over or mended.
    pub notes: Vec<Text>,
    /// What was written, where the batch stands.
    pub outcome: Option<Outcome<()>>,
    /// Whether new words have to be approved first.
    pub wants_words: bool,
}

/// Runs over all sheets. A refused row or a word to be approved drops the whole.
pub(super) fn trial(
    app: &App,
    args: &Import,
    store: &mut Store,
    opened: &mut Opened,
    approved: Approved,
) -> Result<Trial> {
    let yes = approved == Approved::Yes || app.says_yes();
    let file_faults = !opened.faults.is_empty();
    let mut kept = (Report::default(), Vec::new());
    let mut wants_words = false;
    let outcome = store.write(
        &app.command(&args.writing),
        |tx| {
            kept = over_all(tx, args, opened)?;
            let refused = kept.0.refused() > 0 || file_faults;
            wants_words = !kept.0.new_words.is_empty() && !yes;
            if (refused && !args.keep_going) || wants_words {
                return Err(dropped());
            }
            Ok(())
        },
        |()| summary(args),
    );
    let outcome = match outcome {
        Ok(outcome) => Some(outcome),
        Err(error) if error.code == DROPPED => None,
        Err(error) => return Err(error),
    };
    let (report, notes) = kept;
    Ok(Trial {
        report,
        notes,
        outcome,
        wants_words,
    })
}

/// What the journal says of the import.
fn summary(args: &Import) -> Text {
    let names = args.files.iter().map(|file| {
        let name = file.file_name().unwrap_or(file.as_os_str());
        name.to_string_lossy().into_owned()
    });
    let files = names.collect::<Vec<_>>().join("、");
    text!("导入 {files}", "import of {files}")
}

const DROPPED: &str = "batch_dropped";

/// Ends the transaction of a refused batch; never shown.
fn dropped() -> Error {
    Error::refused(DROPPED, text!("整批没有写入", "the batch was not written"))
}

fn over_all(tx: &mut Tx<'_>, args: &Import, opened: &mut Opened) -> Result<(Report, Vec<Text>)> {
    tx.pragma_update(None, "cache_size", -65_536)?;
    let session = tx.read().session()?.map(|s| s.to_string());
    let office = tx.read().year()?;
    let mut batch = Batch::new().since(args.since);
    if opened.lacks_roster() {
        batch.refuse_roster();
    }
    let sheets = &mut opened.sheets;
    let mut notes = Vec::new();
    for sheet in sheets.iter_mut() {
        let head = head(sheet, session.as_deref());
        let mut summary = Summary::default();
        batch.sheet(tx, &head, |each| {
            summary = sheet.read(each)?;
            Ok(())
        })?;
        batch.refuse_people(std::mem::take(&mut summary.refused_people));
        let ours = office.filter(|_| args.year.is_none());
        let mut told = notes_of(&head, sheet, &summary, ours);
        if let Some(report) = batch.last_sheet() {
            told.extend(notes_of_lines(&head, &summary, &report.no_level));
            told.extend(notes_of_moves(report, tx.read().today()?));
        }
        for note in told {
            // A workbook with a sheet for each member says most things once for all.
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    let mut report = batch.into_report();
    for (at, fault) in report.faults.iter_mut().chain(&mut report.repeats) {
        if let Some(sheet) = sheets.get(*at) {
            fault.column = sheet.header_of(&fault.column);
        }
    }
    Ok((report, notes))
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

/// What was passed over or mended in a sheet: nothing is left out silently.
fn notes_of(head: &Head, sheet: &Sheet, summary: &Summary, office: Option<i32>) -> Vec<Text> {
    let file = &head.file;
    let mut notes = Vec::new();
    if let (Some(year), Some(ours)) = (sheet.year, office)
        && year != ours
    {
        notes.push(text!("注意：{file} 写的是 {year} 年，单位的年度是 {ours}；加 --year {ours} 则别的年度一律拒收", "note: {file} is of {year}, the office's year is {ours}; --year {ours} refuses other years"));
    }
    if !sheet.ignored.is_empty() {
        let columns = sheet.ignored.join("、");
        notes.push(text!(
            "{file}：没有用到的列：{columns}",
            "{file}: columns left out: {columns}"
        ));
    }
    if !summary.unused.is_empty() {
        let columns = summary.unused.join("、");
        notes.push(text!(
            "{file}：这些列没有收进档案：{columns}",
            "{file}: columns that are not kept: {columns}"
        ));
    }
    if summary.blank_marks > 0 {
        let n = summary.blank_marks;
        notes.push(text!(
            "{file}：{n} 格没有填出席状态，没有登记",
            "{file}: {many} no mark, so nothing was recorded there",
            many = so_many(&n, "cell holds", "cells hold")
        ));
    }
    for (skip, n) in summary.skipped.iter().filter(|(_, n)| *n > 0) {
        let (zh, en) = (skip.zh(), skip.en());
        notes.push(text!(
            "{file}：跳过 {n} 行（{zh}）",
            "{file}: {many} passed over ({en})",
            many = so_many(&n, "row", "rows")
        ));
    }
    for (rule, n) in summary.mended.iter().filter(|(_, n)| *n > 0) {
        let (zh, en) = (rule.zh(), rule.en());
        notes.push(text!(
            "{file}：整理 {n} 格（{zh}）",
            "{file}: {many} mended ({en})",
            many = so_many(&n, "cell", "cells")
        ));
    }
    notes
}

/// What was taken with a reserve, with its lines.
fn notes_of_lines(head: &Head, summary: &Summary, no_level: &[u32]) -> Vec<Text> {
    let file = &head.file;
    let mut notes = Vec::new();
    if !no_level.is_empty() {
        let (n, lines) = (no_level.len(), listed(no_level));
        notes.push(text!(
            "{file}：{n} 行的采用或批示看不出级别（第 {lines} 行），收下但没有级别",
            "{file}: {many} not tell the level of an adoption or instruction (lines {lines}); kept without one", many = so_many(&n, "row does", "rows do")
        ));
    }
    if !summary.unassigned.is_empty() {
        let (n, lines) = (summary.unassigned.len(), listed(&summary.unassigned));
        notes.push(text!(
            "{file}：{n} 件只写了承办单位，审查、立案、交办都空着（第 {lines} 行），按已提交登记，单位记在备注里；已交办的补上交办日期",
            "{file}: {many} units but no review, filing or assignment (lines {lines}); kept as submitted, the units as a remark; fill in the day of assignment where there is one", many = so_many(&n, "proposal names", "proposals name")
        ));
    }
    notes
}

/// What a roster changed of members on record without naming a day, and what it did not.
fn notes_of_moves(report: &SheetReport, today: NaiveDate) -> Vec<Text> {
    let file = &report.file;
    let mut notes = Vec::new();
    if !report.moved.is_empty() {
        let (n, lines) = (report.moved.len(), listed(&report.moved));
        notes.push(text!(
            "注意：{file}：{n} 人的界别、小组、职务等与档案不同（第 {lines} 行），没有写从哪天起，按 {today} 起调整登记，以前的不变；不是这一天的，先 yishi undo，再加 --since 日期 导入，或在名册里加「调整日期」列；档案登记错了的，撤销后用 yishi member edit 更正",
            "note: {file}: {many} to another sector, group, post or the like (lines {lines}) without a day: from {today} on, what was before stays; for another day take it back (yishi undo) and import with --since DAY or a column 调整日期; where the record was wrong, correct it with yishi member edit instead", many = so_many(&n, "member moved", "members moved")
        ));
    }
    if !report.behind.is_empty() {
        let (n, lines) = (report.behind.len(), listed(&report.behind));
        notes.push(text!(
            "注意：{file}：{n} 人的界别、小组、职务等（第 {lines} 行）档案里后来有变动，以档案为准，没有改；确实又变回的，在名册里加「调整日期」列，或用 yishi member edit 委员 … --since 日期",
            "note: {file}: for {many} the record of sector, group, post or the like is ahead of the roster (lines {lines}) and stays; a move back is given a column 调整日期, or yishi member edit MEMBER … --since DAY", many = so_many(&n, "member", "members")
        ));
    }
    notes
}

/// The first lines of a list.
fn listed(lines: &[u32]) -> String {
    let shown: Vec<String> = lines.iter().take(10).map(u32::to_string).collect();
    let more = if lines.len() > shown.len() {
        " …"
    } else {
        ""
    };
    shown.join("、") + more
}
