//! The search for the fewest acts that lift a grade.

use super::{Case, Effort, Further, Reached, STEPS, Seeker, TOLD, Way};
use crate::model::fact::{Fact, FactKind, mark};
use crate::model::score::engine::TooFine;
use std::collections::{BTreeSet, HashSet};

impl Seeker<'_> {
    /// The ways with the fewest acts: every mixture, from one act on, as long as they are not too
    /// many; then so many of one kind, and whatever brings most at each step.
    pub(super) fn ways(
        &mut self,
        case: &Case<'_>,
        useful: &[usize],
        effort: Effort,
    ) -> Result<Vec<Way>, TooFine> {
        if useful.is_empty() {
            return Ok(Vec::new());
        }
        let mut depth = 1;
        while depth <= STEPS && self.tried + mixtures(useful.len(), depth) <= effort.tries() {
            let mut found = Vec::new();
            self.mixed(case, useful, depth, &mut Vec::new(), &mut found)?;
            if !found.is_empty() {
                return Ok(self.plainest(found));
            }
            depth += 1;
        }
        let mut found = Vec::new();
        for at in useful {
            if let Some(n) = self.alone(case, *at)? {
                found.push(vec![(*at, n)]);
            }
        }
        let mut mixture = self.greedy(case, useful)?;
        if mixture.is_none() {
            // More than are added one by one.
            let all = self.all(useful);
            let lifts = self.reached(case, useful, &all)?.grade < case.now;
            mixture = lifts.then(|| useful.iter().copied().zip(all).collect());
        }
        if let Some(way) = mixture {
            found.push(self.spared(case, way)?);
        }
        let count = |way: &[(usize, u32)]| way.iter().map(|(_, n)| *n).sum::<u32>();
        found.sort_by_key(|way| (count(way), way.len()));
        found.dedup();
        let fewest = found.first().map(|way| count(way));
        found.retain(|way| Some(count(way)) == fewest);
        let mut ways = Vec::new();
        for way in &found {
            let least = self.whole && fewest.is_some_and(|n| n as usize == depth);
            let way = self.way(case, way)?;
            ways.extend(way.map(|way| Way { least, ..way }));
        }
        Ok(distinct(ways))
    }

    /// The same way without the acts that it does without.
    fn spared(
        &mut self,
        case: &Case<'_>,
        way: Vec<(usize, u32)>,
    ) -> Result<Vec<(usize, u32)>, TooFine> {
        let (acts, mut times): (Vec<usize>, Vec<u32>) = way.into_iter().unzip();
        // What others decide goes first, and of alike what the rules name last.
        let mut order: Vec<usize> = (0..acts.len()).rev().collect();
        order.sort_by_key(|at| std::cmp::Reverse(self.rank(acts[*at])));
        for at in order {
            let (mut low, mut high) = (None, times[at]);
            while low.map_or(0, |l| l + 1) < high {
                let middle = low.map_or(0, |l: u32| l.midpoint(high));
                times[at] = middle;
                if self.reached(case, &acts, &times)?.grade < case.now {
                    high = middle;
                } else {
                    low = Some(middle);
                }
            }
            times[at] = high;
        }
        let left = acts.into_iter().zip(times).filter(|(_, n)| *n > 0);
        Ok(left.collect())
    }

    /// The shortest way of what a member does of their own accord.
    pub(super) fn own_way(
        &mut self,
        case: &Case<'_>,
        useful: Vec<usize>,
        effort: Effort,
    ) -> Result<Option<Way>, TooFine> {
        let own: Vec<usize> = useful
            .into_iter()
            .filter(|at| self.rank(*at) == 0)
            .collect();
        if own.is_empty() || self.reached(case, &own, &self.all(&own))?.grade >= case.now {
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
        found: &mut Vec<Found>,
    ) -> Result<(), TooFine> {
        if left == 0 {
            let counted = counted(bag);
            if let Some(way) = self.way(case, &counted)? {
                found.push((self.order(&counted), bag.clone(), way));
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
        let (mut low, mut high) = (0, self.all(&[at])[0]);
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
        for _ in 0..STEPS {
            let mut best: Option<(usize, Reached)> = None;
            for kind in 0..useful.len() {
                times[kind] += 1;
                let one = if self.can_be(useful, &times) {
                    Some(self.reached(case, useful, &times)?)
                } else {
                    None
                };
                times[kind] -= 1;
                let Some(one) = one else { continue };
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
        if !self.can_be(&acts, &times) {
            return Ok(None);
        }
        let then = self.reached(case, &acts, &times)?;
        if then.grade >= case.now {
            return Ok(None);
        }
        let mut further: Vec<Further> = Vec::new();
        for (at, n) in counted {
            let act = &self.acts[*at];
            let words: Vec<String> = act.words.iter().map(|(_, w)| w.clone()).collect();
            // Acts of one item on other days are of one kind for people.
            let same =
                |f: &&mut Further| f.title == act.title && f.words == words && f.per == act.per;
            match further.iter_mut().find(same) {
                Some(same) => same.times += n,
                None => further.push(Further {
                    title: act.title.clone(),
                    article: act.article.clone(),
                    which: act.label(),
                    words,
                    times: *n,
                    per: act.per,
                    new: self.rank(*at) == DECIDED_BY_OTHERS
                        && act.fact.what != FactKind::Appraisal,
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
        const DECIDED: u16 = mark::KEY | mark::EXCELLENT | mark::ADOPTED | mark::INSTRUCTED;
        let fact = &self.acts[at].fact;
        match fact.what {
            FactKind::Attendance => 1,
            FactKind::Adoption | FactKind::Instruction | FactKind::Appraisal => DECIDED_BY_OTHERS,
            _ if fact.marks & DECIDED != 0 => DECIDED_BY_OTHERS,
            _ => 0,
        }
    }

    /// Of mixtures of as many acts those that ask for no more than they need: where a paper that is handed in
    /// does, none is told that has to be filed or chosen.
    fn plainest(&self, mut found: Vec<Found>) -> Vec<Way> {
        found.sort_by(|a, b| a.0.cmp(&b.0));
        let bags: HashSet<Vec<usize>> = found.iter().map(|(_, bag, _)| bag.clone()).collect();
        let kinds: BTreeSet<usize> = bags.iter().flatten().copied().collect();
        let easier = |bag: &[usize]| {
            (0..bag.len()).any(|at| {
                let less = kinds.iter().filter(|less| self.asks_less(**less, bag[at]));
                less.into_iter().any(|less| {
                    let mut other = bag.to_vec();
                    other[at] = *less;
                    other.sort_unstable();
                    bags.contains(&other)
                })
            })
        };
        let plain = found.iter().filter(|(_, bag, _)| !easier(bag));
        let least = self.whole;
        distinct(plain.map(|(_, _, way)| Way {
            least,
            ..way.clone()
        }))
    }

    /// Whether one act is the other without some of what has to become of it.
    fn asks_less(&self, one: usize, other: usize) -> bool {
        let (a, b) = (&self.acts[one].fact, &self.acts[other].fact);
        let alike = |f: &Fact| (f.what, f.on, f.kind, f.role, f.level);
        alike(a) == alike(b) && a.marks != b.marks && a.marks & !b.marks == 0
    }

    /// What members do of their own accord comes first, then what they are invited to, then what
    /// others decide; fewer kinds before more, the order of the rules last.
    fn order(&self, counted: &[(usize, u32)]) -> Order {
        let worst = counted.iter().map(|(at, _)| self.rank(*at)).max();
        let places = counted.iter().map(|(at, _)| *at).collect();
        (worst.unwrap_or(0), counted.len(), places)
    }
}

/// How much somebody depends on others, how many kinds of act, which.
type Order = (u8, usize, Vec<usize>);

/// A mixture that lifts: its order, its acts, the way.
type Found = (Order, Vec<usize>, Way);

/// The rank of what others decide.
const DECIDED_BY_OTHERS: u8 = 2;

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

/// The first few of them, each sentence once.
fn distinct(ways: impl IntoIterator<Item = Way>) -> Vec<Way> {
    let mut told: Vec<Way> = Vec::new();
    for way in ways {
        if told.len() < TOLD && told.iter().all(|t| t.acts != way.acts) {
            told.push(way);
        }
    }
    told
}
