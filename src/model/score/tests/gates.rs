//! Gates, quotas and what follows from them, each from a clause of a published regulation.

use super::beside::part;
use super::fixture::{
    Act, Scored, act, attends, member, p, parsed, proposes, records, reports, score, score_of,
};
use crate::model::fact::{Fact, FactKind, Symbols};
use crate::model::score::quota::{Bodies, Standing, award};
use crate::model::score::{Points, Rules};

const GRADES: &str = "[[grade]]\nname = \"优秀\"\nat_least = 10\n[[grade]]\nname = \"称职\"\nat_least = 5\n[[grade]]\nname = \"不称职\"\n";

fn gated(gate: &str) -> String {
    part(
        &format!("{GRADES}[[gate]]\ntitle = \"条件\"\n{gate}"),
        "fact = \"attendance\"\npoints = 10",
    )
}

fn stood(scored: &Scored) -> (Points, Points, bool) {
    let stand = scored.explained.gates[0].stand;
    (stand.have, stand.need, stand.met)
}

#[test]
fn a_gate_that_is_not_met_lowers_the_grade_and_not_the_points() {
    // Jinan 2015: 每年至少提交一件提案或一条社情民意.
    let text = gated("fact = [\"proposal\", \"opinion\"]\nat_least = 1\ngrade = \"不称职\"");
    let came = [attends("全体会议", "present")];
    let scored = score(&text, &came);
    assert_eq!(
        (scored.tally.total, stood(&scored)),
        (p(10, 1), (p(0, 1), p(1, 1), false))
    );
    assert_eq!(scored.explained.grade.as_deref(), Some("不称职"));
    let met = score(&text, &[came[0].clone(), reports()]);
    assert_eq!(met.explained.grade.as_deref(), Some("优秀"));
    assert!(stood(&met).2);
    let last_year = score(&text, &[came[0].clone(), reports().on("2025-05-04")]);
    assert!(!stood(&last_year).2);
}

#[test]
fn a_gate_on_attendance_counts_who_came_and_is_for_the_posts_it_names() {
    let text = gated(
        "fact = \"attendance\"\nkind = \"常委会会议\"\nat_least = 2\nholder = \"常委\"\ngrade = \"称职\"",
    );
    let acts = [
        attends("常委会会议", "present"),
        attends("常委会会议", "absent"),
        attends("常委会会议", "late"),
    ];
    let standing = score_of(&text, &[("常委", "", "")], &acts);
    assert_eq!(stood(&standing), (p(2, 1), p(2, 1), true));
    let fewer = score_of(&text, &[("常委", "", "")], &acts[..2]);
    assert_eq!(fewer.explained.grade.as_deref(), Some("称职"));
    assert!(
        score_of(&text, &[("委员", "", "")], &acts[..2])
            .explained
            .gates
            .is_empty()
    );
}

#[test]
fn a_sanction_vetoes_the_grade() {
    // 一票否决: warned in the year.
    let text = gated(
        "fact = \"status\"\nkind = [\"警告\", \"撤销资格\"]\nat_most = 0\ngrade = \"不称职\"",
    );
    let acts = [
        attends("全体会议", "present"),
        act(FactKind::Status, "warned", ""),
    ];
    let scored = score(&text, &acts);
    assert_eq!(stood(&scored), (p(1, 1), p(0, 1), false));
    assert_eq!(scored.explained.grade.as_deref(), Some("不称职"));
    assert_eq!(
        score(&text, &acts[..1]).explained.grade.as_deref(),
        Some("优秀")
    );
}

