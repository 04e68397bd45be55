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
fn earlier_reports_and_parts_that_fit_nothing_leave_their_checks_open() {
    for arguments in [["--previous", "fixtures/jianning-2018.csv", LATER], ["--previous", LATER, EARLIER]] {
        let (_, json) = json(&arguments);
        let all = checks(&json, "cross-period");
        assert_eq!(all.len(), 7, "{arguments:?}");
        assert!(all.iter().all(|check| check["status"] == "skip"), "{arguments:?}");
    }
    let (status, json) = json(&[LATER, "--parts", LATER, "--"]);
    assert_eq!(status, 0);
    let all = checks(&json, "roll-up");
    assert!(!all.is_empty() && all.iter().all(|check| check["status"] == "skip"));
}

#[test]
fn years_of_lines_are_compared_however_they_are_written() {
    let heading = "地区,年份,本年新收政府信息公开申请数量,上年结转政府信息公开申请数量,总计,结转下年度继续办理";
    for [first, second] in [
        ["2021", "2022"],
        ["2021年", "2022年"],
        ["２０２１", "２０２２"],
        ["二〇二一年度", "二〇二二年度"],
        ["2021.0", "2022.0"],
    ] {
        let text = format!("{heading}\n东河县,{first},86,4,83,7\n东河县,{second},102,9,98,13\n");
        let told = support::run_with_input(&["--format", "json", "-"], text.as_bytes());
        let json: Value = serde_json::from_str(&told.out).unwrap();
        assert_eq!(told.status, 1, "{first}");
        assert_eq!(json["reports"][1]["period"], "2022");
        assert_eq!(
            checks(&json, "cross-period").iter().filter(|check| check["status"] == "fail").count(),
            1,
            "{first}"
        );
    }
}

#[test]
fn a_line_of_totals_is_that_of_all_bodies() {
    let heading = "地区,年份,本年新收政府信息公开申请数量,上年结转政府信息公开申请数量,总计,结转下年度继续办理";
    for (received, total) in [("86", 0), ("87", 1)] {
        let lines = format!("东河县,2021,{received},4,83,7\n西河县,2021,10,0,10,0\n合计,2021,96,4,93,7\n");
        let told = support::run_with_input(&["--format", "json", "-"], format!("{heading}\n{lines}").as_bytes());
        let json: Value = serde_json::from_str(&told.out).unwrap();
        assert_eq!(told.status, total, "{}", told.out);
        assert_eq!(json["reports"][0]["entity"], "东河县");
        assert!(!checks(&json, "roll-up").is_empty());
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

#[test]
fn what_was_given_and_does_not_fit_leaves_the_sum_open() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let county = std::fs::read_to_string(LATER).unwrap();
    let city = write("city.csv", &county.replace("东河县", "河州市"));
    let doubled = write("doubled.csv", &county.replace("东河县", "西河县"));
    let nothing = write("nothing.csv", "关于公开工作的说明\n");
    let unlike = "fixtures/defects/unknown-form.csv";
    for (parts, status, said) in [
        (vec![LATER], 0, ""),
        (vec![LATER, &doubled], 1, ""),
        (vec![LATER, &nothing], 2, "which was given as a part: the parts cannot be added up"),
        (vec![LATER, "fixtures/no-such-file.csv"], 2, "no report could be read from fixtures/no-such-file.csv, which"),
        (vec![LATER, unlike], 0, "lacks this form"),
        (vec![EARLIER, &doubled], 0, "the report of 东河县, which was given as a part, is of another year"),
    ] {
        let arguments = [vec!["--lang", "en", "--parts"], parts.clone(), vec!["--", &city]].concat();
        let told = support::run(&arguments);
        assert_eq!(told.status, status, "{parts:?}: {}{}", told.out, told.err);
        assert!(told.out.contains(said), "{parts:?}: {}", told.out);
        let open = told.out.contains("given as a part") || told.out.contains("lacks this form");
        assert_eq!(open, !said.is_empty(), "{parts:?}: {}", told.out);
    }
    let told = support::run(&["--lang", "en", "--previous", EARLIER, &city]);
    assert!(told.out.contains("not fully checked"), "{}", told.out);
    assert_eq!(told.out.matches("none of the earlier reports that were given").count(), 1, "{}", told.out);
}

/// Writes a text into a file of a folder and gives its path.
fn written(folder: &tempfile::TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn two_reports_of_one_body_and_year_that_differ_are_no_ground_for_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(EARLIER).unwrap();
    let same = written(&folder, "same.csv", &text);
    let other = written(&folder, "other.csv", &text.replace("121", "112"));
    assert_ne!(text, text.replace("121", "112"));
    for arguments in [[EARLIER, &same, LATER], [LATER, &same, EARLIER]] {
        let (status, json) = json(&arguments);
        assert_eq!(status, 0, "{arguments:?}");
        assert!(checks(&json, "cross-period").iter().all(|check| check["status"] == "pass"), "{arguments:?}");
    }
    for arguments in [[EARLIER, &other, LATER], [LATER, &other, EARLIER], [&other, EARLIER, LATER]] {
        let (_, json) = json(&arguments);
        let all = checks(&json, "cross-period");
        assert_eq!(all.len(), 7, "{arguments:?}");
        for check in all {
            let reason = check["reason"].as_str().unwrap_or_default();
            assert!(reason.contains(EARLIER) && reason.contains(&other), "{arguments:?}: {check}");
        }
        let told = support::run(&[&["--lang", "en"], arguments.as_slice()].concat());
        assert!(told.out.contains("not fully checked"), "{}", told.out);
    }
}

#[test]
fn reports_that_differ_are_known_however_many_files_stand_between() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(EARLIER).unwrap();
    let name = |at: usize| format!("{at:04}.csv");
    let paths: Vec<String> = (2..=disclose_check::BATCH).map(|at| written(&folder, &name(at), "说明\n")).collect();
    for (second, status) in [(text.clone(), "pass"), (text.replace("121", "112"), "skip")] {
        let first = [written(&folder, &name(0), &text), written(&folder, &name(1), &second)];
        let last = written(&folder, "last.csv", &std::fs::read_to_string(LATER).unwrap());
        let all: Vec<&str> = first.iter().chain(&paths).chain([&last]).map(String::as_str).collect();
        let (_, found) = json(&all);
        let all = checks(&found, "cross-period");
        assert_eq!(all.len(), 7);
        assert!(all.iter().all(|check| check["status"] == status), "{status}: {:?}", all[0]);
    }
}

