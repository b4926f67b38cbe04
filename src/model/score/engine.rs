//! The engine: a rule set compiled against the words of one run, and the tally of one member at
//! a time.

use super::amount::{Amount, Factor};
use super::carry::{self, Carries};
use super::clause;
use super::common;
use super::explain::{Explanation, Recorder, assemble};
use super::gate::{Counts, Gate, Stand};
use super::gauge::{self, GateGauge, RateGauge};
use super::pass::Room;
use super::period::Period;
use super::person::Person;
use super::plan::{self, Plan, Row};
use super::points::Points;
use super::rules::{Grade, Part, Rules, Words};
use super::scale::{Lever, Scale};
use super::select::{Candidates, Set};
use super::trail::Deaf;
use super::window::{Bounds, Window};
use crate::lang::Text;
use crate::model::fact::{Fact, FactKind, Subject, Sym, Symbols, mark};
use crate::model::when::When;
use crate::text;
use chrono::{Datelike, NaiveDate};

/// A rule set, compiled. The symbols it was compiled with must be those of the facts.
#[derive(Debug, Clone)]
pub struct Engine {
    pub(super) rules: Rules,
    pub(super) rows: Vec<Row>,
    /// The versions of each clause, in the order of their days.
    pub(super) clauses: Vec<Vec<usize>>,
    /// Whether any item has days of its own.
    pub(super) dated: bool,
    pub(super) candidates: Candidates,
    pub(super) order: Vec<usize>,
    pub(super) highest: Vec<bool>,
    /// Whether any item depends on the order or number of its facts.
    pub(super) counts: bool,
    pub(super) rates: Vec<RateGauge>,
    pub(super) gates: Vec<GateGauge>,
    /// For whom each part is.
    pub(super) holders: Vec<(Set, Set)>,
    /// The posts by which the bounds of each part go.
    pub(super) posted: Vec<Box<[Sym]>>,
    /// The caps that are a share of another part.
    pub(super) cap_shares: Vec<Option<(usize, Factor)>>,
    /// The posts whose days count for each part: those that it, or a part around it, is for.
    pub(super) served_as: Vec<Set>,
    /// What scales each part.
    pub(super) part_levers: Vec<Vec<Lever>>,
    /// What scales the whole.
    pub(super) levers: Vec<Lever>,
    /// Whether anything depends on the posts at the end of the year or on the time in office.
    pub(super) looks_at_year_end: bool,
    unranked: Set,
    /// Of which kinds of meeting enough has to be attended.
    enough_of: Set,
    absent: Sym,
    came: Vec<Sym>,
    pub(super) carries: Carries,
    fast: Option<Plan<i64>>,
    exact: Option<Plan<Points>>,
}

/// A member's points, exact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Points of each item, after its own cap and floor, in the order of [`Rules::items`].
    pub items: Vec<Points>,
    /// Points of each part, with the parts within it, in the order of [`Rules::parts`]. Those that
    /// are within no other add up to the total, less what cap and floor of the whole change.
    pub parts: Vec<Points>,
    /// What start, cap and floor of the whole change.
    pub whole: Points,
    /// The score.
    pub total: Points,
    /// Whether the member was in office on any day of the window; who was not is not ranked.
    pub in_office: bool,
    /// Whether the member holds a post that is not ranked (E34).
    pub unranked: bool,
    /// Where the member stands before each gate that is for the member.
    pub gates: Vec<Stand>,
}

/// The fractions of a member's points are so many and so fine that they have no exact sum in 128
/// bits. No regulation comes near it; a ledger with quantities such as 1/999983 might.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooFine;

impl TooFine {
    /// What to tell people.
    pub fn text(self) -> Text {
        text!(
            "该委员的得分无法精确相加：分数或数量过于零碎",
            "this member's points have no exact sum: their fractions are too fine"
        )
    }
}

