//! A score with where each point came from: parts, lines, facts. The facts of a line add up to
//! the line, the lines of a part (cuts are lines of their own) to the part, the parts to the total.

use super::contest::Dropped;
use super::engine::{Engine, Tally};
use super::gate::{Counts, Limit, Stand};
use super::gauge::Reached;
use super::holder;
use super::notes;
use super::period::{self, Due, Period};
use super::person::Person;
use super::plan::Row;
use super::points::Points;
use super::rules::Item;
use super::select::Set;
use super::trail::{Cut, Fate, Scope, Trail, Why};
use super::window::Window;
use crate::lang::Text;
use crate::model::fact::{Fact, FactKind, Subject};
use crate::model::when::When;
use crate::text;
use chrono::Days;
use num_traits::CheckedDiv;
use std::collections::HashMap;

/// A member's score, explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The member's number.
    pub no: String,
    /// The member's name.
    pub name: String,
    /// The title of the rules.
    pub rules: String,
    /// The grade reached.
    pub grade: Option<String>,
    /// The grade that points and gates give, where a quota leaves a lower one.
    pub reached: Option<String>,
    /// Why it does, where that was looked for.
    pub dropped: Option<Dropped>,
    /// The band of ranks, where the rules make bands: decided among all.
    pub band: Option<String>,
    /// The points as [`super::Run::tally`] gives them.
    pub tally: Tally,
    /// Where the member stands before each gate, in order.
    pub gates: Vec<GateTrail>,
    /// Parts that are within no other, in order; what bounds the whole comes last.
    pub parts: Vec<PartTrail>,
    /// What the whole was multiplied by, where that changed it.
    pub scaled: Option<Scaled>,
}

/// A multiplication of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scaled {
    /// The points before it.
    pub before: Points,
    /// The factor.
    pub factor: Points,
}

impl Explanation {
    /// Ledger and row of every fact that it names.
    pub fn facts(&self) -> impl Iterator<Item = (FactKind, i64)> {
        let lines = self.parts.iter().flat_map(|p| &p.lines);
        lines.flat_map(|l| &l.facts).map(|f| (f.what, f.row))
    }

    /// Takes the grade that the quotas leave, and why they leave no better one.
    pub fn award(&mut self, grade: Option<String>, dropped: Option<Dropped>) {
        if grade != self.grade {
            self.dropped = dropped;
            self.reached = std::mem::replace(&mut self.grade, grade);
        }
    }
}

/// A gate and where the member stands before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateTrail {
    /// Heading.
    pub title: String,
    /// Article of the regulation.
    pub article: String,
    /// How many there are, how many it takes, whether it is met.
    pub stand: Stand,
    /// On which side the limit lies.
    pub limit: Limit,
    /// What stands behind its figures: `%` for a rate, else nothing.
    pub unit: &'static str,
    /// The best grade left to who fails.
    pub grade: Option<String>,
    /// By how many grades who fails comes lower.
    pub lower: u16,
    /// What else follows for who fails.
    pub then: String,
    /// Each month, quarter or half-year, where each has to meet the limit.
    pub periods: Vec<Period>,
}

/// A part and its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartTrail {
    /// The part's code, or [`super::TOTAL`].
    pub code: String,
    /// Heading.
    pub title: Text,
    /// Article of the regulation.
    pub article: String,
    /// Points of the part.
    pub points: Points,
    /// Its cap, if any.
    pub max: Option<Points>,
    /// Whether it is for other posts than the member's.
    pub closed: bool,
    /// What they are made of.
    pub lines: Vec<Line>,
    /// The parts within it, in the order of their lines.
    pub inner: Vec<InnerTrail>,
}

/// A part within another: its lines stand among those of the outer one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InnerTrail {
    /// The part's code.
    pub code: String,
    /// Heading.
    pub title: String,
    /// Article of the regulation.
    pub article: String,
    /// Points of the part.
    pub points: Points,
    /// Its cap, if any.
    pub max: Option<Points>,
    /// The place of its first line among those of the outer part.
    pub first: usize,
    /// How many of the lines are its own and of the parts within it.
    pub count: usize,
}

/// A line of a part: an item with its facts, or a start, a cut or a floor, which have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The code of the part it stands in, which may be within the part that lists it.
    pub part: String,
    /// Heading.
    pub title: Text,
    /// Article of the regulation.
    pub article: String,
    /// Points of the line.
    pub points: Points,
    /// How many facts count.
    pub counted: usize,
    /// What to say of it.
    pub note: Option<Text>,
    /// The item's place in [`super::Rules::items`]; `None` for a start, a cut or a floor.
    pub item: Option<usize>,
    /// Each month, quarter or half-year in which the item asks for a minimum by its steps.
    pub periods: Vec<Period>,
    /// Every fact that the item selects, those that do not count with 0 points and the reason.
    pub facts: Vec<FactTrail>,
}

