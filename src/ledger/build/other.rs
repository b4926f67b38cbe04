//! Rows of the opinion, unit and record ledgers.

use crate::ledger::cell::Cell;
use crate::ledger::clerk::Clerk;
use crate::ledger::field::Field;
use crate::ledger::parse::Refusal;
use crate::ledger::parse::name::Who;
use crate::ledger::parse::word;
use crate::ledger::recognise::Bound;
use crate::ledger::row::{OpinionRow, RecordRow, UnitRow};
use crate::text;

pub(super) fn opinion<'c>(
    clerk: &mut Clerk,
    cells: impl Iterator<Item = (&'c Bound, &'c Cell<'c>)>,
) -> OpinionRow {
    let mut row = OpinionRow::default();
    let mut who: (Option<&Bound>, bool) = (None, false);
    for (at, cell) in cells {
        match at.field {
            Field::No => row.no = clerk.number(at, cell),
            Field::Title => row.title = clerk.title(at, cell),
            Field::MemberNo => {
                who = (who.0.or(Some(at)), who.1 || !cell.is_empty());
                row.member_no = clerk.number(at, cell);
            }
            Field::Name => {
                who = (who.0.or(Some(at)), who.1 || !cell.is_empty());
                clerk.names(at, cell, Who::Anyone, &mut row.authors);
            }
            Field::Sector => row.sector = clerk.words(at, cell),
            Field::Submitted => row.submitted = clerk.date_in_year(at, cell),
            Field::Adoption => levelled(clerk, at, cell, &mut row),
            Field::Instruction => {
                if let Some(text) = clerk.text(at, cell).filter(|t| word::happened(t)) {
                    row.instructions.push((at.level.clone(), text));
                }
            }
            Field::Note => row.note = clerk.text(at, cell),
            _ => {}
        }
    }
    if let (Some(at), false) = who {
        no_one(clerk, at);
    }
    row
}

/// A cell under 采用情况; one column may also hold instructions (全国政协采用/市领导批示).
fn levelled(clerk: &mut Clerk, at: &Bound, cell: &Cell<'_>, row: &mut OpinionRow) {
    let Some(text) = clerk.text(at, cell).filter(|t| word::happened(t)) else {
        return;
    };
    if text.contains("批示") && at.header.contains("批示") {
        row.instructions.push((String::new(), text));
    } else {
        row.adoptions.push((at.level.clone(), text));
    }
}

pub(super) fn unit<'c>(
    clerk: &mut Clerk,
    cells: impl Iterator<Item = (&'c Bound, &'c Cell<'c>)>,
) -> UnitRow {
    let mut row = UnitRow::default();
    for (at, cell) in cells {
        match at.field {
            Field::No => row.no = clerk.own_number(at, cell),
            Field::Name => row.name = clerk.title(at, cell),
            Field::Short => short_names(clerk, at, cell, &mut row),
            Field::Alias => clerk.list(at, cell, &mut row.aliases),
            Field::Parent => row.parent = clerk.words(at, cell),
            Field::Contact => row.contact = clerk.text(at, cell),
            Field::Phone => row.phone = clerk.phone(at, cell),
            _ => {}
        }
    }
    row
}

/// The first short name is the one that lists show; further ones are other names of the unit.
fn short_names(clerk: &mut Clerk, at: &Bound, cell: &Cell<'_>, row: &mut UnitRow) {
    let mut names = Vec::new();
    clerk.list(at, cell, &mut names);
    let mut names = names.into_iter();
    row.short = names.next();
    row.aliases.extend(names);
}

pub(super) fn record<'c>(
    clerk: &mut Clerk,
    cells: impl Iterator<Item = (&'c Bound, &'c Cell<'c>)>,
) -> RecordRow {
    let mut row = RecordRow::default();
    let mut who: (Option<&Bound>, bool) = (None, false);
    for (at, cell) in cells {
        match at.field {
            Field::MemberNo => {
                who = (who.0.or(Some(at)), who.1 || !cell.is_empty());
                row.member_no = clerk.number(at, cell);
            }
            Field::Name => {
                who = (who.0.or(Some(at)), who.1 || !cell.is_empty());
                row.name = clerk.name(at, cell);
            }
            Field::On => row.on = clerk.date_in_year(at, cell),
            Field::Kind => row.kind = clerk.words(at, cell),
            Field::Title => row.title = clerk.title(at, cell),
            Field::Level => row.level = clerk.words(at, cell),
            Field::Quantity => row.quantity = clerk.quantity(at, cell),
            Field::Note => row.note = clerk.text(at, cell),
            Field::Organizer => row.organizer = clerk.text(at, cell),
            Field::Reason => row.reason = clerk.text(at, cell),
            Field::Evidence => row.evidence = clerk.text(at, cell),
            Field::Approver => row.approver = clerk.text(at, cell),
            Field::ConfirmedBy => row.confirmed_by = clerk.text(at, cell),
            Field::ConfirmedOn => row.confirmed_on = clerk.date_in_year(at, cell),
            _ => {}
        }
    }
    if let (Some(at), false) = who {
        no_one(clerk, at);
    }
    row
}

fn no_one(clerk: &mut Clerk, at: &Bound) {
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
