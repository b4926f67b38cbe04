//! What the office hands out: explanations of all as workbook and document, comparisons, letters.

use crate::office::{Office, example};
use calamine::{Data, Reader, Xlsx, open_workbook};
use quick_xml::events::Event;
use serde_json::Value;
use std::collections::HashMap;
use std::io::Read as _;

const RULES: [&str; 4] = [
    "examples/rules/tongcheng-2019.toml",
    "examples/rules/jinan-2015.toml",
    "examples/rules/district-2016.toml",
    "examples/rules/guangshui-group-2017.toml",
];

fn sheet(office: &Office, file: &str, name: &str) -> Vec<HashMap<String, Data>> {
    let mut book: Xlsx<_> = open_workbook(office.path(file)).unwrap();
    let range = book.worksheet_range(name).unwrap();
    let mut rows = range.rows();
    let head: Vec<String> = rows
        .next()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    rows.map(|row| head.iter().cloned().zip(row.iter().cloned()).collect())
        .collect()
}

fn number(cell: &Data) -> f64 {
    match cell {
        Data::Float(n) => *n,
        Data::Int(n) => i32::try_from(*n).unwrap().into(),
        other => panic!("{other:?} is no number"),
    }
}

/// The text of a document that is well-formed XML, and the values of its `id` and `href`.
fn read(xml: &str) -> (String, Vec<String>, Vec<String>) {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut text, mut ids, mut links) = (String::new(), Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(e) | Event::Empty(e) => {
                for a in e.attributes() {
                    let a = a.unwrap();
                    let value = a.value.to_string();
                    match a.key.as_ref() {
                        "id" => ids.push(value),
                        "href" => links.push(value),
                        _ => {}
                    }
                }
            }
            Event::Text(t) => text.push_str(&t),
            Event::GeneralRef(r) => {
                text.push_str(quick_xml::escape::resolve_predefined_entity(&r).unwrap());
            }
            Event::Eof => return (text, ids, links),
            _ => {}
        }
    }
}

#[test]
fn the_workbook_adds_up_to_the_scores_under_every_rule_set() {
    let office = Office::full();
    for rules in RULES {
        let rules = example(rules);
        let options = ["--year", "2026", "--rules", &rules];
        let scores = office.json(&[&["score", "run"][..], &options].concat());
        let file = ["score", "explain", "--all", "-o", "得分.xlsx", "--yes"];
        office.done(&[&file[..], &options].concat());
        let ranking = sheet(&office, "得分.xlsx", "汇总");
        let facts = sheet(&office, "得分.xlsx", "明细");
        let scores = scores.as_array().unwrap();
        assert_eq!(ranking.len(), scores.len(), "{rules}");
        let mut sums: HashMap<String, f64> = HashMap::new();
        for row in &facts {
            let points = number(&row["得分"]);
            *sums.entry(row["委员编号"].to_string()).or_default() += points;
        }
        for (row, score) in ranking.iter().zip(scores) {
            let (no, total) = (
                score["no"].as_str().unwrap(),
                score["total"].as_f64().unwrap(),
            );
            assert!(
                (number(&row["总分"]) - total).abs() < 0.005_001,
                "{rules} {no}"
            );
            let sum = sums.get(no).copied().unwrap_or(0.0);
            assert!(
                (sum - number(&row["总分"])).abs() < 1e-9,
                "{rules} {no}: {sum}"
            );
        }
    }
}

#[test]
fn the_document_is_well_formed_and_its_links_lead_somewhere() {
    let office = Office::full();
    let odd = "<b>&\"'>甲</b>";
    office
        .sql("UPDATE member SET name = '<b>&\"''>甲</b>' WHERE no = '10003'")
        .unwrap();
    for rules in RULES {
        let rules = example(rules);
        for lang in ["zh", "en"] {
            office.done(&[
                "score",
                "explain",
                "--all",
                "-o",
                "得分.html",
                "--yes",
                "--year",
                "2026",
                "--rules",
                &rules,
                "--lang",
                lang,
            ]);
            let document = std::fs::read_to_string(office.path("得分.html")).unwrap();
            let (text, ids, links) = read(&document);
            let members = !rules.contains("group");
            assert!(!document.contains("<b>") && text.contains(odd) == members);
            for link in &links {
                let to = link.strip_prefix('#').expect("nothing is fetched");
                assert!(ids.iter().any(|id| id == to), "{link}");
            }
            let mut once = ids.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), ids.len(), "an id is one place");
            assert!(
                !document.contains("<script") && !document.contains("://")
                    || document.matches("://").count()
                        == document.matches("http://www.w3.org/").count()
            );
        }
    }
}