impl Rules {
    /// Compiles the rules; words are interned in `symbols`, with which the facts must be interned too.
    pub fn compile(&self, symbols: &mut Symbols) -> Engine {
        let scale = common::common_scale(self);
        let exact = Plan::of(self, 1, symbols);
        let clauses = clause::versions(self);
        let mut rows = plan::rows(self, symbols);
        clause::join(&mut rows, &clauses);
        let (rates, gates) = gauge::of(self, symbols);
        let mut levers = |scales: &[Scale]| -> Vec<Lever> {
            scales.iter().map(|s| Lever::of(s, symbols)).collect()
        };
        let part_levers = self.parts.iter().map(|p| levers(&p.scale)).collect();
        let whole_levers = levers(&self.scale);
        let mut held = |words: &Words| {
            (
                gauge::only(&words.only, symbols),
                gauge::only(&words.not, symbols),
            )
        };
        let holders = self.parts.iter().map(|p| held(&p.holder)).collect();
        Engine {
            candidates: Candidates::of(self.items().map(|(_, i)| i), symbols),
            order: plan::order(self),
            highest: plan::takes_highest(self),
            counts: rows.iter().any(Row::counts),
            dated: rows.iter().any(|r| r.days.is_some()),
            clauses,
            rows,
            rates,
            gates,
            holders,
            served_as: (0..self.parts.len())
                .map(|at| gauge::only(self.posts_of(at), symbols))
                .collect(),
            posted: self.parts.iter().map(|p| posts(p, symbols)).collect(),
            cap_shares: self.parts.iter().map(|p| p.cap_of?.made()).collect(),
            part_levers,
            levers: whole_levers,
            looks_at_year_end: looks_at_year_end(self),
            unranked: gauge::only(&self.unranked, symbols),
            enough_of: self
                .attended
                .as_ref()
                .map_or(Set::Any, |enough| Set::of(&enough.kind, symbols)),
            absent: symbols.intern("absent"),
            came: super::item::CAME
                .iter()
                .map(|w| symbols.intern(w))
                .collect(),
            carries: Carries::of(self),
            fast: scale.and_then(|scale| Plan::of(self, scale, symbols)),
            exact,
            rules: self.clone(),
        }
    }
}

/// The posts by which the bounds of a part go.
fn posts(part: &Part, symbols: &mut Symbols) -> Box<[Sym]> {
    let table = part.by_post.iter().flat_map(|b| &b.table);
    table.map(|(post, _)| symbols.intern(post)).collect()
}

impl Rules {
    /// The posts that a part is for, else those of the nearest part around it that is for some.
    fn posts_of(&self, part: usize) -> &[String] {
        let mut here = self.parts.get(part);
        while let Some(part) = here {
            if !part.holder.only.is_empty() {
                return &part.holder.only;
            }
            here = part.within.and_then(|at| self.parts.get(at));
        }
        &[]
    }
}

fn looks_at_year_end(rules: &Rules) -> bool {
    let named = |words: &Words| *words != Words::default();
    !rules.unranked.is_empty()
        || !rules.scale.is_empty()
        || rules.gates.iter().any(|g| named(&g.holder))
        || rules.items().any(|(_, i)| named(&i.holder))
        || rules
            .parts
            .iter()
            .any(|p| named(&p.holder) || !p.scale.is_empty() || p.by_post.is_some())
}

impl Engine {
    /// The rules that were compiled.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The days that count for the year of duty `year`: the season, as far as the rules apply.
    /// `None` where they do not apply in that year at all.
    pub fn window(&self, year: i32) -> Option<Window> {
        self.rules
            .season
            .of(year)?
            .within(self.rules.from, self.rules.until)
    }

