//! The acts that a rule set asks for, made from what its items and gates select.

use crate::lang::Text;
use crate::model::fact::{Fact, FactKind, Sym, Symbols, mark};
use crate::model::meeting::{Held, PLENARY};
use crate::model::score::engine::Engine;
use crate::model::score::every::Every;
use crate::model::score::gate::{Counts, Limit};
use crate::model::score::points::Points;
use crate::model::score::rules::{Field, Item, Per, Select, Words, Worth};
use crate::model::score::window::Window;
use crate::model::score::words::{CAME, Vocabulary, fact_word, vocabulary};
use crate::model::when::When;
use crate::text;
use chrono::{Datelike, Months, NaiveDate};
use num_rational::Ratio;
use std::collections::HashMap;

/// What can still be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    /// The first day on which it could be.
    pub on: NaiveDate,
    /// Kinds of meeting of which only so many are to come; of any other kind there may be more.
    pub meetings: HashMap<String, u32>,
}

impl Ahead {
    /// From a day on, whatever the meetings.
    pub fn from(on: NaiveDate) -> Ahead {
        Ahead {
            on,
            meetings: HashMap::new(),
        }
    }

    /// From a day on, with the meetings of the year of duty. The plenary is held once a year
    /// (中国人民政治协商会议章程), so that none comes after it unless the ledger has one.
    pub fn among(on: NaiveDate, meetings: &[Held]) -> Ahead {
        let plenaries = meetings.iter().filter(|m| m.kind == PLENARY);
        let (over, coming): (Vec<&Held>, Vec<&Held>) =
            plenaries.partition(|m| m.end.last_day() < on);
        let left = u32::try_from(coming.len()).unwrap_or(u32::MAX);
        let left = if over.is_empty() { left.max(1) } else { left };
        Ahead {
            on,
            meetings: HashMap::from([(PLENARY.to_owned(), left)]),
        }
    }

    /// How many meetings of a kind can still be attended; `None` where nothing limits them.
    fn left(&self, what: FactKind, kind: &str) -> Option<u32> {
        let meets = matches!(what, FactKind::Attendance | FactKind::Speech);
        self.meetings.get(kind).copied().filter(|_| meets)
    }
}

/// An act that may be done again.
#[derive(Debug, Clone)]
pub(super) struct Act {
    pub(super) title: String,
    pub(super) article: String,
    /// The words that tell it from others of its title, with their properties; that of no property
    /// is the kind of fact. Empty where there is no other.
    pub(super) words: Vec<(Option<Field>, String)>,
    pub(super) fact: Fact,
    /// The paper that it is about, where that is a fact of its own: nothing is adopted that nobody wrote.
    pub(super) paper: Option<Fact>,
    /// What it is counted by: acts, half-days or quantity.
    pub(super) per: Per,
    /// How many of it can still be done, where anything limits them.
    pub(super) left: Option<u32>,
}

impl Act {
    /// The words that tell it from others of its title, for people.
    pub(super) fn label(&self) -> Text {
        let labels = self.words.iter().map(|(field, word)| {
            let known = match field.map(|f| vocabulary(self.fact.what, f)) {
                Some(Vocabulary::Closed(words)) => words.into_iter().find(|w| w.0 == word),
                Some(_) => None,
                None => Some(fact_word(self.fact.what)),
            };
            known.map_or_else(
                || Text::same(word.clone()),
                |(_, zh, en)| text!("{zh}", "{en}"),
            )
        });
        let (zh, en): (Vec<String>, Vec<String>) = labels.map(|t| (t.zh, t.en)).unzip();
        let (zh, en) = (zh.join("、"), en.join(", "));
        text!("{zh}", "{en}")
    }
}

