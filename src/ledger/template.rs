//! Empty workbooks with the right headers, drop-down lists and one example row.

use super::field::Field;
use super::layout::{Column, Layout};
use super::rejects::unwritten;
use crate::error::Result;
use crate::model::code::Ledger;
use rust_xlsxwriter::{DataValidation, Format, Workbook, Worksheet, XlsxError};

/// Rows that drop-down lists and text formats reach.
const ROWS: u32 = 2000;

/// A workbook to fill in: canonical headers, closed words as drop-down lists, numbers as text, and
/// one example row, to be written over.
pub fn template(ledger: Ledger) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let columns: Vec<&Column> = Layout::of(ledger)
        .columns
        .iter()
        .filter(|c| example(ledger, c.field).is_some())
        .collect();
    fill(book.add_worksheet(), ledger, &columns).map_err(|error| unwritten(&error))?;
    book.save_to_buffer().map_err(|error| unwritten(&error))
}

fn fill(page: &mut Worksheet, ledger: Ledger, columns: &[&Column]) -> Result<(), XlsxError> {
    use crate::model::code::Code;
    page.set_name(ledger.zh())?;
    page.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    let plain = Format::new().set_num_format("@");
    for (at, column) in (0_u16..).zip(columns) {
        let shown = example(ledger, column.field).unwrap_or_default();
        page.set_column_format(at, &plain)?;
        page.set_column_width(at, width(column.header).max(width(shown)))?;
        page.write_string_with_format(0, at, column.header, &bold)?;
        page.write_string_with_format(1, at, shown, &plain)?;
        let words = choices(column.field);
        if !words.is_empty() {
            page.add_data_validation(
                1,
                at,
                ROWS,
                at,
                &DataValidation::new().allow_list_strings(words)?,
            )?;
        }
    }
    Ok(())
}

/// A column's width for a text: two for each Chinese character.
fn width(text: &str) -> f64 {
    let cells: u32 = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    f64::from(cells.clamp(8, 44) + 2)
}

/// The closed words of a field, for a drop-down list.
fn choices(field: Field) -> &'static [&'static str] {
    match field {
        Field::Sex => &["男", "女"],
        Field::Duty => &["是", "否", "报名参加", "自愿参加"],
        Field::Presence => &["出席", "请假", "缺席", "迟到", "早退", "部分出席", "未登记"],
        Field::Speech => &["口头", "书面"],
        Field::Form => &["个人", "联名", "集体"],
        Field::Review => &[
            "立案",
            "不予立案",
            "并案",
            "转社情民意",
            "转意见建议",
            "退回修改",
            "撤案",
        ],
        Field::Key | Field::Excellent => &["是", "否"],
        _ => &[],
    }
}

/// What the example row shows; `None` where a template leaves the column out.
fn example(ledger: Ledger, field: Field) -> Option<&'static str> {
    match ledger {
        Ledger::Member => member(field),
        Ledger::Meeting => meeting(field),
        Ledger::Attendance => attendance(field),
        Ledger::Proposal => proposal(field),
        Ledger::Opinion => opinion(field),
        Ledger::Unit => unit(field),
        Ledger::Record => record(field),
    }
}

fn member(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::No => "10001",
        Field::Name => "张三",
        Field::Sex => "女",
        Field::Birth => "1976-10",
        Field::Nation => "汉族",
        Field::Party => "民建会员",
        Field::Sector => "经济界",
        Field::Committee => "提案委员会",
        Field::Group => "城关街道履职小组",
        Field::Post => "委员",
        Field::Unit => "县教育局",
        Field::Job => "科长",
        Field::Phone => "13812345678",
        Field::Since => "2022-01-10",
        Field::Until => "",
        Field::Note => "示例行，填写时覆盖",
        _ => return None,
    })
}

fn meeting(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::No => "HY2026001",
        Field::Title => "第十届委员会第五次会议",
        Field::Kind => "全体会议",
        Field::Start => "2026-01-12",
        Field::End => "2026-01-15",
        Field::HalfDays => "6",
        Field::Place => "县会议中心",
        Field::Duty => "是",
        _ => return None,
    })
}

fn attendance(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::Meeting => "HY2026001",
        Field::MemberNo => "10001",
        Field::Name => "张三",
        Field::Presence => "出席",
        Field::Speech => "口头",
        Field::Note => "示例行，填写时覆盖",
        _ => return None,
    })
}

fn proposal(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::Session => "十届五次",
        Field::Serial => "1",
        Field::No => "0001",
        Field::Title => "关于优化公交线路的建议",
        Field::Category => "社会建设",
        Field::Form => "联名",
        Field::Proposers => "张三、李四",
        Field::Submitted => "2026-01-14",
        Field::Review => "立案",
        Field::Filed => "2026-01-20",
        Field::Lead => "县交通运输局",
        Field::Co => "县住房和城乡建设局",
        Field::Assigned => "2026-02-06",
        Field::Due => "2026-05-06",
        Field::Replied => "2026-04-28",
        Field::ReplyClass => "A",
        Field::Rating => "满意",
        Field::Key => "是",
        Field::Excellent => "否",
        Field::Body => "公交班次少，早晚出行不便。建议增加班次，延长运营时间。",
        _ => return None,
    })
}

fn opinion(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::No => "1",
        Field::Title => "反映公交线路中的问题",
        Field::MemberNo => "10001",
        Field::Name => "张三",
        Field::Submitted => "2026-08-03",
        Field::Adoption => "采用",
        Field::Instruction | Field::InstructedOn => "",
        Field::AdoptedOn => "2026-09-10",
        _ => return None,
    })
}

fn unit(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::No => "JYJ",
        Field::Name => "县教育局",
        Field::Short => "教育局",
        _ => return None,
    })
}

fn record(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::MemberNo => "10001",
        Field::Name => "张三",
        Field::On => "2026-05-09",
        Field::Kind => "公益活动",
        Field::Title => "为东河镇小学捐书",
        Field::Level => "县级",
        Field::Quantity => "1",
        Field::Organizer => "教科卫体委员会",
        Field::Evidence => "照片、捐赠清单",
        Field::Whose
        | Field::Reason
        | Field::Approver
        | Field::Note
        | Field::ConfirmedBy
        | Field::ConfirmedOn => "",
        _ => return None,
    })
}
