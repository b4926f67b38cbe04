//! Rule sets as people write them, facts as ledgers give them, points as the regulation has them.

mod beside;
mod constructs;
mod examples;
mod fixture;
mod mistakes;
mod random;
mod vectors;
