//! Items that can never count because of what stands around them: an earlier item that takes all
//! their acts, a part that is for nobody, a cap of nothing.

use super::item::counts_who_came;
use super::points::Points;
use super::reach::{self, Reach};
use super::read::{Reader, Sheet};
use super::rules::{Field, Item, Part, Prefer, Rules, Words, Worth};
use super::words::CAME;
use crate::model::fact::FactKind;
use crate::text;

const NONE: Points = Points::new_raw(0, 1);

/// Names each item whose acts an item before it takes all, where the first one counts (E12).
pub(super) fn of_rules(reader: &mut Reader, rules: &Rules) {
    let items: Vec<(usize, &Item)> = rules.items().filter(|(_, i)| is_first(i)).collect();
    for (nth, (part, item)) in items.iter().enumerate() {
        let before = items[..nth].iter();
        let taker = before
            .filter(|(_, first)| first.exclusive == item.exclusive)
            .find(|(other, first)| {
                contains(first, item) && as_open(&rules.parts, (*other, first), (*part, item))
            });
        if let Some((_, first)) = taker {
            tell(reader, first, item);
        }
    }
}

fn is_first(item: &Item) -> bool {
    let exclusive = item.exclusive.as_ref();
    exclusive.is_some_and(|e| e.prefer == Prefer::First)
}

fn tell(reader: &mut Reader, first: &Item, item: &Item) {
    let (line, title, before) = (first.at.line, &item.title, &first.title);
    let own = item.at.line;
    let message = text!(
        "第 {own} 行“{title}”永远不计分：它的每一件事都先由第 {line} 行“{before}”计了",
        "`{title}` of line {own} never counts: `{before}` of line {line} comes first and takes all its acts"
    );
    let fix = text!(
        "条件严的写在前面，或改用 best_of（取分高的）",
        "write the stricter item first, or use `best_of`"
    );
    reader.wrong_as("never_counts", item.at, message, fix);
}

/// Whether whatever `item` takes is taken by `first` too. Only what is certain: where a list of words
/// may or may not leave nothing else, it is not.
fn contains(first: &Item, item: &Item) -> bool {
    let (a, b) = (&first.select, &item.select);
    let facts = b.facts.iter().all(|f| a.facts.contains(f));
    let fields = [Field::Kind, Field::State, Field::Role, Field::Level];
    let words = |field| {
        let each =
            |what: &FactKind| covers(&taken(first, *what, field), &taken(item, *what, field));
        b.facts.iter().all(each)
    };
    let days = a
        .from
        .is_none_or(|from| b.from.is_some_and(|own| own >= from))
        && a.until
            .is_none_or(|last| b.until.is_some_and(|own| own <= last));
    facts
        && fields.into_iter().all(words)
        && b.marks & a.marks == a.marks
        && b.marks_not & a.marks_not == a.marks_not
        && held(&a.post, &b.post)
        && a.belongs.iter().zip(&b.belongs).all(|(a, b)| held(a, b))
        && covers(&a.sector, &b.sector)
        && days
}

/// Whether every word that `b` admits is admitted by `a`.
fn covers(a: &Words, b: &Words) -> bool {
    let out = |w: &String| b.not.contains(w) || !(b.only.is_empty() || b.only.contains(w));
    let named = b.only.iter().filter(|w| !b.not.contains(w));
    let among =
        a.only.is_empty() || (!b.only.is_empty() && named.clone().all(|w| a.only.contains(w)));
    among && a.not.iter().all(out)
}

/// The same of posts, of which a person may hold several.
fn held(a: &Words, b: &Words) -> bool {
    let among =
        a.only.is_empty() || (!b.only.is_empty() && b.only.iter().all(|w| a.only.contains(w)));
    among && a.not.iter().all(|w| b.not.contains(w))
}

/// The words that an item takes of a field: those it selects, as far as its tables name them. A word
/// that a table gives nothing takes its place in an exclusive group all the same.
fn taken(item: &Item, what: FactKind, field: Field) -> Words {
    let select = &item.select;
    let mut words = match field {
        Field::Kind => &select.kind,
        Field::State => &select.state,
        Field::Role => &select.role,
        Field::Level => &select.level,
        Field::Post => &select.post,
        Field::Sector => &select.sector,
    }
    .clone();
    if field == Field::State && what == FactKind::Attendance && counts_who_came(item) {
        words.only = CAME.map(str::to_owned).to_vec();
    }
    for worth in std::iter::once(&item.points).chain(&item.times) {
        let Worth::By {
            field: by,
            table,
            rest: None,
        } = worth
        else {
            continue;
        };
        if *by != field {
            continue;
        }
        if words.only.is_empty() {
            words.only = table.iter().map(|(w, _)| w.clone()).collect();
        } else {
            words.only.retain(|w| table.iter().any(|(t, _)| t == w));
        }
    }
    words
}

/// Whether whoever `item` and its part are open to has `first` and its part open too.
fn as_open(
    parts: &[Part],
    (part, first): (usize, &Item),
    (own_part, item): (usize, &Item),
) -> bool {
    let asked = line_of(parts, own_part).into_iter().map(|p| &p.holder);
    let asked: Vec<&Words> = asked.chain([&item.holder]).collect();
    let open = |holder: &Words| *holder == Words::default() || asked.contains(&holder);
    open(&first.holder)
        && (part == own_part || line_of(parts, part).iter().all(|p| open(&p.holder)))
}

