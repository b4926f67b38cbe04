//! One test for each construct of the language.

use super::fixture::{
    Act, act, attends, member, p, parsed, proposes, records, reports, score, score_of, speaks,
};
use crate::model::fact::{Fact, FactKind, Symbols, mark};
use crate::model::score::{Points, TooFine, rank};
use crate::model::when::When;
use num_rational::Ratio;

/// A rule set of one part with these items.
fn one_part(head: &str, items: &[&str]) -> String {
    let items = items.join("\n[[part.item]]\n");
    format!(
        "title = \"t\"\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\n{head}\n[[part.item]]\n{items}\n"
    )
}

fn total(head: &str, items: &[&str], acts: &[Act]) -> Points {
    score(&one_part(head, items), acts).tally.total
}

const TRAINING: &str = "title = \"培训\"\nfact = \"attendance\"\nkind = \"学习培训\"\npoints = 2";

#[test]
fn an_attendance_counts_only_when_the_person_came_unless_states_are_named() {
    for (state, points) in [
        ("present", 2),
        ("late", 2),
        ("left_early", 2),
        ("partial", 2),
        ("leave", 0),
        ("absent", 0),
        ("unrecorded", 0),
    ] {
        assert_eq!(
            total("", &[TRAINING], &[attends("学习培训", state)]),
            p(points, 1),
            "{state}"
        );
    }
    let missed = format!("{TRAINING}\nstate = [\"缺席\", \"leave\"]");
    assert_eq!(
        total(
            "",
            &[&missed],
            &[
                attends("学习培训", "absent"),
                attends("学习培训", "present")
            ]
        ),
        p(2, 1)
    );
    let all_but = format!("{TRAINING}\nstate_not = \"absent\"");
    assert_eq!(
        total(
            "",
            &[&all_but],
            &[attends("学习培训", "absent"), attends("学习培训", "leave")]
        ),
        p(2, 1)
    );
}

#[test]
fn kinds_are_named_or_excluded() {
    let others = "title = \"其他\"\nfact = \"attendance\"\nkind_not = [\"全体会议\", \"学习培训\"]\npoints = 1";
    let acts = [
        attends("全体会议", "present"),
        attends("学习培训", "present"),
        attends("新的会议", "present"),
    ];
    assert_eq!(total("", &[others], &acts), p(1, 1));
    assert_eq!(total("", &[TRAINING], &acts), p(2, 1));
}

#[test]
fn one_fact_may_count_under_several_items() {
    let any = "title = \"任何会议\"\nfact = \"attendance\"\npoints = 0.05";
    assert_eq!(
        total("", &[TRAINING, any], &[attends("学习培训", "present")]),
        p(41, 20)
    );
}

#[test]
fn a_part_and_an_item_stop_at_their_caps() {
    let capped = format!("{TRAINING}\ncap = 5");
    assert_eq!(
        total("", &[&capped], &attends("学习培训", "present").times(4)),
        p(5, 1)
    );
    assert_eq!(
        total(
            "cap = 3",
            &[&capped],
            &attends("学习培训", "present").times(4)
        ),
        p(3, 1)
    );
    assert_eq!(
        total("", &[TRAINING], &attends("学习培训", "present").times(400)),
        p(800, 1)
    );
}

#[test]
fn an_inner_part_is_capped_before_the_part_that_holds_it() {
    let text = r#"
title = "t"
[[part]]
code = "joint"
title = "联名"
within = "all"
cap = 3
[[part.item]]
title = "联名提案"
fact = "proposal"
kind = "联名"
points = 2
[[part]]
code = "all"
title = "提案"
cap = 9
[[part.item]]
title = "个人提案"
fact = "proposal"
kind = "个人"
points = 2
"#;
    let joint = proposes("joint", 1, 2).times(5);
    assert_eq!(score(text, &joint).tally.total, p(3, 1));
    let both = [joint, proposes("individual", 1, 1).times(5)].concat();
    let scored = score(text, &both);
    assert_eq!(
        (scored.part("joint"), scored.part("all"), scored.tally.total),
        (p(3, 1), p(9, 1), p(9, 1))
    );
    assert_eq!(scored.explained.parts.len(), 1);
    let lines: Vec<(&str, Points)> = scored.explained.parts[0]
        .lines
        .iter()
        .map(|l| (l.title.zh.as_str(), l.points))
        .collect();
    let expected = [
        ("个人提案", p(10, 1)),
        ("联名提案", p(10, 1)),
        ("超出封顶", p(-7, 1)),
        ("超出封顶", p(-4, 1)),
    ];
    assert_eq!(lines, expected);
    let inner = &scored.explained.parts[0].inner;
    let told: Vec<_> = inner
        .iter()
        .map(|i| (i.title.as_str(), i.points, i.max, i.first, i.count))
        .collect();
    assert_eq!(told, [("联名", p(3, 1), Some(p(3, 1)), 1, 2)]);
}

