//! The stream of duty acts that the score engine counts: one scan for each ledger, every one in
//! the order of members, merged here. What several members share (meetings, proposals, opinions)
//! is read once before; the scans that follow touch no other table and nothing grows with them.

mod apart;
mod by_id;
mod context;
mod damage;
mod opinions;
mod proposals;
mod row;
mod subject;
#[cfg(test)]
mod tests;

use super::Read;
use crate::error::Result;
use crate::model::fact::{Fact, FactKind, Subject, Symbols};
use context::Context;
pub(super) use context::Years;
pub(super) use damage::{APPRAISAL, RECORD, day, quantity as many, unreadable};
pub(super) use row::blank;
use row::{Desk, Reader, appraisal, attendance, opinion, proposal, record, speech, status};
use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::{CachedStatement, Connection, Row, Rows};

/// The members whose ids lie between two, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    first: i64,
    last: i64,
}

/// The ledgers: the scan of a span of members, by how much the first column is shifted to the
/// left of the member's id, and how a row is read. Speeches come after the roll, which they ask.
const LEDGERS: [(&str, u32, Reader); 7] = [
    (ATTENDANCE, 32, attendance),
    (SPEECHES, 32, speech),
    (PROPOSERS, 0, proposal),
    (AUTHORS, 0, opinion),
    (RECORDS, 0, record),
    (STATUSES, 0, status),
    (APPRAISALS, 0, appraisal),
];
const ATTENDANCE: &str = "SELECT id, presence, part, halves, walk_in FROM attendance
 WHERE id BETWEEN ?1 << 32 AND (?2 << 32) + 4294967295 ORDER BY id";
const SPEECHES: &str = "SELECT attendance_id, id, form, title FROM speech
 WHERE attendance_id BETWEEN ?1 << 32 AND (?2 << 32) + 4294967295 ORDER BY attendance_id";
const PROPOSERS: &str = "SELECT member_id, proposal_id, ord FROM proposer
 WHERE member_id BETWEEN ?1 AND ?2 ORDER BY member_id";
const AUTHORS: &str = "SELECT member_id, opinion_id, ord FROM author
 WHERE member_id BETWEEN ?1 AND ?2 ORDER BY member_id";
const RECORDS: &str = "SELECT member_id, id, happened_on, kind_id, level_id, quantity, confirmed_on IS NOT NULL FROM record
 WHERE cancelled IS NULL AND member_id BETWEEN ?1 AND ?2 ORDER BY member_id";
const STATUSES: &str = "SELECT member_id, id, happened_on, kind FROM status_event
 WHERE cancelled IS NULL AND member_id BETWEEN ?1 AND ?2 ORDER BY member_id";
const APPRAISALS: &str = "SELECT x.member_id, x.id, x.appraisal_id, k.name, x.form, x.held_on, a.year
 FROM appraised x JOIN appraisal a ON a.id = x.appraisal_id JOIN word k ON k.id = a.kind_id
 WHERE x.member_id BETWEEN ?1 AND ?2 AND x.held_on IS NOT NULL AND x.cancelled IS NULL AND a.cancelled IS NULL ORDER BY x.member_id";

impl Read<'_> {
    /// Runs over all members in the order of their rows, each with all their facts.
    /// The slice of facts is only good for the call.
    ///
    /// # Errors
    /// What `each` gives; the database's own failures.
    pub fn facts(
        &self,
        symbols: &mut Symbols,
        mut each: impl FnMut(&Subject, &[Fact]) -> Result<()>,
    ) -> Result<()> {
        let context = Context::of(*self, None, symbols)?;
        let Some(span) = self.span()? else {
            return Ok(());
        };
        walk(self.conn, span, &context, symbols, &mut each)
    }

    /// The facts of one member, for an explanation: ledger by ledger in the order of their rows.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn facts_of(
        &self,
        member: i64,
        symbols: &mut Symbols,
    ) -> Result<Option<(Subject, Vec<Fact>)>> {
        let context = Context::of(*self, Some(member), symbols)?;
        let span = Span {
            first: member,
            last: member,
        };
        let mut found = None;
        walk(self.conn, span, &context, symbols, &mut |subject, facts| {
            let mut facts = facts.to_vec();
            facts.sort_by_key(|f| (ledger(f.what), f.row));
            found = Some((subject.clone(), facts));
            Ok(())
        })?;
        Ok(found)
    }

    /// The ids between which all members lie; `None` where there are none.
    fn span(&self) -> Result<Option<Span>> {
        let sql = "SELECT min(id), max(id) FROM member";
        let ends = self
            .conn
            .query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(match ends {
            (Some(first), Some(last)) => Some(Span { first, last }),
            _ => None,
        })
    }
}

/// Adoptions and instructions lie in one ledger.
fn ledger(what: FactKind) -> FactKind {
    match what {
        FactKind::Instruction => FactKind::Adoption,
        other => other,
    }
}

/// Runs over the members of a span.
fn walk(
    conn: &Connection,
    span: Span,
    context: &Context,
    symbols: &mut Symbols,
    each: &mut dyn FnMut(&Subject, &[Fact]) -> Result<()>,
) -> Result<()> {
    let mut statements = LEDGERS
        .iter()
        .map(|(sql, shift, read)| Ok((conn.prepare_cached(sql)?, *shift, *read)))
        .collect::<Result<Vec<(CachedStatement<'_>, u32, Reader)>>>()?;
    let mut ledgers = Vec::new();
    for (statement, shift, read) in &mut statements {
        ledgers.push((Stream::open(statement, span, *shift)?, *read));
    }
    let mut facts = Vec::new();
    subject::walk(conn, span, context, &mut |subject| {
        facts.clear();
        for (ledger, read) in &mut ledgers {
            ledger.take(subject.id, |row, key| {
                let mut desk = Desk {
                    context,
                    symbols: &mut *symbols,
                    facts: &mut facts,
                };
                read(row, key, &mut desk)
            })?;
        }
        each(subject, &facts)
    })
}

/// One ledger's rows in the order of members, one row ahead.
struct Stream<'s> {
    rows: Rows<'s>,
    shift: u32,
    /// The first column of the row ahead.
    key: Option<i64>,
}

impl<'s> Stream<'s> {
    fn open(statement: &'s mut CachedStatement<'_>, span: Span, shift: u32) -> Result<Stream<'s>> {
        let mut stream = Stream {
            rows: statement.query([span.first, span.last])?,
            shift,
            key: None,
        };
        stream.step()?;
        Ok(stream)
    }

    fn step(&mut self) -> Result<()> {
        self.rows.advance()?;
        self.key = self.rows.get().map(|row| row.get(0)).transpose()?;
        Ok(())
    }

    /// Reads the rows of one member, each with its first column; those of members before are
    /// passed over.
    fn take(
        &mut self,
        member: i64,
        mut read: impl FnMut(&Row<'_>, i64) -> rusqlite::Result<()>,
    ) -> Result<()> {
        while let Some(key) = self.key.filter(|key| key >> self.shift <= member) {
            if let Some(row) = self.rows.get().filter(|_| key >> self.shift == member) {
                read(row, key).map_err(unreadable)?;
            }
            self.step()?;
        }
        Ok(())
    }
}
