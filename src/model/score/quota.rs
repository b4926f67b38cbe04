//! How many at most may have a grade (E30): decided among all who are ranked, after the points.

use super::meter;
use super::points::Points;
use super::read::{Reader, Sheet, Value};
use super::rules::Rules;
use super::words::Word;
use crate::model::code::Dict;
use crate::model::fact::Sym;
use crate::text;
use std::collections::HashMap;
use toml::de::DeValue;

/// A limit on how many have a grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quota {
    /// How many may have it.
    pub places: Places,
    /// Of whom they are reckoned.
    pub of: Among,
    /// What becomes of those who tie at the cut; where the rules do not say, nobody has the grade.
    pub ties: Option<Ties>,
}

/// How many a quota gives the grade to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Places {
    /// A share of those who are ranked.
    Share {
        /// From 0 to 1; what is left of a person is dropped.
        share: Points,
        /// However few they are, so many (不足 1 名的按 1 名).
        least: u16,
    },
    /// So many, however many are ranked.
    Count(u16),
}

impl Places {
    /// Whether nobody ever has the grade.
    pub(super) fn is_nothing(self) -> bool {
        self.among(usize::MAX >> 16) == 0
    }

    /// How many of so many who are ranked.
    fn among(self, people: usize) -> usize {
        let (share, least) = match self {
            Places::Count(count) => return usize::from(count),
            Places::Share { share, least } => (share, usize::from(least)),
        };
        let people = Points::from_integer(i128::try_from(people).unwrap_or(0));
        let part = usize::try_from((share * people).floor().to_integer());
        part.unwrap_or(0).max(least)
    }
}

impl Quota {
    /// What becomes of those who tie at the cut.
    pub fn ties(self) -> Ties {
        self.ties.unwrap_or_default()
    }
}

/// Of whom a quota is a share, and within whom bands are made. Who belongs to several bodies of one
/// kind counts in the first on record that still holds at the end of the year of duty; those of no
/// such body make one of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Among {
    /// Of all who are ranked.
    #[default]
    All,
    /// Of those of the same sector 界别.
    Sector,
    /// Of the same special committee 专委会.
    Committee,
    /// Of the same duty group 履职小组.
    Group,
    /// Of the same party 政治面貌.
    Party,
    /// Of the same post 政协职务: standing members apart from the others.
    Post,
    /// Of the same tag 标签.
    Tag,
}

impl Among {
    /// Chinese and English word.
    pub fn words(self) -> (&'static str, &'static str) {
        let found = AMONG.iter().find(|(of, _)| *of == self);
        found.map_or(("", ""), |(_, word)| (word.1, word.2))
    }

    /// The stable code.
    pub fn code(self) -> &'static str {
        let found = AMONG.iter().find(|(of, _)| *of == self);
        found.map_or("", |(_, word)| word.0)
    }

    /// The dictionary of the bodies that are read beside the members; `None` for all and for the
    /// sector, which stands with the member.
    pub fn dict(self) -> Option<Dict> {
        Some(match self {
            Among::All | Among::Sector => return None,
            Among::Committee => Dict::Committee,
            Among::Group => Dict::Group,
            Among::Party => Dict::Party,
            Among::Post => Dict::Post,
            Among::Tag => Dict::Tag,
        })
    }
}

/// The bodies that one who is ranked belongs to, by [`Among`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bodies([Sym; 7]);

impl Bodies {
    /// Those of a sector and of nothing else.
    pub fn of_sector(sector: Sym) -> Bodies {
        let mut bodies = Bodies::default();
        bodies.set(Among::Sector, sector);
        bodies
    }

    /// Sets the body of one kind.
    pub fn set(&mut self, of: Among, body: Sym) {
        self.0[of as usize] = body;
    }

    /// The body of one kind.
    pub fn of(&self, of: Among) -> Sym {
        self.0[of as usize]
    }
}

/// What becomes of those who tie at the cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Ties {
    /// None of them has the grade: the quota is never exceeded.
    #[default]
    Out,
    /// All of them have it.
    In,
}

const AMONG: [(Among, Word); 7] = [
    (Among::All, ("all", "全体", "all")),
    (Among::Sector, ("sector", "界别", "sector")),
    (Among::Committee, ("committee", "专委会", "committee")),
    (Among::Group, ("group", "履职小组", "group")),
    (Among::Party, ("party", "政治面貌", "party")),
    (Among::Post, ("post", "职务", "post")),
    (Among::Tag, ("tag", "标签", "tag")),
];
const TIES: [Word; 2] = [("out", "都不给", "out"), ("in", "都给", "in")];

/// Reads `quota = "20%"`, `{ share = "20%", of = "sector", least = 1, ties = "in" }`,
/// `{ count = 20 }`, or a list of them, each of which holds. Those of bodies come first, in the
/// order of the file, so that what is of all is decided among those whom they leave.
pub(super) fn read<'t>(reader: &mut Reader<'t>, grade: Sheet<'t>) -> Vec<Quota> {
    let Some(value) = Reader::value(grade, "quota") else {
        return Vec::new();
    };
    let mut quotas: Vec<Quota> = match value.get_ref() {
        DeValue::Array(list) if list.is_empty() => {
            reader.empty_list(value, "quota");
            Vec::new()
        }
        DeValue::Array(list) => list.iter().filter_map(|v| read_one(reader, v)).collect(),
        _ => read_one(reader, value).into_iter().collect(),
    };
    quotas.sort_by_key(|q| q.of == Among::All);
    quotas
}

