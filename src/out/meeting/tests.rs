//! Pages, counts and objects of meetings.

#![allow(clippy::needless_raw_string_hashes)] // as snapbox writes them

use super::*;
use crate::lang::Lang;
use crate::model::code::{LeaveState, Part, SpeechForm};
use crate::model::meeting::roll::{AttendanceLine, Guest, Leave, Line, Roll, Sitting, Speech};
use crate::model::meeting::tally::Tally;
use crate::model::meeting::word::{Class, GuestPart, Half};
use crate::model::when::When;
use crate::out::{Format, Look};
use chrono::NaiveDate;
use snapbox::{IntoData as _, assert_data_eq, str};

fn on(text: &str) -> When {
    When::from_iso(text).unwrap()
}

fn meeting() -> Meeting {
    Meeting {
        id: 1,
        no: "HY2026001".into(),
        title: "十届五次全体会议".into(),
        kind: "全体会议".into(),
        class: Class::Meeting,
        start: on("2026-01-05"),
        end: on("2026-01-06"),
        half_days: 4,
        place: Some("县会议中心".into()),
        duty: Duty::Required,
        note: None,
        cancelled: None,
        source: None,
    }
}

fn line(member: i64, name: &str, presence: Presence) -> Line {
    Line {
        member,
        no: format!("1000{member}"),
        name: name.into(),
        sector: Some("教育界".into()),
        on_roll: true,
        due: true,
        presence,
        part: Part::Attendee,
        halves: None,
        walk_in: false,
        speeches: Vec::new(),
        leave: None,
        sittings: vec![Presence::Unrecorded],
        note: None,
        source: None,
    }
}

fn roll() -> Roll {
    let mut lines = vec![
        line(1, "张三", Presence::Late),
        line(2, "李四", Presence::Leave),
        line(3, "王五", Presence::Unrecorded),
        line(4, "赵六", Presence::Present),
    ];
    lines[0].halves = Some(1);
    lines[0].sittings = vec![Presence::Late];
    lines[0].speeches = vec![
        Speech {
            form: SpeechForm::Written,
            title: None,
        },
        Speech {
            form: SpeechForm::Oral,
            title: Some("乡村教师".into()),
        },
    ];
    lines[1].leave = Some(Leave {
        state: LeaveState::Granted,
        kind: Some("出差".into()),
        reason: None,
        asked_on: Some(on("2026-01-03")),
        decided_on: Some(on("2026-01-04")),
        decided_by: Some("王主席".into()),
    });
    lines[2].on_roll = false;
    lines[3].part = Part::Observer;
    lines[3].due = false;
    let tally = Tally {
        due: 3,
        late: 1,
        leave: 1,
        unrecorded: 1,
        beside: 1,
        ..Tally::default()
    };
    let sitting = Sitting {
        id: 1,
        ord: 1,
        on: NaiveDate::from_ymd_opt(2026, 1, 5).unwrap(),
        half: Half::Am,
        title: Some("开幕".into()),
        tally: Tally {
            due: 3,
            late: 1,
            unrecorded: 2,
            ..Tally::default()
        },
    };
    let guest = Guest {
        id: 1,
        name: "周明".into(),
        unit: Some("县教育局".into()),
        part: GuestPart::Official,
        note: None,
    };
    Roll {
        meeting: meeting(),
        lines,
        tally,
        sittings: vec![sitting],
        guests: vec![guest],
    }
}

