//! Every fixture through the program: clean ones are silent, defects are found, broken ones refused.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/consistent.rs"]
mod consistent;
mod support;

use std::path::PathBuf;

use consistent::CONSISTENT;
use disclose_check::finding::Status;
use disclose_check::forms::Catalogue;
use disclose_check::read::sources;
use disclose_check::{Checker, Input};
use serde_json::Value;
use support::{json, run, run_with_input};

/// Reports without errors that are not in the list of all tests: of other encodings and delimiters, and of no form.
const OTHER_CLEAN: [&str; 5] = [
    "jianning-2018.gbk.csv",
    "jianning-2018.utf16.csv",
    "jianning-2018.tsv",
    "unknown-form.csv",
    "defects/unknown-form.csv",
];

/// Every report without errors.
fn clean() -> impl Iterator<Item = &'static str> {
    CONSISTENT.into_iter().chain(OTHER_CLEAN)
}

/// Checks with some status, over all reports, as `rule severity`.
fn checks(json: &Value, status: &str) -> Vec<String> {
    let reports = json["reports"].as_array().unwrap().iter();
    reports
        .flat_map(|report| report["checks"].as_array().unwrap())
        .filter(|check| check["status"] == status)
        .map(|check| format!("{} {}", check["rule"].as_str().unwrap(), check["severity"].as_str().unwrap()))
        .collect()
}

#[test]
fn clean_reports_are_silent() {
    for name in clean() {
        let (status, json) = json(&[&format!("fixtures/{name}")]);
        assert_eq!(status, 0, "{name}");
        assert_eq!(json["errors"], Value::Array(Vec::new()), "{name}");
        let failed = checks(&json, "fail");
        assert!(failed.iter().all(|check| check.ends_with(" note")), "{name}: {failed:?}");
        assert_eq!(failed.is_empty(), name != "defects/unknown-form.csv", "{name}: {failed:?}");
        assert!(!checks(&json, "pass").is_empty(), "{name}");
    }
}

/// A run that is not to tell what passes finds what any other finds.
#[test]
fn what_passes_may_stay_unsaid() {
    let files = sources(&[PathBuf::from("fixtures")]);
    let inputs: Vec<Input> = files.iter().map(Input::path).collect();
    let [told, unsaid] =
        [true, false].map(|passes| Checker::new(Catalogue::builtin()).passes(passes).check(&inputs, None));
    assert!(told.reports.len() > 50);
    assert_eq!(told.problems.len(), unsaid.problems.len());
    let mut figures = [0, 0];
    for (full, brief) in told.reports.iter().zip(&unsaid.reports) {
        let source = &full.report.source;
        assert_eq!(full.suggestions, brief.suggestions, "{source}");
        assert_eq!(full.checks.len(), brief.checks.len(), "{source}");
        for (full, brief) in full.checks.iter().zip(&brief.checks) {
            let of = |check: &disclose_check::finding::Check| (check.id(), check.status.clone(), check.severity);
            assert_eq!(of(full), of(brief), "{source}");
            if full.status == Status::Pass {
                figures = [figures[0] + full.figures.len(), figures[1] + brief.figures.len()];
            } else {
                assert_eq!((&full.figures, &full.sides), (&brief.figures, &brief.sides), "{source}");
            }
        }
    }
    assert!(figures[1] * 4 < figures[0], "{figures:?}");
}

#[test]
fn encoding_delimiter_script_and_layout_make_no_difference() {
    let verdicts = |name: &str| {
        let (_, json) = json(&[&format!("fixtures/{name}")]);
        (checks(&json, "pass"), checks(&json, "skip"), json["reports"][0]["period"].clone())
    };
    let expected = verdicts("jianning-2018.csv");
    assert!(expected.0.len() > 40);
    for name in clean().filter(|name| name.starts_with("jianning")) {
        assert_eq!(verdicts(name), expected, "{name}");
    }
}

