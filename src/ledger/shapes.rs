//! Sheets of unusual shape: headers of two rows, grids, several people in a cell, notes beside
//! ledgers, columns that are known but not kept.

use super::row::{AttendanceRow, ProposalRow, Row};
use super::tests::{all, book, codes, input, opened, table};
use super::{Fault, Opened, Options, Rule, open};
use crate::model::code::{Ledger, Presence, ProposalForm, ProposalState};
use crate::model::when::When;
use rust_xlsxwriter::{Format, Workbook};

fn rolls(found: &mut Opened) -> Vec<AttendanceRow> {
    let (rows, faults, _) = all(&mut found.sheets[0]);
    assert_eq!(faults, []);
    rows.into_iter()
        .map(|(_, row)| match row {
            Row::Attendance(row) => row,
            other => panic!("{other:?}"),
        })
        .collect()
}

fn proposals(text: &str) -> (Vec<ProposalRow>, Vec<Fault>, Vec<(Rule, u32)>) {
    let mut found = opened(text);
    assert_eq!(codes(&found), []);
    let (rows, faults, summary) = all(&mut found.sheets[0]);
    let rows = rows.into_iter().map(|(_, row)| match row {
        Row::Proposal(row) => row,
        other => panic!("{other:?}"),
    });
    (rows.collect(), faults, summary.mended.iter().collect())
}

fn places(faults: &[Fault]) -> Vec<(u32, &str, &str)> {
    faults
        .iter()
        .map(|f| (f.line, f.column.as_str(), f.code))
        .collect()
}

#[test]
fn an_upper_header_over_several_columns_is_read_with_the_lower_ones() {
    let mut found = opened(
        "案号,委员,,案由,审查情况,,办理\n\
         ,姓名,界别,,结果,日期,主办单位\n\
         1,张三,教育界,关于校车的建议,立案,2026-01-20,县教育局\n",
    );
    assert_eq!(codes(&found), []);
    let sheet = &mut found.sheets[0];
    assert_eq!((sheet.ledger, sheet.header_row), (Ledger::Proposal, 2));
    let headers: Vec<_> = sheet.columns.iter().map(|c| c.header.as_str()).collect();
    assert_eq!(
        headers,
        [
            "案号",
            "委员姓名",
            "案由",
            "审查结果",
            "审查日期",
            "主办单位"
        ]
    );
    let (rows, faults, summary) = all(sheet);
    assert_eq!((rows.len(), faults), (1, vec![]));
    assert_eq!(summary.unused, Vec::<String>::new());
    assert_eq!(found.sheets[0].ignored, ["委员界别"]);
}

#[test]
fn a_number_under_the_word_member_is_the_members() {
    let found = opened("委员,,会议编号,出席状态\n姓名,编号,,\n张三,10001,HY1,出席\n");
    assert_eq!(codes(&found), []);
    let headers: Vec<_> = found.sheets[0]
        .columns
        .iter()
        .map(|c| c.header.as_str())
        .collect();
    assert_eq!(headers, ["委员姓名", "委员编号", "会议编号", "出席状态"]);
}

#[test]
fn a_grid_gives_one_row_for_each_member_and_meeting() {
    let mut found = opened(
        "政协青禾县2026年会议出席情况表,,,,,,\n\
         序号,姓名,界别,HY2026001,3月18日 常委会会议,出席次数,备注\n\
         1,张三,教育界,√,请假（出差）,1,\n\
         2,李四,经济界,迟到,,1,新任\n\
         合计,,,2,0,2,\n",
    );
    assert_eq!(codes(&found), []);
    assert_eq!(found.sheets[0].ledger, Ledger::Attendance);
    assert_eq!(found.sheets[0].ignored, Vec::<String>::new());
    let (_, _, summary) = all(&mut found.sheets[0]);
    assert_eq!((summary.rows, summary.blank_marks), (3, 1));
    assert_eq!(summary.unused, ["界别", "出席次数"]);
    let told: Vec<_> = rolls(&mut found)
        .into_iter()
        .map(|row| {
            let heading = row.heading.unwrap();
            (
                row.name.unwrap(),
                row.presence.unwrap(),
                heading.title.clone(),
                heading.on,
                row.leave_kind.or(row.note).unwrap_or_default(),
            )
        })
        .collect();
    let on = When::from_iso("2026-03-18");
    let entry = |name: &str, presence, title: &str, on, told: &str| {
        (
            name.to_owned(),
            presence,
            title.to_owned(),
            on,
            told.to_owned(),
        )
    };
    assert_eq!(
        told,
        [
            entry("张三", Presence::Present, "HY2026001", None, ""),
            entry("张三", Presence::Leave, "常委会会议", on, "出差"),
            entry("李四", Presence::Late, "HY2026001", None, "新任"),
        ]
    );
}

