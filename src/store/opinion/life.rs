//! The life of an opinion in the file, and its way to a proposal and back.

use crate::error::Error;
use crate::model::code::{Code, ProposalState, ProposalStep};
use crate::model::fact::{FactKind, Symbols};
use crate::model::filter::parse;
use crate::model::opinion::{
    Draft, Manner, Opinion, OpinionState, OpinionStep, Outcome, Side, Taken,
};
use crate::model::proposal::{self, Who};
use crate::store::proposal::sample::{NOWHERE, Office, day, write};

fn on(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn add(office: &mut Office) -> i64 {
    let draft = Draft {
        title: "关于校门口拥堵的反映".into(),
        authors: vec![office.li, office.wang],
        submitted: day("2026-03-05"),
        ..Draft::default()
    };
    let added = write(&mut office.store, |tx| tx.add_opinion(&draft, NOWHERE));
    added.unwrap().value
}

fn take(office: &mut Office, id: i64, taken: &Taken) -> Result<Opinion, Error> {
    let taken = write(&mut office.store, |tx| {
        let books = tx.read().books()?;
        tx.take_opinion_step(id, taken, &books)
    });
    taken.map(|o| o.value)
}

fn step(step: OpinionStep, day: &str) -> Taken {
    Taken::new(step, on(day))
}

fn level(taken: Taken, level: &str, who: Option<&str>) -> Taken {
    Taken {
        level: Some(level.into()),
        who: who.map(Into::into),
        ..taken
    }
}

/// How often the member is counted for a proposal and for an opinion.
fn counted(office: &Office, member: i64) -> (usize, usize) {
    let read = office.store.read();
    let (_, facts) = read
        .facts_of(member, &mut Symbols::default())
        .unwrap()
        .unwrap();
    let count = |kind| facts.iter().filter(|f| f.what == kind).count();
    (count(FactKind::Proposal), count(FactKind::Opinion))
}

#[test]
fn an_instruction_is_answered_in_writing_within_the_profiles_term() {
    let mut office = Office::new();
    let id = add(&mut office);
    take(&mut office, id, &step(OpinionStep::Issue, "2026-03-10")).unwrap();
    let adopted = Taken {
        manner: Some(Manner::Combined),
        ..level(step(OpinionStep::Adopt, "2026-03-20"), "省", None)
    };
    assert_eq!(
        take(&mut office, id, &adopted).unwrap().state(),
        OpinionState::Adopted
    );
    let instruct = step(OpinionStep::Instruct, "2026-04-01");
    let instruct = Taken {
        words: Some("请研究".into()),
        ..level(instruct, "市", Some("王市长"))
    };
    let o = take(&mut office, id, &instruct).unwrap();
    assert_eq!(o.state(), OpinionState::Instructed);
    assert_eq!(o.due(), Some(on("2026-05-06")));
    let second = level(
        step(OpinionStep::Instruct, "2026-04-02"),
        "市",
        Some("李书记"),
    );
    let second = Taken {
        due: Some(on("2026-04-10")),
        ..second
    };
    let o = take(&mut office, id, &second).unwrap();
    assert_eq!((o.instructions.len(), o.due()), (2, Some(on("2026-04-10"))));
    let one = level(
        step(OpinionStep::Feedback, "2026-04-12"),
        "市",
        Some("李书记"),
    );
    let o = take(&mut office, id, &one).unwrap();
    assert_eq!(o.state(), OpinionState::Instructed);
    let o = take(&mut office, id, &step(OpinionStep::Feedback, "2026-04-20")).unwrap();
    assert_eq!((o.state(), o.due()), (OpinionState::Answered, None));
    let steps: Vec<&str> = o.history().iter().map(|e| e.step.code()).collect();
    assert_eq!(
        steps,
        [
            "submit", "issue", "adopt", "instruct", "instruct", "feedback", "feedback"
        ]
    );
    assert_eq!(o.adoptions[0].wording, "综合采用");
}

#[test]
fn what_edit_records_and_what_a_step_records_are_one() {
    let mut office = Office::new();
    let id = add(&mut office);
    let said = |wording: &str| Outcome {
        level: Some("省".into()),
        wording: wording.into(),
        ..Outcome::default()
    };
    let edit = |o: &mut Office, wording| {
        let draft = Draft {
            adoptions: vec![said(wording)],
            ..Draft::default()
        };
        write(&mut o.store, |tx| tx.edit_opinion(id, &draft, NOWHERE))
            .unwrap()
            .value
    };
    assert!(edit(&mut office, "单篇采用"));
    let adopted = Taken {
        manner: Some(Manner::Single),
        ..level(step(OpinionStep::Adopt, "2026-03-20"), "省", Some("省政协"))
    };
    let o = take(&mut office, id, &adopted).unwrap();
    assert_eq!(o.adoptions.len(), 1, "the line learns its day and body");
    assert_eq!(o.adoptions[0].on, day("2026-03-20"));
    assert!(
        !edit(&mut office, "单篇采用"),
        "the ledger says nothing new"
    );
    let other = level(step(OpinionStep::Adopt, "2026-03-21"), "省", Some("省委"));
    let o = take(&mut office, id, &other).unwrap();
    assert_eq!(o.adoptions.len(), 2);
}

#[test]
fn steps_that_do_not_fit_are_refused_and_the_filter_tells_states_as_the_model() {
    let mut office = Office::new();
    let id = add(&mut office);
    for (taken, code) in [
        (step(OpinionStep::Feedback, "2026-04-01"), "step_not_open"),
        (step(OpinionStep::Return, "2026-04-01"), "step_not_open"),
        (step(OpinionStep::Decline, "2026-04-01"), "step_lacks"),
        (step(OpinionStep::Adopt, "2026-04-01"), "step_lacks"),
        (step(OpinionStep::Issue, "2026-03-04"), "day_out_of_order"),
        (
            level(step(OpinionStep::Adopt, "2026-04-01"), "镇", None),
            "unknown_word",
        ),
    ] {
        let error = take(&mut office, id, &taken).unwrap_err();
        assert_eq!(error.code, code);
        assert!(!error.hints.is_empty());
    }
    let decline = Taken {
        note: Some("与往期重复".into()),
        ..step(OpinionStep::Decline, "2026-03-06")
    };
    for (taken, state) in [
        (step(OpinionStep::Issue, "2026-03-06"), "issued"),
        (decline, "declined"),
        (
            level(step(OpinionStep::Adopt, "2026-03-07"), "县", None),
            "adopted",
        ),
        (
            level(step(OpinionStep::Instruct, "2026-03-08"), "县", None),
            "instructed",
        ),
        (step(OpinionStep::Feedback, "2026-03-09"), "answered"),
    ] {
        let o = take(&mut office, id, &taken).unwrap();
        assert_eq!(o.state().code(), state);
        for each in OpinionState::ALL {
            let terms = format!("state={}", each.code());
            let found = office.store.read().opinions(&parse(&[&terms])).unwrap();
            assert_eq!(found.len(), usize::from(each.code() == state), "{terms}");
        }
    }
}

fn proposed(office: &mut Office) -> i64 {
    let draft = proposal::Draft {
        session: "十届五次".into(),
        title: "关于优化公交线路的建议".into(),
        proposers: vec![Who::Member(office.wang), Who::Member(office.li)],
        submitted: day("2026-01-14"),
        ..proposal::Draft::default()
    };
    let added = write(&mut office.store, |tx| tx.add_proposal(&draft, NOWHERE));
    added.unwrap().value
}

fn turn(office: &mut Office, id: i64) -> ProposalState {
    let taken = proposal::Taken::new(ProposalStep::ToOpinion, on("2026-02-01"));
    let turned = write(&mut office.store, |tx| {
        let books = tx.read().books()?;
        tx.take_step(id, &taken, &books)
    });
    turned.unwrap().value.state
}

#[test]
fn a_proposal_turned_into_an_opinion_is_counted_once_as_the_opinion() {
    let mut office = Office::new();
    let id = proposed(&mut office);
    assert_eq!(counted(&office, office.wang), (1, 0));
    assert_eq!(turn(&mut office, id), ProposalState::ToOpinion);
    assert_eq!(counted(&office, office.wang), (0, 1));
    assert_eq!(counted(&office, office.li), (0, 1));
    let made = office.store.read().opinions(&[]).unwrap().remove(0);
    let names: Vec<&str> = made.authors.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["王伟", "李娜"]);
    assert_eq!(made.link.as_ref().map(|l| l.now), Some(Side::Opinion));
    let no = office.store.read().opinion_of_proposal(id).unwrap();
    assert_eq!(no.as_deref(), Some("2026-001"));
    write(&mut office.store, |tx| tx.cancel_opinion(made.id, "误录")).unwrap();
    assert_eq!(counted(&office, office.wang), (1, 0), "nothing is lost");
}

