//! Whole counts behind shares of one whole number: do counts exist that sum to the base and round to the shares?
//! Where the shares stand and what a failure is called is not known here.
//!
//! This is GRIM (Brown and Heathers, "The GRIM Test", Social Psychological and Personality Science
//! 8(4), 2017), there for one mean, here jointly for a list.

use crate::number::{Decimal, Interval, Number, Overflow};

/// The whole counts of a base that round to a share: from the first to the second, none where the
/// first is larger.
pub(crate) fn counts(share: Number, base: i128) -> Result<(i128, i128), Overflow> {
    let interval = share.interval()?;
    let base_value = Decimal::from(base);
    let low = floor_of_hundredth(Decimal::ZERO.sub(interval.low().mul(base_value)?)?)?;
    let high = floor_of_hundredth(interval.high().mul(base_value)?)?;
    Ok((low.checked_neg().ok_or(Overflow)?.max(0), high.min(base)))
}

/// The largest whole number not above `value / 100`.
fn floor_of_hundredth(value: Decimal) -> Result<i128, Overflow> {
    let value = value.scaled(-2)?;
    if let Some(whole) = value.to_integer() {
        return Ok(whole);
    }
    let Some(divisor) = 10_i128.checked_pow(value.exponent().unsigned_abs()) else {
        return Ok(if value.is_negative() { -1 } else { 0 });
    };
    Ok(value.mantissa().div_euclid(divisor))
}

/// The whole counts of a base whose share begins with the digits of a printed one, which was cut off instead of rounded.
fn counts_cut_off(share: Number, base: i128) -> Result<(i128, i128), Overflow> {
    let (value, base_value) = (share.value(), Decimal::from(base));
    let least = floor_of_hundredth(Decimal::ZERO.sub(value.mul(base_value)?)?)?;
    let beyond = floor_of_hundredth(Decimal::ZERO.sub(value.add(value.unit())?.mul(base_value)?)?)?;
    let most = beyond.checked_neg().and_then(|beyond| beyond.checked_sub(1)).ok_or(Overflow)?;
    Ok((least.checked_neg().ok_or(Overflow)?.max(0), most.min(base)))
}

/// Whether some whole count of the base rounds to a share.
pub(crate) fn attainable(share: Number, base: i128) -> Result<bool, Overflow> {
    let (low, high) = counts(share, base)?;
    Ok(low <= high)
}

/// The share, at the printed precision, of the whole count nearest to a printed share.
pub(crate) fn nearest_attainable(share: Number, base: i128) -> Result<Decimal, Overflow> {
    let value = share.value();
    let below = floor_of_hundredth(value.mul(Decimal::from(base))?)?.clamp(0, base);
    let mut best: Option<(Decimal, Decimal)> = None;
    for count in [below, (below + 1).min(base)] {
        let shown =
            Decimal::from(count).mul(Decimal::HUNDRED)?.quotient_for_display(Decimal::from(base), value.exponent())?;
        let gap = shown.sub(value)?.magnitude()?;
        if best.is_none_or(|(nearest, _)| gap < nearest) {
            best = Some((gap, shown));
        }
    }
    Ok(best.map_or(value, |(_, shown)| shown))
}

/// Whether whole counts exist that sum to the base, or, without a base, whether the shares can
/// make 100.
pub(crate) fn feasible(shares: &[Number], base: Option<i128>) -> Result<bool, Overflow> {
    let Some(base) = base else {
        let sum = shares.iter().try_fold(Interval::exact(Decimal::ZERO), |sum, share| sum.add(share.interval()?))?;
        return Ok(sum.contains(Decimal::HUNDRED));
    };
    reach(shares.iter().map(|share| counts(*share, base)), base)
}

/// Whether whole counts exist that sum to the base and whose shares, cut off, are these.
pub(crate) fn feasible_cut_off(shares: &[Number], base: i128) -> Result<bool, Overflow> {
    reach(shares.iter().map(|share| counts_cut_off(*share, base)), base)
}

/// The same where the last digit of some of the shares, those marked, may be one more or one less.
pub(crate) fn feasible_moved(shares: impl Iterator<Item = (Number, bool)>, base: i128) -> Result<bool, Overflow> {
    let range = |(share, moved): (Number, bool)| {
        if !moved {
            return counts(share, base);
        }
        let (value, unit) = (share.value(), share.value().unit());
        let least = counts(Number::rounded(value.sub(unit)?), base)?.0;
        Ok((least, counts(Number::rounded(value.add(unit)?), base)?.1))
    };
    reach(shares.map(range), base)
}

/// Whether a number of each range can be chosen so that they sum to the base.
fn reach(ranges: impl Iterator<Item = Result<(i128, i128), Overflow>>, base: i128) -> Result<bool, Overflow> {
    let (mut low, mut high) = (0_i128, 0_i128);
    for range in ranges {
        let (least, most) = range?;
        if least > most {
            return Ok(false);
        }
        low = low.checked_add(least).ok_or(Overflow)?;
        high = high.checked_add(most).ok_or(Overflow)?;
    }
    Ok(low <= base && base <= high)
}

/// Whether some whole count of the base has a share that begins with the digits of a printed one.
pub(crate) fn attainable_cut_off(share: Number, base: i128) -> Result<bool, Overflow> {
    let (low, high) = counts_cut_off(share, base)?;
    Ok(low <= high)
}

