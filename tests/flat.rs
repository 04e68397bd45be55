//! Tables in plain text whose cells became lines of their own: read back whole, or told.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use disclose_check::check::{Context, check};
use disclose_check::document::{Document, Paragraph, Place};
use disclose_check::finding::Status;
use disclose_check::forms::{Catalogue, Families};
use disclose_check::message::Lang;
use disclose_check::read;
use disclose_check::recognise::{Recognised, Recogniser};
use proptest::prelude::*;

const ANNEX: &str = include_str!("../fixtures/flat/jianning-2018.txt");
const JIANNING: &str = include_str!("../fixtures/jianning-2018.csv");
const HANGZHOU: &str = include_str!("../fixtures/hangzhou-2025.csv");
const STATISTICS: &str = include_str!("../fixtures/statistics-2017.csv");

static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(|| {
    let catalogue = Catalogue::builtin();
    Recogniser::new(catalogue.forms_of(Families::ALL).unwrap())
});

/// A text as a document of its lines.
fn document(text: &str) -> Document {
    let mut start = 0;
    let mut paragraphs = Vec::new();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let body = line.trim_end_matches('\n');
        let place = Place { line: number + 1, column: 1, row: number + 1, span: start..start + body.len(), within: disclose_check::document::Within::Text };
        if !body.trim().is_empty() {
            paragraphs.push(Paragraph { text: body.into(), place });
        }
        start += line.len();
    }
    Document { source: "report.txt".into(), text: text.into(), encoding: "UTF-8", tables: Vec::new(), paragraphs }
}

fn recognise(lines: &[String]) -> Recognised {
    RECOGNISER.recognise(&document(&lines.join("\n")))
}

/// Every cell of a table on a line of its own; blank cells leave nothing.
fn flattened(csv: &str) -> Vec<String> {
    let document = read::read_bytes("table.csv", csv.as_bytes()).unwrap();
    let rows = document.tables.iter().flat_map(|table| &table.rows);
    rows.flat_map(|row| row.filled().map(|(_, cell)| cell.text.trim().to_owned()).collect::<Vec<_>>()).collect()
}

type Figures = BTreeMap<String, String>;

/// Every figure of a document, by form, row and column.
fn figures(recognised: &Recognised) -> Figures {
    let tables = recognised.reports.iter().flat_map(|report| &report.tables);
    let named = tables.flat_map(|table| {
        let form = table.form();
        let name =
            |row: usize, column: usize| format!("{}:{}[{}]", form.id, form.rows[row].id, form.columns[column].id);
        table.figures().map(move |(row, column, figure)| (name(row, column), figure)).collect::<Vec<_>>()
    });
    named.filter_map(|(name, figure)| Some((name, figure.number()?.value().to_string()))).collect()
}

fn of_csv(csv: &str) -> Figures {
    figures(&RECOGNISER.recognise(&read::read_bytes("table.csv", csv.as_bytes()).unwrap()))
}

/// Whether something was told about a document.
fn told(recognised: &Recognised) -> bool {
    let texts = recognised.reports.iter().map(|report| report.unrecognised.len() + report.read_as.len()).sum::<usize>();
    texts > 0 || !recognised.problems.is_empty()
}

fn problems(recognised: &Recognised) -> Vec<String> {
    let line = |place: &Option<Place>| place.as_ref().map_or(0, |place| place.line);
    recognised
        .problems
        .iter()
        .map(|problem| format!("{}: {}", line(&problem.place), problem.message(Lang::En)))
        .collect()
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

#[test]
fn tables_of_one_cell_a_line_are_read_back() {
    for csv in [JIANNING, HANGZHOU, STATISTICS] {
        let recognised = recognise(&flattened(csv));
        assert_eq!(problems(&recognised), Vec::<String>::new());
        assert!(!told(&recognised), "{:?}", recognised.reports[0].unrecognised);
        assert_eq!(figures(&recognised), of_csv(csv));
    }
}

#[test]
fn a_line_more_or_less_is_told_or_changes_nothing() {
    for csv in [JIANNING, HANGZHOU, STATISTICS] {
        let whole = flattened(csv);
        let expected = of_csv(csv);
        let strays: [&str; 6] = ["17", "其他", "总计", "说明文字", "数量", "件"];
        for at in 0..whole.len() {
            let mut less = whole.clone();
            less.remove(at);
            assert_told_or_equal(&less, &expected, &format!("without {}", whole[at]));
            let around = [whole[at].as_str(), whole[at.saturating_sub(1)].as_str()];
            for stray in strays.into_iter().chain(around) {
                let mut more = whole.clone();
                more.insert(at, stray.to_owned());
                assert_told_or_equal(&more, &expected, &format!("{stray} before {}", whole[at]));
            }
        }
    }
}

fn assert_told_or_equal(lines: &[String], expected: &Figures, what: &str) {
    let recognised = recognise(lines);
    let found = figures(&recognised);
    if !(told(&recognised) || found == *expected) {
        println!("FAIL {what}: {:?}", difference(&found, expected).iter().take(4).collect::<Vec<_>>());
    }
}

fn difference<'a>(
    found: &'a Figures,
    expected: &'a Figures,
) -> Vec<(&'a String, Option<&'a String>, Option<&'a String>)> {
    let names = found.keys().chain(expected.keys());
    names.map(|name| (name, found.get(name), expected.get(name))).filter(|(_, left, right)| left != right).collect()
}
