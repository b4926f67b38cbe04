//! The duty dossier 委员履职档案 as a paper: who a member is, and what they did in a year.

use super::facts::common;
use super::result::{full, items};
use crate::lang::Lang;
use crate::model::appraisal::book::Report;
use crate::model::code::{Code, Dict, Part, StatusKind};
use crate::model::meeting::roll::Attended;
use crate::model::member::{Member, Span};
use crate::model::opinion::{Opinion, Outcome};
use crate::model::paper::{Facts, Item, long_day, put};
use crate::model::proposal::Proposal;
use crate::model::record::{Record, quantity_text};
use crate::model::score::{Rules, Score, Window};
use crate::model::when::When;
use crate::out::member::Dossier;
use crate::out::opinion::told;
use crate::out::proposal::{place, reference};
use crate::out::{exact, meeting};
use std::fmt::Write as _;

/// The score of the dossier's year.
#[derive(Debug, Clone, Copy)]
pub struct Scored<'s> {
    /// The rules.
    pub rules: &'s Rules,
    /// The member's score; `None` where the rules do not reach the member.
    pub score: Option<&'s Score>,
    /// How many are ranked.
    pub ranked: usize,
}

/// What the paper says; `scored` is missing where no rules are adopted for the year.
pub fn facts(
    d: &Dossier,
    (office, session): (&str, &str),
    window: Window,
    scored: Option<Scored<'_>>,
) -> Facts {
    let mut facts = common(office, session, d.today);
    person(&mut facts, d);
    let day = |d| long_day(When::from(d));
    facts.say("档案年度", d.year.to_string());
    facts.say(
        "统计期间",
        format!("{}至{}", day(window.from), day(window.to)),
    );
    facts.say("出席情况", meeting::dossier_counts(&d.attendance.tally).zh);
    for (name, n) in [
        ("会议次数", d.attendance.meetings.len()),
        ("提案件数", d.proposals.len()),
        ("社情民意件数", d.opinions.len()),
        ("履职项数", d.records.len()),
        ("述职次数", d.reports.len()),
    ] {
        facts.say(name, n.to_string());
    }
    let proposal = |p: &Proposal| proposal(p, d.member.id);
    facts
        .lists
        .insert("会议", listed(&d.attendance.meetings, attended));
    facts.lists.insert("提案", listed(&d.proposals, proposal));
    facts.lists.insert("社情民意", listed(&d.opinions, opinion));
    facts.lists.insert("履职", listed(&d.records, record));
    facts.lists.insert("述职", listed(&d.reports, report));
    facts.lists.insert("得分", Vec::new());
    facts.say("考核情况", sentence(scored, d.year));
    if let Some(scored) = scored {
        score(&mut facts, scored);
    }
    facts
}

/// Who the member is.
fn person(facts: &mut Facts, d: &Dossier) {
    let m = &d.member;
    let word = |word: &Option<String>| word.clone().unwrap_or_default();
    let words = |dict| m.words(dict).join("、");
    for (name, said) in [
        ("姓名", m.name.clone()),
        ("委员编号", m.no.clone()),
        ("性别", m.sex.map(|s| s.zh().to_owned()).unwrap_or_default()),
        ("出生年月", m.birth.map(long_day).unwrap_or_default()),
        ("民族", word(&m.nation)),
        ("政治面貌", words(Dict::Party)),
        ("界别", sector(m)),
        ("专委会", belonged(m, Dict::Committee)),
        ("履职小组", belonged(m, Dict::Group)),
        ("政协职务", belonged(m, Dict::Post)),
        ("单位", word(&m.unit)),
        ("职务", word(&m.job)),
        (
            "手机",
            d.phones.show(m.phone.as_deref()).unwrap_or_default(),
        ),
        ("任期", terms(m)),
        ("任免奖惩", events(m)),
    ] {
        facts.say(name, said);
    }
}

/// The sector, and those before it where the change is dated.
fn sector(m: &Member) -> String {
    match belonged(m, Dict::Sector) {
        dated if !dated.is_empty() => dated,
        _ => m.sector.clone().unwrap_or_default(),
    }
}

/// The words of a dictionary, those that have ended too, with their days where known.
fn belonged(m: &Member, dict: Dict) -> String {
    let held = m.affiliations.iter().filter(|a| a.dict == dict);
    let one = |a: &crate::model::member::Affiliation| {
        let days = span(Span {
            since: a.since,
            until: a.until,
        });
        if days.is_empty() {
            a.name.clone()
        } else {
            format!("{}（{days}）", a.name)
        }
    };
    held.map(one).collect::<Vec<_>>().join("、")
}

fn terms(m: &Member) -> String {
    let spans = m.tenure.iter().map(|s| span(*s));
    let known: Vec<String> = spans.filter(|s| !s.is_empty()).collect();
    known.join("、")
}

fn span(span: Span) -> String {
    match (span.since, span.until) {
        (Some(since), Some(until)) => format!("{}至{}", long_day(since), long_day(until)),
        (Some(since), None) => format!("{}起", long_day(since)),
        (None, Some(until)) => format!("至{}", long_day(until)),
        (None, None) => String::new(),
    }
}

