//! Reads `[[rate]]` and `[[gate]]`: what is counted beside the points, and where the limit lies.

use super::every::Every;
use super::gate::{Counts, Gate, Limit, Meter, Over, Rate};
use super::item::{self, SELECTION};
use super::known::Known;
use super::lexicon::Lexicon;
use super::points::Points;
use super::possible;
use super::read::{Reader, Sheet, clipped};
use super::rules::{Field, Grade, Per, Words};
use super::words::{CAME, EVERIES, OVERS, Open, Word, code_of, spellings};
use crate::model::fact::FactKind;
use crate::text;
use std::collections::HashSet;
use toml::de::DeValue;

pub(super) const RATE: [&str; 4] = ["name", "met", "per", "empty"];
pub(super) const GATE: [&str; 16] = [
    "gates",
    "lower",
    "rate",
    "part",
    "title",
    "article",
    "per",
    "graded",
    "over",
    "every",
    "at_least",
    "at_most",
    "holder",
    "holder_not",
    "grade",
    "then",
];

fn keys(own: &[&'static str]) -> Vec<&'static str> {
    own.iter().chain(&SELECTION).copied().collect()
}

/// The rates of a file.
pub(super) fn rates<'t>(
    reader: &mut Reader<'t>,
    file: Sheet<'t>,
    known: Option<&Known>,
) -> Vec<Rate> {
    let mut rates: Vec<Rate> = Vec::new();
    let mut names: HashSet<String> = HashSet::new();
    for sheet in reader.sheets(file, "rate") {
        let rate = read_rate(reader, sheet, known);
        if !rate.name.is_empty() && !names.insert(rate.name.clone()) {
            let name = &rate.name;
            let message = text!("比率“{name}”写了两次", "the rate `{name}` is written twice");
            reader.wrong(rate.at, message, text!("删去一个", "drop one of them"));
        }
        rates.push(rate);
    }
    rates
}

fn read_rate<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, known: Option<&Known>) -> Rate {
    reader.only_keys(sheet, &keys(&RATE));
    let lexicon = Lexicon::new(item::read_facts(reader, sheet), known);
    let mut meter = read_meter(reader, sheet, &lexicon);
    let attendance = lexicon.facts == [FactKind::Attendance];
    let mut met = lexicon.words(reader, sheet, Field::State, "met");
    if met.is_empty() && attendance {
        met = CAME.map(str::to_owned).to_vec();
    } else if met.is_empty() && !lexicon.facts.is_empty() {
        let message = text!("缺少“met”（怎样算达到）", "`met` is missing");
        reader.wrong(
            sheet.at,
            message,
            text!("如 met = \"采用\"", "such as met = \"adopted\""),
        );
    }
    let states = &mut meter.select.state;
    if attendance && *states == Words::default() {
        states.not = vec!["unrecorded".to_owned()];
    }
    Rate {
        name: reader.needed_text(sheet, "name"),
        empty: read_empty(reader, sheet, &lexicon.facts),
        meter,
        met,
        at: sheet.at,
    }
}

/// What a rate comes to where nothing was due: all of it where others say what is due (meetings,
/// proposals to handle), nothing where it is of acts of one's own, unless the rules say so.
fn read_empty<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, facts: &[FactKind]) -> Points {
    if let Some(share) = reader.share(sheet, "empty") {
        return share;
    }
    let called = |f: &FactKind| matches!(f, FactKind::Attendance | FactKind::Handling);
    if facts.iter().all(called) {
        return Points::from_integer(1);
    }
    if Reader::value(sheet, "empty").is_none() {
        let message = text!(
            "办法没有写一件都没有时比率是多少：按 0 计（什么也没做的不得满分）",
            "the rules do not say what the rate is where there is nothing to count: it is 0 (who did nothing has no full rate)"
        );
        let fix = text!(
            "写明 empty = 0，或按满分计 empty = 1",
            "write empty = 0, or empty = 1 for a full rate"
        );
        reader.doubt_as("rate_of_nothing", sheet.at, message, fix);
    }
    Points::from_integer(0)
}

