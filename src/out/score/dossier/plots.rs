//! How the scores lie, as plots with a table behind each.

use crate::lang::{Lang, Text};
use crate::model::score::spread::{Group, spans};
use crate::model::score::{Points, Rules};
use crate::out::chart::{self, Figure, Strip};
use crate::out::html::Html;
use crate::out::{Cell, Column, Grid, points};
use crate::text;

/// Scores by one kind of body.
#[derive(Debug)]
pub struct Grouped {
    /// The kind of body: 界别.
    pub body: Text,
    /// The bodies.
    pub groups: Vec<Group>,
}

/// How many have how many points; the limits of the grades stand in it.
pub fn histogram(html: &mut Html, all: &Group, rules: &Rules, lang: Lang) {
    let (edges, counts) = spans(all);
    let Some(last) = counts.len().checked_sub(1) else {
        return;
    };
    let mut table = Grid::new(vec![
        Column::text("from", "得分", "points"),
        Column::number("members", "人数", "how many"),
    ]);
    for (at, count) in counts.iter().enumerate() {
        let (from, to) = (points(edges[at]), points(edges[at + 1]));
        let span = if at == last {
            text!("{from} 至 {to}", "{from} to {to}")
        } else {
            text!("{from} 至 {to}（不含）", "{from} to below {to}")
        };
        table.row(vec![Cell::from(span), Cell::from(*count)]);
    }
    let figure = Figure {
        caption: text!("全体得分分布", "How the scores lie"),
        said: said(all),
        table: &table,
    };
    let marks: Vec<(f64, String)> = rules
        .grades
        .iter()
        .filter_map(|g| Some((float(g.at_least?), g.name.clone())))
        .collect();
    let edges: Vec<f64> = edges.into_iter().map(float).collect();
    chart::histogram(html, &figure, (&edges, &counts), &marks, lang);
}

fn said(all: &Group) -> Text {
    let n = all.values.len();
    let told = |p: Option<Points>| p.map(points).unwrap_or_default();
    let (low, high) = (
        told(all.values.first().copied()),
        told(all.values.last().copied()),
    );
    let (middle, mean) = (told(all.median()), told(all.mean()));
    text!(
        "参加排名 {n} 个，最低 {low} 分，中位数 {middle} 分，平均 {mean} 分，最高 {high} 分",
        "{n} ranked: lowest {low}, median {middle}, mean {mean}, highest {high}"
    )
}

/// The name of a body; members of none are in one without.
fn called(group: &Group, lang: Lang) -> String {
    if group.body.is_empty() {
        lang.pick("（未填）", "(none)").to_owned()
    } else {
        group.body.clone()
    }
}

/// The columns of what is measured of a body's scores.
pub(super) fn measures() -> [Column; 7] {
    [
        Column::number("members", "人数", "ranked"),
        Column::number("least", "最低", "lowest"),
        Column::number("low", "下四分位", "lower quarter"),
        Column::number("median", "中位数", "median"),
        Column::number("high", "上四分位", "upper quarter"),
        Column::number("most", "最高", "highest"),
        Column::number("mean", "平均", "mean"),
    ]
}

/// What is measured of a body's scores.
pub(super) fn measured(group: &Group) -> [Cell; 7] {
    let quartiles = group.quartiles();
    let cell = |p: Option<Points>| p.map_or(Cell::Empty, Cell::from);
    [
        Cell::from(group.values.len()),
        cell(group.values.first().copied()),
        cell(quartiles.map(|q| q[0])),
        cell(quartiles.map(|q| q[1])),
        cell(quartiles.map(|q| q[2])),
        cell(group.values.last().copied()),
        cell(group.mean()),
    ]
}

/// The scores of each body beside each other.
pub fn groups(html: &mut Html, grouped: &Grouped, lang: Lang) {
    let (zh, en) = (&grouped.body.zh, &grouped.body.en);
    let mut columns = vec![Column::text("body", zh, en)];
    columns.extend(measures());
    let mut table = Grid::new(columns);
    let mut strips = Vec::new();
    for group in &grouped.groups {
        let name = called(group, lang);
        let mut row = vec![Cell::from(&name)];
        row.extend(measured(group));
        table.row(row);
        strips.push(Strip {
            name,
            values: group.values.iter().copied().map(float).collect(),
            quartiles: group.quartiles().map(|q| q.map(float)),
        });
    }
    let n = grouped.groups.len();
    let figure = Figure {
        caption: text!("各{zh}得分分布", "Scores by {en}"),
        said: text!(
            "{n} 个{zh}的得分，每点一人，竖线为中位数，方框为中间一半的人；数字见下表",
            "the scores of {n}, by {en}: a dot for each, a line at the median, a box around the middle half; the figures are below"
        ),
        table: &table,
    };
    chart::strips(html, &figure, &strips, lang);
}

/// A picture, not a figure.
#[allow(clippy::cast_precision_loss)]
pub fn float(value: Points) -> f64 {
    *value.numer() as f64 / *value.denom() as f64
}
