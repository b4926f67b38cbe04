//! The member ledger: who they are, what they belong to, when they were in office.

mod affiliation;
mod field;
mod find;
mod read;
mod term;
#[cfg(test)]
mod tests;
mod write;

pub use affiliation::{Roster, Stood};
