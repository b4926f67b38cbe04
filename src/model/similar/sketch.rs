//! What is kept of a text to compare it: the pairs of characters of its title, and those that its
//! body says most often.

use super::Passage;
use super::fold::{folded, pieces};
use super::words::COMMON;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A pair of neighbouring characters, in 16 bits: two pairs share a value once in 65,536 times,
/// and the weights of all values fit into the processor's cache.
pub type Gram = u16;

/// How many values a [`Gram`] has.
pub const GRAMS: usize = 1 << 16;

/// The most pairs that a sketch has: the title's, and about as many as the body of a page says more
/// than once. With the three counts they are 127 bytes, which is what makes reading all of them quick.
pub const LIMIT: usize = 62;

/// The most of them that are the title's.
const TITLE_LIMIT: usize = 40;

/// The pair of two characters.
pub fn gram(a: char, b: char) -> Gram {
    let mixed = u32::from(a)
        .wrapping_mul(0x9e37_79b1)
        .wrapping_add(u32::from(b).wrapping_mul(0x85eb_ca77));
    (mixed ^ (mixed >> 15))
        .wrapping_mul(0xc2b2_ae3d)
        .to_be_bytes()[..2]
        .iter()
        .fold(0, |gram, byte| gram << 8 | Gram::from(*byte))
}

/// The common words, as pairs.
static COMMONS: LazyLock<HashSet<[char; 2]>> = LazyLock::new(|| {
    let signs = COMMON.iter().map(|word| word.chars().collect());
    let pairs = signs.filter_map(|signs: Vec<char>| signs.try_into().ok());
    pairs.collect()
});

/// The pairs of a text, in its order. Between two common words (养老服务 | 设施 | 建设) there is none:
/// it would be as common as they are, and weigh like a rare one.
pub fn grams(folded: &[char]) -> impl Iterator<Item = Gram> {
    let common = |w: &[char]| COMMONS.contains(&[w[0], w[1]]);
    pieces(folded).flat_map(move |p| {
        let joins = move |at: usize| {
            at > 0 && at + 3 <= p.len() && common(&p[at - 1..]) && common(&p[at + 1..])
        };
        let pairs = p.windows(2).enumerate();
        pairs
            .filter(move |(at, _)| !joins(*at))
            .map(|(_, w)| gram(w[0], w[1]))
    })
}

/// What is kept of a text. No pair stands in it twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch {
    /// Pairs of the title.
    pub title: Vec<Gram>,
    /// Pairs that the body says more than once.
    pub often: Vec<Gram>,
    /// Pairs that the body says once, as far as there is room.
    pub once: Vec<Gram>,
}

impl Sketch {
    /// The sketch of a text.
    pub fn of(passage: &Passage) -> Sketch {
        let mut sketch = Sketch::default();
        for gram in grams(&folded(&passage.title)) {
            if sketch.title.len() < TITLE_LIMIT && !sketch.title.contains(&gram) {
                sketch.title.push(gram);
            }
        }
        let body = folded(&passage.body);
        let mut counts: HashMap<Gram, (u32, usize)> = HashMap::new();
        for (at, gram) in grams(&body).enumerate() {
            counts.entry(gram).or_insert((0, at)).0 += 1;
        }
        for gram in &sketch.title {
            counts.remove(gram);
        }
        let mut said: Vec<(u32, usize, Gram)> =
            counts.into_iter().map(|(g, (n, at))| (n, at, g)).collect();
        said.sort_unstable_by_key(|(n, at, _)| (std::cmp::Reverse(*n), *at));
        for (count, _, gram) in said.into_iter().take(LIMIT - sketch.title.len()) {
            if count > 1 {
                sketch.often.push(gram);
            } else {
                sketch.once.push(gram);
            }
        }
        sketch
    }

    /// Whether the text has nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.title.is_empty() && self.often.is_empty() && self.once.is_empty()
    }

    /// The sketch as it is stored: how many pairs are the title's, how many are said often, how many
    /// once, then all pairs, low byte first.
    pub fn bytes(&self) -> Vec<u8> {
        let count = |grams: &[Gram]| u8::try_from(grams.len()).unwrap_or(u8::MAX);
        let mut bytes = [&self.title, &self.often, &self.once]
            .map(|g| count(g))
            .to_vec();
        for gram in [&self.title, &self.often, &self.once].into_iter().flatten() {
            bytes.extend(gram.to_le_bytes());
        }
        bytes
    }
}
