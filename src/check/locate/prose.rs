//! What the prose says of the figures of the tables, and of itself, as relations of the system in which the wrong
//! figure is looked for. How sentences are read is not known here.

use super::super::lookup::FigureId;
use super::shape::{Shape, Sum, Variable};
use super::system::{Entry, System};
use crate::finding::{Check, CheckedFigure, Kind, Status};
use crate::number::{Decimal, Number, Unit};
use crate::rules::Relation;

/// The form that figures of the prose are shown under.
const PROSE: &str = "prose";

impl System {
    /// Adds what the prose says of the figures of the tables, and of itself: failed or not, a check says that its first
    /// figure is the sum of the others. Where the figures as printed say something else than the check, as rounded
    /// ones do, nothing is added.
    pub(crate) fn add_claims(&mut self, report: usize, checks: &[Check]) {
        let equal = |check: &&Check| {
            // What a sentence says of itself and holds is not broken for the sake of a table.
            let parts = check.rule.local_id() == "parts" && check.status == Status::Pass;
            parts || matches!(check.kind, Kind::ProseTable | Kind::Repeat)
        };
        for check in checks.iter().filter(equal) {
            let Some(sum) = self.told_sum(check) else { continue };
            self.add(&check.rule, &check.instance, report, Shape::Compare { sum, relation: Relation::Equal });
        }
        self.index();
    }

    /// The first figure of a check less the others, where these are its two sides.
    fn told_sum(&mut self, check: &Check) -> Option<Sum> {
        let (told, others) = check.figures.split_first()?;
        let sum = others.iter().try_fold(Decimal::ZERO, |sum, other| sum.add(other.value?).ok())?;
        let sides = check.sides.as_ref()?;
        let is_as_printed = Some(sides.left) == told.value && sides.right == sum;
        let holds = check.status == Status::Pass;
        if others.is_empty() || !is_as_printed || holds != (told.value == Some(sum)) {
            return None;
        }
        let one = Decimal::from(1);
        let less = Decimal::ZERO.sub(one).ok()?;
        let mut terms = vec![(one, self.shown_figure(told)?)];
        for other in others {
            terms.push((less, self.shown_figure(other)?));
        }
        Some(Sum { terms, constant: Decimal::ZERO })
    }

    /// The figure that a check shows: one of a table, or one of the prose.
    fn shown_figure(&mut self, shown: &CheckedFigure) -> Option<Variable> {
        let same = |entry: &Entry| entry.shown.place == shown.place && entry.shown.source == shown.source;
        if let Some(known) = self.figures.iter().position(same) {
            return Some(known);
        }
        let value = shown.value.filter(|_| &*shown.form == PROSE)?;
        let id = FigureId::prose(shown.place.span.start);
        self.figures.push(Entry {
            number: Number::exact(value),
            unit: Unit::Count,
            blank: false,
            shown: shown.clone(),
            id,
        });
        Some(self.figures.len() - 1)
    }
}
