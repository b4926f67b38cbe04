//! Appraisals on screen: the list, one in full, the ranking with the numbers that decide.

mod dossier;
mod edition;
mod json;
mod turn;

pub use dossier::{dossier_grid, report_json};
pub use edition::{differing, edition, edition_json, published};
pub use json::{json, open_json, ranking_json};
pub use turn::{drawn, repeated};

use super::figure::{points, share};
use super::{Cell, Column, Grid, Page};
use crate::lang::{Text, so_many};
use crate::model::appraisal::book::{Appraisal, Standing};
use crate::model::appraisal::{Count, Stage, Void, written};
use crate::model::code::Code;
use crate::model::score::Points;
use crate::text;

/// The list.
pub fn list(all: &[Appraisal]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("no", "评议编号", "no."),
        Column::number("year", "年度", "year"),
        Column::text("kind", "类型", "kind"),
        Column::text("title", "名称", "title").wide(),
        Column::number("subjects", "对象", "subjects"),
        Column::number("counted", "已计票", "counted"),
        Column::text("published_on", "公布", "published"),
    ])
    .vacant(text!(
        "还没有评议；用 yishi appraisal add --kind 民主评议 新增",
        "there are no appraisals yet; yishi appraisal add --kind 民主评议 adds one"
    ));
    for a in all {
        let counted = a.ranking();
        let counted = counted.iter().filter(|s| s.stage == Stage::Counted).count();
        let published = a.published().map(|e| e.published_on.to_string());
        grid.row(vec![
            Cell::from(&a.no),
            Cell::from(a.year),
            Cell::from(&a.kind),
            Cell::from(&a.title),
            Cell::from(a.subjects.len()),
            Cell::from(counted),
            Cell::from(published),
        ]);
    }
    grid
}

/// One appraisal in full.
pub fn page(a: &Appraisal) -> Page {
    let (no, title) = (&a.no, &a.title);
    let mut page = Page::new(text!("评议 {no}　{title}", "Appraisal {no}: {title}"));
    page.field(text!("年度", "year"), a.year);
    page.field(text!("类型", "kind"), a.kind.clone());
    let scheme = &a.scheme.title;
    page.field(
        text!("评议办法", "scheme"),
        text!("《{scheme}》", "{scheme}"),
    );
    let choices: Vec<Text> = a
        .scheme
        .choices
        .iter()
        .map(|c| worth(&c.name, c.points))
        .collect();
    page.field(text!("选项", "options"), joined(&choices));
    if a.scheme.has_criteria() {
        let criteria = a.scheme.criteria.iter();
        let criteria: Vec<Text> = criteria.map(|c| worth(&c.name, Some(c.weight))).collect();
        page.field(
            text!("内容和权重", "criteria and weights"),
            joined(&criteria),
        );
    }
    if let Some(note) = &a.note {
        page.field(text!("备注", "note"), note.clone());
    }
    if let Some(quorum) = a.scheme.quorum {
        let (share, of) = (portion(quorum), a.scheme.quorum_of);
        let (zh, en) = (of.zh(), of.en());
        page.field(
            text!("有效的条件", "valid when"),
            text!(
                "{zh}的票超过应到人数的 {share}",
                "more sheets {en} than {share} of those entitled"
            ),
        );
    }
    if let Some(held) = a.published() {
        let (on, n, by) = (held.published_on, held.edition, &held.by);
        page.field(
            text!("公布", "published"),
            text!("{on}　第 {n} 版（{by}）", "{on}, edition {n} ({by})"),
        );
        if let Some(reason) = &held.reason {
            page.field(text!("更正原因", "why corrected"), reason.clone());
        }
    }
    if !a.groups.is_empty() {
        page.grid(text!("评议组", "Groups"), groups(a));
    }
    let results = Grid {
        caption: None,
        ..ranking(a)
    };
    page.grid(text!("对象和结果", "Subjects and results"), results);
    let waiting = a
        .ranking()
        .iter()
        .filter(|s| s.stage == Stage::Waiting)
        .count();
    if waiting > 0 {
        page.lines(
            text!("未完成", "Open"),
            vec![text!(
                "还有 {waiting} 个没有评议：yishi appraisal show {no} --open",
                "{waiting} wait: yishi appraisal show {no} --open"
            )],
        );
    }
    if a.subjects.iter().any(|s| s.voted_again().next().is_some()) {
        page.grid(text!("作废重投的票", "Void votes, voted again"), voided(a));
    }
    if let Some(held) = a.published() {
        page.grid(text!("公布的结果", "As published"), edition::results(held));
        if a.editions.len() > 1 {
            page.grid(text!("历次公布", "Editions"), edition::all(a));
        }
    }
    page
}

