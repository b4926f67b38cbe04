//! An appraisal that was held of someone, as a fact that scores count.

use crate::error::Result;
use crate::model::fact::{Fact, FactKind, Symbols, UNDATED};
use crate::model::score::Points;
use crate::model::when::When;
use crate::store::Read;
use crate::store::fact::{APPRAISAL, blank, day};
use num_rational::Ratio;
use rusqlite::{OptionalExtension, Row, named_params};
use std::collections::HashMap;

/// Points and level of everyone in the last edition of each appraisal, by who was appraised: read
/// once for a run. What is not published yet counts for nobody.
#[derive(Debug, Default)]
pub(in crate::store) struct Results(HashMap<i64, (Option<Points>, Option<String>)>);

const RESULTS: &str = "SELECT r.appraised_id, r.points, r.level FROM appraisal_result r JOIN appraisal_publication p ON p.id = r.publication_id
 WHERE p.edition = (SELECT max(q.edition) FROM appraisal_publication q WHERE q.appraisal_id = p.appraisal_id)";
const ONE: &str = "SELECT x.member_id, x.id, x.appraisal_id, k.name, x.form, x.held_on, a.year
 FROM appraised x JOIN appraisal a ON a.id = x.appraisal_id JOIN word k ON k.id = a.kind_id WHERE x.id = :id";

impl Read<'_> {
    /// The published results of all appraisals.
    ///
    /// # Errors
    /// The database's own failures.
    pub(in crate::store) fn appraisal_results(&self) -> Result<Results> {
        let mut statement = self.conn.prepare_cached(RESULTS)?;
        let results = statement.query_map([], |r| {
            let points: Option<String> = r.get(1)?;
            let points = points.and_then(|p| p.parse().ok());
            Ok((r.get(0)?, (points, r.get(2)?)))
        })?;
        Ok(Results(results.collect::<rusqlite::Result<_>>()?))
    }

    /// One appraisal of a body or unit as a fact.
    ///
    /// # Errors
    /// The database's own failures.
    pub(in crate::store) fn appraisal_fact(
        &self,
        id: i64,
        results: &Results,
        symbols: &mut Symbols,
    ) -> Result<Option<Fact>> {
        let mut statement = self.conn.prepare_cached(ONE)?;
        let fact = statement.query_row(named_params! { ":id": id }, |r| {
            appraisal(r, results, symbols)
        });
        Ok(fact.optional()?)
    }
}

/// Reads a row of [`ONE`]'s columns: what it was, when it was held, and what was published of it.
/// An appraisal counts in its own year: one that was held outside of it is dated by the year alone.
pub(in crate::store) fn appraisal(
    r: &Row<'_>,
    results: &Results,
    symbols: &mut Symbols,
) -> rusqlite::Result<Fact> {
    let held_on = day(r, 5, (APPRAISAL, 1))?;
    let year: i32 = r.get(6)?;
    let on = Some(held_on)
        .filter(|on| on.year() == year)
        .or_else(|| When::new(year, None, None));
    let mut fact = blank(FactKind::Appraisal, r.get(1)?, on.unwrap_or(UNDATED));
    fact.occasion = r.get(2)?;
    fact.kind = symbols.intern(r.get_ref(3)?.as_str()?);
    fact.state = symbols.intern(r.get_ref(4)?.as_str_or_null()?.unwrap_or(""));
    fact.quantity = Ratio::new_raw(0, 1);
    if let Some((points, level)) = results.0.get(&fact.row) {
        fact.level = symbols.intern(level.as_deref().unwrap_or_default());
        fact.quantity = points.map_or(fact.quantity, small);
    }
    Ok(fact)
}

/// Points as a fact carries them; what does not fit is rounded to millionths.
fn small(points: Points) -> Ratio<i64> {
    let exact = || {
        let (above, below) = (*points.numer(), *points.denom());
        Some(Ratio::new_raw(
            above.try_into().ok()?,
            below.try_into().ok()?,
        ))
    };
    let rounded = || {
        let millionths = (points * Points::from_integer(1_000_000)).round();
        Some(Ratio::new(
            millionths.to_integer().try_into().ok()?,
            1_000_000,
        ))
    };
    exact().or_else(rounded).unwrap_or(Ratio::new_raw(0, 1))
}
