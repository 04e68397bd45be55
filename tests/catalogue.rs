//! Every rule of every embedded form, proven on figures that satisfy it and on figures that do not.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use disclose_check::example::Example;
use disclose_check::finding::Status;
use disclose_check::forms::Catalogue;

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
