//! The lists of a line, found by the figures in them.

use std::collections::BTreeMap;

use super::lists::List;

/// Lists with the way from a figure to those that it is in.
#[derive(Default)]
pub(super) struct Lists {
    all: Vec<List>,
    of_part: BTreeMap<usize, Vec<usize>>,
    of_whole: BTreeMap<usize, Vec<usize>>,
}

impl Lists {
    pub(super) fn push(&mut self, list: List) {
        for (figures, index) in [(&list.parts, &mut self.of_part), (&list.wholes, &mut self.of_whole)] {
            for figure in figures {
                index.entry(*figure).or_default().push(self.all.len());
            }
        }
        self.all.push(list);
    }

    pub(super) fn extend(&mut self, lists: impl IntoIterator<Item = List>) {
        for list in lists {
            self.push(list);
        }
    }

    /// The lists that a figure is a part in, the last one first.
    pub(super) fn with_part(&self, part: usize) -> impl Iterator<Item = &List> {
        self.found(self.of_part.get(&part))
    }

    /// The lists that a figure is a whole of.
    pub(super) fn with_whole(&self, whole: usize) -> impl Iterator<Item = &List> {
        self.found(self.of_whole.get(&whole))
    }

    fn found(&self, numbers: Option<&Vec<usize>>) -> impl Iterator<Item = &List> {
        let numbers = numbers.map(Vec::as_slice).unwrap_or_default();
        numbers.iter().rev().filter_map(|number| self.all.get(*number))
    }

    /// The last list with a part before a figure, and none after it.
    pub(super) fn last_before(&self, index: usize) -> Option<&List> {
        let (part, _) = self.of_part.range(..index).next_back()?;
        self.with_part(*part).find(|list| list.parts.iter().all(|part| *part < index))
    }

    pub(super) fn has_part(&self, part: usize) -> bool {
        self.of_part.contains_key(&part)
    }

    /// Whether a figure is in any list.
    pub(super) fn uses(&self, index: usize) -> bool {
        self.has_part(index) || self.of_whole.contains_key(&index)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &List> {
        self.all.iter()
    }

    pub(super) fn into_all(self) -> Vec<List> {
        self.all
    }
}
