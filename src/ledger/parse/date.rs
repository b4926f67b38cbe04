//! Dates as clerks write them. What may mean two days is refused.

use super::Refusal;
use crate::ledger::mend::{Mended, Rule, narrow_sign};
use crate::ledger::title::{digit, numeral};
use crate::model::when::When;
use crate::text;
use chrono::{Days, NaiveDate};

/// Day counts that a spreadsheet may show instead of a date: 1927 to 2119.
const SERIALS: std::ops::RangeInclusive<u32> = 10_000..=80_000;
/// Years that a ledger may name.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// Reads a date from text. `year` is the year of the sheet, for `3月`.
/// `Ok(None)` where the text says that there is none (无, —, 至今).
pub fn date(text: &str, year: Option<i32>, mended: &mut Mended) -> Result<Option<When>, Refusal> {
    let text = narrowed(text);
    match ends(&text, year) {
        Ends::One => single(&text, year, mended),
        Ends::Two(..) => Err(range()),
        Ends::Reversed => Err(reversed()),
    }
}

/// Reads the days of something that may last: the first one, and the last one where the text has
/// it: `2026.1.5-1.8`, `2026年1月5日至8日`, `1月5日—8日`.
pub fn span(
    text: &str,
    year: Option<i32>,
    mended: &mut Mended,
) -> Result<Option<(When, Option<When>)>, Refusal> {
    let text = narrowed(text);
    match ends(&text, year) {
        Ends::One => Ok(single(&text, year, mended)?.map(|first| (first, None))),
        Ends::Two(first, last) => Ok(Some((first, Some(last)))),
        Ends::Reversed => Err(reversed()),
    }
}

fn narrowed(text: &str) -> String {
    text.trim().chars().map(narrow_sign).collect()
}

/// What stands between a first and a last day; some of it also stands inside a date.
const BETWEEN: [char; 8] = ['至', '到', '~', '—', '–', '―', '-', '－'];

/// The days that a text names.
enum Ends {
    One,
    Two(When, When),
    /// Two, of which the second is earlier.
    Reversed,
}

/// Cuts a text at every sign that may part two days: both sides have to be days.
fn ends(text: &str, year: Option<i32>) -> Ends {
    let mut reversed = false;
    for (at, _) in text.char_indices().filter(|(_, c)| BETWEEN.contains(c)) {
        let (left, right) = (&text[..at], text[at..].trim_start_matches(BETWEEN));
        let Ok(Some(first)) = single(left, year, &mut Mended::default()) else {
            continue;
        };
        match completed(first, right.trim()) {
            Some(last) if last.last_day() >= first.first_day() => return Ends::Two(first, last),
            Some(_) => reversed = true,
            None => {}
        }
    }
    if reversed { Ends::Reversed } else { Ends::One }
}

/// The last day, with the year and month of the first where it names none; as exact as the first.
fn completed(first: When, text: &str) -> Option<When> {
    let exact = first.day().is_some();
    first.month()?;
    if let Ok(Some(last)) = single(text, Some(first.year()), &mut Mended::default()) {
        return (last.day().is_some() == exact && last.month().is_some()).then_some(last);
    }
    let plain = |n: i32| u32::try_from(n).ok();
    match parts(without_time(text))?.as_slice() {
        [Part(m, 1 | 2), Part(d, 1 | 2)] if exact => When::new(first.year(), plain(*m), plain(*d)),
        [Part(d, 1 | 2)] if exact => When::new(first.year(), first.month(), plain(*d)),
        _ => None,
    }
}