#[test]
fn a_word_in_a_grid_that_is_no_mark_is_refused_with_its_column() {
    let mut found = opened("姓名,第一次会议,第二次会议\n张三,√,×\n李四,出席,缺席\n");
    let header = "姓名,第一次会议,第二次会议\n".to_owned();
    let people = "张一,√,×\n".repeat(70);
    assert_eq!(codes(&found), []);
    assert_eq!(rolls(&mut found).len(), 4);
    let mut late = opened(header + &people + "王五,√,睡觉\n");
    let (rows, faults, _) = all(&mut late.sheets[0]);
    assert_eq!(rows.len(), 140);
    assert_eq!(places(&faults), [(72, "第二次会议", "unknown_word")]);
}

#[test]
fn a_strange_cell_does_not_cost_a_grid_its_column() {
    let mut found = opened("姓名,A06,A04\n周敏,√,出差\n刘强,√,√\n");
    assert_eq!(codes(&found), []);
    let (rows, faults, _) = all(&mut found.sheets[0]);
    assert_eq!(places(&faults), [(2, "A04", "unknown_word")]);
    assert_eq!((faults[0].value.as_str(), rows.len()), ("出差", 2));
    assert_eq!(found.sheets[0].ignored, Vec::<String>::new());
}

#[test]
fn in_a_grid_every_column_with_a_mark_is_a_meeting_whatever_it_is_called() {
    let mut found = opened(
        "姓名,性别,义诊送教,全会,出席次数,留空,是否党员,电话\n周敏,女,√,√,2,,是,-\n刘强,男,出差,缺席,0,,否,/\n李四,男,,出席,1,,是,\n",
    );
    assert_eq!(codes(&found), []);
    let (rows, faults, summary) = all(&mut found.sheets[0]);
    assert_eq!(rows.len(), 3, "a line with a fault gives nothing");
    assert_eq!(places(&faults), [(3, "义诊送教", "unknown_word")]);
    assert_eq!(found.sheets[0].ignored, ["留空", "是否党员"]);
    assert_eq!(summary.unused, ["性别", "出席次数", "电话"]);
    let mut alone = opened("姓名,义诊送教\n周敏,√\n");
    assert_eq!(codes(&alone), []);
    assert_eq!(rolls(&mut alone).len(), 1);
}

#[test]
fn a_roster_with_ticks_is_no_grid() {
    let found = opened("姓名,性别,界别,是否党员\n张三,男,教育界,是\n李四,女,经济界,否\n");
    assert_eq!(codes(&found), []);
    assert_eq!(found.sheets[0].ledger, Ledger::Member);
}

#[test]
fn several_people_in_one_cell_of_a_roll_are_several_rows() {
    let mut found = opened("会议编号,姓名,出席状态\nHY1,张三、李四、王五,出席\n");
    let names: Vec<_> = rolls(&mut found).into_iter().map(|r| r.name).collect();
    assert_eq!(names, ["张三", "李四", "王五"].map(|n| Some(n.to_owned())));
    let mut numbered = opened("会议编号,委员编号,姓名,出席状态\nHY1,10001,张三、李四,出席\n");
    let (_, faults, _) = all(&mut numbered.sheets[0]);
    assert_eq!(places(&faults), [(2, "姓名", "two_names")]);
}

