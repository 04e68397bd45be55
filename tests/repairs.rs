//! What is proposed, in full, where figures of consistent reports are mistyped, left out or exchanged: which figures,
//! their values, why, what they resolve, and whether that is certain. `tests/accuracy.rs` counts how often it is right.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/accuracy.rs"]
#[allow(dead_code, reason = "what is counted there is shown here")]
mod accuracy;

use std::fmt::Write;

use accuracy::{Random, SLIPS, corrupted, places, run, slipped};
use disclose_check::forms::Catalogue;
use disclose_check::message::Lang;
use disclose_check::render::suggestion;
use disclose_check::{Checker, Input, Outcome};

/// One figure of so many is changed.
const EVERY: usize = 13;
/// Of more proposals only their number is shown.
const SHOWN: usize = 4;

fn read(fixture: &str) -> String {
    std::fs::read_to_string(format!("{}/fixtures/{fixture}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The proposals, `=` before those that are certain.
fn proposals(outcome: &Outcome) -> String {
    let mut told = String::new();
    for one in &outcome.reports {
        for proposal in one.suggestions.iter().take(SHOWN) {
            let certain = if proposal.unique { '=' } else { '?' };
            writeln!(told, "  {certain} {}", suggestion(proposal, Lang::En)).unwrap();
            writeln!(told, "      {}", proposal.resolves.join(" ")).unwrap();
        }
        let more = one.suggestions.len().saturating_sub(SHOWN);
        if more > 0 {
            writeln!(told, "  and {more} more").unwrap();
        }
    }
    told
}

/// The lines of a text, some of whose figures are other ones.
fn difference(clean: &str, wrong: &str) -> String {
    let lines = clean.lines().zip(wrong.lines()).filter(|(clean, wrong)| clean != wrong);
    let lines: Vec<String> = lines.map(|(clean, wrong)| format!("{clean} -> {wrong}")).collect();
    lines.join("\n") + "\n"
}

/// Two neighbouring lines, each with the figures of the other.
fn exchanged_rows(text: &str) -> Vec<String> {
    let is_figure = |field: &str| field.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | '%' | '-'));
    let lines: Vec<&str> = text.lines().collect();
    let label = |line: &str| line.split(',').take_while(|field| field.is_empty() || !is_figure(field)).count();
    let mut exchanged = Vec::new();
    for at in 1..lines.len().saturating_sub(1) {
        let [first, second] = [lines[at], lines[at + 1]].map(|line| line.split(',').collect::<Vec<_>>());
        let figures = label(lines[at]);
        if figures != label(lines[at + 1]) || first.len() != second.len() || figures == first.len() {
            continue;
        }
        let mut wrong: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        wrong[at] = [&first[..figures], &second[figures..]].concat().join(",");
        wrong[at + 1] = [&second[..figures], &first[figures..]].concat().join(",");
        exchanged.push(wrong.join("\n") + "\n");
    }
    exchanged
}

fn is_as_reviewed(fixture: &str) {
    let checker = Checker::new(Catalogue::builtin());
    let text = read(fixture);
    let clean = run(&checker, &text);
    let (places, mut random) = (places(&clean), Random::new());
    let mut told = String::new();
    let mut tell = |what: &str, wrong: &str| {
        let found = proposals(&run(&checker, wrong));
        write!(told, "{what}: {}{found}", difference(&text, wrong)).unwrap();
    };
    for at in (0..places.len()).step_by(EVERY) {
        tell("left out", &corrupted(&text, &places, &vec![(at, String::new())]));
        for slip in SLIPS {
            for change in slipped(slip, &places, at, &mut random) {
                tell(slip, &corrupted(&text, &places, &change));
            }
        }
    }
    for wrong in exchanged_rows(&text).iter().filter(|wrong| **wrong != text).step_by(2) {
        tell("exchanged rows", wrong);
    }
    let name = fixture.rsplit('/').next().unwrap().strip_suffix(".csv").unwrap();
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(name, told) });
}

macro_rules! repairs {
    ($($test:ident $file:literal)+) => {
        $(
            #[test]
            fn $test() {
                is_as_reviewed($file);
            }
        )+
    };
}

repairs! {
    jianning "jianning-2018.csv"
    hangzhou "hangzhou-2025.csv"
    county_2019 "county-2019.csv"
    county_2020 "county-2020.csv"
    statistics "statistics-2017.csv"
    panel "panel-2021.csv"
    counties "rollup/counties-2023.csv"
}

/// A figure of either of two years that hang together.
#[test]
fn years() {
    let checker = Checker::new(Catalogue::builtin());
    let texts = ["years/donghe-2022.csv", "years/donghe-2023.csv"].map(read);
    let mut told = String::new();
    for (number, text) in texts.iter().enumerate() {
        let (places, mut random) = (places(&run(&checker, text)), Random::new());
        for at in (0..places.len()).step_by(EVERY) {
            for slip in ["one digit", "exchanged"] {
                for change in slipped(slip, &places, at, &mut random) {
                    let mut wrong = texts.clone();
                    wrong[number] = corrupted(text, &places, &change);
                    let inputs = [("2022.csv", &wrong[0]), ("2023.csv", &wrong[1])];
                    let inputs = inputs.map(|(name, text)| Input::text(name, text));
                    let found = proposals(&checker.check(&inputs, Some(1)));
                    write!(told, "{slip}: {}{found}", difference(text, &wrong[number])).unwrap();
                }
            }
        }
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!("years", told) });
}
