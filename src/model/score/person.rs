//! What a pass has to know of one member: tenure, and for each item whether posts and sector let
//! it count: always, never, or on some days only.

use super::amount::Factor;
use super::clause::Force;
use super::engine::Engine;
use super::every::Every;
use super::gauge::spans_between;
use super::period::Ended;
use super::plan::Row;
use super::ranking::last_day;
use super::rules::Held;
use super::scale::{Lever, days_served};
use super::select::Set;
use super::trail::Why;
use super::window::{Span, Window};
use crate::model::fact::{Subject, Sym};
use crate::model::when::When;
use chrono::NaiveDate;
use num_traits::CheckedMul;

/// Whether an item is open to the member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gate {
    Open,
    Shut(Why),
    /// It depends on the day.
    Dated,
}

/// One member's tenure and gates; kept from member to member to spare allocations.
#[derive(Debug, Clone, Default)]
pub(super) struct Person {
    pub(super) sector: Sym,
    /// Whether tenure covers the whole window, or is not known.
    always: bool,
    tenure: Vec<Span>,
    posts: Vec<(Sym, Span)>,
    gates: Vec<Gate>,
    /// The posts that count for the year: those held on the last day in office, on any day, or on
    /// more than half of them, as the rules have it.
    last: Vec<Sym>,
    /// Parts that are for others; empty where the rules have none.
    closed: Vec<bool>,
    /// Days in office, of the days of the window.
    served: (i64, i64),
    /// The year of duty.
    year: i32,
    window: Option<Window>,
    /// The day of the run: what has not ended by then is not yet due. `None` where all is.
    day: Option<NaiveDate>,
    /// The last day of the year of duty, whatever day is the last that is looked at.
    ends: Option<NaiveDate>,
    /// Which items are in force in the window; empty where no item has days of its own.
    force: Force,
}

impl Person {
    /// Whoever comes is judged as of a day.
    pub(super) fn on(mut self, day: NaiveDate) -> Person {
        self.day = Some(day);
        self
    }

    /// Whether a month, quarter or half-year has ended by the day of the run. The last one of a
    /// year of duty ends with it.
    pub(super) fn ended(&self, every: Every, span: u32) -> Ended {
        let last = every.days(span).map(|(_, last)| last);
        let last = last.map(|last| self.ends.map_or(last, |ends| last.min(ends)));
        match (self.day, last) {
            (Some(day), Some(last)) if last > day => Ended::No,
            _ => Ended::Yes,
        }
    }

    pub(super) fn meet(&mut self, subject: &Subject, engine: &Engine, window: Window) {
        self.sector = if subject.sectors.is_empty() {
            subject.sector
        } else {
            subject.sector_on(last_day(subject, window))
        };
        if engine.dated && self.window != Some(window) {
            self.force.of(engine, window);
        }
        if self.day.is_some() && self.window != Some(window) {
            let year = engine.year_of(window);
            self.ends = year.and_then(|y| engine.window(y)).map(|w| w.to);
        }
        self.window = Some(window);
        self.tenure.clear();
        self.tenure.extend(
            subject
                .tenure
                .iter()
                .map(|(since, until)| Span::of(*since, *until)),
        );
        self.always = self.tenure.is_empty() || self.tenure.iter().any(|s| s.covers(window));
        self.posts.clear();
        self.posts.extend(
            subject
                .posts
                .iter()
                .map(|p| (p.name, Span::of(p.since, p.until))),
        );
        if engine.looks_at_year_end {
            self.meet_year_end(subject, engine, window);
        }
        self.gates.clear();
        for row in &engine.rows {
            let gate = if self.closed(row.part) || !self.is_held(&row.holder) {
                Gate::Shut(Why::Holder)
            } else if row.gated {
                self.gate(row, self.sector, window)
            } else {
                Gate::Open
            };
            self.gates.push(gate);
        }
    }

