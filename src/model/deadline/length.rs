//! Lengths of terms as regulations write them: `10日`, `15个工作日`, `2周`, `3个月`, `1年`.

use crate::lang::Text;
use crate::model::code::{Code, codes};
use crate::model::session;
use crate::text;

codes! {
    /// In what a term is measured.
    Unit {
        Day "d" "日" "day",
        WorkingDay "wd" "个工作日" "working day",
        Week "w" "周" "week",
        Month "m" "个月" "month",
        Year "y" "年" "year",
    }
}

/// Longer terms are no terms of an office.
const LONGEST: u16 = 3660;

/// Other spellings of the units.
const SPELLINGS: [(&str, Unit); 17] = [
    ("个工作日", Unit::WorkingDay),
    ("工作日", Unit::WorkingDay),
    ("个自然日", Unit::Day),
    ("自然日", Unit::Day),
    ("个月", Unit::Month),
    ("月", Unit::Month),
    ("个星期", Unit::Week),
    ("星期", Unit::Week),
    ("周", Unit::Week),
    ("日", Unit::Day),
    ("天", Unit::Day),
    ("年", Unit::Year),
    ("wd", Unit::WorkingDay),
    ("d", Unit::Day),
    ("w", Unit::Week),
    ("m", Unit::Month),
    ("y", Unit::Year),
];

/// A length such as 15 working days; 0 only in days (`0d`: the day itself).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Length {
    /// How many.
    pub count: u16,
    /// Of what.
    pub unit: Unit,
}

/// Full-width digits and letters as plain ones.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' => u32::from(c)
            .checked_sub(0xFEE0)
            .and_then(char::from_u32)
            .unwrap_or(c),
        c => c,
    }
}

impl Length {
    /// A length of so many units.
    pub fn new(count: u16, unit: Unit) -> Length {
        Length { count, unit }
    }

    /// Reads `15wd`, `10d`, `2w`, `3m`, `1y`, or Chinese: `15个工作日`, `三个月`. Nothing is guessed.
    pub fn parse(word: &str) -> Option<Length> {
        let word: String = word
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(narrow)
            .collect();
        let lower = word.to_ascii_lowercase();
        let (number, unit) = SPELLINGS
            .iter()
            .find_map(|(end, unit)| Some((lower.strip_suffix(end)?, *unit)))?;
        let count = number
            .parse()
            .ok()
            .or_else(|| session::number(&number.replace('两', "二")))?;
        let whole = count > 0 || unit == Unit::Day;
        (whole && count <= LONGEST && !number.starts_with('+')).then_some(Length { count, unit })
    }

    /// The length in words: `15 个工作日`.
    pub fn text(self) -> Text {
        let (n, zh, en) = (self.count, self.unit.zh(), self.unit.en());
        let plural = if n == 1 { "" } else { "s" };
        text!("{n} {zh}", "{n} {en}{plural}")
    }
}

impl std::fmt::Display for Length {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.count, self.unit.code())
    }
}

/// Where a term lies from its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    /// So long after the event; the day of the event does not count.
    After(Length),
    /// So long before the event; the day of the event does not count.
    Before(Length),
    /// The first such day of a year (month, day) on or after the event.
    Fixed(u32, u32),
}

impl Span {
    /// Reads a fixed day `06-30` or `6月30日`, which every year must have.
    pub fn fixed(word: &str) -> Option<Span> {
        let word = word
            .trim()
            .trim_end_matches(['日', '号'])
            .replace('月', "-");
        let (month, day) = word.split_once('-')?;
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        chrono::NaiveDate::from_ymd_opt(2001, month, day).map(|_| Span::Fixed(month, day))
    }

    /// The span in words: `之后 15 个工作日`.
    pub fn text(self) -> Text {
        let (zh, en) = match self {
            Span::After(length) | Span::Before(length) => {
                let Text { zh, en } = length.text();
                (zh, en)
            }
            Span::Fixed(month, day) => {
                return text!("{month} 月 {day} 日前", "by {month:02}-{day:02}");
            }
        };
        match self {
            Span::Before(length) if length.count == 0 => text!("当天", "on the day"),
            Span::Before(_) => text!("前 {zh}", "{en} before"),
            _ => text!("{zh}", "{en}"),
        }
    }
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Span::After(length) => length.fmt(f),
            Span::Before(length) => write!(f, "-{length}"),
            Span::Fixed(month, day) => write!(f, "{month:02}-{day:02}"),
        }
    }
}
