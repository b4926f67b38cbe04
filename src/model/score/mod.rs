//! The score engine: a city's regulation as data, exact points, each with where it came from.

mod amount;
mod check;
mod engine;
mod explain;
mod item;
mod known;
mod lexicon;
mod mistake;
mod notes;
mod parse;
mod pass;
mod person;
mod plan;
pub mod points;
mod rank;
mod read;
pub mod rules;
mod select;
mod share;
mod syntax;
mod trail;
mod window;
mod words;

#[cfg(test)]
mod tests;

pub use engine::{Engine, Run, Tally, TooFine};
pub use explain::{Explanation, FactTrail, Line, PartTrail};
pub use known::Known;
pub use mistake::{Mistake, Place};
pub use points::Points;
pub use rank::rank;
pub use rules::Rules;
pub use window::{Season, Window};

/// The code that stands for the whole, where the rules bound it: no part may have it.
pub const TOTAL: &str = "total";
