//! What is known of a proposal's way: its history, from the ledger's days and the steps taken, and
//! its deadlines.

use super::lifecycle::is_open;
use super::{Proposal, Signing};
use crate::lang::Text;
use crate::model::code::{Code, ProposalState, ProposalStep, UnitPart, codes};
use crate::model::deadline;
use crate::model::when::When;
use crate::text;
use chrono::NaiveDate;

/// One step of a proposal's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When, as exact as the ledger has it.
    pub on: When,
    /// Who entered it, where known.
    pub by: Option<String>,
    /// The step.
    pub step: ProposalStep,
    /// Where it stood before.
    pub from: Option<ProposalState>,
    /// Where it stood after.
    pub to: ProposalState,
    /// The unit or the member that it is about.
    pub whose: Option<String>,
    /// The units that it gave the proposal to.
    pub given: Vec<String>,
    /// How far a term was moved, as typed.
    pub length: Option<String>,
    /// Units assigned, class of the reply, the reason.
    pub note: Option<Text>,
}

codes! {
    /// How a deadline stands on a day.
    DeadlineState {
        Met "met" "按期" "met",
        Late "late" "逾期完成" "met late",
        Open "open" "未到期" "open",
        Overdue "overdue" "已逾期" "overdue",
        Lapsed "lapsed" "已过期限" "lapsed",
    }
}

/// A due day that a step started, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What is due.
    pub step: deadline::Step,
    /// The unit that owes it, where one does.
    pub unit: Option<i64>,
    /// The unit's name.
    pub name: Option<String>,
    /// Which time of handling.
    pub round: i64,
    /// The day that it is counted from.
    pub base: NaiveDate,
    /// The last day.
    pub due: NaiveDate,
    /// How it was counted.
    pub why: Text,
    /// When it was done.
    pub met: Option<NaiveDate>,
}

/// One deadline of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// What is due.
    pub step: deadline::Step,
    /// Who owes it, where a unit does.
    pub unit: Option<String>,
    /// The last day.
    pub due: When,
    /// How it stands.
    pub state: DeadlineState,
    /// Where the due day comes from.
    pub why: Text,
}

impl Proposal {
    /// The term for signing, where it is over on a day and signatures are missing.
    pub fn signing_over(&self, on: NaiveDate) -> Option<&Term> {
        self.terms
            .iter()
            .find(|t| t.step == deadline::Step::Countersign && t.met.is_none() && t.due < on)
    }

    /// The replies, of a unit or of all, that are owed and were due before a day.
    pub fn overdue_replies(&self, unit: Option<i64>, on: NaiveDate) -> impl Iterator<Item = &Term> {
        use deadline::Step::{Rehandle, ReplyHard, ReplyMain};
        let reply = |t: &&Term| matches!(t.step, ReplyMain | ReplyHard | Rehandle);
        let owed = move |t: &&Term| t.met.is_none() && t.due < on;
        let mine = move |t: &&Term| unit.is_none() || t.unit == unit;
        self.terms.iter().filter(reply).filter(owed).filter(mine)
    }

    /// Whether a joint signer signed, as of a day; nothing where nobody was asked.
    pub fn signing(&self, member: i64, on: NaiveDate) -> Option<Signing> {
        let found = self.signings.iter().find(|(id, _)| *id == member);
        let signing = found.map(|(_, signing)| *signing)?;
        let over = signing == Signing::Asked && self.signing_over(on).is_some();
        Some(if over { Signing::Expired } else { signing })
    }

    /// The steps taken, and those whose days only the ledger has, by day.
    pub fn history(&self) -> Vec<Event> {
        let mut told = self.ledger_steps();
        told.retain(|e| !self.taken.iter().any(|t| t.step == e.step));
        told.extend(self.taken.iter().cloned());
        // Stable: steps of one day stay in the order in which they were taken.
        told.sort_by_key(|e| e.on.first_day());
        told
    }

