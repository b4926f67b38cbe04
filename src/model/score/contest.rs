//! Where one stands before the quotas: what keeps a grade from somebody who reaches it, and whom to
//! pass for it (E30).

use super::points::Points;
use super::quota::{Among, Bodies, Cut, Quota, Standing, Ties, award, cascade};
use super::ranking::Score;
use super::rules::Rules;
use crate::model::fact::{Sym, Symbols};
use std::collections::HashMap;

/// Everybody who is ranked, with what quotas go by.
#[derive(Debug, Clone, Default)]
pub struct Contest {
    places: HashMap<String, usize>,
    standings: Vec<Standing>,
    /// The names of the bodies within which quotas are reckoned.
    names: HashMap<Sym, String>,
}

/// Why somebody has a lower grade than points and gates give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The name of the body within which the quota is reckoned; empty for that of all, and for those
    /// of no body.
    pub body: String,
    /// How many may have the grade.
    pub room: usize,
    /// Of how many who are ranked.
    pub people: usize,
    /// The quota that decides.
    pub quota: Quota,
    /// Whether the grade has further quotas.
    pub several: bool,
    /// What keeps it from them.
    pub why: Lost,
}

/// What keeps a grade from somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// Others are better and take all places: the points of the last of them.
    Full(Points),
    /// Others are better, and those with these points tie at the cut, so that places stay free.
    Behind(Points),
    /// So many tie at the cut, and none of them has the grade.
    Tied(usize),
    /// The share of so few comes to nobody.
    NoRoom,
}

/// What it takes to be among those who have a grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// How many may have the grade.
    pub room: usize,
    /// Of how many who are ranked.
    pub people: usize,
    /// The quota that decides.
    pub quota: Quota,
    /// Whom to pass.
    pub pass: Pass,
}

/// Whom to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// More points than these.
    Above(Points),
    /// At least so many.
    Reach(Points),
    /// Nobody has the grade.
    Never,
}

impl Bar {
    /// Whether so many points pass.
    pub fn lets(self, total: Points) -> bool {
        match self.pass {
            Pass::Above(last) => total > last,
            Pass::Reach(last) => total >= last,
            Pass::Never => false,
        }
    }

    /// By what it demands, the least first.
    fn rigour(self) -> (bool, Option<Points>, bool) {
        let above = matches!(self.pass, Pass::Above(_));
        (self.pass == Pass::Never, self.last(), above)
    }

    /// The points of the last one who would have the grade; `None` where nobody has it.
    pub fn last(self) -> Option<Points> {
        match self.pass {
            Pass::Above(last) | Pass::Reach(last) => Some(last),
            Pass::Never => None,
        }
    }
}

impl Contest {
    /// Of those who are ranked, by their numbers.
    pub fn new(ranked: impl IntoIterator<Item = (String, Standing)>) -> Contest {
        let mut contest = Contest::default();
        for (no, standing) in ranked {
            contest.places.insert(no, contest.standings.len());
            contest.standings.push(standing);
        }
        contest
    }

    /// The same with the names of the bodies that quotas `of` them are reckoned within.
    #[must_use]
    pub fn named(mut self, of: &[Among], symbols: &Symbols) -> Contest {
        for one in &self.standings {
            for of in of.iter().filter(|of| **of != Among::All) {
                let body = one.bodies.of(*of);
                let name = self.names.entry(body);
                name.or_insert_with(|| symbols.word(body).to_owned());
            }
        }
        self
    }

    /// How many are ranked.
    pub fn people(&self) -> usize {
        self.standings.len()
    }

    /// From figures that are settled, such as published ones. `None` where there is no quota, or
    /// one within bodies: who belonged where is no part of the figures.
    pub fn of_scores(rules: &Rules, scores: &[Score]) -> Option<Contest> {
        let mut quotas = rules.grades.iter().flat_map(|g| &g.quotas).peekable();
        quotas.peek()?;
        let ranked = scores.iter().filter(|s| s.rank.is_some()).map(|score| {
            let standing = Standing {
                total: score.total,
                grade: reached(rules, score),
                bodies: Bodies::default(),
            };
            (score.no.clone(), standing)
        });
        let among_all = quotas.all(|q| q.of == Among::All);
        among_all.then(|| Contest::new(ranked))
    }