#[test]
fn an_opinion_turned_into_a_proposal_is_counted_once_as_the_proposal_and_back() {
    let mut office = Office::new();
    write(&mut office.store, |tx| {
        tx.set_setting("session", "十届五次")
    })
    .unwrap();
    let id = add(&mut office);
    assert_eq!(counted(&office, office.li), (0, 1));
    let o = take(&mut office, id, &step(OpinionStep::Convert, "2026-03-06")).unwrap();
    assert_eq!(o.state(), OpinionState::Converted);
    assert_eq!(counted(&office, office.li), (1, 0));
    let made = o.link.unwrap().id;
    let again = take(&mut office, id, &step(OpinionStep::Convert, "2026-03-07"));
    assert_eq!(again.unwrap_err().code, "step_not_open");
    let back = proposal::Taken::new(ProposalStep::ToOpinion, on("2026-03-08"));
    write(&mut office.store, |tx| {
        let books = tx.read().books()?;
        tx.take_step(made, &back, &books)
    })
    .unwrap();
    let o = office.store.read().opinion(id).unwrap().unwrap();
    assert_eq!(o.state(), OpinionState::Submitted);
    assert_eq!(counted(&office, office.li), (0, 1));
    assert_eq!(office.store.read().opinions(&[]).unwrap().len(), 1);
}
