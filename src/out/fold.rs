//! Widths on a terminal and folding of Chinese and Latin text to them.

use super::clean::harmless_lines;
use textwrap::WordSeparator;
use textwrap::core::Fragment;
use textwrap::wrap_algorithms::wrap_first_fit;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that a text takes on a terminal: two for a Chinese character.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text with spaces behind it up to `columns`.
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Whether a line of print must not begin with this character (避头).
fn may_not_begin(c: char) -> bool {
    "，。；：、？！）》」』】〕〉”’…％,.;:?!)]}%".contains(c)
}

/// A piece of text that is not broken, with the blanks behind it.
#[derive(Debug)]
struct Piece<'a> {
    text: &'a str,
    blanks: &'a str,
}

impl Fragment for Piece<'_> {
    fn width(&self) -> f64 {
        columns(self.text)
    }
    fn whitespace_width(&self) -> f64 {
        columns(self.blanks)
    }
    fn penalty_width(&self) -> f64 {
        0.0
    }
}

#[allow(clippy::cast_precision_loss)] // widths are small
fn columns(text: &str) -> f64 {
    text.width() as f64
}

/// Folds one paragraph to lines of at most `columns`, at the places where Chinese and Latin
/// print breaks, within a word only where the word alone is too long. No line begins with
/// ，。；、） unless nothing else is on it. An empty text is one empty line.
pub fn fold(text: &str, columns: usize) -> Vec<String> {
    if text.width() <= columns {
        return vec![text.trim_end().to_owned()];
    }
    let pieces = pieces(text, columns);
    wrap_first_fit(&pieces, &[self::columns(&" ".repeat(columns))])
        .into_iter()
        .map(|line| {
            let whole: String = line.iter().flat_map(|p| [p.text, p.blanks]).collect();
            whole.trim_end().to_owned()
        })
        .collect()
}

/// Folds text of several lines, each with the same indent as its first line had.
pub fn fold_lines(text: &str, columns: usize) -> Vec<String> {
    harmless_lines(text)
        .lines()
        .flat_map(|line| {
            let body = line.trim_start_matches(' ');
            hang(&" ".repeat(line.len() - body.len()), body, columns)
        })
        .collect()
}

/// Folds `body` behind `lead`; the lines that follow stand under the body's beginning.
pub fn hang(lead: &str, body: &str, columns: usize) -> Vec<String> {
    let indent = lead.width();
    let blank = " ".repeat(indent);
    fold(body, columns.saturating_sub(indent).max(2))
        .into_iter()
        .enumerate()
        .map(|(i, line)| format!("{}{line}", if i == 0 { lead } else { &blank }))
        .map(|line| line.trim_end().to_owned())
        .collect()
}

fn pieces(text: &str, columns: usize) -> Vec<Piece<'_>> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for word in WordSeparator::UnicodeBreakProperties.find_words(text) {
        let begins_badly = word.word.chars().next().is_some_and(may_not_begin);
        if at == 0 || !begins_badly {
            starts.push(at);
        }
        at += word.word.len() + word.whitespace.len();
    }
    starts.push(text.len());
    let mut pieces = Vec::new();
    for pair in starts.windows(2) {
        let whole = &text[pair[0]..pair[1]];
        let word = whole.trim_end_matches(' ');
        let blanks = &whole[word.len()..];
        if word.width() <= columns {
            pieces.push(Piece { text: word, blanks });
        } else {
            split(word, blanks, columns, &mut pieces);
        }
    }
    pieces
}

/// Cuts a word that is wider than a line between its characters.
fn split<'a>(word: &'a str, blanks: &'a str, columns: usize, pieces: &mut Vec<Piece<'a>>) {
    let mut rest = word;
    while rest.width() > columns {
        let cut = cut(rest, columns);
        if cut == rest.len() {
            break;
        }
        pieces.push(Piece {
            text: &rest[..cut],
            blanks: "",
        });
        rest = &rest[cut..];
    }
    pieces.push(Piece { text: rest, blanks });
}

/// Where to cut so that the head fits: a byte index after at least one character, moved back
/// where the tail would begin with a mark that may not.
fn cut(word: &str, columns: usize) -> usize {
    let mut ends = Vec::new();
    for (at, cluster) in word.grapheme_indices(true) {
        let end = at + cluster.len();
        if !ends.is_empty() && word[..end].width() > columns {
            break;
        }
        ends.push(end);
    }
    let last = ends.last().copied().unwrap_or(word.len());
    let good = |end: &usize| !word[*end..].chars().next().is_some_and(may_not_begin);
    ends.iter()
        .rev()
        .take(4)
        .copied()
        .find(good)
        .unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn chinese_folds_without_a_mark_at_the_head_of_a_line() {
        let text = "关于加强城区停车管理，缓解“停车难”问题的建议（第一稿）；由县公安局主办、县城管局会办。";
        for columns in 6..60 {
            let lines = fold(text, columns);
            assert_eq!(lines.concat(), text);
            for line in &lines {
                assert!(width(line) <= columns, "{columns}: {line}");
                assert!(!line.starts_with(may_not_begin), "{columns}: {line}");
            }
        }
    }

    #[test]
    fn a_word_longer_than_the_line_is_cut_between_its_characters() {
        assert_eq!(
            fold("https://example.cn/abcdef 好", 10),
            ["https://", "example.cn", "/abcdef 好"]
        );
        assert_eq!(fold("aaaaaaaaaaaa", 5), ["aaaaa", "aaaaa", "aa"]);
        assert_eq!(fold("", 5), [""]);
        assert_eq!(
            hang("事由：", "一二三四五", 12),
            ["事由：一二三", "      四五"]
        );
    }

    proptest! {
        #[test]
        fn folding_loses_nothing_but_blanks_and_never_overflows(text in "[ -~一-龥，。；、）（“”𠀀-𠀿🐀-🐿é\u{301}ａ-ｚ]{0,80}", columns in 4usize..50) {
            let lines = fold(&text, columns);
            for line in &lines {
                prop_assert!(width(line) <= columns, "{columns} {line:?}");
            }
            let bare = |s: &str| s.replace(' ', "");
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
        }
    }
}
