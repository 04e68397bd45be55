//! The concepts of `concepts.toml`: which words count what, and where the forms count it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::cells::Cells;
use super::vocabulary::{List, compatible};

/// Longer labels than this, in bytes, name no concept.
const LONGEST_LABEL: usize = 180;

#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    neutral: List,
    pub(super) bodies: List,
    pub(super) verbs: List,
    pub(super) anywhere: List,
    pub(super) done: List,
    pub(super) synonyms: Vec<Vec<String>>,
    pub(super) predicates: List,
    pub(super) larger_bodies: List,
    pub(super) own_bodies: List,
    pub(super) levels: Vec<List>,
    pub(super) systems: List,
    pub(super) titles: List,
    pub(super) acts: List,
    pub(super) body_ends: List,
    year_before: List,
    pub(super) disclosure: List,
    pub(super) foreign: List,
    pub(super) scopes: List,
    pub(super) no_scopes: List,
    pub(super) objects: List,
    other_times: List,
    this_year: List,
    cumulative: List,
    pub(super) times: List,
    none: List,
    concept: Vec<Entry>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    needs: Vec<List>,
    #[serde(default)]
    may: List,
    #[serde(default)]
    short: Vec<List>,
    #[serde(default)]
    under: List,
    #[serde(default)]
    beside: List,
    group: Option<String>,
    again: Option<String>,
    like: Option<String>,
    #[serde(default)]
    part: bool,
    #[serde(default)]
    of_whole: bool,
    #[serde(default = "cases")]
    measures: Vec<String>,
    #[serde(default = "letters")]
    not_in: List,
    #[serde(default)]
    unlike: List,
    #[serde(default)]
    of: List,
    #[serde(default)]
    not_of: List,
    #[serde(default)]
    counts: Counts,
    cells: Vec<String>,
    #[serde(default)]
    cumulative: Vec<String>,
}

/// Letters are answered as applications are, and are none.
fn letters() -> List {
    List::from(vec!["封".to_owned()])
}

fn cases() -> Vec<String> {
    vec!["件".to_owned(), "次".to_owned()]
}

/// How much of its group a concept counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Counts {
    /// What is told of its group starts with it.
    All,
    /// Some, by who or how: no table tells what came of those.
    Some,
    /// What came of any of them.
    #[default]
    Any,
}

/// Something that figures count.
pub(super) struct Concept {
    #[cfg(test)]
    pub(super) id: String,
    needs: Vec<List>,
    may: List,
    short: Vec<List>,
    pub(super) under: List,
    beside: List,
    pub(super) group: Option<String>,
    /// The concept that another telling may be of, by its number in the list.
    pub(super) again: Option<usize>,
    /// The concept that tells the same where the number is the same, by its number in the list.
    pub(super) like: Option<usize>,
    measures: Vec<String>,
    not_in: List,
    unlike: List,
    of: List,
    not_of: List,
    pub(super) counts: Counts,
    /// Whether many lists tell it, each of something else.
    pub(super) is_part: bool,
    /// Whether it says what was done and not with what: a part in a list is of what its whole counts.
    pub(super) of_whole: bool,
    pub(super) cells: Vec<Cells>,
    pub(super) cumulative: Vec<Cells>,
}

/// The concepts with their words.
pub(super) struct Concepts {
    pub(super) file: File,
    pub(super) all: Vec<Concept>,
    /// Words that say nothing, by their first sign.
    neutral: BTreeMap<char, Vec<String>>,
    /// Those that no other word starts or ends with.
    pub(super) ends: List,
}

/// Where a label stands.
#[derive(Default)]
pub(super) struct Around<'a> {
    /// The paragraph before the figure.
    pub(super) before: &'a str,
    /// The rest of its sentence.
    pub(super) after: &'a str,
    /// The concepts of the figures before it in the paragraph.
    pub(super) earlier: &'a [usize],
    /// The measure word; none where a word says that there was none.
    pub(super) measure: Option<&'a str>,
    /// The words of what the figure is some of, or where that is not told, its sentence up to it.
    pub(super) topic: &'a str,
}

static CONCEPTS: LazyLock<Concepts> = LazyLock::new(|| {
    // A mistake in the file yields no concepts, which the tests would show.
    Concepts::of(crate::packed::read(crate::packed::packed!("claims/concepts")).unwrap_or_default())
});

pub(super) fn concepts() -> &'static Concepts {
    &CONCEPTS
}

