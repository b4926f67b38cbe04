//! A rule set as it was written: parts, items, grades, in the regulation's own order and words.
//! Words of closed vocabularies are kept as their stable codes, words of the office's
//! dictionaries as the office writes them.

use super::band::Bands;
use super::carry::Carry;
use super::case::Case;
use super::consequence::{Consequence, Ground};
use super::every::Every;
use super::gate::{Counts, Gate, Rate};
use super::limit::{ByPost, CapOf};
use super::mistake::Place;
use super::points::Points;
use super::quota::Quota;
use super::scale::{self, Scale};
use super::window::Season;
use crate::model::code::{Code, Dict, codes};
use crate::model::fact::FactKind;
use chrono::NaiveDate;

/// One rule set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// The regulation's name.
    pub title: String,
    /// When it was issued.
    pub issued: Option<NaiveDate>,
    /// The first day on which it applies (E26).
    pub from: Option<NaiveDate>,
    /// The last day on which it applies.
    pub until: Option<NaiveDate>,
    /// Which span of days makes a year of duty (E25).
    pub season: Season,
    /// Whose score it is (E37).
    pub subject: Whose,
    /// Who attended less of a meeting's half-days counts as absent (E22).
    pub attended: Option<Enough>,
    /// Which posts of the year count where rules go by the posts of the year (E24).
    pub held: Held,
    /// Who holds one of these posts at the end of the year of duty is scored, not ranked (E34).
    pub unranked: Vec<String>,
    /// Start, cap and floor of the whole.
    pub total: Bounds,
    /// What the whole is multiplied by before it is capped (E24, E40).
    pub scale: Vec<Scale>,
    /// What becomes of points beyond the cap of the whole.
    pub carry: Option<Carry>,
    /// Grades, best first (E29).
    pub grades: Vec<Grade>,
    /// Bands of ranks (E33).
    pub bands: Option<Bands>,
    /// Rates that items are multiplied by (E16).
    pub rates: Vec<Rate>,
    /// Conditions beside the score (E27, E28, E31, E32).
    pub gates: Vec<Gate>,
    /// What follows beside the grade (E31, E32).
    pub consequences: Vec<Consequence>,
    /// Whether records count only once they are confirmed (E43).
    pub confirmed: bool,
    /// Parts, in the regulation's order.
    pub parts: Vec<Part>,
    /// Cases worked by hand, by which the rules can be tried.
    pub cases: Vec<Case>,
}

codes! {
    /// Whose score a rule set gives: each member's, or that of each body of a kind.
    Whose {
        Member "member" "委员" "member",
        Group "group" "履职小组" "group",
        Committee "committee" "专委会" "committee",
        Sector "sector" "界别" "sector",
        Party "party" "政治面貌" "party",
        Township "township" "乡镇街道" "township",
        Unit "unit" "承办单位" "unit",
    }
}

codes! {
    /// Which posts of a year count for `holder`, `unranked` and a `scale` by post.
    Held {
        End "end" "年末" "end",
        Any "any" "任过" "any",
        Most "most" "过半" "most",
    }
}

#[allow(clippy::derivable_impls)] // the macro that makes the codes derives no default
impl Default for Held {
    fn default() -> Held {
        Held::End
    }
}

#[allow(clippy::derivable_impls)] // the macro that makes the codes derives no default
impl Default for Whose {
    fn default() -> Whose {
        Whose::Member
    }
}

impl Whose {
    /// The dictionary that names the bodies; `None` for members and units, which have a ledger.
    pub fn dict(self) -> Option<Dict> {
        match self {
            Whose::Member | Whose::Unit => None,
            Whose::Group => Some(Dict::Group),
            Whose::Committee => Some(Dict::Committee),
            Whose::Sector => Some(Dict::Sector),
            Whose::Party => Some(Dict::Party),
            Whose::Township => Some(Dict::Township),
        }
    }

