//! One row of a ledger as a fact. Days, codes and words are interned; a quantity that cannot be
//! read is damage.

use super::{Context, day, small};
use crate::error::Error;
use crate::model::code::{Code, ProposalState};
use crate::model::fact::{Fact, FactKind, Sym, Symbols, mark};
use crate::model::record;
use crate::model::when::When;
use crate::text;
use num_rational::Ratio;
use rusqlite::Row;
use rusqlite::types::Type;

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

pub(super) fn attendance(
    r: &Row<'_>,
    context: &Context,
    symbols: &mut Symbols,
) -> rusqlite::Result<(i64, Option<Fact>)> {
    let id: i64 = r.get(0)?;
    let (member, meeting) = (id >> 32, id & 0xffff_ffff);
    let Some(occasion) = context.meetings.get(&meeting) else {
        return Ok((member, None));
    };
    let presence = r.get_ref(1)?.as_str()?;
    let came = !matches!(presence, "leave" | "absent" | "unrecorded");
    let halves: Option<i64> = r.get(3)?;
    let mut fact = blank(FactKind::Attendance, id, occasion.on);
    fact.kind = occasion.kind;
    fact.state = context.code(presence, symbols);
    fact.role = context.code(r.get_ref(2)?.as_str()?, symbols);
    fact.marks = occasion.marks
        | if r.get::<_, i64>(4)? == 1 {
            mark::WALK_IN
        } else {
            0
        };
    if presence == "partial" && halves.is_none() {
        fact.marks |= mark::HALVES_UNKNOWN;
    }
    fact.lasted = occasion.halves;
    fact.halves = halves.map_or(if came { occasion.halves } else { 0 }, small);
    Ok((member, Some(fact)))
}

pub(super) fn speech(
    r: &Row<'_>,
    context: &Context,
    symbols: &mut Symbols,
) -> rusqlite::Result<(i64, Option<Fact>)> {
    let member = r.get(0)?;
    let Some(occasion) = context.meetings.get(&r.get(3)?) else {
        return Ok((member, None));
    };
    let mut fact = blank(FactKind::Speech, r.get(1)?, occasion.on);
    fact.occasion = r.get(2)?;
    fact.work = symbols.intern(r.get_ref(6)?.as_str_or_null()?.unwrap_or(""));
    fact.kind = occasion.kind;
    fact.state = context.code(r.get_ref(4)?.as_str()?, symbols);
    fact.role = context.code(r.get_ref(5)?.as_str()?, symbols);
    fact.marks = occasion.marks;
    Ok((member, Some(fact)))
}

pub(super) fn proposal(
    r: &Row<'_>,
    context: &Context,
    symbols: &mut Symbols,
) -> rusqlite::Result<(i64, Option<Fact>)> {
    let (form, state) = (r.get_ref(2)?.as_str()?, r.get_ref(3)?.as_str()?);
    let on = match (
        r.get_ref(4)?.as_str_or_null()?,
        r.get_ref(5)?.as_str_or_null()?,
    ) {
        (Some(known), _) | (None, Some(known)) => day(Some(known)),
        (None, None) => context.year_of(r.get_ref(11)?.as_str()?),
    };
    let mut fact = blank(FactKind::Proposal, r.get(1)?, on);
    fact.kind = context.code(form, symbols);
    fact.state = context.code(state, symbols);
    fact.place = small(r.get(8)?);
    fact.of = small(r.get(9)?);
    fact.role = context.code(if fact.place == 1 { "first" } else { "joint" }, symbols);
    fact.level = symbols.intern(r.get_ref(10)?.as_str_or_null()?.unwrap_or(""));
    if state == "to_opinion" {
        let own = fact.row;
        went_on(&mut fact, Some(own));
    }
    let filed = ProposalState::parse(state).is_some_and(ProposalState::is_filed);
    let marks = [
        (filed, mark::FILED),
        (r.get::<_, i64>(6)? == 1, mark::KEY),
        (r.get::<_, i64>(7)? == 1, mark::EXCELLENT),
    ];
    fact.marks = marks
        .into_iter()
        .filter(|(on, _)| *on)
        .map(|(_, bit)| bit)
        .sum();
    Ok((r.get(0)?, Some(fact)))
}

/// A proposal that went on as an opinion, and that opinion, known by its title and author, are one
/// occasion: rules may count the better of the two only (E41).
fn went_on(fact: &mut Fact, proposal: Option<i64>) {
    if let Some(proposal) = proposal {
        fact.occasion = -proposal;
    }
}

