//! An opinion 社情民意信息: who sent it in, who adopted it, which leaders left an instruction.

use super::proposal::Person;
use super::when::When;

/// What became of an opinion at one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// 采用.
    Adoption,
    /// 批示.
    Instruction,
}

impl Act {
    /// Stored code, Chinese, English.
    pub fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Act::Adoption => ("adoption", "采用", "adoption"),
            Act::Instruction => ("instruction", "批示", "instruction"),
        }
    }
}

/// One adoption or instruction.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Outcome {
    /// The level, as the office writes it; none where the ledger names none.
    pub level: Option<String>,
    /// What the ledger says.
    pub wording: String,
}

/// One opinion as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are those of model::row::OpinionRow
pub struct Opinion {
    pub id: i64,
    pub no: String,
    pub title: String,
    pub authors: Vec<Person>,
    pub submitted: Option<When>,
    pub adoptions: Vec<Outcome>,
    pub instructions: Vec<Outcome>,
    pub note: Option<String>,
    /// File, sheet and line that the row came from.
    pub source: Option<String>,
}

impl Opinion {
    /// `adopted` or `submitted`.
    pub fn state(&self) -> OpinionState {
        if self.adoptions.is_empty() {
            OpinionState::Submitted
        } else {
            OpinionState::Adopted
        }
    }
}

/// Where an opinion stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpinionState {
    /// Sent in.
    Submitted,
    /// Adopted at some level.
    Adopted,
}

impl OpinionState {
    /// Stored code, Chinese, English.
    pub fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            OpinionState::Submitted => ("submitted", "已来稿", "submitted"),
            OpinionState::Adopted => ("adopted", "已采用", "adopted"),
        }
    }
}

/// What someone says of an opinion; `None` and empty lists say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// 编号; without one a new opinion takes the next free number of its year.
    pub no: Option<String>,
    /// 标题.
    pub title: String,
    /// The rows of the members who sent it in, the first author first.
    pub authors: Vec<i64>,
    /// 来稿时间.
    pub submitted: Option<When>,
    /// 采用情况.
    pub adoptions: Vec<Outcome>,
    /// 批示.
    pub instructions: Vec<Outcome>,
    /// 备注.
    pub note: Option<String>,
}

impl Draft {
    /// What became of it, by act.
    pub fn outcomes(&self) -> [(Act, &[Outcome]); 2] {
        [
            (Act::Adoption, &self.adoptions),
            (Act::Instruction, &self.instructions),
        ]
    }
}

/// The level that a wording names by itself (全国政协采用), where it names just one of the office's.
pub fn level_in<'l>(wording: &str, levels: &'l [String]) -> Option<&'l str> {
    let national = ["国家", "中央"].iter().any(|w| wording.contains(w));
    let mut named = levels
        .iter()
        .filter(|l| wording.contains(l.as_str()) || (national && l.as_str() == "全国"));
    let one = named.next()?;
    named.next().is_none().then_some(one)
}

/// The number that follows `last` in a year: `2026-001`, `2026-002` …
pub fn next_number(year: i32, last: i64) -> String {
    format!("{year}-{:03}", last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wording_names_a_level_where_it_names_just_one() {
        let levels = ["县", "市", "省", "全国"].map(str::to_owned);
        assert_eq!(level_in("省政协采用", &levels), Some("省"));
        assert_eq!(level_in("中央办公厅采用", &levels), Some("全国"));
        assert_eq!(level_in("市、省采用", &levels), None);
        assert_eq!(level_in("单篇采用", &levels), None);
    }

    #[test]
    fn numbers_run_through_the_year() {
        assert_eq!(next_number(2026, 0), "2026-001");
        assert_eq!(next_number(2026, 999), "2026-1000");
    }
}
