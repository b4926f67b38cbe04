//! Whom something is about: a member, a body that a dictionary names, a unit.

use super::score::rules::Whose;

/// A member, body or unit as the file has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Who {
    /// What kind of subject.
    pub whose: Whose,
    /// The row of the member ledger, the dictionary or the unit ledger.
    pub id: i64,
    /// The number of a member or unit, where there is one.
    pub no: Option<String>,
    /// The name.
    pub name: String,
}

impl Who {
    /// The word that finds it again on a command line: the number, else the name.
    pub fn word(&self) -> &str {
        match (&self.no, self.whose) {
            (Some(no), Whose::Member) => no,
            _ => &self.name,
        }
    }
}
