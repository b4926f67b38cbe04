//! Advice that is followed: over random rules, facts and rivals, what is advised really lifts, and
//! nothing shorter does.

use super::fixture::{listed, member, records};
use crate::model::fact::{Fact, Subject, Symbols};
use crate::model::score::contest::{Contest, Lost};
use crate::model::score::next::{Ahead, Effort, Next, Outlook, Seeker};
use crate::model::score::quota::{Bodies, Standing};
use crate::model::score::{Engine, Points, Rules};
use chrono::NaiveDate;
use proptest::prelude::*;

/// Kinds of record; each item and each gate counts one, so that a heading tells what to do.
const KINDS: usize = 4;
/// As deep as every mixture is tried.
const DEEP: usize = 4;

fn choice(key: &'static str, values: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::option::weighted(0.25, proptest::sample::select(values))
        .prop_map(move |v| v.map_or(String::new(), |v| format!("{key} = {v}\n")))
}

fn item(kind: usize) -> impl Strategy<Value = String> {
    (
        1_u32..12,
        choice("per", &["\"once\""]),
        choice("beyond", &["1", "2"]),
        choice("tiers", &["[1, 0.5, 0]", "[0.5, 2]"]),
        choice("cap", &["5", "9"]),
        choice("steps", &["{ 3 = 2, 9 = 10 }"]),
    )
        .prop_map(move |(points, per, beyond, tiers, cap, steps)| {
            format!("[[part.item]]\ntitle = \"项{kind}\"\nfact = \"record\"\nkind = \"类{kind}\"\npoints = {points}\n{per}{beyond}{tiers}{cap}{steps}")
        })
}

fn rule_set() -> impl Strategy<Value = String> {
    let part = |code: &'static str, a: usize, b: usize| {
        let bounds = (
            choice("cap", &["8", "15"]),
            choice("take", &["\"highest\""]),
        );
        (bounds, item(a), item(b)).prop_map(move |((cap, take), one, two)| {
            format!("[[part]]\ncode = \"{code}\"\ntitle = \"{code}\"\n{cap}{take}{one}{two}")
        })
    };
    let gate = proptest::option::weighted(0.4, (0..KINDS, 1_u32..3, any::<bool>())).prop_map(
        |gate| {
            gate.map_or(String::new(), |(kind, n, least)| {
                let limit = if least { "at_least" } else { "at_most" };
                format!("[[gate]]\ntitle = \"门\"\nfact = \"record\"\nkind = \"类{kind}\"\n{limit} = {n}\ngrade = \"下\"\n")
            })
        },
    );
    let quota = |share: &'static str| {
        proptest::sample::select(vec![
            String::new(),
            format!("quota = \"{share}\"\n"),
            format!("quota = {{ share = \"{share}\", ties = \"in\" }}\n"),
        ])
    };
    (quota("30%"), quota("50%"), gate, part("a", 0, 1), part("b", 2, 3)).prop_map(
        |(first, second, gate, a, b)| {
            format!("title = \"办法\"\n[[grade]]\nname = \"上\"\nat_least = 15\n{first}[[grade]]\nname = \"中\"\nat_least = 8\n{second}[[grade]]\nname = \"下\"\n{gate}{a}{b}")
        },
    )
}

/// One among others.
struct World {
    engine: Engine,
    symbols: Symbols,
    subject: Subject,
    facts: Vec<Fact>,
    others: Vec<i128>,
}

impl World {
    fn of(text: &str, done: &[usize], others: &[i128]) -> World {
        let rules = Rules::parse(text, None).unwrap_or_else(|m| panic!("{}", listed(&m)));
        let mut symbols = Symbols::default();
        let engine = rules.compile(&mut symbols);
        let facts = (0..).zip(done).map(|(nth, kind)| {
            let act = records(&format!("类{kind}")).on("2026-02-01");
            act.fact(nth, &mut symbols)
        });
        let facts: Vec<Fact> = facts.collect();
        World {
            subject: member(&mut symbols, &[]),
            facts,
            others: others.to_vec(),
            engine,
            symbols,
        }
    }

