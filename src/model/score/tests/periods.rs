//! A minimum in each month or quarter, as of a day in mid-year.

use super::fixture::{Act, adds_up, member, p, parsed, records};
use crate::model::fact::{Fact, Symbols};
use crate::model::score::consequence::{History, Judge, Verdict};
use crate::model::score::period::{Due, told};
use crate::model::score::{Explanation, Points};
use crate::model::when::When;
use chrono::NaiveDate;

const RULES: &str = r#"
title = "办法"
[[part]]
code = "info"
title = "社情民意"
start = 60
[[part.item]]
title = "每月不少于 2 条"
fact = "record"
points = 1
every = "month"
steps = { 0 = -5, 1 = -3, 2 = 0, 4 = 2 }
[[gate]]
title = "每季度至少一条"
fact = "record"
every = "quarter"
at_least = 1
then = "提醒"
[[gate]]
title = "每季度至多三条"
fact = "record"
every = "quarter"
at_most = 3
"#;

fn day(text: &str) -> NaiveDate {
    When::from_iso(text).unwrap().day().unwrap()
}

type Tenure<'t> = Option<(&'t str, &'t str)>;

/// The explanation as of a day, and the verdicts of what follows.
fn on(today: Option<&str>, tenure: Tenure<'_>, acts: &[Act]) -> (Explanation, Vec<Verdict>) {
    let rules = parsed(RULES);
    let mut symbols = Symbols::default();
    let engine = rules.compile(&mut symbols);
    let facts = acts.iter().enumerate();
    let facts: Vec<Fact> = facts.map(|(i, a)| a.fact(i, &mut symbols)).collect();
    let mut subject = member(&mut symbols, &[]);
    let dates = tenure.map(|(a, b)| (When::from_iso(a), When::from_iso(b)));
    subject.tenure = dates.into_iter().collect();
    let window = engine.window(2026).unwrap();
    let judge = Judge::new(&rules, &mut symbols);
    let (mut run, mut sitting) = (engine.run(window), judge.sit(window, None));
    if let Some(today) = today {
        (run, sitting) = (run.on(day(today)), sitting.on(day(today)));
    }
    let explained = run.explain(&subject, &facts).unwrap();
    let tally = run.tally(&subject, &facts).unwrap();
    adds_up(&explained, &tally);
    let history = History {
        this: 2026,
        ..History::default()
    };
    let findings = sitting.of(&subject, &facts, &history).unwrap();
    (explained, findings.iter().map(|f| f.verdict).collect())
}

fn said(e: &Explanation) -> String {
    told(&e.gates[0].periods).unwrap_or_default().zh
}

fn total(e: &Explanation) -> Points {
    e.tally.total
}

fn acts() -> Vec<Act> {
    [
        records("信息").on("2026-01-05").times(2),
        records("信息").on("2026-02-05").times(1),
        records("信息").on("2026-07-05").times(4),
        records("信息").on("2026-11-05").times(1),
    ]
    .concat()
}

#[test]
fn months_that_have_not_ended_take_nothing_off() {
    // January 0, February -3, March to June -5 each, July +2, August to October -5 each.
    let (now, _) = on(Some("2026-11-20"), None, &acts());
    assert_eq!(total(&now), p(60 - 3 - 20 + 2 - 15, 1));
    let line = &now.parts[0].lines[1];
    assert_eq!(
        line.note.as_ref().unwrap().zh,
        "未达到：2月 1/2、3月 0/2、4月 0/2、5月 0/2、6月 0/2、8月 0/2、9月 0/2、10月 0/2；未到期：11月 1/2、12月 0/2"
    );
    // The month ends on its last day, and all of the year is past without a day.
    let (end, _) = on(Some("2026-11-30"), None, &acts());
    assert_eq!(total(&end), total(&now) - p(3, 1));
    let (all, _) = on(None, None, &acts());
    let (later, _) = on(Some("2027-03-01"), None, &acts());
    assert_eq!(total(&all), total(&end) - p(5, 1));
    assert_eq!(all.tally, later.tally);
}

#[test]
fn quarters_are_named_each_with_what_there_is() {
    let (now, follows) = on(Some("2026-11-20"), None, &acts());
    assert_eq!(said(&now), "未达到：第2季度 0/1");
    let gate = &now.gates[0];
    // The last quarter has not ended, and has what it takes.
    assert_eq!((gate.stand.have, gate.stand.need), (p(3, 1), p(4, 1)));
    assert!(!gate.stand.met);
    let states: Vec<Due> = now.gates[1].periods.iter().map(|p| p.state).collect();
    assert_eq!(states, [Due::Met, Due::Met, Due::Missed, Due::NotDue]);
    assert_eq!(follows, [Verdict::Open], "no ledger is known of");
    let (early, none) = on(Some("2026-03-30"), None, &[]);
    assert_eq!(
        said(&early),
        "未到期：第1季度 0/1、第2季度 0/1、第3季度 0/1、第4季度 0/1"
    );
    assert!(early.gates[0].stand.met && none.is_empty());
}

#[test]
fn months_wholly_outside_of_office_do_not_count() {
    let joined = Some(("2026-05-20", ""));
    let (joined, _) = on(None, joined, &[]);
    assert_eq!(total(&joined), p(60 - 8 * 5, 1));
    assert_eq!(
        said(&joined),
        "未达到：第2季度 0/1、第3季度 0/1、第4季度 0/1"
    );
    let left = Some(("2022-01", "2026-03-31"));
    let (left, _) = on(Some("2026-11-20"), left, &[]);
    assert_eq!(total(&left), p(60 - 15, 1));
    assert_eq!(said(&left), "未达到：第1季度 0/1");
}
