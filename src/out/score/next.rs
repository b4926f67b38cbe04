//! What the next grade would take, in words.

use super::quota::no_room;
use crate::lang::{Text, so_many};
use crate::model::score::Points;
use crate::model::score::contest::{Bar, Pass};
use crate::model::score::next::{Further, Next, Outlook, Way};
use crate::model::score::quota::Among;
use crate::model::score::rules::Per;
use crate::out::{points, points_json};
use crate::text;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Whether further acts can still count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Season {
    /// The year of duty goes on.
    Open,
    /// It ended on that day: what it would have taken.
    Over(NaiveDate),
}

/// Where somebody stands among all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The rank; `None` for who is not ranked.
    pub rank: Option<u32>,
    /// How many are ranked.
    pub of: usize,
}

/// The place among those ranked.
pub fn rank(standing: &Standing) -> Text {
    let of = standing.of;
    match standing.rank {
        Some(rank) => text!("{rank}（{of} 人参加排名）", "{rank} (of {of} ranked)"),
        None => text!("不参加排名", "not ranked"),
    }
}

/// The next grade and what is short of it; `None` where there is nothing to say.
pub fn aim(outlook: &Outlook) -> Option<Text> {
    let next = match outlook {
        Outlook::Ungraded => return None,
        Outlook::Best => return Some(text!("已是最高等次", "the best grade is reached")),
        Outlook::Next(next) => next,
    };
    let (grade, short) = (&next.grade, points(next.short));
    let mut zh = vec![format!("“{grade}”")];
    let mut en = vec![format!("`{grade}`")];
    let mut say = |told: Text| {
        zh.push(told.zh);
        en.push(told.en);
    };
    let is_short = next.short > Points::from_integer(0);
    match (is_short, next.bar) {
        (true, _) => say(text!(
            "还差 {short} 分",
            "{many} short",
            many = so_many(&short, "point", "points")
        )),
        (false, None) if !next.gates.is_empty() => say(text!("分数已够", "points suffice")),
        (false, _) => {}
    }
    if let Some(bar) = next.bar {
        say(bar_words(bar));
    }
    let open = |g: &&String| !next.lost.contains(g);
    let gates: Vec<&String> = next.gates.iter().filter(open).collect();
    if !gates.is_empty() {
        let Text { zh, en } = Text::listed(&gates);
        let also = if is_short { "并须" } else { "须" };
        say(text!("{also}达到条件：{zh}", "to be met: {en}"));
    }
    if !next.lost.is_empty() {
        let Text { zh, en } = Text::listed(&next.lost);
        say(text!(
            "条件已不能达到：{zh}",
            "cannot be met any more: {en}"
        ));
    }
    Some(Text {
        zh: zh.join("，"),
        en: en.join(", "),
    })
}

/// Whom to pass for a grade of which there are only so many.
fn bar_words(bar: Bar) -> Text {
    let (room, people) = (bar.room, bar.people);
    let (zh, en) = bar.quota.of.words();
    let (own, own_en) = match bar.quota.of {
        Among::All => (String::new(), String::new()),
        _ => (format!("本{zh}"), format!(" in one's own {en}")),
    };
    match bar.pass {
        Pass::Above(last) => {
            let last = points(last);
            text!(
                "{own}名额 {room} 个，须超过末位的 {last} 分",
                "{many}{own_en}, more than the {last} of the last one needed",
                many = so_many(&room, "place", "places")
            )
        }
        Pass::Reach(last) => {
            let last = points(last);
            text!(
                "{own}名额 {room} 个，须不低于末位的 {last} 分",
                "{many}{own_en}, the {last} of the last one needed",
                many = so_many(&room, "place", "places")
            )
        }
        Pass::Never => no_room(people, bar.quota),
    }
}

/// The ways to the next grade, a heading and lines; `None` where there is nothing to reach.
pub fn ways(outlook: &Outlook, season: Season) -> Option<(Text, Vec<Text>)> {
    let Outlook::Next(next) = outlook else {
        return None;
    };
    let mut lines: Vec<Text> = next.ways.iter().map(way).collect();
    if lines.is_empty() {
        return Some((text!("升等", "To the next grade"), vec![hopeless(next)]));
    }
    let heading = match lines.len() {
        1 => text!("升等要再有", "To the next grade it takes"),
        _ => text!("升等要再有（任一种）", "To the next grade it takes any of"),
    };
    if let Season::Over(last) = season {
        lines.push(text!(
            "考核期间到 {last} 为止，已过，只供对照",
            "the days that count ended on {last}: this is what it would have taken"
        ));
    }
    Some((heading, lines))
}

