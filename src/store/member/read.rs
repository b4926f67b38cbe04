//! Reading members: one query for the rows, one for each kind of line that belongs to them.

use super::field::{FIELDS, WORDS, as_it_stands, as_of};
use crate::error::Result;
use crate::model::filter::Term;
use crate::model::member::{Affiliation, Alias, Member, Span, StatusEvent};
use crate::store::Read;
use crate::store::columns::Columns;
use crate::store::filter::{Clause, clause};
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};
use std::collections::HashMap;

const SELECT: &str = "SELECT m.id, m.no, m.name, m.pinyin, m.sex, m.birth, m.nation, s.name AS sector, m.unit, m.job, m.phone, m.rank,
 m.note, f.file, f.sheet, m.line FROM member m LEFT JOIN word s ON s.id = m.sector_id LEFT JOIN source f ON f.id = m.source_id
 WHERE m.cancelled IS NULL";
/// The official order rules: the list's own number, then the imported order, then pinyin.
const ORDER: &str =
    " ORDER BY m.rank IS NULL, m.rank, m.source_id IS NULL, m.source_id, m.line, m.pinyin, m.no";
const AFFILIATIONS: &str = "SELECT a.member_id, w.dict, w.name, a.since, a.until FROM affiliation a JOIN word w ON w.id = a.word_id ORDER BY a.member_id, a.ord, a.id";
const AFFILIATIONS_OF: &str = "SELECT a.member_id, w.dict, w.name, a.since, a.until FROM affiliation a JOIN word w ON w.id = a.word_id WHERE a.member_id = ?1 ORDER BY a.ord, a.id";
const TENURES: &str = "SELECT member_id, since, until FROM tenure ORDER BY member_id, since";
const TENURES_OF: &str =
    "SELECT member_id, since, until FROM tenure WHERE member_id = ?1 ORDER BY since";
const ALIASES: &str = "SELECT member_id, name, kind FROM member_alias ORDER BY member_id, id";
const ALIASES_OF: &str =
    "SELECT member_id, name, kind FROM member_alias WHERE member_id = ?1 ORDER BY id";
const EVENTS_OF: &str = "SELECT kind, happened_on, reason, basis FROM status_event WHERE member_id = ?1 AND cancelled IS NULL ORDER BY happened_on, id";

fn base(r: &Row<'_>) -> rusqlite::Result<Member> {
    let mut c = Columns::of(r);
    Ok(Member {
        id: c.take()?,
        no: c.take()?,
        name: c.take()?,
        pinyin: c.take()?,
        sex: c.maybe_code()?,
        birth: c.maybe_when()?,
        nation: c.take()?,
        sector: c.take()?,
        unit: c.take()?,
        job: c.take()?,
        phone: c.take()?,
        rank: c.take()?,
        note: c.take()?,
        source: c.place()?,
        ..Member::default()
    })
}

impl Read<'_> {
    /// The members that fit all terms, in the official order.
    ///
    /// # Errors
    /// `unknown_field`, `bad_value`; the database's own failures.
    pub fn members(&self, terms: &[Term]) -> Result<Vec<Member>> {
        let Clause { sql, values } = clause(terms, FIELDS, WORDS)?;
        self.cut(&as_it_stands(&sql), &values)
    }

    /// The members that fit all terms as they stood on a day, whoever had left as on the last day
    /// in office: what they belonged to then is what they are read with.
    ///
    /// # Errors
    /// `unknown_field`, `bad_value`; the database's own failures.
    pub fn members_on(&self, terms: &[Term], day: NaiveDate) -> Result<Vec<Member>> {
        let Clause { sql, mut values } = clause(terms, FIELDS, WORDS)?;
        let mark = format!("?{}", values.len() + 1);
        let sql = as_of(&sql, &mark);
        if sql.contains(&mark) {
            values.push(Value::Text(day.to_string()));
        }
        let members = self.cut(&sql, &values)?.into_iter();
        Ok(members.map(|m| m.as_of(day)).collect())
    }

    fn cut(self, sql: &str, values: &[Value]) -> Result<Vec<Member>> {
        let mut statement = self.conn.prepare(&[SELECT, sql, ORDER].concat())?;
        let mut members = statement
            .query_map(params_from_iter(values), base)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        self.fill(&mut members)?;
        Ok(members)
    }

    /// One member whole, with status events.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn member(&self, id: i64) -> Result<Option<Member>> {
        let mut statement = self
            .conn
            .prepare_cached(&[SELECT, " AND m.id = ?1"].concat())?;
        let Some(mut member) = statement.query_map([id], base)?.next().transpose()? else {
            return Ok(None);
        };
        self.fill(std::slice::from_mut(&mut member))?;
        let mut statement = self.conn.prepare_cached(EVENTS_OF)?;
        let event = |r: &Row<'_>| {
            let mut c = Columns::of(r);
            Ok(StatusEvent {
                kind: c.take()?,
                on: c.take()?,
                reason: c.take()?,
                basis: c.take()?,
            })
        };
        member.events = statement
            .query_map([id], event)?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Some(member))
    }

    /// The lines that belong to the members: one member's alone, else everybody's in one pass.
    fn fill(self, members: &mut [Member]) -> Result<()> {
        let one = match members {
            [one] => Some(one.id),
            _ => None,
        };
        let place: HashMap<i64, usize> = members
            .iter()
            .enumerate()
            .map(|(at, m)| (m.id, at))
            .collect();
        let mut read = |[of_all, of_one]: [&str; 2], line: Line| -> Result<()> {
            let sql = if one.is_some() { of_one } else { of_all };
            let mut statement = self.conn.prepare_cached(sql)?;
            let mut rows = statement.query(params_from_iter(one))?;
            while let Some(r) = rows.next()? {
                let mut c = Columns::of(r);
                if let Some(at) = place.get(&c.take()?) {
                    line(&mut members[*at], &mut c)?;
                }
            }
            Ok(())
        };
        read([AFFILIATIONS, AFFILIATIONS_OF], affiliation)?;
        read([TENURES, TENURES_OF], span)?;
        read([ALIASES, ALIASES_OF], alias)
    }
}

/// Puts one line to its member.
type Line = fn(&mut Member, &mut Columns<'_, '_>) -> rusqlite::Result<()>;

fn affiliation(member: &mut Member, c: &mut Columns<'_, '_>) -> rusqlite::Result<()> {
    member.affiliations.push(Affiliation {
        dict: c.code()?,
        name: c.take()?,
        since: c.maybe_when()?,
        until: c.maybe_when()?,
    });
    Ok(())
}

fn span(member: &mut Member, c: &mut Columns<'_, '_>) -> rusqlite::Result<()> {
    member.tenure.push(Span {
        since: c.maybe_when()?,
        until: c.maybe_when()?,
    });
    Ok(())
}

fn alias(member: &mut Member, c: &mut Columns<'_, '_>) -> rusqlite::Result<()> {
    member.aliases.push(Alias {
        name: c.take()?,
        kind: c.take()?,
    });
    Ok(())
}
