//! A member's reports on duty in the dossier.

use crate::model::appraisal::book::Report;
use crate::model::code::Code;
use crate::out::{Cell, Column, Grid};
use serde_json::{Value, json};

/// The reports, given or owed.
pub fn dossier_grid(reports: &[Report]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("no", "评议编号", "no."),
        Column::text("title", "名称", "title").wide(),
        Column::text("form", "方式", "form"),
        Column::text("held_on", "日期", "on"),
        Column::text("level", "公布的等次", "published level"),
        Column::text("paper", "材料", "paper").spare(1),
    ]);
    for r in reports {
        grid.row(vec![
            Cell::from(&r.no),
            Cell::from(&r.title),
            r.form.map_or(Cell::Empty, Cell::code),
            Cell::from(r.held_on.map(|d| d.to_string())),
            Cell::from(r.level.clone()),
            Cell::from(r.paper.clone()),
        ]);
    }
    grid
}

/// One report in the dossier's JSON.
pub fn report_json(r: &Report) -> Value {
    json!({
        "no": r.no, "kind": r.kind, "title": r.title, "form": r.form.map(Code::code),
        "held_on": r.held_on.map(|d| d.to_string()), "paper": r.paper, "level": r.level,
    })
}