/// One date.
fn single(text: &str, year: Option<i32>, mended: &mut Mended) -> Result<Option<When>, Refusal> {
    let text = text.trim();
    if matches!(
        text,
        "" | "-" | "--" | "—" | "——" | "/" | "无" | "至今" | "暂无"
    ) {
        return Ok(None);
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return digits(text, mended).map(Some);
    }
    let spaced = text.contains(['年', '月']);
    let text: String = if spaced {
        text.split_whitespace().collect()
    } else {
        text.to_owned()
    };
    let day = without_time(&text);
    if day.contains(['至', '~', '～']) || day.contains("--") || dashes(day) > 2 {
        return Err(range());
    }
    // 2026.1-3 may be a day or three months.
    if day.contains('-') && day.contains(['.', '/']) {
        return Err(unclear());
    }
    if day.contains("半年") || day.contains('季') || day.contains('旬') {
        return Err(unreadable());
    }
    let parts = parts(day).ok_or_else(unreadable)?;
    match parts.as_slice() {
        [Part(y, 4), Part(m, 1 | 2), Part(d, 1 | 2)] => make(*y, Some(*m), Some(*d)).map(Some),
        [Part(y, 4), Part(m, 1 | 2)] => make(*y, Some(*m), None).map(Some),
        [Part(y, 4)] => make::<u32>(*y, None, None).map(Some),
        [Part(_, 1 | 2), Part(_, 1 | 2), Part(_, 1 | 2)] => Err(short_year()),
        [Part(_, 1 | 2), Part(_, 1 | 2)] if day.contains('年') => Err(short_year()),
        [Part(m, 1 | 2), Part(d, 1 | 2)] if day.contains('月') => {
            in_year(year, *m, Some(*d)).map(Some)
        }
        [Part(m, 1 | 2)] if day.ends_with('月') || day.ends_with("月份") => {
            in_year(year, *m, None).map(Some)
        }
        [Part(..), Part(..)] | [Part(..), Part(..), Part(_, 4)] => Err(unclear()),
        _ => Err(unreadable()),
    }
}

/// Reads a date from a number cell.
pub fn number(number: f64, mended: &mut Mended) -> Result<When, Refusal> {
    if !(0.0..1e9).contains(&number) {
        return Err(unreadable());
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // checked just above
    let whole = number.trunc() as u32;
    if number.fract() == 0.0 {
        return digits(&whole.to_string(), mended);
    }
    if SERIALS.contains(&whole) {
        return serial(whole, mended);
    }
    let shown = format!("{number}");
    let (y, fraction) = shown.split_once('.').ok_or_else(unreadable)?;
    let year = y.parse().map_err(|_| unreadable())?;
    match (fraction.len(), fraction.parse::<u32>()) {
        (1, Ok(1)) if YEARS.contains(&year) => Err(Refusal::new(
            "bad_date",
            text!(
                "数字 {shown} 可能是 {y} 年 1 月，也可能是 10 月（末尾的 0 丢了）",
                "the number {shown} may mean January or October of {y}: its last 0 is lost"
            ),
            text!(
                "把该列设为文本格式，写成 {y}-01 或 {y}-10",
                "make the column text and write {y}-01 or {y}-10"
            ),
        )),
        (1 | 2, Ok(month)) => make(year, Some(month), None),
        _ => Err(unreadable()),
    }
}

/// A run of digits: `20260105`, `202603`, `2026`, or a spreadsheet's day count.
fn digits(text: &str, mended: &mut Mended) -> Result<When, Refusal> {
    let part = |from: usize, to: usize| text.get(from..to).and_then(|t| t.parse::<u32>().ok());
    let year = text.get(..4).and_then(|t| t.parse::<i32>().ok());
    match (text.len(), year) {
        (8, Some(y)) => make(y, part(4, 6), part(6, 8)),
        (6, Some(y)) if YEARS.contains(&y) => make(y, part(4, 6), None),
        (5, _) => serial(part(0, 5).ok_or_else(unreadable)?, mended),
        (4, Some(y)) => make::<u32>(y, None, None),
        _ => Err(unreadable()),
    }
}

fn serial(count: u32, mended: &mut Mended) -> Result<When, Refusal> {
    if !SERIALS.contains(&count) {
        return Err(unreadable());
    }
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)
        .and_then(|zero| zero.checked_add_days(Days::new(count.into())));
    mended.count(Rule::SerialDate);
    day.map(When::from).ok_or_else(unreadable)
}

/// A number and how many digits it was written with.
struct Part(i32, usize);

/// The numbers of a date in order; `None` where there is anything else.
fn parts(text: &str) -> Option<Vec<Part>> {
    let text = text
        .strip_suffix("月份")
        .map_or_else(|| text.to_owned(), |rest| format!("{rest}月"));
    let text = text.trim_end_matches(['日', '号', '月', '年', '.']);
    text.split(['年', '月', '-', '/', '.', '—', '－', '\\', '、'])
        .map(part)
        .collect()
}

fn part(text: &str) -> Option<Part> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 4 {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Part(text.parse().ok()?, text.len()));
    }
    if text.chars().count() == 4 && !text.contains('十') {
        let digits: Option<String> = text.chars().map(digit).collect();
        return Some(Part(digits?.parse().ok()?, 4));
    }
    Some(Part(i32::try_from(numeral(text)?).ok()?, 2))
}

fn dashes(text: &str) -> usize {
    text.matches(['-', '—']).count()
}

