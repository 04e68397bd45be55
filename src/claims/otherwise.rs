//! Facts told again in other words than before: by a reference, by a sum since some day, by like words. They are one
//! fact where the number is the same, or a slip of the hand away; elsewhere they may be two.

use std::collections::{BTreeMap, BTreeSet};

use super::Fact;
use super::concepts::concepts;
use super::facts::Counted;
use super::slip::slip;
use crate::number::Decimal;

/// Numbers up to this are a slip away from each other, and the same by chance.
pub(super) const SMALLEST_TOLD: i128 = 9;
const SMALLEST_OF_PART: i128 = 99;

/// Facts of which many lists tell and that two paragraphs tell alike; where they differ, they may be two things.
pub(super) fn told_alike<'f>(facts: &[&'f Fact], again: &BTreeSet<&str>) -> Vec<Vec<&'f Fact>> {
    let mut groups: BTreeMap<(usize, Counted), Vec<&Fact>> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| !again.contains(fact.instance.as_str())) {
        if let Some(concept) = fact.concept {
            let merged = concepts().all.get(concept).and_then(|one| one.like.or(one.again)).unwrap_or(concept);
            groups.entry((merged, fact.counted)).or_default().push(fact);
        }
    }
    let alike = |group: &Vec<&Fact>| match group.as_slice() {
        [one, other] => {
            let same = one.paragraph != other.paragraph && one.number.value() == other.number.value();
            same && (one.scope() == other.scope() || one.number.value() > Decimal::from(SMALLEST_TOLD))
        }
        _ => false,
    };
    groups.into_values().filter(alike).collect()
}

/// Facts of two paragraphs whose words are the same once synonyms and what was done are left out.
pub(super) fn told_likewise<'f>(facts: &[&'f Fact], told: &BTreeSet<&str>) -> Vec<Vec<&'f Fact>> {
    let mut groups: BTreeMap<&str, Vec<&Fact>> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| !told.contains(fact.instance.as_str())) {
        if let Some(wording) = fact.wording.as_deref() {
            groups.entry(wording).or_default().push(fact);
        }
    }
    let likewise = |group: &Vec<&Fact>| match group.as_slice() {
        [one, other] => one.paragraph != other.paragraph && !one.is_apart(other) && is_same(one, other),
        _ => false,
    };
    groups.into_values().filter(likewise).collect()
}

/// Facts of two paragraphs that tell one large number in one measure, the words of the one within those of the other.
pub(super) fn told_equally<'f>(facts: &[&'f Fact], told: &BTreeSet<&str>) -> Vec<Vec<&'f Fact>> {
    const SHORTEST: usize = 4;
    let mut groups: BTreeMap<(Decimal, &str), Vec<(&str, &Fact)>> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| !told.contains(fact.instance.as_str())) {
        let large = fact.number.value() > Decimal::from(SMALLEST_OF_PART);
        if let Some((words, rest)) =
            fact.wording.as_deref().and_then(|wording| wording.split_once('/')).filter(|_| large)
        {
            groups.entry((fact.number.value(), rest)).or_default().push((words, fact));
        }
    }
    let alike = |group: Vec<(&str, &'f Fact)>| match group.as_slice() {
        [(one, first), (other, second)] => {
            let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
            let within = short.chars().count() >= SHORTEST && long.contains(short);
            let same = within && first.paragraph != second.paragraph && !first.is_apart(second);
            (same && is_same(first, second)).then(|| vec![*first, *second])
        }
        _ => None,
    };
    groups.into_values().filter_map(alike).collect()
}

