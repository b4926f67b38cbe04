//! `proposal steps`: the steps that a spreadsheet lists, all in one transaction or none.

use super::find;
use super::heed::Heeds;
use super::take::{Said, Unit, given, with_unit};
use crate::cli::app::{App, Writing};
use crate::cli::import::inputs;
use crate::cli::typed::names;
use crate::error::{Error, Result};
use crate::lang::{Text, so_many};
use crate::ledger::{Item, StepLine, StepRow, read_steps};
use crate::model::code::{Code, ProposalStep};
use crate::model::proposal::Taken;
use crate::model::proposal::lifecycle::is_taken;
use crate::out::proposal as view;
use crate::store::{Read, Tx};
use crate::text;
use chrono::NaiveDate;
use clap::Args;
use std::collections::HashSet;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "yishi proposal steps 办理进度.xlsx --dry-run
yishi proposal steps 办理进度.csv")]
pub struct Steps {
    /// The spreadsheet (- for standard input)
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(app: &mut App, args: &Steps) -> Result<u8> {
    let name = args.file.display().to_string();
    let files = inputs(std::slice::from_ref(&args.file))?;
    let file = files.first().ok_or_else(|| no_file(&name))?;
    let rows = read_steps(file)?;
    let today = app.today;
    let work = |tx: &mut Tx<'_>| take_all(tx, &rows, today, &name);
    let sentence = |taken: &Done| view::listed(&name, &taken.steps);
    let mut heeds = Heeds::default();
    let next = |_: &App, taken: &Done| {
        heeds.clone_from(&taken.heeds);
        vec!["yishi proposal list".to_owned()]
    };
    let code = app.change(&args.writing, work, sentence, next)?;
    heeds.tell(app)?;
    Ok(code)
}

/// The steps that were taken, and what to look at.
#[derive(Default)]
struct Done {
    steps: Vec<ProposalStep>,
    heeds: Heeds,
}

/// Takes every row's step. Once a row is refused, the later rows of its proposal are not tried:
/// they stand on what was refused.
fn take_all(tx: &mut Tx<'_>, rows: &[StepLine], today: NaiveDate, file: &str) -> Result<Done> {
    let books = tx.read().books()?;
    let (mut done, mut refused) = (Done::default(), Vec::new());
    let mut passed: HashSet<i64> = HashSet::new();
    for (line, row) in rows {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                refused.push((*line, error.message.clone(), error.hints.clone()));
                continue;
            }
        };
        let id = meant(tx.read(), row);
        let known = id.as_ref().ok().copied();
        let said = id.and_then(|id| Ok((id, said(row)?)));
        if said.is_ok() && known.is_some_and(|id| passed.contains(&id)) {
            continue;
        }
        let taken = said.and_then(|(id, said)| {
            let taken = given_by(tx.read(), id, row, &said, today)?;
            done.heeds.advance(tx, id, &taken, &books)?;
            Ok(said.step)
        });
        match taken {
            Ok(step) => done.steps.push(step),
            Err(error) => {
                let error = error.only_refused()?;
                passed.extend(known);
                refused.push((*line, error.message, error.hints));
            }
        }
    }
    if refused.is_empty() {
        return Ok(done);
    }
    Err(all_refused(file, rows.len(), &refused))
}

/// What a row gives its step.
fn given_by(
    read: Read<'_>,
    id: i64,
    row: &StepRow,
    said: &Said,
    today: NaiveDate,
) -> Result<Taken> {
    let on = row.on.unwrap_or(today);
    let taken = given(read, row.get(Item::Note), said, on)?;
    with_unit(read, id, said, &taken)
}

/// The proposal that a row means: by number, else by serial number, else by title.
fn meant(read: Read<'_>, row: &StepRow) -> Result<i64> {
    let of = |word: String| match row.get(Item::Session) {
        Some(session) => format!("{session}-{word}"),
        None => word,
    };
    let number = row.get(Item::No).map(|no| of(no.to_owned()));
    let serial = || row.get(Item::Serial).map(|no| of(format!("流水{no}")));
    let title = || row.get(Item::Title).map(str::to_owned);
    let word = number.or_else(serial).or_else(title).ok_or_else(|| {
        Error::refused(
            "row_without_proposal",
            text!(
                "没有写案号、流水号或案由",
                "it has neither number, serial nor title"
            ),
        )
    })?;
    find(read, &word)
}

