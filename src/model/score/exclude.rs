//! Gates that exclude each other: what one asks for, the other forbids, as far as it can be proven
//! from what they select.

use super::gate::{Counts, Gate, Limit, Meter, Over};
use super::item::leaves_states_open;
use super::points::Points;
use super::rules::{Select, Words};
use super::words::CAME;

/// Whether nobody can meet both: so many are asked for of what the other gate, too, counts, and
/// there may be fewer.
pub(super) fn apart(a: &Gate, b: &Gate) -> bool {
    asks_too_much(a, b) || asks_too_much(b, a)
}

/// Whether `asks` wants more than `allows` leaves to the same people in the same days.
fn asks_too_much(asks: &Gate, allows: &Gate) -> bool {
    let (Limit::AtLeast(need), Limit::AtMost(most)) = (asks.limit, allows.limit) else {
        return false;
    };
    let same_days = asks.over == allows.over && asks.every == allows.every;
    // What is asked for within the year, or of a part of it, is within what is allowed in all.
    let within = over_within(asks.over, allows.over) && allows.every.is_none();
    let people = asks.holder == allows.holder
        || asks.holder == Words::default()
        || allows.holder == Words::default();
    let holds = match (&asks.counts, &allows.counts) {
        (Counts::Facts(some), Counts::Facts(all)) => (same_days || within) && covers(all, some),
        (Counts::Graded(_), Counts::Graded(_)) => asks.counts == allows.counts && same_days,
        _ => false,
    };
    people && holds && need > most
}

fn over_within(inner: Over, outer: Over) -> bool {
    match (inner, outer) {
        (Over::Year, _) => true,
        (Over::Years(a), Over::Years(b)) => a <= b,
        (a, b) => a == b,
    }
}

/// Whether every fact that `some` counts is counted by `all` as well.
fn covers(all: &Meter, some: &Meter) -> bool {
    let (a, s) = (&all.select, &some.select);
    all.per == some.per
        && s.facts.iter().all(|f| a.facts.contains(f))
        && words_cover(&a.kind, &s.kind)
        && words_cover(&states(a), &states(s))
        && words_cover(&a.role, &s.role)
        && words_cover(&a.level, &s.level)
        && words_cover(&a.post, &s.post)
        && a.belongs
            .iter()
            .zip(&s.belongs)
            .all(|(a, s)| words_cover(a, s))
        && words_cover(&a.sector, &s.sector)
        && a.marks & s.marks == a.marks
        && a.marks_not & s.marks_not == a.marks_not
        && a.from.is_none_or(|from| s.from.is_some_and(|f| f >= from))
        && a.until
            .is_none_or(|until| s.until.is_some_and(|u| u <= until))
}

/// The states that a gate counts: of attendance it counts who came, unless it says otherwise.
fn states(select: &Select) -> Words {
    if leaves_states_open(select) {
        return Words {
            only: CAME.map(str::to_owned).to_vec(),
            not: Vec::new(),
        };
    }
    select.state.clone()
}

fn words_cover(all: &Words, some: &Words) -> bool {
    let named = |w: &String| some.only.contains(w);
    let only = all.only.is_empty()
        || (!some.only.is_empty() && some.only.iter().all(|w| all.only.contains(w)));
    let not = all
        .not
        .iter()
        .all(|w| some.not.contains(w) || (!some.only.is_empty() && !named(w)));
    only && not
}

/// How many events a gate asks for of the meetings of a kind, at least, in each year of duty or in
/// each span of it; `None` where it counts anything else.
pub(super) fn meetings_asked(gate: &Gate) -> Option<(&Words, Points)> {
    let (Counts::Facts(meter), Limit::AtLeast(need)) = (&gate.counts, gate.limit) else {
        return None;
    };
    let attends = meter.select.facts == [crate::model::fact::FactKind::Attendance];
    let events = meter.per == super::rules::Per::Event;
    (attends && events && gate.over == Over::Year).then_some((&meter.select.kind, need))
}

#[cfg(test)]
mod tests {
    use crate::model::score::Rules;

    /// The codes of what is told of these two gates.
    fn told(one: &str, other: &str) -> Vec<&'static str> {
        let gate = |title: &str, body: &str| {
            format!("[[gate]]\ntitle = \"{title}\"\ngrade = \"下\"\n{body}\n")
        };
        let text = format!(
            "title = \"办法\"\nfrom = 2026-01-01\nuntil = 2026-12-31\n[[grade]]\nname = \"上\"\nat_least = 1\n[[grade]]\nname = \"下\"\n{}{}[[part]]\ncode = \"a\"\ntitle = \"甲\"\n[[part.item]]\ntitle = \"项\"\nfact = \"record\"\npoints = 1\n",
            gate("一", one),
            gate("二", other)
        );
        match Rules::read(&text, None) {
            Ok(reading) => reading.all_doubts().iter().map(|m| m.code).collect(),
            Err(mistakes) => mistakes.iter().map(|m| m.code).collect(),
        }
    }

    const NONE: [&str; 0] = [];

    #[test]
    fn what_one_gate_asks_for_another_may_not_forbid() {
        let plenary = "fact = \"出席情况\"\nkind = \"全体会议\"\n";
        let all = "fact = \"出席情况\"\n";
        let asks = |what: &str, n: u32| format!("{what}at_least = {n}");
        let allows = |what: &str, n: u32| format!("{what}at_most = {n}");
        let bad = ["gate_unreachable"];
        assert_eq!(told(&asks(plenary, 3), &allows(plenary, 2)), bad);
        // A part of what is allowed in all.
        assert_eq!(told(&asks(plenary, 3), &allows(all, 2)), bad);
        assert_eq!(told(&allows(all, 2), &asks(plenary, 3)), bad);
        let present = format!("{plenary}state = \"出席\"\n");
        assert_eq!(told(&asks(&present, 3), &allows(all, 2)), bad);
        assert_eq!(
            told(&asks(plenary, 3), &format!("{all}over = 2\nat_most = 2")),
            bad
        );
        // What may be elsewhere, or otherwise, proves nothing.
        assert_eq!(told(&asks(all, 3), &allows(plenary, 2)), NONE);
        assert_eq!(told(&asks(plenary, 2), &allows(all, 2)), NONE);
        let absent = format!("{plenary}state = \"缺席\"\n");
        assert_eq!(told(&asks(plenary, 3), &allows(&absent, 0)), NONE);
        assert_eq!(
            told(&format!("{plenary}over = 2\nat_least = 3"), &allows(all, 2)),
            NONE
        );
        let others = |what: String, post: &str| format!("{what}\nholder = \"{post}\"");
        assert_eq!(
            told(
                &others(asks(plenary, 3), "常委"),
                &others(allows(all, 2), "委员")
            ),
            NONE
        );
        assert_eq!(
            told(&others(asks(plenary, 3), "常委"), &allows(all, 2)),
            bad
        );
    }

    #[test]
    fn a_gate_asks_for_nothing_on_days_on_which_its_clause_does_not_apply() {
        let asks = |more: &str| format!("fact = \"record\"\nat_least = 1\n{more}");
        let free = "fact = \"status\"\nat_most = 0";
        assert_eq!(told(&asks("until = 2026-03-31"), free), NONE);
        assert_eq!(
            told(&asks("until = 2025-03-31"), free),
            ["gate_unreachable"]
        );
        assert_eq!(
            told(&asks("every = \"month\"\nuntil = 2026-03-31"), free),
            ["gate_unreachable"]
        );
        assert_eq!(
            told(&asks("every = \"quarter\"\nfrom = 2026-03-31"), free),
            NONE
        );
    }
}
