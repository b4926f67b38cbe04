//! How the journal keeps a change: a compact, self-describing run of bytes. A part names each
//! table and its columns the first time it meets them, so that a part written under an older
//! schema reads back under a newer one. Numbers are varints, ids are deltas within their table.

use super::table::Table;
use crate::error::{Error, Result};
use crate::text;
use rusqlite::types::Value;

/// What happened to one row.
#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    /// The row came, with these values in the order of the table's columns.
    Insert(Vec<Value>),
    /// Columns changed: position, old, new.
    Update(Vec<(usize, Value, Value)>),
    /// The row went; these were its values.
    Delete(Vec<Value>),
}

/// One change of one row.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The row's table.
    pub table: &'static Table,
    /// The row's id.
    pub id: i64,
    /// What happened.
    pub op: Op,
}

const DEFINE: u8 = 0;
const INSERT: u8 = 1;
const UPDATE: u8 = 2;
const DELETE: u8 = 3;

/// Writes changes into one part.
#[derive(Default)]
pub struct Writer {
    /// The bytes so far.
    pub bytes: Vec<u8>,
    tables: Vec<(&'static str, i64)>,
}

impl Writer {
    /// Starts the next part.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.tables.clear();
    }

    fn head(&mut self, op: u8, table: &'static Table, id: i64) {
        let place = match self.tables.iter().position(|(name, _)| *name == table.name) {
            Some(place) => place,
            None => self.define(table),
        };
        self.bytes.push(op);
        self.number(place as u64);
        let delta = id.wrapping_sub(self.tables[place].1);
        self.tables[place].1 = id;
        self.signed(delta);
    }

    fn define(&mut self, table: &'static Table) -> usize {
        self.tables.push((table.name, 0));
        self.bytes.push(DEFINE);
        self.word(table.name.as_bytes());
        self.number(table.columns.len() as u64);
        for column in table.columns {
            self.word(column.name.as_bytes());
        }
        self.tables.len() - 1
    }

    /// A row that came.
    pub fn insert(&mut self, table: &'static Table, id: i64, new: &[Value]) {
        self.head(INSERT, table, id);
        for value in new {
            self.value(value);
        }
    }

    /// A row that changed: only the columns that differ are kept.
    pub fn update(&mut self, table: &'static Table, id: i64, old: &[Value], new: &[Value]) {
        self.head(UPDATE, table, id);
        let differ = || old.iter().zip(new).enumerate().filter(|(_, (o, n))| o != n);
        self.number(differ().count() as u64);
        for (at, (o, n)) in differ() {
            self.number(at as u64);
            self.value(o);
            self.value(n);
        }
    }

    /// A row that went.
    pub fn delete(&mut self, table: &'static Table, id: i64, old: &[Value]) {
        self.head(DELETE, table, id);
        for value in old {
            self.value(value);
        }
    }

    fn number(&mut self, mut n: u64) {
        loop {
            let low = n.to_le_bytes()[0];
            n >>= 7;
            if n == 0 {
                self.bytes.push(low & 0x7f);
                return;
            }
            self.bytes.push(low | 0x80);
        }
    }

    /// Small numbers of either sign stay short: 0, -1, 1, -2 … become 0, 1, 2, 3 …
    fn signed(&mut self, n: i64) {
        self.number(((n << 1) ^ (n >> 63)).cast_unsigned());
    }

    fn word(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.bytes.push(0),
            Value::Integer(n) => {
                self.bytes.push(1);
                self.signed(*n);
            }
            Value::Real(r) => {
                self.bytes.push(2);
                self.bytes.extend_from_slice(&r.to_le_bytes());
            }
            Value::Text(t) => {
                self.bytes.push(3);
                self.word(t.as_bytes());
            }
            Value::Blob(b) => {
                self.bytes.push(4);
                self.word(b);
            }
        }
    }
}

/// Reads the changes of one part, in order.
///
/// # Errors
/// `journal_damaged` where the bytes are not what [`Writer`] writes.
pub fn read(bytes: &[u8]) -> Result<Vec<Change>> {
    let mut reader = Reader {
        bytes,
        at: 0,
        tables: Vec::new(),
    };
    let mut changes = Vec::new();
    while reader.at < bytes.len() {
        match reader.byte()? {
            DEFINE => reader.define()?,
            op => changes.push(reader.change(op)?),
        }
    }
    Ok(changes)
}

struct Known {
    table: &'static Table,
    /// For each column of the part, its place in the table of today.
    places: Vec<Option<usize>>,
    last: i64,
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    tables: Vec<Known>,
}

fn damaged() -> Error {
    Error::machine(
        "journal_damaged",
        text!("日志内容已损坏", "the journal's bytes are damaged"),
    )
    .hint(text!(
        "运行 yishi check 查看从哪一条开始损坏",
        "run yishi check to see the first broken entry"
    ))
}

