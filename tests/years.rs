//! Reports that speak of each other: one body over the years, and a city with its counties.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod support;

use serde_json::Value;
use support::json;

const EARLIER: &str = "fixtures/years/donghe-2022.csv";
const LATER: &str = "fixtures/years/donghe-2023.csv";
const WRONG: &str = "fixtures/years/donghe-2023-carried-in-112.csv";

fn checks<'a>(json: &'a Value, kind: &str) -> Vec<&'a Value> {
    let reports = json["reports"].as_array().unwrap().iter();
    reports.flat_map(|report| report["checks"].as_array().unwrap()).filter(|check| check["kind"] == kind).collect()
}

#[test]
fn consecutive_years_are_paired_in_any_order_and_by_option() {
    for arguments in [vec![EARLIER, LATER], vec![LATER, EARLIER], vec!["--previous", EARLIER, LATER]] {
        let (status, json) = json(&arguments);
        assert_eq!(status, 0, "{arguments:?}");
        let decided = checks(&json, "cross-period").iter().filter(|check| check["status"] == "pass").count();
        assert_eq!(decided, 7, "{arguments:?}");
    }
}

#[test]
fn figures_swapped_on_the_way_to_the_next_year_are_found() {
    for arguments in [vec![EARLIER, WRONG], vec!["--previous", EARLIER, WRONG]] {
        let (status, json) = json(&arguments);
        assert_eq!(status, 1);
        let failed: Vec<_> =
            checks(&json, "cross-period").into_iter().filter(|check| check["status"] == "fail").collect();
        assert_eq!(failed.len(), 1);
        assert_eq!(failed[0]["rule"], "cn-2021/applications:carried-over-from-last-year[total]");
        let reports = json["reports"].as_array().unwrap();
        let suggestions: Vec<&Value> =
            reports.iter().flat_map(|report| report["suggestions"].as_array().unwrap()).collect();
        let [only] = suggestions[..] else { panic!("{suggestions:?}") };
        assert_eq!(only["unique"], true);
        let figure = &only["figures"][0];
        assert_eq!((figure["from"].as_str(), figure["to"].as_str()), (Some("112"), Some("121")));
        assert_eq!(figure["location"]["file"], WRONG);
        assert!(only["why"].as_str().unwrap().contains("two digits swapped"));
    }
}

#[test]
fn a_missing_year_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("2024.csv");
    std::fs::write(&path, std::fs::read_to_string(LATER).unwrap().replace("2023年", "2024年")).unwrap();
    let (status, json) = json(&[EARLIER, path.to_str().unwrap()]);
    assert_eq!(status, 0);
    let skipped = checks(&json, "cross-period");
    assert!(!skipped.is_empty());
    for check in skipped {
        assert_eq!(check["reason"], "the report of 2023 is missing (the last before it is that of 2022)");
    }
}

#[test]
fn a_city_is_the_sum_of_its_counties() {
    let panel = "fixtures/rollup/counties-2023.csv";
    let (status, found) = json(&[panel]);
    assert_eq!(status, 0);
    assert_eq!(checks(&found, "roll-up").iter().filter(|check| check["status"] == "pass").count(), 8);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("panel.csv");
    let text = std::fs::read_to_string(panel).unwrap();
    let failing = |text: &str| {
        std::fs::write(&path, text).unwrap();
        let (status, found) = json(&[path.to_str().unwrap()]);
        assert_eq!(status, 1);
        let messages = checks(&found, "roll-up").into_iter().filter(|check| check["status"] == "fail");
        messages.map(|check| check["message"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // A county that reported a year ago is gone.
    let gone = failing(&text.replace("南河县,河州市,2023,88,0,86,2\n", ""));
    assert!(gone.iter().all(|message| message.contains("a report a period earlier and none now: 南河县")), "{gone:?}");
    // The city left a county out.
    let left_out = failing(&text.replace("河州市,,2023,1131,129,1149,111", "河州市,,2023,912,121,934,99"));
    assert!(left_out.iter().all(|message| message.contains("the difference is the figure of 西河县")), "{left_out:?}");
    assert_eq!(left_out.len(), 4);
}

#[test]
fn parts_may_be_files_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string("fixtures/rollup/counties-2023.csv").unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let write = |name: &str, line: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("{}\n{line}\n", lines[0])).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let city = write("city.csv", lines[8]);
    let parts: Vec<String> = (5..8).map(|at| write(&format!("{at}.csv"), lines[at])).collect();
    let (status, found) =
        json(&[&[city.as_str(), "--parts"], parts.iter().map(String::as_str).collect::<Vec<_>>().as_slice()].concat());
    assert_eq!(status, 0);
    assert_eq!(checks(&found, "roll-up").iter().filter(|check| check["status"] == "pass").count(), 4);
    let (status, _) = json(&[&city, "--parts", &parts[0], &parts[1]]);
    assert_eq!(status, 1);
}