#[test]
fn what_stands_behind_a_mark_is_kept_as_kind_reason_or_remark() {
    let mut found = opened(
        "会议编号,姓名,出席状态\nHY1,张三,请假（出差）\nHY1,李四,请假（孩子生病）\nHY1,王五,缺席（未请假）\nHY1,赵六,请假(病假)\n",
    );
    let told: Vec<_> = rolls(&mut found)
        .into_iter()
        .map(|r| [r.leave_kind, r.leave_reason, r.note].map(Option::unwrap_or_default))
        .collect();
    assert_eq!(
        told,
        [
            ["出差", "", ""],
            ["", "孩子生病", ""],
            ["", "", "未请假"],
            ["病假", "", ""],
        ]
    );
}

#[test]
fn the_days_of_a_meeting_may_stand_in_one_cell() {
    let mut found = opened(
        "会议编号,会议名称,会议时间,结束日期\nHY1,全会,2026.1.12-1.15,\nHY2,座谈会,2026年3月5日至6日,2026-03-07\n",
    );
    let (rows, faults, _) = all(&mut found.sheets[0]);
    let Row::Meeting(meeting) = &rows[0].1 else {
        panic!("{rows:?}")
    };
    assert_eq!(
        (meeting.start, meeting.end),
        (When::from_iso("2026-01-12"), When::from_iso("2026-01-15"))
    );
    assert_eq!(places(&faults), [(3, "结束日期", "two_ends")]);
}

#[test]
fn seconders_make_an_individual_proposal_a_joint_one_and_that_is_told() {
    let (rows, faults, mended) =
        proposals("案号,案由,性质,提案人,附议人\n1,甲,个人,张三,李四、王五\n2,乙,个人,张三,\n");
    assert_eq!(faults, []);
    assert_eq!(rows[0].proposers, ["张三", "李四", "王五"]);
    assert_eq!(
        [rows[0].form, rows[1].form],
        [Some(ProposalForm::Joint), Some(ProposalForm::Individual)]
    );
    assert_eq!(mended, [(Rule::Seconded, 1)]);
}

#[test]
fn a_number_of_proposers_that_is_not_that_of_the_names_is_refused() {
    let (rows, faults, _) = proposals(
        "案号,案由,性质,第一提案人,提案人数\n1,甲,个人,张三,1\n2,乙,联名,张三、李四,3\n3,丙,集体,民盟县委,12\n",
    );
    assert_eq!(rows.len(), 2);
    assert_eq!(places(&faults), [(3, "提案人数", "headcount")]);
}

#[test]
fn a_state_that_the_rest_of_the_row_contradicts_is_refused() {
    let (rows, faults, _) = proposals(
        "案号,案由,提案者,审查结果,提案状态,立案日期,主办单位,答复日期\n\
         1,甲,张三,立案,已答复,2026-01-20,县教育局,2026-03-20\n\
         2,乙,张三,立案,办理中,2026-01-20,县教育局,2026-03-20\n\
         3,丙,张三,不予立案,已答复,,,\n\
         4,丁,张三,转意见建议,,,县教育局,2026-03-20\n\
         5,戊,张三,不予立案,,2026-01-20,,\n\
         6,己,张三,,待审查,2026-01-20,,\n",
    );
    let states: Vec<_> = rows.iter().map(|row| row.review).collect();
    assert_eq!(
        states,
        [Some(ProposalState::Replied), Some(ProposalState::ToLetter)]
    );
    assert_eq!(
        places(&faults),
        [
            (3, "提案状态", "state_contradicted"),
            (4, "提案状态", "state_contradicted"),
            (6, "审查结果", "state_contradicted"),
            (7, "提案状态", "state_contradicted"),
        ]
    );
}

