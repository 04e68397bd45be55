//! The text of a cell to a number of a given unit, or to what it says instead of one. The grammar
//! of printed figures stands in `grammar`, Chinese numerals in `numeral`; here stands what a
//! figure of each unit may be. Nothing here knows of cells, labels or forms.

mod error;
mod fold;
mod grammar;
mod numeral;

use super::{Decimal, Interval, Overflow};
pub use error::NumberError;
use fold::{fold, without_text_sign};
pub(crate) use fold::{is_blank, is_chinese, is_invisible, without_marks};
use grammar::{Figure, Measure};

/// What a figure is, and so what it may look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// A whole number from 0 on; exact unless printed in 万 or 亿.
    Count,
    /// A whole number of either sign.
    Change,
    /// A percentage from 0 to 100, rounded to its printed places.
    Share,
    /// A percentage of any size and sign, rounded to its printed places.
    Rate,
    /// A decimal from 0 on, rounded to its printed places.
    Amount,
    /// A decimal from 0 on, as exact as it is printed; rounded where printed in 万 or 亿.
    Quantity,
}

impl Unit {
    /// Whether no figure of it is below zero.
    #[must_use]
    pub const fn starts_at_zero(self) -> bool {
        matches!(self, Self::Count | Self::Share | Self::Amount | Self::Quantity)
    }
}

/// A number as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    value: Decimal,
    rounded: bool,
}

/// What the text of a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// A number.
    Number(Number),
    /// A number that the text calls approximate (`约`, `余`, `<1`).
    Approximate(Decimal),
    /// Nothing.
    Blank,
    /// A sign that the figure does not apply (`—`, `/`, `N/A`).
    NotApplicable,
    /// A word for none (`无`).
    ZeroByWord,
}

impl Number {
    /// A number that stands for itself only.
    #[must_use]
    pub const fn exact(value: Decimal) -> Self {
        Self { value, rounded: false }
    }

    /// Another number printed the same way: to the same place, as exact or as rounded.
    #[must_use]
    pub const fn with_mantissa(self, mantissa: i128) -> Self {
        Self { value: Decimal::new(mantissa, self.value.exponent()), ..self }
    }

    /// A number that was rounded to its last printed place.
    #[must_use]
    pub const fn rounded(value: Decimal) -> Self {
        Self { value, rounded: true }
    }

    /// The value as printed.
    #[must_use]
    pub const fn value(self) -> Decimal {
        self.value
    }

    /// Whether it was rounded.
    #[must_use]
    pub const fn is_rounded(self) -> bool {
        self.rounded
    }

    /// What the number may stand for.
    ///
    /// # Errors
    /// [`Overflow`] where an end needs more than 38 digits.
    pub fn interval(self) -> Result<Interval, Overflow> {
        if self.rounded { Interval::rounded(self.value) } else { Ok(Interval::exact(self.value)) }
    }
}

/// Reads the text of a cell as a figure of `unit`.
///
/// `measure` is the unit of measure that the column's heading prints, for example `万元`; only
/// amounts use it. `3亿元` in a column of 万元 is `3 * 10^4`; a bare `3` is in the measure already.
///
/// # Errors
/// [`NumberError`] where the text is not a figure of that unit, or has more than 30 digits.
pub fn read(text: &str, unit: Unit, measure: Option<&str>) -> Result<Reading, NumberError> {
    if let Some(value) = plain_digits(text) {
        return plain(value, unit).map(Reading::Number);
    }
    let folded = fold(text);
    let folded = bare(&folded);
    if let Some(reading) = without_figure(folded) {
        return Ok(reading);
    }
    let measure = measure.map(fold);
    let measure = measure.as_deref().map(Measure::of);
    let figure = grammar::parse(folded, measure)?;
    let number = judge(&figure, unit, measure)?;
    Ok(if figure.approximate { Reading::Approximate(number.value) } else { Reading::Number(number) })
}

/// What a text is taken for before it is known what figure it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seeming {
    /// Nothing but white space and signs that nobody sees.
    Blank,
    /// A figure, well formed or nearly so: `1O5` and `12,34` are, and are worth an error; labels that start with a
    /// digit, such as `2018年` or `1.总数`, are not.
    Figure,
    /// One of the signs and words for zero, nothing, or not applicable (`—`, `/`, `无`). The figure `0` is a number.
    Nothing,
    /// Anything else.
    Text,
}

/// What a text is taken for before it is known what figure it should be.
#[must_use]
pub fn seeming(text: &str) -> Seeming {
    if plain_digits(text).is_some() {
        return Seeming::Figure;
    }
    let folded = fold(text);
    let bare = bare(&folded);
    if folded.is_empty() {
        Seeming::Blank
    } else if grammar::looks_numeric(bare) {
        Seeming::Figure
    } else if matches!(without_figure(bare), Some(Reading::NotApplicable | Reading::ZeroByWord)) {
        Seeming::Nothing
    } else {
        Seeming::Text
    }
}

/// Whether a text is a figure or nearly one, see [`Seeming::Figure`].
#[must_use]
pub fn looks_numeric(text: &str) -> bool {
    seeming(text) == Seeming::Figure
}

