//! How much the ranking hangs on each weight: every item's points a tenth more and a tenth less.

use super::compare::{Change, Side, compare, summary};
use super::engine::TooFine;
use super::points::Points;
use super::ranking::{Ranking, Score};
use super::rules::{Rules, Worth};
use crate::lang::Text;
use crate::model::fact::{Fact, Subject};
use rayon::prelude::*;

/// What a change of one item's points does to the ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The heading of the item's part.
    pub part: String,
    /// The heading of the item.
    pub item: String,
    /// Its days, where a clause has several versions.
    pub days: Option<Text>,
    /// With a tenth more.
    pub more: Shift,
    /// With a tenth less.
    pub less: Shift,
}

/// How far a ranking moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shift {
    /// How many have another rank.
    pub moved: usize,
    /// All ranks moved, up and down, together.
    pub ranks: i64,
    /// How many have another grade.
    pub crossed: usize,
}

impl Shift {
    /// Counts the changes between the ranking as it is and the one with the other weight.
    pub fn of(changes: &[Change]) -> Shift {
        let told = summary(changes);
        Shift {
            moved: told.up + told.down,
            ranks: changes.iter().filter_map(Change::ranks).map(i64::abs).sum(),
            crossed: told.crossings.iter().map(|c| c.2.len()).sum(),
        }
    }
}

/// Members with their facts, as they are taken in together.
pub type Batch = Vec<(Subject, Vec<Fact>)>;

/// So many make a batch: enough for threads to be worth their start.
pub const BATCH: usize = 256;

/// Takes a batch in on all processors, each with some of the rankings: none sees another, so that
/// what comes out is the same as on one.
///
/// # Errors
/// [`TooFine`] where the points of one have no exact sum.
pub fn add_all(rankings: &mut [Ranking<'_>], batch: &Batch) -> Result<(), TooFine> {
    let all = rankings.par_iter_mut();
    all.try_for_each(|r| batch.iter().try_for_each(|(who, facts)| r.add(who, facts)))
}

/// What each other weight does, on all processors, in the order of the rankings.
pub fn shifts(rules: &Rules, base: &[Score], rankings: Vec<Ranking<'_>>) -> Vec<Shift> {
    let shift = |ranking: Ranking<'_>| {
        let other = ranking.settle();
        let [old, new] = [base, &other].map(|scores| Side { rules, scores });
        Shift::of(&compare(old, new))
    };
    rankings.into_par_iter().map(shift).collect()
}

/// The factor of a tenth more, and of a tenth less.
pub fn factors() -> [Points; 2] {
    [Points::new(11, 10), Points::new(9, 10)]
}

impl Rules {
    /// The rules with the points of the item at `at` (in the order of [`Rules::items`]) times `factor`.
    #[must_use]
    pub fn weighted(&self, at: usize, factor: Points) -> Rules {
        let mut rules = self.clone();
        let mut items = rules.parts.iter_mut().flat_map(|p| &mut p.items);
        if let Some(item) = items.nth(at) {
            // Where steps give the points, the sum that reaches them is no weight.
            if item.steps.is_empty() {
                item.times.push(Worth::Flat(factor));
            }
            for (_, points) in &mut item.steps {
                *points *= factor;
            }
        }
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::score::tests::fixture::{attends, p, score};

    const RULES: &str = r#"
title = "办法"
[[part]]
code = "meetings"
title = "会议"
[[part.item]]
title = "出席"
fact = "attendance"
state = "present"
points = 2
[[part.item]]
title = "再出席"
fact = "attendance"
state = "present"
points = 1
"#;

    #[test]
    fn one_item_weighs_a_tenth_more_and_no_other() {
        let scored = score(RULES, &attends("常委会会议", "present").times(5));
        assert_eq!(scored.tally.items, [p(10, 1), p(5, 1)]);
        let [more, less] = factors();
        let first = |factor| scored.rules.weighted(0, factor);
        assert_eq!(
            first(more).parts[0].items[1],
            scored.rules.parts[0].items[1]
        );
        assert_eq!(first(less).parts[0].items[0].times, [Worth::Flat(p(9, 10))]);
        assert_eq!(scored.rules.weighted(9, more), scored.rules);
    }
}
