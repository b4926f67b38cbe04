//! What single headers mean: spelling, aliases, levels, near misses.

use super::Bound;
use crate::ledger::cell::Cell;
use crate::ledger::field::Field;
use crate::ledger::layout::{Column, LAYOUTS, Layout, Need, QUIET};
use crate::ledger::mend::bare;
use crate::model::code::Ledger;

/// A header of two rows as one, where the lower row's cells are headers too. An upper cell that is
/// merged over several columns says what the lower ones have in common: 审查 over 结果 and 日期 is
/// 审查结果 and 审查日期; 委员 over 姓名 and 编号 is 姓名 and 委员编号.
pub(super) fn two_rows(top: &[String], below: &[Cell<'_>]) -> Option<Vec<String>> {
    let sub: Vec<String> = below.iter().map(Cell::shown).collect();
    let wide = top.len().max(sub.len());
    let at = |row: &[String], i: usize| row.get(i).cloned().unwrap_or_default();
    let over = labels(top, &sub);
    let filled = |i: &usize| !bare(&at(&sub, *i)).is_empty();
    let clash = (0..wide)
        .filter(filled)
        .any(|i| over[i].is_none() && is_known(&at(top, i)));
    let heads = |i: &usize| {
        let label = over[*i].as_deref().unwrap_or_default();
        ["会议", "活动", "出席", "参会", "考勤", "签到"]
            .iter()
            .any(|w| label.contains(w))
            || is_known(&under(label, &at(&sub, *i)))
    };
    let count = (0..wide).filter(filled).count();
    if count == 0 || clash || (0..wide).filter(filled).filter(heads).count() * 2 < count {
        return None;
    }
    let pick = |i| match (filled(&i), &over[i]) {
        (false, _) => at(top, i),
        (true, Some(label)) => under(label, &at(&sub, i)),
        (true, None) => under(&at(top, i), &at(&sub, i)),
    };
    Some((0..wide).map(pick).collect())
}

/// How many cells of a row are headers of some ledger.
pub(in crate::ledger) fn known_headers(cells: &[Cell<'_>]) -> usize {
    cells.iter().filter(|cell| is_known(&cell.shown())).count()
}

fn is_known(header: &str) -> bool {
    LAYOUTS
        .iter()
        .any(|layout| !meanings(layout, &key(header)).is_empty())
}

/// For each column the upper cell that stands over it and its neighbours, where it stands over
/// several columns that have lower headers: merged, or written again in each.
fn labels(top: &[String], sub: &[String]) -> Vec<Option<String>> {
    let blank = |row: &[String], i: usize| row.get(i).is_none_or(|cell| bare(cell).is_empty());
    let wide = top.len().max(sub.len());
    let mut over = vec![None; wide];
    let mut i = 0;
    while i < wide {
        let mut end = i + 1;
        if !blank(top, i) && !blank(sub, i) {
            let same = |j: usize| blank(top, j) || bare(&top[j]) == bare(&top[i]);
            while end < wide && !blank(sub, end) && same(end) {
                end += 1;
            }
        }
        if end - i > 1 {
            over[i..end].fill(Some(top[i].trim().to_owned()));
        }
        i = end;
    }
    over
}

/// A lower header under an upper one: both together where that is a header, else the lower one.
fn under(upper: &str, lower: &str) -> String {
    let upper = upper.trim();
    let short = upper.strip_suffix("情况").unwrap_or(upper);
    [upper, short]
        .iter()
        .filter(|upper| !upper.is_empty())
        .map(|upper| format!("{upper}{}", lower.trim()))
        .find(|both| is_known(both))
        .unwrap_or_else(|| lower.to_owned())
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
        let is_day = ["时间", "日期"].iter().any(|end| header.ends_with(end));
        let field = if header.contains("采用") || header.contains("采纳") {
            Some([Field::Adoption, Field::AdoptedOn][usize::from(is_day)])
        } else if header.contains("批示") {
            Some([Field::Instruction, Field::InstructedOn][usize::from(is_day)])
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
        Field::Adoption | Field::AdoptedOn => &["采用", "采纳", "录用", "刊发"],
        Field::Instruction | Field::InstructedOn => &["领导批示", "批示"],
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

/// Whether a header is one of the ledger's that hold nothing which it stores.
pub(super) fn is_quiet(layout: &Layout, key: &str) -> bool {
    layout.quiet.iter().any(|quiet| bare(quiet) == key)
}

/// Whether a header says nothing in any sheet: running numbers, our own notes.
pub(super) fn is_running(key: &str) -> bool {
    QUIET.iter().any(|quiet| bare(quiet) == key)
}

/// A column's letters: 0 is `A`, 26 is `AA`.
pub(in crate::ledger) fn letters(at: usize) -> String {
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
