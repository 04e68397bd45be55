//! A number in a text before it is known whether it measures anything, and what follows it that decides. How
//! numbers stand together is read elsewhere.

use super::facts::last;
use super::scan::{Measure, Scanned};
use super::vocabulary::{classes, measure, vocabulary};
use crate::number::{Decimal, Number, Reading, Unit, read};

/// Digits, separators and multiplier of the longest figure, in bytes.
pub(super) const LONGEST_NUMBER: usize = 48;
/// Bytes of a sentence that lists Chinese numerals.
const LONGEST_SENTENCE: usize = 2048;

/// A number before it is known whether it measures anything.
pub(super) struct Bare {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) is_digits: bool,
}

impl Bare {
    /// The number that starts at a place.
    pub(super) fn at(text: &str, start: usize) -> Option<Self> {
        let rest = text.get(start..)?;
        let before = text.get(..start)?.chars().next_back().unwrap_or(' ');
        if rest.starts_with("百分之") || rest.starts_with("千分之") {
            let from = "百分之".len();
            let inner = rest.get(from..)?;
            let length = if inner.starts_with(|sign: char| sign.is_ascii_digit()) {
                digits(inner)
            } else {
                inner.find(|sign| !is_numeral(sign) && sign != '点').unwrap_or(inner.len())
            };
            return (length > 0).then_some(Self { start, end: start + from + length, is_digits: false });
        }
        if rest.starts_with(|sign: char| sign.is_ascii_digit()) {
            let length = digits(rest);
            let minus = before == '-' && is_minus(text.get(..start - 1)?);
            let start = if minus { start - 1 } else { start };
            return Some(Self { start, end: start + usize::from(minus) + length, is_digits: true });
        }
        let is_part = |sign: &(usize, char)| is_numeral(sign.1) || matches!(sign.1, '千' | '万' | '亿');
        // What is longer than any figure is not read to its end: it is asked again at each of its signs.
        let part = rest.char_indices().take_while(is_part).take(LONGEST_NUMBER).last();
        let length = part.map_or(0, |(at, sign)| at + sign.len_utf8());
        (length > 0 && length <= LONGEST_NUMBER).then_some(Self { start, end: start + length, is_digits: false })
    }

