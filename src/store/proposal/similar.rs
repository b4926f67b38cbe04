//! Proposals similar to a text, and the texts of proposals.
//!
//! The sketches of all proposals are read once and held against the text's in memory; the texts
//! themselves are only read of those that are shown. Measured with 100,000 proposals whose bodies
//! have some FIGURES

use crate::error::Result;
use crate::model::similar::{LEAST, Passage, Shelf, Similar, Sketch, Wanted, Weights, shared};
use crate::store::Read;
use rusqlite::{OptionalExtension, named_params};

const SKETCHES: &str = "SELECT id, grams FROM proposal_sketch";
const LAST: &str = "SELECT max(id) FROM proposal_sketch";
const TEXT: &str = "SELECT title, body FROM proposal WHERE id = :id AND cancelled IS NULL";
const BODY: &str = "SELECT body FROM proposal WHERE id = :id AND cancelled IS NULL";

/// Room is made beforehand for at most this many sketches: ids may have gaps.
const ROOM: usize = 1 << 20;

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

    fn nearest(self, shelf: &Shelf, weights: &Weights, wanted: &Wanted) -> Result<Vec<Similar>> {
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

    fn sketches(self) -> Result<Shelf> {
        let mut shelf = Shelf::default();
        let last: Option<i64> = self.conn.query_row(LAST, [], |r| r.get(0))?;
        shelf.expect(usize::try_from(last.unwrap_or(0)).map_or(0, |n| n.min(ROOM)));
        let mut statement = self.conn.prepare_cached(SKETCHES)?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let grams = r.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
            shelf.add(r.get(0)?, grams);
        }
        Ok(shelf)
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
