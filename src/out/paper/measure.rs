//! What is filled into a letter about a consequence of the score.

use super::facts::common;
use crate::model::code::Code;
use crate::model::member::Member;
use crate::model::paper::{Facts, Item, long_day, put};
use crate::model::score::Points;
use crate::model::score::consequence::{Consequence, Outcome, Ruling};
use crate::model::score::rules::Whose;
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

/// To whom a letter goes.
#[derive(Debug, Clone, Copy)]
pub enum Addressee<'a> {
    /// A member.
    Member(&'a Member),
    /// A body or unit, by its kind and name.
    Body(Whose, &'a str),
}

impl Addressee<'_> {
    /// What the letter says of whom it concerns.
    fn facts(&self) -> Vec<(&'static str, String)> {
        let word = |word: &Option<String>| word.clone().unwrap_or_default();
        match self {
            Addressee::Member(m) => vec![
                ("姓名", m.name.clone()),
                ("委员编号", m.no.clone()),
                ("界别", word(&m.sector)),
                ("单位", word(&m.unit)),
                ("职务", word(&m.job)),
            ],
            Addressee::Body(whose, name) => {
                vec![
                    ("名称", (*name).to_owned()),
                    ("类别", whose.zh().to_owned()),
                    ("代称", addressed(*whose, name).to_owned()),
                ]
            }
        }
    }
}

/// How a letter addresses a body.
fn addressed(whose: Whose, name: &str) -> &'static str {
    match whose {
        Whose::Group => "你组",
        Whose::Committee => "你委",
        Whose::Sector => "你界别",
        Whose::Township if name.ends_with('镇') => "你镇",
        Whose::Township if name.ends_with('乡') => "你乡",
        Whose::Township if name.ends_with("街道") => "你街道",
        _ => "你单位",
    }
}

/// What a letter is about.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// Whom it concerns.
    pub to: Addressee<'a>,
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
    let consequence = case.consequence;
    let mut facts = common(office, session, today);
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
    let own = [
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
    ];
    for (name, said) in case.to.facts().into_iter().chain(own) {
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
