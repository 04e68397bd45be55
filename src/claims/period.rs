//! Whether the days that the figures are said to cover are of the year that the report is said to be of:
//! the sentence is copied from one year's report to the next.

use std::sync::Arc;

use super::rules::rule;
use crate::check::Verdict;
use crate::finding::{Check, CheckedFigure, Failure, Kind, Sides, Status};
use crate::number::Decimal;
use crate::report::{Report, Stated};

/// A check where the years differ. None where they agree: it would be no check of a figure, and a file of which nothing
/// else can be read would pass by it.
pub(super) fn check(report: &Report) -> Option<Check> {
    let (year, covers) = (report.header.year.as_ref()?, report.header.covers.as_ref()?);
    let said: i128 = year.value.parse().ok()?;
    let covered = calendar_year(&covers.value)?;
    if said == covered {
        return None;
    }
    let (left, right) = (Decimal::new(covered, 0), Decimal::new(said, 0));
    let sides = Sides::equal(left, covered.to_string(), right, year.value.clone()).ok()?;
    let figures = vec![figure(covers, left, report), figure(year, right, report)];
    let status = Status::Fail(Failure::Disagree);
    let verdict = Verdict { status, rounded: false, sides: Some(sides), figures };
    Some(verdict.into_check(rule("period")?, String::new(), Kind::Claim))
}

/// The year that both of two days are of, `2018-01-01/2018-12-31`; some reports cover more than one.
fn calendar_year(days: &str) -> Option<i128> {
    let (from, to) = days.split_once('/')?;
    let year = |day: &str| day.split('-').next()?.parse().ok();
    (year(from)? == year(to)?).then(|| year(from))?
}

fn figure(stated: &Stated, value: Decimal, report: &Report) -> CheckedFigure {
    CheckedFigure {
        form: "prose".into(),
        row: "header".into(),
        column: String::new(),
        label: stated.text.to_string(),
        label_en: stated.text.to_string(),
        value: Some(value),
        text: stated.text.clone(),
        source: Arc::clone(&report.source),
        place: stated.place.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_two_years_are_of_none() {
        for (days, year) in [
            ("2018-01-01/2018-12-31", Some(2018)),
            ("2018-07-01/2018-09-30", Some(2018)),
            ("2018-07-01/2019-06-30", None),
            ("2018-01-01", None),
        ] {
            assert_eq!(calendar_year(days), year, "{days}");
        }
    }
}
