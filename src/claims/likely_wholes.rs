//! Figures that a share may be of where its words do not say: larger ones before it, the parts of its list together,
//! what the shares beside it are of.

use super::arithmetic::{Outcome, Sum, make_hundred, ratio};
use super::judge::whole_number_for;
use super::line::Separator;
use super::lists::sum;
use super::shares::{FARTHEST, Reader};
use super::vocabulary::vocabulary;
use crate::number::{Decimal, Number};

impl Reader<'_, '_> {
    /// The part and the figures beside it that may be meant together.
    pub(super) fn beside(&self, part: usize, share: usize) -> Vec<usize> {
        let mut parts = vec![part];
        for before in (part.saturating_sub(3)..part).rev() {
            let fits = !self.line.is_modifier(before)
                && !self.is_stated_whole(before)
                && self.line.same_measure(before, part)
                && self.line.sentence(before) == self.line.sentence(share);
            if !fits {
                break;
            }
            parts.insert(0, before);
        }
        parts
    }

    /// Whether a figure says that it counts all that came in.
    fn is_stated_whole(&self, index: usize) -> bool {
        let words = vocabulary();
        let label = self.line.label(index);
        self.line.separator(index + 1) > Separator::Enumeration
            && words.words.total.within(label)
            && words.stages.received.within(label)
    }

    /// The whole that the other shares beside a share are of.
    pub(super) fn backed(
        &self,
        index: usize,
        pairs: &[(usize, usize)],
        larger: &[Vec<usize>],
        together: &[usize],
    ) -> Option<Vec<usize>> {
        const CONVINCING: usize = 2;
        let others: Vec<(usize, usize)> = pairs.iter().copied().filter(|(share, _)| *share != index).collect();
        let backing =
            |wholes: &[usize]| others.iter().filter(|(share, part)| self.holds(*share, &[*part], wholes)).count();
        let stated = larger.iter().find(|wholes| {
            let backing = backing(wholes);
            backing >= CONVINCING || (backing > 0 && backing == others.len())
        });
        let shares: Vec<Number> = pairs.iter().filter_map(|(share, _)| self.number(*share)).collect();
        let all = match make_hundred(&shares) {
            Ok(Outcome::Exact) => pairs.len() >= CONVINCING,
            Ok(Outcome::Rounded) => pairs.len() > CONVINCING,
            _ => false,
        };
        // A share with decimals is of a wrong whole by chance only.
        let precise = |(share, _): &(usize, usize)| {
            self.number(*share).is_some_and(|number| number.value().exponent() < 0 && number.value() < Decimal::HUNDRED)
        };
        let told = !others.is_empty() && others.iter().all(precise) && self.all_hold(&others, together);
        let borne_out = || !self.fit_a_larger_whole(pairs, together);
        let told = (told || backing(together) >= CONVINCING) && borne_out();
        let together = (all || told).then(|| together.to_vec());
        stated.cloned().or(together)
    }

    /// `自然人13612件,占96.8%;企业252件,占1.8%`: whether one whole number above the parts together is what all shares are of,
    /// so that others are not told.
    fn fit_a_larger_whole(&self, pairs: &[(usize, usize)], together: &[usize]) -> bool {
        let read = |(share, part): &(usize, usize)| Some((self.number(*share)?, sum(self.line, &[*part])?));
        let read: Option<Vec<(Number, Sum)>> = pairs.iter().map(read).collect();
        let Some((all, parts)) = read.zip(sum(self.line, together)) else { return false };
        // The largest part leaves the least choice.
        let largest = all.iter().max_by(|(_, one), (_, other)| one.value.cmp(&other.value));
        let Some(whole) = largest.and_then(|(share, part)| whole_number_for(*share, part)) else { return false };
        let Ok(whole) = Sum::of(&[Number::exact(whole)]) else { return false };
        let fits = |(share, part): &(Number, Sum)| ratio(*share, part, &whole, Decimal::ZERO).is_ok_and(Outcome::holds);
        whole.is_above(&parts) && all.iter().all(fits)
    }

    /// Figures told before that may be the whole of a share; those with a share are parts themselves.
    pub(super) fn larger(&self, index: usize, part: usize, with_share: &[usize]) -> Vec<Vec<usize>> {
        let sentence = self.line.sentence(index);
        let value = |index: usize| self.line.get(index).map(|item| item.figure.number.value());
        (index.saturating_sub(FARTHEST)..part)
            .rev()
            .filter(|before| !self.line.is_modifier(*before) && self.line.compatible(*before, part))
            .filter(|before| self.line.sentence(*before) + 1 >= sentence && value(*before) >= value(part))
            .filter(|before| !with_share.contains(before) && !self.are_of_one_list(*before, part))
            .map(|whole| vec![whole])
            .collect()
    }

    fn are_of_one_list(&self, one: usize, other: usize) -> bool {
        self.lists.with_part(one).any(|list| list.parts.contains(&other))
    }

    /// Shares told part by part, and no whole: the parts together are it.
    pub(super) fn pairs(&self, index: usize, part: usize) -> Vec<(usize, usize)> {
        let sentence = self.line.sentence(index);
        let pairs: Vec<(usize, usize)> = (index.saturating_sub(FARTHEST)..index + FARTHEST)
            .filter(|other| self.line.sentence(*other) == sentence && self.is_share(*other))
            .filter_map(|other| {
                let named = self.of_whole_told(other).map(|(part, _)| part);
                Some((other, named.or_else(|| self.part(other))?))
            })
            .filter(|(_, other)| self.line.compatible(*other, part))
            .collect();
        if pairs.contains(&(index, part)) { pairs } else { Vec::new() }
    }
}
