//! What a rule file may have wrong, each with its place.

use super::fixture::listed;
use crate::model::score::{Known, Mistake, Rules};

fn mistakes(text: &str) -> Vec<Mistake> {
    Rules::parse(text, None).err().unwrap_or_default()
}

/// Place and Chinese message of each mistake.
fn said(text: &str) -> Vec<(u32, u32, String)> {
    mistakes(text)
        .into_iter()
        .map(|m| (m.line, m.column, m.message.zh))
        .collect()
}

fn one(text: &str) -> (u32, u32, String) {
    let all = said(text);
    assert_eq!(all.len(), 1, "{}", listed(&mistakes(text)));
    all.into_iter().next().unwrap()
}

/// A good file up to line 9, to which a test adds.
const GOOD: &str = "title = \"t\"\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\n[[part.item]]\ntitle = \"项\"\nfact = \"attendance\"\nkind = \"调研\"\npoints = 2\n";

fn with(more: &str) -> String {
    format!("{GOOD}{more}\n")
}

#[test]
fn all_mistakes_come_at_once_in_the_order_of_the_file() {
    let text = "titel = \"t\"\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\ncap = \"很多\"\n[[part.item]]\ntitle = \"项\"\nfact = \"attendence\"\nponits = 2\n[[part]]\ncode = \"a\"\ntitle = 3\n";
    let all: Vec<String> = mistakes(text)
        .iter()
        .map(|m| format!("{}:{} {} {}", m.line, m.column, m.message.en, m.fix.en))
        .collect();
    assert_eq!(
        all,
        [
            "1:1 unknown key `titel` did you mean `title`?",
            "1:1 `title` is missing add title = …",
            "5:7 `很多` is not a number write 2, 2.5 or \"1/3\"",
            "6:1 `points` is missing add points = 2",
            "8:8 unknown kind of fact `attendence` did you mean `attendance`?",
            "9:1 unknown key `ponits` did you mean `points`?",
            "10:1 the code `a` is used in line 2 already use another code",
            "10:1 this part has no items add a [[part.item]] or a start",
            "12:9 a text in quotes is expected here, not a number write a text in quotes",
        ]
    );
}

#[test]
fn misspelt_words_name_their_neighbour() {
    let fix = |more: &str| {
        mistakes(&with(more))
            .first()
            .map(|m| (m.line, m.fix.zh.clone()))
            .unwrap()
    };
    assert_eq!(fix("state = \"出度\""), (10, "是不是“出席”？".to_owned()));
    assert_eq!(
        fix("per = \"half_dy\""),
        (10, "是不是“half_day”？".to_owned())
    );
    assert_eq!(fix("mark = \"filled\""), (10, "是不是“filed”？".to_owned()));
    assert_eq!(
        fix("times = { by = \"rol\", first = 1 }"),
        (10, "是不是“role”？".to_owned())
    );
    let speech = with("level = \"市\"").replace("attendance", "speech");
    assert_eq!(one(&speech).2, "“发言”没有级别");
}

#[test]
fn the_words_of_the_office_are_checked_where_they_are_known() {
    let known = Known {
        meeting_kinds: vec!["全体会议".into(), "调研".into()],
        posts: vec!["常委".into()],
        sectors: vec!["教育界".into()],
        ..Known::default()
    };
    let text = with("kind_not = \"全休会议\"\npost = \"常务委员\"\nsector = \"教育界\"");
    assert!(Rules::read(&text, None).unwrap().all_doubts().is_empty());
    let reading = Rules::read(&text, Some(&known)).unwrap();
    let all = reading.all_doubts();
    let said: Vec<_> = all
        .iter()
        .map(|m| (m.line, m.message.zh.as_str(), m.fix.zh.as_str()))
        .collect();
    let expected = [
        (10, "本机关的会议类型里没有“全休会议”", "是不是“全体会议”？"),
        (11, "本机关的政协职务里没有“常务委员”", "可用：常委"),
    ];
    assert_eq!(said, expected);
    let told: Vec<String> = reading.strange.iter().map(|s| s.told().zh).collect();
    assert_eq!(
        told,
        [
            "会议类型“全休会议”（相近的有“全体会议”）",
            "政协职务“常务委员”"
        ]
    );
}

