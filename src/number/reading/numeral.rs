//! Chinese numerals: 一百二十三, 二〇一八, 三万五千, 九十七点零九. Signs, percentages and units around
//! them are the grammar's work. Colloquial forms with two meanings (一百五) are refused.

use super::NumberError;
use crate::number::Decimal;

/// The longest numeral with a meaning of its own is far shorter; more is not read at all.
const MAX_DIGITS: usize = 30;

/// A numeral as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numeral {
    /// The value, at the place of the last written sign where 万 or 亿 is in it.
    pub(super) value: Decimal,
    /// Whether 万 or 亿 is in it.
    pub(super) myriads: bool,
}

/// Whether a numeral can hold the sign.
pub(super) fn is_numeral(sign: char) -> bool {
    digit(sign).is_some() || small_power(sign).is_some() || matches!(sign, '万' | '亿')
}

/// Splits the numeral off the start of the text.
///
/// # Errors
/// [`NumberError::Numeral`] where its signs do not make one number, [`NumberError::TooLong`] past
/// 30 digits.
pub(super) fn split(text: &str) -> Result<(Numeral, &str), NumberError> {
    let end = text.find(|sign| !is_numeral(sign)).unwrap_or(text.len());
    let (whole, rest) = text.split_at(end);
    let Some(rest) = rest.strip_prefix('点') else {
        return Ok((integer(whole)?, rest));
    };
    let end = rest.find(|sign| digit(sign).is_none()).unwrap_or(rest.len());
    let (fraction, rest) = rest.split_at(end);
    if fraction.is_empty() {
        return Err(NumberError::Numeral);
    }
    let places = fraction.chars().count();
    let whole = integer(whole)?.value;
    let too_long = |_| NumberError::TooLong;
    let exponent = -i32::try_from(places).map_err(|_| NumberError::TooLong)?;
    let fraction = Decimal::new(positional(fraction)?, exponent);
    let value = whole.add(fraction).map_err(too_long)?;
    Ok((Numeral { value, myriads: false }, rest))
}

fn integer(text: &str) -> Result<Numeral, NumberError> {
    let myriads = text.contains(['万', '亿']);
    if text.chars().all(|sign| digit(sign).is_some()) && !text.is_empty() {
        return Ok(Numeral { value: Decimal::new(positional(text)?, 0), myriads });
    }
    let part = above(text, '亿', 8, |text| above(text, '万', 4, section));
    let Part { value, place } = part.ok_or(NumberError::Numeral)?;
    let value = if myriads {
        let unit = 10_i128.checked_pow(place).ok_or(NumberError::Numeral)?;
        Decimal::new(value / unit, i32::try_from(place).map_err(|_| NumberError::Numeral)?)
    } else {
        Decimal::new(value, 0)
    };
    Ok(Numeral { value, myriads })
}

/// Digits one after the other, as in 二〇一八.
fn positional(text: &str) -> Result<i128, NumberError> {
    let mut value = 0;
    let several = text.chars().nth(1).is_some();
    for (index, sign) in text.chars().enumerate() {
        if index >= MAX_DIGITS {
            return Err(NumberError::TooLong);
        }
        if sign == '两' && several {
            return Err(NumberError::Numeral);
        }
        value = value * 10 + digit(sign).ok_or(NumberError::Numeral)?;
    }
    Ok(value)
}

/// A part of a numeral: its value and the power of ten of its last written sign.
#[derive(Clone, Copy)]
struct Part {
    value: i128,
    place: u32,
}

/// What stands before `mark` times `10^power`, and what stands after it.
fn above(text: &str, mark: char, power: u32, below: impl Fn(&str) -> Option<Part>) -> Option<Part> {
    let Some((high, low)) = text.rsplit_once(mark) else { return below(text) };
    let high = below(high)?;
    let value = high.value.checked_mul(10_i128.checked_pow(power)?)?;
    if low.is_empty() {
        return Some(Part { value, place: high.place.checked_add(power)? });
    }
    // 一万五 is 15000 to one reader and 10005 to another.
    low.chars().nth(1)?;
    let low = below(low)?;
    Some(Part { value: value.checked_add(low.value)?, place: low.place })
}

