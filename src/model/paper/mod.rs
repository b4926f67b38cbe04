//! The papers of proposals and of scores: which there are, what an office's template of each may ask for, and
//! what is filled in.

mod field;

pub use field::{Blank, Field};

use super::code::{Code, UnitPart, codes};
use super::when::When;
use chrono::NaiveDate;
use std::collections::BTreeMap;

codes! {
    /// A kind of paper.
    Paper {
        Assign "assign" "交办单" "assignment slip",
        Urge "urge" "催办函" "urging letter",
        Reply "reply" "答复" "reply form",
        Feedback "feedback" "意见表" "opinion form",
        Brief "brief" "提案要点" "brief of key proposals",
        Result "result" "考核结果通知书" "letter of result",
        Reminder "reminder" "提醒函" "reminder letter",
        Talk "talk" "约谈通知" "notice of a talk",
        Measure "measure" "处理告知书" "notice of a measure",
        Notice "notice" "考核告知函" "notice to a body",
        Dossier "dossier" "委员履职档案" "duty dossier",
    }
}

impl Paper {
    /// Reads a code, a label, or what offices call the paper.
    pub fn read(word: &str) -> Option<Paper> {
        Paper::parse(word).or(match word.trim() {
            "交办" | "提案交办单" => Some(Paper::Assign),
            "催办" | "提案催办函" => Some(Paper::Urge),
            "答复格式" | "答复函" | "答复件" => Some(Paper::Reply),
            "反馈" | "反馈表" | "意见反馈表" | "提案人意见反馈表" => {
                Some(Paper::Feedback)
            }
            "提醒" | "履职提醒函" => Some(Paper::Reminder),
            "约谈" | "约谈函" => Some(Paper::Talk),
            "处理" | "告知书" => Some(Paper::Measure),
            "告知函" | "履职考核告知函" => Some(Paper::Notice),
            "档案" | "履职档案" | "履职情况登记表" | "履职登记表" => {
                Some(Paper::Dossier)
            }
            "要点" | "重点提案" | "重点提案要点" => Some(Paper::Brief),
            "考核结果" | "结果通知书" | "通知书" | "履职考核结果通知书" => {
                Some(Paper::Result)
            }
            _ => None,
        })
    }

    /// What stands by itself in a template of this paper.
    pub fn fields(self) -> impl Iterator<Item = &'static Field> {
        let own = match self {
            Paper::Assign => field::PROPOSAL,
            Paper::Feedback => field::FEEDBACK,
            Paper::Urge => field::URGE,
            Paper::Reply => field::REPLY,
            Paper::Brief => field::BRIEF,
            Paper::Result => field::RESULT,
            Paper::Reminder | Paper::Talk | Paper::Measure => field::MEASURE,
            Paper::Notice => field::NOTICE,
            Paper::Dossier => field::DOSSIER,
        };
        let whole = matches!(self, Paper::Reply | Paper::Feedback).then_some(field::PROPOSAL);
        field::COMMON
            .iter()
            .chain(own)
            .chain(whole.unwrap_or_default())
    }

    /// The lists of this paper, by which rows and paragraphs repeat, with what each item has:
    /// `{{逾期.案号}}`.
    pub fn lists(self) -> &'static [List] {
        match self {
            Paper::Assign => &[("承办", field::HANDLERS)],
            Paper::Urge => &[("逾期", field::OVERDUE)],
            Paper::Brief => &[("重点", field::KEY)],
            Paper::Feedback => &[("反馈", field::POINTS)],
            Paper::Result => &[("得分", field::SCORED)],
            Paper::Reminder | Paper::Talk | Paper::Measure | Paper::Notice => {
                &[("情况", field::HISTORY)]
            }
            Paper::Reply => &[],
            Paper::Dossier => &[
                ("会议", field::ATTENDED),
                ("提案", field::PROPOSED),
                ("社情民意", field::VOICED),
                ("履职", field::DONE),
                ("述职", field::REPORTED),
                ("得分", field::MARKED),
            ],
        }
    }

    /// What a placeholder of this paper means: `案号`, `逾期.案号`.
    pub fn field(self, name: &str) -> Option<&'static Field> {
        let Some((list, of_item)) = name.split_once('.') else {
            return self.fields().find(|f| f.name == name);
        };
        let (_, fields) = self.lists().iter().find(|(known, _)| *known == list)?;
        fields.iter().find(|f| f.name == of_item)
    }

    /// Every placeholder of this paper as it is written between braces, with what it means.
    pub fn placeholders(self) -> Vec<(String, &'static Field)> {
        let plain = self.fields().map(|f| (f.name.to_owned(), f));
        let of_items = self.lists().iter().flat_map(|(list, fields)| {
            let one = move |f: &'static Field| (format!("{list}.{}", f.name), f);
            fields.iter().map(one)
        });
        plain.chain(of_items).collect()
    }
}

