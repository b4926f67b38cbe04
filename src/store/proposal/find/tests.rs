use super::super::sample::{NOWHERE, Office, write};
use crate::error::Error;
use crate::model::proposal::{Draft, Who};
use crate::model::session::Session;

fn draft(office: &Office, no: Option<&str>, title: &str) -> Draft {
    Draft {
        session: "十届五次".into(),
        no: no.map(str::to_owned),
        title: title.into(),
        proposers: vec![Who::Member(office.wang)],
        ..Draft::default()
    }
}

fn add(office: &mut Office, draft: &Draft) -> Result<i64, Error> {
    write(&mut office.store, |tx| tx.add_proposal(draft, NOWHERE)).map(|o| o.value)
}

#[test]
fn proposals_without_a_number_are_told_apart_by_their_places() {
    let mut office = Office::new();
    let draft = draft(&office, None, "关于古树的建议");
    let (one, two) = (
        add(&mut office, &draft).unwrap(),
        add(&mut office, &draft).unwrap(),
    );
    let read = office.store.read();
    let fifth = Session::parse("十届五次");
    let error = read.find_proposal("关于古树的建议", fifth).unwrap_err();
    assert_eq!(error.code, "ambiguous");
    for id in [one, two] {
        let p = read.proposal(id).unwrap().unwrap();
        assert_eq!(p.cite(), format!("十届五次-暂编{id}"));
        assert!(error.message.zh.contains(&p.cite()));
        for word in [p.cite(), format!("暂编{id}"), format!("#{id}")] {
            assert_eq!(read.find_proposal(&word, fifth).unwrap(), id, "{word}");
        }
        let other = Session::parse("十届四次");
        let word = format!("暂编{id}");
        assert_eq!(read.find_proposal(&word, other).unwrap(), id);
        assert_eq!(read.namesakes(&p).unwrap().len(), 1);
    }
    assert!(
        read.find_proposal(&format!("十届四次-暂编{one}"), fifth)
            .is_err()
    );
}

#[test]
fn a_number_that_reads_like_a_place_is_not_taken_for_one() {
    let mut office = Office::new();
    let nameless = draft(&office, None, "关于古树的建议");
    let one = add(&mut office, &nameless).unwrap();
    let word = format!("暂编{one}");
    let other = draft(&office, Some(&word), "旧案");
    add(&mut office, &other).unwrap();
    let error = office.store.read().find_proposal(&word, None).unwrap_err();
    assert_eq!(error.code, "ambiguous");
}