#[test]
fn a_known_column_that_is_not_kept_is_named_where_it_holds_something() {
    let mut found = opened("姓名,性别,籍贯,学历\n张三,男,某县,\n李四,女,,\n");
    assert_eq!(all(&mut found.sheets[0]).2.unused, ["籍贯"]);
}

#[test]
fn a_cell_beyond_the_header_is_refused_on_its_own_line() {
    let text = "姓名,性别,界别\n\"张三\n\",男,教育界\n李四,女,经济界\n王五,男,工,商联\n";
    let mut found = opened(text);
    assert_eq!(codes(&found), []);
    let (rows, faults, _) = all(&mut found.sheets[0]);
    assert_eq!(rows.len(), 2);
    assert_eq!(places(&faults), [(5, "", "no_header")]);
    assert_eq!(faults[0].value, "商联");
}

#[test]
fn a_sheet_of_explanations_beside_a_ledger_is_named_and_left_out() {
    let with_notes = |ledger: bool| {
        let mut book = Workbook::new();
        let page = book.add_worksheet().set_name("填表说明").unwrap();
        table(
            page,
            &[
                &["填表说明"],
                &["1", "姓名写全称"],
                &["2", "日期写成 2026-03-05"],
            ],
        );
        if ledger {
            let page = book.add_worksheet().set_name("名册").unwrap();
            table(
                page,
                &[&["姓名", "性别", "界别"], &["张三", "男", "教育界"]],
            );
        }
        opened(book.save_to_buffer().unwrap())
    };
    let found = with_notes(true);
    assert_eq!(codes(&found), []);
    assert_eq!(
        (found.sheets.len(), found.passed[0].sheet.as_str()),
        (1, "填表说明")
    );
    assert_eq!(codes(&with_notes(false)), [(3, "", "unknown_ledger")]);
}

#[test]
fn a_sheet_that_is_neither_ledger_nor_notes_is_still_refused_and_the_remedy_named() {
    let mut book = Workbook::new();
    table(
        book.add_worksheet().set_name("名册").unwrap(),
        &[&["姓名", "性别", "界别"], &["张三", "男", "教育界"]],
    );
    table(
        book.add_worksheet().set_name("车辆").unwrap(),
        &[&["车牌", "司机"], &["甲A0001", "赵六"]],
    );
    let found = opened(book.save_to_buffer().unwrap());
    assert_eq!(found.faults[0].fault.code, "unknown_ledger");
    assert!(found.faults[0].fault.fix.zh.contains("--sheet"));
}

#[test]
fn a_formula_saved_without_its_value_is_refused_and_shown() {
    let file = ["examples", "faulty", "公式.xlsx"]
        .iter()
        .collect::<std::path::PathBuf>();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let mut found = open(&[super::Input::Path(path)], &Options::default()).unwrap();
    assert_eq!(codes(&found), []);
    let (rows, faults, _) = all(&mut found.sheets[0]);
    assert_eq!(rows.len(), 1);
    assert_eq!(places(&faults), [(3, "单位", "formula_unvalued")]);
    assert!(faults[0].value.starts_with("=D2"), "{faults:?}");
}

#[test]
fn several_short_names_of_a_unit_are_parted() {
    let mut found = opened("单位名称,简称\n青禾县教育局,教育局、县教育局\n");
    let (rows, _, _) = all(&mut found.sheets[0]);
    let Row::Unit(unit) = &rows[0].1 else {
        panic!("{rows:?}")
    };
    assert_eq!(unit.short.as_deref(), Some("教育局"));
    assert_eq!(unit.aliases, ["县教育局"]);
}

#[test]
fn a_roll_of_one_meeting_is_told_how_to_name_it() {
    let found = opened(book(|page| {
        table(page, &[&["姓名", "签到情况"], &["张三", "√"]]);
    }));
    assert_eq!(codes(&found), [(1, "会议编号", "missing_column")]);
    assert!(found.faults[0].fault.fix.zh.contains("--meeting"));
    let options = Options {
        meeting: Some("HY1".into()),
        ..Options::default()
    };
    let again = open(&[input("-", "姓名,签到情况\n张三,√\n")], &options).unwrap();
    assert_eq!(codes(&again), []);
}

