//! The only room that speaks SQL. [`Store::write`] is the only way to change a file: every
//! command is one transaction and one journal entry, so undo and replay need no command's help.

/// The number of a proposal after its session, as [`crate::model::proposal::number::said`] says it.
macro_rules! numbered {
    ($p:literal) => {
        concat!(
            "coalesce(CASE WHEN ",
            $p,
            "no GLOB '[0-9A-Za-z]*' THEN ' 第' ELSE ' ' END || ",
            $p,
            "no || CASE WHEN ",
            $p,
            "no LIKE '%号' THEN '' ELSE '号' END, ' 流水' || ",
            $p,
            "serial, ' 暂编' || ",
            $p,
            "id)"
        )
    };
}

/// What follows the session where a proposal is cited, as [`crate::model::proposal::cite`] does.
macro_rules! cited {
    ($p:literal) => {
        concat!(
            "coalesce('-' || ",
            $p,
            "no, '-流水' || ",
            $p,
            "serial, '-暂编' || ",
            $p,
            "id)"
        )
    };
}

mod apart;
pub mod appraisal;
mod body;
mod calendar;
pub mod check;
pub mod codec;
mod columns;
pub mod desk;
mod emptied;
pub mod fact;
pub mod filter;
pub mod import;
pub mod journal;
pub mod meeting;
pub mod member;
pub mod objection;
pub mod opinion;
pub mod paper;
pub mod place;
pub mod placed;
pub mod pool;
pub mod profile;
pub mod proposal;
pub mod publication;
pub mod record;
pub mod rules;
pub mod ruling;
pub mod schema;
pub mod setting;
pub mod source;
mod standing;
pub mod table;
pub mod touched;
mod tx;
pub mod undo;
pub mod unit;
pub mod value;
pub mod who;
mod word;

pub use journal::Entry;
pub use tx::{Bulk, Tx};

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::text;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Who runs which command and when; the clock is read by the caller.
#[derive(Debug, Clone)]
pub struct Command {
    /// The command line as typed.
    pub line: String,
    /// Who: the OS user, or `--by`.
    pub by: String,
    /// When, `2026-11-21T22:30:00+08:00`.
    pub at: String,
    /// Whether the change is dropped at the end.
    pub dry_run: DryRun,
}

/// Whether a command's change stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DryRun {
    /// The change is committed.
    No,
    /// The same code runs in a transaction that is dropped.
    Yes,
}

/// What a writing command gives back.
#[derive(Debug)]
pub struct Outcome<T> {
    /// What the command itself yields.
    pub value: T,
    /// The journal entry, where anything changed (dry runs included).
    pub entry: Option<Entry>,
    /// The first changes, for telling people; at most [`Store::PREVIEW`] of them.
    pub preview: Vec<journal::Shown>,
}

/// One office's open file.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    path: PathBuf,
}

/// The reading side, shared by [`Store`] and [`Tx`]: a read that decides a write happens inside
/// the write's transaction.
#[derive(Debug, Clone, Copy)]
pub struct Read<'c> {
    pub(crate) conn: &'c Connection,
}

impl Store {
    /// How many changes an [`Outcome`] shows.
    pub const PREVIEW: usize = 200;

