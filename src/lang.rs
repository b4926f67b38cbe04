//! The two languages of the program. A sentence is written once, as a pair, where the fact
//! it states is known: [`text!`](crate::text) formats both sides at compile-checked places,
//! so that neither language can lag behind the other.

/// The language in which the program speaks. Stored codes, JSON keys and dates are never localised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Chinese, the default.
    #[default]
    Zh,
    /// English, on request.
    En,
}

impl Lang {
    /// Reads `zh` or `en` (also `zh_CN.UTF-8`, `en-US` and the like); anything else is `None`.
    pub fn parse(word: &str) -> Option<Lang> {
        let head = word.get(..2)?.to_ascii_lowercase();
        let rest = word[2..].chars().next();
        if rest.is_some_and(|c| c.is_ascii_alphanumeric()) {
            return None;
        }
        match head.as_str() {
            "zh" => Some(Lang::Zh),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// The word of the two that is of this language.
    pub fn pick<'w>(self, zh: &'w str, en: &'w str) -> &'w str {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// The stored code of the language.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }
}

/// One sentence or label in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// The Chinese side.
    pub zh: String,
    /// The English side.
    pub en: String,
}

impl Text {
    /// A text that is the same in both languages: a name, a number, a file.
    pub fn same(word: impl Into<String>) -> Text {
        let word = word.into();
        Text {
            en: word.clone(),
            zh: word,
        }
    }

    /// Words in a row, as each language parts them: `甲、乙` and `甲, 乙`.
    pub fn listed<S: AsRef<str>>(words: &[S]) -> Text {
        let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
        Text {
            zh: words.join("、"),
            en: words.join(", "),
        }
    }

    /// The side for `lang`.
    pub fn pick(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// So many of something, as English says it: `so_many(&1, "row is", "rows are")` is `1 row is`.
pub fn so_many(n: &impl std::fmt::Display, one: &str, more: &str) -> String {
    let n = n.to_string();
    let word = if n == "1" { one } else { more };
    format!("{n} {word}")
}

/// Writes a sentence in both languages: `text!("第 {n} 行", "line {n}")`, arguments captured by name
/// or given after the pair by name (`n = rows.len()`).
#[macro_export]
macro_rules! text {
    ($zh:literal, $en:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        $(let $name = &$value;)*
        $crate::lang::Text { zh: format!($zh), en: format!($en) }
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_its_language() {
        assert_eq!(Lang::parse("zh_CN.UTF-8"), Some(Lang::Zh));
        assert_eq!(Lang::parse("en"), Some(Lang::En));
        assert_eq!(Lang::parse("eng"), None);
        assert_eq!(Lang::parse("C"), None);
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!(so_many(&1, "row is", "rows are"), "1 row is");
        assert_eq!(so_many(&0, "row is", "rows are"), "0 rows are");
        assert_eq!(so_many(&"1.5", "point", "points"), "1.5 points");
    }

    #[test]
    fn words_in_a_row_are_parted_as_the_language_does() {
        let listed = Text::listed(&["甲", "乙"]);
        assert_eq!(
            (listed.zh.as_str(), listed.en.as_str()),
            ("甲、乙", "甲, 乙")
        );
        assert_eq!(Text::listed::<&str>(&[]), Text::default());
    }

    #[test]
    fn a_text_takes_named_arguments_in_both_languages() {
        let line = 7;
        let text = text!("第 {line} 行：{n} 人", "line {line}: {n} people", n = 3);
        assert_eq!(text.pick(Lang::Zh), "第 7 行：3 人");
        assert_eq!(text.pick(Lang::En), "line 7: 3 people");
    }
}
