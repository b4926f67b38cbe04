//! Everybody's explanation in one document: a page for each, and how the scores lie. The head
//! and the ranking are written first, then one member after the other, so that nobody is kept.

mod book;
mod plots;
mod web;
mod worth;

pub use book::Dossiers as Book;
pub use plots::{Grouped, float};
pub use web::Dossiers as Web;

use super::quota::quota;
use super::{Beside, Places};
use crate::lang::Text;
use crate::model::score::gate::{Counts, Limit};
use crate::model::score::points::decimal_text;
use crate::model::score::rules::Item;
use crate::model::score::{Explanation, Points, Rules, Score, Window};
use crate::out::{Cell, Column, Grid};
use crate::text;
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// What stands over the whole document.
#[derive(Debug)]
pub struct Head<'h> {
    /// The office, where it said its name.
    pub office: &'h str,
    /// The year of duty.
    pub year: i32,
    /// The days that count.
    pub window: Window,
    /// The day on which it is made.
    pub today: NaiveDate,
    /// The rules.
    pub rules: &'h Rules,
    /// The rules as written.
    pub body: &'h str,
    /// The journal's head, in hex: the state of every fact.
    pub head: &'h str,
    /// How the figures stand to published ones.
    pub published: Text,
    /// The scores of the document, best first.
    pub scores: &'h [Score],
    /// The sector of each member's number.
    pub sectors: &'h HashMap<String, String>,
}

/// One score with all that is said of it.
#[derive(Debug)]
pub struct One<'o> {
    /// The score.
    pub explanation: &'o Explanation,
    /// Where its facts stand.
    pub places: &'o Places,
    /// Rank and next grade.
    pub beside: &'o Beside,
}

impl Head<'_> {
    /// The heading of the document.
    pub fn title(&self) -> Text {
        let (year, office) = (self.year, self.office);
        let gap = if office.is_empty() { "" } else { " " };
        text!(
            "{office}{gap}{year} 年度履职得分及说明",
            "Duty scores of {year} explained {office}"
        )
    }

    /// How many were in office, how many of them are ranked, and how many were not in office.
    fn people(&self) -> Text {
        let ranked = self.scores.iter().filter(|s| s.rank.is_some()).count();
        let all = self.scores.iter().filter(|s| s.in_office).count();
        match self.scores.len() - all {
            0 => text!(
                "{all}，其中参加排名 {ranked}",
                "{all}, of whom {ranked} are ranked"
            ),
            gone => text!(
                "{all}，其中参加排名 {ranked}；另有 {gone} 名本年度内不在任",
                "{all}, of whom {ranked} are ranked; {gone} more not in office in the year"
            ),
        }
    }

    /// What the figures rest on.
    pub fn fields(&self) -> Vec<(Text, Cell)> {
        let rules = self.rules;
        let (from, to) = (self.window.from, self.window.to);
        let title = &rules.title;
        let mut fields = vec![
            (
                text!("考核办法", "rules"),
                Cell::from(text!("《{title}》", "{title}")),
            ),
            (
                text!("计分期间", "period"),
                Cell::from(text!("{from} 至 {to}", "{from} to {to}")),
            ),
            (text!("人数", "how many"), Cell::from(self.people())),
        ];
        if !rules.grades.is_empty() {
            fields.push((text!("等次", "grades"), Cell::from(grades(rules))));
        }
        fields.extend([
            (
                text!("公布情况", "published"),
                Cell::from(self.published.clone()),
            ),
            (
                text!("数据状态", "state"),
                Cell::from(text!(
                    "日志校验码 {head}",
                    "journal's head {head}",
                    head = crate::out::log::grouped(self.head)
                )),
            ),
            (
                text!("生成日期", "made on"),
                Cell::from(self.today.to_string()),
            ),
        ]);
        fields
    }
}

fn grades(rules: &Rules) -> Text {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for grade in &rules.grades {
        let name = &grade.name;
        let mut said = match grade.at_least {
            Some(least) => {
                let least = decimal_text(least);
                text!("{least} 分以上", "from {least}")
            }
            None => text!("其余", "all others"),
        };
        if let Some(limit) = grade.quota.map(quota) {
            said.zh = format!("{}，{}", said.zh, limit.zh);
            said.en = format!("{}, {}", said.en, limit.en);
        }
        zh.push(format!("{name}（{}）", said.zh));
        en.push(format!("{name} ({})", said.en));
    }
    let (zh, en) = (zh.join("、"), en.join(", "));
    text!("{zh}", "{en}")
}

/// The rules as a table: parts and items with their articles and bounds.
pub fn clauses(rules: &Rules) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("part", "部分", "part"),
        Column::text("item", "条款", "clause"),
        Column::text("article", "条文", "article"),
        Column::text("points", "分值", "points"),
        Column::text("bounds", "起点、封顶、保底", "start, cap, floor"),
    ]);
    for part in &rules.parts {
        let b = part.bounds;
        grid.lead(vec![
            Cell::from(&part.title),
            Cell::Empty,
            Cell::from(&part.article),
            Cell::Empty,
            Cell::from(bounds(b.start, b.cap, b.floor)),
        ]);
        for item in &part.items {
            grid.row(vec![
                Cell::from(&part.title),
                Cell::from(titled(item)),
                Cell::from(&item.article),
                Cell::from(worth::told(item)),
                Cell::from(bounds(None, item.cap, item.floor)),
            ]);
        }
    }
    for gate in &rules.gates {
        let figure = |n: Points| match gate.counts {
            Counts::Rate(_) => decimal_text(n * Points::from_integer(100)) + "%",
            _ => decimal_text(n),
        };
        let limit = match gate.limit {
            Limit::AtLeast(n) => text!("不少于 {n}", "at least {n}", n = figure(n)),
            Limit::AtMost(n) => text!("不多于 {n}", "at most {n}", n = figure(n)),
        };
        grid.row(vec![
            Cell::from(text!("条件", "condition")),
            Cell::from(&gate.title),
            Cell::from(&gate.article),
            Cell::Empty,
            Cell::from(limit),
        ]);
    }
    grid
}

/// The heading of an item, with its days where it has its own.
fn titled(item: &Item) -> Text {
    let title = &item.title;
    match item.days() {
        None => Text::same(title),
        Some(Text { zh, en }) => text!("{title}（{zh}）", "{title} ({en})"),
    }
}

type Bound = Option<crate::model::score::Points>;

fn bounds(start: Bound, cap: Bound, floor: Bound) -> Text {
    let told = [
        ("起点", "start", start),
        ("封顶", "cap", cap),
        ("保底", "floor", floor),
    ];
    let told = told
        .into_iter()
        .filter_map(|(zh, en, p)| Some((zh, en, decimal_text(p?))));
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (z, e, points) in told {
        zh.push(format!("{z} {points}"));
        en.push(format!("{e} {points}"));
    }
    let (zh, en) = (zh.join("，"), en.join(", "));
    text!("{zh}", "{en}")
}

/// The bodies of each member by number, for one kind of body.
pub type Bodies = BTreeMap<String, Vec<String>>;
