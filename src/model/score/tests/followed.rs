//! Advice that is followed under whole regulations: what its headings say is done, as a ledger would
//! tell it, lifts to the grade that was told; one act fewer does not.

use super::fixture::{Act, attends, member, parsed, proposes, records, reports, speaks};
use crate::model::fact::{Fact, FactKind, Subject, Symbols, mark};
use crate::model::score::Engine;
use crate::model::score::next::{Ahead, Effort, Further, Outlook, Seeker, Way};
use chrono::NaiveDate;
use proptest::prelude::*;

const JINAN: &str = include_str!("../../../../examples/rules/jinan-2015.toml");
const TONGCHENG: &str = include_str!("../../../../examples/rules/tongcheng-2019.toml");
/// Half-days, quantities, levels with priority, tiers, and half a point each without a cap.
const MIXED: &str = r#"
title = "办法"
[[grade]]
name = "优秀"
at_least = 60
[[grade]]
name = "称职"
at_least = 40
[[grade]]
name = "基本称职"
at_least = 20
[[grade]]
name = "不称职"
[[gate]]
title = "至少一次视察"
fact = "出席情况"
kind = "视察"
at_least = 1
grade = "基本称职"
[[part]]
code = "meetings"
title = "会议活动"
cap = 20
[[part.item]]
title = "出席常委会会议，每半天"
fact = "出席情况"
kind = "常委会会议"
per = "每半天"
points = 1.5
cap = 9
[[part.item]]
title = "视察"
fact = "出席情况"
kind = "视察"
points = 3
tiers = [1, "2/3", "1/3"]
[[part]]
code = "papers"
title = "社情民意"
[[part.item]]
title = "采用"
fact = "采用"
first_of = "信息"
points = { by = "级别", "县" = 2, "市" = 4 }
cap = 12
[[part.item]]
title = "报送"
fact = "社情民意"
first_of = "信息"
points = 1
cap = 6
[[part.item]]
title = "批示"
fact = "批示"
points = 5
most = 2
[[part]]
code = "others"
title = "其他"
[[part.item]]
title = "志愿服务时长"
fact = "其他履职"
kind = "志愿服务"
per = "数量"
points = 0.5
cap = 10
[[part.item]]
title = "学习心得"
fact = "其他履职"
kind = "学习心得"
points = 0.5
"#;

/// What a heading asks for, as the ledgers would tell it.
fn done(title: &str, which: &[String]) -> Vec<Act> {
    let halves = |act: Act| Act {
        halves: 1,
        lasted: 1,
        ..act
    };
    let opinion = |marks: u16| reports().marked(marks);
    let word = which.first().map_or("", String::as_str);
    let about = |what: FactKind, marks: u16| {
        let paper = opinion(marks);
        let on_it = Act {
            what,
            marks: 0,
            ..paper.clone().level(word)
        };
        vec![on_it, paper]
    };
    match title {
        "每年至少参加一次全体会议" | "出席全体会议" => {
            vec![attends("全体会议", "present")]
        }
        "每年至少一件提案或一条社情民意" if word == "opinion" => vec![opinion(0)],
        "每年至少一件提案或一条社情民意" | "提交提案" => {
            vec![proposes("individual", 1, 1).marked(0)]
        }
        "立案提案，第一件之后每件" | "提案立案" => {
            vec![proposes("individual", 1, 1)]
        }
        "重点提案" => vec![proposes("individual", 1, 1).marked(mark::FILED | mark::KEY)],
        "优秀提案" => {
            vec![proposes("individual", 1, 1).marked(mark::FILED | mark::EXCELLENT)]
        }
        "公益活动" => vec![records("公益活动")],
        "常委每年至少参加三次常委会会议" | "出席常委会会议，每半天" => {
            vec![halves(attends("常委会会议", "present"))]
        }
        "在全体会议、常委会会议、协商会议上提交书面发言" => {
            vec![speaks("全体会议", "written")]
        }
        "反映社情民意" | "报送" => vec![opinion(0)],
        "社情民意被采用" => vec![opinion(mark::ADOPTED)],
        "采用" => about(FactKind::Adoption, mark::ADOPTED),
        "批示" => about(FactKind::Instruction, mark::INSTRUCTED),
        "志愿服务时长" => vec![records("志愿服务")],
        "学习心得" => vec![records("学习心得")],
        _ => vec![halves(attends("视察", "present"))],
    }
}

const TITLES: [&str; 12] = [
    "出席全体会议",
    "提交提案",
    "提案立案",
    "重点提案",
    "公益活动",
    "常委每年至少参加三次常委会会议",
    "在全体会议、常委会会议、协商会议上提交书面发言",
    "反映社情民意",
    "采用",
    "视察",
    "志愿服务时长",
    "学习心得",
];

/// One who did some things under some rules.
struct World {
    engine: Engine,
    symbols: Symbols,
    subject: Subject,
    facts: Vec<Fact>,
}

impl World {
    fn of(text: &str, posts: &[(&str, &str, &str)], did: &[usize]) -> World {
        let mut symbols = Symbols::default();
        let engine = parsed(text).compile(&mut symbols);
        let mut world = World {
            subject: member(&mut symbols, posts),
            engine,
            symbols,
            facts: Vec::new(),
        };
        for kind in did {
            let which = ["县".to_owned()];
            let facts = world.facts_of(TITLES[*kind], &which, "2026-02-01", world.facts.len());
            world.facts.extend(facts);
        }
        world
    }