fn worth(name: &str, value: Option<Points>) -> Text {
    match value {
        Some(value) => {
            let value = written(value);
            text!("{name} {value}", "{name} {value}")
        }
        None => text!("{name} 不计", "{name} not counted"),
    }
}

fn joined(all: &[Text]) -> Text {
    let side = |pick: fn(&Text) -> &str, comma: &str| {
        let words: Vec<&str> = all.iter().map(pick).collect();
        words.join(comma)
    };
    Text {
        zh: side(|t| &t.zh, "、"),
        en: side(|t| &t.en, ", "),
    }
}

fn groups(a: &Appraisal) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("group", "评议组", "group"),
        Column::text("leader", "组长", "leader"),
        Column::text("subjects", "对象", "subjects"),
    ]);
    for group in &a.groups {
        let of = a
            .subjects
            .iter()
            .filter(|s| s.group.as_ref() == Some(&group.name));
        let names: Vec<String> = of.map(|s| s.who.name.clone()).collect();
        grid.row(vec![
            Cell::from(&group.name),
            Cell::from(group.leader.as_ref().map(|l| l.name.clone())),
            Text::listed(&names).into(),
        ]);
    }
    grid
}

/// The void votes that were voted again.
fn voided(a: &Appraisal) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("name", "名称", "name"),
        Column::number("round", "轮次", "round"),
        Column::text("held_on", "日期", "held on"),
        Column::text("sheets", "发出/收回/有效", "issued/returned/valid"),
        Column::text("why", "原因", "why").wide(),
    ]);
    for one in &a.subjects {
        for tally in one.voted_again() {
            let b = &tally.ballot;
            let why = a.scheme.void(b).map_or(Cell::Empty, |v| reason(&v).into());
            grid.row(vec![
                Cell::from(&one.who.name),
                Cell::from(tally.round),
                Cell::from(tally.held_on.to_string()),
                Cell::from(format!("{}/{}/{}", b.issued, b.returned, b.valid)),
                why,
            ]);
        }
    }
    grid
}

/// The ranking, with every number that decides it.
pub fn ranking(a: &Appraisal) -> Grid {
    let grouped = a.subjects.iter().any(|s| s.group.is_some());
    let formed = a.subjects.iter().any(|s| s.form.is_some());
    let mut columns = vec![
        Column::number("rank", "名次", "rank"),
        Column::text("name", "名称", "name"),
    ];
    if grouped {
        columns.push(Column::text("group", "评议组", "group").spare(3));
    }
    if formed {
        columns.push(Column::text("form", "方式", "form").spare(2));
    }
    columns.push(Column::text("held_on", "日期", "held on").spare(1));
    columns.push(Column::text(
        "sheets",
        "发出/收回/有效",
        "issued/returned/valid",
    ));
    if a.scheme.has_criteria() {
        for c in &a.scheme.criteria {
            columns.push(Column::number("criterion", &c.name, &c.name).spare(4));
        }
    }
    for c in &a.scheme.choices {
        let spare = if a.scheme.choices.first() == Some(c) {
            0
        } else {
            5
        };
        columns.push(Column::number("share", &c.name, &c.name).spare(spare));
    }
    columns.push(Column::number("points", "得分", "points"));
    if !a.scheme.levels.is_empty() {
        columns.push(Column::text("level", "等次", "level"));
    }
    let (no, title) = (&a.no, &a.title);
    let mut grid = Grid::new(columns)
        .caption(text!("评议 {no}　{title}", "Appraisal {no}: {title}"))
        .vacant(text!(
            "还没有对象；用 yishi appraisal draw {no} 提名，用 yishi appraisal choose {no} 确定",
            "it is about nobody yet; yishi appraisal draw {no} proposes some, yishi appraisal choose {no} takes them"
        ));
    let ranking = a.ranking();
    for s in &ranking {
        grid.row(line(a, s, grouped, formed));
    }
    for note in notes(a, &ranking) {
        grid.note(note);
    }
    grid
}

