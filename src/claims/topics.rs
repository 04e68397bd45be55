//! What the words before a figure are about: the concept's own topic or that of another group, all that its group counts or
//! some of it.

use super::concepts::{Around, Concept, Concepts, Counts};
use super::vocabulary::List;

impl Concepts {
    /// Whether a label names all that a concept's group counts, and not some of it: `收到申请`, not `涉农申请`.
    pub(super) fn names_all(&self, concept: &Concept, label: &str) -> bool {
        let of_group = |other: &&Concept| other.group == concept.group && other.counts != Counts::Some;
        self.covers(self.all.iter().filter(of_group).flat_map(Concept::words), label)
    }

    /// Whether the last topic that stands before a figure is that of another group than the concept's.
    pub(super) fn is_under_other(&self, concept: &Concept, around: &Around<'_>) -> bool {
        let own = self.topics(concept).filter_map(|under| under.last(around.before)).max();
        self.topics(concept).next().is_some() && self.last_other(concept, around.before) > own
    }

    /// What the concepts of a concept's group are told under.
    fn topics<'c>(&'c self, concept: &'c Concept) -> impl Iterator<Item = &'c List> {
        let own = self.all.iter().filter(|other| other.group == concept.group).map(|other| &other.under);
        own.filter(|under| !under.is_empty())
    }

    /// Whether a figure of a concept may count some of what a figure before it counts.
    pub(super) fn follows(&self, concept: &Concept) -> bool {
        concept.counts != Counts::All && concept.group.is_some() && self.topics(concept).next().is_some()
    }

    /// Where the last topic of other groups than a concept's ends in a text.
    fn last_other(&self, concept: &Concept, before: &str) -> Option<usize> {
        let others = self.all.iter().filter(|other| other.group != concept.group).map(|other| &other.under);
        others.chain([&self.file.foreign]).filter_map(|list| list.last(before)).max()
    }

    /// Whether the last topic that a text names is the concept's.
    pub(super) fn is_under(&self, concept: &Concept, before: &str) -> bool {
        let other = self.last_other(concept, before);
        concept.under.last(before).is_some_and(|own| other.is_none_or(|other| own >= other))
    }
}
