//! The letter of result 考核结果通知书: what one score came to. It has no fractions: those stand in the
//! explanation.

use super::facts::common;
use crate::model::paper::{Facts, Item, long_day, put};
use crate::model::score::contest::{Dropped, reached};
use crate::model::score::publication::Publication;
use crate::model::score::rules::Whose;
use crate::model::score::{Points, Rules, Score, TOTAL, Window};
use crate::model::when::When;
use crate::out::points;
use crate::out::score::{quota, rounding_note};
use chrono::NaiveDate;
use std::fmt::Write as _;

/// A score as a letter tells it.
#[derive(Debug, Clone, Copy)]
pub struct Outcome<'o> {
    /// The office.
    pub office: &'o str,
    /// 届次.
    pub session: &'o str,
    /// The day of the letter.
    pub today: NaiveDate,
    /// The year of duty.
    pub year: i32,
    /// The days that count.
    pub window: Window,
    /// The rules.
    pub rules: &'o Rules,
    /// The edition that the figures are of; `None` where nothing is published.
    pub published: Option<&'o Publication>,
    /// The score.
    pub score: &'o Score,
    /// 界别.
    pub sector: Option<&'o str>,
    /// How many are ranked, where the letter tells the rank.
    pub ranked: Option<usize>,
    /// Why points and gates give a better grade than the score has, where that is known.
    pub dropped: Option<&'o Dropped>,
}

/// What a letter of result says.
pub fn result(o: &Outcome<'_>) -> Facts {
    let mut facts = common(o.office, o.session, o.today);
    let (score, rules) = (o.score, o.rules);
    let is_member = rules.subject == Whose::Member;
    let day = |d: NaiveDate| long_day(When::from(d));
    let rank = score.rank.filter(|_| o.ranked.is_some());
    let unmet = if score.unmet.is_empty() {
        "无".to_owned()
    } else {
        score.unmet.join("、")
    };
    for (name, said) in [
        ("姓名", score.name.clone()),
        (
            "称呼",
            if is_member {
                format!("{}委员", score.name)
            } else {
                score.name.clone()
            },
        ),
        ("敬称", addressed(rules.subject).to_owned()),
        (
            "委员编号",
            if is_member {
                score.no.clone()
            } else {
                String::new()
            },
        ),
        ("界别", o.sector.unwrap_or_default().to_owned()),
        ("考核年度", o.year.to_string()),
        (
            "计分期间",
            format!("{}至{}", day(o.window.from), day(o.window.to)),
        ),
        ("办法", rules.title.clone()),
        ("总分", points(score.total)),
        ("满分", full(score, rules).map(points).unwrap_or_default()),
        ("等次", score.grade.clone().unwrap_or_default()),
        ("名次", rank.map(|r| r.to_string()).unwrap_or_default()),
        (
            "排名人数",
            o.ranked.map(|n| n.to_string()).unwrap_or_default(),
        ),
        ("结论", conclusion(o)),
        ("未达条件", unmet),
        ("异议说明", objections(o.published, o.today)),
        (
            "公布日期",
            o.published.map(|p| day(p.published_on)).unwrap_or_default(),
        ),
        (
            "异议截止",
            o.published.map(|p| day(p.closes_on)).unwrap_or_default(),
        ),
    ] {
        facts.say(name, said);
    }
    facts.items = items(score, rules);
    facts
}

/// How the letter speaks to whom it goes.
fn addressed(whose: Whose) -> &'static str {
    match whose {
        Whose::Member => "您",
        Whose::Group => "贵组",
        Whose::Committee => "贵委",
        Whose::Sector => "贵界别",
        Whose::Party | Whose::Township | Whose::Unit => "贵单位",
    }
}

/// The most that the whole can come to, as the regulation says it: its cap, else the sum of the
/// caps of its parts, where each has one and nothing is added before.
pub(super) fn full(score: &Score, rules: &Rules) -> Option<Points> {
    if rules.total.cap.is_some() || rules.total.start.is_some() {
        return rules.total.cap;
    }
    let parts = score.parts.iter();
    let caps = parts
        .filter(|(code, _)| !score.closed.contains(code))
        .map(|(code, _)| {
            let part = rules.parts.iter().find(|p| p.code == *code)?;
            part.bounds.cap
        });
    caps.sum()
}

pub(super) fn items(score: &Score, rules: &Rules) -> Vec<Item> {
    let nothing = |(code, p): &&(String, _)| code != TOTAL || *p != Points::from_integer(0);
    let open = |(code, _): &&(String, _)| !score.closed.contains(code);
    let parts = score.parts.iter().filter(nothing).filter(open).enumerate();
    parts
        .map(|(at, (code, worth))| {
            let part = rules.parts.iter().find(|p| p.code == *code);
            let cap = part.and_then(|p| p.bounds.cap);
            let mut item = Item::new();
            put(&mut item, "序号", (at + 1).to_string());
            put(
                &mut item,
                "项目",
                part.map_or("总分调整", |p| p.title.as_str()),
            );
            put(&mut item, "满分", cap.map(points).unwrap_or_default());
            put(&mut item, "得分", points(*worth));
            item
        })
        .collect()
}

/// Total, grade and rank in one sentence.
fn conclusion(o: &Outcome<'_>) -> String {
    let score = o.score;
    let mut said = format!("总分{}分", points(score.total));
    if let Some(grade) = &score.grade {
        let _ = write!(said, "，考核等次为“{grade}”");
        said.push_str(&short_of(o, grade));
    }
    if let (Some(rank), Some(of)) = (score.rank, o.ranked) {
        let whose = if o.rules.subject == Whose::Member {
            "名委员"
        } else {
            "个单位"
        };
        let _ = write!(said, "，在参加排名的{of}{whose}中列第{rank}名");
    }
    if score.rank.is_none() && !score.in_office {
        said.push_str("，本年度内不在任，不参加排名");
    }
    said.push('。');
    let parts = score.parts.iter().map(|(_, worth)| *worth);
    if let Some(note) = rounding_note(parts, score.total) {
        let _ = write!(said, "（{}。）", note.zh);
    }
    said
}

/// That points and conditions give a better grade of which there are only so many; else nothing.
fn short_of(o: &Outcome<'_>, grade: &str) -> String {
    let at = reached(o.rules, o.score).filter(|_| o.score.rank.is_some());
    let reached = at.and_then(|at| o.rules.grades.get(at));
    match reached.filter(|r| r.name != grade && !r.quotas.is_empty()) {
        Some(better) => {
            let (name, why) = (&better.name, quota::why(o.dropped).zh);
            format!("（得分和条件够“{name}”，{why}，故未评“{name}”）")
        }
        None => String::new(),
    }
}

/// On what publication it rests, and until when objections are taken.
fn objections(published: Option<&Publication>, today: NaiveDate) -> String {
    let Some(held) = published else {
        return "以上结果尚未公布，以公布的结果为准。".to_owned();
    };
    let day = |d: NaiveDate| long_day(When::from(d));
    let edition = match held.edition {
        1 => String::new(),
        n => format!("（第{n}版）"),
    };
    let (on, until) = (day(held.published_on), day(held.closes_on));
    if held.closes_on < today {
        return format!("以上为{on}公布的结果{edition}，异议期已于{until}届满。");
    }
    format!("以上为{on}公布的结果{edition}。如有异议，请于{until}前（含当日）书面提出。")
}
