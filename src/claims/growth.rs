//! Growths told beside their difference, without what the figure was before, and whether they hold.

use std::collections::BTreeSet;

use super::Prose;
use super::arithmetic::{Sum, ratio};
use super::judge::{Judge, Judged, Result};
use super::scan::Measure;
use super::statement::Statement;
use super::tellings::Telling;
use crate::finding::Status;
use crate::number::Decimal;

/// How far back what a figure became is looked for, in figures.
const FARTHEST: usize = 8;
const FARTHEST_SENTENCE: usize = 2;

/// Every growth that no statement tells with both of its ends: `受理19件,同比减少9件,降幅32.1%`.
pub(super) fn growths(all: &[Telling], prose: &Prose, changes: &[Statement]) -> Vec<Statement> {
    let told = prose.told.iter().map(|told| &told.statement).chain(changes);
    let told: BTreeSet<usize> = told.filter_map(Statement::change).collect();
    let parts: BTreeSet<usize> = prose.told.iter().flat_map(|told| told.statement.parts_of_any()).collect();
    let judge = Judge::of(prose);
    let of = |at: usize| {
        let [difference, by] = all.get(at..at + 2)? else { return None };
        let down = by.difference.filter(|_| by.difference == difference.difference)?;
        let beside = difference.index + 1 == by.index && difference.sentence == by.sentence;
        let free = !told.contains(&by.index) && !told.contains(&difference.index);
        if !beside || !free || by.measure != Measure::Percent {
            return None;
        }
        let of_now = |to: &&Telling| {
            let kind = to.is_size() && to.measure == difference.measure;
            kind && !to.then && !to.is_base && (to.year.is_none() || to.year == by.year)
        };
        let near = |to: &&Telling| to.sentence + FARTHEST_SENTENCE >= by.sentence;
        let before = all.get(at.saturating_sub(FARTHEST)..at)?.iter().rev().take_while(near).filter(of_now);
        let stated =
            |to: &Telling| Statement::Growth { by: by.index, difference: difference.index, to: to.index, down };
        let in_a_row = |to: &Telling| to.index + 1 == difference.index && to.sentence == by.sentence;
        // Farther off, or told by a figure that is some of another one, only what fits is meant.
        let fits = |to: &Telling| {
            let judged = judge.growth(by.index, difference.index, to.index, down);
            judged.ok().flatten().is_some_and(|judged| judged.status == Status::Pass)
        };
        let whole = before.clone().find(|to| !parts.contains(&to.index));
        let sure = before.clone().next().filter(|to| in_a_row(to)).or(whole.filter(|_| difference.is_total));
        before.clone().find(|to| fits(to)).or(sure).map(stated)
    };
    (0..all.len()).filter_map(of).collect()
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