    /// A run over members for the days of `window`. Runs share nothing: one for each thread.
    pub fn run(&self, window: Window) -> Run<'_> {
        Run {
            engine: self,
            window,
            term: None,
            person: Person::default(),
            fast: Room::new(self),
            exact: Room::new(self),
        }
    }

    /// Code and points of each part that is within no other; they add up to the total. Where the
    /// rules bound the whole, what that changes, if only by nothing, comes last under the code
    /// [`super::TOTAL`].
    pub fn part_points<'e>(&'e self, tally: &'e Tally) -> impl Iterator<Item = (&'e str, Points)> {
        let parts = self.rules.parts.iter().zip(&tally.parts);
        let outer = parts
            .filter(|(part, _)| part.within.is_none())
            .map(|(part, p)| (part.code.as_str(), *p));
        let bounds = super::rules::Bounds::default();
        let bounded = self.rules.total != bounds || !self.rules.scale.is_empty();
        outer.chain(bounded.then_some((super::TOTAL, tally.whole)))
    }

    /// The grade that `points` reach, compared unrounded (E29), whatever the gates say.
    pub fn grade(&self, points: Points) -> Option<&Grade> {
        self.rules.grade(points)
    }

    /// The gates that the member does not meet, in the order of the rules.
    pub fn unmet<'e>(&'e self, tally: &'e Tally) -> impl Iterator<Item = &'e Gate> {
        let unmet = tally.gates.iter().filter(|s| !s.met);
        unmet.filter_map(|s| self.rules.gates.get(s.gate))
    }

    /// The place among [`Rules::grades`] of the grade that points and gates give (E27, E28).
    pub fn graded_at(&self, tally: &Tally) -> Option<usize> {
        self.rules.grade_left(tally.total, self.unmet(tally))
    }

    /// The grade that points and gates give.
    pub fn graded(&self, tally: &Tally) -> Option<&Grade> {
        self.graded_at(tally)
            .and_then(|at| self.rules.grades.get(at))
    }

    /// Whether facts are read by the time attended.
    pub(super) fn reads_time(&self) -> bool {
        self.rules.attended.is_some()
    }

    /// Whether the points of anyone go by the half-days of an attendance of which nobody wrote them
    /// down, so that the whole meeting is counted.
    pub fn guesses(&self, fact: &Fact) -> bool {
        fact.marks & mark::HALVES_UNKNOWN != 0
            && ((self.reads_time() && self.enough_of.admits(fact.kind))
                || self.rates.iter().any(|r| r.measures(fact))
                || self.gates.iter().any(|g| g.measures(fact))
                || self.candidates.of_fact(fact).iter().any(|item| {
                    let row = &self.rows[*item as usize];
                    row.measures() && row.selector.takes(fact)
                }))
    }

    /// The fact as the rules see it: who attended too little of a meeting was absent (E22).
    pub(super) fn seen(&self, fact: &Fact) -> Fact {
        let Some(least) = &self.rules.attended else {
            return *fact;
        };
        if !self.enough_of.admits(fact.kind)
            || fact.what != FactKind::Attendance
            || !self.came.contains(&fact.state)
            || fact.lasted == 0
        {
            return *fact;
        }
        let share = Points::new(i128::from(fact.halves), i128::from(fact.lasted));
        let state = if share < least.share {
            self.absent
        } else {
            fact.state
        };
        Fact { state, ..*fact }
    }

    /// The year of duty in which a window ends.
    pub(super) fn year_of(&self, window: Window) -> Option<i32> {
        let year = window.to.year();
        let holds = |y: &i32| self.rules.season.of(*y).is_some_and(|w| w.to >= window.to);
        [year, year + 1].into_iter().find(holds)
    }
}

/// One run: the window, and room to add up one member at a time.
#[derive(Debug, Clone)]
pub struct Run<'e> {
    engine: &'e Engine,
    window: Window,
    term: Option<When>,
    person: Person,
    fast: Room<i64>,
    exact: Room<Points>,
}

