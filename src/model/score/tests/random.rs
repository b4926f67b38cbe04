//! Random rule sets and facts: the engine against a plain computation that follows the words of
//! the language one after the other, in fractions, with no thought of speed.

use super::fixture::{adds_up, listed, member};
use super::plain::Plain;
use crate::model::fact::{Fact, FactKind, Symbols, mark};
use crate::model::score::Tally;
use crate::model::score::rules::{Item, Rules, Words};
use crate::model::when::When;
use num_rational::Ratio;
use proptest::prelude::*;

const KINDS: [&str; 3] = ["全体会议", "常委会会议", "调研"];
const STATES: [&str; 3] = ["present", "leave", "absent"];
const FORMS: [&str; 3] = ["individual", "joint", "collective"];
const DAYS: [&str; 7] = [
    "2025-06",
    "2025-12-31",
    "2026",
    "2026-02",
    "2026-02-14",
    "2026-11-30",
    "2027-01-01",
];

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        (-9_i32..30).prop_map(|n| n.to_string()),
        (0_u32..400).prop_map(|n| format!("{}.{:02}", n / 100, n % 100)),
        (1_u32..9, proptest::sample::select(vec![2, 3, 7, 16]))
            .prop_map(|(a, b)| format!("\"{a}/{b}\"")),
    ]
}

fn line(key: &'static str, values: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::option::weighted(0.4, proptest::sample::select(values))
        .prop_map(move |v| v.map_or(String::new(), |v| format!("{key} = {v}\n")))
}

fn points() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => number().prop_map(|n| format!("points = {n}\n")),
        1 => (number(), number()).prop_map(|(a, b)| format!("points = {{ by = \"state\", present = {a}, leave = {b} }}\n")),
    ]
}

fn attendance() -> impl Strategy<Value = String> {
    let what = "fact = \"attendance\"\n".to_owned();
    let kind = line("kind", &["\"全体会议\"", "[\"常委会会议\", \"调研\"]"]);
    let not = line("kind_not", &["\"全体会议\"", "\"别的会\""]);
    let per = line(
        "per",
        &["\"event\"", "\"half_day\"", "\"quantity\"", "\"time\""],
    );
    let times = line(
        "times",
        &["{ by = \"kind\", \"调研\" = \"1/3\", else = 2 }", "\"1/7\""],
    );
    let post = line("post", &["\"常委\"", "[\"常委\", \"委员\"]"]);
    let post_not = line("post_not", &["\"主席\""]);
    (points(), kind, not, per, times, post, post_not)
        .prop_map(move |(a, b, c, d, e, f, g)| [what.clone(), a, b, c, d, e, f, g].concat())
}

fn proposal() -> impl Strategy<Value = String> {
    let shares: &[&str] = &[
        "{ first = \"1/2\", others = \"split\" }",
        "{ \"joint\" = { first = \"2/3\", others = \"1/5\" }, \"collective\" = { each = 1, at_most = 3 } }",
        "{ each = \"split\", at_most = 4 }",
        "{ first = 1 }",
    ];
    let marked = line("mark", &["\"filed\""]);
    (number(), line("share", shares), marked)
        .prop_map(|(n, share, mark)| format!("fact = \"proposal\"\npoints = {n}\n{share}{mark}"))
}

fn item() -> impl Strategy<Value = String> {
    let limits = (
        prop_oneof![
            line("best_of", &["\"甲\"", "\"乙\"", "\"丙\"\nsame = \"work\""]),
            line("first_of", &["\"甲\""])
        ],
        line("beyond", &["1", "2"]),
        line("most", &["1", "3"]),
    );
    let tiers = line("tiers", &["[1, 0.5]", "[1, \"1/3\", 0]"]);
    let floor = (
        line("floor", &["-3", "\"-1/3\""]),
        line("from", &["2026-02-10", "2025-07-01"]),
        line("until", &["2026-10-31", "2026-02-20"]),
        line("holder", &["\"常委\"", "[\"常委\", \"委员\"]"]),
        line("holder_not", &["\"主席\""]),
    )
        .prop_map(|(a, b, c, d, e)| [a, b, c, d, e].concat());
    let later = (
        line("rate", &["\"率\""]),
        line(
            "steps",
            &["{ 2 = 5, \"9.5\" = 11 }", "{ 0 = -1, 6 = \"7/2\" }"],
        ),
        line(
            "every",
            &["\"month\"", "\"quarter\"", "\"half_year\"\nevery_cap = 4"],
        ),
    );
    (
        prop_oneof![attendance(), proposal()],
        limits,
        tiers,
        floor,
        later,
    )
        .prop_map(|(body, (a, b, c), d, e, (f, g, h))| {
            format!("[[part.item]]\ntitle = \"项\"\n{body}{a}{b}{c}{d}{e}{f}{g}{h}")
        })
}

