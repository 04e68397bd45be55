//! How often the wrong figure is found, counted over a part of the slips that `benches/accuracy.rs` makes. A change of
//! the counts is looked at before it is accepted: fewer found is a defect, and none may be certain and wrong.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/accuracy.rs"]
mod accuracy;

use std::collections::BTreeMap;
use std::fmt::Write;

use accuracy::{FIXTURES, Random, SLIPS, Score, double, places, run, single, slipped};
use disclose_check::Checker;
use disclose_check::forms::Catalogue;

/// One figure of so many is changed.
const EVERY: usize = 6;
/// Pairs of figures that are changed in each fixture.
const PAIRS: usize = 12;

#[test]
fn as_many_wrong_figures_are_found_as_reviewed() {
    let checker = Checker::new(Catalogue::builtin());
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    for fixture in FIXTURES {
        let text = std::fs::read_to_string(format!("{}/fixtures/{fixture}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let clean = run(&checker, &text);
        assert_eq!(clean.failed().count(), 0, "{fixture}");
        let (places, mut random) = (places(&clean), Random::new());
        for at in (0..places.len()).step_by(EVERY) {
            for slip in SLIPS {
                for change in slipped(slip, &places, at, &mut random) {
                    single(&checker, &text, &places, &change, scores.entry(slip).or_default());
                }
            }
        }
        for _ in 0..PAIRS {
            double(&checker, &text, &places, &mut random, scores.entry("two figures").or_default());
        }
    }
    let mut table = String::new();
    for (slip, score) in &scores {
        let Score { tried, detected, decidable, first, listed, exact, certain, wrongly_certain } = score;
        assert_eq!(*wrongly_certain, 0, "{slip}");
        writeln!(
            table,
            "{slip}: {tried} tried, {detected} break a relation, {decidable} decidable: \
             {first} named first, {listed} listed, {exact} exact, {certain} certain"
        )
        .unwrap();
    }
    insta::assert_snapshot!(table);
}
