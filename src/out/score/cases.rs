//! The cases of a rule file on screen: which come out as written, which otherwise.

use crate::model::score::case::{Case, Miss};
use crate::out::{Cell, Column, Grid};
use crate::text;
use serde_json::{Value, json};

/// Cases with what comes out otherwise.
pub fn cases(title: &str, tried: &[(&Case, Vec<Miss>)]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::number("line", "行", "line"),
        Column::text("case", "例子", "case"),
        Column::text("result", "结果", "result"),
        Column::text("what", "项目", "what"),
        Column::text("expected", "应得", "expected"),
        Column::text("got", "算得", "got"),
    ])
    .caption(text!("《{title}》的例子", "Cases of “{title}”"));
    for (case, misses) in tried {
        let line = || Cell::from(case.at.line);
        if misses.is_empty() {
            let right = Cell::from(text!("相符", "right"));
            let name = Cell::from(&case.title);
            grid.row(vec![
                line(),
                name,
                right,
                Cell::Empty,
                Cell::Empty,
                Cell::Empty,
            ]);
        }
        for miss in misses {
            grid.row(vec![
                line(),
                Cell::from(&case.title),
                Cell::from(text!("不符", "wrong")),
                Cell::from(miss.what.clone()),
                Cell::from(&miss.expected),
                Cell::from(&miss.got),
            ]);
        }
    }
    grid
}

/// The same as an array.
pub fn cases_json(tried: &[(&Case, Vec<Miss>)]) -> Value {
    let miss = |m: &Miss| json!({ "what": m.what.en, "title": m.what.zh, "expected": m.expected, "got": m.got });
    let one = |(case, misses): &(&Case, Vec<Miss>)| {
        let misses: Vec<Value> = misses.iter().map(miss).collect();
        json!({ "line": case.at.line, "case": case.title, "right": misses.is_empty(), "misses": misses })
    };
    tried.iter().map(one).collect()
}
