//! Facts worth nothing take no place; rates of nothing are what the rules say.

use super::fixture::{attends, listed, p, score};
use crate::model::score::Rules;

/// 「缺席一次不扣，第二次起每次扣 2 分」, with leave and presence in the same table.
const ABSENT: &str = "title = \"t\"\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\nstart = 10\n[[part.item]]\ntitle = \"缺席\"\nfact = \"出席情况\"\npoints = { by = \"状态\", \"出席\" = 0, \"请假\" = 0, \"缺席\" = -2 }\nbeyond = 1\n";

/// 「第一次 2 分，第二次减半，以后不计」.
const FEWER: &str = "title = \"t\"\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\n[[part.item]]\ntitle = \"出席\"\nfact = \"出席情况\"\npoints = { by = \"状态\", \"出席\" = 2, \"请假\" = 0, \"缺席\" = 0 }\ntiers = [1, \"1/2\", 0]\n";

fn on(state: &str, day: &'static str) -> super::fixture::Act {
    attends("全体会议", state).on(day)
}

#[test]
fn a_fact_worth_nothing_is_none_of_the_first_so_many() {
    let days = ["2026-01-05", "2026-02-05", "2026-03-05", "2026-04-05"];
    let mixed = ["present", "leave", "absent", "absent"];
    let acts: Vec<_> = mixed.iter().zip(days).map(|(s, d)| on(s, d)).collect();
    assert_eq!(score(ABSENT, &acts).tally.total, p(8, 1));
    assert_eq!(score(ABSENT, &acts[..3]).tally.total, p(10, 1));
    let notes = score(ABSENT, &acts).notes("缺席");
    assert_eq!(notes[0], "计 0 分，不占次序");
    assert_eq!(notes[1], "计 0 分，不占次序");
    assert_eq!(notes[3], "");
}

#[test]
fn one_more_absence_never_raises_what_tiers_give() {
    let some = [
        on("absent", "2026-01-05"),
        on("present", "2026-02-05"),
        on("present", "2026-03-05"),
    ];
    assert_eq!(score(FEWER, &some).tally.total, p(3, 1));
    assert_eq!(score(FEWER, &some[1..]).tally.total, p(3, 1));
    let beyond = FEWER.replace("tiers = [1, \"1/2\", 0]", "beyond = 1");
    assert_eq!(score(&beyond, &some).tally.total, p(2, 1));
    assert_eq!(score(&beyond, &some[1..]).tally.total, p(2, 1));
}

fn rated(rate: &str) -> String {
    format!(
        "title = \"t\"\n[[rate]]\nname = \"率\"\n{rate}\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\n[[part.item]]\ntitle = \"会\"\nfact = \"出席情况\"\npoints = 10\nrate = \"率\"\n"
    )
}

#[test]
fn who_was_not_called_to_a_meeting_missed_none_and_who_handed_in_nothing_has_no_rate() {
    let called = rated("fact = \"出席情况\"\nkind = \"常委会会议\"");
    assert_eq!(
        score(&called, &[on("present", "2026-01-05")]).tally.total,
        p(10, 1)
    );
    let own = rated("fact = \"提案\"\nmet = \"立案\"");
    let reading = Rules::read(&own, None).map_err(|m| listed(&m)).unwrap();
    let codes: Vec<&str> = reading.doubts.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["rate_of_nothing"]);
    let scored = score(&own, &[on("present", "2026-01-05")]);
    assert_eq!(scored.tally.total, p(0, 1));
    assert_eq!(scored.notes("会"), ["乘“率” 0%（没有应计的，按 0% 计）"]);
    let full = rated("fact = \"提案\"\nmet = \"立案\"\nempty = 1");
    assert_eq!(Rules::read(&full, None).unwrap().doubts, []);
    assert_eq!(
        score(&full, &[on("present", "2026-01-05")]).tally.total,
        p(10, 1)
    );
}
