//! The one pass over a member's facts, and what is left to settle after it: the best of each
//! occasion, limits by number, caps and floors from the items up to the whole.

use super::amount::{Amount, Factor};
use super::carry::Carried;
use super::engine::Engine;
use super::every::Every;
use super::period::Ended;
use super::person::Person;
use super::plan::{ALONE, Limits, Plan};
use super::rules::Same;
use super::select::Set;
use super::trail::{Cut, Fate, Scope, Trail, Why};
use super::window::Bounds;
use crate::model::fact::{Fact, FactKind, Sym};
use crate::model::when::When;
use std::cmp::Reverse;

/// A fact that counts, unless another takes its place.
#[derive(Debug, Clone, Copy)]
struct Entry<N> {
    group: u32,
    occasion: (u8, i64),
    precedence: u32,
    value: N,
    item: usize,
    /// The item whose limits hold: the last version of its clause, else itself.
    lead: usize,
    on: When,
    source: (FactKind, i64),
    fact: usize,
}

/// The room in which one member at a time is added up; kept to spare allocations.
#[derive(Debug, Clone)]
pub(super) struct Room<N> {
    /// Points of each item, after its cap and floor once settled.
    pub(super) items: Vec<N>,
    /// Points of each part, with those within it.
    pub(super) parts: Vec<N>,
    /// What start, cap and floor of the whole change.
    pub(super) whole: N,
    pub(super) carried: Carried<N>,
    rates: Vec<Factor>,
    best: Vec<Option<N>>,
    entries: Vec<Entry<N>>,
}

impl<N: Amount> Room<N> {
    pub(super) fn new(engine: &Engine) -> Room<N> {
        let (items, parts) = (engine.rows.len(), engine.order.len());
        Room {
            items: vec![N::NONE; items],
            parts: vec![N::NONE; parts],
            whole: N::NONE,
            carried: Carried::new(engine),
            rates: Vec::new(),
            best: vec![None; parts],
            entries: Vec::new(),
        }
    }

    /// Adds up one member; `None` where a number does not fit.
    pub(super) fn total<T: Trail<N>>(
        &mut self,
        engine: &Engine,
        plan: &Plan<N>,
        span: Bounds,
        person: &Person,
        facts: &[Fact],
        trail: &mut T,
    ) -> Option<N> {
        self.items.fill(N::NONE);
        self.parts.fill(N::NONE);
        self.best.fill(None);
        self.entries.clear();
        self.rates.clear();
        self.carried.begin();
        for rate in &engine.rates {
            let reached = rate.reached(engine, span, person, facts)?;
            trail.rated(reached);
            self.rates.push(reached.factor()?);
        }
        for (at, fact) in facts.iter().enumerate() {
            let outside = outside(span, person, fact);
            if outside.is_some() && !T::KEEPS {
                continue;
            }
            if engine.reads_time() {
                let fact = engine.seen(fact);
                self.count(engine, plan, person, (at, &fact), outside, trail)?;
            } else {
                self.count(engine, plan, person, (at, fact), outside, trail)?;
            }
        }
        self.settle(engine, plan, person, trail)?;
        self.roll_up(engine, plan, person, trail)
    }

    fn count<T: Trail<N>>(
        &mut self,
        engine: &Engine,
        plan: &Plan<N>,
        person: &Person,
        (at, fact): (usize, &Fact),
        outside: Option<Why>,
        trail: &mut T,
    ) -> Option<()> {
        for item in engine.candidates.of_fact(fact).iter().map(|i| *i as usize) {
            let row = &engine.rows[item];
            if !row.selector.takes(fact) {
                if T::KEEPS && outside.is_none() && row.selector.awaits(fact) {
                    trail.missed(item, at, Why::Unconfirmed);
                }
                continue;
            }
            if let Some(why) = outside.or_else(|| person.bar(item, row, fact.on)) {
                trail.missed(item, at, why);
                continue;
            }
            let worth = plan.points[item].for_fact(fact, person).ok_or(());
            let Ok(value) = worth.and_then(|points| row.multiply(points, fact, person)) else {
                trail.missed(item, at, Why::Unnamed);
                continue;
            };
            let mut value = value?;
            if let Some(rate) = row.rate {
                value = value.times(self.rates[rate])?;
            }
            trail.counted(item, at, value);
            if row.gathers {
                self.entries.push(Entry {
                    group: row.group,
                    occasion: occasion(row.same, fact),
                    precedence: row.precedence,
                    value,
                    item,
                    lead: person.force().lead(item),
                    on: fact.on,
                    source: (fact.what, fact.row),
                    fact: at,
                });
            } else {
                self.items[item] = self.items[item].plus(value)?;
            }
        }
        Some(())
    }

