//! What other programs read: rows where rows are asked for, one object where one is, filters that
//! find what lists show.

use crate::office::Office;

#[test]
fn what_a_command_did_is_a_row_where_rows_are_asked_for() {
    let office = Office::full();
    assert_eq!(office.lines("csv", &["check"]), ["检查,对象,问题,怎么办"]);
    assert_eq!(office.lines("plain", &["check"]), Vec::<String>::new());
    let added = office.lines("csv", &["word", "add", "界别", "新界别"]);
    assert_eq!(added, ["日志号,内容,行数", "3,界别增加「新界别」,1"]);
    let undone = office.lines("plain", &["undo"]);
    assert_eq!(
        undone,
        ["4\t已撤销第 3 条：界别增加「新界别」（1 行复原）\t1"]
    );
    let same = office.lines("csv", &["word", "add", "界别", "教育界"]);
    assert_eq!(same, ["日志号,内容,行数"]);
    let dry = office.lines("csv", &["word", "add", "界别", "新界别", "-n"]);
    assert_eq!(dry[0], ",台账,对象,栏目,原来,改为");
    assert!(dry[1].starts_with("增,词条,新界别,"), "{dry:?}");
}

#[test]
fn a_head_that_is_no_head_is_a_wrong_command_line() {
    let office = Office::full();
    for head in ["", "xyz", "1234567", "g2dc3fb5", &"0".repeat(65)] {
        office.refused(2, &["check", "--against", head]);
    }
    let cut = office.refused(1, &["check", "--against", "00000000"]);
    assert_eq!(cut.json()[0]["check"], "head");
}

#[test]
fn the_demonstration_is_one_object_for_programs() {
    let office = Office::bare();
    let demo = office.json(&["demo", "d.db"]);
    let mut parts: Vec<&str> = demo
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    parts.sort_unstable();
    assert_eq!(
        parts,
        ["attendance", "desk", "explanation", "file", "scores"]
    );
    let run = ["score", "run", "--year", "2026", "--db", "d.db"];
    assert_eq!(demo["scores"], office.json(&run));
    let explain = [
        "score", "explain", "10042", "--year", "2026", "--db", "d.db",
    ];
    assert_eq!(demo["explanation"], office.json(&explain));
    assert_eq!(demo["desk"], office.json(&["--db", "d.db"]));
}

/// The filter `status=` and the column agree, member by member, on every day that matters.
#[test]
fn a_status_filter_finds_those_whom_the_list_shows_so() {
    let office = Office::full();
    office.done(&[
        "member",
        "status",
        "10023",
        "撤销资格",
        "--on",
        "2026-10-08",
        "--reason",
        "违规",
    ]);
    office.done(&["member", "edit", "10012", "--since", "2026-12"]);
    office.done(&["member", "tenure", "10013", "--until", "2026-11"]);
    for day in ["2021-01-01", "2026-10-08", "2026-11-20", "2026-12-01"] {
        let on = ["member", "list", "--today", day];
        let all = office.json(&on);
        for status in ["serving", "coming", "left", "dismissed"] {
            let found = office.json(&[&on[..], &[&format!("status={status}")]].concat());
            let wanted = all.as_array().unwrap().iter();
            let wanted: Vec<_> = wanted.filter(|m| m["status"] == status).cloned().collect();
            assert_eq!(found, serde_json::Value::from(wanted), "{status} on {day}");
        }
    }
    assert_eq!(
        office.json(&["member", "list", "状态=撤销资格"])[0]["no"],
        "10023"
    );
}
