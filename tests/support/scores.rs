//! How many of the relations that sentences state the program finds.

use std::collections::BTreeMap;

use disclose_check::finding::{Check, Status};
use disclose_check::forms::Catalogue;

use crate::labelled::Labelled;

/// Relations of one kind: rightly found, found where there is none, not found.
#[derive(Default, Clone, Copy)]
pub(crate) struct Score {
    pub(crate) right: usize,
    pub(crate) false_alarms: usize,
    pub(crate) missed: usize,
}

impl Score {
    pub(crate) fn precision(self) -> f64 {
        share(self.right, self.right + self.false_alarms)
    }

    pub(crate) fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.right += other.right;
        self.false_alarms += other.false_alarms;
        self.missed += other.missed;
    }
}

#[allow(clippy::cast_precision_loss, reason = "the sets are small")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// What the program finds, in the words of the labels.
pub(crate) fn found(one: &Labelled, catalogue: &Catalogue) -> Vec<String> {
    let sign = |check: &Check| match check.status {
        Status::Pass => Some('+'),
        Status::Fail(_) => Some('-'),
        Status::Skip(_) => None,
    };
    let checks = one.checks(catalogue);
    checks.iter().filter_map(|check| Some(format!("{}{}", sign(check)?, check.rule.local_id()))).collect()
}

/// The scores of a set, by kind of relation; `only` picks relations that hold or ones to report.
pub(crate) fn scores(set: &[Labelled], only: Option<char>) -> BTreeMap<String, Score> {
    let catalogue = Catalogue::builtin();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for one in set {
        let mut relations = found(one, &catalogue);
        for expected in &one.expect {
            let at = relations.iter().position(|found| found == expected);
            at.map(|at| relations.swap_remove(at));
            if only.is_none_or(|sign| expected.starts_with(sign)) {
                let score = scores.entry(expected[1..].to_owned()).or_default();
                if at.is_some() { score.right += 1 } else { score.missed += 1 }
            }
        }
        for found in relations.iter().filter(|found| only.is_none_or(|sign| found.starts_with(sign))) {
            scores.entry(found[1..].to_owned()).or_default().false_alarms += 1;
        }
    }
    scores
}
