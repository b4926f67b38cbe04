use super::{Draft, Entry};
use crate::error::Error;
use crate::model::appraisal::book::Appraisal;
use crate::model::appraisal::{Ballot, DUTY, UNIT, Votes};
use crate::model::code::{Dict, SpeechForm};
use crate::model::fact::{FactKind, Symbols};
use crate::model::score::rules::Whose;
use crate::model::when::When;
use crate::store::proposal::sample::{Office, command, day, write};
use crate::store::undo::Which;
use chrono::NaiveDate;
use num_rational::Ratio;

fn add(office: &mut Office, year: i32, kind: &str, rules: &str) -> Appraisal {
    let draft = Draft {
        rules: Some(rules.to_owned()),
        ..Draft::default()
    };
    let no = write(&mut office.store, |tx| tx.add_appraisal(year, kind, &draft)).unwrap();
    office.store.read().find_appraisal(&no.value).unwrap()
}

fn choose(office: &mut Office, no: &str, words: &[&str], entry: &Entry) -> Result<(), Error> {
    let outcome = write(&mut office.store, |tx| {
        let appraisal = tx.read().find_appraisal(no)?;
        for word in words {
            let who = tx.read().find_subject(appraisal.scheme.subject, word)?;
            tx.choose(&appraisal, &who, entry)?;
        }
        Ok(())
    });
    outcome.map(|o| o.value)
}

fn ballot(sheets: [u64; 3], votes: &[(&str, u64)]) -> Ballot {
    let votes = votes.iter().map(|(c, n)| ((*c).to_owned(), *n)).collect();
    Ballot {
        entitled: Some(60),
        issued: sheets[0],
        returned: sheets[1],
        valid: sheets[2],
        votes: Votes::from([(String::new(), votes)]),
    }
}

#[test]
fn ballots_that_do_not_add_up_to_the_valid_sheets_are_refused() {
    let mut office = Office::new();
    let names = units(&office);
    add(&mut office, 2026, "民主评议", UNIT);
    choose(&mut office, "2026-1", &[&names[0]], &Entry::default()).unwrap();
    let few = ballot([50, 31, 31], &[("满意", 30)]);
    let refused = count(&mut office, "2026-1", 0, &few).unwrap_err();
    assert_eq!(refused.code, "bad_ballot");
    assert!(
        refused.message.zh.contains("相差 1"),
        "{:?}",
        refused.message
    );
    let whole = ballot([50, 31, 31], &[("满意", 30), ("不满意", 1)]);
    assert!(count(&mut office, "2026-1", 0, &whole).unwrap());
}

fn count(office: &mut Office, no: &str, at: usize, ballot: &Ballot) -> Result<bool, Error> {
    let on = When::from_iso("2026-11-20").unwrap();
    let outcome = write(&mut office.store, |tx| {
        let a = tx.read().find_appraisal(no)?;
        tx.count_ballot(&a.scheme, &a.subjects[at], ballot, on)
    });
    outcome.map(|o| o.value)
}

fn publish(office: &mut Office, no: &str, reason: Option<&str>) -> Result<i64, Error> {
    let on = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let outcome = write(&mut office.store, |tx| {
        let a = tx.read().find_appraisal(no)?;
        tx.publish_appraisal(&a, on, reason, None)
    });
    outcome.map(|o| o.value)
}

fn held() -> Entry {
    Entry {
        held_on: When::from_iso("2024-11-20"),
        ..Entry::default()
    }
}

fn drop_one(office: &mut Office, no: &str, at: usize) -> Result<(), Error> {
    let outcome = write(&mut office.store, |tx| {
        let a = tx.read().find_appraisal(no)?;
        tx.drop_appraised(&a, &a.subjects[at], "误列")
    });
    outcome.map(|o| o.value)
}

fn units(office: &Office) -> Vec<String> {
    let units = office.store.read().units(&[]).unwrap();
    units.into_iter().map(|u| u.name).collect()
}

