//! Clauses amended in the middle of a year (E26): the items that are versions of one clause, each
//! with its days, and which of them are in force in a year of duty. Points are given by the version
//! of the day; number, order, steps, cap and floor hold for all versions together, as the last one in
//! force in the year says them, for what a regulation limits it limits for the year.

use super::engine::Engine;
use super::plan::Row;
use super::read::Reader;
use super::rules::{Item, Rules};
use super::window::Window;
use crate::text;
use std::collections::HashMap;

/// The versions of each clause that has several, as places in [`Rules::items`], in the order of their
/// days.
pub(super) fn versions(rules: &Rules) -> Vec<Vec<usize>> {
    let items: Vec<(usize, &Item)> = rules.items().collect();
    let mut places: HashMap<(usize, &str), usize> = HashMap::new();
    let mut clauses: Vec<Vec<usize>> = Vec::new();
    for (at, (part, item)) in items.iter().enumerate() {
        let Some(name) = &item.clause else { continue };
        let place = *places.entry((*part, name)).or_insert_with(|| {
            clauses.push(Vec::new());
            clauses.len() - 1
        });
        clauses[place].push(at);
    }
    clauses.retain(|versions| versions.len() > 1);
    for versions in &mut clauses {
        versions.sort_by_key(|at| items[*at].1.select.from);
    }
    clauses
}

/// Lets the versions of a clause be gathered together where the limits of any of them ask for it.
pub(super) fn join(rows: &mut [Row], clauses: &[Vec<usize>]) {
    for versions in clauses {
        let gathers = versions.iter().any(|at| rows[*at].gathers);
        let days = versions.iter().map(|at| rows[*at].days);
        let days = days.reduce(|all, one| {
            let (all, one) = (all?, one?);
            Some(Window {
                from: all.from.min(one.from),
                to: all.to.max(one.to),
            })
        });
        for at in versions {
            (rows[*at].gathers, rows[*at].days) = (gathers, days.flatten());
        }
    }
}

/// Names versions of a clause that are in force on the same day, or that stand in different parts.
pub(super) fn check(reader: &mut Reader, rules: &Rules) {
    let mut parts: HashMap<&str, (usize, &Item)> = HashMap::new();
    for (part, item) in rules.items() {
        let Some(name) = &item.clause else { continue };
        let (first, other) = *parts.entry(name).or_insert((part, item));
        if first != part {
            let line = other.at.line;
            let message = text!(
                "条款“{name}”的另一项在第 {line} 行，属于别的部分",
                "the clause `{name}` has its other item in line {line}, in another part"
            );
            let fix = text!("同一条款的各项写在同一部分", "keep its items in one part");
            reader.wrong(item.at, message, fix);
        }
    }
    let items: Vec<&Item> = rules.items().map(|(_, i)| i).collect();
    for versions in versions(rules) {
        for pair in versions.windows(2) {
            let (before, after) = (items[pair[0]], items[pair[1]]);
            let apart = before.select.until.zip(after.select.from);
            if apart.is_some_and(|(until, from)| until < from) {
                continue;
            }
            let (name, line) = (after.clause.as_deref().unwrap_or(""), before.at.line);
            let message = text!(
                "条款“{name}”的这一项与第 {line} 行的一项适用期重叠",
                "this item of the clause `{name}` and that in line {line} are in force on the same days"
            );
            let fix = text!(
                "前一项写 until，后一项写 from",
                "give the first an `until`, the next a `from`"
            );
            reader.wrong(after.at, message, fix);
        }
    }
}

/// Which items are in force in a window, and which version of each clause is the last of them.
/// Everything is, and each decides for itself, where no item has days of its own.
#[derive(Debug, Clone, Default)]
pub(super) struct Force {
    leads: Vec<usize>,
    clauses: Vec<Option<usize>>,
    off: Vec<bool>,
    ended: Vec<bool>,
}

impl Force {
    /// Looks up what is in force in a window.
    pub(super) fn of(&mut self, engine: &Engine, window: Window) {
        let parts = &engine.rules.parts;
        let mut items = engine.rules.items().map(|(_, item)| &item.select);
        let off =
            |select: &super::rules::Select| window.within(select.from, select.until).is_none();
        self.off = items.by_ref().map(off).collect();
        self.leads = (0..self.off.len()).collect();
        self.clauses = vec![None; self.off.len()];
        for (clause, versions) in engine.clauses.iter().enumerate() {
            let last = versions.iter().rev().find(|at| !self.off[**at]);
            for at in versions {
                self.leads[*at] = last.copied().unwrap_or(*at);
                self.clauses[*at] = Some(clause);
            }
        }
        // A part is over once everything in it is; one that never had an item stands by itself.
        let mut live: Vec<(bool, bool)> = vec![(false, false); parts.len()];
        for ((part, _), off) in engine.rules.items().zip(&self.off) {
            live[part] = (true, live[part].1 || !off);
        }
        for part in engine.order.iter().copied() {
            let (has, lives) = live[part];
            if let Some(outer) = parts[part].within {
                live[outer] = (true, live[outer].1 || lives || !has);
            }
        }
        self.ended = live.iter().map(|(has, lives)| *has && !lives).collect();
    }

    /// The item whose number, order, steps and limits hold for an item.
    #[inline]
    pub(super) fn lead(&self, item: usize) -> usize {
        self.leads.get(item).copied().unwrap_or(item)
    }

    /// Whether an item is in force and its limits are those of its clause.
    pub(super) fn decides(&self, item: usize) -> bool {
        !self.off.get(item).copied().unwrap_or(false) && self.lead(item) == item
    }

    /// Whether nothing in a part is in force.
    pub(super) fn ended(&self, part: usize) -> bool {
        self.ended.get(part).copied().unwrap_or(false)
    }

    /// The other versions of an item's clause.
    pub(super) fn others<'e>(
        &self,
        engine: &'e Engine,
        item: usize,
    ) -> impl Iterator<Item = usize> + Clone + 'e {
        let clause = self.clauses.get(item).copied().flatten();
        let versions = clause.map_or(&[][..], |at| engine.clauses[at].as_slice());
        versions.iter().copied().filter(move |at| *at != item)
    }
}
