//! The words of `vocabulary.toml`, looked up. Which of them makes which relation is not known here.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The embedded file.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vocabulary {
    measures: BTreeMap<String, Vec<String>>,
    amounts: BTreeMap<String, Vec<String>>,
    pub(super) numbers: Numbers,
    pub(super) words: Words,
    pub(super) periods: Periods,
    pub(super) stages: Stages,
    pub(super) rate: Vec<Rate>,
    pub(super) mean: Vec<Mean>,
    pub(super) flow: Vec<Flow>,
    pub(super) family: Vec<Family>,
}

macro_rules! lists {
    ($(#[$doc:meta])* $name:ident { $($(#[$field:meta])* $word:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Default, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name { $($(#[$field])* pub(super) $word: List,)* }
    };
}

lists! {
    /// What stands around digits.
    Numbers {
        multipliers, points, approximate_after, approximate_before, exact_before, not_measures, zeros, after_numeral,
        any_cases, persons, visits, bounds, measures_after_all, after_unmeasured, ordinal, numeral_measures,
    }
}

lists! {
    /// What stands around figures.
    Words {
        among, goes_on, results, that_is, that_is_not, holds, aspects, alongside, holding, nothing_else, respectively, exhaustive, open, and_so_on, rest, remaining, others, elided_ends, some_of, predicates, single_out, only, as_many_as, included, is, most, next_most, negations, reaches, this_month, causes, no_comparison, years_long, summed_years, yearly, within, within_not, within_start_not, referents, becomes, total, bare_total,
        topic, overlapping, counted_twice, many_choices, channels, difference, down, adjusted, of_both, particles, compared, last_year, earlier, from, to, now, share, share_named,
        share_not, share_of_other, share_of_total, share_of_handled, planned, carried, carried_over, carried_in, none_carried, next_year, excepted, timely, means, contribution,
        structure, together, averages, difference_not, by_kind, by_kind_not, by_kind_ends, kinds_named, whole_year, whole_body, before_total, kinds_summed,
        three_industries, first_industry, second_industry, third_industry, since_then, last_month, definite, taken_up, of_all, any_case, summing_up, summing, removed, each, grand_total,
        other_things, outcomes, this_year, added, except, excepting, target, monthly, daily, weeks, all_handled, beyond_target, short_of_target, until, things,
    }
}

/// The year and its parts in their order.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Periods {
    pub(super) year: List,
    pub(super) halves: Vec<List>,
    pub(super) quarters: Vec<List>,
    pub(super) three_quarters: List,
}

/// How far a case has come.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stages {
    pub(super) received: List,
    pub(super) handled: List,
    pub(super) closed: List,
    pub(super) new: List,
    pub(super) answered: List,
    pub(super) open_cases: List,
    pub(super) still_open: List,
    pub(super) plain: List,
    pub(super) pair: Vec<Pair>,
}

/// What became of some cases, and the cases.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pair {
    pub(super) part: List,
    pub(super) whole: List,
    /// The measures in which both count the same; empty means any.
    #[serde(default)]
    pub(super) measures: List,
}

/// A rate of two counts.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rate {
    pub(super) names: List,
    pub(super) part: List,
    pub(super) whole: List,
    #[serde(default)]
    pub(super) complement: List,
}

/// What a mean is called, and the measures of what shares it.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mean {
    pub(super) names: List,
    pub(super) of: List,
}

/// What comes, what goes, and what that leaves.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Flow {
    pub(super) came: List,
    pub(super) went: List,
    pub(super) net: List,
}

/// Parts that together are everything.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Family {
    /// For readers of the file.
    #[expect(dead_code, reason = "it names the family in the file")]
    name: String,
    pub(super) enough: usize,
    pub(super) groups: Vec<List>,
    /// How many hundredths of the whole two parts must make to be all, where others of the family may not be told.
    #[serde(default)]
    pub(super) least: i128,
    /// Whether parts of the family are always told all.
    #[serde(default = "always")]
    pub(super) exhaustive: bool,
    /// Words of which the whole's label has one; empty means any label will do.
    #[serde(default)]
    pub(super) context: List,
}

