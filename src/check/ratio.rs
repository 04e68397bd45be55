//! Shares and rates against the figures that they are made of, by cross-multiplication: nothing is
//! divided, so nothing is rounded.

use super::Verdict;
use super::lookup::{Evaluated, View};
use super::shown::{Shown, figures};
use crate::finding::{Failure, Reason, Sides, Status};
use crate::number::{Decimal, Interval, Overflow};
use crate::rules::{CellRef, Side};

/// `share = 100 * part / whole`.
pub(super) fn share(
    share: &CellRef,
    part: &Side,
    whole: &Side,
    view: View<'_>,
    at: usize,
) -> Result<Verdict, Overflow> {
    ratio(share, part, whole, Decimal::ZERO, view, at)
}

/// `rate = 100 * (new - old) / old`, which is `rate + 100 = 100 * new / old`.
pub(super) fn rate(rate: &CellRef, new: &Side, old: &Side, view: View<'_>, at: usize) -> Result<Verdict, Overflow> {
    ratio(rate, new, old, Decimal::HUNDRED, view, at)
}

fn ratio(
    cell: &CellRef,
    part: &Side,
    whole: &Side,
    offset: Decimal,
    view: View<'_>,
    at: usize,
) -> Result<Verdict, Overflow> {
    let mut shown = Vec::new();
    let skip = |reason, shown: &[Shown<'_>]| Ok(Verdict::skipped(reason, figures(shown)));
    let number = match view.figures(cell, at).into_iter().next() {
        Some(Ok(found)) => {
            shown.push(found.shown);
            found.number
        }
        Some(Err(lacking)) => {
            shown.extend(lacking.shown);
            return skip(lacking.reason, &shown);
        }
        None => return skip(Reason::NoParts, &shown),
    };
    let first = view.evaluate(part, at, &mut shown)?.and_then(Evaluated::closed);
    let second = view.evaluate(whole, at, &mut shown)?.and_then(Evaluated::closed);
    let (part, whole) = match (first, second) {
        (Ok(part), Ok(whole)) => (part, whole),
        (Err(reason), _) | (_, Err(reason)) => return skip(reason, &shown),
    };
    if whole.interval.low() <= Decimal::ZERO {
        return skip(Reason::ZeroBase, &shown);
    }
    let printed = number.interval()?.moved(offset)?;
    let (top, bottom) = (part.interval.times(whole.divisor)?, whole.interval.times(part.divisor)?);
    let holds = reaches(printed, top, bottom)?;
    if holds && !view.passes {
        return Ok(Verdict::passed());
    }
    let unit = number.value().unit();
    let slips = !holds
        && (reaches(printed.moved(unit)?, top, bottom)?
            || reaches(printed.moved(Decimal::ZERO.sub(unit)?)?, top, bottom)?);
    let status = match (holds, slips) {
        (true, _) => Status::Pass,
        (false, true) => Status::Fail(Failure::RoundingSlip),
        (false, false) => Status::Fail(Failure::Disagree),
    };
    let exact = Interval::exact(number.value().add(offset)?);
    let (part_value, whole_value) = (part.value.mul(whole.divisor)?, whole.value.mul(part.divisor)?);
    let rounded = holds && !reaches(exact, Interval::exact(part_value), Interval::exact(whole_value))?;
    let computed = part_value
        .mul(Decimal::HUNDRED)?
        .sub(offset.mul(whole_value)?)?
        .quotient_for_display(whole_value, number.value().exponent())?;
    let bracket = |side: &Evaluated| if side.count > 1 { format!("({})", side.terms()) } else { side.terms() };
    let right_terms = if offset.is_zero() {
        format!("100 × {} / {}", bracket(&part), bracket(&whole))
    } else {
        format!("100 × ({} - {}) / {}", part.terms(), bracket(&whole), bracket(&whole))
    };
    let sides = Sides::equal(number.value(), number.value().to_string(), computed, right_terms)?;
    Ok(Verdict { status, rounded, sides: Some(sides), figures: figures(&shown) })
}

/// Whether some part over some whole, in hundredths, lies within the printed interval. The whole
/// is above zero.
pub(crate) fn reaches(printed: Interval, part: Interval, whole: Interval) -> Result<bool, Overflow> {
    let widest = |value: Decimal, low: Decimal, high: Decimal| if value.is_negative() { low } else { high };
    let smallest_whole = widest(part.low(), whole.low(), whole.high());
    let largest_whole = widest(part.high(), whole.high(), whole.low());
    let low = Decimal::HUNDRED.mul(part.low())? <= printed.high().mul(smallest_whole)?;
    let high = Decimal::HUNDRED.mul(part.high())? >= printed.low().mul(largest_whole)?;
    Ok(low && high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reached(share: Decimal, part: i128, whole: i128) -> bool {
        let exact = |value: i128| Interval::exact(Decimal::from(value));
        reaches(Interval::rounded(share).unwrap(), exact(part), exact(whole)).unwrap()
    }

    #[test]
    fn shares_of_real_counts() {
        assert!(reached(Decimal::new(9709, -2), 2238, 2305));
        assert!(!reached(Decimal::new(9709, -2), 2238, 2306));
        assert!(reached(Decimal::new(12, -1), 13, 1046));
        assert!(!reached(Decimal::new(13, -1), 13, 1046));
    }

    proptest! {
        /// A share is accepted exactly where it is one of the nearest values, ties both ways.
        #[test]
        fn accepts_the_nearest_and_no_other(part in 0_i128..5000, whole in 1_i128..5000, places in 0_u32..4, off in -3_i128..=3) {
            let scale = 10_i128.pow(places);
            let units = (100 * part * scale).div_euclid(whole) + off;
            prop_assume!(units >= 0);
            let share = Decimal::new(units, -i32::try_from(places).unwrap());
            // |units / scale - 100 part / whole| <= 1 / (2 scale), over a common denominator.
            let nearest = (2 * (units * whole - 100 * part * scale)).abs() <= whole;
            prop_assert_eq!(reached(share, part, whole), nearest);
        }
    }
}
