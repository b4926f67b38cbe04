//! Bands of ranks (E33): septiles 七档, the first tenth, the first twenty: who stands where among
//! all who are ranked, or among those of the same body.

use super::meter;
use super::points::Points;
use super::quota::{Among, Standing, read_among};
use super::read::{Reader, Sheet};
use super::words::Word;
use crate::model::fact::Sym;
use crate::text;
use std::collections::HashMap;
use toml::de::DeValue;

/// Bands of ranks, best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bands {
    /// The bands.
    pub list: Vec<Band>,
    /// Within whom.
    pub of: Among,
    /// In which band all of those with equal points are.
    pub ties: Tied,
}

/// One band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// 第一档 …
    pub name: String,
    /// How many it holds.
    pub size: Size,
}

/// How many a band holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// This share of those who are ranked.
    Share(Points),
    /// So many.
    Count(u16),
    /// All who are left.
    Rest,
}

/// In which band those with equal points are: they are always in the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tied {
    /// 就高: in that of the first of them, so that the rank decides.
    #[default]
    Up,
    /// 就低: in that of the last of them.
    Down,
}

const TIED: [Word; 2] = [("up", "就高", "up"), ("down", "就低", "down")];

/// More bands than any regulation has.
const MOST: u16 = 20;

const NUMERALS: [&str; MOST as usize] = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四",
    "十五", "十六", "十七", "十八", "十九", "二十",
];

/// Reads `bands = 7` or `{ into = 7, of = "界别", ties = "就低" }`, or with a `list` of bands.
pub(super) fn read<'t>(reader: &mut Reader<'t>, file: Sheet<'t>) -> Option<Bands> {
    let value = Reader::value(file, "bands")?;
    if let DeValue::Integer(_) = value.get_ref() {
        return Some(Bands {
            list: equal(read_number(reader, file, "bands")?),
            of: Among::All,
            ties: Tied::Up,
        });
    }
    let sheet = reader.sheet_of(value)?;
    reader.only_keys(sheet, &["into", "list", "of", "ties"]);
    let of = read_among(reader, sheet);
    let ties = match meter::coded(reader, sheet, "ties", &TIED) {
        Some("down") => Tied::Down,
        _ => Tied::Up,
    };
    let has = |key| Reader::value(sheet, key).is_some();
    if has("into") == has("list") {
        let message = text!(
            "bands 要写 into（平分成几档）或 list（逐档写明），且只写一个",
            "`bands` has either `into` or `list`"
        );
        let fix = text!("如 bands = 7", "such as bands = 7");
        reader.wrong(sheet.at, message, fix);
        return None;
    }
    let list = if has("into") {
        equal(read_number(reader, sheet, "into")?)
    } else {
        read_list(reader, sheet)
    };
    Some(Bands { list, of, ties })
}

fn read_number<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, key: &str) -> Option<u16> {
    let number = reader.count(sheet, key, 2)?;
    if number > MOST {
        let message = text!("最多分 {MOST} 档", "there are at most {MOST} bands");
        let fix = text!("如 bands = 7", "such as bands = 7");
        reader.wrong(reader.place_of(sheet, key), message, fix);
        return None;
    }
    Some(number)
}

/// So many bands of the same share.
fn equal(number: u16) -> Vec<Band> {
    let share = Size::Share(Points::new(1, i128::from(number)));
    let names = NUMERALS.iter().take(usize::from(number));
    names
        .map(|n| Band {
            name: format!("第{n}档"),
            size: share,
        })
        .collect()
}

