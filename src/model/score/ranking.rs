//! The scores of all whom a rule set scores, ranked: taken in one at a time, settled at the end.

use super::contest::Contest;
use super::engine::{Engine, Run, Tally, TooFine};
use super::points::Points;
use super::quota::{Among, Bodies, Standing, award};
use super::rank::rank;
use super::window::{Span, Window};
use super::{Rules, TOTAL};
use crate::model::fact::{Fact, Post, Subject, Sym};
use crate::model::when::When;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// One score of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// Number; the name, where a body is scored.
    pub no: String,
    /// Name.
    pub name: String,
    /// Rank as in competitions; `None` for who is not ranked.
    pub rank: Option<u32>,
    /// Whether in office on any day of the year; who was not is not ranked.
    pub in_office: bool,
    /// Exact points.
    pub total: Points,
    /// The grade reached.
    pub grade: Option<String>,
    /// The band of ranks, where the rules make bands (E33).
    pub band: Option<String>,
    /// The titles of the gates that are not met.
    pub unmet: Vec<String>,
    /// Code and points of each part.
    pub parts: Vec<(String, Points)>,
    /// The codes of the parts that are for other posts than the member's.
    pub closed: Vec<String>,
    /// Points of each item, in the order of [`Rules::items`]; empty where only the parts are known.
    pub items: Vec<Points>,
}

/// The bodies that members belong to with dates, by kind and by the row of the member ledger.
#[derive(Debug, Clone, Default)]
pub struct Belongs(HashMap<Among, HashMap<i64, Vec<Post>>>);

impl Belongs {
    /// Takes in who belongs to the bodies of one kind, in the order of record.
    pub fn add(&mut self, of: Among, members: HashMap<i64, Vec<Post>>) {
        self.0.insert(of, members);
    }
}

/// A ranking that is being made.
#[derive(Debug)]
pub struct Ranking<'e> {
    engine: &'e Engine,
    run: Run<'e>,
    scores: Vec<Score>,
    totals: Vec<Option<Points>>,
    standings: Vec<Standing>,
    guessed: HashSet<i64>,
    window: Window,
    belongs: Option<&'e Belongs>,
}

impl<'e> Ranking<'e> {
    /// A ranking of nobody yet, for the days of `window` in a term that began in `term`.
    pub fn new(engine: &'e Engine, window: Window, term: Option<i32>) -> Ranking<'e> {
        Ranking {
            engine,
            run: engine.run(window).of_term(term),
            scores: Vec::new(),
            totals: Vec::new(),
            standings: Vec::new(),
            guessed: HashSet::new(),
            window,
            belongs: None,
        }
    }

    /// The same ranking as of a day: what has not ended by then is not yet due.
    #[must_use]
    pub fn on(mut self, day: NaiveDate) -> Ranking<'e> {
        self.run = self.run.on(day);
        self
    }

