//! Bad input: every mistake is named with its line, column and remedy in the language asked for,
//! all of them at once, and the file stays as it was.

use crate::office::Office;
use calamine::{Data, Reader, open_workbook_auto};
use rust_xlsxwriter::Workbook;
use serde_json::Value;

const ROSTER: &str = "\
委员编号,姓名,性别,界别,单位,手机,任职日期,离任日期
30001,赵一,男,教育界,县一中,13800000001,2022-01-10,
30002,钱二,女,工商联,县建材公司,13800000002,2022-01-10,
30003,姜柏,男,教育界,县二中,13800000003,2022-01-10,
30004,姜柏,男,医药卫生界,县医院,13800000004,2022-01-10,
30005,孙三,女,教育界,县三中,13800000005,2026-06-01,
30006,李四,女,教育界,县四中,13800000006,2022-01-10,2025-12-31
";

const MEETINGS: &str = "\
会议编号,会议名称,会议类型,开始日期,结束日期
HY2026001,第五次会议,全体会议,2026-01-12,2026-01-15
HY2026002,常委会会议,常委会会议,2026-03-18,2026-03-18
";

/// An office with six members, two of one name, and two meetings.
fn office() -> Office {
    let office = Office::new();
    office.put("名册.csv", ROSTER).put("会议.csv", MEETINGS);
    office.done(&["import", "名册.csv", "会议.csv"]);
    office
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Imports a file that has to be refused, and gives the errors. Each has a reason and a remedy in
/// both languages; the English reason has no Chinese but what the ledgers themselves say.
#[track_caller]
fn errors(office: &Office, file: &str, options: &[&str]) -> Vec<Value> {
    let line = [&["import", file][..], options].concat();
    let report = office.refused(1, &line).json();
    assert_eq!(report["batch"], Value::Null);
    assert_eq!(report["written"], false);
    let text = String::from_utf8(std::fs::read(office.path(file)).unwrap()).unwrap_or_default();
    let known = [ROSTER, MEETINGS, &text].concat();
    let errors = report["errors"].as_array().unwrap().clone();
    assert!(!errors.is_empty(), "{report:#}");
    for error in &errors {
        for key in ["reason", "fix", "reason_en", "fix_en"] {
            assert!(
                error[key].as_str().is_some_and(|t| !t.is_empty()),
                "{error}"
            );
        }
        assert!(
            error["reason"].as_str().unwrap().chars().any(is_han),
            "{error}"
        );
        let english = error["reason_en"].as_str().unwrap();
        let ours: String = english
            .chars()
            .filter(|c| is_han(*c) && !known.contains(*c))
            .collect();
        assert!(ours.is_empty(), "Chinese in an English reason: {english}");
    }
    let english = office.run(&[&line[..], &["--lang", "en"]].concat());
    assert_eq!(english.code, 1);
    assert!(english.out.contains("Nothing was written"), "{english:?}");
    let chinese = office.run(&line);
    assert!(chinese.out.contains("整批没有写入"), "{chinese:?}");
    errors
}

/// Line, column and code of every error of a text that has to be refused.
#[track_caller]
fn places(text: &str) -> Vec<(i64, String, String)> {
    let office = office();
    office.put("坏.csv", text);
    let word = |error: &Value, key: &str| error[key].as_str().unwrap().to_owned();
    errors(&office, "坏.csv", &["--year", "2026"])
        .iter()
        .map(|e| {
            (
                e["line"].as_i64().unwrap(),
                word(e, "column"),
                word(e, "code"),
            )
        })
        .collect()
}

#[track_caller]
fn only(text: &str, line: i64, column: &str, code: &str) {
    assert_eq!(places(text), [(line, column.to_owned(), code.to_owned())]);
}

/// The reason and remedy of the one error of a text.
#[track_caller]
fn told(text: &str) -> String {
    let office = office();
    office.put("坏.csv", text);
    let errors = errors(&office, "坏.csv", &[]);
    assert_eq!(errors.len(), 1, "{errors:#?}");
    format!("{}\n{}", errors[0]["reason"], errors[0]["fix"])
}

#[test]
fn an_unknown_header_is_named_and_its_column_left_out() {
    let office = office();
    office.put(
        "新人.csv",
        "委员编号,姓名,性别,界别,幸运数字\n30009,周五,男,教育界,7\n",
    );
    let report = office.json(&["import", "新人.csv", "--dry-run"]);
    assert!(
        report["notes"].to_string().contains("幸运数字"),
        "{report:#}"
    );
    let said = office.done(&["import", "新人.csv"]);
    assert!(said.err.contains("没有用到的列：幸运数字"), "{said:?}");
}

#[test]
fn a_misspelt_header_is_named_with_what_was_meant() {
    let said = told("委员编号,姓名,性别,界别,任职日其\n30009,周五,男,教育界,2022-01-10\n");
    assert!(
        said.contains("任职日其") && said.contains("任职日期"),
        "{said}"
    );
}

#[test]
fn two_headers_of_one_meaning_are_refused() {
    only(
        "委员编号,姓名,手机,手机号\n30009,周五,13800000009,13800000009\n",
        1,
        "手机号",
        "double_header",
    );
}

#[test]
fn a_missing_column_is_named() {
    only(
        "委员编号,性别,界别\n30009,男,教育界\n",
        1,
        "姓名",
        "missing_column",
    );
}

#[test]
fn what_is_no_ledger_is_not_guessed() {
    let found = places("甲,乙,丙\n1,2,3\n");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].2, "unknown_ledger");
}

