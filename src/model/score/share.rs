//! Reads how an act of several persons is shared: `share = { first = "1/2", others = "split" }`,
//! or one such table for each form of proposal.

use super::lexicon::Lexicon;
use super::points::Points;
use super::read::{Reader, Sheet, Value};
use super::rules::{Field, Others, Share};
use crate::text;
use toml::de::DeValue;

const KEYS: [&str; 5] = ["first", "others", "each", "places", "at_most"];
const SPLIT: [&str; 2] = ["split", "平分"];

pub(super) fn read<'t>(
    reader: &mut Reader<'t>,
    item: Sheet<'t>,
    lexicon: &Lexicon,
) -> Vec<(Option<String>, Share)> {
    let Some(sheet) = reader.sheet(item, "share") else {
        return Vec::new();
    };
    let entries = reader.entries(sheet);
    if !entries
        .iter()
        .any(|(_, _, v)| matches!(v.get_ref(), DeValue::Table(_)))
    {
        return vec![(None, read_one(reader, sheet))];
    }
    let mut shares = Vec::new();
    for (key, at, value) in entries {
        let Some(kind) = lexicon.word(reader, Field::Kind, key, at) else {
            continue;
        };
        if let Some(sheet) = reader.sheet_of(value) {
            shares.push((Some(kind), read_one(reader, sheet)));
        }
    }
    shares
}

fn read_one<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Share {
    reader.only_keys(sheet, &KEYS);
    let at_most = reader.count(sheet, "at_most", 1);
    if Reader::value(sheet, "places").is_some() {
        return Share {
            places: read_places(reader, sheet),
            first: None,
            others: NOTHING,
            at_most,
        };
    }
    let whole = Some(Points::from_integer(1));
    if let Some(each) = Reader::value(sheet, "each") {
        for key in ["first", "others"] {
            if Reader::value(sheet, key).is_some() {
                let message = text!(
                    "“each”与“{key}”不能同时写",
                    "`each` and `{key}` exclude each other"
                );
                reader.wrong(
                    reader.place_of(sheet, key),
                    message,
                    text!("删去一个", "drop one of them"),
                );
            }
        }
        return match fraction(reader, each) {
            Others::Split => Share {
                places: Vec::new(),
                first: None,
                others: Others::Split,
                at_most,
            },
            Others::Each(part) => Share {
                places: Vec::new(),
                first: Some(part),
                others: Others::Each(part),
                at_most,
            },
        };
    }
    let first = match Reader::value(sheet, "first").map(|v| fraction(reader, v)) {
        None => whole,
        Some(Others::Each(part)) => Some(part),
        Some(Others::Split) => None,
    };
    let others = match Reader::value(sheet, "others") {
        Some(value) => fraction(reader, value),
        None if at_most.is_some() && Reader::value(sheet, "first").is_none() => {
            Others::Each(Points::from_integer(1))
        }
        None => Others::Each(Points::from_integer(0)),
    };
    let one = Points::from_integer(1);
    // Where the first has all, what others have is beside it.
    if let (Some(mine), Others::Each(theirs)) = (first, others)
        && mine < one
        && mine + theirs > one
    {
        let sum = mine + theirs;
        let message = text!(
            "第一人 {mine} 加另一人 {theirs} 是 {sum}，超过全部",
            "{mine} for the first and {theirs} for another come to {sum}, more than the whole"
        );
        let fix = text!(
            "核对份额；平分余下的写 others = \"平分\"",
            "check the shares; others = \"split\" divides what is left"
        );
        reader.doubt_as("share_beyond_whole", sheet.at, message, fix);
    }
    if let Some(mine) = first.filter(|mine| *mine < one && others == NOTHING) {
        let rest = one - mine;
        let message = text!(
            "第一人 {mine}，其余的人 0：剩下的 {rest} 谁也得不到",
            "{mine} for the first and 0 for the others: nobody has the {rest} that are left"
        );
        let fix = text!(
            "补上 others；平分余下的写 others = \"平分\"",
            "add `others`; others = \"split\" divides what is left"
        );
        reader.doubt_as("share_lost", sheet.at, message, fix);
    }
    Share {
        places: Vec::new(),
        first,
        others,
        at_most,
    }
}

/// Reads `places = ["50%", "30%", "20%"]`: the fraction of each person by place.
fn read_places<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Vec<Points> {
    for key in ["first", "others", "each"] {
        if Reader::value(sheet, key).is_some() {
            let message = text!(
                "“places”与“{key}”不能同时写",
                "`places` and `{key}` exclude each other"
            );
            let fix = text!("删去一个", "drop one of them");
            reader.wrong(reader.place_of(sheet, key), message, fix);
        }
    }
    let Some(value) = Reader::value(sheet, "places") else {
        return Vec::new();
    };
    let DeValue::Array(list) = value.get_ref() else {
        let (zh, en) = (
            "列表（如 [\"50%\", \"30%\", \"20%\"]）",
            "a list such as [\"50%\", \"30%\", \"20%\"]",
        );
        reader.wrong_type(value, zh, en);
        return Vec::new();
    };
    if list.is_empty() {
        reader.empty_list(value, "places");
    }
    let parts = list.iter().filter_map(|v| match fraction(reader, v) {
        Others::Each(part) => Some(part),
        Others::Split => {
            reader.wrong_type(value, "每人的份额", "a share for each");
            None
        }
    });
    let places: Vec<Points> = parts.collect();
    let sum: Points = places.iter().sum();
    if sum > Points::from_integer(1) {
        let message = text!(
            "各人份额合计 {sum}，超过全部",
            "the shares come to {sum}, more than the whole"
        );
        let fix = text!("核对份额", "check the shares");
        reader.doubt_as("share_beyond_whole", sheet.at, message, fix);
    }
    places
}

/// Nothing for each of the others.
const NOTHING: Others = Others::Each(Points::new_raw(0, 1));

/// A fraction from 0 to 1, or the word for equal parts.
fn fraction<'t>(reader: &mut Reader<'t>, value: Value<'t>) -> Others {
    if let DeValue::String(word) = value.get_ref()
        && SPLIT.contains(&word.trim())
    {
        return Others::Split;
    }
    let (none, whole) = (Points::from_integer(0), Points::from_integer(1));
    let Some(part) = reader.number_of(value) else {
        return Others::Each(none);
    };
    if part < none || part > whole {
        let message = text!("份额应在 0 与 1 之间", "a share lies between 0 and 1");
        reader.wrong(
            reader.at(value),
            message,
            text!("如 \"1/2\" 或 \"平分\"", "such as \"1/2\" or \"split\""),
        );
    }
    Others::Each(part)
}
