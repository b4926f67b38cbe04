//! What the file promises: it is never touched by mistake, every change is one entry, and writers
//! wait their turn.

use crate::office::{LEDGERS, Office, add, command, example, ledgers, member, program, refusal};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use yishi::model::code::Dict;
use yishi::store::{DryRun, Store};
use yishi::text;

/// Lines that read or write a file, each of which must leave a file alone that is not ours.
const LINES: [&[&str]; 8] = [
    &["member", "list"],
    &["member", "add", "30001", "赵一"],
    &["log"],
    &["check"],
    &["undo"],
    &["config", "year", "2027"],
    &["score", "run", "--year", "2026"],
    &["word", "add", "sector", "新界别"],
];

/// Runs every line on the file and demands the error, exit 3, and the bytes as they were.
#[track_caller]
fn turned_away(office: &Office, code: &str) {
    for line in LINES {
        assert_eq!(office.refused(3, line).error_code(), code, "{line:?}");
    }
    let import = office.refused(3, &["import", &example(LEDGERS[4])]);
    assert_eq!(import.error_code(), code);
    let init = office.refused(3, &["init", "--no-input"]);
    assert_eq!(init.error_code(), "file_exists");
    let left: Vec<_> = std::fs::read_dir(office.dir()).unwrap().collect();
    assert_eq!(
        left.len(),
        1,
        "something was left beside the file: {left:?}"
    );
}

#[test]
fn a_file_of_another_program_is_refused_untouched() {
    let office = Office::bare();
    let other = rusqlite::Connection::open(office.file()).unwrap();
    other
        .execute_batch("CREATE TABLE member (id INTEGER); INSERT INTO member VALUES (1)")
        .unwrap();
    drop(other);
    turned_away(&office, "foreign_file");
}

#[test]
fn a_file_of_a_newer_program_is_refused_untouched() {
    let office = Office::new();
    office.sql("PRAGMA user_version = 1000").unwrap();
    turned_away(&office, "newer_file");
}

#[test]
fn a_text_that_is_called_a_database_is_refused_untouched() {
    let office = Office::bare();
    office.put("yishi.db", "委员编号,姓名\n10001,王芳\n".repeat(100));
    turned_away(&office, "damaged_file");
}

#[test]
fn a_truncated_file_is_refused_untouched() {
    let office = Office::full();
    let bytes = office.bytes();
    office.put("yishi.db", &bytes[..50]);
    turned_away(&office, "foreign_file");
}

#[test]
fn a_file_of_no_bytes_is_refused_untouched() {
    let office = Office::bare();
    office.put("yishi.db", "");
    turned_away(&office, "foreign_file");
}

#[test]
fn a_file_cut_in_the_middle_is_never_written() {
    let office = Office::full();
    let bytes = office.bytes();
    office.put("yishi.db", &bytes[..bytes.len() / 2]);
    assert_eq!(office.refused(3, &["check"]).error_code(), "damaged_file");
    let added = office.refused(3, &["member", "add", "30001", "赵一"]);
    assert_eq!(added.error_code(), "damaged_file");
}

