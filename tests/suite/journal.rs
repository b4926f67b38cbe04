//! What the journal promises: every entry can be taken back and brought back, nothing is painted
//! over, and what is changed behind its back is found.

use crate::office::{Office, add, command, member, refusal, rows};
use yishi::store::Store;
use yishi::store::undo::Which;
use yishi::text;

fn rename(store: &mut Store, id: i64, name: &str) {
    let draft = member("", name);
    let work = |tx: &mut yishi::store::Tx<'_>| tx.edit_member(id, &draft);
    let told = |_: &bool| text!("改名", "renamed");
    store
        .write(&command("yishi member edit"), work, told)
        .unwrap();
}

#[test]
fn an_import_is_taken_back_as_a_whole_and_brought_back() {
    let office = Office::full();
    let full = rows(&office.store().read().replay().unwrap());
    let fresh = rows(&Office::new().store().read().replay().unwrap());
    office.done(&["undo"]);
    let store = office.store();
    assert_eq!(rows(&store.read().replay().unwrap()), fresh);
    assert!(store.read().check_rows().unwrap().is_empty());
    assert_eq!(office.json(&["member", "list"]), serde_json::json!([]));
    office.done(&["redo"]);
    assert_eq!(rows(&store.read().replay().unwrap()), full);
    office.done(&["check"]);
    assert_eq!(office.entries(), 4);
}

#[test]
fn undo_is_refused_and_names_the_later_entry_in_the_way() {
    let office = Office::full();
    office.done(&["member", "edit", "10002", "--unit", "县教育局"]);
    office.done(&["word", "add", "sector", "新界别"]);
    let refused = office.refused(1, &["undo", "2"]);
    assert_eq!(refused.error_code(), "in_the_way");
    assert!(refused.err.contains("第 3 条") && refused.err.contains("10002 毕伟"));
    assert!(refused.err.contains("yishi undo 3"), "{refused:?}");
    office.done(&["undo", "3"]);
    office.done(&["undo", "2"]);
    office.done(&["check"]);
}

#[test]
fn undo_is_refused_where_a_later_row_would_point_at_nothing() {
    let office = Office::new();
    office.done(&["word", "add", "sector", "新界别"]);
    office.done(&["member", "add", "30001", "赵一", "--sector", "新界别"]);
    let refused = office.refused(1, &["undo", "2"]);
    assert_eq!(refused.error_code(), "in_the_way");
    assert!(refused.err.contains("第 3 条") && refused.err.contains("赵一"));
}

/// A row that is gone, or that names what would go, is known by what the journal had of it.
#[test]
fn what_is_in_the_way_is_named_by_member_and_meeting() {
    let office = Office::new();
    office.done(&["member", "add", "30001", "赵一"]);
    let kind = ["--kind", "调研", "--start", "2026-11-19"];
    office.done(&[&["meeting", "add", "农村公路调研"], &kind[..]].concat());
    office.done(&["meeting", "invite", "HY2026001", "30001"]);
    let attend = ["meeting", "attend", "HY2026001", "30001"];
    office.done(&[&attend[..], &["--status", "缺席"]].concat());
    for entry in ["2", "3"] {
        let refused = office.refused(1, &["undo", entry]);
        assert_eq!(refused.error_code(), "in_the_way");
        for word in ["赵一", "HY2026001"] {
            assert!(refused.err.contains(word), "{entry}: {refused:?}");
        }
        assert!(!refused.err.contains('#'), "{refused:?}");
    }
    office.done(&["undo"]);
    office.done(&["meeting", "uninvite", "HY2026001", "30001"]);
    let refused = office.refused(1, &["undo", "4"]);
    assert!(
        refused.err.contains("30001 赵一 @ HY2026001 农村公路调研"),
        "{refused:?}"
    );
}

