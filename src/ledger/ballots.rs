//! A table of ballots: tallies with a column for each option, or single ballots, one a row, with a
//! column for each criterion.

use super::cell::Cell;
use super::source::{self, Input};
use crate::error::{Error, Result};
use crate::model::appraisal::Scheme;
use crate::text;
use std::ops::ControlFlow;

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BallotRow {
    /// The row number that the spreadsheet shows.
    pub line: u32,
    /// The number of whom it is about, where there is a column for it.
    pub no: Option<String>,
    /// Whom it is about.
    pub who: String,
    /// How many were entitled.
    pub entitled: Option<u64>,
    /// Sheets handed out.
    pub issued: Option<u64>,
    /// Sheets that came back.
    pub returned: Option<u64>,
    /// Valid sheets.
    pub valid: Option<u64>,
    /// Criterion, option and votes.
    pub votes: Vec<(String, String, u64)>,
    /// Whether the row is one ballot.
    pub single: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    No,
    Who,
    Criterion,
    Entitled,
    Issued,
    Returned,
    Valid,
    /// The votes of an option.
    Choice(String),
    /// What a single ballot says of a criterion.
    Mark(String),
    Other,
}

const WHO: [&str; 9] = [
    "对象",
    "评议对象",
    "单位",
    "单位名称",
    "被评议单位",
    "姓名",
    "述职人",
    "名称",
    "委员",
];
const NO: [&str; 4] = ["委员编号", "编号", "单位编码", "单位编号"];
const CRITERION: [&str; 4] = ["评议内容", "评议项目", "内容", "项目"];
const ENTITLED: [&str; 4] = ["应到", "应到人数", "应参加", "应参加人数"];
const ISSUED: [&str; 4] = ["发出", "发出票", "发出票数", "发票"];
const RETURNED: [&str; 4] = ["收回", "收回票", "收回票数", "回收"];
const VALID: [&str; 3] = ["有效", "有效票", "有效票数"];
const MARK: [&str; 4] = ["评价", "意见", "评议意见", "测评"];

/// Reads the first sheet of a CSV, XLSX, XLS or ODS file that has the header.
///
/// # Errors
/// Files that are no spreadsheets; `no_header`; `bad_ballot` with the line of a cell that is no
/// number or no option.
pub fn read_ballots(input: &Input, scheme: &Scheme) -> Result<Vec<BallotRow>> {
    let (body, _) = input.load()?;
    let sheets = source::sheets(body).map_err(|e| Error::refused(e.code, e.reason).hint(e.fix))?;
    for mut sheet in sheets {
        let mut columns: Option<Vec<Column>> = None;
        let mut rows = Vec::new();
        sheet.source.each_row(&mut |line, cells| {
            match &columns {
                None => columns = header(cells, scheme),
                Some(columns) if cells.iter().any(|c| !c.is_empty()) => {
                    rows.push(row(columns, line, cells, scheme));
                }
                Some(_) => {}
            }
            ControlFlow::Continue(())
        })?;
        if columns.is_some() {
            let mut read = rows.into_iter().collect::<Result<Vec<BallotRow>>>()?;
            read.retain(|r| r.no.is_some() || !r.who.is_empty());
            return Ok(read);
        }
    }
    let choices: Vec<&str> = scheme.choices.iter().map(|c| c.name.as_str()).collect();
    let choices = choices.join(",");
    Err(Error::refused(
        "no_header",
        text!(
            "没有找到“单位”或“姓名”一栏，和选项或评议内容的栏目",
            "there is no column for whom, with columns for options or criteria"
        ),
    )
    .hint(text!(
        "表头写 单位,发出,收回,有效,{choices}；逐票的写 单位,评价",
        "head the columns 单位,发出,收回,有效,{choices}; of single ballots 单位,评价"
    )))
}

