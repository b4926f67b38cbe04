//! Reading units, and which unit a word means.

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::filter::Term;
use crate::model::near;
use crate::model::unit::{Load, Unit};
use crate::store::Read;
use crate::store::filter::{Field, Kind, clause};
use crate::text;
use rusqlite::{Params, Row, named_params, params_from_iter};
use std::collections::HashMap;

const SELECT: &str = "SELECT u.id, u.no, u.name, u.short, p.name AS parent, u.contact, u.phone, f.file, f.sheet, u.line
 FROM unit u LEFT JOIN unit p ON p.id = u.parent_id LEFT JOIN source f ON f.id = u.source_id WHERE u.cancelled IS NULL";
const ORDER: &str = " ORDER BY u.no IS NULL, u.no, u.source_id IS NULL, u.source_id, u.line, u.id";
const ONE: &str = " AND u.id = ?1";
const ALIASES: &str = "SELECT unit_id, name FROM unit_alias WHERE unit_id IN (SELECT value FROM json_each(:ids)) ORDER BY unit_id, id";
const LOADS: &str = "SELECT a.unit_id, sum(a.part = 'lead'), sum(a.part = 'co'), sum(a.part = 'split'), sum(p.state IN ('submitted', 'filed', 'assigned'))
 FROM assignment a JOIN proposal p ON p.id = a.proposal_id
 WHERE a.unit_id IN (SELECT value FROM json_each(:ids)) AND p.cancelled IS NULL AND a.handling IS NOT 'moved' GROUP BY a.unit_id";
const BY_NAME: &str = "SELECT id FROM unit WHERE name = :word AND cancelled IS NULL";
const BY_NO: &str = "SELECT id FROM unit WHERE no = :word AND cancelled IS NULL";
const BY_OTHER: &str = "SELECT id FROM unit WHERE short = :word AND cancelled IS NULL
 UNION SELECT x.unit_id FROM unit_alias x JOIN unit u ON u.id = x.unit_id WHERE x.name = :word AND u.cancelled IS NULL";
const NAMES: &str = "SELECT name FROM unit WHERE cancelled IS NULL
 UNION ALL SELECT short FROM unit WHERE short IS NOT NULL AND cancelled IS NULL
 UNION ALL SELECT x.name FROM unit_alias x JOIN unit u ON u.id = x.unit_id WHERE u.cancelled IS NULL";
const WORDS: &str =
    "u.no LIKE {} ESCAPE '\\' OR u.name LIKE {} ESCAPE '\\' OR u.short LIKE {} ESCAPE '\\'
 OR EXISTS (SELECT 1 FROM unit_alias x WHERE x.unit_id = u.id AND x.name LIKE {} ESCAPE '\\')";

/// What unit lists can be cut by.
pub const FIELDS: &[Field] = &[
    Field::plain(&["no", "单位编码", "编码"], Kind::Label, "u.no"),
    Field::plain(&["name", "单位名称", "名称"], Kind::Text, "u.name"),
    Field::plain(&["short", "简称"], Kind::Text, "u.short"),
    Field::lines(
        &["alias", "别名"],
        Kind::Text,
        "EXISTS (SELECT 1 FROM unit_alias x WHERE x.unit_id = u.id AND ",
        "x.name",
    ),
    Field::plain(&["parent", "上级单位", "上级"], Kind::Text, "p.name"),
    Field::plain(&["contact", "联系人"], Kind::Text, "u.contact"),
];

