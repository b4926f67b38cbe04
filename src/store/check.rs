//! The check-up: is the file sound, is the chain whole, does every row stand as the journal says.

use super::codec::Op;
use super::journal;
use super::table::{TABLES, Table};
use super::{Read, Store, schema};
use crate::error::Result;
use crate::lang::Text;
use crate::text;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use std::collections::BTreeMap;

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The check that found it.
    pub check: &'static str,
    /// What it concerns.
    pub thing: String,
    /// What is wrong.
    pub problem: Text,
    /// What helps.
    pub fix: Text,
}

/// Contradictions inside the ledgers: name, query giving the thing, problem and fix in both languages.
const LEDGER_CHECKS: &[(&str, &str, &str, &str, &str, &str)] = &[
    (
        "tenure",
        "SELECT m.no || ' ' || m.name || ' @ ' || g.no FROM attendance a JOIN member m ON m.id = a.member_id JOIN meeting g ON g.id = a.meeting_id
         WHERE a.presence NOT IN ('unrecorded') AND EXISTS (SELECT 1 FROM tenure t WHERE t.member_id = m.id)
         AND NOT EXISTS (SELECT 1 FROM tenure t WHERE t.member_id = m.id
           AND (t.since IS NULL OR substr(t.since, 1, length(g.end_on)) <= g.end_on) AND (t.until IS NULL OR t.until >= substr(g.start_on, 1, length(t.until))))",
        "出席记录在任期之外",
        "attendance outside the term of office",
        "核对任期（yishi member tenure）或出席记录",
        "correct the term (yishi member tenure) or the roll",
    ),
    (
        "ended",
        "SELECT DISTINCT m.no || ' ' || m.name FROM status_event e JOIN member m ON m.id = e.member_id
         WHERE e.cancelled IS NULL AND e.kind IN ('resigned', 'persuaded', 'dismissed', 'transferred', 'died', 'left')
         AND EXISTS (SELECT 1 FROM tenure t WHERE t.member_id = m.id
           AND ((t.since IS NULL OR t.since <= e.happened_on) AND (t.until IS NULL OR t.until > e.happened_on)
             OR e.kind = 'died' AND t.since > e.happened_on))",
        "已离任或已去世，任期却还在继续",
        "left office or died, and the term goes on",
        "核对经过和任期（yishi member show），更正：yishi member tenure 委员 --until 日期",
        "compare the events with the term (yishi member show) and correct it: yishi member tenure MEMBER --until DAY",
    ),
    (
        "sector",
        "SELECT m.no || ' ' || m.name FROM member m
         WHERE EXISTS (SELECT 1 FROM affiliation a JOIN word w ON w.id = a.word_id WHERE a.member_id = m.id AND w.dict = 'sector')
         AND m.sector_id IS NOT (SELECT a.word_id FROM affiliation a JOIN word w ON w.id = a.word_id WHERE a.member_id = m.id AND w.dict = 'sector' AND a.until IS NULL)",
        "现在的界别与界别变动的记录对不上",
        "the sector of now is not what the dated lines of the sector end with",
        "核对经过（yishi member show），更正：yishi member edit 委员 --sector 界别",
        "compare them (yishi member show) and correct it: yishi member edit MEMBER --sector SECTOR",
    ),
    (
        "order_of_days",
        concat!("SELECT session || ", cited!(""), " FROM proposal WHERE cancelled IS NULL
         AND ((replied_on < assigned_on) OR (assigned_on < submitted_on))"),
        "日期前后颠倒（交办早于提交，或答复早于交办）",
        "days out of order (assigned before submitted, or replied before assigned)",
        "用 yishi proposal edit 更正",
        "correct it with yishi proposal edit",
    ),
    (
        "no_lead",
        concat!("SELECT session || ", cited!(""), " FROM proposal p WHERE cancelled IS NULL AND assigned_on IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a.proposal_id = p.id AND a.part IN ('lead', 'split'))"),
        "已交办，却没有主办单位",
        "assigned, but without a lead unit",
        "用 yishi proposal edit --lead 补上",
        "name one with yishi proposal edit --lead",
    ),
];

/// Tables, indexes and the triggers that keep the journal: what the file is made of.
const SCHEMA: &str = "SELECT name, type, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

/// At most this many rows are named for one table.
const NAMED: usize = 20;

impl Read<'_> {
    /// The file's own soundness: pages, indexes, references.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn check_file(&self) -> Result<Vec<Finding>> {
        let mut found = Vec::new();
        let mut statement = self.conn.prepare("PRAGMA integrity_check(20)")?;
        let lines: Vec<String> = statement
            .query_map([], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        found.extend(lines.iter().filter(|l| *l != "ok").map(|l| damaged(l)));
        found.extend(self.check_schema()?);
        let mut statement = self.conn.prepare("PRAGMA foreign_key_check")?;
        let rows: Vec<(String, Option<i64>, String)> = statement
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
            .take(NAMED)
            .collect::<rusqlite::Result<_>>()?;
        for (table, id, parent) in rows {
            let id = id.unwrap_or_default();
            found.push(Finding {
                check: "reference",
                thing: format!("{table} #{id}"),
                problem: text!(
                    "指向的 {parent} 不存在",
                    "the {parent} that it points to does not exist"
                ),
                fix: text!(
                    "用 yishi log 找到改动它的操作，撤销后重做",
                    "find the command that changed it with yishi log, undo it and do it again"
                ),
            });
        }
        Ok(found)
    }

    /// What the file is made of against what this program makes: what is missing, and what stands
    /// there besides and may change rows behind the journal's back.
    fn check_schema(self) -> Result<Vec<Finding>> {
        let fresh = Store::in_memory()?;
        let (ours, theirs) = (fresh.read().schema()?, self.schema()?);
        let mut found = Vec::new();
        for (name, made) in &ours {
            match theirs.get(name) {
                Some(stands) if stands == made => {}
                None if made.1.starts_with("journal") && made.0 == "trigger" => {
                    if !found.iter().any(|f: &Finding| f.check == "guards") {
                        found.push(unguarded());
                    }
                }
                _ => found.push(misbuilt(name, &made.0)),
            }
        }
        let strange = theirs.iter().filter(|(name, _)| !ours.contains_key(*name));
        found.extend(strange.map(|(name, made)| stranger(name, &made.0)));
        Ok(found)
    }

    fn schema(self) -> Result<BTreeMap<String, Made>> {
        let mut statement = self.conn.prepare(SCHEMA)?;
        let made = |r: &rusqlite::Row<'_>| Ok((r.get(0)?, (r.get(1)?, r.get(2)?, r.get(3)?)));
        let rows = statement.query_map([], made)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The chain: the first entry whose hash, order or link is broken, if any.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn check_chain(&self) -> Result<Vec<Finding>> {
        let mut prev = vec![0u8; 32];
        for (next, entry) in (1_i64..).zip(self.entries()?) {
            let seq = entry.seq;
            let problem = if seq != next {
                Some(text!(
                    "第 {next} 条不见了（接着是第 {seq} 条）",
                    "entry {next} is missing (entry {seq} follows)"
                ))
            } else if entry.prev != prev {
                Some(text!(
                    "第 {seq} 条与前一条接不上",
                    "entry {seq} does not link to the one before"
                ))
            } else if self.rehash(&entry)? != entry.hash {
                Some(text!(
                    "第 {seq} 条的内容被改过",
                    "the contents of entry {seq} were changed"
                ))
            } else {
                None
            };
            if let Some(problem) = problem {
                return Ok(vec![Finding {
                    check: "chain",
                    thing: format!("log {next}"),
                    problem,
                    fix: text!(
                        "与备份或打印件上的日志校验码核对，从最近一份完好的备份恢复",
                        "compare with a backup or a printed head, and restore the last sound backup"
                    ),
                }]);
            }
            prev = entry.hash;
        }
        Ok(Vec::new())
    }

    /// Whether a head that was noted earlier (hex, or the beginning of it) is still in the chain.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn check_against(&self, head: &str) -> Result<Vec<Finding>> {
        let known = self
            .entries()?
            .iter()
            .any(|e| journal::hex(&e.hash).starts_with(head));
        Ok(if known {
            Vec::new()
        } else {
            vec![Finding {
                check: "head",
                thing: head.to_owned(),
                problem: text!(
                    "日志里没有这个校验码：记下它之后，日志被截短或重写过",
                    "the chain does not hold this head: the journal was cut or rewritten since it was noted"
                ),
                fix: text!(
                    "从记下校验码那时之后的备份恢复",
                    "restore a backup made after the head was noted"
                ),
            }]
        })
    }

    /// What the ledgers themselves contradict: acts outside a term of office, and the like.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn check_ledgers(&self, today: chrono::NaiveDate) -> Result<Vec<Finding>> {
        let mut found = self.check_calendar(today)?;
        for (check, sql, zh, en, fix_zh, fix_en) in LEDGER_CHECKS {
            let mut statement = self.conn.prepare(sql)?;
            let things: Vec<String> = statement
                .query_map([], |r| r.get(0))?
                .take(NAMED)
                .collect::<rusqlite::Result<_>>()?;
            for thing in things {
                found.push(Finding {
                    check,
                    thing,
                    problem: text!("{zh}", "{en}"),
                    fix: text!("{fix_zh}", "{fix_en}"),
                });
            }
        }
        Ok(found)
    }

    /// Every row against the journal, replayed from an empty file.
    ///
    /// # Errors
    /// Damaged journal bytes; the database's own failures.
    pub fn check_rows(&self) -> Result<Vec<Finding>> {
        let replayed = self.replay()?;
        let mut found = Vec::new();
        for table in TABLES {
            compare(self.conn, &replayed, table, &mut found)?;
        }
        Ok(found)
    }

    /// The journal replayed from an empty file into a temporary one.
    ///
    /// # Errors
    /// Damaged journal bytes; the database's own failures.
    pub fn replay(&self) -> Result<Connection> {
        // An empty name is a temporary file of SQLite's own, deleted when closed.
        let conn = Connection::open("")?;
        schema::create(&conn)?;
        conn.pragma_update(None, "foreign_keys", false)?;
        conn.execute_batch("BEGIN")?;
        for entry in self.entries()? {
            self.changes(entry.seq, |change| {
                match &change.op {
                    Op::Insert(row) => {
                        let id = Value::Integer(change.id);
                        conn.prepare_cached(change.table.insert)?
                            .execute(params_from_iter(std::iter::once(&id).chain(row)))?;
                    }
                    Op::Update(fields) => {
                        if let Some(mut row) = super::tx::row(&conn, change.table, change.id)? {
                            for (at, _, new) in fields {
                                row[*at] = new.clone();
                            }
                            row.push(Value::Integer(change.id));
                            conn.prepare_cached(change.table.update)?
                                .execute(params_from_iter(row))?;
                        }
                    }
                    Op::Delete(_) => {
                        conn.prepare_cached(change.table.delete)?
                            .execute([change.id])?;
                    }
                }
                Ok(true)
            })?;
        }
        conn.execute_batch("COMMIT")?;
        Ok(conn)
    }
}

