//! Conditions beside the score: so many acts at least or at most, in the year, in some years, in
//! the term (E27, E28, E31, E32), and rates of one count in another (E16).

use super::every::Every;
use super::mistake::Place;
use super::points::Points;
use super::rules::{Per, Select, Words};

/// A count of facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meter {
    /// Which facts.
    pub select: Select,
    /// What one adds.
    pub per: Per,
}

/// How much of what is selected meets a state: the attendance rate, the rate of adoption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// The name by which items use it.
    pub name: String,
    /// What is due.
    pub meter: Meter,
    /// The states that meet it.
    pub met: Vec<String>,
    /// What it comes to where nothing was due.
    pub empty: Points,
    /// Where it is written.
    pub at: Place,
}

/// Over which days a gate counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Over {
    /// The year of duty.
    #[default]
    Year,
    /// That year and those before it, so many in all.
    Years(u16),
    /// The term 届 so far.
    Term,
}

/// What a gate counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counts {
    /// Facts.
    Facts(Box<Meter>),
    /// Years of duty that ended with one of these grades (E31).
    Graded(Vec<String>),
    /// The year's rate, as an index of [`super::Rules::rates`]; it stands in per cent.
    Rate(usize),
    /// The year's points of a part, as an index of [`super::Rules::parts`].
    Part(usize),
    /// How many of these gates are met (五个一中完成四个), as indices of [`super::Rules::gates`].
    Gates(Vec<usize>),
}

/// On which side the limit of a gate lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// So many are needed.
    AtLeast(Points),
    /// More than so many fail.
    AtMost(Points),
}

/// A condition beside the score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// Heading.
    pub title: String,
    /// Article of the regulation; empty where none is known.
    pub article: String,
    /// What it counts.
    pub counts: Counts,
    /// Over which days.
    pub over: Over,
    /// Each of these spans has to meet the limit (E38).
    pub every: Option<Every>,
    /// The limit.
    pub limit: Limit,
    /// For whom: posts held at the end of the year of duty.
    pub holder: Words,
    /// The best grade that is left to who fails, as an index of [`super::Rules::grades`].
    pub grade: Option<usize>,
    /// By how many grades who fails comes lower.
    pub lower: u16,
    /// Whether it stands for nothing by itself: another gate counts it.
    pub counted: bool,
    /// What else follows, in the regulation's words.
    pub then: String,
    /// Where it is written.
    pub at: Place,
}

impl Gate {
    /// Whether who fails cannot have the grade `aim`, or may not have it.
    pub(super) fn bars(&self, aim: usize) -> bool {
        self.lower > 0 || self.grade.is_some_and(|left| left > aim)
    }

    /// Whether nothing follows for who fails.
    pub(super) fn is_idle(&self) -> bool {
        self.grade.is_none() && self.lower == 0 && self.then.is_empty()
    }
}

/// Where a member stands before a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stand {
    /// Which gate, as an index of [`super::Rules::gates`].
    pub gate: usize,
    /// How many there are; where the gate counts by spans, how many spans meet it.
    pub have: Points,
    /// How many it takes, or how many there may be.
    pub need: Points,
    /// Whether it is met.
    pub met: bool,
}
