//! Sentences on which the rules of prose hold and fail, for their pages.

use std::sync::Arc;

use super::rules::{examples, form};
use crate::document::{Paragraph, Place};
use crate::finding::{Check, Status};
use crate::forms::Rule;
use crate::report::Report;

/// A rule of prose by its id, with or without an instance in brackets, and the check of a sentence on
/// which it holds and of one on which it fails.
#[must_use]
pub fn explained(id: &str) -> Option<(&'static Arc<Rule>, Option<[Check; 2]>)> {
    let id = id.split('[').next().unwrap_or_default();
    let rule = form().rules.iter().find(|rule| rule.id == id)?;
    let checks = examples(id).and_then(|[pass, fail]| {
        Some([
            check_of(pass, id, |status| *status == Status::Pass)?,
            check_of(fail, id, |status| *status != Status::Pass)?,
        ])
    });
    Some((rule, checks))
}

fn check_of(sentence: &str, id: &str, wanted: impl Fn(&Status) -> bool) -> Option<Check> {
    let place = Place { line: 1, column: 1, row: 1, span: 0..sentence.len(), within: crate::document::Within::File };
    let report = Report {
        source: "example".into(),
        text: sentence.into(),
        entity: None,
        period: None,
        rank: crate::report::Rank::Own,
        part: None,
        header: crate::report::Header::default(),
        tables: Vec::new(),
        read_as: Vec::new(),
        unrecognised: Vec::new(),
        prose: super::read(sentence, &[Paragraph { text: sentence.into(), place }]),
    };
    super::check(&report, None).into_iter().find(|check| check.rule.id == id && wanted(&check.status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_with_examples_is_shown_on_both() {
        for rule in &form().rules {
            let (_, checks) = explained(&rule.id).unwrap();
            assert_eq!(checks.is_some(), !["prose-table", "period"].contains(&rule.local_id()), "{}", rule.id);
        }
        assert!(explained("claims:parts[p1.1]").is_some());
        assert!(explained("claims:nothing").is_none());
    }
}