/// What a row says of its step.
fn said(row: &StepRow) -> Result<Said> {
    use ProposalStep as S;
    let word = row.get(Item::Step).unwrap_or_default();
    let step = S::parse(word).filter(|step| is_taken(*step));
    let step = step.ok_or_else(|| unknown_step(word))?;
    let own = |item| row.get(item).map(str::to_owned);
    let mut said = Said::of(step);
    said.unit = match step {
        S::Receive | S::Decline | S::Keep | S::Contact | S::Advise | S::Reply => {
            Unit::Only(own(Item::Unit))
        }
        S::Reassign => Unit::Only(own(Item::From)),
        S::Rate if row.get(Item::Unit).is_some() => Unit::Only(own(Item::Unit)),
        S::Extend | S::Redo | S::Track | S::Fulfil => Unit::All(own(Item::Unit)),
        _ => Unit::Nobody,
    };
    if matches!(step, S::Assign | S::Reassign) {
        said.units = [Item::Unit, Item::Co, Item::Split].map(|i| names(&Vec::from_iter(own(i))));
    }
    let listed = match step {
        S::Reply => Item::Class,
        S::Rate => Item::Rating,
        S::Contact => Item::Means,
        S::Refuse => Item::Reason,
        _ => Item::Step,
    };
    said.word = own(listed).filter(|_| listed != Item::Step);
    said.reason = own(Item::Reason).filter(|_| listed != Item::Reason);
    let points = row.get(Item::Points).unwrap_or_default();
    let points = points.split(['；', ';', '\n']).map(str::trim);
    said.points = points
        .filter(|p| !p.is_empty())
        .map(super::steps::point)
        .collect::<Result<_>>()?;
    said.length = own(Item::Length);
    said.into = own(Item::Into);
    said.member = own(Item::Member);
    Ok(said)
}

fn unknown_step(word: &str) -> Error {
    let steps = || ProposalStep::ALL.iter().filter(|step| is_taken(**step));
    let known: Vec<&str> = steps().map(|s| s.zh()).collect();
    let codes: Vec<&str> = steps().map(|s| s.code()).collect();
    let (known, codes) = (known.join("、"), codes.join(", "));
    Error::refused(
        "unknown_step",
        text!("「{word}」不是环节", "“{word}” is no step"),
    )
    .hint(text!("可以写：{known}", "one of: {codes}"))
}

/// Every refused row with its line and why; what helps with the first.
fn all_refused(file: &str, rows: usize, refused: &[(u32, Text, Vec<Text>)]) -> Error {
    let n = refused.len();
    let told = |pick: fn(&Text) -> &str, mark: [&str; 2]| -> String {
        let each = refused.iter();
        each.map(|(line, why, _)| ["\n", mark[0], &line.to_string(), mark[1], pick(why)].concat())
            .collect()
    };
    let zh = told(|t| &t.zh, ["第 ", " 行："]);
    let en = told(|t| &t.en, ["line ", ": "]);
    let mut error = Error::refused(
        "several_refused",
        text!(
            "{file} 的 {rows} 行里有 {n} 行不能这样办，全部没有写入：{zh}",
            "{n} of {many} of {file} refused, and nothing was written:{en}",
            many = so_many(&rows, "row", "rows")
        ),
    );
    if let Some((line, hint)) = refused.iter().find_map(|(l, _, h)| Some((l, h.first()?))) {
        let (zh, en) = (&hint.zh, &hint.en);
        error = error.hint(text!("第 {line} 行：{zh}", "line {line}: {en}"));
    }
    error
}

fn no_file(name: &str) -> Error {
    Error::machine("no_file", text!("没有文件 {name}", "no file {name}"))
}
