//! The sketches by which similar proposals are found follow the proposals: every row that comes,
//! changes or goes through the one door takes its sketch along, undo and redo included. They are
//! told from title and body alone, so the journal has none; `check` tells them anew and compares.

use crate::error::Result;
use crate::model::similar::{Passage, Sketch};
use crate::store::Read;
use crate::store::check::Finding;
use crate::store::table::{PROPOSAL, Table};
use crate::text;
use rusqlite::types::Value;
use rusqlite::{Connection, named_params};

const KEEP: &str = "INSERT INTO proposal_sketch (id, grams) VALUES (:id, :grams) ON CONFLICT (id) DO UPDATE SET grams = :grams WHERE grams <> :grams";
const DROP: &str = "DELETE FROM proposal_sketch WHERE id = :id";
const TEXTS: &str = "SELECT p.id, p.title, p.body, s.grams, p.session || ' ' || coalesce(p.no, p.serial, p.title) FROM proposal p
 LEFT JOIN proposal_sketch s ON s.id = p.id WHERE p.cancelled IS NULL ORDER BY p.id";
const STRAYS: &str = "SELECT s.id FROM proposal_sketch s LEFT JOIN proposal p ON p.id = s.id AND p.cancelled IS NULL WHERE p.id IS NULL";

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
    match row.filter(|row| column(row, "cancelled").is_none()) {
        Some(row) => {
            let passage = Passage {
                title: column(row, "title").unwrap_or_default(),
                body: column(row, "body").unwrap_or_default(),
            };
            let grams = Sketch::of(&passage).bytes();
            conn.prepare_cached(KEEP)?
                .execute(named_params! { ":id": id, ":grams": grams })?;
        }
        None => {
            conn.prepare_cached(DROP)?
                .execute(named_params! { ":id": id })?;
        }
    }
    Ok(())
}

impl Read<'_> {
    /// Every sketch against its proposal's text.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn check_sketches(&self) -> Result<Vec<Finding>> {
        let mut found = Vec::new();
        let mut statement = self.conn.prepare(TEXTS)?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let body: Option<String> = r.get(2)?;
            let passage = Passage {
                title: r.get(1)?,
                body: body.unwrap_or_default(),
            };
            let kept: Option<Vec<u8>> = r.get(3)?;
            if kept != Some(Sketch::of(&passage).bytes()) {
                found.push(finding(r.get(4)?));
            }
            if found.len() == NAMED {
                return Ok(found);
            }
        }
        let mut statement = self.conn.prepare(STRAYS)?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let id: i64 = r.get(0)?;
            found.push(finding(format!("proposal_sketch #{id}")));
        }
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
