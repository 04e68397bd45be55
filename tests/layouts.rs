//! The same tables as programs leave them when a report is copied or saved: the same verdicts.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod support;
#[path = "support/verdicts.rs"]
mod verdicts;

use std::fs;

use serde_json::Value;
use support::json;
use verdicts::{filled, lines, read, reads_as, rows, told};

const MATRIX: &str = "fixtures/hangzhou-2025.csv";
const ANNEX: &str = "fixtures/jianning-2018.csv";
const BLANKS: &str = "fixtures/county-2019.csv";
const STATISTICS: &str = "fixtures/statistics-2017.csv";

#[test]
fn tables_copied_from_a_page_lack_what_merged_cells_cover() {
    reads_as(MATRIX, "report.txt", &lines(&rows(MATRIX), |row| filled(row).collect::<Vec<_>>().join("\t")));
    // Blank figures stay as blank fields; blank labels are covered ones.
    let copied = lines(&rows(BLANKS), |row| {
        let labels = if row.len() == 10 { 3 } else { 0 };
        let (labels, figures) = row.split_at(labels);
        let cells = filled(labels).chain(figures.iter().map(String::as_str));
        cells.collect::<Vec<_>>().join("\t")
    });
    reads_as(BLANKS, "report.txt", &copied);
}

#[test]
fn columns_may_be_set_with_spaces() {
    let width = |text: &str| text.chars().map(|sign| if sign.is_ascii() { 1 } else { 2 }).sum::<usize>();
    for path in [MATRIX, STATISTICS] {
        let padded = lines(&rows(path), |row| {
            let cells = row.iter().map(|cell| cell.clone() + &" ".repeat(80_usize.saturating_sub(width(cell)).max(2)));
            cells.collect::<String>().trim_end().to_owned()
        });
        reads_as(path, "report.txt", &padded);
    }
}

#[test]
fn fields_may_be_parted_by_as_many_spaces_each() {
    for path in [MATRIX, ANNEX, STATISTICS] {
        for gap in [2, 3, 4, 8] {
            let parted = lines(&rows(path), |row| filled(row).collect::<Vec<_>>().join(&" ".repeat(gap)));
            reads_as(path, "report.txt", &parted);
        }
    }
}

