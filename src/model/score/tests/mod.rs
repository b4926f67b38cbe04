//! Rule sets as people write them, facts as ledgers give them, points as the regulation has them.

mod beside;
mod constructs;
mod examples;
pub(super) mod fixture;
mod gates;
mod mistakes;
mod next;
mod random;
mod subjects;
mod vectors;