#[test]
fn an_empty_file_and_an_empty_sheet_are_refused() {
    assert_eq!(places("")[0].2, "empty_file");
    let office = office();
    let mut book = Workbook::new();
    book.add_worksheet();
    office.put("空.xlsx", book.save_to_buffer().unwrap());
    let errors = errors(&office, "空.xlsx", &[]);
    assert_eq!(errors[0]["code"], "empty_sheet", "{errors:#?}");
}

#[test]
fn what_is_no_spreadsheet_is_refused() {
    let office = office();
    office.put("坏.xlsx", "PK\u{3}\u{4} 其实不是工作簿");
    let errors = errors(&office, "坏.xlsx", &[]);
    assert_eq!(errors[0]["file"], "坏.xlsx", "{errors:#?}");
}

#[test]
fn a_row_of_another_year_is_refused() {
    only(
        "会议编号,会议名称,会议类型,开始日期\nHY2025001,去年的会,常委会会议,2025-03-18\n",
        2,
        "开始日期",
        "wrong_year",
    );
}

#[test]
fn a_title_of_another_year_is_refused() {
    let found = places(
        "青禾县政协2025年会议活动台账,,,\n会议编号,会议名称,会议类型,开始日期\nHY2025009,考察,调研,3月\n",
    );
    assert_eq!((found[0].0, found[0].2.as_str()), (1, "wrong_year"));
}

#[test]
fn a_number_where_words_belong_is_refused() {
    only(
        "委员编号,姓名,界别\n30010,周五,45000\n",
        2,
        "界别",
        "number_for_text",
    );
    only(
        "委员编号,姓名,界别\n30010,12345,教育界\n",
        2,
        "姓名",
        "name_characters",
    );
}

#[test]
fn numbers_that_a_spreadsheet_damaged_are_refused() {
    only(
        "委员编号,姓名,手机\n30009,周五,1.38E+10\n",
        2,
        "手机",
        "phone_damaged",
    );
    only(
        "委员编号,姓名,手机\n1.23E+10,周五,13800000009\n",
        2,
        "委员编号",
        "number_damaged",
    );
}

#[test]
fn days_that_no_calendar_has_are_refused() {
    let found = places(
        "委员编号,姓名,手机,任职日期\n30008,周五,,2022-02-30\n30009,吴六,,去年\n30010,郑七,,2022-13\n",
    );
    let lines: Vec<_> = found.iter().map(|f| (f.0, f.1.as_str())).collect();
    assert_eq!(lines, [(2, "任职日期"), (3, "任职日期"), (4, "任职日期")]);
}