    /// Whether the subjects have members, whose acts and scores count for them.
    pub fn has_members(self) -> bool {
        use Whose::{Committee, Group, Party, Sector};
        matches!(self, Group | Committee | Sector | Party)
    }

    /// Whether facts of a kind can tell of such a subject.
    pub fn may_have(self, what: FactKind) -> bool {
        match what {
            FactKind::Record | FactKind::Appraisal => true,
            FactKind::Handling => self == Whose::Unit,
            FactKind::Score => self.has_members(),
            _ => self == Whose::Member || self.has_members(),
        }
    }
}

/// The least of a meeting that has to be attended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enough {
    /// The share of its half-days.
    pub share: Points,
    /// Of which kinds of meeting.
    pub kind: Words,
}

/// A grade and the points from which it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// 优秀, 合格 …
    pub name: String,
    /// At least so many points; `None` for the grade of all who reach no other.
    pub at_least: Option<Points>,
    /// How many at most may have it, all of which hold (E30).
    pub quotas: Vec<Quota>,
    /// Where it is written.
    pub at: Place,
}

/// Start, cap and floor. What is not set does not bind (E44).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bounds {
    /// Points given before anything is counted (E17, R3's basic 70).
    pub start: Option<Points>,
    /// Never more.
    pub cap: Option<Points>,
    /// Never less.
    pub floor: Option<Points>,
}

/// How a part takes its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Take {
    /// All together.
    #[default]
    Sum,
    /// Only the best of them (E10).
    Highest,
}

/// A part of a rule set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Stable code, the key of the part in JSON.
    pub code: String,
    /// Heading.
    pub title: String,
    /// Article of the regulation; empty where none is known.
    pub article: String,
    /// Start, cap and floor of the part (E2, E17); where they go by post, the widest of all.
    pub bounds: Bounds,
    /// Start, cap and floor by the post that counts for the year.
    pub by_post: Option<ByPost>,
    /// The cap that is a share of another part.
    pub cap_of: Option<CapOf>,
    /// The part that this one belongs to, as an index (E3).
    pub within: Option<usize>,
    /// Sum or highest.
    pub take: Take,
    /// For whom the part is: posts held at the end of the year of duty (E23).
    pub holder: Words,
    /// What the part is multiplied by before it is capped (E24, E40).
    pub scale: Vec<Scale>,
    /// What becomes of points beyond the cap; they are lost unless it says.
    pub carry: Option<Carry>,
    /// Items, in order.
    pub items: Vec<Item>,
    /// Where it is written.
    pub at: Place,
}

/// A word list with its opposite: any of `only` (all where empty), none of `not`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Words {
    /// One of these, where any are named.
    pub only: Vec<String>,
    /// None of these.
    pub not: Vec<String>,
}

/// What members belong to with dates, by which facts are selected, and the keys for it.
pub const BODIES: [(Dict, &str, &str); 3] = [
    (Dict::Tag, "tag", "tag_not"),
    (Dict::Committee, "committee", "committee_not"),
    (Dict::Group, "group", "group_not"),
];

/// Which facts an item counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Select {
    /// Kinds of fact, at least one.
    pub facts: Vec<FactKind>,
    /// Kind: kind of meeting, form of proposal, kind of record …
    pub kind: Words,
    /// State: presence, oral or written, where a proposal stands …
    pub state: Words,
    /// Role: attendee, host; first, joint …
    pub role: Words,
    /// Level: who adopted; category of a proposal.
    pub level: Words,
    /// Bits of [`crate::model::fact::mark`] that must all be set.
    pub marks: u16,
    /// Bits that must not be set.
    pub marks_not: u16,
    /// Posts of the member on the day of the fact (E23).
    pub post: Words,
    /// Tags, committees and groups of the member on that day, in the order of [`BODIES`].
    pub belongs: [Words; 3],
    /// Sector of the member.
    pub sector: Words,
    /// The first day of the clause, where it has one of its own (E26).
    pub from: Option<NaiveDate>,
    /// The last day of the clause.
    pub until: Option<NaiveDate>,
}

