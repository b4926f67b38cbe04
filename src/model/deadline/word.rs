//! The closed vocabularies of deadlines, and why one cannot be told.

use super::length::Length;
use crate::lang::Text;
use crate::model::calendar::MissingYear;
use crate::model::code::{Code, codes};
use crate::text;
use chrono::NaiveDate;

codes! {
    /// What a deadline is for. A command that starts one names it by this.
    Step {
        Countersign "countersign" "会签" "countersigning",
        Review "review" "审查立案" "review",
        AssignMeeting "assign_meeting" "交办会" "assignment meeting",
        ReturnObjection "return_objection" "申请退办" "objection to an assignment",
        Reassign "reassign" "退办审批" "decision on an objection",
        FirstContact "first_contact" "首次联系提案者" "first contact",
        CoOpinion "co_opinion" "会办意见" "opinion of a co-handler",
        ReplyMain "reply_main" "答复" "reply",
        ReplyHard "reply_hard" "疑难提案答复" "reply in a hard case",
        MemberFeedback "member_feedback" "提案者反馈" "the proposer's feedback",
        Rehandle "rehandle" "重新办理" "handling anew",
        Track "track" "跟踪办理" "follow-up",
        NoticePlenary "notice_plenary" "全会通知" "notice of a plenary",
        NoticeOther "notice_other" "会议通知" "notice of a meeting",
        Leave "leave" "请假" "request for leave",
        ConsultationNotice "consultation_notice" "协商通知" "notice of a consultation",
        ConsultationMaterial "consultation_material" "协商材料" "material of a consultation",
        ConsultationMinutes "consultation_minutes" "协商纪要" "minutes of a consultation",
        OpinionFeedback "opinion_feedback" "批示反馈" "feedback on an instruction",
    }
}

codes! {
    /// From what a term counts.
    Event {
        Ask "ask" "邀请会签" "asking for signatures",
        Submit "submit" "提交" "submission",
        File "file" "立案" "filing",
        Assign "assign" "交办" "assignment",
        Receipt "receipt" "签收" "receipt",
        Objection "objection" "申请退办" "objection",
        Reply "reply" "答复" "reply",
        ReplyReceived "reply_received" "收到答复" "receipt of the reply",
        Dissatisfied "dissatisfied" "不满意" "dissatisfaction",
        PlenaryClose "plenary_close" "全会闭幕" "close of the plenary",
        NextPlenary "next_plenary" "下次全会开幕" "opening of the next plenary",
        MeetingStart "meeting_start" "会议开始" "start of the meeting",
        MeetingEnd "meeting_end" "会议结束" "end of the meeting",
        Instruction "instruction" "批示" "instruction",
    }
}

codes! {
    /// What a proposal is where a profile tells proposals apart.
    Case {
        Party "party" "党派团体提案" "of a party or body",
        Member "member" "委员提案" "of members",
        Recess "recess" "平时提案" "of the recess",
        Plenary "plenary" "大会提案" "of the plenary",
        Key "key" "重点提案" "key",
        Nation "nation" "全国政协" "of the national conference",
        Province "province" "省政协" "of the province",
        City "city" "市政协" "of the city",
        County "county" "县政协" "of the county",
    }
}

codes! {
    /// What becomes of a term whose last day is a day off.
    LastDay {
        Moves "move" "顺延" "moves",
        Stays "stay" "不顺延" "stays",
    }
}

codes! {
    /// What becomes of an extension that is asked or granted after the last day.
    Late {
        Warned "warn" "提醒" "warned of",
        Refused "refuse" "不准" "refused",
    }
}

/// Why a deadline cannot be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The arrangement of working days of a year is not there.
    MissingYear(i32),
    /// The day would lie beyond what a calendar of people holds.
    OutOfRange,
    /// The profile has no such term for the case.
    NoTerm {
        /// The profile's name.
        profile: String,
        /// The step.
        step: Step,
    },
    /// The profile knows no extension of this term.
    NotExtendable {
        /// The step.
        step: Step,
    },
    /// Extended beyond what the profile allows.
    TooLong {
        /// The step.
        step: Step,
        /// The longest that it may be.
        at_most: Length,
        /// The last day on which it may end.
        latest: NaiveDate,
    },
    /// An extension or a pause without a word on why.
    Unexplained,
    /// A pause that ends before it begins.
    Backwards {
        /// Its first day.
        from: NaiveDate,
        /// Its last day.
        to: NaiveDate,
    },
}

impl From<MissingYear> for Refusal {
    fn from(missing: MissingYear) -> Refusal {
        Refusal::MissingYear(missing.0)
    }
}

impl Refusal {
    /// The stable code for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::MissingYear(_) => "calendar_missing",
            Refusal::OutOfRange => "out_of_range",
            Refusal::NoTerm { .. } => "no_term",
            Refusal::NotExtendable { .. } => "not_extendable",
            Refusal::TooLong { .. } => "extension_too_long",
            Refusal::Unexplained => "unexplained",
            Refusal::Backwards { .. } => "pause_backwards",
        }
    }

    /// What is refused.
    pub fn text(&self) -> Text {
        match self {
            Refusal::MissingYear(year) => text!(
                "没有 {year} 年的放假安排，不能推算工作日",
                "the holidays of {year} are not there, so working days cannot be counted"
            ),
            Refusal::OutOfRange => text!("日期超出范围", "the day is out of range"),
            Refusal::NoTerm { profile, step } => {
                let (zh, en) = (step.zh(), step.en());
                text!(
                    "期限方案「{profile}」没有这种提案的「{zh}」期限",
                    "the profile “{profile}” has no term for the {en} in this case"
                )
            }
            Refusal::NotExtendable { step } => {
                let (zh, en) = (step.zh(), step.en());
                text!(
                    "「{zh}」期限不能延长",
                    "the term for the {en} cannot be extended"
                )
            }
            Refusal::TooLong {
                step,
                at_most,
                latest,
            } => {
                let (zh, en, most) = (step.zh(), step.en(), at_most.text());
                let (most_zh, most_en) = (most.zh, most.en);
                text!(
                    "「{zh}」连同延长最长 {most_zh}，即 {latest}",
                    "the term for the {en}, extensions included, is at most {most_en}: {latest}"
                )
            }
            Refusal::Unexplained => text!(
                "延长和暂停都要写明理由",
                "an extension or a pause needs an explanation"
            ),
            Refusal::Backwards { from, to } => text!(
                "暂停的起止颠倒：{from} 至 {to}",
                "the pause ends before it begins: {from} to {to}"
            ),
        }
    }

    /// What helps.
    pub fn hint(&self) -> Text {
        match self {
            Refusal::MissingYear(year) => text!(
                "导入国务院办公厅的 {year} 年放假通知：yishi config calendar import {year}.csv",
                "import the published notice of {year}: yishi config calendar import {year}.csv"
            ),
            Refusal::OutOfRange => text!("核对日期和长度", "check the day and the length"),
            Refusal::NoTerm { .. } | Refusal::NotExtendable { .. } | Refusal::TooLong { .. } => {
                text!(
                    "各项期限见 yishi config profile show；规定不同时改方案：yishi config profile import 方案.toml",
                    "yishi config profile show lists the terms; where the office's rule differs: yishi config profile import FILE.toml"
                )
            }
            Refusal::Unexplained => text!("用 --reason 写明理由", "give it with --reason"),
            Refusal::Backwards { .. } => text!("先写起日，后写止日", "the first day comes first"),
        }
    }
}
