//! The units of one proposal, each with what it owes and what it did.

use super::day;
use crate::model::code::{Code, UnitPart};
use crate::model::proposal::{Handling, Part, Proposal};
use crate::out::{Cell, Column, Grid, Tone};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// A row for each unit: part, how it stands, due day, day of the reply, class, rating.
pub(super) fn grid(p: &Proposal, today: NaiveDate) -> Grid {
    let parts = p.parts();
    let mut columns = vec![
        Column::text("unit", "单位", "unit"),
        Column::text("part", "方式", "part"),
        Column::text("state", "情况", "state"),
        Column::text("due_on", "时限", "due"),
        Column::text("replied_on", "答复日期", "replied"),
    ];
    let (classed, rated) = (
        parts.iter().any(|u| u.class.is_some()),
        parts.iter().any(|u| u.rating.is_some()),
    );
    if classed {
        columns.push(Column::text("reply_class", "答复类别", "reply class"));
    }
    if rated {
        columns.push(Column::text("rating", "提案人意见", "rating"));
    }
    let mut grid = Grid::new(columns);
    for part in parts {
        let moved = part.handling == Handling::Moved;
        let due = part.due.filter(|_| !moved);
        let late = owes(&part) && due.is_some_and(|d| d.last_day() < today);
        let mut row = vec![
            Cell::from(&part.unit.name),
            Cell::code(part.unit.part),
            Cell::code(part.handling),
            if late {
                day(due).tone(Tone::Bad)
            } else {
                day(due)
            },
            day(part.replied),
        ];
        if classed {
            row.push(Cell::from(part.class.map(str::to_owned)));
        }
        if rated {
            row.push(Cell::from(part.rating.map(str::to_owned)));
        }
        grid.row(row);
    }
    grid
}

fn owes(part: &Part<'_>) -> bool {
    let done = match part.unit.part {
        UnitPart::Co => Handling::Advised,
        UnitPart::Lead | UnitPart::Split => Handling::Answered,
    };
    part.handling != done && part.handling != Handling::Moved
}

/// The same as an array.
pub(super) fn json(p: &Proposal) -> Value {
    let one = |part: &Part<'_>| {
        json!({
            "unit": part.unit.name, "part": part.unit.part.code(), "state": part.handling.code(),
            "due_on": part.due.map(|d| d.to_string()), "replied_on": part.replied.map(|d| d.to_string()),
            "reply_class": part.class, "rating": part.rating,
        })
    };
    p.parts().iter().map(one).collect()
}