#[test]
fn undo_goes_back_step_by_step_and_redo_forward() {
    let mut store = Store::in_memory().unwrap();
    let id = add(&mut store, "30001", "赵一");
    rename(&mut store, id, "赵二");
    rename(&mut store, id, "赵三");
    let name = |store: &Store| store.read().member(id).unwrap().map(|m| m.name);
    let undo = |store: &mut Store| store.undo(&command("yishi undo"), Which::Last);
    let redo = |store: &mut Store| store.redo(&command("yishi redo"), Which::Last);
    assert_eq!(undo(&mut store).unwrap().value.seq, 3);
    assert_eq!(name(&store).as_deref(), Some("赵二"));
    assert_eq!(undo(&mut store).unwrap().value.seq, 2);
    assert_eq!(name(&store).as_deref(), Some("赵一"));
    assert_eq!(undo(&mut store).unwrap().value.seq, 1);
    assert_eq!(name(&store), None);
    assert_eq!(refusal(undo(&mut store)).code, "nothing_to_undo");
    assert_eq!(redo(&mut store).unwrap().value.seq, 1);
    assert_eq!(redo(&mut store).unwrap().value.seq, 2);
    assert_eq!(redo(&mut store).unwrap().value.seq, 3);
    assert_eq!(name(&store).as_deref(), Some("赵三"));
    assert_eq!(refusal(redo(&mut store)).code, "nothing_to_undo");
    let again = store.undo(&command("yishi undo 2"), Which::Seq(2));
    assert_eq!(refusal(again).code, "in_the_way");
    assert!(store.read().check_rows().unwrap().is_empty());
    assert!(store.read().check_chain().unwrap().is_empty());
}

#[test]
fn what_is_undone_is_not_undone_twice() {
    let mut store = Store::in_memory().unwrap();
    add(&mut store, "30001", "赵一");
    store.undo(&command("yishi undo"), Which::Last).unwrap();
    let twice = refusal(store.undo(&command("yishi undo 1"), Which::Seq(1)));
    assert_eq!(twice.code, "undone_already");
    assert!(twice.message.zh.contains("第 2 条") && twice.message.en.contains("entry 2"));
    let not = refusal(store.redo(&command("yishi redo 2"), Which::Seq(2)));
    assert_eq!(not.code, "not_undone");
}

#[test]
fn redo_after_a_newer_command_wants_the_number() {
    let office = Office::new();
    office.done(&["member", "add", "30001", "赵一"]);
    office.done(&["undo"]);
    office.done(&["word", "add", "sector", "新界别"]);
    let refused = office.refused(1, &["redo"]);
    assert_eq!(refused.error_code(), "changed_since");
    assert!(refused.err.contains("第 4 条") && refused.err.contains("yishi redo 2"));
    office.done(&["redo", "2"]);
    let names = office.json(&["member", "list"]);
    assert_eq!(names[0]["name"], "赵一");
    office.done(&["check"]);
}

#[test]
fn no_statement_erases_or_rewrites_the_journal() {
    let office = Office::full();
    for sql in [
        "DELETE FROM journal WHERE seq = 2",
        "DELETE FROM journal_part",
        "UPDATE journal SET by = '别人'",
        "UPDATE journal SET seq = 5 WHERE seq = 2",
        "UPDATE journal_part SET data = x'00'",
    ] {
        let error = office.sql(sql).expect_err(sql).to_string();
        assert!(error.contains("the journal is never"), "{sql}: {error}");
    }
    office.done(&["check"]);
}

/// Changes the file behind the tool's back, with the journal's guards taken away, and gives what
/// `check` says.
#[track_caller]
fn tampered(sql: &str) -> String {
    let office = Office::full();
    office.done(&["member", "add", "30001", "赵一"]);
    let guards = [
        "journal_stays",
        "journal_fixed",
        "journal_part_stays",
        "journal_part_fixed",
    ]
    .map(|name| format!("DROP TRIGGER {name};"));
    let triggers = guards.concat();
    office
        .sql(&["PRAGMA foreign_keys = OFF;", &triggers, sql].concat())
        .unwrap();
    let found = office.refused(1, &["check"]).json();
    let english = office.refused(1, &["check", "--lang", "en"]);
    assert!(!english.out.contains("被绕过"), "{english:?}");
    let found = found.as_array().unwrap();
    assert_eq!(found.len(), 2, "{found:#?}");
    assert_eq!(found[0]["check"], "guards", "{found:#?}");
    let word = |key: &str| found[1][key].as_str().unwrap().to_owned();
    [word("check"), word("ref"), word("problem")].join(" ")
}

