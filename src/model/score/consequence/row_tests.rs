//! What follows on each other: years each by itself, and occasions without one between.

use super::tests::{Trial, five, missing, mistakes};
use super::*;
use crate::model::fact::FactKind;
use crate::model::score::tests::fixture::{Act, attends, listed, p, proposes};

// 连续两年无故缺席全体会议：每年至少一次，不是两年共两次.
const TWO_YEARS: &str = "[[consequence]]\ntitle = \"连续两年缺席\"\nfact = \"出席情况\"\nkind = \"全体会议\"\nstate = \"缺席\"\nover = 2\nevery = \"每年\"\nat_least = 1\nthen = \"劝辞\"\n";

fn missed(on: &'static str) -> Act {
    attends("全体会议", "absent").on(on)
}

#[test]
fn two_years_running_is_once_in_each_and_not_twice_in_one() {
    let mut trial = Trial::of(TWO_YEARS, five([90; 5]));
    let both = [missed("2025-01-05"), missed("2026-01-05")];
    assert_eq!(trial.proposed(&both), ["连续两年缺席"]);
    let evidence = trial.findings(&both).1[0].evidence[0].clone();
    assert_eq!(evidence.by_year, [(2025, p(1, 1)), (2026, p(1, 1))]);
    assert_eq!((evidence.have, evidence.facts.len()), (p(2, 1), 2));
    assert_eq!(
        trial.verdicts(&[missed("2026-01-05"), missed("2026-01-06")]),
        []
    );
    assert_eq!(
        trial.verdicts(&[missed("2024-01-05"), missed("2026-01-05")]),
        []
    );
    // Where the ledger of a year has nothing of anyone, nobody is told guilty.
    trial.history.years[3] = missing(2025, Gap::NoRecords);
    let open = ("连续两年缺席".to_owned(), Verdict::Open);
    assert_eq!(trial.verdicts(&both[1..]), [open]);
    // Nor who came into office between.
    trial.since = Some("2026-01-01");
    assert_eq!(trial.verdicts(&both[1..]), []);
}

#[test]
fn too_few_in_each_of_two_years_is_told_with_both() {
    // 宣威: 连续两年没有提案; 每年不足两件.
    let none = "[[consequence]]\ntitle = \"没有提案\"\nfact = \"提案\"\nover = 2\nat_most = 0\nthen = \"不推荐\"\n";
    let found = Trial::of(none, five([90; 5])).findings(&[]).1;
    assert_eq!(
        found[0].evidence[0].by_year,
        [(2025, p(0, 1)), (2026, p(0, 1))]
    );
    let few = none.replace("at_most = 0", "every = \"year\"\nat_most = 1");
    let trial = Trial::of(&few, five([90; 5]));
    let one = |on| proposes("individual", 1, 1).on(on);
    assert_eq!(
        trial
            .verdicts(&[one("2025-01-05"), one("2026-01-05")])
            .len(),
        1
    );
    let two = [one("2025-01-05"), one("2025-02-05")];
    assert_eq!(trial.verdicts(&two), []);
}

// 广州 2012: 连续两次无故缺席的点名; 常见办法: 连续三次.
const THREE: &str = "[[consequence]]\ntitle = \"连续三次\"\nfact = \"出席情况\"\nkind = \"常委会会议\"\nstate = \"缺席\"\nin_a_row = true\nover = 2\nat_least = 3\nthen = \"约谈\"\n";

#[test]
fn three_in_a_row_are_three_with_none_between() {
    let trial = Trial::of(THREE, five([90; 5]));
    let was = |state: &str, on| attends("常委会会议", state).on(on);
    let row = [
        was("absent", "2025-09-01"),
        was("absent", "2025-12-01"),
        was("absent", "2026-03-01"),
    ];
    assert_eq!(trial.proposed(&row), ["连续三次"]);
    let found = trial.findings(&row).1;
    assert_eq!(
        (found[0].evidence[0].have, found[0].evidence[0].facts.len()),
        (p(3, 1), 3)
    );
    // Whoever came, or was on leave, between.
    for state in ["present", "leave", "late"] {
        let parted = [row.to_vec(), vec![was(state, "2026-01-01")]].concat();
        assert_eq!(trial.verdicts(&parted), [], "{state}");
        // Another kind of meeting parts nothing.
        let other = [row.to_vec(), vec![attends("视察", state).on("2026-01-01")]].concat();
        assert_eq!(trial.proposed(&other), ["连续三次"]);
    }
    // What nobody recorded does not join, and may: it is open.
    let unrecorded = [row[..2].to_vec(), vec![was("unrecorded", "2025-10-01")]].concat();
    let (_, found) = trial.findings(&unrecorded);
    assert_eq!(found[0].verdict, Verdict::Open);
    assert_eq!(found[0].evidence[0].gaps, [(Some(2025), Gap::Unrecorded)]);
    assert_eq!(trial.verdicts(&row[..2]), []);
}

#[test]
fn a_row_across_a_year_without_a_ledger_is_not_certain() {
    let mut trial = Trial::of(&THREE.replace("over = 2", "over = 3"), five([90; 5]));
    let was = |on| attends("常委会会议", "absent").on(on);
    let row = [was("2024-11-01"), was("2024-12-01"), was("2026-01-05")];
    assert_eq!(trial.proposed(&row), ["连续三次"]);
    trial.history.years[3] = missing(2025, Gap::NoRecords);
    assert_eq!(
        trial.verdicts(&row),
        [("连续三次".to_owned(), Verdict::Open)]
    );
    trial.history.years[3].recorded.insert(FactKind::Attendance);
    assert_eq!(trial.proposed(&row), ["连续三次"]);
}

#[test]
fn rows_with_mistakes_are_told() {
    let wrong = |from: &str, to: &str| listed(&mistakes(&THREE.replace(from, to)));
    assert!(wrong("state = \"缺席\"\n", "").contains("连续"));
    assert!(wrong("at_least = 3", "at_least = 1").contains("连续"));
    assert!(wrong("at_least = 3", "at_most = 3").contains("连续"));
    assert!(wrong("over = 2", "over = 2\nevery = \"每年\"").contains("连续"));
    assert!(wrong("in_a_row = true\nover = 2", "every = \"每年\"").contains("over"));
    assert!(wrong("in_a_row = true", "every = \"每月\"").contains("每月"));
}
