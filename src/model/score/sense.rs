//! Rules that are well formed and mean nothing: what can never count is a mistake, what changes
//! nothing is a doubt.

use super::points::{Points, decimal_text};
use super::read::{Reader, Sheet};
use super::rules::{Bounds, Exclusive, Field, Grade, Item, Per, Rules, Same, Take, Words, Worth};
use super::words::{MARKS, fact_word};
use super::{dead, odd, overlap, possible, reach, steps, weigh};
use crate::lang::{Text, so_many};
use crate::model::fact::{FactKind, mark};
use crate::text;
use std::collections::HashMap;

const NONE: Points = Points::new_raw(0, 1);

pub(super) fn item<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, item: &Item) {
    if item.select.facts.is_empty() {
        return; // The mistake about the facts is noted already.
    }
    measure(reader, sheet, item);
    marks(reader, sheet, item);
    tables(reader, sheet, item);
    shares(reader, sheet, item);
    tiers(reader, sheet, item);
    mildest(reader, sheet, item);
    worthless(reader, sheet, item);
    steps::spans(reader, sheet, item);
    steps::falling(reader, sheet, item);
    bounds(reader, sheet, reach::item(item), reach::item_bounds(item));
    steps::reachable(reader, sheet, item);
}

/// Half-days and quantities of facts that have none.
fn measure<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, item: &Item) {
    let at = reader.place_of(sheet, "per");
    let without = |has: FactKind| item.select.facts.iter().find(|f| **f != has);
    let has = |fact: FactKind| item.select.facts.contains(&fact);
    match item.per {
        Per::HalfDay | Per::Time => {
            let Some((_, zh, en)) = without(FactKind::Attendance).map(|f| fact_word(*f)) else {
                return;
            };
            let message = text!(
                "“{zh}”没有半天数，按半天永远不计分",
                "{en} has no half-days: by half-days it never counts"
            );
            let fix = text!(
                "只有出席情况有半天数",
                "only attendance has half-days: drop `per`"
            );
            if has(FactKind::Attendance) {
                reader.doubt(at, message, fix);
            } else {
                reader.wrong_as("never_counts", at, message, fix);
            }
        }
        Per::Quantity
            if ![FactKind::Record, FactKind::Appraisal, FactKind::Score]
                .into_iter()
                .any(has) =>
        {
            let message = text!(
                "这些事实没有数量，“每一数量”等于每次",
                "these facts have no quantity: `per = quantity` is the same as each"
            );
            let fix = text!(
                "只有其他履职、评议、委员得分有数量",
                "only records, appraisals and scores of members have a quantity"
            );
            reader.doubt(at, message, fix);
        }
        _ => {}
    }
}

/// The marks that facts of a kind may have.
fn marks_of(what: FactKind) -> u16 {
    match what {
        FactKind::Attendance => mark::REQUIRED | mark::SIGN_UP | mark::WALK_IN,
        FactKind::Speech => mark::REQUIRED | mark::SIGN_UP,
        FactKind::Proposal => mark::KEY | mark::EXCELLENT | mark::FILED,
        FactKind::Opinion => mark::ADOPTED | mark::INSTRUCTED,
        FactKind::Record => mark::CONFIRMED,
        FactKind::Handling => mark::KEY | mark::EXCELLENT,
        _ => 0,
    }
}

fn marks<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, item: &Item) {
    let possible = item
        .select
        .facts
        .iter()
        .fold(0, |bits, f| bits | marks_of(*f));
    let (_, fact, fact_en) = item
        .select
        .facts
        .first()
        .map_or(("", "", ""), |f| fact_word(*f));
    for (bit, (_, zh, en)) in MARKS.iter().filter(|(bit, _)| possible & bit == 0) {
        let message = text!("“{fact}”没有标记“{zh}”", "{fact_en} is never marked `{en}`");
        let fix = text!("删去此标记", "drop the mark");
        if item.select.marks & bit != 0 {
            reader.wrong_as("never_counts", reader.place_of(sheet, "mark"), message, fix);
        } else if item.select.marks_not & bit != 0 {
            reader.doubt(reader.place_of(sheet, "mark_not"), message, fix);
        }
    }
    let both = mark::REQUIRED | mark::SIGN_UP;
    if item.select.marks & both == both {
        let message = text!(
            "会议不会既必须参加又报名参加，此项永远不计分",
            "no meeting is both required and by sign-up: this never counts"
        );
        let at = reader.place_of(sheet, "mark");
        let fix = text!("删去一个", "drop one of them");
        reader.wrong_as("never_counts", at, message, fix);
    }
}

