//! Who meets a consequence: the facts by the counting of gates, the years by their figures. What
//! is not known is never taken as nothing: it is a gap that is named.

use super::weigh::{Counted, Member, known, served, unrecorded};
use super::{Applies, Consequence, Ground, Runs};
use crate::model::fact::{Fact, FactKind, Subject, Sym, Symbols};
use crate::model::score::engine::{Engine, Run, TooFine};
use crate::model::score::gate::{Limit, Over, Stand};
use crate::model::score::period::Period;
use crate::model::score::points::Points;
use crate::model::score::rules::Rules;
use crate::model::score::window::{Season, Window};
use crate::model::when::When;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

/// No history goes further back.
const LONGEST: i32 = 50;

/// What one member came to in one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Exact points.
    pub total: Points,
    /// The grade.
    pub grade: Option<String>,
    /// The titles of the gates not met.
    pub unmet: Vec<String>,
    /// Whether in office on any day of the year; who was not has no figure.
    pub in_office: bool,
}

/// Why something is not known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Gap {
    /// No rules are adopted for the year.
    NoRules,
    /// The rules do not apply in the year.
    NotInForce,
    /// The rules of bodies count their members' scores, and none are adopted for members.
    NoMemberRules,
    /// The rules do not say their weight in the year.
    NoWeight,
    /// The rules adopted for the year cannot be read any more.
    BadRules,
    /// The ledgers have nothing of any member.
    NoRecords,
    /// The ledger of these facts has nothing of any member in the year.
    NoFacts(FactKind),
    /// The year's rules have none of these grades.
    NoGrade(String),
    /// The year's rules have none of these gates.
    NoGate(String),
    /// The member was not in office in that year of the term: whether the clause is meant for such
    /// members is for the office to say.
    NotServed,
    /// When the term began is not known: the office has not said its session.
    NoTerm,
    /// What became of an occasion between is not recorded, so that nobody knows whether those
    /// around it follow each other.
    Unrecorded,
}

/// On what a year's figures rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// As published.
    Published {
        /// Which edition.
        edition: i64,
        /// When.
        on: NaiveDate,
        /// Under which rules.
        title: String,
    },
    /// As the ledgers give them today.
    Reckoned {
        /// Under which rules.
        title: String,
    },
    /// There are none.
    Missing(Gap),
}

/// What is known of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The year of duty.
    pub year: i32,
    /// On what it rests.
    pub basis: Basis,
    /// The names of the grades that its rules give.
    pub grades: Vec<String>,
    /// The titles of the gates that its rules have.
    pub gates: Vec<String>,
    /// The figures by the members' numbers of now.
    pub figures: HashMap<String, Figure>,
    /// Of which kinds of fact the ledgers have anything at all.
    pub recorded: HashSet<FactKind>,
}

/// What is known of the years that consequences look at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// The year of duty that is judged.
    pub this: i32,
    /// The year in which its term began, where known.
    pub term: Option<i32>,
    /// The years, ascending.
    pub years: Vec<Year>,
}

impl History {
    pub(super) fn of(&self, year: i32) -> Option<&Year> {
        self.years.iter().find(|y| y.year == year)
    }
}

/// How a consequence stands to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It follows.
    Applies,
    /// It follows unless more is done before the term ends.
    Pending,
    /// What is not known decides.
    Open,
}

/// A fact that a condition counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactRef {
    /// Its ledger …
    pub what: FactKind,
    /// … and row.
    pub row: i64,
    /// When.
    pub on: When,
}

/// A year that a condition looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The year of duty.
    pub year: i32,
    /// What the member came to.
    pub figure: Figure,
    /// Whether it is one of those that are counted.
    pub counts: bool,
}

/// How one condition was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// How many there are.
    pub have: Points,
    /// The limit.
    pub limit: Limit,
    /// On which side of the limit it holds.
    pub applies: Applies,
    /// The years looked at.
    pub years: Vec<Hit>,
    /// The facts counted; of those in a row, the row.
    pub facts: Vec<FactRef>,
    /// Each month, quarter or half-year, where each has to meet the limit.
    pub periods: Vec<Period>,
    /// How many in each year, where facts of several years are counted.
    pub by_year: Vec<(i32, Points)>,
    /// What is not known, with the year.
    pub gaps: Vec<(Option<i32>, Gap)>,
}

