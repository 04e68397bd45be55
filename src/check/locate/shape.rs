//! What a relation says of figures, each named by its position in a system. Their values are not here.

use crate::number::{Decimal, Overflow};
use crate::rules::Relation;

/// A figure, by its position in the system.
pub(super) type Variable = usize;

/// A sum of figures with factors, and a constant.
pub(super) struct Sum {
    pub(super) terms: Vec<(Decimal, Variable)>,
    pub(super) constant: Decimal,
}

pub(super) enum Shape {
    /// `sum REL 0`.
    Compare { sum: Sum, relation: Relation },
    /// `share + offset = 100 * part / whole`.
    Ratio { share: Variable, part: Sum, whole: Sum, offset: Decimal },
    /// Some whole count of the base rounds to the share.
    Attainable { share: Variable, base: Variable },
    /// The shares make up the base, or 100 where there is none.
    Shares { shares: Vec<Variable>, base: Option<Variable> },
}

impl Sum {
    pub(super) fn one(variable: Variable) -> Self {
        Self { terms: vec![(Decimal::from(1), variable)], constant: Decimal::ZERO }
    }

    pub(super) fn times(mut self, by: Decimal) -> Result<Self, Overflow> {
        self.constant = self.constant.mul(by)?;
        for (factor, _) in &mut self.terms {
            *factor = factor.mul(by)?;
        }
        Ok(self)
    }

    pub(super) fn less(mut self, other: Self) -> Result<Self, Overflow> {
        self.constant = self.constant.sub(other.constant)?;
        for (factor, variable) in other.terms {
            self.terms.push((Decimal::ZERO.sub(factor)?, variable));
        }
        Ok(self)
    }

    fn variables(&self) -> impl Iterator<Item = Variable> {
        self.terms.iter().map(|(_, variable)| *variable)
    }
}

impl Shape {
    pub(super) fn variables(&self) -> Vec<Variable> {
        match self {
            Self::Compare { sum, .. } => sum.variables().collect(),
            Self::Ratio { share, part, whole, .. } => {
                std::iter::once(*share).chain(part.variables()).chain(whole.variables()).collect()
            }
            Self::Attainable { share, base } => vec![*share, *base],
            Self::Shares { shares, base } => shares.iter().copied().chain(*base).collect(),
        }
    }
}
