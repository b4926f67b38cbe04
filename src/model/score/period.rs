//! How each month, quarter or half-year stands to a minimum or a maximum (E38). What has not ended by
//! the day of the run is not held against anyone: it is not yet due.

use super::gate::Limit;
use super::points::{Points, decimal_text};
use crate::lang::Text;
use crate::model::code::{Code, codes};
use crate::text;
use chrono::NaiveDate;

codes! {
    /// How a span stands.
    Due {
        Met "met" "达到" "met",
        Missed "missed" "未达到" "missed",
        NotDue "not_due" "未到期" "not yet due",
    }
}

impl Due {
    /// How a sum stands to a limit: what is reached stays reached, what is broken stays broken, and
    /// all else is settled when the span has ended.
    pub(super) fn of(limit: Limit, sum: Points, ended: Ended) -> Due {
        match (limit, ended) {
            (Limit::AtLeast(need), _) if sum >= need => Due::Met,
            (Limit::AtMost(most), _) if sum > most => Due::Missed,
            (_, Ended::No) => Due::NotDue,
            (Limit::AtLeast(_), Ended::Yes) => Due::Missed,
            (Limit::AtMost(_), Ended::Yes) => Due::Met,
        }
    }
}

/// Whether a span has ended by the day of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// Its last day has come.
    Yes,
    /// It has not.
    No,
}

/// One month, quarter or half-year of one member or body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// What it is called.
    pub name: Text,
    /// How much there is.
    pub have: Points,
    /// How much it takes, or how much there may be.
    pub need: Points,
    /// How it stands.
    pub state: Due,
}

/// Which spans are missed, and which are not yet due: `未达到：3月 1/2、5月 0/2；未到期：12月 0/2`.
/// `None` where all are met.
pub fn told(periods: &[Period]) -> Option<Text> {
    let named = |state: Due| {
        let one = |p: &Period| {
            let (have, need) = (decimal_text(p.have), decimal_text(p.need));
            let (zh, en) = (&p.name.zh, &p.name.en);
            text!("{zh} {have}/{need}", "{en} {have}/{need}")
        };
        let all: Vec<Text> = periods
            .iter()
            .filter(|p| p.state == state)
            .map(one)
            .collect();
        let side = |pick: fn(&Text) -> &str, comma: &str| {
            all.iter().map(pick).collect::<Vec<_>>().join(comma)
        };
        let (zh, en) = (side(|t| &t.zh, "、"), side(|t| &t.en, ", "));
        let (label, label_en) = (state.zh(), state.en());
        (!all.is_empty()).then(|| text!("{label}：{zh}", "{label_en}: {en}"))
    };
    match (named(Due::Missed), named(Due::NotDue)) {
        (Some(a), Some(b)) => {
            let (zh, en) = (b.zh, b.en);
            Some(text!(
                "{a_zh}；{zh}",
                "{a_en}; {en}",
                a_zh = a.zh,
                a_en = a.en
            ))
        }
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_not_ended_is_not_held_against_anyone() {
        let n = Points::from_integer;
        let two = Limit::AtLeast(n(2));
        assert_eq!(Due::of(two, n(1), Ended::Yes), Due::Missed);
        assert_eq!(Due::of(two, n(1), Ended::No), Due::NotDue);
        assert_eq!(Due::of(two, n(2), Ended::No), Due::Met);
        let none = Limit::AtMost(n(0));
        assert_eq!(Due::of(none, n(1), Ended::No), Due::Missed);
        assert_eq!(Due::of(none, n(0), Ended::No), Due::NotDue);
        assert_eq!(Due::of(none, n(0), Ended::Yes), Due::Met);
    }
}
