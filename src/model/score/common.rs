//! A scale at which the points of a rule set are whole numbers, so that they can be added as such.

use super::carry;
use super::points::Points;
use super::rules::{Bounds, Item, Others, Rules, Worth};
use super::scale::Scale;

/// No common scale may be larger, so that sums stay far below what a machine number holds.
const WIDEST: i64 = 1_000_000_000;

/// The least number that 1 to 12 all divide: equal parts among so many stay whole.
const TWELFTHS: i64 = 27_720;

/// A scale at which the numbers of a rule set, and what they make with each other, are whole;
/// `None` where it would be too wide.
pub(super) fn common_scale(rules: &Rules) -> Option<i64> {
    let bounds = |b: Bounds| [b.start, b.cap, b.floor];
    let parts = rules.all_bounds().flat_map(bounds);
    let items = rules
        .items()
        .flat_map(|(_, i)| [i.cap, i.floor, i.every_cap]);
    let carried = carry::all(rules).map(|c| c.and_then(|c| c.at_most));
    let steps = rules.items().flat_map(|(_, i)| i.steps.iter());
    let steps = steps.flat_map(|(from, points)| [Some(*from), Some(*points)]);
    let mut scale = 1;
    for points in bounds(rules.total)
        .into_iter()
        .chain(parts)
        .chain(items)
        .chain(steps)
        .chain(carried)
        .flatten()
    {
        scale = lcm(scale, denominator(points)?)?;
    }
    for (_, item) in rules.items() {
        scale = lcm(scale, item_scale(item)?)?;
    }
    let mut levers = 1;
    for part in &rules.parts {
        levers = lcm(levers, levers_scale(&part.scale)?)?;
    }
    for cap in rules.parts.iter().filter_map(|p| p.cap_of) {
        levers = levers.checked_mul(denominator(cap.share)?)?;
    }
    for times in carry::all(rules).filter_map(|c| c?.times) {
        levers = levers.checked_mul(denominator(times)?)?;
    }
    let levers = levers.checked_mul(levers_scale(&rules.scale)?)?;
    scale.checked_mul(levers).filter(|s| *s <= WIDEST)
}

/// What the factors of a part divide by; the time in office is left to the exact sum.
fn levers_scale(scales: &[Scale]) -> Option<i64> {
    scales.iter().try_fold(1_i64, |all, scale| {
        let below = match scale {
            Scale::By(points) => denominator(*points)?,
            Scale::Post { table, rest } => table
                .iter()
                .map(|(_, p)| *p)
                .chain(*rest)
                .try_fold(1, |s, p| lcm(s, denominator(p)?))?,
            Scale::Year { table, rest } => table
                .iter()
                .map(|(_, p)| *p)
                .chain(*rest)
                .try_fold(1, |s, p| lcm(s, denominator(p)?))?,
            Scale::Tenure | Scale::Served => 1,
        };
        all.checked_mul(below).filter(|s| *s <= WIDEST)
    })
}

fn item_scale(item: &Item) -> Option<i64> {
    let mut scale = table_scale(&item.points)?;
    for table in &item.times {
        scale = scale.checked_mul(table_scale(table)?)?;
    }
    let mut shares = 1;
    for (_, share) in &item.share {
        let split =
            (share.first.is_none() && share.places.is_empty()) || share.others == Others::Split;
        shares = lcm(shares, if split { TWELFTHS } else { 1 })?;
        let named = [
            share.first,
            if let Others::Each(part) = share.others {
                Some(part)
            } else {
                None
            },
        ];
        for part in &share.places {
            shares = lcm(shares, denominator(*part)?)?;
        }
        for part in named.into_iter().flatten() {
            let below = denominator(part)?;
            shares = if split {
                lcm(shares, TWELFTHS.checked_mul(below)?)?
            } else {
                lcm(shares, below)?
            };
        }
    }
    for tier in &item.tiers {
        scale = lcm(scale, scale.checked_mul(denominator(*tier)?)?)?;
    }
    scale.checked_mul(shares).filter(|s| *s <= WIDEST)
}

fn table_scale(worth: &Worth) -> Option<i64> {
    match worth {
        Worth::Flat(points) => denominator(*points),
        Worth::By { table, rest, .. } => table
            .iter()
            .map(|(_, p)| *p)
            .chain(*rest)
            .try_fold(1, |s, p| lcm(s, denominator(p)?)),
    }
}

fn denominator(points: Points) -> Option<i64> {
    i64::try_from(*points.denom()).ok()
}

fn lcm(a: i64, b: i64) -> Option<i64> {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    (a / x.max(1)).checked_mul(b).filter(|s| *s <= WIDEST)
}
