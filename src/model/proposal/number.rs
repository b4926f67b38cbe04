//! Case numbers 案号 and serial numbers 流水号 as people write them.

use crate::model::session::{Session, is_numeral};

/// Which series of numbers is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Series {
    /// The case number, else the serial number.
    Either,
    /// The serial number of the intake.
    Serial,
    /// The number of what was turned into a letter or an opinion.
    Letter,
    /// The place in the ledger, by which what has no number yet is told apart.
    Provisional,
}

/// A proposal as someone cites it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The session, where it is named.
    pub session: Option<Session>,
    /// Which series.
    pub series: Series,
    /// The number.
    pub no: String,
}

/// What stands before the place in the ledger of a proposal without a number.
pub const PROVISIONAL: &str = "暂编";

/// Reads `12`, `0012`, `第12号`, `流水7`, `意见3`, `暂编94`, `#94`, `十届五次-12`, `十届五次第12号`, `10-5-12`.
pub fn cited(word: &str) -> Cited {
    let word = word.trim();
    let (session, rest) = split(word).map_or((None, word), |(s, rest)| (Some(s), rest));
    let after = |prefix: &str| {
        let r = rest.strip_prefix(prefix)?;
        let r = r.strip_prefix('号').unwrap_or(r);
        Some(r.trim_start_matches([':', '：', ' ']))
    };
    let marks = [
        ("流水", Series::Serial),
        ("意见", Series::Letter),
        (PROVISIONAL, Series::Provisional),
        ("#", Series::Provisional),
        ("＃", Series::Provisional),
    ];
    let marked = marks.into_iter().find_map(|(m, s)| Some((s, after(m)?)));
    let (series, no) = marked.unwrap_or((Series::Either, rest));
    Cited {
        session,
        series,
        no: bare(no),
    }
}

fn split(word: &str) -> Option<(Session, &str)> {
    let at = match word.find('次') {
        Some(at) => at + '次'.len_utf8(),
        None => word.match_indices('-').nth(1)?.0,
    };
    let (head, rest) = word.split_at(at);
    let rest = rest
        .trim_start_matches("会议")
        .trim_start_matches(['-', '－', '—', ' ', '　']);
    (!rest.is_empty())
        .then(|| Session::parse(head))
        .flatten()
        .map(|s| (s, rest))
}

/// A number without 第 and 号 and with plain digits; anything else stays as it is.
pub fn bare(word: &str) -> String {
    let word = word.trim();
    let inner = word.strip_prefix('第').unwrap_or(word);
    let inner = inner.strip_suffix('号').unwrap_or(inner).trim();
    let plain: String = inner
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
            c => c,
        })
        .collect();
    if !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit()) {
        plain
    } else {
        word.to_owned()
    }
}

/// A case number as sentences and papers say it: `第0012号`; one with words of its own stands as it
/// is: `闭原案001号`.
pub fn said(no: &str) -> String {
    let [before, after] = frame(no);
    format!("{before}{no}{after}")
}

/// What of 第 and 号 belongs around a number, so that neither stands twice nor before a word.
pub fn frame(no: &str) -> [&'static str; 2] {
    let first = no.chars().next();
    let counts = first.is_some_and(|c| c.is_ascii_alphanumeric() || is_numeral(c));
    let is_closed = no.ends_with('号');
    [
        if counts { "第" } else { "" },
        if is_closed { "" } else { "号" },
    ]
}

/// Widths to which numbers are filled with zeros.
const WIDTHS: std::ops::RangeInclusive<usize> = 1..=6;

/// The ways to write one number: `12` is also `012`, `0012` …
pub fn spellings(no: &str) -> Vec<String> {
    let digits = no.trim_start_matches('0');
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return vec![no.to_owned()];
    }
    let mut found: Vec<String> = WIDTHS
        .filter(|w| *w >= digits.len())
        .map(|w| format!("{digits:0>w$}"))
        .collect();
    if !found.iter().any(|f| f == no) {
        found.push(no.to_owned());
    }
    found
}

/// Where a number stands among others: by its digits, then by its letters.
pub fn place(no: &str) -> (u64, &str) {
    let from = no.find(|c: char| c.is_ascii_digit()).unwrap_or(no.len());
    let digits = &no[from..];
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    (digits[..end].parse().unwrap_or(u64::MAX), no)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cite(word: &str) -> (Option<String>, Series, String) {
        let c = cited(word);
        (c.session.map(|s| s.to_string()), c.series, c.no)
    }

    #[test]
    fn a_proposal_is_cited_as_people_write_it() {
        let tenth = Some("十届五次".to_owned());
        for word in [
            "十届五次-12",
            "十届五次第12号",
            "十届五次会议 12号",
            "10-5-12",
        ] {
            assert_eq!(
                cite(word),
                (tenth.clone(), Series::Either, "12".into()),
                "{word}"
            );
        }
        assert_eq!(cite("第１２号"), (None, Series::Either, "12".into()));
        assert_eq!(cite("0012"), (None, Series::Either, "0012".into()));
        assert_eq!(cite("流水7"), (None, Series::Serial, "7".into()));
        assert_eq!(
            cite("十届五次-流水7"),
            (tenth.clone(), Series::Serial, "7".into())
        );
        assert_eq!(cite("意见3"), (None, Series::Letter, "3".into()));
        assert_eq!(cite("暂编94"), (None, Series::Provisional, "94".into()));
        assert_eq!(cite("#94"), (None, Series::Provisional, "94".into()));
        assert_eq!(
            cite("十届五次-暂编94"),
            (tenth, Series::Provisional, "94".into())
        );
        assert_eq!(cite("闭原案001号").2, "闭原案001号");
        assert_eq!(cite("十届五次").0, None);
        assert_eq!(cite("2026-001").0, None);
    }

    #[test]
    fn zeros_in_front_do_not_make_another_number() {
        assert!(spellings("12").contains(&"0012".to_owned()));
        assert!(spellings("0012").contains(&"12".to_owned()));
        assert_eq!(spellings("w12"), vec!["w12"]);
        assert_eq!(spellings("0"), vec!["0"]);
        assert!(spellings("00000012").contains(&"00000012".to_owned()));
    }

    #[test]
    fn numbers_stand_by_their_digits() {
        let mut nos = vec!["w10", "100", "0020", "3"];
        nos.sort_by_key(|n| place(n));
        assert_eq!(nos, vec!["3", "w10", "0020", "100"]);
    }

    #[test]
    fn a_number_is_said_with_neither_word_twice() {
        for (no, wanted) in [
            ("0012", "第0012号"),
            ("A12", "第A12号"),
            ("十二", "第十二号"),
            ("闭原案001号", "闭原案001号"),
            ("第12号", "第12号"),
            ("原案7", "原案7号"),
        ] {
            assert_eq!(said(no), wanted);
        }
    }
}
