//! How one condition stands to one member: its facts, its years, and what is not known.

use super::judge::{Basis, Evidence, FactRef, Figure, Gap, History, Hit, Verdict, Year, span};
use super::{Applies, Condition, Ground, Runs};
use crate::model::fact::{Fact, FactKind, Subject, Sym};
use crate::model::score::gate::{Limit, Over, Stand};
use crate::model::score::period::Period;
use crate::model::score::points::Points;
use crate::model::score::window::{Season, Span};
use crate::model::when::When;
use std::collections::HashSet;
use std::ops::RangeInclusive;

/// A term of office has so many years (中国人民政治协商会议章程: 每届任期五年).
const TERM_YEARS: i32 = 5;

/// What the engine counts for a condition, as places among the facts with what each adds.
pub(super) struct Counted {
    pub(super) stand: Stand,
    pub(super) taken: Vec<(usize, Points)>,
    /// Each span of a gate that asks for a minimum in each.
    pub(super) periods: Vec<Period>,
    /// Among which they have to follow each other.
    pub(super) among: Vec<(usize, Points)>,
}

/// One whose facts and years are weighed.
pub(super) struct Member<'m> {
    pub(super) subject: &'m Subject,
    pub(super) facts: &'m [Fact],
    pub(super) season: Season,
    pub(super) unrecorded: Sym,
}

