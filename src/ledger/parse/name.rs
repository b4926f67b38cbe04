//! Names of people, alone or several in a cell.

use super::Refusal;
use crate::ledger::mend::{Mended, Rule, is_han};
use crate::text;
use std::borrow::Cow;

/// Surnames of two characters, after which a space does not part two people.
const TWO: &[&str] = &[
    "欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "东方", "司徒",
    "端木", "宇文", "长孙", "闻人", "呼延", "万俟", "独孤", "南宫", "轩辕", "赫连", "澹台", "申屠",
    "太史", "公冶", "宗政", "濮阳", "淳于", "单于", "仲孙", "钟离", "司空", "司寇", "第五", "拓跋",
    "西门", "百里", "东郭", "公羊",
];

/// The longest name of one person.
const LONG_NAME: usize = 30;
/// The longest name of a body that proposes.
const LONG_BODY: usize = 60;

/// What may stand in a cell of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// People only.
    People,
    /// People, or bodies such as parties and committees, whose names may have brackets and digits.
    Anyone,
}

impl Who {
    fn longest(self) -> usize {
        match self {
            Who::People => LONG_NAME,
            Who::Anyone => LONG_BODY,
        }
    }
}

/// One person's name. Inner padding goes out; two people are refused.
pub fn name(text: &str, mended: &mut Mended) -> Result<String, Refusal> {
    if is_plain_name(text) {
        return Ok(text.to_owned());
    }
    let text = text.trim();
    if text.contains(['、', '，', ',', ';', '；', '/', '\n', '|']) {
        return Err(two());
    }
    let tokens: Vec<&str> = text.split_whitespace().collect();
    match join(&tokens) {
        Joined::One(name) => checked(name, Who::People, Padding::of(&tokens), mended),
        Joined::Several => Err(two()),
        Joined::Unclear => Err(unclear()),
    }
}

/// The names in a cell, in order.
pub fn names(text: &str, who: Who, mended: &mut Mended) -> Result<Vec<String>, Refusal> {
    if is_plain_name(text) {
        return Ok(vec![text.to_owned()]);
    }
    let mut found = Vec::new();
    for piece in pieces(text) {
        if let (Who::Anyone, Some((body, inside))) = (who, body_with_people(piece)) {
            found.push(checked(Cow::Borrowed(body), who, Padding::None, mended)?);
            found.extend(names(inside, Who::People, mended)?);
            continue;
        }
        let tokens: Vec<&str> = piece.split_whitespace().collect();
        match join(&tokens) {
            _ if tokens.is_empty() => {}
            Joined::One(name) => found.push(checked(name, who, Padding::of(&tokens), mended)?),
            Joined::Unclear => return Err(unclear()),
            Joined::Several => {
                for token in tokens {
                    found.push(checked(Cow::Borrowed(token), who, Padding::None, mended)?);
                }
            }
        }
    }
    Ok(found)
}

/// The signs that part several people.
const PARTING: [char; 9] = ['、', '，', ',', ';', '；', '/', '\n', '\r', '|'];

/// The pieces of a cell between parting signs; inside brackets nothing is parted.
fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut depth) = (Vec::new(), 0, 0_u32);
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            c if depth == 0 && PARTING.contains(&c) => {
                pieces.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&text[start..]);
    pieces
}

/// A body and several of its people behind it in brackets: `民盟县委（张三、李四）`,
/// `民建支部（执笔人：张三、李四）`.
fn body_with_people(piece: &str) -> Option<(&str, &str)> {
    let (body, inside) = remarked(piece.trim())?;
    let inside = inside
        .split_once(['：', ':'])
        .map_or(inside, |(_, people)| people);
    inside.contains(PARTING).then_some((body.trim(), inside))
}

/// Two to four Chinese characters and nothing else: most names.
fn is_plain_name(text: &str) -> bool {
    (6..=12).contains(&text.len()) && text.chars().all(|c| is_han(c) && c != '等')
}

enum Joined<'t> {
    One(Cow<'t, str>),
    Several,
    Unclear,
}

