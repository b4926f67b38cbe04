//! Known facts of counting, reckoned by hand on the published calendar.

use super::*;

fn due_on(base: &str, length: &str) -> String {
    after(base, length).unwrap().on.to_string()
}

#[test]
fn working_days_around_the_spring_festival_of_2026() {
    let due = after("2026-02-06", "15wd").unwrap();
    assert_eq!(due.on, day("2026-03-05"));
    let counted: Vec<String> = due
        .counted()
        .map(|d| d.on.format("%m-%d").to_string())
        .collect();
    let wanted =
        "02-09 02-10 02-11 02-12 02-13 02-14 02-24 02-25 02-26 02-27 02-28 03-02 03-03 03-04 03-05";
    assert_eq!(counted.join(" "), wanted);
    let skipped: Vec<String> = due
        .skipped()
        .map(|d| d.on.format("%m-%d").to_string())
        .collect();
    let wanted = "02-07 02-08 02-15 02-16 02-17 02-18 02-19 02-20 02-21 02-22 02-23 03-01";
    assert_eq!(skipped.join(" "), wanted);
    assert_eq!(
        due.why().zh,
        "自 2026-02-06 次日起算，15 个工作日；不计：周末 3 天、春节放假 9 天；调休上班的 2026-02-14、2026-02-28 计入"
    );
    assert!(
        due.why().en.contains("holiday (春节) 9"),
        "{}",
        due.why().en
    );
}

#[test]
fn known_deadlines_of_working_days() {
    let known = [
        ("2026-02-13", "1wd", "2026-02-14"),
        ("2026-02-14", "1wd", "2026-02-24"),
        ("2026-02-15", "1wd", "2026-02-24"),
        ("2026-04-30", "1wd", "2026-05-06"),
        ("2026-05-06", "3wd", "2026-05-09"),
        ("2026-09-18", "5wd", "2026-09-24"),
        ("2026-09-30", "3wd", "2026-10-10"),
        ("2025-09-26", "10wd", "2025-10-16"),
        ("2018-12-28", "1wd", "2018-12-29"),
        ("2018-12-29", "1wd", "2019-01-02"),
        ("2020-01-23", "1wd", "2020-02-03"),
        ("2015-09-02", "1wd", "2015-09-06"),
        ("2004-01-16", "1wd", "2004-01-17"),
    ];
    for (base, length, wanted) in known {
        assert_eq!(due_on(base, length), wanted, "{base} {length}");
    }
}

#[test]
fn months_end_on_the_same_number_or_on_the_months_last_day() {
    let known = [
        ("2026-02-06", "3m", "2026-05-06"),
        ("2024-11-30", "3m", "2025-02-28"),
        ("2023-11-30", "3m", "2024-02-29"),
        ("2026-01-31", "1m", "2026-02-28"),
        ("2026-08-31", "1m", "2026-09-30"),
        ("2024-02-29", "1y", "2025-02-28"),
        ("2026-03-05", "2w", "2026-03-19"),
        ("2026-03-05", "10d", "2026-03-16"),
    ];
    for (base, length, wanted) in known {
        assert_eq!(due_on(base, length), wanted, "{base} {length}");
    }
    let clamped = after("2024-11-30", "3m").unwrap();
    assert_eq!(clamped.clamped, Some(30));
    assert!(
        clamped
            .why()
            .zh
            .contains("当月没有 30 日，取月末 2025-02-28")
    );
    assert_eq!(after("2026-02-06", "3m").unwrap().clamped, None);
}

#[test]
fn a_last_day_off_moves_on_and_says_why() {
    let due = after("2026-02-01", "3m").unwrap();
    assert_eq!((due.last, due.on), (day("2026-05-01"), day("2026-05-06")));
    assert_eq!(due.counted().count(), 89);
    let moved: Vec<String> = due.skipped().map(|d| d.on.to_string()).collect();
    assert_eq!(
        moved,
        ["2026-05-02", "2026-05-03", "2026-05-04", "2026-05-05"]
    );
    assert!(
        due.why()
            .zh
            .ends_with("最后一日 2026-05-01 星期五（劳动节放假），顺延至 2026-05-06")
    );
    // A weekend worked in exchange is a day on which a term may end.
    assert_eq!(due_on("2026-02-04", "10d"), "2026-02-14");
    let span = Span::After(Length::new(3, Unit::Month));
    let stays = Rule {
        span,
        last_day: LastDay::Stays,
    };
    let plain = count(day("2026-02-01"), stays, &[], &[], &Calendar::built_in()).unwrap();
    assert_eq!(plain.on, day("2026-05-01"));
}

