//! Sums of figures with constant factors, added up and multiplied. Where the figures stand is not asked here.

use super::{CellRef, Side, Term};
use crate::number::{Decimal, Overflow};

impl Side {
    pub(super) fn constant(constant: Decimal) -> Self {
        Self { terms: Vec::new(), constant, divisor: Decimal::from(1) }
    }

    /// The sum of some cells.
    pub(super) fn of(cells: impl IntoIterator<Item = CellRef>) -> Self {
        let terms = cells.into_iter().map(|cell| Term { factor: Decimal::from(1), cell }).collect();
        Self { terms, ..Self::constant(Decimal::ZERO) }
    }

    /// Whether no figure is in it, and nothing divides it.
    pub(super) fn is_constant(&self) -> bool {
        self.terms.is_empty() && self.divisor == Decimal::from(1)
    }

    pub(super) fn times(self, factor: Decimal) -> Result<Self, Overflow> {
        let terms = self.terms.into_iter().map(|term| Ok(Term { factor: term.factor.mul(factor)?, ..term }));
        Ok(Self { terms: terms.collect::<Result<_, _>>()?, constant: self.constant.mul(factor)?, ..self })
    }

    pub(super) fn over(self, divisor: Decimal) -> Result<Self, Overflow> {
        Ok(Self { divisor: self.divisor.mul(divisor)?, ..self })
    }

    /// A cell in both is one figure with the sum of its factors: a rounded figure does not vary twice.
    pub(super) fn plus(self, other: Self) -> Result<Self, Overflow> {
        let (mut sum, other) = if self.divisor == other.divisor {
            (self, other)
        } else {
            let divisor = self.divisor.mul(other.divisor)?;
            let (left, right) = (self.divisor, other.divisor);
            (Self { divisor, ..self.times(right)? }, other.times(left)?)
        };
        sum.constant = sum.constant.add(other.constant)?;
        for term in other.terms {
            match sum.terms.iter_mut().find(|known| known.cell == term.cell) {
                Some(known) => known.factor = known.factor.add(term.factor)?,
                None => sum.terms.push(term),
            }
        }
        sum.terms.retain(|term| !term.factor.is_zero());
        Ok(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{At, Scope};
    use super::*;

    fn figure(row: usize) -> Side {
        Side::of([CellRef { scope: Scope::Here, form: None, row: At::Fixed(row), column: At::Running }])
    }

    fn factors(side: &Side) -> Vec<(usize, String)> {
        side.terms.iter().map(|term| (term.cell.row.at(0), term.factor.to_string())).collect()
    }

    #[test]
    fn a_figure_named_twice_is_one_figure() {
        let twice = figure(1).plus(figure(2)).unwrap().plus(figure(1)).unwrap();
        assert_eq!(factors(&twice), [(1, "2".into()), (2, "1".into())]);
        let gone = twice.plus(figure(1).times(Decimal::from(-2)).unwrap()).unwrap();
        assert_eq!(factors(&gone), [(2, "1".into())]);
    }

    #[test]
    fn sums_over_different_divisors_get_one() {
        let third = figure(1).over(Decimal::from(3)).unwrap();
        let half = figure(2).plus(Side::constant(Decimal::from(5))).unwrap().over(Decimal::from(2)).unwrap();
        let sum = third.plus(half).unwrap();
        assert_eq!(factors(&sum), [(1, "2".into()), (2, "3".into())]);
        assert_eq!((sum.constant, sum.divisor), (Decimal::from(15), Decimal::from(6)));
    }
}
