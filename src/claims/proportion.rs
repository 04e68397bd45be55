//! Proportions: numbers with colons between them that make 100, `12.1:34.8:53.1`.

use super::arithmetic::{Outcome, make_hundred};
use super::bare::{Bare, LONGEST_NUMBER, digits, percent};
use super::scan::{LONGEST_TITLE, Measure, Scanned};
use super::vocabulary::vocabulary;
use crate::number::{Decimal, Number};

/// More numbers in a proportion than this are none.
const MOST_PROPORTIONS: usize = 12;

impl Bare {
    /// The percentages of a proportion that makes 100: `12.1:34.8:53.1`.
    pub(super) fn proportion(&self, text: &str) -> Vec<Scanned> {
        const FEWEST: usize = 3;
        let mut all: Vec<Scanned> = Vec::new();
        let mut span = self.start..self.end;
        while let Some(number) = text.get(span.clone()).filter(|number| number.len() <= LONGEST_NUMBER) {
            let Some(number) = percent(&format!("{number}%")) else { return Vec::new() };
            all.push(Scanned::of(span.clone(), number, Measure::Percent));
            let rest = text.get(span.end..).and_then(|rest| rest.strip_prefix(':')).unwrap_or_default();
            let length = digits(rest);
            if length == 0 || all.len() > MOST_PROPORTIONS {
                break;
            }
            span = span.end + 1..span.end + 1 + length;
        }
        let numbers: Vec<Number> = all.iter().map(|one| one.number).collect();
        let count = all.len();
        if count < FEWEST || !self.is_digits {
            return Vec::new();
        }
        let known = make_hundred(&numbers).is_ok_and(|outcome| outcome != Outcome::Fails);
        let whole = known || is_structure(text.get(..self.start).unwrap_or_default(), &numbers);
        if let Some(first) = all.first_mut() {
            first.proportion = count;
        }
        if whole { all } else { Vec::new() }
    }
}

/// Whether numbers are the shares of a structure that the text before them names, and nearly make 100.
fn is_structure(before: &str, numbers: &[Number]) -> bool {
    const NEAR: i128 = 15;
    let sum = numbers.iter().try_fold(Decimal::ZERO, |sum, number| sum.add(number.value()));
    let near = sum.is_ok_and(|sum| sum > Decimal::from(100 - NEAR) && sum < Decimal::from(100 + NEAR));
    let decimals = numbers.iter().all(|number| number.value().exponent() < 0);
    let mut from = before.len().saturating_sub(LONGEST_TITLE);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let sentence = before.get(from..).unwrap_or_default().rsplit(['。', '\n']).next().unwrap_or_default();
    near && decimals && vocabulary().words.structure.within(sentence)
}
