//! What an item gives, in words, for the table of the rules.

use crate::lang::Text;
use crate::model::score::Points;
use crate::model::score::points::decimal_text;
use crate::model::score::rules::{Item, Per, Worth};
use crate::text;

/// The points of an item, for what they are given, and the factors on them.
pub fn told(item: &Item) -> Text {
    if !item.steps.is_empty() {
        return steps(&item.steps);
    }
    let Text { mut zh, mut en } = per(item.per, valued(&item.points));
    for factor in &item.times {
        let by = valued(factor);
        zh = format!("{zh}，乘 {}", by.zh);
        en = format!("{en}, times {}", by.en);
    }
    if !item.tiers.is_empty() {
        let tiers: Vec<String> = item.tiers.iter().map(|t| figure(*t)).collect();
        zh = format!("{zh}，依次乘 {}", tiers.join("、"));
        en = format!("{en}, in turn times {}", tiers.join(", "));
    }
    if item.rate.is_some() {
        zh.push_str("，乘比率");
        en.push_str(", times a rate");
    }
    text!("{zh}", "{en}")
}

fn valued(worth: &Worth) -> Text {
    let Worth::By { table, rest, .. } = worth else {
        return match worth {
            Worth::Flat(points) => Text::same(figure(*points)),
            Worth::By { .. } => Text::default(),
        };
    };
    let one = |(word, points): &(String, Points)| format!("{word} {}", figure(*points));
    let all: Vec<String> = table.iter().map(one).collect();
    let Text { zh, en } = Text::listed(&all);
    match rest.map(figure) {
        None => text!("{zh}", "{en}"),
        Some(rest) => text!("{zh}、其他 {rest}", "{en}, others {rest}"),
    }
}

fn per(per: Per, Text { zh, en }: Text) -> Text {
    match per {
        Per::Event => text!("每次 {zh}", "{en} each"),
        Per::HalfDay => text!("每半天 {zh}", "{en} a half-day"),
        Per::Once => text!("{zh}，只计一次", "{en}, once"),
        Per::Quantity => text!("{zh} × 数量", "{en} × quantity"),
        Per::Time => text!(
            "{zh} × 出席时间所占比例",
            "{en} × share of the time attended"
        ),
    }
}

fn steps(steps: &[(Points, Points)]) -> Text {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (from, gives) in steps {
        let (from, gives) = (figure(*from), figure(*gives));
        zh.push(format!("满 {from} 得 {gives}"));
        en.push(format!("from {from}: {gives}"));
    }
    let (zh, en) = (zh.join("，"), en.join("; "));
    text!("{zh}", "{en}")
}

/// The number as a decimal, or as a fraction where two places do not hold it.
fn figure(points: Points) -> String {
    if 100 % points.denom() == 0 {
        decimal_text(points)
    } else {
        points.to_string()
    }
}
