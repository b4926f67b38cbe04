//! What changes in the middle of a year: clauses, posts, windows.

use super::fixture::{attends, listed, p, proposes, score, score_of};
use crate::model::score::Rules;

const VERSIONS: &str = r#"
title = "办法"
[[part]]
code = "meetings"
title = "会议"
[[part.item]]
title = "旧款"
fact = "attendance"
points = 2
most = 1
clause = "会议"
until = 2026-06-30
[[part.item]]
title = "新款"
fact = "attendance"
points = 3
most = 2
cap = 5
clause = "会议"
from = 2026-07-01
"#;

#[test]
fn number_and_cap_of_a_clause_are_those_of_its_last_version_for_the_whole_year() {
    let acts = [
        attends("调研", "present").on("2026-03-01").times(2),
        attends("调研", "present").on("2026-09-01").times(1),
    ]
    .concat();
    let scored = score(VERSIONS, &acts);
    assert_eq!(scored.tally.total, p(5, 1));
    let lines = scored.explained.parts[0].lines.iter();
    let told: Vec<(String, String)> = lines
        .map(|l| (l.title.zh.clone(), l.note.clone().unwrap_or_default().zh))
        .collect();
    assert_eq!(told[0], ("旧款".into(), "2026-06-30 止".into()));
    assert_eq!(told[1], ("新款".into(), "2026-07-01 起".into()));
    let over = VERSIONS
        .replace("2026-07-01", "2027-01-01")
        .replace("2026-06-30", "2026-12-31");
    assert_eq!(score(&over, &acts).tally.total, p(2, 1));
}

#[test]
fn versions_of_a_clause_that_hold_on_the_same_day_are_named() {
    let wrong = VERSIONS.replace("until = 2026-06-30", "until = 2026-07-01");
    let mistakes = Rules::parse(&wrong, None).unwrap_err();
    assert!(
        listed(&mistakes).contains("适用期重叠"),
        "{}",
        listed(&mistakes)
    );
    let apart = VERSIONS.replace(
        "[[part.item]]\ntitle = \"新款\"",
        "[[part]]\ncode = \"b\"\ntitle = \"乙\"\n[[part.item]]\ntitle = \"新款\"",
    );
    let mistakes = Rules::parse(&apart, None).unwrap_err();
    assert!(
        listed(&mistakes).contains("属于别的部分"),
        "{}",
        listed(&mistakes)
    );
}

#[test]
fn what_is_not_in_force_gives_neither_start_nor_floor() {
    let ended = r#"
title = "办法"
[[part]]
code = "old"
title = "旧部分"
start = 10
[[part.item]]
title = "扣分"
fact = "attendance"
state = "absent"
points = -1
until = 2025-12-31
[[part]]
code = "new"
title = "新部分"
[[part.item]]
title = "出席"
fact = "attendance"
points = 1
"#;
    let scored = score(ended, &attends("调研", "present").times(1));
    assert_eq!(scored.tally.total, p(1, 1));
}

const POSTS: &str = r#"
title = "办法"
unranked = "主席"
[[part]]
code = "a"
title = "会议"
scale = { by = "职务", "常委" = "1/2" }
[[part.item]]
title = "出席"
fact = "attendance"
points = 10
[[part]]
code = "b"
title = "常委履职"
holder = "常委"
start = 4
[[part.item]]
title = "缺席常委会"
fact = "attendance"
kind = "常委会会议"
state = "absent"
points = -1
"#;

#[test]
fn the_rules_say_which_posts_of_the_year_count() {
    let acts = attends("调研", "present").times(1);
    let held = |word: &str, since, until| {
        let text = POSTS.replace("unranked", &format!("held = \"{word}\"\nunranked"));
        score_of(&text, &[("常委", since, until)], &acts)
    };
    let total = |word, since, until| held(word, since, until).tally.total;
    // From May on, and until May.
    for (word, from_may, until_may) in [("年末", 9, 10), ("任过", 9, 9), ("过半", 9, 10)] {
        assert_eq!(total(word, "2026-05-01", ""), p(from_may, 1), "{word}");
        assert_eq!(total(word, "", "2026-04-30"), p(until_may, 1), "{word}");
    }
    assert_eq!(total("过半", "2026-08-01", ""), p(10, 1));
    let scored = held("任过", "2026-05-01", "2026-09-30");
    let notes = scored.explained.parts[0]
        .lines
        .iter()
        .filter_map(|l| l.note.clone());
    let notes: Vec<String> = notes.map(|n| n.zh).collect();
    assert!(
        notes
            .iter()
            .any(|n| n.contains("本年任过的职务（常委，2026-05-01 至 2026-09-30）")),
        "{notes:?}"
    );
}

