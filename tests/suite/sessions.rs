//! Terminal sessions of a clerk, compared whole. Each file of `tests/cases` is one session in a
//! folder of its own that has `examples`; what stands in it is
//!
//! - a block ```` ```console ````: a line `$ yishi …`, what the terminal then shows, and `? 1` where
//!   the exit code is not 0; `| head -12` keeps the first lines of standard output, `2>&-` drops
//!   standard error;
//! - a block ```` ```csv 名册.csv ```` (or toml): a file that the session needs, written as it stands.
//!
//! `YISHI_CASES=overwrite cargo test --test suite sessions` writes what is shown now into the
//! files; read the difference before it is committed. Only hashes and the folder are masked.

use crate::office::{Office, on_a_terminal, program, root};
use std::fmt::Write as _;
use std::path::Path;

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// The words of a command line, as a shell parts them: quotes keep spaces.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in line.chars() {
        match (c, quote) {
            ('\'' | '"', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (c, Some(q)) if c == q => quote = None,
            (' ', None) => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// The text without the folder and without the groups of a hash, wherever a column folds them.
fn masked(text: &str, office: &Office) -> String {
    let is_group = |w: &str| w.len() == 8 && w.bytes().all(|b| b.is_ascii_hexdigit());
    let text = text.replace(&office.dir().display().to_string(), "[FOLDER]");
    let mut out = String::new();
    for line in text.lines() {
        let words = line.split(' ');
        let words = words.map(|w| if is_group(w) { "########" } else { w });
        let _ = writeln!(out, "{}", words.collect::<Vec<_>>().join(" ").trim_end());
    }
    out
}

/// Runs one line of a session and gives what the terminal shows.
fn shown(office: &Office, line: &str) -> String {
    let (line, head) = match line.split_once(" | head -") {
        Some((line, n)) => (line, Some(n.trim().parse::<usize>().unwrap())),
        None => (line, None),
    };
    let (line, quiet) = match line.strip_suffix(" 2>&-") {
        Some(line) => (line, true),
        None => (line, false),
    };
    let words = words(line);
    let (name, arguments) = words.split_first().expect("a command");
    assert_eq!(name, "yishi", "a session knows one program only: {line}");
    let mut command = program(office.dir());
    command.args(arguments);
    let (code, mut text) = if head.is_some() || quiet {
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let out = text(output.stdout);
        let kept = head.unwrap_or(usize::MAX);
        let out: String = out.split_inclusive('\n').take(kept).collect();
        let err = if quiet {
            String::new()
        } else {
            text(output.stderr)
        };
        (output.status.code().unwrap_or(-1), out + &err)
    } else {
        on_a_terminal(command)
    };
    text = masked(&text, office);
    if code != 0 {
        let _ = writeln!(text, "? {code}");
    }
    text
}

/// The session as it runs now, everything that no command shows as it stands.
fn played(session: &str) -> String {
    let office = Office::bare();
    copy(&root().join("examples"), &office.path("examples"));
    let mut out = String::new();
    let mut lines = session.lines();
    while let Some(line) = lines.next() {
        let _ = writeln!(out, "{line}");
        let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) else {
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|l| *l != "```").collect();
        if info == "console" {
            for line in block.iter().filter_map(|l| l.strip_prefix("$ ")) {
                let _ = write!(out, "$ {line}\n{}", shown(&office, line));
            }
        } else {
            let text = block.iter().fold(String::new(), |text, l| text + l + "\n");
            if let Some((_, name)) = info.split_once(' ') {
                office.put(name, &text);
            }
            out.push_str(&text);
        }
        out.push_str("```\n");
    }
    out
}

fn session(name: &str) {
    let path = root().join("tests/cases").join(name);
    let wanted = std::fs::read_to_string(&path).unwrap();
    let shown = played(&wanted);
    if std::env::var("YISHI_CASES").is_ok_and(|v| v == "overwrite") {
        std::fs::write(&path, shown).unwrap();
        return;
    }
    let wanted = snapbox::Data::text(wanted).raw();
    snapbox::assert_data_eq!(shown, wanted);
}

#[test]
fn the_first_day_of_an_office() {
    session("first-day.md");
}

#[test]
fn the_scores_of_a_year() {
    session("score.md");
}

#[test]
fn who_is_moved_stays_where_they_were_in_earlier_years() {
    session("since.md");
}

#[test]
fn a_roster_taken_in_again_keeps_dated_lines_and_earlier_years() {
    session("roster.md");
}

#[test]
fn who_has_no_place_is_told_why() {
    session("quota.md");
}

#[test]
fn clauses_of_quotas_gates_posts_and_tags() {
    session("clauses.md");
}

#[test]
fn what_lifts_a_grade_and_what_moves_it() {
    session("advice.md");
}

#[test]
fn scores_compared_published_and_corrected() {
    session("publish.md");
}

#[test]
fn a_working_day_between_meetings_and_proposals() {
    session("daily.md");
}

#[test]
fn ledgers_with_mistakes() {
    session("faults.md");
}

#[test]
fn an_edit_does_not_step_round_the_table() {
    session("guard.md");
}

#[test]
fn what_was_entered_wrongly_is_put_right() {
    session("corrections.md");
}

#[test]
fn ledgers_of_other_shapes() {
    session("layouts.md");
}

#[test]
fn a_proposal_from_draft_to_archive() {
    session("lifecycle.md");
}

#[test]
fn what_the_ledger_began_goes_on_by_steps() {
    session("life.md");
}

#[test]
fn the_same_in_english() {
    session("english.md");
}

#[test]
fn what_proposers_say_of_replies() {
    session("feedback.md");
}

#[test]
fn proposals_on_the_same_matter() {
    session("similar.md");
}

#[test]
fn appraisals_of_units_and_reports_on_duty() {
    session("appraisal.md");
}

#[test]
fn bodies_and_units_as_subjects() {
    session("bodies.md");
}

#[test]
fn opinions_conversions_and_promises() {
    session("opinions.md");
}

#[test]
fn help_and_wrong_command_lines() {
    session("help.md");
}

#[test]
fn every_session_is_played() {
    let source = include_str!("sessions.rs");
    for entry in std::fs::read_dir(root().join("tests/cases")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(source.contains(&format!("session(\"{name}\")")), "{name}");
    }
}

/// Every command of the README's tour, in its order, in one office: what the tour says is refused
/// is refused, everything else works.
#[test]
fn the_tour_of_the_readme_works_as_typed() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let tour = readme.split("## A tour").nth(1).unwrap();
    let block = tour
        .split("```sh")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let office = Office::bare();
    copy(&root().join("examples"), &office.path("examples"));
    let lines: Vec<&str> = block.lines().filter(|l| l.starts_with("yishi")).collect();
    assert!(lines.len() > 10, "{block}");
    for line in lines {
        let (typed, remark) = line.split_once(" #").unwrap_or((line, ""));
        let words = words(typed.trim());
        let output = program(office.dir()).args(&words[1..]).output().unwrap();
        let wanted = i32::from(remark.contains("refused"));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(wanted), "{line}\n{said}");
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(!shown.contains("没有符合条件"), "{line}\n{shown}");
    }
}

