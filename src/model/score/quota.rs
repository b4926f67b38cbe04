//! How many at most may have a grade (E30): decided among all who are ranked, after the points.

use super::points::Points;
use super::read::{Reader, Sheet};
use super::rules::Rules;
use super::words::{Word, code_of, spellings};
use crate::model::fact::Sym;
use crate::text;
use std::collections::HashMap;
use toml::de::DeValue;

/// A limit on how many have a grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// The share of those who are ranked, from 0 to 1; what is left of a person is dropped.
    pub share: Points,
    /// Of whom it is the share.
    pub of: Among,
    /// What becomes of those who tie at the cut.
    pub ties: Ties,
}

/// Of whom a quota is a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Among {
    /// Of all who are ranked.
    #[default]
    All,
    /// Of those of the same sector.
    Sector,
}

/// What becomes of those who tie at the cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ties {
    /// None of them has the grade: the quota is never exceeded.
    #[default]
    Out,
    /// All of them have it.
    In,
}

const AMONG: [Word; 2] = [("all", "全体", "all"), ("sector", "界别", "sector")];
const TIES: [Word; 2] = [("out", "都不给", "out"), ("in", "都给", "in")];

/// Reads `quota = "20%"` or `{ share = "20%", of = "sector", ties = "in" }`.
pub(super) fn read<'t>(reader: &mut Reader<'t>, grade: Sheet<'t>) -> Option<Quota> {
    let value = Reader::value(grade, "quota")?;
    let mut quota = Quota {
        share: Points::from_integer(1),
        of: Among::All,
        ties: Ties::Out,
    };
    if let DeValue::Table(_) = value.get_ref() {
        let sheet = reader.sheet_of(value)?;
        reader.only_keys(sheet, &["share", "of", "ties"]);
        if Reader::value(sheet, "share").is_none() {
            reader.needed_text(sheet, "share");
        }
        quota.share = reader.share(sheet, "share")?;
        if let Some(code) = word(reader, sheet, "of", &AMONG) {
            quota.of = if code == "sector" {
                Among::Sector
            } else {
                Among::All
            };
        }
        if let Some(code) = word(reader, sheet, "ties", &TIES) {
            quota.ties = if code == "in" { Ties::In } else { Ties::Out };
        }
    } else {
        quota.share = reader.share(grade, "quota")?;
    }
    Some(quota)
}

fn word<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    key: &str,
    words: &[Word],
) -> Option<&'static str> {
    let (word, at) = reader.text(sheet, key)?;
    let code = code_of(&word, words);
    if code.is_none() {
        let message = text!("“{key}”不能是“{word}”", "`{key}` cannot be `{word}`");
        reader.unknown(at, message, &word, &spellings(words));
    }
    code
}

/// One who is ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The score.
    pub total: Points,
    /// The grade that points and gates give, as an index of [`Rules::grades`].
    pub grade: Option<usize>,
    /// The sector.
    pub sector: Sym,
}

/// The grades that the quotas leave, in the order given: who does not fit has the next lower grade,
/// as far as its own quota allows.
pub fn award(rules: &Rules, standings: &[Standing]) -> Vec<Option<usize>> {
    let mut grades: Vec<Option<usize>> = standings.iter().map(|s| s.grade).collect();
    for (at, grade) in rules.grades.iter().enumerate() {
        let Some(quota) = grade.quota else { continue };
        let mut bodies: HashMap<Sym, (usize, Vec<usize>)> = HashMap::new();
        for (i, one) in standings.iter().enumerate() {
            let key = match quota.of {
                Among::All => Sym::NONE,
                Among::Sector => one.sector,
            };
            let body = bodies.entry(key).or_default();
            body.0 += 1;
            if grades[i] == Some(at) {
                body.1.push(i);
            }
        }
        for (people, mut graded) in bodies.into_values() {
            let room = room(quota.share, people);
            graded.sort_by(|a, b| standings[*b].total.cmp(&standings[*a].total));
            for i in graded.split_off(fitting(quota.ties, &graded, room, standings)) {
                grades[i] = (at + 1 < rules.grades.len()).then_some(at + 1);
            }
        }
    }
    grades
}

fn room(share: Points, people: usize) -> usize {
    let people = Points::from_integer(i128::try_from(people).unwrap_or(0));
    usize::try_from((share * people).floor().to_integer()).unwrap_or(0)
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
