//! Days between two versions of one clause on which neither holds.

use super::read::Reader;
use super::rules::{Item, Rules, Select, Words};
use crate::text;
use chrono::{Days, NaiveDate};
use std::collections::HashMap;

/// Names each version that begins later than on the day after the one before it.
pub(super) fn check(reader: &mut Reader, rules: &Rules) {
    for part in &rules.parts {
        let clauses = Clauses::of(&part.items);
        for item in &part.items {
            let Some((first, next)) = clauses.gap(item) else {
                continue;
            };
            let (Some(from), Some(to)) = (first.checked_add_days(Days::new(1)), next.select.from)
            else {
                continue;
            };
            let to = to.checked_sub_days(Days::new(1)).unwrap_or(to);
            let (title, line) = (&item.title, item.at.line);
            let message = text!(
                "第 {line} 行“{title}”止于 {first}，这一项从次日起才接上：{from} 至 {to} 两项都不适用",
                "`{title}` of line {line} ends on {first}: from {from} to {to} neither of the two holds"
            );
            let fix = text!(
                "把 from 改为 {from}，或把前一项的 until 改为 {to}",
                "let this one begin on {from}, or the other end on {to}"
            );
            reader.doubt_as("days_without_clause", next.at, message, fix);
        }
    }
}

/// The items of a part that may be versions of one clause: those that select alike under one title,
/// and, for who has no first day, those that select alike and have no last one. A machine may
/// write any number of versions, so that they are sorted once and then looked up.
struct Clauses<'i> {
    titled: HashMap<(Alike<'i>, &'i str), Versions<'i>>,
    endless: HashMap<Alike<'i>, Versions<'i>>,
}

/// What an item selects but for its days, and for whom it is.
type Alike<'i> = (Select, &'i Words);

/// Versions by their first day, each with the last day of all up to it.
#[derive(Default)]
struct Versions<'i>(Vec<(&'i Item, Option<NaiveDate>)>);

impl<'i> Clauses<'i> {
    fn of(items: &'i [Item]) -> Clauses<'i> {
        let mut all = Clauses {
            titled: HashMap::new(),
            endless: HashMap::new(),
        };
        for item in items {
            let alike = (dateless(&item.select), &item.holder);
            if item.select.until.is_none() {
                let versions = all.endless.entry(alike.clone()).or_default();
                versions.0.push((item, None));
            }
            let versions = all.titled.entry((alike, &item.title)).or_default();
            versions.0.push((item, item.select.until));
        }
        let titled = all.titled.values_mut();
        titled
            .chain(all.endless.values_mut())
            .for_each(Versions::sort);
        all
    }

    /// The last day of an item and the version that follows it, where there are days between.
    fn gap(&self, item: &'i Item) -> Option<(NaiveDate, &'i Item)> {
        let last = item.select.until?;
        let day = last.checked_add_days(Days::new(1))?;
        let alike = (dateless(&item.select), &item.holder);
        let endless = self.endless.get(&alike);
        let endless = endless.filter(|_| item.select.from.is_none());
        let titled = self.titled.get(&(alike, item.title.as_str()));
        let versions = || titled.into_iter().chain(endless);
        if versions().any(|v| v.hold_on(day)) {
            return None;
        }
        let next = versions().filter_map(|v| v.after(day));
        let next = next.min_by_key(|next| (next.select.from, next.at.line))?;
        Some((last, next))
    }
}

impl<'i> Versions<'i> {
    fn sort(&mut self) {
        self.0.sort_by_key(|(item, _)| item.select.from);
        let mut all = self.0.iter_mut();
        let Some((_, mut last)) = all.next().map(|v| *v) else {
            return;
        };
        for (_, until) in all {
            // `None` is the later of two: no last day.
            last = last.zip(*until).map(|(a, b)| a.max(b));
            *until = last;
        }
    }

    /// How many begin by that day.
    fn begun(&self, day: NaiveDate) -> usize {
        let by = |(item, _): &(&Item, _)| item.select.from.is_none_or(|from| from <= day);
        self.0.partition_point(by)
    }

    fn hold_on(&self, day: NaiveDate) -> bool {
        let begun = &self.0[..self.begun(day)];
        begun
            .last()
            .is_some_and(|(_, until)| until.is_none_or(|until| until >= day))
    }

    fn after(&self, day: NaiveDate) -> Option<&'i Item> {
        self.0.get(self.begun(day)).map(|(item, _)| *item)
    }
}

fn dateless(select: &Select) -> Select {
    Select {
        from: None,
        until: None,
        ..select.clone()
    }
}
