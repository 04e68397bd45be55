//! The subcommands, and what every rule has to say for itself.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod support;

use disclose_check::forms::Catalogue;
use support::{json, run};

#[test]
fn every_rule_explains_itself_in_both_languages() {
    let parts = [
        ("zh", ["核对内容", "为什么", "依据", "示例", "不符通常说明什么"]),
        ("en", ["What is checked", "Why", "basis", "Example", "What a failure usually means"]),
    ];
    for form in Catalogue::builtin().forms().unwrap() {
        for rule in &form.rules {
            for (text, name) in
                [(&rule.title, "title"), (&rule.why, "why"), (&rule.hint, "hint"), (&rule.basis, "basis")]
            {
                assert!(text.zh.chars().count() >= 4 && text.en.len() >= 10, "{}: {name}", rule.id);
            }
        }
    }
    for (lang, words) in parts {
        let told = run(&["explain", "cn-2021/applications:balance[total]", "--lang", lang]);
        assert_eq!(told.status, 0);
        for word in words {
            assert!(told.out.contains(word), "{word}: {}", told.out);
        }
    }
}

#[test]
fn rules_of_prose_explain_themselves() {
    for rule in &disclose_check::claims::form().rules {
        let told = run(&["explain", &rule.id, "--lang", "zh"]);
        assert_eq!(told.status, 0, "{}", rule.id);
        let example = !["prose-table", "period"].contains(&rule.local_id());
        assert_eq!(told.out.contains("示例"), example, "{}", told.out);
    }
    let (_, found) = json(&["fixtures/defects/unknown-form.csv"]);
    let checks = found["reports"][0]["checks"].as_array().unwrap();
    for rule in checks.iter().map(|check| check["rule"].as_str().unwrap()) {
        assert_eq!(run(&["explain", rule]).status, 0, "{rule}");
    }
    assert_eq!(run(&["explain", "inferred/table-1:nothing"]).status, 2);
    let told = run(&["explain", "claims:part", "--lang", "en"]);
    assert!(told.err.contains("claims:parts"), "{}", told.err);
}

#[test]
fn forms_are_listed_and_shown() {
    let list = run(&["--lang", "en", "forms"]);
    let shown = run(&["forms", "cn-2021/applications", "--lang", "en"]);
    assert_eq!((list.status, shown.status), (0, 0));
    for form in Catalogue::builtin().forms().unwrap() {
        let family = &form.family.id;
        assert!(list.out.contains(family.as_str()), "{family}");
    }
    let words: Vec<&str> = shown.out.split_whitespace().collect();
    for word in ["balance", "carried_in", "总计", "国办公开办函〔2021〕30号"] {
        assert!(words.contains(&word), "{word}: {}", shown.out);
    }
}

#[test]
fn mistyped_names_get_a_suggestion() {
    for (arguments, near) in [
        (vec!["forms", "cn-2021/aplications"], "cn-2021/applications"),
        (vec!["explain", "cn-fujian/annex:received-by-chanel"], "cn-fujian/annex:received-by-channel"),
        (vec!["template", "cn-2014/statistic"], "cn-2014/statistics"),
        (vec!["--form", "cn-2014/statistic", "fixtures/jianning-2018.csv"], "cn-2014/statistics"),
    ] {
        let told = run(&arguments);
        assert_eq!(told.status, 2, "{arguments:?}");
        assert!(told.err.contains(near), "{arguments:?}: {}", told.err);
    }
}

#[test]
fn a_filled_template_is_read_back() {
    let folder = tempfile::tempdir().unwrap();
    for form in Catalogue::builtin().forms().unwrap() {
        let template = run(&["template", &form.id]);
        assert_eq!(template.status, 0);
        let path = folder.path().join("filled.csv");
        std::fs::write(&path, filled(&template.out)).unwrap();
        let (_, json) = json(&[path.to_str().unwrap()]);
        let found = json["reports"][0]["forms"][0].as_str().unwrap_or_default();
        // The two national formats print the same table of reviews and lawsuits.
        let local = |id: &str| id.split('/').next_back().map(str::to_owned);
        assert_eq!(local(found), local(&form.id), "{}", form.id);
    }
}

/// The template with a zero in every blank.
fn filled(template: &str) -> String {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(template.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    for (number, record) in reader.records().enumerate() {
        let record = record.unwrap();
        let fields = record.iter().map(|field| if number > 0 && field.is_empty() { "0" } else { field });
        writer.write_record(fields).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn output_goes_to_a_file_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.json");
    let target = path.to_str().unwrap();
    let told = run(&["--format", "json", "--output", target, "fixtures/jianning-2018.csv"]);
    assert_eq!((told.status, told.out.as_str()), (0, ""));
    let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(json["schema"], "disclose-check/1");
}

#[test]
fn json_has_the_keys_of_the_contract() {
    let (_, json) = json(&["fixtures/defects/mail-32.csv"]);
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&json), ["errors", "reports", "schema", "summary"]);
    assert_eq!(keys(&json["summary"]), ["fail", "pass", "reports", "skip", "warning"]);
    let report = &json["reports"][0];
    assert_eq!(
        keys(report),
        ["checks", "entity", "figures", "forms", "period", "source", "suggestions", "unrecognised"]
    );
    assert_eq!((report["entity"].as_str(), report["period"].as_str()), (Some("建宁县"), Some("2018")));
    let check = &report["checks"][0];
    for key in ["rule", "kind", "status", "severity", "rounded", "message", "left", "right", "difference", "figures"] {
        assert!(!check[key].is_null(), "{key}");
    }
    assert_eq!(keys(&check["figures"][0]), ["column", "form", "label", "location", "row", "value"]);
    assert_eq!(keys(&check["figures"][0]["location"]), ["cell", "column", "file", "line", "text"]);
}

#[test]
fn ndjson_is_one_report_a_line() {
    let told = run(&["--format", "ndjson", "fixtures/panel-2021.csv"]);
    let lines: Vec<serde_json::Value> = told.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<_> = lines.iter().map(|line| (line["entity"].as_str(), line["period"].as_str())).collect();
    assert_eq!(names[1], (Some("东河县"), Some("2022")));
    assert_eq!(names.len(), 4);
}

#[test]
fn completions_and_manual_are_written() {
    for arguments in [vec!["completions", "bash"], vec!["man"]] {
        let told = run(&arguments);
        assert_eq!(told.status, 0);
        assert!(told.out.contains("disclose-check"), "{arguments:?}");
    }
}

#[test]
fn files_come_from_a_list() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.txt");
    std::fs::write(&list, "fixtures/jianning-2018.csv\r\n\nfixtures/defects/mail-32.csv\n").unwrap();
    let told = run(&["--files-from", list.to_str().unwrap(), "-q", "--lang", "en"]);
    assert_eq!(told.status, 1, "{}", told.err);
    let sources = ["(fixtures/jianning-2018.csv): consistent", "(fixtures/defects/mail-32.csv): inconsistent"];
    for (line, source) in told.out.lines().zip(sources) {
        assert!(line.contains(source), "{line}");
    }
    assert_eq!(told.out.lines().count(), 2);
    assert_eq!(run(&["--files-from", "fixtures/no-such-list"]).status, 2);
    let none = support::run_with_input(&["--files-from", "-", "--lang", "en"], b"\n");
    assert_eq!((none.status, none.err.as_str()), (2, "error: -: the list names no file\n"));
}
