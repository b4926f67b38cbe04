//! Scores of ledgers that are not as plain as the example: what is counted, and what is said of it.

use crate::office::Office;
use serde_json::{Value, json};

const MEMBERS: &str = "委员编号,姓名,履职小组,政协职务,届内起始,届内终止\n\
    30001,马丽,一组,主席,,\n30002,赵磊,一组,委员,,\n30003,何志远,一组,委员,,\n\
    30004,欧阳娜,二组,委员,,\n";

const HEAD: &str = "title = \"办法\"\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\n";

/// An office of four members, with a file of rules.
fn office(rules: &str) -> Office {
    let office = Office::new();
    office.put("委员.csv", MEMBERS).put("办法.toml", rules);
    office.done(&["import", "--yes", "委员.csv"]);
    office
}

fn bring(office: &Office, name: &str, text: &str) {
    office.put(name, text);
    office.done(&["import", "--yes", name]);
}

fn item(line: &str) -> String {
    format!("{HEAD}[[part.item]]\ntitle = \"项\"\n{line}\n")
}

fn explained(office: &Office, no: &str) -> Value {
    office.json(&["score", "explain", no, "--rules", "办法.toml"])
}

/// The points and notes of the facts of the only line.
fn facts(explanation: &Value) -> Vec<(Value, Value)> {
    let facts = explanation["parts"][0]["lines"][0]["facts"].as_array();
    let facts = facts.unwrap().iter();
    facts
        .map(|f| (f["exact"].clone(), f["note"].clone()))
        .collect()
}

#[test]
fn quantities_count_as_they_stand_and_damage_is_no_one() {
    let office = office(&item("fact = \"其他履职\"\nper = \"数量\"\npoints = 2"));
    for (no, quantity) in [("30001", "3.5"), ("30002", "1/3")] {
        let kind = [
            "record",
            "add",
            "--member",
            no,
            "--kind",
            "公益活动",
            "--on",
            "2026-03-05",
        ];
        office.done(&[&kind[..], &["--quantity", quantity]].concat());
    }
    assert_eq!(explained(&office, "30001")["exact"], "7");
    assert_eq!(explained(&office, "30002")["exact"], "2/3");
    office
        .sql("UPDATE record SET quantity = '三' WHERE quantity = '3.5'")
        .unwrap();
    for verb in [&["run"][..], &["explain", "30001"]] {
        let said = office.run(&[&["score"], verb, &["--rules", "办法.toml"]].concat());
        assert_eq!(said.code, 3, "{said:?}");
        assert!(said.err.contains("数量“三”读不懂"), "{said:?}");
    }
}

#[test]
fn a_stored_day_that_cannot_be_read_is_damage_and_no_day_long_ago() {
    let office = office(&item("fact = \"其他履职\"\npoints = 2"));
    let add = ["record", "add", "--member", "30001", "--kind", "公益活动"];
    office.done(&[&add[..], &["--on", "2026-03-05"]].concat());
    office
        .sql("UPDATE record SET happened_on = '三月五日'")
        .unwrap();
    for verb in [&["run"][..], &["explain", "30001"]] {
        let said = office.run(&[&["score"], verb, &["--rules", "办法.toml"]].concat());
        assert_eq!(said.code, 3, "{said:?}");
        assert!(said.err.contains("日期“三月五日”读不懂"), "{said:?}");
    }
}

#[test]
fn a_body_that_proposes_takes_no_persons_seat() {
    let rules = item(
        "fact = \"提案\"\npoints = 6\nshare.\"集体\" = { first = \"1/2\", others = \"平分\", at_most = 3 }",
    );
    let office = office(&rules);
    bring(
        &office,
        "提案.csv",
        "届次,案号,案由,提案形式,提案人,提交日期,状态\n\
         十届五次,1,关于公交的建议,集体,提案委员会、马丽、赵磊、何志远、欧阳娜,2026-01-10,立案\n",
    );
    let of = |no: &str| facts(&explained(&office, no));
    let note = |text: &str| Value::from(text);
    assert_eq!(
        of("30001"),
        [("3".into(), note("4 人中第 1 位，得 6 分的 1/2"))]
    );
    assert_eq!(
        of("30003"),
        [("3/2".into(), note("4 人中第 3 位，得 6 分的 1/4"))]
    );
    assert_eq!(of("30004"), [("0".into(), note("4 人中第 4 位，不计"))]);
    let first = item("fact = \"提案\"\nrole = \"第一\"\npoints = 1");
    office.put("办法.toml", first);
    assert_eq!(explained(&office, "30001")["exact"], "1");
    assert_eq!(explained(&office, "30002")["exact"], "0");
}

