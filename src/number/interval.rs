//! Closed intervals of exact decimals: what a printed figure may stand for.
//!
//! The model is that of XBRL Calculations 1.1: a rounded figure stands for every value within half
//! a unit of its last printed place. Both ends belong to it, because the author's rule for ties is
//! not known.

use super::decimal::{Decimal, Overflow};

/// All values from `low` to `high`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    low: Decimal,
    high: Decimal,
}

#[expect(clippy::should_implement_trait, reason = "the operators of std cannot fail, these can")]
impl Interval {
    /// The interval of one value.
    #[must_use]
    pub const fn exact(value: Decimal) -> Self {
        Self { low: value, high: value }
    }

    /// A printed value give or take half a unit of its last place.
    ///
    /// # Errors
    /// [`Overflow`] where an end needs more than 38 digits.
    pub fn rounded(value: Decimal) -> Result<Self, Overflow> {
        let half = Decimal::new(5, value.exponent().checked_sub(1).ok_or(Overflow)?);
        Ok(Self { low: value.sub(half)?, high: value.add(half)? })
    }

    /// The lower end.
    #[must_use]
    pub const fn low(self) -> Decimal {
        self.low
    }

    /// The upper end.
    #[must_use]
    pub const fn high(self) -> Decimal {
        self.high
    }

    /// Every sum of a value of each.
    ///
    /// # Errors
    /// [`Overflow`] where an end needs more than 38 digits.
    pub fn add(self, other: Self) -> Result<Self, Overflow> {
        Ok(Self { low: self.low.add(other.low)?, high: self.high.add(other.high)? })
    }

    /// Every difference of a value of each.
    ///
    /// # Errors
    /// [`Overflow`] where an end needs more than 38 digits.
    pub fn sub(self, other: Self) -> Result<Self, Overflow> {
        Ok(Self { low: self.low.sub(other.high)?, high: self.high.sub(other.low)? })
    }

    /// Every value times `factor`; a negative factor exchanges the ends.
    ///
    /// # Errors
    /// [`Overflow`] where an end needs more than 38 digits.
    pub fn times(self, factor: Decimal) -> Result<Self, Overflow> {
        let (low, high) = (self.low.mul(factor)?, self.high.mul(factor)?);
        Ok(if factor.is_negative() { Self { low: high, high: low } } else { Self { low, high } })
    }

    /// Whether the interval is one value only.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self.low == self.high
    }

    /// Whether `value` lies in it.
    #[must_use]
    pub fn contains(self, value: Decimal) -> bool {
        self.low <= value && value <= self.high
    }

    /// The same interval, moved by `by`.
    ///
    /// # Errors
    /// [`Overflow`] where an end needs more than 38 digits.
    pub fn moved(self, by: Decimal) -> Result<Self, Overflow> {
        self.add(Self::exact(by))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_rounded_figure_reaches_half_a_unit_each_way() {
        let share = Interval::rounded(Decimal::new(9709, -2)).unwrap();
        assert_eq!(share.low(), Decimal::new(97_085, -3));
        assert_eq!(share.high(), Decimal::new(97_095, -3));
        assert!(!share.is_exact() && Interval::exact(share.low()).is_exact());
    }

    #[test]
    fn both_ends_belong_to_it_and_nothing_beyond() {
        let share = Interval::rounded(Decimal::new(9709, -2)).unwrap();
        for (value, inside) in [(970_849, false), (970_850, true), (970_950, true), (970_951, false)] {
            assert_eq!(share.contains(Decimal::new(value, -4)), inside, "{value}");
        }
    }

    proptest! {
        #[test]
        fn operations_enclose_every_choice(
            a in -10_000_i128..10_000, b in -10_000_i128..10_000, factor in -50_i128..50,
            x in -5_i128..=5, y in -5_i128..=5,
        ) {
            let (left, right) = (Decimal::new(a, -1), Decimal::new(b, -1));
            let pick = |value: Decimal, tenths| value.add(Decimal::new(tenths, -2)).unwrap();
            let (p, q) = (pick(left, x), pick(right, y));
            let (left, right) = (Interval::rounded(left).unwrap(), Interval::rounded(right).unwrap());
            prop_assert!(left.add(right).unwrap().contains(p.add(q).unwrap()));
            prop_assert!(left.sub(right).unwrap().contains(p.sub(q).unwrap()));
            let factor = Decimal::from(factor);
            prop_assert!(left.times(factor).unwrap().contains(p.mul(factor).unwrap()));
        }
    }
}