#[test]
fn a_part_may_take_only_its_best_item() {
    let items = [
        TRAINING,
        "title = \"奖\"\nfact = \"record\"\nkind = \"奖\"\npoints = 3",
    ];
    let acts = [
        attends("学习培训", "present").times(2),
        records("奖").times(1),
    ]
    .concat();
    assert_eq!(total("take = \"取最高\"", &items, &acts), p(4, 1));
    assert_eq!(total("take = \"sum\"", &items, &acts), p(7, 1));
}

#[test]
fn a_part_that_starts_full_is_deducted_down_to_its_floor() {
    let late = "title = \"迟到\"\nfact = \"attendance\"\nstate = \"late\"\npoints = -1.5";
    let acts = attends("学习培训", "late").times(3);
    assert_eq!(total("start = 10\nfloor = 0", &[late], &acts), p(11, 2));
    assert_eq!(total("start = 10\nfloor = 6", &[late], &acts), p(6, 1));
}

#[test]
fn the_whole_has_start_cap_and_floor_too() {
    let text = format!(
        "total = {{ start = 60, cap = 63, floor = 10 }}\n{}",
        one_part("", &[TRAINING])
    );
    let scored = score(&text, &attends("学习培训", "present").times(3));
    assert_eq!(scored.tally.total, p(63, 1));
    let last = scored.explained.parts.last().unwrap();
    assert_eq!((last.code.as_str(), last.points), ("total", p(57, 1)));
}

#[test]
fn once_counts_the_best_and_most_counts_the_best_few() {
    let prize = "title = \"奖\"\nfact = \"record\"\npoints = { by = \"level\", \"市\" = 3, \"省\" = 7, else = 1 }";
    let acts = [
        records("奖").level("市"),
        records("奖").level("省"),
        records("奖").level("区"),
        records("奖").level("省"),
    ];
    assert_eq!(total("", &[prize], &acts), p(18, 1));
    assert_eq!(
        total("", &[&format!("{prize}\nper = \"once\"")], &acts),
        p(7, 1)
    );
    assert_eq!(total("", &[&format!("{prize}\nmost = 3")], &acts), p(17, 1));
    let scored = score(&one_part("", &[&format!("{prize}\nper = \"一次\"")]), &acts);
    assert_eq!(scored.notes("奖"), ["只计一次", "", "只计一次", "只计一次"]);
}

#[test]
fn counting_begins_after_the_first_ones_by_date() {
    let rule = "title = \"奖\"\nfact = \"record\"\npoints = { by = \"level\", \"市\" = 3, \"省\" = 7 }\nbeyond = 2";
    let acts = [
        records("奖").level("省").on("2026-05-01"),
        records("奖").level("市").on("2026-02"),
        records("奖").level("市").on("2026-01-03"),
    ];
    assert_eq!(total("", &[rule], &acts), p(7, 1));
    assert_eq!(total("", &[rule], &acts[..2]), p(0, 1));
}

#[test]
fn tiers_lessen_what_is_repeated_in_the_order_of_the_days() {
    let rule = format!("{TRAINING}\ntiers = [1, \"1/2\", 0.25]");
    assert_eq!(
        total("", &[&rule], &attends("学习培训", "present").times(4)),
        p(4, 1)
    );
    let scored = score(
        &one_part("", &[&rule]),
        &attends("学习培训", "present").times(2),
    );
    assert_eq!(scored.notes("培训"), ["", "按次序乘 1/2"]);
}