/// The facts right behind two tellings of one fact, in the same words: `培训班6期,培训412人次`.
pub(super) fn told_beside<'f>(groups: &[Vec<&'f Fact>], facts: &[&'f Fact]) -> Vec<Vec<&'f Fact>> {
    let place: BTreeMap<*const Fact, usize> =
        facts.iter().enumerate().map(|(at, fact)| (std::ptr::from_ref(*fact), at)).collect();
    let next = |fact: &Fact| {
        let at = place.get(&std::ptr::from_ref(fact))?;
        facts.get(at + 1).copied().filter(|next| next.paragraph == fact.paragraph)
    };
    let measure = |fact: &Fact| fact.text.trim_start_matches(|sign: char| !sign.is_alphabetic()).to_owned();
    let beside = |group: &Vec<&'f Fact>| {
        let [one, other] = *group.as_slice() else { return None };
        let (left, right) = (next(one)?, next(other)?);
        let alike = left.label == right.label && measure(left) == measure(right) && left.subject.is_none();
        (alike && one.number.value() == other.number.value() && is_same(left, right)).then(|| vec![left, right])
    };
    groups.iter().filter_map(beside).collect()
}

/// Whether two facts told in like words are one: parts of lists only where they are the same.
fn is_same(one: &Fact, other: &Fact) -> bool {
    let integers = one.number.value().to_integer().zip(other.number.value().to_integer());
    integers.is_some_and(|(left, right)| {
        // A part told again by itself may be of a longer or a shorter list, unless much of its number is the same.
        let long = left.min(right) > SMALLEST_OF_PART;
        let told = (long || !(one.is_part || other.is_part)) && one.scope() == other.scope();
        let of_one = one.concept == other.concept;
        let years = one.year.zip(other.year).is_none_or(|(one, other)| one == other);
        let slips = told && of_one && years && slip(left, right).is_some();
        left.min(right) > SMALLEST_TOLD && !(one.is_part && other.is_part) && (left == right || slips)
    })
}

/// The earlier fact that a sentence refers to, where it is the same or a slip of the hand away: the
/// words may also be those of something that was never told.
pub(super) fn referred<'f>(earlier: &[&'f Fact], fact: &Fact) -> Option<&'f Fact> {
    let tells = |other: &Fact, word: &String| other.sentence.contains(word.as_str()) || ends_as(&other.label, word);
    let named = |other: &&&Fact| {
        let alike = fact.counted == other.counted && !fact.refers.is_bare;
        alike && fact.refers.words.iter().all(|word| tells(other, word))
    };
    let same = |other: &&&Fact| {
        other.number.value() == fact.number.value() && other.number.value() > Decimal::from(SMALLEST_TOLD)
    };
    // The same number of the same things is the same, whatever was done with them.
    let of_noun = |other: &&&Fact| fact.refers.words.last().is_some_and(|noun| tells(other, noun));
    if let Some(other) = earlier.iter().rev().find(|other| same(other) && of_noun(other)) {
        return Some(*other);
    }
    let of_year = |other: &&&Fact| fact.year.zip(other.year).is_none_or(|(one, other)| one == other);
    // A part whose own words name nothing of it is another figure of the same sentence.
    let of_other = |other: &&&Fact| other.is_part && !fact.refers.words.iter().any(|word| other.label.contains(word));
    let other = earlier.iter().rev().find(|other| named(other) && of_year(other) && !of_other(other))?;
    let (one, two) = (other.number.value().to_integer()?, fact.number.value().to_integer()?);
    let slips = one.min(two) > SMALLEST_TOLD;
    (one == two || (slips && slip(one, two).is_some())).then_some(*other)
}

/// `承办人大代表建议`, `人大代表建议的满意率`: whether words end as those behind a figure start.
fn ends_as(label: &str, behind: &str) -> bool {
    const SHORTEST: usize = 3;
    let core = concepts().core(label);
    let starts = behind.char_indices().map(|(at, sign)| at + sign.len_utf8()).skip(SHORTEST - 1);
    starts.filter_map(|end| behind.get(..end)).any(|start| label.ends_with(start) || core.ends_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_may_stand_before_a_figure_and_behind_it() {
        assert!(ends_as("承办人大代表建议", "人大代表建议的代表满意率"));
        assert!(ends_as("举办读者活动", "读者活动吸引读者"));
        assert!(!ends_as("承办人大代表建议", "建议的代表满意率"));
        assert!(!ends_as("", "建议"));
    }
}