fn way(way: &Way) -> Text {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for act in &way.acts {
        let Text {
            zh: full,
            en: full_en,
        } = named(act);
        let many = many(act);
        zh.push(format!("{full} {}", many.zh));
        en.push(format!("{full_en} × {}", many.en));
    }
    let (zh, en) = (zh.join("，"), en.join(", "));
    let (total, grade) = (points(way.total), &way.grade);
    if way.least {
        return text!(
            "{zh}：到 {total} 分，{grade}（次数最少）",
            "{en}: {many}, {grade} (the fewest acts)",
            many = so_many(&total, "point", "points")
        );
    }
    text!(
        "{zh}：到 {total} 分，{grade}",
        "{en}: {many}, {grade}",
        many = so_many(&total, "point", "points")
    )
}

/// How many, by what the item goes by; a paper that others choose or adopt is not one on record.
fn many(act: &Further) -> Text {
    let n = act.times;
    let many = match act.per {
        Per::HalfDay => text!("{n} 个半天", "{n} (half-days)"),
        Per::Quantity => text!("共 {n}（按数量计）", "{n} (by quantity)"),
        _ => text!("{n} 次", "{n}"),
    };
    if !act.new {
        return many;
    }
    let (zh, en, which) = (
        many.zh,
        many.en,
        if n == 1 { "a new one" } else { "new ones" },
    );
    text!("{zh}（新增的）", "{en} ({which})")
}

/// An act by its heading, the words that tell it from others of that heading, and its article.
fn named(act: &Further) -> Text {
    let (title, article) = (&act.title, &act.article);
    let mut full = Text::same(title);
    let Text { zh, en } = &act.which;
    if !act.words.is_empty() {
        full = text!("{title}·{zh}", "{title}: {en}");
    }
    if article.is_empty() || article == title {
        return full;
    }
    let Text { zh, en } = full;
    text!("{zh}（{article}）", "{en} ({article})")
}

/// Why no further acts lift the grade.
fn hopeless(next: &Next) -> Text {
    let (grade, most) = (&next.grade, points(next.most));
    if let Some(bar) = next.bar {
        let Text { zh, en } = bar_words(bar);
        return text!(
            "再增加履职也升不到“{grade}”：最多 {most} 分，{zh}",
            "no further acts lift it to `{grade}`: {points} at most, {en}",
            points = so_many(&most, "point", "points")
        );
    }
    if next.gates.is_empty() {
        return text!(
            "再增加履职也升不到“{grade}”：封顶后最多 {most} 分",
            "no further acts lift it to `{grade}`: with the caps {points} at most",
            points = so_many(&most, "point", "points")
        );
    }
    let lost = if next.lost.is_empty() {
        &next.gates
    } else {
        &next.lost
    };
    let Text { zh, en } = Text::listed(lost);
    text!(
        "再增加履职也升不到“{grade}”：条件“{zh}”靠增加履职达不到",
        "no further acts lift it to `{grade}`: not every condition ({en}) is met by doing more"
    )
}

/// What the number goes by, as a code.
fn per(per: Per) -> &'static str {
    match per {
        Per::HalfDay => "half_day",
        Per::Quantity => "quantity",
        _ => "event",
    }
}

fn bar_json(bar: Bar) -> Value {
    let above = matches!(bar.pass, Pass::Above(_));
    json!({ "places": bar.room, "people": bar.people, "last": bar.last().map(points_json), "above": above })
}

/// The next grade as an object; null where there is none.
pub fn json(outlook: &Outlook) -> Value {
    let Outlook::Next(next) = outlook else {
        return Value::Null;
    };
    let act = |a: &Further| json!({ "title": a.title, "article": a.article, "which": a.words, "times": a.times, "per": per(a.per), "new": a.new });
    let way = |w: &Way| json!({ "acts": w.acts.iter().map(act).collect::<Vec<_>>(), "total": points_json(w.total), "grade": w.grade, "own": w.own, "least": w.least });
    json!({
        "grade": next.grade, "short": points_json(next.short), "gates": next.gates, "lost": next.lost, "most": points_json(next.most),
        "bar": next.bar.map(bar_json),
        "ways": next.ways.iter().map(way).collect::<Vec<_>>(),
    })
}
