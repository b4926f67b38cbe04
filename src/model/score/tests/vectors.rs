//! Clauses of published regulations with figures worked by hand.

use super::fixture::{act, attends, p, proposes, records, reports, score, score_of, speaks};
use crate::model::fact::{FactKind, mark};

const TONGCHENG: &str = include_str!("../../../../examples/rules/tongcheng-2019.toml");

#[test]
fn in_tongcheng_a_joint_proposal_gives_the_first_half_and_the_others_the_rest_in_equal_parts() {
    let first = score(
        TONGCHENG,
        &[
            attends("全体会议", "present"),
            proposes("joint", 1, 3),
            reports(),
        ],
    );
    assert_eq!(first.part("proposals"), p(25, 2));
    assert_eq!(first.tally.total, p(145, 2));
    assert_eq!(first.explained.grade.as_deref(), Some("合格"));
    let other = score(TONGCHENG, &[proposes("joint", 3, 3)]);
    assert_eq!(other.tally.total, p(25, 4));
    assert_eq!(other.explained.grade.as_deref(), Some("不合格"));
    assert_eq!(other.notes("提交提案"), ["3 人中第 3 位，得 10 分的 1/4"]);
}

#[test]
fn in_tongcheng_two_filed_proposals_stop_at_25_and_the_cut_is_a_line() {
    let scored = score(TONGCHENG, &proposes("individual", 1, 1).times(2));
    assert_eq!(scored.part("proposals"), p(25, 1));
    let cut = scored.explained.parts[1].lines.last().unwrap();
    assert_eq!((cut.title.zh.as_str(), cut.points), ("超出封顶", p(-25, 1)));
    assert_eq!(cut.note.as_ref().unwrap().en, "`提交提案` gives at most 25");
}

#[test]
fn in_tongcheng_at_most_three_persons_of_a_collective_proposal_count() {
    assert_eq!(
        score(TONGCHENG, &[proposes("collective", 3, 5)])
            .tally
            .total,
        p(25, 1)
    );
    let fourth = score(TONGCHENG, &[proposes("collective", 4, 5)]);
    assert_eq!(fourth.tally.total, p(0, 1));
    assert_eq!(fourth.notes("提案立案"), ["5 人中第 4 位，不计"]);
}

#[test]
fn in_tongcheng_a_written_speech_counts_instead_of_attending_the_same_meeting() {
    let both = [
        attends("专题协商会", "present").at(7),
        speaks("专题协商会", "written").at(7),
    ];
    let scored = score(TONGCHENG, &both);
    assert_eq!(scored.tally.total, p(5, 1));
    let note = "同一事由只计一项，已计入“在全体会议、常委会会议、协商会议上提交书面发言”";
    assert_eq!(scored.notes("参加视察、调研、协商、培训等活动"), [note]);
    let apart = [
        attends("专题协商会", "present").at(7),
        speaks("专题协商会", "written").at(8),
    ];
    assert_eq!(score(TONGCHENG, &apart).tally.total, p(7, 1));
}

#[test]
fn in_tongcheng_only_who_held_the_post_that_day_loses_for_the_standing_committee() {
    let missed = [
        attends("常委会会议", "absent").on("2026-03-18"),
        attends("常委会会议", "leave").on("2026-09-18"),
    ];
    let with_plenary = [&missed[..], &[attends("全体会议", "present")]].concat();
    assert_eq!(score(TONGCHENG, &with_plenary).tally.total, p(50, 1));
    let whole_year = score_of(TONGCHENG, &[("常委", "2022-01-10", "")], &with_plenary);
    assert_eq!(whole_year.tally.total, p(43, 1));
    let from_june = score_of(
        TONGCHENG,
        &[("委员", "", ""), ("常委", "2026-06", "")],
        &with_plenary,
    );
    assert_eq!(from_june.tally.total, p(48, 1));
    assert_eq!(
        from_june.notes("常委会会议请假、缺席"),
        ["当日不任此项所要求的职务", ""]
    );
    let never_below_0 = score_of(TONGCHENG, &[("常委", "", "")], &missed);
    assert_eq!(never_below_0.part("meetings"), p(0, 1));
}

/// R3, Jinan 2015: 70 to begin with, deductions, a bonus of at most 50.
const JINAN: &str = r#"
title = "济南 2015"
total = { cap = 120 }
grade = [{ name = "优秀", at_least = 85 }, { name = "称职", at_least = 60 }, { name = "不称职" }]

[[part]]
code = "basic"
title = "基本分"
start = 70
floor = 0
[[part.item]]
title = "全体会议缺席、请假"
fact = "attendance"
kind = "全体会议"
points = { by = "state", absent = -30, leave = -10 }

[[part]]
code = "bonus"
title = "加分"
cap = 50
[[part.item]]
title = "立案提案，第一件之后每件"
fact = "proposal"
mark = "filed"
role = "first"
points = 5
beyond = 1
[[part.item]]
title = "重点提案"
fact = "proposal"
mark = "重点提案"
points = 5
[[part.item]]
title = "优秀提案"
fact = "proposal"
mark = "优秀提案"
points = 10
[[part.item]]
title = "公益活动"
fact = "record"
kind = "公益活动"
points = 2
cap = 10
"#;

