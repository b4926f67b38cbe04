//! One opinion in full.

use super::{brief_json, day, state};
use crate::lang::{Lang, Text, so_many};
use crate::model::code::Code;
use crate::model::opinion::{Event, Opinion, Outcome, Side};
use crate::model::proposal::DeadlineState;
use crate::out::{Cell, Column, Grid, Page, Tone};
use crate::text;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// One opinion on a day: who, what, where it stands, what became of it, its history.
pub fn page(o: &Opinion, today: NaiveDate) -> Page {
    let (no, title) = (&o.no, &o.title);
    let mut page = Page::new(text!("社情民意　{no}《{title}》", "Opinion {no} “{title}”"));
    let author = |a: &crate::model::proposal::Person| format!("{} {}", a.no, a.name);
    page.field(
        text!("反映人", "authors"),
        Cell::List(o.authors.iter().map(author).collect()),
    );
    page.field(text!("来稿时间", "submitted"), day(o.submitted));
    page.field(text!("状态", "state"), state(o));
    if let Some((name, cite)) = linked(o) {
        page.field(name, cite);
    }
    if let Some(note) = &o.note {
        page.field(text!("备注", "note"), note.clone());
    }
    if let Some(source) = &o.source {
        page.field(text!("来源", "source"), source.clone());
    }
    if !o.adoptions.is_empty() {
        page.grid(text!("采用情况", "Adoptions"), adoptions(&o.adoptions));
    }
    if !o.instructions.is_empty() {
        let grid = instructions(&o.instructions, today);
        page.grid(text!("批示", "Instructions"), grid);
    }
    if !o.taken.is_empty() {
        page.grid(text!("经过", "History"), history(&o.history()));
    }
    page
}

fn linked(o: &Opinion) -> Option<(Text, String)> {
    let link = o.link.as_ref()?;
    let name = match link.now {
        Side::Opinion => text!("由提案转来", "from the proposal"),
        Side::Proposal => text!("已转为提案", "now the proposal"),
    };
    Some((name, link.cite.clone()))
}

fn any(outcomes: &[Outcome], has: fn(&Outcome) -> bool) -> bool {
    outcomes.iter().any(has)
}

/// The columns that adoptions and instructions share; those that nothing fills are left out.
fn columns(outcomes: &[Outcome]) -> Vec<Column> {
    let mut columns = vec![Column::text("level", "级别", "level")];
    if any(outcomes, |o| o.on.is_some()) {
        columns.push(Column::text("on", "日期", "on"));
    }
    if any(outcomes, |o| o.who.is_some()) {
        columns.push(Column::text("by", "单位或领导", "by"));
    }
    columns.push(Column::text("wording", "内容", "wording"));
    columns
}

fn cells(o: &Outcome, columns: &[Column]) -> Vec<Cell> {
    let cell = |c: &Column| match c.key {
        "level" => Some(Cell::from(o.level.clone())),
        "on" => Some(day(o.on)),
        "by" => Some(Cell::from(o.who.clone())),
        "wording" => Some(Cell::from(&o.wording)),
        _ => None,
    };
    columns.iter().filter_map(cell).collect()
}

fn adoptions(outcomes: &[Outcome]) -> Grid {
    let columns = columns(outcomes);
    let rows: Vec<_> = outcomes.iter().map(|o| cells(o, &columns)).collect();
    let mut grid = Grid::new(columns);
    for row in rows {
        grid.row(row);
    }
    grid
}

fn instructions(outcomes: &[Outcome], today: NaiveDate) -> Grid {
    let shared = columns(outcomes);
    let owed = any(outcomes, |o| o.due.is_some() || o.answered.is_some());
    let mut rows: Vec<_> = outcomes.iter().map(|o| cells(o, &shared)).collect();
    let mut columns = shared;
    if owed {
        columns.push(Column::text("due_on", "反馈时限", "feedback due"));
        columns.push(Column::text("state", "情况", "state"));
        columns.push(Column::text("answer", "反馈", "feedback").wide());
        for (row, o) in rows.iter_mut().zip(outcomes) {
            row.extend(feedback(o, today));
        }
    }
    let mut grid = Grid::new(columns);
    for row in rows {
        grid.row(row);
    }
    for o in outcomes {
        if let (Some(due), None) = (&o.due, o.answered) {
            let (on, zh, en) = (due.on, &due.why.zh, &due.why.en);
            grid.note(text!("{on}：{zh}", "{on}: {en}"));
        }
    }
    grid
}

/// By when, how it stands, what was answered.
fn feedback(o: &Outcome, today: NaiveDate) -> [Cell; 3] {
    let due = o.due.as_ref().map(|d| d.on);
    let over = due.map_or(0, |d| (today - d).num_days());
    let standing = match o.standing(today) {
        Some(DeadlineState::Overdue) => Cell::from(text!(
            "超期 {over} 天",
            "{many} over",
            many = so_many(&over, "day", "days")
        ))
        .tone(Tone::Bad),
        Some(state) => Cell::code(state),
        None => Cell::Empty,
    };
    let said = [o.answered.map(|on| on.to_string()), o.answer.clone()];
    let said: Vec<String> = said.into_iter().flatten().collect();
    [
        Cell::from(due.map(|d| d.to_string())),
        standing,
        Cell::from(said.join("，")),
    ]
}

fn history(events: &[Event]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("on", "日期", "on"),
        Column::text("step", "环节", "step"),
        Column::text("from", "之前", "from"),
        Column::text("to", "之后", "to"),
        Column::text("note", "说明", "note").wide(),
        Column::text("by", "经办", "by").spare(1),
    ]);
    for e in events {
        grid.row(vec![
            Cell::from(e.on.to_string()),
            Cell::code(e.step),
            e.from.map_or(Cell::Empty, Cell::code),
            Cell::code(e.to),
            Cell::from(e.note.clone()),
            Cell::from(e.by.clone()),
        ]);
    }
    grid
}

/// One opinion as an object; reasons come in the language of the run.
pub fn json(o: &Opinion, today: NaiveDate, lang: Lang) -> Value {
    let mut object = brief_json(o);
    object["note"] = json!(o.note);
    object["source"] = json!(o.source);
    let event = |e: &Event| {
        json!({
            "on": e.on.to_string(), "by": e.by, "step": e.step.code(),
            "from": e.from.map(Code::code), "to": e.to.code(), "note": e.note,
        })
    };
    object["history"] = o.history().iter().map(event).collect();
    let deadline = |i: &Outcome| {
        let due = i.due.as_ref()?;
        Some(json!({
            "step": "opinion_feedback", "due_on": due.on.to_string(),
            "state": i.standing(today).map(Code::code), "why": due.why.pick(lang),
            "level": i.level, "by": i.who,
        }))
    };
    object["deadlines"] = o.instructions.iter().filter_map(deadline).collect();
    object
}