/// Every act that the rules ask for and that can still be done, as items and gates select it.
pub(super) fn acts(
    engine: &Engine,
    window: Window,
    ahead: &Ahead,
    symbols: &mut Symbols,
) -> Vec<Act> {
    let rules = engine.rules();
    let mut all: Vec<Act> = Vec::new();
    let [adopted, submitted] = ["adopted", "submitted"].map(|state| symbols.intern(state));
    let mut add = |(title, article, per): (&str, &str, Per), made: &Made, on: When| {
        let fact = Fact { on, ..made.fact };
        if !all.iter().any(|a| a.fact == fact) {
            all.push(Act {
                title: title.to_owned(),
                article: article.to_owned(),
                words: Vec::new(),
                paper: paper(fact, adopted, submitted),
                fact,
                per,
                left: made.left,
            });
        }
    };
    for (_, item) in rules.items() {
        for made in of_item(item, ahead, symbols) {
            for day in days(item.every, &item.select, window, ahead.on) {
                add((&item.title, &item.article, item.per), &made, day);
            }
        }
    }
    for gate in &rules.gates {
        let (Counts::Facts(meter), Limit::AtLeast(_)) = (&gate.counts, gate.limit) else {
            continue;
        };
        for made in of_select(&meter.select, meter.per, None, (ahead, &mut *symbols)) {
            for day in days(gate.every, &meter.select, window, ahead.on) {
                add((&gate.title, &gate.article, meter.per), &made, day);
            }
        }
    }
    tell_apart(&mut all, symbols);
    all
}

/// The opinion that an adoption or an instruction is about, of the same occasion.
fn paper(fact: Fact, adopted: Sym, submitted: Sym) -> Option<Fact> {
    let (state, marks) = match fact.what {
        FactKind::Adoption => (adopted, mark::ADOPTED),
        FactKind::Instruction => (submitted, mark::INSTRUCTED),
        _ => return None,
    };
    Some(Fact {
        what: FactKind::Opinion,
        level: Sym::NONE,
        state,
        marks,
        ..fact
    })
}

/// Gives acts of one title the words in which they differ.
fn tell_apart(all: &mut [Act], symbols: &Symbols) {
    let words = |fact: &Fact| {
        [
            (None, fact_word(fact.what).0.to_owned()),
            (Some(Field::Kind), symbols.word(fact.kind).to_owned()),
            (Some(Field::State), symbols.word(fact.state).to_owned()),
            (Some(Field::Role), symbols.word(fact.role).to_owned()),
            (Some(Field::Level), symbols.word(fact.level).to_owned()),
        ]
    };
    let told: Vec<_> = all.iter().map(|a| words(&a.fact)).collect();
    let heading = |a: &Act| (a.title.clone(), a.article.clone());
    let headings: Vec<_> = all.iter().map(heading).collect();
    for (at, act) in all.iter_mut().enumerate() {
        let others = headings.iter().zip(&told);
        let others: Vec<_> = others.filter(|(h, _)| **h == headings[at]).collect();
        let differs = |nth: usize| others.iter().any(|(_, o)| o[nth] != told[at][nth]);
        let mine = told[at].iter().enumerate();
        act.words = mine
            .filter(|(nth, (_, word))| !word.is_empty() && differs(*nth))
            .map(|(_, word)| word.clone())
            .collect();
    }
}

/// The day, or the first later one on which the clause applies, and where something goes by spans
/// the first day of each later month.
fn days(every: Option<Every>, select: &Select, window: Window, on: NaiveDate) -> Vec<When> {
    let on = select.from.map_or(on, |from| on.max(from));
    let last = select.until.map_or(window.to, |last| last.min(window.to));
    if on > last {
        return Vec::new();
    }
    let mut days = vec![When::from(on)];
    let Some(every) = every else { return days };
    let mut day = on;
    while let Some(next) = day
        .with_day(1)
        .and_then(|d| d.checked_add_months(Months::new(1)))
    {
        if next > last {
            break;
        }
        let before = days.last().copied().unwrap_or(When::from(on));
        if every.of(When::from(next)) != every.of(before) {
            days.push(When::from(next));
        }
        day = next;
    }
    days
}

/// A fact as an act would give it, and how many there can still be.
struct Made {
    fact: Fact,
    left: Option<u32>,
}