#[test]
fn a_part_counts_once_and_two_reports_of_it_that_differ_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let county = std::fs::read_to_string(LATER).unwrap();
    let city = written(&folder, "city.csv", &county.replace("东河县", "河州市"));
    let same = written(&folder, "same.csv", &county);
    let other = written(&folder, "other.csv", &county.replace("121", "112"));
    let rolled = |parts: [&str; 2]| {
        let (status, found) = json(&[&["--parts"], parts.as_slice(), &["--", &city]].concat());
        assert_eq!(status, 0, "{parts:?}");
        checks(&found, "roll-up").iter().map(|check| check["status"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let once = rolled([LATER, &same]);
    assert!(!once.is_empty() && once.iter().all(|status| status == "pass"), "{once:?}");
    let apart = rolled([LATER, &other]);
    assert!(!apart.is_empty() && apart.iter().all(|status| status == "skip"), "{apart:?}");
}

#[test]
fn a_line_of_a_panel_that_stands_twice_is_refused_unless_something_tells_the_lines_apart() {
    let counts = "本年新收政府信息公开申请数量,上年结转政府信息公开申请数量,总计,结转下年度继续办理";
    let lines = ["东河县,2021,86,4,83,7", "西河县,2021,51,0,50,1", "东河县,2021,86,4,83,7"];
    let of_a_quarter = ["东河县,2021,一,86,4,83,7", "西河县,2021,一,51,0,50,1", "东河县,2021,二,86,4,83,7"];
    let of_no_year = ["东河县,86,4,83,7", "西河县,51,0,50,1", "东河县,86,4,83,7"];
    let bare = ["东河县,2021,86,86", "西河县,2021,51,51", "东河县,2021,87,87"];
    for (heading, lines, twice) in [
        (format!("地区,年份,{counts}"), lines, true),
        (format!("地区,年份,季度,{counts}"), of_a_quarter, false),
        (format!("地区,{counts}"), of_no_year, false),
        ("地区,年份,予以公开,总计".to_owned(), bare, true),
    ] {
        let text = format!("{heading}\n{}\n", lines.join("\n"));
        let told = support::run_with_input(&["--lang", "en", "-"], text.as_bytes());
        assert_eq!(told.status == 2, twice, "{heading}: {}{}", told.out, told.err);
        assert_eq!(
            told.err.contains("`东河县 2021` is given twice, first in line 2"),
            twice,
            "{heading}: {}",
            told.err
        );
    }
}
