//! A table of ballots: tallies with a column for each option, or single ballots, one a row, with a
//! column for each criterion.

use super::cell::Cell;
use super::source::{self, Input};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::appraisal::Scheme;
use crate::model::score::{Mistake, Place};
use crate::text;
use std::ops::ControlFlow;

/// What a table says, and what is wrong with its cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ballots {
    /// The rows in their order.
    pub rows: Vec<BallotRow>,
    /// Cells that cannot be read, by line and column.
    pub faults: Vec<Mistake>,
    /// Whether each row is one ballot; else it is a tally.
    pub single: bool,
    /// The columns of criteria and their numbers, of single ballots.
    pub marks: Vec<(String, u32)>,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BallotRow {
    /// The row number that the spreadsheet shows.
    pub line: u32,
    /// The number of whom it is about, where there is a column for it.
    pub no: Option<String>,
    /// Whom it is about.
    pub who: String,
    /// The column that says whom, from 1.
    pub who_at: u32,
    /// How many were entitled.
    pub entitled: Option<Number>,
    /// Sheets handed out.
    pub issued: Option<Number>,
    /// Sheets that came back.
    pub returned: Option<Number>,
    /// Valid sheets.
    pub valid: Option<Number>,
    /// Criterion, option and votes.
    pub votes: Vec<(String, String, u64)>,
    /// Whether a cell of it could not be read.
    pub is_broken: bool,
}

