//! A due day and how it was counted.

use super::{Cell, Column, Grid, Page, Tone};
use crate::lang::{Lang, Text, so_many};
use crate::model::calendar::{Standing, weekday};
use crate::model::code::Code;
use crate::model::deadline::{Day, Due, Reason, Run, runs};
use crate::text;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// A term of more days than this is told in runs of neighbouring days.
const LONG: usize = 45;

/// The due day, what was counted, and what made it differ from plain counting.
pub fn page(due: &Due) -> Page {
    let mut page = Page::new(due.start());
    page.field(text!("到期", "due"), dated(due.on));
    let counted = due.counted().count();
    let skipped = due.skipped().count();
    page.field(
        text!("计数", "days"),
        text!(
            "计入 {counted} 天，不计 {skipped} 天",
            "{counted} counted, {skipped} not"
        ),
    );
    let notes = due.notes();
    if !notes.is_empty() {
        let join = |side: fn(&Text) -> &str, between: &str| {
            notes.iter().map(side).collect::<Vec<_>>().join(between)
        };
        let (zh, en) = (join(|t| &t.zh, "；"), join(|t| &t.en, "; "));
        page.field(text!("说明", "notes"), text!("{zh}", "{en}"));
    }
    page
}

/// The same with each day, counted or not, and why.
pub fn explained(due: &Due) -> Page {
    let mut page = page(due);
    let mut grid = Grid::new(vec![
        Column::text("on", "日期", "day"),
        Column::text("weekday", "星期", "weekday"),
        Column::text("counted", "计数", "counted"),
        Column::text("why", "说明", "why"),
    ]);
    grid.row(vec![
        Cell::from(due.base.to_string()),
        Cell::from(weekday(due.base)),
        Cell::Empty,
        Cell::from(event(due)),
    ]);
    if due.days.len() > LONG {
        for run in runs(&due.days) {
            grid.row(run_cells(&run));
        }
    } else {
        for day in &due.days {
            grid.row(day_cells(day));
        }
    }
    if due.days.last().is_some_and(|d| d.on != due.on) {
        grid.row(vec![
            Cell::from(due.on.to_string()),
            Cell::from(weekday(due.on)),
            Cell::Empty,
            Cell::from(if due.on > due.last {
                text!("顺延到的工作日", "the working day it moves to")
            } else {
                text!("提前到的工作日", "the working day it moves back to")
            }),
        ]);
    }
    page.grid(text!("逐日", "day by day"), grid);
    page
}

/// Stable keys; sentences in the language of the run.
pub fn json(due: &Due, lang: Lang) -> Value {
    let day = |d: &Day| json!({ "on": d.on.to_string(), "why": d.reason.text().pick(lang) });
    json!({
        "from": due.base.to_string(),
        "event": due.event.map(Code::code),
        "term": due.span.to_string(),
        "due_on": due.on.to_string(),
        "last_on": due.last.to_string(),
        "last_day": due.last_day.code(),
        "counted": due.counted().map(day).collect::<Vec<_>>(),
        "skipped": due.skipped().map(day).collect::<Vec<_>>(),
        "why": due.why().pick(lang),
    })
}

fn dated(day: NaiveDate) -> Text {
    let Text { zh, en } = weekday(day);
    text!("{day} {zh}", "{en} {day}")
}

/// The line of the day from which the term counts.
fn event(due: &Due) -> Text {
    let named = due.event.map_or_else(Text::default, |e| {
        text!("{zh}，", "{en}; ", zh = e.zh(), en = e.en())
    });
    text!(
        "{zh}当天不计",
        "{en}the day itself does not count",
        zh = named.zh,
        en = named.en
    )
}

fn day_cells(day: &Day) -> Vec<Cell> {
    let counted = day.place.map(|p| text!("第 {p} 天", "day {p}"));
    vec![
        Cell::from(day.on.to_string()),
        Cell::from(weekday(day.on)),
        Cell::from(counted),
        toned(&day.reason),
    ]
}

fn run_cells(run: &Run) -> Vec<Cell> {
    let (first, last, days) = (run.first, run.last, run.days);
    if days == 1 {
        let place = run.places.map(|(p, _)| p);
        return day_cells(&Day {
            on: first,
            place,
            reason: run.reason.clone(),
        });
    }
    let (from, to) = (weekday(first), weekday(last));
    let counted = run
        .places
        .map(|(a, b)| text!("第 {a}—{b} 天", "days {a}–{b}"));
    vec![
        Cell::from(text!("{first} 至 {last}", "{first} to {last}")),
        Cell::from(text!(
            "{zh} 至 {to}",
            "{en} to {to_en}",
            zh = from.zh,
            en = from.en,
            to_en = to.en,
            to = to.zh
        )),
        Cell::from(counted.unwrap_or_else(|| {
            text!(
                "（{days} 天）",
                "({many})",
                many = so_many(&days, "day", "days")
            )
        })),
        toned(&run.reason),
    ]
}

fn toned(reason: &Reason) -> Cell {
    let cell = Cell::from(reason.text());
    match reason {
        Reason::EveryDay | Reason::Standing(Standing::Weekday) => cell,
        Reason::Standing(Standing::MakeUp(_)) => cell.tone(Tone::Warn),
        _ => cell.tone(Tone::Faint),
    }
}
