//! The one filter language of all lists: terms such as `sector=教育界`, `post=常委,委员`,
//! `since>=2026-01-01`, `start=2026-03..2026-06`, `unit~小学`, `until=` (empty), `post!=常委`;
//! a word without an operator is searched for in names. Field names are English or Chinese.

/// How a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// One of the values.
    Is,
    /// None of the values.
    IsNot,
    /// Contains one of the values.
    Has,
    /// Before.
    Less,
    /// Not after.
    AtMost,
    /// After.
    More,
    /// Not before.
    AtLeast,
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// A field compared with values; an empty list of values means that the field is empty.
    Field {
        /// The field as typed.
        field: String,
        /// How it is compared.
        compare: Compare,
        /// With what.
        values: Vec<String>,
    },
    /// A word to search for.
    Word(String),
}

const OPERATORS: [(&str, Compare); 13] = [
    ("!=", Compare::IsNot),
    (">=", Compare::AtLeast),
    ("<=", Compare::AtMost),
    ("≠", Compare::IsNot),
    ("≥", Compare::AtLeast),
    ("≤", Compare::AtMost),
    ("=", Compare::Is),
    ("＝", Compare::Is),
    ("~", Compare::Has),
    ("～", Compare::Has),
    (">", Compare::More),
    ("<", Compare::Less),
    ("＞", Compare::More),
];

/// Reads terms as typed; each argument may hold several, divided by spaces.
pub fn parse<S: AsRef<str>>(arguments: &[S]) -> Vec<Term> {
    arguments
        .iter()
        .flat_map(|a| a.as_ref().split_whitespace())
        .flat_map(term)
        .collect()
}

fn term(word: &str) -> Vec<Term> {
    let found = OPERATORS
        .iter()
        .filter_map(|(sign, compare)| word.find(sign).map(|at| (at, sign.len(), *compare)))
        .min_by_key(|(at, len, _)| (*at, std::cmp::Reverse(*len)));
    let Some((at, len, compare)) = found.filter(|(at, ..)| *at > 0) else {
        return vec![Term::Word(word.to_owned())];
    };
    let (field, value) = (word[..at].to_owned(), &word[at + len..]);
    if let (Compare::Is, Some((from, to))) = (compare, value.split_once("..")) {
        let side = |compare, value: &str| Term::Field {
            field: field.clone(),
            compare,
            values: vec![value.to_owned()],
        };
        let mut terms = Vec::new();
        if !from.is_empty() {
            terms.push(side(Compare::AtLeast, from));
        }
        if !to.is_empty() {
            terms.push(side(Compare::AtMost, to));
        }
        return terms;
    }
    let values = value
        .split([',', '，', '、'])
        .filter(|v| !v.is_empty())
        .map(str::to_owned)
        .collect();
    vec![Term::Field {
        field,
        compare,
        values,
    }]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(field: &str, compare: Compare, values: &[&str]) -> Term {
        Term::Field {
            field: field.into(),
            compare,
            values: values.iter().map(|v| (*v).to_owned()).collect(),
        }
    }

    #[test]
    fn terms_read_as_typed() {
        assert_eq!(
            parse(&["sector=教育界,经济界 post!=常委", "since>=2026-01-01", "王"]),
            vec![
                field("sector", Compare::Is, &["教育界", "经济界"]),
                field("post", Compare::IsNot, &["常委"]),
                field("since", Compare::AtLeast, &["2026-01-01"]),
                Term::Word("王".into()),
            ]
        );
        assert_eq!(parse(&["until="]), vec![field("until", Compare::Is, &[])]);
        assert_eq!(
            parse(&["界别＝教育界"]),
            vec![field("界别", Compare::Is, &["教育界"])]
        );
    }

    #[test]
    fn a_range_is_two_terms() {
        assert_eq!(
            parse(&["start=2026-03..2026-06"]),
            vec![
                field("start", Compare::AtLeast, &["2026-03"]),
                field("start", Compare::AtMost, &["2026-06"])
            ]
        );
        assert_eq!(
            parse(&["start=..2026"]),
            vec![field("start", Compare::AtMost, &["2026"])]
        );
    }
}