/// A number and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// The number.
    pub n: u64,
    /// The column, from 1.
    pub at: u32,
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
/// Files that are no spreadsheets; `no_header`, `no_rows`. What is wrong with cells is in the result.
pub fn read_ballots(input: &Input, scheme: &Scheme) -> Result<Ballots> {
    let (body, _) = input.load().map_err(plain)?;
    let sheets = source::sheets(body).map_err(|e| Error::refused(e.code, e.reason).hint(e.fix))?;
    for mut sheet in sheets {
        let mut columns: Option<Vec<Column>> = None;
        let mut read = Ballots::default();
        sheet.source.each_row(&mut |line, cells| {
            match &columns {
                None => {
                    columns = header(cells, scheme);
                    if let Some(columns) = &columns {
                        read.begin(columns, line, cells);
                    }
                }
                Some(columns) if cells.iter().any(|c| !c.is_empty()) => {
                    read.row(columns, line, cells, scheme);
                }
                Some(_) => {}
            }
            ControlFlow::Continue(())
        })?;
        if columns.is_some() {
            return if read.rows.is_empty() && read.faults.is_empty() {
                Err(no_rows())
            } else {
                Ok(read)
            };
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

/// A file that is not there is told in the office's words alone.
fn plain(mut error: Error) -> Error {
    if error.code == "no_file" {
        error.source = None;
    }
    error
}

fn no_rows() -> Error {
    Error::refused(
        "no_rows",
        text!(
            "计票表只有表头，没有一行计票",
            "the table has a header and no rows"
        ),
    )
    .hint(text!(
        "表头下面每个对象写一行；逐票的每票一行",
        "below the header goes one row for each subject, or one for each ballot"
    ))
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

impl Ballots {
    /// Takes the header in: a heading that stands twice would be read twice.
    fn begin(&mut self, columns: &[Column], line: u32, cells: &[Cell<'_>]) {
        self.single = !columns.iter().any(|c| matches!(c, Column::Choice(_)));
        for (at, (column, cell)) in (1..).zip(columns.iter().zip(cells)) {
            if let Column::Mark(of) = column {
                self.marks.push((of.clone(), at));
            }
            let before = columns.iter().take(at as usize - 1);
            if *column != Column::Other && before.clone().any(|c| c == column) {
                let heading = cell.shown();
                let heading = heading.trim();
                self.fault(
                    (line, at),
                    text!(
                        "“{heading}”与前面的一栏意思相同",
                        "`{heading}` means the same as a column before it"
                    ),
                    text!("只留一栏", "keep one of them"),
                );
            }
        }
    }

    fn fault(&mut self, at: (u32, u32), message: Text, fix: Text) {
        let place = Place {
            line: at.0,
            column: at.1,
        };
        self.faults.push(place.mistake(message, fix));
    }

    fn row(&mut self, columns: &[Column], line: u32, cells: &[Cell<'_>], scheme: &Scheme) {
        let whose = |c: &Column| matches!(c, Column::Who | Column::No);
        let who_at = columns.iter().position(whose).unwrap_or_default();
        let mut row = BallotRow {
            line,
            who_at: u32::try_from(who_at + 1).unwrap_or(u32::MAX),
            ..BallotRow::default()
        };
        let (mut criterion, faults) = (String::new(), self.faults.len());
        for (at, (column, cell)) in (1..).zip(columns.iter().zip(cells)) {
            let shown = cell.shown().trim().to_owned();
            if shown.is_empty() {
                continue;
            }
            match column {
                Column::No => row.no = Some(shown),
                Column::Who => row.who = shown,
                Column::Criterion => criterion = shown,
                Column::Entitled => row.entitled = self.number((line, at), &shown),
                Column::Issued => row.issued = self.number((line, at), &shown),
                Column::Returned => row.returned = self.number((line, at), &shown),
                Column::Valid => row.valid = self.number((line, at), &shown),
                Column::Choice(choice) => {
                    let votes = self.number((line, at), &shown).map(|v| v.n);
                    let vote = votes.map(|n| (String::new(), choice.clone(), n));
                    row.votes.extend(vote);
                }
                Column::Mark(of) if scheme.choice(&shown).is_some() => {
                    row.votes.push((of.clone(), shown, 1));
                }
                Column::Mark(_) => self.no_option((line, at), &shown, scheme),
                Column::Other => {}
            }
        }
        for vote in row.votes.iter_mut().filter(|v| v.0.is_empty()) {
            vote.0.clone_from(&criterion);
        }
        if row.no.is_none() && row.who.is_empty() {
            let numbers = [row.entitled, row.issued, row.returned, row.valid];
            if row.votes.is_empty() && numbers.iter().all(Option::is_none) {
                return;
            }
            let message = text!("没有写是谁的票", "it is not said whose ballots these are");
            let fix = text!(
                "补上名称；合并的单元格拆开，合计的行删去",
                "add the name; split merged cells, and take sums out"
            );
            self.fault((line, row.who_at), message, fix);
            return;
        }
        row.is_broken = self.faults.len() > faults;
        self.rows.push(row);
    }

    /// A count; spreadsheets write 40 as 40.0 and clerks as 40票.
    fn number(&mut self, at: (u32, u32), shown: &str) -> Option<Number> {
        let plain = shown.trim_end_matches(['票', '张', '人']).trim();
        let plain = plain.strip_suffix(".0").unwrap_or(plain);
        let n = plain.parse().ok();
        if n.is_none() {
            let message = text!("“{shown}”不是票数", "“{shown}” is no count");
            let fix = text!(
                "写不小于 0 的整数，如 40",
                "write a whole number from 0 on, such as 40"
            );
            self.fault(at, message, fix);
        }
        n.map(|n| Number { n, at: at.1 })
    }

    fn no_option(&mut self, at: (u32, u32), shown: &str, scheme: &Scheme) {
        let choices: Vec<&str> = scheme.choices.iter().map(|c| c.name.as_str()).collect();
        let Text { zh, en } = Text::listed(&choices);
        let fix = text!("办法有：{zh}", "the scheme has: {en}");
        let message = text!("没有选项“{shown}”", "there is no option “{shown}”");
        self.fault(at, message, fix);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEME: &str = "title = \"x\"\n[[option]]\nname = \"满意\"\npoints = 100\n[[option]]\nname = \"不满意\"\npoints = 0\n";
    const TWO: &str = "[[criterion]]\nname = \"成效\"\n[[criterion]]\nname = \"作风\"\n";

    fn rows(csv: &str, scheme: &str) -> Result<Ballots> {
        let input = Input::read("-", &mut csv.as_bytes())?;
        read_ballots(&input, &Scheme::parse(scheme).unwrap())
    }

    #[test]
    fn tallies_are_read_under_a_title_and_with_measure_words() {
        let csv = "2026年计票,,,,,\n单位,发出票数,收回,有效票,满意,不满意\n县教育局,50,48票,47,40,7\n,,,,,\n";
        let read = rows(csv, SCHEME).unwrap();
        assert_eq!((read.rows.len(), read.single), (1, false));
        let one = &read.rows[0];
        let n = |number: Option<Number>| number.map(|n| (n.n, n.at));
        assert_eq!(one.line, 3);
        assert_eq!(n(one.issued), Some((50, 2)));
        assert_eq!(
            (n(one.returned), n(one.valid)),
            (Some((48, 3)), Some((47, 4)))
        );
        assert_eq!(one.votes[1], (String::new(), "不满意".into(), 7));
    }

    #[test]
    fn a_number_beside_the_name_is_read_as_one_and_a_row_of_nobody_is_named() {
        let csv = "委员编号,姓名,满意,不满意\n20007,王伟,40,7\n,李娜,1,0\n,,1,0\n";
        let read = rows(csv, SCHEME).unwrap();
        let told = |r: &BallotRow| (r.no.clone(), r.who.clone());
        assert_eq!(told(&read.rows[0]), (Some("20007".into()), "王伟".into()));
        assert_eq!(told(&read.rows[1]), (None, "李娜".into()));
        assert_eq!((read.rows.len(), read.faults[0].line), (2, 4));
    }

    #[test]
    fn tallies_by_criterion_have_a_row_for_each() {
        let csv = "单位,评议内容,满意,不满意\n县教育局,成效,40,7\n县教育局,作风,30,17\n";
        let read = rows(csv, &[SCHEME, TWO].concat()).unwrap();
        assert_eq!(read.rows[1].votes[0], ("作风".into(), "满意".into(), 30));
    }

    #[test]
    fn single_ballots_mark_each_criterion_and_blanks_are_no_votes() {
        let csv = "单位,成效,作风\n县教育局,满意,不满意\n县教育局,,满意\n";
        let read = rows(csv, &[SCHEME, TWO].concat()).unwrap();
        assert!(read.single);
        assert_eq!(read.marks, [("成效".into(), 2), ("作风".into(), 3)]);
        assert_eq!(read.rows[1].votes, [("作风".into(), "满意".into(), 1)]);
        let whole = rows("单位,评价\n县教育局,满意\n", SCHEME).unwrap();
        assert_eq!(whole.rows[0].votes, [(String::new(), "满意".into(), 1)]);
    }

    #[test]
    fn what_is_no_table_of_ballots_is_refused() {
        for (csv, code) in [
            ("单位,数量\n县教育局,3\n", "no_header"),
            ("单位,满意,不满意\n", "no_rows"),
        ] {
            assert_eq!(rows(csv, SCHEME).unwrap_err().code, code, "{csv}");
        }
    }

    #[test]
    fn every_cell_that_cannot_be_read_is_named_with_line_and_column() {
        let csv = "单位,发出,满意,不满意,满意\n县教育局,很多,-1,3,\n县民政局,50,1.5,3,\n";
        let read = rows(csv, SCHEME).unwrap();
        let at: Vec<(u32, u32)> = read.faults.iter().map(|f| (f.line, f.column)).collect();
        assert_eq!(at, [(1, 5), (2, 2), (2, 3), (3, 3)]);
        assert!(read.rows.iter().all(|r| r.is_broken));
        let marks = rows("单位,评价\n县教育局,还行\n", SCHEME).unwrap();
        assert_eq!((marks.faults[0].line, marks.faults[0].column), (2, 2));
    }
}