/// Place and Chinese message of each doubt of a file without mistakes.
fn doubts(text: &str) -> Vec<(u32, u32, String)> {
    let reading = Rules::read(text, None).map_err(|m| listed(&m)).unwrap();
    let all = reading.all_doubts().into_iter();
    all.map(|m| (m.line, m.column, m.message.zh)).collect()
}

fn doubt(text: &str) -> (u32, u32, String) {
    let all = doubts(text);
    assert_eq!(all.len(), 1, "{all:?}");
    all.into_iter().next().unwrap()
}

#[test]
fn of_deductions_only_the_mildest_would_count() {
    let table = GOOD.replace(
        "points = 2",
        "points = { by = \"状态\", \"缺席\" = -3, \"请假\" = -1 }",
    );
    let said = |key: &str| format!("扣分时“{key}”取的是扣得最少的，不是最重的");
    assert_eq!(
        doubt(&format!("{table}per = \"一次\"\n")),
        (10, 7, said("per"))
    );
    assert_eq!(doubt(&format!("{table}most = 2\n")), (10, 8, said("most")));
    let reading = Rules::read(&format!("{table}most = 2\n"), None).unwrap();
    assert_eq!(
        reading.doubts[0].fix.zh,
        "要限制扣分，改用 floor，如 floor = -3"
    );
    let alike = GOOD.replace("points = 2", "points = -2");
    assert_eq!(doubts(&format!("{alike}per = \"一次\"\n")), []);
    assert_eq!(doubts(&with("most = 2")), []);
}

#[test]
fn what_can_never_count_is_a_mistake() {
    let proposal = GOOD.replace("fact = \"attendance\"\nkind = \"调研\"", "fact = \"提案\"");
    assert_eq!(
        one(&format!("{proposal}per = \"每半天\"\n")),
        (9, 7, "“提案”没有半天数，按半天永远不计分".into())
    );
    assert_eq!(
        one(&with("mark = \"重点提案\"")),
        (10, 8, "“出席情况”没有标记“重点提案”".into())
    );
    assert_eq!(
        one(&with("mark = [\"必须参加\", \"报名参加\"]")).2,
        "会议不会既必须参加又报名参加，此项永远不计分"
    );
    assert_eq!(one(&with("tiers = []")), (10, 9, "“tiers”是空列表".into()));
    let table = GOOD.replace("points = 2", "points = { by = \"状态\", \"出席\" = 2 }");
    assert_eq!(
        one(&format!("{table}state = \"缺席\"\n")),
        (9, 10, "取值表没有一个词会被选中，此项永远不计分".into())
    );
    let grade = "[[grade]]\nname = \"优秀\"\nat_least = 85\n";
    let capped = GOOD.replace("code = \"a\"", "code = \"a\"\ncap = 50");
    assert_eq!(
        one(&format!("{grade}\n{capped}")
            .replace("title = \"t\"\n", "")
            .replacen("[[grade]]", "title = \"t\"\n[[grade]]", 1)),
        (2, 1, "等次“优秀”要 85 分，而最多只能得 50 分".into())
    );
}

#[test]
fn what_changes_nothing_is_a_doubt() {
    assert_eq!(doubts(GOOD), []);
    assert_eq!(
        doubt(&with("per = \"once\"\ncap = 10")),
        (11, 7, "最多只有 2 分，封顶分 10 永不起作用".into())
    );
    assert_eq!(
        doubt(&with("floor = -1")),
        (10, 9, "最少也有 0 分，保底分 -1 永不起作用".into())
    );
    assert_eq!(doubts(&with("most = 3\ncap = 6")), []);
    assert_eq!(doubts(&with("per = \"half_day\"\ncap = 600")), []);
    assert_eq!(
        doubt(&with("tiers = [1, 0.5, 0]\ncap = 4")).2,
        "最多只有 3 分，封顶分 4 永不起作用"
    );
    assert_eq!(
        doubt(&with("most = 1\ntiers = [1, 0.5]")).2,
        "最多计 1 次，第 1 个以后的 tiers 永不起作用"
    );
    assert_eq!(
        doubt(&with("per = \"数量\"")).2,
        "这些事实没有数量，“每一数量”等于每次"
    );
    assert_eq!(
        doubt(&with("best_of = \"同一活动\"")),
        (5, 1, "只有这一项属于“同一活动”，没有可以互斥的".into())
    );
    let other = "[[part.item]]\ntitle = \"另\"\nfact = \"speech\"\npoints = 1\nfirst_of = \"甲\"\n";
    let twice = doubts(&format!("{}{other}", with("best_of = \"甲\"")));
    assert!(
        twice.contains(&(11, 1, "“甲”在第 5 行按另一种方式互斥，两处互不相干".into())),
        "{twice:?}"
    );
    assert_eq!(
        doubt(&with("share = { first = 1 }")).2,
        "这些事实不由几人共有，share 不起作用"
    );
    assert_eq!(
        doubt(&GOOD.replace("points = 2", "points = 0")),
        (9, 10, "此项永远是 0 分".into())
    );
    assert_eq!(
        doubt(&GOOD.replace("code = \"a\"", "code = \"a\"\ntake = \"取最高\"")),
        (4, 8, "只有一项，取最高不起作用".into())
    );
    let part = GOOD.replace("code = \"a\"", "code = \"a\"\ncap = 50");
    let part = part.replace("points = 2", "points = 2\nmost = 4");
    assert_eq!(doubt(&part).2, "最多只有 8 分，封顶分 50 永不起作用");
    let grades = "[[grade]]\nname = \"合格\"\nat_least = 0\n[[grade]]\nname = \"不合格\"\n";
    assert_eq!(
        doubt(&format!("{GOOD}{grades}")),
        (13, 1, "人人都够“合格”，等次“不合格”永远不会给出".into())
    );
}

