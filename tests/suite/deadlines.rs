//! Deadlines through the whole program: the calculator without a file, years that an office brings
//! in, profiles that change on a day.

use crate::office::{Office, command};
use chrono::NaiveDate;
use encoding_rs::GB18030;
use yishi::model::calendar::Standing;
use yishi::model::deadline::{Facts, Profile, Step, due};

/// A made-up notice of 2027, whose New Year begins in December.
const NOTICE: &str = "日期,类型,节日
2026-12-31 至 2027-01-02,放假,元旦
2027-01-03,上班,元旦
2027-02-05 至 2027-02-11,放假,春节
2027-04-05,放假,清明节
2027-05-01 至 2027-05-05,放假,劳动节
2027-06-09,放假,端午节
2027-09-15,放假,中秋节
2027-10-01 至 2027-10-07,放假,国庆节
";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The same notice as a calendar file, with folded lines, an alarm and an event that says nothing.
fn ical() -> String {
    let event = |(summary, from, to): (&str, &str, &str)| {
        format!(
            "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:{from}\r\nDTEND;VALUE=DATE:{to}\r\nSUMM\r\n ARY;LANGUAGE=zh:{summary}\r\n\
             BEGIN:VALARM\r\nDURATION:PT1H\r\nSUMMARY:提醒(班)\r\nEND:VALARM\r\nEND:VEVENT\r\n"
        )
    };
    let events = [
        ("元旦(休)", "20261231", "20270103"),
        ("元旦（班）", "20270103", "20270104"),
        ("春节(休)", "20270205", "20270212"),
        ("元宵节", "20270220", "20270221"),
        ("清明节 假期 第1天/共1天", "20270405", "20270406"),
        ("劳动节放假", "20270501", "20270506"),
        ("端午节 休", "20270609", "20270610"),
        ("中秋节(休)", "20270915", "20270916"),
        ("国庆节(休)", "20271001", "20271008"),
    ];
    let events: String = events.into_iter().map(event).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

#[test]
fn the_calculator_needs_no_file_and_leaves_none() {
    let office = Office::bare();
    let told = office.json(&["due", "2026-02-06", "--plus", "15wd", "--explain"]);
    assert_eq!(told["due_on"], "2026-03-05");
    assert_eq!(told["counted"].as_array().unwrap().len(), 15);
    assert_eq!(told["counted"][5]["on"], "2026-02-14");
    assert_eq!(told["skipped"].as_array().unwrap().len(), 12);
    assert_eq!(told["skipped"][2]["why"], "春节放假");
    let today = office.json(&["due", "today", "--plus", "1wd"]);
    assert_eq!(today["due_on"], "2026-11-23");
    assert!(!office.file().exists());
    let missing = office.run(&["due", "2026-12-25", "--plus", "10wd", "--format", "json"]);
    assert_eq!(
        (missing.code, missing.error_code().as_str()),
        (1, "calendar_missing")
    );
    assert!(missing.out.is_empty() && missing.err.contains("yishi config calendar import"));
    for wrong in [["--plus", "15x"], ["--plus", ""], ["--before", "-3d"]] {
        assert_eq!(
            office
                .run(&[&["due", "2026-02-06"], &wrong[..]].concat())
                .code,
            2
        );
    }
}

#[test]
fn a_notice_comes_in_the_same_from_every_kind_of_file_and_only_once() {
    let office = Office::new();
    office.put("utf8.csv", NOTICE);
    office.put("bom.csv", format!("\u{feff}{NOTICE}"));
    office.put("gb.csv", GB18030.encode(NOTICE).0);
    office.put("notice.ics", ical());
    office.put("gb.ics", GB18030.encode(&ical()).0);
    let import = |file: &str| office.json(&["config", "calendar", "import", file]);
    assert_eq!(import("notice.ics")["changed"], true);
    let entries = office.entries();
    for file in ["utf8.csv", "bom.csv", "gb.csv", "gb.ics", "notice.ics"] {
        assert_eq!(import(file)["changed"], false, "{file}");
    }
    assert_eq!(office.entries(), entries);
    let calendar = office.store().read().calendar().unwrap();
    let standing = |on| calendar.standing(day(on)).unwrap();
    assert_eq!(standing("2026-12-31"), Standing::Holiday("元旦".into()));
    assert_eq!(standing("2027-01-03"), Standing::MakeUp("元旦".into()));
    assert_eq!(standing("2026-10-01"), Standing::Holiday("国庆节".into()));
    let told = office.json(&["due", "2026-12-30", "--plus", "1wd"]);
    assert_eq!(told["due_on"], "2027-01-03");
    office.done(&["undo"]);
    office.refused(1, &["due", "2026-12-30", "--plus", "2wd"]);
    office.done(&["redo"]);
    assert!(office.done(&["check"]).out.contains("完好"));
}

#[test]
fn a_notice_is_corrected_by_importing_it_again() {
    let office = Office::new();
    office
        .put("a.csv", NOTICE)
        .put("b.csv", NOTICE.replace("2027-09-15", "2027-09-14"));
    office.done(&["config", "calendar", "import", "a.csv"]);
    let told = office.json(&["config", "calendar", "import", "b.csv"]);
    assert_eq!(told["changes"], 2);
    let calendar = office.store().read().calendar().unwrap();
    assert_eq!(
        calendar.standing(day("2027-09-15")).unwrap(),
        Standing::Weekday
    );
}

#[test]
fn a_notice_that_contradicts_itself_or_is_not_whole_changes_nothing() {
    let office = Office::new();
    let refused = |name: &str, body: &str, words: &str| {
        office.put(name, body);
        let said = office.refused(1, &["config", "calendar", "import", name]);
        assert!(said.err.contains(words), "{name}: {}", said.err);
    };
    refused("gap.csv", &NOTICE.replace("端午节", "休息日"), "端午");
    refused(
        "twice.csv",
        &format!("{NOTICE}2027-05-01,上班,劳动节\n"),
        "第 10 行",
    );
    refused(
        "idle.csv",
        &format!("{NOTICE}2027-03-01,上班,春节\n"),
        "星期一",
    );
    refused(
        "kind.csv",
        &format!("{NOTICE}2027-03-06,也许,春节\n"),
        "也许",
    );
    refused(
        "unsure.csv",
        &format!("{NOTICE}2027-03-05,调休,春节\n"),
        "调休",
    );
    refused("head.csv", "a,b\n1,2\n", "日期");
    refused(
        "again.ics",
        &ical().replacen("SUMM", "RRULE:FREQ=YEARLY\r\nSUMM", 1),
        "重复",
    );
    refused("short.ics", &ical().replace("国庆节(休)", "国庆节"), "国庆");
    office.put("both.csv", format!("{NOTICE}2028-01-01,放假,元旦\n"));
    office.refused(1, &["config", "calendar", "import", "both.csv"]);
    office.done(&["config", "calendar", "import", "both.csv", "--year", "2027"]);
}

#[test]
fn the_check_misses_next_years_notice_from_december() {
    let office = Office::new();
    let found = |today: &str| {
        let said = office.run(&["check", "--today", today, "--format", "json"]);
        let all = said.json();
        let calendar = all
            .as_array()
            .unwrap()
            .iter()
            .filter(|f| f["check"] == "calendar");
        calendar
            .map(|f| f["ref"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(found("2026-11-30").is_empty());
    assert_eq!(found("2026-12-01"), ["2027"]);
    assert_eq!(found("2027-02-01"), ["2027"]);
    assert_eq!(found("2027-12-31"), ["2027", "2028"]);
    office.put("a.csv", NOTICE);
    office.done(&["config", "calendar", "import", "a.csv"]);
    assert!(found("2026-12-31").is_empty());
}

#[test]
fn the_profile_is_the_one_that_applies_on_the_day_of_the_event() {
    let office = Office::new();
    let on = |base: &str| {
        let store = office.store();
        let (profile, calendar) = (
            store.read().profile_on(day(base)).unwrap(),
            store.read().calendar().unwrap(),
        );
        let due = due(
            &profile,
            Step::ReplyMain,
            day(base),
            &Facts::default(),
            &calendar,
        );
        (profile.name, due.unwrap().on.to_string())
    };
    assert_eq!(
        on("2026-02-06"),
        ("three-month".into(), "2026-05-06".into())
    );
    office.done(&["config", "profile", "set", "2+1", "--since", "2026-03-01"]);
    office.done(&[
        "config",
        "profile",
        "set",
        "fixed-date",
        "--since",
        "2026-04-01",
    ]);
    assert_eq!(
        on("2026-02-28"),
        ("three-month".into(), "2026-05-28".into())
    );
    assert_eq!(
        on("2026-03-01"),
        ("two-plus-one".into(), "2026-05-06".into())
    );
    assert_eq!(on("2026-04-01"), ("fixed-date".into(), "2026-06-30".into()));
    office.done(&["undo"]);
    assert_eq!(on("2026-04-01").0, "two-plus-one");
    let same = office.json(&[
        "config",
        "profile",
        "set",
        "two-plus-one",
        "--since",
        "2026-03-01",
    ]);
    assert_eq!(same["changed"], false);
    assert!(office.done(&["check"]).out.contains("完好"));
}

#[test]
fn a_profile_goes_out_as_text_and_comes_in_again() {
    let office = Office::new();
    for name in Profile::built_in_names() {
        let text = office
            .done(&["config", "profile", "show", name, "--text"])
            .out;
        assert!(Profile::parse(&text).is_ok(), "{name}");
        office.put(
            "own.toml",
            text.replacen(&format!("\"{name}\""), &format!("\"own-{name}\""), 1),
        );
        office.done(&[
            "config",
            "profile",
            "import",
            "own.toml",
            "--since",
            "2026-06-01",
        ]);
        let own = office.json(&["config", "profile", "show", &format!("own-{name}")]);
        let built = office.json(&["config", "profile", "show", name]);
        assert_eq!(own["terms"], built["terms"]);
    }
    assert_eq!(office.store().read().profiles().unwrap().len(), 2);
}

#[test]
fn a_file_without_a_profile_works_by_the_first_one() {
    let mut store = yishi::store::Store::in_memory().unwrap();
    assert_eq!(
        store.read().profile_on(day("2026-02-06")).unwrap().name,
        "three-month"
    );
    let body = Profile::built_in("fixed-date").unwrap();
    let profile = Profile::parse(body).unwrap();
    let set =
        |tx: &mut yishi::store::Tx<'_>| tx.adopt_profile(Some(day("2026-03-01")), &profile, body);
    store
        .write(&command("t"), set, |_| yishi::text!("方案", "profile"))
        .unwrap();
    assert_eq!(
        store.read().profile_on(day("2026-02-28")).unwrap().name,
        "three-month"
    );
    assert_eq!(
        store.read().profile_on(day("2026-03-01")).unwrap().name,
        "fixed-date"
    );
}
