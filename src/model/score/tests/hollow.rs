//! What is well formed and can never count, and what can never be: each named, with its line.

use super::fixture::listed;
use crate::model::score::{Known, Mistake, Rules};

const HEAD: &str = "title = \"t\"\n";
const PART: &str = "[[part]]\ncode = \"a\"\ntitle = \"甲\"\n";
const MEETING: &str = "fact = \"出席情况\"\npoints = 1";

fn item(title: &str, body: &str) -> String {
    format!("[[part.item]]\ntitle = \"{title}\"\n{body}\n")
}

fn part(items: &[&str]) -> String {
    let items: String = (1..)
        .zip(items)
        .map(|(n, i)| item(&format!("项{n}"), i))
        .collect();
    format!("{PART}{items}")
}

fn file(head: &str, items: &[&str]) -> String {
    format!("{HEAD}{head}{}", part(items))
}

fn wrong(text: &str) -> Mistake {
    let all = Rules::parse(text, None).err().unwrap_or_default();
    assert_eq!(all.len(), 1, "{text}\n{}", listed(&all));
    all.into_iter().next().unwrap()
}

fn doubts(text: &str) -> Vec<Mistake> {
    let reading = Rules::read(text, None).map_err(|m| listed(&m)).unwrap();
    reading.all_doubts()
}

fn doubt(text: &str) -> Mistake {
    let all = doubts(text);
    assert_eq!(all.len(), 1, "{text}\n{}", listed(&all));
    all.into_iter().next().unwrap()
}

fn firsts(a: &str, b: &str) -> String {
    let one = |body: &str| format!("fact = \"提案\"\npoints = 5\nfirst_of = \"提案\"\n{body}");
    file("", &[&one(a), &one(b)])
}

#[test]
fn an_item_whose_acts_an_earlier_one_takes_all_is_named_with_both_lines() {
    for (a, b) in [
        ("mark = \"重点提案\"", "mark = [\"重点提案\", \"优秀提案\"]"),
        ("", "state = \"立案\""),
        ("kind = [\"个人\", \"联名\"]", "kind = \"个人\""),
        ("role_not = \"联名\"", "role = \"第一\""),
        ("post_not = \"常委\"", "post_not = [\"常委\", \"主席\"]"),
        ("from = 2026-01-01", "from = 2026-07-01"),
    ] {
        let found = wrong(&firsts(a, b));
        assert_eq!(found.code, "never_counts", "{a} {b}");
        let said = &found.message.zh;
        assert!(
            said.contains("第 5 行“项1”") && said.contains("“项2”永远不计分"),
            "{said}"
        );
    }
}

#[test]
fn an_item_that_has_acts_of_its_own_is_left_alone() {
    for (a, b) in [
        ("mark = [\"重点提案\", \"优秀提案\"]", "mark = \"重点提案\""),
        ("state = \"立案\"", ""),
        ("kind = \"个人\"", "kind_not = \"集体\""),
        ("post = \"常委\"", ""),
        ("sector = \"教育界\"", "sector = \"科技界\""),
        ("until = 2026-06-30", ""),
        ("mark_not = \"重点提案\"", "mark = \"优秀提案\""),
    ] {
        assert_eq!(doubts(&firsts(a, b)), [], "{a} / {b}");
    }
    let tables = file(
        "",
        &[
            "fact = \"提案\"\npoints = { by = \"role\", first = 5 }\nfirst_of = \"提案\"",
            "fact = \"提案\"\npoints = 2\nfirst_of = \"提案\"",
        ],
    );
    assert_eq!(doubts(&tables), [], "the table leaves those who join");
    let apart =
        firsts("", "state = \"立案\"").replace("[[part]]\n", "[[part]]\nholder = \"常委\"\n");
    assert_eq!(wrong(&apart).code, "never_counts");
    let other = format!(
        "{HEAD}[[part]]\ncode = \"a\"\ntitle = \"甲\"\nholder = \"常委\"\n{}[[part]]\ncode = \"b\"\ntitle = \"乙\"\n{}",
        item("一", "fact = \"提案\"\npoints = 5\nfirst_of = \"提案\""),
        item(
            "二",
            "fact = \"提案\"\nstate = \"立案\"\npoints = 5\nfirst_of = \"提案\""
        ),
    );
    assert_eq!(doubts(&other), [], "the first part is not for everybody");
}

