//! The values that free figures may take so that every relation they are in holds.

use super::changed::Changed;
use super::linear::{Contradiction, Inequality, Range, range};
use super::search::Goal;
use super::shape::Variable;
use super::slip::meant;
use super::system::ConstraintId;
use crate::number::Overflow;

/// Ranges up to this size are gone through value by value.
const NARROW: i128 = 60;
/// How many choices are kept.
const MAX_CHOICES: usize = 400;

/// How many choices are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Effort {
    /// One is enough to know that there is one.
    First,
    /// All, as far as they can be listed.
    All,
}

/// Choices of mantissas for the free figures.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// The choices; one mantissa for each free figure.
    pub(super) list: Vec<Vec<i128>>,
    /// Whether there are no others.
    pub(super) complete: bool,
}

/// The values that satisfy the relations in `touched`, or which of these contradict each other.
pub(super) fn values(
    goal: &Goal<'_>,
    free: &[Variable],
    touched: &[ConstraintId],
    effort: Effort,
) -> Result<Result<Values, Contradiction>, Overflow> {
    let rows = goal.bounds.inequalities(free, touched)?;
    if let Err(contradiction) = range(&rows, free.len(), 0)? {
        return Ok(Err(contradiction));
    }
    let mut choice = Choice {
        goal,
        free,
        touched,
        limit: if effort == Effort::First { 1 } else { MAX_CHOICES },
        chosen: vec![None; free.len()],
        found: Values { list: Vec::new(), complete: true },
    };
    choice.extend(&rows)?;
    Ok(Ok(choice.found))
}

struct Choice<'a> {
    goal: &'a Goal<'a>,
    free: &'a [Variable],
    touched: &'a [ConstraintId],
    limit: usize,
    chosen: Vec<Option<i128>>,
    found: Values,
}

impl Choice<'_> {
    fn extend(&mut self, rows: &[Inequality]) -> Result<(), Overflow> {
        if !self.goal.bounds.step() {
            self.found.complete = false;
            return Ok(());
        }
        if let Some(mantissas) = self.chosen.iter().copied().collect::<Option<Vec<i128>>>() {
            let changed = Changed { variables: self.free, mantissas: &mantissas };
            if self.goal.satisfied(&changed, self.touched)? {
                self.found.list.push(mantissas);
            }
            return Ok(());
        }
        let Some((position, open)) = self.narrowest(rows)? else { return Ok(()) };
        for value in self.candidates(position, open) {
            if self.found.list.len() >= self.limit {
                self.found.complete = false;
                return Ok(());
            }
            if let Some(slot) = self.chosen.get_mut(position) {
                *slot = Some(value);
            }
            self.extend(&with(rows, position, value)?)?;
        }
        if let Some(slot) = self.chosen.get_mut(position) {
            *slot = None;
        }
        Ok(())
    }

    /// The figure with the fewest values left, `None` where some figure has none.
    fn narrowest(&self, rows: &[Inequality]) -> Result<Option<(usize, Range)>, Overflow> {
        let mut best: Option<(i128, usize, Range)> = None;
        for position in (0..self.free.len()).filter(|at| self.chosen.get(*at).is_some_and(Option::is_none)) {
            let Ok(range) = range(rows, self.free.len(), position)? else { return Ok(None) };
            let width = range.width().unwrap_or(i128::MAX);
            if best.as_ref().is_none_or(|(least, ..)| width < *least) {
                best = Some((width, position, range));
            }
        }
        Ok(best.map(|(_, position, range)| (position, range)))
    }

    /// The values to try: all of a narrow range, of a wide one those that a hand may have meant.
    fn candidates(&mut self, position: usize, range: Range) -> Vec<i128> {
        if let (Some(low), Some(high), Some(..NARROW)) = (range.low, range.high, range.width()) {
            return (low..=high).collect();
        }
        self.found.complete = false;
        let printed = |variable: &Variable| self.goal.system.number(*variable).value().mantissa();
        let own = self.free.get(position).map_or(0, printed);
        let mut list = meant(own);
        list.extend(self.free.iter().map(printed));
        list.extend(range.low);
        list.extend(range.high);
        list.retain(|value| {
            *value != own && range.low.is_none_or(|low| low <= *value) && range.high.is_none_or(|high| *value <= high)
        });
        list.sort_unstable();
        list.dedup();
        list
    }
}

impl Range {
    /// How many steps there are from one end to the other.
    fn width(self) -> Option<i128> {
        self.high?.checked_sub(self.low?)
    }
}

/// The inequalities once one of the figures has its value.
fn with(rows: &[Inequality], position: usize, value: i128) -> Result<Vec<Inequality>, Overflow> {
    rows.iter()
        .map(|row| {
            let mut row = row.clone();
            if let Some(factor) = row.factors.get_mut(position) {
                let part = factor.checked_mul(value).ok_or(Overflow)?;
                row.bound = row.bound.checked_sub(part).ok_or(Overflow)?;
                *factor = 0;
            }
            Ok(row)
        })
        .collect()
}
