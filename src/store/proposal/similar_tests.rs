//! Finding similar proposals in a file.

use super::sample::{NOWHERE, Office, write};
use crate::model::proposal::{Draft, Who};
use crate::model::similar::{LEAST, Passage, Sketch, Wanted, bundle};
use crate::store::Store;
use rusqlite::params;

fn wanted(text: &str) -> Wanted {
    Wanted {
        passage: Passage::of(text),
        except: None,
        least: LEAST,
        limit: 10,
    }
}

fn add(office: &mut Office, no: &str, title: &str, body: Option<&str>) -> i64 {
    let draft = Draft {
        session: "十届五次".into(),
        no: Some(no.into()),
        title: title.into(),
        proposers: vec![Who::Member(office.wang)],
        body: body.map(str::to_owned),
        ..Draft::default()
    };
    write(&mut office.store, |tx| tx.add_proposal(&draft, NOWHERE))
        .unwrap()
        .value
}

fn found(store: &Store, text: &str) -> Vec<i64> {
    let similar = store.read().similar(&wanted(text)).unwrap();
    similar.iter().map(|s| s.proposal.id).collect()
}

fn body_of(body: &str) -> Draft {
    Draft {
        body: Some(body.into()),
        ..Draft::default()
    }
}

#[test]
fn a_text_finds_titles_and_bodies_and_follows_every_change() {
    let mut office = Office::new();
    let lift = add(&mut office, "1", "关于加装电梯的建议", None);
    let stairs = add(&mut office, "2", "关于老年人上楼难的提案", Some("加装电梯"));
    assert_eq!(found(&office.store, "加装电梯"), [lift, stairs]);
    write(&mut office.store, |tx| {
        tx.edit_proposal(stairs, &body_of(""), NOWHERE)
    })
    .unwrap();
    assert_eq!(office.store.read().proposal_body(stairs).unwrap(), None);
    assert_eq!(found(&office.store, "加装电梯"), [lift]);
    write(&mut office.store, |tx| tx.cancel_proposal(lift, "录重")).unwrap();
    assert!(found(&office.store, "加装电梯").is_empty());
    assert!(office.store.read().check_sketches().unwrap().is_empty());
    assert!(office.store.read().check_rows().unwrap().is_empty());
}

#[test]
fn a_proposal_is_not_similar_to_itself_and_the_limit_counts_the_others() {
    let mut office = Office::new();
    let ids = ["1", "2", "3"].map(|no| add(&mut office, no, "关于加装电梯的建议", None));
    let mut wanted = wanted("关于加装电梯的建议");
    (wanted.except, wanted.limit) = (Some(ids[2]), 2);
    let similar = office.store.read().similar(&wanted).unwrap();
    let found: Vec<_> = similar.iter().map(|s| (s.proposal.id, s.score)).collect();
    assert_eq!(found, [(ids[1], 100), (ids[0], 100)]);
    assert_eq!(similar[0].shared, ["加装电梯"]);
}

#[test]
fn a_sketch_that_does_not_fit_is_named() {
    let mut office = Office::new();
    let id = add(&mut office, "1", "关于加装电梯的建议", None);
    write(&mut office.store, |tx| {
        let (bundle, place) = bundle::place(id);
        let wrong = bundle::with(&[], place, Some(&Sketch::default()));
        let wrong = bundle::with(&wrong.unwrap(), place + 1, Some(&Sketch::default()));
        tx.execute(
            "UPDATE proposal_sketch SET sketches = ?2 WHERE bundle = ?1",
            params![bundle, wrong],
        )?;
        Ok(())
    })
    .unwrap();
    let found = office.store.read().check_sketches().unwrap();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].thing.contains("十届五次"));
}