/// A property of a fact by which a table gives values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// [`crate::model::fact::Fact::kind`].
    Kind,
    /// [`crate::model::fact::Fact::state`].
    State,
    /// [`crate::model::fact::Fact::role`].
    Role,
    /// [`crate::model::fact::Fact::level`].
    Level,
    /// A post held on the day of the fact; the first one that the table names decides.
    Post,
    /// The member's sector.
    Sector,
}

/// A number, or a table of numbers by a property of the fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Worth {
    /// The same for each fact.
    Flat(Points),
    /// By a word of the fact (E18, E19).
    By {
        /// Which property.
        field: Field,
        /// Word and value, in order.
        table: Vec<(String, Points)>,
        /// The value for words that the table does not name; without it they do not count.
        rest: Option<Points>,
    },
}

/// What multiplies the points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Per {
    /// Each fact counts once.
    #[default]
    Event,
    /// Each half-day attended (E21).
    HalfDay,
    /// The best fact counts, the others do not (E5).
    Once,
    /// The quantity of the record.
    Quantity,
    /// The share of the meeting's half-days that was attended (E22).
    Time,
}

/// What each of the others gets of a shared act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// This fraction each.
    Each(Points),
    /// An equal part of what the first leaves (E8).
    Split,
}

/// How an act of several persons is shared. A person alone always gets all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The fraction of each person by place, where they are told one by one; who comes after the
    /// last has none.
    pub places: Vec<Points>,
    /// The first person's fraction; `None` for an equal part of the whole.
    pub first: Option<Points>,
    /// The others' fractions.
    pub others: Others,
    /// Only so many persons count, in order (E9).
    pub at_most: Option<u16>,
}

/// What makes facts of an exclusive group rivals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Same {
    /// The same occasion: meeting, opinion, proposal.
    #[default]
    Occasion,
    /// The same piece of work, wherever it was used (E42).
    Work,
}

/// Items of which, of one occasion, only one fact counts: the same meeting, opinion, proposal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Exclusive {
    /// The name that the items share.
    pub name: String,
    /// Which of the facts counts.
    pub prefer: Prefer,
    /// What they have in common.
    pub same: Same,
}

/// Which of the facts of an exclusive group counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Prefer {
    /// The one with the most points.
    Best,
    /// The one whose item comes first in the rules, whatever its points (E12).
    First,
}

/// An item: which facts, how counted, how many points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Heading.
    pub title: String,
    /// Article of the regulation; empty where none is known.
    pub article: String,
    /// Which facts.
    pub select: Select,
    /// For whom the item is: posts that count for the year of duty, as in a part (E23).
    pub holder: Words,
    /// Points for one.
    pub points: Worth,
    /// Factors on the points, each by a property of the fact (E15).
    pub times: Vec<Worth>,
    /// What multiplies the points.
    pub per: Per,
    /// How they are shared, by kind of fact; `None` for every other kind (E7 to E9).
    pub share: Vec<(Option<String>, Share)>,
    /// The exclusive group: of one occasion only one fact counts (E10 to E13).
    pub exclusive: Option<Exclusive>,
    /// The first so many by date do not count (E6).
    pub beyond: u32,
    /// At most so many count, the best ones.
    pub most: Option<u32>,
    /// Factors by order of date: first, second …; the last holds for all that follow (E45).
    pub tiers: Vec<Points>,
    /// The rate that multiplies the points, as an index (E16).
    pub rate: Option<usize>,
    /// What the sum reached gives: from so much on, so many points in all, ascending (E39).
    pub steps: Vec<(Points, Points)>,
    /// Number, order and steps apply within each of these spans (E38).
    pub every: Option<Every>,
    /// Cap of each span.
    pub every_cap: Option<Points>,
    /// Cap of the item (E1).
    pub cap: Option<Points>,
    /// Floor of the item.
    pub floor: Option<Points>,
    /// The clause of which it is one version: number, order, steps, cap and floor hold for all
    /// versions together, as the last one in force says them (E26).
    pub clause: Option<String>,
    /// Whether it is meant to count besides other items that count the same act.
    pub also: bool,
    /// Where it is written.
    pub at: Place,
}

