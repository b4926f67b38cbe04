//! Typed rows of each ledger. An empty cell and a missing column both say nothing: `None`, or an
//! empty list. Names are as the clerk wrote them less inner spaces; nothing is looked up here.

use crate::lang::Text;
use crate::model::code::{
    Duty, LeaveState, Part, Presence, ProposalForm, ProposalState, Sex, SpeechForm,
};
use crate::model::score::rules::Whose;
use crate::model::when::When;
use num_rational::Ratio;
use std::rc::Rc;

/// A cell that cannot be taken as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The row number that the spreadsheet shows.
    pub line: u32,
    /// The header of the column, as the sheet has it; empty where the whole row is meant.
    pub column: String,
    /// What the cell holds.
    pub value: String,
    /// A stable code for scripts (`bad_date`, `phone_damaged` …).
    pub code: &'static str,
    /// Why it cannot be taken.
    pub reason: Text,
    /// What to do.
    pub fix: Text,
}

/// One row of the member ledger 委员名册.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemberRow {
    /// 委员编号; `None` only where the sheet has no such column.
    pub no: Option<String>,
    /// 姓名, without inner spaces (a middle dot stays).
    pub name: String,
    /// 曾用名 and other names.
    pub aliases: Vec<String>,
    /// 性别.
    pub sex: Option<Sex>,
    /// 出生年月.
    pub birth: Option<When>,
    /// 民族.
    pub nation: Option<String>,
    /// 政治面貌, two are possible.
    pub parties: Vec<String>,
    /// 界别.
    pub sector: Option<String>,
    /// 专委会, several are possible.
    pub committees: Vec<String>,
    /// 履职小组 and other groups.
    pub groups: Vec<String>,
    /// 政协职务, several are possible.
    pub posts: Vec<String>,
    /// 单位, or 单位及职务 as one text.
    pub unit: Option<String>,
    /// 职务 in the unit.
    pub job: Option<String>,
    /// 手机.
    pub phone: Option<String>,
    /// 标签 (智库专家, 文史专员 …).
    pub tags: Vec<String>,
    /// 排序号 of the official list.
    pub rank: Option<i64>,
    /// 任职日期.
    pub since: Option<When>,
    /// 离任日期.
    pub until: Option<When>,
    /// 调整日期: from when sector, committees, groups and the like of this row hold.
    pub moved: Option<When>,
    /// 备注.
    pub note: Option<String>,
}

/// One row of the meeting ledger 会议活动台账.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeetingRow {
    /// 会议编号; `None` only where the sheet has no such column.
    pub no: Option<String>,
    /// 会议名称.
    pub title: String,
    /// 会议类型.
    pub kind: Option<String>,
    /// 开始日期.
    pub start: Option<When>,
    /// 结束日期.
    pub end: Option<When>,
    /// 半天数.
    pub half_days: Option<u16>,
    /// 地点.
    pub place: Option<String>,
    /// 是否必须参加.
    pub duty: Option<Duty>,
    /// 备注.
    pub note: Option<String>,
}

/// What the header of a grid's column names: a meeting, by number, title or day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heading {
    /// The header as the sheet has it.
    pub text: String,
    /// The header without its day.
    pub title: String,
    /// The day, month or year in it.
    pub on: Option<When>,
}

/// A speech as a cell tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// How it was given.
    pub form: SpeechForm,
    /// Its title, where the cell has one.
    pub title: Option<String>,
}

/// One person at one meeting, from a row of a roll 出席情况.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AttendanceRow {
    /// 会议编号.
    pub meeting: Option<String>,
    /// 会议名称, where the sheet has it.
    pub meeting_title: Option<String>,
    /// The column's header, where the roll is a grid with meetings as columns.
    pub heading: Option<Rc<Heading>>,
    /// The meeting's day, where the sheet has it: tells meetings of one name apart.
    pub meeting_on: Option<When>,
    /// 委员编号.
    pub no: Option<String>,
    /// 姓名.
    pub name: Option<String>,
    /// 出席状态.
    pub presence: Option<Presence>,
    /// 请假 asked, granted or refused, where the cell says so (同意请假).
    pub leave: Option<LeaveState>,
    /// 请假类型 (出差, 生病 …).
    pub leave_kind: Option<String>,
    /// 请假原因 or 审批意见.
    pub leave_reason: Option<String>,
    /// 发言: 口头, 书面 or both.
    pub speeches: Vec<Spoken>,
    /// 人员类型 or 角色: 主持, 列席 …
    pub part: Option<Part>,
    /// 出席半天数, where the sheet has it.
    pub halves: Option<u16>,
    /// Whether the cell says that the person came without sign-up (已签到(未报名)).
    pub walk_in: bool,
    /// 备注.
    pub note: Option<String>,
}

