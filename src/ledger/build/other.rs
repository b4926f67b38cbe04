//! Rows of the opinion, unit and record ledgers.

use crate::ledger::cell::Cell;
use crate::ledger::clerk::Clerk;
use crate::ledger::field::Field;
use crate::ledger::parse::Refusal;
use crate::ledger::parse::name::Who;
use crate::ledger::parse::word;
use crate::ledger::recognise::Bound;
use crate::ledger::row::{NamedBody, OpinionRow, OutcomeCell, RecordRow, Row, UnitRow};
use crate::model::score::rules::Whose;
use crate::model::when::When;
use crate::text;

pub(super) fn opinion<'c>(
    clerk: &mut Clerk,
    cells: impl Iterator<Item = (&'c Bound, &'c Cell<'c>)>,
) -> OpinionRow {
    let mut row = OpinionRow::default();
    let mut who: (Option<&Bound>, bool) = (None, false);
    let mut days: Vec<(&Bound, &Cell<'_>, When)> = Vec::new();
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
                    row.instructions.push(told(&at.level, text));
                }
            }
            Field::AdoptedOn | Field::InstructedOn => {
                days.extend(clerk.date(at, cell).map(|on| (at, cell, on)));
            }
            Field::Note => row.note = clerk.text(at, cell),
            _ => {}
        }
    }
    for (at, cell, on) in days {
        let early = row
            .submitted
            .filter(|came| on.last_day() < came.first_day());
        if let Some(came) = early {
            clerk.refuse(at, cell, before_it_came(came));
        } else if !dated(&mut row, at, on) {
            clerk.refuse(at, cell, of_nothing());
        }
    }
    if let (Some(at), false) = who {
        no_one(clerk, at);
    }
    row
}

fn told(level: &str, wording: String) -> OutcomeCell {
    OutcomeCell {
        level: level.to_owned(),
        wording,
        on: None,
    }
}

/// Gives a day to what happened at the level that its header names, or to all where it names none;
/// tells whether anything did.
fn dated(row: &mut OpinionRow, at: &Bound, on: When) -> bool {
    let outcomes = match at.field {
        Field::AdoptedOn => &mut row.adoptions,
        _ => &mut row.instructions,
    };
    let meant = |o: &&mut OutcomeCell| at.level.is_empty() || o.level == at.level;
    let mut any = false;
    for outcome in outcomes.iter_mut().filter(meant) {
        // A header that names the level says it more closely.
        if outcome.on.is_none() || !at.level.is_empty() {
            outcome.on = Some(on);
        }
        any = true;
    }
    any
}

/// A day of an adoption of which no column tells.
fn of_nothing() -> Refusal {
    Refusal::new(
        "day_of_nothing",
        text!(
            "有日期，而同一行没有写采用或批示",
            "there is a day, but the row tells of no adoption or instruction"
        ),
        text!(
            "在采用情况或批示一栏写明，或删去日期",
            "say under 采用情况 or 批示 what happened, or take the day out"
        ),
    )
}

/// A day of an adoption before the opinion was there.
fn before_it_came(came: When) -> Refusal {
    Refusal::new(
        "before_submitted",
        text!(
            "早于来稿时间 {came}",
            "it is before the day on which the opinion came in ({came})"
        ),
        text!("核对两个日期", "compare the two days"),
    )
}

