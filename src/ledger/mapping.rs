//! A mapping file: what this office's own headers and words mean, written once.
//!
//! ```toml
//! ledger = "proposal"          # where the headers alone do not tell
//! ignore = ["分管领导"]         # columns to leave out
//! [columns]                    # header → field
//! "办理结果" = "rating"
//! [values.presence]            # field → word → word
//! "到" = "出席"
//! ```

use super::field::Field;
use super::mend::bare;
use crate::error::{Error, Result};
use crate::lang::{Text, so_many};
use crate::model::code::{Code, Ledger};
use crate::text;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// A mapping, read and checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The ledger, where it names one.
    pub ledger: Option<Ledger>,
    /// What headers mean.
    pub columns: BTreeMap<String, Field>,
    /// Headers to leave out.
    pub ignore: Vec<String>,
    /// What words mean, for each field.
    pub values: BTreeMap<Field, BTreeMap<String, String>>,
}

impl Mapping {
    /// Reads a mapping file's text; `file` is its name. Field names are those of [`Field::code`].
    ///
    /// # Errors
    /// `bad_map` with every mistake and its line.
    pub fn parse(file: &str, toml: &str) -> Result<Mapping> {
        let table: Table = toml.parse().map_err(|error| syntax(file, toml, &error))?;
        let mut reading = Reading {
            toml,
            mistakes: Vec::new(),
            mapping: Mapping::default(),
        };
        for (key, value) in &table {
            reading.key(key, value);
        }
        if reading.mistakes.is_empty() {
            return Ok(reading.mapping);
        }
        let n = reading.mistakes.len();
        let error = Error::usage(
            "bad_map",
            text!(
                "对照文件 {file} 有 {n} 处错误",
                "the mapping file {file} has {many}",
                many = so_many(&n, "mistake", "mistakes")
            ),
        );
        reading.mistakes.sort_by_key(|(line, _)| *line);
        let mistakes = reading.mistakes.into_iter().map(|(_, told)| told);
        Err(mistakes.fold(error, Error::hint).hint(written()))
    }
}

/// A mapping file that is being read.
struct Reading<'t> {
    toml: &'t str,
    mistakes: Vec<(usize, Text)>,
    mapping: Mapping,
}

impl Reading<'_> {
    fn key(&mut self, key: &str, value: &Value) {
        match (key, value) {
            ("ledger", Value::String(word)) => {
                self.mapping.ledger = Ledger::parse(word);
                if self.mapping.ledger.is_none() {
                    let known: Vec<_> = Ledger::ALL.iter().map(|l| l.code()).collect();
                    let known = known.join(" ");
                    let line = self.line(word);
                    self.mistakes.push((
                        line,
                        text!(
                            "第 {line} 行：没有台账“{word}”；可用：{known}",
                            "line {line}: there is no ledger \"{word}\"; there are: {known}"
                        ),
                    ));
                }
            }
            ("ignore", Value::Array(headers)) => {
                for header in headers {
                    let word = self.word("ignore", header);
                    self.mapping.ignore.extend(word.map(|w| bare(&w)));
                }
            }
            ("columns", Value::Table(columns)) => {
                for (header, field) in columns {
                    let field = self.word(header, field).and_then(|word| self.field(&word));
                    if let Some(field) = field {
                        self.mapping.columns.insert(bare(header), field);
                    }
                }
            }
            ("values", Value::Table(fields)) => {
                for (field, words) in fields {
                    self.words(field, words);
                }
            }
            ("ledger" | "ignore" | "columns" | "values", _) => self.shape(key),
            _ => {
                let line = self.line(key);
                self.mistakes.push((line, text!(
                    "第 {line} 行：不认识“{key}”；可写 ledger、ignore、[columns]、[values.字段]",
                    "line {line}: \"{key}\" is not known; there are ledger, ignore, [columns], [values.FIELD]"
                )));
            }
        }
    }

    fn words(&mut self, field: &str, words: &Value) {
        let known = self.field(field);
        let Value::Table(words) = words else {
            return self.shape(field);
        };
        let mut spelt = BTreeMap::new();
        for (from, to) in words {
            spelt.extend(self.word(from, to).map(|to| (bare(from), to)));
        }
        self.mapping
            .values
            .extend(known.map(|field| (field, spelt)));
    }

    fn word(&mut self, key: &str, value: &Value) -> Option<String> {
        let word = value.as_str().map(str::to_owned);
        if word.is_none() {
            self.shape(key);
        }
        word
    }

    fn field(&mut self, word: &str) -> Option<Field> {
        let field = Field::parse(word);
        if field.is_none() {
            let line = self.line(word);
            let all: Vec<_> = Field::ALL.iter().map(|field| field.code()).collect();
            let near = crate::model::near::nearest(word, all.iter().copied(), 3);
            let near = if near.is_empty() { all } else { near };
            let near = near.join(" ");
            self.mistakes.push((
                line,
                text!(
                    "第 {line} 行：没有字段“{word}”；可用：{near}",
                    "line {line}: there is no field \"{word}\"; there are: {near}"
                ),
            ));
        }
        field
    }

    /// Something has another shape than the format gives it.
    fn shape(&mut self, key: &str) {
        let line = self.line(key);
        self.mistakes.push((
            line,
            text!(
                "第 {line} 行：“{key}”的写法不对，文字要加引号",
                "line {line}: \"{key}\" is not written as it should be; words need quotes"
            ),
        ));
    }

    /// The first line that has a word.
    fn line(&self, word: &str) -> usize {
        let at = self.toml.lines().position(|line| line.contains(word));
        at.unwrap_or(0) + 1
    }
}

