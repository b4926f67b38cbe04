//! Items of one part that count the same act twice: allowed, and often not meant.

use super::dead::shut;
use super::item::counts_who_came;
use super::points::Points;
use super::possible;
use super::read::Reader;
use super::rules::{Field, Item, Rules, Same, Select, Words, Worth};
use super::words::{CAME, FIELDS, MARKS, Vocabulary, code_of, fact_word, vocabulary};
use crate::model::fact::{FactKind, mark};
use crate::text;
use chrono::NaiveDate;
use std::collections::HashMap;
use std::fmt::Write as _;

const NONE: Points = Points::new_raw(0, 1);

/// So many pairs are compared at most, and so many named: a machine may write any number of items.
const MOST_PAIRS: usize = 400_000;
const MOST_NAMED: usize = 50;

const FIELDS_OF_FACTS: [(Field, &str); 4] = [
    (Field::Kind, "kind"),
    (Field::State, "state"),
    (Field::Role, "role"),
    (Field::Level, "level"),
];

/// Names each item that counts what an item before it in the same part counts too.
pub(super) fn of_rules(reader: &mut Reader, rules: &Rules) {
    let (mut pairs, mut named) = (MOST_PAIRS, MOST_NAMED);
    for part in &rules.parts {
        let mut index: HashMap<(FactKind, Option<&str>), Vec<usize>> = HashMap::new();
        for (at, item) in part.items.iter().enumerate() {
            if item.also {
                continue;
            }
            for (other, what) in rivals(&index, &part.items, at) {
                if pairs == 0 || named == 0 {
                    return;
                }
                pairs -= 1;
                let first = &part.items[other];
                if let Some(act) = both(first, item, what) {
                    tell(reader, first, item, &act);
                    named -= 1;
                    break;
                }
            }
            for what in &item.select.facts {
                let kinds = kinds(item);
                if kinds.is_empty() {
                    index.entry((*what, None)).or_default().push(at);
                }
                for kind in kinds {
                    index.entry((*what, Some(kind))).or_default().push(at);
                }
            }
        }
    }
}

/// The kinds that an item names; empty where it takes any.
fn kinds(item: &Item) -> Vec<&str> {
    let named = item.select.kind.only.iter().map(String::as_str);
    let named: Vec<&str> = named.collect();
    match &item.points {
        Worth::By {
            field: Field::Kind,
            table,
            rest: None,
        } if named.is_empty() => table.iter().map(|(w, _)| w.as_str()).collect(),
        _ => named,
    }
}