#[test]
fn an_end_before_its_beginning_is_refused() {
    only(
        "委员编号,姓名,任职日期,离任日期\n30009,周五,2022-01-10,2021-01-01\n",
        2,
        "离任日期",
        "bad_term",
    );
    only(
        "会议编号,会议名称,会议类型,开始日期,结束日期\nHY2026003,会,调研,2026-03-18,2026-03-01\n",
        2,
        "结束日期",
        "end_before_start",
    );
}

#[test]
fn an_unknown_member_is_named_with_those_of_a_like_name() {
    let said = told("会议编号,姓名,出席状态\nHY2026001,赵二,出席\n");
    for word in ["赵二", "30001 赵一", "30002 钱二", "yishi member alias"] {
        assert!(said.contains(word), "{said}");
    }
    only(
        "会议编号,委员编号,姓名,出席状态\nHY2026001,39999,赵一,出席\n",
        2,
        "委员编号",
        "unknown_member",
    );
}

#[test]
fn two_members_of_one_name_are_refused_with_both() {
    let said = told("会议编号,姓名,出席状态\nHY2026001,姜柏,出席\n");
    for word in [
        "30003 姜柏（教育界，县二中）",
        "30004 姜柏（医药卫生界，县医院）",
    ] {
        assert!(said.contains(word), "{said}");
    }
    let office = office();
    office.put("坏.csv", "会议编号,姓名,出席状态\nHY2026001,姜柏,出席\n");
    let report = office.refused(1, &["import", "坏.csv"]).json();
    assert_eq!(report["files"][0]["ambiguous"], 1);
}

#[test]
fn a_number_tells_two_of_one_name_apart() {
    let office = office();
    office.put(
        "到会.csv",
        "会议编号,委员编号,姓名,出席状态\nHY2026001,30004,姜柏,出席\n",
    );
    office.done(&["import", "到会.csv"]);
    let again = office.json(&["import", "到会.csv"]);
    assert_eq!(again["files"][0]["same"], 1, "{again}");
}

#[test]
fn a_former_name_is_known_once_it_was_told() {
    let office = office();
    office.put(
        "到会.csv",
        "会议编号,姓名,出席状态\nHY2026001,赵一一,出席\n",
    );
    assert_eq!(errors(&office, "到会.csv", &[]).len(), 1);
    office.done(&["member", "alias", "30001", "赵一一", "--former"]);
    office.done(&["import", "到会.csv"]);
}

#[test]
fn people_are_never_made_up_by_another_ledger() {
    let office = office();
    office.put(
        "提案.csv",
        "届次,流水号,案由,提案者,提交日期\n十届五次,1,关于一件事的建议,无此人,2026-01-12\n",
    );
    office.refused(1, &["import", "提案.csv", "--yes"]);
    assert_eq!(
        office.json(&["member", "list"]).as_array().unwrap().len(),
        6
    );
}

#[test]
fn an_act_before_or_after_the_term_is_refused_with_the_term() {
    let found = places("会议编号,姓名,出席状态\nHY2026001,孙三,出席\nHY2026001,李四,出席\n");
    let codes: Vec<_> = found.iter().map(|f| (f.0, f.2.as_str())).collect();
    assert_eq!(codes, [(2, "out_of_term"), (3, "out_of_term")]);
    let before = told("会议编号,姓名,出席状态\nHY2026001,孙三,出席\n");
    assert!(
        before.contains("2026-01-12") && before.contains("2026-06-01"),
        "{before}"
    );
    let after = told("会议编号,姓名,出席状态\nHY2026001,李四,出席\n");
    assert!(after.contains("2025-12-31"), "{after}");
}

#[test]
fn rows_that_contradict_each_other_are_refused() {
    let roll =
        "会议编号,委员编号,姓名,出席状态\nHY2026001,30001,赵一,出席\nHY2026001,30001,赵一,缺席\n";
    let twice = |line| (line, "出席状态".to_owned(), "roll_twice".to_owned());
    assert_eq!(places(roll), [twice(2), twice(3)]);
    only(
        "委员编号,姓名,性别\n30009,周五,男\n30009,吴六,男\n",
        3,
        "委员编号",
        "no_dup",
    );
}