/// An item, or two versions of a clause that follow each other.
fn clause() -> impl Strategy<Value = String> {
    let turn = proptest::sample::select(vec![
        ("2026-02-13", "2026-02-14"),
        ("2025-12-31", "2026-01-01"),
        ("2026-12-31", "2027-01-01"),
        ("2026-02-13", "2026-10-01"),
    ]);
    let versions = (item().boxed(), item().boxed(), turn, 0_usize..1_000_000);
    let undated = |item: &str| {
        let lines = item.lines();
        let kept = lines.filter(|l| !l.starts_with("from") && !l.starts_with("until"));
        kept.fold(String::new(), |all, line| all + line + "\n")
    };
    let pair = versions.prop_map(move |(a, b, (until, from), name)| {
        let (a, b) = (undated(&a), undated(&b));
        format!("{a}clause = \"{name}\"\nuntil = {until}\n{b}clause = \"{name}\"\nfrom = {from}\n")
    });
    prop_oneof![3 => item().boxed(), 1 => pair.boxed()]
}

fn part(code: usize) -> impl Strategy<Value = String> {
    let bounds = (
        line("start", &["5", "2.5"]),
        line("cap", &["9", "10.5"]),
        line("floor", &["0", "\"-7/3\""]),
    );
    let within = proptest::option::weighted(0.4, 0..code.max(1));
    let carries: &[&str] = &[
        "\"p0\"",
        "{ to = \"p1\", times = \"1/2\", at_most = 3 }",
        "\"p2\"",
        "\"次年\"",
        "{ to = \"next_year\", times = \"2/3\" }",
    ];
    let carry = line("carry", carries);
    let items = proptest::collection::vec(clause(), 1..4);
    let scales: &[&str] = &[
        "\"5/6\"",
        "[{ by = \"post\", \"常委\" = \"100/120\", else = \"100/90\" }, \"tenure\"]",
    ];
    let take = (
        line("take", &["\"highest\""]),
        line("holder", &["\"常委\"", "[\"常委\", \"委员\"]"]),
        line("scale", scales),
        carry,
    )
        .prop_map(|(a, b, c, d)| [a, b, c, d].concat());
    (bounds, within, take, items).prop_map(move |((a, b, c), within, take, items)| {
        let within = within
            .filter(|w| *w < code)
            .map_or(String::new(), |w| format!("within = \"p{w}\"\n"));
        format!(
            "[[part]]\ncode = \"p{code}\"\ntitle = \"t\"\n{a}{b}{c}{within}{take}{}",
            items.concat()
        )
    })
}

pub fn rule_set() -> impl Strategy<Value = String> {
    (
        part(0),
        part(1),
        part(2),
        line(
            "total",
            &[
                "{ cap = 20 }",
                "{ cap = 20, carry = \"次年\" }",
                "{ start = 60, floor = 55 }",
                "{ scale = \"tenure\" }",
                "{ start = 70, scale = \"served\" }",
            ],
        ),
        line("attended", &["\"2/3\""]),
    )
        .prop_map(|(a, b, c, total, attended)| {
            let rate = "[[rate]]\nname = \"率\"\nfact = \"attendance\"\nper = \"half_day\"\n";
            format!("title = \"t\"\n{attended}{total}{rate}{a}{b}{c}")
        })
}

/// What a fact is made of, as numbers.
pub type Seed = (
    (bool, usize, usize, usize),
    (u16, u16, (u16, u16)),
    (i64, bool, usize),
);

pub fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    let words = (any::<bool>(), 0..3_usize, 0..3_usize, 0..DAYS.len());
    let counts = (1_u16..20, 1_u16..20, (0_u16..4, 0_u16..4));
    proptest::collection::vec(
        (words, counts, (0_i64..6, any::<bool>(), 0..3_usize)),
        0..24,
    )
}

