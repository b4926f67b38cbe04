//! The ledger of all other duty acts.

mod by_hand;
mod confirm;
mod hands;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub(super) use read::vouched;
pub use read::{FIELDS, no_such};
