//! What is said of papers: which files were written, what they lack, what is wrong with a template.

use super::Sheet;
use crate::cli::app::{App, usage};
use crate::error::{Error, Result};
use crate::lang::{Text, so_many};
use crate::model::code::Code;
use crate::model::near;
use crate::model::paper::Paper;
use crate::out::paper::{Filled, Report, Template};
use crate::out::{Cell, Column, Format, Grid, harmless};
use crate::text;
use std::path::PathBuf;

/// Which files were written.
pub(super) fn told(app: &mut App, paper: Paper, sheets: &[Sheet], paths: &[PathBuf]) -> Result<()> {
    let (zh, en) = (paper.zh(), paper.en());
    if let (Format::Table, [one]) = (app.printer.format(), paths) {
        let file = one.display();
        return app
            .printer
            .say(&text!("已写出{zh}：{file}", "wrote the {en}: {file}"));
    }
    let to_members = sheets.iter().any(|s| s.member.is_some());
    let of_proposals = sheets.iter().any(|s| !s.proposals.is_empty());
    let mut columns = vec![
        Column::text("file", "文件", "file"),
        Column::text("paper", "种类", "paper").spare(2),
    ];
    if to_members {
        columns.push(Column::text("no", "委员编号", "no."));
        columns.push(Column::text("name", "姓名", "name"));
    }
    if of_proposals {
        columns.push(Column::text("unit", "单位", "unit"));
        columns.push(Column::text("proposals", "提案", "proposals").spare(1));
    }
    let to_bodies = !of_proposals && sheets.iter().any(|s| s.unit.is_some());
    if to_bodies {
        columns.push(Column::text("name", "名称", "name"));
    }
    let mut grid = Grid::new(columns);
    for (sheet, path) in sheets.iter().zip(paths) {
        let mut row = vec![Cell::from(path.display().to_string()), Cell::code(paper)];
        if to_members {
            let (no, name) = sheet.member.clone().unwrap_or_default();
            row.extend([Cell::from(no), Cell::from(name)]);
        }
        if of_proposals {
            row.push(Cell::from(sheet.unit.clone()));
            row.push(Cell::List(sheet.proposals.clone()));
        }
        if to_bodies {
            row.push(Cell::from(sheet.unit.clone()));
        }
        grid.row(row);
    }
    let n = paths.len();
    grid.note(text!("写出{zh} {n} 份", "wrote {n} ({en})"));
    app.printer.grid(&grid)
}

/// Names what papers lack, once for each, and placeholders that could not be filled.
pub(super) fn warned(app: &mut App, sheets: &[Sheet], filled: &[Filled]) -> Result<u8> {
    for (sheet, filled) in sheets.iter().zip(filled) {
        let lacking: Vec<&String> = filled.report.lacking.iter().collect();
        if !lacking.is_empty() {
            let (Text { zh, en }, stem) = (Text::listed(&lacking), &sheet.stem);
            app.printer.warn(&text!(
                "{stem} 里没有可填的内容，留了空：{zh}",
                "{stem} has blanks where the ledger says nothing: {en}"
            ))?;
        }
    }
    let wrong = filled
        .first()
        .map(|f| &f.report)
        .filter(|r| !r.wrong.is_empty());
    if let Some(report) = wrong {
        let Text { zh, en } = Text::listed(&spots(report));
        app.printer.warn(&text!(
            "模板里有不认识的占位符，原样留下：{zh}",
            "placeholders of the template that are not known were left as they are: {en}"
        ))?;
    }
    Ok(0)
}

/// The wrong placeholders as they stand.
fn spots(report: &Report) -> Vec<String> {
    let named = report.wrong.iter().map(|s| match &s.name {
        Some(name) => format!("{{{{{name}}}}}"),
        None => harmless(&s.paragraph).into_owned(),
    });
    named.collect()
}

/// A template whose placeholders are not those of its paper, each with the words around it.
pub fn proofed(template: &Template, paper: Paper) -> Result<Report> {
    let report = template.proof();
    if report.wrong.is_empty() {
        return Ok(report);
    }
    let (n, zh, en) = (report.wrong.len(), paper.zh(), paper.en());
    let mut error = Error::refused(
        "bad_template",
        text!(
            "模板里有 {n} 处占位符不对，没有采用",
            "{many} wrong; it was not taken",
            many = so_many(
                &n,
                "placeholder of the template is",
                "placeholders of the template are"
            )
        ),
    );
    let known: Vec<String> = paper.placeholders().into_iter().map(|(n, _)| n).collect();
    for spot in &report.wrong {
        let around = &spot.paragraph;
        error = error.hint(match &spot.name {
            Some(name) => {
                let near = near::nearest(name, known.iter().map(String::as_str), 1);
                let near = near.first().map(|n| format!("{{{{{n}}}}}"));
                let (is, is_en) = near.map_or((String::new(), String::new()), |n| {
                    (format!("，是不是 {n}"), format!("; did you mean {n}"))
                });
                text!(
                    "{zh}没有 {{{{{name}}}}}{is}：在“{around}”里",
                    "the {en} has no {{{{{name}}}}}{is_en}: in “{around}”"
                )
            }
            None => text!(
                "花括号没有收尾：在“{around}”里",
                "braces are not closed: in “{around}”"
            ),
        });
    }
    Err(error.hint(text!(
        "可用的占位符：yishi config template list {zh}",
        "what can be used: yishi config template list {code}",
        code = paper.code()
    )))
}

/// Reads the name of a paper.
pub fn paper(word: &str) -> Result<Paper> {
    Paper::read(word).ok_or_else(|| unknown(word, Paper::ALL))
}

/// A word that names none of these papers.
pub fn unknown(word: &str, papers: &[Paper]) -> Error {
    let zh: Vec<&str> = papers.iter().map(|p| p.zh()).collect();
    let en: Vec<&str> = papers.iter().map(|p| p.code()).collect();
    let (zh, en) = (zh.join("、"), en.join(", "));
    usage(text!(
        "没有「{word}」这种公文",
        "there is no paper “{word}”"
    ))
    .hint(text!("可以写：{zh}", "one of: {en}"))
}
