//! The smallest sets of figures whose change makes every relation hold.
//!
//! The problem is that of Fellegi and Holt ("A Systematic Approach to Automatic Edit and
//! Imputation", Journal of the American Statistical Association 71, 1976). A set of free figures that
//! leaves a contradiction needs another figure of the relations that contradict each other, which
//! is what the search branches on; it deepens by one figure at a time.

use std::collections::BTreeSet;

use super::bounds::Bounds;
use super::changed::Changed;
use super::linear::{Contradiction, union};
use super::shape::Variable;
use super::system::{ConstraintId, System};
use super::values::{Effort, values};
use crate::number::Overflow;

/// How many sets are tried before the figures count as too tangled.
const MAX_TRIED: usize = 20_000;

/// All smallest sets.
pub(super) struct Smallest {
    /// The sets, each ascending.
    pub(super) sets: Vec<Vec<Variable>>,
}

/// Relations that are to hold, and those that do not.
pub(super) struct Goal<'a> {
    pub(super) system: &'a System,
    pub(super) bounds: &'a Bounds,
    /// By relation: whether it must hold in the end.
    pub(super) binding: Vec<bool>,
    /// The binding relations that do not hold as printed.
    pub(super) broken: Vec<ConstraintId>,
}

impl<'a> Goal<'a> {
    /// To repair some broken relations while those that hold stay so.
    pub(super) fn of(system: &'a System, bounds: &'a Bounds, holding: &[bool], broken: Vec<ConstraintId>) -> Self {
        let mut binding = holding.to_vec();
        for id in &broken {
            if let Some(slot) = binding.get_mut(*id) {
                *slot = true;
            }
        }
        Self { system, bounds, binding, broken }
    }

    /// The same with only some of the broken relations to repair.
    pub(super) fn narrowed(&self, broken: &[ConstraintId]) -> Self {
        let mut binding = self.binding.clone();
        for id in self.broken.iter().filter(|id| !broken.contains(id)) {
            if let Some(slot) = binding.get_mut(*id) {
                *slot = false;
            }
        }
        Self { system: self.system, bounds: self.bounds, binding, broken: broken.to_vec() }
    }

    /// The same with only the broken relations that every one of some sets of figures is part of.
    pub(super) fn narrowed_to(&self, sets: &[Vec<Variable>]) -> Self {
        let concerned = |id: &&ConstraintId| {
            sets.iter().all(|set| self.variables(**id).iter().any(|variable| set.contains(variable)))
        };
        let broken: Vec<ConstraintId> = self.broken.iter().filter(concerned).copied().collect();
        self.narrowed(&broken)
    }

    /// The binding relations that a set of figures is part of, ascending.
    pub(super) fn touched(&self, free: &[Variable]) -> Vec<ConstraintId> {
        let mut list: Vec<ConstraintId> = free
            .iter()
            .filter_map(|variable| self.system.touching.get(*variable))
            .flatten()
            .copied()
            .filter(|id| self.binding.get(*id).copied().unwrap_or(false))
            .collect();
        list.sort_unstable();
        list.dedup();
        list
    }

    fn variables(&self, constraint: ConstraintId) -> &[Variable] {
        self.system.constraints.get(constraint).map_or(&[], |constraint| &constraint.variables)
    }

    /// The smallest sets of at most `most` figures, `None` where there is none or the search was
    /// given up.
    pub(super) fn smallest(&self, most: usize) -> Result<Option<Smallest>, Overflow> {
        let mut tried = 0;
        for size in 1..=most {
            let mut search = Search { goal: self, size, seen: BTreeSet::new(), found: Vec::new(), tried: &mut tried };
            let finished = search.deepen(&[])?;
            let found = search.found;
            if !finished {
                return Ok(None);
            }
            if !found.is_empty() {
                return Ok(Some(Smallest { sets: found }));
            }
        }
        Ok(None)
    }

    /// Figures of which at least one more must be free: `None` where the set repairs everything.
    fn missing(&self, free: &[Variable]) -> Result<Option<Vec<Variable>>, Overflow> {
        let untouched = self.broken.iter().filter(|id| !self.variables(**id).iter().any(|one| free.contains(one)));
        if let Some(smallest) = untouched.min_by_key(|id| self.variables(**id).len()) {
            return Ok(Some(self.variables(*smallest).to_vec()));
        }
        let touched = self.touched(free);
        let sources = match values(self, free, &touched, Effort::First)? {
            Ok(values) if !values.list.is_empty() => return Ok(None),
            Err(Contradiction(sources)) if !sources.is_empty() => sources,
            _ => touched,
        };
        let all = sources.iter().fold(Vec::new(), |all, id| union(&all, self.variables(*id)));
        Ok(Some(all.into_iter().filter(|variable| !free.contains(variable)).collect()))
    }

    /// How many broken relations that share no figure a set leaves untouched: so many more figures
    /// are needed at least.
    fn needed(&self, free: &[Variable]) -> usize {
        let mut taken: BTreeSet<Variable> = free.iter().copied().collect();
        let mut count = 0;
        for id in &self.broken {
            if self.variables(*id).iter().all(|variable| !taken.contains(variable)) {
                taken.extend(self.variables(*id));
                count += 1;
            }
        }
        count
    }

    /// Whether a choice of values satisfies every relation it touches.
    pub(super) fn satisfied(&self, changed: &Changed<'_>, touched: &[ConstraintId]) -> Result<bool, Overflow> {
        for id in touched {
            if !self.system.holds(*id, changed)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

struct Search<'a> {
    goal: &'a Goal<'a>,
    size: usize,
    seen: BTreeSet<Vec<Variable>>,
    found: Vec<Vec<Variable>>,
    tried: &'a mut usize,
}

impl Search<'_> {
    /// Whether the search went through.
    fn deepen(&mut self, free: &[Variable]) -> Result<bool, Overflow> {
        *self.tried += 1;
        if *self.tried > MAX_TRIED || !self.goal.bounds.step() {
            return Ok(false);
        }
        if free.len() + self.goal.needed(free) > self.size {
            return Ok(true);
        }
        let Some(candidates) = self.goal.missing(free)? else {
            if free.len() == self.size {
                self.found.push(free.to_vec());
            }
            return Ok(true);
        };
        if free.len() == self.size {
            return Ok(true);
        }
        for candidate in candidates {
            let mut next = free.to_vec();
            next.push(candidate);
            next.sort_unstable();
            if self.seen.insert(next.clone()) && !self.deepen(&next)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