    /// Adds what was gathered: of each exclusive group and occasion the best only, then of each
    /// item what its number, order and steps allow, span by span.
    fn settle<T: Trail<N>>(
        &mut self,
        engine: &Engine,
        plan: &Plan<N>,
        person: &Person,
        trail: &mut T,
    ) -> Option<()> {
        for (item, base) in plan.bases.iter().copied() {
            if person.force().lead(item) != item {
                continue;
            }
            let row = &engine.rows[item];
            let mut spans = person.base_spans(item, row);
            // Too little is held against nobody before the span has ended.
            if let Some(every) = row.every.filter(|_| base < N::NONE) {
                spans.retain(|span| person.ended(every, *span) == Ended::Yes);
            }
            let spans = i64::try_from(spans.len()).ok()?;
            let value = base.times(Factor::new_raw(spans, 1))?;
            if value != N::NONE {
                trail.cut(Scope::Item(item), value, Cut::Base);
                self.items[item] = value;
            }
        }
        if self.entries.is_empty() {
            return Some(());
        }
        self.keep_best(trail);
        if !engine.counts {
            for entry in &self.entries {
                self.items[entry.item] = self.items[entry.item].plus(entry.value)?;
            }
            return Some(());
        }
        self.entries
            .sort_unstable_by_key(|e| (e.lead, e.on, Reverse(e.value), e.source, e.fact));
        for run in self.entries.chunk_by_mut(|a, b| a.lead == b.lead) {
            let Some(lead) = run.first().map(|e| e.lead) else {
                continue;
            };
            match engine.rows[lead].every {
                None => {
                    settle_run(engine, plan, (run, Ended::Yes), &mut self.items, trail)?;
                }
                Some(every) => {
                    let whose = (every, person);
                    settle_spans(engine, plan, whose, run, &mut self.items, trail)?;
                }
            }
        }
        Some(())
    }

    /// Keeps one of each exclusive group and occasion: the best, or the first in the rules, as the
    /// group has it; of equals, the first in the rules.
    fn keep_best<T: Trail<N>>(&mut self, trail: &mut T) {
        let key = |e: &Entry<N>| {
            (
                e.group,
                e.occasion,
                e.precedence,
                Reverse(e.value),
                e.item,
                e.on,
                e.source,
                e.fact,
            )
        };
        self.entries.sort_unstable_by_key(key);
        self.entries.dedup_by(|next, kept| {
            let same =
                next.group != ALONE && (next.group, next.occasion) == (kept.group, kept.occasion);
            if same {
                trail.changed(
                    next.item,
                    next.fact,
                    N::NONE,
                    Fate::Replaced(kept.item, kept.fact),
                );
            }
            same
        });
    }

    /// Scales, caps and floors, from the items through the parts, inner before outer, to the whole.
    fn roll_up<T: Trail<N>>(
        &mut self,
        engine: &Engine,
        plan: &Plan<N>,
        person: &Person,
        trail: &mut T,
    ) -> Option<N> {
        let one = Factor::new_raw(1, 1);
        for (item, row) in engine.rows.iter().enumerate() {
            let mut others = person.force().others(engine, item);
            let shut = person.shut(item) && others.clone().all(|other| person.shut(other));
            if person.closed(row.part) || shut || !person.force().decides(item) {
                continue;
            }
            let (own, limits) = (self.items[item], &plan.items[item]);
            let sum = others.try_fold(own, |sum, other| sum.plus(self.items[other]))?;
            let value = limited(sum, limits, one, Scope::Item(item), trail)?;
            self.items[item] = own.plus(value.minus(sum)?)?;
            self.add(row.part, value)?;
        }
        let mut total = N::NONE;
        for part in engine.order.iter().copied() {
            let sum = self.parts[part];
            let best = if engine.highest[part] {
                self.best[part].unwrap_or(sum)
            } else {
                sum
            };
            if best != sum {
                trail.cut(Scope::Part(part), best.minus(sum)?, Cut::Highest);
            }
            if person.closed(part) {
                continue;
            }
            let scale = person.scale(&engine.part_levers[part], &engine.served_as[part]);
            let limits = &self.limits_for(engine, plan, person, part)?;
            let scope = Scope::Part(part);
            let value = if engine.carries.is_empty() {
                limited(best, limits, scale, scope, trail)?
            } else {
                let raised = raised(best, limits, scale, scope, trail)?;
                let taken = self.carried.take((raised, part), scope, trail)?;
                let over = limits
                    .cap
                    .map_or(Some(N::NONE), |cap| taken.own.minus(cap))?;
                self.carried.give(engine, plan, person, (part, over))?;
                bounded(taken.all, limits, scope, trail)?
            };
            self.parts[part] = value;
            match engine.rules.parts[part].within {
                Some(parent) => self.add(parent, value)?,
                None => total = total.plus(value)?,
            }
        }
        let scale = person.scale(&engine.levers, &Set::Any);
        let raised = raised(total, &plan.total, scale, Scope::Total, trail)?;
        let taken = self
            .carried
            .take((raised, engine.order.len()), Scope::Total, trail)?;
        if let Some(cap) = plan.total.cap.filter(|_| !engine.carries.is_empty()) {
            let over = (engine.order.len(), taken.own.minus(cap)?);
            self.carried.give(engine, plan, person, over)?;
        }
        let whole = bounded(taken.all, &plan.total, Scope::Total, trail)?;
        self.whole = whole.minus(total)?;
        Some(whole)
    }

