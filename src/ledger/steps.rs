//! A table of steps, one a row: which proposal, which step, when, and what the step was given.
//! What the steps mean and whether they are open, the rules judge.

use super::cell::Cell;
use super::mend::Mended;
use super::parse::date;
use super::source::{self, Input};
use crate::error::{Error, Result};
use crate::model::code::{Code, codes};
use crate::text;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

codes! {
    /// A column of the table, by the header that its template has.
    Item {
        Session "session" "届次" "session",
        No "no" "案号" "number",
        Serial "serial" "流水号" "serial",
        Title "title" "案由" "title",
        Step "step" "环节" "step",
        On "on" "日期" "day",
        From "from" "原单位" "from",
        Unit "unit" "单位" "unit",
        Co "co" "会办单位" "co-handling units",
        Split "split" "分办单位" "split units",
        Class "class" "类别" "class",
        Rating "rating" "意见" "rating",
        Points "points" "反馈项目" "points",
        Reason "reason" "理由" "reason",
        Means "means" "方式" "means",
        Length "length" "时长" "length",
        Into "into" "主案" "into",
        Member "member" "委员" "member",
        Note "note" "说明" "note",
    }
}

/// Other headers that offices write.
const OTHERS: [(&str, Item); 16] = [
    ("提案号", Item::No),
    ("编号", Item::No),
    ("提案案由", Item::Title),
    ("步骤", Item::Step),
    ("办理环节", Item::Step),
    ("主办单位", Item::Unit),
    ("承办单位", Item::Unit),
    ("协办单位", Item::Co),
    ("答复类别", Item::Class),
    ("提案人意见", Item::Rating),
    ("不予立案理由", Item::Reason),
    ("面商方式", Item::Means),
    ("承诺日期", Item::Length),
    ("并入", Item::Into),
    ("会签委员", Item::Member),
    ("备注", Item::Note),
];

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepRow {
    /// The row number that the spreadsheet shows.
    pub line: u32,
    /// The day, where the row has one.
    pub on: Option<NaiveDate>,
    cells: BTreeMap<Item, String>,
}

impl StepRow {
    /// What a column says; nothing where it is blank or not there.
    pub fn get(&self, item: Item) -> Option<&str> {
        self.cells.get(&item).map(String::as_str)
    }
}

/// A row, or why it cannot be read, with its line.
pub type StepLine = (u32, Result<StepRow>);

/// Reads the first sheet of a CSV, XLSX, XLS or ODS file that has the header.
///
/// # Errors
/// Files that are no spreadsheets; `no_header`. Rows that cannot be read are among the rows.
pub fn read_steps(input: &Input) -> Result<Vec<StepLine>> {
    let (body, _) = input.load()?;
    let sheets = source::sheets(body).map_err(|e| Error::refused(e.code, e.reason).hint(e.fix))?;
    for mut sheet in sheets {
        let mut columns = None;
        let mut rows = Vec::new();
        sheet.source.each_row(&mut |line, cells| {
            match &columns {
                None => columns = header(cells),
                Some(columns) if cells.iter().any(|c| !c.is_empty()) => {
                    rows.push((line, row(columns, line, cells)));
                }
                Some(_) => {}
            }
            ControlFlow::Continue(())
        })?;
        if columns.is_some() {
            return Ok(rows);
        }
    }
    Err(Error::refused(
        "no_header",
        text!(
            "没有找到「环节」一栏，和案号、流水号、案由中的一栏",
            "there is no column for the step and none for the number, serial or title"
        ),
    )
    .hint(text!(
        "表头写 案号,环节,日期,单位,会办单位,类别,意见,理由,方式,说明",
        "head the columns no,step,on,unit,co,class,rating,reason,means,note"
    )))
}

/// The columns of a header; none where the row is no header.
fn header(cells: &[Cell<'_>]) -> Option<Vec<Option<Item>>> {
    let columns: Vec<Option<Item>> = cells.iter().map(item).collect();
    let has = |item| columns.contains(&Some(item));
    let named = has(Item::No) || has(Item::Serial) || has(Item::Title);
    (has(Item::Step) && named).then_some(columns)
}

fn item(cell: &Cell<'_>) -> Option<Item> {
    let shown = cell.shown();
    let word = shown.trim().trim_start_matches('\u{feff}').to_lowercase();
    let other = || OTHERS.iter().find(|(w, _)| *w == word).map(|(_, i)| *i);
    Item::parse(&word).or_else(other)
}

fn row(columns: &[Option<Item>], line: u32, cells: &[Cell<'_>]) -> Result<StepRow> {
    let mut row = StepRow {
        line,
        ..StepRow::default()
    };
    for (item, cell) in columns.iter().zip(cells) {
        let Some(item) = item.filter(|_| !cell.is_empty()) else {
            continue;
        };
        match item {
            Item::On => row.on = Some(day(cell)?),
            // A promised day or an extension: only cells with a date are days.
            Item::Length if matches!(cell, Cell::Day(_)) => {
                row.cells.insert(item, day(cell)?.to_string());
            }
            _ => {
                row.cells.insert(item, cell.shown().trim().to_owned());
            }
        }
    }
    Ok(row)
}

/// The whole day of a cell.
fn day(cell: &Cell<'_>) -> Result<NaiveDate> {
    let shown = cell.shown();
    let read = match cell {
        Cell::Day(day) => return Ok(day.date()),
        Cell::Number(number) => date::number(*number, &mut Mended::default()).map(Some),
        other => date::date(&other.shown(), None, &mut Mended::default()),
    };
    match read {
        Ok(when) => when.and_then(crate::model::when::When::day).ok_or_else(|| {
            Error::refused(
                "bad_day",
                text!("“{shown}”不是到日的日期", "“{shown}” is no full day"),
            )
            .hint(text!("写作 2026-02-15", "write it as 2026-02-15"))
        }),
        // This command takes no year: the cell has to say it.
        Err(mut refusal) => {
            if refusal.code == "no_year" {
                refusal.fix = text!(
                    "写全年月日，例如 2026-03-11",
                    "write the year too, such as 2026-03-11"
                );
            }
            Err(super::refused(&shown, refusal))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(csv: &str) -> Vec<(u32, Option<String>, Option<String>)> {
        let input = Input::read("-", &mut csv.as_bytes()).unwrap();
        let told = |(line, row): StepLine| {
            let row = row.ok();
            let unit = row
                .as_ref()
                .and_then(|r| r.get(Item::Unit))
                .map(str::to_owned);
            (line, row.and_then(|r| r.on).map(|d| d.to_string()), unit)
        };
        read_steps(&input).unwrap().into_iter().map(told).collect()
    }

    #[test]
    fn rows_are_read_under_any_of_their_headers_and_titles_above_are_passed_over() {
        let csv = "2026年提案办理情况,,,\n提案号,办理环节,日期,承办单位\n12,交办,2026年2月6日,县教育局\n\n13,签收,2026/2/9,\n14,答复,下周,县教育局\n";
        assert_eq!(
            told(csv),
            [
                (3, Some("2026-02-06".into()), Some("县教育局".into())),
                (5, Some("2026-02-09".into()), None),
                (6, None, None),
            ]
        );
    }

    #[test]
    fn a_table_without_steps_is_refused() {
        let input = Input::read("-", &mut "案号,日期\n12,2026-02-06\n".as_bytes()).unwrap();
        assert_eq!(read_steps(&input).unwrap_err().code, "no_header");
    }
}