/// A number below 10,000 other than zero, led by 零 where places are skipped.
fn section(text: &str) -> Option<Part> {
    let (mut value, mut last, mut digit_before, mut zero) = (0, 4, None, false);
    for sign in text.chars() {
        if let Some(power) = small_power(sign) {
            // 十五 and 一百十五 leave out the 一 of 一十.
            let factor = digit_before.take().or((power == 1).then_some(1))?;
            if power >= last {
                return None;
            }
            value += factor * 10_i128.checked_pow(power)?;
            (last, zero) = (power, false);
        } else if digit_before.is_some() || (zero && digit(sign)? == 0) {
            return None;
        } else if digit(sign)? == 0 {
            zero = true;
        } else {
            digit_before = digit(sign);
        }
    }
    let Some(ones) = digit_before else {
        return (value > 0 && !zero).then_some(Part { value, place: last });
    };
    // 一百五 is 150 to one reader and 105 to another.
    (last == 4 || last == 1 || zero).then_some(Part { value: value + ones, place: 0 })
}

fn digit(sign: char) -> Option<i128> {
    Some(match sign {
        '零' | '〇' | '○' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn small_power(sign: char) -> Option<u32> {
    Some(match sign {
        '十' => 1,
        '百' => 2,
        '千' => 3,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Option<(i128, i32)> {
        let (numeral, rest) = split(text).ok()?;
        assert_eq!(rest, "", "{text}");
        Some((numeral.value.mantissa(), numeral.value.exponent()))
    }

    #[test]
    fn numerals_are_read() {
        let cases = [
            ("零", 0, 0),
            ("〇", 0, 0),
            ("两", 2, 0),
            ("十", 10, 0),
            ("十五", 15, 0),
            ("二十", 20, 0),
            ("一百零五", 105, 0),
            ("一百一十", 110, 0),
            ("二千二百三十八", 2238, 0),
            ("二〇一八", 2018, 0),
            ("三万", 3, 4),
            ("三十五万", 35, 4),
            ("三万五千", 35, 3),
            ("一万零五", 10_005, 0),
            ("一万二千三百四十五", 12_345, 0),
            ("一亿两千万", 12, 7),
            ("两万亿", 2, 12),
            ("九十七点零九", 9709, -2),
            ("零点五", 5, -1),
        ];
        for (text, mantissa, exponent) in cases {
            assert_eq!(number(text), Some((mantissa, exponent)), "{text}");
        }
    }

    #[test]
    fn what_has_no_single_meaning_is_refused() {
        for text in ["一百五", "一万五", "百", "万", "十百", "一百零", "两两", "一百零零五", "万一", "三点", "点五"]
        {
            assert!(split(text).is_err(), "{text}");
        }
        assert_eq!(split(&"一".repeat(31)).err(), Some(NumberError::TooLong));
    }

    /// An independent writer of numerals below 10^8.
    fn written(value: u32) -> String {
        fn four(value: u32, lead: bool) -> String {
            let digits: Vec<char> = "零一二三四五六七八九".chars().collect();
            let (mut text, mut zero) = (String::new(), lead && value < 1000);
            for (power, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
                let digit = value / power % 10;
                if digit == 0 {
                    zero |= !text.is_empty();
                    continue;
                }
                if zero {
                    text.push('零');
                    zero = false;
                }
                text.push(digits[digit as usize]);
                text.push_str(name);
            }
            text
        }
        match (value / 10_000, value % 10_000) {
            (0, 0) => "零".into(),
            (0, low) => four(low, false),
            (high, 0) => four(high, false) + "万",
            (high, low) => four(high, false) + "万" + &four(low, true),
        }
    }

    proptest! {
        #[test]
        fn written_numerals_come_back(value in 0..100_000_000_u32) {
            let text = written(value);
            let (numeral, rest) = split(&text).unwrap();
            prop_assert_eq!(rest, "");
            prop_assert_eq!(numeral.value, Decimal::from(i128::from(value)));
        }

        #[test]
        fn any_signs_end_well(text in "[零一二两十百千万亿点]{0,40}") {
            let _ = split(&text);
        }
    }
}