#[test]
fn a_file_that_is_there_stays_unless_told_otherwise() {
    let office = Office::full();
    let rules = example(RULES[0]);
    office.put("得分.html", "旧的");
    let line = [
        "score",
        "explain",
        "--all",
        "-o",
        "得分.html",
        "--year",
        "2026",
        "--rules",
        &rules,
    ];
    let refused = office.refused(1, &line);
    assert_eq!(refused.error_code(), "file_exists");
    assert_eq!(
        std::fs::read(office.path("得分.html")).unwrap(),
        "旧的".as_bytes()
    );
    office.done(&[&line[..], &["--yes"]].concat());
    let odd = [
        "score",
        "explain",
        "--all",
        "-o",
        "得分.pdf",
        "--year",
        "2026",
        "--rules",
        &rules,
    ];
    assert_eq!(office.run(&odd).code, 2);
    let nowhere = [
        "score",
        "explain",
        "--all",
        "-o",
        "没有/得分.xlsx",
        "--year",
        "2026",
        "--rules",
        &rules,
    ];
    assert_eq!(office.refused(3, &nowhere).error_code(), "cannot_write");
    let left = std::fs::read_dir(office.dir()).unwrap();
    let parts = left.filter(|e| {
        e.as_ref()
            .unwrap()
            .file_name()
            .to_string_lossy()
            .ends_with(".part")
    });
    assert_eq!(parts.count(), 0);
}

#[test]
fn comparisons_are_written_with_plots() {
    let office = Office::full();
    let (old, new) = (example(RULES[0]), example(RULES[1]));
    let line = [
        "score", "compare", "--year", "2026", "--rules", &old, "--rules", &new, "--all",
    ];
    office.done(&[&line[..], &["-o", "对比.html"]].concat());
    let document = std::fs::read_to_string(office.path("对比.html")).unwrap();
    let (text, ..) = read(&document);
    assert!(
        document.matches("<svg").count() >= 4,
        "ranks, and a plot for each kind of body"
    );
    assert!(text.contains("等次对照") && text.contains("因哪一项而变"));
    office.done(&[&line[..], &["-o", "对比.xlsx"]].concat());
    let told = office.json(&line);
    assert_eq!(
        sheet(&office, "对比.xlsx", "变化").len(),
        told.as_array().unwrap().len()
    );
    let matrix = sheet(&office, "对比.xlsx", "等次");
    let all: f64 = matrix
        .iter()
        .flat_map(|row| row.iter().filter(|(name, _)| !name.contains('＼')))
        .filter(|(_, cell)| !matches!(cell, Data::Empty))
        .map(|(_, cell)| number(cell))
        .sum();
    let people = u32::try_from(told.as_array().unwrap().len()).unwrap();
    assert!(
        (all - f64::from(people)).abs() < 0.5,
        "everybody stands in the matrix once"
    );
    let weights = [
        "score",
        "compare",
        "--sensitivity",
        "--year",
        "2026",
        "--rules",
        &old,
    ];
    office.done(&[&weights[..], &["-o", "敏感度.html"]].concat());
    read(&std::fs::read_to_string(office.path("敏感度.html")).unwrap());
    office.done(&[&weights[..], &["-o", "敏感度.xlsx"]].concat());
    assert_eq!(sheet(&office, "敏感度.xlsx", "敏感度").len(), 8);
}

fn words(docx: &std::path::Path) -> String {
    let bytes = std::fs::read(docx).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    zip.by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut xml)
        .unwrap();
    xml
}

#[test]
fn letters_tell_the_published_figures_whatever_the_data_become() {
    let office = Office::full();
    let rules = example(RULES[0]);
    office.done(&["score", "adopt", &rules, "--year", "2026"]);
    let early = office.done(&["score", "letter", "10012", "--year", "2026", "--text"]);
    assert!(
        early.out.contains("尚未公布") && early.err.contains("还没有公布"),
        "{early:?}"
    );
    assert!(
        early.out.contains("曾明委员：") && early.out.contains("总分76.00分"),
        "{early:?}"
    );
    assert!(!early.out.contains("列第"), "{early:?}");
    office.done(&["score", "publish", "--year", "2026", "--on", "2026-11-20"]);
    office.done(&[
        "record",
        "add",
        "--member",
        "10012",
        "--kind",
        "公益活动",
        "--on",
        "2026-03-05",
    ]);
    office.done(&[
        "meeting",
        "attend",
        "HY2026003",
        "10012",
        "--status",
        "出席",
    ]);
    let told = office.done(&[
        "score", "letter", "10012", "--year", "2026", "--text", "--rank",
    ]);
    assert!(
        told.out.contains("总分76.00分") && told.out.contains("2026年11月20日公布"),
        "{told:?}"
    );
    assert!(
        told.out.contains("在参加排名的72名委员中列第44名"),
        "{told:?}"
    );
    let files = office.json(&[
        "score",
        "letter",
        "--where",
        "sector=教育界",
        "--year",
        "2026",
        "-o",
        "通知书",
    ]);
    let files: &Vec<Value> = files.as_array().unwrap();
    assert_eq!(files.len(), 4);
    for file in files {
        let xml = words(&office.path(file["file"].as_str().unwrap()));
        assert!(xml.contains(file["name"].as_str().unwrap()) && !xml.contains("{{"));
    }
    let nobody = office.refused(
        1,
        &[
            "score",
            "letter",
            "--where",
            "sector=没有",
            "--year",
            "2026",
        ],
    );
    assert!(!nobody.error_code().is_empty());
}

