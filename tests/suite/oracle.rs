//! The example office against what was reckoned independently of the program.

use crate::office::{LEDGERS, Office, TONGCHENG, example, ledgers, root};
use num_rational::Ratio;
use serde_json::Value;
use std::collections::BTreeSet;

type Points = Ratio<i64>;

fn truth() -> Value {
    let text = std::fs::read_to_string(root().join("examples/oracle/truth.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A fraction as JSON writes it: `"7"`, `"35/2"`.
#[track_caller]
fn exact(value: &Value) -> Points {
    let text = value.as_str().unwrap_or_else(|| panic!("no text: {value}"));
    text.parse()
        .unwrap_or_else(|e| panic!("{text} is no fraction: {e}"))
}

/// The hundredths of an exact number, rounded half away from zero.
fn hundredths(points: Points) -> i64 {
    let scaled = points * 100;
    let half = Points::new(1, 2);
    if scaled < 0.into() {
        (scaled - half).ceil().to_integer()
    } else {
        (scaled + half).floor().to_integer()
    }
}

/// The hundredths of a JSON number that has at most two places.
#[track_caller]
fn shown(value: &Value) -> i64 {
    let text = value.to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    assert!(part.len() <= 2, "{text} has more than two places");
    let hundredths: i64 = format!("{whole}{part:0<2}").parse().unwrap();
    hundredths
}

#[track_caller]
fn has_keys(thing: &Value, keys: &[&str]) {
    let object = thing
        .as_object()
        .unwrap_or_else(|| panic!("no object: {thing}"));
    let missing: Vec<_> = keys.iter().filter(|k| !object.contains_key(**k)).collect();
    assert!(missing.is_empty(), "without {missing:?}: {thing}");
}

#[test]
fn one_command_takes_all_ledgers_whatever_their_order() {
    let office = Office::new();
    let files = ledgers();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let report = office.json(&[&["import", "--yes"], &files[..]].concat());
    let rows = |ledger: &str| {
        let sheets = report["files"].as_array().unwrap();
        let of = sheets.iter().filter(|s| s["ledger"] == ledger);
        of.map(|s| s["added"].as_i64().unwrap()).sum::<i64>()
    };
    let counts = &truth()["counts"];
    for ledger in ["member", "meeting", "attendance", "proposal", "opinion"] {
        assert_eq!(Some(rows(ledger)), counts[ledger].as_i64(), "{ledger}");
    }
    assert_eq!(report["errors"], Value::Array(vec![]));
    assert_eq!(report["batch"], 2);
    assert_eq!(report["files"].as_array().unwrap().len(), LEDGERS.len());
    assert_eq!(
        office.done(&["check", "--format", "json"]).json(),
        Value::Array(vec![])
    );
}

#[test]
fn every_member_scores_as_the_oracle_says_in_total_and_by_parts() {
    let office = Office::full();
    let rules = example(TONGCHENG);
    let scores = office.json(&["score", "run", "--year", "2026", "--rules", &rules]);
    let scores = scores.as_array().unwrap();
    let truth = truth();
    let truth = truth["tongcheng"].as_object().unwrap();
    assert_eq!(scores.len(), truth.len());
    for score in scores {
        has_keys(score, &["no", "name", "rank", "total", "grade", "parts"]);
        let no = score["no"].as_str().unwrap();
        let wanted = &truth[no];
        assert_eq!(score["name"], wanted["name"], "{no}");
        assert_eq!(
            shown(&score["total"]),
            hundredths(exact(&wanted["total"])),
            "{no}"
        );
        for part in ["meetings", "proposals", "activities", "opinions"] {
            let (ours, theirs) = (shown(&score["parts"][part]), exact(&wanted[part]));
            // The parts add up to the total: a hundredth may go where rounding alone would not.
            assert!((ours - hundredths(theirs)).abs() <= 1, "{no} {part}");
        }
        let parts = score["parts"].as_object().unwrap();
        assert_eq!(
            parts.values().map(shown).sum::<i64>(),
            shown(&score["total"]),
            "{no}"
        );
        assert_eq!(score["grade"] == "合格", wanted["passed"] == true, "{no}");
    }
}

#[test]
fn ranks_are_those_of_competitions() {
    let office = Office::full();
    let rules = example(TONGCHENG);
    let scores = office.json(&["score", "run", "--year", "2026", "--rules", &rules]);
    let scores = scores.as_array().unwrap();
    for score in scores {
        let better = scores
            .iter()
            .filter(|s| shown(&s["total"]) > shown(&score["total"]));
        assert_eq!(score["rank"], better.count() + 1, "{score}");
    }
}

/// Adds an explanation up again: facts to lines, lines to parts, parts to the total.
#[track_caller]
fn adds_up(explanation: &Value) {
    let no = &explanation["no"];
    let list = |value: &Value| value.as_array().unwrap().clone();
    let (mut total, mut parts) = (Points::from(0), 0);
    for part in list(&explanation["parts"]) {
        has_keys(&part, &["code", "title", "points", "max", "lines"]);
        let (mut sum, mut lines) = (Points::from(0), 0);
        for line in list(&part["lines"]) {
            let keys = ["title", "article", "points", "counted", "note", "facts"];
            has_keys(&line, &keys);
            let points = exact(&line["exact"]);
            // What is shown adds up as well: a hundredth may go where rounding alone would not.
            let near = |shown: i64, exact: Points| (shown - hundredths(exact)).abs() <= 1;
            assert!(near(shown(&line["points"]), points), "{no} {line}");
            let facts = list(&line["facts"]);
            let given: i64 = facts.iter().map(|f| shown(&f["points"])).sum();
            assert!(
                facts.is_empty() || given == shown(&line["points"]),
                "{no} {line}"
            );
            lines += shown(&line["points"]);
            for fact in &facts {
                has_keys(fact, &["ref", "on", "what", "points", "source"]);
                let exact = exact(&fact["exact"]);
                assert!(near(shown(&fact["points"]), exact), "{no} {fact}");
                assert!(fact["ref"].is_string() && fact["source"].is_string());
            }
            // A cap or a floor is a line of its own that no fact gives, and it says so.
            let given: Points = facts.iter().map(|f| exact(&f["exact"])).sum();
            let bound = facts.is_empty() && line["counted"] == 0 && line["note"].is_string();
            assert!(
                bound || given == points,
                "{no}: facts give {given}, {line} says {points}"
            );
            sum += points;
        }
        assert_eq!(lines, shown(&part["points"]), "{no}: {}", part["code"]);
        let near = (shown(&part["points"]) - hundredths(exact(&part["exact"]))).abs() <= 1;
        assert!(near, "{no}: {}", part["code"]);
        assert_eq!(sum, exact(&part["exact"]), "{no}: {}", part["code"]);
        if let Some(max) = part["max"].as_f64() {
            assert!(part["points"].as_f64().unwrap() <= max, "{no}: {part}");
        }
        total += sum;
        parts += shown(&part["points"]);
    }
    assert_eq!(parts, shown(&explanation["total"]), "{no}");
    assert_eq!(total, exact(&explanation["exact"]), "{no}");
    assert_eq!(shown(&explanation["total"]), hundredths(total), "{no}");
}

#[test]
fn every_explanation_adds_up_to_the_exact_total_of_the_oracle() {
    let office = Office::full();
    let rules = example(TONGCHENG);
    let mut fractions = 0;
    for (no, wanted) in truth()["tongcheng"].as_object().unwrap() {
        let explanation =
            office.json(&["score", "explain", no, "--year", "2026", "--rules", &rules]);
        has_keys(
            &explanation,
            &["no", "name", "rules", "total", "grade", "gates", "parts"],
        );
        adds_up(&explanation);
        assert_eq!(
            exact(&explanation["exact"]),
            exact(&wanted["total"]),
            "{no}"
        );
        fractions += usize::from(explanation.to_string().contains('/'));
    }
    assert!(fractions > 0, "the example has shared proposals");
}

#[test]
fn points_without_caps_add_up_as_well() {
    let office = Office::full();
    let rules = example("examples/rules/xuanwei.toml");
    for no in ["10001", "10008", "10050", "10072"] {
        adds_up(&office.json(&["score", "explain", no, "--year", "2026", "--rules", &rules]));
    }
}

#[test]
fn adopted_rules_score_as_the_file_that_they_came_from() {
    let office = Office::full();
    let rules = example(TONGCHENG);
    let named = office.json(&["score", "run", "--year", "2026", "--rules", &rules]);
    office.done(&["score", "adopt", &rules, "--year", "2026"]);
    assert_eq!(office.json(&["score", "run", "--year", "2026"]), named);
}

#[test]
fn exactly_the_planted_faults_are_found_by_line_and_column() {
    let office = Office::new();
    let file = example("examples/faulty/faulty.csv");
    let report = office.refused(1, &["import", "--yes", &file]).json();
    let text = std::fs::read_to_string(root().join("examples/faulty/faults.json")).unwrap();
    let planted: Vec<Value> = serde_json::from_str(&text).unwrap();
    let place = |fault: &Value| {
        let column = fault["column"].as_str().unwrap().to_owned();
        (fault["line"].as_i64().unwrap(), column)
    };
    let wanted: BTreeSet<_> = planted.iter().map(place).collect();
    let errors = report["errors"].as_array().unwrap();
    for error in errors {
        let keys = ["file", "sheet", "line", "column", "value", "reason", "fix"];
        has_keys(error, &keys);
        for word in ["reason", "fix"] {
            assert!(
                error[word].as_str().is_some_and(|w| !w.is_empty()),
                "{error}"
            );
        }
    }
    assert_eq!(errors.len(), 37);
    assert_eq!(errors.iter().map(place).collect::<BTreeSet<_>>(), wanted);
    assert_eq!(report["batch"], Value::Null);
    assert_eq!(report["files"][0]["refused"], 37);
}

#[test]
fn json_has_the_keys_that_the_contract_promises() {
    let office = Office::full();
    let rules = example(TONGCHENG);
    let member = [
        "no",
        "name",
        "sector",
        "committee",
        "group",
        "post",
        "party",
        "unit",
        "phone",
        "since",
        "until",
        "status",
    ];
    let list = office.json(&["member", "list"]);
    assert_eq!(list.as_array().unwrap().len(), 72);
    has_keys(&list[0], &member);
    has_keys(&office.json(&["member", "show", "10002"]), &member);
    let again = office.json(&["import", &example(LEDGERS[4])]);
    has_keys(&again, &["files", "errors", "batch"]);
    let sheet = [
        "file",
        "sheet",
        "ledger",
        "header_row",
        "rows",
        "added",
        "changed",
        "same",
        "refused",
        "ambiguous",
    ];
    has_keys(&again["files"][0], &sheet);
    let log = office.json(&["log"]);
    let entry = ["seq", "at", "by", "command", "summary", "changes"];
    has_keys(&log[1], &entry);
    has_keys(&office.json(&["log", "2"]), &entry);
    office
        .sql("UPDATE member SET phone = '13900000000' WHERE no = '10002'")
        .unwrap();
    let found = office.refused(1, &["check"]).json();
    has_keys(&found[0], &["check", "ref", "problem", "fix"]);
    let score = office.json(&["score", "run", "--rules", &rules]);
    has_keys(
        &score[0],
        &["no", "name", "rank", "total", "grade", "parts"],
    );
}

#[test]
fn json_of_meetings_and_proposals_has_the_keys_that_the_contract_promises() {
    let office = Office::full();
    let meeting = [
        "no",
        "title",
        "kind",
        "start",
        "end",
        "half_days",
        "place",
        "required",
    ];
    let list = office.json(&["meeting", "list"]);
    assert_eq!(list.as_array().unwrap().len(), 23);
    has_keys(&list[0], &meeting);
    let shown = office.json(&["meeting", "show", "HY2026002"]);
    has_keys(&shown, &meeting);
    has_keys(&shown["attendance"][0], &["no", "name", "status", "speech"]);
    let roll = [
        "due",
        "recorded",
        "present",
        "leave",
        "absent",
        "unrecorded",
    ];
    has_keys(&shown["roll"], &roll);
    let proposal = [
        "serial",
        "no",
        "session",
        "title",
        "kind",
        "proposers",
        "category",
        "state",
        "lead_units",
        "co_units",
        "submitted_on",
        "filed_on",
        "assigned_on",
        "due_on",
        "replied_on",
        "reply_class",
        "rating",
        "key",
        "excellent",
    ];
    let list = office.json(&["proposal", "list"]);
    assert_eq!(list.as_array().unwrap().len(), 93);
    has_keys(&list[0], &proposal);
    let shown = office.json(&["proposal", "show", "0042"]);
    has_keys(&shown, &proposal);
    has_keys(&shown, &["deadlines"]);
    has_keys(
        &shown["history"][0],
        &["on", "by", "step", "from", "to", "note"],
    );
    let dossier = office.json(&["member", "show", "10002"]);
    has_keys(&dossier, &["proposals", "opinions", "records"]);
    let attendance = ["present", "leave", "absent", "unrecorded", "rate"];
    has_keys(&dossier["attendance"], &attendance);
}

#[test]
fn the_demonstration_needs_nothing_and_leaves_nothing_here() {
    let office = Office::bare();
    let said = office.done(&["demo", "示例.db"]);
    for word in ["名次", "封顶", "yishi --db"] {
        assert!(said.out.contains(word), "{word} is not in {said:?}");
    }
    let left: Vec<_> = std::fs::read_dir(office.dir()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
    office.done(&["--db", "示例.db", "check"]);
}

#[test]
fn a_phone_is_masked_unless_it_is_asked_for() {
    let office = Office::full();
    let masked = office.json(&["member", "show", "10002"]);
    let revealed = office.json(&["member", "show", "10002", "--reveal"]);
    let (masked, phone) = (masked["phone"].as_str(), revealed["phone"].as_str());
    assert!(phone.unwrap().bytes().all(|b| b.is_ascii_digit()));
    assert!(masked.unwrap().contains("****"));
    let all = office.done(&["member", "list", "--format", "csv"]).out;
    assert!(!all.contains(phone.unwrap()));
}

#[test]
fn points_add_up_under_every_rule_set_that_comes_with_the_program() {
    let office = Office::full();
    for rules in ["jinan-2015", "district-2016", "guangshui-2017"] {
        let rules = example(&format!("examples/rules/{rules}.toml"));
        let scores = office.json(&["score", "run", "--rules", &rules]);
        for score in scores.as_array().unwrap() {
            let parts = score["parts"].as_object().unwrap().values();
            assert_eq!(parts.map(shown).sum::<i64>(), shown(&score["total"]));
        }
        for no in ["10003", "10007", "10012", "10050"] {
            let explained = office.json(&["score", "explain", no, "--rules", &rules]);
            adds_up(&explained);
            let ranked = scores.as_array().unwrap().iter();
            let run = ranked.clone().find(|s| s["no"] == no).unwrap();
            assert_eq!(run["total"], explained["total"], "{no}");
            assert_eq!(run["grade"], explained["grade"], "{no}");
            for gate in explained["gates"].as_array().unwrap() {
                has_keys(gate, &["title", "met", "have", "need"]);
                let failed = run["unmet"].as_array().unwrap().contains(&gate["title"]);
                assert_eq!(gate["met"] == true, !failed, "{no} {gate}");
            }
        }
    }
}
