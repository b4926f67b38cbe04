//! Terms of the filter language become one WHERE clause of const fragments and parameters.

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::Code;
use crate::model::filter::{Compare, Term};
use crate::model::near;
use crate::model::proposal::number::bare;
use crate::text;
use rusqlite::types::Value;

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Words.
    Text,
    /// ISO 8601 prefixes: `2026` and `2026-03` compare with days inside them as equal.
    Day,
    /// Numbers as things bear them (`0012`, `闭原案3`): less and more go by the number after the same prefix.
    Label,
    /// Whole numbers.
    Number,
    /// Yes or no.
    Flag,
    /// Whether a condition holds, in parentheses.
    Holds,
    /// A closed vocabulary, read by the first function into its stored code, listed by the second.
    Code(fn(&str) -> Option<&'static str>, fn() -> Text),
    /// One of these: stored code, Chinese, English.
    Words(&'static [(&'static str, &'static str, &'static str)]),
}

/// A field that a list can be cut by.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its names, the English one first.
    pub names: &'static [&'static str],
    /// What it holds.
    pub kind: Kind,
    /// SQL before the comparison, for fields of a line table (`EXISTS (SELECT … AND `).
    pub open: &'static str,
    /// The SQL value that is compared.
    pub value: &'static str,
    /// SQL after it.
    pub close: &'static str,
}

impl Field {
    /// A column of the list's own row.
    pub const fn plain(names: &'static [&'static str], kind: Kind, value: &'static str) -> Field {
        Field {
            names,
            kind,
            open: "",
            value,
            close: "",
        }
    }

    /// A value in a line table.
    pub const fn lines(
        names: &'static [&'static str],
        kind: Kind,
        open: &'static str,
        value: &'static str,
    ) -> Field {
        Field {
            names,
            kind,
            open,
            value,
            close: ")",
        }
    }
}

/// A clause with its parameters, numbered from `?1`.
#[derive(Debug, Default)]
pub struct Clause {
    /// ` AND …` for each term.
    pub sql: String,
    /// The values of `?1`, `?2` …
    pub values: Vec<Value>,
}

impl Clause {
    fn mark(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }
}

/// Builds the clause. `words` is the fragment for a word to search for, with `{}` where the LIKE
/// pattern goes.
///
/// # Errors
/// `unknown_field` and `bad_value`, with what is known.
pub fn clause(terms: &[Term], fields: &[Field], words: &str) -> Result<Clause> {
    let mut clause = Clause::default();
    for term in terms {
        match term {
            Term::Word(word) => {
                let mark = clause.mark(Value::Text(pattern(word)));
                clause.sql.push_str(" AND (");
                clause.sql.push_str(&words.replace("{}", &mark));
                clause.sql.push(')');
            }
            Term::Field {
                field,
                compare,
                values,
            } => {
                let known = fields
                    .iter()
                    .find(|f| f.names.iter().any(|n| n.eq_ignore_ascii_case(field)));
                one(
                    &mut clause,
                    known.ok_or_else(|| unknown(field, fields))?,
                    *compare,
                    values,
                )?;
            }
        }
    }
    Ok(clause)
}

fn pattern(word: &str) -> String {
    let escaped = word
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{escaped}%")
}

fn unknown(field: &str, fields: &[Field]) -> Error {
    let names: Vec<&str> = fields
        .iter()
        .flat_map(|f| f.names.iter().copied())
        .collect();
    let known = fields
        .iter()
        .map(|f| f.names.join("/"))
        .collect::<Vec<_>>()
        .join(" ");
    let near = near::nearest(field, names, 3);
    let error = Error::usage(
        "unknown_field",
        text!(
            "没有「{field}」这个筛选项",
            "there is no field “{field}” to filter by"
        ),
    );
    error
        .did_you_mean(&near)
        .hint(text!("可以用：{known}", "fields: {known}"))
}

fn one(clause: &mut Clause, field: &Field, compare: Compare, values: &[String]) -> Result<()> {
    if values.is_empty() {
        empty(clause, field, compare);
        return Ok(());
    }
    // A line table's «is not» means that no line has the value.
    let negated = compare == Compare::IsNot;
    clause
        .sql
        .push_str(if negated { " AND NOT (" } else { " AND (" });
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            clause.sql.push_str(" OR ");
        }
        clause.sql.push_str(field.open);
        comparison(clause, field, compare, value)?;
        clause.sql.push_str(field.close);
    }
    clause.sql.push(')');
    Ok(())
}

fn empty(clause: &mut Clause, field: &Field, compare: Compare) {
    let negated = compare == Compare::IsNot;
    if field.open.is_empty() {
        clause.sql.push_str(" AND ");
        clause.sql.push_str(field.value);
        clause
            .sql
            .push_str(if negated { " IS NOT NULL" } else { " IS NULL" });
    } else {
        clause
            .sql
            .push_str(if negated { " AND " } else { " AND NOT " });
        clause.sql.push_str(field.open);
        clause.sql.push_str(field.value);
        clause.sql.push_str(" IS NOT NULL");
        clause.sql.push_str(field.close);
    }
}

