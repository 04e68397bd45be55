//! Shares of one whole number: do whole counts exist that sum to the base and round to the shares?
//!
//! This is GRIM (Brown and Heathers, "The GRIM Test", Social Psychological and Personality Science
//! 8(4), 2017), there for one mean, here jointly for a list.

use std::sync::Arc;

use super::lookup::{Found, Lacking, View, cell_name, fixed};
use super::{Verdict, ratio};
use crate::finding::{Check, CheckedFigure, Failure, Kind, Reason, Sides, Status};
use crate::forms::{Breakdown, Rule};
use crate::number::{Decimal, Interval, Number, Overflow, Unit};
use crate::rules::{CellRef, Side, Term};

/// Checks each share on its own and all of them together.
pub(super) fn check(
    rule: &Arc<Rule>,
    list: &Breakdown,
    view: View<'_>,
    checks: &mut Vec<Check>,
) -> Result<(), Overflow> {
    let Some(shares) = Shares::of(list, view) else { return Ok(()) };
    let mut convicted = None;
    if let Some(base) = &shares.base {
        for share in &shares.known {
            let verdict = match &list.count {
                Some(count) if view.table.get(share.row, *count).is_some_and(|figure| figure.number().is_some()) => {
                    ratio::share(
                        &fixed(share.row, list.share),
                        &one(fixed(share.row, *count)),
                        &one(base.cell.clone()),
                        view,
                        0,
                    )?
                }
                _ => alone(share, base)?,
            };
            if matches!(verdict.status, Status::Fail(_)) {
                convicted = convicted.or_else(|| Some(cell_name(view.table.form(), share.row, list.share)));
            }
            let row = view.table.form().rows.get(share.row).map(|line| line.id.clone());
            checks.push(verdict.into_check(rule, row.unwrap_or_default(), Kind::Breakdown));
        }
    }
    checks.push(together(rule, &shares, convicted, view)?);
    Ok(())
}

/// The figures of a list, for those who look for the wrong one.
pub(super) struct Members {
    pub(super) shares: Vec<Member>,
    pub(super) base: Option<Found>,
    /// Whether every share of the list has a number, and the base is not zero.
    pub(super) complete: bool,
}

/// A share, and the count beside it where the file prints one.
pub(super) struct Member {
    pub(super) row: String,
    pub(super) share: Found,
    pub(super) count: Option<Found>,
}

/// The figures that the checks of a list are about.
pub(super) fn members(list: &Breakdown, view: View<'_>) -> Option<Members> {
    let shares = Shares::of(list, view)?;
    let found = |cell: &CellRef| view.figures(cell, 0).ok().and_then(|found| found.into_iter().next());
    let member = |share: &Share| {
        Some(Member {
            row: view.table.form().rows.get(share.row).map(|line| line.id.clone()).unwrap_or_default(),
            share: found(&fixed(share.row, list.share))?,
            count: list.count.and_then(|count| found(&fixed(share.row, count))),
        })
    };
    Some(Members {
        shares: shares.known.iter().filter_map(member).collect(),
        base: shares.base.as_ref().and_then(|base| found(&base.cell)),
        complete: shares.lacking.is_none() && !shares.zero_base,
    })
}

fn one(cell: CellRef) -> Side {
    Side { terms: vec![Term { factor: Decimal::from(1), cell }], constant: Decimal::ZERO, divisor: Decimal::from(1) }
}

/// The shares of a list as they stand in the file.
struct Shares {
    known: Vec<Share>,
    lacking: Option<Lacking>,
    base: Option<Base>,
    /// The file says that there is nothing to have shares of.
    zero_base: bool,
}

struct Share {
    row: usize,
    number: Number,
    shown: CheckedFigure,
}

struct Base {
    cell: CellRef,
    count: i128,
    shown: CheckedFigure,
}