impl Share {
    /// The fraction for the person at `place` (from 1) of `of` persons.
    pub fn of(&self, place: u16, of: u16) -> Points {
        let counted = self.at_most.map_or(of, |most| most.min(of)).max(1);
        let whole = Points::from_integer(1);
        if place > counted {
            return Points::from_integer(0);
        }
        if of <= 1 {
            return whole;
        }
        if !self.places.is_empty() {
            let nth = usize::from(place.max(1)) - 1;
            return self.places.get(nth).copied().unwrap_or_default();
        }
        match (place, self.first, self.others) {
            (_, None, _) => whole / i128::from(counted),
            (0 | 1, Some(first), _) => first,
            (_, Some(_), Others::Each(fraction)) => fraction,
            (_, Some(first), Others::Split) => (whole - first) / i128::from(counted - 1).max(1),
        }
    }
}

impl Rules {
    /// The grade that `points` reach, compared unrounded; `None` where they reach none.
    pub fn grade(&self, points: Points) -> Option<&Grade> {
        let reached = |g: &&Grade| g.at_least.is_none_or(|least| points >= least);
        self.grades.iter().find(reached)
    }

    /// The place of the grade that `points` reach, once these gates are not met: each takes so many
    /// grades off as it says, and none leaves a better one than it names.
    pub(super) fn grade_left<'g>(
        &self,
        points: Points,
        unmet: impl Iterator<Item = &'g Gate>,
    ) -> Option<usize> {
        let reached = |g: &Grade| g.at_least.is_none_or(|least| points >= least);
        let by_points = self.grades.iter().position(reached);
        let (mut lower, mut left) = (0, None);
        for gate in unmet {
            lower += usize::from(gate.lower);
            left = left.max(gate.grade);
        }
        let last = self.grades.len().saturating_sub(1);
        by_points.map(|at| (at + lower).min(last)).max(left)
    }

    /// Whether the rules say what counts in a year of duty: a `scale` by year may be silent of it.
    pub fn weighs(&self, year: i32) -> bool {
        let parts = self.parts.iter().map(|p| &p.scale);
        parts.chain([&self.scale]).all(|s| scale::says(s, year))
    }

    /// Whether anything goes by a rate, given as an index of [`Rules::rates`].
    pub(super) fn uses_rate(&self, rate: usize) -> bool {
        let gates = self.gates.iter().map(|g| &g.counts);
        self.items().any(|(_, i)| i.rate == Some(rate))
            || gates.into_iter().any(|c| *c == Counts::Rate(rate))
    }

    /// Whether anything in the rules counts facts of a kind.
    pub fn counts(&self, what: FactKind) -> bool {
        let gates = self.gates.iter().filter_map(|g| match &g.counts {
            Counts::Facts(meter) => Some(&meter.select),
            _ => None,
        });
        let rates = self.rates.iter().map(|r| &r.meter.select);
        let items = self.items().map(|(_, i)| &i.select);
        let conditions = self.consequences.iter().flat_map(|c| &c.conditions);
        let conditions = conditions.filter_map(|c| match &c.ground {
            Ground::Facts(meter) => Some(&meter.select),
            _ => None,
        });
        let mut all = items.chain(gates).chain(rates).chain(conditions);
        all.any(|s| s.facts.contains(&what))
    }

    /// All items in order, each with the index of its part.
    pub fn items(&self) -> impl Iterator<Item = (usize, &Item)> {
        self.parts
            .iter()
            .enumerate()
            .flat_map(|(p, part)| part.items.iter().map(move |i| (p, i)))
    }
}
