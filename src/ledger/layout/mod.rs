//! The headers that each ledger knows, as tables: the canonical one first, then the aliases met in
//! real offices. A header that belongs to two fields of one ledger goes to the first of them that
//! no other column of the sheet holds (单位职务 is the unit unless 单位 stands beside it;
//! 办理结果 is the reply class unless 答复类别 stands beside it).

mod meeting;
mod member;
mod other;
mod proposal;

use super::field::Field;
use crate::model::code::Ledger;

/// Whether a ledger can do without a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A sheet without it is refused.
    Must,
    /// A sheet may lack it.
    May,
    /// A sheet may lack it, and several columns may fill it (政治面貌1, 政治面貌2).
    List,
}

/// One column that a ledger knows.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// What it fills.
    pub field: Field,
    /// The canonical header, as templates and exports write it.
    pub header: &'static str,
    /// Other headers that mean the same in this ledger.
    pub aliases: &'static [&'static str],
    /// Whether it may lack or repeat.
    pub need: Need,
    /// How strongly it tells that a sheet is this ledger, 1 (any ledger has it) to 9.
    pub weight: u8,
}

/// What one ledger's sheets look like.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// The ledger.
    pub ledger: Ledger,
    /// Its columns in canonical order.
    pub columns: &'static [Column],
    /// At least one of these has to be there for the sheet to be this ledger.
    pub telling: &'static [Field],
    /// Headers that fill their field only where no other column does (性质类别 beside 提案分类).
    pub yielding: &'static [&'static str],
    /// Headers of real layouts that hold nothing which this ledger stores.
    pub quiet: &'static [&'static str],
}

/// Headers that any sheet may have and that say nothing: running numbers and our own notes.
pub const QUIET: &[&str] = &[
    "序号",
    "序",
    "行号",
    "No",
    "NO",
    "No.",
    "NO.",
    super::rejects::REASON,
    "数据来源",
];

/// Headers of statistics, which are counted from ledgers and are none.
pub const STATISTICS: &[&str] = &[
    "总分",
    "扣分项",
    "主办件数",
    "协办件数",
    "分办件数",
    "主办提案号",
    "提案数",
    "提案数量",
    "立案数量",
    "意见数",
    "件数",
    "百分比",
    "平均百分比",
    "领衔数",
    "附议数",
    "应答复件数",
    "不立案退回",
    "不立案退回件数",
    "提案情况",
    "参加会议情况",
    "反映社情民意情况",
];

/// Every ledger's layout.
pub const LAYOUTS: [&Layout; 7] = [
    &other::UNIT,
    &member::MEMBER,
    &meeting::MEETING,
    &meeting::ATTENDANCE,
    &proposal::PROPOSAL,
    &other::OPINION,
    &other::RECORD,
];

impl Layout {
    /// The layout of a ledger.
    pub fn of(ledger: Ledger) -> &'static Layout {
        match ledger {
            Ledger::Unit => &other::UNIT,
            Ledger::Member => &member::MEMBER,
            Ledger::Meeting => &meeting::MEETING,
            Ledger::Attendance => &meeting::ATTENDANCE,
            Ledger::Proposal => &proposal::PROPOSAL,
            Ledger::Opinion => &other::OPINION,
            Ledger::Record => &other::RECORD,
        }
    }

    /// The column that a field belongs to.
    pub fn column(&self, field: Field) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.field == field)
    }
}

/// A column in one aligned line of a table.
const fn col(
    field: Field,
    header: &'static str,
    aliases: &'static [&'static str],
    need: Need,
    weight: u8,
) -> Column {
    Column {
        field,
        header,
        aliases,
        need,
        weight,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_ledger_spells_a_header_twice_in_one_column() {
        for layout in LAYOUTS {
            for column in layout.columns {
                assert!(
                    !column.aliases.contains(&column.header),
                    "{}",
                    column.header
                );
                for (i, alias) in column.aliases.iter().enumerate() {
                    assert!(!column.aliases[i + 1..].contains(alias), "{alias}");
                }
            }
        }
    }

    #[test]
    fn no_quiet_header_is_also_a_column() {
        for layout in LAYOUTS {
            for column in layout.columns {
                for header in column.aliases.iter().chain([&column.header]) {
                    assert!(!layout.quiet.contains(header), "{header}");
                    assert!(!QUIET.contains(header), "{header}");
                }
            }
        }
    }
}