fn damaged(line: &str) -> Finding {
    Finding {
        check: "integrity",
        thing: String::new(),
        problem: text!(
            "数据文件内部损坏：{line}",
            "the file is damaged inside: {line}"
        ),
        fix: text!("从备份恢复", "restore it from a backup"),
    }
}

/// A part of the file: what it is, of which table, and the statement that made it.
type Made = (String, String, Option<String>);

fn part(kind: &str) -> Text {
    match kind {
        "table" => text!("表", "table"),
        "index" => text!("索引", "index"),
        "trigger" => text!("触发器", "trigger"),
        _ => text!("视图", "view"),
    }
}

fn misbuilt(name: &str, kind: &str) -> Finding {
    let Text { zh, en } = part(kind);
    Finding {
        check: "schema",
        thing: name.to_owned(),
        problem: text!(
            "{zh} {name} 没有了，或者被别的工具改过",
            "the {en} {name} is gone or was changed by another tool"
        ),
        fix: text!(
            "从备份恢复；不要用别的工具改这个文件",
            "restore the file from a backup, and do not change it with other tools"
        ),
    }
}

fn stranger(name: &str, kind: &str) -> Finding {
    let Text { zh, en } = part(kind);
    Finding {
        check: "schema",
        thing: name.to_owned(),
        problem: text!(
            "多出{zh} {name}，不是本程序建的，可能绕过日志改动数据",
            "there is a {en} {name} that this program did not make; it may change rows behind the journal"
        ),
        fix: text!(
            "查明来由，用建它的工具删掉，再运行 yishi check",
            "find out where it comes from, drop it with the tool that made it, and run yishi check again"
        ),
    }
}

