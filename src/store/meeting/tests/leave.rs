//! Leave asked for, granted, refused.

use super::{Office, day, refused, said};
use crate::model::code::{Duty, LeaveState, Presence};
use crate::model::meeting::roll::Ask;

fn ask(on: &str) -> Ask {
    Ask {
        kind: Some("生病".into()),
        reason: Some("住院".into()),
        asked_on: day(on),
    }
}

/// A meeting with one invited member, who asks for leave on 28 March.
fn asked() -> (Office, i64, i64) {
    let mut office = Office::new();
    let id = office.meeting("常委会会议", "2026-04-01", "2026-04-01", Duty::Required);
    let wang = office.wang;
    office.invite(id, &[wang]);
    office
        .run(|tx| tx.ask_leave(id, wang, &ask("2026-03-28")))
        .unwrap();
    (office, id, wang)
}

#[test]
fn asking_alone_records_no_leave() {
    let (mut office, id, wang) = asked();
    let line = office.line(id, wang).unwrap();
    assert_eq!(line.presence, Presence::Unrecorded);
    let leave = line.leave.unwrap();
    assert_eq!(
        (leave.state, leave.kind.as_deref()),
        (LeaveState::Asked, Some("生病"))
    );
    assert!(
        !office
            .run(|tx| tx.ask_leave(id, wang, &ask("2026-03-28")))
            .unwrap()
    );
    let odd = Ask {
        kind: Some("心情".into()),
        ..ask("2026-03-28")
    };
    assert_eq!(
        refused(office.run(|tx| tx.ask_leave(id, wang, &odd))),
        "unknown_word"
    );
}

#[test]
fn granting_puts_on_leave_and_says_by_whom() {
    let (mut office, id, wang) = asked();
    office
        .run(|tx| tx.grant_leave(id, wang, "秘书长", day("2026-03-29")))
        .unwrap();
    let line = office.line(id, wang).unwrap();
    assert_eq!(line.presence, Presence::Leave);
    let leave = line.leave.unwrap();
    assert_eq!(leave.state, LeaveState::Granted);
    assert_eq!(leave.decided_by.as_deref(), Some("秘书长"));
    let again = office.run(|tx| tx.refuse_leave(id, wang, "主席", day("2026-03-30")));
    assert!(said(again.as_ref().unwrap_err()).contains("秘书长 2026-03-29"));
    assert_eq!(refused(again), "leave_decided");
    let anew = office.run(|tx| tx.ask_leave(id, wang, &ask("2026-03-30")));
    assert_eq!(refused(anew), "leave_decided");
}

#[test]
fn granting_after_absence_excuses_it_but_who_came_stays_present() {
    let (mut office, id, wang) = asked();
    office.mark(id, wang, Presence::Absent).unwrap();
    office
        .run(|tx| tx.grant_leave(id, wang, "秘书长", day("2026-04-02")))
        .unwrap();
    assert_eq!(office.presence(id, wang), Some(Presence::Leave));
    let (mut office, id, wang) = asked();
    office.mark(id, wang, Presence::LeftEarly).unwrap();
    office
        .run(|tx| tx.grant_leave(id, wang, "秘书长", day("2026-04-02")))
        .unwrap();
    assert_eq!(office.presence(id, wang), Some(Presence::LeftEarly));
}

#[test]
fn refusing_leaves_the_roll_as_it_is_and_may_be_asked_again() {
    let (mut office, id, wang) = asked();
    office
        .run(|tx| tx.refuse_leave(id, wang, "秘书长", day("2026-03-28")))
        .unwrap();
    assert_eq!(office.presence(id, wang), Some(Presence::Unrecorded));
    office
        .run(|tx| tx.ask_leave(id, wang, &ask("2026-03-30")))
        .unwrap();
    let leave = office.line(id, wang).unwrap().leave.unwrap();
    assert_eq!((leave.state, leave.decided_by), (LeaveState::Asked, None));
}

#[test]
fn a_decision_needs_a_request_before_it_and_a_person() {
    let (mut office, id, wang) = asked();
    let li = office.li;
    let mut grant = |who, by: &str, on: &str| {
        let (by, on) = (by.to_owned(), day(on));
        refused(office.run(|tx| tx.grant_leave(id, who, &by, on)))
    };
    assert_eq!(grant(wang, "秘书长", "2026-03-27"), "decided_before_asked");
    assert_eq!(grant(wang, " ", "2026-03-29"), "who_decided");
    assert_eq!(grant(li, "秘书长", "2026-03-29"), "not_on_roll");
    office.invite(id, &[li]);
    let bare = office.run(|tx| tx.grant_leave(id, li, "秘书长", day("2026-03-29")));
    assert_eq!(refused(bare), "no_leave");
}

#[test]
fn whom_a_required_plenary_calls_may_ask_without_an_invitation() {
    let mut office = Office::new();
    let id = office.meeting("全体会议", "2026-01-05", "2026-01-07", Duty::Required);
    let (wang, zhang) = (office.wang, office.zhang);
    office
        .run(|tx| tx.ask_leave(id, wang, &ask("2026-01-02")))
        .unwrap();
    assert!(office.line(id, wang).unwrap().on_roll);
    let outside = office.run(|tx| tx.ask_leave(id, zhang, &ask("2026-01-02")));
    assert_eq!(refused(outside), "not_on_roll");
}
