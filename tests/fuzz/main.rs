//! Damaged and made-up inputs: whatever comes in, the program ends with findings or a problem. Seeds
//! are the fixtures; a run is the same every time.
//!
//! `FUZZ_RUNS=10000 cargo test --release --test fuzz` goes on for longer, and `FUZZ_SEED=7` elsewhere. The
//! input that was running when the tests were ended stands in `target/tmp`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::print_stderr, reason = "nothing else is left when a run is ended")]

mod container;
mod edit;
mod made;
mod target;
mod watch;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use edit::{Edit, edited, edits};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use watch::Watch;

/// Runs one target on inputs that a strategy draws, as often as the environment says.
fn fuzz<S: Strategy>(runs: u32, inputs: &S, test: impl Fn(S::Value)) {
    let setting = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u32>().ok());
    let config = ProptestConfig {
        cases: setting("FUZZ_RUNS").unwrap_or(runs),
        failure_persistence: None,
        max_shrink_iters: 500,
        ..ProptestConfig::default()
    };
    let seed = [setting("FUZZ_SEED").unwrap_or(0).to_le_bytes(); 8].concat();
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(config, random);
    let outcome = runner.run(inputs, |input| {
        test(input);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

/// The files below a folder with one of some endings, in the order of their paths.
fn seeds(folder: &str, endings: &[&str]) -> Vec<Vec<u8>> {
    fn collect(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, endings, found);
            } else if path.extension().and_then(|end| end.to_str()).is_some_and(|end| endings.contains(&end)) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), endings, &mut found);
    found.sort();
    assert!(!found.is_empty(), "{endings:?}");
    found.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// A seed, which of its parts to change where it has some, and the changes.
type Damage = (Index, Option<Index>, Vec<Edit>);

fn damage() -> impl Strategy<Value = Damage> {
    (any::<Index>(), proptest::option::weighted(0.8, any::<Index>()), edits())
}

fn damaged(seeds: &[Vec<u8>], (seed, part, edits): &Damage) -> Vec<u8> {
    let seed = seed.get(seeds);
    let inside = part.and_then(|part| container::with_part(seed, part, |content| edited(content, edits)));
    inside.unwrap_or_else(|| edited(seed, edits))
}

/// Damaged files of one type, read.
fn reader(runs: u32, ending: &str) {
    let (seeds, watch) = (seeds("fixtures", &[ending]), Watch::over(&format!("reader.{ending}")));
    let name = format!("report.{ending}");
    fuzz(runs, &damage(), |damage| {
        let bytes = damaged(&seeds, &damage);
        watch.run(&bytes, |_| target::reader(&name, &bytes));
    });
}

#[test]
fn csv() {
    reader(300, "csv");
}

#[test]
fn html() {
    reader(100, "html");
}

#[test]
fn markdown() {
    reader(300, "md");
}

#[test]
fn text() {
    reader(300, "txt");
}

#[test]
fn word() {
    reader(60, "docx");
}

#[test]
fn excel() {
    reader(60, "xlsx");
}

#[test]
fn old_excel() {
    reader(100, "xls");
}

#[test]
fn open_document() {
    reader(60, "ods");
}

#[test]
fn pdf() {
    reader(40, "pdf");
}

/// Damaged files of each type through everything, told in every format.
#[test]
fn pipeline() {
    let kinds = ["csv", "html", "md", "txt", "docx", "xlsx", "xls", "ods", "pdf"];
    let kinds = kinds.map(|ending| (seeds("fixtures", &[ending]), Watch::over(&format!("pipeline.{ending}"))));
    fuzz(100, &(any::<Index>(), damage()), |(kind, damage)| {
        let (seeds, watch) = kind.get(&kinds);
        watch.run(&damaged(seeds, &damage), target::pipeline);
    });
}

/// Tables of every form with anything in their cells, through everything.
#[test]
fn tables() {
    let watch = Watch::over("tables.csv");
    fuzz(60, &made::tables(), |table| watch.run(table.as_bytes(), target::pipeline));
}

#[test]
fn figures() {
    let watch = Watch::over("figures.txt");
    fuzz(3000, &made::figures(), |text| watch.run(text.as_bytes(), |_| target::figure(&text)));
}

#[test]
fn rules() {
    let watch = Watch::over("rules.txt");
    fuzz(1000, &made::rules(), |text| watch.run(text.as_bytes(), |_| target::rule(&text)));
}

#[test]
fn form_files() {
    let (seeds, watch) = (seeds("src/forms", &["toml"]), Watch::over("form_files.toml"));
    fuzz(60, &damage(), |damage| {
        let text = String::from_utf8_lossy(&damaged(&seeds, &damage)).replace("family = \"", "family = \"x");
        watch.run(text.as_bytes(), |_| target::form(&text));
    });
}

#[test]
fn sentences() {
    let watch = Watch::over("sentences.txt");
    fuzz(100, &made::sentences(), |text| watch.run(text.as_bytes(), |_| target::prose(&text)));
}

#[test]
fn damaged_sentences() {
    let (seeds, watch) = (seeds("fixtures/claims", &["txt", "jsonl"]), Watch::over("damaged_sentences.txt"));
    let lines: Vec<Vec<u8>> =
        seeds.iter().flat_map(|seed| seed.split(|byte| *byte == b'\n')).map(<[u8]>::to_vec).collect();
    fuzz(100, &damage(), |damage| {
        let text = String::from_utf8_lossy(&damaged(&lines, &damage)).into_owned();
        watch.run(text.as_bytes(), |_| target::prose(&text));
    });
}

/// Runs the program with a damaged file after an option: it says what is wrong, and ends.
fn program(runs: u32, option: &str, seed: &str) {
    let watch = Watch::over(&format!("program{option}"));
    let seeds = [seed.as_bytes().to_vec()];
    fuzz(runs, &damage(), |damage| {
        watch.run(&damaged(&seeds, &damage), |file| {
            let mut program = Command::new(env!("CARGO_BIN_EXE_disclose-check"));
            program.current_dir(env!("CARGO_MANIFEST_DIR")).arg(option).arg(file).arg("fixtures/defects/mail-32.csv");
            let ended = program.output().unwrap();
            let said = String::from_utf8(ended.stderr).unwrap();
            assert!(matches!(ended.status.code(), Some(0..=2)), "{:?}: {said}", ended.status);
            assert!(ended.status.code() != Some(2) || !said.is_empty(), "it does not say why");
        });
    });
}

#[test]
fn settings() {
    program(30, "--config", made::SETTINGS);
}

#[test]
fn baselines() {
    program(30, "--baseline", made::BASELINE);
}