    /// The bounds of a part for one member, once the parts that it needs are settled.
    fn limits_for(
        &self,
        engine: &Engine,
        plan: &Plan<N>,
        person: &Person,
        part: usize,
    ) -> Option<Limits<N>> {
        let posts = &engine.posted[part];
        let mut limits = if posts.is_empty() {
            plan.parts[part]
        } else {
            let held = person.held_of(posts.iter().copied());
            plan.posted[part][held.map_or(posts.len(), |(at, _)| at)]
        };
        if let Some((of, share)) = engine.cap_shares[part] {
            limits.cap = Some(self.parts[of].max(N::NONE).times(share)?);
        }
        Some(limits)
    }

    fn add(&mut self, part: usize, value: N) -> Option<()> {
        self.parts[part] = self.parts[part].plus(value)?;
        self.best[part] = Some(self.best[part].map_or(value, |best| best.max(value)));
        Some(())
    }
}

fn outside(span: Bounds, person: &Person, fact: &Fact) -> Option<Why> {
    if !span.holds(fact.on) {
        Some(Why::Window)
    } else if person.in_office(fact.on) {
        None
    } else {
        Some(Why::Tenure)
    }
}

/// Start, then scale, then cap and floor.
fn limited<N: Amount, T: Trail<N>>(
    value: N,
    limits: &Limits<N>,
    scale: Factor,
    scope: Scope,
    trail: &mut T,
) -> Option<N> {
    let value = raised(value, limits, scale, scope, trail)?;
    bounded(value, limits, scope, trail)
}

/// Start, then scale.
fn raised<N: Amount, T: Trail<N>>(
    value: N,
    limits: &Limits<N>,
    scale: Factor,
    scope: Scope,
    trail: &mut T,
) -> Option<N> {
    let mut value = value;
    if let Some(start) = limits.start.filter(|s| *s != N::NONE) {
        trail.cut(scope, start, Cut::Start);
        value = value.plus(start)?;
    }
    if scale != Factor::new_raw(1, 1) {
        let scaled = value.times(scale)?;
        if scaled != value {
            trail.cut(scope, scaled.minus(value)?, Cut::Scale);
        }
        value = scaled;
    }
    Some(value)
}

/// Cap and floor.
fn bounded<N: Amount, T: Trail<N>>(
    value: N,
    limits: &Limits<N>,
    scope: Scope,
    trail: &mut T,
) -> Option<N> {
    let bounded = limits.clamp(value);
    if bounded != value {
        trail.cut(scope, bounded.minus(value)?, Cut::Limit);
    }
    Some(bounded)
}

/// The facts of one clause span by span, each span with its cap.
fn settle_spans<N: Amount, T: Trail<N>>(
    engine: &Engine,
    plan: &Plan<N>,
    (every, person): (Every, &Person),
    run: &mut [Entry<N>],
    items: &mut [N],
    trail: &mut T,
) -> Option<()> {
    for span in run.chunk_by_mut(|a, b| every.of(a.on) == every.of(b.on)) {
        let Some((lead, on)) = span.first().map(|e| (e.lead, e.on)) else {
            continue;
        };
        let ended = person.ended(every, every.of(on));
        let value = settle_run(engine, plan, (span, ended), items, trail)?;
        let capped = plan.every_caps[lead].map_or(value, |cap| value.min(cap));
        if capped != value {
            let by = capped.minus(value)?;
            trail.cut(Scope::Item(lead), by, Cut::Every);
            items[lead] = items[lead].plus(by)?;
        }
    }
    Some(())
}

