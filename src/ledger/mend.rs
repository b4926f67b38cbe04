//! Cell damage that a named rule mends. Every mending is counted for the summary; what no rule
//! covers is refused elsewhere.

use super::cell::{is_invisible, is_space};
use crate::model::code::Code;
use std::borrow::Cow;

/// A rule that mends a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// Full-width digits and letters made narrow.
    FullWidth,
    /// NBSP, zero-width characters and the like taken out.
    Invisible,
    /// Padding inside a Chinese name taken out: `张　三`.
    InnerSpace,
    /// `•`, `・`, `‧`, `.` in a name made `·`.
    MiddleDot,
    /// 其它 written 其他.
    OtherWord,
    /// A number in a date column read as the spreadsheet's day count.
    SerialDate,
    /// A tick under 发言 read as an oral speech.
    TickOral,
    /// Marks that keep a spreadsheet from reading a text as a number or formula: `="0001"`, `'0001`.
    Guard,
    /// A country code or punctuation taken out of a telephone number.
    Phone,
    /// An individual proposal with seconders taken as a joint one.
    Seconded,
    /// A cell merged over several rows taken for each of them.
    Merged,
}

impl Code for Rule {
    const ALL: &'static [Rule] = &[
        Rule::FullWidth,
        Rule::Invisible,
        Rule::InnerSpace,
        Rule::MiddleDot,
        Rule::OtherWord,
        Rule::SerialDate,
        Rule::TickOral,
        Rule::Guard,
        Rule::Phone,
        Rule::Seconded,
        Rule::Merged,
    ];

    fn code(self) -> &'static str {
        match self {
            Rule::FullWidth => "full_width",
            Rule::Invisible => "invisible",
            Rule::InnerSpace => "inner_space",
            Rule::MiddleDot => "middle_dot",
            Rule::OtherWord => "other_word",
            Rule::SerialDate => "serial_date",
            Rule::TickOral => "tick_oral",
            Rule::Guard => "guard",
            Rule::Phone => "phone",
            Rule::Seconded => "seconded",
            Rule::Merged => "merged",
        }
    }

    fn zh(self) -> &'static str {
        match self {
            Rule::FullWidth => "全角数字字母改为半角",
            Rule::Invisible => "去掉不可见字符",
            Rule::InnerSpace => "去掉姓名中的空格",
            Rule::MiddleDot => "统一姓名中的间隔号",
            Rule::OtherWord => "其它改为其他",
            Rule::SerialDate => "日期序列号还原为日期",
            Rule::TickOral => "发言栏打勾按口头发言",
            Rule::Guard => "去掉防止误读的标记",
            Rule::Phone => "去掉电话中的区号或分隔符",
            Rule::Seconded => "性质写个人但有附议人，按联名登记",
            Rule::Merged => "上下合并的单元格，各行都按合并的内容",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Rule::FullWidth => "full-width digits and letters made narrow",
            Rule::Invisible => "invisible characters removed",
            Rule::InnerSpace => "spaces inside names removed",
            Rule::MiddleDot => "middle dots in names made one kind",
            Rule::OtherWord => "其它 written 其他",
            Rule::SerialDate => "date serials turned into dates",
            Rule::TickOral => "a tick under 发言 taken as an oral speech",
            Rule::Guard => "guard marks before texts removed",
            Rule::Phone => "country code or separators removed from telephone numbers",
            Rule::Seconded => "individual proposals with seconders taken as joint ones",
            Rule::Merged => "cells merged over several rows taken for each row",
        }
    }
}

/// How often each rule mended a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mended([u32; Rule::ALL.len()]);

impl Mended {
    /// Counts one mending.
    pub fn count(&mut self, rule: Rule) {
        self.0[rule as usize] += 1;
    }

    /// The rules that mended something, with how many cells.
    pub fn iter(&self) -> impl Iterator<Item = (Rule, u32)> + '_ {
        Rule::ALL
            .iter()
            .copied()
            .zip(self.0)
            .filter(|(_, n)| *n > 0)
    }
}

/// The text inside the marks by which exports keep it from being read as a number or formula.
pub fn unguarded<'t>(text: &'t str, mended: &mut Mended) -> &'t str {
    let quoted = text
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .filter(|inner| !inner.contains('"'));
    let inner = quoted.or_else(|| {
        text.strip_prefix('\'')
            .filter(|rest| rest.starts_with(is_guarded))
    });
    if inner.is_some() {
        mended.count(Rule::Guard);
    }
    inner.unwrap_or(text)
}

fn is_guarded(c: char) -> bool {
    c.is_ascii_digit() || "=+-@".contains(c)
}

/// Whether a text is nothing but plain signs and Chinese characters, so that there is nothing to
/// mend: most cells are. Marks that guard a text, and the first sign of 锟斤拷, are not ordinary.
pub fn is_ordinary(text: &str) -> bool {
    !text.starts_with(['=', '\''])
        && !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_graphic() || (is_han(c) && c != '锟'))
}

/// Whether a sign is a common Chinese character.
pub fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Trims a text and makes it plain: invisible characters out, NBSP and full-width spaces to plain
/// ones, full-width digits and letters to narrow ones. Chinese punctuation stays.
pub fn plain<'t>(text: &'t str, mended: &mut Mended) -> Cow<'t, str> {
    let text = text.trim_matches(is_space);
    if !text
        .chars()
        .any(|c| is_wide(c) || is_invisible(c) || is_odd_space(c))
    {
        return Cow::Borrowed(text);
    }
    if text.chars().any(is_wide) {
        mended.count(Rule::FullWidth);
    }
    if text.chars().any(|c| is_invisible(c) || c == '\u{a0}') {
        mended.count(Rule::Invisible);
    }
    let narrowed = text.chars().filter(|c| !is_invisible(*c));
    Cow::Owned(
        narrowed
            .map(|c| if is_odd_space(c) { ' ' } else { narrow(c) })
            .collect(),
    )
}

fn is_odd_space(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{3000}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}'
    )
}

fn is_wide(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// The narrow form of a full-width digit or letter; other characters as they are.
pub fn narrow(c: char) -> char {
    if is_wide(c) {
        char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
    } else {
        c
    }
}

/// The narrow form of any full-width sign, for words and numbers that are no prose.
pub fn narrow_sign(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '。' => '.',
        '【' | '〔' => '(',
        '】' | '〕' => ')',
        _ => c,
    }
}

/// A header or a closed word without spaces, with narrow signs.
pub fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !is_space(*c))
        .map(narrow_sign)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn mending_is_counted_by_rule() {
        let mut mended = Mended::default();
        assert_eq!(
            plain(" ＨＹ２０２６\u{200b}（一） ", &mut mended),
            "HY2026（一）"
        );
        let counts: Vec<_> = mended.iter().collect();
        assert_eq!(counts, [(Rule::FullWidth, 1), (Rule::Invisible, 1)]);
    }

    proptest! {
        #[test]
        fn what_is_plain_stays_as_it_is(text in "\\PC{0,12}") {
            let mut mended = Mended::default();
            let once = plain(&text, &mut mended).into_owned();
            let counted = mended.clone();
            prop_assert_eq!(plain(&once, &mut mended).into_owned(), once);
            prop_assert_eq!(mended, counted);
        }
    }
}