fn words_of(item: &Item, field: Field) -> &Words {
    match field {
        Field::Kind => &item.select.kind,
        Field::State => &item.select.state,
        Field::Role => &item.select.role,
        Field::Level => &item.select.level,
        Field::Post => &item.select.post,
        Field::Sector => &item.select.sector,
    }
}

/// Words of tables that the item's own selection leaves out.
fn tables<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, item: &Item) {
    let points = std::iter::once((&item.points, "points"));
    for (worth, key) in points.chain(item.times.iter().map(|t| (t, "times"))) {
        let Worth::By { field, table, rest } = worth else {
            continue;
        };
        let words = words_of(item, *field);
        // Who holds the post that is asked for may hold the other, too.
        let out = |w: &str| {
            *field != Field::Post
                && (words.not.iter().any(|n| n == w)
                    || !(words.only.is_empty() || words.only.iter().any(|o| o == w)))
        };
        let at = reader.place_of(sheet, key);
        let left_out: Vec<&str> = table
            .iter()
            .map(|(w, _)| w.as_str())
            .filter(|w| out(w))
            .collect();
        if let (true, Some(rest)) = (table.is_empty(), rest) {
            let message = text!(
                "取值表只有 else，等于不列表",
                "the table has nothing but `else`: it is no table"
            );
            let rest = decimal_text(*rest);
            let fix = text!("写成 {key} = {rest}", "write {key} = {rest}");
            reader.doubt(at, message, fix);
        } else if left_out.len() == table.len() && rest.is_none() {
            let message = text!(
                "取值表没有一个词会被选中，此项永远不计分",
                "no word of the table is ever selected: this never counts"
            );
            let fix = text!("改正取值表或选择条件", "mend the table or the selection");
            reader.wrong_as("never_counts", at, message, fix);
        } else if let Some(word) = left_out.first() {
            let message = text!(
                "取值表里的“{word}”不会被选中",
                "`{word}` of the table is never selected"
            );
            reader.doubt(at, message, text!("从表中删去", "drop it from the table"));
        }
    }
}

/// Shares of acts that nobody shares.
fn shares<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, item: &Item) {
    use FactKind as F;
    let shared = |f: &FactKind| {
        matches!(
            f,
            F::Proposal | F::Opinion | F::Adoption | F::Instruction | F::Score
        )
    };
    let at = reader.place_of(sheet, "share");
    if item.share.is_empty() {
        return;
    }
    if !item.select.facts.iter().any(shared) {
        let message = text!(
            "这些事实不由几人共有，share 不起作用",
            "nobody shares these facts: `share` changes nothing"
        );
        reader.doubt(at, message, text!("删去 share", "drop `share`"));
    }
    let kinds = &item.select.kind;
    let out =
        |k: &String| kinds.not.contains(k) || !(kinds.only.is_empty() || kinds.only.contains(k));
    let mut named = item.share.iter().filter_map(|(k, _)| k.as_ref());
    if let Some(kind) = named.find(|k| out(k)) {
        let message = text!(
            "share 里的“{kind}”不会被选中",
            "`{kind}` of `share` is never selected"
        );
        reader.doubt(at, message, text!("删去它", "drop it"));
    }
}

fn tiers<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, item: &Item) {
    let most = if item.per == Per::Once {
        Some(1)
    } else {
        item.most
    };
    let tiers = item.tiers.len();
    if let Some(most) = most.filter(|m| tiers > *m as usize) {
        let message = text!(
            "最多计 {most} 次，第 {most} 个以后的 tiers 永不起作用",
            "at most {most} count: the tiers after number {most} are never reached"
        );
        let fix = text!("删去多余的", "drop those that are too many");
        reader.doubt(reader.place_of(sheet, "tiers"), message, fix);
    }
}

