//! Meetings on screen: the ledger, one meeting with its roll, the attendance of members.

mod counts;
mod dossier;
mod json;
mod lines;
mod show;
mod table;
#[cfg(test)]
mod tests;

pub use counts::{counts_json, dossier_counts, roll_json};
pub use dossier::{attendance_json, dossier_grid};
pub use json::{meeting_json, show_json};
pub use show::show;
pub use table::{Span, attendance_table};

use super::member::filter_note;
use super::{Cell, Column, Grid, Tone};
use crate::lang::Text;
use crate::model::code::{Duty, Presence};
use crate::model::meeting::Meeting;
use crate::text;

/// The ledger. CSV has the headers that `import` reads.
pub fn list(meetings: &[Meeting], typed: &[&String]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("no", "会议编号", "no."),
        Column::text("title", "会议名称", "title"),
        Column::text("kind", "会议类型", "kind"),
        Column::text("start", "开始日期", "start"),
        Column::text("end", "结束日期", "end").spare(2),
        Column::number("half_days", "半天数", "half-days").spare(1),
        Column::text("place", "地点", "place").spare(4),
        Column::text("required", "是否必须参加", "required").spare(3),
    ])
    .vacant(text!(
        "没有符合条件的会议活动；用 yishi meeting add 新增，用 yishi import 导入台账，或放宽筛选",
        "no meeting fits; yishi meeting add makes one, yishi import brings a ledger in, or widen the filter"
    ));
    for m in meetings {
        grid.row(vec![
            Cell::from(&m.no),
            Cell::from(&m.title),
            Cell::from(&m.kind),
            Cell::from(m.start.to_string()),
            Cell::from(m.end.to_string()),
            Cell::from(u32::from(m.half_days)),
            Cell::from(m.place.clone()),
            Cell::from(m.duty == Duty::Required),
        ]);
    }
    let what = text!("场会议活动", "meetings");
    grid.note(filter_note(meetings.len(), &what, typed));
    grid
}

/// When a meeting takes place, and how long it is.
fn time(m: &Meeting) -> Text {
    let (start, end, n) = (m.start, m.end, m.half_days);
    let plural = if n == 1 { "" } else { "s" };
    if start == end {
        return text!("{start}（{n} 个半天）", "{start} ({n} half-day{plural})");
    }
    text!(
        "{start} 至 {end}（{n} 个半天）",
        "{start} to {end} ({n} half-day{plural})"
    )
}

/// What the roll says, coloured by what it means.
fn presence(presence: Presence) -> Cell {
    let cell = Cell::code(presence);
    match presence {
        Presence::Absent => cell.tone(Tone::Bad),
        Presence::Unrecorded => cell.tone(Tone::Warn),
        Presence::Leave => cell.tone(Tone::Faint),
        _ => cell,
    }
}
