//! Notices in the shapes in which they are published and kept.

use super::*;
use chrono::NaiveDate;

fn read(bytes: &[u8]) -> Notice {
    let name = "通知".to_owned();
    let bytes = bytes.to_vec();
    read_notice(&Input::Bytes { name, bytes }).unwrap()
}

/// Each day as `line day kind festival`.
fn lines(notice: &Notice) -> Vec<String> {
    use crate::model::code::Code;
    let line = |e: &Entry| {
        let (s, line) = (&e.special, e.line);
        format!("{line} {} {} {}", s.day, s.kind.code(), s.festival)
    };
    notice.entries.iter().map(line).collect()
}

fn event(properties: &str) -> Notice {
    read(
        format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{properties}\nEND:VEVENT\nEND:VCALENDAR\n")
            .as_bytes(),
    )
}

#[test]
fn a_table_is_found_under_its_title_in_any_order_of_columns() {
    let text = "2027 年放假安排,,\n,,\n节日,类型,日期\n元旦,休,2027年1月1日\n\n春节,补班,2027/1/31\n春节,放假,2027-02-05..2027-02-06\n";
    let wanted = [
        "4 2027-01-01 off 元旦",
        "6 2027-01-31 work 春节",
        "7 2027-02-05 off 春节",
        "7 2027-02-06 off 春节",
    ];
    assert_eq!(lines(&read(text.as_bytes())), wanted);
    let english = "date,day,festival\n2027-01-01,off,New Year\n2027-01-31,WORK,\n";
    assert_eq!(
        lines(&read(english.as_bytes())),
        ["2 2027-01-01 off New Year", "3 2027-01-31 work "]
    );
}

#[test]
fn a_workbook_with_real_dates_is_read_too() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    for (at, word) in [(0, "日期"), (1, "类型"), (2, "节日")] {
        sheet.write(0, at, word).unwrap();
    }
    let day = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
    sheet.write_with_format(1, 0, &day, &date).unwrap();
    sheet.write(1, 1, "放假").unwrap();
    sheet.write(1, 2, "元旦").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(lines(&read(&bytes)), ["2 2027-01-01 off 元旦"]);
}

#[test]
fn what_a_row_does_not_say_clearly_is_a_fault_of_its_line() {
    let text = "日期,类型,节日\n2027-01,放假,元旦\n,放假,元旦\n2027-01-04,调休,元旦\n2027-01-01,,元旦\n2027-02-11 至 2027-02-05,放假,春节\n";
    let notice = read(text.as_bytes());
    let lines: Vec<_> = notice.faults.iter().map(|f| f.line).collect();
    assert_eq!(lines, [Some(2), Some(3), Some(4), Some(5), Some(6)]);
    assert!(notice.entries.is_empty());
    let weekend = read("日期,类型,节日\n2027-01-09,调休,元旦\n".as_bytes());
    assert_eq!(weekend.entries[0].special.kind, DayKind::Work);
}

#[test]
fn events_name_their_days_in_every_way_of_the_standard() {
    let first = "3 2027-02-05 off 春节";
    for days in [
        "DTSTART;VALUE=DATE:20270205\nDTEND;VALUE=DATE:20270206",
        "DTSTART;VALUE=DATE:20270205",
        "DTSTART:20270205T000000\nDTEND:20270206T000000",
        "DTSTART;VALUE=DATE:20270205\nDURATION:P1D",
    ] {
        let notice = event(&format!("SUMMARY:春节(休)\n{days}"));
        assert_eq!(lines(&notice).len(), 1, "{days}");
        assert!(lines(&notice)[0].ends_with(&first[2..]), "{days}");
    }
    assert_eq!(
        event("SUMMARY:春节(休)\nDTSTART:20270205\nDURATION:P1W")
            .entries
            .len(),
        7
    );
    let folded = event("SUMM\n\tARY:春\n 节(班)\nDTSTART:20270213");
    assert_eq!(lines(&folded), ["2 2027-02-13 work 春节"]);
}

#[test]
fn events_are_told_apart_by_their_marks() {
    let kind = |summary: &str| {
        let notice = event(&format!("DTSTART:20270213\nSUMMARY:{summary}"));
        notice
            .entries
            .first()
            .map(|e| (e.special.festival.clone(), e.special.kind))
    };
    let off = |festival: &str| Some((festival.to_owned(), DayKind::Off));
    let work = |festival: &str| Some((festival.to_owned(), DayKind::Work));
    assert_eq!(kind("春节（休）"), off("春节"));
    assert_eq!(kind("春节 假期 第1天/共9天"), off("春节"));
    assert_eq!(kind("春节 补班 第1天/共2天"), work("春节"));
    assert_eq!(kind("春节调休上班"), work("春节"));
    assert_eq!(kind("国庆节、中秋节(休)"), off("国庆节、中秋节"));
    assert_eq!(kind("元宵节"), None);
    let apple = event(
        "DTSTART:20270213\nSUMMARY;LANGUAGE=zh_CN:春节\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY",
    );
    assert_eq!(apple.entries[0].special.kind, DayKind::Work);
    assert_eq!(event("DTSTART:20270213\nSUMMARY:立春").passed_over, 1);
    let cancelled = event("DTSTART:20270213\nSUMMARY:春节(休)\nSTATUS:CANCELLED");
    assert!(cancelled.entries.is_empty() && cancelled.passed_over == 0);
}

#[test]
fn events_without_sound_days_are_faults() {
    for days in [
        "DTEND:20270206",
        "DTSTART:someday",
        "DTSTART:20270206\nDTEND:20270201",
        "DTSTART:20270101\nDTEND:20280101",
        "DTSTART:20270206\nDURATION:PT8H",
        "DTSTART:20270206\nRRULE:FREQ=YEARLY",
    ] {
        let notice = event(&format!("SUMMARY:春节(休)\n{days}"));
        assert_eq!(
            (notice.entries.len(), notice.faults.len()),
            (0, 1),
            "{days}"
        );
        assert_eq!(notice.faults[0].line, Some(2));
    }
}

#[test]
fn what_is_no_notice_is_refused() {
    let refused = |bytes: &[u8]| {
        let bytes = bytes.to_vec();
        let name = "x".to_owned();
        read_notice(&Input::Bytes { name, bytes }).unwrap_err().code
    };
    assert_eq!(
        refused("姓名,单位\n王伟,县教育局\n".as_bytes()),
        "no_header"
    );
    assert_eq!(refused(b""), "empty_file");
    assert_eq!(refused(b"%PDF-1.7"), "not_a_table");
    assert_eq!(
        refused(b"BEGIN:VCALENDAR\n\xff\xff\xff"),
        "unknown_encoding"
    );
}
