//! A member's attendance, for the duty dossier.

use super::presence;
use crate::model::code::{Code, Part};
use crate::model::meeting::roll::{AttendanceOf, Attended};
use crate::model::meeting::tally::came;
use crate::out::{Cell, Column, Grid};
use crate::text;
use serde_json::{Value, json};

/// The meetings of a member's attendance, by time.
pub fn dossier_grid(of: &AttendanceOf) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("no", "会议编号", "no."),
        Column::text("title", "会议名称", "title"),
        Column::text("kind", "会议类型", "kind").spare(2),
        Column::text("start", "开始日期", "start"),
        Column::text("status", "出席状态", "status"),
        Column::text("part", "身份", "part").spare(1),
        Column::number("halves", "半天", "half-days").spare(3),
    ])
    .vacant(text!(
        "没有会议活动记录；用 yishi meeting invite 列入名单",
        "no meeting has this member on its roll; yishi meeting invite puts one on"
    ));
    for m in &of.meetings {
        grid.row(vec![
            Cell::from(&m.no),
            Cell::from(&m.title),
            Cell::from(&m.kind),
            Cell::from(m.start.to_string()),
            presence(m.presence),
            part(Footing {
                part: m.part,
                walk_in: m.walk_in,
                due: m.due,
            }),
            halves(m),
        ]);
    }
    grid
}

/// How someone stands on a roll.
#[derive(Clone, Copy)]
pub(super) struct Footing {
    pub(super) part: Part,
    pub(super) walk_in: bool,
    pub(super) due: bool,
}

/// What someone does there; nothing for those who only attend.
pub(super) fn part(stands: Footing) -> Cell {
    match stands.part {
        Part::Attendee if stands.walk_in => Cell::from(text!("临时到会", "walk-in")),
        Part::Attendee if !stands.due => Cell::from(text!("当时不在任", "not in office")),
        Part::Attendee => Cell::Empty,
        part if stands.walk_in => {
            let (zh, en) = (part.zh(), part.en());
            Cell::from(text!("{zh}（临时到会）", "{en} (walk-in)"))
        }
        part => Cell::code(part),
    }
}

fn halves(m: &Attended) -> Cell {
    let all = m.half_days;
    match m.halves {
        Some(halves) => Cell::from(format!("{halves}/{all}")),
        None if came(m.presence) && all > 1 => Cell::from(format!("?/{all}")),
        None => Cell::Empty,
    }
}

/// The meetings as an array.
pub fn attendance_json(of: &AttendanceOf) -> Value {
    let one = |m: &Attended| {
        json!({
            "no": m.no, "title": m.title, "kind": m.kind, "start": m.start.to_string(), "status": m.presence.code(),
            "part": m.part.code(), "due": m.due, "walk_in": m.walk_in, "halves": m.halves, "half_days": m.half_days,
        })
    };
    of.meetings.iter().map(one).collect()
}