#[test]
fn a_gate_may_look_back_over_years_and_over_the_term() {
    // Weihai 2013: 一年三次或本届七次缺席常委会会议的劝辞.
    let gate = "fact = \"attendance\"\nkind = \"常委会会议\"\nstate = \"缺席\"\nat_most = 2\nthen = \"劝辞\"";
    let missed = |on: &'static str| attends("常委会会议", "absent").on(on);
    let acts = [
        missed("2022-05-04"),
        missed("2024-05-04"),
        missed("2025-05-04"),
        missed("2026-05-04"),
        missed("2027-05-04"),
    ];
    let have = |over: &str| stood(&score(&gated(&format!("{gate}\nover = {over}")), &acts)).0;
    assert_eq!(have("1"), p(1, 1));
    assert_eq!(have("2"), p(2, 1));
    assert_eq!(have("3"), p(3, 1));
    assert_eq!(have("\"本届\""), p(4, 1));
    let rules = parsed(&gated(&format!("{gate}\nover = \"term\"")));
    let mut symbols = Symbols::default();
    let engine = rules.compile(&mut symbols);
    let facts: Vec<Fact> = (0..)
        .zip(&acts)
        .map(|(i, a)| a.fact(i, &mut symbols))
        .collect();
    let mut run = engine.run(engine.window(2026).unwrap()).of_term(Some(2024));
    let tally = run.tally(&member(&mut symbols, &[]), &facts).unwrap();
    assert_eq!((tally.gates[0].have, tally.gates[0].met), (p(3, 1), false));
}

#[test]
fn a_gate_may_ask_for_something_in_each_quarter() {
    let text = gated("fact = \"record\"\nevery = \"quarter\"\nat_least = 1\nthen = \"通报\"");
    let on = |day: &'static str| records("网站文章").on(day);
    let three = [
        on("2026-01-05"),
        on("2026-02-05"),
        on("2026-05-05"),
        on("2026-12-31"),
    ];
    assert_eq!(stood(&score(&text, &three)), (p(3, 1), p(4, 1), false));
    let four = [&three[..], &[on("2026-07-01")]].concat();
    assert_eq!(stood(&score(&text, &four)), (p(4, 1), p(4, 1), true));
}

#[test]
fn two_years_in_a_row_below_the_line_are_counted_by_their_grades() {
    // Jinan 2015: 连续两年不称职的由市政协约谈.
    let text = gated("graded = \"不称职\"\nover = 2\nat_most = 1\nthen = \"约谈\"");
    let idle = |on: &'static str| attends("全体会议", "absent").on(on);
    let both = [idle("2025-01-10"), idle("2026-01-10")];
    assert_eq!(stood(&score(&text, &both)), (p(2, 1), p(1, 1), false));
    let better = [
        attends("全体会议", "present").on("2025-01-10"),
        idle("2026-01-10"),
    ];
    assert_eq!(stood(&score(&text, &better)), (p(1, 1), p(1, 1), true));
    assert_eq!(
        stood(&score(&text, &both[1..])),
        (p(1, 1), p(1, 1), true),
        "nothing is known of 2025"
    );
}

fn quota(quota: &str, totals: &[(i128, u32)]) -> Vec<String> {
    let grades = GRADES.replacen(
        "at_least = 10",
        &format!("at_least = 10\nquota = {quota}"),
        1,
    );
    let rules = parsed(&part(&grades, "fact = \"attendance\"\npoints = 1"));
    let standings: Vec<Standing> = totals
        .iter()
        .map(|(total, sector)| Standing {
            total: p(*total, 1),
            grade: rules
                .grades
                .iter()
                .position(|g| g.at_least.is_none_or(|l| p(*total, 1) >= l)),
            bodies: Bodies::of_sector(crate::model::fact::Sym(*sector)),
        })
        .collect();
    let grades = award(&rules, &standings).into_iter();
    grades
        .map(|g| rules.grades[g.unwrap()].name.clone())
        .collect()
}

#[test]
fn a_grade_with_a_quota_goes_to_the_best_and_ties_at_the_cut_go_out_or_in() {
    let totals = [(12, 1), (11, 1), (11, 2), (10, 2), (3, 1)];
    let out = ["优秀", "称职", "称职", "称职", "不称职"];
    assert_eq!(quota("\"40%\"", &totals), out);
    let tied_in = ["优秀", "优秀", "优秀", "称职", "不称职"];
    assert_eq!(
        quota("{ share = \"40%\", ties = \"都给\" }", &totals),
        tied_in
    );
    assert_eq!(quota("\"3/5\"", &totals), tied_in);
    assert_eq!(
        quota("0.1", &totals)[0],
        "称职",
        "a share of less than one person is nobody"
    );
    let by_sector = ["优秀", "称职", "优秀", "称职", "不称职"];
    assert_eq!(
        quota("{ share = \"50%\", of = \"界别\" }", &totals),
        by_sector
    );
}

