//! The one stream of duty acts that the score engine counts. The store yields facts sorted by
//! member; the engine holds one member at a time and never asks the store anything.

use super::belong;
use super::code::{Code, Dict};
use super::member::Span;
use super::when::When;
use chrono::NaiveDate;
use num_rational::Ratio;

/// An interned word. Words of the office's dictionaries are interned as the office writes them,
/// words of closed vocabularies by their stable code (`present`, `filed`, `first`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Sym(pub u32);

impl Sym {
    /// No word.
    pub const NONE: Sym = Sym(0);
}

/// The words of one run, interned.
#[derive(Debug, Clone, Default)]
pub struct Symbols {
    words: Vec<String>,
    index: std::collections::HashMap<String, Sym>,
}

impl Symbols {
    /// Interns a word; the empty word is [`Sym::NONE`].
    pub fn intern(&mut self, word: &str) -> Sym {
        if word.is_empty() {
            return Sym::NONE;
        }
        if let Some(sym) = self.index.get(word) {
            return *sym;
        }
        self.words.push(word.to_owned());
        let sym = Sym(u32::try_from(self.words.len()).unwrap_or(u32::MAX));
        self.index.insert(word.to_owned(), sym);
        sym
    }

    /// The word behind a symbol; empty for [`Sym::NONE`].
    pub fn word(&self, sym: Sym) -> &str {
        (sym.0 as usize)
            .checked_sub(1)
            .and_then(|i| self.words.get(i))
            .map_or("", String::as_str)
    }

    /// The symbol of a word, where it was interned before.
    pub fn find(&self, word: &str) -> Option<Sym> {
        self.index.get(word).copied()
    }
}

/// What a fact tells of. One ledger row may give several facts (an attendance and its speech).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FactKind {
    /// A line of a roll: kind = kind of meeting, state = presence, role = part, level = kind of
    /// the leave that was granted, halves = half-days attended.
    Attendance,
    /// A speech: kind = kind of meeting, state = oral or written, role = part.
    Speech,
    /// A person's place on a proposal: kind = form (individual, joint, collective), state = where it
    /// stands (`submitted`, `filed`, `not_filed` …), role = `first` or `joint`, level = category.
    Proposal,
    /// An opinion sent in: state = `submitted` or `adopted`, role = `first` or `joint`.
    Opinion,
    /// One adoption of an opinion: level = who adopted it.
    Adoption,
    /// One leader's instruction on an opinion: level = whose.
    Instruction,
    /// Any other duty act: kind and level as the office writes them, quantity from the ledger.
    Record,
    /// A status event: kind = its code (`warned`, `dismissed` …).
    Status,
    /// An appraisal 评议 that was held of the subject (democratic appraisal, report on duty): kind
    /// as the office calls it, state = how the report was given (`oral`, `written`), level and
    /// quantity = the result and the points as published; none and 0 until then, and for who is
    /// not rated. It lies in the appraisal's own year, whenever it was held.
    Appraisal,
    /// A proposal that a unit was given 提案办理: kind = class of the reply, state = in time or
    /// not, role = lead, co-handling or split, level = the proposer's rating.
    Handling,
    /// The year's score of a member of the body: quantity = the total, level = the grade; the
    /// place and number of persons are those among the body's ranked members.
    Score,
}

/// Yes-or-no properties of a fact, as bits of [`Fact::marks`].
pub mod mark {
    /// The meeting had to be attended.
    pub const REQUIRED: u16 = 1;
    /// The meeting was by sign-up.
    pub const SIGN_UP: u16 = 1 << 1;
    /// The person came without having been invited.
    pub const WALK_IN: u16 = 1 << 2;
    /// A key proposal 重点提案.
    pub const KEY: u16 = 1 << 3;
    /// An excellent proposal 优秀提案.
    pub const EXCELLENT: u16 = 1 << 4;
    /// The proposal was filed 立案, whatever became of it later.
    pub const FILED: u16 = 1 << 5;
    /// The opinion was adopted at some level.
    pub const ADOPTED: u16 = 1 << 6;
    /// A leader left an instruction 批示.
    pub const INSTRUCTED: u16 = 1 << 7;
    /// Came to a part of the meeting, and nobody wrote down to how many half-days: the whole
    /// meeting is counted. No rule asks for it; explanations say so.
    pub const HALVES_UNKNOWN: u16 = 1 << 8;
    /// Someone other than who recorded the act confirmed it (records only).
    pub const CONFIRMED: u16 = 1 << 9;
}

