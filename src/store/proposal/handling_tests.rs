//! What units do with their parts: moved to others, each in the order of its own days.

use super::sample::{NOWHERE, Office, day, unit, write};
use crate::error::Error;
use crate::model::code::{ProposalState, ProposalStep, UnitPart};
use crate::model::deadline::Step;
use crate::model::proposal::{Draft, Handling, Proposal, Taken, Who};

impl Office {
    fn filed(&mut self, title: &str) -> i64 {
        let draft = Draft {
            session: "十届五次".into(),
            title: title.into(),
            proposers: vec![Who::Member(self.wang)],
            submitted: day("2026-01-10"),
            filed: day("2026-01-15"),
            ..Draft::default()
        };
        let added = write(&mut self.store, |tx| tx.add_proposal(&draft, NOWHERE));
        added.unwrap().value
    }

    fn unit(&mut self, name: &str) -> i64 {
        let draft = unit(name, name);
        let added = write(&mut self.store, |tx| tx.add_unit(&draft, NOWHERE));
        added.unwrap().value
    }

    fn take(&mut self, id: i64, taken: &Taken) -> Result<Proposal, Error> {
        let work = |tx: &mut crate::store::Tx<'_>| {
            let books = tx.read().books()?;
            tx.take_step(id, taken, &books)
        };
        write(&mut self.store, work)?;
        Ok(self.store.read().proposal_with_steps(id)?.unwrap())
    }
}

fn step(step: ProposalStep, on: &str) -> Taken {
    Taken {
        note: Some("理由".into()),
        word: Some("解决或采纳".into()),
        ..Taken::new(step, on.parse().unwrap())
    }
}

fn of(unit: i64, what: ProposalStep, on: &str) -> Taken {
    Taken {
        unit: Some(unit),
        ..step(what, on)
    }
}

fn assigned(units: [&[i64]; 3], on: &str) -> Taken {
    Taken {
        units: units.map(<[i64]>::to_vec),
        ..step(ProposalStep::Assign, on)
    }
}

fn moved(from: i64, units: [&[i64]; 3], on: &str) -> Taken {
    Taken {
        unit: Some(from),
        step: ProposalStep::Reassign,
        ..assigned(units, on)
    }
}

#[test]
fn a_co_handlers_part_moves_to_another_co_handler_whose_terms_start() {
    let mut office = Office::new();
    let (school, roads, money) = (office.school, office.roads, office.unit("县财政局"));
    let id = office.filed("关于优化公交线路的建议");
    let given = assigned([&[school], &[roads], &[]], "2026-02-06");
    office.take(id, &given).unwrap();
    let p = office
        .take(id, &moved(roads, [&[], &[money], &[]], "2026-02-12"))
        .unwrap();
    assert_eq!(p.units(UnitPart::Lead), ["县教育局"]);
    assert_eq!(p.units(UnitPart::Co), ["县财政局"]);
    let terms = office.store.read().terms_of(id).unwrap();
    let of = |unit| {
        let mine = terms.iter().filter(move |t| t.unit == Some(unit));
        mine.map(|t| (t.step, t.base.to_string()))
            .collect::<Vec<_>>()
    };
    assert_eq!(of(roads), []);
    let on = "2026-02-12".to_owned();
    let wanted = [
        (Step::ReturnObjection, on.clone()),
        (Step::CoOpinion, on.clone()),
    ];
    assert_eq!(of(money), wanted);
    // The one that has it now gives the opinion, the one that had it does not.
    let late = office.take(id, &self::of(roads, ProposalStep::Advise, "2026-02-20"));
    assert_eq!(late.unwrap_err().code, "unit_step_not_open");
    let p = office
        .take(id, &self::of(money, ProposalStep::Advise, "2026-02-20"))
        .unwrap();
    assert_eq!(p.part_of(money).unwrap().handling, Some(Handling::Advised));
}

