//! What is known of the years that consequences look at: published figures where there are some,
//! else what the ledgers give under the rules adopted for the year.

use super::changes::stood;
use super::publish::rules_of;
use super::{Basis as Asked, Chosen, chosen, scored, tallied, too_fine};
use crate::error::{Kind, Result};
use crate::model::fact::Subject;
use crate::model::score::consequence::{
    Basis, Consequence, FactRef, Figure, Finding, Gap, History, Judge, Ruling, Verdict, Year,
};
use crate::model::score::publication::Publication;
use crate::model::score::rules::Whose;
use crate::model::score::{Rules, Score, Season, Strange, Window};
use crate::store::Read;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// One member or body with what follows, or might.
pub(super) struct Judged {
    pub subject: Subject,
    pub findings: Vec<Finding>,
}

/// The consequences of a year.
pub(super) struct Judgement {
    pub whose: Whose,
    pub year: i32,
    /// The days that count.
    pub window: Window,
    /// From which day to which a year of duty counts.
    pub season: Season,
    pub rules: String,
    pub all: Vec<Consequence>,
    pub history: History,
    pub gaps: Vec<(Option<i32>, Gap)>,
    pub people: Vec<Judged>,
    pub strange: Vec<Strange>,
}

impl Judgement {
    /// What a year rests on.
    pub fn of(&self, year: i32) -> Option<&Year> {
        self.history.years.iter().find(|y| y.year == year)
    }

    /// Whether what a decision rests on still follows.
    pub fn grounds(&self, ruling: &Ruling) -> bool {
        let mut mine = self
            .people
            .iter()
            .filter(|p| ruling.is_of(self.whose, &p.subject));
        mine.any(|p| {
            let applies = p.findings.iter().filter(|f| f.verdict == Verdict::Applies);
            let mut titles = applies.filter_map(|f| self.all.get(f.consequence));
            titles.any(|c| c.title == ruling.clause)
        })
    }

    /// Every fact that any finding counts, once.
    pub fn facts(&self) -> Vec<FactRef> {
        let findings = self.people.iter().flat_map(|p| &p.findings);
        let facts = findings.flat_map(|f| &f.evidence).flat_map(|e| &e.facts);
        let mut seen = HashSet::new();
        facts
            .copied()
            .filter(|f| seen.insert((f.what, f.row)))
            .collect()
    }
}

/// Judges everyone for a year.
pub(super) fn judged(read: Read<'_>, asked: &Asked, today: NaiveDate) -> Result<Judgement> {
    let mut now = chosen(read, asked, today)?;
    let rules = now.engine.rules().clone();
    let whose = rules.subject;
    let judge = Judge::new(&rules, &mut now.symbols);
    let history = history(read, (asked, today), &judge, &mut now)?;
    let mut sitting = judge.sit(now.window, now.term).on(now.day);
    let mut people = Vec::new();
    let mut gaps = judge.gaps(&history);
    let mut manned: HashSet<i32> = HashSet::new();
    let years: Vec<i32> = gaps.iter().filter_map(|(year, _)| *year).collect();
    scored(
        read,
        whose,
        now.members.as_ref(),
        &mut now.symbols,
        |subject, facts| {
            manned.extend(years.iter().filter(|y| judge.served(subject, **y)));
            let findings = sitting.of(subject, facts, &history).map_err(too_fine)?;
            if !findings.is_empty() {
                people.push(Judged {
                    subject: subject.clone(),
                    findings,
                });
            }
            Ok(())
        },
    )?;
    // Of a year in which none of them was in office nothing is wanted.
    gaps.retain(|(year, _)| year.is_none_or(|y| y == now.year || manned.contains(&y)));
    Ok(Judgement {
        whose,
        year: now.year,
        window: now.window,
        season: rules.season,
        rules: rules.title,
        all: judge.consequences().to_vec(),
        gaps,
        history,
        people,
        strange: now.strange,
    })
}

fn history(
    read: Read<'_>,
    (asked, today): (&Asked, NaiveDate),
    judge: &Judge,
    now: &mut Chosen,
) -> Result<History> {
    let (this, term) = (now.year, now.term);
    let needed = judge.years(this, term);
    let recorded = recorded(read, now, &needed)?;
    let of_figures = judge.years_of_figures(this, term);
    let mut history = History {
        this,
        term,
        years: Vec::new(),
    };
    for year in needed {
        let kinds = recorded.get(&year).cloned().unwrap_or_default();
        let mut known = if !of_figures.contains(&year) {
            missing(year, Gap::NoRules)
        } else if year == this {
            this_year(read, asked, now)?
        } else {
            past(
                read,
                (asked, today),
                (now.engine.rules().subject, year),
                &kinds,
            )?
        };
        known.recorded = kinds;
        history.years.push(known);
    }
    Ok(history)
}

