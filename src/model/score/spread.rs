//! How scores lie: in spans of equal width, and within bodies. Exact, as the scores are.

use super::band::{Band, Bands};
use super::compare::mean;
use super::points::Points;
use super::ranking::Score;
use std::collections::BTreeMap;

/// The scores of one body's ranked members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The body; empty for members of none.
    pub body: String,
    /// The scores, lowest first.
    pub values: Vec<Points>,
}

impl Group {
    /// Where a quarter, a half and three quarters of the scores lie, between neighbours in proportion.
    pub fn quartiles(&self) -> Option<[Points; 3]> {
        let last = self.values.len().checked_sub(1)?;
        Some([1, 2, 3].map(|quarters| {
            let (at, rest) = (quarters * last / 4, quarters * last % 4);
            let (low, high) = (self.values[at], self.values[(at + 1).min(last)]);
            let rest = i128::try_from(rest).unwrap_or(0);
            low + (high - low) * Points::new(rest, 4)
        }))
    }

    /// The score in the middle.
    pub fn median(&self) -> Option<Points> {
        self.quartiles().map(|[_, middle, _]| middle)
    }

    /// The average.
    pub fn mean(&self) -> Option<Points> {
        mean(&self.values)
    }
}

/// The scores of all who are ranked.
pub fn ranked(scores: &[Score]) -> Group {
    let ranked = scores.iter().filter(|s| s.rank.is_some());
    let mut values: Vec<Points> = ranked.map(|s| s.total).collect();
    values.sort_unstable();
    Group {
        body: String::new(),
        values,
    }
}

/// The scores of each body, the best median first, then the name; `bodies` names those of a
/// member's number, and a member of several counts in each.
pub fn groups(scores: &[Score], bodies: &BTreeMap<String, Vec<String>>) -> Vec<Group> {
    let mut lists: BTreeMap<&str, Vec<Points>> = BTreeMap::new();
    for score in scores.iter().filter(|s| s.rank.is_some()) {
        let named = bodies.get(&score.no).filter(|b| !b.is_empty());
        let named = named.map_or(vec![""], |b| b.iter().map(String::as_str).collect());
        for body in named {
            lists.entry(body).or_default().push(score.total);
        }
    }
    let mut groups: Vec<Group> = lists
        .into_iter()
        .map(|(body, mut values)| {
            values.sort_unstable();
            Group {
                body: body.to_owned(),
                values,
            }
        })
        .collect();
    groups.sort_by_key(|g| std::cmp::Reverse(g.median()));
    groups
}

/// The scores of each band, in the order of the rules; bands that nobody is in are empty.
pub fn banded(scores: &[Score], bands: &Bands) -> Vec<Group> {
    let one = |band: &Band| {
        let held = |s: &&Score| s.rank.is_some() && s.band.as_ref() == Some(&band.name);
        let mut values: Vec<Points> = scores.iter().filter(held).map(|s| s.total).collect();
        values.sort_unstable();
        Group {
            body: band.name.clone(),
            values,
        }
    };
    bands.list.iter().map(one).collect()
}

/// How many scores lie in each of some spans of equal and round width: the edges, one more than
/// there are spans, and the counts. An edge belongs to the span above it, the last to the last.
pub fn spans(group: &Group) -> (Vec<Points>, Vec<usize>) {
    const MOST: i128 = 12;
    let (Some(low), Some(high)) = (group.values.first(), group.values.last()) else {
        return (Vec::new(), Vec::new());
    };
    let rounds = (-2..12).flat_map(|ten| {
        [1, 2, 5].map(|r| Points::from_integer(r) * Points::from_integer(10).pow(ten))
    });
    let fits =
        |step: &Points| (high / step).floor() - (low / step).floor() < Points::from_integer(MOST);
    let widest = Points::from_integer(high.to_integer().saturating_sub(low.to_integer()).max(1));
    let step = rounds.into_iter().find(fits).unwrap_or(widest);
    let first = (low / step).floor();
    let place = |value: &Points| {
        let at = (value / step).floor() - first;
        usize::try_from(at.to_integer()).unwrap_or(0)
    };
    let mut counts = vec![0; place(high) + 1];
    for value in &group.values {
        counts[place(value)] += 1;
    }
    // Full marks lie with those just below them.
    let last = counts.len() - 1;
    if last > 0 && *high == (first + Points::from_integer(i128::try_from(last).unwrap_or(0))) * step
    {
        counts[last - 1] += counts[last];
        counts.truncate(last);
    }
    let edge = |at: usize| (first + Points::from_integer(i128::try_from(at).unwrap_or(0))) * step;
    ((0..=counts.len()).map(edge).collect(), counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn group(values: &[i128]) -> Group {
        let mut values: Vec<Points> = values.iter().map(|v| Points::new(*v, 4)).collect();
        values.sort_unstable();
        Group {
            body: String::new(),
            values,
        }
    }

    #[test]
    fn quarters_lie_between_neighbours() {
        let four = group(&[4, 8, 12, 16]);
        let [low, middle, high] = four.quartiles().unwrap();
        let exact = [Points::new(7, 4), Points::new(5, 2), Points::new(13, 4)];
        assert_eq!([low, middle, high], exact);
        assert_eq!(group(&[]).quartiles(), None);
        assert_eq!(group(&[28]).median(), Some(Points::from_integer(7)));
    }

    #[test]
    fn full_marks_have_no_span_of_their_own() {
        let (edges, counts) = spans(&group(&[4 * 35, 4 * 60, 4 * 95, 400]));
        assert_eq!(edges.first(), Some(&Points::from_integer(30)));
        assert_eq!(edges.last(), Some(&Points::from_integer(100)));
        assert_eq!(counts, [1, 0, 0, 1, 0, 0, 2]);
        assert_eq!(spans(&group(&[8, 8])).1, [2]);
    }

    proptest! {
        #[test]
        fn every_score_lies_in_one_span(values in proptest::collection::vec(-4000_i128..4000, 1..60)) {
            let all = group(&values);
            let (edges, counts) = spans(&all);
            prop_assert_eq!(counts.iter().sum::<usize>(), values.len());
            prop_assert_eq!(edges.len(), counts.len() + 1);
            prop_assert!(counts.len() <= 12);
            prop_assert!(edges[0] <= all.values[0] && all.values[values.len() - 1] <= edges[counts.len()]);
            let [low, middle, high] = all.quartiles().unwrap();
            prop_assert!(low <= middle && middle <= high);
        }
    }
}
