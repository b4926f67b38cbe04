//! What the next grade would take: the fewest further acts that lift somebody into a better one.
//! The engine itself is asked, with acts added to those on record, so that caps, shares, exclusive
//! items and gates count as they do in the score.

mod act;
mod search;

pub use act::Ahead;

use super::contest::{Bar, Contest};
use super::engine::{Engine, Run, Tally, TooFine};
use super::gate::{Counts, Limit};
use super::points::Points;
use super::rules::Per;
use super::window::Window;
use crate::lang::Text;
use crate::model::fact::{Fact, Subject, Symbols};
use act::{Act, acts};
use chrono::NaiveDate;
use std::collections::HashMap;

/// How many kinds of act are tried, at most.
const KINDS: usize = 24;
/// How many of one kind are tried, at most: half a point each still lifts by a whole scale of 100.
const MANY: u32 = 200;
/// How many acts are added one by one, at most.
const STEPS: usize = 40;
/// How many ways are told.
const TOLD: usize = 3;
/// Rows of acts that nobody did yet: no ledger has so many.
const UNDONE: i64 = i64::MAX >> 2;

/// How long is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// For one whom somebody looks at.
    Whole,
    /// For one of many.
    Brief,
}

impl Effort {
    fn tries(self) -> usize {
        match self {
            Effort::Whole => 12_000,
            Effort::Brief => 300,
        }
    }
}

/// So many further acts that an item or a gate counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Further {
    /// The heading of the item, or of the gate.
    pub title: String,
    /// Its article.
    pub article: String,
    /// Which of the acts that it counts, where it counts several; else empty.
    pub which: Text,
    /// The same as the stored words.
    pub words: Vec<String>,
    /// How many …
    pub times: u32,
    /// … of what: acts, unless the item goes by half-days or by quantity.
    pub per: Per,
    /// Whether it is a paper of its own that others have to choose or adopt, and not one on record.
    pub new: bool,
}

/// One way into a better grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// What it takes, in the order of the rules.
    pub acts: Vec<Further>,
    /// The score then.
    pub total: Points,
    /// The grade then.
    pub grade: String,
    /// Whether the member does all of it of their own accord, without being invited and without
    /// what others decide.
    pub own: bool,
    /// Whether it is certain that fewer acts do not do.
    pub least: bool,
}

/// What the next grade would take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// The next better grade.
    pub grade: String,
    /// How many points are short of it, or of the last one who has it where a quota leaves no
    /// place; 0 where only gates stand before it.
    pub short: Points,
    /// Whom to pass, where a quota leaves no place.
    pub bar: Option<Bar>,
    /// The headings of the gates that stand before it.
    pub gates: Vec<String>,
    /// Those of them that no further acts meet any more.
    pub lost: Vec<String>,
    /// The ways with the fewest acts, and where those hang on others the shortest that does not;
    /// none where no number of acts lifts the grade.
    pub ways: Vec<Way>,
    /// The score that further acts can give at most, as far as was tried.
    pub most: Points,
}

/// Where somebody stands before the next grade.
#[allow(clippy::large_enum_variant)] // one at a time, and never kept
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outlook {
    /// The rules have no grades, or the person is not in office.
    Ungraded,
    /// The best grade is reached.
    Best,
    /// There is a better one.
    Next(Next),
}

/// Looks for the next grade of one after the other.
#[derive(Debug)]
pub struct Seeker<'e> {
    engine: &'e Engine,
    run: Run<'e>,
    acts: Vec<Act>,
    contest: Option<&'e Contest>,
    tally: Tally,
    room: Vec<Fact>,
    tried: usize,
    /// Whether every kind of act that helps is tried.
    whole: bool,
}

/// One whose next grade is looked for, and how many acts of each kind are added.
struct Case<'c> {
    subject: &'c Subject,
    facts: &'c [Fact],
    /// The grade of now; the number of grades for who has none.
    now: usize,
    /// Whom to pass for each grade.
    bars: &'c [Option<Bar>],
}

