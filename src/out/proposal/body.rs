//! What else one proposal has: the beginning of its body on screen, all of it in JSON, the opinion
//! that it is one matter with, and what was merged into it.

use crate::lang::so_many;
use crate::model::proposal::{Proposal, Proposer};
use crate::out::{Cell, Column, Grid, Page};
use crate::text;
use serde_json::{Value, json};

/// How much of it is shown, in characters.
const SHOWN: usize = 160;

/// The page with the beginning of the body, where there is one.
pub fn with_body(mut page: Page, body: Option<&str>) -> Page {
    let Some(body) = body else { return page };
    let length = body.chars().count();
    let begins: String = body.chars().take(SHOWN).collect();
    let more = if length > SHOWN { "……" } else { "" };
    let lines = begins.lines().map(str::trim).filter(|l| !l.is_empty());
    let mut lines: Vec<String> = lines.map(str::to_owned).collect();
    if let Some(last) = lines.last_mut() {
        last.push_str(more);
    }
    let mut lines: Vec<_> = lines.iter().map(|l| text!("{l}", "{l}")).collect();
    if length > SHOWN {
        lines.push(text!(
            "（全文 {length} 字，用 --format json 看）",
            "({many}; --format json has them all)",
            many = so_many(&length, "character", "characters")
        ));
    }
    page.lines(text!("正文", "Body"), lines);
    page
}

/// The object with the whole body.
pub fn json_with_body(mut object: Value, body: Option<&str>) -> Value {
    if let Value::Object(fields) = &mut object {
        fields.insert("body".to_owned(), json!(body));
    }
    object
}

/// The page with the number of the opinion that it came from or went on as, where there is one.
pub fn with_opinion(mut page: Page, opinion: Option<&str>) -> Page {
    if let Some(no) = opinion {
        page.field(text!("社情民意", "opinion"), no.to_owned());
    }
    page
}

/// The object with that number.
pub fn json_with_opinion(mut object: Value, opinion: Option<&str>) -> Value {
    if let Value::Object(fields) = &mut object {
        fields.insert("opinion".to_owned(), json!(opinion));
    }
    object
}

/// The page with what was merged into the proposal.
pub fn with_merged(mut page: Page, merged: &[Proposal]) -> Page {
    if merged.is_empty() {
        return page;
    }
    let mut grid = Grid::new(vec![
        Column::text("no", "案号", "no."),
        Column::text("title", "案由", "title").wide(),
        Column::text("proposers", "提案者", "proposers"),
    ]);
    for p in merged {
        let mark = p.serial.as_ref().map(|s| format!("流水{s}"));
        let names = p.proposers.iter().map(|who| who.name().to_owned());
        grid.row(vec![
            Cell::from(p.no.clone().or(mark)),
            Cell::from(&p.title),
            Cell::List(names.collect()),
        ]);
    }
    page.grid(text!("并入的提案", "Merged into it"), grid);
    page
}

/// The object with the same.
pub fn json_with_merged(mut object: Value, merged: &[Proposal]) -> Value {
    let one = |p: &Proposal| {
        let names: Vec<&str> = p.proposers.iter().map(Proposer::name).collect();
        json!({ "session": p.session, "no": p.no, "serial": p.serial, "title": p.title, "proposers": names })
    };
    if let Value::Object(fields) = &mut object {
        fields.insert("merged".to_owned(), merged.iter().map(one).collect());
    }
    object
}