const MEETING: &str =
    "编号,名称,会议类型,开始日期,结束日期,半天数\nHY1,全会,全体会议,2026-01-12,2026-01-13,4\n";

/// Who was absent, on leave, there in part, and there.
fn at_a_meeting(rules: &str) -> Office {
    let office = office(rules);
    bring(&office, "会议.csv", MEETING);
    bring(
        &office,
        "出席.csv",
        "会议编号,委员编号,姓名,出席状态\nHY1,30001,马丽,缺席\nHY1,30002,赵磊,请假\n\
         HY1,30003,何志远,部分出席\nHY1,30004,欧阳娜,出席\n",
    );
    office
}

#[test]
fn half_days_missed_are_deducted() {
    let missed = "fact = \"出席情况\"\nstate = [\"缺席\", \"请假\"]\nper = \"每半天\"\npoints = -1";
    let office = at_a_meeting(&item(missed));
    let told = [("-4".into(), Value::from("缺 4 个半天"))];
    assert_eq!(facts(&explained(&office, "30001")), told);
    assert_eq!(facts(&explained(&office, "30002")), told);
    assert_eq!(facts(&explained(&office, "30004")), []);
}

#[test]
fn part_attendance_of_unknown_half_days_is_told_of() {
    let office = at_a_meeting(&item("fact = \"出席情况\"\nper = \"每半天\"\npoints = 1"));
    let told = Value::from("4 个半天；半天数未登记，按全程计");
    assert_eq!(facts(&explained(&office, "30003")), [("4".into(), told)]);
    let run = ["score", "run", "--rules", "办法.toml"];
    let said = office.done(&run);
    assert!(
        said.err.contains("1 条“部分出席”没有登记半天数"),
        "{said:?}"
    );
    office.done(&[
        "meeting",
        "attend",
        "HY1",
        "30003",
        "--status",
        "部分出席",
        "--halves",
        "1",
    ]);
    assert!(!office.done(&run).err.contains("半天数"));
    office.put("办法.toml", item("fact = \"出席情况\"\npoints = 1"));
    assert!(!office.done(&run).err.contains("半天数"));
}

#[test]
fn the_acts_of_a_group_say_whose_they_are() {
    let rules = item("fact = \"出席情况\"\npoints = 1");
    let office = at_a_meeting(&format!("subject = \"履职小组\"\n{rules}"));
    let said = office.done(&["score", "explain", "二组", "--rules", "办法.toml"]);
    assert!(said.out.contains("· 欧阳娜　HY1 全会"), "{}", said.out);
    let fact = &explained(&office, "二组")["parts"][0]["lines"][0]["facts"][0];
    assert_eq!(fact["who"], "欧阳娜");
    office.put("办法.toml", rules);
    let own = &explained(&office, "30004")["parts"][0]["lines"][0]["facts"][0];
    assert_eq!(own["who"], Value::Null);
}

#[test]
fn who_is_not_ranked_is_not_said_to_be_out_of_office() {
    let rules = item("fact = \"出席情况\"\npoints = 1");
    let office = at_a_meeting(&format!("unranked = [\"主席\"]\n{rules}"));
    let run = ["score", "run", "--rules", "办法.toml"];
    let said = office.done(&run);
    let all = said.out + &said.err;
    assert!(all.contains("1 名按办法不参加排名（主席）"), "{all}");
    assert!(!all.contains("不在任"), "{all}");
    let said = office.done(&[&run[..], &["--lang", "en"]].concat());
    let all = said.out + &said.err;
    assert!(
        all.contains("1 of posts that the rules do not rank (主席)"),
        "{all}"
    );
}

