//! Whole batches of bad and good rows: what contradicts, what is kept going, what comes back as
//! rejects and is fed again.

use crate::faults::{ROSTER, errors, office, only, places};
use crate::office::Office;
use calamine::{Data, Reader, open_workbook_auto};
use rust_xlsxwriter::Workbook;
use serde_json::Value;

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

#[test]
fn levels_are_read_from_the_cells_and_those_that_cannot_be_are_told() {
    let office = office();
    office.put(
        "社情民意.csv",
        "编号,标题,姓名,来稿时间,采用情况,批示\nT1,题一,赵一,2026-05,区政协采用,\nT2,题二,赵一,2026-05,省政协采用；全国政协采用,省长批示、市长批示\nT3,题三,赵一,2026-05,采用,\n",
    );
    office.put(
        "履职.csv",
        "委员编号,姓名,日期,类别,事项,级别\n30001,赵一,2026-05-09,表彰奖励,先进,省级\n30001,赵一,2026-05-10,表彰奖励,先进二,区级\n",
    );
    let report = office.json(&["import", "社情民意.csv", "履职.csv"]);
    assert_eq!(report["written"], true, "no new word of level: {report:#}");
    let notes = report["notes"].to_string();
    assert!(
        notes.contains("1 行") && notes.contains("第 4 行"),
        "{notes}"
    );
    let shown = office.json(&["opinion", "show", "T2"]).to_string();
    for level in ["省", "全国", "市"] {
        assert!(shown.contains(&format!("\"level\":\"{level}\"")), "{shown}");
    }
    let shown = office.json(&["opinion", "show", "T1"]).to_string();
    assert!(shown.contains("\"level\":\"县\""), "{shown}");
}

#[test]
fn rows_of_a_member_refused_in_the_same_batch_only_follow() {
    let office = office();
    office.put(
        "新人.csv",
        "委员编号,姓名,性别,手机\n30010,周五,男,1.38E+10\n",
    );
    office.put(
        "出席.csv",
        "会议编号,委员编号,姓名,出席状态\nHY2026001,30010,周五,出席\nHY2026002,30010,周五,出席\nHY2026001,30019,吴六,出席\n",
    );
    let report = office
        .refused(1, &["import", "新人.csv", "出席.csv"])
        .json();
    let told: Vec<&str> = report["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["value"].as_str().unwrap())
        .collect();
    assert_eq!(told, ["1.38E+10", "30019"], "{report:#}");
    let shown = office.run(&["import", "新人.csv", "出席.csv"]);
    let shown = shown.out + &shown.err;
    assert!(shown.contains("另有 2 行指向名册中被拒的委员"), "{shown}");
}
