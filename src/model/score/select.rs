//! The selectors of a rule set in their fast form: interned words, bit tests, and for each kind
//! of fact and each word the list of items that may count it.

use super::item::CAME;
use super::rules::{Field, Item, Select, Words, Worth};
use super::window::{Bounds, Window};
use crate::model::fact::{Fact, FactKind, Sym, Symbols, mark};
use chrono::NaiveDate;

/// How many kinds of fact there are.
const KINDS: usize = super::words::FACTS.len();

/// A set of words.
#[derive(Debug, Clone)]
pub(super) enum Set {
    Any,
    Only(Box<[Sym]>),
    Except(Box<[Sym]>),
}

impl Set {
    pub(super) fn of(words: &Words, symbols: &mut Symbols) -> Set {
        let only = words.only.iter().filter(|w| !words.not.contains(w));
        match (words.only.is_empty(), words.not.is_empty()) {
            (false, _) => Set::Only(only.map(|w| symbols.intern(w)).collect()),
            (true, false) => Set::Except(words.not.iter().map(|w| symbols.intern(w)).collect()),
            (true, true) => Set::Any,
        }
    }

    #[inline]
    pub(super) fn admits(&self, sym: Sym) -> bool {
        match self {
            Set::Any => true,
            Set::Only(words) => words.contains(&sym),
            Set::Except(words) => !words.contains(&sym),
        }
    }

    pub(super) fn words(&self) -> &[Sym] {
        match self {
            Set::Any => &[],
            Set::Only(words) | Set::Except(words) => words,
        }
    }
}

/// Which states of attendance a selection takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum States {
    /// Those that it names.
    Named,
    /// Those of the people who came.
    WhoCame,
}

/// What a fact must be for an item to count it, apart from its kind of fact and its kind.
#[derive(Debug, Clone)]
pub(super) struct Selector {
    state: Set,
    role: Set,
    level: Set,
    marks: u16,
    marks_not: u16,
    /// Records have to be confirmed; what other ledgers have stands by itself (E43).
    confirmed: bool,
    /// Attendance with the states of those who came only.
    came: Option<Box<[Sym]>>,
    /// The days of the clause, where it has its own.
    days: Option<Bounds>,
}

impl Selector {
    pub(super) fn of(select: &Select, states: States, symbols: &mut Symbols) -> Selector {
        let came = CAME.iter().map(|code| symbols.intern(code)).collect();
        Selector {
            state: Set::of(&select.state, symbols),
            role: Set::of(&select.role, symbols),
            level: Set::of(&select.level, symbols),
            marks: select.marks & !mark::CONFIRMED,
            confirmed: select.marks & mark::CONFIRMED != 0,
            marks_not: select.marks_not,
            came: (states == States::WhoCame).then_some(came),
            days: days(select).map(Bounds::of),
        }
    }

    /// Whether a fact would be taken if it were confirmed.
    pub(super) fn awaits(&self, fact: &Fact) -> bool {
        let confirmed = Fact {
            marks: fact.marks | mark::CONFIRMED,
            ..*fact
        };
        self.confirmed && !self.takes(fact) && self.takes(&confirmed)
    }

    #[inline]
    pub(super) fn takes(&self, fact: &Fact) -> bool {
        !(self.confirmed && fact.what == FactKind::Record && fact.marks & mark::CONFIRMED == 0)
            && fact.marks & self.marks == self.marks
            && fact.marks & self.marks_not == 0
            && self.state.admits(fact.state)
            && self.role.admits(fact.role)
            && self.level.admits(fact.level)
            && self
                .came
                .as_ref()
                .is_none_or(|came| fact.what != FactKind::Attendance || came.contains(&fact.state))
            && self.days.is_none_or(|days| days.holds(fact.on))
    }
}

/// The days of a clause that has its own: from the first of all days, to the last, unless given.
pub(super) fn days(select: &Select) -> Option<Window> {
    if select.from.is_none() && select.until.is_none() {
        return None;
    }
    // No fact lies outside of these years.
    let first = NaiveDate::from_ymd_opt(1900, 1, 1)?;
    let last = NaiveDate::from_ymd_opt(2199, 12, 31)?;
    let within = |day: NaiveDate| day.clamp(first, last);
    Some(Window {
        from: select.from.map_or(first, within),
        to: select.until.map_or(last, within),
    })
}

