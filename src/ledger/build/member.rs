//! Rows of the member ledger.

use crate::ledger::cell::Cell;
use crate::ledger::clerk::Clerk;
use crate::ledger::field::Field;
use crate::ledger::parse::name::Who;
use crate::ledger::parse::word;
use crate::ledger::recognise::Bound;
use crate::ledger::row::MemberRow;

pub(super) fn member<'c>(
    clerk: &mut Clerk,
    cells: impl Iterator<Item = (&'c Bound, &'c Cell<'c>)>,
) -> MemberRow {
    let mut row = MemberRow::default();
    for (at, cell) in cells {
        match at.field {
            Field::No => row.no = clerk.own_number(at, cell),
            Field::Name => row.name = clerk.own_name(at, cell),
            Field::Alias => clerk.names(at, cell, Who::People, &mut row.aliases),
            Field::Sex => row.sex = clerk.word(at, cell, word::sex, "男、女"),
            Field::Birth => row.birth = clerk.date(at, cell),
            Field::Nation => row.nation = clerk.words(at, cell),
            Field::Party => clerk.list(at, cell, &mut row.parties),
            Field::Sector => row.sector = clerk.words(at, cell),
            Field::Committee => clerk.list(at, cell, &mut row.committees),
            Field::Group => clerk.list(at, cell, &mut row.groups),
            Field::Post => clerk.list(at, cell, &mut row.posts),
            Field::Unit => row.unit = clerk.words(at, cell),
            Field::Job => row.job = clerk.words(at, cell),
            Field::Phone => row.phone = clerk.phone(at, cell),
            Field::Tag => clerk.list(at, cell, &mut row.tags),
            Field::Rank => row.rank = clerk.count(at, cell),
            Field::Since => row.since = clerk.date(at, cell),
            Field::Until => row.until = clerk.date(at, cell),
            Field::Moved => row.moved = clerk.date(at, cell),
            Field::Note => row.note = clerk.text(at, cell),
            _ => {}
        }
    }
    row
}
