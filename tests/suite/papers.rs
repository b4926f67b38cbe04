//! Papers as a clerk makes them: documents that open, folders of letters, the office's letterhead.

use crate::office::Office;
use std::io::{Cursor, Read, Write};
use std::path::Path;

fn overdue() -> Office {
    let office = Office::full();
    for (no, due) in [
        ("12", "2026-05-06"),
        ("14", "2026-11-10"),
        ("30", "2026-10-30"),
    ] {
        office.done(&[
            "proposal",
            "edit",
            no,
            "--assigned",
            "2026-02-06",
            "--submitted",
            "2026-01-20",
            "--due",
            due,
        ]);
    }
    office
}

fn parts(docx: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut parts = Vec::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        parts.push((name, bytes));
    }
    parts
}

fn body(path: &Path) -> String {
    let parts = parts(&std::fs::read(path).unwrap());
    let main = parts.into_iter().find(|(n, _)| n == "word/document.xml");
    String::from_utf8(main.unwrap().1).unwrap()
}

/// The program's template of a paper with one text in place of another.
fn letterhead(office: &Office, paper: &str, from: &str, to: &str) -> &'static str {
    office.done(&["config", "template", "export", paper, "-o", "内置.docx"]);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts(&std::fs::read(office.path("内置.docx")).unwrap()) {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::DEFAULT)
            .unwrap();
        let text = String::from_utf8(bytes).unwrap().replace(from, to);
        zip.write_all(text.as_bytes()).unwrap();
    }
    office.put("信笺.docx", zip.finish().unwrap().into_inner());
    std::fs::remove_file(office.path("内置.docx")).unwrap();
    "信笺.docx"
}

#[test]
fn each_unit_gets_one_letter_with_what_it_owes() {
    let office = overdue();
    let told = office.json(&["proposal", "letter", "urge"]);
    let told = told.as_array().unwrap();
    assert_eq!(told.len(), 2);
    let of_two = told.iter().find(|t| t["unit"] == "县农业农村局").unwrap();
    assert_eq!(of_two["proposals"].as_array().unwrap().len(), 2);
    let xml = body(&office.path(of_two["file"].as_str().unwrap()));
    // The head of the table and two rows; the longest overdue first.
    assert_eq!(xml.matches("<w:tr>").count(), 3);
    assert!(xml.find("0012").unwrap() < xml.find("0030").unwrap());
    assert!(xml.contains("198") && !xml.contains("{{"));
}

#[test]
fn a_unit_that_answered_is_not_urged() {
    let office = overdue();
    office.done(&[
        "proposal",
        "reply",
        "14",
        "--class",
        "解决或采纳",
        "--unit",
        "县卫生健康局",
    ]);
    let told = office.json(&["proposal", "letter", "urge"]);
    assert_eq!(told.as_array().unwrap().len(), 1, "{told}");
    let none = Office::full();
    assert_eq!(
        none.json(&["proposal", "letter", "urge"]),
        serde_json::json!([])
    );
    let refused = none.refused(1, &["proposal", "letter", "urge", "12"]);
    assert_eq!(refused.error_code(), "not_overdue");
}

#[test]
fn the_due_days_of_steps_are_those_of_the_letter() {
    let office = Office::full();
    office.done(&[
        "proposal",
        "add",
        "关于校门疏导的建议",
        "--proposer",
        "曾明",
        "--no",
        "901",
        "--submitted",
        "2026-01-10",
        "--filed",
        "2026-01-20",
    ]);
    office.done(&[
        "proposal",
        "assign",
        "901",
        "--split",
        "县教育局,县交通运输局",
        "--on",
        "2026-02-06",
    ]);
    office.done(&[
        "proposal",
        "reply",
        "901",
        "--unit",
        "县教育局",
        "--class",
        "解决或采纳",
        "--on",
        "2026-04-01",
    ]);
    let told = office.json(&["proposal", "letter", "urge"]);
    assert_eq!(told.as_array().unwrap().len(), 1, "{told}");
    assert_eq!(told[0]["unit"], "县交通运输局");
    let slip = office
        .done(&["proposal", "letter", "assign", "901", "--text"])
        .out;
    assert!(
        slip.contains("县教育局、县交通运输局：") && slip.contains("分办      2026-05-06"),
        "{slip}"
    );
    let replies = office.json(&["proposal", "letter", "reply", "901"]);
    assert_eq!(replies.as_array().unwrap().len(), 2);
}

