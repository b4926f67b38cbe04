//! A unit 承办单位 that handles proposals.

pub mod stats;

/// How many proposals a unit has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Load {
    /// 主办.
    pub lead: i64,
    /// 会办.
    pub co: i64,
    /// 分办.
    pub split: i64,
    /// How many of all are not replied to yet.
    pub open: i64,
}

/// One unit as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)] // the fields are those of model::row::UnitRow
pub struct Unit {
    pub id: i64,
    pub no: Option<String>,
    pub name: String,
    pub short: Option<String>,
    pub aliases: Vec<String>,
    pub parent: Option<String>,
    pub contact: Option<String>,
    pub phone: Option<String>,
    pub load: Load,
    /// File, sheet and line that the row came from.
    pub source: Option<String>,
}

/// What someone says of a unit; `None` and empty lists say nothing, `Some("")` takes a word out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)] // as in model::row::UnitRow
pub struct Draft {
    pub no: Option<String>,
    pub name: String,
    pub short: Option<String>,
    pub aliases: Vec<String>,
    pub parent: Option<String>,
    pub contact: Option<String>,
    pub phone: Option<String>,
}
