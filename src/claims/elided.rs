//! Figures that leave out what they count: `收到申请26件,有8件系网上提交,自然人提出的为23件`. It is what a figure before them
//! counts, so that they are some of it.

use super::known::Lists;
use super::line::Separator;
use super::lists::{Chain, FARTHEST_WHOLE, List, equal};
use super::rates::may_be_one;
use super::roles::bare;
use super::statement::Nature;
use super::vocabulary::vocabulary;

/// How many sentences back the whole may stand.
const FARTHEST_SENTENCE: usize = 2;

impl Chain<'_, '_> {
    /// Every figure that leaves out what it counts, with the one before that tells it.
    pub(super) fn elided(&self, lists: &mut Lists) {
        let mut found: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut known: Vec<usize> = Vec::new();
        for (position, index) in self.items.iter().copied().enumerate() {
            let free = !self.line.is_modifier(index) && !self.line.is_approximate(index) && !lists.has_part(index);
            if !free || !self.is_elided(index) {
                continue;
            }
            known.push(index);
            let Some(whole) = self.whole_of_elided(position, index, &known, lists) else { continue };
            match found.last_mut() {
                Some((last, parts)) if *last == whole => parts.push(index),
                _ => found.push((whole, vec![index])),
            }
        }
        for (whole, parts) in found {
            if parts.len() > 1 && equal(self.line, &[whole], &parts) {
                lists.push(List { wholes: vec![whole], parts, nature: Nature::Listed });
                continue;
            }
            // `作为被告的9件,8件已审结、1件尚在审理`.
            let (parts, inner) = self.with_inner(parts);
            lists.extend(inner);
            let is_rest = |part: &usize| vocabulary().words.remaining.starts(self.line.label(*part)).is_some();
            let parts = parts.into_iter().filter(|part| !is_rest(part));
            let single = |part: usize| List { wholes: vec![whole], parts: vec![part], nature: Nature::Open };
            lists.extend(parts.map(single).collect::<Vec<_>>());
        }
    }

    /// Figures that leave out what they count without those that make the figure right before them, and these with it.
    fn with_inner(&self, parts: Vec<usize>) -> (Vec<usize>, Option<List>) {
        for (at, first) in parts.iter().enumerate() {
            let Some(whole) = first.checked_sub(1) else { continue };
            let alike = |part: &usize| {
                self.line.sentence(*part) == self.line.sentence(whole) && self.line.same_measure(*part, whole)
            };
            let behind = parts.get(at..).unwrap_or_default();
            let makes = |count: &usize| {
                behind.get(..*count).is_some_and(|inner| inner.iter().all(alike) && equal(self.line, &[whole], inner))
            };
            let Some(count) = (2..=behind.len()).find(makes) else { continue };
            let inner: Vec<usize> = behind.iter().copied().take(count).collect();
            let list = List { wholes: vec![whole], parts: inner.clone(), nature: Nature::Listed };
            return (parts.iter().copied().filter(|part| !inner.contains(part)).collect(), Some(list));
        }
        (parts, None)
    }

    /// Whether the words around a figure leave out what it counts.
    pub(super) fn is_elided(&self, index: usize) -> bool {
        let words = &vocabulary().words;
        let (label, tail) = (bare(self.line.label(index)), self.line.tail(index));
        let label = label.as_ref();
        let predicate = words.predicates.starts(tail).is_some() || self.names_again(index);
        let told_behind = || self.is_included(index);
        // `自然人提出的23件`: the noun behind 的 is missing.
        let of = words.elided_ends.ends(label).is_some_and(|end| end.len() < label.len());
        // `3件以上的有11件`.
        let of_bound = words.elided_ends.has(label.strip_prefix("以上").unwrap_or_default());
        let is_total = words.total.starts(label).is_some() && !of_bound;
        if self.line.from(index) || self.line.to(index).is_some() || is_total {
            return false;
        }
        let compared = label.contains('各');
        let attribute = of && !compared && (tail.is_empty() || predicate);
        // `有28家在一季度完成`, `12处设在村里`.
        let set_off = self.line.separator(index) > Separator::None;
        let subject = set_off && predicate && (label.is_empty() || words.some_of.has(label));
        attribute || subject || self.is_singled_out(index) || self.is_ranked(index) || told_behind()
    }