#[test]
fn a_missing_file_is_named_and_not_made() {
    let office = Office::bare();
    for line in LINES {
        let said = office.run(line);
        assert_eq!(said.code, 3, "{line:?}: {said:?}");
        assert!(said.err.contains("yishi.db") && said.err.contains("yishi init"));
    }
    assert!(!office.file().exists());
    let folder = office.run(&["member", "list", "--db", ".", "--format", "json"]);
    assert_eq!((folder.code, folder.error_code()), (3, "not_a_file".into()));
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_a_new_file() {
    use std::os::unix::fs::PermissionsExt;
    let office = Office::bare();
    office.done(&["init", "--no-input"]);
    let mode = std::fs::metadata(office.file()).unwrap().permissions();
    assert_eq!(mode.mode() & 0o777, 0o600);
}

#[test]
fn a_second_init_leaves_the_first_alone() {
    let office = Office::new();
    let again = office.refused(3, &["init", "--office", "别的政协", "--no-input"]);
    assert_eq!(again.error_code(), "file_exists");
}

#[test]
fn a_command_that_fails_leaves_every_byte() {
    let office = Office::full();
    for line in [
        &["member", "add", "10002", "王芳"][..],
        &["member", "edit", "姜柏", "--unit", "县教育局"],
        &["member", "edit", "查无此人", "--unit", "县教育局"],
        &["member", "edit", "10002", "--sector", "没有的界别"],
        &[
            "member",
            "tenure",
            "10002",
            "--since",
            "2027-01-01",
            "--until",
            "2026-01-01",
        ],
        &["word", "alias", "sector", "没有的界别", "别名"],
        &["undo", "99"],
        &["redo"],
        &["log", "99"],
        &["member", "show", "查无此人"],
        &["score", "explain", "查无此人"],
        &["score", "run", "--year", "2026"],
    ] {
        office.refused(1, line);
    }
    for line in [
        &["config", "year", "明年"][..],
        &["config", "color", "red"],
        &["member", "add", "10002"],
        &["member", "status", "10002", "升官", "--reason", "无"],
        &["frobnicate"],
    ] {
        office.refused(2, line);
    }
}

#[test]
fn a_dry_run_says_what_would_change_and_leaves_every_byte() {
    let office = Office::full();
    let before = office.bytes();
    let tongcheng = example("examples/rules/tongcheng-2019.toml");
    for line in [
        &["member", "add", "30001", "赵一"][..],
        &["member", "edit", "10002", "--unit", "县教育局"],
        &["member", "remove", "10002", "--reason", "录重了"],
        &["member", "alias", "10002", "毕维"],
        &["member", "status", "10002", "辞职", "--reason", "调离本县"],
        &["word", "add", "sector", "新界别"],
        &["config", "year", "2027"],
        &["score", "adopt", &tongcheng],
        &[
            "meeting",
            "add",
            "座谈",
            "--kind",
            "调研",
            "--start",
            "2026-11-19",
        ],
        &["meeting", "invite", "HY2026002", "10020"],
        &[
            "meeting",
            "attend",
            "HY2026002",
            "10001",
            "--status",
            "缺席",
        ],
        &["proposal", "add", "关于一件事的建议", "--proposer", "毕伟"],
        &["proposal", "edit", "十届五次-0042", "--key", "是"],
        &[
            "opinion",
            "add",
            "--author",
            "毕伟",
            "--title",
            "反映",
            "--on",
            "2026-11-01",
        ],
        &[
            "record",
            "add",
            "--member",
            "毕伟",
            "--kind",
            "公益活动",
            "--on",
            "2026-11-01",
        ],
        &["unit", "add", "县水利局"],
        &["undo"],
    ] {
        let said = office.done(&[line, &["--dry-run"]].concat());
        assert!(said.out.contains("试运行，没有写入"), "{line:?}: {said:?}");
        let json = office.json(&[line, &["-n"]].concat());
        assert_eq!(json["dry_run"], true, "{line:?}");
        assert!(office.bytes() == before, "{line:?} wrote");
    }
    let preview = office.done(&["member", "edit", "10002", "--unit", "县教育局", "-n"]);
    let row = preview.out.lines().find(|l| l.contains("县教育局"));
    assert!(row.is_some_and(|l| l.contains("10002")), "{preview:?}");
}

#[test]
fn nothing_changed_means_no_entry() {
    let office = Office::full();
    let (before, entries) = (office.bytes(), office.entries());
    for line in [
        &["word", "add", "sector", "教育界"][..],
        &["config", "year", "2026"],
        &["config", "office", "青禾县政协"],
        &["member", "edit", "10002", "--sex", "女"],
    ] {
        office.done(line);
        assert_eq!(office.json(line)["changed"], false, "{line:?}");
    }
    let files = ledgers();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    office.done(&[&["import", "--yes"], &files[..]].concat());
    assert_eq!(office.entries(), entries);
    assert!(office.bytes() == before);
}

#[test]
fn every_command_is_one_entry_that_says_who_when_and_how() {
    let office = Office::new();
    office.done(&["member", "add", "30001", "赵一", "--sector", "教育界"]);
    office.done(&[
        "member",
        "edit",
        "赵一",
        "--unit",
        "县 一中",
        "--by",
        "李四",
    ]);
    office.done(&["member", "status", "30001", "提醒", "--reason", "缺席"]);
    let log = office.json(&["log"]);
    let log = log.as_array().unwrap();
    let seqs: Vec<_> = log.iter().map(|e| e["seq"].as_i64().unwrap()).collect();
    assert_eq!(seqs, [1, 2, 3, 4]);
    let by: Vec<_> = log.iter().map(|e| e["by"].as_str().unwrap()).collect();
    assert_eq!(by, ["王芳", "王芳", "李四", "王芳"]);
    assert_eq!(
        log[2]["command"],
        "yishi member edit 赵一 --unit '县 一中' --by 李四"
    );
    let entry = office.json(&["log", "3"]);
    assert_eq!(entry["at"], "2026-11-20T12:00:00+08:00");
    assert_eq!(entry["changes"][0]["thing"], "30001 赵一");
}

/// Holds the file as another program would, until dropped.
fn held(path: &Path) -> rusqlite::Connection {
    let other = rusqlite::Connection::open(path).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    other
}

#[test]
fn a_lock_that_lasts_is_reported_with_what_to_do() {
    let office = Office::full();
    let before = office.bytes(); // not while the lock is held: closing the file would let it go
    let other = held(&office.file());
    let line = ["member", "add", "30001", "赵一", "--format", "json"];
    let said = office.run_with(&[("YISHI_WAIT", "1")], &line);
    assert_eq!(
        (said.code, said.error_code()),
        (3, "locked".into()),
        "{said:?}"
    );
    assert!(said.err.contains("YISHI_WAIT"), "{said:?}");
    drop(other);
    assert!(office.bytes() == before);
    office.done(&line);
}

#[test]
fn a_writer_waits_for_the_one_before() {
    let office = Office::new();
    let other = held(&office.file());
    let mut line = program(office.dir());
    line.args(["member", "add", "30001", "赵一"]);
    line.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = line.spawn().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert!(child.try_wait().unwrap().is_none(), "it did not wait");
    drop(other);
    assert!(child.wait().unwrap().success());
    assert_eq!(office.entries(), 2);
}

#[test]
fn eight_writers_at_once_are_all_served() {
    let office = Office::new();
    let names = [
        "赵一", "钱二", "孙三", "李四", "周五", "吴六", "郑七", "王八",
    ];
    let children: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let mut line = program(office.dir());
            line.args(["member", "add", &format!("3000{at}"), name]);
            line.stdout(Stdio::null()).stderr(Stdio::piped());
            line.spawn().unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    assert_eq!(office.entries(), 1 + names.len());
    assert_eq!(
        office.json(&["member", "list"]).as_array().unwrap().len(),
        8
    );
    office.done(&["check"]);
}

#[test]
fn a_dry_run_of_the_library_shows_the_entry_and_keeps_nothing() {
    let mut store = Store::in_memory().unwrap();
    let dry = yishi::store::Command {
        dry_run: DryRun::Yes,
        ..command("yishi word add")
    };
    let told = |_: &i64| text!("试", "test");
    let outcome = store
        .write(&dry, |tx| tx.add_word(Dict::Sector, "新界别", None), told)
        .unwrap();
    assert_eq!(outcome.entry.unwrap().changes, 1);
    assert_eq!(outcome.preview[0].label, "新界别");
    assert!(store.read().entries().unwrap().is_empty());
    assert_eq!(store.read().word(Dict::Sector, "新界别").unwrap(), None);
}

#[test]
fn work_that_fails_half_way_leaves_nothing_of_its_first_half() {
    let mut store = Store::in_memory().unwrap();
    add(&mut store, "30001", "赵一");
    let work = |tx: &mut yishi::store::Tx<'_>| {
        tx.add_member(&member("30002", "钱二"), (None, None))?;
        tx.add_member(&member("30001", "赵一"), (None, None))
    };
    let told = |_: &i64| text!("两人", "two");
    let refused = refusal(store.write(&command("yishi import"), work, told));
    assert_eq!(refused.kind.exit_code(), 1);
    assert_eq!(store.read().members(&[]).unwrap().len(), 1);
    assert_eq!(store.read().entries().unwrap().len(), 1);
}