/// The day without time of day and weekday.
fn without_time(text: &str) -> &str {
    let cut = text
        .find([' ', 'T', '(', '星', '周', '上', '下', '晚'])
        .unwrap_or(text.len());
    let after_day = |mark: char| text.find(mark).map(|at| at + mark.len_utf8());
    let cut = after_day('日')
        .or_else(|| after_day('号'))
        .filter(|end| *end < cut && is_time(&text[*end..]))
        .unwrap_or(cut);
    &text[..cut]
}

fn is_time(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.contains([':', '时', '点'])
}

fn in_year(year: Option<i32>, month: i32, day: Option<i32>) -> Result<When, Refusal> {
    let year = year.ok_or_else(|| {
        Refusal::new(
            "no_year",
            text!(
                "日期没有年份，表中也没有写明年份",
                "the date has no year, and the sheet names none"
            ),
            text!(
                "用 --year 指定年份，或写全年月日",
                "give --year, or write the year"
            ),
        )
    })?;
    make(year, Some(month), day)
}

fn make<N: TryInto<u32>>(year: i32, month: Option<N>, day: Option<N>) -> Result<When, Refusal> {
    if !YEARS.contains(&year) {
        return Err(Refusal::new(
            "bad_date",
            text!("年份 {year} 不合理", "the year {year} makes no sense"),
            text!(
                "核对年份，写成 2026-03-05",
                "check the year; write 2026-03-05"
            ),
        ));
    }
    let plain = |n: Option<N>| n.map(|n| n.try_into().unwrap_or(99));
    When::new(year, plain(month), plain(day)).ok_or_else(|| {
        Refusal::new(
            "bad_date",
            text!(
                "日历上没有这一天（或这个月）",
                "there is no such day or month in the calendar"
            ),
            text!(
                "核对日期，写成 2026-03-05 或 2026-03",
                "check the date; write 2026-03-05 or 2026-03"
            ),
        )
    })
}

fn fix() -> crate::lang::Text {
    text!("写成 2026-03-05 或 2026-03", "write 2026-03-05 or 2026-03")
}

fn unreadable() -> Refusal {
    Refusal::new("bad_date", text!("不是日期", "this is no date"), fix())
}

fn short_year() -> Refusal {
    Refusal::new(
        "bad_date",
        text!("年份要写四位数", "the year needs four digits"),
        fix(),
    )
}

fn unclear() -> Refusal {
    Refusal::new(
        "bad_date",
        text!(
            "分不清哪个是月、哪个是日，也没有年份在前",
            "which is the month and which the day is not clear"
        ),
        fix(),
    )
}

fn range() -> Refusal {
    Refusal::new(
        "date_range",
        text!("一格里写了起止两个日期", "the cell holds a span of days"),
        text!(
            "这里只写一天；会议活动的起止可以写在开始日期里，或分写两列",
            "write one day here; a meeting's days may stand under 开始日期, or in two columns"
        ),
    )
}

