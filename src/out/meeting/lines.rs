//! The roll of one meeting, with only the columns that say something.

use super::dossier::part;
use super::presence;
use crate::lang::Text;
use crate::model::code::{Code, LeaveState, Part};
use crate::model::meeting::roll::{Line, Roll, Sitting, Speech};
use crate::model::meeting::tally::came;
use crate::out::{Cell, Column, Grid, Tone};
use crate::text;
use chrono::Datelike;

/// Which columns the roll of a meeting needs.
#[allow(clippy::struct_excessive_bools)] // each column is needed or not, whatever the others are
struct Needed {
    part: bool,
    halves: bool,
    speech: bool,
    note: bool,
}

impl Needed {
    fn by(roll: &Roll) -> Needed {
        let any = |test: fn(&Line) -> bool| roll.lines.iter().any(test);
        Needed {
            part: any(|l| l.part != Part::Attendee || l.walk_in || !l.due),
            halves: roll.meeting.half_days > 1 && any(|l| l.halves.is_some()),
            speech: any(|l| !l.speeches.is_empty()),
            note: any(|l| l.note.is_some()),
        }
    }

    fn columns(&self, sittings: &[Sitting]) -> Vec<Column> {
        let mut columns = vec![
            Column::text("no", "委员编号", "no."),
            Column::text("name", "姓名", "name"),
            Column::text("sector", "界别", "sector").spare(3),
            Column::text("status", "出席状态", "status"),
        ];
        let mut put = |wanted: bool, column: Column| columns.extend(wanted.then_some(column));
        put(self.halves, Column::number("halves", "半天", "half-days"));
        for sitting in sittings {
            let head = short(sitting);
            put(true, Column::text("sitting", &head.zh, &head.en).spare(2));
        }
        put(self.part, Column::text("part", "身份", "part"));
        put(self.speech, Column::text("speech", "发言", "speech"));
        put(self.note, Column::text("note", "备注", "note").spare(1));
        columns
    }
}

/// `1-05 上午`.
fn short(sitting: &Sitting) -> Text {
    let (month, day) = (sitting.on.month(), sitting.on.day());
    let (zh, en) = (sitting.half.zh(), sitting.half.code());
    text!("{month}-{day:02} {zh}", "{month}-{day:02} {en}")
}

/// The roll.
pub(super) fn lines(roll: &Roll) -> Grid {
    let needed = Needed::by(roll);
    let no = &roll.meeting.no;
    let mut grid = Grid::new(needed.columns(&roll.sittings)).vacant(text!(
        "名单还是空的；用 yishi meeting invite {no} 委员 加入，或 --where sector=界别",
        "nobody is on the roll; yishi meeting invite {no} MEMBER, or --where sector=SECTOR"
    ));
    let all = roll.meeting.half_days;
    for line in &roll.lines {
        let mut row = vec![
            Cell::from(&line.no),
            Cell::from(&line.name),
            Cell::from(line.sector.clone()),
            presence(line.presence),
        ];
        if needed.halves {
            let halves = line.halves.filter(|_| came(line.presence));
            row.push(Cell::from(halves.map(|n| format!("{n}/{all}"))));
        }
        row.extend(line.sittings.iter().map(|p| presence(*p)));
        if needed.part {
            row.push(part(line.part, line.walk_in, line.due));
        }
        if needed.speech {
            row.push(speeches(&line.speeches));
        }
        if needed.note {
            row.push(Cell::from(line.note.clone()));
        }
        grid.row(row);
    }
    grid
}

fn speeches(speeches: &[Speech]) -> Cell {
    let mut said = (Vec::new(), Vec::new());
    for s in speeches {
        let (zh, en) = (s.form.zh(), s.form.en());
        let one = match &s.title {
            Some(title) => text!("{zh}《{title}》", "{en} “{title}”"),
            None => text!("{zh}", "{en}"),
        };
        said.0.push(one.zh);
        said.1.push(one.en);
    }
    match said.0.as_slice() {
        [] => Cell::Empty,
        _ => Cell::from(Text {
            zh: said.0.join("、"),
            en: said.1.join(", "),
        }),
    }
}

/// The requests for leave, by member; `None` where there are none.
pub(super) fn leaves(roll: &Roll) -> Option<Grid> {
    let mut grid = Grid::new(vec![
        Column::text("no", "委员编号", "no."),
        Column::text("name", "姓名", "name"),
        Column::text("kind", "类型", "kind"),
        Column::text("reason", "原因", "reason"),
        Column::text("asked_on", "申请日期", "asked on").spare(1),
        Column::text("state", "结果", "outcome"),
        Column::text("decided_by", "审批人", "decided by"),
        Column::text("decided_on", "审批日期", "decided on").spare(2),
    ]);
    for line in &roll.lines {
        let Some(l) = &line.leave else { continue };
        grid.row(vec![
            Cell::from(&line.no),
            Cell::from(&line.name),
            Cell::from(l.kind.clone()),
            Cell::from(l.reason.clone()),
            Cell::from(l.asked_on.map(|d| d.to_string())),
            state(l.state),
            Cell::from(l.decided_by.clone()),
            Cell::from(l.decided_on.map(|d| d.to_string())),
        ]);
    }
    Some(grid).filter(|g| !g.rows.is_empty())
}

fn state(state: LeaveState) -> Cell {
    let cell = Cell::code(state);
    match state {
        LeaveState::Asked => cell.tone(Tone::Warn),
        LeaveState::Refused => cell.tone(Tone::Bad),
        LeaveState::Granted => cell,
    }
}