pub(super) fn read_meter<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    lexicon: &Lexicon,
) -> Meter {
    let per = item::read_per(reader, sheet);
    if matches!(per, Per::Once | Per::Time) {
        let message = text!(
            "这里只能按次、半天或数量计数",
            "here one counts by event, half-day or quantity"
        );
        reader.wrong(
            reader.place_of(sheet, "per"),
            message,
            text!("改写 per", "change `per`"),
        );
    }
    let select = item::read_select(reader, sheet, lexicon);
    possible::selection(reader, sheet, &select);
    Meter { select, per }
}

/// The gates of a file; `grades` are those of the file, best first.
pub(super) fn gates<'t>(
    reader: &mut Reader<'t>,
    file: Sheet<'t>,
    (grades, names): (&[Grade], (&[Rate], &[String])),
    known: Option<&Known>,
) -> Vec<Gate> {
    let (mut gates, mut sheets) = (Vec::new(), Vec::new());
    for sheet in reader.sheets(file, "gate") {
        let found = beside(reader, sheet, names);
        if let Some(gate) = read_gate(reader, sheet, (grades, found), known) {
            gates.push(gate);
            sheets.push(sheet);
        }
    }
    counted(reader, &sheets, &mut gates);
    for (gate, sheet) in gates.iter().zip(sheets) {
        useless(reader, sheet, gate);
    }
    gates
}

/// Finds the gates that gates count by their titles; those that count grades or gates cannot be.
fn counted<'t>(reader: &mut Reader<'t>, sheets: &[Sheet<'t>], gates: &mut [Gate]) {
    let can = |g: &Gate| !matches!(g.counts, Counts::Gates(_) | Counts::Graded(_));
    let titles: Vec<String> = gates.iter().map(|g| g.title.clone()).collect();
    let plain: Vec<&str> = gates
        .iter()
        .filter(|g| can(g))
        .map(|g| g.title.as_str())
        .collect();
    let mut found: Vec<(usize, Vec<usize>)> = Vec::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let mut counted = Vec::new();
        for (word, place) in reader.texts(*sheet, "gates") {
            let named = titles.iter().position(|t| *t == word);
            if let Some(named) = named.filter(|_| plain.contains(&word.as_str())) {
                counted.push(named);
                continue;
            }
            let shown = clipped(&word);
            let message = text!(
                "没有可以数的条件“{shown}”",
                "there is no gate `{shown}` that can be counted"
            );
            reader.unknown(place, message, &word, &plain);
        }
        counted.sort_unstable();
        counted.dedup();
        found.push((at, counted));
    }
    for (at, counted) in found {
        for inner in &counted {
            gates[*inner].counted = gates[*inner].is_idle();
        }
        if let Counts::Gates(list) = &mut gates[at].counts {
            *list = counted;
        }
    }
}

/// What a gate goes by that is reckoned elsewhere: a rate, or the points of a part; an error where
/// it names one that there is not.
fn beside<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    (rates, parts): (&[Rate], &[String]),
) -> Option<Result<Counts, ()>> {
    let keys = ["rate", "part"];
    let key = keys
        .into_iter()
        .find(|k| Reader::value(sheet, k).is_some())?;
    for other in SELECTION
        .iter()
        .chain(&["per", "every", "over", "graded", "part", "gates"])
    {
        if *other != key && Reader::value(sheet, other).is_some() {
            let message = text!(
                "写了“{key}”的条件看本年，不能再写“{other}”",
                "a gate with `{key}` looks at the year and has no `{other}`"
            );
            let at = reader.place_of(sheet, other);
            reader.wrong(at, message, text!("删去此键", "drop the key"));
        }
    }
    let Some((word, at)) = reader.text(sheet, key) else {
        return Some(Err(()));
    };
    let names: Vec<&str> = match key {
        "rate" => rates.iter().map(|r| r.name.as_str()).collect(),
        _ => parts.iter().map(String::as_str).collect(),
    };
    let found = names.iter().position(|n| *n == word);
    if found.is_none() {
        let shown = clipped(&word);
        let message = match key {
            "rate" => text!(
                "没有名为“{shown}”的 [[rate]]",
                "there is no [[rate]] `{shown}`"
            ),
            _ => text!("没有编码为“{shown}”的部分", "there is no part `{shown}`"),
        };
        reader.unknown(at, message, &word, &names);
    }
    Some(found.ok_or(()).map(|at| match key {
        "rate" => Counts::Rate(at),
        _ => Counts::Part(at),
    }))
}

