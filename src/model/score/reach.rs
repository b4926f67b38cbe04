//! How many points a rule can give at least and at most: what tells a cap that never binds and a
//! grade that nobody reaches.

use super::carry::To;
use super::every::Every;
use super::points::Points;
use super::rules::{Bounds, Item, Part, Per, Rules, Take, Words, Worth};
use super::scale::Scale;
use num_traits::{CheckedAdd, CheckedMul};
use std::cmp::Ordering;

const NONE: Points = Points::new_raw(0, 1);

/// The least and the most; `None` where nothing limits them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reach {
    pub(super) low: Option<Points>,
    pub(super) high: Option<Points>,
}

impl Reach {
    const NOTHING: Reach = Reach {
        low: Some(NONE),
        high: Some(NONE),
    };

    fn of(values: impl IntoIterator<Item = Points>) -> Option<Reach> {
        let mut values = values.into_iter();
        let first = values.next()?;
        let (low, high) = values.fold((first, first), |(l, h), v| (l.min(v), h.max(v)));
        Some(Reach {
            low: Some(low),
            high: Some(high),
        })
    }

    fn worth(worth: &Worth) -> Reach {
        match worth {
            Worth::Flat(points) => Reach::of([*points]),
            Worth::By { table, rest, .. } => Reach::of(table.iter().map(|(_, p)| *p).chain(*rest)),
        }
        .unwrap_or(Reach::NOTHING)
    }

    fn plus(self, other: Reach) -> Reach {
        let add = |a: Option<Points>, b: Option<Points>| a?.checked_add(&b?);
        Reach {
            low: add(self.low, other.low),
            high: add(self.high, other.high),
        }
    }

    /// Both ends of what two ranges make with each other.
    fn times(self, other: Reach) -> Reach {
        let ends = |r: Reach| r.low.zip(r.high);
        let (Some((a, b)), Some((c, d))) = (ends(self), ends(other)) else {
            return Reach {
                low: None,
                high: None,
            };
        };
        let all = [(a, c), (a, d), (b, c), (b, d)].map(|(x, y)| x.checked_mul(&y));
        let all: Option<Vec<Points>> = all.into_iter().collect();
        all.and_then(Reach::of).unwrap_or(Reach {
            low: None,
            high: None,
        })
    }

    /// Each end multiplied by whatever of a range above nothing takes it furthest.
    fn by(self, other: Reach) -> Reach {
        let end = |end: Option<Points>, toward_high: Ordering| {
            let (least, most) = other.low.zip(other.high)?;
            let far = if end?.cmp(&NONE) == toward_high {
                most
            } else {
                least
            };
            end?.checked_mul(&far)
        };
        Reach {
            low: end(self.low, Ordering::Less),
            high: end(self.high, Ordering::Greater),
        }
    }

    /// The range with nothing in it too: an act that is not done.
    fn or_nothing(self) -> Reach {
        Reach {
            low: self.low.map(|l| l.min(NONE)),
            high: self.high.map(|h| h.max(NONE)),
        }
    }

    /// The range any number of times.
    fn endless(self) -> Reach {
        Reach {
            low: self.low.filter(|l| *l >= NONE).map(|_| NONE),
            high: self.high.filter(|h| *h <= NONE).map(|_| NONE),
        }
    }

    pub(super) fn within(self, bounds: Bounds) -> Reach {
        let cut = |v: Points| {
            let below = bounds.cap.map_or(v, |cap| v.min(cap));
            bounds.floor.map_or(below, |floor| below.max(floor))
        };
        Reach {
            low: self.low.map_or(bounds.floor, |l| Some(cut(l))),
            high: self.high.map_or(bounds.cap, |h| Some(cut(h))),
        }
    }
}

/// What an item can give before its own cap and floor.
pub(super) fn item(item: &Item) -> Reach {
    let mut span = counted(item);
    if !item.steps.is_empty() {
        span = Reach::of(item.steps.iter().map(|(_, p)| *p))
            .unwrap_or(Reach::NOTHING)
            .or_nothing();
    }
    match item.every {
        None => span,
        Some(every) => spans(span, every, item.every_cap),
    }
}

/// What the acts of an item come to before its steps, in each span where it has spans.
pub(super) fn counted(item: &Item) -> Reach {
    let mut one = item
        .times
        .iter()
        .fold(Reach::worth(&item.points), |r, t| r.times(Reach::worth(t)))
        .or_nothing();
    if matches!(item.per, Per::HalfDay | Per::Quantity) {
        one = one.endless();
    }
    let most = if item.per == Per::Once {
        Some(1)
    } else {
        item.most
    };
    repeated(one, &item.tiers, most)
}

/// So many spans, each with its cap.
fn spans(span: Reach, every: Every, cap: Option<Points>) -> Reach {
    let capped = span.within(Bounds {
        cap,
        ..Bounds::default()
    });
    let number = Points::from_integer(i128::from(every.most()));
    let many = |p: Option<Points>| p?.checked_mul(&number);
    Reach {
        low: many(capped.low),
        high: many(capped.high),
    }
}

/// What a part or the whole can give once it is scaled.
fn scaled(reach: Reach, scales: &[Scale]) -> Reach {
    scales.iter().fold(reach, |reach, scale| match scale {
        Scale::By(points) => Reach::of([*points]).map_or(reach, |by| reach.by(by)),
        Scale::Post { table, rest } => {
            let rest = rest.unwrap_or(Points::from_integer(1));
            let all = table.iter().map(|(_, p)| *p).chain([rest]);
            Reach::of(all).map_or(reach, |by| reach.by(by))
        }
        Scale::Year { table, rest } => {
            let all = table.iter().map(|(_, p)| *p).chain(*rest);
            Reach::of(all).map_or(reach, |by| reach.by(by))
        }
        Scale::Served => Reach {
            low: reach.low.map(|l| l.min(NONE)),
            high: reach.high.map(|h| h.max(NONE)),
        },
        Scale::Tenure => Reach {
            low: reach.low.filter(|l| *l >= NONE),
            high: reach.high.filter(|h| *h <= NONE),
        },
    })
}

