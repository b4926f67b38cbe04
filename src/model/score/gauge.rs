//! Meters in their fast form, and what they count of one member: rates, and where the member stands
//! before each gate.

use super::amount::{Factor, factor};
use super::engine::Engine;
use super::every::Every;
use super::gate::{Counts, Gate, Limit, Meter, Over, Rate, Stand};
use super::item::leaves_states_open;
use super::period::{Due, Period};
use super::person::Person;
use super::plan::Missed;
use super::points::Points;
use super::rules::{BODIES, Per, Rules, Select, Words};
use super::select::{Selector, Set, States};
use super::window::{Bounds, Window};
use crate::model::code::Dict;
use crate::model::fact::{Fact, Sym, Symbols, held_as};
use crate::model::when::When;
use num_traits::CheckedAdd;
use std::collections::BTreeMap;

const NONE: Points = Points::new_raw(0, 1);

/// A meter, ready to count.
#[derive(Debug, Clone)]
pub(super) struct Gauge {
    facts: u32,
    kind: Set,
    selector: Selector,
    post: Set,
    post_not: Set,
    belongs: Box<[(Set, Set)]>,
    sector: Set,
    per: Per,
    missed: Missed,
}

impl Gauge {
    fn of(meter: &Meter, states: States, symbols: &mut Symbols) -> Gauge {
        let select = &meter.select;
        Gauge {
            facts: select.facts.iter().fold(0, |m, f| m | 1 << (*f as u32)),
            kind: Set::of(&select.kind, symbols),
            selector: Selector::of(select, states, symbols),
            post: only(&select.post.only, symbols),
            post_not: only(&select.post.not, symbols),
            belongs: belongs(select, symbols),
            sector: Set::of(&select.sector, symbols),
            per: meter.per,
            missed: Missed::of(symbols),
        }
    }

    fn takes(&self, fact: &Fact, person: &Person) -> bool {
        self.facts & (1 << (fact.what as u32)) != 0
            && self.kind.admits(fact.kind)
            && self.selector.takes(fact)
            && self.sector.admits(person.sector)
            && person.held_office(fact.on)
            && person.fits((&self.post, &self.post_not), fact.on)
            && self
                .belongs
                .iter()
                .all(|(only, not)| person.fits((only, not), fact.on))
    }

    /// Whether it goes by the half-days of such a fact.
    fn measures(&self, fact: &Fact) -> bool {
        self.per == Per::HalfDay
            && self.facts & (1 << (fact.what as u32)) != 0
            && self.kind.admits(fact.kind)
    }

    /// What a fact adds, of what was due.
    fn amount(&self, fact: &Fact, due: Side) -> Points {
        match (self.per, due) {
            (Per::HalfDay, Side::Due) => Points::from_integer(i128::from(fact.lasted)),
            (Per::HalfDay, Side::Met) => {
                Points::from_integer(i128::from(self.missed.half_days(fact).0))
            }
            (Per::Quantity, _) => Points::new(
                i128::from(*fact.quantity.numer()),
                i128::from(*fact.quantity.denom()),
            ),
            _ => Points::from_integer(1),
        }
    }
}

/// Tags, committees and groups that have to be held, and those that must not be; those of which none
/// is named are left out.
pub(super) fn belongs(select: &Select, symbols: &mut Symbols) -> Box<[(Set, Set)]> {
    let named = BODIES.iter().zip(&select.belongs);
    let named = named.filter(|(_, words)| **words != Words::default());
    let mut set = |dict: Dict, words: &[String]| {
        let held: Vec<String> = words.iter().map(|w| held_as(dict, w)).collect();
        only(&held, symbols)
    };
    named
        .map(|((dict, ..), words)| (set(*dict, &words.only), set(*dict, &words.not)))
        .collect()
}

/// Words of which one has to be held.
pub(super) fn only(words: &[String], symbols: &mut Symbols) -> Set {
    let words = Words {
        only: words.to_vec(),
        not: Vec::new(),
    };
    Set::of(&words, symbols)
}

/// Whether a count goes by what was due or by what was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Due,
    Met,
}

/// What was met of what was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reached {
    pub(super) met: Points,
    pub(super) due: Points,
    /// What the rate is where nothing was due.
    empty: Points,
}

impl Reached {
    /// The rate, never more than 1.
    pub(super) fn share(self) -> Points {
        let one = Points::from_integer(1);
        if self.due <= NONE {
            self.empty
        } else {
            (self.met / self.due).min(one)
        }
    }

