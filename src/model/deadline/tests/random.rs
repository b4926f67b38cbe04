//! Properties of counting, and an oracle that reckons working days straight from the list.

use super::*;
use chrono::{Datelike, Days};
use proptest::prelude::*;
use std::sync::OnceLock;

fn calendar() -> &'static Calendar {
    static CALENDAR: OnceLock<Calendar> = OnceLock::new();
    CALENDAR.get_or_init(Calendar::built_in)
}

/// Whether the offices work, read from the published list line by line each time.
fn worked(day: NaiveDate) -> bool {
    let csv = include_str!("../../calendar/holidays.csv");
    let mark = csv.lines().find_map(|l| l.strip_prefix(&format!("{day},")));
    match mark {
        Some(mark) => mark.starts_with("work"),
        None => day.weekday().num_days_from_monday() < 5,
    }
}

fn days() -> impl Strategy<Value = NaiveDate> {
    (0u64..7500).prop_map(|n| day("2005-03-01") + Days::new(n))
}

fn lengths() -> impl Strategy<Value = Length> {
    let unit = proptest::sample::select(vec![Unit::Day, Unit::WorkingDay, Unit::Week, Unit::Month]);
    (1u16..12, unit).prop_map(|(n, unit)| Length::new(n, unit))
}

fn counted(base: NaiveDate, span: Span, last_day: LastDay, pauses: &[Pause]) -> Due {
    count(base, Rule { span, last_day }, &[], pauses, calendar()).unwrap()
}

fn working(base: NaiveDate, n: u16) -> Due {
    let span = Span::After(Length::new(n, Unit::WorkingDay));
    counted(base, span, LastDay::Stays, &[])
}

proptest! {
    #[test]
    fn working_days_agree_with_the_list(base in days(), n in 1u16..40, back in any::<bool>()) {
        let length = Length::new(n, Unit::WorkingDay);
        let span = if back { Span::Before(length) } else { Span::After(length) };
        let due = counted(base, span, LastDay::Moves, &[]);
        let (mut at, mut left, mut yes, mut no) = (base, n, Vec::new(), Vec::new());
        while left > 0 {
            at = if back { at - Days::new(1) } else { at + Days::new(1) };
            if worked(at) { left -= 1; yes.push(at); } else { no.push(at); }
        }
        prop_assert_eq!(due.on, at);
        prop_assert_eq!(due.counted().map(|d| d.on).collect::<Vec<_>>(), yes);
        prop_assert_eq!(due.skipped().map(|d| d.on).collect::<Vec<_>>(), no);
    }

    #[test]
    fn n_working_days_and_then_m_are_n_plus_m(base in days(), n in 1u16..40, m in 1u16..40) {
        prop_assert_eq!(working(working(base, n).on, m).on, working(base, n + m).on);
    }

    #[test]
    fn from_a_working_day_there_and_back_is_the_same_day(base in days(), n in 1u16..40) {
        prop_assume!(worked(base));
        let there = working(base, n).on;
        let span = Span::Before(Length::new(n, Unit::WorkingDay));
        prop_assert_eq!(counted(there, span, LastDay::Moves, &[]).on, base);
    }

    #[test]
    fn each_day_between_is_told_once_and_in_order(base in days(), length in lengths()) {
        let due = counted(base, Span::After(length), LastDay::Moves, &[]);
        for (day, wanted) in due.days.iter().zip(base.iter_days().skip(1)) {
            prop_assert_eq!(day.on, wanted);
        }
        let places: Vec<u32> = due.counted().filter_map(|d| d.place).collect();
        prop_assert_eq!(places, (1..=u32::try_from(due.counted().count()).unwrap()).collect::<Vec<_>>());
        let folded: u32 = runs(&due.days).iter().map(|r| r.days).sum();
        prop_assert_eq!(folded as usize, due.days.len());
        match length.unit {
            Unit::Day | Unit::WorkingDay => prop_assert_eq!(due.counted().count(), usize::from(length.count)),
            Unit::Week => prop_assert_eq!(due.counted().count(), usize::from(length.count) * 7),
            _ => {}
        }
    }

    #[test]
    fn a_term_that_moves_ends_on_the_first_working_day_from_its_end(base in days(), length in lengths()) {
        let stays = counted(base, Span::After(length), LastDay::Stays, &[]);
        let moves = counted(base, Span::After(length), LastDay::Moves, &[]);
        prop_assert_eq!(stays.on, moves.last);
        prop_assert!(worked(moves.on));
        prop_assert!(stays.on.iter_days().take_while(|d| *d < moves.on).all(|d| !worked(d)));
        let back = counted(base, Span::Before(length), LastDay::Moves, &[]);
        prop_assert!(worked(back.on) && back.on <= back.last && back.last < base);
    }

    #[test]
    fn months_keep_the_day_or_take_the_months_last(base in days(), n in 1u16..30) {
        let due = counted(base, Span::After(Length::new(n, Unit::Month)), LastDay::Stays, &[]);
        let months = base.year() * 12 + base.month0().cast_signed() + i32::from(n);
        prop_assert_eq!(due.on.year() * 12 + due.on.month0().cast_signed(), months);
        let tomorrow = due.on + Days::new(1);
        prop_assert!(due.on.day() == base.day() || (due.on.day() < base.day() && tomorrow.day() == 1));
        prop_assert_eq!(due.clamped.is_some(), due.on.day() != base.day());
    }

    #[test]
    fn a_pause_never_brings_a_term_forward(base in days(), length in lengths(), from in 0u64..60, long in 0u64..40) {
        let first = base + Days::new(from);
        let pause = Pause { from: first, to: first + Days::new(long), reason: "停".into() };
        let plain = counted(base, Span::After(length), LastDay::Stays, &[]);
        let paused = counted(base, Span::After(length), LastDay::Stays, std::slice::from_ref(&pause));
        prop_assert!(paused.on >= plain.on);
        prop_assert_eq!(paused.counted().count(), plain.counted().count());
        prop_assert!(paused.counted().all(|d| d.on < pause.from || d.on > pause.to));
    }

    #[test]
    fn a_length_is_read_as_it_is_written(length in lengths()) {
        prop_assert_eq!(Length::parse(&length.to_string()), Some(length));
        prop_assert_eq!(Length::parse(&length.text().zh), Some(length));
    }

    #[test]
    fn no_word_and_no_file_makes_the_readers_fail(word in ".*", at in 0usize..2000, with in "[a-z\"=\\[\\]\n\u{4e00}-\u{4e10} ]{0,6}") {
        let _ = Length::parse(&word);
        let _ = Span::fixed(&word);
        let body = Profile::built_in("three-month").unwrap();
        let mut changed: Vec<char> = body.chars().collect();
        let at = at % changed.len();
        changed.splice(at..at, with.chars());
        let text: String = changed.into_iter().collect();
        if let Err(mistakes) = Profile::parse(&text) {
            prop_assert!(!mistakes.is_empty());
            let lines = u32::try_from(text.lines().count()).unwrap();
            prop_assert!(mistakes.iter().all(|m| m.line >= 1 && m.line <= lines + 1));
        }
    }
}