#[test]
fn impossible_bounds_are_named() {
    let part =
        |bounds: &str| one(&GOOD.replace("title = \"甲\"", &format!("title = \"甲\"\n{bounds}")));
    assert_eq!(
        part("cap = 5\nfloor = 6"),
        (5, 7, "封顶分 5 低于保底分 6".into())
    );
    assert_eq!(part("cap = -5"), (5, 7, "封顶分 -5 为负".into()));
    assert_eq!(
        part("start = 9\ncap = 5"),
        (5, 9, "起始分 9 高于封顶分 5".into())
    );
    assert_eq!(
        part("start = -1\nfloor = 0"),
        (5, 9, "起始分 -1 低于保底分 0".into())
    );
    assert_eq!(
        one(&format!("total = {{ cap = 1, floor = 2 }}\n{GOOD}")).0,
        1
    );
    assert_eq!(one(&with("cap = -1")), (10, 7, "封顶分 -1 为负".into()));
    let takes = GOOD.replace("points = 2", "points = -2\ncap = 10");
    assert_eq!(
        one(&takes),
        (10, 7, "此项只扣分，封顶分 10 永不起作用".into())
    );
    let barren = GOOD
        .replace("points = 2", "points = -2")
        .replace("code = \"a\"", "code = \"a\"\ncap = 10");
    assert_eq!(
        one(&barren),
        (2, 1, "这一部分只扣分而没有起始分，永远得不到分".into())
    );
}

#[test]
fn a_cycle_of_parts_is_named_in_full_and_once() {
    let part = |code: &str, within: &str| {
        format!("[[part]]\ncode = \"{code}\"\ntitle = \"t\"\nstart = 1\nwithin = \"{within}\"\n")
    };
    let text = format!(
        "title = \"t\"\n{}{}{}{}",
        part("a", "b"),
        part("b", "c"),
        part("c", "a"),
        part("d", "a")
    );
    assert_eq!(one(&text), (6, 10, "部分互相包含：a → b → c → a".into()));
    assert_eq!(
        one(&format!("title = \"t\"\n{}", part("a", "a"))).2,
        "部分互相包含：a → a"
    );
    let unknown = format!("title = \"t\"\n{}{}", part("meeting", "meetings"), "");
    assert_eq!(mistakes(&unknown)[0].fix.zh, "是不是“meeting”？");
}

#[test]
fn parts_nested_too_deeply_are_refused() {
    let part = |n: usize| {
        format!(
            "[[part]]\ncode = \"a{n}\"\ntitle = \"t\"\nstart = 1\nwithin = \"a{}\"\n",
            n + 1
        )
    };
    let parts: String = (0..40).map(part).collect();
    let text =
        format!("title = \"t\"\n{parts}[[part]]\ncode = \"a40\"\ntitle = \"t\"\nstart = 1\n");
    assert!(
        said(&text)
            .iter()
            .all(|(_, _, m)| m == "部分嵌套超过 16 层")
    );
}