#[test]
fn who_was_appraised_is_not_chosen_again_and_the_years_are_named() {
    let mut office = Office::new();
    let names = units(&office);
    let (first, second) = (names[0].as_str(), names[1].as_str());
    add(&mut office, 2024, "民主评议", UNIT);
    choose(&mut office, "2024-1", &[first, second], &held()).unwrap();
    drop_one(&mut office, "2024-1", 1).unwrap();
    add(&mut office, 2025, "民主评议", UNIT);
    // Chosen and never held: that is no appraisal.
    choose(&mut office, "2025-1", &[second], &Entry::default()).unwrap();
    add(&mut office, 2026, "民主评议", UNIT);
    let again = choose(&mut office, "2026-1", &[second, first], &Entry::default()).unwrap_err();
    assert_eq!(again.code, "appraised_before");
    assert!(again.message.zh.contains("2024"));
    let now = office.store.read().find_appraisal("2026-1").unwrap();
    assert!(
        now.subjects.is_empty(),
        "nothing of a refused command stays"
    );
    let free = office.store.read().appraisable(&now).unwrap();
    let years = free.iter().find(|c| c.name == first).unwrap();
    assert_eq!(years.years, [2024]);
    choose(&mut office, "2026-1", &[second], &Entry::default()).unwrap();
    let twice = choose(&mut office, "2026-1", &[second], &Entry::default()).unwrap_err();
    assert_eq!(twice.code, "chosen_already");
}

#[test]
fn results_are_published_whole_and_stand() {
    let mut office = Office::new();
    let names = units(&office);
    add(&mut office, 2026, "民主评议", UNIT);
    let both = [names[0].as_str(), names[1].as_str()];
    choose(&mut office, "2026-1", &both, &Entry::default()).unwrap();
    let good = ballot([50, 50, 50], &[("满意", 50)]);
    let fair = ballot([50, 48, 47], &[("满意", 40), ("不满意", 7)]);
    count(&mut office, "2026-1", 0, &fair).unwrap();
    assert_eq!(
        publish(&mut office, "2026-1", None).unwrap_err().code,
        "not_counted"
    );
    let void = ballot([50, 51, 50], &[("满意", 50)]);
    count(&mut office, "2026-1", 1, &void).unwrap();
    assert_eq!(
        publish(&mut office, "2026-1", None).unwrap_err().code,
        "not_counted"
    );
    count(&mut office, "2026-1", 1, &good).unwrap();
    assert_eq!(
        publish(&mut office, "2026-1", Some("错")).unwrap_err().code,
        "not_published"
    );
    assert_eq!(publish(&mut office, "2026-1", None).unwrap(), 1);
    assert_eq!(
        publish(&mut office, "2026-1", None).unwrap_err().code,
        "published_already"
    );
    for refused in [
        choose(&mut office, "2026-1", &both, &Entry::default()),
        drop_one(&mut office, "2026-1", 0),
    ] {
        assert_eq!(refused.unwrap_err().code, "published_already");
    }
    assert_eq!(
        publish(&mut office, "2026-1", Some("错")).unwrap_err().code,
        "nothing_to_correct"
    );
    count(&mut office, "2026-1", 0, &good).unwrap();
    let read = office.store.read().find_appraisal("2026-1").unwrap();
    assert!(read.differs());
    let held = read.published().unwrap();
    let told: Vec<_> = held
        .results
        .iter()
        .map(|r| (r.rank, r.name.as_str()))
        .collect();
    assert_eq!(told, [(Some(1), both[1]), (Some(2), both[0])]);
    let cancelled = write(&mut office.store, |tx| tx.cancel_appraisal(&read, "误录"));
    assert_eq!(cancelled.unwrap_err().code, "published_already");
    assert_eq!(publish(&mut office, "2026-1", Some("复核")).unwrap(), 2);
    let now = office.store.read().find_appraisal("2026-1").unwrap();
    let ranks: Vec<_> = now
        .published()
        .unwrap()
        .results
        .iter()
        .map(|r| r.rank)
        .collect();
    assert_eq!(ranks, [Some(1), Some(1)]);
    assert_eq!(now.editions[0].results[0].rank, Some(1));
}

