//! What becomes of points beyond a cap 结转: they are lost, unless the rules carry them into another
//! part, or into the next year of duty. A point counts in one place only: what is carried is a line
//! of the part that takes it, beside the cut of the part that gives it.

use super::amount::{Amount, Factor, factor};
use super::engine::Engine;
use super::mistake::Place;
use super::pass::Room;
use super::person::Person;
use super::plan::Plan;
use super::points::Points;
use super::read::{Reader, Sheet};
use super::rules::{Part, Rules};
use super::trail::{Cut, Deaf, Scope, Trail};
use super::window::{Bounds, Window};
use super::words::{Word, code_of};
use crate::model::fact::{Fact, Subject};
use crate::text;
use std::collections::VecDeque;
use toml::de::DeValue;

/// What is carried of the points beyond a cap, and whereto.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carry {
    /// Whereto.
    pub to: To,
    /// What one point is worth there; one unless given.
    pub times: Option<Points>,
    /// Never more than so many.
    pub at_most: Option<Points>,
    /// Where it is written.
    pub at: Place,
}

/// Where points beyond a cap go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// Into another part, as an index.
    Part(usize),
    /// Into the same part of the next year of duty. What has been carried once is not carried again.
    NextYear,
}

const NEXT_YEAR: [Word; 1] = [("next_year", "次年", "next year")];

/// Reads `carry = "次年"`, `"code"`, or `{ to = …, times = "1/2", at_most = 10 }`; the part is found
/// once all are read.
pub(super) fn read<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, codes: &[&str]) -> Option<Carry> {
    let value = Reader::value(sheet, "carry")?;
    let (to, inner) = if let DeValue::Table(_) = value.get_ref() {
        let inner = reader.sheet_of(value)?;
        reader.only_keys(inner, &["to", "times", "at_most"]);
        if Reader::value(inner, "to").is_none() {
            reader.needed_text(inner, "to");
        }
        (reader.text(inner, "to")?, Some(inner))
    } else {
        (reader.text_of(value)?, None)
    };
    let ((word, at), mut number) = (to, |key| inner.and_then(|s| reader.number(s, key)));
    let (times, at_most) = (number("times"), number("at_most"));
    for (key, given) in [("times", times), ("at_most", at_most)] {
        if let (Some(number), Some(sheet)) = (given, inner)
            && number <= Points::from_integer(0)
        {
            let message = text!("“{key}”应大于 0", "`{key}` is above 0");
            let at = reader.place_of(sheet, key);
            reader.wrong(at, message, text!("改正或删去", "mend it or drop it"));
        }
    }
    if Reader::value(sheet, "cap").is_none() {
        let message = text!(
            "没有封顶分，没有可结转的",
            "without a cap there is nothing to carry"
        );
        reader.wrong(at, message, text!("补上 cap", "add a cap"));
    }
    let to = if code_of(&word, &NEXT_YEAR).is_some() {
        To::NextYear
    } else if let Some(part) = codes.iter().position(|c| *c == word) {
        To::Part(part)
    } else {
        let message = text!(
            "没有编码为“{word}”的部分可转入",
            "there is no part `{word}` to carry into"
        );
        let known: Vec<&str> = codes.iter().copied().chain(["次年", "next_year"]).collect();
        reader.unknown(at, message, &word, &known);
        return None;
    };
    Some(Carry {
        to,
        times,
        at_most,
        at,
    })
}

/// Reads what the parts and the whole carry, and names what would go round in a circle.
pub(super) fn of_file<'t>(
    reader: &mut Reader<'t>,
    file: Sheet<'t>,
    sheets: &[Sheet<'t>],
    rules: &mut Rules,
) {
    let codes: Vec<String> = rules.parts.iter().map(|p| p.code.clone()).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    for (part, sheet) in rules.parts.iter_mut().zip(sheets) {
        part.carry = read(reader, *sheet, &codes);
    }
    if let Some(DeValue::Table(table)) = Reader::value(file, "total").map(toml::Spanned::get_ref) {
        let at = reader.place_of(file, "total");
        rules.carry = read(reader, Sheet { table, at }, &[]);
    }
    let stuck = circle(&rules.parts, |p| p.cap_of.is_some());
    if let Some(cap) = stuck.and_then(|part| rules.parts[part].cap_of.take()) {
        let message = text!(
            "封顶绕回到自己：比照的部分要先算出来，不能在本部分之内，也不能包含本部分",
            "the cap comes back to itself: the part that it is a share of has to be reckoned first"
        );
        let fix = text!("改写 cap 的 of", "change `of` of the cap");
        reader.wrong(cap.at, message, fix);
    }
    let carries = |p: &Part| matches!(p.carry, Some(c) if matches!(c.to, To::Part(_)));
    let stuck = circle(&rules.parts, carries);
    if let Some(carry) = stuck.and_then(|part| rules.parts[part].carry.take()) {
        let message = text!(
            "结转绕回到自己（上级部分也不能转入所属部分）",
            "what is carried comes back to itself (nor can a part carry into one within it)"
        );
        let fix = text!("改写其中一个 carry", "change one of the `carry`s");
        reader.wrong(carry.at, message, fix);
    }
}

/// What has to be settled before each part: the parts within it, and those that carry into it.
fn before(parts: &[Part]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let (mut waits, mut next) = (vec![0; parts.len()], vec![Vec::new(); parts.len()]);
    for (at, part) in parts.iter().enumerate() {
        let into = match part.carry.map(|c| c.to) {
            Some(To::Part(to)) => Some(to),
            _ => None,
        };
        for to in part.within.into_iter().chain(into) {
            waits[to] += 1;
            next[at].push(to);
        }
        if let Some(cap) = part.cap_of {
            waits[at] += 1;
            next[cap.part].push(at);
        }
    }
    (waits, next)
}

