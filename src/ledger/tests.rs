//! Workbooks made in the test, with what real ones do wrong.

use super::row::Row;
use super::{
    Fault, Input, Mapping, Opened, Options, Rule, Sheet, Skip, Summary, open, rejects, template,
};
use crate::lang::Lang;
use crate::model::code::{Code, Ledger, Presence};
use crate::model::when::When;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

pub(super) fn input(name: &str, bytes: impl Into<Vec<u8>>) -> Input {
    Input::Bytes {
        name: name.to_owned(),
        bytes: bytes.into(),
    }
}

pub(super) fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

pub(super) fn table(page: &mut Worksheet, rows: &[&[&str]]) {
    for (line, cells) in (0..).zip(rows) {
        page.write_row(line, 0, cells.iter().copied()).unwrap();
    }
}

pub(super) fn opened(bytes: impl Into<Vec<u8>>) -> Opened {
    open(&[input("表", bytes)], &Options::default()).unwrap()
}

pub(super) fn codes(opened: &Opened) -> Vec<(u32, &str, &'static str)> {
    opened
        .faults
        .iter()
        .map(|f| (f.fault.line, f.fault.column.as_str(), f.fault.code))
        .collect()
}

pub(super) fn all(sheet: &mut Sheet) -> (Vec<(u32, Row)>, Vec<Fault>, Summary) {
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    let summary = sheet
        .read(&mut |line, row| {
            match row {
                Ok(row) => rows.push((line, row)),
                Err(mut bad) => faults.append(&mut bad),
            }
            Ok(())
        })
        .unwrap();
    (rows, faults, summary)
}

#[test]
fn a_workbook_keeps_its_types_dates_numbers_and_formulas() {
    let bytes = book(|page| {
        table(
            page,
            &[
                &["委员花名册"],
                &["编号", "姓名", "性别", "手机号码", "任职时间", "出生年月"],
            ],
        );
        let day = Format::new().set_num_format("yyyy-mm-dd");
        page.write_number(2, 0, 10001).unwrap();
        page.write_formula(2, 1, Formula::new("=\"张三\"").set_result("张三"))
            .unwrap();
        page.write_string(2, 2, "男").unwrap();
        page.write_number(2, 3, 13_812_345_678.0).unwrap();
        page.write_datetime_with_format(2, 4, ExcelDateTime::from_ymd(2022, 1, 10).unwrap(), &day)
            .unwrap();
        page.write_number(2, 5, 28_034).unwrap();
    });
    let mut found = opened(bytes);
    assert_eq!(codes(&found), []);
    let (rows, faults, summary) = all(&mut found.sheets[0]);
    assert_eq!(faults, []);
    let (3, Row::Member(member)) = &rows[0] else {
        panic!("{rows:?}")
    };
    assert_eq!(
        (member.no.as_deref(), member.name.as_str()),
        (Some("10001"), "张三")
    );
    assert_eq!(member.phone.as_deref(), Some("13812345678"));
    assert_eq!(
        (member.since, member.birth),
        (When::from_iso("2022-01-10"), When::from_iso("1976-10-01"))
    );
    assert_eq!(
        summary.mended.iter().collect::<Vec<_>>(),
        [(Rule::SerialDate, 1)]
    );
}

#[test]
fn all_faults_of_a_row_come_at_once() {
    let mut found = opened("委员编号,姓名,性别,手机,任职日期\n1.5E+3,张3,雌,1.38E+10,2022-02-30\n");
    let (rows, faults, _) = all(&mut found.sheets[0]);
    let codes: Vec<_> = faults
        .iter()
        .map(|f| (f.line, f.column.as_str(), f.code))
        .collect();
    assert!(rows.is_empty());
    assert_eq!(
        codes,
        [
            (2, "委员编号", "number_damaged"),
            (2, "姓名", "name_characters"),
            (2, "性别", "unknown_word"),
            (2, "手机", "phone_damaged"),
            (2, "任职日期", "bad_date"),
        ]
    );
    assert!(
        faults
            .iter()
            .all(|f| !f.reason.en.is_empty() && !f.fix.zh.is_empty())
    );
}

#[test]
fn rows_that_are_no_entries_are_passed_over_and_counted() {
    let text = "序号,姓名,性别,界别\n一、教育界（2人）,,,\n1,张三,男,教育界\n,,,\n2,李四,女,教育界\n小计,2人,,\n\
                序号,姓名,性别,界别\n3,王五,男,经济界\n合 计,3人,,\n填表人：赵六,,,\n,,,\n";
    let mut found = opened(text);
    let (rows, faults, summary) = all(&mut found.sheets[0]);
    assert_eq!(faults, []);
    assert_eq!(
        rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
        [3, 5, 8]
    );
    let want = [
        (Skip::Blank, 1),
        (Skip::Total, 2),
        (Skip::Header, 1),
        (Skip::Section, 1),
        (Skip::Remark, 1),
    ];
    assert_eq!(summary.skipped, want);
}

