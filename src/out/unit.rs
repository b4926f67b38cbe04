//! Units on screen: the list with how much each has, and one with its proposals.

pub mod stats;

use super::member::{Phones, filter_note};
use super::proposal::day;
use super::{Cell, Column, Grid, Page, masked_phone};
use crate::lang::Lang;
use crate::model::code::{Code, UnitPart};
use crate::model::proposal::{DeadlineState, Proposal, Proposer};
use crate::model::unit::Unit;
use crate::text;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};

fn phone(u: &Unit, phones: Phones) -> Option<String> {
    u.phone.as_deref().map(|p| match phones {
        Phones::Masked => masked_phone(p),
        Phones::Revealed => p.to_owned(),
    })
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("no", "单位编码", "no.").spare(4),
        Column::text("name", "单位名称", "name"),
        Column::text("short", "简称", "short").spare(1),
        Column::text("aliases", "别名", "other names").spare(5),
        Column::text("parent", "上级单位", "parent").spare(6),
        Column::text("contact", "联系人", "contact").spare(2),
        Column::text("phone", "电话", "phone").spare(3),
        Column::number("lead", "主办", "lead"),
        Column::number("co", "会办", "co-handling"),
        Column::number("split", "分办", "split"),
        Column::number("open", "未答复", "open"),
    ]
}

fn row(u: &Unit, phones: Phones) -> Vec<Cell> {
    vec![
        Cell::from(u.no.clone()),
        Cell::from(&u.name),
        Cell::from(u.short.clone()),
        Cell::List(u.aliases.clone()),
        Cell::from(u.parent.clone()),
        Cell::from(u.contact.clone()),
        Cell::from(phone(u, phones)),
        Cell::from(u.load.lead),
        Cell::from(u.load.co),
        Cell::from(u.load.split),
        Cell::from(u.load.open),
    ]
}

/// The list.
pub fn list(units: &[Unit], phones: Phones, typed: &[&String]) -> Grid {
    let mut grid = Grid::new(columns()).vacant(text!(
        "没有符合条件的承办单位；用 yishi import 导入，用 yishi unit add 新增，或放宽筛选",
        "no unit fits; yishi import brings them in, yishi unit add adds one, or widen the filter"
    ));
    for u in units {
        grid.row(row(u, phones));
    }
    let what = text!("个承办单位", "units");
    grid.note(filter_note(units.len(), &what, typed));
    grid
}

/// One unit with its proposals.
pub fn page(u: &Unit, proposals: &[Proposal], today: NaiveDate, phones: Phones) -> Page {
    let name = &u.name;
    let mut page = Page::new(text!("承办单位　{name}", "Unit {name}"));
    let known = [
        (text!("单位编码", "number"), u.no.clone()),
        (text!("简称", "short name"), u.short.clone()),
        (text!("上级单位", "parent"), u.parent.clone()),
        (text!("联系人", "contact"), u.contact.clone()),
        (text!("电话", "phone"), phone(u, phones)),
        (text!("来源", "source"), u.source.clone()),
    ];
    for (label, value) in known {
        if value.is_some() {
            page.field(label, value);
        }
    }
    if !u.aliases.is_empty() {
        page.field(text!("别名", "other names"), Cell::List(u.aliases.clone()));
    }
    let (lead, co, split, open) = (u.load.lead, u.load.co, u.load.split, u.load.open);
    page.field(
        text!("承办提案", "proposals"),
        text!(
            "主办 {lead}、会办 {co}、分办 {split}，未答复 {open}",
            "lead {lead}, co-handling {co}, split {split}; without a reply {open}"
        ),
    );
    if !proposals.is_empty() {
        let grid = proposal_grid(u, proposals, today);
        page.grid(text!("承办的提案", "Its proposals"), grid);
    }
    page
}

fn part(u: &Unit, p: &Proposal) -> Option<UnitPart> {
    p.units.iter().find(|a| a.unit == u.id).map(|a| a.part)
}

fn proposal_grid(u: &Unit, proposals: &[Proposal], today: NaiveDate) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("ref", "编号", "ref"),
        Column::text("title", "案由", "title").wide(),
        Column::text("proposers", "提案者", "proposers").spare(1),
        Column::text("part", "承办", "part"),
        Column::text("state", "状态", "state"),
        Column::text("due_on", "办结时限", "due"),
        Column::text("deadline", "期限情况", "deadline").spare(2),
    ]);
    for p in proposals {
        let names = p.proposers.iter().map(|w| w.name().to_owned()).collect();
        let deadline = p.deadlines(today).first().map(|d| deadline(d.state));
        grid.row(vec![
            Cell::from(p.cite()),
            Cell::from(&p.title),
            Cell::List(names),
            part(u, p).map_or(Cell::Empty, Cell::code),
            Cell::code(p.state),
            day(p.due),
            deadline.unwrap_or(Cell::Empty),
        ]);
    }
    grid
}

fn deadline(state: DeadlineState) -> Cell {
    let word = Cell::code(state);
    if state == DeadlineState::Overdue {
        word.tone(super::Tone::Bad)
    } else {
        word
    }
}

/// One unit as an object: the keys of the list, then source and proposals.
pub fn json(u: &Unit, proposals: &[Proposal], phones: Phones, lang: Lang) -> Value {
    let columns = columns();
    let values = row(u, phones);
    let mut object: Map<String, Value> = columns
        .iter()
        .zip(&values)
        .map(|(c, v)| (c.key.to_owned(), v.json(lang)))
        .collect();
    let proposals: Vec<Value> = proposals.iter().map(|p| proposal_json(u, p)).collect();
    object.insert("source".to_owned(), json!(u.source));
    object.insert("proposals".to_owned(), json!(proposals));
    Value::Object(object)
}

fn proposal_json(u: &Unit, p: &Proposal) -> Value {
    let names: Vec<&str> = p.proposers.iter().map(Proposer::name).collect();
    json!({
        "session": p.session, "no": p.no, "serial": p.serial, "title": p.title,
        "proposers": names, "part": part(u, p).map(Code::code), "state": p.state.code(),
        "due_on": p.due.map(|w| w.to_string()),
    })
}
