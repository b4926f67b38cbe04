//! What is filled into a paper, told from the ledger. Letters are Chinese in every language of the
//! program: they go to Chinese offices.

use super::names;
use crate::model::code::{Code, UnitPart};
use crate::model::deadline::Step;
use crate::model::paper::{Facts, Item, Overdue, long_day, put};
use crate::model::proposal::act::Marks;
use crate::model::proposal::feedback::Point;
use crate::model::proposal::number::PROVISIONAL;
use crate::model::proposal::{Assignment, Proposal, Proposer, Term};
use crate::model::when::When;
use chrono::{Datelike, NaiveDate};
use std::collections::HashMap;

/// How much of a proposal's text the brief has, in characters.
const GIST: usize = 300;

/// What every paper of an office says on a day; the session is that of what it is about.
pub(super) fn common(office: &str, session: &str, today: NaiveDate) -> Facts {
    let mut facts = Facts::default();
    facts.say("机关", office);
    facts.say("届次", session);
    facts.say("今天", long_day(When::from(today)));
    facts.say("年度", today.year().to_string());
    facts
}

/// A paper about one proposal,
/// with the proposals that were merged into it.
pub fn of_proposal(
    p: &Proposal,
    merged: &[Proposal],
    body: Option<&str>,
    office: &str,
    today: NaiveDate,
) -> Facts {
    let mut facts = common(office, &p.session, today);
    let names: Vec<&str> = p.proposers.iter().map(Proposer::name).collect();
    let day = |when: Option<When>| when.map(long_day).unwrap_or_default();
    let word = |word: &Option<String>| word.clone().unwrap_or_default();
    let reply = reply_term(p, None);
    let feedback = last_term(p, |t| t.step == Step::MemberFeedback);
    for (name, said) in [
        ("案号", word(&p.no)),
        ("流水号", word(&p.serial)),
        ("案由", p.title.clone()),
        ("性质", p.form.zh().to_owned()),
        ("提案者", names.join("、")),
        (
            "第一提案者",
            names.first().copied().unwrap_or_default().to_owned(),
        ),
        ("提案者人数", p.proposers.len().to_string()),
        ("称呼", names::addressed(p, merged)),
        ("全部提案者", names::all(p, merged)),
        ("并案说明", names::merged(merged)),
        ("提案分类", word(&p.category)),
        ("提交日期", day(p.submitted)),
        ("立案日期", day(p.filed)),
        ("交办日期", day(p.assigned)),
        ("答复期限", day(reply.map(|t| When::from(t.due)).or(p.due))),
        (
            "期限依据",
            reply.map(|t| t.why.zh.clone()).unwrap_or_default(),
        ),
        ("承办单位", handlers(p)),
        ("会办单位", p.units(UnitPart::Co).join("、")),
        ("答复日期", day(p.replied)),
        ("答复类别", word(&p.reply_class)),
        ("提案人意见", word(&p.rating)),
        ("反馈期限", day(feedback.map(|t| When::from(t.due)))),
        ("正文", body.unwrap_or_default().trim().to_owned()),
    ] {
        facts.say(name, said);
    }
    super::part::by_unit(&mut facts, p);
    let mut units: Vec<&Assignment> = p.units.iter().collect();
    units.sort_by_key(|u| u.part);
    let each = units.iter().enumerate();
    facts.items = each.map(|(at, u)| handler(p, at, u)).collect();
    facts
}

/// The reply of one unit to a proposal.
pub fn of_reply(
    p: &Proposal,
    merged: &[Proposal],
    unit: Option<&Assignment>,
    office: &str,
    today: NaiveDate,
) -> Facts {
    let mut facts = of_proposal(p, merged, None, office, today);
    facts.items.clear();
    facts.say("单位名称", unit.map_or("", |u| u.name.as_str()));
    if let Some(unit) = unit {
        super::part::of_unit(&mut facts, p, unit);
    }
    facts
}

