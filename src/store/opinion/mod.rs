//! The ledger of opinions 社情民意 with their authors, adoptions and instructions.

mod read;
mod write;

#[cfg(test)]
mod tests;

pub use read::FIELDS;
