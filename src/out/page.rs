//! One thing in full: a title, its fields, its sections.

use super::cell::Cell;
use super::clean::trimmed;
use super::data::{csv_cell, csv_line, plain_line};
use super::fold::fold_lines;
use super::grid::Grid;
use super::look::{Format, Look};
use super::table::field_lines;
use super::{data, markdown};
use crate::lang::{Lang, Text};
use std::borrow::Cow;

/// What a section holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// A list.
    Grid(Grid),
    /// More fields.
    Fields(Vec<(Text, Cell)>),
    /// Paragraphs.
    Lines(Vec<Text>),
}

/// A heading and what stands under it.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The heading.
    pub heading: Text,
    /// What stands under it.
    pub body: Body,
}

/// What `show` prints. Its JSON is the caller's own object, since it is deeper than a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The title.
    pub title: Text,
    /// Names and values, in two aligned columns.
    pub fields: Vec<(Text, Cell)>,
    /// The sections below.
    pub sections: Vec<Section>,
}

impl Page {
    /// A page with nothing but a title.
    pub fn new(title: Text) -> Page {
        Page {
            title,
            fields: Vec::new(),
            sections: Vec::new(),
        }
    }

    /// Adds a field.
    pub fn field(&mut self, name: Text, value: impl Into<Cell>) {
        self.fields.push((name, value.into()));
    }

    /// Adds a section with a list.
    pub fn grid(&mut self, heading: Text, grid: Grid) {
        self.sections.push(Section {
            heading,
            body: Body::Grid(grid),
        });
    }

    /// Adds a section of paragraphs.
    pub fn lines(&mut self, heading: Text, lines: impl Into<Vec<Text>>) {
        self.sections.push(Section {
            heading,
            body: Body::Lines(lines.into()),
        });
    }

    /// Adds a section of fields.
    pub fn fields(&mut self, heading: Text, fields: impl Into<Vec<(Text, Cell)>>) {
        self.sections.push(Section {
            heading,
            body: Body::Fields(fields.into()),
        });
    }

    /// The page in the look's format; JSON has only what the page itself knows.
    pub fn render(&self, look: Look) -> String {
        match look.format {
            Format::Table => self.table(look),
            Format::Json => data::json_text(&self.json(look.lang)),
            Format::Csv => self.csv(),
            Format::Markdown => self.markdown(look.lang),
            Format::Plain => self.plain(look.lang),
        }
    }

    fn table(&self, look: Look) -> String {
        let room = look.room();
        let mut blocks = vec![heading_lines(&self.title, look, "=")];
        if !self.fields.is_empty() {
            blocks.push(joined(&shown_fields(&self.fields, look.lang), room));
        }
        for section in &self.sections {
            let body = match &section.body {
                Body::Grid(grid) => grid.render(look),
                Body::Fields(fields) => joined(&shown_fields(fields, look.lang), room),
                Body::Lines(lines) => lines
                    .iter()
                    .flat_map(|line| fold_lines(line.pick(look.lang), room))
                    .map(ended)
                    .collect(),
            };
            blocks.push(format!(
                "{}{body}",
                heading_lines(&section.heading, look, "")
            ));
        }
        blocks.join("\n")
    }

    fn markdown(&self, lang: Lang) -> String {
        let mut blocks = vec![format!("# {}\n", markdown::escaped(self.title.pick(lang)))];
        if !self.fields.is_empty() {
            blocks.push(field_table(&self.fields, lang));
        }
        for section in &self.sections {
            blocks.push(format!(
                "## {}\n",
                markdown::escaped(section.heading.pick(lang))
            ));
            match &section.body {
                Body::Grid(grid) => blocks.push(markdown::grid(grid, lang)),
                Body::Fields(fields) => blocks.push(field_table(fields, lang)),
                Body::Lines(lines) => {
                    blocks.extend(
                        lines
                            .iter()
                            .map(|line| markdown::paragraph(line.pick(lang))),
                    );
                }
            }
        }
        blocks.join("\n")
    }

