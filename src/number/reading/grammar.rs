//! The grammar of a printed figure: approximation, sign, digits, 万 and 亿, percent, unit. It says
//! what is written, not whether that fits the column; `reading` judges that.

use super::error::lookalike;
use super::{NumberError, numeral};
use crate::number::Decimal;

/// Digits of the longest figure: with 万亿 and a factor of 100 it stays within a [`Decimal`].
const MAX_DIGITS: usize = 30;

/// Words that call a figure approximate, by their first sign: nearly all texts have none, which is told at once.
/// Longest first where one starts with another.
fn before(first: char) -> &'static [&'static str] {
    match first {
        '不' => &["不超过", "不少于", "不足", "不到"],
        '大' => &["大约", "大于"],
        '将' => &["将近"],
        '接' => &["接近"],
        '超' => &["超过", "超"],
        '至' => &["至少", "至多"],
        '小' => &["小于"],
        '约' => &["约"],
        '近' => &["近"],
        '逾' => &["逾"],
        '>' => &[">=", ">"],
        '<' => &["<=", "<"],
        '≥' => &["≥"],
        '≤' => &["≤"],
        '≈' => &["≈"],
        '~' => &["~"],
        _ => &[],
    }
}

const AFTER: &[&str] = &["以上", "以下", "左右", "上下", "余", "多", "+"];
const BETWEEN: &[&str] = &["余", "多", "+"];
const PERCENT: &[(&str, i32)] = &[("%", 0), ("‰", -1), ("个百分点", 0), ("百分点", 0)];
const FRACTION: &[(&str, i32)] = &[("百分之", 0), ("千分之", -1)];
const MULTIPLIERS: &[(&str, i32)] = &[
    ("万亿", 12),
    ("千亿", 11),
    ("百亿", 10),
    ("十亿", 9),
    ("亿", 8),
    ("千万", 7),
    ("百万", 6),
    ("十万", 5),
    ("万", 4),
    ("千", 3),
    ("百", 2),
];

/// The unit of amounts of money.
pub(super) const MONEY: &str = "元";

/// Units of measure that may be glued to a figure. Without 年, 月, 日 and 号, which make labels.
const UNITS: &[&str] = &[
    "件",
    "条",
    "次",
    "个",
    "人",
    "人次",
    "篇",
    "项",
    "家",
    "宗",
    "起",
    "期",
    "份",
    MONEY,
    "件次",
    "条次",
    "件/条",
    "条/件",
    "户",
    "户次",
    "场",
    "场次",
    "批",
    "批次",
    "张",
    "册",
    "种",
    "类",
    "名",
    "位",
    "部",
    "本",
    "页",
    "台",
    "套",
    "辆",
    "处",
    "所",
    "座",
    "栋",
    "间",
    "只",
    "例",
    "案",
    "则",
    "幅",
    "块",
    "封",
    "通",
    "字",
    "亩",
    "顷",
    "公顷",
    "平方米",
    "平方公里",
    "立方米",
    "公里",
    "米",
    "吨",
    "公斤",
    "克",
    "瓦",
    "瓦时",
    "天",
    "个工作日",
    "工作日",
    "个月",
    "小时",
    "分钟",
    "美元",
    "欧元",
    "港元",
    "元人民币",
];

/// A figure as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Figure<'a> {
    /// The digits with their sign, before the multiplier.
    pub(super) value: Decimal,
    /// Whether a word or sign calls it approximate.
    pub(super) approximate: bool,
    /// The power of ten of 万, 亿 and the like after the digits; 0 without.
    pub(super) multiplier: i32,
    /// The power of ten of the percent sign: 0 for `%`, -1 for `‰`.
    pub(super) percent: Option<i32>,
    /// The unit without its multiplier; empty without.
    pub(super) unit: &'a str,
    numeral_in_myriads: bool,
}

impl Figure<'_> {
    /// Whether 万, 亿 or the like is in it.
    pub(super) fn in_myriads(&self) -> bool {
        self.multiplier != 0 || self.numeral_in_myriads
    }
}

/// A column's unit of measure: 万元 is 元 times `10^4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Measure<'a> {
    /// As printed.
    pub(super) text: &'a str,
    /// The power of ten.
    pub(super) multiplier: i32,
    /// What is measured.
    pub(super) base: &'a str,
}

impl<'a> Measure<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut base = text;
        let multiplier = take_value(&mut base, MULTIPLIERS).unwrap_or(0);
        Self { text, multiplier, base }
    }
}

