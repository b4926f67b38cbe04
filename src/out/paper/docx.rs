//! The package of a template: its parts, and the same package with filled ones.

use super::fill::{Filler, Report};
use super::plain::plain;
use super::tree::{self, Node};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::paper::{Facts, Paper};
use crate::text;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A template is never larger, packed or any part of it.
const LARGEST: u64 = 20 << 20;
/// Where Word keeps the body, unless the package says otherwise.
const MAIN: &str = "word/document.xml";
const RELATIONS: &str = "_rels/.rels";
const TYPES: &str = "[Content_Types].xml";

/// A template that was read.
#[derive(Debug, Clone)]
pub struct Template {
    paper: Paper,
    /// The name of the part with the body.
    main: String,
    /// Every part of the package in its order, names and bytes.
    parts: Vec<(String, Vec<u8>)>,
    /// The parts with words for people, by their place among the parts.
    trees: Vec<(usize, Vec<Node>)>,
}

/// A paper that was filled.
#[derive(Debug)]
pub struct Filled {
    /// The package.
    pub docx: Vec<u8>,
    /// The words of its main part, line by line.
    pub text: String,
    /// What is not as it should be.
    pub report: Report,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// `not_docx` with what it lacks.
    pub fn read(paper: Paper, bytes: &[u8]) -> Result<Template> {
        let mut parts = unpacked(bytes)?;
        let types = parts.iter_mut().find(|(name, _)| name == TYPES);
        let Some((_, types)) = types else {
            return Err(not_docx(&text!("里面没有 {TYPES}", "it has no {TYPES}")));
        };
        *types = document_types(types)?;
        let main = main_part(&parts);
        let mut trees = Vec::new();
        for (at, (name, bytes)) in parts.iter().enumerate() {
            if is_for_people(name, &main) {
                let xml = std::str::from_utf8(bytes).ok();
                let tree = xml.and_then(|x| tree::read(x.trim_start_matches('\u{feff}')));
                let unread = || not_docx(&text!("{name} 读不通", "{name} cannot be read"));
                trees.push((at, tree.ok_or_else(unread)?));
            }
        }
        let template = Template {
            paper,
            main,
            parts,
            trees,
        };
        let body = template
            .main()
            .and_then(|t| t.iter().find_map(Node::element));
        match body {
            Some(e) if e.name == "w:document" => Ok(template),
            _ => Err(not_docx(&text!("里面没有正文", "it has no body"))),
        }
    }

    fn main(&self) -> Option<&[Node]> {
        let main = |(at, _): &&(usize, Vec<Node>)| self.parts[*at].0 == self.main;
        self.trees
            .iter()
            .find(main)
            .map(|(_, tree)| tree.as_slice())
    }

    /// What is wrong with its placeholders, whatever is filled in.
    pub fn proof(&self) -> Report {
        let facts = Facts::default();
        let mut filler = Filler::new(self.paper, &facts);
        for (_, tree) in &self.trees {
            filler.nodes(tree, None);
        }
        filler.report
    }

    /// Fills it.
    ///
    /// # Errors
    /// The packing's own failures.
    pub fn fill(&self, facts: &Facts) -> Result<Filled> {
        let mut filler = Filler::new(self.paper, facts);
        let mut changed = Vec::new();
        let mut words = String::new();
        for (at, tree) in &self.trees {
            let filled = filler.nodes(tree, None);
            if self.parts[*at].0 == self.main {
                words = plain(&filled);
            }
            let mut xml = String::new();
            tree::write(&filled, &mut xml);
            changed.push((*at, xml.into_bytes()));
        }
        Ok(Filled {
            docx: self.packed(&changed)?,
            text: words,
            report: filler.report,
        })
    }

