//! Every rule of every embedded form, proven on figures that satisfy it and on figures that do not.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use disclose_check::example::Example;
use disclose_check::finding::Status;
use disclose_check::forms::Catalogue;
use disclose_check::recognise::Recogniser;
use disclose_check::report::Report;
use disclose_check::{Checker, Input, read};

#[test]
fn every_rule_passes_and_fails_on_its_example() {
    let catalogue = Catalogue::builtin();
    let mut rules = 0;
    for form in catalogue.forms().unwrap() {
        for rule in &form.rules {
            let example = Example::of(&catalogue, &form, rule).unwrap();
            let example = example.unwrap_or_else(|| panic!("{}: no example", rule.id));
            assert_eq!(example.pass.check.status, Status::Pass, "{}", rule.id);
            assert!(matches!(example.fail.check.status, Status::Fail(_)), "{}: {:?}", rule.id, example.fail.check);
            rules += 1;
        }
    }
    assert!(rules > 40, "only {rules} rules");
}

#[test]
fn compiling_only_marked_families_changes_nothing() {
    let catalogue = Catalogue::builtin();
    let everything = Recogniser::new(catalogue.forms().unwrap());
    let mut compared = 0;
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures")).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_file() || path.extension().is_some_and(|extension| extension == "md") {
            continue;
        }
        let document = read::read_path(&path, "report").unwrap();
        let forms = |reports: &[Report]| {
            let tables = reports.iter().flat_map(|report| &report.tables);
            tables.map(|table| (table.form().id.to_string(), table.figures().count())).collect::<Vec<_>>()
        };
        let outcome = Checker::new(Catalogue::builtin()).check(&[Input::path(&path)], None);
        let marked: Vec<Report> = outcome.reports.into_iter().map(|one| one.report).collect();
        let all = everything.recognise(&document).reports;
        assert_eq!(forms(&marked), forms(&all), "{}", path.display());
        compared += 1;
    }
    assert!(compared >= 10, "only {compared} fixtures");
}
