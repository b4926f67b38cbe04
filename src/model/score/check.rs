//! Checks that need more than one value: bounds that contradict each other, parts within parts,
//! grades that overlap, days in the wrong order.

use super::gate::Gate;
use super::mistake::Place;
use super::points::Points;
use super::read::{Reader, Sheet, clipped};
use super::rules::{Bounds, Grade, Item, Part, Per, Rules, Worth};
use crate::lang::Text;
use crate::text;
use std::collections::HashMap;

const NONE: Points = Points::new_raw(0, 1);

pub(super) fn days<'t>(reader: &mut Reader<'t>, file: Sheet<'t>, rules: &Rules) {
    if let (Some(from), Some(until)) = (rules.from, rules.until)
        && from > until
    {
        let message = text!(
            "生效日 {from} 晚于失效日 {until}",
            "`from` {from} comes after `until` {until}"
        );
        reader.wrong(
            reader.place_of(file, "until"),
            message,
            text!("改正日期", "mend the dates"),
        );
    }
}

pub(super) fn grade(reader: &mut Reader, before: &[Grade], grade: &Grade) {
    if before
        .iter()
        .any(|g| g.name == grade.name && !g.name.is_empty())
    {
        let name = &grade.name;
        let message = text!(
            "等次“{name}”写了两次",
            "the grade `{name}` is written twice"
        );
        reader.wrong(grade.at, message, text!("删去一个", "drop one of them"));
    } else if let Some(other) = before.iter().find(|g| g.at_least == grade.at_least) {
        let (name, other) = (&grade.name, &other.name);
        let message = text!(
            "等次“{name}”与“{other}”的起点相同",
            "the grades `{name}` and `{other}` begin at the same points"
        );
        reader.wrong(grade.at, message, text!("改写 at_least", "change at_least"));
    }
}

/// Gates of the same title: consequences and cases refer to them by it.
pub(super) fn gates(reader: &mut Reader, gates: &[Gate]) {
    let mut first: HashMap<&str, u32> = HashMap::new();
    for gate in gates.iter().filter(|g| !g.title.is_empty()) {
        let title = &gate.title;
        let Some(line) = first.get(title.as_str()) else {
            first.insert(title, gate.at.line);
            continue;
        };
        let message = text!(
            "条件“{title}”在第 {line} 行已写过",
            "the gate `{title}` stands in line {line} already"
        );
        let fix = text!("改用另一个标题", "use another title");
        reader.wrong(gate.at, message, fix);
    }
}

/// A cap below the floor, a negative cap, a start outside of both.
pub(super) fn bound_order<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, bounds: Bounds) {
    let Bounds { start, cap, floor } = bounds;
    if let Some(cap) = cap {
        if cap < NONE {
            let message = text!("封顶分 {cap} 为负", "the cap {cap} is negative");
            let fix = text!("扣分的下限写 floor", "the limit of a deduction is `floor`");
            reader.wrong(reader.place_of(sheet, "cap"), message, fix);
        } else if let Some(floor) = floor.filter(|f| cap < *f) {
            let message = text!(
                "封顶分 {cap} 低于保底分 {floor}",
                "the cap {cap} is below the floor {floor}"
            );
            reader.wrong(
                reader.place_of(sheet, "cap"),
                message,
                text!("改正其一", "mend one of them"),
            );
        }
        if let Some(start) = start.filter(|s| cap >= NONE && *s > cap) {
            let message = text!(
                "起始分 {start} 高于封顶分 {cap}",
                "the start {start} is above the cap {cap}"
            );
            reader.wrong(
                reader.place_of(sheet, "start"),
                message,
                text!("改正其一", "mend one of them"),
            );
        }
    }
    if let (Some(start), Some(floor)) = (start, floor)
        && start < floor
    {
        let message = text!(
            "起始分 {start} 低于保底分 {floor}",
            "the start {start} is below the floor {floor}"
        );
        reader.wrong(
            reader.place_of(sheet, "start"),
            message,
            text!("改正其一", "mend one of them"),
        );
    }
}

