use super::{brief_json, dossier_grid, json, list, list_json};
use crate::lang::Lang;
use crate::model::code::{ProposalForm, ProposalState, UnitPart};
use crate::model::proposal::{Assignment, Person, Proposal, Proposer};
use crate::model::when::When;
use crate::out::Cell;
use chrono::NaiveDate;

/// What scripts rely on.
const KEYS: [&str; 20] = [
    "serial",
    "provisional",
    "no",
    "session",
    "title",
    "kind",
    "proposers",
    "category",
    "state",
    "lead_units",
    "co_units",
    "submitted_on",
    "filed_on",
    "assigned_on",
    "due_on",
    "replied_on",
    "reply_class",
    "rating",
    "key",
    "excellent",
];

fn person(id: i64, name: &str) -> Proposer {
    Proposer::Member(Person {
        id,
        no: format!("1000{id}"),
        name: name.into(),
    })
}

fn proposal() -> Proposal {
    let day = When::from_iso;
    Proposal {
        id: 1,
        session: "十届五次".into(),
        serial: Some("7".into()),
        no: None,
        title: "关于优化公交线路的建议".into(),
        form: ProposalForm::Joint,
        proposers: vec![person(2, "李娜"), person(1, "王伟")],
        category: None,
        state: ProposalState::Assigned,
        submitted: day("2026-01"),
        filed: None,
        assigned: day("2026-02-06"),
        due: day("2026-05-06"),
        replied: None,
        units: vec![Assignment {
            unit: 1,
            name: "县教育局".into(),
            part: UnitPart::Split,
            handling: None,
            class: None,
            rating: None,
        }],
        reply_class: None,
        rating: None,
        key: false,
        excellent: true,
        note: None,
        source: None,
        signings: Vec::new(),
        main: None,
        taken: Vec::new(),
        terms: Vec::new(),
        feedback: Vec::new(),
    }
}

fn today() -> NaiveDate {
    "2026-05-07".parse().unwrap()
}

#[test]
fn a_list_has_the_keys_of_the_contract_in_order_and_one_in_full_adds_to_them() {
    let all = list_json(&[proposal()], today(), Lang::Zh);
    let keys: Vec<&String> = all[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, KEYS);
    assert_eq!(all[0]["proposers"], serde_json::json!(["李娜", "王伟"]));
    assert_eq!(all[0]["submitted_on"], "2026-01");
    assert_eq!(all[0]["no"], serde_json::Value::Null);
    let one = json(&proposal(), today(), Lang::En);
    let keys: Vec<&String> = one.as_object().unwrap().keys().collect();
    assert_eq!(keys[..KEYS.len()], KEYS);
    assert_eq!(one["deadlines"][0]["state"], "overdue");
    assert_eq!(one["history"][0]["step"], "submit");
    assert_eq!(one["split_units"][0], "县教育局");
}

#[test]
fn people_see_who_splits_a_proposal_and_what_is_overdue() {
    let shown = |p: Proposal| list(&[p], today(), &[]);
    let grid = shown(proposal());
    let at = grid.columns.iter().position(|c| c.key == "split_units");
    assert_eq!(
        grid.rows[0][at.unwrap()],
        Cell::List(vec!["县教育局".into()])
    );
    assert!(grid.notes[1].zh.contains("十届五次-流水7"));
    let mut whole = proposal();
    (whole.units, whole.due) = (Vec::new(), None);
    let grid = shown(whole);
    assert!(!grid.columns.iter().any(|c| c.key == "split_units"));
    assert_eq!(grid.notes.len(), 1);
}

#[test]
fn a_dossier_tells_the_members_place_on_each() {
    let place = |member| {
        let grid = dossier_grid(&[proposal()], member);
        grid.rows[0][2].shown(Lang::Zh).into_owned()
    };
    assert_eq!(place(2), "联名，第一");
    assert_eq!(place(1), "联名，第 2/2");
    assert_eq!(brief_json(&proposal())["state"], "assigned");
}