fn header(cells: &[Cell<'_>], scheme: &Scheme) -> Option<Vec<Column>> {
    let columns: Vec<Column> = cells.iter().map(|c| column(c, scheme)).collect();
    let says = |c: &Column| matches!(c, Column::Choice(_) | Column::Mark(_));
    let whose = columns.contains(&Column::Who) || columns.contains(&Column::No);
    (whose && columns.iter().any(says)).then_some(columns)
}

fn column(cell: &Cell<'_>, scheme: &Scheme) -> Column {
    let shown = cell.shown();
    let word = shown.trim().trim_start_matches('\u{feff}');
    let is = |words: &[&str]| words.contains(&word);
    if scheme.choice(word).is_some() {
        Column::Choice(word.to_owned())
    } else if !word.is_empty() && scheme.criterion(word).is_some() {
        Column::Mark(word.to_owned())
    } else if is(&NO) {
        Column::No
    } else if is(&WHO) {
        Column::Who
    } else if is(&ENTITLED) {
        Column::Entitled
    } else if is(&ISSUED) {
        Column::Issued
    } else if is(&RETURNED) {
        Column::Returned
    } else if is(&VALID) {
        Column::Valid
    } else if is(&CRITERION) && scheme.has_criteria() {
        Column::Criterion
    } else if is(&MARK) && !scheme.has_criteria() {
        Column::Mark(String::new())
    } else {
        Column::Other
    }
}

fn row(columns: &[Column], line: u32, cells: &[Cell<'_>], scheme: &Scheme) -> Result<BallotRow> {
    let mut row = BallotRow {
        line,
        single: !columns.iter().any(|c| matches!(c, Column::Choice(_))),
        ..BallotRow::default()
    };
    let mut criterion = String::new();
    for (column, cell) in columns.iter().zip(cells) {
        let shown = cell.shown().trim().to_owned();
        if shown.is_empty() {
            continue;
        }
        match column {
            Column::No => row.no = Some(shown),
            Column::Who => row.who = shown,
            Column::Criterion => criterion = shown,
            Column::Entitled => row.entitled = Some(number(line, &shown)?),
            Column::Issued => row.issued = Some(number(line, &shown)?),
            Column::Returned => row.returned = Some(number(line, &shown)?),
            Column::Valid => row.valid = Some(number(line, &shown)?),
            Column::Choice(choice) => {
                let votes = number(line, &shown)?;
                row.votes.push((String::new(), choice.clone(), votes));
            }
            Column::Mark(of) if scheme.choice(&shown).is_some() => {
                row.votes.push((of.clone(), shown, 1));
            }
            Column::Mark(_) => return Err(no_option(line, &shown, scheme)),
            Column::Other => {}
        }
    }
    for vote in row.votes.iter_mut().filter(|v| v.0.is_empty()) {
        vote.0.clone_from(&criterion);
    }
    Ok(row)
}

/// A count; spreadsheets write 40 as 40.0 and clerks as 40票.
fn number(line: u32, shown: &str) -> Result<u64> {
    let plain = shown.trim_end_matches(['票', '张', '人']).trim();
    let plain = plain.strip_suffix(".0").unwrap_or(plain);
    plain.parse().map_err(|_| {
        Error::refused(
            "bad_ballot",
            text!(
                "第 {line} 行：“{shown}”不是票数",
                "line {line}: “{shown}” is no count"
            ),
        )
        .hint(text!("写整数，如 40", "write a whole number, such as 40"))
    })
}

fn no_option(line: u32, shown: &str, scheme: &Scheme) -> Error {
    let choices: Vec<&str> = scheme.choices.iter().map(|c| c.name.as_str()).collect();
    let choices = choices.join("、");
    Error::refused(
        "bad_ballot",
        text!(
            "第 {line} 行：没有选项“{shown}”",
            "line {line}: there is no option “{shown}”"
        ),
    )
    .hint(text!(
        "办法有：{choices}；没有划的留空",
        "the scheme has: {choices}; leave blank what was not marked"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEME: &str = "title = \"x\"\n[[option]]\nname = \"满意\"\npoints = 100\n[[option]]\nname = \"不满意\"\npoints = 0\n";
    const TWO: &str = "[[criterion]]\nname = \"成效\"\n[[criterion]]\nname = \"作风\"\n";

    fn rows(csv: &str, scheme: &str) -> Result<Vec<BallotRow>> {
        let input = Input::read("-", &mut csv.as_bytes())?;
        read_ballots(&input, &Scheme::parse(scheme).unwrap())
    }

    #[test]
    fn tallies_are_read_under_a_title_and_with_measure_words() {
        let csv = "2026年计票,,,,,\n单位,发出票数,收回,有效票,满意,不满意\n县教育局,50,48票,47,40,7\n,,,,,\n";
        let read = rows(csv, SCHEME).unwrap();
        assert_eq!(read.len(), 1);
        let one = &read[0];
        assert_eq!(
            (one.line, one.issued, one.returned, one.valid),
            (3, Some(50), Some(48), Some(47))
        );
        assert_eq!(one.votes[1], (String::new(), "不满意".into(), 7));
        assert!(!one.single);
    }

    #[test]
    fn a_number_beside_the_name_is_read_as_one() {
        let csv = "委员编号,姓名,满意,不满意\n20007,王伟,40,7\n,李娜,1,0\n,,1,0\n";
        let read = rows(csv, SCHEME).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(
            (read[0].no.as_deref(), &*read[0].who),
            (Some("20007"), "王伟")
        );
        assert_eq!((read[1].no.as_deref(), &*read[1].who), (None, "李娜"));
    }

    #[test]
    fn tallies_by_criterion_have_a_row_for_each() {
        let csv = "单位,评议内容,满意,不满意\n县教育局,成效,40,7\n县教育局,作风,30,17\n";
        let read = rows(csv, &[SCHEME, TWO].concat()).unwrap();
        assert_eq!(read[1].votes[0], ("作风".into(), "满意".into(), 30));
    }

    #[test]
    fn single_ballots_mark_each_criterion_and_blanks_are_no_votes() {
        let csv = "单位,成效,作风\n县教育局,满意,不满意\n县教育局,,满意\n";
        let read = rows(csv, &[SCHEME, TWO].concat()).unwrap();
        assert!(read.iter().all(|r| r.single));
        assert_eq!(read[1].votes, [("作风".into(), "满意".into(), 1)]);
        let whole = rows("单位,评价\n县教育局,满意\n", SCHEME).unwrap();
        assert_eq!(whole[0].votes, [(String::new(), "满意".into(), 1)]);
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        for (csv, code) in [
            ("单位,数量\n县教育局,3\n", "no_header"),
            ("单位,满意\n县教育局,很多\n", "bad_ballot"),
            ("单位,评价\n县教育局,还行\n", "bad_ballot"),
        ] {
            assert_eq!(rows(csv, SCHEME).unwrap_err().code, code, "{csv}");
        }
    }
}
