//! A rule set compiled: everything that a pass over the facts needs, at hand and interned.

use super::amount::{Amount, Factor, factor};
use super::carry;
use super::every::Every;
use super::gauge::{belongs, only};
use super::item::counts_who_came;
use super::person::Person;
use super::points::Points;
use super::rules::{
    Bounds, Exclusive, Field, Item, Part, Per, Prefer, Rules, Same, Share, Take, Worth,
};
use super::select::{self, Selector, Set, States, word_of};
use super::window::Window;
use crate::model::fact::{Fact, Sym, Symbols};

/// Shares are laid out beforehand up to so many persons.
const PERSONS: u16 = 16;

/// No exclusive group.
pub(super) const ALONE: u32 = u32::MAX;

/// A table of values, or one value.
#[derive(Debug, Clone)]
pub(super) enum Value<V> {
    Flat(V),
    By(Field, Box<[(Sym, V)]>, Option<V>),
}

impl<V: Copy> Value<V> {
    fn of(
        worth: &Worth,
        symbols: &mut Symbols,
        convert: impl Fn(Points) -> Option<V>,
    ) -> Option<Value<V>> {
        Some(match worth {
            Worth::Flat(points) => Value::Flat(convert(*points)?),
            Worth::By { field, table, rest } => {
                let rows = table
                    .iter()
                    .map(|(w, p)| Some((symbols.intern(w), convert(*p)?)));
                let rest = match rest {
                    Some(points) => Some(convert(*points)?),
                    None => None,
                };
                Value::By(*field, rows.collect::<Option<_>>()?, rest)
            }
        })
    }

    /// The value for a fact; `None` where the table does not name its word.
    pub(super) fn for_fact(&self, fact: &Fact, person: &Person) -> Option<V> {
        match self {
            Value::Flat(value) => Some(*value),
            Value::By(field, rows, rest) => {
                let word = word_of(*field, fact);
                let named = |w: Sym| match field {
                    Field::Post => person.holds_post(w, fact.on),
                    Field::Sector => w == person.sector,
                    _ => w == word,
                };
                let found = rows.iter().find(|(w, _)| named(*w));
                found.map(|(_, v)| *v).or(*rest)
            }
        }
    }
}

/// A share laid out: first and other, by the number of persons.
#[derive(Debug, Clone)]
struct Portions {
    kind: Option<Sym>,
    share: Share,
    laid_out: Vec<(Factor, Factor)>,
}

impl Portions {
    fn of(kind: Option<&str>, share: &Share, symbols: &mut Symbols) -> Portions {
        let one = |place, of| factor(share.of(place, of)).unwrap_or(Factor::new_raw(0, 1));
        Portions {
            kind: kind.map(|k| symbols.intern(k)),
            share: share.clone(),
            laid_out: (0..=PERSONS).map(|of| (one(1, of), one(2, of))).collect(),
        }
    }

    fn for_place(&self, place: u16, of: u16) -> Option<Factor> {
        let counted = self.share.at_most.is_none_or(|most| place <= most);
        match self.laid_out.get(usize::from(of)) {
            Some(_) if !self.share.places.is_empty() => factor(self.share.of(place, of)),
            Some((first, other)) if counted && place <= of.max(1) => {
                Some(if place <= 1 { *first } else { *other })
            }
            _ => factor(self.share.of(place, of)),
        }
    }
}

/// An item, apart from its points.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) part: usize,
    pub(super) selector: Selector,
    pub(super) post: Set,
    pub(super) post_not: Set,
    /// Tags, committees and groups that have to be held, and those that must not be.
    pub(super) belongs: Box<[(Set, Set)]>,
    pub(super) sector: Set,
    /// The posts of the year for whose holders it is, and those for whose holders it is not.
    pub(super) holder: (Set, Set),
    /// Whether posts or sector restrict who gets it.
    pub(super) gated: bool,
    times: Vec<Value<Factor>>,
    pub(super) per: Per,
    missed: Missed,
    portions: Vec<Portions>,
    /// The exclusive group, or [`ALONE`].
    pub(super) group: u32,
    /// What makes facts of the group rivals.
    pub(super) same: Same,
    /// Its place in the group where the first item counts instead of the best, else 0.
    pub(super) precedence: u32,
    pub(super) beyond: u32,
    pub(super) most: u32,
    pub(super) tiers: Vec<Factor>,
    /// The rate that multiplies the points.
    pub(super) rate: Option<usize>,
    pub(super) every: Option<Every>,
    stepped: Stepped,
    /// Whether its facts have to be gathered before they count.
    pub(super) gathers: bool,
    /// The days of the clause in all its versions, where they do not hold always.
    pub(super) days: Option<Window>,
}

