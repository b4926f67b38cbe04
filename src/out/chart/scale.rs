//! Scales of plots, and the few figures that plots need.

/// Values on a line of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    from: f64,
    to: f64,
    step: f64,
    left: f64,
    right: f64,
}

impl Scale {
    /// From round number to round number, so that all values lie between.
    pub fn nice((low, high): (f64, f64), (left, right): (f64, f64)) -> Scale {
        let step = step(length(low, high), 6.0);
        let mut from = (low / step).floor() * step;
        // Ranks begin at 1, not before.
        if low >= 1.0 && from <= 0.0 && low < step {
            from = if (low - 1.0).abs() < f64::EPSILON {
                1.0
            } else {
                0.0
            };
        }
        let to = (high / step).ceil() * step;
        Scale {
            from,
            to: if to > from { to } else { from + step },
            step,
            left,
            right,
        }
    }

    /// From the one to the other value.
    pub fn exact((from, to): (f64, f64), (left, right): (f64, f64)) -> Scale {
        Scale {
            from,
            to: if to > from { to } else { from + 1.0 },
            step: step(length(from, to), 6.0),
            left,
            right,
        }
    }

    /// Where a value lies.
    pub fn at(&self, value: f64) -> f64 {
        let share = (value - self.from) / (self.to - self.from);
        self.left + share * (self.right - self.left)
    }

    /// Round numbers on it.
    pub fn ticks(&self) -> Vec<f64> {
        let mut ticks = vec![self.from];
        let mut tick = ((self.from / self.step).floor() + 1.0) * self.step;
        while tick <= self.to + self.step / 1e6 && ticks.len() < 40 {
            ticks.push(tick);
            tick += self.step;
        }
        ticks
    }
}

fn length(low: f64, high: f64) -> f64 {
    if high > low { high - low } else { 1.0 }
}

/// A round step that parts a length into about so many pieces.
pub(super) fn step(length: f64, pieces: f64) -> f64 {
    let rough = length / pieces;
    let ten = 10_f64.powf(rough.log10().floor());
    let round = [1.0, 2.0, 5.0].into_iter().map(|r| r * ten);
    round
        .into_iter()
        .find(|r| *r >= rough)
        .unwrap_or(10.0 * ten)
}

/// The least and the largest.
pub(super) fn span(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |span: Option<(f64, f64)>, v| {
        Some(span.map_or((v, v), |(low, high)| (low.min(v), high.max(v))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_begin_and_end_at_round_numbers() {
        let scale = Scale::nice((23.0, 97.0), (0.0, 100.0));
        assert_eq!((scale.at(20.0), scale.at(100.0)), (0.0, 100.0));
        assert_eq!(scale.ticks(), [20.0, 40.0, 60.0, 80.0, 100.0]);
        let one = Scale::nice((5.0, 5.0), (0.0, 100.0));
        assert!(one.at(5.0).is_finite() && one.ticks().len() < 40);
    }
}
