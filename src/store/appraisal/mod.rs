//! Appraisals: whom they are about, ballots, groups, what was published.

mod ballot;
mod fact;
mod publish;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub(super) use fact::{Results, appraisal as appraisal_row};
pub use publish::not_published;
pub use write::{Draft, Entry};
