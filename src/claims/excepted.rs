//! What is left when some are taken off: `收到46件,除2件结转外,其余44件均已答复`.

use super::known::Lists;
use super::lists::{Chain, FARTHEST_WHOLE, List, equal, sum};
use super::roles::bare;
use super::statement::Nature;
use super::vocabulary::vocabulary;

impl Chain<'_, '_> {
    /// Parts of which the last is all that the others leave of the whole told before them.
    pub(super) fn excepted(&self, lists: &mut Lists) {
        for (position, index) in self.items.iter().copied().enumerate() {
            let list = self.left_out(position, index).and_then(|start| self.with_rest(start, position, lists));
            lists.extend(list.filter(|list| !list.parts.iter().any(|part| lists.has_part(*part))));
        }
    }

    /// Where in the chain the figures start that a figure is told without: `除撤回3件、结转2件外,其余41件`.
    fn left_out(&self, position: usize, index: usize) -> Option<usize> {
        let words = &vocabulary().words;
        let label = bare(self.line.label(index));
        let is_rest = label.is_empty() || words.remaining.starts(&label).is_some();
        let last = self.at(position.checked_sub(1)?)?;
        let span = |index: usize| self.line.get(index).map(|item| item.figure.span.clone());
        let between = self.line.text.get(span(last)?.end..span(index)?.start)?;
        let clause = between.split([',', ';', ':']).next().unwrap_or_default();
        let ends = clause.len() < between.len() && words.excepting.ends(clause).is_some();
        let fits = |at: &usize| {
            self.at(*at).is_some_and(|one| {
                self.line.sentence(one) == self.line.sentence(index) && self.line.same_measure(one, index)
            })
        };
        let starts = |at: &usize| {
            self.at(*at).is_some_and(|one| words.except.starts(bare(self.line.label(one)).as_ref()).is_some())
        };
        let mut run = (position.saturating_sub(FARTHEST_WHOLE)..position).rev().take_while(fits);
        if is_rest && ends { run.find(starts) } else { None }
    }

    /// The figures left out and their rest, with the whole: the one that they make, or the only one that it can be.
    fn with_rest(&self, start: usize, position: usize, lists: &Lists) -> Option<List> {
        let parts = self.items.get(start..=position)?.to_vec();
        let first = *parts.first()?;
        let fits = |index: &usize| {
            !self.line.is_modifier(*index) && self.line.same_measure(*index, first) && !lists.has_part(*index)
        };
        let before = self.items.get(start.saturating_sub(FARTHEST_WHOLE)..start)?;
        let of = |sentence: usize| -> Vec<usize> {
            before.iter().copied().filter(|index| self.line.sentence(*index) == sentence && fits(index)).collect()
        };
        let sentence = self.line.sentence(first);
        let own = of(sentence);
        let wholes = if own.is_empty() { of(sentence.checked_sub(1)?) } else { own };
        let options = wholes.iter().rev().map(|whole| vec![*whole]).chain(wholes.windows(2).map(<[usize]>::to_vec));
        let holding = options.clone().find(|whole| equal(self.line, whole, &parts));
        // What is carried on and what was answered may be of more than newly came in: some was left from the year before.
        let told_before = |whole: &Vec<usize>| {
            let left = parts.iter().any(|part| self.is_left_over(*part));
            let above = || Some(sum(self.line, &parts)?.is_above(&sum(self.line, whole)?));
            let as_many = || parts.last().is_some_and(|rest| equal(self.line, whole, &[*rest]));
            let is_new = || whole.iter().all(|whole| self.line.is_new(*whole));
            left && (as_many() || is_new()) && above().unwrap_or(true)
        };
        let only = || options.clone().next().filter(|whole| wholes.len() == 1 && !told_before(whole));
        Some(List { wholes: holding.or_else(only)?, parts, nature: Nature::Exhaustive })
    }
}
