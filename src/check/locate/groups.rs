//! Which broken relations hang together, and which sets of figures are independent choices.

use std::collections::{BTreeMap, BTreeSet};

use super::super::union::Union;
use super::shape::Variable;
use super::system::{ConstraintId, System};

/// Broken relations that hang together.
pub(super) struct Group {
    pub(super) broken: Vec<ConstraintId>,
    /// The same, apart where no figure is in two of them.
    pub(super) parts: Vec<Vec<ConstraintId>>,
}

/// Groups broken relations: those with a common figure, and those that a holding relation links.
pub(super) fn groups(system: &System, holding: &[bool], broken: &[ConstraintId]) -> Vec<Group> {
    let variables =
        |id: ConstraintId| system.constraints.get(id).map_or(&[][..], |constraint| constraint.variables.as_slice());
    let mut owner: BTreeMap<Variable, usize> = BTreeMap::new();
    let mut parts = Union::new(broken.len());
    for (at, id) in broken.iter().enumerate() {
        for variable in variables(*id) {
            match owner.get(variable) {
                Some(other) => parts.join(at, *other),
                None => {
                    owner.insert(*variable, at);
                }
            }
        }
    }
    let mut linked = parts.clone();
    for (id, _) in holding.iter().enumerate().filter(|(_, holds)| **holds) {
        let mut owners = variables(id).iter().filter_map(|variable| owner.get(variable));
        if let Some(first) = owners.next() {
            for other in owners {
                linked.join(*first, *other);
            }
        }
    }
    let ids = |set: &[usize]| set.iter().filter_map(|at| broken.get(*at).copied()).collect::<Vec<_>>();
    let parts = parts.sets();
    linked
        .sets()
        .iter()
        .map(|set| Group {
            broken: ids(set),
            parts: parts.iter().filter(|part| part.iter().all(|at| set.contains(at))).map(|part| ids(part)).collect(),
        })
        .collect()
}

/// The factors of a family of sets of one size: the lists of smaller sets of which the family is
/// every combination. Figures that are `tied` by a relation stay together. A family that is no
/// product is its own only factor.
pub(super) fn factors(sets: &[Vec<Variable>], tied: impl Fn(Variable, Variable) -> bool) -> Vec<Vec<Vec<Variable>>> {
    let all: Vec<Variable> = sets.iter().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect();
    // Figures that never stand in one set are alternatives to each other, so in the same factor.
    let mut union = Union::new(all.len());
    for (at, left) in all.iter().enumerate() {
        for (other, right) in all.iter().enumerate().skip(at + 1) {
            if tied(*left, *right) || !sets.iter().any(|set| set.contains(left) && set.contains(right)) {
                union.join(at, other);
            }
        }
    }
    let lists: Vec<Vec<Vec<Variable>>> = union
        .sets()
        .iter()
        .map(|positions| {
            let members: Vec<Variable> = positions.iter().filter_map(|at| all.get(*at).copied()).collect();
            let parts = sets.iter().map(|set| set.iter().copied().filter(|one| members.contains(one)).collect());
            parts.collect::<BTreeSet<Vec<Variable>>>().into_iter().collect()
        })
        .collect();
    let combinations = lists.iter().try_fold(1_usize, |product, list| product.checked_mul(list.len()));
    if combinations == Some(sets.len()) { lists } else { vec![sets.to_vec()] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn independent_choices_are_told_apart() {
        let product = [vec![1, 5], vec![2, 5], vec![1, 6], vec![2, 6]];
        assert_eq!(factors(&product, |_, _| false), [[vec![1], vec![2]], [vec![5], vec![6]]]);
        assert_eq!(factors(&[vec![1, 5]], |_, _| false), [[vec![1]], [vec![5]]]);
    }

    #[test]
    fn dependent_choices_stay_together() {
        let tied = [vec![1, 5], vec![2, 6]];
        assert_eq!(factors(&tied, |_, _| false), [tied.to_vec()]);
        assert_eq!(factors(&[vec![1, 5]], |_, _| true), [[vec![1, 5]]]);
        assert_eq!(factors(&[vec![3], vec![4]], |_, _| false), [[vec![3], vec![4]]]);
    }
}