    fn ledger_steps(&self) -> Vec<Event> {
        let verdict = match self.state {
            ProposalState::Merged => (ProposalStep::Merge, self.state),
            ProposalState::ToOpinion => (ProposalStep::ToOpinion, self.state),
            ProposalState::ToLetter => (ProposalStep::ToLetter, self.state),
            ProposalState::Returned => (ProposalStep::Return, self.state),
            ProposalState::NotFiled => (ProposalStep::Refuse, self.state),
            _ => (ProposalStep::File, ProposalState::Filed),
        };
        let mut from = None;
        let event = |(step, on): (ProposalStep, When)| {
            let (step, to, note) = match step {
                ProposalStep::Submit => (step, ProposalState::Submitted, None),
                ProposalStep::File => (verdict.0, verdict.1, None),
                ProposalStep::Assign => (step, ProposalState::Assigned, self.handled_by()),
                _ => (
                    step,
                    ProposalState::Replied,
                    self.reply_class.clone().map(Text::same),
                ),
            };
            Event {
                on,
                by: None,
                step,
                from: from.replace(to),
                to,
                whose: None,
                given: Vec::new(),
                length: None,
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

    /// The deadlines on a day: those that steps started, else the reply's where the ledger gave a
    /// due day; none once the proposal was not filed, merged, turned into something else or
    /// withdrawn.
    pub fn deadlines(&self, today: NaiveDate) -> Vec<Deadline> {
        let over = !is_open(self.state) && !self.state.is_filed();
        if over {
            return Vec::new();
        }
        let mut all: Vec<Deadline> = self
            .terms
            .iter()
            .map(|t| Self::deadline(t, today))
            .collect();
        if let (true, Some(due)) = (all.is_empty(), self.due) {
            all.push(Deadline {
                step: deadline::Step::ReplyMain,
                unit: None,
                due,
                state: self.replied_by(due, today),
                why: text!("台账所记的办结时限", "the due day as the ledger has it"),
            });
        }
        all
    }

    fn deadline(term: &Term, today: NaiveDate) -> Deadline {
        let right = term.step == deadline::Step::ReturnObjection;
        let state = match term.met {
            Some(on) if on > term.due => DeadlineState::Late,
            Some(_) => DeadlineState::Met,
            None if term.due >= today => DeadlineState::Open,
            None if right => DeadlineState::Lapsed,
            None => DeadlineState::Overdue,
        };
        Deadline {
            step: term.step,
            unit: term.name.clone(),
            due: When::from(term.due),
            state,
            why: term.why.clone(),
        }
    }

    fn replied_by(&self, due: When, today: NaiveDate) -> DeadlineState {
        let answered = matches!(
            self.state,
            ProposalState::Replied
                | ProposalState::Rated
                | ProposalState::Tracking
                | ProposalState::Closed
                | ProposalState::Archived
        );
        match self.replied {
            // An unknown day of reply is no proof of lateness.
            Some(on) if on.first_day() > due.last_day() => DeadlineState::Late,
            Some(_) => DeadlineState::Met,
            None if answered => DeadlineState::Met,
            None if due.last_day() < today => DeadlineState::Overdue,
            None => DeadlineState::Open,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::Assignment;
    use super::*;
    use crate::model::code::ProposalForm;

    pub(crate) fn proposal() -> Proposal {
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
                handling: None,
                class: None,
                rating: None,
            }],
            reply_class: None,
            rating: None,
            key: false,
            excellent: false,
            note: None,
            source: None,
            signings: Vec::new(),
            main: None,
            taken: Vec::new(),
            terms: Vec::new(),
            feedback: Vec::new(),
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
            .map(|e| (e.step.code(), e.from.map(Code::code), e.to.code(), e.note))
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
    fn a_review_that_does_not_file_is_told_as_what_it_decided() {
        let mut p = proposal();
        p.state = ProposalState::NotFiled;
        p.assigned = None;
        assert_eq!(p.history()[1].step, ProposalStep::Refuse);
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