#[test]
fn grades_must_not_overlap() {
    let grade = |name: &str, at: &str| format!("[[grade]]\nname = \"{name}\"\n{at}\n");
    let text = |a: String, b: String| format!("{GOOD}{a}{b}");
    assert_eq!(
        one(&text(
            grade("优", "at_least = 60"),
            grade("良", "at_least = 60")
        )),
        (13, 1, "等次“良”与“优”的起点相同".into())
    );
    assert_eq!(one(&text(grade("优", ""), grade("良", ""))).0, 13);
    assert_eq!(
        one(&text(grade("优", "at_least = 60"), grade("优", ""))).2,
        "等次“优”写了两次"
    );
}

#[test]
fn days_in_the_wrong_order_and_days_that_do_not_exist_are_named() {
    assert_eq!(
        one(&format!("from = 2020-01-01\nuntil = 2019-01-01\n{GOOD}")),
        (2, 9, "生效日 2020-01-01 晚于失效日 2019-01-01".into())
    );
    assert_eq!(
        one(&format!("issued = \"去年\"\n{GOOD}")),
        (1, 10, "“issued”应为日期".into())
    );
    assert_eq!(
        one(&format!("window = {{ from = \"13-01\" }}\n{GOOD}")),
        (1, 19, "“from”应为月日".into())
    );
}

#[test]
fn numbers_that_are_no_points_are_named() {
    assert_eq!(
        one(&with("cap = \"1/0\"")),
        (10, 7, "“1/0”的分母为零".into())
    );
    assert_eq!(one(&with("cap = 1e9")).2, "“1e9”不是数");
    assert_eq!(one(&with("cap = inf")).2, "“inf”不是数");
    assert_eq!(
        one(&with("cap = 99999999999999999999")).2,
        "“99999999999999999999”超出范围"
    );
    assert_eq!(one(&with("cap = 0x10")).2, "这里只认十进制数");
    assert_eq!(one(&with("most = 0")).2, "“most”应为不小于 1 的整数");
    assert_eq!(
        one(&with("share = { first = 2 }")).2,
        "份额应在 0 与 1 之间"
    );
}

#[test]
fn contradictions_within_an_item_are_named() {
    assert_eq!(one(&with("kind_not = \"调研\"")).2, "“调研”既要又不要");
    assert_eq!(
        one(&with("per = \"once\"\nmost = 2")),
        (11, 8, "“per = once”已是一次，不能再写 most".into())
    );
    assert_eq!(
        one(&with("mark = \"key\"\nmark_not = \"key\"")).2,
        "同一标记既要又不要"
    );
    assert_eq!(
        one(&with("share = { each = 1, first = 1 }")).2,
        "“each”与“first”不能同时写"
    );
    assert_eq!(one(&with("times = { first = 1 }")).2, "取值表缺少“by”");
    assert_eq!(
        one(&with(
            "times = { by = \"state\", \"出席\" = 1, present = 2 }"
        ))
        .2,
        "“present”在表中出现两次"
    );
    assert_eq!(one(&with("state = []")).2, "“state”是空列表");
}

#[test]
fn a_file_that_is_no_toml_says_where_in_both_languages() {
    let all = mistakes(&with("times = { by = \"state\", 出席 = 50 }"));
    let first = &all[0];
    assert_eq!(
        (first.line, first.message.zh.as_str()),
        (10, "TOML 语法：键名不合规则")
    );
    assert!(
        first
            .message
            .en
            .starts_with("TOML syntax: invalid unquoted key"),
        "{}",
        first.message.en
    );
    assert_eq!(
        one(&with("points = 3")),
        (10, 1, "TOML 语法：同一个键写了两次".into())
    );
}

#[test]
fn a_file_that_is_too_long_or_too_deep_is_refused_at_its_place() {
    let long = format!("{GOOD}{}", "# 空话\n".repeat(300_000));
    assert_eq!(one(&long).2, "规则文件超过 2 MB");
    let deep = format!("title = {}1{}", "[".repeat(1000), "]".repeat(1000));
    let all = mistakes(&deep);
    assert!(!all.is_empty() && all[0].line == 1, "{}", listed(&all));
    let dotted = format!("a{} = 1", ".a".repeat(1000));
    assert!(!mistakes(&dotted).is_empty());
}