/// Deductions of which only the best counts: that is the mildest.
fn mildest<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, item: &Item) {
    let key = match (item.per, item.most) {
        (Per::Once, _) => "per",
        (_, Some(_)) => "most",
        _ => return,
    };
    let values: Vec<Points> = match &item.points {
        Worth::Flat(points) => vec![*points],
        Worth::By { table, rest, .. } => table.iter().map(|(_, p)| *p).chain(*rest).collect(),
    };
    let differ = values.iter().any(|v| *v != values[0])
        || item.times.iter().any(|t| matches!(t, Worth::By { .. }))
        || matches!(item.per, Per::HalfDay | Per::Quantity | Per::Time)
        || !item.share.is_empty();
    if !differ || values.iter().all(|v| *v >= NONE) {
        return;
    }
    let message = text!(
        "扣分时“{key}”取的是扣得最少的，不是最重的",
        "of deductions `{key}` takes the mildest, not the hardest"
    );
    let fix = text!(
        "要限制扣分，改用 floor，如 floor = {hardest}",
        "to limit deductions use `floor`, such as floor = {hardest}",
        hardest = decimal_text(values.into_iter().fold(NONE, Points::min))
    );
    reader.doubt_as("mildest", reader.place_of(sheet, key), message, fix);
}

/// Items whose points are all nothing.
fn worthless<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, item: &Item) {
    let nothing = |worth: &Worth| match worth {
        Worth::Flat(points) => *points == NONE,
        Worth::By { table, rest, .. } => {
            table.iter().map(|(_, p)| p).chain(rest).all(|p| *p == NONE)
        }
    };
    let tiers = !item.tiers.is_empty() && item.tiers.iter().all(|t| *t == NONE);
    let key = if nothing(&item.points) {
        "points"
    } else if item.times.iter().any(nothing) {
        "times"
    } else if tiers {
        "tiers"
    } else {
        return;
    };
    if Reader::value(sheet, key).is_some() {
        let message = text!("此项永远是 0 分", "this item never gives points");
        let fix = text!("改正“{key}”", "mend `{key}`");
        reader.doubt(reader.place_of(sheet, key), message, fix);
    }
}

/// Caps above all that can be reached, floors below.
fn bounds<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, reach: reach::Reach, bounds: Bounds) {
    if let (Some(cap), Some(high)) = (bounds.cap, reach.high)
        && cap > high
    {
        let message = text!(
            "最多只有 {high} 分，封顶分 {cap} 永不起作用",
            "at most {high} can be had: the cap {cap} never binds"
        );
        let fix = text!("改正或删去 cap", "mend or drop `cap`");
        reader.doubt_as(
            "cap_never_binds",
            reader.place_of(sheet, "cap"),
            message,
            fix,
        );
    }
    if let (Some(floor), Some(low)) = (bounds.floor, reach.low)
        && floor < low
    {
        let message = text!(
            "最少也有 {low} 分，保底分 {floor} 永不起作用",
            "at least {low} is had: the floor {floor} never binds"
        );
        let fix = text!("改正或删去 floor", "mend or drop `floor`");
        reader.doubt_as(
            "floor_never_binds",
            reader.place_of(sheet, "floor"),
            message,
            fix,
        );
    }
}

/// What takes the whole file to see.
pub(super) fn rules<'t>(
    reader: &mut Reader<'t>,
    file: Sheet<'t>,
    sheets: &[Sheet<'t>],
    rules: &Rules,
) {
    if !reader.mistakes.is_empty() {
        return; // What is misread would only be misjudged.
    }
    let parts = reach::parts(rules);
    for ((sheet, reach), part) in sheets.iter().zip(&parts).zip(&rules.parts) {
        bounds(reader, *sheet, *reach, part.bounds);
    }
    lonely(reader, sheets, rules);
    let whole = reach::whole(rules, &parts);
    dead::of_rules(reader, rules);
    dead::holders(reader, sheets, rules);
    dead::caps(reader, (file, sheets), rules, (&parts, whole));
    odd::of_rules(reader, file, rules, whole.within(rules.total));
    inner_caps(reader, sheets, rules, &parts);
    if let Some(total) = reader.sheet(file, "total") {
        bounds(reader, total, whole, rules.total);
    }
    grades(reader, rules, whole.within(rules.total));
    groups(reader, rules);
    possible::days(reader, rules);
    weigh::of_rules(reader, rules);
    overlap::of_rules(reader, rules);
}

