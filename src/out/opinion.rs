//! Opinions on screen: the list, one in full, and a member's own in the dossier.

use super::member::filter_note;
use super::proposal::day;
use super::{Cell, Column, Grid, Page, Tone};
use crate::model::opinion::{Opinion, OpinionState, Outcome};
use crate::text;
use serde_json::{Value, json};

fn state(o: &Opinion) -> Cell {
    let (code, zh, en) = o.state().words();
    let word = Cell::Code { code, zh, en };
    match o.state() {
        OpinionState::Adopted => word.tone(Tone::Good),
        OpinionState::Submitted => word,
    }
}

/// `省：单篇采用`; the level or the wording alone where the other is not told.
fn told(outcome: &Outcome) -> String {
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

/// The list.
pub fn list(opinions: &[Opinion], typed: &[&String]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("no", "编号", "no."),
        Column::text("title", "标题", "title").wide(),
        Column::text("authors", "反映人", "authors"),
        Column::text("submitted_on", "来稿时间", "submitted").spare(1),
        Column::text("state", "状态", "state"),
        Column::text("adoptions", "采用情况", "adoptions"),
        Column::text("instructions", "批示", "instructions").spare(2),
    ])
    .vacant(text!(
        "没有符合条件的社情民意；用 yishi import 导入台账，用 yishi opinion add 新增，或放宽筛选",
        "no opinion fits; yishi import brings a ledger in, yishi opinion add adds one, or widen the filter"
    ));
    for o in opinions {
        grid.row(vec![
            Cell::from(&o.no),
            Cell::from(&o.title),
            names(o),
            day(o.submitted),
            state(o),
            all(&o.adoptions),
            all(&o.instructions),
        ]);
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

/// One opinion in full.
pub fn page(o: &Opinion) -> Page {
    let (no, title) = (&o.no, &o.title);
    let mut page = Page::new(text!("社情民意　{no}《{title}》", "Opinion {no} “{title}”"));
    let author = |a: &crate::model::proposal::Person| format!("{} {}", a.no, a.name);
    page.field(
        text!("反映人", "authors"),
        Cell::List(o.authors.iter().map(author).collect()),
    );
    page.field(text!("来稿时间", "submitted"), day(o.submitted));
    page.field(text!("状态", "state"), state(o));
    if let Some(note) = &o.note {
        page.field(text!("备注", "note"), note.clone());
    }
    if let Some(source) = &o.source {
        page.field(text!("来源", "source"), source.clone());
    }
    for (heading, outcomes) in [
        (text!("采用情况", "Adoptions"), &o.adoptions),
        (text!("批示", "Instructions"), &o.instructions),
    ] {
        if !outcomes.is_empty() {
            page.grid(heading, outcome_grid(outcomes));
        }
    }
    page
}

fn outcome_grid(outcomes: &[Outcome]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("level", "级别", "level"),
        Column::text("wording", "内容", "wording"),
    ]);
    for o in outcomes {
        grid.row(vec![Cell::from(o.level.clone()), Cell::from(&o.wording)]);
    }
    grid
}

fn outcomes_json(outcomes: &[Outcome]) -> Value {
    let one = |o: &Outcome| json!({ "level": o.level, "wording": o.wording });
    outcomes.iter().map(one).collect()
}

/// An opinion in a list, and in the dossier's JSON.
pub fn brief_json(o: &Opinion) -> Value {
    let authors: Vec<&str> = o.authors.iter().map(|a| a.name.as_str()).collect();
    json!({
        "no": o.no, "title": o.title, "authors": authors,
        "submitted_on": o.submitted.map(|w| w.to_string()), "state": o.state().words().0,
        "adoptions": outcomes_json(&o.adoptions), "instructions": outcomes_json(&o.instructions),
    })
}

/// One opinion as an object.
pub fn json(o: &Opinion) -> Value {
    let mut object = brief_json(o);
    object["note"] = json!(o.note);
    object["source"] = json!(o.source);
    object
}
