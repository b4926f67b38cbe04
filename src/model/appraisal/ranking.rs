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
    /// Which of the scheme's `ties` had to decide against a neighbour of the same points.
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
        if let Some(above) = placed.last_mut() {
            match scheme.compare(&all[above.at], &all[at]) {
                (Ordering::Equal, _) => {
                    here.rank = above.rank;
                    here.tied = true;
                    above.tied = true;
                }
                (_, Some(tie)) => {
                    here.decided = Some(tie);
                    above.decided = above.decided.max(Some(tie));
                }
                _ => {}
            }
        }
        placed.push(here);
    }
    placed
}
