//! Reads one `[[part.item]]`: which facts, how counted, how many points.

use super::check;
use super::gate::Rate;
use super::known::Known;
use super::lexicon::Lexicon;
use super::meter;
use super::points::Points;
use super::read::{Reader, Sheet, Value, clipped};
use super::rules::{BODIES, Exclusive, Field, Item, Per, Prefer, Same, Select, Words, Worth};
use super::words::{self, FACTS, FIELDS, MARKS, Open, PERS, SAMES, Word, code_of, spellings};
use super::{possible, sense, share};
use crate::model::fact::FactKind;
use crate::text;
use toml::de::DeValue;

/// The keys by which facts are selected.
pub(super) const SELECTION: [&str; 23] = [
    "fact",
    "kind",
    "kind_not",
    "state",
    "state_not",
    "role",
    "role_not",
    "level",
    "level_not",
    "mark",
    "mark_not",
    "post",
    "post_not",
    "tag",
    "tag_not",
    "committee",
    "committee_not",
    "group",
    "group_not",
    "sector",
    "sector_not",
    "from",
    "until",
];

const COUNTING: [&str; 22] = [
    "title",
    "article",
    "holder",
    "holder_not",
    "points",
    "times",
    "per",
    "share",
    "best_of",
    "first_of",
    "same",
    "beyond",
    "most",
    "tiers",
    "rate",
    "steps",
    "every",
    "every_cap",
    "cap",
    "floor",
    "clause",
    "also",
];

/// The keys of a table of values that are no words of the field.
const BY: &str = "by";
const ELSE: [&str; 2] = ["else", "其余"];

/// The keys of an item.
pub(super) fn keys() -> Vec<&'static str> {
    COUNTING.iter().chain(&SELECTION).copied().collect()
}

pub(super) fn read<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    rates: &[Rate],
    known: Option<&Known>,
) -> Item {
    let before = reader.mistakes.len();
    reader.only_keys(sheet, &keys());
    let lexicon = Lexicon::new(read_facts(reader, sheet), known);
    let per = read_per(reader, sheet);
    let item = Item {
        title: reader.needed_text(sheet, "title"),
        article: reader
            .text(sheet, "article")
            .map(|t| t.0)
            .unwrap_or_default(),
        holder: meter::read_holder(reader, sheet, known),
        points: read_points(reader, sheet, &lexicon),
        times: read_times(reader, sheet, &lexicon),
        per,
        share: share::read(reader, sheet, &lexicon),
        exclusive: read_exclusive(reader, sheet),
        beyond: reader.count(sheet, "beyond", 1).map_or(0, u32::from),
        most: reader.count(sheet, "most", 1).map(u32::from),
        tiers: read_tiers(reader, sheet),
        rate: read_rate(reader, sheet, rates),
        steps: read_steps(reader, sheet),
        every: meter::read_every(reader, sheet),
        every_cap: reader.amount(sheet, "every_cap"),
        cap: reader.amount(sheet, "cap"),
        floor: reader.amount(sheet, "floor"),
        clause: reader.text(sheet, "clause").map(|t| t.0),
        also: reader.yes(sheet, "also"),
        at: sheet.at,
        select: read_select(reader, sheet, &lexicon),
    };
    check::item(reader, sheet, &item);
    possible::selection(reader, sheet, &item.select);
    if reader.mistakes.len() == before {
        sense::item(reader, sheet, &item);
    }
    item
}

pub(super) fn read_facts<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Vec<FactKind> {
    if Reader::value(sheet, "fact").is_none() {
        reader.needed_text(sheet, "fact");
    }
    let table: Vec<Word> = FACTS.iter().map(|f| f.1).collect();
    let mut facts = Vec::new();
    for (word, at) in reader.texts(sheet, "fact") {
        let code = code_of(&word, &table);
        match FACTS.iter().find(|f| Some(f.1.0) == code) {
            Some((fact, _)) if !facts.contains(fact) => facts.push(*fact),
            Some(_) => {}
            None => {
                let word = clipped(&word);
                let message = text!("不认识的履职事实“{word}”", "unknown kind of fact `{word}`");
                reader.unknown(at, message, &word, &spellings(&table));
            }
        }
    }
    facts
}

pub(super) fn read_per<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Per {
    let Some((word, at)) = reader.text(sheet, "per") else {
        return Per::Event;
    };
    match code_of(&word, &PERS) {
        Some("half_day") => Per::HalfDay,
        Some("once") => Per::Once,
        Some("quantity") => Per::Quantity,
        Some("time") => Per::Time,
        Some(_) => Per::Event,
        None => {
            let word = clipped(&word);
            let message = text!("不认识的计数方式“{word}”", "unknown way to count `{word}`");
            reader.unknown(at, message, &word, &spellings(&PERS));
            Per::Event
        }
    }
}

