//! Tables that are not whole, and cells that hold no figure: told, and never a silent pass.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::fs;

use serde_json::Value;
use support::{json, run, run_with_input};

const MATRIX: &str = "fixtures/hangzhou-2025.csv";
const ANNEX: &str = "fixtures/jianning-2018.csv";

fn lines(path: &str) -> Vec<String> {
    fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect()
}

/// The heading and the rows of the table of applications.
fn applications() -> (String, Vec<String>) {
    let all = lines(MATRIX);
    let at = |start: &str| all.iter().position(|line| line.starts_with(start)).unwrap();
    let (heading, rows, end) = (at("（本列数据"), at("一、本年新收"), at("四、结转下年度"));
    (all[heading..rows].join("\n") + "\n", all[rows..=end].to_vec())
}

fn read(text: &str) -> (i32, Value) {
    let told = run_with_input(&["-", "--stdin-name", "report.csv", "--format", "json"], text.as_bytes());
    (told.status, serde_json::from_str(&told.out).unwrap_or_else(|_| panic!("{}", told.err)))
}

fn checks(found: &Value) -> Vec<&Value> {
    found["reports"].as_array().unwrap().iter().flat_map(|one| one["checks"].as_array().unwrap()).collect()
}

fn passed(found: &Value) -> Vec<String> {
    let passed = checks(found).into_iter().filter(|check| check["status"] == "pass");
    passed.map(|check| check["rule"].to_string()).collect()
}

#[test]
fn rows_without_their_heading_are_refused() {
    let (_, rows) = applications();
    let annex = lines(ANNEX);
    let annex = &annex[6..annex.iter().position(String::is_empty).unwrap()];
    for (rows, form) in [(&rows[12..], "收到和处理政府信息公开申请情况"), (&rows[20..], "收到和处理"), (annex, "附表")]
    {
        let text = rows.join("\n") + "\n";
        let (status, found) = read(&text);
        let told = found["errors"][0]["message"].to_string();
        assert_eq!((status, told.contains("没有表头") || told.contains("without its heading")), (2, true), "{found}");
        assert!(checks(&found).is_empty(), "{found}");
        let named = run_with_input(&["-", "--stdin-name", "report.csv", "--lang", "zh"], text.as_bytes());
        assert!(named.err.contains(form), "{}", named.err);
    }
}

#[test]
fn the_rest_of_a_table_goes_on_behind_a_line_that_says_so() {
    let (heading, rows) = applications();
    let whole = format!("{heading}{}\n", rows.join("\n"));
    for between in ["", "\n", "\n续表\n\n", "（续表）\n", "\n表（续）\n\n", "\n接上页：\n"] {
        let text =
            |rows: &[String]| format!("{heading}{}\n{between}{}\n", rows[..12].join("\n"), rows[12..].join("\n"));
        let (status, found) = read(&text(&rows));
        assert_eq!((status, passed(&found)), (0, passed(&read(&whole).1)), "{between}");
        let mut wrong = rows.clone();
        wrong[14] = wrong[14].replace(",19,0,0,0,0,0,19", ",19,0,0,0,0,0,91");
        assert_ne!(wrong, rows);
        assert_eq!(read(&text(&wrong)).0, 1, "{between}");
    }
}

#[test]
fn rows_of_another_report_do_not_go_on_with_a_table() {
    let (heading, rows) = applications();
    let first = format!("沙河县2023年政府信息公开工作年度报告\n{heading}{}\n", rows.join("\n"));
    for title in ["续表", "南河县2023年政府信息公开工作年度报告"] {
        let (status, found) = read(&format!("{first}\n{title}\n{}\n", rows.join("\n")));
        assert_eq!(status, 2, "{found}");
    }
}

#[test]
fn half_a_table_is_not_called_consistent() {
    let (heading, rows) = applications();
    for half in [&rows[..12], &rows[12..]] {
        let told = run_with_input(
            &["-", "--stdin-name", "report.csv", "--lang", "en"],
            format!("{heading}{}\n", half.join("\n")).as_bytes(),
        );
        assert_eq!(told.status, 0, "{}", told.err);
        assert!(told.out.contains(": not fully checked;"), "{}", told.out);
        assert!(told.out.contains("the table has no row for"), "{}", told.out);
    }
}

#[test]
fn rows_that_are_left_out_count_nothing_where_the_others_make_the_total() {
    let (heading, rows) = applications();
    let zeros: Vec<String> = rows.iter().filter(|row| !row.ends_with(",0,0,0,0,0,0,0")).cloned().collect();
    assert_ne!(zeros.len(), rows.len());
    let (status, found) = read(&format!("{heading}{}\n", zeros.join("\n")));
    assert_eq!(status, 0);
    assert!(passed(&found).contains(&"\"cn-2021/applications:results-total[natural]\"".to_owned()), "{found}");
    // One of the parts is more than the total, whatever was left out.
    let more = zeros
        .join("\n")
        .replace("（二）部分公开（区分处理的，只计这一情形，不计其他情形）,,2120", "（二）部分公开,,9120");
    assert_ne!(more, zeros.join("\n"));
    let (status, found) = read(&format!("{heading}{more}\n"));
    let failed =
        |check: &&Value| check["status"] == "fail" && check["rule"].to_string().contains("results-total[natural]");
    assert_eq!((status, checks(&found).into_iter().filter(failed).count()), (1, 1), "{found}");
}