#[test]
fn a_meeting_is_one_page_with_its_roll() {
    let page = show(&roll()).render(Look::new(Format::Table, Lang::Zh));
    assert_data_eq!(
        page,
        str![[r#"
HY2026001 十届五次全体会议
==========================

会议类型  全体会议
时间      2026-01-05 至 2026-01-06（4 个半天）
地点      县会议中心
参加要求  必须参加
应到      3 人（开会时在任的全体委员）
登记      66.7%（2/3）
出席情况  出席 1（其中迟到 1）、请假 1、缺席 0、未登记 1
出席率    50.0%（1/2）
另到会    1 人（列席、临时到会等，不计应到）

名单
委员编号  姓名  界别    出席状态  半天  1-05 上午  身份  发言
--------- ----- ------- --------- ----- ---------- ----- ----------------------
10001     张三  教育界  迟到       1/4  迟到             书面、口头《乡村教师》
10002     李四  教育界  请假            未登记
10003     王五  教育界  未登记          未登记
10004     赵六  教育界  出席            未登记     列席

请假申请
委员编号  姓名  类型  原因  申请日期    结果  审批人  审批日期
--------- ----- ----- ----- ----------- ----- ------- ----------
10002     李四  出差        2026-01-03  同意  王主席  2026-01-04

场次
场次  日期        时段  内容  应到  出席  请假  缺席  未登记         出席率
----- ----------- ----- ----- ----- ----- ----- ----- ------- -------------
   1  2026-01-05  上午  开幕     3     1     0     0       2  100.0%（1/1）

来宾
姓名  单位职务  身份        备注
----- --------- ----------- ----
周明  县教育局  部门负责人

"#]]
        .raw()
    );
    let page = show(&roll()).render(Look::new(Format::Table, Lang::En));
    assert_data_eq!(
        page,
        str![[r#"
HY2026001 十届五次全体会议
==========================

kind        全体会议
time        2026-01-05 to 2026-01-06 (4 half-days)
place       县会议中心
duty        required
due         3 (everyone in office then)
recorded    66.7% (2/3)
attendance  1 came (1 late), 1 on leave, 0 absent, 1 unrecorded
rate        50.0% (1/2)
besides     1 (observers, walk-ins …, not due)

Roll
no.    name  sector  status      half-days  1-05 am     part      speech
------ ----- ------- ----------- ---------- ----------- --------- -------------
10001  张三  教育界  late              1/4  late                  written, oral
                                                                  “乡村教师”
10002  李四  教育界  on leave               unrecorded
10003  王五  教育界  unrecorded             unrecorded
10004  赵六  教育界  present                unrecorded  observer

Leave
no.    name  kind  reason  asked on    outcome  decided by  decided on
------ ----- ----- ------- ----------- -------- ----------- ----------
10002  李四  出差          2026-01-03  granted  王主席      2026-01-04

Sittings
no.  on          half     title  came  leave  absent  unrecorded          rate
---- ----------- -------- ------ ----- ------ ------- ----------- ------------
  1  2026-01-05  morning  开幕      1      0       0           2  100.0% (1/1)

(too narrow to show: due. Widen the window, or see all with --format csv)

Guests
name  unit      part      note
----- --------- --------- ----
周明  县教育局  official

"#]]
        .raw()
    );
}

#[test]
fn an_empty_roll_says_how_to_fill_it() {
    let mut empty = roll();
    empty.lines.clear();
    empty.sittings.clear();
    empty.guests.clear();
    empty.tally = Tally::default();
    let page = show(&empty).render(Look::new(Format::Table, Lang::Zh));
    assert_data_eq!(
        page,
        str![[r#"
HY2026001 十届五次全体会议
==========================

会议类型  全体会议
时间      2026-01-05 至 2026-01-06（4 个半天）
地点      县会议中心
参加要求  必须参加
应到      0 人（开会时在任的全体委员）

名单
名单还是空的；用 yishi meeting invite HY2026001 委员 加入，或 --where sector=界
别

"#]]
        .raw()
    );
}

#[test]
fn the_object_has_the_stable_keys() {
    let object = show_json(&roll());
    let keys: Vec<&str> = object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "no",
            "title",
            "kind",
            "start",
            "end",
            "half_days",
            "place",
            "required",
            "duty",
            "class",
            "note",
            "cancelled",
            "source",
            "roll",
            "attendance",
            "sittings",
            "guests",
        ]
    );
    assert_eq!(object["required"], true);
    assert_eq!(object["roll"]["due"], 3);
    assert_eq!(object["roll"]["recorded"], 2);
    assert_eq!(object["roll"]["present"], 1);
    assert_eq!(object["roll"]["late"], 1);
    assert_eq!(object["roll"]["rate"], 50.0);
    assert_eq!(object["roll"]["completeness"], 66.67);
    let first = &object["attendance"][0];
    assert_eq!(first["no"], "10001");
    assert_eq!(first["status"], "late");
    assert_eq!(first["speech"], "oral");
    assert_eq!(first["speeches"][0]["form"], "written");
    assert_eq!(object["attendance"][1]["speech"], serde_json::Value::Null);
    assert_eq!(object["attendance"][1]["leave"]["state"], "granted");
    assert_eq!(object["attendance"][2]["on_roll"], false);
    assert_eq!(object["sittings"][0]["half"], "am");
    assert_eq!(object["guests"][0]["part"], "official");
}

#[test]
fn a_members_counts_are_one_sentence() {
    let tally = Tally {
        due: 12,
        present: 7,
        late: 1,
        partial: 1,
        leave: 1,
        absent: 1,
        unrecorded: 1,
        ..Tally::default()
    };
    let said = dossier_counts(&tally);
    assert_eq!(
        said.zh,
        "应到 12 次，登记 11 次；出席 9（其中迟到 1、部分出席 1）、请假 1、缺席 1、未登记 1；出席率 81.8%（9/11）"
    );
    assert_eq!(
        said.en,
        "12 due, 11 recorded; 9 came (1 late, 1 partial), 1 on leave, 1 absent, 1 unrecorded; rate 81.8% (9/11)"
    );
}

#[test]
fn nothing_recorded_has_no_rate() {
    let tally = Tally {
        due: 2,
        unrecorded: 2,
        beside: 1,
        ..Tally::default()
    };
    assert_eq!(
        dossier_counts(&tally).zh,
        "应到 2 次，都还没有登记；另有不计应到的到会（列席、临时到会等）1 次"
    );
    assert_eq!(dossier_counts(&Tally::default()).zh, "没有应到的会议活动");
    assert_eq!(counts_json(&tally)["rate"], serde_json::Value::Null);
    assert_eq!(counts_json(&tally)["unrecorded"], 2);
}

#[test]
fn the_table_adds_up() {
    let line = |no: &str, tally| AttendanceLine {
        member: 1,
        no: no.into(),
        name: "张三".into(),
        sector: Some("教育界".into()),
        tally,
    };
    let lines = [
        line(
            "10001",
            Tally {
                due: 13,
                present: 12,
                absent: 1,
                ..Tally::default()
            },
        ),
        line(
            "10002",
            Tally {
                due: 2,
                leave: 1,
                unrecorded: 1,
                beside: 1,
                ..Tally::default()
            },
        ),
    ];
    let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
    let span = Span {
        from: day(1, 1),
        to: day(6, 30),
    };
    let typed = "sector=教育界".to_owned();
    let grid = attendance_table(&lines, span, &[&typed]);
    let table = grid.render(Look::new(Format::Table, Lang::Zh).wide(80));
    assert_data_eq!(
        table,
        str![[r#"
委员出席情况　2026-01-01 至 2026-06-30
委员编号  姓名  界别    应到  登记  出席  请假  缺席  未登记          出席率
--------- ----- ------- ----- ----- ----- ----- ----- ------- --------------
10001     张三  教育界    13    13    12     0     1       0  92.3%（12/13）
10002     张三  教育界     2     1     0     1     0       1     0.0%（0/1）

共 2 名委员（筛选：sector=教育界）
合计：应到 15 人次，登记 14 人次；出席 12、请假 1、缺席 1、未登记 1；出席率
85.7%（12/14）
出席率＝出席÷登记；未登记不算缺席，不在任不计应到；另到会＝列席、临时到会等不计
应到的到会
（屏幕窄，未显示：迟到、早退、部分、另到会、登记完整率。加宽窗口，或用 --format
csv 看全部）

"#]]
        .raw()
    );
}