/// A cap above that of the part without, where nothing else there could take points away.
fn inner_caps<'t>(
    reader: &mut Reader<'t>,
    sheets: &[Sheet<'t>],
    rules: &Rules,
    reach: &[reach::Reach],
) {
    for ((part, sheet), own) in rules.parts.iter().zip(sheets).zip(reach) {
        let outer = part
            .within
            .and_then(|at| rules.parts.get(at).zip(reach.get(at)));
        let Some((outer, all)) = outer else { continue };
        let (Some(cap), Some(most)) = (part.bounds.cap, outer.bounds.cap) else {
            continue;
        };
        // What goes on beyond a cap is told by the cap; what is taken away elsewhere leaves room.
        let plain = part.carry.is_none() && outer.scale.is_empty() && outer.bounds.start.is_none();
        let only_gives = all.low == Some(NONE) && own.low == Some(NONE);
        if plain && only_gives && cap > most {
            let (title, line) = (&outer.title, outer.at.line);
            let message = text!(
                "第 {line} 行“{title}”封顶 {most}，这里的封顶 {cap} 永不起作用",
                "`{title}` of line {line} is capped at {most}: the cap {cap} never binds"
            );
            let fix = text!("核对两处封顶", "check the two caps");
            let at = reader.place_of(*sheet, "cap");
            reader.doubt_as("cap_never_binds", at, message, fix);
        }
    }
}

/// A part that takes the highest of one thing.
fn lonely<'t>(reader: &mut Reader<'t>, sheets: &[Sheet<'t>], rules: &Rules) {
    let mut inner = vec![0; rules.parts.len()];
    for outer in rules.parts.iter().filter_map(|p| p.within) {
        inner[outer] += 1;
    }
    for ((part, sheet), inner) in rules.parts.iter().zip(sheets).zip(inner) {
        if part.take == Take::Highest && part.items.len() + inner == 1 {
            let message = text!(
                "只有一项，取最高不起作用",
                "there is one item only: taking the highest changes nothing"
            );
            let at = reader.place_of(*sheet, "take");
            reader.doubt(at, message, text!("删去 take", "drop `take`"));
        }
    }
}

/// Grades that nobody reaches, or that nobody misses although there are lower ones.
fn grades(reader: &mut Reader, rules: &Rules, reach: reach::Reach) {
    for grade in &rules.grades {
        let (name, Some(least)) = (&grade.name, grade.at_least) else {
            continue;
        };
        if let Some(high) = reach.high.filter(|high| least > *high) {
            let message = text!(
                "等次“{name}”要 {least} 分，而最多只能得 {high} 分",
                "the grade `{name}` takes {many}, and at most {high} can be had",
                many = so_many(&least, "point", "points")
            );
            let fix = text!("改正 at_least 或封顶", "mend at_least or the caps");
            reader.wrong_as("grade_unreachable", grade.at, message, fix);
        }
    }
    // Who does not fit in a quota has the next grade, so that one is given.
    let mut sure = rules.grades.iter().skip_while(|g| {
        let everybody = g.at_least.zip(reach.low).is_some_and(|(p, low)| p <= low);
        !everybody || !g.quotas.is_empty()
    });
    // A gate that is not met leaves the grade that it names, or a lower one.
    let forced = |lower: &Grade| {
        rules.gates.iter().any(|g| {
            let left = g.grade.and_then(|at| rules.grades.get(at));
            g.lower > 0 || left.is_some_and(|left| left.name == lower.name)
        })
    };
    if let Some(first) = sure.next()
        && let Some(lower) = sure.next().filter(|lower| !forced(lower))
    {
        let (name, lower_name) = (&first.name, &lower.name);
        let message = text!(
            "人人都够“{name}”，等次“{lower_name}”永远不会给出",
            "everybody reaches `{name}`: the grade `{lower_name}` is never given"
        );
        let fix = text!("改正 at_least 或保底", "mend at_least or the floors");
        reader.doubt_as("grade_unreachable", lower.at, message, fix);
    }
}

