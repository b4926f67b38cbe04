//! An appraisal that was held of someone, as a fact that scores count.

use crate::error::Result;
use crate::model::appraisal::{Ballot, Count, Scheme, Votes};
use crate::model::fact::{Fact, FactKind, Symbols};
use crate::model::score::Points;
use crate::model::when::When;
use crate::store::Read;
use crate::store::fact::blank;
use num_rational::Ratio;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, named_params};
use std::collections::HashMap;

/// The schemes of all appraisals, by row: read once for a run.
pub(in crate::store) type Schemes = HashMap<i64, Scheme>;

const RULES: &str = "SELECT id, rules FROM appraisal WHERE cancelled IS NULL";
const ONE: &str = "SELECT x.member_id, x.id, x.appraisal_id, k.name, x.form, x.held_on, x.entitled, x.issued, x.returned, x.valid, x.votes
 FROM appraised x JOIN appraisal a ON a.id = x.appraisal_id JOIN word k ON k.id = a.kind_id WHERE x.id = :id";

impl Read<'_> {
    /// The schemes of all appraisals that stand; one that cannot be read gives no points.
    ///
    /// # Errors
    /// The database's own failures.
    pub(in crate::store) fn schemes(&self) -> Result<Schemes> {
        let mut statement = self.conn.prepare_cached(RULES)?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get::<_, String>(1)?)))?;
        let mut schemes = Schemes::new();
        for row in rows {
            let (id, rules) = row?;
            schemes.extend(Scheme::parse(&rules).ok().map(|s| (id, s)));
        }
        Ok(schemes)
    }

    /// One appraisal of a body or unit as a fact.
    ///
    /// # Errors
    /// The database's own failures.
    pub(in crate::store) fn appraisal_fact(
        &self,
        id: i64,
        schemes: &Schemes,
        symbols: &mut Symbols,
    ) -> Result<Option<Fact>> {
        let mut statement = self.conn.prepare_cached(ONE)?;
        let fact = statement.query_row(named_params! { ":id": id }, |r| {
            appraisal(r, schemes, symbols)
        });
        Ok(fact.optional()?)
    }
}

/// Reads a row of [`ONE`]'s columns: what it was, when it was held, and what the ballots came to.
pub(in crate::store) fn appraisal(
    r: &Row<'_>,
    schemes: &Schemes,
    symbols: &mut Symbols,
) -> rusqlite::Result<Fact> {
    let on = r.get_ref(5)?.as_str_or_null()?.and_then(When::from_iso);
    let on = on.unwrap_or(When::year_only(1900));
    let mut fact = blank(FactKind::Appraisal, r.get(1)?, on);
    let appraisal: i64 = r.get(2)?;
    fact.occasion = appraisal;
    fact.kind = symbols.intern(r.get_ref(3)?.as_str()?);
    fact.state = symbols.intern(r.get_ref(4)?.as_str_or_null()?.unwrap_or(""));
    fact.quantity = Ratio::new_raw(0, 1);
    let ballot = ballot(r, 6)?;
    if let (Some(ballot), Some(scheme)) = (ballot, schemes.get(&appraisal))
        && let Count::Figures(figures) = scheme.count(&ballot)
    {
        fact.level = symbols.intern(figures.level.as_deref().unwrap_or_default());
        fact.quantity = small(figures.points);
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

/// The ballot that stands in the columns from `at`: entitled, issued, returned, valid, votes.
pub(in crate::store) fn ballot(r: &Row<'_>, at: usize) -> rusqlite::Result<Option<Ballot>> {
    let count = |at: usize| -> rusqlite::Result<Option<u64>> {
        Ok(r.get::<_, Option<i64>>(at)?.and_then(|n| n.try_into().ok()))
    };
    let entitled = count(at)?;
    let (Some(issued), Some(returned), Some(valid)) =
        (count(at + 1)?, count(at + 2)?, count(at + 3)?)
    else {
        return Ok(None);
    };
    let text = r.get_ref(at + 4)?.as_str()?;
    let votes: Votes = serde_json::from_str(text).map_err(|cause| {
        rusqlite::Error::FromSqlConversionFailure(at + 4, Type::Text, Box::new(cause))
    })?;
    Ok(Some(Ballot {
        entitled,
        issued,
        returned,
        valid,
        votes,
    }))
}
