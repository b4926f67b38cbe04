//! Figures as people read them: points, shares, bars, telephone numbers.

use super::in_brackets;
use crate::lang::Lang;
use num_rational::Ratio;
use serde_json::Value;

/// An exact value with `places` decimals, half away from zero, never `-0`; `-` where there is no value.
fn decimal(value: Ratio<i128>, places: u32) -> String {
    let (n, d) = (*value.numer(), *value.denom());
    if d == 0 {
        return "-".to_owned();
    }
    let negative = (n < 0) != (d < 0);
    let (n, d) = (n.unsigned_abs(), d.unsigned_abs());
    let scale = 10_u128.pow(places);
    let (whole, part) = (n / d, scaled(n % d, scale, d));
    let (whole, part) = if part == scale {
        (whole + 1, 0)
    } else {
        (whole, part)
    };
    let sign = if negative && (whole, part) != (0, 0) {
        "-"
    } else {
        ""
    };
    format!("{sign}{whole}.{part:0places$}", places = places as usize)
}

/// `rest * scale / d` to the nearest, half up; for denominators beyond all counting, as near as can be.
fn scaled(rest: u128, scale: u128, d: u128) -> u128 {
    let (mut rest, mut d) = (rest, d);
    while d > u128::MAX / (scale * 4) {
        rest /= 2;
        d /= 2;
    }
    (rest * scale * 2 + d) / (d * 2)
}

/// Points with two places, half away from zero: `3.13`.
pub fn points(value: Ratio<i128>) -> String {
    decimal(value, 2)
}

/// Points with the exact value behind them where two places do not hold it: `3.13（25/8）`.
pub fn exact(value: Ratio<i128>, lang: Lang) -> String {
    let shown = points(value);
    let d = *value.denom();
    if d != 0 && 100 % d == 0 {
        return shown;
    }
    in_brackets(&shown, &format!("{}/{d}", value.numer()), lang)
}

/// A share of a whole with one place: `85.1%`.
pub fn share(value: Ratio<i128>) -> String {
    decimal(value * Ratio::from_integer(100), 1) + "%"
}

/// A share of a whole for JSON: per cent with two places.
pub fn share_json(value: Ratio<i128>) -> Value {
    number(&decimal(value * Ratio::from_integer(100), 2))
}

/// Points as a JSON number with at most two places.
pub fn points_json(value: Ratio<i128>) -> Value {
    number(&points(value))
}

fn number(digits: &str) -> Value {
    digits.parse::<f64>().map_or(Value::Null, Value::from)
}

fn hundredfold(num: u64, den: u64) -> Ratio<i128> {
    Ratio::new_raw(i128::from(num) * 100, i128::from(den))
}

/// A share with its denominator: `92.3%（12/13）`; `-（0/0）` where nothing was due.
pub fn percent(num: u64, den: u64, lang: Lang) -> String {
    let share = match den {
        0 => "-".to_owned(),
        _ => format!("{}%", decimal(hundredfold(num, den), 1)),
    };
    in_brackets(&share, &format!("{num}/{den}"), lang)
}

/// A share for JSON: per cent with two places (`92.31`), null where nothing was due.
pub fn rate_json(num: u64, den: u64) -> Value {
    number(&decimal(hundredfold(num, den), 2))
}

/// What a bar is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// `▇`, for terminals.
    Block,
    /// `#`, where `▇` may be two columns wide or missing.
    Ascii,
}

/// A bar of up to `cells` characters for `value` on a scale from 0 to `top`; anything above zero
/// shows at least one.
pub fn bar(value: Ratio<i128>, top: Ratio<i128>, cells: usize, ink: Ink) -> String {
    let share = float(value) / float(top);
    if !share.is_finite() || share <= 0.0 {
        return String::new();
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss
    )]
    let filled = ((share * cells as f64).round() as usize).clamp(1, cells.max(1));
    match ink {
        Ink::Block => "▇".repeat(filled),
        Ink::Ascii => "#".repeat(filled),
    }
}

#[allow(clippy::cast_precision_loss)] // a picture, not a figure
fn float(value: Ratio<i128>) -> f64 {
    *value.numer() as f64 / *value.denom() as f64
}

/// A telephone number of which only head and tail are told: `138****0001`.
pub fn masked_phone(phone: &str) -> String {
    let digits: Vec<char> = phone.trim().chars().collect();
    match digits.len() {
        0 => String::new(),
        1..=4 => "****".to_owned(),
        5..=9 => format!(
            "****{}",
            digits[digits.len() - 2..].iter().collect::<String>()
        ),
        n => {
            let head: String = digits[..3].iter().collect();
            format!("{head}****{}", digits[n - 4..].iter().collect::<String>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_rounded_half_away_from_zero() {
        let shown = |n, d| points(Ratio::new_raw(n, d));
        assert_eq!(shown(25, 8), "3.13");
        assert_eq!(shown(-25, 8), "-3.13");
        assert_eq!(shown(-1, 1000), "0.00");
        assert_eq!(shown(1999, 1000), "2.00");
        assert_eq!(shown(5, -2), "-2.50");
        assert_eq!(shown(1, 0), "-");
        assert_eq!(shown(i128::MIN, 1), format!("{}.00", i128::MIN));
        assert_eq!(shown(i128::MAX - 1, i128::MAX), "1.00");
    }

    #[test]
    fn an_exact_value_is_told_only_where_two_places_lose_it() {
        assert_eq!(exact(Ratio::new(25, 8), Lang::Zh), "3.13（25/8）");
        assert_eq!(exact(Ratio::new(25, 8), Lang::En), "3.13 (25/8)");
        assert_eq!(exact(Ratio::new(5, 4), Lang::Zh), "1.25");
        assert_eq!(exact(Ratio::new(1, 3), Lang::Zh), "0.33（1/3）");
    }

    #[test]
    fn a_share_carries_its_denominator() {
        assert_eq!(percent(12, 13, Lang::Zh), "92.3%（12/13）");
        assert_eq!(percent(0, 0, Lang::En), "- (0/0)");
        assert_eq!(rate_json(12, 13), serde_json::json!(92.31));
        assert_eq!(rate_json(0, 0), Value::Null);
        assert_eq!(points_json(Ratio::new(25, 8)), serde_json::json!(3.13));
    }

    #[test]
    fn a_bar_shows_what_is_there() {
        let two = |value| bar(Ratio::from(value), Ratio::from(10), 20, Ink::Ascii).len();
        assert_eq!(
            [two(0), two(5), two(10), two(99), two(-3)],
            [0, 10, 20, 20, 0]
        );
        assert_eq!(
            bar(Ratio::new(1, 1000), Ratio::from(10), 20, Ink::Block),
            "▇"
        );
        assert_eq!(bar(Ratio::from(1), Ratio::from(0), 20, Ink::Block), "");
    }

    #[test]
    fn a_phone_keeps_its_middle_to_itself() {
        assert_eq!(masked_phone("13812340001"), "138****0001");
        assert_eq!(masked_phone("6123456"), "****56");
        assert_eq!(masked_phone(""), "");
    }
}
