//! Makes text from ledgers harmless on a terminal: no escapes, no reordering, nothing invisible.

use std::borrow::Cow;

/// The text with every control character, bidi override and invisible character replaced by a
/// visible one; line breaks and tabs become single spaces.
pub fn harmless(text: &str) -> Cow<'_, str> {
    clean(text, &[])
}

/// [`harmless`] text without the blanks around it, copied only where it changes.
pub fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    let trimmed = match text {
        Cow::Borrowed(text) => harmless(text),
        Cow::Owned(text) => Cow::Owned(harmless(&text).into_owned()),
    };
    match trimmed {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// Like [`harmless`], but line breaks stay: for sentences that the program wrote itself.
pub fn harmless_lines(text: &str) -> Cow<'_, str> {
    clean(text, &['\n'])
}

fn clean<'a>(text: &'a str, kept: &[char]) -> Cow<'a, str> {
    if text.chars().all(|c| (' '..='~').contains(&c) || is_han(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\r' && chars.peek() == Some(&'\n') {
            continue;
        }
        out.push(if kept.contains(&c) {
            c
        } else {
            shown(c, before, chars.peek().copied())
        });
        before = Some(c);
    }
    Cow::Owned(out)
}

/// The character that stands for `c` between its neighbours.
fn shown(c: char, before: Option<char>, after: Option<char>) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        // Joins emoji into one; elsewhere it hides.
        '\u{200d}' if before.is_some_and(is_emoji) && after.is_some_and(is_emoji) => c,
        // Chooses a form of the character before it, as in names with variants.
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
            if before.is_some_and(|b| is_han(b) || is_emoji(b)) =>
        {
            c
        }
        c if is_hidden(c) => '\u{fffd}',
        c => c,
    }
}

/// Whether a character acts on a terminal or on its neighbours without being seen itself.
pub(super) fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{3001}'..='\u{3029}'
        | '\u{ff01}'..='\u{ff5e}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2190}'..='\u{2bff}' | '\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_without_being_seen_is_shown() {
        assert_eq!(harmless("a\x1b[31mb\x07"), "a␛[31mb␇");
        assert_eq!(
            harmless("甲\u{202e}乙\u{200b}\u{9b}丙\u{7f}"),
            "甲\u{fffd}乙\u{fffd}\u{fffd}丙␡"
        );
        assert_eq!(harmless("甲\r\n乙\t丙\u{2028}丁"), "甲 乙 丙 丁");
        assert_eq!(harmless_lines("甲\n乙\t丙"), "甲\n乙 丙");
    }

    #[test]
    fn names_with_variants_and_joined_emoji_stay() {
        for text in [
            "葛\u{e0100}洪",
            "👨\u{200d}👩\u{200d}👧",
            "❤\u{fe0f}",
            "𠮷野",
            "é e\u{301}",
        ] {
            assert_eq!(harmless(text), text);
        }
        assert_eq!(harmless("a\u{200d}b\u{fe0f}"), "a\u{fffd}b\u{fffd}");
    }
}
