//! Tables for a terminal: quiet, aligned with Chinese text at any width, folded to fit.

use super::cell::{Cell, Tone};
use super::clean::{harmless, trimmed};
use super::fold::{fold, fold_lines, hang, pad, width};
use super::grid::{Align, Grid, at};
use super::layout::{EASY, GAP, Need, Plan, plan};
use super::look::Look;
use crate::text;
use comfy_table::{
    Attribute, Cell as Box, CellAlignment, Color, ContentArrangement, ContentLineStyle, LineStyle,
    Table, TableStyle,
};
use std::borrow::Cow;

/// A header, a line of hyphens, rows: nothing that is two columns wide in some fonts.
const QUIET: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none().junction(' '))
    .header_separator(LineStyle::none().fill('-').junction(' '))
    .content_lines(ContentLineStyle::none().junction(' '));

/// A value ready to be laid out.
struct Shown<'a> {
    text: Cow<'a, str>,
    width: usize,
    tone: Option<Tone>,
}

/// The list as a table, or as records where no table fits.
pub(super) fn render(grid: &Grid, look: Look) -> String {
    let mut lines = Vec::new();
    if let Some(caption) = &grid.caption {
        lines.extend(fold_lines(caption.pick(look.lang), look.room()));
    }
    let rows = shown_rows(grid, look);
    let mut notes: Vec<_> = grid.notes.iter().collect();
    let left_out;
    if let (true, Some(vacant)) = (rows.is_empty(), &grid.vacant) {
        lines.extend(fold_lines(vacant.pick(look.lang), look.room()));
    } else if let Some(plan) = plan(&needs(grid, &rows, look), look.room()) {
        lines.extend(table_lines(grid, &rows, &plan, look));
        if !plan.left_out.is_empty() {
            left_out = left_out_note(grid, &plan);
            notes.push(&left_out);
        }
    } else {
        lines.extend(record_lines(grid, &rows, look));
    }
    if !notes.is_empty() {
        lines.push(String::new());
    }
    for note in notes {
        lines.extend(fold_lines(note.pick(look.lang), look.room()));
    }
    lines
        .iter()
        .flat_map(|line| [line.as_str(), "\n"])
        .collect()
}

fn shown_rows(grid: &Grid, look: Look) -> Vec<Vec<Shown<'_>>> {
    let columns = 0..grid.columns.len();
    let row = |row| columns.clone().map(|i| shown(at(row, i), look)).collect();
    grid.rows
        .iter()
        .map(|cells| row(cells.as_slice()))
        .collect()
}

fn shown(cell: &Cell, look: Look) -> Shown<'_> {
    let text = trimmed(cell.shown(look.lang));
    Shown {
        width: width(&text),
        text,
        tone: cell.meaning(),
    }
}

fn needs(grid: &Grid, rows: &[Vec<Shown<'_>>], look: Look) -> Vec<Need> {
    let need = |(i, column): (usize, &super::Column)| {
        let widest = rows.iter().map(|row| row[i].width).max().unwrap_or(0);
        let whole = widest.max(width(column.title.pick(look.lang))).max(1);
        let firm = if column.align == Align::Right {
            widest
        } else {
            0
        };
        Need {
            whole,
            firm,
            spare: column.spare,
            easy: if column.wide {
                EASY.max(look.room() / 4)
            } else {
                EASY
            },
        }
    };
    grid.columns.iter().enumerate().map(need).collect()
}

fn table_lines(grid: &Grid, rows: &[Vec<Shown<'_>>], plan: &Plan, look: Look) -> Vec<String> {
    let mut table = Table::new();
    table
        .load_style(QUIET)
        .set_content_arrangement(ContentArrangement::Disabled);
    if look.color {
        table.enforce_styling().style_text_only();
    } else {
        table.force_no_tty();
    }
    table.set_header(plan.shown.iter().map(|&(i, width)| {
        let title = harmless(grid.columns[i].title.pick(look.lang));
        Box::new(fold(&title, width).join("\n")).add_attribute(Attribute::Bold)
    }));
    for row in rows {
        table.add_row(plan.shown.iter().map(|&(i, width)| drawn(&row[i], width)));
    }
    let last = plan.shown.len().saturating_sub(1);
    for (place, &(i, _)) in plan.shown.iter().enumerate() {
        let Some(column) = table.column_mut(place) else {
            continue;
        };
        column.set_padding((0, if place == last { 0 } else { pad_width() }));
        if grid.columns[i].align == Align::Right {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// The gap less the blank that stands for the line between two columns.
#[allow(clippy::cast_possible_truncation)] // a small constant
fn pad_width() -> u16 {
    GAP as u16 - 1
}

fn drawn(shown: &Shown<'_>, columns: usize) -> Box {
    let text = if shown.width <= columns {
        shown.text.clone().into_owned()
    } else {
        fold(&shown.text, columns).join("\n")
    };
    let cell = Box::new_owned(text);
    match shown.tone {
        None => cell,
        Some(Tone::Good) => cell.fg(Color::DarkGreen),
        Some(Tone::Warn) => cell.fg(Color::DarkYellow),
        Some(Tone::Bad) => cell.fg(Color::DarkRed),
        Some(Tone::Faint) => cell.add_attribute(Attribute::Dim),
    }
}

fn left_out_note(grid: &Grid, plan: &Plan) -> crate::lang::Text {
    let titles = plan.left_out.iter().map(|&i| &grid.columns[i].title);
    let zh = titles
        .clone()
        .map(|title| title.zh.as_str())
        .collect::<Vec<_>>()
        .join("、");
    let en = titles
        .map(|title| title.en.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    text!(
        "（屏幕窄，未显示：{zh}。加宽窗口，或用 --format csv 看全部）",
        "(too narrow to show: {en}. Widen the window, or see all with --format csv)"
    )
}

/// One field a line, a blank line between two records.
fn record_lines(grid: &Grid, rows: &[Vec<Shown<'_>>], look: Look) -> Vec<String> {
    let titles: Vec<&str> = grid
        .columns
        .iter()
        .map(|c| c.title.pick(look.lang))
        .collect();
    let mut lines = Vec::new();
    for row in rows {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let fields = titles
            .iter()
            .zip(row)
            .map(|(title, shown)| (*title, shown.text.as_ref()));
        lines.extend(field_lines(fields, look.room()));
    }
    lines
}

/// Names and values in two aligned columns, the values folded under their beginning. Nothing is
/// drawn for an empty value but `-`.
pub(super) fn field_lines<'a>(
    fields: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    room: usize,
) -> Vec<String> {
    let widest = fields
        .clone()
        .map(|(name, _)| width(name))
        .max()
        .unwrap_or(0);
    let names = widest.min(room.saturating_sub(GAP) / 2);
    let mut lines = Vec::new();
    for (name, value) in fields {
        let mut heads = fold(&harmless(name), names);
        let lead = pad(&heads.pop().unwrap_or_default(), names + GAP);
        lines.extend(heads);
        lines.extend(hang(
            &lead,
            if value.is_empty() { "-" } else { value },
            room,
        ));
    }
    lines
}