#[test]
fn in_jinan_70_and_a_bonus_make_105_which_is_excellent() {
    let proposals = [
        proposes("individual", 1, 1).on("2026-01-14"),
        proposes("individual", 1, 1)
            .on("2026-02-01")
            .marked(mark::FILED | mark::KEY),
        proposes("individual", 1, 1)
            .on("2026-03-01")
            .marked(mark::FILED | mark::EXCELLENT),
    ];
    let scored = score(
        JINAN,
        &[&proposals[..], &records("公益活动").times(6)].concat(),
    );
    assert_eq!(scored.part("bonus"), p(35, 1));
    assert_eq!(scored.tally.total, p(105, 1));
    assert_eq!(scored.explained.grade.as_deref(), Some("优秀"));
    assert_eq!(
        scored.notes("立案提案，第一件之后每件"),
        ["前 1 件不计", "", ""]
    );
}

#[test]
fn in_jinan_an_absence_from_the_plenary_leaves_40_which_is_not_competent() {
    let scored = score(JINAN, &[attends("全体会议", "absent")]);
    assert_eq!(scored.tally.total, p(40, 1));
    assert_eq!(scored.explained.grade.as_deref(), Some("不称职"));
    assert_eq!(scored.explained.parts[0].lines[0].title.zh, "起始分");
}

/// R1 in part: adoption counts at the highest level only, instructions beside it.
const DISTRICT: &str = r#"
title = "某区 2016"
[[part]]
code = "opinions"
title = "社情民意"
[[part.item]]
title = "反映一条"
fact = "opinion"
per = "once"
points = 10
[[part.item]]
title = "采用"
fact = "采用"
points = { by = "级别", "区" = 2, "市" = 8, "省" = 10, "全国" = 20 }
best_of = "采用"
[[part.item]]
title = "批示"
fact = "批示"
points = { by = "级别", "区" = 5, "市" = 10, "省" = 15, "中央" = 30 }
best_of = "批示"
"#;

#[test]
fn in_the_district_only_the_highest_adoption_counts_and_the_instruction_beside_it() {
    let acts = [
        reports().at(3),
        act(FactKind::Adoption, "", "").level("市").at(3),
        act(FactKind::Adoption, "", "").level("省").at(3),
        act(FactKind::Instruction, "", "").level("市").at(3),
    ];
    assert_eq!(score(DISTRICT, &acts).tally.total, p(30, 1));
    let two_opinions = [
        &acts[..],
        &[
            reports().at(4),
            act(FactKind::Adoption, "", "").level("区").at(4),
        ],
    ]
    .concat();
    assert_eq!(score(DISTRICT, &two_opinions).tally.total, p(32, 1));
}

/// R6, Guangshui 2017: 10 to begin with, deducted by what was missed.
const GUANGSHUI: &str = r#"
title = "广水 2017"
[[part]]
code = "attendance"
title = "考勤"
start = 10
floor = 0
[[part.item]]
title = "全体会议"
fact = "attendance"
kind = "全体会议"
points = { by = "state", "迟到" = -1, "早退" = -1 }
[[part.item]]
title = "小组讨论"
fact = "attendance"
kind = "小组讨论"
state = "缺席"
points = -1.5
[[part.item]]
title = "常委会"
fact = "attendance"
kind = "常委会会议"
points = { by = "state", "迟到" = -2, "缺席" = -3 }
"#;

#[test]
fn in_guangshui_ten_points_less_1_less_1_and_a_half_less_3_are_4_and_a_half() {
    let missed = [
        attends("全体会议", "late"),
        attends("小组讨论", "absent"),
        attends("常委会会议", "absent"),
    ];
    assert_eq!(score(GUANGSHUI, &missed).tally.total, p(9, 2));
    assert_eq!(
        score(GUANGSHUI, &attends("常委会会议", "absent").times(9))
            .tally
            .total,
        p(0, 1)
    );
}

// E20: 必须参加的会议、报名参加的活动各有分值，没有报名而临时参加的减半.
#[test]
fn who_walks_in_has_half_of_what_who_signed_up_has() {
    let item = |title: &str, marks: &str, points: &str| {
        format!(
            "[[part.item]]\ntitle = \"{title}\"\nfact = \"出席情况\"\n{marks}\npoints = {points}\n"
        )
    };
    let text = [
        "title = \"办法\"\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\n".to_owned(),
        item("必须参加", "mark = \"必须参加\"", "4"),
        item(
            "报名参加",
            "mark = \"报名参加\"\nmark_not = \"临时参加\"",
            "2",
        ),
        item("临时参加", "mark = [\"报名参加\", \"临时参加\"]", "1"),
    ]
    .concat();
    let came = |marks| attends("视察", "present").marked(marks);
    let all = [
        came(mark::REQUIRED),
        came(mark::SIGN_UP),
        came(mark::SIGN_UP | mark::WALK_IN),
    ];
    let each = all
        .each_ref()
        .map(|a| score(&text, std::slice::from_ref(a)).tally.total);
    assert_eq!(each, [p(4, 1), p(2, 1), p(1, 1)]);
    assert_eq!(score(&text, &all).tally.total, p(7, 1));
}
