//! The acts that a rule set asks for, made from what its items and gates select.

use crate::model::fact::{Fact, FactKind, Sym, Symbols, mark};
use crate::model::score::engine::Engine;
use crate::model::score::every::Every;
use crate::model::score::gate::{Counts, Limit};
use crate::model::score::points::Points;
use crate::model::score::rules::{Field, Item, Per, Select, Words, Worth};
use crate::model::score::window::Window;
use crate::model::when::When;
use chrono::{Datelike, Months, NaiveDate};
use num_rational::Ratio;

/// An act that may be done again.
#[derive(Debug, Clone)]
pub(super) struct Act {
    pub(super) title: String,
    pub(super) article: String,
    pub(super) fact: Fact,
}

/// Every act that the rules ask for, as items and gates select it.
pub(super) fn acts(
    engine: &Engine,
    window: Window,
    on: NaiveDate,
    symbols: &mut Symbols,
) -> Vec<Act> {
    let rules = engine.rules();
    let mut all: Vec<Act> = Vec::new();
    let mut add = |title: &str, article: &str, fact: Fact| {
        if !all.iter().any(|a| a.fact == fact) {
            all.push(Act {
                title: title.to_owned(),
                article: article.to_owned(),
                fact,
            });
        }
    };
    for (_, item) in rules.items() {
        for fact in of_item(item, symbols) {
            for day in days(item.every, window, on) {
                add(&item.title, &item.article, Fact { on: day, ..fact });
            }
        }
    }
    for gate in &rules.gates {
        let (Counts::Facts(meter), Limit::AtLeast(_)) = (&gate.counts, gate.limit) else {
            continue;
        };
        for fact in of_select(&meter.select, meter.per, None, symbols) {
            for day in days(gate.every, window, on) {
                add(&gate.title, &gate.article, Fact { on: day, ..fact });
            }
        }
    }
    all
}

/// The day, and where something goes by spans the first day of each later month.
fn days(every: Option<Every>, window: Window, on: NaiveDate) -> Vec<When> {
    let mut days = vec![When::from(on)];
    let Some(every) = every else { return days };
    let mut day = on;
    while let Some(next) = day
        .with_day(1)
        .and_then(|d| d.checked_add_months(Months::new(1)))
    {
        if next > window.to {
            break;
        }
        let last = days.last().copied().unwrap_or(When::from(on));
        if every.of(When::from(next)) != every.of(last) {
            days.push(When::from(next));
        }
        day = next;
    }
    days
}

/// The acts of an item: one for each word by which its points differ.
fn of_item(item: &Item, symbols: &mut Symbols) -> Vec<Fact> {
    let mut facts = Vec::new();
    let nothing = Points::from_integer(0);
    match &item.points {
        Worth::Flat(points) if *points <= nothing => {}
        Worth::By { field, table, .. } => {
            for (word, _) in table.iter().filter(|(_, p)| *p > nothing) {
                let by = Some((*field, word.as_str()));
                facts.extend(of_select(&item.select, item.per, by, symbols));
            }
        }
        Worth::Flat(_) => facts.extend(of_select(&item.select, item.per, None, symbols)),
    }
    // A factor by a word of the fact: the word that gives most.
    for times in &item.times {
        if let Worth::By { field, table, .. } = times
            && let Some((word, _)) = table.iter().max_by_key(|(_, p)| *p)
        {
            let word = symbols.intern(word);
            for fact in &mut facts {
                match field {
                    Field::Kind => fact.kind = word,
                    Field::State => fact.state = word,
                    Field::Role => fact.role = word,
                    Field::Level => fact.level = word,
                }
            }
        }
    }
    facts
}

/// One of the words that a list admits: the first that it names, else the usual one.
fn word(words: &Words, usual: &str) -> Option<String> {
    let named = words.only.iter().find(|w| !words.not.contains(w));
    match named {
        Some(word) => Some(word.clone()),
        None if words.only.is_empty() && !words.not.iter().any(|w| w == usual) => {
            Some(usual.to_owned())
        }
        None => None,
    }
}

/// An act that a selection takes, of each kind of fact that it names.
fn of_select(
    select: &Select,
    per: Per,
    by: Option<(Field, &str)>,
    symbols: &mut Symbols,
) -> Vec<Fact> {
    let given = |field: Field| by.filter(|(f, _)| *f == field).map(|(_, w)| w);
    let mut facts = Vec::new();
    for what in &select.facts {
        let (kind, state, role) = usual(*what, select.marks);
        let pick = |field, words: &Words, usual: &str| match given(field) {
            Some(w) if words.not.iter().any(|n| n == w) => None,
            Some(w) if !words.only.is_empty() && !words.only.iter().any(|o| o == w) => None,
            Some(w) => Some(w.to_owned()),
            None => word(words, usual),
        };
        let picked = pick(Field::Kind, &select.kind, kind)
            .zip(pick(Field::State, &select.state, state))
            .zip(pick(Field::Role, &select.role, role))
            .zip(pick(Field::Level, &select.level, ""));
        let Some((((kind, state), role), level)) = picked else {
            continue;
        };
        let filed = *what == FactKind::Proposal && state == "filed";
        let marks = select.marks | if filed { mark::FILED } else { 0 };
        if marks & select.marks_not != 0 {
            continue;
        }
        let joint = role == "joint";
        let halves = if *what == FactKind::Attendance && per == Per::HalfDay {
            1
        } else {
            u16::from(*what == FactKind::Attendance)
        };
        facts.push(Fact {
            what: *what,
            row: 0,
            occasion: 0,
            work: Sym::NONE,
            on: When::year_only(1900),
            kind: symbols.intern(&kind),
            state: symbols.intern(&state),
            role: symbols.intern(&role),
            level: symbols.intern(&level),
            marks,
            place: if joint { 2 } else { 1 },
            of: if joint { 2 } else { 1 },
            halves,
            lasted: halves,
            quantity: Ratio::ONE,
        });
    }
    facts
}

/// The usual kind, state and role of a fact: done well and by the member.
fn usual(what: FactKind, marks: u16) -> (&'static str, &'static str, &'static str) {
    match what {
        FactKind::Attendance => ("", "present", "attendee"),
        FactKind::Speech => ("", "oral", "attendee"),
        FactKind::Proposal if marks & (mark::FILED | mark::KEY | mark::EXCELLENT) != 0 => {
            ("individual", "filed", "first")
        }
        FactKind::Proposal => ("individual", "submitted", "first"),
        FactKind::Opinion if marks & (mark::ADOPTED | mark::INSTRUCTED) != 0 => {
            ("", "adopted", "first")
        }
        FactKind::Opinion => ("", "submitted", "first"),
        FactKind::Adoption | FactKind::Instruction => ("", "", "first"),
        FactKind::Appraisal => ("", "oral", ""),
        FactKind::Handling => ("", "in_time", "lead"),
        FactKind::Record | FactKind::Status | FactKind::Score => ("", "", ""),
    }
}
