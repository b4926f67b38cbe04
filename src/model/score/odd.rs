//! Rates, grades, consequences and dated clauses that say something other than what was meant.

use super::consequence::{Condition, Ground};
use super::dead;
use super::gaps;
use super::gate::{Counts, Limit, Over};
use super::points::Points;
use super::reach::{self, Reach};
use super::read::{Reader, Sheet};
use super::rules::Rules;
use crate::lang::so_many;
use crate::text;

const NONE: Points = Points::new_raw(0, 1);

/// Names what is odd about the file but for its parts and items; `whole` is what can be had in all.
pub(super) fn of_rules<'t>(reader: &mut Reader<'t>, file: Sheet<'t>, rules: &Rules, whole: Reach) {
    rates(reader, file, rules);
    grades(reader, rules);
    if rules.attended.as_ref().is_some_and(|a| a.share == NONE) {
        let message = text!(
            "“attended = 0”不起作用：没有人出席不到 0",
            "`attended = 0` changes nothing: nobody attends less than that"
        );
        let fix = text!("如 attended = \"2/3\"", "such as attended = \"2/3\"");
        reader.doubt(reader.place_of(file, "attended"), message, fix);
    }
    for (gate, sheet) in rules.gates.iter().zip(reader.sheets(file, "gate")) {
        dead::both_ways(reader, sheet, &gate.holder);
        if let (Counts::Part(at), Limit::AtLeast(least)) = (&gate.counts, gate.limit) {
            short_of(reader, sheet, (rules, *at), least);
        }
    }
    for (one, sheet) in rules
        .consequences
        .iter()
        .zip(reader.sheets(file, "consequence"))
    {
        let more = reader.sheets(sheet, "and");
        for (condition, sheet) in one
            .conditions
            .iter()
            .zip(std::iter::once(sheet).chain(more))
        {
            consequence(reader, sheet, condition, whole);
        }
    }
    gaps::check(reader, rules);
}

/// A least number of points that a part never gives.
fn short_of<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    (rules, at): (&Rules, usize),
    least: Points,
) {
    let reach = reach::parts(rules);
    let high = rules.parts.get(at).zip(reach.get(at));
    let high = high.and_then(|(part, reach)| reach.within(part.bounds).high);
    if let Some(high) = high.filter(|high| *high < least) {
        let title = rules.parts.get(at).map_or("", |p| p.title.as_str());
        let message = text!(
            "“{title}”最多只有 {high} 分，没有人能达到 {least} 分",
            "`{title}` gives at most {high}: nobody has {least}"
        );
        let fix = text!("改正 at_least 或封顶", "mend at_least or the caps");
        let at = reader.place_of(sheet, "at_least");
        reader.wrong_as("gate_unreachable", at, message, fix);
    }
}

/// Rates that nobody uses, that nothing meets, and that everything meets.
fn rates<'t>(reader: &mut Reader<'t>, file: Sheet<'t>, rules: &Rules) {
    for ((nth, rate), sheet) in rules
        .rates
        .iter()
        .enumerate()
        .zip(reader.sheets(file, "rate"))
    {
        let name = &rate.name;
        if !rules.uses_rate(nth) {
            let message = text!("没有一处用到比率“{name}”", "nothing uses the rate `{name}`");
            let fix = text!(
                "在计分项或 [[gate]] 里写 rate = \"{name}\"，或删去它",
                "write rate = \"{name}\" in an item or a [[gate]], or drop it"
            );
            reader.doubt(rate.at, message, fix);
        }
        let states = &rate.meter.select.state;
        let due = |w: &&String| {
            !states.not.contains(*w) && (states.only.is_empty() || states.only.contains(*w))
        };
        if !rate.met.is_empty() && !rate.met.iter().any(|w| due(&w)) {
            let message = text!(
                "比率“{name}”永远是 0：应到的里面没有一种状态算达到",
                "the rate `{name}` is always 0: no state of what is due meets it"
            );
            let fix = text!(
                "met 要在 state 之内；不限状态就删去 state",
                "`met` has to be among `state`; drop `state` where any is due"
            );
            let at = reader.place_of(sheet, "met");
            reader.wrong_as("never_counts", at, message, fix);
        } else if !states.only.is_empty() && states.only.iter().all(|w| rate.met.contains(w)) {
            let message = text!(
                "比率“{name}”永远是 1：应到的每一种状态都算达到",
                "the rate `{name}` is always 1: every state of what is due meets it"
            );
            let fix = text!("改正 state 或 met", "mend `state` or `met`");
            reader.doubt(reader.place_of(sheet, "met"), message, fix);
        }
    }
}

fn grades(reader: &mut Reader, rules: &Rules) {
    for grade in &rules.grades {
        if grade.quotas.iter().any(|q| q.places.is_nothing()) {
            let name = &grade.name;
            let message = text!(
                "等次“{name}”的名额是 0，永远不会给出",
                "the grade `{name}` has a quota of 0: it is never given"
            );
            let fix = text!(
                "改正 quota；不设这一等次就整段删去",
                "mend `quota`, or drop the grade"
            );
            reader.wrong_as("grade_unreachable", grade.at, message, fix);
        }
    }
}

/// A limit on a number of years beside the years that it looks at.
fn years<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, (over, limit): (Over, Limit)) {
    let all = match over {
        Over::Year => 1,
        Over::Years(years) => i128::from(years),
        Over::Term => return,
    };
    let years = Points::from_integer(all);
    match limit {
        Limit::AtLeast(least) if least > years => {
            let message = text!(
                "只看 {all} 年，不会有 {least} 年",
                "{many} looked at: there are never {least}",
                many = so_many(&all, "year is", "years are")
            );
            let fix = text!("改正 over 或 at_least", "mend `over` or `at_least`");
            let at = reader.place_of(sheet, "at_least");
            reader.wrong_as("never_counts", at, message, fix);
        }
        Limit::AtMost(most) if most >= years => {
            let message = text!(
                "只看 {all} 年，人人都不超过 {most} 年",
                "{many} looked at: everybody has at most {most}",
                many = so_many(&all, "year is", "years are")
            );
            let fix = text!("改正 over 或 at_most", "mend `over` or `at_most`");
            reader.doubt(reader.place_of(sheet, "at_most"), message, fix);
        }
        _ => {}
    }
}

fn consequence<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, one: &Condition, whole: Reach) {
    dead::both_ways(reader, sheet, &one.holder);
    if matches!(one.ground, Ground::Facts(_)) {
        return;
    }
    years(reader, sheet, (one.over, one.limit));
    // Other years may have other rules.
    let (Ground::Below(below), Over::Year) = (&one.ground, one.over) else {
        return;
    };
    let at = reader.place_of(sheet, "below");
    if let Some(low) = whole.low.filter(|low| low >= below) {
        let message = text!(
            "人人至少有 {low} 分，不会低于 {below} 分",
            "everybody has {low} at least: nobody is below {below}"
        );
        let fix = text!("改正 below 或保底", "mend `below` or the floors");
        reader.wrong_as("never_counts", at, message, fix);
    } else if let Some(high) = whole.high.filter(|high| *high < *below) {
        let message = text!(
            "最多只有 {high} 分，人人都低于 {below} 分",
            "at most {high} can be had: everybody is below {below}"
        );
        let fix = text!("改正 below 或封顶", "mend `below` or the caps");
        reader.doubt(at, message, fix);
    }
}
