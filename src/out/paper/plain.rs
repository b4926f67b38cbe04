//! A document as plain text: its paragraphs, its lists with their columns aligned, its forms with
//! bars between the cells.

use super::brace::text;
use super::tree::{Element, Node};
use crate::out::{pad, width};

/// The lines of a document's main part, with a newline at the end.
pub(super) fn plain(tree: &[Node]) -> String {
    let mut lines = Vec::new();
    blocks(tree, &mut lines);
    let mut out = String::new();
    let mut blank = true;
    for line in lines.iter().map(|l| l.trim_end()) {
        if !(blank && line.is_empty()) {
            out.push_str(line);
            out.push('\n');
        }
        blank = line.is_empty();
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn blocks(nodes: &[Node], lines: &mut Vec<String>) {
    for e in nodes.iter().filter_map(Node::element) {
        match e.name.as_str() {
            "w:p" => {
                lines.extend(text(e).split('\n').map(str::to_owned));
                blocks(&e.children, lines);
            }
            "w:tbl" => {
                table(e, lines);
                lines.push(String::new());
            }
            // What a text box shows to older programs says the same once more.
            "mc:Fallback" => {}
            _ => blocks(&e.children, lines),
        }
    }
}

/// The rows of a table; where all have as many cells, the cells stand in columns.
fn table(table: &Element, lines: &mut Vec<String>) {
    let rows: Vec<Vec<String>> = table
        .elements()
        .filter(|e| e.name == "w:tr")
        .map(|row| {
            let cells = row.elements().filter(|e| e.name == "w:tc");
            cells.map(cell).collect()
        })
        .collect();
    let cells = rows.first().map_or(0, Vec::len);
    let even = rows.iter().all(|row| row.len() == cells);
    let widths: Vec<usize> = (0..cells)
        .map(|at| {
            let column = rows.iter().filter_map(|row| row.get(at));
            column.map(|cell| width(cell)).max().unwrap_or(0)
        })
        .collect();
    for row in rows {
        let padded = row.iter().enumerate().map(|(at, cell)| {
            let columns = if even { widths[at] } else { 0 };
            pad(cell, columns)
        });
        lines.push(
            padded
                .collect::<Vec<_>>()
                .join(if even { "  " } else { " | " }),
        );
    }
}

fn cell(cell: &Element) -> String {
    let mut lines = Vec::new();
    blocks(&cell.children, &mut lines);
    lines.retain(|l| !l.trim().is_empty());
    lines.join(" ").replace('\t', " ")
}
