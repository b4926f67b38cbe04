//! What people type: days, yes and no, lists of names, words of a closed vocabulary.

use crate::model::code::Code;
use crate::model::when::When;

/// What stands between names of one argument.
pub const SEPARATORS: [char; 3] = [',', '，', '、'];

/// A day, a month or a year.
pub fn when(word: &str) -> Result<When, String> {
    When::read(word)
        .ok_or_else(|| "日期写作 2026-03-05 或 2026-03 (write 2026-03-05 or 2026-03)".to_owned())
}

/// Yes or no in both languages.
pub fn yes(word: &str) -> Result<bool, String> {
    match word.trim() {
        "是" | "yes" | "y" | "true" | "1" => Ok(true),
        "否" | "no" | "n" | "false" | "0" => Ok(false),
        _ => Err("写 是 或 否 (write yes or no)".to_owned()),
    }
}

/// A word of a closed vocabulary, as code or in either language.
pub fn code<C: Code>(word: &str) -> Result<C, String> {
    C::parse(word).ok_or_else(|| {
        C::ALL
            .iter()
            .map(|c| format!("{} {}", c.code(), c.zh()))
            .collect::<Vec<_>>()
            .join("、")
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
    fn names_are_typed_with_any_comma_and_in_order() {
        let typed = ["王伟,李娜".to_owned(), " 张敏、赵强 ".to_owned()];
        assert_eq!(names(&typed), ["王伟", "李娜", "张敏", "赵强"]);
        assert!(is_cleared(&[String::new()]));
        assert!(!is_cleared(&[]));
    }

    #[test]
    fn a_wrong_word_is_answered_with_what_there_is() {
        assert_eq!(code::<ProposalForm>("联名"), Ok(ProposalForm::Joint));
        let told = code::<ProposalForm>("联合").unwrap_err();
        assert!(told.contains("joint 联名"), "{told}");
    }
}