impl Row {
    fn of(
        part: usize,
        nth: u32,
        item: &Item,
        groups: &mut Vec<Exclusive>,
        symbols: &mut Symbols,
    ) -> Row {
        let select = &item.select;
        let most = if item.per == Per::Once {
            1
        } else {
            item.most.unwrap_or(u32::MAX)
        };
        let group = item
            .exclusive
            .as_ref()
            .map_or(ALONE, |group| group_of(group, groups));
        let by_order = item
            .exclusive
            .as_ref()
            .is_some_and(|e| e.prefer == Prefer::First);
        let states = if counts_who_came(item) {
            States::WhoCame
        } else {
            States::Named
        };
        let mut row = Row {
            part,
            selector: Selector::of(select, states, symbols),
            post: only(&select.post.only, symbols),
            post_not: only(&select.post.not, symbols),
            belongs: belongs(select, symbols),
            sector: Set::of(&select.sector, symbols),
            holder: (
                only(&item.holder.only, symbols),
                only(&item.holder.not, symbols),
            ),
            gated: false,
            times: item
                .times
                .iter()
                .filter_map(|w| Value::of(w, symbols, factor))
                .collect(),
            per: item.per,
            missed: Missed::of(symbols),
            portions: item
                .share
                .iter()
                .map(|(k, s)| Portions::of(k.as_deref(), s, symbols))
                .collect(),
            group,
            same: item.exclusive.as_ref().map_or(Same::Occasion, |e| e.same),
            precedence: if by_order { nth } else { 0 },
            beyond: item.beyond,
            most,
            tiers: item.tiers.iter().copied().filter_map(factor).collect(),
            rate: item.rate,
            every: item.every,
            stepped: if item.steps.is_empty() {
                Stepped::No
            } else {
                Stepped::Yes
            },
            gathers: false,
            days: select::days(select),
        };
        row.gathers = group != ALONE || row.counts();
        row.gated = !row.belongs.is_empty()
            || [&row.post, &row.post_not, &row.sector]
                .iter()
                .any(|s| !matches!(s, Set::Any));
        row
    }

    /// Whether the order or number of its facts matters.
    pub(super) fn counts(&self) -> bool {
        self.beyond > 0
            || self.most < u32::MAX
            || !self.tiers.is_empty()
            || self.every.is_some()
            || self.stepped == Stepped::Yes
    }

    /// The fraction of a shared act that falls to the person; 1 where it is not shared.
    pub(super) fn portion(&self, fact: &Fact) -> Option<Factor> {
        let mine = self
            .portions
            .iter()
            .find(|p| p.kind.is_none_or(|k| k == fact.kind));
        mine.map_or(Some(Factor::new_raw(1, 1)), |p| {
            p.for_place(fact.place, fact.of)
        })
    }

    /// Whether each of those who share an act has the same fraction of the whole of it.
    pub(super) fn portioned_evenly(&self, fact: &Fact) -> bool {
        let of = |place| self.portion(&Fact { place, ..*fact });
        let each = Factor::new_raw(1, i64::from(fact.of.max(1)));
        of(1) == Some(each) && of(fact.of) == Some(each)
    }

    /// The half-days that a fact stands for, and whether they were missed.
    pub(super) fn half_days(&self, fact: &Fact) -> (u16, bool) {
        self.missed.half_days(fact)
    }

    /// What of a window lies in the days of the clause.
    pub(super) fn within(&self, window: Window) -> Option<Window> {
        self.days.map_or(Some(window), |days| {
            window.within(Some(days.from), Some(days.to))
        })
    }