#[test]
fn posts_that_nobody_is_left_with_are_named_in_one_part_and_along_the_parts() {
    let part = "[[part]]\ncode = \"a\"\ntitle = \"甲\"\nholder = \"常委\"\nholder_not = [\"常委\", \"主席\"]\n";
    let found = wrong(&format!("{HEAD}{part}{}", item("一", MEETING)));
    assert_eq!((found.code, found.line), ("never_counts", 6));
    assert_eq!(found.message.zh, "“常委”既要又不要");
    let tree = format!(
        "{HEAD}[[part]]\ncode = \"a\"\ntitle = \"甲\"\nholder_not = \"常委\"\n[[part]]\ncode = \"b\"\ntitle = \"乙\"\nwithin = \"a\"\nholder = \"常委\"\n{}",
        item("一", MEETING)
    );
    let found = wrong(&tree);
    assert_eq!((found.code, found.line), ("never_counts", 10));
    assert!(
        found.message.zh.contains("第 2 行“甲”"),
        "{}",
        found.message.zh
    );
}

#[test]
fn a_bound_of_nothing_is_named_where_nothing_is_left() {
    for (text, line) in [
        (file("", &[&format!("{MEETING}\ncap = 0")]), 9),
        (
            file(
                "",
                &[&format!("{MEETING}\nevery = \"每月\"\nevery_cap = 0")],
            ),
            10,
        ),
        (format!("{HEAD}{PART}cap = 0\n{}", item("一", MEETING)), 5),
        (
            format!("{HEAD}total = {{ cap = 0 }}\n{}", part(&[MEETING])),
            2,
        ),
    ] {
        let found = wrong(&text);
        assert_eq!((found.code, found.line), ("never_counts", line), "{text}");
    }
    let late = "fact = \"出席情况\"\nstate = \"缺席\"\npoints = -1";
    let balance = format!(
        "{HEAD}{PART}cap = 0\n{}{}",
        item("一", MEETING),
        item("二", late)
    );
    assert_eq!(doubts(&balance), [], "gains may make up for losses");
    let quota = "[[grade]]\nname = \"优秀\"\nat_least = 5\nquota = 0\n[[grade]]\nname = \"合格\"\n";
    assert_eq!(wrong(&file(quota, &[MEETING])).code, "grade_unreachable");
    assert!(
        doubt(&file("attended = 0\n", &[MEETING]))
            .message
            .zh
            .contains("attended = 0")
    );
}

#[test]
fn caps_that_cannot_bind_beside_others_are_named() {
    let inner = |start: &str| {
        format!(
            "{HEAD}[[part]]\ncode = \"a\"\ntitle = \"甲\"\ncap = 10\n{start}[[part]]\ncode = \"b\"\ntitle = \"乙\"\nwithin = \"a\"\ncap = 20\n{}",
            item("一", MEETING)
        )
    };
    let found = doubt(&inner(""));
    assert_eq!((found.code, found.line), ("cap_never_binds", 10));
    let minus = inner(&item("扣", "fact = \"发言\"\npoints = -3"));
    assert_eq!(doubts(&minus), [], "20 less 15 is less than 10 less 15");
    let found = doubt(&file("", &["fact = \"出席情况\"\npoints = 5\ncap = 3"]));
    assert_eq!((found.code, found.line), ("cap_below_one", 9));
    let shared = "fact = \"提案\"\npoints = 5\ncap = 3\nshare = { others = \"1/2\" }";
    assert_eq!(doubts(&file("", &[shared])), []);
}

#[test]
fn a_rate_that_is_always_nothing_or_all_or_of_no_use_is_named() {
    let rate =
        |more: &str| format!("[[rate]]\nname = \"率\"\nfact = \"提案\"\n{more}\nempty = 0\n");
    let used = "fact = \"提案\"\npoints = 5\nrate = \"率\"";
    let found = wrong(&file(&rate("state = \"草稿\"\nmet = \"立案\""), &[used]));
    assert_eq!((found.code, found.line), ("never_counts", 6));
    assert!(found.message.zh.contains("永远是 0"));
    let always = doubt(&file(
        &rate("state = \"立案\"\nmet = [\"立案\", \"已交办\"]"),
        &[used],
    ));
    assert!(always.message.zh.contains("永远是 1"));
    let unused = doubt(&file(&rate("met = \"立案\""), &[MEETING]));
    assert!(
        unused.message.zh.contains("没有一处用到"),
        "{}",
        unused.message.zh
    );
}

#[test]
fn consequences_that_cannot_follow_are_named() {
    let follows = |body: &str| {
        let one = format!("[[consequence]]\ntitle = \"约谈\"\nthen = \"约谈\"\n{body}\n");
        file(
            &format!("total = {{ start = 60, cap = 100, floor = 60 }}\n{one}"),
            &[&format!("{MEETING}\ncap = 10")],
        )
    };
    assert_eq!(wrong(&follows("below = 60")).code, "never_counts");
    assert_eq!(
        wrong(&follows("below = 65\nover = 2\nat_least = 3")).code,
        "never_counts"
    );
    assert!(
        doubts(&follows("below = 90"))
            .iter()
            .any(|d| d.message.zh.contains("人人都低于 90 分"))
    );
    assert!(
        !doubts(&follows("below = 65\nover = 2"))
            .iter()
            .any(|d| d.code != "cap_never_binds" && d.code != "floor_never_binds")
    );
}

