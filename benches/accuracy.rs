//! How often the wrong figure is found, over every figure of the fixtures (`tests/accuracy.rs` looks at a part).
//!
//! Run with `cargo bench --bench accuracy`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench prints what it measured and fails by panicking"
)]

#[path = "../tests/support/accuracy.rs"]
mod accuracy;

use std::collections::BTreeMap;

use accuracy::{FIXTURES, Random, SLIPS, Score, double, places, run, single, slipped};
use disclose_check::Checker;
use disclose_check::forms::Catalogue;

const PAIRS: usize = 150;

fn main() {
    let checker = Checker::new(Catalogue::builtin());
    let (mut by_slip, mut by_fixture) = (BTreeMap::new(), BTreeMap::new());
    let mut pairs = Score::default();
    let mut alarms = 0;
    for fixture in FIXTURES {
        let path = format!("{}/fixtures/{fixture}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let clean = run(&checker, &text);
        alarms += clean.failed().count() + clean.reports.iter().map(|one| one.suggestions.len()).sum::<usize>();
        let places = places(&clean);
        let mut random = Random::new();
        for at in 0..places.len() {
            for slip in SLIPS {
                for change in slipped(slip, &places, at, &mut random) {
                    let mut score = Score::default();
                    single(&checker, &text, &places, &change, &mut score);
                    by_slip.entry(slip).or_insert_with(Score::default).add(&score);
                    by_fixture.entry(fixture).or_insert_with(Score::default).add(&score);
                }
            }
        }
        for _ in 0..PAIRS {
            double(&checker, &text, &places, &mut random, &mut pairs);
        }
    }
    println!("false alarms on the clean fixtures: {alarms}\n");
    println!(
        "{:28} {:>6} {:>9} {:>9} | of the decidable: {:>6} {:>7} {:>7} {:>14}",
        "one figure", "tried", "detected", "decidable", "first", "listed", "exact", "wrong, certain"
    );
    for (name, score) in by_slip.iter().chain(&by_fixture) {
        score.print(name);
    }
    let mut all = Score::default();
    for score in by_slip.values() {
        all.add(score);
    }
    all.print("all");
    println!("\ntwo figures (decidable: either slip alone would be)");
    pairs.print("all");
}

impl Score {
    fn add(&mut self, other: &Self) {
        self.tried += other.tried;
        self.detected += other.detected;
        self.decidable += other.decidable;
        self.first += other.first;
        self.listed += other.listed;
        self.exact += other.exact;
        self.certain += other.certain;
        self.wrongly_certain += other.wrongly_certain;
    }

    fn print(&self, name: &str) {
        let of = |part: usize, whole: usize| {
            if whole == 0 { "-".into() } else { format!("{:.1}%", 100.0 * part as f64 / whole as f64) }
        };
        println!(
            "{name:28} {:>6} {:>9} {:>9} |                   {:>6} {:>7} {:>7} {:>14}",
            self.tried,
            of(self.detected, self.tried),
            of(self.decidable, self.tried),
            of(self.first, self.decidable),
            of(self.listed, self.decidable),
            of(self.exact, self.decidable),
            self.wrongly_certain,
        );
    }
}
