//! Rates whose names say nothing to the vocabulary: of the two counts right before them, where these make them, or
//! would but for a slip of the hand.

use super::arithmetic::Outcome;
use super::line::Separator;
use super::rates::Reader;
use super::slip::slip;
use super::statement::Statement;
use crate::finding::Slip;
use crate::number::Decimal;

impl Reader<'_, '_> {
    /// A rate that the two counts right before it make, whatever it is called.
    pub(super) fn of_two_before(&self, index: usize) -> Option<Statement> {
        let mut before = self.before(index);
        let (part, whole) = (before.next()?, before.next()?);
        // Parts of one list are no shares of each other.
        let siblings = self.lists.with_part(part).find(|list| list.parts.contains(&whole));
        let whole = siblings.map_or(Some(whole), |list| list.wholes.first().copied())?;
        let near = (part + 1..=index).all(|next| self.line.separator(next) <= Separator::Comma);
        let alike = near && !self.line.is_share(index) && self.line.compatible(part, whole);
        let holds = || self.holds(index, &[part], whole, false).is_some_and(Outcome::holds);
        let told = alike && (holds() || (siblings.is_none() && self.slips(index, part, whole)));
        told.then(|| Statement::Rate { rate: index, parts: vec![part], wholes: vec![whole], complement: false })
    }

    /// `186个,已建成182个,覆盖率98.7%`: whether a rate with decimals has two digits of what two counts make swapped. Another
    /// slip may be another rate.
    fn slips(&self, index: usize, part: usize, whole: usize) -> bool {
        const SHORTEST: i128 = 100;
        let Some(told) = self.line.get(index).map(|item| item.figure.number.value()) else { return false };
        let made = self.counts(&[part], whole, false).and_then(|(part, whole)| {
            part.value.mul(Decimal::HUNDRED).ok()?.quotient_for_display(whole.value, told.exponent()).ok()
        });
        let mantissas = made.filter(|made| made.exponent() == told.exponent()).map(Decimal::mantissa);
        let made = mantissas.filter(|made| (*made).min(told.mantissa()) >= SHORTEST);
        let slip = made.and_then(|made| slip(made, told.mantissa()));
        part + 1 == index && told.exponent() < 0 && slip == Some(Slip::SwappedDigits)
    }
}
