//! A cell as any kind of file gives it.

use chrono::NaiveDateTime;
use std::borrow::Cow;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell<'a> {
    /// Nothing, or spaces only.
    #[default]
    Empty,
    /// Text as it stands.
    Text(Cow<'a, str>),
    /// A number, as spreadsheets hold it.
    Number(f64),
    /// TRUE or FALSE.
    Truth(bool),
    /// A cell with a date format.
    Day(NaiveDateTime),
    /// A formula that failed: `#REF!`.
    Broken(&'static str),
    /// A formula that was saved without its value, as programs write them that do not reckon.
    Unvalued(Cow<'a, str>),
}

impl Cell<'_> {
    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.chars().all(is_space),
            _ => false,
        }
    }

    /// The cell as a person sees it.
    pub fn shown(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone().into_owned(),
            Cell::Number(number) => shown_number(*number),
            Cell::Truth(true) => "TRUE".to_owned(),
            Cell::Truth(false) => "FALSE".to_owned(),
            Cell::Day(day) => {
                let text = day.format("%Y-%m-%d %H:%M:%S").to_string();
                text.strip_suffix(" 00:00:00")
                    .map_or(text.clone(), str::to_owned)
            }
            Cell::Broken(code) => (*code).to_owned(),
            Cell::Unvalued(formula) => format!("={formula}"),
        }
    }

    /// The same, owning its text.
    pub fn into_owned(self) -> Cell<'static> {
        match self {
            Cell::Empty => Cell::Empty,
            Cell::Text(text) => Cell::Text(Cow::Owned(text.into_owned())),
            Cell::Number(number) => Cell::Number(number),
            Cell::Truth(truth) => Cell::Truth(truth),
            Cell::Day(day) => Cell::Day(day),
            Cell::Broken(code) => Cell::Broken(code),
            Cell::Unvalued(formula) => Cell::Unvalued(Cow::Owned(formula.into_owned())),
        }
    }
}

/// A number without a needless `.0`.
pub fn shown_number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        format!("{number:.0}")
    } else {
        format!("{number}")
    }
}

/// White space, and the characters that look like it or like nothing.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Characters that no one sees: zero-width ones, direction marks, byte order marks.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_is_shown_without_a_point() {
        assert_eq!(Cell::Number(10001.0).shown(), "10001");
        assert_eq!(Cell::Number(1976.1).shown(), "1976.1");
    }

    #[test]
    fn a_cell_of_padding_is_empty() {
        assert!(Cell::Text("\u{3000}\u{a0}\u{200b} ".into()).is_empty());
    }
}
