//! Rule sets as people write them, facts as ledgers give them, points as the regulation has them.

mod advice;
mod bad;
mod bands;
mod beside;
mod carried;
mod constructs;
mod doubtful;
mod examples;
pub(super) mod fixture;
mod followed;
mod gates;
mod hollow;
mod midyear;
mod mistakes;
mod next;
mod periods;
mod places;
mod plain;
pub(in crate::model::score) mod random;
mod reckoned;
mod subjects;
mod vectors;
