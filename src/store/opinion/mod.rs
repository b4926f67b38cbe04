//! The ledger of opinions 社情民意 with their authors, adoptions and instructions.

mod convert;
mod read;
mod refusal;
mod step;
mod write;

#[cfg(test)]
mod life;
#[cfg(test)]
mod tests;

pub use read::FIELDS;
