//! Every output format: valid by its schema, safe whatever a file holds, the same on every run.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use support::{json, run};

const FORMATS: [&str; 10] = ["text", "json", "ndjson", "sarif", "junit", "github", "gitlab", "markdown", "html", "csv"];

/// Findings with certain and with several repairs, passes, skips, warnings, notes, panels, problems.
const INPUTS: [&str; 9] = [
    "fixtures/defects/mail-32.csv",
    "fixtures/defects/category-11.09.csv",
    "fixtures/defects/unknown-form.csv",
    "fixtures/defects/panel-12.csv",
    "fixtures/defects/blank-total.csv",
    "fixtures/jianning-2018.csv",
    "fixtures/formats/jianning-2018.docx",
    "fixtures/broken/letter.csv",
    "fixtures/broken/empty.csv",
];

/// One format over some inputs, in English.
fn output(format: &str, inputs: &[&str]) -> String {
    run(&[&["--lang", "en", "--format", format], inputs].concat()).out
}

#[test]
fn sarif_is_valid() {
    let schema = fs::read_to_string("tests/schemas/sarif-2.1.0.json").unwrap();
    // As published, one pattern ends in a bracket that strict engines want escaped.
    let schema = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}\\\\]?$");
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    assert!(!validator.is_valid(&serde_json::json!({ "version": "2.1.0", "runs": [{}] })));
    for lang in ["zh", "en"] {
        for inputs in INPUTS.iter().map(|input| vec![*input]).chain([INPUTS.to_vec()]) {
            let out = run(&[&["--lang", lang, "--format", "sarif"], inputs.as_slice()].concat()).out;
            let log: Value = serde_json::from_str(&out).unwrap();
            let wrong: Vec<String> = validator.iter_errors(&log).map(|error| error.to_string()).collect();
            assert_eq!(wrong, Vec::<String>::new(), "{inputs:?}");
        }
    }
}

#[test]
fn junit_is_valid() {
    let schema = fs::read_to_string("tests/schemas/junit-10.xsd").unwrap();
    let schema = uppsala::parse(&schema).unwrap();
    let validator = uppsala::XsdValidator::from_schema(&schema).unwrap();
    let wrong = |text: &str| {
        let errors = validator.validate(&uppsala::parse(text).unwrap());
        errors.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert!(!wrong("<testsuites><testsuite name='a'/></testsuites>").is_empty());
    assert!(!wrong("<testsuites><testcase name='a'/></testsuites>").is_empty());
    for inputs in INPUTS.iter().map(|input| vec![*input]).chain([INPUTS.to_vec()]) {
        assert_eq!(wrong(&output("junit", &inputs)), Vec::<String>::new(), "{inputs:?}");
    }
}

#[test]
fn junit_counts_what_it_holds() {
    let out = output("junit", &INPUTS);
    let document = uppsala::parse(&out).unwrap();
    let count = |name: &str| out.matches(&format!("<{name} ")).count().to_string();
    let root = document.get_elements_by_tag_name("testsuites")[0];
    let said = |name: &str| document.element(root).unwrap().get_attribute(name).unwrap().to_owned();
    assert_eq!(said("tests"), count("testcase"));
    assert_eq!(said("failures"), count("failure"));
    assert_eq!(said("errors"), count("error"));
    assert!(out.contains("<system-out>") && out.contains("<skipped "));
}

#[test]
fn problems_stand_in_every_format() {
    let input = "fixtures/broken/letter.csv";
    let (_, json) = json(&[input]);
    let told = json["errors"][0]["message"].as_str().unwrap();
    assert!(told.contains("1O5"), "{told}");
    for format in ["sarif", "junit", "github", "gitlab", "markdown", "html", "csv"] {
        assert!(output(format, &[input]).contains("1O5"), "{format}");
    }
    let log: Value = serde_json::from_str(&output("sarif", &[input])).unwrap();
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(invocation["toolExecutionNotifications"][0]["level"], "error");
    assert!(output("junit", &[input]).contains("<error "));
}

#[test]
fn formats_look_as_reviewed() {
    for format in ["sarif", "junit", "github", "gitlab", "markdown", "csv"] {
        insta::assert_snapshot!(format, output(format, &["fixtures/defects/mail-32.csv"]));
    }
    let page = output("html", &["fixtures/defects/category-11.09.csv"]);
    let (_, body) = page.split_once("<body>").unwrap();
    let (body, _) = body.split_once("<script>").unwrap();
    insta::assert_snapshot!("html", body.replace("><", ">\n<"));
}

#[test]
fn output_is_the_same_for_every_number_of_jobs() {
    for format in FORMATS {
        let of = |jobs: &str| run(&[&["--jobs", jobs, "--format", format], INPUTS.as_slice()].concat()).out;
        let one = of("1");
        assert!(!one.is_empty(), "{format}");
        for jobs in ["2", "7"] {
            assert_eq!(one, of(jobs), "{format}");
        }
    }
}

#[test]
fn several_formats_are_written_in_one_run() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (page, log) = (file("r.html"), file("r.sarif"));
    let input = "fixtures/defects/mail-32.csv";
    let told =
        run(&["--format", "html", "--output", &page, "--format", "sarif", "--output", &log, "--format", "csv", input]);
    assert_eq!(told.status, 1);
    assert!(told.out.starts_with('\u{feff}'));
    assert!(fs::read_to_string(&page).unwrap().starts_with("<!DOCTYPE html>"));
    let log: Value = serde_json::from_str(&fs::read_to_string(&log).unwrap()).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let refused = run(&["--format", "html", "--format", "sarif", input]);
    assert_eq!((refused.status, refused.out.as_str()), (2, ""));
}

