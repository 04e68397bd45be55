//! Whether a growth holds that is told beside its difference, without what the figure was before.

use super::arithmetic::{Sum, ratio};
use super::judge::{Judge, Judged, Result};
use crate::number::Decimal;

impl Judge<'_> {
    /// A growth of what a figure was before a difference: `905条,增加181条,增幅25%`.
    pub(super) fn growth(&self, by: usize, difference: usize, to: usize, down: bool) -> Result<Option<Judged>> {
        let [percent] = *self.numbers(&[by]) else { return Ok(None) };
        let (part, after) = (self.sum(&[difference])?, self.sum(&[to])?);
        let before = if down { Sum::of(&self.numbers(&[to, difference]))? } else { after.less(&part)? };
        if before.value <= Decimal::ZERO {
            return Ok(None);
        }
        let outcome = ratio(percent, &part, &before, Decimal::ZERO)?;
        let sign = if down { '+' } else { '-' };
        let terms = format!("({} {sign} {})", self.terms(&[to]), self.terms(&[difference]));
        let sides = self.quotient(percent, (&[difference], &part), (terms, &before))?;
        Ok(sides.map(|sides| Judged::of("change", outcome, sides)))
    }
}
