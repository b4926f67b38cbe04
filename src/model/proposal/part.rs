//! Each unit's part of a proposal: how it stands, when it is due, what was answered and what the
//! proposer says of it.

use super::{Assignment, Handling, Proposal};
use crate::model::code::{ProposalStep, UnitPart};
use crate::model::deadline::Step;
use crate::model::when::When;

/// One unit's part of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'p> {
    /// The unit, and whether it leads, co-handles or handles a part.
    pub unit: &'p Assignment,
    /// How it stands.
    pub handling: Handling,
    /// The last day for its reply, or for its opinion where it co-handles.
    pub due: Option<When>,
    /// When it replied, or gave its opinion.
    pub replied: Option<When>,
    /// 答复类别.
    pub class: Option<&'p str>,
    /// 提案人意见.
    pub rating: Option<&'p str>,
}

impl Proposal {
    /// The parts of all its units: leading, co-handling, handling a part.
    pub fn parts(&self) -> Vec<Part<'_>> {
        let mut parts: Vec<Part<'_>> = self.units.iter().map(|u| self.part(u)).collect();
        parts.sort_by_key(|p| p.unit.part);
        parts
    }

    /// One unit's part.
    pub fn part<'p>(&'p self, unit: &'p Assignment) -> Part<'p> {
        let handling = self.handling(unit);
        let answered = handling == Handling::Answered;
        let whole = |word: &'p Option<String>| word.as_deref().filter(|_| answered);
        let own =
            |pick: fn(&Assignment) -> &Option<String>| self.units.iter().any(|u| pick(u).is_some());
        // A word said of the whole is each unit's, until one of them has its own.
        let class = match unit.class.as_deref() {
            None if !own(|u| &u.class) => whole(&self.reply_class),
            class => class.filter(|_| answered),
        };
        let rating = match unit.rating.as_deref() {
            None if !own(|u| &u.rating) => whole(&self.rating),
            rating => rating.filter(|_| answered),
        };
        Part {
            unit,
            handling,
            due: self.due_of(unit),
            replied: self.replied_by_unit(unit, handling),
            class,
            rating,
        }
    }

    /// The last day of a unit's reply in its last round, of a co-unit's opinion.
    fn due_of(&self, unit: &Assignment) -> Option<When> {
        let steps: &[Step] = match unit.part {
            UnitPart::Co => &[Step::CoOpinion],
            UnitPart::Lead | UnitPart::Split => &[Step::ReplyMain, Step::ReplyHard, Step::Rehandle],
        };
        let mine = self
            .terms
            .iter()
            .filter(|t| t.unit == Some(unit.unit) && steps.contains(&t.step));
        let last = mine.max_by_key(|t| (t.round, t.met.is_none(), t.due));
        let ledger = self.due.filter(|_| unit.part != UnitPart::Co);
        last.map(|t| When::from(t.due)).or(ledger)
    }

    fn replied_by_unit(&self, unit: &Assignment, handling: Handling) -> Option<When> {
        let step = match handling {
            Handling::Answered => ProposalStep::Reply,
            Handling::Advised => ProposalStep::Advise,
            _ => return None,
        };
        let told = self.taken.iter().filter(|e| e.step == step);
        let mine = told
            .clone()
            .rfind(|e| e.whose.as_deref() == Some(&unit.name));
        let ledger = self
            .replied
            .filter(|_| step == ProposalStep::Reply && told.count() == 0);
        mine.map(|e| e.on).or(ledger)
    }
}

#[cfg(test)]
mod tests {
    use super::super::trail::tests::proposal;
    use super::super::{Event, Term};
    use super::*;
    use crate::lang::Text;
    use crate::model::code::ProposalState;

    fn split() -> Proposal {
        let mut p = proposal();
        let unit = |id: i64, name: &str| Assignment {
            unit: id,
            name: name.into(),
            part: UnitPart::Split,
            handling: Some(Handling::Answered),
            class: None,
            rating: None,
        };
        p.units = vec![unit(1, "县教育局"), unit(2, "县卫健局")];
        p
    }

    fn reply(p: &mut Proposal, unit: &str, on: &str) {
        p.taken.push(Event {
            on: When::from_iso(on).unwrap(),
            by: None,
            step: ProposalStep::Reply,
            from: Some(ProposalState::Assigned),
            to: ProposalState::Replied,
            whose: Some(unit.to_owned()),
            given: Vec::new(),
            length: None,
            note: None,
        });
    }

    #[test]
    fn each_unit_has_its_own_day_class_and_rating() {
        let mut p = split();
        reply(&mut p, "县教育局", "2026-04-20");
        reply(&mut p, "县卫健局", "2026-04-28");
        (p.reply_class, p.rating) = (Some("B类".into()), Some("不满意".into()));
        p.units[0].class = Some("A类".into());
        p.units[1].class = Some("B类".into());
        p.units[1].rating = Some("不满意".into());
        let told: Vec<_> = p
            .parts()
            .iter()
            .map(|p| (p.replied.unwrap().to_string(), p.class, p.rating))
            .collect();
        assert_eq!(
            told,
            [
                ("2026-04-20".to_owned(), Some("A类"), None),
                ("2026-04-28".to_owned(), Some("B类"), Some("不满意")),
            ]
        );
    }

    #[test]
    fn what_the_ledger_tells_of_the_whole_is_told_of_each() {
        let mut p = split();
        p.replied = When::from_iso("2026-05");
        p.reply_class = Some("A类".into());
        let parts = p.parts();
        assert!(parts.iter().all(|u| u.class == Some("A类")));
        assert!(
            parts
                .iter()
                .all(|u| u.replied == p.replied && u.due == p.due)
        );
    }

    #[test]
    fn a_unit_that_was_told_to_handle_it_again_owes_the_later_day_and_has_no_class() {
        let mut p = split();
        let day = |text: &str| text.parse().unwrap();
        let term = |step, round, due, met| Term {
            step,
            unit: Some(2),
            name: None,
            round,
            base: day("2026-02-06"),
            due: day(due),
            why: Text::default(),
            met,
        };
        p.terms = vec![
            term(Step::ReplyMain, 1, "2026-05-06", Some(day("2026-04-28"))),
            term(Step::Rehandle, 2, "2026-06-08", None),
        ];
        p.units[1].handling = Some(Handling::Received);
        p.units[1].class = Some("B类".into());
        let again = p.part(&p.units[1]);
        assert_eq!(again.due.unwrap().to_string(), "2026-06-08");
        assert_eq!((again.class, again.replied), (None, None));
    }
}
