//! Marks, leaders and acts: what is done about a proposal beside the steps of its life.

use super::ids;
use super::numbering::filed;
use super::refusal;
use crate::error::{Error, Result};
use crate::model::code::Code;
use crate::model::proposal::Proposal;
use crate::model::proposal::act::{Act, ActKind, LeaderPart, Mark, Marking, Marks};
use crate::model::when::When;
use crate::store::columns::Columns;
use crate::store::table::{LEADER, PROPOSAL, PROPOSAL_ACT};
use crate::store::value::{code, flag, maybe, text, when};
use crate::store::{Read, Tx};
use crate::text;
use chrono::NaiveDate;
use rusqlite::named_params;
use rusqlite::types::Value;
use std::collections::HashMap;

const LETTERS: &str = "SELECT id, letter_no FROM proposal WHERE letter_no IS NOT NULL AND id IN (SELECT value FROM json_each(:ids))";
const LEADERS: &str = "SELECT proposal_id, part, name FROM leader WHERE proposal_id IN (SELECT value FROM json_each(:ids)) ORDER BY proposal_id, part, ord";
const ACTS: &str = "SELECT proposal_id, happened_on, kind, who, note, by FROM proposal_act
 WHERE proposal_id IN (SELECT value FROM json_each(:ids)) ORDER BY proposal_id, happened_on, id";
const STAND: &str =
    "SELECT id, name FROM leader WHERE proposal_id = :proposal AND part = :part ORDER BY ord";

/// What is said beside the act itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saying<'s> {
    /// Its day.
    pub on: NaiveDate,
    /// Who took part.
    pub who: Option<&'s str>,
    /// Reason, document number, what came of it.
    pub note: Option<&'s str>,
}

impl Read<'_> {
    /// What marks each of these proposals; those without any mark are not there.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn marks(&self, proposals: &[i64]) -> Result<HashMap<i64, Marks>> {
        let ids = ids(proposals.iter().copied());
        let mut marks: HashMap<i64, Marks> = HashMap::new();
        let mut read = |sql: &str, line: MarkLine| -> Result<()> {
            let mut statement = self.conn.prepare_cached(sql)?;
            let mut rows = statement.query(named_params! { ":ids": ids })?;
            while let Some(r) = rows.next()? {
                let mut c = Columns::of(r);
                line(marks.entry(c.take()?).or_default(), &mut c)?;
            }
            Ok(())
        };
        read(LETTERS, |m, c| {
            m.letter_no = c.take()?;
            Ok(())
        })?;
        read(LEADERS, |m, c| {
            let part: LeaderPart = c.code()?;
            match part {
                LeaderPart::Lead => m.leads.push(c.take()?),
                LeaderPart::Supervise => m.supervisors.push(c.take()?),
            }
            Ok(())
        })?;
        read(ACTS, |m, c| {
            m.acts.push(Act {
                on: c.when()?,
                kind: c.code()?,
                who: c.take()?,
                note: c.take()?,
                by: c.take()?,
            });
            Ok(())
        })?;
        Ok(marks)
    }
}

type MarkLine = fn(&mut Marks, &mut Columns<'_, '_>) -> rusqlite::Result<()>;

impl Tx<'_> {
    /// Gives a filed proposal a mark, or takes it back; what stands so already is not noted again.
    ///
    /// # Errors
    /// `not_found`, `not_filed`; `day_out_of_order` where it is dated before the filing; the
    /// database's own failures.
    pub fn mark_proposal(
        &mut self,
        id: i64,
        mark: Mark,
        marking: Marking,
        saying: Saying<'_>,
    ) -> Result<Proposal> {
        let old = self.read().proposal(id)?.ok_or_else(refusal::no_such)?;
        if marking == Marking::Given {
            filed(&old)?;
        }
        after_filing(&old, mark.act(marking), saying)?;
        let on = flag(marking == Marking::Given);
        let changed = self.set(&PROPOSAL, id, &[(mark.code(), on)])?;
        if changed {
            self.note_act(id, mark.act(marking), saying)?;
        }
        if mark == Mark::Key && marking == Marking::Taken {
            self.set_leaders(id, LeaderPart::Lead, &[])?;
            self.set_leaders(id, LeaderPart::Supervise, &[])?;
        }
        self.read().proposal(id)?.ok_or_else(refusal::no_such)
    }

    /// Makes the leaders with one part exactly these, in this order; tells whether any differs.
    ///
    /// # Errors
    /// `leader_twice`; the database's own failures.
    pub fn set_leaders(&mut self, id: i64, part: LeaderPart, names: &[String]) -> Result<bool> {
        if let Some(name) = twice(names) {
            let (zh, en) = (part.zh(), part.en());
            let message = text!(
                "{zh}领导「{name}」写了两次",
                "“{name}” is named twice ({en})"
            );
            return Err(Error::refused("leader_twice", message)
                .hint(text!("每人只写一次", "name each leader once")));
        }
        let now: Vec<(i64, String)> = {
            let mut statement = self.prepare_cached(STAND)?;
            let keys = named_params! { ":proposal": id, ":part": part.code() };
            let rows = statement.query_map(keys, |r| Ok((r.get(0)?, r.get(1)?)))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        if now.iter().map(|(_, name)| name).eq(names) {
            return Ok(false);
        }
        for (line, _) in now {
            self.delete(&LEADER, line)?;
        }
        for (ord, name) in (1..).zip(names) {
            let row = [
                Value::Integer(id),
                code(part),
                Value::Integer(ord),
                text(name),
            ];
            self.insert(&LEADER, &row)?;
        }
        Ok(true)
    }

    /// Records an act on a filed proposal.
    ///
    /// # Errors
    /// `not_found`, `not_filed`; `day_out_of_order` where it is dated before the filing; the
    /// database's own failures.
    pub fn add_act(&mut self, id: i64, kind: ActKind, saying: Saying<'_>) -> Result<Proposal> {
        let old = self.read().proposal(id)?.ok_or_else(refusal::no_such)?;
        filed(&old)?;
        after_filing(&old, kind, saying)?;
        self.note_act(id, kind, saying)?;
        Ok(old)
    }

    fn note_act(&mut self, id: i64, kind: ActKind, saying: Saying<'_>) -> Result<()> {
        let row = [
            Value::Integer(id),
            code(kind),
            when(Some(When::from(saying.on))),
            maybe(saying.who),
            maybe(saying.note),
            text(self.by()),
        ];
        self.insert(&PROPOSAL_ACT, &row).map(|_| ())
    }
}

/// Refuses an act that is dated before the filing.
fn after_filing(old: &Proposal, kind: ActKind, saying: Saying<'_>) -> Result<()> {
    let Some(since) = old.filed.filter(|f| saying.on < f.first_day()) else {
        return Ok(());
    };
    let (cite, on, zh, en) = (old.cite(), saying.on, kind.zh(), kind.en());
    let message = text!(
        "{cite}：{zh}日期 {on} 早于立案日期 {since}",
        "{cite}: the {en} ({on}) is dated before the filing ({since})"
    );
    Err(Error::refused("day_out_of_order", message).hint(text!(
        "核对日期：--on {since} 或更晚",
        "check the day: --on {since} or later"
    )))
}

fn twice(names: &[String]) -> Option<&String> {
    let mut seen = std::collections::HashSet::new();
    names.iter().find(|name| !seen.insert(*name))
}

#[cfg(test)]
mod tests;
