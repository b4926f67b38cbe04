//! Consequences, each from a clause of a published regulation, and what is never taken as nothing.

use super::*;
use crate::model::fact::{Fact, FactKind, Symbols};
use crate::model::score::points::Points;
use crate::model::score::tests::fixture::{Act, act, attends, listed, member, p, parsed, proposes};
use crate::model::score::{Mistake, Rules};
use proptest::prelude::*;
use std::collections::{HashMap, HashSet};

const PART: &str = "[[part]]\ncode = \"a\"\ntitle = \"甲\"\n[[part.item]]\ntitle = \"会议\"\nfact = \"attendance\"\npoints = 10\n";
const GRADES: &str = "[[grade]]\nname = \"称职\"\nat_least = 60\n[[grade]]\nname = \"不称职\"\n";

fn text(rules: &str) -> String {
    format!("title = \"办法\"\n{GRADES}{rules}{PART}")
}

pub(super) fn mistakes(rules: &str) -> Vec<Mistake> {
    Rules::read(&text(rules), None).err().unwrap_or_default()
}

/// A year in which everything is on record and the member has so many points.
fn year(year: i32, total: i128) -> Year {
    let total = Points::from_integer(total);
    let figure = Figure {
        total,
        grade: Some(
            if total < p(60, 1) {
                "不称职"
            } else {
                "称职"
            }
            .to_owned(),
        ),
        unmet: Vec::new(),
        in_office: true,
    };
    Year {
        year,
        basis: Basis::Reckoned {
            title: "办法".into(),
        },
        grades: vec!["称职".into(), "不称职".into()],
        gates: Vec::new(),
        figures: HashMap::from([("001".into(), figure)]),
        recorded: HashSet::from([FactKind::Attendance, FactKind::Proposal, FactKind::Record]),
    }
}

pub(super) fn missing(of: i32, gap: Gap) -> Year {
    Year {
        basis: Basis::Missing(gap),
        figures: HashMap::new(),
        recorded: HashSet::new(),
        ..year(of, 0)
    }
}

/// What follows in 2026 in a term that began in 2022, unless it is said otherwise.
pub(super) struct Trial {
    pub(super) rules: Rules,
    pub(super) history: History,
    pub(super) posts: Vec<(&'static str, &'static str, &'static str)>,
    pub(super) since: Option<&'static str>,
}

impl Trial {
    pub(super) fn of(rules: &str, years: Vec<Year>) -> Trial {
        Trial {
            rules: parsed(&text(rules)),
            history: History {
                this: 2026,
                term: Some(2022),
                years,
            },
            posts: Vec::new(),
            since: None,
        }
    }

    pub(super) fn findings(&self, acts: &[Act]) -> (Vec<Consequence>, Vec<Finding>) {
        let mut symbols = Symbols::default();
        let judge = Judge::new(&self.rules, &mut symbols);
        let facts: Vec<Fact> = (0..)
            .zip(acts)
            .map(|(i, a)| a.fact(i, &mut symbols))
            .collect();
        let mut subject = member(&mut symbols, &self.posts);
        if let Some(since) = self.since {
            subject.tenure = vec![(crate::model::when::When::from_iso(since), None)];
        }
        let window = self.rules.season.of(self.history.this).unwrap();
        let mut sitting = judge.sit(window, self.history.term);
        let found = sitting.of(&subject, &facts, &self.history).unwrap();
        (judge.consequences().to_vec(), found)
    }

    pub(super) fn verdicts(&self, acts: &[Act]) -> Vec<(String, Verdict)> {
        let (all, found) = self.findings(acts);
        found
            .iter()
            .map(|f| (all[f.consequence].title.clone(), f.verdict))
            .collect()
    }