    /// The same to multiply with; `None` where it does not fit.
    pub(super) fn factor(self) -> Option<Factor> {
        factor(self.share())
    }
}

/// A rate, ready to count.
#[derive(Debug, Clone)]
pub(super) struct RateGauge {
    gauge: Gauge,
    met: Box<[Sym]>,
    empty: Points,
}

impl RateGauge {
    fn of(rate: &Rate, symbols: &mut Symbols) -> RateGauge {
        RateGauge {
            gauge: Gauge::of(&rate.meter, States::Named, symbols),
            met: rate.met.iter().map(|w| symbols.intern(w)).collect(),
            empty: rate.empty,
        }
    }

    /// What was met of what was due; `None` where it does not fit.
    pub(super) fn reached(
        &self,
        engine: &Engine,
        span: Bounds,
        person: &Person,
        facts: &[Fact],
    ) -> Option<Reached> {
        let (mut due, mut met) = (NONE, NONE);
        for fact in facts.iter().filter(|f| span.holds(f.on)) {
            let fact = &engine.seen(fact);
            if !self.gauge.takes(fact, person) {
                continue;
            }
            due = due.checked_add(&self.gauge.amount(fact, Side::Due))?;
            if self.met.contains(&fact.state) {
                met = met.checked_add(&self.gauge.amount(fact, Side::Met))?;
            }
        }
        let empty = self.empty;
        Some(Reached { met, due, empty })
    }

    /// Whether it goes by the half-days of such a fact.
    pub(super) fn measures(&self, fact: &Fact) -> bool {
        self.gauge.measures(fact)
    }
}

/// A gate, ready to count.
#[derive(Debug, Clone)]
pub(super) struct GateGauge {
    /// `None` where it counts years by their grades.
    gauge: Option<Gauge>,
    pub(super) holder: (Set, Set),
}

impl GateGauge {
    /// Whether it goes by the half-days of such a fact.
    pub(super) fn measures(&self, fact: &Fact) -> bool {
        self.gauge.as_ref().is_some_and(|g| g.measures(fact))
    }

    fn of(gate: &Gate, symbols: &mut Symbols) -> GateGauge {
        let gauge = match &gate.counts {
            Counts::Facts(meter) => {
                let states = if leaves_states_open(&meter.select) {
                    States::WhoCame
                } else {
                    States::Named
                };
                Some(Gauge::of(meter, states, symbols))
            }
            Counts::Graded(_) | Counts::Rate(_) | Counts::Part(_) | Counts::Gates(_) => None,
        };
        GateGauge {
            gauge,
            holder: (
                only(&gate.holder.only, symbols),
                only(&gate.holder.not, symbols),
            ),
        }
    }
}

/// The gauges of a rule set.
pub(super) fn of(rules: &Rules, symbols: &mut Symbols) -> (Vec<RateGauge>, Vec<GateGauge>) {
    let rates = rules.rates.iter().map(|r| RateGauge::of(r, symbols));
    let rates = rates.collect();
    let gates = rules.gates.iter().map(|g| GateGauge::of(g, symbols));
    (rates, gates.collect())
}

/// The days over which a gate counts.
pub(super) fn window(engine: &Engine, over: Over, window: Window, term: Option<When>) -> Window {
    let from = match over {
        Over::Year => Some(window.from),
        Over::Years(years) => engine
            .year_of(window)
            .and_then(|y| engine.rules.season.of(y - i32::from(years) + 1))
            .map(|w| w.from),
        Over::Term => Some(term.map_or(chrono::NaiveDate::MIN, When::first_day)),
    };
    let first = chrono::NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or(window.from);
    Window {
        from: from.unwrap_or(window.from).max(first),
        to: window.to,
    }
}

/// Where the member stands before a gate that counts facts; `None` where a sum does not fit.
pub(super) fn stand(
    engine: &Engine,
    at: usize,
    window: Window,
    person: &Person,
    facts: &[Fact],
) -> Option<Stand> {
    let (gate, gauge) = (&engine.rules.gates[at], engine.gates[at].gauge.as_ref()?);
    let span = Bounds::of(window);
    let mut sum = NONE;
    let mut by_span: BTreeMap<u32, Points> = BTreeMap::new();
    for fact in facts.iter().filter(|f| span.holds(f.on)) {
        let fact = &engine.seen(fact);
        if !gauge.takes(fact, person) {
            continue;
        }
        let amount = gauge.amount(fact, Side::Met);
        match gate.every {
            None => sum = sum.checked_add(&amount)?,
            Some(every) => {
                let all = by_span.entry(every.of(fact.on)).or_insert(NONE);
                *all = all.checked_add(&amount)?;
            }
        }
    }
    Some(match gate.every {
        None => judged(at, gate.limit, sum),
        Some(every) => {
            let spans = person.spans(every, window);
            by_spans(at, spans_due(gate.limit, (every, &spans), &by_span, person))
        }
    })
}