fn read_list<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Vec<Band> {
    let mut list: Vec<Band> = Vec::new();
    let (mut rest, mut sum) = (None, Points::from_integer(0));
    let bands = reader.sheets(sheet, "list");
    if bands.len() < 2 || bands.len() > usize::from(MOST) {
        let message = text!(
            "档次要有 2 至 {MOST} 档",
            "there are from 2 to {MOST} bands"
        );
        let at = reader.place_of(sheet, "list");
        reader.wrong(at, message, text!("增减档次", "add or drop bands"));
    }
    for band in bands.into_iter().take(usize::from(MOST)) {
        reader.only_keys(band, &["name", "share", "count"]);
        let name = reader.needed_text(band, "name");
        if list.iter().any(|b| b.name == name && !name.is_empty()) {
            let message = text!("档次“{name}”写了两次", "the band `{name}` is written twice");
            reader.wrong(band.at, message, text!("删去一个", "drop one of them"));
        }
        if let Some(before) = rest.take() {
            let message = text!(
                "“{before}”已包括其余所有人，“{name}”永远没有人",
                "`{before}` holds all who are left: nobody is ever in `{name}`"
            );
            let fix = text!("给前一档写 share 或 count", "give the one before a size");
            reader.wrong(band.at, message, fix);
        }
        let size = read_size(reader, band);
        match size {
            Size::Rest => rest = Some(name.clone()),
            Size::Share(share) => sum += share,
            Size::Count(_) => {}
        }
        list.push(Band { name, size });
    }
    if sum > Points::from_integer(1) {
        let message = text!(
            "各档的比例合计超过 100%",
            "the shares of the bands come to more than 100%"
        );
        let at = reader.place_of(sheet, "list");
        reader.wrong(at, message, text!("改正 share", "mend the shares"));
    } else if rest.is_none() && sum < Points::from_integer(1) {
        let message = text!(
            "排在各档之后的人没有档次",
            "who comes after all bands has none"
        );
        let fix = text!(
            "末档不写 share、count，即其余所有人",
            "leave the last one without a size: it holds all who are left"
        );
        reader.doubt(reader.place_of(sheet, "list"), message, fix);
    }
    list
}

fn read_size<'t>(reader: &mut Reader<'t>, band: Sheet<'t>) -> Size {
    let share = reader.share(band, "share").map(Size::Share);
    let count = reader.count(band, "count", 1).map(Size::Count);
    if share.is_some() && count.is_some() {
        let message = text!(
            "share 与 count 不能同时写",
            "`share` and `count` exclude each other"
        );
        let at = reader.place_of(band, "count");
        reader.wrong(at, message, text!("删去一个", "drop one of them"));
    }
    share.or(count).unwrap_or(Size::Rest)
}

impl Bands {
    /// The band of whom so many of `people` come before, by equal points not counted.
    fn at(&self, before: usize, people: usize) -> Option<usize> {
        let number = |n: usize| Points::from_integer(i128::try_from(n).unwrap_or(0));
        let mut end = Points::from_integer(0);
        self.list.iter().position(|band| {
            end += match band.size {
                Size::Share(share) => share * number(people),
                Size::Count(count) => Points::from_integer(i128::from(count)),
                Size::Rest => return true,
            };
            number(before) < end
        })
    }

    /// The band of each, in the order given: that in which the place lies, counted from the best of
    /// the body. A place lies in the first band that is not full with those before it, so that the
    /// best is always in the first band.
    pub fn award(&self, standings: &[Standing]) -> Vec<Option<usize>> {
        let mut bands = vec![None; standings.len()];
        let mut bodies: HashMap<Sym, Vec<usize>> = HashMap::new();
        for (i, one) in standings.iter().enumerate() {
            bodies.entry(one.bodies.of(self.of)).or_default().push(i);
        }
        for mut people in bodies.into_values() {
            people.sort_by(|a, b| standings[*b].total.cmp(&standings[*a].total));
            let mut before = 0;
            for tied in people.chunk_by(|a, b| standings[*a].total == standings[*b].total) {
                let place = match self.ties {
                    Tied::Up => before,
                    Tied::Down => before + tied.len() - 1,
                };
                let band = self.at(place, people.len());
                for one in tied {
                    bands[*one] = band;
                }
                before += tied.len();
            }
        }
        bands
    }
}
