//! `config template`: the office's own letterheads in place of the program's templates.

use super::app::{App, Writing};
use super::file::replace_whole;
use super::paper::{may_write, paper, proofed};
use crate::error::{Error, Result};
use crate::model::code::Code;
use crate::model::paper::Paper;
use crate::out::paper::{Template, built_in};
use crate::out::{Cell, Column, Grid};
use crate::text;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// List the templates, or the placeholders of one
    List(List),
    /// Write a template to a file, to be edited in Word or WPS
    Export(Export),
    /// Use a Word document of the office's own as a template
    Set(Set),
    /// Use the program's template again
    Reset(Reset),
}

#[derive(Debug, Args)]
pub struct List {
    /// The paper whose placeholders are wanted
    #[arg(value_name = "PAPER", value_parser = paper)]
    paper: Option<Paper>,
}

#[derive(Debug, Args)]
pub struct Export {
    /// Which: assign, urge, reply, feedback, brief, result, reminder, talk, measure, notice
    #[arg(value_name = "PAPER", value_parser = paper)]
    paper: Paper,
    /// The file (else its Chinese name here); - for standard output
    #[arg(short, long, value_name = "OUT.docx")]
    output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Set {
    /// Which: assign, urge, reply, feedback, brief, result, reminder, talk, measure, notice
    #[arg(value_name = "PAPER", value_parser = paper)]
    paper: Paper,
    /// The Word document
    #[arg(value_name = "FILE.docx")]
    file: PathBuf,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Reset {
    /// Which: assign, urge, reply, feedback, brief, result, reminder, talk, measure, notice
    #[arg(value_name = "PAPER", value_parser = paper)]
    paper: Paper,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(app: &mut App, verb: &Verb) -> Result<u8> {
    match verb {
        Verb::List(args) => match args.paper {
            Some(paper) => placeholders(app, paper),
            None => list(app),
        },
        Verb::Export(args) => export(app, args),
        Verb::Set(args) => set(app, args),
        Verb::Reset(args) => reset(app, args),
    }
}

fn list(app: &mut App) -> Result<u8> {
    let store = if app.path().exists() {
        Some(app.open()?)
    } else {
        None
    };
    let mut grid = Grid::new(vec![
        Column::text("paper", "公文", "paper"),
        Column::text("name", "名称", "name"),
        Column::text("source", "模板", "template"),
        Column::text("file", "文件", "file"),
    ]);
    for paper in Paper::ALL {
        let own = match &store {
            Some(store) => store.read().template_name(*paper)?,
            None => None,
        };
        let source = match own {
            Some(_) => text!("本单位", "the office's own"),
            None => text!("内置", "built in"),
        };
        grid.row([
            Cell::from(paper.code()),
            Cell::from(text!("{zh}", "{en}", zh = paper.zh(), en = paper.en())),
            Cell::from(source),
            Cell::from(own),
        ]);
    }
    app.printer.grid(&grid)?;
    app.printer
        .next(&["yishi config template list assign".to_owned()])?;
    Ok(0)
}

/// What a template of a paper may ask for.
fn placeholders(app: &mut App, paper: Paper) -> Result<u8> {
    let mut grid = Grid::new(vec![
        Column::text("placeholder", "占位符", "placeholder"),
        Column::text("meaning", "填入", "meaning"),
    ]);
    for (name, field) in paper.placeholders() {
        let (zh, en) = (field.zh, field.en);
        grid.row([
            Cell::from(format!("{{{{{name}}}}}")),
            Cell::from(text!("{zh}", "{en}")),
        ]);
    }
    for (list, _) in paper.lists() {
        grid.note(text!(
            "表格里带 {{{{{list}.…}}}} 的行、正文里带它的段落，每件重复一次",
            "a row of a table, or a paragraph, with {{{{{list}.…}}}} repeats for each item"
        ));
    }
    app.printer.grid(&grid)?;
    Ok(0)
}

fn export(app: &mut App, args: &Export) -> Result<u8> {
    let own = if app.path().exists() {
        app.open()?.read().template(args.paper)?
    } else {
        None
    };
    let bytes = own.as_deref().unwrap_or(built_in(args.paper));
    let (zh, en, code) = (args.paper.zh(), args.paper.en(), args.paper.code());
    let path = match &args.output {
        Some(path) if path.as_os_str() == "-" => {
            app.printer.raw(bytes)?;
            return Ok(0);
        }
        Some(path) => path.clone(),
        None => PathBuf::from(format!("{zh}.docx")),
    };
    may_write(app, std::slice::from_ref(&path))?;
    replace_whole(&path, bytes)?;
    let file = path.display().to_string();
    let said = text!(
        "{zh}的模板写到 {file}",
        "wrote the template of the {en} to {file}"
    );
    app.printer
        .done(&said, || serde_json::json!({ "paper": code, "file": file }))?;
    let set = format!("yishi config template set {code} {}", super::quoted(&file));
    app.printer.next(&[set])?;
    Ok(0)
}

fn set(app: &mut App, args: &Set) -> Result<u8> {
    let body = document(&args.file)?;
    let name = args
        .file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let report = proofed(&Template::read(args.paper, &body)?, args.paper)?;
    let (zh, en, code) = (args.paper.zh(), args.paper.en(), args.paper.code());
    if report.lacking.is_empty() {
        app.printer.warn(&text!(
            "模板里没有占位符，每份都会一样",
            "the template has no placeholders: every paper will be the same"
        ))?;
    }
    app.change(
        &args.writing,
        |tx| tx.set_template(args.paper, &name, &body),
        |_| {
            text!(
                "{zh}改用模板 {name}",
                "the {en} now uses the template {name}"
            )
        },
        |_, _| vec![format!("yishi config template list {code}")],
    )
}

fn document(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|e| {
        let shown = path.display();
        Error::machine(
            "cannot_read",
            text!("读不到 {shown}", "cannot read {shown}"),
        )
        .because(e)
        .hint(text!(
            "检查文件名和权限",
            "check the name and the rights of the file"
        ))
    })
}

fn reset(app: &mut App, args: &Reset) -> Result<u8> {
    let (zh, en) = (args.paper.zh(), args.paper.en());
    app.change(
        &args.writing,
        |tx| tx.reset_template(args.paper),
        |_| {
            text!(
                "{zh}改用内置模板",
                "the {en} uses the built-in template again"
            )
        },
        |_, _| Vec::new(),
    )
}
