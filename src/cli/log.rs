//! `log`, `undo`, `redo`.

use super::app::{App, Writing};
use crate::error::{Error, Result};
use crate::out::log as view;
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
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// Only entries until this day
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
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
    app.printer.grid(&view::list(&kept, &stands))?;
    Ok(0)
}

fn fits(args: &Log, entry: &crate::model::journal::Entry) -> bool {
    let day = |d: &String| {
        entry
            .at
            .get(..d.len().min(10))
            .unwrap_or_default()
            .to_owned()
    };
    args.person.as_ref().is_none_or(|p| &entry.by == p)
        && args.ledger.as_ref().is_none_or(|l| {
            entry
                .touched
                .split(' ')
                .any(|t| t.split(':').next() == Some(&view::ledger_name(l)))
        })
        && args.since.as_ref().is_none_or(|d| day(d) >= *d)
        && args.until.as_ref().is_none_or(|d| day(d) <= *d)
}

fn touches(
    read: &crate::store::Read<'_>,
    args: &Log,
    entry: &crate::model::journal::Entry,
) -> Result<bool> {
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
