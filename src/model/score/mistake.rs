//! What is wrong in a rule file: where, what, and what to write instead.

use crate::lang::Text;
use crate::model::near;
use crate::text;

/// One mistake of a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1.
    pub line: u32,
    /// The column, in characters, from 1.
    pub column: u32,
    /// What kind of mistake it is: a stable word for other programs.
    pub code: &'static str,
    /// What is wrong.
    pub message: Text,
    /// What to do.
    pub fix: Text,
}

impl Mistake {
    /// The same mistake under another code.
    #[must_use]
    pub fn coded(self, code: &'static str) -> Mistake {
        Mistake { code, ..self }
    }

    /// Where, what, and what to do, in one sentence.
    pub fn told(&self) -> Text {
        let (line, column, zh, en) = (self.line, self.column, &self.message.zh, &self.message.en);
        let (fix, fix_en) = (&self.fix.zh, &self.fix.en);
        text!(
            "第 {line} 行第 {column} 列：{zh}。{fix}",
            "line {line}, column {column}: {en}. {fix_en}"
        )
    }
}

/// A place in a rule file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// The line, from 1.
    pub line: u32,
    /// The column, in characters, from 1.
    pub column: u32,
}

impl Place {
    /// A mistake at this place.
    pub fn mistake(self, message: Text, fix: Text) -> Mistake {
        Mistake {
            line: self.line,
            column: self.column,
            code: "invalid",
            message,
            fix,
        }
    }
}

/// Columns are counted up to here: a machine may write lines of any length.
const FARTHEST: usize = 2_000;

/// Finds line and column of a byte offset.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Lines<'t> {
        let breaks = text
            .bytes()
            .enumerate()
            .filter(|(_, b)| *b == b'\n')
            .map(|(i, _)| i + 1);
        Lines {
            text,
            starts: std::iter::once(0).chain(breaks).collect(),
        }
    }

    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    pub(super) fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|s| *s <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let before = self
            .text
            .get(start..offset)
            .map_or(0, |s| s.chars().take(FARTHEST).count());
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Place {
            line: number(line),
            column: number(before + 1),
        }
    }
}

/// The word of `words` nearest to `word`, near enough to be what was meant.
pub(super) fn nearest<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    // A machine may write words of any length: those have nothing near.
    let short = |w: &&str| w.chars().nth(LONGEST_WORD).is_none();
    let known = words.into_iter().filter(short);
    Some(word)
        .filter(short)
        .and_then(|word| near::nearest(word, known, 1).pop())
}

/// Longer words are not looked for.
const LONGEST_WORD: usize = 32;

/// The fix for an unknown word: the nearest known one, or all of them.
pub(super) fn did_you_mean(word: &str, known: &[&str]) -> Text {
    let known: Vec<&str> = known.iter().copied().filter(|w| !w.is_empty()).collect();
    let known = known.as_slice();
    if known.is_empty() {
        return text!("还没有可用的名称", "there are none to choose from yet");
    }
    if let Some(meant) = meant(word, known) {
        return text!("是不是“{meant}”？", "did you mean `{meant}`?");
    }
    let Text { zh, en } = some(known);
    text!("可用：{zh}", "known: {en}")
}

/// The known word that was probably meant: the nearest, or the only one that it is a part of.
pub(super) fn meant<'w>(word: &str, known: &[&'w str]) -> Option<&'w str> {
    let near = nearest(word, known.iter().copied());
    near.or_else(|| match longer(word, known)[..] {
        [one] => Some(one),
        _ => None,
    })
}

/// The words that there are, as far as anybody reads them.
pub(super) fn some(known: &[&str]) -> Text {
    let shown: Vec<&str> = known.iter().copied().take(40).collect();
    Text::listed(&shown)
}

/// The known words that a word is a part of: 重点 of 重点提案.
fn longer<'w>(word: &str, known: &[&'w str]) -> Vec<&'w str> {
    let part = |w: &&&str| word.chars().nth(1).is_some() && w.contains(word);
    known.iter().filter(part).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_one_word_only_finds_it() {
        assert_eq!(longer("重点", &["重点提案", "优秀提案"]), ["重点提案"]);
        assert_eq!(longer("提案", &["重点提案", "优秀提案"]).len(), 2);
        assert!(longer("提", &["提案"]).is_empty());
    }

    #[test]
    fn a_place_counts_characters_not_bytes() {
        let lines = Lines::of("会议 = 1\n提案 = x");
        assert_eq!(lines.place(0), Place { line: 1, column: 1 });
        assert_eq!(
            lines.place("会议 = 1\n提案 = ".len()),
            Place { line: 2, column: 6 }
        );
        assert_eq!(lines.place(9_999), Place { line: 2, column: 1 });
    }

    #[test]
    fn a_misspelt_word_finds_its_neighbour() {
        assert_eq!(nearest("ponits", ["points", "part"]), Some("points"));
        assert_eq!(nearest("出度", ["缺勤", "出席"]), Some("出席"));
        assert_eq!(nearest("完全不同的词", ["出席", "请假"]), None);
        assert_eq!(nearest("", ["出席"]), None);
    }
}