#[test]
fn an_item_may_be_for_some_posts_of_the_year_and_the_explanation_names_them() {
    let text = "title = \"办法\"\n[[part]]\ncode = \"a\"\ntitle = \"会议\"\n[[part.item]]\ntitle = \"出席\"\nfact = \"attendance\"\npoints = 10\nholder_not = \"主席\"\nalso = true\n[[part.item]]\ntitle = \"常委另加\"\nfact = \"attendance\"\npoints = 5\nfloor = 2\nholder = [\"秘书长\", \"常委\"]\n";
    let acts = attends("调研", "present").times(1);
    let scored = |posts: &[(&str, &str, &str)]| score_of(text, posts, &acts);
    let note = |scored: &super::fixture::Scored, at: usize| {
        let line = &scored.explained.parts[0].lines[at];
        line.note.clone().unwrap_or_default().zh
    };
    let plain = scored(&[]);
    assert_eq!(plain.tally.total, p(10, 1)); // Nothing for others, not even the floor.
    assert_eq!(note(&plain, 1), "只适用于年末职务“秘书长、常委”");
    assert_eq!(plain.notes("常委另加"), ["不适用于所任职务"]);
    let standing = scored(&[("常委", "2026-05-01", "")]);
    assert_eq!(standing.tally.total, p(15, 1));
    assert_eq!(
        note(&standing, 1),
        "适用于年末职务“常委”（2026-05-01 至 2026-12-31）"
    );
    let chair = scored(&[("主席", "2020-01-01", "")]);
    assert_eq!(
        (chair.tally.total, note(&chair, 0).as_str()),
        (p(0, 1), "不适用于年末职务“主席”")
    );
}

#[test]
fn the_first_year_of_another_window_is_written_with_its_own_day() {
    let text = |window: &str| format!("window = {window}\n{POSTS}");
    let long = Rules::parse(&text("{ 2027 = 2026-12-01 }"), None).unwrap();
    let days = long.days_of(2027).unwrap();
    assert_eq!((days.to - days.from).num_days(), 395);
    for wrong in [
        "{ 2027 = 2024-12-01 }",
        "{ 2027 = 2028-01-01 }",
        "{ 2027 = 2027-02-01, 2028 = 2028-02-01 }",
        "{ 27 = 2027-01-01 }",
    ] {
        assert!(Rules::parse(&text(wrong), None).is_err(), "{wrong}");
    }
}

#[test]
fn a_part_for_a_post_is_scaled_by_the_days_in_that_post() {
    // E24: 年中增补为常委的，常委会部分按任常委的天数折算; held from 1 July, 184 of 365 days.
    let text = "title = \"办法\"\n[[part]]\ncode = \"standing\"\ntitle = \"常委会\"\nholder = \"常委\"\nstart = 20\nscale = \"按任职天数\"\n[[part]]\ncode = \"base\"\ntitle = \"基本分\"\nstart = 10\nscale = \"按任职天数\"\n";
    let scored = score_of(text, &[("常委", "2026-07-01", "")], &[]);
    assert_eq!(scored.part("standing"), p(20 * 184, 365));
    assert_eq!(scored.part("base"), p(10, 1), "a member all year");
    let note = scored.explained.parts[0].lines[1].note.clone().unwrap().zh;
    assert!(note.ends_with("全年 365 天，任这一职务 184 天"), "{note}");
}

#[test]
fn points_and_bounds_of_a_part_go_by_post() {
    // 常委每次 3 分、封顶 6 分，委员每次 2 分、封顶 3 分; by the post of the day, and of the year's end.
    let text = "title = \"办法\"\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\ncap = { by = \"职务\", \"常委\" = 6, else = 3 }\n[[part.item]]\ntitle = \"活动\"\nfact = \"attendance\"\npoints = { by = \"职务\", \"常委\" = 3, else = 2 }\n";
    let acts = [
        attends("调研", "present").on("2026-03-01").times(1),
        attends("调研", "present").on("2026-09-01").times(1),
    ]
    .concat();
    let since_july = [("常委", "2026-07-01", "")];
    let scored = score_of(text, &since_july, &acts);
    assert_eq!(scored.tally.total, p(5, 1), "2 and 3, below 6");
    assert_eq!(scored.explained.parts[0].max, Some(p(6, 1)));
    let scored = score(text, &acts);
    assert_eq!(scored.tally.total, p(3, 1));
    let lines = &scored.explained.parts[0].lines;
    let note = lines.last().unwrap().note.clone().unwrap().zh;
    assert_eq!(note, "“甲”最高 3 分");
}