    fn csv(&self) -> String {
        let mut out = String::new();
        let pairs = |out: &mut String, fields: &[(Text, Cell)]| {
            for (name, value) in fields {
                csv_line(out, [name.zh.as_str().into(), csv_cell(value)].into_iter());
            }
        };
        pairs(&mut out, &self.fields);
        for section in &self.sections {
            out.push_str("\r\n");
            csv_line(&mut out, [section.heading.zh.clone()].into_iter());
            match &section.body {
                Body::Grid(grid) => out.push_str(&data::csv(grid)),
                Body::Fields(fields) => pairs(&mut out, fields),
                Body::Lines(lines) => {
                    for line in lines {
                        csv_line(&mut out, [csv_cell(&line.clone().into())].into_iter());
                    }
                }
            }
        }
        out
    }

    fn plain(&self, lang: Lang) -> String {
        let mut out = String::new();
        let pairs = |out: &mut String, fields: &[(Text, Cell)]| {
            for (name, value) in fields {
                plain_line(out, [name.pick(lang).into(), value.shown(lang)].into_iter());
            }
        };
        pairs(&mut out, &self.fields);
        for section in &self.sections {
            plain_line(&mut out, [section.heading.pick(lang).into()].into_iter());
            match &section.body {
                Body::Grid(grid) => out.push_str(&data::plain(grid, lang)),
                Body::Fields(fields) => pairs(&mut out, fields),
                Body::Lines(lines) => {
                    for line in lines {
                        plain_line(&mut out, [line.pick(lang).into()].into_iter());
                    }
                }
            }
        }
        out
    }

    fn json(&self, lang: Lang) -> serde_json::Value {
        let pair = |(name, value): &(Text, Cell)| (name.en.clone(), value.json(lang));
        self.fields
            .iter()
            .map(pair)
            .collect::<serde_json::Map<_, _>>()
            .into()
    }
}

/// A heading in bold; the title also has a line under it, which shows without colour.
fn heading_lines(heading: &Text, look: Look, rule: &str) -> String {
    let lines = fold_lines(heading.pick(look.lang), look.room());
    let widest = lines
        .iter()
        .map(|line| super::width(line))
        .max()
        .unwrap_or(0);
    let (bold, end) = if look.color {
        ("\x1b[1m", "\x1b[0m")
    } else {
        ("", "")
    };
    let mut out = String::new();
    for line in lines {
        out.extend([bold, line.as_str(), end, "\n"]);
    }
    if !rule.is_empty() {
        out.push_str(&ended(rule.repeat(widest)));
    }
    out
}

fn shown_fields(fields: &[(Text, Cell)], lang: Lang) -> Vec<(&str, Cow<'_, str>)> {
    fields
        .iter()
        .map(|(name, value)| (name.pick(lang), trimmed(value.shown(lang))))
        .collect()
}

fn joined(fields: &[(&str, Cow<'_, str>)], room: usize) -> String {
    let pairs = fields.iter().map(|(name, value)| (*name, value.as_ref()));
    field_lines(pairs, room).into_iter().map(ended).collect()
}

fn ended(line: String) -> String {
    line + "\n"
}

fn field_table(fields: &[(Text, Cell)], lang: Lang) -> String {
    let mut out = String::new();
    let head = match lang {
        Lang::Zh => ["项目", "内容"],
        Lang::En => ["field", "value"],
    };
    markdown::line(&mut out, head.into_iter().map(str::to_owned));
    markdown::line(&mut out, ["---", "---"].into_iter().map(str::to_owned));
    for (name, value) in fields {
        let cells = [
            markdown::escaped(name.pick(lang)),
            markdown::escaped(&value.shown(lang)),
        ];
        markdown::line(&mut out, cells.into_iter());
    }
    out
}
