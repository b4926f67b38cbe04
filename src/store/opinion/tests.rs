use crate::error::Error;
use crate::model::filter::parse;
use crate::model::opinion::{Act, Draft, Manner, OpinionState, Outcome};
use crate::store::proposal::sample::{NOWHERE, Office, day, write};

fn said(level: &str, wording: &str) -> Outcome {
    Outcome {
        level: Some(level.to_owned()).filter(|l| !l.is_empty()),
        wording: wording.into(),
        manner: Manner::in_wording(wording),
        ..Outcome::default()
    }
}

fn draft(office: &Office, title: &str) -> Draft {
    Draft {
        title: title.into(),
        authors: vec![office.li, office.wang],
        submitted: day("2026-08"),
        ..Draft::default()
    }
}

fn add(office: &mut Office, draft: &Draft) -> Result<i64, Error> {
    write(&mut office.store, |tx| tx.add_opinion(draft, NOWHERE)).map(|o| o.value)
}

fn no(office: &Office, id: i64) -> String {
    office.store.read().opinion(id).unwrap().unwrap().no
}

#[test]
fn an_opinion_without_a_number_takes_the_next_of_its_year() {
    let mut office = Office::new();
    let first = draft(&office, "甲");
    let given = Draft {
        no: Some("2026-007".into()),
        ..draft(&office, "乙")
    };
    let other_year = Draft {
        submitted: day("2025-02-01"),
        ..draft(&office, "丙")
    };
    let ids: Vec<i64> = [&first, &given, &draft(&office, "丁"), &other_year]
        .into_iter()
        .map(|d| add(&mut office, d).unwrap())
        .collect();
    let nos: Vec<String> = ids.iter().map(|id| no(&office, *id)).collect();
    assert_eq!(nos, ["2026-001", "2026-007", "2026-008", "2025-001"]);
    let listed = office.store.read().opinions(&[]).unwrap();
    assert_eq!(listed[0].title, "丙");
    assert_eq!(listed[0].authors[0].name, "李娜");
}

#[test]
fn adoptions_at_other_levels_stay_when_one_is_said() {
    let mut office = Office::new();
    let mut said_first = draft(&office, "甲");
    said_first.adoptions = vec![said("县", "采用")];
    let id = add(&mut office, &said_first).unwrap();
    let later = Draft {
        adoptions: vec![said("市", "单篇采用"), said("县", "采用")],
        instructions: vec![said("", "请教育局研办")],
        ..Draft::default()
    };
    let edit = |o: &mut Office| write(&mut o.store, |tx| tx.edit_opinion(id, &later, NOWHERE));
    assert!(edit(&mut office).unwrap().value);
    assert!(!edit(&mut office).unwrap().value);
    let o = office.store.read().opinion(id).unwrap().unwrap();
    assert_eq!(o.adoptions, [said("县", "采用"), said("市", "单篇采用")]);
    assert_eq!(o.instructions, [said("", "请教育局研办")]);
    assert_eq!(o.state(), OpinionState::Instructed);
    let count = |terms: &str| {
        office
            .store
            .read()
            .opinions(&parse(&[terms]))
            .unwrap()
            .len()
    };
    for terms in [
        "adopted=是",
        "批示=是",
        "level=市",
        "author=王伟",
        "first=李娜",
        "sector=教育界",
        "submitted=2026",
    ] {
        assert_eq!(count(terms), 1, "{terms}");
    }
    assert_eq!(count("first=王伟"), 0);
    let none = write(&mut office.store, |tx| {
        tx.set_outcomes(id, Act::Adoption, &[])
    });
    assert!(none.unwrap().value);
    let o = office.store.read().opinion(id).unwrap().unwrap();
    assert_eq!((o.adoptions.len(), o.instructions.len()), (0, 1));
}

#[test]
fn a_row_is_known_by_its_number_or_by_title_author_and_day() {
    let mut office = Office::new();
    let a = draft(&office, "甲");
    let id = add(&mut office, &a).unwrap();
    let read = office.store.read();
    let key = |no, author, on| read.find_opinion_key(no, "甲", author, on).unwrap();
    assert_eq!(key(Some("2026-001"), None, None), Some(id));
    assert_eq!(key(None, Some(office.li), day("2026-08")), Some(id));
    assert_eq!(key(None, Some(office.wang), day("2026-08")), None);
    assert_eq!(key(None, Some(office.li), None), None);
    assert_eq!(read.find_opinion("甲").unwrap(), id);
    assert_eq!(read.find_opinion("丙").unwrap_err().code, "not_found");
    assert_eq!(read.opinions_of(office.wang).unwrap().len(), 1);
}

#[test]
fn what_does_not_fit_is_refused() {
    let mut office = Office::new();
    let base = draft(&office, "甲");
    let first = Draft {
        no: Some("1".into()),
        ..base.clone()
    };
    add(&mut office, &first).unwrap();
    let twice = vec![office.li, office.li];
    let left = vec![office.zhang];
    for (code, draft) in [
        ("number_taken", first),
        (
            "no_author",
            Draft {
                authors: vec![],
                ..base.clone()
            },
        ),
        (
            "author_twice",
            Draft {
                authors: twice,
                ..base.clone()
            },
        ),
        (
            "not_in_office",
            Draft {
                authors: left,
                ..base.clone()
            },
        ),
        (
            "no_year",
            Draft {
                submitted: None,
                ..base.clone()
            },
        ),
        (
            "no_title",
            Draft {
                title: String::new(),
                ..base.clone()
            },
        ),
        (
            "unknown_word",
            Draft {
                adoptions: vec![said("镇", "采用")],
                ..base
            },
        ),
    ] {
        let error = add(&mut office, &draft).unwrap_err();
        assert_eq!(error.code, code);
        assert!(!error.hints.is_empty());
    }
    assert_eq!(office.store.read().opinions(&[]).unwrap().len(), 1);
}

#[test]
fn a_cancelled_opinion_is_off_the_ledger() {
    let mut office = Office::new();
    let a = draft(&office, "甲");
    let id = add(&mut office, &a).unwrap();
    write(&mut office.store, |tx| tx.cancel_opinion(id, "误录")).unwrap();
    assert!(office.store.read().opinions(&[]).unwrap().is_empty());
    let edit = write(&mut office.store, |tx| tx.edit_opinion(id, &a, NOWHERE));
    assert_eq!(edit.unwrap_err().code, "not_found");
}
