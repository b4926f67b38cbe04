//! The sketches of an office's proposals, and which of them are nearest to one.

use super::measure::{Measure, Pairs, Weights};
use super::sketch::{GRAMS, Gram, Sketch};
use std::cmp::Reverse;

/// Where one sketch lies among all pairs.
#[derive(Debug, Clone, Copy)]
struct Place {
    id: i64,
    /// Where its title's pairs begin, where they end, and where those said often end.
    start: usize,
    title: usize,
    often: usize,
    end: usize,
}

/// One that is near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The row of the proposal.
    pub id: i64,
    /// How near, 0 to 100.
    pub score: u8,
}

/// All sketches, pair by pair in one row.
#[derive(Debug)]
pub struct Shelf {
    places: Vec<Place>,
    grams: Vec<Gram>,
    counts: Vec<u32>,
}

impl Default for Shelf {
    fn default() -> Shelf {
        Shelf {
            places: Vec::new(),
            grams: Vec::new(),
            counts: vec![0; GRAMS],
        }
    }
}

impl Shelf {
    /// How many sketches it has.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Adds a stored sketch ([`Sketch::bytes`]); damaged bytes make a sketch of what is there.
    pub fn add(&mut self, id: i64, bytes: &[u8]) {
        let (head, pairs) = bytes.split_at(bytes.len().min(2));
        let start = self.grams.len();
        let grams = pairs
            .chunks_exact(2)
            .map(|b| Gram::from_le_bytes([b[0], b[1]]));
        self.grams.extend(grams);
        let end = self.grams.len();
        for gram in &self.grams[start..] {
            self.counts[usize::from(*gram)] += 1;
        }
        let length = |at: usize| usize::from(head.get(at).copied().unwrap_or(0));
        let title = (start + length(0)).min(end);
        let often = (title + length(1)).min(end);
        self.places.push(Place {
            id,
            start,
            title,
            often,
            end,
        });
    }

    /// What the pairs weigh among all of these.
    pub fn weights(&self) -> Weights {
        Weights::new(self.len(), &self.counts)
    }

    /// Those nearest to a sketch with at least the score `least`, the nearest first; of two that
    /// are as near the newer row first.
    pub fn nearest(
        &self,
        sketch: &Sketch,
        weights: &Weights,
        least: u8,
        limit: usize,
    ) -> Vec<Found> {
        let measure = Measure::new(sketch, weights);
        let mut found = self.scored(&self.places, &measure, least.max(1));
        found.sort_unstable_by_key(|f| (Reverse(f.score), Reverse(f.id)));
        found.truncate(limit);
        found
    }

    fn scored(&self, places: &[Place], measure: &Measure<'_>, least: u8) -> Vec<Found> {
        let scores = places.iter().map(|place| Found {
            id: place.id,
            score: measure.score(self.pairs(place)),
        });
        scores.filter(|f| f.score >= least).collect()
    }

    fn pairs(&self, place: &Place) -> Pairs<'_> {
        Pairs {
            title: &self.grams[place.start..place.title],
            often: &self.grams[place.title..place.often],
            once: &self.grams[place.often..place.end],
        }
    }
}
