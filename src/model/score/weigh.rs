//! What gates, grades and weights can never do: gates that nobody meets or everybody does, grades
//! out of order, caps that do not add up to that of the whole.

use super::exclude::apart;
use super::gate::{Counts, Gate, Limit, Over};
use super::points::{Points, decimal_text};
use super::read::Reader;
use super::rules::{Exclusive, Prefer, Rules, Take, Worth};
use super::window::Window;
use crate::lang::so_many;
use crate::model::when::When;
use crate::text;
use chrono::Datelike;
use std::collections::{HashMap, HashSet};

const NONE: Points = Points::new_raw(0, 1);

/// Gates that contradict each other stand within so many of each other.
const NEAR: usize = 200;

pub(super) fn of_rules(reader: &mut Reader, rules: &Rules) {
    for (at, gate) in rules.gates.iter().enumerate() {
        limit(reader, rules, gate);
        spans(reader, rules, gate);
        if let Some(other) = rules.gates[..at]
            .iter()
            .rev()
            .take(NEAR)
            .find(|o| apart(o, gate))
        {
            let (line, title) = (other.at.line, &other.title);
            let message = text!(
                "与第 {line} 行“{title}”矛盾：没有人能同时达到两个条件",
                "contradicts `{title}` of line {line}: nobody can meet both"
            );
            let fix = text!("改正其一", "mend one of them");
            reader.wrong_as("gate_unreachable", gate.at, message, fix);
        }
    }
    order(reader, rules);
    weights(reader, rules);
    mildest(reader, rules);
}

/// A limit beyond what can be, or one that holds for everybody.
fn limit(reader: &mut Reader, rules: &Rules, gate: &Gate) {
    let years = match (&gate.counts, gate.over) {
        (Counts::Graded(_), Over::Year) => Some(1),
        (Counts::Graded(_), Over::Years(years)) => Some(i128::from(years)),
        (Counts::Gates(counted), _) => i128::try_from(counted.len()).ok(),
        _ => None,
    }
    .map(Points::from_integer);
    let (need, need_en) = match gate.limit {
        Limit::AtLeast(need) | Limit::AtMost(need) => (decimal_text(need), decimal_text(need)),
    };
    let unreachable = match gate.limit {
        Limit::AtLeast(need) => years.is_some_and(|most| need > most),
        Limit::AtMost(need) => need < NONE,
    };
    let always = match gate.limit {
        Limit::AtLeast(need) => need < NONE,
        Limit::AtMost(need) => years.is_some_and(|most| need >= most),
    };
    if unreachable {
        let message = text!(
            "没有人能达到这个条件（界限 {need}）",
            "nobody can meet this gate (the limit is {need_en})"
        );
        let fix = text!("改正 at_least、at_most 或 over", "mend the limit or `over`");
        reader.wrong_as("gate_unreachable", gate.at, message, fix);
    } else if always {
        let message = text!(
            "人人都达到这个条件（界限 {need}）",
            "everybody meets this gate (the limit is {need_en})"
        );
        let fix = text!("改正 at_least、at_most 或 over", "mend the limit or `over`");
        reader.doubt_as("gate_no_effect", gate.at, message, fix);
    }
    if gate.grade == Some(0) && gate.then.is_empty() {
        let name = rules.grades.first().map_or("", |g| g.name.as_str());
        let message = text!(
            "“{name}”是最高等次，达不到也没有影响",
            "`{name}` is the best grade: nothing follows for who fails"
        );
        let fix = text!("改写 grade 或补上 then", "change `grade` or add `then`");
        reader.doubt_as("gate_no_effect", gate.at, message, fix);
    }
    if let (Over::Years(years), Some(from), Some(until)) = (gate.over, rules.from, rules.until) {
        let span = until.year() - from.year() + 1;
        if i32::from(years) > span && matches!(gate.counts, Counts::Graded(_)) {
            let message = text!(
                "要看 {years} 年的等次，而办法只适用 {span} 年",
                "the gate looks at {many}, and the rules apply for {span}",
                many = so_many(&years, "year", "years")
            );
            let fix = text!("改正 over 或 from、until", "mend `over`, `from` or `until`");
            reader.doubt_as("gate_no_effect", gate.at, message, fix);
        }
    }
}