pub(super) fn read_select<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    lexicon: &Lexicon,
) -> Select {
    let mut lists = |field, only, not| Words {
        only: lexicon.words(reader, sheet, field, only),
        not: lexicon.words(reader, sheet, field, not),
    };
    let (kind, state) = (
        lists(Field::Kind, "kind", "kind_not"),
        lists(Field::State, "state", "state_not"),
    );
    let (role, level) = (
        lists(Field::Role, "role", "role_not"),
        lists(Field::Level, "level", "level_not"),
    );
    let mut open = |open, only, not| Words {
        only: lexicon.dictionary(reader, sheet, open, only),
        not: lexicon.dictionary(reader, sheet, open, not),
    };
    let (post, sector) = (
        open(Open::Post, "post", "post_not"),
        open(Open::Sector, "sector", "sector_not"),
    );
    let belongs = BODIES.map(|(dict, only, not)| open(Open::of(dict), only, not));
    let (marks, marks_not) = (
        read_marks(reader, sheet, "mark"),
        read_marks(reader, sheet, "mark_not"),
    );
    Select {
        facts: lexicon.facts.clone(),
        kind,
        state,
        role,
        level,
        marks,
        marks_not,
        post,
        belongs,
        sector,
        from: reader.day(sheet, "from"),
        until: reader.day(sheet, "until"),
    }
}

pub(super) fn read_marks<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, key: &str) -> u16 {
    let table: Vec<Word> = MARKS.iter().map(|m| m.1).collect();
    let mut bits = 0;
    for (word, at) in reader.texts(sheet, key) {
        let code = code_of(&word, &table);
        if let Some((bit, _)) = MARKS.iter().find(|m| Some(m.1.0) == code) {
            bits |= bit;
        } else {
            let word = clipped(&word);
            let message = text!("不认识的标记“{word}”", "unknown mark `{word}`");
            reader.unknown(at, message, &word, &spellings(&table));
        }
    }
    bits
}

fn read_points<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, lexicon: &Lexicon) -> Worth {
    let worth = if let Some(value) = Reader::value(sheet, "points") {
        read_worth(reader, value, lexicon)
    } else if Reader::value(sheet, "steps").is_some() {
        Some(Worth::Flat(Points::from_integer(1)))
    } else {
        let message = text!("缺少“points”（分值）", "`points` is missing");
        reader.wrong(
            sheet.at,
            message,
            text!("补上 points = 2", "add points = 2"),
        );
        None
    };
    worth.unwrap_or(Worth::Flat(Points::from_integer(0)))
}

fn read_times<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, lexicon: &Lexicon) -> Vec<Worth> {
    match Reader::value(sheet, "times").map(|v| (v, v.get_ref())) {
        None => Vec::new(),
        Some((_, DeValue::Array(list))) => list
            .iter()
            .filter_map(|v| read_worth(reader, v, lexicon))
            .collect(),
        Some((value, _)) => read_worth(reader, value, lexicon).into_iter().collect(),
    }
}

fn read_exclusive<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Option<Exclusive> {
    let best = reader.text(sheet, "best_of");
    let first = reader.text(sheet, "first_of");
    if let (Some(_), Some((_, at))) = (&best, &first) {
        let message = text!(
            "best_of 与 first_of 不能同时写",
            "`best_of` and `first_of` exclude each other"
        );
        reader.wrong(*at, message, text!("删去一个", "drop one of them"));
    }
    let same = match meter::coded(reader, sheet, "same", &SAMES) {
        Some("work") => Same::Work,
        _ => Same::Occasion,
    };
    if let (None, None, Some(_)) = (&best, &first, Reader::value(sheet, "same")) {
        let message = text!(
            "没有 best_of 或 first_of，same 不起作用",
            "without `best_of` or `first_of` there is nothing for `same` to tell apart"
        );
        let at = reader.place_of(sheet, "same");
        reader.wrong(at, message, text!("补上 best_of", "add `best_of`"));
    }
    let exclusive = |prefer| move |(name, _)| Exclusive { name, prefer, same };
    best.map(exclusive(Prefer::Best))
        .or_else(|| first.map(exclusive(Prefer::First)))
}

fn read_tiers<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Vec<Points> {
    let Some(value) = Reader::value(sheet, "tiers") else {
        return Vec::new();
    };
    match value.get_ref() {
        DeValue::Array(list) if list.is_empty() => {
            reader.empty_list(value, "tiers");
            Vec::new()
        }
        DeValue::Array(list) => list.iter().filter_map(|v| reader.number_of(v)).collect(),
        _ => {
            let (zh, en) = (
                "列表（如 [1, \"1/2\", 0]）",
                "a list such as [1, \"1/2\", 0]",
            );
            reader.wrong_type(value, zh, en);
            Vec::new()
        }
    }
}