#[test]
fn headers_that_are_double_missing_misspelt_or_blank_are_named() {
    let header = |text: &str| {
        let found = opened(format!("{text}\n1,2,3,4,5\n1,2,3,4,5\n"));
        found
            .faults
            .iter()
            .map(|f| (f.fault.column.clone(), f.fault.code))
            .collect::<Vec<_>>()
    };
    let one = |column: &str, code| vec![(column.to_owned(), code)];
    assert_eq!(
        header("姓名,性别,界别,手机,联系电话"),
        one("联系电话", "double_header")
    );
    assert_eq!(
        header("委员编号,性别,界别,手机,民族"),
        one("姓名", "missing_column")
    );
    assert_eq!(
        header("姓名,性另,界别,手机,民族"),
        one("性另", "unknown_header")
    );
    assert_eq!(header("姓名,性别,界别,手机,"), one("", "blank_header"));
    assert_eq!(header("甲,乙,丙,丁,戊"), one("", "unknown_ledger"));
    assert_eq!(
        header("序号,姓名,委员编号,会议发言,总分"),
        one("总分", "statistics")
    );
}

#[test]
fn lists_may_fill_several_columns_and_strange_ones_are_told() {
    let mut found = opened(
        "姓名,性别,政治面貌1,政治面貌2,籍贯,分管联系人员\n张三,男,民建会员,中共党员,某县,李四\n",
    );
    let (rows, faults, _) = all(&mut found.sheets[0]);
    assert_eq!(faults, []);
    let Row::Member(member) = &rows[0].1 else {
        panic!("{rows:?}")
    };
    assert_eq!(member.parties, ["民建会员", "中共党员"]);
    assert_eq!(found.sheets[0].ignored, ["分管联系人员"]);
}

#[test]
fn days_of_adoptions_and_instructions_go_with_what_happened() {
    let csv = "编号,标题,姓名,来稿时间,采用情况,采用时间,市政协采用情况,市政协采用日期,批示,批示时间\n\
        1,甲,张三,2026-01-05,综合采用,2026-02-01,采用,2026-03-01,,\n\
        2,乙,张三,2026-01-06,,2026-02-01,,,市长批示,2025-12-01\n";
    let mut opened = opened(csv);
    let (rows, faults, _) = all(&mut opened.sheets[0]);
    let Row::Opinion(row) = &rows[0].1 else {
        panic!("an opinion");
    };
    let told = row.adoptions.iter();
    let told: Vec<_> = told
        .map(|a| (&*a.level, &*a.wording, a.on.map(|on| on.to_string())))
        .collect();
    let day = |on: &str| Some(on.to_owned());
    assert_eq!(
        told,
        [
            ("", "综合采用", day("2026-02-01")),
            ("市政协", "采用", day("2026-03-01"))
        ]
    );
    let faults: Vec<_> = faults
        .iter()
        .map(|f| (f.line, &*f.column, f.code))
        .collect();
    assert_eq!(
        faults,
        [
            (3, "采用时间", "day_of_nothing"),
            (3, "批示时间", "before_submitted")
        ]
    );
}

#[test]
fn a_sheet_for_each_member_names_its_person() {
    let mut book = Workbook::new();
    for name in ["张三", "李四"] {
        let page = book.add_worksheet().set_name(name).unwrap();
        table(
            page,
            &[
                &["委员履职活动记录"],
                &[],
                &[
                    "序号",
                    "活动主题",
                    "活动开始时间",
                    "活动类别",
                    "活动地点",
                    "出席情况",
                ],
                &[
                    "1",
                    "视察校园食品安全",
                    "2026-03-05 09:00",
                    "视察",
                    "东河镇",
                    "已出席",
                ],
            ],
        );
    }
    book.add_worksheet().set_name("空表").unwrap();
    let mut found = opened(book.save_to_buffer().unwrap());
    assert_eq!(codes(&found), []);
    let names: Vec<_> = found
        .sheets
        .iter_mut()
        .map(|sheet| match &all(sheet).0[0].1 {
            Row::Attendance(line) => (line.name.clone(), line.presence, line.meeting_on),
            other => panic!("{other:?}"),
        })
        .collect();
    let on = When::from_iso("2026-03-05");
    let want = ["张三", "李四"].map(|name| (Some(name.to_owned()), Some(Presence::Present), on));
    assert_eq!(names, want);
}

