//! What follows in a case worked by hand: its acts are all that is on record, earlier years are
//! reckoned by the same rules.

use super::{Basis, Figure, Gap, History, Judge, Verdict, Year};
use crate::model::fact::{Fact, Subject, Symbols};
use crate::model::score::engine::{Engine, TooFine};
use crate::model::score::read::{Reader, Sheet};
use crate::model::score::rules::Rules;
use crate::model::score::window::Window;
use crate::model::score::words::FACTS;
use crate::text;

/// The titles under `consequences`.
pub(in crate::model::score) fn read<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    rules: &Rules,
) -> Option<Vec<String>> {
    let value = Reader::value(sheet, "consequences")?;
    if matches!(value.get_ref(), toml::de::DeValue::Array(list) if list.is_empty()) {
        return Some(Vec::new());
    }
    let all = rules.all_consequences();
    let titles: Vec<&str> = all.iter().map(|c| c.title.as_str()).collect();
    let mut named = Vec::new();
    for (word, at) in reader.texts(sheet, "consequences") {
        if !titles.contains(&word.as_str()) {
            let message = text!("没有后果“{word}”", "there is no consequence `{word}`");
            reader.unknown(at, message, &word, &titles);
        }
        named.push(word);
    }
    Some(named)
}

/// The titles of what follows.
pub(in crate::model::score) fn following(
    engine: &Engine,
    term: Option<i32>,
    window: Window,
    subject: &Subject,
    facts: &[Fact],
    symbols: &mut Symbols,
) -> Result<Vec<String>, TooFine> {
    let judge = Judge::new(engine.rules(), symbols);
    let this = engine.year_of(window).unwrap_or_default();
    // A case that does not say when the term began is of a term that its first act is of.
    let first = facts.iter().map(|f| f.on.year()).min();
    let term = term.or(first.map(|y| y.min(this)));
    let mut history = History {
        this,
        term,
        years: Vec::new(),
    };
    for year in judge.years(this, term) {
        history
            .years
            .push(reckoned(engine, (year, this), subject, facts)?);
    }
    let findings = judge.sit(window, term).of(subject, facts, &history)?;
    let applies = findings.iter().filter(|f| f.verdict == Verdict::Applies);
    let all = judge.consequences();
    Ok(applies.map(|f| all[f.consequence].title.clone()).collect())
}

fn reckoned(
    engine: &Engine,
    (year, this): (i32, i32),
    subject: &Subject,
    facts: &[Fact],
) -> Result<Year, TooFine> {
    let rules = engine.rules();
    let mut known = Year {
        year,
        basis: Basis::Missing(Gap::NotInForce),
        grades: rules.grades.iter().map(|g| g.name.clone()).collect(),
        gates: rules.gates.iter().map(|g| g.title.clone()).collect(),
        figures: std::collections::HashMap::new(),
        recorded: FACTS.iter().map(|(what, _)| *what).collect(),
    };
    let recorded = |window: Window| this == year || facts.iter().any(|f| window.holds(f.on));
    if let Some(window) = engine.window(year) {
        if !recorded(window) {
            known.basis = Basis::Missing(Gap::NoRecords);
            return Ok(known);
        }
        let tally = engine.run(window).tally(subject, facts)?;
        let figure = Figure {
            total: tally.total,
            grade: engine.graded(&tally).map(|g| g.name.clone()),
            unmet: engine.unmet(&tally).map(|g| g.title.clone()).collect(),
            in_office: tally.in_office,
        };
        known.figures.insert(subject.no.clone(), figure);
        known.basis = Basis::Reckoned {
            title: rules.title.clone(),
        };
    }
    Ok(known)
}