#[test]
fn slips_of_the_pen_are_refused_and_nothing_is_written() {
    let mut office = Office::new();
    let names = units(&office);
    add(&mut office, 2026, "民主评议", UNIT);
    choose(&mut office, "2026-1", &[&names[0]], &Entry::default()).unwrap();
    for wrong in [
        ballot([50, 40, 41], &[]),
        ballot([50, 40, 40], &[("满意", 41)]),
        ballot([50, 40, 40], &[("很好", 1)]),
        Ballot {
            entitled: None,
            ..ballot([50, 40, 40], &[("满意", 1)])
        },
    ] {
        let error = count(&mut office, "2026-1", 0, &wrong).unwrap_err();
        assert_eq!(error.code, "bad_ballot");
        assert!(!error.hints.is_empty());
    }
    let read = office.store.read().find_appraisal("2026-1").unwrap();
    assert!(read.subjects[0].counts.is_empty());
}

#[test]
fn a_report_on_duty_is_a_fact_of_the_member_once_it_was_given() {
    let mut office = Office::new();
    add(&mut office, 2026, "述职评议", DUTY);
    let oral = Entry {
        form: Some(SpeechForm::Oral),
        ..Entry::default()
    };
    choose(&mut office, "2026-1", &["王伟", "李娜"], &oral).unwrap();
    let facts = |office: &Office, member| {
        let mut symbols = Symbols::default();
        let read = office.store.read();
        let (_, facts) = read.facts_of(member, &mut symbols).unwrap().unwrap();
        let of = facts.iter().filter(|f| f.what == FactKind::Appraisal);
        let word = |s| symbols.word(s).to_owned();
        of.map(|f| (word(f.kind), word(f.state), word(f.level), f.quantity, f.on))
            .collect::<Vec<_>>()
    };
    assert!(facts(&office, office.wang).is_empty());
    assert_eq!(
        publish(&mut office, "2026-1", None).unwrap_err().code,
        "not_counted"
    );
    count(
        &mut office,
        "2026-1",
        0,
        &ballot([30, 30, 30], &[("优秀", 21), ("称职", 9)]),
    )
    .unwrap();
    let on = day("2026-11-20").unwrap();
    let given = |form: &str, level: &str, points| {
        let words = ["述职评议", form, level].map(str::to_owned);
        let [kind, state, level] = words;
        [(kind, state, level, Ratio::from_integer(points), on)]
    };
    // What is not published is no result yet.
    assert_eq!(facts(&office, office.wang), given("oral", "", 0));
    assert!(facts(&office, office.li).is_empty());
    write(&mut office.store, |tx| {
        let a = tx.read().find_appraisal("2026-1")?;
        let written = Entry {
            form: Some(SpeechForm::Written),
            held_on: When::from_iso("2026-11-20"),
            ..Entry::default()
        };
        tx.change_appraised(&a, &a.subjects[1], &written)
    })
    .unwrap();
    publish(&mut office, "2026-1", None).unwrap();
    assert_eq!(facts(&office, office.wang), given("oral", "优秀", 94));
    assert_eq!(facts(&office, office.li), given("written", "", 0));
    // All at once gives the same facts as one by one.
    let mut symbols = Symbols::default();
    let mut seen = 0;
    let read = office.store.read();
    read.facts(&mut symbols, |_, facts| {
        seen += facts
            .iter()
            .filter(|f| f.what == FactKind::Appraisal)
            .count();
        Ok(())
    })
    .unwrap();
    assert_eq!(seen, 2);
}

