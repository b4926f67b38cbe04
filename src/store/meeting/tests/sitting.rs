//! Meetings that keep a roll for each half-day.

use super::{Office, day, later, refused};
use crate::model::code::{Duty, Presence};
use crate::model::meeting::Draft;
use crate::model::meeting::roll::{Ask, Mark};
use crate::model::meeting::word::Half;
use crate::store::meeting::SittingDraft;

fn at(on: &str, half: Half) -> SittingDraft {
    SittingDraft {
        on: day(on),
        half,
        title: None,
    }
}

/// A plenary of four half-days with a sitting for each.
fn plenary() -> (Office, i64, Vec<i64>) {
    let mut office = Office::new();
    let id = office.meeting("全体会议", "2026-04-01", "2026-04-02", Duty::Required);
    let sittings = ["2026-04-01", "2026-04-02"]
        .iter()
        .flat_map(|d| [at(d, Half::Am), at(d, Half::Pm)])
        .map(|draft| office.run(|tx| tx.add_sitting(id, &draft)).unwrap())
        .collect();
    (office, id, sittings)
}

fn mark(office: &mut Office, sitting: i64, member: i64, presence: Presence) {
    office
        .run(|tx| tx.attend_sitting(sitting, member, &Mark::new(presence), later()))
        .unwrap();
}

#[test]
fn sittings_are_numbered_by_time_and_lie_within_the_meeting() {
    let mut office = Office::new();
    let id = office.meeting("学习培训", "2026-04-01", "2026-04-02", Duty::Required);
    for draft in [
        at("2026-04-02", Half::Am),
        at("2026-04-01", Half::Pm),
        at("2026-04-01", Half::Am),
    ] {
        office.run(|tx| tx.add_sitting(id, &draft)).unwrap();
    }
    let roll = office.store.read().roll(id).unwrap();
    let order: Vec<_> = roll
        .sittings
        .iter()
        .map(|s| (s.ord, s.on, s.half))
        .collect();
    let (first, second) = (day("2026-04-01"), day("2026-04-02"));
    assert_eq!(
        order,
        [
            (1, first, Half::Am),
            (2, first, Half::Pm),
            (3, second, Half::Am)
        ]
    );
    let mut add = |draft| refused(office.run(|tx| tx.add_sitting(id, &draft)));
    assert_eq!(add(at("2026-04-01", Half::Pm)), "sitting_taken");
    assert_eq!(add(at("2026-04-03", Half::Am)), "sitting_outside");
    let read = office.store.read();
    let held = read.meeting(id).unwrap().unwrap();
    assert_eq!(read.find_sitting(&held, 3).unwrap(), roll.sittings[2].id);
    assert_eq!(refused(read.find_sitting(&held, 4)), "not_found");
}

#[test]
fn a_meeting_has_no_more_sittings_than_half_days_and_keeps_those_it_has() {
    let (mut office, id, _) = plenary();
    let fewer = Draft {
        half_days: Some(3),
        ..Draft::default()
    };
    assert_eq!(
        refused(office.run(|tx| tx.edit_meeting(id, &fewer))),
        "bad_half_days"
    );
    let shorter = Draft {
        end: Some(super::when("2026-04-01")),
        ..Draft::default()
    };
    assert_eq!(
        refused(office.run(|tx| tx.edit_meeting(id, &shorter))),
        "sitting_outside"
    );
    let id = office.meeting("走访", "2026-05-01", "2026-05-01", Duty::Open);
    office
        .run(|tx| tx.add_sitting(id, &at("2026-05-01", Half::Am)))
        .unwrap();
    let second = office.run(|tx| tx.add_sitting(id, &at("2026-05-01", Half::Pm)));
    assert_eq!(refused(second), "bad_half_days");
}

