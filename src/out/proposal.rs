//! Proposals on screen: the list, one in full, and a member's own in the dossier.

mod body;
mod dossier;
pub mod figures;
pub mod heed;
mod marks;
mod moved;
mod numbered;
mod page;
mod part;
pub mod promise;
pub mod similar;

pub use body::{
    json_with_body, json_with_merged, json_with_opinion, with_body, with_merged, with_opinion,
};
pub use dossier::{brief_json, dossier_grid};
pub(in crate::out) use dossier::{place, reference};
pub use marks::{done, json_with_marks, key_list, marked, with_marks};
pub use moved::{LISTED, listed, moved, started};
pub use numbered::{numbered, published};
pub use page::{json, page};

use super::member::filter_note;
use super::{Cell, Column, Grid, Tone};
use crate::lang::{Lang, Text};
use crate::model::code::{Code, UnitPart};
use crate::model::proposal::{DeadlineState, Proposal};
use crate::model::when::When;
use crate::text;
use chrono::NaiveDate;
use serde_json::Value;

/// A proposal as sentences call it: its number and its title.
pub fn called(p: &Proposal) -> Text {
    let (cite, title) = (p.cite(), &p.title);
    text!("{cite}《{title}》", "{cite} “{title}”")
}

/// That others of the session have the same title, by words that find each; nothing where none has.
pub fn namesakes(earlier: &[Proposal]) -> Option<Text> {
    let cites: Vec<String> = earlier.iter().map(Proposal::cite).collect();
    let (first, Text { zh, en }) = (cites.first()?, some(&cites));
    Some(text!(
        "这一届已有案由相同的提案：{zh}；同一件录了两次，就取消一件：yishi proposal remove {first} --reason 重复录入",
        "the session has proposals of the same title: {en}; if one was entered twice, cancel one: yishi proposal remove {first} --reason duplicate"
    ))
}

/// Where it stands, in words.
pub fn state(p: &Proposal) -> Text {
    Text {
        zh: p.state.zh().to_owned(),
        en: p.state.en().to_owned(),
    }
}

/// A day as exact as it is known.
pub(super) fn day(when: Option<When>) -> Cell {
    Cell::from(when.map(|w| w.to_string()))
}

fn names(p: &Proposal) -> Cell {
    Cell::List(p.proposers.iter().map(|w| w.name().to_owned()).collect())
}

fn units(p: &Proposal, part: UnitPart) -> Cell {
    Cell::List(p.units(part).into_iter().map(str::to_owned).collect())
}

fn is_overdue(p: &Proposal, today: NaiveDate) -> bool {
    p.deadlines(today)
        .iter()
        .any(|d| d.state == DeadlineState::Overdue)
}

/// Whether the serial number has to be shown: where some proposal has no other.
#[derive(Clone, Copy)]
enum Serial {
    Needed,
    Spare,
}

/// The columns of the list.
fn columns(serial: Serial) -> Vec<Column> {
    let column = Column::text("serial", "流水号", "serial");
    vec![
        match serial {
            Serial::Needed => column,
            Serial::Spare => column.spare(12),
        },
        Column::text("provisional", "暂编号", "provisional"),
        Column::text("no", "案号", "no."),
        Column::text("session", "届次", "session").spare(4),
        Column::text("title", "案由", "title").wide(),
        Column::text("kind", "性质", "kind").spare(5),
        Column::text("proposers", "提案者", "proposers"),
        Column::text("category", "分类", "category").spare(6),
        Column::text("state", "状态", "state"),
        Column::text("lead_units", "主办单位", "lead units"),
        Column::text("co_units", "会办单位", "co-handling").spare(8),
        Column::text("submitted_on", "提交日期", "submitted").spare(9),
        Column::text("filed_on", "立案日期", "filed").spare(10),
        Column::text("assigned_on", "交办日期", "assigned").spare(11),
        Column::text("due_on", "办结时限", "due").spare(1),
        Column::text("replied_on", "答复日期", "replied").spare(3),
        Column::text("reply_class", "答复类别", "reply class").spare(2),
        Column::text("rating", "提案人意见", "rating").spare(7),
        Column::text("key", "重点", "key").spare(13),
        Column::text("excellent", "优秀", "excellent").spare(14),
    ]
}

