//! The rules that speak of the lines of a panel as sums of whole numbers, for lines that hold nothing
//! else. The only answer is whether all of them hold; where one does not, or a line holds anything but
//! plain whole numbers, [`super::check`] has to look closer.

use std::ops::ControlFlow;

use super::{Context, Instance, instances};
use crate::number::{Decimal, Unit};
use crate::report::Report;
use crate::rules::{CellRef, Relation, Scope, Side, Statement};

/// Digits of the largest figure that the sums take.
pub const MAX_DIGITS: usize = 15;
/// What all factors of a sum may come to, so that no sum of such figures leaves an `i64`.
const MAX_FACTORS: i64 = 9000;

/// Rules as sums.
#[derive(Debug, Clone, Default)]
pub struct Sums {
    own: Vec<Sum>,
    linked: Vec<Linked>,
    skipped: usize,
    linked_skipped: usize,
}

/// Factors of the figures of a line with a constant, to be compared with zero.
#[derive(Debug, Clone)]
struct Sum {
    terms: Vec<(i64, usize)>,
    constant: i64,
    relation: Relation,
}

/// A sum over two lines of one body; that of the earlier line has no constant.
#[derive(Debug, Clone)]
struct Linked {
    own: Sum,
    earlier: Sum,
}

/// Where the figure of a cell stands in a line: form, row, column.
pub type Slot<'a> = &'a dyn Fn(&str, usize, usize) -> Option<usize>;

impl Sums {
    /// The rules of the forms of a line, which stands for all that have the same columns. `None` where a
    /// rule is no sum of whole numbers.
    #[must_use]
    pub fn of(line: &Report, slot: Slot<'_>) -> Option<Self> {
        let (mut alone, mut linked) = (Self::default(), Self::default());
        alone.add_all(line, &Context::default(), slot)?;
        linked.add_all(line, &Context { previous: Some(line), ..Context::default() }, slot)?;
        Some(Self { linked: linked.linked, linked_skipped: linked.linked_skipped, ..alone })
    }

    fn add_all(&mut self, line: &Report, context: &Context<'_>, slot: Slot<'_>) -> Option<()> {
        let mut all = Some(());
        instances(line, context, |view, _, instance| {
            all = match instance {
                Instance::Statement { statement: Statement::Compare { left, relation, right }, at, .. } => {
                    let place = |cell: &CellRef| {
                        let form = cell.form.as_deref().unwrap_or(&view.table.form().id);
                        let (row, column) = (cell.row.at(at), cell.column.at(at));
                        let unit = line.table(form).map(|table| table.form().unit(row, column));
                        let exact = matches!(unit, Some(Unit::Count | Unit::Change));
                        exact.then(|| slot(form, row, column))
                    };
                    self.add((left, *relation, right), &place)
                }
                _ => None,
            };
            if all.is_some() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        all
    }

    fn add(
        &mut self,
        (left, relation, right): (&Side, Relation, &Side),
        place: &dyn Fn(&CellRef) -> Option<Option<usize>>,
    ) -> Option<()> {
        let up = right.divisor.to_integer()?;
        let down = left.divisor.to_integer()?.checked_neg()?;
        let constant = whole(left.constant, up)?.checked_add(whole(right.constant, down)?)?;
        let empty = |constant| Sum { terms: Vec::new(), constant, relation };
        let (mut own, mut earlier) = (empty(constant), empty(0));
        let (mut links, mut lacks, mut size) = (false, false, constant.checked_abs()?);
        for (side, by) in [(left, up), (right, down)] {
            for term in &side.terms {
                let factor = whole(term.factor, by)?;
                size = size.checked_add(factor.checked_abs()?)?;
                let sum = match term.cell.scope {
                    Scope::Here => &mut own,
                    Scope::Previous => &mut earlier,
                    Scope::Parts => return None,
                };
                links |= term.cell.scope == Scope::Previous;
                match place(&term.cell)? {
                    Some(slot) => sum.terms.push((factor, slot)),
                    None => lacks = true,
                }
            }
        }
        match (links, lacks) {
            (false, true) => self.skipped += 1,
            (true, true) => self.linked_skipped += 1,
            (false, false) => self.own.push(own),
            (true, false) => self.linked.push(Linked { own, earlier }),
        }
        (size <= MAX_FACTORS).then_some(())
    }

    /// How many relations of a line are decided, and how many lack a column.
    #[must_use]
    pub fn own(&self) -> (usize, usize) {
        (self.own.len(), self.skipped)
    }

    /// How many relations between a line and that of the year before are decided, and how many lack a
    /// column.
    #[must_use]
    pub fn linked(&self) -> (usize, usize) {
        (self.linked.len(), self.linked_skipped)
    }

    /// Whether every relation of a line holds.
    #[must_use]
    pub fn hold(&self, figures: &[i64]) -> bool {
        self.own.iter().all(|sum| sum.relation.admits(sum.over(figures)))
    }

    /// What a line brings to its relations with the year before.
    pub fn later<'a>(&'a self, figures: &'a [i64]) -> impl Iterator<Item = i64> + 'a {
        self.linked.iter().map(|linked| linked.own.over(figures))
    }

    /// What a line brings to its relations with the year after.
    pub fn earlier<'a>(&'a self, figures: &'a [i64]) -> impl Iterator<Item = i64> + 'a {
        self.linked.iter().map(|linked| linked.earlier.over(figures))
    }

    /// Whether every relation between two lines holds.
    #[must_use]
    pub fn hold_between(&self, earlier: &[i64], later: &[i64]) -> bool {
        let sums = earlier.iter().zip(later).map(|(earlier, later)| earlier + later);
        self.linked.iter().zip(sums).all(|(linked, sum)| linked.own.relation.admits(sum))
    }
}

impl Sum {
    fn over(&self, figures: &[i64]) -> i64 {
        let term = |(factor, slot): &(i64, usize)| factor * figures.get(*slot).copied().unwrap_or(0);
        self.terms.iter().map(term).sum::<i64>() + self.constant
    }
}

impl Relation {
    /// Whether a difference of exact numbers satisfies it.
    fn admits(self, difference: i64) -> bool {
        match self {
            Self::Equal => difference == 0,
            Self::AtMost => difference <= 0,
            Self::Below => difference < 0,
            Self::AtLeast => difference >= 0,
            Self::Above => difference > 0,
        }
    }
}

fn whole(value: Decimal, by: i128) -> Option<i64> {
    i64::try_from(value.to_integer()?.checked_mul(by)?).ok()
}
