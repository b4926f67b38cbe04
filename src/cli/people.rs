//! Members as they are named on the command line: words, a filter, lines of standard input.

use crate::error::{Error, Kind, Result};
use crate::lang::Text;
use crate::store::Read;
use crate::text;
use std::io::Read as _;

/// A member with the words that name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: i64,
    pub no: String,
    pub name: String,
}

/// What was typed, `-` standing for the lines of standard input; several names may stand in one
/// word or line, divided by `、` or commas.
pub fn named(typed: &[String]) -> Result<Vec<String>> {
    let mut words = Vec::new();
    for word in typed {
        if word == "-" {
            let mut lines = String::new();
            std::io::stdin()
                .lock()
                .read_to_string(&mut lines)
                .map_err(|e| {
                    Error::machine(
                        "input_failed",
                        text!("读不了标准输入", "cannot read standard input"),
                    )
                    .because(e)
                })?;
            words.extend(lines.lines().flat_map(names));
        } else {
            words.extend(names(word));
        }
    }
    Ok(words)
}

fn names(line: &str) -> Vec<String> {
    line.trim_start_matches('\u{feff}')
        .split(['、', '，', ','])
        .map(str::trim)
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The members that words mean, each once; every word that means nobody, or more than one
/// person, is told.
pub fn found(read: Read<'_>, words: &[String]) -> Result<Vec<Person>> {
    let mut people: Vec<Person> = Vec::new();
    let mut wrong = Vec::new();
    for word in words {
        match read.find_member(word) {
            Ok(id) if people.iter().any(|p| p.id == id) => {}
            Ok(_) => people.push(one(read, word)?),
            Err(error) if error.kind == Kind::Refused => wrong.push(error),
            Err(error) => return Err(error),
        }
    }
    match (wrong.len(), people.is_empty()) {
        (0, false) => Ok(people),
        (0, true) => Err(nobody()),
        (1, _) => Err(wrong.remove(0)),
        (n, _) => Err(several(n, &wrong)),
    }
}

/// The one member that a word means.
pub fn one(read: Read<'_>, word: &str) -> Result<Person> {
    let id = read.find_member(word)?;
    let person = read.member(id)?.map(|m| Person {
        id,
        no: m.no,
        name: m.name,
    });
    person.ok_or_else(nobody)
}

fn several(n: usize, wrong: &[Error]) -> Error {
    let message = text!(
        "有 {n} 个人认不出来，没有写入",
        "{n} people are not known; nothing was written"
    );
    let mut error = Error::refused("not_found", message);
    for one in wrong {
        let (zh, en) = (&one.message.zh, &one.message.en);
        let mut hint = text!("{zh}", "{en}");
        if let Some(first) = one.hints.first().filter(|_| one.hints.len() > 1) {
            hint.zh = format!("{}；{}", hint.zh, first.zh);
            hint.en = format!("{}; {}", hint.en, first.en);
        }
        error = error.hint(hint);
    }
    error.hint(text!(
        "用 yishi member list 查找；同名的写委员编号",
        "yishi member list searches; for people of one name give the number"
    ))
}

/// Nobody was named, or nobody fits.
pub fn nobody() -> Error {
    Error::refused(
        "nobody",
        text!("没有指明任何委员", "no member was named"),
    )
    .hint(text!(
        "写委员编号或姓名，或用 --where sector=界别 筛选；用 yishi member list 查找",
        "give numbers or names, or a filter such as --where sector=SECTOR; yishi member list searches"
    ))
}

/// The first of some people, and how many they are: `张三、李四、王五等 12 人`.
pub fn called(people: &[Person]) -> Text {
    let first = |n: usize, comma: &str| {
        let names: Vec<&str> = people.iter().take(n).map(|p| p.name.as_str()).collect();
        names.join(comma)
    };
    let n = people.len();
    match people {
        [one] => Text::same(format!("{} {}", one.no, one.name)),
        _ if n <= 5 => Text {
            zh: first(5, "、"),
            en: first(5, ", "),
        },
        _ => {
            let (zh, en) = (first(3, "、"), first(3, ", "));
            let more = n - 3;
            text!("{zh}等 {n} 人", "{en} and {more} more")
        }
    }
}

/// Says which of several people an error is about.
pub fn about(mut error: Error, people: &[Person], person: &Person) -> Error {
    let (no, name) = (&person.no, &person.name);
    if people.len() > 1 && !error.message.zh.contains(no.as_str()) {
        let (zh, en) = (&error.message.zh, &error.message.en);
        error.message = text!("{no} {name}：{zh}", "{no} {name}: {en}");
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(n: i64) -> Vec<Person> {
        let one = |id| Person {
            id,
            no: format!("1000{id}"),
            name: format!("委员{id}"),
        };
        (1..=n).map(one).collect()
    }

    #[test]
    fn several_names_may_stand_in_one_word() {
        assert_eq!(
            names("张三、李四，王五, 赵六"),
            ["张三", "李四", "王五", "赵六"]
        );
        assert_eq!(names("\u{feff}张三"), ["张三"]);
        assert!(names("  ").is_empty());
    }

    #[test]
    fn people_are_told_by_name_and_number() {
        assert_eq!(called(&people(1)).zh, "10001 委员1");
        assert_eq!(called(&people(2)).zh, "委员1、委员2");
        assert_eq!(called(&people(9)).zh, "委员1、委员2、委员3等 9 人");
        assert_eq!(called(&people(9)).en, "委员1, 委员2, 委员3 and 6 more");
    }
}
