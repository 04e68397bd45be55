//! Lists that miss their whole by a slip of the hand. Such a list was meant to be complete, although
//! its words do not say so.

use super::arithmetic::make_hundred;
use super::slip::slip;
use crate::finding::Slip;
use crate::number::{Decimal, Number};

/// Smaller wholes are a digit away from anything.
const SMALLEST_WHOLE: i128 = 20;

/// The slip by which parts miss a whole from below, where they nearly make it.
pub(super) fn near_whole(whole: &[Number], parts: &[Number]) -> Option<Slip> {
    let exponent = whole.iter().chain(parts).map(|number| number.value().exponent()).min()?;
    let units = |number: &Number| number.value().scaled(-exponent).ok()?.to_integer();
    let parts = parts.iter().map(units).collect::<Option<Vec<i128>>>()?;
    let whole: i128 = whole.iter().map(units).collect::<Option<Vec<i128>>>()?.iter().sum();
    let sum = parts.iter().try_fold(0_i128, |sum, part| sum.checked_add(*part))?;
    let covers = |percent: i128| sum.checked_mul(100).is_some_and(|sum| sum / percent.max(1) >= whole);
    if whole < SMALLEST_WHOLE || sum >= whole {
        return None;
    }
    match slip(whole, sum) {
        Some(Slip::OneDigit) if covers(90) || (whole >= 100 && covers(80)) => return Some(Slip::OneDigit),
        Some(Slip::SwappedDigits) if whole >= 100 && covers(50) => return Some(Slip::SwappedDigits),
        _ => {}
    }
    let missing = whole - sum;
    let repaired = parts.iter().filter_map(|part| slip(*part, part + missing)).min();
    repaired.filter(|slip| covers(90) || (*slip == Slip::SwappedDigits && covers(70)))
}

/// The slip by which parts miss a whole from either side, where they nearly make it.
pub(super) fn near_either_way(whole: &[Number], parts: &[Number]) -> Option<Slip> {
    let [whole_number] = whole else { return None };
    let value = whole_number.value().to_integer()?;
    let parts_values = parts.iter().map(|part| part.value().to_integer()).collect::<Option<Vec<i128>>>()?;
    let sum = parts_values.iter().try_fold(0_i128, |sum, part| sum.checked_add(*part))?;
    if sum < value {
        return near_whole(whole, parts);
    }
    let surplus = sum - value;
    if value < SMALLEST_WHOLE || surplus.checked_mul(10)? > value {
        return None;
    }
    slip(value, sum).or_else(|| parts_values.iter().filter_map(|part| slip(*part, part - surplus)).min())
}

/// Whether parts above their whole come back to it by one slip, and no part is the whole itself.
pub(super) fn one_slip(whole: &[Number], parts: &[Number]) -> bool {
    let [whole] = whole else { return false };
    let largest = parts.iter().map(|part| part.value()).max();
    if largest.is_none_or(|largest| largest >= whole.value()) {
        return false;
    }
    let integers = |number: &Number| number.value().to_integer();
    let (Some(whole), Some(parts)) = (integers(whole), parts.iter().map(integers).collect::<Option<Vec<_>>>()) else {
        return false;
    };
    let surplus = parts.iter().sum::<i128>() - whole;
    slip(whole, whole + surplus).is_some() || parts.iter().any(|part| slip(*part, part - surplus).is_some())
}

/// The slip by which shares miss 100 from below, where they nearly make it.
pub(super) fn near_hundred(shares: &[Number]) -> Option<Slip> {
    let sum = shares.iter().try_fold(Decimal::ZERO, |sum, share| sum.add(share.value())).ok()?;
    if sum < Decimal::new(90, 0) || sum > Decimal::HUNDRED {
        return None;
    }
    let mut best: Option<Slip> = None;
    for at in 0..shares.len() {
        for value in retyped(shares.get(at)?.value()) {
            let mut changed = shares.to_vec();
            *changed.get_mut(at)? = Number::rounded(value.0);
            if make_hundred(&changed).is_ok_and(super::arithmetic::Outcome::holds) {
                best = Some(best.map_or(value.1, |best| best.min(value.1)));
            }
        }
    }
    best
}

