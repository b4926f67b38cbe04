//! The pauses of a proposal's clock: stopped until a day, let run again, one at a time.

use super::{Event, Proposal};
use crate::model::code::ProposalStep;
use crate::model::deadline::Pause;
use crate::model::when::When;
use chrono::NaiveDate;

impl Proposal {
    /// The steps since it was last given back to be handled again.
    pub fn this_round(&self) -> &[Event] {
        self.since(0)
    }

    /// The same without the first so many steps of its life.
    pub fn since(&self, steps: usize) -> &[Event] {
        let again = self
            .taken
            .iter()
            .rposition(|e| e.step == ProposalStep::Redo);
        let from = again.map_or(0, |at| at + 1).max(steps);
        self.taken.get(from..).unwrap_or_default()
    }

    /// The days of this round that do not count, in order. A pause that is recorded while one
    /// stands goes on to its own last day in place of the other's; the clock runs again from the
    /// day of a resumption on.
    pub fn pauses(&self) -> Vec<Pause> {
        self.pauses_since(0)
    }

    /// The same without what the first so many steps of its life say.
    pub fn pauses_since(&self, steps: usize) -> Vec<Pause> {
        let mut pauses: Vec<Pause> = Vec::new();
        for event in self.since(steps) {
            let on = event.on.first_day();
            match event.step {
                ProposalStep::Pause => {
                    let until = event.length.as_deref().and_then(When::read);
                    if let Some(to) = until.and_then(When::day) {
                        let reason = event.note.as_ref().map(|n| n.zh.clone());
                        stop(&mut pauses, on, to, reason.unwrap_or_default());
                    }
                }
                ProposalStep::Resume => {
                    let Some(last) = pauses.last_mut() else {
                        continue;
                    };
                    match on.pred_opt().filter(|day| *day >= last.from) {
                        Some(day) => last.to = last.to.min(day),
                        None => {
                            pauses.pop();
                        }
                    }
                }
                _ => {}
            }
        }
        pauses
    }

    /// The pause that stands on a day.
    pub fn paused_on(&self, day: NaiveDate) -> Option<Pause> {
        let covers = |p: &Pause| (p.from..=p.to).contains(&day);
        self.pauses().into_iter().find(covers)
    }
}

fn stop(pauses: &mut Vec<Pause>, from: NaiveDate, to: NaiveDate, reason: String) {
    match pauses.last_mut() {
        Some(stands) if (stands.from..=stands.to).contains(&from) => {
            stands.to = to;
            stands.reason = reason;
        }
        _ => pauses.push(Pause { from, to, reason }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::trail::tests::proposal;
    use super::*;
    use crate::lang::Text;
    use crate::model::code::ProposalState;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn taken(steps: &[(ProposalStep, &str, &str)]) -> Proposal {
        let mut p = proposal();
        p.taken = steps
            .iter()
            .map(|(step, day, until)| Event {
                on: When::from(on(day)),
                by: None,
                step: *step,
                from: Some(ProposalState::Assigned),
                to: ProposalState::Assigned,
                whose: None,
                given: Vec::new(),
                length: Some((*until).to_owned()),
                note: Some(Text::same("等批复".to_owned())),
            })
            .collect();
        p
    }

    fn days(p: &Proposal) -> Vec<(String, String)> {
        let told = |p: &Pause| (p.from.to_string(), p.to.to_string());
        p.pauses().iter().map(told).collect()
    }

    const STOP: ProposalStep = ProposalStep::Pause;
    const RUN: ProposalStep = ProposalStep::Resume;

    #[test]
    fn a_pause_while_one_stands_moves_its_end_and_one_resumption_ends_both() {
        let p = taken(&[
            (STOP, "2026-03-16", "2026-03-20"),
            (STOP, "2026-03-17", "2026-03-25"),
        ]);
        assert_eq!(days(&p), [("2026-03-16".into(), "2026-03-25".into())]);
        let p = taken(&[
            (STOP, "2026-03-16", "2026-03-20"),
            (STOP, "2026-03-17", "2026-03-25"),
            (RUN, "2026-03-19", ""),
        ]);
        assert_eq!(days(&p), [("2026-03-16".into(), "2026-03-18".into())]);
        assert!(p.paused_on(on("2026-03-18")).is_some());
        assert!(p.paused_on(on("2026-03-19")).is_none());
    }

    #[test]
    fn a_clock_that_runs_again_on_the_day_it_stopped_never_stopped() {
        let p = taken(&[(STOP, "2026-03-16", "2026-03-20"), (RUN, "2026-03-16", "")]);
        assert!(p.pauses().is_empty());
    }

    #[test]
    fn what_was_paused_before_it_was_given_back_counts_for_that_round_alone() {
        let p = taken(&[
            (STOP, "2026-03-16", "2026-03-20"),
            (ProposalStep::Redo, "2026-05-06", ""),
        ]);
        assert!(p.pauses().is_empty());
    }
}