pub(super) fn item<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, item: &Item) {
    bound_order(
        reader,
        sheet,
        Bounds {
            start: None,
            cap: item.cap,
            floor: item.floor,
        },
    );
    if let Some(cap) = item.cap.filter(|c| *c >= NONE && only_takes(item)) {
        let message = text!(
            "此项只扣分，封顶分 {cap} 永不起作用",
            "this item only deducts: the cap {cap} never binds"
        );
        let fix = text!("扣分的下限写 floor", "the limit of a deduction is `floor`");
        reader.wrong(reader.place_of(sheet, "cap"), message, fix);
    }
    if item.per == Per::Once && item.most.is_some() {
        let message = text!(
            "“per = once”已是一次，不能再写 most",
            "`per = once` is one already; `most` contradicts it"
        );
        reader.wrong(
            reader.place_of(sheet, "most"),
            message,
            text!("删去一个", "drop one of them"),
        );
    }
}

/// Whether an item can only give negative points.
fn only_takes(item: &Item) -> bool {
    let negative = match &item.points {
        Worth::Flat(points) => *points < NONE,
        Worth::By { table, rest, .. } => {
            let mut all = table.iter().map(|(_, p)| p).chain(rest).peekable();
            all.peek().is_some() && all.all(|p| *p <= NONE) && table.iter().any(|(_, p)| *p < NONE)
        }
    };
    negative && item.times.is_empty() && item.tiers.is_empty()
}

/// Codes given twice, parts within unknown parts or within themselves, parts without anything.
pub(super) fn parts<'t>(
    reader: &mut Reader<'t>,
    file: Sheet<'t>,
    sheets: &[Sheet<'t>],
    rules: &mut Rules,
) {
    if rules.parts.is_empty() {
        let at = reader.place_of(file, "part");
        reader.wrong(
            at,
            text!("没有任何 [[part]]", "there is no [[part]]"),
            text!("加上一个 [[part]]", "add a [[part]]"),
        );
    }
    let codes = read_codes(reader, &rules.parts);
    for (i, sheet) in sheets.iter().enumerate() {
        let Some((code, at)) = reader.text(*sheet, "within") else {
            continue;
        };
        let parent = codes.get(&code).copied();
        if let Some(part) = rules.parts.get_mut(i) {
            part.within = parent;
        }
        if parent.is_none() {
            let message = text!("没有编码为“{code}”的部分", "there is no part `{code}`");
            let all: Vec<&str> = rules.parts.iter().map(|p| p.code.as_str()).collect();
            reader.unknown(at, message, &code, &all);
        }
    }
    cycles(reader, sheets, &mut rules.parts);
    depth(reader, sheets, &mut rules.parts);
    titles(reader, sheets, &rules.parts);
}

/// Parts side by side of the same title and for the same people: nobody can tell them apart in a
/// result.
fn titles<'t>(reader: &mut Reader<'t>, sheets: &[Sheet<'t>], parts: &[Part]) {
    let mut seen: HashMap<(&str, Option<usize>), Vec<&Part>> = HashMap::new();
    for (part, sheet) in parts
        .iter()
        .zip(sheets)
        .filter(|(p, _)| !p.title.is_empty())
    {
        let alike = seen.entry((&part.title, part.within)).or_default();
        if let Some(first) = alike.iter().find(|p| p.holder == part.holder) {
            let (title, line) = (clipped(&part.title), first.at.line);
            let message = text!(
                "部分“{title}”与第 {line} 行的同名，结果里分不清",
                "the part `{title}` has the title of the one in line {line}: results cannot tell them apart"
            );
            let fix = text!("改一个标题", "change one title");
            reader.doubt_as("same_title", reader.place_of(*sheet, "title"), message, fix);
        }
        alike.push(part);
    }
}

/// No regulation nests its parts as deeply as this.
const DEEPEST: usize = 16;

/// Names parts nested too deeply, and cuts them off.
fn depth<'t>(reader: &mut Reader<'t>, sheets: &[Sheet<'t>], parts: &mut [Part]) {
    for at in 0..parts.len() {
        let (mut here, mut depth) = (parts[at].within, 0);
        while let Some(parent) = here.filter(|_| depth < DEEPEST) {
            (here, depth) = (parts[parent].within, depth + 1);
        }
        if let (Some(_), Some(sheet)) = (here, sheets.get(at)) {
            let message = text!(
                "部分嵌套超过 {DEEPEST} 层",
                "parts are nested more than {DEEPEST} deep"
            );
            reader.wrong(
                reader.place_of(*sheet, "within"),
                message,
                text!("减少嵌套", "nest less deeply"),
            );
            parts[at].within = None;
        }
    }
}

