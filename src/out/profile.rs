//! Deadline profiles: which applies from when, and the terms of one.

use super::{Cell, Column, Grid, Page};
use crate::lang::{Lang, Text};
use crate::model::code::Code;
use crate::model::deadline::{LastDay, Profile, Term};
use crate::text;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// The profiles of an office with the days from which they apply, in order.
pub fn list<'p>(held: impl Iterator<Item = (Option<NaiveDate>, &'p Profile)>) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("since", "起用日期", "since"),
        Column::text("name", "名称", "name"),
        Column::text("title", "标题", "title"),
        Column::number("terms", "期限", "terms"),
    ]);
    for (since, profile) in held {
        grid.row(vec![
            Cell::from(since.map(|d| d.to_string())),
            Cell::from(&profile.name),
            Cell::from(&profile.title),
            Cell::from(profile.terms.len()),
        ]);
    }
    let names = Profile::built_in_names().collect::<Vec<_>>();
    let (zh, en) = (names.join("、"), names.join(", "));
    grid.note(text!(
        "没有起用日期的从一开始适用。内置：{zh}",
        "one without a day applies from the beginning. Built in: {en}"
    ));
    grid
}

/// One profile's terms.
pub fn page(profile: &Profile) -> Page {
    let (name, title) = (&profile.name, &profile.title);
    let mut page = Page::new(text!(
        "期限方案 {name} {title}",
        "deadline profile {name} {title}"
    ));
    page.field(text!("时钟", "clock"), Cell::code(profile.clock));
    if let Some(source) = &profile.source {
        page.field(text!("出处", "source"), source.as_str());
    }
    let mut grid = Grid::new(vec![
        Column::text("step", "事项", "step"),
        Column::text("cases", "适用", "for"),
        Column::text("term", "期限", "term"),
        Column::text("last_day", "最后一日休息", "last day off"),
        Column::text("note", "说明", "note").spare(1),
    ]);
    for term in &profile.terms {
        grid.row(row(term));
    }
    page.grid(text!("各项期限", "terms"), grid);
    page
}

fn row(term: &Term) -> Vec<Cell> {
    let cases = |side: fn(&crate::model::deadline::Case) -> &'static str, between: &str| {
        term.cases
            .iter()
            .map(side)
            .collect::<Vec<_>>()
            .join(between)
    };
    let (zh, en) = (cases(|c| c.zh(), "、"), cases(|c| c.en(), ", "));
    let mut words = term.text();
    if let Some(extend) = term.extend {
        let (Text { zh, en }, most) = (words, extend.at_most.text());
        let (most, most_en) = (most.zh, most.en);
        words = text!("{zh}，可延长，最长 {most}", "{en}, extensible to {most_en}");
    }
    let note: Vec<&str> = [&term.note, &term.source]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    vec![
        Cell::code(term.step),
        if term.cases.is_empty() {
            Cell::Empty
        } else {
            Cell::from(text!("{zh}", "{en}"))
        },
        Cell::from(words),
        Cell::code(term.rule.last_day),
        Cell::from(note.join("；")),
    ]
}

/// The profile with stable keys and codes.
pub fn json(profile: &Profile, lang: Lang) -> Value {
    let term = |t: &Term| {
        json!({
            "step": t.step.code(),
            "for": t.cases.iter().map(|c| c.code()).collect::<Vec<_>>(),
            "from": t.from.code(),
            "length": t.rule.span.to_string(),
            "moves": t.rule.last_day == LastDay::Moves,
            "extend_to": t.extend.map(|e| e.at_most.to_string()),
            "why": t.text().pick(lang),
            "note": t.note,
            "source": t.source,
        })
    };
    json!({
        "name": profile.name,
        "title": profile.title,
        "clock": profile.clock.code(),
        "source": profile.source,
        "terms": profile.terms.iter().map(term).collect::<Vec<_>>(),
    })
}