impl Concepts {
    fn of(mut file: File) -> Self {
        let mut neutral: BTreeMap<char, Vec<String>> = BTreeMap::new();
        for word in file.neutral.words().chain(file.disclosure.words()).chain(file.bodies.words()) {
            if let Some(first) = word.chars().next() {
                neutral.entry(first).or_default().push(word.to_owned());
            }
        }
        let whole =
            |word: &&str| word.chars().nth(1).is_some() || "的共已总了为是有计等均都又再也另数量对".contains(*word);
        let ends = List::from(file.neutral.words().filter(whole).map(str::to_owned).collect::<Vec<_>>());
        let entries = std::mem::take(&mut file.concept);
        let named = |id: &String| entries.iter().position(|entry| entry.id == *id);
        let again: Vec<Option<usize>> = entries.iter().map(|entry| entry.again.as_ref().and_then(named)).collect();
        let like: Vec<Option<usize>> = entries.iter().map(|entry| entry.like.as_ref().and_then(named)).collect();
        let others = again.into_iter().zip(like);
        let all = entries.into_iter().zip(others).map(|(entry, others)| Concept::of(entry, others)).collect();
        Self { file, all, neutral, ends }
    }

    /// The concept that a label names: the most exacting of those that know all of its words.
    pub(super) fn of_label(&self, label: &str, around: &Around<'_>) -> Option<usize> {
        if label.len() > LONGEST_LABEL {
            return None;
        }
        let signs: BTreeSet<char> = label.chars().collect();
        let may = |group: &List| group.words().any(|word| word.chars().all(|sign| signs.contains(&sign)));
        let possible = self.all.iter().enumerate().filter(|(_, concept)| {
            concept.needs.iter().all(may) || (!concept.short.is_empty() && concept.short.iter().all(may))
        });
        let fitting = possible.filter(|(_, concept)| self.fits(concept, label, around));
        let exacting = fitting.max_by_key(|(index, concept)| (concept.needs.len(), std::cmp::Reverse(*index)));
        exacting.map(|(index, _)| index)
    }

    /// Whether a concept is one of what may come of an application.
    pub(super) fn is_outcome(&self, concept: usize) -> bool {
        self.all.get(concept).is_some_and(|one| one.is_part && one.under.has("办理结果"))
    }

    fn fits(&self, concept: &Concept, label: &str, around: &Around<'_>) -> bool {
        let has = |groups: &[List]| groups.iter().all(|group| group.within(label));
        let of_group = || {
            around.earlier.iter().any(|earlier| {
                let earlier = self.all.get(*earlier).and_then(|concept| concept.group.as_deref());
                earlier.is_some() && earlier == concept.group.as_deref()
            })
        };
        let short =
            || !concept.short.is_empty() && has(&concept.short) && of_group() && !self.is_under_other(concept, around);
        let named = has(&concept.needs) || short();
        if !named || !around.measure.is_none_or(|measure| concept.is_counted_in(measure)) {
            return false;
        }
        let last = |list: &List| list.words().any(|word| around.before.contains(word));
        let alone = || {
            let mut others = self.all.iter().filter(|other| other.group != concept.group).map(|other| &other.under);
            !others.any(last) && !last(&self.file.foreign)
        };
        let in_place = concept.under.is_empty()
            || ((concept.counts == Counts::All || of_group())
                && concept.group.as_deref() == Some("applications")
                && alone())
            || concept.beside.within(around.after)
            || ((self.is_under(concept, around.before) || concept.under.within(label))
                && (self.file.disclosure.within(around.before)
                    || around.before.contains("办理结果")
                    || label.contains("申请")
                    || of_group()));
        let of_kind =
            concept.of.is_empty() || (concept.of.within(around.topic) && !concept.not_of.within(around.topic));
        in_place && of_kind && !concept.unlike.within(label) && self.covers(concept.words(), label)
    }

