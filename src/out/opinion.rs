//! Opinions on screen: the list, one in full, and a member's own in the dossier.

mod moved;
mod page;

pub use moved::moved;
pub use page::{json, page};

use super::member::filter_note;
use super::proposal::day;
use super::{Cell, Column, Grid, Tone};
use crate::model::code::Code;
use crate::model::opinion::{Opinion, OpinionState, Outcome, Side};
use crate::text;
use chrono::NaiveDate;
use serde_json::{Value, json};

fn state(o: &Opinion) -> Cell {
    let word = Cell::code(o.state());
    match o.state() {
        OpinionState::Adopted | OpinionState::Answered => word.tone(Tone::Good),
        _ => word,
    }
}

/// `省：单篇采用`; the level or the wording alone where the other is not told.
pub(super) fn told(outcome: &Outcome) -> String {
    match (&outcome.level, outcome.wording.as_str()) {
        (Some(level), "") => level.clone(),
        (Some(level), wording) => format!("{level}：{wording}"),
        (None, wording) => wording.to_owned(),
    }
}

fn all(outcomes: &[Outcome]) -> Cell {
    Cell::List(outcomes.iter().map(told).collect())
}

fn names(o: &Opinion) -> Cell {
    Cell::List(o.authors.iter().map(|a| a.name.clone()).collect())
}

/// The list on a day; the day of the feedback has a column where some is due.
pub fn list(opinions: &[Opinion], today: NaiveDate, typed: &[&String]) -> Grid {
    let due = opinions.iter().any(|o| o.due().is_some());
    let mut columns = vec![
        Column::text("no", "编号", "no."),
        Column::text("title", "标题", "title").wide(),
        Column::text("authors", "反映人", "authors"),
        Column::text("submitted_on", "来稿时间", "submitted").spare(1),
        Column::text("state", "状态", "state"),
        Column::text("adoptions", "采用情况", "adoptions"),
        Column::text("instructions", "批示", "instructions").spare(2),
    ];
    if due {
        columns.push(Column::text("due_on", "反馈时限", "feedback due"));
    }
    let mut grid = Grid::new(columns).vacant(text!(
        "没有符合条件的社情民意；用 yishi import 导入台账，用 yishi opinion add 新增，或放宽筛选",
        "no opinion fits; yishi import brings a ledger in, yishi opinion add adds one, or widen the filter"
    ));
    for o in opinions {
        let mut row = vec![
            Cell::from(&o.no),
            Cell::from(&o.title),
            names(o),
            day(o.submitted),
            state(o),
            all(&o.adoptions),
            all(&o.instructions),
        ];
        if due {
            let cell = Cell::from(o.due().map(|d| d.to_string()));
            let over = o.due().is_some_and(|d| d < today);
            row.push(if over { cell.tone(Tone::Bad) } else { cell });
        }
        grid.row(row);
    }
    let what = text!("件社情民意", "opinions");
    grid.note(filter_note(opinions.len(), &what, typed));
    grid
}

/// A member's opinions in the duty dossier.
pub fn dossier_grid(opinions: &[Opinion]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("no", "编号", "no."),
        Column::text("title", "标题", "title").wide(),
        Column::text("submitted_on", "来稿时间", "submitted").spare(1),
        Column::text("adoptions", "采用情况", "adoptions"),
        Column::text("instructions", "批示", "instructions").spare(2),
    ])
    .vacant(text!(
        "没有社情民意；用 yishi opinion add 新增",
        "no opinions; yishi opinion add adds one"
    ));
    for o in opinions {
        grid.row(vec![
            Cell::from(&o.no),
            Cell::from(&o.title),
            day(o.submitted),
            all(&o.adoptions),
            all(&o.instructions),
        ]);
    }
    grid
}

fn adoption_json(o: &Outcome) -> Value {
    json!({
        "level": o.level, "wording": o.wording, "manner": o.manner.map(Code::code), "by": o.who,
        "on": o.on.map(|w| w.to_string()),
    })
}

fn instruction_json(o: &Outcome) -> Value {
    json!({
        "level": o.level, "wording": o.wording, "by": o.who, "on": o.on.map(|w| w.to_string()),
        "due_on": o.due.as_ref().map(|d| d.on.to_string()),
        "answered_on": o.answered.map(|w| w.to_string()), "answer": o.answer,
    })
}

/// An opinion in a list, and in the dossier's JSON.
pub fn brief_json(o: &Opinion) -> Value {
    let authors: Vec<&str> = o.authors.iter().map(|a| a.name.as_str()).collect();
    let linked = |side| {
        let link = o.link.as_ref().filter(|l| l.now == side);
        link.map(|l| &l.cite)
    };
    json!({
        "no": o.no, "title": o.title, "authors": authors,
        "submitted_on": o.submitted.map(|w| w.to_string()), "state": o.state().code(),
        "adoptions": o.adoptions.iter().map(adoption_json).collect::<Value>(),
        "instructions": o.instructions.iter().map(instruction_json).collect::<Value>(),
        "due_on": o.due().map(|d| d.to_string()),
        "from_proposal": linked(Side::Opinion), "to_proposal": linked(Side::Proposal),
    })
}
