//! Reads `[[consequence]]`.

use super::{Applies, Condition, Consequence, Ground, Measure, Runs};
use crate::model::code::Code;
use crate::model::score::gate::{Limit, Over};
use crate::model::score::item::{self, SELECTION};
use crate::model::score::known::Known;
use crate::model::score::lexicon::Lexicon;
use crate::model::score::meter;
use crate::model::score::points::Points;
use crate::model::score::read::{Reader, Sheet, clipped};
use crate::model::score::rules::{Per, Rules, Words};
use crate::model::score::words::Word;
use crate::text;
use std::collections::{HashMap, HashSet};

pub(in crate::model::score) const OWN: [&str; 7] = [
    "title", "article", "then", "measure", "who", "ladder", "and",
];
pub(in crate::model::score) const CONDITION: [&str; 11] = [
    "graded",
    "below",
    "unmet",
    "per",
    "over",
    "every",
    "in_a_row",
    "at_least",
    "at_most",
    "holder",
    "holder_not",
];
/// The keys of what is counted besides facts.
const BY_YEARS: [&str; 3] = ["graded", "below", "unmet"];

/// The consequences of a file; `rules` are what was read before them.
pub(in crate::model::score) fn read<'t>(
    reader: &mut Reader<'t>,
    file: Sheet<'t>,
    rules: &Rules,
    known: Option<&Known>,
) -> Vec<Consequence> {
    let mut all: Vec<Consequence> = Vec::new();
    let gates = rules.gates.iter().filter(|g| !g.then.is_empty());
    let mut titles: HashSet<String> = gates.map(|g| g.title.clone()).collect();
    for sheet in reader.sheets(file, "consequence") {
        let one = read_one(reader, sheet, rules, known);
        if !one.title.is_empty() && !titles.insert(one.title.clone()) {
            let title = clipped(&one.title);
            let message = text!(
                "“{title}”写了两次：处理按标题登记，不能重名",
                "`{title}` is written twice: measures are recorded by their headings"
            );
            reader.wrong(one.at, message, text!("改一个标题", "change one heading"));
        }
        all.push(one);
    }
    ladders(reader, &all);
    all
}

/// Ladders of one rung, and rungs that are written from heavy to light.
fn ladders(reader: &mut Reader, all: &[Consequence]) {
    let mut rungs: HashMap<&str, usize> = HashMap::new();
    for ladder in all.iter().filter_map(|c| c.ladder.as_deref()) {
        *rungs.entry(ladder).or_default() += 1;
    }
    let mut heaviest: HashMap<&str, &Consequence> = HashMap::new();
    for one in all {
        let Some(ladder) = one.ladder.as_deref() else {
            continue;
        };
        if rungs.get(ladder) == Some(&1) {
            let message = text!(
                "“{ladder}”只有这一项，ladder 不起作用",
                "this is all there is of `{ladder}`: `ladder` changes nothing"
            );
            let fix = text!("检查名称是否一致", "check whether the names agree");
            reader.doubt(one.at, message, fix);
        }
        if one.measure == Measure::Other {
            continue;
        }
        let before = heaviest.entry(ladder).or_insert(one);
        if before.measure <= one.measure {
            *before = one;
        } else {
            let (a, b) = (before.measure.zh(), one.measure.zh());
            let (a_en, b_en) = (before.measure.en(), one.measure.en());
            let message = text!(
                "同一档次里先写了较重的“{a}”，后写较轻的“{b}”",
                "the heavier `{a_en}` is written before the lighter `{b_en}`"
            );
            let fix = text!(
                "由轻到重排列；同时符合的取较重的",
                "write from light to heavy; the heavier one is proposed where both apply"
            );
            reader.doubt(one.at, message, fix);
        }
    }
}

fn read_one<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    rules: &Rules,
    known: Option<&Known>,
) -> Consequence {
    let keys = OWN.iter().chain(&CONDITION).chain(&SELECTION).copied();
    reader.only_keys(sheet, &keys.collect::<Vec<_>>());
    let word = |reader: &mut Reader<'t>, key| reader.text(sheet, key).map(|t| t.0);
    let then = reader.needed_text(sheet, "then");
    let mut conditions: Vec<Condition> = Vec::new();
    conditions.extend(read_condition(reader, sheet, rules, known));
    for more in reader.sheets(sheet, "and") {
        let keys = CONDITION.iter().chain(&SELECTION).copied();
        reader.only_keys(more, &keys.collect::<Vec<_>>());
        conditions.extend(read_condition(reader, more, rules, known));
    }
    Consequence {
        title: reader.needed_text(sheet, "title"),
        article: word(reader, "article").unwrap_or_default(),
        conditions,
        measure: read_measure(reader, sheet).unwrap_or_else(|| Measure::of_words(&then)),
        then,
        who: word(reader, "who").unwrap_or_default(),
        ladder: word(reader, "ladder"),
        at: sheet.at,
    }
}

fn read_measure<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Option<Measure> {
    let words: Vec<Word> = Measure::ALL
        .iter()
        .map(|m| (m.code(), m.zh(), m.en()))
        .collect();
    meter::coded(reader, sheet, "measure", &words).and_then(Measure::parse)
}

