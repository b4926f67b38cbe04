//! Meetings and activities 会议活动: what the ledger knows of one, and whom it calls.

pub mod roll;
pub mod tally;
pub mod word;

use super::code::Duty;
use super::member::Span;
use super::when::When;
use chrono::NaiveDate;
use word::Class;

/// The kind of meeting that every member has to attend.
pub const PLENARY: &str = "全体会议";

/// A meeting as far as its kind and its days go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// 会议类型, as the office writes it.
    pub kind: String,
    /// First day, as exact as the ledger has it.
    pub start: When,
    /// Last day.
    pub end: When,
}

/// One meeting or activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Its row.
    pub id: i64,
    /// 会议编号.
    pub no: String,
    /// 会议名称.
    pub title: String,
    /// 会议类型, as the office writes it.
    pub kind: String,
    /// Whether the kind is a meeting or an activity.
    pub class: Class,
    /// First day, as exact as the source was.
    pub start: When,
    /// Last day.
    pub end: When,
    /// How many half-days it takes.
    pub half_days: u16,
    /// 地点.
    pub place: Option<String>,
    /// Who has to come.
    pub duty: Duty,
    /// 备注.
    pub note: Option<String>,
    /// Why it was cancelled, where it was.
    pub cancelled: Option<String>,
    /// File, sheet and line that the row came from.
    pub source: Option<String>,
}

impl Meeting {
    /// Whom the meeting calls.
    pub fn call(&self) -> Call {
        Call::of(&self.kind, self.duty)
    }

    /// Whether a day lies within the meeting.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.start.first_day() <= day && day <= self.end.last_day()
    }

    /// Whether someone with these terms of office may stand on the roll: in office on at least one
    /// of its days. Unknown days count as in office.
    pub fn admits(&self, tenure: &[Span]) -> bool {
        let (first, last) = (self.start.first_day(), self.end.last_day());
        let meets = |span: &Span| {
            span.since.is_none_or(|s| s.first_day() <= last)
                && span.until.is_none_or(|u| first <= u.last_day())
        };
        tenure.is_empty() || tenure.iter().any(meets)
    }
}

/// Whom a meeting calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// Every member in office on the first day, on the roll or not.
    Everyone,
    /// Those on the roll.
    Listed,
}

impl Call {
    /// A plenary with the duty to come calls everyone; any other meeting those on its roll.
    pub fn of(kind: &str, duty: Duty) -> Call {
        if kind == PLENARY && duty == Duty::Required {
            Call::Everyone
        } else {
            Call::Listed
        }
    }
}

/// What someone says of a meeting; `None` says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are those of Meeting
pub struct Draft {
    pub no: Option<String>,
    pub title: Option<String>,
    pub kind: Option<String>,
    pub start: Option<When>,
    pub end: Option<When>,
    pub half_days: Option<u16>,
    pub place: Option<String>,
    pub duty: Option<Duty>,
    pub note: Option<String>,
}

/// The duty that goes with a class where nothing is said: meetings are required, activities by
/// sign-up.
pub fn usual_duty(class: Class) -> Duty {
    match class {
        Class::Meeting => Duty::Required,
        Class::Activity => Duty::SignUp,
    }
}

/// The half-days that go with the days where nothing is said: one on a single day or where the
/// days are not known, else two on each.
pub fn usual_half_days(start: When, end: When) -> u16 {
    match (start.day(), end.day()) {
        (Some(first), Some(last)) if first < last => {
            let days = (last - first).num_days() + 1;
            u16::try_from(days * 2).unwrap_or(u16::MAX)
        }
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> When {
        When::from_iso(text).unwrap()
    }

    #[test]
    fn only_a_required_plenary_calls_everyone() {
        assert_eq!(Call::of(PLENARY, Duty::Required), Call::Everyone);
        assert_eq!(Call::of(PLENARY, Duty::Open), Call::Listed);
        assert_eq!(Call::of("常委会会议", Duty::Required), Call::Listed);
    }

    #[test]
    fn half_days_follow_the_days_where_nothing_is_said() {
        assert_eq!(usual_half_days(on("2026-01-05"), on("2026-01-05")), 1);
        assert_eq!(usual_half_days(on("2026-01-05"), on("2026-01-07")), 6);
        assert_eq!(usual_half_days(on("2026-01"), on("2026-02")), 1);
    }
}