#[test]
fn defects_are_found_and_nothing_else() {
    let annex = |rule: &str| format!("cn-fujian/annex:{rule}");
    let cases: [(&str, i32, Vec<String>); 15] = [
        (
            "total-2306",
            1,
            vec![
                "cn-fujian/totals:made-by-handling[count] error".into(),
                "cn-fujian/totals:share-of-made[disclosed] error".into(),
            ],
        ),
        (
            "share-97.90",
            1,
            vec![
                "cn-fujian/totals:share-of-made[disclosed] error".into(),
                "cn-fujian/totals:handling-shares error".into(),
            ],
        ),
        ("category-11.09", 0, vec!["cn-fujian/categories:shares-of-disclosed[institution] warning".into()]),
        ("category-12.08", 1, vec!["cn-fujian/categories:shares-of-disclosed[institution] error".into()]),
        (
            "cumulative-30",
            1,
            vec![
                annex("received-by-channel[cumulative] error"),
                annex("answered-within-received[cumulative] warning"),
                annex("year-within-cumulative[received] error"),
            ],
        ),
        ("mail-32", 1, vec![annex("received-by-channel[cumulative] error")]),
        (
            "answered-360",
            1,
            vec![annex("answered-by-outcome[cumulative] error"), annex("answered-within-received[cumulative] warning")],
        ),
        ("website-2283", 1, vec![annex("disclosed-covers-channel[disclosed.website,year] error")]),
        ("departments-1225", 1, vec!["cn-fujian/totals:disclosed-by-level[count] error".into()]),
        (
            "matrix-5354",
            1,
            vec![
                "cn-2021/applications:results-total[natural] error".into(),
                "cn-2021/applications:applicants-total[granted] error".into(),
            ],
        ),
        (
            "matrix-blank-12",
            1,
            vec![
                "cn-2019/applications:results-total[natural] error".into(),
                "cn-2019/applications:applicants-total[refused.internal] error".into(),
            ],
        ),
        ("proceedings-97", 1, vec!["cn-2021/proceedings:outcomes-total[review] error".into()]),
        ("statistics-42", 1, vec!["cn-2014/statistics:received-by-channel error".into()]),
        ("panel-12", 1, vec!["cn-2021/applications:balance[total] error".into()]),
        ("blank-total", 0, vec!["cn-2019/proceedings:outcomes-total[review] warning".into()]),
    ];
    for (name, status, failed) in cases {
        let path = format!("fixtures/defects/{name}.csv");
        let (found_status, json) = json(&[&path]);
        assert_eq!((found_status, checks(&json, "fail")), (status, failed), "{name}");
        let strict = run(&["--fail-on", "warning", "-q", &path]).status;
        assert_eq!(strict, 1, "{name}");
        assert_eq!(run(&["--fail-on", "never", "-q", &path]).status, 0, "{name}");
    }
}

