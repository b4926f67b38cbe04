//! `score compare -o FILE`: the comparison as a document with plots or as a workbook.

use super::{Made, belongs};
use crate::cli::app::App;
use crate::cli::file::{beside, replace_whole};
use crate::cli::paper::may_write;
use crate::cli::score::dossier::Form;
use crate::error::Result;
use crate::model::code::Code;
use crate::model::score::compare::{Body, Change, spread, summary};
use crate::model::score::rules::Whose;
use crate::model::score::sensitivity::Effect;
use crate::model::score::spread::groups;
use crate::out::score::compare::Names;
use crate::out::score::compare::report::{Bodies, Report, effects_book, effects_web};
use crate::store::Read;
use crate::text;
use serde_json::json;
use std::path::Path;

/// Whether the file can be written, before anything is reckoned.
pub fn ready(app: &mut App, path: &Path) -> Result<()> {
    Form::of(path)?;
    may_write(app, &[path.to_owned()])
}

/// Writes a comparison.
pub fn write(
    app: &mut App,
    read: Read<'_>,
    (old, new): (&Made, &Made),
    (names, changes, moved): (&Names, &[Change], &[&Change]),
    path: &Path,
) -> Result<u8> {
    ready(app, path)?;
    let mut bodies = Vec::new();
    if names.whose == Whose::Member {
        for body in Body::ALL {
            let (was, is) = (
                belongs(read, *body, old.window)?,
                belongs(read, *body, new.window)?,
            );
            let (zh, en) = (body.zh(), body.en());
            bodies.push(Bodies {
                body: text!("{zh}", "{en}"),
                spreads: spread(changes, &is),
                old: groups(&old.scores, &was),
                new: groups(&new.scores, &is),
            });
        }
    }
    let report = Report {
        names,
        summary: &summary(changes),
        changes,
        grades: [&old.rules.grades, &new.rules.grades],
        moved,
        bodies: &bodies,
    };
    let lang = app.printer.lang();
    match Form::of(path)? {
        Form::Html => replace_whole(path, report.web(lang).as_bytes())?,
        Form::Xlsx => beside(path, |file| report.book(lang)?.save(file))?,
    }
    said(app, path)
}

/// Writes what each weight does.
pub fn effects(
    app: &mut App,
    (title, year): (&str, i32),
    all: &[Effect],
    path: &Path,
) -> Result<u8> {
    let lang = app.printer.lang();
    match Form::of(path)? {
        Form::Html => {
            let document = effects_web(title, year, all, lang);
            replace_whole(path, document.as_bytes())?;
        }
        Form::Xlsx => beside(path, |file| {
            effects_book(title, year, all, lang)?.save(file)
        })?,
    }
    said(app, path)
}

fn said(app: &mut App, path: &Path) -> Result<u8> {
    let file = path.display();
    app.printer.done(
        &text!("已写出对比：{file}", "wrote the comparison: {file}"),
        || json!({ "file": file.to_string() }),
    )?;
    Ok(0)
}
