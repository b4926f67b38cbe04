//! What is known of the years that consequences look at: published figures where there are some,
//! else what the ledgers give under the rules adopted for the year.

use super::changes::stood;
use super::publish::rules_of;
use super::{Basis as Asked, Chosen, chosen, scored, tallied, too_fine};
use crate::error::{Error, Kind, Result};
use crate::model::code::Code;
use crate::model::fact::Subject;
use crate::model::score::consequence::{
    Basis, Consequence, FactRef, Figure, Finding, Gap, History, Judge, Year,
};
use crate::model::score::publication::Publication;
use crate::model::score::rules::Whose;
use crate::model::score::{Rules, Score, Strange, Window};
use crate::store::Read;
use crate::text;
use std::collections::{HashMap, HashSet};

/// One member with what follows, or might.
pub(super) struct Judged {
    pub subject: Subject,
    pub findings: Vec<Finding>,
}

/// The consequences of a year.
pub(super) struct Judgement {
    pub year: i32,
    /// The first day of the year of duty.
    pub opens: chrono::NaiveDate,
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
pub(super) fn judged(read: Read<'_>, asked: &Asked) -> Result<Judgement> {
    let mut now = chosen(read, asked)?;
    let rules = now.engine.rules().clone();
    if rules.subject != Whose::Member {
        return Err(of_bodies(&rules));
    }
    let judge = Judge::new(&rules, &mut now.symbols);
    let history = history(read, asked, &judge, &mut now)?;
    let mut sitting = judge.sit(now.window, now.term);
    let mut people = Vec::new();
    scored(
        read,
        Whose::Member,
        None,
        &mut now.symbols,
        |subject, facts| {
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
    Ok(Judgement {
        year: now.year,
        opens: now.window.from,
        rules: rules.title,
        all: judge.consequences().to_vec(),
        gaps: judge.gaps(&history),
        history,
        people,
        strange: now.strange,
    })
}

fn of_bodies(rules: &Rules) -> Error {
    let (title, zh, en) = (&rules.title, rules.subject.zh(), rules.subject.en());
    Error::refused(
        "not_of_members",
        text!(
            "处理只对委员个人：《{title}》考核的是{zh}，对{zh}的处理不在这里认定和登记",
            "only members are dealt with here: “{title}” scores subjects of kind {en}"
        ),
    )
    .hint(text!(
        "看委员的，去掉 --subject；用 --rules 的，换一份考核委员的办法",
        "leave --subject out for members; with --rules, take rules that score members"
    ))
}

fn history(read: Read<'_>, asked: &Asked, judge: &Judge, now: &mut Chosen) -> Result<History> {
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
            past(read, asked, year, kinds.is_empty())?
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
    read.facts(&mut now.symbols, |_, facts| {
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
    if rules.subject != Whose::Member {
        return Ok(None);
    }
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
    let held = read.published_as_of(now.year, Whose::Member, asked.as_of)?;
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
fn past(read: Read<'_>, asked: &Asked, year: i32, empty: bool) -> Result<Year> {
    if let Some(stands) = published(read, read.published_as_of(year, Whose::Member, None)?)? {
        return Ok(stands);
    }
    let standing = Asked::adopted(year);
    let basis = match (read.adopted(year, Whose::Member)?, &asked.rules) {
        (None, Some(file)) => Asked {
            rules: Some(file.clone()),
            ..standing
        },
        _ => standing,
    };
    let mut chosen = match chosen(read, &basis) {
        Ok(chosen) => chosen,
        Err(error) if error.kind == Kind::Machine => return Err(error),
        Err(error) => {
            let gap = match error.code {
                "no_rules" => Gap::NoRules,
                "rules_not_in_force" => Gap::NotInForce,
                _ => Gap::BadRules,
            };
            return Ok(missing(year, gap));
        }
    };
    if chosen.engine.rules().subject != Whose::Member {
        return Ok(missing(year, Gap::NotOfMembers));
    }
    if empty {
        return Ok(missing(year, Gap::NoRecords));
    }
    reckoned(read, &mut chosen)
}
