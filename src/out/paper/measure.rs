//! What is filled into a letter about a consequence of the score.

use super::facts::common;
use crate::model::member::Member;
use crate::model::paper::{Facts, Item, long_day, put};
use crate::model::score::Points;
use crate::model::score::consequence::{Consequence, Outcome, Ruling};
use crate::model::when::When;
use crate::out::points;
use chrono::NaiveDate;

/// One line of the history that leads to a consequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Year or day.
    pub on: String,
    /// What, in Chinese.
    pub what: String,
    /// On what it rests.
    pub source: Option<String>,
}

/// What a letter is about.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// Whom it concerns.
    pub member: &'a Member,
    /// The year of duty.
    pub year: i32,
    /// The title of the rules.
    pub rules: &'a str,
    /// What follows.
    pub consequence: &'a Consequence,
    /// What leads to it.
    pub history: &'a [Step],
    /// Points and grade of the year, where there are any.
    pub figure: Option<(Points, Option<&'a str>)>,
    /// What was decided, if it was.
    pub ruling: Option<&'a Ruling>,
}

/// What follows, with who does it.
pub fn words(consequence: &Consequence) -> String {
    let (who, then) = (&consequence.who, &consequence.then);
    if who.is_empty() || then.contains(who.as_str()) {
        then.clone()
    } else {
        format!("由{who}{then}")
    }
}

/// The letter.
pub fn facts(case: &Case<'_>, (office, session): (&str, &str), today: NaiveDate) -> Facts {
    let Case {
        member,
        consequence,
        ..
    } = case;
    let mut facts = common(office, session, today);
    let word = |word: &Option<String>| word.clone().unwrap_or_default();
    let ruling = case.ruling.filter(|r| r.outcome == Outcome::Imposed);
    let decided = ruling.map(|r| {
        let on = long_day(When::from(r.decided_on));
        let document = r
            .document
            .as_ref()
            .map_or(String::new(), |d| format!("（{d}）"));
        format!("经{}{on}决定{document}，", r.decided_by)
    });
    let (total, grade) = case.figure.unzip();
    for (name, said) in [
        ("姓名", member.name.clone()),
        ("委员编号", member.no.clone()),
        ("界别", word(&member.sector)),
        ("单位", word(&member.unit)),
        ("职务", word(&member.job)),
        ("考核年度", case.year.to_string()),
        ("办法", format!("《{}》{}", case.rules, consequence.article)),
        ("事由", consequence.title.clone()),
        ("处理", words(consequence)),
        ("决定", decided.unwrap_or_else(|| "拟".to_owned())),
        (
            "文号",
            ruling.and_then(|r| r.document.clone()).unwrap_or_default(),
        ),
        ("总分", total.map(points).unwrap_or_default()),
        ("等次", grade.flatten().unwrap_or_default().to_owned()),
    ] {
        facts.say(name, said);
    }
    for (at, step) in case.history.iter().enumerate() {
        let mut item = Item::new();
        put(&mut item, "序号", (at + 1).to_string());
        put(&mut item, "时间", step.on.as_str());
        put(&mut item, "内容", step.what.as_str());
        put(
            &mut item,
            "依据",
            step.source.as_deref().unwrap_or_default(),
        );
        facts.items.push(item);
    }
    facts
}
