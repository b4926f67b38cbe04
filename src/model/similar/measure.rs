//! How near two sketches are to each other, in whole numbers until the last step, so that it is
//! exactly the same from either side.

use super::sketch::{GRAMS, Gram, Sketch};
use super::words::{COMMON, COMMON_SHARE};

/// What a pair weighs by where it stands, in tenths: in the title, often in the body, once in it.
const TITLE: u64 = 10;
const OFTEN: u64 = 10;
const ONCE: u64 = 6;

/// What the pairs weigh among the proposals of an office.
#[derive(Debug)]
pub struct Weights(Vec<Weight>);

/// A thousand times a logarithm: in 16 bits, all of them stay in the processor's cache.
type Weight = u16;

impl Weights {
    /// From how many proposals there are and how many of them have each pair: a thousand times
    /// the logarithm of its rarity. In a file of a few proposals all pairs are about as rare.
    pub fn new(proposals: usize, counts: &[u32]) -> Weights {
        let all = f64::from(u32::try_from(proposals).unwrap_or(u32::MAX)) + 20.0;
        let weight = |count: u32| 1000.0 * (1.0 + all / (f64::from(count) + 1.0)).ln();
        // Truncation is meant: a weight is a whole number from 0 to some 22,000.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let known: Vec<Weight> = (0..64).map(|n| weight(n) as Weight).collect();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let of = |n: u32| {
            known
                .get(n as usize)
                .copied()
                .unwrap_or_else(|| weight(n) as Weight)
        };
        let mut weights = vec![0; GRAMS];
        for (weight, count) in weights.iter_mut().zip(counts) {
            *weight = of(*count);
        }
        for word in COMMON {
            let mut signs = word.chars();
            if let (Some(a), Some(b)) = (signs.next(), signs.next()) {
                let weight = &mut weights[usize::from(super::sketch::gram(a, b))];
                let share = u32::from(*weight) * COMMON_SHARE / 10;
                *weight = Weight::try_from(share).unwrap_or(Weight::MAX);
            }
        }
        Weights(weights)
    }

    /// What a pair weighs.
    pub fn of(&self, gram: Gram) -> u64 {
        u64::from(self.0[usize::from(gram)])
    }
}

/// The pairs of one sketch, by their place.
#[derive(Debug, Clone, Copy)]
pub struct Pairs<'a> {
    /// All of them.
    pub all: &'a [Gram],
    /// Those of the title.
    pub title: &'a [Gram],
    /// Those that the body says often.
    pub often: &'a [Gram],
    /// Those that it says once.
    pub once: &'a [Gram],
}

/// Whether a pair stands in the sketch that is asked about, a bit for each.
type Bits = [u64; GRAMS / 64];

/// The bit of [`Measure::ours`] that says that the title has the pair.
const IN_TITLE: u8 = 1 << 7;

/// One sketch, ready to be held against many.
#[derive(Debug)]
pub struct Measure<'a> {
    weights: &'a Weights,
    has: Box<Bits>,
    /// What each pair weighs there by its place, 0 where the sketch lacks it, with [`IN_TITLE`].
    ours: Vec<u8>,
    norm: u64,
    title: u64,
}

/// What another sketch comes to, pair by pair.
#[derive(Debug, Default)]
struct Sums {
    dot: u64,
    norm: u64,
    /// Weights of its title: all, and those that we have.
    title: u64,
    theirs: u64,
    /// Weights of our title that it has.
    ours: u64,
}

impl<'a> Measure<'a> {
    /// Of a sketch.
    pub fn new(sketch: &Sketch, weights: &'a Weights) -> Measure<'a> {
        let mut measure = Measure {
            weights,
            has: Box::new([0; GRAMS / 64]),
            ours: vec![0; GRAMS],
            norm: 0,
            title: sketch.title.iter().map(|g| weights.of(*g)).sum(),
        };
        let parts = [
            (&sketch.title, TITLE, IN_TITLE),
            (&sketch.often, OFTEN, 0),
            (&sketch.once, ONCE, 0),
        ];
        for (grams, place, title) in parts {
            for gram in grams {
                let at = usize::from(*gram);
                measure.has[at / 64] |= 1 << (at % 64);
                measure.ours[at] = u8::try_from(place).unwrap_or(0) | title;
                measure.norm += (weights.of(*gram) * place).pow(2);
            }
        }
        measure
    }

    /// The score of another sketch, 0 to 100.
    pub fn score(&self, other: Pairs<'_>) -> u8 {
        // Most have no pair of ours, and none of them comes to anything.
        if !other.all.iter().any(|gram| self.has(*gram)) {
            return 0;
        }
        let mut sums = Sums::default();
        self.add(other.often, OFTEN, &mut sums);
        self.add(other.once, ONCE, &mut sums);
        for gram in other.title {
            let weight = self.weights.of(*gram);
            sums.title += weight;
            if self.has(*gram) {
                sums.theirs += weight * self.place(*gram);
            }
        }
        self.add(other.title, TITLE, &mut sums);
        score(
            cosine(sums.dot, self.norm, sums.norm),
            share(sums.ours, self.title) + share(sums.theirs, sums.title),
        )
    }

    fn has(&self, gram: Gram) -> bool {
        let at = usize::from(gram);
        self.has[at / 64] >> (at % 64) & 1 == 1
    }

    fn place(&self, gram: Gram) -> u64 {
        u64::from(self.ours[usize::from(gram)] & !IN_TITLE)
    }

    /// Adds the pairs of one place. Most are not ours: for them there is one look and one product.
    fn add(&self, grams: &[Gram], place: u64, sums: &mut Sums) {
        let mut norm = 0;
        for gram in grams {
            let weight = self.weights.of(*gram);
            norm += weight * weight;
            if self.has(*gram) {
                sums.dot += weight * weight * place * self.place(*gram);
                let title = self.ours[usize::from(*gram)] & IN_TITLE > 0;
                sums.ours += if title { weight * place } else { 0 };
            }
        }
        sums.norm += norm * place * place;
    }
}

/// Precision is lost beyond 2^53 only, which no sketch's sums reach.
#[allow(clippy::cast_precision_loss)]
fn cosine(dot: u64, a: u64, b: u64) -> f64 {
    if a == 0 || b == 0 {
        return 0.0;
    }
    dot as f64 / (a as f64 * b as f64).sqrt()
}

/// What share of a title's weight stands in the other text.
#[allow(clippy::cast_precision_loss)]
fn share(found: u64, title: u64) -> f64 {
    if title == 0 {
        return 0.0;
    }
    found as f64 / (title * 10) as f64
}

/// The cosine, or half of the mean share of the titles, as a score.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 to 100
fn score(cosine: f64, shares: f64) -> u8 {
    (cosine.max(shares / 4.0).sqrt() * 100.0).round().min(100.0) as u8
}
