//! Where one stands before the quotas: what keeps a grade from somebody who reaches it, and whom to
//! pass for it (E30).

use super::points::Points;
use super::quota::{Standing, Ties, award, cascade};
use super::rules::Rules;
use std::collections::HashMap;

/// Everybody who is ranked, with what quotas go by.
#[derive(Debug, Clone, Default)]
pub struct Contest {
    places: HashMap<String, usize>,
    standings: Vec<Standing>,
}

/// Why somebody has a lower grade than points and gates give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dropped {
    /// How many may have the grade.
    pub room: usize,
    /// Of how many who are ranked.
    pub people: usize,
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

    /// How many are ranked.
    pub fn people(&self) -> usize {
        self.standings.len()
    }

    /// Why somebody lost the grade that points and gates give; `None` for who has it.
    pub fn dropped(&self, rules: &Rules, no: &str) -> Option<Dropped> {
        let me = *self.places.get(no)?;
        let mine = self.standings[me];
        let reached = mine.grade?;
        let mut found = None;
        let grades = self.standings.iter().map(|s| s.grade).collect();
        cascade(rules, &self.standings, grades, |cut| {
            if cut.grade != reached || !cut.graded[cut.kept..].contains(&me) {
                return;
            }
            let points = |at: usize| cut.graded.get(at).map(|i| self.standings[*i].total);
            let tied = cut.quota.ties == Ties::Out && points(cut.room) == Some(mine.total);
            let why = match cut.room.checked_sub(1).and_then(points) {
                None => Lost::NoRoom,
                Some(last) if tied && last == mine.total => {
                    let equals = cut.graded.iter();
                    let same = |i: &&usize| self.standings[**i].total == mine.total;
                    Lost::Tied(equals.filter(same).count())
                }
                Some(last) if cut.kept < cut.room => Lost::Behind(last),
                Some(last) => Lost::Full(last),
            };
            found = Some(Dropped {
                room: cut.room,
                people: cut.people,
                why,
            });
        });
        found
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
                    Some(last) if cut.quota.ties == Ties::Out => Pass::Above(last),
                    Some(last) => Pass::Reach(last),
                },
            };
            bars[cut.grade] = Some(Bar {
                room: cut.room,
                people: cut.people,
                pass,
            });
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
