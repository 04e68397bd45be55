//! Exact decimals: a whole number of units of a power of ten.
//! Every operation is exact or fails; nothing is ever rounded here.

use std::cmp::Ordering;
use std::fmt;

/// An exact decimal, `mantissa * 10^exponent`.
///
/// The exponent keeps the precision that was printed: `97.10` and `97.1` are equal in value but
/// have different exponents, and `3.5万` is `35 * 10^3`. The mantissa has at most 38 digits.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    mantissa: i128,
    exponent: i32,
}

/// A result that does not fit into 38 digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the number needs more than 38 digits")]
pub struct Overflow;

const TEN: i128 = 10;

#[expect(clippy::should_implement_trait, reason = "the operators of std cannot fail, these can")]
impl Decimal {
    /// Zero, printed without decimals.
    pub const ZERO: Self = Self::new(0, 0);
    /// One hundred, the whole of a share.
    pub const HUNDRED: Self = Self::new(100, 0);

    /// `mantissa * 10^exponent`.
    #[must_use]
    pub const fn new(mantissa: i128, exponent: i32) -> Self {
        Self { mantissa, exponent }
    }

    /// The whole number of units of the last printed place.
    #[must_use]
    pub const fn mantissa(self) -> i128 {
        self.mantissa
    }

    /// The power of ten of the last printed place.
    #[must_use]
    pub const fn exponent(self) -> i32 {
        self.exponent
    }

    /// One unit of the last printed place.
    #[must_use]
    pub const fn unit(self) -> Self {
        Self::new(1, self.exponent)
    }

    /// Whether the value is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    /// Whether the value is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// The value as a whole number, or `None` where it has a fraction or does not fit.
    #[must_use]
    pub fn to_integer(self) -> Option<i128> {
        if self.exponent >= 0 {
            self.mantissa.checked_mul(power(self.exponent.unsigned_abs())?)
        } else {
            let Some(divisor) = power(self.exponent.unsigned_abs()) else {
                return (self.mantissa == 0).then_some(0);
            };
            (self.mantissa % divisor == 0).then(|| self.mantissa / divisor)
        }
    }

    /// The mantissa that the value has at `exponent`, which must not be above its own.
    fn at(self, exponent: i32) -> Result<i128, Overflow> {
        if self.mantissa == 0 || self.exponent == exponent {
            return Ok(self.mantissa);
        }
        let steps = self.exponent.checked_sub(exponent).ok_or(Overflow)?;
        let steps = u32::try_from(steps).map_err(|_| Overflow)?;
        power(steps).and_then(|factor| self.mantissa.checked_mul(factor)).ok_or(Overflow)
    }

    fn aligned(self, other: Self) -> Result<(i128, i128, i32), Overflow> {
        let exponent = self.exponent.min(other.exponent);
        Ok((self.at(exponent)?, other.at(exponent)?, exponent))
    }

    /// The exact sum.
    ///
    /// # Errors
    /// [`Overflow`] where it needs more than 38 digits.
    pub fn add(self, other: Self) -> Result<Self, Overflow> {
        let (left, right, exponent) = self.aligned(other)?;
        left.checked_add(right).map(|sum| Self::new(sum, exponent)).ok_or(Overflow)
    }

    /// The exact difference.
    ///
    /// # Errors
    /// [`Overflow`] where it needs more than 38 digits.
    pub fn sub(self, other: Self) -> Result<Self, Overflow> {
        let (left, right, exponent) = self.aligned(other)?;
        left.checked_sub(right).map(|rest| Self::new(rest, exponent)).ok_or(Overflow)
    }

    /// The value without its sign.
    ///
    /// # Errors
    /// [`Overflow`] where it needs more than 38 digits.
    pub fn magnitude(self) -> Result<Self, Overflow> {
        if self.is_negative() { Self::ZERO.sub(self) } else { Ok(self) }
    }

    /// The exact product.
    ///
    /// # Errors
    /// [`Overflow`] where it needs more than 38 digits.
    pub fn mul(self, other: Self) -> Result<Self, Overflow> {
        let mantissa = self.mantissa.checked_mul(other.mantissa).ok_or(Overflow)?;
        let exponent = self.exponent.checked_add(other.exponent).ok_or(Overflow)?;
        Ok(Self::new(mantissa, exponent))
    }

    /// The value times `10^by`: only the exponent moves, so that the printed places stay known.
    ///
    /// # Errors
    /// [`Overflow`] where the exponent leaves its range.
    pub fn scaled(self, by: i32) -> Result<Self, Overflow> {
        let exponent = self.exponent.checked_add(by).ok_or(Overflow)?;
        Ok(Self::new(self.mantissa, exponent))
    }

    /// The order of two values. Overflow cannot hide an answer: a number too large to be written
    /// at the other's precision is the larger one in magnitude.
    #[must_use]
    pub fn compare(self, other: Self) -> Ordering {
        let signs = self.mantissa.signum().cmp(&other.mantissa.signum());
        if signs != Ordering::Equal {
            return signs;
        }
        match self.aligned(other) {
            Ok((left, right, _)) => left.cmp(&right),
            Err(Overflow) if self.is_negative() => other.exponent.cmp(&self.exponent),
            Err(Overflow) => self.exponent.cmp(&other.exponent),
        }
    }

