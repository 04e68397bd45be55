//! One report in every format that is read: the same figures, the same verdicts, places in the
//! terms of each.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use support::{json, run, run_with_input};

const JIANNING: [&str; 9] = ["html", "md", "txt", "docx", "xlsx", "ods", "xls", "pdf", "cid.pdf"];

/// The checks of the tables; only some of the formats have prose.
fn checks(json: &Value) -> impl Iterator<Item = &Value> {
    let checks = json["reports"].as_array().unwrap().iter().flat_map(|report| report["checks"].as_array().unwrap());
    checks.filter(|check| check["kind"] == "rule" || check["kind"] == "breakdown")
}

/// Every figure of every check, as form, row, column and value.
fn figures(json: &Value) -> BTreeSet<String> {
    let figures = checks(json).flat_map(|check| check["figures"].as_array().unwrap());
    figures.map(|one| format!("{} {} {} {}", one["form"], one["row"], one["column"], one["value"])).collect()
}

/// Every check with its status.
fn verdicts(json: &Value) -> BTreeSet<String> {
    checks(json).map(|check| format!("{} {}", check["rule"], check["status"])).collect()
}

/// The location of a figure of the annex.
fn location(json: &Value, row: &str, column: &str) -> Value {
    let mut checks = json["reports"][0]["checks"].as_array().unwrap().iter();
    let found = checks.find_map(|check| {
        let mut figures = check["figures"].as_array().unwrap().iter();
        figures.find(|one| one["row"] == row && one["column"] == column).cloned()
    });
    found.unwrap()["location"].clone()
}

#[test]
fn every_format_gives_the_same_figures_and_verdicts() {
    let (_, expected) = json(&["fixtures/jianning-2018.csv"]);
    for ending in JIANNING {
        let (status, found) = json(&[&format!("fixtures/formats/jianning-2018.{ending}")]);
        assert_eq!((status, found["errors"].as_array().unwrap().len()), (0, 0), "{ending}: {}", found["errors"]);
        assert_eq!(found["reports"].as_array().unwrap().len(), 1, "{ending}");
        assert_eq!(figures(&found), figures(&expected), "{ending}");
        assert_eq!(verdicts(&found), verdicts(&expected), "{ending}");
        for key in ["entity", "period", "figures"] {
            assert_eq!(found["reports"][0][key], expected["reports"][0][key], "{ending} {key}");
        }
    }
}

#[test]
fn merged_cells_of_a_page_and_pages_of_a_table_make_no_difference() {
    let (_, expected) = json(&["fixtures/hangzhou-2025.csv"]);
    for ending in ["html", "pdf"] {
        let (status, found) = json(&[&format!("fixtures/formats/hangzhou-2025.{ending}")]);
        assert_eq!((status, &found["errors"]), (0, &Value::Array(Vec::new())), "{ending}");
        assert_eq!(figures(&found), figures(&expected), "{ending}");
        assert_eq!(verdicts(&found), verdicts(&expected), "{ending}");
        assert_eq!(found["reports"][0]["entity"], "杭州市", "{ending}");
    }
}

#[test]
fn a_wrong_figure_is_found_where_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    for (ending, from, to) in
        [("html", "<td>33</td>", "<td>32</td>"), ("md", "| 0 | 33 |", "| 0 | 32 |"), ("txt", "件\t0\t33", "件\t0\t32")]
    {
        let text = fs::read_to_string(format!("fixtures/formats/jianning-2018.{ending}")).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{ending}");
        let path = folder.path().join(format!("twin.{ending}"));
        fs::write(&path, text.replace(from, to)).unwrap();
        let (status, found) = json(&[path.to_str().unwrap()]);
        let failed: Vec<String> = verdicts(&found).into_iter().filter(|check| check.contains("fail")).collect();
        assert_eq!(
            (status, failed.as_slice()),
            (1, &["\"cn-fujian/annex:received-by-channel[cumulative]\" \"fail\"".to_owned()][..])
        );
        let line = text.lines().position(|line| line.contains(from)).unwrap() + 1;
        assert_eq!(location(&found, "received.mail", "cumulative")["line"], line, "{ending}");
    }
}

#[test]
fn the_name_does_not_decide_what_the_content_tells() {
    let (_, expected) = json(&["fixtures/jianning-2018.csv"]);
    for ending in JIANNING {
        let bytes = fs::read(format!("fixtures/formats/jianning-2018.{ending}")).unwrap();
        for name in ["report.csv", "report"] {
            // Prose with tables of tabs is a text under any name but that of a table.
            if (ending == "txt" || ending == "md") && name == "report.csv" {
                continue;
            }
            let told = run_with_input(&["-", "--stdin-name", name, "--format", "json"], &bytes);
            let found: Value = serde_json::from_str(&told.out).unwrap();
            assert_eq!(told.status, 0, "{ending} as {name}: {}", told.err);
            assert_eq!(figures(&found), figures(&expected), "{ending} as {name}");
        }
    }
}

