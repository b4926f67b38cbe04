use super::*;
use crate::model::fact::{Fact, Symbols};
use crate::model::score::tests::fixture::{attends, member, p, score};
use crate::model::score::tests::random::{fact, rule_set, seeds};
use crate::model::when::When;
use proptest::prelude::*;

const OLD: &str = r#"# 清河县
title = "旧办法"

[[part]]
code = "meetings"
title = "会议"
cap = 20

# 全会从来如此
[[part.item]]
title = "出席全体会议"
article = "第八条"
fact = "attendance"
kind = "全体会议"
points = 10

[[part.item]]
title = "出席其他会议"
article = "第九条"
fact = "attendance"
kind_not = "全体会议"
points = 2
cap = 6

[[part.item]]
title = "请假"
fact = "attendance"
state = "leave"
points = -1
"#;

const NEW: &str = r#"title = "新办法"
from = 2026-07-01

[[part]]
code = "meetings"
title = "会议"
cap = 30 # 提高

[[part.item]]
title = "出席全体会议"
article = "第十条"
fact = "attendance"
kind = "全体会议"
points = 10

# 加倍
[[part.item]]
title = "出席其他会议"
article = "第十一条"
fact = "attendance"
kind_not = "全体会议"
points = 3
cap = 8
"#;

fn day(text: &str) -> NaiveDate {
    When::from_iso(text).unwrap().day().unwrap()
}

fn all(of: Edition) -> Vec<Decision> {
    vec![Decision { key: None, of }]
}

