//! Meetings come, are found, change and are cancelled.

use super::{Office, refused, said, when};
use crate::model::code::Duty;
use crate::model::filter::parse;
use crate::model::meeting::Draft;

fn draft(title: &str, kind: &str, start: &str) -> Draft {
    Draft {
        title: Some(title.to_owned()),
        kind: Some(kind.to_owned()),
        start: Some(when(start)),
        ..Draft::default()
    }
}

fn numbers(office: &Office, terms: &str) -> Vec<String> {
    let meetings = office.store.read().meetings(&parse(&[terms])).unwrap();
    meetings.into_iter().map(|m| m.no).collect()
}

#[test]
fn what_is_not_said_of_a_new_meeting_is_told_from_the_rest() {
    let mut office = Office::new();
    let plenary = Draft {
        end: Some(when("2026-01-07")),
        ..draft("十届五次全会", "全会", "2026-01-05")
    };
    let id = office
        .run(|tx| tx.add_meeting(&plenary, (None, None)))
        .unwrap();
    let held = office.store.read().meeting(id).unwrap().unwrap();
    assert_eq!(held.no, "HY2026001");
    assert_eq!(held.kind, "全体会议");
    assert_eq!((held.duty, held.half_days), (Duty::Required, 6));
    let visit = draft("走访企业", "走访", "2026-03");
    let id = office
        .run(|tx| tx.add_meeting(&visit, (None, None)))
        .unwrap();
    let held = office.store.read().meeting(id).unwrap().unwrap();
    assert_eq!((held.no.as_str(), held.end), ("HY2026002", when("2026-03")));
    assert_eq!((held.duty, held.half_days), (Duty::SignUp, 1));
}

#[test]
fn a_meeting_that_cannot_be_is_refused() {
    let mut office = Office::new();
    let mut add = |d: &Draft| refused(office.run(|tx| tx.add_meeting(d, (None, None))));
    let good = draft("甲", "走访", "2026-03-05");
    assert_eq!(
        add(&Draft {
            title: Some(" ".into()),
            ..good.clone()
        }),
        "missing_field"
    );
    assert_eq!(
        add(&Draft {
            kind: None,
            ..good.clone()
        }),
        "missing_field"
    );
    assert_eq!(
        add(&Draft {
            start: None,
            ..good.clone()
        }),
        "missing_field"
    );
    assert_eq!(
        add(&Draft {
            kind: Some("茶话".into()),
            ..good.clone()
        }),
        "unknown_word"
    );
    assert_eq!(
        add(&Draft {
            end: Some(when("2026-03-04")),
            ..good.clone()
        }),
        "bad_days"
    );
    assert_eq!(
        add(&Draft {
            end: Some(when("2026-03")),
            ..good.clone()
        }),
        "bad_days"
    );
    assert_eq!(
        add(&Draft {
            half_days: Some(0),
            ..good.clone()
        }),
        "bad_half_days"
    );
    let numbered = Draft {
        no: Some("A1".into()),
        ..good
    };
    office
        .run(|tx| tx.add_meeting(&numbered, (None, None)))
        .unwrap();
    let again = office.run(|tx| tx.add_meeting(&numbered, (None, None)));
    assert!(said(again.as_ref().unwrap_err()).contains("甲"));
    assert_eq!(refused(again), "number_taken");
}

#[test]
fn lists_are_cut_by_fields_of_both_languages_and_ordered_by_day_and_number() {
    let mut office = Office::new();
    office.meeting("走访", "2026-05-08", "2026-05-08", Duty::SignUp);
    office.meeting("全体会议", "2026-01-05", "2026-01-07", Duty::Required);
    office.meeting("常委会会议", "2026-05-08", "2026-05-08", Duty::Required);
    assert_eq!(
        numbers(&office, ""),
        ["HY2026002", "HY2026001", "HY2026003"]
    );
    assert_eq!(numbers(&office, "class=活动"), ["HY2026001"]);
    assert_eq!(numbers(&office, "类型=常委会会议"), ["HY2026003"]);
    assert_eq!(
        numbers(&office, "duty=必须参加 start=2026-01"),
        ["HY2026002"]
    );
    assert_eq!(numbers(&office, "required=否"), ["HY2026001"]);
    assert_eq!(
        numbers(&office, "结束>=2026-02"),
        ["HY2026001", "HY2026003"]
    );
    assert_eq!(numbers(&office, "half_days>1"), ["HY2026002"]);
    assert_eq!(numbers(&office, "place= 全体"), ["HY2026002"]);
    assert_eq!(numbers(&office, "委员=王一"), [] as [&str; 0]);
    let unknown = office.store.read().meetings(&parse(&["knd=走访"]));
    assert_eq!(unknown.unwrap_err().code, "unknown_field");
}