/// Rows of several fields as tables drawn with signs, each figure at the right of its cell.
fn drawn(rows: &[Vec<String>], upright: char, level: char) -> String {
    let width = |text: &str| text.chars().map(|sign| if sign.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let mut text = String::new();
    for table in rows.chunk_by(|one, next| one.len() == next.len()) {
        if table[0].len() == 1 {
            text.extend(table.iter().map(|row| row[0].clone() + "\n"));
            continue;
        }
        let widths: Vec<usize> = (0..table[0].len())
            .map(|column| table.iter().map(|row| width(&row[column])).max().unwrap_or(0).max(2).next_multiple_of(2))
            .collect();
        let across = |width: &usize| level.to_string().repeat(if level == '-' { *width } else { width / 2 });
        let rule = format!("+{}+\n", widths.iter().map(across).collect::<Vec<_>>().join("+"));
        for row in table {
            text += &rule;
            let cells = row.iter().zip(&widths).map(|(cell, own)| " ".repeat(own - width(cell)) + cell);
            let cells: Vec<String> = cells.collect();
            let upright = upright.to_string();
            text.extend([&upright, &*cells.join(&upright), &upright, "\n"]);
        }
        text += &rule;
        text.push('\n');
    }
    text
}

#[test]
fn tables_may_be_drawn_with_signs() {
    for path in [MATRIX, BLANKS, STATISTICS] {
        let rows: Vec<Vec<String>> = rows(path).into_iter().filter(|row| filled(row).next().is_some()).collect();
        for (upright, level) in [('|', '-'), ('│', '─')] {
            reads_as(path, "report.txt", &drawn(&rows, upright, level));
        }
    }
}

#[test]
fn marks_of_footnotes_are_no_part_of_a_figure() {
    let text = fs::read_to_string(MATRIX).unwrap();
    for mark in ["①", "*", "[1]", "²", "（注）", "(注1)"] {
        let marked = text.replace(",14069\n", &format!(",14069{mark}\n")).replace("总计\n", &format!("总计{mark}\n"));
        assert_ne!(marked, text);
        reads_as(MATRIX, "report.csv", &marked);
    }
}

#[test]
fn sentences_in_the_cells_of_a_sheet_are_read() {
    let sheet = "云溪县2021年政府信息公开工作年度报告,,\n一、概述,,\n\
        \"全年收到政府信息公开申请158件，其中网上申请89件、信函申请70件。\",,\n信息内容,本年制发件数,现行有效件数\n规章,0,3\n";
    let (status, found) = read("report.csv", sheet);
    let check = &found["reports"][0]["checks"][0];
    assert_eq!((status, &check["rule"]), (1, &Value::from("claims:parts[p1.1]")), "{found}");
    let cells: Vec<&str> =
        check["figures"].as_array().unwrap().iter().filter_map(|one| one["location"]["cell"].as_str()).collect();
    assert_eq!(cells, ["A3"; 3]);
    assert_eq!(read("report.csv", &sheet.replace("70件", "69件")).0, 0);
}

#[test]
fn blank_cells_are_told_by_the_columns_that_figures_stand_in() {
    let width = |text: &str| text.chars().map(|sign| if sign.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let rows: Vec<Vec<String>> = rows(BLANKS).into_iter().filter(|row| row.len() == 10).collect();
    let title = "南河县2019年政府信息公开工作年度报告\n\n";
    for (blank, wide) in [(" ", 1), ("\u{3000}", 2)] {
        let padded =
            |cell: &String| cell.clone() + &" ".repeat(width(cell) % wide) + &blank.repeat((40 - width(cell)) / wide);
        let aligned = lines(&rows, |row| row.iter().map(padded).collect::<String>().trim_end().to_owned());
        let table = lines(&rows, |row| row.join(","));
        // As it is, and with a figure that is wrong.
        for (to, status) in [("37", 0), ("38", 1)] {
            let [text, table] = [&aligned, &table].map(|text| title.to_owned() + &text.replacen("37", to, 1));
            let expected = told(read("report.csv", &table));
            assert_eq!(expected.0, status, "{table}");
            assert_eq!(told(read("report.txt", &text)), expected, "{text}");
        }
    }
}

#[test]
fn labels_may_be_broken_over_many_lines() {
    let broken = lines(&rows(MATRIX), |row| {
        let lines = filled(row).map(|cell| {
            let signs: Vec<char> = cell.chars().collect();
            signs.chunks(8).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
        });
        lines.collect::<Vec<_>>().join("\n")
    });
    let (status, checks, _) = told(read("report.txt", &broken));
    assert_eq!((status, checks), (0, told(json(&[MATRIX])).1));
}

#[test]
fn rows_of_a_sheet_are_as_wide_as_its_widest_table() {
    for path in [MATRIX, BLANKS] {
        let rows: Vec<Vec<String>> = rows(path).into_iter().filter(|row| filled(row).next().is_some()).collect();
        reads_as(path, "report.csv", &lines(&rows, |row| row.join(",") + &",".repeat(15 - row.len())));
    }
}

#[test]
fn merged_cells_may_be_repeated() {
    let table = "沙河县2023年政府信息公开工作年度报告\n\
        第二十条第（一）项,第二十条第（一）项,第二十条第（一）项,第二十条第（一）项\n\
        信息内容,本年制发件数,本年废止件数,现行有效件数\n规章,3,5,74\n行政规范性文件,564,984,4185\n\
        第二十条第（五）项,第二十条第（五）项,第二十条第（五）项,第二十条第（五）项\n\
        信息内容,本年处理决定数量,本年处理决定数量,本年处理决定数量\n行政许可,11398889,11398889,11398889\n";
    let (_, found) = read("report.csv", table);
    assert_eq!(found["reports"][0]["figures"], 7, "{found}");
    assert_eq!(found["reports"][0]["unrecognised"], Value::Array(Vec::new()));
    // Two columns of one meaning with different figures stay a problem.
    let twice = table.replace("11398889\n", "11398888\n");
    let (status, found) = read("report.csv", &twice);
    assert_eq!((status, found["errors"].to_string().contains("has the meaning of field 2")), (2, true), "{found}");
}

#[test]
fn tables_of_other_subjects_raise_no_alarm() {
    for table in [
        "科目编码,科目名称,合计,基本支出,项目支出\n201,一般公共服务支出,980.30,700.30,280.00\n20103,政府办公厅及相关机构事务,980.30,700.30,280.00\n\
         208,社会保障和就业支出,150.20,150.20,0.00\n,合计,1130.50,850.50,280.00\n",
        "项目,金额\n一、人员经费,500\n1.基本工资,200\n2.津贴补贴,300\n二、公用经费,100\n合计,600\n",
        "单位,咨询电话,人数\n县政府办公室,3982123,12\n县财政局,3982456,30\n县教育局,3982789,25\n合计,3,67\n",
        "地区,人口,比重\n全县,100000,100.00%\n城关镇,60000,60.00%\n溪口镇,40000,40.00%\n",
    ] {
        let (status, found) = read("report.csv", table);
        let checks = found["reports"].as_array().unwrap().iter().flat_map(|one| one["checks"].as_array().unwrap());
        let failed: Vec<&Value> = checks.filter(|check| check["status"] == "fail").collect();
        assert!(status != 1 && failed.is_empty(), "{table}{failed:?}");
    }
}

#[test]
fn a_list_of_units_within_a_report_makes_no_reports_of_them() {
    let text = |total: &str| {
        format!(
            "# 河州市2016年政府信息公开工作年度报告\n\n全市主动公开政府信息829条。\n\n\
             | 单位 | 主动公开 | 依申请公开 | 小计 |\n|---|---|---|---|\n| 教育局 | 400 | 1 | 401 |\n| 民政局 | 429 | 2 | 431 |\n\
             | 合计 | {total} | 3 | 832 |\n"
        )
    };
    for (total, agrees) in [("829", true), ("839", false)] {
        let told = support::run_with_input(&["--format", "json", "--stdin-name", "r.md", "-"], text(total).as_bytes());
        let found: Value = serde_json::from_str(&told.out).unwrap();
        assert_eq!(found["summary"]["reports"], 1, "{}", told.out);
        assert_eq!(found["reports"][0]["entity"], "河州市");
        assert_eq!(found["summary"]["fail"] == 0, agrees, "{}", told.out);
    }
}

#[test]
fn a_list_of_shares_without_its_whole_is_still_added_up() {
    let (_, found) = read("report.csv", "类别,占比\n甲,60.0%\n乙,30.0%\n丙,20.0%\n");
    assert_eq!(found["reports"][0]["checks"][0]["status"], "fail", "{found}");
}

/// Rows as columns, lines of one cell as they are.
fn turned(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let width = rows.iter().map(Vec::len).max().unwrap();
    let cell = |row: &Vec<String>, at: usize| row.get(at).cloned().unwrap_or_default();
    (0..width).map(|at| rows.iter().map(|row| cell(row, at)).collect()).collect()
}

#[test]
fn rows_may_stand_as_columns() {
    let all = rows(MATRIX);
    let csv = |rows: &[Vec<String>]| lines(rows, |row| row.join(","));
    let at = |text: &str| all.iter().position(|row| row.concat().starts_with(text)).unwrap();
    let (applications, proceedings) = (at("（本列数据"), at("四、政府信息公开行政复议"));
    for change in [("3075,50", "3075,50"), ("3075,50", "3057,50"), ("376,97", "376,96")] {
        let changed = |text: String| text.replace(change.0, change.1);
        let plain = changed(csv(&all));
        let rows: Vec<Vec<String>> = plain.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
        let mut text = csv(&rows[..applications]);
        text += &csv(&turned(&rows[applications..proceedings - 1]));
        text += "\n四、政府信息公开行政复议、行政诉讼情况\n";
        text += &csv(&turned(&rows[proceedings + 1..]));
        let (status, checks, rest) = told(read("report.csv", &text));
        assert_eq!((status, checks, rest), told(read("report.csv", &plain)), "{change:?}\n{text}");
    }
}

#[test]
fn labels_carry_signs_that_nobody_sees_and_numbers_without_a_point() {
    let cells = |cell: fn(&str) -> String| {
        lines(&rows(MATRIX), |row| row.iter().map(|one| cell(one)).collect::<Vec<_>>().join(","))
    };
    reads_as(MATRIX, "report.csv", &cells(|cell| format!("\u{200b}{cell}\u{feff}")));
    let text = fs::read_to_string(MATRIX).unwrap();
    for sign in ["", " ", "\u{3000}"] {
        let mut bare = text.clone();
        for number in 1..9 {
            bare = bare.replace(&format!(",{number}."), &format!(",{number}{sign}"));
        }
        assert_ne!(bare, text);
        reads_as(MATRIX, "report.csv", &bare);
    }
}

#[test]
fn a_common_label_alone_makes_no_form() {
    let report = fs::read_to_string(STATISTICS).unwrap();
    for side in ["办件统计,\n收件总数,1203\n办结总数,1198\n", "项目,数量\n收件总数,1203\n办结总数,1198\n"]
    {
        let (status, checks, rest) = told(read("report.csv", &format!("{side}\n{report}")));
        assert_eq!((status, checks), (0, told(json(&[STATISTICS])).1), "{rest}");
        assert_eq!(read("report.csv", side).0, 2, "{side}");
    }
}

#[test]
fn a_heading_may_have_its_unit_and_stand_again_on_the_next_page() {
    let annex = "fixtures/jianning-2018.csv";
    let text = fs::read_to_string(annex).unwrap();
    reads_as(annex, "report.csv", &text.replacen("2018年,历年累计", "2018年（单位：件）,历年累计(件)", 1));
    let heading = "指标名称,计量单位,2018年,历年累计\n";
    let again = text.replacen("对申请的答复总数", &format!("{heading}对申请的答复总数"), 1);
    reads_as(annex, "report.csv", &again);
}

/// Each table with the numbers of rows and columns that a program for data adds, and its word for a blank cell.
fn framed(rows: &[Vec<String>], indexed: bool) -> String {
    let mut text = String::new();
    for table in rows.split(|row| filled(row).next().is_none()) {
        let titles = table.iter().take_while(|row| row.len() == 1).count();
        text += &lines(&table[..titles], |row| row.join(","));
        let width = table[titles..].iter().map(Vec::len).max().unwrap();
        let numbers: Vec<String> = (0..width).map(|column| column.to_string()).collect();
        let index = |number: &str| if indexed { format!("{number},") } else { String::new() };
        text.extend([&*index(""), &*numbers.join(","), "\n"]);
        for (number, row) in table[titles..].iter().enumerate() {
            let cell = |at: usize| row.get(at).filter(|cell| !cell.is_empty()).map_or("NaN", String::as_str);
            let cells: Vec<&str> = (0..width).map(cell).collect();
            text.extend([&*index(&number.to_string()), &*cells.join(","), "\n"]);
        }
        text.push('\n');
    }
    text
}

#[test]
fn programs_for_data_add_numbers_and_words_for_blank() {
    for path in [MATRIX, BLANKS, STATISTICS] {
        for indexed in [false, true] {
            reads_as(path, "report.csv", &framed(&rows(path), indexed));
        }
    }
    let named = fs::read_to_string(MATRIX).unwrap().replace(",,,申请人情况,,,,,,\n,,,", ",Unnamed: 1,Unnamed: 2,申请人情况,Unnamed: 4,Unnamed: 5,Unnamed: 6,Unnamed: 7,Unnamed: 8,Unnamed: 9\nNaN,NaN,NaN,");
    assert!(named.contains("NaN"));
    reads_as(MATRIX, "report.csv", &named);
}

#[test]
fn runs_of_dashes_may_set_the_columns() {
    for (path, wide, around) in
        [MATRIX, BLANKS, STATISTICS].into_iter().flat_map(|path| [(path, 1, true), (path, 1, false), (path, 2, true)])
    {
        let width = |text: &str| text.chars().map(|sign| if sign.is_ascii() { 1 } else { wide }).sum::<usize>();
        let mut text = String::new();
        for table in rows(path).chunk_by(|one, next| one.len() == next.len()) {
            if table[0].len() == 1 {
                text += &lines(table, |row| row[0].clone() + "\n");
                continue;
            }
            let widest = |at: usize| table.iter().map(|row| width(&row[at])).max().unwrap().max(2);
            let widths: Vec<usize> = (0..table[0].len()).map(widest).collect();
            let rule = widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>().join("  ") + "\n";
            let padded = lines(table, |row| {
                let cells =
                    row.iter().zip(&widths).map(|(cell, own)| cell.clone() + &" ".repeat(own - width(cell) + 2));
                cells.collect::<String>().trim_end().to_owned()
            });
            let (heading, body) = padded.split_once('\n').unwrap();
            let edge = if around { rule.as_str() } else { "" };
            text.extend([edge, heading, "\n", &rule, body, edge, "\n"]);
        }
        reads_as(path, "report.txt", &text);
    }
}

#[test]
fn rows_of_plain_text_that_no_form_has_are_listed() {
    let text = fs::read_to_string("fixtures/flat/hangzhou-2025.txt").unwrap();
    let listed = |text: &str| {
        let (status, found) = read("report.txt", text);
        let all = found["reports"][0]["unrecognised"].as_array().unwrap().clone();
        (status, all.iter().map(|one| one["text"].as_str().unwrap().to_owned()).collect::<Vec<_>>())
    };
    let none: [&str; 0] = [];
    assert_eq!(listed(&text), (0, none.map(str::to_owned).to_vec()));
    let (last, next) = ("四、结转下年度继续办理 783 6 0 2 25 3 819\n", "（七）总计 13364");
    for (before, rows) in [
        (last, &["五、另有撤回 7 0 0 0 0 0 7"][..]),
        (last, &["五、另有撤回 7"]),
        (last, &["五、另有撤回 7", "六、其他另计 3 4"]),
        (next, &["5.其他 7 0 0 0 0 0 7"]),
    ] {
        let added = rows.join("\n") + "\n";
        let more = if before == last { format!("{before}{added}") } else { format!("{added}{before}") };
        assert_eq!(listed(&text.replacen(before, &more, 1)), (0, rows.iter().map(|row| (*row).to_owned()).collect()));
    }
}

#[test]
fn signs_for_none_beside_a_group_of_rows_are_no_figures() {
    let fixture = "fixtures/statistics-2017.csv";
    let rows = rows(fixture);
    for signs in [&["——", "——"][..], &["—— ——"], &["/"], &["—", "0"]] {
        for between in ["\n", "   "] {
            let line = |row: &Vec<String>| {
                let mut cells: Vec<&str> = filled(row).collect();
                if row.len() == 3 && cells.len() == 1 {
                    cells.extend(signs);
                }
                cells.join(between)
            };
            let text = rows.iter().map(line).collect::<Vec<_>>().join("\n");
            if signs.contains(&"0") {
                assert_eq!(read("report.txt", &text).0, 2);
            } else {
                reads_as(fixture, "report.txt", &text);
            }
        }
    }
}
