//! Rule sets on screen: those adopted, and the published ones.

use crate::model::score::Rules;
use crate::model::score::rules::Whose;
use crate::out::{Cell, Column, Grid};
use crate::text;

fn columns(first: Column) -> Vec<Column> {
    vec![
        first,
        Column::text("title", "办法", "rules"),
        Column::text("issued", "印发", "issued"),
        Column::text("from", "起", "from"),
        Column::text("until", "止", "until"),
        Column::number("parts", "部分", "parts").spare(1),
        Column::number("items", "项", "items"),
        Column::number("cases", "例子", "cases"),
    ]
}

fn cells(rules: &Rules) -> [Cell; 6] {
    let day = |d: Option<chrono::NaiveDate>| d.map_or(Cell::Empty, |d| Cell::from(d.to_string()));
    [
        day(rules.issued),
        day(rules.from),
        day(rules.until),
        Cell::from(rules.parts.len()),
        Cell::from(rules.items().count()),
        Cell::from(rules.cases.len()),
    ]
}

/// The rules adopted: year, for whom, title, and the rules where they can still be read.
pub fn adopted(rows: &[(i32, Whose, &str, Option<&Rules>)]) -> Grid {
    let mut all = columns(Column::number("year", "年度", "year"));
    all.insert(1, Column::text("subject", "对象", "subject"));
    let mut grid = Grid::new(all).vacant(text!(
        "还没有采用任何考核办法；yishi score adopt 办法.toml --year 2026",
        "no rules are adopted yet; yishi score adopt FILE.toml --year 2026"
    ));
    for (year, whose, title, rules) in rows {
        let mut row = vec![Cell::from(*year), Cell::code(*whose), Cell::from(*title)];
        match rules {
            Some(rules) => row.extend(cells(rules)),
            None => row.extend([const { Cell::Empty }; 6]),
        }
        grid.row(row);
    }
    grid
}

/// The published sets that come with the program.
pub fn examples(rows: &[(&str, Rules)]) -> Grid {
    let mut grid = Grid::new(columns(Column::text("name", "名称", "name")));
    for (name, rules) in rows {
        let mut row = vec![Cell::from(*name), Cell::from(&rules.title)];
        row.extend(cells(rules));
        grid.row(row);
    }
    grid
}
