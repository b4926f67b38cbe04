//! The ledger of units that handle proposals.

mod alias;
mod read;
mod stats;
mod write;

#[cfg(test)]
mod tests;

pub use read::FIELDS;
pub use stats::{Period, UnitLines};