impl Reader<'_> {
    fn byte(&mut self) -> Result<u8> {
        let byte = *self.bytes.get(self.at).ok_or_else(damaged)?;
        self.at += 1;
        Ok(byte)
    }

    fn number(&mut self) -> Result<u64> {
        let mut n = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            n |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(n);
            }
        }
        Err(damaged())
    }

    fn signed(&mut self) -> Result<i64> {
        let n = self.number()?;
        Ok((n >> 1).cast_signed() ^ -(n & 1).cast_signed())
    }

    fn run(&mut self) -> Result<&[u8]> {
        let len = usize::try_from(self.number()?).map_err(|_| damaged())?;
        let end = self.at.checked_add(len).ok_or_else(damaged)?;
        let run = self.bytes.get(self.at..end).ok_or_else(damaged)?;
        self.at = end;
        Ok(run)
    }

    fn word(&mut self) -> Result<String> {
        String::from_utf8(self.run()?.to_vec()).map_err(|_| damaged())
    }

    fn define(&mut self) -> Result<()> {
        let name = self.word()?;
        let table = Table::named(&name).ok_or_else(damaged)?;
        let count = self.number()?;
        let mut places = Vec::new();
        for _ in 0..count {
            let column = self.word()?;
            places.push(table.column(&column));
        }
        self.tables.push(Known {
            table,
            places,
            last: 0,
        });
        Ok(())
    }

    fn value(&mut self) -> Result<Value> {
        Ok(match self.byte()? {
            0 => Value::Null,
            1 => Value::Integer(self.signed()?),
            2 => {
                let mut raw = [0; 8];
                for slot in &mut raw {
                    *slot = self.byte()?;
                }
                Value::Real(f64::from_le_bytes(raw))
            }
            3 => Value::Text(self.word()?),
            4 => Value::Blob(self.run()?.to_vec()),
            _ => return Err(damaged()),
        })
    }

    fn row(&mut self, place: usize) -> Result<Vec<Value>> {
        let mut row = vec![Value::Null; self.tables[place].table.columns.len()];
        for at in 0..self.tables[place].places.len() {
            let value = self.value()?;
            if let Some(column) = self.tables[place].places[at] {
                row[column] = value;
            }
        }
        Ok(row)
    }

    fn change(&mut self, op: u8) -> Result<Change> {
        let place = usize::try_from(self.number()?).map_err(|_| damaged())?;
        let delta = self.signed()?;
        let known = self.tables.get_mut(place).ok_or_else(damaged)?;
        known.last = known.last.wrapping_add(delta);
        let (table, id) = (known.table, known.last);
        let op = match op {
            INSERT => Op::Insert(self.row(place)?),
            DELETE => Op::Delete(self.row(place)?),
            UPDATE => Op::Update(self.fields(place)?),
            _ => return Err(damaged()),
        };
        Ok(Change { table, id, op })
    }

    fn fields(&mut self, place: usize) -> Result<Vec<(usize, Value, Value)>> {
        let mut fields = Vec::new();
        for _ in 0..self.number()? {
            let at = usize::try_from(self.number()?).map_err(|_| damaged())?;
            let column = *self.tables[place].places.get(at).ok_or_else(damaged)?;
            let (old, new) = (self.value()?, self.value()?);
            if let Some(column) = column {
                fields.push((column, old, new));
            }
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::{MEMBER_ALIAS, TENURE};
    use super::*;
    use proptest::prelude::*;

    fn any_value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::Integer),
            any::<f64>()
                .prop_filter("NaN never equals itself", |r| !r.is_nan())
                .prop_map(Value::Real),
            ".*".prop_map(Value::Text),
            proptest::collection::vec(any::<u8>(), 0..20).prop_map(Value::Blob),
        ]
    }

    fn row(columns: usize) -> impl Strategy<Value = Vec<Value>> {
        proptest::collection::vec(any_value(), columns)
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(rows in proptest::collection::vec((any::<i64>(), row(3), row(3), 0..3u8, any::<bool>()), 0..20)) {
            let mut writer = Writer::default();
            let mut expected = Vec::new();
            for (id, old, new, op, first) in rows {
                let (table, old, new): (&'static Table, Vec<Value>, Vec<Value>) = if first {
                    (&TENURE, old, new)
                } else {
                    let four = |mut v: Vec<Value>| { v.push(Value::Null); v };
                    (&MEMBER_ALIAS, four(old), four(new))
                };
                let op = match op {
                    0 => { writer.insert(table, id, &new); Op::Insert(new) }
                    1 => { writer.delete(table, id, &old); Op::Delete(old) }
                    _ => {
                        writer.update(table, id, &old, &new);
                        Op::Update(old.into_iter().zip(new).enumerate().filter(|(_, (o, n))| o != n).map(|(i, (o, n))| (i, o, n)).collect())
                    }
                };
                expected.push(Change { table, id, op });
            }
            prop_assert_eq!(read(&writer.bytes)?, expected);
        }

        #[test]
        fn damaged_bytes_are_an_error_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }
    }
}
