//! What was decided on consequences, and how it stands today.

use crate::lang::Text;
use crate::model::code::Code;
use crate::model::score::consequence::{Outcome, Ruling};
use crate::model::score::rules::Whose;
use crate::out::{Cell, Column, Grid, Tone};
use crate::text;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The decisions; `changed` are the rows of those whose ground the ledgers no longer give.
pub fn rulings(all: &[Ruling], changed: &BTreeSet<i64>) -> Grid {
    let bodies = all.iter().any(|r| r.who.whose != Whose::Member);
    let mut columns = vec![Column::number("year", "年度", "year")];
    if bodies {
        columns.push(Column::text("subject", "对象", "subject").spare(3));
    }
    columns.extend([
        Column::text("no", "委员编号", "no.").spare(2),
        Column::text("name", if bodies { "名称" } else { "姓名" }, "name"),
        Column::text("then", "处理", "measure"),
        Column::text("clause", "事由", "clause").wide(),
        Column::text("outcome", "结果", "outcome"),
        Column::text("decided_by", "决定机关", "decided by"),
        Column::text("decided_on", "决定日期", "decided on"),
        Column::text("document", "文号", "document").spare(1),
    ]);
    let told = |r: &Ruling| r.lifted.is_some() || changed.contains(&r.id);
    let standing = all.iter().any(told);
    if standing {
        columns.push(Column::text("standing", "现状", "today"));
    }
    let mut grid = Grid::new(columns).vacant(text!("还没有作出决定", "nothing was decided yet"));
    for r in all {
        let of_member = r.who.whose == Whose::Member;
        let mut row = vec![Cell::from(i64::from(r.year))];
        if bodies {
            row.push(Cell::code(r.who.whose));
        }
        row.extend([
            Cell::from(r.who.no.clone().filter(|_| of_member)),
            Cell::from(&r.who.name),
            Cell::from(&r.words),
            Cell::from(&r.clause),
            Cell::code(r.outcome),
            Cell::from(&r.decided_by),
            Cell::from(r.decided_on.to_string()),
            Cell::from(r.document.clone()),
        ]);
        if standing {
            row.push(today(r, changed));
        }
        grid.row(row);
    }
    if let Some(note) = note(all.iter().filter(|r| changed.contains(&r.id)).count()) {
        grid.note(note);
    }
    grid
}

fn today(r: &Ruling, changed: &BTreeSet<i64>) -> Cell {
    match &r.lifted {
        Some(lift) => {
            let (on, by) = (lift.on, &lift.decided_by);
            Cell::from(text!("{on} {by}撤销", "lifted by {by} on {on}"))
        }
        None if changed.contains(&r.id) => {
            Cell::from(text!("依据已变", "ground changed")).tone(Tone::Warn)
        }
        None => Cell::from(text!("有效", "stands")),
    }
}

/// That some decisions rest on what the ledgers no longer give, and what the office can do.
pub fn note(n: usize) -> Option<Text> {
    (n > 0).then(|| {
        text!(
            "依据已变 {n} 项：按现有台账已不符合该条，决定仍然有效；复议后撤销的，用 yishi score lift 登记",
            "the ground of {n} changed: the ledgers no longer give it, and the decision stands until yishi score lift ends it"
        )
    })
}

/// The decisions as an array.
pub fn rulings_json(all: &[Ruling], changed: &BTreeSet<i64>) -> Value {
    let one = |r: &Ruling| {
        let mut value = ruling_json(r);
        value["ground_changed"] = json!(changed.contains(&r.id));
        value
    };
    all.iter().map(one).collect()
}

/// One decision.
pub(super) fn ruling_json(r: &Ruling) -> Value {
    let lifted = r.lifted.as_ref().map(|l| json!({ "decided_by": l.decided_by, "on": l.on.to_string(), "document": l.document, "reason": l.reason }));
    json!({
        "year": r.year, "subject": r.who.whose.code(), "no": r.who.word(), "name": r.who.name, "clause": r.clause, "article": r.article, "then": r.words,
        "measure": r.measure.code(), "outcome": r.outcome.code(), "decided_by": r.decided_by,
        "decided_on": r.decided_on.to_string(), "document": r.document, "reason": r.reason, "lifted": lifted,
    })
}

/// How a decision of another year or clause dealt with a consequence of `year`.
pub(super) fn dealt(r: &Ruling, year: i32) -> Text {
    let (by, on, of, clause) = (&r.decided_by, r.decided_on, r.year, &r.clause);
    match (&r.lifted, r.outcome) {
        (Some(lift), _) => {
            let (by, on) = (&lift.decided_by, lift.on);
            text!(
                "{on} {by}已撤销（{of} 年度）",
                "lifted by {by} on {on} ({of})"
            )
        }
        (None, Outcome::Waived) => text!(
            "已于 {on} 免予处理（{by}，{of} 年度）",
            "waived on {on} by {by} ({of})"
        ),
        (None, Outcome::Imposed) if of == year => text!(
            "已于 {on} 按“{clause}”处理（{by}）",
            "dealt with on {on} by {by} for `{clause}`"
        ),
        (None, Outcome::Imposed) => text!(
            "已于 {on} 处理（{by}，{of} 年度）",
            "dealt with on {on} by {by} ({of})"
        ),
    }
}
