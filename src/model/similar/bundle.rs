//! Sketches as they are stored, some neighbours in one row: reading a row costs more than reading a
//! sketch.

use super::sketch::Sketch;

/// How many neighbours a bundle has: two bundles of full sketches fill a page of the file.
pub const NEIGHBOURS: usize = 16;

/// Stands where no proposal is; no sketch begins with it.
const NOBODY: u8 = u8::MAX;

/// How many bytes are before the pairs of a sketch.
pub(super) const HEAD: usize = 3;

/// The bundle in which the sketch of a row lies, and its place there.
pub fn place(id: i64) -> (i64, usize) {
    let neighbours = i64::try_from(NEIGHBOURS).unwrap_or(i64::MAX);
    let at = usize::try_from(id.rem_euclid(neighbours)).unwrap_or(0);
    (id.div_euclid(neighbours), at)
}

/// The row whose sketch lies there.
pub fn row(bundle: i64, at: usize) -> i64 {
    let neighbours = i64::try_from(NEIGHBOURS).unwrap_or(i64::MAX);
    bundle
        .saturating_mul(neighbours)
        .saturating_add(i64::try_from(at).unwrap_or(0))
}

/// The stored sketches of a bundle, each with its place; damaged bytes end it.
pub fn sketches(bundle: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut rest = bundle;
    (0..NEIGHBOURS).filter_map(move |at| match rest {
        [NOBODY, others @ ..] => {
            rest = others;
            None
        }
        [title, often, once, ..] => {
            let pairs = [title, often, once].map(|n| usize::from(*n));
            let length = HEAD + 2 * pairs.iter().sum::<usize>();
            let (one, others) = rest.split_at(length.min(rest.len()));
            rest = others;
            Some((at, one))
        }
        _ => None,
    })
}

/// The bundle with another sketch, or none, in one place; `None` once nobody is left in it.
pub fn with(bundle: &[u8], place: usize, sketch: Option<&Sketch>) -> Option<Vec<u8>> {
    let mut places: [Option<Vec<u8>>; NEIGHBOURS] = Default::default();
    for (at, one) in sketches(bundle) {
        places[at] = Some(one.to_vec());
    }
    if let Some(here) = places.get_mut(place) {
        *here = sketch.map(Sketch::bytes);
    }
    let last = places.iter().rposition(Option::is_some)?;
    let stored = places.into_iter().take(last + 1);
    Some(
        stored
            .flat_map(|one| one.unwrap_or_else(|| vec![NOBODY]))
            .collect(),
    )
}
