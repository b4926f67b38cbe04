//! What the next grade would take: the fewest further acts that lift somebody into a better one.
//! The engine itself is asked, with acts added to those on record, so that caps, shares, exclusive
//! items and gates count as they do in the score.

mod act;

use super::engine::{Engine, Run, Tally, TooFine};
use super::points::Points;
use super::window::Window;
use crate::model::fact::{Fact, FactKind, Subject, Symbols};
use act::{Act, acts};
use chrono::NaiveDate;

/// How many kinds of act are tried, at most.
const KINDS: usize = 24;
/// How many of one kind are tried, at most.
const MANY: u32 = 40;
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
    /// How many.
    pub times: u32,
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
    /// How many points are short of it; 0 where only gates stand before it.
    pub short: Points,
    /// The headings of the gates that stand before it.
    pub gates: Vec<String>,
    /// The ways with the fewest acts, and where those hang on others the shortest that does not;
    /// none where no number of acts lifts the grade.
    pub ways: Vec<Way>,
    /// The score that further acts can give at most, as far as was tried.
    pub most: Points,
}

/// Where somebody stands before the next grade.
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
    tally: Tally,
    room: Vec<Fact>,
    tried: usize,
}

/// One whose next grade is looked for, and how many acts of each kind are added.
struct Case<'c> {
    subject: &'c Subject,
    facts: &'c [Fact],
    /// The grade of now; the number of grades for who has none.
    now: usize,
}

/// What acts came to.
struct Reached {
    grade: usize,
    total: Points,
    /// What points and gates still lack of the next grade.
    lack: Points,
}