/// A part and those that it lies in, from within to without.
fn line_of(parts: &[Part], at: usize) -> Vec<&Part> {
    let mut line: Vec<&Part> = Vec::new();
    let mut here = Some(at);
    while let Some(part) = here
        .and_then(|at| parts.get(at))
        .filter(|_| line.len() <= parts.len())
    {
        line.push(part);
        here = part.within;
    }
    line
}

/// Names posts that are asked for and excluded, in one place or along the parts: nobody is left.
pub(super) fn holders<'t>(reader: &mut Reader<'t>, sheets: &[Sheet<'t>], rules: &Rules) {
    for (at, sheet) in sheets.iter().enumerate().take(rules.parts.len()) {
        let part = &rules.parts[at];
        if both_ways(reader, *sheet, &part.holder) {
            continue;
        }
        let outer = line_of(&rules.parts, at);
        let clash = outer.iter().skip(1).find(|o| shut(&o.holder, &part.holder));
        if let Some(outer) = clash {
            clashes(reader, *sheet, &part.holder, outer);
        }
        for (item, sheet) in part.items.iter().zip(reader.sheets(*sheet, "item")) {
            if both_ways(reader, sheet, &item.holder) {
                continue;
            }
            if let Some(outer) = outer.iter().find(|o| shut(&o.holder, &item.holder)) {
                clashes(reader, sheet, &item.holder, outer);
            }
        }
    }
}

/// Names a part or an item for holders of posts that a part around it excludes.
fn clashes<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, holder: &Words, outer: &Part) {
    let (title, line) = (&outer.title, outer.at.line);
    let message = text!(
        "这里要的职务正是第 {line} 行“{title}”排除的：没有人得得到",
        "the posts asked for here are those that `{title}` of line {line} excludes: nobody has anything from it"
    );
    let fix = text!("改正 holder 或 holder_not", "mend `holder` or `holder_not`");
    let key = if holder.only.is_empty() {
        "holder_not"
    } else {
        "holder"
    };
    reader.wrong_as("never_counts", reader.place_of(sheet, key), message, fix);
}

/// Whether who fits one list can never fit the other.
pub(super) fn shut(a: &Words, b: &Words) -> bool {
    let out = |x: &Words, y: &Words| !x.only.is_empty() && x.only.iter().all(|w| y.not.contains(w));
    out(a, b) || out(b, a)
}

/// Names a post that `holder` asks for and `holder_not` excludes.
pub(super) fn both_ways<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, holder: &Words) -> bool {
    let Some(post) = holder.only.iter().find(|w| holder.not.contains(w)) else {
        return false;
    };
    let message = text!(
        "“{post}”既要又不要",
        "`{post}` is both asked for and excluded"
    );
    let at = reader.place_of(sheet, "holder_not");
    reader.wrong_as(
        "never_counts",
        at,
        message,
        text!("删去一个", "drop one of them"),
    );
    true
}

/// Names caps of nothing on what never goes below it.
pub(super) fn caps<'t>(
    reader: &mut Reader<'t>,
    (file, sheets): (Sheet<'t>, &[Sheet<'t>]),
    rules: &Rules,
    (parts, whole): (&[Reach], Reach),
) {
    for ((sheet, reach), part) in sheets.iter().zip(parts).zip(&rules.parts) {
        if part.carry.is_none() {
            nothing(reader, *sheet, "cap", (part.bounds.cap, *reach));
        }
        for (item, own) in part.items.iter().zip(reader.sheets(*sheet, "item")) {
            nothing(reader, own, "cap", (item.cap, reach::item(item)));
            let once = Reach {
                low: Some(NONE),
                high: None,
            };
            if !reach::takes(item) {
                nothing(reader, own, "every_cap", (item.every_cap, once));
            }
            one_act(reader, own, item);
        }
    }
    if let Some(total) = reader
        .sheet(file, "total")
        .filter(|_| rules.carry.is_none())
    {
        nothing(reader, total, "cap", (rules.total.cap, whole));
    }
}

fn nothing<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    key: &'static str,
    (cap, reach): (Option<Points>, Reach),
) {
    if cap == Some(NONE) && reach.low.is_some_and(|low| low >= NONE) && reach.high != Some(NONE) {
        let message = text!(
            "“{key} = 0”：永远是 0 分",
            "`{key} = 0`: this is always 0 points"
        );
        let fix = text!(
            "写应有的封顶分；不封顶就删去 {key}",
            "write the cap that is meant, or drop `{key}` for none"
        );
        reader.wrong_as("never_counts", reader.place_of(sheet, key), message, fix);
    }
}

/// Names an item whose cap no single act may reach in full.
fn one_act<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, item: &Item) {
    let plain = item.times.is_empty()
        && item.share.is_empty()
        && item.rate.is_none()
        && item.tiers.is_empty()
        && item.steps.is_empty();
    let (Some(cap), true) = (item.cap.filter(|c| *c > NONE), plain) else {
        return;
    };
    let values: Vec<Points> = match &item.points {
        Worth::Flat(points) => vec![*points],
        Worth::By { table, rest, .. } => table.iter().map(|(_, p)| *p).chain(*rest).collect(),
    };
    if let Some(points) = values.iter().find(|p| **p > cap) {
        let message = text!(
            "一次就是 {points} 分，封顶却只有 {cap} 分：永远得不到 {points} 分",
            "one act gives {points} and the cap is {cap}: nobody ever has {points}"
        );
        let fix = text!("核对 points 与 cap", "check `points` and `cap`");
        reader.doubt_as("cap_below_one", reader.place_of(sheet, "cap"), message, fix);
    }
}
