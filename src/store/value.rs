//! How the model's values stand in the file.

use crate::model::code::Code;
use crate::model::when::When;
use rusqlite::types::Value;

/// A text.
pub fn text(word: &str) -> Value {
    Value::Text(word.to_owned())
}

/// A text that may be missing.
pub fn maybe(word: Option<&str>) -> Value {
    word.filter(|w| !w.is_empty()).map_or(Value::Null, text)
}

/// A number that may be missing.
pub fn number(n: Option<i64>) -> Value {
    n.map_or(Value::Null, Value::Integer)
}

/// A day, month or year that may be missing.
pub fn when(when: Option<When>) -> Value {
    when.map_or(Value::Null, |w| Value::Text(w.to_string()))
}

/// A word of a closed vocabulary.
pub fn code(code: impl Code) -> Value {
    Value::Text(code.code().to_owned())
}

/// A yes or no.
pub fn flag(on: bool) -> Value {
    Value::Integer(i64::from(on))
}