#[test]
fn a_meeting_is_found_by_number_then_by_whole_title_else_candidates_are_named() {
    let mut office = Office::new();
    for (title, day) in [
        ("座谈会", "2026-03-01"),
        ("座谈会", "2026-04-01"),
        ("企业走访", "2026-05-01"),
    ] {
        let draft = draft(title, "走访", day);
        office
            .run(|tx| tx.add_meeting(&draft, (None, None)))
            .unwrap();
    }
    let read = office.store.read();
    let third = read.find_meeting("HY2026003").unwrap();
    assert_eq!(read.find_meeting("企业走访").unwrap(), third);
    let both = read.find_meeting("座谈会").unwrap_err();
    assert_eq!(both.code, "ambiguous");
    assert!(said(&both).contains("HY2026001") && said(&both).contains("HY2026002"));
    let near = read.find_meeting("HY2026030").unwrap_err();
    assert_eq!(near.code, "not_found");
    assert!(said(&near).contains("HY2026003"), "{}", said(&near));
    assert!(said(&read.find_meeting("走访").unwrap_err()).contains("企业走访"));
}

#[test]
fn an_edit_changes_what_it_says_and_leaves_the_rest() {
    let mut office = Office::new();
    let id = office.meeting("走访", "2026-05-08", "2026-05-08", Duty::SignUp);
    let put_off = Draft {
        start: Some(when("2026-05-20")),
        place: Some("青河镇".into()),
        ..Draft::default()
    };
    assert!(office.run(|tx| tx.edit_meeting(id, &put_off)).unwrap());
    assert!(!office.run(|tx| tx.edit_meeting(id, &put_off)).unwrap());
    let held = office.store.read().meeting(id).unwrap().unwrap();
    assert_eq!(
        (held.start, held.end),
        (when("2026-05-20"), when("2026-05-20"))
    );
    assert_eq!(held.place.as_deref(), Some("青河镇"));
    assert_eq!(held.duty, Duty::SignUp);
    let back = Draft {
        end: Some(when("2026-05-01")),
        ..Draft::default()
    };
    assert_eq!(
        refused(office.run(|tx| tx.edit_meeting(id, &back))),
        "bad_days"
    );
}

#[test]
fn a_cancelled_meeting_leaves_the_lists_stays_findable_and_takes_no_changes() {
    let mut office = Office::new();
    let id = office.meeting("走访", "2026-05-08", "2026-05-08", Duty::SignUp);
    assert_eq!(
        refused(office.run(|tx| tx.cancel_meeting(id, "  "))),
        "reason_needed"
    );
    office.run(|tx| tx.cancel_meeting(id, "重复录入")).unwrap();
    assert!(numbers(&office, "").is_empty());
    let read = office.store.read();
    assert_eq!(read.find_meeting("HY2026001").unwrap(), id);
    let held = read.meeting(id).unwrap().unwrap();
    assert_eq!(held.cancelled.as_deref(), Some("重复录入"));
    let edit = office.run(|tx| tx.edit_meeting(id, &Draft::default()));
    assert_eq!(refused(edit), "cancelled_meeting");
    assert_eq!(
        refused(office.run(|tx| tx.cancel_meeting(id, "再次"))),
        "cancelled_meeting"
    );
    assert_eq!(
        refused(office.run(|tx| tx.cancel_meeting(99, "没有"))),
        "not_found"
    );
}