/// The parts in an order in which each comes after what it needs; those of a circle are left out.
pub(super) fn order(parts: &[Part], first: &[usize]) -> Vec<usize> {
    let (mut waits, next) = before(parts);
    let mut ready: VecDeque<usize> = first.iter().copied().filter(|p| waits[*p] == 0).collect();
    let mut order = Vec::with_capacity(parts.len());
    while let Some(part) = ready.pop_front() {
        order.push(part);
        for to in &next[part] {
            waits[*to] -= 1;
            if waits[*to] == 0 {
                ready.push_back(*to);
            }
        }
    }
    order
}

/// A part of a circle that is such a one.
fn circle(parts: &[Part], such: impl Fn(&Part) -> bool) -> Option<usize> {
    let all: Vec<usize> = (0..parts.len()).collect();
    let mut settled = vec![false; parts.len()];
    for part in order(parts, &all) {
        settled[part] = true;
    }
    all.into_iter().find(|p| !settled[*p] && such(&parts[*p]))
}

/// The factors of what is carried, by part, that of the whole last; empty where nothing is.
#[derive(Debug, Clone, Default)]
pub(super) struct Carries {
    list: Vec<Option<(To, Factor)>>,
    over_years: bool,
}

/// All that may be carried in a rule set, by part, that of the whole last.
pub(super) fn all(rules: &Rules) -> impl Iterator<Item = Option<Carry>> {
    rules.parts.iter().map(|p| p.carry).chain([rules.carry])
}

impl Carries {
    pub(super) fn of(rules: &Rules) -> Carries {
        if all(rules).flatten().next().is_none() {
            return Carries::default();
        }
        let times = |c: &Carry| c.times.and_then(factor).unwrap_or(Factor::new_raw(1, 1));
        Carries {
            list: all(rules).map(|c| c.map(|c| (c.to, times(&c)))).collect(),
            over_years: all(rules).flatten().any(|c| c.to == To::NextYear),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// Points with what was carried into them.
pub(super) struct Taken<N> {
    /// Of this year.
    pub(super) own: N,
    /// With what is left of last year.
    pub(super) all: N,
}

/// What is under way while one member is added up.
#[derive(Debug, Clone)]
pub(super) struct Carried<N> {
    /// What each part, and last the whole, takes of other parts: giver and points.
    brought: Vec<Vec<(usize, N)>>,
    /// What each had too much of last year.
    last: Vec<N>,
    /// What each has too much of this year.
    over: Vec<N>,
}

impl<N: Amount> Carried<N> {
    pub(super) fn new(engine: &Engine) -> Carried<N> {
        let all = engine.carries.list.len();
        Carried {
            brought: vec![Vec::new(); all],
            last: vec![N::NONE; all],
            over: vec![N::NONE; all],
        }
    }

    pub(super) fn begin(&mut self) {
        self.brought.iter_mut().for_each(Vec::clear);
        self.over.fill(N::NONE);
    }

    /// Adds to the points of a part, or of the whole, what is carried into it.
    pub(super) fn take<T: Trail<N>>(
        &self,
        (value, at): (N, usize),
        scope: Scope,
        trail: &mut T,
    ) -> Option<Taken<N>> {
        let mut own = value;
        for (giver, points) in self.brought.get(at).into_iter().flatten() {
            trail.cut(scope, *points, Cut::Carried(*giver));
            own = own.plus(*points)?;
        }
        let last = self.last.get(at).copied().unwrap_or(N::NONE);
        if last != N::NONE {
            trail.cut(scope, last, Cut::LastYear);
        }
        let all = own.plus(last)?;
        Some(Taken { own, all })
    }

    /// Carries what a part, or the whole, has beyond its cap, what is left of last year not counted.
    pub(super) fn give(
        &mut self,
        engine: &Engine,
        plan: &Plan<N>,
        person: &Person,
        (at, over): (usize, N),
    ) -> Option<()> {
        let Some(Some((to, times))) = engine.carries.list.get(at) else {
            return Some(());
        };
        if over <= N::NONE {
            return Some(());
        }
        let worth = over.times(*times)?;
        let worth = plan.carry_caps[at].map_or(worth, |most| worth.min(most));
        match to {
            To::NextYear => self.over[at] = worth,
            To::Part(to) if person.closed(*to) => {}
            To::Part(to) => self.brought[*to].push((at, worth)),
        }
        Some(())
    }
}

/// Reckons the year of duty before, as far as the rules carry points from it, and readies the room
/// for the window with what is left; `None` where a number does not fit.
pub(super) fn from_last_year<N: Amount>(
    room: &mut Room<N>,
    (engine, plan): (&Engine, &Plan<N>),
    person: &mut Person,
    (subject, facts): (&Subject, &[Fact]),
    window: Window,
) -> Option<()> {
    if !engine.carries.over_years {
        return Some(());
    }
    room.carried.last.fill(N::NONE);
    let year = engine.year_of(window).and_then(|y| y.checked_sub(1));
    let Some(past) = year.and_then(|y| engine.window(y)) else {
        return Some(());
    };
    if !facts.iter().any(|f| past.holds(f.on)) {
        return Some(());
    }
    person.meet(subject, engine, past);
    let served = person.served(past);
    let done = served
        .then(|| room.total(engine, plan, Bounds::of(past), person, facts, &mut Deaf))
        .is_none_or(|total| total.is_some());
    if served {
        std::mem::swap(&mut room.carried.last, &mut room.carried.over);
    }
    person.meet(subject, engine, window);
    done.then_some(())
}
