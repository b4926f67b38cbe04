//! The journal on screen.

use super::{Cell, Column, Grid, Page, masked_phone};
use crate::lang::{Lang, Text, so_many};
use crate::model::code::{
    Code, Dict, Duty, LeaveState, Part, Presence, ProposalForm, ProposalState, ProposalStep, Sex,
    SpeechForm, StatusKind, UnitPart,
};
use crate::model::deadline;
use crate::model::journal::{Entry, Shown, hex};
use crate::model::opinion::{Act, OpinionStep};
use crate::model::proposal::{Handling, Signing};
use crate::model::score::consequence::{Measure, Outcome};
use crate::text;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// How many rows of an entry are shown in full.
pub const FULL: usize = 2000;

/// A hash in groups of eight, as it is printed on paper.
pub fn grouped(hash: &str) -> String {
    hash.as_bytes()
        .chunks(8)
        .map(|c| String::from_utf8_lossy(c).into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

fn day_and_time(at: &str) -> String {
    at.get(..16).unwrap_or(at).replace('T', " ")
}

/// Whether an entry is itself an undoing, or brings an undone one back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Command,
    Undo,
    Redo,
}

fn role(entry: &Entry, undoing: &BTreeSet<i64>) -> Role {
    match entry.undoes {
        None => Role::Command,
        Some(seq) if undoing.contains(&seq) => Role::Redo,
        Some(_) => Role::Undo,
    }
}

const UNDONE: Cell = Cell::Code {
    code: "undone",
    zh: "已撤销",
    en: "undone",
};

fn standing(role: Role) -> Cell {
    let word = |code, zh, en| Cell::Code { code, zh, en };
    match role {
        Role::Undo => word("undo", "撤销", "undo"),
        Role::Redo => word("redo", "恢复", "redo"),
        Role::Command => Cell::Empty,
    }
}

/// The entries as an array.
pub fn list_json(entries: &[&Entry], stands: &BTreeSet<i64>, lang: Lang) -> Value {
    let one = |e: &&Entry| {
        json!({
            "seq": e.seq, "at": e.at, "by": e.by, "command": e.command, "summary": e.summary.pick(lang),
            "changes": e.changes, "touched": e.touched, "undoes": e.undoes, "stands": stands.contains(&e.seq),
        })
    };
    entries.iter().map(one).collect()
}

/// The entries, oldest first.
pub fn list(entries: &[&Entry], stands: &BTreeSet<i64>, undoing: &BTreeSet<i64>) -> Grid {
    let mut grid = Grid::new(vec![
        Column::number("seq", "序号", "seq"),
        Column::text("at", "时间", "at"),
        Column::text("by", "操作人", "by"),
        Column::text("command", "命令", "command").spare(1),
        Column::text("summary", "内容", "summary"),
        Column::number("changes", "行数", "rows"),
        Column::text("standing", "状态", "standing").spare(2),
    ])
    .vacant(text!(
        "没有符合条件的操作；yishi log 不加条件列出全部",
        "no entry fits; yishi log without options lists them all"
    ));
    for e in entries {
        grid.row(vec![
            Cell::from(e.seq),
            Cell::from(day_and_time(&e.at)),
            Cell::from(&e.by),
            Cell::from(&e.command),
            Cell::from(e.summary.clone()),
            Cell::from(e.changes),
            if stands.contains(&e.seq) {
                standing(role(e, undoing))
            } else {
                UNDONE
            },
        ]);
    }
    let n = entries.len();
    grid.note(text!(
        "共 {n} 条；yishi log 序号 看一条的全部变化，yishi undo 序号 撤销",
        "{many}; yishi log SEQ shows one in full, yishi undo SEQ takes it back",
        many = so_many(&n, "entry", "entries")
    ));
    grid
}

/// One entry in full.
pub fn entry(e: &Entry, stands: &BTreeSet<i64>, changes: &[Shown]) -> Page {
    let seq = e.seq;
    let mut page = Page::new(text!("日志第 {seq} 条", "Entry {seq}"));
    page.field(text!("时间", "at"), e.at.as_str());
    page.field(text!("操作人", "by"), e.by.as_str());
    page.field(text!("命令", "command"), e.command.as_str());
    page.field(text!("内容", "summary"), Cell::from(e.summary.clone()));
    page.field(
        text!("状态", "standing"),
        if stands.contains(&seq) {
            Cell::from(text!("有效", "stands"))
        } else {
            UNDONE
        },
    );
    page.field(text!("校验码", "hash"), grouped(&hex(&e.hash)));
    page.grid(text!("变化", "Changes"), shown(changes, e.changes));
    page
}

fn op(word: &str) -> Cell {
    Cell::from(match word {
        "insert" => text!("增", "added"),
        "delete" => text!("删", "removed"),
        _ => text!("改", "changed"),
    })
}

/// A stored value as people read it: codes of closed vocabularies get their labels.
fn value(ledger: &str, field: &str, stored: &str) -> Cell {
    fn label<C: Code>(stored: &str) -> Option<Cell> {
        C::ALL
            .iter()
            .find(|c| c.code() == stored)
            .map(|c| Cell::code(*c))
    }
    let known = match (ledger, field) {
        (_, "presence") => label::<Presence>(stored),
        ("attendance", "part") => label::<Part>(stored),
        ("assignment", "part") => label::<UnitPart>(stored),
        ("proposal", "state") | ("proposal_step", "from" | "to") => label::<ProposalState>(stored),
        ("proposal", "form") => label::<ProposalForm>(stored),
        ("proposer", "signing") => label::<Signing>(stored),
        ("assignment", "handling") => label::<Handling>(stored),
        ("proposal_step", "step") => label::<ProposalStep>(stored),
        ("deadline", "step") => label::<deadline::Step>(stored),
        ("leave", "state") => label::<LeaveState>(stored),
        ("speech", "form") => label::<SpeechForm>(stored),
        ("status_event", "event") => label::<StatusKind>(stored),
        ("ruling", "outcome") => label::<Outcome>(stored),
        ("ruling", "measure") => label::<Measure>(stored),
        (_, "duty to come") => label::<Duty>(stored),
        (_, "sex") => label::<Sex>(stored),
        (_, "dictionary") => label::<Dict>(stored),
        ("adoption", "act") => act(stored),
        (_, "phone") if !stored.is_empty() => Some(Cell::from(masked_phone(stored))),
        _ => None,
    };
    known.unwrap_or_else(|| Cell::from(cut(stored)))
}

fn cut(stored: &str) -> String {
    let short: String = stored.chars().take(LONG).collect();
    if short.len() < stored.len() {
        format!("{short}…")
    } else {
        short
    }
}

fn act(stored: &str) -> Option<Cell> {
    let acts = [Act::Adoption, Act::Instruction].map(Act::words);
    let known = acts.into_iter().find(|(code, ..)| *code == stored);
    known.map(|(code, zh, en)| Cell::Code { code, zh, en })
}

/// The words by which a row is known, with the steps in them by their names.
fn thing(change: &Shown) -> Cell {
    let named = |word: &str| -> Option<Text> {
        fn label<C: Code>(code: &str) -> Option<Text> {
            let found = C::ALL.iter().find(|c| c.code() == code)?;
            Some(Text {
                zh: found.zh().to_owned(),
                en: found.en().to_owned(),
            })
        }
        match change.ledger {
            "proposal_step" => label::<ProposalStep>(word),
            "opinion_step" => label::<OpinionStep>(word),
            "deadline" => label::<deadline::Step>(word),
            _ => None,
        }
    };
    let words = change.label.split(' ');
    let words: Vec<Text> = words
        .map(|w| named(w).unwrap_or_else(|| Text::same(w.to_owned())))
        .collect();
    let joined = |pick: fn(&Text) -> &str| words.iter().map(pick).collect::<Vec<_>>().join(" ");
    Cell::Both(Text {
        zh: joined(|t| &t.zh),
        en: joined(|t| &t.en),
    })
}

/// The fields with what they were and are; what is kept in two languages is one field.
fn cells(change: &Shown) -> Vec<(Text, [Cell; 2])> {
    let fields = &change.fields;
    let english = |name: &str| {
        let twin = format!("{name} (English)");
        fields.iter().find(|(field, ..)| field.en == twin)
    };
    fields
        .iter()
        .filter(|(field, ..)| !field.en.ends_with(" (English)"))
        .map(|(field, old, new)| {
            let cells = match english(&field.en) {
                Some((_, old_en, new_en)) => {
                    let both = |zh: &str, en: &str| {
                        Cell::Both(Text {
                            zh: cut(zh),
                            en: cut(en),
                        })
                    };
                    [both(old, old_en), both(new, new_en)]
                }
                None => [old, new].map(|stored| value(change.ledger, &field.en, stored)),
            };
            (field.clone(), cells)
        })
        .collect()
}

/// A longer value (the text of a regulation) is cut.
const LONG: usize = 80;

/// Changes row by row, old beside new.
pub fn shown(changes: &[Shown], all: i64) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("op", "", ""),
        Column::text("ledger", "台账", "ledger"),
        Column::text("thing", "对象", "thing"),
        Column::text("field", "栏目", "field"),
        Column::text("old", "原来", "old"),
        Column::text("new", "改为", "new"),
    ]);
    for change in changes {
        for (at, (field, [old, new])) in cells(change).into_iter().enumerate() {
            let first = at == 0;
            let lead = |cell: Cell| if first { cell } else { Cell::Empty };
            let row = [
                lead(op(change.op)),
                lead(Cell::from(change.table.clone())),
                lead(thing(change)),
            ];
            grid.row(
                row.into_iter()
                    .chain([Cell::from(field), old, new])
                    .collect::<Vec<_>>(),
            );
        }
    }
    let n = changes.len();
    if i64::try_from(n).is_ok_and(|n| n < all) {
        grid.note(text!(
            "共 {all} 行变化，只列出前 {n} 行",
            "{many} changed; the first {n} listed here",
            many = so_many(&all, "row", "rows")
        ));
    }
    grid
}

/// A stored value for programs: telephone numbers are masked there too.
fn discreet(field: &str, stored: &str) -> String {
    if field == "phone" && !stored.is_empty() {
        masked_phone(stored)
    } else {
        stored.to_owned()
    }
}

/// One entry in full, as an object.
pub fn entry_json(e: &Entry, stands: &BTreeSet<i64>, changes: &[Shown]) -> Value {
    let changes: Vec<Value> = changes
        .iter()
        .map(|c| {
            let fields: Vec<Value> = c
                .fields
                .iter()
                .map(|(name, old, new)| json!({ "field": name.en, "old": discreet(&name.en, old), "new": discreet(&name.en, new) }))
                .collect();
            json!({ "op": c.op, "ledger": c.ledger, "thing": c.label, "fields": fields })
        })
        .collect();
    json!({
        "seq": e.seq, "at": e.at, "by": e.by, "command": e.command, "summary": e.summary.zh, "undoes": e.undoes,
        "stands": stands.contains(&e.seq), "hash": hex(&e.hash), "changes": changes,
    })
}
