//! The proposal ledger: proposals with their proposers and units in order.

mod act;
mod feedback;
mod field;
mod figures;
mod find;
mod grant;
mod guard;
mod key;
mod ledger;
mod lines;
mod numbering;
mod promise;
mod read;
mod refusal;
mod serving;
mod settle;
mod similar;
pub(super) mod sketch;
mod step;
mod term;
mod track;
mod write;

#[cfg(test)]
mod handling_tests;
#[cfg(test)]
pub(in crate::store) mod sample;
#[cfg(test)]
mod similar_tests;
#[cfg(test)]
mod tests;

pub use act::Saying;
pub use field::FIELDS;
pub use guard::Taking;
pub(super) use lines::ids;
pub use numbering::{Asked, Numbered};
pub(super) use read::person;
pub(super) use serving::in_office;
pub use term::Books;
pub use write::Place;