#[test]
fn a_quota_may_be_a_number_and_a_small_body_may_have_one_place() {
    // 优秀名额 2 名; 各界别按 30% 分配，不足 1 名的按 1 名.
    let totals = [(14, 1), (13, 1), (12, 1), (11, 2), (10, 2)];
    let two = ["优秀", "优秀", "称职", "称职", "称职"];
    assert_eq!(quota("{ count = 2 }", &totals), two);
    let each = ["优秀", "称职", "称职", "优秀", "称职"];
    assert_eq!(quota("{ count = 1, of = \"界别\" }", &totals), each);
    assert_eq!(
        quota("{ share = \"30%\", of = \"界别\", least = 1 }", &totals),
        each
    );
}

#[test]
fn two_quotas_hold_at_once_and_those_of_bodies_cut_first() {
    // 优秀总数不超过 2 名，同一界别不超过 1 名.
    let totals = [(14, 1), (13, 1), (12, 2), (11, 3), (10, 3)];
    let both = "[{ count = 2 }, { count = 1, of = \"界别\" }]";
    let given = ["优秀", "称职", "优秀", "称职", "称职"];
    assert_eq!(quota(both, &totals), given);
}

/// 五个一 in the small: three things to do, of which so many must be done.
fn some_of(limit: &str) -> String {
    let one = |title: &str, fact: &str| {
        format!("[[gate]]\ntitle = \"{title}\"\nfact = \"{fact}\"\nat_least = 1\n")
    };
    let head = [
        GRADES,
        &one("一件提案", "提案"),
        &one("一篇社情民意", "社情民意"),
        &one("一次发言", "发言"),
        "[[gate]]\ntitle = \"三个一\"\ngates = [\"一件提案\", \"一篇社情民意\", \"一次发言\"]\n",
        limit,
    ]
    .concat();
    part(&head, "fact = \"attendance\"\npoints = 10")
}

#[test]
fn so_many_of_several_conditions_are_enough_and_else_the_grade_falls_by_one() {
    // 委员应完成“五个一”中的四个，未完成的降一个等次.
    let text = some_of("at_least = 2\nlower = 1\n");
    let came = attends("全体会议", "present");
    let grade = |acts: &[Act]| score(&text, acts).explained.grade.unwrap();
    let proposal = proposes("individual", 1, 1);
    let opinion = reports();
    assert_eq!(grade(&[came.clone(), proposal.clone()]), "称职");
    assert_eq!(grade(&[came, proposal, opinion]), "优秀");
    let nothing = grade(&[]);
    assert_eq!(nothing, "不称职", "there is no lower grade than the last");
}

#[test]
fn what_counts_conditions_names_conditions_that_there_are() {
    let wrong = |more: &str| {
        let text = some_of("at_least = 1\ngrade = \"称职\"\n").replace("一次发言\"]", more);
        let mistakes = Rules::parse(&text, None).unwrap_err();
        mistakes[0].message.zh.clone()
    };
    assert_eq!(wrong("一次发音\"]"), "没有可以数的条件“一次发音”");
    assert_eq!(wrong("三个一\"]"), "没有可以数的条件“三个一”");
    let rules = parsed(&some_of("at_least = 1\ngrade = \"称职\"\n"));
    assert!(rules.gates[0].counted && !rules.gates[3].counted);
}

#[test]
fn what_follows_from_a_gate_is_told() {
    let text = gated("fact = \"proposal\"\nat_least = 1\nthen = \"不推荐为下届委员\"");
    let scored = score(&text, &[proposes("joint", 2, 3)]);
    assert!(stood(&scored).2, "a joint proposal is one");
    let gate = &score(&text, &[]).explained.gates[0];
    assert_eq!(
        (gate.then.as_str(), gate.grade.as_deref()),
        ("不推荐为下届委员", None)
    );
}
