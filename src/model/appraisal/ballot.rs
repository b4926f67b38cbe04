//! One subject's ballots: whether they count, and what they come to.

use super::{Scheme, Turnout};
use crate::model::score::Points;
use num_traits::Zero;
use std::collections::BTreeMap;

/// How many votes each option has, by criterion; the criterion without a name is the whole.
pub type Votes = BTreeMap<String, BTreeMap<String, u64>>;

/// Ballots as they were counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ballot {
    /// How many were entitled to take part, where it is known.
    pub entitled: Option<u64>,
    /// Sheets handed out.
    pub issued: u64,
    /// Sheets that came back.
    pub returned: u64,
    /// Sheets that are valid.
    pub valid: u64,
    /// The votes on them.
    pub votes: Votes,
}

/// What no count can be: a slip of the pen, refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// More valid sheets than came back.
    Valid,
    /// More sheets handed out than people were entitled.
    Issued(u64),
    /// A criterion that the scheme does not have.
    Criterion(String),
    /// An option that the scheme does not have.
    Choice(String),
    /// The votes on a criterion do not add up to the valid sheets.
    Votes(String, u64),
    /// The scheme has a quorum, and nobody said how many were entitled.
    Entitled,
}

/// Why ballots that were counted right do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Void {
    /// More sheets came back than went out.
    More {
        /// Sheets handed out.
        issued: u64,
        /// Sheets that came back.
        returned: u64,
    },
    /// Too few of those entitled took part.
    Quorum {
        /// Sheets of those who took part.
        present: u64,
        /// Which sheets these are.
        of: Turnout,
        /// How many were entitled.
        entitled: u64,
        /// More than this share was needed.
        share: Points,
    },
}

/// What ballots come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// The weighted mean of the criteria.
    pub points: Points,
    /// The mean of each criterion, in the scheme's order.
    pub criteria: Vec<Points>,
    /// The share of each option among the valid votes, in the scheme's order.
    pub shares: Vec<Points>,
    /// The result, where the scheme has any.
    pub level: Option<String>,
}

/// How ballots stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Count {
    /// They count.
    Figures(Figures),
    /// They do not, by the rules.
    Void(Void),
    /// Nobody voted on these criteria yet.
    Lacks(Vec<String>),
    /// They do, and on these criteria all are for options without points: there is no mean.
    Unrated(Vec<String>),
}

impl Ballot {
    /// Whether anything was voted on a criterion.
    fn has_votes(&self, criterion: &str) -> bool {
        let votes = self.votes.get(criterion);
        votes.is_some_and(|votes| votes.values().any(|n| *n > 0))
    }

    /// Changes the votes that are named on a criterion; the others stay. What was reckoned as not
    /// marked is reckoned anew, unless it is named.
    pub fn revote(&mut self, scheme: &Scheme, criterion: &str, named: &BTreeMap<String, u64>) {
        let votes = self.votes.entry(criterion.to_owned()).or_default();
        if let Some(blank) = scheme.blank.map(|at| &scheme.choices[at].name) {
            votes.remove(blank);
        }
        votes.extend(named.iter().map(|(choice, n)| (choice.clone(), *n)));
    }
}

impl Scheme {
    /// What cannot be in a ballot.
    pub fn wrong(&self, ballot: &Ballot) -> Option<Wrong> {
        if ballot.valid > ballot.returned {
            return Some(Wrong::Valid);
        }
        if let Some(entitled) = ballot.entitled.filter(|n| ballot.issued > *n) {
            return Some(Wrong::Issued(entitled));
        }
        for (criterion, votes) in &ballot.votes {
            if self.criterion(criterion).is_none() {
                return Some(Wrong::Criterion(criterion.clone()));
            }
            if let Some(choice) = votes.keys().find(|c| self.choice(c).is_none()) {
                return Some(Wrong::Choice(choice.clone()));
            }
            let sum = sum(votes);
            if !votes.is_empty() && sum != ballot.valid {
                return Some(Wrong::Votes(criterion.clone(), sum));
            }
        }
        (self.quorum.is_some() && ballot.entitled.is_none()).then_some(Wrong::Entitled)
    }

