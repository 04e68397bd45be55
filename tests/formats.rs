//! One report in every format gives the same figures and the same verdicts.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::fs;

use serde_json::Value;
use support::{json, run};

const FORMATS: [&str; 6] = ["html", "md", "docx", "xlsx", "ods", "pdf"];

fn verdicts(json: &Value) -> Vec<String> {
    let report = &json["reports"][0];
    let checks = report["checks"].as_array().unwrap().iter();
    let own = checks.filter(|check| check["kind"] == "rule" || check["kind"] == "breakdown");
    let mut list: Vec<String> = own
        .map(|check| format!("{} {} {} {}", check["rule"], check["status"], check["left"], check["right"]))
        .collect();
    list.sort();
    list
}

#[test]
fn every_format_gives_the_same_figures_and_verdicts() {
    let (status, expected) = json(&["fixtures/jianning-2018.csv"]);
    assert_eq!(status, 0);
    for format in FORMATS {
        let (status, found) = json(&[&format!("fixtures/formats/jianning-2018.{format}")]);
        assert_eq!(status, 0, "{format}");
        assert_eq!(verdicts(&found), verdicts(&expected), "{format}");
        assert_eq!(found["reports"][0]["figures"], expected["reports"][0]["figures"], "{format}");
        assert_eq!(
            (&found["reports"][0]["entity"], &found["reports"][0]["period"]),
            (&"建宁县".into(), &"2018".into())
        );
    }
}

#[test]
fn places_are_told_in_the_terms_of_the_source() {
    for (format, cell) in
        [("xlsx", "jianning!D9"), ("ods", "jianning!D9"), ("html", "D8"), ("md", "D8"), ("docx", "D8")]
    {
        let (_, found) = json(&["-v", &format!("fixtures/formats/jianning-2018.{format}")]);
        let checks = found["reports"][0]["checks"].as_array().unwrap().iter();
        let check = checks
            .into_iter()
            .find(|check| check["rule"] == "cn-fujian/annex:received-by-channel[cumulative]")
            .unwrap();
        let mail = check["figures"].as_array().unwrap().last().unwrap();
        assert_eq!(mail["location"]["text"], "33", "{format}");
        let found = mail["location"]["cell"].as_str().unwrap();
        assert_eq!(found.rsplit('!').next(), cell.rsplit('!').next(), "{format}");
        assert_eq!(found.contains('!'), cell.contains('!'), "{format}");
    }
}

#[test]
fn a_wrong_figure_is_found_in_text_formats() {
    let folder = tempfile::tempdir().unwrap();
    for (format, from, to) in [("html", "<td>33</td>", "<td>32</td>"), ("md", "| 33 |", "| 32 |")] {
        let text = fs::read_to_string(format!("fixtures/formats/jianning-2018.{format}")).unwrap();
        assert_eq!(text.matches(from).count(), 1);
        let path = folder.path().join(format!("report.{format}"));
        fs::write(&path, text.replace(from, to)).unwrap();
        let (status, found) = json(&[path.to_str().unwrap()]);
        assert_eq!(status, 1, "{format}");
        let failed: Vec<&Value> = found["reports"][0]["checks"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|check| check["status"] == "fail")
            .collect();
        assert_eq!(failed.len(), 1, "{format}");
        assert_eq!(failed[0]["rule"], "cn-fujian/annex:received-by-channel[cumulative]");
    }
}

#[test]
fn the_type_is_told_by_content_before_the_name() {
    let folder = tempfile::tempdir().unwrap();
    for format in FORMATS {
        let path = folder.path().join(format!("{format}.xls"));
        fs::copy(format!("fixtures/formats/jianning-2018.{format}"), &path).unwrap();
        if format != "md" {
            assert_eq!(run(&["-q", path.to_str().unwrap()]).status, 0, "{format}");
        }
    }
}

#[test]
fn a_national_page_with_merged_cells_reads_like_its_spreadsheet() {
    let (_, expected) = json(&["fixtures/hangzhou-2025.csv"]);
    for format in ["html", "xls"] {
        let (status, found) = json(&[&format!("fixtures/formats/hangzhou-2025.{format}")]);
        assert_eq!(status, 0, "{format}");
        assert_eq!(verdicts(&found), verdicts(&expected), "{format}");
    }
}

#[test]
fn the_prose_confirms_or_contradicts_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.md");
    let text = fs::read_to_string("fixtures/formats/jianning-2018.md").unwrap();
    fs::write(&path, text.replace("受理政府信息公开申请41件", "受理政府信息公开申请14件")).unwrap();
    let (status, found) = json(&[path.to_str().unwrap()]);
    assert_eq!(status, 1);
    let [only] = found["reports"][0]["suggestions"].as_array().unwrap().as_slice() else { panic!("{found}") };
    // The table agrees with itself at 41 and would not at 14.
    assert_eq!((only["figures"][0]["from"].as_str(), only["figures"][0]["to"].as_str()), (Some("14"), Some("41")));
    assert_eq!(only["unique"], true);
}
