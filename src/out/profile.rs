//! Deadline profiles: which applies from when, and the terms of one.

use super::{Cell, Column, Grid, Page};
use crate::lang::{Lang, Text};
use crate::model::code::Code;
use crate::model::deadline::{Case, LastDay, Late, Profile, Span, Term};
use crate::model::proposal::feedback::Point;
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
    let form = &profile.feedback;
    page.field(
        text!("谁来评价答复", "who rates a reply"),
        Cell::code(form.raters),
    );
    if !form.points.is_empty() {
        let mut points = Grid::new(vec![
            Column::text("name", "项目", "point"),
            Column::text("answers", "可选意见", "answers").wide(),
            Column::text("cases", "适用", "for"),
        ]);
        for point in &form.points {
            points.row(vec![
                Cell::from(&point.name),
                Cell::List(point.answers.clone()),
                cases(&point.cases),
            ]);
        }
        page.grid(text!("反馈表", "form for feedback"), points);
    }
    page
}

/// For which proposals; nothing where for all.
fn cases(cases: &[Case]) -> Cell {
    let listed = |side: fn(&Case) -> &'static str, between: &str| {
        cases.iter().map(side).collect::<Vec<_>>().join(between)
    };
    let (zh, en) = (listed(|c| c.zh(), "、"), listed(|c| c.en(), ", "));
    if cases.is_empty() {
        Cell::Empty
    } else {
        Cell::from(text!("{zh}", "{en}"))
    }
}

fn row(term: &Term) -> Vec<Cell> {
    let mut words = term.text();
    if let Some(extend) = term.extend {
        let (Text { zh, en }, most) = (words, extend.at_most.text());
        let (most, most_en) = (most.zh, most.en);
        words = text!("{zh}，可延长，最长 {most}", "{en}, extensible to {most_en}");
        if extend.late == Late::Refused {
            words.zh.push_str("，逾期后不准");
            words.en.push_str(", not once it is over");
        }
    }
    let note: Vec<&str> = [&term.note, &term.source]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    vec![
        Cell::code(term.step),
        cases(&term.cases),
        Cell::from(words),
        match (term.rule.span, term.rule.last_day) {
            (Span::Before(_), LastDay::Moves) => Cell::from(text!("提前", "moves back")),
            (_, last_day) => Cell::code(last_day),
        },
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
            "extend_late": t.extend.map(|e| e.late.code()),
            "why": t.text().pick(lang),
            "note": t.note,
            "source": t.source,
        })
    };
    let point = |p: &Point| {
        json!({
            "name": p.name,
            "answers": p.answers,
            "for": p.cases.iter().map(|c| c.code()).collect::<Vec<_>>(),
        })
    };
    let form = &profile.feedback;
    json!({
        "name": profile.name,
        "title": profile.title,
        "clock": profile.clock.code(),
        "source": profile.source,
        "terms": profile.terms.iter().map(term).collect::<Vec<_>>(),
        "feedback": {
            "raters": form.raters.code(),
            "points": form.points.iter().map(point).collect::<Vec<_>>(),
            "source": form.source,
        },
    })
}
