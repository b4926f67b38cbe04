//! Small typography that differs between the two languages.

use crate::lang::Lang;

/// `before（inside）` in Chinese, `before (inside)` in English.
pub fn in_brackets(before: &str, inside: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{before}（{inside}）"),
        Lang::En => format!("{before} ({inside})"),
    }
}

/// What stands between the items of a list.
pub(super) fn comma(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    }
}
