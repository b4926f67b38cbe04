//! Other duty acts on screen: the list, one in full, and a member's own in the dossier.

use super::figure::points_json;
use super::member::filter_note;
use super::{Cell, Column, Grid, Page};
use crate::lang::Text;
use crate::model::code::Code;
use crate::model::record::{Confirmation, Hand, Hands, Record, Vouched, quantity_text};
use crate::text;
use num_rational::Ratio;
use serde_json::{Value, json};

/// An act as sentences call it: id, member, day, kind and what it was.
pub fn called(r: &Record) -> Text {
    let (id, name, on, kind) = (r.id, &r.who.name, r.on, &r.kind);
    let title = &r.title;
    if title.is_empty() {
        text!("{id}：{name} {on} {kind}", "{id}: {name}, {on}, {kind}")
    } else {
        text!(
            "{id}：{name} {on} {kind}「{title}」",
            "{id}: {name}, {on}, {kind} “{title}”"
        )
    }
}

fn quantity(r: &Record) -> Cell {
    Cell::from(quantity_text(r.quantity))
}

/// The list.
pub fn list(records: &[Record], typed: &[&String]) -> Grid {
    let mut columns = vec![
        Column::number("id", "序号", "id"),
        Column::text("no", "委员编号", "no."),
        Column::text("name", "姓名", "name"),
        Column::text("on", "日期", "on"),
        Column::text("kind", "类别", "kind"),
        Column::text("title", "事项", "title").wide(),
        Column::text("level", "级别", "level").spare(2),
        Column::number("quantity", "数量", "quantity").spare(1),
        Column::text("organizer", "组织单位", "organizer").spare(3),
        Column::text("confirmed_on", "确认日期", "confirmed on").spare(4),
    ];
    let any_cancelled = records.iter().any(|r| r.cancelled.is_some());
    if any_cancelled {
        columns.push(Column::text("cancelled", "取消原因", "cancelled"));
    }
    let mut grid = Grid::new(columns).vacant(text!(
        "没有符合条件的履职记录；用 yishi import 导入台账，用 yishi record add 新增，或放宽筛选",
        "no record fits; yishi import brings a ledger in, yishi record add adds one, or widen the filter"
    ));
    for r in records {
        let mut cells = vec![
            Cell::from(r.id),
            Cell::from(r.who.no.clone()),
            Cell::from(&r.who.name),
            Cell::from(r.on.to_string()),
            Cell::from(&r.kind),
            Cell::from(&r.title),
            Cell::from(r.level.clone()),
            quantity(r),
            Cell::from(r.organizer.clone()),
            Cell::from(r.confirmed.as_ref().map(|c| c.on.to_string())),
        ];
        if any_cancelled {
            cells.push(Cell::from(r.cancelled.clone()));
        }
        grid.row(cells);
    }
    let what = text!("条履职记录", "records");
    grid.note(filter_note(records.len(), &what, typed));
    grid
}

/// A member's acts in the duty dossier.
pub fn dossier_grid(records: &[Record]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("on", "日期", "on"),
        Column::text("kind", "类别", "kind"),
        Column::text("title", "事项", "title").wide(),
        Column::text("level", "级别", "level").spare(2),
        Column::number("quantity", "数量", "quantity").spare(1),
    ])
    .vacant(text!(
        "没有其他履职记录；用 yishi record add 新增",
        "no other records; yishi record add adds one"
    ));
    for r in records {
        grid.row(vec![
            Cell::from(r.on.to_string()),
            Cell::from(&r.kind),
            Cell::from(&r.title),
            Cell::from(r.level.clone()),
            quantity(r),
        ]);
    }
    grid
}

/// One act in full, with whose hands it went through.
pub fn page(r: &Record, hands: &Hands) -> Page {
    let (id, kind) = (r.id, &r.kind);
    let mut page = Page::new(text!("履职记录 {id}　{kind}", "Record {id}: {kind}"));
    if let Some(reason) = &r.cancelled {
        let cell = match &hands.cancelled {
            Some(Hand { by, on }) => text!("{by}，{on}：{reason}", "{by}, {on}: {reason}"),
            None => text!("{reason}", "{reason}"),
        };
        page.field(text!("已取消", "cancelled"), cell);
    }
    let (zh, en) = (r.who.whose.zh(), r.who.whose.en());
    let no = r.who.no.as_deref().unwrap_or_default();
    page.field(
        text!("{zh}", "{en}"),
        format!("{no} {}", r.who.name).trim().to_owned(),
    );
    page.field(text!("日期", "on"), r.on.to_string());
    page.field(text!("类别", "kind"), kind.clone());
    if !r.title.is_empty() {
        page.field(text!("事项", "title"), r.title.clone());
    }
    if let Some(level) = &r.level {
        page.field(text!("级别", "level"), level.clone());
    }
    page.field(text!("数量", "quantity"), quantity(r));
    if let Some(note) = &r.note {
        page.field(text!("备注", "note"), note.clone());
    }
    let words = [
        (text!("组织单位", "organizer"), &r.organizer),
        (text!("理由", "reason"), &r.reason),
        (text!("证明材料", "evidence"), &r.evidence),
        (text!("审批人", "approver"), &r.approver),
    ];
    for (name, word) in words {
        if let Some(word) = word {
            page.field(name, word.clone());
        }
    }
    for (name, hand) in [
        (text!("录入", "entered by"), &hands.entered),
        (text!("改动", "changed by"), &hands.changed),
    ] {
        if let Some(Hand { by, on }) = hand {
            page.field(name, text!("{by}，{on}", "{by}, {on}"));
        }
    }
    if let Some(confirmed) = &r.confirmed {
        let (by, on) = (&confirmed.by, confirmed.on);
        page.field(
            text!("确认", "confirmed"),
            text!("{by}，{on}", "{by}, {on}"),
        );
    } else if r.organizer.is_some() && r.cancelled.is_none() {
        page.field(
            text!("确认", "confirmed"),
            text!(
                "未确认（yishi record confirm {id}）",
                "not yet (yishi record confirm {id})"
            ),
        );
    }
    if let Some(source) = &r.source {
        page.field(text!("来源", "source"), source.clone());
    }
    page
}

