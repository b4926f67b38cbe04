//! Fills a tree: words for placeholders, rows and paragraphs once for each item of the list.

use super::brace::{Piece, find, pieces, put, text};
use super::tree::{Element, Node};
use crate::model::paper::{Blank, Facts, Item, Paper};
use crate::model::proposal::number::frame;

/// A placeholder that is not as it should be, with the words of its paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The word between the braces; none where they are not closed.
    pub name: Option<String>,
    /// The paragraph.
    pub paragraph: String,
}

/// What filling found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Placeholders that the paper does not have, and braces that are not closed.
    pub wrong: Vec<Spot>,
    /// Words that the paper needs and the ledger does not have, as they come; of a list without
    /// items its name.
    pub lacking: Vec<String>,
}

/// An item that rows and paragraphs are repeated for, and the list it is of.
type Of<'i> = (&'static str, &'i Item);

/// Fills the trees of one paper.
pub(super) struct Filler<'a> {
    paper: Paper,
    facts: &'a Facts,
    /// What was found on the way.
    pub(super) report: Report,
}

impl<'a> Filler<'a> {
    pub(super) fn new(paper: Paper, facts: &'a Facts) -> Filler<'a> {
        let report = Report::default();
        Filler {
            paper,
            facts,
            report,
        }
    }

    /// Fills a run of nodes; `item` is the one that they are repeated for.
    pub(super) fn nodes(&mut self, nodes: &[Node], item: Option<Of<'_>>) -> Vec<Node> {
        let mut filled = Vec::new();
        let mut at = 0;
        while at < nodes.len() {
            let block = match item {
                None => self.block(nodes, at),
                Some(_) => None,
            };
            if let Some((list, end)) = block {
                self.repeat(list, &nodes[at..end], &mut filled);
                at = end;
            } else {
                filled.push(self.node(&nodes[at], item));
                at += 1;
            }
        }
        filled
    }

    fn node(&mut self, node: &Node, item: Option<Of<'_>>) -> Node {
        let Node::Element(element) = node else {
            return node.clone();
        };
        let mut element = element.clone();
        if element.name == "w:p" {
            self.paragraph(&mut element, item);
        }
        if !element.children.is_empty() {
            element.children = self.nodes(&element.children, item);
        }
        Node::Element(element)
    }

    /// By which list neighbours repeat together, rows, or paragraphs, that all name an item of it,
    /// and where they end.
    fn block(&self, nodes: &[Node], from: usize) -> Option<(&'static str, usize)> {
        let first = nodes[from].element()?;
        let list = self.repeats(first)?;
        let (mut end, mut at) = (from + 1, from + 1);
        while let Some(node) = nodes.get(at) {
            at += 1;
            match node {
                Node::Raw(_) => {}
                Node::Element(e) if e.name == first.name && self.repeats(e) == Some(list) => {
                    end = at;
                }
                Node::Element(_) => break,
            }
        }
        Some((list, end))
    }

    /// The list of which a row, or a paragraph, names something of an item.
    fn repeats(&self, element: &Element) -> Option<&'static str> {
        let lists = self.paper.lists();
        let named = |p: &Element| {
            let names = find(&text(p)).into_iter().filter_map(|f| f.name);
            names.into_iter().find_map(|n| {
                let (head, _) = n.split_once('.')?;
                lists.iter().map(|(list, _)| *list).find(|l| *l == head)
            })
        };
        match element.name.as_str() {
            "w:p" => named(element),
            "w:tr" => own_paragraphs(element).into_iter().find_map(named),
            _ => None,
        }
    }

    /// Once for each item; without any, once with nothing in it, so that a table keeps a row.
    fn repeat(&mut self, list: &'static str, nodes: &[Node], filled: &mut Vec<Node>) {
        let none = [Item::new()];
        let items: &[Item] = match self.facts.of_list(list) {
            [] => &none,
            items => items,
        };
        for (at, item) in items.iter().enumerate() {
            let mut once = self.nodes(nodes, Some((list, item)));
            if at > 0 {
                once.iter_mut().for_each(forget_identity);
            }
            filled.extend(once);
        }
    }

