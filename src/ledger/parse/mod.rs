//! One cell's text into a value: pure functions that know nothing of sheets.

pub mod date;
pub mod name;
pub mod phone;
pub mod word;

use crate::lang::Text;

/// Why a cell cannot be taken and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A stable code.
    pub code: &'static str,
    /// Why.
    pub reason: Text,
    /// What to do.
    pub fix: Text,
}

impl Refusal {
    /// A refusal with its code.
    pub fn new(code: &'static str, reason: Text, fix: Text) -> Refusal {
        Refusal { code, reason, fix }
    }
}
