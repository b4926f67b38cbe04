//! The sketches by which similar proposals are found follow the proposals: every row that comes,
//! changes or goes through the one door takes its sketch along, undo and redo included. They are
//! told from title and body alone, so the journal has none; `check` tells them anew and compares.

use crate::error::Result;
use crate::model::similar::{Passage, Sketch, bundle};
use crate::store::Read;
use crate::store::check::Finding;
use crate::store::table::{PROPOSAL, Table};
use crate::text;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, named_params};
use std::collections::BTreeMap;

const KEPT: &str = "SELECT sketches FROM proposal_sketch WHERE bundle = :bundle";
const KEEP: &str = "INSERT INTO proposal_sketch (bundle, sketches) VALUES (:bundle, :sketches) ON CONFLICT (bundle) DO UPDATE SET sketches = :sketches WHERE sketches <> :sketches";
const DROP: &str = "DELETE FROM proposal_sketch WHERE bundle = :bundle";
const TEXTS: &str =
    "SELECT id, title, body, session || ' ' || coalesce(no, serial, title) FROM proposal
 WHERE cancelled IS NULL ORDER BY id";
const ALL: &str = "SELECT bundle, sketches FROM proposal_sketch ORDER BY bundle";

/// At most this many are named.
const NAMED: usize = 20;

/// Whether a change of a row touches what its sketch is told from.
pub(in crate::store) fn differs(table: &'static Table, old: &[Value], new: &[Value]) -> bool {
    std::ptr::eq(table, &raw const PROPOSAL)
        && ["title", "body", "cancelled"].iter().any(|name| {
            let at = table.column(name);
            at.is_some_and(|at| old.get(at) != new.get(at))
        })
}

/// Makes the sketch of a row what the row says now; `None` where the row is gone. Rows of other
/// tables have none.
///
/// # Errors
/// The database's own failures.
pub(in crate::store) fn follow(
    conn: &Connection,
    table: &'static Table,
    id: i64,
    row: Option<&[Value]>,
) -> Result<()> {
    if !std::ptr::eq(table, &raw const PROPOSAL) {
        return Ok(());
    }
    let column = |row: &[Value], name| match table.column(name).and_then(|at| row.get(at)) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let sketch = row
        .filter(|row| column(row, "cancelled").is_none())
        .map(|row| {
            Sketch::of(&Passage {
                title: column(row, "title").unwrap_or_default(),
                body: column(row, "body").unwrap_or_default(),
            })
        });
    let (bundle, place) = bundle::place(id);
    let kept: Option<Vec<u8>> = conn
        .prepare_cached(KEPT)?
        .query_row(named_params! { ":bundle": bundle }, |r| r.get(0))
        .optional()?;
    match bundle::with(&kept.unwrap_or_default(), place, sketch.as_ref()) {
        Some(sketches) => conn
            .prepare_cached(KEEP)?
            .execute(named_params! { ":bundle": bundle, ":sketches": sketches })?,
        None => conn
            .prepare_cached(DROP)?
            .execute(named_params! { ":bundle": bundle })?,
    };
    Ok(())
}

impl Read<'_> {
    /// Every sketch against its proposal's text.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn check_sketches(&self) -> Result<Vec<Finding>> {
        let mut found = Vec::new();
        let mut bundles = self.conn.prepare(ALL)?;
        let mut bundles = bundles.query([])?;
        let mut kept = BTreeMap::new();
        while let Some(r) = bundles.next()? {
            let sketches: Vec<u8> = r.get(1)?;
            let bundle: i64 = r.get(0)?;
            let each = bundle::sketches(&sketches);
            kept.extend(each.map(|(at, one)| (bundle::row(bundle, at), one.to_vec())));
        }
        let mut texts = self.conn.prepare(TEXTS)?;
        let mut texts = texts.query([])?;
        while let Some(r) = texts.next()? {
            let body: Option<String> = r.get(2)?;
            let passage = Passage {
                title: r.get(1)?,
                body: body.unwrap_or_default(),
            };
            if kept.remove(&r.get(0)?) != Some(Sketch::of(&passage).bytes()) {
                found.push(finding(r.get(3)?));
            }
            if found.len() == NAMED {
                return Ok(found);
            }
        }
        let strays = kept.keys();
        found.extend(strays.map(|id| finding(format!("proposal_sketch #{id}"))));
        found.truncate(NAMED);
        Ok(found)
    }
}

fn finding(thing: String) -> Finding {
    Finding {
        check: "sketch",
        thing,
        problem: text!(
            "用来查相似提案的摘录与案由、正文不符",
            "the sketch that similar proposals are found by does not fit its title and body"
        ),
        fix: text!(
            "只影响 yishi proposal similar；改一下案由再改回来即可，或从备份恢复",
            "only yishi proposal similar suffers; change the title and change it back, or restore a backup"
        ),
    }
}
