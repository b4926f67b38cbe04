//! Ranking as in competitions: equals share a rank, and the next one is as many places further
//! (1, 2, 2, 4; E33). Points are compared unrounded.

use super::points::Points;
use crate::model::apart::PIECE;
use rayon::prelude::*;

/// The rank of each, in the order given. `None` stands for those who are not ranked: members who
/// were not in office on any day of the window (E34); they take no rank and push nobody down.
pub fn rank(totals: &[Option<Points>]) -> Vec<Option<u32>> {
    let mut order: Vec<(Points, usize)> = totals
        .iter()
        .enumerate()
        .filter_map(|(i, t)| t.map(|t| (t, i)))
        .collect();
    let best_first = |a: &(Points, usize), b: &(Points, usize)| b.0.cmp(&a.0).then(a.1.cmp(&b.1));
    if order.len() > PIECE {
        order.par_sort_unstable_by(best_first);
    } else {
        order.sort_unstable_by(best_first);
    }
    let mut ranks = vec![None; totals.len()];
    let mut last: Option<(Points, u32)> = None;
    for (place, (points, i)) in (1_u32..).zip(order) {
        let rank = last
            .filter(|(p, _)| *p == points)
            .map_or(place, |(_, rank)| rank);
        last = Some((points, rank));
        ranks[i] = Some(rank);
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_share_a_rank_and_the_next_is_further_down() {
        let p = |n, d| Some(Points::new(n, d));
        let ranks = rank(&[
            p(60, 1),
            p(1001, 10),
            None,
            p(95, 1),
            p(95, 1),
            p(599_999, 10_000),
        ]);
        assert_eq!(ranks, [Some(4), Some(1), None, Some(2), Some(2), Some(5)]);
        assert_eq!(rank(&[]), []);
    }
}
