//! The roll of one meeting, with only the columns that say something.

use super::dossier::{Footing, part};
use super::presence;
use crate::lang::Text;
use crate::model::code::{Code, LeaveState, Part};
use crate::model::meeting::roll::{Line, Roll, Sitting, Speech};
use crate::model::meeting::tally::came;
use crate::out::{Cell, Column, Grid, Tone};
use crate::text;
use chrono::Datelike;

/// A column with what it says of a line.
type Told = (Column, Box<dyn Fn(&Line) -> Cell>);

fn column(column: Column, says: impl Fn(&Line) -> Cell + 'static) -> Told {
    (column, Box::new(says))
}

/// The columns that say something of at least one line.
fn columns(roll: &Roll) -> Vec<Told> {
    let any = |test: fn(&Line) -> bool| roll.lines.iter().any(test);
    let all = roll.meeting.half_days;
    let mut columns = vec![
        column(Column::text("no", "委员编号", "no."), |l| {
            (&l.no).into()
        }),
        column(Column::text("name", "姓名", "name"), |l| (&l.name).into()),
        column(Column::text("sector", "界别", "sector").spare(3), |l| {
            l.sector.clone().into()
        }),
        column(Column::text("status", "出席状态", "status"), |l| {
            presence(l.presence)
        }),
    ];
    if all > 1 && any(|l| l.halves.is_some()) {
        let halves = Column::number("halves", "半天", "half-days");
        columns.push(column(halves, move |l| halves_of(l, all)));
    }
    for (at, sitting) in roll.sittings.iter().enumerate() {
        let head = short(sitting);
        let head = Column::text("sitting", &head.zh, &head.en).spare(2);
        columns.push(column(head, move |l| {
            l.sittings.get(at).copied().map_or(Cell::Empty, presence)
        }));
    }
    if any(|l| l.part != Part::Attendee || l.walk_in || !l.due) {
        columns.push(column(Column::text("part", "身份", "part"), |l| {
            part(Footing {
                part: l.part,
                walk_in: l.walk_in,
                due: l.due,
            })
        }));
    }
    if any(|l| !l.speeches.is_empty()) {
        let speech = Column::text("speech", "发言", "speech");
        columns.push(column(speech, |l| speeches(&l.speeches)));
    }
    if any(|l| l.note.is_some()) {
        let note = Column::text("note", "备注", "note").spare(1);
        columns.push(column(note, |l| l.note.clone().into()));
    }
    columns
}

fn halves_of(line: &Line, all: u16) -> Cell {
    let halves = line.halves.filter(|_| came(line.presence));
    Cell::from(halves.map(|n| format!("{n}/{all}")))
}

/// `1-05 上午`.
fn short(sitting: &Sitting) -> Text {
    let (month, day) = (sitting.on.month(), sitting.on.day());
    let (zh, en) = (sitting.half.zh(), sitting.half.code());
    text!("{month}-{day:02} {zh}", "{month}-{day:02} {en}")
}

/// The roll.
pub(super) fn lines(roll: &Roll) -> Grid {
    let (columns, says): (Vec<Column>, Vec<_>) = columns(roll).into_iter().unzip();
    let no = &roll.meeting.no;
    let mut grid = Grid::new(columns).vacant(text!(
        "名单还是空的；用 yishi meeting invite {no} 委员 加入，或 --where sector=界别",
        "nobody is on the roll; yishi meeting invite {no} MEMBER, or --where sector=SECTOR"
    ));
    for line in &roll.lines {
        let row: Vec<Cell> = says.iter().map(|say| say(line)).collect();
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