/// The date of what has none: it lies in no year of duty.
pub const UNDATED: When = When::year_only(1900);

/// A date as it is shown; nothing of what has none.
pub fn shown(on: When) -> Option<String> {
    (on != UNDATED).then(|| on.to_string())
}

/// One dated duty act of one member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// What it tells of.
    pub what: FactKind,
    /// The row of its ledger; with `what` it names the source.
    pub row: i64,
    /// The occasion that several facts may share (the meeting attended, the opinion adopted at
    /// two levels): rules that take only the best of an occasion group by it. A number below zero
    /// is an occasion that several ledgers share: a proposal that went on as an opinion.
    pub occasion: i64,
    /// The piece of work, where it has a title: a report that is spoken at several meetings is one.
    pub work: Sym,
    /// When, as exact as the ledger has it.
    pub on: When,
    /// See [`FactKind`].
    pub kind: Sym,
    /// See [`FactKind`].
    pub state: Sym,
    /// See [`FactKind`].
    pub role: Sym,
    /// See [`FactKind`].
    pub level: Sym,
    /// Bits of [`mark`].
    pub marks: u16,
    /// The person's place among those who share the act, from 1.
    pub place: u16,
    /// How many persons share the act, at least 1.
    pub of: u16,
    /// Half-days attended (attendance only), else 0.
    pub halves: u16,
    /// Half-days that the meeting took (attendance only), else 0.
    pub lasted: u16,
    /// How much (records only), else 1.
    pub quantity: Ratio<i64>,
}

/// The word under which a member holds what a dictionary names: a post by its own name, what else
/// one belongs to (a tag, a committee, a group) with its dictionary before it, so that none is taken
/// for the other.
pub fn held_as(dict: Dict, name: &str) -> String {
    match dict {
        Dict::Post => name.to_owned(),
        _ => format!("{}:{name}", dict.code()),
    }
}

/// A post held, with the days between which it was held (both included).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// The post, as the office writes it (常委, 委员 …).
    pub name: Sym,
    /// First day, where known.
    pub since: Option<When>,
    /// Last day, where known.
    pub until: Option<When>,
}

/// What the engine has to know of a member besides the facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The row of the member ledger.
    pub id: i64,
    /// The member's number.
    pub no: String,
    /// The member's name.
    pub name: String,
    /// 界别, as it stands now.
    pub sector: Sym,
    /// The sectors in the course of time, where a change of them is dated; else none.
    pub sectors: Vec<Post>,
    /// 政协职务, tags, committees and groups with dates, each as [`held_as`].
    pub posts: Vec<Post>,
    /// Spans of membership, both ends included where known.
    pub tenure: Vec<(Option<When>, Option<When>)>,
}

impl Subject {
    /// The day on which the member stands in what is asked for a day: see [`belong::stands_on`].
    pub fn stands_on(&self, on: NaiveDate) -> NaiveDate {
        let terms = self.tenure.iter();
        belong::stands_on(terms.map(|&(since, until)| Span { since, until }), on)
    }

    /// The sector on a day.
    pub fn sector_on(&self, day: When) -> Sym {
        if self.sectors.is_empty() {
            return self.sector;
        }
        let held = self.sectors.iter().find(|s| s.span().holds(day));
        held.map_or(Sym::NONE, |s| s.name)
    }
}

impl Post {
    /// The days between which it was held.
    pub fn span(&self) -> Span {
        Span {
            since: self.since,
            until: self.until,
        }
    }
}
