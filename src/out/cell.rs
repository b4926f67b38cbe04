//! One value of a table: what it is, not how it looks.

use super::bracket::comma;
use super::figure::{percent, points, points_json, rate_json};
use crate::lang::{Lang, Text};
use crate::model::code::Code;
use num_rational::Ratio;
use serde_json::Value;
use std::borrow::Cow;

/// What a value means, shown as a colour; the words beside it always say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Done, met, in time.
    Good,
    /// Soon due, incomplete.
    Warn,
    /// Overdue, missed, refused.
    Bad,
    /// Of less weight than the rest.
    Faint,
}

/// One value of a [`Grid`](super::Grid) or a [`Page`](super::Page).
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text as the office wrote it, dates included.
    Text(String),
    /// A label or sentence of the program's own, in both languages.
    Both(Text),
    /// A word of a closed vocabulary: the code in JSON, the label elsewhere.
    Code {
        /// The stable English code.
        code: &'static str,
        /// The Chinese label.
        zh: &'static str,
        /// The English label.
        en: &'static str,
    },
    /// A count.
    Int(i64),
    /// Exact points, shown with two places, half away from zero.
    Points(Ratio<i128>),
    /// A share, always shown with its denominator.
    Percent {
        /// How many are.
        num: u64,
        /// Of how many.
        den: u64,
    },
    /// Yes or no.
    Bool(bool),
    /// A word that leads to a place of the same document, where it can be followed.
    Link {
        /// The address: `#m-10012`.
        to: String,
        /// The word.
        text: String,
    },
    /// Several words.
    List(Vec<String>),
    /// Nothing known: an empty field, null in JSON.
    Empty,
    /// A value with a meaning of its own.
    Toned(Tone, Box<Cell>),
}

impl Cell {
    /// A word of a closed vocabulary.
    pub fn code(word: impl Code) -> Cell {
        Cell::Code {
            code: word.code(),
            zh: word.zh(),
            en: word.en(),
        }
    }

    /// The same value, coloured by what it means.
    #[must_use]
    pub fn tone(self, tone: Tone) -> Cell {
        Cell::Toned(tone, Box::new(self))
    }

    /// The value as a person reads it; not yet cleaned of hostile characters.
    pub fn shown(&self, lang: Lang) -> Cow<'_, str> {
        match self {
            Cell::Text(text) | Cell::Link { text, .. } => text.into(),
            Cell::Both(text) => text.pick(lang).into(),
            Cell::Code { zh, en, .. } => pick(lang, zh, en).into(),
            Cell::Int(n) => n.to_string().into(),
            Cell::Points(value) => points(*value).into(),
            Cell::Percent { num, den } => percent(*num, *den, lang).into(),
            Cell::Bool(true) => pick(lang, "是", "yes").into(),
            Cell::Bool(false) => pick(lang, "否", "no").into(),
            Cell::List(words) => words.join(comma(lang)).into(),
            Cell::Empty => "".into(),
            Cell::Toned(_, cell) => cell.shown(lang),
        }
    }

    /// The value as a program reads it. Sentences come in the language of the run.
    pub fn json(&self, lang: Lang) -> Value {
        match self {
            Cell::Text(text) | Cell::Link { text, .. } => Value::from(text.as_str()),
            Cell::Both(text) => Value::from(text.pick(lang)),
            Cell::Code { code, .. } => Value::from(*code),
            Cell::Int(n) => Value::from(*n),
            Cell::Points(value) => points_json(*value),
            Cell::Percent { num, den } => rate_json(*num, *den),
            Cell::Bool(yes) => Value::from(*yes),
            Cell::List(words) => Value::from(words.as_slice()),
            Cell::Empty => Value::Null,
            Cell::Toned(_, cell) => cell.json(lang),
        }
    }

    /// The meaning that colours it.
    pub(super) fn meaning(&self) -> Option<Tone> {
        match self {
            Cell::Toned(tone, _) => Some(*tone),
            _ => None,
        }
    }

    /// Whether it is a figure of ours, which no spreadsheet takes for a formula.
    pub(super) fn is_figure(&self) -> bool {
        match self {
            Cell::Int(_) | Cell::Points(_) | Cell::Percent { .. } => true,
            Cell::Toned(_, cell) => cell.is_figure(),
            _ => false,
        }
    }
}

fn pick<'a>(lang: Lang, zh: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Cell {
        Cell::Text(text.clone())
    }
}

impl From<Text> for Cell {
    fn from(text: Text) -> Cell {
        Cell::Both(text)
    }
}

impl From<Ratio<i128>> for Cell {
    fn from(value: Ratio<i128>) -> Cell {
        Cell::Points(value)
    }
}

impl From<bool> for Cell {
    fn from(yes: bool) -> Cell {
        Cell::Bool(yes)
    }
}

impl From<Vec<String>> for Cell {
    fn from(words: Vec<String>) -> Cell {
        Cell::List(words)
    }
}

impl From<i64> for Cell {
    fn from(n: i64) -> Cell {
        Cell::Int(n)
    }
}

impl From<i32> for Cell {
    fn from(n: i32) -> Cell {
        Cell::Int(n.into())
    }
}

impl From<u32> for Cell {
    fn from(n: u32) -> Cell {
        Cell::Int(n.into())
    }
}

impl From<usize> for Cell {
    fn from(n: usize) -> Cell {
        Cell::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Cell {
        value.map_or(Cell::Empty, Into::into)
    }
}