#[test]
fn a_sum_that_needs_more_than_a_sign_for_none_is_wrong() {
    let heading = ",自然人,商业企业,科研机构,社会公益组织,法律服务机构,其他,总计\n";
    for (cells, status) in [("5,2,/,0,0,0,7", 0), ("5,2,/,0,0,0,9", 1), ("5,2,—,0,0,0,9", 1), ("5,2,/,0,0,0,6", 1)] {
        let (found, told) = read(&format!("{heading}（一）予以公开,{cells}\n（二）部分公开,1,0,1,0,0,0,2\n"));
        assert_eq!(found, status, "{cells}: {told}");
    }
    // Where nothing was counted, nothing can be compared.
    let annex = "指标名称,计量单位,2018年,历年累计\n受理政府信息公开申请总数,件,41,/\n其中:1.当面申请数,件,41,204\n\
                 2.网上申请数,件,0,69\n3.信函、传真申请数,件,0,33\n";
    let (_, found) = read(annex);
    let failed = |check: &&Value| check["status"] == "fail" && check["rule"].to_string().contains("cumulative");
    assert_eq!(checks(&found).into_iter().filter(|check| check["severity"] == "error").find(failed), None);
}

#[test]
fn of_many_reports_those_with_a_figure_lacking_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let heading = ",自然人,商业企业,科研机构,社会公益组织,法律服务机构,其他,总计\n";
    for number in 0..5 {
        let total = if number == 3 { 9 } else { 7 };
        let text = format!(
            "{heading}（一）予以公开,5,2,,0,0,0,{total}\n（七）总计,5,2,,0,0,0,{total}\n四、结转下年度继续办理,0,0,0,0,0,0,0\n\
             一、本年新收政府信息公开申请数量,5,2,,0,0,0,{total}\n"
        );
        fs::write(folder.path().join(format!("{number}.csv")), text).unwrap();
    }
    let told = run(&[folder.path().to_str().unwrap(), "--lang", "en"]);
    assert!(told.out.contains("3.csv:2:8: granted: not checked: no figure in granted[research]"), "{}", told.out);
    assert!(!told.out.contains("2.csv:2"), "{}", told.out);
}

#[test]
fn a_column_whose_row_is_not_named_is_none_of_another_form() {
    let all = lines(MATRIX);
    let from = all.iter().position(|line| line.starts_with("结果维持")).unwrap();
    let (_, found) = read(&(all[from..].join("\n") + "\n"));
    assert!(
        found["reports"][0]["forms"].as_array().unwrap().iter().all(|form| form == "cn-2021/proceedings"),
        "{found}"
    );
    let (_, whole) = json(&[MATRIX]);
    assert_eq!(passed(&found), passed(&whole)[passed(&whole).len() - 2..], "{found}");
}

#[test]
fn words_for_blank_cells_may_stand_anywhere() {
    let text = fs::read_to_string(MATRIX).unwrap();
    for word in ["nan", "NaN", "None", "<NA>"] {
        let words =
            text.replace(",,,申请人情况,,,,,,", &format!(",{word},{word},申请人情况{}", format!(",{word}").repeat(6)));
        let words = words.replace("3075,50,0", &format!("3075,50,{word}"));
        assert_ne!(words, text);
        let (status, found) = read(&words);
        assert_eq!((status, passed(&found)), (0, passed(&json(&[MATRIX]).1)), "{word}: {}", found["errors"]);
    }
}

#[test]
fn a_table_without_one_of_its_columns_is_not_fully_checked() {
    let annex = fs::read_to_string(ANNEX).unwrap();
    for heading in ["数量", ""] {
        let text =
            annex.replacen("计量单位,2018年,", &format!("计量单位,{heading},"), 1).replacen("41,306", "14,306", 1);
        let told = run_with_input(&["-", "--stdin-name", "report.csv", "--lang", "en"], text.as_bytes());
        assert!(told.out.contains(": not fully checked;"), "{}", told.out);
        assert!(told.out.contains("the table has no column for disclosed[year]"), "{}", told.out);
        let listed = if heading.is_empty() { "report.csv:3:3: 2238" } else { "report.csv:2:3: 数量" };
        assert!(told.out.contains(listed), "{}", told.out);
    }
}

#[test]
fn a_total_of_exact_decimals_has_no_leeway() {
    let heading = "Agency,Component,Fiscal Year,\"Number of \"\"Full-Time FOIA Employees\"\"\",\
                   \"Number of \"\"Equivalent Full-Time FOIA Employees\"\"\",\"Total Number of \"\"Full-Time FOIA Staff\"\"\"";
    for (line, status) in [("12,3.25,15.25", 0), ("12,3.25,15.52", 1), ("5,9.00,14.50", 1)] {
        let text = format!("{heading}\nDOX,DOX,2023,{line}\n");
        let told = run_with_input(&["--lang", "en", "-"], text.as_bytes());
        assert_eq!(told.status, status, "{line}: {}{}", told.out, told.err);
    }
}

