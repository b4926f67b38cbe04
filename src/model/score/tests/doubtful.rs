//! Rules that can be read and are not what was meant: overlaps, gates, grades, weights.

use super::fixture::{attends, listed, p, proposes, score};
use crate::model::score::{Mistake, Rules};

fn item(title: &str, body: &str) -> String {
    format!("[[part.item]]\ntitle = \"{title}\"\n{body}\n")
}

fn rules(head: &str, items: &[&str]) -> String {
    let items: String = (1..)
        .zip(items)
        .map(|(n, i)| item(&format!("项{n}"), i))
        .collect();
    format!("title = \"t\"\n{head}\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\n{items}")
}

fn doubts(text: &str) -> Vec<Mistake> {
    let reading = Rules::read(text, None).map_err(|m| listed(&m)).unwrap();
    reading.all_doubts()
}

/// Code and Chinese message of the one doubt.
fn doubt(text: &str) -> (&'static str, String) {
    let all = doubts(text);
    assert_eq!(all.len(), 1, "{}", listed(&all));
    (all[0].code, all[0].message.zh.clone())
}

/// Code, line and Chinese message of the one mistake.
fn wrong(text: &str) -> (&'static str, u32, String) {
    let all = Rules::parse(text, None).err().unwrap_or_default();
    assert_eq!(all.len(), 1, "{}", listed(&all));
    (all[0].code, all[0].line, all[0].message.zh.clone())
}

const PLENARY: &str = "fact = \"出席情况\"\nkind = \"全体会议\"\npoints = 2";
const MEETING: &str = "fact = \"出席情况\"\npoints = 1";

#[test]
fn an_act_that_two_items_of_a_part_count_is_named_with_both_lines_and_an_example() {
    let (code, said) = doubt(&rules("", &[PLENARY, MEETING]));
    assert_eq!(code, "overlap");
    assert_eq!(
        said,
        "“项2”与第 6 行“项1”会把同一件事计两次，如 { fact = \"出席情况\", kind = \"全体会议\", state = \"出席\" }"
    );
    let tables = [
        "fact = \"提案\"\npoints = { by = \"role\", first = 5 }",
        "fact = \"提案\"\nmark = \"立案\"\npoints = 5",
    ];
    let said = doubt(&rules("", &tables)).1;
    assert!(
        said.ends_with("如 { fact = \"提案\", role = \"第一\", mark = [\"立案\"] }"),
        "{said}"
    );
}

#[test]
fn items_that_cannot_count_the_same_act_do_not_overlap() {
    for (a, b) in [
        (
            PLENARY.to_owned(),
            format!("{MEETING}\nkind_not = \"全体会议\""),
        ),
        (PLENARY.to_owned(), format!("{MEETING}\nalso = true")),
        (format!("{PLENARY}\nalso = true"), MEETING.to_owned()),
        (
            format!("{PLENARY}\nbest_of = \"会\""),
            format!("{MEETING}\nbest_of = \"会\""),
        ),
        (
            format!("{PLENARY}\npost = \"常委\""),
            format!("{MEETING}\npost_not = \"常委\""),
        ),
        (
            format!("{PLENARY}\nsector = \"教育界\""),
            format!("{MEETING}\nsector = \"科技界\""),
        ),
        (
            format!("{PLENARY}\nmark = \"必须参加\""),
            format!("{MEETING}\nmark = \"报名参加\""),
        ),
        (
            format!("{PLENARY}\nmark = \"临时参加\""),
            format!("{MEETING}\nmark_not = \"临时参加\""),
        ),
        (
            format!("{PLENARY}\nuntil = 2026-06-30"),
            format!("{MEETING}\nfrom = 2026-07-01"),
        ),
        // 迟到: a deduction from what the attendance gives.
        (
            PLENARY.to_owned(),
            "fact = \"出席情况\"\nstate = \"迟到\"\npoints = -1".to_owned(),
        ),
        (
            "fact = \"提案\"\npoints = { by = \"role\", first = 5 }".to_owned(),
            "fact = \"提案\"\nrole = \"联名\"\npoints = 2".to_owned(),
        ),
    ] {
        let found = doubts(&rules("", &[&a, &b]));
        assert_eq!(found, [], "{a}\n{b}");
    }
    let apart = format!(
        "{}[[part]]\ncode = \"b\"\ntitle = \"乙\"\n{}",
        rules("", &[PLENARY]),
        item("另", MEETING)
    );
    assert_eq!(doubts(&apart), [], "two parts may look at the same act");
    assert_eq!(
        wrong(&rules("", &[&format!("{PLENARY}\nalso = 1")])).2,
        "这里应为 true 或 false，却是数"
    );
}

