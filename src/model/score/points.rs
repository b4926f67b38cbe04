//! Exact points: read from the source text of a number, never through a binary float (E46),
//! and rounded half away from zero to hundredths only to be shown.

use crate::lang::Lang;
use num_rational::Ratio;
use num_traits::CheckedAdd;

/// Points, exact.
pub type Points = Ratio<i128>;

/// The largest number that a rule set may name; regulations stay far below it.
pub const LARGEST: i128 = 1_000_000;

/// Why a number of a rule set cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotANumber {
    /// It is not a whole number, a decimal or a fraction.
    Form,
    /// A fraction with nothing below the line.
    NothingBelow,
    /// Beyond [`LARGEST`], or finer than a millionth.
    Range,
}

/// Reads `2`, `-2.5`, `+0.05` or `1/3`; exponents, infinities and anything else are refused.
pub fn parse(text: &str) -> Result<Points, NotANumber> {
    let text = text.trim();
    let (top, below) = match text.split_once('/') {
        Some((top, below)) => (decimal(top.trim())?, decimal(below.trim())?),
        None => (decimal(text)?, Points::from_integer(1)),
    };
    if *below.numer() == 0 {
        return Err(NotANumber::NothingBelow);
    }
    let value = top / below;
    let within = value.numer().abs() <= LARGEST * value.denom() && *value.denom() <= LARGEST;
    if within {
        Ok(value)
    } else {
        Err(NotANumber::Range)
    }
}

fn decimal(text: &str) -> Result<Points, NotANumber> {
    let (sign, digits) = match text.as_bytes().first() {
        Some(b'-') => (-1, &text[1..]),
        Some(b'+') => (1, &text[1..]),
        _ => (1, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !plain(whole) || !plain(part) {
        return Err(NotANumber::Form);
    }
    let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
    if whole.len() > 7 || part.len() > 6 {
        return Err(NotANumber::Range);
    }
    let scale = (0..part.len()).fold(1_i128, |s, _| s * 10);
    let all = whole
        .bytes()
        .chain(part.bytes())
        .fold(0_i128, |n, b| n * 10 + i128::from(b - b'0'));
    Ok(Points::new(sign * all, scale))
}

/// Hundredths, rounded half away from zero.
pub fn hundredths(points: Points) -> i128 {
    let (mut top, mut below) = (*points.numer() % *points.denom(), *points.denom());
    while below > i128::MAX / 400 {
        // Beyond 36 digits the last ones cannot be seen in hundredths.
        (top, below) = (top / 256, below / 256);
    }
    let doubled = top * 200;
    let part = (doubled + if top < 0 { -below } else { below }) / (2 * below);
    points.to_integer().saturating_mul(100).saturating_add(part)
}

/// The sum; `None` where it does not fit.
pub(super) fn sum(all: impl IntoIterator<Item = Points>) -> Option<Points> {
    all.into_iter()
        .try_fold(Points::new_raw(0, 1), |sum, points| {
            sum.checked_add(&points)
        })
}

/// At most two decimals without trailing zeros: `50`, `72.5`, `3.13`. It is a JSON number too.
pub fn decimal_text(points: Points) -> String {
    let all = hundredths(points);
    let (sign, all) = (if all < 0 { "-" } else { "" }, all.unsigned_abs());
    match (all / 100, all % 100) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, part) if part % 10 == 0 => format!("{sign}{whole}.{}", part / 10),
        (whole, part) => format!("{sign}{whole}.{part:02}"),
    }
}

/// What people read: the rounded decimal, and the exact fraction where rounding lost something:
/// `72.5`, `3.13（25/8）`.
pub fn show(points: Points, lang: Lang) -> String {
    let rounded = decimal_text(points);
    if 100 % points.denom() == 0 {
        return rounded;
    }
    let exact = format!("{}/{}", points.numer(), points.denom());
    match lang {
        Lang::Zh => format!("{rounded}（{exact}）"),
        Lang::En => format!("{rounded} ({exact})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(n: i128, d: i128) -> Points {
        Points::new(n, d)
    }

    #[test]
    fn a_number_is_taken_from_its_source_text() {
        assert_eq!(parse("2.5"), Ok(p(5, 2)));
        assert_eq!(parse("0.05"), Ok(p(1, 20)));
        assert_eq!(parse("-1.5"), Ok(p(-3, 2)));
        assert_eq!(parse("1/3"), Ok(p(1, 3)));
        assert_eq!(parse("0007.100000000"), Ok(p(71, 10)));
        assert_eq!(parse("1/0"), Err(NotANumber::NothingBelow));
        assert_eq!(parse("1e3"), Err(NotANumber::Form));
        assert_eq!(parse("inf"), Err(NotANumber::Form));
        assert_eq!(parse("."), Err(NotANumber::Form));
        assert_eq!(parse("99999999"), Err(NotANumber::Range));
        assert_eq!(parse("0.0000001"), Err(NotANumber::Range));
    }

    #[test]
    fn points_are_rounded_half_away_from_zero_only_to_be_shown() {
        assert_eq!(decimal_text(p(25, 8)), "3.13");
        assert_eq!(decimal_text(p(-25, 8)), "-3.13");
        assert_eq!(decimal_text(p(145, 2)), "72.5");
        assert_eq!(decimal_text(p(1, 200)), "0.01");
        assert_eq!(decimal_text(p(-1, 1000)), "0");
        assert_eq!(decimal_text(p(i128::MAX - 1, i128::MAX)), "1");
    }

    #[test]
    fn the_exact_fraction_stands_beside_a_rounded_decimal() {
        assert_eq!(show(p(25, 8), Lang::Zh), "3.13（25/8）");
        assert_eq!(show(p(25, 8), Lang::En), "3.13 (25/8)");
        assert_eq!(show(p(145, 2), Lang::Zh), "72.5");
    }
}