/// A consequence that a member meets, or might.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its place in [`Judge::consequences`].
    pub consequence: usize,
    /// How it stands.
    pub verdict: Verdict,
    /// Condition by condition.
    pub evidence: Vec<Evidence>,
}

/// The consequences of a rule set, ready to be judged.
#[derive(Debug, Clone)]
pub struct Judge {
    all: Vec<Consequence>,
    engine: Engine,
    season: Season,
    /// The state of attendances that nobody recorded.
    unrecorded: Sym,
}

impl Judge {
    /// From the rules of the year that is judged.
    pub fn new(rules: &Rules, symbols: &mut Symbols) -> Judge {
        let all = rules.all_consequences();
        let engine = rules.conditions_of(&all).compile(symbols);
        Judge {
            all,
            engine,
            season: rules.season,
            unrecorded: symbols.intern("unrecorded"),
        }
    }

    /// All consequences: those of the rules, then those of gates.
    pub fn consequences(&self) -> &[Consequence] {
        &self.all
    }

    /// The years of which figures or facts are needed, ascending; always with `this`.
    pub fn years(&self, this: i32, term: Option<i32>) -> Vec<i32> {
        let conditions = self.all.iter().flat_map(|c| &c.conditions);
        let first = conditions
            .filter_map(|c| span(c.over, this, term))
            .map(|s| *s.start());
        (first.min().unwrap_or(this)..=this).collect()
    }

    /// The years among those whose figures count, and not only their facts.
    pub fn years_of_figures(&self, this: i32, term: Option<i32>) -> Vec<i32> {
        let conditions = self.all.iter().flat_map(|c| &c.conditions);
        let by_years = conditions.filter(|c| !matches!(c.ground, Ground::Facts(_)));
        let mut years: Vec<i32> = by_years
            .filter_map(|c| span(c.over, this, term))
            .flatten()
            .collect();
        years.push(this);
        years.sort_unstable();
        years.dedup();
        years
    }

    /// What is not known of the years that consequences look at, whoever the member is.
    pub fn gaps(&self, history: &History) -> Vec<(Option<i32>, Gap)> {
        let mut gaps: Vec<(Option<i32>, Gap)> = Vec::new();
        for condition in self.all.iter().flat_map(|c| &c.conditions) {
            let Some(years) = span(condition.over, history.this, history.term) else {
                gaps.push((None, Gap::NoTerm));
                continue;
            };
            for year in years {
                let gap = match (&condition.ground, history.of(year)) {
                    (Ground::Facts(meter), known) => unrecorded(&meter.select.facts, known),
                    (ground, Some(year)) => known(year, ground).err(),
                    (_, None) => Some(Gap::NoRules),
                };
                gaps.extend(gap.map(|g| (Some(year), g)));
            }
        }
        let mut seen = HashSet::new();
        gaps.retain(|g| seen.insert(g.clone()));
        gaps.sort_by_key(|(year, _)| *year);
        gaps
    }

    /// Whether someone was in office on any day of a year of duty.
    pub fn served(&self, subject: &Subject, year: i32) -> bool {
        served(subject, self.season, year)
    }

    /// A sitting over members for the days of `window`.
    pub fn sit(&self, window: Window, term: Option<i32>) -> Sitting<'_> {
        Sitting {
            judge: self,
            run: self.engine.run(window).of_term(term),
        }
    }
}

/// The years that a condition looks at; `None` where nobody knows when the term began.
pub(super) fn span(over: Over, this: i32, term: Option<i32>) -> Option<RangeInclusive<i32>> {
    Some(match over {
        Over::Year => this..=this,
        Over::Years(years) => this - i32::from(years).min(LONGEST) + 1..=this,
        Over::Term => term?.max(this - LONGEST)..=this,
    })
}

/// Judges one member at a time.
#[derive(Debug, Clone)]
pub struct Sitting<'j> {
    judge: &'j Judge,
    run: Run<'j>,
}

