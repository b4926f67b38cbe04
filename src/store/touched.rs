//! Which commands since a day in the journal touched what a member's score is made of, as far as
//! the journal can tell: rows of the ledgers that facts are read from, by the members they concern.

use super::codec::{Change, Op};
use super::journal::Entry;
use super::table::Table;
use super::undo::standing;
use super::{Read, tx};
use crate::error::Result;
use rusqlite::types::Value;
use std::collections::{BTreeSet, HashMap};

const OF_MEETING: &str = "SELECT member_id FROM attendance WHERE meeting_id = ?1";
const OF_PROPOSAL: &str =
    "SELECT member_id FROM proposer WHERE proposal_id = ?1 AND member_id IS NOT NULL";
const OF_OPINION: &str = "SELECT member_id FROM author WHERE opinion_id = ?1";
const OF_RESULT: &str = "SELECT member_id FROM appraised WHERE id = ?1 AND member_id IS NOT NULL";

/// The columns that a score can depend on, by table; of other tables none does.
const COUNT: &[(&str, &[&str])] = &[
    ("setting", &["value"]),
    ("word", &["name", "class"]),
    ("rules", &["body"]),
    ("member", &["sector_id", "cancelled"]),
    ("affiliation", &["member_id", "word_id", "since", "until"]),
    ("tenure", &["member_id", "since", "until"]),
    (
        "status_event",
        &["member_id", "kind", "happened_on", "cancelled"],
    ),
    (
        "meeting",
        &["kind_id", "start_on", "half_days", "duty", "cancelled"],
    ),
    ("attendance", &["presence", "part", "halves", "walk_in"]),
    ("speech", &["attendance_id", "form", "title"]),
    (
        "proposal",
        &[
            "session",
            "title",
            "form",
            "state",
            "submitted_on",
            "filed_on",
            "key",
            "excellent",
            "category_id",
            "cancelled",
        ],
    ),
    ("proposer", &["proposal_id", "ord", "member_id"]),
    (
        "opinion",
        &["title", "submitted_on", "cancelled", "proposal_id"],
    ),
    ("author", &["opinion_id", "member_id", "ord"]),
    ("adoption", &["opinion_id", "act", "level_id"]),
    (
        "record",
        &[
            "member_id",
            "body_id",
            "unit_id",
            "kind_id",
            "happened_on",
            "level_id",
            "quantity",
            "cancelled",
            "confirmed_on",
        ],
    ),
    ("appraisal", &["kind_id", "cancelled"]),
    ("appraised", &["held_on", "form", "cancelled"]),
    ("appraisal_result", &["points", "level"]),
];

/// The columns that only the scores of units hang on.
const UNITS: &[(&str, &[&str])] = &[
    (
        "proposal",
        &[
            "assigned_on",
            "due",
            "replied_on",
            "reply_class_id",
            "rating_id",
        ],
    ),
    ("assignment", &["unit_id", "part", "handling"]),
    ("unit", &["cancelled"]),
];

/// Whom a change concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Whom {
    All,
    Members(Vec<i64>),
    /// Bodies and units, by what is on record of themselves.
    Bodies,
}

/// What was touched since an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// The entries that still stand, by number.
    pub entries: Vec<Entry>,
    /// Those that touched the facts of a member, by the member's row.
    of: HashMap<i64, BTreeSet<i64>>,
    /// Those that concern everyone: rules, settings, a word renamed.
    all: BTreeSet<i64>,
    /// Those that touched what is on record of bodies and units themselves.
    bodies: BTreeSet<i64>,
    /// Those that touched a ledger which scores read, in whatever column.
    read: BTreeSet<i64>,
}

impl Touched {
    /// Why a score differs: the entries that touched the member's own facts or everyone's; where
    /// there are none, or without a member, all that touched what any score is made of, since
    /// a body's members, a quota and the rank hang on others.
    pub fn because(&self, member: Option<i64>) -> Vec<&Entry> {
        let own = member.map(|m| self.reasons(Some(m))).unwrap_or_default();
        let some = |found: &Vec<&Entry>| !found.is_empty();
        let found = Some(own).filter(some);
        let found = found.or_else(|| Some(self.reasons(None)).filter(some));
        let read = |e: &&Entry| self.read.contains(&e.seq);
        found.unwrap_or_else(|| self.entries.iter().filter(read).collect())
    }

    /// The entries that touched a member's facts or everyone's; without a member, all of them.
    pub fn reasons(&self, member: Option<i64>) -> Vec<&Entry> {
        let own = member.and_then(|m| self.of.get(&m));
        let concerns = |seq: &i64| {
            self.all.contains(seq)
                || match member {
                    Some(_) => own.is_some_and(|o| o.contains(seq)),
                    None => self.bodies.contains(seq) || self.of.values().any(|o| o.contains(seq)),
                }
        };
        self.entries.iter().filter(|e| concerns(&e.seq)).collect()
    }
}

