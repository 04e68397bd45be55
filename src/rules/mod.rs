//! The rule language: relations between the figures of a form, as text and as data.
//! Parsing needs no form; resolving names to rows and columns needs one and nothing else.

mod axis;
mod once;
mod parse;
mod quantities;
mod resolve;
mod side;

use std::sync::Arc;

pub(crate) use once::check_once;
pub use parse::{Expression, ParseError, parse};
pub(crate) use resolve::{Axis, Names, nearest, resolve, resolve_cell};

use crate::number::Decimal;

/// A relation that holds or does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    /// Two sums compared.
    Compare {
        /// The left side.
        left: Side,
        /// The sign between them.
        relation: Relation,
        /// The right side.
        right: Side,
    },
    /// `share = 100 * part / whole`.
    Share {
        /// The printed share.
        share: CellRef,
        /// What it is a share for.
        part: Side,
        /// What it is a share of.
        whole: Side,
    },
    /// `rate = 100 * (new - old) / old`.
    Rate {
        /// The printed rate.
        rate: CellRef,
        /// The later value.
        new: Side,
        /// The earlier value.
        old: Side,
    },
}

/// The sign of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `=`
    Equal,
    /// `<=`
    AtMost,
    /// `<`
    Below,
    /// `>=`
    AtLeast,
    /// `>`
    Above,
}

/// A sum of figures with constant factors, divided by a constant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The figures.
    pub terms: Vec<Term>,
    /// A constant that is added.
    pub constant: Decimal,
    /// What the whole is divided by, above zero.
    pub divisor: Decimal,
}

/// One figure with its factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What the figure is multiplied by.
    pub factor: Decimal,
    /// The figure.
    pub cell: CellRef,
}

/// A cell of a form, as a rule names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellRef {
    /// Whose report.
    pub scope: Scope,
    /// Another form of the family by full id; `None` means the rule's own.
    pub form: Option<Arc<str>>,
    /// The row.
    pub row: At,
    /// The column.
    pub column: At,
}

/// Whose report a cell is looked up in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The report under check.
    Here,
    /// The same body's report one period earlier.
    Previous,
    /// The sum over the bodies that roll up into this one.
    Parts,
}

/// A row or column index, or the one that the rule runs over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// This one.
    Fixed(usize),
    /// The one that the rule is at.
    Running,
}

impl Relation {
    /// The sign as written.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtMost => "<=",
            Self::Below => "<",
            Self::AtLeast => ">=",
            Self::Above => ">",
        }
    }
}

impl Term {
    /// The row of a cell of the rule's own form and report.
    pub(crate) fn own_row(&self) -> Option<usize> {
        match (&self.cell.form, self.cell.scope, self.cell.row) {
            (None, Scope::Here, At::Fixed(row)) => Some(row),
            _ => None,
        }
    }

    /// The same term in another row.
    pub(crate) fn in_row(&self, row: usize) -> Self {
        Self { cell: CellRef { row: At::Fixed(row), ..self.cell.clone() }, ..self.clone() }
    }
}

impl Statement {
    /// Every cell that the statement names.
    pub fn cells(&self) -> impl Iterator<Item = &CellRef> {
        let (first, left, right) = match self {
            Self::Compare { left, right, .. } => (None, left, right),
            Self::Share { share: shown, part: first, whole: second }
            | Self::Rate { rate: shown, new: first, old: second } => (Some(shown), first, second),
        };
        first.into_iter().chain(left.terms.iter().chain(&right.terms).map(|term| &term.cell))
    }
}