#[test]
fn a_clause_may_have_days_of_its_own() {
    // E26: 7 月 1 日起全体会议由 2 分改为 3 分.
    let text = rules(
        "",
        &[
            &format!("{PLENARY}\nuntil = 2026-06-30"),
            "fact = \"出席情况\"\nkind = \"全体会议\"\npoints = 3\nfrom = 2026-07-01",
        ],
    );
    let on = |day| attends("全体会议", "present").on(day);
    let scored = score(
        &text,
        &[
            on("2026-06-30"),
            on("2026-07-01"),
            on("2026-07"),
            on("2026"),
        ],
    );
    assert_eq!(scored.tally.items, [p(4, 1), p(6, 1)]);
    let gate = "[[gate]]\ntitle = \"上半年\"\nfact = \"提案\"\nuntil = 2026-06-30\nat_least = 1\nthen = \"约谈\"";
    let text = rules(gate, &[MEETING]);
    let met = |day| {
        score(&text, &[proposes("individual", 1, 1).on(day)])
            .tally
            .gates[0]
            .met
    };
    assert!(met("2026-06-01") && !met("2026-07-01"));
    let steps = "fact = \"提案\"\nsteps = { 0 = -5, 1 = 5 }\n";
    let halves = [
        format!("{steps}until = 2025-06-30"),
        format!("{steps}from = 2026-07-01"),
    ];
    let scored = score(&rules("", &[&halves[0], &halves[1]]), &[]);
    assert_eq!(scored.tally.items, [p(0, 1), p(-5, 1)]);
}

#[test]
fn clauses_that_no_fact_can_meet_are_mistakes() {
    let said = |body: &str| wrong(&rules("", &[body]));
    for body in [
        "fact = \"提案\"\nstate = \"不予立案\"\nmark = \"立案\"\npoints = 1",
        "fact = \"提案\"\nstate = \"办结\"\nmark_not = \"立案\"\npoints = 1",
        "fact = \"提案\"\nkind = \"individual\"\nrole = \"联名\"\npoints = 1",
        "fact = \"社情民意\"\nstate = \"submitted\"\nmark = \"采用\"\npoints = 1",
        "fact = \"出席情况\"\nstate = \"缺席\"\nmark = \"临时参加\"\npoints = -1",
        "fact = \"采用\"\nlevel = \"市\"\nlevel_not = \"市\"\npoints = 1",
        "fact = \"发言\"\nsector = \"教育界\"\nsector_not = \"教育界\"\npoints = 1",
        "fact = \"发言\"\nfrom = 2026-07-01\nuntil = 2026-06-30\npoints = 1",
    ] {
        assert_eq!(said(body).0, "never_counts", "{body}");
    }
    let outside = rules(
        "from = 2026-01-01",
        &["fact = \"发言\"\nuntil = 2025-12-31\npoints = 1"],
    );
    assert_eq!(
        wrong(&outside),
        (
            "never_counts",
            6,
            "此项的起止日期在办法适用期之外，永远不计分".to_owned()
        )
    );
    let gate = "[[gate]]\ntitle = \"甲\"\nfact = \"提案\"\nstate = \"草稿\"\nmark = \"立案\"\nat_least = 1\nthen = \"约谈\"";
    assert_eq!(wrong(&rules(gate, &[MEETING])).0, "never_counts");
}

fn gate(title: &str, body: &str) -> String {
    format!("[[gate]]\ntitle = \"{title}\"\nthen = \"约谈\"\n{body}\n")
}

