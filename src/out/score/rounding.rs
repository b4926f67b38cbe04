//! Points as people read them: each rounded half away from zero for itself, the same wherever it
//! stands, and a word where the rounded parts do not add up to the rounded total.

use crate::lang::Text;
use crate::model::score::points::hundredths;
use crate::model::score::{Points, Score};
use crate::text;

/// Whether rounded parts add up to something else than their rounded total.
fn is_uneven(parts: impl Iterator<Item = Points>, total: Points) -> bool {
    parts.map(hundredths).sum::<i128>() != hundredths(total)
}

/// What to say of a score whose rounded parts do not add up to its rounded total.
pub fn note(parts: impl Iterator<Item = Points>, total: Points) -> Option<Text> {
    is_uneven(parts, total).then(|| {
        text!(
            "各部分四舍五入，合计以总分为准",
            "each part is rounded for itself; the total is what counts"
        )
    })
}

/// The parts of a score for other programs, which add them up: rounded so that they come to the
/// rounded total. People read each rounded for itself ([`note`]).
pub(super) fn rounded(score: &Score) -> Vec<Points> {
    let parts: Vec<Points> = score.parts.iter().map(|(_, p)| *p).collect();
    if parts.iter().all(|p| is_hundredths(*p)) {
        return parts;
    }
    let shares = allotted(hundredths(score.total), &parts);
    shares.into_iter().map(|n| Points::new(n, 100)).collect()
}

/// Whether two places hold the points: in ranking a whole city nearly all are such.
fn is_hundredths(points: Points) -> bool {
    100 % points.denom() == 0
}

/// The hundredths of what adds up to a whole that has `whole` of them: each is rounded, and what
/// the roundings lose or gain together goes where it is least wrong. The exact value stands beside.
pub(super) fn allotted(whole: i128, pieces: &[Points]) -> Vec<i128> {
    let mut shares: Vec<i128> = pieces.iter().map(|p| hundredths(*p)).collect();
    let over: i128 = shares.iter().sum::<i128>() - whole;
    let hundred = Points::from_integer(100);
    // How much each was rounded in the direction that is to be taken back.
    let excess =
        |at: usize| (Points::from_integer(shares[at]) - pieces[at] * hundred) * over.signum();
    let mut order: Vec<(Points, usize)> = (0..pieces.len()).map(|at| (excess(at), at)).collect();
    order.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let steps = usize::try_from(over.unsigned_abs()).unwrap_or(usize::MAX);
    for (_, at) in order.into_iter().take(steps) {
        shares[at] -= over.signum();
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirds_do_not_add_up_and_halves_do() {
        let third = Points::new(1, 3);
        let one = Points::from_integer(1);
        assert!(note([third; 3].into_iter(), one).is_some());
        assert!(note([one / 2, one / 2].into_iter(), one).is_none());
        assert!(note([Points::new(-1, 8), one].into_iter(), Points::new(7, 8)).is_some());
    }

    #[test]
    fn what_roundings_lose_goes_where_it_is_least_wrong() {
        let third = Points::new(5, 3);
        assert_eq!(allotted(500, &[third, third, third]), [166, 167, 167]);
        assert_eq!(
            allotted(333, &[Points::new(5, 3), Points::new(5, 3)]),
            [166, 167]
        );
        assert_eq!(
            allotted(1000, &[Points::from_integer(12), Points::from_integer(-2)]),
            [1200, -200]
        );
        assert_eq!(allotted(0, &[]), Vec::<i128>::new());
    }
}
