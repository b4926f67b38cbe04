//! The member ledger: who they are, what they belong to, when they were in office.

mod affiliation;
mod field;
mod find;
mod read;
mod term;
mod write;

pub use field::FIELDS;