#[test]
fn shares_that_nobody_has_are_named_and_equal_parts_of_the_rest_are_not() {
    let shared = |share: &str| {
        file(
            "",
            &[&format!("fact = \"提案\"\npoints = 5\nshare = {share}")],
        )
    };
    assert_eq!(doubt(&shared("{ first = \"1/2\" }")).code, "share_lost");
    assert_eq!(
        doubts(&shared("{ first = \"1/2\", others = \"平分\" }")),
        []
    );
    assert_eq!(
        doubts(&shared("{ first = \"7/10\", others = \"3/10\" }")),
        []
    );
}

#[test]
fn days_between_two_versions_of_a_clause_are_named() {
    let versions = |next: &str| {
        let (a, b) = (
            format!("{MEETING}\nuntil = 2026-06-30"),
            format!("fact = \"出席情况\"\npoints = 2\nfrom = {next}"),
        );
        file("", &[&a, &b])
    };
    let found = doubt(&versions("2026-07-15"));
    assert_eq!(found.code, "days_without_clause");
    assert!(
        found.message.zh.contains("2026-07-01 至 2026-07-14"),
        "{}",
        found.message.zh
    );
    assert_eq!(doubts(&versions("2026-07-01")), []);
    let both = doubt(&versions("2026-06-15"));
    assert_eq!(both.code, "overlap");
    assert!(
        both.message.zh.contains("2026-06-15 至 2026-06-30"),
        "{}",
        both.message.zh
    );
}

#[test]
fn a_case_with_more_than_there_is_is_refused() {
    let case = |act: &str| {
        format!(
            "{}[[case]]\ntitle = \"c\"\ntotal = 1\nact = [{act}]\n",
            file("", &[MEETING])
        )
    };
    let found = wrong(&case("{ fact = \"提案\", place = 3, of = 2 }"));
    assert_eq!(found.message.zh, "共 2 人，没有第 3 人");
    let found = wrong(&case(
        "{ fact = \"出席情况\", kind = \"全体会议\", halves = 5, lasted = 4 }",
    ));
    assert_eq!(found.message.zh, "会期 4 个半天，不能出席 5 个半天");
}

#[test]
fn a_post_in_a_scale_is_looked_up_as_a_holder_is() {
    let known = Known {
        posts: vec!["主席".into(), "常委".into()],
        ..Known::default()
    };
    let text = format!(
        "{HEAD}{PART}holder = \"皇帝\"\nscale = {{ by = \"职务\", \"皇帝\" = 2, \"常委\" = \"5/6\" }}\n{}",
        item("一", MEETING)
    );
    let reading = Rules::read(&text, Some(&known))
        .map_err(|m| listed(&m))
        .unwrap();
    let lines: Vec<u32> = reading.strange.iter().map(|s| s.at.line).collect();
    assert_eq!(lines, [5, 6]);
}

#[test]
fn a_case_runs_in_the_year_of_its_acts_and_only_where_the_rules_weigh_it() {
    let case = |head: &str, more: &str| {
        format!(
            "{}[[case]]\ntitle = \"c\"\ntotal = 1\n{more}",
            file(&format!("issued = 2019-01-10\n{head}"), &[MEETING])
        )
    };
    let act = "act = [{ fact = \"出席情况\", kind = \"全体会议\", on = 2026-03-01 }]\n";
    let rules = Rules::parse(&case("", act), None)
        .map_err(|m| listed(&m))
        .unwrap();
    assert_eq!(rules.cases[0].misses(&rules).unwrap(), []);
    let found = wrong(&case("until = 2020-12-31\n", act));
    assert!(
        found.message.zh.contains("在 2026 年不适用"),
        "{}",
        found.message.zh
    );
    let scale = "total = { scale = { by = \"年度\", 2025 = \"1/2\" } }\n";
    let found = wrong(&case(scale, act));
    assert!(
        found.message.zh.contains("没有写 2026 年的系数"),
        "{}",
        found.message.zh
    );
}

#[test]
fn what_is_written_as_commands_take_it_is_answered_with_what_files_take() {
    let found = wrong(&file("window = \"12-01..11-30\"\n", &[MEETING]));
    assert_eq!(
        found.fix.zh,
        "写成 window = { from = \"12-01\", to = \"11-30\" }"
    );
    let found = wrong(&file(
        "",
        &["fact = \"出席情况\"\npoints = 2\ncap = \"20%\""],
    ));
    assert_eq!(found.message.zh, "“cap”是分数，不是比例");
    let found = wrong(&file(
        "[[consequence]]\ntitle = \"约谈\"\nbelow = 60\n",
        &[MEETING],
    ));
    assert_eq!(found.fix.zh, "补上 then = \"约谈\"");
}
