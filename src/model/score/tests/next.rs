//! What the next grade would take: the fewest acts, or why no number of them does.

use super::fixture::{Act, attends, member, p, parsed, proposes, records, reports};
use crate::model::fact::{Fact, Symbols};
use crate::model::score::next::{Effort, Next, Outlook, Seeker};
use chrono::NaiveDate;

const GRADES: &str = r#"
title = "办法"
[[grade]]
name = "优秀"
at_least = 30
[[grade]]
name = "合格"
at_least = 10
[[grade]]
name = "不合格"
"#;

/// A part for others, so that the rules can reach every grade.
const OTHERS: &str = r#"
[[part]]
code = "z"
title = "乙"
holder = "主席"
[[part.item]]
title = "其他"
fact = "其他履职"
points = 1
"#;

/// The outlook of one who did these acts, on a day of 2026.
fn outlook_on(day: (u32, u32), parts: &str, acts: &[Act]) -> Outlook {
    let rules = parsed(&format!("{GRADES}{parts}{OTHERS}"));
    let mut symbols = Symbols::default();
    let engine = rules.compile(&mut symbols);
    let facts: Vec<Fact> = acts
        .iter()
        .enumerate()
        .map(|(i, a)| a.fact(i, &mut symbols))
        .collect();
    let subject = member(&mut symbols, &[]);
    let window = engine.window(2026).unwrap();
    let on = NaiveDate::from_ymd_opt(2026, day.0, day.1).unwrap();
    let mut seeker = Seeker::new(&engine, window, None, on, &mut symbols);
    seeker.seek(&subject, &facts, Effort::Whole).unwrap()
}

fn next(parts: &str, acts: &[Act]) -> Next {
    match outlook_on((7, 1), parts, acts) {
        Outlook::Next(next) => next,
        other => panic!("{other:?}"),
    }
}

/// The ways as `反映 2`, mixtures joined by a plus sign.
fn ways(next: &Next) -> Vec<String> {
    let way = |w: &crate::model::score::next::Way| {
        let acts = w.acts.iter().map(|a| format!("{} {}", a.title, a.times));
        acts.collect::<Vec<_>>().join(" + ")
    };
    next.ways.iter().map(way).collect()
}

const OPINIONS: &str = r#"
[[part]]
code = "a"
title = "甲"
[[part.item]]
title = "反映"
fact = "社情民意"
points = 3
cap = 9
[[part.item]]
title = "提案"
fact = "提案"
points = 2
"#;

#[test]
fn the_fewest_acts_are_told() {
    // 3 points: 7 are short; two more opinions give 6, one proposal the rest.
    let next = next(OPINIONS, &[reports()]);
    assert_eq!((next.grade.as_str(), next.short), ("合格", p(7, 1)));
    assert_eq!(ways(&next), ["反映 2 + 提案 1", "反映 1 + 提案 2"]);
    assert!(next.ways[0].least && next.ways[0].own);
    assert_eq!(next.ways[0].total, p(11, 1));
}

#[test]
fn who_has_the_best_grade_or_none_looks_for_nothing() {
    let acts = proposes("individual", 1, 1).times(15);
    assert_eq!(outlook_on((7, 1), OPINIONS, &acts), Outlook::Best);
    let rules = parsed(
        "title = \"办法\"\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\n[[part.item]]\ntitle = \"反映\"\nfact = \"社情民意\"\npoints = 3\n",
    );
    let mut symbols = Symbols::default();
    let engine = rules.compile(&mut symbols);
    let window = engine.window(2026).unwrap();
    let mut seeker = Seeker::new(&engine, window, None, window.from, &mut symbols);
    let subject = member(&mut symbols, &[]);
    let found = seeker.seek(&subject, &[], Effort::Whole).unwrap();
    assert_eq!(found, Outlook::Ungraded);
}

#[test]
fn caps_that_stand_before_a_grade_leave_no_way() {
    let parts = OPINIONS.replace("title = \"甲\"", "title = \"甲\"\ncap = 9");
    let next = next(&parts, &[reports()]);
    assert_eq!((next.ways.len(), next.most), (0, p(9, 1)));
}

#[test]
fn what_counts_from_the_third_on_is_done_three_times() {
    let parts = r#"
[[part]]
code = "a"
title = "甲"
[[part.item]]
title = "反映"
fact = "社情民意"
points = 10
beyond = 2
"#;
    assert_eq!(ways(&next(parts, &[])), ["反映 3"]);
    let stepped = parts.replace("points = 10\nbeyond = 2", "steps = { 8 = 20 }");
    assert_eq!(ways(&next(&stepped, &[])), ["反映 8"]);
}

const GATED: &str = r#"
[[gate]]
title = "视察"
fact = "出席情况"
kind = "视察"
at_least = 1
grade = "不合格"
[[part]]
code = "a"
title = "甲"
[[part.item]]
title = "反映"
fact = "社情民意"
points = 5
"#;

#[test]
fn a_gate_is_met_by_what_it_counts() {
    let next = next(GATED, &reports().times(2));
    assert_eq!(
        (next.short, next.gates.as_slice()),
        (p(0, 1), &["视察".to_owned()][..])
    );
    assert_eq!(ways(&next), ["视察 1"]);
    // Points and gate together.
    let next = super::next::next(GATED, &[reports()]);
    assert_eq!(ways(&next), ["反映 1 + 视察 1"]);
}

#[test]
fn what_was_missed_is_not_undone_by_doing_more() {
    let parts = GATED.replace("at_least = 1", "state = \"缺席\"\nat_most = 0");
    let next = next(&parts, &[attends("视察", "absent")]);
    assert_eq!((next.ways.len(), next.gates.len()), (0, 1));
}

#[test]
fn where_the_shortest_way_hangs_on_others_another_is_told() {
    let parts = r#"
[[part]]
code = "a"
title = "甲"
[[part.item]]
title = "出席"
fact = "出席情况"
points = 10
[[part.item]]
title = "公益"
fact = "其他履职"
kind = "公益活动"
points = 4
"#;
    let next = next(parts, &[records("公益活动")]);
    assert_eq!(ways(&next), ["出席 1", "公益 2"]);
    assert_eq!(
        next.ways
            .iter()
            .map(|w| (w.own, w.least))
            .collect::<Vec<_>>(),
        [(false, true), (true, false)]
    );
}

#[test]
fn what_counts_once_a_quarter_is_done_in_later_quarters() {
    let parts = r#"
[[part]]
code = "a"
title = "甲"
[[part.item]]
title = "反映"
fact = "社情民意"
points = 5
per = "一次"
every = "每季度"
"#;
    assert_eq!(ways(&next(parts, &[])), ["反映 2"]);
    // In the last quarter one is all that counts.
    match outlook_on((11, 1), parts, &[]) {
        Outlook::Next(next) => assert_eq!((next.ways.len(), next.most), (0, p(5, 1))),
        other => panic!("{other:?}"),
    }
}

#[test]
fn many_acts_of_one_kind_are_found_without_trying_every_mixture() {
    let parts = (0..12).fold(String::from("[[part]]\ncode = \"a\"\ntitle = \"甲\"\n"), |all, n| {
        format!("{all}[[part.item]]\ntitle = \"第{n}类\"\nfact = \"其他履职\"\nkind = \"类{n}\"\npoints = {}\n", if n == 7 { "0.5" } else { "0.25" })
    });
    let next = next(&parts, &[]);
    assert_eq!(ways(&next), ["第7类 20"]);
}