impl Shares {
    /// `None` where the file prints fewer than two of the shares.
    fn of(list: &Breakdown, view: View<'_>) -> Option<Self> {
        let form = view.table.form();
        let is_base = |row: usize| list.base.iter().any(|cell| cell.form.is_none() && cell.row.at(0) == row);
        let rows: Vec<usize> = match &list.rows {
            Some(rows) => rows.clone(),
            None => (0..form.rows.len()).filter(|row| !is_base(*row)).collect(),
        };
        let zero = |cell: &CellRef| {
            view.figures(cell, 0).is_ok_and(|found| found.iter().all(|found| found.number.value().is_zero()))
        };
        let base = base(list, view);
        let zero_base = base.is_none() && list.base.iter().any(zero);
        let mut shares = Self { known: Vec::new(), lacking: None, base, zero_base };
        for row in rows {
            if view.table.get(row, list.share).is_none() || form.unit(row, list.share) != Unit::Share {
                continue;
            }
            match view.figures(&fixed(row, list.share), 0) {
                Ok(found) => shares.known.extend(found.into_iter().map(|found| Share {
                    row,
                    number: found.number,
                    shown: found.shown,
                })),
                Err(lacking) => shares.lacking = shares.lacking.or(Some(lacking)),
            }
        }
        (shares.known.len() >= 2).then_some(shares)
    }
}

/// The first base that stands in the file as an exact whole number.
fn base(list: &Breakdown, view: View<'_>) -> Option<Base> {
    list.base.iter().find_map(|cell| {
        let found = view.figures(cell, 0).ok()?.into_iter().next()?;
        let count = found.number.value().to_integer().filter(|_| !found.number.is_rounded())?;
        (count > 0).then_some(Base { cell: cell.clone(), count, shown: found.shown })
    })
}

/// The whole counts of a base that round to a share: from the first to the second, none where the
/// first is larger.
pub(super) fn counts(share: Number, base: i128) -> Result<(i128, i128), Overflow> {
    let interval = share.interval()?;
    let base_value = Decimal::from(base);
    let low = floor_of_hundredth(Decimal::ZERO.sub(interval.low().mul(base_value)?)?)?;
    let high = floor_of_hundredth(interval.high().mul(base_value)?)?;
    Ok((low.checked_neg().ok_or(Overflow)?.max(0), high.min(base)))
}

/// The largest whole number not above `value / 100`.
fn floor_of_hundredth(value: Decimal) -> Result<i128, Overflow> {
    let value = value.scaled(-2)?;
    if let Some(whole) = value.to_integer() {
        return Ok(whole);
    }
    let Some(divisor) = 10_i128.checked_pow(value.exponent().unsigned_abs()) else {
        return Ok(if value.is_negative() { -1 } else { 0 });
    };
    Ok(value.mantissa().div_euclid(divisor))
}

/// A share that no whole count of the base rounds to fails on its own.
fn alone(share: &Share, base: &Base) -> Result<Verdict, Overflow> {
    let figures = vec![share.shown.clone(), base.shown.clone()];
    let value = share.number.value();
    let nearest = nearest_attainable(share.number, base.count)?;
    let beside = |step| Ok(Number::rounded(value.add(Decimal::new(step, value.exponent()))?));
    let status = if attainable(share.number, base.count)? {
        Status::Pass
    } else if attainable(beside(1)?, base.count)? || attainable(beside(-1)?, base.count)? {
        Status::Fail(Failure::RoundingSlip)
    } else {
        Status::Fail(Failure::NoSuchShare)
    };
    let sides = Sides {
        left: value,
        left_terms: value.to_string(),
        relation: "=",
        right: nearest,
        right_terms: nearest.to_string(),
        difference: value.sub(nearest)?,
    };
    Ok(Verdict { status, rounded: false, sides: Some(sides), figures })
}

/// Whether some whole count of the base rounds to a share.
fn attainable(share: Number, base: i128) -> Result<bool, Overflow> {
    let (low, high) = counts(share, base)?;
    Ok(low <= high)
}

/// The share, at the printed precision, of the whole count nearest to a printed share.
fn nearest_attainable(share: Number, base: i128) -> Result<Decimal, Overflow> {
    let value = share.value();
    let below = floor_of_hundredth(value.mul(Decimal::from(base))?)?.clamp(0, base);
    let mut best: Option<(Decimal, Decimal)> = None;
    for count in [below, (below + 1).min(base)] {
        let shown =
            Decimal::from(count).mul(Decimal::HUNDRED)?.quotient_for_display(Decimal::from(base), value.exponent())?;
        let gap = shown.sub(value)?;
        let gap = if gap.is_negative() { Decimal::ZERO.sub(gap)? } else { gap };
        if best.is_none_or(|(nearest, _)| gap < nearest) {
            best = Some((gap, shown));
        }
    }
    Ok(best.map_or(value, |(_, shown)| shown))
}

