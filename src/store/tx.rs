//! The writing side of a transaction: every row that comes, changes or goes passes here and is
//! recorded for the journal as it does.

use super::codec::Writer;
use super::journal::{self, Entry};
use super::proposal::sketch;
use super::table::Table;
use super::{Command, Read};
use crate::error::Result;
use crate::lang::Text;
use rusqlite::types::Value;
use rusqlite::{Connection, Statement, params_from_iter};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A part of the journal is cut at about this many bytes.
const PART: usize = 256 * 1024;

/// A running writing command.
pub struct Tx<'c> {
    conn: &'c Connection,
    command: Command,
    /// The number that the entry will have.
    seq: i64,
    writer: Writer,
    hasher: Sha256,
    counts: BTreeMap<&'static str, [u64; 3]>,
}

impl std::ops::Deref for Tx<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.conn
    }
}

impl<'c> Tx<'c> {
    pub(super) fn begin(conn: &'c Connection, command: &Command) -> Result<Tx<'c>> {
        let seq = journal::next_seq(conn)?;
        Ok(Tx {
            conn,
            command: command.clone(),
            seq,
            writer: Writer::default(),
            hasher: Sha256::new(),
            counts: BTreeMap::new(),
        })
    }

    /// The reading side, inside this transaction.
    pub fn read(&self) -> Read<'c> {
        Read { conn: self.conn }
    }

    /// Who runs the command.
    pub fn by(&self) -> &str {
        &self.command.by
    }

    /// The number of the entry that this command will leave.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    /// Writes a new row and gives its id.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn insert(&mut self, table: &'static Table, row: &[Value]) -> Result<i64> {
        self.conn
            .prepare_cached(table.insert)?
            .execute(params_from_iter(std::iter::once(&Value::Null).chain(row)))?;
        let id = self.conn.last_insert_rowid();
        self.note_insert(table, id, row)?;
        Ok(id)
    }

    /// Writes a new row under an id of its own.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn insert_at(&mut self, table: &'static Table, id: i64, row: &[Value]) -> Result<()> {
        self.conn
            .prepare_cached(table.insert)?
            .execute(params_from_iter(
                std::iter::once(&Value::Integer(id)).chain(row),
            ))?;
        self.note_insert(table, id, row)
    }

    /// Begins many rows of one table under their own ids, of which some may stand already.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn bulk_new(&mut self, table: &'static Table) -> Result<Bulk<'_, 'c>> {
        let statement = self
            .conn
            .prepare(&[table.insert, " ON CONFLICT (id) DO NOTHING"].concat())?;
        Ok(Bulk {
            tx: self,
            table,
            statement,
        })
    }

    /// The columns of one row, where it exists.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn row(&self, table: &'static Table, id: i64) -> Result<Option<Vec<Value>>> {
        row(self.conn, table, id)
    }

    /// Sets columns of one row by name; tells whether anything differs now.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn set(
        &mut self,
        table: &'static Table,
        id: i64,
        fields: &[(&str, Value)],
    ) -> Result<bool> {
        let Some(old) = self.row(table, id)? else {
            return Ok(false);
        };
        let mut new = old.clone();
        for (name, value) in fields {
            if let Some(at) = table.column(name) {
                new[at] = value.clone();
            }
        }
        self.put(table, id, &old, &new)
    }

    /// Replaces a row's columns; tells whether anything differs now.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn put(
        &mut self,
        table: &'static Table,
        id: i64,
        old: &[Value],
        new: &[Value],
    ) -> Result<bool> {
        if old == new {
            return Ok(false);
        }
        self.conn
            .prepare_cached(table.update)?
            .execute(params_from_iter(
                new.iter().chain(std::iter::once(&Value::Integer(id))),
            ))?;
        self.writer.update(table, id, old, new);
        if sketch::differs(table, old, new) {
            sketch::follow(self.conn, table, id, Some(new))?;
        }
        self.count(table, 1)?;
        Ok(true)
    }

    /// Takes a row away: for undo, and for the lines of a list that is replaced as a whole.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn delete(&mut self, table: &'static Table, id: i64) -> Result<()> {
        if let Some(old) = self.row(table, id)? {
            self.conn.prepare_cached(table.delete)?.execute([id])?;
            self.writer.delete(table, id, &old);
            sketch::follow(self.conn, table, id, None)?;
            self.count(table, 2)?;
        }
        Ok(())
    }

    fn note_insert(&mut self, table: &'static Table, id: i64, row: &[Value]) -> Result<()> {
        self.writer.insert(table, id, row);
        sketch::follow(self.conn, table, id, Some(row))?;
        self.count(table, 0)
    }

    fn count(&mut self, table: &'static Table, op: usize) -> Result<()> {
        self.counts.entry(table.name).or_default()[op] += 1;
        if self.writer.bytes.len() >= PART {
            self.flush()
        } else {
            Ok(())
        }
    }

    fn flush(&mut self) -> Result<()> {
        if !self.writer.bytes.is_empty() {
            journal::add_part(self.conn, self.seq, &self.writer.bytes)?;
            journal::digest_part(&mut self.hasher, &self.writer.bytes);
            self.writer.clear();
        }
        Ok(())
    }

    pub(super) fn finish(&mut self, undoes: Option<i64>, summary: Text) -> Result<Option<Entry>> {
        self.flush()?;
        if self.counts.is_empty() {
            return Ok(None);
        }
        let parts = std::mem::take(&mut self.hasher);
        journal::add(
            self.conn,
            self.seq,
            &self.command,
            undoes,
            summary,
            &self.counts,
            parts,
        )
        .map(Some)
    }
}

/// Many new rows of one table.
pub struct Bulk<'t, 'c> {
    tx: &'t mut Tx<'c>,
    table: &'static Table,
    statement: Statement<'c>,
}

impl Bulk<'_, '_> {
    /// Writes a row where none stands under its id yet; tells whether it did.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn insert_if_new(&mut self, id: i64, row: &[Value]) -> Result<bool> {
        self.statement.raw_bind_parameter(1, id)?;
        for (at, value) in row.iter().enumerate() {
            self.statement.raw_bind_parameter(at + 2, value)?;
        }
        if self.statement.raw_execute()? == 0 {
            return Ok(false);
        }
        self.tx.note_insert(self.table, id, row)?;
        Ok(true)
    }
}

/// The columns of one row, where it exists.
pub(super) fn row(conn: &Connection, table: &'static Table, id: i64) -> Result<Option<Vec<Value>>> {
    let mut statement = conn.prepare_cached(table.select)?;
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    (0..table.columns.len())
        .map(|at| Ok(row.get(at)?))
        .collect::<Result<Vec<Value>>>()
        .map(Some)
}