impl<'e> Seeker<'e> {
    /// A seeker for further acts on a day of `window`, which the caller keeps in it.
    pub fn new(
        engine: &'e Engine,
        window: Window,
        term: Option<i32>,
        on: NaiveDate,
        symbols: &mut Symbols,
    ) -> Seeker<'e> {
        Seeker {
            engine,
            run: engine.run(window).of_term(term),
            acts: acts(engine, window, on, symbols),
            tally: Tally::default(),
            room: Vec::new(),
            tried: 0,
        }
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
        let now = self.engine.graded_at(&self.tally).unwrap_or(grades.len());
        let Some(aim) = now.checked_sub(1) else {
            return Ok(Outlook::Best);
        };
        let mut next = Next {
            grade: grades[aim].name.clone(),
            short: short(self.engine, &self.tally, aim),
            gates: before(self.engine, &self.tally, aim),
            ways: Vec::new(),
            most: self.tally.total,
        };
        let case = Case {
            subject,
            facts,
            now,
        };
        self.tried = 0;
        let useful = self.useful(&case)?;
        let all: Vec<u32> = useful.iter().map(|_| MANY).collect();
        let ceiling = self.reached(&case, &useful, &all)?;
        next.most = next.most.max(ceiling.total);
        if ceiling.grade < now {
            next.ways = self.ways(&case, &useful, effort)?;
            if next.ways.iter().all(|w| !w.own) {
                next.ways.extend(self.own_way(&case, useful, effort)?);
            }
        }
        Ok(Outlook::Next(next))
    }

    /// The kinds of act that change anything for the better.
    fn useful(&mut self, case: &Case<'_>) -> Result<Vec<usize>, TooFine> {
        let none = self.reached(case, &[], &[])?;
        let mut useful = Vec::new();
        for at in 0..self.acts.len() {
            let many = self.reached(case, &[at], &[MANY])?;
            if many.grade < none.grade || many.lack < none.lack {
                useful.push((many.lack, at));
            }
        }
        // Rules with very many items: those that lift most.
        if useful.len() > KINDS {
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
                let (occasion, fact) = (row, self.acts[*at].fact);
                self.room.push(Fact {
                    row,
                    occasion,
                    ..fact
                });
            }
        }
        self.run
            .tally_into(case.subject, &self.room, &mut self.tally)?;
        let aim = case.now.saturating_sub(1);
        Ok(Reached {
            grade: self
                .engine
                .graded_at(&self.tally)
                .unwrap_or(self.engine.rules().grades.len()),
            total: self.tally.total,
            lack: short(self.engine, &self.tally, aim) + lacking(self.engine, &self.tally, aim),
        })
    }

    /// The ways with the fewest acts: every mixture, from one act on, as long as they are not too
    /// many; then so many of one kind, and whatever brings most at each step.
    fn ways(
        &mut self,
        case: &Case<'_>,
        useful: &[usize],
        effort: Effort,
    ) -> Result<Vec<Way>, TooFine> {
        let mut depth = 1;
        while self.tried + mixtures(useful.len(), depth) <= effort.tries() {
            let mut found = Vec::new();
            self.mixed(case, useful, depth, &mut Vec::new(), &mut found)?;
            if !found.is_empty() {
                found.sort_by_key(|(key, _)| key.clone());
                let ways = found.into_iter().map(|(_, way)| Way { least: true, ..way });
                return Ok(ways.take(TOLD).collect());
            }
            depth += 1;
        }
        let mut found = Vec::new();
        for at in useful {
            if let Some(n) = self.alone(case, *at)? {
                found.push(vec![(*at, n)]);
            }
        }
        found.extend(self.greedy(case, useful)?);
        let count = |way: &[(usize, u32)]| way.iter().map(|(_, n)| *n).sum::<u32>();
        found.sort_by_key(|way| (count(way), way.len()));
        found.dedup();
        let fewest = found.first().map(|way| count(way));
        found.retain(|way| Some(count(way)) == fewest);
        let mut ways = Vec::new();
        for way in found.iter().take(TOLD) {
            let least = fewest.is_some_and(|n| n as usize == depth);
            let way = self.way(case, way)?;
            ways.extend(way.map(|way| Way { least, ..way }));
        }
        Ok(ways)
    }

    /// The shortest way of what a member does of their own accord.
    fn own_way(
        &mut self,
        case: &Case<'_>,
        useful: Vec<usize>,
        effort: Effort,
    ) -> Result<Option<Way>, TooFine> {
        let own: Vec<usize> = useful
            .into_iter()
            .filter(|at| self.rank(*at) == 0)
            .collect();
        let all: Vec<u32> = own.iter().map(|_| MANY).collect();
        if own.is_empty() || self.reached(case, &own, &all)?.grade >= case.now {
            return Ok(None);
        }
        self.tried = 0;
        let first = self.ways(case, &own, effort)?.into_iter().next();
        Ok(first.map(|way| Way {
            least: false,
            ..way
        }))
    }

    /// Every mixture of so many acts; `bag` holds those chosen, in order.
    fn mixed(
        &mut self,
        case: &Case<'_>,
        useful: &[usize],
        left: usize,
        bag: &mut Vec<usize>,
        found: &mut Vec<(Order, Way)>,
    ) -> Result<(), TooFine> {
        if left == 0 {
            let counted = counted(bag);
            if let Some(way) = self.way(case, &counted)? {
                found.push((self.order(&counted), way));
            }
            return Ok(());
        }
        let from = bag.last().copied().unwrap_or(0);
        for at in useful.iter().filter(|at| **at >= from) {
            bag.push(*at);
            self.mixed(case, useful, left - 1, bag, found)?;
            bag.pop();
        }
        Ok(())
    }

    /// How many of one kind do, if any number does; halving finds a number that does.
    fn alone(&mut self, case: &Case<'_>, at: usize) -> Result<Option<u32>, TooFine> {
        let (mut low, mut high) = (0, MANY);
        if self.reached(case, &[at], &[high])?.grade >= case.now {
            return Ok(None);
        }
        while high - low > 1 {
            let middle = low.midpoint(high);
            if self.reached(case, &[at], &[middle])?.grade < case.now {
                high = middle;
            } else {
                low = middle;
            }
        }
        Ok(Some(high))
    }

    /// One act after the other, each time the one after which least is lacking.
    fn greedy(
        &mut self,
        case: &Case<'_>,
        useful: &[usize],
    ) -> Result<Option<Vec<(usize, u32)>>, TooFine> {
        let mut times = vec![0; useful.len()];
        let mut lack = self.reached(case, &[], &[])?.lack;
        for _ in 0..MANY {
            let mut best: Option<(usize, Reached)> = None;
            for kind in 0..useful.len() {
                times[kind] += 1;
                let one = self.reached(case, useful, &times)?;
                times[kind] -= 1;
                let better = best
                    .as_ref()
                    .is_none_or(|(_, b)| (one.grade, one.lack) < (b.grade, b.lack));
                if better {
                    best = Some((kind, one));
                }
            }
            let Some((kind, one)) = best.filter(|(_, b)| b.grade < case.now || b.lack < lack)
            else {
                return Ok(None);
            };
            times[kind] += 1;
            lack = one.lack;
            if one.grade < case.now {
                let all = useful.iter().copied().zip(times);
                return Ok(Some(all.filter(|(_, n)| *n > 0).collect()));
            }
        }
        Ok(None)
    }

    fn way(&mut self, case: &Case<'_>, counted: &[(usize, u32)]) -> Result<Option<Way>, TooFine> {
        let (acts, times): (Vec<usize>, Vec<u32>) = counted.iter().copied().unzip();
        let then = self.reached(case, &acts, &times)?;
        if then.grade >= case.now {
            return Ok(None);
        }
        let mut further: Vec<Further> = Vec::new();
        for (at, n) in counted {
            let act = &self.acts[*at];
            // Acts of one item on other days are of one kind for people.
            match further.iter_mut().find(|f| f.title == act.title) {
                Some(same) => same.times += n,
                None => further.push(Further {
                    title: act.title.clone(),
                    article: act.article.clone(),
                    times: *n,
                }),
            }
        }
        let own = acts.iter().all(|at| self.rank(*at) == 0);
        Ok(Some(Way {
            own,
            least: false,
            acts: further,
            total: then.total,
            grade: self.engine.rules().grades[then.grade].name.clone(),
        }))
    }

    fn rank(&self, at: usize) -> u8 {
        match self.acts[at].fact.what {
            FactKind::Attendance => 1,
            FactKind::Adoption | FactKind::Instruction | FactKind::Status => 2,
            _ => 0,
        }
    }

    /// What members do of their own accord comes first, then what they are invited to, then what
    /// others decide; fewer kinds before more, the order of the rules last.
    fn order(&self, counted: &[(usize, u32)]) -> Order {
        let worst = counted.iter().map(|(at, _)| self.rank(*at)).max();
        let places = counted.iter().map(|(at, _)| *at).collect();
        (worst.unwrap_or(0), counted.len(), places)
    }
}

