//! Grades of which there are only so many, in words: what a quota is, and why somebody who reaches a
//! grade has a lower one.

use crate::lang::{Text, so_many};
use crate::model::score::contest::{Contest, Dropped, Lost, reached};
use crate::model::score::points::decimal_text;
use crate::model::score::quota::{Among, Quota};
use crate::model::score::{Points, Rules, Score};
use crate::out::{points, points_json};
use crate::text;
use serde_json::{Value, json};

/// So many names are told, of more how many there are.
const NAMED: usize = 5;

/// A grade that a quota leaves in place of the one that is reached.
pub fn lowered(grade: &str, reached: &str, dropped: Option<Dropped>) -> Text {
    let why = why(dropped);
    text!(
        "{grade}（够“{reached}”；{zh}）",
        "{grade} (`{reached}` is reached; {en})",
        zh = why.zh,
        en = why.en
    )
}

/// Why somebody has a lower grade than points and gates give, where that was looked for.
pub fn why(dropped: Option<Dropped>) -> Text {
    dropped.map_or_else(
        || text!("限于名额", "there are only so many places"),
        self::dropped,
    )
}

/// Why somebody has a lower grade than points and gates give.
pub fn dropped(dropped: Dropped) -> Text {
    let room = dropped.room;
    match dropped.why {
        Lost::Full(last) => {
            let last = points(last);
            text!(
                "名额 {room} 个已满，末位 {last} 分",
                "its {many} taken, the last with {points}",
                many = so_many(&room, "place is", "places are"),
                points = so_many(&last, "point", "points")
            )
        }
        Lost::Behind(last) => {
            let last = points(last);
            text!(
                "名额 {room} 个，末位 {last} 分处并列，按办法都不给",
                "it has {many}; those who tie with {points} at the last have none under the rules",
                many = so_many(&room, "place", "places"),
                points = so_many(&last, "point", "points")
            )
        }
        Lost::Tied(tied) => text!(
            "末位处并列 {tied} 人，名额 {room} 个，按办法都不给",
            "it has {many}; {tied} tie at the last and under the rules none of them has it",
            many = so_many(&room, "place", "places")
        ),
        Lost::NoRoom => no_room(dropped.people, dropped.share),
    }
}

/// That a share of so few comes to nobody.
pub fn no_room(people: usize, share: Points) -> Text {
    let share = percent(share);
    text!(
        "名额 0 个，{people} 人的 {share} 不足 1 人",
        "it has no place: {share} of {people} are less than one"
    )
}

/// The same as an object; null where the grade was not lost.
pub fn dropped_json(dropped: Option<Dropped>) -> Value {
    let Some(dropped) = dropped else {
        return Value::Null;
    };
    let (why, tied, last) = match dropped.why {
        Lost::Full(last) => ("full", None, Some(last)),
        Lost::Behind(last) => ("behind", None, Some(last)),
        Lost::Tied(tied) => ("tied", Some(tied), None),
        Lost::NoRoom => ("no_room", None, None),
    };
    json!({ "why": why, "places": dropped.room, "people": dropped.people, "tied": tied, "last": last.map(points_json) })
}

/// A quota as the regulation says it: `名额 20%`, `名额各界别 20%`.
pub fn quota(quota: Quota) -> Text {
    let (share, (zh, en)) = (percent(quota.share), quota.of.words());
    match quota.of {
        Among::All => text!("名额 {share}", "{share} at most"),
        _ => text!("名额为各{zh}的 {share}", "{share} of each {en} at most"),
    }
}

fn percent(share: Points) -> String {
    format!("{}%", decimal_text(share * Points::from_integer(100)))
}

/// Who reaches a grade and has a lower one for want of places: a line for each grade and reason.
pub fn notes(rules: &Rules, scores: &[Score], contest: Option<&Contest>) -> Vec<Text> {
    let Some(contest) = contest else {
        return Vec::new();
    };
    let losses = contest.losses(rules);
    let mut groups: Vec<((usize, Dropped), Vec<&str>)> = Vec::new();
    for score in scores {
        let lost = losses.get(score.no.as_str()).copied();
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
        let (why, who) = (self::dropped(*dropped), some(names));
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