/// One fact after the other, each with its tier.
fn repeated(one: Reach, tiers: &[Points], most: Option<u32>) -> Reach {
    let whole = Points::from_integer(1);
    let last = tiers.last().copied().unwrap_or(whole);
    let tier = |t: Points| {
        Reach {
            low: Some(t),
            high: Some(t),
        }
        .times(one)
        .or_nothing()
    };
    let listed = most.map_or(tiers.len(), |most| tiers.len().min(most as usize));
    let first = tiers
        .iter()
        .take(listed)
        .fold(Reach::NOTHING, |sum, t| sum.plus(tier(*t)));
    let rest = match most {
        Some(most) => {
            let left = i128::try_from(most as usize - listed).unwrap_or(0);
            let left = Points::from_integer(left);
            tier(last).times(Reach {
                low: Some(left),
                high: Some(left),
            })
        }
        None => tier(last).endless(),
    };
    if one.low.is_some() && one.high.is_some() {
        first.plus(rest)
    } else {
        one
    }
}

/// What each part can give, with the parts within it, before its own cap and floor.
pub(super) fn parts(rules: &Rules) -> Vec<Reach> {
    let mut all = vec![Reach::NOTHING; rules.parts.len()];
    let mut inner: Vec<Vec<Reach>> = vec![Vec::new(); rules.parts.len()];
    let carried = carried_into(rules);
    for at in super::plan::order(rules) {
        let own = &rules.parts[at];
        let items = own.items.iter().map(|i| {
            let reach = item(i).within(item_bounds(i));
            for_some(reach, &i.holder)
        });
        let each: Vec<Reach> = items.chain(inner[at].drain(..)).collect();
        let sum = match own.take {
            Take::Sum => each.into_iter().fold(Reach::NOTHING, Reach::plus),
            Take::Highest => highest(&each),
        };
        let scaled = scaled(sum.plus(start(own)), &own.scale).plus(carried[at]);
        all[at] = for_some(scaled, &own.holder);
        if let Some(outer) = own.within {
            inner[outer].push(all[at].within(own.bounds));
        }
    }
    all
}

/// Who does not hold the posts has nothing.
fn for_some(reach: Reach, holder: &Words) -> Reach {
    if *holder == Words::default() {
        reach
    } else {
        reach.or_nothing()
    }
}

/// What others carry into each part, and last into the whole, and what may be left of last year.
/// What they have beyond their caps is not looked up: a limit of its own decides, else nothing does.
fn carried_into(rules: &Rules) -> Vec<Reach> {
    let mut all = vec![Reach::NOTHING; rules.parts.len() + 1];
    for (from, carry) in super::carry::all(rules).enumerate() {
        let Some(carry) = carry else { continue };
        let to = match carry.to {
            To::Part(to) => to,
            To::NextYear => from,
        };
        all[to] = all[to].plus(Reach {
            low: Some(NONE),
            high: carry.at_most,
        });
    }
    all
}

fn start(part: &Part) -> Reach {
    let by_post = part.by_post.iter();
    let posted = by_post.flat_map(|b| b.table.iter().map(|(_, b)| b).chain([&b.rest]));
    let starts: Vec<Points> = posted.map(|b| b.start.unwrap_or(NONE)).collect();
    let start = part.bounds.start.unwrap_or(NONE);
    Reach::of(starts).unwrap_or(Reach {
        low: Some(start),
        high: Some(start),
    })
}

fn highest(all: &[Reach]) -> Reach {
    let high: Option<Vec<Points>> = all.iter().map(|r| r.high).collect();
    Reach {
        low: all.iter().filter_map(|r| r.low).max(),
        high: high.map(|h| h.into_iter().max().unwrap_or(NONE)),
    }
}

/// What the whole can give before its own cap and floor, of what its parts can.
pub(super) fn whole(rules: &Rules, parts: &[Reach]) -> Reach {
    let outer = rules.parts.iter().zip(parts);
    let outer = outer
        .filter(|(p, _)| p.within.is_none())
        .map(|(p, reach)| reach.within(p.bounds));
    let start = rules.total.start.unwrap_or(NONE);
    let start = Reach {
        low: Some(start),
        high: Some(start),
    };
    let carried = carried_into(rules).pop().unwrap_or(Reach::NOTHING);
    scaled(outer.fold(start, Reach::plus), &rules.scale).plus(carried)
}

pub(super) fn item_bounds(item: &Item) -> Bounds {
    Bounds {
        start: None,
        cap: item.cap,
        floor: item.floor,
    }
}

/// Whether an act that an item counts may take points away.
pub(super) fn takes(item: &Item) -> bool {
    let worths = std::iter::once(&item.points).chain(&item.times);
    let one = worths.fold(
        Reach {
            low: Some(Points::from_integer(1)),
            high: Some(Points::from_integer(1)),
        },
        |r, t| r.times(Reach::worth(t)),
    );
    one.low.is_none_or(|low| low < NONE)
        || item.tiers.iter().any(|t| *t < NONE)
        || item.steps.iter().any(|(_, p)| *p < NONE)
}
