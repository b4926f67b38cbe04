//! Similar proposals: what they share, and what became of the earlier ones.

use super::{called, units};
use crate::lang::{Lang, Text};
use crate::model::code::{Code, UnitPart};
use crate::model::proposal::Proposal;
use crate::model::similar::{Similar, Wanted};
use crate::out::{Cell, Column, Grid};
use crate::text;
use serde_json::Value;

fn columns() -> Vec<Column> {
    vec![
        Column::text("serial", "流水号", "serial").spare(4),
        Column::text("no", "案号", "no."),
        Column::text("session", "届次", "session"),
        Column::text("title", "案由", "title").wide(),
        Column::number("score", "相似度", "score"),
        Column::text("shared", "相同词语", "shared"),
        Column::text("state", "状态", "state").spare(1),
        Column::text("reply_class", "答复类别", "reply class").spare(2),
        Column::text("lead_units", "主办单位", "lead units").spare(3),
    ]
}

fn rows(similar: &[Similar]) -> Grid {
    let mut grid = Grid::new(columns());
    for s in similar {
        let p = &s.proposal;
        grid.row(vec![
            Cell::from(p.serial.clone()),
            Cell::from(p.no.clone()),
            Cell::from(&p.session),
            Cell::from(&p.title),
            Cell::Int(i64::from(s.score)),
            Cell::List(s.shared.clone()),
            Cell::code(p.state),
            Cell::from(p.reply_class.clone()),
            units(p, UnitPart::Lead),
        ]);
    }
    grid
}

/// The list as an array of objects.
pub fn json(similar: &[Similar], lang: Lang) -> Value {
    rows(similar).json(lang)
}

/// The list for people; `of` is the proposal that was asked about, where it was one; `word` tells
/// that a short word was looked for as it stands.
pub fn grid(similar: &[Similar], of: Option<&Proposal>, wanted: &Wanted, word: bool) -> Grid {
    let least = wanted.least;
    let mut grid = rows(similar).vacant(text!(
        "没有相似的提案（相似度 {least} 以上）；--min 可以放宽",
        "no proposal is similar (score {least} or more); --min asks for less"
    ));
    if word {
        let (count, sought) = (similar.len(), &wanted.passage.title);
        grid = rows(similar).vacant(text!(
            "没有提到「{sought}」的提案",
            "no proposal says “{sought}”"
        ));
        if count > 0 {
            grid.note(text!(
                "{count} 件提到「{sought}」，新的在前",
                "{count} say “{sought}”, the latest first"
            ));
        }
        return grid;
    }
    if let Some(of) = of {
        let what = called(of);
        let (zh, en) = (&what.zh, &what.en);
        grid = grid.caption(text!("与 {zh} 相似的提案", "Proposals similar to {en}"));
    }
    let count = similar.len();
    if count > 0 {
        grid.note(text!(
            "共 {count} 件；相似度 100 为文字相同，低于 {least} 的不列",
            "{count} found; 100 is the same text, below {least} none is listed"
        ));
    }
    grid
}

/// That a proposal is like earlier ones, and what became of them.
pub fn warning(of: &Proposal, similar: &[Similar]) -> Text {
    let told = |s: &Similar| {
        let (what, state) = (called(&s.proposal), s.proposal.state);
        let class = s.proposal.reply_class.as_deref();
        let zh: Vec<&str> = [state.zh()].into_iter().chain(class).collect();
        let en: Vec<&str> = [state.en()].into_iter().chain(class).collect();
        let (zh, en) = (zh.join("，"), en.join(", "));
        let (name, name_en) = (what.zh, what.en);
        text!("{name}（{zh}）", "{name_en} ({en})")
    };
    let told: Vec<Text> = similar.iter().map(told).collect();
    let zh: Vec<&str> = told.iter().map(|t| t.zh.as_str()).collect();
    let en: Vec<&str> = told.iter().map(|t| t.en.as_str()).collect();
    let (cite, zh, en) = (of.cite(), zh.join("、"), en.join("; "));
    text!("{cite} 与这些提案相似：{zh}", "{cite} is similar to {en}")
}
