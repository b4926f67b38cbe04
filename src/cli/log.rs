//! `log`, `undo`, `redo`.

use super::app::{App, Writing};
use super::typed;
use crate::error::{Error, Result};
use crate::model::journal::Entry;
use crate::model::when::When;
use crate::out::{Format, log as view};
use crate::store::undo::{Which, standing};
use crate::text;
use clap::Args;
use serde_json::json;

#[derive(Debug, Args)]
pub struct Log {
    /// The entry to show in full
    seq: Option<i64>,
    /// Only entries that touched this ledger (member, attendance, proposal …)
    #[arg(long)]
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

pub fn log(app: &mut App, args: &Log) -> Result<u8> {
    let store = app.open()?;
    let read = store.read();
    if args.head {
        let head = read.head()?.unwrap_or_default();
        app.printer.done(
            &crate::lang::Text::same(view::grouped(&head)),
            || json!({ "head": head }),
        )?;
        return Ok(0);
    }
    let entries = read.entries()?;
    let stands = standing(&entries);
    if let Some(seq) = args.seq {
        let entry = entries.iter().find(|e| e.seq == seq).ok_or_else(|| {
            Error::refused(
                "not_found",
                text!("日志里没有第 {seq} 条", "the journal has no entry {seq}"),
            )
            .hint(text!("用 yishi log 查看全部", "yishi log lists them"))
        })?;
        let changes = read.shown(seq, view::FULL)?;
        app.printer
            .page(&view::entry(entry, stands.contains(&seq), &changes), || {
                view::entry_json(entry, stands.contains(&seq), &changes)
            })?;
        return Ok(0);
    }
    let mut kept = Vec::new();
    for entry in &entries {
        if fits(args, entry) && touches(&read, args, entry)? {
            kept.push(entry);
        }
    }
    if app.printer.format() == Format::Json {
        let lang = app.printer.lang();
        app.printer.json(&view::list_json(&kept, &stands, lang))?;
    } else {
        let undoing = entries
            .iter()
            .filter(|e| e.undoes.is_some())
            .map(|e| e.seq)
            .collect();
        app.printer.grid(&view::list(&kept, &stands, &undoing))?;
    }
    Ok(0)
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
        && args
            .ledger
            .as_ref()
            .is_none_or(|l| touches(&view::ledger_name(l)))
        && args
            .since
            .map(|w| w.to_string())
            .is_none_or(|d| day(&d) >= d)
        && args
            .until
            .map(|w| w.to_string())
            .is_none_or(|d| day(&d) <= d)
}

fn touches(read: &crate::store::Read<'_>, args: &Log, entry: &Entry) -> Result<bool> {
    match &args.thing {
        None => Ok(true),
        Some(thing) => read.entry_names(entry.seq, thing),
    }
}

pub fn undo(app: &mut App, args: &Undo) -> Result<u8> {
    let mut store = app.open()?;
    let outcome = store.undo(
        &app.command(&args.writing),
        args.seq.map_or(Which::Last, Which::Seq),
    )?;
    let (seq, zh, en) = (
        outcome.value.seq,
        &outcome.value.summary.zh,
        &outcome.value.summary.en,
    );
    let changes = outcome.entry.as_ref().map_or(0, |e| e.changes);
    let said = text!(
        "已撤销第 {seq} 条：{zh}（{changes} 行复原）",
        "undid entry {seq}: {en} ({changes} rows as before)"
    );
    app.told(
        &args.writing,
        &outcome,
        &said,
        &[format!("yishi redo {seq}")],
    )
}

pub fn redo(app: &mut App, args: &Redo) -> Result<u8> {
    let mut store = app.open()?;
    let outcome = store.redo(
        &app.command(&args.writing),
        args.seq.map_or(Which::Last, Which::Seq),
    )?;
    let (seq, zh, en) = (
        outcome.value.seq,
        &outcome.value.summary.zh,
        &outcome.value.summary.en,
    );
    let said = text!("已恢复第 {seq} 条：{zh}", "redid entry {seq}: {en}");
    app.told(
        &args.writing,
        &outcome,
        &said,
        &[format!("yishi undo {seq}")],
    )
}
