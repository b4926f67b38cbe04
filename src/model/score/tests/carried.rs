//! Points beyond a cap that are carried into another part or into the next year.

use super::fixture::{Act, Scored, attends, listed, p, records, score, score_of};
use crate::model::score::{Points, Rules};

/// 活动 beyond 4 into 加分; 加分 at most 10.
fn moved(carry: &str, bonus: &str) -> String {
    format!(
        "title = \"t\"\n[[part]]\ncode = \"acts\"\ntitle = \"活动\"\ncap = 4\ncarry = {carry}\n[[part.item]]\ntitle = \"活动\"\nfact = \"attendance\"\npoints = 2\n\
         [[part]]\ncode = \"bonus\"\ntitle = \"加分\"\n{bonus}\n[[part.item]]\ntitle = \"公益\"\nfact = \"record\"\npoints = 3\n"
    )
}

fn acts(here: usize, before: usize) -> Vec<Act> {
    let mut acts = attends("调研", "present").times(here);
    acts.extend(attends("调研", "present").on("2025-03-01").times(before));
    acts
}

/// Heading, points and note of the lines that no fact gives.
fn cuts(scored: &Scored) -> Vec<(String, Points, String)> {
    let lines = scored.explained.parts.iter().flat_map(|p| &p.lines);
    let cuts = lines.filter(|l| l.item.is_none());
    cuts.map(|l| {
        let note = l.note.clone().unwrap_or_default();
        (l.title.zh.clone(), l.points, note.zh)
    })
    .collect()
}

#[test]
fn points_beyond_a_cap_go_into_another_part_and_count_there_only() {
    let scored = score(&moved("\"bonus\"", "cap = 10"), &acts(5, 0));
    assert_eq!(
        (scored.part("acts"), scored.part("bonus")),
        (p(4, 1), p(6, 1))
    );
    assert_eq!(scored.tally.total, p(10, 1));
    let told = [
        (
            "超出封顶".to_owned(),
            p(-6, 1),
            "“活动”最高 4 分；超出的转入“加分”".to_owned(),
        ),
        (
            "转入“活动”超出封顶的分".to_owned(),
            p(6, 1),
            "超出封顶的分".to_owned(),
        ),
    ];
    assert_eq!(cuts(&scored), told);
    let mut more = acts(5, 0);
    more.extend(records("公益活动").times(2));
    let scored = score(&moved("\"bonus\"", "cap = 10"), &more);
    assert_eq!(
        scored.part("bonus"),
        p(10, 1),
        "the cap holds for what is carried too"
    );
}

#[test]
fn what_is_carried_may_be_worth_less_and_be_limited() {
    let carry = "{ to = \"bonus\", times = \"1/3\", at_most = 3 }";
    let scored = score(&moved(carry, ""), &acts(4, 0));
    assert_eq!(scored.part("bonus"), p(4, 3));
    assert_eq!(
        cuts(&scored)[1].2,
        "超出封顶的分，乘 0.33（1/3），最多 3 分"
    );
    assert_eq!(
        score(&moved(carry, ""), &acts(40, 0)).part("bonus"),
        p(3, 1)
    );
    assert_eq!(score(&moved(carry, ""), &acts(2, 0)).part("bonus"), p(0, 1));
    let scaled = score(&moved("\"bonus\"", "scale = \"1/2\""), &acts(5, 0));
    assert_eq!(
        scaled.part("bonus"),
        p(6, 1),
        "what is carried is not scaled again"
    );
}

#[test]
fn what_goes_to_a_part_for_others_is_lost() {
    let text = moved("\"bonus\"", "holder = \"常委\"");
    let scored = score(&text, &acts(5, 0));
    assert_eq!(scored.tally.total, p(4, 1));
    assert_eq!(cuts(&scored)[0].2, "“活动”最高 4 分");
    let held = score_of(&text, &[("常委", "", "")], &acts(5, 0));
    assert_eq!(held.tally.total, p(10, 1));
}

#[test]
fn points_beyond_a_cap_go_into_the_next_year_once() {
    let text = moved("\"次年\"", "");
    let scored = score(&text, &acts(1, 3));
    assert_eq!(scored.part("acts"), p(4, 1));
    assert_eq!(
        cuts(&scored),
        [(
            "上年结转".to_owned(),
            p(2, 1),
            "上年超出封顶的分，只结转一次".to_owned()
        )]
    );
    assert_eq!(score(&text, &acts(1, 2)).part("acts"), p(2, 1));
    let mut long_ago = acts(1, 2);
    long_ago.extend(attends("调研", "present").on("2024-03-01").times(9));
    assert_eq!(
        score(&text, &long_ago).part("acts"),
        p(2, 1),
        "what 2025 had of 2024 does not go on"
    );
    let most = moved("{ to = \"next_year\", at_most = 1 }", "");
    assert_eq!(score(&most, &acts(1, 9)).part("acts"), p(3, 1));
}

#[test]
fn the_whole_carries_into_the_next_year_too() {
    let text = moved("\"bonus\"", "").replace(
        "title = \"t\"\n",
        "title = \"t\"\ntotal = { cap = 10, carry = \"次年\" }\n",
    );
    let scored = score(&text, &acts(2, 7));
    assert_eq!(scored.tally.total, p(8, 1));
    assert_eq!(scored.tally.whole, p(4, 1));
    assert_eq!(cuts(&scored).pop().unwrap().0, "上年结转");
}

#[test]
fn rules_that_begin_this_year_have_nothing_of_the_year_before() {
    let text = format!("from = 2026-01-01\n{}", moved("\"次年\"", ""));
    assert_eq!(score(&text, &acts(1, 9)).part("acts"), p(2, 1));
}

#[test]
fn what_cannot_be_carried_is_named() {
    let said = |text: &str| {
        let all = Rules::parse(text, None).err().unwrap_or_default();
        assert_eq!(all.len(), 1, "{}", listed(&all));
        (all[0].line, all[0].column, all[0].message.zh.clone())
    };
    assert_eq!(
        said(&moved("\"bonsu\"", "")),
        (6, 9, "没有编码为“bonsu”的部分可转入".to_owned())
    );
    assert_eq!(
        said(&moved("\"acts\"", "")).2,
        "结转绕回到自己（上级部分也不能转入所属部分）"
    );
    let both = moved("\"bonus\"", "cap = 2\ncarry = \"acts\"");
    assert_eq!(
        said(&both),
        (
            6,
            9,
            "结转绕回到自己（上级部分也不能转入所属部分）".to_owned()
        )
    );
    let inner = moved("\"bonus\"", "within = \"acts\"");
    assert_eq!(said(&inner).0, 6);
    let uncapped = moved("\"bonus\"", "").replace("cap = 4\n", "");
    assert_eq!(said(&uncapped).2, "没有封顶分，没有可结转的");
    assert_eq!(
        said(&moved("{ to = \"bonus\", times = 0 }", "")).2,
        "“times”应大于 0"
    );
    let whole = moved("\"bonus\"", "").replace(
        "title = \"t\"\n",
        "title = \"t\"\ntotal = { cap = 10, carry = \"acts\" }\n",
    );
    assert_eq!(said(&whole).2, "没有编码为“acts”的部分可转入");
}
