//! Rows of the meeting ledger.

use crate::ledger::cell::Cell;
use crate::ledger::clerk::Clerk;
use crate::ledger::field::Field;
use crate::ledger::parse::{Refusal, word};
use crate::ledger::recognise::Bound;
use crate::ledger::row::MeetingRow;
use crate::model::when::When;
use crate::text;

pub(super) fn meeting<'c>(
    clerk: &mut Clerk,
    cells: impl Iterator<Item = (&'c Bound, &'c Cell<'c>)>,
) -> MeetingRow {
    let mut row = MeetingRow::default();
    let (mut within, mut last) = (None, None);
    for (at, cell) in cells {
        match at.field {
            Field::No => row.no = clerk.own_number(at, cell),
            Field::Title => row.title = clerk.title(at, cell),
            Field::Kind => row.kind = clerk.words(at, cell),
            Field::Start => {
                let days = clerk.span_in_year(at, cell);
                row.start = days.map(|(first, _)| first);
                within = days.and_then(|(_, last)| last);
            }
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
    if let Some((at, cell)) = last {
        agree(clerk, (at, cell), &row, within);
    }
    row.end = row.end.or(within);
    row
}

/// The last day has to follow the first, and to be the one that 开始日期 names, if it names one.
fn agree(
    clerk: &mut Clerk,
    (at, cell): (&Bound, &Cell<'_>),
    row: &MeetingRow,
    within: Option<When>,
) {
    let Some(end) = row.end else {
        return;
    };
    if let Some(start) = row.start.filter(|start| end.last_day() < start.first_day()) {
        let refusal = Refusal::new(
            "end_before_start",
            text!(
                "结束早于开始（{start}）",
                "it ends before it starts ({start})"
            ),
            text!("核对两个日期", "check both dates"),
        );
        clerk.refuse(at, cell, refusal);
    } else if let Some(other) = within.filter(|other| *other != end) {
        let refusal = Refusal::new(
            "two_ends",
            text!(
                "开始日期那一格写到 {other} 为止，与这里不同",
                "the days under the start run to {other}, not to this day"
            ),
            text!("核对两处，留一个", "check both and keep one"),
        );
        clerk.refuse(at, cell, refusal);
    }
}