#[test]
fn a_share_and_a_tier_are_both_told_and_so_is_a_share_before_a_step() {
    let shared = "title = \"提案\"\nfact = \"提案\"\npoints = 10\nshare = { first = \"1/2\", others = \"平分\" }\n";
    let acts = proposes("joint", 2, 3).times(2);
    let tiers = format!("{shared}tiers = [1, \"1/2\"]");
    let scored = score(&one_part("", &[&tiers]), &acts);
    assert_eq!(scored.tally.total, p(15, 4));
    let share = "3 人中第 2 位，得 10 分的 1/4";
    assert_eq!(
        scored.notes("提案"),
        [share.to_owned(), format!("{share}；按次序乘 1/2")]
    );
    let stepped = format!("{shared}steps = {{ 5 = 3 }}");
    let scored = score(&one_part("", &[&stepped]), &acts);
    assert_eq!(
        scored.notes("提案"),
        [
            format!("{share}；累计 2.5，按档次计"),
            format!("{share}；累计 5，按档次计")
        ]
    );
}

#[test]
fn half_days_and_quantities_multiply() {
    let halves = format!("{TRAINING}\nper = \"每半天\"");
    assert_eq!(
        total(
            "",
            &[&halves],
            &[Act {
                halves: 3,
                ..attends("学习培训", "present")
            }]
        ),
        p(6, 1)
    );
    assert_eq!(
        total("", &[&halves], &[attends("学习培训", "present")]),
        p(0, 1)
    );
    let hours = "title = \"公益\"\nfact = \"record\"\nper = \"quantity\"\npoints = 0.5";
    let odd = Act {
        quantity: Ratio::new(7, 3),
        ..records("公益")
    };
    assert_eq!(total("", &[hours], &[odd.clone(), odd]), p(7, 3));
}

#[test]
fn factors_go_by_role_and_kind_together() {
    let rule = "title = \"提案\"\nfact = \"proposal\"\npoints = 8\ntimes = [{ by = \"role\", first = 1, \"联名\" = \"1/2\" }, { by = \"kind\", \"集体\" = \"1/4\", else = 1 }]";
    let acts = [
        proposes("joint", 1, 2),
        proposes("joint", 2, 2),
        proposes("collective", 2, 2),
    ];
    assert_eq!(total("", &[rule], &acts), p(13, 1));
}

#[test]
fn points_go_by_role_and_leave_out_what_the_table_does_not_name() {
    let rule = "title = \"提案\"\nfact = \"proposal\"\npoints = { by = \"身份\", \"第一\" = 20 }";
    let scored = score(
        &one_part("", &[rule]),
        &[proposes("joint", 1, 2), proposes("joint", 2, 2)],
    );
    assert_eq!(scored.tally.total, p(20, 1));
    assert_eq!(scored.notes("提案"), ["", "分值表未列此情形"]);
}

#[test]
fn an_act_is_shared_in_whole_in_parts_or_by_the_first_only() {
    let rule = |share: &str| {
        format!("title = \"提案\"\nfact = \"proposal\"\npoints = 12\nshare = {share}")
    };
    let one = |share: &str, place, of| total("", &[&rule(share)], &[proposes("joint", place, of)]);
    assert_eq!(
        [one("{ first = 1 }", 1, 3), one("{ first = 1 }", 2, 3)],
        [p(12, 1), p(0, 1)]
    );
    assert_eq!(
        [
            one("{ others = \"1/3\" }", 1, 3),
            one("{ others = \"1/3\" }", 2, 3)
        ],
        [p(12, 1), p(4, 1)]
    );
    assert_eq!(
        [
            one("{ each = \"平分\" }", 1, 5),
            one("{ each = \"split\" }", 5, 5)
        ],
        [p(12, 5), p(12, 5)]
    );
    assert_eq!(
        [
            one("{ each = \"split\", at_most = 3 }", 3, 5),
            one("{ each = \"split\", at_most = 3 }", 4, 5)
        ],
        [p(4, 1), p(0, 1)]
    );
    assert_eq!(
        [one("{ at_most = 2 }", 2, 5), one("{ at_most = 2 }", 3, 5)],
        [p(12, 1), p(0, 1)]
    );
    let half = "{ first = \"1/2\", others = \"split\" }";
    assert_eq!(
        [
            one(half, 1, 1),
            one(half, 2, 2),
            one(half, 2, 18),
            one(half, 30, 40)
        ],
        [p(12, 1), p(6, 1), p(6, 17), p(6, 39)]
    );
}