fn events(m: &Member) -> String {
    let one = |e: &crate::model::member::StatusEvent| {
        let kind = StatusKind::parse(&e.kind);
        let kind = kind.map_or_else(|| e.kind.clone(), |k| k.zh().to_owned());
        let on = When::from_iso(&e.on).map_or_else(|| e.on.clone(), long_day);
        format!("{on}{kind}（{}）", e.reason)
    };
    m.events.iter().map(one).collect::<Vec<_>>().join("；")
}

/// The items of a list, numbered.
fn listed<T>(all: &[T], one: impl Fn(&T) -> Item) -> Vec<Item> {
    let numbered = all.iter().enumerate().map(|(at, thing)| {
        let mut item = one(thing);
        put(&mut item, "序号", (at + 1).to_string());
        item
    });
    numbered.collect()
}

fn item(words: &[(&'static str, String)]) -> Item {
    let mut item = Item::new();
    for (name, word) in words {
        put(&mut item, name, word.as_str());
    }
    item
}

fn attended(m: &Attended) -> Item {
    let mut stood = m.presence.zh().to_owned();
    if m.part != Part::Attendee {
        let _ = write!(stood, "（{}）", m.part.zh());
    }
    item(&[
        ("日期", m.start.to_string()),
        ("会议", m.title.clone()),
        ("类型", m.kind.clone()),
        ("出席", stood),
    ])
}

fn proposal(p: &Proposal, member: i64) -> Item {
    let mut result = vec![p.state.zh().to_owned()];
    result.extend(p.reply_class.as_ref().map(|c| format!("答复类别：{c}")));
    result.extend(p.rating.as_ref().map(|r| format!("提案人意见：{r}")));
    result.extend(p.key.then(|| "重点提案".to_owned()));
    result.extend(p.excellent.then(|| "优秀提案".to_owned()));
    item(&[
        ("编号", reference(p)),
        ("案由", p.title.clone()),
        ("提案者", place(p, member).zh),
        ("结果", result.join("，")),
    ])
}

fn opinion(o: &Opinion) -> Item {
    let all = |outcomes: &[Outcome]| outcomes.iter().map(told).collect::<Vec<_>>().join("；");
    item(&[
        ("编号", o.no.clone()),
        ("标题", o.title.clone()),
        (
            "日期",
            o.submitted.map(|w| w.to_string()).unwrap_or_default(),
        ),
        ("采用", all(&o.adoptions)),
        ("批示", all(&o.instructions)),
    ])
}

fn record(r: &Record) -> Item {
    item(&[
        ("日期", r.on.to_string()),
        ("类别", r.kind.clone()),
        ("事项", r.title.clone()),
        ("级别", r.level.clone().unwrap_or_default()),
        ("数量", quantity_text(r.quantity)),
    ])
}

fn report(r: &Report) -> Item {
    item(&[
        (
            "日期",
            r.held_on.map(|on| on.to_string()).unwrap_or_default(),
        ),
        ("名称", r.title.clone()),
        (
            "方式",
            r.form.map(|f| f.zh().to_owned()).unwrap_or_default(),
        ),
        ("等次", r.level.clone().unwrap_or_default()),
    ])
}

/// What the appraisal of the year came to, in one sentence.
fn sentence(scored: Option<Scored<'_>>, year: i32) -> String {
    let Some(Scored {
        rules,
        score,
        ranked,
    }) = scored
    else {
        return format!("{year}年度没有采用考核办法。");
    };
    let title = &rules.title;
    let Some(score) = score else {
        return format!("按《{title}》，本年度没有得分。");
    };
    let total = exact(score.total, Lang::Zh);
    let mut said = format!("按《{title}》，{year}年度总分{total}分");
    if let Some(grade) = &score.grade {
        let _ = write!(said, "，等次为“{grade}”");
    }
    if let Some(band) = &score.band {
        let _ = write!(said, "，列{band}");
    }
    match score.rank {
        Some(rank) => {
            let _ = write!(said, "，在参加排名的{ranked}名委员中列第{rank}名");
        }
        None if !score.in_office => said.push_str("，本年度内不在任，不参加排名"),
        None => said.push_str("，按办法不参加排名"),
    }
    said + "。"
}

fn score(facts: &mut Facts, scored: Scored<'_>) {
    let rules = scored.rules;
    facts.say("办法", rules.title.as_str());
    let Some(score) = scored.score else { return };
    let points = |p| exact(p, Lang::Zh);
    facts.say("总分", points(score.total));
    facts.say("满分", full(score, rules).map(points).unwrap_or_default());
    facts.say("等次", score.grade.clone().unwrap_or_default());
    facts.say("档次", score.band.clone().unwrap_or_default());
    facts.say(
        "名次",
        score.rank.map(|r| r.to_string()).unwrap_or_default(),
    );
    facts.say("排名人数", scored.ranked.to_string());
    facts.lists.insert("得分", items(score, rules));
}
