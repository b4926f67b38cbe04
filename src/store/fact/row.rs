//! One row of a ledger as facts: days, codes and words are interned.

use super::super::appraisal::appraisal_row;
use super::context::{Context, small};
use super::damage::{RECORD, STATUS, day, quantity};
use super::proposals::Turned;
use crate::model::fact::{Fact, FactKind, Sym, Symbols, mark};
use crate::model::when::When;
use num_rational::Ratio;
use rusqlite::Row;

/// What a row is read with, and the member's facts so far.
pub(super) struct Desk<'d> {
    pub(super) context: &'d Context,
    pub(super) symbols: &'d mut Symbols,
    pub(super) facts: &'d mut Vec<Fact>,
}

/// Adds the facts of one row of a member, whose first column was read already.
pub(super) type Reader = fn(&Row<'_>, i64, &mut Desk<'_>) -> rusqlite::Result<()>;

pub(in crate::store) fn blank(what: FactKind, row: i64, on: When) -> Fact {
    Fact {
        what,
        row,
        occasion: row,
        work: Sym::NONE,
        on,
        kind: Sym::NONE,
        state: Sym::NONE,
        role: Sym::NONE,
        level: Sym::NONE,
        marks: 0,
        place: 1,
        of: 1,
        halves: 0,
        lasted: 0,
        quantity: Ratio::ONE,
    }
}

pub(super) fn attendance(r: &Row<'_>, id: i64, desk: &mut Desk<'_>) -> rusqlite::Result<()> {
    let Some(meeting) = desk.context.meeting(id & 0xffff_ffff) else {
        return Ok(());
    };
    let presence = r.get_ref(1)?;
    let halves: Option<i64> = r.get(3)?;
    let mut fact = blank(FactKind::Attendance, id, meeting.on);
    fact.kind = meeting.kind;
    fact.state = desk.context.presences.sym(presence, desk.symbols)?;
    fact.role = desk.context.parts.sym(r.get_ref(2)?, desk.symbols)?;
    if presence.as_bytes()? == b"leave" {
        fact.level = desk.context.leave(id);
    }
    fact.marks = meeting.marks;
    if r.get::<_, i64>(4)? == 1 {
        fact.marks |= mark::WALK_IN;
    }
    fact.lasted = meeting.halves;
    fact.halves = match (halves, presence.as_bytes()?) {
        (Some(halves), _) => small(halves),
        (None, b"leave" | b"absent" | b"unrecorded") => 0,
        (None, b"partial") => {
            fact.marks |= mark::HALVES_UNKNOWN;
            meeting.halves
        }
        (None, _) => meeting.halves,
    };
    desk.facts.push(fact);
    Ok(())
}

/// A speech has kind, day and role of the attendance that it belongs to, which was read before.
pub(super) fn speech(r: &Row<'_>, attendance: i64, desk: &mut Desk<'_>) -> rusqlite::Result<()> {
    let Ok(at) = desk
        .facts
        .binary_search_by_key(&(FactKind::Attendance, attendance), |f| (f.what, f.row))
    else {
        return Ok(());
    };
    let Some(meeting) = desk.context.meeting(attendance & 0xffff_ffff) else {
        return Ok(());
    };
    let mut fact = blank(FactKind::Speech, r.get(1)?, meeting.on);
    fact.occasion = attendance;
    fact.work = desk
        .symbols
        .intern(r.get_ref(3)?.as_str_or_null()?.unwrap_or(""));
    fact.kind = meeting.kind;
    fact.state = desk.context.forms.sym(r.get_ref(2)?, desk.symbols)?;
    fact.role = desk.facts[at].role;
    fact.marks = meeting.marks;
    desk.facts.push(fact);
    Ok(())
}

pub(super) fn proposal(r: &Row<'_>, _: i64, desk: &mut Desk<'_>) -> rusqlite::Result<()> {
    let id = r.get(1)?;
    let context = desk.context;
    let Some((paper, place)) = context.proposals.counting(id, small(r.get(2)?)) else {
        return Ok(());
    };
    let mut fact = blank(FactKind::Proposal, id, paper.on);
    fact.kind = paper.kind;
    fact.state = paper.state;
    fact.level = paper.level;
    fact.marks = paper.marks;
    shared(&mut fact, place, paper.persons, context);
    if paper.turned == Turned::Opinion {
        went_on(&mut fact, Some(id));
    }
    desk.facts.push(fact);
    Ok(())
}

/// A proposal that went on as an opinion, and that opinion, known by its title and author, are one
/// occasion: rules may count the better of the two only (E41).
fn went_on(fact: &mut Fact, proposal: Option<i64>) {
    if let Some(proposal) = proposal {
        fact.occasion = -proposal;
    }
}

fn shared(fact: &mut Fact, place: u16, of: u16, context: &Context) {
    fact.place = place;
    fact.of = of;
    fact.role = if place == 1 {
        context.first
    } else {
        context.joint
    };
}

/// An author's opinion, its adoptions and the instructions on it.
pub(super) fn opinion(r: &Row<'_>, member: i64, desk: &mut Desk<'_>) -> rusqlite::Result<()> {
    let (id, context) = (r.get(1)?, desk.context);
    let Some(piece) = context.opinions.get(id) else {
        return Ok(());
    };
    let mut one = blank(FactKind::Opinion, id, piece.on);
    shared(&mut one, small(r.get(2)?), piece.persons, context);
    went_on(&mut one, context.opinions.came_from(member, id));
    for adopted in context.opinions.adoptions(piece) {
        desk.facts.push(Fact {
            what: adopted.what,
            row: adopted.row,
            on: adopted.on.unwrap_or(one.on),
            state: context.manner(adopted.manner),
            level: adopted.level,
            ..one
        });
    }
    if !piece.proposed {
        one.marks = piece.marks;
        one.state = if piece.marks & mark::ADOPTED == 0 {
            context.submitted
        } else {
            context.adopted
        };
        desk.facts.push(one);
    }
    Ok(())
}

pub(super) fn record(r: &Row<'_>, _: i64, desk: &mut Desk<'_>) -> rusqlite::Result<()> {
    let mut fact = blank(FactKind::Record, r.get(1)?, day(r, 2, (RECORD, 1))?);
    fact.kind = desk.context.word(r.get(3)?);
    fact.level = desk.context.word(r.get(4)?);
    fact.quantity = quantity(fact.row, r.get_ref(5)?.as_str()?)?;
    fact.marks = u16::from(r.get::<_, bool>(6)?) * mark::CONFIRMED;
    desk.facts.push(fact);
    Ok(())
}

pub(super) fn status(r: &Row<'_>, _: i64, desk: &mut Desk<'_>) -> rusqlite::Result<()> {
    let mut fact = blank(FactKind::Status, r.get(1)?, day(r, 2, (STATUS, 1))?);
    fact.kind = desk.context.statuses.sym(r.get_ref(3)?, desk.symbols)?;
    desk.facts.push(fact);
    Ok(())
}

pub(super) fn appraisal(r: &Row<'_>, _: i64, desk: &mut Desk<'_>) -> rusqlite::Result<()> {
    let fact = appraisal_row(r, &desk.context.results, desk.symbols)?;
    desk.facts.push(fact);
    Ok(())
}