#[test]
fn pages_in_other_encodings_read_the_same() {
    let (_, expected) = json(&["fixtures/jianning-2018.csv"]);
    let page = fs::read_to_string("fixtures/formats/jianning-2018.html").unwrap();
    for (label, encoding) in [
        ("gb2312", encoding_rs::GBK),
        ("GBK", encoding_rs::GBK),
        ("none", encoding_rs::GB18030),
        ("gbk", encoding_rs::UTF_8),
    ] {
        let page = page.replace("charset=\"utf-8\"", &format!("charset=\"{label}\""));
        let (bytes, _, unmappable) = encoding.encode(&page);
        assert!(!unmappable);
        let told = run_with_input(&["-", "--format", "json"], &bytes);
        let found: Value = serde_json::from_str(&told.out).unwrap();
        assert_eq!((told.status, figures(&found)), (0, figures(&expected)), "{label}");
    }
}

#[test]
fn places_are_told_in_the_terms_of_the_file() {
    let place = |ending: &str| {
        let (_, found) = json(&[&format!("fixtures/formats/jianning-2018.{ending}")]);
        let mut place = location(&found, "received.mail", "cumulative");
        place.as_object_mut().unwrap().remove("file");
        place.as_object_mut().unwrap().remove("line");
        assert_eq!(place["text"], "33", "{ending}");
        place
    };
    let of = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    for ending in ["xlsx", "xls", "ods"] {
        let expected = of(r#"{"column": 4, "cell": "附表!D9", "text": "33", "sheet": "附表"}"#);
        assert_eq!(place(ending), expected, "{ending}");
    }
    for ending in ["html", "md", "docx"] {
        assert_eq!(place(ending), of(r#"{"column": 4, "cell": "D8", "text": "33", "table": 3}"#), "{ending}");
    }
    assert_eq!(place("txt")["cell"], "D48");
    assert_eq!(place("pdf")["page"], 2);
}

#[test]
fn what_cannot_be_read_says_so() {
    for (name, words) in [
        ("scanned.pdf", "has pages without text"),
        ("encrypted.pdf", "is encrypted"),
        ("spreadsheet.xlsx", "is a damaged ZIP file"),
    ] {
        let told = run(&[&format!("fixtures/broken/{name}")]);
        assert_eq!((told.status, told.out.as_str()), (2, ""), "{name}");
        assert!(told.err.contains(words), "{name}: {}", told.err);
    }
}

/// Whatever is cut off or changed, a file is read or refused with words, and nothing panics.
#[test]
fn broken_files_are_refused_without_a_panic() {
    let mut seed = 1_u64;
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    for ending in JIANNING {
        let whole = fs::read(format!("fixtures/formats/jianning-2018.{ending}")).unwrap();
        for round in 0..12 {
            let mut bytes = whole.clone();
            if round % 2 == 0 {
                bytes.truncate(random(whole.len()));
            }
            for _ in 0..round.min(bytes.len()) {
                let at = random(bytes.len());
                bytes[at] = u8::try_from(random(256)).unwrap();
            }
            let name = format!("broken.{ending}");
            let read =
                disclose_check::read::read_bytes(&name, bytes.as_slice(), &disclose_check::limits::Limits::DEFAULT);
            if let Err(problem) = read {
                assert!(!problem.message(disclose_check::message::Lang::Zh).is_empty());
            }
        }
    }
}

/// A PDF of the fixtures, changed by a program that knows such files.
fn changed_pdf(name: &str, change: impl Fn(&mut lopdf::Document)) -> Vec<u8> {
    let mut file = lopdf::Document::load(format!("{}/fixtures/formats/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    change(&mut file);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn pages_may_stand_on_their_side_or_head() {
    for (name, original) in [("jianning-2018.pdf", "jianning-2018.csv"), ("hangzhou-2025.pdf", "hangzhou-2025.csv")] {
        let (_, expected) = json(&[&format!("fixtures/{original}")]);
        for turn in [90, 180, 270] {
            let bytes = changed_pdf(name, |file| {
                for id in file.get_pages().into_values() {
                    file.get_dictionary_mut(id).unwrap().set("Rotate", turn);
                }
            });
            let run = run_with_input(&["--format", "json", "--stdin-name", name, "-"], &bytes);
            let found: Value = serde_json::from_str(&run.out).unwrap();
            assert_eq!((run.status, found["errors"].as_array().unwrap().len()), (0, 0), "{name} {turn}");
            assert_eq!(figures(&found), figures(&expected), "{name} {turn}");
            assert_eq!(verdicts(&found), verdicts(&expected), "{name} {turn}");
        }
    }
}

#[test]
fn the_properties_of_a_pdf_name_the_body_where_its_pages_do_not() {
    let title = lopdf::text_string("云溪县2025年政府信息公开工作年度报告");
    let gbk = b"\xd4\xc6\xcf\xaa\xcf\xd82025\xc4\xea\xd5\xfe\xb8\xae\xd0\xc5\xcf\xa2\xb9\xab\xbf\xaa\xb9\xa4\xd7\xf7\xc4\xea\xb6\xc8\xb1\xa8\xb8\xe6";
    let gbk = lopdf::Object::String(gbk.to_vec(), lopdf::StringFormat::Literal);
    for title in [title, gbk] {
        let bytes = changed_pdf("hangzhou-2025.pdf", |file| {
            let info = file.add_object(lopdf::dictionary! { "Title" => title.clone() });
            file.trailer.set("Info", info);
            let first = file.get_pages().into_values().next().unwrap();
            // The first page has the title of the report.
            file.delete_object(first);
        });
        let run = run_with_input(&["--format", "json", "--stdin-name", "report.pdf", "-"], &bytes);
        let found: Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(found["reports"][0]["entity"], "云溪县", "{}", run.out);
        assert_eq!(found["reports"][0]["period"], "2025");
    }
}

#[test]
fn what_is_no_page_is_not_read_as_prose() {
    let page = fs::read_to_string("fixtures/formats/jianning-2018.html").unwrap();
    let sentence = "<p>全年共受理申请158件，其中89件为网上申请、69件为信函申请。</p>";
    let escaped = page.replace('<', "&lt;").replace('>', "&gt;");
    let archive =
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\n";
    for (name, text, said) in [
        (
            "report.html",
            format!("<!DOCTYPE html><meta charset=utf-8>{sentence}<pre>{escaped}</pre>"),
            "the tags of a table",
        ),
        ("report.mht", format!("{archive}{sentence}{page}"), "is a web archive (.mht)"),
        ("report.html", format!("{archive}{sentence}{page}"), "is a web archive (.mht)"),
        (
            "report.txt",
            format!("158件，其中89件为网上申请、69件为信函申请。\n{}", labels().join("\n\n")),
            "stand here without figures",
        ),
        (
            "report.html",
            format!("{sentence}<table><tr><td>事项<td>次<tr><td>培训<td>3<tr><td>会议<td>4</table>"),
            "no known table",
        ),
    ] {
        let told = run_with_input(&["-", "--stdin-name", name, "--lang", "en"], text.as_bytes());
        assert_eq!((told.status, told.err.contains(said)), (2, true), "{name}: {}{}", told.out, told.err);
    }
    // A page with something before its first tag is one.
    let (status, found) = json_of("report.txt", &format!("年报\n{page}"));
    assert_eq!((status, figures(&found)), (0, figures(&json(&["fixtures/formats/jianning-2018.html"]).1)));
}

fn json_of(name: &str, text: &str) -> (i32, Value) {
    let told = run_with_input(&["-", "--stdin-name", name, "--format", "json"], text.as_bytes());
    (told.status, serde_json::from_str(&told.out).unwrap())
}

/// The labels of the rows of the annex.
fn labels() -> Vec<String> {
    let annex = fs::read_to_string("fixtures/jianning-2018.csv").unwrap();
    let rows = annex.lines().skip(2).take_while(|line| !line.is_empty());
    rows.map(|line| line.split(',').next().unwrap().to_owned()).collect()
}

#[test]
fn tables_of_pages_and_markdown_are_pointed_at_and_repaired_in_their_source() {
    let folder = tempfile::tempdir().unwrap();
    for ending in ["md", "html"] {
        let right = fs::read_to_string(format!("fixtures/formats/jianning-2018.{ending}")).unwrap();
        let at = right.rfind("2305").unwrap();
        let wrong = format!("{}2350{}", &right[..at], &right[at + 4..]);
        let path = folder.path().join(format!("report.{ending}"));
        fs::write(&path, &wrong).unwrap();
        let path = path.to_str().unwrap();
        let line = wrong[..at].matches('\n').count() + 1;
        for format in ["csv", "github", "markdown", "sarif"] {
            let told = run(&[path, "--format", format, "--lang", "en"]).out;
            let place = match format {
                "csv" => format!(",{line},t"),
                "github" => format!("line={line},col="),
                "markdown" => "!B".to_owned(),
                _ => format!("\"startLine\": {line}"),
            };
            assert!(told.contains(&place), "{ending} {format} {place}: {told}");
        }
        let told = run(&[path, "--fix", "--in-place", "--lang", "en"]);
        assert_eq!(fs::read_to_string(path).unwrap(), right, "{}{}", told.out, told.err);
    }
}

#[test]
fn places_of_files_without_lines_are_those_of_the_file() {
    for (ending, place) in [("xlsx", "!D"), ("docx", "t"), ("ods", "!D")] {
        let bytes = fs::read(format!("fixtures/formats/jianning-2018.{ending}")).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("report.{ending}"));
        fs::write(&path, bytes).unwrap();
        let previous = "建宁县2017年政府信息公开工作年度报告\n指标名称,计量单位,2017年,历年累计\n受理政府信息公开申请总数,件,41,300\n";
        let before = folder.path().join("before.csv");
        fs::write(&before, previous).unwrap();
        let told = run(&[path.to_str().unwrap(), "--previous", before.to_str().unwrap(), "--lang", "en"]).out;
        let shown = told.lines().find(|line| line.trim_start().starts_with("-->")).unwrap_or_default();
        let tail = shown.rsplit_once(&format!("report.{ending}")).unwrap_or_else(|| panic!("{told}")).1;
        assert!(tail.starts_with(' ') && tail.contains(place) && !tail.contains(':'), "{shown}");
    }
}
