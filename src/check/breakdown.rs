//! Lists of shares as forms print them, checked against the whole number that they are of. Whether whole counts
//! can be behind them is worked out in `counts`.

use std::sync::Arc;

use super::counts::{attainable, feasible, feasible_moved, nearest_attainable, recover, slips};
use super::lookup::{Found, Lacking, View, cell_name, fixed};
use super::shown::{Shown, figures};
use super::{Verdict, ratio};
use crate::finding::{Check, CheckedFigure, Failure, Kind, Reason, Remark, Sides, Status};
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
    let beside = |share: &Share<'_>| {
        let count = fixed(share.row, list.count?);
        view.figure(&count).map(|_| count)
    };
    let mut each = Vec::new();
    if let Some(base) = &shares.base {
        for share in &shares.known {
            each.push(match beside(share) {
                Some(count) => {
                    ratio::share(&fixed(share.row, list.share), &one(count), &one(base.cell.clone()), view, 0)?
                }
                None => alone(share, base, view)?,
            });
        }
    }
    let near = shares.nearly_make_the_base(&each)?;
    let start = checks.len();
    let mut convicted = None;
    for (share, mut verdict) in shares.known.iter().zip(each) {
        // One unit nearer some count of the base is no slip of rounding where the list needs much more.
        if !near && beside(share).is_none() && verdict.status == Status::Fail(Failure::RoundingSlip) {
            verdict.status = Status::Fail(Failure::NoSuchShare);
        }
        let tells = match verdict.status {
            Status::Fail(Failure::RoundingSlip) => near,
            Status::Fail(_) => true,
            _ => false,
        };
        if tells && convicted.is_none() {
            convicted = Some(cell_name(view.table.form(), share.row, list.share));
        }
        let row = view.table.form().rows.get(share.row).map(|line| line.id.clone());
        checks.push(verdict.into_check(rule, row.unwrap_or_default(), Kind::Breakdown));
    }
    checks.push(together(rule, &shares, convicted, view)?);
    if shares.make_one()? {
        let own = checks.iter_mut().skip(start).filter(|check| check.failed().is_some());
        own.for_each(|check| check.remarks.push(Remark::FractionsOfOne));
    }
    Ok(())
}

/// The figures of a list, for those who look for the wrong one.
pub(super) struct Members<'a> {
    pub(super) shares: Vec<Member<'a>>,
    pub(super) base: Option<Found<'a>>,
    /// Whether every share of the list has a number, and there is something to have shares of.
    pub(super) complete: bool,
}

/// A share, and the count beside it where the file prints one.
pub(super) struct Member<'a> {
    pub(super) row: String,
    pub(super) share: Found<'a>,
    pub(super) count: Option<Found<'a>>,
}

/// The figures that the checks of a list are about.
pub(super) fn members<'a>(list: &Breakdown, view: View<'a>) -> Option<Members<'a>> {
    let shares = Shares::of(list, view)?;
    let found = |cell: &CellRef| view.figure(cell);
    let member = |share: &Share<'_>| {
        Some(Member {
            row: view.table.form().rows.get(share.row).map(|line| line.id.clone()).unwrap_or_default(),
            share: found(&fixed(share.row, list.share))?,
            count: list.count.and_then(|count| found(&fixed(share.row, count))),
        })
    };
    Some(Members {
        shares: shares.known.iter().filter_map(member).collect(),
        base: shares.base.as_ref().and_then(|base| found(&base.cell)),
        complete: shares.lacking.is_none() && !shares.are_of_nothing(),
    })
}

fn one(cell: CellRef) -> Side {
    Side { terms: vec![Term { factor: Decimal::from(1), cell }], constant: Decimal::ZERO, divisor: Decimal::from(1) }
}

/// The shares of a list as they stand in the file.
struct Shares<'a> {
    known: Vec<Share<'a>>,
    lacking: Option<Lacking<'a>>,
    base: Option<Base<'a>>,
    /// The file says that there is nothing to have shares of.
    zero_base: bool,
}

struct Share<'a> {
    row: usize,
    number: Number,
    shown: Shown<'a>,
}

struct Base<'a> {
    cell: CellRef,
    count: i128,
    shown: Shown<'a>,
}

impl<'a> Shares<'a> {
    /// `None` where the file prints fewer than two of the shares.
    fn of(list: &Breakdown, view: View<'a>) -> Option<Self> {
        let form = view.table.form();
        let is_base = |row: usize| list.base.iter().any(|cell| cell.form.is_none() && cell.row.at(0) == row);
        let rows: Vec<usize> = match &list.rows {
            Some(rows) => rows.clone(),
            None => (0..form.rows.len()).filter(|row| !is_base(*row)).collect(),
        };
        let zero = |cell: &CellRef| view.figure(cell).is_some_and(|found| found.number.value().is_zero());
        let base = base(list, view);
        let zero_base = base.is_none() && list.base.iter().any(zero);
        let mut shares = Self { known: Vec::new(), lacking: None, base, zero_base };
        for row in rows {
            if view.table.get(row, list.share).is_none() || form.unit(row, list.share) != Unit::Share {
                continue;
            }
            for found in view.figures(&fixed(row, list.share), 0) {
                match found {
                    Ok(Found { number, shown, .. }) => shares.known.push(Share { row, number, shown }),
                    Err(lacking) => shares.lacking = shares.lacking.or(Some(lacking)),
                }
            }
        }
        (shares.known.len() >= 2).then_some(shares)
    }
}

