//! Walks the tree of a TOML file with its places, taking what has the right shape and noting
//! every mistake on the way, so that all come out at once.

use super::known::Strange;
use super::mistake::{Lines, Mistake, Place, did_you_mean};
use super::points::{self, NotANumber, Points};
use crate::lang::Text;
use crate::text;
use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// More mistakes than this are not listed: a file that has them is another kind of file.
const MOST_MISTAKES: usize = 200;

/// A value with its place.
pub(crate) type Value<'t> = &'t Spanned<DeValue<'t>>;

/// A table with its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sheet<'t> {
    pub(crate) table: &'t DeTable<'t>,
    pub(crate) at: Place,
}

/// Reads values and gathers mistakes.
#[derive(Debug)]
pub(crate) struct Reader<'t> {
    lines: Lines<'t>,
    pub(crate) mistakes: Vec<Mistake>,
    pub(super) doubts: Vec<Mistake>,
    pub(super) strange: Vec<Strange>,
}

impl<'t> Reader<'t> {
    pub(crate) fn new(text: &'t str) -> Reader<'t> {
        Reader {
            lines: Lines::of(text),
            mistakes: Vec::new(),
            doubts: Vec::new(),
            strange: Vec::new(),
        }
    }

    /// The text that is read.
    pub(super) fn source(&self) -> &'t str {
        self.lines.text()
    }

    pub(crate) fn place(&self, offset: usize) -> Place {
        self.lines.place(offset)
    }

    pub(crate) fn at<T>(&self, spanned: &Spanned<T>) -> Place {
        self.place(spanned.span().start)
    }

    pub(crate) fn wrong(&mut self, at: Place, message: Text, fix: Text) {
        self.wrong_as("invalid", at, message, fix);
    }

    /// The same under a code of its own.
    pub(crate) fn wrong_as(&mut self, code: &'static str, at: Place, message: Text, fix: Text) {
        if self.mistakes.len() < MOST_MISTAKES {
            self.mistakes.push(at.mistake(message, fix).coded(code));
        } else if self.mistakes.len() == MOST_MISTAKES {
            let message = text!(
                "还有更多错误，没有一一列出",
                "there are more mistakes, which are not listed"
            );
            let fix = text!(
                "先改前面的，再检查一次",
                "mend those before, then check again"
            );
            self.mistakes.push(at.mistake(message, fix).coded("more"));
        }
    }

    /// Notes what is allowed and yet changes nothing.
    pub(super) fn doubt(&mut self, at: Place, message: Text, fix: Text) {
        self.doubt_as("no_effect", at, message, fix);
    }

    /// The same under a code of its own.
    pub(super) fn doubt_as(&mut self, code: &'static str, at: Place, message: Text, fix: Text) {
        if self.doubts.len() < MOST_MISTAKES {
            self.doubts.push(at.mistake(message, fix).coded(code));
        }
    }

    /// Notes a word that the office does not have.
    pub(super) fn strange(&mut self, word: Strange) {
        if self.strange.len() < MOST_MISTAKES {
            self.strange.push(word);
        }
    }

    /// Names each key of a table that is not among `keys`.
    pub(crate) fn only_keys(&mut self, sheet: Sheet<'t>, keys: &[&str]) {
        for (key, _) in sheet.table {
            let word = key.get_ref().as_ref();
            if !keys.contains(&word) {
                let shown = clipped(word);
                let message = text!("不认识的键“{shown}”", "unknown key `{shown}`");
                self.unknown(self.at(key), message, word, keys);
            }
        }
    }

    /// Notes an unknown word, with the nearest of `words` as the fix.
    pub(crate) fn unknown(&mut self, at: Place, message: Text, word: &str, words: &[&str]) {
        if self.mistakes.len() <= MOST_MISTAKES {
            self.wrong_as("unknown", at, message, did_you_mean(word, words));
        }
    }