/// A formula as workbooks have it (`=A1`), or with the name of its language before it (`of:=[.A1]`).
fn is_formula(text: &str) -> bool {
    let language = text.split_once(":=").map_or("", |(language, _)| language);
    text.starts_with('=') || !language.is_empty() && language.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Reads a folded text that is not blank.
///
/// # Errors
/// [`NumberError`] where the text is not one well-formed figure.
pub(super) fn parse<'a>(text: &'a str, measure: Option<Measure<'_>>) -> Result<Figure<'a>, NumberError> {
    if text.starts_with('#') {
        return Err(NumberError::SpreadsheetError);
    }
    if is_formula(text) {
        return Err(NumberError::Formula);
    }
    let Start { approximate, negative, fraction, rest } = start(text);
    let (value, numeral_in_myriads, rest) = match rest.chars().next() {
        Some('0'..='9' | '.') => digits(rest).map(|(value, rest)| (value, false, rest))?,
        Some(sign) if numeral::is_numeral(sign) => {
            numeral::split(rest).map(|(numeral, rest)| (numeral.value, numeral.myriads, rest))?
        }
        Some(found) if text.contains(|sign: char| sign.is_ascii_digit()) => {
            return Err(NumberError::Stray { found });
        }
        _ => return Err(NumberError::NotANumber),
    };
    let value = if negative { Decimal::new(-value.mantissa(), value.exponent()) } else { value };
    let tail = tail(rest, measure).map_err(spoilt)?;
    if fraction.is_some() && tail.percent.is_some() {
        return Err(NumberError::Stray { found: '%' });
    }
    Ok(Figure {
        value,
        approximate: approximate || tail.approximate,
        multiplier: tail.multiplier,
        percent: fraction.or(tail.percent),
        unit: tail.unit,
        numeral_in_myriads,
    })
}

/// Whether a folded text is a figure or nearly one, see [`super::looks_numeric`].
pub(super) fn looks_numeric(text: &str) -> bool {
    const LONGEST_NUMERAL: usize = 12;
    let Start { rest, fraction, .. } = start(text);
    let is_numeral = |sign| numeral::is_numeral(sign) || sign == '点';
    if !rest.starts_with(|sign: char| sign.is_ascii_digit()) {
        // Longer ones, and ones with more words, are labels and prose.
        return rest.chars().all(is_numeral)
            && text.chars().take(LONGEST_NUMERAL + 1).count() <= LONGEST_NUMERAL
            && parse(text, None).is_ok();
    }
    let (body, after) = body(rest);
    if after.is_empty() && fraction.is_none() && body.ends_with('.') {
        return false;
    }
    tail(after, None).is_ok() || is_spoilt(rest)
}

/// Whether a text that starts with a digit is a figure but for one or two letters or a last dash.
fn is_spoilt(text: &str) -> bool {
    let text = text.strip_suffix('-').unwrap_or(text);
    let (mut digits, mut letters, mut alike) = (0, 0, 0);
    for sign in text.chars() {
        match sign {
            '0'..='9' => digits += 1,
            _ if lookalike(sign).is_some() => alike += 1,
            _ if sign.is_ascii_alphabetic() => letters += 1,
            ',' | '.' | ' ' | '+' | '%' | '‰' | '万' | '亿' | '余' | '多' => {}
            _ => return false,
        }
    }
    letters + alike <= 2 && (letters == 0 || letters + alike < digits)
}

/// What stands before the digits.
struct Start<'a> {
    approximate: bool,
    negative: bool,
    /// 百分之 and 千分之, as [`Figure::percent`].
    fraction: Option<i32>,
    rest: &'a str,
}

fn start(text: &str) -> Start<'_> {
    let mut rest = text;
    let approximate = text.chars().next().is_some_and(|first| take(&mut rest, before(first)));
    rest = rest.trim_start();
    let negative = take(&mut rest, &["-", "负"]);
    if !negative {
        take(&mut rest, &["+"]);
    }
    let fraction = take_value(&mut rest, FRACTION);
    Start { approximate, negative, fraction, rest }
}

