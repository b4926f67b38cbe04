//! What the TOML reader says of a file that is no TOML, in both languages.

use super::mistake::{Mistake, Place};
use super::read::{Reader, Sheet};
use crate::lang::Text;
use crate::text;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Longer files are not rule sets: the longest published regulation makes a few hundred lines,
/// about 30 KB; ten thousand items make one.
pub(super) const LONGEST: usize = 1 << 21;

/// More syntax errors than this are consequences of the first ones.
const MOST_ERRORS: usize = 20;

const SAID: [(&str, &str, &str); 19] = [
    (
        "missing comma",
        "列表的各项之间缺少逗号",
        "各项之间写 ,; write a comma between them",
    ),
    (
        "missing opening quote",
        "缺少开头的引号",
        "写成 \"…\"; write \"…\"",
    ),
    (
        "unexpected key or value",
        "这一行后面多了内容",
        "一行只写一个 键 = 值; write one key = value a line",
    ),
    (
        "invalid mantissa",
        "数写得不完整",
        "写成 2、2.5; write 2 or 2.5",
    ),
    (
        "invalid unquoted key",
        "键名不合规则",
        "中文键名要加引号，如 \"出席\" = 50; quote keys that are not plain letters",
    ),
    (
        "duplicate key",
        "同一个键写了两次",
        "删去或改名其中一个; drop or rename one of them",
    ),
    ("recursion", "嵌套太深", "减少嵌套; nest less deeply"),
    ("cannot recurse", "嵌套太深", "减少嵌套; nest less deeply"),
    (
        "string values must be quoted",
        "文字要加引号",
        "写成 \"…\"; write \"…\"",
    ),
    (
        "invalid basic string",
        "文字的引号没有收尾",
        "补上结尾的引号; close the quotes",
    ),
    ("unclosed array", "列表没有收尾", "补上 ]; add ]"),
    ("unclosed table", "表头没有收尾", "补上 ]; add ]"),
    ("unclosed inline table", "表没有收尾", "补上 }; add }"),
    (
        "key with no value",
        "键没有值",
        "写成 键 = 值; write key = value",
    ),
    (
        "missing value",
        "缺少值",
        "在 = 后写值; write a value after =",
    ),
    (
        "invalid date",
        "日历上没有这一天",
        "改正日期; mend the date",
    ),
    (
        "invalid time",
        "没有这个时刻",
        "只写日期; write the day only",
    ),
    (
        "carriage return must",
        "换行符不对",
        "另存为纯文本，换行用 LF 或 CRLF; save it with LF or CRLF as line ends",
    ),
    (
        "cannot extend value",
        "同名的键已经是别的类型",
        "改用另一个名字; use another name",
    ),
];

/// The mistakes of a text that TOML refuses; empty where it does not.
pub(crate) fn mistakes(reader: &mut Reader, errors: &[toml::de::Error]) {
    if errors.is_empty() {
        return;
    }
    let typed = super::punctuation::mistakes(reader.source());
    let lines: Vec<u32> = typed.iter().map(|m| m.line).collect();
    reader.mistakes.extend(typed);
    for error in errors.iter().take(MOST_ERRORS) {
        let at = reader.place(error.span().map_or(0, |s| s.start));
        if lines.contains(&at.line) {
            continue;
        }
        let (message, fix) = said(error.message());
        reader.wrong_as("syntax", at, message, fix);
    }
}

fn said(english: &str) -> (Text, Text) {
    let english = super::read::clipped(english);
    match SAID.iter().find(|(start, ..)| english.starts_with(start)) {
        Some((_, chinese, fix)) => {
            let (zh, en) = fix.split_once("; ").unwrap_or((fix, fix));
            (
                text!("TOML 语法：{chinese}", "TOML syntax: {english}"),
                text!("{zh}", "{en}"),
            )
        }
        None => (
            text!("这里不合 TOML 语法", "TOML syntax: {english}"),
            text!(
                "对照例子改写：yishi score rules show tongcheng-2019",
                "compare with an example: yishi score rules show tongcheng-2019"
            ),
        ),
    }
}

/// The mistake of a text that is too long, at the place where it became so.
pub(crate) fn too_long(text: &str) -> Option<Mistake> {
    if text.len() <= LONGEST {
        return None;
    }
    let mut end = LONGEST;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let at = super::mistake::Lines::of(&text[..end]).place(end);
    let mistake = at.mistake(
        text!("规则文件超过 2 MB", "the rule file is longer than 2 MB"),
        text!(
            "检查是不是选错了文件",
            "check whether this is the right file"
        ),
    );
    Some(mistake.coded("too_long"))
}

