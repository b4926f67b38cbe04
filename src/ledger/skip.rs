//! Rows that are no entries: blank ones, totals, repeated headers, sections, remarks below a table.

use super::cell::Cell;
use super::mend::bare;
use super::recognise::Bound;
use crate::model::code::Code;

/// Why a row was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Skip {
    /// Nothing in any column that fills something.
    Blank,
    /// 合计, 总计, 小计, 共计.
    Total,
    /// The header once more.
    Header,
    /// A section's title: 一、教育界（5人）.
    Section,
    /// A remark below the table: 注：…, 填表人：….
    Remark,
}

impl Code for Skip {
    const ALL: &'static [Skip] = &[
        Skip::Blank,
        Skip::Total,
        Skip::Header,
        Skip::Section,
        Skip::Remark,
    ];

    fn code(self) -> &'static str {
        match self {
            Skip::Blank => "blank",
            Skip::Total => "total",
            Skip::Header => "header",
            Skip::Section => "section",
            Skip::Remark => "remark",
        }
    }

    fn zh(self) -> &'static str {
        match self {
            Skip::Blank => "空行",
            Skip::Total => "合计行",
            Skip::Header => "重复表头",
            Skip::Section => "分节行",
            Skip::Remark => "表尾说明",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Skip::Blank => "blank rows",
            Skip::Total => "totals",
            Skip::Header => "repeated headers",
            Skip::Section => "section titles",
            Skip::Remark => "remarks",
        }
    }
}

/// Whether a row is no entry, and why.
pub fn why(cells: &[Cell<'_>], columns: &[Bound]) -> Option<Skip> {
    let first = cells.iter().find(|cell| !cell.is_empty());
    let Some(first) = first else {
        return Some(Skip::Blank);
    };
    let filled = |bound: &&Bound| cells.get(bound.at).is_some_and(|cell| !cell.is_empty());
    let count = columns.iter().filter(filled).take(2).count();
    if let Cell::Text(text) = first
        && let Some(skip) = by_first(text, cells)
    {
        return Some(skip);
    }
    if count == 0 {
        return Some(Skip::Blank);
    }
    let spelt =
        |bound: &&Bound| matches!(&cells[bound.at], Cell::Text(t) if t.trim() == bound.header);
    if count == 2 && columns.iter().filter(filled).all(|bound| spelt(&bound)) {
        return Some(Skip::Header);
    }
    None
}

/// What the first words of a row tell.
fn by_first(text: &str, cells: &[Cell<'_>]) -> Option<Skip> {
    let start = text
        .trim_start_matches(super::cell::is_space)
        .chars()
        .next()?;
    if start.is_ascii_alphanumeric() {
        return None;
    }
    let alone = cells.iter().filter(|cell| !cell.is_empty()).take(2).count() == 1;
    if matches!(start, '合' | '总' | '小' | '共' | '本') {
        let word = bare(text);
        let rest = [
            "合计",
            "总计",
            "小计",
            "共计",
            "总数",
            "本页小计",
            "本页合计",
        ]
        .iter()
        .find_map(|total| word.strip_prefix(total));
        if rest.is_some_and(|rest| {
            rest.is_empty() || rest.starts_with([':', '(']) || starts_with_digit(rest)
        }) {
            return Some(Skip::Total);
        }
    }
    if !alone {
        return None;
    }
    let word = bare(text);
    let remark = [
        "注:",
        "备注:",
        "说明:",
        "填表人",
        "填报人",
        "制表",
        "审核人",
        "填报单位",
        "联系人:",
    ];
    if remark.iter().any(|mark| word.starts_with(mark)) {
        return Some(Skip::Remark);
    }
    is_section(&word).then_some(Skip::Section)
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// `一、教育界`, `(二)民盟`, `第三组`, `教育界(5人)`, `提案委员会:`.
fn is_section(word: &str) -> bool {
    let numeral = |c: char| c == '十' || super::title::digit(c).is_some();
    let rest = word.trim_start_matches(['(', '第']);
    let after = rest.trim_start_matches(numeral);
    let numbered = after.len() < rest.len() && after.starts_with(['、', ')', '.', '组', '片']);
    let counted = ["人)", "名)", "件)", "位)", "篇)", "次)"]
        .iter()
        .any(|end| word.ends_with(end));
    numbered || counted || word.ends_with(':')
}
