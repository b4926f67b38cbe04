//! Gates on rates and on the points of a part, steps of a rate, leave by its kind.

use super::fixture::{Act, Scored, attends, listed, p, score, score_of};
use crate::model::score::{Known, Mistake, Rules};

const GRADES: &str =
    "[[grade]]\nname = \"优秀\"\nat_least = 1\n[[grade]]\nname = \"称职\"\nat_least = 0\n";
const RATE: &str = "[[rate]]\nname = \"出席率\"\nfact = \"出席情况\"\n";
const PART: &str = "[[part]]\ncode = \"meetings\"\ntitle = \"会议\"\ncap = 40\n[[part.item]]\ntitle = \"到会\"\nfact = \"出席情况\"\npoints = 5\n";

fn gated(gate: &str) -> String {
    format!(
        "title = \"t\"\n{GRADES}{RATE}[[gate]]\ntitle = \"条件\"\n{gate}\ngrade = \"称职\"\n{PART}"
    )
}

fn meetings(present: usize, absent: usize) -> Vec<Act> {
    let mut all = attends("全体会议", "present").times(present);
    all.extend(attends("全体会议", "absent").times(absent));
    all
}

fn grade(scored: &Scored) -> &str {
    scored.explained.grade.as_deref().unwrap_or_default()
}

fn wrong(text: &str) -> Mistake {
    let all = Rules::parse(text, None).err().unwrap_or_default();
    assert_eq!(all.len(), 1, "{}", listed(&all));
    all.into_iter().next().unwrap()
}

#[test]
fn who_attends_too_little_is_not_excellent() {
    // 「出席率不足 80% 的，不得评为优秀」.
    let text = gated("rate = \"出席率\"\nat_least = \"80%\"");
    let enough = score(&text, &meetings(4, 1));
    assert_eq!(grade(&enough), "优秀");
    let stand = enough.explained.gates[0].stand;
    assert_eq!(
        (stand.have, stand.need, stand.met),
        (p(80, 1), p(80, 1), true)
    );
    assert_eq!(enough.explained.gates[0].unit, "%");
    assert_eq!(grade(&score(&text, &meetings(3, 1))), "称职");
    assert_eq!(
        grade(&score(&text, &[])),
        "称职",
        "0 points, and no meeting missed"
    );
    assert!(score(&text, &[]).explained.gates[0].stand.met);
}

#[test]
fn a_gate_on_a_part_looks_at_its_points() {
    // 「会议部分低于 20 分的，不得评为优秀」.
    let text = gated("part = \"meetings\"\nat_least = 20");
    assert_eq!(grade(&score(&text, &meetings(4, 0))), "优秀");
    let less = score(&text, &meetings(3, 2));
    assert_eq!(grade(&less), "称职");
    assert_eq!(less.explained.gates[0].stand.have, p(15, 1));
    let theirs = text.replace("cap = 40", "cap = 40\nholder = \"常委\"");
    assert!(score(&theirs, &meetings(1, 0)).explained.gates.is_empty());
    assert_eq!(
        score_of(&theirs, &[("常委", "", "")], &meetings(1, 0))
            .explained
            .gates
            .len(),
        1
    );
}

#[test]
fn what_such_gates_cannot_have_is_named() {
    let found = wrong(&gated("rate = \"出席率\"\nat_least = \"80%\"\nover = 2"));
    assert!(
        found.message.zh.contains("不能再写“over”"),
        "{}",
        found.message.zh
    );
    let found = wrong(&gated("part = \"meeting\"\nat_least = 2"));
    assert_eq!(
        (found.code, found.fix.zh.as_str()),
        ("unknown", "是不是“meetings”？")
    );
    let found = wrong(&gated("part = \"meetings\"\nat_least = 50"));
    assert_eq!(found.code, "gate_unreachable");
    assert!(found.message.zh.contains("最多只有 40 分"));
    let found = wrong(&gated("rate = \"出席率\"\nat_least = 80"));
    assert!(
        found.message.zh.contains("0 与 1 之间"),
        "{}",
        found.message.zh
    );
}

#[test]
fn a_rate_gives_points_by_steps() {
    // 「出席率 90% 以上的 10 分，80% 以上的 5 分」.
    let text = format!(
        "title = \"t\"\n{RATE}[[part]]\ncode = \"a\"\ntitle = \"甲\"\n[[part.item]]\ntitle = \"出席率\"\nfact = \"出席情况\"\npoints = 1\nper = \"一次\"\nrate = \"出席率\"\nsteps = {{ \"90%\" = 10, \"80%\" = 5 }}\n"
    );
    let total = |present, absent| score(&text, &meetings(present, absent)).tally.total;
    assert_eq!(
        [total(9, 1), total(4, 1), total(3, 1)],
        [p(10, 1), p(5, 1), p(0, 1)]
    );
}

#[test]
fn leave_counts_by_its_kind_in_items_and_rates() {
    // 「因公出国、参加上级会议请假的，不计缺勤」.
    let text = gated("rate = \"出席率\"\nat_least = \"80%\"").replace(
        "fact = \"出席情况\"\n[[gate]]",
        "fact = \"出席情况\"\nlevel_not = [\"因公出国\", \"参加上级会议\"]\n[[gate]]",
    );
    let mut acts = meetings(4, 0);
    acts.extend(attends("全体会议", "leave").level("因公出国").times(3));
    assert_eq!(grade(&score(&text, &acts)), "优秀");
    acts.extend(attends("全体会议", "leave").level("生病").times(2));
    assert_eq!(grade(&score(&text, &acts)), "称职");
    let known = Known {
        leave_kinds: vec!["因公出国".into()],
        ..Known::default()
    };
    let reading = Rules::read(&text, Some(&known))
        .map_err(|m| listed(&m))
        .unwrap();
    let strange: Vec<&str> = reading.strange.iter().map(|s| s.word.as_str()).collect();
    assert!(
        strange.contains(&"参加上级会议") && !strange.contains(&"因公出国"),
        "{strange:?}"
    );
}
