//! Disjoint sets of positions, for what hangs together: reports, and broken relations.

use std::collections::BTreeMap;

/// Sets that become one where they have an element in common.
#[derive(Clone)]
pub(super) struct Union {
    above: Vec<usize>,
}

impl Union {
    /// Every element from 0 on in a set of its own.
    pub(super) fn new(size: usize) -> Self {
        Self { above: (0..size).collect() }
    }

    /// The first element of a set; the way there gets shorter each time.
    fn find(&mut self, mut one: usize) -> usize {
        while let Some(above) = self.above.get(one).copied().filter(|above| *above != one) {
            let next = self.above.get(above).copied().unwrap_or(above);
            if let Some(slot) = self.above.get_mut(one) {
                *slot = next;
            }
            one = next;
        }
        one
    }

    /// Makes the sets of two elements one.
    pub(super) fn join(&mut self, left: usize, right: usize) {
        let (left, right) = (self.find(left), self.find(right));
        if let Some(slot) = self.above.get_mut(left.max(right)) {
            *slot = left.min(right);
        }
    }

    /// The sets in the order of their first elements.
    pub(super) fn sets(mut self) -> Vec<Vec<usize>> {
        let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for one in 0..self.above.len() {
            let first = self.find(one);
            sets.entry(first).or_default().push(one);
        }
        sets.into_values().collect()
    }
}