/// The word of a fact by which a table goes.
pub(super) fn word_of(field: Field, fact: &Fact) -> Sym {
    match field {
        Field::Kind => fact.kind,
        Field::State => fact.state,
        Field::Role => fact.role,
        Field::Level => fact.level,
        Field::Post | Field::Sector => Sym::NONE,
    }
}

/// For each kind of fact and each kind named by a rule: the items that may count it.
#[derive(Debug, Clone)]
pub(super) struct Candidates {
    lists: Vec<Box<[u32]>>,
    by_kind: [Box<[u32]>; KINDS],
    other: [u32; KINDS],
}

impl Candidates {
    pub(super) fn of<'r>(
        items: impl Iterator<Item = &'r Item>,
        symbols: &mut Symbols,
    ) -> Candidates {
        let items: Vec<(&Item, Set)> = items.map(|i| (i, kinds(i, symbols))).collect();
        let mut all = Candidates {
            lists: Vec::new(),
            by_kind: Default::default(),
            other: [0; KINDS],
        };
        for (what, _) in super::words::FACTS {
            let mine: Vec<(u32, &Set)> = (0_u32..)
                .zip(&items)
                .filter(|(_, (item, _))| item.select.facts.contains(&what))
                .map(|(i, (_, set))| (i, set))
                .collect();
            all.add(what, &mine);
        }
        all
    }

    fn add(&mut self, what: FactKind, items: &[(u32, &Set)]) {
        let mut named: Vec<(Sym, u32)> = items
            .iter()
            .flat_map(|(i, set)| set.words().iter().map(move |w| (*w, *i)))
            .collect();
        named.sort_unstable();
        named.dedup();
        let other: Vec<u32> = items
            .iter()
            .filter(|(_, set)| !matches!(set, Set::Only(_)))
            .map(|(i, _)| *i)
            .collect();
        let length = named.last().map_or(0, |(w, _)| w.0 as usize + 1);
        let unnamed = self.list(other.clone());
        let mut table = vec![unnamed; length];
        for same in named.chunk_by(|a, b| a.0 == b.0) {
            // An item that names the word wants it and nothing else, or anything but it.
            let naming: Vec<u32> = same.iter().map(|(_, i)| *i).collect();
            let left = other.iter().filter(|i| naming.binary_search(i).is_err());
            let new = naming.iter().filter(|i| other.binary_search(i).is_err());
            let mut list: Vec<u32> = left.chain(new).copied().collect();
            list.sort_unstable();
            table[same[0].0.0 as usize] = self.list(list);
        }
        self.by_kind[what as usize] = table.into();
        self.other[what as usize] = unnamed;
    }

    fn list(&mut self, items: Vec<u32>) -> u32 {
        let items = items.into_boxed_slice();
        let found = self.lists.iter().rev().take(64).position(|l| *l == items);
        let at = found.map_or(self.lists.len(), |back| self.lists.len() - 1 - back);
        if found.is_none() {
            self.lists.push(items);
        }
        u32::try_from(at).unwrap_or(0)
    }

    /// The items that may count a fact, in the order of the rules.
    #[inline]
    pub(super) fn of_fact(&self, fact: &Fact) -> &[u32] {
        let what = fact.what as usize;
        let table = &self.by_kind[what];
        let list = table
            .get(fact.kind.0 as usize)
            .copied()
            .unwrap_or(self.other[what]);
        &self.lists[list as usize]
    }
}

/// The kinds that an item counts: those it names, or those its table of points names.
fn kinds(item: &Item, symbols: &mut Symbols) -> Set {
    let set = Set::of(&item.select.kind, symbols);
    match (&set, &item.points) {
        (
            Set::Any,
            Worth::By {
                field: Field::Kind,
                table,
                rest: None,
            },
        ) => Set::Only(table.iter().map(|(w, _)| symbols.intern(w)).collect()),
        _ => set,
    }
}
