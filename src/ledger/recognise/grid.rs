//! Rolls in the shape of a grid: members in rows, meetings as columns, marks in the cells.

use super::header::{is_quiet, is_running, key, meanings};
use super::{Recognised, Sample};
use crate::ledger::cell::Cell;
use crate::ledger::field::Field;
use crate::ledger::layout::Layout;
use crate::ledger::mend::bare;
use crate::ledger::parse::word::presence_told;
use crate::ledger::skip;
use crate::model::code::{Ledger, Presence};

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

/// Of the columns with strange headers, those of meetings, and the rest. The sheet is a grid where
/// the caller says so, where a column speaks of a meeting and holds marks, or where most of its
/// columns hold marks and nothing else. In a grid every column with a mark is a meeting's, whatever
/// else stands in it and whatever it is called: a strange cell is refused by itself, and which
/// meeting a header means, the store has to find out. Nothing is guessed here.
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
    let free = |at: &usize| is_free(&key(&found.headers[*at]));
    let columns: Vec<(usize, Held)> = strange
        .iter()
        .copied()
        .filter(free)
        .map(|at| (at, held(&people, at)))
        .collect();
    if told.is_none() && !is_grid(found, &people, &columns) {
        return (Vec::new(), strange);
    }
    let meeting = |at: &usize| columns.iter().any(|(c, held)| c == at && held.told > 0);
    strange.into_iter().partition(meeting)
}

/// What the cells of a column hold.
#[derive(Default)]
struct Held {
    filled: usize,
    /// Marks of any kind.
    marks: usize,
    /// Those that say whether someone was there; a dash may stand for anything.
    told: usize,
}

impl Held {
    fn only_marks(&self) -> bool {
        self.told > 0 && self.marks == self.filled
    }
}

fn held(people: &[&Vec<Cell<'static>>], at: usize) -> Held {
    let mut held = Held::default();
    let cells = people.iter().filter_map(|cells| cells.get(at));
    for cell in cells.filter(|cell| !cell.is_empty()) {
        held.filled += 1;
        if let Some(presence) = mark(cell) {
            held.marks += 1;
            held.told += usize::from(presence != Presence::Unrecorded);
        }
    }
    held
}

fn is_grid(found: &Recognised, people: &[&Vec<Cell<'static>>], columns: &[(usize, Held)]) -> bool {
    let speaks = |at: usize| speaks_of_a_meeting(&key(&found.headers[at]));
    let sure = columns
        .iter()
        .any(|(at, held)| speaks(*at) && held.told > 0 && held.marks * 2 >= held.filled);
    let person = |at: usize| {
        let bound = found.columns.iter().find(|bound| bound.at == at);
        bound.is_some_and(|b| matches!(b.field, Field::Name | Field::MemberNo))
    };
    let others = (0..found.headers.len()).filter(|at| {
        let header = key(&found.headers[*at]);
        let filled = people
            .iter()
            .any(|cells| cells.get(*at).is_some_and(|cell| !cell.is_empty()));
        filled && !person(*at) && !is_running(&header)
    });
    let only_marks = columns.iter().filter(|(_, held)| held.only_marks());
    sure || only_marks.count() * 2 > others.count()
}

/// Whether a header may be a meeting's: no question, and nothing that a roster says of a person.
fn is_free(header: &str) -> bool {
    let roster = Layout::of(Ledger::Member);
    !header.starts_with("是否") && meanings(roster, header).is_empty() && !is_quiet(roster, header)
}

fn speaks_of_a_meeting(header: &str) -> bool {
    header.contains(|c: char| c.is_ascii_digit() || c == '月')
        || MEETINGS.iter().any(|word| header.contains(word))
}

/// A tick counts, and a word of a roll; a lone digit may be a number of anything.
fn mark(cell: &Cell<'static>) -> Option<Presence> {
    let Cell::Text(text) = cell else {
        return None;
    };
    let word = bare(text);
    if word.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    presence_told(&word).map(|(mark, _)| mark.presence)
}
