//! A notice as a calendar file (RFC 5545): whole-day events such as `春节(休)` and `春节(班)`. Only
//! the few properties that say which days are meant are read; what repeats is refused.

use super::{Entry, Fault, Notice, Word, kind};
use crate::error::Result;
use crate::lang::Text;
use crate::model::calendar::{DayKind, Special};
use crate::text;
use chrono::{Days, NaiveDate};

/// No event of a notice is longer.
const LONGEST: i64 = 31;

/// One event, as far as it is read.
#[derive(Debug, Default)]
struct Event {
    line: u32,
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
    duration: Option<String>,
    summary: String,
    special: Option<DayKind>,
    repeats: bool,
    cancelled: bool,
}

/// Reads the events of a calendar file.
#[allow(clippy::unnecessary_wraps)] // as the other kind of file
pub(super) fn read(text: &str) -> Result<Notice> {
    let mut notice = Notice::default();
    let mut event: Option<Event> = None;
    // An alarm inside an event has properties of its own.
    let mut inner = 0;
    for (line, content) in unfolded(text) {
        let Some((name, value)) = content.split_once(':') else {
            continue;
        };
        let name = name.split(';').next().unwrap_or(name).to_ascii_uppercase();
        match (name.as_str(), value.trim().to_ascii_uppercase().as_str()) {
            ("BEGIN", "VEVENT") => {
                event = Some(Event {
                    line,
                    ..Event::default()
                });
            }
            ("END", "VEVENT") => {
                if let Some(event) = event.take().filter(|e| !e.cancelled) {
                    add(&mut notice, &event);
                }
            }
            ("BEGIN", _) if event.is_some() => inner += 1,
            ("END", _) if event.is_some() => inner -= 1,
            _ if inner == 0 => {
                if let Some(event) = &mut event {
                    property(event, &name, value.trim());
                }
            }
            _ => {}
        }
    }
    Ok(notice)
}

/// The content lines with their first lines' numbers: a line that begins with a blank goes on.
fn unfolded(text: &str) -> Vec<(u32, String)> {
    let mut lines: Vec<(u32, String)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, last))) => last.push_str(rest),
            _ => lines.push((number, line.trim_start_matches('\u{feff}').to_owned())),
        }
    }
    lines
}

fn property(event: &mut Event, name: &str, value: &str) {
    match name {
        "DTSTART" => event.start = day(value),
        "DTEND" => event.end = day(value),
        "DURATION" => event.duration = Some(value.to_owned()),
        "SUMMARY" => event.summary = unescaped(value),
        "STATUS" => event.cancelled = value.eq_ignore_ascii_case("CANCELLED"),
        "RRULE" | "RDATE" => event.repeats = true,
        "X-APPLE-SPECIAL-DAY" => {
            event.special = match value {
                "WORK-HOLIDAY" => Some(DayKind::Off),
                "ALTERNATE-WORKDAY" => Some(DayKind::Work),
                _ => None,
            };
        }
        _ => {}
    }
}

/// The day of `20260215` or `20260215T000000`.
fn day(value: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(value.get(..8)?, "%Y%m%d").ok()
}

fn unescaped(value: &str) -> String {
    value
        .replace("\\,", ",")
        .replace("\\;", ";")
        .replace("\\n", " ")
        .replace("\\N", " ")
        .replace("\\\\", "\\")
}

fn add(notice: &mut Notice, event: &Event) {
    let (festival, word) = marked(&event.summary);
    let Some(kind) = event.special.or(word) else {
        notice.passed_over += 1;
        return;
    };
    match days(event) {
        Ok(days) => {
            let named = |day| Entry {
                line: event.line,
                special: Special {
                    day,
                    kind,
                    festival: festival.clone(),
                },
            };
            notice.entries.extend(days.into_iter().map(named));
        }
        Err(problem) => notice.faults.push(Fault {
            line: Some(event.line),
            problem,
            fix: text!(
                "改成全天日程，写明 DTSTART 和 DTEND",
                "make it an event of whole days with DTSTART and DTEND"
            ),
        }),
    }
}

/// The festival and the mark of a summary: `春节(休)`, `春节（班）`, `春节 补班 第1天/共2天`.
fn marked(summary: &str) -> (String, Option<DayKind>) {
    let parted = summary
        .replace(['(', '（', '[', '【'], " ")
        .replace([')', '）', ']', '】'], " ");
    let mut words = parted.split_whitespace();
    let festival = words.next().unwrap_or_default().to_owned();
    let mark = words.find_map(|w| match kind(w) {
        Some(Word::Kind(kind)) => Some(kind),
        _ => None,
    });
    if mark.is_some() {
        return (festival, mark);
    }
    // 春节放假, 春节调休上班: the mark is the end of the word.
    let ends = [
        ("调休上班", DayKind::Work),
        ("补班", DayKind::Work),
        ("上班", DayKind::Work),
        ("放假", DayKind::Off),
        ("假期", DayKind::Off),
    ];
    let end = ends
        .iter()
        .find_map(|(end, kind)| Some((festival.strip_suffix(end)?, *kind)));
    match end {
        Some((name, kind)) => (name.to_owned(), Some(kind)),
        None => (festival, None),
    }
}

/// The days of an event. The end is the first day that is not part of it.
fn days(event: &Event) -> Result<Vec<NaiveDate>, Text> {
    let summary = &event.summary;
    if event.repeats {
        return Err(text!(
            "日程「{summary}」是重复的",
            "the event “{summary}” repeats"
        ));
    }
    let start = event.start.ok_or_else(|| {
        text!(
            "日程「{summary}」没有起日",
            "the event “{summary}” has no start"
        )
    })?;
    let length = match (event.end, event.duration.as_deref()) {
        (Some(end), _) if end > start => (end - start).num_days(),
        (Some(end), _) if end == start => 1,
        (None, None) => 1,
        (None, Some(duration)) => whole_days(duration).unwrap_or(0),
        _ => 0,
    };
    if !(1..=LONGEST).contains(&length) {
        return Err(text!(
            "日程「{summary}」的起止不对",
            "the event “{summary}” has no sound end"
        ));
    }
    let end = start + Days::new(length.unsigned_abs());
    Ok(start.iter_days().take_while(|d| *d < end).collect())
}

/// `P3D`, `P1W`.
fn whole_days(duration: &str) -> Option<i64> {
    let rest = duration.strip_prefix('P')?;
    if let Some(weeks) = rest.strip_suffix('W') {
        return weeks.parse::<i64>().ok()?.checked_mul(7);
    }
    rest.strip_suffix('D')?.parse().ok()
}