    /// Whether a label is made of some words, of neutral ones and of times.
    pub(super) fn covers<'w>(&self, words: impl Iterator<Item = &'w str>, label: &str) -> bool {
        let words: Vec<&str> = words.collect();
        let mut reached = vec![false; label.len() + 1];
        if let Some(start) = reached.first_mut() {
            *start = true;
        }
        for (at, sign) in label.char_indices() {
            if !reached.get(at).copied().unwrap_or_default() {
                continue;
            }
            let rest = label.get(at..).unwrap_or_default();
            let own = words.iter().filter(|word| rest.starts_with(**word)).map(|word| word.len());
            let neutral = self.neutral.get(&sign).into_iter().flatten();
            let neutral = neutral.filter(|word| rest.starts_with(word.as_str())).map(String::len);
            let skipped = if sign.is_alphanumeric() { time(rest) } else { sign.len_utf8() };
            for length in own.chain(neutral).chain((skipped > 0).then_some(skipped)) {
                if let Some(slot) = reached.get_mut(at + length) {
                    *slot = true;
                }
            }
        }
        reached.last().copied().unwrap_or_default()
    }

    /// Whether a text starts with the year before.
    pub(super) fn starts_year_before(&self, text: &str) -> bool {
        self.file.year_before.starts(text).is_some()
    }

    /// A text without the words for the year before, and whether it had any.
    pub(super) fn without_year_before(&self, text: &str) -> (String, bool) {
        let plain = self.file.year_before.without(text);
        let had = plain.len() < text.len();
        (plain, had)
    }

    pub(super) fn is_of_other_time(&self, text: &str) -> bool {
        self.file.other_times.within(text)
    }

    pub(super) fn is_cumulative(&self, text: &str) -> bool {
        self.file.cumulative.within(&self.file.this_year.without(text))
    }

    /// The words for none.
    pub(super) fn none(&self) -> &List {
        &self.file.none
    }
}

impl Concept {
    fn of(entry: Entry, (again, like): (Option<usize>, Option<usize>)) -> Self {
        let cells = |texts: &[String]| texts.iter().flat_map(|text| Cells::of(text)).collect();
        Self {
            cells: cells(&entry.cells),
            cumulative: cells(&entry.cumulative),
            #[cfg(test)]
            id: entry.id,
            needs: entry.needs,
            may: entry.may,
            short: entry.short,
            under: entry.under,
            beside: entry.beside,
            group: entry.group,
            measures: entry.measures,
            not_in: entry.not_in,
            unlike: entry.unlike,
            of: entry.of,
            not_of: entry.not_of,
            counts: entry.counts,
            is_part: entry.part,
            of_whole: entry.of_whole,
            again,
            like,
        }
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.needs.iter().chain(&self.short).chain([&self.may]).flat_map(List::words)
    }

    fn is_counted_in(&self, measure: &str) -> bool {
        self.measures.iter().any(|own| compatible(own, measure)) && !self.not_in.has(measure)
    }
}

/// How many bytes of a year, a month or a day a text starts with.
pub(super) fn time(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..).unwrap_or_default();
    let words: &[&str] = match digits {
        4 => &["年度", "年末", "年底", "年"],
        1 | 2 => &["月底", "月末", "月", "日"],
        _ => &[],
    };
    words.iter().find(|word| rest.starts_with(**word)).map_or(0, |word| digits + word.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Catalogue;

    fn named_under(before: &str, label: &str) -> Option<&'static str> {
        let around = Around { before, measure: Some("件"), ..Around::default() };
        concepts().of_label(label, &around).and_then(|index| concepts().all.get(index)).map(|one| one.id.as_str())
    }

    fn named(label: &str) -> Option<&'static str> {
        named_under("", label)
    }

    #[test]
    fn every_word_of_a_label_counts() {
        assert_eq!(named("2018年,全县各级各部门共收到政府信息公开申请"), Some("received"));
        assert_eq!(named("其中主动公开"), Some("disclosed"));
        assert_eq!(named("政府网站在线访谈共开展"), Some("interviews"));
        assert_eq!(named("因信息公开引发的行政复议案件办结"), Some("reviews_closed"));
        assert_eq!(named("各级政府收到申请"), None);
        assert_eq!(named("收到行政许可申请"), None);
        assert_eq!(named("在区政府门户网站主动公开政府信息"), Some("website"));
    }

    #[test]
    fn words_of_many_lists_need_their_topic() {
        assert_eq!(named("维持"), None);
        assert_eq!(named_under("政府信息公开行政复议3件,", "维持"), Some("reviews_upheld"));
        assert_eq!(named_under("政府信息公开行政复议3件,行政诉讼2件,其中", "维持"), Some("lawsuits_upheld"));
        assert_eq!(named_under("行政复议151件,", "维持"), None);
        assert_eq!(named_under("政府信息公开申请3件。热线", "办结"), None);
    }

    #[test]
    fn every_cell_stands_in_its_form() {
        let catalogue = Catalogue::builtin();
        assert!(!concepts().all.is_empty());
        for concept in &concepts().all {
            for cells in concept.cells.iter().chain(&concept.cumulative) {
                let form = catalogue.form(&cells.form).unwrap().unwrap();
                for term in &cells.terms {
                    assert!(form.rows.iter().any(|line| term.is_of_row(&line.id)), "{}", concept.id);
                    assert!(form.columns.iter().any(|line| line.id == term.column), "{}", concept.id);
                }
            }
        }
    }
}
