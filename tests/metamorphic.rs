//! What must come of every consistent report when it is changed in a way that changes nothing, or one covered
//! figure is changed.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/consistent.rs"]
mod consistent;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use consistent::CONSISTENT;
use disclose_check::finding::Status;
use disclose_check::forms::Catalogue;
use disclose_check::number::{Decimal, Unit};
use disclose_check::report::Figure;
use disclose_check::{Checker, Input, Outcome};
use encoding_rs::GB18030;
use proptest::prelude::*;
use proptest::sample::Index;

/// Bodies and years that are there once.
const TOGETHER: [&str; 6] = [
    "jianning-2018.csv",
    "hangzhou-2025.csv",
    "county-2019.csv",
    "county-2020.csv",
    "years/donghe-2022.csv",
    "years/donghe-2023.csv",
];

static CHECKER: LazyLock<Checker> = LazyLock::new(|| Checker::new(Catalogue::builtin()));

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn text(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap()
}

fn check(text: &str) -> Outcome {
    CHECKER.check(&[Input::text("report.csv", text)], Some(1))
}

/// Every check and what came of it, in the order of their names.
fn verdicts(outcome: &Outcome) -> Vec<String> {
    assert_eq!(outcome.problems, []);
    let told = outcome.reports.iter().flat_map(|one| one.checks.iter().map(move |check| (&one.report, check)));
    let mut all: Vec<String> = told
        .map(|(report, check)| {
            let status = match &check.status {
                Status::Skip(_) => "skip".into(),
                other => format!("{other:?}"),
            };
            format!("{:?} {:?} {} {status} {:?}", report.entity, report.period, check.id(), check.severity)
        })
        .collect();
    all.sort();
    all
}

/// The figures of the tables with their units.
fn figures(outcome: &Outcome) -> Vec<(&Figure, Unit)> {
    let tables = outcome.reports.iter().flat_map(|one| &one.report.tables);
    let figures =
        tables.flat_map(|table| table.figures().map(|(row, column, figure)| (figure, table.form().unit(row, column))));
    figures.filter(|(figure, _)| figure.number().is_some() && !figure.text().is_empty()).collect()
}

/// The text with its figures written in another way.
fn rewritten(text: &str, outcome: &Outcome, write: impl Fn(&Figure, Unit) -> String) -> String {
    let mut changes: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    for (figure, unit) in figures(outcome) {
        let span = figure.place().span.clone();
        changes.insert(span.start, (span.end, write(figure, unit)));
    }
    let mut text = text.to_owned();
    for (start, (end, to)) in changes.into_iter().rev() {
        text.replace_range(start..end, &to);
    }
    text
}

fn widened(text: &str) -> String {
    text.chars().map(|sign| sign.to_digit(10).map_or(sign, |digit| char::from_u32(0xff10 + digit).unwrap())).collect()
}

#[test]
fn scaling_every_count_keeps_a_report_consistent() {
    for name in CONSISTENT {
        let text = text(name);
        let outcome = check(&text);
        for factor in [2, 3, 7, 10] {
            let scaled = rewritten(&text, &outcome, |figure, unit| match (unit, figure.number()) {
                (Unit::Count | Unit::Change | Unit::Amount, Some(number)) => {
                    number.value().mul(Decimal::from(factor)).unwrap().to_string()
                }
                _ => figure.text().to_owned(),
            });
            assert_ne!(scaled, text, "{name}");
            assert_eq!(verdicts(&check(&scaled)), verdicts(&outcome), "{name} times {factor}");
        }
    }
}

#[test]
fn full_width_figures_change_no_verdict() {
    for name in CONSISTENT {
        let text = text(name);
        let outcome = check(&text);
        let wide = rewritten(&text, &outcome, |figure, _| widened(figure.text()));
        assert_ne!(wide, text, "{name}");
        assert_eq!(verdicts(&check(&wide)), verdicts(&outcome), "{name}");
    }
}

#[test]
fn the_encoding_changes_no_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.csv");
    for name in CONSISTENT {
        let text = text(name);
        let expected = verdicts(&check(&text));
        let marked = format!("\u{feff}{text}");
        let written = [
            marked.as_bytes().to_vec(),
            marked.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            marked.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            GB18030.encode(&text).0.into_owned(),
        ];
        for (number, bytes) in written.iter().enumerate() {
            fs::write(&file, bytes).unwrap();
            let outcome = CHECKER.check(&[Input::path(&file)], Some(1));
            assert_eq!(verdicts(&outcome), expected, "{name} encoded in way {number}");
        }
    }
}