    /// The same ranking with quotas and bands within the bodies that members belong to.
    #[must_use]
    pub fn among(mut self, belongs: &'e Belongs) -> Ranking<'e> {
        self.belongs = Some(belongs);
        self
    }

    /// The bodies of one member at the end of the year of duty.
    fn bodies(&self, subject: &Subject) -> Bodies {
        let last = last_day(subject, self.window);
        let mut bodies = Bodies::of_sector(subject.sector_on(last));
        for (of, members) in self.belongs.iter().flat_map(|b| &b.0) {
            let mine = members.get(&subject.id).into_iter().flatten();
            let held = |p: &&Post| Span::of(p.since, p.until).touches(last);
            bodies.set(*of, mine.clone().find(held).map_or(Sym::NONE, |p| p.name));
        }
        bodies
    }

    /// Takes in one with all facts.
    ///
    /// # Errors
    /// [`TooFine`] where the points have no exact sum.
    pub fn add(&mut self, subject: &Subject, facts: &[Fact]) -> Result<(), TooFine> {
        let engine = self.engine;
        let tally = self.run.tally(subject, facts)?;
        let window = self.window;
        let unknown = |f: &&Fact| engine.guesses(f) && window.holds(f.on);
        self.guessed
            .extend(facts.iter().filter(unknown).map(|f| f.row));
        let ranked = tally.in_office && !tally.unranked;
        self.totals.push(ranked.then_some(tally.total));
        if ranked {
            self.standings.push(Standing {
                total: tally.total,
                grade: engine.graded_at(&tally),
                bodies: self.bodies(subject),
            });
        }
        let grade = engine.graded(&tally).filter(|_| tally.in_office);
        self.scores.push(Score {
            no: subject.no.clone(),
            name: subject.name.clone(),
            rank: None,
            in_office: tally.in_office,
            total: tally.total,
            grade: grade.map(|g| g.name.clone()),
            band: None,
            unmet: unmet(engine, &tally),
            closed: self.run.closed_parts().map(str::to_owned).collect(),
            parts: engine
                .part_points(&tally)
                .map(|(code, points)| (code.to_owned(), points))
                .collect(),
            items: tally.items,
        });
        Ok(())
    }

    /// Takes in those of another ranking of the same run, after those that are here.
    #[must_use]
    pub fn and(mut self, other: Ranking<'e>) -> Ranking<'e> {
        self.scores.extend(other.scores);
        self.totals.extend(other.totals);
        self.standings.extend(other.standings);
        self.guessed.extend(other.guessed);
        self
    }

    /// Attendances of which the rules want the half-days and nobody wrote them down.
    pub fn guessed(&self) -> impl Iterator<Item = i64> {
        self.guessed.iter().copied()
    }

    /// Those who are ranked, as quotas see them; nobody where the rules have none.
    pub fn contest(&self) -> Option<Contest> {
        let quotas = self.engine.rules().has_quotas();
        let ranked = self.scores.iter().zip(&self.totals);
        let ranked = ranked
            .filter(|(_, t)| t.is_some())
            .map(|(s, _)| s.no.clone());
        quotas.then(|| Contest::new(ranked.zip(self.standings.iter().copied())))
    }

    /// Everyone's score, best first; who is not ranked comes last.
    pub fn settle(self) -> Vec<Score> {
        let (rules, mut scores) = (self.engine.rules(), self.scores);
        drop_phantom(&mut scores);
        if rules.has_quotas() {
            let totals = self.totals.iter();
            let ranked = scores.iter_mut().zip(totals).filter(|(_, t)| t.is_some());
            for ((score, _), at) in ranked.zip(award(rules, &self.standings)) {
                let grade = at.and_then(|at| rules.grades.get(at));
                score.grade = grade.map(|g| g.name.clone());
            }
        }
        if let Some(bands) = &rules.bands {
            let totals = self.totals.iter();
            let ranked = scores.iter_mut().zip(totals).filter(|(_, t)| t.is_some());
            for ((score, _), at) in ranked.zip(bands.award(&self.standings)) {
                let band = at.and_then(|at| bands.list.get(at));
                score.band = band.map(|b| b.name.clone());
            }
        }
        for (score, rank) in scores.iter_mut().zip(rank(&self.totals)) {
            score.rank = rank;
        }
        scores.sort_by_cached_key(|a| (a.rank.is_none(), a.rank));
        scores
    }
}

/// The titles of the gates that are not met, without those that stand for nothing by themselves.
fn unmet(engine: &Engine, tally: &Tally) -> Vec<String> {
    // Nothing is asked of who was not in office.
    let unmet = engine
        .unmet(tally)
        .filter(|g| tally.in_office && !g.counted);
    unmet.map(|g| g.title.clone()).collect()
}

/// Takes the part of the whole off where the bounds of the whole change nobody's score.
fn drop_phantom(scores: &mut [Score]) {
    let nothing = Points::from_integer(0);
    let bounds = |s: &Score| {
        let last = s.parts.last();
        last.is_some_and(|(c, p)| c == TOTAL && *p != nothing)
    };
    if scores.iter().any(bounds) {
        return;
    }
    for score in scores {
        score.parts.retain(|(code, _)| code != TOTAL);
    }
}

/// The day of the window on which a member stands: its end, or the last day in office before.
pub(super) fn last_day(subject: &Subject, window: Window) -> When {
    When::from(subject.stands_on(window.to))
}

impl Rules {
    /// Whether there are only so many places for any grade.
    pub fn has_quotas(&self) -> bool {
        self.grades.iter().any(|g| !g.quotas.is_empty())
    }

    /// The kinds of bodies within which quotas and bands are reckoned.
    pub fn bodies_asked(&self) -> Vec<Among> {
        let quotas = self.grades.iter().flat_map(|g| &g.quotas).map(|q| q.of);
        let bands = self.bands.iter().map(|b| b.of);
        let mut asked: Vec<Among> = quotas.chain(bands).collect();
        asked.sort_unstable_by_key(|of| *of as usize);
        asked.dedup();
        asked
    }

    /// The heading of a part by its code; `None` for the whole and for parts that the rules lack.
    pub fn part_title(&self, code: &str) -> Option<&str> {
        let part = self.parts.iter().find(|p| p.code == code);
        part.map(|p| p.title.as_str())
    }

    /// The code of the part within no other that an item counts in, by the item's part.
    pub fn outer_code(&self, part: usize) -> &str {
        let mut at = part;
        while let Some(outer) = self.parts.get(at).and_then(|p| p.within) {
            at = outer;
        }
        self.parts.get(at).map_or("", |p| p.code.as_str())
    }
}