type Kinds = HashSet<crate::model::fact::FactKind>;

/// Of which kinds of fact the ledgers have anything, year by year.
fn recorded(read: Read<'_>, now: &mut Chosen, years: &[i32]) -> Result<HashMap<i32, Kinds>> {
    let season = now.engine.rules().season;
    let windows: Vec<(i32, Window)> = years
        .iter()
        .filter_map(|y| Some((*y, season.of(*y)?)))
        .collect();
    let mut kinds: HashMap<i32, Kinds> = HashMap::new();
    let whose = now.engine.rules().subject;
    let (members, symbols) = (now.members.as_ref(), &mut now.symbols);
    scored(read, whose, members, symbols, |_, facts| {
        for fact in facts {
            for (year, _) in windows.iter().filter(|(_, w)| w.holds(fact.on)) {
                kinds.entry(*year).or_default().insert(fact.what);
            }
        }
        Ok(())
    })?;
    Ok(kinds)
}

fn missing(year: i32, gap: Gap) -> Year {
    Year {
        year,
        basis: Basis::Missing(gap),
        grades: Vec::new(),
        gates: Vec::new(),
        figures: HashMap::new(),
        recorded: HashSet::new(),
    }
}

fn known(year: i32, basis: Basis, rules: &Rules, scores: Vec<Score>) -> Year {
    let figure = |s: Score| {
        let figure = Figure {
            total: s.total,
            grade: s.grade,
            unmet: s.unmet,
            in_office: s.in_office,
        };
        (s.no, figure)
    };
    Year {
        year,
        basis,
        grades: rules.grades.iter().map(|g| g.name.clone()).collect(),
        gates: rules.gates.iter().map(|g| g.title.clone()).collect(),
        figures: scores.into_iter().map(figure).collect(),
        recorded: HashSet::new(),
    }
}

/// What was published for a year, where it was.
fn published(read: Read<'_>, held: Option<Publication>) -> Result<Option<Year>> {
    let Some(held) = held else {
        return Ok(None);
    };
    let rules = rules_of(&held)?;
    let (scores, _) = stood(read, &held)?;
    let basis = Basis::Published {
        edition: held.edition,
        on: held.published_on,
        title: held.title.clone(),
    };
    Ok(Some(known(held.year, basis, &rules, scores)))
}

/// The year that is judged: as published, unless other rules or other days are asked for.
fn this_year(read: Read<'_>, asked: &Asked, now: &mut Chosen) -> Result<Year> {
    let whose = now.engine.rules().subject;
    let held = read.published_as_of(now.year, whose, asked.as_of)?;
    let held = held.filter(|_| asked.rules.is_none());
    if let Some(stands) = published(read, held)? {
        return Ok(stands);
    }
    reckoned(read, now)
}

fn reckoned(read: Read<'_>, chosen: &mut Chosen) -> Result<Year> {
    let scores = tallied(read, chosen)?;
    let rules = chosen.engine.rules();
    let basis = Basis::Reckoned {
        title: rules.title.clone(),
    };
    Ok(known(chosen.year, basis, rules, scores))
}

/// An earlier year: as published, else under the rules adopted for it, else under those that are
/// tried.
fn past(
    read: Read<'_>,
    (asked, today): (&Asked, NaiveDate),
    (whose, year): (Whose, i32),
    recorded: &Kinds,
) -> Result<Year> {
    if let Some(stands) = published(read, read.published_as_of(year, whose, None)?)? {
        return Ok(stands);
    }
    let standing = Asked {
        subject: Some(whose),
        ..Asked::adopted(year)
    };
    let basis = match (read.adopted(year, whose)?, &asked.rules) {
        (None, Some(file)) => Asked {
            rules: Some(file.clone()),
            ..standing
        },
        _ => standing,
    };
    let mut chosen = match chosen(read, &basis, today) {
        Ok(chosen) => chosen,
        Err(error) if error.kind == Kind::Machine => return Err(error),
        Err(error) => {
            let gap = match error.code {
                "no_rules" => Gap::NoRules,
                "rules_not_in_force" => Gap::NotInForce,
                "no_member_rules" => Gap::NoMemberRules,
                "no_weight" => Gap::NoWeight,
                _ => Gap::BadRules,
            };
            return Ok(missing(year, gap));
        }
    };
    if recorded.is_empty() {
        return Ok(missing(year, Gap::NoRecords));
    }
    reckoned(read, &mut chosen)
}
