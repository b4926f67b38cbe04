//! Files that are no rule sets, or too large to be one: named at their place, in a thread with the
//! usual stack, and soon.

use super::fixture::listed;
use crate::model::score::{Mistake, Reading, Rules};
use chrono::{Days, NaiveDate};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// A debug build is so much slower than what people run, and this machine may be busy.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 1 });

/// Reads in a thread of its own with the stack that threads usually have.
fn read(text: String) -> Result<Reading, Vec<Mistake>> {
    let begun = Instant::now();
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let done = thread.spawn(move || Rules::read(&text, None)).unwrap();
    let read = done.join().unwrap();
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    read
}

/// Place, code and Chinese message of the first mistake.
fn first(text: String) -> (u32, u32, &'static str, String) {
    let all = read(text).err().unwrap_or_default();
    let first = all.first().expect("a mistake");
    (
        first.line,
        first.column,
        first.code,
        first.message.zh.clone(),
    )
}

const PART: &str = "title = \"t\"\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\n";
const ITEM: &str = "[[part.item]]\ntitle = \"项\"\nfact = \"attendance\"\npoints = 2\n";

#[test]
fn ten_megabytes_are_refused_at_the_place_where_they_become_too_many() {
    let line = "# 空话\n";
    let long = line.repeat((10 << 20) / line.len());
    let (at, _, code, said) = first(long);
    assert_eq!((code, said.as_str()), ("too_long", "规则文件超过 2 MB"));
    assert!(at > 200_000);
    assert_eq!(first("x".repeat(10 << 20)).2, "too_long");
}

#[test]
fn deep_nests_of_any_kind_are_refused_before_they_are_read() {
    for deep in [
        format!("title = {}1{}", "[".repeat(1000), "]".repeat(1000)),
        format!("title = {}", "[".repeat(900_000)),
        format!("title = {}", "{ a = ".repeat(200_000)),
        format!("title = {}1{}", "[{ a = ".repeat(1000), " }]".repeat(1000)),
        format!("a{} = 1", ".a".repeat(1000)),
        format!("[a{}]", ".a".repeat(900_000)),
        format!("[a{}]", " . \"a\"".repeat(100_000)),
    ] {
        let (line, column, code, said) = first(deep);
        assert_eq!(
            (line, code, said.as_str()),
            (1, "too_deep", "TOML 语法：嵌套超过 64 层")
        );
        assert!(column > 60, "{column}");
    }
    let mut headers = String::new();
    for n in 1..=1000 {
        let _ = writeln!(headers, "[{}]\nx = 1", vec!["a"; n].join("."));
    }
    assert_eq!(first(headers).0, 131, "the header of 66 names");
}

#[test]
fn brackets_and_dots_in_texts_and_comments_nest_nothing() {
    let texts = [
        format!("# {}\n", "[".repeat(500)),
        format!("issued = \"{}\"\n", "[{.".repeat(500)),
        format!("from = '{}'\n", "[\\".repeat(500)),
        format!("until = \"\"\"\n{}\"\n\"\"\"\n", "{.\n".repeat(500)),
        format!("window = \"\\\"{}\"\n", "[".repeat(500)),
    ];
    let all = read(texts.concat()).err().unwrap_or_default();
    assert!(all.iter().all(|m| m.code != "too_deep"), "{}", listed(&all));
    let decimals = format!("{PART}{ITEM}tiers = [{}]\n", "0.5, ".repeat(500));
    assert!(read(decimals).is_ok());
}

#[test]
fn tables_and_lists_of_thousands_are_refused_at_the_first_entry_too_many() {
    let entries = |n: usize| {
        (0..n).fold(String::new(), |mut all, i| {
            let _ = writeln!(all, "\"字{i}\" = 1,");
            all
        })
    };
    let by = |n| {
        format!(
            "{PART}{}points = {{ by = \"kind\",\n{} }}\n",
            ITEM.replace("points = 2\n", ""),
            entries(n)
        )
    };
    assert!(read(by(999)).is_ok());
    let (line, column, code, said) = first(by(40_000));
    assert_eq!((line, column, code), (1008, 1, "too_wide"));
    assert_eq!(said, "一张表或一个列表里超过 1000 条");
    let steps = (1..=120_000).fold(String::new(), |mut all, i| {
        let _ = write!(all, "{i} = 1, ");
        all
    });
    let steps = format!(
        "{PART}{}steps = {{ {steps} }}\n",
        ITEM.replace("points = 2\n", "")
    );
    assert_eq!(first(steps).2, "too_wide");
    let tiers = format!("{PART}{ITEM}tiers = [{}]\n", "0.5, ".repeat(400_000));
    assert_eq!(first(tiers).2, "too_wide");
}

#[test]
fn thousands_of_cases_are_tried_with_one_reading_of_the_rules() {
    let case =
        "[[case]]\ntitle = \"例\"\nyear = 2026\nact = [{ fact = \"attendance\" }]\ntotal = 2\n";
    let rules = read(format!("{PART}{ITEM}{}", case.repeat(10_000)))
        .unwrap()
        .rules;
    let tried = rules.try_cases().unwrap();
    assert_eq!(tried.len(), 10_000);
    assert!(tried.iter().all(|(_, misses)| misses.is_empty()));
}

