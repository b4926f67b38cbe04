//! What papers say of single units, where a proposal has more than one that answers.

use crate::model::code::UnitPart;
use crate::model::paper::{Facts, long_day};
use crate::model::proposal::{Assignment, Handling, Part, Proposal};

/// The fields that each unit has its own of.
fn words(part: &Part<'_>) -> [(&'static str, String); 4] {
    let word = |word: Option<&str>| word.unwrap_or_default().to_owned();
    [
        ("答复期限", part.due.map(long_day).unwrap_or_default()),
        ("答复日期", part.replied.map(long_day).unwrap_or_default()),
        ("答复类别", word(part.class)),
        ("提案人意见", word(part.rating)),
    ]
}

/// Says the days and words of one unit in place of those of the whole.
pub fn of_unit(facts: &mut Facts, p: &Proposal, unit: &Assignment) {
    if unit.part == UnitPart::Co {
        return;
    }
    for (name, said) in words(&p.part(unit)) {
        facts.words.remove(name);
        facts.say(name, said);
    }
    facts.say("承办单位", unit.name.as_str());
    let reason = p
        .terms
        .iter()
        .filter(|t| t.unit == Some(unit.unit) && super::facts::is_reply(t))
        .max_by_key(|t| t.round);
    facts.words.remove("期限依据");
    facts.say(
        "期限依据",
        reason.map(|t| t.why.zh.clone()).unwrap_or_default(),
    );
}

/// Where several units answer, each with days and words of its own, each is named with its own.
pub(super) fn by_unit(facts: &mut Facts, p: &Proposal) {
    let answers =
        |part: &Part<'_>| part.unit.part != UnitPart::Co && part.handling != Handling::Moved;
    let parts: Vec<Part<'_>> = p.parts().into_iter().filter(answers).collect();
    if parts.len() < 2 {
        return;
    }
    let all: Vec<_> = parts.iter().map(words).collect();
    for at in 0..4 {
        let name = all[0][at].0;
        if all.iter().all(|w| w[at].1 == all[0][at].1) {
            continue;
        }
        let each = parts.iter().zip(&all).filter(|(_, w)| !w[at].1.is_empty());
        let each = each.map(|(part, w)| format!("{} {}", part.unit.name, w[at].1));
        facts.say(name, each.collect::<Vec<_>>().join("；"));
    }
}
