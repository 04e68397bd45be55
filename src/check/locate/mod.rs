//! Which figures are probably wrong, and what they should be: over all broken relations of linked
//! reports at once. It proposes; whether a relation holds is decided in the modules beside it.

mod bounds;
mod changed;
mod exchange;
mod groups;
mod linear;
mod open;
mod prose;
mod search;
mod shape;
mod slip;
mod system;
mod values;

use std::collections::BTreeSet;

pub(crate) use open::{Decided, Settled, settle};
pub(crate) use system::System;

use crate::finding::{Change, Severity, Slip, Suggestion};
use crate::number::{Decimal, Overflow, is_blank};
use bounds::Bounds;
use changed::Changed;
use groups::Group;
use search::{Goal, Smallest};
use shape::Variable;
use system::ConstraintId;
use values::{Effort, Values};

/// How many figures may be wrong in relations that hang together.
const MAX_WRONG: usize = 6;
/// The same where relations that hang together have to be taken apart.
const MAX_APART: usize = 3;

/// A repair of one report's failures.
pub(crate) struct Located {
    /// Which of the reports of the system has the failures.
    pub(crate) report: usize,
    pub(crate) suggestion: Suggestion,
}

/// A set of figures with the likeliest values for them.
struct Repair {
    variables: Vec<Variable>,
    mantissas: Vec<i128>,
    slips: Vec<Slip>,
    /// Whether these figures allow no other values.
    only_values: bool,
}

/// Repairs for the broken relations of the first `told` reports of a system, the likeliest first. Cells without a
/// figure about which relations contradict each other get none.
pub(crate) fn locate(system: &System, decided: &[Decided], told: usize) -> Result<Vec<Located>, Overflow> {
    let bounds = Bounds::of(system)?;
    let mut state = Vec::with_capacity(system.constraints.len());
    for (id, constraint) in system.constraints.iter().enumerate() {
        state.push(constraint.blanks == 0 && system.holds(id, &Changed::NONE)?);
    }
    let broken = |id: &ConstraintId| {
        let own = system.constraints.get(*id).is_some_and(|one| one.blanks == 0 && one.report < told);
        own && state.get(*id) == Some(&false)
    };
    let broken: Vec<ConstraintId> = (0..system.constraints.len()).filter(broken).collect();
    let mut located = Vec::new();
    let groups = groups::groups(system, &state, &broken);
    let mut contested = vec![false; groups.len()];
    for (first, second) in exchange::neighbours(system, &groups) {
        let (Some(left), Some(right)) = (groups.get(first.0), groups.get(second.0)) else { continue };
        let both = [left.broken.as_slice(), &right.broken].concat();
        let goal = Goal::of(system, &bounds, &state, both);
        let pair = vec![first.1.min(second.1), first.1.max(second.1)];
        for repair in exchange::of_two(&goal, &[pair])? {
            located.extend(repair.told(&goal, false)?);
            for number in [first.0, second.0] {
                if let Some(slot) = contested.get_mut(number) {
                    *slot = true;
                }
            }
        }
    }
    for (group, contested) in groups.iter().zip(contested) {
        repair_group(system, &bounds, &state, group, !contested, &mut located)?;
    }
    fill_blanks(system, &bounds, decided, &mut located)?;
    Ok(located)
}

