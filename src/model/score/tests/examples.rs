//! The rule sets that come with the program.

use super::fixture::{attends, p, parsed, score, speaks};
use crate::model::fact::{FactKind, Symbols};
use crate::model::score::{Known, Rules};

const TONGCHENG: &str = include_str!("../../../../examples/rules/tongcheng-2019.toml");
const XUANWEI: &str = include_str!("../../../../examples/rules/xuanwei.toml");

#[test]
fn every_example_is_without_mistakes() {
    for text in [TONGCHENG, XUANWEI] {
        let rules = parsed(text);
        assert!(!rules.title.is_empty());
        assert!(rules.items().count() >= 8);
    }
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
