//! Work of many equal pieces, done on all processors.

use rayon::prelude::*;

/// So many small pieces are worth a thread.
pub(crate) const PIECE: usize = 1024;

/// What `make` makes of each, in their order; on one processor where there are no more than `few`.
pub(crate) fn apart<T: Sync, M: Send>(
    all: &[T],
    few: usize,
    make: impl Fn(&T) -> M + Sync + Send,
) -> Vec<M> {
    if all.len() <= few {
        all.iter().map(make).collect()
    } else {
        all.par_iter().map(make).collect()
    }
}
