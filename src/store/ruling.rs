//! What the office decided on consequences; a member's measure is an event of the membership in the
//! same entry, that of a body stands by itself.

use super::columns::Columns;
use super::table::RULING;
use super::value::{code, maybe, number, text};
use super::who::{columns, who};
use super::{Read, Tx};
use crate::error::{Error, Result};
use crate::model::code::{Code, StatusKind};
use crate::model::score::consequence::{Outcome, Ruling, Taken};
use crate::model::score::rules::Whose;
use crate::model::who::Who;
use crate::text;
use rusqlite::types::Value;
use rusqlite::{Row, named_params};

const LIST: &str = "SELECT b.dict, coalesce(r.member_id, r.body_id, r.unit_id), coalesce(m.no, u.no), coalesce(m.name, b.name, u.name), r.unit_id,
 r.year, r.clause, coalesce(r.article, ''), r.outcome, r.measure, r.words, r.decided_by, r.decided_on, r.document, r.reason
 FROM ruling r LEFT JOIN member m ON m.id = r.member_id LEFT JOIN word b ON b.id = r.body_id LEFT JOIN unit u ON u.id = r.unit_id
 WHERE :year IS NULL OR r.year = :year ORDER BY r.decided_on, r.id";
const TAKEN: &str = "SELECT e.member_id, m.no, m.name, e.kind, e.happened_on, e.reason, e.basis FROM status_event e JOIN member m ON m.id = e.member_id
 WHERE e.cancelled IS NULL AND e.kind IN ('reminded', 'talked', 'criticised', 'warned', 'persuaded', 'dismissed', 'sanctioned')
 ORDER BY e.member_id, e.happened_on, e.id";

impl Read<'_> {
    /// What was decided on the consequences of a year, or of all, in the order of the days.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn rulings(&self, year: Option<i32>) -> Result<Vec<Ruling>> {
        let mut statement = self.conn.prepare_cached(LIST)?;
        let rows = statement.query_map(named_params! { ":year": year }, ruling)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every measure ever taken: those against members by member and day, then those against
    /// bodies by day.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn measures_taken(&self) -> Result<Vec<Taken>> {
        let mut statement = self.conn.prepare_cached(TAKEN)?;
        let rows = statement.query_map([], taken)?;
        let mut all: Vec<Taken> = rows.collect::<rusqlite::Result<_>>()?;
        let rulings = self.rulings(None)?.into_iter();
        let of_bodies = rulings.filter(|r| r.who.whose != Whose::Member);
        all.extend(of_bodies.filter_map(|r| r.taken()));
        Ok(all)
    }
}

fn ruling(r: &Row<'_>) -> rusqlite::Result<Ruling> {
    let mut c = Columns::of(r);
    Ok(Ruling {
        who: who(&mut c)?,
        year: c.take()?,
        clause: c.take()?,
        article: c.take()?,
        outcome: c.code()?,
        measure: c.code()?,
        words: c.take()?,
        decided_by: c.take()?,
        decided_on: c.day()?,
        document: c.take()?,
        reason: c.take()?,
    })
}

fn taken(r: &Row<'_>) -> rusqlite::Result<Taken> {
    let mut c = Columns::of(r);
    Ok(Taken {
        who: Who {
            whose: Whose::Member,
            id: c.take()?,
            no: c.take()?,
            name: c.take()?,
        },
        kind: c.code::<StatusKind>()?,
        on: c.take()?,
        reason: c.take()?,
        basis: c.take()?,
    })
}

impl Tx<'_> {
    /// Writes a decision down; a member's measure becomes an event of the membership with it, on
    /// `basis`. A decision on a body touches none of its members.
    ///
    /// # Errors
    /// `decided_already`, `bad_term`; the database's own failures.
    pub fn rule(&mut self, ruling: &Ruling, basis: Option<&str>) -> Result<()> {
        let earlier = self.read().rulings(Some(ruling.year))?;
        let whom = |r: &Ruling| (r.who.whose, r.who.id);
        let same = |r: &&Ruling| whom(r) == whom(ruling) && r.clause == ruling.clause;
        if let Some(earlier) = earlier.iter().find(same) {
            return Err(decided_already(earlier));
        }
        let (kind, on) = (ruling.measure.status(), ruling.decided_on);
        let (whose, row) = (ruling.who.whose, ruling.who.id);
        let status = match (ruling.outcome, whose) {
            (Outcome::Imposed, Whose::Member) => {
                Some(self.add_status(row, kind, on, &ruling.reason, basis)?)
            }
            _ => None,
        };
        let [of_member, of_body, of_unit] = columns(whose, row);
        self.insert(
            &RULING,
            &[
                of_member,
                Value::Integer(ruling.year.into()),
                text(&ruling.clause),
                maybe(Some(&ruling.article)),
                code(ruling.outcome),
                code(ruling.measure),
                text(&ruling.words),
                text(&ruling.decided_by),
                text(&on.to_string()),
                maybe(ruling.document.as_deref()),
                text(&ruling.reason),
                number(status),
                text(self.by()),
                of_body,
                of_unit,
            ],
        )?;
        Ok(())
    }
}

/// A clause is decided once a year.
pub fn decided_already(earlier: &Ruling) -> Error {
    let (year, name, clause) = (earlier.year, &earlier.who.name, &earlier.clause);
    let (by, on) = (&earlier.decided_by, earlier.decided_on);
    let (zh, en) = (earlier.outcome.zh(), earlier.outcome.en());
    Error::refused(
        "decided_already",
        text!(
            "{name} {year} 年度“{clause}”已由{by}于 {on} 决定：{zh}",
            "`{clause}` of {name} for {year} was decided by {by} on {on}: {en}"
        ),
    )
    .hint(text!(
        "看已作出的决定：yishi score rulings --year {year}",
        "see what was decided: yishi score rulings --year {year}"
    ))
    .hint(text!(
        "刚才录错的，用 yishi undo 撤回再录",
        "what was entered by mistake just now is taken back with yishi undo"
    ))
}
