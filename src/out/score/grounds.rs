//! What leads to a consequence, as a formal paper says it: days in full, titles without numbers,
//! quantities with their units.

use super::Where;
use super::consequence::Row;
use crate::model::fact::FactKind;
use crate::model::paper::long_day;
use crate::model::score::consequence::{Basis, Condition, Evidence, Ground, Hit, Runs, Year};
use crate::model::score::fact_word;
use crate::model::score::gate::{Limit, Meter, Over};
use crate::model::score::period;
use crate::model::score::points::{Points, decimal_text};
use crate::model::score::rules::{Per, Select};
use crate::model::when::When;
use crate::out::paper::measure::Step;
use crate::out::points;

/// The history of a consequence for its letter, in the order of time.
pub fn grounds<'y>(row: &Row<'_>, year: impl Fn(i32) -> Option<&'y Year>) -> Vec<Step> {
    let article = row.consequence.article.as_str();
    let mut steps = Vec::new();
    let judged = || row.consequence.conditions.iter().zip(&row.finding.evidence);
    for (condition, evidence) in judged() {
        let by_points = matches!(condition.ground, Ground::Below(_));
        for hit in evidence.years.iter().filter(|h| h.counts) {
            steps.push(Step {
                on: format!("{}年度", hit.year),
                what: of_year(hit, by_points),
                source: year(hit.year).and_then(basis),
            });
        }
    }
    for (fact, place) in &row.facts {
        let (_, ledger, _) = fact_word(fact.what);
        let who = place.who.as_deref().unwrap_or_default();
        steps.push(Step {
            on: long_day(fact.on),
            what: format!("{who} {}", told(fact.what, place))
                .trim()
                .to_owned(),
            source: Some(if article.is_empty() {
                format!("“{ledger}”台账")
            } else {
                article.to_owned()
            }),
        });
    }
    let falls = |c: &Condition| !c.rises() || c.runs == Runs::Yearly;
    for (condition, evidence) in judged().filter(|(c, _)| falls(c)) {
        steps.push(Step {
            on: days(row.year, condition, evidence),
            what: lacking(condition, evidence),
            source: (!article.is_empty()).then(|| article.to_owned()),
        });
    }
    steps
}

/// What a fact was: what has a number has a title too; what has none is told by its kind.
fn told(what: FactKind, place: &Where) -> String {
    match what {
        FactKind::Record | FactKind::Status => format!("{} {}", place.reference, place.what.zh),
        _ => place.what.zh.clone(),
    }
}

fn of_year(hit: &Hit, by_points: bool) -> String {
    let grade = hit.figure.grade.as_deref().unwrap_or_default();
    let figure = format!("{} 分 {grade}", points(hit.figure.total));
    let figure = figure.trim_end();
    match hit.figure.unmet.as_slice() {
        [] => figure.to_owned(),
        _ if by_points => figure.to_owned(),
        unmet => format!("{figure}，未达：{}", unmet.join("、")),
    }
}

fn basis(year: &Year) -> Option<String> {
    match &year.basis {
        Basis::Published { edition, on, .. } => {
            let on = long_day(When::from(*on));
            Some(format!("{on}公布第 {edition} 版"))
        }
        Basis::Reckoned { title } => Some(format!("按现有台账和《{title}》计算，未公布")),
        Basis::Missing(_) => None,
    }
}

/// The years of which something is known.
fn known(evidence: &Evidence) -> Vec<(i32, Points)> {
    let gap = |year: i32| evidence.gaps.iter().any(|(y, _)| *y == Some(year));
    let all = evidence.by_year.iter().copied();
    all.filter(|(year, _)| !gap(*year)).collect()
}

/// The time of what is lacking: its years.
fn days(this: i32, condition: &Condition, evidence: &Evidence) -> String {
    let years: Vec<i32> = match evidence.by_year.as_slice() {
        [] => evidence.years.iter().map(|h| h.year).collect(),
        _ => known(evidence).iter().map(|(year, _)| *year).collect(),
    };
    match (condition.over, years.as_slice()) {
        (Over::Year, _) | (_, []) => format!("{this}年度"),
        (_, [one]) => format!("{one}年度"),
        (_, [first, .., last]) if years.len() > 3 => format!("{first}年至{last}年"),
        _ => {
            let years: Vec<String> = years.iter().map(i32::to_string).collect();
            format!("{}年", years.join("、"))
        }
    }
}

/// In which unit facts are counted.
fn unit(meter: &Meter) -> &'static str {
    match (meter.per, meter.select.facts.as_slice()) {
        (Per::HalfDay, _) => "个半天",
        (Per::Quantity | Per::Time, _) => "",
        (_, [FactKind::Proposal | FactKind::Handling]) => "件",
        (_, [FactKind::Opinion]) => "条",
        (_, [FactKind::Record]) => "项",
        _ => "次",
    }
}

/// What there is too little of, year by year, in the unit in which it is counted.
fn lacking(condition: &Condition, evidence: &Evidence) -> String {
    let (noun, unit) = match &condition.ground {
        Ground::Facts(meter) => (noun(&meter.select), unit(meter)),
        Ground::Graded(names) => (format!("等次为{}", names.join("、")), "年"),
        Ground::Below(n) => (format!("低于{}分", decimal_text(*n)), "年"),
        Ground::Unmet(titles) => (format!("未达到“{}”", titles.join("、")), "年"),
    };
    let none = Points::from_integer(0);
    let years = known(evidence);
    if condition.every().is_some() {
        let need = match evidence.limit {
            Limit::AtLeast(n) | Limit::AtMost(n) => decimal_text(n),
        };
        let have = decimal_text(evidence.have);
        let which = period::told(&evidence.periods).map(|t| format!("（{}）", t.zh));
        let which = which.unwrap_or_default();
        return format!("{noun}：应有{need}期达到要求，实际{have}期{which}");
    }
    let all_none = !years.is_empty() && years.iter().all(|(_, n)| *n == none);
    let short = match condition.limit {
        Limit::AtLeast(n) if evidence.have < n || condition.runs == Runs::Yearly => {
            format!("，应不少于{}{unit}", decimal_text(n))
        }
        Limit::AtMost(n) if n > none => format!("，未超过{}{unit}", decimal_text(n)),
        _ => String::new(),
    };
    if all_none {
        let both = if years.len() > 1 { "各年均" } else { "" };
        return format!("{both}没有{noun}（0{unit}）{short}");
    }
    let each: Vec<String> = years
        .iter()
        .map(|(year, n)| format!("{year}年{}{unit}", decimal_text(*n)))
        .collect();
    if each.is_empty() {
        return format!("{noun}{}{unit}{short}", decimal_text(evidence.have));
    }
    format!("{noun}{}{short}", each.join("、"))
}

/// What is counted, in the words of the rules: the kinds, else the ledger.
fn noun(select: &Select) -> String {
    let ledgers: Vec<&str> = select.facts.iter().map(|f| fact_word(*f).1).collect();
    let ledgers = ledgers.join("、");
    if select.kind.only.is_empty() {
        ledgers
    } else {
        format!("{}（{ledgers}）", select.kind.only.join("、"))
    }
}
