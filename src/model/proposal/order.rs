//! Which steps a step must not be dated before. What units do each with their own part runs side by
//! side, and so do the signatures and the ratings of different members: their days come in whatever
//! order they are written down. What is done with the whole proposal binds all of them.

use super::{Event, Proposal, Proposer, Taken};
use crate::model::code::ProposalStep;
use chrono::NaiveDate;

/// Steps that run side by side.
const SIDE_BY_SIDE: [&[ProposalStep]; 3] = [
    &[
        ProposalStep::Receive,
        ProposalStep::Decline,
        ProposalStep::Keep,
        ProposalStep::Reassign,
        ProposalStep::Contact,
        ProposalStep::Advise,
        ProposalStep::Extend,
        ProposalStep::Reply,
    ],
    &[ProposalStep::Sign],
    &[ProposalStep::Rate],
];

impl Proposal {
    /// The latest of what was done before that a step follows, whatever its own day.
    pub fn follows(&self, taken: &Taken) -> Option<Event> {
        let whose = self.whose(taken);
        let bound = self
            .history()
            .into_iter()
            .filter(|e| binds(e, taken, whose));
        bound.max_by_key(|e| e.on.first_day())
    }

    /// The last day of a step since the proposal was handled again, where it is taken once more on
    /// this day.
    pub fn last(&self, step: ProposalStep, on: NaiveDate) -> NaiveDate {
        let again = |e: &Event| e.step == ProposalStep::Redo && e.whose.is_none();
        let since = self.taken.iter().rev().take_while(|e| !again(e));
        let days = since.filter(|e| e.step == step).map(|e| e.on.first_day());
        days.fold(on, NaiveDate::max)
    }

    /// The unit or the member that a step is about, as the history names them.
    fn whose(&self, taken: &Taken) -> Option<&str> {
        if let Some(unit) = taken.unit {
            return self.part_of(unit).map(|u| u.name.as_str());
        }
        self.proposers.iter().find_map(|who| match who {
            Proposer::Member(person) if Some(person.id) == taken.member => {
                Some(person.name.as_str())
            }
            _ => None,
        })
    }
}

/// Whether a step must not be dated before an earlier one.
fn binds(event: &Event, taken: &Taken, whose: Option<&str>) -> bool {
    let beside = SIDE_BY_SIDE
        .iter()
        .any(|steps| steps.contains(&event.step) && steps.contains(&taken.step));
    match (event.whose.as_deref(), whose) {
        (Some(theirs), Some(mine)) if beside => {
            theirs == mine || event.given.iter().any(|name| name == mine)
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::trail::tests::proposal;
    use super::super::{Assignment, Person};
    use super::*;
    use crate::model::code::{ProposalState, UnitPart};
    use crate::model::when::When;
    use ProposalStep as S;

    fn event(step: S, on: &str, whose: Option<&str>, given: &[&str]) -> Event {
        Event {
            on: When::from_iso(on).unwrap(),
            by: None,
            step,
            from: None,
            to: ProposalState::Assigned,
            whose: whose.map(str::to_owned),
            given: given.iter().map(|g| (*g).to_owned()).collect(),
            length: None,
            note: None,
        }
    }

    /// Two units that each handle a part, 甲 and 乙, and two members.
    fn split(taken: Vec<Event>) -> Proposal {
        let unit = |(unit, name): (i64, &str)| Assignment {
            unit,
            name: name.into(),
            part: UnitPart::Split,
            handling: None,
            class: None,
            rating: None,
        };
        let person = |(id, name): (i64, &str)| {
            Proposer::Member(Person {
                id,
                no: id.to_string(),
                name: name.into(),
            })
        };
        Proposal {
            units: [(1, "甲"), (2, "乙")].map(unit).into(),
            proposers: [(1, "王伟"), (2, "李娜")].map(person).into(),
            taken,
            ..proposal()
        }
    }

    fn after(p: &Proposal, step: S, unit: Option<i64>, member: Option<i64>) -> String {
        let mut taken = Taken::new(step, NaiveDate::MIN);
        (taken.unit, taken.member) = (unit, member);
        p.follows(&taken).unwrap().on.to_string()
    }

    #[test]
    fn a_unit_follows_its_own_steps_and_those_of_the_whole() {
        let p = split(vec![
            event(S::Assign, "2026-02-01", None, &["甲", "乙"]),
            event(S::Receive, "2026-02-05", Some("甲"), &[]),
        ]);
        assert_eq!(after(&p, S::Receive, Some(2), None), "2026-02-01");
        assert_eq!(after(&p, S::Contact, Some(1), None), "2026-02-05");
        assert_eq!(after(&p, S::Pause, None, None), "2026-02-05");
        assert_eq!(after(&p, S::Extend, None, None), "2026-02-05");
        let mut paused = p.clone();
        let pause = event(S::Pause, "2026-02-20", None, &[]);
        paused.taken.push(pause);
        assert_eq!(after(&paused, S::Reply, Some(2), None), "2026-02-20");
    }

    #[test]
    fn what_moves_a_part_binds_both_units_and_no_other() {
        let p = split(vec![
            event(S::Assign, "2026-02-01", None, &["丙", "乙"]),
            event(S::Reassign, "2026-02-10", Some("丙"), &["甲"]),
        ]);
        assert_eq!(after(&p, S::Receive, Some(1), None), "2026-02-10");
        assert_eq!(after(&p, S::Receive, Some(2), None), "2026-02-01");
    }

    #[test]
    fn members_sign_and_rate_side_by_side() {
        let p = split(vec![
            event(S::Reply, "2026-03-10", Some("甲"), &[]),
            event(S::Reply, "2026-03-05", Some("乙"), &[]),
            event(S::Rate, "2026-03-20", Some("王伟"), &[]),
        ]);
        assert_eq!(after(&p, S::Rate, None, Some(2)), "2026-03-10");
        assert_eq!(after(&p, S::Rate, None, Some(1)), "2026-03-20");
        assert_eq!(after(&p, S::Close, None, None), "2026-03-20");
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(p.last(S::Reply, day("2026-03-01")), day("2026-03-10"));
        assert_eq!(p.last(S::Reply, day("2026-04-01")), day("2026-04-01"));
    }
}
