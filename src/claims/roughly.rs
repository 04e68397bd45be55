//! Means and shares that say they are approximate: `日均约345次`, `约占48%`. They are worked out of other figures and
//! rounded; how far is not said.

use super::line::Line;
use crate::number::{Decimal, Number, Overflow};

impl Line<'_> {
    /// Whether a figure says no more than that it is near: `不足60件` and `超过14条` are bounds.
    pub(super) fn is_rough(&self, index: usize) -> bool {
        let label = self.label(index).trim_end_matches(['占', '为', '达', '有', '合']);
        self.is_approximate(index) && label.ends_with('约')
    }
}

/// A figure as what it may be rounded from: the zeros at the end of an approximate one need not be meant.
pub(super) fn meant(number: Number, approximate: bool) -> Number {
    if approximate { rounded(number) } else { number }
}

fn rounded(number: Number) -> Number {
    let value = number.value();
    let (Some(mut digits), mut zeros) = (value.to_integer().filter(|digits| *digits != 0), 0) else {
        return Number::rounded(value);
    };
    while digits % 10 == 0 {
        (digits, zeros) = (digits / 10, zeros + 1);
    }
    Number::rounded(Decimal::new(digits, zeros))
}

/// Whether an approximate figure is farther from what it is worked out of than anyone rounds: by more than a twentieth.
pub(super) fn is_far(printed: Decimal, computed: Decimal) -> Result<bool, Overflow> {
    Ok(printed.sub(computed)?.magnitude()?.mul(Decimal::from(20))? > computed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_at_the_end_may_be_rounded() {
        for (printed, decimals, exponent) in [(345, 0, 0), (350, 0, 1), (1200, 0, 2), (486, 1, -1), (0, 0, 0)] {
            assert_eq!(
                rounded(Number::exact(Decimal::new(printed, -decimals))).value().exponent(),
                exponent,
                "{printed}"
            );
        }
    }

    #[test]
    fn more_than_a_twentieth_is_far() {
        let far = |printed: i128, computed: i128| is_far(Decimal::from(printed), Decimal::from(computed)).unwrap();
        assert_eq!([far(105, 100), far(95, 100), far(106, 100), far(94, 100)], [false, false, true, true]);
    }
}
