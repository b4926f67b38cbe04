//! What a pass has to know of one member: tenure, and for each item whether posts and sector let
//! it count: always, never, or on some days only.

use super::plan::Row;
use super::select::Set;
use super::trail::Why;
use super::window::{Span, Window};
use crate::model::fact::{Subject, Sym};
use crate::model::when::When;

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
    /// Whether tenure covers the whole window, or is not known.
    always: bool,
    tenure: Vec<Span>,
    posts: Vec<(Sym, Span)>,
    gates: Vec<Gate>,
}

impl Person {
    pub(super) fn meet(&mut self, subject: &Subject, rows: &[Row], window: Window) {
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
        self.gates.clear();
        for row in rows {
            let gate = if row.gated {
                self.gate(row, subject.sector, window)
            } else {
                Gate::Open
            };
            self.gates.push(gate);
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
            .filter(|(post, _)| named(&row.post, post) || named(&row.post_not, post))
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
        (matches!(row.post, Set::Any) || held(&row.post))
            && (matches!(row.post_not, Set::Any) || !held(&row.post_not))
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