/// Whether a text is a sign or word for none, see [`Seeming::Nothing`].
#[must_use]
pub fn means_zero_or_nothing(text: &str) -> bool {
    seeming(text) == Seeming::Nothing
}

/// A folded text without what spreadsheets and footnotes put around a figure.
fn bare(text: &str) -> &str {
    without_marks(without_text_sign(text))
}

/// The value of a text of ASCII digits only. Panels have millions of such cells, so they are told
/// apart before anything is folded or copied.
fn plain_digits(text: &str) -> Option<i128> {
    let digits = text.trim_ascii().as_bytes();
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut value = 0_u64;
    for &digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        value = value * 10 + u64::from(digit - b'0');
    }
    Some(i128::from(value))
}

fn plain(value: i128, unit: Unit) -> Result<Number, NumberError> {
    let value = Decimal::new(value, 0);
    match unit {
        Unit::Count | Unit::Change | Unit::Quantity => Ok(Number::exact(value)),
        Unit::Share if value > Decimal::HUNDRED => Err(NumberError::ShareAbove100),
        Unit::Share | Unit::Rate | Unit::Amount => Ok(Number::rounded(value)),
    }
}

/// What a folded text says that holds no figure at all, or `None` where it may hold one.
fn without_figure(text: &str) -> Option<Reading> {
    if text.is_empty() {
        return Some(Reading::Blank);
    }
    let only = |sign: char| text.chars().all(|found| found == sign);
    if only('-') || only('/') || only('\\') {
        return Some(Reading::NotApplicable);
    }
    match text {
        "不适用" => Some(Reading::NotApplicable),
        "无" | "没有" | "暂无" | "未发生" => Some(Reading::ZeroByWord),
        _ if text.eq_ignore_ascii_case("n/a") || text.eq_ignore_ascii_case("na") => Some(Reading::NotApplicable),
        _ => None,
    }
}

/// The number that a well-formed figure is in `unit`.
fn judge(figure: &Figure<'_>, unit: Unit, measure: Option<Measure<'_>>) -> Result<Number, NumberError> {
    if figure.value.is_negative() && unit.starts_at_zero() {
        return Err(NumberError::Negative);
    }
    match unit {
        Unit::Count | Unit::Change => whole(figure, measure),
        Unit::Share | Unit::Rate => percentage(figure, unit),
        Unit::Amount => amount(figure, measure),
        Unit::Quantity if figure.in_myriads() => amount(figure, measure),
        Unit::Quantity => amount(figure, measure).map(|number| Number::exact(number.value())),
    }
}

fn whole(figure: &Figure<'_>, measure: Option<Measure<'_>>) -> Result<Number, NumberError> {
    if figure.percent.is_some() {
        return Err(NumberError::UnexpectedPercent);
    }
    // Words for what is counted are chosen freely; an amount of money is no count.
    if figure.unit == grammar::MONEY && measure.is_none_or(|measure| measure.base != grammar::MONEY) {
        let found = figure.unit.into();
        return Err(match measure {
            Some(measure) => NumberError::WrongUnit { found, expected: measure.text.into() },
            None => NumberError::UnknownUnit { found },
        });
    }
    let value = scaled(figure.value, figure.multiplier)?;
    // A figure in 万 that gives every place down to the ones is a whole number like any other.
    if figure.in_myriads() && value.exponent() > 0 {
        return Ok(Number::rounded(value));
    }
    let whole = value.to_integer().ok_or(NumberError::NotWhole)?;
    Ok(Number::exact(Decimal::new(whole, 0)))
}

fn percentage(figure: &Figure<'_>, unit: Unit) -> Result<Number, NumberError> {
    if figure.in_myriads() || !figure.unit.is_empty() {
        return Err(NumberError::NotAShare);
    }
    let value = scaled(figure.value, figure.percent.unwrap_or(0))?;
    if unit == Unit::Share && value > Decimal::HUNDRED {
        return Err(NumberError::ShareAbove100);
    }
    Ok(Number::rounded(value))
}

fn amount(figure: &Figure<'_>, measure: Option<Measure<'_>>) -> Result<Number, NumberError> {
    if figure.percent.is_some() {
        return Err(NumberError::UnexpectedPercent);
    }
    // A bare figure is in the measure of its column; one that brings 万, 亿 or a unit is not.
    if figure.unit.is_empty() && !figure.in_myriads() {
        return Ok(Number::rounded(figure.value));
    }
    if let Some(measure) = measure
        && !figure.unit.is_empty()
        && figure.unit != measure.base
    {
        let (found, expected) = (figure.unit.into(), measure.text.into());
        return Err(NumberError::WrongUnit { found, expected });
    }
    let by = figure.multiplier - measure.map_or(0, |measure| measure.multiplier);
    scaled(figure.value, by).map(Number::rounded)
}

fn scaled(value: Decimal, by: i32) -> Result<Decimal, NumberError> {
    value.scaled(by).map_err(|Overflow| NumberError::TooLong)
}

#[cfg(test)]
mod tests;
