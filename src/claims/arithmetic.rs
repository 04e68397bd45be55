//! The arithmetic of relations between figures of prose, over the intervals that rounded figures
//! stand for. Nothing is divided and nothing rounded.

use crate::check::reaches;
use crate::number::{Decimal, Interval, Number, Overflow};

/// How a relation came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It holds for the figures as printed.
    Exact,
    /// It holds for what the printed figures may stand for.
    Rounded,
    /// It would hold if the last digit of a rounded figure moved by one.
    Slip,
    /// It does not hold.
    Fails,
}

impl Outcome {
    pub(super) fn holds(self) -> bool {
        matches!(self, Self::Exact | Self::Rounded)
    }
}

/// A sum of figures, as printed and with what it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) value: Decimal,
    pub(super) interval: Interval,
    /// The largest unit of the last place of a rounded figure in it.
    unit: Option<Decimal>,
}

impl Sum {
    pub(super) fn of(numbers: &[Number]) -> Result<Self, Overflow> {
        let nothing = Self { value: Decimal::ZERO, interval: Interval::exact(Decimal::ZERO), unit: None };
        numbers.iter().try_fold(nothing, |sum, number| {
            let unit = number.is_rounded().then(|| number.value().unit());
            Ok(Self {
                value: sum.value.add(number.value())?,
                interval: sum.interval.add(number.interval()?)?,
                unit: sum.unit.max(unit),
            })
        })
    }

    /// Whether this sum and another are the same.
    pub(super) fn equals(&self, other: &Self) -> Result<Outcome, Overflow> {
        if self.value == other.value {
            return Ok(Outcome::Exact);
        }
        let difference = self.interval.sub(other.interval)?;
        if difference.contains(Decimal::ZERO) {
            return Ok(Outcome::Rounded);
        }
        let Some(unit) = self.unit.max(other.unit) else { return Ok(Outcome::Fails) };
        let moved = [unit, negative(unit)?].into_iter().map(|by| difference.moved(by));
        Ok(if any_contains_zero(moved)? { Outcome::Slip } else { Outcome::Fails })
    }

    /// The sum of parts. Where some are printed with more places than others, the others end in zeros
    /// that were not printed: `8, 2.5 and 2`.
    pub(super) fn of_parts(numbers: &[Number]) -> Result<Self, Overflow> {
        let places = numbers.iter().filter(|number| number.is_rounded()).map(|number| number.value().exponent());
        let Some(finest) = places.min() else { return Self::of(numbers) };
        let refined = numbers.iter().map(|number| {
            let zeros = Decimal::new(0, finest);
            if number.is_rounded() { Ok(Number::rounded(number.value().add(zeros)?)) } else { Ok(*number) }
        });
        Self::of(&refined.collect::<Result<Vec<_>, _>>()?)
    }

    /// This sum less another.
    pub(super) fn less(&self, other: &Self) -> Result<Self, Overflow> {
        Ok(Self {
            value: self.value.sub(other.value)?,
            interval: self.interval.sub(other.interval)?,
            unit: self.unit.max(other.unit),
        })
    }

    pub(super) fn is_above(&self, other: &Self) -> bool {
        self.interval.low() > other.interval.high()
    }
}

