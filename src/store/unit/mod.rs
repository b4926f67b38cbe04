//! The ledger of units that handle proposals.

mod read;
mod write;

#[cfg(test)]
mod tests;

pub use read::FIELDS;
