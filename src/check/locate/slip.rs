//! Slips of the hand: which ones lead from one number to another, and what a number may have been.

use crate::finding::Slip;

/// Digits that are taken for each other on paper, the smaller first.
const LOOK_ALIKE: [(u8, u8); 9] = [(6, 9), (1, 7), (3, 8), (5, 6), (0, 6), (0, 8), (6, 8), (8, 9), (3, 5)];

/// The slip by which a hand that means `right` writes `printed`.
pub(super) fn slip(printed: i128, right: i128) -> Slip {
    if printed == -right && printed != 0 {
        return Slip::Sign;
    }
    if printed.is_negative() != right.is_negative() && printed != 0 && right != 0 {
        return Slip::Other;
    }
    let (from, to) = (digits(printed), digits(right));
    if from.len() == to.len() {
        return same_length(&from, &to);
    }
    if is_power_of_ten(printed, right) {
        return Slip::PowerOfTen;
    }
    if from.len() == to.len() + 1 {
        if doubled(&from, &to) {
            return Slip::DoubledDigit;
        }
        if without_one(&from).any(|shorter| shorter == to) {
            return Slip::ExtraDigit;
        }
    }
    if to.len() == from.len() + 1 && without_one(&to).any(|shorter| shorter == from) {
        return Slip::MissingDigit;
    }
    Slip::Other
}

fn same_length(from: &[u8], to: &[u8]) -> Slip {
    let differing: Vec<usize> =
        from.iter().zip(to).enumerate().filter(|(_, (left, right))| left != right).map(|(at, _)| at).collect();
    match differing.as_slice() {
        [at] => {
            let (left, right) = (from.get(*at).copied(), to.get(*at).copied());
            let pair = left.min(right).zip(left.max(right));
            if pair.is_some_and(|pair| LOOK_ALIKE.contains(&pair)) { Slip::LookAlike } else { Slip::OneDigit }
        }
        [first, second] => {
            let swapped = from.get(*first) == to.get(*second) && from.get(*second) == to.get(*first);
            if swapped && *second == first + 1 { Slip::SwappedDigits } else { Slip::TwoDigits }
        }
        _ => Slip::Other,
    }
}

fn digits(value: i128) -> Vec<u8> {
    value.unsigned_abs().to_string().bytes().map(|byte| byte - b'0').collect()
}

fn is_power_of_ten(left: i128, right: i128) -> bool {
    let (small, large) = (left.abs().min(right.abs()), left.abs().max(right.abs()));
    small != 0 && [10, 100, 1000, 10_000].iter().any(|factor| small.checked_mul(*factor) == Some(large))
}

fn without_one(digits: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..digits.len())
        .map(|skip| digits.iter().enumerate().filter(|(at, _)| *at != skip).map(|(_, digit)| *digit).collect())
}

/// Whether `longer` is `shorter` with one digit twice in a row.
fn doubled(longer: &[u8], shorter: &[u8]) -> bool {
    let pairs = longer.windows(2).enumerate().filter(|(_, pair)| pair.first() == pair.last());
    pairs
        .map(|(at, _)| at)
        .any(|at| longer.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, digit)| digit).eq(shorter))
}

/// What a hand may have meant that wrote a number, by one slip; ascending.
pub(super) fn meant(printed: i128) -> Vec<i128> {
    let sign = if printed.is_negative() { -1 } else { 1 };
    let own = digits(printed);
    let mut list: Vec<i128> = vec![-printed];
    for factor in [10, 100, 1000, 10_000] {
        list.extend(printed.checked_mul(factor));
        if printed % factor == 0 {
            list.push(printed / factor);
        }
    }
    let mut keep = |digits: &[u8]| list.extend(number(digits).map(|value| value * sign));
    for at in 0..own.len() {
        for digit in 0..10 {
            let mut changed = own.clone();
            if let Some(slot) = changed.get_mut(at) {
                *slot = digit;
            }
            keep(&changed);
        }
        if at + 1 < own.len() {
            let mut swapped = own.clone();
            swapped.swap(at, at + 1);
            keep(&swapped);
        }
    }
    for shorter in without_one(&own) {
        keep(&shorter);
    }
    for at in 0..=own.len() {
        for digit in 0..10 {
            let mut longer = own.clone();
            longer.insert(at, digit);
            keep(&longer);
        }
    }
    list.sort_unstable();
    list.dedup();
    list.retain(|value| *value != printed);
    list
}

/// `None` where there are too many digits, or none.
fn number(digits: &[u8]) -> Option<i128> {
    let first = digits.first()?;
    if *first == 0 && digits.len() > 1 {
        return None;
    }
    digits.iter().try_fold(0_i128, |value, digit| value.checked_mul(10)?.checked_add(i128::from(*digit)))
}

/// How little a slip surprises, the likeliest lowest. Slips that few pairs of numbers fit tell more
/// than those that many fit.
pub(super) fn cost(slip: Slip) -> u32 {
    match slip {
        Slip::Rounding | Slip::SwappedDigits | Slip::Exchanged | Slip::Sign => 1,
        Slip::DoubledDigit | Slip::PowerOfTen => 2,
        Slip::MissingDigit | Slip::ExtraDigit | Slip::LookAlike => 3,
        Slip::Blank | Slip::OneDigit => 4,
        Slip::OtherCell => 5,
        Slip::TwoDigits => 8,
        Slip::Other => 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_apart() {
        for (printed, right, expected) in [
            (112, 121, Slip::SwappedDigits),
            (1157, 1175, Slip::SwappedDigits),
            (38, 32, Slip::OneDigit),
            (2236, 2239, Slip::LookAlike),
            (1557, 157, Slip::DoubledDigit),
            (1597, 157, Slip::ExtraDigit),
            (157, 1597, Slip::MissingDigit),
            (4100, 41, Slip::PowerOfTen),
            (-12, 12, Slip::Sign),
            (12, 43, Slip::TwoDigits),
            (1, 99999, Slip::Other),
            (0, 121, Slip::Other),
            (-5, 3, Slip::Other),
            (-5, 0, Slip::OneDigit),
            (0, -5, Slip::OneDigit),
        ] {
            assert_eq!(slip(printed, right), expected, "{printed} for {right}");
        }
    }

    #[test]
    fn no_number_begins_with_a_zero() {
        // 105 without its first digit would be 05.
        assert!(!meant(105).contains(&5));
        assert!(meant(10).contains(&0));
    }

    #[test]
    fn a_number_below_zero_keeps_its_sign_or_loses_it_alone() {
        let list = meant(-12);
        assert!(list.contains(&12) && list.contains(&-21) && !list.contains(&21));
    }

    #[test]
    fn whatever_one_slip_explains_may_have_been_meant() {
        for printed in 0..1200 {
            let list = meant(printed);
            let explained = |right: &i128| !matches!(slip(printed, *right), Slip::TwoDigits | Slip::Other);
            for right in (0..1200).filter(|right| *right != printed).filter(explained) {
                assert!(list.contains(&right), "{printed} for {right}");
            }
        }
    }
}
