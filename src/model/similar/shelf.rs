//! The sketches of an office's proposals, and which of them are nearest to one.

use super::bundle;
use super::measure::{Measure, Pairs, Weights};
use super::sketch::{GRAMS, Gram, LIMIT, Sketch};
use crate::model::apart::apart;
use std::cmp::Reverse;

/// Where one sketch lies among all pairs; it ends where the next one begins.
#[derive(Debug, Clone, Copy)]
struct Place {
    id: i64,
    start: u32,
    /// How many pairs are its title's, and how many its body says often.
    title: u8,
    often: u8,
}

/// One that is near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The row of the proposal.
    pub id: i64,
    /// How near, 0 to 100.
    pub score: u8,
}

/// Sketches, pair by pair in one row.
#[derive(Debug)]
pub struct Shelf {
    places: Vec<Place>,
    grams: Vec<Gram>,
    counts: Vec<u32>,
}

/// All sketches of an office, on one shelf or on several.
#[derive(Debug, Default)]
pub struct Shelves(pub Vec<Shelf>);

impl Shelves {
    /// What the pairs weigh among all of these.
    pub fn weights(&self) -> Weights {
        let mut counts = vec![0; GRAMS];
        for shelf in &self.0 {
            for (all, here) in counts.iter_mut().zip(shelf.counts.iter()) {
                *all += here;
            }
        }
        Weights::new(self.0.iter().map(Shelf::len).sum(), &counts)
    }

    /// Those nearest to a sketch with at least the score `least`, the nearest first; of two that
    /// are as near the newer row first. The shelves are searched side by side.
    pub fn nearest(
        &self,
        sketch: &Sketch,
        weights: &Weights,
        least: u8,
        limit: usize,
    ) -> Vec<Found> {
        let measure = Measure::new(sketch, weights);
        let score = |shelf: &Shelf| shelf.scored(&measure, least.max(1));
        let mut found: Vec<Found> = apart(&self.0, 1, score).concat();
        found.sort_unstable_by_key(|f| (Reverse(f.score), Reverse(f.id)));
        found.truncate(limit);
        found
    }
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
    /// Makes room for about so many sketches.
    pub fn expect(&mut self, sketches: usize) {
        self.places.reserve(sketches);
        self.grams.reserve(sketches * LIMIT);
    }

    /// How many sketches it has.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Adds the stored sketches of a bundle; damaged bytes make sketches of what is there.
    pub fn add(&mut self, bundle: i64, bytes: &[u8]) {
        for (at, one) in bundle::sketches(bytes) {
            let (head, pairs) = one.split_at(one.len().min(bundle::HEAD));
            let start = self.grams.len();
            let grams = pairs.chunks_exact(2);
            self.grams
                .extend(grams.map(|b| Gram::from_le_bytes([b[0], b[1]])));
            for gram in &self.grams[start..] {
                self.counts[usize::from(*gram)] += 1;
            }
            let length = |at: usize| head.get(at).copied().unwrap_or(0);
            self.places.push(Place {
                id: bundle::row(bundle, at),
                start: u32::try_from(start).unwrap_or(u32::MAX),
                title: length(0),
                often: length(1),
            });
        }
    }

    /// Those that are as near as `least`.
    fn scored(&self, measure: &Measure, least: u8) -> Vec<Found> {
        let scores = (0..self.len()).map(|at| Found {
            id: self.places[at].id,
            score: measure.score(self.pairs(at)),
        });
        scores.filter(|f| f.score >= least).collect()
    }

    fn pairs(&self, at: usize) -> Pairs<'_> {
        let place = self.places[at];
        let next = self.places.get(at + 1).map(|p| p.start as usize);
        let all = &self.grams[place.start as usize..next.unwrap_or(self.grams.len())];
        let (title, body) = all.split_at(usize::from(place.title).min(all.len()));
        let (often, once) = body.split_at(usize::from(place.often).min(body.len()));
        Pairs {
            all,
            title,
            often,
            once,
        }
    }
}