fn line(a: &Appraisal, s: &Standing<'_>, grouped: bool, formed: bool) -> Vec<Cell> {
    let one = s.one;
    let mut row = vec![
        s.placed.map_or(Cell::Empty, |p| Cell::from(p.rank)),
        Cell::from(&one.who.name),
    ];
    if grouped {
        row.push(Cell::from(one.group.clone()));
    }
    if formed {
        row.push(one.form.map_or(Cell::Empty, Cell::code));
    }
    row.push(Cell::from(one.held_on.map(|d| d.to_string())));
    row.push(match one.ballot() {
        Some(b) => Cell::from(format!("{}/{}/{}", b.issued, b.returned, b.valid)),
        None => Cell::code(s.stage),
    });
    let figures = s.figures();
    if a.scheme.has_criteria() {
        for at in 0..a.scheme.criteria.len() {
            row.push(figures.map_or(Cell::Empty, |f| Cell::from(f.criteria[at])));
        }
    }
    for at in 0..a.scheme.choices.len() {
        row.push(figures.map_or(Cell::Empty, |f| Cell::from(share(f.shares[at]))));
    }
    row.push(figures.map_or(Cell::Empty, |f| Cell::from(f.points)));
    if !a.scheme.levels.is_empty() {
        row.push(Cell::from(figures.and_then(|f| f.level.clone())));
    }
    row
}