fn read_gate<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    (grades, found): (&[Grade], Option<Result<Counts, ()>>),
    known: Option<&Known>,
) -> Option<Gate> {
    reader.only_keys(sheet, &keys(&GATE));
    let article = reader.text(sheet, "article");
    Some(Gate {
        title: reader.needed_text(sheet, "title"),
        article: article.map(|t| t.0).unwrap_or_default(),
        over: read_over(reader, sheet),
        every: read_every(reader, sheet),
        holder: read_holder(reader, sheet, known),
        grade: read_grade(reader, sheet, grades),
        lower: reader.count(sheet, "lower", 1).unwrap_or(0),
        counted: false,
        then: reader.text(sheet, "then").map(|t| t.0).unwrap_or_default(),
        at: sheet.at,
        limit: match found {
            Some(Ok(Counts::Rate(_))) => read_share_limit(reader, sheet)?,
            _ => read_limit(reader, sheet)?,
        },
        counts: match found {
            Some(found) => found.ok()?,
            None => read_counts(reader, sheet, grades, known),
        },
    })
}

fn useless<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, gate: &Gate) {
    if gate.is_idle() && !gate.counted {
        let message = text!(
            "未写达不到时怎样：没有 grade、lower，也没有 then",
            "nothing follows from this gate: it has no `grade`, `lower` or `then`"
        );
        let fix = text!(
            "补上 grade（最高评什么）、lower = 1（降一个等次）或 then",
            "add `grade`, `lower` or `then`"
        );
        reader.doubt(gate.at, message, fix);
    }
    if gate.limit == Limit::AtLeast(Points::from_integer(0)) {
        let message = text!("“至少 0”人人达到", "everybody has `at_least = 0`");
        reader.doubt(
            reader.place_of(sheet, "at_least"),
            message,
            text!("改正 at_least", "mend `at_least`"),
        );
    }
}

fn read_counts<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    grades: &[Grade],
    known: Option<&Known>,
) -> Counts {
    if Reader::value(sheet, "gates").is_some() {
        for key in SELECTION.iter().chain(&["per", "every", "over", "graded"]) {
            if Reader::value(sheet, key).is_some() {
                let message = text!(
                    "数条件的条件不能写“{key}”",
                    "a gate that counts gates has no `{key}`"
                );
                let at = reader.place_of(sheet, key);
                reader.wrong(at, message, text!("删去此键", "drop the key"));
            }
        }
        return Counts::Gates(Vec::new());
    }
    if Reader::value(sheet, "graded").is_none() {
        let lexicon = Lexicon::new(item::read_facts(reader, sheet), known);
        return Counts::Facts(Box::new(read_meter(reader, sheet, &lexicon)));
    }
    for key in SELECTION.iter().chain(&["per", "every"]) {
        if Reader::value(sheet, key).is_some() {
            let message = text!(
                "数等次的条件不能写“{key}”",
                "a gate that counts grades has no `{key}`"
            );
            let at = reader.place_of(sheet, key);
            reader.wrong(at, message, text!("删去此键", "drop the key"));
        }
    }
    let words = reader.texts(sheet, "graded");
    for (word, at) in &words {
        grade_named(reader, grades, word, *at);
    }
    Counts::Graded(words.into_iter().map(|w| w.0).collect())
}