#[test]
fn a_term_before_an_event_is_counted_back_and_never_shortened() {
    let on = |base, length, last| before(base, length, last).unwrap().on.to_string();
    assert_eq!(on("2026-03-18", "15wd", LastDay::Moves), "2026-02-26");
    assert_eq!(on("2026-01-12", "7d", LastDay::Stays), "2026-01-05");
    assert_eq!(on("2026-03-01", "7d", LastDay::Moves), "2026-02-14");
    assert_eq!(on("2026-05-31", "3m", LastDay::Stays), "2026-02-28");
    assert_eq!(on("2026-10-03", "0d", LastDay::Stays), "2026-10-03");
    let due = before("2026-03-01", "7d", LastDay::Moves).unwrap();
    assert_eq!(due.last, day("2026-02-22"));
    assert!(
        due.why().zh.contains("提前至 2026-02-14"),
        "{}",
        due.why().zh
    );
    // Every day over which it moves says which way.
    let over = due.days.iter().filter(|d| d.on <= due.last);
    let over: Vec<String> = over.map(|d| d.reason.text().zh).collect();
    assert_eq!(over.len(), 8);
    assert!(
        over.iter().all(|why| why.ends_with("，期限提前")),
        "{over:?}"
    );
    let on = after("2026-02-01", "3m").unwrap();
    let last = on.days.iter().find(|d| d.on == on.last).unwrap();
    assert!(last.reason.text().zh.ends_with("，期限顺延"));
}

#[test]
fn a_year_that_is_not_there_is_needed_only_where_a_day_is_judged() {
    assert_eq!(
        after("2026-12-25", "10wd").unwrap_err(),
        Refusal::MissingYear(2027)
    );
    assert_eq!(
        after("2026-12-01", "3m").unwrap_err(),
        Refusal::MissingYear(2027)
    );
    assert!(after("2026-12-25", "4wd").unwrap().may_change);
    assert!(!after("2025-12-25", "4wd").unwrap().may_change);
    assert!(before("2027-03-01", "7d", LastDay::Stays).is_ok());
    assert_eq!(after("2003-12-31", "1wd").unwrap().on, day("2004-01-02"));
    assert_eq!(after("2199-12-31", "1d").unwrap_err(), Refusal::OutOfRange);
}

#[test]
fn a_pause_makes_a_term_longer_by_its_days() {
    let pause = |from: &str, to: &str| Pause {
        from: day(from),
        to: day(to),
        reason: "补充材料".into(),
    };
    let with = |length: &str, pauses: &[Pause]| {
        let span = Span::After(Length::parse(length).unwrap());
        let last_day = LastDay::Stays;
        count(
            day("2026-03-05"),
            Rule { span, last_day },
            &[],
            pauses,
            &Calendar::built_in(),
        )
    };
    let five = [pause("2026-03-10", "2026-03-14")];
    assert_eq!(with("10d", &five).unwrap().on, day("2026-03-20"));
    assert_eq!(with("3m", &five).unwrap().on, day("2026-06-10"));
    assert_eq!(with("5wd", &five).unwrap().on, day("2026-03-18"));
    // A pause before the term or after its end changes nothing; one that lies in the days that
    // another adds counts too.
    let none = [
        pause("2026-01-01", "2026-03-05"),
        pause("2026-03-16", "2026-03-20"),
    ];
    assert_eq!(with("10d", &none).unwrap().on, day("2026-03-15"));
    let two = [
        pause("2026-03-15", "2026-03-15"),
        pause("2026-03-16", "2026-03-17"),
    ];
    assert_eq!(with("10d", &two).unwrap().on, day("2026-03-18"));
    let due = with("10d", &five).unwrap();
    assert_eq!(due.counted().count(), 10);
    assert!(
        due.why().zh.contains("暂停计时：补充材料 5 天"),
        "{}",
        due.why().zh
    );
    let backwards = [pause("2026-03-14", "2026-03-10")];
    assert!(matches!(
        with("10d", &backwards),
        Err(Refusal::Backwards { .. })
    ));
}

