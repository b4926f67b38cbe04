//! The file's schema in numbered steps, never edited once released.

use crate::error::{Error, Result};
use crate::text;
use rusqlite::Connection;

/// `application_id` of an yishi file: the bytes `YISH`.
pub const APPLICATION_ID: i32 = 0x5949_5348;

const STEPS: &[&str] = &[include_str!("schema/0001_office.sql")];

/// The schema version of this program.
pub fn version() -> i32 {
    i32::try_from(STEPS.len()).unwrap_or(i32::MAX)
}

/// Creates the schema in an empty connection: what replay and `init` start from.
///
/// # Errors
/// The database's own failures.
pub fn create(conn: &Connection) -> Result<()> {
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    climb(conn, 0)
}

/// Applies the steps after `from`. Runs inside the caller's transaction.
fn climb(conn: &Connection, from: i32) -> Result<()> {
    let done = usize::try_from(from).unwrap_or(0);
    for step in &STEPS[done.min(STEPS.len())..] {
        conn.execute_batch(step)?;
    }
    conn.pragma_update(None, "user_version", version())?;
    Ok(())
}

/// Refuses what is not ours or newer than this program; brings an older file up to date.
///
/// # Errors
/// `foreign_file`, `newer_file`, or the database's own failures.
pub fn admit(conn: &mut Connection, path: &str) -> Result<()> {
    let both = conn.transaction()?;
    let application: i32 = both.query_row("PRAGMA application_id", [], |r| r.get(0))?;
    if application != APPLICATION_ID {
        return Err(Error::machine(
            "foreign_file",
            text!(
                "{path} 不是议事的数据文件，未作任何改动",
                "{path} is not an yishi file; it was left untouched"
            ),
        )
        .hint(text!(
            "用 --db 指定正确的文件，或用 yishi init 新建",
            "name the right file with --db, or create one with yishi init"
        )));
    }
    let found: i32 = both.query_row("PRAGMA user_version", [], |r| r.get(0))?;
    both.commit()?;
    let ours = version();
    if found > ours {
        return Err(Error::machine(
            "newer_file",
            text!(
                "{path} 由更新版本的议事写成（格式 {found}，本程序只到 {ours}），未作任何改动",
                "{path} was written by a newer yishi (format {found}, this program knows {ours}); it was left untouched"
            ),
        )
        .hint(text!("请换用新版程序", "use the newer program")));
    }
    if found < ours {
        let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Exclusive)?;
        climb(&tx, found)?;
        tx.commit()?;
    }
    Ok(())
}