impl Sitting<'_> {
    /// The same sitting as of a day: what has not ended by then is not yet due.
    #[must_use]
    pub fn on(mut self, day: NaiveDate) -> Self {
        self.run = self.run.on(day);
        self
    }

    /// What follows for one member; nothing for who was not in office in the year.
    ///
    /// # Errors
    /// [`TooFine`] where quantities have no exact sum.
    pub fn of(
        &mut self,
        subject: &Subject,
        facts: &[Fact],
        history: &History,
    ) -> Result<Vec<Finding>, TooFine> {
        let tally = self.run.tally(subject, facts)?;
        if !tally.in_office {
            return Ok(Vec::new());
        }
        let stands: HashMap<usize, Stand> = tally.gates.iter().map(|s| (s.gate, *s)).collect();
        let mut findings = Vec::new();
        let member = Member {
            subject,
            facts,
            season: self.judge.season,
            unrecorded: self.judge.unrecorded,
        };
        let conditions: usize = self.judge.all.iter().map(|c| c.conditions.len()).sum();
        let (mut gate, mut row) = (0, conditions);
        for (at, consequence) in self.judge.all.iter().enumerate() {
            let (first, first_row) = (gate, row);
            gate += consequence.conditions.len();
            row += consequence.in_a_row().count();
            let mut judged = Vec::new();
            for (nth, condition) in consequence.conditions.iter().enumerate() {
                let Some(stand) = stands.get(&(first + nth)) else {
                    break; // It is for others.
                };
                let before = consequence.conditions[..nth].iter();
                let before = before.filter(|c| c.runs == Runs::InARow).count();
                let counted = Counted {
                    stand: *stand,
                    taken: self.run.counted(first + nth, facts),
                    periods: self.run.periods(first + nth, facts),
                    among: match condition.runs {
                        Runs::InARow => self.run.counted(first_row + before, facts),
                        _ => Vec::new(),
                    },
                };
                match member.judge(condition, &counted, history) {
                    Some(one) => judged.push(one),
                    None => break,
                }
            }
            if judged.is_empty() || judged.len() < consequence.conditions.len() {
                continue;
            }
            let verdicts = judged.iter().map(|(v, _)| *v);
            findings.push(Finding {
                consequence: at,
                verdict: verdicts.max().unwrap_or(Verdict::Open),
                evidence: judged.into_iter().map(|(_, e)| e).collect(),
            });
        }
        Ok(findings)
    }
}

/// Of the findings that apply, those that are proposed: of each ladder the heaviest, of equals the
/// one that is written later; what is on no ladder stands by itself. Those for which `settled`
/// holds were dealt with and are left out. Places in `findings`.
pub fn proposed(
    all: &[Consequence],
    findings: &[Finding],
    settled: impl Fn(&Finding) -> bool,
) -> Vec<usize> {
    let applies = |f: &&Finding| f.verdict == Verdict::Applies && !settled(f);
    let mut kept = Vec::new();
    for (at, finding) in findings.iter().enumerate().filter(|(_, f)| applies(f)) {
        let Some(ladder) = &all[finding.consequence].ladder else {
            kept.push(at);
            continue;
        };
        let on_it = |f: &&Finding| all[f.consequence].ladder.as_ref() == Some(ladder);
        let heaviest = findings
            .iter()
            .filter(applies)
            .filter(on_it)
            .map(|f| f.consequence)
            .max_by_key(|c| weight(all, *c));
        if heaviest == Some(finding.consequence) {
            kept.push(at);
        }
    }
    kept
}

/// How heavy a rung is: by its measure; one of the regulation's own words is as heavy as the
/// heaviest written before it.
fn weight(all: &[Consequence], at: usize) -> (super::Measure, usize) {
    use super::Measure;
    let one = &all[at];
    if one.measure != Measure::Other {
        return (one.measure, at);
    }
    let before = all[..at].iter().filter(|c| c.ladder == one.ladder);
    let heaviest = before.map(|c| c.measure).max();
    (heaviest.unwrap_or(Measure::Other), at)
}
