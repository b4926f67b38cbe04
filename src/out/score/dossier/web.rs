//! Everybody's explanation as one self-contained HTML document.

use super::plots::{Grouped, groups, histogram};
use super::{Head, One, clauses};
use crate::lang::{Lang, Text};
use crate::model::score::rules::Whose;
use crate::model::score::spread::ranked;
use crate::out::html::{self, Html, Level};
use crate::out::score::{explain, grade_cell, subject_words};
use crate::out::{Cell, Column, Grid};
use crate::text;
use std::fmt::Write as _;

/// The document while it is written; what is taken from it goes to the file at once.
#[derive(Debug)]
pub struct Dossiers {
    html: Html,
    year: i32,
    lang: Lang,
}

impl Dossiers {
    /// The document with its head, its table of contents and the plots.
    pub fn new(head: &Head<'_>, grouped: &[Grouped], lang: Lang) -> Dossiers {
        let title = head.title();
        let mut html = Html::document(title.pick(lang), lang);
        let chapters = chapters();
        html.open("p", &[]);
        for (at, name) in &chapters {
            let to = format!("#{at}");
            let (zh, en) = (&name.zh, &name.en);
            let jump = text!("跳到{zh}", "skip to {en}");
            html.element("a", &[("class", "skip"), ("href", &to)], jump.pick(lang));
        }
        html.close();
        html.open("header", &[]);
        html::heading(&mut html, Level::One, &title, lang);
        html::fields(&mut html, &head.fields(), lang);
        html.close();
        html.open("nav", &[("aria-label", lang.pick("目录", "contents"))]);
        html.open("ul", &[]);
        for (at, name) in &chapters {
            html.open("li", &[]);
            let to = format!("#{at}");
            html.element("a", &[("href", &to)], name.pick(lang));
            html.close();
        }
        html.close();
        html.close();
        html.open("main", &[]);
        chapter(&mut html, &chapters[0], lang, |html| {
            html::grid(html, &contents(head), lang);
        });
        chapter(&mut html, &chapters[1], lang, |html| {
            histogram(html, &ranked(head.scores), head.rules, lang);
            for grouped in grouped {
                groups(html, grouped, lang);
            }
        });
        chapter(&mut html, &chapters[2], lang, |html| {
            html::grid(html, &clauses(head.rules, head.year), lang);
            html.open("details", &[]);
            html.element(
                "summary",
                &[],
                lang.pick("办法文件原文", "the file as written"),
            );
            html.element("pre", &[], head.body);
            html.close();
        });
        let (at, name) = &chapters[3];
        html.element("h2", &[("id", at), ("class", "each")], name.pick(lang));
        Dossiers {
            html,
            year: head.year,
            lang,
        }
    }

    /// Adds one score; gives what can be written to the file.
    pub fn one(&mut self, one: &One<'_>) -> String {
        let (e, lang, html) = (one.explanation, self.lang, &mut self.html);
        let page = explain(e, self.year, one.places, one.beside);
        html.open("section", &[("class", "member"), ("id", &anchor(&e.no))]);
        html::page(html, &page, Level::Two, lang);
        html.open("p", &[("class", "back faint")]);
        html.element(
            "a",
            &[("href", "#ranking")],
            lang.pick("回到名次表", "back to the ranking"),
        );
        html.close();
        html.close();
        html.take()
    }

    /// The end of the document.
    pub fn finish(self) -> String {
        self.html.finish()
    }
}

fn chapters() -> [(&'static str, Text); 4] {
    [
        ("ranking", text!("名次表", "the ranking")),
        ("spread", text!("得分分布", "how the scores lie")),
        ("rules", text!("考核办法", "the rules")),
        ("each", text!("得分说明", "where each point comes from")),
    ]
}

fn chapter(html: &mut Html, (at, name): &(&str, Text), lang: Lang, fill: impl FnOnce(&mut Html)) {
    html.open("section", &[("id", at), ("class", "chapter")]);
    html::heading(html, Level::Two, name, lang);
    fill(html);
    html.close();
}

/// The place of a score in the document: letters and digits of its number, all else by its code.
fn anchor(no: &str) -> String {
    let mut out = String::from("m-");
    for c in no.chars() {
        if c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric()) {
            out.push(c);
        } else {
            let _ = write!(out, "_{:x}", u32::from(c));
        }
    }
    out
}

/// The ranking, each name leading to its section.
fn contents(head: &Head<'_>) -> Grid {
    let (zh, en) = subject_words(head.rules.subject);
    let members = head.rules.subject == Whose::Member;
    let mut columns = vec![
        Column::number("rank", "名次", "rank"),
        Column::text("name", zh, en),
    ];
    if members {
        columns.push(Column::text("no", "委员编号", "no."));
        columns.push(Column::text("sector", "界别", "sector"));
    }
    columns.extend([
        Column::number("total", "总分", "total"),
        Column::text("grade", "等次", "grade"),
    ]);
    let banded = head.rules.bands.is_some();
    if banded {
        columns.push(Column::text("band", "档次", "band"));
    }
    let gated = !head.rules.gates.is_empty();
    if gated {
        columns.push(Column::text("unmet", "未达条件", "not met"));
    }
    if head.rules.has_quotas() {
        columns.push(Column::text("lowered", "未评上的原因", "why no better"));
    }
    let mut grid = Grid::new(columns).vacant(text!("没有得分", "there are no scores"));
    for score in head.scores {
        let mut cells = vec![
            score.rank.map_or(Cell::Empty, Cell::from),
            Cell::Link {
                to: format!("#{}", anchor(&score.no)),
                text: score.name.clone(),
            },
        ];
        if members {
            cells.push(Cell::from(&score.no));
            cells.push(Cell::from(head.sectors.get(&score.no).cloned()));
        }
        cells.extend([Cell::from(score.total), grade_cell(score)]);
        if banded {
            cells.push(Cell::from(score.band.clone()));
        }
        if gated {
            cells.push(Cell::from(score.unmet.join("、")));
        }
        if head.rules.has_quotas() {
            cells.push(head.lowered(score));
        }
        grid.row(cells);
    }
    grid
}