impl Shares<'_> {
    /// Whether there is nothing to have shares of, as far as the file tells.
    fn are_of_nothing(&self) -> bool {
        self.zero_base || self.base.is_none() && self.known.iter().all(|share| share.number.value().is_zero())
    }

    /// Whether whole counts of the base are behind the shares where the last digit of those that fail is moved by one.
    fn nearly_make_the_base(&self, verdicts: &[Verdict]) -> Result<bool, Overflow> {
        let Some(base) = &self.base else { return Ok(true) };
        let fails = |verdict: &Verdict| matches!(verdict.status, Status::Fail(_));
        let marked = self.known.iter().zip(verdicts).map(|(share, verdict)| (share.number, fails(verdict)));
        feasible_moved(marked, base.count)
    }

    /// Whether the shares make 1 as they stand, as far as rounding allows, as fractions without a percent sign do.
    fn make_one(&self) -> Result<bool, Overflow> {
        let one = Decimal::from(1);
        let mut sum = Interval::exact(Decimal::ZERO);
        for share in &self.known {
            sum = sum.add(share.number.interval()?)?;
        }
        Ok(sum.low() <= one && one <= sum.high())
    }
}

/// The first base that stands in the file as an exact whole number.
fn base<'a>(list: &Breakdown, view: View<'a>) -> Option<Base<'a>> {
    list.base.iter().find_map(|cell| {
        let found = view.figure(cell)?;
        let count = found.number.value().to_integer().filter(|_| !found.number.is_rounded())?;
        (count > 0).then_some(Base { cell: cell.clone(), count, shown: found.shown })
    })
}

/// A share that no whole count of the base rounds to fails on its own.
fn alone(share: &Share<'_>, base: &Base<'_>, view: View<'_>) -> Result<Verdict, Overflow> {
    let holds = attainable(share.number, base.count)?;
    if holds && !view.passes {
        return Ok(Verdict::passed());
    }
    let value = share.number.value();
    let nearest = nearest_attainable(share.number, base.count)?;
    let beside = |step| Ok(Number::rounded(value.add(Decimal::new(step, value.exponent()))?));
    let status = if holds {
        Status::Pass
    } else if attainable(beside(1)?, base.count)? || attainable(beside(-1)?, base.count)? {
        Status::Fail(Failure::RoundingSlip)
    } else {
        Status::Fail(Failure::NoSuchShare)
    };
    let sides = Sides::equal(value, value.to_string(), nearest, nearest.to_string())?;
    Ok(Verdict { status, rounded: false, sides: Some(sides), figures: figures(&[share.shown, base.shown]) })
}

/// All shares together.
fn together(
    rule: &Arc<Rule>,
    shares: &Shares<'_>,
    convicted: Option<String>,
    view: View<'_>,
) -> Result<Check, Overflow> {
    let shown = |lacking: Option<&Lacking<'_>>| -> Vec<CheckedFigure> {
        let known = shares.known.iter().map(|share| share.shown);
        let lacking = lacking.and_then(|lacking| lacking.shown);
        known.chain(shares.base.iter().map(|base| base.shown)).chain(lacking).map(Shown::figure).collect()
    };
    let skipped =
        |reason, figures| Ok(Verdict::skipped(reason, figures).into_check(rule, String::new(), Kind::Breakdown));
    if let Some(lacking) = &shares.lacking {
        return skipped(lacking.reason.clone(), shown(Some(lacking)));
    }
    if let Some(share) = convicted {
        return skipped(Reason::ShareFails(share), shown(None));
    }
    if shares.are_of_nothing() {
        return skipped(Reason::ZeroBase, shown(None));
    }
    let numbers: Vec<Number> = shares.known.iter().map(|share| share.number).collect();
    let base = shares.base.as_ref().map(|base| base.count);
    let holds = feasible(&numbers, base)?;
    if holds && !view.passes {
        return Ok(Verdict::passed().into_check(rule, String::new(), Kind::Breakdown));
    }
    let status = if holds {
        Status::Pass
    } else if slips(&numbers, base)? {
        Status::Fail(Failure::RoundingSlip)
    } else {
        Status::Fail(Failure::Disagree)
    };
    let sum = numbers.iter().try_fold(Decimal::ZERO, |sum, number| sum.add(number.value()))?;
    let terms: Vec<String> = numbers.iter().map(|number| number.value().to_string()).collect();
    let sides = Sides::equal(sum, terms.join(" + "), Decimal::HUNDRED, "100".into())?;
    let rounded = holds && sum != Decimal::HUNDRED;
    let verdict = Verdict { status, rounded, sides: Some(sides), figures: shown(None) };
    let mut check = verdict.into_check(rule, String::new(), Kind::Breakdown);
    if let (true, Some(base)) = (holds, base)
        && let Some(counts) = recover(&numbers, base)?
    {
        let ids = shares.known.iter().filter_map(|share| view.table.form().rows.get(share.row));
        check.recovered = ids.map(|line| line.id.clone()).zip(counts).collect();
    }
    Ok(check)
}