    /// Everybody's standing, with so many acts of each kind more.
    fn contest(&mut self, more: &[u32]) -> Contest {
        let mut facts = self.facts.clone();
        for (kind, n) in more.iter().enumerate() {
            for nth in 0..*n {
                let act = records(&format!("类{kind}")).on("2026-08-01");
                let row = 1000 * (kind + 1) + nth as usize;
                facts.push(act.fact(row, &mut self.symbols));
            }
        }
        let window = self.engine.window(2026).unwrap();
        let tally = self
            .engine
            .run(window)
            .tally(&self.subject, &facts)
            .unwrap();
        let standing = |total, grade| Standing {
            total,
            grade,
            bodies: Bodies::default(),
        };
        let others = self.others.iter().enumerate().map(|(at, total)| {
            let total = Points::from_integer(*total);
            let grades = &self.engine.rules().grades;
            let grade = grades
                .iter()
                .position(|g| g.at_least.is_none_or(|l| total >= l));
            (format!("1{at:02}"), standing(total, grade))
        });
        let me = standing(tally.total, self.engine.graded_at(&tally));
        Contest::new(others.chain([("001".to_owned(), me)]))
    }

    /// The grade that follows, as a place in the rules.
    fn grade(&mut self, more: &[u32]) -> usize {
        let contest = self.contest(more);
        let rules = self.engine.rules();
        contest.grade_of(rules, "001").unwrap_or(rules.grades.len())
    }

    fn outlook(&mut self) -> Outlook {
        let contest = self.contest(&[]);
        let window = self.engine.window(2026).unwrap();
        let ahead = Ahead::from(NaiveDate::from_ymd_opt(2026, 7, 1).unwrap());
        let mut seeker = Seeker::new(&self.engine, window, None, &ahead, &mut self.symbols)
            .among(Some(&contest));
        seeker
            .seek(&self.subject, &self.facts, Effort::Whole)
            .unwrap()
    }

    /// The fewest acts that lift, every mixture tried.
    fn fewest(&mut self, now: usize, most: usize) -> Option<usize> {
        (1..=most).find(|n| {
            let mut lifts = false;
            mixtures(*n, KINDS, &mut Vec::new(), &mut |more| {
                lifts |= self.grade(more) < now;
            });
            lifts
        })
    }
}

fn mixtures(left: usize, kinds: usize, bag: &mut Vec<u32>, each: &mut impl FnMut(&[u32])) {
    if kinds == 1 {
        bag.push(u32::try_from(left).unwrap());
        each(bag);
        bag.pop();
        return;
    }
    for n in 0..=left {
        bag.push(u32::try_from(n).unwrap());
        mixtures(left - n, kinds - 1, bag, each);
        bag.pop();
    }
}

