#![allow(clippy::needless_raw_string_hashes)] // as snapbox writes them

use super::*;
use crate::lang::Lang;
use crate::out::{Format, Look, Page};
use snapbox::{IntoData as _, assert_data_eq, str};

fn zh(format: Format) -> String {
    sample().render(Look::new(format, Lang::Zh))
}

#[test]
fn a_table_has_a_quiet_header_and_its_count() {
    assert_data_eq!(
        zh(Format::Table),
        str![[r#"
考勤
编号  姓名      出席     得分          出席率  单位
----- --------- ----- -------- --------------- ------------------
001   张三      请假     3.13  92.3%（12/13）  县教育局、县公安局
002   欧阳 a|b        -100.00

共 2 人

"#]]
        .raw()
    );
    assert_data_eq!(
        sample().render(Look::new(Format::Table, Lang::En)),
        str![[r#"
attendance
no.  name      status     points           rate  units
---- --------- --------- -------- -------------- ------------------
001  张三      on leave     3.13  92.3% (12/13)  县教育局, 县公安局
002  欧阳 a|b            -100.00

2 people

"#]]
        .raw()
    );
}

#[test]
fn a_narrow_table_says_what_it_leaves_out() {
    assert_data_eq!(
        sample().render(Look::new(Format::Table, Lang::Zh).wide(50)),
        str![[r#"
考勤
编号  姓名      出席     得分          出席率
----- --------- ----- -------- --------------
001   张三      请假     3.13  92.3%（12/13）
002   欧阳 a|b        -100.00

共 2 人
（屏幕窄，未显示：单位。加宽窗口，或用 --format
csv 看全部）

"#]]
        .raw()
    );
}

#[test]
fn where_no_table_fits_each_record_stands_alone() {
    assert_data_eq!(
        sample().render(Look::new(Format::Table, Lang::Zh).wide(20)),
        str![[r#"
考勤
编号    001
姓名    张三
出席    请假
得分    3.13
出席率  92.3%（12/1
        3）
单位    县教育局、县
        公安局

编号    002
姓名    欧阳 a|b
出席    -
得分    -100.00
出席率  -
单位    -

共 2 人

"#]]
        .raw()
    );
}

#[test]
fn json_has_codes_numbers_and_nulls_in_the_order_of_the_columns() {
    assert_data_eq!(zh(Format::Json), str![[r#"
[
{"no":"001","name":"张三","status":"leave","points":3.13,"rate":92.31,"units":["县教育局","县公安局"]},
{"no":"002","name":"欧阳 a|b","status":null,"points":-100.0,"rate":null,"units":null}
]

"#]].raw());
}

#[test]
fn csv_is_chinese_in_both_languages() {
    assert_data_eq!(
        zh(Format::Csv).replace("\r\n", "\n"),
        str![[r#"
编号,姓名,出席,得分,出席率,单位
001,张三,请假,3.13,92.3%（12/13）,县教育局、县公安局
002,欧阳 a|b,,-100.00,,

"#]]
        .raw()
    );
    assert_eq!(
        sample().render(Look::new(Format::Csv, Lang::En)),
        zh(Format::Csv)
    );
    assert_eq!(zh(Format::Csv).matches("\r\n").count(), 3);
}

#[test]
fn markdown_and_plain_lines() {
    assert_data_eq!(
        zh(Format::Markdown),
        str![[r#"
**考勤**

| 编号 | 姓名 | 出席 | 得分 | 出席率 | 单位 |
| --- | --- | --- | ---: | ---: | --- |
| 001 | 张三 | 请假 | 3.13 | 92.3%（12/13） | 县教育局、县公安局 |
| 002 | 欧阳 a\|b |  | -100.00 |  |  |

共 2 人

"#]]
        .raw()
    );
    assert_eq!(
        zh(Format::Plain),
        "001\t张三\t请假\t3.13\t92.3%（12/13）\t县教育局、县公安局\n002\t欧阳 a|b\t\t-100.00\t\t\n"
    );
}

#[test]
fn an_empty_list_says_why_or_stays_empty_for_programs() {
    let mut grid = sample();
    grid.rows.clear();
    let render = |format| grid.render(Look::new(format, Lang::Zh));
    assert_eq!(render(Format::Table), "考勤\n没有人\n\n共 2 人\n");
    assert_eq!(render(Format::Json), "[]\n");
    assert_eq!(render(Format::Csv), "编号,姓名,出席,得分,出席率,单位\r\n");
    assert_eq!(render(Format::Plain), "");
}

#[test]
fn hostile_text_is_harmless_in_every_format() {
    let mut grid = Grid::new([Column::text("a", "甲", "a"), Column::text("b", "乙", "b")]);
    grid.row([
        "\x1b]0;x\x07\u{202e}好\u{9b}".into(),
        "=1+1\n\"<b>\"".into(),
    ]);
    let render = |format| grid.render(Look::new(format, Lang::Zh));
    assert_eq!(
        render(Format::Table),
        "甲          乙\n----------- ----------\n␛]0;x␇\u{fffd}好\u{fffd}  =1+1 \"<b>\"\n"
    );
    assert_eq!(
        render(Format::Plain),
        "␛]0;x␇\u{fffd}好\u{fffd}\t=1+1 \"<b>\"\n"
    );
    assert!(render(Format::Markdown).contains("| ␛\\]0;x␇\u{fffd}好\u{fffd} | =1+1 \"\\<b>\" |"));
    assert!(render(Format::Csv).contains("\"'=1+1\n\"\"<b>\"\"\""));
    let json = render(Format::Json);
    assert!(json.contains(r"\u001b]0;x\u0007\u202e好\u009b"), "{json}");
    let read: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(read[0]["a"], "\x1b]0;x\x07\u{202e}好\u{9b}");
}

#[test]
fn only_text_that_would_run_is_guarded() {
    let mut grid = Grid::new([Column::text("a", "甲", "a")]);
    for text in ["-3.5", "-", "+86 138", "@x", "\tx", "＝1", "1-2"] {
        grid.row([text.into()]);
    }
    grid.row([Cell::Points(Ratio::new(-1, 2))]);
    let csv = grid.render(Look::new(Format::Csv, Lang::Zh));
    assert_eq!(
        csv,
        "甲\r\n-3.5\r\n-\r\n'+86 138\r\n'@x\r\n'\tx\r\n'＝1\r\n1-2\r\n-0.50\r\n"
    );
}

fn dossier() -> Page {
    let mut page = Page::new(text!("委员 001 张三", "member 001 张三"));
    page.field(text!("界别", "sector"), "教育界");
    page.field(text!("政协职务", "post"), Cell::Empty);
    page.field(
        text!("单位", "unit"),
        "某某县第一高级中学，兼县教育学会副会长、县家庭教育研究会理事",
    );
    let mut grid = sample();
    grid.caption = None;
    page.grid(text!("出席", "attendance"), grid);
    page.lines(text!("备注", "notes"), [same("- 第一条"), same("第二条")]);
    page
}

#[test]
fn a_page_is_aligned_and_folded() {
    assert_data_eq!(
        dossier().render(Look::new(Format::Table, Lang::Zh).wide(60)),
        str![[r#"
委员 001 张三
=============

界别      教育界
政协职务  -
单位      某某县第一高级中学，兼县教育学会副会长、县家庭教育
          研究会理事

出席
编号  姓名      出席     得分          出席率  单位
----- --------- ----- -------- --------------- ------------
001   张三      请假     3.13  92.3%（12/13）  县教育局、县
                                               公安局
002   欧阳 a|b        -100.00

共 2 人

备注
- 第一条
第二条

"#]]
        .raw()
    );
}

#[test]
fn a_page_in_the_other_formats() {
    assert_data_eq!(
        dossier().render(Look::new(Format::Markdown, Lang::Zh)),
        str![[r#"
# 委员 001 张三

| 项目 | 内容 |
| --- | --- |
| 界别 | 教育界 |
| 政协职务 |  |
| 单位 | 某某县第一高级中学，兼县教育学会副会长、县家庭教育研究会理事 |

## 出席

| 编号 | 姓名 | 出席 | 得分 | 出席率 | 单位 |
| --- | --- | --- | ---: | ---: | --- |
| 001 | 张三 | 请假 | 3.13 | 92.3%（12/13） | 县教育局、县公安局 |
| 002 | 欧阳 a\|b |  | -100.00 |  |  |

共 2 人

## 备注

\- 第一条

第二条

"#]]
        .raw()
    );
    assert_data_eq!(
        dossier()
            .render(Look::new(Format::Plain, Lang::En))
            .replace('\t', " <tab> "),
        str![[r#"
sector <tab> 教育界
post <tab> 
unit <tab> 某某县第一高级中学，兼县教育学会副会长、县家庭教育研究会理事
attendance
001 <tab> 张三 <tab> on leave <tab> 3.13 <tab> 92.3% (12/13) <tab> 县教育局, 县公安局
002 <tab> 欧阳 a|b <tab>  <tab> -100.00 <tab>  <tab> 
notes
- 第一条
第二条

"#]]
        .raw()
    );
    assert_data_eq!(
        dossier()
            .render(Look::new(Format::Csv, Lang::En))
            .replace("\r\n", "\n"),
        str![[r#"
界别,教育界
政协职务,
单位,某某县第一高级中学，兼县教育学会副会长、县家庭教育研究会理事

出席
编号,姓名,出席,得分,出席率,单位
001,张三,请假,3.13,92.3%（12/13）,县教育局、县公安局
002,欧阳 a|b,,-100.00,,

备注
'- 第一条
第二条

"#]]
        .raw()
    );
}