/// The facts of one clause, as far as number, order and steps let them count, added to their items;
/// gives what they come to. What a step gives goes to the fact that reaches it; too little for the
/// first step costs nothing before the span has ended.
fn settle_run<N: Amount, T: Trail<N>>(
    engine: &Engine,
    plan: &Plan<N>,
    (run, ended): (&mut [Entry<N>], Ended),
    items: &mut [N],
    trail: &mut T,
) -> Option<N> {
    let Some(lead) = run.first().map(|e| e.lead) else {
        return Some(N::NONE);
    };
    let (row, steps) = (&engine.rows[lead], &plan.steps[lead]);
    let kept = within_number(run, (row.beyond, row.most), trail);
    let spared = ended == Ended::No && reached(steps, N::NONE) < N::NONE;
    let steps_give = |sum: N| {
        let points = reached(steps, sum);
        if spared { points.max(N::NONE) } else { points }
    };
    let (mut sum, mut given, mut all) = (N::NONE, steps_give(N::NONE), N::NONE);
    let mut nth = 0;
    for entry in kept {
        let mut value = entry.value;
        let tier = row.tiers.get(nth).or(row.tiers.last());
        if let Some(tier) = tier.filter(|_| value != N::NONE) {
            nth += 1;
            value = value.times(*tier)?;
            if *tier != Factor::new_raw(1, 1) {
                trail.changed(entry.item, entry.fact, value, Fate::Tier(*tier));
            }
        }
        sum = sum.plus(value)?;
        if !steps.is_empty() {
            let now = steps_give(sum);
            value = now.minus(given)?;
            trail.stepped(entry.item, entry.fact, value, sum);
            given = now;
        }
        all = all.plus(value)?;
        items[entry.item] = items[entry.item].plus(value)?;
    }
    Some(all)
}

/// What the steps give for a sum.
fn reached<N: Amount>(steps: &[(N, N)], sum: N) -> N {
    let below = steps.iter().rev().find(|(from, _)| *from <= sum);
    below.map_or(N::NONE, |(_, points)| *points)
}

/// Of the facts of one clause, in the order of their days, of one day the best first (which of them
/// was written down first decides nothing): those after the first `beyond` that are
/// worth anything, and of them the best `most` that are, again in the order of their days.
fn within_number<'e, N: Amount, T: Trail<N>>(
    run: &'e mut [Entry<N>],
    (beyond, most): (u32, u32),
    trail: &mut T,
) -> &'e [Entry<N>] {
    let skipped = to_front(run, beyond as usize);
    let (first, rest) = run.split_at_mut(skipped);
    for entry in first {
        trail.changed(entry.item, entry.fact, N::NONE, Fate::Beyond(beyond));
    }
    if rest.len() <= most as usize {
        return rest;
    }
    rest.sort_unstable_by_key(|e| {
        let nothing = e.value == N::NONE;
        (nothing, Reverse(e.value), e.on, e.source, e.fact)
    });
    let (kept, over) = rest.split_at_mut(most as usize);
    for entry in over.iter().filter(|e| e.value != N::NONE) {
        trail.changed(entry.item, entry.fact, N::NONE, Fate::Most(most));
    }
    kept.sort_unstable_by_key(|e| (e.on, Reverse(e.value), e.source, e.fact));
    kept
}

/// Puts the first so many facts that are worth anything before those worth nothing, which take no
/// place: who is on leave is not absent, and the second absence is the second whatever lies between.
/// How many there are.
fn to_front<N: Amount>(run: &mut [Entry<N>], most: usize) -> usize {
    let mut left = most;
    let upto = run.iter().position(|e| {
        left -= usize::from(left > 0 && e.value != N::NONE);
        left == 0
    });
    let upto = upto.map_or(run.len(), |at| at + 1);
    if most == 0 {
        return 0;
    }
    run[..upto].sort_unstable_by_key(|e| {
        let nothing = e.value == N::NONE;
        (nothing, e.on, Reverse(e.value), e.source, e.fact)
    });
    most - left
}

/// What a fact shares with its rivals: the occasion, or the piece of work where it has one.
fn occasion(same: Same, fact: &Fact) -> (u8, i64) {
    if same == Same::Work && fact.work != Sym::NONE {
        (WORKS, i64::from(fact.work.0))
    } else {
        (class(fact), fact.occasion)
    }
}

/// The class of pieces of work.
const WORKS: u8 = u8::MAX - 1;

/// Facts of one class share the numbers of their occasions; those below zero are shared by all.
fn class(fact: &Fact) -> u8 {
    match fact.what {
        _ if fact.occasion < 0 => u8::MAX,
        FactKind::Attendance | FactKind::Speech => 0,
        FactKind::Proposal => 1,
        FactKind::Opinion | FactKind::Adoption | FactKind::Instruction => 2,
        FactKind::Record => 3,
        FactKind::Status => 4,
        FactKind::Appraisal => 5,
        FactKind::Handling => 6,
        FactKind::Score => 7,
    }
}