/// A fact on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactTrail {
    /// Its place in the facts that were given.
    pub fact: usize,
    /// Its ledger …
    pub what: FactKind,
    /// … and row.
    pub row: i64,
    /// When.
    pub on: When,
    /// Points.
    pub points: Points,
    /// Why these points, or none.
    pub note: Option<Text>,
    /// Whether it lies outside the days that count, by more than a month.
    pub far: bool,
}

/// How many days from the days that count a fact may lie and still be looked for among them.
const NEAR: u64 = 31;

/// Whether a fact lies more than a month outside the days that count.
fn far(window: Option<Window>, on: When) -> bool {
    let near = window.and_then(|w| {
        let from = w.from.checked_sub_days(Days::new(NEAR))?;
        Some((from, w.to.checked_add_days(Days::new(NEAR))?))
    });
    near.is_some_and(|(from, to)| on.last_day() < from || to < on.first_day())
}

/// One report of the pass.
#[derive(Debug, Clone, Copy)]
struct Hit {
    fact: usize,
    /// What it was worth before its number and order were looked at.
    worth: Points,
    value: Points,
    end: End,
}

#[derive(Debug, Clone, Copy)]
enum End {
    Counted,
    Missed(Why),
    Changed(Fate),
    /// The sum reached so much.
    Stepped(Points),
}

/// Keeps what the pass reports.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    rates: Vec<Reached>,
    hits: HashMap<usize, Vec<Hit>>,
    cuts: Vec<(Scope, Points, Cut)>,
}

impl Recorder {
    fn set(&mut self, item: usize, fact: usize, value: Points, end: End) {
        // Facts come in order, so that the hits of an item are sorted by fact.
        let Some(hits) = self.hits.get_mut(&item) else {
            return;
        };
        if let Ok(at) = hits.binary_search_by_key(&fact, |h| h.fact)
            && let Some(hit) = hits.get_mut(at)
        {
            *hit = Hit { value, end, ..*hit };
        }
    }
}

impl Trail<Points> for Recorder {
    const KEEPS: bool = true;

    fn rated(&mut self, reached: Reached) {
        self.rates.push(reached);
    }

    fn counted(&mut self, item: usize, fact: usize, value: Points) {
        self.hits.entry(item).or_default().push(Hit {
            fact,
            worth: value,
            value,
            end: End::Counted,
        });
    }

    fn missed(&mut self, item: usize, fact: usize, why: Why) {
        let value = Points::from_integer(0);
        self.hits.entry(item).or_default().push(Hit {
            fact,
            worth: value,
            value,
            end: End::Missed(why),
        });
    }

    fn changed(&mut self, item: usize, fact: usize, value: Points, fate: Fate) {
        self.set(item, fact, value, End::Changed(fate));
    }

    fn stepped(&mut self, item: usize, fact: usize, value: Points, sum: Points) {
        self.set(item, fact, value, End::Stepped(sum));
    }

    fn cut(&mut self, scope: Scope, by: Points, cut: Cut) {
        self.cuts.push((scope, by, cut));
    }
}

/// Puts the reports of a pass in the order of the rules.
pub(super) fn assemble(
    engine: &Engine,
    (subject, person): (&Subject, &Person),
    facts: &[Fact],
    recorder: Recorder,
    tally: Tally,
) -> Option<Explanation> {
    let book = Book {
        engine,
        person,
        facts,
        recorder,
        first_items: first_items(engine),
    };
    let outer = (0..engine.rules.parts.len()).filter(|p| engine.rules.parts[*p].within.is_none());
    let mut parts = outer
        .map(|p| book.part(p, &tally.parts))
        .collect::<Option<Vec<PartTrail>>>()?;
    parts.extend(book.whole(tally.whole));
    let scaled = book.scaled();
    Some(Explanation {
        no: subject.no.clone(),
        name: subject.name.clone(),
        rules: engine.rules.title.clone(),
        grade: engine.graded(&tally).map(|g| g.name.clone()),
        reached: None,
        dropped: None,
        band: None,
        gates: tally
            .gates
            .iter()
            .filter_map(|s| gate(engine, *s))
            .collect(),
        tally,
        parts,
        scaled,
    })
}

fn gate(engine: &Engine, stand: Stand) -> Option<GateTrail> {
    let gate = engine.rules.gates.get(stand.gate)?;
    let grade = gate.grade.and_then(|at| engine.rules.grades.get(at));
    Some(GateTrail {
        title: gate.title.clone(),
        article: gate.article.clone(),
        stand,
        limit: gate.limit,
        unit: match gate.counts {
            Counts::Rate(_) => "%",
            _ => "",
        },
        grade: grade.map(|g| g.name.clone()),
        lower: gate.lower,
        then: gate.then.clone(),
        periods: Vec::new(),
    })
}

