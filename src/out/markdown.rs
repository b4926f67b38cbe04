//! Markdown, written by hand.

use super::clean::harmless;
use super::grid::{Align, Grid, at};
use crate::lang::Lang;
use std::fmt::Write as _;

/// The list as a Markdown table with its caption and notes.
pub(super) fn grid(grid: &Grid, lang: Lang) -> String {
    let mut blocks = Vec::new();
    if let Some(caption) = &grid.caption {
        blocks.push(format!("**{}**\n", escaped(caption.pick(lang))));
    }
    match &grid.vacant {
        Some(vacant) if grid.rows.is_empty() => blocks.push(paragraph(vacant.pick(lang))),
        _ => blocks.push(table(grid, lang)),
    }
    blocks.extend(grid.notes.iter().map(|note| paragraph(note.pick(lang))));
    blocks.join("\n")
}

fn table(grid: &Grid, lang: Lang) -> String {
    let mut out = String::new();
    line(
        &mut out,
        grid.columns
            .iter()
            .map(|column| escaped(column.title.pick(lang))),
    );
    let rule = |align| if align == Align::Right { "---:" } else { "---" };
    line(
        &mut out,
        grid.columns
            .iter()
            .map(|column| rule(column.align).to_owned()),
    );
    for row in &grid.rows {
        let cells = 0..grid.columns.len();
        line(&mut out, cells.map(|i| escaped(&at(row, i).shown(lang))));
    }
    out
}

/// Writes one line of a table; the fields are escaped already.
pub(super) fn line(out: &mut String, fields: impl Iterator<Item = String>) {
    for field in fields {
        let _ = write!(out, "| {field} ");
    }
    out.push_str("|\n");
}

/// A paragraph whose first character is not taken for a mark of structure.
pub(super) fn paragraph(text: &str) -> String {
    let text = escaped(text.trim());
    let mark = if text.starts_with(['#', '-', '+', '>', '=']) {
        "\\"
    } else {
        ""
    };
    format!("{mark}{text}\n")
}

/// Text that Markdown shows as it is, on one line.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in harmless(text).chars() {
        if matches!(c, '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '<' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
