//! What is read from a text, compared with what is read from a file.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::support::{json, run_with_input};

/// The rows of a CSV whose fields have no commas.
pub(crate) fn rows(path: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// The fields that hold something.
pub(crate) fn filled(row: &[String]) -> impl Iterator<Item = &str> {
    row.iter().map(String::as_str).filter(|cell| !cell.is_empty())
}

/// A line for each row.
pub(crate) fn lines(rows: &[Vec<String>], line: impl Fn(&[String]) -> String) -> String {
    rows.iter().map(|row| line(row) + "\n").collect()
}

/// What is read from a text, as JSON.
pub(crate) fn read(name: &str, text: &str) -> (i32, Value) {
    let told = run_with_input(&["-", "--stdin-name", name, "--format", "json"], text.as_bytes());
    let found = serde_json::from_str(&told.out).unwrap_or_else(|_| panic!("{}", told.err));
    (told.status, found)
}

/// What came of every check of a file, with its figures, and what else was told.
pub(crate) fn told((status, found): (i32, Value)) -> (i32, BTreeSet<String>, String) {
    let reports = found["reports"].as_array().unwrap();
    let checks = reports.iter().flat_map(|report| report["checks"].as_array().unwrap());
    let of = |check: &Value| format!("{} {} {} {}", check["rule"], check["status"], check["left"], check["right"]);
    let rest = format!("{} {:?}", found["errors"], reports.iter().map(|one| &one["unrecognised"]).collect::<Vec<_>>());
    (status, checks.filter(|check| check["kind"] == "rule").map(of).collect(), rest)
}

/// A text gives the checks of a file, and nothing else is told.
#[track_caller]
pub(crate) fn reads_as(path: &str, name: &str, text: &str) {
    assert_eq!(told(read(name, text)), told(json(&[path])), "{text}");
}