/// All shares together.
fn together(rule: &Arc<Rule>, shares: &Shares, convicted: Option<String>, view: View<'_>) -> Result<Check, Overflow> {
    let mut figures: Vec<CheckedFigure> = shares.known.iter().map(|share| share.shown.clone()).collect();
    figures.extend(shares.base.iter().map(|base| base.shown.clone()));
    let skipped = |reason, figures| Verdict { status: Status::Skip(reason), rounded: false, sides: None, figures };
    if let Some(lacking) = &shares.lacking {
        figures.extend(lacking.shown.as_deref().cloned());
        return Ok(skipped(lacking.reason.clone(), figures).into_check(rule, String::new(), Kind::Breakdown));
    }
    if let Some(share) = convicted {
        return Ok(skipped(Reason::ShareFails(share), figures).into_check(rule, String::new(), Kind::Breakdown));
    }
    let numbers: Vec<Number> = shares.known.iter().map(|share| share.number).collect();
    if shares.zero_base || numbers.iter().all(|number| number.value().is_zero()) {
        return Ok(skipped(Reason::ZeroBase, figures).into_check(rule, String::new(), Kind::Breakdown));
    }
    let base = shares.base.as_ref().map(|base| base.count);
    let holds = feasible(&numbers, base)?;
    let status = if holds {
        Status::Pass
    } else if slips(&numbers, base)? {
        Status::Fail(Failure::RoundingSlip)
    } else {
        Status::Fail(Failure::Disagree)
    };
    let sum = numbers.iter().try_fold(Decimal::ZERO, |sum, number| sum.add(number.value()))?;
    let terms: Vec<String> = numbers.iter().map(|number| number.value().to_string()).collect();
    let sides = Sides {
        left: sum,
        left_terms: terms.join(" + "),
        relation: "=",
        right: Decimal::HUNDRED,
        right_terms: "100".into(),
        difference: sum.sub(Decimal::HUNDRED)?,
    };
    let rounded = holds && sum != Decimal::HUNDRED;
    let verdict = Verdict { status, rounded, sides: Some(sides), figures };
    let mut check = verdict.into_check(rule, String::new(), Kind::Breakdown);
    if let (true, Some(base)) = (holds, base)
        && let Some(counts) = recover(&numbers, base)?
    {
        let ids = shares.known.iter().filter_map(|share| view.table.form().rows.get(share.row));
        check.recovered = ids.map(|line| line.id.clone()).zip(counts).collect();
    }
    Ok(check)
}

/// Whether whole counts exist that sum to the base, or, without a base, whether the shares can
/// make 100.
pub(super) fn feasible(shares: &[Number], base: Option<i128>) -> Result<bool, Overflow> {
    let Some(base) = base else {
        let sum = shares.iter().try_fold(Interval::exact(Decimal::ZERO), |sum, share| sum.add(share.interval()?))?;
        return Ok(sum.contains(Decimal::HUNDRED));
    };
    let (mut low, mut high) = (0_i128, 0_i128);
    for share in shares {
        let (least, most) = counts(*share, base)?;
        if least > most {
            return Ok(false);
        }
        low = low.checked_add(least).ok_or(Overflow)?;
        high = high.checked_add(most).ok_or(Overflow)?;
    }
    Ok(low <= base && base <= high)
}

/// Whether moving the last digit of one share by one makes the list feasible.
fn slips(shares: &[Number], base: Option<i128>) -> Result<bool, Overflow> {
    let mut moved = shares.to_vec();
    for (index, share) in shares.iter().enumerate() {
        for step in [1, -1] {
            let unit = Decimal::new(step, share.value().exponent());
            if let Some(slot) = moved.get_mut(index) {
                *slot = Number::rounded(share.value().add(unit)?);
            }
            if feasible(&moved, base)? {
                return Ok(true);
            }
        }
        if let Some(slot) = moved.get_mut(index) {
            *slot = *share;
        }
    }
    Ok(false)
}

