//! Self-contained HTML: written as XHTML, so that it is well-formed by construction and every
//! parser reads it; nothing is fetched, nothing needs a script. Text is escaped by quick-xml.
//!
//! [`Html`] writes elements; [`page`] and [`grid`] render what commands say anyway; plots are in
//! [`super::chart`].

use super::cell::Cell;
use super::grid::{Align, Grid, at};
use super::page::{Body, Page};
use crate::lang::{Lang, Text};
use quick_xml::escape::escape;

const STYLE: &str = include_str!("html.css");

/// Attributes of an element: names, and values as they are read.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

/// A document that is being written; whoever writes a long one takes what is there from time to
/// time.
#[derive(Debug, Default)]
pub struct Html {
    out: String,
    open: Vec<&'static str>,
}

impl Html {
    /// A document with its head; what follows stands in its body.
    pub fn document(title: &str, lang: Lang) -> Html {
        let mut html = Html::default();
        html.out.push_str("<!DOCTYPE html>\n");
        let code = lang.pick("zh-CN", "en");
        let space = ("xmlns", "http://www.w3.org/1999/xhtml");
        html.open("html", &[space, ("lang", code), ("xml:lang", code)]);
        html.open("head", &[]);
        html.void("meta", &[("charset", "utf-8")]);
        let view = [
            ("name", "viewport"),
            ("content", "width=device-width, initial-scale=1"),
        ];
        html.void("meta", &view);
        html.void(
            "meta",
            &[("name", "color-scheme"), ("content", "light dark")],
        );
        html.element("title", &[], title);
        html.open("style", &[]);
        html.out.push_str(STYLE);
        html.close();
        html.close();
        html.open("body", &[]);
        html
    }

    /// Begins an element.
    pub fn open(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.start(name, attributes);
        self.out.push('>');
        self.open.push(name);
    }

    /// Ends the element that was begun last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.out.extend(["</", name, ">"]);
            if is_block(name) {
                self.out.push('\n');
            }
        }
    }

    /// An element with nothing in it that never has an end: `meta`, `line`.
    pub fn void(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.start(name, attributes);
        self.out.push_str("/>");
    }

    /// An element with text.
    pub fn element(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close();
    }

    /// Text; what XML cannot hold is shown as a replacement character.
    pub fn text(&mut self, text: &str) {
        self.out.push_str(&escape(&*legal(text)));
    }

    /// What is written so far, which the document then no longer holds.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    /// The rest, with everything ended that is open.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    fn start(&mut self, name: &str, attributes: Attributes<'_>) {
        self.out.extend(["<", name]);
        for (name, value) in attributes {
            let value = legal(value);
            self.out.extend([" ", name, "=\"", &escape(&*value), "\""]);
        }
    }
}

fn is_block(name: &str) -> bool {
    !matches!(
        name,
        "a" | "b" | "span" | "td" | "th" | "text" | "tspan" | "title"
    )
}

fn legal(text: &str) -> std::borrow::Cow<'_, str> {
    let odd = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    if text.contains(odd) {
        text.replace(odd, "\u{fffd}").into()
    } else {
        text.into()
    }
}

/// The level of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Of the document.
    One,
    /// Of a chapter.
    Two,
    /// Of a section.
    Three,
}

impl Level {
    fn name(self) -> &'static str {
        match self {
            Level::One => "h1",
            Level::Two => "h2",
            Level::Three => "h3",
        }
    }
}

/// A heading.
pub fn heading(html: &mut Html, level: Level, text: &Text, lang: Lang) {
    html.element(level.name(), &[], text.pick(lang));
}

/// Names and values.
pub fn fields(html: &mut Html, fields: &[(Text, Cell)], lang: Lang) {
    if fields.is_empty() {
        return;
    }
    html.open("dl", &[]);
    for (name, value) in fields {
        html.open("div", &[]);
        html.element("dt", &[], name.pick(lang));
        html.element("dd", &[], &value.shown(lang));
        html.close();
    }
    html.close();
}