    /// The figure, where a measure word or a sign of percent follows.
    pub(super) fn figure(&self, text: &str) -> Option<Scanned> {
        let words = &vocabulary().numbers;
        let (number, rest) = (text.get(self.start..self.end)?, text.get(self.end..)?);
        if number.len() > LONGEST_NUMBER {
            return None;
        }
        let before = text.get(..self.start)?;
        let mut approximate =
            words.approximate_before.ends(before).is_some() && words.exact_before.ends(before).is_none();
        if number.starts_with(['百', '千']) && number.contains("分之") {
            let number = percent(number)?;
            return Some(Scanned { approximate, ..Scanned::of(self.start..self.end, number, Measure::Percent) });
        }
        if let Some(fraction) = self.fraction(text) {
            return Some(Scanned { approximate, ..fraction });
        }
        let mut end = self.end;
        let mut take = |list: &super::vocabulary::List, rest: &mut &str| {
            let word = list.starts(rest).map(str::len);
            end += word.unwrap_or(0);
            *rest = rest.get(word.unwrap_or(0)..).unwrap_or_default();
            word.is_some()
        };
        let mut rest = rest;
        for sign in ["%", "‰"] {
            if rest.starts_with(sign) && self.is_digits {
                let number = percent(&format!("{number}{sign}"))?;
                let rest = rest.get(sign.len()..)?;
                approximate |= words.approximate_after.starts(rest).is_some();
                let span = self.start..self.end + sign.len();
                return Some(Scanned { approximate, ..Scanned::of(span, number, Measure::Percent) });
            }
        }
        if take(&words.points, &mut rest) && self.is_digits {
            let number = percent(&format!("{number}%"))?;
            return Some(Scanned { approximate, ..Scanned::of(self.start..end, number, Measure::Points) });
        }
        approximate |= take(&words.approximate_after, &mut rest);
        let multiplied = take(&words.multipliers, &mut rest);
        approximate |= take(&words.approximate_after, &mut rest);
        let digits_end = end;
        let word = match (self.is_digits, after_digits(rest)) {
            (true, None) if multiplied && words.after_unmeasured.starts(rest).is_some() => "",
            (true, word) => word?,
            (false, _) => self.after_numeral(text, rest)?,
        };
        // Of a clock or a proportion, and no score: `9时30分`, `按1:3分担`.
        if word == "分" && before.ends_with(['时', '点', ':']) {
            return None;
        }
        end += word.len();
        let rest = rest.get(word.len()..)?;
        // `比上年的195件多13件`: more by a figure.
        let more_by = rest
            .strip_prefix('多')
            .is_some_and(|rest| rest.starts_with(|sign| is_numeral(sign) || sign.is_ascii_digit()));
        // `十来件` is vague, `8件来电` is not.
        let vague = words.approximate_after.starts(rest).is_some_and(|word| word != "来");
        approximate |= vague && !rest.starts_with("多个") && !more_by;
        let written: String = text
            .get(self.start..digits_end)?
            .chars()
            .filter(|sign| !matches!(sign, '余' | '多' | '+' | '来'))
            .collect();
        let number = counted(&written, word)?;
        let decimals =
            written.split_once('.').map_or(0, |(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count());
        let scale = number.value().exponent() + i32::try_from(decimals).unwrap_or(0);
        Some(Scanned { scale, approximate, ..Scanned::of(self.start..end, number, Measure::Of(word)) })
    }

    /// `四分之一`, `增加两成`: hundredths that are rounded to one, or to ten.
    fn fraction(&self, text: &str) -> Option<Scanned> {
        let digit = |sign: char| "一二三四五六七八九".chars().position(|one| one == sign).map(|at| at as i128 + 1);
        let (number, rest) = (text.get(self.start..self.end)?, text.get(self.end..)?);
        let digit = |sign: char| if sign == '两' { Some(2) } else { digit(sign) };
        let mut signs = number.chars();
        let (first, alone) = (digit(signs.next()?)?, signs.next().is_none());
        if !alone {
            return None;
        }
        let ends = |rest: &str| rest.chars().next().is_none_or(|next| ",;。、)".contains(next));
        if let Some(over) = rest.strip_prefix("分之") {
            let over_sign = over.chars().next()?;
            let behind = over.get(over_sign.len_utf8()..)?;
            let percent = (digit(over_sign)? * 200 + first) / (2 * first);
            let end = self.end + "分之".len() + over_sign.len_utf8();
            let number = Number::rounded(Decimal::from(percent));
            return ends(behind).then(|| Scanned::of(self.start..end, number, Measure::Percent));
        }
        let behind = rest.strip_prefix('成')?;
        let changes = vocabulary().words.difference.ends(text.get(..self.start)?).is_some();
        let number = Number::rounded(Decimal::new(first, 1));
        (changes && ends(behind)).then(|| Scanned::of(self.start..self.end + '成'.len_utf8(), number, Measure::Percent))
    }

    /// The measure word of a Chinese numeral, which is a figure only where the clause ends with it.
    fn after_numeral(&self, text: &str, rest: &str) -> Option<&'static str> {
        // `二十四个` is a figure, `三个` may be a manner of speaking.
        let large = text.get(self.start..self.end)?.chars().skip(1).any(|sign| matches!(sign, '十' | '百'));
        let listed = |word: &str| {
            // `专区十五个,其中县级一个、乡镇级十二个`: in the measure of a large number or of digits of its sentence.
            let before = last(text.get(..self.start).unwrap_or_default(), LONGEST_SENTENCE);
            let sentence = before.rsplit(['。', '\n']).next().unwrap_or_default();
            sentence.split(word).any(|part| {
                let large = part.ends_with(is_numeral) && part.contains('十');
                part != sentence && (large || part.ends_with(|sign: char| sign.is_ascii_digit()))
            })
        };
        let known = |word: &&str| large || vocabulary().numbers.numeral_measures.has(word) || listed(word);
        let word = measure(rest).filter(known)?;
        let ends = rest.get(word.len()..)?.chars().next().is_none_or(|next| ",;。、:)".contains(next));
        let text_before = text.get(..self.start)?;
        let goes_on = vocabulary().numbers.after_numeral.starts(rest.get(word.len()..)?).is_some()
            && (text_before.ends_with([',', '、', ';', ':'])
                || (large && rest.get(word.len()..)?.contains("在内"))
                || vocabulary().words.among.ends(text_before).is_some());
        // `六百四十件申请相比`: no manner of speaking.
        let number = text.get(self.start..self.end)?;
        let sure = number.chars().count() > 2 && number.contains('百');
        let ends = ends || goes_on || sure;
        let before = text_before.chars().next_back().unwrap_or(' ');
        let counted = vocabulary().numbers.exact_before.ends(text_before).is_some();
        (ends && (counted || !"第每某任初其统唯同下上前后这那各".contains(before))).then_some(word)
    }

