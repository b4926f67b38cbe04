//! Lines of rolls that contradict each other: of two lines for one person at one meeting neither
//! is taken, wherever in the call they stand, so that the order of lines decides nothing.

use super::attendance::Pending;
use super::{Batch, Fault};
use crate::error::Result;
use crate::model::code::{Code, Presence};
use crate::store::Tx;
use crate::store::table::{ATTENDANCE, LEAVE, SPEECH};
use crate::text;
use rusqlite::types::Value;
use std::collections::{HashMap, HashSet};

const SPEECHES: &str = "SELECT id FROM speech WHERE attendance_id = ?1";
const LEAVES: &str = "SELECT id FROM leave WHERE attendance_id = ?1";

/// What this call has to know to take back an earlier line.
#[derive(Debug, Default)]
pub(super) struct Disputes {
    /// The lines of which none is taken.
    refused: HashSet<i64>,
    /// Rows that this call changed, as they stood before.
    pub(super) overwritten: HashMap<i64, Vec<Value>>,
}

impl Disputes {
    /// Whether lines about this person at this meeting are refused.
    pub(super) fn holds(&self, id: i64) -> bool {
        !self.refused.is_empty() && self.refused.contains(&id)
    }
}

/// Where an earlier line of this call stands.
pub(super) struct Earlier {
    sheet: usize,
    line: u32,
}

impl Batch {
    /// Takes lines out of a sorted run that contradict each other, and refuses them all.
    pub(super) fn refuse_contradictions(&mut self, run: &mut Vec<Pending>) {
        let mut refused: Vec<(u32, Fault)> = Vec::new();
        for group in run.chunk_by(|a, b| a.id == b.id).filter(|g| g.len() > 1) {
            let at_odds = |p: &&Pending| group.iter().any(|q| p.contradicts(q));
            if !group.iter().any(|p| at_odds(&p)) {
                continue;
            }
            self.disputes.refused.insert(group[0].id);
            for p in group {
                let other = group.iter().find(|q| q.contradicts(p)).unwrap_or(&group[0]);
                self.line = p.line;
                refused.push((
                    p.line,
                    self.contradiction(p, &other.line.to_string(), other.presence),
                ));
            }
        }
        if refused.is_empty() {
            return;
        }
        run.retain(|p| !self.disputes.holds(p.id));
        for (line, fault) in refused {
            self.line = line;
            self.fare(Err(vec![fault]));
        }
    }

    /// Where an earlier line of this call stands, if it is another than the one at hand.
    pub(super) fn place_of(&self, source: i64, line: i64, now: u32) -> Option<Earlier> {
        let (_, sheet) = self.sources.iter().find(|(id, _)| *id == source)?;
        let line = u32::try_from(line).ok()?;
        let here = *sheet + 1 == self.report.sheets.len() && line == now;
        (!here).then_some(Earlier {
            sheet: *sheet,
            line,
        })
    }

    /// Takes back what an earlier line of this call wrote, and refuses that line too; gives its
    /// place in words.
    pub(super) fn withdraw(
        &mut self,
        tx: &mut Tx<'_>,
        id: i64,
        row: &[Value],
        earlier: &Earlier,
        p: &Pending,
    ) -> Result<(String, Option<Presence>)> {
        self.disputes.refused.insert(id);
        let was = match &row[2] {
            Value::Text(word) => Presence::parse(word),
            _ => None,
        };
        let place = self.line_of(earlier);
        let here = self.line_of(&Earlier {
            sheet: self.report.sheets.len().saturating_sub(1),
            line: p.line,
        });
        let mut fault = self.contradiction(p, &here, p.presence);
        fault.line = earlier.line;
        was.map_or("", Code::zh).clone_into(&mut fault.value);
        let sheet = &mut self.report.sheets[earlier.sheet];
        sheet.refused += 1;
        if let Some(before) = self.disputes.overwritten.remove(&id) {
            sheet.changed = sheet.changed.saturating_sub(1);
            tx.put(&ATTENDANCE, id, row, &before)?;
        } else {
            sheet.added = sheet.added.saturating_sub(1);
            erase(tx, id)?;
        }
        self.report.faults.push((earlier.sheet, fault));
        Ok((place, was))
    }

    /// A line in words: its number, with the file where it is of another sheet.
    fn line_of(&self, place: &Earlier) -> String {
        let line = place.line;
        match self.report.sheets.get(place.sheet) {
            Some(s) if place.sheet + 1 != self.report.sheets.len() => format!("{}:{line}", s.file),
            _ => line.to_string(),
        }
    }

    /// Why a line is refused that an earlier one contradicts.
    pub(super) fn at_odds(
        &self,
        p: &Pending,
        earlier: Option<&(String, Option<Presence>)>,
    ) -> Fault {
        match earlier {
            Some((place, was)) => self.contradiction(p, place, *was),
            None => self.fault(
                "presence",
                p.presence.map_or("", Code::zh),
                "roll_twice",
                text!(
                    "同一人同一次会议有几行，互相矛盾",
                    "several lines for this person at this meeting contradict each other"
                ),
                keep_one(),
            ),
        }
    }

    fn contradiction(&self, p: &Pending, place: &str, was: Option<Presence>) -> Fault {
        let (was, was_en) = was.map_or(("", ""), |p| (p.zh(), p.en()));
        self.fault(
            "presence",
            p.presence.map_or("", Code::zh),
            "roll_twice",
            text!(
                "第 {place} 行也登记了同一人同一次会议，内容不同（{was}），两行都不收",
                "line {place} has this person at this meeting too, and says otherwise ({was_en}): neither is taken"
            ),
            keep_one(),
        )
    }
}

fn keep_one() -> crate::lang::Text {
    text!(
        "保留正确的一行，删去另一行",
        "keep the right line and take the other out"
    )
}

/// Erases a line that this very call wrote, with its speeches and leave.
fn erase(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    for (table, query) in [(&SPEECH, SPEECHES), (&LEAVE, LEAVES)] {
        let ids: Vec<i64> = {
            let mut statement = tx.prepare_cached(query)?;
            statement
                .query_map([id], |r| r.get(0))?
                .collect::<rusqlite::Result<_>>()?
        };
        for id in ids {
            tx.delete(table, id)?;
        }
    }
    tx.delete(&ATTENDANCE, id)
}