const GRADES: &str = "[[grade]]\nname = \"优秀\"\nat_least = 2\n[[grade]]\nname = \"合格\"\n";

#[test]
fn gates_that_nobody_meets_are_mistakes_and_those_that_all_meet_are_doubts() {
    let with = |body: &str| rules(&format!("{GRADES}{body}"), &[MEETING]);
    let twice =
        gate("甲", "fact = \"提案\"\nat_least = 3") + &gate("乙", "fact = \"提案\"\nat_most = 2");
    assert_eq!(
        wrong(&with(&twice)),
        (
            "gate_unreachable",
            12,
            "与第 7 行“甲”矛盾：没有人能同时达到两个条件".to_owned()
        )
    );
    for body in [
        "graded = \"优秀\"\nover = 2\nat_least = 3",
        "graded = \"优秀\"\nat_least = 2",
        "fact = \"提案\"\nat_most = -1",
    ] {
        assert_eq!(
            wrong(&with(&gate("甲", body))).0,
            "gate_unreachable",
            "{body}"
        );
    }
    for body in [
        "graded = \"优秀\"\nover = 2\nat_most = 2",
        "fact = \"提案\"\nat_least = -1",
    ] {
        assert_eq!(
            doubt(&with(&gate("甲", body))).0,
            "gate_no_effect",
            "{body}"
        );
    }
    let best = "[[gate]]\ntitle = \"甲\"\nfact = \"提案\"\nat_least = 1\ngrade = \"优秀\"\n";
    assert_eq!(doubt(&with(best)).1, "“优秀”是最高等次，达不到也没有影响");
    let short = format!(
        "from = 2026-01-01\nuntil = 2026-12-31\n{}",
        with(&gate("甲", "graded = \"合格\"\nover = 2\nat_most = 1"))
    );
    assert_eq!(doubt(&short).1, "要看 2 年的等次，而办法只适用 1 年");
}

#[test]
fn grades_out_of_order_and_caps_that_do_not_add_up_are_doubts() {
    let upside = "[[grade]]\nname = \"合格\"\n[[grade]]\nname = \"优秀\"\nat_least = 2\n";
    assert_eq!(
        doubt(&rules(upside, &[MEETING])),
        (
            "grade_order",
            "等次没有从高到低写：“优秀”高于“合格”，却写在后面".to_owned()
        )
    );
    let capped = rules("total = { start = 10, cap = 100 }", &[MEETING])
        .replace("title = \"甲\"\n", "title = \"甲\"\ncap = 95\n");
    assert_eq!(
        doubt(&capped),
        (
            "weights",
            "各部分封顶合计 105 分，总分封顶只有 100 分".to_owned()
        )
    );
}

#[test]
fn the_best_of_deductions_is_the_mildest() {
    let table = "fact = \"出席情况\"\npoints = { by = \"状态\", \"缺席\" = -3, \"请假\" = -1 }\nbest_of = \"会\"";
    assert_eq!(
        doubts(&rules("", &[table, table]))
            .first()
            .map(|d| (d.code, d.message.zh.clone())),
        Some((
            "mildest",
            "扣分时“best_of”取的是扣得最少的，不是最重的".to_owned()
        ))
    );
    let highest = rules("", &[MEETING, "fact = \"任职变动\"\npoints = -3"])
        .replace("title = \"甲\"\n", "title = \"甲\"\ntake = \"取最高\"\n");
    assert_eq!(doubt(&highest).0, "mildest");
}

#[test]
fn every_mistake_has_a_code() {
    let codes = |text: &str| {
        let all = Rules::parse(text, None).err().unwrap_or_default();
        all.iter().map(|m| m.code).collect::<Vec<_>>()
    };
    for (text, expected) in [
        ("x = ", "syntax"),
        ("titel = \"t\"", "unknown"),
        ("issued = 2026-01-01", "missing"),
        ("title = 3", "wrong_type"),
        ("title = \"t\"\ntotal = { cap = \"1/0\" }", "not_a_number"),
    ] {
        assert!(codes(text).contains(&expected), "{text}: {:?}", codes(text));
    }
}

