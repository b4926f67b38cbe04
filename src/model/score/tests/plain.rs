//! The plain computation: the words of the language one after the other, in fractions, with no
//! thought of speed; nothing of the engine is used.

use crate::model::fact::{Fact, FactKind, Subject, Symbols};
use crate::model::score::rules::{Item, Per, Prefer, Rules, Same, Take, Worth};
use crate::model::score::scale::Scale;
use crate::model::score::{Carry, Points, To};
use crate::model::when::When;
use std::cmp::Reverse;

/// The plain computation.
#[derive(Clone, Copy)]
pub struct Plain<'p> {
    pub year: i32,
    pub rules: &'p Rules,
    pub symbols: &'p Symbols,
    pub subject: &'p Subject,
    pub facts: &'p [Fact],
}

impl Plain<'_> {
    fn word(&self, sym: crate::model::fact::Sym) -> &str {
        self.symbols.word(sym)
    }

    fn holds(&self, posts: &[String], on: When) -> bool {
        self.subject.posts.iter().any(|post| {
            let since = post.since.is_none_or(|s| s.first_day() <= on.last_day());
            let until = post.until.is_none_or(|u| on.first_day() <= u.last_day());
            posts.iter().any(|p| p == self.word(post.name)) && since && until
        })
    }

    /// The state of a fact as it counts: who attended too little was absent.
    fn seen(&self, fact: &Fact) -> String {
        let state = self.word(fact.state).to_owned();
        let share = Points::new(i128::from(fact.halves), i128::from(fact.lasted.max(1)));
        let little = self
            .rules
            .attended
            .as_ref()
            .is_some_and(|least| share < least.share);
        if state == "present" && fact.lasted > 0 && little {
            return "absent".to_owned();
        }
        state
    }

    fn in_office(&self, on: When) -> bool {
        let touches = |(since, until): &(Option<When>, Option<When>)| {
            since.is_none_or(|s| s.first_day() <= on.last_day())
                && until.is_none_or(|u| on.first_day() <= u.last_day())
        };
        self.subject.tenure.is_empty() || self.subject.tenure.iter().any(touches)
    }

    /// Half-days attended of those that were due.
    fn rate(&self) -> Points {
        let (mut met, mut due) = (0, 0);
        for fact in self.facts {
            let this_year = fact.on.year() == self.year;
            if fact.what == FactKind::Attendance && this_year && self.in_office(fact.on) {
                due += i128::from(fact.lasted);
                if self.seen(fact) == "present" {
                    met += i128::from(fact.halves);
                }
            }
        }
        if due == 0 {
            Points::from_integer(1)
        } else {
            Points::new(met, due).min(Points::from_integer(1))
        }
    }

    /// Whether a part is for the member, by the posts on the last day in office.
    fn is_for(&self, part: usize) -> bool {
        let holder = &self.rules.parts[part].holder.only;
        let inner = holder.is_empty() || self.holds(holder, self.last_day());
        inner && self.stands(part) && self.rules.parts[part].within.is_none_or(|p| self.is_for(p))
    }

    /// Whether an item is for the member, by the same posts.
    fn is_item_for(&self, item: &Item) -> bool {
        let (only, not) = (&item.holder.only, &item.holder.not);
        (only.is_empty() || self.holds(only, self.last_day())) && !self.holds(not, self.last_day())
    }

    /// Whether any version of an item's clause is for the member: what is for others is no item here.
    fn is_clause_for(&self, at: usize) -> bool {
        let items: Vec<&Item> = self.rules.items().map(|(_, i)| i).collect();
        let mut versions = self.versions(at).into_iter();
        versions.any(|v| self.is_item_for(items[v]))
    }

    fn last_day(&self) -> When {
        let last = When::from_iso(&format!("{}-12-31", self.year)).unwrap();
        let first = When::from_iso(&format!("{}-01-01", self.year)).unwrap();
        let spans = self.subject.tenure.iter();
        let meets = |t: &&(Option<When>, Option<When>)| {
            t.0.is_none_or(|s| s.first_day() <= last.last_day())
                && t.1.is_none_or(|u| u.last_day() >= first.first_day())
        };
        let until = spans.filter(meets).filter_map(|t| t.1);
        let until = until.map(|u| When::from(u.last_day())).max();
        until.map_or(last, |u| u.min(last))
    }

    /// Each day of the year.
    fn year(&self) -> Vec<When> {
        let first = format!("{}-01-01", self.year);
        let first = When::from_iso(&first).unwrap().first_day();
        let days = first.iter_days().map(When::from);
        days.take_while(|d| d.year() == self.year).collect()
    }

    /// What the scales of a part come to, or those of the whole; a part for some posts goes by the days
    /// in them.
    fn scale(&self, scales: &[Scale], part: Option<usize>) -> Points {
        let one = Points::from_integer(1);
        let mut posts: &[String] = &[];
        let mut here = part;
        while let (Some(at), true) = (here, posts.is_empty()) {
            posts = &self.rules.parts[at].holder.only;
            here = self.rules.parts[at].within;
        }
        let of = |day: &When| posts.is_empty() || self.holds(posts, *day);
        let factor = |scale: &Scale| match scale {
            Scale::By(points) => *points,
            Scale::Post { table, rest } => {
                let held = table
                    .iter()
                    .find(|(post, _)| self.holds(std::slice::from_ref(post), self.last_day()));
                held.map(|h| h.1).or(*rest).unwrap_or(one)
            }
            Scale::Year { table, rest } => {
                let row = table.iter().find(|(year, _)| *year == 2026);
                row.map(|r| r.1).or(*rest).unwrap_or(one)
            }
            Scale::Tenure => {
                let days = self.year();
                let served = days.iter().filter(|d| self.in_office(**d) && of(d)).count();
                let number = |n: usize| Points::from_integer(i128::try_from(n).unwrap());
                if served == 0 {
                    return one;
                }
                number(days.len()) / number(served).max(one)
            }
            Scale::Served => {
                let days = self.year();
                let served = days.iter().filter(|d| self.in_office(**d) && of(d)).count();
                let number = |n: usize| Points::from_integer(i128::try_from(n).unwrap());
                number(served) / number(days.len())
            }
        };
        scales.iter().map(factor).product()
    }

    /// Whether two facts are of one occasion, or one piece of work where the group goes by that.
    fn same(&self, item: &Item, x: &Fact, y: &Fact) -> bool {
        let works = item
            .exclusive
            .as_ref()
            .is_some_and(|e| e.same == Same::Work);
        let (a, b) = (self.word(x.work), self.word(y.work));
        match (works, a.is_empty(), b.is_empty()) {
            (true, false, false) => a == b,
            (true, true, false) | (true, false, true) => false,
            _ => (x.what, x.occasion) == (y.what, y.occasion),
        }
    }

    fn value(&self, item: &Item, fact: &Fact) -> Option<Points> {
        let s = &item.select;
        let kind = self.word(fact.kind).to_owned();
        let state = self.seen(fact);
        let by_state = matches!(item.points, Worth::By { .. });
        let came = fact.what != FactKind::Attendance || by_state || state == "present";
        let fits = within(item, fact.on)
            && self.is_item_for(item)
            && s.facts.contains(&fact.what)
            && (s.kind.only.is_empty() || s.kind.only.contains(&kind))
            && !s.kind.not.contains(&kind)
            && fact.marks & s.marks == s.marks
            && (s.post.only.is_empty() || self.holds(&s.post.only, fact.on))
            && (s.post.not.is_empty() || !self.holds(&s.post.not, fact.on));
        if !fits || !came || fact.on.year() != self.year || !self.in_office(fact.on) {
            return None;
        }
        let mut value = worth(&item.points, &kind, &state)?;
        for times in &item.times {
            value *= worth(times, &kind, &state)?;
        }
        value *= match item.per {
            Per::HalfDay if state != "present" && fact.what == FactKind::Attendance => {
                Points::from_integer(i128::from(fact.lasted.saturating_sub(fact.halves)))
            }
            Per::HalfDay => Points::from_integer(i128::from(fact.halves)),
            Per::Quantity => Points::new(
                i128::from(*fact.quantity.numer()),
                i128::from(*fact.quantity.denom()),
            ),
            Per::Time if fact.lasted == 0 => Points::from_integer(0),
            Per::Time => Points::new(
                i128::from(fact.halves.min(fact.lasted)),
                i128::from(fact.lasted),
            ),
            _ => Points::from_integer(1),
        };
        if item.rate.is_some() {
            value *= self.rate();
        }
        let share = item
            .share
            .iter()
            .find(|(k, _)| k.as_ref().is_none_or(|k| *k == kind));
        Some(share.map_or(value, |(_, share)| value * share.of(fact.place, fact.of)))
    }

    /// Item sums: best of each occasion first, then number and order, then cap and floor.
    fn items(&self) -> Vec<Points> {
        let items: Vec<&Item> = self.rules.items().map(|(_, i)| i).collect();
        let mut counted: Vec<(usize, usize, Points)> = Vec::new();
        for (i, item) in items.iter().enumerate() {
            counted.extend(
                (0..self.facts.len())
                    .filter(|_| self.is_for(self.rules.items().nth(i).unwrap().0))
                    .filter_map(|f| Some((i, f, self.value(item, &self.facts[f])?))),
            );
        }
        let beaten = |a: &(usize, usize, Points), b: &(usize, usize, Points)| {
            let (x, y) = (&self.facts[a.1], &self.facts[b.1]);
            let group = &items[a.0].exclusive;
            let rivals =
                group.is_some() && *group == items[b.0].exclusive && self.same(items[a.0], x, y);
            if rivals && a.0 != b.0 && group.as_ref().is_some_and(|g| g.prefer == Prefer::First) {
                return b.0 < a.0;
            }
            rivals && (b.2 > a.2 || (b.2 == a.2 && (b.0, y.on, y.row) < (a.0, x.on, x.row)))
        };
        let left: Vec<_> = counted
            .iter()
            .filter(|a| !counted.iter().any(|b| beaten(a, b)))
            .collect();
        let mine = |i: usize| {
            let mine = left.iter().filter(|(at, ..)| *at == i);
            mine.map(|(_, f, v)| {
                let fact = &self.facts[*f];
                (fact.on, Reverse(*v))
            })
            .collect::<Vec<Mine>>()
        };
        (0..items.len())
            .map(|i| {
                let part = self.rules.items().nth(i).unwrap().0;
                if self.lead(i) != Some(i) {
                    // What a clause comes to stands with its last version here.
                    return Points::from_integer(0);
                }
                let versions = self.versions(i);
                let mut all: Vec<Mine> = versions.iter().flat_map(|v| mine(*v)).collect();
                all.sort();
                self.item(part, i, &all)
            })
            .collect()
    }

    /// The versions of an item's clause in the order of their days.
    fn versions(&self, at: usize) -> Vec<usize> {
        let items: Vec<(usize, &Item)> = self.rules.items().collect();
        let (part, item) = items[at];
        if item.clause.is_none() {
            return vec![at];
        }
        let alike = |v: &usize| items[*v].0 == part && items[*v].1.clause == item.clause;
        let mut versions: Vec<usize> = (0..items.len()).filter(alike).collect();
        versions.sort_by_key(|v| items[*v].1.select.from);
        versions
    }

    /// The version of an item's clause whose limits hold: the last that is in force on any day.
    fn lead(&self, at: usize) -> Option<usize> {
        let items: Vec<&Item> = self.rules.items().map(|(_, i)| i).collect();
        let days = self.year();
        let in_force = |v: &usize| days.iter().any(|day| within(items[*v], *day));
        self.versions(at).into_iter().rfind(in_force)
    }

    /// Whether anything in a part is in force, or nothing ever was.
    fn stands(&self, at: usize) -> bool {
        let mut items = self.rules.items().enumerate();
        let inner = (0..self.rules.parts.len()).filter(|p| self.rules.parts[*p].within == Some(at));
        let (has, inner): (bool, Vec<usize>) =
            (!self.rules.parts[at].items.is_empty(), inner.collect());
        (!has && inner.is_empty())
            || items.any(|(i, (p, _))| p == at && self.lead(i).is_some())
            || inner.into_iter().any(|p| self.stands(p))
    }

    /// The sums of clauses, each at its first version.
    pub fn folded(&self, items: &[Points]) -> Vec<Points> {
        let mut folded = vec![Points::from_integer(0); items.len()];
        for (at, points) in items.iter().enumerate() {
            folded[self.versions(at)[0]] += *points;
        }
        folded
    }

    /// The facts of an item that count, span by span, with what its steps make of them.
    fn item(&self, part: usize, at: usize, mine: &[Mine]) -> Points {
        let item = self.rules.items().nth(at).unwrap().1;
        let none = Points::from_integer(0);
        if !self.is_for(part) || !self.is_clause_for(at) {
            return none;
        }
        let step = |sum: Points| {
            let below = item.steps.iter().rev().find(|(from, _)| *from <= sum);
            below.map_or(none, |(_, points)| *points)
        };
        let base = step(none);
        let mut sum = base;
        if base != none {
            sum *= self.open_spans(at, item);
        }
        let of = |m: &Mine| item.every.map_or(0, |every| every.of(m.0));
        let mut keys: Vec<u32> = mine.iter().map(of).collect();
        keys.dedup();
        for key in keys {
            let span = mine.iter().filter(|m| of(m) == key).copied();
            let mut value = counted(item, span.collect());
            if !item.steps.is_empty() {
                value = step(value) - base;
            }
            sum += item.every_cap.map_or(value, |cap| value.min(cap));
        }
        bounded(sum, item.cap, item.floor)
    }

    /// The spans of the year on any day of which the member was in office and held the item's posts.
    fn open_spans(&self, at: usize, item: &Item) -> i128 {
        let post = &item.select.post;
        let items: Vec<&Item> = self.rules.items().map(|(_, i)| i).collect();
        let versions = self.versions(at);
        let open = |d: &When| {
            // From the first day of the first version to the last of the last.
            let day = d.first_day();
            let (first, last) = (versions[0], versions[versions.len() - 1]);
            items[first].select.from.is_none_or(|from| from <= day)
                && items[last].select.until.is_none_or(|until| day <= until)
                && self.in_office(*d)
                && self.is_item_for(item)
                && (post.only.is_empty() || self.holds(&post.only, *d))
                && !self.holds(&post.not, *d)
        };
        let days = self.year().into_iter().filter(open);
        let of = |d: When| item.every.map_or(0, |every| every.of(d));
        let mut spans: Vec<u32> = days.map(of).collect();
        spans.dedup();
        i128::try_from(spans.len()).unwrap()
    }

    fn sum(&self, at: usize, items: &[Points]) -> Points {
        let part = &self.rules.parts[at];
        let own = self
            .rules
            .items()
            .zip(items)
            .enumerate()
            .filter(|(i, ((p, _), _))| {
                *p == at && self.lead(*i) == Some(*i) && self.is_clause_for(*i)
            })
            .map(|(_, (_, points))| *points);
        let inner = (0..self.rules.parts.len())
            .filter(|p| self.rules.parts[*p].within == Some(at) && self.is_for(*p));
        let all: Vec<Points> = own.chain(inner.map(|p| self.part(p, items))).collect();
        match part.take {
            Take::Sum => all.iter().sum(),
            Take::Highest => all.into_iter().max().unwrap_or_default(),
        }
    }

    fn part(&self, at: usize, items: &[Points]) -> Points {
        let part = &self.rules.parts[at];
        let sum = self.sum(at, items);
        if !self.is_for(at) {
            return Points::from_integer(0);
        }
        bounded(
            self.own(at, items, sum) + self.left(Some(at)),
            part.bounds.cap,
            part.bounds.floor,
        )
    }

    /// The points of a part of this year before its cap, with what other parts have beyond theirs.
    fn own(&self, at: usize, items: &[Points], sum: Points) -> Points {
        let part = &self.rules.parts[at];
        let raised =
            (sum + part.bounds.start.unwrap_or_default()) * self.scale(&part.scale, Some(at));
        let into = |p: &usize| {
            let carry = self.rules.parts[*p].carry;
            self.is_for(*p) && carry.is_some_and(|c| c.to == To::Part(at))
        };
        let givers = (0..self.rules.parts.len()).filter(into);
        raised + givers.map(|p| self.given(p, items)).sum::<Points>()
    }

    /// What a part carries of its own points beyond its cap.
    fn given(&self, at: usize, items: &[Points]) -> Points {
        let part = &self.rules.parts[at];
        let own = self.own(at, items, self.sum(at, items));
        carried(part.carry, own - part.bounds.cap.unwrap())
    }

    /// What is left of the year before, of a part or of the whole.
    fn left(&self, at: Option<usize>) -> Points {
        let none = Points::from_integer(0);
        let carry = at.map_or(self.rules.carry, |at| self.rules.parts[at].carry);
        let before = Plain {
            year: self.year - 1,
            ..*self
        };
        let known = self.facts.iter().any(|f| f.on.year() == before.year);
        let served = before.year().iter().any(|d| before.in_office(*d));
        if carry.is_none_or(|c| c.to != To::NextYear) || !known || !served {
            return none;
        }
        let items = before.items();
        match at {
            Some(at) if !before.is_for(at) => none,
            Some(at) => before.given(at, &items),
            None => {
                let total = &self.rules.total;
                carried(carry, before.whole(&items) - total.cap.unwrap())
            }
        }
    }

    /// The whole of this year before its cap.
    fn whole(&self, items: &[Points]) -> Points {
        let outer = (0..self.rules.parts.len()).filter(|p| self.rules.parts[*p].within.is_none());
        let sum: Points = outer.map(|p| self.part(p, items)).sum();
        let start = self.rules.total.start.unwrap_or_default();
        (sum + start) * self.scale(&self.rules.scale, None)
    }

    pub fn total(&self) -> (Vec<Points>, Vec<Points>, Points) {
        let items = self.items();
        let parts: Vec<Points> = (0..self.rules.parts.len())
            .map(|p| self.part(p, &items))
            .collect();
        let total = &self.rules.total;
        let whole = self.whole(&items) + self.left(None);
        (items, parts, bounded(whole, total.cap, total.floor))
    }
}

