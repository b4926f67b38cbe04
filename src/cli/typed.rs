//! What people type: days, yes and no, lists of names, words of a closed vocabulary.

use super::app::usage;
use crate::error::Result;
use crate::model::code::Code;
use crate::model::when::When;
use crate::text;
use chrono::NaiveDate;

/// What stands between names of one argument.
pub const SEPARATORS: [char; 3] = [',', '，', '、'];

/// What an option of `edit` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said<T> {
    /// This value.
    Is(T),
    /// Given as `''`: no value is to stand any more.
    Nothing,
}

impl<T> Said<T> {
    /// The value, where one was said.
    pub fn value(self) -> Option<T> {
        match self {
            Said::Is(value) => Some(value),
            Said::Nothing => None,
        }
    }
}

/// Reads what `read` reads, and `''` as [`Said::Nothing`].
pub fn or_nothing<T: 'static>(
    read: fn(&str) -> Result<T>,
) -> impl Fn(&str) -> Result<Said<T>> + Clone + Send + Sync + 'static {
    move |word| match word.trim() {
        "" => Ok(Said::Nothing),
        _ => read(word).map(Said::Is),
    }
}

/// The fields that are to be emptied, of those for which something was said.
pub fn emptied<K: Copy, T: PartialEq>(said: &[(K, Option<Said<T>>)]) -> Vec<K> {
    let emptied = said.iter().filter(|(_, s)| *s == Some(Said::Nothing));
    emptied.map(|(field, _)| *field).collect()
}

/// A whole number.
pub fn number(word: &str) -> Result<i64> {
    word.trim()
        .parse()
        .map_err(|_| usage(text!("「{word}」不是整数", "“{word}” is no whole number")))
}

/// A day, a month or a year.
pub fn when(word: &str) -> Result<When> {
    When::read(word).ok_or_else(|| {
        usage(text!("「{word}」不是日期", "“{word}” is no day")).hint(text!(
            "写作 2026-03-05；只知道月份就写 2026-03",
            "write 2026-03-05, or 2026-03 where only the month is known"
        ))
    })
}

/// A full day.
pub fn day(word: &str) -> Result<NaiveDate> {
    when(word)?.day().ok_or_else(|| {
        usage(text!("「{word}」没有写到日", "“{word}” names no day"))
            .hint(text!("写作 2026-03-05", "write it as 2026-03-05"))
    })
}

/// A person's name, held to the same rules as in a spreadsheet.
pub fn name(word: &str) -> Result<String> {
    crate::ledger::read_name(word)
}

/// A telephone number, held to the same rules as in a spreadsheet.
pub fn phone(word: &str) -> Result<String> {
    crate::ledger::read_phone(word)
}

/// A word that says something: no blanks alone, nothing that acts on a terminal.
pub fn filled(word: &str) -> Result<String> {
    let word = word.trim();
    if word.is_empty() || word.chars().any(char::is_control) {
        return Err(usage(text!(
            "不能为空，也不能含控制字符",
            "it may not be empty or hold control characters"
        )));
    }
    Ok(word.to_owned())
}

/// Yes or no in both languages.
pub fn yes(word: &str) -> Result<bool> {
    match word.trim() {
        "是" | "yes" | "y" | "true" | "1" => Ok(true),
        "否" | "no" | "n" | "false" | "0" => Ok(false),
        _ => Err(usage(text!(
            "「{word}」不是“是”或“否”",
            "“{word}” is neither yes nor no"
        ))),
    }
}

/// A word of a closed vocabulary, as code or in either language.
pub fn code<C: Code>(word: &str) -> Result<C> {
    C::parse(word).ok_or_else(|| {
        let zh = C::ALL.iter().map(|c| c.zh()).collect::<Vec<_>>().join("、");
        let en = C::ALL
            .iter()
            .map(|c| c.code())
            .collect::<Vec<_>>()
            .join(", ");
        usage(text!("不认识「{word}」", "“{word}” is not known"))
            .hint(text!("可以写：{zh}", "one of: {en}"))
    })
}

/// The names of several arguments, each of which may hold several; blanks around them go.
pub fn names(typed: &[String]) -> Vec<String> {
    typed
        .iter()
        .flat_map(|t| t.split(SEPARATORS))
        .map(str::trim)
        .filter(|n| !n.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether an option was given with nothing in it (`--lead ''`), which takes out what stands.
pub fn is_cleared(typed: &[String]) -> bool {
    !typed.is_empty() && names(typed).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::code::ProposalForm;

    #[test]
    fn an_empty_word_empties_and_any_other_is_read() {
        let read = or_nothing(when);
        assert_eq!(read("").ok(), Some(Said::Nothing));
        assert_eq!(read(" ").ok(), Some(Said::Nothing));
        assert_eq!(
            read("2026-03").ok(),
            Some(Said::Is(when("2026-03").unwrap()))
        );
        assert!(read("无此日").is_err());
        let said = [('a', read("").ok()), ('b', None), ('c', read("2026").ok())];
        assert_eq!(emptied(&said), ['a']);
    }

    #[test]
    fn names_are_typed_with_any_comma_and_in_order() {
        let typed = ["王伟,李娜".to_owned(), " 张敏、赵强 ".to_owned()];
        assert_eq!(names(&typed), ["王伟", "李娜", "张敏", "赵强"]);
        assert!(is_cleared(&[String::new()]));
        assert!(!is_cleared(&[]));
    }

    #[test]
    fn a_wrong_word_is_answered_with_what_there_is() {
        assert_eq!(code::<ProposalForm>("联名").ok(), Some(ProposalForm::Joint));
        let told = code::<ProposalForm>("合伙").err();
        let hints = told.map(|e| e.hints).unwrap_or_default();
        assert!(hints[0].zh.contains("联名") && hints[0].en.contains("joint"));
    }
}
