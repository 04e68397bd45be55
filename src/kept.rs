//! The last report of each body, kept while later files are checked.

use std::collections::HashMap;

use crate::report::{Rank, Report};

/// How many bodies' last reports are kept from one batch to the next.
pub const MAX_KEPT: usize = 10_000;

/// The reports that are kept.
#[derive(Default)]
pub(crate) struct Kept {
    reports: Vec<Report>,
    /// By the name of the body.
    own: HashMap<String, usize>,
    /// By the name of the body that they are or were part of.
    parts: HashMap<String, Vec<usize>>,
    /// Those of the same body and period as a kept one, by its position, with other figures.
    rivals: HashMap<usize, Report>,
}

impl Kept {
    /// Keeps a report in place of the one that its body had before.
    pub(crate) fn keep(&mut self, report: Report) {
        let Some(entity) = report.entity.clone() else { return };
        let at = match self.own.get(&entity) {
            Some(at) => *at,
            None if self.own.len() == MAX_KEPT => return,
            None => self.reports.len(),
        };
        if let Rank::PartOf(whole) = &report.rank {
            let parts = self.parts.entry(whole.clone()).or_default();
            if !parts.contains(&at) {
                parts.push(at);
            }
        }
        let kept = without_remarks(report);
        if let Some(own) = self.reports.get_mut(at) {
            if own.period == kept.period && !own.repeats(&kept) {
                self.rivals.insert(at, kept);
                return;
            }
            if own.period != kept.period {
                self.rivals.remove(&at);
            }
            *own = kept;
        } else {
            self.own.insert(entity, at);
            self.reports.push(kept);
        }
    }

    /// The kept reports of the bodies of some reports and of the parts of these bodies, in the order in which
    /// their bodies were first seen.
    pub(crate) fn of(&self, reports: &[Report]) -> Vec<&Report> {
        let names = reports.iter().filter_map(|report| report.entity.as_ref());
        let mut found: Vec<usize> = names
            .flat_map(|name| self.own.get(name).into_iter().chain(self.parts.get(name).into_iter().flatten()))
            .copied()
            .collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().flat_map(|at| self.reports.get(at).into_iter().chain(self.rivals.get(&at))).collect()
    }
}

/// What later reports are checked against: the figures of a report and what its prose says of them.
fn without_remarks(report: Report) -> Report {
    let Report { source, entity, period, rank, tables, prose, .. } = report;
    Report { entity, period, rank, tables, prose, ..Report::empty(source, "".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(entity: &str, period: &str, rank: Rank) -> Report {
        Report {
            entity: Some(entity.into()),
            period: Some(period.into()),
            rank,
            ..Report::empty("report.csv".into(), "".into())
        }
    }

    #[test]
    fn the_last_report_of_a_body_and_those_of_its_parts_are_found() {
        let mut kept = Kept::default();
        let part = || Rank::PartOf("甲市".into());
        for (entity, period, rank) in [
            ("乙县", "2021", part()),
            ("丙县", "2021", Rank::Own),
            ("甲市", "2021", Rank::Own),
            ("乙县", "2022", part()),
        ] {
            kept.keep(report(entity, period, rank));
        }
        let found = |entity: &str| {
            let kept = kept.of(&[report(entity, "2023", Rank::Own)]);
            kept.iter().map(|one| (one.entity.clone().unwrap(), one.period.clone().unwrap())).collect::<Vec<_>>()
        };
        let named = |entity: &str, period: &str| (entity.to_owned(), period.to_owned());
        assert_eq!(found("甲市"), [named("乙县", "2022"), named("甲市", "2021")]);
        assert_eq!(found("丙县"), [named("丙县", "2021")]);
        assert_eq!(found("丁县"), []);
    }
}
