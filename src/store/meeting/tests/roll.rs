//! Who is on a roll, who is due, and how the roll is counted.

use super::{Office, day, later, refused, said};
use crate::model::code::{Duty, Part, Presence, SpeechForm};
use crate::model::meeting::roll::{Arrival, Mark};
use crate::model::meeting::tally::Rate;
use crate::model::meeting::word::GuestPart;
use crate::store::meeting::GuestDraft;

#[test]
fn a_required_plenary_is_due_for_everyone_in_office_on_its_first_day() {
    let mut office = Office::new();
    let id = office.meeting("全体会议", "2026-01-05", "2026-01-07", Duty::Required);
    office.mark(id, office.wang, Presence::Present).unwrap();
    let roll = office.store.read().roll(id).unwrap();
    let tally = roll.tally;
    assert_eq!(
        (tally.due, tally.present, tally.unrecorded, tally.absent),
        (2, 1, 1, 0)
    );
    assert_eq!(tally.rate(), Rate { num: 1, den: 1 });
    assert_eq!(tally.completeness(), Rate { num: 1, den: 2 });
    let names: Vec<&str> = roll.lines.iter().map(|l| l.name.as_str()).collect();
    assert_eq!(
        names,
        ["李二", "王一"],
        "the official order, by pinyin where there is no rank"
    );
    let li = office.line(id, office.li).unwrap();
    assert!(li.due && !li.on_roll && li.presence == Presence::Unrecorded);
    assert_eq!(
        office.line(id, office.zhang),
        None,
        "not in office before March"
    );
}

#[test]
fn other_meetings_are_due_for_those_on_the_roll_less_observers() {
    let mut office = Office::new();
    let id = office.meeting("常委会会议", "2026-04-01", "2026-04-01", Duty::Required);
    office.invite(id, &[office.wang]);
    let observers = [office.li];
    office
        .run(|tx| tx.invite(id, &observers, Part::Observer))
        .unwrap();
    office.mark(id, office.li, Presence::Present).unwrap();
    let tally = office.store.read().roll(id).unwrap().tally;
    assert_eq!((tally.due, tally.unrecorded), (1, 1));
    assert_eq!((tally.beside, tally.attended()), (1, 1));
    assert_eq!(tally.rate(), Rate { num: 0, den: 0 });
}

#[test]
fn an_invitation_twice_changes_nothing() {
    let mut office = Office::new();
    let id = office.meeting("走访", "2026-04-01", "2026-04-01", Duty::SignUp);
    let called = [office.wang, office.li, office.wang];
    let first = office
        .run(|tx| tx.invite(id, &called, Part::Attendee))
        .unwrap();
    assert_eq!((first.added, first.already), (2, 0));
    office.mark(id, office.wang, Presence::Late).unwrap();
    let again = office
        .run(|tx| tx.invite(id, &called[..2], Part::Attendee))
        .unwrap();
    assert_eq!((again.added, again.already), (0, 2));
    assert_eq!(office.presence(id, office.wang), Some(Presence::Late));
}

#[test]
fn someone_out_of_office_is_not_invited_and_is_named_with_the_term() {
    let mut office = Office::new();
    let id = office.meeting("走访", "2026-02-01", "2026-02-01", Duty::SignUp);
    let called = [office.wang, office.zhang, office.zhao];
    let result = office.run(|tx| tx.invite(id, &called, Part::Attendee));
    let words = said(result.as_ref().unwrap_err());
    assert!(words.contains("张三（2026-03-01—）"), "{words}");
    assert!(words.contains("赵四（2022-01-10—2025-12-31）"), "{words}");
    assert_eq!(refused(result), "outside_tenure");
    assert_eq!(
        office.line(id, office.wang),
        None,
        "one refused refuses all"
    );
    let zhang = office.zhang;
    assert_eq!(
        refused(office.mark(id, zhang, Presence::Present)),
        "outside_tenure"
    );
    assert_eq!(
        refused(office.run(|tx| tx.invite(id, &[77], Part::Attendee))),
        "not_found"
    );
}

#[test]
fn who_joins_during_a_meeting_may_come_without_being_due() {
    let mut office = Office::new();
    let id = office.meeting("学习培训", "2026-02-28", "2026-03-02", Duty::Required);
    office.invite(id, &[office.zhang]);
    office.mark(id, office.zhang, Presence::Partial).unwrap();
    let tally = office.store.read().roll(id).unwrap().tally;
    assert_eq!((tally.due, tally.beside), (0, 1));
}

