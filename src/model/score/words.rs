//! The closed vocabularies of the rule language. A word is taken as code or in Chinese.

use super::rules::Field;
use crate::model::code::{
    Code, Dict, Part, Presence, ProposalForm, ProposalState, SpeechForm, StatusKind, Timeliness,
    UnitPart,
};
use crate::model::fact::{FactKind, mark};

/// A word: stable code, Chinese, English.
pub(super) type Word = (&'static str, &'static str, &'static str);

/// Kinds of fact, with the words for them.
pub(super) const FACTS: [(FactKind, Word); 11] = [
    (
        FactKind::Attendance,
        ("attendance", "出席情况", "attendance"),
    ),
    (FactKind::Speech, ("speech", "发言", "speech")),
    (FactKind::Proposal, ("proposal", "提案", "proposal")),
    (FactKind::Opinion, ("opinion", "社情民意", "opinion")),
    (FactKind::Adoption, ("adoption", "采用", "adoption")),
    (
        FactKind::Instruction,
        ("instruction", "批示", "instruction"),
    ),
    (FactKind::Record, ("record", "其他履职", "record")),
    (FactKind::Status, ("status", "任职变动", "status")),
    (FactKind::Appraisal, ("appraisal", "评议", "appraisal")),
    (FactKind::Handling, ("handling", "提案办理", "handling")),
    (FactKind::Score, ("score", "委员得分", "score")),
];

/// Marks of a fact, with the words for them.
pub(super) const MARKS: [(u16, Word); 9] = [
    (mark::REQUIRED, ("required", "必须参加", "required")),
    (mark::SIGN_UP, ("sign_up", "报名参加", "by sign-up")),
    (mark::WALK_IN, ("walk_in", "临时参加", "walk-in")),
    (mark::KEY, ("key", "重点提案", "key proposal")),
    (
        mark::EXCELLENT,
        ("excellent", "优秀提案", "excellent proposal"),
    ),
    (mark::FILED, ("filed", "立案", "filed")),
    (mark::ADOPTED, ("adopted", "采用", "adopted")),
    (
        mark::INSTRUCTED,
        ("instructed", "批示", "with an instruction"),
    ),
    (mark::CONFIRMED, ("confirmed", "已确认", "confirmed")),
];

/// What multiplies the points.
pub(super) const PERS: [Word; 5] = [
    ("event", "每次", "event"),
    ("half_day", "每半天", "half-day"),
    ("once", "一次", "once"),
    ("quantity", "数量", "quantity"),
    ("time", "按时间", "time"),
];

/// Spans of the calendar.
pub(super) const EVERIES: [Word; 3] = [
    ("month", "每月", "month"),
    ("quarter", "每季度", "quarter"),
    ("half_year", "每半年", "half-year"),
];

/// What makes facts of an exclusive group rivals.
pub(super) const SAMES: [Word; 2] = [
    ("occasion", "同一事由", "occasion"),
    ("work", "同一稿件", "work"),
];

/// Over which days a gate counts; years stand as a number.
pub(super) const OVERS: [Word; 2] = [("year", "本年", "year"), ("term", "本届", "term")];

/// Properties of a fact by which tables give values.
pub(super) const FIELDS: [(Field, Word); 6] = [
    (Field::Kind, ("kind", "类型", "kind")),
    (Field::State, ("state", "状态", "state")),
    (Field::Role, ("role", "身份", "role")),
    (Field::Level, ("level", "级别", "level")),
    (Field::Post, ("post", "职务", "post")),
    (Field::Sector, ("sector", "界别", "sector")),
];

/// How a part takes its items.
pub(super) const TAKES: [Word; 2] = [("sum", "累计", "sum"), ("highest", "取最高", "highest")];

const SHARERS: [Word; 2] = [("first", "第一", "first"), ("joint", "联名", "joint")];
const OPINIONS: [Word; 2] = [
    ("submitted", "已提交", "submitted"),
    ("adopted", "采用", "adopted"),
];

/// Manners of adoption, as regulations name them.
const MANNERS: [Word; 2] = [
    ("single", "单篇采用", "adopted by itself"),
    ("combined", "综合采用", "adopted in a digest"),
];

/// States in which a person came: what an attendance item counts that names no state.
pub(super) const CAME: [&str; 4] = ["present", "late", "left_early", "partial"];

/// The words in which a dictionary of the office decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    MeetingKind,
    RecordKind,
    Category,
    Level,
    Post,
    Sector,
    AppraisalKind,
    ReplyClass,
    Rating,
    LeaveKind,
    Tag,
    Committee,
    Group,
}