impl Run<'_> {
    /// The days that count.
    pub fn window(&self) -> Window {
        self.window
    }

    /// The codes of the parts, within no other, that are for other posts than those of the member who
    /// was looked at last.
    pub fn closed_parts(&self) -> impl Iterator<Item = &str> {
        let parts = self.engine.rules.parts.iter().enumerate();
        let closed = parts.filter(|(at, p)| p.within.is_none() && self.person.is_for_others(*at));
        closed.map(|(_, part)| part.code.as_str())
    }

    /// The same run for a term that began in that year of duty; where it is not known, gates over
    /// the term count all that is on record.
    #[must_use]
    pub fn of_term(mut self, first_year: Option<i32>) -> Self {
        let first = first_year.and_then(|y| self.engine.rules.season.of(y));
        self.term = first.map(|w| When::from(w.from));
        self
    }

    /// The same run as of a day: months, quarters and half-years that have not ended by then are not
    /// yet due. A run without a day takes all of its window as past.
    #[must_use]
    pub fn on(mut self, day: NaiveDate) -> Self {
        self.person = self.person.on(day);
        self
    }

    /// The points of one member, whose facts may come in any order.
    pub fn tally(&mut self, subject: &Subject, facts: &[Fact]) -> Result<Tally, TooFine> {
        let mut tally = Tally::default();
        self.tally_into(subject, facts, &mut tally)?;
        Ok(tally)
    }

    /// The same into a tally that is used again, so that nothing is allocated for a member.
    pub fn tally_into(
        &mut self,
        subject: &Subject,
        facts: &[Fact],
        tally: &mut Tally,
    ) -> Result<(), TooFine> {
        self.add_up(subject, facts, self.window, tally)?;
        self.stand(subject, facts, tally)
    }

    /// The points of one member in a window.
    fn add_up(
        &mut self,
        subject: &Subject,
        facts: &[Fact],
        window: Window,
        tally: &mut Tally,
    ) -> Result<(), TooFine> {
        let engine = self.engine;
        self.person.meet(subject, engine, window);
        self.standing(tally, window);
        let (span, person, whose) = (Bounds::of(window), &mut self.person, (subject, facts));
        if let Some(plan) = &engine.fast
            && carry::from_last_year(&mut self.fast, (engine, plan), person, whose, window)
                .is_some()
            && let Some(total) = self
                .fast
                .total(engine, plan, span, person, facts, &mut Deaf)
        {
            fill(tally, &self.fast, plan.scale, total);
            return Ok(());
        }
        let plan = engine.exact.as_ref().ok_or(TooFine)?;
        carry::from_last_year(&mut self.exact, (engine, plan), person, whose, window)
            .ok_or(TooFine)?;
        let total = self
            .exact
            .total(engine, plan, span, person, facts, &mut Deaf)
            .ok_or(TooFine)?;
        fill(tally, &self.exact, 1, total);
        Ok(())
    }

    fn standing(&self, tally: &mut Tally, window: Window) {
        tally.in_office = self.person.served(window);
        let unranked = &self.engine.unranked;
        let named = !matches!(unranked, Set::Any);
        tally.unranked = named && self.person.is_held(&(unranked.clone(), Set::Any));
        tally.gates.clear();
    }

    /// Where the member stands before each gate, those that count grades last.
    fn stand(
        &mut self,
        subject: &Subject,
        facts: &[Fact],
        tally: &mut Tally,
    ) -> Result<(), TooFine> {
        if self.engine.rules.gates.is_empty() {
            return Ok(());
        }
        self.stand_by_facts(facts, self.window, tally)?;
        for (at, gate) in self.engine.rules.gates.iter().enumerate() {
            let Counts::Graded(names) = &gate.counts else {
                continue;
            };
            if !self.person.is_held(&self.engine.gates[at].holder) {
                continue;
            }
            let years = gauge::window(self.engine, gate.over, self.window, self.term);
            let have = self.years_graded(names, years, (subject, facts), tally)?;
            tally.gates.push(gauge::judged(at, gate.limit, have));
        }
        tally.gates.sort_by_key(|s| s.gate);
        Ok(())
    }

    fn stand_by_facts(
        &self,
        facts: &[Fact],
        window: Window,
        tally: &mut Tally,
    ) -> Result<(), TooFine> {
        for (at, gate) in self.engine.rules.gates.iter().enumerate() {
            let for_others = !self.person.is_held(&self.engine.gates[at].holder);
            if for_others || matches!(gate.counts, Counts::Graded(_) | Counts::Gates(_)) {
                continue;
            }
            if let Some(have) = self.beside(&gate.counts, facts, window, tally)? {
                tally
                    .gates
                    .extend(gauge::reckoned(at, gate, have.first().copied()));
                continue;
            }
            let over = gauge::window(self.engine, gate.over, window, self.term);
            let stand = gauge::stand(self.engine, at, over, &self.person, facts);
            tally.gates.push(stand.ok_or(TooFine)?);
        }
        for (at, gate) in self.engine.rules.gates.iter().enumerate() {
            let mine = self.person.is_held(&self.engine.gates[at].holder);
            if let (Counts::Gates(counted), true) = (&gate.counts, mine) {
                let met = |s: &&Stand| s.met && counted.contains(&s.gate);
                let have = tally.gates.iter().filter(met).count();
                let have = Points::from_integer(i128::try_from(have).unwrap_or(0));
                tally.gates.push(gauge::judged(at, gate.limit, have));
            }
        }
        Ok(())
    }

    /// The year's rate in per cent, or the year's points of a part that is for the member; `None` for
    /// gates that count.
    fn beside(
        &self,
        counts: &Counts,
        facts: &[Fact],
        window: Window,
        tally: &Tally,
    ) -> Result<Option<Vec<Points>>, TooFine> {
        Ok(match counts {
            Counts::Rate(at) => {
                let rate = self.engine.rates.get(*at).ok_or(TooFine)?;
                let span = Bounds::of(window);
                let reached = rate.reached(self.engine, span, &self.person, facts);
                let share = reached.ok_or(TooFine)?.share();
                Some(vec![share * Points::from_integer(100)])
            }
            Counts::Part(at) if self.person.closed(*at) => Some(Vec::new()),
            Counts::Part(at) => Some(tally.parts.get(*at).copied().into_iter().collect()),
            Counts::Facts(_) | Counts::Graded(_) | Counts::Gates(_) => None,
        })
    }

    /// How many years of duty up to this one ended with one of the grades, as far as the rules
    /// applied, the member was in office and anything is on record. What such gates say of earlier
    /// years is left aside.
    fn years_graded(
        &mut self,
        names: &[String],
        years: Window,
        (subject, facts): (&Subject, &[Fact]),
        now: &Tally,
    ) -> Result<Points, TooFine> {
        let engine = self.engine;
        let named = |tally: &Tally| {
            engine
                .graded(tally)
                .is_some_and(|g| names.contains(&g.name))
        };
        let mut count = i128::from(named(now));
        let this = engine.year_of(self.window).unwrap_or(0);
        let first = engine.year_of(Window {
            to: years.from,
            ..years
        });
        let mut past = Tally::default();
        for year in first.unwrap_or(this).max(this - LONGEST_TERM)..this {
            let Some(window) = engine.window(year) else {
                continue;
            };
            if !facts.iter().any(|f| window.holds(f.on)) {
                continue;
            }
            self.add_up(subject, facts, window, &mut past)?;
            self.stand_by_facts(facts, window, &mut past)?;
            count += i128::from(past.in_office && named(&past));
        }
        self.person.meet(subject, engine, self.window);
        Ok(Points::from_integer(count))
    }

    /// The facts that a gate counts of the member tallied last, as places in `facts`, with what
    /// each adds.
    pub(super) fn counted(&self, gate: usize, facts: &[Fact]) -> Vec<(usize, Points)> {
        let over = self.engine.rules.gates.get(gate).map(|g| g.over);
        let window = gauge::window(
            self.engine,
            over.unwrap_or_default(),
            self.window,
            self.term,
        );
        gauge::taken(self.engine, gate, window, &self.person, facts)
    }

    /// The months, quarters or half-years of a gate, of the member tallied last.
    pub(super) fn periods(&self, gate: usize, facts: &[Fact]) -> Vec<Period> {
        let over = self.engine.rules.gates.get(gate).map(|g| g.over);
        let over = over.unwrap_or_default();
        let window = gauge::window(self.engine, over, self.window, self.term);
        gauge::periods(self.engine, gate, window, &self.person, facts)
    }

    /// The same points with where each came from.
    pub fn explain(&mut self, subject: &Subject, facts: &[Fact]) -> Result<Explanation, TooFine> {
        let engine = self.engine;
        let mut told = Tally::default();
        self.tally_into(subject, facts, &mut told)?;
        self.person.meet(subject, engine, self.window);
        let mut recorder = Recorder::default();
        let (span, plan) = (
            Bounds::of(self.window),
            engine.exact.as_ref().ok_or(TooFine)?,
        );
        let (person, whose) = (&mut self.person, (subject, facts));
        carry::from_last_year(&mut self.exact, (engine, plan), person, whose, self.window)
            .ok_or(TooFine)?;
        let total = self
            .exact
            .total(engine, plan, span, &self.person, facts, &mut recorder)
            .ok_or(TooFine)?;
        let mut tally = Tally::default();
        fill(&mut tally, &self.exact, 1, total);
        tally.in_office = told.in_office;
        tally.unranked = told.unranked;
        tally.gates = told.gates;
        let person = &self.person;
        let mut explanation =
            assemble(engine, (subject, person), facts, recorder, tally).ok_or(TooFine)?;
        for gate in &mut explanation.gates {
            gate.periods = self.periods(gate.stand.gate, facts);
        }
        Ok(explanation)
    }
}

/// No history goes further back.
const LONGEST_TERM: i32 = 50;

fn fill<N: Amount>(tally: &mut Tally, room: &Room<N>, scale: i64, total: N) {
    let points = |n: &N| n.points(scale);
    tally.items.clear();
    tally.items.extend(room.items.iter().map(points));
    tally.parts.clear();
    tally.parts.extend(room.parts.iter().map(points));
    tally.whole = room.whole.points(scale);
    tally.total = total.points(scale);
}
