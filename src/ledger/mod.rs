//! A clerk's spreadsheets, in and out: encodings, header search, cell damage, typed rows.
//! This room knows no SQL and nobody by name: who a name means is decided by the store.
//!
//! [`open`] finds out what each file is and what its sheets are; [`Sheet::read`] streams a sheet's
//! typed rows, or every fault of a row at once; [`template`] and [`rejects`] write workbooks.

pub mod field;
pub mod layout;

mod ballots;
mod build;
mod cell;
mod clerk;
mod heading;
pub mod list;
mod mapping;
mod mend;
mod merged;
mod notice;
mod open;
mod parse;
mod recognise;
mod refusal;
mod rejects;
mod said;
mod sheet;
mod skip;
mod source;
mod steps;
mod template;
mod title;

#[cfg(test)]
mod qinghe;
#[cfg(test)]
mod shapes;
#[cfg(test)]
mod tests;

pub use ballots::{BallotRow, Ballots, Number, read_ballots};
pub use mapping::Mapping;
pub use mend::{Mended, Rule};
pub use notice::{Notice, read_notice};
pub use open::{Opened, Options, Passed, SheetFault, open};
pub use recognise::Bound;
pub use rejects::{REASON, rejects};
pub use sheet::{Sheet, Summary};
pub use skip::Skip;
pub use source::{Input, text_of};
pub use steps::{Item, StepLine, StepRow, read_steps};
pub use template::template;

pub use crate::model::row::{self, Fault};

/// A person's name as people type it, by the rules of the roster's cells.
pub fn read_name(text: &str) -> crate::error::Result<String> {
    parse::name::name(text, &mut Mended::default()).map_err(|r| refused(text, r))
}

/// A telephone number as people type it, by the rules of the roster's cells.
pub fn read_phone(text: &str) -> crate::error::Result<String> {
    parse::phone::phone(text, &mut Mended::default()).map_err(|r| refused(text, r))
}

fn refused(value: &str, refusal: parse::Refusal) -> crate::error::Error {
    let (zh, en) = (refusal.reason.zh, refusal.reason.en);
    let message = crate::text!("「{value}」：{zh}", "“{value}”: {en}");
    crate::error::Error::usage(refusal.code, message).hint(refusal.fix)
}
