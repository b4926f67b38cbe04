//! What units do with their parts: moved to others, each in the order of its own days.

use super::sample::{NOWHERE, Office, command, day, unit, write};
use crate::error::Error;
use crate::model::code::{ProposalState, ProposalStep, UnitPart};
use crate::model::deadline::{Profile, Step};
use crate::model::meeting;
use crate::model::proposal::feedback::{Raters, unrated};
use crate::model::proposal::{Draft, Handling, Proposal, Taken, Term, Who};
use crate::store::undo::Which;

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
        let reply = |t: &&Term| t.unit == Some(unit) && t.step == Step::ReplyMain;
        terms.iter().find(reply).unwrap().met.unwrap().to_string()
    };
    assert_eq!([met(school), met(roads)], ["2026-03-10", "2026-03-05"]);
    let whole = step(ProposalStep::Close, "2026-03-09");
    assert_eq!(
        office.take(id, &whole).unwrap_err().code,
        "day_out_of_order"
    );
}

impl Office {
    /// Works by the default profile with other words in it.
    fn works_by(&mut self, changes: &[(&str, &str)]) {
        let mut body = Profile::built_in("three-month").unwrap().to_owned();
        for (old, new) in changes {
            assert!(body.contains(old), "{old}");
            body = body.replace(old, new);
        }
        let profile = Profile::parse(&body).unwrap();
        let adopted = write(&mut self.store, |tx| {
            tx.adopt_profile(None, &profile, &body)
        });
        assert!(adopted.unwrap().value);
    }

    fn meets(&mut self, title: &str, start: &str) -> i64 {
        let draft = meeting::Draft {
            title: Some(title.into()),
            kind: Some("全体会议".into()),
            start: day(start),
            ..meeting::Draft::default()
        };
        let added = write(&mut self.store, |tx| tx.add_meeting(&draft, NOWHERE));
        added.unwrap().value
    }

    fn assigned_to_school(&mut self) -> i64 {
        let school = self.school;
        let id = self.filed("关于优化公交线路的建议");
        self.take(id, &assigned([&[school], &[], &[]], "2026-02-06"))
            .unwrap();
        id
    }

    fn replied(&mut self) -> i64 {
        let id = self.assigned_to_school();
        let reply = of(self.school, ProposalStep::Reply, "2026-03-10");
        self.take(id, &reply).unwrap();
        id
    }

    fn due(&self, id: i64, step: Step) -> Option<String> {
        let terms = self.store.read().terms_of(id).unwrap();
        let term = terms.iter().find(|t| t.step == step && t.met.is_none());
        term.map(|t| t.due.to_string())
    }
}

#[test]
fn an_extension_after_the_last_day_is_refused_where_the_profile_says_so() {
    let late = Taken {
        length: Some("1m".into()),
        ..step(ProposalStep::Extend, "2026-05-20")
    };
    let mut office = Office::new();
    let id = office.assigned_to_school();
    let p = office.store.read().proposal(id).unwrap().unwrap();
    assert_eq!(p.overdue_replies(None, late.on).count(), 1);
    let in_time = "2026-05-06".parse().unwrap();
    assert_eq!(p.overdue_replies(None, in_time).count(), 0);
    office.take(id, &late).unwrap();
    assert_eq!(office.due(id, Step::ReplyMain).unwrap(), "2026-06-08");

    let mut office = Office::new();
    let strict = [("at_most = \"6m\"", "at_most = \"6m\", late = \"refuse\"")];
    office.works_by(&strict);
    let id = office.assigned_to_school();
    assert_eq!(
        office.take(id, &late).unwrap_err().code,
        "extension_too_late"
    );
    let on = in_time;
    office.take(id, &Taken { on, ..late }).unwrap();
}