/// What a hand may have meant to type: two neighbouring digits swapped, or one digit another.
fn retyped(value: Decimal) -> Vec<(Decimal, Slip)> {
    let digits = value.mantissa().to_string();
    let mut meant = Vec::new();
    let mut push = |digits: Vec<u8>, slip| {
        let number = String::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
        meant.extend(number.map(|mantissa| (Decimal::new(mantissa, value.exponent()), slip)));
    };
    for at in 0..digits.len() {
        let mut swapped = digits.clone().into_bytes();
        if at + 1 < swapped.len() {
            swapped.swap(at, at + 1);
            push(swapped, Slip::SwappedDigits);
        }
        for digit in b'0'..=b'9' {
            let mut other = digits.clone().into_bytes();
            if let Some(slot) = other.get_mut(at) {
                *slot = digit;
            }
            push(other, Slip::OneDigit);
        }
    }
    meant
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(values: &[i128]) -> Vec<Number> {
        values.iter().map(|value| Number::exact(Decimal::from(*value))).collect()
    }

    #[test]
    fn only_a_slip_below_a_nearly_complete_list_counts() {
        let near = |whole: i128, parts: &[i128]| near_whole(&counts(&[whole]), &counts(parts));
        assert_eq!(near(213, &[145, 58]), Some(Slip::OneDigit));
        assert_eq!(near(213, &[23, 100]), Some(Slip::SwappedDigits));
        assert_eq!(near(264, &[49, 170]), Some(Slip::SwappedDigits));
        assert_eq!(near(312, &[84, 31, 21, 68]), None);
        assert_eq!(near(8, &[4, 3]), None);
        assert_eq!(near(100, &[60, 50]), None);
        // Swapped digits of a small whole, and of one of which less than half is there.
        assert_eq!((near(63, &[20, 16]), near(910, &[100, 90])), (None, None));
        // Small wholes are like anything: more must be there of them.
        assert_eq!(near(90, &[40, 40]), None);
        assert_eq!(near(190, &[140, 40]), Some(Slip::OneDigit));
        assert_eq!((near(19, &[9, 9]), near(20, &[10, 9])), (None, Some(Slip::OneDigit)));
    }

    #[test]
    fn a_tenth_of_the_whole_may_be_too_much() {
        let near = |whole: i128, parts: &[i128]| near_either_way(&counts(&[whole]), &counts(parts));
        assert_eq!(near(200, &[120, 100]), Some(Slip::OneDigit));
        assert_eq!(near(200, &[121, 109]), None);
        assert_eq!(near(213, &[145, 58]), Some(Slip::OneDigit));
        assert_eq!((near(19, &[11, 9]), near(20, &[12, 9])), (None, Some(Slip::OneDigit)));
    }

    #[test]
    fn one_slip_brings_parts_back_to_their_whole() {
        let back = |whole: i128, parts: &[i128]| one_slip(&counts(&[whole]), &counts(parts));
        // 158 for 185, 96 for 69, and neither; a part that is the whole is no slip.
        assert!(back(158, &[101, 84]) && back(158, &[96, 89]));
        assert!(!back(158, &[147, 95]) && !back(158, &[158, 27]));
        let near = |whole: i128, parts: &[i128]| near_either_way(&counts(&[whole]), &counts(parts));
        assert_eq!(near(300, &[185, 142]), Some(Slip::SwappedDigits));
    }

    #[test]
    fn shares_that_miss_a_hundred() {
        let shares =
            |values: &[i128]| values.iter().map(|value| Number::rounded(Decimal::new(*value, -2))).collect::<Vec<_>>();
        assert_eq!(near_hundred(&shares(&[5012, 3000, 1488])), Some(Slip::OneDigit));
        assert_eq!(near_hundred(&shares(&[4000, 3000])), None);
        assert_eq!(near_hundred(&shares(&[6000, 4100])), None);
    }
}
