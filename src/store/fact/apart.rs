//! The facts of all members on all processors: each thread reads with a connection of its own.

use super::context::Context;
use super::{Span, walk};
use crate::error::Result;
use crate::model::fact::{Fact, Subject, Symbols};
use crate::store::Read;
use rusqlite::{Connection, OpenFlags, TransactionState};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The members are read in so many pieces, so that who is quick takes more of them.
const PIECES: i64 = 64;
/// A piece of fewer members is not worth a thread.
const FEWEST: i64 = 128;
/// More readers than that only wait for the same disk.
const MOST_READERS: usize = 8;

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
        let own = self.conn.is_autocommit();
        let snapshot = own.then(|| self.conn.unchecked_transaction()).transpose()?;
        let context = Context::of(*self, None, symbols)?;
        let pieces = self.span()?.map_or_else(Vec::new, pieces);
        let next = AtomicUsize::new(0);
        let (symbols, context, pieces) = (&*symbols, &context, &*pieces);
        let work = &|conn: &Connection| -> Result<Vec<(usize, T)>> {
            let mut done = Vec::new();
            loop {
                // Titles of speeches are only words until the piece is done.
                let mut own = symbols.clone();
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(piece) = pieces.get(at) else {
                    return Ok(done);
                };
                let mut made = begin();
                walk(conn, *piece, context, &mut own, &mut |subject, facts| {
                    each(&mut made, subject, facts)
                })
                .inspect_err(|_| next.store(pieces.len(), Ordering::Relaxed))?;
                done.push((at, made));
            }
        };
        let others = self.beside(pieces.len());
        let mut done = std::thread::scope(|scope| {
            let begun = others
                .into_iter()
                .map(|conn| scope.spawn(move || work(&conn)));
            let begun: Vec<_> = begun.collect();
            let mut done = work(self.conn)?;
            for thread in begun {
                let theirs = thread.join();
                done.extend(theirs.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
            }
            Ok::<_, crate::error::Error>(done)
        })?;
        if let Some(snapshot) = snapshot {
            snapshot.commit()?;
        }
        done.sort_by_key(|(at, _)| *at);
        Ok(done.into_iter().map(|(_, made)| made).collect())
    }

    /// Connections to the same state of the file, one for each further processor that so many
    /// pieces are worth. In a file with a rollback journal nobody can commit while this connection
    /// is inside a read transaction, so whoever begins reading until then sees what it sees.
    /// Where that does not hold (write-ahead log, memory, in the middle of a change) there are none.
    fn beside(&self, pieces: usize) -> Vec<Connection> {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let wanted = processors.min(MOST_READERS).min(pieces).saturating_sub(1);
        let mode = self
            .conn
            .pragma_query_value(None, "journal_mode", |r| r.get::<_, String>(0));
        let rolls_back = matches!(mode.as_deref(), Ok("delete" | "truncate" | "persist"));
        let reading = matches!(
            self.conn.transaction_state(None::<&str>),
            Ok(TransactionState::Read)
        );
        if wanted == 0 || !rolls_back || !reading {
            return Vec::new();
        }
        let Some(path) = self.conn.path() else {
            return Vec::new();
        };
        let open = || -> rusqlite::Result<Connection> {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let conn = Connection::open_with_flags(path, flags)?;
            conn.execute_batch("BEGIN; SELECT count(*) FROM setting")?;
            Ok(conn)
        };
        (0..wanted).map_while(|_| open().ok()).collect()
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
