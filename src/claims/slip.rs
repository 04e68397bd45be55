//! How a hand slips when it types a number: one digit wrong, two swapped, one left out or too many.

use crate::finding::Slip;

/// The slip that turns one number into the other, where one does.
pub(super) fn slip(from: i128, to: i128) -> Option<Slip> {
    let (from, to) = (from.to_string(), to.to_string());
    let (from, to) = (from.as_bytes(), to.as_bytes());
    match from.len().cmp(&to.len()) {
        std::cmp::Ordering::Equal => same_length(from, to),
        std::cmp::Ordering::Less => left_out(from, to).then_some(Slip::MissingDigit),
        std::cmp::Ordering::Greater => left_out(to, from).then_some(Slip::ExtraDigit),
    }
}

fn same_length(from: &[u8], to: &[u8]) -> Option<Slip> {
    let different: Vec<usize> =
        from.iter().zip(to).enumerate().filter(|(_, (left, right))| left != right).map(|(at, _)| at).collect();
    match different.as_slice() {
        [_] => Some(Slip::OneDigit),
        [first, second]
            if second - first == 1 && from.get(*first) == to.get(*second) && from.get(*second) == to.get(*first) =>
        {
            Some(Slip::SwappedDigits)
        }
        _ => None,
    }
}

/// Whether the longer number is the shorter one with one more digit.
fn left_out(shorter: &[u8], longer: &[u8]) -> bool {
    if longer.len() != shorter.len() + 1 {
        return false;
    }
    let same = shorter.iter().zip(longer).take_while(|(left, right)| left == right).count();
    shorter.get(same..) == longer.get(same + 1..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_apart() {
        let cases = [
            (213, 203, Some(Slip::OneDigit)),
            (213, 231, Some(Slip::SwappedDigits)),
            (213, 23, Some(Slip::ExtraDigit)),
            (23, 213, Some(Slip::MissingDigit)),
            (213, 224, None),
            (213, 312, None),
            (7, 7, None),
        ];
        for (from, to, expected) in cases {
            assert_eq!(slip(from, to), expected, "{from} {to}");
        }
    }
}
