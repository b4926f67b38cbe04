use crate::error::Error;
use crate::model::code::{ProposalState, ProposalStep};
use crate::model::proposal::{Day, Draft, Proposal, Taken, Who};
use crate::store::proposal::sample::{NOWHERE, Office, day, write};

fn on(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

/// As a ledger has it: assigned to the school, due on a day where it says one.
fn assigned(office: &mut Office, due: Option<&str>) -> i64 {
    let draft = Draft {
        session: "十届五次".into(),
        no: Some("12".into()),
        title: "甲".into(),
        proposers: vec![Who::Member(office.wang)],
        submitted: day("2026-01-05"),
        filed: day("2026-01-20"),
        assigned: day("2026-02-06"),
        due: due.and_then(day),
        leads: vec!["县教育局".into()],
        ..Draft::default()
    };
    let added = write(&mut office.store, |tx| tx.add_proposal(&draft, NOWHERE));
    added.unwrap().value
}

fn taken(step: ProposalStep, day: &str, length: Option<&str>) -> Taken {
    let mut taken = Taken::new(step, on(day));
    taken.length = length.map(str::to_owned);
    taken.note = Some("等批复".into());
    taken
}

fn step(office: &mut Office, id: i64, taken: &Taken) -> Result<Proposal, Error> {
    let done = write(&mut office.store, |tx| {
        let books = tx.read().books()?;
        tx.take_step(id, taken, &books)
    });
    done.map(|o| o.value)
}

fn due(p: &Proposal) -> String {
    p.due.map(|d| d.to_string()).unwrap_or_default()
}

#[test]
fn time_granted_moves_the_day_of_the_ledger_and_what_is_given_later_stands_for_itself() {
    let mut office = Office::new();
    let id = assigned(&mut office, Some("2026-04-30"));
    let extend = taken(ProposalStep::Extend, "2026-03-01", Some("10d"));
    let p = step(&mut office, id, &extend).unwrap();
    assert_eq!((due(&p).as_str(), p.terms.len()), ("2026-05-11", 1));
    let given = Draft {
        due: day("2026-06-30"),
        ..Draft::default()
    };
    write(&mut office.store, |tx| {
        tx.edit_proposal(id, &given, NOWHERE)
    })
    .unwrap();
    let extend = taken(ProposalStep::Extend, "2026-03-02", Some("1d"));
    let p = step(&mut office, id, &extend).unwrap();
    assert_eq!(due(&p), "2026-07-01");
}

#[test]
fn without_a_due_day_nothing_is_moved_until_the_term_is_started() {
    let mut office = Office::new();
    let id = assigned(&mut office, None);
    let extend = taken(ProposalStep::Extend, "2026-03-01", Some("1m"));
    assert_eq!(step(&mut office, id, &extend).unwrap_err().code, "no_due");
    let start = |office: &mut Office| {
        let done = write(&mut office.store, |tx| {
            let books = tx.read().books()?;
            tx.start_terms(id, &books)
        });
        done.map(|_| ())
    };
    start(&mut office).unwrap();
    let p = office.store.read().proposal(id).unwrap().unwrap();
    assert_eq!(due(&p), "2026-05-06");
    assert_eq!(start(&mut office).unwrap_err().code, "due_stands");
    write(&mut office.store, |tx| tx.empty_days(id, &[Day::Due])).unwrap();
    let p = office.store.read().proposal(id).unwrap().unwrap();
    assert_eq!((due(&p).as_str(), p.terms.len()), ("", 0));
}

#[test]
fn nothing_is_resumed_that_is_not_paused() {
    let mut office = Office::new();
    let id = assigned(&mut office, Some("2026-04-30"));
    let resume = |day| taken(ProposalStep::Resume, day, None);
    let never = step(&mut office, id, &resume("2026-03-01"));
    assert_eq!(never.unwrap_err().code, "not_paused");
    let pause = taken(ProposalStep::Pause, "2026-03-02", Some("2026-03-06"));
    assert_eq!(due(&step(&mut office, id, &pause).unwrap()), "2026-05-06");
    let over = step(&mut office, id, &resume("2026-04-06"));
    assert_eq!(over.unwrap_err().code, "not_paused");
}

#[test]
fn what_is_handled_again_keeps_the_first_reply() {
    let mut office = Office::new();
    let id = assigned(&mut office, Some("2026-04-30"));
    let replied = Draft {
        replied: day("2026-05-20"),
        reply_class: Some("解决或采纳".into()),
        rating: Some("满意".into()),
        ..Draft::default()
    };
    write(&mut office.store, |tx| {
        tx.add_word(crate::model::code::Dict::Rating, "满意", None)?;
        tx.edit_proposal(id, &replied, NOWHERE)
    })
    .unwrap();
    let redo = taken(ProposalStep::Redo, "2026-05-25", None);
    let p = step(&mut office, id, &redo).unwrap();
    assert_eq!(p.state, ProposalState::Assigned);
    let reply = p
        .history()
        .into_iter()
        .find(|e| e.step == ProposalStep::Reply);
    let reply = reply.unwrap();
    assert_eq!(reply.on.to_string(), "2026-05-20");
    assert_eq!(reply.note.unwrap().zh, "解决或采纳");
    assert_eq!(p.feedback.len(), 1);
    let first = p.terms.iter().find(|t| t.round == 1).unwrap();
    assert_eq!(
        (first.due, first.met),
        (on("2026-04-30"), Some(on("2026-05-20")))
    );
}