#[test]
fn nothing_is_written_over_without_a_yes() {
    let office = overdue();
    let line = ["proposal", "letter", "assign", "12", "-o", "单.docx"];
    office.done(&line);
    let first = std::fs::read(office.path("单.docx")).unwrap();
    office.put("单.docx", "mine");
    assert_eq!(office.refused(1, &line).error_code(), "file_exists");
    assert_eq!(std::fs::read(office.path("单.docx")).unwrap(), b"mine");
    office.done(&[&line[..], &["--yes"]].concat());
    assert_eq!(std::fs::read(office.path("单.docx")).unwrap(), first);
    assert!(!office.path("单.docx.part").exists());
    let piped = office.run_raw(&["proposal", "letter", "assign", "12", "-o", "-"]);
    assert_eq!(piped, first);
    // One that exists keeps all of a folder from being written.
    office.done(&["proposal", "letter", "assign", "12", "-o", "夹/"]);
    let two = ["proposal", "letter", "assign", "12", "14", "-o", "夹/"];
    assert_eq!(office.refused(1, &two).error_code(), "file_exists");
    assert_eq!(std::fs::read_dir(office.path("夹")).unwrap().count(), 1);
}

#[test]
fn names_of_units_make_names_of_files_that_do_not_meet() {
    let office = Office::full();
    let long = "县推进高质量发展".repeat(12);
    let units = [
        "县财政局/国资办".to_owned(),
        "县财政局:国资办".to_owned(),
        format!("{long}甲"),
        format!("{long}乙"),
    ];
    for unit in &units {
        office.done(&["unit", "add", unit]);
    }
    office.done(&[
        "proposal",
        "add",
        "关于校门疏导的建议",
        "--proposer",
        "曾明",
        "--no",
        "901",
        "--submitted",
        "2026-01-10",
        "--filed",
        "2026-01-20",
    ]);
    let split = units.join(",");
    let assign = ["proposal", "assign", "901", "--on", "2026-02-06", "--split"];
    office.done(&[&assign[..], &[&split]].concat());
    let letters = ["proposal", "letter", "urge", "-o", "夹/"];
    let told = office.json(&letters);
    let files: Vec<&str> = told
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["file"].as_str().unwrap())
        .collect();
    assert_eq!(files.len(), 4, "{told}");
    for file in &files {
        assert!(office.path(file).is_file(), "{file}");
        assert!(file.len() < 255, "{file}");
    }
    assert_eq!(std::fs::read_dir(office.path("夹")).unwrap().count(), 4);
    assert_eq!(office.refused(1, &letters).error_code(), "file_exists");
    let told = office.done(&[&letters[..], &["--yes"]].concat());
    assert!(told.err.contains("4 个文件"), "{told:?}");
}

#[test]
fn an_office_writes_on_its_own_letterhead_and_can_take_it_back() {
    let office = overdue();
    // As Word parts it: the placeholder is in three runs.
    let parted = "青禾县政协文件　致{</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{单位</w:t></w:r><w:r><w:t>名称}}：";
    let file = letterhead(&office, "urge", "{{单位名称}}：", parted);
    office.done(&["config", "template", "set", "催办函", file]);
    let text = || {
        office
            .done(&["proposal", "letter", "urge", "12", "--text"])
            .out
    };
    assert!(
        text().contains("青禾县政协文件　致县农业农村局："),
        "{}",
        text()
    );
    assert!(office.done(&["check"]).out.contains("完好"));
    office.done(&["config", "template", "reset", "催办函"]);
    assert!(!text().contains("文件"));
    office.done(&["undo"]);
    assert!(text().contains("青禾县政协文件"));
    office.done(&["config", "template", "export", "urge", "-o", "出.docx"]);
    let (ours, theirs) = (
        std::fs::read(office.path(file)),
        std::fs::read(office.path("出.docx")),
    );
    assert_eq!(ours.unwrap(), theirs.unwrap());
}

#[test]
fn a_template_with_an_unknown_placeholder_is_refused_with_its_words() {
    let office = overdue();
    let file = letterhead(&office, "assign", "{{承办单位}}：", "{{承办单未}}：");
    let refused = office.refused(1, &["config", "template", "set", "assign", file]);
    assert_eq!(refused.error_code(), "bad_template");
    assert!(
        refused.err.contains("{{承办单未}}：") && refused.err.contains("{{承办单位}}"),
        "{refused:?}"
    );
}
