//! Rolls in the shape of a grid: members in rows, meetings as columns, marks in the cells.

use super::header::key;
use super::{Recognised, Sample};
use crate::ledger::cell::Cell;
use crate::ledger::field::Field;
use crate::ledger::mend::bare;
use crate::ledger::parse::word::presence_told;
use crate::ledger::skip;
use crate::model::code::Ledger;

/// What headers of meetings speak of.
const MEETINGS: &[&str] = &[
    "会议",
    "全会",
    "常委会",
    "主席会",
    "座谈",
    "学习",
    "视察",
    "调研",
    "考察",
    "培训",
    "协商",
    "活动",
];

/// Of the columns with strange headers, those of meetings, and the rest. A column is a meeting's
/// where every cell below is a mark of presence and its header speaks of a meeting; where the
/// caller says that the sheet is a roll, the marks are enough. Which meeting it is, the store
/// has to find out: nothing is guessed here.
pub(super) fn marks(
    found: &Recognised,
    sample: &Sample,
    strange: Vec<usize>,
    told: Option<Ledger>,
) -> (Vec<usize>, Vec<usize>) {
    let person = |field| matches!(field, Field::Name | Field::MemberNo);
    if !found.columns.iter().any(|bound| person(bound.field)) {
        return (Vec::new(), strange);
    }
    let people: Vec<&Vec<Cell<'static>>> = sample
        .iter()
        .filter(|(line, cells)| {
            *line > found.header_row && skip::why(cells, &found.columns).is_none()
        })
        .map(|(_, cells)| cells)
        .collect();
    strange.into_iter().partition(|at| {
        let header = key(&found.headers[*at]);
        (told.is_some() || speaks_of_a_meeting(&header)) && all_marks(&people, *at)
    })
}

fn speaks_of_a_meeting(header: &str) -> bool {
    !header.starts_with("是否")
        && (header.contains(|c: char| c.is_ascii_digit() || c == '月')
            || MEETINGS.iter().any(|word| header.contains(word)))
}

fn all_marks(people: &[&Vec<Cell<'static>>], at: usize) -> bool {
    let mut filled = people
        .iter()
        .filter_map(|cells| cells.get(at).filter(|cell| !cell.is_empty()))
        .peekable();
    filled.peek().is_some() && filled.all(is_mark)
}

/// A tick counts, and a word of a roll; a lone digit may be a number of anything.
fn is_mark(cell: &Cell<'static>) -> bool {
    match cell {
        Cell::Text(text) => {
            let word = bare(text);
            !word.bytes().all(|b| b.is_ascii_digit()) && presence_told(&word).is_some()
        }
        _ => false,
    }
}