impl Open {
    /// That of what members belong to.
    pub(super) fn of(dict: Dict) -> Open {
        match dict {
            Dict::Committee => Open::Committee,
            Dict::Group => Open::Group,
            Dict::Tag => Open::Tag,
            _ => Open::Post,
        }
    }
}

/// What words a property of a fact may have.
#[derive(Debug, Clone)]
pub(super) enum Vocabulary {
    Closed(Vec<Word>),
    Open(Open),
    /// Words that rule sets or schemes of appraisal make up.
    Free,
    Nothing,
}

/// The vocabulary of a property of a kind of fact.
pub(super) fn vocabulary(what: FactKind, field: Field) -> Vocabulary {
    use FactKind as F;
    match (what, field) {
        (_, Field::Post) => Vocabulary::Open(Open::Post),
        (_, Field::Sector) => Vocabulary::Open(Open::Sector),
        (F::Attendance | F::Speech, Field::Kind) => Vocabulary::Open(Open::MeetingKind),
        (F::Attendance, Field::Level) => Vocabulary::Open(Open::LeaveKind),
        (F::Attendance, Field::State) => Vocabulary::Closed(codes::<Presence>()),
        (F::Speech | F::Appraisal, Field::State) => Vocabulary::Closed(codes::<SpeechForm>()),
        (F::Attendance | F::Speech, Field::Role) => Vocabulary::Closed(codes::<Part>()),
        (F::Proposal, Field::Kind) => Vocabulary::Closed(codes::<ProposalForm>()),
        (F::Proposal, Field::State) => Vocabulary::Closed(codes::<ProposalState>()),
        (F::Proposal, Field::Level) => Vocabulary::Open(Open::Category),
        (F::Adoption, Field::State) => Vocabulary::Closed(MANNERS.to_vec()),
        (F::Opinion, Field::State) => Vocabulary::Closed(OPINIONS.to_vec()),
        (F::Proposal | F::Opinion | F::Adoption | F::Instruction, Field::Role) => {
            Vocabulary::Closed(SHARERS.to_vec())
        }
        (F::Record, Field::Kind) => Vocabulary::Open(Open::RecordKind),
        (F::Adoption | F::Instruction | F::Record, Field::Level) => Vocabulary::Open(Open::Level),
        (F::Status, Field::Kind) => Vocabulary::Closed(codes::<StatusKind>()),
        (F::Appraisal, Field::Kind) => Vocabulary::Open(Open::AppraisalKind),
        (F::Handling, Field::Kind) => Vocabulary::Open(Open::ReplyClass),
        (F::Handling, Field::State) => Vocabulary::Closed(codes::<Timeliness>()),
        (F::Handling, Field::Role) => Vocabulary::Closed(codes::<UnitPart>()),
        (F::Handling, Field::Level) => Vocabulary::Open(Open::Rating),
        (F::Appraisal | F::Score, Field::Level) => Vocabulary::Free,
        _ => Vocabulary::Nothing,
    }
}

pub(super) fn codes<C: Code>() -> Vec<Word> {
    C::ALL.iter().map(|c| (c.code(), c.zh(), c.en())).collect()
}

/// The code of a word, given as code or label.
pub(super) fn code_of(word: &str, words: &[Word]) -> Option<&'static str> {
    let word = word.trim();
    words
        .iter()
        .find(|(code, zh, en)| *code == word || *zh == word || en.eq_ignore_ascii_case(word))
        .map(|w| w.0)
}

/// Every spelling to offer for a misspelt word: Chinese first, then codes.
pub(super) fn spellings(words: &[Word]) -> Vec<&'static str> {
    words
        .iter()
        .map(|w| w.1)
        .chain(words.iter().map(|w| w.0))
        .collect()
}

/// The Chinese and English names of a kind of fact.
pub fn fact_word(what: FactKind) -> (&'static str, &'static str, &'static str) {
    FACTS
        .iter()
        .find(|(w, _)| *w == what)
        .map_or(("", "", ""), |(_, word)| *word)
}