    /// Whether its points go by half-days.
    pub(super) fn measures(&self) -> bool {
        matches!(self.per, Per::HalfDay | Per::Time)
    }

    /// All that multiplies the points of a fact: `Err` where a table does not name its word.
    #[inline]
    pub(super) fn multiply<N: Amount>(
        &self,
        mut value: N,
        fact: &Fact,
        person: &Person,
    ) -> Result<Option<N>, ()> {
        for table in &self.times {
            let Some(factor) = table.for_fact(fact, person) else {
                return Err(());
            };
            let Some(product) = value.times(factor) else {
                return Ok(None);
            };
            value = product;
        }
        let count = match self.per {
            Per::Event | Per::Once => Factor::new_raw(1, 1),
            Per::HalfDay => Factor::new_raw(i64::from(self.half_days(fact).0), 1),
            Per::Quantity => fact.quantity,
            Per::Time => time_share(fact),
        };
        if count != Factor::new_raw(1, 1) {
            let Some(product) = value.times(count) else {
                return Ok(None);
            };
            value = product;
        }
        if self.portions.is_empty() {
            return Ok(Some(value));
        }
        Ok(self.portion(fact).and_then(|p| value.times(p)))
    }
}

/// The states of who was not there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Missed([Sym; 2]);

impl Missed {
    pub(super) fn of(symbols: &mut Symbols) -> Missed {
        Missed(["absent", "leave"].map(|word| symbols.intern(word)))
    }

    /// The half-days that a fact stands for, and whether they were missed: of who was absent or on
    /// leave those of the meeting without those attended, of all others those attended.
    #[inline]
    pub(super) fn half_days(self, fact: &Fact) -> (u16, bool) {
        if self.0.contains(&fact.state) {
            (fact.lasted.saturating_sub(fact.halves), true)
        } else {
            (fact.halves, false)
        }
    }
}

/// The share of the meeting that was attended.
pub(super) fn time_share(fact: &Fact) -> Factor {
    let (halves, lasted) = (i64::from(fact.halves), i64::from(fact.lasted));
    if lasted == 0 {
        Factor::new_raw(0, 1)
    } else {
        Factor::new(halves.min(lasted), lasted)
    }
}

/// Whether the sum of an item is turned into points by steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stepped {
    No,
    Yes,
}

fn group_of(group: &Exclusive, groups: &mut Vec<Exclusive>) -> u32 {
    let at = groups.iter().position(|g| g == group).unwrap_or_else(|| {
        groups.push(group.clone());
        groups.len() - 1
    });
    u32::try_from(at).unwrap_or(ALONE - 1)
}

pub(super) fn rows(rules: &Rules, symbols: &mut Symbols) -> Vec<Row> {
    let mut groups = Vec::new();
    (0..)
        .zip(rules.items())
        .map(|(nth, (part, item))| Row::of(part, nth, item, &mut groups, symbols))
        .collect()
}

/// Start, cap and floor as amounts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits<N> {
    pub(super) start: Option<N>,
    pub(super) cap: Option<N>,
    pub(super) floor: Option<N>,
}

impl<N: Amount> Limits<N> {
    fn of(bounds: Bounds, scale: i64) -> Option<Limits<N>> {
        let one = |p: Option<Points>| p.map_or(Some(None), |p| N::of(p, scale).map(Some));
        Some(Limits {
            start: one(bounds.start)?,
            cap: one(bounds.cap)?,
            floor: one(bounds.floor)?,
        })
    }

    pub(super) fn clamp(&self, value: N) -> N {
        let below = self.cap.map_or(value, |cap| value.min(cap));
        self.floor.map_or(below, |floor| below.max(floor))
    }
}

/// The points of a rule set in one way of holding them.
#[derive(Debug, Clone)]
pub(super) struct Plan<N> {
    pub(super) scale: i64,
    pub(super) points: Vec<Value<N>>,
    pub(super) steps: Vec<Box<[(N, N)]>>,
    /// Items and what their steps give before anything is done.
    pub(super) bases: Vec<(usize, N)>,
    pub(super) every_caps: Vec<Option<N>>,
    pub(super) items: Vec<Limits<N>>,
    pub(super) parts: Vec<Limits<N>>,
    /// Those of the parts that go by post, in the order of the posts, those of all others last.
    pub(super) posted: Vec<Box<[Limits<N>]>>,
    pub(super) total: Limits<N>,
    /// The most that each part, and last the whole, carries.
    pub(super) carry_caps: Vec<Option<N>>,
}

