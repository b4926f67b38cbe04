//! What follows from scores and facts beside the grade: reminder letters, talks, warnings,
//! persuasion to resign, revocation, or the office's own words (E31, E32, 后果). A consequence has
//! the conditions of gates, turned round: what a gate asks for, a consequence sanctions.

pub(super) mod case;
mod judge;
mod read;
mod ruling;
mod weigh;

#[cfg(test)]
mod row_tests;
#[cfg(test)]
mod settle_tests;
#[cfg(test)]
mod tests;

pub use judge::{
    Basis, Evidence, FactRef, Figure, Finding, Gap, History, Hit, Judge, Sitting, Verdict, Year,
    proposed,
};
pub(super) use read::read;
#[cfg(test)]
pub(super) use read::{CONDITION, OWN};
pub use ruling::{Lift, Outcome, Ruling, Taken};

use super::every::Every;
use super::gate::{Counts, Gate, Limit, Meter, Over};
use super::mistake::Place;
use super::points::Points;
use super::rules::{Bounds, Per, Rules, Select, Words};
use crate::model::code::{Code, StatusKind, codes};

codes! {
    /// What is done to a member, from light to heavy; `Other` is what only the regulation's own
    /// words say.
    Measure {
        Other "other" "其他处理" "other",
        Reminder "reminder" "提醒函" "reminder letter",
        Talk "talk" "约谈" "talk",
        Criticism "criticism" "通报批评" "criticism",
        Warning "warning" "警告" "warning",
        Persuasion "persuasion" "劝辞" "persuasion to resign",
        Revocation "revocation" "撤销资格" "revocation",
    }
}

/// Words of regulations by which a measure is known, the heaviest first.
const KNOWN_BY: [(&str, Measure); 12] = [
    ("撤销", Measure::Revocation),
    ("取消委员资格", Measure::Revocation),
    ("劝辞", Measure::Persuasion),
    ("劝退", Measure::Persuasion),
    ("辞去", Measure::Persuasion),
    ("辞职", Measure::Persuasion),
    ("警告", Measure::Warning),
    ("通报", Measure::Criticism),
    ("批评", Measure::Criticism),
    ("约谈", Measure::Talk),
    ("谈话", Measure::Talk),
    ("提醒", Measure::Reminder),
];

impl Measure {
    /// The measure that a regulation's words name; the heaviest where they name several.
    pub fn of_words(words: &str) -> Measure {
        let named = || KNOWN_BY.iter().find(|(word, _)| words.contains(word));
        Measure::parse(words)
            .or_else(|| named().map(|(_, measure)| *measure))
            .unwrap_or(Measure::Other)
    }

    /// The event that it is for a membership.
    pub fn status(self) -> StatusKind {
        match self {
            Measure::Other => StatusKind::Sanctioned,
            Measure::Reminder => StatusKind::Reminded,
            Measure::Talk => StatusKind::Talked,
            Measure::Criticism => StatusKind::Criticised,
            Measure::Warning => StatusKind::Warned,
            Measure::Persuasion => StatusKind::Persuaded,
            Measure::Revocation => StatusKind::Dismissed,
        }
    }
}

/// A clause by which something follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequence {
    /// Heading; no two of a rule set have the same.
    pub title: String,
    /// Article of the regulation; empty where none is known.
    pub article: String,
    /// All of them have to hold.
    pub conditions: Vec<Condition>,
    /// What follows, in the regulation's words.
    pub then: String,
    /// The measure that it is.
    pub measure: Measure,
    /// Who does it (界别组召集人, 市政协); empty where the regulation does not say.
    pub who: String,
    /// Of the consequences of one ladder only the heaviest is proposed; each stands by itself
    /// where none is named.
    pub ladder: Option<String>,
    /// Where it is written.
    pub at: Place,
}

/// What a condition counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// Facts.
    Facts(Box<Meter>),
    /// Years of duty that ended with one of these grades.
    Graded(Vec<String>),
    /// Years of duty that ended below so many points.
    Below(Points),
    /// Years of duty in which one of these gates was not met.
    Unmet(Vec<String>),
}

/// Whether a consequence follows where the limit is met, or where it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applies {
    /// As consequences are written.
    Met,
    /// As gates are written.
    Unmet,
}

/// How what a condition counts is held against its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Runs {
    /// All of it together.
    #[default]
    Total,
    /// 每年: each of the years by itself meets the limit.
    Yearly,
    /// 连续: so many follow each other, with none between of which something else is recorded.
    InARow,
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What it counts.
    pub ground: Ground,
    /// Over which days.
    pub over: Over,
    /// The limit.
    pub limit: Limit,
    /// How it is held against it.
    pub runs: Runs,
    /// For whom: posts held at the end of the year of duty.
    pub holder: Words,
    /// On which side of the limit it holds.
    pub applies: Applies,
    /// The gate that it is made of, where it counts facts by months or quarters.
    gate: Option<Gate>,
}