#[test]
fn a_cell_merged_over_rows_speaks_for_each_of_them_but_names_one_person_only() {
    let plain = Format::new();
    let mut found = opened(book(|page| {
        table(
            page,
            &[
                &["界别", "姓名", "性别"],
                &["", "甲一", "男"],
                &["", "甲二", "女"],
                &["", "小计", ""],
                &["", "甲三", "女"],
                &["", "", ""],
                &["教育界", "", "男"],
                &["", "", "女"],
            ],
        );
        page.merge_range(1, 0, 5, 0, "中共界", &plain).unwrap();
        page.merge_range(6, 1, 7, 1, "乙一", &plain).unwrap();
    }));
    assert_eq!(codes(&found), []);
    let (rows, faults, summary) = all(&mut found.sheets[0]);
    let told: Vec<_> = rows
        .iter()
        .map(|(line, row)| match row {
            Row::Member(m) => (*line, m.name.as_str(), m.sector.as_deref()),
            other => panic!("{other:?}"),
        })
        .collect();
    let party = Some("中共界");
    assert_eq!(
        told,
        [
            (2, "甲一", party),
            (3, "甲二", party),
            (5, "甲三", party),
            (7, "乙一", Some("教育界")),
        ]
    );
    assert_eq!(places(&faults), [(8, "姓名", "name_blank")]);
    assert_eq!(
        summary.mended.iter().collect::<Vec<_>>(),
        [(Rule::Merged, 2)]
    );
}

#[test]
fn a_meeting_merged_over_a_roll_is_each_rows_and_a_merged_quantity_is_refused() {
    let plain = Format::new();
    let mut roll = opened(book(|page| {
        table(
            page,
            &[
                &["会议编号", "姓名", "出席情况"],
                &["", "周敏", "出席"],
                &["", "刘强", "缺席"],
            ],
        );
        page.merge_range(1, 0, 2, 0, "HY1", &plain).unwrap();
    }));
    let meetings: Vec<_> = rolls(&mut roll).into_iter().map(|r| r.meeting).collect();
    assert_eq!(meetings, [Some("HY1".to_owned()), Some("HY1".to_owned())]);
    let mut records = opened(book(|page| {
        table(
            page,
            &[
                &["姓名", "日期", "类别", "事项", "数量"],
                &["周敏", "2026-05-05", "公益活动", "捐书", ""],
                &["刘强", "2026-05-05", "公益活动", "捐书", ""],
            ],
        );
        page.merge_range(1, 4, 2, 4, "3", &plain).unwrap();
    }));
    let (_, faults, _) = all(&mut records.sheets[0]);
    assert_eq!(places(&faults), [(3, "数量", "merged_quantity")]);
}

#[test]
fn units_beside_blank_reviews_and_days_are_no_assignment() {
    let mut found = opened(
        "案号,案由,提案者,立案日期,主办单位,交办日期,备注\n1,甲,张三,2026-01-20,县教育局,2026-02-06,\n2,乙,张三,,县教育局、县财政局,,请快办\n3,丙,张三,2026-01-20,县教育局,,\n",
    );
    let (rows, faults, summary) = all(&mut found.sheets[0]);
    assert_eq!(faults, []);
    let told: Vec<_> = rows
        .iter()
        .map(|(_, row)| match row {
            Row::Proposal(p) => (p.leads.len(), p.note.as_deref().unwrap_or_default()),
            other => panic!("{other:?}"),
        })
        .collect();
    let note = "请快办；拟办单位：县教育局、县财政局";
    assert_eq!(told, [(1, ""), (0, note), (1, "")]);
    assert_eq!(summary.unassigned, [3]);
    let mut bare = opened("案号,案由,提案者,主办单位\n1,甲,张三,县教育局\n");
    assert_eq!(all(&mut bare.sheets[0]).2.unassigned, Vec::<u32>::new());
}
