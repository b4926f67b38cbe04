//! Proposals similar to a text, and the texts of proposals.
//!
//! The sketches of all proposals are read once, on all processors, and held against the text's in memory; the texts
//! themselves are only read of those that are shown.
//!
//! Measured on 2 cores with 100,000 proposals whose bodies have 413 characters (a file of 338 MB,
//! `cargo bench -- similar`), whole process, the file in the system's cache, medians of 21:
//!
//! | what | time |
//! |---|---|
//! | these sketches, a typed title | 47 ms |
//! | these sketches, a proposal with its body | 60 ms |
//! | one LIKE over titles and bodies, sqlite3 shell: the least that reading every text costs | 332 to 418 ms |
//!
//! Indexes over the same pairs, the query alone, best of 5 and of 3: FTS5 with bm25 37 ms for a title of
//! 9 pairs and 503 ms for the 62 of a body; a table of pair and proposal 16 ms and 995 ms, and 27 s to
//! build. They are quicker for a few rare words only, and either would have to be kept row by row;
//! FTS5's own trigrams know no word of two characters. So the sketches are read through.

use crate::error::Result;
use crate::model::similar::bundle::NEIGHBOURS;
use crate::model::similar::{
    LEAST, Passage, Shelf, Shelves, Similar, Sketch, Wanted, Weights, shared,
};
use crate::store::Read;
use rusqlite::{OptionalExtension, named_params};

const SKETCHES: &str =
    "SELECT bundle, sketches FROM proposal_sketch WHERE bundle BETWEEN ?1 AND ?2 ORDER BY bundle";
const LAST: &str = "SELECT max(bundle) FROM proposal_sketch";
const HOLDING: &str = "SELECT id FROM proposal p WHERE cancelled IS NULL AND (instr(lower(title), :word) OR instr(lower(body), :word))
 AND id IS NOT :except ORDER BY coalesce(submitted_on, filed_on, assigned_on, '') DESC, id DESC LIMIT :limit";
const TEXT: &str = "SELECT title, body FROM proposal WHERE id = :id AND cancelled IS NULL";
const BODY: &str = "SELECT body FROM proposal WHERE id = :id AND cancelled IS NULL";

/// How many bundles of sketches are worth a thread, with a connection of its own.
const WORTH_A_THREAD: i64 = 1_000;

/// Room is made beforehand for at most this many bundles: ids may have gaps.
const ROOM: usize = 1 << 16;

impl Read<'_> {
    /// The proposals of all sessions that are similar to a text, the most similar first, each with
    /// what both say and with all that became of it. Cancelled ones are left out.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn similar(&self, wanted: &Wanted) -> Result<Vec<Similar>> {
        let shelf = self.sketches()?;
        self.nearest(&shelf, &shelf.weights(), wanted)
    }

    /// The same for each of some proposals, with the sketches read once; those that have none
    /// similar are left out.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn similar_to_each(&self, ids: &[i64], limit: usize) -> Result<Vec<(i64, Vec<Similar>)>> {
        let shelf = self.sketches()?;
        let weights = shelf.weights();
        let mut all = Vec::new();
        for id in ids {
            let wanted = Wanted {
                passage: self.proposal_text(*id)?.unwrap_or_default(),
                except: Some(*id),
                least: LEAST,
                limit,
            };
            let similar = self.nearest(&shelf, &weights, &wanted)?;
            if !similar.is_empty() {
                all.push((*id, similar));
            }
        }
        Ok(all)
    }

    /// The proposals whose title or body has a word that is too short to compare, the latest first,
    /// each with the sentence around it.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn holding(&self, wanted: &Wanted) -> Result<Vec<Similar>> {
        let word = wanted.passage.title.to_lowercase();
        let limit = i64::try_from(wanted.limit).unwrap_or(i64::MAX);
        let mut statement = self.conn.prepare_cached(HOLDING)?;
        let keys = named_params! { ":word": word, ":except": wanted.except, ":limit": limit };
        let ids = statement.query_map(keys, |r| r.get(0))?;
        let ids: Vec<i64> = ids.collect::<rusqlite::Result<_>>()?;
        let mut holding = Vec::new();
        for id in ids {
            let (Some(proposal), Some(passage)) = (self.proposal(id)?, self.proposal_text(id)?)
            else {
                continue;
            };
            holding.push(Similar {
                proposal,
                score: 100,
                shared: passage.sentence_with(&word).into_iter().collect(),
            });
        }
        Ok(holding)
    }

    fn nearest(self, shelf: &Shelves, weights: &Weights, wanted: &Wanted) -> Result<Vec<Similar>> {
        let sketch = Sketch::of(&wanted.passage);
        let one_more = wanted.limit.saturating_add(1);
        let found = shelf.nearest(&sketch, weights, wanted.least, one_more);
        let others = found.into_iter().filter(|f| Some(f.id) != wanted.except);
        let mut similar = Vec::new();
        for found in others.take(wanted.limit) {
            let (Some(proposal), Some(passage)) =
                (self.proposal(found.id)?, self.proposal_text(found.id)?)
            else {
                continue;
            };
            similar.push(Similar {
                proposal,
                score: found.score,
                shared: shared(&wanted.passage, &passage, weights),
            });
        }
        Ok(similar)
    }

    /// The sketches, a shelf for each processor where there are many of them.
    fn sketches(self) -> Result<Shelves> {
        self.steady(|| {
            let last: Option<i64> = self.conn.query_row(LAST, [], |r| r.get(0))?;
            let last = last.unwrap_or(0);
            let processors = std::thread::available_parallelism().map_or(1, usize::from);
            let worth = usize::try_from(last / WORTH_A_THREAD).unwrap_or(usize::MAX);
            let shelves = worth.clamp(1, processors);
            let each = last / i64::try_from(shelves).unwrap_or(1) + 1;
            let filled = self.apart(shelves, |conn, at| {
                let first = each * i64::try_from(at).unwrap_or(0);
                let mut shelf = Shelf::default();
                shelf.expect(
                    usize::try_from(each.min(last)).map_or(0, |n| n.min(ROOM)) * NEIGHBOURS,
                );
                let mut statement = conn.prepare_cached(SKETCHES)?;
                let mut rows = statement.query([first, first + each - 1])?;
                while let Some(r) = rows.next()? {
                    let sketches = r.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
                    shelf.add(r.get(0)?, sketches);
                }
                Ok(shelf)
            })?;
            Ok(Shelves(filled))
        })
    }

    /// Title and body of a proposal, unless it was cancelled.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn proposal_text(&self, id: i64) -> Result<Option<Passage>> {
        let mut statement = self.conn.prepare_cached(TEXT)?;
        let text = statement.query_row(named_params! { ":id": id }, |r| {
            let body: Option<String> = r.get("body")?;
            Ok(Passage {
                title: r.get("title")?,
                body: body.unwrap_or_default(),
            })
        });
        Ok(text.optional()?)
    }

    /// The body of a proposal, where it has one; lists never read it, since it is long.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn proposal_body(&self, id: i64) -> Result<Option<String>> {
        let mut statement = self.conn.prepare_cached(BODY)?;
        let body = statement.query_row(named_params! { ":id": id }, |r| r.get(0));
        Ok(body.optional()?.flatten())
    }
}
