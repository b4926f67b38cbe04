//! The ledger of all other duty acts.

mod by_hand;
mod confirm;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub use read::FIELDS;
pub(super) use read::vouched;
