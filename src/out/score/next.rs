//! What the next grade would take, in words.

use crate::lang::Text;
use crate::model::score::Points;
use crate::model::score::next::{Next, Outlook, Way};
use crate::out::{points, points_json};
use crate::text;
use serde_json::{Value, json};

/// Whether further acts can still count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Season {
    /// The year of duty goes on.
    Open,
    /// It is over: what it would have taken.
    Over,
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
    let Text { zh, en } = Text::listed(&next.gates);
    Some(
        match (next.short > Points::from_integer(0), next.gates.is_empty()) {
            (true, true) => text!(
                "“{grade}”，还差 {short} 分",
                "`{grade}`, {short} points short"
            ),
            (true, false) => text!(
                "“{grade}”，还差 {short} 分，并须达到条件：{zh}",
                "`{grade}`, {short} points short, and to be met: {en}"
            ),
            (false, false) => text!(
                "“{grade}”，分数已够，须达到条件：{zh}",
                "`{grade}`, points suffice, to be met: {en}"
            ),
            (false, true) => text!("“{grade}”", "`{grade}`"),
        },
    )
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
    if season == Season::Over {
        lines.push(text!(
            "本年度已过，只供对照",
            "the year of duty is over: this is what it would have taken"
        ));
    }
    Some((heading, lines))
}

fn way(way: &Way) -> Text {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for act in &way.acts {
        let (title, n, article) = (&act.title, act.times, &act.article);
        let named = !article.is_empty() && article != title;
        let (full, full_en) = if named {
            (
                format!("{title}（{article}）"),
                format!("{title} ({article})"),
            )
        } else {
            (title.clone(), title.clone())
        };
        zh.push(format!("{full} {n} 次"));
        en.push(format!("{full_en} × {n}"));
    }
    let (zh, en) = (zh.join("，"), en.join(", "));
    let (total, grade) = (points(way.total), &way.grade);
    if way.least {
        return text!(
            "{zh}：到 {total} 分，{grade}（次数最少）",
            "{en}: {total} points, {grade} (the fewest acts)"
        );
    }
    text!(
        "{zh}：到 {total} 分，{grade}",
        "{en}: {total} points, {grade}"
    )
}

/// Why no further acts lift the grade.
fn hopeless(next: &Next) -> Text {
    let (grade, most) = (&next.grade, points(next.most));
    if next.gates.is_empty() {
        return text!(
            "再增加履职也升不到“{grade}”：封顶后最多 {most} 分",
            "no further acts lift it to `{grade}`: with the caps there are {most} points at most"
        );
    }
    let Text { zh, en } = Text::listed(&next.gates);
    text!(
        "再增加履职也升不到“{grade}”：最多 {most} 分；条件“{zh}”不是增加履职都能达到的",
        "no further acts lift it to `{grade}`: {most} points at most; not every condition ({en}) is met by doing more"
    )
}

/// The next grade as an object; null where there is none.
pub fn json(outlook: &Outlook) -> Value {
    let Outlook::Next(next) = outlook else {
        return Value::Null;
    };
    let act = |a: &crate::model::score::next::Further| json!({ "title": a.title, "article": a.article, "times": a.times });
    let way = |w: &Way| json!({ "acts": w.acts.iter().map(act).collect::<Vec<_>>(), "total": points_json(w.total), "grade": w.grade, "own": w.own, "least": w.least });
    json!({
        "grade": next.grade, "short": points_json(next.short), "gates": next.gates, "most": points_json(next.most),
        "ways": next.ways.iter().map(way).collect::<Vec<_>>(),
    })
}