    /// Fills one paragraph. A placeholder that Word parted over several runs stands in the first
    /// of them, with its formatting.
    fn paragraph(&mut self, paragraph: &mut Element, item: Option<Of<'_>>) {
        let pieces = pieces(paragraph);
        let whole: String = pieces.iter().map(Piece::as_str).collect();
        let found = find(&whole);
        if found.is_empty() {
            return;
        }
        let mut words = Vec::new();
        for f in &found {
            let word = f.name.as_deref().and_then(|name| self.word(name, item));
            if word.is_none() {
                self.report.wrong.push(Spot {
                    name: f.name.clone(),
                    paragraph: whole.clone(),
                });
            }
            let Some(word) = word else { continue };
            let is_number = f.name.as_deref().is_some_and(|n| n.ends_with("案号"));
            words.push(if is_number && word != Blank::Named.print() {
                framed(&whole, f.from, f.to, word)
            } else {
                (f.from, f.to, word)
            });
        }
        let mut texts = Vec::new();
        let mut start = 0;
        for piece in &pieces {
            let end = start + piece.as_str().len();
            if let Piece::Text(_) = piece {
                texts.push(replaced(&whole, start, end, &words));
            }
            start = end;
        }
        put(paragraph, &mut texts.into_iter());
    }

    /// What stands for a placeholder; none where the paper has no such, or where it is of another
    /// list than the row.
    fn word(&mut self, name: &str, item: Option<Of<'_>>) -> Option<String> {
        let field = self.paper.field(name)?;
        let list = name.split_once('.').map(|(list, _)| list);
        if list.is_some_and(|list| item.is_some_and(|(of, _)| of != list)) {
            return None;
        }
        if let Some(word) = self.facts.word(item.map(|(_, item)| item), name) {
            return Some(word.to_owned());
        }
        let of_none = |list: &&str| item.is_some() && self.facts.of_list(list).is_empty();
        let named = list.filter(of_none).unwrap_or(name).to_owned();
        if field.blank == Blank::Named && !self.report.lacking.contains(&named) {
            self.report.lacking.push(named);
        }
        Some(field.blank.print().to_owned())
    }
}

/// A case number with the 第 and 号 that a template has around it, where they belong there.
fn framed(whole: &str, from: usize, to: usize, word: String) -> (usize, usize, String) {
    let [before, after] = frame(&word);
    let (mut from, mut to) = (from, to);
    if before.is_empty() && whole[..from].ends_with('第') {
        from -= '第'.len_utf8();
    }
    if after.is_empty() && whole[to..].starts_with('号') {
        to += '号'.len_utf8();
    }
    (from, to, word)
}

/// What is left of one piece once the words stand where they belong; `None` where nothing changes.
fn replaced(
    whole: &str,
    start: usize,
    end: usize,
    words: &[(usize, usize, String)],
) -> Option<String> {
    let touched = words
        .iter()
        .filter(|(from, to, _)| *from < end && *to > start);
    let mut out = String::new();
    let (mut at, mut changed) = (start, false);
    for (from, to, word) in touched {
        changed = true;
        if *from >= start {
            out.push_str(&whole[at..*from]);
            out.push_str(word);
        }
        at = (*to).min(end);
    }
    out.push_str(&whole[at..end]);
    changed.then_some(out)
}

/// The paragraphs of a row without those of a table inside it.
fn own_paragraphs(row: &Element) -> Vec<&Element> {
    let mut all = Vec::new();
    for e in row.elements() {
        match e.name.as_str() {
            "w:p" => all.push(e),
            "w:tbl" => {}
            _ => all.extend(own_paragraphs(e)),
        }
    }
    all
}

/// A copy has no identity of its own: the marks by which Word tells paragraphs apart go, and so
/// do bookmarks.
fn forget_identity(node: &mut Node) {
    let Node::Element(e) = node else { return };
    for mark in [" w14:paraId=\"", " w14:textId=\""] {
        if let Some(from) = e.open.find(mark)
            && let Some(length) = e.open[from + mark.len()..].find('"')
        {
            e.open.replace_range(from..=from + mark.len() + length, "");
        }
    }
    let is_mark = |n: &Node| {
        let name = n.element().map(|e| e.name.as_str());
        matches!(name, Some("w:bookmarkStart" | "w:bookmarkEnd"))
    };
    e.children.retain(|n| !is_mark(n));
    e.children.iter_mut().for_each(forget_identity);
}
