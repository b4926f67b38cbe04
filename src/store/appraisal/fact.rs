//! An appraisal that was held of someone, as a fact that scores count.

use crate::error::Result;
use crate::model::appraisal::{Ballot, Count, Scheme, Votes};
use crate::model::fact::{Fact, FactKind, Symbols};
use crate::model::score::Points;
use crate::store::Read;
use crate::store::fact::{APPRAISAL, blank, day};
use num_rational::Ratio;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, named_params};
use std::collections::{HashMap, HashSet};

/// What ballots of all appraisals come to: read once for a run.
#[derive(Debug, Default)]
pub(in crate::store) struct Schemes {
    /// By appraisal.
    rules: HashMap<i64, Scheme>,
    /// The appraisals whose results were published: these stand, whatever is counted later.
    published: HashSet<i64>,
    /// Points and level of the last edition, by who was appraised.
    results: HashMap<i64, (Option<Points>, Option<String>)>,
}

const RULES: &str = "SELECT id, rules FROM appraisal WHERE cancelled IS NULL";
const PUBLISHED: &str = "SELECT DISTINCT appraisal_id FROM appraisal_publication";
const RESULTS: &str = "SELECT r.appraised_id, r.points, r.level FROM appraisal_result r JOIN appraisal_publication p ON p.id = r.publication_id
 WHERE p.edition = (SELECT max(q.edition) FROM appraisal_publication q WHERE q.appraisal_id = p.appraisal_id)";
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
        let mut schemes = HashMap::new();
        for row in rows {
            let (id, rules) = row?;
            schemes.extend(Scheme::parse(&rules).ok().map(|s| (id, s)));
        }
        let mut statement = self.conn.prepare_cached(PUBLISHED)?;
        let published = statement.query_map([], |r| r.get(0))?;
        let published = published.collect::<rusqlite::Result<_>>()?;
        let mut statement = self.conn.prepare_cached(RESULTS)?;
        let results = statement.query_map([], |r| {
            let points: Option<String> = r.get(1)?;
            let points = points.and_then(|p| p.parse().ok());
            Ok((r.get(0)?, (points, r.get(2)?)))
        })?;
        Ok(Schemes {
            rules: schemes,
            published,
            results: results.collect::<rusqlite::Result<_>>()?,
        })
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
    let on = day(r, 5, (APPRAISAL, 1))?;
    let mut fact = blank(FactKind::Appraisal, r.get(1)?, on);
    let appraisal: i64 = r.get(2)?;
    fact.occasion = appraisal;
    fact.kind = symbols.intern(r.get_ref(3)?.as_str()?);
    fact.state = symbols.intern(r.get_ref(4)?.as_str_or_null()?.unwrap_or(""));
    fact.quantity = Ratio::new_raw(0, 1);
    if let Some((points, level)) = schemes.outcome(appraisal, fact.row, ballot(r, 6)?) {
        fact.level = symbols.intern(level.as_deref().unwrap_or_default());
        fact.quantity = points.map_or(fact.quantity, small);
    }
    Ok(fact)
}

impl Schemes {
    /// Points and level of someone: as published, else as the ballots give them.
    fn outcome(
        &self,
        appraisal: i64,
        appraised: i64,
        ballot: Option<Ballot>,
    ) -> Option<(Option<Points>, Option<String>)> {
        if self.published.contains(&appraisal) {
            return self.results.get(&appraised).cloned();
        }
        match self.rules.get(&appraisal)?.count(&ballot?) {
            Count::Figures(figures) => Some((Some(figures.points), figures.level)),
            Count::Void(_) | Count::Lacks(_) => None,
        }
    }
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
