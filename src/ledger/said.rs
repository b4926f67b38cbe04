//! What the titles of a sheet, its name and the command say beside its rows, and where they
//! contradict each other.

use super::build;
use super::cell::{Cell, is_space};
use super::field::Field;
use super::open::Options;
use super::recognise::{Recognised, Sample};
use super::{Fault, title};
use crate::lang::Text;
use crate::model::code::Ledger;
use crate::text;

/// The texts above the header with their lines; the sheet's name is one of them, on line 0.
pub(super) fn titles(sample: &Sample, header_row: u32, name: Option<&str>) -> Vec<(u32, String)> {
    let above = sample.iter().take_while(|(line, _)| *line < header_row);
    let texts = above.flat_map(|(line, cells)| {
        cells
            .iter()
            .filter(|cell| matches!(cell, Cell::Text(_)) && !cell.is_empty())
            .map(|cell| (*line, cell.shown()))
    });
    texts.chain(name.map(|name| (0, name.to_owned()))).collect()
}

/// The year that the titles name.
pub(super) fn titled_year(titles: &[(u32, String)]) -> Option<(u32, &str, i32)> {
    titles
        .iter()
        .find_map(|(line, text)| Some((*line, text.as_str(), title::year(text)?)))
}

pub(super) fn titled_session(titles: &[(u32, String)]) -> Option<(u32, &str, String)> {
    titles
        .iter()
        .find_map(|(line, text)| Some((*line, text.as_str(), title::session(text)?)))
}

/// A sheet's name that is a person's: two to four Chinese characters, or with a middle dot.
pub(super) fn person(name: Option<&str>) -> Option<String> {
    let name: String = name?.chars().filter(|c| !is_space(*c)).collect();
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '·';
    let count = name.chars().count();
    let fits = (2..=4).contains(&count) || (name.contains('·') && count <= 20);
    let common = [
        "出席",
        "考勤",
        "签到",
        "会议",
        "活动",
        "台账",
        "名册",
        "汇总",
        "情况",
        "统计",
        "委员",
        "记录",
        "工作表",
        "总表",
        "附件",
    ];
    (fits && name.chars().all(han) && !common.iter().any(|word| name.contains(word)))
        .then_some(name)
}

/// The columns by which a sheet of records names bodies.
const BODIES: [Field; 6] = [
    Field::Whose,
    Field::Group,
    Field::Committee,
    Field::Township,
    Field::Unit,
    Field::Sector,
];

/// Where the titles contradict the command, or a roll does not say whose or of what it is.
pub(super) fn conflicts(
    found: &Recognised,
    titles: &[(u32, String)],
    name: Option<&str>,
    options: &Options,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let (Some(asked), Some((line, text, year))) = (options.year, titled_year(titles))
        && asked != year
        && build::is_yearly(found.ledger)
    {
        faults.push(build::title_of_another_year(line, text, year, asked));
    }
    let held = |field: Field| found.columns.iter().any(|bound| bound.field == field);
    if let (Some(asked), Some((line, text, session)), Ledger::Proposal) =
        (&options.session, titled_session(titles), found.ledger)
        && title::session(asked).is_some_and(|asked| asked != session)
    {
        faults.push(other_session(line, text, &session, asked));
    }
    let needs_person = matches!(
        found.ledger,
        Ledger::Attendance | Ledger::Record | Ledger::Opinion
    );
    let sheet_of_person = found.ledger == Ledger::Attendance && person(name).is_some();
    let of_body = found.ledger == Ledger::Record && BODIES.into_iter().any(held);
    let named = held(Field::MemberNo) || held(Field::Name) || sheet_of_person || of_body;
    if needs_person && !named {
        let columns = match found.ledger {
            Ledger::Record => "姓名 / 委员编号 / 履职小组 / 专委会 / 乡镇街道 / 承办单位",
            _ => "姓名 / 委员编号",
        };
        faults.push(lacking(found.header_row, "姓名", columns));
    }
    let of_meeting = [Field::Meeting, Field::MeetingTitle, Field::Mark]
        .into_iter()
        .any(held)
        || options.meeting.is_some();
    if found.ledger == Ledger::Attendance && !of_meeting {
        let fix = text!(
            "补上其中一列；整张表是一次会议的，加 --meeting 会议编号",
            "add one of them; where the whole sheet is of one meeting, give --meeting NUMBER"
        );
        let fault = lacking(found.header_row, "会议编号", "会议编号 / 会议名称");
        faults.push(Fault { fix, ..fault });
    }
    faults
}

fn sheet_wide(line: u32, code: &'static str, value: &str, reason: Text, fix: Text) -> Fault {
    Fault {
        line,
        column: String::new(),
        value: value.to_owned(),
        code,
        reason,
        fix,
    }
}

fn other_session(line: u32, text: &str, found: &str, asked: &str) -> Fault {
    let reason = text!(
        "这是{found}的，而要导入的是{asked}",
        "this is of {found}, but {asked} is being imported"
    );
    let fix = text!(
        "换成{asked}的文件，或改用 --session {found}",
        "give the file of {asked}, or use --session {found}"
    );
    sheet_wide(line, "wrong_session", text, reason, fix)
}

fn lacking(line: u32, column: &str, any: &str) -> Fault {
    let reason = text!("缺少“{any}”列", "no column of: {any}");
    let fix = text!("补上其中一列", "add one of them");
    Fault {
        column: column.to_owned(),
        ..sheet_wide(line, "missing_column", column, reason, fix)
    }
}

pub(super) fn empty_sheet() -> Fault {
    let reason = text!("工作表是空的", "the sheet is empty");
    sheet_wide(
        0,
        "empty_sheet",
        "",
        reason,
        text!("检查是否选对了文件", "check that this is the right file"),
    )
}

pub(super) fn no_sheet() -> Fault {
    let reason = text!("没有这个名称的工作表", "there is no sheet of this name");
    sheet_wide(
        0,
        "no_sheet",
        "",
        reason,
        text!("核对 --sheet 的名称", "check the name given with --sheet"),
    )
}
