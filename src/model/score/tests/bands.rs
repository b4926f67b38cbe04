//! Bands of ranks and quotas within bodies.

use super::beside::part;
use super::fixture::{attends, listed, member, p, parsed};
use crate::model::fact::{Fact, Post, Subject, Symbols};
use crate::model::score::contest::{Contest, Lost, Pass};
use crate::model::score::quota::{Among, Bodies, Standing};
use crate::model::score::{Belongs, Points, Ranking, Rules, Score};
use crate::model::when::When;
use proptest::prelude::*;
use std::collections::HashMap;

fn rules(head: &str) -> Rules {
    parsed(&part(head, "fact = \"attendance\"\npoints = 1"))
}

fn standings(totals: &[i128]) -> Vec<Standing> {
    let one = |t: &i128| Standing {
        total: p(*t, 1),
        grade: None,
        bodies: Bodies::default(),
    };
    totals.iter().map(one).collect()
}

/// The band of each, as its place in the list from 1; 0 for none.
fn bands(head: &str, totals: &[i128]) -> Vec<usize> {
    let rules = rules(head);
    let bands = rules.bands.unwrap();
    let awarded = bands.award(&standings(totals)).into_iter();
    awarded.map(|b| b.map_or(0, |b| b + 1)).collect()
}

#[test]
fn septiles_go_by_the_rank_and_equals_are_in_the_same_band() {
    // E33: 按名次分七档.
    let fourteen: Vec<i128> = (0..14).map(|n| 100 - n).collect();
    let pairs = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7];
    assert_eq!(bands("bands = 7", &fourteen), pairs);
    assert_eq!(rules("bands = 7").bands.unwrap().list[6].name, "第七档");
    let tied = [90, 80, 80, 80, 70, 60, 50, 40, 30, 20, 10, 5, 4, 3];
    assert_eq!(bands("bands = 7", &tied)[..5], [1, 1, 1, 1, 3]);
    let down = bands("bands = { into = 7, ties = \"就低\" }", &tied);
    assert_eq!(down[..5], [1, 2, 2, 2, 3]);
    assert_eq!(
        bands("bands = 7", &[3, 2, 1]),
        [1, 3, 5],
        "the best is in the first"
    );
    assert_eq!(bands("bands = 7", &[]), [0; 0]);
}

#[test]
fn bands_go_by_share_or_number_with_the_rest_in_the_last() {
    let head = "[bands]\nlist = [{ name = \"前列\", count = 2 }, { name = \"中游\", share = \"50%\" }, { name = \"其余\" }]";
    assert_eq!(bands(head, &[9, 8, 7, 6, 5, 4]), [1, 1, 2, 2, 2, 3]);
    assert_eq!(bands(head, &[9, 8, 8, 6, 5, 4]), [1, 1, 1, 2, 2, 3]);
    let none = head.replace(", { name = \"其余\" }", "");
    let reading = Rules::read(&part(&none, "fact = \"attendance\"\npoints = 1"), None).unwrap();
    assert_eq!(reading.doubts[0].message.zh, "排在各档之后的人没有档次");
    assert_eq!(bands(&none, &[9, 8, 7, 6, 5, 4]), [1, 1, 2, 2, 2, 0]);
}

#[test]
fn bands_that_nobody_can_be_in_are_named() {
    let said = |head: &str| {
        let text = part(head, "fact = \"attendance\"\npoints = 1");
        let mistakes = Rules::parse(&text, None).err().unwrap_or_default();
        assert_eq!(mistakes.len(), 1, "{}", listed(&mistakes));
        (mistakes[0].line, mistakes[0].message.zh.clone())
    };
    assert_eq!(said("bands = 1").1, "“bands”应为不小于 2 的整数");
    assert_eq!(said("bands = 21").1, "最多分 20 档");
    assert_eq!(
        said("bands = { into = 3, list = [] }").1,
        "bands 要写 into（平分成几档）或 list（逐档写明），且只写一个"
    );
    let list = |bands: &str| said(&format!("[bands]\nlist = [{bands}]"));
    assert_eq!(
        list("{ name = \"甲\" }, { name = \"乙\" }"),
        (3, "“甲”已包括其余所有人，“乙”永远没有人".to_owned())
    );
    assert_eq!(
        list("{ name = \"甲\", share = \"60%\" }, { name = \"乙\", share = \"50%\" }").1,
        "各档的比例合计超过 100%"
    );
}

/// Scores of members who attended so often, each with the bodies of one kind and their days.
fn ranked(head: &str, of: Among, people: &[(u16, &str, &str)]) -> Vec<Score> {
    let rules = rules(head);
    let mut symbols = Symbols::default();
    let engine = rules.compile(&mut symbols);
    let mut belongs = Belongs::default();
    let mut posts = HashMap::new();
    for (id, (_, bodies, until)) in (1..).zip(people) {
        let post = |name: &str| Post {
            name: symbols.intern(name),
            since: None,
            until: When::from_iso(until),
        };
        let mut mine: Vec<Post> = bodies.split('、').map(post).collect();
        mine.iter_mut().skip(1).for_each(|p| p.until = None);
        posts.insert(id, mine);
    }
    belongs.add(of, posts);
    let mut ranking = Ranking::new(&engine, engine.window(2026).unwrap(), None).among(&belongs);
    for (id, (acts, ..)) in (1..).zip(people) {
        let acts = attends("调研", "present").times(usize::from(*acts));
        let acts = (0..).zip(&acts);
        let facts: Vec<Fact> = acts.map(|(i, a)| a.fact(i, &mut symbols)).collect();
        let subject = Subject {
            id,
            no: id.to_string(),
            ..member(&mut symbols, &[])
        };
        ranking.add(&subject, &facts).unwrap();
    }
    let mut scores = ranking.settle();
    scores.sort_by_key(|s| s.no.clone());
    scores
}