impl Case<'_> {
    /// The grade that so many points have, where points and gates give `grade`.
    fn placed(&self, grade: usize, total: Points) -> usize {
        let lets = |at: &usize| self.bar(*at).is_none_or(|bar| bar.lets(total));
        (grade..self.now).find(lets).unwrap_or(self.now.max(grade))
    }

    fn bar(&self, grade: usize) -> Option<Bar> {
        self.bars.get(grade).copied().flatten()
    }

    /// The points short of the next better grade, and of those who have it.
    fn short(&self, engine: &Engine, total: Points) -> Points {
        let aim = self.now.saturating_sub(1);
        let least = engine.rules().grades.get(aim).and_then(|g| g.at_least);
        let last = self.bar(aim).and_then(Bar::last);
        let needed = least.into_iter().chain(last).map(|least| least - total);
        needed.fold(Points::from_integer(0), Points::max)
    }

    /// The same for a search: who has just the points of those to pass lacks something too.
    fn lack(&self, engine: &Engine, tally: &Tally) -> Points {
        let aim = self.now.saturating_sub(1);
        let passes = self.bar(aim).is_none_or(|bar| bar.lets(tally.total));
        let more = Points::new(i128::from(!passes), 100);
        self.short(engine, tally.total) + more + lacking(engine, tally, aim)
    }
}

/// What acts came to.
struct Reached {
    grade: usize,
    total: Points,
    /// What points and gates still lack of the next grade.
    lack: Points,
}

