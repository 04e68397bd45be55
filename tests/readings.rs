//! What is read in every text of `fixtures/claims`, in full: each relation with what came of it, its figures and
//! their names, and the figures that no relation uses. Labels say only of which kind a relation is; a change of
//! anything else shows here. Where kinds differ from the labels, that is told: it is known, not right.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/labelled.rs"]
#[allow(dead_code, reason = "every file is read here, whether it is held to a bound or not")]
mod labelled;

use std::collections::BTreeMap;
use std::fmt::Write;

use disclose_check::claims;
use disclose_check::finding::{Check, Severity, Status};
use disclose_check::forms::Catalogue;
use disclose_check::message::Lang;
use disclose_check::render::sentence;
use labelled::{Labelled, load, report};

/// `!` for an error, `?` for a warning, `.` for a note, `+` for what holds and `~` for what holds by rounding.
fn outcome(check: &Check) -> char {
    match (&check.status, check.rounded) {
        (Status::Pass, false) => '+',
        (Status::Pass, true) => '~',
        (Status::Fail(_), _) => match check.severity {
            Severity::Error => '!',
            Severity::Warning => '?',
            Severity::Note => '.',
        },
        (Status::Skip(_), _) => '-',
    }
}

fn reading(one: &Labelled, checks: &[Check]) -> String {
    let mut told = String::new();
    for check in checks {
        let figures: Vec<String> =
            check.figures.iter().map(|figure| format!("{} {}", figure.label, figure.text)).collect();
        writeln!(told, "  {} {} {}", outcome(check), check.id(), sentence(check, Lang::Zh)).unwrap();
        writeln!(told, "      {}", figures.join(" | ")).unwrap();
    }
    let prose = report(&one.text).prose;
    let unused: Vec<&str> = claims::unused(&prose, checks).iter().map(|quantity| &*quantity.text).collect();
    if !unused.is_empty() {
        writeln!(told, "  unused: {}", unused.join(" | ")).unwrap();
    }
    told
}

/// The labels, where relations of other kinds are found.
fn deviation(one: &Labelled, checks: &[Check]) -> String {
    let kind = |check: &Check| match check.status {
        Status::Pass => Some(format!("+{}", check.rule.local_id())),
        Status::Fail(_) => Some(format!("-{}", check.rule.local_id())),
        Status::Skip(_) => None,
    };
    let (mut expected, mut found) = (one.expect.clone(), checks.iter().filter_map(kind).collect::<Vec<_>>());
    expected.sort();
    found.sort();
    if expected == found { String::new() } else { format!("  labelled: {}\n", expected.join(" ")) }
}

fn plain(text: &str) -> Labelled {
    Labelled { text: text.into(), expect: Vec::new(), tables: BTreeMap::new(), period: None }
}

fn is_as_reviewed(file: &str) {
    let path = format!("{}/fixtures/claims/{file}", env!("CARGO_MANIFEST_DIR"));
    let (name, kind) = file.split_once('.').unwrap();
    let is_labelled = kind == "jsonl";
    let texts = match name {
        _ if is_labelled => load(file),
        // `\n` parts paragraphs.
        "silent" | "reported" | "explained" => {
            std::fs::read_to_string(path).unwrap().lines().map(|line| plain(&line.replace("\\n", "\n"))).collect()
        }
        _ => vec![plain(&std::fs::read_to_string(path).unwrap())],
    };
    let catalogue = Catalogue::builtin();
    let mut readings = String::new();
    for (number, one) in texts.iter().enumerate() {
        let start: String = one.text.chars().take(24).collect();
        writeln!(readings, "{} {}", number + 1, start.replace('\n', " ")).unwrap();
        let checks = one.checks(&catalogue);
        readings.push_str(&reading(one, &checks));
        if is_labelled {
            readings.push_str(&deviation(one, &checks));
        }
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(name, readings) });
}

/// A test for each file, and one that no file is left out.
macro_rules! readings {
    ($($test:ident $file:literal)+) => {
        $(
            #[test]
            fn $test() {
                is_as_reviewed($file);
            }
        )+

        #[test]
        fn every_file_is_read() {
            let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/claims")).unwrap();
            let mut files: Vec<String> = folder.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
            files.retain(|file| file != "README.md");
            files.sort();
            let mut read = vec![$($file),+];
            read.sort_unstable();
            assert_eq!(files, read);
        }
    };
}

readings! {
    again "again.jsonl"
    annual "annual.jsonl"
    bulletins "bulletins.jsonl"
    bureau_2020 "bureau-2020.txt"
    bureaus "bureaus.jsonl"
    chapters "chapters.jsonl"
    cities "cities.jsonl"
    city_2022 "city-2022.txt"
    compounds "compounds.jsonl"
    counties "counties.jsonl"
    county_2018 "county-2018.txt"
    develop "develop.jsonl"
    districts "districts.jsonl"
    excerpts "excerpts.jsonl"
    explained "explained.txt"
    everyday "everyday.jsonl"
    fresh "fresh.jsonl"
    gazettes "gazettes.jsonl"
    hamlets "hamlets.jsonl"
    held_out "held-out.jsonl"
    later "later.jsonl"
    levels "levels.jsonl"
    offices "offices.jsonl"
    mixtures "mixtures.jsonl"
    ordinary "ordinary.jsonl"
    parishes "parishes.jsonl"
    prefectures "prefectures.jsonl"
    releases "releases.jsonl"
    reported "reported.txt"
    silent "silent.txt"
    singles "singles.jsonl"
    sundry "sundry.jsonl"
    tables "tables.jsonl"
    townships "townships.jsonl"
    wards "wards.jsonl"
}