impl<N: Amount> Plan<N> {
    /// `None` where a number does not fit the scale.
    pub(super) fn of(rules: &Rules, scale: i64, symbols: &mut Symbols) -> Option<Plan<N>> {
        let convert = |p| N::of(p, scale);
        let bounds = |i: &Item| Bounds {
            start: None,
            cap: i.cap,
            floor: i.floor,
        };
        let plan = Plan {
            scale,
            bases: Vec::new(),
            points: rules
                .items()
                .map(|(_, i)| Value::of(&i.points, symbols, convert))
                .collect::<Option<_>>()?,
            steps: rules
                .items()
                .map(|(_, i)| steps_of(i, scale))
                .collect::<Option<_>>()?,
            every_caps: rules
                .items()
                .map(|(_, i)| match i.every_cap {
                    Some(cap) => convert(cap).map(Some),
                    None => Some(None),
                })
                .collect::<Option<_>>()?,
            items: rules
                .items()
                .map(|(_, i)| Limits::of(bounds(i), scale))
                .collect::<Option<_>>()?,
            parts: rules
                .parts
                .iter()
                .map(|p| Limits::of(p.bounds, scale))
                .collect::<Option<_>>()?,
            posted: rules
                .parts
                .iter()
                .map(|p| posted(p, scale))
                .collect::<Option<_>>()?,
            total: Limits::of(rules.total, scale)?,
            carry_caps: carry::all(rules)
                .map(|c| match c.and_then(|c| c.at_most) {
                    Some(most) => convert(most).map(Some),
                    None => Some(None),
                })
                .collect::<Option<_>>()?,
        };
        Some(plan.with_bases())
    }

    /// The items whose steps give points before anything is done, with those points.
    fn with_bases(mut self) -> Plan<N> {
        let base = |steps: &[(N, N)]| {
            let below = steps.iter().rev().find(|(from, _)| *from <= N::NONE);
            below.map(|(_, points)| *points).filter(|p| *p != N::NONE)
        };
        let all = self.steps.iter().enumerate();
        self.bases = all
            .filter_map(|(item, steps)| Some((item, base(steps)?)))
            .collect();
        self
    }
}

fn posted<N: Amount>(part: &Part, scale: i64) -> Option<Box<[Limits<N>]>> {
    let Some(by_post) = &part.by_post else {
        return Some(Box::default());
    };
    let all = by_post.table.iter().map(|(_, b)| *b).chain([by_post.rest]);
    all.map(|b| Limits::of(b, scale)).collect()
}

fn steps_of<N: Amount>(item: &Item, scale: i64) -> Option<Box<[(N, N)]>> {
    let one =
        |(from, points): &(Points, Points)| Some((N::of(*from, scale)?, N::of(*points, scale)?));
    item.steps.iter().map(one).collect()
}

/// The parts with each before the one that holds it.
pub(super) fn order(rules: &Rules) -> Vec<usize> {
    let depth = |mut part: usize| {
        let mut depth = 0;
        while let Some(parent) = rules.parts.get(part).and_then(|p| p.within) {
            (part, depth) = (parent, depth + 1);
        }
        depth
    };
    let mut order: Vec<(usize, usize)> = (0..rules.parts.len()).map(|p| (depth(p), p)).collect();
    order.sort_by_key(|(depth, part)| (std::cmp::Reverse(*depth), *part));
    let order: Vec<usize> = order.into_iter().map(|(_, part)| part).collect();
    carry::order(&rules.parts, &order)
}

/// Whether each part takes only its best.
pub(super) fn takes_highest(rules: &Rules) -> Vec<bool> {
    rules
        .parts
        .iter()
        .map(|p| p.take == Take::Highest)
        .collect()
}