#[test]
fn of_two_contradicting_rows_neither_is_taken_nor_comes_in_by_the_rejects() {
    let office = office();
    let header = "会议编号,委员编号,姓名,出席状态\n";
    office.put(
        "甲.csv",
        format!("{header}HY2026001,30001,赵一,出席\nHY2026001,30002,钱二,出席\nHY2026001,30002,钱二,缺席\nHY2026001,30002,钱二,出席\n"),
    );
    office.put("乙.csv", format!("{header}HY2026001,30001,赵一,缺席\n"));
    let line = [
        "import",
        "甲.csv",
        "乙.csv",
        "--keep-going",
        "--rejects",
        "拒收.xlsx",
        "--format",
        "json",
    ];
    let report = office.run(&line).json();
    assert_eq!(report["files"][0]["refused"], 4, "{report:#}");
    assert_eq!(report["files"][1]["refused"], 1);
    assert_eq!(report["files"][0]["added"], 0);
    let again = office
        .run(&["import", "拒收.xlsx", "--keep-going", "--format", "json"])
        .json();
    assert_eq!(again["files"][0]["added"], 0, "{again:#}");
    assert_eq!(again["files"][0]["refused"], 4);
    let meeting = office.json(&["meeting", "show", "HY2026001"]);
    assert_eq!(meeting["roll"]["present"], 0, "{meeting:#}");
    office.done(&["check"]);
}

#[test]
fn a_roster_that_would_cut_acts_off_a_term_is_refused_with_them() {
    let office = office();
    office.put(
        "出席.csv",
        "会议编号,委员编号,姓名,出席状态\nHY2026002,30001,赵一,出席\n",
    );
    office.put(
        "履职.csv",
        "委员编号,姓名,日期,类别,事项\n30001,赵一,2026-05-09,公益活动,捐书\n",
    );
    office.done(&["import", "出席.csv", "履职.csv", "--yes"]);
    office.put(
        "离任.csv",
        "委员编号,姓名,离任日期\n30001,赵一,2026-02-28\n",
    );
    let report = office.refused(1, &["import", "离任.csv"]).json();
    let errors = &report["errors"];
    assert_eq!(errors[0]["code"], "term_cuts");
    assert_eq!(errors[0]["column"], "离任日期");
    let reason = errors[0]["reason"].as_str().unwrap();
    assert!(
        reason.contains("HY2026002") && reason.contains("捐书"),
        "{reason}"
    );
    office.put(
        "晚些.csv",
        "委员编号,姓名,离任日期\n30001,赵一,2026-06-30\n",
    );
    office.done(&["import", "晚些.csv"]);
}

#[test]
fn a_grid_finds_its_meetings_by_number_title_or_day_and_names_what_it_does_not_find() {
    let office = office();
    office.put(
        "出席表.csv",
        "委员编号,姓名,HY2026001,3月18日,第六次会议\n30001,赵一,√,请假（出差）,√\n30002,钱二,×,√,√\n",
    );
    let found = errors(&office, "出席表.csv", &["--year", "2026"]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["code"], "unknown_meeting");
    assert_eq!(
        (&found[0]["line"], &found[0]["column"]),
        (&1.into(), &"第六次会议".into())
    );
    let line = [
        "import",
        "出席表.csv",
        "--keep-going",
        "--rejects",
        "拒收.xlsx",
        "--yes",
        "--format",
        "json",
    ];
    let report = office.run(&line).json();
    assert_eq!(report["files"][0]["added"], 4, "{report:#}");
    assert_eq!(cells(&office, "拒收.xlsx").len(), 3);
    let meeting = office.json(&["meeting", "show", "HY2026002"]);
    assert_eq!(meeting["roll"]["leave"], 1, "{meeting:#}");
    let whole = office.json(&["undo", "3"]);
    assert!(whole.is_object() || whole.is_array());
}

#[test]
fn a_body_names_its_people_in_brackets() {
    let office = office();
    office.put(
        "提案.csv",
        "案号,案由,性质,提案者,提交日期\n1,关于校车的建议,集体,民盟县委（赵一、钱二）,2026-01-12\n2,关于公交的建议,集体,民盟县委（赵一）,2026-01-12\n",
    );
    office.done(&["import", "提案.csv", "--session", "十届五次", "--yes"]);
    let shown = office.json(&["proposal", "show", "1"]);
    assert_eq!(shown["kind"], "collective");
    assert_eq!(
        shown["proposers"],
        serde_json::json!(["民盟县委", "赵一", "钱二"])
    );
    let second = office.json(&["proposal", "show", "2"]);
    assert_eq!(second["proposers"], serde_json::json!(["民盟县委", "赵一"]));
}

