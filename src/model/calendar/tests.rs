//! The years in the program, and notices as offices import them.

use super::notice::{Entry, Fault, years};
use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn entry((at, line): (usize, &str)) -> Entry {
    Entry {
        line: u32::try_from(at + 1).unwrap(),
        special: special(line).unwrap(),
    }
}

fn entries(lines: &str) -> Vec<Entry> {
    lines.lines().enumerate().map(entry).collect()
}

/// The built-in notice of one year, without the lines that hold `word`.
fn without(year: i32, word: &str) -> Vec<Entry> {
    let of_year = |e: &Entry| of_notice(&e.special) == year;
    let lines = BUILT_IN.lines().skip(1).filter(|l| !l.contains(word));
    lines.enumerate().map(entry).filter(of_year).collect()
}

fn problems(faults: &[Fault]) -> String {
    faults
        .iter()
        .map(|f| f.problem.zh.as_str())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn every_line_of_the_built_in_years_is_read() {
    let calendar = Calendar::built_in();
    let read: usize = calendar.years().map(|(year, _)| year.days.len()).sum();
    assert_eq!(read, BUILT_IN.lines().count() - 1);
    let known: Vec<i32> = calendar.years().map(|(year, _)| year.year).collect();
    assert_eq!(known, (2004..=2026).collect::<Vec<_>>());
}

#[test]
fn every_built_in_year_would_be_taken_as_a_notice() {
    let all: Vec<Entry> = BUILT_IN.lines().skip(1).enumerate().map(entry).collect();
    let taken = years(&all).unwrap();
    let calendar = Calendar::built_in();
    let held: Vec<Year> = calendar.years().map(|(year, _)| year.clone()).collect();
    assert_eq!(taken, held);
    for year in held {
        let alone = without(year.year, "no such word");
        assert_eq!(years(&alone).unwrap(), [year]);
    }
}

#[test]
fn a_day_is_told_with_its_reason() {
    let calendar = Calendar::built_in();
    let standing = |text| calendar.standing(day(text)).unwrap();
    assert_eq!(standing("2026-02-13"), Standing::Weekday);
    assert_eq!(standing("2026-02-14"), Standing::MakeUp("春节".into()));
    assert_eq!(standing("2026-02-16"), Standing::Holiday("春节".into()));
    assert_eq!(standing("2026-03-01"), Standing::Weekend);
    assert_eq!(standing("2025-10-06").text().zh, "中秋节放假");
    assert_eq!(standing("2018-12-29").text().zh, "元旦调休上班");
    assert_eq!(calendar.standing(day("2027-01-04")), Err(MissingYear(2027)));
    assert_eq!(calendar.standing(day("2003-12-31")), Err(MissingYear(2003)));
}

#[test]
fn a_year_that_lacks_a_festival_is_refused_by_name() {
    for festival in ["元旦", "春节", "清明", "劳动", "端午", "国庆", "中秋"] {
        let faults = years(&without(2026, festival)).unwrap_err();
        assert!(
            problems(&faults).contains(festival),
            "{festival}: {faults:?}"
        );
    }
    // Mid-Autumn of 2020 fell into the National Day week, which alone has eight days.
    assert!(years(&without(2020, "no such word")).is_ok());
    let faults = years(&without(2026, "2026-10-02")).unwrap_err();
    assert!(problems(&faults).contains("2026-10-02"), "{faults:?}");
    assert!(years(&[]).is_err());
}

#[test]
fn a_day_that_is_both_off_and_worked_is_refused_with_both_lines() {
    let mut twice = without(2026, "no such word");
    let extra = entries("2026-02-14,off,春节\n2026-01-01,off,元旦\n2026-02-26,work,春节");
    twice.extend(
        extra
            .into_iter()
            .zip([90, 91, 92])
            .map(|(e, line)| Entry { line, ..e }),
    );
    let faults = years(&twice).unwrap_err();
    // The same thing said twice is no contradiction.
    let lines: Vec<_> = faults.iter().map(|f| f.line).collect();
    assert_eq!(lines, [Some(90), Some(92)]);
    assert!(
        problems(&faults).contains("2026-02-26 是星期四"),
        "{faults:?}"
    );
}

#[test]
fn new_years_days_in_december_go_with_the_notice_of_the_next_year() {
    let mut both = without(2026, "no such word");
    both.extend(entries("2026-12-31,off,元旦"));
    let alone = years(&both).unwrap();
    assert_eq!(alone.len(), 1);
    assert_eq!(alone[0].days.last().unwrap().day, day("2026-12-31"));
    let mut next = without(2024, "no such word");
    assert_eq!(next[0].special.day, day("2023-12-30"));
    next.extend(without(2023, "no such word"));
    let taken = years(&next).unwrap();
    assert_eq!((taken[0].year, taken[1].year), (2023, 2024));
    assert_eq!(taken[1].days[0].day, day("2023-12-30"));
}

#[test]
fn an_offices_notice_lies_over_the_built_in_one_and_over_the_year_before() {
    let mut calendar = Calendar::built_in();
    assert!(calendar.may_change(day("2026-12-31")));
    assert!(!calendar.may_change(day("2025-12-31")) && !calendar.may_change(day("2026-12-28")));
    let shifted = |e: Entry| {
        let mut special = e.special;
        special.day = special.day.with_year(2027).unwrap();
        special
    };
    let off = |e: &Entry| e.special.kind == DayKind::Off;
    let mut days: Vec<Special> = without(2026, "no such word")
        .into_iter()
        .filter(off)
        .map(shifted)
        .collect();
    days.push(special("2026-12-31,off,元旦").unwrap());
    calendar.lay(Year { year: 2027, days });
    assert!(!calendar.may_change(day("2026-12-31")));
    assert_eq!(
        calendar.standing(day("2026-12-31")),
        Ok(Standing::Holiday("元旦".into()))
    );
    assert_eq!(calendar.standing(day("2027-01-04")), Ok(Standing::Weekday));
    let origin = |year| calendar.years().find(|(y, _)| y.year == year).unwrap().1;
    assert_eq!(
        (origin(2026), origin(2027)),
        (Origin::BuiltIn, Origin::Office)
    );
}