#[test]
fn an_appraisal_counts_in_its_own_year_whenever_it_was_held() {
    let mut office = Office::new();
    add(&mut office, 2026, "述职评议", DUTY);
    let late = Entry {
        held_on: When::from_iso("2027-01-15"),
        ..Entry::default()
    };
    choose(&mut office, "2026-1", &["王伟"], &late).unwrap();
    let mut symbols = Symbols::default();
    let read = office.store.read();
    let (_, facts) = read.facts_of(office.wang, &mut symbols).unwrap().unwrap();
    let fact = facts.iter().find(|f| f.what == FactKind::Appraisal);
    assert_eq!(fact.unwrap().on, When::year_only(2026));
}

#[test]
fn a_void_vote_stays_on_record_and_the_next_one_begins_anew() {
    let mut office = Office::new();
    let names = units(&office);
    add(&mut office, 2026, "民主评议", UNIT);
    choose(&mut office, "2026-1", &[&names[0]], &Entry::default()).unwrap();
    let void = ballot([50, 51, 50], &[("满意", 50)]);
    assert!(count(&mut office, "2026-1", 0, &void).unwrap());
    assert!(
        !count(&mut office, "2026-1", 0, &void).unwrap(),
        "the same count again"
    );
    let good = ballot([50, 50, 50], &[("满意", 40), ("不满意", 10)]);
    count(&mut office, "2026-1", 0, &good).unwrap();
    let better = ballot([50, 50, 50], &[("满意", 41), ("不满意", 9)]);
    count(&mut office, "2026-1", 0, &better).unwrap();
    let read = office.store.read().find_appraisal("2026-1").unwrap();
    let one = &read.subjects[0];
    let rounds: Vec<i64> = one.counts.iter().map(|c| c.round).collect();
    assert_eq!(rounds, [1, 2, 2]);
    assert_eq!(one.ballot(), Some(&better));
    let again: Vec<&Ballot> = one.voted_again().map(|t| &t.ballot).collect();
    assert_eq!(again, [&void]);
}

#[test]
fn a_count_that_a_later_one_builds_on_cannot_be_undone() {
    let mut office = Office::new();
    let names = units(&office);
    add(&mut office, 2026, "民主评议", UNIT);
    choose(&mut office, "2026-1", &[&names[0]], &Entry::default()).unwrap();
    count(&mut office, "2026-1", 0, &ballot([50, 50, 50], &[])).unwrap();
    let first = office.store.read().entries().unwrap().last().unwrap().seq;
    let votes = ballot([50, 50, 50], &[("满意", 50)]);
    count(&mut office, "2026-1", 0, &votes).unwrap();
    let undone = office.store.undo(&command(), Which::Seq(first));
    assert_eq!(undone.unwrap_err().code, "in_the_way");
    publish(&mut office, "2026-1", None).unwrap();
    let undone = office.store.undo(&command(), Which::Seq(first + 1));
    assert_eq!(undone.unwrap_err().code, "in_the_way");
}

#[test]
fn what_a_publication_says_is_not_undone_under_it() {
    let mut office = Office::new();
    let names = units(&office);
    add(&mut office, 2026, "民主评议", UNIT);
    let both = [names[0].as_str(), names[1].as_str()];
    choose(&mut office, "2026-1", &both, &Entry::default()).unwrap();
    drop_one(&mut office, "2026-1", 1).unwrap();
    let dropped = office.store.read().entries().unwrap().last().unwrap().seq;
    count(
        &mut office,
        "2026-1",
        0,
        &ballot([50, 50, 50], &[("满意", 50)]),
    )
    .unwrap();
    publish(&mut office, "2026-1", None).unwrap();
    let undone = office.store.undo(&command(), Which::Seq(dropped));
    assert_eq!(undone.unwrap_err().code, "in_the_way");
    office.store.undo(&command(), Which::Last).unwrap();
    office.store.undo(&command(), Which::Seq(dropped)).unwrap();
}