fn read_rate<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, rates: &[Rate]) -> Option<usize> {
    let (word, at) = reader.text(sheet, "rate")?;
    let found = rates.iter().position(|r| r.name == word);
    if found.is_none() {
        let shown = clipped(&word);
        let message = text!(
            "没有名为“{shown}”的 [[rate]]",
            "there is no [[rate]] `{shown}`"
        );
        let names: Vec<&str> = rates.iter().map(|r| r.name.as_str()).collect();
        reader.unknown(at, message, &word, &names);
    }
    found
}

/// A table `{ 5 = 10, 15 = 50 }`: from so much on, so many points in all.
fn read_steps<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Vec<(Points, Points)> {
    let mut steps: Vec<(Points, Points)> = Vec::new();
    let Some(table) = reader.sheet(sheet, "steps") else {
        return steps;
    };
    for (key, at, value) in reader.entries(table) {
        let Ok(from) = step(key) else {
            let shown = clipped(key);
            let message = text!("档次“{shown}”不是数", "the step `{shown}` is not a number");
            let fix = text!(
                "如 steps = {{ 5 = 10, 15 = 50 }}",
                "such as steps = {{ 5 = 10, 15 = 50 }}"
            );
            reader.wrong(at, message, fix);
            continue;
        };
        if let Some(points) = reader.number_of(value) {
            if steps.iter().any(|(f, _)| *f == from) {
                let message = text!("档次“{key}”写了两次", "the step `{key}` is written twice");
                reader.wrong(at, message, text!("删去一个", "drop one of them"));
            }
            steps.push((from, points));
        }
    }
    if table.table.is_empty() {
        let message = text!("“steps”是空表", "`steps` is an empty table");
        reader.wrong(
            table.at,
            message,
            text!("填写或删去此键", "fill it in or drop the key"),
        );
    }
    steps.sort_unstable();
    steps
}

/// Where a step begins: a number, or a share such as `90%` of a rate.
fn step(key: &str) -> Result<Points, super::points::NotANumber> {
    match key.trim().strip_suffix(['%', '％']) {
        Some(share) => super::points::parse(share).map(|n| n / 100),
        None => super::points::parse(key),
    }
}

/// A number, or a table of numbers `{ by = "state", "出席" = 50, else = 0 }`.
fn read_worth<'t>(reader: &mut Reader<'t>, value: Value<'t>, lexicon: &Lexicon) -> Option<Worth> {
    let DeValue::Table(_) = value.get_ref() else {
        return reader.number_of(value).map(Worth::Flat);
    };
    let sheet = reader.sheet_of(value)?;
    let field = read_by(reader, sheet)?;
    let (mut table, mut rest) = (Vec::<(String, Points)>::new(), None);
    for (key, at, value) in reader.entries(sheet) {
        if key == BY {
            continue;
        }
        let Some(number) = reader.number_of(value) else {
            continue;
        };
        if ELSE.contains(&key) {
            rest = Some(number);
        } else if let Some(word) = lexicon.word(reader, field, key, at) {
            if table.iter().any(|(w, _)| *w == word) {
                let message = text!("“{key}”在表中出现两次", "`{key}` is in the table twice");
                reader.wrong(at, message, text!("删去一个", "drop one of them"));
            }
            table.push((word, number));
        }
    }
    Some(Worth::By { field, table, rest })
}

fn read_by<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Option<Field> {
    let table: Vec<Word> = FIELDS.iter().map(|f| f.1).collect();
    let Some((word, at)) = reader.text(sheet, BY) else {
        if Reader::value(sheet, BY).is_none() {
            let message = text!("取值表缺少“by”", "the table of values lacks `by`");
            let fix = text!(
                "如 {{ by = \"state\", \"出席\" = 50 }}",
                "such as {{ by = \"state\", present = 50 }}"
            );
            reader.wrong(sheet.at, message, fix);
        }
        return None;
    };
    let code = code_of(&word, &table);
    let field = FIELDS.iter().find(|f| Some(f.1.0) == code).map(|f| f.0);
    if field.is_none() {
        let word = clipped(&word);
        let message = text!("不能按“{word}”取值", "values cannot go by `{word}`");
        reader.unknown(at, message, &word, &spellings(&table));
    }
    field
}

/// Whether an attendance item leaves open which states it counts, so that it counts who came.
pub(super) fn counts_who_came(item: &Item) -> bool {
    let by_state = std::iter::once(&item.points).chain(&item.times).any(|w| {
        matches!(
            w,
            Worth::By {
                field: Field::State,
                ..
            }
        )
    });
    !by_state && leaves_states_open(&item.select)
}

/// Whether attendance is selected without any state being named.
pub(super) fn leaves_states_open(select: &Select) -> bool {
    select.state == Words::default() && select.facts.contains(&FactKind::Attendance)
}

/// The states of those who came, as codes.
pub(super) const CAME: [&str; 4] = words::CAME;
