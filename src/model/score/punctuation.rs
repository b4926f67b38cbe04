//! Chinese punctuation and figures where a rule file wants plain ones, each with what to write.

use super::mistake::{Lines, Mistake};
use super::points::{decimal_text, parse};
use crate::lang::Text;
use crate::text;

/// Sign, its Chinese name, and what stands for it.
const SIGNS: [(char, &str, char); 14] = [
    ('“', "中文引号", '"'),
    ('”', "中文引号", '"'),
    ('‘', "中文引号", '"'),
    ('’', "中文引号", '"'),
    ('，', "全角逗号", ','),
    ('、', "顿号", ','),
    ('＝', "全角等号", '='),
    ('：', "全角冒号", '='),
    ('＃', "全角井号", '#'),
    ('【', "中文方括号", '['),
    ('】', "中文方括号", ']'),
    ('［', "全角方括号", '['),
    ('］', "全角方括号", ']'),
    ('＂', "全角引号", '"'),
];

/// More are consequences of the first ones.
const MOST: usize = 20;

/// What stands in a text that TOML refuses and was typed with a Chinese keyboard, and numbers with
/// thousands or without a whole part: one mistake for each sign of a line.
pub(super) fn mistakes(text: &str) -> Vec<Mistake> {
    let lines = Lines::of(text);
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        for (at, message, fix) in of_line(line) {
            found.push(
                lines
                    .place(start + at)
                    .mistake(message, fix)
                    .coded("syntax"),
            );
        }
        start += line.len();
        if found.len() >= MOST {
            break;
        }
    }
    found
}

/// Place in the line, what is wrong, what to write.
fn of_line(line: &str) -> Vec<(usize, Text, Text)> {
    let mut found: Vec<(usize, Text, Text)> = Vec::new();
    let mut named = Vec::new();
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        let rest = &line[at..];
        let length = match c {
            '#' => break,
            '"' | '\'' => quoted(rest, c),
            _ if is_figure(c) && !matches!(c, ',' | '，' | '%' | '％') => {
                let run: String = rest.chars().take_while(|c| is_figure(*c)).collect();
                let begins = !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
                let told = figure(&run).filter(|_| begins);
                let length = match told {
                    Some(_) => run.len(),
                    None => run.find('，').unwrap_or(run.len()),
                };
                found.extend(told.map(|(m, f)| (at, m, f)));
                length
            }
            _ => {
                let sign = SIGNS.iter().find(|s| s.0 == c);
                if let Some((sign, zh, plain)) = sign.filter(|s| !named.contains(&s.2)) {
                    named.push(*plain);
                    found.push((at, signed(*sign, zh), instead(*plain)));
                }
                match c {
                    '“' => rest
                        .find('”')
                        .map_or(c.len_utf8(), |end| end + '”'.len_utf8()),
                    '＃' => break,
                    _ => c.len_utf8(),
                }
            }
        };
        at += length;
    }
    found
}

/// The length of a text in plain quotes, to the end of the line where it is not closed there.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn signed(sign: char, zh: &str) -> Text {
    text!("“{sign}”是{zh}", "`{sign}` is a full-width sign")
}

fn instead(plain: char) -> Text {
    text!("改为 {plain}", "write {plain}")
}

/// What a number is made of, full-width or not.
fn is_figure(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(
            c,
            '０'..='９' | '．' | '－' | '％' | '.' | '-' | ',' | '，' | '%'
        )
}

/// A figure in full-width signs, with thousands, or without a whole part; `None` for a good one.
fn figure(run: &str) -> Option<(Text, Text)> {
    let run = run.trim_end_matches([',', '，']);
    let plain: String = run.chars().map(narrow).collect();
    let (number, share) = match plain.strip_suffix('%') {
        Some(number) => (number, true),
        None => (plain.as_str(), false),
    };
    let thousands = is_grouped(number);
    let mut number: String = if thousands {
        number.replace(',', "")
    } else {
        number.to_owned()
    };
    let bare = number.trim_start_matches('-').starts_with('.');
    if bare {
        number = number.replacen('.', "0.", 1);
    }
    let wide = !run.is_ascii();
    if !(wide || thousands || bare || share) {
        return None;
    }
    let value = parse(&number).ok()?;
    let shown = if share {
        decimal_text(value / 100)
    } else {
        number
    };
    let message = if wide {
        text!(
            "“{run}”里有全角数字或符号",
            "`{run}` has full-width figures"
        )
    } else if thousands {
        text!(
            "“{run}”里有千位分隔的逗号",
            "`{run}` has commas for thousands"
        )
    } else {
        text!("“{run}”不是规范的数", "`{run}` is not written as a number")
    };
    Some((message, text!("写成 {shown}", "write {shown}")))
}

/// Figures in groups of three: `1,000`; `3,4` is a list.
fn is_grouped(number: &str) -> bool {
    let whole = number.trim_start_matches('-');
    let mut groups = whole.split('.').next().unwrap_or("").split(',');
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next().unwrap_or("");
    let mut rest = groups.peekable();
    let more = rest.peek().is_some();
    more && (1..=3).contains(&first.len())
        && digits(first)
        && rest.all(|g| g.len() == 3 && digits(g))
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' => u32::from(c)
            .checked_sub(u32::from('０'))
            .and_then(|n| char::from_digit(n, 10))
            .unwrap_or(c),
        '．' => '.',
        '－' => '-',
        '％' => '%',
        '，' => ',',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let told = |m: &Mistake| format!("{}:{} {}；{}", m.line, m.column, m.message.zh, m.fix.zh);
        mistakes(text).iter().map(told).collect()
    }

    #[test]
    fn a_sign_of_the_chinese_keyboard_is_named_with_what_to_write() {
        assert_eq!(
            said("title = “x，y”"),
            ["1:9 “““是中文引号；改为 \""].map(|s| s.replace("“““", "““”"))
        );
        assert_eq!(
            said("a = 1\nfact = [\"提案\"，\"社情民意\"]"),
            ["2:13 “，”是全角逗号；改为 ,"]
        );
        assert_eq!(said("points ＝ 1"), ["1:8 “＝”是全角等号；改为 ="]);
        assert_eq!(said("＃注，一"), ["1:1 “＃”是全角井号；改为 #"]);
        assert_eq!(said("【【part】】").len(), 2);
        assert_eq!(said("title = \"甲，乙\" # 注：丙"), [""; 0]);
    }

    #[test]
    fn figures_are_written_plainly() {
        assert_eq!(
            said("a = ０．５"),
            ["1:5 “０．５”里有全角数字或符号；写成 0.5"]
        );
        assert_eq!(
            said("a = 1，000"),
            ["1:5 “1，000”里有全角数字或符号；写成 1000"]
        );
        assert_eq!(said("a = －3"), ["1:5 “－3”里有全角数字或符号；写成 -3"]);
        assert_eq!(said("a = 5％"), ["1:5 “5％”里有全角数字或符号；写成 0.05"]);
        assert_eq!(
            said("a = 1,000"),
            ["1:5 “1,000”里有千位分隔的逗号；写成 1000"]
        );
        assert_eq!(said("a = .5"), ["1:5 “.5”不是规范的数；写成 0.5"]);
        assert_eq!(
            said("a = [1, 2, 0.5]\nb = 2019-01-10\n[[part.item]]"),
            [""; 0]
        );
    }
}