#[test]
fn feedback_that_did_not_come_from_all_is_not_met() {
    let mut office = Office::new();
    office.works_by(&[("raters = \"first\"", "raters = \"each\"")]);
    let id = office.filed("关于优化公交线路的建议");
    let both = Draft {
        proposers: vec![Who::Member(office.wang), Who::Member(office.li)],
        ..Draft::default()
    };
    write(&mut office.store, |tx| tx.edit_proposal(id, &both, NOWHERE)).unwrap();
    let school = office.school;
    let given = assigned([&[school], &[], &[]], "2026-02-06");
    office.take(id, &given).unwrap();
    let reply = of(school, ProposalStep::Reply, "2026-03-10");
    office.take(id, &reply).unwrap();
    let rating = |member, on| Taken {
        member: Some(member),
        word: Some("满意".into()),
        ..step(ProposalStep::Rate, on)
    };
    let (wang, li) = (office.wang, office.li);
    let p = office.take(id, &rating(wang, "2026-03-20")).unwrap();
    assert_eq!(p.state, ProposalState::Replied);
    let closed = office
        .take(id, &step(ProposalStep::Close, "2026-03-25"))
        .unwrap();
    assert_eq!(closed.state, ProposalState::Closed);
    assert_eq!(office.due(id, Step::MemberFeedback).unwrap(), "2026-03-31");
    let p = office.store.read().proposal(id).unwrap().unwrap();
    assert_eq!(unrated(&p, &p.feedback, Raters::Each), ["李娜"]);

    // Written down late, the earlier rating ends it; the later one is the day of the feedback.
    office.store.undo(&command(), Which::Last).unwrap();
    let p = office.take(id, &rating(li, "2026-03-15")).unwrap();
    assert_eq!(p.state, ProposalState::Rated);
    let terms = office.store.read().terms_of(id).unwrap();
    let feedback = terms.iter().find(|t| t.step == Step::MemberFeedback);
    assert_eq!(feedback.unwrap().met.unwrap().to_string(), "2026-03-20");
}

#[test]
fn a_profile_that_counts_from_receipt_starts_the_reply_with_it() {
    let mut office = Office::new();
    office.works_by(&[("clock = \"assign\"", "clock = \"receipt\"")]);
    let id = office.assigned_to_school();
    assert_eq!(office.due(id, Step::ReplyMain), None);
    let p = office.store.read().proposal(id).unwrap().unwrap();
    let on = "2026-02-06".parse().unwrap();
    let books = office.store.read().books().unwrap();
    let waits = books.counts_from_receipt(office.store.read(), &p, on);
    assert!(waits.unwrap());
    let receipt = of(office.school, ProposalStep::Receive, "2026-02-09");
    office.take(id, &receipt).unwrap();
    assert_eq!(office.due(id, Step::ReplyMain).unwrap(), "2026-05-09");
}

#[test]
fn follow_up_is_due_by_the_next_plenary_once_that_is_in_the_ledger() {
    let mut office = Office::new();
    office.meets("十届五次全体会议", "2026-01-12");
    let id = office.replied();
    let track = step(ProposalStep::Track, "2026-04-01");
    office.take(id, &track).unwrap();
    assert_eq!(office.due(id, Step::Track), None);
    let read = office.store.read();
    let p = read.proposal(id).unwrap().unwrap();
    assert!(
        read.books()
            .unwrap()
            .awaits_plenary(read, &p, track.on)
            .unwrap()
    );

    // A month alone is no day; the day starts the term, another day moves it.
    let next = office.meets("十届六次全体会议", "2027-01");
    assert_eq!(office.due(id, Step::Track), None);
    let held = |start: &str| meeting::Draft {
        start: day(start),
        end: day(start),
        ..meeting::Draft::default()
    };
    for start in ["2027-01-11", "2027-01-18"] {
        write(&mut office.store, |tx| tx.edit_meeting(next, &held(start))).unwrap();
        assert_eq!(office.due(id, Step::Track).unwrap(), start);
    }
    let terms = office.store.read().terms_of(id).unwrap();
    let why = &terms.iter().find(|t| t.step == Step::Track).unwrap().why;
    assert_eq!(why.zh, "下次全会开幕 2027-01-18 当天");
    write(&mut office.store, |tx| tx.cancel_meeting(next, "延期")).unwrap();
    assert_eq!(office.due(id, Step::Track), None);
    assert_eq!(office.store.read().check_file().unwrap(), []);
}

#[test]
fn a_day_that_a_reply_promised_stands_whatever_plenary_comes() {
    let mut office = Office::new();
    office.meets("十届五次全体会议", "2026-01-12");
    let id = office.replied();
    let until = Taken {
        length: Some("2026-12-31".into()),
        ..step(ProposalStep::Track, "2026-04-01")
    };
    office.take(id, &until).unwrap();
    office.meets("十届六次全体会议", "2027-01-11");
    assert_eq!(office.due(id, Step::Track).unwrap(), "2026-12-31");
    // What is followed once the plenary is known is due by it at once.
    let other = office.filed("关于校园食堂的建议");
    let school = office.school;
    let steps = [
        assigned([&[school], &[], &[]], "2026-02-06"),
        of(school, ProposalStep::Reply, "2026-03-10"),
        step(ProposalStep::Track, "2026-04-01"),
    ];
    for taken in &steps {
        office.take(other, taken).unwrap();
    }
    assert_eq!(office.due(other, Step::Track).unwrap(), "2027-01-11");
}