#[test]
fn a_part_within_another_has_its_heading_and_its_cap() {
    let rules = format!(
        "{HEAD}[[part]]\ncode = \"b\"\ntitle = \"会议\"\nwithin = \"a\"\ncap = 3\n[[part.item]]\n\
         title = \"项\"\nfact = \"出席情况\"\npoints = \"10/3\"\n"
    );
    let office = at_a_meeting(&rules);
    let line = ["score", "explain", "30004", "--rules", "办法.toml"];
    let said = office.done(&line).out;
    assert!(
        said.contains("〔会议〕") && said.contains("以下 2 行小计 3.00"),
        "{said}"
    );
    let part = &explained(&office, "30004")["parts"][0];
    let inner = &part["within"][0];
    assert_eq!((&inner["code"], &inner["max"]), (&json!("b"), &json!(3.0)));
    assert_eq!(part["lines"][0]["part"], "b");
    office.put("办法.toml", rules.replace("cap = 3\n", ""));
    let said = office.done(&[&line[..], &["--lang", "en"]].concat()).out;
    assert!(said.contains("3.33 (10/3) = 3.33 (10/3)"), "{said}");
}

#[test]
fn a_rule_file_of_an_editor_in_china_is_read_and_bytes_that_are_no_text_are_named() {
    let office = Office::new();
    // 办法, as GB18030 and as UTF-16 with its mark.
    office.put("国标.toml", b"title = \"\xb0\xec\xb7\xa8\"\r\nx = 1\n");
    let wide = "\u{feff}title = \"办法\"\nx = 1\n".encode_utf16();
    let wide: Vec<u8> = wide.flat_map(u16::to_le_bytes).collect();
    office.put("宽.toml", wide);
    for name in ["国标.toml", "宽.toml"] {
        let said = office.run(&["score", "check", name]);
        assert_eq!(said.code, 1);
        assert!(
            said.err.contains("第 2 行第 1 列：不认识的键“x”"),
            "{said:?}"
        );
    }
    office.put("坏.toml", b"title = \"t\"\nx = \"\xe5\xff\xff\"\n");
    let said = office.run(&["score", "rules", "check", "坏.toml"]);
    assert_eq!(said.code, 1);
    for word in ["第 2 行第 6 列", "另存为", "UTF-8"] {
        assert!(said.err.contains(word), "{said:?}");
    }
}

#[test]
fn one_of_a_thing_is_not_called_several() {
    let office = at_a_meeting(HEAD);
    let said = office.done(&["meeting", "list", "--lang", "en"]);
    let all = said.out + &said.err;
    assert!(all.contains("1 meeting\n"), "{all}");
    let desk = office.done(&["--lang", "en"]).out;
    assert!(desk.contains("4 members, 1 meeting, 0 proposals"), "{desk}");
}

/// E36: 已登记的事项只撤销、不删除，撤销要有理由 (ThinkOX 2016: a row is marked as deleted, never erased).
#[test]
fn what_is_cancelled_gives_no_points_and_stays_with_its_reason() {
    let office = office(&item(
        "fact = \"其他履职\"\nkind = \"公益活动\"\npoints = 5\ncap = 50",
    ));
    office.done(&["config", "year", "2026"]);
    for (no, on) in [
        ("30002", "2026-03-05"),
        ("30002", "2026-04-05"),
        ("30003", "2026-03-05"),
    ] {
        office.done(&[
            "record",
            "add",
            "--member",
            no,
            "--kind",
            "公益活动",
            "--on",
            on,
        ]);
    }
    office.done(&["score", "publish", "--rules", "办法.toml"]);
    assert_eq!(explained(&office, "30002")["exact"], "10");
    let reason = "不是本人参加";
    office.done(&["record", "remove", "1", "--reason", reason]);
    assert_eq!(explained(&office, "30002")["exact"], "5");
    // The row is there, with why it does not count.
    let rows = office.sql(&format!(
        "CREATE TEMP TABLE kept (n CHECK (n = 1));
         INSERT INTO kept SELECT count(*) FROM record WHERE id = 1 AND cancelled LIKE '%{reason}%'"
    ));
    assert!(rows.is_ok(), "{rows:?}");
    // What was published stands, and the entry that cancelled it is told as why.
    let changes = office.json(&["score", "changes", "--year", "2026"]);
    let mine = changes
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["no"] == "30002")
        .unwrap();
    assert_eq!(
        (&mine["old_total"], &mine["total"]),
        (&json!(10.0), &json!(5.0))
    );
    assert!(
        mine["because"][0]["command"]
            .as_str()
            .unwrap()
            .contains("record remove 1")
    );
    // Who is level with them now did nothing, and is told who moved.
    let other = changes
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["no"] == "30003")
        .unwrap();
    assert_eq!(
        (&other["own"], &other["passed"]),
        (&json!(false), &json!(["赵磊"]))
    );
}
