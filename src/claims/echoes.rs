//! Facts told again in fewer words: `57件提案均已答复` behind `承办政协提案57件`. Words are taken as they stand; what
//! they mean is known elsewhere.

use std::collections::BTreeSet;

use super::Fact;
use super::concepts::{concepts, time};
use super::line::Line;
use super::roles::bare;
use super::slip::slip;
use super::vocabulary::{compatible, vocabulary};
use crate::finding::Slip;
use crate::number::Decimal;

/// How many facts before one may be told again by it.
const FARTHEST: usize = 60;
/// Numbers up to this are the same by chance.
const SMALLEST: i128 = 9;
const SMALLEST_OF_PART: i128 = 99;

/// The words of a figure as another telling repeats them.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    /// The noun behind a figure that no word of its own stands before.
    noun: String,
    /// Whether nothing at all stands before it.
    is_first: bool,
    /// The words before a figure, without times and what says nothing.
    label: String,
    /// All words around it.
    around: String,
    measure: &'static str,
}

impl Words {
    pub(super) fn of(line: &Line<'_>, index: usize, measure: &'static str) -> Self {
        let (own, tail) = (line.label(index), line.tail(index));
        let plain = vocabulary().words.definite.without(bare(own));
        let label = signs(&without_filling(concepts().core(behind_year(&plain))));
        let noun = concepts().noun_behind(tail);
        let noun = signs(noun.split('的').next().unwrap_or_default());
        let noun = if label.is_empty() { noun } else { String::new() };
        let around = format!("{}{}", signs(&bare(own)), signs(tail));
        Self { noun, is_first: own.is_empty(), label, around, measure }
    }
}

/// A label without the words that fall away anywhere in it, but for what was done.
fn without_filling(label: &str) -> String {
    let fills = |word: &&str| label.contains(word) && !vocabulary().stages.received.has(word);
    concepts().file.anywhere.words().filter(fills).fold(label.to_owned(), |text, word| text.replace(word, ""))
}

/// The letters and digits of a text.
fn signs(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric()).collect()
}

/// What stands behind a year in a label, where that is enough to name something: `供水企业2021年供水总量`.
fn behind_year(label: &str) -> &str {
    const SHORTEST: usize = 4;
    let at = label
        .match_indices('年')
        .filter_map(|(at, _)| at.checked_sub(4))
        .rfind(|at| label.get(*at..).is_some_and(|rest| time(rest) > 0));
    let behind = at.and_then(|at| label.get(at..)).and_then(|rest| rest.get(time(rest)..)).unwrap_or(label);
    if behind.chars().count() >= SHORTEST { behind } else { label }
}

/// Every fact that tells an earlier one again, behind that one; `told` are facts that are known to be told again.
pub(super) fn echoes<'f>(facts: &[&'f Fact], told: &BTreeSet<&str>) -> Vec<(&'f Fact, &'f Fact)> {
    let open = facts.iter().enumerate().filter(|(_, fact)| !told.contains(fact.instance.as_str()));
    open.filter_map(|(at, fact)| {
        let earlier = facts.get(at.saturating_sub(FARTHEST)..at)?;
        let earlier: Vec<&Fact> = earlier.iter().copied().filter(|other| other.may_be_told_by(fact)).collect();
        Some((told_same(&earlier, fact).or_else(|| told_wrong(&earlier, fact))?, *fact))
    })
    .collect()
}

fn told_same<'f>(earlier: &[&'f Fact], fact: &Fact) -> Option<&'f Fact> {
    let mut same = earlier.iter().rev().filter(|other| other.number.value() == fact.number.value());
    same.find(|other| other.is_named_by(fact)).copied()
}

/// The earlier fact that is told again with a slip of the hand: the only one of its name.
fn told_wrong<'f>(earlier: &[&'f Fact], fact: &Fact) -> Option<&'f Fact> {
    let mut named = earlier.iter().rev().filter(|other| other.is_surely_named_by(fact));
    let other = *named.next()?;
    let alone = named.all(|one| one.number.value() == other.number.value());
    let (from, to) = (other.number.value().to_integer()?, fact.number.value().to_integer()?);
    let told = match slip(from, to)? {
        Slip::SwappedDigits => true,
        // Fewer may be some of them.
        Slip::OneDigit => to > from && !fact.words.noun.is_empty(),
        _ => false,
    };
    (alone && told && from.min(to) > SMALLEST).then_some(other)
}

impl Fact {
    fn is_above(&self, bound: i128) -> bool {
        self.number.value() > Decimal::from(bound)
    }

    /// Whether a later fact may be the same: of one measure, time, body and not told in one breath.
    fn may_be_told_by(&self, later: &Self) -> bool {
        let years = self.year.zip(later.year).is_none_or(|(one, other)| one == other);
        let beside = self.paragraph == later.paragraph && later.sentence.starts_with(&*self.sentence);
        let apart = !beside
            || later.words.is_first
            || later.sentence.get(self.sentence.len()..).is_some_and(|rest| rest.contains(';'));
        compatible(self.words.measure, later.words.measure) && years && apart && !self.is_apart(later)
    }

    /// Whether the words of two facts name a channel, or their sentences the same channels: `微博方面,发布信息312条`.
    pub(super) fn is_by_channels_of(&self, other: &Self) -> bool {
        let channels = &vocabulary().words.channels;
        let named = |fact: &Self| channels.within(&fact.label);
        (named(self) && named(other))
            || channels.words().all(|word| self.sentence.contains(word) == other.sentence.contains(word))
    }

    /// Whether a number has so many digits that two things hardly share it.
    fn is_long(&self) -> bool {
        const SHORTEST: usize = 3;
        let digits = self.number.value().mantissa().to_string();
        digits.trim_end_matches('0').len() >= SHORTEST
    }

    /// Whether the words of a later fact of the same number name this one.
    fn is_named_by(&self, later: &Self) -> bool {
        const SHORTEST_NOUN: usize = 2;
        const SHORTEST_OF_FEW: usize = 3;
        const SHORTEST_LABEL: usize = 4;
        const SHORTEST_OF_LONG: usize = 2;
        let words = &later.words;
        let shortest = if self.is_above(SMALLEST) { SHORTEST_NOUN } else { SHORTEST_OF_FEW };
        let by_noun = words.noun.chars().count() >= shortest && self.words.around.contains(&words.noun);
        let shortest = if self.is_long() { SHORTEST_OF_LONG } else { SHORTEST_LABEL };
        let by_label = words.label.chars().count() >= shortest && self.words.label.contains(&words.label);
        let large = self.is_above(SMALLEST_OF_PART) || !(self.is_part || later.is_part);
        by_noun || (by_label && self.is_above(SMALLEST) && large && self.counted == later.counted)
    }

    /// Whether the words of a later fact name this one, and nothing else that the report tells.
    fn is_surely_named_by(&self, later: &Self) -> bool {
        const SHORTEST_NOUN: usize = 3;
        const SHORTEST_LABEL: usize = 4;
        const SHORTEST_OF_LONG: usize = 2;
        let (words, own) = (&later.words, &self.words.label);
        let shortest = if self.is_long() && later.is_long() { SHORTEST_OF_LONG } else { SHORTEST_LABEL };
        let least = if self.is_long() { SHORTEST_OF_LONG } else { SHORTEST_NOUN };
        let by_noun = words.noun.chars().count() >= least && own.ends_with(&words.noun);
        let by_label = words.label.chars().count() >= shortest && own == &words.label;
        let by_label = by_label && !self.is_part && !later.is_part && self.is_by_channels_of(later);
        self.counted == later.counted && (by_noun || by_label)
    }
}