fn read_condition<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    rules: &Rules,
    known: Option<&Known>,
) -> Option<Condition> {
    let ground = read_ground(reader, sheet, rules, known);
    let over = meter::read_over(reader, sheet);
    let said = ["at_least", "at_most"]
        .iter()
        .any(|k| Reader::value(sheet, k).is_some());
    let limit = match (&ground, over) {
        (Ground::Facts(_), _) => meter::read_limit(reader, sheet)?,
        _ if said => meter::read_limit(reader, sheet)?,
        // 连续 N 年: each of them.
        (_, Over::Years(years)) => Limit::AtLeast(Points::from_integer(years.into())),
        (_, Over::Year | Over::Term) => Limit::AtLeast(Points::from_integer(1)),
    };
    if limit == Limit::AtLeast(Points::from_integer(0)) {
        let message = text!(
            "“至少 0”人人符合，人人都要处理",
            "everybody has `at_least = 0`: it follows for all"
        );
        let fix = text!("改正 at_least", "mend `at_least`");
        reader.wrong(reader.place_of(sheet, "at_least"), message, fix);
    }
    let runs = read_runs(reader, sheet, &ground, (over, limit));
    Some(Condition {
        ground,
        over,
        limit,
        runs,
        holder: meter::read_holder(reader, sheet, known),
        applies: Applies::Met,
        gate: None,
    })
}

fn read_ground<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    rules: &Rules,
    known: Option<&Known>,
) -> Ground {
    let named: Vec<&str> = BY_YEARS
        .into_iter()
        .filter(|k| Reader::value(sheet, k).is_some())
        .collect();
    let Some(key) = named.first() else {
        let lexicon = Lexicon::new(item::read_facts(reader, sheet), known);
        return Ground::Facts(Box::new(meter::read_meter(reader, sheet, &lexicon)));
    };
    let beside = SELECTION.iter().chain(&["per", "every", "in_a_row"]);
    let beside = beside.chain(&named[1..]);
    for other in beside.filter(|k| Reader::value(sheet, k).is_some()) {
        let message = text!(
            "写了“{key}”就不能再写“{other}”",
            "a condition with `{key}` has no `{other}`"
        );
        let fix = text!(
            "删去一个；几个条件都要符合的，写 [[consequence.and]]",
            "drop one; conditions that all have to hold are written as [[consequence.and]]"
        );
        let at = reader.place_of(sheet, other);
        reader.wrong(at, message, fix);
    }
    match *key {
        "below" => Ground::Below(reader.number(sheet, "below").unwrap_or_default()),
        "graded" => {
            let words = reader.texts(sheet, "graded");
            for (word, at) in &words {
                meter::grade_named(reader, &rules.grades, word, *at);
            }
            Ground::Graded(words.into_iter().map(|w| w.0).collect())
        }
        _ => read_unmet(reader, sheet, rules),
    }
}

/// Whether each year counts by itself, or what follows on each other.
fn read_runs<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    ground: &Ground,
    (over, limit): (Over, Limit),
) -> Runs {
    let yearly = meter::coded(reader, sheet, "every", &[("year", "每年", "year")]).is_some();
    let in_a_row = reader.yes(sheet, "in_a_row");
    let Ground::Facts(meter) = ground else {
        return Runs::Total; // What a row of years is, `over` tells.
    };
    if yearly && !matches!(over, Over::Years(_)) {
        let message = text!(
            "写了“每年”，要用 over 写明连续几年",
            "`every` needs the number of years in `over`"
        );
        let fix = text!("如 over = 2", "such as over = 2");
        reader.wrong(reader.place_of(sheet, "every"), message, fix);
    }
    if !in_a_row {
        return if yearly { Runs::Yearly } else { Runs::Total };
    }
    let many = matches!(limit, Limit::AtLeast(n) if n >= Points::from_integer(2));
    let stated = meter.select.state != Words::default() && meter.select.facts.len() == 1;
    if yearly || !many || !stated || meter.per != Per::Event {
        let message = text!(
            "“连续”要写一种事实的 state 和 at_least（2 以上），按次计，不与“每年”同写",
            "`in_a_row` needs one kind of fact with its `state` and `at_least` of 2 or more, by event and without `every`"
        );
        let fix = text!(
            "如 fact = \"出席情况\"、state = \"缺席\"、at_least = 3",
            "such as fact = \"attendance\", state = \"absent\", at_least = 3"
        );
        reader.wrong(reader.place_of(sheet, "in_a_row"), message, fix);
    }
    Runs::InARow
}

fn read_unmet<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, rules: &Rules) -> Ground {
    let words = reader.texts(sheet, "unmet");
    let titles: Vec<&str> = rules.gates.iter().map(|g| g.title.as_str()).collect();
    for (word, at) in &words {
        if !titles.contains(&word.as_str()) {
            let shown = clipped(word);
            let message = text!("没有条件“{shown}”", "there is no gate `{shown}`");
            reader.unknown(*at, message, word, &titles);
        }
    }
    Ground::Unmet(words.into_iter().map(|w| w.0).collect())
}
