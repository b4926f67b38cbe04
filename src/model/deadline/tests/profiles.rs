//! The profiles in the program, and what is said of a profile with mistakes.

use super::*;
use crate::model::code::Code;

fn profile(name: &str) -> Profile {
    Profile::parse(Profile::built_in(name).unwrap()).unwrap()
}

fn told(body: &str) -> Vec<String> {
    let mistakes = Profile::parse(body).unwrap_err();
    mistakes
        .iter()
        .map(|m| format!("{}:{} {}", m.line, m.column, m.message.zh))
        .collect()
}

#[test]
fn every_built_in_profile_is_whole_and_found_by_its_names() {
    for name in Profile::built_in_names() {
        let profile = profile(name);
        assert_eq!(profile.name, name);
        for step in [
            Step::ReturnObjection,
            Step::CoOpinion,
            Step::ReplyMain,
            Step::MemberFeedback,
            Step::Rehandle,
            Step::NoticePlenary,
            Step::Leave,
        ] {
            assert!(profile.term(step, &[]).is_some(), "{name} {}", step.code());
        }
    }
    for (word, name) in [
        ("三个月", "three-month"),
        ("2+1", "two-plus-one"),
        ("固定日期", "fixed-date"),
    ] {
        assert_eq!(profile(word).name, name);
    }
    assert!(Profile::built_in("none").is_none());
}

fn on(name: &str, step: Step, base: &str, facts: &Facts) -> Result<String, Refusal> {
    due(
        &profile(name),
        step,
        day(base),
        facts,
        &Calendar::built_in(),
    )
    .map(|d| d.on.to_string())
}

fn cases(cases: &[Case]) -> Facts {
    Facts {
        cases: cases.to_vec(),
        ..Facts::default()
    }
}

#[test]
fn the_three_month_profile_gives_the_known_deadlines() {
    let known = [
        (Step::ReplyMain, "2026-05-06"),
        (Step::ReplyHard, "2026-08-06"),
        (Step::CoOpinion, "2026-03-06"),
        (Step::ReturnObjection, "2026-02-24"),
        (Step::FirstContact, "2026-03-05"),
        (Step::MemberFeedback, "2026-03-05"),
    ];
    for (step, wanted) in known {
        assert_eq!(
            on("three-month", step, "2026-02-06", &Facts::default()).unwrap(),
            wanted,
            "{}",
            step.code()
        );
    }
    let why = due(
        &profile("three-month"),
        Step::ReplyMain,
        day("2026-02-06"),
        &Facts::default(),
        &Calendar::built_in(),
    );
    assert_eq!(why.unwrap().why().zh, "自交办 2026-02-06 次日起算，3 个月");
    assert_eq!(
        on(
            "three-month",
            Step::NoticePlenary,
            "2026-01-12",
            &Facts::default()
        )
        .unwrap(),
        "2026-01-05"
    );
    assert_eq!(
        on(
            "three-month",
            Step::ConsultationNotice,
            "2026-03-18",
            &Facts::default()
        )
        .unwrap(),
        "2026-02-26"
    );
    assert_eq!(
        on("three-month", Step::Track, "2027-01-11", &Facts::default()).unwrap(),
        "2027-01-11"
    );
    let none = on("three-month", Step::Review, "2026-02-06", &Facts::default()).unwrap_err();
    assert_eq!(none.code(), "no_term");
}

#[test]
fn the_fixed_date_profile_tells_proposals_apart() {
    let reply =
        |facts: &[Case]| on("fixed-date", Step::ReplyMain, "2026-02-27", &cases(facts)).unwrap();
    assert_eq!(reply(&[]), "2026-06-30");
    assert_eq!(reply(&[Case::City]), "2026-06-30");
    assert_eq!(reply(&[Case::Party]), "2026-05-11");
    assert_eq!(reply(&[Case::Province]), "2026-04-16");
    assert_eq!(reply(&[Case::Party, Case::Recess]), "2026-05-27");
}

#[test]
fn an_extension_needs_a_reason_and_keeps_the_profiles_bound() {
    let extended = |lengths: &[&str], reason: &str| {
        let extension = |l: &&str| Extension {
            length: Length::parse(l).unwrap(),
            reason: reason.into(),
        };
        let extensions = lengths.iter().map(extension).collect();
        Facts {
            extensions,
            ..Facts::default()
        }
    };
    let reply = |facts: &Facts| on("two-plus-one", Step::ReplyMain, "2026-03-05", facts);
    assert_eq!(reply(&Facts::default()).unwrap(), "2026-05-06");
    assert_eq!(reply(&extended(&["1m"], "情况复杂")).unwrap(), "2026-06-05");
    assert_eq!(
        reply(&extended(&["1m"], " ")).unwrap_err(),
        Refusal::Unexplained
    );
    let long = reply(&extended(&["1m", "1m"], "情况复杂")).unwrap_err();
    assert_eq!(long.code(), "extension_too_long");
    assert!(long.text().zh.contains("2026-06-05"), "{}", long.text().zh);
    let none = on(
        "two-plus-one",
        Step::CoOpinion,
        "2026-03-05",
        &extended(&["1m"], "情况复杂"),
    );
    assert_eq!(none.unwrap_err().code(), "not_extendable");
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let body = "name = \"a b\"\nclock = \"reply\"\nlast_day = \"顺沿\"\ncolour = 1\n[[term]]\nstep = \"reply_mian\"\nafter = \"3q\"\n\
                [[term]]\nstep = \"答复\"\nafter = \"3m\"\nbefore = \"3d\"\n[[term]]\nstep = \"答复\"\non = \"02-30\"\nfor = \"市\"\nextend = { by = \"1m\" }\n";
    assert_eq!(
        told(body),
        [
            "1:1 缺少“title”",
            "1:8 名称里只能有文字、数字、- 和 _",
            "2:9 时钟只能从交办或签收起算",
            "3:12 不认识“顺沿”",
            "4:1 不认识的键“colour”",
            "6:8 不认识“reply_mian”",
            "7:9 “3q”不是期限的长度",
            "8:1 期限要写、且只写 after、before、on 中的一个",
            "14:6 “02-30”不是每年都有的月日",
            "15:7 不认识“市”",
            "16:10 缺少“at_most”",
        ]
    );
    assert_eq!(told("name = \"x\"\ntitle = \"x\"\n"), ["1:1 没有一项期限"]);
    assert!(told("name = \n[[term")[0].starts_with("1:"));
}

#[test]
fn a_term_that_is_never_reached_is_a_mistake() {
    let body = "name = \"x\"\ntitle = \"x\"\n[[term]]\nstep = \"答复\"\nafter = \"3m\"\n[[term]]\nstep = \"答复\"\nfor = \"平时提案\"\nafter = \"2m\"\n";
    assert_eq!(
        told(body),
        ["6:1 「答复」前面已有一项不限提案，这一项永远用不上"]
    );
}

#[test]
fn the_clock_is_the_event_of_terms_that_name_none() {
    let body = "name = \"x\"\ntitle = \"x\"\nclock = \"签收\"\n[[term]]\nstep = \"答复\"\nafter = \"三个月\"\n[[term]]\nstep = \"会办意见\"\nfrom = \"交办\"\nafter = \"1个月\"\n";
    let profile = Profile::parse(body).unwrap();
    assert_eq!(
        profile.term(Step::ReplyMain, &[]).unwrap().from,
        Event::Receipt
    );
    assert_eq!(
        profile.term(Step::CoOpinion, &[]).unwrap().from,
        Event::Assign
    );
}