#[test]
fn a_state_that_the_file_has_proof_against_is_refused() {
    let office = office();
    let header = "案号,案由,提案者,提案状态,交办日期,主办单位,答复日期\n";
    office.put(
        "先.csv",
        format!("{header}1,关于校车的建议,赵一,已答复,2026-02-06,县教育局,2026-03-20\n"),
    );
    office.put(
        "后.csv",
        "案号,案由,提案者,提案状态\n1,关于校车的建议,赵一,待审查\n",
    );
    office.done(&["import", "先.csv", "--session", "十届五次", "--yes"]);
    office.done(&["import", "先.csv", "--session", "十届五次"]);
    let found = errors(&office, "后.csv", &["--session", "十届五次"]);
    assert_eq!(found[0]["code"], "state_contradicted", "{found:#?}");
    assert_eq!(found[0]["column"], "提案状态");
}

#[test]
fn the_rejects_speak_of_columns_as_the_clerk_does() {
    let office = office();
    office.put(
        "坏.csv",
        "会议编号,姓名,出席状态\nHY2026001,无名氏,出席\nHY2026009,赵一,出席\n",
    );
    office.run(&["import", "坏.csv", "--keep-going", "--rejects", "拒收.xlsx"]);
    let rows = cells(&office, "拒收.xlsx");
    assert!(rows[1][3].starts_with("姓名："), "{rows:?}");
    assert!(rows[2][3].starts_with("会议编号："), "{rows:?}");
}

#[test]
fn rows_that_follow_a_refused_roster_row_are_among_the_rejects() {
    let office = office();
    office.put("新人.csv", "委员编号,姓名,性别\n30021,吴六,雌\n");
    office.put(
        "出席.csv",
        "会议编号,姓名,出席状态\nHY2026001,吴六,出席\nHY2026002,吴六,出席\n",
    );
    office.run(&[
        "import",
        "新人.csv",
        "出席.csv",
        "--keep-going",
        "--rejects",
        "拒收.xlsx",
    ]);
    let mut book = open_workbook_auto(office.path("拒收.xlsx")).unwrap();
    let roll = book.worksheet_range_at(1).unwrap().unwrap();
    assert_eq!(roll.rows().count(), 3);
}

#[test]
fn what_is_known_but_not_kept_is_told_in_words_and_in_json() {
    let office = office();
    office.put("新人.csv", "委员编号,姓名,性别,籍贯\n30021,吴六,男,某县\n");
    let report = office.json(&["import", "新人.csv", "--dry-run"]);
    assert!(
        report["notes"].to_string().contains("没有收进档案：籍贯"),
        "{report:#}"
    );
    let said = office.done(&["import", "新人.csv", "--lang", "en"]);
    assert!(
        said.err.contains("columns that are not kept: 籍贯"),
        "{said:?}"
    );
}

#[cfg(unix)]
#[test]
fn a_device_is_no_file_to_import() {
    let office = office();
    let said = office.refused(3, &["import", "/dev/zero"]);
    assert_eq!(said.error_code(), "not_a_file");
}

#[test]
fn a_mapping_file_with_mistakes_is_told_with_lines_in_the_language_asked_for() {
    let office = office();
    office.put("对照.toml", "[columns]\n\"案由\" = \"titel\"\n");
    let line = ["import", "名册.csv", "--map", "对照.toml"];
    let said = office.refused(2, &line);
    assert!(
        said.err.contains("第 2 行") && said.err.contains("title"),
        "{said:?}"
    );
    let english = office.refused(2, &[&line[..], &["--lang", "en"]].concat());
    assert!(english.err.contains("line 2"), "{english:?}");
}

