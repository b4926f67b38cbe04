//! What the rows above a header tell: the session (政协青禾县第十届委员会第五次会议, 十届五次)
//! and the year (2026年).

use super::mend::bare;

/// The session that a title names, as `十届五次`. Sessions of a standing committee are none.
pub fn session(title: &str) -> Option<String> {
    let text = bare(title);
    let (before, after) = text.split_once('届')?;
    let term = numeral_at_end(before)?;
    if ["常委", "常务委员", "主席会议"]
        .iter()
        .any(|word| after.contains(word))
    {
        return None;
    }
    let after = ["委员会", "全国委员会", "政协"]
        .iter()
        .fold(after, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    let (number, rest) = after.split_once('次')?;
    let number = number.strip_prefix('第').unwrap_or(number);
    let number = numeral(number)?;
    let plain = rest.is_empty() || !rest.starts_with("常");
    plain.then(|| format!("{}届{}次", chinese(term), chinese(number)))
}

/// The year that a title names: `2026年`, `2026年度`, `二〇二六年`, `[2026]`.
pub fn year(title: &str) -> Option<i32> {
    let text = bare(title);
    if ["统计时间", "制表", "填报", "打印", "导出", "截至", "截止"]
        .iter()
        .any(|word| text.starts_with(word))
    {
        return None;
    }
    text.match_indices('年').find_map(|(at, _)| {
        let before: Vec<char> = text[..at].chars().rev().take(5).collect();
        if before.get(4).is_some_and(char::is_ascii_digit) {
            return None;
        }
        let digits: Option<String> = before.get(..4)?.iter().rev().map(|c| digit(*c)).collect();
        digits?
            .parse()
            .ok()
            .filter(|year| (1949..2100).contains(year))
    })
}

/// A digit of either script as an ASCII digit.
pub fn digit(c: char) -> Option<char> {
    const HAN: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    match c {
        '0'..='9' => Some(c),
        '零' | '○' | '０' => Some('0'),
        _ => HAN
            .iter()
            .position(|h| *h == c)
            .and_then(|n| char::from_digit(u32::try_from(n).ok()?, 10)),
    }
}

/// A number below 100 in either script: `5`, `五`, `十`, `十五`, `二十一`.
pub fn numeral(text: &str) -> Option<u32> {
    if let Some((tens, ones)) = text.split_once('十') {
        let tens = if tens.is_empty() { 1 } else { single(tens)? };
        let ones = if ones.is_empty() { 0 } else { single(ones)? };
        return Some(tens * 10 + ones);
    }
    let digits: Option<String> = text.chars().map(digit).collect();
    digits.filter(|d| (1..=2).contains(&d.len()))?.parse().ok()
}

fn single(text: &str) -> Option<u32> {
    let mut chars = text.chars();
    let first = digit(chars.next()?)?;
    if chars.next().is_some() {
        None
    } else {
        first.to_digit(10)
    }
}

fn numeral_at_end(text: &str) -> Option<u32> {
    let tail: Vec<char> = text
        .chars()
        .rev()
        .take_while(|c| *c == '十' || digit(*c).is_some())
        .collect();
    numeral(&tail.into_iter().rev().collect::<String>())
}

/// A number below 100 as sessions are written: `十五`.
fn chinese(number: u32) -> String {
    const HAN: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let han = |n: u32| {
        HAN.get(usize::try_from(n).unwrap_or(0))
            .copied()
            .unwrap_or("")
    };
    match (number / 10, number % 10) {
        (0, ones) => han(ones).to_owned(),
        (1, ones) => format!("十{}", han(ones)),
        (tens, ones) => format!("{}十{}", han(tens), han(ones)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_names_its_session() {
        assert_eq!(
            session("政协青禾县第十届委员会第五次会议提案台账").as_deref(),
            Some("十届五次")
        );
        assert_eq!(session("（十届五次）").as_deref(), Some("十届五次"));
        assert_eq!(
            session("上海市虹口区政协十四届一次会议").as_deref(),
            Some("十四届一次")
        );
        assert_eq!(session("10届5次").as_deref(), Some("十届五次"));
        assert_eq!(session("政协十届第20次常委会会议"), None);
        assert_eq!(session("政协青禾县第十届委员会委员名册"), None);
    }

    #[test]
    fn a_title_names_its_year() {
        assert_eq!(year("政协青禾县委员会2026年社情民意信息登记表"), Some(2026));
        assert_eq!(year("二〇二六年度会议台账"), Some(2026));
        assert_eq!(year("统计时间：2026年11月"), None);
        assert_eq!(year("十年规划"), None);
    }

    #[test]
    fn numerals_of_both_scripts_are_read() {
        assert_eq!(
            ["5", "十", "十五", "二十", "二十一", "百"].map(numeral),
            [Some(5), Some(10), Some(15), Some(20), Some(21), None]
        );
    }
}