#[test]
fn a_move_that_leaves_no_whole_assignment_is_refused_and_changes_nothing() {
    let mut office = Office::new();
    let (school, roads, money) = (office.school, office.roads, office.unit("县财政局"));
    let id = office.filed("关于优化公交线路的建议");
    office
        .take(id, &assigned([&[school], &[roads], &[]], "2026-02-06"))
        .unwrap();
    let before = office.store.read().proposal_with_steps(id).unwrap();
    let wrong: [(i64, [&[i64]; 3]); 4] = [
        (school, [&[], &[money], &[]]),
        (roads, [&[money], &[], &[]]),
        (roads, [&[], &[], &[money]]),
        (school, [&[money], &[], &[money]]),
    ];
    for (from, to) in wrong {
        let error = office.take(id, &moved(from, to, "2026-02-12")).unwrap_err();
        assert_eq!(error.code, "misshared", "{}", error.message.zh);
        assert!(!error.hints.is_empty());
    }
    let none = office.take(id, &moved(roads, [&[], &[], &[]], "2026-02-12"));
    assert_eq!(none.unwrap_err().code, "step_lacks");
    let after = office.store.read().proposal_with_steps(id).unwrap();
    assert_eq!(after, before);
}

#[test]
fn a_unit_that_led_and_gave_it_up_may_co_handle_and_move_that_too() {
    let mut office = Office::new();
    let (school, roads, money) = (office.school, office.roads, office.unit("县财政局"));
    let id = office.filed("关于优化公交线路的建议");
    office
        .take(id, &assigned([&[school], &[roads], &[]], "2026-02-06"))
        .unwrap();
    office
        .take(id, &moved(school, [&[money], &[], &[]], "2026-02-10"))
        .unwrap();
    office
        .take(id, &moved(roads, [&[], &[school], &[]], "2026-02-11"))
        .unwrap();
    let p = office
        .take(id, &of(school, ProposalStep::Advise, "2026-02-20"))
        .unwrap();
    assert_eq!(p.units(UnitPart::Lead), ["县财政局"]);
    assert_eq!(p.units(UnitPart::Co), ["县教育局"]);
    assert_eq!(p.state, ProposalState::Assigned);
}

#[test]
fn units_that_handle_a_part_each_do_not_wait_for_the_days_of_others() {
    let mut office = Office::new();
    let (school, roads) = (office.school, office.roads);
    let id = office.filed("关于优化公交线路的建议");
    office
        .take(id, &assigned([&[], &[], &[school, roads]], "2026-02-01"))
        .unwrap();
    let on = |unit, what, day| of(unit, what, day);
    let (receive, reply) = (ProposalStep::Receive, ProposalStep::Reply);
    office.take(id, &on(school, receive, "2026-02-05")).unwrap();
    office.take(id, &on(roads, receive, "2026-02-03")).unwrap();
    office.take(id, &on(school, reply, "2026-03-10")).unwrap();
    let early = office.take(id, &on(roads, reply, "2026-02-02"));
    assert_eq!(early.unwrap_err().code, "day_out_of_order");
    let p = office.take(id, &on(roads, reply, "2026-03-05")).unwrap();
    // It is answered once the last unit has, whichever was written down last.
    assert_eq!(p.state, ProposalState::Replied);
    assert_eq!(p.replied, day("2026-03-10"));
    let terms = office.store.read().terms_of(id).unwrap();
    let feedback = terms.iter().find(|t| t.step == Step::MemberFeedback);
    assert_eq!(feedback.unwrap().base.to_string(), "2026-03-10");
    let met = |unit| {
        let reply =
            |t: &&crate::model::proposal::Term| t.unit == Some(unit) && t.step == Step::ReplyMain;
        terms.iter().find(reply).unwrap().met.unwrap().to_string()
    };
    assert_eq!([met(school), met(roads)], ["2026-03-10", "2026-03-05"]);
    let whole = step(ProposalStep::Close, "2026-03-09");
    assert_eq!(
        office.take(id, &whole).unwrap_err().code,
        "day_out_of_order"
    );
}
