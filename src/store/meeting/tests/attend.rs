//! What a roll says of a person, and what it must not say.

use super::{Office, command, day, later, refused, said};
use crate::model::code::{Duty, Part, Presence, SpeechForm};
use crate::model::meeting::roll::{Ask, Mark};
use crate::store::undo::Which;

#[test]
fn presence_is_not_recorded_before_the_day_but_leave_is() {
    let mut office = Office::new();
    let id = office.meeting("常委会会议", "2026-04-01", "2026-04-01", Duty::Required);
    let wang = office.wang;
    office.invite(id, &[wang]);
    let mut at = |presence, today: &str| {
        let today = day(today);
        office.run(|tx| tx.attend(id, wang, &Mark::new(presence), today))
    };
    let early = at(Presence::Present, "2026-03-31").unwrap_err();
    assert!(said(&early).contains("2026-04-01") && said(&early).contains("2026-03-31"));
    assert_eq!(early.code, "not_begun");
    assert_eq!(refused(at(Presence::Absent, "2026-03-31")), "not_begun");
    assert!(at(Presence::Leave, "2026-03-31").unwrap());
    assert!(at(Presence::Present, "2026-04-01").unwrap());
    assert!(
        !at(Presence::Present, "2026-04-02").unwrap(),
        "nothing differs"
    );
}

#[test]
fn a_mark_keeps_what_it_does_not_say() {
    let mut office = Office::new();
    let id = office.meeting("学习培训", "2026-04-01", "2026-04-03", Duty::Required);
    let wang = office.wang;
    office.invite(id, &[wang]);
    let mark = Mark {
        part: Some(Part::Host),
        halves: Some(4),
        note: Some("第三天回单位".into()),
        ..Mark::new(Presence::Partial)
    };
    office
        .run(|tx| tx.attend(id, wang, &mark, later()))
        .unwrap();
    office.mark(id, wang, Presence::LeftEarly).unwrap();
    let line = office.line(id, wang).unwrap();
    assert_eq!((line.part, line.halves), (Part::Host, Some(4)));
    assert_eq!(line.note.as_deref(), Some("第三天回单位"));
    office.mark(id, wang, Presence::Absent).unwrap();
    assert_eq!(
        office.line(id, wang).unwrap().halves,
        None,
        "the absent attend no half-day"
    );
}

#[test]
fn half_days_fit_the_meeting_and_the_presence() {
    let mut office = Office::new();
    let id = office.meeting("学习培训", "2026-04-01", "2026-04-03", Duty::Required);
    let wang = office.wang;
    office.invite(id, &[wang]);
    let mut with = |presence, halves| {
        let mark = Mark {
            halves: Some(halves),
            ..Mark::new(presence)
        };
        office.run(|tx| tx.attend(id, wang, &mark, later()))
    };
    assert_eq!(refused(with(Presence::Partial, 7)), "too_many_halves");
    assert_eq!(refused(with(Presence::Absent, 1)), "too_many_halves");
    assert!(with(Presence::Partial, 6).is_ok());
    assert!(with(Presence::Leave, 0).is_ok());
}

#[test]
fn a_bulk_mark_takes_the_unrecorded_and_is_undone_as_a_whole() {
    let mut office = Office::new();
    let id = office.meeting("全体会议", "2026-04-01", "2026-04-03", Duty::Required);
    let (wang, li, zhang) = (office.wang, office.li, office.zhang);
    office.mark(id, wang, Presence::Absent).unwrap();
    let before = office.store.read().roll(id).unwrap();
    let ask = Ask {
        kind: Some("出差".into()),
        reason: None,
        asked_on: day("2026-03-30"),
    };
    let rest = office
        .run(|tx| tx.attend_rest(id, Presence::Present, later()))
        .unwrap();
    assert_eq!((rest.marked, rest.waiting.len()), (2, 0));
    assert_eq!(office.presence(id, wang), Some(Presence::Absent));
    assert_eq!(office.presence(id, li), Some(Presence::Present));
    assert_eq!(office.store.read().roll(id).unwrap().tally.unrecorded, 0);
    office.store.undo(&command("undo"), Which::Last).unwrap();
    assert_eq!(office.store.read().roll(id).unwrap(), before);
    assert!(office.store.read().check_rows().unwrap().is_empty());
    office.run(|tx| tx.ask_leave(id, zhang, &ask)).unwrap();
    let rest = office
        .run(|tx| tx.attend_rest(id, Presence::Present, later()))
        .unwrap();
    assert_eq!((rest.marked, rest.waiting), (1, vec!["张三".to_owned()]));
    assert_eq!(office.presence(id, zhang), Some(Presence::Unrecorded));
    let again = office
        .run(|tx| tx.attend_rest(id, Presence::Present, later()))
        .unwrap();
    assert_eq!(again.marked, 0);
}

#[test]
fn a_bulk_mark_before_the_day_is_refused() {
    let mut office = Office::new();
    let id = office.meeting("全体会议", "2026-04-01", "2026-04-03", Duty::Required);
    let rest = office.run(|tx| tx.attend_rest(id, Presence::Present, day("2026-03-01")));
    assert_eq!(refused(rest), "not_begun");
    assert!(
        office
            .store
            .read()
            .roll(id)
            .unwrap()
            .lines
            .iter()
            .all(|l| !l.on_roll)
    );
}

#[test]
fn a_speech_needs_someone_who_is_there() {
    let mut office = Office::new();
    let id = office.meeting("协商座谈会", "2026-04-01", "2026-04-01", Duty::Required);
    let (wang, li) = (office.wang, office.li);
    let speak = |office: &mut Office, who, form, title| {
        office.run(|tx| tx.add_speech(id, who, form, title))
    };
    assert_eq!(
        refused(speak(&mut office, wang, SpeechForm::Oral, None)),
        "not_on_roll"
    );
    office.invite(id, &[wang, li]);
    office.mark(id, wang, Presence::Absent).unwrap();
    assert_eq!(
        refused(speak(&mut office, wang, SpeechForm::Written, None)),
        "not_there"
    );
    office.mark(id, wang, Presence::Leave).unwrap();
    assert_eq!(
        refused(speak(&mut office, wang, SpeechForm::Oral, None)),
        "not_there"
    );
    assert!(speak(&mut office, wang, SpeechForm::Written, None).unwrap());
    assert!(!speak(&mut office, wang, SpeechForm::Written, None).unwrap());
    assert!(speak(&mut office, wang, SpeechForm::Written, Some("养老")).unwrap());
    assert_eq!(office.line(id, wang).unwrap().speeches.len(), 2);
    assert_eq!(
        refused(office.mark(id, wang, Presence::Absent)),
        "has_speech"
    );
    let remove =
        |tx: &mut crate::store::Tx<'_>| tx.remove_speech(id, wang, SpeechForm::Written, None);
    assert!(office.run(remove).unwrap());
    assert!(!office.run(remove).unwrap());
    office.mark(id, li, Presence::Present).unwrap();
    assert!(speak(&mut office, li, SpeechForm::Oral, Some("养老")).unwrap());
    assert_eq!(refused(office.mark(id, li, Presence::Leave)), "has_speech");
}