    /// The package with some parts changed; the same words give the same bytes.
    fn packed(&self, changed: &[(usize, Vec<u8>)]) -> Result<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::DEFAULT;
        for (at, (name, bytes)) in self.parts.iter().enumerate() {
            let bytes = changed
                .iter()
                .find(|(of, _)| *of == at)
                .map_or(bytes, |c| &c.1);
            zip.start_file(name.as_str(), options).map_err(unpackable)?;
            zip.write_all(bytes).map_err(unpackable)?;
        }
        Ok(zip.finish().map_err(unpackable)?.into_inner())
    }
}

fn unpackable(cause: impl Into<anyhow::Error>) -> Error {
    Error::machine(
        "cannot_pack",
        text!("文件打包失败", "the file cannot be packed"),
    )
    .because(cause)
}

/// Every part of a package, none larger than a template can be.
fn unpacked(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>> {
    let damaged = || {
        not_docx(&text!(
            "不是 Word 文档，或已损坏",
            "it is no Word document, or damaged"
        ))
    };
    let large = || not_docx(&text!("太大", "it is too large"));
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let (mut parts, mut room) = (Vec::new(), LARGEST);
    for at in 0..zip.len() {
        let file = zip.by_index(at).map_err(|_| damaged())?;
        let name = file.name().map_err(|_| damaged())?.into_owned();
        if file.is_dir() {
            continue;
        }
        let mut part = Vec::new();
        file.take(room + 1)
            .read_to_end(&mut part)
            .map_err(|_| damaged())?;
        room = room.checked_sub(part.len() as u64).ok_or_else(large)?;
        parts.push((name, part));
    }
    Ok(parts)
}

/// The part with the body, which the package names: some programs call it `document2.xml`.
fn main_part(parts: &[(String, Vec<u8>)]) -> String {
    let relations = parts.iter().find(|(name, _)| name == RELATIONS);
    let tree = relations
        .and_then(|(_, bytes)| std::str::from_utf8(bytes).ok())
        .and_then(|xml| tree::read(xml.trim_start_matches('\u{feff}')));
    let top = tree.iter().flatten().filter_map(Node::element);
    let mut each = top.flat_map(tree::Element::elements);
    let body = each.find(|e| e.open.contains("/officeDocument\""));
    let target = body.and_then(|e| e.open.split("Target=\"").nth(1)?.split('"').next());
    let target = target.map(|t| t.trim_start_matches('/').to_owned());
    let there = |t: &String| parts.iter().any(|(name, _)| name == t);
    target.filter(there).unwrap_or_else(|| MAIN.to_owned())
}

/// Whether a part has words of the page: the body, headers and footers, notes.
fn is_for_people(name: &str, main: &str) -> bool {
    const OF_PAGE: [&str; 4] = ["header", "footer", "footnotes", "endnotes"];
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let part = name
        .strip_prefix(folder)
        .and_then(|n| n.strip_suffix(".xml"));
    let part = part.map(|n| n.trim_start_matches('/'));
    name == main || part.is_some_and(|part| OF_PAGE.iter().any(|p| part.starts_with(p)))
}

/// The types of the parts: a Word template (.dotx) becomes a document, one with macros is refused.
fn document_types(types: &[u8]) -> Result<Vec<u8>> {
    let types = String::from_utf8_lossy(types);
    if types.contains("macroEnabled") {
        return Err(not_docx(&text!("含有宏", "it has macros")));
    }
    if !types.contains("wordprocessingml") {
        return Err(not_docx(&text!("不是 Word 文档", "it is no Word document")));
    }
    let plain = types.replace(
        "wordprocessingml.template.main",
        "wordprocessingml.document.main",
    );
    Ok(plain.into_bytes())
}

fn not_docx(why: &Text) -> Error {
    let (zh, en) = (&why.zh, &why.en);
    Error::refused(
        "not_docx",
        text!("不能用作模板：{zh}", "this cannot be a template: {en}"),
    )
    .hint(text!(
        "在 Word 或 WPS 里另存为 .docx（Word 文档）再试",
        "save it as .docx (Word document) and try again"
    ))
}