/// One row of the proposal ledger 提案台账.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProposalRow {
    /// 届次 as `十届五次`, from the cell, the title row or the command.
    pub session: Option<String>,
    /// 流水号.
    pub serial: Option<String>,
    /// 案号.
    pub no: Option<String>,
    /// 案由.
    pub title: String,
    /// 性质.
    pub form: Option<ProposalForm>,
    /// 提案者 in order; the first is the first proposer.
    pub proposers: Vec<String>,
    /// 提案分类.
    pub category: Option<String>,
    /// 提交日期.
    pub submitted: Option<When>,
    /// 审查结果.
    pub review: Option<ProposalState>,
    /// 立案日期.
    pub filed: Option<When>,
    /// 主办单位.
    pub leads: Vec<String>,
    /// 会办单位.
    pub cos: Vec<String>,
    /// 分办单位.
    pub splits: Vec<String>,
    /// 交办日期.
    pub assigned: Option<When>,
    /// 办结时限.
    pub due: Option<When>,
    /// 答复日期.
    pub replied: Option<When>,
    /// 答复类别, as the office writes it.
    pub reply_class: Option<String>,
    /// 提案人意见, as the office writes it.
    pub rating: Option<String>,
    /// 重点提案.
    pub key: Option<bool>,
    /// 优秀提案.
    pub excellent: Option<bool>,
    /// 备注.
    pub note: Option<String>,
    /// 正文.
    pub body: Option<String>,
}

/// One row of the opinion ledger 社情民意.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpinionRow {
    /// 编号.
    pub no: Option<String>,
    /// 标题.
    pub title: String,
    /// 委员编号, where the sheet has it and there is one author.
    pub member_no: Option<String>,
    /// 姓名 in order.
    pub authors: Vec<String>,
    /// 界别, as a help to tell two people of one name apart.
    pub sector: Option<String>,
    /// 来稿时间.
    pub submitted: Option<When>,
    /// 采用情况: one entry for each column that tells of it.
    pub adoptions: Vec<OutcomeCell>,
    /// 批示: one entry for each column that tells of it.
    pub instructions: Vec<OutcomeCell>,
    /// 备注.
    pub note: Option<String>,
}

/// What a cell tells of adoptions of an opinion, or of instructions on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutcomeCell {
    /// The level that the header names, as the office writes it (`县政协`, `市政协`, `全国政协`); else empty.
    pub level: String,
    /// What the cell says.
    pub wording: String,
    /// 采用时间, 批示时间.
    pub on: Option<When>,
}

/// One row of the unit ledger 承办单位.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitRow {
    /// 单位编码.
    pub no: Option<String>,
    /// 单位名称.
    pub name: String,
    /// 简称.
    pub short: Option<String>,
    /// 别名.
    pub aliases: Vec<String>,
    /// 上级单位.
    pub parent: Option<String>,
    /// 联系人.
    pub contact: Option<String>,
    /// 联系电话.
    pub phone: Option<String>,
}

/// A body that a row of the record ledger names instead of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedBody {
    /// The code of the column's field.
    pub field: &'static str,
    /// What kind of body stands in the column; `None` where it may be any.
    pub whose: Option<Whose>,
    /// The name.
    pub name: String,
}

/// One act of any other duty ledger (委员编号 姓名 日期 类别 事项 级别 数量): of a member or a body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordRow {
    /// 委员编号.
    pub member_no: Option<String>,
    /// 姓名.
    pub name: Option<String>,
    /// 小组、专委会、乡镇街道、单位 … whose act it is; no member is named then.
    pub body: Option<NamedBody>,
    /// 日期.
    pub on: Option<When>,
    /// 类别.
    pub kind: Option<String>,
    /// 事项.
    pub title: String,
    /// 级别.
    pub level: Option<String>,
    /// 数量.
    pub quantity: Option<Ratio<i64>>,
    /// 备注.
    pub note: Option<String>,
    /// 组织单位.
    pub organizer: Option<String>,
    /// 理由.
    pub reason: Option<String>,
    /// 证明材料.
    pub evidence: Option<String>,
    /// 审批人.
    pub approver: Option<String>,
    /// 确认人.
    pub confirmed_by: Option<String>,
    /// 确认日期.
    pub confirmed_on: Option<When>,
}

/// A typed row of any ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the row types are the documentation
pub enum Row {
    Unit(UnitRow),
    Member(MemberRow),
    Meeting(MeetingRow),
    Attendance(AttendanceRow),
    Proposal(ProposalRow),
    Opinion(OpinionRow),
    Record(RecordRow),
}
