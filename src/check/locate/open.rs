//! Cells without a figure: between which values the relations leave them, and which relations no values satisfy.
//!
//! Ranges are narrowed relation by relation until nothing moves. What this refutes is refuted; it does not
//! find every contradiction. Which figure is wrong is not asked here.

use std::collections::HashMap;

use super::super::relation;
use super::super::union::Union;
use super::shape::Variable;
use super::system::System;
use crate::number::{Decimal, Interval, Overflow};
use crate::rules::Relation;

/// How often all relations are gone through.
const MAX_ROUNDS: usize = 64;

/// A relation with cells that hold no figure: `known + sum of the rises - sum of the falls REL 0`.
pub(super) struct Open {
    /// The check's id.
    pub(super) id: String,
    /// Which of the reports it is of.
    pub(super) report: usize,
    pub(super) known: Interval,
    pub(super) relation: Relation,
    pub(super) rises: Vec<Variable>,
    pub(super) falls: Vec<Variable>,
}

/// What became of a relation that could not be decided alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Settled {
    /// The other relations leave its cells one value each, and it holds for these.
    Holds,
    /// No values make it hold together with the others.
    NoValue,
}

/// A relation that other relations decide.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decided {
    /// Which of the reports of the system it is of.
    pub(crate) report: usize,
    /// The check's id.
    pub(crate) id: String,
    pub(crate) settled: Settled,
}

/// What a cell may hold; every one may be zero or more at first.
#[derive(Debug, Clone, Copy)]
struct Range {
    low: Decimal,
    high: Option<Decimal>,
}

/// What the cells may hold; of others nothing is known.
type Ranges = HashMap<Variable, Range>;

impl Range {
    const ANY: Self = Self { low: Decimal::ZERO, high: None };
}

impl Open {
    /// Whether it holds where every cell without a figure is zero.
    fn holds_at_zero(&self) -> bool {
        relation::admits(self.known, self.relation)
    }

    /// Whether a figure is one of its cells.
    pub(super) fn has(&self, variable: Variable) -> bool {
        self.rises.contains(&variable) || self.falls.contains(&variable)
    }
}

/// The relations that the others decide.
pub(crate) fn settle(system: &System) -> Result<Vec<Decided>, Overflow> {
    let mut owner: HashMap<Variable, usize> = HashMap::new();
    let mut union = Union::new(system.open.len());
    for (at, one) in system.open.iter().enumerate() {
        for variable in one.rises.iter().chain(&one.falls) {
            union.join(*owner.entry(*variable).or_insert(at), at);
        }
    }
    let mut decided = Vec::new();
    for set in union.sets() {
        let linked: Vec<&Open> = set.iter().filter_map(|at| system.open.get(*at)).collect();
        if linked.iter().any(|one| !one.holds_at_zero()) {
            settle_linked(&linked, &mut decided)?;
        }
    }
    Ok(decided)
}

/// The same among relations that share cells.
fn settle_linked(all: &[&Open], decided: &mut Vec<Decided>) -> Result<(), Overflow> {
    let told = |one: &Open, settled| Decided { report: one.report, id: one.id.clone(), settled };
    let mut left = all.to_vec();
    while ranges(&left)?.is_none() {
        let core = core(&left)?;
        // Those that hold where the cells count nothing are not the wrong ones.
        let refuted = |one: &&Open| !one.holds_at_zero() && core.iter().any(|other| std::ptr::eq(*one, *other));
        decided.extend(left.iter().copied().filter(refuted).map(|one| told(one, Settled::NoValue)));
        let before = left.len();
        left.retain(|one| !refuted(one));
        if left.len() == before {
            break;
        }
    }
    for one in left.iter().filter(|one| !one.holds_at_zero()) {
        if determined(one, &left)? {
            decided.push(told(one, Settled::Holds));
        }
    }
    Ok(())
}

/// Whether the other relations leave the cells of a relation one value each.
fn determined(one: &Open, all: &[&Open]) -> Result<bool, Overflow> {
    let others: Vec<&Open> = all.iter().copied().filter(|other| !std::ptr::eq(*other, one)).collect();
    let Some(ranges) = ranges(&others)? else { return Ok(false) };
    let fixed = |variable: &Variable| ranges.get(variable).is_some_and(|range| range.high == Some(range.low));
    Ok(one.rises.iter().chain(&one.falls).all(fixed))
}

/// Relations that contradict each other, and of which none could be left out.
fn core<'a>(all: &[&'a Open]) -> Result<Vec<&'a Open>, Overflow> {
    let mut kept = all.to_vec();
    for one in all {
        let without: Vec<&Open> = kept.iter().copied().filter(|other| !std::ptr::eq(*other, *one)).collect();
        if ranges(&without)?.is_none() {
            kept = without;
        }
    }
    Ok(kept)
}

/// What the relations leave each figure, `None` where they leave some figure nothing.
fn ranges(relations: &[&Open]) -> Result<Option<Ranges>, Overflow> {
    let mut ranges = Ranges::new();
    for _ in 0..MAX_ROUNDS {
        let mut moved = false;
        for one in relations {
            // What the cells that make the difference larger come to at most, and at least, beyond the others.
            if matches!(one.relation, Relation::Equal | Relation::AtMost | Relation::Below) {
                let most = Decimal::ZERO.sub(one.known.low())?;
                moved |= narrow(&one.rises, &one.falls, most, &mut ranges)?;
            }
            if matches!(one.relation, Relation::Equal | Relation::AtLeast | Relation::Above) {
                moved |= narrow(&one.falls, &one.rises, one.known.high(), &mut ranges)?;
            }
            let empty = |variable: &Variable| {
                ranges.get(variable).is_some_and(|range| range.high.is_some_and(|high| high < range.low))
            };
            if one.rises.iter().chain(&one.falls).any(empty) {
                return Ok(None);
            }
        }
        if !moved {
            break;
        }
    }
    Ok(Some(ranges))
}

/// Narrows ranges by `sum of more - sum of less <= most`; whether any moved.
fn narrow(more: &[Variable], less: &[Variable], most: Decimal, ranges: &mut Ranges) -> Result<bool, Overflow> {
    let mut moved = false;
    let (mut least, mut room) = (Decimal::ZERO, Some(most));
    for variable in more {
        least = ranges.get(variable).map_or(Ok(least), |range| least.add(range.low))?;
    }
    for variable in less {
        let high = ranges.get(variable).and_then(|range| range.high);
        room = room.zip(high).map(|(room, high)| room.add(high)).transpose()?;
    }
    if let Some(room) = room {
        for variable in more {
            let range = ranges.entry(*variable).or_insert(Range::ANY);
            let high = room.sub(least.sub(range.low)?)?;
            if range.high.is_none_or(|known| high < known) {
                range.high = Some(high);
                moved = true;
            }
        }
    }
    for variable in less {
        let mut others = Some(most);
        for other in less.iter().filter(|other| *other != variable) {
            let high = ranges.get(other).and_then(|range| range.high);
            others = others.zip(high).map(|(sum, high)| sum.add(high)).transpose()?;
        }
        let Some(others) = others else { continue };
        let range = ranges.entry(*variable).or_insert(Range::ANY);
        let low = least.sub(others)?;
        if low > range.low {
            range.low = low;
            moved = true;
        }
    }
    Ok(moved)
}
