//! Placeholders in a paragraph: `{{案号}}`, also as a Chinese keyboard types them: ｛｛案号｝｝.

use super::tree::{Element, Node};

/// Longer than any placeholder.
const LONGEST: usize = 24;

/// A placeholder in a text, by bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) from: usize,
    pub(super) to: usize,
    /// The word between the braces; none where they are not closed.
    pub(super) name: Option<String>,
}

/// Every placeholder of a text, and every pair of braces that is opened and not closed.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((from, inside)) = pair(text, at, ['{', '｛']) {
        let close = pair(text, inside, ['}', '｝']);
        let reopened = pair(text, inside, ['{', '｛']).map_or(usize::MAX, |p| p.0);
        let whole = close.filter(|(end, _)| {
            *end < reopened
                && text[inside..*end].chars().count() <= LONGEST
                && !text[inside..*end].contains(['\t', '\n'])
        });
        let (to, name) = match whole {
            Some((end, after)) => (after, Some(text[inside..end].trim().replace('．', "."))),
            None => (inside, None),
        };
        found.push(Found { from, to, name });
        at = to;
    }
    found
}

/// The next two such braces: where they begin and where they end.
fn pair(text: &str, at: usize, braces: [char; 2]) -> Option<(usize, usize)> {
    let mut before: Option<usize> = None;
    for (offset, c) in text.get(at..)?.char_indices() {
        match (braces.contains(&c), before) {
            (true, Some(first)) => return Some((first, at + offset + c.len_utf8())),
            (true, None) => before = Some(at + offset),
            (false, _) => before = None,
        }
    }
    None
}

/// A piece of a paragraph's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// The text of a `w:t`.
    Text(String),
    /// A tab or the end of a line.
    Fixed(&'static str),
}

impl Piece {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Piece::Text(text) => text,
            Piece::Fixed(sign) => sign,
        }
    }
}

/// The text of a paragraph in the pieces that Word made of it; paragraphs inside it (a text box)
/// have their own.
pub(super) fn pieces(paragraph: &Element) -> Vec<Piece> {
    let mut all = Vec::new();
    collect(&paragraph.children, &mut all);
    all
}

fn collect(nodes: &[Node], all: &mut Vec<Piece>) {
    for e in nodes.iter().filter_map(Node::element) {
        match e.name.as_str() {
            "w:t" => all.push(Piece::Text(e.text())),
            "w:tab" => all.push(Piece::Fixed("\t")),
            "w:br" | "w:cr" => all.push(Piece::Fixed("\n")),
            // The tabs of a paragraph's settings are stops, no signs.
            "w:p" | "w:pPr" | "w:rPr" => {}
            _ => collect(&e.children, all),
        }
    }
}

/// The whole text of a paragraph.
pub(super) fn text(paragraph: &Element) -> String {
    pieces(paragraph).iter().map(Piece::as_str).collect()
}

/// Gives the pieces of a paragraph that are texts other texts, in their order; `None` leaves one
/// as it is.
pub(super) fn put(paragraph: &mut Element, texts: &mut impl Iterator<Item = Option<String>>) {
    for node in &mut paragraph.children {
        let Node::Element(e) = node else { continue };
        match e.name.as_str() {
            "w:p" | "w:pPr" | "w:rPr" => {}
            "w:t" => {
                if let Some(text) = texts.next().flatten() {
                    e.set_text(&text);
                }
            }
            _ => put(e, texts),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<Option<String>> {
        find(text).into_iter().map(|f| f.name).collect()
    }

    #[test]
    fn braces_of_both_keyboards_are_placeholders() {
        let some = |n: &str| Some(n.to_owned());
        assert_eq!(
            names("第{{案号}}号《{{ 案由 }}》"),
            [some("案号"), some("案由")]
        );
        assert_eq!(names("｛｛逾期.案号｝｝"), [some("逾期.案号")]);
        assert_eq!(names("{ {案号} } {案由}"), []);
        assert_eq!(names("{{案号"), [None]);
        assert_eq!(names("{{案号 {{案由}}"), [None, some("案由")]);
        assert_eq!(names("{{案\t号}}"), [None]);
    }
}
