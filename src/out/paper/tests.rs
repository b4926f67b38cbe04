//! Templates as offices write them, and the papers that come of them.

use super::*;
use crate::model::code::Code;
use crate::model::paper::{Facts, Item, put};
use std::io::{Cursor, Read, Write};

const TYPES: &str = r#"<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, body) in parts {
        let options = zip::write::SimpleFileOptions::DEFAULT;
        zip.start_file(*name, options).unwrap();
        zip.write_all(body.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn document(body: &str) -> Vec<u8> {
    let main = format!("<w:document><w:body>{body}<w:sectPr/></w:body></w:document>");
    package(&[("[Content_Types].xml", TYPES), ("word/document.xml", &main)])
}

fn part(docx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut text = String::new();
    zip.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn body_of(docx: &[u8]) -> String {
    let xml = part(docx, "word/document.xml");
    let inside = xml.split_once("<w:body>").unwrap().1;
    inside.split_once("<w:sectPr").unwrap().0.to_owned()
}

/// Two overdue proposals of one unit.
fn facts() -> Facts {
    let mut facts = Facts::default();
    facts.say("单位名称", "县教育局");
    facts.say("逾期件数", "2");
    for (no, title) in [("0012", "校门 <拥堵> & 停车"), ("0013", "午间托管")] {
        let mut item = Item::new();
        put(&mut item, "案号", no);
        put(&mut item, "案由", title);
        facts.items.push(item);
    }
    facts
}

#[track_caller]
fn filled(body: &str) -> Filled {
    let template = Template::read(Paper::Urge, &document(body)).unwrap();
    template.fill(&facts()).unwrap()
}

#[test]
fn a_placeholder_that_word_parted_takes_the_formatting_of_its_first_run() {
    let filled = filled(
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>致{</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t>{单位</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>名称}</w:t></w:r><w:r><w:t>}：</w:t></w:r></w:p>",
    );
    assert_eq!(filled.text, "致县教育局：\n");
    let wanted = "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">致县教育局</w:t></w:r><w:proofErr w:type=\"spellStart\"/>";
    assert!(
        body_of(&filled.docx).contains(wanted),
        "{}",
        body_of(&filled.docx)
    );
    assert_eq!(filled.report, Report::default());
}

#[test]
fn a_row_of_a_table_repeats_and_its_copies_have_no_identity() {
    let filled = filled(
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>案号</w:t></w:r></w:p></w:tc></w:tr><w:tr w14:paraId=\"1A\"><w:tc><w:p w14:paraId=\"1B\" w14:textId=\"7\"><w:bookmarkStart w:id=\"0\"/><w:r><w:t>{{逾期.案号}} {{逾期.案由}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>",
    );
    let body = body_of(&filled.docx);
    assert_eq!(body.matches("<w:tr").count(), 3, "{body}");
    assert_eq!(body.matches("paraId=\"1A\"").count(), 1, "{body}");
    assert_eq!(body.matches("textId").count(), 1, "{body}");
    assert_eq!(body.matches("bookmarkStart").count(), 1, "{body}");
    assert!(body.contains("0012 校门 &lt;拥堵&gt; &amp; 停车"), "{body}");
    assert_eq!(
        filled.text,
        "案号\n0012 校门 <拥堵> & 停车\n0013 午间托管\n"
    );
}

#[test]
fn neighbouring_paragraphs_of_the_list_repeat_together() {
    let filled = filled(
        "<w:p><w:r><w:t>共{{逾期件数}}件</w:t></w:r></w:p><w:p><w:r><w:t>{{逾期.案号}}</w:t></w:r></w:p>\n<w:p><w:r><w:t>｛｛逾期.案由｝｝</w:t></w:r></w:p>",
    );
    assert_eq!(
        filled.text,
        "共2件\n0012\n校门 <拥堵> & 停车\n0013\n午间托管\n"
    );
}

#[test]
fn a_number_with_words_of_its_own_has_neither_word_twice() {
    let body = "<w:p><w:r><w:t>第</w:t></w:r><w:r><w:t>{{逾期.案号}}</w:t></w:r><w:r><w:t>号提案</w:t></w:r></w:p>";
    let template = Template::read(Paper::Urge, &document(body)).unwrap();
    let mut facts = Facts::default();
    for no in ["0012", "流水20", "闭原案001号"] {
        let mut item = Item::new();
        put(&mut item, "案号", no);
        facts.items.push(item);
    }
    let filled = template.fill(&facts).unwrap();
    assert_eq!(filled.text, "第0012号提案\n流水20号提案\n闭原案001号提案\n");
    let blank = template.fill(&Facts::default()).unwrap();
    assert_eq!(blank.text, "第＿＿＿＿号提案\n");
}

#[test]
fn what_the_ledger_does_not_have_is_left_blank_and_named() {
    let filled = filled("<w:p><w:r><w:t>{{机关}}，{{逾期.限办日期}}</w:t></w:r></w:p>");
    let lacking: Vec<_> = filled.report.lacking.iter().map(String::as_str).collect();
    assert_eq!(lacking, ["机关", "逾期.限办日期"]);
    assert!(filled.text.contains('＿') && !filled.text.contains('{'));
}

#[test]
fn an_empty_list_leaves_one_empty_row() {
    let body =
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{逾期.案号}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let template = Template::read(Paper::Urge, &document(body)).unwrap();
    let filled = template.fill(&Facts::default()).unwrap();
    assert_eq!(body_of(&filled.docx).matches("<w:tr>").count(), 1);
}

#[test]
fn an_unknown_placeholder_and_open_braces_are_named_with_their_paragraph() {
    let body = "<w:p><w:r><w:t>请于{{答复日子}}前</w:t></w:r></w:p><w:p><w:r><w:t>第{{案号</w:t></w:r></w:p>";
    let template = Template::read(Paper::Urge, &document(body)).unwrap();
    let spots: Vec<_> = template
        .proof()
        .wrong
        .into_iter()
        .map(|s| (s.name, s.paragraph))
        .collect();
    let wanted = [
        (Some("答复日子".to_owned()), "请于{{答复日子}}前".to_owned()),
        (None, "第{{案号".to_owned()),
    ];
    assert_eq!(spots, wanted);
}

#[test]
fn text_boxes_notes_and_a_body_by_another_name_are_filled() {
    let inside = "<w:txbxContent><w:p><w:r><w:t>{{单位</w:t></w:r><w:r><w:t>名称}}</w:t></w:r></w:p></w:txbxContent>";
    let main = format!(
        "<w:document><w:body><w:p><w:r><mc:AlternateContent><mc:Choice>{inside}</mc:Choice><mc:Fallback>{inside}</mc:Fallback></mc:AlternateContent></w:r></w:p></w:body></w:document>"
    );
    let notes =
        "<w:footnotes><w:p><w:r><w:t>共{{逾期件数}}件，{{甲乙}}</w:t></w:r></w:p></w:footnotes>";
    let relations = "<Relationships><Relationship Id=\"r1\" Type=\"http://x/officeDocument\" Target=\"/word/document2.xml\"/></Relationships>";
    let docx = package(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", relations),
        ("word/document2.xml", &main),
        ("word/footnotes.xml", notes),
    ]);
    let filled = Template::read(Paper::Urge, &docx)
        .unwrap()
        .fill(&facts())
        .unwrap();
    assert_eq!(filled.text, "县教育局\n");
    let body = part(&filled.docx, "word/document2.xml");
    assert_eq!(body.matches("县教育局").count(), 2);
    assert!(part(&filled.docx, "word/footnotes.xml").contains("共2件"));
    let wrong: Vec<_> = filled.report.wrong.iter().map(|s| &s.name).collect();
    assert_eq!(wrong, [&Some("甲乙".to_owned())]);
}

#[test]
fn headers_are_filled_and_everything_else_stays_byte_for_byte() {
    let main = "<w:document><w:body><w:p><w:r><w:t>x</w:t></w:r></w:p></w:body></w:document>";
    let header = "<w:hdr><w:p><w:r><w:t>{{单位名称}}</w:t></w:r></w:p></w:hdr>";
    let dotx = TYPES.replace("document.main", "template.main");
    let parts = [
        ("[Content_Types].xml", dotx.as_str()),
        ("word/document.xml", main),
        ("word/header1.xml", header),
        ("word/theme/theme1.xml", "<a:theme x='{{案号}}' />"),
    ];
    let template = Template::read(Paper::Urge, &package(&parts)).unwrap();
    let docx = template.fill(&facts()).unwrap().docx;
    assert_eq!(part(&docx, "word/document.xml"), main);
    assert!(part(&docx, "word/header1.xml").contains("县教育局"));
    assert_eq!(part(&docx, "word/theme/theme1.xml"), parts[3].1);
    assert_eq!(part(&docx, "[Content_Types].xml"), TYPES);
    assert_eq!(docx, template.fill(&facts()).unwrap().docx);
}

#[test]
fn what_is_no_word_document_is_refused() {
    let macros = TYPES.replace("document.main", "document.macroEnabled.main");
    let main = ("word/document.xml", "<w:document/>");
    for bytes in [
        b"PK\x03\x04 nothing".to_vec(),
        b"{{\xe6\xa1\x88}}".to_vec(),
        package(&[main]),
        package(&[("[Content_Types].xml", TYPES)]),
        package(&[
            ("[Content_Types].xml", TYPES),
            ("word/document.xml", "<w:document>"),
        ]),
        package(&[
            ("[Content_Types].xml", TYPES),
            ("word/document.xml", "<html/>"),
        ]),
        package(&[("[Content_Types].xml", &macros), main]),
        package(&[
            ("[Content_Types].xml", "<Types>spreadsheetml</Types>"),
            main,
        ]),
    ] {
        let error = Template::read(Paper::Urge, &bytes).unwrap_err();
        assert_eq!(error.code, "not_docx");
    }
}

/// Word insists on these: each part is well-formed and has its type, every table has a grid and
/// rows, every cell ends with a paragraph, the section comes last.
#[track_caller]
fn as_word_insists(docx: &[u8], paper: Paper) {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let names: Vec<String> = (0..zip.len())
        .map(|at| zip.by_index(at).unwrap().name().unwrap().into_owned())
        .collect();
    assert_eq!(names[0], "[Content_Types].xml");
    let types = part(docx, "[Content_Types].xml");
    for name in &names {
        let xml = part(docx, name);
        assert!(tree::read(&xml).is_some(), "{paper:?} {name}");
        let is_rels = name.rsplit('.').next() == Some("rels");
        let typed = is_rels || types.contains(&format!("PartName=\"/{name}\""));
        assert!(typed || name == "[Content_Types].xml", "{name}");
    }
    let xml = part(docx, "word/document.xml");
    assert!(!xml.contains("{{"), "{paper:?}");
    let flat: String = xml.split("<w:tbl>").skip(1).collect();
    assert!(xml.matches("<w:tbl>").count() == flat.matches("<w:tblGrid>").count());
    assert_eq!(
        xml.matches("</w:p></w:tc>").count(),
        xml.matches("</w:tc>").count()
    );
    assert_eq!(
        xml.matches("<w:tbl><w:tblPr>").count(),
        xml.matches("<w:tbl>").count()
    );
    assert!(
        !xml.contains("</w:tblGrid></w:tbl>"),
        "a table without rows"
    );
    assert!(xml.ends_with("</w:sectPr></w:body></w:document>"));
    assert!(xml.contains("w:w=\"11906\" w:h=\"16838\""), "A4");
    for e in ["w:p", "w:r", "w:tr", "w:tc"] {
        let (open, close) = (format!("<{e}>"), format!("</{e}>"));
        assert_eq!(
            xml.matches(&open).count(),
            xml.matches(&close).count(),
            "{e}"
        );
    }
}

#[test]
fn the_programs_own_templates_are_whole_and_ask_for_nothing_unknown() {
    for paper in Paper::ALL {
        let template = Template::read(*paper, built_in(*paper)).unwrap();
        assert_eq!(template.proof().wrong, []);
        let (mut facts, mut item) = (Facts::default(), Item::new());
        for (name, field) in paper.placeholders() {
            if name.contains('.') {
                put(&mut item, field.name, format!("甲{}", field.name));
            } else {
                facts.say(field.name, format!("乙{}", field.name));
            }
        }
        facts.items = vec![item.clone(), item];
        let filled = template.fill(&facts).unwrap();
        assert_eq!(filled.report, Report::default());
        as_word_insists(&filled.docx, *paper);
        let fonts = part(&filled.docx, "word/fontTable.xml");
        assert!(fonts.contains("仿宋_GB2312") && fonts.contains("w:altName"));
        assert!(filled.text.contains("乙"), "{}", paper.zh());
        as_word_insists(&template.fill(&Facts::default()).unwrap().docx, *paper);
    }
}
