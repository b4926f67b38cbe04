//! Published editions: what each said, and that one was published.

use crate::lang::Text;
use crate::model::appraisal::Scheme;
use crate::model::appraisal::book::{Appraisal, Edition, Outcome};
use crate::model::score::rules::Whose;
use crate::out::figure::points_json;
use crate::out::{Cell, Column, Grid, Page};
use crate::text;
use serde_json::{Value, json};

/// The results of an edition.
pub(super) fn results(edition: &Edition) -> Grid {
    let mut grid = Grid::new(vec![
        Column::number("rank", "名次", "rank"),
        Column::text("name", "名称", "name"),
        Column::number("points", "得分", "points"),
        Column::text("level", "等次", "level"),
    ]);
    for r in &edition.results {
        grid.row(vec![
            r.rank.map_or(Cell::Empty, Cell::from),
            Cell::from(&r.name),
            r.points.map_or(Cell::Empty, Cell::from),
            Cell::from(r.level.clone()),
        ]);
    }
    grid
}

/// The editions of an appraisal.
pub(super) fn all(a: &Appraisal) -> Grid {
    let mut grid = Grid::new(vec![
        Column::number("edition", "版次", "edition"),
        Column::text("published_on", "公布日期", "published on"),
        Column::text("reason", "更正原因", "why corrected").wide(),
        Column::text("by", "经办", "by").spare(1),
    ]);
    for e in &a.editions {
        grid.row(vec![
            Cell::from(e.edition),
            Cell::from(e.published_on.to_string()),
            Cell::from(e.reason.clone()),
            Cell::from(&e.by),
        ]);
    }
    let no = &a.no;
    grid.note(text!(
        "看某一版：yishi appraisal show {no} --edition 1",
        "see one: yishi appraisal show {no} --edition 1"
    ));
    grid
}

/// The title of the scheme under which an edition was reckoned.
fn scheme(edition: &Edition) -> Option<String> {
    Scheme::parse(&edition.rules).ok().map(|s| s.title)
}

/// One edition as it was published.
pub fn edition(a: &Appraisal, edition: &Edition) -> Page {
    let (no, title, n) = (&a.no, &a.title, edition.edition);
    let mut page = Page::new(text!(
        "评议 {no}　{title}（第 {n} 版）",
        "Appraisal {no}: {title}, edition {n}"
    ));
    page.field(text!("公布", "published"), edition.published_on.to_string());
    if let Some(scheme) = scheme(edition) {
        page.field(
            text!("评议办法", "scheme"),
            text!("《{scheme}》", "{scheme}"),
        );
    }
    if let Some(reason) = &edition.reason {
        page.field(text!("更正原因", "why corrected"), reason.clone());
    }
    page.field(text!("经办", "by"), edition.by.clone());
    page.field(
        text!("日志校验码", "head of the journal"),
        edition.head.clone(),
    );
    page.grid(text!("公布的结果", "As published"), results(edition));
    page
}

/// An edition as programs read it.
pub fn edition_json(e: &Edition) -> Value {
    let result = |r: &Outcome| json!({ "name": r.name, "rank": r.rank, "points": r.points.map(points_json), "level": r.level });
    let results: Vec<Value> = e.results.iter().map(result).collect();
    json!({
        "edition": e.edition, "published_on": e.published_on.to_string(), "reason": e.reason,
        "scheme": scheme(e), "head": e.head, "by": e.by, "results": results,
    })
}

/// That the results were published: who came first, and of reports on duty how many have which result.
pub fn published(a: &Appraisal) -> Text {
    let no = &a.no;
    let Some(held) = a.published() else {
        return text!("评议 {no}", "appraisal {no}");
    };
    let (on, n) = (held.published_on, held.edition);
    let (zh, en) = if a.scheme.subject == Whose::Member {
        let Text { zh, en } = rated(a, held);
        (zh, en)
    } else {
        let first = held.results.iter().filter(|r| r.rank == Some(1));
        let first: Vec<&str> = first.map(|r| r.name.as_str()).collect();
        let Text { zh, en } = Text::listed(&first);
        (format!("第一名：{zh}"), format!("first: {en}"))
    };
    text!(
        "评议 {no} 的结果 {on} 公布（第 {n} 版），{zh}",
        "the results of {no} are published on {on} (edition {n}); {en}"
    )
}

/// How many have which result, in the order of the scheme.
fn rated(a: &Appraisal, held: &Edition) -> Text {
    let many = |level: Option<&str>| {
        let has = |r: &&Outcome| r.level.as_deref() == level;
        held.results.iter().filter(has).count()
    };
    let mut parts = Vec::new();
    for level in &a.scheme.levels {
        let (name, n) = (&level.name, many(Some(&level.name)));
        if n > 0 {
            parts.push(text!("{name} {n} 人", "{name} {n}"));
        }
    }
    let n = many(None);
    if n > 0 {
        parts.push(text!("不评等次 {n} 人", "not rated {n}"));
    }
    super::joined(&parts)
}

/// That the ballots no longer give what was published.
pub fn differing(a: &Appraisal) -> Text {
    let no = &a.no;
    text!(
        "注意：现在的计票与公布的不同，以公布的为准；更正：yishi appraisal publish {no} --correct --reason 原因",
        "warning: the ballots no longer give what was published, which holds; correct it: yishi appraisal publish {no} --correct --reason WHY"
    )
}
