//! The conditions beside the score, and each month or quarter that they look at.

use crate::lang::Text;
use crate::model::code::Code;
use crate::model::score::GateTrail;
use crate::model::score::gate::Limit;
use crate::model::score::period::{self, Due, Period};
use crate::model::score::points::decimal_text;
use crate::out::{Cell, Column, Grid, points_json};
use crate::text;
use serde_json::{Value, json};

/// The conditions beside the score: what there is, what it takes, what follows.
pub(in crate::out) fn gates(all: &[GateTrail]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("gate", "条件", "condition"),
        Column::text("met", "结果", "result"),
        Column::number("have", "实有", "have"),
        Column::text("need", "应有", "need"),
        Column::text("then", "后果", "consequence"),
    ]);
    for gate in all {
        let (stand, unit) = (gate.stand, gate.unit);
        let need = decimal_text(stand.need) + unit;
        let need = match gate.limit {
            _ if !gate.periods.is_empty() => text!("{need} 期", "{need} periods"),
            Limit::AtLeast(_) => text!("不少于 {need}", "at least {need}"),
            Limit::AtMost(_) => text!("不多于 {need}", "at most {need}"),
        };
        let met = match (stand.met, gate.periods.is_empty()) {
            (false, _) => text!("未达到", "not met"),
            (true, false) if none_due(&gate.periods) => text!("未到期", "not yet due"),
            (true, _) => text!("达到", "met"),
        };
        let title = if gate.article.is_empty() {
            gate.title.clone()
        } else {
            format!("{}（{}）", gate.title, gate.article)
        };
        let then = (!stand.met).then(|| consequence(gate));
        grid.row(vec![
            Cell::from(title),
            Cell::from(met),
            Cell::from(decimal_text(stand.have) + unit),
            Cell::from(need),
            then.map_or(Cell::Empty, Cell::from),
        ]);
    }
    grid
}

/// What follows for who does not meet a gate.
fn consequence(gate: &GateTrail) -> Text {
    let (then, lower) = (&gate.then, gate.lower);
    match &gate.grade {
        None if lower > 0 && then.is_empty() => text!("降 {lower} 个等次", "{lower} grade lower"),
        None if lower > 0 => text!("降 {lower} 个等次；{then}", "{lower} grade lower; {then}"),
        Some(grade) if lower > 0 => text!(
            "降 {lower} 个等次，最高评为“{grade}”",
            "{lower} grade lower, at best `{grade}`"
        ),
        Some(grade) if then.is_empty() => text!("最高评为“{grade}”", "at best `{grade}`"),
        Some(grade) => text!("最高评为“{grade}”；{then}", "at best `{grade}`; {then}"),
        None => Text::same(then),
    }
}

/// Whether no month or quarter is settled yet.
fn none_due(periods: &[Period]) -> bool {
    periods.iter().all(|p| p.state == Due::NotDue)
}

/// Which months or quarters miss each condition or are not yet due; empty where none are.
pub(super) fn spans(all: &[GateTrail]) -> Vec<Text> {
    let one = |gate: &GateTrail| {
        let Text { zh, en } = period::told(&gate.periods)?;
        let title = &gate.title;
        Some(text!("{title}：{zh}", "{title}: {en}"))
    };
    all.iter().filter_map(one).collect()
}

pub(super) fn gate_json(gate: &GateTrail) -> Value {
    let limit = match gate.limit {
        Limit::AtLeast(_) => "at_least",
        Limit::AtMost(_) => "at_most",
    };
    let unit = (!gate.unit.is_empty()).then_some(gate.unit);
    json!({
        "unit": unit, "title": gate.title, "article": gate.article, "met": gate.stand.met, "have": points_json(gate.stand.have),
        "need": points_json(gate.stand.need), "limit": limit, "grade": gate.grade, "lower": gate.lower, "then": (!gate.then.is_empty()).then_some(&gate.then),
        "periods": periods_json(&gate.periods),
    })
}

/// Months, quarters or half-years as an array.
pub(super) fn periods_json(all: &[Period]) -> Value {
    let one = |p: &Period| {
        json!({
            "from": p.from.to_string(), "to": p.to.to_string(), "name": p.name.zh, "have": points_json(p.have),
            "need": points_json(p.need), "state": p.state.code(),
        })
    };
    all.iter().map(one).collect()
}
