//! The text of a rule file in its pieces, comments and all, so that two files can be put together
//! without writing anything anew: statements, tables, parts with their items.

use crate::model::score::syntax::after_text;

/// A statement `key = value` with the comments before it.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    pub(super) key: String,
    lead: String,
    body: String,
}

/// A table with the comments before it, its own statements, and the tables within it.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub(super) key: String,
    pub(super) lead: String,
    header: String,
    pub(super) own: Vec<Statement>,
    within: Vec<(String, String)>,
}

/// A part and its items.
#[derive(Debug, Clone, Default)]
pub(super) struct PartText {
    pub(super) head: Table,
    pub(super) items: Vec<Table>,
}

/// A table of the file.
#[derive(Debug, Clone)]
pub(super) enum Section {
    Part(PartText),
    Other(Table),
}

/// A file.
#[derive(Debug, Clone, Default)]
pub(super) struct File {
    pub(super) head: Table,
    pub(super) sections: Vec<Section>,
    pub(super) tail: String,
}

impl Table {
    /// What stands under a key, as it is written.
    pub(super) fn written(&self, key: &str) -> Option<String> {
        let own = self.own.iter().filter(|s| s.key == key);
        let own = own.map(|s| bare(&s.body));
        let within = self.within.iter().filter(|w| w.0 == key);
        let all: Vec<String> = own.chain(within.map(|w| bare(&w.1))).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }

    /// The value of a key that is one statement.
    pub(super) fn value(&self, key: &str) -> Option<&str> {
        let statement = self.own.iter().find(|s| s.key == key)?;
        let (_, value) = statement.body.split_once('=')?;
        Some(value.trim())
    }

    /// Takes what stands under a key from another table: nothing where that has nothing.
    pub(super) fn take(&mut self, key: &str, from: &Table) {
        let at = self.own.iter().position(|s| s.key == key);
        self.drop(key);
        let theirs = from.own.iter().filter(|s| s.key == key).cloned();
        let at = at.unwrap_or(self.own.len()).min(self.own.len());
        self.own.splice(at..at, theirs);
        let theirs = from.within.iter().filter(|w| w.0 == key).cloned();
        self.within.extend(theirs);
    }

    /// Drops a key.
    pub(super) fn drop(&mut self, key: &str) {
        self.own.retain(|s| s.key != key);
        self.within.retain(|w| w.0 != key);
    }

    /// Sets a key; one that is not there yet stands last.
    pub(super) fn set(&mut self, key: &str, value: &str) {
        let body = format!("{key} = {value}\n");
        if let Some(statement) = self.own.iter_mut().find(|s| s.key == key) {
            statement.body = body;
            return;
        }
        self.own.push(Statement {
            key: key.to_owned(),
            lead: String::new(),
            body,
        });
    }

    /// All of it in one line, without comments.
    pub(super) fn bare(&self) -> String {
        let own = self.own.iter().map(|s| bare(&s.body));
        let within = self.within.iter().map(|w| bare(&w.1));
        own.chain(within).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn write(&self, out: &mut String) {
        out.push_str(&self.lead);
        out.push_str(&self.header);
        for statement in &self.own {
            out.push_str(&statement.lead);
            out.push_str(&statement.body);
        }
        for (_, text) in &self.within {
            out.push_str(text);
        }
    }

    /// The comments before it, without those that `text` has too.
    pub(super) fn comments_beside(&self, text: &str) -> String {
        beside(&self.lead, text)
    }
}

impl File {
    pub(super) fn parts(&self) -> impl Iterator<Item = &PartText> {
        self.sections.iter().filter_map(|s| match s {
            Section::Part(part) => Some(part),
            Section::Other(_) => None,
        })
    }

    /// The tables of a key, in order.
    pub(super) fn tables<'f>(&'f self, key: &'f str) -> impl Iterator<Item = &'f Table> {
        self.sections.iter().filter_map(move |s| match s {
            Section::Other(table) if table.key == key => Some(table),
            _ => None,
        })
    }

