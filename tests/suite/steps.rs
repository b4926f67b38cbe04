//! Whatever steps a clerk takes with proposals and opinions: what is not open is refused and changes
//! nothing, the states are what is recorded, no matter is counted twice, and the journal replays
//! to the same file.

use crate::office::{command, rows};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngSeed};
use yishi::error::{Error, Kind};
use yishi::model::code::{Code, Dict, ProposalState, ProposalStep};
use yishi::model::fact::{FactKind, Symbols};
use yishi::model::filter::parse;
use yishi::model::opinion::lifecycle::way_of as opinion_way;
use yishi::model::opinion::{self, OpinionState, OpinionStep};
use yishi::model::proposal::lifecycle::way_of;
use yishi::model::proposal::{self, Who};
use yishi::model::when::When;
use yishi::model::{member, unit};
use yishi::store::undo::Which;
use yishi::store::{Store, Tx};
use yishi::text;

const NOWHERE: (Option<i64>, Option<i64>) = (None, None);

#[derive(Debug, Clone)]
enum Act {
    /// Which proposal, which step, how many days on, which unit, whether a length is given.
    Proposal(usize, ProposalStep, u64, usize, Option<&'static str>),
    /// Which opinion, which step, how many days on, level and leader.
    Opinion(
        usize,
        OpinionStep,
        u64,
        Option<&'static str>,
        Option<&'static str>,
    ),
    Undo,
    Redo,
}

fn acts() -> impl Strategy<Value = Act> {
    let length = || proptest::option::of(select(vec!["1m", "2026-12-31", "2028-06-30"]));
    let proposal = (
        0usize..3,
        select(ProposalStep::ALL),
        0u64..40,
        0usize..2,
        length(),
    )
        .prop_map(|(n, step, days, unit, length)| Act::Proposal(n, step, days, unit, length));
    let level = || proptest::option::of(select(vec!["县", "市", "没有的级别"]));
    let who = || proptest::option::of(select(vec!["王市长", "李书记"]));
    let opinion = (
        0usize..4,
        select(OpinionStep::ALL),
        0u64..40,
        level(),
        who(),
    )
        .prop_map(|(n, step, days, level, who)| Act::Opinion(n, step, days, level, who));
    prop_oneof![12 => proposal, 6 => opinion, 1 => Just(Act::Undo), 1 => Just(Act::Redo)]
}

fn day(text: &str) -> Option<When> {
    When::from_iso(text)
}

fn fill(tx: &mut Tx<'_>) -> Result<(), Error> {
    tx.fill_dictionaries()?;
    tx.set_setting("session", "十届五次")?;
    tx.add_word(Dict::ReplyClass, "B", None)?;
    tx.add_word(Dict::Rating, "不满意", None)?;
    let person = member::Draft {
        no: "30001".into(),
        name: "赵一".into(),
        ..member::Draft::default()
    };
    let author = tx.add_member(&person, NOWHERE)?;
    for name in ["县教育局", "县交通运输局"] {
        let unit = unit::Draft {
            name: name.into(),
            ..unit::Draft::default()
        };
        tx.add_unit(&unit, NOWHERE)?;
    }
    for n in 0..3 {
        let draft = proposal::Draft {
            session: "十届五次".into(),
            serial: Some(n.to_string()),
            title: format!("关于第 {n} 件事的建议"),
            proposers: vec![Who::Member(author)],
            submitted: day("2026-01-10"),
            ..proposal::Draft::default()
        };
        tx.add_proposal(&draft, NOWHERE)?;
        let draft = opinion::Draft {
            title: format!("关于第 {n} 件事的反映"),
            authors: vec![author],
            submitted: day("2026-01-10"),
            ..opinion::Draft::default()
        };
        tx.add_opinion(&draft, NOWHERE)?;
    }
    Ok(())
}

fn later(days: u64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2026, 1, 20).unwrap();
    first.checked_add_days(Days::new(days)).unwrap()
}

fn taken(tx: &Tx<'_>, act: &Act) -> Result<proposal::Taken, Error> {
    let Act::Proposal(n, step, days, unit, length) = act else {
        unreachable!()
    };
    let mut taken = proposal::Taken::new(*step, later(*days));
    let found = ["县教育局", "县交通运输局"].map(|u| tx.read().find_unit(u));
    let [a, b] = found;
    let units = [a?, b?];
    taken.unit = Some(units[*unit]).filter(|_| *step != ProposalStep::Extend);
    taken.units[0] = vec![units[1 - *unit]];
    taken.main = Some(i64::try_from(*n).unwrap() + 1);
    taken.length = length.map(Into::into);
    taken.note = Some("理由".into());
    taken.word = match step {
        ProposalStep::Reply => Some("B".into()),
        ProposalStep::Rate => Some("不满意".into()),
        ProposalStep::Contact => Some("面谈".into()),
        ProposalStep::Refuse => Some("指名举报".into()),
        _ => None,
    };
    Ok(taken)
}

