//! The sum of a score in one line, as one would work it out by hand.

use crate::lang::{Lang, Text};

use crate::model::score::points::decimal_text;
use crate::model::score::scale::Scale;
use crate::model::score::{Explanation, Points, Scaled, TOTAL};
use crate::out::figure::exact;
use crate::text;

const NONE: Points = Points::new_raw(0, 1);

/// `40.00 - 2.00 = 38.00`, and where the whole is multiplied `…；38.00 × 3% = 1.14`.
pub(super) fn formula(e: &Explanation) -> Text {
    Text {
        zh: written(e, Lang::Zh),
        en: written(e, Lang::En),
    }
}

fn written(e: &Explanation, lang: Lang) -> String {
    let total = e.tally.total;
    let Some(Scaled { before, factor }) = e.scaled else {
        let open = e.parts.iter().filter(|p| !p.closed);
        return equation(open.map(|p| p.points), total, lang);
    };
    let mut parts: Vec<Points> = e
        .parts
        .iter()
        .filter(|p| p.code != TOTAL)
        .map(|p| p.points)
        .collect();
    let start = before - parts.iter().sum::<Points>();
    parts.extend((start != NONE).then_some(start));
    let after = before * factor;
    let mut steps = Vec::new();
    if parts.iter().filter(|p| **p != NONE).count() > 1 {
        steps.push(equation(parts.into_iter(), before, lang));
    }
    let (was, is) = (exact(before, lang), exact(after, lang));
    steps.push(format!("{was} × {} = {is}", factor_text(factor)));
    if after != total {
        steps.push(equation([after, total - after].into_iter(), total, lang));
    }
    steps.join(if lang == Lang::Zh { "；" } else { "; " })
}

/// Terms and what they come to; what is taken off is taken off.
fn equation(terms: impl Iterator<Item = Points>, sum: Points, lang: Lang) -> String {
    let mut said = String::new();
    for term in terms {
        match (said.is_empty(), term < NONE) {
            (true, _) => said.push_str(&exact(term, lang)),
            (false, false) => said.extend([" + ", &exact(term, lang)]),
            (false, true) => said.extend([" - ", &exact(-term, lang)]),
        }
    }
    format!("{said} = {}", exact(sum, lang))
}

/// What a part or the whole is multiplied by in a year of duty: `乘 3%（2026 年度权重）`.
pub(super) fn scales(all: &[Scale], year: i32) -> Option<Text> {
    let told: Vec<Text> = all.iter().map(|scale| told(scale, year)).collect();
    let side = |pick: fn(&Text) -> &str, comma: &str| {
        told.iter().map(pick).collect::<Vec<_>>().join(comma)
    };
    let (zh, en) = (side(|t| &t.zh, "，"), side(|t| &t.en, ", "));
    (!told.is_empty()).then(|| text!("{zh}", "{en}"))
}

fn told(scale: &Scale, year: i32) -> Text {
    match scale {
        Scale::By(factor) => {
            let factor = factor_text(*factor);
            text!("乘 {factor}", "times {factor}")
        }
        Scale::Year { table, rest } => {
            let own = table.iter().find(|(y, _)| *y == year).map(|(_, f)| *f);
            let factor = own.or(*rest).map_or_else(String::new, factor_text);
            text!(
                "乘 {factor}（{year} 年度权重）",
                "times {factor} (the weight in {year})"
            )
        }
        Scale::Post { table, rest } => {
            let one = |(post, factor): &(String, Points)| {
                let factor = factor_text(*factor);
                format!("{post} {factor}")
            };
            let mut all: Vec<String> = table.iter().map(one).collect();
            let rest = factor_text(rest.unwrap_or(Points::from_integer(1)));
            all.push(format!("其余 {rest}"));
            let Text { zh, en } = Text::listed(&all);
            let en = en.replace("其余", "others");
            text!("按职务乘：{zh}", "times, by post: {en}")
        }
        Scale::Tenure => text!("按任职时间补足", "raised by the time in office"),
        Scale::Served => text!("按任职天数折算", "by the days in office"),
    }
}

/// A weight as a share, a factor as a number, and as a fraction what neither holds.
fn factor_text(factor: Points) -> String {
    if factor < Points::from_integer(1) && 10_000 % factor.denom() == 0 {
        return format!("{}%", decimal_text(factor * Points::from_integer(100)));
    }
    match 100 % factor.denom() {
        0 => decimal_text(factor),
        _ => factor.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_off_is_written_so() {
        let n = Points::from_integer;
        let said = equation([n(40), n(0), n(-2)].into_iter(), n(38), Lang::Zh);
        assert_eq!(said, "40.00 + 0.00 - 2.00 = 38.00");
        assert_eq!(
            equation([n(-1)].into_iter(), n(-1), Lang::Zh),
            "-1.00 = -1.00"
        );
    }

    #[test]
    fn what_multiplies_is_told() {
        let half = Points::new(1, 2);
        let year = Scale::Year {
            table: vec![(2026, Points::new(3, 100))],
            rest: None,
        };
        let post = Scale::Post {
            table: vec![("常委".to_owned(), Points::new(5, 6))],
            rest: None,
        };
        let said = scales(&[Scale::By(half), year, post], 2026).unwrap();
        assert_eq!(
            said.zh,
            "乘 50%，乘 3%（2026 年度权重），按职务乘：常委 5/6、其余 1"
        );
        assert!(scales(&[], 2026).is_none());
    }

    #[test]
    fn factors_as_regulations_write_them() {
        assert_eq!(factor_text(Points::new(3, 100)), "3%");
        assert_eq!(factor_text(Points::new(3, 2)), "1.5");
        assert_eq!(factor_text(Points::new(5, 6)), "5/6");
    }
}
