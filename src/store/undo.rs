//! Undo and redo of whole commands, imports among them. Both are commands like any other: they
//! add an entry and erase none, and they are refused, with the entry that stands in the way,
//! where something later was built on what they would take back.

use super::codec::{Change, Op};
use super::journal::{Entry, Shown};
use super::table::{APPRAISAL_PUBLICATION, Table};
use super::{Command, Outcome, Read, Store, Tx};
use crate::error::{Error, Result};
use crate::text;
use std::collections::BTreeSet;

/// Which entry to take back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The last one that still stands.
    Last,
    /// This one.
    Seq(i64),
}

/// The numbers of the entries that stand: an entry stands unless a standing entry undoes it.
pub fn standing(entries: &[Entry]) -> BTreeSet<i64> {
    let mut stands: BTreeSet<i64> = entries.iter().map(|e| e.seq).collect();
    for entry in entries.iter().rev() {
        if let (Some(undone), true) = (entry.undoes, stands.contains(&entry.seq)) {
            stands.remove(&undone);
        }
    }
    stands
}

fn nothing(zh: &str, en: &str) -> Error {
    Error::refused("nothing_to_undo", text!("{zh}", "{en}")).hint(text!(
        "用 yishi log 查看全部操作",
        "yishi log lists every command"
    ))
}

/// Whether an entry founded the file: without its settings and dictionaries nothing else works.
fn founds(entry: &Entry) -> bool {
    entry.seq == 1
        && ["setting:", "word:"]
            .iter()
            .all(|t| entry.touched.contains(t))
}

fn target(entries: &[Entry], which: Which) -> Result<&Entry> {
    let stands = standing(entries);
    match which {
        Which::Last => entries
            .iter()
            .rev()
            .find(|e| e.undoes.is_none() && stands.contains(&e.seq) && !founds(e))
            .ok_or_else(|| nothing("没有可撤销的操作", "there is nothing to undo")),
        Which::Seq(seq) => {
            let entry = entries.iter().find(|e| e.seq == seq);
            let entry = entry.ok_or_else(|| no_entry(seq))?;
            if founds(entry) {
                Err(founding(seq))
            } else if stands.contains(&seq) {
                Ok(entry)
            } else {
                let undoing = |e: &&Entry| e.undoes == Some(seq) && stands.contains(&e.seq);
                let by = entries.iter().rev().find(undoing).map_or(0, |e| e.seq);
                Err(undone_already(seq, by))
            }
        }
    }
}

fn no_entry(seq: i64) -> Error {
    Error::refused(
        "not_found",
        text!("日志里没有第 {seq} 条", "the journal has no entry {seq}"),
    )
    .hint(text!(
        "用 yishi log 查看全部操作",
        "yishi log lists every command"
    ))
}

fn founding(seq: i64) -> Error {
    Error::refused(
        "founding",
        text!(
            "第 {seq} 条是新建文件，不能撤销",
            "entry {seq} founded the file and cannot be undone"
        ),
    )
    .hint(text!(
        "设置用 yishi config 更改",
        "yishi config changes the settings"
    ))
}

fn undone_already(seq: i64, by: i64) -> Error {
    Error::refused(
        "undone_already",
        text!(
            "第 {seq} 条已经被第 {by} 条撤销",
            "entry {seq} was undone by entry {by} already"
        ),
    )
    .hint(text!(
        "用 yishi redo {seq} 恢复它",
        "yishi redo {seq} brings it back"
    ))
}

/// The undoing entry that a redo takes back.
fn redo_target(entries: &[Entry], which: Which) -> Result<&Entry> {
    let stands = standing(entries);
    let is_command = |seq| entries.iter().any(|e| e.seq == seq && e.undoes.is_none());
    let undoing = |e: &&Entry| e.undoes.is_some_and(is_command) && stands.contains(&e.seq);
    let mut undone = entries.iter().rev().filter(undoing);
    match which {
        Which::Seq(seq) => undone
            .find(|e| e.undoes == Some(seq))
            .ok_or_else(|| not_undone(seq)),
        Which::Last => {
            let entry = undone
                .next()
                .ok_or_else(|| nothing("没有可恢复的操作", "there is nothing to redo"))?;
            let newer = |e: &&Entry| e.seq > entry.seq && e.undoes.is_none();
            match entries.iter().find(newer) {
                None => Ok(entry),
                Some(later) => Err(changed_since(entry.undoes.unwrap_or(0), later.seq)),
            }
        }
    }
}

