//! What came in and was carried over, and what became of it: `新收33件,上年结转4件;答复35件,2件结转下年度`.

use super::known::Lists;
use super::lists::{Chain, List};
use super::statement::Nature;
use super::vocabulary::vocabulary;

/// How many sentences the figures of one balance may stand apart.
const FARTHEST_SENTENCE: usize = 3;
/// More kinds of outcomes than these are none.
const MOST_OUTCOMES: usize = 12;
/// Of so few outcomes, with what is carried over, others may not be told.
const FEW: usize = 3;

impl Chain<'_, '_> {
    /// Balances that end with what is carried over to the next year.
    pub(super) fn balanced(&self, lists: &mut Lists) {
        // Parts of these say how they are made up.
        let sizes: Vec<usize> = self
            .items
            .iter()
            .copied()
            .filter(|index| !self.line.is_modifier(*index) && !self.line.is_approximate(*index))
            .filter(|index| !lists.has_part(*index))
            .collect();
        for (at, carried_out) in sizes.iter().enumerate().filter(|(_, index)| self.is_carried_out(**index)) {
            let before = sizes.get(..at).unwrap_or_default();
            let list = (1..=MOST_OUTCOMES.min(before.len())).find_map(|count| {
                let (before, outcomes) = before.split_at_checked(before.len() - count)?;
                let wholes = self.had_to_be_handled(before, lists)?;
                let parts: Vec<usize> = outcomes.iter().chain([carried_out]).copied().collect();
                self.is_balance(&wholes, &parts, lists).then_some((wholes, parts))
            });
            lists.extend(list.map(|(wholes, parts)| {
                let nature = if parts.len() == FEW { Nature::Tied } else { Nature::Exhaustive };
                List { wholes, parts, nature }
            }));
        }
    }

    pub(super) fn is_carried_out(&self, index: usize) -> bool {
        let words = &vocabulary().words;
        let around = self.line.around(index);
        words.carried_over.within(&around) && words.next_year.within(&around)
    }

    /// Whether parts with what is carried to the next year have a whole without what was carried into this one, which is
    /// told right behind it: `新收56件,上年结转3件。其中…、结转下年2件`.
    pub(super) fn leaves_out_carried(&self, wholes: &[usize], parts: &[usize]) -> bool {
        let [whole] = *wholes else { return false };
        let carried_in = whole + 1;
        let told = self.is_carried(carried_in)
            && !self.is_carried_out(carried_in)
            && self.line.same_measure(whole, carried_in)
            && self.value(carried_in).is_some_and(|value| !value.is_zero())
            && !parts.contains(&carried_in);
        told && vocabulary().stages.received.within(&self.line.around(whole))
            && parts.iter().any(|part| self.is_carried_out(*part))
    }

    /// All that had to be handled, the last figures of some: what came in and was carried over, or their sum.
    fn had_to_be_handled(&self, sizes: &[usize], lists: &Lists) -> Option<Vec<usize>> {
        let carried = &vocabulary().words.carried_over;
        let last = *sizes.last()?;
        let of_carried = |part: &usize| carried.within(self.line.label(*part));
        if lists.with_whole(last).any(|list| list.parts.len() == 2 && list.parts.iter().any(of_carried)) {
            return Some(vec![last]);
        }
        let [.., received, carried_in] = *sizes else { return None };
        let came_in = vocabulary().stages.received.within(&self.line.around(received));
        let from_before = carried.within(&self.line.around(carried_in)) && !self.is_carried_out(carried_in);
        (came_in && from_before).then(|| vec![received, carried_in])
    }

    /// Whether figures tell what became of others: one that they were handled, or how each of them was, in one sentence.
    fn is_balance(&self, wholes: &[usize], parts: &[usize], lists: &Lists) -> bool {
        let (Some(first), Some((last, outcomes))) = (wholes.first().copied(), parts.split_last()) else { return false };
        let near = self.line.sentence(first) + FARTHEST_SENTENCE >= self.line.sentence(*last);
        let same = wholes.iter().chain(parts).all(|index| self.line.same_measure(*index, first));
        let told = match outcomes {
            [handled] => {
                let is_sum = lists.with_whole(*handled).any(|list| list.parts.len() > 2);
                is_sum || vocabulary().stages.handled.within(self.line.label(*handled))
            }
            several => {
                let apart = |one: &usize| self.line.sentence(*one) != self.line.sentence(*last);
                !several.iter().any(apart)
            }
        };
        near && same && told
    }
}