/// Who stands for an act and on what grounds, in one line.
pub fn vouched(v: &Vouched) -> Text {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    let mut say = |name: (&str, &str), word: &str| {
        zh.push(format!("{}：{word}", name.0));
        en.push(format!("{}: {word}", name.1));
    };
    for (name, word) in [
        (("理由", "reason"), &v.reason),
        (("证明材料", "evidence"), &v.evidence),
        (("审批人", "approver"), &v.approver),
        (("组织单位", "organizer"), &v.organizer),
        (("录入", "entered by"), &v.entered_by),
    ] {
        if let Some(word) = word {
            say(name, word);
        }
    }
    if let Some(Hand { by, on }) = &v.changed_by {
        say(("改动", "changed by"), &format!("{by} {on}"));
    }
    if let Some(Confirmation { by, on }) = &v.confirmed {
        say(("确认", "confirmed by"), &format!("{by} {on}"));
    }
    Text {
        zh: zh.join("；"),
        en: en.join("; "),
    }
}

/// The same as an object.
pub fn vouched_json(v: &Vouched) -> Value {
    let confirmed = v.confirmed.as_ref();
    json!({
        "reason": v.reason, "evidence": v.evidence, "approver": v.approver, "organizer": v.organizer,
        "entered_by": v.entered_by, "changed_by": v.changed_by.as_ref().map(|h| &h.by), "changed_on": v.changed_by.as_ref().map(|h| &h.on),
        "confirmed_by": confirmed.map(|c| &c.by), "confirmed_on": confirmed.map(|c| c.on.to_string()),
    })
}

/// A whole number as such, anything else rounded to two places as points are.
fn quantity_json(quantity: Ratio<i64>) -> Value {
    if quantity.is_integer() {
        return Value::from(quantity.to_integer());
    }
    points_json(Ratio::new(
        i128::from(*quantity.numer()),
        i128::from(*quantity.denom()),
    ))
}

/// An act in a list, and in the dossier's JSON.
pub fn brief_json(r: &Record) -> Value {
    let mut object = json!({
        "id": r.id, "subject": r.who.whose.code(), "no": r.who.no, "name": r.who.name, "on": r.on.to_string(),
        "kind": r.kind, "title": r.title, "level": r.level,
        "quantity": quantity_json(r.quantity), "organizer": r.organizer,
        "confirmed_on": r.confirmed.as_ref().map(|c| c.on.to_string()),
    });
    if let Some(reason) = &r.cancelled {
        object["cancelled"] = json!(reason);
    }
    object
}

/// One act as an object; `exact` is the quantity before rounding.
pub fn json(r: &Record, hands: &Hands) -> Value {
    let mut object = brief_json(r);
    object["exact"] = json!(quantity_text(r.quantity));
    object["note"] = json!(r.note);
    object["source"] = json!(r.source);
    object["reason"] = json!(r.reason);
    object["evidence"] = json!(r.evidence);
    object["approver"] = json!(r.approver);
    object["confirmed_by"] = json!(r.confirmed.as_ref().map(|c| &c.by));
    object["cancelled"] = json!(r.cancelled);
    for (what, hand) in [
        ("entered", &hands.entered),
        ("changed", &hands.changed),
        ("cancelled", &hands.cancelled),
    ] {
        object[format!("{what}_by")] = json!(hand.as_ref().map(|h| &h.by));
        object[format!("{what}_on")] = json!(hand.as_ref().map(|h| &h.on));
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_a_number_for_programs() {
        assert_eq!(quantity_json(Ratio::new(3, 1)), json!(3));
        assert_eq!(quantity_json(Ratio::new(5, 2)), json!(2.5));
        assert_eq!(quantity_json(Ratio::new(1, 3)), json!(0.33));
    }
}