/// A cell under 采用情况; one column may also hold instructions (全国政协采用/市领导批示).
fn levelled(clerk: &mut Clerk, at: &Bound, cell: &Cell<'_>, row: &mut OpinionRow) {
    let Some(text) = clerk.text(at, cell).filter(|t| word::happened(t)) else {
        return;
    };
    if text.contains("批示") && at.header.contains("批示") {
        row.instructions.push(told("", text));
    } else {
        row.adoptions.push(told(&at.level, text));
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

/// One act for each member or body that the line names. In a sheet of members the columns of
/// bodies say where who acted belongs; in one without members they say whose act it is.
pub(super) fn record<'c>(
    clerk: &mut Clerk,
    columns: &[Bound],
    cells: impl Iterator<Item = (&'c Bound, &'c Cell<'c>)>,
    into: &mut Vec<Row>,
) {
    let of_members = columns
        .iter()
        .any(|c| matches!(c.field, Field::MemberNo | Field::Name));
    let mut row = RecordRow::default();
    let mut whose = Whom::default();
    for (at, cell) in cells {
        match at.field {
            Field::MemberNo => {
                whose.column(at, cell);
                row.member_no = clerk.number(at, cell);
            }
            Field::Name => {
                whose.column(at, cell);
                clerk.names(at, cell, Who::People, &mut whose.names);
            }
            Field::Whose => whose.bodies(clerk, at, cell, None),
            Field::Group if !of_members => whose.bodies(clerk, at, cell, Some(Whose::Group)),
            Field::Committee if !of_members => {
                whose.bodies(clerk, at, cell, Some(Whose::Committee));
            }
            Field::Sector if !of_members => whose.bodies(clerk, at, cell, Some(Whose::Sector)),
            Field::Township if !of_members => whose.bodies(clerk, at, cell, Some(Whose::Township)),
            Field::Unit if !of_members => whose.bodies(clerk, at, cell, Some(Whose::Unit)),
            Field::Quantity => {
                row.quantity = clerk.quantity(at, cell);
                whose.quantity = Some((at, cell));
            }
            _ => act(clerk, at, cell, &mut row),
        }
    }
    whose.rows(clerk, row, into);
}

/// What an act says of itself.
fn act(clerk: &mut Clerk, at: &Bound, cell: &Cell<'_>, row: &mut RecordRow) {
    match at.field {
        Field::On => row.on = clerk.date_in_year(at, cell),
        Field::Kind => row.kind = clerk.words(at, cell),
        Field::Title => row.title = clerk.title(at, cell),
        Field::Level => row.level = clerk.words(at, cell),
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

/// Whose act a line tells of.
#[derive(Default)]
struct Whom<'c> {
    /// The first column that can say it, and whether any does.
    at: Option<&'c Bound>,
    said: bool,
    names: Vec<String>,
    bodies: Vec<NamedBody>,
    quantity: Option<(&'c Bound, &'c Cell<'c>)>,
}

impl<'c> Whom<'c> {
    fn column(&mut self, at: &'c Bound, cell: &Cell<'_>) {
        self.at = self.at.or(Some(at));
        self.said |= !cell.is_empty();
    }

    fn bodies(&mut self, clerk: &mut Clerk, at: &'c Bound, cell: &Cell<'_>, whose: Option<Whose>) {
        self.column(at, cell);
        let mut names = Vec::new();
        clerk.list(at, cell, &mut names);
        let field = at.field.code();
        if !names.is_empty() && self.bodies.iter().any(|b| b.field != field) {
            clerk.refuse(at, cell, two_kinds());
        }
        let body = |name| NamedBody { field, whose, name };
        self.bodies.extend(names.into_iter().map(body));
    }

    /// The rows of the line, one for each whom it names.
    fn rows(self, clerk: &mut Clerk, row: RecordRow, into: &mut Vec<Row>) {
        let Some(at) = self.at else {
            into.push(Row::Record(row));
            return;
        };
        if !self.said {
            no_one(clerk, at);
        }
        let members = self.names.len().max(usize::from(row.member_no.is_some()));
        if members > 0 && !self.bodies.is_empty() {
            clerk.refuse(at, &Cell::Empty, two_kinds());
        }
        if members > 1 && row.member_no.is_some() {
            clerk.refuse(at, &Cell::Empty, one_number());
        }
        let several = members.max(self.bodies.len()) > 1;
        if let Some((at, cell)) = self.quantity.filter(|_| several)
            && row.quantity.is_some_and(|q| q != num_rational::Ratio::ONE)
        {
            clerk.refuse(at, cell, whose_quantity());
        }
        let of_bodies = self.bodies.into_iter().map(|body| RecordRow {
            body: Some(body),
            ..row.clone()
        });
        let mut rows: Vec<RecordRow> = of_bodies.collect();
        rows.extend(self.names.into_iter().map(|name| RecordRow {
            name: Some(name),
            ..row.clone()
        }));
        if rows.is_empty() {
            rows.push(row);
        }
        into.extend(rows.into_iter().map(Row::Record));
    }
}

fn two_kinds() -> Refusal {
    Refusal::new(
        "two_subjects",
        text!(
            "同一行写了委员和小组、单位，或写了两类",
            "one row names a member and a body, or bodies of two kinds"
        ),
        text!(
            "一行只写一类；各有一份的，分成两行",
            "name one kind in a row; where each did it, write two rows"
        ),
    )
}

fn one_number() -> Refusal {
    Refusal::new(
        "one_number",
        text!(
            "写了几个姓名，只有一个委员编号",
            "there are several names and one number"
        ),
        text!(
            "几个人的一行不写委员编号，或每人一行",
            "leave the number out, or give each member a row"
        ),
    )
}

fn whose_quantity() -> Refusal {
    Refusal::new(
        "shared_quantity",
        text!(
            "几个人或几个单位写在一行，看不出数量是各自的还是合计的",
            "several are named in one row: the quantity may be each one's or that of all"
        ),
        text!(
            "每人、每个单位一行，各写数量",
            "give each a row with its quantity"
        ),
    )
}

fn no_one(clerk: &mut Clerk, at: &Bound) {
    let refusal = Refusal::new(
        "name_blank",
        text!("没有写是谁", "it does not say who"),
        match at.field {
            Field::MemberNo | Field::Name => text!(
                "补上姓名或委员编号",
                "fill in the name or the member's number"
            ),
            _ => text!("补上名称", "fill in its name"),
        },
    );
    clerk.refuse(at, &Cell::Empty, refusal);
}
