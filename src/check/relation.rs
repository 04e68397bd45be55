//! Two sums compared: does some choice of values within the rounding of the figures satisfy it?

use super::Verdict;
use super::lookup::{Evaluated, Open, View};
use super::shown::{Shown, figures};
use crate::finding::{Failure, Reason, Sides, Status};
use crate::number::{Decimal, Interval, Overflow};
use crate::rules::{Relation, Side};

pub(super) fn compare(
    left: &Side,
    relation: Relation,
    right: &Side,
    view: View<'_>,
    at: usize,
) -> Result<Verdict, Overflow> {
    if !view.passes && sums_hold(left, relation, right, view, at) {
        return Ok(Verdict::passed());
    }
    let mut shown = Vec::new();
    let first = view.evaluate(left, at, &mut shown)?;
    let second = view.evaluate(right, at, &mut shown)?;
    let skip = |reason, shown: &[Shown<'_>]| Ok(Verdict::skipped(reason, figures(shown)));
    let (left, right) = match (first, second) {
        (Ok(left), Ok(right)) => (left, right),
        (Err(reason), _) | (_, Err(reason)) => return skip(reason, &shown),
    };
    if let Some(reason) = side_absent(&left, relation, &right) {
        return skip(reason, &shown);
    }
    if let Some(reason) = nothing_printed(&left, &right, view) {
        return skip(reason, &shown);
    }
    let difference = Difference::of(&left, &right)?;
    let holds = admits(difference.interval, relation);
    let status = if holds {
        Status::Pass
    } else if may_hold(difference.interval, relation, difference.rises, difference.falls) {
        let mut open = left.open.iter().chain(&right.open);
        let unread = open.clone().find(|open| matches!(open.reason, Reason::UnreadRow(_)));
        Status::Skip(
            unread.map_or_else(|| Reason::Open(open.by_ref().map(Open::name).collect()), |row| row.reason.clone()),
        )
    } else if blank_total(&left, &right, relation) {
        Status::Fail(Failure::BlankTotal)
    } else if difference.slips(relation)? {
        Status::Fail(Failure::RoundingSlip)
    } else {
        Status::Fail(Failure::Disagree)
    };
    if holds && !view.passes {
        return Ok(Verdict::passed());
    }
    let rounded = holds && !admits(Interval::exact(difference.value), relation);
    let (left_value, right_value) = (left.shown()?, right.shown()?);
    let sides = Sides {
        left: left_value,
        left_terms: left.terms(),
        relation: relation.sign(),
        right: right_value,
        right_terms: right.terms(),
        difference: left_value.sub(right_value)?,
    };
    Ok(Verdict { status, rounded, sides: Some(sides), figures: figures(&shown) })
}

/// The rows that the table would need to have, where it lacks all of a side, or a bound of a side that has one.
fn side_absent(left: &Evaluated, relation: Relation, right: &Evaluated) -> Option<Reason> {
    let absent = |side: &Evaluated| side.open.iter().any(|open| open.absent);
    let whole = |side: &Evaluated| side.count == 0 && absent(side);
    let bounds = relation != Relation::Equal && (absent(left) || absent(right));
    let lacks = whole(left) || whole(right) || bounds;
    let rows = || left.open.iter().chain(&right.open).filter(|open| open.absent).map(Open::name).collect();
    lacks.then(|| Reason::NoRow(rows()))
}

/// Why there is nothing to compare, where no cell holds a number.
fn nothing_printed(left: &Evaluated, right: &Evaluated, view: View<'_>) -> Option<Reason> {
    let sides = || [left, right].into_iter();
    let count: usize = sides().map(|side| side.count - side.blanks - side.signs).sum();
    if count > 0 {
        return None;
    }
    let open = sides().flat_map(|side| &side.open).next().map(|open| open.reason.clone());
    let signs: usize = sides().map(|side| side.signs).sum();
    // A line of signs says that there was none, but not in a table that says nothing else.
    if signs > 0 && open.is_none() && view.table.figures().any(|(_, _, figure)| figure.number().is_some()) {
        return None;
    }
    Some(open.unwrap_or(Reason::AllBlank))
}

/// Whether both sides are sums of exact figures of the table under check that satisfy the relation. Where this is
/// so, nothing is allocated for it.
fn sums_hold(left: &Side, relation: Relation, right: &Side, view: View<'_>, at: usize) -> bool {
    let difference = || view.exact_sum(left, at)?.sub(view.exact_sum(right, at)?).ok();
    difference().is_some_and(|difference| admits(Interval::exact(difference), relation))
}

/// Left less right, with both multiplied by the divisors so that nothing needs to be divided.
struct Difference {
    value: Decimal,
    interval: Interval,
    steps: Vec<Decimal>,
    /// Whether a cell without a figure may make it larger.
    rises: bool,
    /// Whether one may make it smaller.
    falls: bool,
}

impl Difference {
    fn of(left: &Evaluated, right: &Evaluated) -> Result<Self, Overflow> {
        let (up, down) = (right.divisor, left.divisor);
        let steps = left.steps.iter().map(|step| step.mul(up)).chain(right.steps.iter().map(|step| step.mul(down)));
        let falls = |open: &Open| open.factor.is_negative();
        let rises = |open: &Open| !falls(open);
        Ok(Self {
            rises: left.open.iter().any(rises) || right.open.iter().any(falls),
            falls: left.open.iter().any(falls) || right.open.iter().any(rises),
            value: left.value.mul(up)?.sub(right.value.mul(down)?)?,
            interval: left.interval.times(up)?.sub(right.interval.times(down)?)?,
            steps: steps.collect::<Result<_, _>>()?,
        })
    }

    /// Whether it would hold if the last digit of one rounded figure moved by one.
    fn slips(&self, relation: Relation) -> Result<bool, Overflow> {
        for step in &self.steps {
            let back = Decimal::ZERO.sub(*step)?;
            if admits(self.interval.moved(*step)?, relation) || admits(self.interval.moved(back)?, relation) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Whether some value of left less right satisfies the relation.
pub(super) fn admits(difference: Interval, relation: Relation) -> bool {
    let zero = Decimal::ZERO;
    match relation {
        Relation::Equal => difference.contains(zero),
        Relation::AtMost => difference.low() <= zero,
        Relation::Below => difference.low() < zero,
        Relation::AtLeast => difference.high() >= zero,
        Relation::Above => difference.high() > zero,
    }
}

/// Whether left less right, which does not satisfy the relation, would do so once it rises or falls enough.
pub(super) fn may_hold(difference: Interval, relation: Relation, rises: bool, falls: bool) -> bool {
    match relation {
        Relation::Equal if difference.low() > Decimal::ZERO => falls,
        Relation::Equal | Relation::AtLeast | Relation::Above => rises,
        Relation::AtMost | Relation::Below => falls,
    }
}

/// Whether a single blank, taken for zero, stands against filled parts.
fn blank_total(left: &Evaluated, right: &Evaluated, relation: Relation) -> bool {
    let alone = |side: &Evaluated| side.count == 1 && side.open.is_empty() && side.blanks + side.signs == 1;
    relation == Relation::Equal && (alone(left) || alone(right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_sign_admits_what_it_says() {
        let only = |value: i128| Interval::exact(Decimal::from(value));
        for (relation, below, equal, above) in [
            (Relation::Equal, false, true, false),
            (Relation::AtMost, true, true, false),
            (Relation::Below, true, false, false),
            (Relation::AtLeast, false, true, true),
            (Relation::Above, false, false, true),
        ] {
            assert_eq!(
                (admits(only(-1), relation), admits(only(0), relation), admits(only(1), relation)),
                (below, equal, above),
                "{relation:?}"
            );
        }
    }

    proptest! {
        /// Correct rounding never convicts: parts and total rounded one by one always agree.
        #[test]
        fn correctly_rounded_sums_hold(parts in proptest::collection::vec(0_i128..10_000_000, 1..12)) {
            let round = |value: i128| Decimal::new((value + 500).div_euclid(1000), -1);
            let total = Interval::rounded(round(parts.iter().sum())).unwrap();
            let sum = parts.iter().try_fold(Interval::exact(Decimal::ZERO), |sum, part| {
                sum.add(Interval::rounded(round(*part)).unwrap())
            }).unwrap();
            prop_assert!(admits(total.sub(sum).unwrap(), Relation::Equal));
        }
    }
}