fn not_undone(seq: i64) -> Error {
    Error::refused(
        "not_undone",
        text!(
            "第 {seq} 条没有被撤销，不用恢复",
            "entry {seq} was not undone"
        ),
    )
    .hint(text!(
        "用 yishi log 查看全部操作",
        "yishi log lists every command"
    ))
}

fn changed_since(undone: i64, later: i64) -> Error {
    Error::refused(
        "changed_since",
        text!(
            "撤销之后又有了新的操作（第 {later} 条），没有自动恢复",
            "there is a newer command (entry {later}) since the undo; nothing was brought back"
        ),
    )
    .hint(text!(
        "确实要恢复，请写明：yishi redo {undone}",
        "name it to bring it back all the same: yishi redo {undone}"
    ))
}

impl Store {
    /// Takes a whole command back.
    ///
    /// # Errors
    /// `nothing_to_undo`, `undone_already`, `not_found`, or `in_the_way` with the later entry.
    pub fn undo(&mut self, command: &Command, which: Which) -> Result<Outcome<Entry>> {
        let entries = self.read().entries()?;
        let entry = target(&entries, which)?.clone();
        self.take_back(command, entry)
    }

    /// Brings a whole undone command back; the value is the command that stands again.
    ///
    /// # Errors
    /// `nothing_to_undo`, `not_undone`, `changed_since`, or `in_the_way` with the later entry.
    pub fn redo(&mut self, command: &Command, which: Which) -> Result<Outcome<Entry>> {
        let entries = self.read().entries()?;
        let undoing = redo_target(&entries, which)?.clone();
        let again = entries
            .iter()
            .find(|e| Some(e.seq) == undoing.undoes)
            .cloned();
        let mut outcome = self.take_back(command, undoing)?;
        if let Some(again) = again {
            outcome.value = again;
        }
        Ok(outcome)
    }

    fn take_back(&mut self, command: &Command, entry: Entry) -> Result<Outcome<Entry>> {
        let seq = entry.seq;
        let (zh, en) = (entry.summary.zh.clone(), entry.summary.en.clone());
        let undone = entry.undoes;
        let work = move |tx: &mut Tx<'_>| {
            if !standing(&tx.read().entries()?).contains(&seq) {
                return Err(Error::refused(
                    "undone_already",
                    text!(
                        "第 {seq} 条刚刚已被撤销",
                        "entry {seq} was undone a moment ago"
                    ),
                ));
            }
            tx.pragma_update(None, "defer_foreign_keys", true)?;
            tx.read()
                .changes_back(seq, |change| reverse(tx, seq, &change).map(|()| true))?;
            dangling(tx, seq)?;
            Ok(entry)
        };
        // Told before it happens, while the rows that will go can still be named.
        let preview = self
            .read()
            .shown(seq, Store::PREVIEW)?
            .into_iter()
            .map(inverted)
            .collect();
        let outcome = self.write_undoing(command, Some(seq), work, |_| match undone {
            None => text!("撤销第 {seq} 条：{zh}", "undo entry {seq}: {en}"),
            Some(first) => text!("恢复第 {first} 条", "redo entry {first}"),
        })?;
        Ok(Outcome { preview, ..outcome })
    }
}

/// A change as its undoing will show it.
fn inverted(mut shown: Shown) -> Shown {
    shown.op = match shown.op {
        "insert" => "delete",
        "delete" => "insert",
        same => same,
    };
    for (_, old, new) in &mut shown.fields {
        std::mem::swap(old, new);
    }
    shown
}