    /// Takes what stands under a key of the file from another.
    pub(super) fn take(&mut self, key: &str, from: &File) {
        self.head.take(key, &from.head);
        let is = |s: &Section| matches!(s, Section::Other(t) if t.key == key);
        let at = self.sections.iter().position(is);
        self.sections.retain(|s| !is(s));
        let theirs = from.tables(key).cloned().map(Section::Other);
        let theirs: Vec<Section> = theirs.collect();
        let at = at.unwrap_or_else(|| self.before_parts());
        self.sections.splice(at..at, theirs);
    }

    /// The comments before the first statement that another file does not begin with.
    pub(super) fn comments_beside(&self, other: &File) -> String {
        let lead = |file: &File| {
            file.head
                .own
                .first()
                .map_or("", |s| s.lead.as_str())
                .to_owned()
        };
        beside(&lead(self), &lead(other))
    }

    /// Where the parts begin.
    pub(super) fn before_parts(&self) -> usize {
        let part = |s: &Section| matches!(s, Section::Part(_));
        let at = self.sections.iter().position(part);
        at.unwrap_or(self.sections.len())
    }

    pub(super) fn write(&self) -> String {
        let mut out = String::new();
        self.head.write(&mut out);
        for section in &self.sections {
            match section {
                Section::Other(table) => table.write(&mut out),
                Section::Part(part) => {
                    part.head.write(&mut out);
                    part.items.iter().for_each(|item| item.write(&mut out));
                }
            }
        }
        out.push_str(&self.tail);
        out
    }
}

/// The comments of one text that another does not have.
fn beside(lead: &str, text: &str) -> String {
    let new = |l: &&str| l.trim_start().starts_with('#') && !text.contains(l.trim());
    let lines = lead.lines().filter(new);
    lines.fold(String::new(), |all, line| all + line + "\n")
}

/// A text in one line, without its comments.
fn bare(text: &str) -> String {
    let (bytes, mut kept, mut at) = (text.as_bytes(), String::new(), 0);
    while let Some(byte) = bytes.get(at) {
        let next = match byte {
            b'"' | b'\'' => after_text(bytes, at),
            b'#' => {
                let rest = bytes[at..].iter().position(|b| *b == b'\n');
                at += rest.unwrap_or(bytes.len() - at);
                continue;
            }
            _ => {
                let mut rest = bytes[at..].iter().skip(1);
                let more = rest.position(|b| matches!(b, b'"' | b'\'' | b'#'));
                more.map_or(bytes.len(), |n| at + 1 + n)
            }
        };
        kept.push_str(text.get(at..next).unwrap_or_default());
        at = next;
    }
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes a file apart. It is TOML that has been read without mistakes.
pub(super) fn read(text: &str) -> File {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let (mut file, mut rest) = (File::default(), text.as_str());
    // Whether the last header began a table within another, to which statements belong.
    let mut nested = false;
    while !rest.is_empty() {
        let lead = lead(rest);
        let after = &rest[lead.len()..];
        if after.is_empty() {
            lead.clone_into(&mut file.tail);
            break;
        }
        let body = &after[..statement(after)];
        rest = &after[body.len()..];
        let mut body = body.to_owned();
        if !body.ends_with('\n') {
            body.push('\n');
        }
        if body.trim_start().starts_with('[') {
            nested = file.begin(lead, &body);
        } else if nested {
            let text = format!("{lead}{body}");
            if let Some((_, inner)) = file.last().within.last_mut() {
                inner.push_str(&text);
            }
        } else {
            let key = segments(&body).into_iter().next().unwrap_or_default();
            let lead = lead.to_owned();
            file.last().own.push(Statement { key, lead, body });
        }
    }
    file
}

impl File {
    /// Begins a table; tells whether it lies within the one before.
    fn begin(&mut self, lead: &str, body: &str) -> bool {
        let path = segments(body.trim_start().trim_start_matches('['));
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let array = body.trim_start().starts_with("[[");
        let table = |key: &str| Table {
            key: key.to_owned(),
            lead: lead.to_owned(),
            header: body.to_owned(),
            ..Table::default()
        };
        let text = || format!("{lead}{body}");
        match (path.as_slice(), self.sections.last_mut()) {
            (["part"], _) => {
                let head = table("part");
                let part = PartText {
                    head,
                    items: Vec::new(),
                };
                self.sections.push(Section::Part(part));
            }
            (["part", "item"], Some(Section::Part(part))) if array => {
                part.items.push(table("item"));
            }
            (["part", "item", key, ..], Some(Section::Part(part))) if !part.items.is_empty() => {
                if let Some(item) = part.items.last_mut() {
                    item.within.push(((*key).to_owned(), text()));
                }
                return true;
            }
            (["part", key, ..], Some(Section::Part(part))) if part.items.is_empty() => {
                part.head.within.push(((*key).to_owned(), text()));
                return true;
            }
            ([root, key, ..], Some(Section::Other(last))) if last.key == *root => {
                last.within.push(((*key).to_owned(), text()));
                return true;
            }
            ([root, ..], _) => self.sections.push(Section::Other(table(root))),
            ([], _) => {}
        }
        false
    }

    /// The table to which statements belong now.
    fn last(&mut self) -> &mut Table {
        match self.sections.last_mut() {
            None => &mut self.head,
            Some(Section::Other(table)) => table,
            Some(Section::Part(part)) => part.items.last_mut().unwrap_or(&mut part.head),
        }
    }
}

/// The blank lines and comments at the beginning of a text.
fn lead(text: &str) -> &str {
    let blank = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let lines = text.split_inclusive('\n').take_while(blank);
    &text[..lines.map(str::len).sum::<usize>()]
}

/// The length of the statement or header at the beginning of a text, with the end of its line.
fn statement(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut open, mut at) = (0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => {
                at = after_text(bytes, at);
                continue;
            }
            b'#' => {
                let rest = bytes[at..].iter().position(|b| *b == b'\n');
                at += rest.unwrap_or(bytes.len() - at);
                continue;
            }
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            b'\n' if open == 0 => return at + 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The words of a dotted key, up to its `=` or `]`.
fn segments(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in text.trim_start().chars() {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '=' | ']') => break,
            (None, '.') => words.push(String::new()),
            (None, c) if c.is_whitespace() => {}
            (_, c) => {
                if let Some(word) = words.last_mut() {
                    word.push(c);
                }
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"# 头
title = "办法" # 名
total = { start = 1, # 起
  cap = 2 }

[[grade]]
name = "优秀"
[[part]]
code = "a"
scale."by" = "post"
# 一项
[[part.item]]
title = "x = [y"
note = """
[[part]]
"""
[part.item.share]
first = 1
[[part.item]]
title = "z"
# 尾
"#;

    #[test]
    fn a_file_is_taken_apart_and_put_together_again() {
        let file = read(FILE);
        assert_eq!(file.write(), FILE);
        let parts: Vec<&PartText> = file.parts().collect();
        assert_eq!((parts.len(), parts[0].items.len()), (1, 2));
        assert_eq!(
            parts[0].head.written("scale").unwrap(),
            "scale.\"by\" = \"post\""
        );
        assert_eq!(parts[0].items[0].lead, "# 一项\n");
        assert_eq!(file.tables("grade").count(), 1);
        assert_eq!(
            file.head.written("total").unwrap(),
            "total = { start = 1, cap = 2 }"
        );
        assert_eq!(file.tail, "# 尾\n");
    }

    #[test]
    fn keys_are_set_taken_and_dropped() {
        let file = read(FILE);
        let mut item = file.parts().next().unwrap().items[0].clone();
        item.set("until", "2026-06-30");
        item.drop("share");
        item.drop("note");
        assert_eq!(item.bare(), "title = \"x = [y\", until = 2026-06-30");
    }
}