#[test]
fn a_cap_is_a_share_of_what_another_part_comes_to() {
    // 加分不超过基本分的 20%.
    let text = "title = \"办法\"\n[[part]]\ncode = \"bonus\"\ntitle = \"加分\"\ncap = { share = \"20%\", of = \"base\" }\n[[part.item]]\ntitle = \"调研\"\nfact = \"attendance\"\nkind = \"调研\"\npoints = 5\n[[part]]\ncode = \"base\"\ntitle = \"基本分\"\n[[part.item]]\ntitle = \"会议\"\nfact = \"attendance\"\nkind = \"全体会议\"\npoints = 12\n";
    let acts = [attends("调研", "present"), attends("全体会议", "present")];
    let scored = score(text, &acts);
    assert_eq!(scored.part("bonus"), p(12, 5));
    let bonus = &scored.explained.parts[0];
    let note = bonus.lines.last().unwrap().note.clone().unwrap().zh;
    assert_eq!(note, "“加分”最高为“基本分”得分的 20%");
    assert_eq!(score(text, &acts[..1]).tally.total, p(0, 1));
    let wrong = |text: &str| Rules::parse(text, None).unwrap_err()[0].message.zh.clone();
    assert_eq!(
        wrong(&text.replace("of = \"base\"", "of = \"bonus\"")),
        "封顶绕回到自己：比照的部分要先算出来，不能在本部分之内，也不能包含本部分"
    );
    assert_eq!(
        wrong(&text.replace("of = \"base\"", "of = \"other\"")),
        "没有编码为“other”的部分"
    );
}

#[test]
fn what_is_shared_may_be_told_place_by_place() {
    // 合作完成的按 50%、30%、20% 计; who comes fourth has none.
    let text = "title = \"办法\"\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\n[[part.item]]\ntitle = \"提案\"\nfact = \"提案\"\npoints = 10\nshare = { places = [\"50%\", \"30%\", \"20%\"] }\n";
    let mine = |place, of| score(text, &[proposes("joint", place, of)]).tally.total;
    let all: Vec<_> = (1..=4).map(|place| mine(place, 4)).collect();
    assert_eq!(all, [p(5, 1), p(3, 1), p(2, 1), p(0, 1)]);
    assert_eq!(mine(1, 1), p(10, 1), "alone it is all of it");
}

#[test]
fn enough_of_a_meeting_may_be_asked_of_one_kind_only() {
    // 全体会议出席不足会期三分之二的按缺席.
    let text = "title = \"办法\"\nattended = { share = \"2/3\", kind = \"全体会议\" }\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\n[[part.item]]\ntitle = \"会议\"\nfact = \"出席情况\"\npoints = 1\n";
    let half = |kind: &str| {
        let mut act = attends(kind, "partial");
        (act.halves, act.lasted) = (1, 2);
        score(text, &[act]).tally.total
    };
    assert_eq!((half("全体会议"), half("调研")), (p(0, 1), p(1, 1)));
}

#[test]
fn what_a_member_belongs_to_on_the_day_selects() {
    // 特聘委员参加活动每次 2 分, 其他委员 1 分; a tag from July on, a post of the same name is no tag.
    let text = "title = \"办法\"\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\n[[part.item]]\ntitle = \"特聘\"\nfact = \"出席情况\"\ntag = \"特聘委员\"\npoints = 2\n[[part.item]]\ntitle = \"其他\"\nfact = \"出席情况\"\ntag_not = \"特聘委员\"\npoints = 1\n";
    let acts = [
        attends("调研", "present").on("2026-03-01"),
        attends("调研", "present").on("2026-09-01"),
    ];
    let since = |word: &str| {
        score_of(text, &[(word, "2026-07-01", "")], &acts)
            .tally
            .total
    };
    assert_eq!(since("tag:特聘委员"), p(3, 1));
    assert_eq!(since("特聘委员"), p(2, 1));
    let case = "[[case]]\ntitle = \"特聘\"\nyear = 2026\ntag = \"特聘委员\"\nact = [{ fact = \"出席情况\" }]\ntotal = 2\n";
    let rules = Rules::parse(&[text, case].concat(), None).unwrap();
    assert_eq!(rules.cases[0].misses(&rules).unwrap(), []);
}