/// The form on which proposers say what they think of a reply: what it asks, in what words, and who
/// fills it in where each proposer does.
pub fn of_feedback(
    p: &Proposal,
    points: &[&Point],
    ratings: &[String],
    rater: Option<&str>,
    office: &str,
    today: NaiveDate,
) -> Facts {
    let mut facts = of_proposal(p, &[], None, office, today);
    let first = p.proposers.first().map_or("", Proposer::name);
    let who = match rater {
        Some(rater) => format!("由{rater}填写。"),
        None if p.proposers.len() > 1 => {
            format!("由第一提案者（{first}）征求其他提案者意见后填写。")
        }
        None => format!("由提案者（{first}）填写。"),
    };
    facts.say("填写人", who);
    facts.say("评价选项", boxes(ratings));
    let row = |point: &&Point| {
        let mut item = Item::new();
        put(&mut item, "项目", point.name.as_str());
        put(&mut item, "选项", boxes(&point.answers));
        item
    };
    facts.items = points.iter().map(row).collect();
    facts
}

/// The answers, each with a box to tick.
fn boxes(answers: &[String]) -> String {
    let each: Vec<String> = answers.iter().map(|a| format!("□ {a}")).collect();
    each.join("　")
}

/// One unit of a proposal with its part and what it owes.
fn handler(p: &Proposal, at: usize, unit: &Assignment) -> Item {
    let mut item = Item::new();
    let of_unit = |t: &&Term| t.unit == Some(unit.unit);
    let due = match unit.part {
        UnitPart::Co => last_term(p, |t| t.step == Step::CoOpinion && of_unit(&t)),
        UnitPart::Lead | UnitPart::Split => reply_term(p, Some(unit.unit)),
    };
    let ledger = p.due.filter(|_| unit.part != UnitPart::Co);
    let due = due.map(|t| When::from(t.due)).or(ledger);
    put(&mut item, "序号", (at + 1).to_string());
    put(&mut item, "单位", unit.name.as_str());
    put(&mut item, "方式", unit.part.zh());
    put(
        &mut item,
        "期限",
        due.map_or_else(|| "—".to_owned(), |d| d.to_string()),
    );
    item
}

/// The units that lead it or split it, whichever it has.
fn handlers(p: &Proposal) -> String {
    [UnitPart::Lead, UnitPart::Split]
        .into_iter()
        .flat_map(|part| p.units(part))
        .collect::<Vec<_>>()
        .join("、")
}

/// Whether a term is that of a reply.
pub(super) fn is_reply(t: &Term) -> bool {
    matches!(t.step, Step::ReplyMain | Step::ReplyHard | Step::Rehandle)
}

/// The term of a reply in the last round: the one that a unit owes, else the first to be due.
fn reply_term(p: &Proposal, unit: Option<i64>) -> Option<&Term> {
    let is_reply = |t: &&Term| is_reply(t) && (unit.is_none() || t.unit == unit);
    let round = p.terms.iter().filter(is_reply).map(|t| t.round).max()?;
    let terms = p.terms.iter().filter(is_reply).filter(|t| t.round == round);
    terms.min_by_key(|t| (t.met.is_some(), t.due))
}

fn last_term(p: &Proposal, is: impl Fn(&Term) -> bool) -> Option<&Term> {
    p.terms
        .iter()
        .filter(|t| is(t))
        .max_by_key(|t| (t.round, t.due))
}

