//! The rule sets that come with the program.

use super::fixture::{attends, listed, p, parsed, score, speaks};
use crate::model::fact::{FactKind, Symbols};
use crate::model::score::{Known, Rules};

const TONGCHENG: &str = include_str!("../../../../examples/rules/tongcheng-2019.toml");
const XUANWEI: &str = include_str!("../../../../examples/rules/xuanwei.toml");

/// Every rule file that comes with the program.
fn all() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/rules");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        (
            path.display().to_string(),
            std::fs::read_to_string(path).unwrap(),
        )
    };
    files.iter().map(read).collect()
}

#[test]
fn every_example_is_without_mistakes_and_doubts() {
    for (name, text) in all() {
        let reading = Rules::read(&text, None);
        let reading = reading.unwrap_or_else(|m| panic!("{name}:\n{}", listed(&m)));
        let doubts = reading.all_doubts();
        assert!(doubts.is_empty(), "{name}:\n{}", listed(&doubts));
        assert!(!reading.rules.title.is_empty());
        assert!(reading.rules.items().count() >= 5, "{name}");
    }
}

#[test]
fn every_example_has_cases_worked_by_hand_that_come_out() {
    for (name, text) in all() {
        let rules = parsed(&text);
        assert!(rules.cases.len() >= 2, "{name} has too few cases");
        for case in &rules.cases {
            let misses = case.misses(&rules).unwrap();
            assert!(misses.is_empty(), "{name}: {}: {misses:#?}", case.title);
        }
    }
}

#[test]
fn a_case_tells_what_comes_out_otherwise() {
    let wrong = TONGCHENG.replace("total = 72.5", "total = 73");
    let rules = parsed(&wrong);
    let misses = rules.cases[0].misses(&rules).unwrap();
    let told: Vec<_> = misses
        .iter()
        .map(|m| (m.what.zh.as_str(), m.expected.as_str(), m.got.as_str()))
        .collect();
    assert_eq!(told, [("总分", "73", "72.5")]);
}

#[test]
fn the_examples_know_the_words_that_an_office_begins_with() {
    let words = |list: &[&str]| list.iter().map(ToString::to_string).collect();
    let known = Known {
        meeting_kinds: words(&[
            "全体会议",
            "常委会会议",
            "主席会议",
            "专题议政性常委会会议",
            "专题协商会",
            "协商座谈会",
            "界别协商会",
            "对口协商会",
            "提案办理协商会",
            "协商议事会议",
            "视察",
            "调研",
            "学习培训",
            "政协讲堂",
            "界别活动",
            "走访",
            "公益活动",
            "民主评议",
        ]),
        posts: words(&["主席", "副主席", "秘书长", "常委", "委员"]),
        ..Known::default()
    };
    for text in [TONGCHENG, XUANWEI] {
        assert_eq!(Rules::read(text, Some(&known)).unwrap().all_doubts(), []);
    }
}

#[test]
fn xuanwei_adds_without_end() {
    let acts = [
        attends("全体会议", "present"),
        attends("主席会议", "late"),
        attends("视察", "present"),
        speaks("视察", "oral"),
    ];
    assert_eq!(score(XUANWEI, &acts).tally.total, p(7, 1));
    assert_eq!(
        score(XUANWEI, &attends("调研", "present").times(100))
            .tally
            .total,
        p(200, 1)
    );
    assert_eq!(
        score(XUANWEI, &attends("全体会议", "absent").times(3))
            .tally
            .total,
        p(0, 1)
    );
}

#[test]
fn rules_do_not_apply_to_years_outside_their_days() {
    let rules = parsed(TONGCHENG);
    let engine = rules.compile(&mut Symbols::default());
    assert!(engine.window(2018).is_none());
    assert!(engine.window(2019).is_some());
    assert_eq!(
        engine.rules().items().next().unwrap().1.select.facts,
        [FactKind::Attendance]
    );
}
