//! Two languages, both whole: help, errors and results.

use crate::office::{Office, example};
use yishi::cli;

#[test]
fn every_command_and_option_has_its_chinese_words() {
    let missing = cli::localise::missing(&cli::tree());
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

#[test]
fn no_chinese_words_are_left_of_commands_that_are_gone() {
    let stale = cli::localise::stale(&cli::tree());
    assert!(stale.is_empty(), "\n{}", stale.join("\n"));
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Lines that go wrong in the ways in which clerks go wrong.
const WRONG: [&[&str]; 13] = [
    &["membr"],
    &["member", "lst"],
    &["member", "list", "--formt", "json"],
    &["member", "list", "--format", "xml"],
    &["member", "add", "1"],
    &["member", "add", "10002", "Li"],
    &["member", "show", "99999"],
    &["config", "color"],
    &["undo", "77"],
    &["redo"],
    &["log", "77"],
    &["import", "nothing.csv"],
    &["score", "run", "--year", "2026"],
];

#[test]
fn what_goes_wrong_is_told_in_the_language_asked_for() {
    let office = Office::full();
    for line in WRONG {
        let chinese = office.run(line);
        let english = office.run(&[line, &["--lang", "en"]].concat());
        assert_ne!(chinese.code, 0, "{line:?}: {chinese:?}");
        assert_eq!(chinese.code, english.code, "{line:?}");
        assert!(
            chinese.err.starts_with("错误："),
            "{line:?}: {}",
            chinese.err
        );
        assert!(
            english.err.starts_with("error: "),
            "{line:?}: {}",
            english.err
        );
        let first = chinese.err.lines().next().unwrap();
        let said = first.trim_start_matches("错误：");
        assert!(said.chars().any(is_han), "{line:?} is not Chinese: {first}");
        let first = english.err.lines().next().unwrap();
        assert!(
            !first.chars().any(is_han),
            "{line:?} is not English: {first}"
        );
        let helped = english.err.contains("hint: ") && chinese.err.contains("提示：");
        assert!(helped || chinese.code == 3, "{line:?}: {chinese:?}");
    }
}

#[test]
fn an_error_for_programs_is_one_json_line_in_the_language_asked_for() {
    let office = Office::full();
    for line in WRONG.iter().filter(|line| office.run(line).code != 2) {
        let said = office.run(&[line, &["--format", "json"][..]].concat());
        assert_eq!(said.err.lines().count(), 1, "{line:?}: {}", said.err);
        assert!(!said.error_code().is_empty());
        assert!(said.out.is_empty());
    }
}

#[test]
fn codes_and_keys_of_json_are_never_localised() {
    let office = Office::full();
    let rules = example("examples/rules/tongcheng-2019.toml");
    for line in [
        &["member", "list"][..],
        &["member", "show", "10002"],
        &["score", "run", "--year", "2026", "--rules", &rules],
        &["check"],
    ] {
        let chinese = office.json(line);
        let english = office.json(&[line, &["--lang", "en"]].concat());
        assert_eq!(chinese, english, "{line:?}");
    }
}

#[test]
fn the_language_of_init_is_kept_and_every_run_may_ask_for_another() {
    let office = Office::bare();
    let run = |variables: &[(&str, &str)], line: &[&str]| office.run_with(variables, line);
    let none = [("YISHI_LANG", "")];
    let made = run(&none, &["init", "--no-input", "--lang", "en"]);
    assert!(made.out.starts_with("created "), "{made:?}");
    let kept = run(&none, &["member", "list"]);
    assert!(!kept.out.chars().any(is_han), "{kept:?}");
    let asked = run(&[("YISHI_LANG", "zh")], &["check"]);
    assert!(asked.out.contains("完好"), "{asked:?}");
    let flag = run(&[("YISHI_LANG", "zh")], &["check", "--lang", "en"]);
    assert!(flag.out.contains("sound"), "{flag:?}");
}

/// What a new office sees in English has no Chinese but its own session and the words of the
/// dictionaries.
#[test]
fn a_new_office_in_english_reads_english_only() {
    let office = Office::bare();
    let init = [
        "init",
        "--office",
        "Qinghe",
        "--session",
        "10-5",
        "--no-input",
    ];
    let made = office.done(&[&init[..], &["--lang", "en"]].concat());
    let mut pages = vec![made.out, made.err];
    for line in [
        &[][..],
        &["config"],
        &["config", "level", "district"],
        &["member", "list"],
        &["meeting", "list"],
        &["proposal", "list"],
        &["opinion", "list"],
        &["unit", "list"],
        &["record", "list"],
        &["word", "list", "committee"],
        &["log", "--ledger", "member"],
        &["check"],
        &["undo"],
        &["member", "list", "status=here"],
    ] {
        let said = office.run(&[line, &["--lang", "en"]].concat());
        pages.extend([said.out, said.err]);
    }
    for page in pages {
        let own = page.replace("十届五次", "");
        assert!(!own.chars().any(is_han), "{own}");
    }
}
