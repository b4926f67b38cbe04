//! Bodies and units as subjects (E37), and weights by year.

use super::fixture::{listed, parsed};
use crate::model::score::Rules;
use crate::model::score::rules::Whose;

fn cases_come_out(text: &str) {
    let rules = parsed(text);
    assert!(!rules.cases.is_empty());
    for case in &rules.cases {
        let misses = case.misses(&rules).unwrap();
        assert!(misses.is_empty(), "{}: {misses:#?}", case.title);
    }
}

const MEMBERS: &str = r#"
title = "小组"
subject = "履职小组"
[[part]]
code = "members"
title = "组员"
[[part.item]]
title = "组员得分"
fact = "委员得分"
per = "数量"
points = 1
"#;

#[test]
fn a_body_has_the_sum_of_its_members_scores() {
    cases_come_out(&format!(
        "{MEMBERS}\n[[case]]\ntitle = \"合计\"\nact = [{{ fact = \"委员得分\", quantity = 90, of = 2 }}, {{ fact = \"委员得分\", quantity = 72.5, place = 2, of = 2 }}]\ntotal = 162.5"
    ));
}

#[test]
fn the_mean_of_more_members_than_are_laid_out_is_exact() {
    let act = |place: usize| {
        format!("{{ fact = \"委员得分\", quantity = \"1/3\", place = {place}, of = 23 }}")
    };
    let acts: Vec<String> = (1..=22).map(act).collect();
    let acts = acts.join(", ");
    let last = "{ fact = \"委员得分\", quantity = 100, place = 23, of = 23 }";
    let mean = MEMBERS.replace("points = 1", "points = 1\nshare = { each = \"平分\" }");
    // 22 × 1/3 + 100 = 322/3, of 23.
    cases_come_out(&format!(
        "{mean}\n[[case]]\ntitle = \"平均\"\nact = [{acts}, {last}]\ntotal = \"14/3\""
    ));
}

const TOWNSHIP: &str = r#"
title = "乡镇街道"
subject = "乡镇街道"
total = { scale = { by = "年度", 2025 = "5/100", 2026 = "3/100" } }
[[part]]
code = "a"
title = "工作"
[[part.item]]
title = "活动"
fact = "其他履职"
kind = "协商活动"
points = 20
"#;

#[test]
fn the_whole_is_scaled_to_the_weight_of_the_year() {
    let act = "act = [{ fact = \"其他履职\", kind = \"协商活动\", times = 4 }]";
    cases_come_out(&format!(
        "{TOWNSHIP}\n[[case]]\ntitle = \"五\"\nyear = 2025\n{act}\ntotal = 4\n[[case]]\ntitle = \"三\"\nyear = 2026\n{act}\ntotal = 2.4"
    ));
}

#[test]
fn a_year_without_a_weight_is_known_before_anything_is_scored() {
    let rules = parsed(TOWNSHIP);
    assert_eq!(
        [2024, 2025, 2026, 2027].map(|y| rules.weighs(y)),
        [false, true, true, false]
    );
    let with_else = TOWNSHIP.replace("2026 =", "else =");
    assert!(parsed(&with_else).weighs(2030));
}

#[test]
fn a_weight_goes_by_years() {
    let wrong = TOWNSHIP.replace("2025 =", "\"去年\" =");
    let mistakes = Rules::read(&wrong, None).unwrap_err();
    assert_eq!(mistakes[0].line, 4, "{}", listed(&mistakes));
    let wrong = TOWNSHIP.replace("\"年度\"", "\"季度\"");
    assert_eq!(Rules::read(&wrong, None).unwrap_err()[0].line, 4);
}

#[test]
fn what_a_subject_never_has_is_doubted() {
    let doubts = |subject: &str, fact: &str| {
        let text = format!(
            "title = \"x\"\nsubject = \"{subject}\"\n[[part]]\ncode = \"a\"\ntitle = \"a\"\n[[part.item]]\ntitle = \"i\"\nfact = \"{fact}\"\npoints = 1"
        );
        Rules::read(&text, None).unwrap().all_doubts().len()
    };
    for (subject, fact, expected) in [
        ("委员", "提案", 0),
        ("委员", "评议", 0),
        ("委员", "提案办理", 1),
        ("委员", "委员得分", 1),
        ("履职小组", "委员得分", 0),
        ("履职小组", "提案", 0),
        ("政治面貌", "委员得分", 0),
        ("乡镇街道", "其他履职", 0),
        ("乡镇街道", "出席情况", 1),
        ("承办单位", "提案办理", 0),
        ("承办单位", "评议", 0),
        ("承办单位", "发言", 1),
        ("承办单位", "委员得分", 1),
    ] {
        assert_eq!(doubts(subject, fact), expected, "{subject} {fact}");
    }
    assert!(!Whose::Unit.has_members());
}
