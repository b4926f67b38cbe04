//! The table of attendance: every member's counts over a span of days.

use super::counts::share;
use crate::model::meeting::roll::AttendanceLine;
use crate::model::meeting::tally::Tally;
use crate::out::member::filter_note;
use crate::out::{Cell, Column, Grid};
use crate::text;
use chrono::NaiveDate;

/// The days that are counted, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

/// The attendance of members, in the order given. `present` are all who came, the late, the early
/// leavers and those who came in part among them.
pub fn attendance_table(lines: &[AttendanceLine], span: Span, typed: &[&String]) -> Grid {
    let Span { from, to } = span;
    let mut grid = Grid::new(vec![
        Column::text("no", "委员编号", "no."),
        Column::text("name", "姓名", "name"),
        Column::text("sector", "界别", "sector").spare(4),
        Column::number("due", "应到", "due"),
        Column::number("recorded", "登记", "recorded").spare(3),
        Column::number("present", "出席", "came"),
        Column::number("late", "迟到", "late").spare(7),
        Column::number("left_early", "早退", "left early").spare(7),
        Column::number("partial", "部分", "partial").spare(7),
        Column::number("leave", "请假", "leave"),
        Column::number("absent", "缺席", "absent"),
        Column::number("unrecorded", "未登记", "unrecorded"),
        Column::number("beside", "另到会", "besides").spare(6),
        Column::number("rate", "出席率", "rate"),
        Column::number("completeness", "登记完整率", "completeness").spare(5),
    ])
    .caption(text!(
        "委员出席情况　{from} 至 {to}",
        "Attendance of members, {from} to {to}"
    ))
    .vacant(text!(
        "没有符合条件的委员；用 yishi import 导入名册，或放宽筛选",
        "no member fits; yishi import brings a roster in, or widen the filter"
    ));
    for line in lines {
        let t = &line.tally;
        let mut row = vec![
            Cell::from(&line.no),
            Cell::from(&line.name),
            Cell::from(line.sector.clone()),
        ];
        let counts = [
            t.due,
            t.recorded(),
            t.came(),
            t.late,
            t.left_early,
            t.partial,
            t.leave,
            t.absent,
            t.unrecorded,
            t.beside,
        ];
        row.extend(counts.map(Cell::from));
        row.extend([share(t.rate()), share(t.completeness())]);
        grid.row(row);
    }
    notes(&mut grid, lines, typed);
    grid
}

fn notes(grid: &mut Grid, lines: &[AttendanceLine], typed: &[&String]) {
    let what = text!("名委员", "members");
    grid.note(filter_note(lines.len(), &what, typed));
    if lines.is_empty() {
        return;
    }
    let all = lines
        .iter()
        .fold(Tally::default(), |sum, l| sum.plus(&l.tally));
    let (due, recorded) = (all.due, all.recorded());
    let states = super::counts::states(&all);
    let rate = super::counts::share_text(all.rate());
    let (zh, en, rate_zh, rate_en) = (states.zh, states.en, rate.zh, rate.en);
    grid.note(text!(
        "合计：应到 {due} 人次，登记 {recorded} 人次；{zh}；出席率 {rate_zh}",
        "together: {due} due, {recorded} recorded; {en}; rate {rate_en}"
    ));
    grid.note(text!(
        "出席率＝出席÷登记；未登记不算缺席，不在任不计应到；另到会＝列席、临时到会等不计应到的到会",
        "rate = came ÷ recorded; unrecorded is not absent, and nobody is due outside their term; besides = came without being due"
    ));
}
