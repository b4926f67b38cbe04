//! Deadlines: lengths and fixed days counted from an event, each day told with its reason, and
//! the profiles in which an office keeps its terms.
//!
//! ```text
//! text ── Profile::parse ──> Profile ── due(step, day of the event, facts, calendar) ──> Due
//!             └─> every Mistake, with line and column                                    └─> why, day by day
//! ```
//!
//! # The rules of counting
//!
//! - The day of the event does not count; the first day is the next one (民法典第二百零一条).
//! - Days and weeks count every day; working days count those on which the offices work.
//! - Months and years end on the day of the same number, or on the month's last day where it has
//!   none (民法典第二百零二条): 30 November and three months is 28 or 29 February.
//! - Where the profile says so, a last day that is a day off moves on to the next working day
//!   (民法典第二百零三条); a term before an event moves back, so that it is never shortened.
//! - A paused day does not count: the term grows by it, at its end.
//! - An extension by months is added to a term of months before the end is sought, so that
//!   two months and one more are three; anything else is counted on from the unmoved end.
//! - A calendar is asked only for days that are counted as working days or on which a term ends.

mod count;
mod due;
mod fold;
mod length;
mod profile;
mod read;
mod word;

#[cfg(test)]
mod tests;

pub use count::{Extension, Pause, Rule, count};
pub use due::{Day, Due, Reason};
pub use fold::{Run, runs};
pub use length::{Length, Span, Unit};
pub use profile::{Extend, Facts, Profile, Term, due, within_limit};
pub use word::{Case, Event, LastDay, Late, Refusal, Step};