#[test]
fn an_extension_is_added_to_the_length_not_to_the_clamped_day() {
    let with = |base: &str, length: &str, more: &[&str]| {
        let span = Span::After(Length::parse(length).unwrap());
        let more: Vec<Length> = more.iter().map(|l| Length::parse(l).unwrap()).collect();
        let last_day = LastDay::Stays;
        count(
            day(base),
            Rule { span, last_day },
            &more,
            &[],
            &Calendar::built_in(),
        )
        .unwrap()
    };
    assert_eq!(with("2024-12-31", "2m", &["1m"]).on, day("2025-03-31"));
    assert_eq!(with("2026-03-05", "10d", &["5d"]).on, day("2026-03-20"));
    assert_eq!(with("2026-03-05", "1m", &["5wd"]).on, day("2026-04-13"));
    let twice = with("2026-03-05", "2m", &["1m", "1m"]);
    assert_eq!(twice.on, day("2026-07-05"));
    assert!(twice.why().zh.contains("2 个月，延长 1 个月，延长 1 个月"));
}

#[test]
fn a_fixed_day_is_the_first_one_from_the_event_on() {
    let with = |base: &str| {
        let span = Span::fixed("06-30").unwrap();
        let last_day = LastDay::Moves;
        count(
            day(base),
            Rule { span, last_day },
            &[],
            &[],
            &Calendar::built_in(),
        )
        .unwrap()
        .on
    };
    assert_eq!(with("2026-02-06"), day("2026-06-30"));
    assert_eq!(with("2026-06-30"), day("2026-06-30"));
    assert_eq!(with("2025-07-01"), day("2026-06-30"));
    assert_eq!(with("2024-01-01"), day("2024-07-01"));
    assert_eq!(Span::fixed("6月30日"), Span::fixed("06-30"));
    for wrong in ["02-29", "13-01", "0630", "六月", ""] {
        assert_eq!(Span::fixed(wrong), None, "{wrong}");
    }
}

#[test]
fn lengths_are_read_as_regulations_write_them() {
    let read = |word: &str| {
        Length::parse(word)
            .map(|l| l.to_string())
            .unwrap_or_default()
    };
    let same = [
        ("15wd", "15wd"),
        ("15WD", "15wd"),
        ("15个工作日", "15wd"),
        ("15 个工作日", "15wd"),
        ("十五个工作日", "15wd"),
        ("10日", "10d"),
        ("10天", "10d"),
        ("30自然日", "30d"),
        ("2周", "2w"),
        ("两个星期", "2w"),
        ("3个月", "3m"),
        ("三个月", "3m"),
        ("3m", "3m"),
        ("1年", "1y"),
        ("1y", "1y"),
        ("0d", "0d"),
    ];
    for (word, wanted) in same {
        assert_eq!(read(word), wanted, "{word}");
    }
    for wrong in [
        "", "15", "wd", "15x", "-3d", "+3d", "3.5m", "0wd", "0m", "99999d", "半年", "３m月",
    ] {
        assert_eq!(read(wrong), "", "{wrong}");
    }
}

#[test]
fn neighbours_with_one_reason_fold_into_one_line() {
    let due = after("2026-02-06", "15wd").unwrap();
    let line = |r: &Run| {
        let (first, days) = (r.first.format("%m-%d"), r.days);
        match r.places {
            Some((a, b)) => format!("{first} {days} {a}-{b}"),
            None => format!("{first} {days}"),
        }
    };
    let lines: Vec<String> = runs(&due.days).iter().map(line).collect();
    let wanted = [
        "02-07 2",
        "02-09 5 1-5",
        "02-14 1 6-6",
        "02-15 9",
        "02-24 4 7-10",
        "02-28 1 11-11",
        "03-01 1",
        "03-02 4 12-15",
    ];
    assert_eq!(lines, wanted);
}
