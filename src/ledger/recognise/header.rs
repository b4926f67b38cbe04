//! What single headers mean: spelling, aliases, levels, near misses.

use super::Bound;
use crate::ledger::cell::Cell;
use crate::ledger::field::Field;
use crate::ledger::layout::{Column, LAYOUTS, Layout, Need, QUIET};
use crate::ledger::mend::bare;
use crate::model::code::Ledger;

/// A header of two rows as one, where the lower row's cells are headers too.
pub(super) fn two_rows(top: &[String], below: &[Cell<'_>]) -> Option<Vec<String>> {
    let sub: Vec<String> = below.iter().map(Cell::shown).collect();
    let known = |h: &String| {
        LAYOUTS
            .iter()
            .any(|layout| !fields_of(layout, &bare(h)).is_empty())
    };
    let filled: Vec<&String> = sub.iter().filter(|h| !bare(h).is_empty()).collect();
    let clash = top
        .iter()
        .zip(&sub)
        .filter(|(t, s)| known(t) && !bare(s).is_empty())
        .count();
    if filled.is_empty()
        || clash > 0
        || filled.iter().filter(|h| known(h)).count() * 2 < filled.len()
    {
        return None;
    }
    let wide = top.len().max(sub.len());
    let at = |row: &[String], i: usize| row.get(i).cloned().unwrap_or_default();
    let pick = |i| {
        if bare(&at(&sub, i)).is_empty() {
            at(top, i)
        } else {
            at(&sub, i)
        }
    };
    Some((0..wide).map(pick).collect())
}

/// The columns of a layout that a bare header may fill, canonical ones first.
pub(super) fn fields_of(layout: &Layout, header: &str) -> Vec<&'static Column> {
    if header.is_empty() {
        return Vec::new();
    }
    let spelt = |name: &str| bare(name) == header;
    let mut found: Vec<&Column> = layout.columns.iter().filter(|c| spelt(c.header)).collect();
    found.extend(
        layout
            .columns
            .iter()
            .filter(|c| c.aliases.iter().any(|alias| spelt(alias))),
    );
    if found.is_empty() && layout.ledger == Ledger::Opinion {
        let field = if header.contains("采用") || header.contains("采纳") {
            Some(Field::Adoption)
        } else if header.contains("批示") {
            Some(Field::Instruction)
        } else {
            None
        };
        found.extend(field.and_then(|field| layout.column(field)));
    }
    found
}

/// The level before 采用, 采纳 or 批示 in a header: `区政协采用情况` → `区政协`.
pub(super) fn level(field: Field, header: &str) -> String {
    let marks: &[&str] = match field {
        Field::Adoption => &["采用", "采纳", "录用"],
        Field::Instruction => &["领导批示", "批示"],
        _ => return String::new(),
    };
    let cut = marks.iter().filter_map(|mark| header.find(mark)).min();
    cut.map(|at| header[..at].to_owned()).unwrap_or_default()
}

/// A header as tables spell it: no spaces, no star, no `(必填)`.
pub(super) fn key(header: &str) -> String {
    let bare = bare(header);
    let bare = bare.trim_matches('*').trim_end_matches(['：', ':']);
    bare.strip_suffix("(必填)").unwrap_or(bare).to_owned()
}

/// The fields of a header; without what stands in brackets at its end, if the whole is unknown.
pub(super) fn meanings(layout: &Layout, key: &str) -> Vec<&'static Column> {
    let whole = fields_of(layout, key);
    match key.find('(') {
        Some(at) if whole.is_empty() && key.ends_with(')') => fields_of(layout, &key[..at]),
        _ => whole,
    }
}

/// Whether a header says nothing that the ledger stores.
pub(super) fn is_quiet(layout: &Layout, key: &str) -> bool {
    layout
        .quiet
        .iter()
        .chain(QUIET)
        .any(|quiet| bare(quiet) == key)
}

/// A column's letters: 0 is `A`, 26 is `AA`.
pub(super) fn letters(at: usize) -> String {
    let last = char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    if at < 26 {
        last.to_string()
    } else {
        letters(at / 26 - 1) + &last.to_string()
    }
}

/// A known header of a free column that differs by one character.
pub(super) fn nearest(
    layout: &'static Layout,
    header: &str,
    held: &[Bound],
) -> Option<&'static str> {
    let length = header.chars().count();
    if !(2..=8).contains(&length) {
        return None;
    }
    layout
        .columns
        .iter()
        .filter(|column| {
            column.need == Need::List || !held.iter().any(|bound| bound.field == column.field)
        })
        .flat_map(|column| column.aliases.iter().chain([&column.header]))
        .find(|name| name.chars().count() >= 2 && one_apart(header, name))
        .copied()
}

/// Whether one insertion, removal, replacement or swap of neighbours makes one of the other.
fn one_apart(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let same = one
        .iter()
        .zip(&other)
        .take_while(|(left, right)| left == right)
        .count();
    let (one, other) = (&one[same..], &other[same..]);
    let after = |tail: &'_ [char], skip: usize| tail.get(skip..).unwrap_or_default().to_vec();
    let swapped = one.len() > 1 && other.len() > 1 && one[0] == other[1] && one[1] == other[0];
    let different = one != other;
    different
        && ((swapped && after(one, 2) == after(other, 2))
            || after(one, 1) == after(other, 1)
            || after(one, 1) == other
            || one == after(other, 1))
}