pub(super) fn grade_named(
    reader: &mut Reader,
    grades: &[Grade],
    word: &str,
    at: super::Place,
) -> Option<usize> {
    let found = grades.iter().position(|g| g.name == word);
    if found.is_none() {
        let message = text!("没有等次“{word}”", "there is no grade `{word}`");
        let names: Vec<&str> = grades.iter().map(|g| g.name.as_str()).collect();
        reader.unknown(at, message, word, &names);
    }
    found
}

fn read_grade<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, grades: &[Grade]) -> Option<usize> {
    let (word, at) = reader.text(sheet, "grade")?;
    grade_named(reader, grades, &word, at)
}

/// Whether a limit stands there, be it well written or not.
fn said(sheet: Sheet<'_>) -> bool {
    ["at_least", "at_most"]
        .iter()
        .any(|k| Reader::value(sheet, k).is_some())
}

/// The limit of a rate: a share such as `"80%"`.
fn read_share_limit<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Option<Limit> {
    let least = reader.share(sheet, "at_least");
    let most = reader.share(sheet, "at_most");
    match (least, most) {
        (Some(least), None) => Some(Limit::AtLeast(least)),
        (None, Some(most)) => Some(Limit::AtMost(most)),
        (None, None) if said(sheet) => None,
        _ => {
            let message = text!(
                "比率的条件要写 at_least 或 at_most 中的一个",
                "a gate on a rate has either `at_least` or `at_most`"
            );
            let fix = text!("如 at_least = \"80%\"", "such as at_least = \"80%\"");
            reader.wrong(sheet.at, message, fix);
            None
        }
    }
}

pub(super) fn read_limit<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Option<Limit> {
    let least = reader.number(sheet, "at_least");
    let most = reader.number(sheet, "at_most");
    match (least, most) {
        (Some(least), None) => Some(Limit::AtLeast(least)),
        (None, Some(most)) => Some(Limit::AtMost(most)),
        (None, None) if said(sheet) => None,
        _ => {
            let message = text!(
                "at_least 与 at_most 要写一个，且只写一个",
                "a gate has either `at_least` or `at_most`"
            );
            let fix = text!("如 at_least = 1", "such as at_least = 1");
            reader.wrong(sheet.at, message, fix);
            None
        }
    }
}

pub(super) fn read_over<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Over {
    let Some(value) = Reader::value(sheet, "over") else {
        return Over::Year;
    };
    if let DeValue::Integer(_) = value.get_ref() {
        return match reader.count(sheet, "over", 1) {
            Some(1) | None => Over::Year,
            Some(years) => Over::Years(years.min(50)),
        };
    }
    match coded(reader, sheet, "over", &OVERS) {
        Some("term") => Over::Term,
        _ => Over::Year,
    }
}

/// The span `every`, where given.
pub(super) fn read_every<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Option<Every> {
    Some(match coded(reader, sheet, "every", &EVERIES)? {
        "month" => Every::Month,
        "quarter" => Every::Quarter,
        _ => Every::HalfYear,
    })
}

pub(super) fn coded<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    key: &str,
    words: &[Word],
) -> Option<&'static str> {
    let (word, at) = reader.text(sheet, key)?;
    let code = code_of(&word, words);
    if code.is_none() {
        let word = clipped(&word);
        let message = text!("“{key}”不能是“{word}”", "`{key}` cannot be `{word}`");
        reader.unknown(at, message, &word, &spellings(words));
    }
    code
}

/// The posts for whose holders a part or a gate is.
pub(super) fn read_holder<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    known: Option<&Known>,
) -> Words {
    let lexicon = Lexicon::new(Vec::new(), known);
    Words {
        only: lexicon.dictionary(reader, sheet, Open::Post, "holder"),
        not: lexicon.dictionary(reader, sheet, Open::Post, "holder_not"),
    }
}
