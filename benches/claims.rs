//! Precision and recall of what is read from prose, by kind of relation: `cargo bench --bench claims`.
//! `-- --show` shows every text that is read otherwise than it is labelled.

#![allow(
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench prints, and stops where its set-up fails"
)]

#[path = "../tests/support/labelled.rs"]
mod labelled;

use disclose_check::forms::Catalogue;
use labelled::{Labelled, Score, load, scores};

const SETS: [(&str, &str); 8] = [
    ("developed on", "develop.jsonl"),
    ("written after the parser", "held-out.jsonl"),
    ("written after that", "fresh.jsonl"),
    ("of disclosure reports, written apart from the parser", "annual.jsonl"),
    ("of neighbouring statistics, likewise", "bulletins.jsonl"),
    ("of facts told twice and in tables, likewise", "tables.jsonl"),
    ("of all kinds, after that", "sundry.jsonl"),
    ("of all kinds, written last", "later.jsonl"),
];

fn main() {
    for (name, file) in SETS {
        let set = load(file);
        let silent = set.iter().filter(|one| !one.expect.iter().any(|label| label.starts_with('-'))).count();
        println!("\n{name}: {} texts, nothing to report in {silent}", set.len());
        for (what, only) in [("all relations", None), ("relations to report", Some('-'))] {
            println!("  {what:24} precision  recall  right  false  missed");
            let mut all = Score::default();
            for (kind, score) in scores(&set, only) {
                line(&kind, score);
                all.add(score);
            }
            line("together", all);
        }
        if std::env::args().any(|argument| argument == "--show") {
            differences(&set);
        }
    }
}

fn line(name: &str, score: Score) {
    let Score { right, false_alarms, missed } = score;
    println!("  {name:24} {:9.3} {:7.3} {right:6} {false_alarms:6} {missed:7}", score.precision(), score.recall());
}

fn differences(set: &[Labelled]) {
    let catalogue = Catalogue::builtin();
    for one in set {
        let (mut found, mut expected) = (one.found(&catalogue), one.expect.clone());
        found.sort();
        expected.sort();
        if found != expected {
            println!("{}\n    expected {expected:?}\n    found    {found:?}", one.text);
        }
    }
}
