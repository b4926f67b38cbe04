//! Rows of the meeting ledger and of rolls.

use super::Given;
use crate::ledger::cell::Cell;
use crate::ledger::clerk::Clerk;
use crate::ledger::field::Field;
use crate::ledger::mend::Rule;
use crate::ledger::parse::{Refusal, word};
use crate::ledger::recognise::Bound;
use crate::ledger::row::{AttendanceRow, MeetingRow};
use crate::model::code::{Presence, SpeechForm};
use crate::text;

pub(super) fn meeting<'c>(
    clerk: &mut Clerk,
    cells: impl Iterator<Item = (&'c Bound, &'c Cell<'c>)>,
) -> MeetingRow {
    let mut row = MeetingRow::default();
    let mut last = None;
    for (at, cell) in cells {
        match at.field {
            Field::No => row.no = clerk.own_number(at, cell),
            Field::Title => row.title = clerk.title(at, cell),
            Field::Kind => row.kind = clerk.words(at, cell),
            Field::Start => row.start = clerk.date_in_year(at, cell),
            Field::End => {
                row.end = clerk.date(at, cell);
                last = Some((at, cell));
            }
            Field::HalfDays => row.half_days = clerk.half_days(at, cell),
            Field::Place => row.place = clerk.text(at, cell),
            Field::Duty => {
                row.duty = clerk.word(at, cell, word::duty, "是、否、报名参加、自愿参加");
            }
            Field::Note => row.note = clerk.text(at, cell),
            _ => {}
        }
    }
    if let (Some(start), Some(end), Some((at, cell))) = (row.start, row.end, last)
        && end.last_day() < start.first_day()
    {
        let refusal = Refusal::new(
            "end_before_start",
            text!(
                "结束早于开始（{start}）",
                "it ends before it starts ({start})"
            ),
            text!("核对两个日期", "check both dates"),
        );
        clerk.refuse(at, cell, refusal);
    }
    row
}

pub(super) fn attendance<'c>(
    clerk: &mut Clerk,
    cells: impl Iterator<Item = (&'c Bound, &'c Cell<'c>)>,
    given: &Given,
) -> AttendanceRow {
    let mut row = AttendanceRow {
        name: given.person.clone(),
        meeting: given.meeting.clone(),
        ..AttendanceRow::default()
    };
    let mut person = (None, given.person.is_some());
    for (at, cell) in cells {
        match at.field {
            Field::Meeting => row.meeting = clerk.own_number(at, cell),
            Field::MeetingTitle => row.meeting_title = clerk.words(at, cell),
            Field::MeetingOn => row.meeting_on = clerk.date_in_year(at, cell),
            Field::MemberNo | Field::Name => {
                person = (person.0.or(Some(at)), person.1 || !cell.is_empty());
                if at.field == Field::Name {
                    row.name = clerk.name(at, cell);
                } else {
                    row.no = clerk.number(at, cell);
                }
            }
            Field::Presence => presence(clerk, at, cell, &mut row),
            Field::LeaveKind => row.leave_kind = clerk.words(at, cell).or(row.leave_kind.take()),
            Field::LeaveReason => row.leave_reason = clerk.text(at, cell),
            Field::Speech => row.speeches = speeches(clerk, at, cell),
            Field::Part => {
                row.part = clerk.word(at, cell, word::part, "出席、列席、主持、召集、主讲");
            }
            Field::HalfDays => row.halves = clerk.half_days(at, cell),
            Field::Note => row.note = clerk.text(at, cell),
            _ => {}
        }
    }
    if let (Some(at), false) = person {
        let refusal = Refusal::new(
            "name_blank",
            text!("没有写是谁", "it does not say who"),
            text!(
                "补上姓名或委员编号",
                "fill in the name or the member's number"
            ),
        );
        clerk.refuse(at, &Cell::Empty, refusal);
    }
    row
}

fn presence(clerk: &mut Clerk, at: &Bound, cell: &Cell<'_>, row: &mut AttendanceRow) {
    if cell.is_empty() {
        row.presence = Some(Presence::Unrecorded);
    }
    let Some(mark) = clerk.word(
        at,
        cell,
        word::presence,
        "出席、请假、缺席、迟到、早退、部分出席、未登记",
    ) else {
        return;
    };
    row.presence = Some(mark.presence);
    row.leave = mark.leave;
    row.walk_in = mark.walk_in;
    if let (Some(kind), None) = (mark.kind, &row.leave_kind) {
        row.leave_kind = Some(kind.to_owned());
    }
}

fn speeches(clerk: &mut Clerk, at: &Bound, cell: &Cell<'_>) -> Vec<SpeechForm> {
    let Some((forms, ticked)) = clerk.word(at, cell, word::speeches, "口头、书面") else {
        return Vec::new();
    };
    if ticked {
        clerk.mended.count(Rule::TickOral);
    }
    forms
}
