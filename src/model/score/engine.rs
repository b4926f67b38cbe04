//! The engine: a rule set compiled against the words of one run, and the tally of one member at
//! a time.

use super::amount::Amount;
use super::explain::{Explanation, Recorder, assemble};
use super::pass::Room;
use super::person::Person;
use super::plan::{self, Plan, Row};
use super::points::Points;
use super::rules::{Grade, Rules};
use super::select::Candidates;
use super::trail::Deaf;
use super::window::{Bounds, Window};
use crate::lang::Text;
use crate::model::fact::{Fact, Subject, Symbols};
use crate::text;

/// A rule set, compiled. The symbols it was compiled with must be those of the facts.
#[derive(Debug, Clone)]
pub struct Engine {
    pub(super) rules: Rules,
    pub(super) rows: Vec<Row>,
    pub(super) candidates: Candidates,
    pub(super) order: Vec<usize>,
    pub(super) highest: Vec<bool>,
    /// Whether any item depends on the order or number of its facts.
    pub(super) counts: bool,
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
        let scale = plan::common_scale(self);
        let exact = Plan::of(self, 1, symbols);
        let rows = plan::rows(self, symbols);
        Engine {
            candidates: Candidates::of(self.items().map(|(_, i)| i), symbols),
            order: plan::order(self),
            highest: plan::takes_highest(self),
            counts: rows.iter().any(Row::counts),
            rows,
            fast: scale.and_then(|scale| Plan::of(self, scale, symbols)),
            exact,
            rules: self.clone(),
        }
    }
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
        let bounded = self.rules.total != super::rules::Bounds::default();
        outer.chain(bounded.then_some((super::TOTAL, tally.whole)))
    }

    /// The grade that `points` reach, compared unrounded (E29).
    pub fn grade(&self, points: Points) -> Option<&Grade> {
        self.rules.grade(points)
    }
}

/// One run: the window, and room to add up one member at a time.
#[derive(Debug, Clone)]
pub struct Run<'e> {
    engine: &'e Engine,
    window: Window,
    person: Person,
    fast: Room<i64>,
    exact: Room<Points>,
}

impl Run<'_> {
    /// The days that count.
    pub fn window(&self) -> Window {
        self.window
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
        let engine = self.engine;
        self.person.meet(subject, &engine.rows, self.window);
        tally.in_office = self.person.served(self.window);
        let (span, person) = (Bounds::of(self.window), &self.person);
        if let Some(plan) = &engine.fast
            && let Some(total) = self
                .fast
                .total(engine, plan, span, person, facts, &mut Deaf)
        {
            fill(tally, &self.fast, plan.scale, total);
            return Ok(());
        }
        let plan = engine.exact.as_ref().ok_or(TooFine)?;
        let total = self
            .exact
            .total(engine, plan, span, person, facts, &mut Deaf)
            .ok_or(TooFine)?;
        fill(tally, &self.exact, 1, total);
        Ok(())
    }

    /// The same points with where each came from.
    pub fn explain(&mut self, subject: &Subject, facts: &[Fact]) -> Result<Explanation, TooFine> {
        let engine = self.engine;
        self.person.meet(subject, &engine.rows, self.window);
        let mut recorder = Recorder::default();
        let (span, plan) = (
            Bounds::of(self.window),
            engine.exact.as_ref().ok_or(TooFine)?,
        );
        let total = self
            .exact
            .total(engine, plan, span, &self.person, facts, &mut recorder)
            .ok_or(TooFine)?;
        let mut tally = Tally::default();
        fill(&mut tally, &self.exact, 1, total);
        tally.in_office = self.person.served(self.window);
        assemble(engine, subject, facts, recorder, tally).ok_or(TooFine)
    }
}

fn fill<N: Amount>(tally: &mut Tally, room: &Room<N>, scale: i64, total: N) {
    let points = |n: &N| n.points(scale);
    tally.items.clear();
    tally.items.extend(room.items.iter().map(points));
    tally.parts.clear();
    tally.parts.extend(room.parts.iter().map(points));
    tally.whole = room.whole.points(scale);
    tally.total = total.points(scale);
}
