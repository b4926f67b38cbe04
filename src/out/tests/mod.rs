//! The formats whole, the alignment, the streams.

mod alignment;
mod formats;
mod streams;

use super::{Cell, Column, Grid};
use crate::lang::Text;
use crate::model::code::Presence;
use crate::text;
use num_rational::Ratio;

/// A small list with every kind of value.
fn sample() -> Grid {
    let mut grid = Grid::new([
        Column::text("no", "编号", "no."),
        Column::text("name", "姓名", "name"),
        Column::text("status", "出席", "status"),
        Column::number("points", "得分", "points"),
        Column::number("rate", "出席率", "rate"),
        Column::text("units", "单位", "units").spare(1),
    ])
    .caption(text!("考勤", "attendance"))
    .vacant(text!("没有人", "nobody"));
    grid.row([
        "001".into(),
        "张三".into(),
        Cell::code(Presence::Leave),
        Ratio::new(25, 8).into(),
        Cell::Percent { num: 12, den: 13 },
        vec!["县教育局".to_owned(), "县公安局".to_owned()].into(),
    ]);
    grid.row([
        "002".into(),
        "欧阳 a|b".into(),
        Cell::Empty,
        Cell::Points(Ratio::from(-100)),
    ]);
    grid.note(text!("共 2 人", "2 people"));
    grid
}

fn same(words: &str) -> Text {
    Text::same(words)
}
