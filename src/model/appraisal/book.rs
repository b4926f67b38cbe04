//! An appraisal as the office keeps it: whom it is about, the groups, the ballots, the results.

use super::{Ballot, Count, Figures, Placed, Scheme, Stage, rank};
use crate::model::code::SpeechForm;
use crate::model::proposal::Person;
use crate::model::score::Points;
use crate::model::when::When;
use crate::model::who::Who;
use chrono::NaiveDate;

/// One appraisal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appraisal {
    /// The row.
    pub id: i64,
    /// Its number.
    pub no: String,
    /// The year.
    pub year: i32,
    /// 民主评议, 述职评议 …
    pub kind: String,
    /// Its name.
    pub title: String,
    /// The scheme as written.
    pub rules: String,
    /// The scheme.
    pub scheme: Scheme,
    /// 备注.
    pub note: Option<String>,
    /// The groups, in the order in which they were made.
    pub groups: Vec<Group>,
    /// Whom it is about, in the order in which they were chosen.
    pub subjects: Vec<Appraised>,
    /// What was published, the first edition first.
    pub editions: Vec<Edition>,
}

/// A group that goes to whom is appraised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The row.
    pub id: i64,
    /// 第一组 …
    pub name: String,
    /// Who leads it.
    pub leader: Option<Person>,
}

/// Someone whom an appraisal is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appraised {
    /// The row.
    pub id: i64,
    /// Who.
    pub who: Who,
    /// The group that goes there.
    pub group: Option<String>,
    /// Whether the report is oral or written, where there is one.
    pub form: Option<SpeechForm>,
    /// When it was held.
    pub held_on: Option<When>,
    /// The text of the report, or where it is kept.
    pub paper: Option<String>,
    /// Every count of the ballots, in order; the last one stands.
    pub counts: Vec<Tally>,
    /// 备注.
    pub note: Option<String>,
}

/// One count of someone's ballots. It never changes: a later one stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The row.
    pub id: i64,
    /// 1, and one more each time that a void vote is voted again.
    pub round: i64,
    /// When the vote was held.
    pub held_on: When,
    /// What was counted.
    pub ballot: Ballot,
}

/// An edition of the results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// 1, and one more for each correction.
    pub edition: i64,
    /// When.
    pub published_on: NaiveDate,
    /// Why it corrects the one before.
    pub reason: Option<String>,
    /// The scheme of then, as written.
    pub rules: String,
    /// The journal's head of then.
    pub head: String,
    /// Who published it.
    pub by: String,
    /// The results, best first.
    pub results: Vec<Outcome>,
}

/// A published result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The row of whom it is about.
    pub appraised: i64,
    /// The name.
    pub name: String,
    /// The rank; `None` for who is not rated.
    pub rank: Option<u32>,
    /// The points.
    pub points: Option<Points>,
    /// The result.
    pub level: Option<String>,
}

/// An appraisal as it stands in the dossier of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The appraisal's number.
    pub no: String,
    /// Its year.
    pub year: i32,
    /// 述职评议 …
    pub kind: String,
    /// Its name.
    pub title: String,
    /// Oral or written.
    pub form: Option<SpeechForm>,
    /// When it was given; `None` while it is owed.
    pub held_on: Option<When>,
    /// The text, or where it is kept.
    pub paper: Option<String>,
    /// The result, where it is published.
    pub level: Option<String>,
}

/// One line of a ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing<'a> {
    /// Whom it is about.
    pub one: &'a Appraised,
    /// How far it is.
    pub stage: Stage,
    /// What the ballots come to, where there are any.
    pub count: Option<Count>,
    /// The place, where they count.
    pub placed: Option<Placed>,
}

impl Standing<'_> {
    /// The figures, where the ballots count.
    pub fn figures(&self) -> Option<&Figures> {
        match &self.count {
            Some(Count::Figures(figures)) => Some(figures),
            _ => None,
        }
    }

    /// As it would be published.
    pub fn outcome(&self) -> Outcome {
        let figures = self.figures();
        Outcome {
            appraised: self.one.id,
            name: self.one.who.name.clone(),
            rank: self.placed.map(|p| p.rank),
            points: figures.map(|f| f.points),
            level: figures.and_then(|f| f.level.clone()),
        }
    }
}

impl Appraised {
    /// The ballots, where they were counted: the last count.
    pub fn ballot(&self) -> Option<&Ballot> {
        self.counts.last().map(|t| &t.ballot)
    }

    /// The void votes that were voted again: the last count of each earlier round.
    pub fn voted_again(&self) -> impl Iterator<Item = &Tally> {
        let pairs = self.counts.windows(2);
        pairs.filter_map(|pair| match pair {
            [void, next] if void.round < next.round => Some(void),
            _ => None,
        })
    }

    /// How far it is, and what the ballots come to. A report in writing is whole once it was
    /// given; who was voted on is rated.
    pub fn stands(&self, scheme: &Scheme) -> (Stage, Option<Count>) {
        let Some(ballot) = self.ballot() else {
            let stage = match (self.held_on, self.form) {
                (None, _) => Stage::Waiting,
                (Some(_), Some(SpeechForm::Written)) => Stage::Reported,
                (Some(_), Some(SpeechForm::Oral) | None) => Stage::Held,
            };
            return (stage, None);
        };
        let count = scheme.count(ballot);
        let stage = match count {
            Count::Figures(_) => Stage::Counted,
            Count::Unrated(_) => Stage::Unrated,
            Count::Void(_) => Stage::Void,
            Count::Lacks(_) => Stage::Held,
        };
        (stage, Some(count))
    }
}

impl Appraisal {
    /// Everyone, best first; whose ballots do not count come last in the order of the list.
    pub fn ranking(&self) -> Vec<Standing<'_>> {
        let mut all: Vec<Standing<'_>> = Vec::with_capacity(self.subjects.len());
        for one in &self.subjects {
            let (stage, count) = one.stands(&self.scheme);
            all.push(Standing {
                one,
                stage,
                count,
                placed: None,
            });
        }
        let counted: Vec<usize> = (0..all.len())
            .filter(|at| all[*at].figures().is_some())
            .collect();
        let figures: Vec<Figures> = all.iter().filter_map(|s| s.figures().cloned()).collect();
        for placed in rank(&self.scheme, &figures) {
            all[counted[placed.at]].placed = Some(placed);
        }
        // A stable sort: who ties stands in the order of the list.
        all.sort_by_key(|s| (s.placed.is_none(), s.placed.map(|p| p.rank)));
        all
    }

    /// Whether the results can be published: nobody is left, and somebody was voted on.
    pub fn is_ready(&self) -> bool {
        let ranking = self.ranking();
        ranking.iter().all(|s| s.stage.is_complete()) && ranking.iter().any(|s| s.count.is_some())
    }

    /// What holds: the last edition.
    pub fn published(&self) -> Option<&Edition> {
        self.editions.last()
    }

    /// The groups that a member leads.
    pub fn led_by(&self, member: i64) -> impl Iterator<Item = &Group> {
        let leads = move |g: &&Group| g.leader.as_ref().is_some_and(|l| l.id == member);
        self.groups.iter().filter(leads)
    }

    /// The results as they would be published now.
    pub fn outcomes(&self) -> Vec<Outcome> {
        self.ranking().iter().map(Standing::outcome).collect()
    }

    /// Whether what was published is not what the ballots give now.
    pub fn differs(&self) -> bool {
        self.published()
            .is_some_and(|held| held.results != self.outcomes())
    }
}
