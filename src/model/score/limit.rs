//! Start, cap and floor of a part: the same for everybody, by the post held, or a cap that is a
//! share of what another part comes to.

use super::amount::{Factor, factor};
use super::check;
use super::engine::Engine;
use super::known::Known;
use super::lexicon::Lexicon;
use super::mistake::Place;
use super::person::Person;
use super::points::Points;
use super::read::{Reader, Sheet};
use super::rules::{Bounds, Part, Rules};
use super::words::{Open, Word, code_of};
use crate::text;
use toml::de::DeValue;

/// Bounds by the post that counts for the year; the first one held decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByPost {
    /// Post and bounds.
    pub table: Vec<(String, Bounds)>,
    /// The bounds of all others.
    pub rest: Bounds,
}

/// A cap that is a share of what another part comes to: 加分不超过基本分的 20%.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CapOf {
    /// The other part, as an index of [`Rules::parts`].
    pub part: usize,
    /// The share of its points.
    pub share: Points,
    /// Where it is written.
    pub at: Place,
}

impl CapOf {
    /// Part and share, to multiply with.
    pub(super) fn made(self) -> Option<(usize, Factor)> {
        Some((self.part, factor(self.share)?))
    }
}

const BY: [Word; 1] = [("post", "职务", "post")];
const ELSE: [&str; 2] = ["else", "其余"];
const KEYS: [&str; 3] = ["start", "cap", "floor"];

/// One bound as it is written.
#[derive(Debug, Default)]
struct Bound {
    posts: Vec<(String, Points)>,
    rest: Option<Points>,
}

/// Reads `start`, `cap` and `floor`: the widest of all posts, and what each post has.
pub(super) fn read<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    known: Option<&Known>,
) -> (Bounds, Option<ByPost>) {
    let all = KEYS.map(|key| read_one(reader, sheet, key, known));
    let rest = bounds(&all, |b| b.rest);
    let mut posts: Vec<&String> = Vec::new();
    for (post, _) in all.iter().flat_map(|b| &b.posts) {
        if !posts.contains(&post) {
            posts.push(post);
        }
    }
    if posts.is_empty() {
        return (rest, None);
    }
    let of = |post: &String| {
        let held = |b: &Bound| b.posts.iter().find(|(p, _)| p == post).map(|(_, n)| *n);
        (post.clone(), bounds(&all, |b| held(b).or(b.rest)))
    };
    let table: Vec<(String, Bounds)> = posts.into_iter().map(of).collect();
    for (_, bounds) in &table {
        check::bound_order(reader, sheet, *bounds);
    }
    let each = || table.iter().map(|(_, b)| *b).chain([rest]);
    // What anyone may have: no cap where one of them has none.
    let widest = Bounds {
        start: each().filter_map(|b| b.start).max(),
        cap: each()
            .map(|b| b.cap)
            .collect::<Option<Vec<_>>>()
            .and_then(|c| c.into_iter().max()),
        floor: each()
            .map(|b| b.floor)
            .collect::<Option<Vec<_>>>()
            .and_then(|f| f.into_iter().min()),
    };
    (widest, Some(ByPost { table, rest }))
}

fn bounds(all: &[Bound; 3], pick: impl Fn(&Bound) -> Option<Points>) -> Bounds {
    let [start, cap, floor] = all;
    Bounds {
        start: pick(start),
        cap: pick(cap),
        floor: pick(floor),
    }
}

