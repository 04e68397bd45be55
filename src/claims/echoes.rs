//! Facts told again in fewer words: `57件提案均已答复` behind `承办政协提案57件`. Words are taken as they stand; what
//! they mean is known elsewhere.

use std::collections::BTreeSet;

use super::Fact;
use super::concepts::{concepts, time};
use super::line::Line;
use super::names::without_number;
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
    /// The noun behind a figure that no word of its own stands before, or only what was done: `公开的326条信息`.
    noun: String,
    /// What was done, before a figure with its noun behind it.
    done: String,
    /// Whether the words behind that noun are of all that it counts: `16件申请全部答复`.
    of_all: bool,
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
        let words = &vocabulary().words;
        let own = bare(line.label(index));
        let (own, tail) = (without_number(&own), line.tail(index));
        let plain = words.definite.without(own);
        let plain = if words.taken_up.has(&plain) { "" } else { &plain };
        let label = signs(&without_filling(concepts().core(behind_year(plain))));
        let noun = concepts().noun_behind(tail);
        let of_all = words.of_all.starts(tail.strip_prefix(noun).unwrap_or_default()).is_some();
        let noun = signs(noun.split('的').next().unwrap_or_default());
        let done = plain.strip_suffix('的').map(|done| signs(concepts().core(done))).unwrap_or_default();
        let is_led = label.is_empty() || !done.is_empty();
        let noun = if is_led { noun } else { String::new() };
        // `建议31件、提案26件,共57件`: of what its sentence tells.
        let own = if words.bare_total.has(own) { line.sentence_before(index) } else { own };
        let around = format!("{}{}", signs(own), signs(tail));
        Self { noun, done, of_all, is_first: own.is_empty(), label, around, measure }
    }
}

impl Words {
    /// The noun behind a figure, and the noun without a word for any case: `行政诉讼案件`.
    fn nouns(&self) -> impl Iterator<Item = &str> {
        let plain = vocabulary().words.any_case.ends(&self.noun).and_then(|word| self.noun.strip_suffix(word));
        std::iter::once(self.noun.as_str()).chain(plain)
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
        let wrong = || told_wrong(&earlier, fact).filter(|other| slips(other, fact, facts));
        Some((told_same(&earlier, fact).or_else(wrong)?, *fact))
    })
    .collect()
}

fn told_same<'f>(earlier: &[&'f Fact], fact: &Fact) -> Option<&'f Fact> {
    let mut same = earlier.iter().rev().filter(|other| other.number.value() == fact.number.value());
    same.find(|other| other.is_named_by(fact)).copied()
}

/// The earlier fact that a later one differs from: the only one of its name.
fn told_wrong<'f>(earlier: &[&'f Fact], fact: &Fact) -> Option<&'f Fact> {
    let mut named = earlier.iter().rev().filter(|other| other.is_surely_named_by(fact));
    let other = *named.next()?;
    named.all(|one| one.number.value() == other.number.value()).then_some(other)
}

/// Whether a later fact is a slip of the hand away from an earlier one of its name, and can be nothing else that is told.
fn slips(earlier: &Fact, later: &Fact, facts: &[&Fact]) -> bool {
    let (from, to) = (earlier.number.value().to_integer(), later.number.value().to_integer());
    let Some((from, to)) = from.zip(to).filter(|(from, to)| *from.min(to) > SMALLEST) else { return false };
    // `57件,上年结转18件,75件申请全部答复`: with others, or some of them.
    let others = Decimal::from((from - to).abs());
    let is_sum = facts.iter().any(|fact| fact.number.value() == others);
    match slip(from, to).filter(|_| !is_sum) {
        Some(Slip::SwappedDigits) => true,
        // Fewer may be some of them.
        Some(Slip::OneDigit) => !later.words.noun.is_empty() && (to > from || later.words.of_all),
        _ => false,
    }
}

/// Whether words hold a noun, or pieces that make it: `建议提案` of `建议31件、提案26件`.
fn hold(words: &str, noun: &str) -> bool {
    const SHORTEST: usize = 2;
    let splits = noun.char_indices().map(|(at, _)| at).skip(SHORTEST);
    let pieces = splits.filter_map(|at| noun.split_at_checked(at));
    words.contains(noun)
        || pieces
            .filter(|(_, rest)| rest.chars().count() >= SHORTEST)
            .any(|(first, rest)| words.contains(first) && hold(words, rest))
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
        let done = words.done.chars().count();
        let named = |noun: &str| {
            let long = noun.chars().count() >= SHORTEST_NOUN && noun.chars().count() + done >= shortest;
            long && hold(&self.words.around, noun)
        };
        let by_noun = words.nouns().any(named) && self.words.around.contains(&words.done);
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
        let least = if self.is_long() || words.of_all { SHORTEST_OF_LONG } else { SHORTEST_NOUN };
        let is_sum = own.is_empty() && self.words.noun.is_empty();
        let ends = |noun: &str| own.ends_with(noun) || (is_sum && hold(&self.words.around, noun));
        let by_noun =
            words.nouns().any(|noun| noun.chars().count() >= least && ends(noun)) && own.contains(&words.done);
        let by_label = words.label.chars().count() >= shortest && own == &words.label;
        let by_label = by_label && !self.is_part && !later.is_part && self.is_by_channels_of(later);
        self.counted == later.counted && (by_noun || by_label)
    }
}