/// A list of a paper: its name, and what each item has.
pub type List = (&'static str, &'static [Field]);

/// Words by the names of their fields.
pub type Item = BTreeMap<&'static str, String>;

/// What is filled into one paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// What stands by itself.
    pub words: Item,
    /// The items of the paper's list, in order; of a paper with several lists see `lists`.
    pub items: Vec<Item>,
    /// The items of each list by its name, of a paper that has several.
    pub lists: BTreeMap<&'static str, Vec<Item>>,
}

impl Facts {
    /// Says a word; an empty one says nothing.
    pub fn say(&mut self, name: &'static str, word: impl Into<String>) {
        put(&mut self.words, name, word);
    }

    /// The items of a list.
    pub fn of_list(&self, list: &str) -> &[Item] {
        self.lists.get(list).unwrap_or(&self.items)
    }

    /// The word of a field, by itself or of an item, where it was said.
    pub fn word<'a>(&'a self, item: Option<&'a Item>, name: &str) -> Option<&'a str> {
        match name.split_once('.') {
            Some((_, of_item)) => item?.get(of_item),
            None => self.words.get(name),
        }
        .map(String::as_str)
    }
}

/// Says a word of an item; an empty one says nothing.
pub fn put(item: &mut Item, name: &'static str, word: impl Into<String>) {
    let word = word.into();
    if !word.trim().is_empty() {
        item.insert(name, word);
    }
}

/// A day as letters write it: 2026年5月6日, as exact as it is known.
pub fn long_day(day: When) -> String {
    use chrono::Datelike;
    let year = day.year();
    match (day.month(), day.day()) {
        (Some(month), Some(day)) => format!("{year}年{month}月{}日", day.day()),
        (Some(month), None) => format!("{year}年{month}月"),
        (None, _) => format!("{year}年"),
    }
}

/// A reply, or an opinion to the unit in the lead, that a unit owes and whose last day is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdue {
    /// The row of the proposal.
    pub proposal: i64,
    /// The row of the unit.
    pub unit: i64,
    /// 单位名称.
    pub unit_name: String,
    /// Its part: who co-handles owes an opinion, the others a reply.
    pub part: UnitPart,
    /// 届次.
    pub session: String,
    /// 案号.
    pub no: Option<String>,
    /// 流水号.
    pub serial: Option<String>,
    /// 案由.
    pub title: String,
    /// 交办日期.
    pub assigned: Option<When>,
    /// 限办日期.
    pub due: When,
}

/// Replies that are owed and that an urging letter leaves out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Without a due day.
    pub undated: i64,
    /// Past their due day, but the unit says that it is not its own, and nobody has decided yet.
    pub undecided: i64,
}

impl Overdue {
    /// How many days have gone since the last day; that of a month is its last.
    pub fn days(&self, today: NaiveDate) -> i64 {
        (today - self.due.last_day()).num_days()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_is_called_by_its_names() {
        for (word, paper) in [
            ("assign", Paper::Assign),
            ("催办函", Paper::Urge),
            ("答复格式", Paper::Reply),
            ("提案人意见反馈表", Paper::Feedback),
            ("要点", Paper::Brief),
        ] {
            assert_eq!(Paper::read(word), Some(paper));
        }
        assert_eq!(Paper::read("通知"), None);
    }

    #[test]
    fn no_placeholder_has_two_meanings() {
        for paper in Paper::ALL {
            let mut names: Vec<_> = paper.placeholders().into_iter().map(|(n, _)| n).collect();
            let all = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), all, "{paper:?}");
            assert!(names.iter().all(|n| paper.field(n).is_some()));
        }
    }

    #[test]
    fn a_day_is_as_exact_as_it_is_known() {
        let said = |iso: &str| When::from_iso(iso).map(long_day).unwrap_or_default();
        assert_eq!(said("2026-05-06"), "2026年5月6日");
        assert_eq!(said("2026-05"), "2026年5月");
        assert_eq!(said("2026"), "2026年");
    }
}
