//! Rule sets as people write them, facts as ledgers give them, points as the regulation has them.

mod bad;
mod bands;
mod beside;
mod carried;
mod constructs;
mod doubtful;
mod examples;
pub(super) mod fixture;
mod gates;
mod hollow;
mod mistakes;
mod next;
mod places;
mod plain;
mod random;
mod reckoned;
mod subjects;
mod vectors;
