//! What programs read: JSON, CSV, lines with tabs.

use super::cell::Cell;
use super::clean::{harmless, is_hidden};
use super::grid::{Grid, at};
use crate::lang::Lang;
use crate::model::apart::{PIECE, apart};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt::Write as _;

/// One row as an object, keys in the order of the columns.
pub(super) fn object(grid: &Grid, row: &[Cell], lang: Lang) -> Value {
    let pairs = grid.columns.iter().enumerate();
    let map: Map<String, Value> = pairs
        .map(|(i, column)| (column.key.to_owned(), at(row, i).json(lang)))
        .collect();
    Value::Object(map)
}

/// An array with one object on each line.
pub(super) fn json_lines(grid: &Grid, lang: Lang) -> String {
    lines_of(grid.rows.iter().map(|row| object(grid, row, lang)))
}

fn lines_of(values: impl Iterator<Item = Value>) -> String {
    let mut out = String::from("[");
    for (i, value) in values.enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        let _ = write!(out, "{value}");
    }
    out.push_str(if out.len() > 1 { "\n]\n" } else { "]\n" });
    escape_hidden(out)
}

/// A JSON document as it is printed: a list one item a line, anything else indented. Characters
/// that act on a terminal are written as escapes, which say the same.
pub fn json_text(value: &Value) -> String {
    match value {
        Value::Array(items) => lines_of(items.iter().cloned()),
        other => escape_hidden(format!("{other:#}\n")),
    }
}

/// A JSON document on one line.
pub(super) fn json_line(value: &Value) -> String {
    escape_hidden(value.to_string())
}

fn escape_hidden(json: String) -> String {
    if !json.chars().any(is_hidden) {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// RFC 4180: CRLF, Chinese headers and labels whatever the language, no byte order mark.
pub(super) fn csv(grid: &Grid) -> String {
    let mut out = String::new();
    csv_line(
        &mut out,
        grid.columns.iter().map(|column| column.title.zh.clone()),
    );
    let lines = |out: &mut String, row: &Vec<Cell>| {
        csv_line(out, (0..grid.columns.len()).map(|i| csv_cell(at(row, i))));
    };
    out.extend(pieces(&grid.rows, lines));
    out
}

/// What `write` makes of the rows, piece by piece in their order.
fn pieces(rows: &[Vec<Cell>], write: impl Fn(&mut String, &Vec<Cell>) + Sync) -> Vec<String> {
    let rows: Vec<&[Vec<Cell>]> = rows.chunks(PIECE).collect();
    apart(&rows, 1, |rows| {
        let mut out = String::new();
        rows.iter().for_each(|row| write(&mut out, row));
        out
    })
}

/// A value for a spreadsheet.
pub(super) fn csv_cell(cell: &Cell) -> Cow<'_, str> {
    let whole = cell.shown(Lang::Zh);
    if cell.is_figure() {
        return whole;
    }
    // Line breaks inside a field are CSV; what else acts on a terminal is not.
    if !whole.contains(['\n', '\t']) && matches!(harmless(&whole), Cow::Borrowed(_)) {
        return guarded(whole);
    }
    let pieces = whole.split_inclusive(['\n', '\t']).map(|piece| {
        let body = piece.trim_end_matches(['\n', '\t']);
        [harmless(body).as_ref(), &piece[body.len()..]].concat()
    });
    guarded(Cow::Owned(pieces.collect()))
}

/// Writes one CSV record.
pub(super) fn csv_line<F: AsRef<str>>(out: &mut String, fields: impl Iterator<Item = F>) {
    for (i, field) in fields.enumerate() {
        let field = field.as_ref();
        if i > 0 {
            out.push(',');
        }
        if field.contains(['"', ',', '\n', '\r']) || field != field.trim() {
            let _ = write!(out, "\"{}\"", field.replace('"', "\"\""));
        } else {
            out.push_str(field);
        }
    }
    out.push_str("\r\n");
}

/// Text that a spreadsheet would run as a formula, with an apostrophe before it; numbers stay.
fn guarded(text: Cow<'_, str>) -> Cow<'_, str> {
    let bare = text.trim_start_matches([' ', '\u{3000}']);
    let runs = bare.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let lone = bare.chars().nth(1).is_none();
    if runs && !lone && bare.parse::<f64>().is_err() {
        format!("'{text}").into()
    } else {
        text
    }
}

/// One record a line, tabs between the fields, no header.
pub(super) fn plain(grid: &Grid, lang: Lang) -> String {
    let lines = |out: &mut String, row: &Vec<Cell>| {
        plain_line(out, (0..grid.columns.len()).map(|i| at(row, i).shown(lang)));
    };
    pieces(&grid.rows, lines).concat()
}

/// Writes one line of fields.
pub(super) fn plain_line<'a>(out: &mut String, fields: impl Iterator<Item = Cow<'a, str>>) {
    for (i, field) in fields.enumerate() {
        if i > 0 {
            out.push('\t');
        }
        out.push_str(&harmless(&field));
    }
    out.push('\n');
}