fn shared(fact: &mut Fact, place: i64, of: i64, context: &Context, symbols: &mut Symbols) {
    fact.place = small(place);
    fact.of = small(of);
    fact.role = context.code(if place == 1 { "first" } else { "joint" }, symbols);
}

pub(super) fn opinion(
    r: &Row<'_>,
    context: &Context,
    symbols: &mut Symbols,
) -> rusqlite::Result<(i64, Option<Fact>)> {
    let mut fact = blank(
        FactKind::Opinion,
        r.get(1)?,
        day(r.get_ref(2)?.as_str_or_null()?),
    );
    shared(&mut fact, r.get(3)?, r.get(4)?, context, symbols);
    went_on(&mut fact, r.get(7)?);
    let (adopted, instructed): (i64, i64) = (r.get(5)?, r.get(6)?);
    fact.state = context.code(if adopted > 0 { "adopted" } else { "submitted" }, symbols);
    fact.marks =
        (u16::from(adopted > 0) * mark::ADOPTED) | (u16::from(instructed > 0) * mark::INSTRUCTED);
    Ok((r.get(0)?, Some(fact)))
}

pub(super) fn adoption(
    r: &Row<'_>,
    context: &Context,
    symbols: &mut Symbols,
) -> rusqlite::Result<(i64, Option<Fact>)> {
    let what = if r.get_ref(6)?.as_str()? == "instruction" {
        FactKind::Instruction
    } else {
        FactKind::Adoption
    };
    let mut fact = blank(what, r.get(1)?, day(r.get_ref(3)?.as_str_or_null()?));
    fact.occasion = r.get(2)?;
    went_on(&mut fact, r.get(8)?);
    shared(&mut fact, r.get(4)?, r.get(5)?, context, symbols);
    fact.level = symbols.intern(r.get_ref(7)?.as_str_or_null()?.unwrap_or(""));
    Ok((r.get(0)?, Some(fact)))
}

/// A record whose quantity no version of the program could have written.
#[derive(Debug)]
struct Damaged {
    record: i64,
    quantity: String,
}

impl std::fmt::Display for Damaged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "record {}: quantity {}", self.record, self.quantity)
    }
}

impl std::error::Error for Damaged {}

/// A stored quantity that cannot be read is damage, never a guess.
pub(in crate::store) fn quantity(record: i64, text: &str) -> rusqlite::Result<Ratio<i64>> {
    record::quantity(text).ok_or_else(|| {
        let quantity = text.to_owned();
        let cause = Box::new(Damaged { record, quantity });
        rusqlite::Error::FromSqlConversionFailure(5, Type::Text, cause)
    })
}

/// Names what cannot be read, where that is known.
pub(in crate::store) fn unreadable(e: rusqlite::Error) -> Error {
    let rusqlite::Error::FromSqlConversionFailure(_, _, cause) = &e else {
        return e.into();
    };
    let Some(Damaged { record, quantity }) = cause.downcast_ref() else {
        return e.into();
    };
    let message = text!(
        "其他履职第 {record} 条的数量“{quantity}”读不懂，没有计分",
        "the quantity `{quantity}` of record {record} cannot be read: nothing was scored"
    );
    let hint = text!(
        "本程序不会写成这样：从备份恢复，或用写它的工具改正",
        "this program never writes such: restore a backup, or mend it with the tool that wrote it"
    );
    Error::machine("damaged_file", message)
        .hint(hint)
        .because(e)
}

pub(super) fn record(
    r: &Row<'_>,
    _: &Context,
    symbols: &mut Symbols,
) -> rusqlite::Result<(i64, Option<Fact>)> {
    let mut fact = blank(
        FactKind::Record,
        r.get(1)?,
        day(r.get_ref(2)?.as_str_or_null()?),
    );
    fact.kind = symbols.intern(r.get_ref(3)?.as_str()?);
    fact.level = symbols.intern(r.get_ref(4)?.as_str_or_null()?.unwrap_or(""));
    fact.quantity = quantity(fact.row, r.get_ref(5)?.as_str()?)?;
    fact.marks = u16::from(r.get::<_, bool>(6)?) * mark::CONFIRMED;
    Ok((r.get(0)?, Some(fact)))
}

pub(super) fn status(
    r: &Row<'_>,
    _: &Context,
    symbols: &mut Symbols,
) -> rusqlite::Result<(i64, Option<Fact>)> {
    let mut fact = blank(
        FactKind::Status,
        r.get(1)?,
        day(r.get_ref(2)?.as_str_or_null()?),
    );
    fact.kind = symbols.intern(r.get_ref(3)?.as_str()?);
    Ok((r.get(0)?, Some(fact)))
}