#[test]
fn an_explanation_tells_the_rank_and_the_next_grade() {
    let office = Office::full();
    let rules = example(RULES[0]);
    let line = [
        "score", "explain", "10007", "--year", "2026", "--rules", &rules,
    ];
    let told = office.json(&line);
    assert_eq!(
        (&told["rank"], &told["ranked"]),
        (&Value::from(65), &Value::from(72))
    );
    assert_eq!(
        (&told["next"]["grade"], &told["next"]["short"]),
        (&Value::from("合格"), &Value::from(13.0))
    );
    assert_eq!(told["next"]["ways"][0]["acts"][0]["times"], 1);
    let best = office.json(&[
        "score", "explain", "10003", "--year", "2026", "--rules", &rules,
    ]);
    assert_eq!(best["next"], Value::Null);
}

#[test]
fn points_by_hand_tell_in_every_document_who_stands_for_them() {
    let office = Office::full();
    let csv = "委员编号,姓名,日期,类别,事项,数量,组织单位,理由,证明材料,审批人,确认人,确认日期\n\
        10003,,2026-03-05,手工加减分,抗旱,3,办公室,通报表扬,三号通报,张主席,李主任,2026-03-10\n";
    std::fs::write(office.path("加减分.csv"), csv).unwrap();
    let rules = "title = \"加减分\"\n[[part]]\ncode = \"hand\"\ntitle = \"加减分\"\n[[part.item]]\ntitle = \"加减分\"\n\
        fact = \"其他履职\"\nkind = \"手工加减分\"\npoints = 1\nper = \"数量\"\n";
    std::fs::write(office.path("办法.toml"), rules).unwrap();
    office.done(&["import", "加减分.csv", "--yes"]);
    for file in ["说明.xlsx", "说明.html"] {
        let explain = ["score", "explain", "10003", "--rules", "办法.toml", "-o"];
        office.done(&[&explain[..], &[file]].concat());
    }
    let facts = sheet(&office, "说明.xlsx", "明细");
    for (column, word) in [
        ("理由", "通报表扬"),
        ("证明材料", "三号通报"),
        ("审批人", "张主席"),
        ("组织单位", "办公室"),
        ("确认人", "李主任"),
        ("确认日期", "2026-03-10"),
    ] {
        assert_eq!(facts[0][column].to_string(), word);
    }
    assert!(!facts[0]["录入人"].to_string().is_empty());
    let document = std::fs::read_to_string(office.path("说明.html")).unwrap();
    let told = "理由：通报表扬；证明材料：三号通报；审批人：张主席；组织单位：办公室";
    assert!(read(&document).0.contains(told));
}

#[test]
fn bands_stand_in_the_workbook_and_in_the_document() {
    let office = Office::full();
    let rules = std::fs::read_to_string(example("examples/rules/tongcheng-2019.toml")).unwrap();
    let rules = rules.replacen("title =", "bands = 7\ntitle =", 1);
    std::fs::write(office.path("七档.toml"), rules).unwrap();
    let options = ["--year", "2026", "--rules", "七档.toml"];
    let scores = office.json(&[&["score", "run"][..], &options].concat());
    for file in ["得分.xlsx", "得分.html"] {
        let explain = ["score", "explain", "--all", "-o", file];
        office.done(&[&explain[..], &options].concat());
    }
    let ranking = sheet(&office, "得分.xlsx", "汇总");
    for (row, score) in ranking.iter().zip(scores.as_array().unwrap()) {
        let band = score["band"].as_str().unwrap_or_default();
        assert_eq!(row["档次"].to_string(), band);
    }
    let spread = sheet(&office, "得分.xlsx", "分布");
    let bands: Vec<_> = spread.iter().filter(|r| r["分类"] == "档次").collect();
    assert_eq!(bands.len(), 7);
    assert_eq!(bands[0]["名称"].to_string(), "第一档");
    let ranked = ranking.iter().filter(|r| r["名次"] != Data::Empty).count();
    let counted: f64 = bands.iter().map(|r| number(&r["人数"])).sum();
    assert!((counted - f64::from(u32::try_from(ranked).unwrap())).abs() < 1e-9);
    assert!(spread.iter().any(|r| r["分类"] == "界别"));
    let document = std::fs::read_to_string(office.path("得分.html")).unwrap();
    assert!(read(&document).0.contains("各档次得分分布"));
}