#[test]
fn a_header_of_two_rows_is_read_as_one() {
    let bytes = book(|page| {
        table(
            page,
            &[
                &["提案目录", "", "", "", ""],
                &["提案", "提案", "承办", "", "办理"],
                &["提案号", "提案者", "承办单位", "案由", "办复日期"],
                &["1", "张三", "县教育局", "关于校车的建议", "2026.3.5"],
            ],
        );
    });
    let mut found = opened(bytes);
    assert_eq!(codes(&found), []);
    assert_eq!(
        (found.sheets[0].ledger, found.sheets[0].header_row),
        (Ledger::Proposal, 3)
    );
    assert_eq!(all(&mut found.sheets[0]).0.len(), 1);
}

#[test]
fn another_year_is_refused_in_title_and_cell() {
    let options = Options {
        year: Some(2025),
        ..Options::default()
    };
    let titled = "2026年会议台账,,\n会议编号,会议名称,开始日期\nHY1,座谈会,3月5日\n";
    let found = open(&[input("会议.csv", titled)], &options).unwrap();
    assert_eq!(codes(&found), [(1, "", "wrong_year")]);
    let plain = "会议编号,会议名称,开始日期\nHY1,座谈会,2026-03-05\nHY2,视察,3月5日\n";
    let mut found = open(&[input("会议.csv", plain)], &options).unwrap();
    let (rows, faults, _) = all(&mut found.sheets[0]);
    assert_eq!(
        faults.iter().map(|f| (f.line, f.code)).collect::<Vec<_>>(),
        [(2, "wrong_year")]
    );
    let Row::Meeting(meeting) = &rows[0].1 else {
        panic!("{rows:?}")
    };
    assert_eq!(meeting.start, When::from_iso("2025-03-05"));
}

#[test]
fn a_mapping_explains_headers_and_words() {
    let map = Mapping::parse(
        "对照.toml",
        "ledger = \"attendance\"\nignore = [\"桌号\"]\n[columns]\n\"与会者\" = \"name\"\n\"打卡\" = \"presence\"\n\
         [values.presence]\n\"来\" = \"出席\"\n\"没来\" = \"缺席\"\n",
    )
    .unwrap();
    let options = Options {
        map: Some(map),
        meeting: Some("HY1".into()),
        ..Options::default()
    };
    let mut found = open(
        &[input("-", "与会者,打卡,桌号\n张三,来,1\n李四,没来,2\n")],
        &options,
    )
    .unwrap();
    assert_eq!(codes(&found), []);
    let (rows, faults, _) = all(&mut found.sheets[0]);
    assert_eq!((rows.len(), faults.len()), (2, 0));
    let Row::Attendance(second) = &rows[1].1 else {
        panic!("{rows:?}")
    };
    assert_eq!(
        (second.presence, second.meeting.as_deref()),
        (Some(Presence::Absent), Some("HY1"))
    );
}

#[test]
fn every_template_comes_back_without_a_fault() {
    for ledger in Ledger::ALL.iter().copied() {
        let mut found = opened(template(ledger).unwrap());
        assert_eq!(codes(&found), [], "{ledger:?}");
        let sheet = &mut found.sheets[0];
        assert_eq!(
            (sheet.ledger, sheet.header_row, sheet.ignored.len()),
            (ledger, 1, 0)
        );
        let (rows, faults, _) = all(sheet);
        assert_eq!((rows.len(), faults), (1, vec![]), "{ledger:?}");
    }
}

#[test]
fn refused_rows_come_back_with_their_reasons_and_can_be_fed_again() {
    let text = "政协某县委员会2026年名册\n序号,委员编号,姓名,性别\n1,10001,张三,雌\n2,10002,李四,女\n3,,,男\n";
    let mut found = opened(text);
    let (_, faults, _) = all(&mut found.sheets[0]);
    let refused: Vec<_> = faults.into_iter().map(|fault| (0, fault)).collect();
    let bytes = rejects(&mut found.sheets, &refused, Lang::Zh).unwrap();
    let mut again = opened(bytes);
    assert_eq!(codes(&again), []);
    assert_eq!(again.sheets[0].ignored, Vec::<String>::new());
    let (rows, faults, summary) = all(&mut again.sheets[0]);
    assert_eq!((rows.len(), summary.rows), (0, 2));
    let codes: Vec<_> = faults.iter().map(|f| (f.line, f.code)).collect();
    assert_eq!(
        codes,
        [(3, "unknown_word"), (4, "no_blank"), (4, "name_blank")]
    );
}

