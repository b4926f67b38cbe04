//! Rows of rolls: a line may name several people, and in a grid several meetings.

use super::Given;
use crate::ledger::cell::Cell;
use crate::ledger::clerk::Clerk;
use crate::ledger::field::Field;
use crate::ledger::mend::Rule;
use crate::ledger::parse::name::Who;
use crate::ledger::parse::{Refusal, word};
use crate::ledger::recognise::Bound;
use crate::ledger::row::{AttendanceRow, Row, Spoken};
use crate::model::code::Presence;
use crate::text;

/// The words that a cell of a roll may hold.
const MARKS: &str = "出席、请假、缺席、迟到、早退、部分出席、未登记";

/// What a line says, before it is told apart by people and meetings.
#[derive(Default)]
struct Line<'c> {
    row: AttendanceRow,
    names: Vec<String>,
    /// The column that names people, and whether any of its cells does.
    person: (Option<&'c Bound>, bool),
    /// The marks of a grid.
    marks: Vec<(&'c Bound, &'c Cell<'c>)>,
    /// What stands behind the mark: 请假（出差）.
    told: Option<String>,
}

pub(super) fn roll<'c>(
    clerk: &mut Clerk,
    cells: impl Iterator<Item = (&'c Bound, &'c Cell<'c>)>,
    given: &Given,
    into: &mut Vec<Row>,
) {
    let mut line = Line {
        row: AttendanceRow {
            meeting: given.meeting.clone(),
            ..AttendanceRow::default()
        },
        names: given.person.iter().cloned().collect(),
        person: (None, given.person.is_some()),
        ..Line::default()
    };
    for (at, cell) in cells {
        line.read(clerk, at, cell);
    }
    line.somebody(clerk);
    let Line {
        row,
        names,
        marks,
        told,
        ..
    } = line;
    if given.headings.is_empty() {
        spread(told_of(row, told), names, into);
        return;
    }
    for (at, cell) in marks {
        let mut row = row.clone();
        row.heading = given
            .headings
            .iter()
            .find(|(place, _)| *place == at.at)
            .map(|(_, heading)| heading.clone());
        let told = presence(clerk, at, cell, &mut row);
        spread(told_of(row, told), names.clone(), into);
    }
}

impl<'c> Line<'c> {
    fn read(&mut self, clerk: &mut Clerk, at: &'c Bound, cell: &'c Cell<'c>) {
        let row = &mut self.row;
        match at.field {
            Field::Meeting => row.meeting = clerk.own_number(at, cell),
            Field::MeetingTitle => row.meeting_title = clerk.words(at, cell),
            Field::MeetingOn => {
                row.meeting_on = clerk.span_in_year(at, cell).map(|(first, _)| first);
            }
            Field::MemberNo | Field::Name => {
                self.person = (
                    self.person.0.or(Some(at)),
                    self.person.1 || !cell.is_empty(),
                );
                if at.field == Field::Name {
                    self.person.0 = Some(at);
                    clerk.names(at, cell, Who::People, &mut self.names);
                } else {
                    row.no = clerk.number(at, cell);
                }
            }
            Field::Presence => self.told = presence(clerk, at, cell, row),
            Field::Mark if cell.is_empty() => clerk.blank_marks += 1,
            Field::Mark => self.marks.push((at, cell)),
            Field::LeaveKind => row.leave_kind = clerk.words(at, cell).or(row.leave_kind.take()),
            Field::LeaveReason => row.leave_reason = clerk.text(at, cell),
            Field::Speech => row.speeches = speeches(clerk, at, cell),
            Field::Part => {
                let accepted = "出席、列席、主持、召集、主讲、临时到会";
                match clerk.word(at, cell, word::seat, accepted) {
                    Some(word::Seat::Part(part)) => row.part = Some(part),
                    Some(word::Seat::WalkIn) => row.walk_in = true,
                    None => {}
                }
            }
            Field::HalfDays => row.halves = clerk.half_days(at, cell),
            Field::Note => row.note = clerk.text(at, cell),
            _ => {}
        }
    }

    /// Refuses a line that names nobody, or several people beside one number.
    fn somebody(&self, clerk: &mut Clerk) {
        let (Some(at), named) = self.person else {
            return;
        };
        if !named {
            let refusal = Refusal::new(
                "name_blank",
                text!("没有写是谁", "it does not say who"),
                text!(
                    "补上姓名或委员编号",
                    "fill in the name or the member's number"
                ),
            );
            clerk.refuse(at, &Cell::Empty, refusal);
        } else if self.names.len() > 1 && self.row.no.is_some() {
            let refusal = Refusal::new(
                "two_names",
                text!(
                    "一格里不止一个人，而委员编号只有一个",
                    "the cell holds more than one person, but there is one number"
                ),
                text!(
                    "一人一行；或不写编号",
                    "one person a row; or leave the number out"
                ),
            );
            let names = Cell::Text(self.names.join("、").into());
            clerk.refuse(at, &names, refusal);
        }
    }
}

/// One row for each person; one without a name where a number stands alone.
fn spread(row: AttendanceRow, names: Vec<String>, into: &mut Vec<Row>) {
    let mut names = names.into_iter();
    let mut name = names.next();
    for next in names {
        into.push(Row::Attendance(AttendanceRow {
            name: name.replace(next),
            ..row.clone()
        }));
    }
    into.push(Row::Attendance(AttendanceRow { name, ..row }));
}

/// Puts what stands behind a mark where it belongs: kind or reason of a leave, else the remark.
fn told_of(mut row: AttendanceRow, told: Option<String>) -> AttendanceRow {
    let Some(told) = told else {
        return row;
    };
    let leave = row.presence == Some(Presence::Leave);
    let place = if leave && row.leave_kind.is_none() && word::is_leave_kind(&told) {
        &mut row.leave_kind
    } else if leave && row.leave_reason.is_none() {
        &mut row.leave_reason
    } else {
        &mut row.note
    };
    *place = Some(match place.take() {
        Some(there) if there != told => format!("{there}；{told}"),
        _ => told,
    });
    row
}

/// Reads a mark; gives what stands behind it.
fn presence(
    clerk: &mut Clerk,
    at: &Bound,
    cell: &Cell<'_>,
    row: &mut AttendanceRow,
) -> Option<String> {
    if cell.is_empty() {
        row.presence = Some(Presence::Unrecorded);
    }
    let (mark, told) = clerk.word(at, cell, word::presence_told, MARKS)?;
    row.presence = Some(mark.presence);
    row.leave = mark.leave;
    row.walk_in |= mark.walk_in;
    if let (Some(kind), None) = (mark.kind, &row.leave_kind) {
        row.leave_kind = Some(kind.to_owned());
    }
    told
}

fn speeches(clerk: &mut Clerk, at: &Bound, cell: &Cell<'_>) -> Vec<Spoken> {
    let accepted = "口头、书面，题目写在后面：口头：题目";
    let Some((spoken, ticked)) = clerk.word(at, cell, word::speeches, accepted) else {
        return Vec::new();
    };
    if ticked {
        clerk.mended.count(Rule::TickOral);
    }
    spoken
}
