//! The facts of all members on all processors.

use super::context::Context;
use super::{Span, walk};
use crate::error::Result;
use crate::model::fact::{Fact, Subject, Symbols};
use crate::store::Read;

/// The members are read in so many pieces, so that who is quick takes more of them.
const PIECES: i64 = 64;
/// A piece of fewer members is not worth a thread.
const FEWEST: i64 = 128;

impl Read<'_> {
    /// Runs over all members on several threads: each piece of the members, in the order of their
    /// rows, is begun with `begin` and goes member by member through `each`; what comes of the
    /// pieces is given back in their order. Every thread sees the same state of the file.
    ///
    /// # Errors
    /// What `each` gives; the database's own failures.
    pub fn facts_apart<T: Send>(
        &self,
        symbols: &mut Symbols,
        begin: impl Fn() -> T + Sync,
        each: impl Fn(&mut T, &Subject, &[Fact]) -> Result<()> + Sync,
    ) -> Result<Vec<T>> {
        self.steady(|| {
            let context = Context::of(*self, None, symbols)?;
            let pieces = self.span()?.map_or_else(Vec::new, pieces);
            let (symbols, context) = (&*symbols, &context);
            self.apart(pieces.len(), |conn, at| {
                // Titles of speeches are only words until the piece is done.
                let (mut own, mut made) = (symbols.clone(), begin());
                walk(
                    conn,
                    pieces[at],
                    context,
                    &mut own,
                    &mut |subject, facts| each(&mut made, subject, facts),
                )?;
                Ok(made)
            })
        })
    }
}
/// The ids between two in pieces of equal length.
fn pieces(all: Span) -> Vec<Span> {
    let ids = all.last.saturating_sub(all.first).saturating_add(1);
    let length = (ids / PIECES).max(FEWEST);
    let firsts = (0..=PIECES).map(|n| all.first.saturating_add(length.saturating_mul(n)));
    firsts
        .take_while(|first| *first <= all.last)
        .map(|first| Span {
            first,
            last: first.saturating_add(length - 1).min(all.last),
        })
        .collect()
}