/// No rule set nests lists, tables and dotted keys as deeply as this.
const DEEPEST: usize = 64;

/// The mistake of a text that nests more deeply than a reader's stack may bear, at the place where it
/// does: brackets outside of texts, and the dots of one key.
pub(crate) fn too_deep(text: &str) -> Option<Mistake> {
    let bytes = text.as_bytes();
    let (mut open, mut dots, mut at) = (0_usize, 0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => {
                at = after_text(bytes, at);
                continue;
            }
            b'#' => {
                let rest = bytes[at..].iter().position(|b| *b == b'\n');
                at += rest.unwrap_or(bytes.len() - at);
                continue;
            }
            b'[' | b'{' => (open, dots) = (open + 1, 0),
            b']' | b'}' => (open, dots) = (open.saturating_sub(1), 0),
            b'.' => dots += 1,
            b'=' | b',' | b'\n' => dots = 0,
            _ => {}
        }
        if open > DEEPEST || dots > DEEPEST {
            let place = super::mistake::Lines::of(text).place(at);
            let mistake = place.mistake(
                text!(
                    "TOML 语法：嵌套超过 {DEEPEST} 层",
                    "TOML syntax: nested more than {DEEPEST} deep"
                ),
                text!("减少嵌套", "nest less deeply"),
            );
            return Some(mistake.coded("too_deep"));
        }
        at += 1;
    }
    None
}

/// No regulation has a table or a list with so many entries; lists of tables, such as the items of a
/// part, may have any number.
const WIDEST: usize = 1000;

/// Notes every table and list that is too wide, at its first entry too many.
pub(crate) fn too_wide(reader: &mut Reader, tree: &DeTable<'_>) {
    let mut tables = vec![tree];
    let mut found = Vec::new();
    while let Some(table) = tables.pop() {
        if table.len() > WIDEST {
            let mut starts: Vec<usize> = table.keys().map(|key| key.span().start).collect();
            starts.sort_unstable();
            found.extend(starts.get(WIDEST).copied());
            continue;
        }
        let mut values: Vec<&Spanned<DeValue<'_>>> = table.values().collect();
        while let Some(value) = values.pop() {
            match value.get_ref() {
                DeValue::Table(inner) => tables.push(inner),
                DeValue::Array(list) => {
                    let plain = |v: &&Spanned<DeValue<'_>>| !v.get_ref().is_table();
                    let over = list.iter().filter(plain).nth(WIDEST);
                    found.extend(over.map(|v| v.span().start));
                    values.extend(list.iter().filter(|_| over.is_none()));
                }
                _ => {}
            }
        }
    }
    for start in found {
        let (at, most) = (reader.place(start), WIDEST);
        let message = text!(
            "一张表或一个列表里超过 {most} 条",
            "a table or a list with more than {most} entries"
        );
        let fix = text!("减少条目", "have fewer of them");
        reader.wrong_as("too_wide", at, message, fix);
    }
}

/// The place after the text in quotes that begins at `at`; one that is not closed ends with its line,
/// a long one with the file.
pub(super) fn after_text(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let long = bytes[at..].starts_with(&[quote; 3]);
    let mut next = at + if long { 3 } else { 1 };
    while let Some(byte) = bytes.get(next) {
        match byte {
            b'\\' if quote == b'"' => next += 1,
            b'\n' if !long => return next,
            _ if !long && *byte == quote => return next + 1,
            _ if long && bytes[next..].starts_with(&[quote; 3]) => return next + 3,
            _ => {}
        }
        next += 1;
    }
    bytes.len()
}

/// Reads a whole file of data: what `read` makes of it where it has no mistake.
///
/// # Errors
/// All mistakes at once, in the order of the file.
pub(crate) fn whole<T>(
    text: &str,
    read: impl for<'t> FnOnce(&mut Reader<'t>, Sheet<'t>) -> T,
) -> Result<T, Vec<Mistake>> {
    if let Some(mistake) = too_long(text) {
        return Err(vec![mistake]);
    }
    let (tree, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader::new(text);
    mistakes(&mut reader, &errors);
    let at = Place { line: 1, column: 1 };
    let table = tree.get_ref();
    too_wide(&mut reader, table);
    let made = reader
        .mistakes
        .is_empty()
        .then(|| read(&mut reader, Sheet { table, at }));
    let mut found = reader.mistakes;
    found.sort_by_key(|m| (m.line, m.column));
    made.filter(|_| found.is_empty()).ok_or(found)
}