/// The titles of the gates whose outcome any of the consequences looks at.
pub(super) fn unmet_named(all: &[Consequence]) -> Vec<String> {
    let conditions = all.iter().flat_map(|c| &c.conditions);
    let titles = conditions.filter_map(|c| match &c.ground {
        Ground::Unmet(titles) => Some(titles),
        _ => None,
    });
    titles.flatten().cloned().collect()
}

impl Condition {
    /// Whether more of what it counts makes it hold, rather than less.
    pub fn rises(&self) -> bool {
        matches!(
            (self.limit, self.applies),
            (Limit::AtLeast(_), Applies::Met) | (Limit::AtMost(_), Applies::Unmet)
        )
    }

    /// The spans of which each has to meet the limit, where a gate has them.
    pub fn every(&self) -> Option<Every> {
        self.gate.as_ref().and_then(|g| g.every)
    }

    /// The same as a gate: it counts the facts, and tells for whom it is.
    fn gate(&self) -> Gate {
        if let Some(gate) = &self.gate {
            return gate.clone();
        }
        let meter = match &self.ground {
            Ground::Facts(meter) => meter.clone(),
            _ => Box::new(Meter {
                select: Select::default(),
                per: Per::Event,
            }),
        };
        Gate {
            title: String::new(),
            article: String::new(),
            counts: Counts::Facts(meter),
            over: self.over,
            every: None,
            limit: self.limit,
            holder: self.holder.clone(),
            grade: None,
            lower: 0,
            counted: false,
            then: String::new(),
            at: Place { line: 1, column: 1 },
        }
    }

    /// The facts among which those that it counts have to follow each other: the same whatever
    /// their state.
    fn among(&self) -> Option<Gate> {
        let mut gate = self.gate();
        let Counts::Facts(meter) = &mut gate.counts else {
            return None;
        };
        meter.select.state = Words {
            only: Vec::new(),
            not: vec![String::new()],
        };
        (self.runs == Runs::InARow).then_some(gate)
    }

    /// The condition on which a gate fails.
    fn failing(gate: &Gate) -> Condition {
        let ground = match &gate.counts {
            Counts::Facts(meter) => Ground::Facts(meter.clone()),
            Counts::Graded(names) => Ground::Graded(names.clone()),
            // What is reckoned with the score is known as that gate's outcome of the year.
            Counts::Rate(_) | Counts::Part(_) | Counts::Gates(_) => {
                return Condition {
                    ground: Ground::Unmet(vec![gate.title.clone()]),
                    over: Over::Year,
                    limit: Limit::AtLeast(Points::from_integer(1)),
                    runs: Runs::Total,
                    holder: gate.holder.clone(),
                    applies: Applies::Met,
                    gate: None,
                };
            }
        };
        let counts_facts = matches!(ground, Ground::Facts(_));
        Condition {
            ground,
            over: gate.over,
            limit: gate.limit,
            runs: Runs::Total,
            holder: gate.holder.clone(),
            applies: Applies::Unmet,
            gate: counts_facts.then(|| gate.clone()),
        }
    }
}

impl Consequence {
    /// Its conditions that ask for a row.
    fn in_a_row(&self) -> impl Iterator<Item = &Condition> {
        let conditions = self.conditions.iter();
        conditions.filter(|c| c.runs == Runs::InARow)
    }
}

impl Rules {
    /// All that may follow under these rules: the consequences, and what gates say in `then`.
    pub fn all_consequences(&self) -> Vec<Consequence> {
        let gates = self.gates.iter().filter(|g| !g.then.is_empty());
        let from_gates = gates.map(|gate| Consequence {
            title: gate.title.clone(),
            article: gate.article.clone(),
            conditions: vec![Condition::failing(gate)],
            then: gate.then.clone(),
            measure: Measure::of_words(&gate.then),
            who: String::new(),
            ladder: None,
            at: gate.at,
        });
        self.consequences
            .iter()
            .cloned()
            .chain(from_gates)
            .collect()
    }

    /// A rule set that scores nothing and has the conditions of `consequences` as its gates, then
    /// what rows are looked for among.
    fn conditions_of(&self, consequences: &[Consequence]) -> Rules {
        let conditions = consequences.iter().flat_map(|c| &c.conditions);
        let rows = consequences.iter().flat_map(Consequence::in_a_row);
        let among = rows.filter_map(Condition::among);
        Rules {
            gates: conditions.map(Condition::gate).chain(among).collect(),
            parts: Vec::new(),
            rates: Vec::new(),
            scale: Vec::new(),
            total: Bounds::default(),
            consequences: Vec::new(),
            cases: Vec::new(),
            ..self.clone()
        }
    }
}
