//! What the next grade would take: the fewest acts, or why no number of them does.

use super::fixture::{Act, attends, member, p, parsed, proposes, records, reports};
use crate::model::fact::{Fact, Symbols};
use crate::model::meeting::{Held, PLENARY};
use crate::model::score::next::{Ahead, Effort, Next, Outlook, Seeker};
use crate::model::when::When;
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
    let on = NaiveDate::from_ymd_opt(2026, day.0, day.1).unwrap();
    outlook_ahead(&Ahead::from(on), parts, acts)
}

fn outlook_ahead(ahead: &Ahead, parts: &str, acts: &[Act]) -> Outlook {
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
    let mut seeker = Seeker::new(&engine, window, None, ahead, &mut symbols);
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
        let which = |w: &str| {
            if w.is_empty() {
                String::new()
            } else {
                format!("·{w}")
            }
        };
        let acts = w
            .acts
            .iter()
            .map(|a| format!("{}{} {}", a.title, which(&a.which.zh), a.times));
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
    let mut seeker = Seeker::new(
        &engine,
        window,
        None,
        &Ahead::from(window.from),
        &mut symbols,
    );
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

/// The ways on a day of July with these plenaries in the ledger.
fn ways_with(plenaries: &[(&str, &str)], parts: &str, acts: &[Act]) -> Vec<String> {
    let held = |(start, end): &(&str, &str)| Held {
        kind: PLENARY.to_owned(),
        start: When::from_iso(start).unwrap(),
        end: When::from_iso(end).unwrap(),
    };
    let held: Vec<Held> = plenaries.iter().map(held).collect();
    let on = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
    match outlook_ahead(&Ahead::among(on, &held), parts, acts) {
        Outlook::Next(next) => ways(&next),
        other => panic!("{other:?}"),
    }
}

#[test]
fn acts_of_one_heading_are_told_apart_and_no_sentence_is_told_twice() {
    let parts = r#"
[[part]]
code = "a"
title = "甲"
[[part.item]]
title = "活动"
fact = "其他履职"
points = { by = "类型", "公益活动" = 10, "培训" = 10 }
[[part.item]]
title = "提案"
fact = "提案"
kind = ["个人", "联名"]
points = { by = "role", first = 10, joint = 10 }
every = "每季度"
every_cap = 10
"#;
    let told = ways(&next(parts, &[]));
    assert_eq!(told, ["活动·公益活动 1", "活动·培训 1", "提案·第一 1"]);
}

#[test]
fn a_plenary_that_is_over_is_not_attended_once_more() {
    let parts = r#"
[[part]]
code = "a"
title = "甲"
[[part.item]]
title = "全体会议"
fact = "出席情况"
kind = "全体会议"
points = { by = "状态", "出席" = 10, "迟到" = 10, "请假" = 10 }
[[part.item]]
title = "反映"
fact = "社情民意"
points = 5
"#;
    // Nobody is advised to be on leave or late.
    let to_come = ["全体会议 1", "反映 2"];
    assert_eq!(ways_with(&[], parts, &[]), to_come);
    assert_eq!(
        ways_with(&[("2026-08-01", "2026-08-03")], parts, &[]),
        to_come
    );
    let over = ("2026-01-05", "2026-01-08");
    assert_eq!(ways_with(&[over], parts, &[]), ["反映 2"]);
    // Only so many are to come.
    let dear = parts
        .replace("\"出席\" = 10", "\"出席\" = 5")
        .replace("points = 5", "points = 1");
    assert_eq!(
        ways_with(&[], &dear, &[]),
        ["全体会议 1 + 反映 5", "反映 10"]
    );
}

#[test]
fn what_counts_once_is_not_advised_again() {
    let parts = OPINIONS.replace("points = 3\ncap = 9", "points = 9\nper = \"一次\"");
    let next = next(&parts, &[reports()]);
    assert_eq!(
        (next.short, ways(&next)),
        (p(1, 1), vec!["提案 1".to_owned()])
    );
}

#[test]
fn a_gate_on_what_is_past_is_lost_and_no_act_is_advised_for_it() {
    let parts = GATED.replace("kind = \"视察\"\n", "kind = \"视察\"\nuntil = 2026-03-31\n");
    let next = next(&parts, &reports().times(2));
    assert_eq!(
        (next.gates.as_slice(), next.lost.as_slice()),
        (&["视察".to_owned()][..], &["视察".to_owned()][..])
    );
    assert_eq!(next.ways.len(), 0);
    let every = GATED.replace("at_least = 1", "every = \"每季度\"\nat_least = 1");
    assert_eq!(
        super::next::next(&every, &reports().times(2)).lost,
        ["视察"]
    );
}

#[test]
fn a_clause_that_applies_later_is_advised_for_then() {
    let later = GATED.replace("kind = \"视察\"\n", "kind = \"视察\"\nfrom = 2026-10-01\n");
    assert_eq!(ways(&next(&later, &reports().times(2))), ["视察 1"]);
}