    /// Opens an office's file.
    ///
    /// # Errors
    /// `no_file`, `foreign_file`, `newer_file`, `damaged_file`, `locked`, all exit 3.
    pub fn open(path: &Path, wait: Duration) -> Result<Store> {
        let shown = path.display();
        if !path.exists() {
            return Err(Error::machine(
                "no_file",
                text!("找不到数据文件 {shown}", "there is no file {shown}"),
            )
            .hint(text!(
                "用 yishi init 新建，或用 --db 指定已有的文件",
                "create one with yishi init, or name an existing one with --db"
            )));
        }
        if std::fs::metadata(path).is_ok_and(|m| m.is_dir()) {
            return Err(Error::machine(
                "not_a_file",
                text!(
                    "{shown} 是文件夹，不是数据文件",
                    "{shown} is a folder, not a file"
                ),
            )
            .hint(text!("用 --db 指定数据文件", "name the file with --db")));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut conn = Connection::open_with_flags(path, flags)?;
        conn.busy_timeout(wait)?;
        conn.set_prepared_statement_cache_capacity(128);
        schema::admit(&mut conn, &shown.to_string())?;
        Ok(Store {
            conn,
            path: path.to_owned(),
        })
    }

    /// Creates an office's file that only its owner can read, with the schema and nothing else.
    ///
    /// # Errors
    /// `file_exists` where something stands there already; the machine's own failures.
    pub fn create(path: &Path, wait: Duration) -> Result<Store> {
        let shown = path.display();
        if path.exists() {
            return Err(Error::machine(
                "file_exists",
                text!(
                    "{shown} 已经存在，未作改动",
                    "{shown} exists already; it was left untouched"
                ),
            )
            .hint(text!(
                "换一个文件名（--db），或直接使用它",
                "choose another name with --db, or use the file as it is"
            )));
        }
        let new_file = |e: std::io::Error| {
            Error::machine(
                "cannot_create",
                text!("无法新建 {shown}", "cannot create {shown}"),
            )
            .because(e)
            .hint(text!(
                "检查文件夹是否存在、是否可写",
                "check that the folder exists and can be written"
            ))
        };
        owner_only().open(path).map_err(new_file)?;
        let conn = Connection::open(path)?;
        conn.busy_timeout(wait)?;
        conn.set_prepared_statement_cache_capacity(128);
        let store = Store {
            conn,
            path: path.to_owned(),
        };
        let begun = store
            .conn
            .execute_batch("BEGIN EXCLUSIVE")
            .map_err(Error::from);
        match begun
            .and_then(|()| schema::create(&store.conn))
            .and_then(|()| Ok(store.conn.execute_batch("COMMIT")?))
        {
            Ok(()) => Ok(store),
            Err(e) => {
                drop(store);
                let _ = std::fs::remove_file(path);
                Err(e)
            }
        }
    }

    /// A store in memory, for demonstrations and tests of the rules of writing.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn in_memory() -> Result<Store> {
        let conn = Connection::open_in_memory()?;
        schema::create(&conn)?;
        Ok(Store {
            conn,
            path: PathBuf::from(":memory:"),
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The reading side.
    pub fn read(&self) -> Read<'_> {
        Read { conn: &self.conn }
    }

    /// Several readings of one state of the file: one lock for all of them, and no writer comes
    /// between. Nothing may be printed inside, since a reader who pauses would keep writers out.
    ///
    /// # Errors
    /// What `work` gives; the database's own failures.
    pub fn at_once<T>(&self, work: impl FnOnce(Read<'_>) -> Result<T>) -> Result<T> {
        let snapshot = self.conn.unchecked_transaction()?;
        let value = work(Read { conn: &snapshot })?;
        snapshot.commit()?;
        Ok(value)
    }

    /// The one door for writing: begins immediately, runs `work`, adds one journal entry with the
    /// summary that `tell` makes of the result, commits. Nothing changed means no entry; an error
    /// or a dry run leaves the file as it was.
    ///
    /// # Errors
    /// What `work` refuses; the database's own failures.
    pub fn write<T>(
        &mut self,
        command: &Command,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T>,
        tell: impl FnOnce(&T) -> Text,
    ) -> Result<Outcome<T>> {
        self.write_undoing(command, None, work, tell)
    }

    pub(crate) fn write_undoing<T>(
        &mut self,
        command: &Command,
        undoes: Option<i64>,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T>,
        tell: impl FnOnce(&T) -> Text,
    ) -> Result<Outcome<T>> {
        let transaction = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut tx = Tx::begin(&transaction, command)?;
        let value = work(&mut tx)?;
        let entry = tx.finish(undoes, tell(&value))?;
        drop(tx);
        let preview = match &entry {
            Some(entry) => journal::shown(Read { conn: &transaction }, entry.seq, Store::PREVIEW)?,
            None => Vec::new(),
        };
        match command.dry_run {
            DryRun::Yes => transaction.rollback()?,
            DryRun::No => transaction.commit()?,
        }
        Ok(Outcome {
            value,
            entry,
            preview,
        })
    }
}

#[cfg(unix)]
fn owner_only() -> std::fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    options
}

#[cfg(not(unix))]
fn owner_only() -> std::fs::OpenOptions {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    options
}

impl From<rusqlite::Error> for Error {
    fn from(e: rusqlite::Error) -> Error {
        let kind = match &e {
            rusqlite::Error::SqliteFailure(f, _) => Some(f.code),
            _ => None,
        };
        if kind == Some(ErrorCode::ConstraintViolation) {
            return Error::refused(
                "constraint",
                text!(
                    "内容不合要求：为空、重复，或前后矛盾；没有写入",
                    "the values are empty, taken or contradict each other; nothing was written"
                ),
            )
            .hint(text!(
                "检查刚才写的编号、名称和日期",
                "check the numbers, names and days that were given"
            ))
            .because(e);
        }
        let (code, message, hint) = told(kind);
        Error::machine(code, message).hint(hint).because(e)
    }
}

/// What a failure of the database is called, what it means and what helps.
fn told(kind: Option<ErrorCode>) -> (&'static str, Text, Text) {
    match kind {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
            "locked",
            text!(
                "数据文件一直被别的程序占用，没有写入",
                "the file stayed locked by another program; nothing was written"
            ),
            text!(
                "看看是否有别的 yishi 或数据库工具开着这个文件，关掉后重试；YISHI_WAIT=秒数 可以等得更久",
                "close the other yishi or database tool that has it open and try again; YISHI_WAIT=SECONDS waits longer"
            ),
        ),
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => (
            "damaged_file",
            text!(
                "数据文件已损坏，或者不是数据文件；未作任何改动",
                "the file is damaged or no database; it was left untouched"
            ),
            text!(
                "从备份恢复；不要在原文件上再做修改",
                "restore it from a backup, and do not change this file further"
            ),
        ),
        Some(ErrorCode::DiskFull) => (
            "disk_full",
            text!(
                "磁盘已满，没有写入",
                "the disk is full; nothing was written"
            ),
            text!("腾出空间后重试", "free some space and try again"),
        ),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => (
            "cannot_open",
            text!(
                "无法打开或写入数据文件",
                "the file cannot be opened or written"
            ),
            text!(
                "检查文件和所在文件夹的权限",
                "check the rights of the file and its folder"
            ),
        ),
        _ => (
            "database",
            text!(
                "数据库操作失败，没有写入",
                "a database operation failed; nothing was written"
            ),
            text!("运行 yishi check 检查数据文件", "run yishi check"),
        ),
    }
}