/// Whether moving the last digit of one share by one makes the list feasible.
pub(crate) fn slips(shares: &[Number], base: Option<i128>) -> Result<bool, Overflow> {
    let mut moved = shares.to_vec();
    for (index, share) in shares.iter().enumerate() {
        for step in [1, -1] {
            let unit = Decimal::new(step, share.value().exponent());
            if let Some(slot) = moved.get_mut(index) {
                *slot = Number::rounded(share.value().add(unit)?);
            }
            if feasible(&moved, base)? {
                return Ok(true);
            }
        }
        if let Some(slot) = moved.get_mut(index) {
            *slot = *share;
        }
    }
    Ok(false)
}

/// The counts behind the shares, where the shares leave only one choice.
pub(crate) fn recover(shares: &[Number], base: i128) -> Result<Option<Vec<i128>>, Overflow> {
    let ranges = shares.iter().map(|share| counts(*share, base)).collect::<Result<Vec<_>, _>>()?;
    let sum =
        |pick: fn(&(i128, i128)) -> i128| ranges.iter().map(pick).try_fold(0_i128, i128::checked_add).ok_or(Overflow);
    let (low, high) = (sum(|range| range.0)?, sum(|range| range.1)?);
    let pinned = ranges.iter().map(|(least, most)| {
        let least_possible = (*least).max(base - (high - most));
        let most_possible = (*most).min(base - (low - least));
        (least_possible == most_possible).then_some(least_possible)
    });
    Ok(pinned.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shares(values: &[i128], places: i32) -> Vec<Number> {
        values.iter().map(|value| Number::rounded(Decimal::new(*value, -places))).collect()
    }

    #[test]
    fn the_largest_counts_may_be_the_only_ones() {
        // Each may be 998 to 1000, and only the largest make 3000.
        assert_eq!(recover(&shares(&[333, 333, 333], 1), 3000).unwrap(), Some(vec![1000; 3]));
    }

    const JIANNING: [i128; 10] = [1108, 1725, 456, 451, 398, 1676, 617, 1037, 956, 1577];

    #[test]
    fn what_is_too_small_to_divide_still_has_a_floor() {
        for (mantissa, exponent, floor) in [(1, -60, 0), (-1, -60, -1), (-1, -1, -1), (250, 0, 2), (-250, 0, -3)] {
            assert_eq!(floor_of_hundredth(Decimal::new(mantissa, exponent)), Ok(floor), "{mantissa}e{exponent}");
        }
    }

    #[test]
    fn ten_real_shares_give_their_counts() {
        let list = shares(&JIANNING, 2);
        assert!(feasible(&list, Some(2238)).unwrap());
        let counts = recover(&list, 2238).unwrap().unwrap();
        assert_eq!(counts, [248, 386, 102, 101, 89, 375, 138, 232, 214, 353]);
    }

    #[test]
    fn a_share_that_no_count_rounds_to_is_convicted() {
        let (low, high) = counts(Number::rounded(Decimal::new(1109, -2)), 2238).unwrap();
        assert!(low > high);
    }

    #[test]
    fn without_a_base_the_sum_decides() {
        assert!(feasible(&shares(&JIANNING, 2), None).unwrap());
        assert!(!feasible(&shares(&[5000, 4000], 2), None).unwrap());
        assert!(
            slips(&shares(&[334, 334, 333], 1), None).unwrap() || feasible(&shares(&[334, 334, 333], 1), None).unwrap()
        );
    }

    proptest! {
        /// The range of counts is the brute-force one.
        #[test]
        fn ranges_agree_with_brute_force(base in 1_i128..400, share in 0_i128..=1000) {
            let number = Number::rounded(Decimal::new(share, -1));
            let (low, high) = counts(number, base).unwrap();
            // |count / base - share / 1000| <= 1 / 2000
            let fits = |count: &i128| (2000 * count - 2 * share * base).abs() <= base;
            let all: Vec<i128> = (0..=base).filter(fits).collect();
            let found: Vec<i128> = (low..=high).collect();
            prop_assert_eq!(found, all);
        }

        /// The counts behind a share that was cut off are the brute-force ones.
        #[test]
        fn ranges_of_cut_off_shares_agree_with_brute_force(base in 1_i128..400, share in 0_i128..=1000) {
            let number = Number::rounded(Decimal::new(share, -1));
            let (low, high) = counts_cut_off(number, base).unwrap();
            let all: Vec<i128> = (0..=base).filter(|count| count * 1000 / base == share).collect();
            let found: Vec<i128> = (low..=high).collect();
            prop_assert_eq!(found, all);
        }

        /// Feasibility is the brute-force one: some choice of counts sums to the base.
        #[test]
        fn feasibility_agrees_with_brute_force(base in 1_i128..40, list in proptest::collection::vec(0_i128..=100, 2..4)) {
            let numbers = shares(&list, 0);
            let fits = |share: i128| (0..=base).filter(move |count| (200 * count - 2 * share * base).abs() <= base).collect::<Vec<_>>();
            let mut sums = vec![0];
            for share in &list {
                sums = sums.iter().flat_map(|sum| fits(*share).into_iter().map(move |count| sum + count)).collect();
            }
            prop_assert_eq!(feasible(&numbers, Some(base)).unwrap(), sums.contains(&base));
        }

        /// Shares of real counts, rounded to the nearest, are always feasible.
        #[test]
        fn correct_lists_are_never_convicted(parts in proptest::collection::vec(0_i128..5000, 2..12)) {
            let base: i128 = parts.iter().sum();
            prop_assume!(base > 0);
            let rounded: Vec<i128> = parts.iter().map(|part| (part * 20_000 + base).div_euclid(2 * base)).collect();
            prop_assert!(feasible(&shares(&rounded, 2), Some(base)).unwrap());
            let cut: Vec<i128> = parts.iter().map(|part| part * 10_000 / base).collect();
            prop_assert!(feasible_cut_off(&shares(&cut, 2), base).unwrap());
        }
    }
}