fn read_one<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    key: &str,
    known: Option<&Known>,
) -> Bound {
    let Some(value) = Reader::value(sheet, key) else {
        return Bound::default();
    };
    let DeValue::Table(_) = value.get_ref() else {
        return Bound {
            rest: reader.amount(sheet, key),
            posts: Vec::new(),
        };
    };
    let Some(table) = reader.sheet_of(value) else {
        return Bound::default();
    };
    if key == "cap" && Reader::value(table, "share").is_some() {
        return Bound::default(); // A share of another part, which is read once all parts are.
    }
    let by = reader.text(table, "by");
    if by.and_then(|(by, _)| code_of(&by, &BY)).is_none() {
        let message = text!("“{key}”的表只能按职务", "a table of `{key}` goes by post");
        let fix = text!(
            "如 {key} = {{ by = \"职务\", \"常委\" = 40, else = 30 }}；占另一部分的比例写 cap = {{ share = \"20%\", of = \"base\" }}",
            "such as {key} = {{ by = \"post\", \"常委\" = 40, else = 30 }}; for a share of another part write cap = {{ share = \"20%\", of = \"base\" }}"
        );
        reader.wrong(reader.place_of(table, "by"), message, fix);
        return Bound::default();
    }
    let mut bound = Bound::default();
    for (word, at, value) in reader.entries(table) {
        if word == "by" {
            continue;
        }
        let Some(number) = reader.number_of(value) else {
            continue;
        };
        if ELSE.contains(&word) {
            bound.rest = Some(number);
        } else {
            let post = Lexicon::new(Vec::new(), known).entry(reader, Open::Post, word, at);
            bound.posts.push((post, number));
        }
    }
    bound
}

/// Reads the caps that are a share of another part, once the codes of all are known.
pub(super) fn of_file<'t>(reader: &mut Reader<'t>, sheets: &[Sheet<'t>], parts: &mut [Part]) {
    let codes: Vec<String> = parts.iter().map(|p| p.code.clone()).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    for (part, sheet) in parts.iter_mut().zip(sheets) {
        let Some(DeValue::Table(_)) = Reader::value(*sheet, "cap").map(toml::Spanned::get_ref)
        else {
            continue;
        };
        let cap = reader.sheet(*sheet, "cap");
        let Some(cap) = cap.filter(|c| Reader::value(*c, "share").is_some()) else {
            continue;
        };
        reader.only_keys(cap, &["share", "of"]);
        let (share, of) = (reader.number(cap, "share"), reader.needed_text(cap, "of"));
        let named = codes.iter().position(|c| *c == of);
        if named.is_none() && !of.is_empty() {
            let message = text!("没有编码为“{of}”的部分", "there is no part `{of}`");
            reader.unknown(reader.place_of(cap, "of"), message, &of, &codes);
        }
        part.cap_of = named.zip(share).map(|(part, share)| CapOf {
            part,
            share,
            at: cap.at,
        });
    }
}

impl Rules {
    /// All bounds that a part may have.
    pub(super) fn all_bounds(&self) -> impl Iterator<Item = Bounds> {
        let by_post = |p: &Part| p.by_post.clone();
        let posted = self.parts.iter().filter_map(by_post);
        let posted = posted.flat_map(|b| b.table.into_iter().map(|(_, b)| b).chain([b.rest]));
        self.parts.iter().map(|p| p.bounds).chain(posted)
    }
}

impl Engine {
    /// The bounds of a part for one member, but for a cap that is a share of another part.
    pub(super) fn bounds_for(&self, part: usize, person: &Person) -> Bounds {
        let Some(own) = self.rules.parts.get(part) else {
            return Bounds::default();
        };
        let Some(by_post) = &own.by_post else {
            return own.bounds;
        };
        let held = person.held_of(self.posted[part].iter().copied());
        let held = held.and_then(|(at, _)| by_post.table.get(at));
        held.map_or(by_post.rest, |(_, bounds)| *bounds)
    }

    /// The cap of a part for one member, where these are the points of the parts.
    pub(super) fn cap_for(
        &self,
        part: usize,
        person: &Person,
        points: &[Points],
    ) -> Option<Points> {
        let own = self.rules.parts.get(part)?;
        match own.cap_of {
            Some(cap) => Some((*points.get(cap.part)?).max(Points::from_integer(0)) * cap.share),
            None => self.bounds_for(part, person).cap,
        }
    }
}
