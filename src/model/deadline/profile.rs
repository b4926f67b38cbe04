//! Profiles: the terms that an office works by, as data with the day from which they apply.

use super::count::{Extension, Pause, Rule, count};
use super::due::Due;
use super::length::{Length, Span};
use super::word::{Case, Event, LastDay, Late, Refusal, Step};
use crate::lang::Text;
use crate::model::calendar::Calendar;
use crate::model::code::Code;
use crate::model::proposal::feedback::Form;
use crate::text;
use chrono::NaiveDate;

/// The terms about meetings and opinions, and the form for feedback, with which every profile in
/// the program ends.
macro_rules! with_meetings {
    ($file:literal) => {
        concat!(
            include_str!($file),
            "\n",
            include_str!("meeting.toml"),
            "\n",
            include_str!("opinion.toml"),
            "\n",
            include_str!("feedback.toml")
        )
    };
}

/// The profiles in the program: name, other names, text. The first is the default.
const BUILT_IN: [(&str, [&str; 2], &str); 3] = [
    (
        "three-month",
        ["三个月", "3-month"],
        with_meetings!("three-month.toml"),
    ),
    (
        "fixed-date",
        ["固定日期", "fixed"],
        with_meetings!("fixed-date.toml"),
    ),
    (
        "two-plus-one",
        ["二加一", "2+1"],
        with_meetings!("two-plus-one.toml"),
    ),
];

/// How far a term may be extended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extend {
    /// How much at a time, where the rule says.
    pub by: Option<Length>,
    /// The longest that the term may become, counted from its event.
    pub at_most: Length,
    /// What becomes of one that comes after the last day.
    pub late: Late,
}

/// One term of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What it is for.
    pub step: Step,
    /// The cases for which it holds: any of them; all cases where empty.
    pub cases: Vec<Case>,
    /// From what it counts.
    pub from: Event,
    /// Where it lies from that event, and what becomes of a last day off.
    pub rule: Rule,
    /// How far it may be extended; not at all where none.
    pub extend: Option<Extend>,
    /// A condition in words.
    pub note: Option<String>,
    /// The rule that it comes from.
    pub source: Option<String>,
}

impl Term {
    /// The term in words: `自交办 3 个月，顺延`.
    pub fn text(&self) -> Text {
        let (from, from_en) = (self.from.zh(), self.from.en());
        let Text { zh, en } = self.rule.span.text();
        match self.rule.span {
            Span::After(_) => text!("{from}后 {zh}", "{en} after {from_en}"),
            Span::Before(l) if l.count == 0 => text!("{from}当天", "on the day of {from_en}"),
            Span::Before(_) => text!("{from}{zh}", "{en} {from_en}"),
            Span::Fixed(..) => text!("{zh}", "{en}"),
        }
    }
}

/// A profile: one regulation's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its stable name, such as `three-month`.
    pub name: String,
    /// Its title in the office's words.
    pub title: String,
    /// The event from which terms count that name none: assignment or receipt.
    pub clock: Event,
    /// Where it comes from.
    pub source: Option<String>,
    /// Its terms, in its order.
    pub terms: Vec<Term>,
    /// What proposers are asked about a reply, and who of them.
    pub feedback: Form,
}

/// What became of one deadline on the way, and what the proposal is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// What the proposal is, for profiles that tell proposals apart.
    pub cases: Vec<Case>,
    /// Time granted.
    pub extensions: Vec<Extension>,
    /// Time that does not count.
    pub pauses: Vec<Pause>,
}

impl Profile {
    /// The names of the profiles in the program; the first is the default of a new office.
    pub fn built_in_names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, ..)| *name)
    }

    /// The text of a profile in the program, by name, Chinese name or the regulation's shorthand.
    pub fn built_in(name: &str) -> Option<&'static str> {
        let name = name.trim();
        BUILT_IN
            .iter()
            .find(|(code, others, _)| *code == name || others.contains(&name))
            .map(|(.., body)| *body)
    }

    /// The term of a step for a proposal of these cases: the first in the profile's order.
    pub fn term(&self, step: Step, cases: &[Case]) -> Option<&Term> {
        self.terms.iter().find(|t| {
            t.step == step && (t.cases.is_empty() || t.cases.iter().any(|c| cases.contains(c)))
        })
    }
}

/// The deadline of a step whose event was on `base`. Which event that is, tells
/// [`Profile::term`]'s `from`; extensions and pauses need an explanation.
///
/// # Errors
/// [`Refusal`]: no such term, an extension that the profile does not allow or without a reason, a
/// year without a notice.
pub fn due(
    profile: &Profile,
    step: Step,
    base: NaiveDate,
    facts: &Facts,
    calendar: &Calendar,
) -> Result<Due, Refusal> {
    let term = profile
        .term(step, &facts.cases)
        .ok_or_else(|| Refusal::NoTerm {
            profile: profile.name.clone(),
            step,
        })?;
    let silent = |reason: &String| reason.trim().is_empty();
    if facts.extensions.iter().any(|e| silent(&e.reason))
        || facts.pauses.iter().any(|p| silent(&p.reason))
    {
        return Err(Refusal::Unexplained);
    }
    let extended: Vec<Length> = facts.extensions.iter().map(|e| e.length).collect();
    let mut due = count(base, term.rule, &extended, &facts.pauses, calendar)?;
    due.event = Some(term.from);
    if !extended.is_empty() {
        within_limit(&due, step, Some(term), &facts.pauses, calendar)?;
    }
    Ok(due)
}

/// That an extended term ends within what the profile allows, counted from its event.
///
/// # Errors
/// [`Refusal::NotExtendable`] where the profile has no such term or no extension of it,
/// [`Refusal::TooLong`], a year without a notice.
pub fn within_limit(
    due: &Due,
    step: Step,
    term: Option<&Term>,
    pauses: &[Pause],
    calendar: &Calendar,
) -> Result<(), Refusal> {
    let extend = term.and_then(|t| t.extend);
    let extend = extend.ok_or(Refusal::NotExtendable { step })?;
    let most = Rule {
        span: Span::After(extend.at_most),
        last_day: LastDay::Stays,
    };
    let latest = count(due.base, most, &[], pauses, calendar)?.on;
    if due.last > latest {
        return Err(Refusal::TooLong {
            step,
            at_most: extend.at_most,
            latest,
        });
    }
    Ok(())
}
