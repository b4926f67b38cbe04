//! yishi 议事: the ledgers, deadlines and duty scores of a local CPPCC office.
//!
//! Rooms and doors: `main → cli → store → model`, `cli → ledger → model`, `cli → out → model`.
//! `model` knows the rules and nothing else; only `store` speaks SQL, only `out` draws tables,
//! only `cli` knows the command line and the clock. `tests/suite/doors.rs` keeps the doors.

pub mod cli;
pub mod error;
pub mod lang;
pub mod ledger;
pub mod model;
pub mod out;
