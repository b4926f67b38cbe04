use super::*;
use crate::model::calendar::Calendar;
use crate::model::code::{Dict, ProposalStep as S};
use crate::model::proposal::{Draft, Taken, Who};
use crate::model::unit::stats::{Rate, tally};
use crate::store::proposal::sample::{NOWHERE, Office, day, write};
use chrono::NaiveDate;

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A proposal that the school's office declined and the roads' office answered.
fn moved(office: &mut Office) {
    let draft = Draft {
        session: "十届五次".into(),
        title: "甲".into(),
        proposers: vec![Who::Member(office.li)],
        submitted: day("2026-01-05"),
        filed: day("2026-01-20"),
        ..Draft::default()
    };
    let (school, roads) = (office.school, office.roads);
    write(&mut office.store, |tx| {
        tx.add_word(Dict::Rating, "满意", None)?;
        let id = tx.add_proposal(&draft, NOWHERE)?;
        let books = tx.read().books()?;
        let step = |step, day| Taken::new(step, on(day));
        let to = |step, units| Taken {
            units: [units, Vec::new(), Vec::new()],
            ..step
        };
        for taken in [
            to(step(S::Assign, "2026-02-06"), vec![school]),
            Taken {
                unit: Some(school),
                note: Some("不归我们管".into()),
                ..step(S::Decline, "2026-02-09")
            },
            Taken {
                unit: Some(school),
                ..to(step(S::Reassign, "2026-02-10"), vec![roads])
            },
            Taken {
                unit: Some(roads),
                word: Some("解决或采纳".into()),
                ..step(S::Reply, "2026-02-12")
            },
        ] {
            tx.take_step(id, &taken, &books)?;
        }
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_unit_that_took_over_is_counted_from_the_day_it_was_given_it() {
    let mut office = Office::new();
    moved(&mut office);
    let read = office.store.read();
    let given = read.unit_lines(&Period::All).unwrap();
    assert_eq!(given.units.len(), 2);
    let told = tally(&given.lines, &Calendar::built_in(), on("2026-06-01"));
    let (school, roads) = (&told.units[&office.school], &told.units[&office.roads]);
    assert_eq!(
        (school.load(), school.declined),
        (0, Rate { count: 1, of: 1 })
    );
    assert_eq!((roads.load(), roads.replied, roads.open), (1, 1, 0));
    assert_eq!(roads.days, Rate { count: 2, of: 1 });
    assert_eq!(roads.on_time, Rate { count: 1, of: 1 });
    assert_eq!(roads.classes["解决或采纳"], 1);
}

#[test]
fn handling_it_again_leaves_the_first_reply_in_time() {
    let mut office = Office::new();
    moved(&mut office);
    let roads = office.roads;
    let id = office.store.read().proposals(&[]).unwrap()[0].id;
    let told = |office: &Office| {
        let given = office.store.read().unit_lines(&Period::All).unwrap();
        let told = tally(&given.lines, &Calendar::built_in(), on("2026-06-01"));
        let stats = told.units[&roads].clone();
        (stats.open, stats.replied, stats.on_time, stats.days)
    };
    let rate = |count, of| Rate { count, of };
    let take = |office: &mut Office, taken: &Taken| {
        let work = |tx: &mut crate::store::Tx<'_>| {
            let books = tx.read().books()?;
            tx.take_step(id, taken, &books)
        };
        write(&mut office.store, work).unwrap();
    };
    let again = Taken {
        note: Some("答非所问".into()),
        ..Taken::new(S::Redo, on("2026-03-12"))
    };
    take(&mut office, &again);
    let (open, replied, in_time, days) = told(&office);
    assert_eq!((open, replied), (1, 0));
    assert_eq!(days, rate(2, 1));
    assert_eq!(in_time.count, 1);
    let second = Taken {
        unit: Some(roads),
        word: Some("解决或采纳".into()),
        ..Taken::new(S::Reply, on("2026-03-13"))
    };
    take(&mut office, &second);
    assert_eq!(told(&office), (0, 1, rate(2, 2), rate(3, 2)));
}

#[test]
fn a_period_is_a_session_or_the_year_of_assignment() {
    let mut office = Office::new();
    moved(&mut office);
    let read = office.store.read();
    let count = |period| read.unit_lines(&period).unwrap().lines.len();
    assert_eq!(count(Period::Session("十届五次".into())), 2);
    assert_eq!(count(Period::Session("十届四次".into())), 0);
    assert_eq!(count(Period::Year(2026)), 2);
    assert_eq!(count(Period::Year(2025)), 0);
}
