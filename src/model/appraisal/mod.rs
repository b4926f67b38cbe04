//! Appraisals 评议: democratic appraisal of units (民主评议) and reports on duty (述职评议). A scheme
//! says as data who is appraised, by which criteria and options, what voids a ballot and what
//! decides ties; figures are exact.
//!
//! | key of a scheme | meaning |
//! |---|---|
//! | `title` | its name |
//! | `subject` | who is appraised: a subject as in the rules of scores (`承办单位`, `委员`, `专委会` …) |
//! | `groups`, `leader` | how many groups go out; posts of which the leader of a group holds one |
//! | `repeat`, `within` | who was appraised before: `refuse` 拒绝, `warn` 提醒, `allow` 允许; only in the last so many years |
//! | `quorum`, `quorum_of` | a vote counts when more than this share of those entitled took part; who took part is counted by the sheets `issued` 发出 (unless given: one for each who is present) or `returned` 收回 |
//! | `void` | the regulation's words on ballots of which more come back than went out: they are void always |
//! | `[[option]]` | `name`, `points`; an option without points is not counted in the mean |
//! | `blank` | the option under which valid sheets go that mark nothing; without it the votes add up to the valid sheets |
//! | `[[criterion]]` | `name`, `weight` (1 unless given; weights are shares of their sum); without any there is one vote on the whole |
//! | `ties` | what decides among equal points, in order: a criterion (its points) or an option (its share); who is equal in all stays equal |
//! | `[[level]]` | `name` and `at_least` points, or `of` (options) and the `share` that they reach together; the first one reached is the result; one that none can reach is a mistake |

mod ballot;
pub mod book;
pub mod draw;
mod ranking;
mod read;
mod sense;
mod slip;

pub use ballot::{Ballot, Count, Figures, Void, Votes, Wrong};
pub use ranking::{Placed, rank};
pub use sense::written;

use super::code::{Code, codes};
use super::score::Points;
use super::score::rules::Whose;

/// The scheme of democratic appraisals that comes with the program.
pub const UNIT: &str = include_str!("unit.toml");
/// The scheme of reports on duty that comes with the program.
pub const DUTY: &str = include_str!("duty.toml");
/// [`UNIT`] with its notes in English.
pub const UNIT_EN: &str = include_str!("unit.en.toml");
/// [`DUTY`] with its notes in English.
pub const DUTY_EN: &str = include_str!("duty.en.toml");

codes! {
    /// Whether someone who was appraised before may be appraised again.
    Repeat {
        Allow "allow" "允许" "allow",
        Warn "warn" "提醒" "warn",
        Refuse "refuse" "拒绝" "refuse",
    }
}

codes! {
    /// By which sheets those are counted who took part, for the quorum.
    Turnout {
        Issued "issued" "发出" "issued",
        Returned "returned" "收回" "returned",
    }
}

codes! {
    /// How far the appraisal of one subject is.
    Stage {
        Waiting "waiting" "待评议" "waiting",
        Held "held" "待计票" "held, not counted",
        Reported "reported" "已述，不评等次" "reported, not rated",
        Counted "counted" "已计票" "counted",
        Unrated "unrated" "已计票，不计分" "counted, no points",
        Void "void" "作废" "void",
    }
}

impl Stage {
    /// Whether nothing is left to do.
    pub fn is_complete(self) -> bool {
        match self {
            Stage::Reported | Stage::Counted | Stage::Unrated => true,
            Stage::Waiting | Stage::Held | Stage::Void => false,
        }
    }
}

/// What a vote may be cast for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// 满意, 称职 …
    pub name: String,
    /// What it is worth; without it the vote is not counted in the mean.
    pub points: Option<Points>,
}

/// What votes are cast on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Its name; empty where there is one vote on the whole.
    pub name: String,
    /// Its weight.
    pub weight: Points,
}

/// What decides among equal points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tie {
    /// The points of a criterion.
    Criterion(usize),
    /// The share of an option.
    Choice(usize),
}

/// A result, and when it is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// 优秀, 称职 …
    pub name: String,
    /// At least so many points.
    pub at_least: Option<Points>,
    /// These options together have at least this share of the valid votes.
    pub share: Option<(Vec<usize>, Points)>,
}

/// How an appraisal is held and counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// Its name.
    pub title: String,
    /// Who is appraised.
    pub subject: Whose,
    /// How many groups go out, where it is said.
    pub groups: Option<u16>,
    /// Posts of which the leader of a group holds one; any member where none is named.
    pub leader: Vec<String>,
    /// Who was appraised before.
    pub repeat: Repeat,
    /// Only in the last so many years.
    pub within: Option<u16>,
    /// More than this share of those entitled have to take part.
    pub quorum: Option<Points>,
    /// By which sheets those are counted who took part.
    pub quorum_of: Turnout,
    /// The regulation's words on ballots of which more come back than went out.
    pub void: String,
    /// The option for valid sheets that mark nothing, where the scheme says one.
    pub blank: Option<usize>,
    /// Options, best first as the scheme has them.
    pub choices: Vec<Choice>,
    /// Criteria, at least one.
    pub criteria: Vec<Criterion>,
    /// What decides ties, in order.
    pub ties: Vec<Tie>,
    /// Results, best first.
    pub levels: Vec<Level>,
}

impl Scheme {
    /// The criterion of a name; the only one where none is named.
    pub fn criterion(&self, name: &str) -> Option<usize> {
        let at = self.criteria.iter().position(|c| c.name == name);
        at.or_else(|| (name.is_empty() && self.criteria.len() == 1).then_some(0))
    }

    /// The option of a name.
    pub fn choice(&self, name: &str) -> Option<usize> {
        self.choices.iter().position(|c| c.name == name)
    }

    /// Whether there are several criteria, or one with a name.
    pub fn has_criteria(&self) -> bool {
        self.criteria.iter().any(|c| !c.name.is_empty())
    }

    /// The years among `years` in which being appraised stands in the way of `year`.
    pub fn repeats(&self, years: &[i32], year: i32) -> Vec<i32> {
        if self.repeat == Repeat::Allow {
            return Vec::new();
        }
        let near = |y: &i32| match self.within {
            Some(within) => (y - year).abs() <= i32::from(within),
            None => true,
        };
        years.iter().copied().filter(near).collect()
    }
}

#[cfg(test)]
mod tests;
