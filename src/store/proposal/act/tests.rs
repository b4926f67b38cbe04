use super::*;
use crate::model::proposal::{Draft, Who};
use crate::store::proposal::sample::{NOWHERE, Office, day, write};

fn proposal(office: &mut Office, filed: Option<&str>) -> i64 {
    let draft = Draft {
        session: "十届五次".into(),
        title: "甲".into(),
        proposers: vec![Who::Member(office.li)],
        submitted: day("2026-01-05"),
        filed: filed.and_then(When::from_iso),
        ..Draft::default()
    };
    let added = write(&mut office.store, |tx| tx.add_proposal(&draft, NOWHERE));
    added.unwrap().value
}

fn on(text: &str) -> Saying<'static> {
    Saying {
        on: text.parse().unwrap(),
        who: None,
        note: Some("会议议定"),
    }
}

fn mark(office: &mut Office, id: i64, marking: Marking) -> Result<Proposal> {
    let saying = on("2026-03-10");
    let done = write(&mut office.store, |tx| {
        tx.mark_proposal(id, Mark::Key, marking, saying)
    });
    done.map(|o| o.value)
}

fn leaders(office: &mut Office, id: i64, names: &[&str]) -> Result<bool> {
    let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
    let done = write(&mut office.store, |tx| {
        tx.set_leaders(id, LeaderPart::Lead, &names)
    });
    done.map(|o| o.value)
}

fn marks(office: &Office, id: i64) -> Marks {
    let mut marks = office.store.read().marks(&[id]).unwrap();
    marks.remove(&id).unwrap_or_default()
}

#[test]
fn a_mark_is_noted_once_and_taken_back_with_its_leaders() {
    let mut office = Office::new();
    let id = proposal(&mut office, Some("2026-01-20"));
    assert!(mark(&mut office, id, Marking::Given).unwrap().key);
    mark(&mut office, id, Marking::Given).unwrap();
    assert!(leaders(&mut office, id, &["周明", "吴强"]).unwrap());
    assert!(!leaders(&mut office, id, &["周明", "吴强"]).unwrap());
    assert_eq!(marks(&office, id).leads, ["周明", "吴强"]);
    assert!(leaders(&mut office, id, &["吴强", "周明"]).unwrap());
    assert_eq!(marks(&office, id).leads, ["吴强", "周明"]);
    let twice = leaders(&mut office, id, &["周明", "周明"]);
    assert_eq!(twice.unwrap_err().code, "leader_twice");
    assert!(!mark(&mut office, id, Marking::Taken).unwrap().key);
    let marks = marks(&office, id);
    let kinds: Vec<ActKind> = marks.acts.iter().map(|a| a.kind).collect();
    assert_eq!(kinds, [ActKind::Key, ActKind::Unkey]);
    assert!(marks.leads.is_empty());
}

#[test]
fn only_what_was_filed_is_marked_and_followed_up_and_not_before() {
    let mut office = Office::new();
    let early = proposal(&mut office, None);
    let refused = mark(&mut office, early, Marking::Given).unwrap_err();
    assert_eq!(refused.code, "not_filed");
    let id = proposal(&mut office, Some("2026-01-20"));
    let mut act = |id, day| {
        let saying = on(day);
        let done = write(&mut office.store, |tx| {
            tx.add_act(id, ActKind::Visit, saying)
        });
        done.map(|_| ()).map_err(|e| e.code)
    };
    assert_eq!(act(early, "2026-03-01"), Err("not_filed"));
    assert_eq!(act(id, "2026-01-19"), Err("day_out_of_order"));
    assert_eq!(act(id, "2026-03-02"), Ok(()));
    assert_eq!(act(id, "2026-03-01"), Ok(()));
    let days: Vec<String> = marks(&office, id)
        .acts
        .iter()
        .map(|a| a.on.to_string())
        .collect();
    assert_eq!(days, ["2026-03-01", "2026-03-02"]);
}
