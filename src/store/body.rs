//! What is on record of bodies and units themselves: records, appraisals, and what units did with
//! the proposals that they were given.

use super::Read;
use super::fact::{RECORD, Years, blank, day, many, unreadable};
use crate::error::Result;
use crate::model::code::{Code, Timeliness, UnitPart};
use crate::model::fact::{Fact, FactKind, Symbols, mark};
use crate::model::proposal::{Handling, handling_in};
use crate::model::score::rules::Whose;
use crate::model::unit::stats::Line;
use crate::store::unit::Period;
use rusqlite::{Row, named_params};
use std::collections::HashMap;

/// Every body of a dictionary with its records; all units where no dictionary is asked for.
const RECORDS: &str = "SELECT b.name, r.id, r.happened_on, k.name AS kind, l.name AS level, r.quantity FROM record r
 JOIN word b ON b.id = r.body_id JOIN word k ON k.id = r.kind_id LEFT JOIN word l ON l.id = r.level_id
 WHERE b.dict = :dict AND r.cancelled IS NULL
 UNION ALL SELECT u.name, r.id, r.happened_on, k.name, l.name, r.quantity FROM record r
 JOIN unit u ON u.id = r.unit_id JOIN word k ON k.id = r.kind_id LEFT JOIN word l ON l.id = r.level_id
 WHERE :dict IS NULL AND r.cancelled IS NULL AND u.cancelled IS NULL";
const APPRAISALS: &str = "SELECT coalesce(b.name, u.name), x.id FROM appraised x JOIN appraisal a ON a.id = x.appraisal_id
 LEFT JOIN word b ON b.id = x.body_id LEFT JOIN unit u ON u.id = x.unit_id
 WHERE x.member_id IS NULL AND x.cancelled IS NULL AND a.cancelled IS NULL AND x.held_on IS NOT NULL
 AND (b.dict = :dict OR (:dict IS NULL AND u.cancelled IS NULL AND x.unit_id IS NOT NULL))";

impl Read<'_> {
    /// Every body of a kind that has anything on record of itself, with each fact. Those that a
    /// dictionary or ledger lists for no other purpose than to be scored come without any, too.
    ///
    /// # Errors
    /// A record that cannot be read; the database's own failures.
    pub(super) fn own_facts(
        &self,
        whose: Whose,
        symbols: &mut Symbols,
        mut each: impl FnMut(&str, Option<Fact>),
    ) -> Result<()> {
        match whose.dict() {
            Some(dict) if !whose.has_members() => {
                for name in self.word_names(dict)? {
                    each(&name, None);
                }
            }
            _ => {}
        }
        self.own_records(whose, symbols, &mut each)?;
        self.own_appraisals(whose, symbols, &mut each)?;
        if whose == Whose::Unit {
            self.handlings(symbols, &mut each)?;
        }
        Ok(())
    }

    fn own_records(
        &self,
        whose: Whose,
        symbols: &mut Symbols,
        each: &mut impl FnMut(&str, Option<Fact>),
    ) -> Result<()> {
        let dict = whose.dict().map(Code::code);
        let mut statement = self.conn.prepare_cached(RECORDS)?;
        let mut rows = statement.query(named_params! { ":dict": dict })?;
        while let Some(r) = rows.next()? {
            let fact = record(r, symbols).map_err(unreadable)?;
            each(
                r.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?,
                Some(fact),
            );
        }
        Ok(())
    }

    fn own_appraisals(
        &self,
        whose: Whose,
        symbols: &mut Symbols,
        each: &mut impl FnMut(&str, Option<Fact>),
    ) -> Result<()> {
        let dict = whose.dict().map(Code::code);
        let mut statement = self.conn.prepare_cached(APPRAISALS)?;
        let rows = statement.query_map(named_params! { ":dict": dict }, |r| {
            Ok((r.get(0)?, r.get(1)?))
        })?;
        let results = self.appraisal_results()?;
        for (name, id) in rows.collect::<rusqlite::Result<Vec<(String, i64)>>>()? {
            each(&name, self.appraisal_fact(id, &results, symbols)?);
        }
        Ok(())
    }

    fn handlings(
        &self,
        symbols: &mut Symbols,
        each: &mut impl FnMut(&str, Option<Fact>),
    ) -> Result<()> {
        let given = self.unit_lines(&Period::All)?;
        let years = Years::of_office(*self)?;
        let names: HashMap<i64, &str> = given.units.iter().map(|u| (u.0, &*u.2)).collect();
        for line in &given.lines {
            if let Some(name) = names.get(&line.unit) {
                each(name, handling(line, years, symbols));
            }
        }
        Ok(())
    }
}

fn record(r: &Row<'_>, symbols: &mut Symbols) -> rusqlite::Result<Fact> {
    let mut fact = blank(FactKind::Record, r.get(1)?, day(r, 2, (RECORD, 1))?);
    fact.kind = symbols.intern(r.get_ref(3)?.as_str()?);
    fact.level = symbols.intern(r.get_ref(4)?.as_str_or_null()?.unwrap_or(""));
    fact.quantity = many(fact.row, r.get_ref(5)?.as_str()?)?;
    Ok(fact)
}

/// A unit's part in a proposal as a fact, by the day on which it was given, else by that of filing
/// or submission, else by the year of its session; nothing where the proposal went on to another unit.
fn handling(line: &Line, years: Years, symbols: &mut Symbols) -> Option<Fact> {
    let stands = line
        .handling
        .unwrap_or_else(|| handling_in(line.state, line.part));
    if stands == Handling::Moved {
        return None;
    }
    let on = line.assigned.or(line.earlier);
    let on = on.unwrap_or_else(|| years.of(&line.session));
    let mut fact = blank(FactKind::Handling, line.assignment, on);
    fact.occasion = line.proposal;
    fact.state = symbols.intern(timeliness(line, stands).code());
    fact.role = symbols.intern(line.part.code());
    let own = line.part != UnitPart::Co && stands == Handling::Answered;
    let word = |w: &Option<String>| w.clone().filter(|_| own).unwrap_or_default();
    fact.kind = symbols.intern(&word(&line.class));
    fact.level = symbols.intern(&word(&line.rating));
    if line.key {
        fact.marks |= mark::KEY;
    }
    if line.excellent {
        fact.marks |= mark::EXCELLENT;
    }
    Some(fact)
}

/// Whether the reply came in time; where a day is not known whole, it only came.
fn timeliness(line: &Line, stands: Handling) -> Timeliness {
    if line.part == UnitPart::Co && stands == Handling::Advised {
        return Timeliness::Replied;
    }
    if stands != Handling::Answered {
        return Timeliness::Open;
    }
    let days = line.replies.last().map(|reply| (reply.on, reply.due));
    match days {
        Some((on, Some(due))) if on.last_day() <= due.last_day() => Timeliness::InTime,
        Some((on, Some(due))) if on.first_day() > due.last_day() => Timeliness::Late,
        _ => Timeliness::Replied,
    }
}
