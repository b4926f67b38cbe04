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
use crate::model::code::{Code, Ledger};
use crate::text;
use serde::Deserialize;
use std::collections::BTreeMap;

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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    ledger: Option<String>,
    #[serde(default)]
    columns: BTreeMap<String, String>,
    #[serde(default)]
    ignore: Vec<String>,
    #[serde(default)]
    values: BTreeMap<String, BTreeMap<String, String>>,
}

impl Mapping {
    /// Reads a mapping file's text. Field names are those of [`Field::code`].
    pub fn parse(toml: &str) -> Result<Mapping> {
        let written: Written = toml::from_str(toml).map_err(|error| {
            let line = error.span().map_or(1, |span| {
                toml[..span.start.min(toml.len())].lines().count().max(1)
            });
            let detail = error.message();
            Error::usage(
                "bad_map",
                text!(
                    "映射文件第 {line} 行：{detail}",
                    "line {line} of the mapping file: {detail}"
                ),
            )
        })?;
        let ledger = match &written.ledger {
            None => None,
            Some(word) => Some(Ledger::parse(word).ok_or_else(|| unknown("ledger", word))?),
        };
        let field = |word: &str| Field::parse(word).ok_or_else(|| unknown("field", word));
        let mut mapping = Mapping {
            ledger,
            ..Mapping::default()
        };
        for (header, word) in &written.columns {
            mapping.columns.insert(bare(header), field(word)?);
        }
        mapping.ignore = written.ignore.iter().map(|header| bare(header)).collect();
        for (word, values) in written.values {
            let spelt = values
                .into_iter()
                .map(|(from, to)| (bare(&from), to))
                .collect();
            mapping.values.insert(field(&word)?, spelt);
        }
        Ok(mapping)
    }
}

fn unknown(what: &str, word: &str) -> Error {
    let (zh, fields) = if what == "ledger" {
        ("台账", String::new())
    } else {
        ("字段", known_fields())
    };
    let error = Error::usage(
        "bad_map",
        text!(
            "映射文件里没有叫“{word}”的{zh}",
            "the mapping file names no known {what}: \"{word}\""
        ),
    );
    if fields.is_empty() {
        error
    } else {
        error.hint(text!("可用字段：{fields}", "fields: {fields}"))
    }
}

fn known_fields() -> String {
    Field::ALL
        .iter()
        .map(|field| field.code())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_names_ledger_columns_and_words() {
        let mapping = Mapping::parse(
            "ledger = \"proposal\"\nignore = [\"分管领导\"]\n[columns]\n\"办理结果\" = \"rating\"\n[values.form]\n\"个\" = \"个人\"\n",
        )
        .unwrap();
        assert_eq!(mapping.ledger, Some(Ledger::Proposal));
        assert_eq!(mapping.columns["办理结果"], Field::Rating);
        assert_eq!(mapping.values[&Field::Form]["个"], "个人");
    }

    #[test]
    fn a_misspelt_field_or_key_is_refused() {
        assert_eq!(
            Mapping::parse("[columns]\n\"案由\" = \"titel\"")
                .unwrap_err()
                .code,
            "bad_map"
        );
        assert_eq!(Mapping::parse("column = 1").unwrap_err().code, "bad_map");
    }
}
