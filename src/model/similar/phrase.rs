//! The phrases that two texts share.

use super::Passage;
use super::fold::{folded, pieces};
use super::measure::Weights;
use super::sketch::gram;
use std::collections::HashMap;

/// The most phrases that are named.
const MOST: usize = 4;

/// A phrase that weighs less than this share of the weightiest is not named, in tenths.
const WORTH: u64 = 3;

/// The maximal stretches of two characters and more that both texts have, the weightiest first.
/// They are spelt as they are compared: narrow, small letters.
pub fn shared(a: &Passage, b: &Passage, weights: &Weights) -> Vec<String> {
    let (a, b) = (whole(a), whole(b));
    let theirs: Vec<&[char]> = pieces(&b).collect();
    let mut at: HashMap<[char; 2], Vec<(usize, usize)>> = HashMap::new();
    for (p, piece) in theirs.iter().enumerate() {
        for (i, w) in piece.windows(2).enumerate() {
            at.entry([w[0], w[1]]).or_default().push((p, i));
        }
    }
    let mut found: Vec<&[char]> = Vec::new();
    for piece in pieces(&a) {
        for i in 0..piece.len() - 1 {
            for (p, j) in at.get(&[piece[i], piece[i + 1]]).into_iter().flatten() {
                let other = theirs[*p];
                if i == 0 || *j == 0 || piece[i - 1] != other[j - 1] {
                    let pairs = piece[i..].iter().zip(&other[*j..]);
                    let length = pairs.take_while(|(x, y)| x == y).count();
                    found.push(&piece[i..i + length]);
                }
            }
        }
    }
    named(found, weights)
}

/// Title and body, with a cut between them.
fn whole(passage: &Passage) -> Vec<char> {
    folded(&format!("{}\n{}", passage.title, passage.body))
}

/// The weightiest phrases, none of which is part of another.
fn named(mut found: Vec<&[char]>, weights: &Weights) -> Vec<String> {
    found.sort_unstable();
    found.dedup();
    let weight = |p: &[char]| -> u64 { p.windows(2).map(|w| weights.of(gram(w[0], w[1]))).sum() };
    let mut found: Vec<(u64, &[char])> = found.into_iter().map(|p| (weight(p), p)).collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let least = found.first().map_or(0, |(w, _)| w * WORTH / 10);
    let mut named: Vec<&[char]> = Vec::new();
    for (weight, phrase) in found {
        let inside = |n: &&[char]| n.windows(phrase.len()).any(|w| w == phrase);
        if weight >= least && !named.iter().any(inside) {
            named.push(phrase);
        }
        if named.len() == MOST {
            break;
        }
    }
    named.into_iter().map(|p| p.iter().collect()).collect()
}
