//! One meeting on a page: its head, the counts, the roll, the sittings, the guests.

use super::counts::{share, states};
use super::{lines, time};
use crate::lang::Text;
use crate::model::meeting::Call;
use crate::model::meeting::roll::{Guest, Roll, Sitting};
use crate::out::{Cell, Column, Grid, Page, Tone};
use crate::text;

/// A meeting with its roll.
pub fn show(roll: &Roll) -> Page {
    let m = &roll.meeting;
    let mut page = Page::new(Text::same(format!("{} {}", m.no, m.title)));
    if let Some(reason) = &m.cancelled {
        let cell = Cell::from(text!("已取消：{reason}", "cancelled: {reason}"));
        page.field(text!("状态", "state"), cell.tone(Tone::Bad));
    }
    page.field(text!("会议类型", "kind"), m.kind.clone());
    page.field(text!("时间", "time"), time(m));
    page.field(text!("地点", "place"), m.place.clone());
    page.field(text!("参加要求", "duty"), Cell::code(m.duty));
    if m.note.is_some() {
        page.field(text!("备注", "note"), m.note.clone());
    }
    if m.source.is_some() {
        page.field(text!("来源", "source"), m.source.clone());
    }
    counts(&mut page, roll);
    page.grid(text!("名单", "Roll"), lines::lines(roll));
    if let Some(leaves) = lines::leaves(roll) {
        page.grid(text!("请假申请", "Leave"), leaves);
    }
    if !roll.sittings.is_empty() {
        page.grid(text!("场次", "Sittings"), sittings(&roll.sittings));
    }
    if !roll.guests.is_empty() {
        page.grid(text!("来宾", "Guests"), guests(&roll.guests));
    }
    page
}

fn counts(page: &mut Page, roll: &Roll) {
    let t = &roll.tally;
    let (due, beside) = (t.due, t.beside);
    let called = match roll.meeting.call() {
        Call::Everyone => text!(
            "{due} 人（开会时在任的全体委员）",
            "{due} (everyone in office then)"
        ),
        Call::Listed => text!("{due} 人（名单上的委员）", "{due} (those on the roll)"),
    };
    page.field(text!("应到", "due"), called);
    if due > 0 {
        page.field(text!("登记", "recorded"), share(t.completeness()));
        page.field(text!("出席情况", "attendance"), states(t));
        page.field(text!("出席率", "rate"), share(t.rate()));
    }
    if beside > 0 {
        let more = text!(
            "{beside} 人（列席、临时到会等，不计应到）",
            "{beside} (observers, walk-ins …, not due)"
        );
        page.field(text!("另到会", "besides"), more);
    }
}

fn sittings(sittings: &[Sitting]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::number("sitting", "场次", "no."),
        Column::text("on", "日期", "on"),
        Column::text("half", "时段", "half"),
        Column::text("title", "内容", "title"),
        Column::number("due", "应到", "due").spare(2),
        Column::number("present", "出席", "came"),
        Column::number("leave", "请假", "leave"),
        Column::number("absent", "缺席", "absent"),
        Column::number("unrecorded", "未登记", "unrecorded"),
        Column::number("rate", "出席率", "rate").spare(1),
    ]);
    for s in sittings {
        let t = &s.tally;
        grid.row(vec![
            Cell::from(u32::from(s.ord)),
            Cell::from(s.on.to_string()),
            Cell::code(s.half),
            Cell::from(s.title.clone()),
            Cell::from(t.due),
            Cell::from(t.came()),
            Cell::from(t.leave),
            Cell::from(t.absent),
            Cell::from(t.unrecorded),
            share(t.rate()),
        ]);
    }
    grid
}

fn guests(guests: &[Guest]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("name", "姓名", "name"),
        Column::text("unit", "单位职务", "unit"),
        Column::text("part", "身份", "part"),
        Column::text("note", "备注", "note").spare(1),
    ]);
    for g in guests {
        grid.row(vec![
            Cell::from(&g.name),
            Cell::from(g.unit.clone()),
            Cell::code(g.part),
            Cell::from(g.note.clone()),
        ]);
    }
    grid
}
