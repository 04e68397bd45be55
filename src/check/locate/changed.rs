//! Values that are tried for some figures instead of the printed ones. Which are worth a try is not known here.

use super::shape::Variable;
use super::system::System;
use crate::number::Number;

/// Some figures with other values than printed.
pub(super) struct Changed<'a> {
    pub(super) variables: &'a [Variable],
    /// The mantissas at the printed precision.
    pub(super) mantissas: &'a [i128],
}

impl Changed<'_> {
    pub(super) const NONE: Changed<'static> = Changed { variables: &[], mantissas: &[] };

    pub(super) fn number(&self, system: &System, variable: Variable) -> Number {
        let printed = system.number(variable);
        let place = self.variables.iter().position(|changed| *changed == variable);
        place.and_then(|place| self.mantissas.get(place)).map_or(printed, |mantissa| printed.with_mantissa(*mantissa))
    }
}