#[test]
fn refusals_name_the_place_and_what_was_expected() {
    for (name, place, words) in [
        ("empty.csv", "", "is empty, expected a table"),
        ("blank.csv", "", "is empty, expected a table"),
        ("encoding.csv", "", "not text in UTF-8"),
        ("spreadsheet.xlsx", "", "is a damaged ZIP file"),
        ("letter.csv", ":6:3", "`O` does not belong in a number"),
        ("two-points.csv", ":6:3", "two decimal points"),
        ("grouping.csv", ":3:3", "groups of three"),
        ("negative.csv", ":7:3", "is below zero"),
        ("fraction.csv", ":7:3", "expected a whole number"),
        ("share-text.csv", ":28:2", "expected a number"),
        ("share-197.csv", ":21:3", "is above 100"),
        ("duplicate-row.csv", ":9:3", "is given twice, first in line 8"),
        ("two-headers.csv", ":3:1", "the heading of line 2 stands here again"),
        ("two-columns.csv", ":2:4", "has the meaning of field 3 already"),
        ("ragged.csv", ":8:1", "the row has 3 fields, expected 4"),
        ("open-quote.csv", ":8:1", "never closed"),
        ("unknown.csv", "", "no known table"),
        ("nothing-to-check.csv", "", "no check could be made"),
    ] {
        let path = format!("fixtures/broken/{name}");
        let text = run(&[&path]);
        assert_eq!(text.status, 2, "{name}");
        assert!(text.err.contains(&format!("{path}{place}: ")), "{name}: {}", text.err);
        assert!(text.err.contains(words), "{name}: {}", text.err);
        assert!(!text.out.contains(" consistent"), "{name}: {}", text.out);
        let (status, json) = json(&[&path]);
        assert_eq!(status, 2, "{name}");
        let message = json["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains(words), "{name}: {message}");
    }
}

#[test]
fn folders_missing_files_and_endless_lines_are_refused() {
    let empty = tempfile::tempdir().unwrap();
    let folder = run(&[empty.path().to_str().unwrap()]);
    assert_eq!((folder.status, folder.err.contains("is a folder")), (2, true), "{}", folder.err);
    let missing = run(&["no-such-file.csv"]);
    assert_eq!((missing.status, missing.err.contains("cannot be read")), (2, true), "{}", missing.err);
    let endless = run_with_input(&["-"], &vec![b'7'; 3 << 20]);
    assert_eq!(
        (endless.status, endless.err.contains("longer than 1048576 bytes, the limit")),
        (2, true),
        "{}",
        endless.err
    );
}

#[test]
fn one_unreadable_file_does_not_stop_the_rest() {
    let run = run(&["--format", "json", "fixtures/broken/empty.csv", "fixtures/jianning-2018.csv"]);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((run.status, json["reports"].as_array().unwrap().len()), (2, 1));
    assert_eq!(json["summary"]["pass"], 43);
}

#[test]
fn the_number_of_jobs_changes_nothing() {
    let mut paths: Vec<String> = clean().map(|name| format!("fixtures/{name}")).collect();
    paths.push("fixtures/defects/mail-32.csv".into());
    let with = |jobs: &str| {
        let mut arguments = vec!["--format", "json", "--jobs", jobs];
        arguments.extend(paths.iter().map(String::as_str));
        run(&arguments).out
    };
    assert_eq!(with("1"), with("4"));
}

#[test]
fn the_recovered_counts_are_shown() {
    let run = run(&["-v", "fixtures/jianning-2018.csv"]);
    let words: Vec<&str> = run.out.split_whitespace().collect();
    let text = words.join(" ");
    assert!(text.contains("248 386 102 101 89 375 138") && text.contains("232 214 353"), "{text}");
}

#[test]
fn standard_input_has_a_name() {
    let report = include_bytes!("../fixtures/defects/mail-32.csv");
    let run = run_with_input(&["-", "--stdin-name", "annex.csv", "--format", "json"], report);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((run.status, &json["reports"][0]["source"]), (1, &Value::from("annex.csv")));
    let check =
        json["reports"][0]["checks"].as_array().unwrap().iter().find(|check| check["status"] == "fail").unwrap();
    assert_eq!(check["left"], "306");
    assert_eq!(check["right"], "305");
    assert_eq!(check["difference"], "1");
    let location = &check["figures"][0]["location"];
    assert_eq!(
        (&location["line"], &location["column"], &location["cell"], &location["text"]),
        (&6.into(), &4.into(), &"D6".into(), &"306".into())
    );
}

#[test]
fn diagnostics_look_as_reviewed() {
    for (lang, name) in [("zh", "mail-32"), ("en", "mail-32"), ("en", "category-11.09")] {
        let run = run(&["--lang", lang, "--color", "never", &format!("fixtures/defects/{name}.csv")]);
        insta::assert_snapshot!(format!("{name}.{lang}"), run.out);
    }
}

#[test]
fn a_named_form_that_the_file_lacks_is_never_guessed_around() {
    for (form, path) in [
        ("cn-2021", "fixtures/jianning-2018.csv"),
        ("cn-2021/proceedings", "fixtures/jianning-2018.csv"),
        ("us-foia", "fixtures/jianning-2018.csv"),
        ("cn-2021", "fixtures/unknown-form.csv"),
    ] {
        let told = run(&["--form", form, path]);
        assert_eq!(told.status, 2, "{form} {path}: {}", told.out);
        assert!(!told.out.contains(" consistent"), "{form} {path}: {}", told.out);
        assert!(told.err.contains("no known table"), "{form} {path}: {}", told.err);
    }
    assert_eq!(run(&["--form", "cn-fujian", "fixtures/jianning-2018.csv"]).status, 0);
}

#[test]
fn shares_that_are_fractions_are_told_as_such() {
    let text = std::fs::read_to_string("fixtures/jianning-2018.csv").unwrap();
    let share = |line: &str| line.split(',').map(fraction).collect::<Vec<_>>().join(",");
    let fractions: Vec<String> = text.lines().map(share).collect();
    let told = run_with_input(&["--lang", "en", "-"], fractions.join("\n").as_bytes());
    assert!(told.out.contains("the shares make 1: they may be fractions"), "{}", told.out);
    let right = run(&["--lang", "en", "fixtures/defects/mail-32.csv"]);
    assert!(!right.out.contains("fractions"), "{}", right.out);
}

/// `97.09%` as `0.9709`.
fn fraction(cell: &str) -> String {
    let digits = cell.strip_suffix('%').map(|share| share.replace('.', ""));
    digits.map_or_else(|| cell.to_owned(), |digits| format!("0.{digits:0>4}"))
}