/// A gate that asks for something in each month, quarter or half-year, or in the year, on days on
/// which its clause or the rules do not apply.
fn spans(reader: &mut Reader, rules: &Rules, gate: &Gate) {
    let (Counts::Facts(meter), Limit::AtLeast(need)) = (&gate.counts, gate.limit) else {
        return;
    };
    let select = &meter.select;
    if need <= NONE || (select.from.is_none() && select.until.is_none()) {
        return;
    }
    let asked = |window: Window| match gate.every {
        None => vec![(When::from(window.from), When::from(window.to))],
        Some(every) => every.within(window),
    };
    let applies = |(first, last): &(When, When)| {
        select.from.is_none_or(|from| last.last_day() >= from)
            && select.until.is_none_or(|until| first.first_day() <= until)
    };
    let years = rules.from.or(select.from).zip(rules.until.or(select.until));
    let Some((first, last)) = years.map(|(a, b)| (a.year(), b.year())) else {
        return; // Some year may hold all of it.
    };
    let mut windows = (first..=last.min(first + LONGEST)).filter_map(|y| rules.days_of(y));
    let can = |window: Window| asked(window).iter().all(applies);
    if gate.over != Over::Year || windows.any(can) {
        return;
    }
    let fix = text!(
        "改正 from、until 或 every",
        "mend `from`, `until` or `every`"
    );
    if gate.every.is_none() {
        let message = text!(
            "此条的起止日在办法适用期之外，没有人能达到这个条件",
            "the days of this clause lie outside of those of the rules: nobody can meet this gate"
        );
        reader.wrong_as("gate_unreachable", gate.at, message, fix);
    } else {
        // Who served in some of the spans only may meet it in those.
        let message = text!(
            "此条只适用一部分时段，却要求每个时段都有，全年在任的没有人能达到",
            "the clause applies in some of the spans and asks for something in each: nobody in office all year can meet this gate"
        );
        reader.doubt_as("gate_unreachable", gate.at, message, fix);
    }
}

/// No rules apply for longer.
const LONGEST: i32 = 50;

/// Grades that are not written from the best down.
fn order(reader: &mut Reader, rules: &Rules) {
    let written = rules.grades.windows(2).find(|w| w[0].at > w[1].at);
    if let Some([better, lower]) = written {
        let (name, lower) = (&better.name, &lower.name);
        let message = text!(
            "等次没有从高到低写：“{name}”高于“{lower}”，却写在后面",
            "grades are not written from the best down: `{name}` is above `{lower}`"
        );
        let fix = text!("调换次序或改正 at_least", "swap them or mend at_least");
        reader.doubt_as("grade_order", better.at, message, fix);
    }
}

/// Caps of the parts that come to more than the cap of the whole.
fn weights(reader: &mut Reader, rules: &Rules) {
    let Some(cap) = rules.total.cap else { return };
    let outer: Vec<_> = rules.parts.iter().filter(|p| p.within.is_none()).collect();
    let caps: Option<Vec<Points>> = outer.iter().map(|p| p.bounds.cap).collect();
    let (Some(caps), Some(first)) = (caps, outer.first()) else {
        return;
    };
    let sum = caps.into_iter().sum::<Points>() + rules.total.start.unwrap_or(NONE);
    if sum <= cap || !rules.scale.is_empty() {
        return; // Less is told where the cap of the whole never binds.
    }
    let (sum, cap) = (decimal_text(sum), decimal_text(cap));
    let message = text!(
        "各部分封顶合计 {sum} 分，总分封顶只有 {cap} 分",
        "the caps of the parts come to {sum}, and the whole is capped at {cap}"
    );
    let fix = text!(
        "核对各部分的 cap 与 total 的 cap",
        "compare the caps of the parts with that of the whole"
    );
    reader.doubt_as("weights", first.at, message, fix);
}

/// Deductions of which the best is taken: that is the mildest.
fn mildest(reader: &mut Reader, rules: &Rules) {
    let takes = |worth: &Worth| match worth {
        Worth::Flat(points) => *points < NONE,
        Worth::By { table, rest, .. } => {
            table.iter().map(|(_, p)| p).chain(rest).any(|p| *p < NONE)
        }
    };
    let mut members: HashMap<&Exclusive, usize> = HashMap::new();
    for group in rules.items().filter_map(|(_, i)| i.exclusive.as_ref()) {
        *members.entry(group).or_default() += 1;
    }
    let mut told: HashSet<&str> = HashSet::new();
    for (part, item) in rules.items() {
        let best = item.exclusive.as_ref().filter(|e| e.prefer == Prefer::Best);
        let highest = rules.parts[part].take == Take::Highest;
        let name = match best {
            Some(group) if !told.contains(group.name.as_str()) => "best_of",
            None if highest => "take",
            _ => continue,
        };
        if !takes(&item.points) {
            continue;
        }
        let alone = best.is_some_and(|g| members.get(g) == Some(&1));
        if alone && matches!(item.points, Worth::Flat(_)) {
            continue;
        }
        told.extend(best.map(|g| g.name.as_str()));
        let message = text!(
            "扣分时“{name}”取的是扣得最少的，不是最重的",
            "of deductions `{name}` takes the mildest, not the hardest"
        );
        let fix = text!(
            "要取最重的，改用 first_of，重的写在前面",
            "to take the hardest use `first_of`, with the hardest first"
        );
        reader.doubt_as("mildest", item.at, message, fix);
    }
}