#[test]
fn results_are_not_published_before_the_vote() {
    let mut office = Office::new();
    let names = units(&office);
    add(&mut office, 2026, "民主评议", UNIT);
    choose(&mut office, "2026-1", &[&names[0]], &Entry::default()).unwrap();
    count(
        &mut office,
        "2026-1",
        0,
        &ballot([50, 50, 50], &[("满意", 50)]),
    )
    .unwrap();
    let early = write(&mut office.store, |tx| {
        let a = tx.read().find_appraisal("2026-1")?;
        let on = NaiveDate::from_ymd_opt(2026, 11, 19).unwrap();
        tx.publish_appraisal(&a, on, None, None)
    });
    assert_eq!(early.unwrap_err().code, "day_out_of_order");
}

#[test]
fn bodies_and_units_have_facts_of_their_own() {
    let mut office = Office::new();
    let names = units(&office);
    let record = |kind: &str, whose, id| crate::model::record::Draft {
        member: Some(id),
        whose,
        kind: Some(kind.to_owned()),
        on: day("2026-03-05"),
        title: Some("活动".into()),
        ..crate::model::record::Draft::default()
    };
    write(&mut office.store, |tx| {
        tx.add_word(Dict::Township, "城关镇", None)?;
        tx.add_word(Dict::Township, "南湖镇", None)?;
        let town = tx.read().find_body("城关镇")?;
        assert_eq!(town.whose, Whose::Township);
        let unit = tx.read().find_body(&format!("承办单位:{}", names[0]))?;
        tx.add_record(&record("公益活动", town.whose, town.id), (None, None))?;
        tx.add_record(&record("公益活动", unit.whose, unit.id), (None, None))
    })
    .unwrap();
    let read = office.store.read();
    let mut symbols = Symbols::default();
    let towns = read.pooled(Whose::Township, None, &mut symbols).unwrap();
    let told: Vec<_> = towns
        .iter()
        .map(|b| (b.subject.name.as_str(), b.facts.len()))
        .collect();
    assert_eq!(told, [("南湖镇", 0), ("城关镇", 1)]);
    let all = read.pooled(Whose::Unit, None, &mut symbols).unwrap();
    let one = all.iter().find(|b| b.subject.name == names[0]).unwrap();
    assert!(one.facts.iter().any(|f| f.what == FactKind::Record));
    assert_eq!(read.find_body("没有的镇").unwrap_err().code, "not_found");
    assert_eq!(read.records(&[]).unwrap().len(), 2);
}

#[test]
fn what_was_published_stands_in_the_facts_until_it_is_corrected() {
    let mut office = Office::new();
    let names = units(&office);
    add(&mut office, 2026, "民主评议", UNIT);
    choose(&mut office, "2026-1", &[&names[0]], &Entry::default()).unwrap();
    let points = |office: &Office| {
        let mut symbols = Symbols::default();
        let read = office.store.read();
        let all = read.pooled(Whose::Unit, None, &mut symbols).unwrap();
        let one = all.iter().find(|b| b.subject.name == names[0]).unwrap();
        let mut facts = one.facts.iter();
        let fact = facts.find(|f| f.what == FactKind::Appraisal).unwrap();
        (fact.quantity, symbols.word(fact.level).to_owned())
    };
    let good = ballot([50, 50, 50], &[("满意", 50)]);
    let bad = ballot([50, 50, 50], &[("不满意", 50)]);
    let of = |points: i64| (Ratio::from_integer(points), String::new());
    let (worst, best) = (of(0), of(100));
    count(&mut office, "2026-1", 0, &good).unwrap();
    assert_eq!(points(&office), of(0));
    publish(&mut office, "2026-1", None).unwrap();
    assert_eq!(points(&office), best);
    count(&mut office, "2026-1", 0, &bad).unwrap();
    assert_eq!(points(&office), best);
    publish(&mut office, "2026-1", Some("复核计票")).unwrap();
    assert_eq!(points(&office), worst);
}