#[test]
fn half_days_and_the_whole_meeting_are_told_from_the_sittings() {
    let (mut office, id, sittings) = plenary();
    let (wang, li, zhang) = (office.wang, office.li, office.zhang);
    for sitting in &sittings {
        mark(&mut office, *sitting, wang, Presence::Present);
        mark(&mut office, *sitting, zhang, Presence::Absent);
    }
    mark(&mut office, sittings[0], li, Presence::Late);
    mark(&mut office, sittings[1], li, Presence::Leave);
    let told = |who| office.line(id, who).map(|l| (l.presence, l.halves));
    assert_eq!(told(wang), Some((Presence::Present, Some(4))));
    assert_eq!(told(zhang), Some((Presence::Absent, Some(0))));
    assert_eq!(told(li), Some((Presence::Partial, Some(1))));
    let roll = office.store.read().roll(id).unwrap();
    let third = roll.sittings[2].tally;
    assert_eq!(
        (third.due, third.present, third.absent, third.unrecorded),
        (3, 1, 1, 1)
    );
    let line = office.line(id, li).unwrap();
    let unrecorded = Presence::Unrecorded;
    assert_eq!(
        line.sittings,
        [Presence::Late, Presence::Leave, unrecorded, unrecorded]
    );
    mark(&mut office, sittings[0], li, Presence::Unrecorded);
    mark(&mut office, sittings[1], li, Presence::Unrecorded);
    let line = office.line(id, li).unwrap();
    assert_eq!((line.presence, line.halves), (unrecorded, None));
}

#[test]
fn a_whole_presence_that_the_sittings_contradict_is_refused() {
    let (mut office, id, sittings) = plenary();
    let wang = office.wang;
    mark(&mut office, sittings[0], wang, Presence::Present);
    mark(&mut office, sittings[1], wang, Presence::Absent);
    assert_eq!(
        refused(office.mark(id, wang, Presence::Present)),
        "kept_by_sitting"
    );
    assert_eq!(
        refused(office.mark(id, wang, Presence::Absent)),
        "kept_by_sitting"
    );
    assert!(
        office.mark(id, wang, Presence::LeftEarly).unwrap(),
        "a closer word is taken"
    );
    let halves = Mark {
        halves: Some(2),
        ..Mark::new(Presence::Partial)
    };
    let more = office.run(|tx| tx.attend(id, wang, &halves, later()));
    assert_eq!(refused(more), "kept_by_sitting");
    let half = office.run(|tx| tx.attend_sitting(sittings[2], wang, &halves, later()));
    assert_eq!(refused(half), "one_half");
}

#[test]
fn a_sitting_is_not_recorded_before_its_own_day() {
    let (mut office, _, sittings) = plenary();
    let wang = office.wang;
    let present = Mark::new(Presence::Present);
    let first_day = day("2026-04-01");
    office
        .run(|tx| tx.attend_sitting(sittings[0], wang, &present, first_day))
        .unwrap();
    let ahead = office.run(|tx| tx.attend_sitting(sittings[2], wang, &present, first_day));
    assert_eq!(refused(ahead), "not_begun");
    let rest = office.run(|tx| tx.attend_sitting_rest(sittings[2], Presence::Present, first_day));
    assert_eq!(refused(rest), "not_begun");
    assert_eq!(
        refused(office.run(|tx| tx.attend_sitting(99, wang, &present, later()))),
        "not_found"
    );
}

#[test]
fn the_rest_of_a_sitting_leaves_out_leave() {
    let (mut office, id, sittings) = plenary();
    let (wang, li, zhang) = (office.wang, office.li, office.zhang);
    let ask = Ask {
        kind: None,
        reason: Some("出差".into()),
        asked_on: day("2026-03-30"),
    };
    office.run(|tx| tx.ask_leave(id, li, &ask)).unwrap();
    office.run(|tx| tx.ask_leave(id, zhang, &ask)).unwrap();
    office
        .run(|tx| tx.grant_leave(id, li, "秘书长", day("2026-03-31")))
        .unwrap();
    let rest = office
        .run(|tx| tx.attend_sitting_rest(sittings[0], Presence::Present, later()))
        .unwrap();
    assert_eq!((rest.marked, rest.waiting), (2, vec!["张三".to_owned()]));
    assert_eq!(office.presence(id, wang), Some(Presence::Present));
    assert_eq!(office.presence(id, li), Some(Presence::Leave));
    assert_eq!(office.presence(id, zhang), Some(Presence::Unrecorded));
}