/// The corrections of the first result, written into the text as an editor would.
fn fixed(text: &str, log: &Value) -> String {
    let fix = &log["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    let region = |name: &str| usize::try_from(fix["deletedRegion"][name].as_u64().unwrap()).unwrap();
    assert_eq!(region("startLine"), region("endLine"));
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let line = &mut lines[region("startLine") - 1];
    let units: Vec<u16> = line.encode_utf16().collect();
    let part = |units: &[u16]| String::from_utf16(units).unwrap();
    let (before, after) = (part(&units[..region("startColumn") - 1]), part(&units[region("endColumn") - 1..]));
    *line = format!("{before}{}{after}", fix["insertedContent"]["text"].as_str().unwrap());
    lines.join("\n")
}

#[test]
fn the_fix_of_a_result_repairs_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fixed.csv");
    for name in ["mail-32.csv", "category-12.08.csv", "departments-1225.csv"] {
        let input = format!("fixtures/defects/{name}");
        let log: Value = serde_json::from_str(&output("sarif", &[&input])).unwrap();
        fs::write(&path, fixed(&fs::read_to_string(&input).unwrap(), &log)).unwrap();
        assert_eq!(run(&[path.to_str().unwrap()]).status, 0, "{name}");
    }
}

#[test]
fn fingerprints_stay_where_lines_move() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.csv");
    let text = fs::read_to_string("fixtures/defects/mail-32.csv").unwrap();
    let mut seen = Vec::new();
    for text in [text.clone(), format!("\n\n\n{text}")] {
        fs::write(&path, text).unwrap();
        let path = path.to_str().unwrap();
        let log: Value = serde_json::from_str(&output("sarif", &[path])).unwrap();
        let quality: Value = serde_json::from_str(&output("gitlab", &[path])).unwrap();
        let result = &log["runs"][0]["results"][0];
        let line = result["locations"][0]["physicalLocation"]["region"]["startLine"].clone();
        seen.push((line, result["partialFingerprints"].clone(), quality[0]["fingerprint"].clone()));
    }
    assert_ne!(seen[0].0, seen[1].0);
    assert_eq!((&seen[0].1, &seen[0].2), (&seen[1].1, &seen[1].2));
}

/// What a file may try to smuggle into an output.
const HOSTILE: [&str; 5] = [
    "::error file=x::pwned",
    "##[error]pwned",
    "=cmd|' /C calc'!A0",
    "\"><script>alert(1)</script><img src=x onerror=alert(1)>",
    "\u{1b}[31mred\u{9b}2J\u{202e}|x|@user\r\n::warning::pwned",
];

