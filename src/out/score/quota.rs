//! Grades of which there are only so many, in words: what a quota is, and why somebody who reaches a
//! grade has a lower one.

use crate::lang::{Text, so_many};
use crate::model::score::contest::{Contest, Dropped, Lost, reached};
use crate::model::score::points::decimal_text;
use crate::model::score::quota::{Among, Places, Quota};
use crate::model::score::{Points, Rules, Score};
use crate::out::{points, points_json};
use crate::text;
use serde_json::{Value, json};

/// So many names are told, of more how many there are.
const NAMED: usize = 5;

/// A grade that a quota leaves in place of the one that is reached.
pub fn lowered(grade: &str, reached: &str, dropped: Option<&Dropped>) -> Text {
    let why = why(dropped);
    text!(
        "{grade}（够“{reached}”；{zh}）",
        "{grade} (`{reached}` is reached; {en})",
        zh = why.zh,
        en = why.en
    )
}

/// Why somebody has a lower grade than points and gates give, where that was looked for.
pub fn why(dropped: Option<&Dropped>) -> Text {
    dropped.map_or_else(
        || text!("限于名额", "there are only so many places"),
        self::dropped,
    )
}

/// Why somebody has a lower grade than points and gates give: in which body, and what is full.
pub fn dropped(dropped: &Dropped) -> Text {
    let (room, whose) = (dropped.room, whose(dropped));
    let (zh, en) = (whose.zh, whose.en);
    let rule = match dropped.quota.ties {
        Some(_) => text!("按办法都不给", "under the rules none of them has it"),
        None => text!(
            "办法未写并列怎么办，都不给",
            "the rules do not say what becomes of a tie, and none of them has it"
        ),
    };
    let (rule, rule_en) = (rule.zh, rule.en);
    match dropped.why {
        Lost::Full(last) => {
            let last = points(last);
            text!(
                "{zh}名额 {room} 个已满，末位 {last} 分",
                "{en}its {many} taken, the last with {points}",
                many = so_many(&room, "place is", "places are"),
                points = so_many(&last, "point", "points")
            )
        }
        Lost::Behind(last) => {
            let last = points(last);
            text!(
                "{zh}名额 {room} 个，末位 {last} 分处并列，{rule}",
                "{en}it has {many}; some tie with {points} at the last, and {rule_en}",
                many = so_many(&room, "place", "places"),
                points = so_many(&last, "point", "points")
            )
        }
        Lost::Tied(tied) => text!(
            "{zh}末位处并列 {tied} 人，名额 {room} 个，{rule}",
            "{en}it has {many}; {tied} tie at the last, and {rule_en}",
            many = so_many(&room, "place", "places")
        ),
        Lost::NoRoom => {
            let why = no_room(dropped.people, dropped.quota);
            let (why, why_en) = (why.zh, why.en);
            text!("{zh}{why}", "{en}{why_en}")
        }
    }
}

/// The body within which a quota is reckoned, to stand before what is said of it.
fn whose(dropped: &Dropped) -> Text {
    let ((zh, en), body) = (dropped.quota.of.words(), &dropped.body);
    match dropped.quota.of {
        Among::All if dropped.several => text!("全体", "of all, "),
        Among::All => text!("", ""),
        _ if body.is_empty() => text!("没有{zh}的，", "among those of no {en}, "),
        _ => text!("{zh}“{body}”", "in the {en} {body} "),
    }
}

/// That a share of so few comes to nobody.
pub fn no_room(people: usize, quota: Quota) -> Text {
    match quota.places {
        Places::Count(_) => text!("名额 0 个", "it has no place"),
        Places::Share { share, .. } => {
            let share = percent(share);
            text!(
                "名额 0 个，{people} 人的 {share} 不足 1 人",
                "it has no place: {share} of {people} are less than one"
            )
        }
    }
}

