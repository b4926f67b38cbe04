//! What proposers say of a reply: a rating of the whole, and of each point of the office's form,
//! by the first proposer or by each of them.
//!
//! Source: the feedback forms that offices use; one place asks how the unit went about it, whether
//! it came to see the proposer and whether the reply answers the proposal, another has every joint
//! signer rate it.

use super::{Assignment, Person, Proposal, Proposer};
use crate::model::code::{Code, codes};
use crate::model::deadline::Case;
use std::collections::BTreeSet;

codes! {
    /// Who has to rate a reply before the proposal counts as rated.
    Raters {
        First "first" "第一提案人" "the first proposer",
        Each "each" "每位提案人" "each proposer",
    }
}

/// One point of the office's form, with the answers that it may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// As the form has it: `办理态度`.
    pub name: String,
    /// The answers, in the order of the form.
    pub answers: Vec<String>,
    /// The proposals whose form has it: any of these cases; all where empty.
    pub cases: Vec<Case>,
}

/// The office's form for feedback: a part of the deadline profile, dated like it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Who has to rate.
    pub raters: Raters,
    /// The points, in the order of the form.
    pub points: Vec<Point>,
    /// Where the form comes from.
    pub source: Option<String>,
}

impl Default for Form {
    fn default() -> Form {
        Form {
            raters: Raters::First,
            points: Vec::new(),
            source: None,
        }
    }
}

impl Form {
    /// The points that are asked about a proposal of these cases.
    pub fn points(&self, cases: &[Case]) -> impl Iterator<Item = &Point> {
        self.points
            .iter()
            .filter(move |p| p.cases.is_empty() || p.cases.iter().any(|c| cases.contains(c)))
    }
}

/// One answer that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The time of handling that it is about: 1 until it is handled again.
    pub round: i64,
    /// The member who gave it, with number and name; none where the proposing body did.
    pub member: Option<(i64, String, String)>,
    /// The unit whose reply it is about; none where it is about the whole.
    pub unit: Option<(i64, String)>,
    /// The point of the form; none for the rating as a whole.
    pub point: Option<String>,
    /// What was said.
    pub answer: String,
}

/// Whether a proposal counts as rated: the rater, or each proposer who is a member, rated it as a
/// whole, or each unit that answers a part of it.
pub fn is_rated(p: &Proposal, answers: &[Answer], raters: Raters) -> bool {
    let ratings = Ratings::of(p, answers);
    let mut members = members(p).peekable();
    match raters {
        Raters::Each if members.peek().is_some() => members.all(|m| ratings.by(Some(m.id))),
        _ => ratings.by(None) || members.any(|m| ratings.by(Some(m.id))),
    }
}

/// Once a rating came and others are still waited for: who has to rate next, and of which unit's
/// reply where they do so unit by unit.
pub fn awaited(p: &Proposal) -> Option<(Option<&Person>, Option<&Assignment>)> {
    let ratings = Ratings::of(p, &p.feedback);
    let begun = members(p).find(|m| {
        let missing = ratings.missing(Some(m.id));
        ratings.has_any(Some(m.id)) && !missing.is_empty()
    });
    if let Some(member) = begun {
        let unit = ratings
            .missing(Some(member.id))
            .into_iter()
            .flatten()
            .next();
        return Some((Some(member), unit));
    }
    let any = members(p).any(|m| ratings.has_any(Some(m.id)));
    let next = members(p).find(|m| !ratings.has_any(Some(m.id)));
    next.filter(|_| any).map(|member| (Some(member), None))
}

/// Who has to rate a reply and has not: each proposer, or the first one. A rating that only the
/// ledger has is one of the whole.
pub fn unrated<'p>(p: &'p Proposal, answers: &[Answer], raters: Raters) -> Vec<&'p str> {
    let told = answers.is_empty() && p.rating.is_some();
    if told || is_rated(p, answers, raters) {
        return Vec::new();
    }
    let ratings = Ratings::of(p, answers);
    let each: Vec<&str> = members(p)
        .filter(|m| raters == Raters::Each && !ratings.by(Some(m.id)))
        .map(|m| m.name.as_str())
        .collect();
    if each.is_empty() {
        return p.proposers.iter().take(1).map(Proposer::name).collect();
    }
    each
}

fn members(p: &Proposal) -> impl Iterator<Item = &Person> {
    p.proposers.iter().filter_map(|who| match who {
        Proposer::Member(person) => Some(person),
        Proposer::Body(_) => None,
    })
}

/// The ratings of the whole reply, or of whole units' replies, of the present round.
struct Ratings<'p> {
    p: &'p Proposal,
    by: BTreeSet<(Option<i64>, Option<i64>)>,
}