type Order = (u8, usize, Vec<usize>);

/// How many mixtures of `n` acts there are of so many kinds.
fn mixtures(kinds: usize, n: usize) -> usize {
    (0..n).fold(1_usize, |all, i| all.saturating_mul(kinds + i) / (i + 1))
}

fn counted(bag: &[usize]) -> Vec<(usize, u32)> {
    let mut counted: Vec<(usize, u32)> = Vec::new();
    for at in bag {
        match counted.last_mut() {
            Some((last, n)) if last == at => *n += 1,
            _ => counted.push((*at, 1)),
        }
    }
    counted
}

/// The points short of a grade.
fn short(engine: &Engine, tally: &Tally, aim: usize) -> Points {
    let nothing = Points::from_integer(0);
    let least = engine.rules().grades.get(aim).and_then(|g| g.at_least);
    least.map_or(nothing, |least| (least - tally.total).max(nothing))
}

/// The gates that are not met and leave no grade as good.
fn before(engine: &Engine, tally: &Tally, aim: usize) -> Vec<String> {
    let stand_before = engine
        .unmet(tally)
        .filter(|g| g.grade.is_some_and(|left| left > aim));
    stand_before.map(|g| g.title.clone()).collect()
}

/// How many acts those gates lack.
fn lacking(engine: &Engine, tally: &Tally, aim: usize) -> Points {
    let mut lack = Points::from_integer(0);
    for stand in tally.gates.iter().filter(|s| !s.met) {
        let gate = engine.rules().gates.get(stand.gate);
        if gate.is_some_and(|g| g.grade.is_some_and(|left| left > aim)) {
            lack += (stand.need - stand.have).max(stand.have - stand.need);
        }
    }
    lack
}