/// A fact that counts: day and points, of one day the best first.
type Mine = (When, Reverse<Points>);

/// The facts of one item or of one of its spans, in the order of their days: number and order.
fn counted(item: &Item, mut mine: Vec<Mine>) -> Points {
    // What is worth nothing takes no place.
    let mut first = item.beyond;
    mine.retain(|m| {
        let dropped = first > 0 && m.1.0 != Points::from_integer(0);
        first -= u32::from(dropped);
        !dropped
    });
    mine.sort_by_key(|m| (m.1.0 == Points::from_integer(0), m.1, m.0));
    mine.truncate(if item.per == Per::Once {
        1
    } else {
        item.most.map_or(usize::MAX, |m| m as usize)
    });
    mine.sort();
    let tier = |n: usize| {
        item.tiers
            .get(n)
            .or(item.tiers.last())
            .copied()
            .unwrap_or(Points::from_integer(1))
    };
    mine.retain(|m| m.1.0 != Points::from_integer(0));
    mine.iter().enumerate().map(|(n, m)| m.1.0 * tier(n)).sum()
}

/// Whether a day, or the first that it may mean, lies in the days of a clause.
fn within(item: &Item, on: When) -> bool {
    let day = on.first_day();
    item.select.from.is_none_or(|from| from <= day)
        && item.select.until.is_none_or(|until| day <= until)
}

/// What a carry makes of points beyond a cap.
fn carried(carry: Option<Carry>, over: Points) -> Points {
    let carry = carry.unwrap();
    let over = over.max(Points::from_integer(0));
    let worth = over * carry.times.unwrap_or(Points::from_integer(1));
    carry.at_most.map_or(worth, |most| worth.min(most))
}

fn worth(worth: &Worth, kind: &str, state: &str) -> Option<Points> {
    match worth {
        Worth::Flat(points) => Some(*points),
        Worth::By { table, rest, .. } => table
            .iter()
            .find(|(w, _)| w == kind || w == state)
            .map(|(_, p)| *p)
            .or(*rest),
    }
}

fn bounded(value: Points, cap: Option<Points>, floor: Option<Points>) -> Points {
    let value = cap.map_or(value, |c| value.min(c));
    floor.map_or(value, |f| value.max(f))
}