#[test]
fn marks_are_all_asked_for_or_all_excluded() {
    let rule = "title = \"提案\"\nfact = \"proposal\"\nmark = [\"重点提案\", \"filed\"]\nmark_not = \"excellent\"\npoints = 1";
    let acts = [
        mark::FILED,
        mark::KEY | mark::FILED,
        mark::KEY | mark::FILED | mark::EXCELLENT,
    ]
    .map(|m| proposes("individual", 1, 1).marked(m));
    assert_eq!(total("", &[rule], &acts), p(1, 1));
}

#[test]
fn the_best_of_an_occasion_counts_across_items_and_parts() {
    let text = r#"
title = "t"
[[part]]
code = "a"
title = "甲"
[[part.item]]
title = "出席"
fact = "attendance"
points = 2
best_of = "会"
[[part]]
code = "b"
title = "乙"
[[part.item]]
title = "发言"
fact = "speech"
points = { by = "state", written = 1, oral = 3 }
best_of = "会"
"#;
    let acts = [
        attends("调研", "present").at(1),
        speaks("调研", "written").at(1),
        speaks("调研", "oral").at(1),
        speaks("调研", "written").at(2),
    ];
    let scored = score(text, &acts);
    assert_eq!((scored.part("a"), scored.part("b")), (p(0, 1), p(4, 1)));
    let opinion_of_the_same_number = [&acts[..1], &[reports().at(1)]].concat();
    assert_eq!(
        score(text, &opinion_of_the_same_number).tally.total,
        p(2, 1)
    );
}

#[test]
fn posts_decide_on_the_day_and_a_month_counts_when_the_post_was_held_in_it() {
    let rule = one_part("", &[&format!("{TRAINING}\npost = \"常委\"")]);
    let not = one_part("", &[&format!("{TRAINING}\npost_not = \"常委\"")]);
    let posts = [("常委", "2026-06-15", "2026-09-30")];
    for (on, with) in [
        ("2026-06-14", 0),
        ("2026-06-15", 2),
        ("2026-06", 2),
        ("2026-05", 0),
        ("2026-10", 0),
    ] {
        let acts = [attends("学习培训", "present").on(on)];
        assert_eq!(
            score_of(&rule, &posts, &acts).tally.total,
            p(with, 1),
            "{on}"
        );
        assert_eq!(
            score_of(&not, &posts, &acts).tally.total,
            p(2 - with, 1),
            "{on}"
        );
    }
}

#[test]
fn facts_outside_the_window_do_not_count_and_say_so() {
    let text = format!(
        "window = {{ from = \"12-01\", to = \"11-30\" }}\n{}",
        one_part("", &[TRAINING])
    );
    let acts = ["2025-11-30", "2025-12", "2026-11-30", "2026-12-01"]
        .map(|on| attends("学习培训", "present").on(on));
    let scored = score(&text, &acts);
    assert_eq!(scored.tally.total, p(4, 1));
    assert_eq!(
        scored.notes("培训"),
        ["不在计分期内", "", "", "不在计分期内"]
    );
}

#[test]
fn facts_outside_the_tenure_do_not_count_and_who_never_served_is_not_ranked() {
    let (rules, mut symbols) = (parsed(&one_part("", &[TRAINING])), Symbols::default());
    let engine = rules.compile(&mut symbols);
    let mut subject = member(&mut symbols, &[]);
    let facts: Vec<Fact> = ["2026-03-01", "2026-06", "2026-07-01"]
        .iter()
        .map(|on| attends("学习培训", "present").on(on).fact(0, &mut symbols))
        .collect();
    let mut run = engine.run(engine.window(2026).unwrap());
    subject.tenure = vec![
        (None, When::from_iso("2026-02")),
        (When::from_iso("2026-06-10"), None),
    ];
    let tally = run.tally(&subject, &facts).unwrap();
    assert_eq!((tally.total, tally.in_office), (p(4, 1), true));
    subject.tenure = vec![(When::from_iso("2021-01-01"), When::from_iso("2025-12-31"))];
    let left = run.tally(&subject, &facts).unwrap();
    assert_eq!((left.total, left.in_office), (p(0, 1), false));
    assert_eq!(rank(&[Some(tally.total), None]), [Some(1), None]);
}