/// A list as a table that scrolls where it is too wide; without rows what is said instead.
pub fn grid(html: &mut Html, grid: &Grid, lang: Lang) {
    if let (true, Some(vacant)) = (grid.rows.is_empty(), &grid.vacant) {
        html.element("p", &[("class", "faint")], vacant.pick(lang));
        return;
    }
    html.open("div", &[("class", "wide")]);
    html.open("table", &[]);
    if let Some(caption) = &grid.caption {
        html.element("caption", &[], caption.pick(lang));
    }
    html.open("thead", &[]);
    html.open("tr", &[]);
    for column in &grid.columns {
        let class = class_of(column.align);
        html.element(
            "th",
            &[("scope", "col"), ("class", class)],
            column.title.pick(lang),
        );
    }
    html.close();
    html.close();
    html.open("tbody", &[]);
    for (place, row) in grid.rows.iter().enumerate() {
        rows(html, grid, row, grid.leads.contains(&place), lang);
    }
    html.close();
    html.close();
    html.close();
    for note in &grid.notes {
        html.element("p", &[("class", "faint")], note.pick(lang));
    }
}

fn rows(html: &mut Html, grid: &Grid, row: &[Cell], leads: bool, lang: Lang) {
    html.open("tr", if leads { &[("class", "lead")] } else { &[] });
    for (place, column) in grid.columns.iter().enumerate() {
        let (name, scope) = if place == 0 {
            ("th", Some(("scope", "row")))
        } else {
            ("td", None)
        };
        let cell = at(row, place);
        let shown = cell.shown(lang);
        // Days and numbers of things are never parted.
        let whole = shown.len() <= 12 && shown.is_ascii();
        let class = match class_of(column.align) {
            "t" if whole => "k",
            class => class,
        };
        let class = ("class", class);
        let attributes: Vec<(&str, &str)> = scope.into_iter().chain([class]).collect();
        html.open(name, &attributes);
        match cell {
            Cell::Link { to, text } => html.element("a", &[("href", to)], text),
            _ => html.text(&shown),
        }
        html.close();
    }
    html.close();
}

fn class_of(align: Align) -> &'static str {
    match align {
        Align::Right => "n",
        Align::Left => "t",
    }
}

/// A page: its heading, fields and sections.
pub fn page(html: &mut Html, page: &Page, level: Level, lang: Lang) {
    heading(html, level, &page.title, lang);
    body(html, page, lang);
}

/// What stands under the heading of a page.
pub fn body(html: &mut Html, page: &Page, lang: Lang) {
    fields(html, &page.fields, lang);
    for section in &page.sections {
        html.open("section", &[]);
        heading(html, Level::Three, &section.heading, lang);
        match &section.body {
            Body::Grid(list) => grid(html, list, lang),
            Body::Fields(pairs) => fields(html, pairs, lang),
            Body::Lines(lines) => {
                html.open("ul", &[]);
                for line in lines {
                    html.element("li", &[], line.pick(lang));
                }
                html.close();
            }
        }
        html.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::out::Column;
    use quick_xml::Reader;
    use quick_xml::events::Event;

    /// The text of a document that an XML parser reads to the end.
    fn read(xml: &str) -> String {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = true;
        let mut text = String::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Text(t) => text.push_str(&t),
                Event::GeneralRef(r) => {
                    text.push_str(quick_xml::escape::resolve_predefined_entity(&r).unwrap());
                }
                Event::Eof => return text,
                _ => {}
            }
        }
    }

    #[test]
    fn whatever_a_name_is_it_comes_out_as_text() {
        let odd = "<b>&\"'>\u{1}</script>";
        let mut html = Html::document(odd, Lang::Zh);
        let mut list = Grid::new(vec![Column::text("name", "姓名", "name")]);
        list.row(vec![Cell::from(odd)]);
        let mut sheet = Page::new(Text::same(odd));
        sheet.field(Text::same(odd), Cell::from(odd));
        sheet.grid(Text::same(odd), list);
        page(&mut html, &sheet, Level::One, Lang::Zh);
        html.element("a", &[("href", odd)], odd);
        let told = html.finish();
        assert!(!told.contains("<b>") && !told.contains("</script>"));
        let text = read(&told);
        assert_eq!(text.matches("<b>&\"'>\u{fffd}</script>").count(), 7);
    }

    #[test]
    fn everything_open_is_ended() {
        let mut html = Html::document("题", Lang::Zh);
        html.open("main", &[]);
        html.open("p", &[]);
        html.text("文");
        assert!(html.finish().ends_with("</p>\n</main>\n</body>\n</html>\n"));
    }
}
