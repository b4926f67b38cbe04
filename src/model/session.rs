//! 届次: the term and session of a committee, `十届五次`.

/// A term and a session: 第十届第五次.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Session {
    /// 届, from 1.
    pub term: u16,
    /// 次, from 1.
    pub session: u16,
}

impl Session {
    /// Reads `十届五次`, `第十届第五次会议`, `第十届委员会第五次会议`, `10届5次`, `10-5`.
    pub fn parse(text: &str) -> Option<Session> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let (term, session) = if let Some((a, b)) = text.split_once('届') {
            (
                trailing(a)?,
                leading(b.trim_start_matches("委员会").trim_start_matches('第'))?,
            )
        } else {
            let (a, b) = text.split_once('-')?;
            (number(a)?, number(b)?)
        };
        (term > 0 && session > 0).then_some(Session { term, session })
    }
}

impl std::fmt::Display for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}届{}次", numeral(self.term), numeral(self.session))
    }
}

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Whether it is a digit, plain or Chinese.
pub(in crate::model) fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || c == '十' || c == '零' || DIGITS.contains(&c)
}

fn trailing(text: &str) -> Option<u16> {
    let from = text
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_numeral(*c))
        .last()?
        .0;
    number(&text[from..])
}

fn leading(text: &str) -> Option<u16> {
    let end = text.char_indices().find(|(_, c)| !is_numeral(*c))?;
    (text[end.0..].starts_with('次')).then(|| number(&text[..end.0]))?
}

fn digit(c: char) -> Option<u16> {
    if c == '零' {
        return Some(0);
    }
    c.to_digit(10)
        .or_else(|| {
            DIGITS
                .iter()
                .position(|d| *d == c)
                .and_then(|p| u32::try_from(p).ok())
        })
        .and_then(|d| u16::try_from(d).ok())
}

/// Reads 1 to 99 in Chinese or Arabic digits.
pub fn number(text: &str) -> Option<u16> {
    let chars: Vec<char> = text.chars().collect();
    match chars.iter().position(|c| *c == '十') {
        Some(at) => {
            let tens = if at == 0 {
                1
            } else {
                (at == 1).then(|| digit(chars[0]))??
            };
            let ones = match chars.len() - at {
                1 => 0,
                2 => digit(chars[at + 1])?,
                _ => return None,
            };
            Some(tens * 10 + ones)
        }
        None if !chars.is_empty() && chars.len() <= 3 => chars
            .iter()
            .try_fold(0u16, |n, c| Some(n * 10 + digit(*c)?)),
        None => None,
    }
}

/// 1 to 99 in Chinese.
pub fn numeral(n: u16) -> String {
    let (tens, ones) = (n / 10, n % 10);
    let mut text = String::new();
    match tens {
        0 => {}
        1 => text.push('十'),
        2..=9 => text.extend([DIGITS[usize::from(tens)], '十']),
        _ => return n.to_string(),
    }
    if ones > 0 {
        text.push(DIGITS[usize::from(ones)]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_reads_as_offices_write_it() {
        let fifth = Some(Session {
            term: 10,
            session: 5,
        });
        for text in [
            "十届五次",
            "（十届五次）",
            "政协青禾县第十届委员会第五次会议提案台账",
            "10届5次",
            "第十届第五次会议",
            "10-5",
        ] {
            assert_eq!(Session::parse(text), fifth, "{text}");
        }
        assert_eq!(
            Session::parse("第十四届委员会第十二次会议")
                .map(|s| s.to_string())
                .as_deref(),
            Some("十四届十二次")
        );
        assert_eq!(Session::parse("政协第20次常委会"), None);
    }
}