/// The counts behind the shares, where the shares leave only one choice.
fn recover(shares: &[Number], base: i128) -> Result<Option<Vec<i128>>, Overflow> {
    let ranges = shares.iter().map(|share| counts(*share, base)).collect::<Result<Vec<_>, _>>()?;
    let sum =
        |pick: fn(&(i128, i128)) -> i128| ranges.iter().map(pick).try_fold(0_i128, i128::checked_add).ok_or(Overflow);
    let (low, high) = (sum(|range| range.0)?, sum(|range| range.1)?);
    let pinned = ranges.iter().map(|(least, most)| {
        let least_possible = (*least).max(base - (high - most));
        let most_possible = (*most).min(base - (low - least));
        (least_possible == most_possible).then_some(least_possible)
    });
    Ok(pinned.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shares(values: &[i128], places: i32) -> Vec<Number> {
        values.iter().map(|value| Number::rounded(Decimal::new(*value, -places))).collect()
    }

    const JIANNING: [i128; 10] = [1108, 1725, 456, 451, 398, 1676, 617, 1037, 956, 1577];

    #[test]
    fn ten_real_shares_give_their_counts() {
        let list = shares(&JIANNING, 2);
        assert!(feasible(&list, Some(2238)).unwrap());
        let counts = recover(&list, 2238).unwrap().unwrap();
        assert_eq!(counts, [248, 386, 102, 101, 89, 375, 138, 232, 214, 353]);
    }

    #[test]
    fn a_share_that_no_count_rounds_to_is_convicted() {
        let (low, high) = counts(Number::rounded(Decimal::new(1109, -2)), 2238).unwrap();
        assert!(low > high);
    }

    #[test]
    fn without_a_base_the_sum_decides() {
        assert!(feasible(&shares(&JIANNING, 2), None).unwrap());
        assert!(!feasible(&shares(&[5000, 4000], 2), None).unwrap());
        assert!(
            slips(&shares(&[334, 334, 333], 1), None).unwrap() || feasible(&shares(&[334, 334, 333], 1), None).unwrap()
        );
    }

    proptest! {
        /// The range of counts is the brute-force one.
        #[test]
        fn ranges_agree_with_brute_force(base in 1_i128..400, share in 0_i128..=1000) {
            let number = Number::rounded(Decimal::new(share, -1));
            let (low, high) = counts(number, base).unwrap();
            // |count / base - share / 1000| <= 1 / 2000
            let fits = |count: &i128| (2000 * count - 2 * share * base).abs() <= base;
            let all: Vec<i128> = (0..=base).filter(fits).collect();
            let found: Vec<i128> = (low..=high).collect();
            prop_assert_eq!(found, all);
        }

        /// Feasibility is the brute-force one: some choice of counts sums to the base.
        #[test]
        fn feasibility_agrees_with_brute_force(base in 1_i128..40, list in proptest::collection::vec(0_i128..=100, 2..4)) {
            let numbers = shares(&list, 0);
            let fits = |share: i128| (0..=base).filter(move |count| (200 * count - 2 * share * base).abs() <= base).collect::<Vec<_>>();
            let mut sums = vec![0];
            for share in &list {
                sums = sums.iter().flat_map(|sum| fits(*share).into_iter().map(move |count| sum + count)).collect();
            }
            prop_assert_eq!(feasible(&numbers, Some(base)).unwrap(), sums.contains(&base));
        }

        /// Shares of real counts, rounded to the nearest, are always feasible.
        #[test]
        fn correct_lists_are_never_convicted(parts in proptest::collection::vec(0_i128..5000, 2..12)) {
            let base: i128 = parts.iter().sum();
            prop_assume!(base > 0);
            let rounded: Vec<i128> = parts.iter().map(|part| (part * 20_000 + base).div_euclid(2 * base)).collect();
            prop_assert!(feasible(&shares(&rounded, 2), Some(base)).unwrap());
        }
    }
}
