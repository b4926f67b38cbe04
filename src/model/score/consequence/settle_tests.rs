//! What was decided before is not decided again without something new.

use super::tests::{Trial, five};
use super::*;
use crate::model::score::tests::fixture::{Act, attends};
use crate::model::who::Who;

const ABSENT: &str = "[[consequence]]\ntitle = \"一次\"\nfact = \"attendance\"\nstate = \"absent\"\nover = \"本届\"\nat_least = 1\nthen = \"提醒\"\nladder = \"缺席\"\n
[[consequence]]\ntitle = \"两次\"\nfact = \"attendance\"\nstate = \"absent\"\nover = \"本届\"\nat_least = 2\nthen = \"警告\"\nladder = \"缺席\"\n";
const NONE: &str = "[[consequence]]\ntitle = \"没有提案\"\nfact = \"proposal\"\nover = 2\nat_most = 0\nthen = \"约谈\"\n";

fn ruling(clause: &str, year: i32, on: &str, outcome: Outcome) -> Ruling {
    Ruling {
        id: 1,
        who: Who {
            whose: crate::model::score::rules::Whose::Member,
            id: 1,
            no: Some("001".into()),
            name: "王伟".into(),
        },
        year,
        clause: clause.into(),
        article: String::new(),
        outcome,
        measure: Measure::Warning,
        words: "警告".into(),
        decided_by: "常委会".into(),
        decided_on: on.parse().unwrap(),
        document: None,
        reason: "原因".into(),
        lifted: None,
    }
}

fn absent(on: &'static str) -> Act {
    Act {
        on,
        ..attends("全体会议", "absent")
    }
}

/// Whether a decision settles a clause in 2026.
fn settles(rules: &str, acts: &[Act], clause: &str, ruling: &Ruling) -> bool {
    let trial = Trial::of(rules, five([90; 5]));
    let (all, found) = trial.findings(acts);
    let mut mine = found.iter().filter(|f| all[f.consequence].title == clause);
    let finding = mine.next().unwrap();
    ruling.settles(&all, finding, (2026, trial.rules.season))
}

#[test]
fn the_same_facts_are_dealt_with_once_and_a_new_one_opens_the_clause_again() {
    let decided = ruling("两次", 2025, "2025-12-22", Outcome::Imposed);
    let mut acts = vec![absent("2024-01-10"), absent("2025-01-10")];
    assert!(settles(ABSENT, &acts, "两次", &decided));
    let waived = ruling("两次", 2025, "2025-12-22", Outcome::Waived);
    assert!(settles(ABSENT, &acts, "两次", &waived));
    acts.push(absent("2026-01-10"));
    assert!(!settles(ABSENT, &acts, "两次", &decided));
}

#[test]
fn what_happened_after_the_decision_in_its_own_year_is_new() {
    let decided = ruling("两次", 2025, "2025-06-30", Outcome::Imposed);
    let acts = [
        absent("2024-01-10"),
        absent("2025-01-10"),
        absent("2025-09-10"),
    ];
    assert!(!settles(ABSENT, &acts, "两次", &decided));
}

#[test]
fn a_lighter_measure_settles_the_ladder_and_one_that_was_waived_or_lifted_does_not() {
    let acts = [absent("2024-01-10"), absent("2026-01-10")];
    let mut light = ruling("一次", 2026, "2026-11-20", Outcome::Imposed);
    assert!(settles(ABSENT, &acts, "两次", &light));
    light.lifted = Some(Lift {
        decided_by: "常委会".into(),
        on: "2026-11-21".parse().unwrap(),
        document: None,
        reason: "复议".into(),
    });
    assert!(!settles(ABSENT, &acts, "两次", &light));
    let waived = ruling("一次", 2026, "2026-11-20", Outcome::Waived);
    assert!(!settles(ABSENT, &acts, "两次", &waived));
}

#[test]
fn a_further_year_of_too_little_is_new() {
    let decided = ruling("没有提案", 2025, "2025-12-22", Outcome::Imposed);
    assert!(!settles(NONE, &[], "没有提案", &decided));
}
