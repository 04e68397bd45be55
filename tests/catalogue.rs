//! Every rule of every embedded form, proven on figures that satisfy it and on figures that do not.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use disclose_check::example::Example;
use disclose_check::finding::Status;
use disclose_check::forms::Catalogue;
use disclose_check::limits::Limits;
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

/// Whether a text has a Chinese character.
fn is_chinese(text: &str) -> bool {
    text.contains(|character| ('\u{4e00}'..='\u{9fff}').contains(&character))
}

/// What names a thing in every form is told in both languages; English may quote a notice by its number.
#[test]
fn every_text_of_a_form_is_in_both_languages() {
    let mut texts = 0;
    for form in Catalogue::builtin().forms().unwrap() {
        let family = &form.family;
        let own =
            [(&form.title, "title"), (&family.title, "title of the family"), (&family.basis, "basis of the family")];
        let rules = form.rules.iter().flat_map(|rule| {
            [(&rule.title, "title"), (&rule.why, "why"), (&rule.hint, "hint"), (&rule.basis, "basis")]
        });
        for (text, name) in own.into_iter().chain(rules) {
            assert!(is_chinese(&text.zh), "{}: {name} `{}` is not Chinese", form.id, text.zh);
            assert!(text.en.contains(|letter: char| letter.is_ascii_lowercase()), "{}: {name} `{}`", form.id, text.en);
            assert_ne!(text.zh, text.en, "{}: {name}", form.id);
            texts += 1;
        }
        for line in form.rows.iter().chain(&form.columns) {
            assert!(!line.label.is_empty() && !line.en.is_empty(), "{}: {}", form.id, line.id);
            assert!(!is_chinese(&line.en), "{}: `{}` is not English", form.id, line.en);
            texts += 1;
        }
    }
    assert!(texts > 400, "only {texts} texts");
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
        let document = read::read_path(&path, "report", &Limits::DEFAULT).unwrap();
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