    fn facts_of(
        &mut self,
        title: &str,
        which: &[String],
        on: &'static str,
        nth: usize,
    ) -> Vec<Fact> {
        let acts = done(title, which);
        let at = i64::try_from(nth).unwrap() + 5000;
        let facts = acts.into_iter();
        facts
            .map(|act| act.on(on).at(at).fact(nth, &mut self.symbols))
            .collect()
    }

    /// The grade with so much more done, as a place in the rules.
    fn grade(&mut self, more: &[(&Further, u32)]) -> usize {
        let mut facts = self.facts.clone();
        for (act, times) in more {
            for _ in 0..*times {
                let nth = 1000 + facts.len();
                facts.extend(self.facts_of(&act.title, &act.words, "2026-08-01", nth));
            }
        }
        let window = self.engine.window(2026).unwrap();
        let tally = self
            .engine
            .run(window)
            .tally(&self.subject, &facts)
            .unwrap();
        let grade = self.engine.graded_at(&tally);
        grade.unwrap_or(self.engine.rules().grades.len())
    }

    fn outlook(&mut self) -> Outlook {
        let window = self.engine.window(2026).unwrap();
        let ahead = Ahead::from(NaiveDate::from_ymd_opt(2026, 7, 1).unwrap());
        let mut seeker = Seeker::new(&self.engine, window, None, &ahead, &mut self.symbols);
        let outlook = seeker.seek(&self.subject, &self.facts, Effort::Whole);
        outlook.unwrap()
    }

    /// Whether a way lifts to the grade that it tells, and no part of it does.
    fn holds(&mut self, way: &Way, now: usize) -> Result<(), String> {
        let whole: Vec<(&Further, u32)> = way.acts.iter().map(|a| (a, a.times)).collect();
        let then = self.grade(&whole);
        let told = &way.grade;
        let reached = self.engine.rules().grades.get(then).map(|g| &g.name);
        if then >= now || reached != Some(told) {
            return Err(format!("it comes to {reached:?}, not {told}: {way:?}"));
        }
        for less in 0..whole.len() {
            let mut fewer = whole.clone();
            fewer[less].1 -= 1;
            if self.grade(&fewer) < now {
                return Err(format!("`{}` once less does: {way:?}", fewer[less].0.title));
            }
        }
        Ok(())
    }
}

fn followed(rules: &str, posts: &[(&str, &str, &str)], did: &[usize]) -> Result<(), String> {
    let mut world = World::of(rules, posts, did);
    let now = world.grade(&[]);
    match world.outlook() {
        Outlook::Next(next) if now > 0 => {
            let mut ways = next.ways.iter();
            ways.try_for_each(|way| world.holds(way, now))?;
            // Half a point each has no cap: no grade of these rules is out of reach.
            if rules == MIXED && next.ways.is_empty() {
                return Err(format!("no way: {next:?}"));
            }
            Ok(())
        }
        Outlook::Best if now == 0 => Ok(()),
        other => Err(format!("{now}: {other:?}")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_advised_under_a_regulation_lifts_and_one_act_fewer_does_not(
        rules in proptest::sample::select(vec![JINAN, TONGCHENG, MIXED]),
        standing in any::<bool>(),
        did in proptest::collection::vec(0..TITLES.len(), 0..8),
    ) {
        let posts = [("常委", "2020-01-01", "")];
        let posts = if standing { &posts[..] } else { &[] };
        let followed = followed(rules, posts, &did);
        prop_assert!(followed.is_ok(), "{}\n{did:?}", followed.unwrap_err());
    }
}

/// The acts of each way as `视察 1 + 报送 2`.
fn told(rules: &str, did: &[usize]) -> Vec<String> {
    match World::of(rules, &[], did).outlook() {
        Outlook::Next(next) => {
            let one = |a: &Further| format!("{} {}", a.title, a.times);
            let way = |w: &Way| w.acts.iter().map(one).collect::<Vec<_>>().join(" + ");
            next.ways.iter().map(way).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_paper_that_has_to_be_filed_is_not_advised_where_one_handed_in_does() {
    assert_eq!(
        told(TONGCHENG, &[]),
        [
            "出席全体会议 1 + 提交提案 1",
            "出席全体会议 1 + 反映社情民意 1"
        ]
    );
}

#[test]
fn more_than_forty_acts_are_a_way_too() {
    let grades = MIXED.split("[[gate]]").next().unwrap();
    let slow = "[[part]]\ncode = \"a\"\ntitle = \"甲\"\n[[part.item]]\ntitle = \"学习心得\"\nfact = \"其他履职\"\nkind = \"学习心得\"\npoints = 0.5\n";
    assert_eq!(told(&format!("{grades}{slow}"), &[11]), ["学习心得 39"]);
    let both = slow.replace("points = 0.5", "points = 0.5\ncap = 12");
    let both = format!(
        "{grades}{both}[[part.item]]\ntitle = \"视察\"\nfact = \"出席情况\"\nkind = \"视察\"\npoints = 0.25\ncap = 60\n"
    );
    assert_eq!(told(&both, &[]), ["学习心得 24 + 视察 32"]);
}
