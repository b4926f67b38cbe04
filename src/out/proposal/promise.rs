//! What replies promised, and whether it was kept.

use crate::lang::{Lang, so_many};
use crate::model::proposal::{DeadlineState, Promise};
use crate::out::{Cell, Column, Grid, Tone};
use crate::text;
use chrono::NaiveDate;
use serde_json::Value;

fn rows(promises: &[Promise], today: NaiveDate) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("serial", "流水号", "serial").spare(6),
        Column::text("no", "案号", "no."),
        Column::text("session", "届次", "session"),
        Column::text("title", "案由", "title").wide(),
        Column::text("unit", "承诺单位", "unit"),
        Column::text("reply_class", "答复类别", "reply class").spare(2),
        Column::text("made_on", "答复日期", "replied on").spare(3),
        Column::text("due_on", "承诺日期", "promised by"),
        Column::text("state", "情况", "state"),
        Column::number("days_over", "超期天数", "days over"),
        Column::text("kept_on", "兑现日期", "kept on").spare(1),
        Column::text("note", "说明", "note").spare(4),
        Column::text("proposal_state", "提案状态", "proposal").spare(5),
    ]);
    for p in promises {
        let state = p.state(today);
        let word = Cell::code(state);
        let over = p.days_over(today);
        grid.row(vec![
            Cell::from(p.serial.clone()),
            Cell::from(p.no.clone()),
            Cell::from(&p.session),
            Cell::from(&p.title),
            Cell::from(p.unit.clone()),
            Cell::from(p.class.clone()),
            Cell::from(p.made.map(|d| d.to_string())),
            Cell::from(p.due.map(|d| d.to_string())),
            match state {
                DeadlineState::Overdue => word.tone(Tone::Bad),
                DeadlineState::Met => word.tone(Tone::Good),
                _ => word,
            },
            if over > 0 { over.into() } else { Cell::Empty },
            Cell::from(p.kept.map(|d| d.to_string())),
            Cell::from(p.note.clone()),
            Cell::code(p.state),
        ]);
    }
    grid
}

/// The list as an array of objects.
pub fn json(promises: &[Promise], today: NaiveDate, lang: Lang) -> Value {
    rows(promises, today).json(lang)
}

/// The list for people.
pub fn grid(promises: &[Promise], today: NaiveDate) -> Grid {
    let mut grid =
        rows(promises, today).vacant(text!("没有这样的承诺", "there are no such promises"));
    let dateless = promises.iter().filter(|p| p.due.is_none()).count();
    let (all, over) = (
        promises.len() - dateless,
        promises
            .iter()
            .filter(|p| p.state(today) == DeadlineState::Overdue)
            .count(),
    );
    if over > 0 {
        grid.note(text!(
            "共 {all} 项承诺，其中 {over} 项已过日期没有兑现",
            "{many}, {over} past the day and not kept",
            many = so_many(&all, "promise", "promises")
        ));
    } else if all > 0 {
        grid.note(text!(
            "共 {all} 项承诺",
            "{many}",
            many = so_many(&all, "promise", "promises")
        ));
    }
    if dateless > 0 {
        grid.note(text!(
            "{dateless} 件答复列入计划，没有写承诺日期；用 yishi proposal track 登记",
            "{many} no day; yishi proposal track records one",
            many = so_many(
                &dateless,
                "reply of a planned class names",
                "replies of a planned class name"
            )
        ));
    }
    grid
}