fn bad(field: &Field, value: &str) -> Error {
    let name = field.names.last().copied().unwrap_or_default();
    let name_en = field.names.first().copied().unwrap_or_default();
    Error::usage(
        "bad_value",
        text!(
            "「{name}」不能是「{value}」",
            "{name_en} cannot be “{value}”"
        ),
    )
}

fn word_of(
    words: &[(&'static str, &'static str, &'static str)],
    value: &str,
) -> Option<&'static str> {
    let is = |(code, zh, en): &&(&str, &str, &str)| {
        *code == value || *zh == value || en.eq_ignore_ascii_case(value)
    };
    words.iter().find(is).map(|(code, ..)| *code)
}

/// The words of a closed vocabulary, for whoever wrote another.
pub fn codes<C: Code>() -> Text {
    let zh: Vec<&str> = C::ALL.iter().map(|c| c.zh()).collect();
    let en: Vec<&str> = C::ALL.iter().map(|c| c.code()).collect();
    let (zh, en) = (zh.join("、"), en.join(", "));
    text!("可以写：{zh}", "one of: {en}")
}

/// The words that a field may have, for whoever wrote another.
fn one_of(words: &[(&str, &str, &str)]) -> crate::lang::Text {
    let (zh, codes): (Vec<&str>, Vec<&str>) =
        words.iter().map(|(code, zh, _)| (*zh, *code)).unzip();
    let (zh, codes) = (zh.join("、"), codes.join(", "));
    text!("可以写：{zh}", "one of: {codes}")
}

/// What a value is compared as.
fn stored(field: &Field, value: &str) -> Result<Value> {
    Ok(match field.kind {
        Kind::Text | Kind::Label => Value::Text(value.to_owned()),
        Kind::Day => {
            let day = crate::model::when::When::read(value).ok_or_else(|| bad(field, value))?;
            Value::Text(day.to_string())
        }
        Kind::Number => Value::Integer(value.parse().map_err(|_| bad(field, value))?),
        Kind::Flag | Kind::Holds => Value::Integer(match value {
            "是" | "yes" | "true" | "1" | "y" => 1,
            "否" | "no" | "false" | "0" | "n" => 0,
            _ => return Err(bad(field, value)),
        }),
        Kind::Words(words) => {
            let word = word_of(words, value);
            let word = word.ok_or_else(|| bad(field, value).hint(one_of(words)))?;
            Value::Text(word.to_owned())
        }
        Kind::Code(read, known) => {
            let code = read(value).ok_or_else(|| bad(field, value).hint(known()))?;
            Value::Text(code.to_owned())
        }
    })
}

fn comparison(clause: &mut Clause, field: &Field, compare: Compare, value: &str) -> Result<()> {
    let value = stored(field, value)?;
    if let (Kind::Holds, Value::Integer(yes)) = (field.kind, &value) {
        push(clause, &[if *yes == 1 { "" } else { "NOT " }, field.value]);
        return Ok(());
    }
    let sign = match compare {
        Compare::Is | Compare::IsNot => " = ",
        Compare::Has => return contains(clause, field, &value),
        Compare::Less => " < ",
        Compare::AtMost => " <= ",
        Compare::More => " > ",
        Compare::AtLeast => " >= ",
    };
    if let (Kind::Label, Value::Text(label), false) = (field.kind, &value, sign == " = ") {
        return counted(clause, field, sign, label);
    }
    // What is not known is not the value; elsewhere NULL already counts as no.
    let (opened, closed) = match compare {
        Compare::IsNot => ("ifnull(", ", 0)"),
        _ => ("", ""),
    };
    let mark = clause.mark(value);
    let column = field.value;
    if matches!(field.kind, Kind::Day) {
        push(
            clause,
            &[opened, "substr(", column, ", 1, length(", &mark, "))"],
        );
        push(clause, &[sign, &mark, closed]);
    } else {
        push(clause, &[opened, column, sign, &mark, closed]);
    }
    Ok(())
}

/// Compares what stands after the prefix of `label` by its number.
fn counted(clause: &mut Clause, field: &Field, sign: &str, label: &str) -> Result<()> {
    let label = bare(label);
    let prefix = label.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = label[prefix.len()..].parse::<i64>();
    let number = number.map_err(|_| bad(field, &label))?;
    let prefix = clause.mark(Value::Text(prefix.to_owned()));
    let number = clause.mark(Value::Integer(number));
    let column = field.value;
    let rest = format!("substr({column}, length({prefix}) + 1)");
    let same = format!("substr({column}, 1, length({prefix})) = {prefix}");
    let digits = format!("{rest} <> '' AND {rest} NOT GLOB '*[^0-9]*'");
    let compared = ["CAST(", &rest, " AS INTEGER)", sign, &number];
    push(clause, &["(", &same, " AND ", &digits, " AND "]);
    push(clause, &compared);
    push(clause, &[")"]);
    Ok(())
}

fn contains(clause: &mut Clause, field: &Field, value: &Value) -> Result<()> {
    let Value::Text(text) = value else {
        return Err(bad(field, "~"));
    };
    let mark = clause.mark(Value::Text(pattern(text)));
    push(
        clause,
        &["ifnull(", field.value, ", '') LIKE ", &mark, " ESCAPE '\\'"],
    );
    Ok(())
}

fn push(clause: &mut Clause, pieces: &[&str]) {
    for piece in pieces {
        clause.sql.push_str(piece);
    }
}