impl Read<'_> {
    /// What the entries after `seq` touched. An entry that was taken back, and the one that took
    /// it back, touched nothing.
    ///
    /// # Errors
    /// Damaged bytes; the database's own failures.
    pub fn touched_since(&self, seq: i64) -> Result<Touched> {
        let all = self.entries()?;
        let stands = standing(&all);
        let undone = |e: &Entry| e.undoes.is_some_and(|u| u > seq && !stands.contains(&u));
        let later = all.into_iter().filter(|e| e.seq > seq);
        let mut touched = Touched::default();
        for entry in later.filter(|e| stands.contains(&e.seq) && !undone(e)) {
            let mut concerned = BTreeSet::new();
            self.changes(entry.seq, |change| {
                if COUNT
                    .iter()
                    .chain(UNITS)
                    .any(|(t, _)| *t == change.table.name)
                {
                    touched.read.insert(entry.seq);
                }
                match self.whom(&change)? {
                    Whom::All => {
                        touched.all.insert(entry.seq);
                    }
                    Whom::Members(ids) => concerned.extend(ids),
                    Whom::Bodies => {
                        touched.bodies.insert(entry.seq);
                    }
                }
                Ok(true)
            })?;
            for id in concerned {
                touched.of.entry(id).or_default().insert(entry.seq);
            }
            touched.entries.push(entry);
        }
        Ok(touched)
    }

    fn whom(&self, change: &Change) -> Result<Whom> {
        let table = change.table;
        let nobody = Whom::Members(Vec::new());
        if !counts(COUNT, change) {
            let bodies = counts(UNITS, change);
            return Ok(if bodies { Whom::Bodies } else { nobody });
        }
        let own = |name: &str| self.values_of(change, name);
        let rolls = |ids: Vec<i64>| ids.into_iter().map(|id| id >> 32).collect();
        Ok(match (table.name, &change.op) {
            // A word or setting that is new is not used yet.
            ("setting" | "word", Op::Insert(_)) => nobody,
            ("setting", _) if !self.is_of_the_year(change)? => nobody,
            ("setting" | "word" | "rules", _) | ("appraisal", Op::Update(_)) => Whom::All,
            ("member", _) => Whom::Members(vec![change.id]),
            ("attendance", _) => Whom::Members(rolls(vec![change.id])),
            ("speech", _) => Whom::Members(rolls(own("attendance_id")?)),
            ("appraisal", _) => nobody,
            ("appraisal_result", _) => match self.among(OF_RESULT, &own("appraised_id")?)? {
                Whom::Members(ids) if ids.is_empty() => Whom::Bodies,
                members => members,
            },
            ("meeting", _) => self.among(OF_MEETING, &[change.id])?,
            ("proposal", _) => self.among(OF_PROPOSAL, &[change.id])?,
            ("opinion", _) => self.among(OF_OPINION, &[change.id])?,
            ("adoption", _) => self.among(OF_OPINION, &own("opinion_id")?)?,
            ("proposer", _) => self.with(own("member_id")?, OF_PROPOSAL, &own("proposal_id")?)?,
            ("author", _) => self.with(own("member_id")?, OF_OPINION, &own("opinion_id")?)?,
            _ => match own("member_id")? {
                ids if ids.is_empty() => Whom::Bodies,
                ids => Whom::Members(ids),
            },
        })
    }

    /// Whether a setting says which year or session it is, on which terms of office hang.
    fn is_of_the_year(self, change: &Change) -> Result<bool> {
        let row = tx::row(self.conn, change.table, change.id)?;
        let key = row.and_then(|row| row.into_iter().next());
        let is = |name: &str| key == Some(Value::Text(name.to_owned()));
        Ok(is("year") || is("session"))
    }

    /// The members that a query gives for rows.
    fn among(self, sql: &str, ids: &[i64]) -> Result<Whom> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut members = Vec::new();
        for id in ids {
            let rows = statement.query_map([id], |r| r.get(0))?;
            members.extend(rows.collect::<rusqlite::Result<Vec<i64>>>()?);
        }
        Ok(Whom::Members(members))
    }

    /// The same, and those who share the act: what each has depends on how many they are.
    fn with(self, own: Vec<i64>, sql: &str, ids: &[i64]) -> Result<Whom> {
        Ok(match self.among(sql, ids)? {
            Whom::Members(others) => Whom::Members([own, others].concat()),
            other => other,
        })
    }

    /// What a column of the changed row refers to, before and after.
    fn values_of(self, change: &Change, name: &str) -> Result<Vec<i64>> {
        let Some(at) = change.table.column(name) else {
            return Ok(Vec::new());
        };
        let row = match &change.op {
            Op::Insert(row) | Op::Delete(row) => vec![row[at].clone()],
            Op::Update(fields) => {
                let changed = fields.iter().filter(|(i, ..)| *i == at);
                let changed = changed.flat_map(|(_, old, new)| [old.clone(), new.clone()]);
                let stands = tx::row(self.conn, change.table, change.id)?;
                changed.chain(stands.map(|row| row[at].clone())).collect()
            }
        };
        let id = |v: &Value| {
            if let Value::Integer(id) = v {
                Some(*id)
            } else {
                None
            }
        };
        Ok(row.iter().filter_map(id).collect())
    }
}

/// Whether a change is of anything that the listed columns name.
fn counts(listed: &[(&str, &[&str])], change: &Change) -> bool {
    let table: &Table = change.table;
    let Some((_, columns)) = listed.iter().find(|(name, _)| *name == table.name) else {
        return false;
    };
    match &change.op {
        Op::Insert(_) | Op::Delete(_) => true,
        Op::Update(fields) => fields
            .iter()
            .any(|(at, ..)| columns.contains(&table.columns[*at].name)),
    }
}
