//! Ways of writing a table that programs and people have beside the common ones: the same figures and verdicts.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod support;
#[allow(dead_code, reason = "not every test has use for all of it")]
#[path = "support/verdicts.rs"]
mod verdicts;

use std::fs;

use support::json;
use verdicts::{lines, read, reads_as, rows, told};

const MATRIX: &str = "fixtures/hangzhou-2025.csv";
const BLANKS: &str = "fixtures/county-2019.csv";
const ANNEX: &str = "fixtures/jianning-2018.csv";
const STATISTICS: &str = "fixtures/statistics-2017.csv";
const ALL: [&str; 4] = [MATRIX, BLANKS, ANNEX, STATISTICS];

/// The verdicts of a file whose cells are written otherwise. One wrong figure is found in both ways of writing.
fn written(name: &str, write: impl Fn(&[Vec<String>]) -> String) {
    for path in ALL {
        let right = rows(path);
        let mut wrong = right.clone();
        let total = wrong.iter_mut().flatten().rfind(|cell| cell.len() == 2 && cell.parse::<u32>().is_ok()).unwrap();
        *total = format!("{total}7");
        reads_as(path, name, &write(&right));
        let csv = lines(&wrong, |row| row.join(","));
        assert_eq!(told(read(name, &write(&wrong))), told(read("report.csv", &csv)), "{path}");
    }
}

#[test]
fn bars_may_part_the_fields() {
    for name in ["report.csv", "report.txt", "report"] {
        written(name, |rows| lines(rows, |row| row.join("|")));
    }
}

#[test]
fn figures_may_be_marked_as_text() {
    for mark in [|cell: &str| format!("'{cell}"), |cell: &str| format!("=\"{cell}\""), |cell: &str| format!("’{cell}")]
    {
        let marked = |cell: &String| if cell.parse::<f64>().is_ok() { mark(cell) } else { cell.clone() };
        written("report.csv", |rows| lines(rows, |row| row.iter().map(marked).collect::<Vec<_>>().join(",")));
    }
}

#[test]
fn tables_of_markdown_need_no_bars_around_them() {
    let write = |rows: &[Vec<String>]| {
        let mut text = String::new();
        for table in rows.chunk_by(|one, next| one.len() == next.len()) {
            if table[0].len() == 1 {
                text += &lines(table, |row| format!("{}\n", row[0]));
                continue;
            }
            let all = lines(table, |row| row.join(" | "));
            let (heading, body) = all.split_once('\n').unwrap();
            text.extend([heading, "\n", &vec!["---"; table[0].len()].join(" | "), "\n", body, "\n"]);
        }
        text
    };
    written("report.md", write);
}

#[test]
fn small_tables_may_be_turned() {
    let text = fs::read_to_string(MATRIX).unwrap();
    let turned = text
        .replace(
            "信息内容,本年制发件数,本年废止件数,现行有效件数\n规章,3,5,74\n行政规范性文件,564,984,4185\n",
            "信息内容,规章,行政规范性文件\n本年制发件数,3,564\n本年废止件数,5,984\n现行有效件数,74,4185\n",
        )
        .replace("信息内容,本年处理决定数量\n行政许可,11398889\n", "信息内容,行政许可\n本年处理决定数量,11398889\n")
        .replace(
            "信息内容,本年处理决定数量\n行政处罚,6937489\n行政强制,166105\n",
            "信息内容,行政处罚,行政强制\n本年处理决定数量,6937489,166105\n",
        );
    assert_eq!(turned.matches("本年处理决定数量,").count(), 2);
    reads_as(MATRIX, "report.csv", &turned);
    let figures = |text: &str| read("report.csv", text).1["reports"][0]["figures"].clone();
    assert_eq!((figures(&turned), figures(&text)), (200.into(), 200.into()));
}

#[test]
fn figures_may_stand_right_of_the_left_of_their_heading() {
    let width = |text: &str| text.chars().map(|sign| if sign.is_ascii() { 1 } else { 2 }).sum::<usize>();
    for path in [MATRIX, STATISTICS] {
        let aligned = |row: &[String]| {
            let cells = row.iter().map(|cell| {
                let blank = " ".repeat(80_usize.saturating_sub(width(cell)).max(2));
                if cell.parse::<f64>().is_ok() { format!("{blank}{cell}") } else { format!("{cell}{blank}") }
            });
            cells.collect::<String>().trim_end().to_owned()
        };
        let (status, checks, _) = told(read("report.txt", &lines(&rows(path), aligned)));
        let (_, expected, _) = told(json(&[path]));
        assert_eq!((status, checks), (0, expected), "{path}");
    }
}

#[test]
fn a_heading_over_more_columns_than_its_own_makes_no_other_form() {
    // A column too many, as programs leave one where widths of columns are rounded.
    let text = fs::read_to_string(MATRIX).unwrap();
    let at = text.find("行政复议,,,,,").unwrap();
    let (before, table) = text.split_at(at);
    let wider = |(number, line): (usize, &str)| {
        let cells: Vec<&str> = line.split(',').collect();
        let (first, rest) = cells.split_at(5);
        let rest = if number == 0 { [rest, &[""]].concat() } else { [&[""], rest].concat() };
        [first, &rest].concat().join(",") + "\n"
    };
    let table: String = table.lines().enumerate().map(wider).collect();
    reads_as(MATRIX, "report.csv", &format!("{before}{table}"));
}

#[test]
fn tables_of_two_columns_may_be_numbered() {
    let rows = rows(ANNEX);
    let at = rows.iter().position(|row| row.concat() == "类别占比").unwrap();
    let plain = |rows: &[Vec<String>]| lines(rows, |row| row.join(","));
    let numbered = |(number, row): (usize, &Vec<String>)| format!("{number},{}\n", row.join(","));
    let text =
        format!("{},0,1\n{}", plain(&rows[..at]), rows[at..].iter().enumerate().map(numbered).collect::<String>());
    reads_as(ANNEX, "report.csv", &text);
}

#[test]
fn blank_columns_may_part_the_others() {
    written("report.csv", |rows| lines(rows, |row| row.join(",,") + if row.len() > 1 { "," } else { "" }));
}