fn repair_group(
    system: &System,
    bounds: &Bounds,
    holding: &[bool],
    group: &Group,
    alone: bool,
    located: &mut Vec<Located>,
) -> Result<(), Overflow> {
    bounds.refresh();
    let goal = |broken| Goal::of(system, bounds, holding, broken);
    let severe = |id: &ConstraintId| {
        system.constraints.get(*id).is_some_and(|constraint| constraint.severity() == Severity::Error)
    };
    let noted = |id: &ConstraintId| {
        system.constraints.get(*id).is_some_and(|constraint| constraint.severity() == Severity::Note)
    };
    let whole = goal(group.broken.clone());
    let hard: Vec<ConstraintId> = group.broken.iter().copied().filter(severe).collect();
    // A rule that only warns may be broken for good reason: it must not cost another figure.
    let most = if hard.is_empty() && !group.broken.iter().any(noted) { 1 } else { MAX_WRONG };
    let mut found = whole.smallest(most)?;
    let mut goal_met = whole;
    if !hard.is_empty() && hard.len() < group.broken.len() {
        let strict = goal(hard);
        let fewer = strict.smallest(MAX_WRONG)?;
        let size =
            |found: &Option<Smallest>| found.as_ref().and_then(|one| one.sets.first()).map_or(usize::MAX, Vec::len);
        if size(&fewer) < size(&found) {
            (found, goal_met) = (fewer, strict);
        }
    }
    let goal = goal_met;
    let size = found.as_ref().and_then(|one| one.sets.first()).map_or(usize::MAX, Vec::len);
    let mut exchanged = if size > 2 { exchange::exchanges(&goal)? } else { Vec::new() };
    let only = exchanged.len() == 1;
    exchanged.retain(|repair| repair.variables.len() > 2);
    for repair in &exchanged {
        located.extend(repair.told(&goal, alone && only && found.is_none())?);
    }
    match found {
        Some(found) if exchanged.is_empty() => offer(&goal, &found.sets, alone, located),
        None if exchanged.is_empty() => {
            for part in &group.parts {
                bounds.refresh();
                let own = goal.narrowed(part);
                if let Some(found) = own.smallest(most.min(MAX_APART))? {
                    offer(&own, &found.sets, false, located)?;
                }
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Turns sets into suggestions. Independent slips are told one by one: where the sets are all ways
/// to pick one from each of some lists, each list is told on its own.
fn offer(goal: &Goal<'_>, sets: &[Vec<Variable>], proven: bool, located: &mut Vec<Located>) -> Result<(), Overflow> {
    let tied = |left: Variable, right: Variable| {
        let constraints = goal.touched(&[left]).into_iter().filter_map(|id| goal.system.constraints.get(id));
        constraints.into_iter().any(|constraint| constraint.variables.contains(&right))
    };
    let exchanges = exchange::of_two(goal, sets)?;
    for repair in &exchanges {
        located.extend(repair.told(goal, proven && sets.len() == 1)?);
    }
    let shown = |set: &Vec<Variable>| exchanges.iter().any(|repair| repair.variables == *set);
    for choices in groups::factors(sets, tied) {
        if choices.iter().all(shown) {
            continue;
        }
        let mut repairs = Vec::new();
        let own = goal.narrowed_to(&choices);
        for variables in choices.iter().filter(|set| !shown(set)) {
            repairs.extend(likeliest(&own, variables)?);
        }
        repairs.sort_by_key(Repair::cost);
        let unique = proven && choices.len() == 1 && exchanges.is_empty();
        for repair in &repairs {
            located.extend(repair.told(goal, unique && repair.only_values)?);
        }
    }
    Ok(())
}

/// The likeliest values for some figures.
fn likeliest(goal: &Goal<'_>, variables: &[Variable]) -> Result<Option<Repair>, Overflow> {
    let touched = goal.touched(variables);
    let Ok(Values { list, complete }) = values::values(goal, variables, &touched, Effort::All)? else {
        return Ok(None);
    };
    let only_values = complete && list.len() == 1;
    let repairs = list.into_iter().map(|mantissas| {
        let slips = slips(goal.system, variables, &mantissas);
        Repair { variables: variables.to_vec(), mantissas, slips, only_values }
    });
    let best = repairs.min_by_key(|repair| (repair.cost(), repair.distance(goal.system)));
    // Where many values would do, or several figures at once would have to be wrong in ways that no
    // slip explains, there is nothing to propose.
    let explained = |best: &Repair| best.slips.iter().all(|slip| *slip < Slip::TwoDigits);
    let alone = variables.len() == 1 && only_values;
    Ok(best.filter(|best| alone || explained(best)))
}

/// How the hand slipped in each figure.
fn slips(system: &System, variables: &[Variable], mantissas: &[i128]) -> Vec<Slip> {
    let printed = |variable: Variable| system.number(variable).value().mantissa();
    let exchanged = match (variables, mantissas) {
        ([first, second], [left, right]) => *left == printed(*second) && *right == printed(*first),
        _ => false,
    };
    let slip = |(variable, mantissa): (&Variable, &i128)| {
        let Some(entry) = system.figures.get(*variable) else { return Slip::Other };
        let own = printed(*variable);
        let rounded = entry.number.is_rounded() && own.abs_diff(*mantissa) == 1;
        let neighbour = || {
            let same = |other: &system::Entry| other.id.is_beside(entry.id) && other.number == entry.number;
            // Small figures are alike by chance.
            variables.len() == 1 && own.abs() > 99 && system.figures.iter().any(same)
        };
        match slip::slip(own, *mantissa) {
            _ if entry.blank => Slip::Blank,
            _ if exchanged => Slip::Exchanged,
            _ if rounded => Slip::Rounding,
            slip if slip > Slip::OtherCell && neighbour() => Slip::OtherCell,
            slip => slip,
        }
    };
    variables.iter().zip(mantissas).map(slip).collect()
}

/// Values of blank figures that the relations leave no choice about.
fn fill_blanks(
    system: &System,
    bounds: &Bounds,
    decided: &[Decided],
    located: &mut Vec<Located>,
) -> Result<(), Overflow> {
    let contested = |variable: Variable| {
        let refuted = |one: &open::Open| {
            decided.iter().any(|by| by.settled == Settled::NoValue && by.report == one.report && by.id == one.id)
        };
        system.open.iter().any(|one| one.has(variable) && refuted(one))
    };
    let unknown = |variable: &Variable| system.figures.get(*variable).is_some_and(system::Entry::is_unknown);
    for variable in (0..system.figures.len()).filter(unknown).filter(|variable| !contested(*variable)) {
        let binding = vec![true; system.constraints.len()];
        let goal = Goal { system, bounds, binding, broken: Vec::new() };
        let touched = goal.touched(&[variable]);
        let owner = touched.first().and_then(|id| system.constraints.get(*id)).map(|constraint| constraint.report);
        let Some(report) = owner else { continue };
        let Ok(Values { list, complete: true }) = values::values(&goal, &[variable], &touched, Effort::All)? else {
            continue;
        };
        if let [only] = list.as_slice()
            && only.iter().any(|mantissa| *mantissa != 0)
        {
            let repair = Repair {
                variables: vec![variable],
                mantissas: only.clone(),
                slips: vec![Slip::Blank],
                only_values: true,
            };
            // A sign in a single relation that does not hold may be right, and another of its figures wrong.
            let is_sign = system.figures.get(variable).is_some_and(|one| !is_blank(&one.shown.text));
            let unique = !is_sign || touched.len() > 1;
            let suggestion = Suggestion { changes: repair.changes(system), resolves: Vec::new(), unique };
            located.push(Located { report, suggestion });
        }
    }
    Ok(())
}

impl Repair {
    /// The suggestion that the repair makes, with the report that it belongs to.
    fn told(&self, goal: &Goal<'_>, unique: bool) -> Result<Option<Located>, Overflow> {
        let system = goal.system;
        let changed = Changed { variables: &self.variables, mantissas: &self.mantissas };
        let mut resolved = Vec::new();
        for id in &goal.broken {
            let Some(constraint) = system.constraints.get(*id) else { continue };
            if system.holds(*id, &changed)? {
                resolved.push(constraint);
            }
        }
        let Some(first) = resolved.first() else { return Ok(None) };
        let ids: BTreeSet<&String> = resolved.iter().map(|constraint| &constraint.id).collect();
        let suggestion =
            Suggestion { changes: self.changes(system), resolves: ids.into_iter().cloned().collect(), unique };
        Ok(Some(Located { report: first.report, suggestion }))
    }

    fn cost(&self) -> u32 {
        self.slips.iter().map(|slip| slip::cost(*slip)).sum()
    }

    /// How far the values are off the printed ones altogether.
    fn distance(&self, system: &System) -> u128 {
        let each = self.variables.iter().zip(&self.mantissas);
        each.map(|(variable, mantissa)| system.number(*variable).value().mantissa().abs_diff(*mantissa))
            .fold(0, u128::saturating_add)
    }

    fn changes(&self, system: &System) -> Vec<Change> {
        let each = self.variables.iter().zip(&self.mantissas).zip(&self.slips);
        each.filter_map(|((variable, mantissa), slip)| {
            let entry = system.figures.get(*variable)?;
            let to: Decimal = entry.number.with_mantissa(*mantissa).value();
            Some(Change { figure: entry.shown.clone(), to, slip: *slip })
        })
        .collect()
    }
}

#[cfg(test)]
mod tests;