#[test]
fn what_is_the_same_stands_once_and_a_changed_clause_in_both_versions() {
    let merged = merge((OLD, NEW), day("2026-07-01"), &[], Lang::Zh).unwrap();
    let told: Vec<&str> = merged.notes.iter().map(|n| n.zh.as_str()).collect();
    assert_eq!(
        told,
        [
            "“会议”的封顶分：全年按新办法（旧：cap = 20；新：cap = 30）",
            "“出席全体会议”未变，条款由第八条改为第十条",
            "“出席其他会议”自 2026-07-01 起按新条款计分；次数、封顶全年合并，按新条款",
            "“请假”止于 2026-06-30：新办法没有这一项",
        ]
    );
    let expected = r#"title = "新办法"

[[part]]
code = "meetings"
title = "会议"
cap = 30 # 提高

# 全会从来如此
[[part.item]]
title = "出席全体会议"
article = "第十条"
fact = "attendance"
kind = "全体会议"
points = 10

[[part.item]]
title = "出席其他会议"
article = "第九条"
fact = "attendance"
kind_not = "全体会议"
points = 2
cap = 6
until = 2026-06-30
clause = "出席其他会议"

# 加倍
[[part.item]]
title = "出席其他会议"
article = "第十一条"
fact = "attendance"
kind_not = "全体会议"
points = 3
cap = 8
from = 2026-07-01
clause = "出席其他会议"

[[part.item]]
title = "请假"
fact = "attendance"
state = "leave"
points = -1
until = 2026-06-30
"#;
    let body: Vec<&str> = merged
        .text
        .lines()
        .skip_while(|l| l.starts_with('#'))
        .collect();
    let wanted: Vec<&str> = expected.lines().collect();
    let squeezed = |lines: Vec<&str>| -> Vec<String> {
        lines
            .into_iter()
            .filter(|l| !l.is_empty())
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(squeezed(body), squeezed(wanted));
    assert!(
        merged
            .text
            .starts_with("# 《旧办法》至 2026-06-30，《新办法》自 2026-07-01 起\n")
    );
    assert!(merged.text.contains("# 清河县\n"));
}

#[test]
fn the_cap_of_a_clause_holds_for_both_versions_together() {
    let merged = merge((OLD, NEW), day("2026-07-01"), &[], Lang::Zh).unwrap();
    let acts = [
        attends("调研", "present").on("2026-03-01").times(2),
        attends("调研", "present").on("2026-09-01").times(2),
    ]
    .concat();
    let scored = score(&merged.text, &acts);
    assert_eq!(scored.tally.total, p(8, 1));
    assert_eq!(scored.tally.items, [p(0, 1), p(4, 1), p(4, 1), p(0, 1)]);
}

#[test]
fn what_the_year_has_once_is_for_the_office_to_decide() {
    let (old, new) = (
        format!("window = {{ from = \"12-01\", to = \"11-30\" }}\n{OLD}"),
        NEW.replace("cap = 30", "cap = 30\nstart = 5"),
    );
    let turn = day("2026-07-01");
    let Err(Refusal::Undecided(open)) = merge((&old, &new), turn, &[], Lang::Zh) else {
        panic!("nothing was disputed");
    };
    let keys: Vec<&str> = open.iter().map(|d| d.key.as_str()).collect();
    assert_eq!(keys, ["window", "meetings.start"]);
    assert_eq!(
        (open[1].old.as_str(), open[1].new.as_str()),
        ("", "start = 5")
    );
    let one = |key: &str, of| Decision {
        key: Some(key.to_owned()),
        of,
    };
    let decided = [
        one("window", Edition::Old),
        one("meetings.start", Edition::New),
    ];
    let merged = merge((&old, &new), turn, &decided, Lang::Zh).unwrap();
    assert_eq!(merged.rules.season.from, (12, 1));
    assert_eq!(merged.rules.parts[0].bounds.start, Some(p(5, 1)));
    let idle = merge((OLD, NEW), turn, &[one("grade", Edition::Old)], Lang::Zh);
    assert!(matches!(idle, Err(Refusal::Idle(key, _)) if key == "grade"));
    let gap = format!("until = 2026-05-31\n{OLD}");
    assert!(matches!(
        merge((&gap, NEW), turn, &[], Lang::Zh),
        Err(Refusal::Apart(_))
    ));
    assert!(matches!(
        merge((OLD, NEW), day("2026-03-01"), &[], Lang::Zh),
        Err(Refusal::Apart(_))
    ));
}

#[test]
fn what_was_put_together_is_amended_again() {
    let first = merge((OLD, NEW), day("2026-07-01"), &[], Lang::Zh).unwrap();
    let third = NEW
        .replace("points = 3", "points = 5")
        .replace("from = 2026-07-01", "");
    let merged = merge((&first.text, &third), day("2026-10-01"), &[], Lang::Zh).unwrap();
    let versions = merged.rules.items().filter(|(_, i)| i.clause.is_some());
    let days: Vec<_> = versions
        .map(|(_, i)| (i.select.from, i.select.until))
        .collect();
    assert_eq!(
        days,
        [
            (None, Some(day("2026-06-30"))),
            (Some(day("2026-07-01")), Some(day("2026-09-30"))),
            (Some(day("2026-10-01")), None),
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn before_the_window_the_new_rules_count_alone_and_after_it_the_old_ones(
        old in rule_set().boxed(), new in rule_set().boxed(), seeds in seeds(), late in any::<bool>(),
    ) {
        let sound = |text: &str| Rules::parse(text, None).is_ok();
        prop_assume!(sound(&old) && sound(&new));
        // What is carried from last year counts that year by the rules of that year.
        let carries = [&old, &new].iter().any(|t| t.contains("次年") || t.contains("next_year"));
        let (turn, of, alone) = match (late, carries) {
            (true, false) => ("2027-01-01", Edition::Old, &old),
            (true, true) => ("2150-01-01", Edition::Old, &old),
            (false, false) => ("2026-01-01", Edition::New, &new),
            (false, true) => ("1990-01-01", Edition::New, &new),
        };
        let merged = match merge((&old, &new), day(turn), &all(of), Lang::Zh) {
            Ok(merged) => merged,
            // One side's words for a part may leave the other side's items nothing to count.
            Err(Refusal::Contradicts(m)) if m.iter().all(|m| m.code == "never_counts") => {
                return Err(TestCaseError::reject("what comes out can never count"));
            }
            Err(refusal) => return Err(TestCaseError::fail(format!("{refusal:?}"))),
        };
        let total = |rules: &Rules| {
            let mut symbols = Symbols::default();
            let engine = rules.compile(&mut symbols);
            let subject = member(&mut symbols, &[("常委", "2026-02", ""), ("主席", "2026-02", "2026-02-14")]);
            let facts: Vec<Fact> = (1..).zip(&seeds).map(|(row, seed)| fact(row, seed, &mut symbols)).collect();
            let tally = engine.run(engine.window(2026).unwrap()).tally(&subject, &facts).unwrap();
            (tally.total, tally.parts)
        };
        let alone = Rules::parse(alone, None).unwrap();
        prop_assert_eq!(total(&merged.rules), total(&alone), "{}", merged.text);
    }
}
