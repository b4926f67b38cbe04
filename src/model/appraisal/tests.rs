use super::draw::{Candidate, drawn, lot};
use super::*;
use crate::model::code::Code;
use proptest::prelude::*;

fn scheme(extra: &str) -> Scheme {
    let options = "title = \"评议\"\n".to_owned()
        + extra
        + "\n[[option]]\nname = \"满意\"\npoints = 100\n[[option]]\nname = \"基本满意\"\npoints = 60\n[[option]]\nname = \"不满意\"\npoints = 0\n[[option]]\nname = \"不了解\"\n";
    Scheme::parse(&options).unwrap()
}

fn ballot(sheets: (u64, u64, u64), votes: &[(&str, &str, u64)]) -> Ballot {
    let mut ballot = Ballot {
        entitled: Some(60),
        issued: sheets.0,
        returned: sheets.1,
        valid: sheets.2,
        votes: Votes::new(),
    };
    for (criterion, choice, n) in votes {
        let of = ballot.votes.entry((*criterion).to_owned()).or_default();
        of.insert((*choice).to_owned(), *n);
    }
    ballot
}

fn figures(scheme: &Scheme, ballot: &Ballot) -> Figures {
    match scheme.count(ballot) {
        Count::Figures(figures) => figures,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_schemes_of_the_program_read() {
    let unit = Scheme::parse(UNIT).unwrap();
    assert_eq!((unit.subject, unit.groups), (Whose::Unit, Some(3)));
    assert_eq!(unit.repeat, Repeat::Refuse);
    let duty = Scheme::parse(DUTY).unwrap();
    assert_eq!((duty.subject, duty.levels.len()), (Whose::Member, 4));
    assert_eq!(Scheme::parse(UNIT_EN).unwrap(), unit);
    assert_eq!(Scheme::parse(DUTY_EN).unwrap(), duty);
}

#[test]
fn more_back_than_went_out_is_void_and_as_many_is_not() {
    let s = scheme("");
    let votes = [("", "满意", 40)];
    assert_eq!(
        s.count(&ballot((50, 51, 50), &votes)),
        Count::Void(Void::More {
            issued: 50,
            returned: 51
        })
    );
    assert!(matches!(
        s.count(&ballot((50, 50, 50), &votes)),
        Count::Figures(_)
    ));
}

#[test]
fn exactly_half_is_no_quorum() {
    let s = scheme("quorum = \"1/2\"\nquorum_of = \"收回\"");
    let void = s.count(&ballot((40, 30, 30), &[("", "满意", 30)]));
    assert!(matches!(
        void,
        Count::Void(Void::Quorum {
            present: 30,
            of: Turnout::Returned,
            entitled: 60,
            ..
        })
    ));
    let held = s.count(&ballot((40, 31, 30), &[("", "满意", 30)]));
    assert!(matches!(held, Count::Figures(_)));
    // Who is present decides unless the scheme says otherwise: 40 of 60 took part, 29 gave a sheet back.
    let s = scheme("quorum = \"1/2\"");
    let present = s.count(&ballot((40, 29, 29), &[("", "满意", 29)]));
    assert!(matches!(present, Count::Figures(_)));
    let few = s.count(&ballot((30, 29, 29), &[("", "满意", 29)]));
    assert!(matches!(few, Count::Void(Void::Quorum { present: 30, .. })));
    let mut unsaid = ballot((40, 31, 30), &[("", "满意", 30)]);
    unsaid.entitled = None;
    assert_eq!(s.wrong(&unsaid), Some(Wrong::Entitled));
}

#[test]
fn slips_of_the_pen_are_told_apart_from_void_ballots() {
    let s = scheme("");
    let wrong = |sheets, votes: &[(&str, &str, u64)]| s.wrong(&ballot(sheets, votes));
    assert_eq!(wrong((50, 40, 41), &[]), Some(Wrong::Valid));
    assert_eq!(wrong((61, 40, 40), &[]), Some(Wrong::Issued(60)));
    let many = [("", "满意", 30), ("", "不满意", 11)];
    assert_eq!(
        wrong((50, 40, 40), &many),
        Some(Wrong::Votes(String::new(), 41))
    );
    assert_eq!(
        wrong((50, 40, 40), &[("", "很好", 1)]),
        Some(Wrong::Choice("很好".into()))
    );
    assert_eq!(
        wrong((50, 40, 40), &[("作风", "满意", 1)]),
        Some(Wrong::Criterion("作风".into()))
    );
    let few = [("", "满意", 29), ("", "不满意", 1)];
    assert_eq!(
        wrong((50, 60, 31), &few),
        Some(Wrong::Votes(String::new(), 30))
    );
    assert_eq!(wrong((50, 60, 40), &[("", "满意", 40)]), None);
    assert_eq!(wrong((50, 60, 40), &[]), None);
}

#[test]
fn votes_entered_again_leave_the_others_and_blanks_go_where_the_scheme_says() {
    let s = scheme("blank = \"不了解\"");
    let one = [("", "满意", 30), ("", "不满意", 5)];
    let mut counted = s.filled(ballot((50, 50, 40), &one));
    assert_eq!(counted.votes[""]["不了解"], 5);
    let again = std::collections::BTreeMap::from([("满意".to_owned(), 29)]);
    counted.revote(&s, "", &again);
    assert_eq!(counted.votes[""].get("不满意"), Some(&5));
    let counted = s.filled(counted);
    assert_eq!(counted.votes[""]["不了解"], 6);
    assert_eq!(s.wrong(&counted), None);
    let plain = scheme("");
    let same = ballot((50, 50, 40), &one);
    assert_eq!(plain.filled(same.clone()), same);
    assert!(
        Scheme::parse("title = \"x\"\nblank = \"弃权\"\n[[option]]\nname = \"满意\"\npoints = 1\n")
            .is_err()
    );
}

#[test]
fn a_vote_without_points_is_no_part_of_the_mean_and_one_of_the_share() {
    let s = scheme("");
    let f = figures(
        &s,
        &ballot(
            (50, 50, 50),
            &[("", "满意", 30), ("", "不满意", 10), ("", "不了解", 10)],
        ),
    );
    assert_eq!(f.points, Points::from_integer(75));
    assert_eq!(f.shares[0], Points::new(3, 5));
    assert_eq!(f.shares[3], Points::new(1, 5));
    let unknown = ballot((50, 50, 50), &[("", "不了解", 50)]);
    assert_eq!(s.count(&unknown), Count::Unrated(vec![String::new()]));
    let nobody = ballot((50, 50, 50), &[]);
    assert_eq!(s.count(&nobody), Count::Lacks(vec![String::new()]));
}

const TWO: &str = "ties = [\"履职成效\", \"满意\"]\n[[criterion]]\nname = \"履职成效\"\nweight = 60\n[[criterion]]\nname = \"作风\"\nweight = 40";

#[test]
fn criteria_are_weighted_and_all_of_them_needed() {
    let s = scheme(TWO);
    let half = ballot((10, 10, 10), &[("履职成效", "满意", 10)]);
    assert_eq!(s.count(&half), Count::Lacks(vec!["作风".into()]));
    let both = ballot(
        (10, 10, 10),
        &[
            ("履职成效", "满意", 10),
            ("作风", "满意", 5),
            ("作风", "不满意", 5),
        ],
    );
    let f = figures(&s, &both);
    assert_eq!(f.criteria, [100, 50].map(Points::from_integer));
    assert_eq!(f.points, Points::from_integer(80));
    assert_eq!(f.shares[0], Points::new(3, 4));
}

fn with(points: i128, criteria: [i128; 2], satisfied: i128) -> Figures {
    let percent = |n| Points::new(n, 100);
    Figures {
        points: Points::from_integer(points),
        criteria: criteria.map(Points::from_integer).to_vec(),
        shares: vec![percent(satisfied), percent(0), percent(0), percent(0)],
        level: None,
    }
}

#[test]
fn ties_are_decided_in_the_order_of_the_scheme_and_else_stay() {
    let s = scheme(TWO);
    let all = [
        with(80, [80, 80], 50),
        with(80, [90, 65], 10),
        with(80, [80, 80], 60),
        with(90, [90, 90], 0),
        with(80, [80, 80], 50),
    ];
    let placed = rank(&s, &all);
    let told: Vec<_> = placed
        .iter()
        .map(|p| (p.rank, p.at, p.decided, p.tied))
        .collect();
    assert_eq!(
        told,
        [
            (1, 3, None, false),
            (2, 1, Some(0), false),
            (3, 2, Some(1), false),
            (4, 0, Some(1), true),
            (4, 4, Some(1), true),
        ]
    );
    // Two share the first rank, both because of the same number.
    let all = [
        with(80, [70, 80], 0),
        with(80, [90, 80], 0),
        with(80, [90, 80], 0),
    ];
    let placed = rank(&s, &all);
    let told: Vec<_> = placed.iter().map(|p| (p.rank, p.decided)).collect();
    assert_eq!(told, [(1, Some(0)), (1, Some(0)), (3, Some(0))]);
}

#[test]
fn weights_that_add_up_to_nothing_whole_are_told() {
    let of = |weights: &[&str]| {
        let weights = (0..).zip(weights);
        let criteria: Vec<String> = weights
            .map(|(at, w)| format!("[[criterion]]\nname = \"第{at}项\"\nweight = {w}\n"))
            .collect();
        scheme(&criteria.concat()).doubt()
    };
    for plain in [
        &["60", "40"][..],
        &["\"1/3\"", "\"2/3\""],
        &["0.3", "0.7"],
        &["1", "1", "1"],
        &["6", "4"],
    ] {
        assert_eq!(of(plain), None, "{plain:?}");
    }
    let told = of(&["0.3", "0.4"]).unwrap();
    assert!(told.zh.contains("合计 0.7"), "{told:?}");
    assert!(of(&["50", "40"]).is_some());
    assert_eq!(written(Points::new(1, 3)), "1/3");
    assert_eq!(written(Points::new(25, 2)), "12.5");
}

#[test]
fn levels_go_by_shares_or_points_and_the_first_one_reached_holds() {
    let duty = Scheme::parse(DUTY).unwrap();
    let level = |votes: &[(&str, &str, u64)]| figures(&duty, &ballot((30, 30, 30), votes)).level;
    assert_eq!(
        level(&[("", "优秀", 20), ("", "称职", 10)]).as_deref(),
        Some("优秀")
    );
    assert_eq!(
        level(&[("", "优秀", 19), ("", "称职", 11)]).as_deref(),
        Some("称职")
    );
    assert_eq!(
        level(&[("", "基本称职", 15), ("", "不称职", 15)]).as_deref(),
        Some("基本称职")
    );
    assert_eq!(
        level(&[("", "不称职", 16), ("", "优秀", 14)]).as_deref(),
        Some("不称职")
    );
}

#[test]
fn schemes_that_contradict_themselves_are_named_by_line() {
    let base = "title = \"x\"\n[[option]]\nname = \"满意\"\npoints = 1\n";
    for (text, line) in [
        ("title = \"x\"", 1),
        (&*("ties = [\"作风\"]\n".to_owned() + base), 1),
        (&*("quorum = 2\n".to_owned() + base), 1),
        (&*("repeat = \"也许\"\n".to_owned() + base), 1),
        (&*("subject = \"厨师\"\n".to_owned() + base), 1),
        (&*(base.to_owned() + "[[option]]\nname = \"满意\"\n"), 6),
        (
            &*(base.to_owned() + "[[criterion]]\nname = \"作风\"\nweight = 0\n"),
            7,
        ),
        (
            &*(base.to_owned() + "[[level]]\nname = \"甲\"\n[[level]]\nname = \"乙\"\n"),
            7,
        ),
        (
            &*(base.to_owned() + "[[level]]\nname = \"甲\"\nshare = 1\n"),
            5,
        ),
        (
            &*(base.to_owned() + "[[level]]\nname = \"甲\"\nof = \"很好\"\nshare = 1\n"),
            7,
        ),
        (
            &*(base.to_owned()
                + "[[level]]\nname = \"甲\"\nat_least = \"1/2\"\n[[level]]\nname = \"乙\"\nat_least = 0.9\n"),
            8,
        ),
        (
            &*(base.to_owned() + "[[level]]\nname = \"甲\"\nat_least = 90\n"),
            7,
        ),
        (&*("quorum_of = \"收回\"\n".to_owned() + base), 1),
    ] {
        let mistakes = Scheme::parse(text).unwrap_err();
        assert_eq!(mistakes[0].line, line, "{text}: {mistakes:?}");
    }
}

#[test]
fn who_never_was_comes_first_and_then_who_was_longest_ago() {
    let candidate = |id, name: &str, years: &[i32]| Candidate {
        id,
        name: name.into(),
        years: years.to_vec(),
    };
    let all = vec![
        candidate(1, "财政局", &[2020, 2024]),
        candidate(2, "教育局", &[]),
        candidate(3, "民政局", &[2021]),
        candidate(4, "水利局", &[]),
    ];
    let ids = |all: Vec<Candidate>| all.iter().map(|c| c.id).collect::<Vec<_>>();
    assert_eq!(ids(drawn(all.clone(), None)), [2, 4, 3, 1]);
    let by_lot = ids(drawn(all.clone(), Some("2026")));
    assert_eq!(by_lot, ids(drawn(all, Some("2026"))));
    assert_eq!(by_lot[2..], [3, 1]);
    assert_eq!(lot("2026", "教育局").len(), 64);
}

#[test]
fn repeats_are_looked_for_as_far_back_as_the_scheme_says() {
    let ever = scheme("repeat = \"refuse\"");
    assert_eq!(ever.repeats(&[1999, 2024], 2026), [1999, 2024]);
    let five = scheme("repeat = \"提醒\"\nwithin = 5");
    assert_eq!(five.repeats(&[1999, 2020, 2021, 2026], 2026), [2021, 2026]);
    assert_eq!(five.repeat.code(), "warn");
    assert!(scheme("").repeats(&[2026], 2026).is_empty());
}

proptest! {
    /// Points lie between the best and the worst option, and ranks follow them.
    #[test]
    fn points_stay_between_the_options(votes in proptest::collection::vec((0_u64..50, 0_u64..50, 1_u64..50), 1..8)) {
        let s = scheme("");
        let all: Vec<Figures> = votes.iter().map(|(a, b, c)| {
            let n = a + b + c;
            figures(&s, &ballot((n, n, n), &[("", "满意", *a), ("", "基本满意", *b), ("", "不满意", *c)]))
        }).collect();
        for f in &all {
            prop_assert!(f.points >= Points::from_integer(0) && f.points <= Points::from_integer(100));
            prop_assert_eq!(f.shares.iter().sum::<Points>(), Points::from_integer(1));
        }
        let placed = rank(&s, &all);
        for pair in placed.windows(2) {
            let (a, b) = (&all[pair[0].at], &all[pair[1].at]);
            prop_assert!(a.points >= b.points);
            prop_assert_eq!(pair[0].rank == pair[1].rank, a.points == b.points);
        }
    }
}
