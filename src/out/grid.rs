//! A list: columns with stable keys and labels in two languages, rows of values.

use super::cell::Cell;
use super::look::{Format, Look};
use super::{data, markdown, table};
use crate::lang::{Lang, Text, so_many};
use crate::text;

/// How a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Text and dates.
    Left,
    /// Numbers, which are never folded.
    Right,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The stable English key of JSON, snake_case.
    pub key: &'static str,
    /// The header in both languages; CSV always takes the Chinese one.
    pub title: Text,
    /// How it stands.
    pub align: Align,
    /// 0 for a column that is always shown; otherwise a narrow terminal leaves out the highest first.
    pub spare: u8,
    /// Whether it keeps a quarter of the room while others can be left out.
    pub wide: bool,
}

impl Column {
    /// A column of text.
    pub fn text(key: &'static str, zh: &str, en: &str) -> Column {
        let title = Text {
            zh: zh.to_owned(),
            en: en.to_owned(),
        };
        Column {
            key,
            title,
            align: Align::Left,
            spare: 0,
            wide: false,
        }
    }

    /// A column of numbers.
    pub fn number(key: &'static str, zh: &str, en: &str) -> Column {
        Column {
            align: Align::Right,
            ..Column::text(key, zh, en)
        }
    }

    /// The same column, left out where the terminal is too narrow: the highest number first.
    #[must_use]
    pub fn spare(self, order: u8) -> Column {
        Column {
            spare: order,
            ..self
        }
    }

    /// The same column, with room for titles: it keeps a quarter of the room while others can
    /// be left out.
    #[must_use]
    pub fn wide(self) -> Column {
        Column { wide: true, ..self }
    }
}

/// A list of things, rendered in any [`Format`].
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The line above, for people only.
    pub caption: Option<Text>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with a value for every column; missing ones are empty.
    pub rows: Vec<Vec<Cell>>,
    /// The places of rows that head those after them, where a format can show it.
    pub leads: Vec<usize>,
    /// The lines below: the count, the filter in force. For people only.
    pub notes: Vec<Text>,
    /// What is said instead of a table without rows: why, and what to do.
    pub vacant: Option<Text>,
}

impl Grid {
    /// A list without rows.
    pub fn new(columns: impl Into<Vec<Column>>) -> Grid {
        Grid {
            caption: None,
            columns: columns.into(),
            rows: Vec::new(),
            leads: Vec::new(),
            notes: Vec::new(),
            vacant: None,
        }
    }

    /// Sets the line above.
    #[must_use]
    pub fn caption(self, caption: Text) -> Grid {
        Grid {
            caption: Some(caption),
            ..self
        }
    }

    /// Sets what is said when there are no rows.
    #[must_use]
    pub fn vacant(self, words: Text) -> Grid {
        Grid {
            vacant: Some(words),
            ..self
        }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl Into<Vec<Cell>>) {
        self.rows.push(cells.into());
    }

    /// Adds a row that heads those after it.
    pub fn lead(&mut self, cells: impl Into<Vec<Cell>>) {
        self.leads.push(self.rows.len());
        self.row(cells);
    }

    /// Only the first rows, with a line that says so.
    #[must_use]
    pub fn first(mut self, rows: usize) -> Grid {
        let all = self.rows.len();
        if all > rows {
            self.rows.truncate(rows);
            self.notes.clear();
            self.note(text!(
                "共 {all} 行，这里是前 {rows} 行",
                "{many}; of them the first {rows}",
                many = so_many(&all, "row", "rows")
            ));
        }
        self
    }

    /// Adds a line below.
    pub fn note(&mut self, note: Text) {
        self.notes.push(note);
    }

    /// The list in the look's format, ended by a line break (empty where there is nothing to say).
    pub fn render(&self, look: Look) -> String {
        match look.format {
            Format::Table => table::render(self, look),
            Format::Json => data::json_lines(self, look.lang),
            Format::Csv => data::csv(self),
            Format::Markdown => markdown::grid(self, look.lang),
            Format::Plain => data::plain(self, look.lang),
        }
    }

    /// The list as JSON: an array of objects with the columns' keys in order.
    pub fn json(&self, lang: Lang) -> serde_json::Value {
        self.rows
            .iter()
            .map(|row| data::object(self, row, lang))
            .collect()
    }
}

/// The value of a row in a column; empty where the row is short.
pub(super) fn at(row: &[Cell], column: usize) -> &Cell {
    row.get(column).unwrap_or(&Cell::Empty)
}