/// The part of a text that digits, separators and points make up, and the rest. A space belongs to
/// it only before a digit, since `12 件` has one before its unit.
fn body(text: &str) -> (&str, &str) {
    let mut signs = text.char_indices().peekable();
    while let Some((index, sign)) = signs.next() {
        let belongs = match sign {
            '0'..='9' | ',' | '.' => true,
            ' ' => signs.peek().is_some_and(|(_, next)| next.is_ascii_digit()),
            _ => false,
        };
        if !belongs {
            return text.split_at(index);
        }
    }
    (text, "")
}

/// Splits digits with their separators and decimals off the start of the text.
fn digits(text: &str) -> Result<(Decimal, &str), NumberError> {
    let (body, rest) = body(text);
    let (whole, fraction) = match body.split_once('.') {
        None => (body, ""),
        Some((_, fraction)) if fraction.contains('.') => return Err(NumberError::TwoPoints),
        Some((whole, fraction)) if whole.is_empty() || fraction.is_empty() => {
            return Err(NumberError::LonePoint);
        }
        Some(parts) => parts,
    };
    if !is_grouped(whole) || !is_digits(fraction) {
        return Err(NumberError::Grouping);
    }
    let (mut mantissa, mut count) = (0_i128, 0);
    for digit in whole.chars().chain(fraction.chars()).filter_map(|sign| sign.to_digit(10)) {
        count += 1;
        if count > MAX_DIGITS {
            return Err(NumberError::TooLong);
        }
        mantissa = mantissa * 10 + i128::from(digit);
    }
    let places = i32::try_from(fraction.len()).map_err(|_| NumberError::TooLong)?;
    Ok((Decimal::new(mantissa, -places), rest))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether separators part a whole number into groups of three. `0,123` is refused: it is a
/// decimal comma rather than a number with a leading zero.
fn is_grouped(whole: &str) -> bool {
    let Some(separator) = whole.chars().find(|sign| !sign.is_ascii_digit()) else { return true };
    let mut groups = whole.split(separator);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && groups.all(|group| group.len() == 3 && is_digits(group))
}

/// What stands after the digits.
struct Tail<'a> {
    approximate: bool,
    multiplier: i32,
    percent: Option<i32>,
    unit: &'a str,
}

/// What a text after digits says, or the unit in it that is none.
fn tail<'a>(text: &'a str, measure: Option<Measure<'_>>) -> Result<Tail<'a>, &'a str> {
    let mut rest = text.trim_start();
    let mut approximate = take(&mut rest, BETWEEN);
    let mut percent = take_value(&mut rest, PERCENT);
    let mut multiplier = 0;
    if percent.is_none() {
        multiplier = take_value(&mut rest, MULTIPLIERS).unwrap_or(0);
        approximate |= take(&mut rest, BETWEEN);
        percent = take_value(&mut rest, PERCENT);
    }
    let mut unit = rest.trim_start();
    if let Some(before) = AFTER.iter().find_map(|word| unit.strip_suffix(word)) {
        (approximate, unit) = (true, before.trim_end());
    }
    let known = unit.is_empty()
        || (percent.is_none() && (UNITS.contains(&unit) || measure.is_some_and(|measure| measure.base == unit)));
    if known { Ok(Tail { approximate, multiplier, percent, unit }) } else { Err(unit) }
}

/// Why the text after a figure is no unit.
fn spoilt(unit: &str) -> NumberError {
    let mut signs = unit.chars();
    let (first, second) = (signs.next().unwrap_or(' '), signs.next());
    if matches!(first, 'e' | 'E') && second.is_some_and(|sign| matches!(sign, '0'..='9' | '+' | '-')) {
        return NumberError::Scientific;
    }
    if first.is_ascii() || !first.is_alphabetic() {
        return NumberError::Stray { found: first };
    }
    match unit.chars().find(char::is_ascii_digit) {
        Some(found) => NumberError::Stray { found },
        // Prose would fill the message; its first words say enough.
        None => NumberError::UnknownUnit { found: unit.chars().take(12).collect::<String>().into() },
    }
}

/// Takes one of the words off the start of the text.
fn take(text: &mut &str, words: &[&str]) -> bool {
    let rest = words.iter().find_map(|word| text.strip_prefix(word));
    *text = rest.unwrap_or(text);
    rest.is_some()
}

/// Takes one of the words off the start of the text and gives its value.
fn take_value(text: &mut &str, words: &[(&str, i32)]) -> Option<i32> {
    let (value, rest) = words.iter().find_map(|(word, value)| Some((*value, text.strip_prefix(word)?)))?;
    *text = rest;
    Some(value)
}
