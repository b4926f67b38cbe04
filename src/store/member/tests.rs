//! Promises of the ledger on what members belong to in the course of time.

use super::{Roster, Stood};
use crate::model::code::{Code, Dict};
use crate::model::fact::Symbols;
use crate::model::filter;
use crate::model::member::{Draft, Member};
use crate::model::when::When;
use crate::store::proposal::sample::{Office, command, day, write};
use crate::store::undo::Which;
use chrono::NaiveDate;

fn on(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

fn belong(
    office: &mut Office,
    dict: Dict,
    words: &[&str],
    on: Option<&str>,
) -> Result<bool, String> {
    let words: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
    let (who, on) = (office.wang, on.map(|d| d.parse().unwrap()));
    let done = write(&mut office.store, |tx| tx.belong(who, dict, &words, on));
    done.map(|o| o.value).map_err(|e| e.code.to_owned())
}

fn office() -> Office {
    let mut office = Office::new();
    write(&mut office.store, |tx| {
        for group in ["第一组", "第二组", "第三组"] {
            tx.add_word(Dict::Group, group, None)?;
        }
        Ok(())
    })
    .unwrap();
    belong(&mut office, Dict::Group, &["第一组"], None).unwrap();
    office
}

fn wang_on(office: &Office, day: &str) -> Member {
    let all = office.store.read().members_on(&[], on(day)).unwrap();
    let mut all = all.into_iter();
    all.find(|m| m.id == office.wang).unwrap()
}

fn sector_scored(office: &Office, day: &str) -> String {
    let mut symbols = Symbols::default();
    let mut found = None;
    let read = office.store.read();
    read.facts(&mut symbols, |subject, _| {
        if subject.id == office.wang {
            found = Some(subject.sector_on(When::from(on(day))));
        }
        Ok(())
    })
    .unwrap();
    symbols.word(found.unwrap()).to_owned()
}

#[test]
fn a_move_leaves_earlier_days_as_they_were_and_is_taken_back_whole() {
    let mut office = office();
    let before = office.store.read().member(office.wang).unwrap();
    belong(&mut office, Dict::Group, &["第二组"], Some("2026-03-01")).unwrap();
    belong(&mut office, Dict::Sector, &["经济界"], Some("2026-03-01")).unwrap();
    let then = wang_on(&office, "2026-02-28");
    assert_eq!(then.words(Dict::Group), ["第一组"]);
    assert_eq!(then.sector.as_deref(), Some("教育界"));
    let now = wang_on(&office, "2026-03-01");
    assert_eq!(now.words(Dict::Group), ["第二组"]);
    assert_eq!(now.sector.as_deref(), Some("经济界"));
    assert_eq!(sector_scored(&office, "2026-02-28"), "教育界");
    assert_eq!(sector_scored(&office, "2026-12-31"), "经济界");
    let read = office.store.read();
    assert!(read.check_rows().unwrap().is_empty());
    assert!(read.check_ledgers(on("2026-11-20")).unwrap().is_empty());
    for _ in 0..2 {
        office.store.undo(&command(), Which::Last).unwrap();
    }
    assert_eq!(office.store.read().member(office.wang).unwrap(), before);
}

#[test]
fn a_correction_renames_what_holds_and_keeps_its_day() {
    let mut office = office();
    belong(&mut office, Dict::Sector, &["经济界"], Some("2026-03-01")).unwrap();
    belong(&mut office, Dict::Group, &["第二组"], Some("2026-03-01")).unwrap();
    let draft = Draft {
        sector: Some("医药卫生界".into()),
        groups: vec!["第三组".into()],
        ..Draft::default()
    };
    let who = office.wang;
    write(&mut office.store, |tx| tx.edit_member(who, &draft)).unwrap();
    let then = wang_on(&office, "2026-02-28");
    assert_eq!(then.sector.as_deref(), Some("教育界"));
    assert_eq!(then.words(Dict::Group), ["第一组"]);
    let now = wang_on(&office, "2026-03-01");
    assert_eq!(now.sector.as_deref(), Some("医药卫生界"));
    assert_eq!(now.words(Dict::Group), ["第三组"]);
    assert_eq!(
        belong(&mut office, Dict::Group, &["第三组", "第二组"], None),
        Err("day_needed".into())
    );
    assert_eq!(
        belong(&mut office, Dict::Sector, &["经济界"], Some("2026-02-01")),
        Err("moved_later".into())
    );
    let read = office.store.read();
    assert!(read.check_ledgers(on("2026-11-20")).unwrap().is_empty());
}

#[test]
fn a_sector_that_was_unknown_before_a_move_stays_unknown() {
    let mut office = office();
    let who = office.wang;
    write(&mut office.store, |tx| {
        tx.belong(who, Dict::Sector, &[], None)?;
        tx.belong(
            who,
            Dict::Sector,
            &["经济界".into()],
            Some(on("2026-03-01")),
        )
    })
    .unwrap();
    assert_eq!(wang_on(&office, "2026-02-28").sector, None);
    assert_eq!(sector_scored(&office, "2026-02-28"), "");
    assert_eq!(
        wang_on(&office, "2026-12-31").sector.as_deref(),
        Some("经济界")
    );
}

/// What a filter by a day finds is what the members read for that day say.
#[test]
fn lists_of_a_day_fit_what_they_show() {
    let mut office = office();
    let who = office.wang;
    for (dict, word, since) in [
        (Dict::Sector, "经济界", "2025-03-01"),
        (Dict::Group, "第二组", "2025-07-01"),
        (Dict::Sector, "教育界", "2026-02-01"),
        (Dict::Group, "第一组", "2026-06-15"),
    ] {
        belong(&mut office, dict, &[word], Some(since)).unwrap();
    }
    for until in ["", "2026", "2026-05", "2025-12-31", "2025-08"] {
        write(&mut office.store, |tx| {
            tx.empty_member(who, &[crate::model::member::Blank::Until], None)?;
            tx.set_tenure(who, None, day(until))
        })
        .unwrap();
        for asked in [
            "2024-01-01",
            "2025-06-30",
            "2025-12-31",
            "2026-06-15",
            "2027-01-01",
        ] {
            let read = office.store.read();
            let member = wang_on(&office, asked);
            let stands = |dict: Dict, word: &str| match dict {
                Dict::Sector => member.sector.as_deref() == Some(word),
                dict => member.words(dict) == [word],
            };
            for (dict, word) in [
                (Dict::Sector, "教育界"),
                (Dict::Sector, "经济界"),
                (Dict::Group, "第一组"),
                (Dict::Group, "第二组"),
            ] {
                let term = format!("{}={word}", dict.code());
                let found = read.members_on(&filter::parse(&[term.as_str()]), on(asked));
                let found = found.unwrap().iter().any(|m| m.id == who);
                assert_eq!(found, stands(dict, word), "{term} on {asked}, left {until}");
            }
        }
    }
}

#[test]
fn a_post_held_again_has_a_line_for_each_time() {
    let mut office = office();
    let who = office.wang;
    let post = |office: &mut Office, since: &str, until: &str| {
        let days = [since, until].map(day);
        let [since, until] = days;
        write(&mut office.store, |tx| {
            tx.affiliate(who, Dict::Post, "常委", since, until)
        })
        .unwrap();
    };
    post(&mut office, "2022-01-01", "2023-12-31");
    post(&mut office, "2025-01-01", "");
    let member = office.store.read().member(who).unwrap().unwrap();
    let held = member.dated().filter(|a| a.dict == Dict::Post);
    assert_eq!(held.count(), 2);
    assert_eq!(member.words(Dict::Post), ["常委"]);
}

fn roster(office: &mut Office, dict: Dict, word: &str, roster: Roster) -> Stood {
    let (who, words) = (office.wang, [word.to_owned()]);
    let done = write(&mut office.store, |tx| {
        tx.belong_by_roster(who, dict, &words, roster)
    });
    done.unwrap().value
}

const fn undated(today: NaiveDate) -> Roster {
    Roster {
        today,
        since: None,
        again: false,
    }
}

#[test]
fn a_roster_never_takes_dated_lines_away_nor_brings_back_what_ended() {
    let mut office = office();
    belong(&mut office, Dict::Group, &["第二组"], Some("2025-06-01")).unwrap();
    let before = office.store.read().member(office.wang).unwrap();
    let today = undated(on("2026-03-01"));
    let stood = roster(&mut office, Dict::Group, "第一组", today);
    assert_eq!(stood, Stood::Behind);
    // The same roster once more brings no news, whatever was entered by hand since.
    let again = Roster {
        again: true,
        ..today
    };
    assert_eq!(
        roster(&mut office, Dict::Group, "第三组", again),
        Stood::Behind
    );
    assert_eq!(
        roster(&mut office, Dict::Group, "第二组", again),
        Stood::Same
    );
    assert_eq!(office.store.read().member(office.wang).unwrap(), before);
    // A day for the whole roster dates what is new in it, and brings nothing back either.
    let since = Some(on("2026-02-01"));
    let dated = Roster { since, ..today };
    for (word, stood) in [
        ("第一组", Stood::Behind),
        ("第三组", Stood::Entered),
        ("第三组", Stood::Same),
    ] {
        assert_eq!(roster(&mut office, Dict::Group, word, dated), stood);
    }
    let member = |day| wang_on(&office, day);
    assert_eq!(member("2026-01-31").words(Dict::Group), ["第二组"]);
    assert_eq!(member("2026-02-01").words(Dict::Group), ["第三组"]);
}

#[test]
fn what_a_roster_changes_of_a_known_member_leaves_the_past() {
    let mut office = office();
    let before = office.store.read().member(office.wang).unwrap();
    let today = undated(on("2026-03-01"));
    for (dict, word) in [(Dict::Group, "第三组"), (Dict::Sector, "经济界")] {
        assert_eq!(roster(&mut office, dict, word, today), Stood::FromToday);
        let later = undated(on("2026-08-01"));
        assert_eq!(roster(&mut office, dict, word, later), Stood::Same);
    }
    let then = wang_on(&office, "2026-02-28");
    assert_eq!(then.words(Dict::Group), ["第一组"]);
    assert_eq!(then.sector.as_deref(), Some("教育界"));
    assert_eq!(sector_scored(&office, "2024-12-31"), "教育界");
    assert_eq!(sector_scored(&office, "2026-12-31"), "经济界");
    let now = wang_on(&office, "2026-03-01");
    assert_eq!(now.words(Dict::Group), ["第三组"]);
    let read = office.store.read();
    assert!(read.check_rows().unwrap().is_empty());
    assert!(read.check_ledgers(on("2026-11-20")).unwrap().is_empty());
    for _ in 0..2 {
        office.store.undo(&command(), Which::Last).unwrap();
    }
    assert_eq!(office.store.read().member(office.wang).unwrap(), before);
}