fn unguarded() -> Finding {
    Finding {
        check: "guards",
        thing: "journal".to_owned(),
        problem: text!(
            "日志的保护（触发器）被去掉了",
            "the triggers that keep the journal were taken off"
        ),
        fix: text!(
            "与备份核对日志，从完好的备份恢复",
            "compare the journal with a backup, and restore a sound one"
        ),
    }
}

/// Walks both tables in the order of ids and names what only one has or where they differ.
fn compare(
    file: &Connection,
    replayed: &Connection,
    table: &'static Table,
    found: &mut Vec<Finding>,
) -> Result<()> {
    let (mut ours, mut theirs) = (file.prepare(table.scan)?, replayed.prepare(table.scan)?);
    let (mut ours, mut theirs) = (ours.query([])?, theirs.query([])?);
    let width = table.columns.len() + 1;
    let read = |row: Option<&rusqlite::Row<'_>>| -> Result<Option<Vec<Value>>> {
        row.map(|r| (0..width).map(|i| Ok(r.get(i)?)).collect())
            .transpose()
    };
    let id = |row: &Option<Vec<Value>>| match row.as_deref() {
        Some([Value::Integer(id), ..]) => *id,
        _ => i64::MAX,
    };
    let (mut a, mut b) = (read(ours.next()?)?, read(theirs.next()?)?);
    let mut named = 0;
    while a.is_some() || b.is_some() {
        let (ia, ib) = (id(&a), id(&b));
        if (a != b || ia != ib) && named < NAMED {
            found.push(differs(
                Read { conn: file },
                table,
                a.as_deref().filter(|_| ia <= ib),
                b.as_deref().filter(|_| ib <= ia),
                ia.min(ib),
            )?);
            named += 1;
        }
        if ia <= ib {
            a = read(ours.next()?)?;
        }
        if ib <= ia {
            b = read(theirs.next()?)?;
        }
    }
    Ok(())
}