/// Applies the opposite of one change, if the row is as the change left it.
fn reverse(tx: &mut Tx<'_>, seq: i64, change: &Change) -> Result<()> {
    // What a publication says of a row stays true without holding on to the row itself.
    if let Some(publication) = tx.read().published_since(change, seq)? {
        return Err(in_the_way(
            tx.read(),
            seq,
            &APPRAISAL_PUBLICATION,
            publication,
        )?);
    }
    let now = tx.row(change.table, change.id)?;
    match (&change.op, now) {
        (Op::Insert(new), Some(now)) if *new == now => tx.delete(change.table, change.id),
        (Op::Delete(old), None) => tx.insert_at(change.table, change.id, old),
        (Op::Update(fields), Some(now)) if fields.iter().all(|(at, _, new)| now[*at] == *new) => {
            let mut before = now.clone();
            for (at, old, _) in fields {
                before[*at] = old.clone();
            }
            tx.put(change.table, change.id, &now, &before).map(|_| ())
        }
        _ => Err(in_the_way(tx.read(), seq, change.table, change.id)?),
    }
}

/// Finds a row that would point at nothing after the undo, and the entry that wrote it.
fn dangling(tx: &Tx<'_>, seq: i64) -> Result<()> {
    let mut statement = tx.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    let Some(row) = rows.next()? else {
        return Ok(());
    };
    let (table, id): (String, i64) = (row.get(0)?, row.get(1)?);
    match Table::named(&table) {
        Some(table) => Err(in_the_way(tx.read(), seq, table, id)?),
        None => Ok(()),
    }
}

/// Whether an entry that touched a row still bears on it: commands that were undone and what undid
/// them cancel out, so long as both came later than the entry to take back.
fn bears(entry: &Entry, seq: i64, stands: &BTreeSet<i64>) -> bool {
    stands.contains(&entry.seq) && entry.undoes.is_none_or(|undone| undone < seq)
}

/// The command that takes back what stands in the way.
fn way_out(entry: &Entry) -> String {
    match entry.undoes {
        None => format!("yishi undo {}", entry.seq),
        Some(undone) => format!("yishi redo {undone}"),
    }
}

/// The error that names the last entry that touched a row and still stands.
fn in_the_way(read: Read<'_>, seq: i64, table: &'static Table, id: i64) -> Result<Error> {
    let entries = read.entries()?;
    let stands = standing(&entries);
    let mut later = None;
    for entry in entries.iter().rev().filter(|e| {
        e.seq > seq && bears(e, seq, &stands) && e.touched.contains(&format!("{}:", table.name))
    }) {
        let mut touches = false;
        read.changes(entry.seq, |c| {
            touches = c.table == table && c.id == id;
            Ok(!touches)
        })?;
        if touches {
            later = Some(entry);
            break;
        }
    }
    let row = super::journal::known_as(read, table, id)?;
    let what = table.zh;
    let what_en = table.en;
    Ok(match later {
        Some(entry) => {
            let (n, zh, en) = (entry.seq, &entry.summary.zh, &entry.summary.en);
            let first = way_out(entry);
            Error::refused(
                "in_the_way",
                text!(
                    "不能撤销第 {seq} 条：后来的第 {n} 条（{zh}）用到或改动了{what}「{row}」",
                    "entry {seq} cannot be undone: the later entry {n} ({en}) uses or changed {what_en} “{row}”"
                ),
            )
            .hint(text!("先撤销后来的：{first}；或者用 edit 命令单独更正", "undo the later one first: {first}; or correct the row with its edit command"))
        }
        None => Error::refused(
            "changed_outside",
            text!(
                "不能撤销第 {seq} 条：{what}「{row}」与日志记载的不一致，可能被别的工具改过",
                "entry {seq} cannot be undone: {what_en} “{row}” is not as the journal left it; another tool may have changed it"
            ),
        )
        .hint(text!("运行 yishi check 查看差异", "yishi check shows the difference")),
    })
}