#[test]
fn unrelated_tables_and_prose_change_no_verdict() {
    let before = "本报告由办公室编制。\n咨询电话：0598-3982000；邮编：354500。\n\n";
    let after = "\n科室,电话,房间\n秘书科,3982000,201\n信息科,3982001,203\n\n序号,会议,日期\n1,工作会议,3月5日\n2,培训会,9月10日\n";
    for name in CONSISTENT {
        let text = text(name);
        let expected = verdicts(&check(&text));
        let separated = if name.contains("semicolon") { after.replace(',', ";") } else { after.to_owned() };
        assert_eq!(verdicts(&check(&format!("{text}{separated}"))), expected, "{name}");
        // What stands first names the body; a panel or a tidy file has no place for prose.
        if let Some((title, rest)) = text.split_once("\n\n") {
            assert_eq!(verdicts(&check(&format!("{title}\n\n{before}{rest}"))), expected, "{name}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_files_changes_no_verdict(order in Just(TOGETHER.to_vec()).prop_shuffle(), jobs in 1_usize..4) {
        let of = |names: &[&str]| {
            let inputs: Vec<Input> = names.iter().map(|name| Input::path(path(name))).collect();
            verdicts(&CHECKER.check(&inputs, Some(jobs)))
        };
        prop_assert_eq!(of(&order), of(&TOGETHER));
    }
}

/// Every text that differs from a figure's in one digit and has as many, `None` where its digits are not
/// those of the number.
fn one_digit_changes(figure: &Figure) -> Option<Vec<String>> {
    let digits: String = figure.text().chars().filter(char::is_ascii_digit).collect();
    if digits != figure.number()?.value().mantissa().unsigned_abs().to_string() {
        return None;
    }
    let places = figure.text().char_indices().filter(|(_, sign)| sign.is_ascii_digit());
    let first = figure.text().find(|sign: char| sign.is_ascii_digit());
    let mut all = Vec::new();
    for (at, own) in places {
        for digit in '0'..='9' {
            let leading = Some(at) == first && digit == '0' && digits.len() > 1;
            if digit != own && !leading {
                let mut changed = figure.text().to_owned();
                changed.replace_range(at..=at, digit.encode_utf8(&mut [0; 4]));
                all.push(changed);
            }
        }
    }
    Some(all)
}

/// Reports with the coverage of each figure, made once.
static COVERED: LazyLock<Vec<(String, Outcome)>> = LazyLock::new(|| {
    let checker = Checker::new(Catalogue::builtin()).coverage(true);
    let covered = |name: &&str| {
        let text = text(name);
        let outcome = checker.check(&[Input::text("report.csv", &text)], Some(1));
        (text, outcome)
    };
    CONSISTENT.iter().map(covered).collect()
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// As many changes of a figure are noticed as its coverage says.
    #[test]
    fn changing_a_covered_figure_fails((fixture, report, figure) in any::<(Index, Index, Index)>()) {
        let (text, outcome) = fixture.get(&COVERED);
        let checked = report.get(&outcome.reports);
        let covered = checked.coverage.as_ref().unwrap().figures.iter().filter(|one| !one.rules.is_empty());
        let covered = *figure.get(&covered.collect::<Vec<_>>());
        let place = &covered.figure.place;
        let own = figures(outcome).into_iter().find(|(figure, _)| figure.place() == place);
        let Some(changes) = own.and_then(|(figure, _)| one_digit_changes(figure)) else { return Ok(()) };
        prop_assert_eq!(changes.len(), covered.changes);
        let noticed = changes.iter().filter(|change| {
            let mut changed = text.clone();
            changed.replace_range(place.span.clone(), change);
            let outcome = check(&changed);
            outcome.failed().next().is_some() || !outcome.problems.is_empty()
        });
        let noticed = noticed.count();
        // The reports of other years and bodies may notice more.
        let exact = outcome.reports.len() == 1;
        let told = covered.noticed;
        prop_assert!(if exact { noticed == told } else { noticed >= told }, "{noticed} {told} {:?}", covered);
    }
}