#[test]
fn a_sheet_far_to_the_right_or_far_down_costs_nothing() {
    let far = book(|page| {
        table(page, &[&["姓名", "性别"], &["张三", "男"]]);
        page.write_blank(1_048_575, 16_383, &Format::new().set_bold())
            .unwrap();
    });
    let mut found = opened(far);
    assert_eq!(codes(&found), []);
    assert_eq!(all(&mut found.sheets[0]).0.len(), 1);
    let wide = book(|page| {
        let header: Vec<String> = (0..16_000).map(|n| format!("列{n}")).collect();
        page.write_row(0, 0, &header).unwrap();
    });
    assert_eq!(codes(&opened(wide)), [(0, "", "too_many_columns")]);
}

#[test]
fn what_is_no_spreadsheet_is_named_not_guessed() {
    let code = |bytes: &[u8]| codes(&opened(bytes)).first().map(|fault| fault.2);
    assert_eq!(code(b""), Some("empty_file"));
    assert_eq!(code(b"  \n\n"), Some("empty_file"));
    assert_eq!(code(b"<html><table><tr><td>\xe5\xa7\x93"), Some("web_page"));
    assert_eq!(code(b"PK\x03\x04 nothing"), Some("damaged_file"));
    assert_eq!(
        code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing"),
        Some("not_a_table")
    );
    assert_eq!(code(b"%PDF-1.7\n"), Some("not_a_table"));
    assert_eq!(code(&book(|_| {})), Some("empty_sheet"));
}

#[test]
fn a_workbook_cut_short_or_flipped_anywhere_never_panics() {
    let whole = book(|page| table(page, &[&["姓名", "性别"], &["张三", "男"], &["李四", "女"]]));
    for cut in (0..whole.len()).step_by(97) {
        let _ = opened(&whole[..cut]);
    }
    for at in (0..whole.len()).step_by(31) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x5a;
        for mut sheet in opened(bytes).sheets {
            let _ = sheet.read(&mut |_, _| Ok(()));
        }
    }
}

#[test]
fn guard_marks_of_exports_come_off() {
    let mut found = opened("委员编号,姓名,性别,手机\n=\"00001\",张三,男,'13812345678\n");
    let (rows, faults, summary) = all(&mut found.sheets[0]);
    assert_eq!(faults, []);
    let Row::Member(member) = &rows[0].1 else {
        panic!("{rows:?}")
    };
    assert_eq!(
        (member.no.as_deref(), member.phone.as_deref()),
        (Some("00001"), Some("13812345678"))
    );
    assert_eq!(
        summary.mended.iter().collect::<Vec<_>>(),
        [(Rule::Guard, 2)]
    );
}

#[test]
fn a_roster_with_many_columns_of_its_own_is_still_a_roster() {
    let found =
        opened("姓名,性别,界别,甲项,乙项,丙项,丁项,戊项,己项\n张三,男,教育界,1,2,3,4,5,6\n");
    assert_eq!(codes(&found), []);
    assert_eq!(
        (found.sheets[0].ledger, found.sheets[0].ignored.len()),
        (Ledger::Member, 6)
    );
}

#[test]
fn titles_of_two_cells_are_no_second_header() {
    let found = opened("某县政协委员名册,,2026年\n姓名,性别,界别\n张三,男,教育界\n");
    assert_eq!(codes(&found), []);
    assert_eq!(
        (found.sheets[0].header_row, found.sheets[0].year),
        (2, Some(2026))
    );
}

#[test]
fn each_real_layout_is_recognised_as_its_ledger() {
    let layouts = include_str!("layouts.txt");
    for line in layouts.lines().filter(|line| !line.starts_with('#')) {
        let (code, headers) = line.split_once(':').unwrap();
        let found = opened(format!("{}\n", headers.trim().replace(' ', ",")));
        assert_eq!(codes(&found), [], "{line}");
        assert_eq!(found.sheets[0].ledger.code(), code, "{line}");
        assert_eq!(found.sheets[0].ignored, Vec::<String>::new(), "{line}");
    }
}

#[test]
fn a_roll_without_its_meeting_asks_for_it() {
    let text = "序号,状态,姓名,工作单位及职务,人员类型,会议发言,提供资源,签到时间,请假原因/审批意见,反馈时间,审核时间,已发消息\n\
                1,已签到(未报名),张三,县教育局,列席,书面,,,,,,\n";
    assert_eq!(codes(&opened(text)), [(1, "会议编号", "missing_column")]);
    let options = Options {
        meeting: Some("HY1".into()),
        ..Options::default()
    };
    let mut found = open(&[input("-", text)], &options).unwrap();
    let (rows, faults, _) = all(&mut found.sheets[0]);
    assert_eq!(faults, []);
    let Row::Attendance(line) = &rows[0].1 else {
        panic!("{rows:?}")
    };
    assert!(line.walk_in && line.presence == Some(Presence::Present));
}
