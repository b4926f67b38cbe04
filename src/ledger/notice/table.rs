//! A notice as a table: 日期、类型、节日, or date, day, festival.

use super::super::cell::Cell;
use super::super::mend::Mended;
use super::super::parse::date;
use super::{Body, Entry, Fault, Notice, Word, kind, source};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::calendar::{DayKind, Special, is_weekend, weekday};
use crate::text;
use chrono::NaiveDate;
use std::ops::ControlFlow;

const DAYS: [&str; 3] = ["日期", "date", "年月日"];
const KINDS: [&str; 6] = ["类型", "类别", "安排", "day", "kind", "type"];
const FESTIVALS: [&str; 6] = ["节日", "节日名称", "名称", "festival", "holiday", "name"];

/// More mistakes than this are not listed.
const MOST_FAULTS: usize = 50;

/// Where the three columns stand.
#[derive(Debug, Clone, Copy)]
struct Columns {
    day: usize,
    kind: usize,
    festival: Option<usize>,
}

/// Reads the first sheet that has the header.
pub(super) fn read(body: Body) -> Result<Notice> {
    let sheets = source::sheets(body).map_err(|e| Error::refused(e.code, e.reason).hint(e.fix))?;
    for mut sheet in sheets {
        let mut columns = None;
        let mut notice = Notice::default();
        sheet.source.each_row(&mut |line, cells| {
            match columns {
                None => columns = header(cells),
                Some(columns) if cells.iter().any(|c| !c.is_empty()) => {
                    row(&mut notice, columns, line, cells);
                }
                Some(_) => {}
            }
            if notice.faults.len() < MOST_FAULTS {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        })?;
        if columns.is_some() {
            return Ok(notice);
        }
    }
    Err(Error::refused(
        "no_header",
        text!(
            "没有找到「日期」和「类型」两栏",
            "there are no columns for the day and its kind"
        ),
    )
    .hint(text!(
        "表头写 日期,类型,节日（类型填 放假 或 上班）；或给 iCal 文件",
        "head the columns date,day,festival (day is off or work), or give an iCal file"
    )))
}

fn header(cells: &[Cell<'_>]) -> Option<Columns> {
    let at = |names: &[&str]| {
        cells.iter().position(|c| {
            let shown = c.shown().trim().to_lowercase();
            names.contains(&shown.trim_start_matches('\u{feff}'))
        })
    };
    Some(Columns {
        day: at(&DAYS)?,
        kind: at(&KINDS)?,
        festival: at(&FESTIVALS),
    })
}

fn row(notice: &mut Notice, columns: Columns, line: u32, cells: &[Cell<'_>]) {
    let cell = |at: usize| cells.get(at).unwrap_or(&Cell::Empty);
    let entry = days(cell(columns.day)).and_then(|days| {
        let word = cell(columns.kind).shown();
        let festival = columns.festival.map(|at| cell(at).shown());
        let festival = festival.unwrap_or_default().trim().to_owned();
        days.into_iter()
            .map(|day| {
                Ok(Special {
                    day,
                    kind: judged(&word, day)?,
                    festival: festival.clone(),
                })
            })
            .collect::<Result<Vec<_>, Wrong>>()
    });
    match entry {
        Ok(specials) => {
            let entries = specials.into_iter().map(|special| Entry { line, special });
            notice.entries.extend(entries);
        }
        Err((problem, fix)) => notice.faults.push(Fault {
            line: Some(line),
            problem,
            fix,
        }),
    }
}

type Wrong = (Text, Text);

/// The days of a cell: one, or from one to another (`2026-02-15 至 2026-02-23`).
fn days(cell: &Cell<'_>) -> Result<Vec<NaiveDate>, Wrong> {
    let shown = cell.shown();
    let ends = ["至", "——", "—", "–", "..", "～", "~"]
        .iter()
        .find_map(|sign| shown.split_once(sign));
    let Some((from, to)) = ends else {
        return day(cell).map(|day| vec![day]);
    };
    let text = |part: &str| day(&Cell::Text(part.trim().to_owned().into()));
    let (from, to) = (text(from)?, text(to)?);
    if from > to || (to - from).num_days() > 31 {
        return Err((
            text!("“{shown}”的起止不对", "“{shown}” is no range of days"),
            text!(
                "写作 2026-02-15 至 2026-02-23",
                "write 2026-02-15..2026-02-23"
            ),
        ));
    }
    Ok(from.iter_days().take_while(|d| *d <= to).collect())
}

fn day(cell: &Cell<'_>) -> Result<NaiveDate, Wrong> {
    let read = match cell {
        Cell::Day(day) => return Ok(day.date()),
        Cell::Number(number) => date::number(*number, &mut Mended::default()).map(Some),
        other => date::date(&other.shown(), None, &mut Mended::default()),
    };
    let shown = cell.shown();
    let unclear = || {
        (
            text!("“{shown}”不是到日的日期", "“{shown}” is no full day"),
            text!("写作 2026-02-15", "write it as 2026-02-15"),
        )
    };
    match read {
        Ok(when) => when
            .and_then(crate::model::when::When::day)
            .ok_or_else(unclear),
        Err(refusal) => Err((
            text!(
                "“{shown}”：{zh}",
                "“{shown}”: {en}",
                zh = refusal.reason.zh,
                en = refusal.reason.en
            ),
            // A file of a notice has no year beside that of its days.
            if shown.chars().filter(char::is_ascii_digit).count() < 5 {
                text!("写上年份：2026-02-15", "write it with its year: 2026-02-15")
            } else {
                refusal.fix
            },
        )),
    }
}

fn judged(word: &str, day: NaiveDate) -> Result<DayKind, Wrong> {
    match kind(word) {
        Some(Word::Kind(kind)) => Ok(kind),
        // Only a weekend can be worked in exchange.
        Some(Word::Exchange) if is_weekend(day) => Ok(DayKind::Work),
        Some(Word::Exchange) => {
            let Text { zh, en } = weekday(day);
            Err((
                text!(
                    "{day} 是{zh}，“调休”说不清是放假还是上班",
                    "{day} is a {en}; 调休 may be off or worked"
                ),
                text!("写 放假 或 上班", "write off or work"),
            ))
        }
        None => Err((
            text!("不认识的类型“{word}”", "unknown kind “{word}”"),
            text!("写 放假 或 上班", "write off or work"),
        )),
    }
}