impl Member<'_> {
    /// How a condition stands; `None` where it does not hold, whatever is not known.
    pub(super) fn judge(
        &self,
        condition: &Condition,
        counted: &Counted,
        history: &History,
    ) -> Option<(Verdict, Evidence)> {
        let mut evidence = Evidence {
            have: counted.stand.have,
            limit: condition.limit,
            applies: condition.applies,
            years: Vec::new(),
            facts: Vec::new(),
            periods: counted.periods.clone(),
            by_year: Vec::new(),
            gaps: Vec::new(),
        };
        let years = span(condition.over, history.this, history.term);
        if years.is_none() {
            evidence.gaps.push((None, Gap::NoTerm));
        }
        let years = years.unwrap_or(history.this..=history.this);
        // Too little over some years is no fault of who was not there for all of them.
        let whole = years.clone().all(|y| self.served(y));
        match condition.over {
            Over::Years(_) if !whole && (!condition.rises() || condition.runs == Runs::Yearly) => {
                return None;
            }
            Over::Term if !condition.rises() => {
                let away = years.clone().filter(|y| !self.served(*y));
                let gaps = away.map(|y| (Some(y), Gap::NotServed));
                evidence.gaps.extend(gaps);
            }
            _ => {}
        }
        let met = match &condition.ground {
            Ground::Facts(meter) => {
                let kinds = &meter.select.facts;
                for year in years.clone().filter(|y| self.served(*y)) {
                    let gap = unrecorded(kinds, history.of(year));
                    evidence.gaps.extend(gap.map(|g| (Some(year), g)));
                }
                self.weigh_facts(&mut evidence, condition, counted, &years);
                meets(evidence.limit, evidence.have)
            }
            ground => {
                self.weigh_years(&mut evidence, ground, years.clone(), history);
                meets(condition.limit, evidence.have)
            }
        };
        let holds = met == (condition.applies == Applies::Met);
        let verdict = verdict(condition, &evidence, holds, history)?;
        Some((verdict, evidence))
    }

    fn served(&self, year: i32) -> bool {
        served(self.subject, self.season, year)
    }

    fn weigh_facts(
        &self,
        evidence: &mut Evidence,
        condition: &Condition,
        counted: &Counted,
        years: &RangeInclusive<i32>,
    ) {
        if condition.over != Over::Year {
            evidence.by_year = years
                .clone()
                .map(|y| (y, self.in_year(counted, y)))
                .collect();
        }
        // Of months or quarters it is those that meet the limit that are counted.
        if condition.every().is_some() {
            evidence.limit = Limit::AtLeast(counted.stand.need);
        }
        let mut places: Vec<usize> = counted.taken.iter().map(|(at, _)| *at).collect();
        match condition.runs {
            Runs::Total => {}
            Runs::Yearly => {
                let number = |n: usize| Points::from_integer(i128::try_from(n).unwrap_or(0));
                let all = evidence.by_year.iter();
                let met = all.filter(|(_, n)| meets(condition.limit, *n)).count();
                evidence.have = number(met);
                evidence.limit = Limit::AtLeast(number(evidence.by_year.len()));
            }
            Runs::InARow => {
                let row = self.row(counted, &evidence.gaps);
                evidence.have = Points::from_integer(i128::try_from(row.places.len()).unwrap_or(0));
                let most = Points::from_integer(i128::try_from(row.most).unwrap_or(0));
                let reaches =
                    meets(condition.limit, most) && !meets(condition.limit, evidence.have);
                evidence.gaps.extend(
                    row.unrecorded
                        .filter(|_| reaches)
                        .map(|y| (Some(y), Gap::Unrecorded)),
                );
                places = row.places;
            }
        }
        let facts = places.iter().filter_map(|at| self.facts.get(*at));
        evidence.facts = facts
            .map(|f| FactRef {
                what: f.what,
                row: f.row,
                on: f.on,
            })
            .collect();
        evidence.facts.sort_by_key(|f| (f.on, f.what, f.row));
    }

    /// What is counted in one year of duty.
    fn in_year(&self, counted: &Counted, year: i32) -> Points {
        let Some(window) = self.season.of(year) else {
            return Points::from_integer(0);
        };
        let within = |at: &usize| self.facts.get(*at).is_some_and(|f| window.holds(f.on));
        let mine = counted.taken.iter().filter(|(at, _)| within(at));
        mine.map(|(_, n)| *n).sum()
    }

    /// The longest row of those that are counted without one between that is not; of equals the
    /// latest. What nobody recorded, and a year of which there is no ledger, part a row, and may
    /// as well join two.
    fn row(&self, counted: &Counted, gaps: &[(Option<i32>, Gap)]) -> Row {
        let taken: HashSet<usize> = counted.taken.iter().map(|(at, _)| *at).collect();
        let facts = counted.among.iter().filter_map(|(at, _)| {
            let fact = self.facts.get(*at)?;
            let link = match (taken.contains(at), fact.state == self.unrecorded) {
                (true, _) => Link::Counted(*at),
                (false, true) => Link::Unknown(fact.on.year()),
                (false, false) => Link::Other,
            };
            Some(((fact.on, fact.row), link))
        });
        let years = gaps.iter().filter_map(|(year, _)| {
            let first = self.season.of((*year)?)?.from;
            Some(((When::from(first), 0), Link::Unknown((*year)?)))
        });
        let mut chain: Vec<_> = facts.chain(years).collect();
        chain.sort_by_key(|(key, _)| *key);
        let mut found = Row::default();
        let (mut row, mut bridged) = (Vec::new(), 0);
        for (_, link) in chain {
            match link {
                Link::Counted(at) => {
                    row.push(at);
                    bridged += 1;
                    if row.len() >= found.places.len() {
                        found.places.clone_from(&row);
                    }
                }
                Link::Unknown(year) => {
                    row.clear();
                    bridged += 1;
                    found.unrecorded = Some(year);
                }
                Link::Other => {
                    row.clear();
                    bridged = 0;
                }
            }
            found.most = found.most.max(bridged);
        }
        found
    }

    fn weigh_years(
        &self,
        evidence: &mut Evidence,
        ground: &Ground,
        years: RangeInclusive<i32>,
        history: &History,
    ) {
        let mut have = 0_i128;
        for year in years.filter(|y| self.served(*y)) {
            match history
                .of(year)
                .map_or(Err(Gap::NoRules), |y| known(y, ground))
            {
                Err(gap) => evidence.gaps.push((Some(year), gap)),
                Ok(known) => {
                    let figure = known.figures.get(&self.subject.no);
                    let Some(figure) = figure.filter(|f| f.in_office) else {
                        continue;
                    };
                    let counts = is_counted(ground, figure);
                    have += i128::from(counts);
                    evidence.years.push(Hit {
                        year,
                        figure: figure.clone(),
                        counts,
                    });
                }
            }
        }
        evidence.have = Points::from_integer(have);
    }
}

/// Whether someone was in office on any day of a year; who has no days on record always was.
pub(super) fn served(subject: &Subject, season: Season, year: i32) -> bool {
    let tenure = &subject.tenure;
    let window = season.of(year);
    tenure.is_empty()
        || window.is_some_and(|w| tenure.iter().any(|(a, b)| Span::of(*a, *b).meets(w)))
}