impl<'p> Ratings<'p> {
    fn of(p: &'p Proposal, answers: &[Answer]) -> Ratings<'p> {
        let round = p.round();
        let mut by = BTreeSet::new();
        for answer in answers.iter().filter(|a| a.point.is_none()) {
            let member = answer.member.as_ref().map(|(id, ..)| *id);
            let of = answer.unit.as_ref().map(|(id, _)| *id);
            if of.is_none() && answer.round == round {
                by.insert((member, None));
            }
            // Whose part was not given back since keeps what was said of it, and of the whole.
            let kept = p.handlers().filter(|u| {
                of.is_none_or(|id| id == u.unit) && (p.round_of(u)..=round).contains(&answer.round)
            });
            by.extend(kept.map(|u| (member, Some(u.unit))));
        }
        Ratings { p, by }
    }

    fn has_any(&self, member: Option<i64>) -> bool {
        self.by.iter().any(|(m, _)| *m == member)
    }

    /// What a member, or the body, has not rated: `None` is the reply as a whole.
    fn missing(&self, member: Option<i64>) -> Vec<Option<&'p Assignment>> {
        if self.by.contains(&(member, None)) {
            return Vec::new();
        }
        if !self.has_any(member) {
            return vec![None];
        }
        let rated = |u: &&Assignment| self.by.contains(&(member, Some(u.unit)));
        self.p.handlers().filter(|u| !rated(u)).map(Some).collect()
    }

    fn by(&self, member: Option<i64>) -> bool {
        self.missing(member).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::code::UnitPart;

    fn proposal(members: &[i64], split: &[i64]) -> Proposal {
        let person = |id: &i64| {
            Proposer::Member(Person {
                id: *id,
                no: id.to_string(),
                name: String::new(),
            })
        };
        let unit = |unit: &i64| Assignment {
            unit: *unit,
            name: String::new(),
            part: UnitPart::Split,
            handling: None,
            class: None,
            rating: None,
        };
        Proposal {
            proposers: members.iter().map(person).collect(),
            units: split.iter().map(unit).collect(),
            ..crate::model::proposal::trail::tests::proposal()
        }
    }

    fn said(member: i64, unit: Option<i64>, point: Option<&str>) -> Answer {
        Answer {
            round: 1,
            member: Some((member, String::new(), String::new())),
            unit: unit.map(|u| (u, String::new())),
            point: point.map(str::to_owned),
            answer: "满意".to_owned(),
        }
    }

    #[test]
    fn one_rating_of_the_whole_is_enough_unless_each_proposer_rates() {
        let p = proposal(&[1, 2], &[]);
        let one = [said(1, None, None)];
        assert!(is_rated(&p, &one, Raters::First));
        assert!(!is_rated(&p, &one, Raters::Each));
        let both = [said(1, None, None), said(2, None, None)];
        assert!(is_rated(&p, &both, Raters::Each));
    }

    #[test]
    fn who_has_not_rated_is_named() {
        let mut p = proposal(&[1, 2], &[]);
        for (who, name) in p.proposers.iter_mut().zip(["王伟", "李娜"]) {
            if let Proposer::Member(person) = who {
                person.name = name.to_owned();
            }
        }
        let one = [said(1, None, None)];
        assert_eq!(unrated(&p, &[], Raters::Each), ["王伟", "李娜"]);
        assert_eq!(unrated(&p, &one, Raters::Each), ["李娜"]);
        assert_eq!(unrated(&p, &[], Raters::First), ["王伟"]);
        assert!(unrated(&p, &one, Raters::First).is_empty());
        p.rating = Some("满意".to_owned());
        assert!(unrated(&p, &[], Raters::Each).is_empty());
    }

    #[test]
    fn a_point_of_the_form_is_no_rating_and_an_earlier_round_counts_no_more() {
        let p = proposal(&[1], &[]);
        assert!(!is_rated(
            &p,
            &[said(1, None, Some("办理态度"))],
            Raters::First
        ));
        let mut old = said(1, None, None);
        old.round = 0;
        assert!(!is_rated(&p, &[old], Raters::First));
    }

    #[test]
    fn ratings_unit_by_unit_are_whole_once_each_unit_has_one_of_the_same_proposer() {
        let p = proposal(&[1, 2], &[7, 8]);
        let one = [said(1, Some(7), None), said(2, Some(8), None)];
        assert!(!is_rated(&p, &one, Raters::First));
        let all = [said(1, Some(7), None), said(1, Some(8), None)];
        assert!(is_rated(&p, &all, Raters::First));
        assert!(!is_rated(&p, &all, Raters::Each));
        let mixed = [&all[..], &[said(2, None, None)]].concat();
        assert!(is_rated(&p, &mixed, Raters::Each));
    }

    #[test]
    fn the_body_that_proposed_rates_by_itself() {
        let mut p = proposal(&[], &[]);
        p.proposers = vec![Proposer::Body("民盟县总支".to_owned())];
        let mut by_body = said(1, None, None);
        by_body.member = None;
        assert!(is_rated(&p, &[by_body], Raters::Each));
        assert!(!is_rated(&p, &[], Raters::Each));
    }
}