impl<'e> Seeker<'e> {
    /// A seeker for further acts on days of `window`, in which the caller keeps those ahead.
    pub fn new(
        engine: &'e Engine,
        window: Window,
        term: Option<i32>,
        ahead: &Ahead,
        symbols: &mut Symbols,
    ) -> Seeker<'e> {
        Seeker {
            engine,
            run: engine.run(window).of_term(term),
            acts: acts(engine, window, ahead, symbols),
            contest: None,
            tally: Tally::default(),
            room: Vec::new(),
            tried: 0,
            whole: true,
        }
    }

    /// The same as of a day: what has not ended by then is not yet due.
    #[must_use]
    pub fn on(mut self, day: NaiveDate) -> Self {
        self.run = self.run.on(day);
        self
    }

    /// The same among others, with whom quotas are shared.
    #[must_use]
    pub fn among(mut self, contest: Option<&'e Contest>) -> Self {
        self.contest = contest;
        self
    }

    /// What the next grade would take of one.
    ///
    /// # Errors
    /// [`TooFine`] where points have no exact sum.
    pub fn seek(
        &mut self,
        subject: &Subject,
        facts: &[Fact],
        effort: Effort,
    ) -> Result<Outlook, TooFine> {
        let grades = &self.engine.rules().grades;
        self.run.tally_into(subject, facts, &mut self.tally)?;
        if grades.is_empty() || !self.tally.in_office {
            return Ok(Outlook::Ungraded);
        }
        let reached = self.engine.graded_at(&self.tally);
        let bars = match self.contest {
            Some(contest) => contest.bars(self.engine.rules(), &subject.no),
            None => Vec::new(),
        };
        let mut case = Case {
            subject,
            facts,
            now: grades.len(),
            bars: &bars,
        };
        case.now = case.placed(reached.unwrap_or(grades.len()), self.tally.total);
        let Some(aim) = case.now.checked_sub(1) else {
            return Ok(Outlook::Best);
        };
        let mut next = Next {
            grade: grades[aim].name.clone(),
            short: case.short(self.engine, self.tally.total),
            bar: case.bar(aim).filter(|bar| !bar.lets(self.tally.total)),
            gates: before(self.engine, &self.tally, aim),
            lost: Vec::new(),
            ways: Vec::new(),
            most: self.tally.total,
        };
        self.tried = 0;
        let useful = self.useful(&case)?;
        let ceiling = self.reached(&case, &useful, &self.all(&useful))?;
        next.most = next.most.max(ceiling.total);
        let standing = before(self.engine, &self.tally, aim);
        next.lost = next
            .gates
            .iter()
            .filter(|g| standing.contains(g))
            .cloned()
            .collect();
        // Where more can do harm, all that can be done is no bound of what fewer acts do.
        if ceiling.grade < case.now || self.may_harm() {
            next.ways = self.ways(&case, &useful, effort)?;
            // What helps is looked for on the way to the next grade: of one beyond it nobody knows
            // that no fewer acts would do.
            for way in &mut next.ways {
                way.least &= way.grade == next.grade;
            }
            if !next.ways.is_empty() && next.ways.iter().all(|w| !w.own) {
                let own = self.own_way(&case, useful, effort)?;
                next.ways
                    .extend(own.filter(|way| !next.ways.iter().any(|w| w.acts == way.acts)));
            }
            if !next.ways.is_empty() {
                next.lost.clear();
            }
        }
        Ok(Outlook::Next(next))
    }

    /// Whether further acts can take points or fail a gate: rates fall by what does not meet them.
    fn may_harm(&self) -> bool {
        let rules = self.engine.rules();
        !rules.rates.is_empty()
            || rules
                .gates
                .iter()
                .any(|g| matches!(g.limit, Limit::AtMost(_)))
    }

    /// As many of each of these as can be done.
    fn all(&self, acts: &[usize]) -> Vec<u32> {
        let mut used: HashMap<_, u32> = HashMap::new();
        let many = |at: &usize| {
            let act = &self.acts[*at];
            let Some(left) = act.left else { return MANY };
            let used = used.entry((act.fact.what, act.fact.kind)).or_default();
            let free = left.saturating_sub(*used).min(MANY);
            *used += free;
            free
        };
        acts.iter().map(many).collect()
    }

    /// Whether as many of each can be done.
    fn can_be(&self, acts: &[usize], times: &[u32]) -> bool {
        let limited = |(at, _): &(&usize, &u32)| self.acts[**at].left.is_some();
        let mut used: HashMap<_, u32> = HashMap::new();
        acts.iter().zip(times).filter(limited).all(|(at, n)| {
            let act = &self.acts[*at];
            let used = used.entry((act.fact.what, act.fact.kind)).or_default();
            *used += n;
            act.left.is_none_or(|left| *used <= left)
        })
    }

    /// The kinds of act that change anything for the better.
    fn useful(&mut self, case: &Case<'_>) -> Result<Vec<usize>, TooFine> {
        let none = self.reached(case, &[], &[])?;
        let mut useful = Vec::new();
        // Where too many do harm, few may help.
        let probes: &[u32] = if self.may_harm() {
            &[1, 2, 3, 5, 8, 13, 21, 40, MANY]
        } else {
            &[MANY]
        };
        for at in 0..self.acts.len() {
            let most = self.all(&[at])[0];
            let mut best: Option<Points> = None;
            for n in probes.iter().map(|n| (*n).min(most)) {
                let some = self.reached(case, &[at], &[n])?;
                if some.grade < none.grade || some.lack < none.lack {
                    best = Some(best.map_or(some.lack, |b| b.min(some.lack)));
                }
            }
            useful.extend(best.map(|lack| (lack, at)));
        }
        // Rules with very many items: those that lift most.
        self.whole = useful.len() <= KINDS;
        if !self.whole {
            useful.sort();
            useful.truncate(KINDS);
        }
        let mut useful: Vec<usize> = useful.into_iter().map(|(_, at)| at).collect();
        useful.sort_unstable();
        Ok(useful)
    }

    /// The score with so many of each of these acts added.
    fn reached(
        &mut self,
        case: &Case<'_>,
        acts: &[usize],
        times: &[u32],
    ) -> Result<Reached, TooFine> {
        self.tried += 1;
        self.room.clear();
        self.room.extend_from_slice(case.facts);
        let mut row = UNDONE;
        for (at, n) in acts.iter().zip(times) {
            for _ in 0..*n {
                row += 1;
                let (occasion, act) = (row, &self.acts[*at]);
                let facts = std::iter::once(act.fact).chain(act.paper);
                self.room.extend(facts.map(|fact| Fact {
                    row,
                    occasion,
                    ..fact
                }));
            }
        }
        self.run
            .tally_into(case.subject, &self.room, &mut self.tally)?;
        let grade = self.engine.graded_at(&self.tally);
        let grade = grade.unwrap_or(self.engine.rules().grades.len());
        Ok(Reached {
            grade: case.placed(grade, self.tally.total),
            total: self.tally.total,
            lack: case.lack(self.engine, &self.tally),
        })
    }
}

/// The gates that are not met and leave no grade as good.
fn before(engine: &Engine, tally: &Tally, aim: usize) -> Vec<String> {
    let stand_before = engine.unmet(tally).filter(|g| g.bars(aim));
    stand_before.map(|g| g.title.clone()).collect()
}

/// How many acts those gates lack.
fn lacking(engine: &Engine, tally: &Tally, aim: usize) -> Points {
    let mut lack = Points::from_integer(0);
    for stand in tally.gates.iter().filter(|s| !s.met) {
        let gate = engine.rules().gates.get(stand.gate);
        let Some(gate) = gate.filter(|g| g.bars(aim)) else {
            continue;
        };
        lack += (stand.need - stand.have).max(stand.have - stand.need);
        // On the way to one more of the gates that it counts, each step is progress.
        if let Counts::Gates(counted) = &gate.counts {
            let inner = tally.gates.iter().filter(|s| counted.contains(&s.gate));
            let left = inner.map(|s| (s.need - s.have).max(Points::from_integer(0)));
            lack += left.sum::<Points>() / 1_000;
        }
    }
    lack
}