/// Whether words with spaces between are one name or several.
fn join<'t>(tokens: &[&'t str]) -> Joined<'t> {
    let size = |token: &str| token.chars().count();
    let single = tokens.iter().filter(|token| size(token) == 1).count();
    let all: usize = tokens.iter().map(|token| size(token)).sum();
    match tokens {
        [] => Joined::One(Cow::Borrowed("")),
        [one] => Joined::One(Cow::Borrowed(one)),
        _ if tokens
            .iter()
            .any(|t| t.starts_with(['·', '•', '.']) || t.ends_with(['·', '•', '.'])) =>
        {
            Joined::One(Cow::Owned(tokens.concat()))
        }
        _ if tokens
            .iter()
            .all(|t| t.bytes().all(|b| b.is_ascii_alphabetic())) =>
        {
            Joined::One(Cow::Owned(tokens.join(" ")))
        }
        _ if single == tokens.len() && all <= 4 => Joined::One(Cow::Owned(tokens.concat())),
        [_, _] if single == 1 && all <= 4 => Joined::One(Cow::Owned(tokens.concat())),
        [first, _] if TWO.contains(first) && all <= 4 => Joined::One(Cow::Owned(tokens.concat())),
        _ if single == 0 => Joined::Several,
        _ => Joined::Unclear,
    }
}

/// Whether there was padding inside a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Padding {
    None,
    Inside,
}

impl Padding {
    fn of(tokens: &[&str]) -> Padding {
        if tokens.len() > 1 {
            Padding::Inside
        } else {
            Padding::None
        }
    }
}

/// A name with its marks mended, if it can be one.
fn checked(
    name: Cow<'_, str>,
    who: Who,
    padding: Padding,
    mended: &mut Mended,
) -> Result<String, Refusal> {
    if padding == Padding::Inside && !name.is_ascii() {
        mended.count(Rule::InnerSpace);
    }
    let name = dotted(name, mended);
    if who == Who::People
        && let Some((bare, remark)) = remarked(&name)
    {
        let bare = checked(Cow::Borrowed(bare), who, Padding::None, mended)?;
        return Ok(format!("{bare}（{remark}）"));
    }
    let count = name.chars().count();
    let limit = who.longest();
    if count > 2 && ends_in_etcetera(&name) {
        Err(incomplete())
    } else if count > limit {
        Err(too_long(limit))
    } else if count < 2 {
        Err(too_short())
    } else {
        match name.chars().find(|c| !fits(*c, who)) {
            None => Ok(name),
            Some(odd) => Err(characters(odd)),
        }
    }
}

fn incomplete() -> Refusal {
    Refusal::new(
        "names_incomplete",
        text!(
            "“等”字后面的人没有写出来",
            "the people behind 等 (and others) are not named"
        ),
        text!("写全每个人的姓名", "write every name"),
    )
}

fn too_long(limit: usize) -> Refusal {
    Refusal::new(
        "text_too_long",
        text!(
            "超过 {limit} 个字，不像姓名",
            "longer than {limit} characters: no name"
        ),
        text!(
            "只写姓名；多人之间用顿号分开",
            "write the name only; part several with 、"
        ),
    )
}

fn too_short() -> Refusal {
    Refusal::new(
        "name_short",
        text!(
            "只有一个字，不是完整的姓名",
            "one character is no full name"
        ),
        text!("写全姓名", "write the full name"),
    )
}

fn characters(odd: char) -> Refusal {
    Refusal::new(
        "name_characters",
        text!("姓名里不该有“{odd}”", "a name does not hold \"{odd}\""),
        text!(
            "只写姓名；多人之间用顿号分开，说明写到备注",
            "write the name only; part several with 、, put remarks under 备注"
        ),
    )
}

/// A name with a remark behind it that tells who of several is meant: `姜柏（教育界）`.
fn remarked(name: &str) -> Option<(&str, &str)> {
    let inside = name.strip_suffix(['）', ')'])?;
    let (bare, remark) = inside.split_once(['（', '('])?;
    (!bare.is_empty() && !remark.is_empty() && !remark.contains(['（', '(']))
        .then_some((bare, remark))
}

/// `张三等`, `张三等5人`, `张三等五位委员`.
fn ends_in_etcetera(name: &str) -> bool {
    let Some(at) = name.rfind('等') else {
        return false;
    };
    let rest = &name[at + '等'.len_utf8()..];
    rest.is_empty() || rest.ends_with(['人', '名', '位']) || rest.ends_with("委员")
}

