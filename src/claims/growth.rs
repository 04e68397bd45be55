//! Growths told beside their difference, without what the figure was before, and whether they hold.

use std::collections::BTreeSet;

use super::Prose;
use super::arithmetic::{Sum, ratio};
use super::judge::{Judge, Judged, Result};
use super::scan::Measure;
use super::statement::Statement;
use super::tellings::Telling;
use crate::number::Decimal;

/// Every growth that no statement tells with both of its ends: `受理19件,同比减少9件,降幅32.1%`.
pub(super) fn growths(all: &[Telling], prose: &Prose, changes: &[Statement]) -> Vec<Statement> {
    let told = prose.told.iter().map(|told| &told.statement).chain(changes);
    let told: BTreeSet<usize> = told.filter_map(Statement::change).collect();
    let of = |three: &[Telling]| {
        let [to, difference, by] = three else { return None };
        let in_a_row = to.index + 1 == difference.index && difference.index + 1 == by.index;
        let down = by.difference.filter(|_| by.difference == difference.difference)?;
        let kinds = by.measure == Measure::Percent && to.is_size() && difference.measure == to.measure;
        let of_now = !to.then && !to.is_base && to.sentence == by.sentence && (to.year.is_none() || to.year == by.year);
        let free = !told.contains(&by.index) && !told.contains(&difference.index);
        let stated = Statement::Growth { by: by.index, difference: difference.index, to: to.index, down };
        (in_a_row && kinds && of_now && free).then_some(stated)
    };
    all.windows(3).filter_map(of).collect()
}

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
