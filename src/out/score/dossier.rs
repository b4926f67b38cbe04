//! Everybody's explanation in one document: a page for each, and how the scores lie. The head
//! and the ranking are written first, then one member after the other, so that nobody is kept.

mod book;
mod plots;
mod web;
mod worth;

pub use book::Dossiers as Book;
pub use plots::{Grouped, float};
pub use web::Dossiers as Web;

use super::formula::scales;
use super::quota::quotas;
use super::{Beside, Places};
use crate::lang::Text;
use crate::model::score::contest::{Dropped, reached};
use crate::model::score::gate::{Counts, Limit};
use crate::model::score::points::decimal_text;
use crate::model::score::rules::{Bounds, Item, Part};
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
    /// Why a quota leaves a lower grade than is reached, by number.
    pub losses: &'h HashMap<String, Dropped>,
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

    /// That a grade is reached and not given, and why; nothing for others.
    fn lowered(&self, score: &Score) -> Cell {
        let lost = self.losses.get(score.no.as_str());
        let grade = reached(self.rules, score).and_then(|at| self.rules.grades.get(at));
        lost.zip(grade).map_or(Cell::Empty, |(lost, grade)| {
            let (name, why) = (&grade.name, super::quota::dropped(lost));
            let (zh, en) = (why.zh, why.en);
            Cell::from(text!("够“{name}”；{zh}", "`{name}` is reached; {en}"))
        })
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
        if let Some(scale) = scales(&rules.scale, self.year) {
            fields.push((text!("总分折算", "scale of the whole"), Cell::from(scale)));
        }
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
        if let Some(limit) = quotas(&grade.quotas) {
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
pub fn clauses(rules: &Rules, year: i32) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("part", "部分", "part"),
        Column::text("item", "条款", "clause"),
        Column::text("article", "条文", "article"),
        Column::text("points", "分值", "points"),
        Column::text(
            "bounds",
            "起点、封顶、保底、折算",
            "start, cap, floor, scale",
        ),
    ]);
    for part in &rules.parts {
        grid.lead(vec![
            Cell::from(&part.title),
            Cell::Empty,
            Cell::from(&part.article),
            Cell::Empty,
            Cell::from(part_bounds(rules, part, year)),
        ]);
        for item in &part.items {
            grid.row(vec![
                Cell::from(&part.title),
                Cell::from(titled(item)),
                Cell::from(&item.article),
                Cell::from(worth::told(item)),
                Cell::from(bounds((None, item.cap, item.floor), None)),
            ]);
        }
    }
    let b = rules.total;
    let whole = bounds((b.start, b.cap, b.floor), scales(&rules.scale, year));
    if !whole.zh.is_empty() {
        grid.lead(vec![
            Cell::from(text!("总分", "the whole")),
            Cell::Empty,
            Cell::Empty,
            Cell::from(whole),
        ]);
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

/// What a part has at first, at most and at least, by post where that differs.
fn part_bounds(rules: &Rules, part: &Part, year: i32) -> Text {
    let told = |b: Bounds| bounds((b.start, b.cap, b.floor), None);
    let mut all = match &part.by_post {
        None => bounds(
            (part.bounds.start, part.bounds.cap, part.bounds.floor),
            scales(&part.scale, year),
        ),
        Some(by_post) => {
            let Text { zh, en } = told(by_post.rest);
            let mut all = text!("其余：{zh}", "others: {en}");
            for (post, bounds) in by_post.table.iter().rev() {
                let mine = told(*bounds);
                all.zh = format!("{post}：{}；{}", mine.zh, all.zh);
                all.en = format!("{post}: {}; {}", mine.en, all.en);
            }
            all
        }
    };
    if let Some((cap, of)) = part
        .cap_of
        .and_then(|c| Some((c, rules.parts.get(c.part)?)))
    {
        let (share, of) = (
            decimal_text(cap.share * Points::from_integer(100)),
            &of.title,
        );
        all.zh = format!("{}封顶“{of}”的 {share}%", comma(&all.zh, "，"));
        all.en = format!("{}cap {share}% of {of}", comma(&all.en, ", "));
    }
    all
}

fn comma(said: &str, comma: &str) -> String {
    if said.is_empty() {
        return String::new();
    }
    format!("{said}{comma}")
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

fn bounds((start, cap, floor): (Bound, Bound, Bound), scale: Option<Text>) -> Text {
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
    if let Some(scale) = scale {
        zh.push(scale.zh);
        en.push(scale.en);
    }
    let (zh, en) = (zh.join("，"), en.join(", "));
    text!("{zh}", "{en}")
}

/// The bodies of each member by number, for one kind of body.
pub type Bodies = BTreeMap<String, Vec<String>>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::score::Rules;

    const RULES: &str = r#"
title = "乡镇考核"
subject = "乡镇街道"
total = { scale = { by = "年度", 2026 = "3/100" } }
[[grade]]
name = "优秀"
at_least = 1
quota = "20%"
[[grade]]
name = "合格"
[[part]]
code = "a"
title = "协商议事"
cap = 40
scale = "5/6"
[[part.item]]
title = "协商活动"
fact = "其他履职"
points = 8
"#;

    #[test]
    fn the_head_tells_the_scale_and_how_many_places_a_grade_has() {
        let rules = Rules::read(RULES, None).unwrap().rules;
        let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let head = Head {
            office: "青禾县政协",
            year: 2026,
            window: Window { from: day, to: day },
            today: day,
            rules: &rules,
            body: RULES,
            head: "",
            published: Text::default(),
            scores: &[],
            losses: &HashMap::new(),
            sectors: &HashMap::new(),
        };
        let fields = head.fields();
        let said = |label: &str| {
            let field = fields.iter().find(|(l, _)| l.zh == label).unwrap();
            format!("{:?}", field.1)
        };
        assert!(said("总分折算").contains("乘 3%（2026 年度权重）"));
        assert!(said("等次").contains("优秀（1 分以上，名额 20%）、合格（其余）"));
        let bounds: Vec<String> = clauses(&rules, 2026)
            .rows
            .iter()
            .filter_map(|r| Some(format!("{:?}", r.last()?)))
            .collect();
        assert!(bounds[0].contains("封顶 40，乘 5/6"), "{bounds:?}");
        assert!(bounds[2].contains("乘 3%"), "{bounds:?}");
    }
}