#[test]
fn a_number_and_a_name_of_two_people_are_refused() {
    let said = told("会议编号,委员编号,姓名,出席状态\nHY2026001,30001,钱二,出席\n");
    assert!(
        said.contains("30001 赵一") && said.contains("钱二"),
        "{said}"
    );
}

#[test]
fn an_unknown_meeting_is_named() {
    only(
        "会议编号,委员编号,姓名,出席状态\nHY2026099,30001,赵一,出席\n",
        2,
        "会议编号",
        "unknown_meeting",
    );
}

/// Four faults and a good row.
const MIXED: &str = "\
会议编号,委员编号,姓名,出席状态
HY2026001,30001,钱二,出席
HY2026099,30001,赵一,出席
HY2026001,39999,某某,出席
HY2026001,30001,赵一,睡觉
HY2026002,30001,赵一,出席
";

#[test]
fn all_faults_of_all_files_are_told_at_once() {
    let office = office();
    office.put("坏.csv", MIXED);
    office.put(
        "新会.csv",
        "会议编号,会议名称,会议类型,开始日期\nHY2026003,会,调研,2026-02-30\n",
    );
    let line = ["import", "坏.csv", "新会.csv"];
    let report = office.refused(1, &line).json();
    let lines: Vec<_> = report["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["file"].as_str().unwrap(), e["line"].as_i64().unwrap()))
        .collect();
    for wanted in [
        ("新会.csv", 2),
        ("坏.csv", 2),
        ("坏.csv", 3),
        ("坏.csv", 4),
        ("坏.csv", 5),
    ] {
        assert!(lines.contains(&wanted), "{wanted:?} is not in {lines:?}");
    }
    assert_eq!(lines.len(), 5);
}

#[test]
fn keep_going_takes_the_good_rows_and_still_ends_with_1() {
    let office = office();
    office.put("坏.csv", MIXED);
    let said = office.run(&["import", "坏.csv", "--keep-going", "--format", "json"]);
    assert_eq!(said.code, 1);
    let report = said.json();
    assert_eq!(report["files"][0]["added"], 1);
    assert_eq!(report["files"][0]["refused"], 4);
    assert_eq!(report["batch"], 3);
    let again = office.run(&["import", "坏.csv", "--keep-going", "--format", "json"]);
    assert_eq!(again.json()["files"][0]["same"], 1);
    assert_eq!(office.entries(), 3);
    office.done(&["undo", "3"]);
    office.done(&["check"]);
}

/// The cells of a workbook's first sheet.
fn cells(office: &Office, name: &str) -> Vec<Vec<String>> {
    let mut book = open_workbook_auto(office.path(name)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let cell = |data: &Data| data.to_string();
    sheet
        .rows()
        .map(|row| row.iter().map(cell).collect())
        .collect()
}

#[test]
fn refused_rows_come_back_as_a_workbook_that_can_be_mended_and_fed_again() {
    let office = office();
    office.put("坏.csv", MIXED);
    let said = office.run(&["import", "坏.csv", "--keep-going", "--rejects", "拒收.xlsx"]);
    assert_eq!(said.code, 1, "{said:?}");
    let mut rows = cells(&office, "拒收.xlsx");
    assert_eq!(
        rows[0],
        ["会议编号", "委员编号", "姓名", "出席状态", "错误原因"]
    );
    assert_eq!(rows.len(), 5);
    assert!(rows[1][4].contains("30001 赵一"), "{rows:?}");
    office.refused(1, &["import", "拒收.xlsx"]);
    rows[1][2] = "赵一".into();
    rows[2][0] = "HY2026002".into();
    rows[2][1] = "30002".into();
    rows[2][2] = "钱二".into();
    rows[3][1] = "30004".into();
    rows[3][2] = "姜柏".into();
    rows[4][0] = "HY2026002".into();
    rows[4][3] = "出席".into();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, row) in rows.iter().enumerate() {
        let line = u32::try_from(at).unwrap();
        sheet
            .write_row(line, 0, row.iter().map(String::as_str))
            .unwrap();
    }
    office.put("改好.xlsx", book.save_to_buffer().unwrap());
    let report = office.json(&["import", "改好.xlsx"]);
    assert_eq!(report["files"][0]["added"], 3, "{report}");
    assert_eq!(report["files"][0]["same"], 1, "{report}");
}

#[test]
fn no_rejects_means_no_workbook() {
    let office = office();
    office.done(&["import", "名册.csv", "--rejects", "拒收.xlsx"]);
    assert!(!office.path("拒收.xlsx").exists());
}

#[test]
fn a_ledger_may_come_by_standard_input() {
    let office = Office::new();
    let line = ["import", "-", "--format", "json"];
    let said = office.run_fed(ROSTER.as_bytes(), &line);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(said.json()["files"][0]["added"], 6);
}

#[test]
fn new_words_wait_for_a_yes() {
    let office = office();
    office.put("新人.csv", "委员编号,姓名,界别\n30010,周五,某新设界\n");
    let report = office.refused(1, &["import", "新人.csv"]).json();
    assert_eq!(report["errors"], Value::Array(vec![]));
    assert_eq!(report["new_words"][0]["name"], "某新设界");
    let yes = office.json(&["import", "新人.csv", "--yes"]);
    assert_eq!(yes["files"][0]["added"], 1);
}

#[test]
fn a_mapping_file_that_is_not_there_is_named() {
    let office = office();
    let said = office.run(&["import", "名册.csv", "--map", "没有.toml"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("没有.toml"), "{said:?}");
}

const BAD_RULES: &str = "\
title = \"有错的办法\"

[[part]]
code = \"meetings\"
title = \"参加会议\"
cpa = 50
cap = -5

[[part.item]]
title = \"出席全体会议\"
fact = \"出席情况\"
knid = \"全体会议\"
points = 10

[[part]]
code = \"a\"
title = \"甲\"
within = \"b\"

[[part]]
code = \"b\"
title = \"乙\"
within = \"a\"
";

#[test]
fn every_mistake_of_a_rule_file_is_told_with_its_line() {
    let office = office();
    office.put("办法.toml", BAD_RULES);
    for line in [
        &["score", "check", "办法.toml"][..],
        &["score", "run", "--year", "2026", "--rules", "办法.toml"],
        &[
            "score",
            "explain",
            "30001",
            "--year",
            "2026",
            "--rules",
            "办法.toml",
        ],
        &["score", "adopt", "办法.toml", "--year", "2026"],
    ] {
        let said = office.refused(1, line);
        assert_eq!(said.error_code(), "bad_rules", "{line:?}");
        for word in [
            "第 6 行",
            "cpa",
            "第 7 行",
            "第 12 行",
            "knid",
            "第 18 行",
            "a → b → a",
        ] {
            assert!(
                said.err.contains(word),
                "{line:?} does not say {word}: {}",
                said.err
            );
        }
        let english = office.refused(1, &[line, &["--lang", "en"]].concat());
        for word in ["line 6", "line 7", "line 12", "line 18", "did you mean"] {
            assert!(english.err.contains(word), "{line:?}: {}", english.err);
        }
        assert!(!english.err.contains('第'), "{}", english.err);
    }
}

#[test]
fn an_impossible_cap_and_a_broken_toml_are_told_with_their_lines() {
    let office = office();
    let rules = "title = \"办法\"\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\ncap = 10\nfloor = 20\n\
                 [[part.item]]\ntitle = \"提案\"\nfact = \"提案\"\npoints = 10\ncap = \"很多\"\n";
    office.put("封顶.toml", rules).put("断.toml", "title = \n");
    let caps = office.refused(1, &["score", "check", "封顶.toml"]).err;
    assert!(
        caps.contains("第 5 行") && caps.contains("第 11 行"),
        "{caps}"
    );
    let broken = office.refused(1, &["score", "check", "断.toml"]).err;
    assert!(broken.contains("第 1 行"), "{broken}");
    assert_eq!(office.run(&["score", "check", "没有.toml"]).code, 3);
}

#[test]
fn rules_of_another_time_are_refused() {
    let office = office();
    let tongcheng = crate::office::example(crate::office::TONGCHENG);
    let line = ["score", "run", "--year", "2018", "--rules", &tongcheng];
    assert_eq!(office.refused(1, &line).error_code(), "rules_not_in_force");
}
