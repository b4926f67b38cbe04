//! Which items of two files are the same, which are versions of one clause, and in which order they
//! stand together: both files keep theirs.

use super::differ::sense;
use crate::model::score::rules::{Item, Rules, Select};
use chrono::NaiveDate;
use std::collections::HashMap;

/// What becomes of an item, by its place among the items of the old part and of the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stands once.
    Same(usize, usize),
    /// The old one ends; the new version of its clause, where there is one.
    Ends(usize, Option<usize>),
    /// The new one begins; the old version of its clause, where there is one.
    Begins(usize, Option<usize>),
}

/// Longer parts are aligned by the first that fits, not by the most that do.
const LARGEST: usize = 4_000_000;

/// The items of a part in both files, in an order that is that of both.
pub(super) fn align(items: [&[Item]; 2], rules: &[Rules; 2], from: NaiveDate) -> Vec<Fate> {
    let words: [Vec<String>; 2] =
        [0, 1].map(|w| items[w].iter().map(|i| sense(i, &rules[w])).collect());
    let mut ids: HashMap<&str, usize> = HashMap::new();
    let mut numbers: [Vec<usize>; 2] = Default::default();
    for (all, words) in numbers.iter_mut().zip(&words) {
        for word in words {
            let new = ids.len();
            all.push(*ids.entry(word).or_insert(new));
        }
    }
    let same = common(&numbers[0], &numbers[1]);
    let pairs = versions(items, &same, from);
    let (mut fates, mut old) = (Vec::new(), 0);
    let ends = |old: &mut usize, upto: usize, fates: &mut Vec<Fate>| {
        while *old < upto {
            fates.push(Fate::Ends(
                *old,
                pairs.iter().find(|p| p.0 == *old).map(|p| p.1),
            ));
            *old += 1;
        }
    };
    let mut anchors = same.iter().copied().peekable();
    for new in 0..items[1].len() {
        if let Some((a, b)) = anchors.next_if(|(_, b)| *b == new) {
            ends(&mut old, a, &mut fates);
            fates.push(Fate::Same(a, b));
            old = a + 1;
            continue;
        }
        let version = pairs.iter().find(|p| p.1 == new).map(|p| p.0);
        let next = anchors.peek().map_or(items[0].len(), |(a, _)| *a);
        if let Some(a) = version.filter(|a| (old..next).contains(a)) {
            ends(&mut old, a + 1, &mut fates);
        }
        fates.push(Fate::Begins(new, version));
    }
    ends(&mut old, items[0].len(), &mut fates);
    fates
}

/// A longest common sequence, as pairs of places.
fn common(a: &[usize], b: &[usize]) -> Vec<(usize, usize)> {
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (x, y) = (&a[start..], &b[start..]);
    let end = x.iter().rev().zip(y.iter().rev());
    let end = end.take_while(|(x, y)| x == y).count();
    let (x, y) = (&x[..x.len() - end], &y[..y.len() - end]);
    let head = (0..start).map(|i| (i, i));
    let middle = longest(x, y).into_iter();
    let middle = middle.map(|(i, j)| (start + i, start + j));
    let tail = (0..end).map(|i| (a.len() - end + i, b.len() - end + i));
    head.chain(middle).chain(tail).collect()
}

fn longest(x: &[usize], y: &[usize]) -> Vec<(usize, usize)> {
    let (rows, width) = (x.len(), y.len() + 1);
    if rows.saturating_mul(width) > LARGEST {
        return first_fit(x, y);
    }
    let mut best = vec![0_u32; (rows + 1) * width];
    for i in (0..x.len()).rev() {
        for j in (0..y.len()).rev() {
            best[i * width + j] = if x[i] == y[j] {
                best[(i + 1) * width + j + 1] + 1
            } else {
                best[(i + 1) * width + j].max(best[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < x.len() && j < y.len() {
        if x[i] == y[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// A common sequence: each of `x` with the next of `y` that is the same.
fn first_fit(x: &[usize], y: &[usize]) -> Vec<(usize, usize)> {
    let mut places: HashMap<usize, Vec<usize>> = HashMap::new();
    for (j, word) in y.iter().enumerate() {
        places.entry(*word).or_default().push(j);
    }
    let (mut next, mut pairs) = (0, Vec::new());
    for (i, word) in x.iter().enumerate() {
        let all = places.get(word).map_or(&[][..], Vec::as_slice);
        let at = all.partition_point(|j| *j < next);
        if let Some(j) = all.get(at) {
            pairs.push((i, *j));
            next = j + 1;
        }
    }
    pairs
}

/// Old and new items that are versions of one clause: of the same heading, else of the same acts.
fn versions(items: [&[Item]; 2], same: &[(usize, usize)], from: NaiveDate) -> Vec<(usize, usize)> {
    let mut free: [Vec<bool>; 2] = [0, 1].map(|w| vec![true; items[w].len()]);
    for (a, b) in same {
        (free[0][*a], free[1][*b]) = (false, false);
    }
    // Of the versions that a file itself has, the one in force at the turn.
    let last = from.pred_opt().unwrap_or(from);
    for (w, day) in [last, from].into_iter().enumerate() {
        for (free, item) in free[w].iter_mut().zip(items[w]) {
            let (since, until) = (item.select.from, item.select.until);
            let in_force = since.is_none_or(|s| s <= day) && until.is_none_or(|u| u >= day);
            *free = *free && in_force;
        }
    }
    let mut pairs = Vec::new();
    let acts = |item: &Item| Select {
        from: None,
        until: None,
        ..item.select.clone()
    };
    for by_title in [true, false] {
        let alike = |a: &Item, b: &Item| {
            if by_title {
                a.title == b.title
            } else {
                acts(a) == acts(b)
            }
        };
        for a in 0..items[0].len() {
            let fits = |b: &usize| free[1][*b] && alike(&items[0][a], &items[1][*b]);
            let found = (0..items[1].len()).find(fits).filter(|_| free[0][a]);
            if let Some(b) = found {
                (free[0][a], free[1][b]) = (false, false);
                pairs.push((a, b));
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_have_keeps_the_order_of_both() {
        assert_eq!(
            common(&[1, 2, 3, 4], &[1, 3, 5, 4]),
            [(0, 0), (2, 1), (3, 3)]
        );
        assert_eq!(common(&[1, 2], &[2, 1]).len(), 1);
        assert_eq!(first_fit(&[1, 2, 3], &[2, 9, 3]), [(1, 0), (2, 2)]);
        assert!(common(&[], &[1]).is_empty());
    }
}