/// Whether facts of two items may be of one occasion: one meeting, one proposal with the opinion
/// that it became. Each line of the other ledgers is an occasion of its own.
fn may_share(a: &Item, b: &Item) -> bool {
    use FactKind as F;
    let class = |f: &F| match f {
        F::Attendance | F::Speech => 0,
        F::Proposal | F::Opinion | F::Adoption | F::Instruction => 1,
        other => 2 + *other as u8,
    };
    // What may become another thing, or has several levels, is of one occasion whatever its kind.
    let by_kind = |f: &F| !matches!(f, F::Opinion | F::Adoption | F::Instruction);
    let (x, y) = (&a.select.kind, &b.select.kind);
    let kinds = (x.only.is_empty() || y.only.is_empty())
        || x.only
            .iter()
            .any(|k| y.only.contains(k) && !x.not.contains(k) && !y.not.contains(k));
    let pair = |f: &F, g: &F| {
        class(f) == class(g) && (kinds || (f != g && class(f) == 1) || !by_kind(f) || !by_kind(g))
    };
    let facts = |g: &F| a.select.facts.iter().any(|f| pair(f, g));
    b.select.facts.iter().any(facts)
}

/// Among more items of one group nothing is looked for.
const MOST_RIVALS: usize = 100;

/// Exclusive groups of a single item whose facts never share an occasion.
fn groups(reader: &mut Reader, rules: &Rules) {
    use FactKind as F;
    let once = |f: &FactKind| {
        matches!(
            f,
            F::Attendance | F::Proposal | F::Opinion | F::Record | F::Status
        )
    };
    let mut first: HashMap<&str, &Item> = HashMap::new();
    let mut members: HashMap<&Exclusive, usize> = HashMap::new();
    for (_, item) in rules.items() {
        let Some(group) = &item.exclusive else {
            continue;
        };
        first.entry(&group.name).or_insert(item);
        *members.entry(group).or_default() += 1;
    }
    for (_, item) in rules.items() {
        let Some(group) = &item.exclusive else {
            continue;
        };
        let name = &group.name;
        let other = first.get(name.as_str());
        if let Some(other) = other.filter(|o| o.exclusive.as_ref() != Some(group)) {
            let line = other.at.line;
            let message = text!(
                "“{name}”在第 {line} 行按另一种方式互斥，两处互不相干",
                "`{name}` of line {line} excludes in another way: the two have nothing to do with each other"
            );
            let fix = text!("改成同一种方式，或另取名称", "use one way, or another name");
            reader.doubt(item.at, message, fix);
        }
        let unique = group.same == Same::Occasion
            && item.select.facts.len() == 1
            && item.select.facts.iter().all(once);
        if unique && members.get(group) == Some(&1) {
            let message: Text = text!(
                "只有这一项属于“{name}”，没有可以互斥的",
                "this item alone belongs to `{name}`: it excludes nothing"
            );
            let fix = text!("检查名称是否一致", "check whether the names agree");
            reader.doubt(item.at, message, fix);
        }
        let mut others = rules.items().map(|(_, i)| i);
        let alone = |o: &Item| o.at == item.at || o.exclusive.as_ref() != Some(group);
        if unique
            && members
                .get(group)
                .is_some_and(|n| (2..=MOST_RIVALS).contains(n))
            && others.all(|o| alone(o) || !may_share(item, o))
        {
            let message = text!(
                "“{name}”里没有一项会与此项是同一件事，互斥不起作用",
                "no other item of `{name}` is ever of one occasion with this one: it excludes nothing"
            );
            let fix = text!(
                "只取几项里最高的，写成一个部分并写 take = \"取最高\"",
                "for the best of several items write a part with take = \"highest\""
            );
            reader.doubt(item.at, message, fix);
        }
    }
}