    /// What depends on the posts at the end of the year of duty: parts, scales, gates.
    fn meet_year_end(&mut self, subject: &Subject, engine: &Engine, window: Window) {
        let last = last_day(subject, window);
        self.last.clear();
        self.served = days_served(subject, window);
        let of_year = |person: &Person, (post, span): &(Sym, Span)| match engine.rules.held {
            Held::End => span.touches(last),
            Held::Any => span.meets(window),
            Held::Most => 2 * days_in(&person.days_of(*post)) > person.served.0,
        };
        let held = self.posts.iter().filter(|post| of_year(self, post));
        let held: Vec<Sym> = held.map(|(post, _)| *post).collect();
        self.last.extend(held);
        self.year = engine.year_of(window).unwrap_or_default();
        self.closed.clear();
        let parts = &engine.rules.parts;
        for part in 0..parts.len() {
            let mut here = Some(part);
            let mut open = true;
            while let Some(at) = here {
                open = open && self.is_held(&engine.holders[at]);
                here = parts[at].within;
            }
            self.closed.push(!open);
        }
    }

    /// The days of the window on which a post was held, as spans that do not meet.
    pub(super) fn days_of(&self, post: Sym) -> Vec<Window> {
        let Some(window) = self.window else {
            return Vec::new();
        };
        let mine = self.posts.iter().filter(|(held, _)| *held == post);
        let mut spans: Vec<Window> = mine.filter_map(|(_, s)| s.within(window)).collect();
        spans.sort_by_key(|s| s.from);
        spans.dedup_by(|next, before| {
            let meets = before.to.succ_opt().is_none_or(|after| next.from <= after);
            if meets {
                before.to = before.to.max(next.to);
            }
            meets
        });
        spans
    }

    /// The first of some posts that counts for the year.
    pub(super) fn held_of(&self, posts: impl Iterator<Item = Sym>) -> Option<(usize, Sym)> {
        posts.enumerate().find(|(_, post)| self.last.contains(post))
    }

    /// Whether the posts at the end of the year of duty are among the first and none of the second.
    pub(super) fn is_held(&self, (only, not): &(Set, Set)) -> bool {
        let held = |set: &Set| self.last.iter().any(|post| set.admits(*post));
        (matches!(only, Set::Any) || held(only)) && (matches!(not, Set::Any) || !held(not))
    }

    /// Whether a part is for others.
    pub(super) fn closed(&self, part: usize) -> bool {
        self.closed.get(part).copied().unwrap_or(false) || self.force.ended(part)
    }

    /// Whether an item is for others.
    pub(super) fn shut(&self, item: usize) -> bool {
        self.gates.get(item) == Some(&Gate::Shut(Why::Holder))
    }

    /// Whether a part is for other posts than the member's.
    pub(super) fn is_for_others(&self, part: usize) -> bool {
        self.closed.get(part).copied().unwrap_or(false)
    }

    /// Which items are in force, and which version of a clause decides.
    pub(super) fn force(&self) -> &Force {
        &self.force
    }

    /// The days that are looked at.
    pub(super) fn window(&self) -> Option<Window> {
        self.window
    }

    /// The year of duty.
    pub(super) fn year(&self) -> i32 {
        self.year
    }

    /// What levers make of the member, who counts by the days in these posts.
    pub(super) fn scale(&self, levers: &[Lever], posts: &Set) -> Factor {
        let one = Factor::new_raw(1, 1);
        if levers.is_empty() {
            return one;
        }
        let by_days = |l: &Lever| matches!(l, Lever::Tenure | Lever::Served);
        let days = if levers.iter().any(by_days) {
            self.days_as(posts)
        } else {
            self.served
        };
        levers.iter().fold(one, |all, lever| {
            all.checked_mul(&lever.factor(self.year, &self.last, days))
                .unwrap_or(all)
        })
    }

    /// The days in office in one of these posts, and the days of the window: all days in office where
    /// they are any.
    pub(super) fn days_as(&self, posts: &Set) -> (i64, i64) {
        let Some(window) = self.window.filter(|_| matches!(posts, Set::Only(_))) else {
            return self.served;
        };
        let held: Vec<Span> = self
            .posts
            .iter()
            .filter(|(post, _)| posts.admits(*post))
            .map(|(_, span)| *span)
            .collect();
        let days = window.from.iter_days().take_while(|d| *d <= window.to);
        let served = days
            .map(When::from)
            .filter(|d| self.in_office(*d) && held.iter().any(|span| span.touches(*d)));
        (i64::try_from(served.count()).unwrap_or(0), self.served.1)
    }

    /// Whether the member was in office on a day, in this year or another.
    pub(super) fn held_office(&self, on: When) -> bool {
        self.tenure.is_empty() || self.tenure.iter().any(|span| span.touches(on))
    }