fn any_contains_zero(intervals: impl Iterator<Item = Result<Interval, Overflow>>) -> Result<bool, Overflow> {
    for interval in intervals {
        if interval?.contains(Decimal::ZERO) {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(super) fn negative(value: Decimal) -> Result<Decimal, Overflow> {
    Decimal::ZERO.sub(value)
}

/// Whether `percent` is `100 * part / whole + offset`. In prose shares are often cut off instead of
/// rounded, so that a share also stands for what it is the beginning of.
pub(super) fn ratio(percent: Number, part: &Sum, whole: &Sum, offset: Decimal) -> Result<Outcome, Overflow> {
    if whole.interval.low() <= Decimal::ZERO {
        return Ok(Outcome::Fails);
    }
    let value = percent.value();
    let fits = |printed: Interval| reaches(printed.moved(negative(offset)?)?, part.interval, whole.interval);
    if fits(Interval::exact(value))? {
        return Ok(Outcome::Exact);
    }
    let unit = value.unit();
    let half = Decimal::new(5, unit.exponent().checked_sub(1).ok_or(Overflow)?);
    let rounded = Interval::rounded(value)?;
    let away = if value.is_negative() { negative(half)? } else { half };
    // A number that is cut off never reaches the next one.
    let next = Interval::exact(value.add(away)?.add(away)?);
    if fits(rounded)? || (fits(rounded.moved(away)?)? && !fits(next)?) {
        return Ok(Outcome::Rounded);
    }
    let slips = fits(rounded.moved(unit)?)? || fits(rounded.moved(negative(unit)?)?)?;
    Ok(if slips { Outcome::Slip } else { Outcome::Fails })
}

/// Whether a mean, rounded to its last printed place or cut off, is a total shared among so many.
pub(super) fn mean(mean: Number, total: &Sum, among: &Sum) -> Result<Outcome, Overflow> {
    ratio(Number::rounded(mean.value().scaled(2)?), total, among, Decimal::ZERO)
}

/// Whether shares make 100; cut-off shares may give less.
pub(super) fn make_hundred(shares: &[Number]) -> Result<Outcome, Overflow> {
    let sum = Sum::of(shares)?;
    if sum.value == Decimal::HUNDRED {
        return Ok(Outcome::Exact);
    }
    let (mut low, mut high, mut largest) = (sum.interval.low(), sum.value, Decimal::ZERO);
    for share in shares {
        let unit = share.value().unit();
        high = high.add(unit)?;
        largest = largest.max(unit);
    }
    if low <= Decimal::HUNDRED && Decimal::HUNDRED <= high {
        return Ok(Outcome::Rounded);
    }
    (low, high) = (low.sub(largest)?, high.add(largest)?);
    Ok(if low <= Decimal::HUNDRED && Decimal::HUNDRED <= high { Outcome::Slip } else { Outcome::Fails })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counts(values: &[i128]) -> Sum {
        Sum::of(&values.iter().map(|value| Number::exact(Decimal::from(*value))).collect::<Vec<_>>()).unwrap()
    }

    fn share(mantissa: i128, places: i32) -> Number {
        Number::rounded(Decimal::new(mantissa, -places))
    }

    #[test]
    fn shares_may_be_rounded_or_cut_off() {
        let of = |mantissa, part, whole| {
            ratio(share(mantissa, 2), &counts(&[part]), &counts(&[whole]), Decimal::ZERO).unwrap()
        };
        assert_eq!(of(9272, 140, 151), Outcome::Rounded);
        assert_eq!(of(9271, 140, 151), Outcome::Rounded);
        assert_eq!(of(9273, 140, 151), Outcome::Slip);
        assert_eq!(of(9073, 140, 151), Outcome::Fails);
        assert_eq!(of(5000, 70, 140), Outcome::Exact);
    }

    #[test]
    fn growth_is_a_ratio_with_an_offset() {
        let growth = |mantissa, now, before| {
            ratio(share(mantissa, 1), &counts(&[now]), &counts(&[before]), Decimal::new(-100, 0)).unwrap()
        };
        assert_eq!(growth(200, 120, 100), Outcome::Exact);
        assert_eq!(growth(-646, 3798, 10_740), Outcome::Rounded);
        assert_eq!(growth(-647, 3798, 10_740), Outcome::Slip);
    }

    proptest! {
        #[test]
        fn shares_of_counts_make_a_hundred(parts in proptest::collection::vec(1_i128..5000, 2..9)) {
            let whole: i128 = parts.iter().sum();
            let cut: Vec<Number> = parts.iter().map(|part| share(part * 10_000 / whole, 2)).collect();
            let near: Vec<Number> = parts.iter().map(|part| share((part * 20_000 + whole) / (2 * whole), 2)).collect();
            prop_assert!(make_hundred(&cut).unwrap().holds() && make_hundred(&near).unwrap().holds());
        }
    }
}
