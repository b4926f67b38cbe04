//! Rows of each ledger from the cells of a line. Every bound cell is read, so every fault is found.

mod meeting;
mod member;
mod other;
mod proposal;
mod roll;

use super::Fault;
use super::cell::Cell;
use super::clerk::Clerk;
use super::recognise::Bound;
use super::refusal::wrong_year;
use super::row::{Heading, Row};
use crate::model::code::Ledger;
use crate::text;
use std::rc::Rc;

/// What a sheet as a whole says of its rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    /// 届次 of the title or the command.
    pub session: Option<String>,
    /// The person whose sheet this is.
    pub person: Option<String>,
    /// The meeting that the command names.
    pub meeting: Option<String>,
    /// What the headers of a grid's columns name, by the columns' places.
    pub headings: Vec<(usize, Rc<Heading>)>,
}

/// Builds what one line holds: one row, or those of several people or meetings of a roll. Faults
/// are left with the clerk.
pub(super) fn build(
    ledger: Ledger,
    clerk: &mut Clerk,
    columns: &[Bound],
    cells: &[Cell<'_>],
    given: &Given,
    into: &mut Vec<Row>,
) {
    let each = columns
        .iter()
        .map(|bound| (bound, cells.get(bound.at).unwrap_or(&Cell::Empty)));
    into.push(match ledger {
        Ledger::Unit => Row::Unit(other::unit(clerk, each)),
        Ledger::Member => Row::Member(member::member(clerk, each)),
        Ledger::Meeting => Row::Meeting(meeting::meeting(clerk, each)),
        Ledger::Attendance => return roll::roll(clerk, each, given, into),
        Ledger::Proposal => Row::Proposal(proposal::proposal(clerk, each, given)),
        Ledger::Opinion => Row::Opinion(other::opinion(clerk, each)),
        Ledger::Record => return other::record(clerk, columns, each, into),
    });
}

/// The number that has to be unique within one sheet.
pub(super) fn own_number(row: &Row) -> Option<&str> {
    match row {
        Row::Member(member) => member.no.as_deref(),
        Row::Meeting(meeting) => meeting.no.as_deref(),
        Row::Unit(unit) => unit.no.as_deref(),
        _ => None,
    }
}

/// A number that an earlier line of the sheet has.
pub(super) fn taken(line: u32, bound: &Bound, number: &str, first: u32) -> Fault {
    Fault {
        line,
        column: bound.header.clone(),
        value: number.to_owned(),
        code: "no_dup",
        reason: text!("与第 {first} 行重复", "the same as on line {first}"),
        fix: text!(
            "改成它自己的编号，或删去重复的行",
            "give it its own number, or remove the repeated row"
        ),
    }
}

/// A title that names another year than the command.
pub(super) fn title_of_another_year(line: u32, title: &str, found: i32, asked: i32) -> Fault {
    let refusal = wrong_year(found, asked);
    let (code, reason, fix) = (refusal.code, refusal.reason, refusal.fix);
    Fault {
        line,
        column: String::new(),
        value: title.to_owned(),
        code,
        reason,
        fix,
    }
}

/// Whether a ledger's rows belong to one year.
pub(super) fn is_yearly(ledger: Ledger) -> bool {
    !matches!(ledger, Ledger::Member | Ledger::Unit)
}