#[test]
fn a_row_that_is_not_one_of_the_form_may_be_a_part_of_its_total() {
    let (heading, rows) = applications();
    // Seven more applications of natural persons, which only the added row accounts for.
    let more = |row: &String| {
        let is_total = row.contains("（七）总计") || row.starts_with("一、本年新收");
        let changed = row.replace("13612,", "13619,").replace("13364,", "13371,");
        let changed = changed.replace(",14069", ",14076").replace(",13810", ",13817");
        if is_total { changed } else { row.clone() }
    };
    let table = |after: &str, added: &str, total: bool| {
        let mut text = heading.clone();
        for row in &rows {
            text += &(if total { more(row) } else { row.clone() } + "\n");
            if row.contains(after) {
                text.extend([added, "\n"]);
            }
        }
        text
    };
    let of_total = |found: &Value, status: &str| {
        let of =
            |check: &&Value| check["rule"].as_str().unwrap().contains("results-total") && check["status"] == status;
        checks(found).into_iter().filter(of).count()
    };
    for (after, label) in [
        ("3.其他", ",,4.申请人撤回申请"),
        ("3.其他", ",,5.其他"),
        ("3.补正后", ",,4.其他"),
        ("8.属于行政查询", ",,9.转其他机关办理"),
        ("（二）部分公开", ",,（二之一）主动撤回"),
        ("2.申请人逾期未按", ",,（5）其他"),
    ] {
        let (status, found) = read(&table(after, &format!("{label},7,0,0,0,0,0,7"), true));
        assert_eq!((status, of_total(&found, "skip"), of_total(&found, "fail")), (0, 2, 0), "{label}: {found}");
        let unread = found["reports"][0]["unrecognised"].to_string();
        assert!(unread.contains(label.trim_start_matches(',')), "{unread}");
        // A row that counts nothing explains nothing, and none explains that its total is too small.
        let (status, found) = read(&table(after, &format!("{label},0,0,0,0,0,0,0"), true));
        assert_eq!((status, of_total(&found, "fail")), (1, 2), "{label}: {found}");
        let wrong = table(after, &format!("{label},7,0,0,0,0,0,7"), false).replace("13364,252", "13346,252");
        assert_eq!(of_total(&read(&wrong).1, "fail"), 1, "{label}");
    }
    let told = run_with_input(&["-", "--lang", "zh"], table("3.其他", ",,5.其他,7,0,0,0,0,0,7", true).as_bytes());
    assert!(told.out.contains("未能完整核对") && told.out.contains("“5.其他”行不在表式中"), "{}", told.out);
    // The same row twice is still one too many.
    assert_eq!(read(&table("3.其他", ",,3.其他,7,0,0,0,0,0,7", true)).0, 2);
}

#[test]
fn a_row_is_not_read_as_what_it_is_part_of() {
    let (heading, rows) = applications();
    let at = rows.iter().position(|row| row.contains("（六）其他处理")).unwrap();
    for (last, unread) in [("3.其他", 2), ("3.另行办理", 3)] {
        let own = [
            ",（六）其他处理,1.转其他机关,915,3,0,0,0,0,918".to_owned(),
            ",,2.撤回,343,17,0,1,0,0,361".to_owned(),
            format!(",,{last},200,0,0,1,3,3,207"),
        ];
        let rows = [&rows[..at], &own, &rows[at + 3..]].concat();
        let (status, found) = read(&format!("沙河县2023年政府信息公开工作年度报告\n{heading}{}\n", rows.join("\n")));
        let report = &found["reports"][0];
        assert_eq!((status, &report["forms"][0]), (0, &"cn-2021/applications".into()), "{found}");
        assert_eq!(report["unrecognised"].as_array().unwrap().len(), unread, "{found}");
        assert!(checks(&found).into_iter().all(|check| check["status"] != "fail"), "{found}");
    }
}

#[test]
fn a_list_of_numbered_lines_is_no_table_that_was_not_understood() {
    let prose = "# 东河县2023年政府信息公开工作年度报告\n\n全年共收到申请41件，其中网络申请30件，信函申请11件。\n\n";
    let table = |rows: [&str; 2]| format!("{prose}| 序号 | 栏目 | 办理单位 |\n|---|---|---|\n{}\n", rows.join("\n"));
    for (rows, status) in
        [(["| 1 | 公告 | 办公室 |", "| 2 | 新闻 | 宣传科 |"], 0), (["| 1 | 公告 | 37 |", "| 2 | 新闻 | 52 |"], 2)]
    {
        let told = run_with_input(&["-", "--stdin-name", "report.md", "--lang", "en"], table(rows).as_bytes());
        assert_eq!(told.status, status, "{}{}", told.out, told.err);
        assert_eq!(told.out.contains("not recognised"), status == 2, "{}", told.out);
    }
}