/// The place of each part's first item among all items.
fn first_items(engine: &Engine) -> Vec<usize> {
    let lengths = engine.rules.parts.iter().map(|p| p.items.len());
    lengths
        .scan(0, |next, length| {
            let first = *next;
            *next += length;
            Some(first)
        })
        .collect()
}

struct Book<'b> {
    engine: &'b Engine,
    person: &'b Person,
    facts: &'b [Fact],
    recorder: Recorder,
    first_items: Vec<usize>,
}

impl Book<'_> {
    fn part(&self, at: usize, points: &[Points]) -> Option<PartTrail> {
        let part = &self.engine.rules.parts[at];
        let (mut lines, mut inner) = (Vec::new(), Vec::new());
        self.lines_of(at, points, &mut lines, &mut inner)?;
        Some(PartTrail {
            code: part.code.clone(),
            title: Text::same(&part.title),
            article: part.article.clone(),
            points: points[at],
            max: self.engine.cap_for(at, self.person, points),
            closed: self.person.is_for_others(at),
            lines,
            inner,
        })
    }

    /// Nesting is limited where rules are read, so that this goes only so deep.
    fn lines_of(
        &self,
        at: usize,
        points: &[Points],
        lines: &mut Vec<Line>,
        inner: &mut Vec<InnerTrail>,
    ) -> Option<()> {
        let part = &self.engine.rules.parts[at];
        self.cuts(Scope::Part(at), Some(Cut::Start), &part.code, lines);
        for nth in 0..part.items.len() {
            let item = self.first_items[at] + nth;
            lines.push(self.item(at, nth, item)?);
            self.cuts(Scope::Item(item), None, &part.code, lines);
        }
        let parts = self.engine.rules.parts.iter().enumerate();
        for (within, part) in parts.filter(|(_, p)| p.within == Some(at)) {
            let (first, nth) = (lines.len(), inner.len());
            inner.push(InnerTrail {
                code: part.code.clone(),
                title: part.title.clone(),
                article: part.article.clone(),
                points: points[within],
                max: self.engine.cap_for(within, self.person, points),
                first,
                count: 0,
            });
            self.lines_of(within, points, lines, inner)?;
            inner[nth].count = lines.len() - first;
        }
        self.cuts(Scope::Part(at), Some(Cut::Highest), &part.code, lines);
        self.cuts(Scope::Part(at), Some(Cut::Scale), &part.code, lines);
        self.cuts(Scope::Part(at), Some(Cut::LastYear), &part.code, lines);
        self.cuts(Scope::Part(at), Some(Cut::Limit), &part.code, lines);
        Some(())
    }

    fn item(&self, part: usize, nth: usize, item: usize) -> Option<Line> {
        let rule = &self.engine.rules.parts[part].items[nth];
        let hits = self.recorder.hits.get(&item).map_or(&[][..], Vec::as_slice);
        let mut facts: Vec<FactTrail> = hits.iter().map(|hit| self.fact(item, *hit)).collect();
        facts.sort_by_key(|f| (f.on, f.what, f.row, f.fact));
        let periods = self.periods(item, rule);
        let counts = |h: &&Hit| {
            matches!(
                h.end,
                End::Counted | End::Changed(Fate::Tier(_)) | End::Stepped(_)
            )
        };
        Some(Line {
            part: self.engine.rules.parts[part].code.clone(),
            title: Text::same(&rule.title),
            article: rule.article.clone(),
            points: super::points::sum(facts.iter().map(|f| f.points))?,
            counted: hits.iter().filter(counts).count(),
            note: match period::told(&periods) {
                Some(told) => Some(notes::both(self.for_whom(item, notes::days(rule)), told)),
                None => self.for_whom(item, notes::days(rule)),
            },
            item: Some(item),
            periods,
            facts,
        })
    }

    /// The days of an item, and the post by which the person has it or has it not.
    fn for_whom(&self, item: usize, days: Option<Text>) -> Option<Text> {
        match (days, holder::of_item(self.engine, self.person, item)) {
            (Some(days), Some(post)) => Some(notes::both(Some(days), post)),
            (days, post) => days.or(post),
        }
    }

    /// How each span of an item stands to the first step that gives more than nothing done.
    fn periods(&self, item: usize, rule: &Item) -> Vec<Period> {
        let none = Points::from_integer(0);
        let reached = |sum: Points| {
            let below = rule.steps.iter().rev().find(|(from, _)| *from <= sum);
            below.map_or(none, |(_, points)| *points)
        };
        let base = reached(none);
        let more =
            |(from, points): &&(Points, Points)| *from > none && *points > base && *points >= none;
        let force = self.person.force();
        let need = rule.steps.iter().find(more).map(|(from, _)| *from);
        let (Some(every), Some(need)) = (rule.every, need) else {
            return Vec::new();
        };
        if force.lead(item) != item {
            return Vec::new();
        }
        // Versions of one clause are one sum.
        let hits = self.recorder.hits.iter();
        let hits = hits.filter(|(other, _)| force.lead(**other) == item);
        let mut sums: HashMap<u32, Points> = HashMap::new();
        for hit in hits.flat_map(|(_, hits)| hits) {
            if let End::Stepped(sum) = hit.end {
                let span = every.of(self.facts[hit.fact].on);
                let most = sums.entry(span).or_insert(sum);
                *most = sum.max(*most);
            }
        }
        let spans = self.person.base_spans(item, &self.engine.rows[item]);
        let year = self.person.window().and_then(|w| self.engine.year_of(w));
        let year = year.unwrap_or_default();
        let one = |span: u32| {
            let (from, to) = every.days(span)?;
            let have = sums.get(&span).copied().unwrap_or(none);
            Some(Period {
                from,
                to,
                name: every.name(span, year),
                have,
                need,
                state: Due::of(Limit::AtLeast(need), have, self.person.ended(every, span)),
            })
        };
        spans.into_iter().filter_map(one).collect()
    }

    fn fact(&self, item: usize, hit: Hit) -> FactTrail {
        let fact = &self.facts[hit.fact];
        let row = &self.engine.rows[item];
        let note = match hit.end {
            End::Counted => self.worth(row, fact, hit.worth),
            // What comes later stands beside how the points came about, and does not hide it.
            End::Stepped(sum) => {
                let stepped = notes::stepped(sum);
                Some(notes::both(self.worth(row, fact, hit.worth), stepped))
            }
            End::Changed(Fate::Tier(tier)) => {
                let tiered = notes::changed(self.engine, Fate::Tier(tier));
                Some(notes::both(self.worth(row, fact, hit.worth), tiered))
            }
            End::Missed(why) => Some(notes::missed(why, fact.row)),
            End::Changed(fate) => Some(notes::changed(self.engine, fate)),
        };
        FactTrail {
            fact: hit.fact,
            what: fact.what,
            row: fact.row,
            on: fact.on,
            points: hit.value,
            note,
            far: matches!(hit.end, End::Missed(Why::Window)) && far(self.person.window(), fact.on),
        }
    }

    /// How the points of a fact came about before its number and order were looked at.
    fn worth(&self, row: &Row, fact: &Fact, worth: Points) -> Option<Text> {
        notes::counted(self.engine, &self.recorder.rates, row, fact, worth)
    }

    fn cuts(&self, scope: Scope, only: Option<Cut>, part: &str, lines: &mut Vec<Line>) {
        let all = self.recorder.cuts.iter();
        let mine = all.filter(|(s, _, c)| *s == scope && only.is_none_or(|o| o.is_like(*c)));
        for (_, by, cut) in mine {
            lines.push(Line {
                part: part.to_owned(),
                title: notes::cut_title(self.engine, *cut, *by),
                article: String::new(),
                points: *by,
                counted: 0,
                note: match cut {
                    Cut::Scale => Some(notes::scaled(self.engine, self.person, scope)),
                    Cut::Limit => notes::limited(self.engine, self.person, scope, *by),
                    _ => notes::cut_note(self.engine, scope, *cut, *by),
                },
                item: None,
                periods: Vec::new(),
                facts: Vec::new(),
            });
        }
    }

    /// What the scale of the whole made of what: it adds `before * (factor - 1)`.
    fn scaled(&self) -> Option<Scaled> {
        let mut cuts = self.recorder.cuts.iter();
        let (_, by, _) = cuts.find(|(s, _, c)| (*s, *c) == (Scope::Total, Cut::Scale))?;
        let factor = self.person.scale(&self.engine.levers, &Set::Any);
        let factor = Points::new(i128::from(*factor.numer()), i128::from(*factor.denom()));
        let before = by.checked_div(&(factor - Points::from_integer(1)))?;
        Some(Scaled { before, factor })
    }

    /// What start, cap and floor of the whole change; `None` where they change nothing.
    fn whole(&self, points: Points) -> Option<PartTrail> {
        let mut lines = Vec::new();
        self.cuts(Scope::Total, None, super::TOTAL, &mut lines);
        if lines.is_empty() {
            return None;
        }
        Some(PartTrail {
            code: super::TOTAL.to_owned(),
            title: text!("总分", "the whole"),
            article: String::new(),
            points,
            max: self.engine.rules.total.cap,
            closed: false,
            lines,
            inner: Vec::new(),
        })
    }
}