    /// `走访9个村,4个村因内容陈旧被要求更换`: the noun of a figure before, and what these are or did.
    fn names_again(&self, index: usize) -> bool {
        const LONGEST: usize = 4;
        let (words, tail) = (&vocabulary().words, self.line.tail(index));
        let before = (index.saturating_sub(FARTHEST_WHOLE)..index).rev();
        let mut nouns = before.filter(|whole| self.line.same_measure(*whole, index)).map(|whole| self.line.tail(whole));
        nouns.any(|noun| {
            let rest = tail.strip_prefix(noun).filter(|_| !noun.is_empty() && noun.chars().count() <= LONGEST);
            rest.is_some_and(|rest| words.predicates.starts(rest).is_some())
        })
    }

    /// `仅低保公示一项就有270张`.
    fn is_singled_out(&self, index: usize) -> bool {
        let words = &vocabulary().words;
        let label = bare(self.line.label(index));
        let many = words.as_many_as.ends(&label).is_some();
        words.single_out.within(&label) || (words.only.starts(&label).is_some() && many)
    }

    /// `涉及征地拆迁的最多,为16件;其次是宅基地审批,9件`: a figure behind the clause that ranks what it counts.
    fn is_ranked(&self, index: usize) -> bool {
        let words = &vocabulary().words;
        let (label, lead) = (self.line.label(index), self.line.lead(index));
        let clause = lead.strip_suffix(label).unwrap_or_default().trim_end_matches(',');
        let clause = clause.rsplit([',', ';']).next().unwrap_or_default();
        let bare = label.is_empty() || words.is.has(label);
        bare && self.line.separator(index) > Separator::None
            && (words.most.ends(clause).is_some() || words.next_most.starts(clause).is_some())
    }

    /// `二十一条包括在内`, `被约谈的2家也在通报之列`.
    fn is_included(&self, index: usize) -> bool {
        let after = self.line.sentence_after(index);
        let clause = after.split([',', ';', '。', ':']).next().unwrap_or_default();
        vocabulary().words.included.ends(clause).is_some()
    }

    /// The figure before that counts what another one is some of: no part itself, and none that leaves out its noun.
    fn whole_of_elided(&self, position: usize, index: usize, elided: &[usize], lists: &Lists) -> Option<usize> {
        let sentence = self.line.sentence(index);
        let before = self.items.get(position.saturating_sub(FARTHEST_WHOLE)..position)?;
        let near = |whole: &usize| self.line.sentence(*whole) + FARTHEST_SENTENCE >= sentence;
        let whole = before.iter().rev().copied().take_while(near).find(|whole| {
            self.line.same_measure(*whole, index)
                && !self.line.is_modifier(*whole)
                && !self.line.is_approximate(*whole)
                && !self.is_carried(*whole)
                && !elided.contains(whole)
                && !lists.has_part(*whole)
        })?;
        let of_one = may_be_one(&self.line.around(whole), &self.line.around(index));
        if self.line.is_planned(whole) || self.are_siblings(whole, index) || !of_one {
            return None;
        }
        // More than the whole is an error only where the whole is all that came in or was handled.
        let stages = &vocabulary().stages;
        let around = self.line.around(whole);
        let within = vocabulary().words.within.ends(self.line.tail(whole)).is_some();
        let all =
            within || stages.received.within(&around) || stages.handled.within(&around) || self.is_singled_out(index);
        (self.value(index) <= self.value(whole) || all).then_some(whole)
    }

    /// Whether two figures count one beside the other: kinds of one family, `公开12条,不予公开的5条`, or each with what it
    /// is or did.
    fn are_siblings(&self, whole: usize, index: usize) -> bool {
        let words = &vocabulary().words;
        let (label, own) = (self.line.label(whole), self.line.label(index));
        let is_opposite = |at: usize, word: &str| {
            let verb: String = own.get(at + word.len()..).unwrap_or_default().chars().take(2).collect();
            verb.chars().count() == 2 && label.contains(&verb)
        };
        let opposite = words.negations.words().any(|word| own.match_indices(word).any(|(at, _)| is_opposite(at, word)));
        let noun = |tail: &str| words.causes.words().any(|word| tail.find(word).is_some_and(|at| at > 0));
        let both = self.line.label(index).is_empty() && noun(self.line.tail(whole));
        opposite || both || self.line.is_partition(&[], &[whole, index], false)
    }
}
