//! Which departments get a copy of the results, about whom, and which columns each may see: data
//! of the office (Q12, 抄送组织部、统战部和委员所在单位).

use super::mistake::{Mistake, Place};
use super::read::{Reader, Sheet, clipped};
use super::words::{Word, code_of, spellings};
use super::{meter, syntax};
use crate::model::code::Code;
use crate::model::code::codes;
use crate::text;
use toml::de::DeTable;

/// The lists of an office that has none of its own.
pub const DEFAULT: &str = include_str!("default.toml");

codes! {
    /// What a list may say of a member.
    Column {
        No "no" "委员编号" "no.",
        Name "name" "姓名" "name",
        Sex "sex" "性别" "sex",
        Nation "nation" "民族" "nation",
        Party "party" "政治面貌" "party",
        Sector "sector" "界别" "sector",
        Committee "committee" "专委会" "committee",
        Group "group" "履职小组" "group",
        Post "post" "政协职务" "post",
        Unit "unit" "单位" "unit",
        Job "job" "职务" "job",
        Rank "rank" "名次" "rank",
        Total "total" "总分" "total",
        Grade "grade" "等次" "grade",
        Unmet "unmet" "未达条件" "not met",
        Measure "measure" "处理" "measure",
    }
}

/// Whether all whom a list is about stand in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Each {
    /// In one.
    Together,
    /// In one for each unit that they work at.
    Unit,
}

const EACHES: [Word; 1] = [("unit", "单位", "unit")];

/// A list for a department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// For whom, as the office calls it.
    pub to: String,
    /// The same in English letters; empty where none is given.
    pub code: String,
    /// Heading.
    pub title: String,
    /// About whom: who fits one of these filters of members; everybody where there is none.
    pub whom: Vec<String>,
    /// One file, or several.
    pub each: Each,
    /// What it says, and nothing else.
    pub columns: Vec<Column>,
    /// Where it is written.
    pub at: Place,
}

impl List {
    /// Whether it is the one for a department, by name or code.
    pub fn is_for(&self, word: &str) -> bool {
        let word = word.trim();
        self.to == word || (!self.code.is_empty() && self.code == word)
    }
}

