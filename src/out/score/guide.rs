//! The rule language as an office reads it.

use crate::lang::Lang;
use crate::model::code::Code;
use crate::model::score::guide::{Guide, Key};
use crate::out::cell::Cell;
use crate::out::grid::{Column, Grid};
use crate::text;
use serde_json::{Value, json};

/// How clauses are written, as lines of a rule file.
pub fn clauses(guide: &Guide, lang: Lang) -> String {
    let each = guide.clauses.iter().map(|clause| {
        let says = clause.says();
        format!("# {}\n{}\n", says.pick(lang), clause.write.trim_end())
    });
    each.collect::<Vec<_>>().join("\n")
}

/// Every key.
pub fn keys(keys: &[Key]) -> Grid {
    let mut grid = Grid::new([
        Column::text("table", "位置", "where"),
        Column::text("key", "键", "key"),
        Column::text("meaning", "意思", "meaning").wide(),
        Column::text("example", "写法", "example"),
    ])
    .caption(text!(
        "考核办法的键（比率、必备条件、处理里选哪些履职，写法同得分项）",
        "keys of a rule file (rates, gates and consequences select as items do)"
    ));
    for key in keys {
        let table = crate::lang::Text {
            zh: key.table.zh().to_owned(),
            en: key.table.en().to_owned(),
        };
        grid.row([
            Cell::from(table),
            Cell::from(&key.key),
            Cell::from(key.means.clone()),
            Cell::from(&key.write),
        ]);
    }
    grid
}

/// Both as JSON.
pub fn json(guide: &Guide, lang: Lang) -> Value {
    let clauses = guide.clauses.iter().map(|clause| {
        let says = clause.says();
        json!({ "clause": says.pick(lang), "write": clause.write })
    });
    let keys = guide.keys.iter().map(|key| {
        json!({
            "table": key.table.code(), "key": key.key,
            "meaning": key.means.pick(lang), "example": key.write,
        })
    });
    json!({ "clauses": clauses.collect::<Vec<_>>(), "keys": keys.collect::<Vec<_>>() })
}