    pub(super) fn read(&self, text: &str, is_percent: bool) -> Option<Number> {
        let number = text.get(self.start..self.end)?;
        if number.len() > LONGEST_NUMBER {
            return None;
        }
        if is_percent { percent(&format!("{number}%")) } else { counted(number, "件") }
    }
}

pub(super) fn is_numeral(sign: char) -> bool {
    matches!(sign, '零' | '〇' | '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百')
}

/// The bytes of digits with their separators and decimals.
pub(super) fn digits(text: &str) -> usize {
    let run = |from: usize| text.get(from..).map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    let mut end = run(0);
    if end <= 3 {
        while text.get(end..).is_some_and(|rest| rest.starts_with(',')) && run(end + 1) == 3 {
            end += 4;
        }
    }
    if text.get(end..).is_some_and(|rest| rest.starts_with('.')) && run(end + 1) > 0 {
        end += 1 + run(end + 1);
    }
    end
}

/// Whether a dash after this text is the sign of a negative number: it is a range or a name after a
/// digit, a letter or a measure word.
fn is_minus(before: &str) -> bool {
    let last = before.chars().next_back();
    last.is_none_or(|last| ",;。、:(和为率到至长".contains(last))
}

fn after_digits(rest: &str) -> Option<&'static str> {
    let words = &vocabulary().numbers;
    let blocked = words.not_measures.starts(rest).is_some() && words.measures_after_all.starts(rest).is_none();
    if blocked { None } else { measure(rest) }
}

pub(super) fn percent(text: &str) -> Option<Number> {
    match read(text, Unit::Rate, None) {
        Ok(Reading::Number(number)) => Some(number),
        _ if text == "百分之百" => Some(Number::rounded(Decimal::HUNDRED)),
        _ => None,
    }
}

/// A count is exact, an amount and a count with a fraction are rounded.
fn counted(text: &str, word: &str) -> Option<Number> {
    let exact = classes(word).iter().any(|class| class.exact);
    let units: &[Unit] = if exact { &[Unit::Count, Unit::Amount] } else { &[Unit::Amount] };
    units.iter().find_map(|unit| match read(text, *unit, None) {
        Ok(Reading::Number(number)) => Some(number),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_go_as_far_as_their_separators_and_decimals() {
        for (text, length) in
            [("12,345件", 6), ("12,34", 2), ("1234,567", 4), ("12.5%", 4), ("12.", 2), ("12.件", 2), ("5-100件", 1)]
        {
            assert_eq!(digits(text), length, "{text}");
        }
    }

    #[test]
    fn what_is_no_percentage_is_none() {
        assert_eq!(percent("百分之百"), Some(Number::rounded(Decimal::HUNDRED)));
        assert_eq!(percent("1.2.3%"), None);
    }

    #[test]
    fn fractions_are_of_one_numeral() {
        let found = |text: &str| Bare::at(text, 0).and_then(|bare| bare.fraction(text)).map(|one| one.number.value());
        assert_eq!(found("三分之二"), Some(Decimal::from(67)));
        assert_eq!((found("十三分之二"), found("三分之二十")), (None, None));
    }
}