fn read_codes(reader: &mut Reader, parts: &[Part]) -> HashMap<String, usize> {
    let mut codes = HashMap::new();
    for (i, part) in parts.iter().enumerate().filter(|(_, p)| !p.code.is_empty()) {
        let code = &part.code;
        if code == super::TOTAL {
            let message = text!(
                "编码“{code}”留给总分",
                "the code `{code}` stands for the whole"
            );
            reader.wrong(
                part.at,
                message,
                text!("改用另一个编码", "use another code"),
            );
        }
        if let Some(first) = codes.insert(code.clone(), i) {
            codes.insert(code.clone(), first);
            let line = parts.get(first).map_or(0, |p: &Part| p.at.line);
            let message = text!(
                "编码“{code}”已用于第 {line} 行",
                "the code `{code}` is used in line {line} already"
            );
            reader.wrong(
                part.at,
                message,
                text!("改用另一个编码", "use another code"),
            );
        }
    }
    codes
}

/// Names each cycle of `within` once and in full, and cuts it.
fn cycles<'t>(reader: &mut Reader<'t>, sheets: &[Sheet<'t>], parts: &mut [Part]) {
    const NEW: usize = usize::MAX;
    let mut seen = vec![NEW; parts.len()];
    for start in 0..parts.len() {
        let mut here = Some(start);
        while let Some(i) = here {
            if seen[i] == start {
                name_cycle(reader, sheets, parts, i);
                parts[i].within = None;
            }
            if seen[i] != NEW {
                break;
            }
            seen[i] = start;
            here = parts[i].within;
        }
    }
}

/// A circle of more parts is not told in full.
const LONGEST_PATH: usize = 20;

fn name_cycle<'t>(reader: &mut Reader<'t>, sheets: &[Sheet<'t>], parts: &[Part], first: usize) {
    let mut path = parts[first].code.clone();
    let (mut here, mut named) = (parts[first].within, 1);
    while let Some(i) = here {
        let last = i == first;
        if last || named < LONGEST_PATH {
            path.push_str(" → ");
            path.push_str(&parts[i].code);
        } else if named == LONGEST_PATH {
            path.push_str(" → …");
        }
        (here, named) = (parts[i].within.filter(|_| !last), named + 1);
    }
    let at = sheets
        .get(first)
        .map_or(Place::default(), |s| reader.place_of(*s, "within"));
    let message = text!("部分互相包含：{path}", "parts contain each other: {path}");
    reader.wrong(
        at,
        message,
        text!("去掉其中一个 within", "drop one `within`"),
    );
}

/// The bounds of parts, and parts that can never have any points.
pub(super) fn bounds<'t>(reader: &mut Reader<'t>, sheets: &[Sheet<'t>], rules: &Rules) {
    let mut has_child = vec![false; rules.parts.len()];
    for parent in rules.parts.iter().filter_map(|p| p.within) {
        has_child[parent] = true;
    }
    for ((part, sheet), has_child) in rules.parts.iter().zip(sheets).zip(has_child) {
        bound_order(reader, *sheet, part.bounds);
        if let Some((message, fix)) = barren(part, has_child) {
            reader.wrong(part.at, message, fix);
        }
    }
}

fn barren(part: &Part, has_child: bool) -> Option<(Text, Text)> {
    let Bounds { start, cap, floor } = part.bounds;
    if has_child || start.is_some_and(|s| s > NONE) {
        return None;
    }
    if part.items.is_empty() {
        return Some((
            text!("这一部分没有任何计分项", "this part has no items"),
            text!(
                "加上 [[part.item]] 或 start",
                "add a [[part.item]] or a start"
            ),
        ));
    }
    if cap.is_some() && floor.is_none_or(|f| f >= NONE) && part.items.iter().all(only_takes) {
        return Some((
            text!(
                "这一部分只扣分而没有起始分，永远得不到分",
                "this part only deducts and has no start: it never gives points"
            ),
            text!("补上 start", "add a start"),
        ));
    }
    None
}