const GRADES: &str = "[[grade]]\nname = \"优秀\"\nat_least = 3\nquota = { share = \"50%\", of = \"OF\" }\n[[grade]]\nname = \"合格\"";

#[test]
fn a_quota_is_a_share_of_any_body_that_members_belong_to() {
    // E30: 优秀名额按履职小组分配，每组不超过半数.
    let people = [
        (9, "一组", ""),
        (8, "一组", ""),
        (7, "二组", ""),
        (3, "二组", ""),
        (5, "", ""),
    ];
    for (of, word) in [
        (Among::Group, "履职小组"),
        (Among::Committee, "专委会"),
        (Among::Party, "party"),
        (Among::Post, "职务"),
        (Among::Tag, "标签"),
    ] {
        let scores = ranked(&GRADES.replace("OF", word), of, &people);
        let grades: Vec<_> = scores.iter().filter_map(|s| s.grade.as_deref()).collect();
        assert_eq!(grades, ["优秀", "合格", "优秀", "合格", "合格"], "{word}");
    }
}

#[test]
fn who_loses_a_place_is_told_which_quota_of_which_body_cut() {
    // 优秀总数不超过 2 名，各小组不超过 1 名.
    let head = GRADES.replace(
        "{ share = \"50%\", of = \"OF\" }",
        "[{ count = 2 }, { count = 1, of = \"履职小组\" }]",
    );
    let rules = rules(&head);
    let mut symbols = Symbols::default();
    let one = |no: &str, total: i128, group: &str, symbols: &mut Symbols| {
        let mut bodies = Bodies::default();
        bodies.set(Among::Group, symbols.intern(group));
        let (total, grade) = (Points::from_integer(total), Some(0));
        (
            no.to_owned(),
            Standing {
                total,
                grade,
                bodies,
            },
        )
    };
    let people = [
        one("1", 9, "一组", &mut symbols),
        one("2", 8, "一组", &mut symbols),
        one("3", 7, "二组", &mut symbols),
        one("4", 6, "", &mut symbols),
    ];
    let contest = Contest::new(people).named(&rules.bodies_asked(), &symbols);
    let lost = |no: &str| {
        let lost = contest.dropped(&rules, no).unwrap();
        (lost.body, lost.quota.of, lost.why)
    };
    let full = |last| Lost::Full(Points::from_integer(last));
    assert_eq!(lost("2"), ("一组".to_owned(), Among::Group, full(9)));
    assert_eq!(lost("4"), (String::new(), Among::All, full(7)));
    let bar = contest.bars(&rules, "2")[0].unwrap();
    assert_eq!(bar.pass, Pass::Above(Points::from_integer(9)));
}

#[test]
fn who_belongs_to_several_bodies_counts_in_the_first_that_still_holds_at_the_end_of_the_year() {
    let head = GRADES.replace("OF", "履职小组");
    let people = [
        (9, "一组", ""),
        (8, "一组、二组", "2026-06-30"),
        (7, "二组", ""),
    ];
    let scores = ranked(&head, Among::Group, &people);
    let grades: Vec<_> = scores.iter().filter_map(|s| s.grade.as_deref()).collect();
    assert_eq!(
        grades,
        ["合格", "优秀", "合格"],
        "one of one is no half, one of two is"
    );
}

#[test]
fn bands_may_be_made_within_bodies() {
    let head = "bands = { into = 2, of = \"履职小组\" }";
    let people = [
        (9, "一组", ""),
        (8, "一组", ""),
        (2, "二组", ""),
        (1, "二组", ""),
    ];
    let scores = ranked(head, Among::Group, &people);
    let bands: Vec<_> = scores.iter().filter_map(|s| s.band.as_deref()).collect();
    assert_eq!(bands, ["第一档", "第二档", "第一档", "第二档"]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bands_of_any_ranking_fall_with_the_points(totals in proptest::collection::vec(0_i128..9, 1..40), into in 2_u16..9) {
        let awarded = bands(&format!("bands = {into}"), &totals);
        for (a, x) in totals.iter().zip(&awarded) {
            // The band of a rank: so many are better, of so many.
            let better = totals.iter().filter(|t| *t > a).count();
            prop_assert_eq!(*x, better * usize::from(into) / totals.len() + 1);
            for (b, y) in totals.iter().zip(&awarded) {
                prop_assert!(a != b || x == y);
                prop_assert!(a <= b || x <= y);
            }
        }
    }
}
