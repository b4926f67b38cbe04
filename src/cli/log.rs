//! `log`, `undo`, `redo`.

use super::app::{App, Writing, usage};
use super::typed;
use crate::error::{Error, Result};
use crate::lang::so_many;
use crate::model::code::{Code, Ledger};
use crate::model::journal::Entry;
use crate::model::near;
use crate::model::when::When;
use crate::out::{Format, log as view};
use crate::store::table::TABLES;
use crate::store::undo::{Which, standing};
use crate::store::{Outcome, Read};
use crate::text;
use clap::Args;
use serde_json::json;
use std::collections::BTreeSet;

#[derive(Debug, Args)]
pub struct Log {
    /// The entry to show in full
    seq: Option<i64>,
    /// Only entries that touched this ledger (member, attendance, proposal …)
    #[arg(long, value_parser = ledger)]
    ledger: Option<String>,
    /// Only entries that touched this thing: a number or words of its label
    #[arg(long)]
    thing: Option<String>,
    /// Only entries of this person
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// Only entries since this day
    #[arg(long, value_name = "DAY", value_parser = typed::when)]
    since: Option<When>,
    /// Only entries until this day
    #[arg(long, value_name = "DAY", value_parser = typed::when)]
    until: Option<When>,
    /// Print the hash of the last entry, to be noted on paper
    #[arg(long)]
    head: bool,
}

#[derive(Debug, Args)]
pub struct Undo {
    /// The entry (else the last command that stands)
    seq: Option<i64>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Redo {
    /// The undone entry (else the one undone last)
    seq: Option<i64>,
    #[command(flatten)]
    writing: Writing,
}

/// The name of the ledger or of the part of one that a word means.
fn ledger(word: &str) -> Result<String> {
    if let Some(ledger) = Ledger::parse(word) {
        return Ok(ledger.code().to_owned());
    }
    let table = TABLES.iter().find(|t| [t.name, t.zh, t.en].contains(&word));
    if let Some(table) = table {
        return Ok(table.name.to_owned());
    }
    let (zh, en): (Vec<&str>, Vec<&str>) = TABLES.iter().map(|t| (t.zh, t.name)).unzip();
    let near = near::nearest(word, zh.iter().chain(&en).copied(), 3);
    let (zh, en) = (zh.join("、"), en.join(" "));
    Err(
        usage(text!("没有台账「{word}」", "there is no ledger “{word}”"))
            .did_you_mean(&near)
            .hint(text!("可以写：{zh}", "one of: {en}")),
    )
}

pub fn log(app: &mut App, args: &Log) -> Result<u8> {
    let store = app.open()?;
    let read = store.read();
    if args.head {
        let head = read.head()?.unwrap_or_default();
        let said = crate::lang::Text::same(view::grouped(&head));
        app.printer.done(&said, || json!({ "head": head }))?;
        return Ok(0);
    }
    let entries = read.entries()?;
    let stands = standing(&entries);
    match args.seq {
        Some(seq) => one(app, read, seq, &entries, &stands)?,
        None => list(app, read, args, &entries, &stands)?,
    }
    Ok(0)
}

fn one(
    app: &mut App,
    read: Read<'_>,
    seq: i64,
    entries: &[Entry],
    stands: &BTreeSet<i64>,
) -> Result<()> {
    let entry = entries.iter().find(|e| e.seq == seq).ok_or_else(|| {
        Error::refused(
            "not_found",
            text!("日志里没有第 {seq} 条", "the journal has no entry {seq}"),
        )
        .hint(text!("用 yishi log 查看全部", "yishi log lists them"))
    })?;
    let changes = read.shown(seq, view::FULL)?;
    let page = view::entry(entry, stands, &changes);
    app.printer
        .page(&page, || view::entry_json(entry, stands, &changes))
}

fn list(
    app: &mut App,
    read: Read<'_>,
    args: &Log,
    entries: &[Entry],
    stands: &BTreeSet<i64>,
) -> Result<()> {
    let mut kept = Vec::new();
    for entry in entries {
        if fits(args, entry) && touches(&read, args, entry)? {
            kept.push(entry);
        }
    }
    if app.printer.format() == Format::Json {
        let lang = app.printer.lang();
        return app.printer.json(&view::list_json(&kept, stands, lang));
    }
    let undoing = entries.iter().filter(|e| e.undoes.is_some());
    let undoing = undoing.map(|e| e.seq).collect();
    app.printer.grid(&view::list(&kept, stands, &undoing))
}

fn fits(args: &Log, entry: &Entry) -> bool {
    // As far as the day asked for is exact: --since 2026-11 means the whole month.
    let day = |asked: &str| entry.at.get(..asked.len()).unwrap_or_default().to_owned();
    let touches = |ledger: &str| {
        entry
            .touched
            .split(' ')
            .any(|t| t.split(':').next() == Some(ledger))
    };
    args.person.as_ref().is_none_or(|p| &entry.by == p)
        && args.ledger.as_ref().is_none_or(|l| touches(l))
        && args
            .since
            .map(|w| w.to_string())
            .is_none_or(|d| day(&d) >= d)
        && args
            .until
            .map(|w| w.to_string())
            .is_none_or(|d| day(&d) <= d)
}

fn touches(read: &Read<'_>, args: &Log, entry: &Entry) -> Result<bool> {
    match &args.thing {
        None => Ok(true),
        Some(thing) => read.entry_names(entry.seq, thing),
    }
}

pub fn undo(app: &mut App, args: &Undo) -> Result<u8> {
    let mut store = app.open()?;
    let outcome = store.undo(&app.command(&args.writing), which(args.seq))?;
    let (seq, zh, en) = named(&outcome);
    let changes = outcome.entry.as_ref().map_or(0, |e| e.changes);
    let rows = so_many(&changes, "row", "rows");
    let said = if args.writing.dry_run {
        text!(
            "将撤销第 {seq} 条：{zh}（{changes} 行复原）",
            "would undo entry {seq}: {en} ({rows} as before)"
        )
    } else {
        text!(
            "已撤销第 {seq} 条：{zh}（{changes} 行复原）",
            "undid entry {seq}: {en} ({rows} as before)"
        )
    };
    let next = [format!("yishi redo {seq}")];
    app.told(&args.writing, &outcome, &said, &next)
}

pub fn redo(app: &mut App, args: &Redo) -> Result<u8> {
    let mut store = app.open()?;
    let outcome = store.redo(&app.command(&args.writing), which(args.seq))?;
    let (seq, zh, en) = named(&outcome);
    let said = if args.writing.dry_run {
        text!("将恢复第 {seq} 条：{zh}", "would redo entry {seq}: {en}")
    } else {
        text!("已恢复第 {seq} 条：{zh}", "redid entry {seq}: {en}")
    };
    let next = [format!("yishi undo {seq}")];
    app.told(&args.writing, &outcome, &said, &next)
}

fn which(seq: Option<i64>) -> Which {
    seq.map_or(Which::Last, Which::Seq)
}

/// The entry that was taken back or brought back: its number, and what it says.
fn named(outcome: &Outcome<Entry>) -> (i64, &str, &str) {
    let entry = &outcome.value;
    (entry.seq, &entry.summary.zh, &entry.summary.en)
}
