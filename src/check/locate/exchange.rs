//! Figures typed in each other's place: two neighbours, or whole rows and columns, where many figures
//! change by one slip.

use std::collections::{BTreeMap, BTreeSet};

use super::Repair;
use super::changed::Changed;
use super::groups::Group;
use super::search::Goal;
use super::shape::Variable;
use super::system::{Entry, System};
use crate::finding::Slip;
use crate::number::Overflow;

/// Neighbouring figures in broken relations of different groups, each with its group.
pub(super) fn neighbours(system: &System, groups: &[Group]) -> Vec<((usize, Variable), (usize, Variable))> {
    let mut at: BTreeMap<(usize, usize, usize), (usize, Variable)> = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        let constraints = group.broken.iter().filter_map(|id| system.constraints.get(*id));
        for variable in constraints.flat_map(|constraint| &constraint.variables) {
            if let Some(entry) = system.figures.get(*variable) {
                at.insert((entry.id.table, entry.id.row, entry.id.column), (number, *variable));
            }
        }
    }
    let beside = |(table, row, column): (usize, usize, usize)| {
        [(table, row.saturating_add(1), column), (table, row, column.saturating_add(1))]
    };
    let pairs = at.iter().flat_map(|(place, own)| {
        beside(*place).into_iter().filter_map(|next| at.get(&next)).map(move |other| (*own, *other))
    });
    pairs.filter(|(own, other)| own.0 != other.0).collect()
}

/// Which of some pairs of figures repair everything when each takes the other's value. Two slips
/// that happen to be an exchange are less likely than an exchange.
pub(super) fn of_two(goal: &Goal<'_>, sets: &[Vec<Variable>]) -> Result<Vec<Repair>, Overflow> {
    let mut found = Vec::new();
    for set in sets {
        let [first, second] = set.as_slice() else { continue };
        let (Some(one), Some(other)) = (goal.system.figures.get(*first), goal.system.figures.get(*second)) else {
            continue;
        };
        let Some(mantissas) = swapped(one, other).filter(|_| one.id.is_beside(other.id)) else { continue };
        let changed = Changed { variables: set, mantissas: &mantissas };
        if goal.satisfied(&changed, &goal.touched(set))? {
            let slips = vec![Slip::Exchanged; 2];
            found.push(Repair { variables: set.clone(), mantissas, slips, only_values: true });
        }
    }
    Ok(found)
}

/// The mantissas of two figures once each has the other's value, where both have one and are printed to the same place.
pub(super) fn swapped(one: &Entry, other: &Entry) -> Option<Vec<i128>> {
    let (value, swapped) = (one.number.value(), other.number.value());
    let known = !one.is_unknown() && !other.is_unknown();
    (known && value.exponent() == swapped.exponent()).then(|| vec![swapped.mantissa(), value.mantissa()])
}

/// How many pairs of lines are tried.
const MAX_PAIRS: usize = 5_000;

/// The exchanges after which every broken relation holds and none is newly broken.
pub(super) fn exchanges(goal: &Goal<'_>) -> Result<Vec<Repair>, Overflow> {
    let mut found = Vec::new();
    for axis in [Axis::Row, Axis::Column] {
        let lines = lines(goal, axis);
        let concerned = concerned(goal, axis);
        let pairs = lines.iter().enumerate().flat_map(|(at, first)| {
            lines.iter().skip(at + 1).take_while(|second| first.0.0 == second.0.0).map(move |second| (first, second))
        });
        let pairs = pairs.filter(|(first, second)| concerned.contains(first.0) || concerned.contains(second.0));
        for ((_, first), (_, second)) in pairs.take(MAX_PAIRS) {
            found.extend(exchanged(goal, first, second)?);
        }
    }
    Ok(found)
}

#[derive(Clone, Copy)]
enum Axis {
    Row,
    Column,
}

/// A table, and a line in it.
type Line = (usize, usize);

impl Axis {
    fn of(self, goal: &Goal<'_>, variable: Variable) -> Option<(Line, usize)> {
        let id = goal.system.figures.get(variable)?.id;
        Some(match self {
            Self::Row => ((id.table, id.row), id.column),
            Self::Column => ((id.table, id.column), id.row),
        })
    }
}

/// The figures by line and by place in it.
fn lines(goal: &Goal<'_>, axis: Axis) -> BTreeMap<Line, BTreeMap<usize, Variable>> {
    let mut lines: BTreeMap<Line, BTreeMap<usize, Variable>> = BTreeMap::new();
    for variable in 0..goal.system.figures.len() {
        if let Some((line, place)) = axis.of(goal, variable) {
            lines.entry(line).or_default().insert(place, variable);
        }
    }
    lines
}

/// The lines that broken relations are about.
fn concerned(goal: &Goal<'_>, axis: Axis) -> BTreeSet<Line> {
    let constraints = goal.broken.iter().filter_map(|id| goal.system.constraints.get(*id));
    let variables = constraints.flat_map(|constraint| &constraint.variables);
    variables.filter_map(|variable| axis.of(goal, *variable)).map(|(line, _)| line).collect()
}

fn exchanged(
    goal: &Goal<'_>,
    first: &BTreeMap<usize, Variable>,
    second: &BTreeMap<usize, Variable>,
) -> Result<Option<Repair>, Overflow> {
    if first.keys().ne(second.keys()) {
        return Ok(None);
    }
    let (mut variables, mut mantissas) = (Vec::new(), Vec::new());
    for (left, right) in first.values().zip(second.values()) {
        let (Some(one), Some(other)) = (goal.system.figures.get(*left), goal.system.figures.get(*right)) else {
            return Ok(None);
        };
        let Some(swapped) = swapped(one, other) else { return Ok(None) };
        if one.number.value() != other.number.value() {
            variables.extend([*left, *right]);
            mantissas.extend(swapped);
        }
    }
    if variables.is_empty() {
        return Ok(None);
    }
    let changed = Changed { variables: &variables, mantissas: &mantissas };
    let mut touched = goal.touched(&variables);
    touched.extend(&goal.broken);
    if !goal.satisfied(&changed, &touched)? {
        return Ok(None);
    }
    let slips = vec![Slip::Exchanged; variables.len()];
    Ok(Some(Repair { variables, mantissas, slips, only_values: true }))
}
