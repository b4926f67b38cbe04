//! Which proposals speak of the same matter: no model, no network, pairs of characters.
//!
//! A text is folded ([`fold`]), cut into pairs of neighbouring characters, and kept as a sketch of
//! at most [`sketch::LIMIT`] pairs: those of its title, and those that its body says most often. A
//! pair weighs the more the fewer proposals of the office have it, and little where it is one of
//! the field's common words ([`words`]). Two texts are compared by their sketches alone: by the
//! cosine of the weighted pairs, or by half of what either title finds in the other text, whichever
//! is more, since a few words typed by a person are short beside a body. The score is a hundred
//! times the square root of that: 100 for the same text, 0 for nothing in common. It is the same
//! from either side, and no order of the proposals changes it.
//!
//! # How good it is
//!
//! `tests/data/similar.csv` has 79 titles with short bodies, written by hand on 42 matters of a
//! county, with the temptations that real lists have: one place and another matter (校门口拥堵,
//! 校园食品, 校车), one frame and another matter (稳定农村教师队伍, 稳定乡村医生队伍), and the same matter in
//! other words (加装电梯, 老年人上楼难). What a place weighs, the lists of words and [`LEAST`] were chosen
//! on every second matter; the others were only counted. Of all pairs of two texts, so many that are
//! called similar are on one matter (precision), and so many on one matter are called similar (recall):
//!
//! | pairs | precision | recall |
//! |---|---|---|
//! | of the matters that it was tuned on | 100 % | 88 % |
//! | of the matters held back | 100 % | 86 % |
//! | of all | 85 % | 87 % |
//! | of all, titles alone | 57 % | 47 % |
//!
//! What is called similar in error is mostly the matter next door (分类 of rubbish in villages and in
//! town); what is missed says the same in other words. One hand wrote all bodies, so that real ones
//!

pub mod bundle;
pub mod fold;
mod measure;
pub mod phrase;
pub mod shelf;
pub mod sketch;
pub mod words;

#[cfg(test)]
mod tests;

pub use measure::Weights;
pub use phrase::shared;
pub use shelf::{Found, Shelf, Shelves};
pub use sketch::{Gram, Sketch};

use super::proposal::Proposal;

/// The least score at which two proposals are called similar, where nobody asks for another.
pub const LEAST: u8 = 42;

/// The fewest characters of a text that is worth comparing.
pub const SHORTEST: usize = 4;

/// A title and a body, either of which may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// 案由.
    pub title: String,
    /// 正文.
    pub body: String,
}

impl Passage {
    /// The longest first line that is taken for a title, in characters.
    const LINE: usize = 60;

    /// A text as someone types or pastes it: a short first line is its title, the rest its body.
    pub fn of(text: &str) -> Passage {
        let text = text.trim();
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        if first.chars().count() > Passage::LINE {
            return Passage {
                title: String::new(),
                body: text.to_owned(),
            };
        }
        Passage {
            title: first.trim().to_owned(),
            body: rest.trim().to_owned(),
        }
    }
}

impl Passage {
    /// The fewest characters of a word that is looked for as it stands.
    const WORD: usize = 2;

    /// Whether it is a word of two or three characters: too short to compare, long enough to find.
    pub fn is_word(&self) -> bool {
        let signs = self.title.chars().filter(|c| c.is_alphanumeric()).count();
        self.body.is_empty()
            && (Passage::WORD..SHORTEST).contains(&signs)
            && self.title.chars().count() == signs
    }

    /// The first sentence that has a word, of the title before the body.
    pub fn sentence_with(&self, word: &str) -> Option<String> {
        let ends = ['\n', '。', '；', '！', '？', '，', '、', '：'];
        [&self.title, &self.body]
            .into_iter()
            .flat_map(|text| text.split(ends))
            .map(str::trim)
            .find(|s| s.to_lowercase().contains(word))
            .map(str::to_owned)
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The text to compare with.
    pub passage: Passage,
    /// The row of the proposal that the text is of, which is not similar to itself.
    pub except: Option<i64>,
    /// The least score, 0 to 100.
    pub least: u8,
    /// How many at most.
    pub limit: usize,
}

/// A proposal that is similar to a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Similar {
    /// The proposal, with all that became of it.
    pub proposal: Proposal,
    /// How similar, 0 to 100.
    pub score: u8,
    /// The phrases that both have, the weightiest first.
    pub shared: Vec<String>,
}
