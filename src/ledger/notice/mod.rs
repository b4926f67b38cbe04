//! The published notice of holidays and weekends worked in exchange, from a table or a calendar
//! file, into days with the lines they stand on. Whether they make a whole year, the model judges.

mod ical;
mod table;

use super::source::{self, Body, Input};
use crate::error::{Error, Result};
use crate::model::calendar::DayKind;
use crate::model::calendar::notice::{Entry, Fault};
use crate::text;
use encoding_rs::{Encoding, GB18030, UTF_8};

/// What a file says, and how many of its events say nothing of days off.
#[derive(Debug, Default)]
pub struct Notice {
    /// The days.
    pub entries: Vec<Entry>,
    /// Events of a calendar file that are neither a holiday nor a day worked in exchange.
    pub passed_over: usize,
    /// What cannot be read.
    pub faults: Vec<Fault>,
}

/// Reads a notice: CSV, XLSX, XLS or ODS with a day, its kind and its festival, or iCal.
///
/// # Errors
/// Files that are neither; unreadable rows are among the [`Notice::faults`].
pub fn read_notice(input: &Input) -> Result<Notice> {
    let (body, _) = input.load()?;
    let head = body.head();
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    if start.trim_ascii_start().starts_with(b"BEGIN:VCALENDAR") {
        return ical::read(&decoded(&body)?);
    }
    table::read(body)
}

/// The bytes of a calendar file as text: UTF-8 as its standard has it, else GB18030.
fn decoded(body: &Body) -> Result<String> {
    let Body::Held(bytes) = body else {
        return Err(Error::refused(
            "too_large",
            text!(
                "文件太大，不像是放假通知",
                "the file is too large for a notice"
            ),
        ));
    };
    let marked = Encoding::for_bom(bytes).map_or(UTF_8, |(encoding, _)| encoding);
    [marked, GB18030]
        .iter()
        .find_map(|encoding| {
            let (text, _, broken) = encoding.decode(bytes);
            (!broken).then(|| text.into_owned())
        })
        .ok_or_else(|| {
            Error::refused(
                "unknown_encoding",
                text!(
                    "文字编码既不是 UTF-8 也不是 GB18030",
                    "the text is neither UTF-8 nor GB18030"
                ),
            )
        })
}

/// What a word makes of a day. 调休 alone may be a day off or a day worked; it is told apart by
/// the day of the week where that can be, and refused where not.
fn kind(word: &str) -> Option<Word> {
    let word = word.trim().to_lowercase();
    let word = word.trim_matches(['（', '）', '(', ')', '【', '】', '[', ']', ' ']);
    Some(match word {
        "off" | "放假" | "休" | "休息" | "假" | "假期" | "节假日" | "放假调休" | "调休放假"
        | "休假" | "holiday" => Word::Kind(DayKind::Off),
        "work" | "上班" | "班" | "补班" | "调休上班" | "上班调休" | "补休上班" | "工作"
        | "工作日" | "workday" | "working day" => Word::Kind(DayKind::Work),
        "调休" => Word::Exchange,
        _ => return None,
    })
}

/// A word for a kind of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Kind(DayKind),
    /// 调休, which both kinds are called.
    Exchange,
}

#[cfg(test)]
mod tests;
