//! What the stored days tell of a proposal: its history and its deadline.

use super::{Proposal, Step};
use crate::lang::Text;
use crate::model::code::{Code, ProposalState, UnitPart};
use crate::model::when::When;
use crate::text;
use chrono::NaiveDate;

/// One step of a proposal's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When, as exact as the ledger has it.
    pub on: When,
    /// Who did it, where known.
    pub by: Option<String>,
    /// The step's stable code.
    pub step: &'static str,
    /// Where it stood before.
    pub from: Option<ProposalState>,
    /// Where it stood after.
    pub to: ProposalState,
    /// Units assigned, class of the reply.
    pub note: Option<Text>,
}

/// How a deadline stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadlineState {
    /// Done in time.
    Met,
    /// Done after the due day.
    Late,
    /// Not done, and the due day has not passed.
    Open,
    /// Not done, and the due day has passed.
    Overdue,
}

impl DeadlineState {
    /// Stored code, Chinese, English.
    pub fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            DeadlineState::Met => ("met", "按期", "met"),
            DeadlineState::Late => ("late", "逾期完成", "met late"),
            DeadlineState::Open => ("open", "未到期", "open"),
            DeadlineState::Overdue => ("overdue", "已逾期", "overdue"),
        }
    }
}

/// One deadline of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The step that is due.
    pub step: Step,
    /// The last day.
    pub due: When,
    /// How it stands.
    pub state: DeadlineState,
    /// Where the due day comes from.
    pub why: Text,
}

impl Proposal {
    /// The steps whose days the ledger has, in order.
    pub fn history(&self) -> Vec<Event> {
        let reviewed = match self.state {
            ProposalState::Merged
            | ProposalState::ToOpinion
            | ProposalState::ToLetter
            | ProposalState::Returned
            | ProposalState::NotFiled => self.state,
            _ => ProposalState::Filed,
        };
        let mut from = None;
        let event = |(step, on): (Step, When)| {
            let (step_code, to, note) = match step {
                Step::Submit => ("submit", ProposalState::Submitted, None),
                Step::File if reviewed == ProposalState::Filed => ("file", reviewed, None),
                Step::File => ("review", reviewed, None),
                Step::Assign => ("assign", ProposalState::Assigned, self.handled_by()),
                Step::Reply => (
                    "reply",
                    ProposalState::Replied,
                    self.reply_class.clone().map(Text::same),
                ),
            };
            Event {
                on,
                by: None,
                step: step_code,
                from: from.replace(to),
                to,
                note,
            }
        };
        self.course().steps().into_iter().map(event).collect()
    }

    fn handled_by(&self) -> Option<Text> {
        let parts = UnitPart::ALL.iter().map(|part| (part, self.units(*part)));
        let parts: Vec<_> = parts.filter(|(_, names)| !names.is_empty()).collect();
        let zh = parts
            .iter()
            .map(|(part, names)| format!("{}：{}", part.zh(), names.join("、")));
        let en = parts
            .iter()
            .map(|(part, names)| format!("{}: {}", part.en(), names.join(", ")));
        (!parts.is_empty()).then(|| Text {
            zh: zh.collect::<Vec<_>>().join("；"),
            en: en.collect::<Vec<_>>().join("; "),
        })
    }

    /// The deadlines on a day: the reply, where the ledger gave a due day and the proposal is
    /// being handled or was answered.
    pub fn deadlines(&self, today: NaiveDate) -> Vec<Deadline> {
        let Some(due) = self.due else {
            return Vec::new();
        };
        let state = match self.state {
            ProposalState::Merged
            | ProposalState::ToOpinion
            | ProposalState::Returned
            | ProposalState::NotFiled
            | ProposalState::Withdrawn => return Vec::new(),
            ProposalState::Replied | ProposalState::Rated | ProposalState::Closed => {
                done(due, self.replied)
            }
            _ if self.replied.is_some() => done(due, self.replied),
            _ if due.last_day() < today => DeadlineState::Overdue,
            _ => DeadlineState::Open,
        };
        vec![Deadline {
            step: Step::Reply,
            due,
            state,
            why: text!("台账所记的办结时限", "the due day as the ledger has it"),
        }]
    }
}

/// An unknown day of reply is no proof of lateness.
fn done(due: When, on: Option<When>) -> DeadlineState {
    if on.is_some_and(|on| on.first_day() > due.last_day()) {
        DeadlineState::Late
    } else {
        DeadlineState::Met
    }
}

#[cfg(test)]
mod tests {
    use super::super::Assignment;
    use super::*;
    use crate::model::code::ProposalForm;

    fn proposal() -> Proposal {
        let day = When::from_iso;
        Proposal {
            id: 1,
            session: "十届五次".into(),
            serial: Some("7".into()),
            no: None,
            title: "关于优化公交线路的建议".into(),
            form: ProposalForm::Individual,
            proposers: Vec::new(),
            category: None,
            state: ProposalState::Assigned,
            submitted: day("2026-01-14"),
            filed: day("2026-01-20"),
            assigned: day("2026-02-06"),
            due: day("2026-05-06"),
            replied: None,
            units: vec![Assignment {
                unit: 1,
                name: "县教育局".into(),
                part: UnitPart::Lead,
            }],
            reply_class: None,
            rating: None,
            key: false,
            excellent: false,
            note: None,
            source: None,
        }
    }

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn history_is_told_from_the_days() {
        let steps: Vec<_> = proposal()
            .history()
            .into_iter()
            .map(|e| (e.step, e.from.map(Code::code), e.to.code(), e.note))
            .collect();
        assert_eq!(
            steps,
            vec![
                ("submit", None, "submitted", None),
                ("file", Some("submitted"), "filed", None),
                (
                    "assign",
                    Some("filed"),
                    "assigned",
                    Some(text!("主办：县教育局", "lead: 县教育局"))
                ),
            ]
        );
    }

    #[test]
    fn a_review_that_does_not_file_is_a_review() {
        let mut p = proposal();
        p.state = ProposalState::NotFiled;
        p.assigned = None;
        assert_eq!(p.history()[1].step, "review");
        assert_eq!(p.history()[1].to, ProposalState::NotFiled);
        assert!(p.deadlines(on("2026-06-01")).is_empty());
    }

    #[test]
    fn a_deadline_is_open_on_its_last_day_and_overdue_on_the_next() {
        let mut p = proposal();
        let state = |p: &Proposal, day| p.deadlines(on(day))[0].state;
        assert_eq!(state(&p, "2026-05-06"), DeadlineState::Open);
        assert_eq!(state(&p, "2026-05-07"), DeadlineState::Overdue);
        p.replied = When::from_iso("2026-05-06");
        p.state = ProposalState::Replied;
        assert_eq!(state(&p, "2026-06-01"), DeadlineState::Met);
        p.replied = When::from_iso("2026-05-07");
        assert_eq!(state(&p, "2026-06-01"), DeadlineState::Late);
        p.replied = When::from_iso("2026-05");
        assert_eq!(state(&p, "2026-06-01"), DeadlineState::Met);
    }

    #[test]
    fn a_proposal_is_cited_by_number_then_serial_then_title() {
        let mut p = proposal();
        assert_eq!(p.cite(), "十届五次-流水7");
        p.no = Some("0012".into());
        assert_eq!(p.cite(), "十届五次-0012");
    }
}
