//! For whom a part or an item is, in words: the post by which somebody has it, or that they lack.

use super::engine::Engine;
use super::person::Person;
use super::rules::{Held, Words};
use super::select::Set;
use super::window::Window;
use crate::lang::Text;
use crate::model::fact::Sym;
use crate::text;

/// Which posts of the year count.
pub(super) fn whose(held: Held) -> (&'static str, &'static str) {
    match held {
        Held::End => ("年末职务", "the post held at the end of the year"),
        Held::Any => ("本年任过的职务", "the post held on any day of the year"),
        Held::Most => ("任职过半的职务", "the post held on most days of the year"),
    }
}

/// The posts for whose holders an item is, with its part and those around it: the one that
/// the person holds, or what stands against it. `None` where it is for everybody.
pub(super) fn of_item(engine: &Engine, person: &Person, item: usize) -> Option<Text> {
    let (part, rule) = engine.rules.items().nth(item)?;
    let row = engine.rows.get(item)?;
    let own = of_holder(engine, person, &rule.holder, &row.holder);
    let mut all: Vec<Text> = own.into_iter().collect();
    let mut here = Some(part);
    while let Some(at) = here {
        let around = &engine.rules.parts[at];
        all.extend(of_holder(
            engine,
            person,
            &around.holder,
            &engine.holders[at],
        ));
        here = around.within;
    }
    all.dedup();
    let (zh, en): (Vec<String>, Vec<String>) = all.into_iter().map(|t| (t.zh, t.en)).unzip();
    (!zh.is_empty()).then(|| Text {
        zh: zh.join("，"),
        en: en.join(", "),
    })
}

fn of_holder(
    engine: &Engine,
    person: &Person,
    words: &Words,
    (only, not): &(Set, Set),
) -> Option<Text> {
    let (whose, whose_en) = whose(engine.rules.held);
    if let Some((at, post)) = person.held_of(not.words().iter().copied()) {
        let name = words.not.get(at).map_or("", String::as_str);
        let (days, days_en) = days(person, post);
        return Some(text!(
            "不适用于{whose}“{name}”{days}",
            "not for {whose_en}, `{name}`{days_en}"
        ));
    }
    if words.only.is_empty() {
        return None;
    }
    let held = person.held_of(only.words().iter().copied());
    Some(if let Some((at, post)) = held {
        let name = words.only.get(at).map_or("", String::as_str);
        let (days, days_en) = days(person, post);
        text!(
            "适用于{whose}“{name}”{days}",
            "for {whose_en}, `{name}`{days_en}"
        )
    } else {
        let Text { zh, en } = Text::listed(&words.only);
        text!("只适用于{whose}“{zh}”", "only for {whose_en}, `{en}`")
    })
}

/// The days on which a post was held, in brackets; empty where that was all year.
fn days(person: &Person, post: Sym) -> (String, String) {
    match spans(person, post) {
        Some((zh, en)) => (format!("（{zh}）"), format!(" ({en})")),
        None => Default::default(),
    }
}

/// The days on which a post was held, unless that was all year.
pub(super) fn spans(person: &Person, post: Sym) -> Option<(String, String)> {
    let spans = person.days_of(post);
    let whole = spans.len() == 1 && person.window() == spans.first().copied();
    let days = |word: &str| -> Vec<String> {
        let one = |s: &Window| format!("{}{word}{}", s.from, s.to);
        spans.iter().map(one).collect()
    };
    (!whole).then(|| (days(" 至 ").join("、"), days(" to ").join(", ")))
}