#[test]
fn deadlines_calendars_and_profiles() {
    session("due.md");
}

#[test]
fn the_papers_of_proposals() {
    session("papers.md");
}

#[test]
fn numbers_units_key_proposals_and_figures() {
    session("units.md");
}

#[test]
fn scores_as_documents_and_letters() {
    session("outputs.md");
}

#[test]
fn consequences_letters_decisions_and_copies() {
    session("consequences.md");
}

#[test]
fn decisions_settle_what_they_are_about_and_are_lifted() {
    session("rulings.md");
}

#[test]
fn consequences_of_groups_and_decisions_on_them() {
    session("body-consequences.md");
}

#[test]
fn who_organised_records_and_someone_else_confirms() {
    session("confirm.md");
}

#[test]
fn a_rule_set_is_started_checked_and_tried() {
    session("rules.md");
}

#[test]
fn proposals_without_a_number_and_drafts_of_past_years() {
    session("nameless.md");
}

#[test]
fn who_and_what_papers_name() {
    session("letters.md");
}

#[test]
fn points_by_hand_say_why_on_what_ground_and_who_approved() {
    session("by-hand.md");
}

#[test]
fn records_of_groups_townships_and_units_are_imported() {
    session("body-records.md");
}

#[test]
fn duty_dossiers_are_written_for_one_and_for_all() {
    session("dossiers.md");
}

#[test]
fn what_happens_while_units_handle_it() {
    session("handling.md");
}

#[test]
fn a_new_rule_set_follows_the_year_before_and_explains_itself() {
    session("new-rules.md");
}

#[test]
fn rules_are_amended_in_mid_year() {
    session("midyear.md");
}

#[test]
fn records_are_approved_confirmed_cancelled_and_done_together() {
    session("records.md");
}

#[test]
fn who_just_came_and_what_was_spoken_of_come_from_spreadsheets() {
    session("walk-ins.md");
}