/// The months, quarters or half-years that a gate looks at, each with how it stands; none where it
/// has no `every`, or where a sum does not fit.
pub(super) fn periods(
    engine: &Engine,
    at: usize,
    window: Window,
    person: &Person,
    facts: &[Fact],
) -> Vec<Period> {
    let Some(gate) = engine.rules.gates.get(at) else {
        return Vec::new();
    };
    let Some(every) = gate.every else {
        return Vec::new();
    };
    let mut by_span: BTreeMap<u32, Points> = BTreeMap::new();
    for (nth, amount) in taken(engine, at, window, person, facts) {
        let all = by_span.entry(every.of(facts[nth].on)).or_insert(NONE);
        let Some(sum) = all.checked_add(&amount) else {
            return Vec::new();
        };
        *all = sum;
    }
    let spans = person.spans(every, window);
    let due = spans_due(gate.limit, (every, &spans), &by_span, person);
    let (Limit::AtLeast(need) | Limit::AtMost(need)) = gate.limit;
    let year = engine.year_of(window).unwrap_or_default();
    let all = spans.iter().zip(due).filter_map(|(span, state)| {
        let (from, to) = every.days(*span)?;
        Some(Period {
            from,
            to,
            name: every.name(*span, year),
            have: by_span.get(span).copied().unwrap_or(NONE),
            need,
            state,
        })
    });
    all.collect()
}

/// The facts that a gate counts, as places in `facts`, with what each adds.
pub(super) fn taken(
    engine: &Engine,
    at: usize,
    window: Window,
    person: &Person,
    facts: &[Fact],
) -> Vec<(usize, Points)> {
    let Some(gauge) = engine.gates.get(at).and_then(|g| g.gauge.as_ref()) else {
        return Vec::new();
    };
    let span = Bounds::of(window);
    let within = facts.iter().enumerate().filter(|(_, f)| span.holds(f.on));
    within
        .map(|(nth, fact)| (nth, engine.seen(fact)))
        .filter(|(_, fact)| gauge.takes(fact, person))
        .map(|(nth, fact)| (nth, gauge.amount(&fact, Side::Met)))
        .collect()
}

/// Where the member stands with what is reckoned elsewhere; a rate stands in per cent.
pub(super) fn reckoned(at: usize, gate: &Gate, have: Option<Points>) -> Option<Stand> {
    let times = match gate.counts {
        Counts::Rate(_) => Points::from_integer(100),
        _ => Points::from_integer(1),
    };
    let limit = match gate.limit {
        Limit::AtLeast(n) => Limit::AtLeast(n * times),
        Limit::AtMost(n) => Limit::AtMost(n * times),
    };
    have.map(|have| judged(at, limit, have))
}

/// A sum before a limit.
pub(super) fn judged(gate: usize, limit: Limit, have: Points) -> Stand {
    let (need, met) = match limit {
        Limit::AtLeast(need) => (need, have >= need),
        Limit::AtMost(need) => (need, have <= need),
    };
    Stand {
        gate,
        have,
        need,
        met,
    }
}

/// How each of the spans in office stands to the limit.
fn spans_due<'s>(
    limit: Limit,
    (every, spans): (Every, &'s [u32]),
    sums: &'s BTreeMap<u32, Points>,
    person: &'s Person,
) -> impl Iterator<Item = Due> + 's {
    spans.iter().map(move |span| {
        let sum = sums.get(span).copied().unwrap_or(NONE);
        Due::of(limit, sum, person.ended(every, *span))
    })
}

/// How many of the spans that are due meet the limit: all of them have to.
fn by_spans(gate: usize, spans: impl Iterator<Item = Due>) -> Stand {
    let (mut met, mut all) = (0, 0);
    for due in spans.filter(|due| *due != Due::NotDue) {
        all += 1;
        met += i128::from(due == Due::Met);
    }
    let (have, need) = (Points::from_integer(met), Points::from_integer(all));
    Stand {
        gate,
        have,
        need,
        met: have >= need,
    }
}

/// Spans in the order of the calendar between two days.
pub(super) fn spans_between(every: Every, window: Window) -> std::ops::RangeInclusive<u32> {
    every.of(When::from(window.from))..=every.of(When::from(window.to))
}