#[test]
fn beyond_two_hundred_mistakes_it_says_that_there_are_more() {
    let wrong = format!("{PART}{}", ITEM.replace("points", "pionts").repeat(5_000));
    let all = read(wrong).err().unwrap_or_default();
    assert_eq!((all.len(), all[200].code), (201, "more"));
}

#[test]
fn a_thousand_levels_of_within_are_named_and_so_is_a_circle_of_them() {
    let part = |n: usize, within: usize| {
        format!("[[part]]\ncode = \"a{n}\"\ntitle = \"t\"\nstart = 1\nwithin = \"a{within}\"\n")
    };
    let deep: String = (0..1000).map(|n| part(n, n + 1)).collect();
    let last = "[[part]]\ncode = \"a1000\"\ntitle = \"t\"\nstart = 1\n";
    let (line, column, _, said) = first(format!("title = \"t\"\n{deep}{last}"));
    assert_eq!((line, column, said.as_str()), (6, 10, "部分嵌套超过 16 层"));
    let round: String = (0..1000).map(|n| part(n, (n + 1) % 1000)).collect();
    let (line, _, _, said) = first(format!("title = \"t\"\n{round}"));
    assert_eq!(line, 6);
    assert!(said.starts_with("部分互相包含：a0 → a1 → a2"), "{said}");
    assert!(said.chars().count() < 400, "{said}");
}

#[test]
fn ten_thousand_items_are_checked_with_their_overlaps() {
    // All alike: each overlaps the one before.
    let alike = format!("{PART}{}", ITEM.repeat(10_000));
    let reading = read(alike).unwrap();
    assert_eq!(reading.rules.items().count(), 10_000);
    assert!(reading.doubts.iter().any(|d| d.code == "overlap"));
    // None alike, in one part, and each in a part of its own.
    let mut apart = PART.to_owned();
    let mut parts = "title = \"t\"\n".to_owned();
    for n in 0..10_000 {
        let _ = writeln!(apart, "{ITEM}sector = \"界{n}\"");
        let _ = write!(parts, "[[part]]\ncode = \"p{n}\"\ntitle = \"t\"\n{ITEM}");
    }
    assert_eq!(read(apart).unwrap().doubts, []);
    assert_eq!(read(parts).unwrap().rules.parts.len(), 10_000);
    let mut groups = PART.to_owned();
    let mut gates = "title = \"t\"\n".to_owned();
    for n in 0..10_000 {
        let _ = writeln!(groups, "{ITEM}best_of = \"{n}\"\nkind = \"{n}\"");
        let _ = writeln!(
            gates,
            "[[gate]]\ntitle = \"{n}\"\nfact = \"speech\"\nat_least = {n}\nthen = \"t\""
        );
    }
    assert!(read(groups).is_ok());
    assert!(
        read(format!(
            "{gates}{}{ITEM}",
            PART.replace("title = \"t\"\n", "")
        ))
        .is_ok()
    );
    let mut rates = String::new();
    for n in 0..10_000 {
        let _ = writeln!(rates, "[[rate]]\nname = \"{n}\"\nfact = \"attendance\"");
    }
    assert!(
        read(format!(
            "title = \"t\"\n{rates}{}{ITEM}",
            PART.replace("title = \"t\"\n", "")
        ))
        .is_ok()
    );
}

#[test]
fn ten_thousand_versions_of_a_clause_are_looked_through_for_days_between_them() {
    // Each holds one day; after the seven thousandth there is a day without any.
    let mut text = PART.to_owned();
    let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();
    for n in 0..10_000_u64 {
        let day = first + Days::new(n + u64::from(n > 7000));
        let _ = writeln!(text, "{ITEM}from = {day}\nuntil = {day}");
    }
    let reading = read(text).unwrap();
    let found: Vec<&str> = reading.doubts.iter().map(|d| d.code).collect();
    assert_eq!(found, ["days_without_clause"]);
}

#[test]
fn numbers_beyond_all_measure_and_divisions_by_nothing_are_named_with_line_and_column() {
    for number in [
        "1e400",
        "-1e400",
        "nan",
        "\"1/0\"",
        "\"0/0\"",
        "\"1/0.000\"",
        "\"99999999999999999999/3\"",
        "\"3/99999999999999999999\"",
        "99999999999999999999999999999999999999999999",
        "0.0000000000000000000000000000000000000001",
        "\"１０\"",
    ] {
        let (line, column, code, _) = first(format!("{PART}{ITEM}cap = {number}\n"));
        assert_eq!((line, column), (9, 7), "{number}");
        assert!(
            ["not_a_number", "syntax"].contains(&code),
            "{number}: {code}"
        );
    }
}

#[test]
fn marks_of_other_systems_are_taken_and_bytes_that_are_no_text_are_named() {
    let good = format!("{PART}{ITEM}");
    assert!(read(format!("\u{feff}{good}")).is_ok());
    assert!(read(good.replace('\n', "\r\n")).is_ok());
    let wrong = good
        .replace('\n', "\r\n")
        .replace("points = 2", "points = x");
    assert_eq!(first(wrong).0, 8);
    let marked = format!("\u{feff}{}", good.replace("title = \"t\"", "titel = \"t\""));
    let (line, column, ..) = first(marked);
    assert_eq!((line, column), (1, 1));
    let (line, _, code, _) = first(good.replace("甲", "甲\0"));
    assert_eq!((line, code), (4, "syntax"));
    assert_eq!(first("\0\0\0\0".to_owned()).2, "syntax");
    assert_eq!(first(String::new()).2, "missing");
}