impl Read<'_> {
    /// The units that fit all terms, by number, else in the order of their list.
    ///
    /// # Errors
    /// `unknown_field`, `bad_value`; the database's own failures.
    pub fn units(&self, terms: &[Term]) -> Result<Vec<Unit>> {
        let clause = clause(terms, FIELDS, WORDS)?;
        self.units_where(&clause.sql, params_from_iter(clause.values))
    }

    /// One unit, unless it was cancelled.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn unit(&self, id: i64) -> Result<Option<Unit>> {
        Ok(self.units_where(ONE, [id])?.pop())
    }

    fn units_where(self, sql: &str, values: impl Params) -> Result<Vec<Unit>> {
        let mut statement = self.conn.prepare_cached(&[SELECT, sql, ORDER].concat())?;
        let mut units = statement
            .query_map(values, base)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let at: HashMap<i64, usize> = units.iter().enumerate().map(|(at, u)| (u.id, at)).collect();
        let ids = crate::store::proposal::ids(units.iter().map(|u| u.id));
        let mut statement = self.conn.prepare_cached(ALIASES)?;
        let mut rows = statement.query(named_params! { ":ids": ids })?;
        while let Some(r) = rows.next()? {
            if let Some(at) = at.get(&r.get(0)?) {
                units[*at].aliases.push(r.get(1)?);
            }
        }
        let mut statement = self.conn.prepare_cached(LOADS)?;
        let mut rows = statement.query(named_params! { ":ids": ids })?;
        while let Some(r) = rows.next()? {
            if let Some(at) = at.get(&r.get(0)?) {
                units[*at].load = Load {
                    lead: r.get(1)?,
                    co: r.get(2)?,
                    split: r.get(3)?,
                    open: r.get(4)?,
                };
            }
        }
        Ok(units)
    }

    /// Which unit a number, a name, a short name or another name means.
    ///
    /// # Errors
    /// `unknown_unit` with the nearest names, or `ambiguous` with the candidates; the database's
    /// own failures.
    pub fn find_unit(&self, word: &str) -> Result<i64> {
        let word = word.trim();
        let found = self.units_meant(word)?;
        match found.as_slice() {
            [one] => Ok(*one),
            [] => Err(self.no_unit(word)?),
            _ => {
                let mut names = Vec::new();
                for id in found {
                    names.extend(self.unit(id)?.map(|u| u.name));
                }
                let Text { zh, en } = Text::listed(&names);
                Err(Error::refused(
                    "ambiguous",
                    text!(
                        "「{word}」不止一个单位：{zh}",
                        "“{word}” fits more than one unit: {en}"
                    ),
                )
                .hint(text!("请写单位全称", "write the unit's full name")))
            }
        }
    }

    /// The full names of the units that a word may mean; none where it means none.
    pub(in crate::store) fn unit_names(self, word: &str) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for id in self.units_meant(word)? {
            names.extend(self.unit(id)?.map(|u| u.name));
        }
        Ok(names)
    }

    fn units_meant(self, word: &str) -> Result<Vec<i64>> {
        for sql in [BY_NAME, BY_NO, BY_OTHER] {
            let mut statement = self.conn.prepare_cached(sql)?;
            let found: Vec<i64> = statement
                .query_map(named_params! { ":word": word }, |r| r.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    fn no_unit(self, word: &str) -> Result<Error> {
        let mut statement = self.conn.prepare_cached(NAMES)?;
        let names: Vec<String> = statement
            .query_map([], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let near = near::nearest(word, names.iter().map(String::as_str), 3);
        let error = Error::refused(
            "unknown_unit",
            text!("没有承办单位「{word}」", "there is no unit “{word}”"),
        );
        Ok(error.did_you_mean(&near).hint(text!(
            "确实有这个单位，先添加：yishi unit add {word}",
            "add it first if it is right: yishi unit add {word}"
        )))
    }
}

fn base(r: &Row<'_>) -> rusqlite::Result<Unit> {
    Ok(Unit {
        id: r.get("id")?,
        no: r.get("no")?,
        name: r.get("name")?,
        short: r.get("short")?,
        parent: r.get("parent")?,
        contact: r.get("contact")?,
        phone: r.get("phone")?,
        source: crate::store::source::place(r.get("file")?, r.get("sheet")?, r.get("line")?),
        ..Unit::default()
    })
}