#[test]
fn grades_are_compared_unrounded() {
    let text = format!(
        "{}\n[[grade]]\nname = \"不合格\"\n[[grade]]\nname = \"合格\"\nat_least = 60",
        one_part("", &[TRAINING])
    );
    let rules = parsed(&text);
    assert_eq!(rules.grade(p(599_999, 10_000)).unwrap().name, "不合格");
    assert_eq!(rules.grade(p(60, 1)).unwrap().name, "合格");
}

#[test]
fn several_kinds_of_fact_may_be_one_item() {
    let rule = "title = \"调研\"\nfact = [\"出席情况\", \"其他履职\"]\nkind = \"调研\"\npoints = 2";
    assert_eq!(
        total(
            "",
            &[rule],
            &[
                attends("调研", "present"),
                records("调研"),
                attends("调研", "absent")
            ]
        ),
        p(4, 1)
    );
}

#[test]
fn a_status_event_may_count() {
    let rule = "title = \"警告\"\nfact = \"status\"\nkind = \"警告\"\npoints = -20";
    assert_eq!(
        total(
            "start = 100",
            &[rule],
            &[act(FactKind::Status, "warned", "")]
        ),
        p(80, 1)
    );
}

#[test]
fn of_an_exclusive_group_with_priority_the_first_item_counts_whatever_its_points() {
    let rule = |what: &str, points: u8| {
        format!("title = \"{what}\"\nfact = \"{what}\"\npoints = {points}\nfirst_of = \"信息\"")
    };
    let acts = [
        act(FactKind::Adoption, "", "").at(5),
        act(FactKind::Instruction, "", "").at(5),
        act(FactKind::Adoption, "", "").at(6),
    ];
    assert_eq!(
        total("", &[&rule("批示", 3), &rule("采用", 8)], &acts),
        p(11, 1)
    );
    assert_eq!(
        total("", &[&rule("采用", 8), &rule("批示", 3)], &acts),
        p(16, 1)
    );
}

#[test]
fn a_combination_has_its_own_value_as_the_best_of_its_occasion() {
    let rule = |marks: &str, points: u8| {
        format!(
            "title = \"t\"\nfact = \"proposal\"\nmark = {marks}\npoints = {points}\nbest_of = \"一件提案\""
        )
    };
    let rules = [
        rule("\"key\"", 8),
        rule("\"excellent\"", 10),
        rule("[\"key\", \"excellent\"]", 12),
    ];
    let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
    let marked = |marks| [proposes("individual", 1, 1).marked(marks)];
    assert_eq!(total("", &rules, &marked(mark::KEY)), p(8, 1));
    assert_eq!(total("", &rules, &marked(mark::EXCELLENT)), p(10, 1));
    assert_eq!(
        total("", &rules, &marked(mark::KEY | mark::EXCELLENT)),
        p(12, 1)
    );
}

#[test]
fn fractions_too_fine_for_an_exact_sum_are_said_not_rounded() {
    let rules = parsed(&one_part(
        "",
        &["title = \"数\"\nfact = \"record\"\nper = \"quantity\"\npoints = 1"],
    ));
    let mut symbols = Symbols::default();
    let engine = rules.compile(&mut symbols);
    let primes = [
        999_983_i64,
        999_979,
        999_961,
        999_959,
        999_953,
        999_931,
        999_917,
        999_907,
    ];
    let facts: Vec<Fact> = primes
        .iter()
        .map(|below| {
            Act {
                quantity: Ratio::new(1, *below),
                ..records("数")
            }
            .fact(0, &mut symbols)
        })
        .collect();
    let subject = member(&mut symbols, &[]);
    let mut run = engine.run(engine.window(2026).unwrap());
    assert_eq!(run.tally(&subject, &facts), Err(TooFine));
    assert_eq!(run.explain(&subject, &facts).unwrap_err(), TooFine);
    assert!(run.tally(&subject, &facts[..6]).is_ok());
}