#[test]
fn gates_rates_steps_scales_and_quotas_are_checked() {
    let head =
        |head: &str| one(&GOOD.replacen("title = \"t\"\n", &format!("title = \"t\"\n{head}\n"), 1));
    let gate = "[[gate]]\ntitle = \"条件\"\nthen = \"约谈\"\n";
    assert_eq!(
        head(&format!("{gate}fact = \"proposal\"")),
        (2, 1, "at_least 与 at_most 要写一个，且只写一个".into())
    );
    assert_eq!(
        head(&format!(
            "{gate}fact = \"proposal\"\nat_least = 1\nat_most = 2"
        ))
        .2,
        "at_least 与 at_most 要写一个，且只写一个"
    );
    assert_eq!(
        head(&format!(
            "{gate}fact = \"proposal\"\nat_least = 1\ngrade = \"优秀\""
        )),
        (7, 9, "没有等次“优秀”".into())
    );
    assert_eq!(
        head(&format!("{gate}graded = \"优秀\"\nat_most = 1\nover = 2")).2,
        "没有等次“优秀”"
    );
    assert_eq!(
        head(&format!(
            "{gate}fact = \"proposal\"\nat_least = 1\nover = \"本屇\""
        )),
        (7, 8, "“over”不能是“本屇”".into())
    );
    assert_eq!(
        head("[[rate]]\nname = \"采用率\"\nfact = \"opinion\""),
        (2, 1, "缺少“met”（怎样算达到）".into())
    );
    assert_eq!(one(&with("rate = \"出勤\"")).2, "没有名为“出勤”的 [[rate]]");
    assert_eq!(one(&with("steps = { a = 1 }")).2, "档次“a”不是数");
    assert_eq!(
        one(&with("every_cap = 5")).2,
        "没有写 every，every_cap 不起作用"
    );
    assert_eq!(one(&with("every = \"每周\"")).2, "“every”不能是“每周”");
    assert_eq!(
        one(&with("same = \"work\"")).2,
        "没有 best_of 或 first_of，same 不起作用"
    );
    assert_eq!(head("total = { scale = 0 }").2, "折算系数应大于 0");
    assert_eq!(head("attended = 2").2, "“attended”应在 0 与 1 之间");
    assert_eq!(
        head("[[grade]]\nname = \"优秀\"\nat_least = 5\nquota = \"120%\"").2,
        "“quota”应在 0 与 1 之间"
    );
}

#[test]
fn a_case_that_says_nothing_or_speaks_of_what_is_not_there_is_a_mistake() {
    let case = |rest: &str| one(&with(&format!("[[case]]\ntitle = \"例\"\n{rest}")));
    assert_eq!(case(""), (10, 1, "这个例子没有写应得的结果".into()));
    assert_eq!(case("parts = { b = 1 }\ntotal = 1").2, "不认识的键“b”");
    assert_eq!(case("grade = \"优秀\"").2, "没有等次“优秀”");
    assert_eq!(case("unmet = \"三个一\"").2, "没有条件“三个一”");
    assert_eq!(
        case("total = 1\nact = [{ fact = \"出席情况\", state = \"出度\" }]"),
        (13, 33, "出席情况的状态没有“出度”".into())
    );
}

#[test]
fn a_dictionary_that_several_doubts_would_list_is_listed_once_after_them() {
    let known = Known {
        record_kinds: vec!["公益活动".into(), "学习培训".into()],
        ..Known::default()
    };
    let item = |kind: &str| {
        format!(
            "[[part.item]]\ntitle = \"{kind}\"\nfact = \"其他履职\"\nkind = \"{kind}\"\npoints = 1\n"
        )
    };
    let told = |kinds: &[&str]| {
        let items: String = kinds.iter().map(|k| item(k)).collect();
        let text = format!("title = \"t\"\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\n{items}");
        let reading = Rules::read(&text, Some(&known)).map_err(|m| listed(&m));
        let (doubts, words) = reading.unwrap().doubts_told();
        let fixes: Vec<String> = doubts.into_iter().map(|d| d.fix.zh).collect();
        let words: Vec<String> = words.into_iter().map(|w| w.zh).collect();
        (fixes, words)
    };
    let (fixes, words) = told(&["扶贫济困", "公益活劢", "参政议政"]);
    let last = "可用的履职类别列在最后";
    assert_eq!(fixes, [last, "是不是“公益活动”？", last]);
    assert_eq!(words, ["可用的履职类别：公益活动、学习培训"]);
    let (fixes, words) = told(&["扶贫济困"]);
    assert_eq!(
        (fixes, words.len()),
        (vec!["可用：公益活动、学习培训".to_owned()], 0)
    );
}