#[test]
fn a_phone_changed_behind_the_journal_is_found_with_its_member() {
    let found = tampered("UPDATE member SET phone = '13900000000' WHERE no = '10002'");
    assert!(found.starts_with("journal "), "{found}");
    for word in ["10002 毕伟", "手机", "13900000000"] {
        assert!(found.contains(word), "{found}");
    }
}

#[test]
fn a_row_slipped_in_is_found() {
    let found = tampered(
        "INSERT INTO member (no, name, pinyin, initials) VALUES ('66666', '假委员', 'x', 'x')",
    );
    assert!(
        found.contains("66666 假委员") && found.contains("不是通过议事录入"),
        "{found}"
    );
}

#[test]
fn a_row_taken_away_is_found() {
    let found = tampered("DELETE FROM speech WHERE id = (SELECT min(id) FROM speech)");
    assert!(found.contains("发言") && found.contains("删掉"), "{found}");
}

#[test]
fn a_changed_summary_in_the_journal_is_found() {
    let found = tampered("UPDATE journal SET summary = '什么也没做' WHERE seq = 2");
    assert!(found.starts_with("chain log 2 "), "{found}");
}

#[test]
fn a_changed_author_of_an_entry_is_found() {
    let found = tampered("UPDATE journal SET by = '别人' WHERE seq = 1");
    assert!(found.starts_with("chain log 1 "), "{found}");
}

#[test]
fn one_changed_byte_of_a_change_is_found() {
    let found = tampered(
        "UPDATE journal_part SET data = CAST(substr(data, 1, length(data) - 1) || x'78' AS BLOB) WHERE seq = 3",
    );
    assert!(found.starts_with("chain log 3 "), "{found}");
}

#[test]
fn an_entry_cut_out_of_the_middle_is_found() {
    let found =
        tampered("DELETE FROM journal_part WHERE seq = 2; DELETE FROM journal WHERE seq = 2");
    assert!(found.starts_with("chain log 2 "), "{found}");
}

#[test]
fn an_end_cut_off_is_found_against_a_head_that_was_noted() {
    let office = Office::full();
    office.done(&["member", "add", "30001", "赵一"]);
    let head = office.done(&["log", "--head"]).out;
    office.done(&["check", "--against", head.trim()]);
    office.done(&["member", "add", "30002", "赵二"]);
    office.done(&["check", "--against", head.trim()]);
    office
        .sql(
            "PRAGMA foreign_keys = OFF; DROP TRIGGER journal_stays; DROP TRIGGER journal_part_stays;
             DELETE FROM journal_part WHERE seq > 2; DELETE FROM journal WHERE seq > 2;
             DELETE FROM tenure WHERE member_id IN (SELECT id FROM member WHERE no IN ('30001', '30002'));
             DELETE FROM member WHERE no IN ('30001', '30002')",
        )
        .unwrap();
    let found = office
        .refused(1, &["check", "--against", head.trim()])
        .json();
    assert_eq!(found[0]["check"], "guards", "{found}");
    assert_eq!(found[1]["check"], "head", "{found}");
    assert_eq!(found.as_array().unwrap().len(), 2, "{found}");
}

#[test]
fn undo_does_not_paint_over_what_another_tool_changed() {
    let office = Office::new();
    office.done(&["member", "add", "30001", "赵一"]);
    office.sql("UPDATE member SET name = '钱二'").unwrap();
    let refused = office.refused(1, &["undo"]);
    assert_eq!(refused.error_code(), "changed_outside");
}

#[test]
fn what_another_tool_built_into_the_file_is_named_before_it_does_harm() {
    let office = Office::full();
    let built = "CREATE TRIGGER zz AFTER INSERT ON record BEGIN DELETE FROM adoption; END;
        CREATE TABLE mine (a); DROP INDEX member_name;";
    office.sql(built).unwrap();
    let found = office.refused(1, &["check"]).json();
    let named: Vec<String> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|f| {
            format!(
                "{} {}",
                f["check"].as_str().unwrap(),
                f["ref"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(named, ["schema member_name", "schema mine", "schema zz"]);
}