/// The same as an object; null where the grade was not lost.
pub fn dropped_json(dropped: Option<&Dropped>) -> Value {
    let Some(dropped) = dropped else {
        return Value::Null;
    };
    let (why, tied, last) = match dropped.why {
        Lost::Full(last) => ("full", None, Some(last)),
        Lost::Behind(last) => ("behind", None, Some(last)),
        Lost::Tied(tied) => ("tied", Some(tied), None),
        Lost::NoRoom => ("no_room", None, None),
    };
    let of = dropped.quota.of;
    let body = Some(&dropped.body).filter(|b| !b.is_empty());
    json!({ "why": why, "of": of.code(), "body": body, "places": dropped.room, "people": dropped.people, "tied": tied, "last": last.map(points_json) })
}

/// The quotas of a grade as the regulation says them: `名额 20%`, `名额为各界别的 20%（至少 1 名）`.
pub fn quotas(quotas: &[Quota]) -> Option<Text> {
    let both = |a: Text, b: Text| Text {
        zh: a.zh + "、" + &b.zh,
        en: a.en + ", " + &b.en,
    };
    quotas.iter().map(|q| quota(*q)).reduce(both)
}

fn quota(quota: Quota) -> Text {
    let (zh, en) = quota.of.words();
    let (share, least) = match quota.places {
        Places::Share { share, least } => (percent(share), least),
        Places::Count(n) => {
            return match quota.of {
                Among::All => text!("名额 {n} 个", "{n} at most"),
                _ => text!("名额为各{zh} {n} 个", "{n} of each {en} at most"),
            };
        }
    };
    let least = match least {
        0 => text!("", ""),
        n => text!("（至少 {n} 个）", " (but {n} at least)"),
    };
    let (least, but) = (least.zh, least.en);
    match quota.of {
        Among::All => text!("名额 {share}{least}", "{share} at most{but}"),
        _ => text!(
            "名额为各{zh}的 {share}{least}",
            "{share} of each {en} at most{but}"
        ),
    }
}

fn percent(share: Points) -> String {
    format!("{}%", decimal_text(share * Points::from_integer(100)))
}

/// Puts the grade that is reached, and why it is not given, into the objects of a ranking.
pub fn told(list: &mut Value, rules: &Rules, scores: &[Score], contest: Option<&Contest>) {
    let losses = contest.map(|c| c.losses(rules)).unwrap_or_default();
    for (one, score) in list.as_array_mut().into_iter().flatten().zip(scores) {
        if let Some(lost) = losses.get(score.no.as_str()) {
            let grade = reached(rules, score).and_then(|at| rules.grades.get(at));
            one["reached"] = grade.map(|g| g.name.clone()).into();
            one["dropped"] = dropped_json(Some(lost));
        }
    }
}

/// Who reaches a grade and has a lower one for want of places: a line for each grade and reason.
pub fn notes(rules: &Rules, scores: &[Score], contest: Option<&Contest>) -> Vec<Text> {
    let Some(contest) = contest else {
        return Vec::new();
    };
    let mut losses = contest.losses(rules);
    let mut groups: Vec<((usize, Dropped), Vec<&str>)> = Vec::new();
    for score in scores {
        let lost = losses.remove(score.no.as_str());
        let Some(key) = reached(rules, score).zip(lost) else {
            continue;
        };
        match groups.iter_mut().find(|(k, _)| *k == key) {
            Some((_, names)) => names.push(&score.name),
            None => groups.push((key, vec![&score.name])),
        }
    }
    let note = |((at, dropped), names): &((usize, Dropped), Vec<&str>)| {
        let grade = rules.grades.get(*at).map_or("", |g| g.name.as_str());
        let (why, who) = (self::dropped(dropped), some(names));
        let why_en = why.en;
        text!(
            "够“{grade}”未评上的，{zh}：{why}",
            "`{grade}` is reached and not given, {en}: {why_en}",
            zh = who.zh,
            en = who.en,
            why = why.zh
        )
    };
    groups.iter().map(note).collect()
}

fn some(names: &[&str]) -> Text {
    let Text { zh, en } = Text::listed(&names[..names.len().min(NAMED)]);
    match names.len() {
        n if n > NAMED => text!("{zh}等 {n} 人", "{en} and others, {n} in all"),
        _ => Text { zh, en },
    }
}
