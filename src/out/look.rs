//! How a thing is to look: format, language, width, colour.

use crate::lang::Lang;

/// The five formats of every list and every single thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Aligned columns for a person at a terminal.
    #[default]
    Table,
    /// JSON with stable English keys.
    Json,
    /// RFC 4180 with the clerk's Chinese headers.
    Csv,
    /// A Markdown table for a document.
    Markdown,
    /// One record per line, tabs between the fields, no header.
    Plain,
}

impl Format {
    /// Every format, in the order in which help lists them.
    pub const ALL: [Format; 5] = [
        Format::Table,
        Format::Json,
        Format::Csv,
        Format::Markdown,
        Format::Plain,
    ];

    /// The word that `--format` takes.
    pub fn code(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Markdown => "markdown",
            Format::Plain => "plain",
        }
    }

    /// Reads the word that `--format` takes.
    pub fn parse(word: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.code() == word)
    }

    /// Whether it is made of rows of values only, where a sentence would be read as a value.
    pub fn is_rows(self) -> bool {
        matches!(self, Format::Csv | Format::Plain)
    }

    /// Whether a program reads it, so that counts, hints and captions would only disturb.
    pub fn is_for_programs(self) -> bool {
        matches!(self, Format::Json | Format::Csv | Format::Plain)
    }
}

/// How a [`Grid`](super::Grid) or a [`Page`](super::Page) is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The format.
    pub format: Format,
    /// The language of labels, headers and sentences.
    pub lang: Lang,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether ANSI colours are wanted.
    pub color: bool,
}

impl Look {
    /// A look without colour for a width of 80.
    pub fn new(format: Format, lang: Lang) -> Look {
        Look {
            format,
            lang,
            width: 80,
            color: false,
        }
    }

    /// The same look at another width.
    #[must_use]
    pub fn wide(self, width: usize) -> Look {
        Look { width, ..self }
    }

    /// The width that is laid out for: never so narrow that nothing could be told, never beyond
    /// what a table can count.
    pub(super) fn room(self) -> usize {
        self.width.clamp(20, 4000)
    }
}
