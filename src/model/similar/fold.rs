//! A text as it is compared: narrow and small letters, no punctuation, no bare numbers, no frame.

use super::words::FRAME;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What stands where something was cut out: no pair of characters and no phrase reaches across it.
pub const CUT: char = '\0';

/// The words of the frame by their first character, the longest first.
static FRAMES: LazyLock<HashMap<char, Vec<Vec<char>>>> = LazyLock::new(|| {
    let mut frames: HashMap<char, Vec<Vec<char>>> = HashMap::new();
    for word in FRAME {
        let word: Vec<char> = word.chars().collect();
        frames.entry(word[0]).or_default().push(word);
    }
    for words in frames.values_mut() {
        words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    }
    frames
});

/// Full-width signs become narrow, letters small, all that is neither letter nor digit a cut.
fn plain(c: char) -> char {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    if c.is_alphanumeric() {
        c.to_lowercase().next().unwrap_or(c)
    } else {
        CUT
    }
}

/// Numbers of years, cases and amounts say nothing of the matter; `5g` and `pm25` do.
fn without_numbers(text: &mut [char]) {
    let mut at = 0;
    while at < text.len() {
        let run = text[at..].iter().take_while(|c| c.is_ascii_alphanumeric());
        let end = at + run.count();
        if text[at..end].iter().all(char::is_ascii_digit) {
            text[at..end].fill(CUT);
        }
        at = end + 1;
    }
}

/// The text with cuts between what is left of it.
pub fn folded(text: &str) -> Vec<char> {
    let mut text: Vec<char> = text.chars().map(plain).collect();
    without_numbers(&mut text);
    let mut at = 0;
    while at < text.len() {
        let frames = FRAMES.get(&text[at]).map_or(&[][..], Vec::as_slice);
        let frame = frames.iter().find(|w| text[at..].starts_with(w));
        let length = frame.map_or(0, Vec::len);
        text[at..at + length].fill(CUT);
        at += length.max(1);
    }
    text
}

/// The stretches between the cuts that are long enough to compare.
pub fn pieces(folded: &[char]) -> impl Iterator<Item = &[char]> {
    folded.split(|c| *c == CUT).filter(|p| p.len() > 1)
}
