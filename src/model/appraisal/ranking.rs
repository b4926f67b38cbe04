//! Who comes first, and which number decided it.

use super::{Figures, Scheme, Tie};
use crate::model::score::Points;
use std::cmp::Ordering;

/// A place in the ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// The rank as in competitions.
    pub rank: u32,
    /// The entry's place in what was ranked.
    pub at: usize,
    /// Which of the scheme's `ties` had to decide against others of the same points: of several
    /// the last one.
    pub decided: Option<usize>,
    /// Whether another stands on the same rank.
    pub tied: bool,
}

impl Scheme {
    /// The number by which a tie is decided.
    pub fn tie_value(&self, tie: &Tie, figures: &Figures) -> Points {
        match tie {
            Tie::Criterion(at) => figures.criteria[*at],
            Tie::Choice(at) => figures.shares[*at],
        }
    }

    /// The name of what decides a tie.
    pub fn tie_name(&self, tie: &Tie) -> &str {
        match tie {
            Tie::Criterion(at) => &self.criteria[*at].name,
            Tie::Choice(at) => &self.choices[*at].name,
        }
    }

    /// Which comes first, and by which of the ties: `None` where the points say it.
    fn compare(&self, a: &Figures, b: &Figures) -> (Ordering, Option<usize>) {
        let points = b.points.cmp(&a.points);
        if points != Ordering::Equal {
            return (points, None);
        }
        for (at, tie) in self.ties.iter().enumerate() {
            let order = self.tie_value(tie, b).cmp(&self.tie_value(tie, a));
            if order != Ordering::Equal {
                return (order, Some(at));
            }
        }
        (Ordering::Equal, None)
    }
}

/// Ranks figures, best first; who is equal in all shares a rank and stands in the order given.
pub fn rank(scheme: &Scheme, all: &[Figures]) -> Vec<Placed> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|a, b| scheme.compare(&all[*a], &all[*b]).0);
    let mut placed: Vec<Placed> = Vec::with_capacity(order.len());
    for (place, at) in (1_u32..).zip(order) {
        let mut here = Placed {
            rank: place,
            at,
            decided: None,
            tied: false,
        };
        if let Some(above) = placed.last_mut()
            && scheme.compare(&all[above.at], &all[at]).0 == Ordering::Equal
        {
            here.rank = above.rank;
            here.tied = true;
            above.tied = true;
        }
        placed.push(here);
    }
    let equal = |a: &Placed, b: &Placed| all[a.at].points == all[b.at].points;
    for group in placed.chunk_by_mut(equal) {
        decide(scheme, all, group);
    }
    placed
}

/// Which ties decided among entries of the same points, in their order. Who shares a rank shares
/// what decided it.
fn decide(scheme: &Scheme, all: &[Figures], group: &mut [Placed]) {
    let parted: Vec<Option<usize>> = group
        .windows(2)
        .map(|pair| scheme.compare(&all[pair[0].at], &all[pair[1].at]).1)
        .collect();
    // Between two neighbours without a tie that parts them lies nothing: they are equal in all.
    let mut from = 0;
    while from < group.len() {
        let rest = &parted[from..];
        let last = from + rest.iter().take_while(|p| p.is_none()).count();
        let before = from.checked_sub(1).and_then(|at| parted[at]);
        let after = parted.get(last).copied().flatten();
        for placed in &mut group[from..=last] {
            placed.decided = before.max(after);
        }
        from = last + 1;
    }
}