/// What decided equal points, who ties, and what does not count and why.
fn notes(a: &Appraisal, ranking: &[Standing<'_>]) -> Vec<Text> {
    let mut notes = Vec::new();
    for s in ranking {
        let name = &s.one.who.name;
        if let (Some(placed), Some(figures)) = (s.placed, s.figures()) {
            if let Some(tie) = placed.decided.map(|t| &a.scheme.ties[t]) {
                let by = a.scheme.tie_name(tie);
                let value = a.scheme.tie_value(tie, figures);
                let value = match tie {
                    crate::model::appraisal::Tie::Criterion(_) => points(value),
                    crate::model::appraisal::Tie::Choice(_) => share(value),
                };
                notes.push(text!(
                    "{name}：同分，按“{by}”定先后（{value}）",
                    "{name}: equal points, decided by “{by}” ({value})"
                ));
            }
            if placed.tied {
                let rank = placed.rank;
                notes.push(text!("{name}：并列第 {rank}", "{name}: tied at {rank}"));
            }
        }
        match &s.count {
            Some(Count::Void(v)) => notes.push(void(name, v)),
            Some(Count::Lacks(criteria)) => {
                let Text { zh, en } = Text::listed(criteria);
                notes.push(if zh.is_empty() {
                    text!("{name}：还没有录入得票", "{name}: no votes yet")
                } else {
                    text!(
                        "{name}：还没有计票的内容：{zh}",
                        "{name}: no votes yet on {en}"
                    )
                });
            }
            Some(Count::Unrated(criteria)) => {
                let Text { zh, en } = Text::listed(criteria);
                let on = if zh.is_empty() {
                    text!("", "")
                } else {
                    text!("“{zh}”", " on {en}")
                };
                let (zh, en) = (&on.zh, &on.en);
                notes.push(text!(
                    "{name}{zh}：得票都在没有分值的选项上，不计分，不排名",
                    "{name}: all votes{en} are for options without points: neither points nor rank"
                ));
            }
            _ => {}
        }
    }
    let rule = &a.scheme.void;
    let void = ranking
        .iter()
        .any(|s| matches!(s.count, Some(Count::Void(Void::More { .. }))));
    if void && !rule.is_empty() {
        notes.push(text!("办法：{rule}", "the scheme: {rule}"));
    }
    notes
}

/// Why someone's ballots do not count.
pub fn void(name: &str, void: &Void) -> Text {
    let Text { zh, en } = reason(void);
    text!("{name}：{zh}", "{name}: {en}")
}

/// A share as regulations write it, `1/2`; in percent where it has no plain name.
fn portion(value: Points) -> String {
    if *value.denom() <= 10 {
        return format!("{}/{}", value.numer(), value.denom());
    }
    share(value)
}

/// Why ballots do not count.
pub fn reason(void: &Void) -> Text {
    match void {
        Void::More { issued, returned } => text!(
            "收回 {returned} 张多于发出 {issued} 张，作废，须重新投票",
            "{many} back and {issued} went out: void, to be voted again",
            many = so_many(&returned, "sheet came", "sheets came")
        ),
        Void::Quorum {
            present,
            of,
            entitled,
            share: least,
        } => {
            let (least, zh, en) = (portion(*least), of.zh(), of.en());
            text!(
                "{zh} {present} 张，没有超过应到 {entitled} 人的 {least}，无效，须重新投票",
                "{many} {en}, not more than {least} of {entitled} entitled: void, to be voted again",
                many = so_many(&present, "sheet", "sheets")
            )
        }
    }
}

/// Who has not reported or not been counted.
pub fn open(a: &Appraisal) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("no", "编号", "no."),
        Column::text("name", "名称", "name"),
        Column::text("form", "方式", "form"),
        Column::text("group", "评议组", "group").spare(1),
        Column::text("stage", "状态", "stage"),
    ])
    .caption({
        let (no, title) = (&a.no, &a.title);
        text!(
            "评议 {no}　{title}：未完成的",
            "Appraisal {no}: {title}, open"
        )
    })
    .vacant(text!("都已完成", "all are done"));
    for s in a.ranking().iter().filter(|s| !s.stage.is_complete()) {
        grid.row(vec![
            Cell::from(s.one.who.no.clone()),
            Cell::from(&s.one.who.name),
            s.one.form.map_or(Cell::Empty, Cell::code),
            Cell::from(s.one.group.clone()),
            Cell::code(s.stage),
        ]);
    }
    grid
}

/// That a group was made or changed.
pub fn grouped(a: &Appraisal, name: &str) -> Text {
    let leader = a.groups.iter().find(|g| g.name == name);
    let leader = leader
        .and_then(|g| g.leader.as_ref())
        .map(|l| l.name.clone());
    let of = a
        .subjects
        .iter()
        .filter(|s| s.group.as_deref() == Some(name));
    let names: Vec<String> = of.map(|s| s.who.name.clone()).collect();
    let (no, names) = (&a.no, Text::listed(&names));
    let (zh, en) = (names.zh, names.en);
    match leader {
        Some(leader) => text!(
            "评议 {no} {name}：组长 {leader}，对象 {zh}",
            "appraisal {no}, {name}: led by {leader}, goes to {en}"
        ),
        None => text!(
            "评议 {no} {name}：对象 {zh}",
            "appraisal {no}, {name}: goes to {en}"
        ),
    }
}

/// That the leader of a group leads others too.
pub fn leads_several(a: &Appraisal, name: &str) -> Option<Text> {
    let group = a.groups.iter().find(|g| g.name == name)?;
    let leader = group.leader.as_ref()?;
    let others = a.led_by(leader.id).filter(|g| g.id != group.id);
    let others: Vec<&str> = others.map(|g| g.name.as_str()).collect();
    let (Text { zh, en }, name) = (Text::listed(&others), &leader.name);
    (!others.is_empty()).then(|| text!("{name} 还是{zh}的组长", "{name} leads {en} too"))
}

/// That ballots were counted.
pub fn counted(a: &Appraisal, names: &[String]) -> Text {
    let (no, listed) = (&a.no, Text::listed(names));
    let (zh, en) = (listed.zh, listed.en);
    text!("评议 {no} 计票：{zh}", "appraisal {no}, counted: {en}")
}