fn dotted(name: Cow<'_, str>, mended: &mut Mended) -> String {
    const DOTS: [char; 7] = ['•', '・', '‧', '∙', '･', '．', '●'];
    let latin_dot = name.contains('.') && !name.is_ascii();
    if !name.contains(DOTS) && !latin_dot {
        return name.into_owned();
    }
    mended.count(Rule::MiddleDot);
    name.chars()
        .map(|c| {
            if DOTS.contains(&c) || (latin_dot && c == '.') {
                '·'
            } else {
                c
            }
        })
        .collect()
}

fn fits(c: char, who: Who) -> bool {
    if c.is_alphabetic() || matches!(c, '·' | ' ' | '\'' | '〇') {
        return true;
    }
    who == Who::Anyone
        && (c.is_ascii_digit() || matches!(c, '(' | ')' | '（' | '）' | '“' | '”' | '-' | '—'))
}

fn two() -> Refusal {
    Refusal::new(
        "two_names",
        text!("一格里不止一个人", "the cell holds more than one person"),
        text!(
            "一人一行；若是一个人，去掉中间的空格或标点",
            "one person a row; if it is one person, remove the space or sign"
        ),
    )
}

fn unclear() -> Refusal {
    Refusal::new(
        "names_unclear",
        text!(
            "分不清这里是几个人",
            "how many people this means is not clear"
        ),
        text!(
            "多人之间用顿号分开，姓名里不要空格",
            "part people with 、 and leave no spaces inside names"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Result<String, &'static str> {
        names(text, Who::People, &mut Mended::default())
            .map(|n| n.join("|"))
            .map_err(|r| r.code)
    }

    #[test]
    fn several_names_in_a_cell_are_parted_as_clerks_part_them() {
        for text in [
            "张三、李四",
            "张三，李四",
            "张三,李四",
            "张三;李四；",
            "张三/李四",
            "张三\n李四",
            "张三 李四",
            "张三　李四",
        ] {
            assert_eq!(split(text).as_deref(), Ok("张三|李四"), "{text}");
        }
    }

    #[test]
    fn a_lone_padded_name_is_one_person() {
        assert_eq!(split("张 三").as_deref(), Ok("张三"));
        assert_eq!(split("常　青、张 三").as_deref(), Ok("常青|张三"));
        assert_eq!(split("欧阳 娜娜").as_deref(), Ok("欧阳娜娜"));
        assert_eq!(split("欧阳 修").as_deref(), Ok("欧阳修"));
        assert_eq!(split("买买提•艾力").as_deref(), Ok("买买提·艾力"));
    }

    #[test]
    fn what_is_not_clear_or_not_complete_is_refused() {
        assert_eq!(split("张三 李 四"), Err("names_unclear"));
        assert_eq!(split("张三等5人"), Err("names_incomplete"));
        assert_eq!(split("张三、李四等"), Err("names_incomplete"));
        assert_eq!(split("张三(教育界)"), Ok("张三（教育界）".to_owned()));
        assert_eq!(split("张三（）"), Err("name_characters"));
        assert_eq!(split("张3"), Err("name_characters"));
        assert_eq!(split("张"), Err("name_short"));
    }

    #[test]
    fn a_name_cell_of_the_roster_holds_one_person() {
        let one = |text| name(text, &mut Mended::default()).map_err(|r| r.code);
        assert_eq!(one("张 三").as_deref(), Ok("张三"));
        assert_eq!(one("张三、李四"), Err("two_names"));
        assert_eq!(one("张三 李四"), Err("two_names"));
    }

    #[test]
    fn a_body_may_name_its_people_in_brackets() {
        let split = |text| {
            names(text, Who::Anyone, &mut Mended::default())
                .map(|n| n.join("|"))
                .map_err(|r| r.code)
        };
        assert_eq!(
            split("民盟县委（张三、李 四）").as_deref(),
            Ok("民盟县委|张三|李四")
        );
        assert_eq!(
            split("民建支部(执笔人：张三，李四)、王五").as_deref(),
            Ok("民建支部|张三|李四|王五")
        );
        assert_eq!(split("民盟县委（张三）").as_deref(), Ok("民盟县委（张三）"));
        assert_eq!(split("民盟县委（张三、李四等）"), Err("names_incomplete"));
    }

    #[test]
    fn a_body_may_propose() {
        let bodies = names(
            "民建青禾县委会、提案委员会（联合）",
            Who::Anyone,
            &mut Mended::default(),
        )
        .unwrap();
        assert_eq!(bodies, ["民建青禾县委会", "提案委员会（联合）"]);
    }
}
