//! How well the rules guard each figure: which rules it is in, and whether a wrong digit in it
//! would be noticed. It is test coverage for figures.

use super::Context;
use super::locate::System;
use crate::finding::CheckedFigure;
use crate::number::Overflow;
use crate::report::Report;

/// The coverage of one report.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// Every figure that was read, in the order of the forms.
    pub figures: Vec<FigureCoverage>,
}

/// How well one figure is guarded.
#[derive(Debug, Clone)]
pub struct FigureCoverage {
    /// The figure.
    pub figure: CheckedFigure,
    /// The ids of the checks that it is in.
    pub rules: Vec<String>,
    /// How many changes of a single digit there are.
    pub changes: usize,
    /// How many of them make a check fail that passes as printed.
    pub noticed: usize,
}

impl Coverage {
    /// Tries every change of a single digit in every figure of a report.
    ///
    /// # Errors
    /// [`Overflow`] where a figure is too large to be computed with.
    pub fn of(report: &Report, context: &Context<'_>) -> Result<Self, Overflow> {
        let system = System::of(&[(report, context)])?;
        let mut figures = Vec::new();
        for table in &report.tables {
            for (row, column, figure) in table.figures() {
                let Some(number) = figure.number() else { continue };
                let variable = system.variable(table, row, column);
                let rules = variable.map(|variable| system.rules_of(variable)).unwrap_or_default();
                let (mut changes, mut noticed) = (0, 0);
                for mantissa in one_digit_changes(number.value().mantissa()) {
                    changes += 1;
                    if let Some(variable) = variable {
                        noticed += usize::from(system.notices(variable, mantissa)?);
                    }
                }
                let figure = super::shown::Shown::of(report, table, figure, row, column).figure();
                figures.push(FigureCoverage { figure, rules, changes, noticed });
            }
        }
        Ok(Self { figures })
    }

    /// How many figures are in at least one rule.
    #[must_use]
    pub fn covered(&self) -> usize {
        self.figures.iter().filter(|one| !one.rules.is_empty()).count()
    }

    /// Changes of a single digit over all figures, and how many of them would be noticed.
    #[must_use]
    pub fn changes(&self) -> (usize, usize) {
        self.figures.iter().fold((0, 0), |(all, noticed), one| (all + one.changes, noticed + one.noticed))
    }
}

/// Every number that differs from `value` in one digit and has as many digits.
fn one_digit_changes(value: i128) -> Vec<i128> {
    let digits = value.unsigned_abs().to_string();
    let mut list = Vec::new();
    for (at, own) in digits.char_indices() {
        for digit in '0'..='9' {
            let leading = at == 0 && digit == '0' && digits.len() > 1;
            if digit == own || leading {
                continue;
            }
            let changed: String =
                digits.char_indices().map(|(place, sign)| if place == at { digit } else { sign }).collect();
            list.extend(changed.parse::<i128>().map(|changed| if value.is_negative() { -changed } else { changed }));
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::one_digit_changes;

    #[test]
    fn every_digit_is_changed_to_every_other() {
        assert_eq!(one_digit_changes(5), [0, 1, 2, 3, 4, 6, 7, 8, 9]);
        assert_eq!(one_digit_changes(41).len(), 8 + 9);
        assert!(one_digit_changes(-41).contains(&-91));
    }
}