fn syntax(file: &str, toml: &str, error: &toml::de::Error) -> Error {
    let before = error
        .span()
        .and_then(|span| toml.get(..span.start))
        .unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let detail = error.message();
    let message = text!(
        "对照文件 {file} 第 {line} 行不合 TOML 的写法",
        "line {line} of the mapping file {file} is no TOML: {detail}"
    );
    Error::usage("bad_map", message).hint(written())
}

/// How a mapping file is written.
fn written() -> Text {
    text!(
        "写法：[columns] 下每行 \"表头\" = \"字段\"，[values.字段] 下每行 \"本地写法\" = \"规范写法\"，ignore = [\"不要的表头\"]；见 yishi import --help",
        "under [columns] write \"header\" = \"field\", under [values.FIELD] \"local word\" = \"known word\", and ignore = [\"header\"]; see yishi import --help"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_names_ledger_columns_and_words() {
        let mapping = Mapping::parse(
            "对照.toml",
            "ledger = \"proposal\"\nignore = [\"分管领导\"]\n[columns]\n\"办理结果\" = \"rating\"\n[values.form]\n\"个\" = \"个人\"\n",
        )
        .unwrap();
        assert_eq!(mapping.ledger, Some(Ledger::Proposal));
        assert_eq!(mapping.columns["办理结果"], Field::Rating);
        assert_eq!(mapping.values[&Field::Form]["个"], "个人");
    }

    #[test]
    fn every_mistake_of_a_mapping_is_told_with_its_line_in_both_languages() {
        let error = Mapping::parse(
            "对照.toml",
            "ledger = \"memo\"\ncolumn = 1\n[columns]\n\"案由\" = \"titel\"\n\"案号\" = 3\n",
        )
        .unwrap_err();
        assert_eq!(error.code, "bad_map");
        let starts = ["第 2 行", "第 4 行", "第 5 行", "第 1 行", "写法"];
        assert_eq!(error.hints.len(), starts.len());
        for start in starts {
            assert!(
                error.hints.iter().any(|hint| hint.zh.starts_with(start)),
                "{start}"
            );
        }
        assert!(error.hints.iter().any(|hint| hint.en.contains("title")));
        let broken = Mapping::parse("对照.toml", "ledger = \"member\"\n[columns\n").unwrap_err();
        assert!(
            broken.message.zh.contains("第 2 行"),
            "{:?}",
            broken.message
        );
    }
}
