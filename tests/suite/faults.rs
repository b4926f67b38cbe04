//! Bad input: every mistake is named with its line, column and remedy in the language asked for,
//! all of them at once, and the file stays as it was.

use crate::office::Office;
use rust_xlsxwriter::Workbook;
use serde_json::Value;

pub const ROSTER: &str = "\
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
pub fn office() -> Office {
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
pub fn errors(office: &Office, file: &str, options: &[&str]) -> Vec<Value> {
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
pub fn places(text: &str) -> Vec<(i64, String, String)> {
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
pub fn only(text: &str, line: i64, column: &str, code: &str) {
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

#[test]
fn a_proposal_for_the_plenary_may_be_handed_in_from_october_of_the_year_before() {
    let office = office();
    let header = "届次,流水号,案由,提案者,提交日期\n";
    office.put(
        "提案.csv",
        format!("{header}十届五次,1,建桥,赵一,2025-10-01\n十届五次,2,修路,赵一,2025年12月\n十届五次,3,种树,赵一,2026-12-31\n"),
    );
    office.done(&["import", "提案.csv", "--year", "2026"]);
    let wrong = |line| (line, "提交日期".to_owned(), "wrong_year".to_owned());
    assert_eq!(
        places(&format!(
            "{header}十届五次,4,挖井,赵一,2025-09-30\n十届五次,5,架桥,赵一,2027-01-01\n"
        )),
        [wrong(2), wrong(3)]
    );
}

#[test]
fn proposers_that_do_not_fit_the_form_are_mended_in_the_sheet() {
    let said = told("届次,流水号,案由,性质,提案者\n十届五次,1,建桥,联名,赵一\n");
    assert!(
        said.contains("附议人") && !said.contains("--form"),
        "{said}"
    );
}

#[test]
fn a_column_of_a_grid_is_found_by_its_exact_title_and_named_where_no_meeting_has_it() {
    let office = office();
    office.put(
        "义诊.csv",
        "会议编号,会议名称,会议类型,开始日期\nHY2026003,义诊送教,公益活动,2026-05-09\n",
    );
    office.put(
        "出席.csv",
        "委员编号,姓名,HY2026001,义诊送教\n30001,赵一,√,√\n30002,钱二,√,\n",
    );
    office.done(&["import", "义诊.csv", "出席.csv"]);
    let meeting = office.json(&["meeting", "show", "HY2026003"]);
    assert_eq!(meeting["roll"]["present"], 1, "{meeting:#}");
    assert_eq!(
        places("委员编号,姓名,HY2026001,送医\n30001,赵一,√,√\n30002,钱二,√,\n"),
        [(1, "送医".to_owned(), "unknown_meeting".to_owned())]
    );
}
