//! Several reports in one file, and several years in one table: each is a report of its own.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "not every test has use for all of it")]
mod support;
#[allow(dead_code, reason = "not every test has use for all of it")]
#[path = "support/verdicts.rs"]
mod verdicts;

use std::fmt::Write;
use std::io::Write as _;

use serde_json::Value;
use support::run_with_input;
use verdicts::{lines, read, rows};

/// A table with its title.
type Named = (String, Vec<Vec<String>>);
/// A report: its title and its tables.
type Told = (&'static str, Vec<Named>);

/// The tables of a report.
fn tables() -> Vec<Named> {
    let all = rows("fixtures/hangzhou-2025.csv");
    let parts = all[1..].split(|row| row.concat().is_empty());
    parts.map(|part| (part[0][0].clone(), part[1..].to_vec())).collect()
}

/// Two reports, the total of the second one right or wrong.
fn two(total: &str) -> Vec<Told> {
    let mut second = tables();
    total.clone_into(second[1].1[3].last_mut().unwrap());
    vec![("东河县2022年政府信息公开工作年度报告", tables()), ("西河县2022年政府信息公开工作年度报告", second)]
}

fn html(reports: &[Told]) -> String {
    let mut page = "<!DOCTYPE html><meta charset=utf-8><body><ul><li>首页<li>年报</ul>".to_owned();
    for (title, tables) in reports {
        write!(page, "<h1>{title}</h1>").unwrap();
        for (name, rows) in tables {
            let cell = |cell: &String| format!("<td>{cell}</td>");
            let row = |row: &Vec<String>| format!("<tr>{}</tr>", row.iter().map(cell).collect::<String>());
            write!(page, "<h2>{name}</h2><table>{}</table>", rows.iter().map(row).collect::<String>()).unwrap();
        }
    }
    page
}

fn markdown(reports: &[Told]) -> String {
    let mut text = String::new();
    for (title, tables) in reports {
        write!(text, "# {title}\n\n").unwrap();
        for (name, rows) in tables {
            write!(text, "## {name}\n\n").unwrap();
            for rows in rows.chunk_by(|one, next| one.len() == next.len()) {
                if rows[0].len() == 1 {
                    write!(text, "{}\n\n", rows[0][0]).unwrap();
                    continue;
                }
                let all = lines(rows, |row| format!("| {} |", row.join(" | ")));
                let (heading, body) = all.split_once('\n').unwrap();
                write!(text, "{heading}\n|{}\n{body}\n", "---|".repeat(rows[0].len())).unwrap();
            }
        }
    }
    text
}

/// The text that is left where every cell becomes a line.
fn flat(reports: &[Told]) -> String {
    let mut text = String::new();
    for (title, tables) in reports {
        write!(text, "{title}\n\n").unwrap();
        for (name, rows) in tables {
            writeln!(text, "{name}").unwrap();
            rows.iter().flatten().filter(|cell| !cell.is_empty()).for_each(|cell| text.extend([cell, "\n"]));
        }
    }
    text
}

/// Body and year of each report, with how many of its checks passed and failed.
fn told(found: &Value) -> Vec<(String, String, usize, usize)> {
    let of = |report: &Value| {
        let count =
            |status| report["checks"].as_array().unwrap().iter().filter(|check| check["status"] == status).count();
        let text = |key: &str| report[key].as_str().unwrap_or_default().to_owned();
        (text("entity"), text("period"), count("pass"), count("fail"))
    };
    found["reports"].as_array().unwrap().iter().map(of).collect()
}

fn named(told: &[(String, String, usize, usize)]) -> Vec<(&str, &str, usize, usize)> {
    told.iter().map(|(body, year, passed, failed)| (&**body, &**year, *passed, *failed)).collect()
}

#[test]
fn reports_one_after_the_other_are_told_apart_by_their_titles() {
    for (total, expected) in [("14069", (42, 0)), ("14068", (40, 2))] {
        let reports = two(total);
        for (name, text) in
            [("report.html", html(&reports)), ("report.md", markdown(&reports)), ("report.txt", flat(&reports))]
        {
            let (status, found) = read(name, &text);
            let expected = [("东河县", "2022", 42, 0), ("西河县", "2022", expected.0, expected.1)];
            assert_eq!(named(&told(&found)), expected, "{name} {}", found["errors"]);
            assert_eq!(status, i32::from(total == "14068"), "{name}");
        }
    }
}

#[test]
fn the_prose_of_a_report_is_compared_with_its_own_tables() {
    let mut reports = two("14069");
    reports[1].1[1].1[3] =
        "一、本年新收政府信息公开申请数量,,,13613,252,0,45,128,32,14070".split(',').map(str::to_owned).collect();
    let page = |first: &str, second: &str| {
        let page = html(&reports);
        let page = page.replacen("<h2>", &format!("<p>全年收到政府信息公开申请{first}件。</p><h2>"), 1);
        let (before, after) = page.split_at(page.find("<h1>西河县").unwrap());
        format!("{before}{}", after.replacen("<h2>", &format!("<p>全年收到政府信息公开申请{second}件。</p><h2>"), 1))
    };
    let compared = |page: &str| {
        let (_, found) = read("report.html", page);
        let checks =
            found["reports"].as_array().unwrap().iter().flat_map(|one| one["checks"].as_array().unwrap().clone());
        let own = checks.filter(|check| check["kind"] == "prose-table");
        own.map(|check| check["status"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(compared(&page("14069", "14070")), ["pass", "pass"]);
    assert_eq!(compared(&page("14070", "14070")), ["fail", "pass"]);
}

#[test]
fn a_list_of_other_reports_parts_nothing() {
    let reports = &two("14069")[..1];
    let list = "<ul><li>东河县2021年政府信息公开工作年度报告<li>东河县2020年政府信息公开工作年度报告</ul>";
    let page = html(reports);
    for page in [
        format!("{page}{list}"),
        page.replacen("<h1>", &format!("{list}<h1>"), 1),
        page.replacen("<h2>三", &format!("{list}<h2>三"), 1),
    ] {
        let (status, found) = read("report.html", &page);
        assert_eq!((status, told(&found).len()), (0, 1), "{page:.900}");
    }
    // The same table twice under one title stays an error.
    let twice = html(&[(reports[0].0, [reports[0].1.clone(), reports[0].1.clone()].concat())]);
    assert_eq!(read("report.html", &twice).0, 2);
}

/// A report as the rows of a sheet: its title lines, a sentence if any, and a table with ten times `more` as many
/// applications.
fn block(titles: &[&str], sentence: &str, more: u32) -> Vec<Vec<String>> {
    let mut rows = tables()[1].1.clone();
    let changed = ["一、本年新收政府信息公开申请数量", "（一）予以公开", "（七）总计"];
    for row in rows.iter_mut().filter(|row| row.iter().any(|cell| changed.contains(&cell.as_str()))) {
        for at in [3, 9] {
            row[at] = (row[at].parse::<u32>().unwrap() + 10 * more).to_string();
        }
    }
    let line = |text: &&str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
    let sentence = (!sentence.is_empty()).then(|| vec![sentence.to_owned()]);
    titles.iter().map(line).chain(sentence).chain(rows).collect()
}

fn csv(rows: &[Vec<String>]) -> String {
    lines(rows, |row| row.join(","))
}

/// Body and year of each report with what came of the checks of its prose.
fn prose(found: &Value) -> Vec<String> {
    let of = |report: &Value| {
        let checks = report["checks"].as_array().unwrap().iter();
        let prose = checks.filter(|check| check["rule"].as_str().unwrap().starts_with("claims:"));
        let told: Vec<&str> = prose.map(|check| check["status"].as_str().unwrap()).collect();
        let name = |key: &str| report[key].as_str().unwrap_or("-").to_owned();
        format!("{} {}: {}", name("entity"), name("period"), told.join(" "))
    };
    found["reports"].as_array().unwrap().iter().map(of).collect()
}

const EAST: &str = "东河县2022年政府信息公开工作年度报告";
const WEST: &str = "西河县2022年政府信息公开工作年度报告";
const TOLD: [&str; 2] = ["全年新收政府信息公开申请14069件。", "全年新收政府信息公开申请14079件。"];

#[test]
fn prose_goes_with_the_report_whose_table_it_stands_beside() {
    let [one, other] = TOLD;
    let own = ["东河县 2022: pass", "西河县 2022: pass"];
    for (first, second) in
        [([EAST].as_slice(), [WEST].as_slice()), (&["单位名称,东河县", "年度,2022"], &["年度,2022", "单位名称,西河县"])]
    {
        let reports = csv(&block(first, one, 0)) + "\n" + &csv(&block(second, other, 1));
        let (_, found) = read("report.csv", &reports);
        assert_eq!(prose(&found), own, "{reports}");
        assert_eq!(found["reports"][0]["unrecognised"], Value::Array(Vec::new()));
        // What is wrong in one report is told there.
        let reports = csv(&block(first, one, 0)) + "\n" + &csv(&block(second, one, 1));
        assert_eq!(prose(&read("report.csv", &reports).1), ["东河县 2022: pass", "西河县 2022: fail"], "{reports}");
    }
    // Without a blank line before it, prose ends the report above it; after one, it is of the title right under it.
    let (first, second) = (csv(&block(&[EAST], "", 0)), csv(&block(&[WEST], "", 1)));
    for (between, expected) in [
        (format!("{one}\n\n"), ["东河县 2022: pass", "西河县 2022: "]),
        (format!("\n{one}\n\n"), ["东河县 2022: pass", "西河县 2022: "]),
        (format!("\n{other}\n"), ["东河县 2022: ", "西河县 2022: pass"]),
    ] {
        let reports = format!("{first}{between}{second}");
        assert_eq!(prose(&read("report.csv", &reports).1), expected, "{reports}");
    }
}

#[test]
fn prose_of_a_workbook_goes_with_the_report_of_its_sheet() {
    let [one, other] = TOLD;
    let sheet = |number: &str, rows: &[Vec<String>]| (number.to_owned(), rows.to_vec());
    let above = |sentence: &str, rows: Vec<Vec<String>>| [vec![vec![sentence.to_owned()], vec![]], rows].concat();
    let of_each = ["东河县 2022: pass", "西河县 2022: pass"];
    for (sheets, expected) in [
        (vec![sheet("表1", &block(&[EAST], one, 0)), sheet("表2", &block(&[WEST], other, 1))], of_each.as_slice()),
        (vec![sheet("表1", &block(&[EAST], one, 0)), sheet("表2", &above(other, block(&[WEST], "", 1)))], &of_each),
        // On a sheet of its own nothing tells whose it is.
        (
            vec![
                sheet("表1", &block(&[EAST], one, 0)),
                sheet("表2", &block(&[WEST], "", 1)),
                sheet("概述", &[vec![other.to_owned()]]),
            ],
            &["东河县 2022: pass", "西河县 2022: ", "- -: "],
        ),
        (
            vec![
                sheet("东河县2022", &block(&[], one, 0)),
                sheet("西河县2022", &block(&[], "", 1)),
                sheet("概述", &[vec![other.to_owned()]]),
            ],
            &["东河县 2022: pass", "西河县 2022: ", "- -: "],
        ),
    ] {
        let sheets: Vec<_> = sheets.iter().map(|(name, rows)| (name.as_str(), rows.clone())).collect();
        let run = run_with_input(&["-", "--stdin-name", "report.xlsx", "--format", "json"], &workbook(&sheets));
        assert_eq!(prose(&serde_json::from_str(&run.out).unwrap()), expected, "{}", run.err);
    }
}

#[test]
fn prose_beside_a_panel_is_of_none_of_its_lines() {
    let panel = |lines: &str| {
        let heading = "单位名称,年度,本年新收政府信息公开申请数量,上年结转政府信息公开申请数量,总计,结转下年度继续办理";
        read("report.csv", &format!("新收政府信息公开申请30件，上年结转5件。\n{heading}\n{lines}"))
    };
    let (status, found) = panel("甲局,2022,10,2,11,1\n乙局,2022,20,3,20,3\n");
    assert_eq!((status, prose(&found)), (0, vec!["- -: ".into(), "甲局 2022: ".into(), "乙局 2022: ".into()]));
    // There is no other line that it could be of.
    let (status, found) = panel("甲局,2022,30,2,31,1\n");
    assert_eq!((status, prose(&found)), (1, vec!["甲局 2022: pass fail".into()]));
    // Years side by side under a title without a year.
    let years = "建宁县政府信息公开指标统计表\n全年受理政府信息公开申请41件。\n指标名称,计量单位,2017年,历年累计,2018年,历年累计\n\
        受理政府信息公开申请总数,件,40,265,41,306\n其中:1.当面申请数,件,40,163,41,204\n2.网上申请数,件,0,69,0,69\n\
        3.信函、传真申请数,件,0,33,0,33\n";
    let (status, found) = read("report.csv", years);
    assert_eq!((status, prose(&found).len()), (0, 3), "{found}");
    let (status, found) = read("report.csv", &years.replacen("建宁县", "建宁县2018年", 1));
    assert_eq!((status, prose(&found)), (0, vec!["建宁县 2018: pass".into(), "建宁县 2017: ".into()]), "{found}");
}

/// A workbook of sheets with the cells as text.
fn workbook(sheets: &[(&str, Vec<Vec<String>>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut put = |name: &str, text: &str| {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    };
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    put("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
    put(
        "_rels/.rels",
        &format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{links}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    let (mut list, mut targets) = (String::new(), String::new());
    for (number, (name, rows)) in sheets.iter().enumerate() {
        write!(list, "<sheet name=\"{name}\" sheetId=\"{0}\" r:id=\"s{0}\"/>", number + 1).unwrap();
        write!(
            targets,
            "<Relationship Id=\"s{0}\" Type=\"{links}/worksheet\" Target=\"worksheets/sheet{0}.xml\"/>",
            number + 1
        )
        .unwrap();
        let cell = |text: &String| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
        let row = |row: &Vec<String>| format!("<row>{}</row>", row.iter().map(cell).collect::<String>());
        let rows: String = rows.iter().map(row).collect();
        put(
            &format!("xl/worksheets/sheet{}.xml", number + 1),
            &format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
        );
    }
    put(
        "xl/workbook.xml",
        &format!("<workbook xmlns=\"{main}\" xmlns:r=\"{links}\"><sheets>{list}</sheets></workbook>"),
    );
    put("xl/_rels/workbook.xml.rels", &format!("<Relationships xmlns=\"{package}\">{targets}</Relationships>"));
    archive.finish().unwrap().into_inner()
}

#[test]
fn sheets_called_by_year_or_body_are_reports() {
    let sheet = |tables: &[Named]| {
        let of = |(name, rows): &Named| [vec![vec![name.clone()]], rows.clone(), vec![vec![]]].concat();
        tables.iter().flat_map(of).collect::<Vec<_>>()
    };
    for (names, expected) in [
        (["2022", "2024"], [("", "2022"), ("", "2024")]),
        (["2022年度", "2024年度"], [("", "2022"), ("", "2024")]),
        (["东河县", "西河县"], [("东河县", ""), ("西河县", "")]),
    ] {
        for (total, passed, failed) in [("14069", 42, 0), ("14068", 40, 2)] {
            let reports = two(total);
            let book = workbook(&[(names[0], sheet(&reports[0].1)), (names[1], sheet(&reports[1].1))]);
            let run = run_with_input(&["-", "--stdin-name", "report.xlsx", "--format", "json"], &book);
            let found: Value = serde_json::from_str(&run.out).unwrap();
            let [first, second] = expected;
            let expected = [(first.0, first.1, 42, 0), (second.0, second.1, passed, failed)];
            assert_eq!(named(&told(&found)), expected, "{}", run.err);
        }
    }
    // Sheets that are called by nothing are not told apart.
    let book = workbook(&[("Sheet1", sheet(&tables())), ("Sheet2", sheet(&tables()))]);
    assert_eq!(run_with_input(&["-", "--stdin-name", "report.xlsx"], &book).status, 2);
}

#[test]
fn years_side_by_side_are_reports() {
    let annex = rows("fixtures/jianning-2018.csv");
    let end = annex.iter().position(|row| row.concat().is_empty()).unwrap();
    let two_years = |heading: &[&str], change: Option<(&str, &str)>| {
        let mut text = heading.join("\n") + "\n";
        for row in &annex[2..end] {
            let (year, all): (u32, u32) = (row[2].parse().unwrap(), row[3].parse().unwrap());
            let line = [
                row[0].clone(),
                row[1].clone(),
                year.to_string(),
                (all - year).to_string(),
                year.to_string(),
                all.to_string(),
            ];
            text += &(line.join(",") + "\n");
        }
        change.map_or(text.clone(), |(from, to)| text.replacen(from, to, 1))
    };
    for heading in [
        &["建宁县政府信息公开指标统计表", "指标名称,计量单位,2017年,历年累计,2018年,历年累计"][..],
        &["建宁县政府信息公开指标统计表", ",,2017年,,2018年,", "指标名称,计量单位,本年,历年累计,本年,历年累计"],
    ] {
        let (status, found) = read("report.csv", &two_years(heading, None));
        let years = told(&found);
        assert_eq!((status, years.iter().map(|one| &*one.1).collect::<Vec<_>>()), (0, vec!["2017", "2018"]), "{found}");
        assert!(years.iter().all(|one| one.2 >= 20 && one.3 == 0), "{years:?}");
        assert_eq!(found["reports"][0]["unrecognised"], Value::Array(Vec::new()));
        // A figure of the second year alone.
        let (status, found) = read("report.csv", &two_years(heading, Some(("件,41,163,41,204", "件,41,163,40,204"))));
        let failed: Vec<usize> = told(&found).iter().map(|one| one.3).collect();
        assert_eq!((status, failed[0], failed[1] > 0), (1, 0, true), "{found}");
    }
}