    pub(crate) fn value(sheet: Sheet<'t>, key: &str) -> Option<Value<'t>> {
        sheet.table.get(key)
    }

    /// The place of a key's value, else of its table.
    pub(crate) fn place_of(&self, sheet: Sheet<'t>, key: &str) -> Place {
        Self::value(sheet, key).map_or(sheet.at, |v| self.at(v))
    }

    pub(super) fn wrong_type(&mut self, value: Value<'t>, zh: &str, en: &str) {
        let (got_zh, got_en) = type_words(value.get_ref());
        let message = text!(
            "这里应为{zh}，却是{got_zh}",
            "{en} is expected here, not {got_en}"
        );
        let (at, fix) = (self.at(value), text!("改写为{zh}", "write {en}"));
        self.wrong_as("wrong_type", at, message, fix);
    }

    fn missing(&mut self, sheet: Sheet<'t>, key: &str) {
        let message = text!("缺少“{key}”", "`{key}` is missing");
        let fix = text!(
            "补上 {key} = {one}",
            "add {key} = {one}",
            one = example_of(key)
        );
        self.wrong_as("missing", sheet.at, message, fix);
    }

    /// A text, where given.
    pub(crate) fn text(&mut self, sheet: Sheet<'t>, key: &str) -> Option<(String, Place)> {
        let value = Self::value(sheet, key)?;
        self.text_of(value)
    }

    pub(crate) fn text_of(&mut self, value: Value<'t>) -> Option<(String, Place)> {
        match value.get_ref() {
            DeValue::String(s) if s.trim().is_empty() => {
                let message = text!("这里不能为空", "this cannot be empty");
                self.wrong(
                    self.at(value),
                    message,
                    text!("填写内容或删去此键", "fill it in or drop the key"),
                );
                None
            }
            DeValue::String(s) => Some((s.trim().to_owned(), self.at(value))),
            _ => {
                self.wrong_type(value, "文字（加引号）", "a text in quotes");
                None
            }
        }
    }

    /// A text that must be given; the empty text stands in after the mistake is noted.
    pub(crate) fn needed_text(&mut self, sheet: Sheet<'t>, key: &str) -> String {
        if Self::value(sheet, key).is_none() {
            self.missing(sheet, key);
        }
        self.text(sheet, key).map(|t| t.0).unwrap_or_default()
    }

    pub(super) fn empty_list(&mut self, value: Value<'t>, key: &str) {
        let message = text!("“{key}”是空列表", "`{key}` is an empty list");
        let fix = text!("填写或删去此键", "fill it in or drop the key");
        self.wrong(self.at(value), message, fix);
    }

    /// A text or a list of texts, each with its place; empty where not given.
    pub(crate) fn texts(&mut self, sheet: Sheet<'t>, key: &str) -> Vec<(String, Place)> {
        match Self::value(sheet, key) {
            None => Vec::new(),
            Some(value) => match value.get_ref() {
                DeValue::Array(list) if list.is_empty() => {
                    self.empty_list(value, key);
                    Vec::new()
                }
                DeValue::Array(list) => list.iter().filter_map(|v| self.text_of(v)).collect(),
                _ => self.text_of(value).into_iter().collect(),
            },
        }
    }

    /// An exact number, where given.
    pub(crate) fn number(&mut self, sheet: Sheet<'t>, key: &str) -> Option<Points> {
        let value = Self::value(sheet, key)?;
        self.number_of(value)
    }

    /// Points: a number that is no share, where given.
    pub(super) fn amount(&mut self, sheet: Sheet<'t>, key: &str) -> Option<Points> {
        let value = Self::value(sheet, key)?;
        if value
            .get_ref()
            .as_str()
            .is_some_and(|s| share_in(s).is_some())
        {
            let message = text!(
                "“{key}”是分数，不是比例",
                "`{key}` is a number of points, no share"
            );
            let fix = text!(
                "写分数；一个部分的封顶占另一部分的比例写 cap = {{ share = \"20%\", of = \"base\" }}",
                "write points; a cap of a part as a share of another one is cap = {{ share = \"20%\", of = \"base\" }}"
            );
            self.wrong(self.at(value), message, fix);
            return None;
        }
        self.number_of(value)
    }

    pub(crate) fn number_of(&mut self, value: Value<'t>) -> Option<Points> {
        let source = match value.get_ref() {
            DeValue::Integer(i) if i.radix() == 10 => i.as_str(),
            DeValue::Float(f) => f.as_str(),
            DeValue::Integer(_) => {
                let message = text!("这里只认十进制数", "numbers are decimal here");
                let fix = text!("写成 2、2.5 或 \"1/3\"", "write 2, 2.5 or \"1/3\"");
                self.wrong_as("not_a_number", self.at(value), message, fix);
                return None;
            }
            DeValue::String(s) => s.as_ref(),
            _ => {
                self.wrong_type(
                    value,
                    "数（如 2、2.5、\"1/3\"）",
                    "a number such as 2, 2.5 or \"1/3\"",
                );
                return None;
            }
        };
        if let Some(number) = share_in(source) {
            return Some(number);
        }
        match points::parse(&source.replace('_', "")) {
            Ok(number) => Some(number),
            Err(why) => {
                let (message, fix) = not_a_number(why, &clipped(source));
                self.wrong_as("not_a_number", self.at(value), message, fix);
                None
            }
        }
    }

    /// A share from 0 to 1, such as `"20%"`, `"2/3"` or `0.2`, where given.
    pub(super) fn share(&mut self, sheet: Sheet<'t>, key: &str) -> Option<Points> {
        let value = Self::value(sheet, key)?;
        self.share_of(value, key)
    }

    /// The same of a value that stands under `key`.
    pub(super) fn share_of(&mut self, value: Value<'t>, key: &str) -> Option<Points> {
        let share = Some(self.number_of(value)?);
        let whole = Points::from_integer(1);
        let share = share.filter(|s| *s >= Points::from_integer(0) && *s <= whole);
        if share.is_none() {
            let message = text!("“{key}”应在 0 与 1 之间", "`{key}` lies between 0 and 1");
            let fix = text!("如 \"20%\"、\"2/3\"", "such as \"20%\" or \"2/3\"");
            self.wrong(self.at(value), message, fix);
        }
        share
    }

    /// Yes or no; no where not given.
    pub(super) fn flag(&mut self, sheet: Sheet<'t>, key: &str) -> bool {
        let Some(value) = Self::value(sheet, key) else {
            return false;
        };
        if let DeValue::Boolean(yes) = value.get_ref() {
            return *yes;
        }
        self.wrong_type(value, "真假值 true 或 false", "true or false");
        false
    }

    /// A whole number of things, at least `least`, where given.
    pub(crate) fn count(&mut self, sheet: Sheet<'t>, key: &str, least: u16) -> Option<u16> {
        let value = Self::value(sheet, key)?;
        if let DeValue::Integer(i) = value.get_ref()
            && let Ok(count) = i.as_str().parse::<u16>()
            && i.radix() == 10
            && count >= least
        {
            return Some(count);
        }
        let digits = |i: &str| i.len() > 4 && i.bytes().all(|b| b.is_ascii_digit());
        let message = match value.get_ref() {
            DeValue::Integer(i) if i.radix() == 10 && digits(i.as_str()) => {
                text!("“{key}”太大", "`{key}` is too large")
            }
            _ => text!(
                "“{key}”应为不小于 {least} 的整数",
                "`{key}` is a whole number of at least {least}"
            ),
        };
        self.wrong(
            self.at(value),
            message,
            text!("如 {key} = 3", "such as {key} = 3"),
        );
        None
    }

    /// Whether `key = true` stands there.
    pub(super) fn yes(&mut self, sheet: Sheet<'t>, key: &str) -> bool {
        let Some(value) = Self::value(sheet, key) else {
            return false;
        };
        if let DeValue::Boolean(yes) = value.get_ref() {
            return *yes;
        }
        self.wrong_type(value, " true 或 false", "true or false");
        false
    }

    /// A day, as a TOML date or as a text, where given.
    pub(crate) fn day(&mut self, sheet: Sheet<'t>, key: &str) -> Option<NaiveDate> {
        let value = Self::value(sheet, key)?;
        let day = match value.get_ref() {
            DeValue::Datetime(d) if d.time.is_none() => d.date.and_then(|d| {
                NaiveDate::from_ymd_opt(i32::from(d.year), u32::from(d.month), u32::from(d.day))
            }),
            DeValue::String(s) => s.trim().parse().ok(),
            _ => None,
        };
        if day.is_none() {
            let message = text!("“{key}”应为日期", "`{key}` is a date");
            self.wrong(
                self.at(value),
                message,
                text!("如 {key} = 2019-01-10", "such as {key} = 2019-01-10"),
            );
        }
        day
    }

    /// A table, where given.
    pub(crate) fn sheet(&mut self, sheet: Sheet<'t>, key: &str) -> Option<Sheet<'t>> {
        let value = Self::value(sheet, key)?;
        self.sheet_of(value)
    }

    pub(crate) fn sheet_of(&mut self, value: Value<'t>) -> Option<Sheet<'t>> {
        if let DeValue::Table(table) = value.get_ref() {
            return Some(Sheet {
                table,
                at: self.at(value),
            });
        }
        self.wrong_type(value, "表 { … }", "a table { … }");
        None
    }

    /// The tables of a list such as `[[part]]`, in order.
    pub(crate) fn sheets(&mut self, sheet: Sheet<'t>, key: &str) -> Vec<Sheet<'t>> {
        match Self::value(sheet, key).map(|v| (v, v.get_ref())) {
            None => Vec::new(),
            Some((_, DeValue::Array(list))) => {
                list.iter().filter_map(|v| self.sheet_of(v)).collect()
            }
            Some((value, _)) => {
                self.wrong_type(value, "[[…]] 列表", "a [[…]] list");
                Vec::new()
            }
        }
    }

    /// The entries of a table in the order of the file.
    pub(crate) fn entries(&self, sheet: Sheet<'t>) -> Vec<(&'t str, Place, Value<'t>)> {
        let mut all: Vec<_> = sheet
            .table
            .iter()
            .map(|(k, v)| (k.span().start, k, v))
            .collect();
        all.sort_by_key(|(start, ..)| *start);
        all.into_iter()
            .map(|(start, k, v)| (k.get_ref().as_ref(), self.place(start), v))
            .collect()
    }
}

/// The number that a share such as `50%` stands for.
fn share_in(source: &str) -> Option<Points> {
    let number = source.trim().strip_suffix(['%', '％'])?;
    points::parse(number).ok().map(|n| n / 100)
}

/// What to write under a key that is missing.
fn example_of(key: &str) -> &'static str {
    match key {
        "code" => "\"meetings\"",
        "name" => "\"优秀\"",
        "then" => "\"约谈\"",
        "fact" => "\"出席情况\"",
        _ => "…",
    }
}

/// A word short enough to be quoted in a message.
pub(crate) fn clipped(word: &str) -> String {
    let mut short: String = word.chars().take(40).collect();
    if short.len() < word.len() {
        short.push('…');
    }
    short
}

fn not_a_number(why: NotANumber, source: &str) -> (Text, Text) {
    match why {
        NotANumber::Form => (
            text!("“{source}”不是数", "`{source}` is not a number"),
            text!("写成 2、2.5 或 \"1/3\"", "write 2, 2.5 or \"1/3\""),
        ),
        NotANumber::NothingBelow => (
            text!("“{source}”的分母为零", "`{source}` divides by nothing"),
            text!("改写分母", "change what stands below the line"),
        ),
        NotANumber::Range => (
            text!("“{source}”超出范围", "`{source}` is out of range"),
            text!(
                "不大于一百万，最多六位小数",
                "at most a million, with at most six decimals"
            ),
        ),
    }
}

fn type_words(value: &DeValue) -> (&'static str, &'static str) {
    match value {
        DeValue::String(_) => ("文字", "a text"),
        DeValue::Integer(_) | DeValue::Float(_) => ("数", "a number"),
        DeValue::Boolean(_) => ("真假值", "true or false"),
        DeValue::Datetime(_) => ("日期", "a date"),
        DeValue::Array(_) => ("列表", "a list"),
        DeValue::Table(_) => ("表", "a table"),
    }
}
