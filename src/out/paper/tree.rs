//! The XML of one part of a document as a tree. What is not touched is written back byte for byte:
//! a template keeps everything that Word put into it.

use quick_xml::escape::{escape, unescape};
use quick_xml::events::Event;
use quick_xml::reader::Reader;

/// Deeper than any document that a person wrote.
const DEEPEST: usize = 200;

/// A piece of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// An element with what it holds.
    Element(Element),
    /// Text, references, comments: as they stand.
    Raw(String),
}

/// An element; one that closes itself has no `close`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    /// The name with its prefix: `w:p`.
    pub(super) name: String,
    /// The start tag as it stands.
    pub(super) open: String,
    /// What it holds.
    pub(super) children: Vec<Node>,
    /// The end tag as it stands.
    pub(super) close: String,
}

/// Reads a part; `None` where it is no XML, or none that a document has.
pub(super) fn read(xml: &str) -> Option<Vec<Node>> {
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<Element> = Vec::new();
    let mut top = Vec::new();
    let mut at = 0;
    loop {
        let event = reader.read_event().ok()?;
        let end = usize::try_from(reader.buffer_position()).ok()?;
        let raw = xml.get(at..end)?.to_owned();
        at = end;
        let done = match event {
            Event::Start(tag) => {
                let name = tag.name().as_ref().to_owned();
                open.push(Element::new(name, raw));
                if open.len() > DEEPEST {
                    return None;
                }
                continue;
            }
            Event::End(_) => {
                let mut element = open.pop()?;
                element.close = raw;
                Node::Element(element)
            }
            Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                Node::Element(Element::new(name, raw))
            }
            Event::Eof => break,
            Event::DocType(_) => return None,
            _ => Node::Raw(raw),
        };
        open.last_mut()
            .map_or(&mut top, |e| &mut e.children)
            .push(done);
    }
    open.is_empty().then_some(top)
}

/// Writes a part.
pub(super) fn write(nodes: &[Node], out: &mut String) {
    for node in nodes {
        match node {
            Node::Raw(raw) => out.push_str(raw),
            Node::Element(e) => {
                out.push_str(&e.open);
                write(&e.children, out);
                out.push_str(&e.close);
            }
        }
    }
}

impl Element {
    fn new(name: String, open: String) -> Element {
        Element {
            name,
            open,
            children: Vec::new(),
            close: String::new(),
        }
    }

    /// The elements that it holds.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(Node::element)
    }

    /// The text of a `w:t`.
    pub(super) fn text(&self) -> String {
        let mut raw = String::new();
        write(&self.children, &mut raw);
        unescape(&raw).map_or_else(|_| raw.clone(), std::borrow::Cow::into_owned)
    }

    /// Gives a `w:t` another text; a line of it that ends is broken there.
    pub(super) fn set_text(&mut self, text: &str) {
        const OPEN: &str = "<w:t xml:space=\"preserve\">";
        let lines = text
            .split('\n')
            .map(|line| escape(clean(line)).into_owned());
        let broken = lines
            .collect::<Vec<_>>()
            .join("</w:t><w:br/><w:t xml:space=\"preserve\">");
        OPEN.clone_into(&mut self.open);
        self.children = vec![Node::Raw(broken)];
        "</w:t>".clone_into(&mut self.close);
    }
}

impl Node {
    /// The element, where it is one.
    pub(super) fn element(&self) -> Option<&Element> {
        match self {
            Node::Element(e) => Some(e),
            Node::Raw(_) => None,
        }
    }
}

/// The text without characters that XML cannot hold.
fn clean(text: &str) -> String {
    let holds = |c: &char| *c == '\t' || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
    text.chars().filter(holds).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_touched_is_written_back_as_it_stood() {
        let xml = "<?xml version=\"1.0\"?>\r\n<w:p a='1' ><w:r><w:t >甲 &amp; 乙</w:t><w:br /></w:r><!-- x --></w:p>";
        let tree = read(xml).unwrap();
        let mut out = String::new();
        write(&tree, &mut out);
        assert_eq!(out, xml);
    }

    #[test]
    fn what_is_no_xml_is_not_read() {
        assert!(read("<w:p><w:r></w:p>").is_none());
        assert!(read("<w:p>").is_none());
        assert!(read(&"<a>".repeat(300)).is_none());
        assert!(read("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>").is_none());
    }

    #[test]
    fn a_text_is_escaped_and_its_lines_are_broken() {
        let mut tree = read("<w:t>x</w:t>").unwrap();
        let Some(Node::Element(e)) = tree.first_mut() else {
            panic!("an element")
        };
        e.set_text("甲<乙&\n丙\u{7}");
        let mut out = String::new();
        write(&tree, &mut out);
        let wanted = "<w:t xml:space=\"preserve\">甲&lt;乙&amp;</w:t><w:br/><w:t xml:space=\"preserve\">丙</w:t>";
        assert_eq!(out, wanted);
    }
}
