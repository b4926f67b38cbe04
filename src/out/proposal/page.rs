//! One proposal in full.

use super::{called, day, row, units};
use crate::lang::{Lang, Text};
use crate::model::code::{Code, UnitPart};
use crate::model::proposal::{Deadline, DeadlineState, Event, Proposal, Proposer, Step};
use crate::out::{Cell, Column, Grid, Page, Tone};
use crate::text;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};

/// A proposal on a day: who, what, where it stands, its history and its deadlines.
pub fn page(p: &Proposal, today: NaiveDate) -> Page {
    let what = called(p);
    let (zh, en) = (&what.zh, &what.en);
    let mut page = Page::new(text!("提案　{zh}", "Proposal {en}"));
    for (name, value) in identity(p).into_iter().chain(handling(p)) {
        if shown(&value) {
            page.field(name, value);
        }
    }
    let (history, deadlines) = (p.history(), p.deadlines(today));
    page.grid(text!("办理经过", "History"), history_grid(&history));
    if !deadlines.is_empty() {
        let grid = deadline_grid(&deadlines, today);
        page.grid(text!("期限", "Deadlines"), grid);
    }
    page
}

fn shown(value: &Cell) -> bool {
    match value {
        Cell::Empty => false,
        Cell::List(words) => !words.is_empty(),
        _ => true,
    }
}

fn identity(p: &Proposal) -> Vec<(Text, Cell)> {
    vec![
        (text!("届次", "session"), Cell::from(&p.session)),
        (text!("案号", "number"), Cell::from(p.no.clone())),
        (text!("流水号", "serial"), Cell::from(p.serial.clone())),
        (text!("案由", "title"), Cell::from(&p.title)),
        (text!("性质", "kind"), Cell::code(p.form)),
        (text!("提案者", "proposers"), Cell::List(proposers(p))),
        (text!("分类", "category"), Cell::from(p.category.clone())),
        (text!("状态", "state"), Cell::code(p.state)),
    ]
}

fn handling(p: &Proposal) -> Vec<(Text, Cell)> {
    let mark = |yes: bool| if yes { Cell::from(true) } else { Cell::Empty };
    vec![
        (text!("主办单位", "lead units"), units(p, UnitPart::Lead)),
        (text!("会办单位", "co-handling"), units(p, UnitPart::Co)),
        (text!("分办单位", "split among"), units(p, UnitPart::Split)),
        (text!("办结时限", "due"), day(p.due)),
        (
            text!("答复类别", "reply class"),
            Cell::from(p.reply_class.clone()),
        ),
        (text!("提案人意见", "rating"), Cell::from(p.rating.clone())),
        (text!("重点提案", "key proposal"), mark(p.key)),
        (text!("优秀提案", "excellent"), mark(p.excellent)),
        (text!("备注", "note"), Cell::from(p.note.clone())),
        (text!("来源", "source"), Cell::from(p.source.clone())),
    ]
}

/// Names in order, members with their numbers.
fn proposers(p: &Proposal) -> Vec<String> {
    let one = |who: &Proposer| match who {
        Proposer::Member(person) => format!("{} {}", person.no, person.name),
        Proposer::Body(name) => name.clone(),
    };
    p.proposers.iter().map(one).collect()
}

fn step(code: &'static str) -> Cell {
    let steps = [Step::Submit, Step::File, Step::Assign, Step::Reply];
    let known = steps.iter().map(|s| s.words()).find(|w| w.0 == code);
    let (code, zh, en) = known.unwrap_or((code, "审查", "review"));
    Cell::Code { code, zh, en }
}

/// Who did a step is shown once the ledger knows it of any step.
fn history_grid(history: &[Event]) -> Grid {
    let by_whom = history.iter().any(|e| e.by.is_some());
    let mut columns = vec![
        Column::text("on", "日期", "on"),
        Column::text("step", "环节", "step"),
        Column::text("from", "之前", "from"),
        Column::text("to", "之后", "to"),
        Column::text("note", "说明", "note"),
    ];
    if by_whom {
        columns.push(Column::text("by", "经办", "by"));
    }
    let mut grid = Grid::new(columns).vacant(text!(
        "台账里没有日期；用 yishi proposal edit 补上",
        "the ledger has no dates; yishi proposal edit adds them"
    ));
    for e in history {
        grid.row(vec![
            Cell::from(e.on.to_string()),
            step(e.step),
            e.from.map_or(Cell::Empty, Cell::code),
            Cell::code(e.to),
            Cell::from(e.note.clone()),
            Cell::from(e.by.clone()),
        ]);
    }
    grid
}

fn deadline_grid(deadlines: &[Deadline], today: NaiveDate) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("step", "环节", "step"),
        Column::text("due_on", "时限", "due"),
        Column::text("state", "情况", "state"),
        Column::text("left", "剩余", "left"),
        Column::text("why", "依据", "why"),
    ]);
    for d in deadlines {
        let (code, zh, en) = d.state.words();
        let state = Cell::Code { code, zh, en };
        let days = (d.due.last_day() - today).num_days();
        let (state, left) = match d.state {
            DeadlineState::Met => (state.tone(Tone::Good), Cell::Empty),
            DeadlineState::Late => (state.tone(Tone::Warn), Cell::Empty),
            DeadlineState::Open => (state, Cell::from(text!("{days} 天", "{days} days"))),
            DeadlineState::Overdue => {
                let over = -days;
                let left = text!("超期 {over} 天", "{over} days over");
                (state.tone(Tone::Bad), Cell::from(left))
            }
        };
        grid.row(vec![
            step(d.step.words().0),
            Cell::from(d.due.to_string()),
            state,
            left,
            Cell::from(d.why.clone()),
        ]);
    }
    grid
}

/// The same as an object: the keys of the list, then what only one in full has.
/// Reasons come in the language of the run.
pub fn json(p: &Proposal, today: NaiveDate, lang: Lang) -> Value {
    let columns = super::columns(super::Serial::Spare);
    let keys = columns.iter().map(|c| c.key.to_owned());
    let values = row(p, today);
    let mut object: Map<String, Value> = keys.zip(values.iter().map(|v| v.json(lang))).collect();
    let history: Vec<Value> = p.history().iter().map(event_json).collect();
    let deadlines: Vec<Value> = p
        .deadlines(today)
        .iter()
        .map(|d| deadline_json(d, lang))
        .collect();
    let more = [
        ("split_units", json!(p.units(UnitPart::Split))),
        ("note", json!(p.note)),
        ("history", json!(history)),
        ("deadlines", json!(deadlines)),
        ("source", json!(p.source)),
    ];
    object.extend(more.map(|(key, value)| (key.to_owned(), value)));
    Value::Object(object)
}

fn event_json(e: &Event) -> Value {
    json!({
        "on": e.on.to_string(), "by": e.by, "step": e.step,
        "from": e.from.map(Code::code), "to": e.to.code(), "note": e.note.as_ref().map(|n| &n.zh),
    })
}

fn deadline_json(d: &Deadline, lang: Lang) -> Value {
    json!({
        "step": d.step.words().0, "due_on": d.due.to_string(),
        "state": d.state.words().0, "why": d.why.pick(lang),
    })
}