/// The acts of an item: one for each word by which its points differ. What somebody came to is told
/// by the best way of coming: nobody is advised to be on leave or late.
fn of_item(item: &Item, ahead: &Ahead, symbols: &mut Symbols) -> Vec<Made> {
    let mut all = Vec::new();
    let nothing = Points::from_integer(0);
    match &item.points {
        Worth::Flat(points) if *points <= nothing => {}
        Worth::By { field, table, rest } => {
            let given = |(_, p): &&(String, Points)| *p > nothing;
            let mut words: Vec<&(String, Points)> = table.iter().filter(given).collect();
            if *field == Field::State && item.select.facts == [FactKind::Attendance] {
                words.retain(|(w, _)| CAME.contains(&w.as_str()));
                let present = words.iter().find(|(w, _)| w == CAME[0]).copied();
                let best = words.iter().rev().max_by_key(|(_, p)| *p).copied();
                words = present.or(best).into_iter().collect();
            }
            for (word, _) in words {
                let by = Some((*field, word.as_str()));
                all.extend(of_select(
                    &item.select,
                    item.per,
                    by,
                    (ahead, &mut *symbols),
                ));
            }
            if rest.is_some_and(|p| p > nothing) {
                all.extend(of_select(
                    &item.select,
                    item.per,
                    None,
                    (ahead, &mut *symbols),
                ));
            }
        }
        Worth::Flat(_) => {
            all.extend(of_select(
                &item.select,
                item.per,
                None,
                (ahead, &mut *symbols),
            ));
        }
    }
    // A factor by a word of the fact: the word that gives most.
    for times in &item.times {
        if let Worth::By { field, table, .. } = times
            && let Some((word, _)) = table.iter().max_by_key(|(_, p)| *p)
        {
            let word = symbols.intern(word);
            for made in &mut all {
                match field {
                    Field::Kind => made.fact.kind = word,
                    Field::State => made.fact.state = word,
                    Field::Role => made.fact.role = word,
                    Field::Level => made.fact.level = word,
                    Field::Post | Field::Sector => {} // not of the act
                }
            }
        }
    }
    all
}

/// One of the words that a list admits: the first that it names, else the usual one.
fn word(words: &Words, usual: &str, open: impl Fn(&str) -> bool) -> Option<String> {
    let fits = |w: &&String| !words.not.contains(w) && open(w);
    let named = words.only.iter().find(fits);
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
    (ahead, symbols): (&Ahead, &mut Symbols),
) -> Vec<Made> {
    let given = |field: Field| by.filter(|(f, _)| *f == field).map(|(_, w)| w);
    let mut all = Vec::new();
    for what in select.facts.iter().filter(|w| is_act(**w, per)) {
        let (kind, state, role) = usual(*what, select.marks);
        let open = |kind: &str| ahead.left(*what, kind) != Some(0);
        let pick = |field, words: &Words, usual: &str| match given(field) {
            Some(w) if words.not.iter().any(|n| n == w) => None,
            Some(w) if !words.only.is_empty() && !words.only.iter().any(|o| o == w) => None,
            Some(w) => Some(w.to_owned()),
            None => word(words, usual, |w| field != Field::Kind || open(w)),
        };
        let picked = pick(Field::Kind, &select.kind, kind)
            .filter(|kind| open(kind))
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
        let others = u16::from(role == "joint") + 1;
        let halves = u16::from(*what == FactKind::Attendance);
        all.push(Made {
            left: ahead.left(*what, &kind),
            fact: Fact {
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
                place: others,
                of: others,
                halves,
                lasted: halves,
                quantity: Ratio::ONE,
            },
        });
    }
    all
}

/// Whether facts of a kind are something to do once more: the score of a member is not, nor is the
/// mark of a ballot.
fn is_act(what: FactKind, per: Per) -> bool {
    match what {
        FactKind::Score | FactKind::Status => false,
        FactKind::Appraisal => per != Per::Quantity,
        _ => true,
    }
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
