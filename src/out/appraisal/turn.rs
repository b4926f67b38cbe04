//! Who comes to their turn to be appraised.

use crate::lang::Text;
use crate::model::appraisal::book::Appraisal;
use crate::model::appraisal::draw::{Candidate, lot};
use crate::out::{Cell, Column, Grid};
use crate::text;

/// That a subject was appraised before.
pub fn repeated(name: &str, years: &[i32]) -> Text {
    let years: Vec<String> = years.iter().map(ToString::to_string).collect();
    let Text { zh, en } = Text::listed(&years);
    text!(
        "注意：{name} 在 {zh} 年评议过",
        "warning: {name} was appraised in {en}"
    )
}

/// Who is to be appraised next.
pub fn drawn(a: &Appraisal, free: &[Candidate], barred: usize, seed: Option<&str>) -> Grid {
    let mut columns = vec![
        Column::number("turn", "次序", "turn"),
        Column::text("name", "名称", "name"),
        Column::number("last", "上次评议", "last"),
        Column::number("times", "次数", "times"),
    ];
    if seed.is_some() {
        columns.push(Column::text("lot", "签", "lot").spare(1));
    }
    let (no, kind) = (&a.no, &a.kind);
    let mut grid = Grid::new(columns)
        .caption(text!(
            "{kind}（{no}）可选的对象：没有评议过的在前，再按上次评议由远到近",
            "whom appraisal {no} may be about: never appraised first, then longest ago"
        ))
        .vacant(text!("没有可选的对象", "there is nobody to choose from"));
    for (turn, c) in (1_usize..).zip(free) {
        let mut row = vec![
            Cell::from(turn),
            Cell::from(&c.name),
            c.years.last().map_or(Cell::Empty, |y| Cell::from(*y)),
            Cell::from(c.years.len()),
        ];
        if let Some(seed) = seed {
            let lot: String = lot(seed, &c.name).chars().take(12).collect();
            row.push(Cell::from(lot));
        }
        grid.row(row);
    }
    if let Some(seed) = seed {
        grid.note(text!(
            "同等的以“{seed}:名称”的 SHA-256 由小到大，任何人可以验算",
            "equals go by the SHA-256 of `{seed}:NAME`, smallest first: anyone can check it"
        ));
    }
    if barred > 0 {
        grid.note(text!(
            "另有 {barred} 个评议过，按办法不重复",
            "{barred} more were appraised before and may not be again"
        ));
    }
    grid
}