#[test]
fn a_year_of_duty_that_leaves_days_out_is_named_with_the_days() {
    let window = |from: &str, to: &str| {
        let head = format!("window = {{ from = \"{from}\", to = \"{to}\" }}");
        doubts(&rules(&head, &[MEETING]))
    };
    let short = window("12-01", "10-31");
    assert_eq!(short.len(), 1);
    let said = &short[0].message.zh;
    assert!(said.contains("11-01 至 11-30 不属于任何一年"), "{said}");
    for (from, to) in [
        ("12-01", "11-30"),
        ("01-01", "12-31"),
        ("03-01", "02-28"),
        ("03-01", "02-29"),
    ] {
        assert!(window(from, to).is_empty(), "{from} {to}");
    }
}

#[test]
fn shares_gates_and_tiers_that_cannot_be_meant_are_named() {
    let share = |share: &str| {
        rules(
            "",
            &[&format!("fact = \"提案\"\npoints = 2\nshare = {share}")],
        )
    };
    let (code, said) = doubt(&share("{ first = \"2/3\", others = \"2/3\" }"));
    assert_eq!(code, "share_beyond_whole");
    assert_eq!(said, "第一人 2/3 加另一人 2/3 是 4/3，超过全部");
    assert!(doubts(&share("{ first = \"2/3\", others = \"1/3\" }")).is_empty());
    let gate = "[[gate]]\ntitle = \"会\"\nfact = \"出席情况\"\nat_least = 1\n";
    let said = wrong(&rules(&format!("{gate}{gate}"), &[MEETING])).2;
    assert_eq!(said, "条件“会”在第 2 行已写过");
    for tiers in ["2", "{ a = 1 }"] {
        let text = rules("", &[&format!("{MEETING}\ntiers = {tiers}")]);
        assert!(wrong(&text).2.starts_with("这里应为列表"));
    }
}

#[test]
fn a_grade_below_one_with_a_quota_is_given_to_who_does_not_fit() {
    let grades = |quota: &str| {
        format!(
            "[[grade]]\nname = \"优\"\nat_least = 3\n{quota}\n[[grade]]\nname = \"良\"\nat_least = 2"
        )
    };
    let head = |quota: &str| format!("total = {{ start = 5 }}\n{}", grades(quota));
    assert!(doubts(&rules(&head("quota = \"50%\""), &[MEETING])).is_empty());
    let said = doubt(&rules(&head(""), &[MEETING])).1;
    assert_eq!(said, "人人都够“优”，等次“良”永远不会给出");
}

#[test]
fn steps_that_the_acts_never_come_to_are_named() {
    let monthly = "fact = \"社情民意\"\nper = \"一次\"\nevery = \"每月\"\npoints = 1\nsteps = { 0 = -5, 2 = 0 }";
    let (code, said) = doubt(&rules("", &[monthly]));
    assert_eq!(code, "step_unreachable");
    assert_eq!(said, "每期最多只有 1，没有人能达到 2 这一档");
    let most = "fact = \"社情民意\"\nmost = 3\npoints = 1\nsteps = { 4 = 10 }";
    assert_eq!(doubt(&rules("", &[most])).0, "step_unreachable");
    let enough = "fact = \"社情民意\"\nmost = 4\npoints = 1\nsteps = { 4 = 10 }";
    assert!(doubts(&rules("", &[enough])).is_empty());
}

#[test]
fn parts_that_results_cannot_tell_apart_are_named() {
    let second = |more: &str| {
        let first = rules("", &["fact = \"出席情况\"\npoints = 1"]);
        let item = item("另一项", "fact = \"提案\"\npoints = 1");
        format!("{first}\n[[part]]\ncode = \"b\"\ntitle = \"甲\"\n{more}\n{item}")
    };
    let (code, said) = doubt(&second(""));
    assert_eq!(code, "same_title");
    assert_eq!(said, "部分“甲”与第 3 行的同名，结果里分不清");
    let of_others = second("holder = \"常委\"");
    assert!(doubts(&of_others).iter().all(|d| d.code != "same_title"));
}