fn differs(
    read: Read<'_>,
    table: &'static Table,
    file: Option<&[Value]>,
    journal: Option<&[Value]>,
    id: i64,
) -> Result<Finding> {
    let label = journal::label(read, table, id)?.unwrap_or_else(|| format!("#{id}"));
    let (zh, en) = (table.zh, table.en);
    let problem = match (file, journal) {
        (Some(_), None) => text!(
            "{zh}「{label}」不是通过议事录入的",
            "{en} “{label}” was not written by yishi"
        ),
        (None, _) => text!(
            "{zh}（编号 {id}）被绕过议事删掉了",
            "{en} (row {id}) was removed behind yishi's back"
        ),
        (Some(file), Some(journal)) => {
            let (mut diff_zh, mut diff_en) = (Vec::new(), Vec::new());
            for (at, column) in table.columns.iter().enumerate() {
                let (now, then) = (plain(&file[at + 1]), plain(&journal[at + 1]));
                if file[at + 1] != journal[at + 1] {
                    diff_zh.push(format!("{}：日志 {then}，现在 {now}", column.zh));
                    diff_en.push(format!("{}: journal {then}, now {now}", column.en));
                }
            }
            let (diff_zh, diff_en) = (diff_zh.join("；"), diff_en.join("; "));
            text!(
                "{zh}「{label}」被绕过议事改过（{diff_zh}）",
                "{en} “{label}” was changed behind yishi's back ({diff_en})"
            )
        }
    };
    Ok(Finding {
        check: "journal",
        thing: format!("{} #{id}", table.name),
        problem,
        fix: text!(
            "用 yishi 的命令改，不要直接改数据文件；需要时从备份恢复",
            "change it with yishi's commands, not in the file; restore a backup where needed"
        ),
    })
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => "∅".to_owned(),
        Value::Integer(n) => n.to_string(),
        Value::Real(r) => r.to_string(),
        Value::Text(t) => format!("「{t}」"),
        Value::Blob(b) => journal::weighed(b),
    }
}