pub fn fact(row: i64, seed: &Seed, symbols: &mut Symbols) -> Fact {
    let ((meeting, kind, state, day), (place, of, (halves, lasted)), (occasion, filed, quantity)) =
        *seed;
    let place = place.min(of);
    let quantity = [Ratio::from_integer(1), Ratio::new(5, 2), Ratio::new(2, 3)][quantity];
    Fact {
        what: if meeting {
            FactKind::Attendance
        } else {
            FactKind::Proposal
        },
        row,
        occasion,
        work: symbols.intern(["", "甲稿", "乙稿"][usize::from(place % 3)]),
        on: When::from_iso(DAYS[day]).unwrap(),
        kind: symbols.intern(if meeting { KINDS[kind] } else { FORMS[kind] }),
        state: symbols.intern(if meeting { STATES[state] } else { "filed" }),
        role: symbols.intern(if meeting { "attendee" } else { "joint" }),
        level: symbols.intern(""),
        marks: if filed { mark::FILED } else { 0 },
        place,
        of,
        halves,
        lasted: if meeting { lasted } else { 0 },
        quantity,
    }
}

fn never_above_a_cap(rules: &Rules, tally: &Tally) {
    // A part that is for others gives nothing, not even its floors, nor does an item that is over;
    // the limits of a clause hold for its versions together.
    let mut holders = rules.parts.iter().map(|p| &p.holder);
    let mut of_items = rules.items().map(|(_, i)| &i.holder);
    let for_all =
        holders.all(|h| *h == Words::default()) && of_items.all(|h| *h == Words::default());
    let undated = |i: &Item| i.select.from.is_none() && i.select.until.is_none();
    for ((_, item), points) in rules
        .items()
        .zip(&tally.items)
        .filter(|((_, i), _)| undated(i))
    {
        assert!(
            item.cap.is_none_or(|cap| *points <= cap)
                && (!for_all || item.floor.is_none_or(|floor| *points >= floor))
        );
    }
    for (part, points) in rules.parts.iter().zip(&tally.parts) {
        assert!(part.bounds.cap.is_none_or(|cap| *points <= cap));
    }
    assert!(rules.total.cap.is_none_or(|cap| tally.total <= cap));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_rule_set_gives_what_the_plain_computation_gives_in_any_order_of_facts(
        text in rule_set(), seeds in seeds(), since in 0..DAYS.len(), joined in 0..4_usize, shuffled in any::<u64>(),
    ) {
        let Ok(rules) = Rules::parse(&text, None).map_err(|m| {
            let sound = ["never", "start", "excluded", "carry", "carried"];
            assert!(m.iter().all(|m| sound.iter().any(|s| m.message.en.contains(s))), "{}", listed(&m));
        }) else { return Ok(()) };
        let mut symbols = Symbols::default();
        let engine = rules.compile(&mut symbols);
        let mut subject = member(&mut symbols, &[("常委", DAYS[since], ""), ("委员", "", "2026-02"), ("主席", "2026-02", "2026-02-14")]);
        let tenures = [None, Some(("2020", "")), Some(("2026-02-14", "2026-11")), Some(("2026-08", ""))];
        subject.tenure.extend(tenures[joined].map(|(since, until)| (When::from_iso(since), When::from_iso(until))));
        let mut facts: Vec<Fact> = (1..).zip(&seeds).map(|(row, seed)| fact(row, seed, &mut symbols)).collect();
        let mut run = engine.run(engine.window(2026).unwrap());
        let tally = run.tally(&subject, &facts).unwrap();
        let plain = Plain { year: 2026, rules: &rules, symbols: &symbols, subject: &subject, facts: &facts };
        let (items, parts, total) = plain.total();
        prop_assert_eq!((&plain.folded(&items), &parts, total), (&plain.folded(&tally.items), &tally.parts, tally.total), "{}", text);
        never_above_a_cap(&rules, &tally);
        adds_up(&run.explain(&subject, &facts).unwrap(), &tally);
        facts.sort_by_key(|f| (f.row.cast_unsigned() + 7).wrapping_mul(shuffled | 1));
        prop_assert_eq!(&run.tally(&subject, &facts).unwrap(), &tally);
        // Nor does it matter in which order they were written down.
        (1..).zip(&mut facts).for_each(|(row, fact)| fact.row = row);
        prop_assert_eq!(run.tally(&subject, &facts).unwrap(), tally);
    }

    #[test]
    fn no_text_makes_the_parser_stumble(text in "(\\[\\[part\\]\\]|\\[\\[part.item\\]\\]|\\[\\[(gate|rate|case|grade)\\]\\]|act|quota|steps|scale|fact|proposal|title|points|=|\"|\\{|\\}|cap|within|1|/|\n| |中|\\PC)*") {
        let _ = Rules::parse(&text, None);
    }
}
