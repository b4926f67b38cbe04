//! Reading on all processors: each thread with a connection of its own, all of the same state of
//! the file.

use super::Read;
use crate::error::Result;
use rusqlite::{Connection, OpenFlags, TransactionState};
use std::sync::atomic::{AtomicUsize, Ordering};

/// More readers than that only wait for the same disk.
const MOST_READERS: usize = 8;

impl Read<'_> {
    /// Does several readings of one state of the file.
    ///
    /// # Errors
    /// What `work` gives; the database's own failures.
    pub(super) fn steady<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        if !self.conn.is_autocommit() {
            return work();
        }
        let snapshot = self.conn.unchecked_transaction()?;
        let made = work()?;
        snapshot.commit()?;
        Ok(made)
    }

    /// Reads so many pieces on several threads, who is quick more of them; what comes of the pieces
    /// is given in their order. Within [`Read::steady`], after a first reading, every thread sees the
    /// same state of the file.
    ///
    /// # Errors
    /// What `piece` gives; the database's own failures.
    pub(super) fn apart<T: Send>(
        &self,
        pieces: usize,
        piece: impl Fn(&Connection, usize) -> Result<T> + Sync,
    ) -> Result<Vec<T>> {
        let next = AtomicUsize::new(0);
        let work = &|conn: &Connection| -> Result<Vec<(usize, T)>> {
            let mut done = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= pieces {
                    return Ok(done);
                }
                // What went wrong in one piece ends the others.
                let made = piece(conn, at).inspect_err(|_| next.store(pieces, Ordering::Relaxed));
                done.push((at, made?));
            }
        };
        let others = self.beside(pieces);
        let mut done = std::thread::scope(|scope| {
            let begun = others.into_iter().map(|open| {
                scope.spawn(move || open.connect().map_or(Ok(Vec::new()), |c| work(&c)))
            });
            let begun: Vec<_> = begun.collect();
            let mut done = work(self.conn)?;
            for thread in begun {
                let theirs = thread.join();
                done.extend(theirs.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
            }
            Ok::<_, crate::error::Error>(done)
        })?;
        done.sort_by_key(|(at, _)| *at);
        Ok(done.into_iter().map(|(_, made)| made).collect())
    }

    /// Two readings side by side, as [`Read::apart`] does its pieces.
    ///
    /// # Errors
    /// What the two give; the database's own failures.
    pub(super) fn both<A, B: Send>(
        &self,
        one: impl FnOnce(&Connection) -> Result<A>,
        other: impl Fn(&Connection) -> Result<B> + Sync,
    ) -> Result<(A, B)> {
        let (beside, other) = (self.beside(2).pop(), &other);
        std::thread::scope(|scope| {
            let begun = beside.map(|open| scope.spawn(move || open.connect().map(|c| other(&c))));
            let mine = one(self.conn)?;
            let theirs = begun.and_then(|thread| {
                let theirs = thread.join();
                theirs.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            });
            Ok((mine, theirs.unwrap_or_else(|| other(self.conn))?))
        })
    }

    /// Further readers of the same state of the file, one for each processor that so many pieces are
    /// worth. In a file with a rollback journal nobody can commit while this connection is inside a
    /// read transaction, so whoever begins reading until then sees what it sees. Where that does not
    /// hold (write-ahead log, memory, in the middle of a change) there are none.
    fn beside(&self, pieces: usize) -> Vec<Beside> {
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
        let path = self.conn.path().map(str::to_owned);
        path.map_or_else(Vec::new, |path| vec![Beside(path); wanted])
    }
}

/// The file that a further reader opens, in its own thread.
#[derive(Clone)]
struct Beside(String);

impl Beside {
    /// Where it cannot be opened, the others do its work.
    fn connect(&self) -> Option<Connection> {
        let open = || -> rusqlite::Result<Connection> {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let conn = Connection::open_with_flags(&self.0, flags)?;
            // What is read through once need not be kept: fresh memory costs more than the reading.
            conn.execute_batch("PRAGMA cache_size = 64; BEGIN; SELECT count(*) FROM setting")?;
            Ok(conn)
        };
        open().ok()
    }
}