/// The letter to a unit about what it owes; `owed` is all of that unit.
pub fn urge(owed: &[Overdue], office: &str, session: &str, today: NaiveDate) -> Facts {
    let mut facts = common(office, session, today);
    facts.say(
        "单位名称",
        owed.first().map_or("", |o| o.unit_name.as_str()),
    );
    let opinions = owed.iter().filter(|o| o.part == UnitPart::Co).count();
    let replies = owed.len() - opinions;
    let of_each = [(replies, "应书面答复"), (opinions, "应提会办意见")];
    let told = of_each.into_iter().filter(|(n, _)| *n > 0);
    let told: Vec<String> = told.map(|(n, what)| format!("{what}的{n}件")).collect();
    facts.say("逾期件数", owed.len().to_string());
    facts.say("逾期说明", told.join("、"));
    facts.say("答复逾期件数", replies.to_string());
    facts.say("会办逾期件数", opinions.to_string());
    let longest = owed.iter().map(|o| o.days(today)).max();
    facts.say(
        "最长逾期天数",
        longest.map(|d| d.to_string()).unwrap_or_default(),
    );
    // Numbers of other sessions are told with their session.
    for (at, o) in owed.iter().enumerate() {
        let number = number(o.no.as_deref(), o.serial.as_deref(), o.proposal);
        let mut item = Item::new();
        put(&mut item, "序号", (at + 1).to_string());
        put(
            &mut item,
            "案号",
            if o.session == session {
                number
            } else {
                format!("{}-{number}", o.session)
            },
        );
        put(&mut item, "案由", o.title.as_str());
        let what = match o.part {
            UnitPart::Co => "会办意见",
            UnitPart::Lead | UnitPart::Split => "书面答复",
        };
        put(&mut item, "事项", what);
        put(
            &mut item,
            "交办日期",
            o.assigned.map(|d| d.to_string()).unwrap_or_default(),
        );
        put(&mut item, "限办日期", o.due.to_string());
        put(&mut item, "逾期天数", o.days(today).to_string());
        facts.items.push(item);
    }
    facts
}

/// The brief of a session's key proposals, with their texts, their marks and what was merged into
/// them by the rows of the proposals.
pub fn brief<S: std::hash::BuildHasher>(
    key: &[Proposal],
    bodies: &[(i64, String)],
    marks: &HashMap<i64, Marks, S>,
    merged: &HashMap<i64, Vec<Proposal>, S>,
    office: &str,
    session: &str,
    today: NaiveDate,
) -> Facts {
    let mut facts = common(office, session, today);
    facts.say("重点件数", key.len().to_string());
    for (at, p) in key.iter().enumerate() {
        let merged = merged.get(&p.id).map_or(&[][..], Vec::as_slice);
        let body = bodies
            .iter()
            .find(|(id, _)| *id == p.id)
            .map(|(_, b)| b.as_str());
        let mark = marks.get(&p.id);
        let mut item = Item::new();
        for (name, said) in [
            ("序号", (at + 1).to_string()),
            ("案号", number(p.no.as_deref(), p.serial.as_deref(), p.id)),
            ("案由", p.title.clone()),
            ("提案者", names::all(p, merged)),
            ("称呼", names::addressed(p, merged)),
            ("提案分类", p.category.clone().unwrap_or_default()),
            ("承办单位", handlers(p)),
            ("会办单位", p.units(UnitPart::Co).join("、")),
            (
                "领办领导",
                mark.map(|m| m.leads.join("、")).unwrap_or_default(),
            ),
            (
                "督办领导",
                mark.map(|m| m.supervisors.join("、")).unwrap_or_default(),
            ),
            ("状态", p.state.zh().to_owned()),
            ("答复期限", p.due.map(|d| d.to_string()).unwrap_or_default()),
            ("答复类别", p.reply_class.clone().unwrap_or_default()),
            ("要点", gist(body.or(p.note.as_deref()).unwrap_or_default())),
        ] {
            put(&mut item, name, said);
        }
        facts.items.push(item);
    }
    facts
}

fn number(no: Option<&str>, serial: Option<&str>, id: i64) -> String {
    let serial = serial.map(|s| format!("流水{s}"));
    no.map(str::to_owned)
        .or(serial)
        .unwrap_or_else(|| format!("{PROVISIONAL}{id}"))
}

/// The beginning of a text in one paragraph, up to the end of a sentence where one is near.
fn gist(text: &str) -> String {
    let one: String = text.split_whitespace().collect::<Vec<_>>().join("");
    if one.chars().count() <= GIST {
        return one;
    }
    let cut: String = one.chars().take(GIST).collect();
    match cut.rfind(['。', '！', '？', '；']) {
        Some(end) if cut[..end].chars().count() > GIST / 2 => {
            cut[..end].chars().chain(['。']).collect()
        }
        _ => cut + "……",
    }
}
