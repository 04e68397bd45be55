//! What came in and was carried over, and what became of it: `新收33件,上年结转4件;答复35件,2件结转下年度`.

use super::extents::Found;
use super::known::Lists;
use super::lists::{Chain, List, sum};
use super::statement::Nature;
use super::vocabulary::vocabulary;
use crate::number::Decimal;

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
            let Some((wholes, parts)) = list else { continue };
            if let Some(outcomes) = self.outcomes_of_handled(&wholes, &parts) {
                let handled = parts.first().copied().into_iter().collect::<Vec<_>>();
                let nature = self.line.nature(&handled, &outcomes);
                let balance = handled.iter().copied().chain([*carried_out]).collect();
                // One outcome of those handled need not be all.
                if outcomes.len() > 1 {
                    lists.push(List { wholes: handled, parts: outcomes, nature });
                }
                lists.push(List { wholes, parts: balance, nature: Nature::Exhaustive });
                continue;
            }
            let nature = if parts.len() == FEW { Nature::Tied } else { Nature::Exhaustive };
            lists.push(List { wholes, parts, nature });
        }
    }

    pub(super) fn is_carried_out(&self, index: usize) -> bool {
        let words = &vocabulary().words;
        let around = self.line.around(index);
        words.carried_over.within(&around) && words.next_year.within(&around)
    }

    /// Whether a figure counts cases that are not done: carried over, or still open.
    pub(super) fn is_left_over(&self, index: usize) -> bool {
        vocabulary().words.carried_over.within(self.line.label(index)) || self.is_open(index)
    }

    /// Whether a figure counts what is left over when the year ends.
    fn remains(&self, index: usize) -> bool {
        self.is_carried_out(index) || self.is_open(index)
    }

    fn is_open(&self, index: usize) -> bool {
        vocabulary().stages.open_cases.within(&self.line.around(index))
    }

    /// Parts without what remains at the end, where their whole is what was done: none of that is left over.
    pub(super) fn done(&self, wholes: &[usize], found: Found) -> Found {
        let stages = &vocabulary().stages;
        let is_done = |whole: &usize| {
            let label = self.line.label(*whole);
            (stages.closed.within(label) || stages.answered.within(label)) && !self.is_left_over(*whole)
        };
        let remains = |part: &usize| self.remains(*part);
        if !wholes.iter().all(is_done) || found.parts.first().is_some_and(remains) {
            return found;
        }
        let parts = found.parts.into_iter().filter(|part| !remains(part)).collect();
        Found { parts, ..found }
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

    /// Where the first part of a balance is all that was handled, and not the first outcome, the outcomes behind it:
    /// `办结98件,予以公开60件,不予公开38件,结转下年度7件`.
    fn outcomes_of_handled(&self, wholes: &[usize], parts: &[usize]) -> Option<Vec<usize>> {
        let ([handled, outcomes @ ..], carried_out) = parts.split_last().map(|(last, rest)| (rest, *last))? else {
            return None;
        };
        let is_handled = vocabulary().stages.handled.within(self.line.label(*handled));
        let is_outcome = vocabulary().words.outcomes.within(self.line.label(*handled));
        if !is_handled || is_outcome || outcomes.is_empty() {
            return None;
        }
        let off = |one: &[usize], other: &[usize]| -> Option<Decimal> {
            sum(self.line, one)?.value.sub(sum(self.line, other)?.value).ok()?.magnitude().ok()
        };
        // Both readings may hold where nothing else was handled; a wrong figure leaves one of them nearer.
        let nested = off(&[*handled], outcomes)?.min(off(wholes, &[*handled, carried_out])?);
        (nested < off(wholes, parts)?).then(|| outcomes.to_vec())
    }

    /// All that had to be handled, the last figures of some: what came in and was carried over, or their sum.
    fn had_to_be_handled(&self, sizes: &[usize], lists: &Lists) -> Option<Vec<usize>> {
        let carried = &vocabulary().words.carried_over;
        let last = *sizes.last()?;
        let of_carried = |part: &usize| carried.within(self.line.label(*part));
        if lists.with_whole(last).any(|list| list.parts.len() == 2 && list.parts.iter().any(of_carried)) {
            return Some(vec![last]);
        }
        // `应办理448件`: the sum told again.
        let again = |whole: &usize| {
            let made = lists.with_whole(*whole).any(|list| list.parts.iter().any(of_carried));
            made && *whole < last && self.line.same_measure(*whole, last) && self.value(*whole) == self.value(last)
        };
        if sizes.iter().any(again) {
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
