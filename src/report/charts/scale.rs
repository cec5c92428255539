//! From numbers to places in a picture, and the round numbers at which an axis is marked.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A part of a whole in percent of a picture's width or height, from 0 to 100.
pub(in crate::report) fn percent(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { (100.0 * part / whole).clamp(0.0, 100.0) } else { 0.0 }
}

/// As a number for a picture; what is too large for one is no number of a project.
pub(in crate::report) fn float(value: Decimal) -> f64 {
    value.to_f64().filter(|value| value.is_finite()).unwrap_or(0.0)
}

/// As an attribute: two places are finer than any screen.
pub(in crate::report) fn at(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Round numbers from 0 up to the first that is not below `largest`, about four steps; whole ones where only those make sense.
pub(in crate::report) fn ticks(largest: f64, whole: bool) -> Vec<f64> {
    if largest.is_nan() || largest <= 0.0 {
        return vec![0.0, 1.0];
    }
    let power = 10f64.powf((largest / 4.0).log10().floor());
    let mut step =
        [1.0, 2.0, 2.5, 5.0, 10.0].map(|by| by * power).into_iter().find(|step| largest / step <= 4.0).unwrap_or(power);
    if whole {
        step = step.ceil().max(1.0);
    }
    let mut ticks = vec![0.0];
    while let Some(last) = ticks.last().copied().filter(|last| *last < largest && ticks.len() < 8) {
        ticks.push(last + step);
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_at_or_above_the_largest_value() {
        assert_eq!(ticks(7.0, true), [0.0, 2.0, 4.0, 6.0, 8.0]);
        assert_eq!(ticks(1.0, true), [0.0, 1.0]);
        for largest in [1.0, 2.0, 3.0, 5.0, 33.0, 967.0, 1e9, 123_456_789.0] {
            let ticks = ticks(largest, true);
            assert!(*ticks.last().unwrap() >= largest && ticks.len() <= 6, "{largest}: {ticks:?}");
        }
        assert_eq!(ticks(0.0, true), [0.0, 1.0], "an axis of nothing is still an axis");
    }

    #[test]
    fn nothing_of_nothing_is_nowhere() {
        assert_eq!(at(percent(1.0, 0.0)), "0");
        assert_eq!(at(percent(1.0, 3.0)), "33.33");
    }
}