fn read_one<'t>(reader: &mut Reader<'t>, value: Value<'t>) -> Option<Quota> {
    if let DeValue::Integer(n) = value.get_ref()
        && n.as_str().parse::<u16>().is_ok_and(|n| n > 1)
    {
        let n = n.as_str();
        let message = text!(
            "名额是比例，不是人数",
            "a quota is a share, no number of people"
        );
        let fix = text!(
            "固定几名写 {{ count = {n} }}，比例写 \"20%\"",
            "for so many write {{ count = {n} }}, for a share \"20%\""
        );
        reader.wrong(reader.at(value), message, fix);
        return None;
    }
    let DeValue::Table(_) = value.get_ref() else {
        return Some(Quota {
            places: Places::Share {
                share: reader.share_of(value, "quota")?,
                least: 0,
            },
            of: Among::All,
            ties: None,
        });
    };
    let sheet = reader.sheet_of(value)?;
    reader.only_keys(sheet, &["share", "count", "least", "of", "ties"]);
    let places = read_places(reader, sheet)?;
    let of = read_among(reader, sheet);
    let ties = meter::coded(reader, sheet, "ties", &TIES);
    let ties = ties.map(|code| if code == "in" { Ties::In } else { Ties::Out });
    Some(Quota { places, of, ties })
}

fn read_places<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Option<Places> {
    let has = |key| Reader::value(sheet, key).is_some();
    if has("count") == has("share") || (has("count") && has("least")) {
        let message = text!(
            "名额要写 share（比例，可加 least 至少几名）或 count（固定几名），且只写一个",
            "a quota has either `share`, with `least` where it has one, or `count`"
        );
        let fix = text!(
            "如 quota = {{ share = \"20%\", of = \"界别\", least = 1 }} 或 {{ count = 20 }}",
            "such as quota = {{ share = \"20%\", of = \"sector\", least = 1 }} or {{ count = 20 }}"
        );
        reader.wrong(sheet.at, message, fix);
        return None;
    }
    if has("count") {
        return reader.count(sheet, "count", 0).map(Places::Count);
    }
    let least = reader.count(sheet, "least", 1).unwrap_or(0);
    let share = reader.share(sheet, "share")?;
    Some(Places::Share { share, least })
}

/// Reads `of = "界别"`: within whom.
pub(super) fn read_among<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Among {
    let words: Vec<Word> = AMONG.iter().map(|a| a.1).collect();
    let code = meter::coded(reader, sheet, "of", &words);
    let found = AMONG.iter().find(|(_, word)| Some(word.0) == code);
    found.map_or(Among::All, |(of, _)| *of)
}

/// One who is ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The score.
    pub total: Points,
    /// The grade that points and gates give, as an index of [`Rules::grades`].
    pub grade: Option<usize>,
    /// The bodies belonged to.
    pub bodies: Bodies,
}

/// A quota at work in one body.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut<'c> {
    /// The grade, as an index of [`Rules::grades`].
    pub(super) grade: usize,
    /// Its quota.
    pub(super) quota: Quota,
    /// The body within which it is decided.
    pub(super) body: Sym,
    /// How many are ranked in it.
    pub(super) people: usize,
    /// How many may have the grade.
    pub(super) room: usize,
    /// Those who reach it, best first, as places in the standings.
    pub(super) graded: &'c [usize],
    /// How many of them keep it.
    pub(super) kept: usize,
}

/// The grades that the quotas leave, in the order given: who does not fit has the next lower grade,
/// as far as its own quota allows.
pub fn award(rules: &Rules, standings: &[Standing]) -> Vec<Option<usize>> {
    let grades = standings.iter().map(|s| s.grade).collect();
    cascade(rules, standings, grades, |_| {})
}

/// The same from given grades, where each cut is seen before it is made.
pub(super) fn cascade(
    rules: &Rules,
    standings: &[Standing],
    mut grades: Vec<Option<usize>>,
    mut seen: impl FnMut(Cut<'_>),
) -> Vec<Option<usize>> {
    for (at, grade) in rules.grades.iter().enumerate() {
        for quota in &grade.quotas {
            cut(rules, standings, (at, *quota), &mut grades, &mut seen);
        }
    }
    grades
}

/// Cuts one grade to one of its quotas, in each body.
fn cut(
    rules: &Rules,
    standings: &[Standing],
    (at, quota): (usize, Quota),
    grades: &mut [Option<usize>],
    seen: &mut impl FnMut(Cut<'_>),
) {
    let mut bodies: HashMap<Sym, (usize, Vec<usize>)> = HashMap::new();
    for (i, one) in standings.iter().enumerate() {
        let body = bodies.entry(one.bodies.of(quota.of)).or_default();
        body.0 += 1;
        if grades[i] == Some(at) {
            body.1.push(i);
        }
    }
    for (body, (people, mut graded)) in bodies {
        let room = quota.places.among(people);
        graded.sort_by(|a, b| standings[*b].total.cmp(&standings[*a].total));
        let kept = fitting(quota.ties(), &graded, room, standings);
        seen(Cut {
            grade: at,
            quota,
            body,
            people,
            room,
            graded: &graded,
            kept,
        });
        for i in graded.split_off(kept) {
            grades[i] = (at + 1 < rules.grades.len()).then_some(at + 1);
        }
    }
}

/// How many of those who have the grade, best first, may keep it.
fn fitting(ties: Ties, graded: &[usize], room: usize, standings: &[Standing]) -> usize {
    let points = |at: usize| graded.get(at).map(|i| standings[*i].total);
    let (Some(first_out), true) = (points(room), room > 0) else {
        return graded.len().min(room);
    };
    if points(room - 1) != Some(first_out) {
        return room;
    }
    let tied = |i: &&usize| standings[**i].total == first_out;
    let better = graded.iter().take_while(|i| !tied(i)).count();
    match ties {
        Ties::Out => better,
        Ties::In => better + graded.iter().filter(tied).count(),
    }
}
