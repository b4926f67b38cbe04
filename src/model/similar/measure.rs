//! How near two sketches are to each other, in whole numbers until the last step, so that it is
//! exactly the same from either side.

use super::sketch::{Gram, Sketch};
use super::words::{COMMON, COMMON_SHARE};

/// What a pair weighs by where it stands, in tenths: in the title, often in the body, once in it.
const TITLE: u64 = 10;
const OFTEN: u64 = 10;
const ONCE: u64 = 6;

/// What the pairs weigh among the proposals of an office.
#[derive(Debug)]
pub struct Weights(Vec<u32>);

impl Weights {
    /// From how many proposals there are and how many of them have each pair: a thousand times
    /// the logarithm of its rarity. In a file of a few proposals all pairs are about as rare.
    pub fn new(proposals: usize, counts: &[u32]) -> Weights {
        let all = f64::from(u32::try_from(proposals).unwrap_or(u32::MAX)) + 20.0;
        let weight = |count: u32| 1000.0 * (1.0 + all / (f64::from(count) + 1.0)).ln();
        // Truncation is meant: a weight is a whole number from 0 to some 22,000.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let known: Vec<u32> = (0..64).map(|n| weight(n) as u32).collect();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let of = |n: u32| {
            known
                .get(n as usize)
                .copied()
                .unwrap_or_else(|| weight(n) as u32)
        };
        let mut weights: Vec<u32> = counts.iter().map(|n| of(*n)).collect();
        for word in COMMON {
            let mut signs = word.chars();
            if let (Some(a), Some(b)) = (signs.next(), signs.next()) {
                let weight = &mut weights[usize::from(super::sketch::gram(a, b))];
                *weight = *weight * COMMON_SHARE / 10;
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
    /// Those of the title.
    pub title: &'a [Gram],
    /// Those that the body says often.
    pub often: &'a [Gram],
    /// Those that it says once.
    pub once: &'a [Gram],
}

impl<'a> From<&'a Sketch> for Pairs<'a> {
    fn from(sketch: &'a Sketch) -> Pairs<'a> {
        Pairs {
            title: &sketch.title,
            often: &sketch.often,
            once: &sketch.once,
        }
    }
}

/// A pair as the sketch that is asked about has it: all that one look into memory needs to tell.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    weight: u32,
    /// What it weighs there by its place, 0 where the sketch lacks it.
    ours: u16,
    /// Whether its title has it.
    title: bool,
}

/// One sketch, ready to be held against many.
#[derive(Debug)]
pub struct Measure {
    cells: Vec<Cell>,
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

impl Measure {
    /// Of a sketch.
    pub fn new(sketch: &Sketch, weights: &Weights) -> Measure {
        let weigh = |weight: &u32| Cell {
            weight: *weight,
            ..Cell::default()
        };
        let mut measure = Measure {
            cells: weights.0.iter().map(weigh).collect(),
            norm: 0,
            title: sketch.title.iter().map(|g| weights.of(*g)).sum(),
        };
        let parts = [
            (&sketch.title, TITLE),
            (&sketch.often, OFTEN),
            (&sketch.once, ONCE),
        ];
        for (grams, place) in parts {
            for gram in grams {
                let cell = &mut measure.cells[usize::from(*gram)];
                cell.ours = u16::try_from(place).unwrap_or(u16::MAX);
                cell.title = std::ptr::eq(grams, &raw const sketch.title);
                measure.norm += (u64::from(cell.weight) * place).pow(2);
            }
        }
        measure
    }

    /// The score of another sketch, 0 to 100.
    pub fn score(&self, other: Pairs<'_>) -> u8 {
        let mut sums = Sums::default();
        self.add(other.often, OFTEN, &mut sums);
        self.add(other.once, ONCE, &mut sums);
        for gram in other.title {
            let cell = self.cells[usize::from(*gram)];
            sums.title += u64::from(cell.weight);
            sums.theirs += u64::from(cell.weight) * u64::from(cell.ours);
        }
        self.add(other.title, TITLE, &mut sums);
        score(
            cosine(sums.dot, self.norm, sums.norm),
            share(sums.ours, self.title) + share(sums.theirs, sums.title),
        )
    }

    /// Adds the pairs of one place. Most are not ours: for them there is one look and one product.
    fn add(&self, grams: &[Gram], place: u64, sums: &mut Sums) {
        let mut norm = 0;
        for gram in grams {
            let cell = self.cells[usize::from(*gram)];
            let weight = u64::from(cell.weight);
            norm += weight * weight;
            if cell.ours > 0 {
                sums.dot += weight * weight * place * u64::from(cell.ours);
                sums.ours += if cell.title { weight * place } else { 0 };
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