fn always() -> bool {
    true
}

/// Words of one meaning, the longest first.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct List(Vec<String>);

impl From<Vec<String>> for List {
    fn from(mut words: Vec<String>) -> Self {
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self(words)
    }
}

impl List {
    pub(super) fn starts(&self, text: &str) -> Option<&str> {
        self.0.iter().map(String::as_str).find(|word| text.starts_with(word))
    }

    pub(super) fn ends(&self, text: &str) -> Option<&str> {
        self.0.iter().map(String::as_str).find(|word| text.ends_with(word))
    }

    /// A text without the words at its start, as often as they stand there.
    pub(super) fn stripped<'t>(&self, text: &'t str) -> &'t str {
        let mut rest = text;
        while let Some(shorter) = self.starts(rest).and_then(|word| rest.strip_prefix(word)) {
            rest = shorter;
        }
        rest
    }

    pub(super) fn within(&self, text: &str) -> bool {
        self.0.iter().any(|word| text.contains(word.as_str()))
    }

    /// Where the last of the words ends in a text.
    pub(super) fn last(&self, text: &str) -> Option<usize> {
        self.0.iter().filter_map(|word| text.rfind(word.as_str()).map(|at| at + word.len())).max()
    }

    pub(super) fn has(&self, text: &str) -> bool {
        self.0.iter().any(|word| word == text)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A text without any of the words.
    pub(super) fn without(&self, text: impl Into<String>) -> String {
        self.words().fold(text.into(), |text, word| if text.contains(word) { text.replace(word, "") } else { text })
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    // A mistake in the file yields no words, which every test of reading would show.
    crate::packed::read(crate::packed::packed!("claims/vocabulary")).unwrap_or_default()
});

/// Every measure word with its classes, the longest first.
static MEASURES: LazyLock<Vec<(&'static str, Vec<Class>)>> = LazyLock::new(|| {
    let mut known: BTreeMap<&str, Vec<Class>> = BTreeMap::new();
    let words = vocabulary();
    for (exact, classes) in [(true, &words.measures), (false, &words.amounts)] {
        for (name, list) in classes {
            for word in list {
                known.entry(word).or_default().push(Class { name, exact });
            }
        }
    }
    let mut all: Vec<_> = known.into_iter().collect();
    all.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    all
});

/// A class of measure words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Class {
    pub(super) name: &'static str,
    /// Whether it counts things, or measures an amount.
    pub(super) exact: bool,
}

pub(super) fn vocabulary() -> &'static Vocabulary {
    &VOCABULARY
}

/// The measure word that a text starts with.
pub(super) fn measure(text: &str) -> Option<&'static str> {
    MEASURES.iter().map(|(word, _)| *word).find(|word| text.starts_with(word))
}

/// The classes of a measure word.
pub(super) fn classes(word: &str) -> &'static [Class] {
    MEASURES.iter().find(|(known, _)| *known == word).map_or(&[], |(_, classes)| classes)
}

/// Whether two measure words may count the same thing.
pub(super) fn compatible(one: &str, other: &str) -> bool {
    one == other || classes(one).iter().any(|class| classes(other).contains(class))
}

/// Whether figures of one measure may be summed up in another: 人 in 人次.
pub(super) fn sums_up(part: &str, whole: &str) -> bool {
    compatible(part, whole) || vocabulary().numbers.persons.has(part) && vocabulary().numbers.visits.has(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read() {
        assert!(
            crate::packed::read::<Vocabulary>(crate::packed::packed!("claims/vocabulary"))
                .is_ok_and(|words| !words.family.is_empty())
        );
    }

    #[test]
    fn measures_have_classes() {
        assert_eq!(measure("个工作日内"), Some("个工作日"));
        assert!(compatible("条", "篇") && compatible("期", "次"));
        assert!(!compatible("条", "次") && !compatible("人", "人次"));
    }
}