/// One of those that may follow each other.
enum Link {
    Counted(usize),
    /// Nobody knows, in that year.
    Unknown(i32),
    Other,
}

/// The longest row.
#[derive(Default)]
struct Row {
    /// Its facts, as places.
    places: Vec<usize>,
    /// How long it could be, with what is not known.
    most: usize,
    /// The last year in which something is not known.
    unrecorded: Option<i32>,
}

/// What a year lacks where none of the ledgers of some facts has anything of anyone. What happened
/// to memberships is on record as far as anything did.
pub(super) fn unrecorded(kinds: &[FactKind], known: Option<&Year>) -> Option<Gap> {
    let mut kinds = kinds.iter().filter(|k| **k != FactKind::Status).peekable();
    let first = **kinds.peek()?;
    let recorded = known.is_some_and(|y| kinds.any(|k| y.recorded.contains(k)));
    (!recorded).then_some(Gap::NoFacts(first))
}

/// A year with figures that tell what a condition counts.
pub(super) fn known<'y>(year: &'y Year, ground: &Ground) -> Result<&'y Year, Gap> {
    if let Basis::Missing(gap) = &year.basis {
        return Err(gap.clone());
    }
    let lacks = |words: &[String], of: &[String]| {
        let none = words.iter().all(|w| !of.contains(w));
        none.then(|| words.join("、"))
    };
    match ground {
        Ground::Graded(names) => match lacks(names, &year.grades) {
            Some(names) => Err(Gap::NoGrade(names)),
            None => Ok(year),
        },
        Ground::Unmet(titles) => match lacks(titles, &year.gates) {
            Some(titles) => Err(Gap::NoGate(titles)),
            None => Ok(year),
        },
        Ground::Below(_) | Ground::Facts(_) => Ok(year),
    }
}

fn is_counted(ground: &Ground, figure: &Figure) -> bool {
    match ground {
        Ground::Graded(names) => figure.grade.as_ref().is_some_and(|g| names.contains(g)),
        Ground::Below(points) => figure.total < *points,
        Ground::Unmet(titles) => figure.unmet.iter().any(|t| titles.contains(t)),
        Ground::Facts(_) => false,
    }
}

fn meets(limit: Limit, have: Points) -> bool {
    match limit {
        Limit::AtLeast(need) => have >= need,
        Limit::AtMost(need) => have <= need,
    }
}

fn verdict(
    condition: &Condition,
    evidence: &Evidence,
    holds: bool,
    history: &History,
) -> Option<Verdict> {
    let none = Points::from_integer(0);
    let by_facts = matches!(condition.ground, Ground::Facts(_));
    let by_years = !by_facts || condition.runs == Runs::Yearly;
    let no_term = evidence.gaps.iter().any(|(_, g)| *g == Gap::NoTerm);
    if condition.rises() {
        return match (holds, evidence.gaps.is_empty()) {
            // Of earlier terms nobody is told guilty by a term that nobody dated.
            (true, _) if no_term => Some(Verdict::Open),
            (true, _) => Some(Verdict::Applies),
            (false, true) => None,
            (false, false) => could_reach(condition, evidence, by_years, none),
        };
    }
    if !holds {
        return None;
    }
    if !evidence.gaps.is_empty() {
        return Some(Verdict::Open);
    }
    let last = history.term.map(|first| first + TERM_YEARS - 1);
    let runs_on = condition.over == Over::Term && last.is_some_and(|last| history.this < last);
    Some(if runs_on {
        Verdict::Pending
    } else {
        Verdict::Applies
    })
}

/// Whether what is not known could make a condition hold: a year adds at most itself; of facts
/// there could be any number, which is worth a word only where there are some.
fn could_reach(
    condition: &Condition,
    evidence: &Evidence,
    by_years: bool,
    none: Points,
) -> Option<Verdict> {
    if !by_years {
        return (evidence.have > none).then_some(Verdict::Open);
    }
    let unknown = i128::try_from(evidence.gaps.len()).unwrap_or(0);
    let most = evidence.have + Points::from_integer(unknown);
    let reached = meets(evidence.limit, most) == (condition.applies == Applies::Met);
    (reached && evidence.have > none).then_some(Verdict::Open)
}