/// How many of each kind of record a way asks for, read off its headings alone.
fn asked(world: &World, next: &Next, way: usize) -> Vec<u32> {
    let mut more = vec![0; KINDS];
    for act in &next.ways[way].acts {
        let gate = world
            .engine
            .rules()
            .gates
            .iter()
            .find(|g| g.title == act.title);
        let kind = match gate.map(|g| &g.counts) {
            Some(crate::model::score::gate::Counts::Facts(meter)) => {
                meter.select.kind.only[0].clone()
            }
            _ => act.title.clone(),
        };
        let kind: usize = kind.chars().last().unwrap().to_digit(10).unwrap() as usize;
        more[kind] += act.times;
    }
    more
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_advised_lifts_and_nothing_shorter_does(
        text in rule_set(),
        done in proptest::collection::vec(0..KINDS, 0..6),
        others in proptest::collection::vec(0_i128..24, 0..7),
    ) {
        if Rules::parse(&text, None).is_err() {
            return Ok(()); // A cap that never binds, and the like.
        }
        let mut world = World::of(&text, &done, &others);
        let now = world.grade(&[]);
        let next = match world.outlook() {
            Outlook::Next(next) => next,
            other => {
                prop_assert_eq!((other, now), (Outlook::Best, 0));
                return Ok(());
            }
        };
        prop_assert_eq!(&next.grade, &world.engine.rules().grades[now - 1].name);
        for (nth, way) in next.ways.iter().enumerate() {
            let more = asked(&world, &next, nth);
            let then = world.grade(&more);
            prop_assert!(then < now, "{way:?}\n{text}{done:?}{others:?}");
            prop_assert_eq!(&way.grade, &world.engine.rules().grades[then].name, "{}", text);
            prop_assert!(next.ways[..nth].iter().all(|w| w.acts != way.acts));
        }
        let told = next.ways.iter().filter(|w| w.least).map(|w| w.acts.iter().map(|a| a.times as usize).sum::<usize>()).min();
        match told {
            Some(n) => {
                let deep = n.min(DEEP + 1) - 1;
                prop_assert_eq!(world.fewest(now, deep), None, "{}{:?}{:?}{:?}", text, done, others, next.ways);
            }
            None if next.ways.is_empty() => {
                prop_assert_eq!(world.fewest(now, DEEP), None, "{}{:?}{:?}{:?}", text, done, others, next);
            }
            None => {}
        }
    }
}

const QUOTA: &str = "title = \"办法\"\n[[grade]]\nname = \"优秀\"\nat_least = 10\nquota = \"40%\"\n[[grade]]\nname = \"合格\"\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\n[[part.item]]\ntitle = \"项0\"\nfact = \"record\"\nkind = \"类0\"\npoints = 5\n";

fn next_of(world: &mut World) -> Next {
    match world.outlook() {
        Outlook::Next(next) => next,
        other => panic!("{other:?}"),
    }
}

#[test]
fn where_places_are_taken_the_last_who_has_one_is_to_be_passed() {
    // Of five, two may have it: those with 20 and 15. Who has 10 reaches it and has no place.
    let mut world = World::of(QUOTA, &[0, 0], &[20, 15, 8, 3]);
    let next = next_of(&mut world);
    let (bar, times) = (next.bar.unwrap(), next.ways[0].acts[0].times);
    assert_eq!(
        (bar.room, bar.people, bar.last()),
        (2, 5, Some(Points::from_integer(15)))
    );
    assert_eq!((next.short, times), (Points::from_integer(5), 2)); // 15 only ties with the last.
    let dropped = world
        .contest(&[])
        .dropped(world.engine.rules(), "001")
        .unwrap();
    assert_eq!(dropped.why, Lost::Full(Points::from_integer(15)));
    // Where those who tie have it, 15 does.
    let ties = QUOTA.replace("\"40%\"", "{ share = \"40%\", ties = \"都给\" }");
    let mut world = World::of(&ties, &[0, 0], &[20, 15, 8, 3]);
    assert_eq!(next_of(&mut world).ways[0].acts[0].times, 1);
}

#[test]
fn a_tie_at_the_cut_is_no_place_that_is_taken() {
    let mut world = World::of(QUOTA, &[0, 0, 0], &[20, 15, 8, 3]);
    let dropped = world
        .contest(&[])
        .dropped(world.engine.rules(), "001")
        .unwrap();
    assert_eq!(dropped.why, Lost::Tied(2));
    assert_eq!(next_of(&mut world).ways[0].acts[0].times, 1);
    // Who stands behind those that tie is told so.
    let world = &mut World::of(QUOTA, &[0, 0], &[15, 20, 15, 3]);
    let dropped = world
        .contest(&[])
        .dropped(world.engine.rules(), "001")
        .unwrap();
    assert_eq!(dropped.why, Lost::Behind(Points::from_integer(15)));
    // Of two people 40% is nobody.
    let mut world = World::of(QUOTA, &[0, 0], &[3]);
    let dropped = world
        .contest(&[])
        .dropped(world.engine.rules(), "001")
        .unwrap();
    assert_eq!(dropped.why, Lost::NoRoom);
    assert_eq!(next_of(&mut world).ways, []);
}
