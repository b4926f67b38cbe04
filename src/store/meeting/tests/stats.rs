//! Attendance over many meetings.

use super::{Office, day};
use crate::model::code::{Duty, Presence};
use crate::model::filter::parse;
use crate::model::meeting::tally::{Rate, Tally};

/// Two plenaries, one cancelled; a standing committee; a walk; one meeting in the next year.
fn year() -> Office {
    let mut office = Office::new();
    let (wang, li, zhang) = (office.wang, office.li, office.zhang);
    let plenary = office.meeting("全体会议", "2026-01-05", "2026-01-07", Duty::Required);
    office.mark(plenary, wang, Presence::Late).unwrap();
    let second = office.meeting("全体会议", "2026-06", "2026-06", Duty::Required);
    office.mark(second, li, Presence::Absent).unwrap();
    let off = office.meeting("全体会议", "2026-07-01", "2026-07-01", Duty::Required);
    office.run(|tx| tx.cancel_meeting(off, "未召开")).unwrap();
    let committee = office.meeting("常委会会议", "2026-04-01", "2026-04-01", Duty::Required);
    office.invite(committee, &[wang, zhang]);
    office.mark(committee, wang, Presence::Leave).unwrap();
    let walk = office.meeting("走访", "2026-05-01", "2026-05-01", Duty::Open);
    office.mark(walk, zhang, Presence::Present).unwrap();
    office.meeting("全体会议", "2027-01-05", "2027-01-07", Duty::Required);
    office
}

fn of(office: &Office, member: i64) -> Tally {
    let (from, to) = (day("2026-01-01"), day("2026-12-31"));
    let read = office.store.read();
    let member = read.member(member).unwrap().unwrap();
    read.attendance_of(&member, from, to).unwrap().tally
}

#[test]
fn a_members_rate_has_the_recorded_due_below_it_and_completeness_beside_it() {
    let office = year();
    let wang = of(&office, office.wang);
    assert_eq!(
        (wang.due, wang.late, wang.leave, wang.unrecorded),
        (3, 1, 1, 1)
    );
    assert_eq!(wang.rate(), Rate { num: 1, den: 2 });
    assert_eq!(wang.completeness(), Rate { num: 2, den: 3 });
    let li = of(&office, office.li);
    assert_eq!((li.due, li.absent, li.unrecorded), (2, 1, 1));
    assert_eq!(li.rate(), Rate { num: 0, den: 1 });
}

#[test]
fn outside_ones_term_nothing_is_due_and_walk_ins_stand_beside() {
    let office = year();
    let zhang = of(&office, office.zhang);
    assert_eq!((zhang.due, zhang.unrecorded, zhang.beside), (2, 2, 1));
    assert_eq!(of(&office, office.zhao), Tally::default());
}

#[test]
fn the_list_of_a_members_meetings_goes_by_time_and_names_what_is_missing() {
    let office = year();
    let (from, to) = (day("2026-01-01"), day("2026-12-31"));
    let read = office.store.read();
    let zhang = read.member(office.zhang).unwrap().unwrap();
    let meetings = read.attendance_of(&zhang, from, to).unwrap().meetings;
    let told: Vec<_> = meetings
        .iter()
        .map(|m| (m.kind.as_str(), m.presence, m.due, m.on_roll))
        .collect();
    assert_eq!(
        told,
        [
            ("常委会会议", Presence::Unrecorded, true, true),
            ("走访", Presence::Present, false, true),
            ("全体会议", Presence::Unrecorded, true, false),
        ]
    );
}

#[test]
fn the_table_says_the_same_of_everyone_as_one_by_one() {
    let office = year();
    let (from, to) = (day("2026-01-01"), day("2026-12-31"));
    let read = office.store.read();
    let table = read.attendance_table(&[], from, to).unwrap();
    assert_eq!(table.len(), 4);
    for line in &table {
        assert_eq!(line.tally, of(&office, line.member), "{}", line.name);
    }
    let one = read
        .attendance_table(&parse(&["name=王一"]), from, to)
        .unwrap();
    assert_eq!(one.len(), 1);
    assert_eq!(one[0].tally.due, 3);
}

#[test]
fn a_span_takes_meetings_by_their_first_day_and_months_by_their_first() {
    let office = year();
    let read = office.store.read();
    let wang = read.member(office.wang).unwrap().unwrap();
    let due = |from: &str, to: &str| {
        let (from, to) = (day(from), day(to));
        let alone = read.attendance_of(&wang, from, to).unwrap().tally;
        let table = read
            .attendance_table(&parse(&["name=王一"]), from, to)
            .unwrap();
        assert_eq!(alone, table[0].tally);
        alone.due
    };
    assert_eq!(due("2026-01-05", "2026-01-05"), 1);
    assert_eq!(due("2026-01-06", "2026-01-31"), 0);
    assert_eq!(
        due("2026-06-01", "2026-06-15"),
        1,
        "2026-06 begins on the first"
    );
    assert_eq!(due("2026-06-02", "2026-06-30"), 0);
    assert_eq!(due("2026-01-01", "2027-12-31"), 4);
}
