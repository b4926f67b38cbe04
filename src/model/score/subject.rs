//! What a rule set counts must be something that its subjects can have: a unit speaks at no
//! meeting, and only a body has the scores of its members.

use super::consequence::Ground;
use super::gate::Counts;
use super::mistake::Place;
use super::read::Reader;
use super::rules::{Rules, Select};
use super::words::fact_word;
use crate::model::code::Code;
use crate::text;

/// Doubts every selection of facts that the subjects of the rules never have.
pub(super) fn check(reader: &mut Reader<'_>, rules: &Rules) {
    let items = rules.items().map(|(_, i)| (&i.select, i.at));
    let gates = rules.gates.iter().filter_map(|g| match &g.counts {
        Counts::Facts(meter) => Some((&meter.select, g.at)),
        _ => None,
    });
    let rates = rules.rates.iter().map(|r| (&r.meter.select, r.at));
    let conditions = rules
        .consequences
        .iter()
        .flat_map(|c| c.conditions.iter().map(move |one| (one, c.at)));
    let conditions = conditions.filter_map(|(one, at)| match &one.ground {
        Ground::Facts(meter) => Some((&meter.select, at)),
        _ => None,
    });
    for (select, at) in items.chain(gates).chain(rates).chain(conditions) {
        doubt(reader, rules, select, at);
    }
}

fn doubt(reader: &mut Reader<'_>, rules: &Rules, select: &Select, at: Place) {
    let whose = rules.subject;
    for fact in select.facts.iter().filter(|f| !whose.may_have(**f)) {
        let (_, zh, en) = fact_word(*fact);
        let (whose_zh, whose_en) = (whose.zh(), whose.en());
        let message = text!(
            "{whose_zh}没有“{zh}”，永远不计分",
            "a {whose_en} has no {en}: it never counts"
        );
        let can: Vec<_> = super::words::FACTS
            .iter()
            .filter(|(f, _)| whose.may_have(*f))
            .collect();
        let list = |side: fn(&super::words::Word) -> &'static str, comma: &str| {
            let words: Vec<&str> = can.iter().map(|(_, w)| side(w)).collect();
            words.join(comma)
        };
        let (zh, en) = (list(|w| w.1, "、"), list(|w| w.0, ", "));
        reader.doubt(at, message, text!("可用：{zh}", "there are: {en}"));
    }
}
