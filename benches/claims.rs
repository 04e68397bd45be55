//! Precision and recall of what is read from prose, by kind of relation: `cargo bench --bench claims`.
//! `-- --show` shows every text that is read otherwise than it is labelled, and every slip that is not told.

#![allow(
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench prints, and stops where its set-up fails"
)]

#[path = "../tests/support/labelled.rs"]
mod labelled;
#[path = "../tests/support/scores.rs"]
mod scores;
#[path = "../tests/support/slips.rs"]
mod slips;

use disclose_check::forms::Catalogue;
use std::collections::BTreeMap;

use labelled::{Labelled, SETS, load};
use scores::{Score, found, scores};
use slips::{SLIPS, Slip, trials};

/// Sets that no test holds to a bound.
const UNBOUND: [(&str, &str); 16] = [
    ("of reports of districts, bureaus and schools, after that", "districts.jsonl"),
    ("of reports of bureaus and bulletins, at the same time", "bureaus.jsonl"),
    ("of reports of townships, offices and schools, after that", "townships.jsonl"),
    ("of reports of cities, provinces and systems, at the same time", "cities.jsonl"),
    ("of bulletins, budgets and hotlines, at the same time", "gazettes.jsonl"),
    ("of any reports as they are printed, after that", "everyday.jsonl"),
    ("of reports of all levels, chapter by chapter, at the same time", "levels.jsonl"),
    ("of any reports as they are printed, after that", "ordinary.jsonl"),
    ("of reports of counties and their bodies, as they are printed, after that", "hamlets.jsonl"),
    ("of reports of provinces, cities and their bodies, likewise, after that", "prefectures.jsonl"),
    ("of single claims of reports of all kinds, after that", "excerpts.jsonl"),
    ("of single claims of reports of all kinds, many told again, after that", "singles.jsonl"),
    ("of whole reports of several chapters, at the same time", "compounds.jsonl"),
    ("of single claims and chapters of all bodies, after that", "mixtures.jsonl"),
    ("of single claims of all bodies, right and wrong in turn, after that", "parishes.jsonl"),
    ("of claims and short chapters of all bodies, after that", "wards.jsonl"),
];

fn main() {
    for (name, file) in SETS.into_iter().chain(UNBOUND) {
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
    mistyped();
}

/// How many slips of the hand are told, by the relations that the figure takes part in.
fn mistyped() {
    let all: Vec<Labelled> = SETS.into_iter().flat_map(|(_, file)| load(file)).collect();
    let trials = trials(&all, &Catalogue::builtin());
    let mut told: BTreeMap<(&str, Slip), (usize, usize)> = BTreeMap::new();
    for trial in &trials {
        for relation in trial.relations.iter().map(String::as_str).chain(["together"]) {
            let (told, tried) = told.entry((relation, trial.slip)).or_default();
            (*told, *tried) = (*told + usize::from(trial.told), *tried + 1);
        }
    }
    println!("\none figure of a text without a contradiction mistyped: told of tried");
    println!("  {:12} {:>12} {:>12} {:>12} {:>12}", "relation", "changed", "swapped", "dropped", "doubled");
    let relations: std::collections::BTreeSet<&str> = told.keys().map(|(relation, _)| *relation).collect();
    for relation in relations {
        let of = |slip: Slip| {
            told.get(&(relation, slip)).map_or(String::new(), |(told, tried)| format!("{told} of {tried}"))
        };
        let [changed, swapped, dropped, doubled] = SLIPS.map(of);
        println!("  {relation:12} {changed:>12} {swapped:>12} {dropped:>12} {doubled:>12}");
    }
    if std::env::args().any(|argument| argument == "--show") {
        for trial in trials.iter().filter(|trial| !trial.told) {
            println!("{:?} {:?} {}", trial.slip, trial.relations, trial.text);
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
        let (mut relations, mut expected) = (found(one, &catalogue), one.expect.clone());
        relations.sort();
        expected.sort();
        if relations != expected {
            println!("{}\n    expected {expected:?}\n    found    {relations:?}", one.text);
        }
    }
}
