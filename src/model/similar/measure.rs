//! How near two sketches are to each other, in whole numbers until the last step, so that it is
//! exactly the same from either side.

use super::sketch::{GRAMS, Gram, Sketch};
use super::words::{COMMON, COMMON_SHARE};

/// What a pair weighs by where it stands, in tenths: in the title, often in the body, once in it.
const PLACES: [u64; 4] = [0, 10, 10, 6];
const TITLE: u8 = 1;
const OFTEN: u8 = 2;
const ONCE: u8 = 3;

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

impl<'a> Pairs<'a> {
    fn each(self) -> impl Iterator<Item = (u8, Gram)> + 'a {
        let at = |place| move |gram: &Gram| (place, *gram);
        let body = self
            .often
            .iter()
            .map(at(OFTEN))
            .chain(self.once.iter().map(at(ONCE)));
        self.title.iter().map(at(TITLE)).chain(body)
    }
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

/// One sketch, ready to be held against many.
#[derive(Debug)]
pub struct Measure<'w> {
    weights: &'w Weights,
    /// Where each pair stands in it, 0 for nowhere.
    places: Vec<u8>,
    norm: u64,
    title: u64,
}

impl<'w> Measure<'w> {
    /// Of a sketch.
    pub fn new(sketch: &Sketch, weights: &'w Weights) -> Measure<'w> {
        let mut measure = Measure {
            weights,
            places: vec![0; GRAMS],
            norm: 0,
            title: sketch.title.iter().map(|g| weights.of(*g)).sum(),
        };
        for (place, gram) in Pairs::from(sketch).each() {
            measure.places[usize::from(gram)] = place;
            measure.norm += (weights.of(gram) * PLACES[usize::from(place)]).pow(2);
        }
        measure
    }

    /// The score of another sketch, 0 to 100.
    pub fn score(&self, other: Pairs<'_>) -> u8 {
        let (mut dot, mut norm, mut title) = (0, 0, 0);
        let (mut ours, mut theirs) = (0, 0);
        for (place, gram) in other.each() {
            let weight = self.weights.of(gram);
            let (here, there) = (self.places[usize::from(gram)], place);
            let (a, b) = (PLACES[usize::from(here)], PLACES[usize::from(there)]);
            dot += weight * weight * a * b;
            norm += (weight * b).pow(2);
            title += if there == TITLE { weight } else { 0 };
            ours += if here == TITLE { weight * b } else { 0 };
            theirs += if there == TITLE { weight * a } else { 0 };
        }
        score(
            cosine(dot, self.norm, norm),
            share(ours, self.title) + share(theirs, title),
        )
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
