//! Who is to be appraised next: who never was, then who was longest ago. Among equals the order of
//! the list decides, or a draw by lot that anyone can repeat.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Someone who may be appraised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The row.
    pub id: i64,
    /// The name.
    pub name: String,
    /// The years in which it was appraised, in order.
    pub years: Vec<i32>,
}

/// The lot of a name: the SHA-256 of `SEED:NAME` in hex, smallest first.
pub fn lot(seed: &str, name: &str) -> String {
    let hash = Sha256::digest(format!("{seed}:{name}").as_bytes());
    hash.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The candidates in the order in which they come to their turn.
pub fn drawn(mut all: Vec<Candidate>, seed: Option<&str>) -> Vec<Candidate> {
    let key = |c: &Candidate| (c.years.last().copied(), seed.map(|s| lot(s, &c.name)));
    all.sort_by_cached_key(key);
    all
}