    /// `self / divisor` rounded half away from zero to units of `10^exponent`, for showing a
    /// figure beside one that was printed with that precision; verdicts never use it.
    ///
    /// # Errors
    /// [`Overflow`] where it needs more than 38 digits or the divisor is zero.
    pub fn quotient_for_display(self, divisor: Self, exponent: i32) -> Result<Self, Overflow> {
        if divisor.is_zero() {
            return Err(Overflow);
        }
        let shift = i64::from(self.exponent) - i64::from(divisor.exponent) - i64::from(exponent);
        let shift = i32::try_from(shift).map_err(|_| Overflow)?;
        let factor = power(shift.unsigned_abs()).ok_or(Overflow)?;
        let (mut top, mut bottom) = (self.mantissa, divisor.mantissa);
        if shift >= 0 {
            top = top.checked_mul(factor).ok_or(Overflow)?;
        } else {
            bottom = bottom.checked_mul(factor).ok_or(Overflow)?;
        }
        let doubled = top.checked_mul(2).ok_or(Overflow)?;
        let sign = doubled.signum().checked_mul(bottom.signum()).ok_or(Overflow)?;
        let half_up =
            doubled.checked_abs().and_then(|value| value.checked_add(bottom.checked_abs()?)).ok_or(Overflow)?;
        let whole = bottom.checked_abs().and_then(|value| value.checked_mul(2)).ok_or(Overflow)?;
        Ok(Self::new(sign * (half_up / whole), exponent))
    }
}

/// `10^exponent`, or `None` past 38 digits.
fn power(exponent: u32) -> Option<i128> {
    TEN.checked_pow(exponent)
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.compare(*other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.compare(*other)
    }
}

impl From<i128> for Decimal {
    fn from(value: i128) -> Self {
        Self::new(value, 0)
    }
}

impl fmt::Display for Decimal {
    /// Plain digits with the printed number of decimals: never an exponent, never a separator.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.mantissa.unsigned_abs().to_string();
        let sign = if self.mantissa < 0 { "-" } else { "" };
        if self.exponent >= 0 {
            let zeros = if self.mantissa == 0 { 0 } else { self.exponent.unsigned_abs() as usize };
            return write!(f, "{sign}{digits}{}", "0".repeat(zeros));
        }
        let places = self.exponent.unsigned_abs() as usize;
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = padded.split_at(padded.len() - places);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_rational::BigRational;
    use num_rational::Ratio;
    use proptest::prelude::*;

    fn decimal() -> impl Strategy<Value = Decimal> {
        (-1_000_000_000_000_i128..1_000_000_000_000, -9..9_i32)
            .prop_map(|(mantissa, exponent)| Decimal::new(mantissa, exponent))
    }

    /// The same value as an exact rational of an independent library.
    fn rational(value: Decimal) -> BigRational {
        let ten: BigRational = Ratio::from_integer(10.into());
        let mantissa: BigRational = Ratio::from_integer(value.mantissa().into());
        mantissa * ten.pow(value.exponent())
    }

    proptest! {
        #[test]
        fn arithmetic_agrees_with_rationals(a in decimal(), b in decimal()) {
            prop_assert_eq!(rational(a.add(b).unwrap()), rational(a) + rational(b));
            prop_assert_eq!(rational(a.sub(b).unwrap()), rational(a) - rational(b));
            prop_assert_eq!(rational(a.mul(b).unwrap()), rational(a) * rational(b));
            prop_assert_eq!(a.cmp(&b), rational(a).cmp(&rational(b)));
        }

        #[test]
        fn display_quotient_is_the_nearest(a in decimal(), b in decimal(), places in -6..1_i32) {
            prop_assume!(!b.is_zero());
            let shown = a.quotient_for_display(b, places).unwrap();
            let exact = rational(a) / rational(b);
            let error = rational(shown) - exact;
            let half = rational(Decimal::new(5, places - 1));
            prop_assert!(error <= half.clone() && error >= -half);
        }
    }

    #[test]
    fn printed_precision_is_kept() {
        assert_eq!(Decimal::new(9710, -2).to_string(), "97.10");
        assert_eq!(Decimal::new(-5, -2).to_string(), "-0.05");
        assert_eq!(Decimal::new(35, 3).to_string(), "35000");
        assert_eq!(Decimal::new(0, 3).to_string(), "0");
        assert_eq!(Decimal::new(971, -1), Decimal::new(9710, -2));
        assert_ne!(Decimal::new(971, -1), Decimal::new(971, -2));
    }

    #[test]
    fn whole_numbers_are_told_from_fractions() {
        assert_eq!(Decimal::new(4100, -2).to_integer(), Some(41));
        assert_eq!(Decimal::new(4150, -2).to_integer(), None);
        assert_eq!(Decimal::new(35, 3).to_integer(), Some(35_000));
        assert_eq!(Decimal::new(0, -60).to_integer(), Some(0));
        assert_eq!(Decimal::new(5, -60).to_integer(), None);
    }

    #[test]
    fn zero_has_any_number_of_places() {
        assert!(Decimal::new(0, -2).is_zero() && !Decimal::new(1, -2).is_zero());
        assert_eq!(Decimal::new(0, 60).add(Decimal::from(1)), Ok(Decimal::from(1)));
        assert_eq!(Decimal::from(1).sub(Decimal::new(0, 60)), Ok(Decimal::from(1)));
    }

    #[test]
    fn overflow_is_an_error_and_still_orders() {
        let large = Decimal::new(i128::MAX, 0);
        assert_eq!(large.add(Decimal::from(1)).err(), Some(Overflow));
        assert_eq!(large.mul(Decimal::from(2)).err(), Some(Overflow));
        assert!(Decimal::new(1, 60) > Decimal::from(1));
        assert!(Decimal::new(-1, 60) < Decimal::new(-1, -20));
    }
}
