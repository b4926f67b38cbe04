//! Promises: what a reply of a planned class says will be done by a day, reported until it is
//! kept, over years.

use super::{DeadlineState, Proposal};
use crate::model::code::ProposalState;
use crate::model::deadline::Step;
use chrono::NaiveDate;

/// Words by which classes of reply say that it is yet to be done. What B means differs from scheme
/// to scheme, in progress or planned; both are yet to be done.
const PLANNED: [&str; 5] = ["计划", "规划", "正在", "启动", "逐步"];

/// Whether a class of reply promises something: B类, 列入计划拟解决, 正在解决.
pub fn is_planned(class: &str) -> bool {
    class.trim_start().starts_with(['B', 'b', 'Ｂ']) || PLANNED.iter().any(|w| class.contains(w))
}

/// Which promises are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promises {
    /// Those not kept yet.
    Open,
    /// Those not kept yet whose day has come or is over.
    Due,
    /// Those kept.
    Kept,
    /// All.
    All,
}

/// One promise of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The words by which commands find the proposal.
    pub cite: String,
    /// 届次.
    pub session: String,
    /// 案号.
    pub no: Option<String>,
    /// 流水号.
    pub serial: Option<String>,
    /// 案由.
    pub title: String,
    /// Where the proposal stands.
    pub state: ProposalState,
    /// 答复类别.
    pub class: Option<String>,
    /// The unit that promised, where one is named.
    pub unit: Option<String>,
    /// The day of the reply that promises it, where it is known.
    pub made: Option<NaiveDate>,
    /// The day by which it is to be done; a reply of a planned class may name none.
    pub due: Option<NaiveDate>,
    /// The day on which it was kept.
    pub kept: Option<NaiveDate>,
    /// What was said when it was kept.
    pub note: Option<String>,
}

impl Promise {
    /// How it stands on a day.
    pub fn state(&self, today: NaiveDate) -> DeadlineState {
        let over = |on: NaiveDate| self.due.is_some_and(|due| on > due);
        match self.kept {
            Some(on) if over(on) => DeadlineState::Late,
            Some(_) => DeadlineState::Met,
            None if over(today) => DeadlineState::Overdue,
            None => DeadlineState::Open,
        }
    }

    /// By how many days it is, or was, over its day; 0 where it is not.
    pub fn days_over(&self, today: NaiveDate) -> i64 {
        let on = self.kept.unwrap_or(today);
        self.due.map_or(0, |due| (on - due).num_days().max(0))
    }
}

impl Proposal {
    /// Whether a promise is still to be kept, where one proposal is read.
    pub fn promises_open(&self) -> bool {
        let open = |t: &super::Term| t.step == Step::Track && t.met.is_none();
        self.terms.iter().any(open)
    }

    /// Whether its reply is of a planned class and no day was ever named.
    pub fn promises_no_day(&self) -> bool {
        self.reply_class.as_deref().is_some_and(is_planned)
            && self.terms.iter().all(|t| t.step != Step::Track)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn classes_that_say_it_is_yet_to_be_done_are_planned() {
        for class in [
            "B",
            "B类",
            "Ｂ类",
            "列入计划拟解决",
            "正在解决",
            "列入规划逐步解决",
        ] {
            assert!(is_planned(class), "{class}");
        }
        for class in ["A", "解决或采纳", "留作参考", "C", "暂不能解决"] {
            assert!(!is_planned(class), "{class}");
        }
    }

    #[test]
    fn a_promise_is_open_on_its_day_and_over_on_the_next() {
        let mut p = Promise {
            cite: "十届五次-12".into(),
            session: "十届五次".into(),
            no: Some("12".into()),
            serial: None,
            title: "甲".into(),
            state: ProposalState::Closed,
            class: Some("B".into()),
            unit: None,
            made: Some(day("2026-04-20")),
            due: Some(day("2027-12-31")),
            kept: None,
            note: None,
        };
        let stands = |p: &Promise, on| (p.state(day(on)), p.days_over(day(on)));
        assert_eq!(stands(&p, "2027-12-31"), (DeadlineState::Open, 0));
        assert_eq!(stands(&p, "2028-01-10"), (DeadlineState::Overdue, 10));
        p.kept = Some(day("2028-01-03"));
        assert_eq!(stands(&p, "2029-01-01"), (DeadlineState::Late, 3));
        p.kept = Some(day("2027-06-01"));
        assert_eq!(stands(&p, "2029-01-01"), (DeadlineState::Met, 0));
        (p.kept, p.due) = (None, None);
        assert_eq!(stands(&p, "2029-01-01"), (DeadlineState::Open, 0));
    }
}