/// One proposal in the columns of the list.
fn row(p: &Proposal, today: NaiveDate) -> Vec<Cell> {
    let due = day(p.due);
    let overdue = is_overdue(p, today);
    vec![
        Cell::from(p.serial.clone()),
        Cell::from(p.provisional()),
        Cell::from(p.no.clone()),
        Cell::from(&p.session),
        Cell::from(&p.title),
        Cell::code(p.form),
        names(p),
        Cell::from(p.category.clone()),
        Cell::code(p.state),
        units(p, UnitPart::Lead),
        units(p, UnitPart::Co),
        day(p.submitted),
        day(p.filed),
        day(p.assigned),
        if overdue { due.tone(Tone::Bad) } else { due },
        day(p.replied),
        Cell::from(p.reply_class.clone()),
        Cell::from(p.rating.clone()),
        Cell::from(p.key),
        Cell::from(p.excellent),
    ]
}

/// The list as an array, one object in the keys of the columns for each.
pub fn list_json(proposals: &[Proposal], today: NaiveDate, lang: Lang) -> Value {
    let mut grid = Grid::new(columns(Serial::Spare));
    for p in proposals {
        grid.row(row(p, today));
    }
    grid.json(lang)
}

/// The list on a day, for people; units that split a proposal have a column where there are any,
/// and so has what tells proposals without a number apart.
pub fn list(proposals: &[Proposal], today: NaiveDate, typed: &[&String]) -> Grid {
    let has_no_other = |p: &Proposal| p.no.is_none() && p.serial.is_some();
    let serial = if proposals.iter().any(has_no_other) {
        Serial::Needed
    } else {
        Serial::Spare
    };
    let is_split = |p: &Proposal| !p.units(UnitPart::Split).is_empty();
    let (mut columns, split) = (columns(serial), proposals.iter().any(is_split));
    let after_co = columns
        .iter()
        .position(|c| c.key == "co_units")
        .map_or(0, |at| at + 1);
    if split {
        columns.insert(
            after_co,
            Column::text("split_units", "分办单位", "split among"),
        );
    }
    let provisional = columns.iter().position(|c| c.key == "provisional");
    let spare = provisional.filter(|_| proposals.iter().all(|p| p.provisional().is_none()));
    if let Some(at) = spare {
        columns.remove(at);
    }
    let mut grid = Grid::new(columns).vacant(text!(
        "没有符合条件的提案；用 yishi import 导入台账，用 yishi proposal add 新增，或放宽筛选",
        "no proposal fits; yishi import brings a ledger in, yishi proposal add adds one, or widen the filter"
    ));
    for p in proposals {
        let mut row = row(p, today);
        if split {
            row.insert(after_co, units(p, UnitPart::Split));
        }
        if let Some(at) = spare {
            row.remove(at);
        }
        grid.row(row);
    }
    let what = text!("件提案", "proposals");
    grid.note(filter_note(proposals.len(), &what, typed));
    let late: Vec<String> = proposals
        .iter()
        .filter(|p| is_overdue(p, today))
        .map(Proposal::cite)
        .collect();
    if !late.is_empty() {
        let (count, Text { zh, en }) = (late.len(), some(&late));
        grid.note(text!(
            "已过办结时限没有答复的 {count} 件：{zh}",
            "past the due day without a reply: {count} ({en})"
        ));
    }
    grid
}

/// The first few, with dots where there are more.
fn some(words: &[String]) -> Text {
    const FEW: usize = 5;
    let dots = if words.len() > FEW { " …" } else { "" };
    let Text { zh, en } = Text::listed(&words[..words.len().min(FEW)]);
    text!("{zh}{dots}", "{en}{dots}")
}

#[cfg(test)]
mod tests;
