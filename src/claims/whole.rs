//! The whole number that a list of shares without counts is of: `收到申请238件,其中网络申请占54.6%,信函申请占45.4%`.
//! Where the words leave it open, there is none.

use super::line::Separator;
use super::shares::{Reader, base, names_whole};
use super::vocabulary::{classes, vocabulary};

/// How far back a whole is looked for, in figures.
const FARTHEST: usize = 12;

impl Reader<'_, '_> {
    /// The count that a run of shares is of: the only one of its sentence before them or of the sentence before,
    /// which words tie to them.
    pub(super) fn whole_of(&self, shares: &[usize]) -> Option<usize> {
        let (first, last) = (*shares.first()?, *shares.last()?);
        let whole = self.only_size_before(first)?;
        let beside = self.line.sentence(whole) == self.line.sentence(first)
            && (whole + 1..=first).all(|next| self.line.separator(next) <= Separator::Comma);
        let tied = beside || self.line.among(first) || self.line.refers_back(first) || self.line.is_within(whole);
        // Shares in a sentence of their own are not of what others are of already.
        let taken = self.line.sentence(whole) != self.line.sentence(first)
            && (whole + 1..first).any(|between| self.line.is_share(between));
        let alone = last - first + 1 == shares.len() && !taken;
        let of_it = |share: &usize| self.is_share_of(*share, whole);
        (tied && alone && self.is_counted(whole) && shares.iter().all(of_it)).then_some(whole)
    }

    /// The only size of the sentence before a figure, or where it has none, of the sentence before that.
    fn only_size_before(&self, index: usize) -> Option<usize> {
        let sizes = |sentence: usize| -> Vec<usize> {
            (index.saturating_sub(FARTHEST)..index)
                .filter(|before| self.line.sentence(*before) == sentence && !self.line.is_modifier(*before))
                .collect()
        };
        let sentence = self.line.sentence(index);
        let own = sizes(sentence);
        let found = if own.is_empty() { sizes(sentence.checked_sub(1)?) } else { own };
        if let [only] = *found { Some(only) } else { None }
    }

    /// Whether a figure is a whole number of things, as printed.
    fn is_counted(&self, index: usize) -> bool {
        let Some(item) = self.line.get(index) else { return false };
        let figure = &item.figure;
        let things = match figure.measure {
            super::scan::Measure::Of(word) => classes(word).iter().any(|class| class.exact),
            _ => false,
        };
        let exact = !figure.approximate && !figure.number.is_rounded() && figure.scale == 0;
        things && exact && item.parent.is_none() && !self.line.is_planned(index)
    }

    /// Whether no word makes a share one of something else than a count.
    fn is_share_of(&self, share: usize, whole: usize) -> bool {
        let label = self.line.label(share);
        let counted = self.line.text.get(self.line.get(whole).map_or(0..0, |item| item.figure.span.clone()));
        let of_base = base(label).is_empty() || names_whole(label) || self.is_named(label, whole);
        let counted = format!("{}{}", self.line.around(whole), counted.unwrap_or_default());
        let words = &vocabulary().words;
        let other =
            words.other_things.words().any(|word| self.line.lead(share).contains(word) && !counted.contains(word));
        of_base && !other && !self.line.is_earlier(share)
    }
}