/// A panel with the text as body and label, once read and once refused, under a hostile name.
fn smuggler(folder: &tempfile::TempDir, number: usize, text: &str) -> Vec<PathBuf> {
    let quoted = format!("\"{}\"", text.replace('"', "\"\""));
    let panel = fs::read_to_string("fixtures/defects/panel-12.csv").unwrap();
    let body = panel.lines().nth(1).unwrap().split(',').next().unwrap();
    let failing = panel.replace(body, &quoted);
    assert_ne!(failing, panel);
    let annex = fs::read_to_string("fixtures/defects/mail-32.csv").unwrap();
    let cell = annex.replace("2238,22978", &format!("2238,{quoted}")) + &format!("{quoted} 12,,,\n");
    let name = text.replace('/', "_");
    let page = panel.replace(body, &text.replace('&', "&amp;").replace('<', "&lt;"));
    let row = |line: &str| format!("<tr><td>{}</td></tr>", line.replace(',', "</td><td>"));
    let rows: Vec<String> = page.lines().map(row).collect();
    let page = format!("<table>{}</table>", rows.concat());
    let files = [
        (format!("{name}{number}.csv"), failing),
        (format!("{number}{name}.csv"), cell),
        (format!("{number}.html"), page),
    ];
    files
        .into_iter()
        .map(|(name, content)| {
            let path = folder.path().join(name);
            fs::write(&path, content).unwrap();
            path
        })
        .collect()
}

#[cfg(unix)]
#[test]
fn nothing_in_a_file_acts_in_an_output() {
    let folder = tempfile::tempdir().unwrap();
    for (number, text) in HOSTILE.iter().enumerate() {
        let files = smuggler(&folder, number, text);
        let files: Vec<&str> = files.iter().map(|path| path.to_str().unwrap()).collect();
        for format in FORMATS {
            for lang in ["zh", "en"] {
                let told = run(&[&["-v", "--lang", lang, "--format", format], files.as_slice()].concat());
                assert_eq!(told.status, 2, "{format}: {}", told.err);
                harmless(format, &told.out, text);
                harmless("text", &told.err, text);
            }
        }
    }
}

/// Whether the output holds nothing that a terminal, a log, a browser or a spreadsheet acts on.
fn harmless(format: &str, out: &str, text: &str) {
    let acts = |character: char| {
        (character.is_control() && !"\n\r".contains(character)) || ('\u{202a}'..='\u{202e}').contains(&character)
    };
    assert!(!out.contains(acts), "{format}: {text}: {out}");
    assert!(!out.contains("##["), "{format}: {text}: {out}");
    for line in out.lines().filter(|line| line.trim_start().starts_with("::")) {
        let own = ["::error file=", "::warning file=", "::notice file="].iter().any(|start| line.starts_with(start));
        assert!(format == "github" && own && line.matches("::").count() >= 2, "{format}: {line}");
        let (properties, _) = line[2..].split_once("::").unwrap();
        assert!(!properties.contains(':'), "{line}");
    }
    match format {
        "json" | "sarif" | "gitlab" => drop(serde_json::from_str::<Value>(out).unwrap()),
        "ndjson" => out.lines().for_each(|line| drop(serde_json::from_str::<Value>(line).unwrap())),
        "junit" => drop(uppsala::parse(out).unwrap()),
        "html" => {
            assert_eq!(out.matches("<script").count(), 1, "{text}");
            assert!(!out.contains("<img"), "{text}");
        }
        "markdown" => {
            assert!(!out.contains("<script") && !out.contains("<img"), "{text}");
            assert!(!out.contains("@user"), "{text}");
            let bars = |row: &str| row.replace("\\\\", "").replace("\\|", "").matches('|').count();
            let lines: Vec<&str> = out.lines().collect();
            for table in lines.split(|line| !line.starts_with('|')).filter(|rows| !rows.is_empty()) {
                // Reports have six columns, findings five; the headings are not of the file.
                let own = if table[0].matches(" | ").count() == 5 { 7 } else { 6 };
                assert!(table.iter().all(|row| bars(row) == own), "{table:?}");
            }
        }
        "csv" => {
            for record in csv::Reader::from_reader(out.as_bytes()).records() {
                for cell in &record.unwrap() {
                    let number = cell.parse::<f64>().is_ok();
                    assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
                }
            }
        }
        _ => {}
    }
}
