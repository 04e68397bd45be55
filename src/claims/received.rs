//! Breakdowns by who applied, how and for what, which are of what came in: `收到38件,上年结转4件。办结41件,结转1件。按申请方式分,
//! 当面3件,网络9件,信函26件`. What became of it stands nearer to them.

use super::lists::{Chain, FARTHEST_WHOLE};
use super::vocabulary::vocabulary;

impl Chain<'_, '_> {
    /// What came in as the sentences before tell it last, which parts may be of although a nearer figure tells what was
    /// handled; alone, and with what was carried over.
    pub(super) fn received_before(&self, position: usize, parts: &[usize]) -> Vec<Vec<usize>> {
        let Some(first) = parts.first().copied().filter(|_| self.parent.is_none()) else { return Vec::new() };
        if self.tell_outcomes(parts) {
            return Vec::new();
        }
        let start = position.saturating_sub(FARTHEST_WHOLE);
        let before = self.items.get(start..position).unwrap_or_default();
        let fits = |index: &usize| {
            self.line.sentence(*index) < self.line.sentence(first)
                && self.line.same_measure(*index, first)
                && !self.line.is_modifier(*index)
        };
        let Some(received) = before.iter().rev().copied().filter(fits).find(|index| self.came_in(*index)) else {
            return Vec::new();
        };
        let carried_in = |index: &usize| self.is_carried(*index) && !self.is_carried_out(*index);
        let carried = before.iter().copied().find(|index| *index > received && fits(index) && carried_in(index));
        std::iter::once(vec![received]).chain(carried.map(|carried| vec![received, carried])).collect()
    }

    /// What a list is of, whose nearest figure tells what was handled or carried to the next year: for outcomes what was
    /// handled, for others what came in.
    pub(super) fn behind_outcomes(
        &self,
        primary: usize,
        handled: Option<usize>,
        parts: &[usize],
        received: &[Vec<usize>],
    ) -> Option<Vec<usize>> {
        let carried_out = self.is_carried_out(primary);
        let told = || received.first().cloned();
        match handled {
            Some(handled) if carried_out && self.tell_outcomes(parts) => Some(vec![handled]),
            _ if (carried_out || self.is_handled(primary)) && parts.len() > 1 => told(),
            _ => None,
        }
    }

    /// Whether any of some figures tells what became of cases.
    fn tell_outcomes(&self, parts: &[usize]) -> bool {
        parts.iter().any(|part| {
            let around = self.line.around(*part);
            vocabulary().words.outcomes.within(&around) || self.is_handled(*part) || self.is_carried(*part)
        })
    }

    fn is_handled(&self, index: usize) -> bool {
        vocabulary().stages.handled.within(&self.line.around(index))
    }

    fn came_in(&self, index: usize) -> bool {
        vocabulary().stages.received.within(&self.line.around(index)) && !self.is_handled(index)
    }
}