    pub(super) fn proposed(&self, acts: &[Act]) -> Vec<String> {
        let (all, found) = self.findings(acts);
        proposed(&all, &found, |_| false)
            .into_iter()
            .map(|at| all[found[at].consequence].title.clone())
            .collect()
    }
}

pub(super) fn five(totals: [i128; 5]) -> Vec<Year> {
    (2022..).zip(totals).map(|(y, t)| year(y, t)).collect()
}

// 济南 2015: 低于 60 分由界别组召集人约谈，连续两年低于 60 分由市政协约谈.
const JINAN: &str = "[[consequence]]\ntitle = \"低于 60 分\"\nbelow = 60\nthen = \"约谈\"\nwho = \"界别组召集人\"\nladder = \"低分\"\n
[[consequence]]\ntitle = \"连续两年\"\nbelow = 60\nover = 2\nthen = \"约谈\"\nwho = \"市政协\"\nladder = \"低分\"\n";

#[test]
fn two_years_in_a_row_are_two_years_that_follow_each_other() {
    let of = |totals| Trial::of(JINAN, five(totals));
    assert_eq!(of([0, 0, 0, 0, 60]).verdicts(&[]), []);
    let once = ("低于 60 分".to_owned(), Verdict::Applies);
    assert_eq!(
        of([0, 0, 0, 80, 59]).verdicts(&[]),
        std::slice::from_ref(&once)
    );
    let twice = ("连续两年".to_owned(), Verdict::Applies);
    assert_eq!(of([90, 90, 90, 59, 59]).verdicts(&[]), [once, twice]);
    assert_eq!(of([90, 90, 90, 59, 59]).proposed(&[]), ["连续两年"]);
}

#[test]
fn a_year_without_rules_or_figures_is_a_gap_and_never_a_zero() {
    let mut years = five([90, 90, 90, 59, 59]);
    for gap in [Gap::NoRules, Gap::NoRecords, Gap::NotInForce, Gap::BadRules] {
        years[3] = missing(2025, gap.clone());
        let trial = Trial::of(JINAN, years.clone());
        let (_, found) = trial.findings(&[]);
        let verdicts: Vec<_> = found.iter().map(|f| f.verdict).collect();
        assert_eq!(verdicts, [Verdict::Applies, Verdict::Open]);
        assert_eq!(found[1].evidence[0].gaps, [(Some(2025), gap)]);
        assert_eq!(trial.proposed(&[]), ["低于 60 分"]);
    }
    // A good year settles it, whatever is not known of the other.
    years[4] = year(2026, 60);
    assert_eq!(Trial::of(JINAN, years).verdicts(&[]), []);
}

#[test]
fn a_year_in_which_the_member_was_not_in_office_is_no_year() {
    let mut trial = Trial::of(JINAN, five([0, 0, 0, 0, 59]));
    trial.since = Some("2026-01-05");
    assert_eq!(trial.verdicts(&[]).len(), 1);
    // Nor does anyone miss the figures of years before.
    trial.history.years[3] = missing(2025, Gap::NoRules);
    assert_eq!(trial.verdicts(&[]).len(), 1);
}

#[test]
fn a_grade_that_the_rules_of_a_year_do_not_have_is_a_gap() {
    let rules =
        "[[consequence]]\ntitle = \"两年\"\ngraded = \"不称职\"\nover = 2\nthen = \"警告\"\n";
    let mut years = five([90, 90, 90, 50, 50]);
    assert_eq!(Trial::of(rules, years.clone()).proposed(&[]), ["两年"]);
    years[3].grades = vec!["合格".into(), "不合格".into()];
    let verdicts = Trial::of(rules, years).verdicts(&[]);
    assert_eq!(verdicts, [("两年".to_owned(), Verdict::Open)]);
}

// 威海 2013: 常委一年三次或本届七次缺席常委会会议的劝辞.
const WEIHAI: &str = "[[consequence]]\ntitle = \"一年三次\"\nfact = \"出席情况\"\nkind = \"常委会会议\"\nstate = \"缺席\"\nat_least = 3\nholder = \"常委\"\nthen = \"劝辞\"\nladder = \"缺席\"\n
[[consequence]]\ntitle = \"本届七次\"\nfact = \"出席情况\"\nkind = \"常委会会议\"\nstate = \"缺席\"\nover = \"本届\"\nat_least = 7\nholder = \"常委\"\nthen = \"劝辞\"\nladder = \"缺席\"\n";

#[test]
fn three_in_a_year_or_seven_in_the_term_for_those_who_hold_the_post() {
    let missed = |on, n| attends("常委会会议", "absent").on(on).times(n);
    let mut trial = Trial::of(WEIHAI, five([90; 5]));
    let spread = [
        missed("2022-03-01", 2),
        missed("2023-03-01", 2),
        missed("2024-03-01", 2),
        missed("2026-03-01", 1),
    ]
    .concat();
    assert_eq!(trial.verdicts(&spread), []);
    trial.posts = vec![("常委", "", "")];
    assert_eq!(
        trial.verdicts(&spread),
        [("本届七次".to_owned(), Verdict::Applies)]
    );
    assert_eq!(trial.verdicts(&spread[..6]), []);
    let (_, found) = trial.findings(&missed("2026-03-01", 3));
    assert_eq!(found[0].evidence[0].have, p(3, 1));
    assert_eq!(found[0].evidence[0].facts.len(), 3);
    // Of the term before nothing counts.
    let before = missed("2021-03-01", 9);
    assert_eq!(trial.verdicts(&before), []);
    // Where nobody knows when the term began, nobody is told guilty by it.
    trial.history.term = None;
    assert_eq!(
        trial.verdicts(&spread),
        [("本届七次".to_owned(), Verdict::Open)]
    );
}

// 宣威: 本届提案不足三件的不推荐为下届委员.
const FEW: &str = "[[consequence]]\ntitle = \"不足三件\"\nfact = \"提案\"\nover = \"本届\"\nat_most = 2\nthen = \"不推荐为下届委员\"\n";

#[test]
fn too_few_in_the_term_is_told_when_the_term_ends() {
    let two = proposes("individual", 1, 1).on("2023-01-05").times(2);
    let mut trial = Trial::of(FEW, five([90; 5]));
    let said = |v| vec![("不足三件".to_owned(), v)];
    assert_eq!(trial.verdicts(&two), said(Verdict::Applies));
    assert_eq!(trial.verdicts(&[two.clone(), two.clone()].concat()), []);
    trial.history.years[0].recorded.clear();
    assert_eq!(trial.verdicts(&two), said(Verdict::Open));
    trial.history.this = 2025;
    trial.history.years.pop();
    trial.history.years[0] = year(2022, 90);
    assert_eq!(trial.verdicts(&two), said(Verdict::Pending));
}

#[test]
fn too_little_over_years_is_no_fault_of_who_was_not_there() {
    let none = FEW.replace("over = \"本届\"\nat_most = 2", "over = 2\nat_most = 0");
    let mut trial = Trial::of(&none, five([90; 5]));
    assert_eq!(trial.proposed(&[]), ["不足三件"]);
    trial.since = Some("2026-01-05");
    assert_eq!(trial.verdicts(&[]), []);
    let mut trial = Trial::of(FEW, five([90; 5]));
    trial.since = Some("2024-01-05");
    assert_eq!(
        trial.verdicts(&[]),
        [("不足三件".to_owned(), Verdict::Open)]
    );
}

#[test]
fn several_conditions_all_have_to_hold() {
    // 警告后仍不称职的，劝辞.
    let rules = "[[consequence]]\ntitle = \"警告后仍不称职\"\ngraded = \"不称职\"\nthen = \"劝其辞去委员\"\n[[consequence.and]]\nfact = \"任职变动\"\nkind = \"警告\"\nover = \"本届\"\nat_least = 1\n";
    let warned = [act(FactKind::Status, "warned", "").on("2024-12-01")];
    let trial = Trial::of(rules, five([90, 90, 50, 90, 50]));
    assert_eq!(trial.proposed(&warned), ["警告后仍不称职"]);
    assert_eq!(trial.proposed(&[]), Vec::<String>::new());
    let better = Trial::of(rules, five([90, 90, 50, 90, 90]));
    assert_eq!(better.verdicts(&warned), []);
    assert_eq!(trial.rules.consequences[0].measure, Measure::Persuasion);
}

#[test]
fn what_gates_say_follows_too_and_a_gate_may_be_the_ground() {
    let rules = "[[gate]]\ntitle = \"每季度一次\"\nfact = \"record\"\nevery = \"quarter\"\nat_least = 1\nthen = \"提醒\"\n
[[consequence]]\ntitle = \"两年没有做到\"\nunmet = \"每季度一次\"\nover = 2\nthen = \"约谈\"\n";
    let mut years = five([90; 5]);
    for year in &mut years[3..] {
        year.gates = vec!["每季度一次".into()];
        let figure = year.figures.get_mut("001").unwrap();
        figure.unmet = vec!["每季度一次".into()];
    }
    let trial = Trial::of(rules, years);
    let titles: Vec<String> = trial.proposed(&[]);
    assert_eq!(titles, ["两年没有做到", "每季度一次"]);
}

#[test]
fn of_a_ladder_the_heaviest_is_proposed_in_whatever_order_it_is_written() {
    let rung = |title: &str, then: &str| {
        format!(
            "[[consequence]]\ntitle = \"{title}\"\nbelow = 60\nthen = \"{then}\"\nladder = \"低分\"\n"
        )
    };
    let light_first = [rung("a", "提醒"), rung("b", "约谈"), rung("c", "警告")].concat();
    let heavy_first = [rung("c", "警告"), rung("b", "约谈"), rung("a", "提醒")].concat();
    for rules in [&light_first, &heavy_first] {
        let trial = Trial::of(rules, five([90, 90, 90, 90, 50]));
        assert_eq!(trial.proposed(&[]), ["c"]);
    }
    let doubts = |rules: &str| Rules::read(&text(rules), None).unwrap().doubts.len();
    assert_eq!((doubts(&light_first), doubts(&heavy_first)), (0, 2));
}

#[test]
fn a_measure_is_known_by_the_words_of_regulations() {
    for (words, measure) in [
        ("常委会撤销委员资格", Measure::Revocation),
        ("劝其辞去政协委员", Measure::Persuasion),
        ("给予警告处分", Measure::Warning),
        ("书面通报批评", Measure::Criticism),
        ("由主席会议成员约谈提醒", Measure::Talk),
        ("发提醒函", Measure::Reminder),
        ("不推荐为下届委员", Measure::Other),
        ("warning", Measure::Warning),
    ] {
        assert_eq!(Measure::of_words(words), measure, "{words}");
    }
}

#[test]
fn consequences_with_mistakes_are_told() {
    let wrong = [
        ("[[consequence]]\ntitle = \"a\"\nbelow = 60\n", "then"),
        ("[[consequence]]\ntitle = \"a\"\nthen = \"约谈\"\n", "fact"),
        (
            "[[consequence]]\ntitle = \"a\"\nthen = \"约谈\"\ngraded = \"不合格\"\n",
            "不合格",
        ),
        (
            "[[consequence]]\ntitle = \"a\"\nthen = \"约谈\"\nunmet = \"三个一\"\n",
            "三个一",
        ),
        (
            "[[consequence]]\ntitle = \"a\"\nthen = \"约谈\"\nbelow = 60\ngraded = \"不称职\"\n",
            "below",
        ),
        (
            "[[consequence]]\ntitle = \"a\"\nthen = \"约谈\"\nbelow = 60\nat_least = 0\n",
            "人人",
        ),
        (
            "[[consequence]]\ntitle = \"a\"\nthen = \"约谈\"\nfact = \"提案\"\n",
            "at_least",
        ),
        (
            "[[consequence]]\ntitle = \"a\"\nthen = \"约谈\"\nbelow = 60\nmeasure = \"枪毙\"\n",
            "枪毙",
        ),
        (
            "[[consequence]]\ntitle = \"a\"\nthen = \"约谈\"\nbelow = 60\n[[consequence]]\ntitle = \"a\"\nthen = \"警告\"\nbelow = 50\n",
            "两次",
        ),
    ];
    for (rules, word) in wrong {
        let told = listed(&mistakes(rules));
        assert!(told.contains(word), "{rules}\n{told}");
    }
}

proptest! {
    /// Whatever is forgotten, nobody is told guilty who would not be with everything known, and
    /// what is not settled is settled by what was forgotten.
    #[test]
    fn forgetting_years_never_makes_a_consequence(totals in prop::array::uniform5(0..100_i128), forgotten in prop::array::uniform5(any::<bool>())) {
        let all = five(totals);
        let some: Vec<Year> = all.iter().zip(forgotten).map(|(y, gone)| if gone { missing(y.year, Gap::NoRules) } else { y.clone() }).collect();
        let known = Trial::of(JINAN, all).verdicts(&[]);
        for (title, verdict) in Trial::of(JINAN, some).verdicts(&[]) {
            let sure = known.iter().any(|(t, _)| *t == title);
            prop_assert!(verdict == Verdict::Open || sure);
        }
    }

    /// Counting facts one by one gives what the rules give.
    #[test]
    fn facts_of_the_term_are_those_of_the_term(days in prop::collection::vec(2019..2029_i32, 0..12)) {
        let acts: Vec<Act> = days.iter().map(|y| {
            let on: &'static str = Box::leak(format!("{y}-03-01").into_boxed_str());
            attends("常委会会议", "absent").on(on)
        }).collect();
        let mut trial = Trial::of(WEIHAI, five([90; 5]));
        trial.posts = vec![("常委", "", "")];
        let in_term = days.iter().filter(|y| (2022..=2026).contains(*y)).count();
        let this_year = days.iter().filter(|y| **y == 2026).count();
        let titles: Vec<String> = trial.verdicts(&acts).into_iter().map(|(t, _)| t).collect();
        prop_assert_eq!(titles.contains(&"本届七次".to_owned()), in_term >= 7);
        prop_assert_eq!(titles.contains(&"一年三次".to_owned()), this_year >= 3);
    }
}
