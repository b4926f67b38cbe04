//! Whether what a decision rests on still follows from the ledgers.

use super::Basis;
use super::history::judged;
use crate::error::{Kind, Result};
use crate::model::score::consequence::Ruling;
use crate::model::score::rules::Whose;
use crate::store::Read;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The rows of the decisions whose ground has changed: their clauses follow neither today nor as
/// of the day of the decision. Of a year whose rules cannot be had nothing is said.
pub(super) fn changed<'r>(
    read: Read<'_>,
    rulings: impl Iterator<Item = &'r Ruling>,
    today: NaiveDate,
) -> Result<BTreeSet<i64>> {
    let standing: Vec<&Ruling> = rulings.filter(|r| r.lifted.is_none()).collect();
    let mut judged_of: Vec<(i32, Whose)> = Vec::new();
    let mut changed = BTreeSet::new();
    for ruling in &standing {
        let of = (ruling.year, ruling.who.whose);
        if judged_of.contains(&of) {
            continue;
        }
        judged_of.push(of);
        let mine = standing.iter().filter(|r| (r.year, r.who.whose) == of);
        changed.extend(lost(read, of, mine.copied().collect(), today)?);
    }
    Ok(changed)
}

/// Those of one year and kind of subject.
fn lost(
    read: Read<'_>,
    (year, whose): (i32, Whose),
    mut rulings: Vec<&Ruling>,
    today: NaiveDate,
) -> Result<Vec<i64>> {
    let mut basis = Basis {
        year: Some(year),
        subject: Some(whose),
        rules: None,
        as_of: None,
    };
    let judgement = match judged(read, &basis, today) {
        Err(error) if error.kind == Kind::Refused => return Ok(Vec::new()),
        other => other?,
    };
    rulings.retain(|r| !judgement.grounds(r));
    let mut lost = Vec::new();
    for ruling in rulings {
        // What was decided before the year ended may have been met since.
        if ruling.decided_on < judgement.window.to {
            basis.as_of = Some(ruling.decided_on);
            if judged(read, &basis, today)?.grounds(ruling) {
                continue;
            }
        }
        lost.push(ruling.id);
    }
    Ok(lost)
}