    /// A ballot with the valid sheets on which nothing is marked under the option that the scheme
    /// has for them; as it is where it has none.
    pub fn filled(&self, mut ballot: Ballot) -> Ballot {
        let valid = ballot.valid;
        let Some(blank) = self.blank.map(|at| self.choices[at].name.clone()) else {
            return ballot;
        };
        for votes in ballot.votes.values_mut().filter(|v| !v.is_empty()) {
            let rest = valid.saturating_sub(sum(votes));
            if rest > 0 {
                *votes.entry(blank.clone()).or_default() += rest;
            }
        }
        ballot
    }

    /// Why a ballot does not count, if it does not.
    pub fn void(&self, ballot: &Ballot) -> Option<Void> {
        let (issued, returned) = (ballot.issued, ballot.returned);
        if returned > issued {
            return Some(Void::More { issued, returned });
        }
        let (share, entitled) = (self.quorum?, ballot.entitled?);
        let present = match self.quorum_of {
            Turnout::Issued => issued,
            Turnout::Returned => returned,
        };
        (whole(present) <= share * whole(entitled)).then_some(Void::Quorum {
            present,
            of: self.quorum_of,
            entitled,
            share,
        })
    }

    /// What a ballot comes to.
    pub fn count(&self, ballot: &Ballot) -> Count {
        if let Some(void) = self.void(ballot) {
            return Count::Void(void);
        }
        let means: Vec<Option<Points>> = self
            .criteria
            .iter()
            .map(|c| self.mean(ballot.votes.get(&c.name)?))
            .collect();
        let open = self
            .criteria
            .iter()
            .zip(&means)
            .filter(|(_, m)| m.is_none());
        let open = open.map(|(c, _)| c.name.clone());
        let (unrated, lacking): (Vec<_>, Vec<_>) = open.partition(|c| ballot.has_votes(c));
        if !lacking.is_empty() {
            return Count::Lacks(lacking);
        }
        if !unrated.is_empty() {
            return Count::Unrated(unrated);
        }
        let criteria: Vec<Points> = means.into_iter().flatten().collect();
        let (mut sum, mut weights) = (Points::zero(), Points::zero());
        for (criterion, mean) in self.criteria.iter().zip(&criteria) {
            sum += criterion.weight * mean;
            weights += criterion.weight;
        }
        let points = sum / weights;
        let shares: Vec<Points> = (0..self.choices.len())
            .map(|c| self.share(ballot, c))
            .collect();
        let level = self.levels.iter().find(|l| {
            let enough = l.at_least.is_none_or(|least| points >= least);
            enough
                && l.share.as_ref().is_none_or(|(of, share)| {
                    of.iter().map(|c| shares[*c]).sum::<Points>() >= *share
                })
        });
        let level = level.map(|l| l.name.clone());
        Count::Figures(Figures {
            points,
            criteria,
            shares,
            level,
        })
    }

    /// The mean of the votes that have points; `None` where there are none.
    fn mean(&self, votes: &BTreeMap<String, u64>) -> Option<Points> {
        let (mut sum, mut count) = (Points::zero(), 0);
        for choice in &self.choices {
            if let (Some(points), Some(n)) = (choice.points, votes.get(&choice.name)) {
                sum += points * whole(*n);
                count += *n;
            }
        }
        (count > 0).then(|| sum / whole(count))
    }

    /// The share of an option: its votes on all criteria, of the valid sheets for each.
    fn share(&self, ballot: &Ballot, choice: usize) -> Points {
        let name = &self.choices[choice].name;
        let votes: u64 = ballot.votes.values().filter_map(|v| v.get(name)).sum();
        let sheets = whole(ballot.valid) * Points::from_integer(self.criteria.len() as i128);
        if sheets.is_zero() {
            sheets
        } else {
            whole(votes) / sheets
        }
    }
}

/// All votes on a criterion.
fn sum(votes: &BTreeMap<String, u64>) -> u64 {
    votes.values().fold(0, |a, b| a.saturating_add(*b))
}

fn whole(n: u64) -> Points {
    Points::from_integer(i128::from(n))
}