#[test]
fn a_grade_that_a_gate_forces_is_given_whoever_reaches_the_better_one() {
    // 一票否决: everybody has 60 points, and who was punished is 不合格.
    let grades =
        "[[grade]]\nname = \"合格\"\nat_least = 60\n[[grade]]\nname = \"不合格\"\nat_least = 0\n";
    let start = "total = { start = 60 }\n";
    let gate =
        "[[gate]]\ntitle = \"未受处分\"\nfact = \"任职变动\"\nkind = \"警告\"\nat_most = 0\n";
    let plain = rules(&[start, grades].concat(), &[MEETING]);
    assert_eq!(doubt(&plain).0, "grade_unreachable");
    for then in ["grade = \"不合格\"\n", "lower = 1\n"] {
        let text = rules(&[start, grades, gate, then].concat(), &[MEETING]);
        assert!(doubts(&text).is_empty(), "{}", listed(&doubts(&text)));
    }
}

#[test]
fn steps_that_give_less_for_more_are_asked_about() {
    let steps = |steps: &str| rules("", &[&format!("fact = \"出席情况\"\nsteps = {steps}")]);
    let (code, said) = doubt(&steps("{ 1 = 5, 3 = 2 }"));
    assert_eq!(code, "steps_fall");
    assert_eq!(
        said,
        "累计到 3 只得 2 分，比累计到 1 的 5 分少：多做反而少得"
    );
    for plain in [
        "{ 0 = -10, 1 = -5, 2 = 0 }",
        "{ 0 = 10, 1 = 5, 3 = 0 }",
        "{ 1 = -1, 3 = -5 }",
    ] {
        assert!(doubts(&steps(plain)).is_empty(), "{plain}");
    }
}

#[test]
fn a_group_whose_items_are_never_of_one_occasion_is_asked_about() {
    let group = |facts: [&str; 2]| {
        let item = |f: &str| format!("{f}\npoints = 1\nbest_of = \"组\"");
        let items = facts.map(item);
        rules("", &[&items[0], &items[1]])
    };
    let apart = [
        [
            "fact = \"出席情况\"\nkind = \"视察\"",
            "fact = \"出席情况\"\nkind = \"调研\"",
        ],
        ["fact = \"其他履职\"\nkind = \"公益\"", "fact = \"提案\""],
    ];
    for facts in apart {
        let all = doubts(&group(facts));
        assert_eq!(all.len(), 2, "{}", listed(&all));
        assert_eq!(
            all[0].message.zh,
            "“组”里没有一项会与此项是同一件事，互斥不起作用"
        );
    }
    let together = [
        ["fact = \"出席情况\"\nkind = \"视察\"", "fact = \"发言\""],
        ["fact = \"提案\"", "fact = \"社情民意\""],
        ["fact = \"采用\"", "fact = \"批示\""],
    ];
    for facts in together {
        let all = doubts(&group(facts));
        assert!(all.is_empty(), "{}", listed(&all));
    }
}

#[test]
fn a_key_proposal_is_filed_and_no_word_of_a_table_may_be_missing() {
    let key = "fact = \"提案\"\nmark = \"重点提案\"\npoints = 4";
    let refused = "fact = \"提案\"\nstate = \"不予立案\"\npoints = 1";
    assert!(doubts(&rules("", &[key, refused])).is_empty());
    let all = "fact = \"采用\"\npoints = { by = \"级别\", else = 7.5 }";
    assert_eq!(doubt(&rules("", &[all])).1, "取值表只有 else，等于不列表");
}

#[test]
fn per_cent_is_a_number_wherever_it_is_no_number_of_points() {
    let share =
        "fact = \"提案\"\npoints = 2\nshare.\"联名\" = { first = \"60%\", others = \"40%\" }";
    let acts = [proposes("joint", 1, 2)];
    assert_eq!(score(&rules("", &[share]), &acts).tally.total, p(6, 5));
}