/// The items before one that may count facts of the same kind.
fn rivals<'i>(
    index: &HashMap<(FactKind, Option<&'i str>), Vec<usize>>,
    items: &'i [Item],
    at: usize,
) -> Vec<(usize, FactKind)> {
    let item = &items[at];
    let mut found = Vec::new();
    for what in &item.select.facts {
        let mut take = |key: Option<&'i str>| {
            let list = index.get(&(*what, key)).into_iter().flatten();
            found.extend(list.map(|i| (*i, *what)));
        };
        let kinds = kinds(item);
        if kinds.is_empty() {
            let all = index.iter().filter(|((w, _), _)| w == what);
            found.extend(all.flat_map(|(_, list)| list.iter().map(|i| (*i, *what))));
        } else {
            take(None);
            for kind in kinds {
                take(Some(kind));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn tell(reader: &mut Reader, first: &Item, item: &Item, act: &str) {
    let (line, title, before) = (first.at.line, &item.title, &first.title);
    let (days, days_en) = match shared_days(&first.select, &item.select) {
        Some((from, to)) => (
            format!("在 {from} 至 {to} "),
            format!(" from {from} to {to}"),
        ),
        None => (String::new(), String::new()),
    };
    let message = text!(
        "“{title}”与第 {line} 行“{before}”{days}会把同一件事计两次，如 {act}",
        "`{title}` and `{before}` of line {line} count the same act twice{days_en}, such as {act}"
    );
    let fix = text!(
        "只计一项就都写 best_of 或 first_of；本来就另外加分，写 also = true",
        "give both a `best_of` or `first_of`, or write also = true where both are meant"
    );
    reader.doubt_as("overlap", item.at, message, fix);
}

/// An act that both items count with points of the same sign, as a case would write it; `None` where
/// there is none, or where only one of the two would count.
fn both(a: &Item, b: &Item, what: FactKind) -> Option<String> {
    let exclusive = a.exclusive.is_some()
        && a.exclusive == b.exclusive
        && a.exclusive
            .as_ref()
            .is_some_and(|e| e.same == Same::Occasion);
    if a.also || exclusive || !days_meet(&a.select, &b.select) {
        return None;
    }
    let marks = a.select.marks | b.select.marks;
    let not = a.select.marks_not | b.select.marks_not;
    let duties = mark::REQUIRED | mark::SIGN_UP;
    if marks & not != 0 || marks & duties == duties || posts_apart(a, b) {
        return None;
    }
    meet(&a.select.sector, &b.select.sector)?;
    let mut act = format!("{{ fact = \"{}\"", fact_word(what).1);
    let mut words: Vec<(Field, String)> = Vec::new();
    for (field, key) in FIELDS_OF_FACTS {
        let word = common(a, b, what, field)?;
        if !word.is_empty() {
            let _ = write!(act, ", {key} = \"{}\"", label(what, field, &word));
        }
        words.push((field, word));
    }
    if is_impossible(what, &words, (marks, not)) {
        return None;
    }
    let sign = |item: &Item| {
        let worth = std::iter::once(&item.points).chain(&item.times);
        let values = worth.map(|w| value(w, &words));
        values.product::<Points>().cmp(&NONE)
    };
    let named: Vec<&str> = MARKS
        .iter()
        .filter(|(bit, _)| marks & bit != 0)
        .map(|(_, word)| word.1)
        .collect();
    if !named.is_empty() {
        let _ = write!(act, ", mark = {named:?}");
    }
    act.push_str(" }");
    (sign(a) == sign(b) && sign(a) != std::cmp::Ordering::Equal).then_some(act)
}

/// Whether no fact has these words and marks together.
fn is_impossible(
    what: FactKind,
    words: &[(Field, String)],
    (marks, marks_not): (u16, u16),
) -> bool {
    let one = |field: Field| {
        let named = words.iter().filter(|(f, w)| *f == field && !w.is_empty());
        Words {
            only: named.map(|(_, w)| w.clone()).collect(),
            not: Vec::new(),
        }
    };
    let select = Select {
        facts: vec![what],
        kind: one(Field::Kind),
        state: one(Field::State),
        role: one(Field::Role),
        marks,
        marks_not,
        ..Select::default()
    };
    possible::apart(&select).is_some()
}

fn days_meet(a: &Select, b: &Select) -> bool {
    let after = |x: &Select, y: &Select| x.from.zip(y.until).is_some_and(|(from, to)| from > to);
    !after(a, b) && !after(b, a)
}

/// The days on which two clauses with days of their own both hold, where they begin and end.
fn shared_days(a: &Select, b: &Select) -> Option<(NaiveDate, NaiveDate)> {
    Some((a.from.max(b.from)?, earlier(a.until, b.until)?))
}

fn earlier(a: Option<NaiveDate>, b: Option<NaiveDate>) -> Option<NaiveDate> {
    a.into_iter().chain(b).min()
}

/// Whether one wants a post, or what else one belongs to, that the other excludes.
fn posts_apart(a: &Item, b: &Item) -> bool {
    let held = |i: &Item| {
        let own = vec![i.select.post.clone(), i.holder.clone()];
        [own, i.select.belongs.to_vec()].concat()
    };
    let pairs = held(a).into_iter().zip(held(b));
    pairs.into_iter().any(|(x, y)| shut(&x, &y))
}

/// A word that two lists both take: the empty one where both take any.
fn meet(a: &Words, b: &Words) -> Option<String> {
    let free = |w: &&String| !a.not.contains(w) && !b.not.contains(w);
    match (a.only.is_empty(), b.only.is_empty()) {
        (true, true) => Some(String::new()),
        (false, _) => {
            let both = |w: &&String| b.only.is_empty() || b.only.contains(w);
            a.only.iter().filter(free).find(both).cloned()
        }
        (true, false) => b.only.iter().find(free).cloned(),
    }
}

/// The words that an item takes of a field: those it selects, and those its tables have values for.
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
        if let Worth::By {
            field: by,
            table,
            rest: None,
        } = worth
            && *by == field
        {
            let named = |w: &String| table.iter().any(|(t, p)| t == w && *p != NONE);
            if words.only.is_empty() {
                let all = table.iter().filter(|(_, p)| *p != NONE);
                words.only = all.map(|(w, _)| w.clone()).collect();
            } else {
                words.only.retain(named);
            }
        }
    }
    words
}

/// A word of a field that both items take; empty where any will do.
fn common(a: &Item, b: &Item, what: FactKind, field: Field) -> Option<String> {
    let (x, y) = (taken(a, what, field), taken(b, what, field));
    let word = meet(&x, &y)?;
    if !word.is_empty() {
        return Some(word);
    }
    // Any word will do; the words of a closed vocabulary may all be excluded.
    match vocabulary(what, field) {
        Vocabulary::Closed(words) if !(x.not.is_empty() && y.not.is_empty()) => {
            let free = |w: &&super::words::Word| !x.not.iter().chain(&y.not).any(|n| n == w.0);
            words.iter().find(free).map(|w| w.0.to_owned())
        }
        _ => Some(String::new()),
    }
}

fn label(what: FactKind, field: Field, word: &str) -> String {
    debug_assert!(FIELDS.iter().any(|f| f.0 == field));
    match vocabulary(what, field) {
        Vocabulary::Closed(words) => {
            let code = code_of(word, &words);
            let found = words.iter().find(|w| Some(w.0) == code);
            found.map_or(word, |w| w.1).to_owned()
        }
        _ => word.to_owned(),
    }
}

fn value(worth: &Worth, words: &[(Field, String)]) -> Points {
    match worth {
        Worth::Flat(points) => *points,
        Worth::By { field, table, rest } => {
            let word = words.iter().find(|(f, _)| f == field).map(|(_, w)| w);
            let named = table.iter().find(|(w, _)| Some(w) == word);
            named.map(|(_, p)| *p).or(*rest).unwrap_or(NONE)
        }
    }
}
