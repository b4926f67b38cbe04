//! What is wrong with a header, or with a sheet that has none.

use super::header::{key, letters};
use super::{Recognised, Sample};
use crate::lang::Text;
use crate::ledger::Fault;
use crate::ledger::cell::Cell;
use crate::ledger::layout::{Column, STATISTICS};
use crate::ledger::mend::bare;
use crate::model::code::{Code, Ledger};
use crate::text;
use std::collections::BTreeSet;

impl Recognised {
    /// Everything wrong with the header.
    pub(super) fn faults(&self, sample: &Sample) -> Vec<Fault> {
        let mut faults: Vec<Fault> = self
            .twice
            .iter()
            .map(|(header, other)| self.double(header, other))
            .collect();
        faults.extend(self.missing.iter().map(|column| self.lacks(column)));
        faults.extend(
            self.lost
                .iter()
                .map(|(header, near)| self.misspelt(header, near)),
        );
        faults.extend(
            self.blank_headers(sample)
                .iter()
                .map(|letters| self.unnamed(letters)),
        );
        faults
    }

    fn fault(&self, column: &str, code: &'static str, reason: Text, fix: Text) -> Fault {
        Fault {
            column: column.to_owned(),
            ..whole(self.header_row, code, column.to_owned(), reason, fix)
        }
    }

    fn double(&self, header: &str, other: &str) -> Fault {
        let reason = text!(
            "“{header}”与“{other}”是同一项，重复了",
            "\"{header}\" and \"{other}\" mean the same field twice"
        );
        let fix = text!(
            "删去或改名其中一列，或在 --map 里忽略它",
            "remove or rename one, or ignore it in a --map file"
        );
        self.fault(header, "double_header", reason, fix)
    }

    fn lacks(&self, column: &Column) -> Fault {
        let (zh, en, header) = (self.ledger.zh(), self.ledger.en(), column.header);
        let accepted = column
            .aliases
            .iter()
            .take(4)
            .copied()
            .collect::<Vec<_>>()
            .join("、");
        let reason = text!(
            "识别为{zh}，但缺少“{header}”列",
            "this looks like {en}, but has no column \"{header}\""
        );
        let fix = text!(
            "补上该列（也可写作 {accepted}）",
            "add the column (also spelt {accepted})"
        );
        self.fault(header, "missing_column", reason, fix)
    }

    fn misspelt(&self, header: &str, near: &str) -> Fault {
        let reason = text!("不认识表头“{header}”", "unknown header \"{header}\"");
        let fix = text!(
            "是不是“{near}”？不是的话在 --map 里忽略它",
            "did you mean \"{near}\"? If not, ignore it in a --map file"
        );
        self.fault(header, "unknown_header", reason, fix)
    }

    fn unnamed(&self, letters: &str) -> Fault {
        let reason = text!(
            "第 {letters} 列有内容但没有表头",
            "column {letters} has data but no header"
        );
        let fix = text!(
            "给这一列写上表头，或清空它",
            "give the column a header, or clear it"
        );
        self.fault("", "blank_header", reason, fix)
    }

    /// Columns, as letters, that have no header above the data of most of the sample's rows. Single
    /// cells without a header are refused with their own rows.
    fn blank_headers(&self, sample: &Sample) -> Vec<String> {
        let filled =
            |cells: &[Cell<'_>], at: usize| cells.get(at).is_some_and(|cell| !cell.is_empty());
        let data = |cells: &[Cell<'_>]| {
            self.columns
                .iter()
                .filter(|bound| filled(cells, bound.at))
                .count()
                >= 2
        };
        let below: Vec<_> = sample
            .iter()
            .filter(|(line, cells)| *line > self.header_row && data(cells))
            .collect();
        let wide = below
            .iter()
            .map(|(_, cells)| cells.len())
            .max()
            .unwrap_or(0);
        let named = |at: usize| {
            self.headers
                .get(at)
                .is_some_and(|header| !key(header).is_empty())
        };
        let mostly = |at: usize| {
            let count = below.iter().filter(|(_, cells)| filled(cells, at)).count();
            count * 2 > below.len()
        };
        (0..wide)
            .filter(|at| !named(*at) && mostly(*at))
            .map(letters)
            .collect()
    }
}

fn whole(line: u32, code: &'static str, value: String, reason: Text, fix: Text) -> Fault {
    Fault {
        line,
        column: String::new(),
        value,
        code,
        reason,
        fix,
    }
}

/// No header was found.
pub(super) fn unknown(rows: &[(u32, Vec<String>)], told: Option<Ledger>) -> Fault {
    let widest = rows
        .iter()
        .max_by_key(|(_, headers)| headers.iter().filter(|h| !bare(h).is_empty()).count());
    let line = widest.map_or(1, |(line, _)| *line);
    let seen = widest.map(|(_, headers)| {
        headers
            .iter()
            .map(|h| h.trim())
            .filter(|h| !h.is_empty())
            .take(12)
            .collect::<Vec<_>>()
    });
    let reason = match told {
        None => text!(
            "前 20 行里没有认得的表头",
            "no header of any ledger is within the first 20 rows"
        ),
        Some(l) => {
            let (zh, en) = (l.zh(), l.en());
            text!(
                "前 20 行里没有{zh}的表头",
                "no header of {en} is within the first 20 rows"
            )
        }
    };
    let fix = text!(
        "用 --as 指定台账、--header-row 指定表头行、--map 给出对照；只要别的工作表时用 --sheet；样表见 import --template",
        "name the ledger with --as, the header with --header-row, the columns with --map; --sheet takes one sheet only; see import --template"
    );
    whole(
        line,
        "unknown_ledger",
        seen.unwrap_or_default().join(" "),
        reason,
        fix,
    )
}

/// Several ledgers fit alike.
pub(super) fn ambiguous(line: u32, ledgers: &BTreeSet<Ledger>) -> Fault {
    let join = |word: fn(Ledger) -> &'static str| {
        ledgers
            .iter()
            .map(|l| word(*l))
            .collect::<Vec<_>>()
            .join(" / ")
    };
    let (zh, codes) = (join(Code::zh), join(Code::code));
    whole(
        line,
        "ambiguous_ledger",
        codes.clone(),
        text!("表头同样像{zh}", "the header fits several ledgers: {codes}"),
        text!(
            "用 --as 指定其中一个：{codes}",
            "name one of them with --as: {codes}"
        ),
    )
}

/// A table of numbers counted from ledgers, which is none itself.
pub(super) fn statistics(rows: &[(u32, Vec<String>)], header_row: Option<u32>) -> Option<Fault> {
    let counted = |header: &&String| STATISTICS.contains(&key(header).as_str());
    let mut looked_at = rows
        .iter()
        .filter(|(line, _)| header_row.is_none_or(|row| row == *line));
    let (line, header) =
        looked_at.find_map(|(line, headers)| Some((*line, headers.iter().find(counted)?)))?;
    let header = header.trim();
    Some(Fault {
        column: header.to_owned(),
        ..whole(
            line,
            "statistics",
            header.to_owned(),
            text!(
                "这是统计表（有“{header}”列），不是台账",
                "this is a table of statistics (it has \"{header}\"), not a ledger"
            ),
            text!(
                "导入原始台账；同一个文件里只要别的工作表时用 --sheet；确要导入时用 --as",
                "import the ledger itself; --sheet takes one sheet of a workbook only; or insist with --as"
            ),
        )
    })
}
