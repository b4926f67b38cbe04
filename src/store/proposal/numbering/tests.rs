use super::*;
use crate::model::code::Dict;
use crate::model::proposal::{Draft, Who};
use crate::store::proposal::sample::{NOWHERE, Office, day, write};

const FIFTH: Session = Session {
    term: 10,
    session: 5,
};
const ASKED: Asked = Asked {
    series: NumberSeries::No,
    order: None,
    from: None,
    width: None,
};

fn filed(office: &mut Office, title: &str, category: Option<&str>, on: &str) -> i64 {
    let draft = Draft {
        session: "十届五次".into(),
        title: title.into(),
        proposers: vec![Who::Member(office.li)],
        category: category.map(str::to_owned),
        submitted: day(on),
        filed: day("2026-01-20"),
        ..Draft::default()
    };
    let added = write(&mut office.store, |tx| tx.add_proposal(&draft, NOWHERE));
    added.unwrap().value
}

/// An office with three filed proposals: the third is of an earlier category, the second came
/// before the first.
fn three() -> (Office, [i64; 3]) {
    let mut office = Office::new();
    write(&mut office.store, |tx| {
        tx.add_word(Dict::Category, "社会建设", None)
    })
    .unwrap();
    let ids = [
        filed(&mut office, "甲", Some("社会建设"), "2026-01-05"),
        filed(&mut office, "乙", Some("社会建设"), "2026-01-04"),
        filed(&mut office, "丙", Some("经济建设"), "2026-01-06"),
    ];
    (office, ids)
}

fn number(office: &mut Office, asked: Asked) -> Result<Numbered> {
    let done = write(&mut office.store, |tx| tx.number_proposals(FIFTH, asked));
    done.map(|o| o.value)
}

fn numbers(office: &Office, ids: [i64; 3]) -> [Option<String>; 3] {
    let read = office.store.read();
    ids.map(|id| read.proposal(id).unwrap().unwrap().no)
}

fn some(nos: [&str; 3]) -> [Option<String>; 3] {
    nos.map(|no| Some(no.to_owned()))
}

#[test]
fn numbers_run_by_category_and_change_places_without_meeting() {
    let (mut office, ids) = three();
    number(&mut office, ASKED).unwrap();
    assert_eq!(numbers(&office, ids), some(["0003", "0002", "0001"]));
    let by_day = Asked {
        order: Some(NumberOrder::Submitted),
        ..ASKED
    };
    number(&mut office, by_day).unwrap();
    assert_eq!(numbers(&office, ids), some(["0002", "0001", "0003"]));
}

#[test]
fn published_numbers_stay_and_new_ones_follow() {
    let (mut office, ids) = three();
    number(&mut office, ASKED).unwrap();
    let on = "2026-02-01".parse().unwrap();
    let publish = |o: &mut Office| {
        write(&mut o.store, |tx| {
            tx.publish_numbers(FIFTH, NumberSeries::No, on)
        })
    };
    publish(&mut office).unwrap();
    assert_eq!(publish(&mut office).unwrap_err().code, "numbers_published");
    let refused = |office: &mut Office, asked| number(office, asked).unwrap_err().code;
    let anew = Asked {
        from: Some(1),
        ..ASKED
    };
    assert_eq!(refused(&mut office, anew), "numbers_published");
    assert_eq!(refused(&mut office, ASKED), "numbers_published");
    let fourth = filed(&mut office, "丁", Some("经济建设"), "2026-01-01");
    number(&mut office, ASKED).unwrap();
    let stored = office.store.read().proposal(fourth).unwrap().unwrap();
    assert_eq!(stored.no.as_deref(), Some("0004"));
    assert_eq!(numbers(&office, ids), some(["0003", "0002", "0001"]));
}

#[test]
fn a_published_number_is_not_edited_but_may_be_spelt_otherwise() {
    let (mut office, ids) = three();
    number(&mut office, ASKED).unwrap();
    let on = "2026-02-01".parse().unwrap();
    write(&mut office.store, |tx| {
        tx.publish_numbers(FIFTH, NumberSeries::No, on)
    })
    .unwrap();
    let edit = |o: &mut Office, no: &str| {
        let draft = Draft {
            no: Some(no.into()),
            ..Draft::default()
        };
        let done = write(&mut o.store, |tx| tx.edit_proposal(ids[0], &draft, NOWHERE));
        done.map(|o| o.value).map_err(|e| e.code)
    };
    assert_eq!(edit(&mut office, "9"), Err("numbers_published"));
    assert_eq!(edit(&mut office, ""), Err("numbers_published"));
    assert_eq!(edit(&mut office, "3"), Ok(true));
}

#[test]
fn a_cancelled_proposal_holds_no_number_against_the_others() {
    let (mut office, ids) = three();
    number(&mut office, ASKED).unwrap();
    write(&mut office.store, |tx| tx.cancel_proposal(ids[2], "录错")).unwrap();
    let done = number(&mut office, ASKED).unwrap();
    assert_eq!(done.plan.dropped, 1);
    let read = office.store.read();
    let no = |id| read.proposal(id).unwrap().unwrap().no;
    assert_eq!(no(ids[1]).as_deref(), Some("0001"));
    assert_eq!(no(ids[0]).as_deref(), Some("0002"));
}

#[test]
fn what_was_never_numbered_cannot_be_published() {
    let (mut office, _) = three();
    let on = "2026-02-01".parse().unwrap();
    let refused = write(&mut office.store, |tx| {
        tx.publish_numbers(FIFTH, NumberSeries::Letter, on)
    });
    assert_eq!(refused.unwrap_err().code, "not_numbered");
}