fn reversed() -> Refusal {
    Refusal::new(
        "date_range",
        text!(
            "一格里写了两个日期，后一个早于前一个",
            "the cell holds two days, of which the second is earlier"
        ),
        text!(
            "跨年的写全两个年份；否则核对日期",
            "write both years where they differ; else check the days"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<String, &'static str> {
        let found = date(text, Some(2026), &mut Mended::default());
        found
            .map(|when| when.map_or_else(String::new, |w| w.to_string()))
            .map_err(|r| r.code)
    }

    #[test]
    fn a_date_is_read_as_clerks_write_it() {
        for (text, want) in [
            ("2026.3", "2026-03"),
            ("2026/1/5", "2026-01-05"),
            ("2026-01-05", "2026-01-05"),
            ("2026年3月5日", "2026-03-05"),
            ("2026 年 3 月 5 日", "2026-03-05"),
            ("2026年3月", "2026-03"),
            ("２０２６．３．５", "2026-03-05"),
            ("3月", "2026-03"),
            ("3月份", "2026-03"),
            ("3月5日", "2026-03-05"),
            ("十一月五日", "2026-11-05"),
            ("20260105", "2026-01-05"),
            ("197610", "1976-10"),
            ("2026", "2026"),
            ("46030", "2026-01-08"),
            ("二〇二六年三月", "2026-03"),
            ("2026-01-05 09:30:00", "2026-01-05"),
            ("2026年3月5日上午9时", "2026-03-05"),
            ("2026年3月5日9:30", "2026-03-05"),
            ("2026-03-05（星期四）", "2026-03-05"),
            ("1976.1", "1976-01"),
            ("至今", ""),
        ] {
            assert_eq!(read(text).as_deref(), Ok(want), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_or_may_be_two_is_refused() {
        for text in [
            "2026-02-30",
            "2026-13-01",
            "1985-13",
            "26-3-5",
            "2206-01-01",
            "3-5",
            "3.5",
            "5/1/2026",
            "明年",
            "99999",
        ] {
            assert_eq!(read(text), Err("bad_date"), "{text}");
        }
        assert_eq!(read("2026.1-3"), Err("bad_date"));
        assert_eq!(read("2026.1.12-1.15"), Err("date_range"));
        assert_eq!(read("1月12日至15日"), Err("date_range"));
        assert_eq!(read("2026年1月12日上午—15日下午"), Err("date_range"));
        assert_eq!(
            date("3月", None, &mut Mended::default()).unwrap_err().code,
            "no_year"
        );
    }

    #[test]
    fn a_span_of_days_is_read_with_its_last_day_completed() {
        let read = |text| {
            span(text, Some(2026), &mut Mended::default())
                .map_err(|r| r.code)
                .map(|days| {
                    days.map_or_else(String::new, |(first, last)| {
                        format!(
                            "{first} {}",
                            last.map_or_else(String::new, |l| l.to_string())
                        )
                    })
                })
        };
        for (text, want) in [
            ("2026.1.5-1.8", "2026-01-05 2026-01-08"),
            ("2026.1.5-8", "2026-01-05 2026-01-08"),
            ("2026年1月5日至8日", "2026-01-05 2026-01-08"),
            ("2026年1月5日-2月8日", "2026-01-05 2026-02-08"),
            ("1月5日—8日", "2026-01-05 2026-01-08"),
            ("1月5—8日", "2026-01-05 2026-01-08"),
            ("1月5日（周一）至 8日（周四）", "2026-01-05 2026-01-08"),
            ("2026-01-05～2026-01-08", "2026-01-05 2026-01-08"),
            (
                "2026-01-05 09:00 - 2026-01-08 17:00",
                "2026-01-05 2026-01-08",
            ),
            ("2026-01-05--08", "2026-01-05 2026-01-08"),
            ("20260105-20260108", "2026-01-05 2026-01-08"),
            ("2025年12月30日至2026年1月2日", "2025-12-30 2026-01-02"),
            ("3月至5月", "2026-03 2026-05"),
            ("2026-01-05", "2026-01-05 "),
            ("2026-01", "2026-01 "),
            ("2026年1月5日9:00-11:30", "2026-01-05 "),
            ("2026年1月5日上午9时至11时", "2026-01-05 "),
            ("2026-01-05 09:00-11:30", "2026-01-05 "),
            ("无", ""),
        ] {
            assert_eq!(read(text).as_deref(), Ok(want), "{text}");
        }
        assert_eq!(read("12月30日至1月2日"), Err("date_range"));
        assert_eq!(read("3-5"), Err("bad_date"));
    }

    #[test]
    fn a_number_that_lost_its_last_zero_is_refused() {
        let mut mended = Mended::default();
        let mut read = |n: f64| {
            number(n, &mut mended)
                .map(|w| w.to_string())
                .map_err(|r| r.code)
        };
        assert_eq!(read(1976.1), Err("bad_date"));
        assert_eq!(read(1976.12).as_deref(), Ok("1976-12"));
        assert_eq!(read(1976.02).as_deref(), Ok("1976-02"));
        assert_eq!(read(46030.0).as_deref(), Ok("2026-01-08"));
        assert_eq!(read(20_260_105.0).as_deref(), Ok("2026-01-05"));
        assert_eq!(read(f64::NAN), Err("bad_date"));
    }

    proptest! {
        #[test]
        fn every_day_reads_back_in_every_spelling(days in 0_u64..70_000) {
            let day = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap() + Days::new(days);
            for form in ["%Y-%m-%d", "%Y/%-m/%-d", "%Y.%-m.%-d", "%Y年%-m月%-d日", "%Y%m%d", "%Y-%m-%d %H:%M:%S"] {
                let text = day.and_hms_opt(9, 30, 0).unwrap().format(form).to_string();
                prop_assert_eq!(date(&text, None, &mut Mended::default()), Ok(Some(When::from(day))));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,16}") {
            let _ = date(&text, Some(2026), &mut Mended::default());
        }
    }
}