fn work(tx: &mut Tx<'_>, act: &Act) -> Result<(), Error> {
    let books = tx.read().books()?;
    match act {
        Act::Proposal(n, step, ..) => {
            let id = tx.read().proposals(&[])?[*n].id;
            let from = tx.read().proposal(id)?.unwrap().state;
            let taken = taken(tx, act)?;
            let after = tx.take_step(id, &taken, &books)?;
            assert!(way_of(from, *step).is_some(), "{from:?} {step:?}");
            assert_eq!(after.taken.last().map(|e| e.to), Some(after.state));
        }
        Act::Opinion(n, step, days, level, who) => {
            let all = tx.read().opinions(&[])?;
            let Some(o) = all.get(*n) else { return Ok(()) };
            let from = o.state();
            let said = opinion::Taken {
                level: level.map(Into::into),
                who: who.map(Into::into),
                note: Some("理由".into()),
                ..opinion::Taken::new(*step, later(*days))
            };
            let after = tx.take_opinion_step(o.id, &said, &books)?;
            assert!(opinion_way(from, *step).is_some(), "{from:?} {step:?}");
            assert_eq!(after.taken.last().map(|e| e.to), Some(after.state()));
        }
        Act::Undo | Act::Redo => unreachable!(),
    }
    Ok(())
}

fn run(store: &mut Store, act: &Act) -> Result<(), Error> {
    let command = command("yishi");
    match act {
        Act::Undo => store.undo(&command, Which::Last).map(|_| ()),
        Act::Redo => store.redo(&command, Which::Last).map(|_| ()),
        act => {
            let told = |(): &()| text!("一步", "a step");
            store.write(&command, |tx| work(tx, act), told).map(|_| ())
        }
    }
}

/// What holds of every proposal and opinion, whatever was done.
fn holds(store: &Store) {
    let read = store.read();
    let proposals = read.proposals(&[]).unwrap();
    let opinions = read.opinions(&[]).unwrap();
    for p in &proposals {
        let whole = read.proposal(p.id).unwrap().unwrap();
        assert_eq!(p.main.is_some(), p.state == ProposalState::Merged);
        let turned = p.state == ProposalState::ToOpinion;
        let linked = opinions
            .iter()
            .filter(|o| o.link.as_ref().is_some_and(|l| l.id == p.id));
        let linked: Vec<_> = linked.collect();
        assert!(linked.len() <= 1 && (!turned || linked.len() == 1));
        for term in &whole.terms {
            assert!(term.met.is_none_or(|on| on >= later(0)));
        }
    }
    for state in OpinionState::ALL {
        let terms = format!("state={}", state.code());
        let found = read.opinions(&parse(&[&terms])).unwrap().len();
        let told = opinions.iter().filter(|o| o.state() == *state).count();
        assert_eq!(found, told, "{terms}");
    }
    let member = read.find_member("30001").unwrap();
    let (_, facts) = read
        .facts_of(member, &mut Symbols::default())
        .unwrap()
        .unwrap();
    let once = [FactKind::Proposal, FactKind::Opinion];
    let counted = facts.iter().filter(|f| once.contains(&f.what)).count();
    let links = opinions.iter().filter(|o| o.link.is_some()).count();
    assert_eq!(counted, proposals.len() + opinions.len() - links);
}

fn config() -> Config {
    let search = std::env::var_os("PROPTEST_CASES").is_some();
    let usual = Config::default();
    Config {
        cases: if search { usual.cases } else { 24 },
        rng_seed: if search {
            usual.rng_seed
        } else {
            RngSeed::Fixed(20_261_122)
        },
        failure_persistence: None,
        ..usual
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn steps_in_any_order_leave_states_counts_and_journal_true(
        acts in proptest::collection::vec(acts(), 1..80)
    ) {
        let mut store = Store::in_memory().unwrap();
        let told = |(): &()| text!("新建", "created");
        store.write(&command("yishi init"), fill, told).unwrap();
        let look = |store: &mut Store| {
            let told = |_: &_| text!("看", "look");
            store.write(&command("look"), |tx| Ok(rows(tx)), told).unwrap().value
        };
        for act in &acts {
            let before = look(&mut store);
            if let Err(error) = run(&mut store, act) {
                prop_assert!(matches!(error.kind, Kind::Refused | Kind::Usage), "{:?}: {:?}", act, error);
                prop_assert!(!error.hints.is_empty() || error.code.contains("undo") || error.code.contains("redo"), "{}", error.code);
                prop_assert_eq!(look(&mut store), before, "{:?}", act);
            }
            holds(&store);
            // The file was filled by the first command: what undoes it leaves nothing to step on.
            if store.read().proposals(&[]).unwrap().len() < 3 {
                break;
            }
        }
        prop_assert_eq!(store.read().check_chain().unwrap(), []);
        let replayed = rows(&store.read().replay().unwrap());
        prop_assert_eq!(look(&mut store), replayed);
    }
}