    /// Whether a post was held on a day.
    pub(super) fn holds_post(&self, post: Sym, on: When) -> bool {
        let mine = self.posts.iter().filter(|(held, _)| *held == post);
        mine.clone().any(|(_, span)| span.touches(on))
    }

    /// Whether the posts held on a day are among the first and none of the second.
    pub(super) fn fits(&self, (only, not): (&Set, &Set), on: When) -> bool {
        let held = |set: &Set| {
            self.posts
                .iter()
                .any(|(post, span)| set.admits(*post) && span.touches(on))
        };
        (matches!(only, Set::Any) || held(only)) && (matches!(not, Set::Any) || !held(not))
    }

    /// The months, quarters or half-years of a window on which the member was in office.
    pub(super) fn spans(&self, every: Every, window: Window) -> Vec<u32> {
        let inside = |s: &u32| {
            self.tenure.is_empty()
                || self.tenure.iter().any(|t| {
                    t.within(window)
                        .is_some_and(|w| spans_between(every, w).contains(s))
                })
        };
        spans_between(every, window).filter(inside).collect()
    }

    /// The spans in which an item gives what its steps give before anything is done, as far as the
    /// member was in office and the item open to the member; where it has no spans, one or none.
    pub(super) fn base_spans(&self, item: usize, row: &Row) -> Vec<u32> {
        let window = self.window.and_then(|w| row.within(w));
        let Some(window) = window.filter(|w| self.served(*w)) else {
            return Vec::new();
        };
        match (self.gates[item], row.every) {
            (Gate::Shut(_), _) => Vec::new(),
            (Gate::Open, None) => vec![0],
            (Gate::Open, Some(every)) => self.spans(every, window),
            (Gate::Dated, every) => {
                let open = |d: &When| self.in_office(*d) && self.holds(row, |s| s.touches(*d));
                let days = window.from.iter_days().take_while(|d| *d <= window.to);
                let days = days.map(When::from).filter(open);
                let mut spans: Vec<u32> =
                    days.map(|d| every.map_or(0, |every| every.of(d))).collect();
                spans.dedup();
                spans
            }
        }
    }

    fn gate(&self, row: &Row, sector: Sym, window: Window) -> Gate {
        if !row.sector.admits(sector) {
            return Gate::Shut(Why::Sector);
        }
        let named = |set: &Set, sym: &Sym| matches!(set, Set::Only(_)) && set.admits(*sym);
        let changes = self
            .posts
            .iter()
            .filter(|(post, _)| {
                let own = named(&row.post, post) || named(&row.post_not, post);
                let within = |(only, not): &(Set, Set)| named(only, post) || named(not, post);
                own || row.belongs.iter().any(within)
            })
            .any(|(_, span)| span.meets(window) && !span.covers(window));
        if changes {
            return Gate::Dated;
        }
        if self.holds(row, |span| span.covers(window)) {
            Gate::Open
        } else {
            Gate::Shut(Why::Post)
        }
    }

    /// Whether the posts held as `when` says let the item count.
    fn holds(&self, row: &Row, when: impl Fn(Span) -> bool) -> bool {
        let held = |set: &Set| {
            self.posts
                .iter()
                .any(|(post, span)| set.admits(*post) && when(*span))
        };
        let fits = |only: &Set, not: &Set| {
            (matches!(only, Set::Any) || held(only)) && (matches!(not, Set::Any) || !held(not))
        };
        fits(&row.post, &row.post_not) && row.belongs.iter().all(|(only, not)| fits(only, not))
    }

    pub(super) fn in_office(&self, on: When) -> bool {
        self.always || self.tenure.iter().any(|span| span.touches(on))
    }

    /// Whether the member was in office on any day of the window.
    pub(super) fn served(&self, window: Window) -> bool {
        self.always || self.tenure.iter().any(|span| span.meets(window))
    }

    /// Why an item does not count an act of that day, if it does not.
    #[inline]
    pub(super) fn bar(&self, item: usize, row: &Row, on: When) -> Option<Why> {
        match self.gates[item] {
            Gate::Open => None,
            Gate::Shut(why) => Some(why),
            Gate::Dated if self.holds(row, |span| span.touches(on)) => None,
            Gate::Dated => Some(Why::Post),
        }
    }
}

/// How many days spans that do not meet have.
fn days_in(spans: &[Window]) -> i64 {
    spans.iter().map(|s| (s.to - s.from).num_days() + 1).sum()
}
