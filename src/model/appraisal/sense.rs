//! What a scheme can hold that reads well and is likely a slip.

use super::{Level, Scheme};
use crate::lang::Text;
use crate::model::score::Points;
use crate::model::score::points::decimal_text;
use crate::text;

/// A number as a scheme has it: `40`, `0.5`, `1/3`.
pub fn written(points: Points) -> String {
    if 100 % points.denom() == 0 {
        return decimal_text(points);
    }
    format!("{}/{}", points.numer(), points.denom())
}

impl Level {
    /// Whether whoever reaches another level reaches this one too.
    pub(super) fn covers(&self, other: &Level) -> bool {
        let points = self
            .at_least
            .is_none_or(|least| other.at_least.is_some_and(|o| o >= least));
        let share = self.share.as_ref().is_none_or(|(of, share)| {
            let named = |(o, s): &(Vec<usize>, Points)| {
                s >= share && o.iter().all(|choice| of.contains(choice))
            };
            other.share.as_ref().is_some_and(named)
        });
        points && share
    }
}

impl Scheme {
    /// What the office should look at again: weights that differ and add up to neither 1, 10 nor 100.
    pub fn doubt(&self) -> Option<Text> {
        let sum: Points = self.criteria.iter().map(|c| c.weight).sum();
        let whole = [1, 10, 100].map(Points::from_integer);
        let first = self.criteria.first()?.weight;
        // Equal whole weights are a way of saying that all weigh the same.
        let plain = self.criteria.iter().all(|c| c.weight == first) && first.is_integer();
        if plain || whole.contains(&sum) {
            return None;
        }
        let sum = written(sum);
        let of = |c: &super::Criterion| {
            let (name, weight) = (&c.name, written(c.weight));
            format!("{name} {weight}/{sum}")
        };
        let parts: Vec<String> = self.criteria.iter().map(of).collect();
        let Text { zh, en } = Text::listed(&parts);
        Some(text!(
            "评议内容的权重合计 {sum}，不是 1、10 或 100；现按 {zh} 折算，写错的请改办法里的 weight",
            "the weights add up to {sum}, neither 1, 10 nor 100; they are taken as {en}; correct `weight` in the scheme where that is wrong"
        ))
    }
}
