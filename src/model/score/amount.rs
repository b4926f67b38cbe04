//! Two ways to hold points while they are added up: whole numbers at a common scale, which is
//! fast, and exact fractions, which take what does not fit that scale. Both are checked; neither
//! ever rounds.

use super::points::Points;
use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedMul};

/// A factor on points.
pub(super) type Factor = Ratio<i64>;

/// Points that can be added, compared and multiplied, or say that they cannot.
pub(super) trait Amount: Copy + Ord {
    const NONE: Self;
    fn of(points: Points, scale: i64) -> Option<Self>;
    fn points(self, scale: i64) -> Points;
    fn plus(self, other: Self) -> Option<Self>;
    fn minus(self, other: Self) -> Option<Self>;
    fn times(self, factor: Factor) -> Option<Self>;
}

impl Amount for i64 {
    const NONE: i64 = 0;

    fn of(points: Points, scale: i64) -> Option<i64> {
        let scaled = i128::checked_mul(*points.numer(), i128::from(scale))?;
        if scaled % points.denom() != 0 {
            return None;
        }
        i64::try_from(scaled / points.denom()).ok()
    }

    fn points(self, scale: i64) -> Points {
        let scale = scale.max(1);
        let common = if self % scale == 0 {
            scale
        } else {
            divisor(self, scale)
        };
        Points::new_raw(i128::from(self / common), i128::from(scale / common))
    }

    fn plus(self, other: i64) -> Option<i64> {
        self.checked_add(other)
    }

    fn minus(self, other: i64) -> Option<i64> {
        self.checked_sub(other)
    }

    fn times(self, factor: Factor) -> Option<i64> {
        let (top, below) = (*factor.numer(), *factor.denom());
        let product = self.checked_mul(top)?;
        match below {
            1 => Some(product),
            _ if product.checked_rem(below)? == 0 => product.checked_div(below),
            _ => None,
        }
    }
}

impl Amount for Points {
    const NONE: Points = Points::new_raw(0, 1);

    fn of(points: Points, _scale: i64) -> Option<Points> {
        Some(points)
    }

    fn points(self, _scale: i64) -> Points {
        self
    }

    fn plus(self, other: Points) -> Option<Points> {
        self.checked_add(&other)
    }

    fn minus(self, other: Points) -> Option<Points> {
        self.checked_add(&-other)
    }

    fn times(self, factor: Factor) -> Option<Points> {
        if *factor.denom() == 0 {
            return None;
        }
        self.checked_mul(&Points::new(
            i128::from(*factor.numer()),
            i128::from(*factor.denom()),
        ))
    }
}

/// The greatest common divisor, by machine words: a run makes fractions of millions of sums.
fn divisor(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    i64::try_from(a).unwrap_or(1).max(1)
}

/// A factor of a rule set as a pair of machine numbers; rule sets hold nothing larger.
pub(super) fn factor(points: Points) -> Option<Factor> {
    Some(Factor::new_raw(
        i64::try_from(*points.numer()).ok()?,
        i64::try_from(*points.denom()).ok()?,
    ))
}
