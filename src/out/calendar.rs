//! The years of working days that are known, and one year's notice.

use super::{Cell, Column, Grid, Tone};
use crate::lang::so_many;
use crate::model::calendar::{Calendar, DayKind, Year, weekday};
use crate::text;

/// The years, with where they come from.
pub fn years(calendar: &Calendar) -> Grid {
    let mut grid = Grid::new(vec![
        Column::number("year", "年度", "year"),
        Column::text("origin", "来源", "origin"),
        Column::number("off", "放假", "off"),
        Column::number("work", "调休上班", "worked in exchange"),
    ]);
    for (year, origin) in calendar.years() {
        grid.row(vec![
            Cell::from(year.year),
            Cell::code(origin),
            Cell::from(year.count(DayKind::Off)),
            Cell::from(year.count(DayKind::Work)),
        ]);
    }
    grid.note(text!(
        "看一年：yishi config calendar show 2026",
        "one year: yishi config calendar show 2026"
    ));
    grid
}

/// The days of a year's notice.
pub fn year(year: &Year) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("day", "日期", "day"),
        Column::text("weekday", "星期", "weekday"),
        Column::text("kind", "类型", "kind"),
        Column::text("festival", "节日", "festival"),
    ]);
    for special in &year.days {
        let kind = Cell::code(special.kind);
        grid.row(vec![
            Cell::from(special.day.to_string()),
            Cell::from(weekday(special.day)),
            match special.kind {
                DayKind::Off => kind,
                DayKind::Work => kind.tone(Tone::Warn),
            },
            Cell::from(&special.festival),
        ]);
    }
    let (number, off, work) = (
        year.year,
        year.count(DayKind::Off),
        year.count(DayKind::Work),
    );
    grid.note(text!(
        "{number} 年：放假 {off} 天，调休上班 {work} 天；没有列出的周六、周日照常休息",
        "{number}: {many} off, {work} worked in exchange; other weekends are off as always",
        many = so_many(&off, "day", "days")
    ));
    grid
}