    /// Why somebody lost the grade that points and gates give; `None` for who has it.
    pub fn dropped(&self, rules: &Rules, no: &str) -> Option<Dropped> {
        self.losses(rules).remove(no)
    }

    /// Why each who lost the grade that points and gates give did, by number.
    pub fn losses(&self, rules: &Rules) -> HashMap<&str, Dropped> {
        let mut lost = vec![None; self.standings.len()];
        let grades = self.standings.iter().map(|s| s.grade).collect();
        cascade(rules, &self.standings, grades, |cut| {
            let at_cut = self.tied(cut);
            for me in &cut.graded[cut.kept..] {
                if self.standings[*me].grade == Some(cut.grade) && lost[*me].is_none() {
                    lost[*me] = Some(self.loss(rules, cut, at_cut, self.standings[*me].total));
                }
            }
        });
        let places = self.places.iter();
        places
            .filter_map(|(no, at)| Some((no.as_str(), lost[*at].take()?)))
            .collect()
    }

    /// The points at which some tie over the cut, and how many do.
    fn tied(&self, cut: Cut<'_>) -> Option<(Points, usize)> {
        let points = |at: usize| cut.graded.get(at).map(|i| self.standings[*i].total);
        let last = points(cut.room.checked_sub(1)?)?;
        let same = |i: &&usize| self.standings[**i].total == last;
        let ties = cut.quota.ties() == Ties::Out && points(cut.room) == Some(last);
        ties.then(|| (last, cut.graded.iter().filter(same).count()))
    }

    fn loss(
        &self,
        rules: &Rules,
        cut: Cut<'_>,
        at_cut: Option<(Points, usize)>,
        mine: Points,
    ) -> Dropped {
        let last = cut.room.checked_sub(1).and_then(|at| cut.graded.get(at));
        let why = match (last.map(|i| self.standings[*i].total), at_cut) {
            (None, _) => Lost::NoRoom,
            (Some(_), Some((at, tied))) if at == mine => Lost::Tied(tied),
            (Some(last), Some(_)) => Lost::Behind(last),
            (Some(last), None) => Lost::Full(last),
        };
        Dropped {
            body: self.names.get(&cut.body).cloned().unwrap_or_default(),
            room: cut.room,
            people: cut.people,
            quota: cut.quota,
            several: rules.grades[cut.grade].quotas.len() > 1,
            why,
        }
    }

    /// What it takes somebody to have each grade, as all others stand; `None` where points and
    /// gates alone decide.
    pub fn bars(&self, rules: &Rules, no: &str) -> Vec<Option<Bar>> {
        let mut bars = vec![None; rules.grades.len()];
        let Some(me) = self.places.get(no).copied() else {
            return bars;
        };
        let mine = self.standings[me].bodies;
        let mut grades: Vec<Option<usize>> = self.standings.iter().map(|s| s.grade).collect();
        grades[me] = None;
        cascade(rules, &self.standings, grades, |cut| {
            if cut.body != mine.of(cut.quota.of) {
                return;
            }
            let pass = match cut.room.checked_sub(1) {
                None => Pass::Never,
                Some(last) => match cut.graded.get(last).map(|i| self.standings[*i].total) {
                    None => return, // There is room left.
                    Some(last) if cut.quota.ties() == Ties::Out => Pass::Above(last),
                    Some(last) => Pass::Reach(last),
                },
            };
            let bar = Bar {
                room: cut.room,
                people: cut.people,
                quota: cut.quota,
                pass,
            };
            let asks_more = |held: Bar| bar.rigour() > held.rigour();
            if bars[cut.grade].is_none_or(asks_more) {
                bars[cut.grade] = Some(bar);
            }
        });
        bars
    }

    /// The grade that the quotas leave somebody, as an index of [`Rules::grades`]; `None` for who
    /// has none or is not ranked.
    pub fn grade_of(&self, rules: &Rules, no: &str) -> Option<usize> {
        let me = *self.places.get(no)?;
        award(rules, &self.standings).get(me).copied().flatten()
    }
}

/// The grade that points and gates give a score, as an index of [`Rules::grades`].
pub fn reached(rules: &Rules, score: &Score) -> Option<usize> {
    let failed = rules.gates.iter();
    rules.grade_left(
        score.total,
        failed.filter(|g| score.unmet.contains(&g.title)),
    )
}