/// Reads the lists; all mistakes come at once.
///
/// # Errors
/// Every mistake with its place.
pub fn read(text: &str) -> Result<Vec<List>, Vec<Mistake>> {
    if let Some(mistake) = syntax::too_long(text) {
        return Err(vec![mistake]);
    }
    let (tree, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader::new(text);
    syntax::mistakes(&mut reader, &errors);
    let mut lists: Vec<List> = Vec::new();
    if errors.is_empty() {
        let file = Sheet {
            table: tree.get_ref(),
            at: Place { line: 1, column: 1 },
        };
        reader.only_keys(file, &["list"]);
        for sheet in reader.sheets(file, "list") {
            let list = read_list(&mut reader, sheet);
            if lists.iter().any(|l| l.to == list.to) {
                let to = clipped(&list.to);
                let message = text!("“{to}”写了两次", "`{to}` is written twice");
                reader.wrong(list.at, message, text!("删去一个", "drop one of them"));
            }
            lists.push(list);
        }
        if lists.is_empty() && reader.mistakes.is_empty() {
            let message = text!("没有一份名单", "there is no list");
            let fix = text!("补上 [[list]]", "add a [[list]]");
            reader.wrong(file.at, message, fix);
        }
    }
    let mut mistakes = reader.mistakes;
    if mistakes.is_empty() {
        return Ok(lists);
    }
    mistakes.sort_by_key(|m| (m.line, m.column));
    Err(mistakes)
}

fn read_list<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> List {
    reader.only_keys(sheet, &["to", "code", "title", "where", "each", "columns"]);
    let code = reader.text(sheet, "code").map(|t| t.0);
    List {
        to: reader.needed_text(sheet, "to"),
        code: code.unwrap_or_default(),
        title: reader.needed_text(sheet, "title"),
        whom: reader
            .texts(sheet, "where")
            .into_iter()
            .map(|t| t.0)
            .collect(),
        each: match meter::coded(reader, sheet, "each", &EACHES) {
            Some(_) => Each::Unit,
            None => Each::Together,
        },
        columns: read_columns(reader, sheet),
        at: sheet.at,
    }
}

fn read_columns<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Vec<Column> {
    let known: Vec<Word> = Column::ALL
        .iter()
        .map(|c| (c.code(), c.zh(), c.en()))
        .collect();
    let mut columns = Vec::new();
    if Reader::value(sheet, "columns").is_none() {
        reader.needed_text(sheet, "columns");
    }
    for (word, at) in reader.texts(sheet, "columns") {
        match code_of(&word, &known).and_then(Column::parse) {
            Some(column) if !columns.contains(&column) => columns.push(column),
            Some(_) => {}
            None => {
                let shown = clipped(&word);
                let message = text!("没有“{shown}”这一栏", "there is no column `{shown}`");
                reader.unknown(at, message, &word, &spellings(&known));
            }
        }
    }
    columns
}

/// Posts that are named after what they head, so that they are no part of a unit's name.
const HEADS: [&str; 18] = [
    "局长", "校长", "院长", "园长", "所长", "站长", "馆长", "队长", "行长", "会长", "社长", "部长",
    "厂长", "店长", "委员", "会计", "科长", "处长",
];
/// What bodies are called; offices and sections (室、科、股) belong to their unit.
const BODIES: [&str; 19] = [
    "局", "校", "院", "园", "所", "站", "馆", "队", "行", "会", "社", "部", "厂", "店", "委",
    "中心", "公司", "集团", "中学",
];

/// The unit that someone works at, where the ledger has unit and job in one text: the longest of
/// the `units` with which it begins, as long as what follows is a job and not a body within that
/// unit. Else the whole text, so that nobody is told to a unit that is not theirs.
pub fn own_unit<'u>(text: &'u str, units: &'u [String]) -> &'u str {
    let text = text.trim();
    let is_job = |rest: &str| {
        let bare = HEADS
            .iter()
            .fold(rest.to_owned(), |r, head| r.replace(head, ""));
        !BODIES.iter().any(|body| bare.contains(body))
    };
    let named = units.iter().map(String::as_str);
    let begins = named.filter(|u| !u.is_empty() && text.strip_prefix(u).is_some_and(is_job));
    begins.max_by_key(|u| u.len()).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_of_the_program_are_sound_and_tell_no_more_than_they_should() {
        let lists = read(DEFAULT).unwrap();
        let to: Vec<&str> = lists.iter().map(|l| l.to.as_str()).collect();
        assert_eq!(to, ["组织部", "统战部", "单位"]);
        assert!(lists[0].is_for("organization") && lists[1].is_for("统战部"));
        assert_eq!(lists[2].each, Each::Unit);
        for column in [Column::Party, Column::Measure, Column::Total] {
            assert!(!lists[2].columns.contains(&column), "{column:?}");
        }
    }

    #[test]
    fn a_list_with_mistakes_is_told_with_its_lines() {
        let text = "[[list]]\nto = \"甲\"\ntitle = \"乙\"\ncolumns = [\"手机\"]\neach = \"人\"\n[[list]]\nto = \"甲\"\n";
        let mistakes = read(text).unwrap_err();
        let told: Vec<(u32, &str)> = mistakes
            .iter()
            .map(|m| (m.line, m.message.zh.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (4, "没有“手机”这一栏"),
                (5, "“each”不能是“人”"),
                (6, "缺少“title”"),
                (6, "缺少“columns”"),
                (6, "“甲”写了两次"),
            ]
        );
        assert!(read("").is_err() && read("title = \n").is_err());
    }

    #[test]
    fn a_unit_has_its_own_people_and_nobody_of_the_bodies_within_it() {
        let units: Vec<String> = ["县教育局", "县教育", "县医院"].map(str::to_owned).to_vec();
        for (text, unit) in [
            ("县教育局", "县教育局"),
            ("县教育局副局长", "县教育局"),
            ("县医院院长", "县医院"),
            ("县教育局办公室主任", "县教育局"),
            ("县教育局人事科科长", "县教育局"),
            ("县教育局幼儿园园长", "县教育局幼儿园园长"),
            ("县教育局教研中心主任", "县教育局教研中心主任"),
            ("某某公司总经理", "某某公司总经理"),
            ("", ""),
        ] {
            assert_eq!(own_unit(text, &units), unit, "{text}");
        }
    }
}