#[test]
fn whoever_just_comes_is_a_walk_in_where_coming_is_free_or_said_so() {
    let mut office = Office::new();
    let free = office.meeting("走访", "2026-04-01", "2026-04-01", Duty::SignUp);
    let bound = office.meeting("常委会会议", "2026-04-02", "2026-04-02", Duty::Required);
    let wang = office.wang;
    office.mark(free, wang, Presence::Present).unwrap();
    assert!(office.line(free, wang).unwrap().walk_in);
    let tally = office.store.read().roll(free).unwrap().tally;
    assert_eq!((tally.due, tally.beside), (0, 1));
    assert_eq!(
        refused(office.mark(free, office.li, Presence::Absent)),
        "not_on_roll"
    );
    assert_eq!(
        refused(office.mark(bound, wang, Presence::Present)),
        "not_on_roll"
    );
    let mark = Mark {
        arrival: Arrival::WalkIn,
        ..Mark::new(Presence::Present)
    };
    office
        .run(|tx| tx.attend(bound, wang, &mark, later()))
        .unwrap();
    assert!(office.line(bound, wang).unwrap().walk_in);
    assert_eq!(
        refused(office.mark(bound, wang, Presence::Absent)),
        "walk_in_away"
    );
}

#[test]
fn only_an_empty_line_leaves_the_roll() {
    let mut office = Office::new();
    let id = office.meeting("走访", "2026-04-01", "2026-04-01", Duty::SignUp);
    let (wang, li) = (office.wang, office.li);
    office.invite(id, &[wang, li]);
    office.mark(id, wang, Presence::Absent).unwrap();
    assert_eq!(
        refused(office.run(|tx| tx.uninvite(id, wang))),
        "recorded_already"
    );
    office.run(|tx| tx.uninvite(id, li)).unwrap();
    assert_eq!(office.line(id, li), None);
    assert_eq!(refused(office.run(|tx| tx.uninvite(id, li))), "not_on_roll");
    office.mark(id, wang, Presence::Unrecorded).unwrap();
    let speak = |tx: &mut crate::store::Tx<'_>| tx.add_speech(id, wang, SpeechForm::Written, None);
    office.run(speak).unwrap();
    assert_eq!(
        refused(office.run(|tx| tx.uninvite(id, wang))),
        "recorded_already"
    );
}

#[test]
fn guests_stand_on_the_roll_apart_until_cancelled() {
    let mut office = Office::new();
    let id = office.meeting("政协讲堂", "2026-04-01", "2026-04-01", Duty::Open);
    let draft = GuestDraft {
        name: "陈教授".into(),
        unit: Some("省委党校".into()),
        part: GuestPart::Keynote,
        note: None,
    };
    let guest = office.run(|tx| tx.add_guest(id, &draft)).unwrap();
    assert_eq!(office.run(|tx| tx.add_guest(id, &draft)).unwrap(), guest);
    let roll = office.store.read().roll(id).unwrap();
    assert_eq!(roll.guests.len(), 1);
    assert_eq!(
        (roll.guests[0].part, roll.tally.attended()),
        (GuestPart::Keynote, 0)
    );
    assert_eq!(
        refused(office.run(|tx| tx.cancel_guest(guest, ""))),
        "reason_needed"
    );
    office.run(|tx| tx.cancel_guest(guest, "未到")).unwrap();
    assert_eq!(
        refused(office.run(|tx| tx.cancel_guest(guest, "未到"))),
        "not_found"
    );
    assert!(office.store.read().roll(id).unwrap().guests.is_empty());
    let nobody = GuestDraft {
        name: " ".into(),
        ..draft
    };
    assert_eq!(
        refused(office.run(|tx| tx.add_guest(id, &nobody))),
        "missing_field"
    );
}

#[test]
fn a_cancelled_meeting_takes_nothing_on_its_roll() {
    let mut office = Office::new();
    let id = office.meeting("走访", "2026-04-01", "2026-04-01", Duty::SignUp);
    let wang = office.wang;
    office.invite(id, &[wang]);
    office.run(|tx| tx.cancel_meeting(id, "改期")).unwrap();
    assert_eq!(
        refused(office.mark(id, wang, Presence::Present)),
        "cancelled_meeting"
    );
    let rest = office.run(|tx| tx.attend_rest(id, Presence::Present, day("2026-05-01")));
    assert_eq!(refused(rest), "cancelled_meeting");
}
